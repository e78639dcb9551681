//! The folder's contents, SHA256SUMS, and the spelling of files.

use super::{Base, Case, Files};

pub fn cases() -> Vec<Case> {
    let case = |name, edit, id, file| Case { base: Base::Any, name, edit, id, file };
    vec![
        case("a file more", |f| add(f, "notes.txt"), "checker-unknown-file", "notes.txt"),
        case("a hidden file", |f| add(f, ".draw.csv.swp"), "checker-unknown-file", ".draw.csv.swp"),
        case("a strange frame", |f| add(f, "frames/P1.csv"), "checker-unknown-file", "frames/P1.csv"),
        case("a frame more", |f| add(f, "frames/p9.csv"), "checker-frame-unplanned", "frames/p9.csv"),
        case("no teams", |f| drop(f, "teams.csv"), "checker-missing", "teams.csv"),
        case("no amendments", |f| drop(f, "amendments.csv"), "checker-missing", "amendments.csv"),
        case("a frame less", |f| drop(f, "frames/p2.csv"), "checker-missing", "frames/p2.csv"),
        case("no SHA256SUMS", no_sums, "checker-missing", "SHA256SUMS"),
        case("what a sealed draw shows", still_sealed, "checker-still-sealed", "."),
        case("a digest less", |f| sums(f, |l| l.truncate(5)), "checker-sums-lacks", "SHA256SUMS"),
        case("digests reordered", |f| sums(f, |l| l.swap(1, 2)), "checker-sums-order", "SHA256SUMS"),
        case("digest of nothing", |f| sums(f, of_nothing), "checker-sums-surplus", "SHA256SUMS"),
        case("digest of itself", |f| sums(f, of_itself), "checker-sums-surplus", "SHA256SUMS"),
        case(
            "binary mode",
            |f| sums(f, |l| l[0] = l[0].replace("  ", " *")),
            "checker-sums-line",
            "SHA256SUMS",
        ),
        case("capitals", |f| sums(f, |l| l[0] = l[0].to_uppercase()), "checker-sums-line", "SHA256SUMS"),
        case("SHA256SUMS cut", cut_sums, "checker-no-last-lf", "SHA256SUMS"),
        case("CRLF", |f| text(f, "quota.csv", |t| t.replace('\n', "\r\n")), "checker-crlf", "quota.csv"),
        case("CRLF behind the header", |f| line(f, "visits.csv", |l| l + "\r"), "checker-crlf", "visits.csv"),
        case("BOM", |f| text(f, "draw.csv", |t| format!("\u{feff}{t}")), "checker-bom", "draw.csv"),
        case(
            "no last LF",
            |f| text(f, "teams.csv", |t| t.trim_end().into()),
            "checker-no-last-lf",
            "teams.csv",
        ),
        case("needless quotes", needless, "csv-needless-quotes", "quota.csv"),
        case("a bare quote", |f| line(f, "visits.csv", |l| l + "\""), "csv-quote", "visits.csv"),
        case("a column renamed", |f| text(f, "visits.csv", rename), "checker-header", "visits.csv"),
        case(
            "nothing at all",
            |f| text(f, "short.csv", |_| String::new()),
            "checker-empty-file",
            "short.csv",
        ),
        case("a tab", |f| line(f, "quota.csv", |l| l.replacen(',', "\t,", 1)), "text-control", "quota.csv"),
        case("not UTF-8", |f| f.bytes("teams.csv", |b| b[40] = 0xff), "checker-not-utf8", "teams.csv"),
        case("a field less", |f| line(f, "draw.csv", |l| l.replacen(',', "", 1)), "csv-fields", "draw.csv"),
        case("a field more", |f| line(f, "visits.csv", |l| l + ",x"), "csv-fields", "visits.csv"),
        case("an empty line", |f| f.edit("teams.csv", |l| l.push(String::new())), "csv-fields", "teams.csv"),
        case(
            "a leading zero",
            |f| line(f, "visits.csv", |l| format!("0{l}")),
            "checker-number",
            "visits.csv",
        ),
        case("a sign", |f| line(f, "teams.csv", |l| format!("+{l}")), "checker-number", "teams.csv"),
    ]
}

fn add(f: &mut Files, name: &str) {
    f.0.insert(name.to_owned(), f.0["frames/p1.csv"].clone());
    f.seal();
}

fn drop(f: &mut Files, name: &str) {
    f.0.remove(name);
    f.seal();
}

fn no_sums(f: &mut Files) {
    f.0.remove("SHA256SUMS");
}

fn still_sealed(f: &mut Files) {
    f.0.retain(|name, _| ["SHA256SUMS", "plan.json"].contains(&name.as_str()));
}

/// Changes SHA256SUMS and leaves it so.
fn sums(f: &mut Files, change: fn(&mut Vec<String>)) {
    let mut lines = f.lines("SHA256SUMS");
    change(&mut lines);
    f.put("SHA256SUMS", &lines);
}

fn of_nothing(lines: &mut Vec<String>) {
    let line = lines[0].replace("amendments.csv", "another.csv");
    lines.insert(1, line);
}

fn of_itself(lines: &mut Vec<String>) {
    let line = lines[0].replace("amendments.csv", "SHA256SUMS");
    lines.insert(0, line);
}

fn cut_sums(f: &mut Files) {
    f.0.get_mut("SHA256SUMS").unwrap().pop();
}

fn text(f: &mut Files, name: &str, change: fn(String) -> String) {
    f.bytes(name, |bytes| *bytes = change(String::from_utf8(std::mem::take(bytes)).unwrap()).into_bytes());
}

/// Changes the first data line.
fn line(f: &mut Files, name: &str, change: fn(String) -> String) {
    f.edit(name, |lines| lines[1] = change(std::mem::take(&mut lines[1])));
}

fn needless(f: &mut Files) {
    line(f, "quota.csv", |l| {
        let (part, rest) = l.split_once(',').unwrap();
        format!("\"{part}\",{rest}")
    });
}

fn rename(text: String) -> String {
    text.replacen("ticket", "Ticket", 1)
}
