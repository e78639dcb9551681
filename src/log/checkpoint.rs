//! C2SP tlog-checkpoint and tlog-cosignature (v1): a tree head as a note, what
//! its log signs and its witnesses cosign.

use super::key::split_cosignature;
use super::{Algorithm, LARGEST, Note, Signature, SignerKey, TreeHead, VerifierKey, base64};
use crate::domain::Result;
use crate::text;

/// What a log says of itself at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which log; also its key's name.
    pub origin: String,
    /// Its size and root.
    pub head: TreeHead,
    /// Further lines, none empty. This project writes none.
    pub extensions: Vec<String>,
}

impl Checkpoint {
    /// Reads a note text in its one spelling.
    ///
    /// # Errors
    /// `log-checkpoint-malformed`.
    pub fn parse(text: &str) -> Result<Self> {
        let read = || {
            let mut lines = text.strip_suffix('\n')?.split('\n');
            let origin = lines.next()?.to_owned();
            let size = read_size(lines.next()?)?;
            let root = base64::decode_digest(lines.next()?)?;
            let extensions: Vec<String> = lines.map(str::to_owned).collect();
            let empty = origin.is_empty() || extensions.iter().any(String::is_empty);
            (!empty).then_some(Self { origin, head: TreeHead { size, root }, extensions })
        };
        read().ok_or_else(|| text!("log-checkpoint-malformed"))
    }

    /// The note text.
    pub fn write(&self) -> String {
        let mut out = format!("{}\n{}\n{}\n", self.origin, self.head.size, base64::encode(&self.head.root.0));
        for line in &self.extensions {
            out.push_str(line);
            out.push('\n');
        }
        out
    }
}

/// A size in decimal without leading zeroes, at most [`LARGEST`].
pub(super) fn read_size(text: &str) -> Option<u64> {
    let size: u64 = text.parse().ok()?;
    (size.to_string() == text && size <= LARGEST).then_some(size)
}

/// A witness's word about a checkpoint, verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cosignature {
    /// Whose.
    pub witness: VerifierKey,
    /// When, in seconds since 1970-01-01T00:00:00Z.
    pub time: u64,
}

/// A checkpoint with the signatures under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedCheckpoint {
    checkpoint: Checkpoint,
    note: Note,
}

impl SignedCheckpoint {
    /// A log's checkpoint, without extension lines, under the log's key. The
    /// key's name is the origin.
    ///
    /// # Errors
    /// `log-key-purpose` for a witness's key.
    pub fn sign(head: TreeHead, key: &SignerKey) -> Result<Self> {
        let origin = key.verifier().name().to_owned();
        let checkpoint = Checkpoint { origin, head, extensions: Vec::new() };
        let mut note = Note::new(&checkpoint.write())?;
        note.add(key.sign(note.text())?);
        Ok(Self { checkpoint, note })
    }

    /// Reads one; says nothing about its signatures.
    ///
    /// # Errors
    /// Those of [`Note::parse`] and [`Checkpoint::parse`].
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        let note = Note::parse(bytes)?;
        Ok(Self { checkpoint: Checkpoint::parse(note.text())?, note })
    }

    /// The bytes.
    pub fn write(&self) -> String {
        self.note.write()
    }

    /// What is signed.
    pub fn checkpoint(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// Its size and root.
    pub fn head(&self) -> TreeHead {
        self.checkpoint.head
    }

    /// The note.
    pub fn note(&self) -> &Note {
        &self.note
    }

    /// Demands a log's signature: at least one of the keys, and none of them
    /// falsely. Keys of witnesses do not count.
    ///
    /// # Errors
    /// `log-checkpoint-unsigned`, `log-signature-wrong`, `log-key-twice`.
    pub fn check_signed(&self, log: &[VerifierKey]) -> Result<()> {
        let signed = self.note.verify(log)?;
        if signed.iter().any(|(key, _)| key.algorithm() == Algorithm::Ed25519) {
            return Ok(());
        }
        Err(text!("log-checkpoint-unsigned", origin = &self.checkpoint.origin))
    }

    /// Adds a second signature of the log, when its key is rotated: the old
    /// and the new key both sign.
    ///
    /// # Errors
    /// `log-key-purpose`; `log-key-origin` for another log's key.
    pub fn sign_also(&mut self, key: &SignerKey) -> Result<()> {
        let (origin, name) = (&self.checkpoint.origin, key.verifier().name());
        if origin != name {
            return Err(text!("log-key-origin", origin = origin, name = name));
        }
        self.note.add(key.sign(self.note.text())?);
        Ok(())
    }

    /// Makes a witness's cosignature; see [`SignerKey::cosign`].
    ///
    /// # Errors
    /// Those of [`SignerKey::cosign`].
    pub fn cosign(&self, key: &SignerKey, time: u64) -> Result<Signature> {
        key.cosign(self.note.text(), time)
    }

    /// Adds a signature line, unchecked, unless it is there.
    pub fn add(&mut self, signature: Signature) {
        self.note.add(signature);
    }

    /// The same checkpoint with the signatures of these keys only, all checked.
    ///
    /// # Errors
    /// `log-signature-wrong`, `log-key-twice`.
    pub fn only(&self, keys: &[VerifierKey]) -> Result<Self> {
        let mut note = Note::new(self.note.text())?;
        for (_, signature) in self.note.verify(keys)? {
            note.add(signature.clone());
        }
        Ok(Self { checkpoint: self.checkpoint.clone(), note })
    }

    /// The cosignatures of witnesses one knows, all checked, in the order of
    /// `witnesses`; of several by one witness, the earliest.
    ///
    /// # Errors
    /// `log-signature-wrong`, `log-key-twice`.
    pub fn cosignatures(&self, witnesses: &[VerifierKey]) -> Result<Vec<Cosignature>> {
        let verified = self.note.verify(witnesses)?;
        let earliest = |witness: &VerifierKey| {
            let own = verified.iter().filter(|(key, _)| *key == witness);
            let times = own.filter_map(|(_, signature)| cosignature_time(witness, signature));
            Some(Cosignature { witness: witness.clone(), time: times.min()? })
        };
        Ok(witnesses.iter().filter_map(earliest).collect())
    }
}

/// When a verified cosignature was made; `None` for other signatures.
fn cosignature_time(witness: &VerifierKey, signature: &Signature) -> Option<u64> {
    let cosigns = witness.algorithm() == Algorithm::CosignatureV1;
    cosigns.then(|| split_cosignature(&signature.bytes))?.map(|(time, _)| time)
}
