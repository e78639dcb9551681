//! The witness protocol as a state machine.

use choucha::domain::Digest;
use choucha::log::witness::{Request, Response, SIZE_TYPE, TEXT_TYPE, Watched, judge};
use choucha::log::{
    Algorithm, SignedCheckpoint, SignerKey, TreeHead, VerifierKey, check_consistency, prove_consistency,
};
use proptest::prelude::*;

use super::notes::signer;
use super::{hashes, head, id, leaves};

/// FiloSottile/torchwood, cmd/litewitness/testdata/litewitness.txt: requests
/// of a log whose key is this, and the answers.
const SIGSUM: &str = "sigsum.org/v1/tree/4d6d8825a6bb689d459628312889dfbb0bcd41b5211d9e1ce768b0ff0309e562";
const SIGSUM_KEY: &str = "ffdc2d4d98e4124d3feaf788c0c2f9abfd796083d1f0495437f302ec79cf100f";
const LEAF_1: &str = "KgEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
const LEAF_2: &str = "KgIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
const ONE: &str = "1\nKgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
const ONE_SIGNED: &str =
    "UgIom7fPZTqpxWWhyjWduBvTvGVqsokMbqTArsQilegKoFBJQjUFAmQ0+YeSPM3wfUQMFSzVnnNuWRTYrajXpNUbIQY=";
const THREE: &str = "3\nRcCI1Nk56ZcSmIEfIn0SleqtV7uvrlXNccFx595Iwl0=";
const THREE_SIGNED: &str =
    "UgIom2VbtIcdFbwFAy1n7s6IkAxIY6J/GQOTuZF2ORV39d75cbAj2aQYwyJre36kezNobZs4SUUdrcawfAB8WVrx6go=";
const FIVE: &str = "5\nQrtXrQZCCvpIgsSmOsah7HdICzMLLyDfxToMql9WTjY=";
const FIVE_SIGNED: &str =
    "UgIomw/EOJmWi0i1FQsOj+etB7F8IccFam/jgd6wzRns4QPVmyEZtdvl1U2KEmLOZ/ASRcWJi0tW90dJWAShei7sDww=";
const TO_FIVE: [&str; 4] = [
    LEAF_2,
    "KgMAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    "wgiIFdZfYNv6WU1OllBKsWnLYIS/DBMqt8Uh/S4OukE=",
    "KgQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
];

fn sigsum(old: u64, proof: &[&str], tree: &str, signature: &str) -> Request {
    let proof: String = proof.iter().map(|hash| format!("{hash}\n")).collect();
    let body = format!("old {old}\n{proof}\n{SIGSUM}\n{tree}\n\n— {SIGSUM} {signature}\n");
    let request = Request::parse(body.as_bytes()).unwrap();
    assert_eq!(request.write(), body);
    request
}

#[test]
fn published_requests() {
    let public = Digest::parse(SIGSUM_KEY).unwrap().0;
    let key = VerifierKey::new(SIGSUM, Algorithm::Ed25519, &public).unwrap();
    let mut log = Watched { origin: SIGSUM.into(), keys: vec![key], latest: TreeHead::empty() };
    let status = |log: &Watched, request: &Request| match judge(request, Some(log)) {
        Ok(_) => 200,
        Err(refusal) => refusal.status,
    };
    let first = sigsum(0, &[], ONE, ONE_SIGNED);
    log.latest = judge(&first, Some(&log)).unwrap();
    let bad_signature = THREE_SIGNED.replace("6go=", "6gx=");
    assert!(
        Request::parse(
            sigsum(1, &[LEAF_1, LEAF_2], THREE, THREE_SIGNED).write().replace("6go=", "6gx=").as_bytes()
        )
        .is_err(),
        "{bad_signature}"
    );
    let bad_signature = sigsum(1, &[LEAF_1, LEAF_2], THREE, &THREE_SIGNED.replace("2VbtI", "2VbtJ"));
    assert_eq!(status(&log, &bad_signature), 403);
    assert_eq!(status(&log, &sigsum(1, &[], THREE, THREE_SIGNED)), 422);
    let bad_proof = sigsum(1, &[LEAF_1, &LEAF_2.replace("AAA=", "BAA=")], THREE, THREE_SIGNED);
    assert_eq!(status(&log, &bad_proof), 422);
    let good = sigsum(1, &[LEAF_1, LEAF_2], THREE, THREE_SIGNED);
    assert_eq!(judge(&good, None).unwrap_err().status, 404);
    log.latest = judge(&good, Some(&log)).unwrap();
    let behind = judge(&sigsum(1, &[LEAF_1, LEAF_2], FIVE, FIVE_SIGNED), Some(&log)).unwrap_err();
    assert_eq!((behind.status, behind.latest, behind.misbehaved), (409, Some(3), false));
    log.latest = judge(&sigsum(3, &TO_FIVE, FIVE, FIVE_SIGNED), Some(&log)).unwrap();
    let again = judge(&sigsum(0, &[], FIVE, FIVE_SIGNED), Some(&log)).unwrap_err();
    assert_eq!((again.status, again.latest), (409, Some(5)));
    assert_eq!(status(&log, &sigsum(5, &[], FIVE, FIVE_SIGNED)), 200);
}

