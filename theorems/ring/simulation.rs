//! What rings do: runs of the integrated limit system, and the steady state of all dwells; and what is observed of either.

use super::cases::{
    BRANCHES, CHAIN, Circle, Course, Edge, FATE, GAP, LARGER, PERIOD, RING, SMALLER, Sizes, TOTAL, chain_of, fate,
    growth, open_run, outline, plain, ring, run_from_it, stability,
};
use crate::error::{Error, Result};
use crate::evidence::{Answer, Quantities, Quantity, quantity, settled};
use crate::model::{LimitSystem, Outcome, Parameters, Run, SteadyCycle, Topology, Transition};
use crate::numerics::rational::{power, ratio};
use crate::numerics::spectrum::is_contracting;
use crate::numerics::{Certainty, Decided, Digits, Interval, Precision, climb};
use crate::theorems::gain_threshold::simulation::observe_fate;
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

/// Every saliency that is handed on unchanged in steady state, each to so many digits.
pub fn simulate_cycles(parameters: &Parameters, digits: Digits) -> Result<Decided<Vec<SteadyCycle>>> {
    let system = LimitSystem::new(parameters.clone());
    climb("the steady state", digits, |precision| {
        let cycles = system.steady_cycles(precision)?;
        let tight = |cycle: &SteadyCycle| cycle.saliency.digits(digits.get()) >= digits.get();
        Ok(cycles.value().iter().all(tight).then_some(cycles))
    })
}

/// A run as the integrated system does it.
pub(in crate::theorems) fn observe_run(circle: &Circle, digits: Digits) -> Result<Quantities> {
    let run = simulate_ring(&circle.parameters, &circle.saliencies, circle.transitions, digits)?;
    let last = run.transitions.last().ok_or_else(|| Error::domain("case", circle, "one that is left"))?;
    Ok(match run.decided().map(|end| end.map(Course::from)) {
        Ok(course) => outline(run.transitions.len(), last.time.clone(), last.saliency.clone(), course),
        // Nothing is known of a run that is left open, not even how long it is.
        Err(open) => open_run(open),
    })
}

/// Whether any saliency grows, and what becomes of a run that starts where it does most.
pub(in crate::theorems) fn observe_side(edge: &Edge, digits: Digits) -> Result<Quantities> {
    let mut observed = vec![observe_growth(&edge.parameters, digits)?];
    if edge.is_followed() {
        observed.push(observe_following(&edge.parameters)?);
    }
    Ok(observed)
}

/// Whether any saliency is handed on enlarged in steady state: proved of all of them.
pub(in crate::theorems) fn observe_growth(parameters: &Parameters, digits: Digits) -> Result<Quantity> {
    let grows = simulate_growing(parameters, digits).map(|grows| growth(grows).answer);
    Ok(quantity("best saliency", Answer::unless_open(grows)?))
}

/// Whether any saliency grows.
fn simulate_growing(parameters: &Parameters, digits: Digits) -> Result<Decided<bool>> {
    Ok(simulate_cycles(parameters, digits)?.map(|cycles| !cycles.is_empty()))
}

/// A run from the steady state of the best saliency.
fn observe_following(parameters: &Parameters) -> Result<Quantity> {
    const MOST_TRANSITIONS: usize = 160;
    let best = simulate_best_saliency(parameters, Precision::DOUBLE.plus(100))?;
    climb("a run along a ring", Digits::new(30)?, |precision| {
        let start = steady_state(parameters, &Interval::from_rational(&best, precision))?;
        let run = simulate_from(parameters, &start, MOST_TRANSITIONS, precision)?;
        Ok(run.decided().map(|end| end.map(Course::from)).ok().map(run_from_it))
    })
}

