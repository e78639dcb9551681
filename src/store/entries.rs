//! The log's entries, and apart from them what opens their commitments.

use super::Tx;
use super::value::{Row, args};
use crate::domain::{Digest, Instant, Result, merkle};
use crate::record::{Composed, Details, Secret, compose};
use crate::text;

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryRow {
    /// Counts from 1.
    pub seq: u64,
    /// When.
    pub at: Instant,
    /// What: `freeze`, `reveal` …
    pub kind: String,
    /// What it is about: a plan, a registry's manifest; may be empty.
    pub subject: String,
    /// The leaf: canonical JSON, public.
    pub body: String,
}

fn entry(row: &Row) -> Result<EntryRow> {
    Ok(EntryRow {
        seq: row.count(0)?,
        at: row.instant(1)?,
        kind: row.text(2)?,
        subject: row.text(3)?,
        body: row.text(4)?,
    })
}

/// The last entry.
pub fn last(tx: &mut Tx<'_>) -> Result<Option<EntryRow>> {
    tx.row("SELECT seq, at, kind, subject, body FROM entries ORDER BY seq DESC LIMIT 1", args![])?
        .map(|row| entry(&row))
        .transpose()
}

/// How many entries there are, by the last one's number.
pub fn count(tx: &mut Tx<'_>) -> Result<u64> {
    tx.row("SELECT COALESCE(MAX(seq), 0) FROM entries", args![])?.map_or(Ok(0), |row| row.count(0))
}

/// Entries from `from` on, at most `limit`.
pub fn list(tx: &mut Tx<'_>, from: u64, limit: u64) -> Result<Vec<EntryRow>> {
    tx.rows(
        "SELECT seq, at, kind, subject, body FROM entries WHERE seq >= $1 ORDER BY seq LIMIT $2",
        args![from, limit],
    )?
    .iter()
    .map(entry)
    .collect()
}

/// An entry's columns as they stand, whatever they hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawEntry {
    /// Column `seq`.
    pub seq: u64,
    /// Column `at`.
    pub at: String,
    /// Column `kind`.
    pub kind: String,
    /// Column `subject`.
    pub subject: String,
    /// Column `body`.
    pub body: String,
}

/// Like [`list`], nothing of it read: for whoever checks.
pub fn raw(tx: &mut Tx<'_>, from: u64, limit: u64) -> Result<Vec<RawEntry>> {
    tx.rows(
        "SELECT seq, at, kind, subject, body FROM entries WHERE seq >= $1 ORDER BY seq LIMIT $2",
        args![from, limit],
    )?
    .iter()
    .map(|row| {
        Ok(RawEntry {
            seq: row.count(0)?,
            at: row.text(1)?,
            kind: row.text(2)?,
            subject: row.text(3)?,
            body: row.text(4)?,
        })
    })
    .collect()
}

/// Entries about something, in order.
pub fn about(tx: &mut Tx<'_>, subject: &str) -> Result<Vec<EntryRow>> {
    tx.rows(
        "SELECT seq, at, kind, subject, body FROM entries WHERE subject = $1 ORDER BY seq",
        args![subject],
    )?
    .iter()
    .map(entry)
    .collect()
}

/// Entries of a kind about something, in order.
pub fn about_of_kind(tx: &mut Tx<'_>, subject: &str, kind: &str) -> Result<Vec<EntryRow>> {
    tx.rows(
        "SELECT seq, at, kind, subject, body FROM entries WHERE subject = $1 AND kind = $2 ORDER BY seq",
        args![subject, kind],
    )?
    .iter()
    .map(entry)
    .collect()
}

/// Entries of a kind, in order.
pub fn of_kind(tx: &mut Tx<'_>, kind: &str) -> Result<Vec<EntryRow>> {
    tx.rows("SELECT seq, at, kind, subject, body FROM entries WHERE kind = $1 ORDER BY seq", args![kind])?
        .iter()
        .map(entry)
        .collect()
}

/// Those of `record::RESULTS`, as SQL writes them.
macro_rules! of_results {
    ($before:literal, $after:literal) => {
        concat!(
            $before,
            "('record', 'correct', 'review', 'legal-review', 'publish-results', 'withdraw', 'object', 'answer', \
             'erase-result')",
            $after
        )
    };
}

/// The numbers and bodies of entries about results of a plan, behind `after`, at
/// most `limit`.
pub fn of_results(tx: &mut Tx<'_>, plan: &str, after: u64, limit: u64) -> Result<Vec<BodyRow>> {
    tx.rows(
        of_results!(
            "SELECT seq, body FROM entries WHERE subject = $1 AND seq > $2 AND kind IN ",
            " ORDER BY seq LIMIT $3"
        ),
        args![plan, after, limit],
    )?
    .iter()
    .map(|row| Ok(BodyRow { seq: row.count(0)?, body: row.text(1)? }))
    .collect()
}

