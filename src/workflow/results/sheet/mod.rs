//! Rows of a sheet against what was drawn: each taken, or rejected with every
//! reason. A department's result of a visit is taken whole or not at all.
//!
//! | file | what |
//! |---|---|
//! | `judge` | the rows of a sheet: which visit and department each speaks of |
//! | `group` | what rows of one result say of the visit: day, team, version |
//! | `items` | what they say of its items |
//! | `evidence` | the files they name |

mod evidence;
mod group;
mod items;
mod judge;

pub(super) use judge::{Draft, How, judge};
