//! choucha (抽查): 双随机、一公开 inspections whose draw nobody can steer and
//! anyone can check.
//!
//! The modules stand in the order of the data's path; each imports only what
//! stands above it here.

pub mod checker;
pub mod domain;
pub mod draw;
pub mod lang;
pub mod matching;
pub mod publication;
