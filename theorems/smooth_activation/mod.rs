#![doc = include_str!("statement.md")]

pub mod cases;
pub mod claims;
pub mod figures;
pub mod predictor;
pub mod simulation;

use crate::theorems::Theorem;

/// This theorem's entry in the catalogue.
pub const THEOREM: Theorem = Theorem {
    id: "smooth_activation",
    title: "Smooth activations",
    summary: "Smooth neurons lose a memory before it ceases to exist and hand on less than HardTanh: their gain thresholds, from \
              certified integrals, lie above the paper's 4, which is a lower bound for every admissible activation.",
    statement: include_str!("statement.md"),
    claims: claims::all,
    figures: figures::all,
    covers: Vec::new,
    open: &["Thresholds of activations sharper than about power:16 are simulated, not certified."],
};
