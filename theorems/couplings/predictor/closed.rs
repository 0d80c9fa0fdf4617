//! K4 to K6: closed forms, pulses and branches.

use crate::error::Result;
use crate::numerics::{Algebraic, Decided, Interval, Precision, Scalar};
use rug::Rational;
use std::cmp::Ordering;

/// Where the threshold with `c_1 = 1`, `c_2 = b` is attained, and the threshold, in units of `1/g`.
///
/// **Statement**: `q = (b - 1 + s)/(3 b) = 1/(s + 1 - b)` with `s = sqrt(b^2 + b + 1)`, and `g kappa_c = 1/((1 - q) q (1 + b q))`.
/// **Domain**: `c_0 = 0`, a chain, any `b`. **Errors**: those of the scalar. **Source**: K5.
pub fn pair_threshold<S: Scalar>(second: &Rational, precision: Precision) -> Result<(S, S)> {
    let b = S::of(second, precision);
    let root = (b.square() + &b + 1).sqrt()?;
    let decay = (root - &b + 1).reciprocal()?;
    let share = (-decay.clone() + 1) * &decay * (b * &decay + 1);
    Ok((decay, share.reciprocal()?)) // K5
}

/// The threshold with couplings of exponential range, `c_k = gamma^(k-1)`: `(1 + sqrt(1 - gamma))^2`, in units of `1/g`.
///
/// **Domain**: `0 <= gamma < 1`. **Errors**: [`Error::Undefined`](crate::Error::Undefined) for `gamma > 1`. **Source**: K5.
pub fn exponential_threshold<S: Scalar>(range: &Rational, precision: Precision) -> Result<S> {
    let root = S::of(&Rational::from(1 - range), precision).sqrt()?;
    Ok((root + 1).square())
}

/// What a dwell of an exponential range hands on after the first transition, in units of `1/g`: `k + gamma - k/z`. **Source**: K5.
pub fn exponential_handover(reduced_gain: &Rational, range: &Rational, saliency: &Rational) -> Rational {
    Rational::from(reduced_gain + range) - Rational::from(reduced_gain / saliency)
}

/// Whether a chain whose memories also drive the one before, with the weight `b`, moves on: `b < 1 - 1/z^2`, `z` the saliency handed on
/// unchanged. **Source**: K5.
pub fn moves_forward(backward: &Rational, saliency: &Rational) -> Decided<bool> {
    let most = 1 - Rational::from(saliency.square_ref()).recip();
    Decided::order(backward, &most).map(Ordering::is_lt)
}

/// Whether the weaker of two successors wins because of what it has when their driver is entered: iff `theta r > kappa (a - b)(Z - theta)`.
///
/// **Domain**: `a > b`, no self-coupling. **Source**: K6.
pub fn residue_wins(
    (gain, threshold): (&Rational, &Rational),
    (stronger, weaker): (&Rational, &Rational),
    saliency: &Rational,
    residue: &Rational,
) -> Decided<bool> {
    let lead = Rational::from(stronger - weaker) * gain * Rational::from(saliency - threshold);
    Decided::order(&Rational::from(residue * threshold), &lead).map(Ordering::is_gt)
}

/// The saliency that a pulse of an amplitude and a duration, which ended a while ago, has left: `A (1 - e^-tau) e^-s`. **Source**: K4.
pub fn pulse_left(amplitude: &Rational, duration: &Rational, since: &Interval) -> Interval {
    let decayed = since.number(&Rational::from(-duration)).exp();
    (-decayed + 1) * amplitude * (-since).exp()
}

/// Whether such a pulse on a member of another cycle switches the network over to it: iff what it left exceeds the successor's saliency.
///
/// **Errors**: [`Error::Undecided`](crate::Error::Undecided) where the precision does not tell. **Source**: K4.
pub fn pulse_switches(left: &Interval, successor: &Rational) -> Result<Decided<bool>> {
    let excess = left - successor;
    excess.positive().decided("the pulsed memory is more salient than the successor", &excess)
}
