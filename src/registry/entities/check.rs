//! One row of a file cleaned and checked into the registry's columns, with
//! every fault it has.

use std::borrow::Cow;

use super::areas::Areas;
use super::codes::{firm_code, object_code};
use super::rows::Rows;
use super::spec::*;
use super::words::{self, FIRM};
use crate::domain::{Date, Text, grammar};
use crate::registry::clean;
use crate::registry::mapping::Mapping;
use crate::registry::reject::{Fault, Reject};
use crate::text;

/// Longest cell taken, in bytes: a scope of business fills a few thousand.
const CELL: usize = 64 << 10;

/// What holds for all rows of an import.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rules<'a> {
    /// 对象类别 of rows that do not say.
    pub object: &'a str,
    /// Where rows lie that do not say, and where names are looked for first.
    pub area: Option<&'a str>,
    /// No firm was founded after this day.
    pub today: Date,
    /// What areas and codes stand for that go by other names.
    pub mapping: &'a Mapping,
}

/// Checks the rows of one file; each hand has its own, for the areas it
/// remembers.
pub(crate) struct Checker<'a> {
    layout: &'a Layout,
    rules: Rules<'a>,
    areas: Areas,
    faults: Vec<Fault>,
}

/// A row's cells in any form.
pub(crate) struct Source<'a, C> {
    pub(super) layout: &'a Layout,
    cells: &'a [C],
}

impl<C: AsRef<str>> Source<'_, C> {
    /// The cell at a place; empty where there is none.
    pub(super) fn at(&self, place: Option<usize>) -> &str {
        place.and_then(|at| self.cells.get(at)).map_or("", C::as_ref)
    }

    /// The column's cell, or where it is empty that of its stand-in.
    pub(super) fn raw(&self, column: usize) -> &str {
        let (own, other) = self.layout.places[column];
        match self.at(own) {
            cell if cell.trim().is_empty() => self.at(other),
            cell => cell,
        }
    }
}

impl<'a> Checker<'a> {
    /// For one file.
    pub fn new(layout: &'a Layout, rules: Rules<'a>) -> Self {
        Self { layout, rules, areas: Areas::default(), faults: Vec::new() }
    }

    /// Takes a row into `rows`, or tells all that is wrong with it.
    pub fn row<C: AsRef<str>>(
        &mut self,
        number: u64,
        cells: &[C],
        rows: &mut Rows,
    ) -> Result<(), Box<Reject>> {
        let source = Source { layout: self.layout, cells };
        self.faults.clear();
        let object = match clean::text_cow(source.raw(OBJECT)) {
            said if said.is_empty() => Cow::Borrowed(words::object(self.rules.object)),
            said => Cow::Owned(words::object(&said).to_owned()),
        };
        let mut draft = rows.draft();
        for column in 0..FIELDS {
            let raw = source.raw(column);
            if raw.len() > CELL {
                let reason = text!("registry-cell-long", bytes = CELL);
                let start = raw.chars().take(40).collect::<String>() + "…";
                self.fault(column, &start, reason, text!("registry-remedy-original"));
                draft.end();
                continue;
            }
            match column {
                CODE => draft.push(&self.code(raw, &object)),
                NAME => draft.push(&self.name(raw)),
                OBJECT => draft.push(&self.element(column, &object)),
                KIND | AUTHORITY | OFFICE => draft.push(&clean::name_cow(raw)),
                AREA => draft.push(&self.area(&source)),
                CLASS => {
                    let clean = clean::text_cow(raw);
                    draft.push(&self.element(column, &words::class(&clean)));
                }
                STATUS => draft.push(words::status(&clean::name_cow(raw))),
                FOUNDED => draft.push(&self.founded(raw)),
                LICENCES | TAGS => draft.push(&list(raw)),
                _ => draft.push(&clean::text_cow(raw)),
            }
        }
        if self.faults.is_empty() {
            draft.keep();
            return Ok(());
        }
        drop(draft);
        let faults = std::mem::take(&mut self.faults);
        match Reject::of(self.layout.headings.file(), number, faults) {
            Some(reject) => Err(Box::new(reject)),
            None => Ok(()),
        }
    }

    fn fault(&mut self, column: usize, value: &str, reason: Text, remedy: Text) {
        self.faults.push(Fault::new(self.layout.written(column), value, reason, remedy));
    }

