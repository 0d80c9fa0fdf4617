//! Coefficients as enclosures: every operation rounds outward, so a coefficient encloses the exact one.

use super::arithmetic::Arithmetic;
use crate::error::Result;
use crate::numerics::field::Elementary;
use crate::numerics::interval::{MulScratch, assign_mul};
use crate::numerics::{Interval, Precision};
use rug::ops::{AssignRound, DivAssignRound, MulAssignRound};
use rug::{Assign, Float, Rational, float::Round};

/// Interval arithmetic at one precision.
#[derive(Debug, Clone)]
pub struct Intervals {
    precision: Precision,
    scratch: MulScratch,
    product: Interval,
}

impl Intervals {
    /// Arithmetic at `precision`.
    pub fn new(precision: Precision) -> Self {
        Self { precision, scratch: MulScratch::new(precision), product: Interval::point(Float::new(precision.get())) }
    }
}

impl Arithmetic for Intervals {
    type Number = Interval;
    type Kernel = Self;

    fn kernel(&self, _: usize) -> Self {
        self.clone()
    }

    fn precision(&self) -> Precision {
        self.precision
    }

    fn zero(&self) -> Interval {
        Interval::point(Float::new(self.precision.get()))
    }

    fn assign(&mut self, out: &mut Interval, value: &Interval) {
        out.lower.assign_round(&value.lower, Round::Down);
        out.upper.assign_round(&value.upper, Round::Up);
    }

    fn assign_rational(&mut self, out: &mut Interval, value: &Rational) {
        out.lower.assign_round(value, Round::Down);
        out.upper.assign_round(value, Round::Up);
    }

    fn assign_pi(&mut self, out: &mut Interval, factor: &Rational) {
        *out = &Interval::pi(self.precision) * &Interval::from_rational(factor, self.precision);
    }

    fn add(&mut self, out: &mut Interval, a: &Interval, b: &Interval) {
        out.assign_add(a, b);
    }

    fn sub(&mut self, out: &mut Interval, a: &Interval, b: &Interval) {
        out.assign_sub(a, b);
    }

    fn negate(&mut self, out: &mut Interval) {
        out.negate();
    }

    fn mul(&mut self, out: &mut Interval, a: &Interval, b: &Interval) {
        assign_mul(out, a, b, &mut self.scratch);
    }

    fn div(&mut self, out: &mut Interval, a: &Interval, b: &Interval) -> Result<()> {
        out.assign_div(a, b)
    }

    fn mul_integer(&mut self, out: &mut Interval, factor: u32) {
        if factor == 0 {
            // Zero times a missing bound is zero, not NaN.
            out.lower.assign(0u32);
            out.upper.assign(0u32);
            return;
        }
        out.lower.mul_assign_round(factor, Round::Down);
        out.upper.mul_assign_round(factor, Round::Up);
    }

    fn div_integer(&mut self, out: &mut Interval, divisor: u32) {
        out.lower.div_assign_round(divisor, Round::Down);
        out.upper.div_assign_round(divisor, Round::Up);
    }

    fn shift(&mut self, out: &mut Interval, exponent: i32) {
        out.shift(exponent);
    }

    fn convolve(&mut self, out: &mut Interval, a: &[Interval], b: &[Interval]) {
        out.lower.assign(0u32);
        out.upper.assign(0u32);
        for (x, y) in a.iter().zip(b.iter().rev()) {
            assign_mul(&mut self.product, x, y, &mut self.scratch);
            out.accumulate(&self.product);
        }
    }

    fn add_square(&mut self, out: &mut Interval, a: &Interval) {
        out.accumulate(&a.square());
    }

    fn elementary(&mut self, function: Elementary, out: &mut Interval, a: &Interval) -> Result<()> {
        *out = function.value(a)?;
        Ok(())
    }

    fn half_difference(
        &mut self,
        function: Elementary,
        out: &mut Interval,
        center: &Interval,
        half: &Interval,
    ) -> Result<()> {
        let (upper, lower) = (center + half, center - half);
        let mut direct = &function.value(&upper)? - &function.value(&lower)?;
        direct.shift(-1);
        // Mean value theorem: half times a value of the derivative between the ends.
        let mean = half * &function.derivative(&upper.hull(&lower))?;
        *out = direct.intersection(&mean).unwrap_or(direct);
        Ok(())
    }

    fn sqrt(&mut self, out: &mut Interval, a: &Interval) -> Result<()> {
        *out = a.sqrt()?;
        Ok(())
    }

    fn exponent(&self, a: &Interval) -> Option<i32> {
        a.lower.get_exp().max(a.upper.get_exp())
    }

    fn is_finite(&self, a: &Interval) -> bool {
        a.is_bounded()
    }

    fn to_interval(&self, a: &Interval) -> Interval {
        a.clone()
    }
}
