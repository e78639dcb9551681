//! The frame around a page: header, navigation, footer. HTML is made here and
//! nowhere else.

use askama::Template;

use super::{Block, Page};
use crate::domain::Result;
use crate::lang::Lang;
use crate::text;
use crate::web::ask::{Ask, in_lang};
use crate::web::assets;

/// Places of the navigation: path, its word.
const PLACES: &[(&str, &str)] = &[
    ("/plans", "web-nav-plans"),
    ("/draws", "web-nav-draws"),
    ("/results", "web-nav-results"),
    ("/companies", "web-nav-companies"),
    ("/items", "web-nav-items"),
    ("/officers", "web-nav-officers"),
    ("/check", "web-nav-check"),
    ("/log", "web-nav-log"),
];

#[derive(Template)]
#[template(path = "sheet.html")]
struct Sheet<'a> {
    ask: &'a Ask<'a>,
    page: &'a Page,
    office: String,
    practice: bool,
    tag: &'static str,
    english: bool,
    /// This page in Chinese and in English.
    twins: (String, String),
    base: &'a str,
    /// This page's own address, told on paper.
    own: String,
    style: String,
    check_style: String,
    plain: bool,
    made: String,
}

impl Sheet<'_> {
    fn t(&self, id: &str) -> String {
        self.ask.t(id)
    }

    fn places(&self) -> impl Iterator<Item = (String, String, bool)> {
        PLACES.iter().map(|(path, id)| (self.ask.to(path), self.ask.t(id), self.page.here == *path))
    }
}

/// The page as HTML.
///
/// # Errors
/// `web-template`; never seen.
pub fn render(ask: &Ask<'_>, page: &Page) -> Result<Vec<u8>> {
    let face = ask.now.face.as_ref();
    let query: String = match ask.query {
        [] => String::new(),
        pairs => {
            let pairs: Vec<(&str, &str)> = pairs.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
            crate::web::ask::with_query("", &pairs)
        }
    };
    let twin = |lang| format!("{}{query}", in_lang(lang, ask.path));
    let sheet = Sheet {
        ask,
        page,
        office: face.map_or_else(|| ask.t("web-office"), |face| face.name.clone()),
        practice: face.is_some_and(|face| face.practice),
        tag: match ask.lang {
            Lang::Zh => "zh-CN",
            Lang::En => "en",
        },
        english: ask.lang == Lang::En,
        twins: (twin(Lang::Zh), twin(Lang::En)),
        base: &ask.site.options.base,
        own: twin(ask.lang),
        style: assets::address("style.css"),
        check_style: assets::address("check/check.css"),
        plain: ask.site.options.plain,
        made: if ask.now.at.is_empty() {
            String::new()
        } else {
            ask.say(&text!("web-made", at = ask.moment(&ask.now.at), entries = ask.now.position))
        },
    };
    let mut out = Vec::with_capacity(32 << 10);
    sheet.write_into(&mut out).map_err(|error| text!("web-template", error = error.to_string()))?;
    Ok(out)
}
