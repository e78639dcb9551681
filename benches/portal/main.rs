//! The portal over a large edition: writing, listing and searching 1,000,000
//! results; then, as its readers meet it, the requests a second of a draw page
//! against nginx serving the same bytes (limit: at least half), and how long
//! answers take at 500 requests a second (limit: 99 of 100 under 50 ms).
//!
//! `cargo bench --bench portal [-- RESULTS [DIR]]`; what is made in DIR is kept, and
//! used again by the next run. The comparison wants nginx and wrk
//! (Debian packages of these names) and is left out, saying so, without them.
#![allow(missing_docs, clippy::unwrap_used)]

mod load;
mod made;
mod peer;
mod server;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use choucha::publication::public::ResultPage;
use choucha::store::portal::{self, Cursor, Listing, Portal};

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    let many: u64 = args.first().and_then(|arg| arg.parse().ok()).unwrap_or(1_000_000);
    let temporary = tempfile::tempdir().unwrap();
    let dir = args.get(1).map_or_else(|| temporary.path().to_owned(), PathBuf::from);
    let office = dir.join("demo/office");
    if !dir.join("filled").exists() {
        server::demo(&dir);
        // The portal's first run puts the demo's edition beside the office.
        let first = server::Server::start(&office);
        first.until_open("/draws/1");
        drop(first);
        fill(&office.join("portal/public.db"), many);
        fs::write(dir.join("filled"), many.to_string()).unwrap();
    }
    asked(&office.join("portal/public.db"), many);

    let server = server::Server::start(&office);
    let page = server.until_open("/draws/1");
    peer::compare(&server, &page, &dir);
    let addresses = made::addresses(many, &office);
    load::alone(&server, &addresses);
    load::steady(&server, &addresses);
}

/// Adds results to an edition.
fn fill(path: &Path, many: u64) {
    let portal = Portal::open(path, 1).unwrap();
    let began = Instant::now();
    portal
        .write(|tx| {
            for from in (0..many).step_by(20_000) {
                portal::put(tx, (from..(from + 20_000).min(many)).map(made::result).collect())?;
            }
            portal::tidy(tx, true)
        })
        .unwrap();
    println!("{many} results: {:.1?}, {} MB", began.elapsed(), fs::metadata(path).unwrap().len() >> 20);
}

/// What readers ask of the edition, one by one.
fn asked(path: &Path, many: u64) {
    let portal = Portal::open(path, 1).unwrap();
    for query in ["第77商贸", "第621412商贸", "91640502MA00000077", "有限公司", "沙坡头 7号", "MA5443"]
    {
        let began = Instant::now();
        let found = portal.read(|tx| portal::search(tx, query, None, 0, 20)).unwrap();
        println!("{query}: {} in {:.1?}", found.total, began.elapsed());
    }
    for filters in [vec![], vec![("finding", "01")], vec![("finding", "01"), ("area", "640502")]] {
        let began = Instant::now();
        let filters = filters.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        let after = Some(Cursor { sort: made::sort(many / 2), key: String::new() });
        let wanted = Listing { filters, after, limit: 20 };
        let page = portal.read(|tx| portal::list::<ResultPage>(tx, &wanted)).unwrap();
        println!("{:?}: {} in {:.1?}", wanted.filters, page.total, began.elapsed());
    }
}
