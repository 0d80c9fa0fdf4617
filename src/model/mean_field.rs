//! The mean field of noisy HardTanh neurons: what they put out on average for what they receive.

use crate::error::{Error, Result};
use crate::numerics::Transcendental;
use rug::Rational;
use std::fmt;

/// Many HardTanh neurons, each with independent noise of stationary variance `sigma^2/2` on what it receives.
///
/// On average they put out `E clip(y + sigma xi/sqrt(2), -1, 1)`, `xi` a standard normal number: HardTanh averaged over its shifts, so odd,
/// concave for positive arguments and bounded by one, with the slope `g = erf(1/sigma)` at the origin. Here it is a function of `x = g y`, in
/// which its slope is one.
///
/// With `s = x/g`, `a_+- = (1 +- s)/sigma` and `h = sigma/sqrt(pi)` the average is `((1 + s) erf a_+ - (1 - s) erf a_- + h (exp(-a_+^2) -
/// exp(-a_-^2)))/2`, because `u erf(u/sigma) + h exp(-u^2/sigma^2)` is a primitive of `erf(u/sigma)`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct MeanField {
    noise: Rational,
}

/// What the formulas share.
struct Parts<S> {
    /// `g`.
    slope: S,
    /// `s`.
    argument: S,
    /// `erf a_+` and `erf a_-`.
    errors: [S; 2],
    /// `h (exp(-a_+^2) - exp(-a_-^2))`.
    tails: S,
}

impl MeanField {
    /// The mean field for noise of strength `sigma`.
    ///
    /// **Errors**: [`Error::Domain`] unless it is positive.
    pub fn new(noise: Rational) -> Result<Self> {
        if noise <= 0 {
            return Err(Error::domain("noise", noise, "a number greater than 0"));
        }
        Ok(Self { noise })
    }

    /// The strength `sigma` of the noise.
    pub const fn noise(&self) -> &Rational {
        &self.noise
    }

    /// The slope at the origin before it is scaled to one, `erf(1/sigma)`, at the precision of a number.
    pub fn slope<S: Transcendental>(&self, at: &S) -> Result<S> {
        Ok(self.inverse(at)?.unit_erf())
    }

    /// `2/(sigma sqrt(pi))`: the error function of unit slope takes it where `erf` takes `1/sigma`.
    fn inverse<S: Transcendental>(&self, at: &S) -> Result<S> {
        Ok(root_of_pi(at)?.reciprocal()? * &(Rational::from(2) / &self.noise))
    }

    fn parts<S: Transcendental>(&self, x: &S) -> Result<Parts<S>> {
        let (inverse, slope) = (self.inverse(x)?, self.slope(x)?);
        let argument = x.over(&slope)?;
        let scaled = inverse.clone() * &argument;
        let ends = [inverse.clone() + &scaled, inverse - &scaled];
        let [above, below] = ends.each_ref().map(|end| end.square().times_pi(&Rational::from((-1, 4))).exp());
        let tails = root_of_pi(x)?.reciprocal()? * &self.noise * &(above - below);
        Ok(Parts { slope, argument, errors: ends.map(|end| end.unit_erf()), tails })
    }

    /// `Psi(x)`, of unit slope.
    ///
    /// **Errors**: those of a division, at precisions that do not tell the slope from zero.
    pub fn value<S: Transcendental>(&self, x: &S) -> Result<S> {
        let Parts { argument, errors: [above, below], tails, .. } = self.parts(x)?;
        let sum = (argument.clone() + 1) * above + (argument - 1) * below + tails; // N6
        Ok(sum * &Rational::from((1, 2)))
    }

    /// `Psi'(x)`. **Errors**: as [`MeanField::value`].
    pub fn derivative<S: Transcendental>(&self, x: &S) -> Result<S> {
        let Parts { slope, errors: [above, below], .. } = self.parts(x)?;
        ((above + below) * &Rational::from((1, 2))).over(&slope)
    }

    /// `Psi(x) - x Psi'(x)`, without cancellation at small noise. **Errors**: as [`MeanField::value`].
    pub fn deficit<S: Transcendental>(&self, x: &S) -> Result<S> {
        let Parts { errors: [above, below], tails, .. } = self.parts(x)?;
        Ok((above - below + tails) * &Rational::from((1, 2)))
    }
}

/// The square root of pi at the precision of a number.
fn root_of_pi<S: Transcendental>(at: &S) -> Result<S> {
    at.integer(1).times_pi(&Rational::from(1)).sqrt()
}

impl fmt::Display for MeanField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "hardtanh with noise {}", self.noise)
    }
}
