//! E1 to E4, each over its whole domain, with the mistakes one would make.

use super::cases::{Dwell, ESCAPE_TIME, NEXT_SALIENCY, crowded_dwells, fate, lock_cases, lone_dwells};
use super::predictor::{escape_time, is_locked, next_saliency};
use super::simulation::{observe_escape, observe_fate, observe_handover};
use crate::error::Result;
use crate::evidence::{
    Answer, Check, Claim, Guarantee, Info, Provenance, Quantities, Support, WrongPredictor, quantity, real,
};
use crate::model::Parameters;
use crate::numerics::rational::{power, ratio};
use crate::numerics::{Decided, Digits, Interval, Precision};
use crate::theorems::assumptions::{FAST_LAYER, ORTHOGONAL};
use rug::Rational;
use std::cmp::Ordering;

/// E1 to E4.
pub fn all() -> Vec<Box<dyn Check>> {
    vec![Box::new(e1()), Box::new(e2()), Box::new(e3()), Box::new(e4())]
}

/// A dwell ends where its memory ceases to exist and to be stable.
const LIMIT: &[Support] = &[Support::Claim("M1"), Support::Claim("M2"), FAST_LAYER, ORTHOGONAL];

fn e1() -> Claim<Dwell> {
    Claim {
        info: Info {
            id: "E1",
            title: "escape time",
            provenance: Provenance::ReconstructedExtended,
            statement: "a memory is held for T = tau_u ln((Z - kappa rho)/(theta - kappa rho)); ln Z in the paper's case",
            domain: "chain; Z > theta, g kappa rho < 1, any slope and slow time constant; Z -> theta and g kappa rho -> 1",
            rests_on: LIMIT,
            promises: Guarantee::Rigorous,
        },
        cases: lone_dwells,
        predict: |dwell, digits| escape(dwell, &dwell.parameters, digits),
        observe: observe_escape,
        consequences: vec![],
        wrong_predictors: vec![
            WrongPredictor::Slightly,
            WrongPredictor::mistaken("self-coupling ignored", |dwell, digits| {
                escape(dwell, &dwell.parameters.clone().with_self_coupling(Rational::new()), digits)
            }),
            WrongPredictor::mistaken("sign of the self-coupling", |dwell, digits| {
                let opposite = Rational::from(-dwell.parameters.self_coupling());
                escape(dwell, &dwell.parameters.clone().with_self_coupling(opposite), digits)
            }),
            WrongPredictor::mistaken("threshold taken as 1", |dwell, digits| {
                escape(dwell, &dwell.parameters.clone().with_slope(ratio(1, 1))?, digits)
            }),
            WrongPredictor::mistaken("slow time constant ignored", |dwell, digits| {
                escape(dwell, &dwell.parameters.clone().with_slow_time_constant(ratio(1, 1))?, digits)
            }),
        ],
    }
}

fn e2() -> Claim<Dwell> {
    Claim {
        info: Info {
            id: "E2",
            title: "independence",
            provenance: Provenance::Derived,
            statement: "T does not depend on the number of memories, their saliencies, or how large the competitor has grown",
            domain: "rings of 2 to 9 memories; the competitor up to 10^6 times the retrieved one, others up to ten times the threshold",
            rests_on: LIMIT,
            promises: Guarantee::Rigorous,
        },
        cases: crowded_dwells,
        predict: |dwell, digits| escape(dwell, &dwell.parameters, digits),
        observe: observe_escape,
        consequences: vec![],
        wrong_predictors: vec![
            WrongPredictor::Slightly,
            WrongPredictor::mistaken("escape when the competitor overtakes", |dwell, digits| {
                // alpha_{mu+1} = alpha_mu at e^{-t} = kappa (1 - rho) / (Z - r + kappa (1 - rho)).
                let p = &dwell.parameters;
                let rise = p.gain() * Rational::from(1 - p.self_coupling());
                let gap = Rational::from(&dwell.saliency - &dwell.successor);
                real(ESCAPE_TIME, digits, |precision| {
                    let share = Interval::from_rational(&(Rational::from(1) + gap.clone() / rise.clone()), precision);
                    Ok(&share.ln()? * &Interval::from_rational(p.slow_time_constant(), precision))
                })
            }),
        ],
    }
}

