//! What a closed form is written over: one trait for the field operations, one for the elementary functions.
//!
//! A formula appears once in the source, generic over [`Scalar`] (or over [`Algebraic`] where it is rational), and is
//! evaluated in `f64`, in MPFR floats of any precision, as an enclosure, and, where rational, exactly. Parameters enter
//! as rationals, so that no literal carries a rounding error into a rigorous result.

use super::interval::Interval;
use super::precision::Precision;
use crate::error::{Error, Result};
use rug::{Float, Rational};
use std::fmt::Debug;
use std::ops::{Add, Mul, Neg, Sub};

/// Numbers with the four operations, built from rationals.
pub trait Algebraic:
    Clone + Debug + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self> + Neg<Output = Self>
{
    /// The rational, exactly or as closely as the precision allows (enclosed, for intervals).
    fn from_rational(value: &Rational, precision: Precision) -> Self;

    /// Quotient; [`Error::Undefined`] when the divisor is zero, or may be.
    fn over(&self, divisor: &Self) -> Result<Self>;

    /// A small whole number.
    fn integer(value: i64, precision: Precision) -> Self {
        Self::from_rational(&Rational::from(value), precision)
    }

    /// `self^n` by squaring.
    #[must_use]
    fn power(&self, n: u32, precision: Precision) -> Self {
        let (mut result, mut square, mut left) = (Self::integer(1, precision), self.clone(), n);
        while left > 0 {
            if left & 1 == 1 {
                result = result * square.clone();
            }
            square = square.clone() * square;
            left >>= 1;
        }
        result
    }
}

/// Numbers with the elementary functions the theory needs.
pub trait Scalar: Algebraic {
    /// Square root; [`Error::Undefined`] for a negative argument.
    fn sqrt(&self) -> Result<Self>;
    /// Exponential.
    fn exp(&self) -> Self;
    /// Natural logarithm; [`Error::Undefined`] unless the argument is positive.
    fn ln(&self) -> Result<Self>;
    /// Sine.
    fn sin(&self) -> Self;
    /// Cosine.
    fn cos(&self) -> Self;
    /// Arc cosine in `[0, pi]`; [`Error::Undefined`] outside `[-1, 1]`.
    fn acos(&self) -> Result<Self>;
    /// Arc tangent in `(-pi/2, pi/2)`.
    fn atan(&self) -> Self;
    /// Hyperbolic tangent.
    fn tanh(&self) -> Self;
    /// Error function of unit slope at the origin, `erf(sqrt(pi) x / 2)`.
    fn unit_erf(&self) -> Self;
    /// The nearest number in `[-1, 1]`.
    fn clamped(&self) -> Self;
    /// The number pi.
    fn pi(precision: Precision) -> Self;
}

impl Algebraic for Rational {
    fn from_rational(value: &Rational, _precision: Precision) -> Self {
        value.clone()
    }

    fn over(&self, divisor: &Self) -> Result<Self> {
        if *divisor == 0 {
            return Err(Error::Undefined { operation: "division by", argument: "0".to_owned(), certainly: true });
        }
        Ok(Self::from(self / divisor))
    }
}

impl Algebraic for Interval {
    fn from_rational(value: &Rational, precision: Precision) -> Self {
        Self::from_rational(value, precision)
    }

    fn over(&self, divisor: &Self) -> Result<Self> {
        self.divide(divisor)
    }

    // By squaring, `[-1, 2]^2` would reach down to -2.
    fn power(&self, n: u32, _precision: Precision) -> Self {
        self.integer_power(n)
    }
}

impl Scalar for Interval {
    fn sqrt(&self) -> Result<Self> {
        Self::sqrt(self)
    }
    fn exp(&self) -> Self {
        Self::exp(self)
    }
    fn ln(&self) -> Result<Self> {
        Self::ln(self)
    }
    fn sin(&self) -> Self {
        Self::sin(self)
    }
    fn cos(&self) -> Self {
        Self::cos(self)
    }
    fn acos(&self) -> Result<Self> {
        Self::acos(self)
    }
    fn atan(&self) -> Self {
        Self::atan(self)
    }
    fn tanh(&self) -> Self {
        Self::tanh(self)
    }
    fn unit_erf(&self) -> Self {
        Self::unit_erf(self)
    }
    fn clamped(&self) -> Self {
        Self::clamped(self)
    }
    fn pi(precision: Precision) -> Self {
        Self::pi(precision)
    }
}

