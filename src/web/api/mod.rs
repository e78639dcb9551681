//! Open data under `/api/v1`. Routes are put up here; each needs its rule in
//! `routes::ACCESS`.

use super::routes::Doors;

/// Puts up the routes of the open data.
pub fn put(doors: Doors) -> Doors {
    doors
}
