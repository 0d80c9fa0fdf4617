//! C1 to C7: what is predicted, and the mistakes that must be caught.

use super::cases::{
    ACTIVE_TIME, CHANGE, ENTERED, EXPONENT, FAST_STATE, FastRest, LIMIT, Ladder, SHARE, basin_cases, counted_cases,
    end, fast_rest, immediate_cases, ladders, rest_time, resting_cases, revival, steps, timed_cases, transitions,
    weakening_cases,
};
use super::consequences::{
    active_time_by_handover, basin_by_handover, bottleneck_by_handover, change_by_handover, count_by_handover,
    end_by_handover,
};
use super::predictor::{
    active_time, always_weakens, bottleneck, continuous_count, is_immediate, next, rested, rested_state, revives,
    transitions as predict_transitions, transitions_to_the_end, weakening,
};
use super::simulation::{
    observe_active_time, observe_basin, observe_bottleneck, observe_change, observe_count, observe_end, observe_rest,
};
use crate::error::{Error, Result};
use crate::evidence::{
    Answer, Check, Claim, Consequence, Guarantee, Info, Provenance, Quantities, Quantity, Support, WrongPredictor,
    quantity, real, to_digits,
};
use crate::model::Parameters;
use crate::numerics::rational::{power, ratio};
use crate::numerics::{Decided, Digits, Interval, Precision};
use crate::theorems::assumptions::{FAST_LAYER, ORTHOGONAL, SUCCESSOR};
use crate::theorems::escape_time::predictor::lands_on_threshold;
use crate::theorems::gain_threshold::cases::{Chain, Fate, fate};
use crate::theorems::gain_threshold::predictor::{Moebius, orbit};
use rug::float::Round;
use rug::{Float, Integer, Rational};
use std::cmp::Ordering;

/// C1 to C7.
pub fn all() -> Vec<Box<dyn Check>> {
    vec![Box::new(c1()), Box::new(c2()), Box::new(c3()), Box::new(c4()), Box::new(c5()), Box::new(c6()), Box::new(c7())]
}

/// The handover, step after step, up to where it leads to no memory.
const HANDOVER: &[Support] =
    &[Support::Claim("M1"), Support::Claim("E3"), Support::Claim("E4"), FAST_LAYER, SUCCESSOR, ORTHOGONAL];
/// The same with the time that each step takes.
const TIMED: &[Support] =
    &[Support::Claim("M1"), Support::Claim("E1"), Support::Claim("E4"), FAST_LAYER, SUCCESSOR, ORTHOGONAL];

fn c1() -> Claim<Chain> {
    Claim {
        info: Info {
            id: "C1",
            title: "immediate collapse",
            provenance: Provenance::ReconstructedExtended,
            statement: "the first transition leads to no memory iff g kappa <= 1 or g Z <= g kappa (1 - rho)/(g kappa - 1)",
            domain: "chain; k from 1/5 to 8, any slope, -0.8 <= rho < 0.8; starts at the bound exactly and 10^-40 and 10^-200 \
                     to either side of it",
            rests_on: HANDOVER,
            promises: Guarantee::Rigorous,
        },
        cases: immediate_cases,
        predict: |chain, _| Ok(immediately(&chain.parameters, &chain.saliency)),
        observe: observe_end,
        consequences: vec![Consequence { from: "E4", evaluate: end_by_handover }],
        wrong_predictors: vec![
            WrongPredictor::mistaken("strict inequality", |chain, _| {
                let p = &chain.parameters;
                let below = Decided::order(&next(p, &chain.saliency)?, &p.threshold()).map(Ordering::is_lt);
                Ok(vec![end(below)])
            }),
            WrongPredictor::mistaken("bound moved by 1e-30", |chain, _| {
                let moved = &chain.saliency * (Rational::from(1) + power(10, -30));
                Ok(immediately(&chain.parameters, &moved))
            }),
            WrongPredictor::mistaken("slope ignored", |chain, _| {
                let parameters = chain.parameters.clone().with_slope(ratio(1, 1))?;
                Ok(immediately(&parameters, &chain.saliency))
            }),
            WrongPredictor::mistaken("self-coupling ignored", |chain, _| {
                let parameters = chain.parameters.clone().with_self_coupling(Rational::new());
                Ok(immediately(&parameters, &chain.saliency))
            }),
        ],
    }
}

