//! What the network's return map does: proofs that a cycle goes through a box, and cycles along a ladder.

use super::cases::{
    Boxed, DWELL, DWELL_COEFFICIENT, Ladder, Place, Ring, SALIENCY, SALIENCY_COEFFICIENT, Span, branch, cycles, limit,
    trend, visits,
};
use crate::error::{Error, Result};
use crate::evidence::{Answer, Quantities, Quantity, eliminate, quantity, settled};
use crate::model::{Branch, Cycle, Found, Inclusion, Parameters, ReturnMap, SectionBox, Topology};
use crate::numerics::{Digits, Interval, Precision};
use rug::{Float, Rational};

/// Digits of a cycle that is found: those of the box's centre.
const DIGITS: u32 = 20;
/// The exponent of a box's radius.
const RADIUS: i32 = -14;
/// Bits of the proofs.
const BITS: u32 = 64;

/// The return map of a ring.
fn map(ring: &Ring) -> Result<ReturnMap> {
    ReturnMap::new(ring.parameters()?, ring.timescale_ratio.clone(), ring.leak.clone(), ring.activation)
}

/// The cycle that the network settles on.
///
/// **Accuracy**: an estimate of so many digits. **Errors**: [`Error::Undecided`] when none is found; those of the integrator.
pub fn simulate_cycle(ring: &Ring, digits: Digits) -> Result<Cycle> {
    found(map(ring)?.find_cycle(digits)?)
}

/// The cycle that was looked for.
fn found(found: Found) -> Result<Cycle> {
    match found {
        Found::Cycle(cycle) => Ok(*cycle),
        Found::Nothing(why) => Err(Error::Undecided { question: "the network has a cycle", value: why.to_string() }),
    }
}

/// The box of a case.
fn section_box(case: &Boxed) -> Result<SectionBox> {
    let (digits, precision) = (Digits::new(DIGITS)?, Precision::bits(BITS)?);
    let ring = match &case.place {
        Place::OfGain(gain) => Ring { gain: gain.clone(), ..case.ring.clone() },
        Place::Around | Place::Beside => case.ring.clone(),
    };
    let mut section = map(&ring)?.box_around(&simulate_cycle(&ring, digits)?, RADIUS, precision)?;
    if case.place == Place::Beside {
        // After the components, of which one is left out, come the saliencies, that of the memory entered first.
        let entered = ring.memories - 1;
        section.centre[entered] += Rational::from(&section.radii[entered] * 8u32);
    }
    Ok(section)
}

/// What is proved of the box of a case.
///
/// **Errors**: as [`ReturnMap::cycles_through`].
pub fn enclose_cycle(case: &Boxed) -> Result<Inclusion> {
    map(&case.ring)?.cycles_through(&section_box(case)?, Precision::bits(BITS)?)
}

/// How many cycles go through the box, and whether the one of a case that has one visits every memory in turn.
pub(super) fn observe_box(case: &Boxed, _: Digits) -> Result<Quantities> {
    let inclusion = enclose_cycle(case)?;
    let order = (case.place == Place::Around).then(|| match inclusion.in_order {
        Some(in_order) => visits(in_order),
        None => quantity("memories", Answer::unknown("which memory is the largest all along is not shown")),
    });
    Ok(std::iter::once(cycles(inclusion.cycles)).chain(order).collect())
}

/// The branch of cycles over an interval of ratios.
///
/// **Errors**: as [`Branch::prove`].
pub fn enclose_branch(span: &Span) -> Result<Branch> {
    let parameters = Parameters::new(span.gain.clone())?.with_topology(Topology::Ring(span.memories))?;
    Branch::prove(&parameters, &span.leak, span.activation, (&span.inverse.0, &span.inverse.1))
}

/// Whether one branch covers the interval, and whether its dwell falls from one end to the other.
pub(super) fn observe_branch(span: &Span, _: Digits) -> Result<Quantities> {
    let proved = enclose_branch(span)?;
    let dwells = proved.boxes.first().zip(proved.boxes.last()).map(|(first, last)| (&first.dwell, &last.dwell));
    let falls = dwells.map(|(first, last)| last.less(first).decided("the dwell falls with eps", last));
    Ok(std::iter::once(branch(proved.connected)).chain(falls.transpose()?.map(trend)).collect())
}

/// Dwells and entering saliencies along a ladder.
fn climb(ladder: &Ladder) -> Result<(Vec<Float>, Vec<Float>)> {
    let (digits, mut near) = (Digits::new(DIGITS)?, None::<Vec<Float>>);
    let cycles = (ladder.rungs.0..=ladder.rungs.1).map(|exponent| {
        let map = map(&ladder.ring(exponent))?;
        // The cycle of the rung above is a good guess.
        let cycle = match near.take() {
            Some(guess) => found(map.find_cycle_near(&guess, digits)?),
            None => found(map.find_cycle(digits)?),
        }?;
        near = Some(cycle.section.clone());
        Ok((cycle.dwell, cycle.section[ladder.memories - 1].clone()))
    });
    Ok(cycles.collect::<Result<Vec<_>>>()?.into_iter().unzip())
}

/// Limits and first corrections. At `eps = 2^-k` both are `v + 2^-k (a k ln 2 + b) + 4^-k p(k)`.
pub(super) fn observe_approach(ladder: &Ladder, _: Digits) -> Result<Quantities> {
    let (dwells, saliencies) = climb(ladder)?;
    let terms = |limit_of, coefficient_of, values: &[Float]| -> Result<[Quantity; 2]> {
        Ok([limit(limit_of, limit_on(values)?), limit(coefficient_of, coefficient_on(values, ladder.rungs.0)?)])
    };
    let dwell = terms(DWELL, DWELL_COEFFICIENT, &dwells)?;
    let saliency = terms(SALIENCY, SALIENCY_COEFFICIENT, &saliencies)?;
    Ok(dwell.into_iter().chain(saliency).collect())
}

/// The limit: two eliminations for `2^-k` times a line in `k`, and two for `4^-k`.
fn limit_on(values: &[Float]) -> Result<Interval> {
    let bits = values[0].prec();
    let ratios = [2, 2, 4, 4].map(|ratio| Float::with_val(bits, ratio));
    settled(&ratios.iter().fold(values.to_vec(), |rest, ratio| eliminate(&rest, ratio)))
}

/// The coefficient `a`: the differences from rung to rung, in which the limit is gone, over `2^-k` are a line in `k` with a remainder `2^-k p(k)`.
fn coefficient_on(values: &[Float], first: i32) -> Result<Interval> {
    let bits = values[0].prec();
    let octave = Float::with_val(bits, rug::float::Constant::Log2);
    // v_k - v_(k+1) = 2^-k (a k ln 2 + b - (a (k + 1) ln 2 + b)/2) = 2^-k (a ln 2 (k - 1)/2 + b/2)
    let lines =
        values.windows(2).zip(first..).map(|(pair, k)| (Float::with_val(bits, &pair[0] - &pair[1]) << k) << 1u32);
    let lines: Vec<Float> = lines.collect();
    let slopes = lines.windows(2).map(|pair| Float::with_val(bits, &pair[1] - &pair[0]) / &octave);
    let two = Float::with_val(bits, 2);
    settled(&(0..2).fold(slopes.collect::<Vec<_>>(), |rest, _| eliminate(&rest, &two)))
}
