//! Importing objects of inspection: files of every kind, whole and broken;
//! nothing lost; states that share what did not change and tell damage.

use std::fs;
use std::path::{Path, PathBuf};

use choucha::domain::code::{credit_check_char, registration_check_digit};
use choucha::domain::progress::Quiet;
use choucha::domain::{Digest, Instant, Result, calendar};
use choucha::lang::Lang;
use choucha::registry::{
    ImportOptions, ImportReport, Manifest, Mapping, Registry, read_table, write_rejects, write_table,
};
use polars::prelude::{Column, DataFrame};
use polars_io::prelude::ParquetWriter;
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use tempfile::TempDir;

/// A made-up firm's code.
fn code(n: usize) -> String {
    let body = format!("91640502MA{n:07}");
    format!("{body}{}", credit_check_char(&body).unwrap())
}

fn at() -> Instant {
    calendar::parse_instant("2026-11-01T09:00:00+08:00").unwrap()
}

struct Office {
    dir: TempDir,
}

impl Office {
    fn new() -> Self {
        Self { dir: TempDir::new().unwrap() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    fn registry(&self) -> Registry {
        Registry::new(self.path("registry"))
    }

    fn import(&self, current: Option<Digest>, files: &[PathBuf]) -> Result<ImportReport> {
        self.import_with(current, files, &ImportOptions::default())
    }

    fn import_with(
        &self,
        current: Option<Digest>,
        files: &[PathBuf],
        options: &ImportOptions,
    ) -> Result<ImportReport> {
        let report = self.registry().import(current, files, options, &at(), &Quiet)?;
        assert_eq!(report.read, report.taken + report.rejected);
        assert_eq!(report.rejected, report.rejects.len() as u64);
        assert_eq!(
            report.taken - report.merged,
            report.new + report.changed + report.unchanged + report.moved
        );
        Ok(report)
    }

    /// Imports one file anew and gives the state.
    fn state(&self, path: PathBuf) -> Manifest {
        let report = self.import(None, &[path]).unwrap();
        assert_eq!(report.rejects, []);
        self.registry().open(report.manifest.unwrap()).unwrap()
    }

    /// Every file under the registry, by name.
    fn listing(&self) -> Vec<PathBuf> {
        let mut out = Vec::new();
        for folder in ["objects", "manifests"] {
            if let Ok(entries) = fs::read_dir(self.path("registry").join(folder)) {
                out.extend(entries.map(|entry| entry.unwrap().path()));
            }
        }
        out.sort();
        out
    }
}

const HEADINGS: [&str; 5] = ["企业名称", "统一社会信用代码", "行政区划", "登记状态", "许可证"];

fn csv(rows: &[[&str; 5]]) -> String {
    let mut out = HEADINGS.join(",") + "\n";
    for row in rows {
        out += &(row.join(",") + "\n");
    }
    out
}

/// A file of firms: (number, area).
fn firms(of: &[(usize, &str)]) -> String {
    let rows: Vec<[String; 5]> = of
        .iter()
        .map(|(n, area)| [format!("第{n}商店"), code(*n), (*area).into(), "存续".into(), String::new()])
        .collect();
    csv(&rows.iter().map(|row| row.each_ref().map(String::as_str)).collect::<Vec<_>>())
}

fn rows_of(registry: &Registry, manifest: &Manifest) -> Vec<[String; 3]> {
    let mut out = Vec::new();
    for partition in &manifest.partitions {
        let frame = registry.partition(partition).unwrap();
        let text =
            |name: &str, row: usize| frame.column(name).unwrap().str().unwrap().get(row).unwrap().to_owned();
        for row in 0..frame.height() {
            out.push([text("code", row), text("name", row), text("area", row)]);
        }
    }
    out
}

#[test]
fn every_encoding_and_delimiter_gives_the_same_state() {
    let office = Office::new();
    let text = csv(&[
        ["宁夏某某商贸有限公司", &code(1), "宁夏中卫市沙坡头区", "存续", "甲-1"],
        ["\"引号、\"\"甲\"\"\n商店\"", &code(2), "中宁县", "开业", ""],
    ]);
    let expected = office.state(office.file("utf8.csv", &text)).partitions;
    assert_eq!(
        expected.iter().map(|p| (p.area.as_str(), p.rows)).collect::<Vec<_>>(),
        [("640502", 1), ("640521", 1)]
    );
    let utf16 = |mark: [u8; 2], bytes: fn(u16) -> [u8; 2]| {
        let units = text.encode_utf16().flat_map(bytes);
        mark.into_iter().chain(units).collect::<Vec<u8>>()
    };
    let gb = |text: &str| encoding_rs::GB18030.encode(text).0.into_owned();
    let files: Vec<(&str, Vec<u8>)> = vec![
        ("bom.csv", [b"\xef\xbb\xbf", text.as_bytes()].concat()),
        ("gb.csv", gb(&text)),
        ("le.txt", utf16([0xff, 0xfe], u16::to_le_bytes)),
        ("be.txt", utf16([0xfe, 0xff], u16::to_be_bytes)),
        ("tab.txt", text.replace(',', "\t").into_bytes()),
        ("semicolon.csv", text.replace(',', ";").into_bytes()),
        ("gb-tab.txt", gb(&text.replace(',', "\t"))),
        ("crlf.csv", text.replace('\n', "\r\n").into_bytes()),
        ("cr.csv", text.replace('\n', "\r").into_bytes()),
        ("no-end.csv", text.trim_end().as_bytes().to_vec()),
        ("titled.csv", format!("企业名单\n制表：某科,2026年\n\n{text}\n ,\n").into_bytes()),
        ("full-width.csv", text.replace("91640502", "９１６４０５０２").into_bytes()),
    ];
    for (name, bytes) in files {
        assert_eq!(office.state(office.file(name, bytes)).partitions, expected, "{name}");
    }
    let report = office.import(None, &[office.path("gb.csv")]).unwrap();
    assert_eq!((report.files[0].encoding, report.files[0].rows), ("GB18030", 2));
    assert_eq!(report.files[0].sha256, Digest::of(&fs::read(office.path("gb.csv")).unwrap()));
}

#[test]
fn a_late_first_chinese_character_is_still_told() {
    let office = Office::new();
    let mut text = "code,name,area\n".to_owned();
    for n in 0..20_000 {
        text += &format!("{},Shop {n},640502\n", code(n));
    }
    text += &format!("{},最后一家,640502\n", code(20_000));
    let gb = encoding_rs::GB18030.encode(&text).0.into_owned();
    let (gb, utf8) = (office.file("gb.csv", gb), office.file("utf8.csv", text));
    assert_eq!(office.state(gb).partitions, office.state(utf8).partitions);
}

#[test]
fn broken_files_are_refused_by_name_with_a_remedy() {
    let office = Office::new();
    let good = firms(&[(1, "640502")]);
    let mut book = Workbook::new();
    book.add_worksheet().write_string(0, 0, "企业名称").unwrap();
    let xlsx = book.save_to_buffer().unwrap();
    let mut blank_book = Workbook::new();
    blank_book.add_worksheet();
    let parquet = office.path("whole.parquet");
    write_table(&parquet, &HEADINGS, std::iter::once(vec!["a".to_owned(); 5])).unwrap();
    let parquet = fs::read(parquet).unwrap();
    let folder = office.path("folder.csv");
    fs::create_dir(&folder).unwrap();
    let mut bad_gb = vec![0xffu8, 0xff, 0x80, 0xff];
    bad_gb.extend([0x81, 0x20, b'\n', 0xfe, 0xff].repeat(50));
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("empty.csv", vec![], "registry-file-empty"),
        ("blank.csv", b"\n\n , \n".to_vec(), "registry-file-blank"),
        ("header.csv", (HEADINGS.join(",") + "\n").into_bytes(), "registry-file-no-rows"),
        ("header-and-blank.csv", (HEADINGS.join(",") + "\n,,,,\n\n").into_bytes(), "registry-file-no-rows"),
        ("pdf.csv", b"%PDF-1.7 \x00\xff".to_vec(), "registry-file-kind"),
        ("web.xls", b"<html><table><tr><td>1</td></tr></table></html>".to_vec(), "registry-file-kind"),
        ("packed.csv", vec![0x1f, 0x8b, 8, 0, 0, 0], "registry-file-kind"),
        ("picture.xlsx", b"\x89PNG\r\n\x1a\n".to_vec(), "registry-file-kind"),
        ("nul.csv", [good.as_bytes(), &[0, 0]].concat(), "registry-file-binary"),
        ("neither.csv", bad_gb, "registry-file-encoding"),
        ("torn.xlsx", xlsx[..xlsx.len() / 2].to_vec(), "registry-sheet-broken"),
        ("no-book.xlsx", b"PK\x03\x04 and nothing more".to_vec(), "registry-sheet-broken"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 torn".to_vec(), "registry-sheet-broken"),
        ("blank.xlsx", blank_book.save_to_buffer().unwrap(), "registry-sheet-blank"),
        ("only-header.xlsx", xlsx, "registry-heading-missing"),
        ("torn.parquet", parquet[..parquet.len() - 9].to_vec(), "registry-parquet-broken"),
        ("bent.parquet", [&parquet[..4], &[0xff; 40], &parquet[44..]].concat(), "registry-parquet-broken"),
        ("quote.csv", good.replace("第1", "\"第1").into_bytes(), "registry-quote-open"),
        ("twice.csv", good.replace("登记状态", "单位名称").into_bytes(), "registry-heading-twice"),
        ("missing.csv", good.replace("企业名称", "甲").into_bytes(), "registry-heading-missing"),
        ("prose.txt", "今天天气很好。\n明天也是。\n".into(), "registry-heading-missing"),
    ];
    for (name, bytes, id) in cases {
        let error = office.import(None, &[office.file(name, bytes)]).unwrap_err();
        assert_eq!(error.id, id, "{name}: {error}");
        assert!(error.arg("file").unwrap().ends_with(name), "{name}: {error}");
        for lang in [Lang::Zh, Lang::En] {
            assert!(lang.say(&error).contains(name), "{}", lang.say(&error));
        }
    }
    assert_eq!(office.import(None, &[folder]).unwrap_err().id, "registry-file-folder");
    assert_eq!(office.import(None, &[office.path("none.csv")]).unwrap_err().id, "registry-file-missing");
    assert_eq!(office.import(None, &[]).unwrap_err().id, "registry-no-files");
    let missing = office.import(None, &[office.path("missing.csv")]).unwrap_err();
    assert!(Lang::Zh.say(&missing).contains("\"您的列名\" = \"name\""), "{}", Lang::Zh.say(&missing));
    assert!(office.listing().is_empty(), "a refused import writes nothing");
}

#[test]
fn a_wrong_name_does_not_matter_the_content_does() {
    let office = Office::new();
    let path = office.path("firms.xlsx");
    let rows = [vec!["甲店".to_owned(), code(1), "640502".into(), "存续".into(), String::new()]];
    write_table(&path, &HEADINGS, rows.into_iter()).unwrap();
    let renamed = office.path("firms.csv");
    fs::rename(path, &renamed).unwrap();
    assert_eq!(office.state(renamed).rows(), 1);
}

#[test]
fn rows_that_cannot_be_told_apart_are_rejected_on_their_line() {
    let office = Office::new();
    let text = format!(
        "{}\n\"两行\n名称\",{},640502,存续,\n少一格,{}\n多一格,{},640502,存续,,多\n末尾空格多,{},640502,存续,,,\n乱码,{},640502,存续,\n\"误\n引号\",\n好,{},640502,存续,\n",
        HEADINGS.join(","),
        code(1),
        code(2),
        code(3),
        code(4),
        code(5),
        code(6)
    );
    let mut bytes = text.into_bytes();
    let broken = bytes.windows(6).position(|w| w == "乱码".as_bytes()).unwrap();
    bytes[broken + 1] = b'?';
    let report = office.import(None, &[office.file("a.csv", bytes)]).unwrap();
    let rejects: Vec<_> = report.rejects.iter().map(|reject| (reject.row, reject.reason.id)).collect();
    assert_eq!(
        rejects,
        [
            (4, "registry-row-ragged"),
            (5, "registry-row-ragged"),
            (7, "registry-row-bytes"),
            (8, "registry-row-quote"),
        ]
    );
    assert_eq!((report.read, report.taken), (7, 3));
    let out = office.path("rejects.csv");
    write_rejects(&out, &report.rejects, Lang::Zh).unwrap();
    let table = read_table(&out).unwrap();
    assert_eq!(table.headings, ["文件", "行", "列", "值", "原因", "处理办法"]);
    assert_eq!(table.rows.len(), 4);
    assert_eq!(table.rows[0].cells[4], "本行有 2 格，表头有 5 格");
}

#[test]
fn sheets_keep_meaning_and_tell_lost_digits() {
    let office = Office::new();
    let mut book = Workbook::new();
    book.add_worksheet();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "某县企业名单").unwrap();
    for (column, heading) in (0u16..).zip(["名称", "信用代码/注册号", "区划代码", "成立日期"])
    {
        // Headings of the second row; the code's goes by a mapping.
        sheet.write_string(1, column, heading).unwrap();
    }
    let registration = {
        let body = "64050200000001";
        format!("{body}{}", registration_check_digit(body).unwrap())
    };
    sheet.write_string(2, 0, "甲").unwrap();
    sheet.write_number(2, 1, registration.parse::<f64>().unwrap()).unwrap();
    sheet.write_number(2, 2, 640_502).unwrap();
    let date = ExcelDateTime::from_ymd(2020, 3, 1).unwrap();
    sheet.write_with_format(2, 3, &date, &Format::new().set_num_format("yyyy/m/d")).unwrap();
    sheet.write_string(4, 0, "乙").unwrap();
    sheet.write_number(4, 1, 916_405_020_000_001_234.0).unwrap();
    sheet.write_number(4, 2, 640_502).unwrap();
    let path = office.path("book.xlsx");
    book.save(&path).unwrap();
    let mapping = Mapping::parse("[entities]\n\"信用代码/注册号\" = \"code\"", "m.toml").unwrap();
    let report =
        office.import_with(None, &[path], &ImportOptions { mapping, ..ImportOptions::default() }).unwrap();
    assert_eq!(
        report.rejects.iter().map(|r| (r.row, r.reason.id)).collect::<Vec<_>>(),
        [(5, "registry-code-number")]
    );
    let manifest = office.registry().open(report.manifest.unwrap()).unwrap();
    assert_eq!(rows_of(&office.registry(), &manifest)[0][0], registration);
    let frame = office.registry().partition(&manifest.partitions[0]).unwrap();
    assert_eq!(frame.column("founded").unwrap().str().unwrap().get(0), Some("2020-03-01"));
}

#[test]
fn parquet_of_other_makers() {
    let office = Office::new();
    let registration = |n: usize| {
        let body = format!("640502{n:08}");
        format!("{body}{}", registration_check_digit(&body).unwrap())
    };
    let codes: Vec<i64> = (0..3).map(|n| registration(n).parse().unwrap()).collect();
    let write = |name: &str, extra: Column| {
        let columns = vec![
            Column::new("注册号".into(), codes.clone()),
            Column::new("单位名称".into(), ["甲", "乙", "丙"]),
            Column::new("行政区划代码".into(), [640_502.0, 640_502.0, 640_521.0]),
            Column::new("标签".into(), [Some("重点"), None, None]),
            extra,
        ];
        let path = office.path(name);
        let mut frame = DataFrame::new(3, columns).unwrap();
        ParquetWriter::new(fs::File::create(&path).unwrap()).finish(&mut frame).unwrap();
        path
    };
    let manifest = office.state(write("a.parquet", Column::new("是否重点".into(), [true, false, true])));
    let codes: Vec<String> =
        rows_of(&office.registry(), &manifest).into_iter().map(|row| row[0].clone()).collect();
    assert_eq!(codes, (0..3).map(registration).collect::<Vec<_>>());
    // A type of no use here matters only in a column that is used.
    let binary = |name: &str| Column::new(name.into(), [b"a".as_slice(), b"b", b"c"]);
    assert_eq!(office.state(write("b.parquet", binary("附件"))).partitions, manifest.partitions);
    let error = office.import(None, &[write("c.parquet", binary("法定代表人"))]).unwrap_err();
    assert_eq!((error.id, error.arg("column").unwrap().as_str()), ("registry-parquet-type", "法定代表人"));
}

#[test]
fn the_same_rows_give_the_same_bytes_however_many_hands() {
    let office = Office::new();
    let of: Vec<(usize, &str)> =
        (0..3000).map(|n| (n, ["640502", "640521", "640522", "640302", "640303"][n * n % 5])).collect();
    let path = office.file("a.csv", firms(&of));
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| office.state(path.clone())).partitions
    };
    let one = with(1);
    assert!(one.len() > 1);
    assert_eq!(with(2), one);
    assert_eq!(with(7), one);
}

