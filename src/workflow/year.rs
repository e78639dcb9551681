//! 年度计划: what the year asks, what its quarters have drawn, and the next
//! quarter's plan. Nothing is kept of a year's plan but what its quarters'
//! frozen plans say (`year_plan` in plan.json), so an attempt counts exactly
//! while it is in force.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use chrono::{Datelike, Days, NaiveDate, NaiveTime};
use serde::Serialize;

use super::files;
use super::office::Office;
use super::planned::planned;
use super::refusal::{Done, Refusal};
use crate::domain::csv::split_line;
use crate::domain::{Date, Digest, Instant, Progress, Rate, Result, Text};
use crate::draw::document::PlanDocument;
use crate::frame::{DRAWN_THIS_YEAR, History, Request, gather};
use crate::lang::Lang;
use crate::plan::items::{ItemInForce, in_force};
use crate::plan::wording::YearSoFar;
use crate::plan::year::{
    Dates, Laid, Ledger, Pace, PartInput, QUARTERS, StratumDraw, StratumInput, StratumYear, basis, lay, pace,
    quarter_toml,
};
use crate::plan::{self, Framed, PlanSpec};
use crate::registry::Registry;
use crate::store::attempts::{self, Attempt};
use crate::store::publications::{self, Extent};
use crate::store::{amendments, history, items, registries};
use crate::text;

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

/// A quarter's plan.
#[derive(Debug, Clone, Serialize)]
pub struct QuarterPlan {
    /// Its number.
    pub plan: String,
    /// Its text.
    pub toml: String,
    /// Numbers drawn, by part.
    pub parts: BTreeMap<String, u64>,
    /// The year it stands in.
    pub year: YearReport,
}

/// The year of the plan in `file`, seen before its next quarter.
pub fn year_table(office: &Office, file: &Path, progress: &dyn Progress) -> Done<YearReport> {
    Ok(look(office, file, None, progress)?.report)
}

/// The plan of one quarter (1 to 4), out of the registry as it stands.
///
/// # Errors
/// `plan-year-open`: an earlier draw is frozen and not drawn; `plan-year-drawn`:
/// the quarter was drawn already; `plan-year-nothing`: nothing is due;
/// `plan-year-ended`: the quarter is over; the year plan's own faults.
pub fn quarter_plan(
    office: &Office,
    file: &Path,
    quarter: u32,
    lang: Lang,
    progress: &dyn Progress,
) -> Done<QuarterPlan> {
    let Looked { report, raw, spec, dates, framed, ledger } = look(office, file, Some(quarter), progress)?;
    let plan = quarter_number(&spec.plan, quarter);
    if let Some(open) = report.open.first() {
        return Err(text!("plan-year-open", plan = open.as_str()).into());
    }
    if ledger.strata.iter().any(|draw| draw.quarter == quarter) {
        return Err(text!("plan-year-drawn", plan = plan.as_str(), quarter = quarter).into());
    }
    let at = quarter as usize - 1;
    let mut counts = BTreeMap::new();
    let mut parts = Vec::new();
    for (framed, part) in framed.iter().zip(&report.parts) {
        let planned = |name: &str| {
            part.strata.iter().find(|year| year.stratum == name).map_or(0, |year| year.planned[at])
        };
        let strata: Vec<_> =
            framed.strata.iter().map(|stratum| (stratum, planned(&stratum.stratum))).collect();
        let total: u64 = strata.iter().map(|(_, count)| count).sum();
        if total > 0 {
            counts.insert(part.part.clone(), total);
            parts.push((part.part.as_str(), strata));
        }
    }
    if parts.is_empty() {
        return Err(text!("plan-year-nothing", plan = spec.plan.as_str(), quarter = quarter).into());
    }
    let title = match lang {
        Lang::Zh => format!("{}（第{}季度）", spec.title, ["一", "二", "三", "四"][at]),
        Lang::En => format!("{}, quarter {quarter}", spec.title),
    };
    let frames = framed.iter().filter(|framed| counts.contains_key(framed.frame.part()));
    let rows = frames.flat_map(|framed| framed.frame.counts());
    let numbers = parts.iter().flat_map(|(part, strata)| strata.iter().map(move |own| (*part, own)));
    let numbers = numbers
        .zip(rows)
        .map(|((part, (stratum, count)), rows)| (part, stratum.stratum.as_str(), rows.rows, *count));
    let basis = basis(&spec.plan, numbers, &ledger);
    let mut toml = quarter_toml(&raw, &plan, &title, &dates, &basis, &parts)?;
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let head = text!("plan-year-head", plan = spec.plan.as_str(), quarter = quarter, file = name);
    toml.insert_str(0, &format!("# {}\n", lang.say(&head)));
    Ok(QuarterPlan { plan, toml, parts: counts, year: report })
}

/// The number of a quarter's plan.
fn quarter_number(year_plan: &str, quarter: u32) -> String {
    format!("{year_plan}-Q{quarter}")
}

struct Looked {
    report: YearReport,
    raw: toml::Table,
    spec: PlanSpec,
    dates: Dates,
    framed: Vec<Framed>,
    ledger: Ledger,
}

