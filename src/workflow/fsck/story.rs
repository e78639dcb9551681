//! The state that follows from the entries alone.

use std::collections::{BTreeMap, BTreeSet};

use super::findings::Findings;
use crate::domain::{Digest, Instant, calendar};
use crate::record::{Entry, RESULTS, Secret};
use crate::text;

/// Kinds that speak of an attempt that was frozen, besides results.
const OF_ATTEMPT: [&str; 8] =
    ["reveal", "draw", "abandon", "substitute", "recuse", "publish", "calendar", "case"];

/// An entry's number and moment.
#[derive(Debug, Clone)]
pub struct Stamp {
    pub seq: u64,
    /// As columns write it.
    pub at: String,
}

/// What a register should hold: `None` where its digest was erased.
#[derive(Debug, Clone)]
pub struct Content {
    pub seq: u64,
    pub digest: Option<String>,
}

#[derive(Debug)]
pub struct Version {
    pub stamp: Stamp,
    pub manifest: Digest,
    pub rows: u64,
    pub sources: Option<String>,
}

#[derive(Debug)]
pub struct Approved {
    pub stamp: Stamp,
    pub later: bool,
}

#[derive(Debug)]
pub struct Drawn {
    pub stamp: Stamp,
    pub files: BTreeMap<String, Digest>,
    pub seed: Option<Digest>,
}

#[derive(Debug)]
pub struct Amended {
    pub stamp: Stamp,
    pub kind: &'static str,
    pub from: u64,
    pub rows: u64,
}

#[derive(Debug)]
pub struct Frozen {
    pub stamp: Stamp,
    pub plan: String,
    pub attempt: u64,
    pub p: Digest,
    pub toml: Digest,
    pub urgent: bool,
    pub sealed: bool,
    pub drawn: Option<Drawn>,
    pub abandoned: Option<Stamp>,
    pub amended: Vec<Amended>,
}

#[derive(Debug)]
pub struct Given {
    pub stamp: Stamp,
    pub value: String,
    pub nonce: Option<String>,
    pub signature: Option<String>,
}

#[derive(Debug)]
pub struct HandedOut {
    pub stamp: Stamp,
    pub serial: u64,
    pub extent: String,
    pub sums: Digest,
}

#[derive(Debug)]
pub struct Arranged {
    pub stamp: Stamp,
    pub digest: Digest,
    /// Untold while the draw is sealed.
    pub mode: Option<String>,
    pub capacity: Option<u64>,
}

/// A time in force of a key; one retired may come again.
#[derive(Debug, Clone)]
pub struct Tenure {
    pub key: String,
    pub witness: bool,
    pub since: u64,
    pub until: Option<u64>,
}

#[derive(Debug)]
pub struct Filed {
    pub seq: u64,
    pub root: Digest,
    pub time: u64,
    pub line: String,
}

/// All of it.
#[derive(Debug, Default)]
pub struct Story {
    pub init: Option<(Stamp, Entry)>,
    pub versions: Vec<Version>,
    pub registers: BTreeMap<String, Content>,
    pub texts: BTreeSet<Digest>,
    pub plans: BTreeMap<String, (Digest, String)>,
    pub approvals: BTreeMap<(String, Digest), Approved>,
    pub commitments: BTreeMap<(String, u64, String), (Digest, String)>,
    pub attempts: BTreeMap<u64, Frozen>,
    pub given: BTreeMap<(u64, String), Given>,
    pub handed_out: Vec<HandedOut>,
    pub calendars: BTreeMap<(u64, u64), Arranged>,
    /// 放假安排 by year.
    pub workdays: BTreeMap<u64, (Digest, String)>,
    pub joint_rules: Vec<(Digest, String)>,
    pub withdrawals: BTreeMap<(String, Digest, String), Stamp>,
    /// Local rules on deadlines of results.
    pub result_rules: Vec<(Digest, String)>,
    pub keys: Vec<Tenure>,
    pub filed: BTreeMap<(u64, String), Filed>,
    /// Members whose opening was forgotten, by the entry that says so.
    pub erased: BTreeMap<(u64, String), u64>,
    /// Members whose opening is not there.
    pub missing: BTreeSet<(u64, String)>,
    opened: BTreeMap<(u64, String), String>,
    last_p: Option<Digest>,
}

impl Story {
    /// What an entry's commitment holds; `None` where that is gone.
    pub fn opened(&self, seq: u64, member: &str) -> Option<&str> {
        self.opened.get(&(seq, member.to_owned())).map(String::as_str)
    }

    /// The log's keys that have to sign the checkpoint of `size`, where the one
    /// before had `before` entries: those in force, and those it retires.
    pub fn signers(&self, before: u64, size: u64) -> Vec<&str> {
        let signs =
            |key: &&Tenure| !key.witness && key.since <= size && key.until.is_none_or(|until| until > before);
        self.keys.iter().filter(signs).map(|key| key.key.as_str()).collect()
    }

