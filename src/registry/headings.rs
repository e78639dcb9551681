//! Finding a register's columns under the headings offices use.

use std::borrow::Cow;

use super::clean;
use super::mapping::Mapping;
use super::reject::{Fault, Reject};
use super::table::Row;
use crate::domain::{Result, Text};
use crate::text;

/// A column of a register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Our name, as mapping files use it.
    pub name: &'static str,
    /// The heading we write ourselves.
    pub title: &'static str,
    /// Whether a file without it is refused.
    pub required: bool,
    /// Other headings it goes by; compared after [`plain`].
    pub synonyms: &'static [&'static str],
}

/// A register's columns.
#[derive(Debug, PartialEq, Eq)]
pub struct Spec {
    /// The mapping file's table: `entities`, `inspectors`, `items`, `history`,
    /// `barred` or `results`.
    pub register: &'static str,
    /// In the order of the register's own exports.
    pub columns: &'static [Column],
}

impl Spec {
    /// The column a heading stands for, by the mapping first, then by name,
    /// title and synonyms.
    pub fn column_of(&self, heading: &str, mapping: &Mapping) -> Option<usize> {
        let by_name = |name: &str| self.columns.iter().position(|column| column.name == name);
        if let Some(name) = mapping.column(self.register, heading) {
            return by_name(name);
        }
        let heading = plain(heading);
        let is = |known: &str| {
            if is_plain(known.as_bytes()) { known == heading } else { plain(known) == heading }
        };
        by_name(&heading).or_else(|| {
            self.columns.iter().position(|c| is(c.title) || c.synonyms.iter().any(|synonym| is(synonym)))
        })
    }

    /// A column's place by its name.
    pub fn place(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    /// The headings of our own exports.
    pub fn titles(&self) -> Vec<&'static str> {
        self.columns.iter().map(|column| column.title).collect()
    }
}

/// Whether [`plain`] surely changes nothing: small letters, digits, 汉字.
fn is_plain(bytes: &[u8]) -> bool {
    let mut at = 0;
    while at < bytes.len() {
        at += match bytes[at] {
            b'a'..=b'z' | b'0'..=b'9' => 1,
            0xe4..=0xe9 => 3,
            _ => return false,
        };
    }
    true
}

/// A heading without what varies and means nothing: spaces, stars, colons,
/// quotation marks, remarks such as （必填）; half-width brackets, lower case.
pub fn plain(heading: &str) -> String {
    let text = clean::text(heading).to_lowercase().replace('（', "(").replace('）', ")");
    let mut out: String = text
        .chars()
        .filter(|c| !matches!(c, ' ' | '*' | ':' | '：' | '"' | '“' | '”' | '\'' | '_' | '★'))
        .collect();
    for remark in ["(必填)", "(选填)", "(必填项)", "(非必填)", "(可空)", "(可选)"] {
        if let Some(rest) = out.strip_suffix(remark) {
            out.truncate(rest.len());
        }
    }
    out
}

/// The columns that together tell a file of a register that, like others, goes
/// by objects' codes.
static MARKS: [(&str, &Spec, &[&str]); 2] = [
    ("history", &super::history::SPEC, &["date", "department"]),
    ("barred", &super::barred::SPEC, &["inspector", "reason"]),
];

/// Where a file's columns stand.
#[derive(Debug, Clone)]
pub struct Headings {
    spec: &'static Spec,
    file: String,
    written: Vec<String>,
    places: Vec<Option<usize>>,
}

