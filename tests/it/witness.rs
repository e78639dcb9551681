//! A witness never gives two cosignatures that cannot both be true, whatever
//! it is asked, whatever fails, and whenever it is killed.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use choucha::domain::{Digest, Result, Text, merkle};
use choucha::lang::Lang;
use choucha::log::witness::{Request, Response};
use choucha::log::{
    Algorithm, Appender, Node, SignedCheckpoint, SignerKey, TreeHead, VerifierKey, check_consistency,
    prove_consistency,
};
use choucha::witness::{Point, What, Witness, add_logs, client, drop_log, init, no_points, status};
use proptest::prelude::*;

const ORIGIN: &str = "虚构局.example/log";
const NOW: u64 = 1_790_000_000;
const TIMEOUT: Duration = Duration::from_secs(60);

fn log_key() -> SignerKey {
    SignerKey::from_seed(ORIGIN, Algorithm::Ed25519, &[1; 32]).unwrap()
}

/// A history of entries, and its proofs.
#[derive(Clone)]
struct History(Vec<Digest>);

impl History {
    fn honest() -> Self {
        Self((0..64).map(|number| merkle::leaf(format!("entry {number}").as_bytes())).collect())
    }

    /// The same, but for one entry.
    fn forked(at: usize) -> Self {
        let mut leaves = Self::honest().0;
        leaves[at] = merkle::leaf(b"another");
        Self(leaves)
    }

    fn head(&self, size: u64) -> TreeHead {
        let mut appender = Appender::new();
        self.0[..size as usize].iter().for_each(|leaf| appender.push(*leaf));
        appender.head()
    }

    fn proof(&self, old: u64, new: u64) -> Result<Vec<Digest>> {
        let mut hashes = |node: Node| {
            let from = (node.index << node.level) as usize;
            let mut appender = Appender::new();
            self.0[from..from + (1 << node.level)].iter().for_each(|leaf| appender.push(*leaf));
            Ok(appender.head().root)
        };
        prove_consistency(old, new, &mut hashes)
    }

    fn signed(&self, size: u64) -> SignedCheckpoint {
        SignedCheckpoint::sign(self.head(size), &log_key()).unwrap()
    }

    fn request(&self, old: u64, size: u64) -> Request {
        let proof = self.proof(old.min(size), size).unwrap();
        Request { old, proof, checkpoint: self.signed(size) }
    }

    fn body(&self, old: u64, size: u64) -> Vec<u8> {
        self.request(old, size).write().into_bytes()
    }
}

/// A new witness that watches the log.
fn set_up(dir: &Path) -> VerifierKey {
    let key = init(dir, "某市司法局", &[2; 32], &no_points()).unwrap();
    add_logs(dir, &[log_key().verifier().clone()], &no_points()).unwrap();
    key
}

fn open(dir: &Path) -> Witness {
    Witness::open(dir, Lang::Zh, no_points()).unwrap()
}

fn fails_at(countdown: &Arc<AtomicI64>) -> Point {
    let countdown = Arc::clone(countdown);
    Box::new(move |what| {
        if countdown.fetch_sub(1, Ordering::SeqCst) == 0 {
            Err(Text::new("injected").with("at", what))
        } else {
            Ok(())
        }
    })
}

/// That the cosignature is the witness's, over that checkpoint.
fn holds(witness: &VerifierKey, checkpoint: &SignedCheckpoint, response: &Response) -> bool {
    matches!(response, Response::Cosigned(all) if client::pick(witness, checkpoint, all).is_ok())
}

