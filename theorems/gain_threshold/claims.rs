//! G1 to G4, on both sides of the threshold, at it, and within a hair of it.

use super::cases::{
    CONTRACTION, Chain, DWELL, FIXED, Fate, INTEGRATED, ITERATED, cycle_cases, fate, orbit_cases, threshold_cases,
};
use super::consequences::{fate_by_handover, fixed_by_handover, orbit_by_handover};
use super::predictor::{
    Moebius, contraction, cycle_dwell, exact_orbit, fixed_points, gain_threshold, is_fixed, is_reached, orbit, sustains,
};
use super::simulation::{observe_dwell, observe_fixed_points, observe_orbit, observe_sequence};
use crate::error::{Error, Result};
use crate::evidence::{
    Answer, Check, Claim, Consequence, Guarantee, Info, Provenance, Quantities, Support, WrongPredictor, quantity,
    real, to_digits,
};
use crate::model::Parameters;
use crate::numerics::rational::ratio;
use crate::numerics::{Decided, Digits, Interval};
use crate::theorems::assumptions::{FAST_LAYER, ORTHOGONAL, SUCCESSOR};
use crate::theorems::escape_time::predictor::is_locked;
use rug::Rational;
use std::cmp::Ordering;

/// G1 to G4.
pub fn all() -> Vec<Box<dyn Check>> {
    vec![Box::new(g1()), Box::new(g2()), Box::new(g3()), Box::new(g4())]
}

/// The handover, step after step.
const HANDOVER: &[Support] = &[Support::Claim("E3"), Support::Claim("E4"), FAST_LAYER, SUCCESSOR, ORTHOGONAL];

fn g1() -> Claim<Chain> {
    Claim {
        info: Info {
            id: "G1",
            title: "gain threshold",
            provenance: Provenance::PaperExtended,
            statement: "a self-sustained sequence exists iff 4/(1 + rho)^2 <= g kappa, -1 < rho < 1 and g kappa rho < 1; \
                        kappa_c = 4 in the paper's case",
            domain: "chain; rho from -2 to 2, any slope; gains from far below to far above the threshold, at it exactly, \
                     and within 10^-4 of it; below it starts up to 10^6",
            rests_on: HANDOVER,
            promises: Guarantee::Rigorous,
        },
        cases: threshold_cases,
        predict: |chain, _| Ok(outcome(&chain.parameters, sustains(&chain.parameters))),
        observe: observe_sequence,
        consequences: vec![Consequence {
            from: "E4",
            evaluate: |chain, _| fate_by_handover(&chain.parameters, &chain.saliency),
        }],
        wrong_predictors: vec![
            WrongPredictor::mistaken("threshold lower by one in a thousand", |chain, _| {
                shifted(chain, ratio(999, 1000))
            }),
            WrongPredictor::mistaken("threshold higher by one in a thousand", |chain, _| {
                shifted(chain, ratio(1001, 1000))
            }),
            WrongPredictor::mistaken("strict inequality at the threshold", |chain, _| {
                let p = &chain.parameters;
                let above =
                    gain_threshold(p).map(|threshold| Decided::order(p.gain(), &threshold).map(Ordering::is_gt));
                Ok(outcome(p, above.unwrap_or_else(|| sustains(p))))
            }),
            WrongPredictor::mistaken("self-coupling enters linearly", |chain, _| {
                let p = &chain.parameters;
                let sum = Rational::from(1 + p.self_coupling());
                let positive = Decided::order(&sum, &Rational::new()).map(Ordering::is_gt);
                Ok(outcome(p, positive.and(reaches_four(&(p.reduced_gain() * sum)))))
            }),
            WrongPredictor::mistaken("slope ignored", |chain, _| {
                let p = &chain.parameters;
                Ok(outcome(p, sustains(&p.clone().with_slope(ratio(1, 1))?)))
            }),
            WrongPredictor::mistaken("bounds on the self-coupling ignored", |chain, _| {
                let p = &chain.parameters;
                let sum = Rational::from(1 + p.self_coupling());
                Ok(outcome(p, reaches_four(&(p.reduced_gain() * sum.square()))))
            }),
        ],
    }
}

