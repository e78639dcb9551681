//! What every command gives back.

use serde_json::Value;

use super::failure::DONE;
use super::page::Page;

/// The outcome of a command: an object for machines, a page for people.
pub trait Outcome {
    /// For `--json`.
    fn json(&self) -> Value;
    /// For people.
    fn show(&self, page: &mut Page);
    /// The exit code.
    fn code(&self) -> u8 {
        DONE
    }
}

/// A serialisable outcome with the way to show it.
pub struct Shown<T, F>(pub T, pub F);

impl<T: serde::Serialize, F: Fn(&T, &mut Page)> Outcome for Shown<T, F> {
    fn json(&self) -> Value {
        serde_json::to_value(&self.0).unwrap_or_default()
    }
    fn show(&self, page: &mut Page) {
        (self.1)(&self.0, page);
    }
}

/// Boxes an outcome with the way to show it.
pub fn shown<T: serde::Serialize + 'static, F: Fn(&T, &mut Page) + 'static>(
    value: T,
    show: F,
) -> Box<dyn Outcome> {
    Box::new(Shown(value, show))
}
