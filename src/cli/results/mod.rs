//! `choucha results`: what became of visits, from the list to the report.

mod args;
mod figures;
mod show;

pub(super) use args::Args;
