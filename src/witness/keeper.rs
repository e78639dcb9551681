//! The witness itself: one request after the other, judged against what lies
//! on disk, remembered on disk before it is answered.

use std::path::{Path, PathBuf};

use super::disk::{self, Point};
use super::folder;
use super::journal::{self, Entry, What};
use crate::domain::{Result, calendar};
use crate::lang::Lang;
use crate::log::witness::{Refusal, Request, Response, Watched, judge};
use crate::log::{SignedCheckpoint, SignerKey, TreeHead, VerifierKey};
use crate::text;

/// A clock may be put right by so many seconds without the witness minding.
const SLACK: u64 = 60;

/// A witness at work; there is one at a time for a folder.
pub struct Witness {
    dir: PathBuf,
    key: SignerKey,
    lang: Lang,
    point: Point,
    _lock: disk::Lock,
}

impl Witness {
    /// Begins work: takes the lock, reads the key, and holds memory against
    /// journal. `lang` is the journal's language.
    ///
    /// # Errors
    /// `witness-missing`, `witness-locked`, `witness-key-open`,
    /// `witness-memory-broken`, `witness-memory-behind`, `witness-file`.
    pub fn open(dir: &Path, lang: Lang, point: Point) -> Result<Self> {
        // Before locking, so that no lock file appears in a stranger's folder.
        let key = folder::key(dir)?;
        let lock = disk::Lock::take(&dir.join("lock"))?;
        let witness = Self { dir: dir.to_owned(), key, lang, point, _lock: lock };
        for entry in journal::read(dir)? {
            if entry.what == What::Cosigned {
                let latest = witness.latest(&entry.origin)?.map_or(0, |(signed, _)| signed.head().size);
                if latest < entry.size {
                    let (origin, size) = (&entry.origin, entry.size);
                    return Err(text!(
                        "witness-memory-behind",
                        origin = origin,
                        size = size,
                        latest = latest
                    ));
                }
            }
        }
        Ok(witness)
    }

    /// Its public key.
    pub fn key(&self) -> &VerifierKey {
        self.key.verifier()
    }

    /// Answers one request body; `now` in seconds since 1970-01-01T00:00:00Z.
    /// An error is the witness's own trouble (its disk, its clock): nothing
    /// was signed, and the same request may be made again.
    ///
    /// # Errors
    /// `witness-clock`, `witness-memory-broken`, `witness-file`, faults of `logs`.
    pub fn answer(&mut self, body: &[u8], now: u64) -> Result<Response> {
        let request = match Request::parse(body) {
            Ok(request) => request,
            Err(reason) => return Ok(self.refuse(Refusal::unreadable(reason))),
        };
        let (watched, last) = self.watched(&request.checkpoint.checkpoint().origin)?;
        match (judge(&request, watched.as_ref()), watched) {
            (Ok(head), Some(watched)) => self.cosign(&request.checkpoint, &watched, head, last, now),
            (Err(refusal), Some(watched)) if refusal.misbehaved => {
                self.accuse(body, &request, &watched, &refusal, now)?;
                Ok(self.refuse(refusal))
            }
            (Err(refusal), _) => Ok(self.refuse(refusal)),
            (Ok(_), None) => Err(text!("witness-missing", path = self.dir.as_path())),
        }
    }

    fn refuse(&self, refusal: Refusal) -> Response {
        match refusal {
            Refusal { status: 409, latest: Some(latest), .. } => Response::Conflict(latest),
            refusal => Response::Refused(refusal.status, self.lang.say(&refusal.reason)),
        }
    }

    /// The last checkpoint cosigned for the log whose origin has that SHA-256,
    /// in hex, with its signatures.
    ///
    /// # Errors
    /// `witness-file`.
    pub fn checkpoint(&self, origin_hash: &str) -> Result<Option<Vec<u8>>> {
        let named = crate::domain::Digest::parse(origin_hash).is_ok();
        if named { disk::read(&self.dir.join("memory").join(origin_hash)) } else { Ok(None) }
    }

