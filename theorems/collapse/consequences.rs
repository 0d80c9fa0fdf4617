//! What the handover (E4), iterated in rationals, implies for a chain: also on the jumps, where no enclosure can tell, and along
//! ladders that are too long to integrate.

use super::cases::{ACTIVE_TIME, CHANGE, FIRST_RUNG, Ladder, end, law_of_counts, rung, steps, transitions};
use crate::error::Result;
use crate::evidence::{Answer, Quantities, Quantity, quantity, to_digits};
use crate::numerics::{Decided, Digits, Interval};
use crate::theorems::escape_time::predictor::{count_handovers, escape_time, iterate_handover};
use crate::theorems::gain_threshold::cases::{Chain, Fate, fate};
use crate::theorems::gain_threshold::consequences::fate_by_handover;
use rug::{Integer, Rational};
use std::cmp::Ordering;

/// Most transitions that are followed in rationals, which grow with every one of them.
const LONGEST: usize = 256;

/// Whether the saliency after one transition is at or below the threshold; nothing where there is no transition.
pub fn end_by_handover(chain: &Chain, _: Digits) -> Result<Quantities> {
    match &iterate_handover(&chain.parameters, &chain.saliency, 1)?[..] {
        [_, next] => Ok(vec![end(is_over(chain, next))]),
        _ => Ok(Vec::new()),
    }
}

/// By how much the first transition changes the saliency, and whether all of them lower it.
pub(super) fn change_by_handover(chain: &Chain, _: Digits) -> Result<Quantities> {
    let orbit = iterate_handover(&chain.parameters, &chain.saliency, LONGEST)?;
    let falls = |pair: &[Rational]| Decided::order(&pair[1], &pair[0]).map(Ordering::is_lt);
    let weaken = orbit.windows(2).map(falls).reduce(Decided::and);
    let change = orbit.get(1).map(|next| quantity(CHANGE, Answer::exact(Rational::from(next - &chain.saliency))));
    Ok(change.into_iter().chain(weaken.map(steps)).collect())
}

/// The number of transitions; nothing for a chain that is longer than rationals are followed.
pub(super) fn count_by_handover(chain: &Chain, _: Digits) -> Result<Quantities> {
    let ended = orbit_to_the_end(chain)?;
    Ok(ended.into_iter().map(|(orbit, over)| counted(&orbit, over)).collect())
}

/// The time until the collapse: the dwells (E1) along the orbit in rationals.
pub(super) fn active_time_by_handover(chain: &Chain, digits: Digits) -> Result<Quantities> {
    match orbit_to_the_end(chain)? {
        Some((orbit, _)) => Ok(vec![quantity(ACTIVE_TIME, Answer::enclosed(time_along(chain, &orbit, digits)?))]),
        None => Ok(Vec::new()),
    }
}

/// What becomes of a chain at or above the threshold gain, where rationals tell: one that ends soon, and one that does not move.
pub(super) fn basin_by_handover(chain: &Chain, digits: Digits) -> Result<Quantities> {
    let Some((orbit, over)) = orbit_to_the_end(chain)? else {
        return fate_by_handover(&chain.parameters, &chain.saliency);
    };
    let time = quantity(ACTIVE_TIME, Answer::enclosed(time_along(chain, &orbit, digits)?));
    Ok(vec![fate(over.map(|_| Fate::Collapses)), counted(&orbit, over), time])
}

/// The bottleneck's law, from the handover iterated in enclosures far beyond what is integrated.
pub(super) fn bottleneck_by_handover(ladder: &Ladder, _: Digits) -> Result<Quantities> {
    const LAST_RUNG: i32 = 14;
    const LIMIT: usize = 1 << 20;
    let count = |j: i32| Ok((j, count_handovers(&rung(j)?, &ladder.saliency, LIMIT)?));
    let counts = (FIRST_RUNG..=LAST_RUNG).map(count).collect::<Result<Vec<_>>>()?;
    law_of_counts(&counts)
}

/// Whether a saliency is at or below the threshold.
fn is_over(chain: &Chain, saliency: &Rational) -> Decided<bool> {
    Decided::order(saliency, &chain.parameters.threshold()).map(Ordering::is_le)
}

/// The saliencies up to the first one at or below the threshold, and that it is; `None` where it was not reached.
fn orbit_to_the_end(chain: &Chain) -> Result<Option<(Vec<Rational>, Decided<bool>)>> {
    let orbit = iterate_handover(&chain.parameters, &chain.saliency, LONGEST)?;
    let over = is_over(chain, &orbit[orbit.len() - 1]);
    Ok(over.holds().then_some((orbit, over)))
}

/// The number of transitions along an orbit that is over.
fn counted(orbit: &[Rational], over: Decided<bool>) -> Quantity {
    transitions(over.map(|_| Some(Integer::from(orbit.len() - 1))))
}

/// The sum of the dwells along an orbit, each from its saliency (E1).
fn time_along(chain: &Chain, orbit: &[Rational], digits: Digits) -> Result<Interval> {
    to_digits("the sum of the dwells", digits, |precision| {
        let zero = Interval::from_integer(0, precision);
        orbit[..orbit.len() - 1].iter().try_fold(zero, |sum, saliency| {
            let dwell: Interval = escape_time(&chain.parameters, saliency, precision)?;
            Ok(&sum + &dwell)
        })
    })
}