    fn code<'r>(&mut self, raw: &'r str, object: &str) -> Cow<'r, str> {
        let mut code = clean::code_cow(raw);
        if let Some(spelt) = self.rules.mapping.code(&code).filter(|_| object != FIRM) {
            code = Cow::Owned(spelt);
        }
        let checked = if object == FIRM { firm_code(&code) } else { object_code(&code) };
        if let Err((reason, remedy)) = checked {
            self.fault(CODE, raw, reason, remedy);
        }
        code
    }

    fn name<'r>(&mut self, raw: &'r str) -> Cow<'r, str> {
        let name = clean::name_cow(raw);
        if name.is_empty() {
            self.fault(NAME, raw, text!("registry-name-empty"), text!("registry-remedy-original"));
        }
        name
    }

    /// A word that may stand in strata and scopes (protocol §0).
    fn element<'r>(&mut self, column: usize, value: &'r str) -> Cow<'r, str> {
        if !value.is_empty() && grammar::check_element(value).is_err() {
            self.fault(column, value, text!("registry-element"), text!("registry-remedy-element"));
        }
        Cow::Borrowed(value)
    }

    fn founded<'r>(&mut self, raw: &'r str) -> Cow<'r, str> {
        if raw.trim().is_empty() {
            return Cow::Borrowed("");
        }
        match strict_date(raw) {
            Some(date) if date <= self.rules.today => return Cow::Borrowed(raw),
            _ => {}
        }
        match clean::date(raw) {
            Ok(date) if date <= self.rules.today => return Cow::Owned(date.to_string()),
            Ok(date) => self.fault(
                FOUNDED,
                raw,
                text!("registry-date-future", date = date),
                text!("registry-remedy-original"),
            ),
            Err(reason) => self.fault(FOUNDED, raw, reason, text!("registry-remedy-date")),
        }
        Cow::Borrowed("")
    }

    fn area<C: AsRef<str>>(&mut self, source: &Source<'_, C>) -> String {
        self.areas.of(source, &self.rules).unwrap_or_else(|lost| {
            self.fault(AREA, &lost.value, lost.reason, text!("registry-remedy-area"));
            String::new()
        })
    }
}

/// A list's elements, each once, in byte order, joined by `;`.
fn list(raw: &str) -> Cow<'_, str> {
    const CUTS: [char; 8] = ['；', ';', '、', ',', '，', '|', '｜', '\n'];
    if clean::is_single(raw.as_bytes()) || !raw.contains(CUTS) {
        return clean::text_cow(raw);
    }
    let mut elements = clean::list(raw);
    elements.sort();
    elements.dedup();
    Cow::Owned(elements.join(";"))
}