impl Headings {
    /// Finds a register's columns under a file's headings. Fails when a
    /// required column is missing, showing the mapping line to write; when two
    /// headings stand for one column; when a mapping names no column.
    pub fn resolve(file: &str, written: &[String], spec: &'static Spec, mapping: &Mapping) -> Result<Self> {
        for (heading, name) in mapping.lines(spec.register) {
            if !name.is_empty() && spec.place(name).is_none() {
                let known: Vec<_> = spec.columns.iter().map(|column| column.name).collect();
                return Err(text!(
                    "registry-mapping-column",
                    table = spec.register,
                    heading = heading,
                    column = name,
                    known = known.join("、")
                ));
            }
        }
        let mut places: Vec<Option<usize>> = vec![None; spec.columns.len()];
        // What the mapping says goes before what the headings seem to say.
        let mapped = |at: &usize| mapping.column(spec.register, &written[*at]).is_some();
        let (told, seen): (Vec<usize>, Vec<usize>) = (0..written.len()).partition(mapped);
        for at in told.iter().chain(&seen).copied() {
            let heading = &written[at];
            let Some(column) = spec.column_of(heading, mapping) else { continue };
            if let Some(first) = places[column] {
                if mapped(&first) && !mapped(&at) {
                    continue;
                }
                return Err(text!(
                    "registry-heading-twice",
                    file = file,
                    first = first + 1,
                    second = at + 1,
                    one = &written[first],
                    two = heading,
                    title = spec.columns[column].title,
                    table = spec.register
                ));
            }
            places[column] = Some(at);
        }
        let this = Self { spec, file: file.to_owned(), written: written.to_vec(), places };
        let lacking = spec.columns.iter().filter(|column| column.required && !this.has(column.name));
        match lacking.map(|column| column.name).collect::<Vec<_>>().as_slice() {
            [] => this.not_mistaken(mapping),
            lacking => Err(this.missing(lacking)),
        }
    }

    /// Refuses a file of another register that happens to have the columns
    /// this one needs: taken for the whole of it, it would wipe it out.
    fn not_mistaken(self, mapping: &Mapping) -> Result<Self> {
        let marks = |register: &str| MARKS.iter().find(|(of, ..)| *of == register);
        // A sheet of results is the whole of nothing: it can wipe nothing out.
        if self.spec.register == "results" {
            return Ok(self);
        }
        let own = marks(self.spec.register);
        if own.is_some_and(|(_, _, marks)| marks.iter().all(|name| self.has(name))) {
            return Ok(self);
        }
        for (register, spec, marks) in MARKS.iter().filter(|(of, ..)| *of != self.spec.register) {
            let heading = |name: &&str| {
                let stands = |heading: &&String| {
                    mapping.column(self.spec.register, heading).is_none()
                        && spec.column_of(heading, mapping).is_some_and(|at| spec.columns[at].name == *name)
                };
                self.written.iter().find(stands)
            };
            let found: Option<Vec<&String>> = marks.iter().map(heading).collect();
            if let Some(found) = found {
                let headings: Vec<&str> = found.into_iter().map(String::as_str).collect();
                return Err(text!(
                    "registry-other-register",
                    file = &self.file,
                    headings = headings.join("、"),
                    like = *register,
                    table = self.spec.register,
                    first = headings[0]
                ));
            }
        }
        Ok(self)
    }

    /// The error of a file that lacks columns it needs: all at once, so that
    /// nobody mends one only to be told of the next.
    pub fn missing(&self, names: &[&str]) -> Text {
        let title = |name: &&str| self.spec.place(name).map_or("", |at| self.spec.columns[at].title);
        text!(
            "registry-heading-missing",
            file = &self.file,
            title = names.iter().map(title).collect::<Vec<_>>().join("、"),
            column = names.first().copied().unwrap_or_default(),
            table = self.spec.register,
            found = self.written.join("、")
        )
    }

    /// Whether the file has a column.
    pub fn has(&self, name: &str) -> bool {
        self.place(name).is_some()
    }

    /// Where in a row a column stands.
    pub fn place(&self, name: &str) -> Option<usize> {
        self.places[self.spec.place(name)?]
    }

    /// How many cells a row has.
    pub fn width(&self) -> usize {
        self.written.len()
    }

    /// The file as it was named.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// What the file itself calls a column; our title where it has none.
    pub fn written(&self, name: &str) -> &str {
        match (self.place(name), self.spec.place(name)) {
            (Some(at), _) => &self.written[at],
            (None, Some(at)) => self.spec.columns[at].title,
            (None, None) => "",
        }
    }

    /// A row by its columns; refused when its cells cannot be told apart.
    pub fn record<'a>(&'a self, row: &'a Row) -> Result<Record<'a>, Box<Reject>> {
        match &row.fault {
            None => Ok(Record { headings: self, row }),
            Some(fault) => Err(Box::new(Reject::of_row(&self.file, row.number, fault.clone()))),
        }
    }
}

