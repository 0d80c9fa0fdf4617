//! Coefficients as doubles: the arithmetic most simulations of the model are run in.
//!
//! The four operations are those of IEEE 754 and the elementary functions go through MPFR, so runs are reproducible too.

use super::arithmetic::Arithmetic;
use super::floats::Floats;
use crate::error::Result;
use crate::numerics::field::Elementary;
use crate::numerics::{Algebraic, Interval, Precision, Transcendental};
use rug::{Float, Rational};

/// IEEE double arithmetic.
#[derive(Debug, Clone, Copy, Default)]
pub struct Doubles;

/// The double as a float of 53 bits.
fn lift(value: &f64) -> Float {
    Float::with_val(Precision::DOUBLE.get(), *value)
}

impl Arithmetic for Doubles {
    type Number = f64;
    type Kernel = Self;

    fn kernel(&self, _: usize) -> Self {
        *self
    }

    fn precision(&self) -> Precision {
        Precision::DOUBLE
    }

    fn zero(&self) -> f64 {
        0.0
    }

    fn assign(&mut self, out: &mut f64, value: &f64) {
        *out = *value;
    }

    fn assign_rational(&mut self, out: &mut f64, value: &Rational) {
        *out = Float::with_val(Precision::DOUBLE.get(), value).to_f64();
    }

    fn assign_pi(&mut self, out: &mut f64, factor: &Rational) {
        *out = std::f64::consts::PI * Float::with_val(Precision::DOUBLE.get(), factor).to_f64();
    }

    fn add(&mut self, out: &mut f64, a: &f64, b: &f64) {
        *out = a + b;
    }

    fn sub(&mut self, out: &mut f64, a: &f64, b: &f64) {
        *out = a - b;
    }

    fn negate(&mut self, out: &mut f64) {
        *out = -*out;
    }

    fn mul(&mut self, out: &mut f64, a: &f64, b: &f64) {
        *out = a * b;
    }

    fn div(&mut self, out: &mut f64, a: &f64, b: &f64) -> Result<()> {
        *out = lift(a).over(&lift(b))?.to_f64();
        Ok(())
    }

    fn mul_integer(&mut self, out: &mut f64, factor: u32) {
        *out *= f64::from(factor);
    }

    fn div_integer(&mut self, out: &mut f64, divisor: u32) {
        *out /= f64::from(divisor);
    }

    fn shift(&mut self, out: &mut f64, exponent: i32) {
        *out = (lift(out) << exponent).to_f64();
    }

    fn convolve(&mut self, out: &mut f64, a: &[f64], b: &[f64]) {
        *out = a.iter().zip(b.iter().rev()).map(|(x, y)| x * y).sum();
    }

    fn add_square(&mut self, out: &mut f64, a: &f64) {
        *out += a * a;
    }

    fn elementary(&mut self, function: Elementary, out: &mut f64, a: &f64) -> Result<()> {
        *out = function.value(&lift(a))?.to_f64();
        Ok(())
    }

    fn half_difference(&mut self, function: Elementary, out: &mut f64, center: &f64, half: &f64) -> Result<()> {
        let mut value = lift(out);
        Floats::new(Precision::DOUBLE).half_difference(function, &mut value, &lift(center), &lift(half))?;
        *out = value.to_f64();
        Ok(())
    }

    fn sqrt(&mut self, out: &mut f64, a: &f64) -> Result<()> {
        *out = Transcendental::sqrt(&lift(a))?.to_f64();
        Ok(())
    }

    fn exponent(&self, a: &f64) -> Option<i32> {
        lift(a).get_exp()
    }

    fn is_finite(&self, a: &f64) -> bool {
        a.is_finite()
    }

    fn to_interval(&self, a: &f64) -> Interval {
        Interval::point(lift(a))
    }
}
