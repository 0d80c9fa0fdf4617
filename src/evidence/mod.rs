//! Evidence: how a prediction and an observation become a verdict.
//!
//! A [`Claim`] pairs a predictor with an observation over a domain of cases. Comparing them gives a [`Verdict`] and the
//! [`Guarantee`] it rests on; wrong predictors ([`Control`]) show that the comparison can fail. What may enter: ways to
//! compare, ways to be sure, and ways to show both ([`plot`]). Nothing here knows what is compared.

mod claim;
mod ladder;
pub mod plot;
mod quantity;
mod sampler;
mod verdict;

pub use claim::{CaseReport, Check, Claim, Control, ControlReport, Evaluate, Info, Provenance, Row, Settings};
pub use ladder::{eliminate, settled};
pub use plot::Figure;
pub use quantity::{Agreement, DIGIT_LIMIT, Quantities, Quantity, Value, quantity};
pub use sampler::Sampler;
pub use verdict::{Guarantee, Verdict};
