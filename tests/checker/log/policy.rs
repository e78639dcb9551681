//! Trust policies (C2SP tlog-policy).

use choucha::log::{Algorithm, Policy, SignedCheckpoint, SignerKey};

use super::notes::signer;
use super::{head, id, leaves};

fn people() -> (SignerKey, Vec<SignerKey>) {
    let witness = |n: u8| signer(&format!("witness{n}.example"), Algorithm::CosignatureV1, 10 + n);
    (signer("log.example", Algorithm::Ed25519, 1), (0..5).map(witness).collect())
}

/// The example of tlog-policy with keys: two of three and one of two.
fn example(log: &SignerKey, w: &[SignerKey]) -> String {
    let v = |n: usize| w[n].verifier();
    format!(
        "# comment\n\n  log {}  https://log.example/\n\nwitness\tX1 {} http://x1\nwitness X2 {}\nwitness X3 {}\n\
         group X-witnesses 2 X1 X2 X3\n\nwitness Y1 {}\nwitness Y2 {}\ngroup Y-witnesses any Y1 Y2\n\n\
         group X-and-Y all X-witnesses Y-witnesses\nquorum X-and-Y\n",
        log.verifier(),
        v(0),
        v(1),
        v(2),
        v(3),
        v(4)
    )
}

#[test]
fn groups_of_groups() {
    let (log, witnesses) = people();
    let policy = Policy::parse(&example(&log, &witnesses)).unwrap();
    assert_eq!(policy.logs[0].url.as_deref(), Some("https://log.example/"));
    assert_eq!(policy.witnesses[0].url.as_deref(), Some("http://x1"));
    let signed = SignedCheckpoint::sign(head(&leaves(3)), &log).unwrap();
    for set in [0_u32, 1, 3, 7, 8, 9, 11, 14, 19, 21, 24, 25, 31] {
        let mut signed = signed.clone();
        for (n, witness) in witnesses.iter().enumerate().filter(|(n, _)| set & 1 << n != 0) {
            signed.add(signed.cosign(witness, 100 + n as u64).unwrap());
        }
        let enough = (set & 7).count_ones() >= 2 && set & 24 != 0;
        let checked = policy.check(&signed, None);
        assert_eq!(checked.is_ok(), enough, "{set:05b}");
        match checked {
            Ok(given) => assert_eq!(given.len() as u32, set.count_ones()),
            Err(fault) => assert_eq!(fault.id, "log-quorum"),
        }
        // Witness n signed at 100 + n; before 103 there is no Y.
        assert_eq!(id(policy.check(&signed, Some(103))), "log-quorum");
        assert_eq!(policy.check(&signed, Some(105)).is_ok(), enough);
    }
}

#[test]
fn the_log_itself_must_have_signed() {
    let (log, witnesses) = people();
    let other = signer("other.example", Algorithm::Ed25519, 2);
    let impostor = signer("log.example", Algorithm::Ed25519, 3);
    let policy = Policy::of(log.verifier().clone(), vec![], 0).unwrap();
    assert!(policy.check(&SignedCheckpoint::sign(head(&leaves(3)), &log).unwrap(), None).unwrap().is_empty());
    let check = |key| id(policy.check(&SignedCheckpoint::sign(head(&leaves(3)), key).unwrap(), None));
    assert_eq!(check(&other), "log-origin-unknown");
    assert_eq!(check(&impostor), "log-checkpoint-unsigned");
    let keys = vec![witnesses[0].verifier().clone(), witnesses[1].verifier().clone()];
    assert!(Policy::of(log.verifier().clone(), keys.clone(), 2).is_ok());
    assert_eq!(id(Policy::of(log.verifier().clone(), keys, 3)), "log-policy-threshold");
}

#[test]
fn every_fault_names_its_line() {
    let (log, witnesses) = people();
    let good = example(&log, &witnesses);
    let again = signer("renamed.example", Algorithm::CosignatureV1, 10);
    for (from, to, reason) in [
        ("quorum X-and-Y\n", "", "log-policy-no-quorum"),
        ("quorum X-and-Y\n", "quorum X-and-Y\nquorum none\n", "log-policy-quorum-twice"),
        ("quorum X-and-Y", "quorum Z", "log-policy-unknown"),
        ("quorum X-and-Y", "quorum", "log-policy-line"),
        ("quorum X-and-Y", "Quorum X-and-Y", "log-policy-line"),
        ("2 X1 X2 X3", "4 X1 X2 X3", "log-policy-threshold"),
        ("2 X1 X2 X3", "0 X1 X2 X3", "log-policy-threshold"),
        ("2 X1 X2 X3", "02 X1 X2 X3", "log-policy-threshold"),
        ("2 X1 X2 X3", "most X1 X2 X3", "log-policy-threshold"),
        ("2 X1 X2 X3", "2", "log-policy-line"),
        ("2 X1 X2 X3", "2 X1 X2 X2", "log-policy-member-twice"),
        ("2 X1 X2 X3", "2 X1 X2 Y1", "log-policy-unknown"),
        ("any Y1 Y2", "any Y1 X1", "log-policy-member-twice"),
        ("any Y1 Y2", "any Y1 none", "log-policy-unknown"),
        ("group Y-witnesses", "group X1", "log-policy-name"),
        ("witness X2", "witness X1", "log-policy-name"),
        ("witness X2", "witness none", "log-policy-name"),
        ("witness X2 ", "witness ", "log-policy-line"),
        ("http://x1", "http://x1 more", "log-policy-line"),
        ("# comment", "comment", "log-policy-line"),
        ("# comment\n", "# comment\r\n", "log-policy-character"),
        ("# comment\n", "# comment\u{7f}\n", "log-policy-character"),
    ] {
        let bad = good.replacen(from, to, 1);
        assert_ne!(bad, good, "{from}");
        assert_eq!(id(Policy::parse(&bad)), reason, "{to:?}");
    }
    let more = |line: String| id(Policy::parse(&format!("{good}{line}\n")));
    assert_eq!(more(format!("witness X9 {}", again.verifier())), "log-policy-twice");
    assert_eq!(more(format!("log {}", log.verifier())), "log-policy-twice");
    assert_eq!(more(format!("log {}", witnesses[0].verifier())), "log-policy-purpose");
    assert_eq!(more(format!("witness X9 {}", log.verifier())), "log-policy-purpose");
    assert_eq!(more("log junk".into()), "log-key-malformed");
    // A name is bytes: the Kelvin sign is not K. Comments may say anything.
    assert!(Policy::parse("# 见证规则\nquorum none").is_ok());
}
