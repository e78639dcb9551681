//! 回避名单: pairs of inspector and object that may not meet.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::headings::{Column, Spec};
use super::register::{self, Defaults, Kept, Source, read_rows};
use super::{Mapping, Taken, table};
use crate::domain::{Bar, Progress, Result};

/// The columns of barred pairs.
pub static SPEC: Spec = Spec {
    register: "barred",
    columns: &[
        Column {
            name: "code", title: "统一社会信用代码", required: true, synonyms: super::register::OBJECT
        },
        Column {
            name: "inspector",
            title: "执法证号",
            required: true,
            synonyms: super::register::CERTIFICATE,
        },
        Column {
            name: "reason",
            title: "回避事由",
            required: false,
            synonyms: &["事由", "回避原因", "原因", "回避情形", "回避理由"],
        },
        Column {
            name: "until",
            title: "有效期止",
            required: false,
            synonyms: &["有效期至", "截止日期", "回避截止日期", "解除日期", "有效期", "到期日期", "回避期至"],
        },
    ],
};

/// Reads barred pairs. Without a last day a pair is barred for ever. A pair
/// may be barred for several reasons; for the same reason twice, the longer
/// holds and the rows are merged: a recusal is never lost to a double.
///
/// # Errors
/// As [`super::inspectors::read`].
pub fn read(
    files: &[PathBuf],
    mapping: &Mapping,
    defaults: &Defaults,
    progress: &dyn Progress,
) -> Result<Taken<Bar>> {
    let source = Source { files, spec: &SPEC, mapping, defaults, progress, either: &[] };
    let mut seen: BTreeMap<(String, String, String), usize> = BTreeMap::new();
    let convert = |line: &mut register::Line<'_>| Bar {
        code: line.object("code"),
        inspector: line.certificate("inspector"),
        reason: line.text("reason"),
        until: line.last_day("until"),
    };
    read_rows(&source, convert, |rows, bar: Bar, _, _| {
        let key = (bar.code.clone(), bar.inspector.clone(), bar.reason.clone());
        if let Some(first) = seen.get(&key) {
            rows[*first].until = rows[*first].until.max(bar.until);
            return Kept::Merged;
        }
        seen.insert(key, rows.len());
        rows.push(bar);
        Kept::New
    })
}

/// Writes barred pairs that read back as they were, as `.csv`, `.xlsx` or
/// `.parquet`; returns the rows written.
pub fn export(path: &Path, bars: &[Bar]) -> Result<u64> {
    let rows = bars
        .iter()
        .map(|bar| vec![bar.code.clone(), bar.inspector.clone(), bar.reason.clone(), bar.until.to_string()]);
    table::write_table(path, &SPEC.titles(), rows)?;
    Ok(bars.len() as u64)
}
