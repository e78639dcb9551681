//! 抽查事项清单.

use crate::publication::public::{ItemPage, ItemVersion};
use crate::store::Tx;
use crate::store::portal;
use crate::text;
use crate::web::ask::{Ask, Stop, part, with_query};
use crate::web::lists;
use crate::web::view::{Block, Facts, Page, Piece, Table, cell, cells, code, link};

/// `/items`.
pub fn list(ask: &Ask<'_>, tx: &mut Tx<'_>) -> Result<Page, Stop> {
    let mut page = Page::new("/items", ask.t("web-nav-items")).lead(ask.t("web-items-lead"));
    lists::show::<ItemPage>(ask, tx, &mut page, None, |items| {
        let mut table = Table::new(
            ask.t("web-nav-items"),
            &[
                ask.t("web-col-item-name"),
                ask.t("web-col-category"),
                ask.t("web-col-subject"),
                ask.t("web-col-rate"),
                ask.t("web-col-key"),
            ],
        );
        table.empty = ask.t("web-items-empty");
        for item in items {
            let Some(version) = item.versions.first() else { continue };
            table.rows.push(vec![
                vec![
                    link(&version.name, ask.to(&format!("/items/{}", part(&item.code)))),
                    code(item.code.as_str()).mark("quiet"),
                ],
                cell(version.category.as_str()),
                cell(version.subject.as_str()),
                cell(version.rate.as_str()),
                cell(ask.t(if version.key { "web-item-key" } else { "web-item-general" })),
            ]);
        }
        table
    })?;
    Ok(page)
}

/// `/items/{code}`.
pub fn one(ask: &Ask<'_>, tx: &mut Tx<'_>) -> Result<Page, Stop> {
    let item: ItemPage = portal::get(tx, ask.arg(0))?.ok_or(Stop::Missing)?;
    let Some(current) = item.versions.first() else { return Err(Stop::Missing) };
    let mut page = Page::new("/items", current.name.clone()).crumb(ask.t("web-nav-items"), ask.to("/items"));
    page.kicker = ask.say(&text!("web-item-code", code = &item.code));
    page.add(Block::Facts(version_facts(ask, current)));
    if !ask.site.options.plain {
        let results = with_query(&ask.to("/results"), &[("item", &item.code)]);
        page.add(Block::Line(cell(link(ask.t("web-item-results"), results))));
    }

    page.section("procedure", ask.t("web-item-procedure"));
    let sheet = &current.procedure;
    let mut facts = Facts::default();
    facts.put(ask.t("web-item-draw"), cell(sheet.draw.as_str()));
    facts.put(ask.t("web-item-flow"), cell(sheet.flow.as_str()));
    facts.put(ask.t("web-item-standard"), cell(sheet.standard.as_str()));
    facts.put(ask.t("web-item-authority"), cell(sheet.authority.as_str()));
    facts.put(ask.t("web-item-disclosure"), cell(sheet.disclosure.as_str()));
    facts.put(ask.t("web-item-archive"), cell(sheet.archive.as_str()));
    facts.put(ask.t("web-item-recorded"), cells(sheet.recorded.clone()));
    if facts.0.is_empty() {
        page.text(ask.t("web-item-no-procedure"));
    } else {
        page.add(Block::Facts(facts));
    }

    page.section("versions", ask.t("web-item-versions"));
    let mut table = Table::new(
        ask.t("web-item-versions"),
        &[
            ask.t("web-col-version"),
            ask.t("web-col-item-name"),
            ask.t("web-col-rate"),
            ask.t("web-item-in-force"),
            ask.t("web-col-approved-by"),
            ask.t("web-col-published-on"),
        ],
    );
    for version in &item.versions {
        table.rows.push(vec![
            cell(version.version.to_string()),
            cell(version.name.as_str()),
            cell(version.rate.as_str()),
            cell(ask.span(&version.valid_from, &version.valid_to)),
            approval(version),
            cell(version.published_on.as_str()),
        ]);
    }
    page.add(Block::Table(table));
    Ok(page)
}

fn approval(version: &ItemVersion) -> Vec<Piece> {
    cells(
        [&version.approved_by, &version.approval, &version.approved_on]
            .into_iter()
            .filter(|w| !w.is_empty())
            .cloned(),
    )
}

fn version_facts(ask: &Ask<'_>, version: &ItemVersion) -> Facts {
    let mut facts = Facts::default();
    facts.put(ask.t("web-col-category"), cell(version.category.as_str()));
    facts.put(ask.t("web-col-basis"), cell(version.basis.as_str()));
    facts.put(ask.t("web-col-subject"), cell(version.subject.as_str()));
    facts.put(ask.t("web-col-object"), cell(version.object.as_str()));
    facts.put(ask.t("web-col-content"), cell(version.content.as_str()));
    facts.put(ask.t("web-col-method"), cell(version.method.as_str()));
    facts.put(ask.t("web-col-rate"), cell(version.rate.as_str()));
    facts.put(ask.t("web-col-frequency"), cell(version.frequency.as_str()));
    facts.put(
        ask.t("web-col-key"),
        cell(ask.t(if version.key { "web-item-key" } else { "web-item-general" })),
    );
    facts.put(ask.t("web-col-competences"), cells(version.competences.clone()));
    facts.put(ask.t("web-col-level"), cell(version.level.as_str()));
    facts.put(ask.t("web-col-section"), cell(version.section.as_str()));
    facts.put(ask.t("web-item-in-force"), cell(ask.span(&version.valid_from, &version.valid_to)));
    facts.put(ask.t("web-col-approved-by"), approval(version));
    facts.put(ask.t("web-col-published-on"), cell(version.published_on.as_str()));
    if let Some(joint) = &version.joint {
        facts.put(ask.t("web-item-field"), cell(joint.field.as_str()));
        facts.put(ask.t("web-item-initiator"), cell(joint.initiator.as_str()));
        facts.put(ask.t("web-item-participants"), cells(joint.participants.clone()));
    }
    facts
}
