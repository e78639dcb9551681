//! `choucha legal-review`: 法制审核 of major decisions.

use super::context::Context;
use super::failure::Failure;
use super::outcome::Outcome;
use super::review;
use crate::workflow::results::Kind;

/// `legal-review PLAN [VISIT…] --accept|--return`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    review: review::Args,
}

impl Args {
    pub(super) fn run(&self, context: &Context) -> Result<Box<dyn Outcome>, Failure> {
        self.review.review(context, Kind::Legal)
    }
}
