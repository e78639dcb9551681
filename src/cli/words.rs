//! The command line in the reader's language: every help text, heading and
//! error comes from the catalogue. Ids: `help`, `help-COMMAND`,
//! `help-COMMAND-example`, `help-COMMAND-arg-NAME`, `help-arg-NAME` for
//! options that all commands share.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command, CommandFactory};

use super::args::Cli;
use super::failure::{DONE, USAGE};
use super::page;
use crate::domain::Text;
use crate::lang::Lang;
use crate::text;

/// The language asked for by `--lang`, else by the locale; Chinese unless that
/// is an English one.
pub fn language(args: &[OsString]) -> Lang {
    let mut args = args.iter().filter_map(|arg| arg.to_str());
    while let Some(arg) = args.next() {
        let asked = match arg.strip_prefix("--lang") {
            Some("") => args.next(),
            Some(rest) => rest.strip_prefix('='),
            None if arg == "--" => break,
            None => None,
        };
        match asked {
            Some("en") => return Lang::En,
            Some("zh") => return Lang::Zh,
            _ => {}
        }
    }
    // POSIX order; an empty variable counts as unset.
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    Lang::of_locale(&set.or_else(sys_locale::get_locale).unwrap_or_default())
}

/// The command line with its words in place.
pub fn command(lang: Lang) -> Command {
    dressed(lang, &|_| true)
}

/// The same for one line to be read: commands it does not name have but the one
/// line that help shows of them, for all words of all commands take longer than
/// most commands do.
pub fn command_for(lang: Lang, args: &[OsString]) -> Command {
    dressed(lang, &|name| args.iter().any(|arg| arg == name))
}

fn dressed(lang: Lang, wanted: &dyn Fn(&str) -> bool) -> Command {
    let mut bare = Cli::command();
    bare.build();
    dress(Cli::command(), &bare, lang, "help", wanted)
}

fn dress(command: Command, built: &Command, lang: Lang, id: &str, wanted: &dyn Fn(&str) -> bool) -> Command {
    let word = |id: &str| lang.say_id(id);
    let usage = built.clone().render_usage().to_string();
    let usage = usage
        .strip_prefix("Usage: ")
        .unwrap_or(&usage)
        .replace("[OPTIONS]", &format!("[{}]", word("help-options")))
        .replace("[COMMAND]", &format!("[{}]", word("help-command")))
        .replace("<COMMAND>", &format!("<{}>", word("help-command")));
    let template =
        format!("{{about}}\n\n{}{{usage}}\n\n{{all-args}}{{after-help}}", lang.say(&text!("help-usage")));
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    let mut command = command
        .about(word(id))
        .long_about(None)
        .after_help(format!("{}\n{}", word("help-example-heading"), word(&format!("{id}-example"))))
        .help_template(template)
        .override_usage(usage)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .subcommand_help_heading(still(lang, "help-commands"))
        .subcommand_value_name(still(lang, "help-command"))
        .mut_args(|arg| {
            let place = built.get_arguments().find(|known| known.get_id() == arg.get_id());
            match place.and_then(Arg::get_index) {
                // In the order they are typed, not in that of their names.
                Some(place) => dress_arg(arg, lang, id).display_order(place),
                None => dress_arg(arg, lang, id),
            }
        })
        .arg(
            Arg::new("help")
                .short('h')
                .long("help")
                .action(ArgAction::Help)
                .help(word("help-arg-help"))
                .help_heading(still(lang, "help-common"))
                .display_order(LAST),
        );
    if id == "help" {
        command = command.arg(
            Arg::new("version")
                .short('V')
                .long("version")
                .action(ArgAction::Version)
                .help(word("help-arg-version"))
                .help_heading(still(lang, "help-common"))
                .display_order(LAST + 1),
        );
    }
    for name in names {
        let id = format!("{id}-{name}");
        command = command.mut_subcommand(&name, |sub| match built.find_subcommand(&name) {
            Some(built) if wanted(&name) => dress(sub, built, lang, &id, wanted),
            _ => sub.about(word(&id)).long_about(None),
        });
    }
    command
}

/// Behind all other options.
const LAST: usize = 10_000;

