//! The office as the public sees it.

use serde::{Deserialize, Serialize};

/// The office, its log, its figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "office", derive(utoipa::ToSchema))]
pub struct OfficeFace {
    /// 单位名称.
    pub name: String,
    /// A practice office: nothing here is in earnest.
    pub practice: bool,
    /// Its area, GB/T 2260; may be empty.
    pub area: String,
    /// The area's name; may be empty.
    pub area_name: String,
    /// When it was set up.
    pub created: String,
    /// The log's verifier keys in force.
    pub log_keys: Vec<String>,
    /// Entries in the log this edition of the portal was made from.
    pub log_size: u64,
    /// Root of the log's tree at that size.
    pub log_root: String,
    /// Who has cosigned.
    pub witnesses: Vec<Witness>,
    /// The figures of the home page.
    pub figures: Figures,
    /// What is published this long after a decision, in working days.
    pub publish_within: u64,
    /// The same for results with a penalty or licence decision.
    #[serde(default)]
    pub decision_within: u64,
    /// Departments that publish sooner, and within how many working days.
    #[serde(default)]
    pub departments_within: Vec<(String, u64)>,
    /// What is sent in is answered within so many working days.
    #[serde(default)]
    pub answer_within: u64,
}

/// 见证 (备案) of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "office", derive(utoipa::ToSchema))]
pub struct Witness {
    /// Its verifier key (name, hash, key).
    pub key: String,
    /// The largest checkpoint it cosigned; 0 for none yet.
    pub size: u64,
    /// When, by its own clock; empty for none yet.
    pub at: String,
}

/// Counts over everything public.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "office", derive(utoipa::ToSchema))]
pub struct Figures {
    /// Items in force.
    pub items: u64,
    /// Officers on the list.
    pub officers: u64,
    /// Plans frozen.
    pub plans: u64,
    /// Draws made public.
    pub draws: u64,
    /// Visits drawn.
    pub visits: u64,
    /// Results made public.
    pub results: u64,
    /// Of these, with a problem found.
    pub problems: u64,
    /// Results by finding: code, number; in order of the codes.
    pub findings: Vec<(String, u64)>,
    /// Visits by year and quarter of the window's first day (`2026-Q4`): drawn, with a public result.
    pub quarters: Vec<(String, u64, u64)>,
}
