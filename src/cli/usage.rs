//! One line for everything that can be wrong about a command line before its numbers are looked at.

use super::Program;
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use clap::{Arg, Command, CommandFactory};
use std::ffi::OsString;

/// What is wrong, as one line that names the argument, its value and what it may be.
pub fn line(error: &Error) -> String {
    let text = |kind| error.get(kind).map(shown).unwrap_or_default();
    let (argument, value) = (text(ContextKind::InvalidArg), text(ContextKind::InvalidValue));
    match error.kind() {
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::MissingSubcommand => {
            format!("no command is given, but it must be one of {}", commands())
        }
        ErrorKind::InvalidSubcommand => {
            format!("command is '{}', but must be one of {}", text(ContextKind::InvalidSubcommand), commands())
        }
        ErrorKind::MissingRequiredArgument => {
            let missing: Vec<String> = argument.split(", ").map(|option| lacking(option, "is missing")).collect();
            missing.join(", and ")
        }
        ErrorKind::InvalidValue if value.is_empty() => lacking(&argument, "has no value"),
        ErrorKind::InvalidValue => {
            format!("{} is '{value}', but must be one of {}", name(&argument), text(ContextKind::ValidValue))
        }
        ErrorKind::UnknownArgument => {
            let suggestion = text(ContextKind::SuggestedArg);
            let hint = if suggestion.is_empty() { String::new() } else { format!("; did you mean {suggestion}?") };
            format!("argument '{argument}' is not known{hint} (--help lists the arguments)")
        }
        ErrorKind::ArgumentConflict => match text(ContextKind::PriorArg) {
            other if name(&other) != name(&argument) && !other.is_empty() => {
                format!("{} and {} are given, but only one of them may be", name(&argument), name(&other))
            }
            _ => format!("{} is given twice, but may be given once", name(&argument)),
        },
        _ => first_line(&error.render().to_string()),
    }
}

/// What clap takes for good, or says nothing useful about: text that is not UTF-8, and an option where another one's value
/// should be (values may start with a minus sign).
pub fn complaint(arguments: &[OsString]) -> Option<String> {
    if let Some(garbled) = arguments.iter().find(|argument| argument.to_str().is_none()) {
        return Some(format!("argument is '{}', but must be valid UTF-8", garbled.to_string_lossy()));
    }
    let texts: Vec<&str> = arguments.iter().filter_map(|argument| argument.to_str()).collect();
    let missing = texts.windows(2).find(|pair| pair[1].starts_with("--") && takes_value(pair[0]))?;
    Some(lacking(missing[0], "has no value"))
}

/// The complaint that an option is not there, or not whole, with what it means and may be.
fn lacking(option: &str, how: &str) -> String {
    let help = find(option).and_then(|option| option.get_help().map(ToString::to_string)).unwrap_or_default();
    format!("{} {how}: {help}", name(option))
}

/// `name` of `--name <VALUE>`.
fn name(option: &str) -> &str {
    option.strip_prefix("--").and_then(|option| option.split(' ').next()).unwrap_or(option)
}

/// Whether this is an option with a value, of any command.
fn takes_value(argument: &str) -> bool {
    find(argument).is_some_and(|option| option.get_action().takes_values())
}

/// The option `--name` or `--name <VALUE>` of any command.
fn find(option: &str) -> Option<Arg> {
    let wanted = option.starts_with("--").then(|| name(option));
    let program = Program::command();
    program
        .get_subcommands()
        .flat_map(Command::get_arguments)
        .find(|known| wanted.is_some() && known.get_long() == wanted)
        .cloned()
}

/// A piece of clap's context as text.
fn shown(value: &ContextValue) -> String {
    match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join(", "),
        other => other.to_string(),
    }
}

/// The names of the commands.
fn commands() -> String {
    let names: Vec<String> =
        Program::command().get_subcommands().map(|command| command.get_name().to_owned()).collect();
    names.join(", ")
}

/// The first line of clap's own message, for what has no better one here.
fn first_line(message: &str) -> String {
    message.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned()
}
