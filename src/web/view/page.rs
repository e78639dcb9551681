//! A page before it becomes HTML.

use super::{Block, Search};

/// A step of the breadcrumb.
#[derive(Debug, Clone)]
pub struct Crumb {
    /// Its words.
    pub text: String,
    /// Where it leads.
    pub href: String,
}

/// A feed that tells what is new here.
#[derive(Debug, Clone)]
pub struct Feed {
    /// Its name.
    pub title: String,
    /// Its address.
    pub href: String,
}

/// A page.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// HTTP status; 0 stands for 200.
    pub status: u16,
    /// Its heading, and the window's title.
    pub title: String,
    /// Whether the heading is the office's own words (Chinese on an English page).
    pub kicker: String,
    /// What it is about, in one or two sentences; may be empty.
    pub lead: String,
    /// The way here, without the home page and the page itself.
    pub crumbs: Vec<Crumb>,
    /// What stands on it.
    pub blocks: Vec<Block>,
    /// A feed of it.
    pub feed: Option<Feed>,
    /// Not for search engines: a list narrowed down, a search, an error.
    pub hidden: bool,
    /// Place of the navigation that is marked as here: a path.
    pub here: &'static str,
    /// What was searched for, for the box in the header.
    pub search: Search,
    /// Whether the module of the in-browser check is needed.
    pub check: bool,
}

impl Page {
    /// A page of a place of the navigation.
    pub fn new(here: &'static str, title: impl Into<String>) -> Self {
        Self { here, title: title.into(), ..Self::default() }
    }

    /// Says what it is about.
    pub fn lead(mut self, lead: impl Into<String>) -> Self {
        self.lead = lead.into();
        self
    }

    /// A step of the way here.
    pub fn crumb(mut self, text: impl Into<String>, href: impl Into<String>) -> Self {
        self.crumbs.push(Crumb { text: text.into(), href: href.into() });
        self
    }

    /// Adds a part.
    pub fn add(&mut self, block: Block) -> &mut Self {
        self.blocks.push(block);
        self
    }

    /// Adds a heading of the second level, to be linked to by `id`.
    pub fn section(&mut self, id: &'static str, text: impl Into<String>) -> &mut Self {
        self.add(Block::Heading { level: 2, id, text: text.into() })
    }

    /// Adds a heading of the third level.
    pub fn subsection(&mut self, text: impl Into<String>) -> &mut Self {
        self.add(Block::Heading { level: 3, id: "", text: text.into() })
    }

    /// Its sections that can be linked to.
    pub fn sections(&self) -> Vec<(&'static str, &String)> {
        let section = |block| match block {
            &Block::Heading { level: 2, id, ref text } if !id.is_empty() => Some((id, text)),
            _ => None,
        };
        self.blocks.iter().filter_map(section).collect()
    }

    /// Adds a paragraph.
    pub fn text(&mut self, text: impl Into<String>) -> &mut Self {
        self.add(Block::Text(text.into()))
    }
}
