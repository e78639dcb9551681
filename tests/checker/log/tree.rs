//! Trees and proofs.

use std::fs;
use std::path::{Path, PathBuf};

use choucha::domain::{Digest, merkle};
use choucha::log::{
    Appender, TreeHead, check_consistency, check_inclusion, prove_consistency, prove_inclusion, root,
};
use ct_merkle::mem_backed_tree::MemoryBackedTree;
use proptest::prelude::*;
use sha2::Sha256;

use super::{hashes, head, id, leaves};

/// The eight leaves of the certificate-transparency project's reference tests
/// (google/certificate-transparency, merkle_tree_test.cc) and the heads and
/// proofs it publishes for them.
const LEAVES: [&[u8]; 8] = [
    b"",
    b"\x00",
    b"\x10",
    b"\x20\x21",
    b"\x30\x31",
    b"\x40\x41\x42\x43",
    b"\x50\x51\x52\x53\x54\x55\x56\x57",
    b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
];
const ROOTS: [&str; 8] = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

fn digests(hex: &[&str]) -> Vec<Digest> {
    hex.iter().map(|hex| Digest::parse(hex).unwrap()).collect()
}

#[test]
fn published_heads_and_proofs() {
    let leaves: Vec<Digest> = LEAVES.iter().map(|leaf| merkle::leaf(leaf)).collect();
    let mut appender = Appender::new();
    assert_eq!(appender.head(), TreeHead::empty());
    for (at, expected) in digests(&ROOTS).into_iter().enumerate() {
        appender.push_entry(LEAVES[at]).unwrap();
        assert_eq!(appender.head(), TreeHead { size: at as u64 + 1, root: expected });
        assert_eq!(root(at as u64 + 1, &mut hashes(&leaves)).unwrap(), expected);
    }
    let inclusion = |index, size| prove_inclusion(index, size, &mut hashes(&leaves)).unwrap();
    assert_eq!(inclusion(0, 1), []);
    let first = [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ];
    assert_eq!(inclusion(0, 8), digests(&first));
    let consistency = |old, new| prove_consistency(old, new, &mut hashes(&leaves)).unwrap();
    assert_eq!(consistency(1, 1), []);
    assert_eq!(consistency(1, 8), digests(&first));
    let from_six = [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        ROOTS[3],
    ];
    assert_eq!(consistency(6, 8), digests(&from_six));
    let from_two = [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ];
    assert_eq!(consistency(2, 5), digests(&from_two));
}

/// transparency-dev/merkle's inclusion cases, positive and negative; outside
/// this repository, used where present.
#[test]
fn shared_inclusion_cases() {
    fn files(dir: &Path, out: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(dir).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() { files(&path, out) } else { out.push(path) }
        }
    }
    let mut cases = Vec::new();
    files(Path::new("../shared/vectors/merkle/inclusion"), &mut cases);
    if cases.is_empty() {
        return;
    }
    let mut seen = (0, 0);
    for file in cases {
        let case: serde_json::Value = serde_json::from_slice(&fs::read(file).unwrap()).unwrap();
        // A malformed hash is refused before it becomes one: no digest, no proof.
        let digest = |value: &serde_json::Value| -> Option<Digest> {
            let bytes = base64ct::Base64::decode_vec(value.as_str()?).ok()?;
            Some(Digest(bytes.try_into().ok()?))
        };
        use base64ct::Encoding;
        let proof: Option<Vec<Digest>> = match &case["proof"] {
            serde_json::Value::Null => Some(Vec::new()),
            proof => proof.as_array().unwrap().iter().map(digest).collect(),
        };
        let number = |name: &str| case[name].as_u64();
        let holds = (|| {
            let head = TreeHead { size: number("treeSize")?, root: digest(&case["root"])? };
            check_inclusion(digest(&case["leafHash"])?, number("leafIdx")?, &head, &proof?).ok()
        })()
        .is_some();
        let wrong = case["wantErr"].as_bool().unwrap();
        assert_eq!(holds, !wrong, "{}", case["desc"]);
        if wrong { seen.1 += 1 } else { seen.0 += 1 }
    }
    assert!(seen.0 >= 5 && seen.1 >= 80, "{seen:?}");
}

