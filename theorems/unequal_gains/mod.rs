#![doc = include_str!("statement.md")]

pub mod cases;
pub mod claims;
pub mod consequences;
pub mod figures;
pub mod predictor;
pub mod simulation;

use crate::theorems::Theorem;

/// This theorem's entry in the catalogue.
pub const THEOREM: Theorem = Theorem {
    id: "unequal_gains",
    title: "Unequal gains",
    summary: "Memories may drive their successors with gains and slopes of their own: which sequences last is the positivity of a tridiagonal \
              matrix, whose constant 1/4 for equal gains is the reciprocal of the paper's 4.",
    statement: include_str!("statement.md"),
    claims: claims::all,
    figures: figures::all,
    covers: Vec::new,
    open: &[
        "Unequal gains with self-coupling, without self-synapses or with smooth neurons: the handover is still a Moebius map or an increasing \
         one, but no law is stated for its rounds.",
    ],
};