/// A row by its columns.
#[derive(Debug, Clone, Copy)]
pub struct Record<'a> {
    headings: &'a Headings,
    row: &'a Row,
}

impl<'a> Record<'a> {
    /// The line or sheet row.
    pub fn number(&self) -> u64 {
        self.row.number
    }

    /// What stands in a column, as written; empty when the file has no such
    /// column.
    pub fn raw(&self, name: &str) -> &'a str {
        let cell = self.headings.place(name).and_then(|at| self.row.cells.get(at));
        cell.map_or("", String::as_str)
    }

    /// What stands in a column, cleaned as text.
    pub fn text(&self, name: &str) -> String {
        let clean: Cow<'_, str> = clean::text_cow(self.raw(name));
        clean.into_owned()
    }

    /// A fault of a column's cell.
    pub fn fault(&self, name: &str, reason: Text, remedy: Text) -> Fault {
        Fault::new(self.headings.written(name), self.raw(name), reason, remedy)
    }

    /// Rejects the row for its faults; `None` when there are none.
    pub fn reject(&self, faults: Vec<Fault>) -> Option<Reject> {
        Reject::of(&self.headings.file, self.row.number, faults)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static SPEC: Spec = Spec {
        register: "entities",
        columns: &[
            Column {
                name: "code", title: "统一社会信用代码", required: true, synonyms: &["信用代码"]
            },
            Column { name: "name", title: "企业名称", required: false, synonyms: &["单位名称"] },
        ],
    };

    fn resolve(written: &[&str], mapping: &str) -> Result<Headings> {
        let written: Vec<String> = written.iter().map(|heading| (*heading).to_owned()).collect();
        Headings::resolve("a.csv", &written, &SPEC, &Mapping::parse(mapping, "m.toml")?)
    }

    #[test]
    fn synonyms_and_mapping() {
        let headings = resolve(&["序号", " 单位 名称（必填）", "*信用代码："], "").unwrap();
        assert_eq!((headings.place("code"), headings.place("name")), (Some(2), Some(1)));
        let headings =
            resolve(&["编号", "企业名称", "信用代码"], "[entities]\n'编号' = 'code'\n'信用代码' = ''")
                .unwrap();
        assert_eq!((headings.place("code"), headings.written("code")), (Some(0), "编号"));
        let headings = resolve(&["信用代码", "编号", "企业名称"], "[entities]\n'编号' = 'code'").unwrap();
        assert_eq!(headings.place("code"), Some(1));
    }

    #[test]
    fn a_file_of_another_register() {
        let past = ["信用代码", "企业名称", "检查日期", "检查部门"];
        let fault = resolve(&past, "").unwrap_err();
        assert_eq!((fault.id, fault.arg("like").unwrap().as_str()), ("registry-other-register", "history"));
        assert!(resolve(&past, "[entities]\n'检查日期' = ''").is_ok(), "said to be passed over");
        assert!(resolve(&past[..3], "").is_ok());
        let fault = resolve(&["信用代码", "企业名称", "执法证号", "回避事由"], "").unwrap_err();
        assert_eq!(fault.arg("like").unwrap(), "barred");
        let written = |headings: &[&str]| headings.iter().map(|h| (*h).to_owned()).collect::<Vec<_>>();
        let bars = |headings: &[&str]| {
            Headings::resolve(
                "b.csv",
                &written(headings),
                &crate::registry::barred::SPEC,
                &Mapping::default(),
            )
        };
        let fault = bars(&["统一社会信用代码", "检查日期", "检查部门", "执法证号"]).unwrap_err();
        assert_eq!(fault.id, "registry-other-register");
        assert!(bars(&["统一社会信用代码", "检查日期", "检查部门", "执法证号", "回避事由"]).is_ok());
    }

    #[test]
    fn faults() {
        let missing = resolve(&["序号", "企业名称"], "").unwrap_err();
        assert_eq!(
            (missing.id, missing.arg("column").unwrap().as_str()),
            ("registry-heading-missing", "code")
        );
        assert_eq!(resolve(&["信用代码", "统一社会信用代码"], "").unwrap_err().id, "registry-heading-twice");
        assert_eq!(
            resolve(&["信用代码"], "[entities]\nx = 'kode'").unwrap_err().id,
            "registry-mapping-column"
        );
    }
}
