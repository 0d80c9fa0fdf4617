//! The cases of G1 to G4, and the names of what both sides speak of.

use crate::error::Result;
use crate::evidence::{Answer, Quantity, Sampler, quantity};
use crate::model::Parameters;
use crate::numerics::Decided;
use crate::numerics::rational::{power, ratio};
use crate::theorems::draw::{critical, is_left, self_coupling, with_reduced_gain};
use rug::Rational;
use std::fmt;

/// The time for which each memory is held on the cycle.
pub(super) const DWELL: &str = "dwell time";
/// The transitions after which an orbit is compared with the integrated one.
pub(super) const INTEGRATED: [(u32, &str); 4] = [(1, "Z_1"), (2, "Z_2"), (4, "Z_4"), (8, "Z_8")];
/// The transitions after which it is compared in rationals.
pub(super) const ITERATED: [(u32, &str); 3] = [(3, "Z_3, exact"), (7, "Z_7, exact"), (16, "Z_16, exact")];
/// `(Z_6 - Z_5)/(Z_5 - Z_4)`, which tends to the multiplier.
pub(super) const CONTRACTION: &str = "contraction";

/// What becomes of a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// No memory exists any more.
    Collapses,
    /// The first memory is never left.
    Locked,
    /// It goes on for ever.
    Endless,
}

/// The start, where it is a fixed point.
pub(super) const FIXED: &str = "start, if fixed";
/// What becomes of a chain.
pub const FATE: &str = "fate";

/// The fate in words.
pub fn fate(fate: Decided<Fate>) -> Quantity {
    let word = fate.map(|fate| match fate {
        Fate::Collapses => "collapses",
        Fate::Locked => "locked",
        Fate::Endless => "endless",
    });
    quantity(FATE, Answer::word(word))
}

/// A chain that starts with one memory of the given saliency, followed for some transitions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    /// The model.
    pub parameters: Parameters,
    /// Saliency `Z_0` of the first memory.
    pub saliency: Rational,
    /// Number of transitions that are followed.
    pub transitions: usize,
}

impl fmt::Display for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, saliency={}", self.parameters, self.saliency)
    }
}

/// A chain in which slope and slow time constant differ from the paper's case too.
pub fn general_chain(k: &Rational, rho: Rational, z: &Rational) -> Result<Chain> {
    let slope = ratio(5, 2);
    let parameters = Parameters::new(Rational::from(k / &slope))?.with_slope(slope.clone())?;
    let parameters = parameters.with_slow_time_constant(ratio(5, 4))?.with_self_coupling(rho);
    Ok(Chain { parameters, saliency: Rational::from(z / &slope), transitions: 1 })
}

pub(super) fn threshold_cases(sampler: &mut Sampler, count: usize) -> Result<Vec<Chain>> {
    // The paper's case first: just below the threshold, at it, just above it.
    let paper = [ratio(3_999, 1_000), ratio(4, 1), ratio(4_001, 1_000)].map(|gain| {
        let saliency = Rational::from(&gain / 2u32);
        Parameters::new(gain).map(|parameters| Chain { parameters, saliency, transitions: 0 })
    });
    let mut cases: Vec<Chain> = paper.into_iter().collect::<Result<_>>()?;
    let mut push = |sampler: &mut Sampler, rho: Rational, k: Rational, z: Option<Rational>| -> Result<()> {
        // In the middle between the fixed points where there are some: the vertex of their quadratic.
        let vertex = (&k * Rational::from(1 + &rho)) / 2u32;
        let start = z.unwrap_or_else(|| if vertex > 1 { vertex } else { ratio(3, 2) });
        let parameters = with_reduced_gain(sampler, &k, rho)?;
        let saliency = start / parameters.slope();
        cases.push(Chain { parameters, saliency, transitions: 0 });
        Ok(())
    };
    for rho in [ratio(0, 1), ratio(1, 2), ratio(-1, 2)] {
        for offset in [ratio(-1, 10), ratio(-1, 1000), ratio(0, 1), ratio(1, 1000), ratio(1, 10)] {
            let k = critical(&rho) * Rational::from(1 + &offset);
            push(sampler, rho.clone(), k.clone(), None)?;
            if offset < 0 {
                // The map increases: when so high a start collapses, so does every lower one.
                push(sampler, rho.clone(), k, Some(ratio(1_000_000, 1)))?;
            }
        }
    }
    push(sampler, ratio(0, 1), critical(&ratio(0, 1)) * ratio(9_999, 10_000), None)?;
    push(sampler, ratio(0, 1), critical(&ratio(0, 1)) * ratio(10_001, 10_000), None)?;
    push(sampler, ratio(0, 1), ratio(39, 10), Some(ratio(1_000_000, 1)))?;
    push(sampler, ratio(0, 1), ratio(1, 2), Some(ratio(50, 1)))?;
    // rho beyond one, where the two bounds of the window enclose nothing; rho at and below minus one.
    for (rho, k) in [(2, ratio(47, 100)), (2, ratio(2, 1)), (1, ratio(9, 10)), (-1, ratio(9, 1)), (-2, ratio(16, 1))] {
        push(sampler, ratio(rho, 1), k, Some(ratio(7, 1)))?;
    }
    for _ in 0..count {
        let rho = if sampler.one_in(2) { ratio(0, 1) } else { sampler.between(&ratio(-9, 10), &ratio(3, 4)) };
        let factor = if sampler.one_in(2) {
            sampler.between(&ratio(1, 5), &ratio(99, 100))
        } else {
            sampler.between(&ratio(101, 100), &ratio(3, 1))
        };
        let k = critical(&rho) * &factor;
        let start = (factor < 1).then(|| Rational::from(1) + sampler.between(&ratio(1, 10), &ratio(40, 1)));
        let parameters = with_reduced_gain(sampler, &k, rho.clone())?;
        let vertex = (&k * Rational::from(1 + &rho)) / 2u32;
        let saliency = start.unwrap_or(vertex) / parameters.slope();
        cases.push(Chain { parameters, saliency, transitions: 0 });
    }
    Ok(cases)
}

