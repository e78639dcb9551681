//! The bundle another implementation made, where it lies beside the project.

use std::path::Path;

use choucha::checker::verify;
use choucha::domain::progress::Quiet;

#[test]
fn the_other_implementations_bundle_verifies() {
    let dir = Path::new("../shared/vectors/bundle");
    if !dir.is_dir() {
        return;
    }
    let verdict = verify(dir, &Quiet).unwrap();
    dbg!(&verdict);
    assert_eq!(verdict.visits, 42);
}
