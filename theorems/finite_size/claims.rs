//! F1 to F4: the unified threshold, the recurrence, locks and networks too small, and networks on a ladder.

use super::cases::{Rungs, SALIENCY_SHIFT, Small, TIME_SHIFT, edge_cases, ladders, lock, small_cases, transient_cases};
use super::predictor::{equivalent, first_dwell, gain_threshold, is_locked, sustains};
use super::simulation::{observe_differences, observe_small};
use crate::error::Result;
use crate::evidence::{
    Answer, Check, Claim, Guarantee, Info, Provenance, Quantities, Support, WrongPredictor, quantity,
};
use crate::model::Parameters;
use crate::numerics::rational::power;
use crate::numerics::{Decided, Digits, Interval, Precision, climb};
use crate::theorems::assumptions::{FAST_LAYER, ORTHOGONAL, STEADY, SUCCESSOR};
use crate::theorems::ring::cases::{Circle, Edge, growth};
use crate::theorems::ring::claims::{is_above, predict_run, predict_side};
use crate::theorems::ring::simulation::{observe_run, observe_side};
use rug::Rational;
use std::cmp::Ordering;

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
                     on either side: whether any saliency at all grows in steady state, and 160 transitions where the offset is at least 1/200 and the \
                     threshold is attained by a dwell",
            rests_on: &[Support::Claim("G1"), Support::Claim("R2"), STEADY, FAST_LAYER, SUCCESSOR, ORTHOGONAL],
            promises: Guarantee::Rigorous,
        },
        cases: edge_cases,
        predict: |edge, digits| predict_by(edge, &edge.parameters, digits),
        observe: observe_side,
        consequences: vec![],
        wrong_predictors: vec![
            WrongPredictor::mistaken("self-synapses kept", |edge, digits| {
                predict_by(edge, &edge.parameters.clone().with_neurons(None)?, digits)
            }),
            WrongPredictor::mistaken("one neuron more", |edge, digits| {
                let neurons = edge.parameters.neurons().map(|neurons| neurons + 1);
                predict_by(edge, &edge.parameters.clone().with_neurons(neurons)?, digits)
            }),
            WrongPredictor::mistaken("self-coupling left out of the sum", |edge, _| {
                let p = &edge.parameters;
                let precision = Precision::bits(200)?;
                let Some(threshold) = gain_threshold(&p.clone().with_neurons(None)?, precision)? else {
                    return Ok(predict_side(edge, is_locked(p)));
                };
                // K theta' with theta' = theta + kappa/N.
                let share = p.neurons().map_or_else(Rational::new, |n| p.reduced_gain() / Rational::from(n));
                let excess = &Interval::from_rational(p.gain(), precision) - &(threshold * &(share + 1u32));
                Ok(predict_side(edge, excess.positive().decided("the gain is above the threshold", &excess)?))
            }),
            WrongPredictor::mistaken("threshold a relative 10^-24 higher", |edge, _| {
                Ok(predict_side(edge, is_above(&edge.offset, &power(10, -24))))
            }),
            WrongPredictor::mistaken("threshold a relative 10^-24 lower", |edge, _| {
                Ok(predict_side(edge, is_above(&edge.offset, &-power(10, -24))))
            }),
        ],
    }
}

/// The side on which the gain lies of the threshold of other parameters.
fn predict_by(edge: &Edge, other: &Parameters, digits: Digits) -> Result<Quantities> {
    let above = climb("the side of a threshold", digits, |precision| sustains(other, precision).map(Some))?;
    Ok(predict_side(edge, above))
}

fn f2() -> Claim<Circle> {
    Claim {
        info: Info {
            id: "F2",
            title: "recurrence without self-synapses",
            provenance: Provenance::Derived,
            statement: "q_n = (theta - kappa rho + kappa (1 + rho)/N)/(Z_n - kappa rho - (S_n - kappa (1 + rho))/N), S_{n+1} = kappa (1 + rho) + (S_n - \
                        kappa (1 + rho)) q_n; it goes on while Z_{n+1} - S_{n+1}/N > theta",
            domain: "chains and rings of 2 to 12 memories, 12 to 512 neurons, any slope and rho, any saliencies; up to 20 transitions, transients included",
            rests_on: &[Support::Claim("M1"), Support::Claim("M2"), FAST_LAYER, SUCCESSOR, ORTHOGONAL],
            promises: Guarantee::Rigorous,
        },
        cases: transient_cases,
        predict: |circle, digits| predict_run(circle, &circle.parameters, digits),
        observe: observe_run,
        consequences: vec![],
        wrong_predictors: vec![
            WrongPredictor::Slightly,
            WrongPredictor::mistaken("self-synapses kept", |circle, digits| {
                predict_run(circle, &circle.parameters.clone().with_neurons(None)?, digits)
            }),
            WrongPredictor::mistaken("one neuron more", |circle, digits| {
                let neurons = circle.parameters.neurons().map(|neurons| neurons + 1);
                predict_run(circle, &circle.parameters.clone().with_neurons(neurons)?, digits)
            }),
            WrongPredictor::mistaken("the threshold of the cycle from the start", |circle, digits| {
                predict_run(circle, &equivalent(&circle.parameters)?, digits)
            }),
        ],
    }
}

