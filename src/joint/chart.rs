//! The report as a picture: SVG that prints in black and white, with title and
//! description for those who hear it read.

use std::fmt::Write as _;

use super::report::Report;
use crate::domain::Text;
use crate::lang::Lang;
use crate::text;

const WIDTH: u64 = 820;
const LEFT: u64 = 200;
const BARS: u64 = 520;
const ROW: u64 = 26;

/// A bar: label, whole length, the darker part of it, figure beside it.
struct Bar(String, u128, u128, String);

/// Draws the report: visits apart, merged and at the floor; each department's
/// visits with the joint ones darker; entities by number of departments.
pub fn svg(report: &Report, lang: Lang) -> String {
    let say = |text: Text| lang.say(&text);
    let amount = |amount: super::Amount| amount.0 / (super::Amount::ONE / 1000);
    let whole = |value: u64| u128::from(value) * 1000;
    let totals = vec![
        Bar(say(text!("joint-chart-apart")), amount(report.apart), 0, report.apart.rounded(1)),
        Bar(
            say(text!("joint-chart-independent")),
            amount(report.independent),
            0,
            report.independent.rounded(1),
        ),
        Bar(
            say(text!("joint-chart-merged")),
            whole(report.merged),
            whole(report.merged),
            report.merged.to_string(),
        ),
        Bar(say(text!("joint-chart-floor")), amount(report.floor), 0, report.floor.rounded(1)),
    ];
    let departments: Vec<Bar> = (report.departments.iter())
        .map(|line| {
            let figure = format!("{} / {}", line.joint, line.visits);
            Bar(line.department.clone(), whole(line.visits), whole(line.joint), figure)
        })
        .collect();
    let counts: Vec<Bar> = (report.by_departments.iter())
        .map(|(k, entities)| {
            Bar(say(text!("joint-chart-k", k = *k)), whole(*entities), whole(*entities), entities.to_string())
        })
        .collect();
    let title = say(text!("joint-chart-title", plan = &report.plan, title = &report.title));
    let about = say(text!(
        "joint-chart-about",
        apart = report.apart.rounded(1),
        merged = report.merged,
        floor = report.floor.rounded(1),
        saved = report.saved,
        seeds = report.seeds
    ));
    let rows = (totals.len() + departments.len() + counts.len()) as u64;
    let height = 76 + 3 * 44 + rows * ROW + 20;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" \
         role=\"img\" aria-labelledby=\"title about\" xml:lang=\"{}\" \
         font-family=\"'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','PingFang SC',sans-serif\" font-size=\"14\">\n\
         <title id=\"title\">{}</title>\n<desc id=\"about\">{}</desc>\n\
         <rect width=\"{WIDTH}\" height=\"{height}\" fill=\"#ffffff\"/>\n",
        if lang == Lang::Zh { "zh-CN" } else { "en" },
        escape(&title),
        escape(&about)
    );
    let _ = writeln!(
        out,
        "<text x=\"20\" y=\"34\" font-size=\"18\" font-weight=\"bold\">{}</text>",
        escape(&title)
    );
    let _ =
        writeln!(out, "<text x=\"20\" y=\"58\" font-size=\"12\" fill=\"#333333\">{}</text>", escape(&about));
    let mut y = 76;
    for (heading, bars) in [
        (text!("joint-chart-visits"), totals),
        (text!("joint-chart-departments"), departments),
        (text!("joint-chart-counts"), counts),
    ] {
        group(&mut out, &mut y, &say(heading), &bars);
    }
    out.push_str("</svg>\n");
    out
}

fn group(out: &mut String, y: &mut u64, heading: &str, bars: &[Bar]) {
    *y += 30;
    let _ = writeln!(out, "<text x=\"20\" y=\"{y}\" font-weight=\"bold\">{}</text>", escape(heading));
    *y += 14;
    let most = bars.iter().map(|Bar(_, length, ..)| *length).max().unwrap_or(0).max(1);
    for Bar(label, length, dark, figure) in bars {
        let wide = |value: u128| u64::try_from(value * u128::from(BARS) / most).unwrap_or(BARS);
        let (text, bar) = (*y + 15, ROW - 8);
        let _ = writeln!(
            out,
            "<text x=\"{}\" y=\"{text}\" text-anchor=\"end\">{}</text>\
             <rect x=\"{LEFT}\" y=\"{}\" width=\"{}\" height=\"{bar}\" fill=\"#d9d9d9\" stroke=\"#333333\" stroke-width=\"0.6\"/>\
             <rect x=\"{LEFT}\" y=\"{}\" width=\"{}\" height=\"{bar}\" fill=\"#4d4d4d\"/>\
             <text x=\"{}\" y=\"{text}\">{}</text>",
            LEFT - 8,
            escape(&shortened(label)),
            *y,
            wide(*length),
            *y,
            wide(*dark),
            LEFT + wide(*length) + 6,
            escape(figure)
        );
        *y += ROW;
    }
}

/// A label that fits beside the bars: a Chinese character is as wide as two
/// Latin ones.
fn shortened(label: &str) -> String {
    let mut width = 0;
    let mut out = String::new();
    for c in label.chars() {
        width += if c.is_ascii() { 1 } else { 2 };
        if width > 24 {
            out.push('…');
            break;
        }
        out.push(c);
    }
    out
}

/// Text as XML takes it.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}
