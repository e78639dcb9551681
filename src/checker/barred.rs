//! barred.csv and opened.csv (protocol §1 and §3): hidden pairs, and those of
//! the drawn entities shown.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::folder::Folder;
use super::roster::{counted, fixed};
use super::rows::{grammar, scan};
use super::{Fault, Rule};
use crate::domain::Digest;
use crate::domain::grammar::{check_code, check_element};
use crate::draw::PlanDocument;
use crate::text;

/// File name of the hidden pairs.
pub const BARRED: &str = "barred.csv";
/// File name of the opened ones.
pub const OPENED: &str = "opened.csv";

/// The hidden pairs: (code, mark) in byte order.
#[derive(Debug, Default)]
pub struct Barred {
    rows: Vec<(Box<str>, Digest)>,
}

/// The opened pairs: code → inspectors, with the line each stands in.
#[derive(Debug, Default)]
pub struct Opened {
    by_code: BTreeMap<String, Vec<(String, u64)>>,
}

/// What barred.csv shows of a pair.
pub fn mark(salt: &Digest, inspector: &str, code: &str) -> Digest {
    Digest::of_lines(&["choucha/1 barred", &salt.to_string(), inspector, code])
}

impl Barred {
    /// Reads barred.csv and compares it with the plan.
    pub fn open(dir: &Path, folder: &Folder, plan: &PlanDocument) -> Result<Self, Fault> {
        fixed(BARRED, folder.sums.get(BARRED), &plan.barred)?;
        let mut rows: Vec<(Box<str>, Digest)> = Vec::new();
        let count = scan::<2>(dir, BARRED, "code,mark", |_, [code, mark]| {
            check_code(code).map_err(grammar)?;
            let row = (Box::from(code), Digest::parse(mark).map_err(grammar)?);
            if rows.last().is_some_and(|before| *before >= row) {
                return Err((Rule::Plan, text!("checker-barred-order", code = code)));
            }
            rows.push(row);
            Ok(())
        })?;
        counted(BARRED, count, &plan.barred)?;
        Ok(Self { rows })
    }

    /// Number of pairs.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    fn position(&self, code: &str, mark: &Digest) -> Option<usize> {
        self.rows.binary_search_by(|(row, known)| (&**row, known).cmp(&(code, mark))).ok()
    }
}

impl Opened {
    /// Reads opened.csv: every row opens one row of barred.csv, in byte order.
    /// `may` tells whether a code has a visit, or claims one by an amendment.
    /// Then every barred row whose code `must` be open is.
    pub fn open(
        dir: &Path,
        barred: &Barred,
        may: impl Fn(&str) -> bool,
        must: impl Fn(&str) -> bool,
    ) -> Result<(Self, BTreeSet<usize>), Fault> {
        let mut out = Self::default();
        let mut opened = BTreeSet::new();
        let mut before: Option<[String; 3]> = None;
        scan::<3>(dir, OPENED, "code,inspector,salt", |line, [code, inspector, salt]| {
            let wrong = |reason| Err((Rule::Entities, reason));
            check_code(code).map_err(grammar)?;
            check_element(inspector).map_err(grammar)?;
            let opening = mark(&Digest::parse(salt).map_err(grammar)?, inspector, code);
            let row = [code, inspector, salt].map(str::to_owned);
            if before.as_ref().is_some_and(|before| *before >= row) {
                return wrong(text!("checker-opened-order", code = code, inspector = inspector));
            }
            before = Some(row);
            match barred.position(code, &opening) {
                Some(position) => opened.insert(position),
                None => {
                    return wrong(text!(
                        "checker-opened-mark",
                        code = code,
                        inspector = inspector,
                        mark = opening
                    ));
                }
            };
            if !may(code) {
                return wrong(text!("checker-opened-surplus", code = code));
            }
            out.by_code.entry(code.to_owned()).or_default().push((inspector.to_owned(), line));
            Ok(())
        })?;
        complete(barred, &opened, must)?;
        Ok((out, opened))
    }

    /// Inspectors barred from an entity.
    pub fn of(&self, code: &str) -> impl Iterator<Item = &str> {
        self.by_code.get(code).into_iter().flatten().map(|(inspector, _)| inspector.as_str())
    }

    /// Opened codes with the first line each stands in.
    pub fn codes(&self) -> impl Iterator<Item = (&str, u64)> {
        self.by_code.iter().map(|(code, rows)| (code.as_str(), rows.first().map_or(0, |(_, line)| *line)))
    }
}

/// Every barred row whose code must be open is.
pub fn complete(barred: &Barred, opened: &BTreeSet<usize>, must: impl Fn(&str) -> bool) -> Result<(), Fault> {
    for (index, (code, _)) in barred.rows.iter().enumerate() {
        if !opened.contains(&index) && must(code) {
            let reason = text!("checker-opened-lacks", code = &**code, line = (index + 2).to_string());
            return Err(Fault::of_file(OPENED, Rule::Entities, reason));
        }
    }
    Ok(())
}
