//! Parts of a page.

use super::chart::{Bars, Plot};
use crate::lang::Lang;
use crate::publication::public::Draw;
use crate::text;
use crate::web::ask::Ask;

/// A run of text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Piece {
    /// The words.
    pub text: String,
    /// Where they lead; empty: nowhere.
    pub href: String,
    /// Set as code: digests, commands, numbers of certificates.
    pub code: bool,
    /// A class that marks it (`good`, `bad`, `quiet`, `tag`); empty: none.
    pub mark: &'static str,
}

impl Piece {
    /// Whether it holds Chinese characters, so that an English page says so.
    pub fn chinese(&self) -> bool {
        self.text.chars().any(|c| matches!(c, '\u{3400}'..='\u{9fff}'))
    }

    /// Marks it.
    pub fn mark(mut self, mark: &'static str) -> Self {
        self.mark = mark;
        self
    }
}

impl From<String> for Piece {
    fn from(text: String) -> Self {
        Self { text, ..Self::default() }
    }
}

impl From<&str> for Piece {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

/// What stands in one place of a table or a list of facts: runs, one below the other.
pub type Cell = Vec<Piece>;

/// A place with one run.
pub fn cell(piece: impl Into<Piece>) -> Cell {
    vec![piece.into()]
}

/// A place with several runs.
pub fn cells<P: Into<Piece>>(pieces: impl IntoIterator<Item = P>) -> Cell {
    pieces.into_iter().map(Into::into).collect()
}

/// Words that lead somewhere.
pub fn link(text: impl Into<String>, href: impl Into<String>) -> Piece {
    Piece { text: text.into(), href: href.into(), ..Piece::default() }
}

/// Text set as code.
pub fn code(text: impl Into<String>) -> Piece {
    Piece { text: text.into(), code: true, ..Piece::default() }
}

/// Names and what belongs to them; a place that is empty is left out.
#[derive(Debug, Clone, Default)]
pub struct Facts(pub Vec<(String, Cell)>);

impl Facts {
    /// Adds one, unless there is nothing to say.
    pub fn put(&mut self, name: impl Into<String>, cell: Cell) -> &mut Self {
        if cell.iter().any(|piece| !piece.text.is_empty()) {
            self.0.push((name.into(), cell));
        }
        self
    }
}

/// A column of a table.
#[derive(Debug, Clone)]
pub struct Column {
    /// Its heading.
    pub name: String,
    /// Numbers, set to the right.
    pub number: bool,
}

/// A table; on a narrow screen each row becomes a card.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// What it shows; read out by screen readers.
    pub caption: String,
    /// Whether the caption is to be seen too.
    pub captioned: bool,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, each with a place for each column; the first is the row's name.
    pub rows: Vec<Vec<Cell>>,
    /// What is said where there is no row.
    pub empty: String,
}

impl Table {
    /// A table without rows. Columns that begin with `#` hold numbers.
    pub fn new(caption: impl Into<String>, columns: &[String]) -> Self {
        let column = |name: &String| match name.strip_prefix('#') {
            Some(name) => Column { name: name.to_owned(), number: true },
            None => Column { name: name.clone(), number: false },
        };
        Self { caption: caption.into(), columns: columns.iter().map(column).collect(), ..Self::default() }
    }

    /// Rows with the columns they stand under.
    pub fn lines(&self) -> impl Iterator<Item = impl Iterator<Item = (usize, &Column, &Cell)>> {
        self.rows.iter().map(|row| {
            self.columns.iter().zip(row).enumerate().map(|(at, (column, cell))| (at, column, cell))
        })
    }
}

/// The search box's content.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// Words searched for.
    pub words: String,
}

/// A field of a form that narrows a list down.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its name in the query.
    pub name: &'static str,
    /// Its label.
    pub label: String,
    /// Values to choose from: value, words, chosen. None: typed in freely.
    pub options: Vec<(String, String, bool)>,
    /// What is typed in.
    pub value: String,
}

/// The in-browser check of a bundle.
#[derive(Debug, Clone)]
pub struct CheckBox {
    /// Address of the bundle's folder, with a slash at its end.
    pub bundle: String,
    /// `zh` or `en`.
    pub lang: &'static str,
    /// Where the company's code goes without scripts: its page.
    pub action: String,
    /// What is said without scripts.
    pub without: String,
    /// Label of the company's code.
    pub company: String,
    /// What that button says.
    pub company_button: String,
    /// Whether there is a server to ask for the company's row and path.
    pub served: bool,
    /// What the check of a company takes; may be empty.
    pub hint: String,
    /// The company there is to check, and nothing else; empty: the whole bundle,
    /// or whatever company is typed in.
    pub code: String,
}