/// `2^P (4 - K)` along the ladder: K by steering the gain until the best saliency is handed on unchanged.
pub(super) fn observe_approach(sizes: &Sizes, _: Digits) -> Result<Quantities> {
    let precision = Precision::bits(200)?;
    let rungs = (sizes.0..=sizes.1).step_by(5).map(|memories| {
        let gain = simulated_threshold(memories, precision)?;
        Ok(Float::with_val(precision.get(), Float::with_val(precision.get(), 4u32 - gain) << memories as i32))
    });
    Ok(vec![quantity(GAP, Answer::fitted(settled(&rungs.collect::<Result<Vec<_>>>()?)?))])
}

/// The gain at which the largest growth in the simulated steady state vanishes, by the secant method.
pub(super) fn simulated_threshold(memories: usize, precision: Precision) -> Result<Float> {
    let bits = precision.get();
    let best = |gain: &Float| -> Result<Float> {
        let parameters = plain(exactly(gain)?, memories)?;
        let saliency = simulate_best_saliency(&parameters, precision)?;
        Ok(simulate_growth(&parameters, &Interval::from_rational(&saliency, precision))?.midpoint())
    };
    let (mut before, mut gain) = (Float::with_val(bits, ratio(7, 2)), Float::with_val(bits, 4));
    let mut growth_before = best(&before)?;
    for _ in 0..8 {
        let growth = best(&gain)?;
        let rise = Float::with_val(bits, &growth - &growth_before);
        if rise.is_zero() || Float::with_val(bits, growth.abs_ref()) < power(2, -120) {
            break;
        }
        let step = Float::with_val(bits, &gain - &before) / rise * &growth;
        let next = Float::with_val(bits, &gain - step);
        (before, growth_before) = (std::mem::replace(&mut gain, next), growth);
    }
    Ok(gain)
}

/// A float as the rational that it is; [`Error::Domain`] for none.
fn exactly(value: &Float) -> Result<Rational> {
    value.to_rational().ok_or_else(|| Error::domain("saliency", value, "a finite number"))
}

/// The cycles: how many there are, how long a turn on the longest takes, and whether deviations from each die out.
pub(super) fn observe_cycles(parameters: &Parameters, digits: Digits) -> Result<Quantities> {
    let Topology::Ring(memories) = parameters.topology() else {
        return Err(Error::domain("memories", "missing", "the number of memories of a ring"));
    };
    let system = LimitSystem::new(parameters.clone());
    climb("the cycles of a ring", digits, |precision| {
        let cycles = system.steady_cycles(precision)?;
        let Some(longest) = cycles.value().last() else {
            return Err(Error::domain("gain", parameters.gain(), "above the threshold"));
        };
        let run = system.run(&steady_state(parameters, &longest.saliency)?, memories, precision)?;
        let Some(last) = run.transitions.last().filter(|last| last.time.digits(digits.get()) >= digits.get()) else {
            return Ok(None);
        };
        let mut observed = vec![
            quantity(PERIOD, Answer::enclosed(last.time.clone())),
            quantity(BRANCHES, Answer::count(cycles.clone().map(|cycles| cycles.len()))),
        ];
        for (name, cycle) in [SMALLER, LARGER].into_iter().zip(cycles.value().iter().rev()) {
            observed.push(stability(name, is_attracting(&system, &cycle.saliency)?));
        }
        Ok(Some(observed))
    })
}

/// Whether all eigenvalues of the return map at a cycle lie inside the unit circle: of the derivative of a dwell, with the memories renumbered
/// so that the retrieved one comes first.
fn is_attracting(system: &LimitSystem, saliency: &Interval) -> Result<Decided<bool>> {
    let state = steady_state(system.parameters(), saliency)?;
    let mut derivative = system.passage(&state, saliency.precision())?.derivative;
    derivative.rotate_left(1);
    is_contracting(&derivative)
}

