//! The state that follows from the entries alone.

use std::collections::{BTreeMap, BTreeSet};

use super::findings::Findings;
use crate::domain::{Digest, Instant, calendar};
use crate::record::{Entry, RESULTS, Secret};
use crate::text;

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
    pub fn add(&mut self, entry: Entry, secrets: &[Secret], found: &mut Findings) {
        let stamp = Stamp { seq: entry.seq, at: write(&entry.at) };
        let of_result = RESULTS.contains(&entry.kind.name);
        if !of_result {
            for secret in secrets.iter().filter(|secret| secret.member != "by") {
                self.opened.insert((entry.seq, secret.member.clone()), secret.value.clone());
            }
        }
        let plan = entry.text("plan").to_owned();
        let digest = |member: &str| entry.digest(member).unwrap_or(Digest([0; 32]));
        let text = |member: &str| entry.text(member).to_owned();
        if (entry.kind.name == "init") != (entry.seq == 1) {
            found.fault(text!("fsck-act-init", seq = entry.seq));
        }
        if of_result
            || ["reveal", "draw", "abandon", "substitute", "recuse", "publish", "calendar", "case"]
                .contains(&entry.kind.name)
        {
            let frozen = self.attempts.get(&entry.count("serial"));
            let fits = frozen.is_some_and(|frozen| {
                frozen.plan == plan && frozen.attempt == entry.count("attempt") && frozen.p == digest("p")
            });
            if !fits {
                found.fault(text!("fsck-act-attempt", seq = entry.seq, serial = entry.count("serial")));
                return;
            }
        }
        if of_result {
            // Told attempt by attempt, once the whole log is known to hold.
            return;
        }
        let twice = match entry.kind.name {
            "init" => {
                self.key(&entry, "key", false);
                self.init.replace((stamp, entry.clone())).is_some()
            }
            "import" => {
                self.import(&entry, stamp);
                false
            }
            "approve" => {
                self.text(&entry, &stamp);
                let later = entry.flag("later");
                self.approvals.insert((plan, digest("toml")), Approved { stamp, later }).is_some()
            }
            "commit" => {
                let key = (plan, entry.count("attempt"), text("source"));
                self.commitments.insert(key, (digest("commitment"), stamp.at));
                false
            }
            "freeze" => self.freeze(&entry, stamp, found),
            "reveal" => {
                let member = |name: &str| entry.body.get(name).and_then(|v| v.as_str()).map(str::to_owned);
                let given = Given {
                    stamp,
                    value: text("value"),
                    nonce: member("nonce"),
                    signature: member("signature"),
                };
                self.given.insert((entry.count("serial"), text("source")), given).is_some()
            }
            "publish" => {
                let (serial, extent, sums) = (entry.count("serial"), text("extent"), digest("sums"));
                self.handed_out.push(HandedOut { stamp, serial, extent, sums });
                false
            }
            "calendar" => {
                let mode = Some(text("mode")).filter(|mode| !mode.is_empty());
                let capacity = entry.body.get("capacity").and_then(|value| value.as_u64());
                let arranged = Arranged { stamp, digest: digest("calendar"), mode, capacity };
                self.calendars.insert((entry.count("serial"), entry.count("version")), arranged).is_some()
            }
            "workdays" => {
                self.workdays.insert(entry.count("year"), (digest("sha256"), stamp.at));
                false
            }
            "result-rules" => {
                self.result_rules.push((digest("sha256"), stamp.at));
                false
            }
            "joint-rules" => {
                self.joint_rules.push((digest("sha256"), stamp.at));
                false
            }
            "joint-withdraw" => {
                let left = digest("sha256");
                self.texts.insert(left);
                self.plans.insert(plan.clone(), (left, stamp.at.clone()));
                // Withdrawing again from the same text leaves the first row.
                self.withdrawals.entry((plan, digest("from"), text("department"))).or_insert(stamp);
                false
            }
            "key" => {
                self.keys(&entry);
                false
            }
            "file" => {
                let filed = Filed {
                    seq: entry.seq,
                    root: digest("root"),
                    time: entry.count("time"),
                    line: text("line"),
                };
                self.filed.insert((entry.count("size"), text("key")), filed).is_some()
            }
            "erase" => {
                self.erased.insert((entry.count("entry"), text("member")), entry.seq);
                false
            }
            _ => self.of_attempt(&entry, stamp),
        };
        if twice {
            found.fault(text!("fsck-act-twice", seq = entry.seq, kind = entry.kind.name));
        }
    }

    /// An attempt begins; whether its serial was taken.
    fn freeze(&mut self, entry: &Entry, stamp: Stamp, found: &mut Findings) -> bool {
        let plan = entry.text("plan").to_owned();
        let digest = |member: &str| entry.digest(member).unwrap_or(Digest([0; 32]));
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
            p: digest("p"),
            toml: digest("toml"),
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
        let register = entry.text("register").to_owned();
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
            self.plans.insert(entry.text("plan").to_owned(), (toml, stamp.at.clone()));
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
                self.key(entry, "key", entry.text("role") == "witness");
            }
        }
    }

    fn key(&mut self, entry: &Entry, member: &str, witness: bool) {
        let key = entry.text(member).to_owned();
        self.keys.push(Tenure { key, witness, since: entry.seq, until: None });
    }

    fn end(&mut self, key: &str, seq: u64) {
        let held = self.keys.iter_mut().rev().find(|tenure| tenure.key == key && tenure.until.is_none());
        if let Some(tenure) = held {
            tenure.until = Some(seq);
        }
    }
}

/// A moment as columns write it.
pub fn write(at: &Instant) -> String {
    calendar::write_instant(at)
}
