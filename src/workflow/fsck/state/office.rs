//! The office itself, the registries it imported, its keys and its witnesses.

use serde_json::{Value as Json, json};

use super::{Documents, text_at};
use crate::domain::Result;
use crate::store::{Tx, whole};
use crate::text;
use crate::workflow::fsck::findings::Findings;
use crate::workflow::fsck::story::Story;
use crate::workflow::fsck::tables::{Expected, Wanted, hold, key, read, table_name};

pub(super) fn office(tx: &mut Tx<'_>, story: &Story, _: &Documents, found: &mut Findings) -> Result<()> {
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

pub(super) fn registries(tx: &mut Tx<'_>, story: &Story, _: &Documents, found: &mut Findings) -> Result<()> {
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

pub(super) fn keys(tx: &mut Tx<'_>, story: &Story, _: &Documents, found: &mut Findings) -> Result<()> {
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
            let table = table_name("witness_places");
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
