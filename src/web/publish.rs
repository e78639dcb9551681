//! The static edition: the same pages as plain files. The site is asked for its
//! sitemap and then for every address its pages link to, inside this program;
//! each address becomes a file, each link one from file to file, so that the
//! folder works under any address of any web server.

mod rewrite;

use std::collections::{BTreeSet, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{StatusCode, header};
use serde::Serialize;
use tokio::task::JoinSet;

use super::lists::sitemap::FIXED;
use super::routes::{oneshot, router};
use super::site::Site;
use crate::domain::{Progress, Result};
use crate::text;
use crate::workflow::files;
use rewrite::{file_of, links, rewrite};

/// What tells a folder of ours from a stranger's.
const MARK: &str = ".choucha-site";

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Published {
    /// The folder.
    pub folder: PathBuf,
    /// Pages.
    pub pages: u64,
    /// Other files.
    pub files: u64,
    /// Addresses that were linked to and are not there.
    pub broken: Vec<String>,
}

/// Writes the site as plain files: aside first, then in place of what was there.
///
/// # Errors
/// `web-folder-foreign` where the folder holds something else; those of the
/// disk; `web-publish` where a page fails.
pub fn publish(site: Arc<Site>, folder: &Path, progress: &dyn Progress) -> Result<Published> {
    if site.now().face.is_none() {
        return Err(text!("web-publish-early"));
    }
    let ours = folder.join(MARK).is_file();
    if folder.exists() && !ours && !files::names(folder)?.is_empty() {
        return Err(text!("web-folder-foreign", path = folder));
    }
    let aside = files::beside(folder, "new");
    let _ = std::fs::remove_dir_all(&aside);
    files::make_dir(&aside)?;
    let written = write(&site, &aside, progress).and_then(|published| {
        copy_log(&site.log, &aside.join("log"))?;
        files::write(&aside.join(MARK), site.now().at.as_bytes())?;
        Ok(published)
    });
    let mut published = match written {
        Ok(published) => published,
        Err(error) => {
            let _ = std::fs::remove_dir_all(&aside);
            return Err(error);
        }
    };
    let fault = |error: &std::io::Error| text!("web-publish", address = folder, error = error);
    let before = files::beside(folder, "old");
    let _ = std::fs::remove_dir_all(&before);
    if folder.exists() {
        std::fs::rename(folder, &before).map_err(|error| fault(&error))?;
    }
    std::fs::rename(&aside, folder).map_err(|error| fault(&error))?;
    let _ = std::fs::remove_dir_all(&before);
    published.folder = folder.to_owned();
    Ok(published)
}

/// Asks for everything that can be reached, and writes it.
fn write(site: &Arc<Site>, folder: &Path, progress: &dyn Progress) -> Result<Published> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_time()
        .build()
        .map_err(|error| text!("web-service", error = error))?;
    let router = router(Arc::clone(site))?;
    let mut published = Published { folder: folder.to_owned(), pages: 0, files: 0, broken: Vec::new() };
    let mut todo: VecDeque<String> = FIXED
        .iter()
        .copied()
        .chain(["/search", "/sitemap.xml", "/robots.txt", "/404"])
        .flat_map(|path| [path.to_owned(), super::ask::in_lang(crate::lang::Lang::En, path)])
        .collect();
    let mut seen: BTreeSet<String> = todo.iter().cloned().collect();
    progress.begin(text!("web-publishing"), 0);
    while !todo.is_empty() {
        let batch: Vec<String> = todo.drain(..todo.len().min(BATCH)).collect();
        let made = runtime.block_on(async {
            let mut asking = JoinSet::new();
            for address in batch {
                let (router, folder) = (router.clone(), folder.to_owned());
                asking.spawn(async move { one(&router, &folder, address).await });
            }
            let mut made = Vec::new();
            while let Some(one) = asking.join_next().await {
                let failed = |error| text!("web-service", error = error);
                made.push(one.map_err(|error| failed(std::io::Error::other(error)))??);
            }
            Ok(made)
        })?;
        progress.add(made.len() as u64);
        for made in made {
            match made {
                Made::Page(links) => {
                    published.pages += 1;
                    todo.extend(links.into_iter().filter(|link| seen.insert(link.clone())));
                }
                Made::File => published.files += 1,
                Made::Nothing(address) => published.broken.push(address),
            }
        }
    }
    progress.end();
    published.broken.sort();
    Ok(published)
}

/// Addresses asked for at a time.
const BATCH: usize = 64;

/// What became of an address.
enum Made {
    /// A page, with the addresses it links to.
    Page(Vec<String>),
    /// Something else.
    File,
    /// There is nothing.
    Nothing(String),
}

/// Asks for an address and writes what it gives.
async fn one(router: &Router, folder: &Path, address: String) -> Result<Made> {
    let (status, kind, body) = ask(router, &address).await?;
    // A withdrawn result's notice is a page; so is the page for what is not there.
    let good = status == StatusCode::OK || status == StatusCode::GONE || address.ends_with("/404");
    if status.is_server_error() {
        return Err(text!("web-publish", address = &address, error = status.as_u16().to_string()));
    }
    let Some(file) = file_of(&address).filter(|_| good) else { return Ok(Made::Nothing(address)) };
    let path = folder.join(&file);
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent).map_err(|error| files::fault(parent, &error))?;
    }
    let (made, body) = if kind.starts_with("text/html") {
        let text = String::from_utf8_lossy(&body).into_owned();
        (Made::Page(links(&text)), rewrite(&text, &file).into_bytes())
    } else {
        (Made::File, body)
    };
    std::fs::write(&path, body).map_err(|error| files::fault(&path, &error))?;
    Ok(made)
}

async fn ask(router: &Router, address: &str) -> Result<(StatusCode, String, Vec<u8>)> {
    let fault = |error: String| text!("web-publish", address = address, error = error);
    let request = Request::builder().uri(address).body(Body::empty()).map_err(|e| fault(e.to_string()))?;
    let response = oneshot(router.clone(), request).await;
    let status = response.status();
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let kind = kind.unwrap_or_default().to_owned();
    let body = to_bytes(response.into_body(), usize::MAX).await.map_err(|error| fault(error.to_string()))?;
    Ok((status, kind, body.to_vec()))
}

/// The log's files as they are; partial tiles too.
fn copy_log(from: &Path, to: &Path) -> Result<()> {
    // The checkpoint last: it promises what stands in the tiles.
    for name in files::tree(from)?
        .into_iter()
        .filter(|name| name.starts_with("tile/"))
        .chain(["checkpoint".to_owned()])
    {
        let target = to.join(&name);
        if let Some(parent) = target.parent() {
            files::make_dir(parent)?;
        }
        files::copy(&from.join(&name), &target)?;
    }
    Ok(())
}