fn g2() -> Claim<Chain> {
    Claim {
        info: Info {
            id: "G2",
            title: "fixed points",
            provenance: Provenance::PaperExtended,
            statement: "z^2 - k (1 + rho) z + k = 0 for z = gZ, k = g kappa; the larger root is stable with multiplier \
                        y_-/y_+, the smaller one unstable with its inverse, and Z_+ Z_- = kappa/g",
            domain: "chain; gains from within 10^-3 of the threshold to five times it, any slope, -0.8 <= rho < 0.8",
            rests_on: HANDOVER,
            promises: Guarantee::Rigorous,
        },
        cases: cycle_cases,
        predict: predict_fixed_points,
        observe: observe_fixed_points,
        consequences: vec![Consequence { from: "E4", evaluate: fixed_by_handover }],
        wrong_predictors: vec![
            WrongPredictor::Slightly,
            WrongPredictor::mistaken("the two roots exchanged", |chain, digits| {
                let mut points = predict_fixed_points(chain, digits)?;
                let (stable, unstable) = (points[0].answer.clone(), points[1].answer.clone());
                (points[0].answer, points[1].answer) = (unstable, stable);
                Ok(points)
            }),
            WrongPredictor::mistaken("the two multipliers exchanged", |chain, digits| {
                let mut points = predict_fixed_points(chain, digits)?;
                let (stable, unstable) = (points[2].answer.clone(), points[3].answer.clone());
                (points[2].answer, points[3].answer) = (unstable, stable);
                Ok(points)
            }),
            WrongPredictor::mistaken("sign of the self-coupling", |chain, digits| {
                let p = &chain.parameters;
                let parameters = p.clone().with_self_coupling(Rational::from(-p.self_coupling()));
                predict_fixed_points(&Chain { parameters, ..chain.clone() }, digits)
            }),
        ],
    }
}

fn g3() -> Claim<Chain> {
    Claim {
        info: Info {
            id: "G3",
            title: "orbit",
            provenance: Provenance::Derived,
            statement: "Z_n in closed form: two powers above the threshold, 1/(y_n - y) linear in n at it, a quotient of \
                        sines below it, until the chain collapses",
            domain: "chain; k from 1/2 to 20, at 4/(1 + rho)^2 exactly, any slope, -0.8 <= rho < 0.8, starts on both sides of \
                     the unstable saliency; n up to 8 integrated, up to 16 in exact rationals",
            rests_on: HANDOVER,
            promises: Guarantee::Rigorous,
        },
        cases: orbit_cases,
        predict: |chain, digits| predict_orbit(chain, digits, 0),
        observe: observe_orbit,
        consequences: vec![Consequence { from: "E4", evaluate: orbit_by_handover }],
        wrong_predictors: vec![
            WrongPredictor::Slightly,
            WrongPredictor::mistaken("index off by one", |chain, digits| predict_orbit(chain, digits, 1)),
            WrongPredictor::mistaken("sign of the self-coupling", |chain, digits| {
                let p = &chain.parameters;
                let parameters = p.clone().with_self_coupling(Rational::from(-p.self_coupling()));
                predict_orbit(&Chain { parameters, ..chain.clone() }, digits, 0)
            }),
        ],
    }
}

fn g4() -> Claim<Chain> {
    Claim {
        info: Info {
            id: "G4",
            title: "period",
            provenance: Provenance::Derived,
            statement: "on the cycle each memory is held for tau_u ln(y_+/b), b = 1 - k rho; tau_u ln Z_+ in the paper's case",
            domain: "as G2, with slow time constants from 1/10 to 5",
            rests_on: &[Support::Claim("E1"), Support::Claim("G2"), FAST_LAYER, ORTHOGONAL],
            promises: Guarantee::Rigorous,
        },
        cases: cycle_cases,
        predict: |chain, digits| {
            real(DWELL, digits, |precision| {
                cycle_dwell(&chain.parameters, precision)?.ok_or_else(|| no_cycle(&chain.parameters))
            })
        },
        observe: observe_dwell,
        consequences: vec![],
        wrong_predictors: vec![
            WrongPredictor::Slightly,
            WrongPredictor::mistaken("dwell on the unstable cycle", |chain, digits| {
                real(DWELL, digits, |precision| {
                    let map = Moebius::new(&chain.parameters)?;
                    let (_, lower) = map.roots::<Interval>(precision)?;
                    let ratio = lower.divide(&Interval::from_rational(&map.bound, precision))?;
                    Ok(&ratio.ln()? * &Interval::from_rational(chain.parameters.slow_time_constant(), precision))
                })
            }),
            WrongPredictor::mistaken("logarithm of Z_+ whatever the slope", |chain, digits| {
                real(DWELL, digits, |precision| {
                    let points = fixed_points::<Interval>(&chain.parameters, precision)?;
                    let stable = points.ok_or_else(|| no_cycle(&chain.parameters))?.stable;
                    Ok(&stable.ln()? * &Interval::from_rational(chain.parameters.slow_time_constant(), precision))
                })
            }),
        ],
    }
}

