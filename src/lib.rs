//! choucha (抽查): 双随机、一公开 inspections whose draw nobody can steer and
//! anyone can check.
//!
//! The rooms stand in alphabetical order; `src/README.md` follows the data's
//! path through them. Each imports only what lies on a lower floor.

pub mod checker;
pub mod cli;
#[cfg(feature = "office")]
pub mod demo;
pub mod domain;
pub mod draw;
#[cfg(feature = "office")]
pub mod frame;
pub mod inbox;
#[cfg(feature = "office")]
pub mod joint;
pub mod lang;
pub mod log;
pub mod matching;
#[cfg(feature = "office")]
pub mod net;
#[cfg(feature = "office")]
pub mod plan;
pub mod publication;
pub mod record;
#[cfg(feature = "office")]
pub mod registry;
pub mod results;
pub mod schedule;
#[cfg(feature = "office")]
pub mod store;
#[cfg(feature = "office")]
pub mod web;
#[cfg(feature = "office")]
pub mod witness;
#[cfg(feature = "office")]
pub mod workflow;
