//! Opening the database and running texts on it. The one file that builds SQL
//! text at run time (many-row inserts) and that knows sqlx.
//!
//! The workflow is a sequence of long computations with short touches of the
//! database between them, so these functions block; a server calls use cases
//! from its blocking threads.

use std::future::poll_fn;
use std::path::Path;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;
use std::time::Duration;

use sqlx::sqlite::{
    SqliteArguments, SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteRow, SqliteSynchronous,
};
use sqlx::{Arguments, AssertSqlSafe, Column, ConnectOptions, Connection, Row as _, TypeInfo, ValueRef};
use tokio::runtime::Runtime;

use super::schema;
use super::value::{Row, Value};
use crate::domain::{Digest, Result, Text};
use crate::text;

/// Arguments to a statement that inserts many rows; engines allow 32,766.
const ARGUMENTS: usize = 3000;

/// Called where a write becomes durable, so that tests can stop the program
/// there (`workflow::files::point`).
pub type Point = fn(&'static str) -> Result<()>;

/// No hook.
pub fn no_points(_: &'static str) -> Result<()> {
    Ok(())
}

/// An open database.
#[derive(Debug)]
pub struct Store {
    runtime: Runtime,
    connection: Mutex<SqliteConnection>,
    point: Point,
}

/// An open transaction, or a consistent look at the state.
#[derive(Debug)]
pub struct Tx<'a> {
    runtime: &'a Runtime,
    connection: &'a mut SqliteConnection,
    /// Numbers and leaf hashes of the entries this transaction wrote and has
    /// not sealed yet ([`super::tree::seal`]).
    pub(super) leaves: Vec<(u64, Digest)>,
}

impl<'a> Tx<'a> {
    fn new(runtime: &'a Runtime, connection: &'a mut SqliteConnection) -> Self {
        Self { runtime, connection, leaves: Vec::new() }
    }
}

impl Store {
    /// Opens the database, creating it if `create`, and brings its schema up
    /// to date. Refuses a schema newer than this program.
    pub fn open(path: &Path, create: bool, point: Point) -> Result<Self> {
        let store = Self::connect(path, create, point)?;
        schema::migrate(&store)?;
        Ok(store)
    }

