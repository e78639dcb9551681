//! 公示门户: everything public, to anyone, without login. The only room that
//! knows pages; what it shows comes from `store::portal`, which holds nothing
//! private.
//!
//! `routes` says which address is whose and who may see it, `site` is what all
//! answers are made from, `ask` one request in its language, `view` the few
//! forms that pages are put together of, `pages` one file a resource, `lists`
//! what is the same for every list (filters, paging, files, feeds), `files`
//! bundles, log and assets as bytes, `cache` what was made already, `serve` the
//! server, `publish` the same pages as plain files.
//!
//! A page is a pure function of the edition, its address and the language, so
//! it can be kept, named by a digest, and written to a disk.

mod api;
mod ask;
mod assets;
mod cache;
mod files;
mod headers;
mod inbox;
mod lists;
mod pages;
mod publish;
mod refresh;
mod routes;
mod serve;
mod site;
mod view;

pub use api::openapi::described as openapi;
pub use publish::{Published, publish};
pub use routes::{Access, oneshot, router};
pub use serve::{Serving, serve, site_of};
pub use site::{Held, Options, Site};
