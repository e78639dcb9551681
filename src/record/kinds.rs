//! The kinds of entry and the schema of each. To add one: a row here, a row in
//! `ENTRIES.md`, and what `workflow::fsck` makes of it.

use serde_json::{Map, Value as Json};

use crate::domain::calendar::parse_instant;
use crate::domain::grammar::check_text;
use crate::domain::{Digest, Result};
use crate::text;

/// The form of a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A text without control characters that names no person: a plan's
    /// number, a source, an area.
    Text,
    /// A whole number from 0.
    Count,
    /// `true` or `false`.
    Flag,
    /// SHA-256, of something that nobody can guess or that is public.
    Digest,
    /// RFC 3339 with its offset.
    Instant,
    /// A salted commitment ([`super::conceal`]).
    Hidden,
    /// An object: name of a file in the bundle → its SHA-256.
    Files,
    /// One of these.
    Choice(&'static [&'static str]),
}

/// A member of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    /// Its name.
    pub name: &'static str,
    /// Its form.
    pub form: Form,
    /// Whether each entry of the kind has it.
    pub needed: bool,
}

/// A kind of entry.
#[derive(Debug, PartialEq, Eq)]
pub struct Kind {
    /// Its name, also the step's.
    pub name: &'static str,
    /// Its own members, beside `seq`, `at`, `by`, `kind`.
    pub members: &'static [Member],
}

const fn must(name: &'static str, form: Form) -> Member {
    Member { name, form, needed: true }
}

const fn may(name: &'static str, form: Form) -> Member {
    Member { name, form, needed: false }
}

/// Members of every entry.
const SHARED: &[Member] = &[
    must("at", Form::Instant),
    must("by", Form::Hidden),
    must("kind", Form::Text),
    must("seq", Form::Count),
];

macro_rules! of_attempt {
    ($($member:expr),* $(,)?) => {
        &[
            must("plan", Form::Text),
            must("attempt", Form::Count),
            must("serial", Form::Count),
            must("p", Form::Digest),
            $($member),*
        ]
    };
}

/// A version of a department's result of a visit. The department tells, of a
/// sealed plan, what is to be inspected there: it is only committed to. Where
/// one act concerns several results, each but the last entry says `more`.
macro_rules! of_result {
    ($($member:expr),* $(,)?) => {
        of_attempt![
            must("visit", Form::Count),
            must("department", Form::Hidden),
            must("version", Form::Count),
            may("more", Form::Flag),
            $($member),*
        ]
    };
}
const REGISTERS: &[&str] = &["entities", "inspectors", "items", "history", "barred"];

