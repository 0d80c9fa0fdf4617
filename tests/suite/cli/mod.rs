//! The `escapement` program as its users meet it: what it prints, where, and with which exit code.

mod couplings;
mod cycle;
mod explain;
mod gains;
mod help;
mod merge;
mod network;
mod noise;
mod oracle;
mod plot;
mod predict;
mod simulate;
mod sweep;
#[cfg(unix)]
mod terminal;
mod usage;
mod verify;
use escapement::numerics::rational::{parse, power};
use rug::Rational;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

pub const USUAL: [&str; 4] = ["--gain", "5", "--saliency", "3"];

/// A quick run of two HardTanh memories.
pub const QUICK: [&str; 15] = [
    "network",
    "--gain",
    "6",
    "--memories",
    "2",
    "--epsilon",
    "1/20",
    "--leak",
    "1/20",
    "--until",
    "3",
    "--saliency",
    "3",
    "--digits",
    "20",
];

// ---------------------------------------------------------------- running the program

pub fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_escapement"))
}

pub fn run(arguments: &[&str]) -> Output {
    program().args(arguments).output().expect("the program starts")
}

pub fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).expect("the output is UTF-8")
}

pub fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).expect("complaints are UTF-8")
}

/// What a command that succeeds prints; it says nothing on standard error, which is no terminal here.
pub fn printed(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", stderr(&output));
    assert_eq!(stderr(&output), "", "{arguments:?}");
    stdout(&output).to_owned()
}

/// The JSON that a command prints.
pub fn object(arguments: &[&str]) -> Value {
    let text = printed(&[arguments, &["--format", "json"]].concat());
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{arguments:?}: {error}\n{text}"))
}

/// A command that fails with a code and one line on standard error, which holds every one of the words.
pub fn complains(arguments: &[&str], code: i32, words: &[&str]) {
    let output = run(arguments);
    assert_complaint(&output, code, words, &format!("{arguments:?}"));
}

pub fn assert_complaint(output: &Output, code: i32, words: &[&str], what: &str) {
    let line = stderr(output);
    assert_eq!(output.status.code(), Some(code), "{what}: {line}");
    assert_eq!(stdout(output), "", "{what}");
    assert!(line.starts_with("error: ") && line.ends_with('\n'), "{what}: {line:?}");
    assert_eq!(line.lines().count(), 1, "{what}: {line:?}");
    for word in words {
        assert!(line.contains(word), "{what}: no {word:?} in {line:?}");
    }
}

pub fn with<'a>(base: &[&'a str], more: &[&'a str]) -> Vec<&'a str> {
    [base, more].concat()
}

/// A path in the directory that cargo keeps for tests, with nothing there yet.
pub fn scratch(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_file(&path);
    path
}

pub fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("not a string: {value}"))
}

pub fn number(decimal: &str) -> Rational {
    parse("decimal", decimal).expect("a number")
}

/// Whether two decimals are within one unit of the last of so many digits.
pub fn agree(a: &str, b: &str, digits: i32) -> bool {
    let (a, b) = (number(a), number(b));
    Rational::from(&a - &b).abs() <= b.abs() * power(10, 1 - digits)
}

pub fn digit_count(decimal: &str) -> usize {
    let mantissa = decimal.split('e').next().unwrap_or_default();
    mantissa.trim_start_matches(['-', '0', '.']).chars().filter(char::is_ascii_digit).count()
}

/// A table fits the screen and ends no line in a blank.
pub fn assert_fits(table: &str) {
    assert!(table.lines().all(|line| line.chars().count() <= 100 && !line.ends_with(' ')), "{table}");
}
