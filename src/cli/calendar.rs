//! `choucha calendar`: on which day which visit takes place.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Subcommand;
use serde_json::json;

use super::context::Context;
use super::failure::Failure;
use super::outcome::{Outcome, shown};
use super::page::Page;
use crate::domain::{Result, calendar};
use crate::lang::Lang;
use crate::schedule::Mode;
use crate::schedule::sheet::Sheet;
use crate::text;
use crate::workflow::calendar::{Agenda, Arranged, Change, Options, agenda, change, make};
use crate::workflow::files;

/// `calendar make|show|move|replan|export`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// All visits get dates.
    Make {
        /// 计划编号.
        #[arg(value_name = "PLAN")]
        plan: String,
        /// Evenly, or as early as can be.
        #[arg(long, value_name = "MODE", value_parser = ["spread", "early"], default_value = "spread")]
        mode: String,
        /// Visits a day of an inspector.
        #[arg(long, value_name = "N", default_value_t = 2)]
        capacity: u32,
        /// Another capacity of one inspector.
        #[arg(long, value_name = "INSPECTOR=N")]
        capacity_of: Vec<String>,
        /// Why a calendar that stands is made anew.
        #[arg(long, value_name = "REASON")]
        anew: Option<String>,
    },
    /// The calendar by months.
    Show {
        /// 计划编号.
        #[arg(value_name = "PLAN")]
        plan: String,
        /// Of one inspector only.
        #[arg(long, value_name = "INSPECTOR")]
        inspector: Option<String>,
        /// Of one department only.
        #[arg(long, value_name = "DEPARTMENT")]
        department: Option<String>,
        /// List the visits too.
        #[arg(long)]
        list: bool,
    },
    /// A visit gets another day.
    Move {
        /// 计划编号.
        #[arg(value_name = "PLAN")]
        plan: String,
        /// Number of the visit, or code of the entity.
        #[arg(value_name = "VISIT|CODE")]
        visit: String,
        /// The day.
        #[arg(value_name = "DATE")]
        date: String,
        /// Why.
        #[arg(long, value_name = "REASON")]
        why: String,
    },
    /// After leaves, amendments, notices: the fewest changes.
    Replan {
        /// 计划编号.
        #[arg(value_name = "PLAN")]
        plan: String,
        /// Why.
        #[arg(long, value_name = "REASON")]
        why: String,
    },
    /// Writes it down.
    Export {
        /// 计划编号.
        #[arg(value_name = "PLAN")]
        plan: String,
        /// A new folder for all, or a file: .ics, .csv, .html.
        #[arg(value_name = "DIR|FILE")]
        target: PathBuf,
        /// Of one inspector only; with a file.
        #[arg(long, value_name = "INSPECTOR")]
        inspector: Option<String>,
        /// Of one department only; with a file.
        #[arg(long, value_name = "DEPARTMENT")]
        department: Option<String>,
    },
}

impl Args {
    pub(super) fn run(&self, context: &Context) -> Result<Box<dyn Outcome>, Failure> {
        match &self.command {
            Command::Make { plan, mode, capacity, capacity_of, anew } => {
                let mode = if mode == "early" { Mode::Early } else { Mode::Spread };
                let capacities = capacities(capacity_of)?;
                let anew = anew.clone().unwrap_or_default();
                let options = Options { mode, capacity: *capacity, capacities, anew };
                Ok(shown(make(&context.open()?, plan, &options, &context.progress)?, show_made))
            }
            Command::Show { plan, inspector, department, list } => {
                let agenda = agenda(&context.open()?, plan)?;
                let sheet = part(&agenda.sheet, inspector.as_deref(), department.as_deref())?;
                let list = *list || inspector.is_some();
                Ok(shown(json(&agenda, &sheet), move |_, page| show(&agenda, &sheet, list, page)))
            }
            Command::Move { plan, visit, date, why } => {
                let date = calendar::parse_date(date.trim())?;
                let asked = Change::Move { visit: visit.clone(), date };
                Ok(shown(change(&context.open()?, plan, &asked, why, &context.progress)?, show_made))
            }
            Command::Replan { plan, why } => {
                let done = change(&context.open()?, plan, &Change::Replan, why, &context.progress)?;
                Ok(shown(done, show_made))
            }
            Command::Export { plan, target, inspector, department } => {
                let agenda = agenda(&context.open()?, plan)?;
                let sheet = part(&agenda.sheet, inspector.as_deref(), department.as_deref())?;
                let whole = inspector.is_none() && department.is_none();
                let (files, stale) = (write(&sheet, target, whole, context.lang)?, agenda.stale.len());
                let (plan, target, notes) = (plan.clone(), target.clone(), sheet.notes());
                let done = json!({ "plan": plan, "target": target, "files": files, "stale": agenda.stale });
                Ok(shown(done, move |_, page| {
                    page.say(&text!("calendar-exported", files = files, target = target.as_path()));
                    notes.iter().for_each(|note| page.say(note));
                    if stale > 0 {
                        page.say(&text!("calendar-stale", count = stale, plan = &plan));
                    }
                }))
            }
        }
    }
}

