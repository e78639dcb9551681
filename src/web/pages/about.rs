//! What this site is, how current it is, and whom to turn to.

use crate::domain::Result;
use crate::store::Tx;
use crate::text;
use crate::web::ask::{Ask, Stop};
use crate::web::view::{Block, Facts, Page, cell, link};

/// `/about`.
pub fn page(ask: &Ask<'_>, _: &mut Tx<'_>) -> Result<Page, Stop> {
    let face = ask.now.face.as_ref().ok_or(Stop::Early)?;
    let mut page = Page::new("/about", ask.t("web-nav-about")).lead(ask.t("web-about-lead"));
    let mut facts = Facts::default();
    facts.put(ask.t("web-about-office"), cell(face.name.as_str()));
    facts.put(ask.t("web-col-area"), cell(face.area_name.as_str()));
    facts.put(ask.t("web-about-since"), cell(ask.moment(&face.created)));
    facts.put(ask.t("web-about-edition"), cell(ask.moment(&ask.now.at)));
    let days = |days: u64| ask.say(&text!("web-about-days", days = days));
    facts.put(ask.t("web-about-within"), cell(days(face.publish_within)));
    for (department, own) in &face.departments_within {
        facts.put(ask.say(&text!("web-about-within-of", department = department)), cell(days(*own)));
    }
    if face.decision_within > 0 {
        facts.put(ask.t("web-about-within-decision"), cell(days(face.decision_within)));
    }
    if face.answer_within > 0 {
        let answer = text!("web-about-answer-days", days = face.answer_within);
        facts.put(ask.t("web-about-answer"), cell(ask.say(&answer)));
    }
    page.add(Block::Facts(facts));
    page.section("shown", ask.t("web-about-shown"));
    page.add(Block::List(
        ["fields", "person", "sealed", "years", "corrected"]
            .iter()
            .map(|one| cell(ask.t(&format!("web-about-shown-{one}"))))
            .collect(),
    ));
    page.section("feedback", ask.t("web-about-feedback"));
    page.text(ask.t("web-about-feedback-words"));
    page.add(Block::List(vec![
        cell(link(ask.t("web-feedback"), ask.to("/feedback"))),
        cell(link(ask.t("web-feedback-status"), ask.to("/feedback/status"))),
    ]));
    page.section("data", ask.t("web-about-data"));
    page.text(ask.t("web-about-data-words"));
    page.text(ask.t("web-about-data-bundles"));
    page.add(Block::List(vec![
        cell(link(ask.t("web-feed-plans"), ask.to("/feed/plans.atom"))),
        cell(link(ask.t("web-feed-results"), ask.to("/feed/results.atom"))),
        cell(link(ask.t("web-sitemap"), "/sitemap.xml")),
        cell(link(ask.t("web-log-checkpoint"), "/log/checkpoint")),
        cell(link(ask.t("web-api-title"), ask.to("/api"))),
    ]));
    page.section("accessible", ask.t("web-about-accessible"));
    page.text(ask.t("web-about-accessible-words"));
    Ok(page)
}
