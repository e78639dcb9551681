//! From a file of firms through the registry to a frame's bytes.

use std::fs;

use choucha::domain::calendar::parse_instant;
use choucha::domain::code::credit_check_char;
use choucha::domain::progress::Quiet;
use choucha::frame::{History, gather};
use choucha::plan::{framed, requests};
use choucha::registry::{ImportOptions, Registry};

use super::{item, plan, spec};

#[test]
fn a_file_of_firms_becomes_a_frame() {
    let dir = tempfile::tempdir().unwrap();
    let mut text = "企业名称,统一社会信用代码,行政区划,登记状态,信用风险类别,企业类型\n".to_owned();
    for n in 0..60 {
        let body = format!("91640502MA{n:07}");
        let check = credit_check_char(&body).unwrap();
        let area = ["宁夏中卫市沙坡头区", "中宁县", "宁夏银川市兴庆区"][n % 3];
        let status = if n % 10 == 9 { "注销" } else { "存续（在营、开业、在册）" };
        text += &format!(
            "示例{n}有限公司,{body}{check},{area},{status},{},有限责任公司(自然人独资)\n",
            ["A", "低风险", ""][n / 20]
        );
    }
    let file = dir.path().join("名录.csv");
    fs::write(&file, text).unwrap();
    let registry = Registry::new(dir.path().join("registry"));
    let at = parse_instant("2026-09-30T12:00:00+08:00").unwrap();
    let report = registry.import(None, &[file], &ImportOptions::default(), &at, &Quiet).unwrap();
    assert_eq!(report.taken, 60, "{:?}", report.rejects);
    let digest = report.manifest.unwrap();
    let manifest = registry.open(digest).unwrap();

    let spec = spec(&plan(
        "scope = { areas = [\"中卫\"], kinds = [\"有限责任公司*\"] }\nstrata = [{ by = \"area+class\", rate = \"10%\" }]",
    ));
    let items = [item("X1", "不低于3%")];
    let requests = requests(&spec, &items).unwrap();
    let gathered = gather(&registry, &manifest, &requests, &History::new(&[]), &Quiet).unwrap();
    let framed = framed(&spec, &items, gathered).unwrap().remove(0);
    let names: Vec<&str> = framed.strata.iter().map(|stratum| stratum.stratum.as_str()).collect();
    assert_eq!(names, ["640502/-", "640502/A", "640521/-", "640521/A"]);
    assert_eq!(framed.frame.len(), 36, "two thirds of sixty less the closed ones");
    // A damaged partition is refused, never drawn from; one out of scope is not even read.
    let damage = |area: &str| {
        let partition = manifest.partition(area).unwrap();
        let path = registry.object_path(partition.sha256);
        let mut bytes = fs::read(&path).unwrap();
        bytes[40] ^= 1;
        fs::write(&path, bytes).unwrap();
        gather(&registry, &manifest, &requests, &History::new(&[]), &Quiet)
    };
    assert!(damage("640104").is_ok());
    assert_eq!(damage("640502").unwrap_err().id, "registry-object-damaged");
}
