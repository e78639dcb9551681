//! A witness's folder: setting it up, its key, the logs it watches.

use std::path::{Path, PathBuf};

use super::disk::{self, Point};
use crate::domain::{Digest, Result};
use crate::log::{Algorithm, Policy, SignerKey, VerifierKey};
use crate::text;

/// What stands above the keys in `logs`.
const LOGS_HEADER: &str = "# tlog-policy\nquorum none\n";

/// The file of a log in `memory/`.
pub(super) fn memory(dir: &Path, origin: &str) -> PathBuf {
    dir.join("memory").join(Digest::of(origin.as_bytes()).to_string())
}

/// Sets a witness up in a new or empty folder with a key made of 32 random
/// bytes. Gives its public key.
///
/// # Errors
/// `witness-exists`, `log-key-name`, `witness-file`.
pub fn init(dir: &Path, name: &str, seed: &[u8; 32], point: &Point) -> Result<VerifierKey> {
    let key = SignerKey::from_seed(name, Algorithm::CosignatureV1, seed)?;
    if dir.join("witness.key").exists() {
        return Err(text!("witness-exists", path = dir));
    }
    disk::make_folder(dir)?;
    for folder in ["memory", "refused"] {
        disk::make_folder(&dir.join(folder))?;
    }
    let public = key.verifier().clone();
    disk::write(&dir.join("logs"), LOGS_HEADER.as_bytes(), false, point)?;
    disk::write(&dir.join("witness.vkey"), format!("{public}\n").as_bytes(), false, point)?;
    // Last, because its being there is what makes the folder a witness's.
    disk::write(&dir.join("witness.key"), format!("{}\n", key.secret()).as_bytes(), true, point)?;
    Ok(public)
}

/// The witness's key. Refuses a key file that others could read.
///
/// # Errors
/// `witness-missing`, `witness-key-open`, those of [`SignerKey::parse`].
pub(super) fn key(dir: &Path) -> Result<SignerKey> {
    let path = dir.join("witness.key");
    let bytes = disk::read(&path)?.ok_or_else(|| text!("witness-missing", path = dir))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = path.metadata().map_err(|error| disk::fault(&path, &error))?.permissions().mode();
        if mode & 0o077 != 0 {
            return Err(text!("witness-key-open", path = path.as_path()));
        }
    }
    let text = String::from_utf8(bytes).unwrap_or_default();
    let key = SignerKey::parse(text.strip_suffix('\n').unwrap_or(&text))?;
    if key.verifier().algorithm() != Algorithm::CosignatureV1 {
        return Err(text!("log-key-purpose", name = key.verifier().name()));
    }
    Ok(key)
}

/// The public key, for whoever may not read the other.
pub(super) fn public(dir: &Path) -> Result<VerifierKey> {
    let bytes = disk::read(&dir.join("witness.vkey"))?;
    let bytes = bytes.ok_or_else(|| text!("witness-missing", path = dir))?;
    let text = String::from_utf8(bytes).unwrap_or_default();
    VerifierKey::parse(text.strip_suffix('\n').unwrap_or(&text))
}

/// The keys of the logs it watches; a log whose key is being rotated has two.
///
/// # Errors
/// `witness-missing`, those of [`Policy::parse`].
pub fn watched_keys(dir: &Path) -> Result<Vec<VerifierKey>> {
    let bytes = disk::read(&dir.join("logs"))?.ok_or_else(|| text!("witness-missing", path = dir))?;
    let text = String::from_utf8(bytes).map_err(|_| text!("log-policy-character"))?;
    Ok(Policy::parse(&text)?.logs.into_iter().map(|log| log.key).collect())
}

/// Has it watch further logs, or a known log under a further key. Takes effect
/// at once, also while the service runs. Gives the keys that are new.
///
/// # Errors
/// `witness-missing`, `log-key-purpose`, `witness-file`.
pub fn add_logs(dir: &Path, keys: &[VerifierKey], point: &Point) -> Result<Vec<VerifierKey>> {
    let _lock = change(dir)?;
    let mut all = watched_keys(dir)?;
    let mut new: Vec<VerifierKey> = Vec::new();
    for key in keys {
        if key.algorithm() != Algorithm::Ed25519 {
            return Err(text!("log-key-purpose", name = key.name()));
        }
        if !all.iter().any(|known| known == key) {
            all.push(key.clone());
            new.push(key.clone());
        }
    }
    save(dir, &all, point)?;
    Ok(new)
}

/// Has it no longer believe a key. What it remembers of the log stays.
///
/// # Errors
/// `witness-missing`, `witness-log-unknown`, `witness-file`.
pub fn drop_log(dir: &Path, key: &VerifierKey, point: &Point) -> Result<()> {
    let _lock = change(dir)?;
    let mut all = watched_keys(dir)?;
    let before = all.len();
    all.retain(|known| known != key);
    if all.len() == before {
        return Err(text!("witness-log-unknown", key = key.to_string()));
    }
    save(dir, &all, point)
}

fn change(dir: &Path) -> Result<disk::Lock> {
    // Before locking, so that no lock file appears in a stranger's folder.
    public(dir)?;
    disk::Lock::wait(&dir.join("logs.lock"))
}

fn save(dir: &Path, keys: &[VerifierKey], point: &Point) -> Result<()> {
    let mut text = LOGS_HEADER.to_owned();
    for key in keys {
        text.push_str(&format!("log {key}\n"));
    }
    // What could not be read again must not be written.
    Policy::parse(&text)?;
    disk::write(&dir.join("logs"), text.as_bytes(), false, point)
}
