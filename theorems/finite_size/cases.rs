//! The cases of F1 to F4, and the names of what both sides speak of.

use crate::error::{Error, Result};
use crate::evidence::{Answer, Quantity, Sampler, quantity};
use crate::model::{Parameters, Topology};
use crate::numerics::Decided;
use crate::numerics::rational::{power, ratio};
use crate::theorems::draw::{self_coupling, with_reduced_gain};
use crate::theorems::ring::cases::{Circle, Edge};
use rug::{Float, Rational};
use std::fmt;

/// `N` times by how much the first escape is later without self-synapses.
pub(super) const TIME_SHIFT: &str = "N (T_N - T)";
/// `N` times by how much more saliency is handed on then.
pub(super) const SALIENCY_SHIFT: &str = "N (Z'_N - Z')";

/// Whether the first memory is ever left.
pub(super) fn lock(locked: Decided<bool>) -> Quantity {
    quantity("first memory", Answer::either(locked, "never left", "left"))
}

/// The share of its own drive that a retrieved memory sees, `rho - (1 + rho)/N`.
fn share_seen(rho: &Rational, neurons: u64) -> Rational {
    rho - Rational::from(1 + rho) / Rational::from(neurons)
}

/// The shape of a model without self-synapses, of whatever gain.
fn shape(rho: Rational, slope: u64, topology: Topology, neurons: u64) -> Result<Parameters> {
    let parameters = Parameters::new(ratio(1, 1))?.with_slope(Rational::from(slope))?.with_self_coupling(rho);
    parameters.with_topology(topology)?.with_neurons(Some(neurons))
}

/// A model near its threshold.
///
/// **Errors**: [`Error::Domain`] where it has none, or where memories lock there.
fn edge(shape: &Parameters, neurons: u64, offset: &Rational) -> Result<Edge> {
    let edge = Edge::near(shape, offset)?;
    let parameters = &edge.parameters;
    let share = share_seen(parameters.self_coupling(), neurons);
    if parameters.reduced_gain() * &share >= 1 {
        return Err(Error::domain("share of its own drive", share, "one that does not lock"));
    }
    Ok(edge)
}

pub(super) fn edge_cases(sampler: &mut Sampler, count: usize) -> Result<Vec<Edge>> {
    let mut cases = Vec::new();
    let (chain, ring) = (Topology::Chain, Topology::Ring);
    let known =
        [(chain, 64, 2), (chain, 5, 10), (chain, 1024, 25), (ring(3), 16, 2), (ring(3), 16, 12), (ring(8), 64, 25)];
    for (topology, neurons, exponent) in known {
        for sign in [-1, 1] {
            let shape = shape(Rational::new(), 1, topology, neurons)?;
            cases.push(edge(&shape, neurons, &(power(10, -exponent) * sign))?);
        }
    }
    for (rho, topology) in [(ratio(1, 4), chain), (ratio(-1, 2), ring(6))] {
        for sign in [-1, 1] {
            cases.push(edge(&shape(rho.clone(), 2, topology, 48)?, 48, &(power(10, -4) * sign))?);
        }
    }
    let edges = cases.len();
    while cases.len() < edges + count / 2 {
        let topology = if sampler.one_in(3) { chain } else { ring(sampler.whole(2, 16) as usize) };
        let offset = sampler.small(2, 20) * if sampler.one_in(2) { 1 } else { -1 };
        let (rho, slope, neurons) = (self_coupling(sampler), sampler.whole(1, 3), sampler.whole(24, 4096));
        // Drawn again where memories lock, or where there is no threshold.
        cases.extend(edge(&shape(rho, slope, topology, neurons)?, neurons, &offset));
    }
    Ok(cases)
}

pub(super) fn transient_cases(sampler: &mut Sampler, count: usize) -> Result<Vec<Circle>> {
    let known = [(Topology::Chain, 12), (Topology::Ring(3), 24)].map(|(topology, neurons)| -> Result<Circle> {
        let parameters = shape(ratio(1, 9), 2, topology, neurons)?;
        let parameters = Parameters::new(ratio(3, 1))?
            .with_slope(parameters.slope().clone())?
            .with_slow_time_constant(ratio(5, 4))?
            .with_self_coupling(parameters.self_coupling().clone())
            .with_topology(topology)?
            .with_neurons(Some(neurons))?;
        Ok(Circle { parameters, saliencies: vec![ratio(3, 1), ratio(1, 4)], transitions: 6 })
    });
    let random = (0..count + 4).map(|_| transient_case(sampler));
    known.into_iter().chain(random).collect()
}

