//! F1 to F4: the unified threshold, the recurrence, locks and networks too small, and networks on a ladder.

use super::predictor::{exact_gain_threshold, fewest_neurons, first_dwell, gain_threshold, is_locked};
use super::simulation::simulate_first_crossing;
use crate::error::{Error, Result};
use crate::evidence::{
    Check, Claim, Control, Guarantee, Info, Provenance, Quantities, Sampler, Value, eliminate, quantity, settled,
};
use crate::model::{LimitSystem, Outcome, Parameters, Topology};
use crate::numerics::rational::{power, ratio};
use crate::numerics::{Certainty, Interval, Precision};
use crate::theorems::gain_threshold::claims::{self_coupling, with_reduced_gain};
use crate::theorems::ring::claims::{
    Circle, Edge, observe_growth, observe_run, observe_side, predict_run, predict_side, resolves_short_dwells,
};
use rayon::prelude::*;
use rug::{Float, Rational};
use std::fmt;

/// F1 to F4.
pub fn all() -> Vec<Box<dyn Check>> {
    vec![Box::new(f1()), Box::new(f2()), Box::new(f3()), Box::new(f4())]
}

fn f1() -> Claim<Edge> {
    Claim {
        info: Info {
            id: "F1",
            title: "threshold without self-synapses",
            provenance: Provenance::Derived,
            statement: "kappa_c = K/(g (1 - (1 + rho) K/N)) for N > (1 + rho) K, with K = 4/(1 + rho)^2 on the chain and K(P, rho) on a ring; 4N/(N - 4) in \
                        the paper's case",
            domain: "chains and rings of 2 to 16 memories, 5 to 4096 neurons, -4/5 <= rho <= 4/5; gains a relative 10^-2 to 10^-25 from the threshold \
                     on either side (at least 10^-4 above it where it is attained at q = 1), and 160 transitions where the offset is at least 1/200",
        },
        cases: edge_cases,
        predict: |edge, _| Ok(predict_side(edge, edge.offset > 0)),
        observe: observe_side,
        controls: vec![
            Control::mistaken("self-synapses kept", |edge, _| {
                predict_by(edge, &edge.parameters.clone().with_neurons(None)?)
            }),
            Control::mistaken("one neuron more", |edge, _| {
                let neurons = edge.parameters.neurons().map(|neurons| neurons + 1);
                predict_by(edge, &edge.parameters.clone().with_neurons(neurons)?)
            }),
            Control::mistaken("self-coupling left out of the sum", |edge, _| {
                let kept = edge.parameters.clone().with_neurons(None)?;
                let precision = Precision::bits(200)?;
                let neurons = edge.parameters.neurons().unwrap_or(1);
                let above = gain_threshold(&kept, precision)?.is_some_and(|threshold| {
                    let k = threshold.midpoint().to_rational().unwrap_or_default() * kept.slope();
                    let lost = &k / Rational::from(neurons);
                    *kept.gain() > k / ((1 - lost) * kept.slope())
                });
                Ok(predict_side(edge, above))
            }),
            Control::mistaken("threshold a relative 10^-24 higher", |edge, _| {
                Ok(predict_side(edge, edge.offset > power(10, -24)))
            }),
            Control::mistaken("threshold a relative 10^-24 lower", |edge, _| {
                Ok(predict_side(edge, edge.offset > -power(10, -24)))
            }),
        ],
    }
}

/// The side on which the gain lies of the threshold of other parameters.
fn predict_by(edge: &Edge, other: &Parameters) -> Result<Quantities> {
    let threshold = gain_threshold(other, Precision::bits(200)?)?;
    let above = threshold.is_some_and(|threshold| threshold.above(edge.parameters.gain()) == Certainty::CertainlyNot);
    Ok(predict_side(edge, above))
}

fn edge_cases(sampler: &mut Sampler, count: usize) -> Vec<Edge> {
    let mut cases = Vec::new();
    let (chain, ring) = (Topology::Chain, Topology::Ring);
    let known = [(chain, 64, 2), (chain, 5, 10), (chain, 1024, 25), (ring(3), 16, 2), (ring(8), 64, 25)];
    for (topology, neurons, exponent) in known {
        for sign in [-1, 1] {
            cases.extend(edge(&Rational::new(), 1, topology, neurons, &(power(10, -exponent) * sign)));
        }
    }
    while cases.len() < 8 + count / 2 {
        let topology = if sampler.one_in(3) { chain } else { ring(sampler.whole(2, 16) as usize) };
        let offset = sampler.small(2, 20) * if sampler.one_in(2) { 1 } else { -1 };
        let (rho, slope) = (self_coupling(sampler), sampler.whole(1, 3) as i64);
        cases.extend(edge(&rho, slope, topology, sampler.whole(24, 4096), &offset));
    }
    cases
}

