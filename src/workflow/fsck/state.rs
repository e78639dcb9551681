//! What every table should hold, by the entries.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::findings::Findings;
use super::planned;
use super::story::Story;
use super::tables::{Expected, Wanted, hold, key, read, shown};
use crate::domain::{Digest, Result};
use crate::draw::PlanDocument;
use crate::draw::document::{SourceKind, list_to_canonical};
use crate::draw::seed::commitment;
use crate::matching::amend::{Amendment, Kind};
use crate::plan::{PlanSpec, barred as barred_file};
use crate::publication::{bundle, tables as csv};
use crate::store::{Row, Store, Tx, barred, history, inspectors, items, whole};
use crate::text;

/// Each attempt's plan.json as the database has it, where it is what was frozen.
pub type Documents = BTreeMap<u64, PlanDocument>;

/// Holds the whole database against the story.
pub fn check(store: &Store, story: &Story, found: &mut Findings) -> Result<Documents> {
    let documents = store.read(|tx| documents(tx, story))?;
    type One = fn(&mut Tx<'_>, &Story, &Documents, &mut Findings) -> Result<()>;
    let all: [One; 16] = [
        office,
        registries,
        texts,
        approvals,
        attempts,
        attempt_files,
        pledges,
        sealed,
        salts,
        given,
        amendments,
        publications,
        keys,
        planned::calendars,
        planned::workdays,
        planned::joint,
    ];
    for one in all {
        let looked = store.read(|tx| one(tx, story, &documents, found));
        found.look(looked);
    }
    let looked = store.read(|tx| registers(tx, story, found));
    found.look(looked);
    Ok(documents)
}

pub fn text_at(row: &Row, column: usize) -> String {
    row.0.get(column).map(shown).unwrap_or_default()
}

fn documents(tx: &mut Tx<'_>, story: &Story) -> Result<Documents> {
    let mut out = Documents::new();
    for row in read(tx, whole::ATTEMPTS)? {
        if let (Ok(serial), Ok(bytes)) = (row.count(0), row.blob(4))
            && let Some(frozen) = story.attempts.get(&serial).filter(|frozen| frozen.p == Digest::of(&bytes))
            && let Ok(document) = PlanDocument::parse(&bytes)
            && document.attempt == frozen.attempt
        {
            out.insert(serial, document);
        }
    }
    Ok(out)
}

fn office(tx: &mut Tx<'_>, story: &Story, _: &Documents, found: &mut Findings) -> Result<()> {
    let mut expected = Expected::new();
    if let Some((stamp, entry)) = &story.init {
        let practice = u8::from(entry.flag("practice"));
        let texts = ["office", "utc", "area"].map(|member| Wanted::from(entry.text(member)));
        let [name, utc, area] = texts;
        expected.insert(key(&[&1]), vec![name, Wanted::from(&practice), utc, area, Wanted::from(&stamp.at)]);
    }
    hold(whole::OFFICE, &read(tx, whole::OFFICE)?, expected, false, found);
    Ok(())
}

fn registries(tx: &mut Tx<'_>, story: &Story, _: &Documents, found: &mut Findings) -> Result<()> {
    let rows = read(tx, whole::REGISTRIES)?;
    let mut expected = Expected::new();
    for (number, version) in (1u64..).zip(&story.versions) {
        let wanted = vec![
            Wanted::from(&version.manifest),
            Wanted::from(&version.rows),
            Wanted::Any,
            Wanted::from(&version.stamp.at),
        ];
        expected.insert(key(&[&number]), wanted);
        let files = rows.iter().find(|row| row.count(0) == Ok(number)).map(|row| text_at(row, 3));
        let told = files.map(|files| names_and_digests(&files));
        if let (Some(told), Some(sources)) = (told, &version.sources)
            && told != *sources
        {
            found.fault(text!("fsck-sources", version = number, seq = version.stamp.seq));
        }
    }
    hold(whole::REGISTRIES, &rows, expected, false, found);
    Ok(())
}

/// The column `files` as the entry of an import commits to it.
fn names_and_digests(files: &str) -> String {
    let files: Vec<Json> = serde_json::from_str(files).unwrap_or_default();
    let pick = |file: &Json| json!({ "file": file["file"], "sha256": file["sha256"] });
    Json::Array(files.iter().map(pick).collect()).to_string()
}

fn texts(tx: &mut Tx<'_>, story: &Story, _: &Documents, found: &mut Findings) -> Result<()> {
    let rows = read(tx, whole::TEXTS)?;
    let title = |toml: &Digest| {
        let row = rows.iter().find(|row| text_at(row, 0) == toml.to_string())?;
        let text = String::from_utf8(row.blob(1).ok()?).ok()?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned();
        PlanSpec::parse(&text, "").ok().map(|spec| spec.title)
    };
    let mut plans = Expected::new();
    for (plan, (toml, at)) in &story.plans {
        let wanted = vec![Wanted::opened(title(toml).as_deref()), Wanted::from(toml), Wanted::from(at)];
        plans.insert(key(&[plan]), wanted);
    }
    let texts = story.texts.iter().map(|toml| (key(&[toml]), vec![Wanted::Bytes(*toml)])).collect();
    hold(whole::TEXTS, &rows, texts, false, found);
    hold(whole::PLANS, &read(tx, whole::PLANS)?, plans, false, found);
    Ok(())
}

fn approvals(tx: &mut Tx<'_>, story: &Story, _: &Documents, found: &mut Findings) -> Result<()> {
    let expected = (story.approvals.iter())
        .map(|((plan, toml), approved)| {
            let opened = |member| Wanted::opened(story.opened(approved.stamp.seq, member));
            let later = Wanted::from(&u8::from(approved.later));
            (
                key(&[plan, toml]),
                vec![opened("head"), opened("note"), Wanted::from(&approved.stamp.at), later],
            )
        })
        .collect();
    hold(whole::APPROVALS, &read(tx, whole::APPROVALS)?, expected, false, found);
    Ok(())
}

fn attempts(tx: &mut Tx<'_>, story: &Story, _: &Documents, found: &mut Findings) -> Result<()> {
    let mut expected = Expected::new();
    for (serial, frozen) in &story.attempts {
        let seed = match &frozen.drawn {
            None => Wanted::Null,
            Some(drawn) => drawn.seed.map_or(Wanted::Any, |seed| Wanted::from(&seed)),
        };
        let reason = match &frozen.abandoned {
            None => Wanted::Null,
            Some(stamp) => Wanted::opened(story.opened(stamp.seq, "reason")),
        };
        let wanted = vec![
            Wanted::from(&frozen.plan),
            Wanted::from(&frozen.attempt),
            Wanted::from(&frozen.toml),
            Wanted::Bytes(frozen.p),
            Wanted::from(&frozen.p),
            Wanted::from(&u8::from(frozen.urgent)),
            Wanted::from(&u8::from(frozen.sealed)),
            Wanted::from(&frozen.stamp.at),
            seed,
            Wanted::maybe(frozen.drawn.as_ref().map(|drawn| &drawn.stamp.at)),
            reason,
            Wanted::maybe(frozen.abandoned.as_ref().map(|stamp| &stamp.at)),
        ];
        expected.insert(key(&[serial]), wanted);
    }
    hold(whole::ATTEMPTS, &read(tx, whole::ATTEMPTS)?, expected, false, found);
    Ok(())
}

fn attempt_files(tx: &mut Tx<'_>, story: &Story, documents: &Documents, found: &mut Findings) -> Result<()> {
    let mut expected = Expected::new();
    for (serial, frozen) in &story.attempts {
        let mut files: BTreeMap<String, Option<Digest>> =
            BTreeMap::from([("plan.json".into(), Some(frozen.p))]);
        if let Some(document) = documents.get(serial) {
            files.insert("roster.csv".into(), Some(document.roster.sha256));
            files.insert("barred.csv".into(), Some(document.barred.sha256));
            let frames = document.parts.iter();
            files.extend(frames.map(|part| (bundle::frame_file(&part.part), Some(part.sha256))));
        }
        if let Some(drawn) = &frozen.drawn {
            files.extend(drawn.files.iter().map(|(name, digest)| (name.clone(), Some(*digest))));
        }
        if let Some(last) = frozen.amended.last() {
            for (name, member) in [("amendments.csv", "amendments"), ("opened.csv", "opened")] {
                let digest = story.opened(last.stamp.seq, member).and_then(|hex| Digest::parse(hex).ok());
                files.insert(name.into(), digest);
            }
        }
        for (name, digest) in files {
            let sha256 = digest.map_or(Wanted::Any, |digest| Wanted::from(&digest));
            expected.insert(key(&[serial, &name]), vec![sha256, Wanted::Any]);
        }
    }
    hold(whole::ATTEMPT_FILES, &read(tx, whole::ATTEMPT_FILES)?, expected, false, found);
    Ok(())
}

fn pledges(tx: &mut Tx<'_>, story: &Story, _: &Documents, found: &mut Findings) -> Result<()> {
    let expected = (story.commitments.iter())
        .map(|((plan, attempt, source), (digest, at))| {
            (key(&[plan, attempt, source]), vec![Wanted::from(digest), Wanted::from(at)])
        })
        .collect();
    hold(whole::COMMITMENTS, &read(tx, whole::COMMITMENTS)?, expected, false, found);
    Ok(())
}

/// Secrets of sealed sources open the plan's commitments.
fn sealed(tx: &mut Tx<'_>, _: &Story, documents: &Documents, found: &mut Findings) -> Result<()> {
    let rows = read(tx, whole::SEALED)?;
    let mut expected = Expected::new();
    for (serial, document) in documents {
        for source in &document.sources {
            let SourceKind::Sealed { commitment: promised } = &source.kind else { continue };
            expected.insert(key(&[serial, &source.source]), vec![Wanted::Any, Wanted::Any]);
            let own = |row: &&Row| row.count(0) == Ok(*serial) && text_at(row, 1) == source.source;
            let Some(row) = rows.iter().find(own) else { continue };
            let opens = Digest::parse(&text_at(row, 2)).is_ok_and(|nonce| {
                let made =
                    commitment(&document.plan, document.attempt, &source.source, &nonce, &text_at(row, 3));
                made == *promised
            });
            if !opens {
                found.fault(text!("fsck-sealed", serial = *serial, source = &source.source));
            }
        }
    }
    hold(whole::SEALED, &rows, expected, true, found);
    Ok(())
}

/// Salts give the marks of barred.csv.
fn salts(tx: &mut Tx<'_>, _: &Story, documents: &Documents, found: &mut Findings) -> Result<()> {
    let mut of: BTreeMap<u64, BTreeMap<barred_file::Pair, Option<Digest>>> = BTreeMap::new();
    for row in read(tx, whole::SALTS)? {
        let salts = of.entry(row.count(0).unwrap_or(0)).or_default();
        salts.insert((text_at(&row, 1), text_at(&row, 2)), row.digest(3).ok());
    }
    for serial in of.keys().filter(|serial| !documents.contains_key(serial)) {
        let table = super::tables::table_name("salts");
        found.fault(text!("fsck-row-surplus", table = table, row = serial.to_string()));
    }
    for (serial, document) in documents {
        let salts = of.remove(serial).unwrap_or_default();
        let pairs = salts.keys().cloned().collect();
        let mut left = salts.into_values();
        let mut next = || left.next().flatten().ok_or_else(|| text!("store-column", column = 3));
        let made = barred_file::write(&pairs, &mut next).map(|(bytes, _)| Digest::of(&bytes));
        if made.as_ref() != Ok(&document.barred.sha256) {
            found.fault(text!("fsck-salts", serial = *serial, count = pairs.len()));
        }
    }
    Ok(())
}

fn given(tx: &mut Tx<'_>, story: &Story, _: &Documents, found: &mut Findings) -> Result<()> {
    let expected = (story.given.iter())
        .map(|((serial, source), given)| {
            let wanted = vec![
                Wanted::from(&given.value),
                Wanted::maybe(given.nonce.as_ref()),
                Wanted::maybe(given.signature.as_ref()),
                Wanted::from(&given.stamp.at),
            ];
            (key(&[serial, source]), wanted)
        })
        .collect();
    hold(whole::CONTRIBUTIONS, &read(tx, whole::CONTRIBUTIONS)?, expected, false, found);
    Ok(())
}

/// Rows name people; their entries hold the digest of the file they make.
fn amendments(tx: &mut Tx<'_>, story: &Story, _: &Documents, found: &mut Findings) -> Result<()> {
    let rows = read(tx, whole::AMENDMENTS)?;
    let mut expected = Expected::new();
    for (serial, frozen) in &story.attempts {
        let mut written = Vec::new();
        for amended in &frozen.amended {
            let proof = story.opened(amended.stamp.seq, "proof");
            for seq in amended.from..amended.from.saturating_add(amended.rows) {
                let mut wanted = vec![Wanted::from(amended.kind)];
                wanted.extend(std::iter::repeat_n(Wanted::Any, 6));
                wanted.push(Wanted::from(&amended.stamp.at));
                match proof {
                    Some(proof) => wanted.extend([Wanted::from(proof), Wanted::Any]),
                    None if amended.kind == "recuse" => wanted.extend([Wanted::Null, Wanted::Null]),
                    None => {}
                }
                expected.insert(key(&[serial, &seq]), wanted);
                let own = |row: &&Row| row.count(0) == Ok(*serial) && row.count(1) == Ok(seq);
                written.extend(rows.iter().find(own).map(amendment));
            }
            let digest = Digest::of(&csv::amendments(&written)).to_string();
            if story.opened(amended.stamp.seq, "amendments").is_some_and(|said| said != digest) {
                found.fault(text!("fsck-amendments", serial = *serial, seq = amended.stamp.seq));
            }
        }
    }
    hold(whole::AMENDMENTS, &rows, expected, false, found);
    Ok(())
}

fn amendment(row: &Row) -> Amendment {
    Amendment {
        kind: if text_at(row, 2) == "recuse" { Kind::Recuse } else { Kind::Substitute },
        visit: row.count(3).unwrap_or(0),
        part: text_at(row, 4),
        department: text_at(row, 5),
        old: text_at(row, 6),
        new: text_at(row, 7),
        reason: text_at(row, 8),
        at: text_at(row, 9),
    }
}

fn publications(tx: &mut Tx<'_>, story: &Story, _: &Documents, found: &mut Findings) -> Result<()> {
    let expected = (1u64..)
        .zip(&story.handed_out)
        .map(|(number, out)| {
            let wanted = vec![
                Wanted::from(&out.serial),
                Wanted::from(&out.extent),
                Wanted::opened(story.opened(out.stamp.seq, "folder")),
                Wanted::from(&out.sums),
                Wanted::from(&out.stamp.at),
            ];
            (key(&[&number]), wanted)
        })
        .collect();
    hold(whole::PUBLICATIONS, &read(tx, whole::PUBLICATIONS)?, expected, false, found);
    Ok(())
}

fn keys(tx: &mut Tx<'_>, story: &Story, _: &Documents, found: &mut Findings) -> Result<()> {
    let mut expected = Expected::new();
    for tenure in &story.keys {
        let role = if tenure.witness { "witness" } else { "log" };
        let wanted = vec![Wanted::from(role), Wanted::from(&tenure.since), Wanted::maybe(tenure.until)];
        // One that came again stands with its last time in force.
        expected.insert(key(&[&tenure.key]), wanted);
    }
    hold(whole::KEYS, &read(tx, whole::KEYS)?, expected, false, found);
    for row in read(tx, whole::PLACES)? {
        let known = story.keys.iter().any(|tenure| tenure.witness && tenure.key == text_at(&row, 0));
        if !known {
            let table = super::tables::table_name("witness_places");
            found.fault(text!("fsck-row-surplus", table = table, row = text_at(&row, 0)));
        }
    }
    let filings = (story.filed.iter())
        .map(|((size, of), filed)| {
            (key(&[size, of]), vec![Wanted::from(&filed.time), Wanted::from(&filed.line)])
        })
        .collect();
    hold(whole::FILINGS, &read(tx, whole::FILINGS)?, filings, false, found);
    Ok(())
}

/// Registers whose rows stay out of the log, by the digest of all of them.
fn registers(tx: &mut Tx<'_>, story: &Story, found: &mut Findings) -> Result<()> {
    let empty = Digest::of(b"[]").to_string();
    let lists: [(&str, Result<Vec<u8>>); 4] = [
        ("inspectors", inspectors::list(tx).and_then(|rows| list_to_canonical(&rows))),
        ("items", items::list(tx).and_then(|rows| list_to_canonical(&rows))),
        ("history", history::list(tx).and_then(|rows| list_to_canonical(&rows))),
        ("barred", barred::list(tx).and_then(|rows| list_to_canonical(&rows))),
    ];
    for (register, bytes) in lists {
        let content = story.registers.get(register);
        let wanted = content.map_or(Some(&empty), |content| content.digest.as_ref());
        let name = match register {
            "inspectors" => text!("fsck-register-inspectors"),
            "items" => text!("fsck-register-items"),
            "history" => text!("fsck-register-history"),
            _ => text!("fsck-register-barred"),
        };
        match (bytes, wanted) {
            (Err(reason), _) => {
                found.fault(text!("fsck-register-unreadable", register = name, reason = reason))
            }
            (Ok(bytes), Some(wanted)) if Digest::of(&bytes).to_string() != *wanted => {
                let (seq, digest) = (content.map_or(0, |content| content.seq), Digest::of(&bytes));
                found.fault(text!(
                    "fsck-register",
                    register = name,
                    seq = seq,
                    expected = wanted,
                    found = digest
                ));
            }
            _ => {}
        }
    }
    Ok(())
}
