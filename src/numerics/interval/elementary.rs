//! Elementary functions. Monotone ones take their ends from MPFR's directed rounding and are therefore tightest; sine and
//! cosine look for an extremum between the ends.

use super::Interval;
use crate::error::{Error, Result};
use crate::numerics::precision::Precision;
use rug::float::Round;
use rug::{Assign, Float, Integer};

/// An in-place MPFR function with directed rounding.
type Directed = fn(&mut Float, Round) -> std::cmp::Ordering;

impl Interval {
    /// Both ends through an increasing function.
    fn increasing(&self, function: Directed) -> Self {
        let (mut lower, mut upper) = (self.lower.clone(), self.upper.clone());
        function(&mut lower, Round::Down);
        function(&mut upper, Round::Up);
        Self { lower, upper }
    }

    /// Both ends through a decreasing function.
    fn decreasing(&self, function: Directed) -> Self {
        let (mut lower, mut upper) = (self.upper.clone(), self.lower.clone());
        function(&mut lower, Round::Down);
        function(&mut upper, Round::Up);
        Self { lower, upper }
    }

    /// The typed error of a partial function; `certainly` when no member is in the domain.
    fn undefined(&self, operation: &'static str, certainly: bool) -> Error {
        Error::Undefined { operation, argument: self.to_string(), certainly }
    }

    /// Square root; [`Error::Undefined`] when a member is negative.
    pub fn sqrt(&self) -> Result<Self> {
        if self.lower < 0 {
            return Err(self.undefined("square root", self.upper < 0));
        }
        Ok(self.increasing(Float::sqrt_round))
    }

    /// Exponential.
    #[must_use]
    pub fn exp(&self) -> Self {
        self.increasing(Float::exp_round)
    }

    /// Natural logarithm; [`Error::Undefined`] when a member is not positive.
    pub fn ln(&self) -> Result<Self> {
        if self.lower <= 0 {
            return Err(self.undefined("logarithm", self.upper <= 0));
        }
        Ok(self.increasing(Float::ln_round))
    }

    /// Hyperbolic tangent.
    #[must_use]
    pub fn tanh(&self) -> Self {
        self.increasing(Float::tanh_round)
    }

    /// Arc tangent, in `(-pi/2, pi/2)`.
    #[must_use]
    pub fn atan(&self) -> Self {
        self.increasing(Float::atan_round)
    }

    /// Error function of unit slope at the origin, `erf(sqrt(pi) x / 2)`. **Accuracy**: each end is the tightest or the number
    /// next to it; among the least numbers of all, within a factor of two.
    #[must_use]
    pub fn unit_erf(&self) -> Self {
        const GUARD_BITS: u32 = 16;
        let guarded = self.precision().plus(GUARD_BITS);
        let mut half_root = Self::pi(guarded).increasing(Float::sqrt_round);
        half_root.shift(-1);
        let scaled = &self.with_precision(guarded) * &half_root;
        scaled.increasing(Float::erf_round).with_precision(self.precision())
    }

    /// The members cut off at -1 and 1.
    #[must_use]
    pub fn clamped(&self) -> Self {
        self.increasing(|end, _| {
            if *end > 1 {
                end.assign(1);
            } else if *end < -1 {
                end.assign(-1);
            }
            std::cmp::Ordering::Equal
        })
    }

    /// Arc cosine, in `[0, pi]`; [`Error::Undefined`] when a member lies outside `[-1, 1]`.
    pub fn acos(&self) -> Result<Self> {
        if self.lower < -1 || self.upper > 1 {
            return Err(self.undefined("arc cosine", self.upper < -1 || self.lower > 1));
        }
        Ok(self.decreasing(Float::acos_round))
    }

    /// Sine.
    #[must_use]
    pub fn sin(&self) -> Self {
        // sin has its maxima at pi (1/2 + 2j) and its minima at pi (3/2 + 2j).
        self.wave(Float::sin_round, 1)
    }

    /// Cosine.
    #[must_use]
    pub fn cos(&self) -> Self {
        // cos has its maxima at pi (0 + 2j) and its minima at pi (1 + 2j).
        self.wave(Float::cos_round, 0)
    }

    /// A sine-like function with maxima at `pi (phase/2 + 2j)` and minima half a period later.
    fn wave(&self, function: Directed, phase: i32) -> Self {
        let precision = self.lower.prec();
        let full = || Self { lower: Float::with_val(precision, -1), upper: Float::with_val(precision, 1) };
        let Some((first, last)) = self.half_turns(phase) else { return full() };
        // Whole multiples of pi (offset by the phase) between the ends: even ones are maxima, odd ones minima.
        if Integer::from(&last - &first) >= 1 {
            return full();
        }
        let end = |at: &Float, round| {
            let mut value = at.clone();
            function(&mut value, round);
            value
        };
        let mut ends = Self {
            lower: end(&self.lower, Round::Down).min(&end(&self.upper, Round::Down)),
            upper: end(&self.lower, Round::Up).max(&end(&self.upper, Round::Up)),
        };
        if first == last {
            if first.is_even() {
                ends.upper = Float::with_val(precision, 1);
            } else {
                ends.lower = Float::with_val(precision, -1);
            }
        }
        ends
    }

    /// The first and last whole `j` for which `pi (j + phase/2)` may lie in the interval; `last < first` when there is none,
    /// `None` when the interval has no bound or its ends are too large to reduce.
    fn half_turns(&self, phase: i32) -> Option<(Integer, Integer)> {
        const LARGEST_EXPONENT: i32 = 1 << 20;
        if !self.is_bounded() {
            return None;
        }
        let exponent = self.magnitude().get_exp().unwrap_or(0);
        if exponent > LARGEST_EXPONENT {
            return None;
        }
        let working = Precision::bits(self.lower.prec()).ok()?.plus(exponent.max(0) as u32 + 16);
        let half = Self::from_integer(i64::from(phase), working).divide(&Self::from_integer(2, working)).ok()?;
        let turns = self.with_precision(working).divide(&Self::pi(working)).ok()?;
        let turns = &turns - &half;
        let first = turns.lower.to_integer_round(Round::Up)?.0;
        let last = turns.upper.to_integer_round(Round::Down)?.0;
        Some((first, last))
    }
}
