//! `plan.json`, the document that fixes everything before the seed can be
//! known (protocol §1). Strict both ways: canonical bytes only, every field in
//! its grammar.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::domain::calendar::parse_instant;
use crate::domain::grammar::{check_element, check_scope, check_slug, check_text};
use crate::domain::{Date, Digest, Instant, Rate, Result, plain_json};
use crate::text;

/// The protocol version this crate implements.
pub const PROTOCOL: &str = "choucha/1";

/// The frozen plan of one attempt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlanDocument {
    /// [`PROTOCOL`].
    pub protocol: String,
    /// The office that draws.
    pub office: String,
    /// Counts the office's attempts from 1 without gaps.
    pub serial: u64,
    /// P of the office's attempt before; `None` for the first.
    pub previous: Option<Digest>,
    /// Plan number.
    pub plan: String,
    /// Counts the plan's attempts from 1.
    pub attempt: u64,
    /// Title for people.
    pub title: String,
    /// 截止日期: the frames stand as of this day.
    #[serde(with = "strict_date")]
    pub cutoff: Date,
    /// First and last day of the inspections.
    #[serde(with = "strict_window")]
    pub window: [Date; 2],
    /// Digest of the registry manifest the frames came from.
    pub registry: Digest,
    /// One department's share each.
    pub parts: Vec<Part>,
    /// `roster.csv`.
    pub roster: FileDigest,
    /// `barred.csv`.
    pub barred: FileDigest,
    /// Commitments must be opened before this instant.
    pub reveal_by: String,
    /// Sources of the seed, in order.
    pub sources: Vec<Source>,
    /// Members beyond the protocol's; covered by the digest all the same.
    #[serde(flatten)]
    pub more: BTreeMap<String, Value>,
}

/// Rows and digest of a file of the bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileDigest {
    /// Data rows, header not counted.
    pub rows: u64,
    /// SHA-256 of the whole file.
    pub sha256: Digest,
}

/// 分项: items checked together by one department over one frame.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// Slug, unique in the plan.
    pub part: String,
    /// 部门.
    pub department: String,
    /// 抽查事项 codes.
    pub items: Vec<String>,
    /// 执法类别 each inspector of the team must have.
    pub competences: Vec<String>,
    /// 检查组 size.
    pub team: u64,
    /// Data rows of `frames/PART.csv`.
    pub rows: u64,
    /// SHA-256 of `frames/PART.csv`.
    pub sha256: Digest,
    /// RFC 6962 tree head over its data lines.
    pub root: Digest,
    /// Excluded rows by reason.
    pub excluded: BTreeMap<String, u64>,
    /// How the frame was scoped; for people.
    pub scope: Value,
    /// 层, in plan order.
    pub strata: Vec<Stratum>,
    /// Members beyond the protocol's.
    #[serde(flatten)]
    pub more: BTreeMap<String, Value>,
}

/// 层: a set of entities drawn at one rate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stratum {
    /// Name, unique in the part.
    pub stratum: String,
    /// Area scopes; a prefix covers.
    pub areas: Vec<String>,
    /// Classes; empty for any.
    pub classes: Vec<String>,
    /// 比例; absent where `count` stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<Rate>,
    /// Rounding of `rate`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub round: Option<Round>,
    /// What `rate` is taken of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<Base>,
    /// A fixed number instead of a rate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// Raise the quota to this.
    #[serde(default)]
    pub min: Option<u64>,
    /// Lower the quota to this.
    #[serde(default)]
    pub max: Option<u64>,
    /// 备选 drawn behind the quota.
    pub reserves: u64,
}

/// Rounding of a quota (protocol §3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Round {
    /// ⌈S⌉, for minimum rates.
    Up,
    /// ⌊S⌋, for ceilings.
    Down,
    /// Exact in expectation, the part exact within one.
    Fair,
}

/// What a rate is taken of (protocol §3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Base {
    /// All rows of the stratum.
    All,
    /// Rows not excluded.
    Eligible,
}

/// A source of the seed (protocol §2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Slug, unique in the plan.
    pub source: String,
    /// Its kind.
    #[serde(flatten)]
    pub kind: SourceKind,
}

