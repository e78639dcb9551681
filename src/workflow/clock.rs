//! What time it is: the only place that asks the system.

use chrono::{FixedOffset, SubsecRound, Utc};

use crate::domain::{Instant, Result, calendar};
use crate::text;

/// A clock: the system's, or one that stands still where practice set it.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    /// The moment set, for practice offices.
    pub fixed: Option<Instant>,
    /// The offset moments are written in.
    pub offset: FixedOffset,
}

/// 东八区.
pub const BEIJING: &str = "+08:00";

/// Reads `+08:00`.
pub fn parse_offset(value: &str) -> Result<FixedOffset> {
    let fault = || text!("offset-malformed", value = value);
    let at = calendar::parse_instant(&format!("2000-01-01T00:00:00{value}")).map_err(|_| fault())?;
    if calendar::write_instant(&at).ends_with(value) { Ok(*at.offset()) } else { Err(fault()) }
}

/// The system's time, to the second, in UTC.
pub fn system_now() -> Instant {
    Utc::now().trunc_subsecs(0).fixed_offset()
}

impl Clock {
    /// The moment, to the second.
    pub fn now(&self) -> Instant {
        self.fixed.unwrap_or_else(system_now).with_timezone(&self.offset)
    }
}
