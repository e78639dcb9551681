//! A steady stream of readers: each request is due at its own moment, whether or
//! not the ones before it were answered, and is timed from that moment.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::server::{Server, get};

const RATE: usize = 500;
const SECONDS: usize = 20;
const READERS: usize = 64;

/// Asks for the addresses in turn, and prints how long answers took.
pub fn steady(server: &Server, addresses: &[String]) {
    let (next, times) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let began = Instant::now() + Duration::from_millis(100);
    thread::scope(|scope| {
        for _ in 0..READERS {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::SeqCst);
                    if at >= RATE * SECONDS {
                        return;
                    }
                    let due = began + Duration::from_secs(1) * at as u32 / RATE as u32;
                    thread::sleep(due.saturating_duration_since(Instant::now()));
                    let address = &addresses[at % addresses.len()];
                    let (status, _) = get(&server.address, address);
                    times.lock().unwrap().push((due.elapsed(), status, address));
                }
            });
        }
    });
    let mut times = times.into_inner().unwrap();
    times.sort();
    let failed = times.iter().filter(|(_, status, _)| *status != 200).count();
    let at = |part: f64| times[((times.len() - 1) as f64 * part) as usize].0.as_secs_f64() * 1000.0;
    println!(
        "{RATE} REQUESTS/S FOR {SECONDS} s: half under {:.1} ms, 99 of 100 under {:.1} ms ({:.2} of the limit of \
         50 ms), all under {:.0} ms; {failed} not answered with 200",
        at(0.5),
        at(0.99),
        at(0.99) / 50.0,
        at(1.0)
    );
    for (took, status, address) in times.iter().rev().take(5) {
        println!("  {:.0} ms {status} {address}", took.as_secs_f64() * 1000.0);
    }
}

/// Each sort of address alone, one after the other: milliseconds an answer.
pub fn alone(server: &Server, addresses: &[String]) {
    let mut sorts: BTreeMap<String, (u32, Duration)> = BTreeMap::new();
    for address in addresses.iter().take(1000) {
        let sort = address.split_once('?').map_or_else(
            || address.rsplit_once('/').map_or("", |(sort, _)| sort).to_owned(),
            |(path, query)| {
                let names = query.split('&').map(|one| one.split('=').next().unwrap_or(""));
                format!("{path}?{}", names.collect::<Vec<_>>().join("&"))
            },
        );
        let began = Instant::now();
        get(&server.address, address);
        let (times, took) = sorts.entry(sort).or_default();
        *times += 1;
        *took += began.elapsed();
    }
    for (sort, (times, took)) in sorts {
        println!("  {sort:24} {:.2} ms a piece of {times}", took.as_secs_f64() * 1000.0 / f64::from(times));
    }
}
