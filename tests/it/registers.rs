//! Importers of inspectors, items, history and barred pairs, on files as
//! offices make them.

use std::fs;
use std::path::{Path, PathBuf};

use choucha::domain::inspector::State;
use choucha::domain::item::{JointItem, Procedure};
use choucha::domain::progress::Quiet;
use choucha::domain::{Bar, Date, Inspector, Item, PastCheck, Text};
use choucha::lang::Lang;
use choucha::registry::{Defaults, Mapping, Taken, barred, history, inspectors, items, write_rejects};
use proptest::prelude::*;
use tempfile::TempDir;

fn date(value: &str) -> Date {
    value.parse().unwrap()
}

fn office() -> Defaults {
    Defaults { area: Some("640502".to_owned()), today: Some(date("2026-10-05")) }
}

/// A folder with one file of each content.
fn files<C: AsRef<[u8]>>(contents: &[C]) -> (TempDir, Vec<PathBuf>) {
    let dir = tempfile::tempdir().unwrap();
    let paths = (1..).zip(contents).map(|(i, content)| {
        let path = dir.path().join(format!("{i}.csv"));
        fs::write(&path, content).unwrap();
        path
    });
    let paths = paths.collect();
    (dir, paths)
}

macro_rules! reader {
    ($name:ident, $module:ident, $row:ty) => {
        fn $name(content: &str) -> Taken<$row> {
            let (_dir, paths) = files(&[content]);
            let taken = $module::read(&paths, &Mapping::default(), &office(), &Quiet).unwrap();
            assert!(taken.adds_up());
            for reject in &taken.rejects {
                for lang in [Lang::Zh, Lang::En] {
                    assert!(!lang.say(&reject.reason).is_empty() && !lang.say(&reject.remedy).is_empty());
                }
            }
            taken
        }
    };
}
reader!(roster, inspectors, Inspector);
reader!(list, items, Item);
reader!(past, history, PastCheck);
reader!(bars, barred, Bar);

/// The ids of a reject's reasons.
fn reasons(reason: &Text) -> Vec<&str> {
    if reason.id != "registry-and" {
        return vec![reason.id];
    }
    reason
        .args
        .iter()
        .flat_map(|(_, arg)| match arg {
            choucha::domain::Arg::Text(text) => reasons(text),
            _ => Vec::new(),
        })
        .collect()
}

fn reasons_of<T>(taken: &Taken<T>) -> Vec<Vec<&str>> {
    taken.rejects.iter().map(|reject| reasons(&reject.reason)).collect()
}

const FIRM: &str = "91350100M000100Y43";

const HEAD: &str =
    "执法证号,姓名,性别,所属部门,职务,执法类别,执法区域,发证机关,有效期,年审,状态,休假起止,是否专家\n";

#[test]
fn a_roster_as_offices_keep_it() {
    let taken = roster(&format!(
        "中卫市执法人员名录,,,,,,,,,,,,\n{HEAD}\
         nx 6405-001,张三,男,市场监管局,科长,食品安全、特种设备,全县,宁夏司法厅,2024-01-01至2027-01-01,2026合格,在岗,,否\n\
         NX6405-002,李四,2,市场监管局,,,\"沙坡头、中宁县，64052210\",,长期,2026不合格,休假中,2026-10-01至2026-10-31,是\n\
         NX6405-003,王五,,市场监管局,,,全市,,20270101,,已调离,,\n"
    ));
    assert_eq!(reasons_of(&taken), [["area-code-length"]]);
    assert_eq!(
        taken.rows[0],
        Inspector {
            certificate: "NX6405-001".into(),
            name: "张三".into(),
            sex: "男".into(),
            department: "市场监管局".into(),
            post: "科长".into(),
            competences: vec!["食品安全".into(), "特种设备".into()],
            areas: vec!["640502".into()],
            authority: "宁夏司法厅".into(),
            valid_from: date("2024-01-01"),
            valid_to: date("2027-01-01"),
            reviewed: Some(2026),
            state: State::Active,
            leave_from: None,
            leave_to: None,
            expert: false,
        }
    );
    let three = &taken.rows[1];
    assert_eq!((three.areas.as_slice(), three.state), (&["6405".to_owned()][..], State::Revoked));
    assert_eq!((three.valid_from, three.valid_to), (date("1900-01-01"), date("2027-01-01")));
}

