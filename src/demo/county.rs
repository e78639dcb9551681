//! What the county hands in: one folder of files.

use std::fs;
use std::path::{Path, PathBuf};

use crate::domain::{Progress, Result};
use crate::text;

use super::{exports, firms, items, past, people, sheets};

/// How much of each table to make up. The county's size is the default; tests
/// take smaller and larger ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DemoSize {
    /// 检查对象, below a million; the files hold more rows, as the same firm
    /// stands once per licence.
    pub entities: u64,
    /// 执法检查人员.
    pub inspectors: u64,
    /// Earlier inspections.
    pub checks: u64,
    /// Pairs that may not meet.
    pub bars: u64,
}

impl DemoSize {
    /// The county of the demo.
    pub const COUNTY: Self = Self { entities: 50_000, inspectors: 300, checks: 8_000, bars: 200 };
    /// A township of it, for tests.
    pub const TOWNSHIP: Self = Self { entities: 2_000, inspectors: 60, checks: 400, bars: 30 };

    /// So many times the entities, checks and bars; the inspectors stay.
    #[must_use]
    pub fn times(self, n: u64) -> Self {
        Self { entities: self.entities * n, checks: self.checks * n, bars: self.bars * n, ..self }
    }
}

/// Where the files lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoFiles {
    /// Exports of the registry of objects, to be imported together.
    pub entities: Vec<PathBuf>,
    /// Our column names for headings nobody could guess.
    pub mapping: PathBuf,
    /// 执法检查人员名录.
    pub inspectors: PathBuf,
    /// 抽查事项清单.
    pub items: PathBuf,
    /// 检查历史.
    pub history: PathBuf,
    /// 回避名单.
    pub barred: PathBuf,
    /// The joint quarterly plan.
    pub plan: PathBuf,
    /// Rows of the entity files that no importer may take.
    pub faults: u64,
}

/// Writes the county's files into a folder, which is made if need be. Files of
/// the same names are overwritten.
///
/// # Errors
/// When a file cannot be written; the message names it.
pub fn generate(dir: &Path, size: DemoSize, progress: &dyn Progress) -> Result<DemoFiles> {
    fs::create_dir_all(dir).map_err(|error| text!("demo-write", file = dir, error = error))?;
    progress.begin(text!("demo-making", rows = size.entities), size.entities);
    let firms = firms::make(size.entities);
    let file = |name: &str| dir.join(name);
    // Each file has a stream of chances of its own, so none waits for another.
    let (exports, others) = rayon::join(
        || exports::write_all(dir, &firms, progress),
        || {
            let officers = people::write_all(&file("执法检查人员.xlsx"), size.inspectors)?;
            items::write_all(&file("抽查事项清单.csv"))?;
            past::write_history(&file("检查历史.csv"), &firms, &officers, size.checks)?;
            past::write_bars(&file("回避名单.csv"), &firms, &officers, size.bars)?;
            sheets::write(&file("plan.toml"), PLAN.as_bytes())
        },
    );
    let exports = exports?;
    others?;
    let files = DemoFiles {
        entities: exports.files,
        mapping: exports.mapping,
        inspectors: file("执法检查人员.xlsx"),
        items: file("抽查事项清单.csv"),
        history: file("检查历史.csv"),
        barred: file("回避名单.csv"),
        plan: file("plan.toml"),
        faults: exports.faults,
    };
    progress.end();
    Ok(files)
}

/// The joint plan, as a section officer would write it.
const PLAN: &str = include_str!("plan.toml");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Digest;
    use crate::domain::progress::Quiet;

    /// Name and bytes of everything in a folder.
    fn read(dir: &Path) -> Vec<(String, Vec<u8>)> {
        let mut files: Vec<(String, Vec<u8>)> = fs::read_dir(dir)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read(path).unwrap()))
            .collect();
        files.sort();
        files
    }

    #[test]
    fn the_same_bytes_every_time() {
        let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        generate(one.path(), DemoSize::TOWNSHIP, &Quiet).unwrap();
        generate(two.path(), DemoSize::TOWNSHIP, &Quiet).unwrap();
        let files = read(one.path());
        assert_eq!(files, read(two.path()));
        // Workbooks also depend on the version of the library that packs them.
        let digests: Vec<String> = files
            .iter()
            .filter(|(name, _)| !name.ends_with(".xlsx"))
            .map(|(name, bytes)| format!("{name} {}", &Digest::of(bytes).to_string()[..16]))
            .collect();
        assert_eq!(digests, DIGESTS);
    }

    const DIGESTS: [&str; 8] = [
        "mapping.toml c28a400a58355023",
        "plan.toml 632a8e8bb23e0276",
        "个体工商户.csv 09e01e751f22c139",
        "企业登记信息.csv 54ae1314b5db1234",
        "回避名单.csv f9d9612544333143",
        "抽查事项清单.csv 616b64b1eb53e6a5",
        "检查历史.csv a003968cce0d6886",
        "特种设备.csv af4d0878f28e2897",
    ];

    #[test]
    fn an_empty_county_is_written_too() {
        let dir = tempfile::tempdir().unwrap();
        let size = DemoSize { entities: 0, inspectors: 0, checks: 5, bars: 5 };
        generate(dir.path(), size, &Quiet).unwrap();
        assert_eq!(read(dir.path()).len(), 10);
    }
}