/// The kinds of source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum SourceKind {
    /// A participant's commitment, opened before `reveal_by`.
    Commitment {
        /// Its digest.
        commitment: Digest,
    },
    /// A value nobody controls.
    Public {
        /// For people: where the value is announced.
        describe: String,
        /// When it falls due.
        when: String,
        /// Its only spelling.
        form: Form,
    },
    /// The office's own commitment, opened when the bundle is disclosed.
    Sealed {
        /// Its digest.
        commitment: Digest,
    },
}

/// The only spelling of a public value (protocol §2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Form {
    /// Numbers in announced order, zero-padded, joined by one space.
    Numbers {
        /// How many.
        count: u64,
        /// Digits of each.
        width: u64,
    },
    /// One decimal number.
    Decimal {
        /// Digits after the point.
        decimals: u64,
    },
    /// The randomness of a drand round.
    Drand {
        /// Hash of the chain.
        drand: Digest,
        /// Round number.
        round: u64,
    },
}

impl PlanDocument {
    /// Reads canonical bytes; refuses any other spelling.
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        let document: Self = parse_canonical(bytes)?;
        document.check()?;
        Ok(document)
    }

    /// The canonical bytes; P is their digest.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        to_canonical(self)
    }

    /// `reveal_by` as an instant.
    pub fn reveal_by(&self) -> Result<Instant> {
        parse_instant(&self.reveal_by)
    }

    /// The part of that name, with its place in plan order.
    pub fn part(&self, name: &str) -> Option<(usize, &Part)> {
        self.parts.iter().enumerate().find(|(_, part)| part.part == name)
    }

    /// Every field in its grammar, every rule of protocol §1–2 that needs no
    /// other file.
    pub fn check(&self) -> Result<()> {
        if self.protocol != PROTOCOL {
            return Err(text!("plan-protocol", value = &self.protocol));
        }
        for value in [&self.office, &self.plan, &self.title] {
            check_text(value)?;
            if value.is_empty() {
                return Err(text!("plan-name-empty"));
            }
        }
        if self.serial == 0 || self.attempt == 0 {
            return Err(text!("plan-counts-from-one"));
        }
        if (self.serial == 1) != self.previous.is_none() {
            return Err(text!("plan-chain", serial = self.serial));
        }
        if self.window[0] > self.window[1] {
            return Err(text!("plan-window", from = self.window[0], to = self.window[1]));
        }
        if self.parts.is_empty() {
            return Err(text!("plan-no-parts"));
        }
        let mut parts = BTreeSet::new();
        for part in &self.parts {
            part.check()?;
            if !parts.insert(&part.part) {
                return Err(text!("plan-part-twice", part = &part.part));
            }
        }
        self.check_crews()?;
        self.check_sources()
    }

    fn check_sources(&self) -> Result<()> {
        let reveal_by = self.reveal_by()?;
        let mut names = BTreeSet::new();
        let mut public = 0;
        for source in &self.sources {
            check_slug(&source.source)?;
            if !names.insert(&source.source) {
                return Err(text!("plan-source-twice", source = &source.source));
            }
            if let SourceKind::Public { describe, when, form } = &source.kind {
                check_text(describe)?;
                form.check()?;
                if parse_instant(when)? <= reveal_by {
                    return Err(text!("plan-source-early", source = &source.source, when = when));
                }
                public += 1;
            }
        }
        if public == 0 { Err(text!("plan-no-public-source")) } else { Ok(()) }
    }
}

impl Part {
    fn check(&self) -> Result<()> {
        check_slug(&self.part)?;
        check_element(&self.department)?;
        self.items.iter().chain(&self.competences).try_for_each(|value| check_element(value))?;
        self.excluded.keys().try_for_each(|reason| check_slug(reason))?;
        if self.team == 0 {
            return Err(text!("plan-team", part = &self.part));
        }
        let mut names = BTreeSet::new();
        for stratum in &self.strata {
            stratum.check(&self.part)?;
            if !names.insert(&stratum.stratum) {
                return Err(text!("plan-stratum-twice", part = &self.part, stratum = &stratum.stratum));
            }
        }
        Ok(())
    }
}

impl Stratum {
    fn check(&self, part: &str) -> Result<()> {
        check_element(&self.stratum)?;
        self.areas.iter().try_for_each(|area| check_scope(area))?;
        self.classes.iter().try_for_each(|class| check_element(class))?;
        let rated = self.rate.is_some() && self.round.is_some() && self.base.is_some();
        let unrated = self.rate.is_none() && self.round.is_none();
        if rated == self.count.is_some() || !(rated || unrated) {
            return Err(text!("plan-rate-or-count", part = part, stratum = &self.stratum));
        }
        Ok(())
    }
}

