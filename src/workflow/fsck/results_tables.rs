//! The tables of results against their story, attempt by attempt; objections,
//! answers, letters and rules of the whole office at the end.

use std::collections::BTreeMap;

use super::super::results::objection_digest;
use super::findings::Findings;
use super::results::{Answered, Erased, Linked, Objected, ResultStory, tell};
use super::story::Story;
use super::tables::{Expected, Wanted, hold, key, read, table_name};
use crate::domain::{Digest, Progress, Result};
use crate::results::{Act, ERASED};
use crate::store::results::Key;
use crate::store::whole::{self, Whole};
use crate::store::{Store, Tx, results};
use crate::text;

/// Visits whose rows are in memory at a time.
const TOGETHER: i64 = 10_000;

/// Tables whose rows are of one attempt each.
const OF_ATTEMPTS: [Whole; 6] = [
    whole::RESULTS,
    whole::RESULT_STATES,
    whole::RESULT_ITEMS,
    whole::RESULT_EVIDENCE,
    whole::RESULT_ACTS,
    whole::RESULT_ERASURES,
];

/// What of the attempts is held against tables of the whole office.
#[derive(Default)]
struct Office {
    objections: BTreeMap<u64, Objected>,
    answers: BTreeMap<u64, Answered>,
    letters: Vec<Linked>,
    unknown: bool,
}

/// Holds all tables of results against the log.
pub fn check(store: &Store, story: &mut Story, found: &mut Findings, progress: &dyn Progress) -> Result<()> {
    let serials: Vec<u64> = story.attempts.keys().copied().collect();
    progress.begin(text!("progress-fsck-results"), serials.len() as u64);
    let mut office = Office::default();
    for serial in &serials {
        let mut own = tell(store, *serial, story, found)?;
        progress.add(1);
        if own.unknown {
            office.unknown = true;
            continue;
        }
        own.acts.sort_by_key(|one| (one.key.1, one.stamp.seq));
        for visits in windows(&own) {
            store.read(|tx| {
                versions(tx, *serial, visits, &own, found)?;
                acts(tx, *serial, visits, &own, found)
            })?;
        }
        for (number, one) in own.objections {
            let seq = one.stamp.seq;
            if office.objections.insert(number, one).is_some() {
                let reason = text!("fsck-result-number", number = number);
                found.fault(text!("fsck-result-act", seq = seq, kind = "object", reason = reason));
            }
        }
        office.answers.extend(own.answers);
        office.letters.extend(own.letters);
    }
    progress.end();
    if office.unknown {
        found.note(text!("fsck-result-erased"));
    }
    store.read(|tx| strangers(tx, story, found))?;
    store.read(|tx| of_office(tx, story, &office, found))
}

/// Visits, first and last, that are looked at together; the last ones take in
/// whatever the log does not know.
type Visits = (i64, i64);

/// An attempt's visits by so many, from the very least to the very last number.
fn windows(own: &ResultStory) -> Vec<Visits> {
    let last = own.versions.last_key_value().map_or(0, |(key, _)| signed(key.1));
    let mut out = Vec::new();
    let mut from = i64::MIN;
    let mut to = TOGETHER;
    while to < last {
        out.push((from, to));
        (from, to) = (to + 1, to + TOGETHER);
    }
    out.push((from, i64::MAX));
    out
}

fn signed(visit: u64) -> i64 {
    i64::try_from(visit).unwrap_or(i64::MAX)
}

/// Rows of attempts that nobody knows.
fn strangers(tx: &mut Tx<'_>, story: &Story, found: &mut Findings) -> Result<()> {
    for table in OF_ATTEMPTS {
        for serial in whole::serials(tx, table)? {
            if !story.attempts.contains_key(&serial) {
                let rows = whole::rows_of(tx, table, serial)?;
                hold(table, &rows, Expected::new(), false, found);
            }
        }
    }
    Ok(())
}

/// What blank columns of an erased version hold; anything where it was not.
fn blank(erased: Option<&Erased>) -> Wanted {
    erased.map_or(Wanted::Any, |_| Wanted::Is(String::new()))
}