#[test]
fn the_imports_own_area_serves_rows_that_tell_none() {
    let office = Office::new();
    let path = office.file("a.csv", format!("名称,代码\n甲,{}\n", code(1)).replace("代码", "信用代码"));
    assert_eq!(
        office.import(None, std::slice::from_ref(&path)).unwrap().rejects[0].reason.id,
        "registry-area-missing"
    );
    let within = |area: &str| ImportOptions { area: Some(area.into()), ..ImportOptions::default() };
    let report =
        office.import_with(None, std::slice::from_ref(&path), &within("宁夏中卫市沙坡头区")).unwrap();
    assert_eq!(report.taken, 1);
    let coarse = office.import_with(None, std::slice::from_ref(&path), &within("6405")).unwrap();
    assert_eq!(coarse.rejected, 1);
    assert_eq!(office.import_with(None, &[path], &within("火星")).unwrap_err().id, "area-unknown");
}

#[test]
fn one_firm_once_per_licence_and_conflicts_told() {
    let office = Office::new();
    let one = office.file(
        "one.csv",
        csv(&[
            ["甲(宁夏)店", &code(1), "640502", "存续", "乙-2"],
            ["甲（宁夏）店", &code(1), "640502001", "在营", "甲-1;乙-2"],
            ["乙店", &code(2), "640502", "存续", ""],
        ]),
    );
    let two = office.file(
        "two.csv",
        csv(&[
            ["乙店", &code(2), "640502", "存续", ""],
            ["丙店", &code(1), "640502", "存续", ""],
            ["甲（宁夏）店", &code(1), "640521", "存续", ""],
        ]),
    );
    let report = office.import(None, &[one, two]).unwrap();
    assert_eq!((report.read, report.taken, report.merged, report.rejected, report.new), (6, 4, 2, 2, 2));
    let reject = &report.rejects[0];
    assert_eq!((reject.reason.id, reject.row, reject.value.as_str()), ("registry-conflict", 3, "丙店"));
    assert_eq!(reject.reason.arg("row").unwrap(), "2");
    assert!(reject.reason.arg("file").unwrap().ends_with("one.csv"));
    assert!(reject.file.ends_with("two.csv"));
    assert_eq!(report.rejects[1].column, "行政区划");
    let manifest = office.registry().open(report.manifest.unwrap()).unwrap();
    let frame = office.registry().partition(&manifest.partitions[0]).unwrap();
    let text = |name: &str| frame.column(name).unwrap().str().unwrap().get(0).unwrap().to_owned();
    assert_eq!((text("licences"), text("area")), ("乙-2;甲-1".into(), "640502001".into()));
}

