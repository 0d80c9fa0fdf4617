//! R1 to R6: recurrence, threshold, approach to the chain, cycles, accumulation, and what follows for the paper's number.

use super::cases::{
    BRANCHES, CHAIN, Circle, Course, Edge, GAP, LARGER, PERIOD, SMALLER, Sizes, TOTAL, comparison_cases, cycle_cases,
    edge_cases, fate, growth, ladders, outline, ring, run_from_it, stability, transient_cases, zeno_cases,
};
use super::consequences::chain_by_handover;
use super::predictor::recurrence::{End, follow};
use super::predictor::{Cycle, accumulation_time, branches, cycles, handover, is_stable, sustains};
use super::simulation::{
    observe_accumulation, observe_approach, observe_comparison, observe_cycles, observe_run, observe_side,
};
use crate::error::{Error, Result};
use crate::evidence::{
    Answer, Check, Claim, Consequence, Guarantee, Info, Provenance, Quantities, Quantity, Support, WrongPredictor,
    quantity, to_digits,
};
use crate::model::{Parameters, Topology};
use crate::numerics::rational::{power, ratio};
use crate::numerics::{Decided, Digits, Interval, climb};
use crate::theorems::assumptions::{FAST_LAYER, ORTHOGONAL, STEADY, SUCCESSOR};
use crate::theorems::draw::critical;
use crate::theorems::gain_threshold;
use crate::theorems::gain_threshold::cases::Fate;
use rug::Rational;
use std::cmp::Ordering;

/// R1 to R6.
pub fn all() -> Vec<Box<dyn Check>> {
    vec![Box::new(r1()), Box::new(r2()), Box::new(r3()), Box::new(r4()), Box::new(r5()), Box::new(r6())]
}

/// R1, whose cases may be replaced by others.
pub fn r1() -> Claim<Circle> {
    Claim {
        info: Info {
            id: "R1",
            title: "recurrence",
            provenance: Provenance::Derived,
            statement: "q_n = (theta - kappa rho)/(Z_n - kappa rho); memory and successor tend to kappa rho and kappa, all others are multiplied by q_n: \
                        Z_{n+1} = kappa (1 - 1/Z_n) + the product of 1/Z over the last P - 1 dwells for rho = 0 and unit slope",
            domain: "rings of 2 to 16 memories, any slope and rho, any saliencies below the threshold; up to two turns, transients included",
            rests_on: &[Support::Claim("E1"), Support::Claim("E4"), FAST_LAYER, SUCCESSOR, ORTHOGONAL],
            promises: Guarantee::Rigorous,
        },
        cases: transient_cases,
        predict: |circle, digits| predict_run(circle, &circle.parameters, digits),
        observe: observe_run,
        consequences: vec![],
        wrong_predictors: vec![
            WrongPredictor::Slightly,
            WrongPredictor::mistaken("the chain's map: no memory of the last turn", |circle, digits| {
                let chain = circle.parameters.clone().with_topology(Topology::Chain)?;
                predict_run(&Circle { saliencies: circle.saliencies[..1].to_vec(), ..circle.clone() }, &chain, digits)
            }),
            WrongPredictor::mistaken("self-coupling ignored", |circle, digits| {
                predict_run(circle, &circle.parameters.clone().with_self_coupling(Rational::new()), digits)
            }),
            WrongPredictor::mistaken("one memory more on the ring", |circle, digits| {
                predict_run(circle, &one_memory_more(&circle.parameters)?, digits)
            }),
        ],
    }
}

/// The same ring with one memory more.
fn one_memory_more(parameters: &Parameters) -> Result<Parameters> {
    parameters.clone().with_topology(Topology::Ring(memories(parameters)? + 1))
}

/// Number of memories of a ring.
fn memories(parameters: &Parameters) -> Result<usize> {
    match parameters.topology() {
        Topology::Ring(memories) => Ok(memories),
        Topology::Chain => Err(Error::domain("memories", "missing", "the number of memories of a ring")),
    }
}

