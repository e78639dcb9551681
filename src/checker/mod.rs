//! 核验: the independent checker of a published bundle.
//!
//! Written from `draw/PROTOCOL.md` alone: it shares the documents' grammar
//! (`draw::document`, `draw::seed`, `draw::drand`) with the draw, but none of
//! the code that rounds, selects, deals or levels, so that a mistake there
//! cannot hide itself here. It needs neither database nor registry and streams
//! the frames: a bundle of ten million rows is checked within bounded memory.
//!
//! [`verify`] names the first thing wrong (file, line, rule, reason) or gives a
//! [`Verdict`] with the facts and, in words, what weakens the draw though it
//! breaks no rule. [`explain()`] tells one entity its story, and [`index()`] keeps
//! what makes that quick. [`sql()`] writes a script with which any of four engines
//! recomputes the selection.

mod absent;
mod across;
mod acts;
mod amendments;
mod barred;
mod bench;
pub mod case;
mod ceremony;
mod desk;
mod drawn;
mod earlier;
mod explain;
mod fault;
mod folder;
mod frames;
mod grouping;
mod groups_file;
mod index;
mod leaves;
mod log;
mod plan;
mod quota;
mod roster;
mod rows;
mod sql;
mod strata;
mod teams;
mod teams_file;
mod tickets;
mod told;
mod verdict;
mod verify;
mod visits;
mod weigh;

pub use absent::{NotIn, RowAt, code_of};
pub use earlier::{Earlier, earlier};
pub use explain::{Explanation, InFrame, explain};
pub use fault::{Fault, Rule};
pub use index::{BLOCK, Indexed, index};
pub use log::{Audit, Logged, LoggedAttempt, audit, continues};
pub use sql::{Dialect, sql, sql_inside};
pub use verdict::{DepartmentFacts, PartFacts, StratumFacts, Verdict};
pub use verify::{Options, verify, verify_with};
