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

/// One dwell of a sequence in which every memory has been held for one and the same time.
struct SteadyDwell {
    /// The saliency at which the memory is lost.
    left: Interval,
    /// The saliency that its successor has then.
    entered: Interval,
    /// By how much the saliency of a memory that waits has decayed.
    decay: Interval,
}

/// The dwell of a memory entered with `saliency` whose successor has `remembered` from its last turn.
///
/// The sum of all saliencies tends to that of the drives; in a steady state it is there, and all memories but three count only by
/// what is missing to it. By how much a dwell decays is *observed*, on a memory that waits.
fn steady_dwell(parameters: &Parameters, saliency: &Interval, remembered: &Interval) -> Result<SteadyDwell> {
    let precision = saliency.precision();
    let number = |value: &Rational| Interval::from_rational(value, precision);
    let total = parameters.gain() * Rational::from(1 + parameters.self_coupling());
    let waiting = number(&parameters.threshold());
    let others = match parameters.neurons() {
        Some(_) => &(&(&number(&total) - saliency) - remembered) - &waiting,
        None => number(&Rational::new()),
    };
    // How many others there are does not change when the first is lost, nor does their sum where self-synapses are kept.
    let four = parameters.clone().with_topology(Topology::Ring(4))?;
    let run = simulate_from(&four, &[saliency.clone(), remembered.clone(), waiting.clone(), others], 1, precision)?;
    if run.outcome == Outcome::Locked || run.transitions.is_empty() {
        return Err(Error::domain("saliency", saliency, "that of a memory which is retrieved and left"));
    }
    let [left, entered, waited, _] =
        <[Interval; 4]>::try_from(run.saliency).expect("as many saliencies as the run began with");
    Ok(SteadyDwell { left, entered, decay: waited.divide(&waiting)? })
}

/// The state in which every memory has been held for one and the same time, when one is entered with the given saliency: the
/// memory left last stands where memories are lost, each one before it has decayed for one dwell more.
///
/// **Shapes**: the saliencies of a ring's memories in order, the entered one first; of a chain's entered memory, its successor,
/// and all others together. **Errors**: [`Error::Domain`] for a memory that is never left.
pub fn steady_state(parameters: &Parameters, saliency: &Interval) -> Result<Vec<Interval>> {
    let precision = saliency.precision();
    let zero = Interval::from_integer(0, precision);
    let Topology::Ring(memories) = parameters.topology() else {
        let total = parameters.gain() * Rational::from(1 + parameters.self_coupling());
        let others = &Interval::from_rational(&total, precision) - saliency;
        return Ok(vec![saliency.clone(), zero, others]);
    };
    let dwell = steady_dwell(parameters, saliency, &zero)?;
    let mut state = vec![saliency.clone()];
    let mut left = dwell.left;
    for _ in 1..memories {
        state.insert(1, left.clone());
        left = &left * &dwell.decay;
    }
    Ok(state)
}

/// By how much the next memory's saliency exceeds that of the one before, in steady state.
pub fn simulate_growth(parameters: &Parameters, saliency: &Interval) -> Result<Interval> {
    let precision = saliency.precision();
    let remembered = match parameters.topology() {
        Topology::Chain => Interval::from_integer(0, precision),
        Topology::Ring(_) => steady_state(parameters, saliency)?[1].clone(),
    };
    Ok(&steady_dwell(parameters, saliency, &remembered)?.entered - saliency)
}

/// The saliency at which memories are lost in steady state, as a run shows it.
fn observed_threshold(parameters: &Parameters, precision: Precision) -> Result<Rational> {
    let generous = (Rational::from(1) + parameters.threshold() + parameters.gain()) * 4u32;
    let zero = Interval::from_integer(0, precision);
    let dwell = steady_dwell(parameters, &Interval::from_rational(&generous, precision), &zero)?;
    let lost = dwell.left.midpoint().to_rational();
    lost.ok_or_else(|| Error::domain("gain", parameters.gain(), "one at which memories are left"))
}

/// A saliency for which the simulated growth is largest, to about a third of the digits of the precision: growth is flat there, so
/// that its value is known to twice as many.
///
/// Parabolas through three points close in on the largest value from where it is on a chain. Their error is quadratic in the
/// distance of the points, and so is the next distance; early points need few bits. Where growth falls all the way from the
/// threshold, a saliency just above it is returned.
pub fn simulate_best_saliency(parameters: &Parameters, precision: Precision) -> Result<Rational> {
    let threshold = observed_threshold(parameters, precision)?;
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
        let moved = (&best + Rational::from(&width * &step)).max(&threshold + Rational::from(&width / 64u32));
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
