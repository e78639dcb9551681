//! What the program has to say to a person: a message's id and its arguments.
//!
//! Every room below `lang` speaks in these; only `lang` knows the words, in
//! Simplified Chinese and in English. Errors are texts too, so a test names
//! the reason it expects by its id.

use std::fmt;

use serde::ser::{Serialize, SerializeMap, Serializer};

/// A message of the catalogue with its arguments; also the crate's error type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// Key in `lang/{zh,en}/*.ftl`.
    pub id: &'static str,
    /// Named arguments, as the catalogue's entry uses them.
    pub args: Vec<(&'static str, Arg)>,
}

/// One argument of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arg {
    /// Shown as it is.
    Str(String),
    /// Chooses plural forms.
    Num(i64),
    /// A message inside a message.
    Text(Box<Text>),
}

/// What every fallible function here returns.
pub type Result<T, E = Text> = std::result::Result<T, E>;

impl Text {
    /// A message without arguments; see [`crate::text!`] for those with.
    pub fn new(id: &'static str) -> Self {
        Self { id, args: Vec::new() }
    }

    /// Adds an argument.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Arg>) -> Self {
        self.args.push((name, value.into()));
        self
    }

    /// The argument of that name, in its plain form.
    pub fn arg(&self, name: &str) -> Option<String> {
        self.args.iter().find(|(key, _)| *key == name).map(|(_, value)| value.to_string())
    }
}

/// For logs and tests; people get `lang::render`.
impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id)?;
        for (name, value) in &self.args {
            write!(f, " {name}={value}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Text {}

/// For machines: the id and the arguments, `{"id":…,"args":{…}}`.
impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        struct Args<'a>(&'a [(&'static str, Arg)]);
        impl Serialize for Args<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
            }
        }
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("id", self.id)?;
        map.serialize_entry("args", &Args(&self.args))?;
        map.end()
    }
}

impl Serialize for Arg {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Arg::Str(s) => s.serialize(serializer),
            Arg::Num(n) => n.serialize(serializer),
            Arg::Text(t) => t.serialize(serializer),
        }
    }
}

impl fmt::Display for Arg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Arg::Str(s) => f.write_str(s),
            Arg::Num(n) => write!(f, "{n}"),
            Arg::Text(t) => write!(f, "{t}"),
        }
    }
}

impl From<Text> for Arg {
    fn from(value: Text) -> Self {
        Arg::Text(Box::new(value))
    }
}

macro_rules! arg_from {
    ($($t:ty => |$v:ident| $e:expr),* $(,)?) => {$(
        impl From<$t> for Arg { fn from($v: $t) -> Self { $e } }
    )*};
}
arg_from! {
    &str => |v| Arg::Str(v.to_owned()),
    String => |v| Arg::Str(v),
    &String => |v| Arg::Str(v.clone()),
    char => |v| Arg::Str(v.to_string()),
    i64 => |v| Arg::Num(v),
    i32 => |v| Arg::Num(v.into()),
    u32 => |v| Arg::Num(v.into()),
    u64 => |v| Arg::Num(i64::try_from(v).unwrap_or(i64::MAX)),
    usize => |v| Arg::Num(i64::try_from(v).unwrap_or(i64::MAX)),
    super::Digest => |v| Arg::Str(v.to_string()),
    &super::Digest => |v| Arg::Str(v.to_string()),
    super::Rate => |v| Arg::Str(v.to_string()),
    super::Date => |v| Arg::Str(v.to_string()),
    super::Instant => |v| Arg::Str(super::calendar::write_instant(&v)),
    &std::path::Path => |v| Arg::Str(v.display().to_string()),
    std::io::Error => |v| Arg::from(&v),
}

/// What the system says of files, in the reader's language where it is one of
/// the usual things.
impl From<&std::io::Error> for Arg {
    fn from(error: &std::io::Error) -> Self {
        use std::io::ErrorKind as Kind;
        match error.kind() {
            Kind::NotFound => crate::text!("io-not-found").into(),
            Kind::PermissionDenied => crate::text!("io-denied").into(),
            Kind::ReadOnlyFilesystem => crate::text!("io-read-only").into(),
            Kind::StorageFull | Kind::QuotaExceeded => crate::text!("io-full").into(),
            Kind::IsADirectory => crate::text!("io-folder").into(),
            Kind::NotADirectory => crate::text!("io-no-folder").into(),
            _ => Arg::Str(error.to_string()),
        }
    }
}

/// `text!("id", name = value, …)`: a message of the catalogue. A test reads
/// the sources and checks each against both languages.
#[macro_export]
macro_rules! text {
    ($id:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::domain::Text::new($id)$(.with(stringify!($name), $value))*
    };
}
