//! A code that stands in several frames has one name and one area (protocol
//! §1). The frames, each already known to be in order, are read side by side;
//! one line of each is in memory.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use super::plan::frame;
use super::rows::unreadable;
use super::{Fault, Rule};
use crate::domain::Progress;
use crate::domain::csv::split_line;
use crate::draw::PlanDocument;
use crate::text;

struct Reader {
    name: String,
    file: BufReader<File>,
    line: Vec<u8>,
    number: u64,
    /// Length of the code at the line's beginning; 0 at the end of the file.
    code: usize,
}

impl Reader {
    fn open(dir: &Path, part: &str) -> Result<Self, Fault> {
        let name = frame(part);
        let file = File::open(dir.join(&name)).map_err(|error| unreadable(&name, &error))?;
        let file = BufReader::with_capacity(1 << 18, file);
        let mut reader = Self { name, file, line: Vec::new(), number: 0, code: 0 };
        reader.advance()?;
        reader.advance()?;
        Ok(reader)
    }

    fn advance(&mut self) -> Result<(), Fault> {
        self.line.clear();
        self.file.read_until(b'\n', &mut self.line).map_err(|error| unreadable(&self.name, &error))?;
        self.number += 1;
        self.code = self.line.iter().position(|b| *b == b',').unwrap_or(0);
        Ok(())
    }

    fn code(&self) -> &[u8] {
        &self.line[..self.code]
    }

    fn name_and_area(&self) -> Option<[String; 3]> {
        let line = std::str::from_utf8(&self.line).ok()?;
        let [code, name, area, ..] = split_line::<6>(line.strip_suffix('\n')?).ok()?;
        Some([code.into_owned(), name.into_owned(), area.into_owned()])
    }
}

/// Reads all frames side by side; nothing to do when there is one.
pub fn check(dir: &Path, plan: &PlanDocument, progress: &dyn Progress) -> Result<(), Fault> {
    if plan.parts.len() < 2 {
        return Ok(());
    }
    progress.begin(text!("checker-doing-across"), plan.parts.iter().map(|part| part.rows).sum());
    let mut readers =
        plan.parts.iter().map(|part| Reader::open(dir, &part.part)).collect::<Result<Vec<_>, _>>()?;
    let mut done = 0;
    let mut same = Vec::with_capacity(readers.len());
    loop {
        same.clear();
        for (index, reader) in readers.iter().enumerate().filter(|(_, reader)| reader.code > 0) {
            match same.first().map(|first: &usize| reader.code().cmp(readers[*first].code())) {
                Some(std::cmp::Ordering::Greater) => {}
                Some(std::cmp::Ordering::Equal) => same.push(index),
                Some(std::cmp::Ordering::Less) | None => {
                    same.clear();
                    same.push(index);
                }
            }
        }
        let Some((first, others)) = same.split_first() else { break };
        for other in others {
            agree(&readers[*first], &readers[*other])?;
        }
        for index in &same {
            readers[*index].advance()?;
        }
        done += same.len() as u64;
        if done >= 1 << 16 {
            progress.add(std::mem::take(&mut done));
        }
    }
    progress.add(done);
    progress.end();
    Ok(())
}

fn agree(first: &Reader, other: &Reader) -> Result<(), Fault> {
    let (Some([code, name, area]), Some([_, other_name, other_area])) =
        (first.name_and_area(), other.name_and_area())
    else {
        return Err(Fault::of_line(
            &other.name,
            other.number,
            Rule::Grammar,
            text!("checker-changed-meanwhile"),
        ));
    };
    let at = |reason| Err(Fault::of_line(&other.name, other.number, Rule::Plan, reason));
    if name != other_name {
        return at(text!(
            "checker-frames-name",
            code = code,
            name = name,
            other = other_name,
            frame = &first.name
        ));
    }
    if area != other_area {
        return at(text!(
            "checker-frames-area",
            code = code,
            area = area,
            other = other_area,
            frame = &first.name
        ));
    }
    Ok(())
}