#[test]
fn a_review_may_stand_in_two_columns() {
    let head = "执法证号,姓名,所属部门,有效期,年审年度,年审结果\n";
    let taken =
        roster(&format!("{head}A1,张三,局,长期,2026,合格\nA2,李四,局,长期,2026,不合格\nA3,王五,局,长期,,\n"));
    assert_eq!(taken.rows.iter().map(|one| one.reviewed).collect::<Vec<_>>(), [Some(2026), Some(0), None]);
    let without = roster(&format!("{head}A1,张三,局,长期,,合格\n"));
    assert_eq!(reasons_of(&without), [["registers-review"]]);
}

#[test]
fn every_fault_of_a_roster_has_its_own_reason() {
    for (row, expected) in [
        (",张三,,局,,,,,长期,,,,", "registers-empty"),
        ("A1,,,局,,,,,长期,,,,", "registers-empty"),
        ("A1,张三,,,,,,,长期,,,,", "registers-empty"),
        ("A1,张三,,局,,,,,,,,,", "registers-empty"),
        ("6.4050012345678E+19,张三,,局,,,,,长期,,,,", "registers-digits-lost"),
        ("\"A\"\"1\",张三,,局,,,,,长期,,,,", "element-malformed"),
        ("A1,张三,Q,局,,,,,长期,,,,", "registers-sex"),
        ("A1,张三,,宁夏回族自治区中卫市沙坡头区市场监督管理局执法大队,,,,,长期,,,,", "element-malformed"),
        ("A1,张三,,局,,\"甲\"\"乙\",,,长期,,,,", "element-malformed"),
        ("A1,张三,,局,,,鼓楼区,,长期,,,,", "area-ambiguous"),
        ("A1,张三,,局,,,乌有县,,长期,,,,", "area-unknown"),
        ("A1,张三,,局,,,铜山县,,长期,,,,", "area-near"),
        ("A1,张三,,局,,,640599,,长期,,,,", "area-code-unknown"),
        ("A1,张三,,局,,,,,三年,,,,", "registers-span"),
        ("A1,张三,,局,,,,,2027-01-01至2024-01-01,,,,", "registers-order"),
        ("A1,张三,,局,,,,,长期,合格,,,", "registers-review"),
        ("A1,张三,,局,,,,,长期,,神游,,", "registers-state"),
        ("A1,张三,,局,,,,,长期,,,2026-10-31至2026-10-01,", "registers-order"),
        ("A1,张三,,局,,,,,长期,,,下周,", "registers-span"),
        ("A1,张三,,局,,,,,长期,,,,大概", "registers-yes-no"),
        ("A1,张三,,局,,,,,长期", "registry-row-ragged"),
    ] {
        let taken = roster(&format!("{HEAD}{row}\n"));
        assert_eq!(reasons_of(&taken), [[expected]], "{row}");
        assert_eq!((taken.read, taken.rejects[0].row), (1, 2));
    }
    let two = roster(&format!("{HEAD}A1,张三,Q,局,,,,,三年,,,,\n"));
    assert_eq!(reasons_of(&two), [["registers-sex", "registers-span"]]);
    assert_eq!((two.rejects[0].column.as_str(), two.rejects[0].value.as_str()), ("性别、有效期", "Q、三年"));
}

#[test]
fn two_columns_of_days() {
    let head = "执法证编号,姓名,执法机关,发证日期,有效期至,休假开始日期,休假结束日期\n";
    let taken = roster(&format!(
        "{head}A1,张三,局,2024/1/1,2027年1月1日,2026-10-01,\nA2,李四,局,2027-1-1,2024-1-1,,\n"
    ));
    assert_eq!(reasons_of(&taken), [["registers-order"]]);
    let one = &taken.rows[0];
    assert_eq!((one.valid_from, one.valid_to), (date("2024-01-01"), date("2027-01-01")));
    assert_eq!((one.leave_from, one.leave_to), (Some(date("2026-10-01")), None));
    assert_eq!(one.areas, ["640502"]);
    let (_dir, paths) = files(&["证号,姓名,部门\nA1,张三,局\n"]);
    let fault = inspectors::read(&paths, &Mapping::default(), &office(), &Quiet).unwrap_err();
    assert_eq!((fault.id, fault.arg("column").as_deref()), ("registry-heading-missing", Some("valid_to")));
}

