#![doc = include_str!("statement.md")]

mod cases;
pub mod claims;
pub mod predictor;
pub mod simulation;

use crate::model::Activation;
use crate::theorems::Theorem;
use rug::Rational;
use std::fmt;

/// This theorem's entry in the catalogue.
pub const THEOREM: Theorem = Theorem {
    id: "memory",
    title: "Memories",
    summary: "While the input stands still, the fast network has an equilibrium at every memory that is salient enough; which of \
              them attract, how fast, and how deep each lies in an energy that only decreases, follows from the saliencies.",
    statement: include_str!("statement.md"),
    claims: claims::all,
    figures: Vec::new,
};

/// The fast network under a fixed input, and the memory that is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retrieval {
    /// The activation.
    pub activation: Activation,
    /// Its slope `g` at the origin.
    pub slope: Rational,
    /// Number `N` of neurons, a power of two: the memories are rows of a Sylvester-Hadamard matrix.
    pub neurons: usize,
    /// The saliencies `alpha`, one per memory, not negative.
    pub saliencies: Vec<Rational>,
    /// The memory `mu` looked at.
    pub memory: usize,
    /// Timescale ratio `eps`.
    pub timescale_ratio: Rational,
    /// Slow time constant `tau_u`.
    pub slow_time_constant: Rational,
    /// The smallest amplitude at which an equilibrium is looked for.
    pub least: Rational,
}

impl Retrieval {
    /// The saliency of the memory looked at.
    pub fn saliency(&self) -> &Rational {
        &self.saliencies[self.memory]
    }

    /// The fast time constant `eps tau_u`.
    pub fn fast_time_constant(&self) -> Rational {
        Rational::from(&self.timescale_ratio * &self.slow_time_constant)
    }
}

impl fmt::Display for Retrieval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let saliencies: Vec<String> = self.saliencies.iter().map(ToString::to_string).collect();
        write!(f, "activation={}, neurons={}", self.activation, self.neurons)?;
        write!(f, ", saliencies={}, memory={}", saliencies.join(" "), self.memory)?;
        let one = Rational::from(1);
        for (name, value, default) in [
            ("slope", &self.slope, &one),
            ("epsilon", &self.timescale_ratio, &one),
            ("slow-time-constant", &self.slow_time_constant, &one),
        ] {
            if value != default {
                write!(f, ", {name}={value}")?;
            }
        }
        Ok(())
    }
}