fn f3() -> Claim<Small> {
    Claim {
        info: Info {
            id: "F3",
            title: "lock, and networks too small",
            provenance: Provenance::Derived,
            statement: "a memory is never left iff g kappa (rho - (1 + rho)/N) >= 1; with N <= (1 + rho) K no gain sustains a sequence",
            domain: "gains a relative 10^-2 to 10^-40 from the lock on either side, 8 to 4096 neurons; and chains of 4 to 8 neurons with gains up \
                     to 10^6, on either side of (1 + rho) K",
            rests_on: &[Support::Claim("E3"), Support::Claim("F1"), STEADY, FAST_LAYER, SUCCESSOR, ORTHOGONAL],
            promises: Guarantee::Rigorous,
        },
        cases: small_cases,
        predict: |small, digits| predict_small(small, &small.parameters, digits),
        observe: observe_small,
        consequences: vec![],
        wrong_predictors: vec![
            WrongPredictor::mistaken("the lock of the network with its self-synapses", |small, digits| {
                predict_small(small, &small.parameters.clone().with_neurons(None)?, digits)
            }),
            WrongPredictor::mistaken("self-coupling left out of the sum: rho - 1/N", |small, _| {
                let p = &small.parameters;
                let share = p.neurons().map_or_else(Rational::new, |neurons| Rational::from((1, neurons)));
                let seen = p.self_coupling() - share;
                let locked = Decided::order(&(p.reduced_gain() * seen), &Rational::from(1)).map(Ordering::is_ge);
                Ok(small.offset.iter().map(|_| lock(locked)).collect())
            }),
            WrongPredictor::mistaken("some gain always suffices", |small, digits| {
                let kept = small.parameters.clone().with_neurons(None)?;
                Ok(if small.offset.is_none() { predict_small(small, &kept, digits)? } else { Vec::new() })
            }),
        ],
    }
}

/// Whether the first memory is ever left, or whether some saliency grows.
fn predict_small(small: &Small, parameters: &Parameters, digits: Digits) -> Result<Quantities> {
    if small.offset.is_some() {
        return Ok(vec![lock(is_locked(parameters))]);
    }
    let some = climb("the side of a threshold", digits, |precision| sustains(parameters, precision).map(Some))?;
    Ok(vec![growth(some)])
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
            rests_on: &[Support::Claim("F2"), ORTHOGONAL],
            promises: Guarantee::Asymptotic,
        },
        cases: ladders,
        predict: |rungs, _| differences(rungs, &rungs.parameters),
        observe: observe_differences,
        consequences: vec![],
        wrong_predictors: vec![
            WrongPredictor::mistaken("no difference", |_, _| {
                Ok([TIME_SHIFT, SALIENCY_SHIFT].map(|name| quantity(name, Answer::exact(Rational::new()))).to_vec())
            }),
            WrongPredictor::mistaken("half as many neurons", |rungs, _| {
                differences(rungs, &rungs.parameters.clone().with_neurons(Some(rungs.neurons / 2))?)
            }),
            WrongPredictor::mistaken("the threshold of the cycle from the start", |rungs, _| {
                differences(rungs, &equivalent(&rungs.parameters)?)
            }),
        ],
    }
}

/// The differences of the first dwell and the saliency handed over, times `N`.
fn differences(rungs: &Rungs, parameters: &Parameters) -> Result<Quantities> {
    let precision = Precision::bits(128)?;
    let count = Rational::from(rungs.neurons);
    let start = std::slice::from_ref(&rungs.saliency);
    let dwell = first_dwell(parameters, start, precision)?;
    let kept = first_dwell(&rungs.parameters.clone().with_neurons(None)?, start, precision)?;
    Ok(vec![
        quantity(TIME_SHIFT, Answer::enclosed((&dwell.time - &kept.time) * &count)),
        quantity(SALIENCY_SHIFT, Answer::exact((dwell.next - kept.next) * count)),
    ])
}
