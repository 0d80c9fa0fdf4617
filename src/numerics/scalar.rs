//! What a closed form is written over: the field operations, the elementary functions, and numbers made from rationals.
//!
//! A formula appears once in the source, generic over [`Scalar`] (or over [`Number`] where it is rational), and is evaluated in MPFR floats
//! of any precision (53 bits are doubles), as an enclosure, and, where rational, exactly. Formulas that ask for no constant out of nothing
//! need [`Algebraic`] and [`Transcendental`] alone, and are then also recorded as programs
//! ([`Expression`](super::field::Expression)).
//!
//! Parameters enter as rationals, so that no literal carries a rounding error into a rigorous result: `x - &gain * 2`
//! takes the rational as it is, in enclosures and floats with one rounding of the exact result. [`Number::of`] lifts the first parameter of
//! a formula, and every other constant is made at the precision of a value that is there: `x.number(&gain)`.

use super::interval::Interval;
use super::precision::Precision;
use crate::error::{Error, Result};
use rug::{Float, Rational};
use std::fmt::Debug;
use std::ops::{Add, Mul, Neg, Sub};

/// What has the four operations, also with rationals and small whole numbers on their right.
///
/// ```
/// use escapement::numerics::{Algebraic, Interval, Number, Precision, rational::ratio};
/// use rug::Rational;
/// /// `3 x^2 - x/7`.
/// fn formula<S: Algebraic>(x: &S) -> S {
///     x.square() * 3 - x.clone() * &ratio(1, 7)
/// }
/// let x = ratio(1, 3);
/// assert_eq!(formula(&x), ratio(2, 7));
/// assert!(formula(&Interval::of(&x, Precision::bits(64)?)).contains_rational(&ratio(2, 7)));
/// # Ok::<(), escapement::Error>(())
/// ```
pub trait Algebraic:
    Clone
    + Debug
    + Neg<Output = Self>
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + for<'a> Add<&'a Self, Output = Self>
    + for<'a> Sub<&'a Self, Output = Self>
    + for<'a> Mul<&'a Self, Output = Self>
    + for<'a> Add<&'a Rational, Output = Self>
    + for<'a> Sub<&'a Rational, Output = Self>
    + for<'a> Mul<&'a Rational, Output = Self>
    + Add<i32, Output = Self>
    + Sub<i32, Output = Self>
    + Mul<i32, Output = Self>
{
    /// The rational at the precision of this value: exactly, rounded or enclosed, as [`Number::of`].
    #[must_use]
    fn number(&self, value: &Rational) -> Self;

    /// Quotient; [`Error::Undefined`] when the divisor is zero, or may be.
    fn over(&self, divisor: &Self) -> Result<Self>;

    /// A whole number at the precision of this value.
    #[must_use]
    fn integer(&self, value: i64) -> Self {
        self.number(&Rational::from(value))
    }

    /// The reciprocal; errors as [`Algebraic::over`].
    fn reciprocal(&self) -> Result<Self> {
        self.integer(1).over(self)
    }

    /// `self^2`.
    #[must_use]
    fn square(&self) -> Self {
        self.clone() * self
    }

    /// `self^n` by squaring.
    #[must_use]
    fn power(&self, n: u32) -> Self {
        let (mut result, mut square, mut left) = (None, self.clone(), n);
        while left > 0 {
            if left & 1 == 1 {
                result = Some(result.map_or_else(|| square.clone(), |known: Self| known * &square));
            }
            left >>= 1;
            if left > 0 {
                square = square.square();
            }
        }
        result.unwrap_or_else(|| self.integer(1))
    }
}