/// A ring of two until what is left of its excess over the threshold is beyond the digits, and a bound on how long the rest takes.
pub(super) fn observe_accumulation(circle: &Circle, digits: Digits) -> Result<Quantities> {
    // An even number, after which the first memory is the retrieved one again.
    const AT_ONCE: usize = 32;
    let precision = Precision::DOUBLE.plus(digits.bits() * 5 / 2);
    let small = power(2, -(digits.bits() as i32) - 16);
    let system = LimitSystem::new(circle.parameters.clone());
    let mut state = system.start(&circle.saliencies, precision)?;
    let mut time = Interval::from_integer(0, precision);
    loop {
        let run = system.run(&state, AT_ONCE, precision)?;
        let ([.., before, last], Outcome::Active) = (&run.transitions[..], run.outcome) else {
            return Ok(vec![quantity(
                FATE,
                Answer::unless_open(run.decided().map(|end| end.map(Course::from)).map(|course| fate(course).answer))?,
            )]);
        };
        time = &time + &last.time;
        if last.dwell.above(&small) == Certainty::CertainlyNot {
            return accumulated(&system, &time, before, last);
        }
        state = run.saliency;
    }
}

/// The accumulation after two successive transitions, the second at the time given.
fn accumulated(system: &LimitSystem, time: &Interval, before: &Transition, last: &Transition) -> Result<Quantities> {
    let Some((never_collapses, rest)) = remaining(system, before, last)? else {
        let open = || Answer::unknown("the excess was not shown to shrink");
        return Ok(vec![quantity(FATE, open()), quantity(TOTAL, open())]);
    };
    let within = Interval::new(Float::new(time.precision().get()), rest.upper().clone())?;
    let course = never_collapses.map(|()| Course::Accumulates);
    Ok(vec![fate(course), quantity(TOTAL, Answer::enclosed(time + &within))])
}

/// The proof that no memory of a ring of two fails to exist after these transitions, and a bound on the time that all dwells after them take.
///
/// Ratio and slowness are tried at values that the last dwell suggests, with room to spare; `None` where they do not hold of every excess.
/// They add up to at most `slowness * u * (1 + ratio + ratio^2 + ...)`, `u` the excess entered with last.
fn remaining(system: &LimitSystem, before: &Transition, last: &Transition) -> Result<Option<(Decided<()>, Interval)>> {
    let precision = last.saliency.precision();
    let threshold = Interval::from_rational(&system.parameters().threshold(), precision);
    let (entered, handed_on) = (&before.saliency - &threshold, &last.saliency - &threshold);
    let suggested = |quotient: Interval| exactly(&Float::with_val(53, quotient.midpoint()));
    let ratio = (suggested(handed_on.divide(&entered)?)? + 1u32) / 2u32;
    let slowness = suggested(last.dwell.divide(&entered)?)? * 2u32;
    let shrinks = system.excess_shrinks(&ratio, &slowness, precision)?;
    let most = Interval::from_rational(&(slowness / (1 - ratio)), precision);
    Ok(shrinks.holds().then(|| (shrinks.map(|_| ()), &handed_on * &most)))
}

/// Whether the ring sustains itself, by whether any saliency grows, and what becomes of the chain.
pub(super) fn observe_comparison(parameters: &Parameters, digits: Digits) -> Result<Quantities> {
    let sustained = simulate_growing(parameters, digits).map(|grows| ring(grows).answer);
    let (chain, start) = chain_of(parameters)?;
    let fate = observe_fate(&chain, &start)?.into_iter().map(|fate| Quantity { name: CHAIN, ..fate });
    Ok(std::iter::once(quantity(RING, Answer::unless_open(sustained)?)).chain(fate).collect())
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
    exactly(&dwell.left.midpoint())
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
        let fineness = ratio.get_exp().map_or(0, |exponent| exponent.min(0).unsigned_abs());
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
        let step = exactly(&step.clamp(&-1, &1))?;
        let inside = step.clone().abs() < 1;
        let moved = (&best + Rational::from(&width * &step)).max(&threshold + Rational::from(&width / 64u32));
        // Rounded, so that the numbers do not grow from step to step.
        best = exactly(&Float::with_val(bits, &moved))?;
        let next = if inside {
            (Rational::from(&width * &width) / &best).min(Rational::from(&width / 2u32))
        } else {
            width.clone()
        };
        let next = exactly(&Float::with_val(53, next.min(width)))?;
        width = next.min(Rational::from(&best - &threshold) / 4u32);
    }
}
