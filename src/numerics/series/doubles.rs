//! Coefficients as doubles: the arithmetic most simulations of the model are run in.
//!
//! The four operations are those of IEEE 754 and the elementary functions go through MPFR, so runs are reproducible too.

use super::arithmetic::Arithmetic;
use super::floats::Floats;
use crate::error::Result;
use crate::numerics::field::Elementary;
use crate::numerics::{Algebraic, Interval, Precision, Scalar};
use rug::{Float, Rational};

/// IEEE double arithmetic.
#[derive(Debug, Clone, Copy, Default)]
pub struct Doubles;

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
        *out = f64::from_rational(value, Precision::DOUBLE);
    }

    fn assign_pi(&mut self, out: &mut f64, factor: &Rational) {
        *out = <f64 as Scalar>::pi(Precision::DOUBLE) * f64::from_rational(factor, Precision::DOUBLE);
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
        *out = a.over(b)?;
        Ok(())
    }

    fn mul_integer(&mut self, out: &mut f64, factor: u32) {
        *out *= f64::from(factor);
    }

    fn div_integer(&mut self, out: &mut f64, divisor: u32) {
        *out /= f64::from(divisor);
    }

    fn shift(&mut self, out: &mut f64, exponent: i32) {
        *out = (Float::with_val(Precision::DOUBLE.get(), *out) << exponent).to_f64();
    }

    fn convolve(&mut self, out: &mut f64, a: &[f64], b: &[f64]) {
        *out = a.iter().zip(b.iter().rev()).map(|(x, y)| x * y).sum();
    }

    fn add_square(&mut self, out: &mut f64, a: &f64) {
        *out += a * a;
    }

    fn elementary(&mut self, function: Elementary, out: &mut f64, a: &f64) -> Result<()> {
        *out = match function {
            Elementary::Exp => Scalar::exp(a),
            Elementary::Sin => Scalar::sin(a),
            Elementary::Cos => Scalar::cos(a),
            Elementary::Tanh => Scalar::tanh(a),
            Elementary::Atan => Scalar::atan(a),
            Elementary::UnitErf => Scalar::unit_erf(a),
            Elementary::Ln => Scalar::ln(a)?,
        };
        Ok(())
    }

    fn unit_erf_half_difference(&mut self, out: &mut f64, center: &f64, half: &f64) {
        let lift = |x: &f64| Float::with_val(Precision::DOUBLE.get(), *x);
        let mut value = lift(out);
        Floats::new(Precision::DOUBLE).unit_erf_half_difference(&mut value, &lift(center), &lift(half));
        *out = value.to_f64();
    }

    fn sqrt(&mut self, out: &mut f64, a: &f64) -> Result<()> {
        *out = Scalar::sqrt(a)?;
        Ok(())
    }

    fn exponent(&self, a: &f64) -> Option<i32> {
        Float::with_val(Precision::DOUBLE.get(), *a).get_exp()
    }

    fn is_finite(&self, a: &f64) -> bool {
        a.is_finite()
    }

    fn to_interval(&self, a: &f64) -> Interval {
        Interval::point(Float::with_val(Precision::DOUBLE.get(), *a))
    }
}
