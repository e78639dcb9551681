//! Atom feeds (RFC 4287): the plans and results last made public.

use super::{Listed, Raw};
use crate::domain::Result;
use crate::publication::public::{Plan, ResultPage};
use crate::store::Tx;
use crate::store::portal::{self, Listing};
use crate::text;
use crate::web::ask::{Ask, Stop, part};

/// Entries of a feed.
const LENGTH: u64 = 50;

/// What is told of one document.
struct Told {
    title: String,
    path: String,
    at: String,
    words: String,
}

/// Plans.
pub fn plans(ask: &Ask<'_>, tx: &mut Tx<'_>) -> Result<Raw, Stop> {
    let page = portal::list::<Plan>(tx, &Listing { limit: LENGTH, ..Listing::default() })?;
    let told = page.items.iter().map(|plan| {
        let frozen = plan.attempts.last().map(|attempt| attempt.frozen_at.as_str()).unwrap_or_default();
        let last = plan.timeline.last().map_or(frozen, |step| step.at.as_str());
        let stage = ask.word("stage", &super::records::stage(plan));
        Told {
            title: format!("{} {}", plan.plan, plan.title),
            path: plan.address(),
            at: last.to_owned(),
            words: ask.say(&text!(
                "web-feed-plan",
                stage = stage,
                departments = plan.departments.join("、"),
                from = &plan.from,
                to = &plan.to
            )),
        }
    });
    Ok(feed(ask, "web-feed-plans", "/feed/plans.atom", told))
}

/// Results.
pub fn results(ask: &Ask<'_>, tx: &mut Tx<'_>) -> Result<Raw, Stop> {
    let page = portal::list::<ResultPage>(tx, &Listing { limit: LENGTH, ..Listing::default() })?;
    let told = page.items.iter().filter_map(|result| {
        let version = result.versions.first()?;
        let findings: Vec<&str> = version
            .items
            .iter()
            .filter(|item| item.checked)
            .map(|item| item.finding_words.as_str())
            .collect();
        Some(Told {
            title: ask.say(&text!("web-result-of", name = &result.name, department = &result.department)),
            path: result.address(),
            at: version.published_at.clone(),
            words: ask.say(&text!("web-feed-result", date = &version.date, findings = findings.join("；"))),
        })
    });
    Ok(feed(ask, "web-feed-results", "/feed/results.atom", told))
}

fn feed(ask: &Ask<'_>, title: &str, path: &str, told: impl Iterator<Item = Told>) -> Raw {
    let base = &ask.site.options.base;
    let office = ask.now.face.as_ref().map(|face| face.name.as_str()).unwrap_or_default();
    let root = escape(&root(ask));
    let mut entries = String::new();
    let mut newest = String::new();
    for one in told {
        let href = format!("{base}{}", ask.to(&one.path));
        newest = newest.max(one.at.clone());
        entries.push_str(&format!(
            "<entry><id>{root}{}</id><title>{}</title><updated>{}</updated><link href=\"{}\"/><summary>{}</summary></entry>\n",
            escape(&ask.to(&one.path)),
            escape(&one.title),
            escape(&one.at),
            escape(&href),
            escape(&one.words)
        ));
    }
    if newest.is_empty() {
        newest = if ask.now.at.is_empty() { "1970-01-01T00:00:00Z".to_owned() } else { ask.now.at.clone() };
    }
    let this = ask.to(path);
    let bytes = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n<id>{root}{this}</id>\
         <title>{title} · {office}</title><updated>{newest}</updated><link rel=\"self\" href=\"{base}{this}\"/>\
         <link href=\"{home}\"/><author><name>{office}</name></author>\n{entries}</feed>\n",
        base = escape(base),
        this = escape(&this),
        title = escape(&ask.t(title)),
        office = escape(office),
        home = escape(&format!("{base}{}", ask.to("/"))),
    )
    .into_bytes();
    Raw { kind: "application/atom+xml; charset=utf-8", bytes }
}

/// What ids begin with: where the site is reached, or, where nobody said, the
/// log's name. An id must be absolute and stay what it is.
fn root(ask: &Ask<'_>) -> String {
    let key = ask.now.face.as_ref().and_then(|face| face.log_keys.first());
    match key.and_then(|key| key.split('+').next()) {
        Some(log) if ask.site.options.base.is_empty() => format!("urn:choucha:{}:", part(log)),
        _ => ask.site.options.base.clone(),
    }
}

/// A text inside XML: marks escaped, what XML cannot hold left out.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\u{0}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            c => out.push(c),
        }
    }
    out
}