/// Versions with their items and evidence, by the digest that the log commits
/// to; where each stands; what was erased.
fn versions(
    tx: &mut Tx<'_>,
    serial: u64,
    visits: Visits,
    own: &ResultStory,
    found: &mut Findings,
) -> Result<()> {
    let mut expected = Expected::new();
    let mut states = Expected::new();
    let mut erasures = Expected::new();
    let first = u64::try_from(visits.0).unwrap_or(0);
    let told = own.versions.range((serial, first, String::new(), 0)..);
    let told = told.take_while(|(key, _)| signed(key.1) <= visits.1);
    for ((serial, visit, department, version), one) in told {
        let id = key(&[serial, visit, department, version]);
        let erased = one.erased.as_ref();
        let mut wanted = vec![Wanted::Any, Wanted::Any];
        wanted.push(match (one.late, erased) {
            (false, _) => Wanted::Null,
            (true, None) => Wanted::Any,
            (true, Some(_)) => Wanted::from(ERASED),
        });
        wanted.extend([Wanted::Any, blank(erased), blank(erased), Wanted::Any]);
        wanted.push(Wanted::from(&u8::from(one.major)));
        wanted.push(Wanted::from(&u8::from(one.decision)));
        wanted.push(Wanted::Any);
        wanted.push(if erased.is_some() { blank(erased) } else { Wanted::opened(one.by.as_deref()) });
        wanted.push(Wanted::from(&one.stamp.at));
        wanted.push(if one.correction { Wanted::Any } else { Wanted::Null });
        wanted.push(Wanted::from(&one.stamp.seq));
        expected.insert(id.clone(), wanted);
        if let Some(erased) = erased {
            let wanted = vec![
                Wanted::from(&erased.reason),
                Wanted::opened(erased.note.as_deref()),
                Wanted::opened(erased.by.as_deref()),
                Wanted::from(&erased.stamp.at),
                Wanted::from(&erased.stamp.seq),
            ];
            erasures.insert(id.clone(), wanted);
        }
        let public = Wanted::maybe(one.published_at.as_ref());
        states.insert(id, vec![Wanted::from(one.state.slug()), public]);
    }
    for (table, expected) in
        [(whole::RESULTS, expected), (whole::RESULT_STATES, states), (whole::RESULT_ERASURES, erasures)]
    {
        hold(table, &whole::rows_of_visits(tx, table, serial, visits)?, expected, false, found);
    }
    for row in results::of_visits(tx, serial, visits)? {
        let Some(one) = own.versions.get(&row.key()) else { continue };
        let (digest, evidence) = (row.result.digest()?.to_string(), row.result.evidence.len() as u64);
        // Of what was erased the rest is committed to anew.
        let said = match &one.erased {
            Some(erased) => erased.rest.as_ref(),
            None => one.result.as_ref(),
        };
        if said.is_none_or(|said| *said == digest) && one.evidence == evidence {
            continue;
        }
        let emptied = one.erased.is_none() && row.result.recorded_by.is_empty();
        let (_, visit, department, version) = row.key();
        let (visit, seq) = (visit.to_string(), one.stamp.seq);
        found.fault(if emptied {
            text!("fsck-result-emptied", visit = visit, department = department, version = version, seq = seq)
        } else {
            text!("fsck-result", visit = visit, department = department, version = version, seq = seq)
        });
    }
    // Items and evidence of no version: no digest would miss them.
    for table in [whole::RESULT_ITEMS, whole::RESULT_EVIDENCE] {
        for row in whole::rows_of_visits(tx, table, serial, visits)? {
            let of = (row.count(0)?, row.count(1)?, row.text(2)?, row.count(3)?);
            if !own.versions.contains_key(&of) {
                let row = format!("{} / {} / {} / {}", of.0, of.1, of.2, of.3);
                found.fault(text!("fsck-row-surplus", table = table_name(table.name), row = row));
            }
        }
    }
    Ok(())
}

fn of((serial, visit, department, version): &Key) -> [Wanted; 4] {
    [serial.to_string(), visit.to_string(), department.clone(), version.to_string()].map(Wanted::Is)
}