fn c2() -> Claim<Chain> {
    Claim {
        info: Info {
            id: "C2",
            title: "weakening",
            provenance: Provenance::PaperExtended,
            statement: "below the threshold every transition weakens: Z' - Z = -((z - k/2)^2 + k - k^2/4)/(g z) < 0",
            domain: "chain, rho = 0; 0 < k < 4 up to 4 - 10^-3, any slope, Z > theta; six transitions integrated, up to 256 in \
                     rationals",
            rests_on: HANDOVER,
            promises: Guarantee::Rigorous,
        },
        cases: weakening_cases,
        predict: |chain, _| predict_weakening(chain, &Rational::new()),
        observe: observe_change,
        consequences: vec![Consequence { from: "E4", evaluate: change_by_handover }],
        wrong_predictors: vec![
            WrongPredictor::Slightly,
            WrongPredictor::mistaken("square completed at k", |chain, _| {
                predict_weakening(chain, &(chain.parameters.reduced_gain() / 2u32))
            }),
            WrongPredictor::mistaken("only high starts weaken", |chain, _| {
                let z = Rational::from(&chain.saliency * chain.parameters.slope());
                let high = Decided::order(&z, &Rational::from(4)).map(Ordering::is_gt);
                Ok(vec![steps(high)])
            }),
        ],
    }
}

fn c3() -> Claim<Chain> {
    Claim {
        info: Info {
            id: "C3",
            title: "number of transitions",
            provenance: Provenance::Derived,
            statement: "below the threshold the chain ends after n_c = max(0, ceil((psi - th)/phi)) transitions; \
                        psi = pi - 2 phi for rho = 0",
            domain: "chain; k from 1/5 to within 10^-3 of the threshold, any slope, -0.8 <= rho < 0.8; starts on the jumps \
                     of the ceiling and 10^-17, 10^-40 and 10^-200 to either side",
            rests_on: HANDOVER,
            promises: Guarantee::Rigorous,
        },
        cases: counted_cases,
        predict: |chain, _| Ok(vec![transitions(predict_transitions(&chain.parameters, &chain.saliency)?)]),
        observe: observe_count,
        consequences: vec![Consequence { from: "E4", evaluate: count_by_handover }],
        wrong_predictors: vec![
            WrongPredictor::Slightly,
            WrongPredictor::mistaken("floor instead of ceiling", |chain, _| {
                let on_jump = lands_on_threshold(&chain.parameters, &chain.saliency)?.is_some();
                miscounted(chain, |n| if on_jump || n == 0 { n } else { n - 1u32 })
            }),
            WrongPredictor::mistaken("evaluated in double precision", |chain, _| {
                let map = Moebius::new(&chain.parameters)?;
                let double: Float = continuous_count(&map, &map.shifted(&chain.saliency), Precision::DOUBLE)?;
                let count = double.to_integer_round(Round::Up).map(|(count, _)| count.max(Integer::new()));
                let count = count.ok_or_else(|| Error::domain("count", &double, "a finite number"))?;
                Ok(vec![transitions(Decided::measured(Some(count)))])
            }),
            WrongPredictor::mistaken("collapse below the threshold only, not at it", |chain, _| {
                let on_jump = lands_on_threshold(&chain.parameters, &chain.saliency)?.is_some();
                miscounted(chain, |n| if on_jump { n + 1u32 } else { n })
            }),
        ],
    }
}

fn c4() -> Claim<Chain> {
    Claim {
        info: Info {
            id: "C4",
            title: "active time",
            provenance: Provenance::Derived,
            statement: "the dwells until the collapse telescope: (n_c/2) ln kappa + ln(sin(th + n_c phi)/sin th) in units of \
                        tau_u for rho = 0 and unit slope",
            domain: "chain; k from 1/5 to within 10^-3 of the threshold, any slope and slow time constant, -0.8 <= rho < 0.8",
            rests_on: TIMED,
            promises: Guarantee::Rigorous,
        },
        cases: timed_cases,
        predict: |chain, digits| {
            let n = transitions_to_the_end(&chain.parameters, &chain.saliency)?;
            predict_active_time(chain, &chain.parameters, &n, digits)
        },
        observe: observe_active_time,
        consequences: vec![Consequence { from: "E4", evaluate: active_time_by_handover }],
        wrong_predictors: vec![
            WrongPredictor::Slightly,
            WrongPredictor::mistaken("one dwell left out", |chain, digits| {
                let n = transitions_to_the_end(&chain.parameters, &chain.saliency)? - 1u32;
                predict_active_time(chain, &chain.parameters, &n, digits)
            }),
            WrongPredictor::mistaken("slow time constant ignored", |chain, digits| {
                let parameters = chain.parameters.clone().with_slow_time_constant(ratio(1, 1))?;
                let n = transitions_to_the_end(&parameters, &chain.saliency)?;
                predict_active_time(chain, &parameters, &n, digits)
            }),
        ],
    }
}

