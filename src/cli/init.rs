//! `choucha init`: sets an office up.

use serde::Serialize;

use super::context::Context;
use super::failure::Failure;
use super::outcome::{Outcome, shown};
use crate::domain::calendar;
use crate::text;
use crate::workflow::clock::BEIJING;
use crate::workflow::office::{Office, Setup};

/// `init --name NAME`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// 单位名称.
    #[arg(long, value_name = "NAME")]
    name: String,
    /// A practice office.
    #[arg(long)]
    practice: bool,
    /// Its area, code or name.
    #[arg(long, value_name = "AREA", default_value = "")]
    area: String,
    /// Offset of its clock.
    #[arg(long, value_name = "±HH:MM", default_value = BEIJING, allow_hyphen_values = true)]
    offset: String,
}

#[derive(Serialize)]
struct Set {
    office: String,
    folder: String,
    practice: bool,
    offset: String,
    area: String,
    at: String,
}

impl Args {
    pub(super) fn run(&self, context: &Context) -> Result<Box<dyn Outcome>, Failure> {
        let setup = Setup {
            name: self.name.clone(),
            practice: self.practice,
            utc: self.offset.clone(),
            area: self.area.clone(),
        };
        let office = Office::init(context.opening()?, &setup)?;
        let set = Set {
            office: office.row.name.clone(),
            folder: context.office.dir.display().to_string(),
            practice: self.practice,
            offset: self.offset.clone(),
            area: office.row.area.clone(),
            at: calendar::write_instant(&office.row.created),
        };
        Ok(shown(set, |set, page| {
            page.say(&text!("init-done", office = &set.office, folder = &set.folder));
            if set.practice {
                page.say(&text!("init-practice"));
            }
            page.say(&text!("init-next"));
        }))
    }
}