/// The fate: a locked memory is never left, whatever the threshold says.
fn outcome(parameters: &Parameters, sustained: Decided<bool>) -> Quantities {
    let fates = is_locked(parameters).with(sustained).map(|(locked, sustained)| match (locked, sustained) {
        (true, _) => Fate::Locked,
        (false, true) => Fate::Endless,
        (false, false) => Fate::Collapses,
    });
    vec![fate(fates)]
}

/// Whether a gain in units of the threshold is at least the paper's 4.
fn reaches_four(gain: &Rational) -> Decided<bool> {
    Decided::order(gain, &Rational::from(4)).map(Ordering::is_ge)
}

/// The fate if the threshold were multiplied by a factor.
fn shifted(chain: &Chain, factor: Rational) -> Result<Quantities> {
    let p = &chain.parameters;
    let moved =
        gain_threshold(p).map(|threshold| Decided::order(p.gain(), &(threshold * &factor)).map(Ordering::is_ge));
    Ok(outcome(p, moved.unwrap_or_else(|| sustains(p))))
}

fn no_cycle(parameters: &Parameters) -> Error {
    Error::domain("gain", parameters.gain(), "at least the gain threshold, and below the lock gain")
}

fn predict_fixed_points(chain: &Chain, digits: Digits) -> Result<Quantities> {
    let points =
        |precision| fixed_points::<Interval>(&chain.parameters, precision)?.ok_or_else(|| no_cycle(&chain.parameters));
    let stable = to_digits("Z_+", digits, |precision| Ok(points(precision)?.stable))?;
    let unstable = to_digits("Z_-", digits, |precision| Ok(points(precision)?.unstable))?;
    let multiplier = to_digits("multiplier", digits, |precision| Ok(points(precision)?.multiplier))?;
    let inverse = to_digits("multiplier", digits, |precision| Ok(points(precision)?.unstable_multiplier))?;
    let p = &chain.parameters;
    // A start that is a rational fixed point, where the case is made that way: the root on its side of the vertex.
    let fixed = is_fixed(p, &chain.saliency);
    let start = if fixed.holds() {
        Answer::enclosed(nearer(chain, stable.clone(), unstable.clone()))
    } else {
        Answer::either(fixed, "fixed", "moves")
    };
    Ok(vec![
        quantity("Z_+", Answer::enclosed(stable)),
        quantity("Z_-", Answer::enclosed(unstable)),
        quantity("multiplier at Z_+", Answer::enclosed(multiplier)),
        quantity("multiplier at Z_-", Answer::enclosed(inverse)),
        quantity("Z_+ Z_-", Answer::exact(Rational::from(p.gain() / p.slope()))),
        quantity(FIXED, start),
    ])
}

/// The root on the start's side of the vertex `kappa (1 + rho)/2`.
fn nearer(chain: &Chain, stable: Interval, unstable: Interval) -> Interval {
    let vertex = Rational::from(1 + chain.parameters.self_coupling()) * chain.parameters.gain() / 2u32;
    if chain.saliency >= vertex { stable } else { unstable }
}

fn predict_orbit(chain: &Chain, digits: Digits, shift: u32) -> Result<Quantities> {
    let (p, start) = (&chain.parameters, &chain.saliency);
    let mut predicted = Vec::new();
    for (n, name) in INTEGRATED {
        if is_reached(p, start, n)? {
            let at = |precision| orbit::<Interval>(p, start, n + shift, precision);
            predicted.push(quantity(name, Answer::enclosed(to_digits("orbit", digits, at)?)));
        }
    }
    for (n, name) in ITERATED {
        if is_reached(p, start, n)? {
            predicted.push(quantity(name, Answer::exact(exact_orbit(p, start, n + shift)?)));
        }
    }
    if is_reached(p, start, 6)? {
        predicted.push(quantity(CONTRACTION, Answer::exact(contraction(p, start, 4 + shift)?)));
    }
    Ok(predicted)
}
