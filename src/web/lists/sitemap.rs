//! Every permanent address, for those who collect them. Split so that no file
//! holds more than the 50,000 the format allows.

use super::atom::escape;
use super::{Listed, Raw};
use crate::domain::Result;
use crate::lang::Lang;
use crate::publication::public::{Company, Draw, ItemPage, Officer, Plan, ResultPage, Visit};
use crate::store::Tx;
use crate::store::portal::{self, Listing};
use crate::web::ask::{Ask, Stop, in_lang};

/// Documents in a file; each has two addresses.
const FILE: u64 = 20_000;
/// Documents read at a time.
const PORTION: u64 = 1_000;

/// Pages that there is one of.
pub const FIXED: &[&str] = &[
    "/",
    "/plans",
    "/draws",
    "/results",
    "/notices",
    "/companies",
    "/items",
    "/officers",
    "/check",
    "/log",
    "/about",
];

/// The file itself, or where there is too much for one, the list of files.
pub fn index(ask: &Ask<'_>, tx: &mut Tx<'_>) -> Result<Raw, Stop> {
    let kinds = counts(tx)?;
    let total: u64 = kinds.iter().map(|(_, count)| count).sum();
    if total <= FILE {
        let mut paths: Vec<String> = FIXED.iter().map(|path| (*path).to_owned()).collect();
        for (kind, _) in kinds {
            paths.extend(addresses(tx, kind, 0)?);
        }
        return Ok(urlset(ask, &paths));
    }
    let base = &ask.site.options.base;
    let mut out = String::from(HEAD);
    out.push_str("<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    let mut file = |name: &str| {
        out.push_str(&format!("<sitemap><loc>{}/sitemaps/{name}.xml</loc></sitemap>\n", escape(base)))
    };
    file("pages-0");
    for (kind, count) in kinds {
        for at in 0..count.div_ceil(FILE) {
            file(&format!("{kind}-{at}"));
        }
    }
    out.push_str("</sitemapindex>\n");
    Ok(Raw { kind: XML, bytes: out.into_bytes() })
}

/// One file of many.
pub fn part(ask: &Ask<'_>, tx: &mut Tx<'_>) -> Result<Raw, Stop> {
    let name = ask.arg(0).strip_suffix(".xml").ok_or(Stop::Missing)?;
    let (kind, at) = name.rsplit_once('-').ok_or(Stop::Missing)?;
    let at: u64 = at.parse().map_err(|_| Stop::Missing)?;
    if kind == "pages" && at == 0 {
        let paths: Vec<String> = FIXED.iter().map(|path| (*path).to_owned()).collect();
        return Ok(urlset(ask, &paths));
    }
    let kinds = counts(tx)?;
    let Some((kind, _)) =
        kinds.into_iter().find(|(known, count)| *known == kind && at < count.div_ceil(FILE))
    else {
        return Err(Stop::Missing);
    };
    let paths = addresses(tx, kind, at)?;
    Ok(urlset(ask, &paths))
}

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";
const XML: &str = "application/xml; charset=utf-8";

fn urlset(ask: &Ask<'_>, paths: &[String]) -> Raw {
    let base = &ask.site.options.base;
    let mut out = String::from(HEAD);
    out.push_str("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for path in paths {
        for lang in [Lang::Zh, Lang::En] {
            out.push_str(&format!(
                "<url><loc>{}</loc></url>\n",
                escape(&format!("{base}{}", in_lang(lang, path)))
            ));
        }
    }
    out.push_str("</urlset>\n");
    Raw { kind: XML, bytes: out.into_bytes() }
}

macro_rules! kinds {
    ($($kind:literal $doc:ty),*) => {
        /// Kinds with pages of their own, and how many there are.
        fn counts(tx: &mut Tx<'_>) -> Result<Vec<(&'static str, u64)>> {
            let one = Listing { limit: 1, ..Listing::default() };
            Ok(vec![$(($kind, portal::list::<$doc>(tx, &one)?.total)),*])
        }

        /// The addresses of the `at`th file of a kind.
        fn addresses(tx: &mut Tx<'_>, kind: &str, at: u64) -> Result<Vec<String>> {
            match kind {
                $($kind => collect::<$doc>(tx, at),)*
                _ => Ok(Vec::new()),
            }
        }
    };
}
kinds! {
    "plans" Plan, "draws" Draw, "visits" Visit, "results" ResultPage, "companies" Company, "items" ItemPage,
    "officers" Officer
}

fn collect<D: Listed>(tx: &mut Tx<'_>, at: u64) -> Result<Vec<String>> {
    let mut listing = Listing { limit: PORTION, ..Listing::default() };
    let (mut out, mut seen) = (Vec::new(), 0);
    loop {
        let page = portal::list::<D>(tx, &listing)?;
        for doc in &page.items {
            if seen >= at * FILE && seen < (at + 1) * FILE {
                out.push(doc.address());
                out.extend(doc.further());
            }
            seen += 1;
        }
        match page.next {
            Some(next) if seen < (at + 1) * FILE => listing.after = Some(next),
            _ => return Ok(out),
        }
    }
}

/// What collectors may do.
pub fn robots(ask: &Ask<'_>, _: &mut Tx<'_>) -> Result<Raw, Stop> {
    let base = &ask.site.options.base;
    let mut text = String::from("User-agent: *\nDisallow: /search\nDisallow: /en/search\n");
    if !base.is_empty() {
        text.push_str(&format!("\nSitemap: {base}/sitemap.xml\n"));
    }
    Ok(Raw { kind: "text/plain; charset=utf-8", bytes: text.into_bytes() })
}
