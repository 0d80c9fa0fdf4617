//! Series of floats in fixed point: the kernel behind [`Floats`].
//!
//! The scaled coefficients `a_k h^k` of one series share one exponent `E` and are integers in units of `2^(E - b)`, for `b` a few
//! bits more than the working precision. Late coefficients are small, so they are short; a product of two is needed only to
//! the unit of its sum, so both factors may be cut; and what is summed needs no exponent of its own. Of the words that a
//! floating-point convolution multiplies this multiplies about a twelfth. `digits` has numbers whose products can be summed
//! without carries, `planes` the storage that turns a convolution into dot products of machine words.
//!
//! # Error
//!
//! *One convolution* of `n` terms in numbers of `count` digits. Pairs of digits below the last column are left out: fewer than
//! `count` of them a term that matter, each at most a quarter of the last digit's unit, so the sum is off by less than `n count / 2`
//! units, and in practice by the square root of that, the digits having either sign. The factors' own errors enter as in
//! any convolution, `e_a sum |b| + e_b sum |a|`. A sum, a shift or a product with a constant is off by one more unit each.
//!
//! *Beside floats*, where every coefficient has an error relative to itself and here one relative to the largest of its
//! series. A polynomial's value is no better than its worst term, so the two agree as long as
//! 1. the unit `h` is not much shorter than the step: at `r` units the error of coefficient `k` counts `r^k` times, which
//!    [`Kernel::reach`] keeps below `e^4`, under 6 bits;
//! 2. it is not so much longer that the coefficients grow: the integrator then expands again in a shorter one.
//!
//! So `b` exceeds the precision by `GUARD` bits and one for every doubling of the order: 6 for the reach, up to 5 for an exponent larger
//! than need be, and the rest for what convolutions leave out.
//!
//! *Small components.* The exponent of a series is its own and follows its largest coefficient, up or down without limit: a
//! component of size `1e-300` has as many digits as one of size 1, and so has everything made of it by products, quotients and
//! functions. Only in a *sum* with something large are its digits lost, as they are in floats; where they are needed the
//! sum is to be avoided. One thing floats can do and this cannot: in a series whose first coefficient is large they keep
//! the digits of later ones that lie below its last digit. No value of such a series shows them.

mod digits;
mod planes;

use super::arithmetic::Arithmetic;
use super::floats::Floats;
use super::kernel::{Kernel, Unit};
use crate::error::{Error, Result};
use crate::numerics::field::{Constant, Elementary};
use crate::numerics::{Algebraic, Interval, Precision};
use digits::Format;
use rug::float::Round;
use rug::{Assign, Float, Rational};

pub use planes::Planes;

/// Bits beyond the working precision, besides one per doubling of the order.
const GUARD: u32 = 20;

/// Bits beyond the working precision of what is computed in floats: elementary functions at the centre of a step.
const FLOAT_GUARD: u32 = 16;

/// Fixed-point arithmetic for series whose numbers are floats of one precision.
#[derive(Debug, Clone)]
pub struct FixedPoint {
    precision: Precision,
    format: Format,
    floats: Floats,
    /// The reciprocals of the integers from 0 (which stands for nothing).
    reciprocals: Vec<Fixed>,
    columns: Vec<i128>,
    other: Vec<i64>,
    shifted: Vec<i64>,
}

/// A number `2^exponent sum_l d_l 2^(-width (l+1))`.
#[derive(Debug, Clone)]
pub struct Fixed {
    exponent: i64,
    digits: Vec<i64>,
}

impl FixedPoint {
    /// Arithmetic for series of up to `order` for numbers of this precision.
    pub fn new(precision: Precision, order: usize) -> Self {
        let terms = order + 1;
        let format = Format::new(precision.get() + GUARD + terms.ilog2(), terms);
        let reciprocals = (0..=terms.max(2)).map(|n| reciprocal(format, n.max(1) as u64)).collect();
        Self {
            precision,
            format,
            floats: Floats::new(precision.plus(FLOAT_GUARD)),
            reciprocals,
            columns: vec![0; format.count],
            other: vec![0; format.count],
            shifted: vec![0; format.count],
        }
    }