/// `choucha help plan check` for `choucha plan check --help`, as many expect.
pub fn with_help_word(mut args: Vec<OsString>) -> Vec<OsString> {
    let valued = ["--office", "--lang", "--at", "--by"];
    let mut at = 1;
    while args.get(at).and_then(|arg| arg.to_str()).is_some_and(|arg| arg.starts_with('-')) {
        at += if valued.iter().any(|option| args[at] == **option) { 2 } else { 1 };
    }
    if args.get(at).is_some_and(|arg| arg == "help") {
        args.remove(at);
        args.push("--help".into());
    }
    args
}

/// A heading as clap wants it: it lasts as long as the program.
fn still(lang: Lang, id: &str) -> &'static str {
    Box::leak(lang.say_id(id).into_boxed_str())
}

fn dress_arg(arg: Arg, lang: Lang, command: &str) -> Arg {
    let name = arg.get_id().as_str().to_owned();
    let (id, heading) = if arg.is_global_set() {
        (format!("help-arg-{name}"), "help-common")
    } else if arg.is_positional() {
        (format!("{command}-arg-{name}"), "help-arguments")
    } else {
        (format!("{command}-arg-{name}"), "help-options")
    };
    let takes_value = arg.get_action().takes_values();
    let arg = arg.help(lang.say_id(&id)).long_help(None).help_heading(still(lang, heading));
    // What clap would add about them in English stands in the words above.
    if takes_value { arg.hide_possible_values(true).hide_default_value(true).hide_env(true) } else { arg }
}

/// Answers what clap itself has to say: help, version, or what it did not
/// understand.
pub fn answer(lang: Lang, args: &[OsString], error: &clap::Error) -> ExitCode {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let help = error.render().to_string();
            // clap ends headings in its own colon.
            let _ = page::print(&if lang == Lang::Zh { help.replace(":\n", "：\n") } else { help });
            ExitCode::from(DONE)
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            page::eprint(&error.render().to_string());
            ExitCode::from(USAGE)
        }
        _ => {
            let text = reason(error);
            if args.iter().any(|arg| arg == "--json") {
                let object = serde_json::json!({ "error": super::context::said(lang, &text) });
                let _ = page::print(&format!("{object}\n"));
            } else {
                page::eprint(&lang.say(&text));
                page::eprint(&lang.say(&text!("usage-see-help")));
            }
            ExitCode::from(USAGE)
        }
    }
}

/// Why a command line was not understood.
fn reason(error: &clap::Error) -> Text {
    let part = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(value)) => value.clone(),
        Some(ContextValue::Strings(values)) => values.join(" "),
        Some(ContextValue::Number(value)) => value.to_string(),
        _ => String::new(),
    };
    let arg = part(ContextKind::InvalidArg);
    let value = part(ContextKind::InvalidValue);
    // Of several likely ones clap names the likeliest last.
    let hint = |kind: ContextKind| match part(kind).split_whitespace().next_back() {
        Some(hint) => text!("usage-hint", hint = hint),
        None => text!("usage-no-hint"),
    };
    match error.kind() {
        ErrorKind::InvalidValue if value.is_empty() => text!("usage-value-missing", arg = arg),
        ErrorKind::InvalidValue => {
            let values = part(ContextKind::ValidValue);
            text!("usage-value", arg = arg, value = value, values = values)
        }
        ErrorKind::UnknownArgument => {
            let hint = hint(ContextKind::SuggestedArg);
            text!("usage-unknown-argument", arg = arg, hint = hint)
        }
        ErrorKind::InvalidSubcommand => {
            let hint = hint(ContextKind::SuggestedSubcommand);
            text!("usage-unknown-command", command = part(ContextKind::InvalidSubcommand), hint = hint)
        }
        ErrorKind::NoEquals => text!("usage-no-equals", arg = arg),
        ErrorKind::ValueValidation => text!("usage-value-malformed", arg = arg, value = value),
        ErrorKind::TooManyValues => text!("usage-too-many", arg = arg, value = value),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => text!("usage-too-few", arg = arg),
        ErrorKind::ArgumentConflict => {
            text!("usage-conflict", arg = arg, other = part(ContextKind::PriorArg))
        }
        ErrorKind::MissingRequiredArgument => text!("usage-missing", args = arg),
        ErrorKind::MissingSubcommand => text!("usage-missing-command"),
        ErrorKind::InvalidUtf8 => text!("usage-utf8"),
        _ => text!("usage-other", error = error.kind().to_string()),
    }
}
