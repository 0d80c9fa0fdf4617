//! A scalar that stays exact for as long as it can: closed forms whose value happens to be rational.
//!
//! Rounding an enclosure of 3/20 to one digit never ends, however narrow it is: 0.1 and 0.2 stay possible. A formula that
//! is evaluated over this scalar as well says when its value is such a number.

use crate::error::Result;
use crate::numerics::{Algebraic, Number, Precision, Scalar, Transcendental};
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

/// The operations, also with exact numbers.
macro_rules! operations {
    ($($operation:ident $method:ident),*) => {$(
        impl $operation for Exact {
            type Output = Self;
            fn $method(self, other: Self) -> Self {
                self.with(other, |a, b| a.$method(b))
            }
        }

        impl $operation<&Self> for Exact {
            type Output = Self;
            fn $method(self, other: &Self) -> Self {
                self.$method(other.clone())
            }
        }

        impl $operation<&Rational> for Exact {
            type Output = Self;
            fn $method(self, other: &Rational) -> Self {
                Self(self.0.map(|value| value.$method(other)))
            }
        }

        impl $operation<i32> for Exact {
            type Output = Self;
            fn $method(self, other: i32) -> Self {
                Self(self.0.map(|value| value.$method(other)))
            }
        }
    )*};
}
operations!(Add add, Sub sub, Mul mul);

impl Neg for Exact {
    type Output = Self;
    fn neg(self) -> Self {
        Self(self.0.map(|value| -value))
    }
}

impl Algebraic for Exact {
    fn number(&self, value: &Rational) -> Self {
        Self(Some(value.clone()))
    }

    fn over(&self, divisor: &Self) -> Result<Self> {
        let quotient = self.0.as_ref().zip(divisor.0.as_ref()).map(|(a, b)| a.over(b));
        quotient.transpose().map(Self)
    }
}

impl Number for Exact {
    fn of(value: &Rational, _precision: Precision) -> Self {
        Self(Some(value.clone()))
    }
}

impl Transcendental for Exact {
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
    fn atan(&self) -> Self {
        self.only_at(0, 0)
    }
    fn tanh(&self) -> Self {
        self.only_at(0, 0)
    }
    fn unit_erf(&self) -> Self {
        self.only_at(0, 0)
    }
    fn times_pi(&self, factor: &Rational) -> Self {
        Self(self.0.as_ref().filter(|value| **value == 0 || *factor == 0).map(|_| Rational::new()))
    }
}

impl Scalar for Exact {
    fn acos(&self) -> Result<Self> {
        Ok(self.only_at(1, 0))
    }
    fn clamped(&self) -> Self {
        Self(self.0.clone().map(|value| value.clamp(&-1, &1)))
    }
}
