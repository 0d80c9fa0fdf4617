//! One dwell of the limit system, integrated.

use super::cases::{Dwell, ESCAPE_TIME, NEXT_SALIENCY, fate};
use crate::error::{Error, Result};
use crate::evidence::cover::{Piece, Said};
use crate::evidence::{Answer, Quantities, quantity};
use crate::model::{FamilyDwell, LimitFamily, LimitSystem, Outcome, Run, Transition};
use crate::numerics::{Digits, Gradient, Precision};
use rug::Rational;

/// The limit system until its first transition, every time and saliency to `digits` digits; without a transition where the
/// memory is never left.
pub fn simulate_dwell(dwell: &Dwell, digits: Digits) -> Result<Run> {
    let own = [dwell.saliency.clone(), dwell.successor.clone()];
    let start: Vec<Rational> = own.into_iter().chain(dwell.others.iter().cloned()).collect();
    LimitSystem::new(dwell.parameters.clone()).run_to_digits(&start, 1, digits)
}

/// For how long the memory is held.
pub(super) fn observe_escape(dwell: &Dwell, digits: Digits) -> Result<Quantities> {
    let transition = escaped(simulate_dwell(dwell, digits)?)?;
    Ok(vec![quantity(ESCAPE_TIME, Answer::enclosed(transition.dwell))])
}

/// Whether the memory is ever left, and when.
pub(super) fn observe_fate(dwell: &Dwell, digits: Digits) -> Result<Quantities> {
    let run = simulate_dwell(dwell, digits)?;
    // That a memory is left is seen by its transition, whatever becomes of the next one.
    let locked = match run.transitions.len() {
        0 => run.decided()?.map(|outcome| outcome == Outcome::Locked),
        _ => run.count().map(|count| count == 0),
    };
    let escape = run.transitions.into_iter().next();
    let time = escape.map(|escape| quantity(ESCAPE_TIME, Answer::enclosed(escape.dwell)));
    Ok(std::iter::once(fate(locked)).chain(time).collect())
}

/// With what saliency the successor stands there.
pub(super) fn observe_handover(dwell: &Dwell, digits: Digits) -> Result<Quantities> {
    let transition = escaped(simulate_dwell(dwell, digits)?)?;
    Ok(vec![quantity(NEXT_SALIENCY, Answer::enclosed(transition.saliency))])
}

/// The transition, which a case outside its claim's domain does not make.
fn escaped(run: Run) -> Result<Transition> {
    run.transitions
        .into_iter()
        .next()
        .ok_or_else(|| Error::domain("case", "a memory that is never left", "one that is left"))
}

/// One dwell over a box of gains, self-couplings and saliencies: of the retrieved memory, its successor, and others.
fn simulate_dwells(sides: &[Gradient]) -> Result<FamilyDwell> {
    let [gain, self_coupling, saliencies @ ..] = sides else {
        return Err(Error::domain("sides", sides.len(), "gain, self-coupling and saliencies"));
    };
    LimitFamily::new(Rational::from(1)).dwell(saliencies, gain, Some(self_coupling))
}

/// For how long memories are held, over a piece.
pub(super) fn observe_escapes<C>(_: &C, piece: &Piece) -> Result<Said> {
    piece.developed(Precision::DOUBLE, |sides| Ok(simulate_dwells(sides)?.time)).map(Said::Number)
}

/// With what saliency the successor is entered, over a piece.
pub(super) fn observe_handovers<C>(_: &C, piece: &Piece) -> Result<Said> {
    piece.developed(Precision::DOUBLE, |sides| Ok(simulate_dwells(sides)?.saliencies.swap_remove(1))).map(Said::Number)
}
