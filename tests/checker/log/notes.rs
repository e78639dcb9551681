//! Signed notes, checkpoints, cosignatures, proofs as files.

use choucha::domain::merkle;
use choucha::log::{
    Algorithm, Checkpoint, LogProof, Note, Policy, Signature, SignedCheckpoint, SignerKey, VerifierKey,
    prove_inclusion,
};
use proptest::prelude::*;

use super::{hashes, head, id, leaves};

/// golang.org/x/mod/sumdb/note, note_test.go.
const TEXT: &str =
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const PETER: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const PETER_SECRET: &str = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
const PETER_LINE: &str = "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
const ENOCH: &str = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";
const ENOCH_LINE: &str = "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n";

/// C2SP tlog-checkpoint and tlog-cosignature.
const SOFA: &str = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n\
    — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n\
    — witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n";

/// FiloSottile/torchwood, cmd/litewitness/testdata/sumdb.txt: a real
/// checkpoint of the Go checksum database.
const SUMDB: &str = "go.sum database tree\n35225469\nvt5T6GaLCXvyHFl9VUvvItR43XZxfLgftEcTyO3eJCQ=\n\n\
    — sum.golang.org Az3grpukl5AXaVfYkLiDGORx/DN2nlcS5kZHR5uYOBV2KA2HgXpD+gu9HHONebHLAyaKbbTM75QTtPydhKCExixSfwQ=\n";

fn key(vkey: &str) -> VerifierKey {
    VerifierKey::parse(vkey).unwrap()
}

fn note(text: &str) -> Note {
    Note::parse(text.as_bytes()).unwrap()
}

fn verified(note: &Note, keys: &[VerifierKey]) -> Vec<String> {
    note.verify(keys).unwrap().iter().map(|(key, _)| key.name().to_owned()).collect()
}

pub fn signer(name: &str, algorithm: Algorithm, seed: u8) -> SignerKey {
    SignerKey::from_seed(name, algorithm, &[seed; 32]).unwrap()
}

#[test]
fn published_notes() {
    let mut peter = Note::new(TEXT).unwrap();
    peter.add(SignerKey::parse(PETER_SECRET).unwrap().sign(TEXT).unwrap());
    assert_eq!(peter.write(), format!("{TEXT}\n{PETER_LINE}"));
    let both = note(&format!("{TEXT}\n{PETER_LINE}{ENOCH_LINE}"));
    assert_eq!(both.text(), TEXT);
    assert_eq!(verified(&both, &[key(PETER)]), ["PeterNeumann"]);
    assert_eq!(verified(&both, &[key(ENOCH), key(PETER)]), ["PeterNeumann", "EnochRoot"]);
    assert_eq!(verified(&both, &[]), Vec::<String>::new());
    // The same line twice counts once; the same key in the list twice, too.
    let twice = note(&format!("{TEXT}\n{PETER_LINE}{PETER_LINE}"));
    assert_eq!(verified(&twice, &[key(PETER), key(PETER)]), ["PeterNeumann"]);
    let example = "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";
    let foo = key("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k");
    assert_eq!(verified(&note(example), &[foo]), ["example.com/foo"]);
    // An empty line in the text: the last one parts text and signatures.
    let poem = note(
        "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n\n\
         — quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n",
    );
    assert!(poem.text().ends_with(":\n\ned è subito sera.\n"));
}

