//! amendments.csv (protocol §5) as rows: grammar, numbering and times.

use std::path::Path;

use super::rows::{grammar, number, scan};
use super::{Fault, Rule};
use crate::domain::Instant;
use crate::domain::calendar::parse_instant;
use crate::domain::grammar::{check_code, check_element, check_slug};
use crate::text;

/// File name.
pub const FILE: &str = "amendments.csv";
const COLUMNS: &str = "seq,kind,visit,part,department,old,new,reason,at";

/// One row, each field in its grammar.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its line.
    pub line: u64,
    /// `substitute`, or else `recuse`.
    pub substitute: bool,
    /// The visit it happened to.
    pub visit: u64,
    /// Part; empty for a recusal.
    pub part: String,
    /// Department.
    pub department: String,
    /// Entity given up or inspector stepping back.
    pub old: String,
    /// Who takes over; empty for nobody.
    pub new: String,
    /// When.
    pub at: Instant,
}

/// Reads amendments.csv: grammar, numbering and times only.
pub fn load(dir: &Path) -> Result<Vec<Row>, Fault> {
    let mut out: Vec<Row> = Vec::new();
    let mut before: Option<Instant> = None;
    scan::<9>(dir, FILE, COLUMNS, |line, [seq, kind, visit, part, department, old, new, _, at]| {
        let wrong = |reason| Err((Rule::Amendments, reason));
        let expected = out.len() as u64 + 1;
        if number(seq)? != expected {
            return wrong(text!("checker-amend-seq", found = seq, expected = expected));
        }
        let substitute = match kind {
            "substitute" => true,
            "recuse" => false,
            _ => return wrong(text!("checker-amend-kind", found = kind)),
        };
        let visit = number(visit)?;
        let name = if substitute { check_code } else { check_element };
        name(old).map_err(grammar)?;
        if !new.is_empty() {
            name(new).map_err(grammar)?;
        }
        if substitute {
            check_slug(part).map_err(grammar)?;
        } else if !part.is_empty() {
            return wrong(text!("checker-amend-recuse-part", found = part));
        }
        if !(substitute && department.is_empty()) {
            check_element(department).map_err(grammar)?;
        }
        let at = parse_instant(at).map_err(grammar)?;
        if before.is_some_and(|before| at < before) {
            return wrong(text!("checker-amend-time", at = at));
        }
        before = Some(at);
        let [part, department, old, new] = [part, department, old, new].map(str::to_owned);
        out.push(Row { line, substitute, visit, part, department, old, new, at });
        Ok(())
    })?;
    Ok(out)
}
