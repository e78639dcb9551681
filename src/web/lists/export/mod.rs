//! Lists as files: made once an edition when first asked for, then sent like
//! any file, in parts where wanted.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use rust_xlsxwriter::{Format, Workbook, XlsxError};
use tokio::task::spawn_blocking;

use super::{Listed, wanted};
use crate::domain::{Digest, Result, Text};
use crate::lang::Lang;
use crate::publication::public::{Company, Draw, ItemPage, Kind, Notice, Officer, Plan, ResultPage, Visit};
use crate::store::portal::{self, Listing};
use crate::text;
use crate::web::ask::Stop;
use crate::web::pages::{Asked, errors, html};
use crate::web::site::Site;

/// A form a list can be had in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// For spreadsheets: UTF-8 with a byte order mark, one heading row.
    Csv,
    /// The documents themselves, an array.
    Json,
    /// A workbook.
    Xlsx,
}

impl Form {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Csv, Self::Xlsx, Self::Json];

    /// How its files end.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Xlsx => "xlsx",
        }
    }

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Csv => "CSV",
            Self::Json => "JSON",
            Self::Xlsx => "XLSX",
        }
    }

    const fn kind(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Json => "application/json",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

/// A list there are files of.
#[derive(Debug)]
pub struct List {
    /// Of what.
    pub kind: Kind,
    facets: &'static [&'static str],
    columns: &'static [&'static str],
    read: fn(&Site, &Listing, Lang) -> Result<Portion>,
}

/// A part of a list: the documents, their rows, and where it goes on.
struct Portion {
    docs: Vec<String>,
    rows: Vec<Vec<String>>,
    next: Option<portal::Cursor>,
    total: u64,
}

const fn list<D: Listed>() -> List {
    List { kind: D::KIND, facets: D::FACETS, columns: D::COLUMNS, read: read::<D> }
}

/// All of them.
pub static LISTS: &[List] = &[
    list::<Plan>(),
    list::<Draw>(),
    list::<Visit>(),
    list::<ResultPage>(),
    list::<Notice>(),
    list::<Company>(),
    list::<ItemPage>(),
    list::<Officer>(),
];

fn read<D: Listed>(site: &Site, listing: &Listing, lang: Lang) -> Result<Portion> {
    let page = site.portal.read(|tx| portal::list::<D>(tx, listing))?;
    let docs = page.items.iter().map(|doc| serde_json::to_string(doc).unwrap_or_default()).collect();
    Ok(Portion {
        docs,
        rows: page.items.iter().flat_map(|doc| doc.rows(lang)).collect(),
        next: page.next,
        total: page.total,
    })
}

/// Documents read at a time, so that no reader waits long for the database.
const PORTION: u64 = 500;
/// A workbook's sheet holds no more rows.
const SHEET: u64 = 1_048_575;
/// Files kept; the oldest go first.
const KEPT: usize = 60;

/// The file of a list, narrowed down as its address says.
pub async fn file(site: Arc<Site>, list: &'static List, form: Form, request: Request) -> Response {
    let asked = Asked::new(request.uri(), Some(Vec::new()));
    let making = Arc::clone(&site);
    let made = spawn_blocking(move || {
        asked.with(&making, |ask| -> std::result::Result<PathBuf, Box<Response>> {
            let path = wanted(ask, list.facets).and_then(|mut listing| {
                if ask.now.face.is_none() {
                    return Err(Stop::Early);
                }
                listing.after = None;
                listing.limit = PORTION;
                make(&making, list, form, &listing, ask.lang, ask.now.number)
            });
            path.map_err(|stop| Box::new(html(ask, &errors::page(ask, &stop))))
        })
    });
    let path = match made.await {
        Ok(Ok(path)) => path,
        Ok(Err(response)) => return *response,
        Err(_) => return errors::broken(site, request, &text!("web-export", error = "join")).await,
    };
    let mut response = crate::web::files::send(site, &path, form.kind(), None, "no-cache", request).await;
    let name = format!("attachment; filename=\"{}.{}\"", list.kind.name(), form.ending());
    if let Ok(name) = HeaderValue::from_str(&name) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    }
    response
}

/// The file's place; makes it where it is not there yet.
fn make(
    site: &Site,
    list: &List,
    form: Form,
    listing: &Listing,
    lang: Lang,
    edition: u64,
) -> std::result::Result<PathBuf, Stop> {
    let english = lang == Lang::En;
    let asked = format!("{}\n{edition}\n{english}\n{:?}", list.kind.name(), listing.filters);
    let name = format!("{}.{}", &Digest::of(asked.as_bytes()).to_string()[..32], form.ending());
    let path = site.exports.join(name);
    if path.is_file() {
        return Ok(path);
    }
    let first = (list.read)(site, listing, lang)?;
    if form == Form::Xlsx && first.total > SHEET {
        return Err(Stop::Bad(text!("web-export-long", rows = first.total, most = SHEET)));
    }
    let fault = |error: &std::io::Error| text!("web-export", error = error);
    std::fs::create_dir_all(&site.exports).map_err(|error| fault(&error))?;
    tidy(&site.exports);
    // Two who ask at once write aside each, and the later rename changes nothing.
    let aside =
        path.with_extension(format!("{:?}.aside", std::thread::current().id()).replace(['(', ')'], ""));
    let written = match form {
        Form::Csv => csv(&aside, site, list, listing, lang, first),
        Form::Json => json(&aside, site, list, listing, lang, first),
        Form::Xlsx => xlsx(&aside, site, list, listing, lang, first),
    };
    if let Err(error) = written {
        let _ = std::fs::remove_file(&aside);
        return Err(error.into());
    }
    std::fs::rename(&aside, &path).map_err(|error| fault(&error))?;
    Ok(path)
}

