//! Golden vectors under `tests/golden/`, for anyone who implements the
//! protocol: the writer must give exactly these bytes. `CHOUCHA_REGENERATE=1`
//! writes them anew.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::sample::{Spec, bundle, write};

/// The golden bundles by name.
pub fn specs() -> BTreeMap<&'static str, Spec> {
    BTreeMap::from([
        ("plain", Spec::default()),
        (
            "unopened",
            Spec { seed: 2, entities: 150, unopened: true, serial: 3, attempt: 2, ..Spec::default() },
        ),
        ("drand", Spec { seed: 3, entities: 150, drand: true, ..Spec::default() }),
        ("sealed", Spec { seed: 4, entities: 150, sealed: true, inspectors: 9, ..Spec::default() }),
        (
            "amended",
            Spec { seed: 5, substitutes: vec![2, 1, 5], recusals: vec![3, 4, 3, 7], ..Spec::default() },
        ),
        ("group", group()),
        ("experts", experts()),
    ])
}

/// Two departments of three go in groups, some pooled; amended.
pub fn group() -> Spec {
    Spec {
        seed: 6,
        inspectors: 150,
        bars: 120,
        grouped: vec!["市场监管局", "消防救援大队"],
        substitutes: vec![4, 2],
        recusals: vec![1, 6, 6, 9],
        ..Spec::default()
    }
}

/// A lead department, and experts in three parts, not enough of them in one; amended.
pub fn experts() -> Spec {
    Spec {
        seed: 7,
        inspectors: 90,
        experts: vec![("p1", 1), ("p2", 2), ("p3", 4)],
        lead: Some("消防救援大队"),
        substitutes: vec![3, 1],
        recusals: vec![2, 4, 4],
        recuse_experts: true,
        ..Spec::default()
    }
}

#[test]
fn the_writer_gives_the_golden_bytes() {
    for (name, spec) in specs() {
        let dir = Path::new("tests/golden").join(name);
        let made = bundle(&spec).files;
        if std::env::var_os("CHOUCHA_REGENERATE").is_some() {
            let _ = fs::remove_dir_all(&dir);
            write(&made, &dir);
        }
        for (file, bytes) in &made {
            let golden = fs::read(dir.join(file)).unwrap_or_else(|error| panic!("{name}/{file}: {error}"));
            assert!(golden == *bytes, "{name}/{file} differs from its golden bytes");
        }
    }
}
