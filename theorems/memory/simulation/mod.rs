//! The fast network neuron by neuron, its input held fixed: where it stands still, how it moves away from there, and what it
//! loses on the way.

pub mod depth;
pub mod dissipation;
pub mod equilibria;
mod ray;
pub mod stability;

use super::cases::Retrieval;
use crate::error::Result;
use crate::model::{Activation, Memories, Network, Parameters};
use crate::numerics::{Interval, Precision};
use nalgebra::DMatrix;
use rug::float::Round;
use rug::{Float, Rational};

/// The network, neuron by neuron, with its input held fixed.
pub fn network(retrieval: &Retrieval) -> Result<Network> {
    let memories = memories(retrieval)?;
    let parameters = Parameters::new(Rational::from(1))?
        .with_slope(retrieval.slope.clone())?
        .with_slow_time_constant(retrieval.slow_time_constant.clone())?;
    let network = Network::new(parameters, memories.clone(), retrieval.timescale_ratio.clone())?;
    Ok(network.with_activation(retrieval.activation).by_neurons(&memories)?.frozen())
}

pub(super) fn memories(retrieval: &Retrieval) -> Result<Memories> {
    Memories::sylvester(retrieval.neurons, retrieval.saliencies.len())
}

/// The synapses `W = (1/N) sum alpha xi xi^T`, exactly.
pub(super) fn synapses(retrieval: &Retrieval) -> Result<DMatrix<Rational>> {
    let memories = memories(retrieval)?;
    let (patterns, neurons) = (memories.patterns(), retrieval.neurons);
    let entry = |i: usize, j: usize| {
        let terms = retrieval.saliencies.iter().enumerate();
        let sum: Rational =
            terms.map(|(mu, alpha)| alpha * Rational::from(patterns[(i, mu)] * patterns[(j, mu)])).sum();
        sum / neurons as u64
    };
    Ok(DMatrix::from_fn(neurons, neurons, entry))
}

/// `W v`, exactly.
pub(super) fn applied(synapses: &DMatrix<Rational>, v: &[Rational]) -> Vec<Rational> {
    synapses.row_iter().map(|row| row.iter().zip(v).map(|(w, v)| Rational::from(w * v)).sum()).collect()
}

/// The signs of the memory looked at.
pub(super) fn pattern(retrieval: &Retrieval) -> Result<Vec<i8>> {
    Ok(memories(retrieval)?.patterns().column(retrieval.memory).iter().copied().collect())
}

pub(super) fn rationals(signs: &[i8]) -> Vec<Rational> {
    signs.iter().copied().map(Rational::from).collect()
}

/// On which piece of its activation a neuron of that sign is.
const fn piece(activation: Activation, sign: i8) -> usize {
    if sign > 0 { activation.kinks().len() } else { 0 }
}

fn floats(values: &[Rational], precision: Precision) -> Vec<Float> {
    values.iter().map(|x| Float::with_val(precision.get(), x)).collect()
}

/// The finer of two results with twice their difference to either side.
pub fn estimated(coarse: &Float, fine: &Float) -> Result<Interval> {
    let bits = fine.prec();
    let mut error = Float::with_val_round(bits, fine - coarse, Round::Up).0.abs();
    error <<= 1u32;
    let (low, high) = (
        Float::with_val_round(bits, fine - &error, Round::Down).0,
        Float::with_val_round(bits, fine + &error, Round::Up).0,
    );
    Interval::new(low, high)
}
