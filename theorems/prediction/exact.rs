//! A scalar that stays exact for as long as it can: closed forms whose value happens to be rational.
//!
//! Rounding an enclosure of 3/20 to one digit never ends, however narrow it is: 0.1 and 0.2 stay possible. A formula that
//! is evaluated over this scalar as well says when its value is such a number.

use crate::error::Result;
use crate::numerics::{Algebraic, Precision, Scalar};
use rug::{Integer, Rational};
use std::ops::{Add, Mul, Neg, Sub};

/// A rational, or a number that is not known to be one.
#[derive(Debug, Clone, PartialEq)]
pub struct Exact(pub Option<Rational>);

impl Exact {
    fn with(self, other: Self, operation: impl Fn(Rational, Rational) -> Rational) -> Self {
        Self(self.0.zip(other.0).map(|(a, b)| operation(a, b)))
    }

    /// `result` when the value is exactly `argument`, and otherwise not known to be rational.
    fn only_at(&self, argument: i32, result: i32) -> Self {
        Self(self.0.as_ref().filter(|value| **value == argument).map(|_| Rational::from(result)))
    }
}

impl Add for Exact {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        self.with(other, |a, b| a + b)
    }
}

impl Sub for Exact {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self.with(other, |a, b| a - b)
    }
}

impl Mul for Exact {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        self.with(other, |a, b| a * b)
    }
}

impl Neg for Exact {
    type Output = Self;
    fn neg(self) -> Self {
        Self(self.0.map(|value| -value))
    }
}

impl Algebraic for Exact {
    fn from_rational(value: &Rational, _precision: Precision) -> Self {
        Self(Some(value.clone()))
    }

    fn over(&self, divisor: &Self) -> Result<Self> {
        let quotient = self.0.as_ref().zip(divisor.0.as_ref()).map(|(a, b)| a.over(b));
        quotient.transpose().map(Self)
    }
}

impl Scalar for Exact {
    fn sqrt(&self) -> Result<Self> {
        let root = |value: &Integer| value.is_perfect_square().then(|| value.clone().sqrt());
        let roots = self.0.as_ref().and_then(|value| root(value.numer()).zip(root(value.denom())));
        Ok(Self(roots.map(Rational::from)))
    }
    fn exp(&self) -> Self {
        self.only_at(0, 1)
    }
    fn ln(&self) -> Result<Self> {
        Ok(self.only_at(1, 0))
    }
    fn sin(&self) -> Self {
        self.only_at(0, 0)
    }
    fn cos(&self) -> Self {
        self.only_at(0, 1)
    }
    fn acos(&self) -> Result<Self> {
        Ok(self.only_at(1, 0))
    }
    fn atan(&self) -> Self {
        self.only_at(0, 0)
    }
    fn tanh(&self) -> Self {
        self.only_at(0, 0)
    }
    fn unit_erf(&self) -> Self {
        self.only_at(0, 0)
    }
    fn clamped(&self) -> Self {
        Self(self.0.clone().map(|value| value.clamp(&-1, &1)))
    }
    fn pi(_precision: Precision) -> Self {
        Self(None)
    }
}
