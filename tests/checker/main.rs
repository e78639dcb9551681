//! The public checker, built without the office's rooms.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

mod shared;
