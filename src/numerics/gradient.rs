//! A number together with its derivatives in several variables, in enclosures: forward differentiation.
//!
//! A formula that is written over [`Transcendental`] and run on these yields, over a box of its variables, an enclosure of its values and
//! of every partial derivative there: what a mean value form needs.

use super::Interval;
use super::scalar::{Algebraic, Transcendental};
use crate::error::Result;
use rug::Rational;
use std::ops::{Add, Mul, Neg, Sub};

/// The value of a formula over a box and its derivative in each variable of the box.
///
/// ```
/// use escapement::numerics::{Algebraic, Gradient, Interval, Precision, Transcendental};
/// let precision = Precision::bits(64)?;
/// let at = [3, 2].map(|x| Interval::from_integer(x, precision));
/// let [x, y] = &Gradient::variables(&at)[..] else { unreachable!() };
/// // x ln y, with the derivatives ln y and x/y.
/// let product = x.clone() * y.ln()?;
/// assert!(product.slopes()[0].overlaps(&at[1].ln()?));
/// assert!(product.slopes()[1].contains_rational(&rug::Rational::from((3, 2))));
/// # Ok::<(), escapement::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Gradient {
    value: Interval,
    slopes: Vec<Interval>,
}

impl Gradient {
    /// A number whose derivatives are known from elsewhere, one per variable.
    pub const fn new(value: Interval, slopes: Vec<Interval>) -> Self {
        Self { value, slopes }
    }

    /// The variables themselves, over a box with one side each.
    pub fn variables(sides: &[Interval]) -> Vec<Self> {
        let unit = |own: usize, side: &Interval| {
            let slopes = (0..sides.len()).map(|k| Interval::from_integer(i64::from(k == own), side.precision()));
            Self { value: side.clone(), slopes: slopes.collect() }
        };
        sides.iter().enumerate().map(|(own, side)| unit(own, side)).collect()
    }

    /// Encloses the values.
    pub const fn value(&self) -> &Interval {
        &self.value
    }

    /// Enclose the derivatives, one per variable.
    pub fn slopes(&self) -> &[Interval] {
        &self.slopes
    }

    /// The same values and derivatives, where more is known of the values.
    ///
    /// **Errors**: [`Error::Contradiction`](crate::Error::Contradiction) when the two enclosures do not meet.
    pub fn within(self, range: &Interval, quantity: &'static str) -> Result<Self> {
        Ok(Self { value: self.value.meet(range, quantity)?, ..self })
    }

    /// A function of this number, by its value and its derivative there.
    fn chained(&self, value: Interval, derivative: &Interval) -> Self {
        Self { value, slopes: self.slopes.iter().map(|slope| slope * derivative).collect() }
    }

    fn paired(&self, other: &Self, value: Interval, slope: impl Fn(&Interval, &Interval) -> Interval) -> Self {
        let slopes = self.slopes.iter().zip(&other.slopes).map(|(a, b)| slope(a, b)).collect();
        Self { value, slopes }
    }
}

impl Neg for Gradient {
    type Output = Self;
    fn neg(self) -> Self {
        Self { value: -self.value, slopes: self.slopes.into_iter().map(|slope| -slope).collect() }
    }
}

impl Add<&Self> for Gradient {
    type Output = Self;
    fn add(self, other: &Self) -> Self {
        self.paired(other, &self.value + &other.value, |a, b| a + b)
    }
}

impl Sub<&Self> for Gradient {
    type Output = Self;
    fn sub(self, other: &Self) -> Self {
        self.paired(other, &self.value - &other.value, |a, b| a - b)
    }
}

impl Mul<&Self> for Gradient {
    type Output = Self;
    #[expect(clippy::suspicious_arithmetic_impl, reason = "the product rule")]
    fn mul(self, other: &Self) -> Self {
        self.paired(other, &self.value * &other.value, |a, b| a * &other.value + b * &self.value)
    }
}

/// The operations between gradients by value, and with exact numbers.
macro_rules! forwarded {
    ($($operation:ident $method:ident),*) => {$(
        impl $operation for Gradient {
            type Output = Self;
            fn $method(self, other: Self) -> Self {
                self.$method(&other)
            }
        }

        impl $operation<i32> for Gradient {
            type Output = Self;
            fn $method(self, other: i32) -> Self {
                self.$method(&Rational::from(other))
            }
        }
    )*};
}
forwarded!(Add add, Sub sub, Mul mul);

