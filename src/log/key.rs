//! Keys in their text form (C2SP signed-note, "Verifier keys"; the signer's
//! form is the Go note package's): Ed25519 (0x01) and cosignature/v1 (0x04).

use std::fmt;

use ed25519_dalek::{Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest as _, Sha256};

use super::{Checkpoint, Signature, base64};
use crate::domain::{Result, Text};
use crate::text;

/// What a key's signatures say; the same key bytes have another id for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Algorithm {
    /// 0x01: an Ed25519 signature over the note's text. A log's key.
    Ed25519,
    /// 0x04: a timestamped Ed25519 cosignature over a checkpoint. A witness's key.
    CosignatureV1,
}

impl Algorithm {
    /// Its byte in keys and key ids.
    pub fn byte(self) -> u8 {
        match self {
            Algorithm::Ed25519 => 1,
            Algorithm::CosignatureV1 => 4,
        }
    }

    fn of_byte(byte: u8) -> Result<Self> {
        match byte {
            1 => Ok(Algorithm::Ed25519),
            4 => Ok(Algorithm::CosignatureV1),
            _ => Err(text!("log-key-algorithm", algorithm = format!("0x{byte:02x}"))),
        }
    }
}

/// A public key with its name: `name+id+base64`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    id: u32,
    algorithm: Algorithm,
    key: VerifyingKey,
}

impl VerifierKey {
    /// From the 32 bytes of an Ed25519 public key.
    ///
    /// # Errors
    /// `log-key-name`, `log-key-point` for bytes that are no usable key.
    pub fn new(name: &str, algorithm: Algorithm, public: &[u8; 32]) -> Result<Self> {
        check_name(name)?;
        let key = VerifyingKey::from_bytes(public).ok().filter(|key| !key.is_weak());
        let key = key.ok_or_else(|| text!("log-key-point", name = name))?;
        Ok(Self { name: name.to_owned(), id: id(name, algorithm, public), algorithm, key })
    }

    /// Reads `name+id+base64` in its one spelling.
    ///
    /// # Errors
    /// `log-key-private` (a signer's key was given), `log-key-malformed`,
    /// `log-key-algorithm`, `log-key-name`, `log-key-point`, `log-key-id`.
    pub fn parse(vkey: &str) -> Result<Self> {
        if vkey.starts_with(PRIVATE) {
            // Not repeated in the message: it is a secret.
            return Err(text!("log-key-private"));
        }
        let malformed = || text!("log-key-malformed", value = vkey);
        let (name, algorithm, public, id) = read(vkey).ok_or_else(malformed)?;
        let key = Self::new(name, Algorithm::of_byte(algorithm)?, &public)?;
        if key.id != id {
            return Err(text!("log-key-id", name = name, id = hex(id), expected = hex(key.id)));
        }
        Ok(key)
    }

    /// Who signs with it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The first four bytes of SHA-256(name ‖ LF ‖ algorithm ‖ public key).
    pub fn id(&self) -> u32 {
        self.id
    }

    /// What it signs.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The 32 bytes.
    pub fn public(&self) -> [u8; 32] {
        self.key.to_bytes()
    }

    /// Whether a signature claims to be this key's.
    pub fn claims(&self, signature: &Signature) -> bool {
        signature.name == self.name && signature.id == self.id
    }

    /// Whether a signature is this key's, over that note text. A cosignature
    /// must be over a checkpoint, at a second after 1970-01-01T00:00:00Z.
    pub fn verifies(&self, text: &str, signature: &Signature) -> bool {
        if !self.claims(signature) {
            return false;
        }
        match self.algorithm {
            Algorithm::Ed25519 => self.verifies_bytes(text.as_bytes(), &signature.bytes),
            Algorithm::CosignatureV1 => {
                let Some((time, bytes)) = split_cosignature(&signature.bytes) else { return false };
                Checkpoint::parse(text).is_ok() && self.verifies_bytes(&cosigned(text, time), bytes)
            }
        }
    }

    fn verifies_bytes(&self, message: &[u8], signature: &[u8]) -> bool {
        ed25519_dalek::Signature::from_slice(signature)
            .is_ok_and(|signature| self.key.verify_strict(message, &signature).is_ok())
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}+{}+{}", self.name, hex(self.id), encode(self.algorithm, &self.public()))
    }
}

/// A secret key with its name: `PRIVATE+KEY+name+id+base64`. Its bytes are
/// wiped when it is dropped, and shown only by [`SignerKey::secret`].
#[derive(Clone)]
pub struct SignerKey {
    secret: SigningKey,
    public: VerifierKey,
}

/// How a signer's key begins.
const PRIVATE: &str = "PRIVATE+KEY+";

impl SignerKey {
    /// From 32 random bytes.
    ///
    /// # Errors
    /// `log-key-name`.
    pub fn from_seed(name: &str, algorithm: Algorithm, seed: &[u8; 32]) -> Result<Self> {
        let secret = SigningKey::from_bytes(seed);
        let public = VerifierKey::new(name, algorithm, &secret.verifying_key().to_bytes())?;
        Ok(Self { secret, public })
    }

