//! Tiles, bundles, their names, and reading them from somebody untrusted.

use std::collections::BTreeMap;

use choucha::domain::{Digest, Text, merkle};
use choucha::log::{
    Bundle, HashReader, Node, Resource, TILE_WIDTH, Tile, TileReader, TreeHead, check_consistency,
    check_inclusion, parse_bundle, prove_consistency, prove_inclusion, root, write_bundle,
};
use proptest::prelude::*;

use super::{head, id, leaves, tiled};

type Files = BTreeMap<String, Vec<u8>>;

fn source(files: &Files) -> impl FnMut(Resource) -> choucha::domain::Result<Vec<u8>> + '_ {
    |resource| files.get(&resource.path()).cloned().ok_or_else(|| Text::new("missing"))
}

#[test]
fn names_have_one_spelling() {
    // C2SP tlog-tiles, "Merkle Tree" and "Partial Tiles"; the rest after the
    // Go tlog package's table.
    for (path, level, index, width) in [
        ("tile/0/000", 0, 0, 256),
        ("tile/0/x001/x234/067", 0, 1_234_067, 256),
        ("tile/5/x123/x456/078.p/2", 5, 123_456_078, 2),
        ("tile/1/001.p/255", 1, 1, 255),
        ("tile/63/999", 63, 999, 256),
        ("tile/0/x001/000", 0, 1000, 256),
    ] {
        let tile = Tile { level, index, width };
        assert_eq!(tile.path(), path);
        assert_eq!(Resource::parse(path).unwrap(), Resource::Tile(tile));
        let path = path.replacen(&format!("tile/{level}/"), "tile/entries/", 1);
        let bundle = Bundle { index, width };
        assert_eq!(bundle.path(), path);
        assert_eq!(Resource::parse(&path).unwrap(), Resource::Bundle(bundle));
    }
    for bad in [
        "",
        "tile",
        "tile/",
        "tile/0",
        "tile/0/",
        "/tile/0/000",
        "tile/0/000/",
        "tile/00/000",
        "tile/+0/000",
        "tile/-1/000",
        "tile/64/000",
        "tile/0/0",
        "tile/0/0000",
        "tile/0/1000",
        "tile/0/x000/001",
        "tile/0/001/000",
        "tile/0/x001/x000",
        "tile/0/x1/000",
        "tile/0/X001/000",
        "tile/0/x+01/000",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/000.p/+1",
        "tile/0/000.p/",
        "tile/0/000.p",
        "tile/0/000.p/1/2",
        "tile/0/x000.p/1",
        "tile/data/000",
        "tile/entries/x001",
        "tile/8/0/001",
        "tile/0/../000",
        "tile/0/x999/x999/x999/x999/x999/x999/x999/999",
    ] {
        assert_eq!(id(Resource::parse(bad)), "log-path-malformed", "{bad}");
    }
}

#[test]
fn the_tiles_of_a_size() {
    // C2SP tlog-tiles, "Partial Tiles": a tree of size 70,000 …
    let tiles = Tile::between(0, 70_000);
    let of = |level, full| tiles.iter().filter(|t| t.level == level && (t.width == 256) == full).count();
    assert_eq!(
        [of(0, true), of(0, false), of(1, true), of(1, false), of(2, true), of(2, false)],
        [273, 1, 1, 1, 0, 1]
    );
    let width = |level| tiles.iter().rfind(|tile| tile.level == level).unwrap().width;
    assert_eq!([width(0), width(1), width(2)], [112, 17, 1]);
    // … and one of size 256.
    assert_eq!(
        Tile::between(0, 256),
        [Tile { level: 0, index: 0, width: 256 }, Tile { level: 1, index: 0, width: 1 }]
    );
    assert_eq!(Tile::between(0, 0), []);
    assert_eq!(Tile::between(256, 256), []);
    assert_eq!(Tile::between(256, 257), [Tile { level: 0, index: 1, width: 1 }]);
    assert_eq!(Bundle::between(255, 513).len(), 3);
    assert_eq!(Bundle::holding(512, 513), Some(Bundle { index: 2, width: 1 }));
    assert_eq!(Bundle::holding(513, 513), None);
    // Sizes nobody will reach do not overflow.
    assert_eq!(Tile::holding(Node { level: 63, index: 1 }, u64::MAX), None);
    assert_eq!(Tile::holding(Node { level: 0, index: u64::MAX }, u64::MAX), None);
    assert_eq!(Tile::at(63, u64::MAX, u64::MAX), None);
    assert_eq!(Tile::at(0, u64::MAX / 256, u64::MAX).unwrap().width, 255);
}

