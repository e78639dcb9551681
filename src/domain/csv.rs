//! The one CSV the protocol knows (protocol §0): header, LF after every row,
//! a field quoted exactly when it contains `,` or `"`, quotes doubled, no BOM.

use super::Result;
use crate::text;

/// Appends one row with its LF.
pub fn write_row<S: AsRef<str>>(out: &mut Vec<u8>, fields: &[S]) {
    for (i, field) in fields.iter().enumerate() {
        if i > 0 {
            out.push(b',');
        }
        write_field(out, field.as_ref());
    }
    out.push(b'\n');
}

/// Appends one field, quoted only where it must be.
pub fn write_field(out: &mut Vec<u8>, field: &str) {
    // Bytes, not characters: both are ASCII, and this runs once per field.
    if field.bytes().any(|byte| byte == b',' || byte == b'"') {
        out.push(b'"');
        for byte in field.bytes() {
            if byte == b'"' {
                out.push(b'"');
            }
            out.push(byte);
        }
        out.push(b'"');
    } else {
        out.extend_from_slice(field.as_bytes());
    }
}

/// Splits one line (without LF) into exactly `N` fields and refuses every
/// second spelling: needless quotes, bare quotes, a wrong number of fields.
/// Fields that need no unquoting are borrowed.
pub fn split_line<const N: usize>(line: &str) -> Result<[std::borrow::Cow<'_, str>; N]> {
    use std::borrow::Cow;
    let mut fields: [Cow<'_, str>; N] = [const { Cow::Borrowed("") }; N];
    let mut rest = line;
    for (i, slot) in fields.iter_mut().enumerate() {
        let last = i + 1 == N;
        if let Some(quoted) = rest.strip_prefix('"') {
            let mut value = String::new();
            let mut from = 0;
            let after = loop {
                let end = from + quoted[from..].find('"').ok_or_else(|| text!("csv-quote", line = line))?;
                value.push_str(&quoted[from..end]);
                if quoted[end + 1..].starts_with('"') {
                    value.push('"');
                    from = end + 2;
                } else {
                    break &quoted[end + 1..];
                }
            };
            if !value.contains([',', '"']) {
                return Err(text!("csv-needless-quotes", value = value));
            }
            *slot = Cow::Owned(value);
            rest = match (last, after.strip_prefix(',')) {
                (false, Some(next)) => next,
                (true, None) if after.is_empty() => after,
                _ => return Err(text!("csv-fields", expected = N, line = line)),
            };
        } else {
            let (field, next) = match (last, rest.split_once(',')) {
                (false, Some((field, next))) => (field, next),
                (true, None) => (rest, ""),
                _ => return Err(text!("csv-fields", expected = N, line = line)),
            };
            if field.contains('"') {
                return Err(text!("csv-quote", line = line));
            }
            *slot = Cow::Borrowed(field);
            rest = next;
        }
    }
    Ok(fields)
}

/// Splits a list joined by `;`; the empty field is the empty list.
pub fn split_list(field: &str) -> impl Iterator<Item = &str> {
    field.split(';').filter(move |_| !field.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn second_spellings_are_refused() {
        assert_eq!(split_line::<2>("a,\"b\"").unwrap_err().id, "csv-needless-quotes");
        assert_eq!(split_line::<2>("a,b\"c").unwrap_err().id, "csv-quote");
        assert_eq!(split_line::<2>("a,\"b,").unwrap_err().id, "csv-quote");
        assert_eq!(split_line::<2>("a,\"b,\"c").unwrap_err().id, "csv-fields");
        assert_eq!(split_line::<2>("a").unwrap_err().id, "csv-fields");
        assert_eq!(split_line::<2>("a,b,c").unwrap_err().id, "csv-fields");
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(a in "[^\\x00-\\x1f]*", b in "[a,\"]*", c in "[^\\x00-\\x1f]*") {
            let mut out = Vec::new();
            write_row(&mut out, &[&a, &b, &c]);
            let line = String::from_utf8(out).unwrap();
            let fields = split_line::<3>(line.strip_suffix('\n').unwrap()).unwrap();
            prop_assert_eq!([fields[0].as_ref(), fields[1].as_ref(), fields[2].as_ref()], [a.as_str(), &b, &c]);
        }
    }
}
