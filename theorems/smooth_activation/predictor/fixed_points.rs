//! Above the threshold: the two saliencies that are handed on unchanged, and the multiplier at the stable one.

use super::Profile;
use super::threshold::{SEARCH_BITS, Threshold};
use crate::error::Result;
use crate::numerics::rational::exact;
use crate::numerics::roots::{enclose_root, refine_root};
use crate::numerics::{Algebraic, Interval, Precision};
use rug::Rational;

/// The fixed points of the handover and the multiplier at the stable one, in reduced units.
#[derive(Debug, Clone)]
pub struct FixedPoints {
    /// The stable saliency.
    pub stable: Interval,
    /// The unstable one: the least start that is sustained.
    pub unstable: Interval,
    /// Multiplier at the stable one.
    pub multiplier: Interval,
    /// Time for which every memory is held on the cycle, in units of the slow time constant.
    pub dwell: Interval,
}

/// The fixed points for the reduced gain `k`; `None` below the threshold.
///
/// **Statement**: the two `s_e` with `k(s_e) = k` on either side of the minimiser; the multiplier is `Z'(s_e) f(s_Z)/(I b'(s_Z))` over
/// `f(s_e)/I - Psi''/Psi' - b'/b`. **Errors**: [`Error::Undecided`](crate::Error::Undecided) at the threshold. **Source**: A3, A2.
pub fn fixed_points(profile: &Profile, threshold: &Threshold, k: &Interval) -> Result<Option<FixedPoints>> {
    let precision = k.precision();
    if !threshold.gain.less(k).decide("the gain is above the threshold", &threshold.gain)? {
        return Ok(None);
    }
    let coarse = Precision::bits(SEARCH_BITS)?;
    let (low, high) = profile.search_range(k, coarse)?;
    let profile = &profile.tabulated(&low, &high, precision)?;
    let middle = exact(&threshold.escape.midpoint())?;
    let root = |low: &Rational, high: &Rational| -> Result<Interval> {
        let rough = enclose_root(|s| Ok(profile.handing_on_gain(s)? - k), low, high, coarse)?;
        refine_root(&rough.with_precision(precision), |s| {
            let at = profile.handing_on_at(s)?;
            Ok((&at.gain - k, at.gain * at.tilt))
        })
    };
    let (unstable, stable) = (root(&low, &middle)?, root(&middle, &high)?);
    let saliency = |s: &Interval| profile.slope(s)?.reciprocal();
    let z = saliency(&stable)?;
    let dwell = z.divide(&profile.saliency_at(&stable)?)?.ln()?;
    Ok(Some(FixedPoints {
        unstable: saliency(&unstable)?,
        multiplier: multiplier(profile, &stable)?,
        stable: z,
        dwell,
    }))
}

/// The derivative of the handover at a fixed point that is lost at `s`.
fn multiplier(profile: &Profile, s: &Interval) -> Result<Interval> {
    let slope = profile.slope.coefficients(s, 1)?;
    let z = slope[0].reciprocal()?;
    let sigma = profile.retrieved_at(&z)?;
    let integral = profile.integral(s, &sigma)?;
    let (b, b_sigma) = (profile.saliency.coefficients(s, 1)?, profile.saliency.coefficients(&sigma, 1)?);
    let shift = profile.drive_at(&sigma)?.divide(&(&integral * &b_sigma[1]))?;
    let bend = slope[1].divide(&slope[0])?;
    let rate = profile.drive_at(s)?.divide(&integral)? - bend - b[1].divide(&b[0])?;
    // dZ'/ds = -Psi''/Psi'^2, and s moves by the shift over the rate.
    let rise = -slope[1].divide(&slope[0].square())?;
    (rise * shift).divide(&rate)
}
