//! Numbers that can be Taylor coefficients, and the kernel that their integrations are run in.

use super::kernel::Kernel;
use crate::error::Result;
use crate::numerics::field::Elementary;
use crate::numerics::{Interval, Precision};
use rug::Rational;
use std::fmt::Debug;

/// Numbers that can be Taylor coefficients. Every operation writes into an existing number and allocates nothing.
pub trait Arithmetic: Clone + Debug + Send {
    /// One coefficient.
    type Number: Clone + Debug + Send + Sync;

    /// What holds the series when solutions in these numbers are only computed, not proved.
    type Kernel: Kernel<Number = Self::Number>;

    /// The kernel for series of up to `order`.
    fn kernel(&self, order: usize) -> Self::Kernel;

    /// The working precision.
    fn precision(&self) -> Precision;

    /// A new zero.
    fn zero(&self) -> Self::Number;

    /// `out = value`.
    fn assign(&mut self, out: &mut Self::Number, value: &Self::Number);

    /// `out = value`, rounded or enclosed.
    fn assign_rational(&mut self, out: &mut Self::Number, value: &Rational);

    /// `out = factor pi`, rounded or enclosed.
    fn assign_pi(&mut self, out: &mut Self::Number, factor: &Rational);

    /// `out = a + b`.
    fn add(&mut self, out: &mut Self::Number, a: &Self::Number, b: &Self::Number);

    /// `out = a - b`.
    fn sub(&mut self, out: &mut Self::Number, a: &Self::Number, b: &Self::Number);

    /// `out = -out`.
    fn negate(&mut self, out: &mut Self::Number);

    /// `out = a b`.
    fn mul(&mut self, out: &mut Self::Number, a: &Self::Number, b: &Self::Number);

    /// `out = a / b`.
    fn div(&mut self, out: &mut Self::Number, a: &Self::Number, b: &Self::Number) -> Result<()>;

    /// `out = factor * out`.
    fn mul_integer(&mut self, out: &mut Self::Number, factor: u32);

    /// `out = out / divisor`, for a divisor that is not zero.
    fn div_integer(&mut self, out: &mut Self::Number, divisor: u32);

    /// `out = 2^exponent out`.
    fn shift(&mut self, out: &mut Self::Number, exponent: i32);

    /// `out = sum_i a_i b_{n-1-i}` for two slices of one length `n`; zero when they are empty.
    fn convolve(&mut self, out: &mut Self::Number, a: &[Self::Number], b: &[Self::Number]);

    /// `out = sum_i a_i a_{n-1-i}`: a convolution of a slice with itself, at half the cost.
    fn convolve_square(&mut self, out: &mut Self::Number, a: &[Self::Number]) {
        let half = a.len() / 2;
        self.convolve(out, &a[..half], &a[a.len() - half..]);
        self.shift(out, 1);
        if a.len() % 2 == 1 {
            self.add_square(out, &a[half]);
        }
    }

    /// `out = out + a^2`.
    fn add_square(&mut self, out: &mut Self::Number, a: &Self::Number);

    /// `out = f(a)`.
    fn elementary(&mut self, function: Elementary, out: &mut Self::Number, a: &Self::Number) -> Result<()>;

    /// `out = (f(center + half) - f(center - half))/2`, with all digits of a small half.
    fn half_difference(
        &mut self,
        function: Elementary,
        out: &mut Self::Number,
        center: &Self::Number,
        half: &Self::Number,
    ) -> Result<()>;

    /// `out = sqrt(a)`.
    fn sqrt(&mut self, out: &mut Self::Number, a: &Self::Number) -> Result<()>;

    /// The binary exponent `e` with `2^(e-1) <= |a| < 2^e`, for the largest member; `None` for zero.
    fn exponent(&self, a: &Self::Number) -> Option<i32>;

    /// Whether every part of the number is finite.
    fn is_finite(&self, a: &Self::Number) -> bool;

    /// The number as an interval: itself for an enclosure, a point for a rounded number.
    fn to_interval(&self, a: &Self::Number) -> Interval;
}
