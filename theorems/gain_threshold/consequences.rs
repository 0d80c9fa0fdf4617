//! What the handover (E4), iterated in rationals, implies where no enclosure can tell: on the edges, and along orbits.

use super::cases::{CONTRACTION, Chain, FIXED, Fate, ITERATED, fate};
use crate::error::Result;
use crate::evidence::{Answer, Quantities, quantity};
use crate::model::Parameters;
use crate::numerics::{Decided, Digits};
use crate::theorems::escape_time::predictor::{iterate_handover, lands_on_threshold};
use rug::Rational;
use std::cmp::Ordering;

/// The fate of a start that the handover returns unchanged, which goes on for ever, or takes to the threshold exactly, where the sequence
/// ends; nothing for every other start.
pub fn fate_by_handover(parameters: &Parameters, saliency: &Rational) -> Result<Quantities> {
    if *saliency <= parameters.threshold() {
        return Ok(Vec::new());
    }
    if let [_, next] = &iterate_handover(parameters, saliency, 1)?[..] {
        let unmoved = Decided::order(next, saliency).map(Ordering::is_eq);
        if unmoved.holds() {
            return Ok(vec![fate(unmoved.map(|_| Fate::Endless))]);
        }
    }
    let Some(landing) = lands_on_threshold(parameters, saliency)? else { return Ok(Vec::new()) };
    let orbit = iterate_handover(parameters, saliency, landing)?;
    let ended = Decided::order(&orbit[landing], &parameters.threshold()).map(Ordering::is_le);
    Ok(vec![fate(ended.map(|_| Fate::Collapses))])
}

/// The start where the handover returns it unchanged.
pub(super) fn fixed_by_handover(chain: &Chain, _: Digits) -> Result<Quantities> {
    let orbit = iterate_handover(&chain.parameters, &chain.saliency, 1)?;
    let unmoved = Decided::order(&orbit[orbit.len() - 1], &chain.saliency).map(Ordering::is_eq);
    let start =
        if unmoved.holds() { Answer::exact(chain.saliency.clone()) } else { Answer::either(unmoved, "fixed", "moves") };
    Ok(vec![quantity(FIXED, start)])
}

/// The orbit in rationals.
pub(super) fn orbit_by_handover(chain: &Chain, _: Digits) -> Result<Quantities> {
    let orbit = iterate_handover(&chain.parameters, &chain.saliency, 16)?;
    let reached = ITERATED.iter().filter_map(|(n, name)| Some((name, orbit.get(*n as usize)?)));
    let mut all: Quantities = reached.map(|(name, z)| quantity(name, Answer::exact(z.clone()))).collect();
    if let [_, _, _, _, z4, z5, z6, ..] = &orbit[..]
        && z5 != z4
    {
        let quotient = Rational::from(z6 - z5) / Rational::from(z5 - z4);
        all.push(quantity(CONTRACTION, Answer::exact(quotient)));
    }
    Ok(all)
}
