//! Documents by any substring of their text.

use super::docs::first_id;
use super::pairs::{fold, phrase};
use crate::domain::Result;
use crate::domain::grammar::check_code;
use crate::publication::public::Kind;
use crate::store::value::args;
use crate::store::{Row, Tx};
use crate::text;

/// Words of a query beyond these are not looked at.
const WORDS: usize = 8;
/// Characters of a word beyond these are not looked at.
const LONG: usize = 64;
/// How many hits of a kind are counted at most; whoever has more narrows the search.
pub const COUNTED: u64 = 10_000;
/// No page begins further down, whatever was counted of other kinds.
pub const FURTHEST: u64 = COUNTED;
/// Characters of the shortest code of a company, a 注册号.
const CODE: usize = 15;
/// So few hits are looked up together.
const FEW: u64 = 200;
/// How many hits of a kind a query of single characters counts at most.
pub const SINGLE_LIMIT: u64 = 1000;

/// In which order what is found is shown: whom most people look for comes first,
/// and what is about it after it.
const ORDER: [Kind; 9] = [
    Kind::Company,
    Kind::Plan,
    Kind::Draw,
    Kind::Item,
    Kind::Officer,
    Kind::Result,
    Kind::Visit,
    Kind::Notice,
    Kind::Office,
];

/// How far a search goes.
#[derive(Debug, Clone, Copy)]
struct Reach {
    few: u64,
    counted: u64,
    single: u64,
}

/// As far as every search goes.
const REACH: Reach = Reach { few: FEW, counted: COUNTED, single: SINGLE_LIMIT };

/// Something found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// What it is.
    pub kind: Kind,
    /// Its key.
    pub key: String,
    /// Its line.
    pub title: String,
}

/// What a search found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hits {
    /// Those asked for.
    pub items: Vec<Hit>,
    /// How many there are, as far as they were counted.
    pub total: u64,
    /// Whether there are more than were counted.
    pub more: bool,
}

impl Hits {
    /// Where the page behind these `limit` from `from` on begins; none where there
    /// is none, or none that far down ([`FURTHEST`]).
    pub fn next(&self, from: u64, limit: u64) -> Option<u64> {
        let next = from.saturating_add(limit);
        (next < self.total && next <= FURTHEST).then_some(next)
    }
}

/// Finds documents by any substring of their text; several words must all be
/// there. `kind`: only of that kind. Kind by kind, companies first, within a kind
/// the latest made first. Of a kind no more than [`COUNTED`] are counted and
/// shown. A company's whole code finds it and what is about it.
///
/// Words of one character only look at titles (`LIKE`), count no more than
/// [`SINGLE_LIMIT`] hits, and say nothing about the rest; beside longer words
/// they narrow down what these found by its title.
pub fn search(tx: &mut Tx<'_>, words: &str, kind: Option<Kind>, from: u64, limit: u64) -> Result<Hits> {
    reaching(REACH, tx, words, kind, [from, limit])
}

/// The same as far as told.
fn reaching(
    reach: Reach,
    tx: &mut Tx<'_>,
    words: &str,
    kind: Option<Kind>,
    [from, limit]: [u64; 2],
) -> Result<Hits> {
    let folded = fold(words);
    let words: Vec<String> = folded
        .split(' ')
        .filter(|word| !word.is_empty())
        .take(WORDS)
        .map(|word| word.chars().take(LONG).collect())
        .collect();
    if words.is_empty() {
        return Ok(Hits::default());
    }
    let wanted = match words.as_slice() {
        [word] if known_code(tx, word)? => Wanted::Code(word.to_ascii_uppercase()),
        words => Wanted::words(words),
    };
    if let Some(hits) = wanted.few(tx, kind, [from, limit], reach.few)? {
        return Ok(hits);
    }
    let (mut hits, mut skip) = (Hits::default(), from);
    let most = wanted.most(reach);
    for kind in ORDER.into_iter().filter(|one| kind.is_none_or(|kind| kind == *one)) {
        let found = wanted.count(tx, kind, most + 1)?;
        hits.more |= found > most;
        let found = found.min(most);
        let room = limit.saturating_sub(hits.items.len() as u64).min(found.saturating_sub(skip));
        if room > 0 {
            for row in wanted.rows(tx, kind, skip, room)? {
                hits.items.push(Hit { kind, key: row.text(0)?, title: row.text(1)? });
            }
        }
        skip = skip.saturating_sub(found);
        hits.total += found;
    }
    Ok(hits)
}

