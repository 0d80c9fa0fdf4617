//! The seam between the recurrences and the storage of a series.
//!
//! Nearly all the time of an integration is spent in [`Kernel::convolve`]. An [`Arithmetic`] is its own kernel, with a vector of
//! numbers for a series; a faster storage is put behind this trait and nothing else changes.

use super::arithmetic::Arithmetic;
use super::evaluate;
use crate::error::Result;
use crate::numerics::field::{Constant, Elementary};
use crate::numerics::{Interval, Precision};
use rug::{Float, Rational};
use std::fmt::Debug;

/// The unit of time of a series: `mantissa 2^exponent`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unit {
    /// A small positive integer.
    pub mantissa: u32,
    /// The power of two.
    pub exponent: i32,
}

impl Unit {
    /// Bits of the mantissa that [`Unit::below`] keeps.
    const BITS: u32 = 8;

    /// A power of two.
    pub const fn power_of_two(exponent: i32) -> Self {
        Self { mantissa: 1, exponent }
    }

    /// A positive time, rounded down to eight bits.
    pub fn below(time: &Rational) -> Self {
        let (numerator, denominator) = (time.numer().significant_bits(), time.denom().significant_bits());
        // The quotient has this many bits before its point, or one less.
        let exponent = numerator as i32 - denominator as i32 - Self::BITS as i32;
        let mantissa = shifted(time, -exponent).floor().numer().to_u32().unwrap_or(1);
        Self { mantissa: mantissa.max(1), exponent }
    }

    /// Its length.
    pub fn length(self) -> Rational {
        shifted(&Rational::from(self.mantissa), self.exponent)
    }
}

/// `2^exponent x`.
fn shifted(x: &Rational, exponent: i32) -> Rational {
    if exponent >= 0 { Rational::from(x << exponent as u32) } else { Rational::from(x >> exponent.unsigned_abs()) }
}

/// Storage of series, and the operations of the recurrences on their coefficients. A coefficient in the making is a
/// [`Kernel::Term`]; it is written to its series once, in ascending order of `k`, and nothing is allocated on the way.
pub trait Kernel: Clone + Debug + Send {
    /// The numbers that go in and come out: components of a state.
    type Number: Clone + Debug + Send + Sync;

    /// One coefficient in the making.
    type Term: Clone + Debug + Send + Sync;

    /// The coefficients of one step of a field, lowest first.
    type Series: Clone + Debug + Send + Sync;

    /// The precision of the numbers.
    fn working_precision(&self) -> Precision;

    /// How many units from its centre a series of this order may be evaluated without losing digits; `None` where every
    /// coefficient keeps its own.
    fn reach(&self, order: usize) -> Option<Rational>;

    /// A new term, zero.
    fn term(&self) -> Self::Term;

    /// Room for `length` coefficients.
    fn series(&self, length: usize) -> Self::Series;

    /// `out = value`; an [`Error::Undefined`](crate::Error::Undefined) for a number that no series can have.
    fn load(&mut self, out: &mut Self::Term, value: &Self::Number) -> Result<()>;

    /// `out = value`, rounded or enclosed.
    fn load_constant(&mut self, out: &mut Self::Term, value: &Constant);

    /// `out = series_k`.
    fn read(&mut self, out: &mut Self::Term, series: &Self::Series, k: usize);

    /// `series_k = term`, which is left in no particular state. Coefficient 0 begins the series anew.
    fn write(&mut self, series: &mut Self::Series, k: usize, term: &mut Self::Term);

    /// `out = a_k + b_k`.
    fn sum(&mut self, out: &mut Self::Term, a: &Self::Series, b: &Self::Series, k: usize);

    /// `out = a_k - b_k`.
    fn difference(&mut self, out: &mut Self::Term, a: &Self::Series, b: &Self::Series, k: usize);

    /// `out = a + b`.
    fn sum_of_terms(&mut self, out: &mut Self::Term, a: &Self::Term, b: &Self::Term);

    /// `out = a_k - b`.
    fn remainder(&mut self, out: &mut Self::Term, a: &Self::Series, k: usize, b: &Self::Term);

