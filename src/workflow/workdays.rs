//! 节假日安排: the office enters a notice on working days.

use std::path::Path;

use serde::Serialize;

use super::files;
use super::office::{Office, details};
use super::refusal::{Done, Refusal};
use crate::domain::csv::write_row;
use crate::domain::workdays::{Kind, parse_notice};
use crate::domain::{Digest, Result, Workdays};
use crate::store::workdays;
use crate::text;

/// A notice entered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entered {
    /// The year it is for.
    pub year: i32,
    /// Days off.
    pub off: u64,
    /// Make-up working days.
    pub work: u64,
    /// Digest of its days as `data/workdays.csv` writes them.
    pub sha256: Digest,
    /// It, or one that ships with the same days, was known already.
    pub already: bool,
    /// The program had days of its own for this year, which it replaces.
    pub replaces: bool,
}

/// Enters the notice in a file for its year, in place of what was known of it.
///
/// # Errors
/// `workdays-utf8`, or `workdays-faults` with every fault of the file.
pub fn enter(office: &Office, path: &Path) -> Done<Entered> {
    let bytes = files::read(path)?;
    let file = path.display().to_string();
    let content = String::from_utf8(bytes).map_err(|_| text!("workdays-utf8", file = &file))?;
    let notice = parse_notice(&file, &content).map_err(|faults| Refusal {
        text: text!("workdays-faults", file = &file, count = faults.len()),
        faults,
    })?;
    let mut canonical = b"date,kind,name\n".to_vec();
    for day in &notice.days {
        write_row(&mut canonical, &[day.date.to_string().as_str(), day.kind.slug(), &day.name]);
    }
    let known = office.store.read(workdays::known)?;
    let mut with = known.clone();
    with.enter(&notice);
    let of = |kind| notice.days.iter().filter(|day| day.kind == kind).count() as u64;
    let entered = Entered {
        year: notice.year,
        off: of(Kind::Off),
        work: of(Kind::Work),
        sha256: Digest::of(&canonical),
        already: with == known,
        replaces: Workdays::official().has(notice.year),
    };
    if !entered.already {
        office.begin("workdays", &notice.year.to_string(), &[])?.commit(|tx| {
            let now = office.now();
            workdays::put(tx, &notice, &entered.sha256, &now)?;
            let members = details([
                ("year", notice.year.into()),
                ("off", entered.off.into()),
                ("work", entered.work.into()),
                ("sha256", entered.sha256.to_string().into()),
            ]);
            office.record_at(tx, &now, "workdays", members)
        })?;
    }
    Ok(entered)
}

/// What ships, with the office's notices entered.
///
/// # Errors
/// Those of the database.
pub fn known(office: &Office) -> Result<Workdays> {
    office.store.read(workdays::known)
}
