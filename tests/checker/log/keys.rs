//! Keys: the Go note package's vectors, C2SP's example, every mangling.

use choucha::log::{Algorithm, SignerKey, VerifierKey};
use proptest::prelude::*;

use super::id;

/// golang.org/x/mod/sumdb/note, note_test.go.
const PETER: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const PETER_SECRET: &str = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";

#[test]
fn published_keys() {
    let key = VerifierKey::parse(PETER).unwrap();
    assert_eq!((key.name(), key.id(), key.algorithm()), ("PeterNeumann", 0xc74f_20a3, Algorithm::Ed25519));
    assert_eq!(key.to_string(), PETER);
    let secret = SignerKey::parse(PETER_SECRET).unwrap();
    assert_eq!(secret.verifier(), &key);
    assert_eq!(secret.secret(), PETER_SECRET);
    // C2SP signed-note, "Example"; the checksum database's key.
    for vkey in [
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop",
        "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8",
    ] {
        assert_eq!(VerifierKey::parse(vkey).unwrap().to_string(), vkey);
    }
    // The same bytes have another id as a witness's key.
    let witness = VerifierKey::new("PeterNeumann", Algorithm::CosignatureV1, &key.public()).unwrap();
    assert_ne!(witness.id(), key.id());
    assert_eq!(VerifierKey::parse(&witness.to_string()).unwrap(), witness);
    assert_ne!(witness, key);
}

#[test]
fn no_mangled_key_is_taken() {
    for (good, parse) in [
        (PETER, (|key| VerifierKey::parse(key).is_ok()) as fn(&str) -> bool),
        (PETER_SECRET, |key| SignerKey::parse(key).is_ok()),
    ] {
        assert!(parse(good));
        for from in 0..=good.len() {
            for to in from..=good.len() {
                assert!((from, to) == (0, good.len()) || !parse(&good[from..to]), "{}", &good[from..to]);
            }
        }
        for at in 0..good.len() {
            let mut bytes = good.as_bytes().to_vec();
            bytes[at] += 1;
            assert!(!parse(&String::from_utf8(bytes).unwrap()), "{at}");
        }
        for more in [" ", "\n", "=", "+", "\u{200b}", "A"] {
            assert!(!parse(&format!("{good}{more}")) && !parse(&format!("{more}{good}")), "{more:?}");
        }
    }
}

#[test]
fn each_fault_has_its_own_reason() {
    let parse = |key: &str| id(VerifierKey::parse(key));
    assert_eq!(parse(PETER_SECRET), "log-key-private");
    // A secret is not repeated where it might be shown or kept.
    assert!(!VerifierKey::parse(PETER_SECRET).unwrap_err().to_string().contains("AYEK"));
    let broken = PETER_SECRET.replace("AYEK", "AYEL");
    assert!(!SignerKey::parse(&broken).unwrap_err().to_string().contains("AYEL"));
    assert!(!format!("{:?}", SignerKey::parse(PETER_SECRET).unwrap()).contains("AYEK"));
    assert_eq!(parse(""), "log-key-malformed");
    assert_eq!(
        parse("PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"),
        "log-key-malformed"
    );
    assert_eq!(
        parse("PeterNeumann+c74f20a+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"),
        "log-key-malformed"
    );
    assert_eq!(
        parse("PeterNeumann++c74f20a+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"),
        "log-key-malformed"
    );
    assert_eq!(parse("PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"), "log-key-id");
    // note_test.go: wrong length and unknown algorithm, with adjusted ids.
    assert_eq!(
        parse("PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY=="),
        "log-key-malformed"
    );
    assert_eq!(
        parse("PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"),
        "log-key-algorithm"
    );
    // A second spelling of the same bytes: loose last bits.
    let loose = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2l";
    assert!(VerifierKey::parse(loose).is_err());
    for name in ["", "a b", "a\u{3000}b", "a\u{85}", "a+b", "a\nb", "\u{1}"] {
        assert_eq!(id(SignerKey::from_seed(name, Algorithm::Ed25519, &[7; 32])), "log-key-name", "{name:?}");
    }
    assert!(SignerKey::from_seed("中卫市司法局/存证", Algorithm::Ed25519, &[7; 32]).is_ok());
    // Bytes that are no point, and points of small order, under which anything
    // could be signed.
    let mut two = [0; 32];
    two[0] = 2;
    let mut one = [0; 32];
    one[0] = 1;
    for bytes in [two, one, [0; 32]] {
        assert_eq!(id(VerifierKey::new("a", Algorithm::Ed25519, &bytes)), "log-key-point");
    }
}

proptest! {
    #[test]
    fn every_key_is_read_as_written(seed in any::<[u8; 32]>(), name in "[^\\s+\\p{Cc}]{1,20}", witness in any::<bool>()) {
        let algorithm = if witness { Algorithm::CosignatureV1 } else { Algorithm::Ed25519 };
        let key = SignerKey::from_seed(&name, algorithm, &seed).unwrap();
        let again = SignerKey::parse(&key.secret()).unwrap();
        prop_assert_eq!(again.verifier(), key.verifier());
        prop_assert_eq!(&VerifierKey::parse(&key.verifier().to_string()).unwrap(), key.verifier());
    }
}
