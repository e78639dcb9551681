//! The portal's pages over TCP: every page in both languages, links, headers,
//! kept answers, parts of files, lists as files, hostile names and addresses.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;

use choucha::domain::progress::Quiet;
use choucha::publication::public::{Company, Document, Draw, ResultPage, Visit};
use choucha::store::portal::{self, Entry, Listing};
use choucha::web::{Options, Site, publish, router};
use choucha::workflow::portal::{open, refresh};
use choucha::workflow::results::{self, Chosen};
use choucha::workflow::{Office, Paths};
use proptest::prelude::*;
use proptest::string::string_regex;
use proptest::test_runner::TestRunner;

use crate::kit::Fixture;
use crate::office::drawn;
use crate::portal::publish_full;
use crate::portal::results::{accept, one, visits};
use crate::tiny::{PLAN, at, code};

/// A name that would like to be markup.
const HOSTILE: &str = "<script>alert(1)</script>\"'&甲";

/// A site with results: one in force, one corrected, one withdrawn; and one
/// company with a hostile name.
struct Stage {
    dir: tempfile::TempDir,
    site: Arc<Site>,
    address: SocketAddr,
    _runtime: tokio::runtime::Runtime,
}

fn office(dir: &std::path::Path) -> Office {
    let mut office = drawn(dir);
    publish_full(&office, dir);
    let portal = open(&office.paths, 1).unwrap();
    refresh(&office, &portal, &Quiet).unwrap();
    let visits = visits(&portal);
    at(&mut office, "2026-10-21T09:00:00+08:00");
    for (visit, finding) in visits.iter().zip(["发现问题待后续处理", "未发现问题", "未发现问题"])
    {
        results::record(&office, PLAN, &one(visit, 0, finding), &Quiet).unwrap();
    }
    accept(&mut office);
    results::publish(&office, PLAN, &Chosen::default()).unwrap();
    at(&mut office, "2026-10-22T09:00:00+08:00");
    results::correct(&office, PLAN, &one(&visits[0], 0, "未发现问题"), "录入有误", &Quiet).unwrap();
    accept(&mut office);
    results::publish(&office, PLAN, &Chosen::default()).unwrap();
    let department = visits[1].teams[0].department.as_str();
    results::withdraw(&office, PLAN, &visits[1].visit.to_string(), Some(department), "决定被撤销").unwrap();
    refresh(&office, &portal, &Quiet).unwrap();
    let mut hostile: Company = portal.read(|tx| portal::get(tx, &code(1))).unwrap().unwrap();
    hostile.code = "X-HOSTILE".into();
    hostile.name = HOSTILE.into();
    portal
        .write(|tx| {
            let title = HOSTILE.to_owned();
            let entry =
                Entry { doc: hostile, sort: "0".into(), facets: Vec::new(), title, text: "=1+1".into() };
            portal::put(tx, vec![entry])
        })
        .unwrap();
    office
}

/// The office all stages begin with.
static OFFICE: Fixture = Fixture::new(|dir| drop(office(dir)));

fn stage() -> Stage {
    let dir = OFFICE.fresh();
    let paths = Paths { dir: dir.path().join("office") };
    let site = site(&paths, false);
    let router = router(Arc::clone(&site)).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
    let address = listener.local_addr().unwrap();
    runtime.spawn(async move { axum::serve(listener, router).await });
    Stage { dir, site, address, _runtime: runtime }
}

fn site(paths: &Paths, plain: bool) -> Arc<Site> {
    let options = Options { base: "https://example.gov.cn/".into(), plain, ..Options::default() };
    Arc::new(Site::new(open(paths, 2).unwrap(), paths.clone(), options).unwrap())
}

struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }
    fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }
}

