//! The log's secret keys: one file a key below `keys/`, readable by its owner
//! only. Which of them sign is in the database.

use std::path::PathBuf;

use super::files;
use super::office::{Office, Paths, Random};
use crate::domain::Result;
use crate::log::{Algorithm, SignerKey, VerifierKey};
use crate::store::Tx;
use crate::store::keys::{self, Role};
use crate::store::tree;
use crate::text;

/// The first key of an office being set up. What an interrupted attempt left
/// was never used.
pub fn first(paths: &Paths, office: &str, random: &Random) -> Result<SignerKey> {
    files::remove(&paths.keys())?;
    let mut number = [0; 4];
    random(&mut number)?;
    // Offices of one name exist in several provinces; the number tells their
    // logs apart. Spaces and plus signs are no part of a key's name.
    let tame = |c: char| if c.is_whitespace() || c == '+' { '_' } else { c };
    let name: String = office.chars().map(tame).collect();
    make(paths, &format!("{name}/{:08x}", u32::from_be_bytes(number)), random)
}

/// Makes a key of that name and keeps it.
pub fn make(paths: &Paths, name: &str, random: &Random) -> Result<SignerKey> {
    let mut seed = [0; 32];
    random(&mut seed)?;
    let key = SignerKey::from_seed(name, Algorithm::Ed25519, &seed)?;
    files::make_dir(&paths.keys())?;
    files::write_private(&file(paths, key.verifier()), format!("{}\n", key.secret()).as_bytes())?;
    Ok(key)
}

/// Where a key is kept.
pub fn file(paths: &Paths, key: &VerifierKey) -> PathBuf {
    paths.keys().join(format!("{:08x}.key", key.id()))
}

/// Loads a key.
///
/// # Errors
/// `record-key-lost` where its file is missing, `record-key-foreign` where it holds
/// another key.
pub fn load(paths: &Paths, key: &str) -> Result<SignerKey> {
    let verifier = VerifierKey::parse(key)?;
    let path = file(paths, &verifier);
    if !path.exists() {
        return Err(text!("record-key-lost", path = path.as_path(), key = key));
    }
    let text = String::from_utf8_lossy(&files::read(&path)?).into_owned();
    let signer = SignerKey::parse(text.strip_suffix('\n').unwrap_or(&text))?;
    if *signer.verifier() != verifier {
        return Err(text!("record-key-foreign", path = path.as_path(), key = key));
    }
    Ok(signer)
}

/// The keys that sign the checkpoint of a transaction: those in force, and
/// those that it retires, so that whoever knows the old key alone can follow.
pub fn signers(paths: &Paths, tx: &mut Tx<'_>) -> Result<Vec<SignerKey>> {
    let sealed = tree::latest(tx)?.map_or(0, |row| row.head.size);
    keys::list(tx)?
        .iter()
        .filter(|key| key.role == Role::Log && key.until.is_none_or(|until| until > sealed))
        .map(|key| load(paths, &key.key))
        .collect()
}

/// Destroys secret keys that are not in force: those retired, and those made
/// for a step that did not happen.
pub fn tidy(office: &Office) -> Result<()> {
    let known = office.store.read(|tx| keys::in_force(tx, Role::Log))?;
    let mut keep = Vec::with_capacity(known.len());
    for key in &known {
        keep.push(file(&office.paths, &VerifierKey::parse(&key.key)?));
    }
    for name in files::names(&office.paths.keys())? {
        let path = office.paths.keys().join(name);
        if !keep.contains(&path) {
            files::remove(&path)?;
        }
    }
    Ok(())
}
