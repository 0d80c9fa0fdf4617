//! Coefficients as MPFR floats of any precision, rounded to nearest.

use super::arithmetic::Arithmetic;
use super::fixed::FixedPoint;
use crate::error::Result;
use crate::numerics::field::Elementary;
use crate::numerics::{Algebraic, Interval, Precision, Transcendental};
use rug::ops::NegAssign;
use rug::{Assign, Float, Rational};

/// MPFR arithmetic at one precision.
#[derive(Debug, Clone)]
pub struct Floats {
    precision: Precision,
    product: Float,
}

impl Floats {
    /// Arithmetic at `precision`.
    pub fn new(precision: Precision) -> Self {
        Self { precision, product: Float::new(precision.get()) }
    }
}

impl Arithmetic for Floats {
    type Number = Float;
    type Kernel = FixedPoint;

    fn kernel(&self, order: usize) -> FixedPoint {
        FixedPoint::new(self.precision, order)
    }

    fn precision(&self) -> Precision {
        self.precision
    }

    fn zero(&self) -> Float {
        Float::new(self.precision.get())
    }

    fn assign(&mut self, out: &mut Float, value: &Float) {
        out.assign(value);
    }

    fn assign_rational(&mut self, out: &mut Float, value: &Rational) {
        out.assign(value);
    }

    fn assign_pi(&mut self, out: &mut Float, factor: &Rational) {
        out.assign(rug::float::Constant::Pi);
        *out *= factor;
    }

    fn add(&mut self, out: &mut Float, a: &Float, b: &Float) {
        out.assign(a + b);
    }

    fn sub(&mut self, out: &mut Float, a: &Float, b: &Float) {
        out.assign(a - b);
    }

    fn negate(&mut self, out: &mut Float) {
        out.neg_assign();
    }

    fn mul(&mut self, out: &mut Float, a: &Float, b: &Float) {
        out.assign(a * b);
    }

    fn div(&mut self, out: &mut Float, a: &Float, b: &Float) -> Result<()> {
        out.assign(&a.over(b)?);
        Ok(())
    }

    fn mul_integer(&mut self, out: &mut Float, factor: u32) {
        *out *= factor;
    }

    fn div_integer(&mut self, out: &mut Float, divisor: u32) {
        *out /= divisor;
    }

    fn shift(&mut self, out: &mut Float, exponent: i32) {
        *out <<= exponent;
    }

    fn convolve(&mut self, out: &mut Float, a: &[Float], b: &[Float]) {
        out.assign(0u32);
        for (x, y) in a.iter().zip(b.iter().rev()) {
            // A product rounded to the working precision and an addition: faster than a fused multiply-add.
            self.product.assign(x * y);
            *out += &self.product;
        }
    }

    fn add_square(&mut self, out: &mut Float, a: &Float) {
        self.product.assign(a.square_ref());
        *out += &self.product;
    }

    fn elementary(&mut self, function: Elementary, out: &mut Float, a: &Float) -> Result<()> {
        out.assign(a);
        match function {
            Elementary::Exp => out.exp_mut(),
            Elementary::Sin => out.sin_mut(),
            Elementary::Cos => out.cos_mut(),
            Elementary::Tanh => out.tanh_mut(),
            Elementary::Atan => out.atan_mut(),
            Elementary::UnitErf => out.assign(&Transcendental::unit_erf(a)),
            Elementary::Ln => out.assign(&Transcendental::ln(a)?),
        }
        Ok(())
    }

    fn half_difference(&mut self, function: Elementary, out: &mut Float, center: &Float, half: &Float) -> Result<()> {
        let bits = self.precision.get();
        let (size, small) = (center.get_exp().unwrap_or(0).max(0), half.get_exp().unwrap_or(0));
        if small < -(bits as i32) / 2 - 8 - size {
            // The derivative changes by less than the working precision between the ends.
            let slope = function.derivative(&Float::with_val(bits + 16, center))?;
            out.assign(slope * half);
            return Ok(());
        }
        let guarded = bits + 16 + (size - small.min(size)).unsigned_abs();
        let upper = function.value(&Float::with_val(guarded, center + half))?;
        let lower = function.value(&Float::with_val(guarded, center - half))?;
        out.assign((upper - lower) >> 1u32);
        Ok(())
    }

    fn sqrt(&mut self, out: &mut Float, a: &Float) -> Result<()> {
        out.assign(&Transcendental::sqrt(a)?);
        Ok(())
    }

    fn exponent(&self, a: &Float) -> Option<i32> {
        a.get_exp()
    }

    fn is_finite(&self, a: &Float) -> bool {
        a.is_finite()
    }

    fn to_interval(&self, a: &Float) -> Interval {
        Interval::point(a.clone())
    }
}