impl Stage {
    /// One request, byte for byte as given.
    fn raw(&self, request: &[u8]) -> Option<Answer> {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.write_all(request).ok()?;
        let mut reader = BufReader::new(stream);
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let status = line.split(' ').nth(1)?.parse().ok()?;
        let mut headers = Vec::new();
        loop {
            line.clear();
            reader.read_line(&mut line).ok()?;
            match line.trim_end().split_once(": ") {
                Some((name, value)) => headers.push((name.to_ascii_lowercase(), value.to_owned())),
                None => break,
            }
        }
        let mut body = Vec::new();
        reader.read_to_end(&mut body).ok()?;
        let mut answer = Answer { status, headers, body };
        if answer.header("transfer-encoding") == "chunked" {
            answer.body = unchunked(&answer.body);
        }
        Some(answer)
    }

    fn ask(&self, method: &str, path: &str, headers: &str) -> Answer {
        let request = format!("{method} {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{headers}\r\n");
        self.raw(request.as_bytes()).unwrap_or_else(|| panic!("{method} {path}"))
    }

    fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, "")
    }

    fn first<D: Document>(&self) -> D {
        let one = Listing { limit: 1, ..Listing::default() };
        self.site.portal.read(|tx| portal::list::<D>(tx, &one)).unwrap().items.remove(0)
    }
}

fn unchunked(mut bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    while let Some(end) = bytes.windows(2).position(|two| two == b"\r\n") {
        let length = usize::from_str_radix(std::str::from_utf8(&bytes[..end]).unwrap(), 16).unwrap();
        if length == 0 {
            break;
        }
        out.extend_from_slice(&bytes[end + 2..end + 2 + length]);
        bytes = &bytes[end + 4 + length..];
    }
    out
}

/// Addresses a page links to.
fn links(html: &str) -> Vec<String> {
    let mut out = Vec::new();
    for attribute in [" href=\"", " src=\""] {
        for piece in html.split(attribute).skip(1) {
            let link = piece.split('"').next().unwrap().replace("&#38;", "&");
            out.push(link.split('#').next().unwrap().to_owned());
        }
    }
    out.retain(|link| !link.is_empty());
    out
}

/// Every tag that is opened is closed, in order.
fn well_formed(html: &str) -> Result<(), String> {
    const VOID: [&str; 7] = ["meta", "link", "input", "br", "hr", "img", "progress_"];
    let mut open: Vec<String> = Vec::new();
    for piece in html.split('<').skip(1) {
        let tag = piece.split('>').next().ok_or("a tag without end")?;
        let name: String =
            tag.trim_start_matches('/').chars().take_while(|c| c.is_ascii_alphanumeric()).collect();
        if tag.starts_with('!') || tag.ends_with('/') || VOID.contains(&name.as_str()) {
            continue;
        }
        if tag.starts_with('/') {
            let last = open.pop().ok_or_else(|| format!("</{name}> closes nothing"))?;
            if last != name {
                return Err(format!("<{last}> is closed by </{name}>"));
            }
        } else {
            open.push(name);
        }
    }
    if open.is_empty() { Ok(()) } else { Err(format!("left open: {open:?}")) }
}

#[test]
fn every_page_in_both_languages_and_every_link_resolves() {
    let stage = stage();
    let (mut todo, mut seen) = (vec!["/".to_owned(), "/en/".to_owned()], BTreeSet::new());
    let mut pages = 0;
    let mut kinds = BTreeSet::new();
    while let Some(path) = todo.pop() {
        if !seen.insert(path.clone()) {
            continue;
        }
        let answer = stage.get(&path);
        assert_eq!(answer.status, 200, "{path}");
        if !answer.header("content-type").starts_with("text/html") {
            continue;
        }
        pages += 1;
        let html = answer.text();
        well_formed(&html).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert!(html.contains(if path.starts_with("/en") {
            "<html lang=\"en\">"
        } else {
            "<html lang=\"zh-CN\">"
        }));
        assert_eq!(html.matches("<h1>").count(), 1, "{path}");
        let ids: Vec<&str> =
            html.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "{path}: an id stands twice");
        assert!(
            !html.contains("<style") && !html.contains(" style=") && !html.contains(" onclick"),
            "{path}"
        );
        assert!(!html.contains("<script>") && !html.contains("alert(1)</script>"), "{path}");
        assert!(!html.contains(">web-"), "{path}: a message is missing");
        kinds.insert(
            path.split('/').nth(if path.starts_with("/en/") { 2 } else { 1 }).unwrap_or_default().to_owned(),
        );
        for link in links(&html) {
            if link.starts_with('/') && !link.starts_with("//") {
                todo.push(link);
            } else {
                assert!(
                    link.starts_with("https://example.gov.cn/") || link == "#main",
                    "{path} leads to {link}"
                );
            }
        }
    }
    assert!(pages > 200, "{pages}");
    for kind in [
        "plans",
        "draws",
        "visits",
        "results",
        "notices",
        "companies",
        "items",
        "officers",
        "log",
        "check",
        "about",
    ] {
        assert!(kinds.contains(kind), "no page of {kind}");
    }
}