impl CheckBox {
    /// For a draw.
    pub fn of(ask: &Ask<'_>, draw: &Draw) -> Self {
        let frames = draw.files.iter().filter(|(name, ..)| name.starts_with("frames/"));
        let served = !ask.site.options.plain;
        Self {
            bundle: format!("/bundles/{}/", draw.bundle),
            lang: match ask.lang {
                Lang::Zh => "zh",
                Lang::En => "en",
            },
            action: ask.to("/companies"),
            without: ask.t("web-check-without"),
            company: ask.t("web-check-company"),
            company_button: ask.t("web-check-company-button"),
            served,
            hint: match served {
                true => String::new(),
                false => {
                    ask.say(&text!("web-check-plain", size = megabytes(frames.map(|file| file.2).sum())))
                }
            },
            code: String::new(),
        }
    }
}

/// Bytes in megabytes, to a tenth, rounded up.
fn megabytes(bytes: u64) -> String {
    let tenths = bytes.div_ceil(100_000);
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// How one field of a form is filled in.
#[derive(Debug, Clone)]
pub enum Input {
    /// One of these: value, words, chosen.
    Choice(Vec<(String, String, bool)>),
    /// A line.
    Line {
        /// Characters at most.
        most: usize,
        /// `text`.
        kind: &'static str,
        /// What the browser may fill in.
        fill: &'static str,
    },
    /// Several lines.
    Area {
        /// Characters at most.
        most: usize,
        /// Must not be empty.
        needed: bool,
    },
}

/// A field of a form that is sent.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its name.
    pub name: &'static str,
    /// Its label.
    pub label: String,
    /// What belongs there.
    pub hint: String,
    /// What stands there.
    pub value: String,
    /// How it is filled in.
    pub input: Input,
}

/// A form that is sent.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// Where to.
    pub action: String,
    /// What it is, to screen readers.
    pub label: String,
    /// Its button.
    pub button: String,
    /// Its mark: a form is taken in once.
    pub mark: String,
    /// Label of the field that stays empty.
    pub trap: String,
    /// Its fields.
    pub entries: Vec<Entry>,
}

/// A part of a page.
#[derive(Debug, Clone)]
pub enum Block {
    /// A heading.
    Heading {
        /// 2 or 3.
        level: u8,
        /// To link to; may be empty.
        id: &'static str,
        /// Its words.
        text: String,
    },
    /// A paragraph.
    Text(String),
    /// A paragraph with links in it.
    Line(Cell),
    /// A box that stands out: class (`warn`, `info`) and words.
    Note(&'static str, Cell),
    /// Names and values.
    Facts(Facts),
    /// Large figures: number, words, address.
    Figures(Vec<(String, String, String)>),
    /// A table.
    Table(Table),
    /// A list with points.
    List(Vec<Cell>),
    /// What happened when: instant, words.
    Timeline(Vec<(String, Cell)>),
    /// Steps in order.
    Steps(Vec<Cell>),
    /// What follows is folded away under these words, up to [`Block::Close`].
    Open(String),
    /// The end of what is folded away.
    Close,
    /// Lines of code or commands.
    Code(String),
    /// Bars with their numbers.
    Bars(Bars),
    /// Tickets against the cut-off.
    Plot(Plot),
    /// A form that narrows a list down: address, fields, words of the button,
    /// and where it leads to drop all (empty: nothing is narrowed down).
    Filters {
        /// Where it goes.
        action: String,
        /// Its fields.
        fields: Vec<Field>,
        /// Its button.
        button: String,
        /// The list without it.
        clear: String,
        /// What that link says.
        clear_words: String,
        /// What it is for, to screen readers.
        label: String,
    },
    /// Links between the pages of a list.
    Pager {
        /// To screen readers.
        label: String,
        /// How much there is.
        total: String,
        /// Links.
        links: Vec<(String, String, &'static str)>,
    },
    /// The in-browser check.
    Check(CheckBox),
    /// A form that is sent.
    Sheet(Sheet),
    /// What is wrong with what was sent.
    Alert(Vec<Cell>),
}
