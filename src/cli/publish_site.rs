//! `choucha publish-site`: the portal as plain files.

use std::path::PathBuf;
use std::sync::Arc;

use super::context::Context;
use super::failure::Failure;
use super::outcome::{Outcome, shown};
use crate::text;
use crate::web::{self, Published};

/// `publish-site DIR [--base-url URL]`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Where the files go.
    #[arg(value_name = "DIR")]
    dir: PathBuf,
    /// Where they will be reached.
    #[arg(long, value_name = "URL", default_value = "")]
    base_url: String,
}

impl Args {
    pub(super) fn run(&self, context: &Context) -> Result<Box<dyn Outcome>, Failure> {
        let site = {
            let office = context.open_to_read()?;
            web::site_of(&office, &self.base_url, &context.progress)?
        };
        let published = web::publish(Arc::new(site), &self.dir, &context.progress)?;
        let nowhere = self.base_url.is_empty();
        Ok(shown(published, move |published: &Published, page| {
            page.say(&text!(
                "web-published",
                folder = published.folder.as_path(),
                pages = published.pages,
                files = published.files
            ));
            if nowhere {
                page.say(&text!("web-base-missing"));
            }
            if !published.broken.is_empty() {
                page.say(&text!("web-published-broken", count = published.broken.len()));
                for address in published.broken.iter().take(20) {
                    page.line(&format!("  - {address}"));
                }
            }
        }))
    }
}