#[test]
fn headers_tags_and_errors() {
    let stage = stage();
    let page = stage.get("/draws/1");
    let policy = page.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
    assert_eq!(page.header("x-content-type-options"), "nosniff");
    assert_eq!(page.header("referrer-policy"), "same-origin");
    // Unchanged: nothing is sent again; in gzip it is another one.
    let tag = page.header("etag").to_owned();
    assert!(tag.len() > 10);
    let again = stage.ask("GET", "/draws/1", &format!("if-none-match: {tag}\r\n"));
    assert_eq!((again.status, again.body.len()), (304, 0));
    let packed = stage.ask("GET", "/draws/1", "accept-encoding: gzip\r\n");
    assert_eq!(packed.header("content-encoding"), "gzip");
    assert!(packed.body.len() < page.body.len() / 2 && packed.header("etag") != tag);
    let head = stage.ask("HEAD", "/draws/1", "");
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert_eq!(head.header("content-length"), page.body.len().to_string());
    for path in ["/assets/style.css", "/feedback", "/results.csv", "/log/checkpoint", "/feed/plans.atom"] {
        let (whole, head) = (stage.get(path), stage.ask("HEAD", path, ""));
        assert_eq!((head.status, head.body.len()), (200, 0), "{path}");
        assert_eq!(head.header("content-length"), whole.body.len().to_string(), "{path}");
    }
    // A new edition has new tags.
    stage.site.turn().unwrap();
    assert_eq!(stage.ask("GET", "/draws/1", &format!("if-none-match: {tag}\r\n")).status, 304);

    for (path, status) in [
        ("/nothing", 404),
        ("/en/nothing", 404),
        ("/plans/none", 404),
        ("/draws/999", 404),
        ("/log/entries/0", 404),
        ("/log/entries/99999999999999999999", 404),
        ("/results?after=%21", 400),
        ("/search?q=x&kind=secrets", 400),
        ("/search?q=x&from=-1", 400),
        ("/plans/%ff", 400),
        ("/results.csv?after=1", 400),
        ("/en", 200),
    ] {
        let answer = stage.get(path);
        assert_eq!(answer.status, status, "{path}");
        assert!(!answer.header("content-security-policy").is_empty(), "{path}");
    }
    for path in ["/plans", "/assets/style.css", "/bundles/x/y"] {
        let answer = stage.ask("POST", path, "content-length: 0\r\n");
        assert_eq!(answer.status, 405, "{path}");
        assert!(answer.header("allow").contains("GET"), "{path}");
    }
    assert!(stage.get("/nothing").text().contains("没有这个页面"));
    assert!(stage.get("/en/nothing").text().contains("There is no such page"));
}

#[test]
fn results_corrected_and_withdrawn() {
    let stage = stage();
    let list = stage.get("/results").text();
    assert!(list.contains("有更正"));
    let corrected = list.split("有更正").next().unwrap().rsplit("/results/").next().unwrap();
    let corrected = corrected.split('"').next().unwrap();
    let page = stage.get(&format!("/results/{corrected}")).text();
    assert!(page.contains("录入有误") && page.contains("发现问题待后续处理") && page.contains("未发现问题"));
    let notices = stage.get("/notices").text();
    let id = notices.split("/notices/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    for (path, status) in [(format!("/results/{id}"), 410), (format!("/notices/{id}"), 200)] {
        let notice = stage.get(&path);
        assert_eq!(notice.status, status);
        assert!(notice.text().contains("决定被撤销"));
    }
    assert!(!stage.get("/feed/results.atom").text().contains(&format!("/results/{id}<")));
    let filtered = stage.get("/results?problem=yes").text();
    assert!(filtered.contains("共 0 条") && filtered.contains("没有符合条件的内容"));
}