#[test]
fn it_agrees_refuses_and_writes_down_why() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path().join("witness");
    let key = set_up(&dir);
    let (honest, forked) = (History::honest(), History::forked(3));
    let mut witness = open(&dir);
    assert_eq!(witness.key(), &key);
    let mut ask = |body: &[u8], now| witness.answer(body, now).unwrap();
    assert!(holds(&key, &honest.signed(5), &ask(&honest.body(0, 5), NOW)));
    assert_eq!(ask(&honest.body(0, 9), NOW), Response::Conflict(5));
    assert!(holds(&key, &honest.signed(9), &ask(&honest.body(5, 9), NOW + 5)));
    assert!(holds(&key, &honest.signed(9), &ask(&honest.body(9, 9), NOW + 6)));
    for (body, status) in [
        (forked.body(9, 12), 422),
        (forked.body(9, 9), 422),
        (honest.body(9, 8), 400),
        (b"old 9\n".to_vec(), 400),
        (honest.request(9, 12).write().replace(ORIGIN, "别的局.example/log").into_bytes(), 404),
        (honest.request(9, 12).write().replace("\n12\n", "\n13\n").into_bytes(), 403),
    ] {
        for _ in 0..2 {
            let answer = ask(&body, NOW + 7);
            assert_eq!(answer.status(), status);
            assert!(answer.body().trim().chars().any(|c| ('一'..='龥').contains(&c)), "{}", answer.body());
        }
    }
    // What the log signed is kept once, in words; what anyone could send is not.
    let known = status(&dir).unwrap();
    assert!(known.running);
    assert_eq!((known.cosigned, known.refused.len()), (3, 3));
    assert_eq!((known.logs[0].size, known.logs[0].root), (Some(9), Some(honest.head(9).root)));
    assert_eq!(known.logs[0].at.as_deref(), Some("2026-09-21T14:13:26+00:00"));
    assert_eq!(known.refused[1].what, What::Refused);
    assert!(known.refused[1].words.contains("分叉") && known.refused[2].words.contains("变短"));
    let evidence = dir.join("refused").join(known.refused[0].evidence.as_ref().unwrap());
    assert_eq!(fs::read(evidence).unwrap(), forked.body(9, 12));
    drop(witness);
    assert!(!status(&dir).unwrap().running);
}

#[test]
fn a_clock_set_back_stops_it() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path().join("witness");
    let key = set_up(&dir);
    let honest = History::honest();
    let mut witness = open(&dir);
    witness.answer(&honest.body(0, 5), NOW).unwrap();
    assert_eq!(witness.answer(&honest.body(5, 6), NOW - 3600).unwrap_err().id, "witness-clock");
    // Put right by a little, it stands still rather than run backwards.
    let answer = witness.answer(&honest.body(5, 6), NOW - 30).unwrap();
    let mut signed = honest.signed(6);
    let Response::Cosigned(all) = answer else { panic!("{answer:?}") };
    signed.add(all[0].clone());
    assert_eq!(signed.cosignatures(&[key]).unwrap()[0].time, NOW);
}

