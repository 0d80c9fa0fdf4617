//! How a command ends: exit codes, and the one line that explains a failure.

use escapement::Error;
use std::io::Write;
use std::process::ExitCode;

/// The end of a command that did what it was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing to complain of.
    Good,
    /// Something is refuted, inconclusive or out of date.
    Bad,
}

impl Outcome {
    /// 0 or 1.
    pub fn code(self) -> ExitCode {
        match self {
            Self::Good => ExitCode::SUCCESS,
            Self::Bad => ExitCode::from(1),
        }
    }
}

/// The end of a command that could not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The command line is wrong.
    Usage(String),
    /// The report is not what the evidence gives.
    Drift(String),
    /// The seconds given are used up.
    Budget(u64),
    /// What was looked for was not found, or does not hold.
    Nothing(String),
    /// The library refused or gave up.
    Library(Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Library(error)
    }
}

impl Failure {
    /// Prints the one line, and returns 2 for what the user typed wrongly and 1 for what could not be decided.
    pub fn report(&self) -> ExitCode {
        let (message, code) = match self {
            Self::Usage(message) => (message.clone(), 2),
            Self::Drift(message) | Self::Nothing(message) => (message.clone(), 1),
            Self::Budget(seconds) => (format!("the budget of {seconds} s is used up (--budget gives more)"), 1),
            Self::Library(error @ (Error::Domain { .. } | Error::File { .. })) => (error.to_string(), 2),
            Self::Library(error) => (error.to_string(), 1),
        };
        // Where not even standard error can be written to, the exit code has to do.
        let _ = writeln!(std::io::stderr(), "error: {}", on_one_line(&message));
        ExitCode::from(code)
    }
}

/// The text with its control characters made visible.
fn on_one_line(text: &str) -> String {
    let visible = |c: char| if c.is_control() { c.escape_default().to_string() } else { c.to_string() };
    text.chars().map(visible).collect()
}
