//! MPFR floats with every coefficient rounded: for statements about arithmetic of so many bits.

use super::arithmetic::Arithmetic;
use super::floats::Floats;
use crate::error::Result;
use crate::numerics::field::Elementary;
use crate::numerics::{Interval, Precision};
use rug::{Float, Rational};

/// [`Floats`] whose series are floats too. Fixed point keeps bits beyond the precision; here none is kept, as in a program that computes
/// with numbers of so many bits.
#[derive(Debug, Clone)]
pub struct Rounded(Floats);

impl Rounded {
    /// Arithmetic at `precision`.
    pub fn new(precision: Precision) -> Self {
        Self(Floats::new(precision))
    }
}

impl Arithmetic for Rounded {
    type Number = Float;
    type Kernel = Self;

    fn kernel(&self, _order: usize) -> Self {
        self.clone()
    }
    fn precision(&self) -> Precision {
        self.0.precision()
    }
    fn zero(&self) -> Float {
        self.0.zero()
    }
    fn assign(&mut self, out: &mut Float, value: &Float) {
        self.0.assign(out, value);
    }
    fn assign_rational(&mut self, out: &mut Float, value: &Rational) {
        self.0.assign_rational(out, value);
    }
    fn assign_pi(&mut self, out: &mut Float, factor: &Rational) {
        self.0.assign_pi(out, factor);
    }
    fn add(&mut self, out: &mut Float, a: &Float, b: &Float) {
        self.0.add(out, a, b);
    }
    fn sub(&mut self, out: &mut Float, a: &Float, b: &Float) {
        self.0.sub(out, a, b);
    }
    fn negate(&mut self, out: &mut Float) {
        self.0.negate(out);
    }
    fn mul(&mut self, out: &mut Float, a: &Float, b: &Float) {
        self.0.mul(out, a, b);
    }
    fn div(&mut self, out: &mut Float, a: &Float, b: &Float) -> Result<()> {
        self.0.div(out, a, b)
    }
    fn mul_integer(&mut self, out: &mut Float, factor: u32) {
        self.0.mul_integer(out, factor);
    }
    fn div_integer(&mut self, out: &mut Float, divisor: u32) {
        self.0.div_integer(out, divisor);
    }
    fn shift(&mut self, out: &mut Float, exponent: i32) {
        self.0.shift(out, exponent);
    }
    fn convolve(&mut self, out: &mut Float, a: &[Float], b: &[Float]) {
        self.0.convolve(out, a, b);
    }
    fn add_square(&mut self, out: &mut Float, a: &Float) {
        self.0.add_square(out, a);
    }
    fn elementary(&mut self, function: Elementary, out: &mut Float, a: &Float) -> Result<()> {
        self.0.elementary(function, out, a)
    }
    fn half_difference(&mut self, function: Elementary, out: &mut Float, center: &Float, half: &Float) -> Result<()> {
        Arithmetic::half_difference(&mut self.0, function, out, center, half)
    }
    fn sqrt(&mut self, out: &mut Float, a: &Float) -> Result<()> {
        self.0.sqrt(out, a)
    }
    fn exponent(&self, a: &Float) -> Option<i32> {
        self.0.exponent(a)
    }
    fn is_finite(&self, a: &Float) -> bool {
        self.0.is_finite(a)
    }
    fn to_interval(&self, a: &Float) -> Interval {
        self.0.to_interval(a)
    }
}
