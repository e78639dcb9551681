//! Joint inspections: what shared tickets do to several departments' draws,
//! and the way of a joint plan.

mod coordination;
mod overlay;
pub mod story;
mod tampered;
