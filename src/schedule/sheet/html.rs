//! Months to be printed: one page of HTML that needs nothing beside it.

use std::fmt::Write as _;

use chrono::Datelike;

use super::month::DayCell;
use super::{Event, Sheet};
use crate::domain::{Text, area};
use crate::lang::Lang;
use crate::text;

const STYLE: &str = "\
body{font:14px/1.45 'Noto Sans CJK SC','Microsoft YaHei','PingFang SC',sans-serif;color:#111;margin:1.5em}\
h1{font-size:20px;margin:0 0 .2em}h2{font-size:17px;margin:1.2em 0 .4em}p{margin:.2em 0}\
.note{border-left:4px solid #a60;padding:.2em .6em;background:#fff6e5}\
table{border-collapse:collapse;width:100%;table-layout:fixed}\
th,td{border:1px solid #888;vertical-align:top;padding:.25em .35em;overflow-wrap:anywhere}\
td{height:4.6em}td.off,td.out{background:#eee;color:#666}td.none{border:none;background:none}\
.day{font-weight:bold}.mark{float:right;font-size:12px}\
ul{list-style:none;margin:.2em 0 0;padding:0;font-size:12px}li{margin:0 0 .25em}.who{color:#444}\
@media print{body{margin:0;font-size:11px}section{break-after:page}section:last-child{break-after:auto}\
@page{size:A4 landscape;margin:10mm}}";

impl Sheet {
    /// The months as HTML. `heading` says whose calendar it is.
    pub fn html(&self, heading: &str, lang: Lang) -> Vec<u8> {
        let say = |text: Text| escape(&lang.say(&text));
        let tag = if lang == Lang::En { "en" } else { "zh-CN" };
        let mut out = String::new();
        let _ = write!(
            out,
            "<!DOCTYPE html>\n<html lang=\"{tag}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{0}</title>\n\
             <style>{STYLE}</style>\n</head>\n<body>\n<h1>{0}</h1>\n<p>{1}</p>\n",
            escape(heading),
            say(text!(
                "sheet-head",
                office = &self.office,
                plan = &self.plan,
                title = &self.title,
                first = self.window[0],
                last = self.window[1],
                version = self.version,
                made = self.made
            ))
        );
        for note in self.notes() {
            let _ = writeln!(out, "<p class=\"note\">{}</p>", say(note));
        }
        for month in self.months() {
            let year = month.first.year().to_string();
            let name = say(text!("sheet-month", year = year, month = month.first.month().to_string()));
            let _ = write!(out, "<section>\n<h2>{name}</h2>\n<table>\n<thead><tr>");
            for heading in weekdays() {
                let _ = write!(out, "<th scope=\"col\">{}</th>", say(heading));
            }
            out.push_str("</tr></thead>\n<tbody>\n");
            for week in &month.weeks {
                out.push_str("<tr>");
                for day in week {
                    match day {
                        Some(day) => cell(&mut out, day, lang),
                        None => out.push_str("<td class=\"none\"></td>"),
                    }
                }
                out.push_str("</tr>\n");
            }
            out.push_str("</tbody>\n</table>\n</section>\n");
        }
        out.push_str("</body>\n</html>\n");
        out.into_bytes()
    }
}

/// The names of the days, Monday first.
pub(super) fn weekdays() -> [Text; 7] {
    [
        text!("sheet-monday"),
        text!("sheet-tuesday"),
        text!("sheet-wednesday"),
        text!("sheet-thursday"),
        text!("sheet-friday"),
        text!("sheet-saturday"),
        text!("sheet-sunday"),
    ]
}

/// A day's mark: the holiday it is off for, or that a weekend is worked.
pub(super) fn mark(day: &DayCell<'_>, lang: Lang) -> String {
    match (day.holiday, day.worked) {
        (Some(holiday), true) => lang.say(&text!("sheet-made-up", holiday = holiday)),
        (Some(holiday), false) => lang.say(&text!("sheet-off", holiday = holiday)),
        (None, _) => String::new(),
    }
}

fn cell(out: &mut String, day: &DayCell<'_>, lang: Lang) {
    let class = match (day.inside, day.worked) {
        (false, _) => " class=\"out\"",
        (true, false) => " class=\"off\"",
        _ => "",
    };
    let _ = write!(out, "<td{class}><span class=\"day\">{}</span>", day.date.day());
    let mark = mark(day, lang);
    if !mark.is_empty() {
        let _ = write!(out, "<span class=\"mark\">{}</span>", escape(&mark));
    }
    if !day.events.is_empty() {
        out.push_str("<ul>");
        for event in &day.events {
            let Event { visit, code, name, .. } = event;
            let called = if name.is_empty() { code } else { name };
            let _ = write!(
                out,
                "<li>{visit}. {}（{}）<br><span class=\"who\">{}</span></li>",
                escape(called),
                escape(&area::name(&event.area)),
                escape(&event.people())
            );
        }
        out.push_str("</ul>");
    }
    out.push_str("</td>");
}

fn escape(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for c in value.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}
