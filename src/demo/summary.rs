//! One page on a draw, for a section head.

use std::collections::BTreeMap;
use std::path::Path;

use comfy_table::{CellAlignment, Table, presets};

use crate::domain::{Rate, Text};
use crate::lang::Lang;
use crate::text;

use super::figures::{DepartmentFigures, Figures, PartFigures};

/// The page, ready to print. `facts` are lines on what came before the draw,
/// `weaknesses` what the checker says of it; the office's and the bundle's
/// folders stand in the commands to try.
pub(super) fn page(
    figures: &Figures,
    facts: &[Text],
    weaknesses: &[Text],
    (office, bundle): (&Path, &Path),
    lang: Lang,
) -> String {
    let say = |text: Text| lang.say(&text);
    let mut page = Page { lang, out: String::new() };
    page.line(&"═".repeat(72));
    page.line(&format!("{}  {}", figures.plan.office, figures.plan.title));
    page.say(text!("demo-made-up"));
    page.line(&"═".repeat(72));

    page.heading(text!("demo-heading-registers"));
    facts.iter().for_each(|fact| page.say(fact.clone()));

    page.heading(text!("demo-heading-frames", cutoff = figures.plan.cutoff));
    page.table(
        &[
            say(text!("demo-column-part")),
            say(text!("demo-column-department")),
            say(text!("demo-column-frame")),
            say(text!("demo-column-excluded")),
            say(text!("demo-column-eligible")),
            say(text!("demo-column-selected")),
            say(text!("demo-column-reserves")),
            say(text!("demo-column-rates")),
        ],
        2..7,
        figures.parts.iter().map(part_row).collect(),
    );
    for (reason, count) in reasons(&figures.parts) {
        page.say(text!("demo-excluded", reason = self::reason(&reason), rows = grouped(count)));
    }

    page.heading(text!("demo-heading-strata"));
    let classes = classes(&figures.parts);
    let mut headings = vec![say(text!("demo-column-part"))];
    headings.extend(classes.iter().cloned());
    let rows = figures.parts.iter().map(|part| stratum_row(part, &classes)).collect();
    page.table(&headings, 1..headings.len(), rows);

    page.heading(text!("demo-heading-visits"));
    let saved = figures.selections - figures.visits;
    page.say(text!(
        "demo-visits",
        selections = grouped(figures.selections),
        visits = grouped(figures.visits),
        saved = grouped(saved)
    ));
    for (departments, visits) in figures.together.iter().filter(|(departments, _)| **departments > 1) {
        page.say(text!("demo-together", departments = *departments, visits = grouped(*visits)));
    }
    page.say(text!(
        "demo-apart",
        apart = grouped(figures.apart),
        fewer = grouped(figures.apart.saturating_sub(figures.visits))
    ));
    if let Some((lead, led)) = &figures.led {
        page.say(text!("demo-lead", department = lead, visits = grouped(*led)));
    }
    page.say(text!("demo-short", visits = figures.short));

    page.heading(text!("demo-heading-loads"));
    page.table(
        &[
            say(text!("demo-column-department")),
            say(text!("demo-column-visits")),
            say(text!("demo-column-roster")),
            say(text!("demo-column-usable")),
            say(text!("demo-column-load")),
            say(text!("demo-column-spread")),
        ],
        1..5,
        figures.departments.iter().map(load_row).collect(),
    );

    page.heading(text!("demo-heading-bundle"));
    page.say(text!("demo-bundle", bundle = bundle));
    page.say(text!("demo-seed", seed = figures.ceremony.seed));
    page.say(text!("demo-verified", weaknesses = weaknesses.len()));
    weaknesses.iter().for_each(|weakness| page.item(weakness));

    page.heading(text!("demo-heading-next"));
    next(&mut page, figures, office, bundle);
    page.out
}