/// The recurrence from the start, to all digits asked for.
pub(in crate::theorems) fn predict_run(circle: &Circle, parameters: &Parameters, digits: Digits) -> Result<Quantities> {
    climb("a recurrence", digits, |precision| {
        let (reached, end) = follow(parameters, &circle.saliencies, circle.transitions, precision)?;
        let (time, saliency) = (reached.time()?, reached.saliency().clone());
        let tight = |x: &Interval| x.digits(digits.get()) >= digits.get();
        let course = end.map(|end| match end {
            End::Alive => Course::GoesOn,
            End::Collapsed => Course::Collapses,
            End::Locked => Course::Locked,
        });
        Ok((tight(&time) && tight(&saliency)).then(|| outline(reached.transitions(), time, saliency, course)))
    })
}

fn r2() -> Claim<Edge> {
    Claim {
        info: Info {
            id: "R2",
            title: "threshold",
            provenance: Provenance::Derived,
            statement: "g kappa_c = K(P, rho) = min over q in (max(0, -rho), 1] of (1 - q^P)/((1 - q)(q + rho)): 2, 3, 3.6107..., 3.8344... for P = 2 to 5 and \
                        rho = 0, and 4 as P -> infinity",
            domain: "rings of 2 to 64 memories, -4/5 <= rho <= 4/5; gains a relative 10^-2 to 10^-25 from the threshold on either side: whether any saliency at \
                     all grows from one memory to the next in steady state, and 160 transitions from there where the offset is at least 1/200 and the \
                     threshold is attained by a dwell",
            rests_on: &[Support::Claim("R1"), STEADY, FAST_LAYER, SUCCESSOR, ORTHOGONAL],
            promises: Guarantee::Rigorous,
        },
        cases: edge_cases,
        predict: |edge, digits| predict_threshold(edge, &edge.parameters, digits),
        observe: observe_side,
        consequences: vec![],
        wrong_predictors: vec![
            WrongPredictor::mistaken("the chain's threshold on every ring", |edge, _| {
                let chain = critical(edge.parameters.self_coupling());
                Ok(predict_side(edge, is_above(&edge.parameters.reduced_gain(), &chain)))
            }),
            WrongPredictor::mistaken("threshold a relative 10^-24 higher", |edge, _| {
                Ok(predict_side(edge, is_above(&edge.offset, &power(10, -24))))
            }),
            WrongPredictor::mistaken("threshold a relative 10^-24 lower", |edge, _| {
                Ok(predict_side(edge, is_above(&edge.offset, &-power(10, -24))))
            }),
            WrongPredictor::mistaken("one memory more on the ring", |edge, digits| {
                predict_threshold(edge, &one_memory_more(&edge.parameters)?, digits)
            }),
        ],
    }
}

/// Whether the first is larger.
pub(in crate::theorems) fn is_above(value: &Rational, bound: &Rational) -> Decided<bool> {
    Decided::order(value, bound).map(Ordering::is_gt)
}

/// On which side of the threshold of some ring the gain lies.
fn predict_threshold(edge: &Edge, parameters: &Parameters, digits: Digits) -> Result<Quantities> {
    let above = climb("the side of a threshold", digits, |precision| sustains(parameters, precision).map(Some))?;
    Ok(predict_side(edge, above))
}

/// What is predicted on either side of the threshold.
pub(in crate::theorems) fn predict_side(edge: &Edge, sustained: Decided<bool>) -> Quantities {
    let course = sustained.map(|sustained| if sustained { Course::GoesOn } else { Course::Collapses });
    let run = edge.is_followed().then(|| run_from_it(course));
    std::iter::once(growth(sustained)).chain(run).collect()
}

fn r3() -> Claim<Sizes> {
    Claim {
        info: Info {
            id: "R3",
            title: "approach to the chain",
            provenance: Provenance::Derived,
            statement: "4 - K(P) = 4 * 2^-P (1 + o(1)) for rho = 0: 2.2e-19 at P = 64, where doubles see 4",
            domain: "P from 20 to 40; K from the gain that hands on a saliency unchanged in the simulated steady state",
            rests_on: &[Support::Claim("R2"), STEADY, FAST_LAYER, SUCCESSOR, ORTHOGONAL],
            promises: Guarantee::Asymptotic,
        },
        cases: |_, _| Ok(ladders()),
        predict: |_, _| Ok(scaled_gap(4)),
        observe: observe_approach,
        consequences: vec![],
        wrong_predictors: vec![
            WrongPredictor::mistaken("2 * 2^-P", |_, _| Ok(scaled_gap(2))),
            WrongPredictor::mistaken("16 * 4^-P, which doubles could not tell either", |_, _| Ok(scaled_gap(0))),
        ],
    }
}

