//! What came after a draw: amendments, publications.

use super::{Documents, text_at};
use crate::domain::{Digest, Result};
use crate::matching::amend::{Amendment, Kind};
use crate::publication::tables as csv;
use crate::store::{Row, Tx, whole};
use crate::text;
use crate::workflow::fsck::findings::Findings;
use crate::workflow::fsck::story::Story;
use crate::workflow::fsck::tables::{Expected, Wanted, hold, key, read};

/// Rows name people; their entries hold the digest of the file they make.
pub(super) fn amendments(tx: &mut Tx<'_>, story: &Story, _: &Documents, found: &mut Findings) -> Result<()> {
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

pub(super) fn publications(
    tx: &mut Tx<'_>,
    story: &Story,
    _: &Documents,
    found: &mut Findings,
) -> Result<()> {
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
