//! What was found, each difference in words; of very many alike the first ones
//! and their number.

use std::collections::BTreeMap;

use crate::domain::{Result, Text};
use crate::text;

/// As many of one sort are told one by one.
const TOLD: u64 = 30;

/// Differences and remarks so far.
#[derive(Debug, Default)]
pub struct Findings {
    /// What does not hold.
    pub faults: Vec<Text>,
    /// What is in order and yet worth knowing.
    pub notes: Vec<Text>,
    counts: BTreeMap<&'static str, u64>,
}

impl Findings {
    /// Something does not hold.
    pub fn fault(&mut self, text: Text) {
        let count = self.counts.entry(text.id).or_default();
        *count += 1;
        if *count <= TOLD {
            self.faults.push(text);
        }
    }

    /// Something worth knowing.
    pub fn note(&mut self, text: Text) {
        self.notes.push(text);
    }

    /// A look that may fail: the failure is a fault, and the search goes on.
    pub fn look<T>(&mut self, looked: Result<T>) -> Option<T> {
        looked.map_err(|fault| self.fault(fault)).ok()
    }

    /// The end of the search.
    pub fn close(mut self) -> (Vec<Text>, Vec<Text>) {
        for (id, count) in self.counts {
            if let (true, Some(first)) = (count > TOLD, self.faults.iter().find(|text| text.id == id)) {
                let first = first.clone();
                self.faults.push(text!("fsck-more", count = count - TOLD, first = first));
            }
        }
        (self.faults, self.notes)
    }
}
