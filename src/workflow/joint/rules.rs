//! The local rules of who is to go together and how often is too often.

use std::path::Path;

use crate::domain::{Digest, Result};
use crate::joint::Rules;
use crate::store::joint as joint_store;
use crate::text;
use crate::workflow::files;
use crate::workflow::office::{Office, details};
use crate::workflow::refusal::Done;

/// The rules in force.
pub fn rules(office: &Office) -> Result<Rules> {
    match office.store.read(joint_store::rules)? {
        Some(bytes) => Rules::parse(&String::from_utf8_lossy(&bytes), "joint_rules"),
        None => Ok(Rules::default()),
    }
}

pub(super) fn read_rules(file: &Path) -> Result<(Vec<u8>, Rules)> {
    let bytes = files::read(file)?;
    let name = file.display().to_string();
    let toml = std::str::from_utf8(&bytes).map_err(|_| text!("plan-file-utf8", file = &name))?;
    let rules = Rules::parse(toml, &name)?;
    Ok((bytes, rules))
}

/// Puts the rules in a file in force.
pub fn set_rules(office: &Office, file: &Path) -> Done<Rules> {
    let (bytes, rules) = read_rules(file)?;
    if office.store.read(joint_store::rules)?.as_deref() == Some(bytes.as_slice()) {
        return Ok(rules);
    }
    office.begin("joint-rules", "", &[])?.commit(|tx| {
        let now = office.now();
        joint_store::put_rules(tx, &bytes, &now)?;
        office.record_at(
            tx,
            &now,
            "joint-rules",
            details([("sha256", Digest::of(&bytes).to_string().into())]),
        )
    })?;
    Ok(rules)
}
