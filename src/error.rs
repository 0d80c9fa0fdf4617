//! The one error type of the crate: what was attempted, on which value, and where it would have been legal.

use std::fmt;

/// Result of every fallible operation in this crate.
pub type Result<T> = std::result::Result<T, Error>;

/// Everything that can go wrong. No variant is a catch-all string: each carries what a caller needs to react.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// An argument lies outside its domain.
    Domain {
        /// Name of the argument, as the caller knows it.
        argument: &'static str,
        /// The value that was given.
        value: String,
        /// The values that are accepted.
        domain: &'static str,
    },
    /// A function was asked for a value outside its domain, or on an enclosure that reaches outside it.
    Undefined {
        /// The function, for example `ln` or `division`.
        operation: &'static str,
        /// The argument, or its enclosure.
        argument: String,
        /// True when no part of the argument lies in the domain, so that no precision can help.
        certainly: bool,
    },
    /// An enclosure is too wide to decide a question: more precision may.
    Undecided {
        /// The question, as a statement that is neither proved nor disproved.
        question: &'static str,
        /// The enclosure that straddles the answer.
        value: String,
    },
    /// Two enclosures of the same value are disjoint. Both are proved, so this is a mistake in the program and no property of
    /// the problem: no precision can help, and nothing that rests on either may be believed.
    Contradiction {
        /// What both enclose.
        quantity: &'static str,
        /// The enclosures, decimal.
        enclosures: [String; 2],
    },
    /// The precision was raised as far as allowed and the goal was still not reached.
    PrecisionExhausted {
        /// What was to be computed.
        attempted: &'static str,
        /// Decimal digits asked for.
        digits: u32,
        /// Precisions tried, in bits.
        tried: Vec<u32>,
        /// What the last attempt said; `None` when its enclosure was merely too wide.
        last: Option<Box<Error>>,
    },
    /// The integrator's step fell below the resolution of its working precision.
    StepUnderflow {
        /// Time reached, decimal.
        time: String,
        /// Step that was tried, decimal.
        step: String,
        /// State at that time, decimal.
        state: Vec<String>,
    },
    /// The integrator used up its allowance of steps.
    StepLimit {
        /// The allowance.
        limit: usize,
        /// Time reached, decimal.
        time: String,
    },
    /// A file could not be read or written.
    File {
        /// The file, as given.
        path: String,
        /// What the operating system said.
        reason: String,
    },
}

impl Error {
    /// Domain violation of `argument`.
    pub fn domain(argument: &'static str, value: impl fmt::Display, domain: &'static str) -> Self {
        Self::Domain { argument, value: quoted(&value.to_string()), domain }
    }

    /// Whether the same computation may succeed at a higher precision.
    pub fn may_yield_to_precision(&self) -> bool {
        match self {
            Self::Undefined { certainly, .. } => !certainly,
            Self::Undecided { .. } | Self::StepUnderflow { .. } => true,
            _ => false,
        }
    }
}

/// A value as an error line quotes it: at most 80 characters, both ends of a longer one kept.
///
/// ```
/// assert_eq!(escapement::error::quoted("7/2"), "7/2");
/// assert!(escapement::error::quoted(&"9".repeat(20_000)).ends_with("999 (20000 characters)"));
/// ```
pub fn quoted(value: &str) -> String {
    const LONGEST: usize = 80;
    let characters: Vec<char> = value.chars().collect();
    if characters.len() <= LONGEST {
        return value.to_owned();
    }
    let head: String = characters[..40].iter().collect();
    let tail: String = characters[characters.len() - 12..].iter().collect();
    format!("{head}...{tail} ({} characters)", characters.len())
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Domain { argument, value, domain } => {
                write!(f, "{argument} is '{value}', but must be {domain}")
            }
            Self::Undefined { operation, argument, certainly } => {
                let extent = if *certainly { "is outside" } else { "reaches outside" };
                write!(f, "{operation} of {argument}, which {extent} its domain")
            }
            Self::Undecided { question, value } => {
                write!(f, "cannot decide at this precision whether {question}: {value}")
            }
            Self::Contradiction { quantity, enclosures: [one, other] } => {
                write!(
                    f,
                    "{quantity} is enclosed by {one} and by {other}, which are disjoint: a mistake in this program"
                )
            }
            Self::PrecisionExhausted { attempted, digits, tried, last } => {
                write!(f, "{attempted}: {digits} digits not reached with {tried:?} bits")?;
                match last {
                    Some(error) => write!(f, "; the last attempt: {error}"),
                    None => Ok(()),
                }
            }
            Self::StepUnderflow { time, step, state } => {
                write!(f, "step {step} at time {time} is below the working resolution; state [{}]", state.join(", "))
            }
            Self::StepLimit { limit, time } => write!(f, "{limit} steps used up at time {time}"),
            Self::File { path, reason } => write!(f, "file '{}': {reason}", quoted(path)),
        }
    }
}

impl std::error::Error for Error {}
