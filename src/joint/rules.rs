//! What is locally ruled of joint inspections: which overlaps must be joint
//! (江西: 有重叠的必须联合), and when one firm is visited so often that somebody
//! should be told (成都: more than 1 a day, 2 a week, 3 a month).

use serde::{Deserialize, Serialize};

use crate::domain::grammar::check_text;
use crate::domain::{Rate, Result};
use crate::plan::wording;
use crate::text;

/// The office's rules; nothing is a must until a rule says so.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Rules {
    /// Overlaps that must be joint; any of them suffices.
    pub must: Vec<Must>,
    /// When to alert.
    pub alert: Thresholds,
}

/// An overlap that must be joint: everything it says has to hold.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Must {
    /// 依据, told with every overlap it marks.
    pub basis: String,
    /// At least so many entities in common.
    pub entities: Option<u64>,
    /// At least this part of the smaller draft's entities in common: `10%`.
    pub share: Option<String>,
    /// Some of the items are similar.
    pub similar: bool,
    /// A joint-item list names some of the items together.
    pub listed: bool,
}

/// Visits of one firm that are tolerated without an alert.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Thresholds {
    /// On one day.
    pub day: u32,
    /// In one week, Monday to Sunday.
    pub week: u32,
    /// In one calendar month.
    pub month: u32,
    /// 来源 that do not count.
    pub exempt: Vec<String>,
}

impl Default for Thresholds {
    fn default() -> Self {
        let exempt = ["投诉举报", "转办交办", "复查", "企业申请"].map(str::to_owned).to_vec();
        Self { day: 1, week: 2, month: 3, exempt }
    }
}

impl Rules {
    /// Reads the rules' TOML; every value is held against its meaning.
    pub fn parse(toml: &str, file: &str) -> Result<Self> {
        let toml = toml.strip_prefix('\u{feff}').unwrap_or(toml);
        let rules: Self = toml::from_str(toml).map_err(|error| {
            let line = error.span().map_or(0, |span| toml[..span.start].matches('\n').count() + 1);
            text!("joint-rules-malformed", file = file, line = line, error = error.message())
        })?;
        for must in &rules.must {
            check_text(&must.basis)?;
            if let Some(share) = &must.share {
                wording::rate(share)?;
            }
            if must.entities.is_none() && must.share.is_none() && !must.similar && !must.listed {
                return Err(text!("joint-rules-empty", file = file, basis = &must.basis));
            }
        }
        rules.alert.exempt.iter().try_for_each(|source| check_text(source))?;
        Ok(rules)
    }

    /// The rule by which an overlap must be joint: `common` entities of which
    /// the smaller draft has `of`.
    pub fn must(&self, common: u64, of: u64, similar: bool, listed: bool) -> Option<&Must> {
        self.must.iter().find(|must| {
            let share = must
                .share
                .as_ref()
                .and_then(|share| wording::rate(share).ok())
                .map_or(0, |r| r.0.billionths());
            common > 0
                && common >= must.entities.unwrap_or(0)
                && u128::from(common) * u128::from(Rate::ONE) >= u128::from(share) * u128::from(of)
                && (similar || !must.similar)
                && (listed || !must.listed)
        })
    }
}
