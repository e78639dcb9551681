//! `plan.json`, the document that fixes everything before the seed can be
//! known (protocol §1). Strict both ways: canonical bytes only, every field in
//! its grammar.
//!
//! `plan` is the document, `source` where its seed comes from, `check` its
//! grammar, `canonical` the one way JSON is written, `dates` that of days.

mod canonical;
mod check;
mod dates;
mod plan;
mod source;

pub use canonical::{
    list_to_canonical, parse_canonical, parse_canonical_value, to_canonical, value_to_canonical,
};
pub use plan::{Base, FileDigest, PROTOCOL, Part, PlanDocument, Round, Stratum};
pub use source::{Form, Source, SourceKind};
