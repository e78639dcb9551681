//! `[[source]]`: where the seed comes from.

use chrono::{DateTime, Duration};

use super::reader::Table;
use super::{SourceSpec, SourceSpecKind};
use crate::domain::grammar::check_slug;
use crate::domain::{Digest, Instant};
use crate::draw::document::Form;
use crate::draw::drand::{CHAINS, Chain};
use crate::text;

pub(super) const KEYS: &[&str] = &["name", "kind", "commitment", "describe", "when", "form"];
const FORM_KEYS: &[&str] = &["count", "width", "decimals", "drand", "round"];

#[derive(Clone, Copy)]
enum Kind {
    Commitment,
    Public,
    Sealed,
}

/// `due` stands for a public value's `when` where it says none.
pub(super) fn read(
    table: &Table<'_, '_>,
    reveal_by: Option<Instant>,
    due: Option<Instant>,
) -> Option<SourceSpec> {
    let name = table.required("name", "name = \"observer-1\"");
    if let Some(name) = &name {
        table.checked("name", name, check_slug(name));
    }
    if !table.has("kind") {
        table.missing("kind", "kind = \"public\"");
        return None;
    }
    let kind = table.choice(
        "kind",
        &[("commitment", Kind::Commitment), ("public", Kind::Public), ("sealed", Kind::Sealed)],
    )?;
    let others: &[&str] = match kind {
        Kind::Public => &["commitment"],
        _ => &["describe", "when", "form"],
    };
    for key in others.iter().filter(|key| table.has(key)) {
        table.refuse(key, "", text!("plan-spec-not-here"));
    }
    let commitment = || {
        let hex = table.string("commitment")?;
        table.checked("commitment", &hex, Digest::parse(&hex))
    };
    let kind = match kind {
        Kind::Commitment => SourceSpecKind::Commitment(commitment()),
        Kind::Sealed => SourceSpecKind::Sealed(commitment()),
        Kind::Public => public(table, reveal_by, due)?,
    };
    Some(SourceSpec { source: name?, kind })
}

fn public(table: &Table<'_, '_>, reveal_by: Option<Instant>, due: Option<Instant>) -> Option<SourceSpecKind> {
    let describe = table.required("describe", "describe = \"中国福利彩票双色球第2026115期，按开奖公告次序\"");
    let mut when = if table.has("when") { table.instant("when") } else { due };
    if !table.has("form") {
        table.missing("form", "form = { count = 7, width = 2 }");
    }
    let form = table.table("form", FORM_KEYS, |table| form(&table, &mut when))?;
    let Some(when) = when else {
        if !table.has("when") {
            table.missing("when", "when = \"2026-10-05T21:15:00+08:00\"");
        }
        return None;
    };
    if let Some(reveal_by) = reveal_by
        && when <= reveal_by
    {
        table.refuse(
            "when",
            &crate::domain::calendar::write_instant(&when),
            text!("plan-spec-early", reveal_by = reveal_by),
        );
    }
    Some(SourceSpecKind::Public { describe: describe?, when, form })
}

/// The form; of a drand round `when` follows from the round, or the round from
/// `when`.
fn form(table: &Table<'_, '_>, when: &mut Option<Instant>) -> Option<Form> {
    let keys: Vec<&str> = FORM_KEYS.iter().copied().filter(|key| table.has(key)).collect();
    match keys.as_slice() {
        ["count", "width"] => {
            let (count, width) = (table.within("count", 1, 1000), table.within("width", 1, 20));
            Some(Form::Numbers { count: count?, width: width? })
        }
        ["decimals"] => Some(Form::Decimal { decimals: table.within("decimals", 0, 20)? }),
        ["drand"] | ["drand", "round"] => drand(table, when),
        _ => {
            let keys = keys.join(", ");
            table.reader.refuse(table.line(), &table.field("*"), &keys, text!("plan-spec-form"));
            None
        }
    }
}

fn drand(table: &Table<'_, '_>, when: &mut Option<Instant>) -> Option<Form> {
    let name = table.string("drand")?;
    let Some(chain) = CHAINS.iter().find(|chain| chain.name == name || chain.hash == name) else {
        let known = CHAINS.iter().map(|chain| chain.name).collect::<Vec<_>>().join(", ");
        table.refuse("drand", &name, text!("plan-spec-choice", known = known));
        return None;
    };
    let hash = table.checked("drand", &name, Digest::parse(chain.hash))?;
    let round = match (table.has("round"), *when) {
        (true, _) => table.within("round", 1, 1 << 52)?,
        (false, Some(at)) => round_at(chain, &at)?,
        (false, None) => {
            table.missing("round", "round = 23000000");
            return None;
        }
    };
    let due = chain.due(round).and_then(|due| DateTime::from_timestamp(due, 0));
    match (due, *when) {
        (Some(due), None) => {
            // Beijing time, as everything else in the plan.
            let offset = chrono::FixedOffset::east_opt(8 * 3600)?;
            *when = Some(due.with_timezone(&offset));
        }
        (Some(due), Some(at)) if at < due => {
            let due = due.with_timezone(at.offset());
            table.refuse("round", &round.to_string(), text!("plan-spec-round", due = due));
        }
        _ => {}
    }
    Some(Form::Drand { drand: hash, round })
}

/// The first round due at or after a moment.
fn round_at(chain: &Chain, at: &Instant) -> Option<u64> {
    let start = DateTime::from_timestamp(chain.genesis, 0)?;
    let passed = at.signed_duration_since(start);
    let whole = (passed + Duration::seconds(chain.period - 1)).num_seconds().div_euclid(chain.period);
    u64::try_from(whole.max(0)).ok().map(|rounds| rounds + 1)
}
