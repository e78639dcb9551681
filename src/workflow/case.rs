//! 案卷: everything on record of one visit, in one archive, one case one file.
//! Making it is on record as well, so that the archive can be held against the
//! log for as long as anybody has the log's key.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read, Write};
use std::path::Path;

use serde::Serialize;
use serde_json::{Value as Json, json};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::amend::{find_visit_in, standing};
use super::bundle_log;
use super::files;
use super::logbook::{self, Line};
use super::office::Office;
use super::plans::attempt_in_force;
use super::refusal::Done;
use crate::checker::case::{CASE, EVIDENCE, PLAN, RESULTS};
use crate::domain::{Digest, Result, calendar, csv};
use crate::draw::document::to_canonical;
use crate::publication::bundle;
use crate::record::{Entry, RESULTS as RESULT_KINDS, details};
use crate::results::{Evidence, Objection};
use crate::store::amendments::{self, AmendmentRow};
use crate::store::attempts::Attempt;
use crate::store::results::{self, ResultRow};
use crate::store::{barred, calendars, entries};
use crate::text;

/// A case file made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CaseMade {
    /// 计划编号.
    pub plan: String,
    /// The visit.
    pub visit: u64,
    /// The entity visited.
    pub code: String,
    /// Files in the archive.
    pub files: u64,
    /// Digest of its SHA256SUMS, as the log has it.
    pub sums: Digest,
}

/// Gathers one visit's record into a zip archive: the plan, the ceremony, the
/// entity's rows in every frame, the draw, the teams and amendments, the dates
/// it was given, every version of its results with what was decided of them, the
/// documents handed in, every log entry with what it hides, and the proofs.
///
/// # Errors
/// Those of `amend`; `case-exists` where the file is there already.
pub fn case(office: &Office, plan: &str, visit: &str, path: &Path) -> Done<CaseMade> {
    if path.exists() {
        return Err(text!("case-exists", path = path).into());
    }
    let (attempt, rows) = office.store.read(|tx| {
        let attempt = attempt_in_force(tx, plan)?;
        let rows = amendments::list(tx, attempt.serial)?;
        Ok((attempt, rows))
    })?;
    if attempt.seed.is_none() {
        return Err(text!("amend-not-drawn", plan = plan, attempt = attempt.attempt).into());
    }
    let visits = standing(office, &attempt, &rows)?;
    let number = find_visit_in(&visits, visit)?;
    let found = usize::try_from(number).ok().and_then(|n| visits.get(n.checked_sub(1)?));
    let found = found.ok_or_else(|| text!("amend-no-visit-of", code = visit))?;

    let own: Vec<&AmendmentRow> = rows.iter().filter(|row| row.visit == number).collect();
    let results = office.store.read(|tx| results::of_visit(tx, attempt.serial, number))?;
    let mut out = of_draw(&office.paths.attempts().join(attempt.folder()), &attempt, number, &found.code)?;
    for (digest, _) in own.iter().filter_map(|row| row.proof.as_ref()) {
        out.insert(format!("{EVIDENCE}{digest}"), evidence(office, digest)?);
    }
    for row in &results {
        add_result(office, row, &mut out)?;
    }
    let timeline = timeline(office, &attempt, number, &own)?;
    let story = story(office, &attempt, number, found, &own, &results, &timeline)?;
    out.insert(CASE.to_owned(), to_canonical(&story)?);
    out.insert("README.txt".to_owned(), README.as_bytes().to_vec());
    let digests = out.iter().map(|(name, bytes)| (name.clone(), Digest::of(bytes))).collect();
    let listed = bundle::sums(&digests);
    let sums = Digest::of(&listed);
    out.insert("SHA256SUMS".to_owned(), listed);

    office.begin("case", plan, &[])?.commit(|tx| {
        let members = details([
            ("plan", plan.into()),
            ("attempt", attempt.attempt.into()),
            ("serial", attempt.serial.into()),
            ("p", attempt.p.to_string().into()),
            ("visit", number.into()),
            ("sums", sums.to_string().into()),
        ]);
        office.record(tx, "case", members).map(drop)
    })?;
    let told: BTreeSet<u64> = timeline.iter().map(|line| line.seq).collect();
    for (name, bytes) in bundle_log::files_of_case(office, &attempt, &told)? {
        out.insert(name.to_owned(), bytes);
    }
    files::write(path, &pack(&out)?)?;
    let (plan, code) = (plan.to_owned(), found.code.clone());
    Ok(CaseMade { plan, visit: number, code, files: out.len() as u64, sums })
}