impl Add<&Rational> for Gradient {
    type Output = Self;
    fn add(self, other: &Rational) -> Self {
        Self { value: self.value + other, ..self }
    }
}

impl Sub<&Rational> for Gradient {
    type Output = Self;
    fn sub(self, other: &Rational) -> Self {
        Self { value: self.value - other, ..self }
    }
}

impl Mul<&Rational> for Gradient {
    type Output = Self;
    fn mul(self, other: &Rational) -> Self {
        Self { value: self.value * other, slopes: self.slopes.into_iter().map(|slope| slope * other).collect() }
    }
}

impl Algebraic for Gradient {
    fn number(&self, value: &Rational) -> Self {
        let zero = self.value.integer(0);
        Self { value: self.value.number(value), slopes: vec![zero; self.slopes.len()] }
    }

    fn over(&self, divisor: &Self) -> Result<Self> {
        let quotient = self.value.divide(&divisor.value)?;
        let share = divisor.value.reciprocal()?;
        // (a/b)' = (a' - (a/b) b')/b.
        Ok(self.paired(divisor, quotient.clone(), |a, b| (a - &(b * &quotient)) * &share))
    }

    fn square(&self) -> Self {
        self.chained(self.value.square(), &(&self.value * 2))
    }
}

impl Transcendental for Gradient {
    fn sqrt(&self) -> Result<Self> {
        let root = self.value.sqrt()?;
        let derivative = (&root * 2).reciprocal()?;
        Ok(self.chained(root, &derivative))
    }
    fn exp(&self) -> Self {
        let value = self.value.exp();
        self.chained(value.clone(), &value)
    }
    fn ln(&self) -> Result<Self> {
        Ok(self.chained(self.value.ln()?, &self.value.reciprocal()?))
    }
    fn sin(&self) -> Self {
        self.chained(self.value.sin(), &self.value.cos())
    }
    fn cos(&self) -> Self {
        self.chained(self.value.cos(), &-self.value.sin())
    }
    fn atan(&self) -> Self {
        // 1 + x^2 is at least one.
        let bound = self.value.square() + 1;
        let derivative = bound.reciprocal().unwrap_or_else(|_| self.value.integer(0).hull(&self.value.integer(1)));
        self.chained(self.value.atan(), &derivative)
    }
    fn tanh(&self) -> Self {
        let value = self.value.tanh();
        self.chained(value.clone(), &(-value.square() + 1))
    }
    fn unit_erf(&self) -> Self {
        let density = self.value.square().times_pi(&Rational::from((-1, 4))).exp();
        self.chained(self.value.unit_erf(), &density)
    }
    fn times_pi(&self, factor: &Rational) -> Self {
        let scale = self.value.integer(1).times_pi(factor);
        self.chained(self.value.times_pi(factor), &scale)
    }
}

/// A number that depends on the variables of a box, by what the mean value theorem needs: its value at the middle of the box, and its
/// derivatives all over it.
#[derive(Debug, Clone, PartialEq)]
pub struct Developed {
    /// Encloses the value at the middle.
    pub middle: Interval,
    /// Enclose the derivatives over the box, one per variable.
    pub slopes: Vec<Interval>,
}

impl Developed {
    /// From the value at the middle and the gradient over the box.
    pub fn new(middle: Interval, over: &Gradient) -> Self {
        Self { middle, slopes: over.slopes.clone() }
    }

    /// Encloses the values over the box; `away` are its sides less their middles.
    pub fn range(&self, away: &[Interval]) -> Interval {
        self.slopes.iter().zip(away).fold(self.middle.clone(), |sum, (slope, away)| sum + slope * away)
    }

    /// The difference of two numbers that depend on the same variables.
    #[must_use]
    pub fn less(&self, other: &Self) -> Self {
        let slopes = self.slopes.iter().zip(&other.slopes).map(|(a, b)| a - b).collect();
        Self { middle: &self.middle - &other.middle, slopes }
    }

    /// The variable that spreads the values most; the first of several.
    pub fn most_influential(&self, away: &[Interval]) -> Option<usize> {
        let spread = |k: usize| (&self.slopes[k] * &away[k]).width();
        (0..self.slopes.len()).reduce(|best, k| if spread(k) > spread(best) { k } else { best })
    }
}