#[test]
fn its_folder_is_guarded() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path().join("witness");
    assert_eq!(Witness::open(&dir, Lang::Zh, no_points()).unwrap_err().id, "witness-missing");
    assert_eq!(status(&dir).unwrap_err().id, "witness-missing");
    assert_eq!(add_logs(&dir, &[], &no_points()).unwrap_err().id, "witness-missing");
    assert!(!dir.exists());
    let key = set_up(&dir);
    assert_eq!(init(&dir, "别的局", &[3; 32], &no_points()).unwrap_err().id, "witness-exists");
    assert_eq!(add_logs(&dir, &[key], &no_points()).unwrap_err().id, "log-key-purpose");
    let open_error = || Witness::open(&dir, Lang::Zh, no_points()).unwrap_err().id;
    {
        let mut witness = open(&dir);
        assert_eq!(open_error(), "witness-locked");
        let honest = History::honest();
        witness.answer(&honest.body(0, 5), NOW).unwrap();
        fs::copy(memory(&dir), dir.join("kept")).unwrap();
        witness.answer(&honest.body(5, 9), NOW).unwrap();
        // Its word on a log it no longer believes.
        drop_log(&dir, log_key().verifier(), &no_points()).unwrap();
        assert_eq!(drop_log(&dir, log_key().verifier(), &no_points()).unwrap_err().id, "witness-log-unknown");
        assert_eq!(witness.answer(&honest.body(9, 10), NOW).unwrap().status(), 404);
        add_logs(&dir, &[log_key().verifier().clone()], &no_points()).unwrap();
        assert_eq!(witness.answer(&honest.body(0, 10), NOW).unwrap(), Response::Conflict(9));
    }
    // An earlier state put back; a state made up; none at all.
    let good = fs::read(memory(&dir)).unwrap();
    fs::copy(dir.join("kept"), memory(&dir)).unwrap();
    assert_eq!(open_error(), "witness-memory-behind");
    fs::write(memory(&dir), String::from_utf8(good.clone()).unwrap().replace("\n9\n", "\n8\n")).unwrap();
    assert_eq!(open_error(), "witness-memory-broken");
    fs::write(memory(&dir), &good[..good.len() / 2]).unwrap();
    assert_eq!(open_error(), "witness-memory-broken");
    fs::remove_file(memory(&dir)).unwrap();
    assert_eq!(open_error(), "witness-memory-behind");
    fs::write(memory(&dir), &good).unwrap();
    drop(open(&dir));
    // A journal line cut short by a crash is passed over, and the next whole.
    let journal = dir.join("journal.jsonl");
    let cut = fs::read(&journal).unwrap();
    fs::write(&journal, &cut[..cut.len() - 20]).unwrap();
    let mut witness = open(&dir);
    witness.answer(&History::honest().body(9, 10), NOW).unwrap();
    assert_eq!(status(&dir).unwrap().cosigned, 2);
    drop(witness);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let key = dir.join("witness.key");
        assert_eq!(key.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        fs::set_permissions(&key, fs::Permissions::from_mode(0o640)).unwrap();
        assert_eq!(open_error(), "witness-key-open");
    }
}

/// A program that another thread starts at that moment holds a copy of every
/// open file until it is loaded, and must not hold the lock with it.
#[test]
fn its_lock_ends_with_it() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path().join("witness");
    set_up(&dir);
    let done = Arc::new(AtomicI64::new(0));
    let others: Vec<_> = (0..2)
        .map(|_| {
            let done = Arc::clone(&done);
            std::thread::spawn(move || {
                while done.load(Ordering::SeqCst) == 0 {
                    choucha(&["--version"], &[]).stdout(Stdio::null()).status().unwrap();
                }
            })
        })
        .collect();
    for _ in 0..300 {
        let witness = open(&dir);
        assert!(status(&dir).unwrap().running);
        drop(witness);
        assert!(!status(&dir).unwrap().running);
    }
    done.store(1, Ordering::SeqCst);
    others.into_iter().for_each(|other| other.join().unwrap());
}

