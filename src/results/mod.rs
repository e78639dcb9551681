//! 检查结果: what a visit found, department by department, from the record to
//! the day it goes off show. Pure: codes, rules, deadlines and figures; who may
//! do what when, and where it is kept, is `workflow`'s and `store`'s.
//!
//! A department records its own part of a joint visit ([`VisitResult`]). Every
//! change makes a further version; none is edited. The path of one result is
//! 录入 → 审核 (never by who recorded) → 法制审核 where the decision is a major
//! one → 公示 → 更正 or 撤销 ([`State`]).

mod deadline;
pub mod figures;
mod finding;
mod objection;
mod path;
mod record;

pub use deadline::Limits;
pub use finding::{Disposal, Finding, unreachable};
pub use objection::{Answer, BY_LETTER, Objection, Outcome};
pub use path::Act;
pub use record::{ERASED, Evidence, EvidenceKind, ItemResult, State, VisitResult};
