//! What a frozen plan says of the log it is frozen in: the member `log` of
//! plan.json, covered by P like everything in it.

use serde::{Deserialize, Serialize};

use crate::domain::Result;
use crate::draw::PlanDocument;
use crate::log::VerifierKey;
use crate::text;

/// Name of the member.
pub const MEMBER: &str = "log";

/// The log of a plan, and how many witnesses must have its freeze on file
/// before its seed may become known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Terms {
    /// The log's verifier key at the freeze; its name is the log's origin.
    pub key: String,
    /// 备案: cosignatures needed.
    pub needed: u64,
    /// The witnesses' verifier keys at the freeze.
    pub witnesses: Vec<String>,
}

impl Terms {
    /// Reads them; `None` where a plan names no log.
    ///
    /// # Errors
    /// `record-terms` where the member is malformed; those of
    /// [`VerifierKey::parse`].
    pub fn of(plan: &PlanDocument) -> Result<Option<Self>> {
        let Some(value) = plan.more.get(MEMBER) else { return Ok(None) };
        let terms: Self = serde_json::from_value(value.clone())
            .map_err(|error| text!("record-terms", error = error.to_string()))?;
        terms.log_key()?;
        terms.witness_keys()?;
        if terms.needed > terms.witnesses.len() as u64 {
            return Err(text!("record-terms-needed", needed = terms.needed, known = terms.witnesses.len()));
        }
        Ok(Some(terms))
    }

    /// The log's key.
    pub fn log_key(&self) -> Result<VerifierKey> {
        VerifierKey::parse(&self.key)
    }

    /// The witnesses' keys.
    pub fn witness_keys(&self) -> Result<Vec<VerifierKey>> {
        self.witnesses.iter().map(|key| VerifierKey::parse(key)).collect()
    }
}
