//! Canonical JSON (RFC 8785), the only way a document is written.

use serde::Serialize;
use serde_json::Value;

use crate::domain::{Result, plain_json};
use crate::text;

/// Reads a JSON document and refuses it unless its bytes are canonical (RFC
/// 8785), which also refuses doubled members and trailing bytes.
pub fn parse_canonical<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    let value = parse_canonical_value(bytes)?;
    serde_json::from_value(value).map_err(|error| text!("json-malformed", error = error.to_string()))
}

/// The same, as whatever value stands there.
pub fn parse_canonical_value(bytes: &[u8]) -> Result<Value> {
    let value: Value =
        serde_json::from_slice(bytes).map_err(|error| text!("json-malformed", error = error.to_string()))?;
    if value_to_canonical(&value)? != bytes {
        return Err(text!("json-not-canonical"));
    }
    Ok(value)
}

/// Canonical JSON of a value: plain ones by the short way.
pub fn value_to_canonical(value: &Value) -> Result<Vec<u8>> {
    plain_json::write(value).map_or_else(|| to_canonical(value), Ok)
}

/// Canonical JSON (RFC 8785), no trailing LF.
pub fn to_canonical<T: Serialize>(value: &T) -> Result<Vec<u8>> {
    serde_json_canonicalizer::to_vec(value)
        .map_err(|error| text!("json-malformed", error = error.to_string()))
}

/// Canonical JSON of a list, row by row; rows hold no floats.
pub fn list_to_canonical<T: Serialize>(rows: &[T]) -> Result<Vec<u8>> {
    let fault = |error: serde_json::Error| text!("json-malformed", error = error.to_string());
    let mut out = vec![b'['];
    for (i, row) in rows.iter().enumerate() {
        if i > 0 {
            out.push(b',');
        }
        out.extend(value_to_canonical(&serde_json::to_value(row).map_err(fault)?)?);
    }
    out.push(b']');
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_written_row_by_row_as_in_one() {
        let rows: Vec<(&str, u64, Option<bool>)> = vec![("甲\n\"", 7, None), ("", 1 << 60, Some(true))];
        for rows in [&rows[..], &rows[..1], &[]] {
            assert_eq!(list_to_canonical(rows).unwrap(), to_canonical(&rows).unwrap());
        }
    }
}