/// Keeps the folder small.
fn tidy(folder: &Path) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut files: Vec<(SystemTime, PathBuf)> = entries
        .filter_map(|entry| entry.ok())
        .map(|entry| {
            let at = entry.metadata().and_then(|data| data.modified()).unwrap_or(SystemTime::UNIX_EPOCH);
            (at, entry.path())
        })
        .collect();
    files.sort();
    let over = files.len().saturating_sub(KEPT);
    for (_, path) in files.into_iter().take(over) {
        let _ = std::fs::remove_file(path);
    }
}

/// Hands over the list portion by portion.
fn each(
    site: &Site,
    list: &List,
    listing: &Listing,
    lang: Lang,
    first: Portion,
    mut take: impl FnMut(&Portion) -> Result<()>,
) -> Result<()> {
    let mut portion = first;
    loop {
        take(&portion)?;
        let Some(next) = portion.next else { return Ok(()) };
        let listing = Listing { after: Some(next), ..listing.clone() };
        portion = (list.read)(site, &listing, lang)?;
    }
}

fn headings(list: &List, lang: Lang) -> Vec<String> {
    list.columns.iter().map(|column| lang.say_id(&format!("web-col-{column}"))).collect()
}

fn fault(error: std::io::Error) -> Text {
    text!("web-export", error = error)
}

fn csv(path: &Path, site: &Site, list: &List, listing: &Listing, lang: Lang, first: Portion) -> Result<()> {
    let mut out = BufWriter::new(File::create(path).map_err(fault)?);
    out.write_all("\u{feff}".as_bytes()).map_err(fault)?;
    let mut line = Vec::new();
    csv_line(&mut line, &headings(list, lang));
    out.write_all(&line).map_err(fault)?;
    each(site, list, listing, lang, first, |portion| {
        line.clear();
        portion.rows.iter().for_each(|row| csv_line(&mut line, row));
        out.write_all(&line).map_err(fault)
    })?;
    out.flush().map_err(fault)
}

/// A row as spreadsheets read it, with nothing they would take for a formula.
fn csv_line(out: &mut Vec<u8>, row: &[String]) {
    for (at, field) in row.iter().enumerate() {
        if at > 0 {
            out.push(b',');
        }
        let formula = field.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
        let field = if formula { format!("'{field}") } else { field.clone() };
        if field.contains(['"', ',', '\n', '\r', ';']) {
            out.push(b'"');
            out.extend_from_slice(field.replace('"', "\"\"").as_bytes());
            out.push(b'"');
        } else {
            out.extend_from_slice(field.as_bytes());
        }
    }
    out.extend_from_slice(b"\r\n");
}

fn json(path: &Path, site: &Site, list: &List, listing: &Listing, lang: Lang, first: Portion) -> Result<()> {
    let mut out = BufWriter::new(File::create(path).map_err(fault)?);
    let mut between = "[\n";
    each(site, list, listing, lang, first, |portion| {
        for doc in &portion.docs {
            out.write_all(between.as_bytes()).and_then(|()| out.write_all(doc.as_bytes())).map_err(fault)?;
            between = ",\n";
        }
        Ok(())
    })?;
    let end = if between == "[\n" { "[]\n" } else { "\n]\n" };
    out.write_all(end.as_bytes()).and_then(|()| out.flush()).map_err(fault)
}

fn xlsx(path: &Path, site: &Site, list: &List, listing: &Listing, lang: Lang, first: Portion) -> Result<()> {
    let fault = |error: XlsxError| text!("web-export", error = error.to_string());
    let mut book = Workbook::new();
    let sheet = book.add_worksheet_with_constant_memory().map_err(fault)?;
    let bold = Format::new().set_bold();
    for (at, heading) in (0..).zip(headings(list, lang)) {
        sheet.write_string_with_format(0, at, heading, &bold).map_err(fault)?;
    }
    let mut row_number = 1;
    each(site, list, listing, lang, first, |portion| {
        for row in &portion.rows {
            if u64::from(row_number) > SHEET {
                return Err(text!("web-export-long", rows = u64::from(row_number), most = SHEET));
            }
            for (at, field) in (0..).zip(row) {
                // A cell holds 32,767 characters.
                let field: String = field.chars().take(32_000).collect();
                sheet.write_string(row_number, at, field).map_err(fault)?;
            }
            row_number += 1;
        }
        Ok(())
    })?;
    book.save(path).map_err(fault)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_csv_is_a_formula() {
        let line = |field: &str| {
            let mut out = Vec::new();
            csv_line(&mut out, &[field.to_owned(), "x".to_owned()]);
            String::from_utf8(out).unwrap()
        };
        assert_eq!(line("=cmd|' /C calc'!A0"), "'=cmd|' /C calc'!A0,x\r\n");
        assert_eq!(line("@SUM(1,2)"), "\"'@SUM(1,2)\",x\r\n");
        assert_eq!(line("a \"b\""), "\"a \"\"b\"\"\",x\r\n");
        assert_eq!(line("甲"), "甲,x\r\n");
    }
}
