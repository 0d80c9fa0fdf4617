//! What the handover (E4), iterated in rationals, implies: on the jumps of the count and at thresholds, where no enclosure can tell, and along
//! ladders that are too long to integrate.

use super::cases::{ACTIVE_TIME, BelowFour, Round, Start, collapse_law, deficient_gain, lasts, transitions};
use crate::error::{Error, Result};
use crate::evidence::{Answer, Quantities, quantity, to_digits};
use crate::model::{Parameters, UnequalGains};
use crate::numerics::{Decided, Digits, Interval, Precision, climb};
use crate::theorems::escape_time::predictor::{escape_time, next_saliency};
use rug::{Integer, Rational};
use std::cmp::Ordering;

/// Most transitions that are followed in rationals, which grow with every one of them.
const LONGEST: usize = 128;

/// A memory with its gain and slope, as one of a chain of its like.
fn memory(gains: &UnequalGains, number: usize) -> Result<Parameters> {
    Parameters::new(gains.gain(number).clone())?.with_slope(gains.slope(number).clone())
}

/// The saliencies up to the first at or below its threshold, or for so many transitions; and whether the last one is.
fn orbit(gains: &UnequalGains, saliency: &Rational, most: usize) -> Result<(Vec<Rational>, Decided<bool>)> {
    let mut orbit = vec![saliency.clone()];
    loop {
        let number = orbit.len() - 1;
        let over = Decided::order(&orbit[number], &gains.threshold(number)).map(Ordering::is_le);
        if over.holds() || number == most {
            return Ok((orbit, over));
        }
        let next = next_saliency(&memory(gains, number)?, &orbit[number], &Rational::new(), Precision::DOUBLE)?;
        orbit.push(next);
    }
}

/// The number of transitions and the time until the collapse; nothing for a sequence that is longer than rationals are followed.
pub(super) fn end_by_handover(start: &Start, digits: Digits) -> Result<Quantities> {
    let (orbit, over) = orbit(&start.gains, &start.saliency, LONGEST)?;
    if !over.holds() {
        return Ok(Vec::new());
    }
    let count = orbit.len() - 1;
    let mut implied = vec![transitions(over.map(|_| Some(Integer::from(count))))];
    if count > 0 {
        let time = to_digits("the sum of the dwells", digits, |precision| {
            let zero = Interval::from_integer(0, precision);
            orbit[..count].iter().enumerate().try_fold(zero, |sum, (number, saliency)| {
                let dwell: Interval = escape_time(&memory(&start.gains, number)?, saliency, precision)?;
                Ok(&sum + &dwell)
            })
        })?;
        implied.push(quantity(ACTIVE_TIME, Answer::enclosed(time)));
    }
    Ok(implied)
}

/// That a sequence lasts whose first saliency a round hands on unchanged, as at a threshold; nothing elsewhere.
pub(super) fn fixed_by_handover(round: &Round, _: Digits) -> Result<Quantities> {
    let Some(fixed) = &round.fixed else { return Ok(Vec::new()) };
    let period = round.gains.period();
    let (orbit, over) = orbit(&round.gains, fixed, period)?;
    let same = Decided::order(&orbit[orbit.len() - 1], fixed).map(Ordering::is_eq);
    let whole = orbit.len() == period + 1;
    Ok(vec![lasts((!over).and(same).map(|same| same && whole))])
}

/// How far sequences get with gains `4 - c/n^2`: the handover iterated in enclosures.
pub(super) fn ratio_by_handover(case: &BelowFour, _: Digits) -> Result<Quantities> {
    const START: usize = 128;
    const LIMIT: usize = 1 << 20;
    let BelowFour::Deficit { deficit, .. } = case else { return Ok(Vec::new()) };
    let end = |start: usize| {
        climb("the end of a sequence", Digits::new(10)?, |precision| {
            // From the strongest start, which hands on the gain itself.
            let mut saliency = Interval::from_rational(&deficient_gain(deficit, start), precision);
            for memory in start + 1..LIMIT {
                if !saliency.above(&Rational::from(1)).decide("a memory exists", &saliency)? {
                    return Ok(Some(memory));
                }
                let share = Interval::from_integer(1, precision).divide(&saliency)?;
                saliency = (-share + 1) * &deficient_gain(deficit, memory); // E4
            }
            Err(Error::StepLimit { limit: LIMIT, time: format!("memory {LIMIT}") })
        })
    };
    collapse_law(START, end(START)?, end(2 * START)?)
}
