//! 命令行: one file a command. Each command turns its arguments into a use case
//! and its outcome into a page for people or an object for machines.
//!
//! **Exit codes.** 0 done; 1 refused, or a bundle does not hold; 2 the command
//! line was not understood; 3 the office is locked or damaged.
//!
//! **`--json`.** Exactly one object on standard output, for results and errors
//! alike: `{"command", "result"}` or `{"command", "error": {"id", "args",
//! "message"}, "faults": […]}`, with `"interrupted"` where an earlier step had
//! been cut short. Ids are stable; words are not. Progress and notices go to
//! standard error.

mod args;
mod bars;
mod context;
mod failure;
mod outcome;
mod page;
mod words;
#[cfg(feature = "office")]
mod year;

mod completions;
mod explain;
mod log;
mod sql;
mod verify;

#[cfg(feature = "office")]
mod abandon;
#[cfg(feature = "office")]
mod approve;
#[cfg(feature = "office")]
mod calendar;
#[cfg(feature = "office")]
mod case;
#[cfg(feature = "office")]
mod commit;
#[cfg(feature = "office")]
mod demo;
#[cfg(feature = "office")]
mod draw;
#[cfg(feature = "office")]
mod export;
#[cfg(feature = "office")]
mod freeze;
#[cfg(feature = "office")]
mod fsck;
#[cfg(feature = "office")]
mod import;
#[cfg(feature = "office")]
mod inbox;
#[cfg(feature = "office")]
mod init;
#[cfg(feature = "office")]
mod joint;
#[cfg(feature = "office")]
mod joint_report;
#[cfg(feature = "office")]
mod legal_review;
#[cfg(feature = "office")]
mod office;
#[cfg(feature = "office")]
mod plan;
#[cfg(feature = "office")]
mod publish;
#[cfg(feature = "office")]
mod publish_site;
#[cfg(feature = "office")]
mod record;
#[cfg(feature = "office")]
mod recuse;
#[cfg(feature = "office")]
mod results;
#[cfg(feature = "office")]
mod reveal;
#[cfg(feature = "office")]
mod review;
#[cfg(feature = "office")]
mod serve;
#[cfg(feature = "office")]
mod status;
#[cfg(feature = "office")]
mod substitute;
#[cfg(feature = "office")]
mod witness;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::FromArgMatches;

use context::Context;
pub use words::{command, language};

/// Runs the program.
pub fn run(args: Vec<OsString>) -> ExitCode {
    let args = words::with_help_word(args);
    let lang = language(&args);
    let matches = match words::command_for(lang, &args).try_get_matches_from(&args) {
        Ok(matches) => matches,
        Err(error) => return words::answer(lang, &args, &error),
    };
    let cli = match args::Cli::from_arg_matches(&matches) {
        Ok(cli) => cli,
        Err(error) => return words::answer(lang, &args, &error),
    };
    let context = Context::new(lang, &cli, &args);
    let done = cli.command.run(&context);
    context.answer(done)
}
