//! 检查: one visit to every entity that at least one part selected
//! (protocol §3).

use crate::domain::Digest;

/// One visit, serving every part that selected its entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// Number, from 1 by ascending ticket.
    pub number: u64,
    /// Entity code.
    pub code: String,
    /// Its ticket.
    pub ticket: Digest,
    /// Indices of the parts that selected it, in plan order.
    pub parts: Vec<usize>,
}

/// Merges the parts' selections: `(ticket, code, index of the part)`, in any
/// order.
pub fn merge(mut selected: Vec<(Digest, &str, usize)>) -> Vec<Visit> {
    selected.sort_unstable();
    let mut visits: Vec<Visit> = Vec::new();
    for (ticket, code, part) in selected {
        match visits.last_mut() {
            Some(visit) if visit.code == code => visit.parts.push(part),
            _ => {
                let number = visits.len() as u64 + 1;
                visits.push(Visit { number, code: code.to_owned(), ticket, parts: vec![part] });
            }
        }
    }
    visits
}