/// Reviews, publications, withdrawals.
fn acts(tx: &mut Tx<'_>, serial: u64, visits: Visits, own: &ResultStory, found: &mut Findings) -> Result<()> {
    let at = |visit: i64| own.acts.partition_point(|one| signed(one.key.1) < visit);
    let of_these = &own.acts[at(visits.0)..at(visits.1.saturating_add(1))];
    let expected = (of_these.iter())
        .map(|one| {
            let erased = own.versions.get(&one.key).and_then(|version| version.erased.as_ref());
            let erased = erased.filter(|erased| erased.stamp.seq > one.stamp.seq);
            let mut wanted = of(&one.key).to_vec();
            wanted.push(Wanted::from(one.act.slug()));
            wanted.push(if erased.is_some() { blank(erased) } else { Wanted::opened(one.by.as_deref()) });
            wanted.push(match one.act {
                // The public notice stays.
                Act::Withdraw => Wanted::opened(one.note.as_deref()),
                _ if erased.is_some() => blank(erased),
                _ => Wanted::opened(one.note.as_deref()),
            });
            wanted.push(Wanted::from(&one.stamp.at));
            (key(&[&one.stamp.seq]), wanted)
        })
        .collect();
    let rows = whole::rows_of_visits(tx, whole::RESULT_ACTS, serial, visits)?;
    hold(whole::RESULT_ACTS, &rows, expected, false, found);
    Ok(())
}

/// Objections, answers, letters, rules.
fn of_office(tx: &mut Tx<'_>, story: &Story, office: &Office, found: &mut Findings) -> Result<()> {
    let rules = (1u64..)
        .zip(&story.result_rules)
        .map(|(number, (digest, at)): (u64, &(Digest, String))| {
            (key(&[&number]), vec![Wanted::Bytes(*digest), Wanted::from(digest), Wanted::from(at)])
        })
        .collect();
    hold(whole::RESULT_RULES, &read(tx, whole::RESULT_RULES)?, rules, false, found);
    if office.unknown {
        return Ok(());
    }
    let mut before = 0;
    for (at, (number, one)) in (1u64..).zip(&office.objections) {
        if at != *number || one.stamp.seq < before {
            let reason = text!("fsck-result-number", number = *number);
            found.fault(text!("fsck-result-act", seq = one.stamp.seq, kind = "object", reason = reason));
        }
        before = one.stamp.seq;
    }
    let words = |erased: bool| if erased { Wanted::from(ERASED) } else { Wanted::Any };
    let who = |erased: bool, by: Option<&str>| {
        if erased { Wanted::Is(String::new()) } else { Wanted::opened(by) }
    };
    let objections = (office.objections.iter())
        .map(|(number, one)| {
            let mut wanted = of(&one.key).to_vec();
            wanted.extend([words(one.erased), words(one.erased), Wanted::Any]);
            wanted.push(who(one.erased, one.by.as_deref()));
            wanted.push(Wanted::from(&one.stamp.at));
            wanted.push(Wanted::from(&one.stamp.seq));
            (key(&[number]), wanted)
        })
        .collect();
    hold(whole::OBJECTIONS, &read(tx, whole::OBJECTIONS)?, objections, true, found);
    for one in results::objections(tx)? {
        let said = office.objections.get(&one.number).filter(|told| !told.erased);
        let said = said.and_then(|told| told.digest.as_ref());
        if said.is_some_and(|said| objection_digest(&one).map(|made| made.to_string()) != Ok(said.clone())) {
            found.fault(text!("fsck-objection", number = one.number));
        }
    }
    let answers = (office.answers.iter())
        .map(|(number, one)| {
            let erased = office.objections.get(number).is_some_and(|told| told.erased);
            let wanted = vec![
                Wanted::from(&one.outcome),
                if erased { words(true) } else { Wanted::opened(one.words.as_deref()) },
                who(erased, one.by.as_deref()),
                Wanted::from(&one.stamp.at),
                Wanted::from(&one.stamp.seq),
            ];
            (key(&[number]), wanted)
        })
        .collect();
    hold(whole::ANSWERS, &read(tx, whole::ANSWERS)?, answers, true, found);
    let letters = (office.letters.iter())
        .map(|one| {
            let mut wanted = vec![Wanted::from(&one.receipt), Wanted::maybe(one.objection)];
            wanted.extend(of(&one.key));
            (key(&[&one.seq]), wanted)
        })
        .collect();
    hold(whole::RESULT_LETTERS, &read(tx, whole::RESULT_LETTERS)?, letters, false, found);
    Ok(())
}