#[test]
fn the_same_certificate_twice() {
    let (_dir, paths) = files(&[
        format!("{HEAD}A1,张三,,局,,,,,长期,,,,\nA1,张三,,局,,,全县,,长期,,正常,,否\n"),
        format!("{HEAD}a 1,张三,,局,,,,,长期,,,,\nA1,张三,,另一局,,,,,长期,,,,\n"),
    ]);
    let taken = inspectors::read(&paths, &Mapping::default(), &office(), &Quiet).unwrap();
    assert_eq!((taken.rows.len(), taken.merged, taken.read), (1, 2, 4));
    assert_eq!(reasons_of(&taken), [["registers-twice"]]);
    let reason = &taken.rejects[0].reason;
    assert_eq!(reason.arg("row").unwrap(), "2");
    assert!(reason.arg("file").unwrap().ends_with("1.csv") && taken.rejects[0].file.ends_with("2.csv"));
}

#[test]
fn areas_without_an_office() {
    let (_dir, paths) = files(&[format!("{HEAD}A1,张三,,局,,,全县,,长期,,,,\nA2,李四,,局,,,,,长期,,,,\n")]);
    let taken = inspectors::read(&paths, &Mapping::default(), &Defaults::default(), &Quiet).unwrap();
    assert_eq!(
        (taken.rows[0].areas.as_slice(), taken.rows[1].areas.as_slice()),
        (&["*".to_owned()][..], &["*".to_owned()][..])
    );
}

#[test]
fn mapped_headings() {
    let (_dir, paths) = files(&["工号,姓名,部门,截止\nA1,张三,局,2027-01-01\n"]);
    let mapping =
        Mapping::parse("[inspectors]\n'工号' = 'certificate'\n'截止' = 'valid_to'\n", "m.toml").unwrap();
    let taken = inspectors::read(&paths, &mapping, &office(), &Quiet).unwrap();
    assert_eq!(taken.rows[0].certificate, "A1");
}

const ITEM_HEAD: &str = "事项编码,版本,抽查事项,抽查依据,抽查内容,抽查比例,事项类别,生效日期,失效日期,批准机关,文号,批准日期,公布日期,音像记录环节,抽查领域,发起部门,配合部门\n";

#[test]
fn an_item_list() {
    let taken = list(&format!(
        "{ITEM_HEAD}NX-01,,年报公示信息检查,\"《企业信息公示暂行条例》\r\n 第十四条\",内容,0.03,重点检查事项,2026-01-01,,自治区厅,宁市监〔2026〕1号,2025-12-20,2026-01-05,现场检查、抽样,公示,市场监管局,\"税务局,人社局\"\n\
         NX-02,,登记事项检查,依据,内容,不低于3%,一般,,,,,,,,,,\n"
    ));
    assert_eq!(reasons_of(&taken), [] as [Vec<&str>; 0]);
    let item = &taken.rows[0];
    assert_eq!(item.basis, "《企业信息公示暂行条例》\n第十四条");
    assert_eq!((item.rate.as_str(), item.key, item.version), ("3%", true, 1));
    assert_eq!(item.procedure.recorded, ["现场检查", "抽样"]);
    assert_eq!(
        item.joint,
        Some(JointItem {
            field: "公示".into(),
            initiator: "市场监管局".into(),
            participants: vec!["税务局".into(), "人社局".into()]
        })
    );
    assert_eq!(item.published_on, Some(date("2026-01-05")));
    assert_eq!(
        items::unstated(item),
        [
            "检查主体",
            "检查对象",
            "检查方式",
            "抽取方法",
            "抽查流程",
            "抽查标准",
            "审批权限",
            "公示程序",
            "归档方式"
        ]
    );
    assert_eq!(taken.rows[1].joint, None);
}