/// `INSPECTOR=N` as a map.
fn capacities(given: &[String]) -> Result<BTreeMap<String, u32>> {
    let one = |value: &String| {
        let (who, limit) = value.rsplit_once('=')?;
        Some((who.trim().to_owned(), limit.trim().parse().ok()?))
    };
    (given.iter())
        .map(|value| one(value).ok_or_else(|| text!("calendar-capacity-of", value = value)))
        .collect()
}

/// The whole calendar, or an inspector's, or a department's.
fn part(sheet: &Sheet, inspector: Option<&str>, department: Option<&str>) -> Result<Sheet> {
    let mut part = sheet.clone();
    if let Some(department) = department {
        part = part.of_department(department);
        if part.events.is_empty() {
            return Err(text!("calendar-department-unknown", department = department));
        }
    }
    if let Some(inspector) = inspector {
        part = part.of_inspector(inspector);
        if part.events.is_empty() {
            return Err(text!("calendar-inspector-idle", inspector = inspector));
        }
    }
    Ok(part)
}

fn show_made(done: &Arranged, page: &mut Page) {
    let version = done.version;
    if done.already {
        page.say(&text!("calendar-already", plan = &done.plan, version = version));
    } else {
        page.say(&text!("calendar-made", plan = &done.plan, version = version, dated = done.dated));
    }
    if let Some([first, last]) = done.dates {
        let mode = match done.mode {
            Mode::Early => text!("calendar-mode-early"),
            Mode::Spread => text!("calendar-mode-spread"),
        };
        page.say(&text!("calendar-dates", first = first, last = last, mode = mode, capacity = done.capacity));
    }
    if let Some(measures) = &done.measures {
        if done.mode == Mode::Early {
            page.say(&text!("calendar-bound", last = measures.last, bound = measures.bound));
        }
        page.say(&text!("calendar-areas", mixed = measures.mixed, busy = measures.busy));
    }
    if !done.already && version > 1 {
        let moved = done.moved.len();
        page.say(&text!("calendar-moved", moved = moved, new = done.new.len(), gone = done.cancelled.len()));
        // Where most moved, the calendar itself is the shorter list.
        for one in done.moved.iter().filter(|_| moved <= 20) {
            let (visit, from, to) = (one.visit.to_string(), one.from, one.to);
            page.list([&text!("calendar-moved-visit", visit = visit, from = from, to = to)]);
        }
        if !done.fewest {
            page.say(&text!("calendar-not-fewest"));
        }
    }
    if done.undated > 0 {
        page.say(&text!("calendar-undated", count = done.undated));
    }
    if !done.doubtful.is_empty() {
        let years: Vec<String> = done.doubtful.iter().map(i32::to_string).collect();
        page.say(&text!("sheet-doubtful", years = years.join(", ")));
    }
    if done.sealed && done.mode == Mode::Early {
        page.say(&text!("calendar-sealed-early"));
    }
    if !done.already {
        page.say(&text!("calendar-next", plan = &done.plan));
    }
}

fn json(agenda: &Agenda, sheet: &Sheet) -> serde_json::Value {
    let visits: Vec<_> = (sheet.events.iter())
        .map(|event| {
            let teams: BTreeMap<&str, Vec<&str>> = (event.teams.iter())
                .map(|(name, team)| (name.as_str(), team.iter().map(|m| m.certificate.as_str()).collect()))
                .collect();
            json!({
                "visit": event.visit, "code": event.code, "name": event.name, "area": event.area,
                "date": event.date, "cancelled": event.cancelled, "sequence": event.sequence,
                "assumed": event.date.is_some_and(|date| !sheet.workdays.known(date)), "teams": teams,
            })
        })
        .collect();
    json!({
        "plan": sheet.plan, "version": sheet.version, "mode": sheet.mode, "window": sheet.window,
        "sealed": sheet.sealed, "doubtful": sheet.workdays.doubtful(sheet.window[0], sheet.window[1]),
        "versions": agenda.versions, "stale": agenda.stale, "visits": visits,
    })
}

