//! What all commands share: language, output, the office, progress.

use std::cell::RefCell;
use std::ffi::OsString;
use std::process::ExitCode;

use serde_json::{Map, Value};

use super::args::Cli;
use super::bars::Bars;
use super::failure::Failure;
use super::outcome::Outcome;
use super::page::{self, Page};
use crate::domain::Text;
use crate::lang::Lang;
use crate::text;

/// The surroundings of one run.
pub struct Context {
    /// The reader's language.
    pub lang: Lang,
    /// One JSON object instead of a page.
    pub json: bool,
    /// Shows long steps.
    pub progress: Bars,
    /// The command line as typed, for the lock.
    #[cfg_attr(not(feature = "office"), allow(dead_code))]
    pub command: String,
    name: String,
    #[cfg(feature = "office")]
    pub(super) office: super::office::Door,
    interrupted: RefCell<Option<(Text, Value)>>,
}

impl Context {
    /// From the arguments.
    pub fn new(lang: Lang, cli: &Cli, args: &[OsString]) -> Self {
        let words: Vec<String> = args.iter().skip(1).map(|arg| arg.to_string_lossy().into_owned()).collect();
        Self {
            lang,
            json: cli.json,
            progress: Bars::new(lang, cli.json),
            command: format!("choucha {}", words.join(" ")),
            name: cli.command.name().to_owned(),
            #[cfg(feature = "office")]
            office: super::office::Door::new(cli),
            interrupted: RefCell::new(None),
        }
    }

    /// Notes that an earlier step had been cut short, and tells people at once.
    #[cfg_attr(not(feature = "office"), allow(dead_code))]
    pub fn note_interrupted(&self, text: Text, details: Value) {
        if !self.json {
            page::eprint(&self.lang.say(&text));
        }
        *self.interrupted.borrow_mut() = Some((text, details));
    }

    /// Tells people something on the side.
    #[cfg_attr(not(feature = "office"), allow(dead_code))]
    pub fn notice(&self, text: &Text) {
        if !self.json {
            page::eprint(&self.lang.say(text));
        }
    }

    /// Prints what came of it; the exit code.
    pub fn answer(&self, done: Result<Box<dyn Outcome>, Failure>) -> ExitCode {
        let (output, code) = match (&done, self.json) {
            (Ok(outcome), false) => {
                let mut page = Page::new(self.lang);
                outcome.show(&mut page);
                (page.as_str().to_owned(), ExitCode::from(outcome.code()))
            }
            (Ok(outcome), true) => {
                let mut object = self.object();
                object.insert("result".into(), outcome.json());
                (format!("{}\n", Value::Object(object)), ExitCode::from(outcome.code()))
            }
            (Err(failure), false) => {
                page::eprint(&self.failure_words(failure));
                (String::new(), failure.code())
            }
            (Err(failure), true) => {
                let mut object = self.object();
                object.insert("error".into(), said(self.lang, &failure.text));
                if !failure.faults.is_empty() {
                    let faults = failure.faults.iter().map(|fault| said(self.lang, fault)).collect();
                    object.insert("faults".into(), Value::Array(faults));
                }
                (format!("{}\n", Value::Object(object)), failure.code())
            }
        };
        match page::print(&output) {
            Ok(()) => code,
            Err(error) => {
                page::eprint(&self.lang.say(&text!("cli-output-failed", error = error)));
                ExitCode::from(super::failure::REFUSED)
            }
        }
    }

    fn object(&self) -> Map<String, Value> {
        let mut object = Map::new();
        object.insert("command".into(), self.name.as_str().into());
        if let Some((_, details)) = &*self.interrupted.borrow() {
            object.insert("interrupted".into(), details.clone());
        }
        object
    }

    fn failure_words(&self, failure: &Failure) -> String {
        let reason = failure.text.clone();
        let mut words = self.lang.say(&match failure.found {
            true => text!("cli-bundle-fails", reason = reason),
            false => text!("cli-refused", reason = reason),
        });
        for fault in &failure.faults {
            words.push_str("\n  - ");
            words.push_str(&self.lang.say(fault).replace('\n', "\n    "));
        }
        words
    }
}

/// A text for machines: id, arguments, and the words for whoever looks.
pub fn said(lang: Lang, text: &Text) -> Value {
    let mut value = serde_json::to_value(text).unwrap_or_default();
    if let Some(object) = value.as_object_mut() {
        object.insert("message".into(), lang.say(text).into());
    }
    value
}
