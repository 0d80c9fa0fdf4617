//! Length of a step from the last two coefficients that do not vanish.
//!
//! With `|a_k|` the largest coefficient of order `k` (in units of the scale `2^s`), `rho = min (|a_0|/|a_k|)^(1/k)` over these
//! two orders estimates the radius of convergence, and `rho 2^(-bits/order)` makes the first neglected term as small as
//! the rounding (A. Jorba and M. Zou, *A software package for the numerical integration of ODEs by means of high-order
//! Taylor methods*, Experimental Mathematics 14, 2005, section 3.2; at an order of 0.35 of the bits the factor
//! is their `1/e^2`). Only binary exponents enter, so the step is the same on every machine.

use super::Control;
use crate::numerics::series::{Jet, Kernel};
use rug::Rational;

/// Mantissas of `2^(j/8)`, in 256ths, rounded down.
const EIGHTH_POWERS: [i64; 8] = [256, 279, 304, 331, 362, 394, 430, 469];

/// The step, as a rational multiple of the jet's scale; `None` when all coefficients but the first vanish, so that any length will do.
///
/// Besides the first `dimension` components of the state, the given surfaces must converge too: a surface that is a high power
/// of the state does so more slowly.
pub(super) fn ratio<K: Kernel>(
    jet: &Jet<K>,
    dimension: usize,
    surfaces: &[usize],
    control: Control,
) -> Option<Rational> {
    ratio_at_order(jet, jet.order(), dimension, surfaces, control)
}

/// The step that a series of the given order will allow, foreseen from the coefficients of this one.
pub(super) fn ratio_at_order<K: Kernel>(
    jet: &Jet<K>,
    order: usize,
    dimension: usize,
    surfaces: &[usize],
    control: Control,
) -> Option<Rational> {
    let exponent = |series: &K::Series, k: usize| jet.kernel().exponent_of(series, k);
    let of_state = |k: usize| (0..dimension).filter_map(|c| exponent(jet.state(c), k)).max();
    // By how many bits coefficient k is below what it must be small against.
    let of_largest = |k: usize, size: i32| Some(i64::from(size) - i64::from(of_state(k)?));
    let of_each = |k: usize| {
        let drops = (0..dimension).filter_map(|c| {
            let last = exponent(jet.state(c), k)?;
            Some(i64::from(exponent(jet.state(c), 0)?) - i64::from(last))
        });
        drops.min()
    };
    let of_surfaces = |k: usize| surfaces.iter().filter_map(|&s| exponent(jet.surface(s), k)).max();
    let size = of_state(0).unwrap_or(0);
    let bits = i64::from(jet.kernel().working_precision().get());
    let reduction = (bits * 64) / order as i64 + 1;
    let drop = |k: usize| {
        let of_components = match control {
            Control::Largest => of_largest(k, size),
            Control::Each => of_each(k),
        };
        let of_surfaces = of_surfaces(k).map(|last| i64::from(size) - i64::from(last));
        [of_components, of_surfaces].into_iter().flatten().min()
    };
    // The series of a function of x^5 has gaps: where its last coefficients vanish it need not have ended.
    let last = (1..=jet.order()).rev().filter_map(|k| Some((k, drop(k)?))).take(2);
    let eighths = last
        .map(|(k, drop)| drop * 64 / k as i64)
        .min()
        .map(|sixty_fourths| (sixty_fourths - reduction).div_euclid(8))?;
    Some(power_of_two(eighths))
}

/// `2^(eighths/8)` as a dyadic rational.
pub(super) fn power_of_two(eighths: i64) -> Rational {
    let whole = eighths.div_euclid(8) - 8;
    let mantissa = Rational::from(EIGHTH_POWERS[eighths.rem_euclid(8) as usize]);
    if whole >= 0 { mantissa << whole as u32 } else { mantissa >> whole.unsigned_abs() as u32 }
}

/// The exponent `s` for which `2^s` is nearest below or equal to a positive step.
pub(super) fn scale(step: &Rational) -> i32 {
    rug::Float::with_val(64, step).get_exp().map_or(0, |exponent| exponent - 1)
}

/// `step / 2^scale`.
pub(super) fn in_units(step: &Rational, scale: i32) -> Rational {
    if scale >= 0 { Rational::from(step >> scale.unsigned_abs()) } else { Rational::from(step << scale.unsigned_abs()) }
}

/// `ratio * 2^scale`.
pub(super) fn from_units(ratio: &Rational, scale: i32) -> Rational {
    in_units(ratio, -scale)
}