fn show(agenda: &Agenda, sheet: &Sheet, list: bool, page: &mut Page) {
    page.say(&text!(
        "sheet-head",
        office = &sheet.office,
        plan = &sheet.plan,
        title = &sheet.title,
        first = sheet.window[0],
        last = sheet.window[1],
        version = sheet.version,
        made = sheet.made
    ));
    sheet.notes().iter().for_each(|note| page.say(note));
    let lang = page.lang;
    for month in sheet.months() {
        page.blank();
        let (year, number) = (month.first.format("%Y").to_string(), month.first.format("%-m").to_string());
        page.say(&text!("sheet-month", year = year, month = number));
        let rows: Vec<Vec<String>> = (month.weeks.iter())
            .map(|week| {
                week.iter().map(|day| day.as_ref().map_or(String::new(), |day| day.short(lang))).collect()
            })
            .collect();
        page.table(&Sheet::weekdays(), rows);
    }
    if list {
        page.blank();
        let rows: Vec<Vec<String>> = (sheet.dated().into_iter())
            .map(|(date, event)| {
                vec![
                    date.to_string(),
                    event.visit.to_string(),
                    event.code.clone(),
                    event.name.clone(),
                    event.people(),
                ]
            })
            .collect();
        let headings = [
            text!("head-date"),
            text!("head-visit"),
            text!("head-code"),
            text!("head-name"),
            text!("head-team"),
        ];
        page.table(&headings, rows);
    }
    if agenda.versions.len() > 1 {
        page.blank();
        for version in &agenda.versions {
            page.list([&text!(
                "calendar-version",
                version = version.version,
                at = &version.at,
                reason = &version.reason,
                rows = version.rows
            )]);
        }
    }
    if !agenda.stale.is_empty() {
        page.say(&text!("calendar-stale", count = agenda.stale.len(), plan = &sheet.plan));
    }
}

/// Writes a file by its ending, or all of it into a new folder, which appears
/// as a whole; how many files.
fn write(sheet: &Sheet, target: &Path, whole: bool, lang: Lang) -> Result<u64> {
    let heading = |who: &str| lang.say(&text!("sheet-title", plan = &sheet.plan, who = who));
    let all = heading(&sheet.title);
    let ending = target.extension().map(|e| e.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    let bytes = match ending.as_str() {
        _ if target.is_dir() => None,
        "ics" => Some(sheet.ics(&all, lang)),
        "csv" => Some(sheet.csv()),
        "html" | "htm" => Some(sheet.html(&all, lang)),
        "" => None,
        other => return Err(text!("calendar-export-kind", kind = other)),
    };
    if let Some(bytes) = bytes {
        files::write(target, &bytes)?;
        return Ok(1);
    }
    if !whole {
        return Err(text!("calendar-export-file"));
    }
    let mut out: BTreeMap<String, Vec<u8>> = BTreeMap::from([
        ("calendar.csv".to_owned(), sheet.csv()),
        ("calendar.html".to_owned(), sheet.html(&all, lang)),
        ("calendar.ics".to_owned(), sheet.ics(&all, lang)),
    ]);
    for inspector in sheet.inspectors() {
        let ics = sheet.of_inspector(&inspector).ics(&heading(&inspector), lang);
        out.insert(format!("inspectors/{}.ics", tame(&inspector)), ics);
    }
    for ((department, members), part) in sheet.by_team() {
        let who = format!("{department} {}", members.into_iter().collect::<Vec<_>>().join("+"));
        out.insert(format!("teams/{}.ics", tame(&who)), part.ics(&heading(&who), lang));
    }
    files::write_folder(target, &out)?;
    Ok(out.len() as u64)
}

/// A name that every file system takes; where something had to be replaced or
/// cut, eight characters of its digest keep it apart from others.
fn tame(name: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '+' | ' ');
    let tame: String = name.chars().map(|c| if plain(c) { c } else { '_' }).take(50).collect();
    if tame == name {
        return tame;
    }
    format!("{tame}-{}", &crate::domain::Digest::of(name.as_bytes()).to_string()[..8])
}
