//! What lists can be narrowed down by.

use super::{Listed, field};
use crate::domain::{Result, area};
use crate::publication::public::{Document, ItemPage};
use crate::store::Tx;
use crate::store::portal;
use crate::text;
use crate::web::ask::{Ask, Stop, with_query};
use crate::web::view::{Block, Facts, Page, Piece, cell, grouped, link};

/// As plain files only short lists of values get pages of their own.
const PLAIN: usize = 40;

/// A value in words.
pub fn facet_word(ask: &Ask<'_>, tx: &mut Tx<'_>, facet: &str, value: &str) -> String {
    match facet {
        "item" => {
            let item = portal::get::<ItemPage>(tx, value).ok().flatten();
            let name = item.and_then(|item| item.versions.into_iter().next()).map(|version| version.name);
            name.map_or_else(
                || value.to_owned(),
                |name| ask.say(&text!("web-item-named", name = name, code = value)),
            )
        }
        "stage" | "finding" | "weight" | "state" => ask.word(facet, value),
        "joint" | "problem" | "expert" | "visited" => {
            ask.t(if value == "yes" { "web-yes" } else { "web-no" })
        }
        "area" if value == "*" => ask.t("web-everywhere"),
        "area" => {
            let name = area::name(value);
            if name.is_empty() { value.to_owned() } else { name }
        }
        _ => value.to_owned(),
    }
}

/// Adds what narrows a list down: a form, or links where pages are plain files.
pub fn offer<D: Document + Listed>(
    ask: &Ask<'_>,
    tx: &mut Tx<'_>,
    page: &mut Page,
    facets: &[&'static str],
    narrowed: &[(String, String)],
    inside: bool,
) -> Result<(), Stop> {
    let path = ask.to(ask.path);
    let (mut fields, mut links) = (Vec::new(), Facts::default());
    for facet in facets {
        let counts = ask.site.choices(tx, D::KIND, facet)?;
        // A company is typed in by its code, however few there are.
        let typed = counts.is_none() || *facet == "company";
        let counts = counts.as_deref().unwrap_or_default();
        let label = ask.t(&format!("web-facet-{facet}"));
        let value = narrowed.iter().find(|(name, _)| name == facet).map_or("", |(_, value)| value);
        if counts.is_empty() && value.is_empty() && !typed {
            continue;
        }
        if ask.site.options.plain {
            if counts.len() > 1 && counts.len() <= PLAIN && !inside && !typed {
                let mut cell = Vec::new();
                for (value, count) in counts {
                    let words = facet_word(ask, tx, facet, value);
                    let words = ask.say(&text!("web-counted", words = words, count = grouped(*count)));
                    cell.push(link(words, with_query(&path, &[(facet, value)])));
                }
                links.put(label, cell);
            }
            continue;
        }
        let mut options = Vec::new();
        if !typed {
            options.push((String::new(), ask.t("web-all")));
            let known = counts.iter().any(|(known, _)| known == value);
            if !value.is_empty() && !known {
                options.push((value.to_owned(), facet_word(ask, tx, facet, value)));
            }
            options.extend(counts.iter().map(|(value, count)| {
                let words = facet_word(ask, tx, facet, value);
                // Counts are of the whole list; within a part of it they would mislead.
                let words = match inside {
                    true => words,
                    false => ask.say(&text!("web-counted", words = words, count = grouped(*count))),
                };
                (value.clone(), words)
            }));
        }
        fields.push(field(facet, label, value, options));
    }
    if !fields.is_empty() {
        page.add(Block::Filters {
            action: path.clone(),
            fields,
            button: ask.t("web-narrow"),
            clear: if narrowed.is_empty() { String::new() } else { path.clone() },
            clear_words: ask.t("web-narrow-drop"),
            label: ask.t("web-narrow-label"),
        });
    }
    if !narrowed.is_empty() {
        // In words too: on paper the form is left out.
        let mut line = cell(ask.t("web-narrowed"));
        line.extend(narrowed.iter().map(|(facet, value)| {
            let label = ask.t(&format!("web-facet-{facet}"));
            let words = facet_word(ask, tx, facet, value);
            Piece::from(ask.say(&text!("web-narrowed-by", label = label, words = words))).mark("tag")
        }));
        if ask.site.options.plain {
            line.push(link(ask.t("web-narrow-drop"), path));
        }
        page.add(Block::Line(line));
    } else if !links.0.is_empty() {
        page.add(Block::Facts(links));
    }
    Ok(())
}