#[test]
fn every_small_tree_proves_every_leaf_and_every_older_tree() {
    let all = leaves(70);
    for size in 0..=70_u64 {
        let now = head(&all[..size as usize]);
        for index in 0..size {
            let proof = prove_inclusion(index, size, &mut hashes(&all)).unwrap();
            check_inclusion(all[index as usize], index, &now, &proof).unwrap();
            assert!(check_inclusion(all[index as usize], index + 1, &now, &proof).is_err());
        }
        for old in 0..=size {
            let proof = prove_consistency(old, size, &mut hashes(&all)).unwrap();
            let before = head(&all[..old as usize]);
            check_consistency(&before, &now, &proof).unwrap();
            // No hash may be missing or added, at either end.
            if !proof.is_empty() {
                assert!(check_consistency(&before, &now, &proof[1..]).is_err());
                assert!(check_consistency(&before, &now, &proof[..proof.len() - 1]).is_err());
            }
            let more = [&proof[..], &[now.root]].concat();
            assert!(check_consistency(&before, &now, &more).is_err());
        }
    }
}

#[test]
fn nonsense_has_its_own_reason() {
    let all = leaves(5);
    let (three, five) = (head(&all[..3]), head(&all));
    assert_eq!(id(prove_inclusion(5, 5, &mut hashes(&all))), "log-index-outside");
    assert_eq!(id(prove_inclusion(0, 0, &mut hashes(&all))), "log-index-outside");
    assert_eq!(id(prove_consistency(5, 3, &mut hashes(&all))), "log-sizes-swapped");
    assert_eq!(id(check_inclusion(all[0], 5, &five, &[])), "log-index-outside");
    assert_eq!(id(check_inclusion(all[0], 0, &five, &[])), "log-inclusion-wrong");
    assert_eq!(id(check_consistency(&five, &three, &[])), "log-sizes-swapped");
    assert_eq!(id(check_consistency(&three, &five, &[])), "log-consistency-wrong");
    let forked = TreeHead { size: 3, root: five.root };
    assert_eq!(id(check_consistency(&three, &forked, &[])), "log-forked");
    let nothing = TreeHead { size: 0, root: five.root };
    assert_eq!(id(check_consistency(&nothing, &five, &[])), "log-empty-root");
    assert_eq!(id(check_consistency(&TreeHead::empty(), &nothing, &[])), "log-empty-root");
    assert_eq!(id(check_consistency(&TreeHead::empty(), &five, &[five.root])), "log-consistency-wrong");
    // The largest sizes neither overflow nor loop.
    let mut nothing_there = |_| Err(choucha::domain::Text::new("missing"));
    assert_eq!(id(prove_inclusion(0, u64::MAX, &mut nothing_there)), "missing");
    assert_eq!(id(prove_consistency(1, u64::MAX, &mut nothing_there)), "missing");
    let huge = TreeHead { size: u64::MAX, root: five.root };
    assert!(check_inclusion(all[0], u64::MAX - 1, &huge, &[five.root; 64]).is_err());
    assert!(check_consistency(&three, &huge, &[five.root; 63]).is_err());
}

