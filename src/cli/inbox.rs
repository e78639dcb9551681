//! `choucha inbox`: what the public says back, and the answers.

use clap::Subcommand;

use super::context::Context;
use super::failure::Failure;
use super::outcome::{Outcome as Shown, shown};
use super::page::Page;
use crate::domain::Text;
use crate::inbox::{Matter, Message, Outcome};
use crate::text;
use crate::workflow::inbox::{Letter, answer, enter, erase, list, show};

/// `inbox list|show|answer|add|erase`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// What waits for an answer.
    List {
        /// Answered ones as well.
        #[arg(long)]
        all: bool,
    },
    /// One message.
    Show {
        /// Its receipt number.
        #[arg(value_name = "RECEIPT")]
        receipt: String,
    },
    /// Answers one.
    Answer {
        /// Its receipt number.
        #[arg(value_name = "RECEIPT")]
        receipt: String,
        /// What came of it.
        #[arg(long, value_name = "OUTCOME", value_parser = clap::builder::PossibleValuesParser::new(Outcome::SLUGS))]
        outcome: String,
        /// The answer, for who wrote.
        #[arg(long, value_name = "TEXT")]
        text: String,
    },
    /// Takes one in that came by letter, telephone or in person.
    Add {
        /// What it is.
        #[arg(long, value_name = "MATTER", value_parser = clap::builder::PossibleValuesParser::new(Matter::SLUGS))]
        matter: String,
        /// What it says.
        #[arg(long, value_name = "TEXT")]
        text: String,
        /// What it is about.
        #[arg(long, value_name = "ABOUT", default_value = "")]
        about: String,
        /// Who says so.
        #[arg(long, value_name = "NAME", default_value = "")]
        name: String,
        /// Where to reach him.
        #[arg(long, value_name = "CONTACT", default_value = "")]
        contact: String,
    },
    /// Erases what an answered one says.
    Erase {
        /// Its receipt number.
        #[arg(value_name = "RECEIPT")]
        receipt: String,
    },
}

impl Args {
    pub(super) fn run(&self, context: &Context) -> Result<Box<dyn Shown>, Failure> {
        let office = context.open()?;
        Ok(match &self.command {
            Command::List { all } => {
                shown(list(&office, *all)?, |letters: &Vec<Letter>, page| table(letters, page))
            }
            Command::Show { receipt } => shown(show(&office, receipt)?, one),
            Command::Answer { receipt, outcome, text } => {
                let outcome = Outcome::parse(outcome).unwrap_or(Outcome::Noted);
                shown(answer(&office, receipt, outcome, text)?, one)
            }
            Command::Add { matter, text, about, name, contact } => {
                let message = Message {
                    matter: Matter::parse(matter).unwrap_or(Matter::Complaint),
                    about: about.clone(),
                    text: text.clone(),
                    name: name.clone(),
                    contact: contact.clone(),
                };
                shown(enter(&office, message)?, |done, page| {
                    page.say(&text!("inbox-received", receipt = &done.receipt, due = &done.due));
                })
            }
            Command::Erase { receipt } => shown(erase(&office, receipt)?, one),
        })
    }
}

fn table(letters: &[Letter], page: &mut Page) {
    if letters.is_empty() {
        page.say(&text!("inbox-none"));
        return;
    }
    let headings = [
        text!("inbox-heading-receipt"),
        text!("inbox-heading-matter"),
        text!("inbox-heading-at"),
        text!("inbox-heading-due"),
        text!("inbox-heading-left"),
        text!("inbox-heading-outcome"),
        text!("inbox-heading-about"),
    ];
    let lang = page.lang;
    let rows = letters.iter().map(|letter| {
        let at = &letter.standing;
        vec![
            at.receipt.clone(),
            lang.say(&at.matter.text()),
            at.at.get(..10).unwrap_or_default().to_owned(),
            at.due.clone(),
            letter.left.map(|left| left.to_string()).unwrap_or_default(),
            at.outcome
                .map(|outcome| outcome.text())
                .or(handled(letter))
                .map(|text| lang.say(&text))
                .unwrap_or_default(),
            letter.message.about.clone(),
        ]
    });
    page.table(&headings, rows);
}

/// What it became, while it is not answered.
fn handled(letter: &Letter) -> Option<Text> {
    let handled = letter.standing.handled.filter(|_| letter.standing.outcome.is_none())?;
    Some(match handled.objection {
        Some(number) => text!("inbox-handled-objection", number = number),
        None => text!("inbox-handled-correction"),
    })
}

fn one(letter: &Letter, page: &mut Page) {
    let (at, message) = (&letter.standing, &letter.message);
    page.say(&text!(
        "inbox-show",
        receipt = &at.receipt,
        matter = at.matter.text(),
        at = &at.at,
        due = &at.due
    ));
    if let Some(entry) = at.entry {
        page.say(&text!("inbox-show-entry", entry = entry));
    }
    if let Some(handled) = handled(letter) {
        page.say(&handled);
    }
    page.blank();
    if at.erased {
        page.say(&text!("inbox-show-erased"));
    } else {
        if !message.about.is_empty() {
            page.say(&text!("inbox-show-about", about = &message.about));
        }
        let lang = page.lang;
        let given = |value: &str| {
            if value.is_empty() { lang.say(&text!("inbox-anonymous")) } else { value.to_owned() }
        };
        let (name, contact) = (given(&message.name), given(&message.contact));
        page.say(&text!("inbox-show-from", name = name, contact = contact));
        page.blank();
        message.text.lines().for_each(|line| page.line(&format!("  {line}")));
    }
    if let (Some(outcome), Some(when)) = (at.outcome, &at.answered_at) {
        page.blank();
        page.say(&text!("inbox-show-answer", at = when, outcome = outcome.text()));
        at.answer.iter().flat_map(|answer| answer.lines()).for_each(|line| page.line(&format!("  {line}")));
    }
}
