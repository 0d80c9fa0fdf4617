//! The four operations, squares and powers of two, by value and in place.
//!
//! The in-place forms are what the series arithmetic runs on: they allocate nothing once their scratch exists.

use super::Interval;
use crate::error::{Error, Result};
use rug::float::{self, Round};
use rug::ops::{AddAssignRound, AssignRound, NegAssign, Pow};
use rug::{Assign, Float, Rational};
use std::cmp::Ordering;
use std::ops::{Add, Mul, Neg, Sub};

impl Interval {
    /// `self = a + b`.
    pub fn assign_add(&mut self, a: &Self, b: &Self) {
        self.lower.assign_round(&a.lower + &b.lower, Round::Down);
        self.upper.assign_round(&a.upper + &b.upper, Round::Up);
    }

    /// `self = self + a`.
    pub fn accumulate(&mut self, a: &Self) {
        self.lower.add_assign_round(&a.lower, Round::Down);
        self.upper.add_assign_round(&a.upper, Round::Up);
    }

    /// `self = a - b`.
    pub fn assign_sub(&mut self, a: &Self, b: &Self) {
        self.lower.assign_round(&a.lower - &b.upper, Round::Down);
        self.upper.assign_round(&a.upper - &b.lower, Round::Up);
    }

    /// `self = -self`.
    pub fn negate(&mut self) {
        std::mem::swap(&mut self.lower, &mut self.upper);
        self.lower.neg_assign();
        self.upper.neg_assign();
    }

    /// `self = self * 2^exponent`, exactly, unless it leaves MPFR's range of exponents (`2^30` by default): then outward.
    pub fn shift(&mut self, exponent: i32) {
        shift_end(&mut self.lower, exponent, Round::Down);
        shift_end(&mut self.upper, exponent, Round::Up);
    }

    /// The square, which is never negative: tighter than `self * self` when zero is inside.
    #[must_use]
    pub fn square(&self) -> Self {
        let (small, large) = (self.mignitude(), self.magnitude());
        Self {
            lower: Float::with_val_round(small.prec(), small.square_ref(), Round::Down).0,
            upper: Float::with_val_round(large.prec(), large.square_ref(), Round::Up).0,
        }
    }

    /// `self^n`, tightest: an even power of an interval that holds zero is not negative.
    #[must_use]
    pub fn power(&self, n: u32) -> Self {
        let (low, high) = match n % 2 {
            1 => (self.lower.clone(), self.upper.clone()),
            _ => (self.mignitude(), self.magnitude()),
        };
        Self {
            lower: Float::with_val_round(low.prec(), (&low).pow(n), Round::Down).0,
            upper: Float::with_val_round(high.prec(), (&high).pow(n), Round::Up).0,
        }
    }

    /// The quotient.
    ///
    /// **Errors**: [`Error::Undefined`] when the divisor holds zero; *certainly* undefined when it is zero.
    pub fn divide(&self, divisor: &Self) -> Result<Self> {
        let mut quotient = self.clone();
        quotient.assign_div(self, divisor)?;
        Ok(quotient)
    }

    /// `self = a / b`; errors as [`Interval::divide`].
    pub fn assign_div(&mut self, a: &Self, b: &Self) -> Result<()> {
        if b.contains_zero() {
            let certainly = b.lower.is_zero() && b.upper.is_zero();
            return Err(Error::Undefined { operation: "division by", argument: b.to_string(), certainly });
        }
        // With the divisor's sign known, each end of the quotient is one of the four quotients of ends. None of them is infinity
        // over infinity: an infinite numerator meets the end of the divisor that is nearer to zero.
        let (low, high) = if b.lower > 0 { (&a.lower, &a.upper) } else { (&a.upper, &a.lower) };
        let low_divisor = if *low >= 0 { &b.upper } else { &b.lower };
        let high_divisor = if *high >= 0 { &b.lower } else { &b.upper };
        self.lower.assign_round(low / low_divisor, Round::Down);
        self.upper.assign_round(high / high_divisor, Round::Up);
        Ok(())
    }
}

/// `end = end * 2^exponent`; rounding is asked for only where the result's exponent is out of range.
fn shift_end(end: &mut Float, exponent: i32, round: Round) {
    let shifted = end.get_exp().map(|e| i64::from(e) + i64::from(exponent));
    let in_range = |e| (i64::from(float::exp_min())..=i64::from(float::exp_max())).contains(&e);
    if shifted.is_none_or(in_range) {
        *end <<= exponent;
    } else {
        *end = Float::with_val_round(end.prec(), &*end << exponent, round).0;
    }
}

/// Room for one product end, so that the inner loop of a convolution allocates nothing.
#[derive(Debug, Clone)]
pub struct MulScratch(Float);

impl MulScratch {
    /// Room for ends of the given precision.
    pub fn new(precision: super::Precision) -> Self {
        Self(Float::new(precision.get()))
    }
}