/// C2SP tlog-witness, "add-checkpoint": the example bodies.
#[test]
fn published_bodies() {
    let request = "old 20852014\nPlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\njrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=\n5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=\n/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=\n\nexample.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n— example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=\n";
    let parsed = Request::parse(request.as_bytes()).unwrap();
    assert_eq!((parsed.old, parsed.proof.len(), parsed.checkpoint.head().size), (20_852_014, 4, 20_852_163));
    assert_eq!(parsed.write(), request);
    let answer = "— witness.example/w1 CMp+6LWBU0anHGH5aNDTJkH/gj79sG+T6+iP2ThYN5krrDJbR1HDnucjL39QsZTSvVjyQLrdk3DXDqI5G2HgLatVs0pWh6Up69HVOw==\n— witness.example/w2 AWui8Sk55XjYLOijihBjhqEH6nS1ndDymE0a+6idX7pLcnoB+dhnz0854aLZgrrKbYKA7nC3HNJhm/kWl7oJlqU3rXXvpysAdyP3wQ==\n";
    let parsed = Response::parse(200, TEXT_TYPE, answer.as_bytes()).unwrap();
    assert!(matches!(&parsed, Response::Cosigned(signatures) if signatures.len() == 2));
    assert_eq!(parsed.body(), answer);
    assert_eq!(Response::parse_file(parsed.write_file().as_bytes()).unwrap(), parsed);
}

#[test]
fn requests_have_one_spelling() {
    let good = sigsum(1, &[LEAF_1, LEAF_2], THREE, THREE_SIGNED).write();
    for (from, to) in [
        ("old 1", "old 01"),
        ("old 1", "old  1"),
        ("old 1", "old -1"),
        ("old 1", "old +1"),
        ("old 1", "Old 1"),
        ("old 1", "old"),
        ("old 1", "old 1 "),
        ("old 1", "old 9223372036854775808"),
        ("old 1\n", ""),
        ("old 1\n", "old 1\r\n"),
        ("old 1\n", "old 1\n\n"),
        (LEAF_1, "KgEAAAAA"),
        (LEAF_1, "KgEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB="),
        (LEAF_1, " KgEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="),
        ("\n\nsigsum", "\nsigsum"),
        ("\n\nsigsum", "\n\n\nsigsum"),
        ("\n\n—", "\n—"),
        ("\n3\n", "\n03\n"),
    ] {
        let bad = good.replacen(from, to, 1);
        assert_ne!(bad, good);
        assert!(Request::parse(bad.as_bytes()).is_err(), "{to:?}");
    }
    let many = |count: usize| {
        good.replacen("old 1\n", &format!("old 1\n{}", format!("{LEAF_1}\n").repeat(count)), 1)
    };
    assert!(Request::parse(many(61).as_bytes()).is_ok());
    assert_eq!(id(Request::parse(many(62).as_bytes())), "log-request-malformed");
    assert_eq!(id(Request::parse(&vec![b'a'; 300_000])), "log-request-long");
    assert!(Request::parse(b"").is_err() && Request::parse(b"\xff\n\n").is_err());
}

#[test]
fn answers_have_one_spelling() {
    let parse = |status, kind: &str, body: &str| Response::parse(status, kind, body.as_bytes());
    assert_eq!(parse(409, SIZE_TYPE, "5\n").unwrap(), Response::Conflict(5));
    for body in ["5", "05\n", "5\n\n", "-5\n", "", "five\n", "5 \n"] {
        assert_eq!(id(parse(409, SIZE_TYPE, body)), "log-response-malformed", "{body:?}");
    }
    // Some other conflict, a proxy's perhaps.
    assert_eq!(parse(409, "text/html", "5\n").unwrap(), Response::Refused(409, "5".into()));
    for body in ["", "\n", "words\n", "— a AAAAAAA=", "— a AAAAAAA=\n\n"] {
        assert_eq!(id(parse(200, TEXT_TYPE, body)), "log-response-malformed", "{body:?}");
    }
    let refused = parse(422, TEXT_TYPE, "日志出现分叉\n").unwrap();
    assert_eq!((refused.status(), refused.body().as_str()), (422, "日志出现分叉\n"));
    for file in [
        "",
        "add-checkpoint",
        "add-checkpoint \n",
        "add-checkpoint 0409\n5\n",
        "add-checkpoint 409\n5",
        "409\n5\n",
    ] {
        assert!(Response::parse_file(file.as_bytes()).is_err(), "{file:?}");
    }
    for response in [refused, Response::Conflict(0), Response::Refused(400, String::new())] {
        assert_eq!(Response::parse_file(response.write_file().as_bytes()).unwrap(), response);
    }
}

fn request(key: &SignerKey, old: u64, leaves: &[Digest], proof: Vec<Digest>) -> Request {
    Request { old, proof, checkpoint: SignedCheckpoint::sign(head(leaves), key).unwrap() }
}

