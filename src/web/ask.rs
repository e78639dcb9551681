//! One request for a page, in its language.

use crate::domain::{Result, Text};
use crate::lang::Lang;
use crate::store::Tx;
use crate::store::portal::Lack;
use crate::text;

use super::site::{Now, Site};
use super::view::Page;

/// What a page is asked by: its address, taken apart.
#[derive(Debug)]
pub struct Ask<'a> {
    /// The site.
    pub site: &'a Site,
    /// The edition it is answered from.
    pub now: &'a Now,
    /// The language of the address.
    pub lang: Lang,
    /// The address without language and query, as it was sent.
    pub path: &'a str,
    /// What stands in the address's variable places.
    pub args: &'a [String],
    /// The query, decoded.
    pub query: &'a [(String, String)],
}

/// Why there is no page.
#[derive(Debug)]
pub enum Stop {
    /// There is nothing at this address: 404.
    Missing,
    /// There was, and it was withdrawn: 410.
    Gone,
    /// The address asks for something it cannot: 400, and why.
    Bad(Text),
    /// There is no edition yet: 503.
    Early,
    /// Something must be made first that takes long: it is, then the page is
    /// made again.
    Later(Lack),
    /// Too much that takes long is under way: 503.
    Busy,
    /// Something of ours is broken: 500. The reason goes to standard error.
    Broken(Text),
}

impl From<Text> for Stop {
    fn from(text: Text) -> Self {
        Self::Broken(text)
    }
}

/// What makes pages.
pub type Render = fn(&Ask<'_>, &mut Tx<'_>) -> Result<Page, Stop>;

impl Ask<'_> {
    /// A sentence without arguments.
    pub fn t(&self, id: &str) -> String {
        self.lang.say_id(id)
    }

    /// A sentence.
    pub fn say(&self, text: &Text) -> String {
        self.lang.say(text)
    }

    /// An address of this site in the reader's language.
    pub fn to(&self, path: &str) -> String {
        in_lang(self.lang, path)
    }

    /// What stands in a variable place.
    pub fn arg(&self, place: usize) -> &str {
        self.args.get(place).map_or("", String::as_str)
    }

    /// A value of the query; empty where absent.
    pub fn get(&self, name: &str) -> &str {
        self.query.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str())
    }

    /// The word for a code of ours (`web-stage-drawn`): the code itself where
    /// the catalogue has none.
    pub fn word(&self, kind: &str, code: &str) -> String {
        let id = format!("web-{kind}-{code}");
        if self.lang.has(&id) { self.lang.say_id(&id) } else { code.to_owned() }
    }

    /// Why somebody could not be drawn: the known reasons in words, a plan's own
    /// as it is written there.
    pub fn reason(&self, code: &str) -> String {
        match self.word("excluded", code) {
            words if words == code => self.say(&text!("web-reason-own", code = code)),
            words => words,
        }
    }

    /// An instant for people, to the minute: `2026-10-09 15:30`.
    pub fn moment(&self, at: &str) -> String {
        match (at.get(..10), at.get(11..16)) {
            (Some(day), Some(time)) => format!("{day} {time}"),
            _ => at.to_owned(),
        }
    }

    /// First and last day.
    pub fn span(&self, from: &str, to: &str) -> String {
        if to.is_empty() || to == calendar_end() {
            self.say(&text!("web-span-open", from = from))
        } else {
            self.say(&text!("web-span", from = from, to = to))
        }
    }
}

fn calendar_end() -> &'static str {
    crate::domain::calendar::OPEN_ENDED
}

/// An address in a language.
pub fn in_lang(lang: Lang, path: &str) -> String {
    match lang {
        Lang::Zh => path.to_owned(),
        Lang::En if path == "/" => "/en/".to_owned(),
        Lang::En => format!("/en{path}"),
    }
}

/// The language of an address, and the address without it.
pub fn lang_of(path: &str) -> (Lang, &str) {
    match path.strip_prefix("/en") {
        Some("") => (Lang::En, "/"),
        Some(rest) if rest.starts_with('/') => (Lang::En, rest),
        _ => (Lang::Zh, path),
    }
}

/// A part of an address: everything but unreserved characters escaped.
pub fn part(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    // A part that is a dot or two would be taken for a step, not for a name.
    if matches!(out.as_str(), "." | "..") { out.replace('.', "%2E") } else { out }
}

/// An address with a query.
pub fn with_query(path: &str, query: &[(&str, &str)]) -> String {
    let mut out = path.to_owned();
    for (at, (name, value)) in query.iter().filter(|(_, value)| !value.is_empty()).enumerate() {
        out.push(if at == 0 { '?' } else { '&' });
        out.push_str(&format!("{}={}", part(name), part(value)));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        assert_eq!(lang_of("/en/plans"), (Lang::En, "/plans"));
        assert_eq!(lang_of("/en"), (Lang::En, "/"));
        assert_eq!(lang_of("/ending"), (Lang::Zh, "/ending"));
        assert_eq!(in_lang(Lang::En, "/plans"), "/en/plans");
        assert_eq!(part("〔2026〕1/号"), "%E3%80%942026%E3%80%951%2F%E5%8F%B7");
        assert_eq!(part(".."), "%2E%2E");
        assert_eq!(with_query("/x", &[("a", ""), ("b", "c d")]), "/x?b=c%20d");
    }
}