/// What the draw's files say of a visit and the entity visited.
fn of_draw(folder: &Path, attempt: &Attempt, number: u64, code: &str) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut out = BTreeMap::new();
    for name in [PLAN, "ceremony.json"] {
        out.insert(name.to_owned(), files::read(&folder.join(name))?);
    }
    for part in &attempt.plan_document()?.parts {
        let name = bundle::frame_file(&part.part);
        let rows = excerpt::<6>(&folder.join(&name), 0, code)?;
        out.insert(name, rows);
    }
    let number = number.to_string();
    out.insert("draw.csv".to_owned(), excerpt::<6>(&folder.join("draw.csv"), 3, code)?);
    out.insert("visits.csv".to_owned(), excerpt::<4>(&folder.join("visits.csv"), 0, &number)?);
    out.insert("teams.csv".to_owned(), excerpt::<4>(&folder.join("teams.csv"), 0, &number)?);
    out.insert("amendments.csv".to_owned(), excerpt::<9>(&folder.join("amendments.csv"), 2, &number)?);
    Ok(out)
}

/// A version of a result with its evidence.
fn add_result(office: &Office, row: &ResultRow, out: &mut BTreeMap<String, Vec<u8>>) -> Result<()> {
    if office.store.read(|tx| results::erased(tx, &row.key()))? {
        let (visit, department) = (row.result.visit.to_string(), &row.result.department);
        return Err(text!("results-erased", visit = visit, department = department));
    }
    let bytes = row.result.to_bytes()?;
    out.insert(format!("{RESULTS}{}.json", Digest::of(&bytes)), bytes);
    for Evidence { digest, .. } in &row.result.evidence {
        out.insert(format!("{EVIDENCE}{digest}"), evidence(office, digest)?);
    }
    Ok(())
}

/// A document handed in, held against its digest.
fn evidence(office: &Office, digest: &Digest) -> Result<Vec<u8>> {
    let bytes = files::read(&office.paths.evidence().join(digest.to_string()))?;
    match Digest::of(&bytes) == *digest {
        true => Ok(bytes),
        false => Err(text!("case-evidence-damaged", digest = *digest)),
    }
}

/// The header of a CSV file of `N` columns, and the rows with that field.
fn excerpt<const N: usize>(path: &Path, column: usize, wanted: &str) -> Result<Vec<u8>> {
    let bytes = files::read(path)?;
    let text = String::from_utf8_lossy(&bytes);
    let mut out = String::new();
    for (index, line) in text.lines().enumerate() {
        // Most rows are told apart without taking them to pieces.
        if index > 0 && !line.contains(wanted) {
            continue;
        }
        if index == 0 || csv::split_line::<N>(line)?.get(column).is_some_and(|field| field == wanted) {
            out.push_str(line);
            out.push('\n');
        }
    }
    Ok(out.into_bytes())
}

/// The entries that concern the visit: the whole plan's; of amendments, results
/// and case files its own.
fn timeline(office: &Office, attempt: &Attempt, number: u64, own: &[&AmendmentRow]) -> Done<Vec<Line>> {
    let about = office.store.read(|tx| entries::about(tx, &attempt.plan))?;
    let mut out = Vec::new();
    for row in about {
        let entry = Entry::parse(row.body.as_bytes())?;
        let of_attempt = entry.count("serial") == attempt.serial;
        let keep = match entry.kind.name {
            "commit" => entry.count("attempt") == attempt.attempt,
            "approve" => entry.digest("toml") == Some(attempt.toml),
            "substitute" | "recuse" => {
                let (from, to) = (entry.count("from"), entry.count("from") + entry.count("rows"));
                of_attempt && own.iter().any(|row| (from..to).contains(&row.seq))
            }
            kind if RESULT_KINDS.contains(&kind) => of_attempt && entry.count("visit") == number,
            _ => of_attempt,
        };
        if keep {
            out.extend(logbook::show(office, row.seq, 1)?);
        }
    }
    Ok(out)
}

/// What is on record of the visit's results.
fn told(office: &Office, attempt: &Attempt, number: u64, rows: &[ResultRow]) -> Result<[Json; 2]> {
    let (acts, objections) = office.store.read(|tx| {
        let acts = results::acts_of_visit(tx, attempt.serial, number)?;
        Ok((acts, results::objections_of_attempt(tx, attempt.serial)?))
    })?;
    let results = rows
        .iter()
        .map(|row| {
            let key = row.key();
            let acts: Vec<Json> = (acts.iter().filter(|act| act.key == key))
                .map(|act| {
                    json!({
                        "act": act.act.slug(), "by": act.by, "note": act.note,
                        "at": calendar::write_instant(&act.at), "entry": act.entry,
                    })
                })
                .collect();
            Ok(json!({
                "department": row.result.department, "version": row.result.version,
                "sha256": row.result.digest()?.to_string(), "entry": row.entry,
                "state": row.result.state.slug(),
                "published_at": row.result.published_at.as_ref().map(calendar::write_instant),
                "acts": acts,
            }))
        })
        .collect::<Result<Vec<Json>>>()?;
    let objections: Vec<&Objection> = objections.iter().filter(|one| one.visit == number).collect();
    Ok([Json::Array(results), json!(objections)])
}