#[test]
fn a_later_import_of_one_county_rewrites_one_county() {
    let office = Office::new();
    let first = firms(&[(1, "640502"), (2, "640502"), (3, "640521"), (4, "640522")]);
    let first = office.import(None, &[office.file("a.csv", first)]).unwrap();
    let before = office.registry().open(first.manifest.unwrap()).unwrap();
    // 2 goes, 1 changes, 5 is new, 3 moves here from a county not in the file.
    let next = firms(&[(1, "640502"), (5, "640502"), (3, "640502")]).replace("第1商店", "第一商店");
    let path = office.file("b.csv", next);
    let dry = ImportOptions { dry_run: true, ..ImportOptions::default() };
    let files = office.listing();
    let preview = office.import_with(first.manifest, std::slice::from_ref(&path), &dry).unwrap();
    assert_eq!(office.listing(), files, "a dry run writes nothing");
    let report = office.import(first.manifest, &[path]).unwrap();
    for report in [&preview, &report] {
        assert_eq!(
            (report.new, report.changed, report.unchanged, report.gone, report.moved),
            (1, 1, 0, 1, 1)
        );
    }
    assert_eq!(preview.manifest, None);
    let after = office.registry().open(report.manifest.unwrap()).unwrap();
    assert_eq!(after.previous, first.manifest);
    assert_eq!(after.partitions.iter().map(|p| p.area.as_str()).collect::<Vec<_>>(), ["640502", "640522"]);
    assert_eq!(after.partition("640522"), before.partition("640522"));
    assert_eq!(after.sources[0].file, "b.csv");
    // The state before stays readable.
    office.registry().check(first.manifest.unwrap()).unwrap();
    assert_eq!(rows_of(&office.registry(), &before).len(), 4);
    // The same again: all unchanged, nothing written, the same state.
    let files = office.listing();
    let again = office.import(report.manifest, &[office.path("b.csv")]).unwrap();
    assert_eq!(
        (again.unchanged, again.written, again.new + again.changed + again.gone + again.moved),
        (3, 0, 0)
    );
    assert_eq!((again.manifest, office.listing()), (report.manifest, files));
}

