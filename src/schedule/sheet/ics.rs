//! iCalendar (RFC 5545): one all-day event a visit.

use super::{Event, Sheet};
use crate::domain::area;
use crate::lang::Lang;
use crate::text;

impl Sheet {
    /// The calendar as `text/calendar`: CRLF, lines folded at 75 octets, times
    /// in UTC, dates as DATE. A visit keeps its UID in every version; SEQUENCE
    /// counts its changes; a visit given up is there as CANCELLED, so that
    /// programs that imported it take it out again.
    pub fn ics(&self, name: &str, lang: Lang) -> Vec<u8> {
        let mut out = Lines(Vec::new());
        out.line("BEGIN:VCALENDAR");
        out.line("VERSION:2.0");
        out.line("PRODID:-//choucha//calendar//ZH");
        out.line("CALSCALE:GREGORIAN");
        out.line("METHOD:PUBLISH");
        out.text("X-WR-CALNAME", name);
        let notes: Vec<String> = self.notes().iter().map(|note| lang.say(note)).collect();
        if !notes.is_empty() {
            out.text("X-WR-CALDESC", &notes.join("\n"));
        }
        for event in &self.events {
            self.event(&mut out, event, lang);
        }
        out.line("END:VCALENDAR");
        out.0
    }

    fn event(&self, out: &mut Lines, event: &Event, lang: Lang) {
        let Some(date) = event.date else { return };
        out.line("BEGIN:VEVENT");
        out.line(&format!("UID:{}", event.uid));
        out.line(&format!("DTSTAMP:{}", event.stamp.naive_utc().format("%Y%m%dT%H%M%SZ")));
        out.line(&format!("DTSTART;VALUE=DATE:{}", date.format("%Y%m%d")));
        if let Some(next) = date.succ_opt() {
            out.line(&format!("DTEND;VALUE=DATE:{}", next.format("%Y%m%d")));
        }
        out.line(&format!("SEQUENCE:{}", event.sequence));
        out.line(if event.cancelled { "STATUS:CANCELLED" } else { "STATUS:CONFIRMED" });
        out.line(if self.sealed { "CLASS:CONFIDENTIAL" } else { "CLASS:PRIVATE" });
        out.line("TRANSP:OPAQUE");
        let called = if event.name.is_empty() { &event.code } else { &event.name };
        out.text("SUMMARY", &lang.say(&text!("sheet-summary", name = called)));
        out.text("LOCATION", &area::name(&event.area));
        let mut about = lang.say(&text!(
            "sheet-about",
            plan = &self.plan,
            visit = event.visit.to_string(),
            code = &event.code,
            people = event.people()
        ));
        if !self.workdays.known(date) {
            about.push('\n');
            about.push_str(&lang.say(&text!("sheet-assumed")));
        }
        out.text("DESCRIPTION", &about);
        out.line("END:VEVENT");
    }
}

/// Content lines.
struct Lines(Vec<u8>);

impl Lines {
    /// A property of type TEXT, escaped.
    fn text(&mut self, name: &str, value: &str) {
        let mut line = format!("{name}:");
        for c in value.chars() {
            match c {
                '\\' | ';' | ',' => line.extend(['\\', c]),
                '\n' => line.push_str("\\n"),
                '\r' => {}
                c if (c as u32) < 0x20 || c == '\u{7f}' => line.push(' '),
                c => line.push(c),
            }
        }
        self.line(&line);
    }

    /// A content line: at most 75 octets each, no character cut in two.
    fn line(&mut self, line: &str) {
        let mut room = 75;
        for c in line.chars() {
            if c.len_utf8() > room {
                self.0.extend_from_slice(b"\r\n ");
                room = 74; // the space counts
            }
            room -= c.len_utf8();
            self.0.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
        }
        self.0.extend_from_slice(b"\r\n");
    }
}