fn c5() -> Claim<Ladder> {
    Claim {
        info: Info {
            id: "C5",
            title: "bottleneck",
            provenance: Provenance::Derived,
            statement: "n_c sqrt(4 - kappa) -> 2 pi as kappa -> 4 from below, for any fixed Z_0 > 2",
            domain: "chain, rho = 0, unit slope; Z_0 from 2.1 to 100; 4 - kappa = 4^-3 ... 4^-8 integrated, down to 4^-14 by the \
                     handover",
            rests_on: HANDOVER,
            promises: Guarantee::Asymptotic,
        },
        cases: |sampler, count| Ok(ladders(sampler, count)),
        predict: |_, digits| Ok(law(to_digits(LIMIT, digits, |precision| Ok(bottleneck(precision)))?, ratio(1, 2))),
        observe: observe_bottleneck,
        consequences: vec![Consequence { from: "E4", evaluate: bottleneck_by_handover }],
        wrong_predictors: vec![
            WrongPredictor::mistaken("pi instead of 2 pi", |_, digits| {
                Ok(law(to_digits(LIMIT, digits, |precision| Ok(Interval::pi(precision)))?, ratio(1, 2)))
            }),
            WrongPredictor::mistaken("one part in a thousand off", |_, digits| {
                let limit = to_digits(LIMIT, digits, |precision| {
                    let factor = Interval::from_rational(&ratio(1001, 1000), precision);
                    Ok(&bottleneck::<Interval>(precision) * &factor)
                })?;
                Ok(law(limit, ratio(1, 2)))
            }),
            WrongPredictor::mistaken("n_c inversely proportional to 4 - kappa", |_, digits| {
                Ok(law(to_digits(LIMIT, digits, |precision| Ok(bottleneck(precision)))?, ratio(1, 1)))
            }),
        ],
    }
}

fn c6() -> Claim<Chain> {
    Claim {
        info: Info {
            id: "C6",
            title: "basin",
            provenance: Provenance::Derived,
            statement: "at and above the threshold the chain collapses iff Z_0 < Z_-, after a number of transitions and a time in \
                        closed form",
            domain: "chain; k from the threshold to five times it, any slope, -0.8 <= rho < 0.8; starts at a rational Z_- \
                     exactly, and 10^-1 ... 10^-9 to either side of it",
            rests_on: &[
                Support::Claim("M1"),
                Support::Claim("E1"),
                Support::Claim("E3"),
                Support::Claim("E4"),
                Support::Claim("G1"),
                FAST_LAYER,
                SUCCESSOR,
                ORTHOGONAL,
            ],
            promises: Guarantee::Rigorous,
        },
        cases: basin_cases,
        predict: predict_basin,
        observe: observe_basin,
        consequences: vec![Consequence { from: "E4", evaluate: basin_by_handover }],
        wrong_predictors: vec![
            WrongPredictor::mistaken("every start above the threshold gain is sustained", |chain, _| {
                let p = &chain.parameters;
                Ok(vec![endless_or_not(Decided::order(p.gain(), &Rational::new()).map(Ordering::is_gt))])
            }),
            WrongPredictor::mistaken("the stable saliency taken for the boundary", |chain, _| {
                let map = Moebius::new(&chain.parameters)?;
                let y = map.shifted(&chain.saliency);
                let right = Decided::order(&y, &Rational::from(&map.trace / 2u32)).map(Ordering::is_gt);
                let quadratic = Rational::from(y.square_ref()) - Rational::from(&map.trace * &y) + &map.determinant;
                let outside = Decided::order(&quadratic, &Rational::new()).map(Ordering::is_ge);
                Ok(vec![endless_or_not(right.and(outside))])
            }),
            WrongPredictor::Slightly,
        ],
    }
}

