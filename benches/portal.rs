//! How long a large edition of the portal takes to write, to list and to search:
//! results with their facets and search rows.
//!
//! `cargo bench --bench portal [-- RESULTS]`; 1,000,000 by default.
#![allow(missing_docs, clippy::unwrap_used)]

use choucha::publication::public::{Checked, ResultPage, ResultVersion};
use choucha::store::portal::{self, Cursor, Entry, Listing, Portal};

fn main() {
    let many: u64 = std::env::args().skip(1).find_map(|arg| arg.parse().ok()).unwrap_or(1_000_000);
    let dir = tempfile::tempdir().unwrap();
    let portal = Portal::open(&dir.path().join("public.db"), 1).unwrap();
    let page = |n: u64| {
        let checked = Checked {
            item: "SC-1".into(),
            name: "年报检查".into(),
            checked: true,
            finding: "01".into(),
            finding_words: "未发现问题".into(),
            problem: false,
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
        let code = format!("91640502MA{:08}", n.wrapping_mul(2_654_435_761) % 100_000_000);
        let doc = ResultPage {
            id: format!("7-{n}-1"),
            serial: 7,
            plan: "〔2026〕7号".into(),
            visit: n,
            department: "市场监督管理局".into(),
            code: code.clone(),
            name: format!("虚构县第{n}商贸有限公司"),
            area: "640502".into(),
            area_name: "宁夏回族自治区中卫市沙坡头区".into(),
            versions: vec![version],
            until: "2031-10-20".into(),
        };
        Entry {
            sort: format!("{n:012}"),
            facets: vec![
                ("draw", "7".into()),
                ("plan", "〔2026〕7号".into()),
                ("department", "市场监督管理局".into()),
                ("area", "640502".into()),
                ("company", code.clone()),
                ("item", "SC-1".into()),
                ("finding", "01".into()),
                ("problem", "no".into()),
                ("year", "2026".into()),
                ("quarter", "2026-Q4".into()),
                ("corrected", "no".into()),
                ("until", "2031-10-20".into()),
            ],
            title: format!("{} 〔2026〕7号 市场监督管理局", doc.name),
            text: format!("{code}\n{}", doc.area_name),
            doc,
        }
    };
    let began = std::time::Instant::now();
    portal
        .write(|tx| {
            for from in (0..many).step_by(20_000) {
                portal::put(tx, (from..(from + 20_000).min(many)).map(page).collect())?;
            }
            Ok(())
        })
        .unwrap();
    let size = std::fs::metadata(dir.path().join("public.db")).unwrap().len();
    println!("{many} results: {:?}, {} MB", began.elapsed(), size >> 20);
    for query in ["第77商贸", "91640502MA00000077", "有限公司", "沙坡头 7号", "MA5443"] {
        let began = std::time::Instant::now();
        let found = portal.read(|tx| portal::search(tx, query, None, 0, 20)).unwrap();
        println!("{query}: {} in {:?}", found.total, began.elapsed());
    }
    for filters in [vec![], vec![("finding", "01")], vec![("finding", "01"), ("area", "640502")]] {
        let began = std::time::Instant::now();
        let filters = filters.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        let wanted = Listing {
            filters,
            after: Some(Cursor { sort: format!("{:012}", many / 2), key: String::new() }),
            limit: 20,
        };
        let page = portal.read(|tx| portal::list::<ResultPage>(tx, &wanted)).unwrap();
        println!("{:?}: {} in {:?}", wanted.filters, page.total, began.elapsed());
    }
}
