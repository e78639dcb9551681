//! The log: its checkpoint, its keys, who has cosigned, its entries.

use std::path::{Path, PathBuf};

use crate::domain::Result;
use crate::log::{Resource, SignedCheckpoint, TileReader, TileSource};
use crate::record::Entry;
use crate::store::Tx;
use crate::text;
use crate::web::ask::{Ask, Stop, with_query};
use crate::web::view::{Block, Facts, Page, Piece, Table, cell, cells, code, grouped, link};

/// Entries on a page.
const PAGE: u64 = 50;

fn read(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).map_err(|error| text!("web-file", error = error))
}

/// Tiles as they lie in the folder.
struct Folder(PathBuf);

impl TileSource for Folder {
    fn fetch(&mut self, resource: Resource) -> Result<Vec<u8>> {
        read(&self.0.join(resource.path()))
    }
}

/// The log's entries, each proven against the checkpoint.
fn reader(folder: &Path) -> Result<(SignedCheckpoint, TileReader<Folder>)> {
    let checkpoint = SignedCheckpoint::parse(&read(&folder.join("checkpoint"))?)?;
    let reader = TileReader::new(checkpoint.head(), Folder(folder.to_owned()));
    Ok((checkpoint, reader))
}

/// `/log`.
pub fn page(ask: &Ask<'_>, _: &mut Tx<'_>) -> Result<Page, Stop> {
    let face = ask.now.face.as_ref().ok_or(Stop::Early)?;
    let mut page = Page::new("/log", ask.t("web-nav-log")).lead(ask.t("web-log-lead"));
    let before = match ask.get("before") {
        "" => u64::MAX,
        text => text.parse().ok().filter(|n| *n > 0).ok_or_else(|| Stop::Bad(text!("web-bad-from")))?,
    };
    page.hidden = before != u64::MAX;
    let (checkpoint, mut reader) = reader(&ask.site.log)?;
    let head = checkpoint.head();

    page.section("checkpoint", ask.t("web-log-checkpoint"));
    page.text(ask.t("web-log-checkpoint-words"));
    let mut facts = Facts::default();
    facts.put(ask.t("web-log-size"), cell(grouped(head.size)));
    facts.put(ask.t("web-log-root"), cell(code(head.root.to_string())));
    facts.put(ask.t("web-log-keys"), cells(face.log_keys.iter().map(code)));
    page.add(Block::Facts(facts));
    page.add(Block::Code(checkpoint.write()));
    page.add(Block::Line(cell(link(ask.t("web-log-download"), "/log/checkpoint"))));

    page.section("witnesses", ask.t("web-log-witnesses"));
    page.text(ask.t("web-log-witnesses-words"));
    let mut table = Table::new(
        ask.t("web-log-witnesses"),
        &[ask.t("web-log-witness"), format!("#{}", ask.t("web-log-cosigned")), ask.t("web-col-at")],
    );
    table.empty = ask.t("web-log-no-witnesses");
    for witness in &face.witnesses {
        let size = if witness.size == 0 { ask.t("web-log-not-yet") } else { grouped(witness.size) };
        // Not as code, which keeps to one line in a table.
        table.rows.push(vec![cell(witness.key.as_str()), cell(size), cell(ask.moment(&witness.at))]);
    }
    page.add(Block::Table(table));

    page.section("entries", ask.t("web-log-entries"));
    page.text(ask.t("web-log-entries-words"));
    let last = head.size.min(before.saturating_sub(1));
    let first = last.saturating_sub(PAGE) + 1;
    let mut table = Table::new(
        ask.t("web-log-entries"),
        &[ask.t("web-col-seq"), ask.t("web-col-at"), ask.t("web-col-step"), ask.t("web-col-about")],
    );
    table.empty = ask.t("web-log-empty");
    for seq in (first..=last).rev() {
        let entry = Entry::parse(&reader.entry(seq - 1)?)?;
        table.rows.push(vec![
            cell(link(seq.to_string(), ask.to(&format!("/log/entries/{seq}")))),
            cell(ask.moment(entry.text("at"))),
            cell(ask.word("step", entry.kind.name)),
            cell(about(ask, &entry)),
        ]);
    }
    page.add(Block::Table(table));
    let mut links = Vec::new();
    if last < head.size {
        links.push((ask.t("web-log-newest"), ask.to("/log"), "first"));
    }
    if first > 1 && last > 0 {
        let older = with_query(&ask.to("/log"), &[("before", &first.to_string())]);
        links.push((ask.t("web-log-older"), older, "next"));
    }
    let total = ask.say(&text!("web-log-total", count = head.size, shown = grouped(head.size)));
    page.add(Block::Pager { label: ask.t("web-pages"), total, links });
    Ok(page)
}

/// What an entry is about, leading to the plan's page.
fn about(ask: &Ask<'_>, entry: &Entry) -> Piece {
    match entry.text("plan") {
        "" => code(entry.subject().get(..12).unwrap_or_default()),
        // A plan may not be public yet, so it is named and not linked to.
        plan => Piece::from(ask.say(&text!("web-log-plan", plan = plan))),
    }
}

/// `/log/entries/{seq}`.
pub fn entry(ask: &Ask<'_>, _: &mut Tx<'_>) -> Result<Page, Stop> {
    let seq: u64 = ask.arg(0).parse().map_err(|_| Stop::Missing)?;
    let (checkpoint, mut reader) = reader(&ask.site.log)?;
    let size = checkpoint.head().size;
    if seq == 0 || seq > size {
        return Err(Stop::Missing);
    }
    let bytes = reader.entry(seq - 1)?;
    let entry = Entry::parse(&bytes)?;
    let mut page = Page::new("/log", ask.say(&text!("web-entry-name", seq = seq)))
        .lead(ask.say(&text!("web-entry-lead", size = grouped(size))))
        .crumb(ask.t("web-nav-log"), ask.to("/log"));
    page.kicker = ask.word("step", entry.kind.name);
    let mut facts = Facts::default();
    facts.put(ask.t("web-col-at"), cell(ask.moment(entry.text("at"))));
    facts.put(ask.t("web-col-step"), cell(ask.word("step", entry.kind.name)));
    facts.put(ask.t("web-col-about"), cell(about(ask, &entry)));
    page.add(Block::Facts(facts));
    page.section("members", ask.t("web-entry-members"));
    page.text(ask.t("web-entry-hidden"));
    let mut members = Facts::default();
    let hidden: Vec<&str> = entry.kind.hidden().collect();
    for (name, value) in &entry.body {
        let words = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let mut pieces = vec![code(words)];
        if hidden.contains(&name.as_str()) {
            pieces.push(Piece::from(ask.t("web-entry-commitment")).mark("quiet"));
        }
        members.put(name.as_str(), pieces);
    }
    page.add(Block::Facts(members));
    page.section("bytes", ask.t("web-entry-bytes"));
    page.add(Block::Code(String::from_utf8_lossy(&bytes).into_owned()));
    let mut links = Vec::new();
    if seq > 1 {
        links.push((ask.t("web-page-previous"), ask.to(&format!("/log/entries/{}", seq - 1)), "prev"));
    }
    if seq < size {
        links.push((ask.t("web-page-next"), ask.to(&format!("/log/entries/{}", seq + 1)), "next"));
    }
    page.add(Block::Pager { label: ask.t("web-pages"), total: String::new(), links });
    Ok(page)
}
