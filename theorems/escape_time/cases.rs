//! The cases of E1 to E4, and the names of what both sides speak of.

use crate::error::Result;
use crate::evidence::{Answer, Quantity, Sampler, quantity};
use crate::model::{Parameters, Topology};
use crate::numerics::Decided;
use crate::numerics::rational::{power, ratio};
use rug::Rational;
use std::fmt;

/// The time for which a memory is held.
pub(super) const ESCAPE_TIME: &str = "escape time";
/// The saliency of its successor at its escape.
pub(super) const NEXT_SALIENCY: &str = "next saliency";

/// Whether the memory is locked, in words.
pub(super) fn fate(locked: Decided<bool>) -> Quantity {
    quantity("fate", Answer::either(locked, "locked", "escapes"))
}

/// One dwell: a memory is retrieved with `saliency`, its successor has `successor`, and further memories have `others`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dwell {
    /// The model.
    pub parameters: Parameters,
    /// Saliency `Z` of the memory when it becomes the retrieved one.
    pub saliency: Rational,
    /// Saliency `r` of its successor at that moment.
    pub successor: Rational,
    /// Saliencies of further memories (of a ring), in order; on the chain at most their sum.
    pub others: Vec<Rational>,
}

impl fmt::Display for Dwell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, saliency={}", self.parameters, self.saliency)?;
        if self.successor != 0 {
            write!(f, ", successor={}", self.successor)?;
        }
        if !self.others.is_empty() {
            let others: Vec<String> = self.others.iter().map(ToString::to_string).collect();
            write!(f, ", others={}", others.join(" "))?;
        }
        Ok(())
    }
}

/// Random parameters with `g kappa rho < 1`.
fn unlocked(sampler: &mut Sampler) -> Result<Parameters> {
    let gain = sampler.between(&ratio(1, 10), &ratio(12, 1));
    let slope = if sampler.one_in(3) { ratio(1, 1) } else { sampler.between(&ratio(1, 4), &ratio(4, 1)) };
    let reduced = Rational::from(&gain * &slope);
    let rho = match sampler.whole(0, 3) {
        0 => Rational::new(),
        // Towards the lock: g kappa rho = 1 - small.
        1 => (Rational::from(1) - sampler.small(1, 30)) / reduced,
        _ => {
            let top = ratio(99, 100) / reduced;
            sampler.between(&ratio(-3, 1), &top)
        }
    };
    let tau = if sampler.one_in(3) { sampler.between(&ratio(1, 10), &ratio(5, 1)) } else { ratio(1, 1) };
    Parameters::new(gain)?.with_slope(slope)?.with_slow_time_constant(tau).map(|p| p.with_self_coupling(rho))
}

/// A saliency above the threshold: often of order one, sometimes a hair above, sometimes huge.
fn above_threshold(sampler: &mut Sampler, parameters: &Parameters) -> Rational {
    let factor = match sampler.whole(0, 4) {
        0 => Rational::from(1) + sampler.small(2, 30),
        1 => Rational::from(1) + sampler.small(1, 3).recip(),
        _ => Rational::from(1) + sampler.between(&ratio(1, 1000), &ratio(20, 1)),
    };
    parameters.threshold() * factor
}

/// A dwell in which every parameter differs from the paper's case.
fn general_dwell() -> Result<Dwell> {
    let parameters = Parameters::new(ratio(7, 2))?.with_slope(ratio(3, 2))?.with_slow_time_constant(ratio(5, 4))?;
    let parameters = parameters.with_self_coupling(ratio(1, 8));
    Ok(Dwell { parameters, saliency: ratio(2, 1), successor: ratio(1, 3), others: vec![] })
}

/// Chain, one memory with saliency: the paper's setting with all parameters.
pub(super) fn lone_dwells(sampler: &mut Sampler, count: usize) -> Result<Vec<Dwell>> {
    let papers = [(5, 3), (4, 2), (3, 10), (1, 100)].map(|(gain, saliency)| (ratio(gain, 1), ratio(saliency, 1)));
    let plain = papers.into_iter().map(|(gain, saliency)| {
        let parameters = Parameters::new(gain)?;
        Ok(Dwell { parameters, saliency, successor: Rational::new(), others: vec![] })
    });
    let mut cases: Vec<Dwell> = plain.chain([general_dwell()]).collect::<Result<_>>()?;
    for _ in 0..count {
        let parameters = unlocked(sampler)?;
        let saliency = above_threshold(sampler, &parameters);
        let successor = if sampler.one_in(2) { sampler.between(&ratio(0, 1), &ratio(3, 1)) } else { Rational::new() };
        cases.push(Dwell { parameters, saliency, successor, others: vec![] });
    }
    Ok(cases)
}

/// A competitor that overtakes long before the escape, and a rival far above the threshold.
fn crowded_edges() -> Result<Vec<Dwell>> {
    let ring = |gain, memories| Parameters::new(ratio(gain, 1))?.with_topology(Topology::Ring(memories));
    let dwell = |parameters, saliency, successor, others| Dwell {
        parameters,
        saliency: ratio(saliency, 1),
        successor: ratio(successor, 1),
        others,
    };
    Ok(vec![dwell(ring(5, 2)?, 3, 1_000_000, vec![]), dwell(ring(4, 4)?, 2, 0, vec![ratio(10, 1), ratio(1, 2)])])
}

/// A ring on which every other memory has some saliency too.
pub(super) fn crowded_dwells(sampler: &mut Sampler, count: usize) -> Result<Vec<Dwell>> {
    let mut cases = crowded_edges()?;
    for _ in 0..count {
        let memories = sampler.whole(2, 9) as usize;
        let parameters = unlocked(sampler)?.with_topology(Topology::Ring(memories))?;
        let saliency = above_threshold(sampler, &parameters);
        let threshold = parameters.threshold();
        let successor = match sampler.whole(0, 2) {
            0 => Rational::from(&saliency * sampler.whole(2, 1_000_000)),
            _ => sampler.between(&ratio(0, 1), &threshold),
        };
        // A rival above the threshold leaves open which memory is entered, not when this one is left or what it hands on.
        let most = if sampler.one_in(3) { Rational::from(&threshold * 10u32) } else { threshold };
        let others = (2..memories).map(|_| sampler.between(&ratio(0, 1), &most)).collect();
        cases.push(Dwell { parameters, saliency, successor, others });
    }
    Ok(cases)
}

/// Self-couplings on both sides of the lock, at it, and a hair from it.
pub(super) fn lock_cases(sampler: &mut Sampler, count: usize) -> Result<Vec<Dwell>> {
    let mut products = vec![ratio(1, 1), ratio(0, 1), ratio(2, 1)];
    for exponent in [1, 5, 10, 20, 40] {
        products.push(Rational::from(1) - power(10, -exponent));
        products.push(Rational::from(1) + power(10, -exponent));
    }
    products.extend((0..count).map(|_| sampler.between(&ratio(-5, 1), &ratio(5, 1))));
    let case = |product: Rational, sampler: &mut Sampler| -> Result<Dwell> {
        let gain = sampler.between(&ratio(1, 2), &ratio(12, 1));
        let slope = sampler.between(&ratio(1, 4), &ratio(4, 1));
        let rho = product / Rational::from(&gain * &slope);
        let parameters = Parameters::new(gain)?.with_slope(slope)?.with_self_coupling(rho);
        let saliency = parameters.threshold() * (Rational::from(1) + sampler.between(&ratio(1, 100), &ratio(9, 1)));
        Ok(Dwell { parameters, saliency, successor: Rational::new(), others: vec![] })
    };
    products.into_iter().map(|product| case(product, sampler)).collect()
}
