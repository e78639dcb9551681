//! The letters against the log, for `fsck`.

use std::collections::BTreeMap;

use super::receive::Inbox;
use super::settle::recorded;
use crate::domain::{Digest, Result, Text};
use crate::store::{entries, inbox};
use crate::text;
use crate::workflow::office::Office;

/// For `fsck`: every message on record stands as it came in, and none was
/// answered otherwise than the log says.
pub fn faults(office: &Office) -> Result<Vec<Text>> {
    let (came, answered, erased) =
        (recorded(office, "inbox")?, recorded(office, "inbox-answer")?, recorded(office, "inbox-erase")?);
    if came.is_empty() && !office.paths.inbox().exists() {
        return Ok(Vec::new());
    }
    let mut kept = BTreeMap::new();
    for one in Inbox::open(&office.paths)?.store.read(inbox::list)? {
        kept.insert(one.receipt.digest(), one);
    }
    let opened = |seq: u64, member: &str| -> Result<Option<String>> {
        let secrets = office.store.read(|tx| entries::secrets(tx, seq))?;
        Ok(secrets.into_iter().find(|secret| secret.member == member).map(|secret| secret.value))
    };
    let mut out = Vec::new();
    for (receipt, seq) in &came {
        let Some(one) = kept.get(receipt) else {
            out.push(text!("inbox-gone", seq = *seq));
            continue;
        };
        let number = one.receipt.to_string();
        let says = if erased.contains_key(receipt) { one.content } else { one.message.digest()? };
        let was = opened(*seq, "content")?;
        if was.is_some_and(|was| was != says.to_string()) || says != one.content || one.entry != Some(*seq) {
            out.push(text!("inbox-altered", receipt = number, seq = *seq));
        }
    }
    for (digest, one) in &kept {
        let number = one.receipt.to_string();
        if one.entry.is_some() && !came.contains_key(digest) {
            out.push(text!("inbox-unrecorded", receipt = &number));
        }
        match (&one.answer, answered.get(digest)) {
            (None, Some(seq)) => out.push(text!("inbox-answer-gone", receipt = number, seq = *seq)),
            (Some(answer), Some(seq)) => {
                let was = opened(*seq, "answer")?;
                let says = Digest::of(answer.text.as_bytes()).to_string();
                if !erased.contains_key(digest) && was.is_some_and(|was| was != says) {
                    out.push(text!("inbox-answer-altered", receipt = number, seq = *seq));
                }
            }
            (Some(answer), None) if answer.entry.is_some() => {
                out.push(text!("inbox-answer-unrecorded", receipt = number));
            }
            _ => {}
        }
        if one.erased.is_some() != erased.contains_key(digest) {
            out.push(text!("inbox-erased-unrecorded", receipt = one.receipt.to_string()));
        }
    }
    Ok(out)
}
