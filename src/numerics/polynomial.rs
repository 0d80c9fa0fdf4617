//! Polynomials with rational coefficients, exactly: products, derivatives, and the polynomial with the same zeros, each of them simple.
//!
//! Zeros that are simple can be isolated ([`isolate`](super::isolation::isolate)), so a square-free polynomial leaves nothing undecided that
//! precision could not cure.

use super::{Algebraic, Interval};
use crate::error::Result;
use rug::Rational;

/// A polynomial, by its coefficients.
///
/// ```
/// use escapement::numerics::{polynomial::Polynomial, rational::ratio};
/// // (x - 1)^2 (x - 2) has the zeros of (x - 1)(x - 2).
/// let double = Polynomial::new([-2, 5, -4, 1].map(|c| ratio(c, 1)).to_vec());
/// let simple = double.square_free();
/// assert_eq!((simple.at(&ratio(1, 1)), simple.at(&ratio(2, 1)), simple.degree()), (ratio(0, 1), ratio(0, 1), 2));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Polynomial(Vec<Rational>);

impl Polynomial {
    /// The polynomial with these coefficients, that of `x^0` first; leading zeros are dropped.
    pub fn new(mut coefficients: Vec<Rational>) -> Self {
        while coefficients.last().is_some_and(|leading| *leading == 0) {
            coefficients.pop();
        }
        Self(coefficients)
    }

    /// `1 + x + ... + x^(terms - 1)`.
    pub fn geometric(terms: usize) -> Self {
        Self::new(vec![Rational::from(1); terms])
    }

    /// Its coefficients, that of `x^0` first, without leading zeros.
    pub fn coefficients(&self) -> &[Rational] {
        &self.0
    }

    /// Its degree; zero for a constant.
    pub const fn degree(&self) -> usize {
        self.0.len().saturating_sub(1)
    }

    /// Whether it vanishes everywhere.
    pub const fn is_zero(&self) -> bool {
        self.0.is_empty()
    }

    /// Its value, by Horner's rule.
    pub fn at<S: Algebraic>(&self, x: &S) -> S {
        self.0.iter().rev().fold(x.integer(0), |sum, coefficient| sum * x + coefficient)
    }

    /// Its values and those of its derivative over an interval.
    pub fn over(&self, x: &Interval) -> Result<(Interval, Interval)> {
        let (mut value, mut slope) = (x.integer(0), x.integer(0));
        for coefficient in self.0.iter().rev() {
            slope = slope * x + &value;
            value = value * x + coefficient;
        }
        Ok((value, slope))
    }

    /// Its derivative.
    #[must_use]
    pub fn derivative(&self) -> Self {
        Self(
            self.0.iter().zip(0u64..).skip(1).map(|(coefficient, power)| Rational::from(coefficient * power)).collect(),
        )
    }

    /// The product of two.
    #[must_use]
    pub fn times(&self, other: &Self) -> Self {
        let mut product = vec![Rational::new(); (self.0.len() + other.0.len()).saturating_sub(1)];
        for (i, a) in self.0.iter().enumerate() {
            for (j, b) in other.0.iter().enumerate() {
                product[i + j] += Rational::from(a * b);
            }
        }
        Self::new(product)
    }

    /// The sum of two.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        let at = |of: &Self, power: usize| of.0.get(power).cloned().unwrap_or_default();
        Self::new((0..self.0.len().max(other.0.len())).map(|power| at(self, power) + at(other, power)).collect())
    }

    /// It times a number.
    #[must_use]
    pub fn scaled(&self, factor: &Rational) -> Self {
        Self::new(self.0.iter().map(|coefficient| Rational::from(coefficient * factor)).collect())
    }

    /// The difference of two.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        self.plus(&other.scaled(&Rational::from(-1)))
    }

    /// The polynomial with the same zeros, each of them simple: it over its greatest common divisor with its derivative.
    #[must_use]
    pub fn square_free(&self) -> Self {
        let divisor = self.common_divisor(&self.derivative());
        if divisor.degree() == 0 { self.clone() } else { self.divided(&divisor).0 }
    }

    /// The greatest common divisor with leading coefficient one, by Euclid's algorithm.
    fn common_divisor(&self, other: &Self) -> Self {
        let (mut a, mut b) = (self.clone(), other.clone());
        while !b.is_zero() {
            let rest = a.divided(&b).1.monic();
            a = std::mem::replace(&mut b, rest);
        }
        a.monic()
    }

    /// It over its leading coefficient.
    fn monic(&self) -> Self {
        self.0.last().map_or_else(|| self.clone(), |leading| self.scaled(&leading.clone().recip()))
    }

    /// Quotient and remainder of a division by a polynomial that does not vanish everywhere.
    fn divided(&self, divisor: &Self) -> (Self, Self) {
        let Some(leading) = divisor.0.last() else { return (Self(Vec::new()), self.clone()) };
        let mut rest = self.0.clone();
        let mut quotient = vec![Rational::new(); (rest.len() + 1).saturating_sub(divisor.0.len())];
        for power in (0..quotient.len()).rev() {
            let factor = Rational::from(&rest[power + divisor.degree()] / leading);
            for (offset, coefficient) in divisor.0.iter().enumerate() {
                rest[power + offset] -= Rational::from(coefficient * &factor);
            }
            quotient[power] = factor;
        }
        (Self::new(quotient), Self::new(rest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numerics::rational::ratio;

    fn of<const N: usize>(coefficients: [i64; N]) -> Polynomial {
        Polynomial::new(coefficients.map(|c| ratio(c, 1)).to_vec())
    }

    #[test]
    fn products_are_divided_back_without_a_remainder() {
        let (a, b) = (of([3, 0, -2, 1]), of([-1, 4]));
        let (quotient, rest) = a.times(&b).divided(&b);
        assert_eq!((quotient, rest.is_zero()), (a, true));
    }

    #[test]
    fn repeated_zeros_become_simple_and_simple_ones_stay() {
        let (a, b) = (of([-1, 2]), of([1, 0, 1]));
        let triple = a.times(&a).times(&a).times(&b);
        assert_eq!(triple.square_free().monic(), a.times(&b).monic());
        assert_eq!(a.times(&b).square_free(), a.times(&b));
        assert_eq!(of([5]).square_free(), of([5]));
        assert!(of([0, 0]).is_zero() && of([]).square_free().is_zero());
    }

    #[test]
    fn values_and_slopes_are_those_of_the_derivative() {
        let p = of([1, -3, 0, 2]);
        let x = Interval::from_rational(&ratio(2, 3), crate::numerics::Precision::DOUBLE);
        let (value, slope) = p.over(&x).unwrap();
        assert!(
            value.contains_rational(&p.at(&ratio(2, 3))) && slope.contains_rational(&p.derivative().at(&ratio(2, 3)))
        );
        assert_eq!(Polynomial::geometric(3).coefficients(), of([1, 1, 1]).coefficients());
    }
}
