//! 种子: commitments, contributions and the seed they make (protocol §2).

use serde::{Deserialize, Serialize};

use super::document::{Form, PlanDocument, SourceKind, parse_canonical, to_canonical};
use super::drand;
use crate::domain::grammar::check_text;
use crate::domain::{Digest, Result};
use crate::text;

/// `ceremony.json`: what every source contributed, and the seed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ceremony {
    /// One per source, in plan order.
    pub contributions: Vec<Contribution>,
    /// P, the digest of plan.json.
    pub plan: Digest,
    /// The seed.
    pub seed: Digest,
}

/// One source's value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contribution {
    /// Name of the source.
    pub source: String,
    /// Its value; empty where a commitment was not opened.
    pub value: String,
    /// Opens a commitment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nonce: Option<Digest>,
    /// A drand round's signature, hex.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<String>,
}

/// The digest a participant publishes before the freeze.
pub fn commitment(plan: &str, attempt: u64, source: &str, nonce: &Digest, value: &str) -> Digest {
    Digest::of_lines(&["choucha/1 commit", plan, &attempt.to_string(), source, &nonce.to_string(), value])
}

/// The seed of an attempt: `p` is the digest of plan.json, contributions stand
/// in plan order.
pub fn seed(p: &Digest, contributions: &[Contribution]) -> Digest {
    let mut lines = vec!["choucha/1 seed".to_owned(), p.to_string()];
    lines.extend(contributions.iter().map(|c| format!("{}={}", c.source, c.value)));
    Digest::of_lines(&lines)
}

impl Contribution {
    /// Whether this is what its source promised: the commitment opens, the
    /// public value has its only spelling, the drand signature holds. An
    /// unopened commitment (empty value, no nonce) is in order.
    pub fn check(&self, plan: &PlanDocument) -> Result<()> {
        let source = (plan.sources.iter().find(|source| source.source == self.source))
            .ok_or_else(|| text!("source-unknown", source = &self.source))?;
        check_text(&self.value)?;
        if self.signature.is_some()
            && !matches!(source.kind, SourceKind::Public { form: Form::Drand { .. }, .. })
            || self.nonce.is_some() && matches!(source.kind, SourceKind::Public { .. })
        {
            return Err(text!("contribution-surplus", source = &self.source));
        }
        match &source.kind {
            SourceKind::Commitment { commitment: promised } | SourceKind::Sealed { commitment: promised } => {
                match &self.nonce {
                    None if self.value.is_empty() && matches!(source.kind, SourceKind::Commitment { .. }) => {
                        Ok(())
                    }
                    None => Err(text!("contribution-no-nonce", source = &self.source)),
                    Some(nonce)
                        if commitment(&plan.plan, plan.attempt, &self.source, nonce, &self.value)
                            == *promised =>
                    {
                        Ok(())
                    }
                    Some(_) => Err(text!("commitment-wrong", source = &self.source)),
                }
            }
            SourceKind::Public { form, .. } => {
                if !form.admits(&self.value) {
                    return Err(text!("public-spelling", source = &self.source, value = &self.value));
                }
                match form {
                    Form::Drand { drand, round } => {
                        let signature = self.signature.as_deref().unwrap_or_default();
                        drand::check(drand, *round, signature, &self.value)
                    }
                    _ => Ok(()),
                }
            }
        }
    }
}

impl Ceremony {
    /// Holds the ceremony: contributions for every source, in plan order, each
    /// checked; yields the seed with its record.
    pub fn hold(plan: &PlanDocument, p: Digest, contributions: Vec<Contribution>) -> Result<Self> {
        let names = contributions.iter().map(|c| &c.source);
        if !names.eq(plan.sources.iter().map(|s| &s.source)) {
            return Err(text!("ceremony-sources"));
        }
        contributions.iter().try_for_each(|contribution| contribution.check(plan))?;
        let seed = seed(&p, &contributions);
        Ok(Self { contributions, plan: p, seed })
    }

    /// Reads canonical bytes.
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        parse_canonical(bytes)
    }

    /// The canonical bytes.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        to_canonical(self)
    }
}