/// All kinds, in the order of an office's life.
pub const KINDS: &[Kind] = &[
    Kind {
        name: "init",
        members: &[
            must("office", Form::Text),
            must("practice", Form::Flag),
            must("utc", Form::Text),
            must("area", Form::Text),
            must("key", Form::Text),
        ],
    },
    Kind {
        name: "import",
        members: &[
            must("register", Form::Choice(REGISTERS)),
            must("read", Form::Count),
            must("rejected", Form::Count),
            must("new", Form::Count),
            must("changed", Form::Count),
            must("gone", Form::Count),
            must("moved", Form::Count),
            must("sources", Form::Hidden),
            may("manifest", Form::Digest),
            may("rows", Form::Count),
            may("list", Form::Digest),
            may("content", Form::Hidden),
        ],
    },
    Kind {
        name: "approve",
        members: &[
            must("plan", Form::Text),
            must("toml", Form::Digest),
            must("head", Form::Hidden),
            must("note", Form::Hidden),
            must("later", Form::Flag),
        ],
    },
    Kind {
        name: "commit",
        members: &[
            must("plan", Form::Text),
            must("attempt", Form::Count),
            must("source", Form::Text),
            must("commitment", Form::Digest),
        ],
    },
    Kind {
        name: "freeze",
        members: of_attempt![
            may("previous", Form::Digest),
            must("toml", Form::Digest),
            must("registry", Form::Digest),
            must("urgent", Form::Flag),
            must("sealed", Form::Flag),
        ],
    },
    Kind {
        name: "reveal",
        members: of_attempt![
            must("source", Form::Text),
            must("value", Form::Text),
            may("nonce", Form::Digest),
            may("signature", Form::Text),
        ],
    },
    Kind { name: "draw", members: of_attempt![must("files", Form::Files), may("seed", Form::Digest)] },
    Kind { name: "abandon", members: of_attempt![must("reason", Form::Hidden), must("drawn", Form::Flag)] },
    Kind { name: "substitute", members: AMENDMENT },
    Kind { name: "recuse", members: AMENDMENT },
    Kind {
        name: "publish",
        members: of_attempt![
            must("extent", Form::Choice(&["full", "sealed"])),
            must("sums", Form::Digest),
            must("amendments", Form::Count),
            must("folder", Form::Hidden),
        ],
    },
    Kind { name: "case", members: of_attempt![must("visit", Form::Count), must("sums", Form::Digest)] },
    Kind {
        name: "calendar",
        members: of_attempt![
            must("version", Form::Count),
            must("calendar", Form::Digest),
            may("mode", Form::Choice(&["early", "spread"])),
            may("capacity", Form::Count),
            may("dated", Form::Count),
            may("moved", Form::Count),
        ],
    },
    Kind {
        name: "workdays",
        members: &[
            must("year", Form::Count),
            must("off", Form::Count),
            must("work", Form::Count),
            must("sha256", Form::Digest),
        ],
    },
    Kind {
        name: "joint-withdraw",
        members: &[
            must("plan", Form::Text),
            must("department", Form::Text),
            must("from", Form::Digest),
            must("sha256", Form::Digest),
            must("reason", Form::Hidden),
        ],
    },
    Kind { name: "joint-rules", members: &[must("sha256", Form::Digest)] },
    Kind {
        name: "inbox",
        members: &[
            must("receipt", Form::Digest),
            must("matter", Form::Choice(&["complaint", "objection", "correction", "tip"])),
            must("received", Form::Instant),
            must("due", Form::Text),
            must("content", Form::Hidden),
        ],
    },
    Kind {
        name: "inbox-answer",
        members: &[
            must("receipt", Form::Digest),
            must("outcome", Form::Choice(&["upheld", "partly", "rejected", "forwarded", "noted"])),
            must("answer", Form::Hidden),
        ],
    },
    Kind { name: "inbox-erase", members: &[must("receipt", Form::Digest)] },
    Kind {
        name: "key",
        members: &[
            must("role", Form::Choice(&["log", "witness"])),
            must("act", Form::Choice(&["add", "rotate", "retire"])),
            must("key", Form::Text),
            may("old", Form::Text),
        ],
    },
    Kind {
        name: "file",
        members: &[
            must("size", Form::Count),
            must("root", Form::Digest),
            must("key", Form::Text),
            must("time", Form::Count),
            must("line", Form::Text),
        ],
    },
    Kind { name: "record", members: RECORDED },
    Kind {
        name: "correct",
        members: of_result![
            must("result", Form::Hidden),
            must("evidence", Form::Count),
            must("late", Form::Flag),
            must("major", Form::Flag),
            must("decision", Form::Flag),
            may("letter", Form::Digest),
        ],
    },
    Kind {
        name: "review",
        members: of_result![must("outcome", Form::Choice(&["accept", "return"])), must("note", Form::Hidden)],
    },
    Kind {
        name: "legal-review",
        members: of_result![must("outcome", Form::Choice(&["clear", "refuse"])), must("note", Form::Hidden)],
    },
    Kind { name: "publish-results", members: of_result![must("late", Form::Flag)] },
    Kind { name: "withdraw", members: of_result![must("notice", Form::Hidden)] },
    Kind {
        name: "object",
        members: of_result![
            must("number", Form::Count),
            must("objection", Form::Hidden),
            may("letter", Form::Digest),
        ],
    },
    Kind {
        name: "answer",
        members: of_result![
            must("number", Form::Count),
            must("outcome", Form::Choice(&["upheld", "partly", "rejected"])),
            must("answer", Form::Hidden),
        ],
    },
    Kind {
        name: "erase-result",
        members: of_result![
            must("reason", Form::Choice(&["expired", "ordered"])),
            must("note", Form::Hidden),
            must("rest", Form::Hidden),
        ],
    },
    Kind { name: "result-rules", members: &[must("sha256", Form::Digest)] },
    Kind { name: "erase", members: &[must("entry", Form::Count), must("member", Form::Text)] },
];

