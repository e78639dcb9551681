//! Tests that need neither database nor polars.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

mod golden;
mod sample;
mod shared_bundle;