fn memory(dir: &Path) -> PathBuf {
    dir.join("memory").join(Digest::of(ORIGIN.as_bytes()).to_string())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Random requests out of two histories, every write failing somewhere
    /// (lost, or done and reported lost), the process dying and coming back.
    #[test]
    fn no_fault_makes_it_sign_two_histories(
        steps in prop::collection::vec((any::<bool>(), 0_u64..64, 0_u64..64, any::<bool>(), 0_i64..14, any::<bool>()), 1..20),
        fork in 0_usize..40,
    ) {
        let dir = tempfile::tempdir().unwrap();
        let dir = dir.path().join("witness");
        let key = set_up(&dir);
        let (honest, forked) = (History::honest(), History::forked(fork));
        let countdown = Arc::new(AtomicI64::new(-1));
        let mut witness = Witness::open(&dir, Lang::Zh, fails_at(&countdown)).unwrap();
        let mut given: Vec<(TreeHead, bool)> = Vec::new();
        for (now, (honestly, size, old, knowing, fault, dies)) in (NOW..).zip(steps) {
            let history = if honestly { &honest } else { &forked };
            let latest = status(&dir).unwrap().logs[0].size.unwrap_or(0);
            let old = if knowing { latest } else { old };
            countdown.store(fault, Ordering::SeqCst);
            let answer = witness.answer(&history.body(old, size), now);
            countdown.store(-1, Ordering::SeqCst);
            match answer {
                Ok(answer @ Response::Cosigned(_)) => {
                    prop_assert!(holds(&key, &history.signed(size), &answer));
                    given.push((history.head(size), honestly));
                }
                Ok(_) => {}
                Err(fault) => prop_assert_eq!(fault.id, "injected"),
            }
            if dies {
                drop(witness);
                witness = Witness::open(&dir, Lang::Zh, fails_at(&countdown)).unwrap();
            }
        }
        for pair in given.windows(2) {
            let [(before, _), (after, honestly)] = pair else { unreachable!() };
            let history = if *honestly { &honest } else { &forked };
            let proof = history.proof(before.size, after.size).unwrap();
            prop_assert!(check_consistency(before, after, &proof).is_ok());
        }
        // It still works: the history it is on goes on, the other does not.
        let latest = status(&dir).unwrap().logs[0].clone();
        let (size, root) = (latest.size.unwrap_or(0), latest.root);
        let on = if root.is_none_or(|root| root == honest.head(size).root) { &honest } else { &forked };
        let answer = witness.answer(&on.body(size, 64), NOW + 1000).unwrap();
        prop_assert!(holds(&key, &on.signed(64), &answer));
    }
}

fn choucha(args: &[&str], points: &[(&str, String)]) -> Command {
    let mut command = crate::kit::choucha(Path::new("."));
    command.args(args).envs(points.iter().map(|(name, value)| (*name, value.as_str())));
    command
}

fn run(args: &[&str], points: &[(&str, String)]) -> Output {
    choucha(args, points).output().unwrap()
}

/// By file exchange, the program killed or a write failing at every point.
#[test]
fn killed_at_every_write_it_keeps_to_one_history() {
    let root = tempfile::tempdir().unwrap();
    let path = |name: &str| root.path().join(name).to_str().unwrap().to_owned();
    let (honest, forked) = (History::honest(), History::forked(3));
    let file = |name: &str, body: Vec<u8>| {
        fs::write(path(name), body).unwrap();
        path(name)
    };
    let (first, fork) = (file("first", honest.body(5, 9)), file("fork", forked.body(5, 8)));
    let (second, fork_on) = (file("second", honest.body(9, 12)), file("fork-on", forked.body(9, 12)));
    for how in ["CHOUCHA_CRASH_AT", "CHOUCHA_FAIL_AT"] {
        let mut stopped = 0;
        for at in 1.. {
            let dir = path(&format!("{how}-{at}"));
            let key = set_up(Path::new(&dir));
            open(Path::new(&dir)).answer(&honest.body(0, 5), NOW).unwrap();
            let answer = path(&format!("answer-{how}-{at}"));
            let done = run(&["witness", "sign", &dir, &first, "-o", &answer], &[(how, at.to_string())]);
            let given = fs::read(&answer).ok().map(|bytes| Response::parse_file(&bytes).unwrap());
            if let Some(given) = &given {
                assert!(holds(&key, &honest.signed(9), given), "{how} {at}");
            }
            let size = status(Path::new(&dir)).unwrap().logs[0].size;
            assert!(given.is_none() || size == Some(9), "{how} {at}: signed what it does not remember");
            let again = |request: &str, name: &str| {
                let answer = path(&format!("{name}-{how}-{at}"));
                let done = run(&["witness", "sign", &dir, request, "-o", &answer], &[]);
                let answer = Response::parse_file(&fs::read(&answer).unwrap()).unwrap();
                assert_eq!(done.status.code(), Some(if answer.status() == 200 { 0 } else { 1 }));
                answer
            };
            if size == Some(9) {
                assert_eq!(again(&fork, "a"), Response::Conflict(9));
                assert_eq!(again(&fork_on, "b").status(), 422);
                assert_eq!(again(&first, "c"), Response::Conflict(9));
                assert!(holds(&key, &honest.signed(12), &again(&second, "d")), "{how} {at}");
            } else {
                assert_eq!(again(&fork, "a").status(), 422);
                assert!(holds(&key, &honest.signed(9), &again(&first, "b")), "{how} {at}");
            }
            if done.status.success() {
                break;
            }
            stopped += 1;
        }
        assert!(stopped >= 7, "{how}: only {stopped} points");
    }
}