/// Puts the index of words in order: many small parts of it, as writing leaves
/// them, are slow to search. All of it after an edition was made anew, which
/// takes a while; else some of it, so that it stays in order over time.
pub fn tidy(tx: &mut Tx<'_>, fresh: bool) -> Result<()> {
    match fresh {
        true => tx.batch("INSERT INTO words(words) VALUES ('optimize')"),
        false => tx.batch("INSERT INTO words(words, rank) VALUES ('merge', 500)"),
    }
}

/// Whether a word is the whole code of a company that something is known of.
/// Its runs of digits stand in so many codes that looking it up is quicker.
/// Shorter codes are looked for as any other text, which they may be part of.
fn known_code(tx: &mut Tx<'_>, word: &str) -> Result<bool> {
    let code = word.to_ascii_uppercase();
    if code.len() < CODE || check_code(&code).is_err() {
        return Ok(false);
    }
    if tx
        .row("SELECT 1 FROM docs WHERE kind = $1 AND key = $2", args![Kind::Company.name(), &code])?
        .is_some()
    {
        return Ok(true);
    }
    // Every kind by its name, so that an index serves.
    for kind in Kind::ALL {
        let row = tx.row(
            "SELECT 1 FROM labels WHERE kind = $1 AND facet = 'company' AND value = $2 AND total > 0",
            args![kind.name(), &code],
        )?;
        if row.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

fn escape(word: &str) -> String {
    word.chars().flat_map(|c| ['\\'].into_iter().filter(move |_| "%_\\".contains(c)).chain([c])).collect()
}

enum Wanted {
    /// What a company's code stands for.
    Code(String),
    /// What holds these phrases, and single characters in its title.
    Words { phrases: String, singles: Vec<String> },
}

impl Wanted {
    fn words(words: &[String]) -> Self {
        let (single, long): (Vec<&String>, Vec<&String>) =
            words.iter().partition(|word| word.chars().nth(1).is_none());
        let phrases: Vec<String> = long.iter().map(|word| phrase(word)).collect();
        Self::Words {
            phrases: phrases.join(" AND "),
            // Characters that stand for others in LIKE are escaped.
            singles: single.iter().map(|word| format!("%{}%", escape(word))).collect(),
        }
    }

    /// How many hits of a kind are counted.
    fn most(&self, reach: Reach) -> u64 {
        match self {
            Self::Words { phrases, .. } if phrases.is_empty() => reach.single,
            _ => reach.counted,
        }
    }

    /// All there is, where that is little: the index is asked once for all kinds,
    /// and not again for how many there are.
    fn few(
        &self,
        tx: &mut Tx<'_>,
        kind: Option<Kind>,
        [from, limit]: [u64; 2],
        few: u64,
    ) -> Result<Option<Hits>> {
        let Self::Words { phrases, singles } = self else { return Ok(None) };
        if phrases.is_empty() || !singles.is_empty() {
            return Ok(None);
        }
        let [first, last] = kind.map_or([0, 1 << 62], ids);
        let rows = tx.rows(
            "SELECT rowid FROM words WHERE words MATCH $1 AND rowid > $2 AND rowid < $3 LIMIT $4",
            args![phrases, first, last, few + 1],
        )?;
        if rows.len() as u64 > few {
            return Ok(None);
        }
        let mut found = rows.iter().map(|row| row.count(0)).collect::<Result<Vec<u64>>>()?;
        let place = |kind: Kind| ORDER.iter().position(|one| *one == kind);
        let kind_of =
            |id: u64| Kind::ALL.into_iter().find(|kind| (ids(*kind)[0]..ids(*kind)[1]).contains(&id));
        found.sort_unstable_by_key(|id| (kind_of(*id).and_then(place), std::cmp::Reverse(*id)));
        let total = found.len() as u64;
        let shown: Vec<u64> = found.into_iter().skip(from as usize).take(limit as usize).collect();
        let rows = tx.rows(
            "SELECT d.key, d.title, d.id FROM json_each($1) j CROSS JOIN docs d ON d.id = j.value ORDER BY j.key",
            args![serde_json::to_string(&shown).unwrap_or_default()],
        )?;
        let mut items = Vec::with_capacity(rows.len());
        for row in &rows {
            if let Some(kind) = kind_of(row.count(2)?) {
                items.push(Hit { kind, key: row.text(0)?, title: row.text(1)? });
            }
        }
        Ok(Some(Hits { items, total, more: false }))
    }

    fn count(&self, tx: &mut Tx<'_>, kind: Kind, most: u64) -> Result<u64> {
        let row = match self {
            Self::Code(code) => tx.row(
                "SELECT (SELECT COUNT(*) FROM docs WHERE kind = $1 AND key = $2 AND title <> '') \
                 + (SELECT COUNT(*) FROM (SELECT 1 FROM labels l CROSS JOIN facets f ON f.label = l.id \
                   CROSS JOIN docs d ON d.id = f.doc WHERE l.kind = $1 AND l.facet = 'company' \
                   AND l.value = $2 AND d.title <> '' LIMIT $3))",
                args![kind.name(), code, most],
            )?,
            Self::Words { phrases, singles } => {
                let [from, to] = ids(kind);
                let [one, two] = patterns(singles);
                if phrases.is_empty() {
                    tx.row(
                        "SELECT COUNT(*) FROM (SELECT 1 FROM docs WHERE id > $1 AND id < $2 AND title <> '' \
                         AND title LIKE $3 ESCAPE '\\' AND title LIKE $4 ESCAPE '\\' LIMIT $5)",
                        args![from, to, one, two, most],
                    )?
                } else if singles.is_empty() {
                    tx.row(
                        "SELECT COUNT(*) FROM (SELECT 1 FROM words WHERE words MATCH $1 AND rowid > $2 \
                         AND rowid < $3 LIMIT $4)",
                        args![phrases, from, to, most],
                    )?
                } else {
                    tx.row(
                        "SELECT COUNT(*) FROM (SELECT 1 FROM words w CROSS JOIN docs d ON d.id = w.rowid \
                         WHERE words MATCH $1 AND w.rowid > $2 AND w.rowid < $3 \
                         AND d.title LIKE $4 ESCAPE '\\' AND d.title LIKE $5 ESCAPE '\\' LIMIT $6)",
                        args![phrases, from, to, one, two, most],
                    )?
                }
            }
        };
        row.map_or_else(|| Err(text!("store-column", column = 0)), |row| row.count(0))
    }

    fn rows(&self, tx: &mut Tx<'_>, kind: Kind, skip: u64, limit: u64) -> Result<Vec<Row>> {
        let Self::Words { phrases, singles } = self else { return self.about(tx, kind, skip, limit) };
        let [from, to] = ids(kind);
        let [one, two] = patterns(singles);
        if phrases.is_empty() {
            tx.rows(
                "SELECT key, title FROM docs WHERE id > $1 AND id < $2 AND title <> '' \
                 AND title LIKE $3 ESCAPE '\\' AND title LIKE $4 ESCAPE '\\' ORDER BY id DESC LIMIT $5 OFFSET $6",
                args![from, to, one, two, limit, skip],
            )
        } else if singles.is_empty() {
            // What is skipped is not looked up.
            tx.rows(
                "SELECT d.key, d.title FROM (SELECT rowid AS id FROM words WHERE words MATCH $1 AND rowid > $2 \
                 AND rowid < $3 ORDER BY rowid DESC LIMIT $4 OFFSET $5) w CROSS JOIN docs d ON d.id = w.id \
                 ORDER BY d.id DESC",
                args![phrases, from, to, limit, skip],
            )
        } else {
            tx.rows(
                "SELECT d.key, d.title FROM words w CROSS JOIN docs d ON d.id = w.rowid WHERE words MATCH $1 \
                 AND w.rowid > $2 AND w.rowid < $3 AND d.title LIKE $4 ESCAPE '\\' AND d.title LIKE $5 ESCAPE '\\' \
                 ORDER BY w.rowid DESC LIMIT $6 OFFSET $7",
                args![phrases, from, to, one, two, limit, skip],
            )
        }
    }

    /// The company, and what is about it.
    fn about(&self, tx: &mut Tx<'_>, kind: Kind, skip: u64, limit: u64) -> Result<Vec<Row>> {
        let Self::Code(code) = self else { return Ok(Vec::new()) };
        tx.rows(
            "SELECT key, title FROM docs WHERE kind = $1 AND key = $2 AND title <> '' \
             UNION SELECT d.key, d.title FROM labels l CROSS JOIN facets f ON f.label = l.id \
               CROSS JOIN docs d ON d.id = f.doc \
               WHERE l.kind = $1 AND l.facet = 'company' AND l.value = $2 AND d.title <> '' \
             ORDER BY 1 LIMIT $3 OFFSET $4",
            args![kind.name(), code, limit, skip],
        )
    }
}

/// The patterns of single characters, two at most; `%` lets everything through.
fn patterns(singles: &[String]) -> [String; 2] {
    std::array::from_fn(|at| singles.get(at).cloned().unwrap_or_else(|| "%".to_owned()))
}

/// Between which ids documents of a kind lie.
fn ids(kind: Kind) -> [u64; 2] {
    let first = first_id(kind);
    [first, first + (1 << 48)]
}

#[cfg(test)]
mod tests;
