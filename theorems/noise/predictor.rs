//! N1 to N7 in closed form: what noise does to a retrieved memory and to the one that follows it.
//!
//! HardTanh, no self-coupling, unit slope; `spread` is `s = sigma/sqrt(N)`, the strength of the noise on a component `c_mu`.

mod crossing;
mod mean_field;
mod sign;

pub use crossing::{crossing_delay, first_law, frozen_amplitude, saturation_lost};
pub use mean_field::{expansion, mean_field_slope, mean_field_threshold, mean_field_value};
pub use sign::{
    argument_square, check_goal, first_correction, leak_needed, leak_over_spread, needs_none, sign_argument,
    success_probability, survival,
};

use crate::error::{Error, Result};
use crate::numerics::{Interval, Precision};
use rug::Rational;

/// `Z' = kappa (1 - 1/Z)`, the saliency with which the next memory is entered.
///
/// **Errors**: [`Error::Domain`] unless it exceeds one: nothing is entered otherwise.
pub(crate) fn entered(gain: &Rational, saliency: &Rational) -> Result<Rational> {
    if *saliency <= 1 {
        return Err(Error::domain("saliency", saliency, "greater than 1"));
    }
    let next = gain * (Rational::from(1) - saliency.clone().recip());
    if next <= 1 {
        return Err(Error::domain("gain", gain, "one at which the next memory exists"));
    }
    Ok(next)
}

/// Mean per unit of leak and variance per unit of `s^2` of the next memory's component, a time after the start.
#[derive(Debug, Clone)]
pub struct Moments {
    /// The mean over the leak.
    pub mean: Interval,
    /// The variance over the square of the spread.
    pub variance: Interval,
}

/// The next memory's component while both classes of neurons are saturated, from zero at the start.
///
/// **Statement**: an Ornstein-Uhlenbeck process, mean `delta kappa (1 - (e^-t - eps e^(-t/eps))/(1 - eps))` and variance `(s^2/2)(1 -
/// e^(-2t/eps))`. **Domain**: timescale ratios below one. **Source**: N1.
pub fn saturated_moments(
    gain: &Rational,
    timescale_ratio: &Rational,
    time: &Rational,
    precision: Precision,
) -> Result<Moments> {
    if *timescale_ratio >= 1 {
        return Err(Error::domain("epsilon", timescale_ratio, "below 1"));
    }
    let number = |value: &Rational| Interval::from_rational(value, precision);
    let fast = number(&-Rational::from(time / timescale_ratio)).exp();
    let slow = number(&Rational::from(-time)).exp();
    let lag = (slow - &fast * timescale_ratio) * &Rational::from(1 - timescale_ratio).recip();
    Ok(Moments { mean: (-lag + 1) * gain, variance: (-fast.square() + 1) * &Rational::from((1, 2)) }) // N1
}

/// Mean per unit of leak and variance per unit of `s^2` of the effective amplitude `A`.
///
/// **Statement**: after the loss of saturation `c_2 e^(-nu tau)` tends to a normal number of mean `delta Z'^2/nu` and variance `(s^2/2)
/// Z'/nu`, `nu = Z' - 1`, `tau` the time in units of eps. Rational. **Source**: N2.
pub fn amplitude(gain: &Rational, saliency: &Rational) -> Result<(Rational, Rational)> {
    let next = entered(gain, saliency)?;
    let rate = Rational::from(&next - 1u32);
    Ok((Rational::from(next.square_ref()) / &rate, next / (rate * 2u32))) // N2
}
