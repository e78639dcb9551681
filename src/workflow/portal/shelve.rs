//! Where each document stands in lists, what narrows lists down to it, and
//! what it is found by.
//!
//! | kind | sorted by | facets |
//! |---|---|---|
//! | items | code | `category`, `level`, `subject`, `weight` (`key`, `general`), `joint` (`yes`, `no`), `field` |
//! | officers | department, certificate | `department`, `competence`, `area`, `expert` (`yes`, `no`) |
//! | plans | the latest first | `stage`, `department`, `year`, `joint` (`yes`, `no`), `item` |
//! | draws | the latest first | `plan`, `department`, `year` |
//! | visits | the latest draw first, by number | `draw`, `plan`, `department`, `area` (county), `company`, `state` (`standing`, `given_up`, `void`), `quarter`, `told` (the quarter, where a result is on show) |
//! | results | the latest published first | `draw`, `plan`, `department`, `area` (county), `company`, `item`, `finding`, `problem` (`yes`, `no`), `year`, `quarter`, `corrected` (`yes`, `no`), `until` (day) |
//! | notices | the latest first | `draw`, `plan`, `department`, `visit` (key), `until` (day) |
//! | companies | code | `area` (county), `kind`, `object`, `visited` (`yes`, `no`) |

use crate::publication::public::{
    Company, Document, Draw, ItemPage, Notice, OfficeFace, Officer, Plan, ResultPage, Stage, Visit,
};
use crate::store::portal::Entry;

fn yes(value: bool) -> String {
    if value { "yes" } else { "no" }.to_owned()
}

/// Largest first, as ascending text.
fn falling(number: u64) -> String {
    format!("{:012}", 999_999_999_999u64.saturating_sub(number))
}

/// A county's six digits, or what there is of them.
fn county(area: &str) -> String {
    area.chars().take(6).collect()
}

fn year(day: &str) -> String {
    day.chars().take(4).collect()
}

/// The stage's name in addresses.
pub fn stage_name(stage: Stage) -> &'static str {
    match stage {
        Stage::Frozen => "frozen",
        Stage::Drawn => "drawn",
        Stage::Sealed => "sealed",
        Stage::Disclosed => "disclosed",
        Stage::Results => "results",
        Stage::Completed => "completed",
        Stage::Abandoned => "abandoned",
    }
}

/// Year and quarter of a day: `2026-Q4`.
pub fn quarter(day: &str) -> String {
    let month: u32 = day.get(5..7).and_then(|month| month.parse().ok()).unwrap_or(1);
    format!("{}-Q{}", year(day), month.saturating_sub(1) / 3 + 1)
}

pub(super) fn office(doc: OfficeFace) -> Entry<OfficeFace> {
    Entry { doc, sort: String::new(), facets: Vec::new(), title: String::new(), text: String::new() }
}

pub(super) fn item(doc: ItemPage) -> Entry<ItemPage> {
    let mut facets = Vec::new();
    let (mut title, mut text) = (doc.code.clone(), String::new());
    if let Some(now) = doc.versions.first() {
        facets.extend([
            ("category", now.category.clone()),
            ("level", now.level.clone()),
            ("subject", now.subject.clone()),
            ("weight", if now.key { "key" } else { "general" }.to_owned()),
            ("joint", yes(now.joint.is_some())),
        ]);
        facets.extend(now.joint.iter().map(|joint| ("field", joint.field.clone())));
        title = format!("{} {}", doc.code, now.name);
        text = [&now.category, &now.basis, &now.subject, &now.object, &now.section]
            .map(String::as_str)
            .join("\n");
    }
    facets.retain(|(_, value)| !value.is_empty());
    Entry { sort: doc.code.clone(), facets, title, text, doc }
}

pub(super) fn officer(doc: Officer) -> Entry<Officer> {
    let mut facets = vec![("department", doc.department.clone()), ("expert", yes(doc.expert))];
    facets.extend(doc.competences.iter().map(|one| ("competence", one.clone())));
    facets.extend(doc.areas.iter().map(|one| ("area", one.clone())));
    Entry {
        sort: format!("{} {}", doc.department, doc.certificate),
        facets,
        title: format!("{} {}", doc.name, doc.certificate),
        text: doc.department.clone(),
        doc,
    }
}

