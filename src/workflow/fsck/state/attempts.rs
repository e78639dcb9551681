//! Attempts, their files, and what opens their seeds and marks.

use std::collections::BTreeMap;

use super::{Documents, text_at};
use crate::domain::{Digest, Result};
use crate::draw::document::SourceKind;
use crate::draw::seed::commitment;
use crate::plan::barred as barred_file;
use crate::publication::bundle;
use crate::store::{Row, Tx, whole};
use crate::text;
use crate::workflow::fsck::findings::Findings;
use crate::workflow::fsck::story::Story;
use crate::workflow::fsck::tables::{Expected, Wanted, hold, key, read, table_name};

pub(super) fn attempts(tx: &mut Tx<'_>, story: &Story, _: &Documents, found: &mut Findings) -> Result<()> {
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

pub(super) fn attempt_files(
    tx: &mut Tx<'_>,
    story: &Story,
    documents: &Documents,
    found: &mut Findings,
) -> Result<()> {
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

/// Secrets of sealed sources open the plan's commitments.
pub(super) fn sealed(tx: &mut Tx<'_>, _: &Story, documents: &Documents, found: &mut Findings) -> Result<()> {
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
pub(super) fn salts(tx: &mut Tx<'_>, _: &Story, documents: &Documents, found: &mut Findings) -> Result<()> {
    let mut of: BTreeMap<u64, BTreeMap<barred_file::Pair, Option<Digest>>> = BTreeMap::new();
    for row in read(tx, whole::SALTS)? {
        let salts = of.entry(row.count(0).unwrap_or(0)).or_default();
        salts.insert((text_at(&row, 1), text_at(&row, 2)), row.digest(3).ok());
    }
    for serial in of.keys().filter(|serial| !documents.contains_key(serial)) {
        let table = table_name("salts");
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

pub(super) fn given(tx: &mut Tx<'_>, story: &Story, _: &Documents, found: &mut Findings) -> Result<()> {
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
