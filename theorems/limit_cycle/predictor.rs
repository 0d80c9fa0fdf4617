//! L3: where the cycle goes as the timescale ratio vanishes, from R4's cycle and the delay of S6.

use crate::error::{Error, Result};
use crate::model::{Parameters, Topology};
use crate::numerics::{Interval, Precision};
use crate::theorems::ring::predictor::cycles;
use rug::Rational;

/// The cycle of a ring as `eps -> 0`, and how it is approached.
#[derive(Debug, Clone)]
pub struct Approach {
    /// Dwell of R4's cycle.
    pub dwell: Interval,
    /// Saliency with which a memory is entered on it.
    pub saliency: Interval,
    /// The coefficient of `eps ln(1/eps)` in the dwell.
    pub dwell_coefficient: Interval,
    /// The coefficient of `eps ln(1/eps)` in the saliency.
    pub saliency_coefficient: Interval,
}

/// How much of a delay remains in the dwell of a cycle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Feedback {
    /// A longer dwell hands over a larger saliency, which is held for longer still.
    Kept,
    /// The saliency is taken for that of the limit.
    Ignored,
}

/// The approach of a plain ring of unit slope.
///
/// **Statement**: with `Z(T) = kappa (1 - q)/(1 - q^P)`, `q = e^-T`, R4's cycle has `T = ln Z(T)`. A delay `d = (2/(Z - 1)) eps ln(1/eps)` (S6) makes
/// that `T = ln Z(T) + d`, so that `T` moves by `d/(1 - Z'(T)/Z)` and `Z` by `Z'(T)` times as much. **Errors**: [`Error::Domain`] for a chain or a gain
/// below the threshold. **Source**: L3.
pub fn approach(parameters: &Parameters, feedback: Feedback, precision: Precision) -> Result<Approach> {
    let Topology::Ring(memories) = parameters.topology() else {
        return Err(Error::domain("memories", "missing", "the number of memories of a ring"));
    };
    let Some(cycle) = cycles(parameters, precision)?.0 else {
        return Err(Error::domain("gain", parameters.gain(), "above the ring's threshold"));
    };
    let (q, count) = (&cycle.decay, Rational::from(memories as u64));
    let all = q.power(memories as u32);
    let (one_less, all_less) = (-q.clone() + 1, -all.clone() + 1);
    // d/dT of (1 - q)/(1 - q^P), with dq/dT = -q.
    let change = (q * &all_less - &one_less * &all * &count).divide(&all_less.square())? * parameters.gain();
    let delay = Interval::from_integer(2, precision).divide(&(cycle.saliency.clone() - 1))?;
    let remaining = match feedback {
        Feedback::Kept => -change.divide(&cycle.saliency)? + 1,
        Feedback::Ignored => Interval::from_integer(1, precision),
    };
    let dwell_coefficient = delay.divide(&remaining)?; // L3
    Ok(Approach {
        saliency_coefficient: &change * &dwell_coefficient,
        dwell_coefficient,
        dwell: cycle.dwell,
        saliency: cycle.saliency,
    })
}
