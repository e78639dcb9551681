//! A page for people: lines in their language, tables whose columns stand
//! under each other whatever the script.

use std::io::{self, Write};

#[cfg(feature = "office")]
use comfy_table::{CellAlignment, Table, presets};

use crate::domain::Text;
use crate::lang::Lang;

/// Lines being put together.
#[derive(Debug)]
pub struct Page {
    /// The reader's language.
    pub lang: Lang,
    text: String,
}

impl Page {
    /// An empty page.
    pub fn new(lang: Lang) -> Self {
        Self { lang, text: String::new() }
    }

    /// A line.
    pub fn say(&mut self, text: &Text) {
        let line = self.lang.say(text);
        self.line(&line);
    }

    /// Lines with a dash before each; what runs on is indented.
    pub fn list<'t>(&mut self, texts: impl IntoIterator<Item = &'t Text>) {
        for text in texts {
            let line = self.lang.say(text).replace('\n', "\n    ");
            self.line(&format!("  - {line}"));
        }
    }

    /// A line as it is.
    pub fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// An empty line.
    pub fn blank(&mut self) {
        self.text.push('\n');
    }

    #[cfg(feature = "office")]
    /// A table; columns of numbers are set to the right.
    pub fn table(&mut self, headings: &[Text], rows: impl IntoIterator<Item = Vec<String>>) {
        let rows: Vec<Vec<String>> = rows.into_iter().collect();
        if rows.is_empty() {
            return;
        }
        let mut table = Table::new();
        table.load_preset(presets::NOTHING);
        table.set_header(headings.iter().map(|heading| self.lang.say(heading)));
        let number = |cell: &str| {
            cell.is_empty()
                || cell.bytes().all(|c| c.is_ascii_digit() || matches!(c, b'.' | b',' | b'%' | b'-'))
        };
        for column in 0..headings.len() {
            let numbers = rows.iter().all(|row| row.get(column).is_none_or(|cell| number(cell)));
            if let Some(column) = table.column_mut(column) {
                column.set_padding((0, 2));
                if numbers {
                    column.set_cell_alignment(CellAlignment::Right);
                }
            }
        }
        table.add_rows(rows);
        for line in table.lines() {
            self.line(&format!("  {}", line.trim_end()));
        }
    }

    /// The page so far.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

/// Writes to standard output; a reader that went away is no fault.
pub fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        done => done,
    }
}

/// Writes a line to standard error; nothing can be done where that fails.
pub fn eprint(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}