fn e3() -> Claim<Dwell> {
    Claim {
        info: Info {
            id: "E3",
            title: "lock",
            provenance: Provenance::Derived,
            statement: "a retrieved memory is never left iff g kappa rho >= 1, and T grows without bound below that",
            domain: "Z > theta; g kappa rho from -5 to 5, at 1 exactly and down to 10^-40 below and above it",
            rests_on: LIMIT,
            promises: Guarantee::Rigorous,
        },
        cases: lock_cases,
        predict: |dwell, digits| outcome(dwell, digits, is_locked(&dwell.parameters)),
        observe: observe_fate,
        consequences: vec![],
        wrong_predictors: vec![
            WrongPredictor::mistaken("slope ignored", |dwell, _| {
                let p = &dwell.parameters;
                Ok(vec![fate(reaches(&Rational::from(p.gain() * p.self_coupling()), &ratio(1, 1)))])
            }),
            WrongPredictor::mistaken("strict inequality at the boundary", |dwell, _| {
                let p = &dwell.parameters;
                let product = p.reduced_gain() * p.self_coupling();
                Ok(vec![fate(Decided::order(&product, &ratio(1, 1)).map(Ordering::is_gt))])
            }),
            WrongPredictor::mistaken("boundary moved by 1e-35", |dwell, _| {
                let p = &dwell.parameters;
                let moved = Rational::from(1) + power(10, -35);
                Ok(vec![fate(reaches(&(p.reduced_gain() * p.self_coupling()), &moved))])
            }),
        ],
    }
}

fn e4() -> Claim<Dwell> {
    Claim {
        info: Info {
            id: "E4",
            title: "handover",
            provenance: Provenance::PaperExtended,
            statement: "the successor enters with Z' = kappa (1 - e^-T) + r e^-T; kappa (1 - 1/Z) in the paper's case",
            domain: "chain and rings of 2 to 9 memories; Z > theta, g kappa rho < 1, r >= 0, others up to ten times the threshold",
            rests_on: &[Support::Claim("E1"), FAST_LAYER, ORTHOGONAL],
            promises: Guarantee::Rigorous,
        },
        cases: |sampler, count| {
            let mut cases = lone_dwells(sampler, count)?;
            cases.extend(crowded_dwells(sampler, count / 2)?);
            Ok(cases)
        },
        predict: |dwell, _| handover(dwell, &dwell.parameters, &dwell.successor),
        observe: observe_handover,
        consequences: vec![],
        wrong_predictors: vec![
            WrongPredictor::Slightly,
            WrongPredictor::mistaken("competitor's own saliency ignored", |dwell, _| {
                handover(dwell, &dwell.parameters, &Rational::new())
            }),
            WrongPredictor::mistaken("competitor's own saliency not decayed", |dwell, _| {
                let bare = next(dwell, &dwell.parameters, &Rational::new())?;
                Ok(exactly(NEXT_SALIENCY, bare + &dwell.successor))
            }),
            WrongPredictor::mistaken("slope ignored", |dwell, _| {
                handover(dwell, &dwell.parameters.clone().with_slope(ratio(1, 1))?, &dwell.successor)
            }),
        ],
    }
}

/// The predicted escape time of a dwell under the given parameters.
fn escape(dwell: &Dwell, parameters: &Parameters, digits: Digits) -> Result<Quantities> {
    real(ESCAPE_TIME, digits, |precision| escape_time(parameters, &dwell.saliency, precision))
}

/// The predicted handover, which is rational.
fn handover(dwell: &Dwell, parameters: &Parameters, successor: &Rational) -> Result<Quantities> {
    Ok(exactly(NEXT_SALIENCY, next(dwell, parameters, successor)?))
}

/// `Z'` as an exact rational.
fn next(dwell: &Dwell, parameters: &Parameters, successor: &Rational) -> Result<Rational> {
    next_saliency(parameters, &dwell.saliency, successor, Precision::DOUBLE)
}

/// An exact value on its own.
fn exactly(name: &'static str, value: Rational) -> Quantities {
    vec![quantity(name, Answer::exact(value))]
}

/// Whether a value is at least a bound.
fn reaches(value: &Rational, bound: &Rational) -> Decided<bool> {
    Decided::order(value, bound).map(Ordering::is_ge)
}

/// Whether the memory is locked, and when it is left where it is not and E1 applies.
fn outcome(dwell: &Dwell, digits: Digits, locked: Decided<bool>) -> Result<Quantities> {
    let time = if locked.holds() { Vec::new() } else { escape(dwell, &dwell.parameters, digits)? };
    Ok(std::iter::once(fate(locked)).chain(time).collect())
}
