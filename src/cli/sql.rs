//! `choucha sql`: the same draw for a database engine of one's own.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::context::Context;
use super::failure::Failure;
use super::outcome::Outcome;
use super::page::Page;
use crate::checker::{Dialect, sql};

/// `sql BUNDLE --dialect …`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The bundle's folder.
    #[arg(value_name = "BUNDLE")]
    bundle: PathBuf,
    /// The engine.
    #[arg(long, value_name = "ENGINE", default_value = "duckdb",
          value_parser = ["duckdb", "postgres", "spark", "datafusion"])]
    dialect: String,
}

struct Script {
    dialect: String,
    sql: String,
}

impl Outcome for Script {
    fn json(&self) -> Value {
        json!({ "dialect": self.dialect, "sql": self.sql })
    }
    fn show(&self, page: &mut Page) {
        page.line(self.sql.trim_end());
    }
}

impl Args {
    pub(super) fn run(&self, _: &Context) -> Result<Box<dyn Outcome>, Failure> {
        let dialect = Dialect::parse(&self.dialect).unwrap_or(Dialect::DuckDb);
        let sql = sql(&self.bundle, dialect)?;
        Ok(Box::new(Script { dialect: self.dialect.clone(), sql }))
    }
}
