//! What pages need beside themselves, inside the program: nothing is fetched
//! from anywhere else.

use std::sync::OnceLock;

use crate::domain::Digest;

/// One file.
#[derive(Debug)]
pub struct Asset {
    /// Below `/assets/`.
    pub path: &'static str,
    /// Its type.
    pub kind: &'static str,
    /// Its content.
    pub bytes: &'static [u8],
}

macro_rules! assets {
    ($($path:literal $kind:literal),* $(,)?) => {
        &[$(Asset { path: $path, kind: $kind, bytes: include_bytes!(concat!("assets/", $path)) }),*]
    };
}

/// All of them.
pub const ALL: &[Asset] = assets![
    "style.css" "text/css; charset=utf-8",
    "mark.svg" "image/svg+xml",
    "check/amendments.js" "text/javascript; charset=utf-8",
    "check/check.css" "text/css; charset=utf-8",
    "check/check.js" "text/javascript; charset=utf-8",
    "check/company.js" "text/javascript; charset=utf-8",
    "check/drawn.js" "text/javascript; charset=utf-8",
    "check/fault.js" "text/javascript; charset=utf-8",
    "check/frames.js" "text/javascript; charset=utf-8",
    "check/grammar.js" "text/javascript; charset=utf-8",
    "check/lines.js" "text/javascript; charset=utf-8",
    "check/merkle.js" "text/javascript; charset=utf-8",
    "check/messages.en.js" "text/javascript; charset=utf-8",
    "check/messages.js" "text/javascript; charset=utf-8",
    "check/messages.zh.js" "text/javascript; charset=utf-8",
    "check/names.js" "text/javascript; charset=utf-8",
    "check/page.js" "text/javascript; charset=utf-8",
    "check/people.js" "text/javascript; charset=utf-8",
    "check/plan.js" "text/javascript; charset=utf-8",
    "check/quota.js" "text/javascript; charset=utf-8",
    "check/run.js" "text/javascript; charset=utf-8",
    "check/seed.js" "text/javascript; charset=utf-8",
    "check/sha256.js" "text/javascript; charset=utf-8",
    "check/strata.js" "text/javascript; charset=utf-8",
    "check/visits.js" "text/javascript; charset=utf-8",
    "check/worker.js" "text/javascript; charset=utf-8",
];

/// The file of that path.
pub fn find(path: &str) -> Option<(&'static Asset, &'static str)> {
    let at = ALL.iter().position(|asset| asset.path == path)?;
    Some((&ALL[at], tags().get(at)?))
}

/// An address that changes with the file's content, so that it may be kept for ever.
pub fn address(path: &str) -> String {
    match find(path) {
        Some((_, tag)) => format!("/assets/{path}?v={tag}"),
        None => format!("/assets/{path}"),
    }
}

/// The files' digests, shortened.
fn tags() -> &'static [String] {
    static TAGS: OnceLock<Vec<String>> = OnceLock::new();
    TAGS.get_or_init(|| {
        ALL.iter().map(|asset| Digest::of(asset.bytes).to_string()[..16].to_owned()).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_folder_is_served() {
        fn files(dir: &std::path::Path, out: &mut Vec<String>) {
            for entry in std::fs::read_dir(dir).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    files(&path, out);
                } else {
                    out.push(path.to_string_lossy().split("src/web/assets/").nth(1).unwrap().to_owned());
                }
            }
        }
        let mut there = Vec::new();
        files(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web/assets"), &mut there);
        there.retain(|path| !path.ends_with(".md"));
        there.sort();
        let mut served: Vec<String> = ALL.iter().map(|asset| asset.path.to_owned()).collect();
        served.sort();
        assert_eq!(there, served);
    }

    #[test]
    fn the_address_names_the_content() {
        assert!(address("style.css").starts_with("/assets/style.css?v="));
        assert_eq!(address("nothing"), "/assets/nothing");
    }
}
