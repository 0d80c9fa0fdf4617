//! N4 and N5: which sign the next memory is entered with, and how much leak many transitions need.

use super::entered;
use crate::error::{Error, Result};
use crate::numerics::normal::{distribution, quantile};
use crate::numerics::{Algebraic, Interval, Precision};
use rug::Rational;

/// `x` of the probability `Phi(x)`, for a leak in units of the spread `s = sigma/sqrt(N)` and a next saliency `Z' > 1`.
///
/// **Statement**: `x = (delta/s) Z'^(3/2) sqrt(2/(Z' - 1))`, the mean of the effective amplitude over its deviation. **Source**: N4.
pub fn sign_argument(leak_over_spread: &Interval, next: &Interval) -> Result<Interval> {
    Ok(leak_over_spread * &leak_power(next)?) // N4
}

/// `Z'^(3/2) sqrt(2/(Z' - 1)) = Z' sqrt(2 Z'/(Z' - 1))`.
fn leak_power(next: &Interval) -> Result<Interval> {
    Ok(next * &(next * 2).divide(&(next - 1))?.sqrt()?)
}

/// `x^2` over `(delta/s)^2`: `2 Z'^3/(Z' - 1)`, the square of the amplitude's mean over its variance. Rational. **Source**: N4.
pub fn argument_square(gain: &Rational, saliency: &Rational) -> Result<Rational> {
    let next = entered(gain, saliency)?;
    let cube = Rational::from(next.square_ref()) * &next;
    Ok(cube * 2u32 / (next - 1u32)) // N4
}

/// The probability that the network enters the next memory, and not its opposite.
///
/// **Statement**: `Phi(x)` in the limit `s, delta << eps -> 0`. **Accuracy**: an enclosure. **Errors**: [`Error::Domain`] where nothing is
/// entered. **Source**: N4.
///
/// ```
/// use escapement::numerics::{Interval, Precision, rational::ratio};
/// use escapement::theorems::noise::predictor::success_probability;
/// let none = Interval::from_integer(0, Precision::bits(64)?);
/// assert!(success_probability(&ratio(6, 1), &ratio(3, 1), &none)?.contains_rational(&ratio(1, 2)));
/// # Ok::<(), escapement::Error>(())
/// ```
pub fn success_probability(gain: &Rational, saliency: &Rational, leak_over_spread: &Interval) -> Result<Interval> {
    let next = leak_over_spread.number(&entered(gain, saliency)?);
    distribution(&sign_argument(leak_over_spread, &next)?) // N4
}

/// The probability that so many transitions in a row succeed, from a first saliency.
///
/// **Statement**: `prod Phi(x_j)` along the saliencies that each hands on (E4). **Source**: N5.
pub fn survival(
    gain: &Rational,
    saliency: &Rational,
    leak_over_spread: &Interval,
    transitions: usize,
) -> Result<Interval> {
    let (mut product, mut current) = (leak_over_spread.integer(1), saliency.clone());
    for _ in 0..transitions {
        product = product * success_probability(gain, &current, leak_over_spread)?;
        current = entered(gain, &current)?;
    }
    Ok(product) // N5
}

/// The coefficient of eps in the relative correction to `x` at a finite timescale ratio, as `s -> 0`.
///
/// **Statement**: `kappa (2 Z' - 5)/(4 Z Z' (Z' - 1)^2)`. Rational. **Source**: N4.
pub fn first_correction(gain: &Rational, saliency: &Rational) -> Result<Rational> {
    let next = entered(gain, saliency)?;
    let below = Rational::from(saliency * &next) * Rational::from(&next - 1u32).square() * 4u32;
    Ok(gain * (next * 2u32 - 5u32) / below) // N4
}

/// The least leak, in units of `s = sigma/sqrt(N)`, with which so many transitions of the cycle all succeed, but with a probability of at
/// most `failure`.
///
/// **Statement**: `delta = s sqrt(Z_+ - 1)/(sqrt(2) Z_+^(3/2)) Phi^-1((1 - p)^(1/n))`; nothing where `(1 - p)^(1/n) <= 1/2`, which no leak
/// is needed for. **Domain**: `cycle` the stable saliency, above one; `0 < failure < 1`, at least one transition. **Accuracy**: an
/// enclosure. **Errors**: [`Error::Domain`]; those of [`quantile`]. **Source**: N5.
pub fn leak_needed(cycle: &Interval, transitions: u64, failure: &Rational) -> Result<Interval> {
    check_goal(transitions, failure)?;
    if needs_none(transitions, failure) {
        return Ok(cycle.integer(0));
    }
    let all = cycle.number(&Rational::from(1 - failure)).ln()?;
    let each = (all * &Rational::from((1, transitions))).exp();
    quantile(&each)?.divide(&leak_power(cycle)?) // N5
}

/// Refuses what is no goal.
///
/// **Errors**: [`Error::Domain`] for no transitions, and a probability of failure that is not between zero and one.
pub fn check_goal(transitions: u64, failure: &Rational) -> Result<()> {
    if transitions == 0 {
        return Err(Error::domain("transitions", transitions, "a whole number of at least 1"));
    }
    if *failure <= 0 || *failure >= 1 {
        return Err(Error::domain("probability", failure, "a number greater than 0 and less than 1"));
    }
    Ok(())
}

/// Whether even chance suffices: `1 - p <= 2^-n`, exactly.
pub fn needs_none(transitions: u64, failure: &Rational) -> bool {
    let success = Rational::from(1 - failure);
    // 2^-n is below every rational whose denominator has at most n bits.
    let bits = u64::from(success.denom().significant_bits());
    transitions <= bits && success <= Rational::from(1) >> transitions as u32
}

/// The leak in units of the spread `sigma/sqrt(N)`.
pub fn leak_over_spread(leak: &Rational, noise: &Rational, neurons: u64, precision: Precision) -> Result<Interval> {
    let root = Interval::from_rational(&Rational::from(neurons), precision).sqrt()?;
    Ok(root * &Rational::from(leak / noise))
}
