//! The calendar as a table for other programs.

use super::Sheet;
use crate::domain::csv::write_row;

impl Sheet {
    /// CSV, one row a visit that has a date, by date and number:
    /// `date,visit,code,name,area,department,inspectors,names,workday`, with a row
    /// for each department that goes. `workday` is `notice` where a notice of
    /// the State Council decides the day, `assumed` where the fallback does.
    /// With a byte order mark, without which spreadsheets misread Chinese.
    pub fn csv(&self) -> Vec<u8> {
        let mut out = "\u{feff}".as_bytes().to_vec();
        out.extend_from_slice(b"date,visit,code,name,area,department,inspectors,names,workday\n");
        for (date, event) in self.dated() {
            let surely = if self.workdays.known(date) { "notice" } else { "assumed" };
            let (day, visit) = (date.to_string(), event.visit.to_string());
            for (department, team) in &event.teams {
                let certificates: Vec<&str> = team.iter().map(|m| m.certificate.as_str()).collect();
                let names: Vec<&str> = team.iter().map(|m| m.name.as_str()).collect();
                write_row(
                    &mut out,
                    &[
                        day.as_str(),
                        &visit,
                        &event.code,
                        &event.name,
                        &event.area,
                        department,
                        &certificates.join(";"),
                        &names.join(";"),
                        surely,
                    ],
                );
            }
        }
        out
    }
}