    /// The nearest number to a finite float.
    fn assign(&self, out: &mut Fixed, value: &Float) {
        let Some(exponent) = value.get_exp() else {
            out.digits.fill(0);
            return;
        };
        let scaled = Float::with_val(value.prec(), value >> exponent) << self.format.bits();
        out.exponent = i64::from(exponent);
        if let Some((integer, _)) = scaled.to_integer_round(Round::Nearest) {
            self.format.digits_of(&mut out.digits, &integer);
        }
    }

    /// A number as a float of the given precision.
    fn float(&self, exponent: i64, digits: impl Iterator<Item = i64>, bits: u32) -> Float {
        let exponent = exponent - i64::from(self.format.bits());
        let exponent = exponent.clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as i32;
        Float::with_val(bits, self.format.to_integer(digits)) << exponent
    }

    /// The constant coefficient of a series, for a function of it.
    fn centre(&self, a: &Planes) -> Float {
        self.float(a.exponent(), a.coefficient(0), self.floats.precision().get())
    }

    /// Turns the columns into a number, with an exponent that leaves room for the first digit.
    fn collect(&mut self, out: &mut Fixed, exponent: i64) {
        out.exponent = exponent;
        if self.columns[0].unsigned_abs() >> (self.format.width + 61) != 0 {
            self.columns.rotate_right(1);
            self.columns[0] = 0;
            out.exponent += i64::from(self.format.width);
        }
        self.format.carry(&mut out.digits, &self.columns);
    }

    /// `out = factor out`.
    fn multiply(&mut self, out: &mut Fixed, factor: &Fixed) {
        self.columns.fill(0);
        self.format.multiply(&mut self.columns, &factor.digits, &out.digits);
        self.collect(out, out.exponent + factor.exponent);
    }

    /// `out = out / n`.
    fn multiply_by_reciprocal(&mut self, out: &mut Fixed, n: usize) {
        let factor = &self.reciprocals[n];
        self.columns.fill(0);
        self.format.multiply(&mut self.columns, &factor.digits, &out.digits);
        let exponent = out.exponent + factor.exponent;
        self.collect(out, exponent);
    }

    /// `out = n out` for a positive `n`.
    fn multiply_by_integer(&mut self, out: &mut Fixed, n: u32) {
        let bits = n.ilog2() + 1;
        let digit = i64::from(n) << (self.format.width - bits);
        self.columns.fill(0);
        self.format.multiply(&mut self.columns, &[digit], &out.digits);
        self.collect(out, out.exponent + i64::from(bits));
    }

    /// `out = out + sign b` for a `b` in units of `2^exponent`.
    fn accumulate(&mut self, out: &mut Fixed, exponent: i64, b: impl Iterator<Item = i64>, sign: i64) {
        self.other.iter_mut().zip(b).for_each(|(other, digit)| *other = sign * digit);
        if self.other.iter().all(|&digit| digit == 0) {
            return;
        }
        if out.is_zero() {
            out.exponent = exponent;
        }
        let common = out.exponent.max(exponent);
        if out.exponent < common {
            self.format.shift(&mut self.shifted, &out.digits, out.exponent - common);
            std::mem::swap(&mut out.digits, &mut self.shifted);
            out.exponent = common;
        }
        if exponent < common {
            self.format.shift(&mut self.shifted, &self.other, exponent - common);
            std::mem::swap(&mut self.other, &mut self.shifted);
        }
        out.digits.iter_mut().zip(&self.other).for_each(|(sum, digit)| *sum += digit);
        self.format.balance(&mut out.digits);
    }
}

impl Fixed {
    /// Whether it is zero.
    fn is_zero(&self) -> bool {
        self.digits.iter().all(|&digit| digit == 0)
    }
}

/// `1/n` for a positive `n`.
fn reciprocal(format: Format, n: u64) -> Fixed {
    let bits = n.ilog2();
    let mut rest = 1u128 << bits;
    let digits = (0..format.count).map(|_| {
        rest <<= format.width;
        let digit = rest / u128::from(n);
        rest %= u128::from(n);
        digit as i64
    });
    let mut digits: Vec<i64> = digits.collect();
    format.balance(&mut digits);
    Fixed { exponent: -i64::from(bits), digits }
}

