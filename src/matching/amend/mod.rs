//! Amendments (protocol §5): nothing drawn is edited; what happened after it is
//! added, in order, and anyone can replay it. `PROTOCOL.md` §5 says how the
//! cases are settled that the rule leaves open.
//!
//! `row` is what is written down, `state` what stands, `steps` what may happen,
//! `seats` who goes where when it does.

mod row;
mod seats;
mod state;
mod steps;

pub use row::{Amendment, Kind};
pub use state::{Drawn, LiveVisit, State, StratumList};