    /// `out = -out`.
    fn reverse(&mut self, out: &mut Self::Term);

    /// `out = factor a_k`.
    fn multiple(&mut self, out: &mut Self::Term, factor: &Self::Term, a: &Self::Series, k: usize);

    /// `out = k a_k`.
    fn weighted(&mut self, out: &mut Self::Term, a: &Self::Series, k: usize);

    /// `out = out / n`, for an `n` that is not zero.
    fn divide_by(&mut self, out: &mut Self::Term, n: usize);

    /// `out = 2^exponent out`.
    fn scale(&mut self, out: &mut Self::Term, exponent: i32);

    /// `out = unit f_k / (k + 1)`: the next coefficient of a component from those of its derivative.
    fn advance(&mut self, out: &mut Self::Term, f: &Self::Series, k: usize, unit: Unit);

    /// Makes a divisor ready for [`Kernel::quotient`].
    fn prepare_divisor(&mut self, divisor: &mut Self::Term, value: &Self::Term) -> Result<()>;

    /// `out = a / divisor`.
    fn quotient(&mut self, out: &mut Self::Term, a: &Self::Term, divisor: &Self::Term) -> Result<()>;

    /// `out = sum_{i < count} a_{s + i} b_{t + count - 1 - i}` for the series `a` from `s` and `b` from `t`; zero when there are none.
    fn convolution(&mut self, out: &mut Self::Term, a: (&Self::Series, usize), b: (&Self::Series, usize), count: usize);

    /// The convolution of `a` from `from` with itself, at half the cost.
    fn convolution_square(&mut self, out: &mut Self::Term, a: &Self::Series, from: usize, count: usize);

    /// `out = f(a_0)`.
    fn function(&mut self, function: Elementary, out: &mut Self::Term, a: &Self::Series) -> Result<()>;

    /// `out = sqrt(a_0)`.
    fn square_root(&mut self, out: &mut Self::Term, a: &Self::Series) -> Result<()>;

    /// `out = (f(c_0 + r_0) - f(c_0 - r_0))/2`, with all digits of a small half `r_0`.
    fn half_difference(
        &mut self,
        function: Elementary,
        out: &mut Self::Term,
        center: &Self::Series,
        half: &Self::Series,
    ) -> Result<()>;

    /// The binary exponent `e` with `2^(e-1) <= |a_k| < 2^e`, for the largest member and to within one; `None` for zero.
    fn exponent_of(&self, a: &Self::Series, k: usize) -> Option<i32>;

    /// The coefficient as an interval: itself for an enclosure, a point for a rounded number.
    fn interval(&self, a: &Self::Series, k: usize) -> Interval;

    /// Whether a glance shows that the constant coefficient outweighs all others up to `end`, the last one counted three times for
    /// what a series leaves out. False says nothing.
    fn is_dominated_by_constant(&self, a: &Self::Series, end: &Float) -> bool {
        let _ = (a, end);
        false
    }

    /// `out = sum_k a_k at^k`.
    fn value(&mut self, out: &mut Self::Number, a: &Self::Series, at: &Rational);
}

/// Every arithmetic is a kernel: coefficient by coefficient.
impl<A: Arithmetic> Kernel for A {
    type Number = A::Number;
    type Term = A::Number;
    type Series = Vec<A::Number>;

    fn working_precision(&self) -> Precision {
        self.precision()
    }

    fn reach(&self, _: usize) -> Option<Rational> {
        None
    }

    fn term(&self) -> A::Number {
        self.zero()
    }

    fn series(&self, length: usize) -> Vec<A::Number> {
        vec![self.zero(); length]
    }

    fn load(&mut self, out: &mut A::Number, value: &A::Number) -> Result<()> {
        self.assign(out, value);
        Ok(())
    }

    fn load_constant(&mut self, out: &mut A::Number, value: &Constant) {
        match value {
            Constant::Rational(value) => self.assign_rational(out, value),
            Constant::Pi(factor) => self.assign_pi(out, factor),
        }
    }

