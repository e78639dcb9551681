//! `choucha completions`: tab completion for a shell.

use clap_complete::Shell;
use serde_json::{Value, json};

use super::context::Context;
use super::failure::Failure;
use super::outcome::Outcome;
use super::page::Page;

/// `completions SHELL`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The shell.
    #[arg(value_name = "SHELL", value_parser = ["bash", "zsh", "fish"])]
    shell: String,
}

struct Script(String);

impl Outcome for Script {
    fn json(&self) -> Value {
        json!({ "script": self.0 })
    }
    fn show(&self, page: &mut Page) {
        page.line(self.0.trim_end());
    }
}

impl Args {
    pub(super) fn run(&self, context: &Context) -> Result<Box<dyn Outcome>, Failure> {
        let shell = match self.shell.as_str() {
            "zsh" => Shell::Zsh,
            "fish" => Shell::Fish,
            _ => Shell::Bash,
        };
        let mut script = Vec::new();
        clap_complete::generate(shell, &mut super::command(context.lang), "choucha", &mut script);
        Ok(Box::new(Script(String::from_utf8_lossy(&script).into_owned())))
    }
}
