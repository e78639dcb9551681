//! The few kinds of value that both engines know alike.

use crate::domain::{Date, Digest, Instant, Result, calendar};
use crate::text;

/// A bound argument or a column's value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// NULL.
    Null,
    /// BIGINT.
    Int(i64),
    /// TEXT.
    Text(String),
    /// BLOB.
    Blob(Vec<u8>),
}

macro_rules! value_from {
    ($($t:ty => |$v:ident| $e:expr),* $(,)?) => {$(
        impl From<$t> for Value { fn from($v: $t) -> Self { $e } }
    )*};
}
value_from! {
    &str => |v| Value::Text(v.to_owned()),
    String => |v| Value::Text(v),
    &String => |v| Value::Text(v.clone()),
    &[u8] => |v| Value::Blob(v.to_vec()),
    Vec<u8> => |v| Value::Blob(v),
    i64 => |v| Value::Int(v),
    u32 => |v| Value::Int(v.into()),
    u64 => |v| Value::Int(i64::try_from(v).unwrap_or(i64::MAX)),
    bool => |v| Value::Int(v.into()),
    Digest => |v| Value::Text(v.to_string()),
    &Digest => |v| Value::Text(v.to_string()),
    Date => |v| Value::Text(v.to_string()),
    &Instant => |v| Value::Text(calendar::write_instant(v)),
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Value::Null, Into::into)
    }
}

/// `args![a, b]`: bound arguments in order.
macro_rules! args {
    ($($e:expr),* $(,)?) => { vec![$($crate::store::Value::from($e)),*] };
}
pub(crate) use args;

/// One row of an answer; columns by place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row(pub Vec<Value>);

impl Row {
    fn fault(&self, column: usize) -> crate::domain::Text {
        text!("store-column", column = column)
    }

    /// TEXT.
    pub fn text(&self, column: usize) -> Result<String> {
        match self.0.get(column) {
            Some(Value::Text(v)) => Ok(v.clone()),
            _ => Err(self.fault(column)),
        }
    }

    /// TEXT that may be NULL.
    pub fn maybe(&self, column: usize) -> Result<Option<String>> {
        match self.0.get(column) {
            Some(Value::Null) => Ok(None),
            _ => self.text(column).map(Some),
        }
    }

    /// BIGINT.
    pub fn int(&self, column: usize) -> Result<i64> {
        match self.0.get(column) {
            Some(Value::Int(v)) => Ok(*v),
            _ => Err(self.fault(column)),
        }
    }

    /// BIGINT that is never negative.
    pub fn count(&self, column: usize) -> Result<u64> {
        u64::try_from(self.int(column)?).map_err(|_| self.fault(column))
    }

    /// BIGINT that is never negative and may be NULL.
    pub fn maybe_count(&self, column: usize) -> Result<Option<u64>> {
        match self.0.get(column) {
            Some(Value::Null) => Ok(None),
            _ => self.count(column).map(Some),
        }
    }

    /// 0 or 1.
    pub fn flag(&self, column: usize) -> Result<bool> {
        Ok(self.int(column)? != 0)
    }

    /// BLOB.
    pub fn blob(&self, column: usize) -> Result<Vec<u8>> {
        match self.0.get(column) {
            Some(Value::Blob(v)) => Ok(v.clone()),
            _ => Err(self.fault(column)),
        }
    }

    /// A digest.
    pub fn digest(&self, column: usize) -> Result<Digest> {
        Digest::parse(&self.text(column)?)
    }

    /// A digest that may be NULL.
    pub fn maybe_digest(&self, column: usize) -> Result<Option<Digest>> {
        self.maybe(column)?.map(|hex| Digest::parse(&hex)).transpose()
    }

    /// A day.
    pub fn date(&self, column: usize) -> Result<Date> {
        calendar::parse_date(&self.text(column)?)
    }

    /// A day that may be NULL.
    pub fn maybe_date(&self, column: usize) -> Result<Option<Date>> {
        self.maybe(column)?.map(|day| calendar::parse_date(&day)).transpose()
    }

    /// An instant.
    pub fn instant(&self, column: usize) -> Result<Instant> {
        calendar::parse_instant(&self.text(column)?)
    }

    /// An instant that may be NULL.
    pub fn maybe_instant(&self, column: usize) -> Result<Option<Instant>> {
        self.maybe(column)?.map(|at| calendar::parse_instant(&at)).transpose()
    }

    /// A list joined by `;`.
    pub fn list(&self, column: usize) -> Result<Vec<String>> {
        Ok(crate::domain::csv::split_list(&self.text(column)?).map(str::to_owned).collect())
    }
}
