//! 列对照: a TOML file that says which column a heading of ours stands for,
//! where the usual headings do not fit; where areas lie that have no code in
//! GB/T 2260 (zones, abolished counties); and how codes are spelt that are not
//! made of digits and letters (文号).
//!
//! ```toml
//! [entities]
//! "市场主体唯一标识" = "code"
//! "内部备注" = ""            # pass over this column
//!
//! [areas]                    # a code or name as files write it = an area
//! "640571" = "640521"        # or "640521971": nine digits keep it apart
//! "中卫工业园区" = "中宁县"
//!
//! [codes]                    # 中宁市监罚〔2025〕1号 becomes ZNSJF-2025-1
//! "中宁市监罚" = "ZNSJF"
//! ```

use std::collections::BTreeMap;
use std::path::Path;

use super::clean;
use super::headings::plain;
use crate::domain::Result;
use crate::text;

/// The registers a mapping may speak of.
const REGISTERS: [&str; 6] = ["entities", "inspectors", "items", "history", "barred", "results"];

/// Tables that speak of values.
const VALUES: [&str; 2] = ["areas", "codes"];

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
            if VALUES.contains(&register.as_str()) {
                let lines = lines.into_iter().map(|(value, means)| (clean::text(&value), means)).collect();
                tables.insert(register, lines);
                continue;
            }
            if !REGISTERS.contains(&register.as_str()) {
                return Err(text!(
                    "registry-mapping-table",
                    file = file,
                    table = register,
                    known = [&REGISTERS[..], &VALUES].concat().join("、")
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

    /// The area that a code or name stands for, if the file says.
    pub fn area(&self, said: &str) -> Option<&str> {
        let areas = self.tables.get("areas")?;
        let said = clean::text(said);
        areas.get(said.strip_suffix(".0").unwrap_or(&said)).map(String::as_str)
    }

    /// A code with the words the file names spelt in letters, brackets as
    /// hyphens, 第 and 号 dropped; `None` where it has none of those words.
    pub fn code(&self, code: &str) -> Option<String> {
        let words = self.tables.get("codes")?;
        // The longest first, so that 市监罚告 is not read as 市监罚.
        let mut words: Vec<_> = words.iter().filter(|(word, _)| code.contains(word.as_str())).collect();
        words.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        words.first()?;
        let spelt = words.iter().fold(code.to_owned(), |code, (word, letters)| {
            code.replace(word.as_str(), &format!("-{letters}-"))
        });
        let pieces = spelt.split(|c: char| "〔〕[]【】（）()［］-第号 ".contains(c));
        Some(pieces.filter(|piece| !piece.is_empty()).collect::<Vec<_>>().join("-"))
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
        let mapping = Mapping::parse(
            "[areas]\n'640571' = '640521'\n[codes]\n'中宁市监罚' = 'ZNSJF'\n'市监罚' = 'SJF'",
            "m.toml",
        )
        .unwrap();
        assert_eq!(
            (mapping.area("６４０５７１ "), mapping.area("640571.0")),
            (Some("640521"), Some("640521"))
        );
        assert_eq!(mapping.area("640572"), None);
        assert_eq!(mapping.code("中宁市监罚〔2025〕第1号").unwrap(), "ZNSJF-2025-1");
        assert_eq!(mapping.code("市监罚[2025]12号").unwrap(), "SJF-2025-12");
        assert_eq!(mapping.code("DT-640502-7"), None);
        assert_eq!(Mapping::parse("[entitys]\na = \"code\"", "m").unwrap_err().id, "registry-mapping-table");
        assert_eq!(Mapping::parse("[entities]\na = 1", "m").unwrap_err().id, "registry-mapping-toml");
        assert_eq!(Mapping::parse("[entities", "m").unwrap_err().id, "registry-mapping-toml");
    }
}
