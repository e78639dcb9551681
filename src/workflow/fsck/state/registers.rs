//! Registers whose rows stay out of the log.

use crate::domain::{Digest, Result};
use crate::draw::document::list_to_canonical;
use crate::store::{Tx, barred, history, inspectors, items};
use crate::text;
use crate::workflow::fsck::findings::Findings;
use crate::workflow::fsck::story::Story;

/// Registers whose rows stay out of the log, by the digest of all of them.
pub(super) fn registers(tx: &mut Tx<'_>, story: &Story, found: &mut Findings) -> Result<()> {
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