/// What opens the commitments of such entries, behind `after` up to `last`.
pub fn secrets_of_results(tx: &mut Tx<'_>, plan: &str, after: u64, last: u64) -> Result<Vec<(u64, Secret)>> {
    tx.rows(
        of_results!(
            "SELECT p.member, p.salt, p.value, p.seq FROM entries e JOIN private p ON p.seq = e.seq \
             WHERE e.subject = $1 AND e.seq > $2 AND e.seq <= $3 AND e.kind IN ",
            " ORDER BY p.seq, p.member"
        ),
        args![plan, after, last],
    )?
    .iter()
    .map(|row| Ok((row.count(3)?, secret(row)?)))
    .collect()
}

/// An entry's number and body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BodyRow {
    /// Counts from 1.
    pub seq: u64,
    /// The leaf.
    pub body: String,
}

/// The bodies of a range of entries, `from..to` counted from 1.
pub fn bodies(tx: &mut Tx<'_>, from: u64, to: u64) -> Result<Vec<String>> {
    tx.rows("SELECT body FROM entries WHERE seq >= $1 AND seq < $2 ORDER BY seq", args![from, to])?
        .iter()
        .map(|row| row.text(0))
        .collect()
}

/// Writes an entry; call it in the transaction of the change it records, and
/// [`super::tree::seal`] at its end. Refuses a moment before the last entry's.
pub fn append(
    tx: &mut Tx<'_>,
    at: &Instant,
    kind: &str,
    details: Details,
    salt: &mut dyn FnMut() -> Result<Digest>,
) -> Result<u64> {
    append_all(tx, vec![(*at, kind, details)], salt)
}

/// Writes many entries in order; the last one's number. Where it fails, some of
/// them may be written: the transaction must not be committed.
pub fn append_all(
    tx: &mut Tx<'_>,
    entries: Vec<(Instant, &str, Details)>,
    salt: &mut dyn FnMut() -> Result<Digest>,
) -> Result<u64> {
    let before = last(tx)?;
    let mut moment = before.as_ref().map(|entry| entry.at);
    for (at, ..) in &entries {
        if let Some(last) = moment.filter(|last| last > at) {
            return Err(text!("clock-back", now = *at, last = last));
        }
        moment = Some(*at);
    }
    let mut seq = before.map_or(0, |entry| entry.seq);
    let (mut leaves, mut opened) = (Vec::with_capacity(entries.len()), Vec::new());
    let mut failed = None;
    // Composed while the engine writes those before.
    let rows = entries.into_iter().map_while(|(at, kind, details)| {
        match compose(seq + 1, &at, kind, details, salt) {
            Ok(Composed { body, subject, secrets }) => {
                seq += 1;
                leaves.push((seq, merkle::leaf(body.as_bytes())));
                opened.extend(secrets.into_iter().map(|s| args![seq, s.member, s.salt, s.value]));
                Some(args![seq, &at, kind, subject, body])
            }
            Err(error) => {
                failed = Some(error);
                None
            }
        }
    });
    tx.insert("INSERT INTO entries (seq, at, kind, subject, body) VALUES ", "", rows)?;
    if let Some(error) = failed {
        return Err(error);
    }
    tx.insert("INSERT INTO private (seq, member, salt, value) VALUES ", "", opened.into_iter())?;
    tx.leaves.extend(leaves);
    Ok(seq)
}

fn secret(row: &Row) -> Result<Secret> {
    Ok(Secret { member: row.text(0)?, salt: row.digest(1)?, value: row.text(2)? })
}

/// What opens an entry's commitments, by member; erased ones are missing.
pub fn secrets(tx: &mut Tx<'_>, seq: u64) -> Result<Vec<Secret>> {
    tx.rows("SELECT member, salt, value FROM private WHERE seq = $1 ORDER BY member", args![seq])?
        .iter()
        .map(secret)
        .collect()
}

/// What opens the commitments of a range of entries, with their numbers.
pub fn secrets_between(tx: &mut Tx<'_>, from: u64, to: u64) -> Result<Vec<(u64, Secret)>> {
    tx.rows(
        "SELECT member, salt, value, seq FROM private WHERE seq >= $1 AND seq < $2 ORDER BY seq, member",
        args![from, to],
    )?
    .iter()
    .map(|row| Ok((row.count(3)?, secret(row)?)))
    .collect()
}

/// Forgets what opens a commitment; whether there was anything to forget.
pub fn forget(tx: &mut Tx<'_>, seq: u64, member: &str) -> Result<bool> {
    Ok(tx.run("DELETE FROM private WHERE seq = $1 AND member = $2", args![seq, member])? > 0)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_kinds_about_results_are_all_asked_for() {
        let asked = of_results!("", "");
        let all: Vec<String> = crate::record::RESULTS.iter().map(|kind| format!("'{kind}'")).collect();
        assert_eq!(asked, format!("({})", all.join(", ")));
    }
}