/// The real service on a port of its own.
struct Service(Child, String);

impl Service {
    fn start(dir: &str) -> Self {
        let mut child = choucha(&["witness", "serve", dir, "--listen", "127.0.0.1:0", "--lang", "en"], &[])
            .stderr(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stderr.as_mut().unwrap()).read_line(&mut line).unwrap();
        let address = line.split_once("listens on ").unwrap_or_else(|| panic!("{line}")).1;
        let address = address.split(';').next().unwrap().to_owned();
        Self(child, address)
    }

    fn url(&self) -> String {
        format!("http://{}", self.1)
    }

    /// A raw request; status and body.
    fn raw(&self, request: &[u8]) -> (u16, String) {
        let mut stream = TcpStream::connect(&self.1).unwrap();
        let _ = stream.write_all(request);
        let mut answer = String::new();
        let _ = stream.read_to_string(&mut answer);
        let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        (status, answer.split_once("\r\n\r\n").map(|(_, body)| body.to_owned()).unwrap_or_default())
    }

    fn get(&self, path: &str) -> (u16, String) {
        self.raw(format!("GET {path} HTTP/1.1\r\nhost: w\r\nconnection: close\r\n\r\n").as_bytes())
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn the_service_and_its_client() {
    let root = tempfile::tempdir().unwrap();
    let dir = root.path().join("witness").to_str().unwrap().to_owned();
    let key = set_up(Path::new(&dir));
    let honest = History::honest();
    let service = Service::start(&dir);
    let cosign = |url: &str, history: &History, old: u64, size: u64| {
        let signed = history.signed(size);
        let signature = client::cosign(url, &key, &signed, old, |from| history.proof(from, size), TIMEOUT)?;
        assert!(key.verifies(signed.note().text(), &signature));
        Ok::<_, Text>(signature)
    };
    let url = service.url();
    cosign(&url, &honest, 0, 7).unwrap();
    // It asks again by itself from where the witness stands.
    cosign(&url, &honest, 3, 20).unwrap();
    cosign(&(url.clone() + "/"), &honest, 0, 21).unwrap();
    assert_eq!(cosign(&url, &honest, 3, 20).unwrap_err().id, "witness-ahead");
    let refused = cosign(&url, &History::forked(2), 21, 30).unwrap_err();
    assert_eq!((refused.id, refused.arg("status").unwrap().as_str()), ("witness-refuses", "422"));
    // Another witness than the one whose key we hold.
    let other = SignerKey::from_seed("别的局", Algorithm::CosignatureV1, &[9; 32]).unwrap();
    let signed = honest.signed(21);
    let mistaken = client::cosign(&url, other.verifier(), &signed, 21, |_| Ok(vec![]), TIMEOUT);
    assert_eq!(mistaken.unwrap_err().id, "witness-cosignature");
    assert_eq!(client::ask("ftp://w", &honest.request(0, 1), TIMEOUT).unwrap_err().id, "witness-url");
    let nobody = client::ask("http://127.0.0.1:9", &honest.request(0, 1), TIMEOUT);
    assert_eq!(nobody.unwrap_err().id, "witness-unreachable");
    let plain = client::ask(&url.replace("http:", "https:"), &honest.request(0, 1), TIMEOUT);
    assert_eq!(plain.unwrap_err().id, "witness-unreachable");

    // Only one process at a time; logs are added under way.
    let second = run(&["witness", "serve", &dir, "--listen", "127.0.0.1:0", "--json"], &[]);
    assert_eq!(second.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&second.stdout).contains("witness-locked"));
    let newcomer = SignerKey::from_seed("new.example", Algorithm::Ed25519, &[8; 32]).unwrap();
    let first = SignedCheckpoint::sign(honest.head(1), &newcomer).unwrap();
    let first = Request { old: 0, proof: vec![], checkpoint: first };
    assert_eq!(client::ask(&url, &first, TIMEOUT).unwrap().status(), 404);
    let added = run(&["witness", "add-log", &dir, &newcomer.verifier().to_string()], &[]);
    assert!(added.status.success());
    assert_eq!(client::ask(&url, &first, TIMEOUT).unwrap().status(), 200);

    // What monitors read.
    let hash = Digest::of(ORIGIN.as_bytes());
    let (code, body) = service.get(&format!("/{hash}/checkpoint"));
    let served = SignedCheckpoint::parse(body.as_bytes()).unwrap();
    assert_eq!((code, served.head()), (200, honest.head(21)));
    served.check_signed(&[log_key().verifier().clone()]).unwrap();
    assert_eq!(served.cosignatures(std::slice::from_ref(&key)).unwrap().len(), 1);
    for path in ["/", "/checkpoint", "/..%2f..%2fwitness.key/checkpoint", "/witness.key/checkpoint"] {
        assert_eq!(service.get(path).0, 404, "{path}");
    }
    assert_eq!(service.get(&format!("/{}/checkpoint", Digest::of(b"unknown"))).0, 404);
    assert_eq!(service.get("/add-checkpoint").0, 405);
    // Nonsense, too much, and people who connect and say nothing.
    let post = |body: &[u8]| {
        let head = format!(
            "POST /add-checkpoint HTTP/1.1\r\nhost: w\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        service.raw(&[head.as_bytes(), body].concat()).0
    };
    assert_eq!(post(b""), 400);
    assert_eq!(post(b"\xff\xfe"), 400);
    assert_eq!(post(&vec![b'a'; 300_000]), 413);
    let _idle: Vec<TcpStream> = (0..20).map(|_| TcpStream::connect(&service.1).unwrap()).collect();
    cosign(&url, &honest, 21, 22).unwrap();

    // Killed without warning and started again.
    drop(service);
    let service = Service::start(&dir);
    assert_eq!(client::ask(&service.url(), &honest.request(0, 30), TIMEOUT).unwrap(), Response::Conflict(22));
    cosign(&service.url(), &honest, 22, 30).unwrap();
}

#[test]
fn asked_by_many_at_once_it_never_goes_back() {
    let root = tempfile::tempdir().unwrap();
    let dir = root.path().join("witness").to_str().unwrap().to_owned();
    let key = set_up(Path::new(&dir));
    let honest = History::honest();
    let service = Service::start(&dir);
    let url = service.url();
    let cosigned: Vec<u64> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..6_u64)
            .map(|thread| {
                let (honest, key, url) = (&honest, &key, &url);
                scope.spawn(move || {
                    let mut given = Vec::new();
                    for size in (1..=60).filter(|size| size % 6 == thread) {
                        let signed = honest.signed(size);
                        let asked =
                            client::cosign(url, key, &signed, 0, |from| honest.proof(from, size), TIMEOUT);
                        match asked {
                            Ok(_) => given.push(size),
                            // Others were faster.
                            Err(fault) => {
                                assert!(["witness-ahead", "witness-refuses"].contains(&fault.id), "{fault}")
                            }
                        }
                    }
                    given
                })
            })
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    let known = status(Path::new(&dir)).unwrap();
    assert_eq!(known.logs[0].size, cosigned.iter().copied().max());
    assert_eq!(known.logs[0].root, Some(honest.head(known.logs[0].size.unwrap()).root));
    assert!(known.refused.is_empty());
    // In the order it signed, sizes only grow.
    let journal = fs::read_to_string(Path::new(&dir).join("journal.jsonl")).unwrap();
    let sizes: Vec<u64> = journal
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["size"].as_u64().unwrap())
        .collect();
    assert!(sizes.is_sorted() && sizes.len() >= cosigned.len(), "{sizes:?}");
}