#[test]
fn merging_only_adds_and_changes() {
    let office = Office::new();
    let first = office.file("a.csv", firms(&[(1, "640502"), (2, "640502"), (3, "640521"), (6, "640521")]));
    let first = office.import(None, &[first]).unwrap().manifest;
    let next = firms(&[(2, "640502"), (4, "640502"), (3, "640502")]).replace("第2商店", "第二商店");
    let options = ImportOptions { merge: true, ..ImportOptions::default() };
    let report = office.import_with(first, &[office.file("b.csv", next)], &options).unwrap();
    assert_eq!((report.new, report.changed, report.unchanged, report.gone, report.moved), (1, 1, 0, 0, 1));
    let manifest = office.registry().open(report.manifest.unwrap()).unwrap();
    let rows = rows_of(&office.registry(), &manifest);
    let expected: Vec<[String; 3]> = [
        (1, "第1商店", "640502"),
        (2, "第二商店", "640502"),
        (3, "第3商店", "640502"),
        (4, "第4商店", "640502"),
        (6, "第6商店", "640521"),
    ]
    .iter()
    .map(|(n, name, area)| [code(*n), (*name).to_owned(), (*area).to_owned()])
    .collect();
    assert_eq!(rows, expected);
    // What a merge makes is what an import of all the rows makes.
    let whole = firms(&[(1, "640502"), (2, "640502"), (3, "640502"), (4, "640502"), (6, "640521")]);
    let whole = office.state(office.file("c.csv", whole.replace("第2商店", "第二商店")));
    assert_eq!(whole.partitions, manifest.partitions);
}

