//! ceremony.json: every source's contribution and the seed they make (protocol
//! §2).

use std::path::Path;

use super::folder::read;
use super::plan::{Plan, check_json};
use super::{Fault, Rule};
use crate::domain::Text;
use crate::draw::document::{Form, PlanDocument, SourceKind};
use crate::draw::seed::{Ceremony, seed};
use crate::text;

const FILE: &str = "ceremony.json";

/// Reads ceremony.json and checks each contribution and the seed.
pub fn open(dir: &Path, plan: &Plan) -> Result<Ceremony, Fault> {
    let bytes = read(dir, FILE)?;
    check_json(&bytes).map_err(|reason| Fault::of_file(FILE, Rule::Grammar, reason))?;
    check(&bytes, plan).map_err(|reason| Fault::of_file(FILE, Rule::Seed, reason))
}

fn check(bytes: &[u8], plan: &Plan) -> Result<Ceremony, Text> {
    let ceremony = Ceremony::parse(bytes)?;
    if ceremony.to_bytes()? != bytes {
        return Err(text!("checker-ceremony-members"));
    }
    if ceremony.plan != plan.p {
        return Err(text!("checker-ceremony-plan", found = ceremony.plan, p = plan.p));
    }
    let document = &plan.document;
    let names = ceremony.contributions.iter().map(|contribution| &contribution.source);
    if !names.eq(document.sources.iter().map(|source| &source.source)) {
        return Err(text!("ceremony-sources"));
    }
    ceremony.contributions.iter().try_for_each(|contribution| contribution.check(document))?;
    let seed = seed(&plan.p, &ceremony.contributions);
    if ceremony.seed != seed {
        return Err(text!("checker-ceremony-seed", found = ceremony.seed, seed = seed));
    }
    Ok(ceremony)
}

/// Unopened commitments, and a seed that hangs on few possible outcomes.
pub fn weaknesses(plan: &PlanDocument, ceremony: &Ceremony) -> Vec<Text> {
    let mut out = Vec::new();
    let mut opened = false;
    let mut digits = 0;
    for (source, contribution) in plan.sources.iter().zip(&ceremony.contributions) {
        match &source.kind {
            SourceKind::Commitment { .. } if contribution.nonce.is_none() => {
                out.push(text!("checker-weak-unopened", source = &source.source));
            }
            SourceKind::Commitment { .. } => opened = true,
            // The office's own secret is no protection against the office.
            SourceKind::Sealed { .. } => {}
            SourceKind::Public { form, .. } => digits += decimal_digits(form),
        }
    }
    // Below some 40 bits the office can work through every outcome before it
    // freezes and choose, among harmless variants of the plan, one that suits.
    if !opened && digits < 12 {
        out.push(text!("checker-weak-guessable", digits = digits));
    }
    out
}

/// About how many decimal digits of chance a public value has, at the most.
fn decimal_digits(form: &Form) -> u64 {
    match form {
        Form::Numbers { count, width } => count * width,
        // An index of four digits before the point, of which two are open.
        Form::Decimal { decimals } => decimals + 2,
        Form::Drand { .. } => 77,
    }
}
