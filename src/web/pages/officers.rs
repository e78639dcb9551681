//! 执法检查人员名录: what is public of the officers.

use crate::domain::area;
use crate::publication::public::Officer;
use crate::store::Tx;
use crate::store::portal;
use crate::text;
use crate::web::ask::{Ask, Stop, part};
use crate::web::lists;
use crate::web::view::{Block, Facts, Page, Piece, Table, cell, cells, code, link};

/// `/officers`.
pub fn list(ask: &Ask<'_>, tx: &mut Tx<'_>) -> Result<Page, Stop> {
    let mut page = Page::new("/officers", ask.t("web-nav-officers")).lead(ask.t("web-officers-lead"));
    lists::show::<Officer>(ask, tx, &mut page, None, |officers| {
        let mut table = Table::new(
            ask.t("web-nav-officers"),
            &[
                ask.t("web-col-officer"),
                ask.t("web-col-department"),
                ask.t("web-col-competences"),
                ask.t("web-col-valid-to"),
            ],
        );
        table.empty = ask.t("web-officers-empty");
        for officer in officers {
            let mut name = vec![
                link(&officer.name, ask.to(&format!("/officers/{}", part(&officer.certificate)))),
                code(officer.certificate.as_str()).mark("quiet"),
            ];
            if officer.expert {
                name.push(Piece::from(ask.t("web-expert")).mark("tag"));
            }
            table.rows.push(vec![
                name,
                cell(officer.department.as_str()),
                cell(officer.competences.join("、")),
                cell(ask.span(&officer.valid_from, &officer.valid_to)),
            ]);
        }
        table
    })?;
    Ok(page)
}

/// `/officers/{certificate}`.
pub fn one(ask: &Ask<'_>, tx: &mut Tx<'_>) -> Result<Page, Stop> {
    let officer: Officer = portal::get(tx, ask.arg(0))?.ok_or(Stop::Missing)?;
    let mut page =
        Page::new("/officers", officer.name.clone()).crumb(ask.t("web-nav-officers"), ask.to("/officers"));
    page.kicker = ask.say(&text!("web-officer-certificate", certificate = &officer.certificate));
    let mut facts = Facts::default();
    facts.put(ask.t("web-col-certificate"), cell(code(officer.certificate.as_str())));
    facts.put(ask.t("web-col-department"), cell(officer.department.as_str()));
    facts.put(ask.t("web-col-competences"), cells(officer.competences.clone()));
    let areas = officer.areas.iter().map(|one| match one.as_str() {
        "*" => ask.t("web-everywhere"),
        code => Some(area::name(code)).filter(|name| !name.is_empty()).unwrap_or_else(|| code.to_owned()),
    });
    facts.put(ask.t("web-col-areas"), cells(areas));
    facts.put(ask.t("web-col-authority-issued"), cell(officer.authority.as_str()));
    facts.put(ask.t("web-col-valid"), cell(ask.span(&officer.valid_from, &officer.valid_to)));
    if officer.expert {
        facts.put(ask.t("web-col-expert"), cell(ask.t("web-officer-expert")));
    }
    page.add(Block::Facts(facts));
    page.text(ask.t("web-officer-rights"));
    Ok(page)
}