#[test]
fn nothing_taken_changes_nothing() {
    let office = Office::new();
    let first = office.import(None, &[office.file("a.csv", firms(&[(1, "640502")]))]).unwrap();
    let files = office.listing();
    let wrong = firms(&[(1, "640502")]).replace(&code(1), "12");
    let report = office.import(first.manifest, &[office.file("b.csv", wrong)]).unwrap();
    assert_eq!((report.taken, report.rejected, report.manifest), (0, 1, None));
    assert_eq!(office.listing(), files);
}

fn object_of(office: &Office, manifest: &Manifest) -> PathBuf {
    office.registry().object_path(manifest.partitions[0].sha256)
}

#[test]
fn damage_is_told_by_name_and_never_used() {
    let office = Office::new();
    let path = office.file("a.csv", firms(&[(1, "640502"), (2, "640502")]));
    let digest = office.import(None, std::slice::from_ref(&path)).unwrap().manifest.unwrap();
    let registry = office.registry();
    let manifest = registry.open(digest).unwrap();
    let object = object_of(&office, &manifest);
    let whole = fs::read(&object).unwrap();
    let name = object.file_name().unwrap().to_str().unwrap().to_owned();
    let out = office.file("out.csv", "before");
    let told = |id: &str| {
        for error in [
            registry.check(digest).unwrap_err(),
            registry.partition(&manifest.partitions[0]).unwrap_err(),
            registry.export(digest, &out).unwrap_err(),
            office.import(Some(digest), std::slice::from_ref(&path)).unwrap_err(),
        ] {
            assert_eq!(error.id, id);
            assert!(error.arg("file").unwrap().ends_with(&name));
        }
        assert_eq!(fs::read(&out).unwrap(), b"before");
    };
    let mut bent = whole.clone();
    bent[whole.len() / 2] ^= 1;
    fs::write(&object, bent).unwrap();
    told("registry-object-damaged");
    fs::write(&object, &whole[..whole.len() - 1]).unwrap();
    told("registry-object-damaged");
    fs::remove_file(&object).unwrap();
    told("registry-object-missing");
    // Importing from nothing puts the same object back.
    assert_eq!(office.import(None, std::slice::from_ref(&path)).unwrap().manifest, Some(digest));
    registry.check(digest).unwrap();
    // Even over a damaged one of that name.
    fs::write(&object, b"").unwrap();
    office.import(None, &[path]).unwrap();
    registry.check(digest).unwrap();
    let manifest = registry.manifest_path(digest);
    fs::write(&manifest, b"{}").unwrap();
    assert_eq!(registry.open(digest).unwrap_err().id, "registry-object-damaged");
    fs::remove_file(&manifest).unwrap();
    assert_eq!(registry.open(digest).unwrap_err().id, "registry-object-missing");
}