fn look(office: &Office, file: &Path, wanted: Option<u32>, progress: &dyn Progress) -> Done<Looked> {
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

/// The year's plan that a frozen plan was made from.
pub(super) fn link(document: &PlanDocument) -> Option<&str> {
    document.more.get("year_plan").and_then(serde_json::Value::as_str)
}

/// What the draws of a plan's year have drawn, other than its own; `None` for a
/// plan on its own.
pub(super) fn ledger_of(office: &Office, spec: &PlanSpec) -> Result<Option<Ledger>> {
    if spec.year_plan.is_empty() {
        return Ok(None);
    }
    ledger(office, &spec.year_plan, Some(spec)).map(Some)
}

/// Puts what was drawn before beside each part's request.
pub(super) fn exclude(requests: &mut [Request], ledger: &Ledger) {
    for request in requests {
        request.drawn = ledger.codes.get(&request.part).into_iter().flatten().cloned().collect();
    }
}

/// What was drawn of each part, as a share of its present rows.
pub(super) fn so_far(ledger: &Ledger, framed: &[Framed]) -> BTreeMap<String, YearSoFar> {
    let of = |framed: &Framed| {
        let part = framed.frame.part();
        let rows = u128::from(framed.frame.len().max(1) as u64);
        let share = u128::from(ledger.of_part(part)) * u128::from(Rate::ONE) / rows;
        let share = u64::try_from(share).unwrap_or(u64::MAX).min(10 * Rate::ONE);
        (part.to_owned(), YearSoFar { draws: ledger.draws(part), billionths: share })
    };
    framed.iter().map(of).collect()
}

/// Why a quarter's numbers do not hold any more.
pub(super) fn stale(spec: &PlanSpec, framed: &[Framed], ledger: &Ledger) -> Vec<Text> {
    let quarter = spec.quarter.unwrap_or(4);
    let mut faults: Vec<Text> =
        ledger.open.iter().map(|plan| text!("plan-year-open", plan = plan.as_str())).collect();
    if !spec.sealed {
        let secret = ledger.secret.iter().map(|plan| text!("plan-year-secret", plan = plan.as_str()));
        faults.extend(secret);
    }
    let counts: Vec<_> = framed.iter().map(|framed| framed.frame.counts()).collect();
    let strata = framed.iter().zip(&counts).flat_map(|(framed, counts)| {
        let part = framed.frame.part();
        framed.strata.iter().zip(counts).map(move |(stratum, rows)| {
            (part, stratum.stratum.as_str(), rows.rows, stratum.count.unwrap_or(u64::MAX))
        })
    });
    if spec.year_basis != Some(basis(&spec.year_plan, strata, ledger)) {
        faults.push(text!("plan-year-stale", plan = &spec.year_plan, quarter = quarter));
    }
    faults
}

/// The year's draws in force: of attempts frozen with this `year_plan` and not
/// abandoned; `but` is left out.
fn ledger(office: &Office, year_plan: &str, but: Option<&PlanSpec>) -> Result<Ledger> {
    let (all, published) = office.store.read(|tx| Ok((attempts::list(tx)?, publications::list(tx)?)))?;
    let mut out = Ledger::default();
    for attempt in
        all.iter().filter(|attempt| attempt.live() && but.is_none_or(|spec| spec.plan != attempt.plan))
    {
        let document = attempt.plan_document()?;
        if link(&document) != Some(year_plan) {
            continue;
        }
        if attempt.seed.is_none() {
            out.open.push(attempt.plan.clone());
            continue;
        }
        if attempt.sealed && !published.iter().any(|p| p.serial == attempt.serial && p.extent == Extent::Full)
        {
            out.secret.push(attempt.plan.clone());
        }
        let quarter = document.more.get("quarter").and_then(serde_json::Value::as_u64).unwrap_or(1);
        enter(office, attempt, u32::try_from(quarter).unwrap_or(1).clamp(1, 4), &mut out)?;
    }
    Ok(out)
}

fn enter(office: &Office, attempt: &Attempt, quarter: u32, out: &mut Ledger) -> Result<()> {
    let (recorded, amended) = office
        .store
        .read(|tx| Ok((attempts::files(tx, attempt.serial)?, amendments::list(tx, attempt.serial)?)))?;
    let folder = office.paths.attempts().join(attempt.folder());
    let file = |name: &'static str| {
        let bytes = files::read(&folder.join(name))?;
        let holds = recorded.iter().any(|file| file.name == name && file.sha256 == Digest::of(&bytes));
        let text = String::from_utf8(bytes).ok().filter(|_| holds);
        text.ok_or_else(|| text!("drawn-damaged", file = name))
    };
    // Who holds a place of which part and stratum; who was drawn at all.
    let mut home: BTreeMap<(String, String), String> = BTreeMap::new();
    let mut places: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
    for line in file("draw.csv")?.lines().skip(1) {
        let [part, stratum, _, code, _, outcome] = split_line(line)?;
        if outcome == "selected" {
            places.entry((part.to_string(), stratum.to_string())).or_default().insert(code.to_string());
            out.codes.entry(part.to_string()).or_default().insert(code.to_string());
        }
        home.insert((part.into_owned(), code.into_owned()), stratum.into_owned());
    }
    for row in amended.iter().filter(|row| row.kind == "substitute") {
        let Some(stratum) = home.get(&(row.part.clone(), row.old.clone())) else { continue };
        let place = places.entry((row.part.clone(), stratum.clone())).or_default();
        place.remove(&row.old);
        if !row.new.is_empty() {
            place.insert(row.new.clone());
            out.codes.entry(row.part.clone()).or_default().insert(row.new.clone());
        }
    }
    for line in file("quota.csv")?.lines().skip(1) {
        let [part, stratum, rows, eligible, _, _] = split_line(line)?;
        let number = |value: &str| value.parse().map_err(|_| text!("drawn-damaged", file = "quota.csv"));
        let (rows, eligible) = (number(&rows)?, number(&eligible)?);
        let (part, stratum) = (part.into_owned(), stratum.into_owned());
        let drawn = places.get(&(part.clone(), stratum.clone())).map_or(0, BTreeSet::len) as u64;
        out.strata.push(StratumDraw { quarter, part, stratum, rows, eligible, drawn });
    }
    Ok(())
}
