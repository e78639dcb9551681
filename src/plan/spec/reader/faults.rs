//! The file being read, and what is wrong with it.

use std::cell::RefCell;

use toml::Spanned;
use toml::de::DeTable;

use crate::domain::Text;
use crate::text;

/// The file under the reader, and what is wrong with it so far.
pub(in crate::plan::spec) struct Reader<'a> {
    pub(super) file: &'a str,
    /// Byte offsets at which lines begin.
    lines: Vec<usize>,
    faults: RefCell<Vec<Text>>,
}

impl<'a> Reader<'a> {
    pub(in crate::plan::spec) fn new(file: &'a str, toml: &str) -> Self {
        let lines = std::iter::once(0).chain(toml.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { file, lines, faults: RefCell::default() }
    }

    pub(in crate::plan::spec) fn line(&self, at: usize) -> u64 {
        self.lines.partition_point(|start| *start <= at) as u64
    }

    pub(in crate::plan::spec) fn fault(&self, fault: Text) {
        self.faults.borrow_mut().push(fault);
    }

    /// A value that reads as its type but cannot stand, with the reason.
    pub(in crate::plan::spec) fn refuse(&self, line: u64, field: &str, value: &str, reason: Text) {
        self.fault(text!(
            "plan-spec-value",
            file = self.file,
            line = line,
            field = field,
            value = value,
            reason = reason
        ));
    }

    pub(in crate::plan::spec) fn faults(self) -> Vec<Text> {
        self.faults.into_inner()
    }

    pub(in crate::plan::spec) fn count(&self) -> usize {
        self.faults.borrow().len()
    }

    pub(in crate::plan::spec) fn is_sound(&self) -> bool {
        self.count() == 0
    }

    /// The document's tables; syntax faults are collected too.
    pub(in crate::plan::spec) fn parse<'t>(&self, toml: &'t str) -> Spanned<DeTable<'t>> {
        let (table, errors) = DeTable::parse_recoverable(toml);
        for error in errors {
            let at = error.span().map_or(0, |span| span.start);
            let line = self.line(at);
            let words = toml.lines().nth(line.saturating_sub(1) as usize).unwrap_or_default().trim();
            self.fault(if error.message().contains("duplicate key") {
                text!("plan-spec-twice", file = self.file, line = line, words = words)
            } else {
                text!("plan-spec-syntax", file = self.file, line = line, words = words)
            });
        }
        table
    }
}
