//! C2SP tlog-witness, `add-checkpoint`: what a witness is asked, what it
//! decides, and what it answers, without network, files or clock. Service,
//! client, file exchange and fault tests all share it.
//!
//! The caller reads the latest head it cosigned, lets [`judge`] decide, makes
//! the new head durable, and only then lets the cosignature out. All of that
//! must be one step for each log: two requests judged against the same memory
//! could otherwise roll it back.

use super::checkpoint::read_size;
use super::tree::check_consistency;
use super::{Signature, SignedCheckpoint, TreeHead, VerifierKey, base64};
use crate::domain::{Digest, Result, Text};
use crate::text;

/// More proof lines are not read.
const MOST_HASHES: usize = 63;

/// Longer request bodies are not read, in bytes. A checkpoint with its
/// cosignatures has a few kilobytes.
pub const LONGEST_REQUEST: usize = 256 * 1024;

/// The type of a conflict's body.
pub const SIZE_TYPE: &str = "text/x.tlog.size";

/// How an answer in a file begins; the request in a file is the request body.
const FILE_HEADER: &str = "add-checkpoint ";

/// The type of every other body.
pub const TEXT_TYPE: &str = "text/plain; charset=utf-8";

/// What a log asks a witness.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The size of the checkpoint the witness cosigned last; 0 for none.
    pub old: u64,
    /// That the checkpoint continues that one.
    pub proof: Vec<Digest>,
    /// What to cosign.
    pub checkpoint: SignedCheckpoint,
}

impl Request {
    /// Reads a request body in its one spelling.
    ///
    /// # Errors
    /// `log-request-long`, `log-request-malformed`, those of
    /// [`SignedCheckpoint::parse`].
    pub fn parse(body: &[u8]) -> Result<Self> {
        if body.len() > LONGEST_REQUEST {
            return Err(text!("log-request-long", bytes = body.len(), most = LONGEST_REQUEST));
        }
        let malformed = || text!("log-request-malformed");
        let at = body.windows(2).position(|pair| pair == b"\n\n").ok_or_else(malformed)?;
        let lines = std::str::from_utf8(&body[..at]).map_err(|_| malformed())?;
        let mut lines = lines.split('\n');
        let old = lines.next().and_then(|line| read_size(line.strip_prefix("old ")?));
        let proof: Option<Vec<Digest>> = lines.map(base64::decode_digest).collect();
        let (Some(old), Some(proof)) = (old, proof) else { return Err(malformed()) };
        if proof.len() > MOST_HASHES {
            return Err(malformed());
        }
        Ok(Self { old, proof, checkpoint: SignedCheckpoint::parse(&body[at + 2..])? })
    }

    /// The request body.
    pub fn write(&self) -> String {
        let mut out = format!("old {}\n", self.old);
        for hash in &self.proof {
            out.push_str(&base64::encode(&hash.0));
            out.push('\n');
        }
        out.push('\n');
        out.push_str(&self.checkpoint.write());
        out
    }
}

/// A log a witness watches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Watched {
    /// Its checkpoints' first line.
    pub origin: String,
    /// Its keys: two while one is being rotated.
    pub keys: Vec<VerifierKey>,
    /// The largest checkpoint cosigned; the empty tree when there is none.
    pub latest: TreeHead,
}

/// A request refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// As the protocol has it: 400, 403, 404, 409 or 422.
    pub status: u16,
    /// Why, in words.
    pub reason: Text,
    /// The latest size, with 409.
    pub latest: Option<u64>,
    /// The log itself signed what cannot stand beside what it signed before:
    /// it forked or shrank. The request is the evidence, and worth keeping.
    pub misbehaved: bool,
}

impl Refusal {
    /// 400: the request could not be read.
    pub fn unreadable(reason: Text) -> Self {
        Self::new(400, reason)
    }

    fn new(status: u16, reason: Text) -> Self {
        Self { status, reason, latest: None, misbehaved: false }
    }

    fn misbehaved(self) -> Self {
        Self { misbehaved: true, ..self }
    }
}