/// What has the elementary functions the theory needs.
pub trait Transcendental: Algebraic {
    /// Square root; [`Error::Undefined`] for a negative argument.
    fn sqrt(&self) -> Result<Self>;
    /// Exponential.
    #[must_use]
    fn exp(&self) -> Self;
    /// Natural logarithm; [`Error::Undefined`] unless the argument is positive.
    fn ln(&self) -> Result<Self>;
    /// Sine.
    #[must_use]
    fn sin(&self) -> Self;
    /// Cosine.
    #[must_use]
    fn cos(&self) -> Self;
    /// Arc tangent in `(-pi/2, pi/2)`.
    #[must_use]
    fn atan(&self) -> Self;
    /// Hyperbolic tangent.
    #[must_use]
    fn tanh(&self) -> Self;
    /// Error function of unit slope at the origin, `erf(sqrt(pi) x / 2)`.
    #[must_use]
    fn unit_erf(&self) -> Self;
    /// `factor pi self`.
    #[must_use]
    fn times_pi(&self, factor: &Rational) -> Self;
}

/// Numbers that are made from a rational and a precision.
pub trait Number: Algebraic {
    /// The rational, exactly or as closely as the precision allows (enclosed, for intervals).
    #[must_use]
    fn of(value: &Rational, precision: Precision) -> Self;
}

/// Numbers with the elementary functions.
pub trait Scalar: Number + Transcendental {
    /// Arc cosine in `[0, pi]`; [`Error::Undefined`] outside `[-1, 1]`.
    fn acos(&self) -> Result<Self>;
    /// The nearest number in `[-1, 1]`.
    #[must_use]
    fn clamped(&self) -> Self;

    /// The number pi.
    #[must_use]
    fn pi(precision: Precision) -> Self {
        Self::of(&Rational::from(1), precision).times_pi(&Rational::from(1))
    }
}

impl Algebraic for Rational {
    fn number(&self, value: &Rational) -> Self {
        value.clone()
    }

    fn over(&self, divisor: &Self) -> Result<Self> {
        if *divisor == 0 {
            return Err(Error::Undefined { operation: "division by", argument: "0".to_owned(), certainly: true });
        }
        Ok(Self::from(self / divisor))
    }
}

impl Number for Rational {
    fn of(value: &Rational, _precision: Precision) -> Self {
        value.clone()
    }
}

impl Algebraic for Interval {
    fn number(&self, value: &Rational) -> Self {
        Self::from_rational(value, self.precision())
    }

    fn over(&self, divisor: &Self) -> Result<Self> {
        self.divide(divisor)
    }

    fn square(&self) -> Self {
        Self::square(self)
    }

    fn power(&self, n: u32) -> Self {
        Self::power(self, n)
    }
}

impl Number for Interval {
    fn of(value: &Rational, precision: Precision) -> Self {
        Self::from_rational(value, precision)
    }
}

impl Transcendental for Interval {
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
    fn atan(&self) -> Self {
        Self::atan(self)
    }
    fn tanh(&self) -> Self {
        Self::tanh(self)
    }
    fn unit_erf(&self) -> Self {
        Self::unit_erf(self)
    }
    fn times_pi(&self, factor: &Rational) -> Self {
        Self::pi(self.precision()) * factor * self
    }
}

impl Scalar for Interval {
    fn acos(&self) -> Result<Self> {
        Self::acos(self)
    }
    fn clamped(&self) -> Self {
        Self::clamped(self)
    }
    fn pi(precision: Precision) -> Self {
        Self::pi(precision)
    }
}

impl Algebraic for Float {
    fn number(&self, value: &Rational) -> Self {
        Self::with_val(self.prec(), value)
    }

    fn over(&self, divisor: &Self) -> Result<Self> {
        if divisor.is_zero() {
            return Err(Error::Undefined { operation: "division by", argument: "0".to_owned(), certainly: true });
        }
        Ok(Self::with_val(self.prec(), self / divisor))
    }
}

impl Number for Float {
    fn of(value: &Rational, precision: Precision) -> Self {
        Self::with_val(precision.get(), value)
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

impl Transcendental for Float {
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
    fn times_pi(&self, factor: &Rational) -> Self {
        Self::with_val(self.prec(), rug::float::Constant::Pi) * factor * self
    }
}

impl Scalar for Float {
    fn acos(&self) -> Result<Self> {
        defined("arc cosine", self, self.clone().acos())
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
