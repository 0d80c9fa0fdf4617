#![doc = include_str!("statement.md")]

pub mod cases;
pub mod claims;
pub mod figures;
pub mod predictor;
pub mod simulation;

use crate::theorems::Theorem;

/// This theorem's entry in the catalogue.
pub const THEOREM: Theorem = Theorem {
    id: "finite_size",
    title: "Removed self-synapses",
    summary: "Where neurons do not drive themselves, a memory's threshold rises by the mean saliency per neuron: the gain \
              threshold is 4N/(N - 4) on the paper's chain, and five neurons are needed to have one at all.",
    statement: include_str!("statement.md"),
    claims: claims::all,
    figures: figures::all,
    covers: Vec::new,
    open: &[],
};
