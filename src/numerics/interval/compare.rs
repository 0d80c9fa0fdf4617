//! Three-valued comparison: a question about intervals is answered *yes*, *no*, or *not at this precision*.

use super::Interval;
use crate::error::{Error, Result};
use crate::numerics::Decided;
use rug::float::Round;
use rug::{Float, Integer, Rational};

/// Answer to a question about every pair of members of two intervals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certainty {
    /// It holds for all of them.
    Certainly,
    /// It holds for none of them.
    CertainlyNot,
    /// It holds for some and not for others.
    Unknown,
}

impl Certainty {
    /// From "holds for all" and "holds for none".
    const fn from_bounds(all: bool, none: bool) -> Self {
        match (all, none) {
            (true, _) => Self::Certainly,
            (_, true) => Self::CertainlyNot,
            _ => Self::Unknown,
        }
    }

    /// The answer as a boolean; [`Error::Undecided`] with `question` and the enclosure when there is none.
    pub fn decide(self, question: &'static str, value: &Interval) -> Result<bool> {
        match self {
            Self::Certainly => Ok(true),
            Self::CertainlyNot => Ok(false),
            Self::Unknown => Err(Error::Undecided { question, value: value.to_string() }),
        }
    }
}

impl Interval {
    /// Whether `self < other`.
    pub fn less(&self, other: &Self) -> Certainty {
        Certainty::from_bounds(self.upper < other.lower, self.lower >= other.upper)
    }

    /// Whether `self > other`.
    pub fn greater(&self, other: &Self) -> Certainty {
        other.less(self)
    }

    /// Whether `self > 0`.
    pub fn positive(&self) -> Certainty {
        Certainty::from_bounds(self.lower > 0, self.upper <= 0)
    }

    /// Whether `self < 0`.
    pub fn negative(&self) -> Certainty {
        Certainty::from_bounds(self.upper < 0, self.lower >= 0)
    }

    /// Whether `self > bound`, for an exact bound.
    pub fn above(&self, bound: &Rational) -> Certainty {
        Certainty::from_bounds(self.lower > *bound, self.upper <= *bound)
    }

    /// The least whole number that is not below a member, where it is the same for all of them.
    ///
    /// ```
    /// use escapement::numerics::{Interval, Precision, rational::ratio};
    /// let third = Interval::from_rational(&ratio(1, 3), Precision::bits(64)?);
    /// assert_eq!(third.ceiling().map(|ceiling| ceiling.into_value()), Some(1.into()));
    /// assert!((&third + &Interval::from_rational(&ratio(2, 3), Precision::bits(64)?)).ceiling().is_none());
    /// # Ok::<(), escapement::Error>(())
    /// ```
    pub fn ceiling(&self) -> Option<Decided<Integer>> {
        let ceiling = |end: &Float| end.to_integer_round(Round::Up).map(|(value, _)| value);
        let (low, high) = (ceiling(&self.lower)?, ceiling(&self.upper)?);
        (low == high).then(|| Decided::proved(low))
    }

    /// Whether zero is a member.
    pub fn contains_zero(&self) -> bool {
        self.lower <= 0 && self.upper >= 0
    }

    /// Whether the rational is a member.
    pub fn contains_rational(&self, value: &Rational) -> bool {
        self.lower <= *value && self.upper >= *value
    }

    /// Whether every member of `inner` is a member.
    pub fn contains(&self, inner: &Self) -> bool {
        self.lower <= inner.lower && self.upper >= inner.upper
    }

    /// Whether `inner` lies strictly between the ends.
    pub fn contains_in_interior(&self, inner: &Self) -> bool {
        self.lower < inner.lower && self.upper > inner.upper
    }

    /// Whether the two share a member.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.lower <= other.upper && other.lower <= self.upper
    }
}