    /// The next entry.
    pub fn add(&mut self, entry: &Entry, secrets: &[Secret], found: &mut Findings) {
        let of_result = RESULTS.contains(&entry.kind.name);
        if !of_result {
            for secret in secrets.iter().filter(|secret| secret.member != "by") {
                self.opened.insert((entry.seq, secret.member.clone()), secret.value.clone());
            }
        }
        if (entry.kind.name == "init") != (entry.seq == 1) {
            found.fault(text!("fsck-act-init", seq = entry.seq));
        }
        if (of_result || OF_ATTEMPT.contains(&entry.kind.name)) && !self.attempt_is_known(entry) {
            found.fault(text!("fsck-act-attempt", seq = entry.seq, serial = entry.count("serial")));
            return;
        }
        // Results are told attempt by attempt, once the whole log is known to hold.
        if !of_result && self.tell(entry, found) {
            found.fault(text!("fsck-act-twice", seq = entry.seq, kind = entry.kind.name));
        }
    }

    /// Whether the attempt that an entry speaks of was frozen as it says.
    fn attempt_is_known(&self, entry: &Entry) -> bool {
        self.attempts.get(&entry.count("serial")).is_some_and(|frozen| {
            frozen.plan == entry.text("plan")
                && frozen.attempt == entry.count("attempt")
                && frozen.p == digest(entry, "p")
        })
    }

    /// Takes in what an entry tells; whether that was told before and may be
    /// told but once.
    fn tell(&mut self, entry: &Entry, found: &mut Findings) -> bool {
        let stamp = Stamp { seq: entry.seq, at: write(&entry.at) };
        match entry.kind.name {
            "init" => {
                self.key(entry, false);
                return self.init.replace((stamp, entry.clone())).is_some();
            }
            "approve" => return self.approve(entry, stamp),
            "freeze" => return self.freeze(entry, stamp, found),
            "reveal" => return self.reveal(entry, stamp),
            "calendar" => return self.arrange(entry, stamp),
            "file" => return self.file(entry),
            "import" => self.import(entry, stamp),
            "commit" => {
                let key = (owned(entry, "plan"), entry.count("attempt"), owned(entry, "source"));
                self.commitments.insert(key, (digest(entry, "commitment"), stamp.at));
            }
            "publish" => {
                let (serial, extent, sums) =
                    (entry.count("serial"), owned(entry, "extent"), digest(entry, "sums"));
                self.handed_out.push(HandedOut { stamp, serial, extent, sums });
            }
            "workdays" => {
                self.workdays.insert(entry.count("year"), (digest(entry, "sha256"), stamp.at));
            }
            "result-rules" => self.result_rules.push((digest(entry, "sha256"), stamp.at)),
            "joint-rules" => self.joint_rules.push((digest(entry, "sha256"), stamp.at)),
            "joint-withdraw" => self.withdraw(entry, stamp),
            "key" => self.keys(entry),
            "erase" => {
                self.erased.insert((entry.count("entry"), owned(entry, "member")), entry.seq);
            }
            _ => return self.of_attempt(entry, stamp),
        }
        false
    }

    /// A text is approved; whether it was before.
    fn approve(&mut self, entry: &Entry, stamp: Stamp) -> bool {
        self.text(entry, &stamp);
        let key = (owned(entry, "plan"), digest(entry, "toml"));
        self.approvals.insert(key, Approved { stamp, later: entry.flag("later") }).is_some()
    }

    /// A value is opened; whether that source's was before.
    fn reveal(&mut self, entry: &Entry, stamp: Stamp) -> bool {
        let member = |name: &str| entry.body.get(name).and_then(|v| v.as_str()).map(str::to_owned);
        let given = Given {
            stamp,
            value: owned(entry, "value"),
            nonce: member("nonce"),
            signature: member("signature"),
        };
        self.given.insert((entry.count("serial"), owned(entry, "source")), given).is_some()
    }

    /// A version of a calendar; whether there was one of that number.
    fn arrange(&mut self, entry: &Entry, stamp: Stamp) -> bool {
        let mode = Some(owned(entry, "mode")).filter(|mode| !mode.is_empty());
        let capacity = entry.body.get("capacity").and_then(|value| value.as_u64());
        let arranged = Arranged { stamp, digest: digest(entry, "calendar"), mode, capacity };
        self.calendars.insert((entry.count("serial"), entry.count("version")), arranged).is_some()
    }