pub(super) fn plan(doc: Plan) -> Entry<Plan> {
    let mut facets = vec![
        ("stage", stage_name(doc.stage).to_owned()),
        ("year", year(&doc.from)),
        ("joint", yes(doc.joint)),
    ];
    facets.extend(doc.departments.iter().map(|one| ("department", one.clone())));
    let items = || doc.parts.iter().flat_map(|part| &part.items);
    facets.extend(items().map(|(code, _)| ("item", code.clone())));
    let mut text: Vec<&str> = doc.departments.iter().map(String::as_str).collect();
    text.extend(items().flat_map(|(code, name)| [code.as_str(), name.as_str()]));
    text.extend(doc.attempts.iter().map(|attempt| attempt.p.as_str()));
    Entry {
        sort: falling(doc.attempts.first().map_or(0, |attempt| attempt.serial)),
        facets,
        title: format!("{} {}", doc.plan, doc.title),
        text: text.join("\n"),
        doc,
    }
}

pub(super) fn draw(doc: Draw) -> Entry<Draw> {
    let mut facets = vec![("plan", doc.plan.clone()), ("year", year(&doc.drawn_at))];
    facets.extend(doc.workload.iter().map(|one| ("department", one.department.clone())));
    Entry {
        sort: falling(doc.serial),
        facets,
        title: format!("{} {}", doc.plan, doc.title),
        text: [&doc.p, &doc.seed, &doc.bundle].map(String::as_str).join("\n"),
        doc,
    }
}

/// `quarter` is that of the window's first day; `void`: its draw was abandoned.
pub(super) fn visit(doc: Visit, quarter: &str, void: bool) -> Entry<Visit> {
    let state = match (void, doc.given_up) {
        (true, _) => "void",
        (false, true) => "given_up",
        (false, false) => "standing",
    };
    let mut facets = vec![
        ("draw", doc.serial.to_string()),
        ("plan", doc.plan.clone()),
        ("area", county(&doc.area)),
        ("company", doc.code.clone()),
        ("state", state.to_owned()),
    ];
    if state == "standing" {
        facets.push(("quarter", quarter.to_owned()));
        if !doc.results.is_empty() {
            facets.push(("told", quarter.to_owned()));
        }
    }
    facets.extend(doc.teams.iter().map(|team| ("department", team.department.clone())));
    // Visits are found through their companies.
    Entry {
        sort: format!("{} {:08}", falling(doc.serial), doc.visit),
        facets,
        title: String::new(),
        text: String::new(),
        doc,
    }
}

pub(super) fn result(doc: ResultPage, quarter: &str) -> Entry<ResultPage> {
    let mut facets = vec![
        ("draw", doc.serial.to_string()),
        ("plan", doc.plan.clone()),
        ("department", doc.department.clone()),
        ("area", county(&doc.area)),
        ("company", doc.code.clone()),
        ("quarter", quarter.to_owned()),
        ("corrected", yes(doc.versions.len() > 1)),
        ("until", doc.until.clone()),
    ];
    let mut seq = 0;
    if let Some(now) = doc.versions.first() {
        seq = now.seq;
        facets.push(("year", year(&now.date)));
        facets.push(("problem", yes(now.items.iter().any(|one| one.problem))));
        for one in &now.items {
            facets.push(("item", one.item.clone()));
            if !one.finding.is_empty() {
                facets.push(("finding", one.finding.clone()));
            }
        }
    }
    Entry {
        sort: falling(seq),
        facets,
        title: format!("{} {} {}", doc.name, doc.plan, doc.department),
        text: format!("{}\n{}", doc.code, doc.area_name),
        doc,
    }
}

/// `until` is its last day on show.
pub(super) fn notice(doc: Notice, until: &str) -> Entry<Notice> {
    let key = doc.key();
    let visit = key.rsplit_once('-').map_or("", |(visit, _)| visit);
    let facets = vec![
        ("draw", visit.split('-').next().unwrap_or_default().to_owned()),
        ("plan", doc.plan.clone()),
        ("department", doc.department.clone()),
        ("visit", visit.to_owned()),
        ("until", until.to_owned()),
    ];
    Entry { sort: falling(doc.seq), facets, title: String::new(), text: String::new(), doc }
}

pub(super) fn company(doc: Company) -> Entry<Company> {
    let mut facets = vec![
        ("area", county(&doc.area)),
        ("kind", doc.kind.clone()),
        ("object", doc.object.clone()),
        ("visited", yes(!doc.visits.is_empty())),
    ];
    facets.retain(|(_, value)| !value.is_empty());
    Entry {
        sort: doc.code.clone(),
        facets,
        title: doc.name.clone(),
        text: format!("{}\n{}", doc.code, doc.area_name),
        doc,
    }
}
