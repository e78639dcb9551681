//! What can be asked of the log.

use std::path::PathBuf;

use clap::Subcommand;

use super::check::check;
#[cfg(feature = "office")]
use super::{entries, witnesses};
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::outcome::Outcome;

/// `log show|key|check|proof|witness|file|request|take|rotate|erase`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// A published log, checked as a whole.
    Check {
        /// Its folder.
        #[arg(value_name = "DIR")]
        dir: PathBuf,
        /// The log's key, from elsewhere.
        #[arg(long, value_name = "VKEY")]
        key: Option<String>,
        /// A checkpoint kept earlier.
        #[arg(long, value_name = "FILE")]
        since: Option<PathBuf>,
    },
    /// Entries, newest last.
    #[cfg(feature = "office")]
    Show {
        /// From this one on.
        #[arg(long, value_name = "N")]
        from: Option<u64>,
        /// So many.
        #[arg(long, value_name = "N", default_value_t = 20)]
        count: u64,
    },
    /// The log's key and checkpoint.
    #[cfg(feature = "office")]
    Key,
    /// The proof of one entry.
    #[cfg(feature = "office")]
    Proof {
        /// Its number.
        #[arg(value_name = "N")]
        entry: u64,
        /// Where the proof goes; the entry beside it.
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
    },
    /// The witnesses; with a key, one more.
    #[cfg(feature = "office")]
    Witness {
        /// Its public key.
        #[arg(value_name = "VKEY")]
        key: Option<String>,
        /// Where it is asked.
        #[arg(long, value_name = "URL", requires = "key")]
        url: Option<String>,
        /// Let it go, by name or key.
        #[arg(long, value_name = "NAME", conflicts_with = "key")]
        retire: Option<String>,
    },
    /// The checkpoint is filed with every witness.
    #[cfg(feature = "office")]
    File,
    /// What a witness on another network is to be shown.
    #[cfg(feature = "office")]
    Request {
        /// Its name.
        #[arg(value_name = "WITNESS")]
        witness: String,
        /// The file.
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// A witness's answer.
    #[cfg(feature = "office")]
    Take {
        /// The file.
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// A new key.
    #[cfg(feature = "office")]
    Rotate,
    /// Personal data forgotten.
    #[cfg(feature = "office")]
    Erase {
        /// The entry.
        #[arg(value_name = "N")]
        entry: u64,
        /// The member.
        #[arg(value_name = "MEMBER")]
        member: String,
    },
}

impl Args {
    pub(in crate::cli) fn run(&self, context: &Context) -> Result<Box<dyn Outcome>, Failure> {
        match &self.command {
            Command::Check { dir, key, since } => check(context, dir, key.as_deref(), since.as_deref()),
            #[cfg(feature = "office")]
            Command::Show { from, count } => entries::show(context, *from, *count),
            #[cfg(feature = "office")]
            Command::Key => entries::key(context),
            #[cfg(feature = "office")]
            Command::Proof { entry, output } => entries::proof(context, *entry, output),
            #[cfg(feature = "office")]
            Command::Witness { retire: Some(who), .. } => witnesses::retire(context, who),
            #[cfg(feature = "office")]
            Command::Witness { key: Some(key), url, .. } => witnesses::add(context, key, url.as_deref()),
            #[cfg(feature = "office")]
            Command::Witness { .. } => witnesses::list(context),
            #[cfg(feature = "office")]
            Command::File => witnesses::file(context),
            #[cfg(feature = "office")]
            Command::Request { witness, file } => witnesses::request(context, witness, file),
            #[cfg(feature = "office")]
            Command::Take { file } => witnesses::take(context, file),
            #[cfg(feature = "office")]
            Command::Rotate => entries::rotate(context),
            #[cfg(feature = "office")]
            Command::Erase { entry, member } => entries::erase(context, *entry, member),
        }
    }
}