#[test]
fn bundles_are_read_as_written_or_not_at_all() {
    let entries: Vec<Vec<u8>> = vec![vec![], b"a".to_vec(), vec![7; 65_535]];
    let bytes = write_bundle(&entries).unwrap();
    assert_eq!(bytes[..5], [0, 0, 0, 1, b'a']);
    assert_eq!(parse_bundle(&bytes, 3).unwrap(), entries);
    for (bytes, width) in [
        (&bytes[..], 2),
        (&bytes[..], 4),
        (&bytes[..bytes.len() - 1], 3),
        (&bytes[..4], 2),
        (&[bytes.clone(), vec![0]].concat(), 3),
        (&[0], 1),
        (&[], 1),
    ] {
        assert_eq!(id(parse_bundle(bytes, width)), "log-bundle-broken");
    }
    assert_eq!(id(write_bundle(&[vec![0; 65_536]])), "log-entry-too-long");
    assert_eq!(id(write_bundle::<Vec<u8>>(&[])), "log-bundle-width");
    assert_eq!(id(write_bundle(&vec![b""; 257])), "log-bundle-width");
}

#[test]
fn tiles_prove_what_the_leaves_prove() {
    // Two full levels and a bit; the sizes around every edge.
    let all = leaves(66_000);
    for size in [1, 2, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 65_792, 66_000] {
        let now = head(&all[..size]);
        let files = tiled(&all[..size]);
        let size = size as u64;
        let mut reader = TileReader::new(now, source(&files));
        assert_eq!(root(size, &mut reader).unwrap(), now.root);
        for index in [0, 1, 255, 256, size / 2, size - 1].into_iter().filter(|index| *index < size) {
            let proof = prove_inclusion(index, size, &mut reader).unwrap();
            check_inclusion(all[index as usize], index, &now, &proof).unwrap();
            assert_eq!(reader.read_hashes(&[Node { level: 0, index }]).unwrap(), [all[index as usize]]);
        }
        for old in [1, 255, 256, 257, size / 3, size - 1].into_iter().filter(|old| (1..size).contains(old)) {
            let proof = prove_consistency(old, size, &mut reader).unwrap();
            check_consistency(&head(&all[..old as usize]), &now, &proof).unwrap();
        }
        assert_eq!(id(reader.read_hashes(&[Node { level: 0, index: size }])), "log-hash-missing");
        assert_eq!(id(reader.tile(Tile { level: 0, index: size, width: 256 })), "log-tile-outside");
    }
    let mut reader = TileReader::new(TreeHead::empty(), source(&Files::new())).head();
    assert_eq!(root(0, &mut |_| Err(Text::new("none"))).unwrap(), reader.root);
    reader.root = all[0];
    let none = Files::new();
    let mut wrong = TileReader::new(reader, source(&none));
    assert_eq!(id(wrong.read_hashes(&[])), "log-tile-root");
}

#[test]
fn a_partial_tile_may_have_become_a_full_one() {
    let all = leaves(600);
    let early = head(&all[..300]);
    // The log has grown and dropped what was partial.
    let mut files = tiled(&all);
    let entries: Vec<Vec<u8>> = (0..600).map(|n| format!("entry {n}").into_bytes()).collect();
    for bundle in Bundle::between(0, 600) {
        let from = bundle.first() as usize;
        files.insert(bundle.path(), write_bundle(&entries[from..from + usize::from(bundle.width)]).unwrap());
    }
    // Full tile 1/000 does not exist yet: keep the partial ones above.
    files.extend(tiled(&all[..300]).into_iter().filter(|(path, _)| path.starts_with("tile/1/")));
    let mut reader = TileReader::new(early, source(&files));
    assert_eq!(root(300, &mut reader).unwrap(), early.root);
    assert_eq!(reader.entry(299).unwrap(), entries[299]);
    assert_eq!(reader.entry(5).unwrap(), entries[5]);
    assert_eq!(id(reader.entry(300)), "log-index-outside");
}

