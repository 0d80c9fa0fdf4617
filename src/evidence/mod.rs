//! Evidence: how a prediction and an observation become a verdict.
//!
//! A [`Claim`] pairs a predictor with an observation over a domain of cases. Comparing their [`Answer`]s gives a [`Verdict`] and the
//! [`Guarantee`] it rests on; a [`WrongPredictor`] shows that the comparison can fail; [`weigh`] holds every claim to those it rests
//! on. What may enter: ways to compare, ways to be sure, and ways to show both ([`plot`]). Nothing here knows what is compared.

mod answer;
mod binomial;
mod claim;
pub mod cover;
mod dependency;
pub mod guide;
mod ladder;
mod part;
pub mod plot;
mod quantity;
mod record;
mod sampler;
mod standing;
mod verdict;

pub use crate::numerics::Guarantee;
pub use answer::Answer;
pub use binomial::binomial_interval;
pub use claim::{
    Campaign, CaseReport, Cases, Check, Claim, Consequence, Evaluate, Examined, Info, Provenance, Row, WrongPredictor,
    WrongReport,
};
pub use cover::{Cost, Cover, CoverInfo, CoverReport, Coverable};
pub use dependency::{Assumption, Support, weigh};
pub use guide::Guide;
pub use ladder::{eliminate, settled};
pub use part::{ClaimEvidence, Part, Share};
pub use plot::Figure;
pub use quantity::{Agreement, DIGIT_LIMIT, Quantities, Quantity, quantity, real, to_digits};
pub use sampler::Sampler;
pub use standing::{CoverSummary, Reach, Standing};
pub use verdict::Verdict;
