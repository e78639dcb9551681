//! A year as it stands: what it asks, what was drawn, what is left.

use std::path::Path;

use chrono::{Datelike, Days, NaiveDate, NaiveTime};
use serde::Serialize;

use super::drawn::ledger;
use super::hold::exclude;
use super::quarter::quarter_number;
use crate::domain::{Date, Instant, Progress, Rate, Text};
use crate::frame::{DRAWN_THIS_YEAR, History, gather};
use crate::plan::items::{ItemInForce, in_force};
use crate::plan::year::{
    Dates, Laid, Ledger, Pace, PartInput, QUARTERS, StratumInput, StratumYear, lay, pace,
};
use crate::plan::{self, Framed, PlanSpec};
use crate::registry::Registry;
use crate::store::{attempts, history, items, registries};
use crate::text;
use crate::workflow::files;
use crate::workflow::office::Office;
use crate::workflow::planned::planned;
use crate::workflow::refusal::{Done, Refusal};

/// A year as it stands.
#[derive(Debug, Clone, Serialize)]
pub struct YearReport {
    /// Number of the year's plan.
    pub plan: String,
    /// Year.
    pub year: i32,
    /// The next quarter to draw, or the one asked for; 5 after the last.
    pub quarter: u32,
    /// Parts in plan order.
    pub parts: Vec<PartYear>,
    /// Plans frozen and not yet drawn.
    pub open: Vec<String>,
    /// What cannot be kept any more, or should be looked at.
    #[serde(skip)]
    pub notes: Vec<Text>,
}

/// One part's year.
#[derive(Debug, Clone, Serialize)]
pub struct PartYear {
    /// Slug.
    pub part: String,
    /// Department.
    pub department: String,
    /// Weights of the quarters.
    pub weights: [u64; QUARTERS],
    /// Every draw takes its own rate.
    pub each: bool,
    /// Strata.
    pub strata: Vec<StratumYear>,
}

/// The year of the plan in `file`, seen before its next quarter.
pub fn year_table(office: &Office, file: &Path, progress: &dyn Progress) -> Done<YearReport> {
    Ok(look(office, file, None, progress)?.report)
}

/// What [`look`] sees.
pub(super) struct Looked {
    pub(super) report: YearReport,
    pub(super) raw: toml::Table,
    pub(super) spec: PlanSpec,
    pub(super) dates: Dates,
    pub(super) framed: Vec<Framed>,
    pub(super) ledger: Ledger,
}

pub(super) fn look(
    office: &Office,
    file: &Path,
    wanted: Option<u32>,
    progress: &dyn Progress,
) -> Done<Looked> {
    let name = file.display().to_string();
    let bytes = files::read(file)?;
    let toml = std::str::from_utf8(&bytes).map_err(|_| text!("plan-file-utf8", file = &name))?;
    let toml = toml.strip_prefix('\u{feff}').unwrap_or(toml);
    let raw: toml::Table = toml::from_str(toml).unwrap_or_default(); // faults are told by the reading below
    let today = office.now().date_naive();
    let said = raw.get("year").and_then(toml::Value::as_integer).and_then(|year| i32::try_from(year).ok());
    let year = said.filter(|year| (2000..=2200).contains(year)).unwrap_or(today.year());
    let number = raw.get("plan").and_then(toml::Value::as_str).unwrap_or_default().trim().to_owned();
    let ledger = ledger(office, &number, None)?;
    let quarter = wanted.unwrap_or_else(|| {
        let calendar = if today.year() == year { today.month0() / 3 + 1 } else { 1 };
        calendar.max(ledger.last_quarter() + 1).min(4)
    });
    let dates = dates(office, year, quarter);
    let faulty = |faults: Vec<Text>| Refusal {
        text: text!("plan-file-faults", file = &name, count = faults.len()),
        faults,
    };
    let (spec, dates) = PlanSpec::parse_year(toml, &name, &dates).map_err(faulty)?;
    if wanted.is_some() && (dates.window[0] > dates.window[1] || dates.window[1].year() > year) {
        return Err(text!("plan-year-ended", year = year, quarter = quarter, day = dates.window[0]).into());
    }

    let (version, items, history, all) = office.store.read(|tx| {
        Ok((registries::current(tx)?, items::list(tx)?, history::list(tx)?, attempts::list(tx)?))
    })?;
    let version = version.ok_or_else(|| text!("registry-empty"))?;
    let mut requests = plan::requests(&spec, &items).map_err(faulty)?;
    exclude(&mut requests, &ledger);
    let registry = Registry::new(office.paths.registry());
    let visits = planned(office, &all, &quarter_number(&spec.plan, quarter))?;
    let manifest = registry.open(version.manifest)?;
    let gathered =
        gather(&registry, &manifest, &requests, &History::new(&history).with_planned(&visits), progress)?;
    let framed = plan::framed(&spec, &items, gathered).map_err(faulty)?;

    // After the last quarter nothing more is planned.
    let from = if wanted.is_none() && ledger.last_quarter() >= quarter { quarter + 1 } else { quarter };
    let (mut parts, mut notes) = (Vec::new(), Vec::new());
    for (part, framed) in spec.parts.iter().zip(&framed) {
        let (items, _) = in_force(&spec, part, &items);
        let pace = pace(part, &items)?;
        let input = input(part.part.as_str(), framed, pace, &items);
        let Laid { strata, notes: told } =
            if from > 4 { over(&input, &ledger) } else { lay(&input, &ledger, from) };
        notes.extend(told);
        parts.push(PartYear {
            part: part.part.clone(),
            department: part.department.clone(),
            weights: pace.weights,
            each: pace.each.is_some(),
            strata,
        });
    }
    let report = YearReport {
        plan: spec.plan.clone(),
        year: spec.year,
        quarter: from,
        parts,
        open: ledger.open.clone(),
        notes,
    };
    Ok(Looked { report, raw, spec, dates, framed, ledger })
}