#[test]
fn every_fault_of_an_item_has_its_own_reason() {
    for (row, expected) in [
        (",,名,,,,,,,,,,,,,,", "registers-empty"),
        ("A,,,,,,,,,,,,,,,,", "registers-empty"),
        ("A,0,名,,,,,,,,,,,,,,", "registers-version"),
        ("A,,名,,,,特别,,,,,,,,,,", "registers-key"),
        ("A,,名,,,,,2026-13-01,,,,,,,,,", "registry-date"),
        ("A,,名,,,,,2026-02-01,2026-01-01,,,,,,,,", "registers-order"),
        ("A,,名,,,,,,,,,2026-02-01,2026-01-01,,,,", "registers-published-early"),
        ("A,,名,,,,,,,,,,,,消防,,", "registers-joint-initiator"),
    ] {
        assert_eq!(reasons_of(&list(&format!("{ITEM_HEAD}{row}\n"))), [[expected]], "{row}");
    }
    let twice =
        list(&format!("{ITEM_HEAD}A,,名,,,,,,,,,,,,,,\nA,2,另名,,,,,,,,,,,,,,\nA,,别名,,,,,,,,,,,,,,\n"));
    assert_eq!((twice.rows.len(), reasons_of(&twice)), (2, vec![vec!["registers-twice"]]));
}

fn item(code: &str, content: &str) -> Item {
    Item {
        code: code.into(),
        version: 1,
        name: "名称".into(),
        category: String::new(),
        basis: "依据一\n依据二".into(),
        subject: "市场监管局".into(),
        object: "企业".into(),
        content: content.into(),
        method: "现场检查".into(),
        rate: "每年1次20%；或者每年2次各10%".into(),
        frequency: "每2年不超过1次".into(),
        key: false,
        competences: vec!["食品安全".into()],
        level: "县".into(),
        section: "食品科".into(),
        valid_from: date("2026-01-01"),
        valid_to: date("9999-12-31"),
        approved_by: "自治区厅".into(),
        approval: "1号".into(),
        approved_on: Some(date("2025-12-20")),
        published_on: Some(date("2026-01-01")),
        procedure: Procedure {
            draw: "摇号".into(), recorded: vec!["抽样".into()], ..Procedure::default()
        },
        joint: None,
    }
}

#[test]
fn a_change_of_text_is_a_new_version() {
    let current = vec![
        item("A", "旧"),
        item("B", "旧"),
        item("C", "旧"),
        Item { published_on: None, ..item("D", "旧") },
    ];
    let day = date("2026-07-01");
    let bare = Item {
        approved_by: String::new(),
        approval: String::new(),
        approved_on: None,
        published_on: None,
        ..item("B", "旧")
    };
    let out = items::versions(
        &current,
        vec![
            Item { approval: "2号".into(), version: 7, ..item("A", "新") },
            bare,
            item("D", "旧"),
            item("E", "新"),
        ],
        day,
    );
    assert_eq!(out.changed, [Item { version: 2, approval: "2号".into(), ..item("A", "新") }]);
    assert_eq!(out.unchanged, [item("B", "旧")]);
    assert_eq!(out.withdrawn, [item("C", "旧")]);
    assert_eq!(out.completed, [item("D", "旧")]);
    assert_eq!(out.new, [item("E", "新")]);
    assert_eq!(out.doubts, []);
    assert_eq!(out.to_store().count(), 3);

    // The same approval cannot approve another text; a new approval of the same text is a version.
    let out = items::versions(
        &current,
        vec![item("A", "新"), Item { approval: "2号".into(), ..item("B", "旧") }],
        day,
    );
    assert_eq!(out.doubts.iter().map(|doubt| doubt.id).collect::<Vec<_>>(), ["registers-item-same-approval"]);
    assert_eq!(
        out.changed.iter().map(|item| (item.code.as_str(), item.version)).collect::<Vec<_>>(),
        [("A", 2), ("B", 2)]
    );

    let unpublished = Item {
        approved_by: String::new(),
        approval: String::new(),
        approved_on: None,
        published_on: None,
        ..item("F", "")
    };
    let out = items::versions(&[], vec![unpublished], day);
    assert_eq!(
        out.doubts.iter().map(|doubt| doubt.id).collect::<Vec<_>>(),
        ["registers-item-unapproved", "registers-item-unpublished"]
    );

    // What has ended already is not withdrawn again; a list brought over keeps its history.
    let ended = items::withdraw(&item("C", "旧"), date("2026-06-30"));
    assert_eq!((ended.version, ended.valid_to), (2, date("2026-06-30")));
    assert_eq!(items::versions(&[item("C", "旧"), ended.clone()], vec![], day).withdrawn, []);
    assert_eq!(items::versions(&[], vec![ended.clone(), item("C", "旧")], day).new, [item("C", "旧"), ended]);
    // Importing what is on record changes nothing.
    let again = items::versions(&current, current.clone(), day);
    assert_eq!((again.unchanged.len(), again.to_store().count(), again.withdrawn.len()), (4, 0, 0));
}

