#![doc = include_str!("statement.md")]

pub mod cases;
pub mod claims;
pub mod figures;
pub mod predictor;
pub mod simulation;

use crate::theorems::Theorem;

/// This theorem's entry in the catalogue.
pub const THEOREM: Theorem = Theorem {
    id: "correlated",
    title: "Memories that are not orthogonal",
    summary: "With the projection rule memories may overlap and nothing changes; with the Hebbian rule two overlapping memories are a ring with another \
              gain and a self-coupling.",
    statement: include_str!("statement.md"),
    claims: claims::all,
    figures: figures::all,
    covers: Vec::new,
    open: &[
        "Chains and rings of three or more overlapping memories under the Hebbian rule: X3 says when the first class of neurons to leave saturation \
         takes the memory with it, and nothing of what is entered, nor of thresholds.",
        "Random memories at a load P/N, whose escapes differ from draw to draw: for three of them they are measured (figure random_memories) with the self-synapses \
         kept, and about as many draws enter the opposite of the successor as the successor. With self-synapses removed, not even that.",
    ],
};
