//! The draw as a script for engines people already have. It loads the bundle's
//! own files, hashes every ticket, and compares the whole selection with
//! draw.csv. Quotas are taken from quota.csv, N and E are counted again; how a
//! quota follows from its rate is for [`super::verify`] to check.

use std::fmt::Write as _;
use std::path::Path;

use super::{Fault, ceremony, folder, plan};
use crate::draw::PlanDocument;

/// An engine whose spelling the script takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// DuckDB.
    DuckDb,
    /// PostgreSQL 11 or newer, run by `psql`.
    Postgres,
    /// Spark SQL, run by `spark-sql -f`.
    Spark,
    /// Apache DataFusion, run by `datafusion-cli -f`.
    DataFusion,
}

const FRAME: &[(&str, &str)] =
    &[("code", "s"), ("name", "s"), ("area", "s"), ("class", "s"), ("stratum", "s"), ("excluded", "s")];
const QUOTA: &[(&str, &str)] =
    &[("part", "s"), ("stratum", "s"), ("n", "i"), ("e", "i"), ("quota", "i"), ("reserves", "i")];
const DRAW: &[(&str, &str)] =
    &[("part", "s"), ("stratum", "s"), ("place", "i"), ("code", "s"), ("ticket", "s"), ("outcome", "s")];

impl Dialect {
    /// All of them.
    pub const ALL: [Dialect; 4] = [Dialect::DuckDb, Dialect::Postgres, Dialect::Spark, Dialect::DataFusion];

    /// `duckdb`, `postgres`, `spark` or `datafusion`.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|dialect| dialect.name() == name)
    }

    /// The name [`Dialect::parse`] reads.
    pub fn name(self) -> &'static str {
        match self {
            Dialect::DuckDb => "duckdb",
            Dialect::Postgres => "postgres",
            Dialect::Spark => "spark",
            Dialect::DataFusion => "datafusion",
        }
    }

    /// A text literal.
    fn text(self, value: &str) -> String {
        let value = if self == Dialect::Spark { value.replace('\\', "\\\\") } else { value.to_owned() };
        let quote = if self == Dialect::Spark { "\\'" } else { "''" };
        format!("'{}'", value.replace('\'', quote))
    }

    /// The ticket of a code, as 64 hex characters that sort like its bytes.
    fn ticket(self, seed: &str) -> String {
        match self {
            Dialect::DuckDb => format!("sha256('{seed}:' || code)"),
            Dialect::Postgres => {
                format!("encode(sha256(convert_to('{seed}:' || code, 'UTF8')), 'hex') collate \"C\"")
            }
            Dialect::Spark => format!("sha2(concat('{seed}:', code), 256)"),
            Dialect::DataFusion => format!("encode(sha256('{seed}:' || code), 'hex')"),
        }
    }

    fn types(self, kind: &str) -> &'static str {
        match (self, kind) {
            (_, "i") => "bigint",
            (Dialect::Postgres, _) => "text collate \"C\"",
            (Dialect::Spark, _) => "string",
            _ => "varchar",
        }
    }

    fn columns(self, columns: &[(&str, &str)]) -> String {
        let columns: Vec<String> =
            columns.iter().map(|(name, kind)| format!("{name} {}", self.types(kind))).collect();
        columns.join(", ")
    }

    /// Statements that make a file's rows known under a name.
    fn load(self, out: &mut String, table: &str, columns: &[(&str, &str)], path: &str) {
        let path = self.text(path);
        let listed = self.columns(columns);
        // Writing to a String cannot fail.
        let _ = match self {
            Dialect::DuckDb => {
                let named: Vec<String> =
                    columns.iter().map(|(name, kind)| format!("'{name}': '{}'", self.types(kind))).collect();
                writeln!(
                    out,
                    "create or replace temporary table {table} as select * from read_csv({path}, header = true, \
                     auto_detect = false, delim = ',', quote = '\"', escape = '\"', columns = {{{}}});",
                    named.join(", ")
                )
            }
            Dialect::Postgres => writeln!(
                out,
                "create temporary table {table} ({listed});\n\
                 \\copy {table} from {path} with (format csv, header true, encoding 'UTF8')"
            ),
            Dialect::Spark => writeln!(
                out,
                "create or replace temporary view {table} ({listed}) using csv options \
                 (path {path}, header 'true', sep ',', quote '\"', escape '\"', mode 'FAILFAST');"
            ),
            Dialect::DataFusion => writeln!(
                out,
                "create external table {table} ({listed}) stored as csv location {path} \
                 options ('format.has_header' 'true', 'format.delimiter' ',', 'format.quote' '\"');"
            ),
        };
    }
}

