//! What one side of a comparison says of one quantity, and what it rests on.
//!
//! An [`Answer`] is made by the constructor that holds its evidence: an enclosure, a rational, a [`Decided`] answer, a float, a fit, a
//! sample. The guarantee follows from it; there is no way to state one. An answer can be written to a file and read back unchanged; one
//! that is read is believed as far as the file is.

use super::record;
use crate::error::{Error, Result};
use crate::numerics::{Decided, Guarantee, Interval, Precision};
use rug::{Integer, Rational};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A predicted or observed value, of a kind that says how surely it is known.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    content: Content,
    #[serde(with = "record::guarantee")]
    guarantee: Guarantee,
}

/// The value itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) enum Content {
    /// A rational.
    Rational(#[serde(with = "record::text")] Rational),
    /// A real within a range.
    Range(#[serde(with = "record::interval")] Interval),
    /// A whole number.
    Count(#[serde(with = "record::text")] Integer),
    /// One of finitely many answers.
    Word(Cow<'static, str>),
    /// Not determined, and why.
    Unknown(String),
}

impl Answer {
    /// A rational, exactly.
    pub const fn exact(value: Rational) -> Self {
        Self { content: Content::Rational(value), guarantee: Guarantee::Exact }
    }

    /// A real inside an enclosure, rigorously.
    pub const fn enclosed(value: Interval) -> Self {
        Self { content: Content::Range(value), guarantee: Guarantee::Rigorous }
    }

    /// A real computed to high precision, as the range that its measured error leaves: nothing bounds that error.
    pub const fn estimated(range: Interval) -> Self {
        Self { content: Content::Range(range), guarantee: Guarantee::Numerical }
    }

    /// A fitted value with its stated uncertainty, as the range between.
    pub const fn fitted(range: Interval) -> Self {
        Self { content: Content::Range(range), guarantee: Guarantee::Asymptotic }
    }

    /// A value that a sample leaves open within a range, up to a stated probability of error.
    pub const fn sampled(range: Interval) -> Self {
        Self { content: Content::Range(range), guarantee: Guarantee::Statistical }
    }

    /// A whole number, as surely as it was counted.
    pub fn count(number: Decided<impl Into<Integer>>) -> Self {
        Self { guarantee: number.guarantee(), content: Content::Count(number.into_value().into()) }
    }

    /// One of finitely many answers in words, as surely as it was reached.
    pub fn word(answer: Decided<&'static str>) -> Self {
        Self { guarantee: answer.guarantee(), content: Content::Word(Cow::Borrowed(answer.into_value())) }
    }

    /// Yes or no, each in its own words.
    pub fn either(answer: Decided<bool>, yes: &'static str, no: &'static str) -> Self {
        Self::word(answer.map(|answer| if answer { yes } else { no }))
    }

    /// An answer that was not reached: it neither verifies nor refutes.
    pub fn unknown(reason: impl std::fmt::Display) -> Self {
        Self { content: Content::Unknown(reason.to_string()), guarantee: Guarantee::Statistical }
    }

    /// The answer, or that there is none where the question was left open: undecided, or out of reach of precision or steps.
    ///
    /// **Errors**: every other one.
    pub fn unless_open(answer: Result<Self>) -> Result<Self> {
        match answer {
            Err(error @ (Error::Undecided { .. } | Error::PrecisionExhausted { .. } | Error::StepLimit { .. })) => {
                Ok(Self::unknown(error))
            }
            other => other,
        }
    }

    /// The same answer where it rests on something weaker too.
    #[must_use]
    pub fn weaken(self, guarantee: Guarantee) -> Self {
        Self { guarantee: self.guarantee.weaken(guarantee), ..self }
    }

    /// What the answer rests on; `None` when there is none.
    pub const fn guarantee(&self) -> Option<Guarantee> {
        match self.content {
            Content::Unknown(_) => None,
            _ => Some(self.guarantee),
        }
    }

    /// Whether there is an answer.
    pub const fn is_known(&self) -> bool {
        self.guarantee().is_some()
    }

    /// The answer as an enclosure; `None` for what is not a number or not bounded rigorously.
    pub fn enclosure(&self, precision: Precision) -> Option<Interval> {
        match &self.content {
            Content::Rational(value) => Some(Interval::from_rational(value, precision)),
            Content::Range(range) if self.guarantee <= Guarantee::Rigorous => Some(range.clone()),
            _ => None,
        }
    }

    pub(super) const fn content(&self) -> &Content {
        &self.content
    }

    /// What kind of answer it is, in a word.
    pub const fn kind(&self) -> &'static str {
        match self.content {
            Content::Rational(_) => "rational",
            Content::Range(_) => "range",
            Content::Count(_) => "count",
            Content::Word(_) => "word",
            Content::Unknown(_) => "unknown",
        }
    }

    /// The ends of the range that the answer leaves, rounded outward in their last decimal; both the same, and exact, for all that is no
    /// range, and the reason twice where there is no answer.
    pub fn ends(&self) -> [String; 2] {
        let both = |text: String| [text.clone(), text];
        match &self.content {
            Content::Rational(value) => both(value.to_string()),
            Content::Range(value) => value.to_decimals(value.precision().get() as usize * 3 / 10 + 2),
            Content::Count(value) => both(value.to_string()),
            Content::Word(answer) => both(answer.clone().into_owned()),
            Content::Unknown(reason) => both(reason.clone()),
        }
    }

    /// The value for a table, with `digits` significant digits.
    pub fn display(&self, digits: usize) -> String {
        match &self.content {
            Content::Rational(value) if value.is_integer() || short(value) => value.to_string(),
            Content::Rational(value) => shown(&Interval::from_rational(value, bits_for(digits)), digits),
            Content::Range(value) if self.guarantee >= Guarantee::Asymptotic => value.to_decimal(digits.min(7)),
            Content::Range(value) => shown(value, digits),
            Content::Count(value) => value.to_string(),
            Content::Word(answer) => answer.clone().into_owned(),
            Content::Unknown(_) => "not determined".to_owned(),
        }
    }

    /// The value with a relative error, or moved on by one: what a slightly wrong predictor would say. `None` for answers in words and
    /// fits, which have no such neighbour.
    pub(super) fn perturbed(&self, error: &Rational) -> Option<Self> {
        let factor = Rational::from(1 + error);
        let content = match &self.content {
            Content::Rational(value) => Content::Rational(Rational::from(value * &factor)),
            Content::Range(value) if self.guarantee <= Guarantee::Numerical => {
                Content::Range(value * &Interval::from_rational(&factor, value.precision()))
            }
            Content::Count(value) => Content::Count(Integer::from(value + 1)),
            Content::Range(_) | Content::Word(_) | Content::Unknown(_) => return None,
        };
        Some(Self { content, ..self.clone() })
    }
}

/// Whether a rational is short enough to be printed as one.
fn short(value: &Rational) -> bool {
    value.numer().significant_bits() + value.denom().significant_bits() <= 40
}

/// Bits for that many digits and a few more.
fn bits_for(digits: usize) -> Precision {
    Precision::DOUBLE.plus(4 * digits as u32)
}

/// An enclosure by the digits it determines, or by its ends when it determines too few.
fn shown(value: &Interval, digits: usize) -> String {
    let determined = (1..=digits as u32).rev().find_map(|d| value.to_rounded_decimal(d).filter(|_| d >= 6));
    determined.unwrap_or_else(|| value.to_decimal(digits.min(8)))
}