/// What a log could try, each with its own answer.
#[test]
fn forks_and_shrinking_are_told_from_mistakes() {
    let key = signer("log.example", Algorithm::Ed25519, 1);
    let all = leaves(20);
    let mut forked = all.clone();
    forked[3] = all[4];
    let proof =
        |old, leaves: &[Digest]| prove_consistency(old, leaves.len() as u64, &mut hashes(leaves)).unwrap();
    let log = Watched {
        origin: "log.example".into(),
        keys: vec![key.verifier().clone()],
        latest: head(&all[..10]),
    };
    let judged = |request: Request| match judge(&request, Some(&log)) {
        Ok(head) => (200, "", head.size == 0),
        Err(refusal) => (refusal.status, refusal.reason.id, refusal.misbehaved),
    };
    assert_eq!(judged(request(&key, 10, &all, proof(10, &all))), (200, "", false));
    assert_eq!(judged(request(&key, 10, &all[..10], vec![])), (200, "", false));
    // It shrank: from the very size we know to a smaller one.
    assert_eq!(judged(request(&key, 10, &all[..9], vec![])), (400, "log-shrank", true));
    assert_eq!(judged(request(&key, 12, &all[..9], vec![])), (400, "log-request-old", false));
    // It forked: with the proof of the other history, at the same size, and
    // where the size asked from is another.
    assert_eq!(judged(request(&key, 10, &forked, proof(10, &forked))), (422, "log-consistency-wrong", true));
    assert_eq!(judged(request(&key, 10, &forked[..10], vec![])), (422, "log-forked", true));
    assert_eq!(judged(request(&key, 4, &forked[..10], proof(4, &forked[..10]))), (409, "log-forked", true));
    // An old checkpoint again, or one from elsewhere: nothing to accuse it of.
    assert_eq!(judged(request(&key, 4, &all[..9], proof(4, &all[..9]))), (409, "log-request-behind", false));
    assert_eq!(judged(request(&key, 0, &all, vec![])), (409, "log-request-behind", false));
    assert_eq!(judged(request(&key, 11, &all, proof(11, &all))), (409, "log-request-behind", false));
    let other = signer("log.example", Algorithm::Ed25519, 2);
    assert_eq!(judged(request(&other, 10, &all, proof(10, &all))), (403, "log-checkpoint-unsigned", false));
    // A witness's key among the log's does not make it the log's word.
    let witness = signer("log.example", Algorithm::CosignatureV1, 3);
    let mut cosigned = request(&other, 10, &all, proof(10, &all));
    cosigned.checkpoint.add(cosigned.checkpoint.cosign(&witness, 1).unwrap());
    let trusting = Watched { keys: vec![witness.verifier().clone()], ..log.clone() };
    assert_eq!(judge(&cosigned, Some(&trusting)).unwrap_err().status, 403);

    let new = Watched { latest: TreeHead::empty(), ..log.clone() };
    let first = |request: Request| {
        judge(&request, Some(&new)).map(|head| head.size).map_err(|r| (r.status, r.misbehaved))
    };
    assert_eq!(first(request(&key, 0, &all, vec![])), Ok(20));
    assert_eq!(first(request(&key, 0, &[], vec![])), Ok(0));
    assert_eq!(first(request(&key, 0, &all, vec![all[0]])), Err((422, false)));
    assert_eq!(first(request(&key, 5, &all, proof(5, &all))), Err((409, false)));
    let nothing = TreeHead { size: 0, root: all[0] };
    let empty = Request { old: 0, proof: vec![], checkpoint: SignedCheckpoint::sign(nothing, &key).unwrap() };
    assert_eq!(first(empty), Err((422, false)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever is asked in whatever order, all heads agreed to are one history.
    #[test]
    fn no_history_makes_it_agree_to_two_histories(
        steps in prop::collection::vec((any::<bool>(), 0_usize..40, 0_u64..40, any::<bool>(), any::<bool>()), 1..25),
        fork in 0_usize..20,
    ) {
        let key = signer("log.example", Algorithm::Ed25519, 1);
        let honest = leaves(40);
        let mut forked = honest.clone();
        forked[fork] = honest[39];
        let mut log = Watched { origin: "log.example".into(), keys: vec![key.verifier().clone()], latest: TreeHead::empty() };
        let mut agreed: Vec<(TreeHead, bool)> = Vec::new();
        for (honestly, size, old, from_latest, proven) in steps {
            let history = if honestly { &honest } else { &forked };
            let old = if from_latest { log.latest.size } else { old };
            let proof = if proven && old <= size as u64 {
                prove_consistency(old, size as u64, &mut hashes(history)).unwrap()
            } else {
                vec![]
            };
            if let Ok(head) = judge(&request(&key, old, &history[..size], proof), Some(&log)) {
                log.latest = head;
                agreed.push((head, honestly));
            }
        }
        for pair in agreed.windows(2) {
            let [(before, _), (after, honestly)] = pair else { unreachable!() };
            let history = if *honestly { &honest } else { &forked };
            let proof = prove_consistency(before.size, after.size, &mut hashes(history)).unwrap();
            prop_assert!(check_consistency(before, after, &proof).is_ok());
        }
    }
}
