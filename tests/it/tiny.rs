//! A tiny office for stories: forty firms in one county, eight inspectors in
//! two departments, two items, one plan.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use choucha::domain::calendar::parse_instant;
use choucha::domain::code::credit_check_char;
use choucha::domain::progress::Quiet;
use choucha::workflow::import::{Options, Register, import};
use choucha::workflow::office::Setup;
use choucha::workflow::{Office, Opening};

/// The plan's number.
pub const PLAN: &str = "T-1";
/// The public value.
pub const LOTTERY: &str = "03 11 12";

/// Moments of the story, in order.
pub const SET_UP: &str = "2026-09-30T09:00:00+08:00";
pub const APPROVED: &str = "2026-10-01T09:00:00+08:00";
pub const COMMITTED: &str = "2026-10-02T09:00:00+08:00";
pub const FROZEN: &str = "2026-10-03T09:00:00+08:00";
pub const REVEALED: &str = "2026-10-04T09:00:00+08:00";
/// The end of the reveals.
pub const REVEAL_BY: &str = "2026-10-05T09:00:00+08:00";
/// The public value falls due.
pub const DUE: &str = "2026-10-05T21:15:00+08:00";
pub const DRAWN: &str = "2026-10-05T22:00:00+08:00";
pub const AFTER: &str = "2026-10-08T09:00:00+08:00";

/// The code of the n-th firm.
pub fn code(n: usize) -> String {
    let first = format!("91640502XT{n:07}");
    format!("{first}{}", credit_check_char(&first).unwrap())
}

/// Writes the office's files and the plan into a folder.
pub fn write_files(dir: &Path) {
    let mut firms =
        String::from("统一社会信用代码,企业名称,企业类型,行政区划,信用风险类别,登记状态,成立日期\n");
    for n in 1..=40 {
        let class = ["A", "B"][n % 2];
        writeln!(firms, "{},虚构公司{n},企业,640502,{class},存续,2015-03-01", code(n)).unwrap();
    }
    fs::write(dir.join("firms.csv"), firms).unwrap();
    let mut people = String::from("执法证号,姓名,所属部门,执法类别,执法区域,有效期起,有效期止,年审,状态\n");
    for n in 1..=8 {
        let department = ["市场监管局", "消防救援大队"][n % 2];
        writeln!(people, "Z{n:03},虚构{n},{department},综合执法,640502,2024-01-01,2028-12-31,2025合格,在岗")
            .unwrap();
    }
    fs::write(dir.join("people.csv"), people).unwrap();
    fs::write(
        dir.join("items.csv"),
        "事项编码,事项名称,抽查类别,检查依据,检查主体,检查对象,检查内容,检查方式,抽查比例,抽查频次,事项类别,所需执法类别,层级,责任科室,生效日期,失效日期,批准机关,批准文号,批准日期,公布日期\n\
         SC-1,年报检查,公示,《条例》,市场监管局,企业,年报,现场检查,不低于3%,,一般,综合执法,县,市场监管局,2026-01-01,9999-12-31,上级,函1号,2025-12-10,2025-12-25\n\
         XF-1,消防检查,消防,《消防法》,消防救援大队,企业,消防,现场检查,不低于3%,,重点,综合执法,县,消防救援大队,2026-01-01,9999-12-31,上级,函1号,2025-12-10,2025-12-25\n",
    )
    .unwrap();
    fs::write(
        dir.join("history.csv"),
        format!(
            "统一社会信用代码,检查日期,检查部门,抽查事项,检查来源,检查结果,检查人员,检查编号\n\
             {},2026-08-20,市场监管局,SC-1,双随机抽查,未发现问题,Z002；Z004,J1\n",
            code(1)
        ),
    )
    .unwrap();
    fs::write(
        dir.join("barred.csv"),
        format!("统一社会信用代码,执法证号,回避事由,有效期止\n{},Z002,亲属,9999-12-31\n", code(2)),
    )
    .unwrap();
    fs::write(
        dir.join("notice.csv"),
        "date,kind,name\n2027-01-01,off,元旦\n2027-05-01,off,劳动节\n2027-10-01,off,国庆节\n\
         2027-10-02,off,国庆节\n2027-10-03,off,国庆节\n",
    )
    .unwrap();
    fs::write(dir.join("plan.toml"), plan("")).unwrap();
}

/// The plan's text; `extra` are lines of its head.
pub fn plan(extra: &str) -> String {
    format!(
        r#"plan = "{PLAN}"
title = "虚构的抽查"
cutoff = "2026-09-30"
window = ["2026-10-12", "2026-12-20"]
reveal_by = "{REVEAL_BY}"
{extra}

[[source]]
name = "observer"
kind = "commitment"

[[source]]
name = "lottery"
kind = "public"
describe = "虚构的号码"
when = "{DUE}"
form = {{ count = 3, width = 2 }}

[[part]]
name = "reports"
department = "市场监管局"
items = ["SC-1"]
scope = {{ areas = ["640502"] }}

[[part.strata]]
by = "class"
rate = "20%"
reserves = 2

[[part]]
name = "fire"
department = "消防救援大队"
items = ["XF-1"]
scope = {{ areas = ["640502"] }}

[[part.strata]]
name = "all"
rate = "10%"
reserves = 1
"#
    )
}

/// Opens the office of a folder at a moment.
pub fn open(dir: &Path, at: &str) -> Office {
    let mut opening = Opening::new(&dir.join("office"), "经办人", "test");
    opening.at = Some(parse_instant(at).unwrap());
    Office::open(opening).unwrap()
}

/// Sets a clock.
pub fn at(office: &mut Office, at: &str) {
    office.set_clock(parse_instant(at).unwrap()).unwrap();
}

/// Sets up a practice office and imports everything.
pub fn set_up(dir: &Path) -> Office {
    write_files(dir);
    let mut opening = Opening::new(&dir.join("office"), "经办人", "test");
    opening.at = Some(parse_instant(SET_UP).unwrap());
    let setup = Setup { practice: true, area: "640502".into(), ..Setup::new("虚构局") };
    let office = Office::init(opening, &setup).unwrap();
    for (register, file) in REGISTERS {
        let done = import(&office, register, &[dir.join(file)], &Options::default(), &Quiet).unwrap();
        assert_eq!(done.rejected, 0, "{file}: {:?}", done.rejects);
    }
    office
}

/// Registers with their files.
pub const REGISTERS: [(Register, &str); 5] = [
    (Register::Entities, "firms.csv"),
    (Register::Inspectors, "people.csv"),
    (Register::Items, "items.csv"),
    (Register::History, "history.csv"),
    (Register::Barred, "barred.csv"),
];

/// The plan's file.
pub fn plan_file(dir: &Path) -> PathBuf {
    dir.join("plan.toml")
}