    /// A witness's filing; whether it had filed a checkpoint of that size.
    fn file(&mut self, entry: &Entry) -> bool {
        let filed = Filed {
            seq: entry.seq,
            root: digest(entry, "root"),
            time: entry.count("time"),
            line: owned(entry, "line"),
        };
        self.filed.insert((entry.count("size"), owned(entry, "key")), filed).is_some()
    }

    /// A department leaves a joint plan, which gets another text.
    fn withdraw(&mut self, entry: &Entry, stamp: Stamp) {
        let (plan, left) = (owned(entry, "plan"), digest(entry, "sha256"));
        self.texts.insert(left);
        self.plans.insert(plan.clone(), (left, stamp.at.clone()));
        // Withdrawing again from the same text leaves the first row.
        let key = (plan, digest(entry, "from"), owned(entry, "department"));
        self.withdrawals.entry(key).or_insert(stamp);
    }

    /// An attempt begins; whether its serial was taken.
    fn freeze(&mut self, entry: &Entry, stamp: Stamp, found: &mut Findings) -> bool {
        let plan = owned(entry, "plan");
        let attempts = self.attempts.values().filter(|frozen| frozen.plan == plan).count() as u64;
        let counts = (entry.count("serial"), entry.count("attempt"), entry.digest("previous"));
        if counts != (self.attempts.len() as u64 + 1, attempts + 1, self.last_p) {
            found.fault(text!("fsck-act-serial", seq = entry.seq, serial = counts.0));
        }
        self.last_p = entry.digest("p");
        self.text(entry, &stamp);
        let frozen = Frozen {
            stamp,
            plan,
            attempt: counts.1,
            p: digest(entry, "p"),
            toml: digest(entry, "toml"),
            urgent: entry.flag("urgent"),
            sealed: entry.flag("sealed"),
            drawn: None,
            abandoned: None,
            amended: Vec::new(),
        };
        self.attempts.insert(counts.0, frozen).is_some()
    }

    /// What happens to an attempt that is known; whether it happened before.
    fn of_attempt(&mut self, entry: &Entry, stamp: Stamp) -> bool {
        let Some(frozen) = self.attempts.get_mut(&entry.count("serial")) else { return false };
        match entry.kind.name {
            "draw" => {
                let files = entry.files().map(|(name, digest)| (name.to_owned(), digest)).collect();
                frozen.drawn.replace(Drawn { stamp, files, seed: entry.digest("seed") }).is_some()
            }
            "abandon" => frozen.abandoned.replace(stamp).is_some(),
            kind @ ("substitute" | "recuse") => {
                let (from, rows) = (entry.count("from"), entry.count("rows"));
                frozen.amended.push(Amended { stamp, kind, from, rows });
                false
            }
            // A case file leaves no state behind.
            _ => false,
        }
    }

    fn import(&mut self, entry: &Entry, stamp: Stamp) {
        let register = owned(entry, "register");
        if let Some(manifest) = entry.digest("manifest") {
            let sources = self.opened(entry.seq, "sources").map(str::to_owned);
            self.versions.push(Version { stamp, manifest, rows: entry.count("rows"), sources });
            return;
        }
        let list = entry.digest("list").map(|digest| digest.to_string());
        let digest = list.or_else(|| self.opened(entry.seq, "content").map(str::to_owned));
        self.registers.insert(register, Content { seq: entry.seq, digest });
    }

    fn text(&mut self, entry: &Entry, stamp: &Stamp) {
        if let Some(toml) = entry.digest("toml") {
            self.texts.insert(toml);
            self.plans.insert(owned(entry, "plan"), (toml, stamp.at.clone()));
        }
    }

    /// A key of the log or of a witness comes, goes, or gives way to another.
    fn keys(&mut self, entry: &Entry) {
        match entry.text("act") {
            "retire" => self.end(entry.text("key"), entry.seq),
            act => {
                if act == "rotate" {
                    self.end(entry.text("old"), entry.seq);
                }
                self.key(entry, entry.text("role") == "witness");
            }
        }
    }

    fn key(&mut self, entry: &Entry, witness: bool) {
        let key = owned(entry, "key");
        self.keys.push(Tenure { key, witness, since: entry.seq, until: None });
    }

    fn end(&mut self, key: &str, seq: u64) {
        let held = self.keys.iter_mut().rev().find(|tenure| tenure.key == key && tenure.until.is_none());
        if let Some(tenure) = held {
            tenure.until = Some(seq);
        }
    }
}

/// A member that holds a digest; of zeros where it holds none.
fn digest(entry: &Entry, member: &str) -> Digest {
    entry.digest(member).unwrap_or(Digest([0; 32]))
}

fn owned(entry: &Entry, member: &str) -> String {
    entry.text(member).to_owned()
}

/// A moment as columns write it.
pub fn write(at: &Instant) -> String {
    calendar::write_instant(at)
}