fn c7() -> Claim<Chain> {
    Claim {
        info: Info {
            id: "C7",
            title: "rest",
            provenance: Provenance::Derived,
            statement: "after the collapse saliencies decay as e^(-t/tau_u), nothing is retrieved again, and a fast state decays \
                        as c_0 exp(-(t - g alpha_0 (1 - e^-t))/eps)",
            domain: "chain; k from 1/5 to within 10^-3 of the threshold, any slope and slow time constant, -0.8 <= rho < 0.8; off \
                     the jumps of C3; rest for 10 tau_u; fast state over 2 tau_u at eps = 1/20",
            rests_on: &[
                Support::Claim("M1"),
                Support::Claim("M2"),
                Support::Claim("E4"),
                Support::Claim("G3"),
                FAST_LAYER,
                SUCCESSOR,
                ORTHOGONAL,
            ],
            promises: Guarantee::Rigorous,
        },
        cases: resting_cases,
        predict: |chain, digits| predict_rest(chain, digits, &rest_time(chain), &fast_rest(chain)),
        observe: observe_rest,
        consequences: vec![],
        wrong_predictors: vec![
            WrongPredictor::Slightly,
            WrongPredictor::mistaken("slow time constant ignored", |chain, digits| {
                let time = rest_time(chain) * chain.parameters.slow_time_constant();
                predict_rest(chain, digits, &time, &fast_rest(chain))
            }),
            WrongPredictor::mistaken("timescale ratio doubled", |chain, digits| {
                let fast = fast_rest(chain);
                let timescale_ratio = Rational::from(&fast.timescale_ratio * 2u32);
                predict_rest(chain, digits, &rest_time(chain), &FastRest { timescale_ratio, ..fast })
            }),
        ],
    }
}

/// Whether the first transition is the last.
fn immediately(parameters: &Parameters, saliency: &Rational) -> Quantities {
    vec![end(is_immediate(parameters, saliency))]
}

/// The predicted change, and that every step weakens; `offset` moves the square's centre.
fn predict_weakening(chain: &Chain, offset: &Rational) -> Result<Quantities> {
    let change = weakening(&chain.parameters, &Rational::from(&chain.saliency + offset))?;
    Ok(vec![quantity(CHANGE, Answer::exact(change)), steps(always_weakens(&chain.parameters))])
}

/// The predicted number of transitions, altered.
fn miscounted(chain: &Chain, alter: impl FnOnce(Integer) -> Integer) -> Result<Quantities> {
    let count = predict_transitions(&chain.parameters, &chain.saliency)?;
    Ok(vec![transitions(count.map(|count| count.map(alter)))])
}

/// A power law `n_c ~ C (4 - kappa)^-p`.
fn law(limit: Interval, exponent: Rational) -> Quantities {
    vec![quantity(LIMIT, Answer::enclosed(limit)), quantity(EXPONENT, Answer::exact(exponent))]
}

/// The fate of a chain that is not locked.
fn endless_or_not(endless: Decided<bool>) -> Quantity {
    fate(endless.map(|endless| if endless { Fate::Endless } else { Fate::Collapses }))
}

fn predict_basin(chain: &Chain, digits: Digits) -> Result<Quantities> {
    let count = predict_transitions(&chain.parameters, &chain.saliency)?;
    let mut predicted = vec![endless_or_not(count.clone().map(|count| count.is_none()))];
    if let Some(n) = count.value() {
        predicted.extend(predict_active_time(chain, &chain.parameters, n, digits)?);
        predicted.push(transitions(count));
    }
    Ok(predicted)
}

/// The predicted active time of so many transitions under the given parameters.
fn predict_active_time(chain: &Chain, parameters: &Parameters, n: &Integer, digits: Digits) -> Result<Quantities> {
    real(ACTIVE_TIME, digits, |precision| active_time(parameters, &chain.saliency, n, precision))
}

fn predict_rest(chain: &Chain, digits: Digits, time: &Rational, fast: &FastRest) -> Result<Quantities> {
    let p = &chain.parameters;
    let n = transitions_to_the_end(p, &chain.saliency)?;
    let n = n.to_u32().ok_or_else(|| Error::domain("transitions", &n, "below 2^32"))?;
    let entered = |precision| orbit::<Interval>(p, &chain.saliency, n, precision);
    let after = to_digits(ENTERED, digits, |precision| Ok(rested(p, &entered(precision)?, time)))?;
    let whole = |precision| Interval::from_integer(1, precision);
    let share = to_digits(SHARE, digits, |precision| Ok(rested(p, &whole(precision), time)))?;
    let state = to_digits(FAST_STATE, digits, |precision| {
        let [state, saliency] = [&fast.state, &fast.saliency].map(|x| Interval::from_rational(x, precision));
        rested_state(&fast.slope, &state, &saliency, &fast.time, &fast.timescale_ratio)
    })?;
    Ok(vec![
        quantity(ENTERED, Answer::enclosed(after)),
        quantity(SHARE, Answer::enclosed(share)),
        quantity(FAST_STATE, Answer::enclosed(state)),
        revival(revives(p)),
    ])
}
