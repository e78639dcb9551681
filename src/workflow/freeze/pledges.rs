//! What the participants committed to, and the office's own sealed sources.

use std::collections::BTreeMap;

use super::before::Before;
use crate::domain::Digest;
use crate::plan::SourceSpecKind;
use crate::text;
use crate::workflow::office::Office;
use crate::workflow::plans::PlanText;
use crate::workflow::refusal::{Done, Refusal};

/// Nonce and value of each of the office's own sealed sources.
pub(super) type Secrets = BTreeMap<String, (Digest, String)>;

/// The participants' commitments, and fresh secrets for the office's own
/// sealed sources. Every missing commitment is told.
pub(super) fn pledges(
    office: &Office,
    text: &PlanText,
    before: &Before,
) -> Done<(BTreeMap<String, Digest>, Secrets)> {
    let (mut pledged, mut secrets) = (BTreeMap::new(), Secrets::new());
    let mut faults = Vec::new();
    let mut registered = before.registered.clone();
    for source in &text.spec.sources {
        let name = &source.source;
        let handed_in = registered.remove(name);
        match (&source.kind, handed_in) {
            (SourceSpecKind::Commitment(Some(said)), Some(other)) if *said != other => {
                faults.push(text!("freeze-commitment-differs", source = name, registered = other));
            }
            (SourceSpecKind::Commitment(said), handed_in) if said.or(handed_in).is_some() => {
                pledged.extend(said.or(handed_in).map(|digest| (name.clone(), digest)));
            }
            (SourceSpecKind::Commitment(_), _) => {
                faults.push(text!("freeze-commitment-missing", source = name, plan = &text.spec.plan));
            }
            (SourceSpecKind::Sealed(Some(_)), _) => {
                faults.push(text!("freeze-sealed-given", source = name));
            }
            (SourceSpecKind::Sealed(None), _) => {
                secrets.insert(name.clone(), (office.nonce()?, office.nonce()?.to_string()));
            }
            (SourceSpecKind::Public { .. }, _) => {}
        }
    }
    for name in registered.keys() {
        faults.push(text!("freeze-commitment-surplus", source = name));
    }
    if faults.is_empty() {
        Ok((pledged, secrets))
    } else {
        Err(Refusal { text: text!("freeze-commitments", plan = &text.spec.plan), faults })
    }
}