    fn read(&mut self, out: &mut A::Number, series: &Vec<A::Number>, k: usize) {
        self.assign(out, &series[k]);
    }

    fn write(&mut self, series: &mut Vec<A::Number>, k: usize, term: &mut A::Number) {
        std::mem::swap(&mut series[k], term);
    }

    fn sum(&mut self, out: &mut A::Number, a: &Vec<A::Number>, b: &Vec<A::Number>, k: usize) {
        self.add(out, &a[k], &b[k]);
    }

    fn difference(&mut self, out: &mut A::Number, a: &Vec<A::Number>, b: &Vec<A::Number>, k: usize) {
        self.sub(out, &a[k], &b[k]);
    }

    fn sum_of_terms(&mut self, out: &mut A::Number, a: &A::Number, b: &A::Number) {
        self.add(out, a, b);
    }

    fn remainder(&mut self, out: &mut A::Number, a: &Vec<A::Number>, k: usize, b: &A::Number) {
        self.sub(out, &a[k], b);
    }

    fn reverse(&mut self, out: &mut A::Number) {
        self.negate(out);
    }

    fn multiple(&mut self, out: &mut A::Number, factor: &A::Number, a: &Vec<A::Number>, k: usize) {
        self.mul(out, factor, &a[k]);
    }

    fn weighted(&mut self, out: &mut A::Number, a: &Vec<A::Number>, k: usize) {
        self.assign(out, &a[k]);
        self.mul_integer(out, k as u32);
    }

    fn divide_by(&mut self, out: &mut A::Number, n: usize) {
        self.div_integer(out, n as u32);
    }

    fn scale(&mut self, out: &mut A::Number, exponent: i32) {
        self.shift(out, exponent);
    }

    fn advance(&mut self, out: &mut A::Number, f: &Vec<A::Number>, k: usize, unit: Unit) {
        self.assign(out, &f[k]);
        if unit.mantissa != 1 {
            self.mul_integer(out, unit.mantissa);
        }
        self.div_integer(out, k as u32 + 1);
        self.shift(out, unit.exponent);
    }

    fn prepare_divisor(&mut self, divisor: &mut A::Number, value: &A::Number) -> Result<()> {
        self.assign(divisor, value);
        Ok(())
    }

    fn quotient(&mut self, out: &mut A::Number, a: &A::Number, divisor: &A::Number) -> Result<()> {
        self.div(out, a, divisor)
    }

    fn convolution(
        &mut self,
        out: &mut A::Number,
        (a, from_a): (&Vec<A::Number>, usize),
        (b, from_b): (&Vec<A::Number>, usize),
        count: usize,
    ) {
        self.convolve(out, &a[from_a..from_a + count], &b[from_b..from_b + count]);
    }

    fn convolution_square(&mut self, out: &mut A::Number, a: &Vec<A::Number>, from: usize, count: usize) {
        self.convolve_square(out, &a[from..from + count]);
    }

    fn function(&mut self, function: Elementary, out: &mut A::Number, a: &Vec<A::Number>) -> Result<()> {
        self.elementary(function, out, &a[0])
    }

    fn square_root(&mut self, out: &mut A::Number, a: &Vec<A::Number>) -> Result<()> {
        self.sqrt(out, &a[0])
    }

    fn half_difference(
        &mut self,
        function: Elementary,
        out: &mut A::Number,
        center: &Vec<A::Number>,
        half: &Vec<A::Number>,
    ) -> Result<()> {
        Arithmetic::half_difference(self, function, out, &center[0], &half[0])
    }

    fn exponent_of(&self, a: &Vec<A::Number>, k: usize) -> Option<i32> {
        self.exponent(&a[k])
    }

    fn interval(&self, a: &Vec<A::Number>, k: usize) -> Interval {
        self.to_interval(&a[k])
    }

    fn value(&mut self, out: &mut A::Number, a: &Vec<A::Number>, at: &Rational) {
        let mut point = self.zero();
        self.assign_rational(&mut point, at);
        evaluate(self, out, a, &point);
    }
}