fn scaled_gap(limit: i32) -> Quantities {
    vec![quantity(GAP, Answer::exact(limit.into()))]
}

/// R4, whose cases may be replaced by others.
pub fn r4() -> Claim<Parameters> {
    Claim {
        info: Info {
            id: "R4",
            title: "cycles",
            provenance: Provenance::Derived,
            statement: "above K there is a cycle with the smaller q, of period P ln(1/q), which is stable; another one, unstable, exists while \
                        g kappa < P/(1 + rho), so there is one branch for P = 2, 3 or g kappa >= P (rho = 0)",
            domain: "plain rings of 2 to 12 memories, gains from just above K to 12 other than P itself, down to 10^-7 below it; stability by the \
                     roots of the linearised recurrence on one side, by the derivative of the integrated return map on the other",
            rests_on: &[Support::Claim("R1"), Support::Claim("R2"), STEADY, FAST_LAYER, SUCCESSOR, ORTHOGONAL],
            promises: Guarantee::Rigorous,
        },
        cases: cycle_cases,
        predict: predict_cycles,
        observe: observe_cycles,
        consequences: vec![],
        wrong_predictors: vec![
            WrongPredictor::Slightly,
            WrongPredictor::mistaken("the chain's cycle", |parameters, digits| {
                let chain = parameters.clone().with_topology(Topology::Chain)?;
                let turns = Rational::from(memories(parameters)? as u64);
                let period = to_digits(PERIOD, digits, |precision| {
                    let dwell = gain_threshold::predictor::cycle_dwell::<Interval>(&chain, precision)?;
                    Ok(dwell.ok_or_else(|| Error::domain("gain", parameters.gain(), "above 4"))? * &turns)
                })?;
                Ok(vec![quantity(PERIOD, Answer::enclosed(period))])
            }),
            WrongPredictor::mistaken("stability of the two branches exchanged", |parameters, digits| {
                let (longest, other) = cycles_to_digits(parameters, digits)?;
                let other = other.ok_or_else(|| Error::domain("gain", parameters.gain(), "one with two branches"))?;
                Ok(vec![
                    stability(SMALLER, is_stable(parameters, &other)?),
                    stability(LARGER, is_stable(parameters, &longest)?),
                ])
            }),
            WrongPredictor::mistaken("two branches at every gain", |parameters, digits| {
                let two = predict_branches(parameters, digits)?.map(|_| 2u32);
                Ok(vec![quantity(BRANCHES, Answer::count(two))])
            }),
        ],
    }
}

/// Both cycles with every number to so many digits.
fn cycles_to_digits(parameters: &Parameters, digits: Digits) -> Result<(Cycle, Option<Cycle>)> {
    climb("the cycles of a ring", digits, |precision| {
        let (stable, other) = cycles(parameters, precision)?;
        let Some(stable) = stable else { return Err(Error::domain("gain", parameters.gain(), "above the threshold")) };
        let tight = |cycle: &Cycle| cycle.saliency.digits(digits.get() + 30) >= digits.get() + 30;
        Ok((tight(&stable) && other.as_ref().is_none_or(tight)).then_some((stable, other)))
    })
}

/// How many cycles there are.
fn predict_branches(parameters: &Parameters, digits: Digits) -> Result<Decided<usize>> {
    climb("the branches of a ring", digits, |precision| branches(parameters, precision).map(Some))
}

fn predict_cycles(parameters: &Parameters, digits: Digits) -> Result<Quantities> {
    let (longest, other) = cycles_to_digits(parameters, digits)?;
    let period = &longest.dwell * &Rational::from(memories(parameters)? as u64);
    let mut predicted = vec![
        quantity(PERIOD, Answer::enclosed(period)),
        quantity(BRANCHES, Answer::count(predict_branches(parameters, digits)?)),
        stability(SMALLER, is_stable(parameters, &longest)?),
    ];
    if let Some(other) = &other {
        predicted.push(stability(LARGER, is_stable(parameters, other)?));
    }
    Ok(predicted)
}