const PAST_HEAD: &str =
    "统一社会信用代码/注册号,检查日期,检查部门,抽查事项,检查来源,检查结果,检查人员,检查任务编号\n";

#[test]
fn a_history() {
    let taken = past(&format!(
        "{PAST_HEAD}{FIRM},2026-03-01 09:30:00,市场监管局,A；B,双随机抽查,未发现问题,nx1、nx2,T1\n\
         {FIRM},2026/3/1,市场监管局,A;B,双随机抽查,未发现问题,\"NX1,NX2\",T1\n\
         110108000000016,20260302,消防,,投诉举报,,,\n\
         SB-0001,45700,消防,,,,,\n\
         {FIRM},2026-10-06,市场监管局,,,,,\n"
    ));
    assert_eq!((taken.read, taken.rows.len(), taken.merged), (5, 3, 1));
    assert_eq!(reasons_of(&taken), [["registers-future"]]);
    assert!(taken.rows.is_sorted_by_key(|check| (check.code.clone(), check.date)));
    let check = taken.rows.iter().find(|check| check.code == FIRM).unwrap();
    assert_eq!(
        (check.items.len(), check.inspectors.as_slice()),
        (2, &["NX1".to_owned(), "NX2".to_owned()][..])
    );
    assert_eq!(check.visit, "T1");
}

#[test]
fn rows_of_one_check_become_one() {
    let rows = [
        format!("{FIRM},2026-03-01,局,B；A,双随机,未发现问题,N2,T1"),
        format!("{FIRM},2026-03-01,局,A；B,双随机,,N1,T1"),
        format!("{FIRM},2026-03-01,局,A；B,双随机,发现问题已责令改正,N2,T1"),
        format!("{FIRM},2026-03-01,局,A；B,双随机,未发现问题,,T2"),
    ];
    let one_way = past(&format!("{PAST_HEAD}{}\n", rows.join("\n")));
    let other_way = past(&format!("{PAST_HEAD}{}\n{}\n{}\n{}\n", rows[3], rows[2], rows[1], rows[0]));
    assert_eq!(one_way, other_way);
    assert_eq!((one_way.read, one_way.merged, one_way.rows.len()), (4, 2, 2));
    let check = &one_way.rows[0];
    assert_eq!(
        (check.inspectors.as_slice(), check.visit.as_str()),
        (&["N1".to_owned(), "N2".to_owned()][..], "T1")
    );
    assert_eq!(check.result, "发现问题已责令改正；未发现问题");
}

#[test]
fn every_fault_of_a_check_has_its_own_reason() {
    for (row, expected) in [
        (",2026-03-01,局,,,,,", "registers-empty"),
        ("91350100M000100Y44,2026-03-01,局,,,,,", "registers-code-check"),
        ("110108000000017,2026-03-01,局,,,,,", "registers-code-check"),
        ("9.1350100E+17,2026-03-01,局,,,,,", "registers-digits-lost"),
        ("某某公司,2026-03-01,局,,,,,", "code-malformed"),
        ("SB1,,局,,,,,", "registers-empty"),
        ("SB1,上周,局,,,,,", "registry-date"),
        ("SB1,2027-01-01,局,,,,,", "registers-future"),
        ("SB1,2026-01-01,,,,,,", "registers-empty"),
        ("SB1,2026-01-01,局,,,,\"张\"\"三\",", "element-malformed"),
    ] {
        assert_eq!(reasons_of(&past(&format!("{PAST_HEAD}{row}\n"))), [[expected]], "{row}");
    }
}

#[test]
fn barred_pairs() {
    let taken = bars(&format!(
        "统一社会信用代码,执法证号,回避事由,有效期止\n{FIRM},nx1,亲属,\n{FIRM},NX1,亲属,2027-01-01\n\
         {FIRM},NX1,原任职单位,2027-01-01\n{FIRM},NX2,亲属,2026-01-01至2026-12-31\n,NX2,,\nSB1,,,\nSB1,NX1,,明年\n"
    ));
    assert_eq!((taken.read, taken.rows.len(), taken.merged), (7, 3, 1));
    assert_eq!(taken.rows[0].until, date("9999-12-31"));
    assert_eq!(taken.rows[2].until, date("2026-12-31"));
    assert_eq!(reasons_of(&taken), [["registers-empty"], ["registers-empty"], ["registers-span"]]);
}