#[test]
fn what_an_interrupted_import_left_is_cleaned() {
    let office = Office::new();
    let first = office.import(None, &[office.file("a.csv", firms(&[(1, "640502")]))]).unwrap();
    let stale = office.path("registry").join("objects").join(".0a.parquet.aside");
    fs::write(&stale, b"half").unwrap();
    let second = office.import(first.manifest, &[office.file("b.csv", firms(&[(2, "640502")]))]).unwrap();
    assert!(!stale.exists());
    assert_eq!(office.listing().len(), 4);
    office.registry().check(second.manifest.unwrap()).unwrap();
}

#[test]
fn what_is_exported_comes_back_unchanged() {
    let office = Office::new();
    let headings = "企业名称,统一社会信用代码,企业类型,法定代表人,住所,经营范围,联系电话,行政区划,信用风险类别,登记状态,成立日期,许可证,标签";
    let mut text = headings.to_owned() + "\n";
    for n in 0..300 {
        let area = ["640502", "640521001", "640522"][n % 3];
        text += &format!(
            "\"第{n}，\"\"商\"\"店 , 某\",{},有限责任公司(自然人独资),=张{n},东街{n}号,\"食品,\n百货；\",0955{n:07},{area},{},在营,2020年{}月3日,乙-{n};甲,\n",
            code(n),
            ["A", "B类", "新设"][n % 3],
            n % 12 + 1
        );
    }
    let digest = office.import(None, &[office.file("a.csv", text)]).unwrap().manifest.unwrap();
    let before = office.registry().open(digest).unwrap();
    for name in ["out.csv", "out.xlsx", "out.parquet"] {
        let out = office.path(name);
        assert_eq!(office.registry().export(digest, &out).unwrap(), 300, "{name}");
        let report = office.import(Some(digest), std::slice::from_ref(&out)).unwrap();
        assert_eq!((report.unchanged, report.rejected, report.written), (300, 0, 0), "{name}");
        assert_eq!(office.state(out).partitions, before.partitions, "{name}");
    }
    let error = office.registry().export(digest, Path::new("out.doc")).unwrap_err();
    assert_eq!(error.id, "registry-write-ending");
}

