//! Addresses as files, and links from file to file.

use crate::domain::Digest;

/// Attributes that hold addresses of ours.
const ATTRIBUTES: &[&str] = &[" href=\"/", " src=\"/", " data-bundle=\"/", " action=\"/"];

/// The file of an address, relative to the folder; none where it would lead out.
pub fn file_of(address: &str) -> Option<String> {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let mut segments = Vec::new();
    for segment in path.split('/').filter(|segment| !segment.is_empty()) {
        let name = decode(segment)?;
        let plain =
            !name.is_empty() && name.len() <= 200 && !name.starts_with('.') && !name.contains(['\0', '\\']);
        // An escaped slash makes a folder, as web servers see it.
        if !plain || name.split('/').any(|one| one.is_empty() || one.starts_with('.')) {
            return None;
        }
        segments.push(name);
    }
    let asset = segments.first().is_some_and(|first| first == "assets");
    if !query.is_empty() && !asset {
        segments.push(format!("q-{}", &Digest::of(query.as_bytes()).to_string()[..16]));
    }
    let whole = segments.join("/");
    let first = segments.first().map(String::as_str).unwrap_or_default();
    let last = segments.last().map(String::as_str).unwrap_or_default();
    let ends = [".atom", ".xml", ".txt", ".csv", ".json", ".xlsx"].iter().any(|end| path.ends_with(end));
    if first == "bundles" || asset || path.starts_with("/log/tile/") || path == "/log/checkpoint" {
        return (!path.ends_with('/')).then_some(whole);
    }
    if whole == "404" || whole == "en/404" {
        return Some(format!("{whole}.html"));
    }
    Some(match (ends, query.is_empty(), whole.is_empty()) {
        (true, true, _) => whole,
        // A list narrowed down: `results/q-….csv` would lose its name.
        (true, false, _) => {
            let name = path.rsplit('/').next().unwrap_or_default();
            let folder = whole.rsplit_once('/').map_or("", |(folder, _)| folder).trim_end_matches(name);
            format!("{folder}{last}/{name}")
        }
        (false, _, true) => "index.html".to_owned(),
        (false, _, false) => format!("{whole}/index.html"),
    })
}

fn decode(segment: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(segment.len());
    let mut rest = segment.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        if *first == b'%' {
            let hex = std::str::from_utf8(after.get(..2)?).ok()?;
            bytes.push(u8::from_str_radix(hex, 16).ok()?);
            rest = after.get(2..)?;
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8(bytes).ok()
}

/// Addresses of ours that a page links to, without fragments. Folders of
/// bundles are left out: they are what the check builds addresses from.
pub fn links(html: &str) -> Vec<String> {
    let mut out = Vec::new();
    for attribute in [ATTRIBUTES[0], ATTRIBUTES[1]] {
        for (at, _) in html.match_indices(attribute) {
            let start = at + attribute.len() - 1;
            let Some(end) = html[start..].find('"') else { continue };
            let address = unescape(&html[start..start + end]);
            let address = address.split('#').next().unwrap_or_default().to_owned();
            if !address.is_empty() {
                out.push(address);
            }
        }
    }
    out
}

/// The page with each address of ours made relative to its file.
pub fn rewrite(html: &str, file: &str) -> String {
    let up = "../".repeat(file.matches('/').count());
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((at, attribute)) =
        ATTRIBUTES.iter().filter_map(|attribute| rest.find(attribute).map(|at| (at, attribute))).min()
    {
        let start = at + attribute.len() - 1;
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let end = rest.find('"').unwrap_or(rest.len());
        let address = unescape(&rest[..end]);
        let (address, fragment) = match address.split_once('#') {
            Some((address, fragment)) => (address.to_owned(), format!("#{fragment}")),
            None => (address, String::new()),
        };
        let target = if address.starts_with("/bundles/") && address.ends_with('/') {
            Some(address.trim_start_matches('/').to_owned())
        } else {
            file_of(&address).map(|file| file.strip_suffix("index.html").map_or(file.clone(), str::to_owned))
        };
        match target {
            Some(target) => {
                let mut target = format!("{up}{}", encode(&target));
                if target.is_empty() {
                    target.push_str("./");
                }
                out.push_str(&target);
                out.push_str(&fragment);
            }
            None => out.push_str(&rest[..end]),
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

fn encode(path: &str) -> String {
    path.split('/').map(crate::web::ask::part).collect::<Vec<_>>().join("/")
}

/// What templates escape in addresses.
fn unescape(text: &str) -> String {
    text.replace("&#38;", "&").replace("&amp;", "&").replace("&#39;", "'").replace("&#34;", "\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_become_files() {
        for (address, file) in [
            ("/", "index.html"),
            ("/en/", "en/index.html"),
            ("/plans", "plans/index.html"),
            ("/plans/%E7%94%B2%2F1", "plans/甲/1/index.html"),
            ("/plans.csv", "plans.csv"),
            ("/feed/plans.atom", "feed/plans.atom"),
            ("/assets/style.css?v=0123", "assets/style.css"),
            ("/bundles/ab/frames/a.csv", "bundles/ab/frames/a.csv"),
            ("/404", "404.html"),
            ("/en/404", "en/404.html"),
        ] {
            assert_eq!(file_of(address).as_deref(), Some(file), "{address}");
        }
        assert!(file_of("/plans?after=x").unwrap().starts_with("plans/q-"));
        assert!(file_of("/results.csv?year=2026").unwrap().ends_with("/results.csv"));
        for bad in ["/plans/..", "/%2e%2e/x", "/a%00", "/a/%2F", "/a%zz", "/plans/.hidden", "/a%2F..%2Fb"] {
            assert_eq!(file_of(bad), None, "{bad}");
        }
    }

    #[test]
    fn links_lead_from_file_to_file() {
        let html = "<a href=\"/plans/x#a\">a</a><link href=\"/assets/style.css?v=1\"><a href=\"https://a.b/\">b</a>\
                    <section data-bundle=\"/bundles/ab/\">";
        assert_eq!(links(html), ["/plans/x", "/assets/style.css?v=1"]);
        let there = rewrite(html, "en/draws/1/index.html");
        assert_eq!(
            there,
            "<a href=\"../../../plans/x/#a\">a</a><link href=\"../../../assets/style.css\"><a href=\"https://a.b/\">b</a>\
             <section data-bundle=\"../../../bundles/ab/\">"
        );
        assert_eq!(rewrite("<a href=\"/\">", "index.html"), "<a href=\"./\">");
    }
}
