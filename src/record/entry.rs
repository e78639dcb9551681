//! One entry: composed by whoever changes the state, parsed by whoever checks.

use serde_json::{Map, Value as Json};

use super::details::{Details, Secret};
use super::kinds::{Kind, kind};
use crate::domain::calendar::{parse_instant, write_instant};
use crate::domain::{Digest, Instant, Result};
use crate::draw::document::{parse_canonical_value, value_to_canonical};
use crate::text;

/// Longest entry in bytes: what an entry bundle of `tlog-tiles` can hold.
pub const LONGEST: usize = 65_535;

/// An entry read.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Counts from 1; the leaf's index + 1.
    pub seq: u64,
    /// When.
    pub at: Instant,
    /// What.
    pub kind: &'static Kind,
    /// All members.
    pub body: Map<String, Json>,
}

/// An entry written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Composed {
    /// Its text, canonical JSON.
    pub body: String,
    /// What it is about ([`Entry::subject`]).
    pub subject: String,
    /// What opens its commitments.
    pub secrets: Vec<Secret>,
}

/// Writes an entry. `salt` gives a fresh random salt for each commitment.
///
/// # Errors
/// `record-…` where the members are not those of the kind: a mistake of the
/// program's own, caught before it is on the record for good.
pub fn compose(
    seq: u64,
    at: &Instant,
    name: &str,
    details: Details,
    salt: &mut dyn FnMut() -> Result<Digest>,
) -> Result<Composed> {
    let mut body = details.told;
    let mut secrets = Vec::with_capacity(details.hidden.len());
    for (member, value) in details.hidden {
        let secret = Secret { member, salt: salt()?, value };
        body.insert(secret.member.clone(), secret.commitment().to_string().into());
        secrets.push(secret);
    }
    body.insert("seq".into(), seq.into());
    body.insert("at".into(), write_instant(at).into());
    body.insert("kind".into(), name.into());
    kind(name)?.check(&body)?;
    let subject = subject(&body).to_owned();
    let bytes = value_to_canonical(&Json::Object(body))?;
    if bytes.len() > LONGEST {
        return Err(text!("record-long", kind = name, bytes = bytes.len(), limit = LONGEST));
    }
    let body =
        String::from_utf8(bytes).map_err(|error| text!("json-malformed", error = error.to_string()))?;
    Ok(Composed { body, subject, secrets })
}

fn subject(body: &Map<String, Json>) -> &str {
    let member = |name: &str| body.get(name).and_then(Json::as_str);
    member("plan").or_else(|| member("manifest")).unwrap_or_default()
}

impl Entry {
    /// Reads an entry's bytes; one spelling only, exactly its kind's members.
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        if bytes.len() > LONGEST {
            return Err(text!("record-long", kind = "?", bytes = bytes.len(), limit = LONGEST));
        }
        let body: Map<String, Json> = match parse_canonical_value(bytes)? {
            Json::Object(body) => body,
            other => serde_json::from_value(other)
                .map_err(|error| text!("json-malformed", error = error.to_string()))?,
        };
        let name = body.get("kind").and_then(Json::as_str).unwrap_or_default();
        let kind = kind(name)?;
        kind.check(&body)?;
        let seq = body.get("seq").and_then(Json::as_u64).unwrap_or_default();
        let at = parse_instant(body.get("at").and_then(Json::as_str).unwrap_or_default())?;
        Ok(Self { seq, at, kind, body })
    }

    /// What it is about: a plan's number, a registry's manifest; may be empty.
    pub fn subject(&self) -> &str {
        subject(&self.body)
    }

    /// A member's text; empty where it is absent.
    pub fn text(&self, member: &str) -> &str {
        self.body.get(member).and_then(Json::as_str).unwrap_or_default()
    }

    /// A member's number; 0 where it is absent.
    pub fn count(&self, member: &str) -> u64 {
        self.body.get(member).and_then(Json::as_u64).unwrap_or_default()
    }

    /// A member's yes or no; no where it is absent.
    pub fn flag(&self, member: &str) -> bool {
        self.body.get(member).and_then(Json::as_bool).unwrap_or_default()
    }

    /// A member's digest or commitment.
    pub fn digest(&self, member: &str) -> Option<Digest> {
        Digest::parse(self.text(member)).ok()
    }

    /// Names and digests of the member `files`.
    pub fn files(&self) -> impl Iterator<Item = (&str, Digest)> {
        let files = self.body.get("files").and_then(Json::as_object);
        files.into_iter().flatten().filter_map(|(name, digest)| {
            Some((name.as_str(), Digest::parse(digest.as_str().unwrap_or_default()).ok()?))
        })
    }
}
