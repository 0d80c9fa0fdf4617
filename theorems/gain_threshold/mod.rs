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
    id: "gain_threshold",
    title: "Gain threshold",
    summary: "A chain of memories sustains itself exactly when the gain reaches a threshold (4 for unit slope and no \
              self-coupling); above it the saliencies settle on a stable value that only starts above an unstable one reach.",
    statement: include_str!("statement.md"),
    claims: claims::all,
    figures: figures::all,
    covers: Vec::new,
    open: &[],
};
