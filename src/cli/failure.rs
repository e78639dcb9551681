//! What goes wrong, with the exit code it ends in.

use std::process::ExitCode;

use crate::checker::Fault;
use crate::domain::Text;

/// A command that did not do what was asked.
#[derive(Debug)]
pub struct Failure {
    /// Why; its id is stable.
    pub text: Text,
    /// Every single fault, where there are several.
    pub faults: Vec<Text>,
    /// A bundle does not hold: that was found out, not refused.
    pub found: bool,
}

impl From<Text> for Failure {
    fn from(text: Text) -> Self {
        Self { text, faults: Vec::new(), found: false }
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        // `.` stands for the folder itself: there is no bundle, or not yet.
        Self { text: fault.text(), faults: Vec::new(), found: fault.file != "." }
    }
}

#[cfg(feature = "office")]
impl From<crate::workflow::Refusal> for Failure {
    fn from(refusal: crate::workflow::Refusal) -> Self {
        Self { text: refusal.text, faults: refusal.faults, found: false }
    }
}

/// Done.
pub const DONE: u8 = 0;
/// Refused, or a bundle does not hold.
pub const REFUSED: u8 = 1;
/// The command line was not understood.
pub const USAGE: u8 = 2;
/// The office is locked or damaged.
pub const OFFICE: u8 = 3;

impl Failure {
    /// The exit code.
    pub fn code(&self) -> ExitCode {
        ExitCode::from(match self.text.id {
            "office-locked"
            | "office-locked-unknown"
            | "store-busy"
            | "store-damaged"
            | "store-newer"
            | "store-foreign"
            | "store-column"
            | "pending-damaged"
            | "record-set-back"
            | "record-key-lost"
            | "record-key-foreign"
            | "record-count"
            | "step-done-unfinished"
            | "witness-locked"
            | "witness-memory-broken"
            | "witness-memory-behind" => OFFICE,
            _ => REFUSED,
        })
    }
}