fn story(
    office: &Office,
    attempt: &Attempt,
    number: u64,
    visit: &crate::matching::amend::LiveVisit,
    own: &[&AmendmentRow],
    rows: &[ResultRow],
    timeline: &[Line],
) -> Result<Json> {
    let document = attempt.plan_document()?;
    let [results, objections] = told(office, attempt, number, rows)?;
    let (dates, bars) = office.store.read(|tx| {
        let days = calendars::days(tx, attempt.serial)?;
        let bars = barred::salts(tx, attempt.serial)?;
        Ok((days, bars))
    })?;
    let dates: Vec<Json> = (dates.iter())
        .filter(|day| day.visit == number)
        .map(|day| json!({ "version": day.version, "date": day.date.map(|date| date.to_string()), "changes": day.sequence }))
        .collect();
    let bars: Vec<String> =
        bars.into_iter().filter(|(code, ..)| *code == visit.code).map(|(_, who, _)| who).collect();
    let parts: Vec<Json> = (visit.parts.iter())
        .filter_map(|part| document.parts.get(*part))
        .map(|part| json!({ "part": part.part, "department": part.department, "items": part.items }))
        .collect();
    let amendments: Vec<Json> = own
        .iter()
        .map(|row| {
            json!({
                "seq": row.seq, "kind": row.kind, "part": row.part, "department": row.department, "old": row.old,
                "new": row.new, "reason": row.reason, "at": calendar::write_instant(&row.at),
                "proof": row.proof.as_ref().map(|(digest, name)| json!({ "sha256": digest.to_string(), "name": name })),
            })
        })
        .collect();
    Ok(json!({
        "office": document.office,
        "plan": document.plan,
        "title": document.title,
        "attempt": document.attempt,
        "serial": document.serial,
        "window": document.window.map(|day| day.to_string()),
        "visit": number,
        "code": visit.code,
        "given_up": visit.given_up,
        "parts": parts,
        "teams": visit.teams,
        "experts": visit.experts,
        "groups": visit.groups,
        "barred": bars,
        "dates": dates,
        "amendments": amendments,
        "results": results,
        "objections": objections,
        "timeline": timeline,
        "made": calendar::write_instant(&office.now()),
    }))
}

fn pack(out: &BTreeMap<String, Vec<u8>>) -> Result<Vec<u8>> {
    let fault = |error: String| text!("case-archive", error = error);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    for (name, bytes) in out {
        zip.start_file(name.as_str(), options).map_err(|error| fault(error.to_string()))?;
        zip.write_all(bytes).map_err(|error| fault(error.to_string()))?;
    }
    Ok(zip.finish().map_err(|error| fault(error.to_string()))?.into_inner())
}

/// The files of a case, packed or unpacked.
///
/// # Errors
/// `case-archive` for what is no archive, `case-large` where it would unpack to
/// more than 1 GiB.
pub fn read(path: &Path) -> Result<BTreeMap<String, Vec<u8>>> {
    const MOST: u64 = 1 << 30;
    let mut out = BTreeMap::new();
    if path.is_dir() {
        for name in files::tree(path)? {
            out.insert(name.clone(), files::read(&path.join(name))?);
        }
        return Ok(out);
    }
    let fault = |error: String| text!("case-archive", error = error);
    let mut archive =
        ZipArchive::new(Cursor::new(files::read(path)?)).map_err(|error| fault(error.to_string()))?;
    let mut total = 0;
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).map_err(|error| fault(error.to_string()))?;
        let name = file.name().map_err(|error| fault(error.to_string()))?.into_owned();
        let mut bytes = Vec::new();
        file.by_ref()
            .take(MOST + 1 - total)
            .read_to_end(&mut bytes)
            .map_err(|error| fault(error.to_string()))?;
        total += bytes.len() as u64;
        if total > MOST {
            return Err(text!("case-large", path = path));
        }
        if out.insert(name.clone(), bytes).is_some() {
            return Err(fault(name));
        }
    }
    Ok(out)
}

const README: &str = "\
本案卷是一次“双随机、一公开”检查的全过程记录，一案一卷。
核对：choucha case check 案卷.zip --log-key 日志公钥
或解开后运行 sha256sum --check SHA256SUMS；SHA256SUMS 的摘要记在日志的 case 记录里，log/ 里有它的证明。
案卷含个人信息，不得对外公开。

The full-process record of one inspection, one case one file.
Check it: choucha case check CASE.zip --log-key KEY
or unpack it and run sha256sum --check SHA256SUMS; the digest of SHA256SUMS stands in the log's entry of kind case, with its proof in log/.
It holds personal data and is not for publication.
";
