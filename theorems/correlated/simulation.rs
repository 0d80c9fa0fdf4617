//! What networks of memories that overlap do, and the limit system of the Hebbian rule.

use super::cases::{
    FirstClass, Hebbian, IN_ORDER, LATER, Projected, STRONGER, Stored, TRANSITIONS, dwells, entered, first_class,
    saliencies_of, three,
};
use crate::error::{Error, Result};
use crate::evidence::{Answer, Quantities, Sampler, quantity};
use crate::model::{Crossing, HebbianLimit, Memories, Network, Outcome, Parameters, Rule, Topology, Trajectory, Until};
use crate::numerics::rational::{exact, ratio};
use crate::numerics::series::Floats;
use crate::numerics::taylor::Settings;
use crate::numerics::{Decided, Digits, Interval, Precision};
use crate::theorems::ring::cases::{Course, outline};
use nalgebra::DMatrix;
use rug::{Float, Rational};

/// Bits of runs that decide a word.
const BITS: u32 = 96;

/// The network of the projection rule, neuron by neuron.
fn projected(case: &Projected, memories: &Memories) -> Result<Network> {
    let parameters = Parameters::new(case.gain.clone())?;
    Network::correlated(parameters, memories, case.timescale_ratio.clone(), Rule::Projection)?
        .by_neurons(memories)?
        .with_leak(case.timescale_ratio.clone())
}

/// The first crossing of overlaps from a start with one salient memory, to so many digits.
///
/// The run goes on a little: where it stopped at the crossing, neurons that differ in the two memories would stand at zero, of which no
/// precision has a digit.
fn first_crossing(network: &Network, saliency: &Rational, digits: Digits) -> Result<[Float; 2]> {
    let mut alone = vec![Rational::new(); network.memories()];
    alone[0] = saliency.clone();
    let start = network.state(&alone, &alone)?;
    let run = network.run_to_digits(&start, &ratio(2, 1), Until::Time, digits, Settings::default(), |_, _| ())?;
    let crossing = run.crossings.into_iter().next();
    let crossing = crossing.ok_or_else(|| Error::domain("saliency", saliency, "one from which a memory is entered"))?;
    Ok([crossing.time, crossing.saliency])
}

/// By how much the crossing differs from that of orthogonal memories at the same timescale ratio; of three, how many are entered in order.
pub(super) fn observe_projection(case: &Projected, digits: Digits) -> Result<Quantities> {
    let agreement = match case.memories {
        Stored::Two(agreement) => agreement,
        Stored::Three(neurons, shared) => return observe_three(case, &three(neurons, shared)?),
    };
    let guarded = Digits::new(digits.get() + 8)?;
    let overlapping = first_crossing(&projected(case, &agreement.memories()?)?, &case.saliency, guarded)?;
    let plain = Network::new(Parameters::new(case.gain.clone())?, Memories::full(2)?, case.timescale_ratio.clone())?
        .with_leak(case.timescale_ratio.clone())?;
    let orthogonal = first_crossing(&plain, &case.saliency, guarded)?;
    let names = [LATER, STRONGER].into_iter();
    let pairs = names.zip(overlapping.iter().zip(&orthogonal));
    pairs.map(|(name, (one, other))| Ok(quantity(name, Answer::estimated(difference(one, other, guarded)?)))).collect()
}

/// The difference of two numbers of which so many digits are right.
fn difference(one: &Float, other: &Float, digits: Digits) -> Result<Interval> {
    let bits = one.prec().max(other.prec());
    let error = Float::with_val(bits, other.abs_ref()) >> (digits.bits() - 4);
    let middle = Float::with_val(bits, one - other);
    Interval::new(Float::with_val(bits, &middle - &error), Float::with_val(bits, &middle + &error))
}

/// How many of three memories are entered in order.
fn observe_three(case: &Projected, memories: &Memories) -> Result<Quantities> {
    let network = projected(case, memories)?;
    let alone = [case.saliency.clone(), Rational::new(), Rational::new()];
    let horizon = Rational::from(&case.saliency + 4u32);
    let run = run(&network, &alone, &alone, &horizon, Until::Transitions(2))?;
    let in_order = run
        .crossings
        .iter()
        .zip(1..)
        .take_while(|(crossing, memory)| crossing.to.memory == *memory && crossing.to.sign > 0);
    Ok(vec![quantity(IN_ORDER, Answer::count(Decided::measured(in_order.count())))])
}

/// A run of a network at the precision of words.
fn run(
    network: &Network,
    c: &[Rational],
    saliencies: &[Rational],
    until: &Rational,
    stop: Until,
) -> Result<Trajectory<Float>> {
    let precision = Precision::bits(BITS)?;
    let start = network.state(c, saliencies)?;
    let start: Vec<Float> = start.iter().map(|x| Float::with_val(precision.get(), x)).collect();
    network.run(&Floats::new(precision), &start, until, stop, Settings::default())
}