/// Parameters above the threshold and below the lock, every other one with a start that is a rational fixed point.
pub(super) fn cycle_cases(sampler: &mut Sampler, count: usize) -> Result<Vec<Chain>> {
    let case = |sampler: &mut Sampler, k: &Rational, rho: Rational, z: Rational| -> Result<Chain> {
        let parameters = with_reduced_gain(sampler, k, rho)?;
        let saliency = z / parameters.slope();
        Ok(Chain { parameters, saliency, transitions: 1 })
    };
    let has_cycle = |chain: &Chain| {
        let parameters = &chain.parameters;
        is_left(parameters) && parameters.reduced_gain() >= critical(parameters.self_coupling())
    };
    let mut cases = Vec::new();
    for (k, z) in [(ratio(5, 1), 3), (ratio(9, 2), 3), (ratio(4_004, 1_000), 2)] {
        cases.push(case(sampler, &k, ratio(0, 1), ratio(z, 1))?);
    }
    // z^2 - k (1 + rho) z + k = 0 at z = 6/5, rho = 1/4.
    cases.push(general_chain(&ratio(72, 25), ratio(1, 4), &ratio(6, 5))?);
    cases.push(general_chain(&ratio(9, 1), ratio(1, 16), &ratio(2, 1))?);
    for _ in 0..count {
        let rho = self_coupling(sampler);
        if sampler.one_in(2) {
            // The quadratic solved for k, from a rational z.
            let z = sampler.between(&ratio(6, 5), &ratio(5, 1));
            let denominator = (&z * Rational::from(1 + &rho)) - Rational::from(1);
            if denominator > 0 {
                let k = Rational::from(z.square_ref()) / denominator;
                cases.push(case(sampler, &k, rho, z)?);
            }
        } else {
            let k = critical(&rho) * sampler.between(&ratio(1_001, 1_000), &ratio(5, 1));
            cases.push(case(sampler, &k, rho, ratio(2, 1))?);
        }
    }
    cases.retain(has_cycle);
    Ok(cases)
}

pub(super) fn orbit_cases(sampler: &mut Sampler, count: usize) -> Result<Vec<Chain>> {
    let mut cases = Vec::new();
    let mut push = |sampler: &mut Sampler, k: Rational, rho: Rational, z: Rational| -> Result<()> {
        let parameters = with_reduced_gain(sampler, &k, rho)?;
        if is_left(&parameters) {
            let saliency = z / parameters.slope();
            cases.push(Chain { parameters, saliency, transitions: 8 });
        }
        Ok(())
    };
    for (k, z) in [(5, 3), (4, 3), (4, 2), (3, 10), (5, 1_000), (2, 3)] {
        push(sampler, ratio(k, 1), ratio(0, 1), ratio(z, 1))?;
    }
    push(sampler, ratio(7, 1), ratio(-1, 4), ratio(3, 1))?;
    push(sampler, ratio(3, 1), ratio(-1, 4), ratio(3, 1))?;
    // From just above and just below the unstable saliency 3/2 of k = 9/2.
    for offset in [power(10, -6), -power(10, -6)] {
        push(sampler, ratio(9, 2), ratio(0, 1), ratio(3, 2) + offset)?;
    }
    for _ in 0..count {
        let rho = self_coupling(sampler);
        let k = match sampler.whole(0, 3) {
            0 => critical(&rho),
            1 => critical(&rho) * (Rational::from(1) + sampler.small(2, 20)),
            _ => sampler.between(&ratio(1, 2), &ratio(20, 1)),
        };
        let z = Rational::from(1) + sampler.between(&ratio(1, 100), &ratio(9, 1));
        push(sampler, k, rho, z)?;
    }
    Ok(cases)
}
