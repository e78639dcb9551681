//! Speaking back: complaints, objections, corrections, tips. Routes are put up
//! here; each needs its rule in `routes::ACCESS`.

use super::routes::Doors;

/// Puts up the forms.
pub fn put(doors: Doors) -> Doors {
    doors
}