/// A sequence whose gain is its threshold times `1 + offset`; `None` where there is none, or where it is attained by no dwell.
fn edge(rho: &Rational, slope: i64, topology: Topology, neurons: u64, offset: &Rational) -> Option<Edge> {
    let at = |gain: Rational| {
        let parameters = Parameters::new(gain).ok()?.with_slope(ratio(slope, 1)).ok()?.with_self_coupling(rho.clone());
        parameters.with_topology(topology).ok()?.with_neurons(Some(neurons)).ok()
    };
    let unit = at(ratio(1, 1))?;
    let threshold = gain_threshold(&unit, Precision::bits(256).ok()?).ok()??.midpoint().to_rational()?;
    let parameters = at(threshold * (Rational::from(1) + offset))?;
    let attained =
        topology == Topology::Chain || exact_gain_threshold(&unit).is_none() || resolves_short_dwells(offset);
    (attained && !is_locked(&parameters)).then(|| Edge { parameters, offset: offset.clone() })
}

fn f2() -> Claim<Circle> {
    Claim {
        info: Info {
            id: "F2",
            title: "recurrence without self-synapses",
            provenance: Provenance::Derived,
            statement: "q_n = (theta - kappa rho + kappa (1 + rho)/N)/(Z_n - kappa rho - (S_n - kappa (1 + rho))/N), S_{n+1} = kappa (1 + rho) + (S_n - \
                        kappa (1 + rho)) q_n; it goes on while Z_{n+1} - S_{n+1}/N > theta",
            domain: "chains and rings of 2 to 12 memories, 8 to 512 neurons, any slope and rho, any saliencies; up to 20 transitions, transients included",
        },
        cases: transient_cases,
        predict: |circle, digits| predict_run(circle, &circle.parameters, digits),
        observe: observe_run,
        controls: vec![
            Control::SlightlyWrong,
            Control::mistaken("self-synapses kept", |circle, digits| {
                predict_run(circle, &circle.parameters.clone().with_neurons(None)?, digits)
            }),
            Control::mistaken("one neuron more", |circle, digits| {
                let neurons = circle.parameters.neurons().map(|neurons| neurons + 1);
                predict_run(circle, &circle.parameters.clone().with_neurons(neurons)?, digits)
            }),
            Control::mistaken("the threshold of the cycle from the start", |circle, digits| {
                let lost = super::predictor::equivalent(&circle.parameters)?;
                predict_run(circle, &lost, digits)
            }),
        ],
    }
}

fn transient_cases(sampler: &mut Sampler, count: usize) -> Vec<Circle> {
    let mut cases = Vec::new();
    while cases.len() < 4 + count {
        let topology = if sampler.one_in(3) { Topology::Chain } else { Topology::Ring(sampler.whole(2, 12) as usize) };
        let k = sampler.between(&ratio(2, 1), &ratio(9, 1));
        let rho = if sampler.one_in(2) { Rational::new() } else { sampler.between(&ratio(-1, 3), &ratio(1, 9)) };
        let neurons = sampler.whole(12, 512);
        let parameters =
            with_reduced_gain(sampler, &k, rho).and_then(|p| p.with_topology(topology)?.with_neurons(Some(neurons)));
        let Ok(parameters) = parameters else { continue };
        // Once the others' share is taken off, the first memory still exists.
        let threshold = parameters.threshold();
        let first = &threshold * sampler.between(&ratio(2, 1), &ratio(9, 1));
        let second = &threshold * sampler.between(&ratio(0, 1), &ratio(9, 10));
        let saliencies = vec![first, second];
        let transitions = if let Topology::Ring(memories) = topology { (2 * memories).min(20) } else { 8 };
        cases.push(Circle { parameters, saliencies, transitions });
    }
    cases
}

/// A gain and what becomes of the first memory, or of every sequence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Small {
    /// The model.
    pub parameters: Parameters,
    /// Relative distance to the lock, where that is in question.
    pub offset: Option<Rational>,
}

impl fmt::Display for Small {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(offset) = &self.offset else { return write!(f, "{}", self.parameters) };
        let offset = Float::with_val(53, offset).to_string_radix(10, Some(3));
        write!(f, "gain=lock gain (1 + {offset}), self-coupling={}", self.parameters.self_coupling())?;
        self.parameters.neurons().map_or(Ok(()), |neurons| write!(f, ", neurons={neurons}"))
    }
}

