//! One line for everything that can be wrong about a command line before its numbers are looked at.

use super::Program;
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use clap::{Arg, Command, CommandFactory};
use escapement::error::quoted;
use std::ffi::OsString;

/// What is wrong, as one line that names the argument, its value and what it may be.
pub fn line(error: &Error, arguments: &[OsString]) -> String {
    let command = command(arguments);
    let lacking = |option: &str, how| lacking(command.as_ref(), option, how);
    let text = |kind| error.get(kind).map(shown).unwrap_or_default();
    let (argument, value) = (text(ContextKind::InvalidArg), text(ContextKind::InvalidValue));
    match error.kind() {
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::MissingSubcommand => {
            format!("no command is given, but it must be one of {}", commands())
        }
        ErrorKind::InvalidSubcommand => {
            let given = text(ContextKind::InvalidSubcommand);
            let hint = meant(&text(ContextKind::SuggestedSubcommand));
            format!("command is '{}', but must be one of {}{hint}", quoted(&given), commands())
        }
        ErrorKind::MissingRequiredArgument => {
            let missing: Vec<String> = argument.split(", ").map(|option| lacking(option, "is missing")).collect();
            missing.join(", and ")
        }
        ErrorKind::InvalidValue if value.is_empty() => lacking(&argument, "has no value"),
        ErrorKind::InvalidValue => {
            let hint = meant(&text(ContextKind::SuggestedValue));
            let (name, value, domain) = (name(&argument), quoted(&value), text(ContextKind::ValidValue));
            format!("{name} is '{value}', but must be one of {domain}{hint}")
        }
        ErrorKind::UnknownArgument => {
            let hint = meant(&text(ContextKind::SuggestedArg));
            format!("argument '{}' is not known{hint} (--help lists the arguments)", quoted(&argument))
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

/// The question whether something else was meant; nothing where nothing like it is known.
pub fn meant(suggestion: &str) -> String {
    if suggestion.is_empty() { String::new() } else { format!("; did you mean {suggestion}?") }
}

/// The known word that is most like the one given; empty where none is much like it.
pub fn nearest(given: &str, known: &[&str]) -> String {
    const ALIKE: f64 = 0.8;
    let given = given.to_lowercase().replace('-', "_");
    let alike = known.iter().map(|word| (strsim::jaro(&given, &word.to_lowercase()), *word));
    let best = alike.filter(|(alike, _)| *alike > ALIKE).max_by(|a, b| a.0.total_cmp(&b.0));
    best.map(|(_, word)| word.to_owned()).unwrap_or_default()
}

/// What clap takes for good, or says nothing useful about: text that is not UTF-8, and an option where another one's value
/// should be (values may start with a minus sign).
pub fn complaint(arguments: &[OsString]) -> Option<String> {
    if let Some(garbled) = arguments.iter().find(|argument| argument.to_str().is_none()) {
        return Some(format!("argument is '{}', but must be valid UTF-8", garbled.to_string_lossy()));
    }
    let texts: Vec<&str> = arguments.iter().filter_map(|argument| argument.to_str()).collect();
    let command = command(arguments)?;
    let takes_value = |text| find(&command, text).is_some_and(|option| option.get_action().takes_values());
    let is_option = |text: &str| text.starts_with("--") || (text.starts_with('-') && find(&command, text).is_some());
    let missing = texts.windows(2).find(|pair| is_option(pair[0]) && is_option(pair[1]) && takes_value(pair[0]))?;
    Some(lacking(Some(&command), missing[0], "has no value"))
}

/// The complaint that an argument of a command is not there, or not whole, with what it means and may be.
fn lacking(command: Option<&Command>, argument: &str, how: &str) -> String {
    let help = command.and_then(|command| find(command, argument)?.get_help().map(ToString::to_string));
    format!("{} {how}: {}", name(argument), help.unwrap_or_default())
}

/// `name` of `--name <VALUE>`, of `<NAME>`, and of `<NAME>...`.
fn name(argument: &str) -> String {
    match argument.strip_prefix("--") {
        Some(option) => option.split(' ').next().unwrap_or(option).to_owned(),
        None => argument.trim_matches(['<', '>', '.']).to_lowercase(),
    }
}

/// The command that is given.
fn command(arguments: &[OsString]) -> Option<Command> {
    let mut texts = arguments.iter().skip(1).filter_map(|argument| argument.to_str());
    let mut program = Program::command();
    program.build();
    texts.find_map(|text| program.find_subcommand(text).cloned())
}

/// The argument `--name`, `--name <VALUE>`, `-n` or `<NAME>` of a command.
fn find(command: &Command, argument: &str) -> Option<Arg> {
    let name = name(argument);
    let is_option = argument.starts_with("--");
    let short = argument.strip_prefix('-').filter(|_| !is_option).map(str::to_owned);
    let fits = |known: &&Arg| match known.get_long() {
        _ if known.get_short().is_some_and(|letter| short == Some(letter.to_string())) => true,
        Some(long) => {
            is_option && (long == name || known.get_all_aliases().is_some_and(|all| all.contains(&name.as_str())))
        }
        None => {
            let shown = known.get_value_names().and_then(|names| names.first());
            !is_option
                && (known.get_id() == name.as_str() || shown.is_some_and(|shown| shown.eq_ignore_ascii_case(&name)))
        }
    };
    command.get_arguments().find(fits).cloned()
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
