#![doc = include_str!("statement.md")]

pub mod claims;
pub mod figures;
pub mod predictor;
pub mod simulation;

use crate::model::Parameters;
use crate::theorems::Theorem;
use rug::Rational;
use std::fmt;

/// This theorem's entry in the catalogue.
pub const THEOREM: Theorem = Theorem {
    id: "gain_threshold",
    title: "Gain threshold",
    summary: "A chain of memories sustains itself exactly when the gain reaches a threshold (4 for unit slope and no \
              self-coupling); above it the saliencies settle on a stable value that only starts above an unstable one reach.",
    statement: include_str!("statement.md"),
    claims: claims::all,
    figures: figures::all,
};

/// A chain that starts with one memory of the given saliency, followed for some transitions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    /// The model.
    pub parameters: Parameters,
    /// Saliency `Z_0` of the first memory.
    pub saliency: Rational,
    /// Number of transitions that are followed.
    pub transitions: usize,
}

impl fmt::Display for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, saliency={}", self.parameters, self.saliency)
    }
}
