//! C2SP tlog-proof: that one entry is in a log, as one text file that can be
//! checked offline against a policy.

use super::checkpoint::read_size;
use super::policy::Policy;
use super::tree::check_inclusion;
use super::{Cosignature, SignedCheckpoint, base64};
use crate::domain::{Digest, Result, merkle};
use crate::text;

/// The first line.
const HEADER: &str = "c2sp.org/tlog-proof@v1\n";

/// No tree is higher.
const MOST_HASHES: usize = 63;

/// An entry's place in a log, the path to the root, the signed root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogProof {
    /// Further bytes nobody signed; this project writes none.
    pub extra: Option<Vec<u8>>,
    /// The entry's number, from 0.
    pub index: u64,
    /// From the leaf's sibling up.
    pub path: Vec<Digest>,
    /// With its cosignatures.
    pub checkpoint: SignedCheckpoint,
}

impl LogProof {
    /// Reads a `.tlog-proof` file in its one spelling.
    ///
    /// # Errors
    /// `log-proof-malformed`; those of [`SignedCheckpoint::parse`].
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        let malformed = || text!("log-proof-malformed");
        let body = bytes.strip_prefix(HEADER.as_bytes()).ok_or_else(malformed)?;
        let at = body.windows(2).position(|pair| pair == b"\n\n").ok_or_else(malformed)?;
        let lines = std::str::from_utf8(&body[..at]).map_err(|_| malformed())?;
        let mut lines = lines.split('\n').peekable();
        let extra = match lines.next_if(|line| line.starts_with("extra ")) {
            Some(line) => Some(base64::decode(&line["extra ".len()..]).ok_or_else(malformed)?),
            None => None,
        };
        let index = lines.next().and_then(|line| read_size(line.strip_prefix("index ")?));
        let path: Option<Vec<Digest>> = lines.map(base64::decode_digest).collect();
        let (Some(index), Some(path)) = (index, path) else { return Err(malformed()) };
        if path.len() > MOST_HASHES {
            return Err(malformed());
        }
        Ok(Self { extra, index, path, checkpoint: SignedCheckpoint::parse(&body[at + 2..])? })
    }

    /// The file's text.
    pub fn write(&self) -> String {
        let mut out = HEADER.to_owned();
        if let Some(extra) = &self.extra {
            out.push_str(&format!("extra {}\n", base64::encode(extra)));
        }
        out.push_str(&format!("index {}\n", self.index));
        for hash in &self.path {
            out.push_str(&format!("{}\n", base64::encode(&hash.0)));
        }
        out.push('\n');
        out.push_str(&self.checkpoint.write());
        out
    }

    /// Holds an entry's bytes against the proof and the proof against a
    /// policy; see [`Policy::check`].
    ///
    /// # Errors
    /// Those of [`Policy::check`]; `log-index-outside`, `log-inclusion-wrong`.
    pub fn check(&self, entry: &[u8], policy: &Policy, before: Option<u64>) -> Result<Vec<Cosignature>> {
        let cosignatures = policy.check(&self.checkpoint, before)?;
        check_inclusion(merkle::leaf(entry), self.index, &self.checkpoint.head(), &self.path)?;
        Ok(cosignatures)
    }
}