/// A sequence with saliency in its first two memories.
fn transient_case(sampler: &mut Sampler) -> Result<Circle> {
    let topology = if sampler.one_in(3) { Topology::Chain } else { Topology::Ring(sampler.whole(2, 12) as usize) };
    let k = sampler.between(&ratio(2, 1), &ratio(9, 1));
    let rho = if sampler.one_in(2) { Rational::new() } else { sampler.between(&ratio(-1, 3), &ratio(1, 9)) };
    let neurons = sampler.whole(12, 512);
    let parameters = with_reduced_gain(sampler, &k, rho)?.with_topology(topology)?.with_neurons(Some(neurons))?;
    // Once the others' share is taken off, the first memory still exists.
    let threshold = parameters.threshold();
    let first = &threshold * sampler.between(&ratio(2, 1), &ratio(9, 1));
    let second = &threshold * sampler.between(&ratio(0, 1), &ratio(9, 10));
    let transitions = if let Topology::Ring(memories) = topology { (2 * memories).min(20) } else { 8 };
    Ok(Circle { parameters, saliencies: vec![first, second], transitions })
}

/// A gain and what becomes of the first memory, or of every sequence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Small {
    /// The model.
    pub parameters: Parameters,
    /// Relative distance to the lock, where that is in question.
    pub offset: Option<Rational>,
}

impl fmt::Display for Small {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(offset) = &self.offset else { return write!(f, "{}", self.parameters) };
        let offset = Float::with_val(53, offset).to_string_radix(10, Some(3));
        write!(f, "gain=lock gain (1 + {offset}), self-coupling={}", self.parameters.self_coupling())?;
        self.parameters.neurons().map_or(Ok(()), |neurons| write!(f, ", neurons={neurons}"))
    }
}

pub(super) fn small_cases(sampler: &mut Sampler, count: usize) -> Result<Vec<Small>> {
    let mut cases = Vec::new();
    let too_small = [(4, 100, 0), (4, 1_000_000, 0), (4, 9, 0), (5, 1000, 0), (8, 1000, 0), (6, 10_000, -1)];
    for (neurons, gain, thirds) in too_small {
        let parameters = Parameters::new(ratio(gain, 1))?.with_self_coupling(ratio(thirds, 3));
        cases.push(Small { parameters: parameters.with_neurons(Some(neurons))?, offset: None });
    }
    for offset in [-power(10, -3), Rational::new(), power(10, -3)] {
        cases.push(lock_case(sampler, ratio(1, 2), 16, offset)?);
    }
    for _ in 0..count {
        let (rho, neurons) = (sampler.between(&ratio(1, 4), &ratio(4, 5)), sampler.whole(8, 4096));
        let side = if sampler.one_in(2) { 1 } else { -1 };
        let offset = if sampler.one_in(8) { Rational::new() } else { sampler.small(2, 40) * side };
        cases.push(lock_case(sampler, rho, neurons, offset)?);
    }
    Ok(cases)
}

/// A chain whose gain is that of its lock times `1 + offset`.
fn lock_case(sampler: &mut Sampler, rho: Rational, neurons: u64, offset: Rational) -> Result<Small> {
    let k = share_seen(&rho, neurons).recip() * Rational::from(1 + &offset);
    let parameters = with_reduced_gain(sampler, &k, rho)?.with_neurons(Some(neurons))?;
    Ok(Small { parameters, offset: Some(offset) })
}

/// A network of two memories along a ladder `eps = 2^-first ... 2^-last`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rungs {
    /// The model, without its self-synapses.
    pub parameters: Parameters,
    /// Its number of neurons.
    pub neurons: u64,
    /// Saliency of the first memory.
    pub saliency: Rational,
    /// Exponents of the first and the last rung.
    pub exponents: (i32, i32),
}

impl fmt::Display for Rungs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, last) = self.exponents;
        write!(f, "{}, saliency={}, eps=2^-{first} to 2^-{last}", self.parameters, self.saliency)
    }
}

pub(super) fn ladders(sampler: &mut Sampler, count: usize) -> Result<Vec<Rungs>> {
    let ladder = |gain: Rational, saliency: Rational, neurons: u64| -> Result<Rungs> {
        let parameters = Parameters::new(gain)?.with_neurons(Some(neurons))?;
        Ok(Rungs { parameters, neurons, saliency, exponents: (5, 12) })
    };
    let known = [(6, 3, 16), (5, 2, 64), (6, 3, 1024)];
    let known = known.map(|(gain, saliency, neurons)| ladder(ratio(gain, 1), ratio(saliency, 1), neurons));
    let random = (0..count / 12).map(|_| {
        let neurons = 2 * sampler.whole(8, 512);
        let gain = sampler.between(&ratio(4, 1), &ratio(9, 1));
        ladder(gain, sampler.between(&ratio(2, 1), &ratio(5, 1)), neurons)
    });
    known.into_iter().chain(random).collect()
}
