//! What a message holds.

use serde::{Deserialize, Serialize};

use crate::domain::{Digest, Result, Text};
use crate::draw::document::to_canonical;
use crate::text;

/// Longest text, in characters.
pub const LONGEST: usize = 5000;

/// Longest name, contact or address, in characters.
const SHORT: usize = 200;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident, $($(#[$item:meta])* $variant:ident = $slug:literal),* $(,)?) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "lowercase")]
        pub enum $name { $($(#[$item])* $variant),* }

        impl $name {
            /// All, in order.
            pub const ALL: &[Self] = &[$(Self::$variant),*];
            /// All names, in order.
            pub const SLUGS: &[&str] = &[$($slug),*];
            /// Its name in forms, commands and the log.
            pub const fn slug(self) -> &'static str {
                match self { $(Self::$variant => $slug),* }
            }
            /// The one of that name.
            pub fn parse(slug: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.slug() == slug)
            }
        }
    };
}

words! {
    /// What a message is.
    Matter,
    /// 投诉: how an inspection was made.
    Complaint = "complaint",
    /// 异议: a result.
    Objection = "objection",
    /// 更正申请: what is on show is wrong.
    Correction = "correction",
    /// 线索: something to be looked into.
    Tip = "tip",
}

words! {
    /// What came of it.
    Outcome,
    /// 采纳.
    Upheld = "upheld",
    /// 部分采纳.
    Partly = "partly",
    /// 不予采纳.
    Rejected = "rejected",
    /// 转有权机关处理.
    Forwarded = "forwarded",
    /// 已收悉.
    Noted = "noted",
}

impl Matter {
    /// Its name for people.
    pub fn text(self) -> Text {
        match self {
            Self::Complaint => text!("inbox-matter-complaint"),
            Self::Objection => text!("inbox-matter-objection"),
            Self::Correction => text!("inbox-matter-correction"),
            Self::Tip => text!("inbox-matter-tip"),
        }
    }
}

impl Outcome {
    /// Its name for people.
    pub fn text(self) -> Text {
        match self {
            Self::Upheld => text!("inbox-outcome-upheld"),
            Self::Partly => text!("inbox-outcome-partly"),
            Self::Rejected => text!("inbox-outcome-rejected"),
            Self::Forwarded => text!("inbox-outcome-forwarded"),
            Self::Noted => text!("inbox-outcome-noted"),
        }
    }
}

/// A message as it came in. All of it private.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// What it is.
    pub matter: Matter,
    /// What it is about: a page's address here, a plan's number, a code; may be empty.
    pub about: String,
    /// What it says.
    pub text: String,
    /// Who says so; may be empty.
    pub name: String,
    /// Where to reach him; may be empty.
    pub contact: String,
}

impl Message {
    /// Puts it in order: outer spaces and control characters go, line ends
    /// become `\n`.
    ///
    /// # Errors
    /// Every fault: `inbox-empty`, `inbox-long`, `inbox-about-needed`.
    pub fn checked(mut self) -> Result<Self, Vec<Text>> {
        let mut faults = Vec::new();
        for field in [&mut self.about, &mut self.text, &mut self.name, &mut self.contact] {
            let clean: String =
                field.replace("\r\n", "\n").chars().filter(|c| !c.is_control() || *c == '\n').collect();
            *field = clean.trim().to_owned();
        }
        if self.text.is_empty() {
            faults.push(text!("inbox-empty"));
        }
        let limits = [
            ("text", &self.text, LONGEST),
            ("about", &self.about, SHORT),
            ("name", &self.name, SHORT),
            ("contact", &self.contact, SHORT),
        ];
        for (field, value, limit) in limits {
            let length = value.chars().count();
            if length > limit {
                faults.push(text!("inbox-long", field = Self::field(field), length = length, limit = limit));
            }
        }
        if matches!(self.matter, Matter::Objection | Matter::Correction) && self.about.is_empty() {
            faults.push(text!("inbox-about-needed"));
        }
        if faults.is_empty() { Ok(self) } else { Err(faults) }
    }

    fn field(name: &str) -> Text {
        match name {
            "text" => text!("inbox-field-text"),
            "about" => text!("inbox-field-about"),
            "name" => text!("inbox-field-name"),
            _ => text!("inbox-field-contact"),
        }
    }

    /// What the log commits to.
    pub fn digest(&self) -> Result<Digest> {
        Ok(Digest::of(&to_canonical(self)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(matter: Matter, about: &str, text: &str) -> Message {
        let (name, contact) = (String::new(), " 1\u{7}23 ".to_owned());
        Message { matter, about: about.into(), text: text.into(), name, contact }
    }

    #[test]
    fn every_fault_is_told() {
        let ids = |message: Message| {
            let faults = message.checked().unwrap_err();
            faults.iter().map(|fault| fault.id).collect::<Vec<_>>()
        };
        assert_eq!(ids(message(Matter::Tip, "", " \n\u{0}")), ["inbox-empty"]);
        let long = "长".repeat(LONGEST + 1);
        assert_eq!(ids(message(Matter::Objection, "", &long)), ["inbox-long", "inbox-about-needed"]);
        let fine = message(Matter::Tip, "", " 一\r\n二 ").checked().unwrap();
        assert_eq!((fine.text.as_str(), fine.contact.as_str()), ("一\n二", "123"));
        assert!(message(Matter::Complaint, "", &"长".repeat(LONGEST)).checked().is_ok());
    }
}