impl Form {
    fn check(&self) -> Result<()> {
        let ok = match self {
            Form::Numbers { count, width } => (1..=1000).contains(count) && (1..=20).contains(width),
            Form::Decimal { decimals } => *decimals <= 20,
            Form::Drand { round, .. } => *round > 0,
        };
        ok.then_some(()).ok_or_else(|| text!("plan-form"))
    }

    /// Whether a value has this form's only spelling.
    pub fn admits(&self, value: &str) -> bool {
        let digits = |s: &str| !s.is_empty() && s.bytes().all(|c| c.is_ascii_digit());
        match self {
            Form::Numbers { count, width } => {
                value.split(' ').count() as u64 == *count
                    && value.split(' ').all(|number| digits(number) && number.len() as u64 == *width)
            }
            Form::Decimal { decimals } => {
                let (whole, fraction) = value.split_once('.').unwrap_or((value, ""));
                digits(whole)
                    && (whole == "0" || !whole.starts_with('0'))
                    && fraction.len() as u64 == *decimals
                    && value.contains('.') == (*decimals > 0)
                    && fraction.bytes().all(|c| c.is_ascii_digit())
            }
            Form::Drand { .. } => Digest::parse(value).is_ok(),
        }
    }
}

/// Reads a JSON document and refuses it unless its bytes are canonical (RFC
/// 8785), which also refuses doubled members and trailing bytes.
pub fn parse_canonical<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    let value = parse_canonical_value(bytes)?;
    serde_json::from_value(value).map_err(|error| text!("json-malformed", error = error.to_string()))
}

/// The same, as whatever value stands there.
pub fn parse_canonical_value(bytes: &[u8]) -> Result<Value> {
    let value: Value =
        serde_json::from_slice(bytes).map_err(|error| text!("json-malformed", error = error.to_string()))?;
    if value_to_canonical(&value)? != bytes {
        return Err(text!("json-not-canonical"));
    }
    Ok(value)
}

/// Canonical JSON of a value: plain ones by the short way.
pub fn value_to_canonical(value: &Value) -> Result<Vec<u8>> {
    plain_json::write(value).map_or_else(|| to_canonical(value), Ok)
}

/// Canonical JSON (RFC 8785), no trailing LF.
pub fn to_canonical<T: Serialize>(value: &T) -> Result<Vec<u8>> {
    serde_json_canonicalizer::to_vec(value)
        .map_err(|error| text!("json-malformed", error = error.to_string()))
}

/// Canonical JSON of a list, row by row; rows hold no floats.
pub fn list_to_canonical<T: Serialize>(rows: &[T]) -> Result<Vec<u8>> {
    let fault = |error: serde_json::Error| text!("json-malformed", error = error.to_string());
    let mut out = vec![b'['];
    for (i, row) in rows.iter().enumerate() {
        if i > 0 {
            out.push(b',');
        }
        out.extend(value_to_canonical(&serde_json::to_value(row).map_err(fault)?)?);
    }
    out.push(b']');
    Ok(out)
}

mod strict_date {
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::domain::{Date, calendar::parse_date};

    pub fn serialize<S: Serializer>(date: &Date, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(date)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
        parse_date(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

mod strict_window {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::domain::{Date, calendar::parse_date};

    pub fn serialize<S: Serializer>(window: &[Date; 2], serializer: S) -> Result<S::Ok, S::Error> {
        window.map(|date| date.to_string()).serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<[Date; 2], D::Error> {
        let [from, to] = <[String; 2]>::deserialize(deserializer)?;
        let date = |value: &str| parse_date(value).map_err(serde::de::Error::custom);
        Ok([date(&from)?, date(&to)?])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_written_row_by_row_as_in_one() {
        let rows: Vec<(&str, u64, Option<bool>)> = vec![("甲\n\"", 7, None), ("", 1 << 60, Some(true))];
        for rows in [&rows[..], &rows[..1], &[]] {
            assert_eq!(list_to_canonical(rows).unwrap(), to_canonical(&rows).unwrap());
        }
    }
}