    /// What it knows of a log it watches, and when it last cosigned there.
    fn watched(&self, origin: &str) -> Result<(Option<Watched>, u64)> {
        let mut keys = folder::watched_keys(&self.dir)?;
        keys.retain(|key| key.name() == origin);
        if keys.is_empty() {
            return Ok((None, 0));
        }
        let latest = self.latest(origin)?;
        let time = latest.as_ref().map_or(0, |(_, time)| *time);
        let head = latest.map_or_else(TreeHead::empty, |(signed, _)| signed.head());
        Ok((Some(Watched { origin: origin.to_owned(), keys, latest: head }), time))
    }

    fn latest(&self, origin: &str) -> Result<Option<(SignedCheckpoint, u64)>> {
        remembered(&self.dir, origin, self.key.verifier())
    }

    /// Remembers, then signs for others to see.
    fn cosign(
        &self,
        signed: &SignedCheckpoint,
        watched: &Watched,
        head: TreeHead,
        last: u64,
        now: u64,
    ) -> Result<Response> {
        if now.saturating_add(SLACK) < last {
            return Err(text!("witness-clock", last = time_words(last), now = time_words(now)));
        }
        let time = now.max(last);
        let signature = signed.cosign(&self.key, time)?;
        // Of the signatures somebody sent along only the log's own are kept:
        // they were verified, and the rest could grow without end.
        let mut kept = signed.only(&watched.keys)?;
        kept.add(signature.clone());
        let origin = watched.origin.clone();
        disk::write(&folder::memory(&self.dir, &origin), kept.write().as_bytes(), false, &self.point)?;
        let words = text!("witness-cosigned", origin = &origin, size = head.size, root = head.root);
        let words = self.lang.say(&words);
        let (size, root) = (head.size, head.root);
        let entry = Entry { time, what: What::Cosigned, origin, size, root, words, evidence: None };
        journal::add(&self.dir, &entry, &self.point)?;
        Ok(Response::Cosigned(vec![signature]))
    }

    /// Writes down that a log contradicted itself, and keeps its signature.
    fn accuse(
        &self,
        body: &[u8],
        request: &Request,
        watched: &Watched,
        refusal: &Refusal,
        now: u64,
    ) -> Result<()> {
        let new = request.checkpoint.head();
        let heads = [watched.latest, new];
        let Some(evidence) = journal::evidence(&self.dir, &watched.origin, heads) else { return Ok(()) };
        let words = text!("witness-refused", origin = &watched.origin, reason = refusal.reason.clone());
        let entry = Entry {
            time: now,
            what: What::Refused,
            origin: watched.origin.clone(),
            size: new.size,
            root: new.root,
            words: self.lang.say(&words),
            evidence: Some(evidence.clone()),
        };
        // The evidence last: its being there says that all was written down.
        journal::add(&self.dir, &entry, &self.point)?;
        disk::write(&self.dir.join("refused").join(evidence), body, false, &self.point)
    }
}

impl std::fmt::Debug for Witness {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Witness").field("dir", &self.dir).field("key", &self.key).finish_non_exhaustive()
    }
}

/// The last checkpoint cosigned for a log, and when. It must bear this
/// witness's own cosignature: nobody else can have written it.
pub(super) fn remembered(
    dir: &Path,
    origin: &str,
    key: &VerifierKey,
) -> Result<Option<(SignedCheckpoint, u64)>> {
    let path = folder::memory(dir, origin);
    let Some(bytes) = disk::read(&path)? else { return Ok(None) };
    let read = || {
        let signed = SignedCheckpoint::parse(&bytes).ok()?;
        let own = signed.cosignatures(std::slice::from_ref(key)).ok()?;
        let time = own.first()?.time;
        (signed.checkpoint().origin == origin).then_some((signed, time))
    };
    read().map(Some).ok_or_else(|| text!("witness-memory-broken", origin = origin, path = path.as_path()))
}

/// A time as people read it, in UTC.
pub(super) fn time_words(time: u64) -> String {
    let at = i64::try_from(time).ok().and_then(|time| chrono::DateTime::from_timestamp(time, 0));
    at.map_or_else(|| time.to_string(), |at| calendar::write_instant(&at.fixed_offset()))
}
