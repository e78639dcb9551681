//! What is wrong with a bundle: where, by which rule, and why.

use std::fmt;

use crate::domain::Text;
use crate::text;

/// A section of the protocol; which rule a fault breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// §0: spelling of fields and files.
    Grammar,
    /// §1: what is fixed first.
    Plan,
    /// §2: the seed.
    Seed,
    /// §3: first random, the entities.
    Entities,
    /// §4: second random, the inspectors.
    Inspectors,
    /// §5: amendments.
    Amendments,
    /// §6: the bundle.
    Bundle,
    /// §7: the log.
    Log,
}

impl Rule {
    /// The section's number in the protocol.
    pub fn section(self) -> u8 {
        match self {
            Rule::Grammar => 0,
            Rule::Plan => 1,
            Rule::Seed => 2,
            Rule::Entities => 3,
            Rule::Inspectors => 4,
            Rule::Amendments => 5,
            Rule::Bundle => 6,
            Rule::Log => 7,
        }
    }

    /// The section in words.
    pub fn text(self) -> Text {
        match self {
            Rule::Grammar => text!("checker-rule-grammar"),
            Rule::Plan => text!("checker-rule-plan"),
            Rule::Seed => text!("checker-rule-seed"),
            Rule::Entities => text!("checker-rule-entities"),
            Rule::Inspectors => text!("checker-rule-inspectors"),
            Rule::Amendments => text!("checker-rule-amendments"),
            Rule::Bundle => text!("checker-rule-bundle"),
            Rule::Log => text!("checker-rule-log"),
        }
    }
}

/// The first thing found wrong with a bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// File within the bundle, with `/` between folders; `.` for the folder itself.
    pub file: String,
    /// Line in that file, the header being line 1; `None` where the whole file is meant.
    pub line: Option<u64>,
    /// The rule broken.
    pub rule: Rule,
    /// Why, in words.
    pub reason: Text,
}

impl Fault {
    /// A fault of a whole file.
    pub fn of_file(file: impl Into<String>, rule: Rule, reason: Text) -> Self {
        Self { file: file.into(), line: None, rule, reason }
    }

    /// A fault in one line of a file, the header being line 1.
    pub fn of_line(file: impl Into<String>, line: u64, rule: Rule, reason: Text) -> Self {
        Self { file: file.into(), line: Some(line), rule, reason }
    }

    /// The whole sentence for a person.
    pub fn text(&self) -> Text {
        let (file, section) = (&self.file, u32::from(self.rule.section()));
        let (rule, reason) = (self.rule.text(), self.reason.clone());
        if self.file == "." {
            // No bundle to begin with, rather than a rule broken in one.
            return reason;
        }
        match self.line {
            // A line number is a name, not an amount: no digit grouping.
            Some(line) => text!(
                "checker-fault-line",
                file = file,
                line = line.to_string(),
                section = section,
                rule = rule,
                reason = reason
            ),
            None => text!("checker-fault-file", file = file, section = section, rule = rule, reason = reason),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": §{} {}", self.rule.section(), self.reason)
    }
}

impl std::error::Error for Fault {}
