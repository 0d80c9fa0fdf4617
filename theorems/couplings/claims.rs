//! K1 to K6: threshold, successor, book-keeping, several cycles, closed forms and branches.

use super::cases::{
    Edge, LAST, LONGEST, OTHER, Start, Successors, edge_cases, entered, successor_cases, transient_cases,
};
use super::predictor::sequence::{End, follow};
use super::predictor::{Law, Order};
use super::simulation::{observe_run, observe_side, observe_successors};
use crate::error::{Error, Result};
use crate::evidence::{
    Answer, Check, Claim, Guarantee, Info, Provenance, Quantities, Support, WrongPredictor, quantity,
};
use crate::model::{Couplings, Parameters};
use crate::numerics::rational::{power, ratio};
use crate::numerics::{Decided, Digits, Interval, climb};
use crate::theorems::assumptions::{FAST_LAYER, MOST_SALIENT, ORTHOGONAL, STEADY};
use crate::theorems::ring::cases::{Course, growth, outline, run_from_it};
use rug::Rational;
use std::cmp::Ordering;

mod closed;

pub use closed::{k4, k5, k6};

/// K1 to K6.
pub fn all() -> Vec<Box<dyn Check>> {
    vec![Box::new(k1()), Box::new(k2()), Box::new(k3()), Box::new(k4()), Box::new(k5()), Box::new(k6())]
}