impl Kernel for FixedPoint {
    type Number = Float;
    type Term = Fixed;
    type Series = Planes;

    fn working_precision(&self) -> Precision {
        self.precision
    }

    fn reach(&self, order: usize) -> Option<Rational> {
        Some(Rational::from((order + 4, order)))
    }

    fn term(&self) -> Fixed {
        Fixed { exponent: 0, digits: vec![0; self.format.count] }
    }

    fn series(&self, length: usize) -> Planes {
        Planes::new(self.format, length)
    }

    fn load(&mut self, out: &mut Fixed, value: &Float) -> Result<()> {
        if !value.is_finite() {
            let argument = value.to_string();
            return Err(Error::Undefined { operation: "the Taylor series", argument, certainly: false });
        }
        self.assign(out, value);
        Ok(())
    }

    fn load_constant(&mut self, out: &mut Fixed, value: &Constant) {
        let bits = self.format.bits() + FLOAT_GUARD;
        let value = match value {
            Constant::Rational(value) => Float::with_val(bits, value),
            Constant::Pi(factor) => Float::with_val(bits, rug::float::Constant::Pi) * factor,
        };
        self.assign(out, &value);
    }

    fn read(&mut self, out: &mut Fixed, series: &Planes, k: usize) {
        out.exponent = series.exponent();
        series.read(&mut out.digits, k);
    }

    fn write(&mut self, series: &mut Planes, k: usize, term: &mut Fixed) {
        series.write(k, term.exponent, &term.digits);
    }

    fn sum(&mut self, out: &mut Fixed, a: &Planes, b: &Planes, k: usize) {
        self.read(out, a, k);
        self.accumulate(out, b.exponent(), b.coefficient(k), 1);
    }

    fn difference(&mut self, out: &mut Fixed, a: &Planes, b: &Planes, k: usize) {
        self.read(out, a, k);
        self.accumulate(out, b.exponent(), b.coefficient(k), -1);
    }

    fn sum_of_terms(&mut self, out: &mut Fixed, a: &Fixed, b: &Fixed) {
        out.clone_from(a);
        self.accumulate(out, b.exponent, b.digits.iter().copied(), 1);
    }

    fn remainder(&mut self, out: &mut Fixed, a: &Planes, k: usize, b: &Fixed) {
        self.read(out, a, k);
        self.accumulate(out, b.exponent, b.digits.iter().copied(), -1);
    }

    fn reverse(&mut self, out: &mut Fixed) {
        out.digits.iter_mut().for_each(|digit| *digit = -*digit);
    }

    fn multiple(&mut self, out: &mut Fixed, factor: &Fixed, a: &Planes, k: usize) {
        self.read(out, a, k);
        self.multiply(out, factor);
    }

    fn weighted(&mut self, out: &mut Fixed, a: &Planes, k: usize) {
        self.read(out, a, k);
        if k == 0 {
            out.digits.fill(0);
        } else {
            self.multiply_by_integer(out, k as u32);
        }
    }

    fn divide_by(&mut self, out: &mut Fixed, n: usize) {
        self.multiply_by_reciprocal(out, n);
    }

    fn scale(&mut self, out: &mut Fixed, exponent: i32) {
        out.exponent += i64::from(exponent);
    }

    fn advance(&mut self, out: &mut Fixed, f: &Planes, k: usize, unit: Unit) {
        self.read(out, f, k);
        self.multiply_by_reciprocal(out, k + 1);
        self.multiply_by_integer(out, unit.mantissa);
        self.scale(out, unit.exponent);
    }

    fn prepare_divisor(&mut self, divisor: &mut Fixed, value: &Fixed) -> Result<()> {
        let bits = self.format.bits() + FLOAT_GUARD;
        let value = self.float(value.exponent, value.digits.iter().copied(), bits);
        let reciprocal = Float::with_val(bits, 1).over(&value)?;
        self.assign(divisor, &reciprocal);
        Ok(())
    }