/// A date that stands in its one spelling already, read without ado.
fn strict_date(raw: &str) -> Option<Date> {
    let bytes: &[u8; 10] = raw.as_bytes().try_into().ok()?;
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0u32, |sum, c| c.is_ascii_digit().then(|| sum * 10 + u32::from(c - b'0')))
    };
    if bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let year = i32::try_from(number(&bytes[..4])?).ok()?;
    Date::from_ymd_opt(year, number(&bytes[5..7])?, number(&bytes[8..])?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::headings::Headings;

    fn check(headings: &[&str], cells: &[&str], rules: Rules<'_>) -> Result<Vec<String>, Box<Reject>> {
        let written: Vec<String> = headings.iter().map(|heading| (*heading).to_owned()).collect();
        let headings = Headings::resolve("a.csv", &written, &ENTITIES, &Mapping::default()).unwrap();
        let layout = Layout::of(headings).unwrap();
        let mut rows = Rows::default();
        let result = Checker::new(&layout, rules).row(2, cells, &mut rows);
        result?;
        Ok(rows.row(0).map(str::to_owned).to_vec())
    }

    static MAPPING: std::sync::LazyLock<Mapping> = std::sync::LazyLock::new(|| {
        let toml = "[areas]\n'640571' = '640521'\n'高新区' = '640521971'\n[codes]\n'中宁市监罚' = 'ZNSJF'";
        Mapping::parse(toml, "m.toml").unwrap()
    });

    fn rules() -> Rules<'static> {
        Rules { object: FIRM, area: None, today: Date::from_ymd_opt(2026, 11, 1).unwrap(), mapping: &MAPPING }
    }

    const CODE18: &str = "91350100M000100Y43";

    #[test]
    fn a_usual_row() {
        let row = check(
            &[
                "企业名称",
                "统一社会信用代码",
                "所在省份/地区",
                "登记状态",
                "信用等级",
                "注册日期",
                "许可证编号",
            ],
            &[
                "某某(宁夏)公司 ",
                "91350100m000100y43",
                "宁夏中卫沙坡头区",
                "开业",
                "b级",
                "2020/3/1",
                "乙-2、甲-1；乙-2",
            ],
            rules(),
        )
        .unwrap();
        let at = |column: usize| row[column].as_str();
        assert_eq!((at(CODE), at(NAME), at(AREA)), (CODE18, "某某（宁夏）公司", "640502"));
        assert_eq!(
            (at(STATUS), at(CLASS), at(FOUNDED), at(LICENCES)),
            ("存续", "B", "2020-03-01", "乙-2;甲-1")
        );
        assert_eq!(at(OBJECT), FIRM);
    }

    #[test]
    fn areas_from_wherever_they_are_told() {
        let area = |headings: &[&str], cells: &[&str], area| {
            let headings = [&["名称", "统一代码"], headings].concat();
            let cells = [&["甲", CODE18], cells].concat();
            check(&headings, &cells, Rules { area, ..rules() })
                .map(|row| row[AREA].clone())
                .map_err(|reject| reject.reason.id)
        };
        assert_eq!(area(&["省", "市", "区县"], &["宁夏", "中卫市", "中宁县"], None), Ok("640521".into()));
        assert_eq!(area(&["省", "行政区划"], &["宁夏", "沙坡头"], None), Ok("640502".into()));
        assert_eq!(area(&["行政区划代码"], &["640502001000"], None), Ok("640502001".into()));
        assert_eq!(area(&["行政区划", "乡镇街道"], &["640502", "640502001"], None), Ok("640502001".into()));
        assert_eq!(area(&["住所"], &["宁夏中卫市沙坡头区鼓楼东街1号"], None), Ok("640502".into()));
        assert_eq!(
            area(&["行政区划", "住所"], &["宁夏", "中卫市沙坡头区鼓楼东街1号"], None),
            Ok("640502".into())
        );
        assert_eq!(area(&["住所"], &["鼓楼东街1号"], Some("640502")), Ok("640502".into()));
        assert_eq!(area(&["住所"], &["鼓楼东街1号"], None), Err("registry-area-missing"));
        assert_eq!(area(&["行政区划"], &["宁夏"], None), Err("registry-area-coarse"));
        // Zones and abolished codes lie where the mapping file says.
        assert_eq!(area(&["行政区划"], &["640571"], None), Ok("640521".into()));
        assert_eq!(area(&["省", "市", "区县"], &["宁夏", "中卫市", "高新区"], None), Ok("640521971".into()));
        assert_eq!(area(&["行政区划"], &["640572"], None), Err("area-code-unknown"));
        assert_eq!(area(&["行政区划"], &["999999"], Some("640502")), Err("area-code-unknown"));
    }

    #[test]
    fn codes_and_what_is_wrong_with_them() {
        let reason = |code: &str, object: &'static str| {
            check(&["名称", "统一代码", "区域"], &["甲", code, "640502"], Rules { object, ..rules() })
                .map(|_| "")
                .map_err(|reject| reject.reason)
                .map_or_else(|text| text.to_string(), str::to_owned)
        };
        assert_eq!(reason(CODE18, FIRM), "");
        assert_eq!(reason("110108000000016", FIRM), "");
        assert_eq!(reason("91350100M000100Y44", FIRM), "registry-code-check expected=3 found=4");
        assert_eq!(
            reason("9135O100M000100Y43", FIRM),
            "registry-code-alike position=5 letter=O like=0 expected=3"
        );
        assert_eq!(reason("91350100M000100Y4?", FIRM), "registry-code-check expected=3 found=?");
        assert_eq!(reason("110108000000017", FIRM), "registry-registration-check expected=6 found=7");
        assert_eq!(reason("9.1350100000000E+17", FIRM), "registry-code-number");
        assert_eq!(reason("916403000127052000", FIRM), "registry-code-number");
        assert_eq!(reason("电梯-1", FIRM), "registry-code-length length=4");
        assert_eq!(reason("", FIRM), "registry-code-empty");
        assert_eq!(reason("dt-64050-7", "电梯"), "");
        assert_eq!(reason("电梯7", "电梯"), "code-malformed value=电梯7");
        assert_eq!(reason("中宁市监罚〔2025〕7号", "案卷"), "");
        assert_eq!(reason("中宁市监罚〔2025〕7号", FIRM), "registry-code-length length=13");
    }

    #[test]
    fn every_fault_is_told_at_once() {
        let reject = check(
            &["企业名称", "信用代码", "成立日期", "区域", "信用风险类别"],
            &[" ", "12", "明天", "640502", "A;B"],
            rules(),
        )
        .unwrap_err();
        assert_eq!(reject.column, "信用代码、企业名称、信用风险类别、成立日期");
        assert_eq!(reject.row, 2);
        let future = check(
            &["名称", "代码", "信用代码", "区域", "成立日期"],
            &["甲", "", CODE18, "640502", "2027-1-1"],
            rules(),
        );
        assert_eq!(future.unwrap_err().reason.id, "registry-date-future");
    }
}
