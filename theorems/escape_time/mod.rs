#![doc = include_str!("statement.md")]

pub mod cases;
pub mod claims;
pub mod covers;
pub mod figures;
pub mod predictor;
pub mod simulation;

use crate::theorems::Theorem;

/// This theorem's entry in the catalogue.
pub const THEOREM: Theorem = Theorem {
    id: "escape_time",
    title: "Escape time",
    summary: "A retrieved memory is held for the logarithm of its saliency over its threshold, whatever the other \
              memories do, and hands its successor a saliency that depends on that ratio alone.",
    statement: include_str!("statement.md"),
    claims: claims::all,
    figures: figures::all,
    covers: covers::all,
    open: &[],
};