/// Everything a dishonest or broken store could hand out is noticed.
#[test]
fn tampered_tiles_and_bundles() {
    let size = 70_000;
    let all = leaves(size);
    let now = head(&all);
    let good = tiled(&all);
    let read = |files: &Files, index: u64| {
        let mut reader = TileReader::new(now, source(files));
        reader.read_hashes(&[Node { level: 0, index }]).map(|hashes| hashes[0])
    };
    assert_eq!(read(&good, 300).unwrap(), all[300]);
    let with = |path: &str, change: &dyn Fn(&mut Vec<u8>)| {
        let mut files = good.clone();
        change(files.get_mut(path).unwrap());
        files
    };
    let flip = |bytes: &mut Vec<u8>| bytes[40] ^= 1;
    let first = |bytes: &mut Vec<u8>| bytes[0] ^= 1;
    let cut = |bytes: &mut Vec<u8>| bytes.truncate(bytes.len() - 1);
    let drop = |bytes: &mut Vec<u8>| bytes.truncate(bytes.len() - 32);
    let add = |bytes: &mut Vec<u8>| bytes.extend([0; 32]);
    let swap = |bytes: &mut Vec<u8>| {
        let (left, right) = bytes.split_at_mut(32);
        left.copy_from_slice(&right[..32]);
    };
    let empty = |bytes: &mut Vec<u8>| bytes.clear();
    for (path, change, reason) in [
        ("tile/0/001", &flip as &dyn Fn(&mut Vec<u8>), "log-tile-wrong"),
        ("tile/0/001", &swap, "log-tile-wrong"),
        ("tile/0/001", &cut, "log-tile-length"),
        ("tile/0/001", &drop, "log-tile-length"),
        ("tile/0/001", &add, "log-tile-length"),
        ("tile/0/001", &empty, "log-tile-length"),
        ("tile/1/000", &flip, "log-tile-wrong"),
        ("tile/1/000", &cut, "log-tile-length"),
        ("tile/1/001.p/17", &flip, "log-tile-root"),
        ("tile/1/001.p/17", &add, "log-tile-length"),
        ("tile/0/273.p/112", &flip, "log-tile-root"),
        ("tile/0/273.p/112", &cut, "log-tile-length"),
        ("tile/2/000.p/1", &first, "log-tile-root"),
    ] {
        assert_eq!(id(read(&with(path, change), 300)), reason, "{path}");
    }
    // A whole tile of another place, and one that is gone.
    let mut files = good.clone();
    files.insert("tile/0/001".into(), good["tile/0/002"].clone());
    assert_eq!(id(read(&files, 300)), "log-tile-wrong");
    files.remove("tile/0/001");
    assert_eq!(id(read(&files, 300)), "missing");
    // The checkpoint of another size or root.
    for head in [TreeHead { size: 69_999, ..now }, TreeHead { root: all[0], ..now }] {
        let mut reader = TileReader::new(head, source(&good));
        assert!(["log-tile-root", "missing"].contains(&id(reader.read_hashes(&[]))));
    }
    // A tampered log cannot be taken up again.
    let resumed = choucha::log::Appender::resume(now, source(&with("tile/0/273.p/112", &flip)));
    assert_eq!(id(resumed.map(|_| ())), "log-tile-root");

    // Bundles.
    let entries: Vec<Vec<u8>> = (256..512).map(|n| format!("entry {n}").into_bytes()).collect();
    let mut files = good.clone();
    let bundle = Bundle { index: 1, width: TILE_WIDTH };
    let put = |files: &mut Files, entries: &[Vec<u8>]| {
        files.insert(bundle.path(), write_bundle(entries).unwrap());
    };
    let bundle_of = |files: &Files| TileReader::new(now, source(files)).bundle(bundle);
    put(&mut files, &entries);
    assert_eq!(bundle_of(&files).unwrap(), entries);
    let mut edited = entries.clone();
    edited[44] = b"entry 3oo".to_vec();
    put(&mut files, &edited);
    let fault = bundle_of(&files).unwrap_err();
    assert_eq!((fault.id, fault.arg("index").unwrap().as_str()), ("log-bundle-wrong", "300"));
    edited = entries.clone();
    edited.swap(3, 4);
    put(&mut files, &edited);
    assert_eq!(id(bundle_of(&files)), "log-bundle-wrong");
    put(&mut files, &entries[..255]);
    assert_eq!(id(bundle_of(&files)), "log-bundle-broken");
    files.get_mut(&bundle.path()).unwrap().push(0);
    assert_eq!(id(bundle_of(&files)), "log-bundle-broken");
}

