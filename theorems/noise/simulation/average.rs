//! Averages over many noisy neurons, by integrals over the noise, and the threshold of the chain that they make.

use crate::error::Result;
use crate::evidence::{Answer, Quantities, quantity, to_digits};
use crate::model::{Mixture, Parameters, SmoothLimit};
use crate::numerics::quadrature::Integrand;
use crate::numerics::{Digits, Interval, Precision};
use crate::theorems::noise::cases::{Averaged, GAIN, OUTPUT, SLOPE};
use rug::Rational;

/// The density of the noise at `v`, `exp(-v^2/sigma^2)`, up to the factor `1/(sigma sqrt(pi))`; times `v + input` where one is given.
fn weighed(noise: &Rational, input: Option<&Rational>) -> Integrand {
    let rate = -Rational::from(noise.square_ref()).recip();
    Integrand::new(|field, v| {
        let square = field.square(v);
        let exponent = field.scale(rate, square);
        let density = field.exp(exponent);
        let Some(input) = input else { return density };
        let shift = field.constant(input.clone());
        let received = field.add(v, shift);
        field.mul(received, density)
    })
}

/// An integral from one point to another, in either order.
fn between(integrand: &Integrand, from: &Rational, to: &Rational, precision: Precision) -> Result<Interval> {
    if from <= to { integrand.integral(from, to, precision) } else { Ok(-integrand.integral(to, from, precision)?) }
}

/// `E clip(input + v, -1, 1)` over noise `v` of variance `sigma^2/2`: the integral where neurons are not saturated, and the probabilities that
/// they are, which with those from zero on make one half.
///
/// **Accuracy**: an enclosure. **Errors**: those of the integrals.
pub fn simulate_mean_output(noise: &Rational, input: &Rational, precision: Precision) -> Result<Interval> {
    let (above, below) = (Rational::from(1 - input), Rational::from(-1 - input));
    let scale = Interval::pi(precision).sqrt()? * noise;
    let inside = between(&weighed(noise, Some(input)), &below, &above, precision)?;
    let density = weighed(noise, None);
    let up_to = |end: &Rational| between(&density, &Rational::new(), end, precision);
    // P(v > above) - P(v < below) = (1/2 - F(above)) - (1/2 + F(below)), F from zero on.
    (inside - up_to(&above)? - up_to(&below)?).divide(&scale)
}

/// The share of neurons that are not saturated without input: the derivative of the mean output there.
fn slope(noise: &Rational, precision: Precision) -> Result<Interval> {
    let scale = Interval::pi(precision).sqrt()? * noise;
    let one = Rational::from(1);
    weighed(noise, None).integral(&-one.clone(), &one, precision)?.divide(&scale)
}

/// Mean output and slope by integrals over the noise, and the least gain at which the flow of the mean field hands on any saliency unchanged.
pub(in crate::theorems::noise) fn observe_mean_field(case: &Averaged, digits: Digits) -> Result<Quantities> {
    let output = to_digits(OUTPUT, digits, |precision| simulate_mean_output(&case.noise, &case.input, precision))?;
    let slope = to_digits(SLOPE, digits, |precision| slope(&case.noise, precision))?;
    let mut named = vec![(OUTPUT, output), (SLOPE, slope)];
    if case.chain {
        let mean_field = Mixture::of_noise(case.noise.clone())?;
        let chain = SmoothLimit::new(Parameters::new(Rational::from(1))?, mean_field)?;
        named.push((GAIN, chain.enclose_least_gain(digits)?));
    }
    Ok(named.into_iter().map(|(name, value)| quantity(name, Answer::enclosed(value))).collect())
}
