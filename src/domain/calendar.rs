//! Dates and instants in their one spelling (protocol §0).

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::Result;
use crate::text;

/// A calendar day, written `YYYY-MM-DD`.
pub type Date = NaiveDate;

/// A moment with its offset, written as RFC 3339 to the second.
pub type Instant = DateTime<FixedOffset>;

/// How an open-ended validity is written.
pub const OPEN_ENDED: &str = "9999-12-31";

/// Reads exactly `YYYY-MM-DD`, an existing day.
pub fn parse_date(value: &str) -> Result<Date> {
    let fault = || text!("date-malformed", value = value);
    if value.len() != 10 || !value.is_ascii() {
        return Err(fault());
    }
    let date = NaiveDate::parse_from_str(value, "%Y-%m-%d").map_err(|_| fault())?;
    (date.to_string() == value).then_some(date).ok_or_else(fault)
}

/// Reads an RFC 3339 instant with its offset.
pub fn parse_instant(value: &str) -> Result<Instant> {
    DateTime::parse_from_rfc3339(value).map_err(|_| text!("instant-malformed", value = value))
}

/// Writes an instant as `YYYY-MM-DDTHH:MM:SS+08:00`.
pub fn write_instant(at: &Instant) -> String {
    at.format("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strict_dates() {
        assert!(parse_date("2026-02-28").is_ok());
        assert!(parse_date(OPEN_ENDED).is_ok());
        for bad in ["2026-02-29", "2026-2-28", "2026-02-28 ", "20260228", "２026-02-28", "+026-02-28"] {
            assert!(parse_date(bad).is_err(), "{bad}");
        }
    }
}