#[test]
fn malformed_notes() {
    let parse = |bytes: &[u8]| id(Note::parse(bytes));
    let whole = |text: &str| parse(text.as_bytes());
    let good = format!("{TEXT}\n{PETER_LINE}");
    assert_eq!(whole(""), "log-note-unsigned");
    assert_eq!(whole(TEXT), "log-note-unsigned");
    assert_eq!(whole(&format!("{TEXT}\n")), "log-note-unsigned");
    assert_eq!(whole(good.trim_end()), "log-note-unsigned");
    assert_eq!(whole(&format!("\u{1}{good}")), "log-note-control");
    assert_eq!(whole(&good.replacen('\n', "\r\n", 1)), "log-note-control");
    assert_eq!(parse(&[b"\xff", good.as_bytes()].concat()), "log-note-utf8");
    assert_eq!(whole(&format!("{good}Unexpected line.\n")), "log-note-signature");
    assert_eq!(whole(&"a".repeat(1_000_001)), "log-note-long");
    assert_eq!(whole(&format!("{TEXT}\n{}", PETER_LINE.repeat(101))), "log-note-signatures");
    for (from, to) in [
        ("— ", "- "),
        ("— ", "—"),
        ("— ", "—  "),
        ("— ", " — "),
        ("PeterNeumann ", "Peter Neumann "),
        ("PeterNeumann ", "Peter+Neumann "),
        ("PeterNeumann ", "Peter\u{3000}Neumann "),
        ("PeterNeumann ", " "),
        ("x08go/", "x08go_"),
        ("nAM=", "nAM"),
        ("nAM=", "nAN="),
        ("nAM=", "nAM=="),
        ("nAM=", "nAM= "),
        ("nAM=", "nAM=\n"),
        ("nAM=", "nAM=\n\n"),
    ] {
        let line = PETER_LINE.replacen(from, to, 1);
        assert_ne!(line, PETER_LINE);
        let id = whole(&format!("{TEXT}\n{line}"));
        assert!(["log-note-signature", "log-note-unsigned", "log-note-control"].contains(&id), "{line} {id}");
    }
    assert_eq!(id(Signature::parse("— a AAAAAA==")), "log-note-signature");
    assert_eq!(id(Note::new("no line feed")), "log-note-text");
}

#[test]
fn false_signatures() {
    let keys = [key(PETER)];
    let wrong = |text: &str| id(note(text).verify(&keys).map(|_| ()));
    let good = format!("{TEXT}\n{PETER_LINE}");
    assert_eq!(wrong(&good.replacen("answer", "answwr", 1)), "log-signature-wrong");
    let garbled = PETER_LINE.replacen("9UG/", "9UG+", 1);
    assert_eq!(wrong(&format!("{TEXT}\n{garbled}")), "log-signature-wrong");
    // Beside a good one, before or behind: still refused.
    assert_eq!(wrong(&format!("{TEXT}\n{garbled}{PETER_LINE}")), "log-signature-wrong");
    assert_eq!(wrong(&format!("{TEXT}\n{PETER_LINE}{garbled}")), "log-signature-wrong");
    // Cut short, or longer (note_test.go puts ABCD in the middle).
    let longer = format!("{}ABCD{}", &PETER_LINE[..62], &PETER_LINE[62..]);
    assert_eq!(wrong(&format!("{TEXT}\n{longer}")), "log-signature-wrong");
    // Another name or another id is an unknown key, and no reason to refuse.
    for line in [PETER_LINE.replace("PeterNeumann", "CarmenSandiego"), PETER_LINE.replace("x08g", "xxxx")] {
        assert_eq!(verified(&note(&format!("{TEXT}\n{line}{PETER_LINE}")), &keys), ["PeterNeumann"]);
        assert_eq!(verified(&note(&format!("{TEXT}\n{line}")), &keys), Vec::<String>::new());
    }
}

#[test]
fn published_checkpoints() {
    let sofa = SignedCheckpoint::parse(SOFA.as_bytes()).unwrap();
    assert_eq!(sofa.write(), SOFA);
    assert_eq!(sofa.checkpoint().origin, "example.com/behind-the-sofa");
    assert_eq!(sofa.head().size, 20_852_163);
    // tlog-cosignature gives the time of this one: 1679315147.
    let cosignature = &sofa.note().signatures()[1];
    assert_eq!(cosignature.bytes[..8], 1_679_315_147_u64.to_be_bytes());
    assert_eq!(cosignature.bytes.len(), 8 + 64);

    let sumdb = SignedCheckpoint::parse(SUMDB.as_bytes()).unwrap();
    let database = key("sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8");
    sumdb.check_signed(std::slice::from_ref(&database)).unwrap();
    let grown = SUMDB.replace("35225469", "35225470");
    let grown = SignedCheckpoint::parse(grown.as_bytes()).unwrap();
    assert_eq!(id(grown.check_signed(&[database])), "log-signature-wrong");
    assert_eq!(id(sumdb.check_signed(&[key(PETER)])), "log-checkpoint-unsigned");
}

