//! Intervals with outward rounding: the only arithmetic in which a bound is a proof.
//!
//! An [`Interval`] is a pair of MPFR numbers `lower <= upper` of one precision and stands for every real between them.
//! Each operation rounds its lower end down and its upper end up, so the result contains every value that the exact
//! operation takes on the arguments (*inclusion*), and a wider argument gives a wider result (*isotonicity*). Where the
//! function is monotone the ends are the correctly rounded ones, hence the tightest of their precision.
//!
//! Held against IEEE Std 1788-2015 by a table of required results (`fixtures/standard/intervals.txt`): the operations that are
//! here give the tightest enclosure, exactly, at every precision. Where this module departs from the standard, on purpose:
//!
//! - There is no empty interval and no decoration. An operation whose argument leaves its domain is a typed error, so nothing
//!   that was partly undefined is ever computed with; a division by an interval that holds zero is one, also where a half line
//!   would enclose the quotient.
//! - Sine and cosine of numbers beyond `2^(2^20)` are `[-1, 1]`: reducing them would take more bits than any proof here has.
//! - [`Interval::contains_in_interior`] asks for strictly smaller ends on both sides, also where there is no bound: an unbounded
//!   interval is in no interior. This is what an existence proof needs.
//! - [`Interval::midpoint`] takes half of the largest number for a half line, and [`Interval::unit_erf`], which is no operation
//!   of the standard, may be off the tightest by one number.
//! - Not provided, because nothing here needs them: the other elementary functions (tangent, arc sine, hyperbolic sine and
//!   cosine, general powers, other bases), fused products, integer rounding, minimum and maximum, reverse operations,
//!   cancellation, and intervals from text (exact rationals are read instead).
//!
//! What may enter: one file per family of operations, each with outward rounding at every step. An end is never NaN;
//! an infinite end means "no bound on this side" and is still an enclosure.

mod arithmetic;
mod compare;
mod decimal;
mod elementary;

pub use arithmetic::{MulScratch, assign_mul};
pub use compare::Certainty;

use super::precision::Precision;
use crate::error::{Error, Result};
use rug::float::{Round, Special};
use rug::{Float, Rational};
use std::fmt;

/// A closed interval of reals with MPFR ends.
///
/// ```
/// use escapement::numerics::{Interval, Precision, rational::ratio};
/// let third = Interval::from_rational(&ratio(1, 3), Precision::bits(64)?);
/// assert!(third.contains_rational(&ratio(1, 3)) && !third.is_point());
/// # Ok::<(), escapement::Error>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct Interval {
    pub(crate) lower: Float,
    pub(crate) upper: Float,
}

impl Interval {
    /// The interval between two ends, at the larger of their precisions.
    ///
    /// **Errors**: [`Error::Domain`] when an end is NaN, the ends are out of order or no real lies between them (both the
    /// same infinity).
    pub fn new(lower: Float, upper: Float) -> Result<Self> {
        let ordered = lower <= upper && lower != Special::Infinity && upper != Special::NegInfinity;
        if !ordered {
            return Err(Error::domain("interval", format!("[{lower}, {upper}]"), "two ordered numbers"));
        }
        Ok(Self::between(&lower, &upper))
    }

    /// The interval between two ordered ends, exactly: at the larger of their precisions.
    fn between(lower: &Float, upper: &Float) -> Self {
        let precision = lower.prec().max(upper.prec());
        Self { lower: Float::with_val(precision, lower), upper: Float::with_val(precision, upper) }
    }

    /// The single point `value`, which must be a number.
    pub(crate) fn point(value: Float) -> Self {
        debug_assert!(!value.is_nan(), "an interval end is never NaN");
        Self { lower: value.clone(), upper: value }
    }

    /// The tightest enclosure of a rational.
    pub fn from_rational(value: &Rational, precision: Precision) -> Self {
        Self::rounded(precision, |round| Float::with_val_round(precision.get(), value, round).0)
    }

    /// The integer `value`, exactly when it fits the precision.
    pub fn from_integer(value: i64, precision: Precision) -> Self {
        Self::rounded(precision, |round| Float::with_val_round(precision.get(), value, round).0)
    }

    /// The tightest enclosure of pi.
    pub fn pi(precision: Precision) -> Self {
        Self::rounded(precision, |round| Float::with_val_round(precision.get(), rug::float::Constant::Pi, round).0)
    }

    /// Both ends from one expression that is evaluated with each rounding.
    pub(crate) fn rounded(precision: Precision, end: impl Fn(Round) -> Float) -> Self {
        let (lower, upper) = (end(Round::Down), end(Round::Up));
        debug_assert!(lower <= upper, "rounding down exceeds rounding up");
        debug_assert_eq!(lower.prec(), precision.get());
        Self { lower, upper }
    }

