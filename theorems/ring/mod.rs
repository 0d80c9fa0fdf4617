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
    id: "ring",
    title: "Rings",
    summary: "On a ring a memory still has saliency when its turn comes round again, so a smaller gain suffices: the \
              paper's threshold is exact on the endless chain and an upper bound on every ring.",
    statement: include_str!("statement.md"),
    claims: claims::all,
    figures: figures::all,
    covers: Vec::new,
    open: &[],
};
