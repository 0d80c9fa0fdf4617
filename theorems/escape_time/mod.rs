#![doc = include_str!("statement.md")]

pub mod claims;
pub mod predictor;
pub mod simulation;

use crate::model::Parameters;
use crate::theorems::Theorem;
use rug::Rational;
use std::fmt;

/// This theorem's entry in the catalogue.
pub const THEOREM: Theorem = Theorem {
    id: "escape_time",
    title: "Escape time",
    summary: "A retrieved memory is held for the logarithm of its saliency over its threshold, whatever the other \
              memories do, and hands its successor a saliency that depends on that ratio alone.",
    statement: include_str!("statement.md"),
    claims: claims::all,
    figures: Vec::new,
};

/// One dwell: a memory is retrieved with `saliency`, its successor has `successor`, and further memories have `others`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dwell {
    /// The model.
    pub parameters: Parameters,
    /// Saliency `Z` of the memory when it becomes the retrieved one.
    pub saliency: Rational,
    /// Saliency `r` of its successor at that moment.
    pub successor: Rational,
    /// Saliencies of further memories (of a ring), in order; on the chain at most their sum.
    pub others: Vec<Rational>,
}

impl fmt::Display for Dwell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, saliency={}", self.parameters, self.saliency)?;
        if self.successor != 0 {
            write!(f, ", successor={}", self.successor)?;
        }
        if !self.others.is_empty() {
            let others: Vec<String> = self.others.iter().map(ToString::to_string).collect();
            write!(f, ", others={}", others.join(" "))?;
        }
        Ok(())
    }
}
