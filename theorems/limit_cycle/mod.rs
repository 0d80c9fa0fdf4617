#![doc = include_str!("statement.md")]

pub mod cases;
pub mod claims;
pub mod figures;
pub mod predictor;
pub mod simulation;

use crate::theorems::Theorem;

/// This theorem's entry in the catalogue.
pub const THEOREM: Theorem = Theorem {
    id: "limit_cycle",
    title: "Limit cycles of the network",
    summary: "At a finite timescale ratio the network on a ring has an attracting cycle that visits every memory, proved by computer for \
              given parameters; as the ratio vanishes it tends to the ring's cycle.",
    statement: include_str!("statement.md"),
    claims: claims::all,
    figures: figures::all,
    covers: Vec::new,
    open: &[],
};
