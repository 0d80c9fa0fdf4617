//! N3 and N7: when the overlaps cross, from the effective amplitude; and the amplitude that a frozen noise makes.

use super::{amplitude, entered};
use crate::error::{Error, Result};
use crate::model::FrozenNoise;
use crate::numerics::rational::exact;
use crate::numerics::roots::enclose_root;
use crate::numerics::{Algebraic, Certainty, Interval, Precision};
use rug::Rational;

/// The time from `T = ln Z` to the crossing of the overlaps, in units of eps, for an effective amplitude `|A|`.
///
/// **Statement**: with `tau_1` the largest root of `|A| e^(nu tau) = eps (tau + tau^2/2)` and `B = 2 tau_1 + tau_1^2 + 2 (tau_1 + 1)/nu +
/// 4/nu^2`, it is `(2/nu) ln(1/eps) + 1 + tau_1 - (2/nu) ln B + o(1)`. **Domain**: amplitudes so small beside eps that there is such a
/// root. **Accuracy**: an enclosure of the law. **Errors**: [`Error::Domain`] for a larger amplitude. **Source**: N3.
pub fn crossing_delay(
    gain: &Rational,
    saliency: &Rational,
    amplitude: &Interval,
    timescale_ratio: &Rational,
) -> Result<Interval> {
    let rate = entered(gain, saliency)? - 1u32;
    let slow = amplitude.number(timescale_ratio).ln()?;
    let first = largest_root(&rate, &(slow.clone() - amplitude.ln()?))?;
    let (plus, inverse) = (&first + 1, first.number(&rate.clone().recip()));
    let spread = first.clone() * 2 + first.square() + &plus * &inverse * 2 + inverse.square() * 4;
    Ok(plus - (slow + spread.ln()?) * &inverse * 2) // N3
}

/// The largest `tau` with `ln(tau + tau^2/2) - nu tau + offset = 0`, whose left side is concave.
fn largest_root(rate: &Rational, offset: &Interval) -> Result<Interval> {
    let precision = offset.precision();
    let excess = |tau: &Interval| Ok((tau.square() * &Rational::from((1, 2)) + tau).ln()? - tau * rate + offset);
    let at = |tau: &Rational| excess(&Interval::from_rational(tau, precision));
    // Its maximum, where nu (tau + tau^2/2) = 1 + tau.
    let nu = Interval::from_rational(rate, precision);
    let top = exact(&((nu.square() + 1).sqrt()? - &nu + 1).divide(&nu)?.midpoint())?;
    if at(&top)?.positive() != Certainty::Certainly {
        return Err(Error::domain("amplitude", offset, "so small beside eps that the leading law has a root"));
    }
    let mut high = Rational::from(&top + 1u32);
    while at(&high)?.negative() != Certainty::Certainly {
        high *= 2u32;
    }
    enclose_root(excess, &top, &high, precision)
}

/// The coefficient of `eps ln(1/eps)` in the crossing's delay for a leak `eps^a`: `(1 + a)/nu`. **Source**: N3.
pub fn first_law(gain: &Rational, saliency: &Rational, leak_power: i32) -> Result<Rational> {
    Ok(Rational::from(1 + leak_power) / (entered(gain, saliency)? - 1u32))
}

/// The effective amplitude under a leak and a frozen noise: its sign decides which sign the next memory is entered with.
///
/// **Statement**: `A = delta Z'^2/nu + sum_k f_k int K`, over the steps on which the noise is the constant force `f_k`, with `K = e^tau`
/// before the loss of saturation at `T - ln(1 - eps)` and `e^(-nu tau)` after it, `tau` in units of eps. **Source**: N7.
pub fn frozen_amplitude(
    (gain, saliency, leak): (&Rational, &Rational, &Rational),
    noise: &FrozenNoise,
    timescale_ratio: &Rational,
    precision: Precision,
) -> Result<Interval> {
    let rate = entered(gain, saliency)? - 1u32;
    let lost = saturation_lost(saliency, timescale_ratio, precision)?;
    let mean = Interval::from_rational(&(amplitude(gain, saliency)?.0 * leak), precision);
    (0..noise.steps()).try_fold(mean, |sum, step| {
        let (from, to) = noise.span(step);
        let [from, to] = [from, to].map(|time| (lost.number(&time) - &lost) * &timescale_ratio.clone().recip());
        let force = lost.number(&exact(&noise.forces(step, 2)[1])?);
        Ok(sum + force * kernel_integral(&rate, &from, &to)?) // N7
    })
}

/// The time at which both classes leave saturation: `T - ln(1 - eps)`. **Source**: N2.
pub fn saturation_lost(saliency: &Rational, timescale_ratio: &Rational, precision: Precision) -> Result<Interval> {
    Interval::from_rational(&(saliency / Rational::from(1 - timescale_ratio)), precision).ln()
}

/// The integral of the kernel over a step.
fn kernel_integral(rate: &Rational, from: &Interval, to: &Interval) -> Result<Interval> {
    let zero = from.integer(0);
    let before = |tau: &Interval| if tau.positive() == Certainty::Certainly { zero.exp() } else { tau.exp() };
    let after = |tau: &Interval| -> Result<Interval> {
        let tau = if tau.positive() == Certainty::Certainly { tau.clone() } else { zero.clone() };
        Ok(-(tau * &Rational::from(-rate)).exp() * &rate.clone().recip())
    };
    Ok(before(to) - before(from) + after(to)? - after(from)?)
}
