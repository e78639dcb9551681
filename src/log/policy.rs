//! C2SP tlog-policy: which logs one believes, and which witnesses must have
//! cosigned a checkpoint before it counts.

use std::collections::BTreeMap;

use super::{Algorithm, Cosignature, SignedCheckpoint, VerifierKey};
use crate::domain::{Result, Text};
use crate::text;

/// A trust policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// The logs' keys, each named as its log's origin.
    pub logs: Vec<Known>,
    /// The witnesses' keys.
    pub witnesses: Vec<Known>,
    quorum: Rule,
}

/// A key of a policy, and where its owner is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The key.
    pub key: VerifierKey,
    /// For a log its base, for a witness its submission prefix.
    pub url: Option<String>,
}

/// What of the witnesses must have signed.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Rule {
    /// Nothing: `quorum none`.
    None,
    /// The witness of that place.
    Witness(usize),
    /// So many of these.
    Group(usize, Vec<Rule>),
}

impl Policy {
    /// `threshold` of these witnesses, whichever.
    ///
    /// # Errors
    /// `log-policy-threshold`, `log-policy-twice`, `log-policy-purpose`.
    pub fn of(log: VerifierKey, witnesses: Vec<VerifierKey>, threshold: usize) -> Result<Self> {
        let mut text = format!("log {log}\n");
        for (at, witness) in witnesses.iter().enumerate() {
            text.push_str(&format!("witness w{at} {witness}\n"));
        }
        let names: Vec<String> = (0..witnesses.len()).map(|at| format!("w{at}")).collect();
        if threshold > names.len() {
            return Err(text!("log-policy-threshold", line = threshold.to_string()));
        }
        if threshold == 0 {
            text.push_str("quorum none\n");
        } else {
            text.push_str(&format!("group g {threshold} {}\nquorum g\n", names.join(" ")));
        }
        Self::parse(&text)
    }

    /// Reads a policy file.
    ///
    /// # Errors
    /// `log-policy-character`, `log-policy-line` and others named
    /// `log-policy-…`, each with the line; those of [`VerifierKey::parse`].
    pub fn parse(text: &str) -> Result<Self> {
        let control = |c: char| c < ' ' && c != '\t' && c != '\n' || c == '\x7f';
        if text.contains(control) {
            return Err(text!("log-policy-character"));
        }
        let mut reader = Reader::default();
        for line in text.split('\n') {
            let words: Vec<&str> = line.split([' ', '\t']).filter(|word| !word.is_empty()).collect();
            if words.first().is_some_and(|word| !word.starts_with('#')) {
                reader.line(line.trim_matches([' ', '\t']), &words)?;
            }
        }
        let Reader { logs, witnesses, quorum, .. } = reader;
        let quorum = quorum.ok_or_else(|| text!("log-policy-no-quorum"))?;
        Ok(Self { logs, witnesses, quorum })
    }

    /// The keys of one log.
    pub fn log_keys(&self, origin: &str) -> Vec<VerifierKey> {
        self.logs.iter().map(|log| &log.key).filter(|key| key.name() == origin).cloned().collect()
    }

    /// The witnesses' keys, in their order.
    pub fn witness_keys(&self) -> Vec<VerifierKey> {
        self.witnesses.iter().map(|witness| witness.key.clone()).collect()
    }

    /// Whether these verified cosignatures suffice.
    pub fn satisfied(&self, cosignatures: &[Cosignature]) -> bool {
        let signed: Vec<bool> = (self.witnesses.iter())
            .map(|known| cosignatures.iter().any(|cosignature| cosignature.witness == known.key))
            .collect();
        self.quorum.met(&signed)
    }

    /// Holds a checkpoint against the policy: signed by a log it names, and
    /// cosigned sufficiently, counting only cosignatures made before `before`
    /// (seconds since 1970-01-01T00:00:00Z) where that is given. Gives back
    /// those that count.
    ///
    /// # Errors
    /// `log-origin-unknown`, `log-quorum`; those of
    /// [`SignedCheckpoint::check_signed`] and [`SignedCheckpoint::cosignatures`].
    pub fn check(&self, checkpoint: &SignedCheckpoint, before: Option<u64>) -> Result<Vec<Cosignature>> {
        let origin = &checkpoint.checkpoint().origin;
        let keys = self.log_keys(origin);
        if keys.is_empty() {
            return Err(text!("log-origin-unknown", origin = origin));
        }
        checkpoint.check_signed(&keys)?;
        let mut given = checkpoint.cosignatures(&self.witness_keys())?;
        given.retain(|cosignature| before.is_none_or(|before| cosignature.time < before));
        if self.satisfied(&given) {
            return Ok(given);
        }
        let size = checkpoint.head().size;
        Err(text!(
            "log-quorum",
            origin = origin,
            size = size,
            given = given.len(),
            known = self.witnesses.len()
        ))
    }
}