#[cfg(unix)]
#[test]
fn asked_to_stop_it_stops_in_order() {
    let root = tempfile::tempdir().unwrap();
    let dir = root.path().join("witness").to_str().unwrap().to_owned();
    set_up(Path::new(&dir));
    let mut service = Service::start(&dir);
    let killed = Command::new("kill").args(["-TERM", &service.0.id().to_string()]).status().unwrap();
    assert!(killed.success());
    assert_eq!(service.0.wait().unwrap().code(), Some(0));
}

#[test]
fn the_commands() {
    let root = tempfile::tempdir().unwrap();
    let path = |name: &str| root.path().join(name).to_str().unwrap().to_owned();
    let dir = path("witness");
    let json = |args: &[&str]| -> serde_json::Value {
        let output = run(&[args, &["--json"]].concat(), &[]);
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{output:?}"))
    };
    let made = json(&["witness", "init", &dir, "--name", "某市司法局"]);
    let key = VerifierKey::parse(made["result"]["key"].as_str().unwrap()).unwrap();
    assert_eq!(key.algorithm(), Algorithm::CosignatureV1);
    assert_eq!(json(&["witness", "init", &dir, "--name", "x"])["error"]["id"], "witness-exists");
    assert_eq!(
        json(&["witness", "init", &path("other"), "--name", "有 空格"])["error"]["id"],
        "log-key-name"
    );
    assert!(!Path::new(&path("other")).exists());
    let vkey = log_key().verifier().to_string();
    assert_eq!(json(&["witness", "add-log", &dir, &log_key().secret()])["error"]["id"], "log-key-private");
    assert_eq!(json(&["witness", "add-log", &dir, &vkey])["result"]["new"][0], vkey.as_str());
    assert_eq!(json(&["witness", "add-log", &dir, &vkey])["result"]["new"].as_array().unwrap().len(), 0);
    // The superior department's policy names more.
    let superior = SignerKey::from_seed("county2.example/log", Algorithm::Ed25519, &[4; 32]).unwrap();
    let policy = format!("log {vkey}\nlog {}\nquorum none\n", superior.verifier());
    fs::write(path("policy"), policy).unwrap();
    let added = json(&["witness", "add-log", &dir, "--policy", &path("policy")]);
    assert_eq!(added["result"]["keys"].as_array().unwrap().len(), 2);
    assert_eq!(json(&["witness", "drop-log", &dir, &vkey])["result"]["keys"].as_array().unwrap().len(), 1);
    json(&["witness", "add-log", &dir, &vkey]);

    fs::write(path("request"), History::honest().body(0, 5)).unwrap();
    let signed = json(&["witness", "sign", &dir, &path("request"), "-o", &path("answer")]);
    assert_eq!(signed["result"]["status"], 200);
    let answer = Response::parse_file(&fs::read(path("answer")).unwrap()).unwrap();
    assert!(holds(&key, &History::honest().signed(5), &answer));
    let again = json(&["witness", "sign", &dir, &path("request"), "-o", &path("answer")]);
    assert_eq!(again["error"]["id"], "file-exists");
    let page = run(&["witness", "status", &dir, "--lang", "zh"], &[]);
    let page = String::from_utf8(page.stdout).unwrap();
    assert!(page.contains("某市司法局") && page.contains(ORIGIN) && page.contains("未在运行"), "{page}");
}
