//! Tests that need neither database nor polars.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

mod damage;
mod draw;
mod earlier;
mod explains;
mod golden;
mod groups;
mod log;
mod matching;
mod protocol;
mod sample;
mod schedule;
mod schedule_oracle;
mod shared_bundle;
mod tamper;
mod verifies;
