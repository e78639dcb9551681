//! Reading a path of area names from the front, each token lying in the one
//! before, suffixes and separators or not, levels skipped or not.

use super::AreaInfo;
use super::names::{FILLERS, Kind, Name, Names, without_suffix};

/// One way of reading the beginning of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    /// The area that the last token names.
    pub area: usize,
    /// Bytes read.
    end: usize,
    /// Sort of the last token.
    last: Kind,
    /// Tokens read.
    tokens: u8,
    /// Tokens without their suffix.
    bare: u8,
}

/// What a text turned out to name.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Choice {
    One(usize),
    Many(Vec<usize>),
    Nothing,
}

/// What may stand between two names.
fn separates(c: char) -> bool {
    c.is_whitespace() || "/\\-—–_>→·.|,，、;；:：".contains(c)
}

fn skip(text: &str, mut at: usize) -> usize {
    at += text[at..].len() - text[at..].trim_start_matches(separates).len();
    at
}

/// Every reading of the beginning of `text`.
fn readings(names: &Names, areas: &[AreaInfo], text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let start = Found { area: usize::MAX, end: 0, last: Kind::Full, tokens: 0, bare: 0 };
    go_on(names, areas, text, start, &mut found);
    found
}

fn go_on(names: &Names, areas: &[AreaInfo], text: &str, from: Found, found: &mut Vec<Found>) {
    let above = areas.get(from.area).map_or("", |area| area.code);
    let at = skip(text, from.end);
    let mut take = |at: usize, name: &Name| {
        let code = areas[name.area].code;
        if code.len() <= above.len()
            || !code.starts_with(above)
            || (name.kind == Kind::Grouping && above.is_empty())
        {
            return;
        }
        let next = Found {
            area: name.area,
            end: at + name.text.len(),
            last: name.kind,
            tokens: from.tokens + 1,
            bare: from.bare + u8::from(name.kind == Kind::Bare),
        };
        found.push(next);
        if code.len() < 6 {
            go_on(names, areas, text, next, found);
        }
    };
    names.beginning(&text[at..], |name| take(at, name));
    if !above.is_empty() {
        for filler in FILLERS {
            if text[at..].starts_with(filler) {
                let at = skip(text, at + filler.len());
                names.beginning(&text[at..], |name| take(at, name));
            }
        }
    }
}

/// The readings of a whole text; a township may remain after a county.
pub(super) fn complete(names: &Names, areas: &[AreaInfo], text: &str) -> Vec<Found> {
    let mut found = readings(names, areas, text);
    found.retain(|f| {
        let rest = &text[skip(text, f.end)..];
        rest.is_empty()
            || FILLERS.contains(&rest)
            || (areas[f.area].code.len() == 6 && f.sure(text) && is_township(rest))
    });
    // What leaves no township is the better reading.
    let longest = found.iter().map(|f| f.end).max().unwrap_or(0);
    found.retain(|f| f.end == longest);
    keep_plainest(&mut found);
    found
}

/// The longest sure readings of an address's beginning.
pub(super) fn beginning(names: &Names, areas: &[AreaInfo], address: &str) -> Vec<Found> {
    let mut found = readings(names, areas, address);
    found.retain(|f| f.sure(address));
    let longest = found.iter().map(|f| f.end).max().unwrap_or(0);
    found.retain(|f| f.end == longest);
    keep_plainest(&mut found);
    found
}

/// An official name beats a short one of the same length.
fn keep_plainest(found: &mut Vec<Found>) {
    if let Some(best) = found.iter().map(|f| (f.last, f.bare)).min() {
        found.retain(|f| (f.last, f.bare) == best);
    }
}

fn is_township(rest: &str) -> bool {
    let endings = ["镇", "乡", "街道", "街道办", "办事处", "苏木"];
    (2..=20).contains(&rest.chars().count()) && endings.iter().any(|ending| rest.ends_with(ending))
}

impl Found {
    /// Whether the last token is an area even when a street may follow.
    fn sure(&self, text: &str) -> bool {
        let rest = &text[self.end..];
        match self.last {
            // 中卫市场监管…: 市 here belongs to 市场.
            Kind::Full | Kind::Usual => !(text[..self.end].ends_with('市') && rest.starts_with('场')),
            Kind::Grouping => true,
            // 江苏南京 is a city, 南京 may be a street; 湖南长沙路 is one.
            Kind::Bare => {
                self.tokens >= 2
                    && !rest.starts_with(['路', '街', '巷', '道', '大', '东', '西', '南', '北', '中'])
            }
        }
    }
}

/// Settles on one of several readings, preferring what lies inside `within`.
pub(super) fn choose(areas: &[AreaInfo], found: &[Found], within: Option<&str>) -> Choice {
    let mut all: Vec<usize> = found.iter().map(|f| or_only_county(areas, f.area)).collect();
    all.sort_unstable();
    all.dedup();
    if let Some(within) = within.filter(|within| !within.is_empty()) {
        let inside: Vec<usize> = all
            .iter()
            .copied()
            .filter(|&i| areas[i].code.starts_with(within) && areas[i].code.len() > within.len())
            .collect();
        if !inside.is_empty() {
            all = inside;
        } else if let Some(own) = all.iter().find(|&&i| areas[i].code == within) {
            return Choice::One(*own);
        }
    }
    match all[..] {
        [] => Choice::Nothing,
        [one] => Choice::One(one),
        // Code order puts what contains the others first.
        [first, ref others @ ..] => {
            let holds_all = others.iter().all(|&i| areas[i].code.starts_with(areas[first].code));
            match all.iter().find(|&&i| areas[i].code.len() == 2) {
                Some(province) => Choice::One(*province),
                None if holds_all => Choice::One(first),
                None => Choice::Many(all),
            }
        }
    }
}

/// A city without counties (4419 东莞) is named by its only county, 441900.
fn or_only_county(areas: &[AreaInfo], city: usize) -> usize {
    match areas.get(city + 1) {
        Some(next) if next.name == areas[city].name && next.code.starts_with(areas[city].code) => city + 1,
        _ => city,
    }
}

/// What may have been meant by a text that names nothing: the areas whose
/// names begin like its last token (铜山县 → 铜山区).
pub(super) fn near(names: &Names, areas: &[AreaInfo], text: &str, within: Option<&str>) -> Vec<usize> {
    let furthest = readings(names, areas, text).into_iter().filter(|f| areas[f.area].code.len() < 6);
    let (above, at) = furthest.max_by_key(|f| f.end).map_or(("", 0), |f| (areas[f.area].code, f.end));
    let rest = &text[skip(text, at)..];
    let stem = without_suffix(rest).map_or(rest, |(stem, _)| stem);
    if stem.chars().count() < 2 {
        return Vec::new();
    }
    let mut out: Vec<usize> = names
        .with_stem(stem)
        .filter(|name| name.kind != Kind::Grouping)
        .map(|name| name.area)
        .filter(|&i| areas[i].code.starts_with(above) && areas[i].code.len() > above.len())
        .collect();
    out.sort_unstable();
    out.dedup();
    if let Some(within) = within {
        // What lies inside comes first.
        out.sort_by_key(|&i| !areas[i].code.starts_with(within));
    }
    out
}