const RECORDED: &[Member] = of_result![
    must("result", Form::Hidden),
    must("evidence", Form::Count),
    must("late", Form::Flag),
    must("major", Form::Flag),
    must("decision", Form::Flag),
];

/// The kinds that concern a department's result of a visit.
pub const RESULTS: [&str; 9] = [
    "record",
    "correct",
    "review",
    "legal-review",
    "publish-results",
    "withdraw",
    "object",
    "answer",
    "erase-result",
];

const AMENDMENT: &[Member] = of_attempt![
    must("from", Form::Count),
    must("rows", Form::Count),
    must("amendments", Form::Hidden),
    must("opened", Form::Hidden),
    may("proof", Form::Hidden),
];

/// The kind of that name.
///
/// # Errors
/// `record-kind` where there is none.
pub fn kind(name: &str) -> Result<&'static Kind> {
    KINDS.iter().find(|kind| kind.name == name).ok_or_else(|| text!("record-kind", kind = name))
}

impl Kind {
    /// Holds an entry's members against the schema: all that are needed, none
    /// that is not known, each in its form.
    ///
    /// # Errors
    /// `record-member-missing`, `record-member-unknown`, `record-member-form`.
    pub fn check(&self, body: &Map<String, Json>) -> Result<()> {
        let members = || SHARED.iter().chain(self.members);
        if let Some(missing) = members().find(|m| m.needed && !body.contains_key(m.name)) {
            return Err(text!("record-member-missing", kind = self.name, member = missing.name));
        }
        for (name, value) in body {
            let Some(member) = members().find(|member| member.name == name) else {
                return Err(text!("record-member-unknown", kind = self.name, member = name));
            };
            if !member.form.admits(value) {
                return Err(text!("record-member-form", kind = self.name, member = name));
            }
        }
        Ok(())
    }

    /// The members that hold commitments.
    pub fn hidden(&self) -> impl Iterator<Item = &'static str> {
        let all = SHARED.iter().chain(self.members);
        all.filter(|member| member.form == Form::Hidden).map(|member| member.name)
    }
}

impl Form {
    /// Whether a value has this form.
    pub fn admits(self, value: &Json) -> bool {
        let text = value.as_str();
        match self {
            Form::Text => text.is_some_and(|text| check_text(text).is_ok()),
            Form::Count => value.as_u64().is_some_and(|n| n < 1 << 53),
            Form::Flag => value.is_boolean(),
            Form::Digest | Form::Hidden => text.is_some_and(|text| Digest::parse(text).is_ok()),
            Form::Instant => text.is_some_and(|text| parse_instant(text).is_ok()),
            Form::Files => value.as_object().is_some_and(|files| {
                let digest = |value: &Json| value.as_str().is_some_and(|hex| Digest::parse(hex).is_ok());
                files.iter().all(|(name, value)| check_text(name).is_ok() && digest(value))
            }),
            Form::Choice(choices) => text.is_some_and(|text| choices.contains(&text)),
        }
    }

    /// Its name in `ENTRIES.md`.
    pub fn name(self) -> &'static str {
        match self {
            Form::Text => "text",
            Form::Count => "count",
            Form::Flag => "flag",
            Form::Digest => "digest",
            Form::Instant => "instant",
            Form::Hidden => "hidden",
            Form::Files => "files",
            Form::Choice(_) => "choice",
        }
    }
}
