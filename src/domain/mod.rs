//! The vocabulary: codes, dates, rates, digests, the protocol's grammar, and
//! the nouns of the field (entity, inspector, item, history).

pub mod area;
pub mod calendar;
pub mod code;
pub mod csv;
pub mod department;
mod digest;
pub mod entity;
pub mod grammar;
pub mod history;
pub mod inspector;
pub mod item;
pub mod merkle;
pub mod plain_json;
pub mod progress;
mod rate;
mod text;
pub mod workdays;

pub use calendar::{Date, Instant};
pub use digest::Digest;
pub use entity::Entity;
pub use history::{Bar, PastCheck, Planned};
pub use inspector::Inspector;
pub use item::Item;
pub use progress::Progress;
pub use rate::Rate;
pub use text::{Arg, Result, Text};
pub use workdays::Workdays;
