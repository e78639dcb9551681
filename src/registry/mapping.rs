//! 列对照: a TOML file that says which column a heading of ours stands for,
//! where the usual headings do not fit.
//!
//! ```toml
//! [entities]
//! "市场主体唯一标识" = "code"
//! "内部备注" = ""            # pass over this column
//! ```

use std::collections::BTreeMap;
use std::path::Path;

use super::headings::plain;
use crate::domain::Result;
use crate::text;

/// The registers a mapping may speak of.
const REGISTERS: [&str; 5] = ["entities", "inspectors", "items", "history", "barred"];

/// Headings of files → column names, by register. The empty mapping knows only
/// the usual headings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mapping {
    tables: BTreeMap<String, BTreeMap<String, String>>,
}

impl Mapping {
    /// Reads a mapping file.
    pub fn read(path: &Path) -> Result<Self> {
        let bytes = std::fs::read(path).map_err(|error| super::table::unreadable(path, &error))?;
        let text = String::from_utf8(bytes).map_err(|_| text!("registry-mapping-utf8", file = path))?;
        Self::parse(&text, &path.display().to_string())
    }

    /// Reads a mapping from its text; `file` is for messages.
    pub fn parse(toml: &str, file: &str) -> Result<Self> {
        let toml = toml.strip_prefix('\u{feff}').unwrap_or(toml);
        let read: BTreeMap<String, BTreeMap<String, String>> = toml::from_str(toml)
            .map_err(|error| text!("registry-mapping-toml", file = file, error = error.to_string().trim()))?;
        let mut tables = BTreeMap::new();
        for (register, lines) in read {
            if !REGISTERS.contains(&register.as_str()) {
                return Err(text!(
                    "registry-mapping-table",
                    file = file,
                    table = register,
                    known = REGISTERS.join("、")
                ));
            }
            let lines = lines.into_iter().map(|(heading, column)| (plain(&heading), column)).collect();
            tables.insert(register, lines);
        }
        Ok(Self { tables })
    }

    /// What a heading stands for: a column's name, or empty to pass it over.
    pub fn column(&self, register: &str, heading: &str) -> Option<&str> {
        self.tables.get(register)?.get(&plain(heading)).map(String::as_str)
    }

    /// All columns a register's lines name, with their headings.
    pub(crate) fn lines(&self, register: &str) -> impl Iterator<Item = (&str, &str)> {
        let lines = self.tables.get(register).into_iter().flatten();
        lines.map(|(heading, column)| (heading.as_str(), column.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_faults() {
        let mapping =
            Mapping::parse("\u{feff}[entities]\n\" 编 号 \" = \"code\"\n\"备注\" = \"\"\n", "m.toml")
                .unwrap();
        assert_eq!(mapping.column("entities", "编号"), Some("code"));
        assert_eq!(mapping.column("entities", "备注"), Some(""));
        assert_eq!(mapping.column("items", "编号"), None);
        assert_eq!(Mapping::parse("[entitys]\na = \"code\"", "m").unwrap_err().id, "registry-mapping-table");
        assert_eq!(Mapping::parse("[entities]\na = 1", "m").unwrap_err().id, "registry-mapping-toml");
        assert_eq!(Mapping::parse("[entities", "m").unwrap_err().id, "registry-mapping-toml");
    }
}
