//! `choucha log`: the record nobody can rewrite.

mod args;
mod check;
#[cfg(feature = "office")]
mod entries;
#[cfg(feature = "office")]
mod witnesses;

pub(super) use args::Args;
