//! The cases of M1 to M5: thresholds and boundaries, a hair to either side of them, and anything between.

use super::Retrieval;
use super::predictor::amplitude;
use super::simulation::{Passage, passage};
use crate::error::Result;
use crate::evidence::Sampler;
use crate::model::Activation;
use crate::numerics::rational::{power, ratio};
use crate::numerics::{Digits, Precision};
use rug::Rational;
use std::fmt;
use std::sync::OnceLock;

/// Every kind of activation: piecewise linear, with a kink at the origin, elementary and not.
pub(super) const ACTIVATIONS: [Activation; 7] = [
    Activation::HardTanh,
    Activation::Tanh,
    Activation::Erf,
    Activation::Power(2),
    Activation::Power(1),
    Activation::Power(3),
    Activation::Power(6),
];

/// Moments at which the energy is looked at, in fast time constants and as names.
pub(super) const WINDOWS: [(i64, i64, &str); 3] =
    [(1, 4, "lost up to 1/4"), (1, 1, "lost from 1/4 to 1"), (3, 1, "lost from 1 to 3")];

/// A network with one reduced saliency given and the others anything.
fn drawn(
    sampler: &mut Sampler,
    activation: Activation,
    k: &Rational,
    (most_neurons, most_memories): (u64, u64),
) -> Retrieval {
    let neurons = 1usize << sampler.whole(3, most_neurons);
    let memories = sampler.whole(2, most_memories) as usize;
    let memory = sampler.whole(0, memories as u64 - 1) as usize;
    let slope = if sampler.one_in(3) { ratio(1, 1) } else { sampler.between(&ratio(1, 4), &ratio(4, 1)) };
    let draw = |nu: usize| {
        let k = if nu == memory {
            k.clone()
        } else {
            sampler.between(&Rational::new(), &ratio(3, 1)) + ratio(nu as i64, 10_000)
        };
        k / &slope
    };
    let saliencies = (0..memories).map(draw).collect();
    let least = power(10, -3) / &slope;
    let timescale_ratio = sampler.between(&ratio(1, 100), &ratio(1, 5));
    let slow_time_constant = if sampler.one_in(2) { ratio(1, 1) } else { sampler.between(&ratio(1, 5), &ratio(5, 1)) };
    Retrieval { activation, slope, neurons, saliencies, memory, timescale_ratio, slow_time_constant, least }
}

/// At the threshold exactly, `10^-40` to either side of it, and anywhere.
pub(super) fn existing_cases(sampler: &mut Sampler, count: usize) -> Vec<Retrieval> {
    let hair = power(10, -40);
    let mut cases = Vec::new();
    for activation in [Activation::HardTanh, Activation::Tanh, Activation::Erf, Activation::Power(2)] {
        for k in [ratio(1, 1), 1 + hair.clone(), 1 - hair.clone()] {
            // An amplitude is of the order of the square root of the hair.
            let least = power(10, -22);
            cases.push(Retrieval {
                activation,
                slope: ratio(3, 2),
                neurons: 8,
                saliencies: vec![ratio(1, 2), k * ratio(2, 3)],
                memory: 1,
                timescale_ratio: ratio(1, 1),
                slow_time_constant: ratio(1, 1),
                least,
            });
        }
    }
    for number in 0..count {
        let activation = ACTIVATIONS[number % ACTIVATIONS.len()];
        let gap = sampler.small(1, 6);
        let (k, least) = match sampler.whole(0, 5) {
            0 => (1 + gap, power(10, -8)),
            1 => (1 - gap, power(10, -8)),
            2 => (ratio(1, 1), power(10, -3)),
            _ => (sampler.between(&ratio(1, 5), &ratio(4, 1)), power(10, -3)),
        };
        let most_neurons = if number.is_multiple_of(8) { 6 } else { 4 };
        let case = drawn(sampler, activation, &k, (most_neurons, 6));
        cases.push(Retrieval { least: least / &case.slope, ..case });
    }
    cases
}

/// The saliency at which a rival destabilises the memory of saliency `k`, `1/Psi'(g s)` in reduced units, to a unit of `10^-12`
/// below.
fn destabilising(activation: Activation, k: &Rational) -> Option<Rational> {
    let precision = Precision::DOUBLE.plus(200);
    let y = amplitude(activation, k, precision).ok()??;
    let steepness = activation.derivative(&y).ok()?;
    let boundary = steepness.midpoint().to_rational()?.recip();
    Some(Rational::from((boundary * power(10, 12)).floor_ref()) / power(10, 12))
}