#[test]
fn a_company_is_found_and_told_why() {
    let stage = stage();
    let visit: Visit = stage.first();
    let page = stage.get(&format!("/companies/{}", visit.code)).text();
    assert!(page.contains("抽中") && page.contains("sha256sum") && page.contains(&visit.name));
    let page = stage.get(&format!("/en/companies?code={}", visit.code.to_lowercase())).text();
    assert!(page.contains(&format!("/en/companies/{}", visit.code)));
    // Any substring; a name that would like to be markup is words.
    let some: String = visit.name.chars().skip(1).collect();
    let found = stage.get(&format!("/search?q={}&kind=companies", escape(&some))).text();
    assert!(found.contains(&visit.name));
    let found = stage.get(&format!("/search?q={}", escape("<script>"))).text();
    assert!(found.contains("&#60;script&#62;") && !found.contains("<script>"));
    assert!(stage.get("/search?q=%00%01").status == 200);
}

fn escape(text: &str) -> String {
    text.bytes().map(|b| format!("%{b:02X}")).collect()
}

#[test]
fn lists_page_through_everything_and_come_as_files() {
    let stage = stage();
    let (mut path, mut seen, mut pages) = ("/companies".to_owned(), BTreeSet::new(), 0);
    loop {
        let html = stage.get(&path).text();
        for piece in html.split("href=\"/companies/").skip(1) {
            seen.insert(piece.split('"').next().unwrap().to_owned());
        }
        pages += 1;
        let Some(next) = links(&html).into_iter().find(|link| link.contains("after=")) else { break };
        path = next;
        assert!(pages < 10);
    }
    // Forty firms and the hostile one.
    assert_eq!(seen.len(), 41);
    for list in ["plans", "draws", "visits", "results", "notices", "companies", "items", "officers"] {
        for english in ["", "/en"] {
            let csv = stage.get(&format!("{english}/{list}.csv"));
            assert_eq!(csv.status, 200, "{list}");
            assert!(csv.body.starts_with(b"\xef\xbb\xbf") && csv.text().lines().count() > 1, "{list}");
            let json: serde_json::Value =
                serde_json::from_slice(&stage.get(&format!("{english}/{list}.json")).body).unwrap();
            assert!(!json.as_array().unwrap().is_empty(), "{list}");
            let xlsx = stage.get(&format!("{english}/{list}.xlsx"));
            assert!(
                xlsx.body.starts_with(b"PK") && xlsx.header("content-disposition").contains(list),
                "{list}"
            );
        }
    }
    let result: ResultPage = stage.first();
    let some = stage.get(&format!("/results.json?department={}", escape(&result.department))).text();
    assert!(some.contains(&result.id));
    assert_eq!(stage.get("/results.json?department=none").text(), "[]\n");
    let map = stage.get("/sitemap.xml").text();
    assert!(map.contains("<loc>https://example.gov.cn/en/draws/1</loc>"));
    assert!(stage.get("/robots.txt").text().contains("Sitemap: https://example.gov.cn/sitemap.xml"));
    let feed = stage.get("/feed/plans.atom");
    assert!(feed.header("content-type").starts_with("application/atom+xml") && feed.text().contains(PLAN));
}