fn f3() -> Claim<Small> {
    Claim {
        info: Info {
            id: "F3",
            title: "lock, and networks too small",
            provenance: Provenance::Derived,
            statement: "a memory is never left iff g kappa (rho - (1 + rho)/N) >= 1; with N <= (1 + rho) K no gain sustains a sequence",
            domain: "gains a relative 10^-2 to 10^-40 from the lock on either side, 5 to 4096 neurons; and chains of at most (1 + rho) K neurons with gains up \
                     to 10^6",
        },
        cases: small_cases,
        predict: |small, _| match small.offset {
            Some(_) => Ok(lock(is_locked(&small.parameters))),
            None => {
                let enough = fewest_neurons(&small.parameters, Precision::bits(128)?)?;
                let neurons = Rational::from(small.parameters.neurons().unwrap_or(u64::MAX));
                let some = enough.is_some_and(|fewest| {
                    fewest.above(&neurons) == Certainty::CertainlyNot && !fewest.contains_rational(&neurons)
                });
                Ok(growth(some))
            }
        },
        observe: |small, digits| match small.offset {
            Some(_) => {
                let system = LimitSystem::new(small.parameters.clone());
                let generous = Rational::from(small.parameters.gain() * 2u32) + small.parameters.threshold() * 2u32;
                let start = system.start(&[generous], Precision::DOUBLE.plus(200))?;
                let run = system.run(&start, 1, Precision::DOUBLE.plus(200))?;
                Ok(lock(run.outcome == Outcome::Locked))
            }
            None => {
                let seen = observe_growth(&small.parameters, digits)?;
                Ok(growth(seen.iter().any(|quantity| quantity.value.display(9) == "grows")))
            }
        },
        controls: vec![
            Control::mistaken("the lock of the network with its self-synapses", |small, _| {
                let kept = small.parameters.clone().with_neurons(None)?;
                Ok(if small.offset.is_some() { lock(is_locked(&kept)) } else { growth(true) })
            }),
            Control::mistaken("self-coupling left out of the sum: rho - 1/N", |small, _| {
                let neurons = small.parameters.neurons().unwrap_or(u64::MAX);
                let seen = small.parameters.self_coupling() - Rational::from((1, neurons));
                Ok(if small.offset.is_some() { lock(small.parameters.reduced_gain() * seen >= 1) } else { Vec::new() })
            }),
            Control::mistaken("some gain always suffices", |small, _| {
                Ok(if small.offset.is_none() { growth(true) } else { Vec::new() })
            }),
        ],
    }
}

fn lock(locked: bool) -> Quantities {
    vec![quantity("first memory", Value::rigorously(if locked { "never left" } else { "left" }))]
}

fn growth(some: bool) -> Quantities {
    let word = if some { "grows" } else { "shrinks" };
    vec![quantity("best saliency", Value::Decision(word, Guarantee::Numerical))]
}

fn small_cases(sampler: &mut Sampler, count: usize) -> Vec<Small> {
    let mut cases = Vec::new();
    let too_small = [(4, 100, 0), (4, 1_000_000, 0), (4, 9, 0), (5, 1000, 0), (8, 1000, 0), (6, 10_000, -1)];
    for (neurons, gain, tenths) in too_small {
        let parameters = Parameters::new(ratio(gain, 1)).map(|p| p.with_self_coupling(ratio(tenths, 3)));
        let parameters = parameters.and_then(|p| p.with_neurons(Some(neurons)));
        cases.extend(parameters.map(|parameters| Small { parameters, offset: None }));
    }
    while cases.len() < 6 + count {
        let (rho, neurons) = (sampler.between(&ratio(1, 4), &ratio(4, 5)), sampler.whole(8, 4096));
        let seen = &rho - Rational::from(1 + &rho) / Rational::from(neurons);
        let offset = if sampler.one_in(8) {
            Rational::new()
        } else {
            sampler.small(2, 40) * if sampler.one_in(2) { 1 } else { -1 }
        };
        let k = seen.recip() * Rational::from(1 + &offset);
        let parameters = with_reduced_gain(sampler, &k, rho).and_then(|p| p.with_neurons(Some(neurons)));
        cases.extend(parameters.map(|parameters| Small { parameters, offset: Some(offset) }));
    }
    cases
}

/// A network of two memories along a ladder `eps = 2^-first ... 2^-last`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rungs {
    /// The model, with its neurons.
    pub parameters: Parameters,
    /// Saliency of the first memory.
    pub saliency: Rational,
    /// Exponents of the first and the last rung.
    pub exponents: (i32, i32),
}

