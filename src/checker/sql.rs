//! The draw as a script for engines people already have.

use std::path::Path;

use super::Fault;

/// An engine whose spelling the script takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// DuckDB.
    DuckDb,
    /// PostgreSQL, run by `psql`.
    Postgres,
    /// Spark SQL.
    Spark,
    /// Apache DataFusion.
    DataFusion,
}

impl Dialect {
    /// `duckdb`, `postgres`, `spark` or `datafusion`.
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "duckdb" => Dialect::DuckDb,
            "postgres" => Dialect::Postgres,
            "spark" => Dialect::Spark,
            "datafusion" => Dialect::DataFusion,
            _ => return None,
        })
    }
}

/// A complete script that loads the bundle's frames and quotas, recomputes the
/// selection of every part and compares it with draw.csv; its last result says
/// `0 differences` when all agree.
pub fn sql(dir: &Path, dialect: Dialect) -> Result<String, Fault> {
    todo!()
}
