//! 检查结果: recorded, reviewed, made public, corrected, withdrawn, objected to.
//!
//! | file | what |
//! |---|---|
//! | `ground` | the visits as they stand, with what is on record of them |
//! | `record` | one visit or a whole sheet; `sheet` finds what is wrong with its rows |
//! | `correct` | a further version of a result that was public |
//! | `acts` | which results an act concerns, and doing it |
//! | `review` | 审核 and 法制审核, never by who recorded |
//! | `publish` | 公示, 撤销 |
//! | `object` | 异议 and their answers |
//! | `erase` | personal data of results, cleared when their time is over or on order |
//! | `rules` | local deadlines |
//! | `due` | what is due and what is late, for `status` |
//! | `figures` | figures of plans and the quarterly report |
//!
//! Each act is one step with one log entry for each result it concerns. Entries
//! hold the visit's number and flags; the department, the notes and the digest
//! of what was recorded are salted commitments.

mod acts;
mod correct;
mod due;
mod erase;
mod figures;
mod ground;
mod list;
mod object;
mod publish;
mod record;
mod review;
mod rules;
mod sheet;

pub use acts::{Chosen, Touched};
pub use correct::{correct, correct_letter};
pub(super) use due::due;
pub use erase::{Erased, ErasedLine, erase, erase_expired};
pub use figures::{PlanFigures, Quarter, QuarterReport, figures, report};
pub use list::{Line, Listed, list, stands, state_text};
pub use object::{answer, object, object_letter, objections};
pub use publish::{Published, publish, withdraw};
pub use record::{One, Recorded, RecordedLine, Sheet, Told, record, record_sheet};
pub use review::{Kind, Reviewed, review};
pub use rules::{limits, rules, set_rules};

pub(super) use object::digest as objection_digest;
