//! Tests that need neither database nor polars.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

mod draw;
mod golden;
mod matching;
mod protocol;
mod sample;
mod shared;
mod shared_bundle;
