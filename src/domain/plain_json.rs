//! Canonical JSON (RFC 8785) of plain values, in one pass: objects whose names
//! are ASCII, arrays, texts, whole numbers below 2⁵³, `true`, `false`, `null`.
//! An entry of the log is one. For everything else the general writer sorts
//! UTF-16 and prints floats; on plain values both write the same bytes.

use serde_json::Value;

/// Whole numbers up to here are written as they are.
const EXACT: u64 = 1 << 53;

/// The value's canonical bytes; `None` where it is not plain.
pub fn write(value: &Value) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(512);
    put(value, &mut out)?;
    Some(out)
}

fn put(value: &Value, out: &mut Vec<u8>) -> Option<()> {
    match value {
        Value::Null => out.extend_from_slice(b"null"),
        Value::Bool(true) => out.extend_from_slice(b"true"),
        Value::Bool(false) => out.extend_from_slice(b"false"),
        Value::Number(number) => {
            let number = number.as_u64().filter(|number| *number < EXACT)?;
            out.extend_from_slice(number.to_string().as_bytes());
        }
        Value::String(text) => string(text, out),
        Value::Array(values) => {
            out.push(b'[');
            for (i, value) in values.iter().enumerate() {
                if i > 0 {
                    out.push(b',');
                }
                put(value, out)?;
            }
            out.push(b']');
        }
        Value::Object(members) => {
            out.push(b'{');
            let mut before: Option<&str> = None;
            for (name, value) in members {
                // The map keeps them sorted unless somebody builds serde_json
                // to keep the order they came in.
                if !name.is_ascii() || before.is_some_and(|before| before >= name.as_str()) {
                    return None;
                }
                if before.is_some() {
                    out.push(b',');
                }
                before = Some(name);
                string(name, out);
                out.push(b':');
                put(value, out)?;
            }
            out.push(b'}');
        }
    }
    Some(())
}

fn string(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    if text.bytes().any(|byte| byte < 0x20 || byte == b'"' || byte == b'\\') {
        text.bytes().for_each(|byte| escaped(byte, out));
    } else {
        out.extend_from_slice(text.as_bytes());
    }
    out.push(b'"');
}

fn escaped(byte: u8, out: &mut Vec<u8>) {
    let letter = match byte {
        b'"' | b'\\' => byte,
        0x08 => b'b',
        0x09 => b't',
        0x0a => b'n',
        0x0c => b'f',
        0x0d => b'r',
        0..0x20 => {
            out.extend_from_slice(format!("\\u{byte:04x}").as_bytes());
            return;
        }
        _ => {
            out.push(byte);
            return;
        }
    };
    out.extend_from_slice(&[b'\\', letter]);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn any_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
            (0..=EXACT).prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            ".{0,12}".prop_map(Value::from),
            "[\\x00-\\x7f]{0,6}".prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 24, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
                prop::collection::btree_map("[\\x00-\\x7f]{0,3}|.{0,3}", inner, 0..5)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn writes_what_the_general_writer_writes(value in any_value()) {
            if let Some(bytes) = write(&value) {
                prop_assert_eq!(bytes, serde_json_canonicalizer::to_vec(&value).unwrap());
            }
        }
    }

    #[test]
    fn leaves_the_rest_alone() {
        for value in [json!(1.5), json!(-1), json!(1u64 << 53), json!({"名": 1}), json!([{"a": [0.1]}])] {
            assert_eq!(write(&value), None, "{value}");
        }
        let plain = json!({"b": [null, true, "甲\n\u{1}\u{7f}"], "a": 9_007_199_254_740_991u64});
        assert_eq!(
            write(&plain).unwrap(),
            "{\"a\":9007199254740991,\"b\":[null,true,\"甲\\n\\u0001\u{7f}\"]}".as_bytes()
        );
    }
}
