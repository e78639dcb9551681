//! 联合: drafts compared, merged, left; the local rules; what of a joint plan
//! each department has approved. What the draw saved is told by `joint_report`.

mod drafts;
mod merge;
mod rules;
mod standing;
mod withdraw;

pub use drafts::{Suggesting, suggest};
pub use merge::{MergeDone, merge};
pub use rules::{rules, set_rules};
pub(super) use standing::{members, merged_into, standing, unapproved, withdrawn};
pub use withdraw::{WithdrawDone, withdraw};