#[test]
fn broken_files() {
    let defaults = office();
    for (content, expected) in [
        (&b""[..], "registry-file-empty"),
        (b"\n\n", "registry-file-blank"),
        (b"a,b\n", "registry-heading-missing"),
        (b"a,b\n1,2\n", "registry-heading-missing"),
        (b"%PDF-1.4", "registry-file-kind"),
        (b"PK\x03\x04 no workbook", "registry-sheet-broken"),
    ] {
        let (_dir, paths) = files(&[content]);
        let id = |result: Result<u64, Text>| result.unwrap_err().id;
        let mapping = Mapping::default();
        assert_eq!(id(inspectors::read(&paths, &mapping, &defaults, &Quiet).map(|t| t.read)), expected);
        assert_eq!(id(items::read(&paths, &mapping, &defaults, &Quiet).map(|t| t.read)), expected);
        assert_eq!(id(history::read(&paths, &mapping, &defaults, &Quiet).map(|t| t.read)), expected);
        assert_eq!(id(barred::read(&paths, &mapping, &defaults, &Quiet).map(|t| t.read)), expected);
    }
    let (_dir, paths) = files(&[PAST_HEAD]);
    let fault = history::read(&paths, &Mapping::default(), &defaults, &Quiet).unwrap_err();
    assert_eq!(fault.id, "registry-file-no-rows");
    let taken = past(&format!("{PAST_HEAD}SB1,2026-01-01,局,,,,\nSB1,2026-01-01,\u{fffd},,,,,\n"));
    assert_eq!(reasons_of(&taken), [["registry-row-ragged"], ["registry-row-bytes"]]);
}

#[test]
fn rejects_are_written() {
    let taken = roster(&format!("{HEAD}A1,张三,Q,局,,,鼓楼区,,长期,,,,\n"));
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("未导入.csv");
    write_rejects(&path, &taken.rejects, Lang::Zh).unwrap();
    let text = fs::read_to_string(path).unwrap();
    assert!(text.contains("认不出性别") && text.contains("江苏省南京市鼓楼区（320106）"), "{text}");
}

/// Writes, reads and compares, in every form.
fn round_trip<T: PartialEq + std::fmt::Debug>(
    rows: &[T],
    export: impl Fn(&Path, &[T]) -> Result<u64, Text>,
    read: impl Fn(&[PathBuf]) -> Result<Taken<T>, Text>,
) {
    let dir = tempfile::tempdir().unwrap();
    for ending in ["csv", "xlsx", "parquet"] {
        let path = dir.path().join(format!("out.{ending}"));
        assert_eq!(export(&path, rows).unwrap(), rows.len() as u64);
        let taken = read(&[path]).unwrap();
        assert_eq!(taken.rejects, [], "{ending}");
        assert_eq!((taken.rows.as_slice(), taken.merged), (rows, 0), "{ending}");
    }
}

prop_compose! {
    fn days()(a in 0u64..20_000, b in 0u64..20_000, open in any::<bool>()) -> (Date, Date) {
        let day = |n| date("1990-01-01") + chrono::Days::new(n);
        (day(a.min(b)), if open { date("9999-12-31") } else { day(a.max(b)) })
    }
}

prop_compose! {
    fn inspector(n: usize)(
        name in "[一-丑张李王]{1,4}", sex in prop::sample::select(vec!["", "男", "女"]),
        department in "[局队科A-Z]{1,9}", competences in prop::collection::btree_set("[食药特种]{1,5}", 0..4),
        areas in prop::collection::btree_set(prop::sample::select(vec!["64", "6405", "640502", "640502001", "*", "110101"]), 1..4),
        (valid_from, valid_to) in days(), reviewed in prop::option::of(2000i32..2100),
        state in prop::sample::select(vec![State::Active, State::Leave, State::Suspended, State::Revoked]),
        leave in prop::option::of(days()), expert in any::<bool>(),
    ) -> Inspector {
        Inspector {
            certificate: format!("NX{n:08}"),
            name, sex: sex.into(), department, post: "科员, \"代\"".into(),
            competences: competences.into_iter().collect(),
            areas: areas.into_iter().map(str::to_owned).collect(),
            authority: String::new(),
            valid_from, valid_to, reviewed, state,
            leave_from: leave.map(|(from, _)| from), leave_to: leave.map(|(_, to)| to), expert,
        }
    }
}