/// K1, whose cases may be replaced by others.
pub fn k1() -> Claim<Edge> {
    Claim {
        info: Info {
            id: "K1",
            title: "generating function law",
            provenance: Provenance::Derived,
            statement: "with C(q) = c_0 + c_1 q + c_2 q^2 + ...: g kappa_c = min over 0 < q < 1 of 1/((1 - q) C(q)) on a chain, min over 0 < q <= 1 of \
                        (1 - q^P)/((1 - q) C(q)) on a ring with indices mod P, over q with C(q) > 0; none where the minimum is that at q = 0, at which \
                        g kappa c_0 = 1",
            domain: "chains and rings of 3 to 8 memories, two to five coefficients of either sign, c_1 the largest; gains a relative 10^-2 to 10^-25 \
                     from the threshold on either side: whether any saliency grows from memory to memory in steady state, and 160 transitions in order \
                     where the offset is at least 1/200",
            rests_on: &[Support::Claim("E1"), Support::Claim("K3"), STEADY, FAST_LAYER, MOST_SALIENT, ORTHOGONAL],
            promises: Guarantee::Rigorous,
        },
        cases: |sampler, count| Ok(edge_cases(sampler, count)),
        predict: |edge, digits| predict_threshold(edge, &edge.couplings, digits),
        observe: observe_side,
        consequences: vec![],
        wrong_predictors: vec![
            WrongPredictor::mistaken("couplings beyond the successor ignored", |edge, digits| {
                let coefficients = edge.couplings.coefficients()[..2].to_vec();
                predict_threshold(edge, &Couplings::new(coefficients)?, digits)
            }),
            WrongPredictor::mistaken("self-coupling ignored", |edge, digits| {
                let mut coefficients = edge.couplings.coefficients().to_vec();
                coefficients[0] = Rational::new();
                predict_threshold(edge, &Couplings::new(coefficients)?, digits)
            }),
            WrongPredictor::mistaken("the sum of all couplings in place of the generating function", |edge, digits| {
                let [own, rest @ ..] = edge.couplings.coefficients() else { return Err(no_couplings()) };
                predict_threshold(edge, &Couplings::new(vec![own.clone(), rest.iter().sum()])?, digits)
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

fn no_couplings() -> Error {
    Error::domain("couplings", "none", "at least two")
}

/// Whether the first is larger.
fn is_above(value: &Rational, bound: &Rational) -> Decided<bool> {
    Decided::order(value, bound).map(Ordering::is_gt)
}

/// On which side of the threshold of some couplings the gain lies.
fn predict_threshold(edge: &Edge, couplings: &Couplings, digits: Digits) -> Result<Quantities> {
    let law = Law::new(couplings, edge.parameters.topology());
    let gain = edge.parameters.reduced_gain();
    let above = climb("the side of a threshold", digits, |precision| law.sustains(&gain, precision).map(Some))?;
    Ok(predict_side(edge, above))
}

/// What is predicted on either side of the threshold.
fn predict_side(edge: &Edge, sustained: Decided<bool>) -> Quantities {
    let course = sustained.map(|sustained| if sustained { Course::GoesOn } else { Course::Collapses });
    let run = edge.dwell.is_some().then(|| run_from_it(course));
    std::iter::once(growth(sustained)).chain(run).collect()
}

/// K2, whose cases may be replaced by others.
pub fn k2() -> Claim<Successors> {
    Claim {
        info: Info {
            id: "K2",
            title: "who is next",
            provenance: Provenance::Derived,
            statement: "the most salient of the memories that exist is entered; on a cycle that is the successor iff Z > sum over j >= k of \
                        kappa c_j (1 - q) q^(j-k), on a ring with what memories remember, for all k >= 2; two that are equally salient leave it undecided",
            domain: "cycles in order of chains and rings of 5 with c_2 from -1/4 to 3, from the limit system; the network of three memories with leak, \
                     gain 6, saliency 3, c_2 from 1/4 to 2 other than 1, eps = delta = 1/50",
            rests_on: &[Support::Claim("K1"), FAST_LAYER, ORTHOGONAL],
            promises: Guarantee::Numerical,
        },
        cases: |sampler, count| Ok(successor_cases(sampler, count)),
        predict: predict_successors,
        observe: observe_successors,
        consequences: vec![],
        wrong_predictors: vec![
            WrongPredictor::mistaken("the successor is always entered", |case, digits| {
                let right = predict_successors(case, digits)?;
                Ok(right.into_iter().map(|known| entered(known.name, Decided::claimed(true))).collect())
            }),
            WrongPredictor::mistaken("the memory that is driven most by the one that is left", |case, digits| {
                let most = driven_most(couplings_of(case));
                let right = predict_successors(case, digits)?;
                Ok(right.into_iter().map(|known| entered(known.name, most)).collect())
            }),
        ],
    }
}

/// Who drives whom in a case.
const fn couplings_of(case: &Successors) -> &Couplings {
    match case {
        Successors::Cycles(_, couplings) | Successors::Simulated { couplings, .. } => couplings,
    }
}

/// Whether the successor has a larger weight than all beyond it.
fn driven_most(couplings: &Couplings) -> Decided<bool> {
    let [_, successor, beyond @ ..] = couplings.coefficients() else { return Decided::claimed(true) };
    let orders = beyond.iter().map(|weight| Decided::order(successor, weight).map(Ordering::is_gt));
    orders.fold(Decided::claimed(true), Decided::and)
}

fn predict_successors(case: &Successors, digits: Digits) -> Result<Quantities> {
    match case {
        Successors::Cycles(parameters, couplings) => predict_order(parameters, couplings, digits),
        // From a single salient memory all that counts is what it drives most.
        Successors::Simulated { couplings, .. } => Ok(vec![entered(LONGEST, driven_most(couplings))]),
    }
}

/// Who is entered on every cycle.
fn predict_order(parameters: &Parameters, couplings: &Couplings, digits: Digits) -> Result<Quantities> {
    let law = Law::new(couplings, parameters.topology());
    climb("the order of the cycles", digits, |precision| {
        let cycles = law.cycles(&parameters.reduced_gain(), precision)?;
        let orders = [LONGEST, OTHER].into_iter().zip(&cycles).map(|(name, decay)| {
            let kept = law.order(decay)?.map(|order| order == Order::Kept);
            Ok(entered(name, kept))
        });
        orders.collect::<Result<Quantities>>().map(Some)
    })
}

/// K3, whose cases may be replaced by others.
pub fn k3() -> Claim<Start> {
    Claim {
        info: Info {
            id: "K3",
            title: "book-keeping",
            provenance: Provenance::Derived,
            statement: "in a dwell with q = (theta - kappa c_0)/(Z - kappa c_0) every saliency is multiplied by q and gains kappa c_j (1 - q), j the \
                        distance from the retrieved memory; the most salient memory is entered then",
            domain: "chains and rings of 3 to 8 memories, three to five coefficients of either sign, sequences in order and such that skip, ten \
                     transitions or to the collapse",
            rests_on: &[Support::Claim("E1"), FAST_LAYER, MOST_SALIENT, ORTHOGONAL],
            promises: Guarantee::Rigorous,
        },
        cases: |sampler, count| Ok(transient_cases(sampler, count)),
        predict: |start, digits| predict_run(start, &start.couplings, digits),
        observe: observe_run,
        consequences: vec![],
        wrong_predictors: vec![
            WrongPredictor::Slightly,
            WrongPredictor::mistaken("couplings beyond the successor ignored", |start, digits| {
                predict_run(start, &Couplings::new(start.couplings.coefficients()[..2].to_vec())?, digits)
            }),
            WrongPredictor::mistaken("one memory after the other", |start, digits| {
                let mut predicted = predict_run(start, &start.couplings, digits)?;
                predicted.retain(|known| known.name != LAST);
                let transitions = predicted.iter().find(|known| known.name == "transitions");
                let count = transitions.map(|known| known.answer.clone()).ok_or_else(no_couplings)?;
                predicted.push(quantity(LAST, count));
                Ok(predicted)
            }),
        ],
    }
}

/// The book-keeping from the start, to all digits asked for.
fn predict_run(start: &Start, couplings: &Couplings, digits: Digits) -> Result<Quantities> {
    climb("the book-keeping of a sequence", digits, |precision| {
        let (reached, end) = follow(&start.parameters, couplings, &start.saliencies, start.transitions, precision)?;
        let (time, saliency) = (reached.time()?, reached.saliency().clone());
        let tight = |x: &Interval| x.digits(digits.get()) >= digits.get();
        let course = end.map(|end| match end {
            End::Alive => Course::GoesOn,
            End::Collapsed => Course::Collapses,
            End::Locked => Course::Locked,
        });
        if !tight(&time) || !tight(&saliency) {
            return Ok(None);
        }
        let mut predicted = outline(reached.transitions(), time, saliency, course);
        predicted.push(quantity(LAST, Answer::count(end.map(|_| reached.retrieved()))));
        Ok(Some(predicted))
    })
}

/// The threshold of the plain chain.
fn plain_threshold() -> Rational {
    ratio(4, 1)
}
