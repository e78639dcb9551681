//! One binary for all tests that need the office, so polars is linked once.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

#[cfg(feature = "office")]
mod api;
#[cfg(feature = "office")]
mod calendar;
mod catalogue;
#[cfg(feature = "office")]
mod cli;
#[cfg(feature = "office")]
mod crash;
#[cfg(feature = "office")]
mod demo;
#[cfg(feature = "office")]
mod faults;
mod floors;
#[cfg(feature = "office")]
mod front;
#[cfg(feature = "office")]
mod fsck;
#[cfg(feature = "office")]
mod groups;
#[cfg(feature = "office")]
mod inbox;
#[cfg(feature = "office")]
mod joint;
#[cfg(feature = "office")]
mod kit;
#[cfg(feature = "office")]
mod letters;
#[cfg(feature = "office")]
mod log;
#[cfg(feature = "office")]
mod office;
#[cfg(feature = "office")]
mod plan;
#[cfg(feature = "office")]
mod portal;
#[cfg(feature = "office")]
mod readme;
#[cfg(feature = "office")]
mod registers;
#[cfg(feature = "office")]
mod registry;
#[cfg(feature = "office")]
mod results;
#[cfg(feature = "office")]
mod results_erase;
#[cfg(feature = "office")]
mod tiny;
#[cfg(feature = "office")]
mod web;
#[cfg(feature = "office")]
mod web_more;
#[cfg(feature = "office")]
mod witness;
#[cfg(feature = "office")]
mod year;
