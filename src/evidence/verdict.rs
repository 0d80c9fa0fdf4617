//! What was found, and how surely.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The outcome of comparing a prediction with an observation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// They agree to within what was asked.
    Verified,
    /// They disagree: a counterexample.
    Refuted {
        /// The parameters of the counterexample.
        case: String,
    },
    /// Neither was shown.
    Inconclusive {
        /// Why not.
        reason: String,
    },
}

impl Verdict {
    /// The worse of two verdicts: a refutation outweighs doubt, doubt outweighs agreement.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        if other.severity() > self.severity() { other } else { self }
    }

    /// The verdict of a collection; nothing at all is inconclusive.
    pub fn of_all(verdicts: impl IntoIterator<Item = Self>) -> Self {
        let nothing = || Self::Inconclusive { reason: "no evidence".to_owned() };
        verdicts.into_iter().reduce(Self::and).unwrap_or_else(nothing)
    }

    /// Whether the claim stands.
    pub fn is_verified(&self) -> bool {
        *self == Self::Verified
    }

    /// Whether a counterexample was found.
    pub const fn is_refuted(&self) -> bool {
        matches!(self, Self::Refuted { .. })
    }

    /// Whether neither agreement nor a counterexample was shown.
    pub const fn is_inconclusive(&self) -> bool {
        matches!(self, Self::Inconclusive { .. })
    }

    const fn severity(&self) -> u8 {
        match self {
            Self::Verified => 0,
            Self::Inconclusive { .. } => 1,
            Self::Refuted { .. } => 2,
        }
    }

    /// One word for a table.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::Refuted { .. } => "refuted",
            Self::Inconclusive { .. } => "inconclusive",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Verified => write!(f, "verified"),
            Self::Refuted { case } => write!(f, "refuted by {case}"),
            Self::Inconclusive { reason } => write!(f, "inconclusive: {reason}"),
        }
    }
}
