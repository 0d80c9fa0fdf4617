#![doc = include_str!("statement.md")]

pub mod cases;
pub mod claims;
pub mod consequences;
pub mod covers;
pub mod figures;
pub mod predictor;
pub mod simulation;

use crate::theorems::Theorem;

/// This theorem's entry in the catalogue.
pub const THEOREM: Theorem = Theorem {
    id: "collapse",
    title: "Collapse",
    summary: "Below the threshold every transition weakens the sequence, which ends after a number of transitions and a time \
              that are known exactly; above it only starts below the unstable saliency end.",
    statement: include_str!("statement.md"),
    claims: claims::all,
    figures: figures::all,
    covers: covers::all,
    open: &[],
};