/// The year after its last draw: nothing more is planned, and what is missing
/// stands as left.
fn over(input: &PartInput<'_>, ledger: &Ledger) -> Laid {
    let mut laid = lay(input, ledger, 4);
    for year in &mut laid.strata {
        year.planned = [0; QUARTERS];
        if input.pace.each.is_some() {
            year.quota = year.drawn.iter().sum();
        }
        year.left = year.quota - year.drawn.iter().sum::<u64>().min(year.quota);
    }
    laid
}

fn input<'a>(part: &'a str, framed: &'a Framed, pace: Pace, items: &[ItemInForce<'_>]) -> PartInput<'a> {
    let mut drawn = vec![0; framed.strata.len()];
    for i in 0..framed.frame.len() {
        drawn[framed.frame.stratum(i)] += u64::from(framed.frame.row(i).excluded == DRAWN_THIS_YEAR);
    }
    let strata = framed.strata.iter().zip(framed.frame.counts()).zip(drawn);
    let strata = strata
        .map(|((stratum, count), drawn)| StratumInput {
            stratum,
            rows: count.rows,
            eligible: count.eligible,
            drawn,
        })
        .collect();
    // Ceilings of the year on the whole: not of key items (国市监信〔2019〕38号), nor
    // of single draws, nor exact rates, whose whole numbers lie on both sides.
    let ceilings = items.iter().filter(|item| !item.item.key).filter_map(|item| {
        let most =
            |way: &plan::wording::Way| way.max.filter(|max| way.times.is_none() && way.min != Some(*max));
        item.rate.ways.iter().map(most).collect::<Option<Vec<Rate>>>()?.into_iter().max()
    });
    PartInput { part, strata, pace, ceiling: ceilings.min() }
}

/// A quarter's dates where the year's plan says none: the frame as of
/// yesterday, ten days to the first inspection, the rest of the quarter (or, late
/// in it, six weeks) for them.
fn dates(office: &Office, year: i32, quarter: u32) -> Dates {
    let now = office.now();
    let today = now.date_naive();
    let first = |year, month| NaiveDate::from_ymd_opt(year, month, 1).unwrap_or(today);
    let start = first(year, quarter.clamp(1, 4) * 3 - 2).max(today);
    let end = match quarter {
        4.. => first(year + 1, 1),
        quarter => first(year, quarter * 3 + 1),
    };
    let eve = start + Days::new(7);
    let from = eve + Days::new(3);
    let last = first(year + 1, 1).pred_opt().unwrap_or(today);
    let to = (end.pred_opt().unwrap_or(last)).max((from + Days::new(42)).min(last));
    let at = |hour, minute| {
        let time = NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default();
        eve.and_time(time).and_local_timezone(*now.offset()).single().unwrap_or(now)
    };
    let cutoff: Date = start.pred_opt().unwrap_or(start);
    let (reveal_by, when): (Instant, Instant) = (at(17, 0), at(21, 30));
    Dates { quarter, cutoff, window: [from, to.max(from)], reveal_by, when }
}