/// What to try, with codes that are really there.
fn next(page: &mut Page, figures: &Figures, office: &Path, bundle: &Path) {
    let (office, bundle) = (office.display().to_string(), bundle.display().to_string());
    let plan = &figures.plan.plan;
    let mut step = |what: Text, command: String| {
        page.say(what);
        page.line(&format!("      {command}"));
    };
    step(text!("demo-next-verify"), format!("choucha verify {bundle}"));
    if let Some((visit, code, name)) = &figures.example {
        step(text!("demo-next-explain", name = name), format!("choucha explain {bundle} {code}"));
        step(
            text!("demo-next-ticket", code = code),
            format!("printf '%s:%s' {} {code} | sha256sum", figures.ceremony.seed),
        );
        step(
            text!("demo-next-substitute", visit = *visit),
            format!("choucha --office {office} substitute {plan} {visit} --why '…' --proof '…'"),
        );
        if let Some(inspector) = &figures.inspector {
            step(
                text!("demo-next-recuse", inspector = inspector),
                format!("choucha --office {office} recuse {plan} {visit} {inspector} --why '…'"),
            );
        }
    }
    step(text!("demo-next-status"), format!("choucha --office {office} status"));
    step(text!("demo-next-serve"), format!("choucha --office {office} serve"));
    step(text!("demo-next-sql"), format!("choucha sql {bundle} --dialect duckdb"));
    step(text!("demo-next-log"), format!("choucha log check {office}/log"));
}

fn part_row(part: &PartFigures) -> Vec<String> {
    let excluded: u64 = part.excluded.values().sum();
    vec![
        part.part.clone(),
        part.department.clone(),
        grouped(part.rows),
        grouped(excluded),
        grouped(part.eligible),
        grouped(part.selected),
        grouped(part.reserves),
        rates(part),
    ]
}

/// `A 1%  B 3%`, or one rate where all strata share it.
fn rates(part: &PartFigures) -> String {
    let of = |rate: Option<Rate>| rate.map_or("—".to_owned(), percent);
    let mut by_name: Vec<(String, String)> = Vec::new();
    for stratum in &part.strata {
        let entry = (class_of(&stratum.stratum), of(stratum.rate));
        if !by_name.contains(&entry) {
            by_name.push(entry);
        }
    }
    match by_name.as_slice() {
        [(_, rate)] => rate.clone(),
        all if all.iter().all(|(_, rate)| *rate == all[0].1) => all[0].1.clone(),
        all => all.iter().map(|(class, rate)| format!("{class} {rate}")).collect::<Vec<_>>().join("  "),
    }
}

/// A stratum's name without the area before the slash.
fn class_of(stratum: &str) -> String {
    stratum.rsplit('/').next().unwrap_or(stratum).to_owned()
}

/// Columns of the strata table: the classes of all parts, as first seen.
fn classes(parts: &[PartFigures]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for stratum in parts.iter().flat_map(|part| &part.strata) {
        let class = class_of(&stratum.stratum);
        if !out.contains(&class) {
            out.push(class);
        }
    }
    out
}

/// `12/340`: selected of those eligible, strata of one class added up.
fn stratum_row(part: &PartFigures, classes: &[String]) -> Vec<String> {
    let mut row = vec![part.part.clone()];
    row.extend(classes.iter().map(|class| {
        let mut own = part.strata.iter().filter(|stratum| class_of(&stratum.stratum) == *class).peekable();
        if own.peek().is_none() {
            return "—".to_owned();
        }
        let (selected, eligible) =
            own.fold((0, 0), |(s, e), stratum| (s + stratum.selected, e + stratum.eligible));
        format!("{}/{}", grouped(selected), grouped(eligible))
    }));
    row
}

/// Excluded rows of all parts by reason.
fn reasons(parts: &[PartFigures]) -> BTreeMap<String, u64> {
    let mut out = BTreeMap::new();
    for (reason, count) in parts.iter().flat_map(|part| &part.excluded) {
        *out.entry(reason.clone()).or_default() += count;
    }
    out
}