/// `out = a * b`.
pub fn assign_mul(out: &mut Interval, a: &Interval, b: &Interval, scratch: &mut MulScratch) {
    use Ordering::Less;
    let sign = |x: &Interval| (x.lower.cmp0() == Some(Less), x.upper.cmp0() == Some(Less));
    // (lower < 0, upper < 0): (false, false) non-negative, (true, true) negative, (true, false) mixed.
    let (low, high) = match (sign(a), sign(b)) {
        ((false, _), (false, _)) => ((&a.lower, &b.lower), (&a.upper, &b.upper)),
        ((false, _), (_, true)) => ((&a.upper, &b.lower), (&a.lower, &b.upper)),
        ((false, _), _) => ((&a.upper, &b.lower), (&a.upper, &b.upper)),
        ((_, true), (false, _)) => ((&a.lower, &b.upper), (&a.upper, &b.lower)),
        ((_, true), (_, true)) => ((&a.upper, &b.upper), (&a.lower, &b.lower)),
        ((_, true), _) => ((&a.lower, &b.upper), (&a.lower, &b.lower)),
        (_, (false, _)) => ((&a.lower, &b.upper), (&a.upper, &b.upper)),
        (_, (_, true)) => ((&a.upper, &b.lower), (&a.lower, &b.lower)),
        _ => {
            let scratch = &mut scratch.0;
            assign_product(&mut out.lower, &a.lower, &b.upper, Round::Down);
            assign_product(scratch, &a.upper, &b.lower, Round::Down);
            if *scratch < out.lower {
                std::mem::swap(scratch, &mut out.lower);
            }
            assign_product(&mut out.upper, &a.lower, &b.lower, Round::Up);
            assign_product(scratch, &a.upper, &b.upper, Round::Up);
            if *scratch > out.upper {
                std::mem::swap(scratch, &mut out.upper);
            }
            return;
        }
    };
    assign_product(&mut out.lower, low.0, low.1, Round::Down);
    assign_product(&mut out.upper, high.0, high.1, Round::Up);
}

/// `out = a * b`, where zero times an infinite bound is zero.
fn assign_product(out: &mut Float, a: &Float, b: &Float, round: Round) {
    out.assign_round(a * b, round);
    if out.is_nan() {
        out.assign_round(0u32, round);
    }
}

impl Add for &Interval {
    type Output = Interval;
    fn add(self, other: Self) -> Interval {
        let mut sum = self.clone();
        sum.assign_add(self, other);
        sum
    }
}

impl Sub for &Interval {
    type Output = Interval;
    fn sub(self, other: Self) -> Interval {
        let mut difference = self.clone();
        difference.assign_sub(self, other);
        difference
    }
}

impl Mul for &Interval {
    type Output = Interval;
    fn mul(self, other: Self) -> Interval {
        let mut product = self.clone();
        assign_mul(&mut product, self, other, &mut MulScratch::new(self.precision()));
        product
    }
}

impl Neg for &Interval {
    type Output = Interval;
    fn neg(self) -> Interval {
        let mut negated = self.clone();
        negated.negate();
        negated
    }
}

/// The other forms, so that a formula reads the same over every scalar: by value, and with a value and a reference.
macro_rules! by_value {
    ($($operation:ident $method:ident),*) => {$(
        impl $operation for Interval {
            type Output = Self;
            fn $method(self, other: Self) -> Self {
                (&self).$method(&other)
            }
        }

        impl $operation<&Self> for Interval {
            type Output = Self;
            fn $method(self, other: &Self) -> Self {
                (&self).$method(other)
            }
        }
    )*};
}
by_value!(Add add, Sub sub, Mul mul);

/// Operations with an exact number on the right, each end one rounding away from the exact result.
macro_rules! with_exact {
    ($($exact:ty),*) => {$(
        impl Add<$exact> for &Interval {
            type Output = Interval;
            fn add(self, other: $exact) -> Interval {
                let mut sum = self.clone();
                sum.lower.assign_round(&self.lower + other, Round::Down);
                sum.upper.assign_round(&self.upper + other, Round::Up);
                sum
            }
        }

        impl Sub<$exact> for &Interval {
            type Output = Interval;
            fn sub(self, other: $exact) -> Interval {
                let mut difference = self.clone();
                difference.lower.assign_round(&self.lower - other, Round::Down);
                difference.upper.assign_round(&self.upper - other, Round::Up);
                difference
            }
        }

        impl Mul<$exact> for &Interval {
            type Output = Interval;
            fn mul(self, other: $exact) -> Interval {
                let mut product = self.clone();
                let zero = other.cmp0() == Ordering::Equal;
                let (low, high) =
                    if other.cmp0() == Ordering::Less { (&self.upper, &self.lower) } else { (&self.lower, &self.upper) };
                if zero {
                    // Zero times a missing bound is zero, not NaN.
                    product.lower.assign(0u32);
                    product.upper.assign(0u32);
                } else {
                    product.lower.assign_round(low * other, Round::Down);
                    product.upper.assign_round(high * other, Round::Up);
                }
                product
            }
        }

        with_exact!(@by_value $exact, Add add, Sub sub, Mul mul);
    )*};
    (@by_value $exact:ty, $($operation:ident $method:ident),*) => {$(
        impl $operation<$exact> for Interval {
            type Output = Self;
            fn $method(self, other: $exact) -> Self {
                (&self).$method(other)
            }
        }
    )*};
}
with_exact!(&Rational, i32);

/// The sign of a small whole number, as `rug` tells that of a rational.
trait Cmp0 {
    fn cmp0(&self) -> Ordering;
}

impl Cmp0 for i32 {
    fn cmp0(&self) -> Ordering {
        self.cmp(&0)
    }
}

impl Neg for Interval {
    type Output = Self;
    fn neg(mut self) -> Self {
        self.negate();
        self
    }
}