#[test]
fn objects_need_not_be_firms() {
    let office = Office::new();
    let text = "设备编号,设备名称,安装地址,使用单位\ndt-6405-001,1号电梯,宁夏中卫市沙坡头区鼓楼东街1号,甲\n电梯2,2号电梯,宁夏中卫市沙坡头区,乙\n";
    let path = office.file("lifts.csv", text);
    let options = ImportOptions { object: "电梯".into(), ..ImportOptions::default() };
    let report = office.import_with(None, std::slice::from_ref(&path), &options).unwrap();
    assert_eq!((report.taken, report.rejects[0].reason.id), (1, "code-malformed"));
    let manifest = office.registry().open(report.manifest.unwrap()).unwrap();
    let frame = office.registry().partition(&manifest.partitions[0]).unwrap();
    let text = |name: &str| frame.column(name).unwrap().str().unwrap().get(0).unwrap().to_owned();
    assert_eq!(
        (text("code"), text("object"), text("area")),
        ("DT-6405-001".into(), "电梯".into(), "640502".into())
    );
    // Without saying so they are taken for firms, and refused.
    assert_eq!(office.import(None, &[path]).unwrap().rejected, 2);
}

/// A cell as people leave it: clean, dirty or wrong.
fn cell(column: usize) -> BoxedStrategy<String> {
    match column {
        0 => prop_oneof![
            4 => (0usize..6).prop_map(|n| format!("第{n}商店")),
            1 => Just(" 第１商店\u{200b}".to_owned()),
            1 => Just("\"第 2\n商店\"".to_owned()),
            1 => "[ -~　店]{0,6}".prop_map(|s| s.replace(['"', ',', '\n'], "")),
        ]
        .boxed(),
        1 => prop_oneof![
            6 => (0usize..6).prop_map(code),
            1 => (0usize..6).prop_map(|n| format!(" {}", code(n).to_lowercase())),
            1 => (0usize..6).prop_map(|n| code(n).replace('0', "O")),
            1 => "[0-9A-Z]{0,18}",
        ]
        .boxed(),
        2 => prop_oneof![
            5 => prop::sample::select(vec!["640502", "640521", "沙坡头区", "宁夏中卫市中宁县", "640502001"])
                .prop_map(str::to_owned),
            1 => Just(String::new()),
            1 => "[0-9火星区县]{0,6}",
        ]
        .boxed(),
        3 => prop::sample::select(vec!["存续", "在营", "注销", "", "待定"]).prop_map(str::to_owned).boxed(),
        _ => prop::sample::select(vec!["", "甲", "乙；甲", "丙"]).prop_map(str::to_owned).boxed(),
    }
}

