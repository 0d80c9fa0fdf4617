//! The cases of K1 to K6, and the names of what both sides speak of.

use crate::error::Result;
use crate::evidence::{Answer, Quantity, Sampler, quantity};
use crate::model::{Couplings, Parameters, Topology};
use crate::numerics::Decided;
use crate::numerics::polynomial::Polynomial;
use crate::numerics::rational::{power, ratio};
use rug::{Float, Rational};
use std::fmt;

pub mod closed;

/// Time for which the first memory is held.
pub(super) const HELD: &str = "first memory held for";
/// Saliency of the memory entered then.
pub(super) const ENTERED_WITH: &str = "saliency entered with";
/// The memory that is retrieved in the end.
pub(super) const LAST: &str = "last memory";
/// What the memory that was not entered has when the one that was is lost.
pub(super) const LEFT_BEHIND: &str = "left behind with";
/// Who is entered on the cycle with the longest dwell.
pub(super) const LONGEST: &str = "entered on the longer cycle";
/// Who is entered on the other cycle.
pub(super) const OTHER: &str = "entered on the other cycle";

/// Whether the successor is entered.
pub(super) fn entered(name: &'static str, successor: Decided<bool>) -> Quantity {
    quantity(name, Answer::either(successor, "the successor", "another memory"))
}

/// Couplings from small quotients.
pub(super) fn couplings(numbers: &[(i64, i64)]) -> Result<Couplings> {
    Couplings::new(numbers.iter().map(|&(above, below)| ratio(above, below)).collect())
}

/// A chain or ring of unit slope.
pub(super) fn plain(gain: Rational, topology: Topology) -> Result<Parameters> {
    Parameters::new(gain)?.with_topology(topology)
}

/// Wide couplings near their threshold: the gain is the threshold times `1 + offset`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// The model at its gain.
    pub parameters: Parameters,
    /// Who drives whom.
    pub couplings: Couplings,
    /// Relative distance to the threshold, with its sign.
    pub offset: Rational,
    /// The dwell near the threshold, where a run from there makes up its mind; `None` where none is followed.
    pub dwell: Option<Rational>,
}

impl fmt::Display for Edge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let offset = Float::with_val(53, &self.offset).to_string_radix(10, Some(3));
        write!(f, "couplings={}, gain=K/g (1 + {offset})", self.couplings)?;
        if *self.parameters.slope() != 1 {
            write!(f, ", slope={}", self.parameters.slope())?;
        }
        match self.parameters.topology() {
            Topology::Chain => Ok(()),
            Topology::Ring(memories) => write!(f, ", memories={memories}"),
        }
    }
}

/// Bits to which a threshold is approached.
const BITS: u32 = 320;

impl Edge {
    /// Couplings at their threshold times `1 + offset`; `None` where they have none, or one that is attained next to `q = 0`.
    pub fn near(couplings: &Couplings, topology: Topology, slope: &Rational, offset: &Rational) -> Option<Self> {
        let (decay, threshold) = near_threshold(couplings, topology)?;
        let gain = threshold / slope * Rational::from(1 + offset);
        let parameters = plain(gain, topology).ok()?.with_slope(slope.clone()).ok()?;
        let followed = *offset.as_abs() >= ratio(1, 200) && decay < 0.9 && keeps_order(couplings, topology, &decay);
        let dwell = followed.then(|| Float::with_val(24, -decay.ln()).to_rational()).flatten();
        Some(Self { parameters, couplings: couplings.clone(), offset: offset.clone(), dwell })
    }
}

/// Where `C(q) (1 - q)`, on a ring `C(q)/(1 + ... + q^(P-1))`, is largest, and one over its value there, to 280 bits: for cases near to it.
/// On which side of the threshold a case then lies is for both sides to say.
fn near_threshold(couplings: &Couplings, topology: Topology) -> Option<(Float, Rational)> {
    const GRID: i64 = 512;
    let (drive, turns) = quotient(couplings, topology);
    let float = |value: &Rational| Float::with_val(BITS, value);
    let value = |q: &Float| drive.at(q) / turns.at(q);
    let best = (0..=GRID).max_by(|&a, &b| {
        let [a, b] = [a, b].map(|k| value(&float(&ratio(k, GRID))));
        a.total_cmp(&b)
    })?;
    if best == 0 || value(&float(&ratio(best, GRID))) <= 0 {
        return None;
    }
    let slope = drive.derivative().times(&turns).minus(&drive.times(&turns.derivative()));
    let (mut low, mut high) = (float(&ratio(best - 1, GRID)), float(&ratio(GRID.min(best + 1), GRID)));
    if best == GRID && slope.at(&high) >= 0 {
        low = high.clone();
    }
    while Float::with_val(BITS, &high - &low) > Float::with_val(BITS, Float::i_exp(1, 8 - BITS as i32)) {
        let middle = Float::with_val(BITS, &low + &high) / 2u32;
        if slope.at(&middle) > 0 { low = middle } else { high = middle }
    }
    let share = value(&high);
    Some((high, share.recip().to_rational()?))
}

