//! What chains and rings with wide couplings do: the steady state of all dwells, runs with a saliency for every memory, and the network.

use super::cases::{Edge, LAST, LONGEST, OTHER, Start, Successors, entered};
use crate::error::{Error, Result};
use crate::evidence::{Answer, Quantities, Quantity, quantity};
use crate::model::{CoupledSystem, Couplings, Memories, Network, Parameters, Run, Topology, Until};
use crate::numerics::series::Floats;
use crate::numerics::taylor::Settings;
use crate::numerics::{Decided, Digits, Precision, climb};
use crate::theorems::ring::cases::{Course, growth, open_run, outline, run_from_it};
use rug::{Float, Rational};

pub mod closed;

/// Transitions after which a run near a threshold has made up its mind.
const MOST_TRANSITIONS: usize = 160;
/// Bits of the network's runs.
const BITS: u32 = 96;

/// A run with every time and saliency to `digits` digits.
pub fn simulate_run(start: &Start, digits: Digits) -> Result<Run> {
    let system = CoupledSystem::new(start.parameters.clone(), &start.couplings)?;
    system.run_to_digits(&start.saliencies, start.transitions, digits)
}

/// Whether any saliency is handed on enlarged in steady state: proved of all of them.
pub fn simulate_growing(parameters: &Parameters, couplings: &Couplings, digits: Digits) -> Result<Decided<bool>> {
    let system = CoupledSystem::new(parameters.clone(), couplings)?;
    climb("the steady state", digits, |precision| {
        Ok(Some(system.steady_cycles(precision)?.map(|cycles| !cycles.is_empty())))
    })
}

/// Whether any saliency grows, and what becomes of a run from the steady state near the threshold.
pub(super) fn observe_side(edge: &Edge, digits: Digits) -> Result<Quantities> {
    let grows = simulate_growing(&edge.parameters, &edge.couplings, digits).map(|grows| growth(grows).answer);
    let mut observed = vec![quantity("best saliency", Answer::unless_open(grows)?)];
    if let Some(dwell) = &edge.dwell {
        observed.push(observe_following(edge, dwell)?);
    }
    Ok(observed)
}

/// A run in order from the steady state with the given dwell.
fn observe_following(edge: &Edge, dwell: &Rational) -> Result<Quantity> {
    let system = CoupledSystem::new(edge.parameters.clone(), &edge.couplings)?;
    climb("a run of wide couplings", Digits::new(30)?, |precision| {
        let run = system.run(system.steady_state(dwell, precision)?, MOST_TRANSITIONS, precision)?;
        let Ok(course) = run.decided().map(|end| end.map(Course::from)) else { return Ok(None) };
        // On the way to a collapse the order may break: no sequence in order was sustained either way.
        let collapses = *course.value() == Course::Collapses;
        let in_order = || run.transitions.iter().all(|step| is_next(&edge.parameters, step.from, step.to));
        let known = run_from_it(course);
        let broken = || Answer::unknown("the order broke on the way");
        Ok(Some(if collapses || in_order() { known } else { Quantity { answer: broken(), ..known } }))
    })
}

/// Whether one memory is the successor of another.
fn is_next(parameters: &Parameters, from: usize, to: usize) -> bool {
    match parameters.topology() {
        Topology::Chain => to == from + 1,
        Topology::Ring(memories) => to == (from + 1) % memories,
    }
}

/// A run as the integrated system does it, and which memory it leads to.
pub(super) fn observe_run(start: &Start, digits: Digits) -> Result<Quantities> {
    let run = simulate_run(start, digits)?;
    let last = run.transitions.last().ok_or_else(|| Error::domain("case", start, "one that is left"))?;
    let known = run.decided().map(|end| end.map(Course::from));
    let memory = known.as_ref().map_or_else(Answer::unknown, |course| Answer::count(course.map(|_| last.to)));
    let mut observed = match known {
        Ok(course) => outline(run.transitions.len(), last.time.clone(), last.saliency.clone(), course),
        Err(open) => open_run(open),
    };
    observed.push(quantity(LAST, memory));
    Ok(observed)
}

/// Who is entered.
pub(super) fn observe_successors(case: &Successors, digits: Digits) -> Result<Quantities> {
    match case {
        Successors::Cycles(parameters, couplings) => observe_cycles(parameters, couplings, digits),
        Successors::Simulated { .. } => Ok(vec![entered(LONGEST, simulate_network(case)?)]),
    }
}

/// Who is entered from every cycle in order: one dwell of each.
fn observe_cycles(parameters: &Parameters, couplings: &Couplings, digits: Digits) -> Result<Quantities> {
    let system = CoupledSystem::new(parameters.clone(), couplings)?;
    climb("the cycles of wide couplings", digits, |precision| {
        let cycles = system.steady_cycles(precision)?.into_value();
        let mut observed = Vec::new();
        for (name, cycle) in [LONGEST, OTHER].into_iter().zip(cycles.iter().rev()) {
            let saliencies = std::iter::once(&cycle.saliency).chain(&cycle.ahead).cloned().collect();
            let run = system.run(system.standing(saliencies, precision)?, 1, precision)?;
            let next = run.transitions.first().is_some_and(|first| is_next(parameters, first.from, first.to));
            observed.push(entered(name, run.decided()?.map(|_| next)));
        }
        Ok(Some(observed))
    })
}

/// Whether the network enters the successor, and not the memory after it.
fn simulate_network(case: &Successors) -> Result<Decided<bool>> {
    let Successors::Simulated { gain, saliency, couplings, timescale_ratio } = case else {
        return Err(Error::domain("case", case, "one of the network"));
    };
    let memories = Memories::full(3)?;
    let network = Network::new(Parameters::new(gain.clone())?, memories, timescale_ratio.clone())?
        .with_leak(timescale_ratio.clone())?
        .with_couplings(couplings)?;
    let alone = [saliency.clone(), Rational::new(), Rational::new()];
    let precision = Precision::bits(BITS)?;
    let start: Vec<Float> =
        network.state(&alone, &alone)?.iter().map(|x| Float::with_val(precision.get(), x)).collect();
    let horizon = 2 * saliency.clone().ceil();
    let run = network.run(&Floats::new(precision), &start, &horizon, Until::Transitions(1), Settings::default())?;
    let crossing = run.crossings.first();
    crossing
        .map(|crossing| Decided::measured(crossing.to.memory == 1 && crossing.to.sign > 0))
        .ok_or_else(|| Error::domain("case", case, "one in which a memory is entered"))
}
