//! The cases of M1 to M5: thresholds and boundaries, a hair to either side of them, and anything between; and the names of what both
//! sides speak of.

use crate::error::{Error, Result};
use crate::evidence::{Answer, Quantities, Quantity, Sampler, quantity};
use crate::model::Activation;
use crate::numerics::rational::{power, ratio};
use crate::numerics::{Decided, Digits, Interval, Number, Precision};
use rug::{Float, Rational};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Mutex;

/// The growth rate at the origin along the most salient memory.
pub(super) const FASTEST: &str = "fastest at the origin";
/// The rates along so many memories are told apart.
pub(super) const RATES: [&str; 6] = [
    "rate along memory 0",
    "rate along memory 1",
    "rate along memory 2",
    "rate along memory 3",
    "rate along memory 4",
    "rate along memory 5",
];
/// The rates along everything orthogonal to all memories.
pub(super) const OTHERS: &str = "all other rates";
/// What a memory is.
pub(super) const MEMORY: &str = "memory";
/// Moments at which the energy is looked at, in fast time constants and as names.
pub(super) const WINDOWS: [(i64, i64, &str); 3] =
    [(1, 4, "lost up to 1/4"), (1, 1, "lost from 1/4 to 1"), (3, 1, "lost from 1 to 3")];
/// The memory with the deepest well.
pub(super) const DEEPEST: &str = "deepest";
/// The energy at the memory looked at.
pub(super) const ENERGY: &str = "energy per neuron";
/// By how much its well deepens.
pub(super) const DEEPENING: &str = "deepening";
/// The rate at which a deviation grows.
pub(super) const RATE: &str = "rate";
/// What becomes of a deviation.
pub(super) const DEVIATION: &str = "deviation";

/// What a memory is to the states near it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stability {
    /// No equilibrium.
    Absent,
    /// All small deviations die out.
    Attracting,
    /// Some small deviation grows.
    Repelling,
    /// A small deviation stays as it is.
    Neutral,
}

/// The stability of a memory in words.
pub(super) fn stability(stability: Decided<Stability>) -> Quantity {
    let word = stability.map(|stability| match stability {
        Stability::Absent => "absent",
        Stability::Attracting => "attracting",
        Stability::Repelling => "repelling",
        Stability::Neutral => "neutral",
    });
    quantity(MEMORY, Answer::word(word))
}

/// A memory that is there.
pub(super) const fn attracting(yes: bool) -> Stability {
    if yes { Stability::Attracting } else { Stability::Repelling }
}

/// Whether the origin attracts, in words.
pub(super) fn origin(attracts: Decided<bool>) -> Quantity {
    quantity("origin", Answer::either(attracts, "attracting", "repelling"))
}

/// What becomes of a deviation, in words.
pub(super) fn deviation(returns: Decided<bool>) -> Quantity {
    quantity(DEVIATION, Answer::either(returns, "returns", "grows"))
}

/// How many equilibria there are on the ray of a memory, and their amplitudes.
pub(super) fn equilibria(count: Decided<usize>, amplitudes: impl IntoIterator<Item = Answer>) -> Quantities {
    let amplitudes = amplitudes.into_iter().map(|amplitude| quantity("amplitude", amplitude));
    std::iter::once(quantity("equilibria", Answer::count(count))).chain(amplitudes).collect()
}

/// The fast network under a fixed input, and the memory that is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retrieval {
    /// The activation.
    pub activation: Activation,
    /// Its slope `g` at the origin.
    pub slope: Rational,
    /// Number `N` of neurons, a power of two: the memories are rows of a Sylvester-Hadamard matrix.
    pub neurons: usize,
    /// The saliencies `alpha`, one per memory, not negative.
    pub saliencies: Vec<Rational>,
    /// The memory `mu` looked at.
    pub memory: usize,
    /// Timescale ratio `eps`.
    pub timescale_ratio: Rational,
    /// Slow time constant `tau_u`.
    pub slow_time_constant: Rational,
    /// The smallest amplitude at which an equilibrium is looked for.
    pub least: Rational,
}

impl Retrieval {
    /// The saliency of the memory looked at.
    pub fn saliency(&self) -> &Rational {
        &self.saliencies[self.memory]
    }

    /// The reduced saliencies `g alpha` of all memories.
    pub fn reduced(&self) -> Vec<Rational> {
        self.saliencies.iter().map(|saliency| Rational::from(saliency * &self.slope)).collect()
    }

    /// The fast time constant `eps tau_u`.
    pub fn fast_time_constant(&self) -> Rational {
        Rational::from(&self.timescale_ratio * &self.slow_time_constant)
    }

    /// The network after the saliency of the memory looked at has grown by a quarter of a threshold.
    pub(super) fn more_salient(&self) -> Self {
        let mut more = self.clone();
        more.saliencies[self.memory] += ratio(1, 4) / &self.slope;
        more
    }
}