    /// Reads its text form in its one spelling. Messages do not repeat it.
    ///
    /// # Errors
    /// `log-key-secret-malformed` and those of [`VerifierKey::parse`].
    pub fn parse(secret: &str) -> Result<Self> {
        let malformed = || text!("log-key-secret-malformed");
        let (name, algorithm, seed, id) =
            secret.strip_prefix(PRIVATE).and_then(read).ok_or_else(malformed)?;
        let key = Self::from_seed(name, Algorithm::of_byte(algorithm)?, &seed)?;
        if key.public.id != id {
            return Err(text!("log-key-id", name = name, id = hex(id), expected = hex(key.public.id)));
        }
        Ok(key)
    }

    /// Its text form. Whoever holds this can sign.
    pub fn secret(&self) -> String {
        let VerifierKey { name, id, algorithm, .. } = &self.public;
        format!("{PRIVATE}{name}+{}+{}", hex(*id), encode(*algorithm, &self.secret.to_bytes()))
    }

    /// The public half.
    pub fn verifier(&self) -> &VerifierKey {
        &self.public
    }

    /// Signs a note's text.
    ///
    /// # Errors
    /// `log-key-purpose` for a witness's key.
    pub fn sign(&self, text: &str) -> Result<Signature> {
        self.for_purpose(Algorithm::Ed25519)?;
        Ok(self.signature(self.secret.sign(text.as_bytes()).to_bytes().to_vec()))
    }

    /// Cosigns a checkpoint's text: the word of a witness that at `time`,
    /// seconds since 1970-01-01T00:00:00Z, this was the largest tree it had
    /// seen of that log.
    ///
    /// # Errors
    /// `log-key-purpose` for a log's key; `log-cosignature-time` for 0 and
    /// beyond 2⁶³−1; those of [`Checkpoint::parse`].
    pub fn cosign(&self, text: &str, time: u64) -> Result<Signature> {
        self.for_purpose(Algorithm::CosignatureV1)?;
        Checkpoint::parse(text)?;
        if !good_time(time) {
            return Err(text!("log-cosignature-time", time = time.to_string()));
        }
        let mut bytes = time.to_be_bytes().to_vec();
        bytes.extend_from_slice(&self.secret.sign(&cosigned(text, time)).to_bytes());
        Ok(self.signature(bytes))
    }

    fn signature(&self, bytes: Vec<u8>) -> Signature {
        Signature { name: self.public.name.clone(), id: self.public.id, bytes }
    }

    fn for_purpose(&self, algorithm: Algorithm) -> Result<()> {
        if self.public.algorithm == algorithm {
            return Ok(());
        }
        Err(text!("log-key-purpose", name = &self.public.name))
    }
}

impl fmt::Debug for SignerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SignerKey({})", self.public)
    }
}

/// The time and the Ed25519 signature of a cosignature.
pub(super) fn split_cosignature(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let (time, signature) = bytes.split_first_chunk::<8>()?;
    let time = u64::from_be_bytes(*time);
    (good_time(time) && signature.len() == 64).then_some((time, signature))
}

fn good_time(time: u64) -> bool {
    (1..=i64::MAX as u64).contains(&time)
}

/// What a cosignature/v1 signs: header, time, the whole note text.
fn cosigned(text: &str, time: u64) -> Vec<u8> {
    format!("cosignature/v1\ntime {time}\n{text}").into_bytes()
}

/// A name has no Unicode space, no `+`, no control character, and is not empty.
pub(super) fn check_name(name: &str) -> Result<(), Text> {
    let bad = |c: char| c.is_whitespace() || c == '+' || c < ' ';
    if name.is_empty() || name.contains(bad) { Err(text!("log-key-name", name = name)) } else { Ok(()) }
}

fn id(name: &str, algorithm: Algorithm, public: &[u8; 32]) -> u32 {
    let hash = Sha256::new()
        .chain_update(name)
        .chain_update([b'\n', algorithm.byte()])
        .chain_update(public)
        .finalize();
    u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]])
}

/// A key's id as texts show it: 8 lower-case hex characters.
pub(super) fn hex(id: u32) -> String {
    format!("{id:08x}")
}

fn encode(algorithm: Algorithm, key: &[u8; 32]) -> String {
    let mut bytes = vec![algorithm.byte()];
    bytes.extend_from_slice(key);
    base64::encode(&bytes)
}

/// Name, algorithm byte, 32 key bytes and id of `name+id+base64`.
fn read(key: &str) -> Option<(&str, u8, [u8; 32], u32)> {
    let (name, rest) = key.split_once('+')?;
    let (written, bytes) = rest.split_once('+')?;
    let id = u32::from_str_radix(written, 16).ok().filter(|id| hex(*id) == written)?;
    let bytes = base64::decode(bytes)?;
    let (algorithm, key) = bytes.split_first()?;
    // Of another length only where it is of another algorithm, which is said first.
    if Algorithm::of_byte(*algorithm).is_err() {
        return Some((name, *algorithm, [0; 32], id));
    }
    Some((name, *algorithm, key.try_into().ok()?, id))
}
