//! 抽取: the draws that are public.

use super::plans::plan_path;
use crate::publication::public::Draw;
use crate::store::Tx;
use crate::text;
use crate::web::ask::{Ask, Stop};
use crate::web::lists;
use crate::web::view::{Page, Piece, Table, cell, grouped, link};

/// `/draws`.
pub fn list(ask: &Ask<'_>, tx: &mut Tx<'_>) -> Result<Page, Stop> {
    let mut page = Page::new("/draws", ask.t("web-nav-draws")).lead(ask.t("web-draws-lead"));
    lists::show::<Draw>(ask, tx, &mut page, None, |draws| table(ask, draws))?;
    Ok(page)
}

fn table(ask: &Ask<'_>, draws: &[Draw]) -> Table {
    let mut table = Table::new(
        ask.t("web-nav-draws"),
        &[
            ask.t("web-col-draw"),
            ask.t("web-col-plan"),
            ask.t("web-col-drawn-at"),
            format!("#{}", ask.t("web-col-visits")),
            format!("#{}", ask.t("web-col-selections")),
            format!("#{}", ask.t("web-col-amendments")),
        ],
    );
    table.empty = ask.t("web-draws-empty");
    for draw in draws {
        let mut name = vec![link(draw_name(ask, draw), ask.to(&format!("/draws/{}", draw.serial)))];
        if draw.abandoned {
            name.push(Piece::from(ask.t("web-stage-abandoned")).mark("tag quiet"));
        }
        table.rows.push(vec![
            name,
            vec![
                link(&draw.plan, plan_path(ask, &draw.plan)),
                Piece::from(draw.title.as_str()).mark("quiet"),
            ],
            cell(ask.moment(&draw.drawn_at)),
            cell(grouped(draw.visits)),
            cell(grouped(draw.selections)),
            cell(draw.amendments.len().to_string()),
        ]);
    }
    table
}

/// 第 n 号抽取.
pub fn draw_name(ask: &Ask<'_>, draw: &Draw) -> String {
    ask.say(&text!("web-draw-name", serial = draw.serial))
}
