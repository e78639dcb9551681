//! C2SP signed-note: a text and the signatures under it.

use std::fmt;

use super::{VerifierKey, base64, key};
use crate::domain::{Result, Text};
use crate::text;

/// Longer notes are not read, in bytes.
const LONGEST: usize = 1_000_000;

/// Notes with more signatures are not read.
const MOST_SIGNATURES: usize = 100;

/// How a signature line begins: em dash, space.
const DASH: &str = "— ";

/// One signature line: who claims to have signed, and the bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// The key's name.
    pub name: String,
    /// The key's id.
    pub id: u32,
    /// The signature without the id; at least one byte.
    pub bytes: Vec<u8>,
}

impl Signature {
    /// Reads one line without its LF, in its one spelling.
    ///
    /// # Errors
    /// `log-note-signature`.
    pub fn parse(line: &str) -> Result<Self> {
        let read = || {
            let (name, encoded) = line.strip_prefix(DASH)?.split_once(' ')?;
            key::check_name(name).ok()?;
            let bytes = base64::decode(encoded)?;
            let (id, bytes) = bytes.split_first_chunk::<4>()?;
            let bytes = (!bytes.is_empty()).then(|| bytes.to_vec())?;
            Some(Self { name: name.to_owned(), id: u32::from_be_bytes(*id), bytes })
        };
        read().ok_or_else(|| text!("log-note-signature", line = line))
    }
}

/// The line without its LF.
impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bytes = self.id.to_be_bytes().to_vec();
        bytes.extend_from_slice(&self.bytes);
        write!(f, "{DASH}{} {}", self.name, base64::encode(&bytes))
    }
}

/// A text ending in LF, and signatures nobody has looked at yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    text: String,
    signatures: Vec<Signature>,
}

impl Note {
    /// A text without signatures.
    ///
    /// # Errors
    /// `log-note-control`; `log-note-text` unless it ends in LF.
    pub fn new(text: &str) -> Result<Self> {
        check_characters(text)?;
        if !text.ends_with('\n') {
            return Err(text!("log-note-text"));
        }
        Ok(Self { text: text.to_owned(), signatures: Vec::new() })
    }

    /// Reads a note; says nothing about its signatures. Exactly what
    /// [`Note::write`] gives is read, so that one note has one spelling; only
    /// a signature line may stand twice, and then counts once.
    ///
    /// # Errors
    /// `log-note-long`, `log-note-utf8`, `log-note-control`,
    /// `log-note-unsigned`, `log-note-signature`, `log-note-signatures`.
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        if bytes.len() > LONGEST {
            return Err(text!("log-note-long", bytes = bytes.len(), most = LONGEST));
        }
        let text = std::str::from_utf8(bytes).map_err(|_| text!("log-note-utf8"))?;
        let at = text.rfind("\n\n").ok_or_else(|| text!("log-note-unsigned"))?;
        let mut note = Self::new(&text[..=at])?;
        let lines = text[at + 2..].strip_suffix('\n').ok_or_else(|| text!("log-note-unsigned"))?;
        for (number, line) in lines.split('\n').enumerate() {
            if number == MOST_SIGNATURES {
                return Err(text!("log-note-signatures", most = MOST_SIGNATURES));
            }
            note.add(Signature::parse(line)?);
        }
        Ok(note)
    }

    /// The note's bytes; to be read again it needs a signature.
    pub fn write(&self) -> String {
        let mut out = format!("{}\n", self.text);
        for signature in &self.signatures {
            out.push_str(&format!("{signature}\n"));
        }
        out
    }

    /// The signed text, with its last LF.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// All signature lines, in their order.
    pub fn signatures(&self) -> &[Signature] {
        &self.signatures
    }

    /// Adds a signature at the end unless that very line is there.
    pub fn add(&mut self, signature: Signature) {
        if !self.signatures.contains(&signature) {
            self.signatures.push(signature);
        }
    }

    /// The signatures of keys one knows, all checked, in the note's order.
    /// Unknown keys are passed over; of a known key every signature must hold.
    ///
    /// # Errors
    /// `log-signature-wrong` for a false signature under a known key's name
    /// and id; `log-key-twice` when two known keys share both.
    pub fn verify<'a>(&'a self, known: &'a [VerifierKey]) -> Result<Vec<(&'a VerifierKey, &'a Signature)>> {
        let mut out = Vec::new();
        for signature in &self.signatures {
            let mut claimed = known.iter().filter(|key| key.claims(signature));
            let Some(key) = claimed.next() else { continue };
            if claimed.any(|other| other != key) {
                return Err(text!("log-key-twice", name = &signature.name, id = key::hex(signature.id)));
            }
            if !key.verifies(&self.text, signature) {
                return Err(text!(
                    "log-signature-wrong",
                    name = &signature.name,
                    id = key::hex(signature.id)
                ));
            }
            out.push((key, signature));
        }
        Ok(out)
    }
}

fn check_characters(text: &str) -> Result<(), Text> {
    match text.chars().find(|c| *c < ' ' && *c != '\n') {
        Some(c) => Err(text!("log-note-control", code = format!("U+{:04X}", u32::from(c)))),
        None => Ok(()),
    }
}