    /// Lower end.
    pub const fn lower(&self) -> &Float {
        &self.lower
    }

    /// Upper end.
    pub const fn upper(&self) -> &Float {
        &self.upper
    }

    /// Precision of the ends.
    pub fn precision(&self) -> Precision {
        Precision::bits(self.lower.prec()).expect("ends are built at a valid precision")
    }

    /// Whether both ends are the same number.
    pub fn is_point(&self) -> bool {
        self.lower == self.upper
    }

    /// Whether both ends are finite.
    pub fn is_bounded(&self) -> bool {
        self.lower.is_finite() && self.upper.is_finite()
    }

    /// A number of the interval, as close to its middle as the precision allows; an end without a bound counts as the
    /// largest finite number.
    pub fn midpoint(&self) -> Float {
        if self.is_point() {
            return self.lower.clone();
        }
        // The nearest number to the sum, whose half is exact, lies between the ends: they are numbers of this precision.
        let sum = Float::with_val(self.lower.prec(), &self.lower + &self.upper);
        if !sum.is_finite() {
            // No bound on some side, or a sum beyond the largest number, whose halves are exact.
            let (mut lower, mut upper) = (self.lower.clone(), self.upper.clone());
            if lower.is_infinite() {
                lower.next_up();
            }
            if upper.is_infinite() {
                upper.next_down();
            }
            return lower / 2u32 + upper / 2u32;
        }
        sum / 2u32
    }

    /// The distance between the ends, rounded up.
    pub fn width(&self) -> Float {
        Float::with_val_round(self.lower.prec(), &self.upper - &self.lower, Round::Up).0
    }

    /// Largest absolute value in the interval.
    pub fn magnitude(&self) -> Float {
        let (a, b) = (self.lower.clone().abs(), self.upper.clone().abs());
        if a > b { a } else { b }
    }

    /// Smallest absolute value in the interval: zero when it holds zero.
    pub fn mignitude(&self) -> Float {
        if self.contains_zero() {
            return Float::new(self.lower.prec());
        }
        let (a, b) = (self.lower.clone().abs(), self.upper.clone().abs());
        if a < b { a } else { b }
    }

    /// The smallest interval that holds both.
    #[must_use]
    pub fn hull(&self, other: &Self) -> Self {
        let lower = if self.lower < other.lower { &self.lower } else { &other.lower };
        let upper = if self.upper > other.upper { &self.upper } else { &other.upper };
        Self::between(lower, upper)
    }

    /// The common part; `None` when the two are disjoint.
    pub fn intersection(&self, other: &Self) -> Option<Self> {
        let lower = if self.lower > other.lower { &self.lower } else { &other.lower };
        let upper = if self.upper < other.upper { &self.upper } else { &other.upper };
        (lower <= upper).then(|| Self::between(lower, upper))
    }

    /// The common part of two enclosures of one value.
    ///
    /// **Errors**: [`Error::Contradiction`], naming the `quantity`, when they are disjoint, which no two proofs can be.
    pub fn meet(&self, other: &Self, quantity: &'static str) -> Result<Self> {
        self.intersection(other)
            .ok_or_else(|| Error::Contradiction { quantity, enclosures: [self, other].map(ToString::to_string) })
    }

    /// Rounded outward to another precision.
    #[must_use]
    pub fn with_precision(&self, precision: Precision) -> Self {
        Self {
            lower: Float::with_val_round(precision.get(), &self.lower, Round::Down).0,
            upper: Float::with_val_round(precision.get(), &self.upper, Round::Up).0,
        }
    }

    /// Number of significant decimal digits that the enclosure determines: the largest `d` with `width <= 10^-d * mignitude`,
    /// found without a floating-point logarithm; zero when it determines none, `limit` for a point or anything tighter.
    pub fn digits(&self, limit: u32) -> u32 {
        if self.is_point() {
            return limit;
        }
        // Zero for an interval that holds zero or has no bound: its logarithm is then below every number, as that of a wide one is below 0.
        let ratio = Float::with_val_round(64, &self.mignitude() / &self.width(), Round::Down).0;
        ratio.log10_round(Round::Down).0.floor().to_u32_saturating().unwrap_or(0).min(limit)
    }
}

/// Logarithm with an explicit rounding, which `rug` offers in place only.
trait Log10Round {
    fn log10_round(self, round: Round) -> (Float, std::cmp::Ordering);
}

impl Log10Round for Float {
    fn log10_round(mut self, round: Round) -> (Float, std::cmp::Ordering) {
        let ordering = Float::log10_round(&mut self, round);
        (self, ordering)
    }
}

impl fmt::Debug for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}
