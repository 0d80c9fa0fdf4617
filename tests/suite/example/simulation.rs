//! What an undriven saliency does: the limit system at rest, integrated.

use super::cases::{LEFT, Undriven};
use escapement::error::Result;
use escapement::evidence::{Answer, Quantities, quantity, to_digits};
use escapement::model::LimitSystem;
use escapement::numerics::Digits;

/// The saliency after the time of the case.
pub(super) fn observe_decay(case: &Undriven, digits: Digits) -> Result<Quantities> {
    let system = LimitSystem::new(case.parameters.clone());
    let left = to_digits(LEFT, digits, |precision| {
        let start = system.start(std::slice::from_ref(&case.saliency), precision)?;
        Ok(system.rest(&start, &case.time, precision)?[0].clone())
    })?;
    Ok(vec![quantity(LEFT, Answer::enclosed(left))])
}
