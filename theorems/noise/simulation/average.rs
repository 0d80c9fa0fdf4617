//! Averages over many noisy neurons, by integrals over the noise, and the threshold of the chain that they make.

use crate::error::Result;
use crate::evidence::{Answer, Quantities, quantity, to_digits};
use crate::model::{Mixture, Parameters, SmoothLimit};
use crate::numerics::quadrature::Integrand;
use crate::numerics::{Digits, Interval, Precision};
use crate::theorems::noise::cases::{Averaged, GAIN, OUTPUT, SLOPE};
use rug::Rational;

/// What is averaged over the noise.
#[derive(Clone, Copy)]
enum Weight<'r> {
    /// One.
    Unit,
    /// The noise and this.
    Plus(&'r Rational),
}

/// The integral over the noise `v` from zero to `end` of what is averaged, with the density `exp(-v^2/sigma^2)`, up to its factor `1/(sigma sqrt(pi))`.
///
/// Outward from zero, on either side, so that the far tail is small beside what came before.
fn from_zero(noise: &Rational, of: Weight, end: &Rational, precision: Precision) -> Result<Interval> {
    let side = Rational::from(end.cmp0() as i32);
    let rate = -Rational::from(noise.square_ref()).recip();
    let integrand = Integrand::new(|field, distance| {
        let square = field.square(distance);
        let exponent = field.scale(rate, square);
        let density = field.exp(exponent);
        match of {
            Weight::Unit => density,
            Weight::Plus(shift) => {
                let (shift, v) = (field.constant(shift.clone()), field.scale(side.clone(), distance));
                let received = field.add(v, shift);
                field.mul(received, density)
            }
        }
    });
    Ok(integrand.integral(&Rational::new(), &end.clone().abs(), precision)? * &side)
}

/// `E clip(input + v, -1, 1)` over noise `v` of variance `sigma^2/2`: the integral where neurons are not saturated, and the probabilities that
/// they are, which with those from zero on make one half.
///
/// **Accuracy**: an enclosure. **Errors**: those of the integrals.
pub fn simulate_mean_output(noise: &Rational, input: &Rational, precision: Precision) -> Result<Interval> {
    let (above, below) = (Rational::from(1 - input), Rational::from(-1 - input));
    let scale = Interval::pi(precision).sqrt()? * noise;
    let to = |end: &Rational, of| from_zero(noise, of, end, precision);
    let inside = to(&above, Weight::Plus(input))? - to(&below, Weight::Plus(input))?;
    // P(v > above) - P(v < below) = (1/2 - F(above)) - (1/2 + F(below)), F from zero on.
    (inside - to(&above, Weight::Unit)? - to(&below, Weight::Unit)?).divide(&scale)
}

/// The share of neurons that are not saturated without input: the derivative of the mean output there.
fn slope(noise: &Rational, precision: Precision) -> Result<Interval> {
    let scale = Interval::pi(precision).sqrt()? * noise;
    (from_zero(noise, Weight::Unit, &Rational::from(1), precision)? * 2).divide(&scale)
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
