//! Documents as rows of a file, and what their lists are narrowed down by.

use crate::lang::Lang;
use crate::publication::public::{
    Company, Document, Draw, ItemPage, Notice, Officer, Plan, ResultPage, Visit,
};
use crate::web::ask::part;

/// A kind of document that there are lists of.
pub trait Listed: Document {
    /// Facets, in the order they are offered.
    const FACETS: &'static [&'static str];
    /// Columns of its files; their headings are `web-col-…`.
    const COLUMNS: &'static [&'static str];
    /// Its rows: most documents are one.
    fn rows(&self, lang: Lang) -> Vec<Vec<String>>;
    /// Addresses of pages it has beside its own.
    fn further(&self) -> Vec<String> {
        Vec::new()
    }
    /// Its page's address.
    fn address(&self) -> String {
        format!("/{}/{}", Self::KIND.name(), part(&self.key()))
    }
}

fn yes(lang: Lang, value: bool) -> String {
    lang.say_id(if value { "web-yes" } else { "web-no" })
}

fn joined(values: &[String]) -> String {
    values.join("；")
}

impl Listed for Plan {
    const FACETS: &'static [&'static str] = &["stage", "department", "year", "joint", "item"];
    const COLUMNS: &'static [&'static str] = &[
        "plan",
        "title",
        "stage",
        "lead",
        "departments",
        "from",
        "to",
        "cutoff",
        "sealed",
        "approved-at",
        "visits",
        "due",
        "published",
        "problems",
    ];

    fn rows(&self, lang: Lang) -> Vec<Vec<String>> {
        vec![vec![
            self.plan.clone(),
            self.title.clone(),
            lang.say_id(&format!("web-stage-{}", stage(self))),
            self.lead.clone(),
            joined(&self.departments),
            self.from.clone(),
            self.to.clone(),
            self.cutoff.clone(),
            yes(lang, self.sealed),
            self.approved_at.clone(),
            self.figures.visits.to_string(),
            self.figures.due.to_string(),
            self.figures.published.to_string(),
            self.figures.problems.to_string(),
        ]]
    }
}

/// A plan's stage as a code.
pub fn stage(plan: &Plan) -> String {
    serde_json::to_value(plan.stage).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

impl Listed for Draw {
    const FACETS: &'static [&'static str] = &["plan", "department", "year"];
    const COLUMNS: &'static [&'static str] = &[
        "serial",
        "plan",
        "attempt",
        "title",
        "abandoned",
        "p",
        "seed",
        "frozen-at",
        "drawn-at",
        "disclosed-at",
        "bundle",
        "visits",
        "selections",
        "amendments",
    ];

    fn further(&self) -> Vec<String> {
        crate::web::pages::draw::further(self)
    }

    fn rows(&self, lang: Lang) -> Vec<Vec<String>> {
        vec![vec![
            self.serial.to_string(),
            self.plan.clone(),
            self.attempt.to_string(),
            self.title.clone(),
            yes(lang, self.abandoned),
            self.p.clone(),
            self.seed.clone(),
            self.frozen_at.clone(),
            self.drawn_at.clone(),
            self.disclosed_at.clone(),
            self.bundle.clone(),
            self.visits.to_string(),
            self.selections.to_string(),
            self.amendments.len().to_string(),
        ]]
    }
}

impl Listed for Visit {
    const FACETS: &'static [&'static str] = &["draw", "department", "area", "state"];
    const COLUMNS: &'static [&'static str] = &[
        "serial",
        "plan",
        "visit",
        "code",
        "name",
        "area",
        "area-name",
        "given-up",
        "department",
        "parts",
        "team",
    ];

    fn rows(&self, lang: Lang) -> Vec<Vec<String>> {
        let row = |department: &str, parts: String, team: String| {
            vec![
                self.serial.to_string(),
                self.plan.clone(),
                self.visit.to_string(),
                self.code.clone(),
                self.name.clone(),
                self.area.clone(),
                self.area_name.clone(),
                yes(lang, self.given_up),
                department.to_owned(),
                parts,
                team,
            ]
        };
        if self.teams.is_empty() {
            return vec![row("", String::new(), String::new())];
        }
        let people = |team: &crate::publication::public::VisitTeam| {
            let one = |m: &crate::publication::public::TeamMember| format!("{} {}", m.certificate, m.name);
            joined(&team.members.iter().map(one).collect::<Vec<_>>())
        };
        self.teams.iter().map(|team| row(&team.department, joined(&team.parts), people(team))).collect()
    }
}