#[test]
fn checkpoints_have_one_spelling() {
    let good = "origin with spaces\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";
    assert_eq!(Checkpoint::parse(good).unwrap().write(), good);
    let more = format!("{good}an extension\nand another\n");
    let extended = Checkpoint::parse(&more).unwrap();
    assert_eq!((extended.extensions.len(), extended.write()), (2, more));
    for bad in [
        "",
        "\n",
        "a\n1\n",
        "\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "a\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
        "a\n00\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "a\n+1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "a\n-1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "a\n 1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "a\n1 \n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "a\n１\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "a\n9223372036854775808\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "a\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU\n",
        "a\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=\n",
        "a\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuA==\n",
        "a\n1\n47DEQpj8HBSa+_TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "a\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n",
        "a\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nb\n\nc\n",
    ] {
        assert_eq!(id(Checkpoint::parse(bad)), "log-checkpoint-malformed", "{bad:?}");
    }
}

#[test]
fn cosignatures() {
    let log = signer("office.example/log", Algorithm::Ed25519, 1);
    let witness = signer("justice.example", Algorithm::CosignatureV1, 2);
    let other = signer("superior.example", Algorithm::CosignatureV1, 3);
    let mut signed = SignedCheckpoint::sign(head(&leaves(5)), &log).unwrap();
    let text = signed.note().text().to_owned();
    let signature = signed.cosign(&witness, 1_679_315_147).unwrap();
    // Built by hand after tlog-cosignature, "Ed25519 signed message".
    let message = format!("cosignature/v1\ntime 1679315147\n{text}");
    let public = ed25519_dalek::VerifyingKey::from_bytes(&witness.verifier().public()).unwrap();
    let bytes = ed25519_dalek::Signature::from_slice(&signature.bytes[8..]).unwrap();
    public.verify_strict(message.as_bytes(), &bytes).unwrap();

    signed.add(signature.clone());
    signed.add(signed.cosign(&witness, 1_679_315_100).unwrap());
    signed.add(signed.cosign(&other, 1_679_315_200).unwrap());
    let keys = [witness.verifier().clone(), other.verifier().clone()];
    let again = SignedCheckpoint::parse(signed.write().as_bytes()).unwrap();
    let times = |keys: &[VerifierKey]| -> Vec<u64> {
        again.cosignatures(keys).unwrap().iter().map(|cosignature| cosignature.time).collect()
    };
    assert_eq!(times(&keys), [1_679_315_100, 1_679_315_200]);
    assert_eq!(times(&keys[1..]), [1_679_315_200]);
    // A log's signature is no cosignature, and the other way round.
    assert!(times(&[log.verifier().clone()]).is_empty());
    assert_eq!(id(again.check_signed(&keys)), "log-checkpoint-unsigned");
    again.check_signed(&[log.verifier().clone()]).unwrap();
    // Only the log's own lines.
    assert_eq!(again.only(&[log.verifier().clone()]).unwrap().note().signatures().len(), 1);

    // Another time than the one signed.
    let verifies = |signature: &Signature| witness.verifier().verifies(&text, signature);
    assert!(verifies(&signature));
    for (at, to) in [(7, 0x0c), (0, 0x80), (8, 0xff)] {
        let mut forged = signature.clone();
        assert_ne!(forged.bytes[at], to);
        forged.bytes[at] = to;
        assert!(!verifies(&forged), "{at}");
    }
    let short = Signature { bytes: signature.bytes[..71].to_vec(), ..signature.clone() };
    let long = Signature { bytes: [&signature.bytes[..], &[0]].concat(), ..signature.clone() };
    assert!(!verifies(&short) && !verifies(&long));
    assert!(!witness.verifier().verifies(&text.replace("5\n", "6\n"), &signature));
    // Keys sign only what they are for; times are times.
    assert_eq!(id(log.cosign(&text, 1)), "log-key-purpose");
    assert_eq!(id(witness.sign(&text)), "log-key-purpose");
    assert_eq!(id(witness.cosign("no checkpoint\n", 1)), "log-checkpoint-malformed");
    assert_eq!(id(witness.cosign(&text, 0)), "log-cosignature-time");
    assert_eq!(id(witness.cosign(&text, 1 << 63)), "log-cosignature-time");
    assert_eq!(id(SignedCheckpoint::sign(head(&leaves(1)), &witness)), "log-key-purpose");
}

