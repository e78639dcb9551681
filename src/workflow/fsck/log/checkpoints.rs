//! Checkpoints against the tree, against who had to sign them, and against one
//! that somebody kept.

use super::pass::Pass;
use crate::domain::Result;
use crate::log::{SignedCheckpoint, VerifierKey};
use crate::store::tree::CheckpointRow;
use crate::text;

impl Pass<'_, '_> {
    pub(super) fn root(&mut self, row: &CheckpointRow) {
        if self.whole && self.tree.root() != row.head.root {
            self.rewritten += 1;
            if self.rewritten == 1 {
                let (size, expected) = (row.head.size, self.tree.root());
                self.found.fault(text!("fsck-root", size = size, expected = expected, found = row.head.root));
            }
        }
    }

    pub(super) fn kept(&mut self) {
        let Some(head) = self.against.kept.map(SignedCheckpoint::head) else { return };
        if self.whole && head.size == self.tree.size() && head.root != self.tree.root() {
            let (size, root) = (head.size, self.tree.root());
            self.found.fault(text!("fsck-kept-differs", size = size, expected = head.root, found = root));
        }
    }

    pub(super) fn kept_at_all(&mut self) {
        let Some(kept) = self.against.kept else { return };
        let size = self.tree.size();
        if kept.head().size > size {
            self.found.fault(text!("fsck-kept-longer", size = kept.head().size, entries = size));
        }
        let keys: Vec<VerifierKey> = (self.story.keys.iter())
            .filter(|tenure| !tenure.witness)
            .filter_map(|tenure| VerifierKey::parse(&tenure.key).ok())
            .collect();
        if let Err(reason) = kept.check_signed(&keys) {
            self.found.fault(text!("fsck-kept-foreign", reason = reason));
        }
    }
}

/// The checkpoint is the note's, and exactly the keys that had to sign did.
pub(super) fn signature(row: &CheckpointRow, signers: &[&str]) -> Result<()> {
    let note = SignedCheckpoint::parse(row.note.as_bytes())?;
    if note.head() != row.head {
        return Err(text!("fsck-checkpoint-columns", size = note.head().size, root = note.head().root));
    }
    let keys = signers.iter().map(|key| VerifierKey::parse(key)).collect::<Result<Vec<_>>>()?;
    let signed = note.note().verify(&keys)?;
    for key in &keys {
        if !signed.iter().any(|(by, _)| *by == key) {
            return Err(text!("fsck-checkpoint-unsigned", key = key.to_string()));
        }
    }
    match note.note().signatures().iter().find(|line| !keys.iter().any(|key| key.claims(line))) {
        Some(line) => {
            Err(text!("fsck-checkpoint-stranger", name = &line.name, id = format!("{:08x}", line.id)))
        }
        None => Ok(()),
    }
}
