//! What rings do: runs of the integrated limit system, and how a saliency grows once round a ring in steady state.

use crate::error::{Error, Result};
use crate::model::{LimitSystem, Outcome, Parameters, Run, Topology};
use crate::numerics::{Digits, Interval, Precision};
use rug::{Float, Rational};

/// A run with every time and saliency to `digits` digits, from the saliencies of the memories in order.
pub fn simulate_ring(
    parameters: &Parameters,
    saliencies: &[Rational],
    transitions: usize,
    digits: Digits,
) -> Result<Run> {
    LimitSystem::new(parameters.clone()).run_to_digits(saliencies, transitions, digits)
}

/// A run from an enclosure of the state, which shows what becomes of every start in it.
pub fn simulate_from(
    parameters: &Parameters,
    state: &[Interval],
    transitions: usize,
    precision: Precision,
) -> Result<Run> {
    LimitSystem::new(parameters.clone()).run(state, transitions, precision)
}

/// The state of a ring on which every memory has been held for one and the same time, when the first one is entered with the given
/// saliency: the memory left last stands at the threshold, each one before it has decayed for one dwell more.
///
/// By how much a dwell decays is *observed*: on a memory that starts at the threshold and waits for one dwell.
///
/// **Errors**: [`Error::Domain`] for a memory that is never left, or a chain.
pub fn steady_state(parameters: &Parameters, saliency: &Interval) -> Result<Vec<Interval>> {
    let Topology::Ring(memories) = parameters.topology() else {
        return Err(Error::domain("memories", "missing", "the number of memories of a ring"));
    };
    let precision = saliency.precision();
    let threshold = Interval::from_rational(&parameters.threshold(), precision);
    // A ring of three has a memory that waits; how many others there are does not change when the first is lost.
    let waiting = parameters.clone().with_topology(Topology::Ring(3))?;
    let zero = Interval::from_integer(0, precision);
    let run = simulate_from(&waiting, &[saliency.clone(), zero, threshold.clone()], 1, precision)?;
    if run.outcome == Outcome::Locked || run.transitions.is_empty() {
        return Err(Error::domain("saliency", saliency, "that of a memory which is retrieved and left"));
    }
    let decay = run.saliency[2].divide(&threshold)?;
    let mut state = vec![saliency.clone()];
    let mut left = threshold;
    for _ in 1..memories {
        state.insert(1, left.clone());
        left = &left * &decay;
    }
    Ok(state)
}

/// By how much the next memory's saliency exceeds that of the one before, in steady state.
pub fn simulate_growth(parameters: &Parameters, saliency: &Interval) -> Result<Interval> {
    let precision = saliency.precision();
    let run = simulate_from(parameters, &steady_state(parameters, saliency)?, 1, precision)?;
    match run.transitions.first() {
        Some(transition) => Ok(&transition.saliency - saliency),
        None => Err(Error::domain("saliency", saliency, "that of a memory which is left")),
    }
}

/// A saliency for which the simulated growth is largest, to about a third of the digits of the precision: growth is flat there, so
/// that its value is known to twice as many.
///
/// Parabolas through three points close in on the largest value from where it is on a chain. Their error is quadratic in the
/// distance of the points, and so is the next distance; early points need few bits. Where growth falls all the way from the
/// threshold, a saliency just above it is returned.
pub fn simulate_best_saliency(parameters: &Parameters, precision: Precision) -> Result<Rational> {
    let threshold = parameters.threshold();
    let mut best = Rational::from(parameters.gain() / 2u32).max(&threshold * Rational::from((9, 8)));
    let mut width = Rational::from(&best - &threshold) / 4u32;
    loop {
        let ratio = Float::with_val(64, Rational::from(&width / &best));
        let fineness = u32::try_from(-ratio.get_exp().unwrap_or(0)).unwrap_or(0);
        let margin = Rational::from(&best - &threshold);
        // At the threshold itself growth vanishes with the dwell: a largest value that near to it is that one.
        if fineness > precision.get() / 3 || Rational::from(&margin << 24u32) < threshold {
            return Ok(best);
        }
        let working = Precision::DOUBLE.plus(4 * fineness + 64).min(precision);
        let at = |saliency: Rational| simulate_growth(parameters, &Interval::from_rational(&saliency, working));
        let values = [at(Rational::from(&best - &width))?, at(best.clone())?, at(Rational::from(&best + &width))?];
        let [left, middle, right] = values.map(|value| value.midpoint());
        let bits = working.get();
        let bend = Float::with_val(bits, &left + &right) - Float::with_val(bits, &middle * 2u32);
        // Uphill, also where the three points do not bend down.
        let step = Float::with_val(bits, right - left) / (2u32 * bend.abs());
        let step = step.clamp(&-1, &1).to_rational().unwrap_or_default();
        let inside = step.clone().abs() < 1;
        let moved =
            Rational::from(&best + Rational::from(&width * &step)).max(&threshold + Rational::from(&width / 64u32));
        // Rounded, so that the numbers do not grow from step to step.
        best = Float::with_val(bits, &moved).to_rational().unwrap_or(moved);
        let next = if inside {
            (Rational::from(&width * &width) / &best).min(Rational::from(&width / 2u32))
        } else {
            width.clone()
        };
        width = Float::with_val(53, next.min(width.clone())).to_rational().unwrap_or(width);
        width = width.min(Rational::from(&best - &threshold) / 4u32);
    }
}