#[test]
fn bundles_and_tiles_as_bytes_and_no_way_out() {
    let stage = stage();
    let draw: Draw = stage.first();
    let (name, digest, bytes) = draw.files.iter().find(|(name, ..)| name == "plan.json").unwrap();
    let path = format!("/bundles/{}/{name}", draw.bundle);
    let whole = stage.get(&path);
    assert_eq!((whole.status, whole.body.len() as u64), (200, *bytes));
    assert_eq!(whole.header("etag"), format!("\"{digest}\""));
    assert!(whole.header("cache-control").contains("immutable"));
    let part = stage.ask("GET", &path, "range: bytes=10-19\r\naccept-encoding: gzip\r\n");
    assert_eq!((part.status, part.body.as_slice()), (206, &whole.body[10..20]));
    let stale = stage.ask("GET", &path, "range: bytes=10-19\r\nif-range: \"other\"\r\n");
    assert_eq!(stale.status, 200);
    let fresh = stage.ask("GET", &path, &format!("range: bytes=10-19\r\nif-range: \"{digest}\"\r\n"));
    assert_eq!(fresh.status, 206);
    assert_eq!(stage.ask("GET", &path, "range: bytes=999999999-\r\n").status, 416);
    assert_eq!(stage.ask("GET", &path, &format!("if-none-match: \"{digest}\"\r\n")).status, 304);
    assert_eq!(stage.get(&format!("/bundles/{}/", draw.bundle)).status, 303);

    // Files that are made anew: of another one than was begun no part is sent.
    for path in ["/results.csv", "/log/checkpoint"] {
        let whole = stage.get(path);
        let (tag, date) = (whole.header("etag").to_owned(), whole.header("last-modified").to_owned());
        let old = "Sun, 06 Nov 1994 08:49:37 GMT".to_owned();
        for (named, status) in [(tag.clone(), 206), (date, 206), ("\"other\"".into(), 200), (old, 200)] {
            let part = stage.ask("GET", path, &format!("range: bytes=3-5\r\nif-range: {named}\r\n"));
            let expected = if status == 206 { &whole.body[3..6] } else { &whole.body[..] };
            assert_eq!((part.status, part.body.as_slice()), (status, expected), "{path} {named}");
        }
        assert_eq!(stage.ask("GET", path, &format!("if-none-match: {tag}\r\n")).status, 304, "{path}");
    }

    let checkpoint = stage.get("/log/checkpoint");
    assert!(checkpoint.status == 200 && checkpoint.header("content-type").starts_with("text/plain"));
    let size: u64 = checkpoint.text().lines().nth(1).unwrap().parse().unwrap();
    assert_eq!(stage.get(&format!("/log/tile/0/000.p/{size}")).body.len() as u64, 32 * size);
    assert_eq!(stage.get(&format!("/log/tile/entries/000.p/{size}")).status, 200);

    let long = "a".repeat(300);
    for way in [
        "..",
        "../office.db",
        "%2e%2e/office.db",
        "%2e%2e%2foffice.db",
        "..%2f..%2foffice.db",
        "plan.json%00",
        "%00",
        ".hidden",
        "frames/../../../../office.db",
        "/etc/passwd",
        "%2fetc%2fpasswd",
        "..%5coffice.db",
        &long,
        "log/../../public.db",
    ] {
        for prefix in [
            format!("/bundles/{}", draw.bundle),
            "/bundles".into(),
            "/log/tile".into(),
            "/assets".into(),
            "/log".into(),
        ] {
            let answer = stage.get(&format!("{prefix}/{way}"));
            assert!([400, 404].contains(&answer.status), "{prefix}/{way}: {}", answer.status);
        }
    }
}