/// `(1 - q) C` over one on a chain, `C` over `1 + ... + q^(P-1)` on a ring.
fn quotient(couplings: &Couplings, topology: Topology) -> (Polynomial, Polynomial) {
    let generating = Polynomial::new(couplings.on(topology));
    match topology {
        Topology::Chain => {
            (generating.times(&Polynomial::new(vec![ratio(1, 1), ratio(-1, 1)])), Polynomial::geometric(1))
        }
        Topology::Ring(memories) => (generating, Polynomial::geometric(memories)),
    }
}

/// Whether the successor is clearly the most salient memory on a cycle of this decay at the gain that has it.
fn keeps_order(couplings: &Couplings, topology: Topology, decay: &Float) -> bool {
    let coefficients = couplings.on(topology);
    let (drive, turns) = quotient(couplings, topology);
    let gain = turns.at(decay) / drive.at(decay);
    let rest = Float::with_val(BITS, 1 - decay) * gain;
    let saliency = |ahead: usize| {
        let driven = Polynomial::new(coefficients[ahead..].to_vec()).at(decay) * &rest;
        match topology {
            Topology::Chain => driven,
            Topology::Ring(memories) => driven + rug::ops::Pow::pow(decay.clone(), (memories - ahead) as u32),
        }
    };
    let first = saliency(1) * ratio(99, 100);
    (2..coefficients.len()).all(|ahead| saliency(ahead) < first)
}

/// Lists and topologies whose thresholds are known by other means or were found in double precision, then others.
pub(super) fn edge_cases(sampler: &mut Sampler, count: usize) -> Vec<Edge> {
    type Known<'a> = (&'a [(i64, i64)], Topology, i32);
    let ring = Topology::Ring;
    let known: [Known; 10] = [
        (&[(0, 1), (1, 1), (3, 10)], Topology::Chain, 25),
        (&[(0, 1), (1, 1), (-3, 10)], Topology::Chain, 2),
        (&[(1, 10), (1, 1), (1, 5)], Topology::Chain, 12),
        (&[(-1, 10), (1, 1), (1, 2)], Topology::Chain, 2),
        (&[(0, 1), (1, 1)], Topology::Chain, 20),
        (&[(1, 8), (3, 2), (0, 1), (1, 4), (-1, 8)], Topology::Chain, 25),
        // With three memories and the successor alone the threshold is attained by a dwell of zero length.
        (&[(0, 1), (1, 1)], ring(3), 12),
        (&[(1, 4), (1, 1)], ring(6), 25),
        (&[(0, 1), (1, 1), (3, 10)], ring(5), 2),
        (&[(1, 10), (1, 1), (1, 5), (-1, 5), (1, 10)], ring(4), 20),
    ];
    let mut cases = Vec::new();
    for (numbers, topology, exponent) in known {
        for sign in [-1, 1] {
            let offset = power(10, -exponent) * sign;
            let edge = couplings(numbers).ok().and_then(|list| Edge::near(&list, topology, &ratio(1, 1), &offset));
            cases.extend(edge);
        }
    }
    for _ in 0..count / 2 {
        let list = wide(sampler);
        let topology = if sampler.one_in(2) { Topology::Chain } else { ring(sampler.whole(3, 8) as usize) };
        let slope = Rational::from(sampler.whole(1, 3));
        let offset = sampler.small(2, 20) * if sampler.one_in(2) { 1 } else { -1 };
        cases.extend(list.ok().and_then(|list| Edge::near(&list, topology, &slope, &offset)));
    }
    cases
}

/// A list of three to five coefficients, the successor's the largest.
fn wide(sampler: &mut Sampler) -> Result<Couplings> {
    let first = sampler.between(&ratio(1, 2), &ratio(2, 1));
    let mut list = vec![sampler.between(&ratio(-1, 5), &ratio(1, 5)), first.clone()];
    let more = sampler.whole(1, 3);
    list.extend((0..more).map(|_| &first * sampler.between(&ratio(-1, 2), &ratio(1, 2))));
    Couplings::new(list)
}

/// Who is entered: on a cycle, or by the network itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Successors {
    /// On the cycles in order at some gain.
    Cycles(Parameters, Couplings),
    /// By the network, from a start in which a single memory is salient.
    Simulated {
        /// The gain.
        gain: Rational,
        /// Saliency of the first memory.
        saliency: Rational,
        /// Who drives whom.
        couplings: Couplings,
        /// The timescale ratio, which is also the leak.
        timescale_ratio: Rational,
    },
}

impl fmt::Display for Successors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cycles(parameters, couplings) => write!(f, "cycles, {parameters}, couplings={couplings}"),
            Self::Simulated { gain, saliency, couplings, timescale_ratio } => {
                write!(
                    f,
                    "network, gain={gain}, saliency={saliency}, couplings={couplings}, eps=leak={timescale_ratio}"
                )
            }
        }
    }
}