impl fmt::Display for Retrieval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let saliencies: Vec<String> = self.saliencies.iter().map(ToString::to_string).collect();
        write!(f, "activation={}, neurons={}", self.activation, self.neurons)?;
        write!(f, ", saliencies={}, memory={}", saliencies.join(" "), self.memory)?;
        let one = Rational::from(1);
        for (name, value, default) in [
            ("slope", &self.slope, &one),
            ("epsilon", &self.timescale_ratio, &one),
            ("slow-time-constant", &self.slow_time_constant, &one),
        ] {
            if value != default {
                write!(f, ", {name}={value}")?;
            }
        }
        Ok(())
    }
}

/// Every kind of activation: piecewise linear, with a kink at the origin, elementary and not.
const ACTIVATIONS: [Activation; 7] = [
    Activation::HardTanh,
    Activation::Tanh,
    Activation::Erf,
    Activation::Power(2),
    Activation::Power(1),
    Activation::Power(3),
    Activation::Power(6),
];

/// The activation of the random case of that number.
const fn activation(number: usize) -> Activation {
    ACTIVATIONS[number % ACTIVATIONS.len()]
}

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

/// A network in which every parameter differs from one: 8 neurons, a rival of the given reduced saliency, the memory looked at, and a third
/// one that is not there.
fn edge(activation: Activation, rival: &Rational, k: &Rational) -> Retrieval {
    let slope = ratio(3, 2);
    let saliencies = [rival.clone(), k.clone(), ratio(1, 10)].map(|k| k / &slope).to_vec();
    let (timescale_ratio, slow_time_constant) = (ratio(1, 20), ratio(5, 4));
    let least = power(10, -3) / &slope;
    Retrieval { activation, slope, neurons: 8, saliencies, memory: 1, timescale_ratio, slow_time_constant, least }
}

/// A network of every activation in which both the memory and its rival are there.
fn edges() -> impl Iterator<Item = Retrieval> {
    ACTIVATIONS.into_iter().map(|activation| edge(activation, &ratio(3, 2), &ratio(2, 1)))
}

/// At the threshold, and a hair to either side of it.
fn about_one() -> [Rational; 3] {
    [ratio(1, 1), 1 + power(10, -40), 1 - power(10, -40)]
}

/// At the threshold exactly, `10^-40` to either side of it, and anywhere.
pub(super) fn existing_cases(sampler: &mut Sampler, count: usize) -> Vec<Retrieval> {
    let mut cases = Vec::new();
    for activation in [Activation::HardTanh, Activation::Tanh, Activation::Erf, Activation::Power(2)] {
        // An amplitude is of the order of the square root of the hair.
        let beside = about_one().map(|k| Retrieval { least: power(10, -22), ..edge(activation, &ratio(3, 4), &k) });
        cases.extend(beside);
    }
    for number in 0..count {
        let gap = sampler.small(1, 6);
        let (k, least) = match sampler.whole(0, 5) {
            0 => (1 + gap, power(10, -8)),
            1 => (1 - gap, power(10, -8)),
            2 => (ratio(1, 1), power(10, -3)),
            _ => (sampler.between(&ratio(1, 5), &ratio(4, 1)), power(10, -3)),
        };
        let most_neurons = if number.is_multiple_of(8) { 6 } else { 4 };
        let case = drawn(sampler, activation(number), &k, (most_neurons, 6));
        cases.push(Retrieval { least: least / &case.slope, ..case });
    }
    cases
}

/// A reduced saliency with the saliency at which a rival destabilises its memory, `1/Psi'(g s)` in reduced units, to a unit of `10^-12`
/// below: from an amplitude of 3/2, at which both can be written down.
fn boundary(activation: Activation) -> Result<(Rational, Rational)> {
    let rational =
        |value: Float| value.to_rational().ok_or_else(|| Error::domain("saliency", activation, "a finite number"));
    let y = Float::of(&ratio(3, 2), Precision::DOUBLE.plus(200));
    let k = rational(activation.value(&y)?)?.recip() * ratio(3, 2);
    let rival = rational(activation.derivative(&y)?)?.recip();
    Ok((k, Rational::from((rival * power(10, 12)).floor_ref()) / power(10, 12)))
}

/// Rivals on either side of the boundary, memories that are not there, HardTanh at its threshold, and anything.
pub(super) fn stability_cases(sampler: &mut Sampler, count: usize) -> Vec<Retrieval> {
    // A rival that decides about the origin, which this memory alone would leave neutral.
    let hard = about_one().map(|k| edge(Activation::HardTanh, &ratio(2, 1), &k));
    let absent = edge(Activation::Tanh, &ratio(2, 1), &ratio(1, 2));
    let mut cases: Vec<Retrieval> = hard.into_iter().chain([absent]).collect();
    for activation in &ACTIVATIONS[1..] {
        let Ok((k, boundary)) = boundary(*activation) else { continue };
        let beside = [&boundary - power(10, -12), &boundary + power(10, -12) * 2u32];
        cases.extend(beside.map(|rival| edge(*activation, &rival, &k)));
    }
    for number in 0..count / 2 {
        let k = sampler.between(&ratio(1, 2), &ratio(4, 1)) + ratio(1, 20_000);
        let most_neurons = if number.is_multiple_of(8) { 6 } else { 4 };
        let mut case = drawn(sampler, activation(number), &k, (most_neurons, 6));
        if sampler.one_in(3) {
            let faint = ratio(1, 8);
            case.saliencies.iter_mut().for_each(|saliency| *saliency *= &faint);
        }
        cases.push(case);
    }
    cases
}

