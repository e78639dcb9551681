//! Results in the portal: published ones only, corrections with both versions,
//! withdrawals leave a notice, and all go off show by day.

use choucha::domain::calendar::parse_date;
use choucha::domain::progress::Quiet;
use choucha::publication::public::{
    Company, Document, Kind, Notice, OfficeFace, Plan, ResultPage, Stage, Visit,
};
use choucha::store::portal::{self, Listing, Portal};
use choucha::workflow::Office;
use choucha::workflow::portal::refresh;
use choucha::workflow::results::{self, Chosen, One, Told};

use super::{count, got, opened, publish_full};
use crate::office::drawn;
use crate::tiny::{PLAN, at};

/// Visits as the portal shows them.
pub fn visits(portal: &Portal) -> Vec<Visit> {
    portal.read(|tx| portal::list::<Visit>(tx, &Listing { limit: 1000, ..Listing::default() })).unwrap().items
}

/// What is told of a department's part of a visit.
pub fn one(visit: &Visit, department: usize, finding: &str) -> One {
    let team = &visit.teams[department % visit.teams.len()];
    One {
        visit: visit.visit.to_string(),
        department: Some(team.department.clone()),
        date: Some(parse_date("2026-10-20").unwrap()),
        method: Some("现场检查".into()),
        inspectors: team
            .members
            .iter()
            .filter(|one| !one.expert)
            .map(|one| one.certificate.clone())
            .collect(),
        present: Some("在场人".into()),
        rights_told: Some(true),
        items: vec![Told {
            checked: true,
            finding: finding.into(),
            disposal: if finding == "未发现问题" { "无需后续处置" } else { "责令改正" }.into(),
            ..Told::default()
        }],
        ..One::default()
    }
}

pub fn accept(office: &mut Office) {
    let by = std::mem::replace(&mut office.by, "审核员".into());
    drop(results::review(office, PLAN, &Chosen::default(), (results::Kind::Review, true), ""));
    office.by = by;
}

#[test]
fn results_come_on_show_are_corrected_withdrawn_and_go() {
    let dir = tempfile::tempdir().unwrap();
    let mut office = drawn(dir.path());
    let portal = opened(&office);
    publish_full(&office, dir.path());
    refresh(&office, &portal, &Quiet).unwrap();
    let visit = visits(&portal).remove(0);
    let alone = visit.teams.len();
    at(&mut office, "2026-10-21T09:00:00+08:00");
    results::record(&office, PLAN, &one(&visit, 0, "发现问题待后续处理"), &Quiet).unwrap();
    accept(&mut office);
    refresh(&office, &portal, &Quiet).unwrap();
    assert_eq!(count(&portal, Kind::Result), 0);

    results::publish(&office, PLAN, &Chosen::default()).unwrap();
    refresh(&office, &portal, &Quiet).unwrap();
    let listed = portal
        .read(|tx| portal::list::<ResultPage>(tx, &Listing { limit: 9, ..Listing::default() }))
        .unwrap();
    let page = listed.items[0].clone();
    assert_eq!((listed.total, page.versions.len(), page.until.as_str()), (1, 1, "2031-10-20"));
    assert!(page.versions[0].items[0].problem && !page.versions[0].late);
    let plan: Plan = got(&portal, PLAN).unwrap();
    assert_eq!((plan.stage, plan.figures.published, plan.figures.problems), (Stage::Results, 1, 1));
    assert_eq!(got::<Visit>(&portal, &visit.key()).unwrap().results, std::slice::from_ref(&page.id));
    assert_eq!(got::<Company>(&portal, &visit.code).unwrap().results, std::slice::from_ref(&page.id));
    let face: OfficeFace = got(&portal, "").unwrap();
    assert_eq!((face.figures.results, face.figures.problems), (1, 1));
    assert_eq!(face.figures.quarters[0].0, "2026-Q4");
    assert_eq!(face.figures.quarters[0].2, 1);
    let found = portal.read(|tx| portal::search(tx, &visit.code, Some(Kind::Result), 0, 9)).unwrap();
    assert_eq!(found.total, 1);

    // A correction shows both versions, once it is public itself.
    at(&mut office, "2026-10-22T09:00:00+08:00");
    results::correct(&office, PLAN, &one(&visit, 0, "未发现问题"), "录入有误", &Quiet).unwrap();
    refresh(&office, &portal, &Quiet).unwrap();
    assert_eq!(got::<ResultPage>(&portal, &page.id).unwrap(), page);
    accept(&mut office);
    results::publish(&office, PLAN, &Chosen::default()).unwrap();
    refresh(&office, &portal, &Quiet).unwrap();
    let corrected: ResultPage = got(&portal, &page.id).unwrap();
    let versions: Vec<(u64, &str)> =
        corrected.versions.iter().map(|one| (one.version, one.notice.as_str())).collect();
    assert_eq!(versions, [(2, "录入有误"), (1, "")]);
    assert_eq!(corrected.until, page.until);
    assert_eq!(got::<Plan>(&portal, PLAN).unwrap().figures.problems, 0);

    // A withdrawal leaves a notice that names neither entity nor finding.
    at(&mut office, "2026-10-23T09:00:00+08:00");
    let department = page.department.as_str();
    results::withdraw(&office, PLAN, &visit.visit.to_string(), Some(department), "决定被撤销").unwrap();
    refresh(&office, &portal, &Quiet).unwrap();
    assert!(got::<ResultPage>(&portal, &page.id).is_none());
    let notice: Notice = got(&portal, &page.id).unwrap();
    assert_eq!((notice.notice.as_str(), notice.plan.as_str()), ("决定被撤销", PLAN));
    let company: Company = got(&portal, &visit.code).unwrap();
    assert_eq!((company.results.len(), company.notices), (0, vec![page.id.clone()]));
    let found = portal.read(|tx| portal::search(tx, &visit.code, Some(Kind::Result), 0, 9)).unwrap();
    assert_eq!(found.total, 0);
    assert!(portal.read(|tx| portal::facet_counts(tx, Kind::Result, "finding")).unwrap().is_empty());

    // Another department's goes off show by the day, not by an act.
    if alone > 1 {
        results::record(&office, PLAN, &one(&visit, 1, "未发现问题"), &Quiet).unwrap();
    } else {
        let other = visits(&portal).remove(1);
        results::record(&office, PLAN, &one(&other, 0, "未发现问题"), &Quiet).unwrap();
    }
    accept(&mut office);
    results::publish(&office, PLAN, &Chosen::default()).unwrap();
    refresh(&office, &portal, &Quiet).unwrap();
    assert_eq!(count(&portal, Kind::Result), 1);
    at(&mut office, "2031-10-22T23:00:00+08:00");
    refresh(&office, &portal, &Quiet).unwrap();
    assert_eq!(count(&portal, Kind::Result), 1);
    at(&mut office, "2031-10-23T00:00:00+08:00");
    let done = refresh(&office, &portal, &Quiet).unwrap();
    assert!(!done.fresh && done.removed == 2, "{done:?}");
    assert_eq!((count(&portal, Kind::Result), count(&portal, Kind::Notice)), (0, 0));
}
