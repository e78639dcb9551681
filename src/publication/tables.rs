//! Canonical bytes of the bundle's computed files (protocol §3–§5).

use crate::domain::csv::write_row;
use crate::draw::document::PlanDocument;
use crate::draw::selection::StratumDraw;
use crate::draw::{FrameRows, Visit};
use crate::matching::amend::Amendment;
use crate::matching::{Group, Short};

/// A pair of barred.csv, opened: a row of `opened.csv`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Opening {
    /// Entity code.
    pub code: String,
    /// Certificate number.
    pub inspector: String,
    /// Salt of the mark.
    pub salt: crate::domain::Digest,
}

/// `quota.csv`; `draws` by part, in plan order.
pub fn quota(plan: &PlanDocument, draws: &[Vec<StratumDraw>]) -> Vec<u8> {
    let mut out = b"part,stratum,rows,eligible,quota,reserves\n".to_vec();
    for (part, strata) in plan.parts.iter().zip(draws) {
        for (stratum, draw) in part.strata.iter().zip(strata) {
            let figures =
                [draw.count.rows, draw.count.eligible, draw.quota, draw.reserves].map(|n| n.to_string());
            let [rows, eligible, quota, reserves] = &figures;
            write_row(&mut out, &[&part.part, &stratum.stratum, rows, eligible, quota, reserves]);
        }
    }
    out
}

/// `draw.csv`; `frames` and `draws` by part, in plan order.
pub fn draw(plan: &PlanDocument, frames: &[&FrameRows], draws: &[Vec<StratumDraw>]) -> Vec<u8> {
    let mut out = b"part,stratum,rank,code,ticket,outcome\n".to_vec();
    for ((part, frame), strata) in plan.parts.iter().zip(frames).zip(draws) {
        for (stratum, draw) in part.strata.iter().zip(strata) {
            for (rank, drawn) in (1u64..).zip(&draw.drawn) {
                let outcome = if rank <= draw.quota { "selected" } else { "reserve" };
                let (number, ticket) = (rank.to_string(), drawn.ticket.to_string());
                let code = frame.codes.get(drawn.row);
                write_row(&mut out, &[&part.part, &stratum.stratum, &number, code, &ticket, outcome]);
            }
        }
    }
    out
}

/// `visits.csv`.
pub fn visits(plan: &PlanDocument, visits: &[Visit]) -> Vec<u8> {
    let mut out = b"visit,code,ticket,parts\n".to_vec();
    for visit in visits {
        let parts: Vec<&str> = visit.parts.iter().map(|part| plan.parts[*part].part.as_str()).collect();
        write_row(
            &mut out,
            &[&visit.number.to_string(), &visit.code, &visit.ticket.to_string(), &parts.join(";")],
        );
    }
    out
}

/// `opened.csv`; openings in byte order of code, then inspector.
pub fn opened(openings: &[Opening]) -> Vec<u8> {
    let mut rows: Vec<&Opening> = openings.iter().collect();
    rows.sort();
    let mut out = b"code,inspector,salt\n".to_vec();
    for opening in rows {
        write_row(&mut out, &[&opening.code, &opening.inspector, &opening.salt.to_string()]);
    }
    out
}

/// `short.csv`: rows of `(department, short)`, in any order.
pub fn short(rows: &[(String, Short)]) -> Vec<u8> {
    let mut rows: Vec<_> = rows.iter().collect();
    rows.sort_by_key(|(department, short)| (short.visit, department));
    let mut out = b"visit,department,candidates,needed\n".to_vec();
    for (department, short) in rows {
        let [visit, candidates, needed] =
            [short.visit.to_string(), short.candidates.to_string(), short.needed.to_string()];
        write_row(&mut out, &[&visit, department, &candidates, &needed]);
    }
    out
}

/// `teams.csv`: rows of `(department, team)`, in any order.
pub fn teams(rows: &[(String, crate::matching::Team)]) -> Vec<u8> {
    let mut rows: Vec<_> = rows.iter().collect();
    rows.sort_by_key(|(department, team)| (team.visit, department));
    let mut out = b"visit,department,inspector,role\n".to_vec();
    for (department, team) in rows {
        let visit = team.visit.to_string();
        for (place, inspector) in team.members.iter().enumerate() {
            let role = if place == 0 { "lead" } else { "member" };
            write_row(&mut out, &[visit.as_str(), department, inspector, role]);
        }
        for inspector in &team.experts {
            write_row(&mut out, &[visit.as_str(), department, inspector, "expert"]);
        }
    }
    out
}

/// `groups.csv`: a department's groups, in any order.
pub fn groups(departments: &[(String, Vec<Group>)]) -> Vec<u8> {
    let mut rows: Vec<[&str; 3]> = Vec::new();
    for (department, groups) in departments {
        for group in groups {
            rows.extend(group.members.iter().map(|one| [department.as_str(), &group.id, one]));
        }
    }
    rows.sort_unstable();
    let mut out = b"department,group,inspector\n".to_vec();
    rows.iter().for_each(|row| write_row(&mut out, row));
    out
}

/// `amendments.csv`, numbered from 1.
pub fn amendments(rows: &[Amendment]) -> Vec<u8> {
    let mut out = b"seq,kind,visit,part,department,old,new,reason,at\n".to_vec();
    for (seq, row) in (1u64..).zip(rows) {
        let (seq, visit) = (seq.to_string(), row.visit.to_string());
        write_row(
            &mut out,
            &[
                &seq,
                row.kind.slug(),
                &visit,
                &row.part,
                &row.department,
                &row.old,
                &row.new,
                &row.reason,
                &row.at,
            ],
        );
    }
    out
}