fn roster_of(size: usize) -> impl Strategy<Value = Vec<Inspector>> {
    (0..size).map(inspector).collect::<Vec<_>>()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn rosters_come_back(rows in roster_of(5)) {
        round_trip(&rows, inspectors::export, |paths| inspectors::read(paths, &Mapping::default(), &office(), &Quiet));
    }

    /// Whatever stands in the cells, every row is taken, merged or rejected, and
    /// what was taken comes back unchanged from an export.
    #[test]
    fn every_row_is_accounted_for(cells in prop::collection::vec(prop::collection::vec(cell(), 13), 1..12)) {
        let mut text = HEAD.to_owned();
        for row in &cells {
            let row: Vec<String> = row.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
            text.push_str(&row.join(","));
            text.push('\n');
        }
        let filled = cells.iter().filter(|row| row.iter().any(|cell| !cell.trim().is_empty())).count();
        let (_dir, paths) = files(&[text]);
        match inspectors::read(&paths, &Mapping::default(), &office(), &Quiet) {
            Ok(taken) => {
                prop_assert!(taken.adds_up());
                prop_assert_eq!(taken.read, filled as u64);
                if !taken.rows.is_empty() {
                    round_trip(&taken.rows, inspectors::export, |paths| inspectors::read(paths, &Mapping::default(), &office(), &Quiet));
                }
            }
            Err(fault) => prop_assert_eq!((fault.id, filled), ("registry-file-no-rows", 0)),
        }
    }
}

fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => Just(String::new()),
        4 => prop::sample::select(vec![
            "A1", "A2", "张三", "男", "局", "长期", "2024-01-01至2027-01-01", "2026合格", "在岗", "是", "沙坡头区", "全县", "食品、药品",
        ]).prop_map(str::to_owned),
        1 => "\\PC{0,12}",
        1 => any::<String>().prop_map(|s| s.replace(['\0', '\u{fffd}'], "")),
    ]
}

#[test]
fn items_history_and_bars_come_back() {
    let joint = JointItem {
        field: "消防".into(),
        initiator: "市场监管局".into(),
        participants: vec!["消防救援大队".into()],
    };
    let listed = [
        item("A", "内容, \"引号\""),
        Item { version: 2, key: true, joint: Some(joint), ..item("A", "新\n两段") },
        Item { valid_from: date("1900-01-01"), approved_on: None, ..item("B", "") },
    ];
    round_trip(&listed, items::export, |paths| items::read(paths, &Mapping::default(), &office(), &Quiet));
    let check = PastCheck {
        code: FIRM.into(),
        date: date("2026-03-01"),
        department: "市场监管局".into(),
        items: vec!["A".into(), "B".into()],
        source: "双随机抽查".into(),
        result: String::new(),
        inspectors: vec!["NX1".into()],
        visit: "〔2026〕1号".into(),
    };
    let checks = [
        PastCheck { code: "110108000000016".into(), ..check.clone() },
        check.clone(),
        PastCheck { date: date("2026-03-02"), ..check },
    ];
    round_trip(&checks, history::export, |paths| {
        history::read(paths, &Mapping::default(), &office(), &Quiet)
    });
    let bar =
        Bar {
            code: FIRM.into(), inspector: "NX1".into(), reason: "亲属".into(), until: date("9999-12-31")
        };
    let pairs = [bar.clone(), Bar { reason: String::new(), until: date("2027-01-01"), ..bar }];
    round_trip(&pairs, barred::export, |paths| barred::read(paths, &Mapping::default(), &office(), &Quiet));
}

#[test]
fn tables_in_gb18030_are_read() {
    let text = "执法证号\t姓名\t所属部门\t有效期\nA1\t张三\t市场监管局\t长期\n";
    let (bytes, _, _) = encoding_rs::GB18030.encode(text);
    let (_dir, paths) = files(&[bytes]);
    let taken = inspectors::read(&paths, &Mapping::default(), &office(), &Quiet).unwrap();
    assert_eq!(taken.rows[0].department, "市场监管局");
}