fn bit(digest: Digest, at: usize) -> Digest {
    let mut bytes = digest.0;
    bytes[at / 8 % 32] ^= 1 << (at % 8);
    Digest(bytes)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn an_independent_tree_agrees(size in 1_usize..400, at in 0_usize..400, old in 1_usize..400) {
        let (at, old) = (at % size, 1 + old % size);
        let mut oracle = MemoryBackedTree::<Sha256, Vec<u8>>::new();
        let entries: Vec<Vec<u8>> = (0..size).map(|n| format!("entry {n}").into_bytes()).collect();
        entries.iter().for_each(|entry| oracle.push(entry.clone()));
        let all = leaves(size);
        let now = head(&all);
        prop_assert_eq!(oracle.root().as_bytes().to_vec(), &now.root.0[..]);
        let flat = |proof: Vec<Digest>| proof.iter().flat_map(|hash| hash.0).collect::<Vec<u8>>();
        let proof = prove_inclusion(at as u64, size as u64, &mut hashes(&all)).unwrap();
        prop_assert_eq!(oracle.prove_inclusion(at).as_bytes().to_vec(), flat(proof));
        let proof = prove_consistency(old as u64, size as u64, &mut hashes(&all)).unwrap();
        if old < size {
            prop_assert_eq!(oracle.prove_consistency(size - old).as_bytes().to_vec(), flat(proof));
        }
    }

    #[test]
    fn batches_do_not_matter(sizes in prop::collection::vec(0_usize..300, 1..8)) {
        let all = leaves(sizes.iter().sum());
        let mut tiles = std::collections::BTreeMap::new();
        let mut appender = Appender::new();
        let mut done = 0;
        for size in sizes {
            all[done..done + size].iter().for_each(|leaf| appender.push(*leaf));
            done += size;
            for (tile, bytes) in appender.take_tiles() {
                tiles.insert(tile.path(), bytes);
            }
            prop_assert_eq!(appender.head(), head(&all[..done]));
            // As after a crash: taken up again from its tiles.
            let held = tiles.clone();
            let source = move |resource: choucha::log::Resource| {
                held.get(&resource.path()).cloned().ok_or_else(|| choucha::domain::Text::new("missing"))
            };
            appender = Appender::resume(appender.head(), source).unwrap();
        }
        // In one go: the same tiles, but for partial ones long since filled.
        for (path, bytes) in super::tiled(&all) {
            prop_assert_eq!(tiles.get(&path), Some(&bytes), "{}", path);
        }
    }

    #[test]
    fn a_flipped_bit_breaks_a_proof(size in 2_usize..300, at in 0_usize..300, old in 1_usize..300, flip in 0_usize..4096) {
        let all = leaves(size);
        let now = head(&all);
        let at = at % size;
        let mut proof = prove_inclusion(at as u64, size as u64, &mut hashes(&all)).unwrap();
        check_inclusion(all[at], at as u64, &now, &proof).unwrap();
        prop_assert!(check_inclusion(bit(all[at], flip), at as u64, &now, &proof).is_err());
        let other = TreeHead { root: bit(now.root, flip), ..now };
        prop_assert!(check_inclusion(all[at], at as u64, &other, &proof).is_err());
        let touched = flip % proof.len();
        proof[touched] = bit(proof[touched], flip);
        prop_assert!(check_inclusion(all[at], at as u64, &now, &proof).is_err());

        let old = 1 + old % (size - 1);
        let before = head(&all[..old]);
        let mut proof = prove_consistency(old as u64, size as u64, &mut hashes(&all)).unwrap();
        check_consistency(&before, &now, &proof).unwrap();
        prop_assert!(check_consistency(&before, &other, &proof).is_err());
        let forged = TreeHead { root: bit(before.root, flip), ..before };
        prop_assert!(check_consistency(&forged, &now, &proof).is_err());
        let touched = flip % proof.len();
        proof[touched] = bit(proof[touched], flip);
        prop_assert!(check_consistency(&before, &now, &proof).is_err());
    }

    #[test]
    fn a_rewritten_log_has_no_proof(size in 2_usize..200, old in 1_usize..200, changed in 0_usize..200) {
        let all = leaves(size);
        let old = 1 + old % (size - 1);
        let mut rewritten = all.clone();
        rewritten[changed % old] = merkle::leaf(b"another");
        let before = head(&all[..old]);
        let now = head(&rewritten);
        // Whichever of the two trees the proof is made from.
        for leaves in [&all, &rewritten] {
            let proof = prove_consistency(old as u64, size as u64, &mut hashes(leaves)).unwrap();
            prop_assert!(check_consistency(&before, &now, &proof).is_err());
        }
    }
}
