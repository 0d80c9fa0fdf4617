//! L1 to L3: cycles of the network at a finite timescale ratio, and their limit.

use super::cases::{
    Boxed, DWELL, DWELL_COEFFICIENT, Ladder, Place, SALIENCY, SALIENCY_COEFFICIENT, Span, boxes, branch, cycles,
    intervals, ladders, limit, trend, visits,
};
use super::predictor::{Feedback, approach};
use super::simulation::{observe_approach, observe_box, observe_branch};
use crate::error::Result;
use crate::evidence::{Check, Claim, Guarantee, Info, Provenance, Quantities, Support, WrongPredictor};
use crate::model::{Parameters, Topology};
use crate::numerics::{Decided, Interval, Precision};
use crate::theorems::assumptions::{HEURISTIC, ORTHOGONAL};
use rug::Rational;

/// Bits of the predictions: far beyond any fit.
const BITS: Precision = Precision::DOUBLE;

/// L1 to L3.
pub fn all() -> Vec<Box<dyn Check>> {
    vec![Box::new(l1()), Box::new(l2()), Box::new(l3())]
}

fn l1() -> Claim<Boxed> {
    Claim {
        info: Info {
            id: "L1",
            title: "cycles at a finite timescale ratio",
            provenance: Provenance::Derived,
            statement: "the network on a ring has exactly one cycle through the box, which attracts all of it and visits every memory in turn: the \
                        shifted return map carries the box into its interior, and its derivative has a norm below one there",
            domain: "rings with all sign classes, gain 6, eps from 1/10 to 1/40, leaks 1/1000 and eps; P = 2 with tanh and HardTanh, P = 3 with tanh, erf and the algebraic \
                     sigmoid with P = 2, HardTanh with P = 3, tanh with P = 4 (the last ones follow --cases); a box beside the cycle, and one where the \
                     gain is below the threshold",
            rests_on: &[ORTHOGONAL],
            promises: Guarantee::Rigorous,
        },
        cases: boxes,
        predict: |case, _| Ok(predicted(case, u32::from(case.place == Place::Around), true)),
        observe: observe_box,
        consequences: vec![],
        wrong_predictors: vec![
            WrongPredictor::mistaken("no cycle at a finite timescale ratio", |case, _| Ok(predicted(case, 0, true))),
            WrongPredictor::mistaken("a cycle through every box", |case, _| Ok(predicted(case, 1, true))),
            WrongPredictor::mistaken("memories left out", |case, _| {
                Ok(predicted(case, u32::from(case.place == Place::Around), false))
            }),
        ],
    }
}

/// So many cycles, and whether they visit every memory in turn.
fn predicted(case: &Boxed, count: u32, in_turn: bool) -> Quantities {
    let order = (case.place == Place::Around).then(|| visits(Decided::claimed(in_turn)));
    std::iter::once(cycles(Decided::claimed(count))).chain(order).collect()
}

fn l2() -> Claim<Span> {
    Claim {
        info: Info {
            id: "L2",
            title: "branches of cycles",
            provenance: Provenance::Derived,
            statement: "for every timescale ratio of the interval the network on a ring has exactly one cycle through a tube of the section, and all of \
                        them lie on one branch that is continuous in eps",
            domain: "P = 2, tanh, gain 6, leak 1/1000; 1/eps from 20 on a little (the length follows --cases), from 10 to 40 with 4000 cases or more",
            rests_on: &[ORTHOGONAL],
            promises: Guarantee::Rigorous,
        },
        cases: intervals,
        predict: |_, _| Ok(vec![branch(Decided::claimed(true)), trend(Decided::claimed(true))]),
        observe: observe_branch,
        consequences: vec![],
        wrong_predictors: vec![
            WrongPredictor::mistaken("the cycle is lost within the interval", |_, _| {
                Ok(vec![branch(Decided::claimed(false)), trend(Decided::claimed(true))])
            }),
            WrongPredictor::mistaken("a dwell that does not fall with eps", |_, _| {
                Ok(vec![branch(Decided::claimed(true)), trend(Decided::claimed(false))])
            }),
        ],
    }
}

fn l3() -> Claim<Ladder> {
    Claim {
        info: Info {
            id: "L3",
            title: "limit of the cycles",
            provenance: Provenance::Derived,
            statement: "with a leak beta eps the dwell and the entering saliency of the cycle tend to R4's as eps -> 0; their first corrections are those that \
                        the delay (2/(Z - 1)) eps ln(1/eps) of every escape makes, fed back by the saliency that a longer dwell hands over",
            domain: "HardTanh, rho = 0, g = 1; P = 2 and 3, kappa = 6 and 8, beta = 1 and 1/2; eps from 2^-5 to 2^-13 (the last rung follows --cases)",
            rests_on: &[Support::Claim("R4"), Support::Claim("S6"), ORTHOGONAL, HEURISTIC],
            promises: Guarantee::Asymptotic,
        },
        cases: ladders,
        predict: |ladder, _| predict_approach(ladder, ladder.memories, Feedback::Kept, 1),
        observe: observe_approach,
        consequences: vec![],
        wrong_predictors: vec![
            WrongPredictor::mistaken("the delay alone, without its feedback", |ladder, _| {
                predict_approach(ladder, ladder.memories, Feedback::Ignored, 1)
            }),
            WrongPredictor::mistaken("one memory more on the ring", |ladder, _| {
                predict_approach(ladder, ladder.memories + 1, Feedback::Kept, 1)
            }),
            WrongPredictor::mistaken("no correction", |ladder, _| {
                predict_approach(ladder, ladder.memories, Feedback::Kept, 0)
            }),
        ],
    }
}

/// What is predicted of a ring of so many memories, with so many times the first corrections.
fn predict_approach(ladder: &Ladder, memories: usize, feedback: Feedback, times: i32) -> Result<Quantities> {
    let parameters = Parameters::new(ladder.gain.clone())?.with_topology(Topology::Ring(memories))?;
    let approach = approach(&parameters, feedback, BITS)?;
    let scaled = |coefficient: Interval| coefficient * &Rational::from(times);
    Ok(vec![
        limit(DWELL, approach.dwell),
        limit(DWELL_COEFFICIENT, scaled(approach.dwell_coefficient)),
        limit(SALIENCY, approach.saliency),
        limit(SALIENCY_COEFFICIENT, scaled(approach.saliency_coefficient)),
    ])
}