/// What a run of the network passes through, from one time to the next.
#[derive(Debug, Clone)]
pub struct Passage {
    /// The state `x` of every neuron at each time.
    pub states: Vec<Vec<Interval>>,
    /// What was dissipated per neuron up to each time, `eps tau_u (1/N) int sum_i g Psi'(g x_i) (x_i')^2 dt`.
    pub dissipated: Vec<Interval>,
}

/// A path of the network from a state of its neurons.
#[derive(Debug)]
pub struct Path {
    /// The network.
    pub retrieval: Retrieval,
    /// The state of every neuron.
    pub start: Vec<Rational>,
    /// The runs made so far, by the digits that were asked for: the energy is looked at along the same run that dissipates it.
    runs: Mutex<BTreeMap<Digits, Passage>>,
}

impl Path {
    /// The path from a state.
    pub const fn new(retrieval: Retrieval, start: Vec<Rational>) -> Self {
        Self { retrieval, start, runs: Mutex::new(BTreeMap::new()) }
    }

    /// The run to so many digits: the one made before, or else what `run` makes.
    pub fn remembered(&self, digits: Digits, run: impl FnOnce() -> Result<Passage>) -> Result<Passage> {
        let mut runs = self.runs.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(known) = runs.get(&digits) {
            return Ok(known.clone());
        }
        let made = run()?;
        runs.insert(digits, made.clone());
        Ok(made)
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let start: Vec<String> = self.start.iter().map(ToString::to_string).collect();
        write!(f, "{}, state={}", self.retrieval, start.join(" "))
    }
}

/// States of every size, most of them outside the span of the memories.
pub(super) fn paths(sampler: &mut Sampler, count: usize) -> Vec<Path> {
    let fixed = edges().map(|retrieval| {
        let start = (0..8).map(|i| ratio(7 * i % 11 - 5, 4) / &retrieval.slope + ratio(1, 30_011));
        let start = start.collect();
        Path::new(retrieval, start)
    });
    let random = (0..(count / 2).saturating_sub(ACTIVATIONS.len())).map(|number| {
        let k = sampler.between(&ratio(1, 2), &ratio(3, 1));
        let most_neurons = if number.is_multiple_of(8) { 4 } else { 3 };
        let retrieval = drawn(sampler, activation(number), &k, (most_neurons, 4));
        let size = Rational::from(2) / &retrieval.slope;
        let any = |sampler: &mut Sampler| sampler.between(&Rational::from(-&size), &size) + ratio(1, 30_011);
        let start = (0..retrieval.neurons).map(|_| any(sampler)).collect();
        Path::new(retrieval, start)
    });
    fixed.chain(random.collect::<Vec<_>>()).collect()
}

/// Memories of every depth; HardTanh at the threshold, where the well has depth zero, too.
pub(super) fn wells(sampler: &mut Sampler, count: usize) -> Vec<Retrieval> {
    let at_threshold = edge(Activation::HardTanh, &ratio(3, 4), &ratio(1, 1));
    let random = (0..count / 3).map(|number| {
        let k = sampler.between(&ratio(5, 4), &ratio(4, 1)) + ratio(1, 20_000);
        drawn(sampler, activation(number), &k, (4, 4))
    });
    std::iter::once(at_threshold).chain(edges()).chain(random.collect::<Vec<_>>()).collect()
}

/// A small deviation from a memory, or from the origin.
#[derive(Debug, Clone)]
pub struct Deviation {
    /// The network.
    pub retrieval: Retrieval,
    /// The memory along which it deviates.
    pub along: usize,
    /// Whether it deviates from the origin, and not from the memory looked at.
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
    let deviation = |along, from_origin| move |retrieval| Deviation { retrieval, along, from_origin };
    let itself = edges().take(2).map(deviation(1, false));
    let from_origin = edges().take(2).map(deviation(0, true));
    let fixed = edges().map(deviation(0, false)).chain(itself).chain(from_origin);
    let random = (0..count / 6).map(|number| {
        let k = sampler.between(&ratio(5, 4), &ratio(3, 1)) + ratio(1, 20_000);
        let retrieval = drawn(sampler, activation(number), &k, (3, 4));
        let along =
            if sampler.one_in(4) { retrieval.memory } else { (retrieval.memory + 1) % retrieval.saliencies.len() };
        Deviation { retrieval, along, from_origin: sampler.one_in(4) }
    });
    fixed.chain(random.collect::<Vec<_>>()).collect()
}