/// Judges a request against what the witness knows of the log its origin
/// names, in the order of the protocol's text. `Ok` is the head to remember,
/// durably, before the cosignature leaves.
///
/// # Errors
/// The refusal to answer with.
pub fn judge(request: &Request, watched: Option<&Watched>) -> Result<TreeHead, Refusal> {
    let origin = &request.checkpoint.checkpoint().origin;
    let new = request.checkpoint.head();
    let watched = watched.ok_or_else(|| Refusal::new(404, text!("log-origin-unknown", origin = origin)))?;
    request.checkpoint.check_signed(&watched.keys).map_err(|reason| Refusal::new(403, reason))?;
    let latest = watched.latest;
    let shrank = || text!("log-shrank", origin = origin, latest = latest.size, size = new.size);
    let forked = || text!("log-forked", size = new.size, old = latest.root, new = new.root);
    if request.old > new.size {
        let reason = text!("log-request-old", old = request.old, size = new.size);
        // From the very size we know to a smaller one: a log that shrank.
        return Err(if request.old == latest.size {
            Refusal::new(400, shrank()).misbehaved()
        } else {
            Refusal::new(400, reason)
        });
    }
    let same_size_other_root = new.size == latest.size && new.root != latest.root && latest.size > 0;
    if request.old != latest.size {
        let reason = text!("log-request-behind", old = request.old, latest = latest.size);
        let refusal = Refusal { latest: Some(latest.size), ..Refusal::new(409, reason) };
        if same_size_other_root {
            return Err(Refusal { reason: forked(), ..refusal }.misbehaved());
        }
        return Err(refusal);
    }
    if same_size_other_root {
        return Err(Refusal::new(422, forked()).misbehaved());
    }
    check_consistency(&latest, &new, &request.proof).map_err(|reason| Refusal {
        // An honest log can always give the proof; one that cannot has forked,
        // or somebody garbled what it sent. The journal keeps it either way.
        misbehaved: latest.size > 0,
        ..Refusal::new(422, reason)
    })?;
    Ok(new)
}

/// What a witness answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Response {
    /// 200: cosignatures, unchecked.
    Cosigned(Vec<Signature>),
    /// 409: the size the witness cosigned last.
    Conflict(u64),
    /// 400, 403, 404, 422 or another status, and what the witness said.
    Refused(u16, String),
}

impl Response {
    /// Reads an answer's status, content type and body.
    ///
    /// # Errors
    /// `log-response-malformed`.
    pub fn parse(status: u16, content_type: &str, body: &[u8]) -> Result<Self> {
        let malformed = || text!("log-response-malformed", status = u32::from(status));
        let text = || std::str::from_utf8(body).map_err(|_| malformed());
        match status {
            200 => {
                let lines = text()?.strip_suffix('\n').ok_or_else(malformed)?;
                let signatures: Result<Vec<Signature>> = lines.split('\n').map(Signature::parse).collect();
                signatures.map(Self::Cosigned).map_err(|_| malformed())
            }
            409 if content_type == SIZE_TYPE => {
                let size = text()?.strip_suffix('\n').and_then(read_size).ok_or_else(malformed)?;
                Ok(Self::Conflict(size))
            }
            _ => Ok(Self::Refused(status, String::from_utf8_lossy(body).trim_end().to_owned())),
        }
    }

    /// Reads an answer that came as a file, in its one spelling.
    ///
    /// # Errors
    /// `log-response-file`; those of [`Response::parse`].
    pub fn parse_file(bytes: &[u8]) -> Result<Self> {
        let malformed = || text!("log-response-file");
        let rest = bytes.strip_prefix(FILE_HEADER.as_bytes()).ok_or_else(malformed)?;
        let at = rest.iter().position(|byte| *byte == b'\n').ok_or_else(malformed)?;
        let status = std::str::from_utf8(&rest[..at]).ok().and_then(|status| status.parse().ok());
        let status = status.ok_or_else(malformed)?;
        let kind = if status == 409 { SIZE_TYPE } else { TEXT_TYPE };
        let response = Self::parse(status, kind, &rest[at + 1..])?;
        if response.write_file().as_bytes() == bytes { Ok(response) } else { Err(malformed()) }
    }

    /// The answer as a file, for networks that only files cross: a line with
    /// the status, then the body.
    pub fn write_file(&self) -> String {
        format!("{FILE_HEADER}{}\n{}", self.status(), self.body())
    }

    /// Its HTTP status.
    pub fn status(&self) -> u16 {
        match self {
            Response::Cosigned(_) => 200,
            Response::Conflict(_) => 409,
            Response::Refused(status, _) => *status,
        }
    }

    /// Its `Content-Type`.
    pub fn content_type(&self) -> &'static str {
        match self {
            Response::Conflict(_) => SIZE_TYPE,
            _ => TEXT_TYPE,
        }
    }

    /// Its body.
    pub fn body(&self) -> String {
        match self {
            Response::Cosigned(signatures) => {
                signatures.iter().map(|signature| format!("{signature}\n")).collect()
            }
            Response::Conflict(size) => format!("{size}\n"),
            Response::Refused(_, words) => format!("{words}\n"),
        }
    }
}