/// The source is told of what is proven, and of nothing else.
#[test]
fn only_what_is_proven_is_kept() {
    struct Store<'a>(&'a Files, Vec<String>);
    impl choucha::log::TileSource for &mut Store<'_> {
        fn fetch(&mut self, resource: Resource) -> choucha::domain::Result<Vec<u8>> {
            self.0.get(&resource.path()).cloned().ok_or_else(|| Text::new("missing"))
        }
        fn verified(&mut self, resource: Resource, bytes: &[u8]) {
            assert_eq!(self.0[&resource.path()], bytes);
            self.1.push(resource.path());
        }
    }
    let all = leaves(700);
    let mut files = tiled(&all);
    files.get_mut("tile/0/001").unwrap()[0] ^= 1;
    let mut store = Store(&files, Vec::new());
    let mut reader = TileReader::new(head(&all), &mut store);
    reader.tile(Tile { level: 0, index: 0, width: 256 }).unwrap();
    reader.tile(Tile { level: 0, index: 1, width: 256 }).unwrap_err();
    let mut kept = store.1;
    kept.sort();
    assert_eq!(kept, ["tile/0/000", "tile/0/002.p/188", "tile/1/000.p/2"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_flipped_bit_of_any_tile_read_is_noticed(size in 1_usize..1500, index in 0_usize..1500, tile in 0_usize..64, at in 0_usize..65_536) {
        let all = leaves(size);
        let index = index % size;
        let mut files = tiled(&all);
        let path = files.keys().nth(tile % files.len()).unwrap().clone();
        let bytes = files.get_mut(&path).unwrap();
        let at = at % (bytes.len() * 8);
        bytes[at / 8] ^= 1 << (at % 8);
        let mut reader = TileReader::new(head(&all), source(&files));
        // Either the damaged tile was not needed, or the reader says so.
        if let Ok(hashes) = reader.read_hashes(&[Node { level: 0, index: index as u64 }]) {
            prop_assert_eq!(hashes[0], all[index]);
            let level0 = Tile::holding(Node { level: 0, index: index as u64 }, size as u64).unwrap().path();
            prop_assert!(path != level0);
        }
    }

    #[test]
    fn parsing_never_panics(path in "(tile/)?(0|1|entries|[0-9]{1,3})?/?(x[0-9]{3}/|[0-9x]{0,4}/?){0,4}(.p/[0-9]{0,4})?", bytes in prop::collection::vec(any::<u8>(), 0..600), width in 1_u16..=256) {
        if let Ok(resource) = Resource::parse(&path) {
            prop_assert_eq!(resource.path(), path);
        }
        if let Ok(entries) = parse_bundle(&bytes, width) {
            prop_assert_eq!(write_bundle(&entries).unwrap(), bytes);
        }
    }
}

#[test]
fn leaf_hashes_are_rfc_6962s() {
    assert_eq!(
        merkle::leaf(b""),
        Digest::parse("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d").unwrap()
    );
}