impl fmt::Display for Rungs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}, saliency={}, eps=2^-{} to 2^-{}",
            self.parameters, self.saliency, self.exponents.0, self.exponents.1
        )
    }
}

fn f4() -> Claim<Rungs> {
    Claim {
        info: Info {
            id: "F4",
            title: "networks of N neurons",
            provenance: Provenance::Derived,
            statement: "with leak delta = eps the first escape of the network of N neurons without self-synapses differs from that of the network with them \
                        by what F2 predicts, as eps -> 0",
            domain: "HardTanh, 16 to 1024 neurons, two memories; eps from 2^-5 to 2^-12",
        },
        cases: |sampler, count| {
            let mut cases =
                vec![(ratio(6, 1), ratio(3, 1), 16), (ratio(5, 1), ratio(2, 1), 64), (ratio(6, 1), ratio(3, 1), 1024)];
            while cases.len() < 3 + count / 12 {
                let neurons = 2 * sampler.whole(8, 512);
                cases.push((
                    sampler.between(&ratio(4, 1), &ratio(9, 1)),
                    sampler.between(&ratio(2, 1), &ratio(5, 1)),
                    neurons,
                ));
            }
            let ladder = |(gain, saliency, neurons)| -> Result<Rungs> {
                Ok(Rungs {
                    parameters: Parameters::new(gain)?.with_neurons(Some(neurons))?,
                    saliency,
                    exponents: (5, 12),
                })
            };
            cases.into_iter().filter_map(|case| ladder(case).ok()).collect()
        },
        predict: |rungs, _| differences(rungs, &rungs.parameters),
        observe: observe_differences,
        controls: vec![
            Control::mistaken("no difference", |_, _| {
                Ok(["N (T_N - T)", "N (Z'_N - Z')"].map(|name| quantity(name, Value::Exact(Rational::new()))).to_vec())
            }),
            Control::mistaken("half as many neurons", |rungs, _| {
                let half = rungs.parameters.neurons().map(|neurons| neurons / 2);
                differences(rungs, &rungs.parameters.clone().with_neurons(half)?)
            }),
            Control::mistaken("the threshold of the cycle from the start", |rungs, _| {
                differences(rungs, &super::predictor::equivalent(&rungs.parameters)?)
            }),
        ],
    }
}

/// The differences of the first dwell and the saliency handed over, times `N`.
fn differences(rungs: &Rungs, parameters: &Parameters) -> Result<Quantities> {
    let precision = Precision::bits(128)?;
    let count = Interval::from_integer(rungs.parameters.neurons().unwrap_or(1) as i64, precision);
    let kept = rungs.parameters.clone().with_neurons(None)?;
    let dwell = first_dwell(parameters, &rungs.saliency, precision)?;
    let dwell_kept = first_dwell(&kept, &rungs.saliency, precision)?;
    let next = Interval::from_rational(&(dwell.next - dwell_kept.next), precision);
    Ok(vec![
        quantity("N (T_N - T)", Value::Enclosure(&(&dwell.time - &dwell_kept.time) * &count)),
        quantity("N (Z'_N - Z')", Value::Enclosure(&next * &count)),
    ])
}

/// The same on the ladder: differences at equal ratios, whose remainder is `eps` times a polynomial in `ln eps`.
fn observe_differences(rungs: &Rungs, _digits: crate::numerics::Digits) -> Result<Quantities> {
    let neurons =
        rungs.parameters.neurons().ok_or_else(|| Error::domain("neurons", "missing", "a number of neurons"))?;
    let kept = rungs.parameters.clone().with_neurons(None)?;
    let exponents: Vec<i32> = (rungs.exponents.0..=rungs.exponents.1).collect();
    let at = |exponent: &i32| -> Result<(Float, Float)> {
        let eps = power(2, -*exponent);
        let (time, saliency) = simulate_first_crossing(&rungs.parameters, &rungs.saliency, &eps)?;
        let (time_kept, saliency_kept) = simulate_first_crossing(&kept, &rungs.saliency, &eps)?;
        Ok(((time - time_kept) * neurons, (saliency - saliency_kept) * neurons))
    };
    let (times, saliencies): (Vec<Float>, Vec<Float>) =
        exponents.par_iter().map(at).collect::<Result<Vec<_>>>()?.into_iter().unzip();
    let limit = |values: Vec<Float>| -> Result<Value> {
        let two = Float::with_val(values[0].prec(), 2);
        Ok(Value::Fitted(settled(&(0..3).fold(values, |rest, _| eliminate(&rest, &two)))?))
    };
    Ok(vec![quantity("N (T_N - T)", limit(times)?), quantity("N (Z'_N - Z')", limit(saliencies)?)])
}
