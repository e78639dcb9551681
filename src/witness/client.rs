//! The office's side: asks a witness over HTTP.

use std::time::Duration;

use ureq::tls::{RootCerts, TlsConfig};

use crate::domain::{Digest, Result};
use crate::log::witness::{Request, Response, TEXT_TYPE};
use crate::log::{Signature, SignedCheckpoint, VerifierKey};
use crate::text;

/// No answer is longer, in bytes.
const LONGEST_ANSWER: u64 = 64 * 1024;

/// Asks the witness whose submission prefix is `url` (such as
/// `http://10.1.2.3:8400`; also https); blocks for `timeout` at most. Follows no
/// redirects and uses no proxy: a witness is somebody in particular.
///
/// # Errors
/// `witness-url`, `witness-unreachable`; those of [`Response::parse`].
pub fn ask(url: &str, request: &Request, timeout: Duration) -> Result<Response> {
    if !["http://", "https://"].iter().any(|scheme| url.starts_with(scheme)) {
        return Err(text!("witness-url", url = url));
    }
    let unreachable = |error: ureq::Error| text!("witness-unreachable", url = url, error = error.to_string());
    // Whom the machine's own list of certificate authorities vouches for.
    let tls = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build();
    let agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .proxy(None)
        .tls_config(tls)
        .timeout_global(Some(timeout))
        .build()
        .new_agent();
    let mut answer = agent
        .post(format!("{}/add-checkpoint", url.trim_end_matches('/')))
        .header("Content-Type", TEXT_TYPE)
        .send(request.write())
        .map_err(unreachable)?;
    let status = answer.status().as_u16();
    let kind = answer.headers().get("content-type").and_then(|kind| kind.to_str().ok());
    let kind = kind.unwrap_or_default().to_owned();
    let body = answer.body_mut().with_config().limit(LONGEST_ANSWER).read_to_vec().map_err(unreachable)?;
    Response::parse(status, &kind, &body)
}

/// Obtains a witness's cosignature on a checkpoint, verified against its key.
/// `old` is the size one believes it cosigned last (0 when in doubt); `prove`
/// makes the consistency proof from a size to the checkpoint's. When the
/// witness names another size, it is asked once more from there.
///
/// # Errors
/// `witness-ahead` (it has seen a larger tree of this log than this one),
/// `witness-refuses` with its words, `witness-cosignature`; those of [`ask`]
/// and of `prove`.
pub fn cosign(
    url: &str,
    witness: &VerifierKey,
    checkpoint: &SignedCheckpoint,
    old: u64,
    mut prove: impl FnMut(u64) -> Result<Vec<Digest>>,
    timeout: Duration,
) -> Result<Signature> {
    let size = checkpoint.head().size;
    let mut old = old.min(size);
    let mut again = true;
    loop {
        let request = Request { old, proof: prove(old)?, checkpoint: checkpoint.clone() };
        match ask(url, &request, timeout)? {
            Response::Cosigned(signatures) => return pick(witness, checkpoint, &signatures),
            Response::Conflict(latest) if latest > size => {
                return Err(text!("witness-ahead", name = witness.name(), latest = latest, size = size));
            }
            Response::Conflict(latest) if again => {
                old = latest;
                again = false;
            }
            refused => {
                let words = refused.body().trim_end().to_owned();
                let status = u32::from(refused.status());
                return Err(text!("witness-refuses", name = witness.name(), status = status, words = words));
            }
        }
    }
}

/// The witness's cosignature among those of an answer, verified.
///
/// # Errors
/// `witness-cosignature`.
pub fn pick(
    witness: &VerifierKey,
    checkpoint: &SignedCheckpoint,
    signatures: &[Signature],
) -> Result<Signature> {
    let text = checkpoint.note().text();
    let good = signatures.iter().find(|signature| witness.verifies(text, signature));
    good.cloned().ok_or_else(|| text!("witness-cosignature", name = witness.name()))
}
