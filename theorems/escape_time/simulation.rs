//! One dwell of the limit system, integrated.

use super::Dwell;
use crate::error::Result;
use crate::model::{LimitSystem, Run};
use crate::numerics::Digits;
use rug::Rational;

/// The limit system until its first transition, every time and saliency to `digits` digits; without a transition where the
/// memory is never left.
pub fn simulate_dwell(dwell: &Dwell, digits: Digits) -> Result<Run> {
    let own = [dwell.saliency.clone(), dwell.successor.clone()];
    let start: Vec<Rational> = own.into_iter().chain(dwell.others.iter().cloned()).collect();
    LimitSystem::new(dwell.parameters.clone()).run_to_digits(&start, 1, digits)
}
