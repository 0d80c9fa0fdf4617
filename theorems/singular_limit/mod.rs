#![doc = include_str!("statement.md")]

pub mod cases;
pub mod claims;
pub mod figures;
pub mod predictor;
pub mod simulation;

use crate::theorems::Theorem;

/// This theorem's entry in the catalogue.
pub const THEOREM: Theorem = Theorem {
    id: "singular_limit",
    title: "Finite timescale ratio",
    summary: "With a leak the escape is late by a multiple of eps ln(1/eps); without one it is late by a time that does not \
              vanish with eps, cannot be simulated in too few bits, and in the end never comes.",
    statement: include_str!("statement.md"),
    claims: claims::all,
    figures: figures::all,
    covers: Vec::new,
    open: &[],
};
