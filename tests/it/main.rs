//! One binary for all tests that need the office, so polars is linked once.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

mod catalogue;
