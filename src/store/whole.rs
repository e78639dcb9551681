//! Whole tables as they stand, for `fsck` to hold against the log: no joins
//! and no filters, so that a row nobody asks for is seen too.

use super::Tx;
use super::value::{Row, args};
use crate::domain::Result;

/// A table whose rows the log accounts for one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Whole {
    /// Its name.
    pub name: &'static str,
    /// How many columns, from the first, name a row.
    pub keys: usize,
    /// The columns in the order of [`rows`].
    pub columns: &'static [&'static str],
    sql: &'static str,
    /// The same of one attempt, of some of its visits, and the attempts there are: of tables that have
    /// a column `serial` (and `visit`).
    of_attempt: &'static str,
    of_visits: &'static str,
    first: &'static str,
    next: &'static str,
}

macro_rules! whole {
    ($constant:ident, $name:literal, $keys:literal, $first:literal $(, $column:literal)* $(,)?) => {
        #[doc = concat!("`", $name, "`.")]
        pub const $constant: Whole = Whole {
            name: $name,
            keys: $keys,
            columns: &[$first $(, $column)*],
            sql: concat!("SELECT ", $first $(, ", ", $column)*, " FROM ", $name),
            of_attempt: concat!("SELECT ", $first $(, ", ", $column)*, " FROM ", $name, " WHERE serial = $1"),
            of_visits: concat!(
                "SELECT ", $first $(, ", ", $column)*, " FROM ", $name,
                " WHERE serial = $1 AND visit >= $2 AND visit <= $3"
            ),
            first: concat!("SELECT MIN(serial) FROM ", $name),
            next: concat!("SELECT MIN(serial) FROM ", $name, " WHERE serial > $1"),
        };
    };
}

whole!(OFFICE, "office", 1, "id", "name", "practice", "utc", "area", "created");
whole!(REGISTRIES, "registry_versions", 1, "version", "manifest", "rows", "files", "at");
whole!(TEXTS, "texts", 1, "sha256", "toml");
whole!(PLANS, "plans", 1, "plan", "title", "sha256", "at");
whole!(APPROVALS, "approvals", 2, "plan", "sha256", "head", "note", "at", "later");
whole!(
    ATTEMPTS,
    "attempts",
    1,
    "serial",
    "plan",
    "attempt",
    "toml",
    "document",
    "p",
    "urgent",
    "sealed",
    "frozen_at",
    "seed",
    "drawn_at",
    "reason",
    "abandoned_at",
);
whole!(ATTEMPT_FILES, "attempt_files", 2, "serial", "name", "sha256", "bytes");
whole!(COMMITMENTS, "commitments", 3, "plan", "attempt", "source", "commitment", "at");
whole!(SEALED, "sealed", 2, "serial", "source", "nonce", "value");
whole!(SALTS, "salts", 3, "serial", "code", "inspector", "salt");
whole!(CONTRIBUTIONS, "contributions", 2, "serial", "source", "value", "nonce", "signature", "at");
whole!(
    AMENDMENTS,
    "amendments",
    2,
    "serial",
    "seq",
    "kind",
    "visit",
    "part",
    "department",
    "old",
    "new",
    "reason",
    "at",
    "proof",
    "proof_name",
);
whole!(PUBLICATIONS, "publications", 1, "number", "serial", "extent", "folder", "sums", "at");
whole!(KEYS, "log_keys", 1, "key", "role", "since", "until");
whole!(PLACES, "witness_places", 1, "key", "url");
whole!(FILINGS, "filings", 2, "size", "key", "time", "line");
whole!(
    CALENDARS,
    "calendars",
    2,
    "serial",
    "version",
    "mode",
    "capacity",
    "capacities",
    "key",
    "sha256",
    "amended",
    "reason",
    "at",
);
whole!(
    CALENDAR_DAYS,
    "calendar_days",
    3,
    "serial",
    "visit",
    "version",
    "state",
    "date",
    "sequence",
    "members"
);
whole!(NOTICES, "workday_notices", 1, "year", "sha256", "at");
whole!(WORKDAYS, "workdays", 2, "year", "date", "kind", "name");
whole!(JOINT_RULES, "joint_rules", 1, "number", "toml", "sha256", "at");
whole!(WITHDRAWALS, "withdrawals", 3, "plan", "sha256", "department", "reason", "at");
whole!(
    RESULTS,
    "results",
    4,
    "serial",
    "visit",
    "department",
    "version",
    "code",
    "date",
    "late",
    "method",
    "inspectors",
    "present",
    "rights_told",
    "major",
    "decision",
    "decided",
    "recorded_by",
    "recorded_at",
    "notice",
    "entry"
);
whole!(
    RESULT_ITEMS,
    "result_items",
    5,
    "serial",
    "visit",
    "department",
    "version",
    "number",
    "item",
    "checked",
    "finding",
    "disposal",
    "note"
);
whole!(
    RESULT_EVIDENCE,
    "result_evidence",
    5,
    "serial",
    "visit",
    "department",
    "version",
    "number",
    "sha256",
    "name",
    "kind",
    "at"
);
whole!(
    RESULT_STATES,
    "result_states",
    4,
    "serial",
    "visit",
    "department",
    "version",
    "state",
    "published_at"
);
whole!(
    RESULT_ACTS,
    "result_acts",
    1,
    "entry",
    "serial",
    "visit",
    "department",
    "version",
    "act",
    "by",
    "note",
    "at"
);
whole!(
    OBJECTIONS,
    "objections",
    1,
    "number",
    "serial",
    "visit",
    "department",
    "version",
    "who",
    "reason",
    "received",
    "by",
    "at",
    "entry"
);
whole!(ANSWERS, "objection_answers", 1, "number", "outcome", "answer", "by", "at", "entry");
whole!(RESULT_RULES, "result_rules", 1, "number", "toml", "sha256", "at");

whole!(
    RESULT_LETTERS,
    "result_letters",
    1,
    "entry",
    "receipt",
    "objection",
    "serial",
    "visit",
    "department",
    "version"
);
whole!(
    RESULT_ERASURES,
    "result_erasures",
    4,
    "serial",
    "visit",
    "department",
    "version",
    "reason",
    "note",
    "by",
    "at",
    "entry"
);

/// Every row of one attempt, in no order: of a table with a column `serial`.
pub fn rows_of(tx: &mut Tx<'_>, table: Whole, serial: u64) -> Result<Vec<Row>> {
    tx.rows(table.of_attempt, args![serial])
}

/// Those of some of its visits, from the first to the last: of a table that has
/// a column `visit` too.
pub fn rows_of_visits(
    tx: &mut Tx<'_>,
    table: Whole,
    serial: u64,
    (from, to): (i64, i64),
) -> Result<Vec<Row>> {
    tx.rows(table.of_visits, args![serial, from, to])
}

/// The attempts that rows of such a table say they are of.
pub fn serials(tx: &mut Tx<'_>, table: Whole) -> Result<Vec<u64>> {
    // From one to the next: an index answers each without reading what lies between.
    let mut out = Vec::new();
    let mut found = tx.row(table.first, args![])?;
    while let Some(serial) = found.map(|row| row.maybe_count(0)).transpose()?.flatten() {
        out.push(serial);
        found = tx.row(table.next, args![serial])?;
    }
    Ok(out)
}

/// Every row, in no order.
pub fn rows(tx: &mut Tx<'_>, table: Whole) -> Result<Vec<Row>> {
    tx.rows(table.sql, Vec::new())
}