#[test]
fn no_input_makes_it_fail() {
    let stage = stage();
    // Parsed once, not for each of the requests.
    let like = |pattern| string_regex(pattern).unwrap();
    let some = prop_oneof![
        like("[a-z0-9/._%-]{0,40}"),
        like(
            "(/en)?/(plans|draws|results|companies|items|officers|visits|notices|log/entries|bundles|assets|log/tile|search)/?[ -~]{0,20}"
        ),
        like(
            "/(results|companies|search|log|plans|visits|officers)(\\.csv|\\.json)?\\?(q|after|from|before|kind|finding|area|code|department)=([a-zA-Z0-9%_-]{0,30}|%[0-9A-F]{2}|(%E[0-9]%[89AB][0-9A-F]%[89AB][0-9A-F]){1,5})"
        ),
        like("/draws/[0-9]{0,25}(/visits)?\\?after=[A-Za-z0-9_-]{0,60}"),
    ];
    let methods = prop_oneof![8 => Just("GET"), 1 => Just("HEAD"), 1 => Just("POST"), 1 => Just("OPTIONS"), 1 => Just("PUT")];
    let headers = prop_oneof![
        4 => Just(String::new()),
        1 => like("(range|if-range|if-none-match|accept-encoding|accept-language): [ -~]{0,30}\r\n"),
    ];
    let config = ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() };
    let mut runner = TestRunner::new(config);
    runner
        .run(&(methods, some, headers), |(method, path, headers)| {
            let path = if path.starts_with('/') { path } else { format!("/{path}") };
            let path = path.replace(' ', "%20");
            let request =
                format!("{method} {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{headers}\r\n");
            if let Some(answer) = stage.raw(request.as_bytes()) {
                prop_assert!(answer.status < 500, "{}: {}", request, answer.status);
            }
            Ok(())
        })
        .unwrap();
    assert_eq!(stage.get("/").status, 200);
}

#[test]
fn the_static_edition_holds_every_page_and_its_links_lead_somewhere() {
    let stage = stage();
    let paths = Paths { dir: stage.site.paths.dir.clone() };
    let folder = stage.dir.path().join("site");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("mine.txt"), "mine").unwrap();
    let refused = publish(site(&paths, true), &folder, &Quiet).unwrap_err();
    assert_eq!(refused.id, "web-folder-foreign");
    std::fs::remove_file(folder.join("mine.txt")).unwrap();
    // Twice: the second takes the first one's place.
    for _ in 0..2 {
        let published = publish(site(&paths, true), &folder, &Quiet).unwrap();
        assert_eq!(published.broken, Vec::<String>::new());
        assert!(published.pages > 200 && published.files > 40, "{published:?}");
    }
    let mut pages = Vec::new();
    let mut folders = vec![folder.clone()];
    while let Some(dir) = folders.pop() {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "html") {
                pages.push(path);
            }
        }
    }
    for page in pages {
        let html = std::fs::read_to_string(&page).unwrap();
        for link in links(&html) {
            if link.starts_with("https://") || link.starts_with('#') {
                continue;
            }
            assert!(!link.starts_with('/'), "{}: {link}", page.display());
            let bare: Vec<u8> = link.split('%').enumerate().fold(Vec::new(), |mut out, (at, piece)| {
                if at == 0 {
                    out.extend(piece.bytes());
                } else {
                    out.push(u8::from_str_radix(&piece[..2], 16).unwrap());
                    out.extend(piece[2..].bytes());
                }
                out
            });
            let target = page.parent().unwrap().join(String::from_utf8(bare).unwrap());
            let target = if link.ends_with('/') { target.join("index.html") } else { target };
            assert!(target.is_file(), "{}: {link}", page.display());
        }
    }
    assert!(folder.join("log/checkpoint").is_file() && folder.join("404.html").is_file());
    // Nobody answers behind plain files: a company is looked for in the frames.
    let served = stage.get("/draws/1").text();
    let plain = std::fs::read_to_string(folder.join("draws/1/index.html")).unwrap();
    assert!(served.contains("data-api=\"/api/v1\"") && !plain.contains("data-api"));
    assert!(plain.contains("data-bundle=\"../../bundles/") && plain.contains("逐行查找"));
}

/// Every message that pages and templates name is in both languages.
#[test]
fn every_word_of_a_page_is_in_the_catalogue() {
    use choucha::lang::Lang;
    let mut folders = vec![std::path::PathBuf::from("src/web")];
    let mut named = 0;
    while let Some(dir) = folders.pop() {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs" || end == "html") {
                let text = std::fs::read_to_string(&path).unwrap();
                for piece in text.split("\"web-").skip(1) {
                    let id = format!("web-{}", piece.split('"').next().unwrap());
                    if id.contains('{') {
                        continue;
                    }
                    named += 1;
                    for lang in [Lang::Zh, Lang::En] {
                        assert!(lang.has(&id), "{}: {id}", path.display());
                    }
                }
            }
        }
    }
    assert!(named > 300, "{named}");
}
