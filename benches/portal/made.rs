//! A large office's published results, made up, and what readers ask for.

use std::fs;
use std::path::Path;

use choucha::publication::public::{Checked, ResultPage, ResultVersion};
use choucha::store::portal::Entry;

const DEPARTMENTS: [&str; 6] =
    ["市场监督管理局", "消防救援大队", "文化和旅游局", "生态环境局", "应急管理局", "卫生健康局"];
const FINDINGS: [&str; 6] = ["01", "02", "03", "04", "05", "06"];

fn mix(number: u64, what: u64) -> u64 {
    let mut x = number ^ what.wrapping_mul(0xd134_2543_de82_ef95);
    for _ in 0..3 {
        x = (x ^ x >> 29).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
    x >> 33
}

/// Its place in the list.
pub fn sort(n: u64) -> String {
    format!("{n:012}")
}

fn code(n: u64) -> String {
    format!("91640502MA{:08}", n.wrapping_mul(2_654_435_761) % 100_000_000)
}

/// The n-th result with its facets and search row.
pub fn result(n: u64) -> Entry<ResultPage> {
    let department = DEPARTMENTS[mix(n, 1) as usize % DEPARTMENTS.len()];
    // Nine of ten firms are in order.
    let finding = FINDINGS[if mix(n, 2) % 10 < 9 { 0 } else { mix(n, 3) as usize % FINDINGS.len() }];
    let (area, item, quarter) =
        (format!("6405{:02}", mix(n, 4) % 20 + 1), format!("SC-{}", mix(n, 5) % 200), n % 20);
    let checked = Checked {
        item: item.clone(),
        name: "年报检查".into(),
        checked: true,
        finding: finding.into(),
        finding_words: "未发现问题".into(),
        problem: finding != "01",
        disposal: "01".into(),
        disposal_words: "无需后续处置".into(),
    };
    let version = ResultVersion {
        version: 1,
        date: "2026-10-20".into(),
        late: false,
        method: "现场检查".into(),
        items: vec![checked],
        evidence: 2,
        legal_review: false,
        published_at: "2026-10-21T09:00:00+08:00".into(),
        notice: String::new(),
        seq: n,
    };
    let doc = ResultPage {
        id: format!("7-{n}-1"),
        serial: 7,
        plan: "〔2026〕7号".into(),
        visit: n,
        department: department.into(),
        code: code(n),
        name: format!("虚构县第{n}商贸有限公司"),
        area: area.clone(),
        area_name: "宁夏回族自治区中卫市沙坡头区".into(),
        versions: vec![version],
        until: "2031-10-20".into(),
    };
    let facet = |name: &'static str, value: &str| (name, value.to_owned());
    Entry {
        sort: sort(n),
        facets: vec![
            facet("draw", "7"),
            facet("plan", &doc.plan),
            facet("department", department),
            facet("area", &area),
            facet("company", &doc.code),
            facet("item", &item),
            facet("finding", finding),
            facet("problem", if finding == "01" { "no" } else { "yes" }),
            facet("year", &(2022 + quarter / 4).to_string()),
            facet("quarter", &format!("{}-Q{}", 2022 + quarter / 4, quarter % 4 + 1)),
            facet("corrected", "no"),
            facet("until", &doc.until),
        ],
        title: format!("{} {} {department}", doc.name, doc.plan),
        text: format!("{}\n{}", doc.code, doc.area_name),
        doc,
    }
}

/// Ten thousand addresses as readers ask for them: mostly single results and
/// companies, lists narrowed down, searches, the portal's own pages, open data.
pub fn addresses(many: u64, office: &Path) -> Vec<String> {
    let firms = fs::read_to_string(office.join("../bundle/visits.csv")).unwrap_or_default();
    let firms: Vec<&str> = firms.lines().skip(1).filter_map(|line| line.split(',').nth(1)).collect();
    let one = |n: u64| {
        let pick = mix(n, 10) % many.max(1);
        let (area, item) = (format!("6405{:02}", mix(n, 11) % 20 + 1), mix(n, 12) % 200);
        let finding = FINDINGS[mix(n, 13) as usize % FINDINGS.len()];
        match mix(n, 14) % 100 {
            0..30 => format!("/results/7-{pick}-1"),
            30..45 => format!("/companies/{}", firms[mix(n, 15) as usize % firms.len()]),
            45..53 => format!("/results?area={area}"),
            53..58 => format!("/results?item=SC-{item}&finding={finding}"),
            58..60 => format!("/results?area={area}&problem=no"),
            60..67 => format!("/search?q=%E7%AC%AC{pick}%E5%95%86%E8%B4%B8"),
            67..70 => format!("/search?q={}", code(pick)),
            70..75 => "/".to_owned(),
            75..78 => "/en".to_owned(),
            78..82 => "/draws/1".to_owned(),
            82..84 => "/plans".to_owned(),
            84..86 => "/log".to_owned(),
            86..94 => format!("/api/v1/results/7-{pick}-1"),
            94..97 => format!("/api/v1/results?area={area}"),
            _ => "/assets/style.css".to_owned(),
        }
    };
    (0..10_000).map(one).collect()
}
