//! The command line as types. All words come from the catalogue (`words.rs`).

use std::path::PathBuf;

use clap::{Parser, Subcommand};

use super::context::Context;
use super::failure::Failure;
use super::outcome::Outcome;

/// The program.
#[derive(Debug, Parser)]
#[command(name = "choucha", version)]
pub struct Cli {
    /// The office's folder.
    #[arg(long, global = true, env = "CHOUCHA_OFFICE", value_name = "DIR")]
    pub office: Option<PathBuf>,
    /// `zh` or `en`.
    #[arg(long, global = true, value_name = "zh|en", value_parser = ["zh", "en"])]
    pub lang: Option<String>,
    /// One JSON object instead of a page.
    #[arg(long, global = true)]
    pub json: bool,
    /// The moment, in practice offices.
    #[arg(long, global = true, env = "CHOUCHA_AT", value_name = "TIME")]
    pub at: Option<String>,
    /// Who acts.
    #[arg(long, global = true, env = "CHOUCHA_BY", value_name = "NAME")]
    pub by: Option<String>,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

macro_rules! commands {
    ($($(#[$meta:meta])* $name:ident($module:ident)),* $(,)?) => {
        /// The commands in the order of the work.
        #[derive(Debug, Subcommand)]
        pub enum Command {
            $($(#[$meta])* #[doc = stringify!($module)] $name(super::$module::Args),)*
        }

        impl Command {
            /// Its name.
            pub fn name(&self) -> &'static str {
                match self {
                    $($(#[$meta])* Command::$name(_) => stringify!($module),)*
                }
            }

            /// Does it.
            pub fn run(&self, context: &Context) -> Result<Box<dyn Outcome>, Failure> {
                match self {
                    $($(#[$meta])* Command::$name(args) => args.run(context),)*
                }
            }
        }
    };
}

commands! {
    #[cfg(feature = "office")] Demo(demo),
    #[cfg(feature = "office")] Init(init),
    #[cfg(feature = "office")] Status(status),
    #[cfg(feature = "office")] Import(import),
    #[cfg(feature = "office")] Export(export),
    #[cfg(feature = "office")] Plan(plan),
    #[cfg(feature = "office")] Joint(joint),
    #[cfg(feature = "office")] Approve(approve),
    #[cfg(feature = "office")] Commit(commit),
    #[cfg(feature = "office")] Freeze(freeze),
    #[cfg(feature = "office")] Reveal(reveal),
    #[cfg(feature = "office")] Draw(draw),
    #[cfg(feature = "office")] Abandon(abandon),
    #[cfg(feature = "office")] Publish(publish),
    #[cfg(feature = "office")] Substitute(substitute),
    #[cfg(feature = "office")] Recuse(recuse),
    #[cfg(feature = "office")] Record(record),
    #[cfg(feature = "office")] Review(review),
    #[cfg(feature = "office")] LegalReview(legal_review),
    #[cfg(feature = "office")] Results(results),
    #[cfg(feature = "office")] Case(case),
    #[cfg(feature = "office")] Inbox(inbox),
    Log(log),
    #[cfg(feature = "office")] Witness(witness),
    #[cfg(feature = "office")] Fsck(fsck),
    #[cfg(feature = "office")] Calendar(calendar),
    #[cfg(feature = "office")] Serve(serve),
    #[cfg(feature = "office")] PublishSite(publish_site),
    Verify(verify),
    Explain(explain),
    Sql(sql),
    Completions(completions),
}
