//! Hands the arguments to `cli`.

use std::process::ExitCode;

fn main() -> ExitCode {
    choucha::cli::run(std::env::args_os().collect())
}