impl Algebraic for Float {
    fn from_rational(value: &Rational, precision: Precision) -> Self {
        Self::with_val(precision.get(), value)
    }

    fn over(&self, divisor: &Self) -> Result<Self> {
        if divisor.is_zero() {
            return Err(Error::Undefined { operation: "division by", argument: "0".to_owned(), certainly: true });
        }
        Ok(Self::with_val(self.prec(), self / divisor))
    }
}

/// `value`, or the typed error of a partial function when it came out NaN or infinite.
fn defined(operation: &'static str, argument: &Float, value: Float) -> Result<Float> {
    if value.is_finite() {
        return Ok(value);
    }
    let argument = argument.to_string_radix(10, Some(12));
    Err(Error::Undefined { operation, argument, certainly: true })
}

impl Scalar for Float {
    fn sqrt(&self) -> Result<Self> {
        defined("square root", self, self.clone().sqrt())
    }
    fn exp(&self) -> Self {
        self.clone().exp()
    }
    fn ln(&self) -> Result<Self> {
        defined("logarithm", self, self.clone().ln())
    }
    fn sin(&self) -> Self {
        self.clone().sin()
    }
    fn cos(&self) -> Self {
        self.clone().cos()
    }
    fn acos(&self) -> Result<Self> {
        defined("arc cosine", self, self.clone().acos())
    }
    fn atan(&self) -> Self {
        self.clone().atan()
    }
    fn tanh(&self) -> Self {
        self.clone().tanh()
    }
    fn unit_erf(&self) -> Self {
        let guarded = self.prec() + 16;
        let half_root = Self::with_val(guarded, rug::float::Constant::Pi).sqrt() >> 1u32;
        Self::with_val(self.prec(), (half_root * self).erf())
    }
    fn clamped(&self) -> Self {
        let mut value = self.clone();
        value.clamp_mut(&-1, &1);
        value
    }
    fn pi(precision: Precision) -> Self {
        Self::with_val(precision.get(), rug::float::Constant::Pi)
    }
}

/// Doubles, whose elementary functions go through MPFR at 53 bits: the platform's own differ from one to the next.
mod double {
    use super::{Algebraic, Float, Precision, Rational, Result, Scalar};

    fn lift(value: f64) -> Float {
        Float::with_val(Precision::DOUBLE.get(), value)
    }

    impl Algebraic for f64 {
        fn from_rational(value: &Rational, _precision: Precision) -> Self {
            Float::with_val(Precision::DOUBLE.get(), value).to_f64()
        }

        fn over(&self, divisor: &Self) -> Result<Self> {
            Algebraic::over(&lift(*self), &lift(*divisor)).map(|quotient| quotient.to_f64())
        }
    }

    impl Scalar for f64 {
        fn sqrt(&self) -> Result<Self> {
            Scalar::sqrt(&lift(*self)).map(|value| value.to_f64())
        }
        fn exp(&self) -> Self {
            lift(*self).exp().to_f64()
        }
        fn ln(&self) -> Result<Self> {
            Scalar::ln(&lift(*self)).map(|value| value.to_f64())
        }
        fn sin(&self) -> Self {
            lift(*self).sin().to_f64()
        }
        fn cos(&self) -> Self {
            lift(*self).cos().to_f64()
        }
        fn acos(&self) -> Result<Self> {
            Scalar::acos(&lift(*self)).map(|value| value.to_f64())
        }
        fn atan(&self) -> Self {
            lift(*self).atan().to_f64()
        }
        fn tanh(&self) -> Self {
            lift(*self).tanh().to_f64()
        }
        fn unit_erf(&self) -> Self {
            Scalar::unit_erf(&lift(*self)).to_f64()
        }
        fn clamped(&self) -> Self {
            self.clamp(-1.0, 1.0)
        }
        fn pi(_precision: Precision) -> Self {
            std::f64::consts::PI
        }
    }
}
