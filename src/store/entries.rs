//! The journal: what happened, in order, chained so that no entry can be
//! changed, dropped or slipped in unseen by whoever kept a later hash.

use serde_json::{Map, Value as Json};

use super::Tx;
use super::value::{Row, args};
use crate::domain::calendar::write_instant;
use crate::domain::{Digest, Instant, Result};
use crate::draw::document::to_canonical;
use crate::text;

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Counts from 1.
    pub seq: u64,
    /// When.
    pub at: Instant,
    /// Who.
    pub actor: String,
    /// What: `freeze`, `reveal` …
    pub kind: String,
    /// Canonical JSON with `seq`, `at`, `by`, `kind` and what the kind adds.
    pub body: String,
    /// Chain hash.
    pub hash: Digest,
}

/// The hash of an entry: SHA-256 of the lines `choucha/1 entry`, the hash
/// before (64 zeros for the first), the body.
pub fn chain(previous: &Digest, body: &str) -> Digest {
    Digest::of_lines(&["choucha/1 entry", &previous.to_string(), body])
}

const ZERO: Digest = Digest([0; 32]);

fn entry(row: &Row) -> Result<Entry> {
    Ok(Entry {
        seq: row.count(0)?,
        at: row.instant(1)?,
        actor: row.text(2)?,
        kind: row.text(3)?,
        body: row.text(4)?,
        hash: row.digest(5)?,
    })
}

/// The last entry.
pub fn last(tx: &mut Tx<'_>) -> Result<Option<Entry>> {
    tx.row("SELECT seq, at, actor, kind, body, hash FROM entries ORDER BY seq DESC LIMIT 1", args![])?
        .map(|row| entry(&row))
        .transpose()
}

/// How many entries there are, by the last one's number.
pub fn count(tx: &mut Tx<'_>) -> Result<u64> {
    Ok(last(tx)?.map_or(0, |entry| entry.seq))
}

/// Entries from `from` on, at most `limit`.
pub fn list(tx: &mut Tx<'_>, from: u64, limit: u64) -> Result<Vec<Entry>> {
    tx.rows(
        "SELECT seq, at, actor, kind, body, hash FROM entries WHERE seq >= $1 ORDER BY seq LIMIT $2",
        args![from, limit],
    )?
    .iter()
    .map(entry)
    .collect()
}

/// Appends an entry; call it in the transaction of the change it records.
/// `details` are the kind's own members; none may be called `seq`, `at`, `by`
/// or `kind`. Refuses a moment before the last entry's.
pub fn append(
    tx: &mut Tx<'_>,
    at: &Instant,
    actor: &str,
    kind: &'static str,
    details: Map<String, Json>,
) -> Result<Entry> {
    let before = last(tx)?;
    if let Some(before) = &before
        && before.at > *at
    {
        return Err(text!("clock-back", now = *at, last = before.at));
    }
    let seq = before.as_ref().map_or(0, |entry| entry.seq) + 1;
    let mut body = details;
    body.insert("seq".into(), seq.into());
    body.insert("at".into(), write_instant(at).into());
    body.insert("by".into(), actor.into());
    body.insert("kind".into(), kind.into());
    let body = String::from_utf8_lossy(&to_canonical(&Json::Object(body))?).into_owned();
    let hash = chain(&before.map_or(ZERO, |entry| entry.hash), &body);
    tx.run(
        "INSERT INTO entries (seq, at, actor, kind, body, hash) VALUES ($1, $2, $3, $4, $5, $6)",
        args![seq, at, actor, kind, &body, hash],
    )?;
    Ok(Entry { seq, at: *at, actor: actor.into(), kind: kind.into(), body, hash })
}

/// Recomputes the whole chain; the error names the first entry that is wrong.
/// Returns how many entries hold.
pub fn check(tx: &mut Tx<'_>) -> Result<u64> {
    const BATCH: u64 = 10_000;
    let (mut previous, mut seq) = (ZERO, 0);
    loop {
        let batch = list(tx, seq + 1, BATCH)?;
        for entry in &batch {
            seq += 1;
            let fault = || text!("entries-broken", seq = seq);
            let body: Json = serde_json::from_str(&entry.body).map_err(|_| fault())?;
            let holds = entry.seq == seq
                && entry.hash == chain(&previous, &entry.body)
                && body["seq"] == seq
                && body["at"] == write_instant(&entry.at)
                && body["by"] == entry.actor
                && body["kind"] == entry.kind;
            if !holds {
                return Err(fault());
            }
            previous = entry.hash;
        }
        if batch.is_empty() {
            return Ok(seq);
        }
    }
}
