#![doc = include_str!("statement.md")]

pub mod cases;
pub mod claims;
pub mod figures;
pub mod guide;
pub mod predictor;
pub mod simulation;

use crate::theorems::Theorem;

/// This theorem's entry in the catalogue.
pub const THEOREM: Theorem = Theorem {
    id: "noise",
    title: "Noise",
    summary: "Noise makes every transition possible without a leak, but into the opposite of the memory as often as into the memory itself, and nothing \
              follows an opposite: a sequence needs a leak, and how much is known.",
    statement: include_str!("statement.md"),
    claims: claims::all,
    figures: figures::all,
    covers: Vec::new,
    open: &[
        "Noise of about the timescale ratio's strength and above, where the law of signs gives way, is not covered.",
    ],
};
