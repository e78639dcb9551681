//! Which row holds the headings: exports carry titles, dates and makers above
//! them.

use super::Row;
use crate::domain::Result;
use crate::text;

/// Rows looked at.
pub(crate) const WINDOW: usize = 10;

/// The index of the header row among the first ten: the first of those with
/// the most known headings, if any has one; else the first with the most
/// filled cells. `None` without rows.
pub(crate) fn find(rows: &[Row], known: impl Fn(&str) -> bool) -> Option<usize> {
    let rows = &rows[..rows.len().min(WINDOW)];
    let first_best = |score: &dyn Fn(&Row) -> usize| {
        let scores: Vec<usize> = rows.iter().map(score).collect();
        let best = scores.iter().copied().max()?;
        scores.iter().position(|score| *score == best).map(|at| (at, best))
    };
    match first_best(&|row| row.cells.iter().filter(|cell| known(cell)).count()) {
        Some((at, best)) if best > 0 => Some(at),
        _ => first_best(&|row| row.cells.iter().filter(|cell| !cell.trim().is_empty()).count())
            .map(|(at, _)| at),
    }
}

/// The headings of a row without the empty cells at its end.
pub(crate) fn trimmed(row: &Row) -> Result<Vec<String>> {
    if let Some(fault) = &row.fault {
        return Err(text!("registry-header-broken", row = row.number, fault = fault.clone()));
    }
    let filled = row.cells.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |at| at + 1);
    Ok(row.cells[..filled].to_vec())
}
