//! `choucha serve`: the portal, to anyone who comes by.

use serde_json::json;

use super::context::Context;
use super::failure::Failure;
use super::outcome::{Outcome, shown};
use super::page;
use crate::lang::Lang;
use crate::text;
use crate::web::{self, Serving};

/// `serve [--listen ADDR] [--base-url URL]`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Where to listen.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    listen: String,
    /// Where it is reached from outside.
    #[arg(long, value_name = "URL", default_value = "")]
    base_url: String,
    /// A proxy stands before it.
    #[arg(long)]
    behind_proxy: bool,
}

impl Args {
    pub(super) fn run(&self, context: &Context) -> Result<Box<dyn Outcome>, Failure> {
        let serving = Serving {
            office: context.office.dir.clone(),
            listen: self.listen.clone(),
            base: self.base_url.clone(),
            proxied: self.behind_proxy,
            lang: context.lang,
            by: context.office.by.clone(),
        };
        let lang: Lang = context.lang;
        let mut served = String::new();
        web::serve(
            &serving,
            move |text| page::eprint(&lang.say(text)),
            |address| {
                served = format!("http://{address}/");
                context.notice(&text!("web-serving", address = &served));
                if self.base_url.is_empty() && (self.behind_proxy || !address.ip().is_loopback()) {
                    context.notice(&text!("web-base-missing"));
                }
            },
        )?;
        Ok(shown(json!({ "address": served }), |_, page| page.say(&text!("web-stopped"))))
    }
}
