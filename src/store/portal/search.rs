//! Documents by any substring of their text.

use super::docs::first_id;
use super::list::Page;
use super::pairs::{fold, phrase};
use crate::domain::Result;
use crate::publication::public::Kind;
use crate::store::value::args;
use crate::store::{Row, Tx};
use crate::text;

/// Words of a query beyond these are not looked at.
const WORDS: usize = 8;
/// Characters of a word beyond these are not looked at.
const LONG: usize = 64;
/// How many hits a query of single characters counts at most.
pub const SINGLE_LIMIT: u64 = 1000;

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

/// Finds documents by any substring of their text; several words must all be
/// there. `kind`: only of that kind. In the order of the kinds, within a kind
/// the latest made first.
///
/// Words of one character only look at titles (`LIKE`), count no more than
/// [`SINGLE_LIMIT`] hits, and say nothing about the rest; beside longer words
/// they narrow down what these found by its title.
pub fn search(tx: &mut Tx<'_>, words: &str, kind: Option<Kind>, from: u64, limit: u64) -> Result<Page<Hit>> {
    let folded = fold(words);
    let words: Vec<String> = folded
        .split(' ')
        .filter(|word| !word.is_empty())
        .take(WORDS)
        .map(|word| word.chars().take(LONG).collect())
        .collect();
    let (single, long): (Vec<&String>, Vec<&String>) =
        words.iter().partition(|word| word.chars().nth(1).is_none());
    let phrases: Vec<String> = long.iter().map(|word| phrase(word)).collect();
    let wanted = Wanted {
        phrases: phrases.join(" AND "),
        // Characters that stand for others in LIKE are escaped.
        singles: single.iter().map(|word| format!("%{}%", escape(word))).collect(),
    };
    if words.is_empty() {
        return Ok(Page { items: Vec::new(), total: 0, next: None });
    }
    let (mut items, mut total, mut skip) = (Vec::new(), 0, from);
    for kind in Kind::ALL.into_iter().filter(|one| kind.is_none_or(|kind| kind == *one)) {
        let found = wanted.count(tx, kind)?;
        let room = limit.saturating_sub(items.len() as u64);
        if room > 0 && skip < found {
            for row in wanted.rows(tx, kind, skip, room)? {
                items.push(Hit { kind, key: row.text(0)?, title: row.text(1)? });
            }
        }
        skip = skip.saturating_sub(found);
        total += found;
    }
    Ok(Page { items, total, next: None })
}

fn escape(word: &str) -> String {
    word.chars().flat_map(|c| ['\\'].into_iter().filter(move |_| "%_\\".contains(c)).chain([c])).collect()
}

struct Wanted {
    phrases: String,
    singles: Vec<String>,
}

impl Wanted {
    /// The patterns of single characters, two at most; `%` lets everything through.
    fn patterns(&self) -> [String; 2] {
        std::array::from_fn(|at| self.singles.get(at).cloned().unwrap_or_else(|| "%".to_owned()))
    }

    fn count(&self, tx: &mut Tx<'_>, kind: Kind) -> Result<u64> {
        let first = first_id(kind);
        let (from, to) = (first, first + (1 << 48));
        let [one, two] = self.patterns();
        let row = if self.phrases.is_empty() {
            tx.row(
                "SELECT COUNT(*) FROM (SELECT 1 FROM docs WHERE id > $1 AND id < $2 AND title <> '' \
                 AND title LIKE $3 ESCAPE '\\' AND title LIKE $4 ESCAPE '\\' LIMIT $5)",
                args![from, to, one, two, SINGLE_LIMIT],
            )?
        } else if self.singles.is_empty() {
            tx.row(
                "SELECT COUNT(*) FROM words WHERE words MATCH $1 AND rowid > $2 AND rowid < $3",
                args![&self.phrases, from, to],
            )?
        } else {
            tx.row(
                "SELECT COUNT(*) FROM words w CROSS JOIN docs d ON d.id = w.rowid WHERE words MATCH $1 \
                 AND w.rowid > $2 AND w.rowid < $3 AND d.title LIKE $4 ESCAPE '\\' AND d.title LIKE $5 ESCAPE '\\'",
                args![&self.phrases, from, to, one, two],
            )?
        };
        row.map_or_else(|| Err(text!("store-column", column = 0)), |row| row.count(0))
    }

    fn rows(&self, tx: &mut Tx<'_>, kind: Kind, skip: u64, limit: u64) -> Result<Vec<Row>> {
        let first = first_id(kind);
        let (from, to) = (first, first + (1 << 48));
        let [one, two] = self.patterns();
        if self.phrases.is_empty() {
            let limit = limit.min(SINGLE_LIMIT.saturating_sub(skip));
            return tx.rows(
                "SELECT key, title FROM docs WHERE id > $1 AND id < $2 AND title <> '' \
                 AND title LIKE $3 ESCAPE '\\' AND title LIKE $4 ESCAPE '\\' ORDER BY id DESC LIMIT $5 OFFSET $6",
                args![from, to, one, two, limit, skip],
            );
        }
        tx.rows(
            "SELECT d.key, d.title FROM words w CROSS JOIN docs d ON d.id = w.rowid WHERE words MATCH $1 \
             AND w.rowid > $2 AND w.rowid < $3 AND d.title LIKE $4 ESCAPE '\\' AND d.title LIKE $5 ESCAPE '\\' \
             ORDER BY w.rowid DESC LIMIT $6 OFFSET $7",
            args![&self.phrases, from, to, one, two, limit, skip],
        )
    }
}