impl Listed for ResultPage {
    const FACETS: &'static [&'static str] =
        &["department", "finding", "problem", "year", "area", "item", "plan", "company"];
    const COLUMNS: &'static [&'static str] = &[
        "result",
        "plan",
        "department",
        "code",
        "name",
        "area",
        "area-name",
        "version",
        "date",
        "late",
        "method",
        "item",
        "item-name",
        "checked",
        "finding",
        "finding-words",
        "disposal",
        "disposal-words",
        "legal-review",
        "published-at",
        "notice",
        "until",
        "seq",
    ];

    fn rows(&self, lang: Lang) -> Vec<Vec<String>> {
        let Some(version) = self.versions.first() else { return Vec::new() };
        let row = |item: &crate::publication::public::Checked| {
            vec![
                self.id.clone(),
                self.plan.clone(),
                self.department.clone(),
                self.code.clone(),
                self.name.clone(),
                self.area.clone(),
                self.area_name.clone(),
                version.version.to_string(),
                version.date.clone(),
                yes(lang, version.late),
                version.method.clone(),
                item.item.clone(),
                item.name.clone(),
                yes(lang, item.checked),
                item.finding.clone(),
                item.finding_words.clone(),
                item.disposal.clone(),
                item.disposal_words.clone(),
                yes(lang, version.legal_review),
                version.published_at.clone(),
                version.notice.clone(),
                self.until.clone(),
                version.seq.to_string(),
            ]
        };
        version.items.iter().map(row).collect()
    }
}

impl Listed for Notice {
    const FACETS: &'static [&'static str] = &["department", "plan"];
    const COLUMNS: &'static [&'static str] =
        &["result", "plan", "department", "withdrawn-at", "notice", "seq"];

    fn rows(&self, _: Lang) -> Vec<Vec<String>> {
        vec![vec![
            self.id.clone(),
            self.plan.clone(),
            self.department.clone(),
            self.at.clone(),
            self.notice.clone(),
            self.seq.to_string(),
        ]]
    }
}

impl Listed for Company {
    const FACETS: &'static [&'static str] = &["area", "kind", "object", "visited"];
    const COLUMNS: &'static [&'static str] = &[
        "code",
        "name",
        "object",
        "kind",
        "area",
        "area-name",
        "authority",
        "industry",
        "status",
        "draws",
        "visits",
        "results",
    ];

    fn rows(&self, _: Lang) -> Vec<Vec<String>> {
        let draws: Vec<String> = self.draws.iter().map(ToString::to_string).collect();
        vec![vec![
            self.code.clone(),
            self.name.clone(),
            self.object.clone(),
            self.kind.clone(),
            self.area.clone(),
            self.area_name.clone(),
            self.authority.clone(),
            self.industry.clone(),
            self.status.clone(),
            joined(&draws),
            joined(&self.visits),
            joined(&self.results),
        ]]
    }
}

impl Listed for ItemPage {
    const FACETS: &'static [&'static str] = &["category", "subject", "level", "weight", "field"];
    const COLUMNS: &'static [&'static str] = &[
        "item",
        "version",
        "item-name",
        "category",
        "basis",
        "subject",
        "object",
        "content",
        "method",
        "rate",
        "frequency",
        "key",
        "competences",
        "level",
        "section",
        "valid-from",
        "valid-to",
        "approved-by",
        "approval",
        "approved-on",
        "published-on",
    ];

    fn rows(&self, lang: Lang) -> Vec<Vec<String>> {
        let row = |v: &crate::publication::public::ItemVersion| {
            vec![
                self.code.clone(),
                v.version.to_string(),
                v.name.clone(),
                v.category.clone(),
                v.basis.clone(),
                v.subject.clone(),
                v.object.clone(),
                v.content.clone(),
                v.method.clone(),
                v.rate.clone(),
                v.frequency.clone(),
                yes(lang, v.key),
                joined(&v.competences),
                v.level.clone(),
                v.section.clone(),
                v.valid_from.clone(),
                v.valid_to.clone(),
                v.approved_by.clone(),
                v.approval.clone(),
                v.approved_on.clone(),
                v.published_on.clone(),
            ]
        };
        self.versions.iter().map(row).collect()
    }
}

impl Listed for Officer {
    const FACETS: &'static [&'static str] = &["department", "competence", "area", "expert"];
    const COLUMNS: &'static [&'static str] = &[
        "certificate",
        "officer",
        "department",
        "competences",
        "areas",
        "authority-issued",
        "valid-from",
        "valid-to",
        "expert",
    ];

    fn rows(&self, lang: Lang) -> Vec<Vec<String>> {
        vec![vec![
            self.certificate.clone(),
            self.name.clone(),
            self.department.clone(),
            joined(&self.competences),
            joined(&self.areas),
            self.authority.clone(),
            self.valid_from.clone(),
            self.valid_to.clone(),
            yes(lang, self.expert),
        ]]
    }
}