impl Rule {
    fn met(&self, signed: &[bool]) -> bool {
        match self {
            Rule::None => true,
            Rule::Witness(at) => signed.get(*at).copied().unwrap_or(false),
            Rule::Group(least, members) => members.iter().filter(|rule| rule.met(signed)).count() >= *least,
        }
    }
}

#[derive(Default)]
struct Reader {
    logs: Vec<Known>,
    witnesses: Vec<Known>,
    /// Witnesses and groups, and whether a group has it as its member.
    names: BTreeMap<String, (Rule, bool)>,
    quorum: Option<Rule>,
}

impl Reader {
    fn line(&mut self, line: &str, words: &[&str]) -> Result<()> {
        match words {
            ["log", vkey, url @ ..] if url.len() < 2 => {
                let known = read_key(line, vkey, url, Algorithm::Ed25519)?;
                add(line, &mut self.logs, known)
            }
            ["witness", name, vkey, url @ ..] if url.len() < 2 => {
                let known = read_key(line, vkey, url, Algorithm::CosignatureV1)?;
                let rule = Rule::Witness(self.witnesses.len());
                add(line, &mut self.witnesses, known)?;
                self.name(line, name, rule)
            }
            ["group", name, least, members @ ..] if !members.is_empty() => {
                let least = match *least {
                    "any" => Some(1),
                    "all" => Some(members.len()),
                    number => number.parse().ok().filter(|least: &usize| least.to_string() == number),
                };
                let least = least.filter(|least| (1..=members.len()).contains(least));
                let least = least.ok_or_else(|| text!("log-policy-threshold", line = line))?;
                let members: Result<Vec<Rule>> = members.iter().map(|name| self.member(line, name)).collect();
                self.name(line, name, Rule::Group(least, members?))
            }
            ["quorum", _] if self.quorum.is_some() => Err(text!("log-policy-quorum-twice", line = line)),
            ["quorum", "none"] => {
                self.quorum = Some(Rule::None);
                Ok(())
            }
            ["quorum", name] => {
                // A group's member may be the quorum too: nothing is counted twice.
                let (rule, _) = self.names.get(*name).ok_or_else(|| unknown(line, name))?;
                self.quorum = Some(rule.clone());
                Ok(())
            }
            _ => Err(text!("log-policy-line", line = line)),
        }
    }

    fn name(&mut self, line: &str, name: &str, rule: Rule) -> Result<()> {
        if name == "none" || self.names.insert(name.to_owned(), (rule, false)).is_some() {
            return Err(text!("log-policy-name", name = name, line = line));
        }
        Ok(())
    }

    fn member(&mut self, line: &str, name: &str) -> Result<Rule> {
        let (rule, used) = self.names.get_mut(name).ok_or_else(|| unknown(line, name))?;
        if std::mem::replace(used, true) {
            return Err(text!("log-policy-member-twice", name = name, line = line));
        }
        Ok(rule.clone())
    }
}

fn unknown(line: &str, name: &str) -> Text {
    text!("log-policy-unknown", name = name, line = line)
}

fn read_key(line: &str, vkey: &str, url: &[&str], purpose: Algorithm) -> Result<Known> {
    let key = VerifierKey::parse(vkey)?;
    if key.algorithm() != purpose {
        return Err(text!("log-policy-purpose", line = line));
    }
    Ok(Known { key, url: url.first().map(|url| (*url).to_owned()) })
}

fn add(line: &str, list: &mut Vec<Known>, known: Known) -> Result<()> {
    if list.iter().any(|other| other.key.public() == known.key.public()) {
        return Err(text!("log-policy-twice", line = line));
    }
    list.push(known);
    Ok(())
}
