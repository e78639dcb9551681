//! A draw made public: what its page shows beyond the bundle's own files.

use serde::{Deserialize, Serialize};

/// One attempt's draw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "office", derive(utoipa::ToSchema))]
pub struct Draw {
    /// Counts the office's attempts.
    pub serial: u64,
    /// 计划编号.
    pub plan: String,
    /// 标题.
    pub title: String,
    /// Attempt of the plan.
    pub attempt: u64,
    /// Abandoned later on; the draw stands in the record but binds nobody.
    pub abandoned: bool,
    /// Digest of plan.json.
    pub p: String,
    /// The seed.
    pub seed: String,
    /// What the seed was made of.
    pub sources: Vec<SeedSource>,
    /// When it was frozen.
    pub frozen_at: String,
    /// When it was drawn.
    pub drawn_at: String,
    /// When its bundle was handed out.
    pub disclosed_at: String,
    /// Digest of SHA256SUMS: the bundle's address, `/bundles/DIGEST/`.
    pub bundle: String,
    /// Files of the bundle: name, digest, bytes.
    pub files: Vec<(String, String, u64)>,
    /// Per part.
    pub parts: Vec<DrawPart>,
    /// Entities with a visit.
    pub visits: u64,
    /// Visits by number of departments sharing them: departments, visits.
    pub shared: Vec<(u64, u64)>,
    /// Selections of all parts: visits there would be if each were made apart.
    pub selections: u64,
    /// Per department.
    pub workload: Vec<Workload>,
    /// 替补与回避 afterwards.
    pub amendments: Vec<Amended>,
}

/// A contribution to the seed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "office", derive(utoipa::ToSchema))]
pub struct SeedSource {
    /// Its name.
    pub source: String,
    /// `commitment`, `public`, `drand`.
    pub kind: String,
    /// What was contributed; empty for a commitment never opened.
    pub value: String,
}

/// One part's frame and selection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "office", derive(utoipa::ToSchema))]
pub struct DrawPart {
    /// 分项.
    pub part: String,
    /// Department.
    pub department: String,
    /// 事项编码 and names.
    pub items: Vec<(String, String)>,
    /// Rows of the frame.
    pub rows: u64,
    /// Root of the frame.
    pub root: String,
    /// Excluded rows by reason.
    pub excluded: Vec<Excluded>,
    /// Strata in the plan's order.
    pub strata: Vec<DrawStratum>,
}

impl DrawPart {
    /// Strata in which there was anything to choose: some were selected and
    /// some were not. The largest come first, of equal ones in the plan's order.
    pub fn chosen(&self) -> Vec<&DrawStratum> {
        let mut chosen: Vec<&DrawStratum> =
            self.strata.iter().filter(|one| one.selected > 0 && one.selected < one.eligible).collect();
        chosen.sort_by_key(|one| std::cmp::Reverse(one.eligible));
        chosen
    }
}

/// Exclusions for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "office", derive(utoipa::ToSchema))]
pub struct Excluded {
    /// Code of the reason, as in the frame's file.
    pub reason: String,
    /// Rows.
    pub rows: u64,
}

/// One stratum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "office", derive(utoipa::ToSchema))]
pub struct DrawStratum {
    /// Its name.
    pub stratum: String,
    /// Eligible rows.
    pub eligible: u64,
    /// The rate or count, as plan.json words it.
    pub rate: String,
    /// How many are selected.
    pub selected: u64,
    /// How many stand in reserve.
    pub reserves: u64,
    /// The largest ticket selected; empty where none or all.
    pub cutoff: String,
    /// The smallest ticket not selected; empty where none.
    pub next: String,
    /// Tickets by their first bits: 64 equal classes, how many of the stratum lie in each.
    pub tickets: Vec<Bar>,
}

/// One class of tickets.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "office", derive(utoipa::ToSchema))]
pub struct Bar {
    /// Tickets in it.
    pub tickets: u64,
    /// Of these, selected.
    pub selected: u64,
}

/// How visits are spread over a department's inspectors.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "office", derive(utoipa::ToSchema))]
pub struct Workload {
    /// Department.
    pub department: String,
    /// Inspectors available.
    pub inspectors: u64,
    /// Visits of the department.
    pub visits: u64,
    /// Inspectors by number of visits: visits, inspectors.
    pub spread: Vec<(u64, u64)>,
    /// Visits without a full team.
    pub short: u64,
}

/// An amendment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "office", derive(utoipa::ToSchema))]
pub struct Amended {
    /// Its number.
    pub seq: u64,
    /// When.
    pub at: String,
    /// `substitute` or `recuse`.
    pub kind: String,
    /// Visit.
    pub visit: u64,
    /// Part; empty for a recusal.
    pub part: String,
    /// Department.
    pub department: String,
    /// Who or what went.
    pub old: String,
    /// Who or what came; empty when nobody could.
    pub new: String,
}