/// Rivals on either side of the boundary, memories that are not there, HardTanh at its threshold, and anything.
pub(super) fn stability_cases(sampler: &mut Sampler, count: usize) -> Vec<Retrieval> {
    let mut cases = Vec::new();
    for k in [ratio(1, 1), 1 + power(10, -40), 1 - power(10, -40)] {
        let mut case = drawn(sampler, Activation::HardTanh, &k, (4, 4));
        // A rival that decides about the origin, which this memory alone would leave neutral.
        let rival = (case.memory + 1) % case.saliencies.len();
        case.saliencies[rival] = Rational::from(2) / &case.slope;
        cases.push(case);
    }
    for activation in &ACTIVATIONS[1..] {
        let k = sampler.between(&ratio(5, 4), &ratio(3, 1));
        let Some(boundary) = destabilising(*activation, &k) else { continue };
        for rival in [&boundary - power(10, -12), &boundary + power(10, -12) * 2u32] {
            let mut case = drawn(sampler, *activation, &k, (4, 4));
            for (memory, saliency) in
                case.saliencies.iter_mut().enumerate().filter(|(memory, _)| *memory != case.memory)
            {
                *saliency =
                    if memory == (case.memory + 1) % 2 { Rational::from(&rival / &case.slope) } else { ratio(1, 10) };
            }
            cases.push(case);
        }
    }
    for number in 0..count / 2 {
        let k = sampler.between(&ratio(1, 2), &ratio(4, 1)) + ratio(1, 20_000);
        let most_neurons = if number.is_multiple_of(8) { 6 } else { 4 };
        let mut case = drawn(sampler, ACTIVATIONS[number % ACTIVATIONS.len()], &k, (most_neurons, 6));
        if sampler.one_in(3) {
            let faint = ratio(1, 8);
            case.saliencies.iter_mut().for_each(|saliency| *saliency *= &faint);
        }
        cases.push(case);
    }
    cases
}

/// A path of the network from a state of its neurons.
#[derive(Debug)]
pub(super) struct Path {
    pub retrieval: Retrieval,
    start: Vec<Rational>,
    /// The run, made once for the prediction, the observation and the wrong predictors.
    run: OnceLock<Result<Passage>>,
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let start: Vec<String> = self.start.iter().map(ToString::to_string).collect();
        write!(f, "{}, state={}", self.retrieval, start.join(" "))
    }
}

impl Path {
    pub fn run(&self, digits: Digits) -> Result<Passage> {
        let run = || {
            let times = WINDOWS.map(|(n, d, _)| ratio(n, d) * self.retrieval.fast_time_constant());
            passage(&self.retrieval, &self.start, &times, Digits::new(digits.get() + 10)?)
        };
        self.run.get_or_init(run).clone()
    }
}

/// States of every size, some of them in the span of the memories.
pub(super) fn paths(sampler: &mut Sampler, count: usize) -> Vec<Path> {
    let number = (count / 2).max(ACTIVATIONS.len());
    let path = |number: usize| {
        let k = sampler.between(&ratio(1, 2), &ratio(3, 1));
        let retrieval = drawn(
            sampler,
            ACTIVATIONS[number % ACTIVATIONS.len()],
            &k,
            (if number.is_multiple_of(8) { 4 } else { 3 }, 4),
        );
        let size = Rational::from(2) / &retrieval.slope;
        let any = |sampler: &mut Sampler| sampler.between(&Rational::from(-&size), &size) + ratio(1, 30_011);
        let start = (0..retrieval.neurons).map(|_| any(sampler)).collect();
        Path { retrieval, start, run: OnceLock::new() }
    };
    (0..number).map(path).collect()
}

/// Memories of every depth; HardTanh at the threshold, where the well has depth zero, too.
pub(super) fn wells(sampler: &mut Sampler, count: usize) -> Vec<Retrieval> {
    let edge = drawn(sampler, Activation::HardTanh, &ratio(1, 1), (3, 4));
    let random = (0..(count / 2).max(2 * ACTIVATIONS.len())).map(|number| {
        let k = sampler.between(&ratio(5, 4), &ratio(4, 1)) + ratio(1, 20_000);
        drawn(sampler, ACTIVATIONS[number % ACTIVATIONS.len()], &k, (4, 4))
    });
    std::iter::once(edge).chain(random.collect::<Vec<_>>()).collect()
}

/// A small deviation from a memory, or from the origin.
#[derive(Debug, Clone)]
pub(super) struct Deviation {
    pub retrieval: Retrieval,
    pub along: usize,
    pub from_origin: bool,
}

impl fmt::Display for Deviation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let from = if self.from_origin { "origin" } else { "memory" };
        write!(f, "{}, from={from}, along={}", self.retrieval, self.along)
    }
}

/// Deviations along the memory itself and along rivals, weak and strong, from the memory and from the origin.
pub(super) fn deviations(sampler: &mut Sampler, count: usize) -> Vec<Deviation> {
    let number = (count / 2).max(2 * ACTIVATIONS.len());
    let deviation = |number: usize| {
        let k = sampler.between(&ratio(5, 4), &ratio(3, 1)) + ratio(1, 20_000);
        let retrieval = drawn(sampler, ACTIVATIONS[number % ACTIVATIONS.len()], &k, (3, 4));
        let along =
            if sampler.one_in(4) { retrieval.memory } else { (retrieval.memory + 1) % retrieval.saliencies.len() };
        Deviation { retrieval, along, from_origin: sampler.one_in(4) }
    };
    (0..number).map(deviation).collect()
}
