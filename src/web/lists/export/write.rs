//! A list written as CSV, JSON or a workbook.

use std::path::Path;

use rust_xlsxwriter::{Format, Workbook, XlsxError};

use super::follow::Work;
use super::{Form, List, Order, Portion, SHEET, too_long};
use crate::domain::Text;
use crate::lang::Lang;
use crate::store::Tx;
use crate::store::portal::Listing;
use crate::text;
use crate::web::ask::Stop;
use crate::web::site::Site;

/// Writes the list into the work's file.
pub fn write(work: &Work, site: &Site, tx: &mut Tx<'_>, order: &Order) -> Result<(), Stop> {
    match order.form {
        Form::Csv => csv(work, site, tx, order),
        Form::Json => json(work, site, tx, order),
        Form::Xlsx => xlsx(work.path(), site, tx, order),
    }
}

/// Hands over the list portion by portion.
fn each(
    site: &Site,
    tx: &mut Tx<'_>,
    order: &Order,
    mut take: impl FnMut(&Portion) -> Result<(), Stop>,
) -> Result<(), Stop> {
    let mut listing = order.listing.clone();
    loop {
        let portion = match (order.list.read)(site, tx, &listing, order.lang) {
            // What several filters leave was forgotten meanwhile.
            Err(Stop::Later(lack)) => {
                site.fill(&lack)?;
                (order.list.read)(site, tx, &listing, order.lang)?
            }
            portion => portion?,
        };
        take(&portion)?;
        let Some(next) = portion.next else { return Ok(()) };
        listing = Listing { after: Some(next), ..listing };
    }
}

fn headings(list: &List, lang: Lang) -> Vec<String> {
    list.columns.iter().map(|column| lang.say_id(&format!("web-col-{column}"))).collect()
}

fn fault(error: std::io::Error) -> Text {
    text!("web-export", error = error)
}

fn csv(work: &Work, site: &Site, tx: &mut Tx<'_>, order: &Order) -> Result<(), Stop> {
    let mut line = "\u{feff}".as_bytes().to_vec();
    csv_line(&mut line, &headings(order.list, order.lang));
    work.add(&line).map_err(fault)?;
    each(site, tx, order, |portion| {
        line.clear();
        portion.rows.iter().for_each(|row| csv_line(&mut line, row));
        Ok(work.add(&line).map_err(fault)?)
    })
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

fn json(work: &Work, site: &Site, tx: &mut Tx<'_>, order: &Order) -> Result<(), Stop> {
    let mut between = "[\n";
    let mut bytes = Vec::new();
    each(site, tx, order, |portion| {
        bytes.clear();
        for doc in &portion.docs {
            bytes.extend_from_slice(between.as_bytes());
            bytes.extend_from_slice(doc.as_bytes());
            between = ",\n";
        }
        Ok(work.add(&bytes).map_err(fault)?)
    })?;
    let end = if between == "[\n" { "[]\n" } else { "\n]\n" };
    Ok(work.add(end.as_bytes()).map_err(fault)?)
}

/// A sheet whose rows go to the disk as they come.
fn xlsx(path: &Path, site: &Site, tx: &mut Tx<'_>, order: &Order) -> Result<(), Stop> {
    let fault = |error: XlsxError| text!("web-export", error = error.to_string());
    let mut book = Workbook::new();
    // Rows lie beside the file, not where the system keeps its small things.
    if let Some(folder) = path.parent() {
        book.set_tempdir(folder).map_err(fault)?;
    }
    let sheet = book.add_worksheet_with_constant_memory().map_err(fault)?;
    let bold = Format::new().set_bold();
    for (at, heading) in (0..).zip(headings(order.list, order.lang)) {
        sheet.write_string_with_format(0, at, heading, &bold).map_err(fault)?;
    }
    let mut row_number = 1;
    each(site, tx, order, |portion| {
        for row in &portion.rows {
            // A document may be several rows.
            if u64::from(row_number) > SHEET {
                return Err(too_long());
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
    Ok(book.save(path).map_err(fault)?)
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