/// The words of a reason the frame knows; others as the plan calls them.
fn reason(slug: &str) -> Text {
    match slug {
        "checked-recently" => text!("demo-reason-checked-recently"),
        "cap-reached" => text!("demo-reason-cap-reached"),
        "cap-all" => text!("demo-reason-cap-all"),
        "item-frequency" => text!("demo-reason-item-frequency"),
        "covered" => text!("demo-reason-covered"),
        "newly-founded" => text!("demo-reason-newly-founded"),
        _ => text!("demo-reason-other", slug = slug),
    }
}

/// Visits an inspector: least to most, and how many have how many.
fn load_row(figures: &DepartmentFigures) -> Vec<String> {
    let usable: u64 = figures.loads.values().sum();
    let (least, most) = (figures.loads.keys().next(), figures.loads.keys().next_back());
    vec![
        figures.department.clone(),
        grouped(figures.visits),
        grouped(figures.roster),
        grouped(usable),
        format!("{}–{}", least.unwrap_or(&0), most.unwrap_or(&0)),
        spread(&figures.loads),
    ]
}

/// A bar for each load from least to most, at most eight.
fn spread(loads: &BTreeMap<u64, u64>) -> String {
    const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let (Some(least), Some(most)) = (loads.keys().next(), loads.keys().next_back()) else {
        return String::new();
    };
    let width = (most - least) / 16 + 1;
    let bins: Vec<u64> = (0..=(most - least) / width)
        .map(|bin| loads.range(least + bin * width..least + (bin + 1) * width).map(|(_, n)| n).sum())
        .collect();
    let highest = bins.iter().copied().max().unwrap_or(1).max(1);
    let bar = |n: &u64| match n {
        0 => '·',
        n => BARS[usize::try_from((n * 8).div_ceil(highest) - 1).unwrap_or(0).min(7)],
    };
    bins.iter().map(bar).collect()
}

/// `3%`, `0.2%`, exactly.
fn percent(rate: Rate) -> String {
    let (whole, rest) = (rate.billionths() / 10_000_000, rate.billionths() % 10_000_000);
    match rest {
        0 => format!("{whole}%"),
        rest => format!("{whole}.{}%", format!("{rest:07}").trim_end_matches('0')),
    }
}

/// `12,345`.
pub(super) fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Lines being put together.
struct Page {
    lang: Lang,
    out: String,
}

impl Page {
    fn line(&mut self, line: &str) {
        self.out.push_str(line.trim_end());
        self.out.push('\n');
    }

    fn say(&mut self, text: Text) {
        let line = self.lang.say(&text);
        self.line(&format!("  {line}"));
    }

    fn item(&mut self, text: &Text) {
        let line = self.lang.say(text).replace('\n', " ");
        self.line(&format!("    · {line}"));
    }

    fn heading(&mut self, text: Text) {
        let heading = self.lang.say(&text);
        self.line("");
        self.line(&heading);
    }

    /// Columns without lines; those of figures end flush.
    fn table(&mut self, headings: &[String], figures: std::ops::Range<usize>, rows: Vec<Vec<String>>) {
        let mut table = Table::new();
        table.load_preset(presets::NOTHING).set_header(headings);
        table.add_rows(rows);
        for column in figures {
            if let Some(column) = table.column_mut(column) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        table.to_string().lines().for_each(|line| self.line(&format!(" {line}")));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_for_people() {
        assert_eq!(
            [0, 999, 1000, 50_000, 1_234_567].map(grouped),
            ["0", "999", "1,000", "50,000", "1,234,567"]
        );
        let rate = |words| percent(Rate::parse(words).unwrap());
        assert_eq!(["0.03", "0.002", "1", "0", "0.125"].map(rate), ["3%", "0.2%", "100%", "0%", "12.5%"]);
    }

    #[test]
    fn bars() {
        assert_eq!(spread(&BTreeMap::new()), "");
        assert_eq!(spread(&BTreeMap::from([(4, 10)])), "█");
        assert_eq!(spread(&BTreeMap::from([(4, 1), (5, 8), (7, 4)])), "▁█·▄");
        assert!(spread(&(0..1000).map(|n| (n, 1)).collect()).chars().count() <= 17);
    }
}
