//! `barred.csv` (protocol §1): pairs that may not meet, each hidden behind its
//! mark until the entity is drawn.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::domain::csv::write_row;
use crate::domain::grammar::{check_code, check_element};
use crate::domain::{Bar, Date, Digest, Result};
use crate::text;

use super::Framed;
use super::roster::Listed;

/// A pair: entity code, certificate number.
pub type Pair = (String, String);

/// What opens one row of `barred.csv`; kept by the office until the entity is
/// visited, then a row of `opened.csv`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Opening {
    /// Entity code.
    pub code: String,
    /// Certificate number.
    pub inspector: String,
    /// Salt of its mark.
    pub salt: Digest,
}

/// SHA-256 of the lines `choucha/1 barred`, salt, inspector, code.
pub fn mark(salt: &Digest, inspector: &str, code: &str) -> Digest {
    Digest::of_lines(&["choucha/1 barred", &salt.to_string(), inspector, code])
}

/// The register's pairs that still hold on `day`: the cut-off date, or the
/// window's first day.
pub fn in_force(bars: &[Bar], day: Date) -> BTreeSet<Pair> {
    bars.iter().filter(|bar| bar.until >= day).map(|bar| (bar.code.clone(), bar.inspector.clone())).collect()
}

/// Only the pairs that can matter: the entity stands in a frame, the inspector
/// on the roster. What the others are is nobody's business.
pub fn relevant(pairs: BTreeSet<Pair>, framed: &[Framed], roster: &[Listed<'_>]) -> BTreeSet<Pair> {
    let pool = framed.first().map(|framed| framed.frame.pool());
    let listed: BTreeSet<&str> = roster.iter().map(|row| row.inspector.certificate.as_str()).collect();
    pairs
        .into_iter()
        .filter(|(code, inspector)| {
            listed.contains(inspector.as_str()) && pool.is_some_and(|pool| pool.find(code).is_some())
        })
        .collect()
}

/// The file's bytes, and what opens each row in order of code and inspector.
/// `salt` is asked once for each pair and must never repeat itself.
pub fn write(
    pairs: &BTreeSet<Pair>,
    salt: &mut dyn FnMut() -> Result<Digest>,
) -> Result<(Vec<u8>, Vec<Opening>)> {
    let mut openings = Vec::with_capacity(pairs.len());
    let mut rows = BTreeSet::new();
    let mut salts = BTreeSet::new();
    for (code, inspector) in pairs {
        let checked = check_code(code).and_then(|()| check_element(inspector));
        checked.map_err(|reason| {
            text!("plan-barred-pair", code = code, inspector = inspector, reason = reason)
        })?;
        let salt = salt()?;
        if !salts.insert(salt) {
            return Err(text!("plan-barred-salt"));
        }
        rows.insert((code.as_str(), mark(&salt, inspector, code)));
        openings.push(Opening { code: code.clone(), inspector: inspector.clone(), salt });
    }
    let mut out = Vec::new();
    write_row(&mut out, &["code", "mark"]);
    for (code, mark) in rows {
        write_row(&mut out, &[code, &mark.to_string()]);
    }
    Ok((out, openings))
}
