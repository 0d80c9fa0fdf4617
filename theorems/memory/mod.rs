#![doc = include_str!("statement.md")]

pub mod cases;
pub mod claims;
pub mod figures;
pub mod predictor;
pub mod simulation;

use crate::theorems::Theorem;

/// This theorem's entry in the catalogue.
pub const THEOREM: Theorem = Theorem {
    id: "memory",
    title: "Memories",
    summary: "While the input stands still, the fast network has an equilibrium at every memory that is salient enough; which of \
              them attract, how fast, and how deep each lies in an energy that only decreases, follows from the saliencies.",
    statement: include_str!("statement.md"),
    claims: claims::all,
    figures: figures::all,
    covers: Vec::new,
    open: &[],
};
