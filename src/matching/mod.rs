//! Second random, 匹配执法检查人员: who inspects what (protocol §4 and §5).
//!
//! Departments are independent. [`Pool`] knows a department's inspectors and
//! their random words; `deal` gives every visit its team, `level` evens the
//! loads out as far as eligibility allows; [`Groups`] puts inspectors together
//! who stay together, and deals them as if each group were one inspector;
//! `expert` asks experts along; `amend` follows what happens afterwards. Nothing here knows of files, clocks or unordered maps.
//!
//! What can fail: nothing but running out of candidates, which is a row of
//! `short.csv`. What is hard: `level` must give exactly the teams of the
//! protocol's plain breadth-first search, only faster; its module says how.

pub mod amend;
mod deal;
mod desk;
mod expert;
mod group;
mod level;
mod pool;

pub use deal::{Deal, Short, Team, match_department};
pub use expert::invite;
pub use group::{Group, Groups};
pub use pool::{Need, Pool, RosterRow};
