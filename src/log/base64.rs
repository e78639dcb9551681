//! RFC 4648 §4 in its one spelling: padded, nothing after the last bit.

use base64ct::{Base64, Encoding};

/// Writes.
pub fn encode(bytes: &[u8]) -> String {
    Base64::encode_string(bytes)
}

/// Reads; `None` for anything [`encode`] does not write.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    let bytes = Base64::decode_vec(text).ok()?;
    (encode(&bytes) == text).then_some(bytes)
}

/// Reads exactly 32 bytes.
pub fn decode_digest(text: &str) -> Option<crate::domain::Digest> {
    Some(crate::domain::Digest(decode(text)?.try_into().ok()?))
}