/// What two overlapping memories do under the Hebbian rule.
pub(super) fn observe_hebbian(case: &Hebbian, digits: Digits) -> Result<Quantities> {
    match case {
        Hebbian::Run { parameters, agreement, saliencies } => {
            let system = HebbianLimit::new(parameters.clone(), &agreement.memories()?)?;
            let run = system.run_to_digits(saliencies, TRANSITIONS, digits)?;
            let last = run.transitions.last().ok_or_else(|| Error::domain("case", case, "one that is left"))?;
            Ok(outline(
                run.transitions.len(),
                last.time.clone(),
                last.saliency.clone(),
                run.decided()?.map(Course::from),
            ))
        }
        Hebbian::Side { agreement, gain } => {
            let start = saliencies_of([&ratio(5, 2), &ratio(1, 1)], &agreement.overlap());
            let last = dwells_last(&agreement.memories()?, gain, &start, 120)?;
            Ok(vec![dwells(last.ok_or_else(|| Error::domain("gain", gain, "below the lock gain"))?)])
        }
        Hebbian::Entry { agreement, gain, timescale_ratio } => {
            observe_entry(&agreement.memories()?, gain, timescale_ratio)
        }
    }
}

/// Whether the sequence has not ended and dwells are longer than a hundredth after so many transitions; `None` where the first memory is never
/// left.
pub fn dwells_last(
    memories: &Memories,
    gain: &Rational,
    saliencies: &[Rational],
    transitions: usize,
) -> Result<Option<Decided<bool>>> {
    let parameters = Parameters::new(gain.clone())?.with_topology(Topology::Ring(memories.count()))?;
    let run = HebbianLimit::new(parameters, memories)?.run_to_digits(saliencies, transitions, Digits::new(20)?)?;
    let Some(last) = run.transitions.last() else { return Ok(None) };
    if run.outcome == Outcome::Collapsed {
        return run.decided().map(|end| Some(end.map(|end| end != Outcome::Collapsed)));
    }
    let excess = &last.dwell - &ratio(1, 100);
    excess.positive().decided("dwells last", &excess).map(Some)
}

/// What the network, which has no leak, enters first from the retrieval of a single memory.
fn observe_entry(memories: &Memories, gain: &Rational, timescale_ratio: &Rational) -> Result<Quantities> {
    let parameters = Parameters::new(gain.clone())?.with_topology(Topology::Ring(2))?;
    let network = Network::correlated(parameters, memories, timescale_ratio.clone(), Rule::Hebbian)?;
    let alone = [ratio(3, 1), ratio(3, 1) * &memories.gram()[(0, 1)]];
    let run = run(&network, &[ratio(3, 1), Rational::new()], &alone, &ratio(8, 1), Until::Transitions(1))?;
    let crossing = run.crossings.first().filter(|crossing| crossing.to.memory == 1);
    let crossing = crossing.ok_or_else(|| Error::domain("gain", gain, "one at which the other memory is entered"))?;
    Ok(vec![entered(Decided::measured(crossing.to.sign > 0))])
}

/// Whether the memory is still retrieved a while after the first class of neurons has left saturation.
pub(super) fn observe_first_class(case: &FirstClass, _: Digits) -> Result<Quantities> {
    let (timescale_ratio, memories) = (ratio(1, 20000), three(case.memories.0, case.memories.1)?);
    let parameters = Parameters::new(case.gain.clone())?.with_topology(Topology::Ring(3))?;
    let limit = HebbianLimit::new(parameters.clone(), &memories)?;
    let left = limit.run_to_digits(&case.saliencies, 1, Digits::new(20)?)?;
    let left = left.transitions.first().ok_or_else(|| Error::domain("case", case, "one in which a class leaves"))?;
    let until = exact(&left.time.midpoint())? + Rational::from(64 * &timescale_ratio);
    let network = Network::correlated(parameters, &memories, timescale_ratio, Rule::Hebbian)?;
    let gram = memories.gram();
    let c: Vec<Rational> = (0..3).map(|nu| Rational::from(&case.saliencies[nu] * &gram[(nu, 0)])).collect();
    let run = run(&network, &c, &case.saliencies, &until, Until::Time)?;
    Ok(vec![first_class(Decided::measured(run.overlaps[0] < ratio(3, 4)))])
}

/// Three memories whose signs are drawn at random; those of one draw are the same on every machine.
///
/// **Errors**: [`Error::Domain`] for signs that happen to depend on one another.
pub(super) fn random(neurons: usize, draw: u64) -> Result<Memories> {
    let mut sampler = Sampler::new(draw, "random memories");
    Memories::independent(DMatrix::from_fn(neurons, 3, |_, _| if sampler.one_in(2) { 1 } else { -1 }))
}

/// What the network of the Hebbian rule, which needs no leak, enters first from a single memory of saliency 3 at gain 6; `None` where that is nothing.
pub(super) fn first_entry(memories: &Memories) -> Result<Option<Crossing<Float>>> {
    let parameters = Parameters::new(ratio(6, 1))?.with_topology(Topology::Ring(3))?;
    let network = Network::correlated(parameters, memories, ratio(1, 400), Rule::Hebbian)?;
    // The slow layer holds the memory alone, of which the others see their overlaps; the fast one rests under that.
    let gram = memories.gram();
    let saliencies: Vec<Rational> = (0..3).map(|nu| ratio(3, 1) * &gram[(0, nu)]).collect();
    let c: Vec<Rational> =
        saliencies.iter().enumerate().map(|(nu, alpha)| Rational::from(alpha * &gram[(0, nu)])).collect();
    let run = run(&network, &c, &saliencies, &ratio(4, 1), Until::Transitions(1))?;
    Ok(run.crossings.into_iter().next())
}