#[test]
fn a_rotated_key_signs_beside_the_old_one() {
    let old = signer("office.example/log", Algorithm::Ed25519, 1);
    let new = signer("office.example/log", Algorithm::Ed25519, 9);
    let stranger = signer("elsewhere.example", Algorithm::Ed25519, 9);
    let mut signed = SignedCheckpoint::sign(head(&leaves(5)), &old).unwrap();
    signed.sign_also(&new).unwrap();
    for keys in [vec![&old], vec![&new], vec![&old, &new]] {
        let keys: Vec<VerifierKey> = keys.into_iter().map(|key| key.verifier().clone()).collect();
        signed.check_signed(&keys).unwrap();
    }
    assert_eq!(id(signed.sign_also(&stranger)), "log-key-origin");
}

#[test]
fn proofs_as_files() {
    let log = signer("office.example/log", Algorithm::Ed25519, 1);
    let witness = signer("justice.example", Algorithm::CosignatureV1, 2);
    let entries: Vec<Vec<u8>> = (0..90).map(|n| format!("entry {n}").into_bytes()).collect();
    let all: Vec<_> = entries.iter().map(|entry| merkle::leaf(entry)).collect();
    let mut checkpoint = SignedCheckpoint::sign(head(&all), &log).unwrap();
    checkpoint.add(checkpoint.cosign(&witness, 1000).unwrap());
    let policy = Policy::of(log.verifier().clone(), vec![witness.verifier().clone()], 1).unwrap();
    let path = prove_inclusion(17, 90, &mut hashes(&all)).unwrap();
    let proof = LogProof { extra: None, index: 17, path, checkpoint };
    let file = proof.write();
    assert!(file.starts_with("c2sp.org/tlog-proof@v1\nindex 17\n"));
    let read = |file: &str| LogProof::parse(file.as_bytes());
    assert_eq!(read(&file).unwrap(), proof);
    let with_extra = LogProof { extra: Some(b"more".to_vec()), ..proof.clone() };
    assert_eq!(read(&with_extra.write()).unwrap(), with_extra);
    // A log of one entry: no path at all.
    let one = SignedCheckpoint::sign(head(&all[..1]), &log).unwrap();
    let one = LogProof { extra: None, index: 0, path: vec![], checkpoint: one };
    assert_eq!(read(&one.write()).unwrap(), one);

    assert_eq!(proof.check(&entries[17], &policy, None).unwrap().len(), 1);
    assert_eq!(proof.check(&entries[17], &policy, Some(1001)).unwrap().len(), 1);
    assert_eq!(id(proof.check(&entries[17], &policy, Some(1000))), "log-quorum");
    assert_eq!(id(proof.check(&entries[16], &policy, None)), "log-inclusion-wrong");
    let moved = LogProof { index: 16, ..proof.clone() };
    assert_eq!(id(moved.check(&entries[17], &policy, None)), "log-inclusion-wrong");
    let moved = LogProof { index: 90, ..proof };
    assert_eq!(id(moved.check(&entries[17], &policy, None)), "log-index-outside");
    for (from, to) in [
        ("@v1", "@v2"),
        ("@v1\n", "@v1\r\n"),
        ("index 17", "index 017"),
        ("index 17", "index -1"),
        ("index 17", "Index 17"),
        ("index 17", "extra YQ\nindex 17"),
        ("index 17", "extra YQ==\nextra YQ==\nindex 17"),
        ("index 17\n", ""),
        ("index 17\n", "index 17\nAAAA\n"),
        ("index 17\n", "\nindex 17\n"),
    ] {
        let bad = file.replacen(from, to, 1);
        assert_ne!(bad, file);
        assert_eq!(id(read(&bad)), "log-proof-malformed", "{to:?}");
    }
}

proptest! {
    #[test]
    fn what_is_read_is_what_was_written(bytes in prop::collection::vec(any::<u8>(), 0..300), at in 0_usize..4096, to in any::<u8>()) {
        if let Ok(note) = Note::parse(&bytes) {
            prop_assert_eq!(note.write().into_bytes(), bytes);
        }
        // One byte of a good checkpoint changed: refused, or read as written,
        // and then not signed by the log.
        let mut changed = SUMDB.as_bytes().to_vec();
        let at = at % changed.len();
        let same = changed[at] == to;
        changed[at] = to;
        if let Ok(signed) = SignedCheckpoint::parse(&changed) {
            prop_assert_eq!(signed.write().into_bytes(), changed);
            let key = key("sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8");
            prop_assert_eq!(signed.check_signed(&[key]).is_ok(), same);
        }
    }
}