    /// Opens a database of whatever schema.
    pub(super) fn connect(path: &Path, create: bool, point: Point) -> Result<Self> {
        if !create && !path.is_file() {
            return Err(text!("store-missing", path = path));
        }
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .map_err(|error| text!("store-failed", error = error))?;
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(create)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10))
            // Room for what a large transaction changes, so that it is written
            // once, and for rows on their way from the engine's thread.
            .pragma("cache_size", "-65536")
            .row_buffer_size(1024)
            .disable_statement_logging();
        let connection =
            runtime.block_on(SqliteConnection::connect_with(&options)).map_err(|error| fault(&error))?;
        Ok(Self { runtime, connection: Mutex::new(connection), point })
    }

    fn connection(&self) -> MutexGuard<'_, SqliteConnection> {
        // A panic inside a transaction left it open; the next BEGIN says so.
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks at the state.
    pub fn read<T>(&self, look: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> Result<T> {
        let mut connection = self.connection();
        let mut tx = Tx::new(&self.runtime, &mut connection);
        tx.batch("BEGIN")?;
        let outcome = look(&mut tx);
        let _ = tx.batch("ROLLBACK");
        outcome
    }

    /// Changes the state in one transaction; `act` failing changes nothing.
    pub fn write<T>(&self, act: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> Result<T> {
        let mut connection = self.connection();
        let mut tx = Tx::new(&self.runtime, &mut connection);
        (self.point)("begin")?;
        tx.batch("BEGIN IMMEDIATE")?;
        let outcome = act(&mut tx).and_then(|value| {
            (self.point)("commit")?;
            tx.batch("COMMIT")?;
            Ok(value)
        });
        match outcome {
            Ok(value) => {
                (self.point)("committed")?;
                Ok(value)
            }
            Err(error) => {
                let _ = tx.batch("ROLLBACK");
                Err(error)
            }
        }
    }

    /// Writes the database's file anew, so that what was deleted is no longer in
    /// it, nor in the write-ahead log.
    pub fn compact(&self) -> Result<()> {
        let mut connection = self.connection();
        let mut tx = Tx::new(&self.runtime, &mut connection);
        tx.batch("PRAGMA wal_checkpoint(TRUNCATE)")?;
        tx.batch("VACUUM")?;
        tx.batch("PRAGMA wal_checkpoint(TRUNCATE)")
    }

    /// Reads every page: `Err(store-damaged)` names the first fault.
    pub fn quick_check(&self) -> Result<()> {
        let rows = self.read(|tx| tx.rows("PRAGMA quick_check", Vec::new()))?;
        let first = rows.first().map(|row| row.text(0)).transpose()?.unwrap_or_default();
        if first == "ok" { Ok(()) } else { Err(text!("store-damaged", error = first)) }
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        // Folds the write-ahead log into the file; not doing so loses nothing.
        let mut connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let _ =
            self.runtime.block_on(sqlx::raw_sql("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut *connection));
    }
}

impl Tx<'_> {
    /// Runs statements without arguments.
    pub(super) fn batch(&mut self, sql: &'static str) -> Result<()> {
        let run = sqlx::raw_sql(sql).execute(&mut *self.connection);
        self.runtime.block_on(run).map(drop).map_err(|error| fault(&error))
    }

    /// Runs one statement; how many rows it changed.
    pub(super) fn run(&mut self, sql: &'static str, args: Vec<Value>) -> Result<u64> {
        let run = bind(sql, args)?.execute(&mut *self.connection);
        self.runtime.block_on(run).map(|done| done.rows_affected()).map_err(|error| fault(&error))
    }

    /// Runs one query.
    pub(super) fn rows(&mut self, sql: &'static str, args: Vec<Value>) -> Result<Vec<Row>> {
        let run = bind(sql, args)?.fetch_all(&mut *self.connection);
        let rows = self.runtime.block_on(run).map_err(|error| fault(&error))?;
        rows.iter().map(decode).collect()
    }

    /// The one row of a query, if any.
    pub(super) fn row(&mut self, sql: &'static str, args: Vec<Value>) -> Result<Option<Row>> {
        Ok(self.rows(sql, args)?.into_iter().next())
    }

    /// Inserts many rows with few statements: `head` ends in `VALUES `, `tail`
    /// holds what follows (`ON CONFLICT …`). Rows are asked for while the
    /// engine, on its own thread, writes those before.
    pub(super) fn insert(
        &mut self,
        head: &'static str,
        tail: &'static str,
        rows: impl Iterator<Item = Vec<Value>>,
    ) -> Result<u64> {
        let mut rows = rows.peekable();
        let width = rows.peek().map_or(1, |row| row.len().max(1));
        let most = (ARGUMENTS / width).max(1);
        let mut many = None;
        let mut take = || {
            let mut arguments = SqliteArguments::default();
            let count = rows
                .by_ref()
                .take(most)
                .try_fold(0, |count, row| add(&mut arguments, row).map(|()| count + 1));
            count.map(|count| (count, arguments))
        };
        let mut done = 0;
        let (mut count, mut arguments) = take()?;
        while count > 0 {
            let text = || Arc::new(values(head, tail, width, count));
            let sql = if count == most { many.get_or_insert_with(text).clone() } else { text() };
            // Statements of every other length would push out those that come again.
            let again = count == most || count < 8;
            let query = sqlx::query_with(AssertSqlSafe(sql), arguments).persistent(again);
            let mut run = pin!(query.execute(&mut *self.connection));
            // Begun here, looked after when the next rows are ready.
            let early = self.runtime.block_on(poll_fn(|context| {
                Poll::Ready(match run.as_mut().poll(context) {
                    Poll::Ready(outcome) => Some(outcome),
                    Poll::Pending => None,
                })
            }));
            let next = take();
            let outcome = early.unwrap_or_else(|| self.runtime.block_on(run));
            done += outcome.map_err(|error| fault(&error))?.rows_affected();
            (count, arguments) = next?;
        }
        Ok(done)
    }
}

/// `head (?, ?), (?, ?)… tail`: places without a name, for SQLite looks each
/// name up among all of a statement.
fn values(head: &str, tail: &str, width: usize, count: usize) -> String {
    let row = format!("({})", vec!["?"; width].join(", "));
    format!("{head}{}{tail}", vec![row.as_str(); count].join(", "))
}

type Query<'q> = sqlx::query::Query<'q, sqlx::Sqlite, SqliteArguments>;

fn bind(sql: &'static str, args: Vec<Value>) -> Result<Query<'static>> {
    let mut arguments = SqliteArguments::default();
    add(&mut arguments, args)?;
    Ok(sqlx::query_with(sql, arguments))
}

fn add(arguments: &mut SqliteArguments, values: Vec<Value>) -> Result<()> {
    for value in values {
        let added = match value {
            Value::Null => arguments.add(None::<String>),
            Value::Int(v) => arguments.add(v),
            Value::Text(v) => arguments.add(v),
            Value::Blob(v) => arguments.add(v),
        };
        added.map_err(|error| text!("store-failed", error = error.to_string()))?;
    }
    Ok(())
}

fn decode(row: &SqliteRow) -> Result<Row> {
    let column = |i: usize| -> std::result::Result<Value, sqlx::Error> {
        let raw = row.try_get_raw(i)?;
        if raw.is_null() {
            return Ok(Value::Null);
        }
        match raw.type_info().name() {
            "TEXT" => row.try_get_unchecked(i).map(Value::Text),
            "BLOB" => row.try_get_unchecked(i).map(Value::Blob),
            _ => row.try_get_unchecked(i).map(Value::Int),
        }
    };
    (0..row.columns().len())
        .map(|i| {
            column(i).map_err(|error| {
                text!("store-failed", error = format!("{}: {error}", row.columns()[i].name()))
            })
        })
        .collect::<Result<Vec<_>>>()
        .map(Row)
}

/// An engine's error as a text: full disk, damage and a foreign holder have
/// their own.
fn fault(error: &sqlx::Error) -> Text {
    let code = error.as_database_error().and_then(|e| e.code()).and_then(|c| c.parse::<i64>().ok());
    let words = error.as_database_error().map_or_else(|| error.to_string(), |e| e.message().to_owned());
    match code.map(|code| code & 0xff) {
        Some(13) => text!("store-disk-full"),
        Some(11 | 26) => text!("store-damaged", error = words),
        Some(5 | 6) => text!("store-busy"),
        _ => text!("store-failed", error = words),
    }
}