/// A complete script that loads the bundle's frames and quotas, recomputes the
/// selection of every part and compares it with draw.csv; its last result says
/// `0 differences` when all agree. plan.json and ceremony.json are checked
/// first: a script with a wrong seed would prove nothing.
pub fn sql(dir: &Path, dialect: Dialect) -> Result<String, Fault> {
    let dir = dir.canonicalize().map_err(|error| super::rows::unreadable(".", &error))?;
    written(&dir, &format!("{}/", dir.display()), dialect)
}

/// The same naming the files by their names alone: to be run inside the
/// bundle's folder, wherever somebody has put it.
///
/// # Errors
/// As [`sql`].
pub fn sql_inside(dir: &Path, dialect: Dialect) -> Result<String, Fault> {
    written(dir, "", dialect)
}

fn written(dir: &Path, base: &str, dialect: Dialect) -> Result<String, Fault> {
    let folder = folder::open(dir)?;
    let plan = plan::open(dir, &folder)?;
    let seed = ceremony::open(dir, &plan)?.seed.to_string();
    Ok(script(base, dialect, &plan.document, &seed))
}

fn script(base: &str, dialect: Dialect, plan: &PlanDocument, seed: &str) -> String {
    let mut out = String::new();
    let path = |name: &str| format!("{base}{name}");
    let _ = writeln!(out, "-- choucha/1 {} {}", plan.plan, plan.attempt);
    if dialect == Dialect::Postgres {
        out.push_str("\\set ON_ERROR_STOP on\nset client_encoding to 'UTF8';\n");
    }
    for (index, part) in plan.parts.iter().enumerate() {
        dialect.load(&mut out, &format!("choucha_frame_{index}"), FRAME, &path(&plan::frame(&part.part)));
    }
    dialect.load(&mut out, "choucha_quota", QUOTA, &path(super::quota::FILE));
    dialect.load(&mut out, "choucha_draw", DRAW, &path(super::drawn::FILE));
    out.push_str("with frame as (\n");
    for (index, part) in plan.parts.iter().enumerate() {
        let joint = if index == 0 { "" } else { "  union all\n" };
        let name = dialect.text(&part.part);
        let _ = writeln!(
            out,
            "{joint}  select {name} as part, stratum, code, coalesce(excluded, '') as excluded from choucha_frame_{index}"
        );
    }
    let ticket = dialect.ticket(seed);
    let _ = write!(
        out,
        "), ticketed as (
  select part, stratum, code, {ticket} as ticket from frame where excluded = ''
), ranked as (
  select part, stratum, code, ticket,
    cast(row_number() over (partition by part, stratum order by ticket) as bigint) as place
  from ticketed
), expected as (
  select r.part, r.stratum, r.place, r.code, r.ticket,
    case when r.place <= q.quota then 'selected' else 'reserve' end as outcome
  from ranked r join choucha_quota q on r.part = q.part and r.stratum = q.stratum
  where r.place <= q.quota + q.reserves
), wrong_rows as (
  select count(*) as differences
  from expected x full outer join choucha_draw d
    on x.part = d.part and x.stratum = d.stratum and x.place = d.place
  where x.code is null or d.code is null
    or x.code <> d.code or x.ticket <> d.ticket or x.outcome <> d.outcome
), counted as (
  select part, stratum, cast(count(*) as bigint) as n,
    cast(sum(case when excluded = '' then 1 else 0 end) as bigint) as e
  from frame group by part, stratum
), wrong_counts as (
  select count(*) as differences
  from counted c full outer join choucha_quota q on c.part = q.part and c.stratum = q.stratum
  where q.part is null or coalesce(c.n, 0) <> q.n or coalesce(c.e, 0) <> q.e
)
select concat(cast(a.differences + b.differences as {number}), ' differences') as result
from wrong_rows a cross join wrong_counts b;
",
        number = dialect.types("s").trim_end_matches(" collate \"C\"")
    );
    out
}