fn dirty_row() -> impl Strategy<Value = String> {
    let row =
        (cell(0), cell(1), cell(2), cell(3), cell(4)).prop_map(|(a, b, c, d, e)| [a, b, c, d, e].join(","));
    prop_oneof![12 => row, 1 => Just(String::new()), 1 => Just(",,,,".to_owned()), 1 => "[a,\u{3000}]{1,9}"]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// However dirty the rows, each is taken or rejected on its own line, and
    /// what stands is each code once, in order.
    #[test]
    fn nothing_is_lost(rows in prop::collection::vec(dirty_row(), 1..40)) {
        let office = Office::new();
        let mut text = HEADINGS.join(",") + "\n";
        rows.iter().for_each(|row| text += &(row.clone() + "\n"));
        let filled = |row: &String| row.split(',').any(|cell| !cell.trim().is_empty());
        let expected = rows.iter().filter(|row| filled(row)).count() as u64;
        let path = office.file("a.csv", text);
        if expected == 0 {
            prop_assert_eq!(office.import(None, &[path]).unwrap_err().id, "registry-file-no-rows");
            return Ok(());
        }
        // `import` itself asserts that the numbers add up.
        let report = office.import(None, &[path]).unwrap();
        prop_assert_eq!(report.read, expected);
        prop_assert!(report.rejects.is_sorted_by_key(|reject| reject.row));
        if let Some(digest) = report.manifest {
            let manifest = office.registry().open(digest).unwrap();
            prop_assert_eq!(manifest.rows(), report.taken - report.merged);
            for partition in &manifest.partitions {
                let frame = office.registry().partition(partition).unwrap();
                let codes: Vec<_> = frame.column("code").unwrap().str().unwrap().iter().flatten().collect();
                prop_assert!(codes.is_sorted_by(|a, b| a < b));
            }
        }
    }

    /// Without conflicts the order of the rows, and how they lie in files,
    /// does not matter to the state.
    #[test]
    fn order_does_not_matter(
        rows in prop::collection::vec((0usize..12, 0usize..3, any::<bool>()), 1..40),
        order in any::<prop::sample::Index>(),
        cut in any::<prop::sample::Index>(),
    ) {
        let lines: Vec<String> = rows
            .iter()
            .map(|(n, licence, spelled)| {
                let area = if n % 2 == 0 { "640502" } else { "中宁县" };
                let name = if *spelled { format!("第{n}(甲)店") } else { format!(" 第{n}（甲）店") };
                format!("{name},{},{area},,{}", code(*n), ["", "甲", "乙;甲"][*licence])
            })
            .collect();
        let mut turned = lines.clone();
        turned.rotate_left(order.index(lines.len()));
        turned.reverse();
        let (one, two) = turned.split_at(cut.index(lines.len()));
        let office = Office::new();
        let file = |name: &str, lines: &[String]| {
            office.file(name, format!("{}\n{}\n", HEADINGS.join(","), lines.join("\n")))
        };
        let whole = office.state(file("a.csv", &lines));
        let mut files = vec![file("c.csv", two)];
        if !one.is_empty() {
            files.push(file("b.csv", one));
        }
        let report = office.import(None, &files).unwrap();
        prop_assert_eq!(report.rejected, 0);
        let parts = office.registry().open(report.manifest.unwrap()).unwrap();
        prop_assert_eq!(whole.partitions, parts.partitions);
    }
}