pub(super) fn successor_cases(sampler: &mut Sampler, count: usize) -> Vec<Successors> {
    type Known = (i64, i64, i64, i64);
    // c_2 and the gain.
    let cycles: [Known; 6] = [(6, 5, 7, 2), (2, 1, 3, 1), (3, 1, 3, 1), (1, 2, 4, 1), (5, 2, 2, 1), (-1, 4, 6, 1)];
    let mut cases = Vec::new();
    for (above, below, gain, unit) in cycles {
        for topology in [Topology::Chain, Topology::Ring(5)] {
            let parameters = plain(ratio(gain, unit), topology);
            let list = couplings(&[(0, 1), (1, 1), (above, below)]);
            cases.extend(parameters.and_then(|parameters| Ok(Successors::Cycles(parameters, list?))));
        }
    }
    let weights = [(1, 2), (4, 5), (5, 4), (2, 1)].map(|(above, below)| ratio(above, below));
    let drawn: Vec<Rational> = (0..count / 12).map(|_| sampler.between(&ratio(1, 4), &ratio(3, 4))).collect();
    for weight in weights.into_iter().chain(drawn) {
        cases.extend(Couplings::new(vec![Rational::new(), ratio(1, 1), weight]).map(|couplings| {
            Successors::Simulated { gain: ratio(6, 1), saliency: ratio(3, 1), couplings, timescale_ratio: ratio(1, 50) }
        }));
    }
    cases
}

/// A sequence that starts with given saliencies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Start {
    /// The model.
    pub parameters: Parameters,
    /// Who drives whom.
    pub couplings: Couplings,
    /// Saliencies of the first memories, of which the first is retrieved.
    pub saliencies: Vec<Rational>,
    /// Number of transitions that are followed.
    pub transitions: usize,
}

impl fmt::Display for Start {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let saliencies: Vec<String> = self.saliencies.iter().map(ToString::to_string).collect();
        write!(f, "{}, couplings={}, saliencies={}", self.parameters, self.couplings, saliencies.join(" "))
    }
}

pub(super) fn transient_cases(sampler: &mut Sampler, count: usize) -> Vec<Start> {
    let start = |numbers: &[(i64, i64)], gain, topology, saliencies: &[(i64, i64)]| -> Result<Start> {
        let saliencies = saliencies.iter().map(|&(above, below)| ratio(above, below)).collect();
        let parameters = plain(gain, topology)?;
        Ok(Start { parameters, couplings: couplings(numbers)?, saliencies, transitions: 10 })
    };
    let known = [
        start(&[(0, 1), (1, 1), (3, 10)], ratio(4, 1), Topology::Chain, &[(3, 1)]),
        start(&[(0, 1), (1, 1), (3, 10)], ratio(3, 1), Topology::Chain, &[(3, 1), (1, 2), (1, 3)]),
        // Skips every second memory, and collapses.
        start(&[(0, 1), (1, 1), (2, 1)], ratio(19, 10), Topology::Chain, &[(3, 1)]),
        start(&[(1, 10), (1, 1), (3, 2), (1, 4)], ratio(3, 1), Topology::Chain, &[(4, 1)]),
        // What is not entered waits, and is entered later.
        start(&[(-1, 2), (1, 1), (11, 10), (1, 2)], ratio(5, 1), Topology::Chain, &[(5, 1)]),
        start(&[(0, 1), (1, 1), (-1, 2)], ratio(6, 1), Topology::Ring(5), &[(3, 1)]),
        start(&[(0, 1), (1, 1), (1, 2), (1, 4)], ratio(5, 2), Topology::Ring(4), &[(3, 1), (1, 2)]),
        start(&[(1, 8), (1, 1), (2, 1)], ratio(4, 1), Topology::Ring(5), &[(3, 1)]),
    ];
    let mut cases: Vec<Start> = known.into_iter().flatten().collect();
    let edges = cases.len();
    while cases.len() < edges + count / 2 {
        cases.extend(transient_case(sampler).ok().filter(is_left));
    }
    cases
}

/// Whether no memory locks.
fn is_left(start: &Start) -> bool {
    let own = start.couplings.on(start.parameters.topology()).swap_remove(0);
    Rational::from(start.parameters.gain() * &own) < start.parameters.threshold()
}

fn transient_case(sampler: &mut Sampler) -> Result<Start> {
    let list = wide(sampler)?;
    let topology = if sampler.one_in(2) { Topology::Chain } else { Topology::Ring(sampler.whole(3, 8) as usize) };
    let parameters = plain(sampler.between(&ratio(2, 1), &ratio(9, 2)), topology)?;
    let parameters = parameters.with_slope(sampler.between(&ratio(1, 2), &ratio(2, 1)))?;
    let first = parameters.threshold() * sampler.between(&ratio(3, 2), &ratio(8, 1));
    Ok(Start { parameters, couplings: list, saliencies: vec![first], transitions: 8 })
}
