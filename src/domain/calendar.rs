//! Dates and instants in their one spelling (protocol §0).

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, Timelike};

use super::Result;
use crate::text;

/// A calendar day, written `YYYY-MM-DD`.
pub type Date = NaiveDate;

/// A moment with its offset, written as RFC 3339 to the second.
pub type Instant = DateTime<FixedOffset>;

/// How an open-ended validity is written.
pub const OPEN_ENDED: &str = "9999-12-31";

/// Reads exactly `YYYY-MM-DD`, an existing day.
pub fn parse_date(value: &str) -> Result<Date> {
    day(value.as_bytes()).ok_or_else(|| text!("date-malformed", value = value))
}

fn day(value: &[u8]) -> Option<Date> {
    let [a, b, c, d, b'-', e, f, b'-', g, h] = *value else { return None };
    let digits = [a, b, c, d, e, f, g, h];
    if !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let [a, b, c, d, e, f, g, h] = digits.map(|digit| u32::from(digit - b'0'));
    NaiveDate::from_ymd_opt((a * 1000 + b * 100 + c * 10 + d) as i32, e * 10 + f, g * 10 + h)
}

/// Reads an RFC 3339 instant with its offset.
pub fn parse_instant(value: &str) -> Result<Instant> {
    DateTime::parse_from_rfc3339(value).map_err(|_| text!("instant-malformed", value = value))
}

/// Writes an instant as `YYYY-MM-DDTHH:MM:SS+08:00`.
pub fn write_instant(at: &Instant) -> String {
    let (local, offset) = (at.naive_local(), at.offset().local_minus_utc());
    let usual = (0..=9999).contains(&local.year()) && local.nanosecond() < 1_000_000_000 && offset % 60 == 0;
    if !usual {
        return at.format("%Y-%m-%dT%H:%M:%S%:z").to_string();
    }
    // The form is read anew for each moment where a formatter does it, which
    // costs more than all else of an entry.
    let mut out = String::with_capacity(25);
    let mut put = |mark: &str, number: u32| {
        out.push_str(mark);
        out.push(char::from(b'0' + (number / 10 % 10) as u8));
        out.push(char::from(b'0' + (number % 10) as u8));
    };
    let year = local.year().unsigned_abs();
    put("", year / 100);
    put("", year % 100);
    put("-", local.month());
    put("-", local.day());
    put("T", local.hour());
    put(":", local.minute());
    put(":", local.second());
    put(if offset < 0 { "-" } else { "+" }, offset.unsigned_abs() / 3600);
    put(":", offset.unsigned_abs() / 60 % 60);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strict_dates() {
        assert!(parse_date("2026-02-28").is_ok());
        assert!(parse_date(OPEN_ENDED).is_ok());
        for bad in ["2026-02-29", "2026-2-28", "2026-02-28 ", "20260228", "２026-02-28", "+026-02-28"] {
            assert!(parse_date(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn instants_are_written_as_chrono_would() {
        let seconds =
            [0, 1, 59, 951_826_209, 1_790_000_000, -62_167_219_200, 253_402_300_799, 253_402_300_800];
        for (seconds, offset) in
            seconds.into_iter().flat_map(|at| [0, 28_800, -1800, 20_700, 45, -61].map(|offset| (at, offset)))
        {
            let offset = FixedOffset::east_opt(offset).unwrap();
            for nanos in [0, 999_999_999, 1_500_000_000] {
                let Some(at) = DateTime::from_timestamp(seconds, nanos) else { continue };
                let at = at.with_timezone(&offset);
                assert_eq!(write_instant(&at), at.format("%Y-%m-%dT%H:%M:%S%:z").to_string());
            }
        }
    }
}
