//! E1 to E4, each over its whole domain, with the mistakes one would make.

use super::Dwell;
use super::predictor::{escape_time, is_locked, next_saliency};
use super::simulation::simulate_dwell;
use crate::error::{Error, Result};
use crate::evidence::{Check, Claim, Control, Info, Provenance, Quantities, Sampler, Value, quantity};
use crate::model::{Outcome, Parameters, Run, Topology, Transition};
use crate::numerics::rational::{power, ratio};
use crate::numerics::{Digits, Interval, Precision, climb};
use rug::Rational;

/// E1 to E4.
pub fn all() -> Vec<Box<dyn Check>> {
    vec![Box::new(e1()), Box::new(e2()), Box::new(e3()), Box::new(e4())]
}

fn e1() -> Claim<Dwell> {
    Claim {
        info: Info {
            id: "E1",
            title: "escape time",
            provenance: Provenance::ReconstructedExtended,
            statement: "a memory is held for T = tau_u ln((Z - kappa rho)/(theta - kappa rho)); ln Z in the paper's case",
            domain: "chain; Z > theta, g kappa rho < 1, any slope and slow time constant; Z -> theta and g kappa rho -> 1",
        },
        cases: lone_dwells,
        predict: |dwell, digits| escape(dwell, &dwell.parameters, digits),
        observe: observe_escape,
        controls: vec![
            Control::SlightlyWrong,
            Control::mistaken("self-coupling ignored", |dwell, digits| {
                escape(dwell, &dwell.parameters.clone().with_self_coupling(Rational::new()), digits)
            }),
            Control::mistaken("sign of the self-coupling", |dwell, digits| {
                let opposite = Rational::from(-dwell.parameters.self_coupling());
                escape(dwell, &dwell.parameters.clone().with_self_coupling(opposite), digits)
            }),
            Control::mistaken("threshold taken as 1", |dwell, digits| {
                escape(dwell, &dwell.parameters.clone().with_slope(ratio(1, 1))?, digits)
            }),
            Control::mistaken("slow time constant ignored", |dwell, digits| {
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
        },
        cases: crowded_dwells,
        predict: |dwell, digits| escape(dwell, &dwell.parameters, digits),
        observe: observe_escape,
        controls: vec![
            Control::SlightlyWrong,
            Control::mistaken("escape when the competitor overtakes", |dwell, digits| {
                // alpha_{mu+1} = alpha_mu at e^{-t} = kappa (1 - rho) / (Z - r + kappa (1 - rho)).
                let p = &dwell.parameters;
                let rise = p.gain() * Rational::from(1 - p.self_coupling());
                let gap = Rational::from(&dwell.saliency - &dwell.successor);
                real("escape time", digits, |precision| {
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
        },
        cases: lock_cases,
        predict: |dwell, digits| fate(dwell, digits, is_locked(&dwell.parameters)),
        observe: |dwell, digits| {
            let run = simulate_dwell(dwell, digits)?;
            let locked = run.outcome == Outcome::Locked;
            let mut found = vec![quantity("fate", Value::rigorously(fate_word(locked)))];
            let escape = run.transitions.into_iter().next();
            found.extend(escape.map(|escape| quantity("escape time", Value::Enclosure(escape.dwell))));
            Ok(found)
        },
        controls: vec![
            Control::mistaken("slope ignored", |dwell, digits| {
                let p = &dwell.parameters;
                fate(dwell, digits, Rational::from(p.gain() * p.self_coupling()) >= 1)
            }),
            Control::mistaken("strict inequality at the boundary", |dwell, digits| {
                let p = &dwell.parameters;
                fate(dwell, digits, p.reduced_gain() * p.self_coupling() > 1)
            }),
            Control::mistaken("boundary moved by 1e-35", |dwell, digits| {
                let p = &dwell.parameters;
                fate(dwell, digits, p.reduced_gain() * p.self_coupling() >= Rational::from(1) + power(10, -35))
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
        },
        cases: |sampler, count| {
            let mut cases = lone_dwells(sampler, count);
            cases.extend(crowded_dwells(sampler, count / 2));
            cases
        },
        predict: |dwell, _| handover(dwell, &dwell.parameters, &dwell.successor),
        observe: |dwell, digits| {
            let transition = escaped(simulate_dwell(dwell, digits)?)?;
            Ok(vec![quantity("next saliency", Value::Enclosure(transition.saliency))])
        },
        controls: vec![
            Control::SlightlyWrong,
            Control::mistaken("competitor's own saliency ignored", |dwell, _| {
                handover(dwell, &dwell.parameters, &Rational::new())
            }),
            Control::mistaken("competitor's own saliency not decayed", |dwell, _| {
                let bare = next(dwell, &dwell.parameters, &Rational::new())?;
                Ok(exactly("next saliency", bare + &dwell.successor))
            }),
            Control::mistaken("slope ignored", |dwell, _| {
                handover(dwell, &dwell.parameters.clone().with_slope(ratio(1, 1))?, &dwell.successor)
            }),
        ],
    }
}

/// The predicted escape time of a dwell under the given parameters.
fn escape(dwell: &Dwell, parameters: &Parameters, digits: Digits) -> Result<Quantities> {
    real("escape time", digits, |precision| escape_time(parameters, &dwell.saliency, precision))
}

/// The predicted handover, which is rational.
fn handover(dwell: &Dwell, parameters: &Parameters, successor: &Rational) -> Result<Quantities> {
    Ok(exactly("next saliency", next(dwell, parameters, successor)?))
}

/// `Z'` as an exact rational.
fn next(dwell: &Dwell, parameters: &Parameters, successor: &Rational) -> Result<Rational> {
    next_saliency(parameters, &dwell.saliency, successor, Precision::DOUBLE)
}

/// An exact value on its own.
fn exactly(name: &'static str, value: Rational) -> Quantities {
    vec![quantity(name, Value::Exact(value))]
}

/// A single enclosure of so many digits.
pub(in crate::theorems) fn real(
    name: &'static str,
    digits: Digits,
    value: impl Fn(Precision) -> Result<Interval>,
) -> Result<Quantities> {
    Ok(vec![quantity(name, Value::Enclosure(to_digits(name, digits, value)?))])
}

/// An enclosure of so many digits, relative, or absolute for a value that may be zero.
pub(in crate::theorems) fn to_digits(
    name: &'static str,
    digits: Digits,
    value: impl Fn(Precision) -> Result<Interval>,
) -> Result<Interval> {
    climb(name, digits, |precision| {
        let value = value(precision)?;
        let tight = value.digits(digits.get()) >= digits.get();
        Ok(tight.then_some(value))
    })
}

fn fate(dwell: &Dwell, digits: Digits, locked: bool) -> Result<Quantities> {
    let mut predicted = vec![quantity("fate", Value::exactly(fate_word(locked)))];
    if !locked {
        predicted.extend(escape(dwell, &dwell.parameters, digits).unwrap_or_default());
    }
    Ok(predicted)
}

const fn fate_word(locked: bool) -> &'static str {
    if locked { "locked" } else { "escapes" }
}

fn observe_escape(dwell: &Dwell, digits: Digits) -> Result<Quantities> {
    let transition = escaped(simulate_dwell(dwell, digits)?)?;
    Ok(vec![quantity("escape time", Value::Enclosure(transition.dwell))])
}

/// The transition, which a case outside its claim's domain does not make.
fn escaped(run: Run) -> Result<Transition> {
    run.transitions
        .into_iter()
        .next()
        .ok_or_else(|| Error::domain("case", "a memory that is never left", "one that is left"))
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
fn lone_dwells(sampler: &mut Sampler, count: usize) -> Vec<Dwell> {
    let papers = [(5, 3), (4, 2), (3, 10), (1, 100)].map(|(gain, saliency)| (ratio(gain, 1), ratio(saliency, 1)));
    let plain = papers.into_iter().filter_map(|(gain, saliency)| {
        let parameters = Parameters::new(gain).ok()?;
        Some(Dwell { parameters, saliency, successor: Rational::new(), others: vec![] })
    });
    let mut cases: Vec<Dwell> = plain.chain(general_dwell().ok()).collect();
    while cases.len() < count + 5 {
        let Ok(parameters) = unlocked(sampler) else { continue };
        let saliency = above_threshold(sampler, &parameters);
        let successor = if sampler.one_in(2) { sampler.between(&ratio(0, 1), &ratio(3, 1)) } else { Rational::new() };
        cases.push(Dwell { parameters, saliency, successor, others: vec![] });
    }
    cases
}

/// A ring on which every other memory has some saliency too.
fn crowded_dwells(sampler: &mut Sampler, count: usize) -> Vec<Dwell> {
    let mut cases = Vec::new();
    while cases.len() < count {
        let memories = sampler.whole(2, 9) as usize;
        let Ok(parameters) = unlocked(sampler).and_then(|p| p.with_topology(Topology::Ring(memories))) else {
            continue;
        };
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
    cases
}

/// Self-couplings on both sides of the lock, at it, and a hair from it.
fn lock_cases(sampler: &mut Sampler, count: usize) -> Vec<Dwell> {
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
    products.into_iter().filter_map(|product| case(product, sampler).ok()).collect()
}