fn r5() -> Claim<Circle> {
    Claim {
        info: Info {
            id: "R5",
            title: "accumulation",
            provenance: Provenance::Derived,
            statement: "P = 2, rho = 0, 1 < g kappa < 2: once the other memory stands at the threshold, as after any transition that is survived, \
                        z' - 1 = (k - 1)(1 - 1/z): no collapse ever, infinitely many transitions in a finite time; a first transition from r < theta \
                        collapses iff k (1 - 1/z) + g r/z <= 1",
            domain: "rings of two, any slope and slow time constant, 1.02 <= g kappa <= 1.6; the other memory at the threshold, or with less",
            rests_on: &[Support::Claim("R1"), FAST_LAYER, SUCCESSOR, ORTHOGONAL],
            promises: Guarantee::Rigorous,
        },
        cases: zeno_cases,
        predict: predict_accumulation,
        observe: observe_accumulation,
        consequences: vec![],
        wrong_predictors: vec![
            WrongPredictor::Slightly,
            WrongPredictor::mistaken("the first transition is always survived", |circle, digits| {
                let saliencies = vec![circle.saliencies[0].clone(), circle.parameters.threshold()];
                predict_accumulation(&Circle { saliencies, ..circle.clone() }, digits)
            }),
            WrongPredictor::mistaken("a ring below its threshold collapses", |circle, _| {
                let two = Rational::from(2);
                Ok(vec![fate(is_above(&two, &circle.parameters.reduced_gain()).map(|_| Course::Collapses))])
            }),
        ],
    }
}

fn predict_accumulation(circle: &Circle, digits: Digits) -> Result<Quantities> {
    let parameters = &circle.parameters;
    let first = handover::<Rational>(parameters, &circle.saliencies, 0)?;
    let first = first.ok_or_else(|| Error::domain("gain", parameters.gain(), "below the lock gain"))?;
    let survived = is_above(&first.saliencies[1], &parameters.threshold());
    if !survived.holds() {
        return Ok(vec![fate(survived.map(|_| Course::Collapses))]);
    }
    // After the first transition the memory just left stands at the threshold.
    let total = to_digits(TOTAL, digits, |precision| {
        let decay = Interval::from_rational(&first.decay, precision);
        let dwell = -(decay.ln()? * parameters.slow_time_constant());
        Ok(&dwell + &accumulation_time(parameters, &first.saliencies[1], precision)?)
    })?;
    Ok(vec![fate(survived.map(|_| Course::Accumulates)), quantity(TOTAL, Answer::enclosed(total))])
}

fn r6() -> Claim<Parameters> {
    Claim {
        info: Info {
            id: "R6",
            title: "the paper's threshold on a ring",
            provenance: Provenance::Derived,
            statement: "kappa >= 4 is sufficient on every ring and necessary on none: the ring's map lies above the chain's, and K(P) < 4 for every P",
            domain: "plain rings of 2 to 10 memories; gains between K(P) and 4, from 4 to 9, and one below K(P)",
            rests_on: &[
                Support::Claim("R2"),
                Support::Claim("G1"),
                Support::Claim("E4"),
                STEADY,
                FAST_LAYER,
                SUCCESSOR,
                ORTHOGONAL,
            ],
            promises: Guarantee::Rigorous,
        },
        cases: comparison_cases,
        predict: |parameters, digits| {
            let on_ring =
                climb("the side of a threshold", digits, |precision| sustains(parameters, precision).map(Some))?;
            Ok(comparison(on_ring, suffices_on_chain(parameters)))
        },
        observe: observe_comparison,
        consequences: vec![Consequence { from: "E4", evaluate: chain_by_handover }],
        wrong_predictors: vec![
            WrongPredictor::mistaken("the chain's threshold is necessary on a ring", |parameters, _| {
                let sustained = suffices_on_chain(parameters);
                Ok(comparison(sustained, sustained))
            }),
            WrongPredictor::mistaken("the ring's threshold suffices on a chain", |parameters, digits| {
                let on_ring =
                    climb("the side of a threshold", digits, |precision| sustains(parameters, precision).map(Some))?;
                Ok(comparison(on_ring, on_ring))
            }),
        ],
    }
}

/// Whether the gain reaches the paper's number.
fn suffices_on_chain(parameters: &Parameters) -> Decided<bool> {
    Decided::order(parameters.gain(), &ratio(4, 1)).map(Ordering::is_ge)
}

fn comparison(on_ring: Decided<bool>, on_chain: Decided<bool>) -> Quantities {
    let fate = on_chain.map(|sustained| if sustained { Fate::Endless } else { Fate::Collapses });
    vec![ring(on_ring), Quantity { name: CHAIN, ..gain_threshold::cases::fate(fate) }]
}
