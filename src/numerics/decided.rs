//! Answers that carry the ground on which they were reached.
//!
//! A number shows what it rests on by its type: a rational, an enclosure, a float. An answer (yes or no, how many, which of several
//! ends) does not, so it travels as a [`Decided`], whose [`Guarantee`] comes from the constructor that held the evidence: the order
//! of two rationals, a comparison of enclosures, a measurement. From then on it can be weakened and nothing else.

use super::{Certainty, Interval};
use crate::error::Result;
use rug::Rational;
use std::cmp::Ordering;
use std::fmt;

/// What an answer rests on, from the strongest to the weakest. Combining evidence can only weaken it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Guarantee {
    /// Rational arithmetic.
    Exact,
    /// Enclosures, every operation rounded outward.
    Rigorous,
    /// High precision without a bound.
    Numerical,
    /// A ladder in a parameter, with the law fitted.
    Asymptotic,
    /// A sample.
    Statistical,
}

impl Guarantee {
    /// All guarantees, strongest first.
    pub const ALL: [Self; 5] = [Self::Exact, Self::Rigorous, Self::Numerical, Self::Asymptotic, Self::Statistical];

    /// The weaker of two.
    #[must_use]
    pub fn weaken(self, other: Self) -> Self {
        self.max(other)
    }

    /// Its name.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Rigorous => "rigorous",
            Self::Numerical => "numerical",
            Self::Asymptotic => "asymptotic",
            Self::Statistical => "statistical",
        }
    }
}

impl fmt::Display for Guarantee {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// An answer with the guarantee that it was reached with.
///
/// ```
/// use escapement::numerics::{Decided, Guarantee, rational::ratio};
/// let above = Decided::order(&ratio(5, 1), &ratio(4, 1)).map(std::cmp::Ordering::is_gt);
/// assert!(*above.value());
/// assert_eq!(above.guarantee(), Guarantee::Exact);
/// // What rests on a measurement too is no stronger than that.
/// let both = above.and(Decided::measured(true));
/// assert_eq!(both.guarantee(), Guarantee::Numerical);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decided<T> {
    value: T,
    guarantee: Guarantee,
}

impl Decided<Ordering> {
    /// The order of two rationals, exactly.
    pub fn order(a: &Rational, b: &Rational) -> Self {
        Self { value: a.cmp(b), guarantee: Guarantee::Exact }
    }
}

impl<T> Decided<T> {
    /// An answer that an algorithm of this crate reached on enclosures and three-valued comparisons alone.
    ///
    /// For such algorithms only: the integrator's limit systems, root isolation, covers. A theorem has no other way to a rigorous answer
    /// than to ask one of them (a test holds the tree to it).
    pub(crate) const fn proved(value: T) -> Self {
        Self { value, guarantee: Guarantee::Rigorous }
    }

    /// What a claim says of every case alike. A comparison with it is as strong as the observation it is held to: for predictions only (a
    /// test holds the tree to it).
    pub const fn claimed(value: T) -> Self {
        Self { value, guarantee: Guarantee::Exact }
    }

    /// An answer read off numbers that nothing bounds.
    pub const fn measured(value: T) -> Self {
        Self { value, guarantee: Guarantee::Numerical }
    }

    /// An answer read off a fit.
    pub const fn fitted(value: T) -> Self {
        Self { value, guarantee: Guarantee::Asymptotic }
    }

    /// An answer read off a sample.
    pub const fn sampled(value: T) -> Self {
        Self { value, guarantee: Guarantee::Statistical }
    }

    /// The answer.
    pub const fn value(&self) -> &T {
        &self.value
    }

    /// The answer by itself, without its ground.
    pub fn into_value(self) -> T {
        self.value
    }

    /// What it rests on.
    pub const fn guarantee(&self) -> Guarantee {
        self.guarantee
    }

    /// The same answer in other terms, on the same ground.
    pub fn map<U>(self, translate: impl FnOnce(T) -> U) -> Decided<U> {
        Decided { value: translate(self.value), guarantee: self.guarantee }
    }

    /// Two answers together, on the weaker of their grounds.
    pub fn with<U>(self, other: Decided<U>) -> Decided<(T, U)> {
        Decided { value: (self.value, other.value), guarantee: self.guarantee.weaken(other.guarantee) }
    }

    /// The same answer where it rests on something weaker too.
    #[must_use]
    pub fn weaken(self, guarantee: Guarantee) -> Self {
        Self { guarantee: self.guarantee.weaken(guarantee), ..self }
    }
}

impl Decided<bool> {
    /// Whether both hold.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.with(other).map(|(a, b)| a && b)
    }

    /// Whether it holds.
    pub const fn holds(&self) -> bool {
        self.value
    }
}

impl std::ops::Not for Decided<bool> {
    type Output = Self;

    /// Whether it does not hold, on the same ground.
    fn not(self) -> Self {
        self.map(|answer| !answer)
    }
}

impl Decided<()> {
    /// The proof that every member of one enclosure lies strictly within another; `None` when that is not shown.
    pub fn inclusion(outer: &Interval, inner: &Interval) -> Option<Self> {
        outer.contains_in_interior(inner).then_some(Self::proved(()))
    }
}

impl Certainty {
    /// The answer of a three-valued comparison, rigorously; [`Error::Undecided`](crate::Error::Undecided) with `question` and the
    /// enclosure when there is none.
    pub fn decided(self, question: &'static str, value: &Interval) -> Result<Decided<bool>> {
        self.decide(question, value).map(Decided::proved)
    }
}