    fn quotient(&mut self, out: &mut Fixed, a: &Fixed, divisor: &Fixed) -> Result<()> {
        out.clone_from(a);
        self.multiply(out, divisor);
        Ok(())
    }

    fn convolution(&mut self, out: &mut Fixed, a: (&Planes, usize), b: (&Planes, usize), count: usize) {
        self.columns.fill(0);
        planes::convolve(&mut self.columns, a, b, count);
        self.collect(out, a.0.exponent() + b.0.exponent());
    }

    fn convolution_square(&mut self, out: &mut Fixed, a: &Planes, from: usize, count: usize) {
        self.columns.fill(0);
        planes::convolve_square(&mut self.columns, a, from, count);
        self.collect(out, 2 * a.exponent());
    }

    fn function(&mut self, function: Elementary, out: &mut Fixed, a: &Planes) -> Result<()> {
        let mut value = self.floats.zero();
        let centre = self.centre(a);
        self.floats.elementary(function, &mut value, &centre)?;
        self.load(out, &value)
    }

    fn square_root(&mut self, out: &mut Fixed, a: &Planes) -> Result<()> {
        let mut value = self.floats.zero();
        let centre = self.centre(a);
        self.floats.sqrt(&mut value, &centre)?;
        self.load(out, &value)
    }

    fn half_difference(&mut self, function: Elementary, out: &mut Fixed, center: &Planes, half: &Planes) -> Result<()> {
        let mut value = self.floats.zero();
        let (center, half) = (self.centre(center), self.centre(half));
        Arithmetic::half_difference(&mut self.floats, function, &mut value, &center, &half)?;
        self.assign(out, &value);
        Ok(())
    }

    fn exponent_of(&self, a: &Planes, k: usize) -> Option<i32> {
        let exponent = self.format.exponent(a.coefficient(k))? + a.exponent();
        Some(exponent.clamp(i64::from(i32::MIN) / 2, i64::from(i32::MAX) / 2) as i32)
    }

    fn interval(&self, a: &Planes, k: usize) -> Interval {
        Interval::point(self.float(a.exponent(), a.coefficient(k), self.floats.precision().get()))
    }

    fn is_dominated_by_constant(&self, a: &Planes, end: &Float) -> bool {
        const BITS: u32 = 20;
        /// Bits that rounding may have cost.
        const MARGIN: u32 = 9;
        let scaled = Float::with_val_round(2 * BITS, end << BITS, Round::Up).0;
        let Some(end) = scaled.to_integer_round(Round::Up).and_then(|(end, _)| end.to_u32()) else { return false };
        let last = a.end().saturating_sub(1);
        let mut sum = 2 * a.glance(last);
        for k in (1..=last).rev() {
            sum = (((sum + a.glance(k)) * u128::from(end)) >> BITS) + 1;
            if sum >> (2 * Planes::GLANCE) != 0 {
                return false;
            }
        }
        let constant = a.glance(0);
        let rounding = (sum + constant) >> (self.precision.get() - MARGIN).min(127);
        constant > sum + rounding + 4
    }

    fn value(&mut self, out: &mut Float, a: &Planes, at: &Rational) {
        let mut sum = self.term();
        let last = a.end().saturating_sub(1);
        self.read(&mut sum, a, last);
        if last > 0 {
            // In units of 1, whatever its size, so that the sum stays in the units of the series.
            let mut point = self.term();
            let scaled = Rational::from(at << self.format.bits()).round();
            self.format.digits_of(&mut point.digits, scaled.numer());
            for k in (0..last).rev() {
                self.columns.fill(0);
                self.format.multiply(&mut self.columns, &point.digits, &sum.digits);
                self.format.carry(&mut sum.digits, &self.columns);
                sum.digits.iter_mut().zip(a.coefficient(k)).for_each(|(sum, digit)| *sum += digit);
            }
        }
        out.assign(self.float(sum.exponent, sum.digits.iter().copied(), self.format.bits()));
    }
}
