//! One dwell of the limit system, integrated.

use super::Dwell;
use crate::error::Result;
use crate::model::{LimitSystem, Outcome, Run, Transition};
use crate::numerics::Digits;
use rug::Rational;

/// The first transition of the limit system, every time and saliency to `digits` digits; `None` when it makes none.
pub fn simulate_dwell(dwell: &Dwell, digits: Digits) -> Result<Option<Transition>> {
    Ok(run(dwell, digits)?.transitions.into_iter().next())
}

/// Whether the limit system ever leaves the memory: its outcome after one transition was asked for.
pub fn simulate_fate(dwell: &Dwell, digits: Digits) -> Result<Outcome> {
    Ok(run(dwell, digits)?.outcome)
}

/// One transition from the dwell's start.
fn run(dwell: &Dwell, digits: Digits) -> Result<Run> {
    let own = [dwell.saliency.clone(), dwell.successor.clone()];
    let start: Vec<Rational> = own.into_iter().chain(dwell.others.iter().cloned()).collect();
    LimitSystem::new(dwell.parameters.clone()).run_to_digits(&start, 1, digits)
}
