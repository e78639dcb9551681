//! Where one entity stood in a draw, found in the bundle as it was handed out:
//! a few reads however large the frame, whose rows stand in the order of codes.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use crate::domain::csv::split_line;
use crate::domain::{Digest, Result};
use crate::publication::public::{Draw, DrawStratum};
use crate::text;

/// What came out for an entity in one frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It could not be drawn, for a reason.
    Excluded(String),
    /// Its ticket was not above the cut-off.
    Drawn,
    /// Its ticket was above it.
    NotDrawn,
}

/// An entity in one frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The part's place in the draw.
    pub part: usize,
    /// Stratum.
    pub stratum: String,
    /// What came out.
    pub fate: Fate,
    /// Largest ticket drawn in the stratum; empty where none or all were.
    pub cutoff: String,
}

/// Its ticket (protocol §3).
pub fn ticket(seed: &str, code: &str) -> String {
    Digest::of(format!("{seed}:{code}").as_bytes()).to_string()
}

/// Where it stood, by part; parts whose frame does not have it are left out.
///
/// # Errors
/// `web-file` where a frame's file is not there or no frame.
pub fn standings(bundle: &Path, draw: &Draw, code: &str) -> Result<Vec<Standing>> {
    let ticket = ticket(&draw.seed, code);
    let mut out = Vec::new();
    for (at, part) in draw.parts.iter().enumerate() {
        let file = bundle.join("frames").join(format!("{}.csv", part.part));
        let Some(row) = find(&file, code).map_err(|error| text!("web-file", error = error))? else {
            continue;
        };
        let [_, _, _, _, stratum, excluded] = split_line::<6>(&row)?;
        let known = part.strata.iter().find(|known| known.stratum == stratum);
        out.push(Standing {
            part: at,
            stratum: stratum.to_string(),
            cutoff: known.map(|known| known.cutoff.clone()).unwrap_or_default(),
            fate: match (excluded.as_ref(), known) {
                ("", Some(known)) if drawn(known, &ticket) => Fate::Drawn,
                ("", _) => Fate::NotDrawn,
                (reason, _) => Fate::Excluded(reason.to_owned()),
            },
        });
    }
    Ok(out)
}

fn drawn(stratum: &DrawStratum, ticket: &str) -> bool {
    if stratum.selected == 0 {
        false
    } else if stratum.cutoff.is_empty() {
        stratum.selected >= stratum.eligible
    } else {
        ticket <= stratum.cutoff.as_str()
    }
}

/// The row of a code in a file sorted by code, without its LF.
fn find(file: &Path, code: &str) -> std::io::Result<Option<String>> {
    let mut file = BufReader::with_capacity(1 << 12, File::open(file)?);
    let end = file.seek(SeekFrom::End(0))?;
    file.seek(SeekFrom::Start(0))?;
    let mut line = Vec::new();
    let mut low = read_line(&mut file, &mut line)?;
    let mut high = end;
    // Between `low`, where a row begins, and `high` lies the row, if anywhere.
    while low < high {
        let middle = low + (high - low) / 2;
        let mut start = low;
        if middle > low {
            file.seek(SeekFrom::Start(middle - 1))?;
            start = middle - 1 + read_line(&mut file, &mut line)?;
        } else {
            file.seek(SeekFrom::Start(low))?;
        }
        if start >= high {
            high = middle;
            continue;
        }
        let length = read_line(&mut file, &mut line)?;
        let found = line.split(|b| *b == b',').next().unwrap_or_default();
        match found.cmp(code.as_bytes()) {
            std::cmp::Ordering::Equal => {
                let row = line.strip_suffix(b"\n").unwrap_or(&line);
                return Ok(Some(String::from_utf8_lossy(row).into_owned()));
            }
            std::cmp::Ordering::Less => low = start + length,
            std::cmp::Ordering::Greater => high = middle,
        }
    }
    Ok(None)
}

/// No row is longer, in bytes.
const LONGEST: u64 = 1 << 20;

fn read_line(file: &mut BufReader<File>, line: &mut Vec<u8>) -> std::io::Result<u64> {
    line.clear();
    file.by_ref().take(LONGEST).read_until(b'\n', line).map(|n| n as u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn every_row_is_found_and_no_other(codes in proptest::collection::btree_set("[0-9A-Z]{1,6}", 0..60), other in "[0-9A-Z]{1,6}", pad in 0usize..40) {
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("a.csv");
            let mut text = "code,name,area,class,stratum,excluded\n".to_owned();
            for (at, code) in codes.iter().enumerate() {
                text.push_str(&format!("{code},{},1,A,s,\n", "名".repeat((at * 7 + pad) % 23)));
            }
            std::fs::write(&file, text).unwrap();
            for code in &codes {
                let row = find(&file, code).unwrap().unwrap();
                prop_assert_eq!(row.split(',').next().unwrap(), code);
            }
            prop_assert_eq!(find(&file, &other).unwrap().is_some(), codes.contains(&other));
        }
    }
}
