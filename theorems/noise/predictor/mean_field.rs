//! N6: the network of many noisy neurons is the noiseless one with a smooth activation.

use crate::error::Result;
use crate::model::{MeanField, Mixture};
use crate::numerics::{Interval, Precision};
use crate::theorems::smooth_activation::predictor::{Profile, threshold};
use rug::Rational;

/// The slope of the mean field at the origin, `erf(1/sigma)`: a memory exists iff its saliency times this exceeds one.
///
/// **Errors**: [`Error::Domain`](crate::Error::Domain) for noise that is not positive. **Source**: N6.
pub fn mean_field_slope(noise: &Rational, precision: Precision) -> Result<Interval> {
    MeanField::new(noise.clone())?.slope(&Interval::from_integer(1, precision)) // N6
}

/// What neurons that receive `input` put out on average, `E clip(y + sigma xi/sqrt(2), -1, 1)`. **Source**: N6.
pub fn mean_field_value(noise: &Rational, input: &Rational, precision: Precision) -> Result<Interval> {
    let mean_field = MeanField::new(noise.clone())?;
    let input = Interval::from_rational(input, precision);
    mean_field.value(&(mean_field.slope(&input)? * input))
}

/// The gain threshold of the chain of noisy neurons, `kappa_c(sigma)`.
///
/// **Statement**: A3 for the mean field, over its slope. **Accuracy**: an enclosure, from certified integrals. **Errors**: as
/// [`threshold`]. **Source**: N6, A3.
pub fn mean_field_threshold(noise: &Rational, precision: Precision) -> Result<Interval> {
    let profile = Profile::new(&Mixture::of_noise(noise.clone())?);
    threshold(&profile, precision)?.gain.divide(&mean_field_slope(noise, precision)?)
}

/// The first terms of the threshold at small noise, `4 + 2 sigma/sqrt(pi) + (3/2 - pi/16) sigma^2`; the next is of order `sigma^3`.
///
/// **Source**: N6.
pub fn expansion(noise: &Rational, precision: Precision) -> Result<Interval> {
    let sigma = Interval::from_rational(noise, precision);
    let pi = Interval::pi(precision);
    let first = sigma.divide(&pi.sqrt()?)? * 2;
    let second = -(pi * &Rational::from((1, 16))) + &Rational::from((3, 2));
    Ok(first + second * sigma.square() + 4)
}
