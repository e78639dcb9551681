//! The template that `plan new` prints.

use chrono::Datelike;

use crate::domain::calendar::write_instant;
use crate::domain::{Date, Instant};
use crate::lang::Lang;

/// What the template is filled with.
#[derive(Debug, Clone)]
pub struct Fill {
    /// Plan number.
    pub plan: String,
    /// 文号.
    pub number: String,
    /// Office, as organ.
    pub organ: String,
    /// Department of the first part.
    pub department: String,
    /// Item codes of the first part.
    pub items: Vec<String>,
    /// Area of its scope, code or name; `*` for all.
    pub area: String,
    /// 截止日期.
    pub cutoff: Date,
    /// Window.
    pub window: [Date; 2],
    /// Latest opening of commitments.
    pub reveal_by: Instant,
    /// When the public value falls due; after `reveal_by`.
    pub when: Instant,
}

/// A complete, commented plan, valid as it stands.
pub fn template(lang: Lang, fill: &Fill) -> String {
    let text = match lang {
        Lang::Zh => include_str!("zh.toml"),
        Lang::En => include_str!("en.toml"),
    };
    filled(text, lang, fill)
}

/// A complete, commented year's plan, valid as it stands.
pub fn year_template(lang: Lang, fill: &Fill) -> String {
    let text = match lang {
        Lang::Zh => include_str!("year.zh.toml"),
        Lang::En => include_str!("year.en.toml"),
    };
    filled(text, lang, fill)
}

fn filled(text: &str, lang: Lang, fill: &Fill) -> String {
    let year = fill.window[0].year();
    let quarter = fill.window[0].month0() / 3 + 1;
    let title = match lang {
        Lang::Zh => {
            let quarter = ["一", "二", "三", "四"][quarter as usize - 1];
            format!("{year}年第{quarter}季度“双随机、一公开”抽查")
        }
        Lang::En => format!("双随机、一公开 inspections, quarter {quarter} of {year}"),
    };
    let values = [
        ("plan", quoted(&fill.plan)),
        ("number", quoted(&fill.number)),
        ("title", quoted(&title)),
        (
            "yeartitle",
            quoted(&match lang {
                Lang::Zh => format!("{year}年度“双随机、一公开”抽查"),
                Lang::En => format!("双随机、一公开 inspections of {year}"),
            }),
        ),
        ("organ", quoted(&fill.organ)),
        ("year", year.to_string()),
        ("quarter", quarter.to_string()),
        ("cutoff", quoted(&fill.cutoff.to_string())),
        ("from", quoted(&fill.window[0].to_string())),
        ("to", quoted(&fill.window[1].to_string())),
        ("reveal_by", quoted(&write_instant(&fill.reveal_by))),
        ("when", quoted(&write_instant(&fill.when))),
        ("department", quoted(&fill.department)),
        ("items", list(&fill.items)),
        ("areas", list(std::slice::from_ref(&fill.area))),
    ];
    // In one pass, so that a value is never taken for a place.
    let mut out = String::with_capacity(text.len() + 512);
    let mut pieces = text.split('@');
    out.push_str(pieces.next().unwrap_or_default());
    while let (Some(name), Some(rest)) = (pieces.next(), pieces.next()) {
        let value = values.iter().find(|(known, _)| *known == name);
        out.push_str(value.map_or("", |(_, value)| value));
        out.push_str(rest);
    }
    out
}

/// A TOML basic string.
fn quoted(value: &str) -> String {
    let mut out = String::from('"');
    for c in value.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn list(values: &[String]) -> String {
    format!("[{}]", values.iter().map(|value| quoted(value)).collect::<Vec<_>>().join(", "))
}
