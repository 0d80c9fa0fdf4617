//! X1 to X3.

use super::cases::{
    Agreement, FirstClass, Hebbian, IN_ORDER, LATER, Projected, STRONGER, Stored, TRANSITIONS, dwells, entered,
    first_class, first_class_cases, hebbian_cases, projected_cases, three,
};
use super::predictor::{Class, equivalent, is_lost_with_first_class, least_driven, reduced_threshold};
use super::simulation::{observe_first_class, observe_hebbian, observe_projection};
use crate::error::Result;
use crate::evidence::{
    Answer, Check, Claim, Guarantee, Info, Provenance, Quantities, Support, WrongPredictor, quantity,
};
use crate::model::Parameters;
use crate::numerics::rational::ratio;
use crate::numerics::{Decided, Digits};
use crate::theorems::assumptions::FAST_LAYER;
use crate::theorems::ring::cases::Circle;
use crate::theorems::ring::claims::{is_above, predict_run};
use rug::Rational;

/// X1 to X3.
pub fn all() -> Vec<Box<dyn Check>> {
    vec![Box::new(x1()), Box::new(x2()), Box::new(x3())]
}

/// X1, whose cases may be replaced by others.
pub fn x1() -> Claim<Projected> {
    Claim {
        info: Info {
            id: "X1",
            title: "projection rule",
            provenance: Provenance::Derived,
            statement: "with the dual patterns eta in alpha, R and W = (1/N) sum alpha_mu xi_mu eta_mu^T, memories that overlap do what orthogonal ones \
                        do: with two active memories at any timescale ratio",
            domain: "two memories with overlaps from -1/2 to 3/5, neuron by neuron, gains from 5 to 9, eps = delta from 1/40 to 1/8: crossing time and saliency \
                     against those of orthogonal memories; three memories with overlaps up to 9/16: two transitions in order",
            rests_on: &[],
            promises: Guarantee::Numerical,
        },
        cases: |sampler, count| Ok(projected_cases(sampler, count)),
        predict: |case, _| Ok(unchanged(case, &Rational::new())),
        observe: observe_projection,
        consequences: vec![],
        wrong_predictors: vec![
            WrongPredictor::mistaken("the gain changed as under the Hebbian rule", |case, _| {
                let Stored::Two(agreement) = case.memories else { return Ok(vec![]) };
                let square = Rational::from(agreement.overlap().square_ref());
                let handed_on = &case.gain - Rational::from(&case.gain / &case.saliency);
                Ok(unchanged(case, &-(square * handed_on)))
            }),
            WrongPredictor::mistaken("the sequence ends with the second memory", |_, _| {
                Ok(vec![quantity(IN_ORDER, Answer::count(Decided::claimed(1)))])
            }),
        ],
    }
}

/// What is predicted of a case when the saliency handed on differs by so much from that of orthogonal memories.
fn unchanged(case: &Projected, difference: &Rational) -> Quantities {
    match case.memories {
        Stored::Two(_) => {
            vec![quantity(LATER, Answer::exact(Rational::new())), quantity(STRONGER, Answer::exact(difference.clone()))]
        }
        Stored::Three(..) => vec![quantity(IN_ORDER, Answer::count(Decided::claimed(2)))],
    }
}

/// X2, whose cases may be replaced by others.
pub fn x2() -> Claim<Hebbian> {
    Claim {
        info: Info {
            id: "X2",
            title: "Hebbian rule, two memories",
            provenance: Provenance::Derived,
            statement: "for an overlap 0 < C < 1, beta_mu = alpha_mu - C alpha_other obeys R1 with gain kappa (1 - C^2) and self-coupling C: \
                        g kappa_c = 2/((1 + C)^2 (1 - C)), lock at g kappa >= 1/(C (1 - C^2)); for C < 0 the network enters the opposite of the successor",
            domain: "overlaps from 1/8 to 3/5, limit system class by class: eight transitions to all digits, and the dwells after 120 transitions a tenth from \
                     the threshold on either side; the network without leak at eps = 1/50 for overlaps from -1/2 to 3/5",
            rests_on: &[Support::Claim("R1"), Support::Claim("R5"), FAST_LAYER],
            promises: Guarantee::Numerical,
        },
        cases: hebbian_cases,
        predict: predict_hebbian,
        observe: observe_hebbian,
        consequences: vec![],
        wrong_predictors: vec![
            WrongPredictor::Slightly,
            WrongPredictor::mistaken("overlap ignored in the gain", |case, digits| match case {
                Hebbian::Run { parameters, agreement, saliencies } => {
                    let right = equivalent(parameters, &agreement.overlap())?;
                    let rest = 1 - Rational::from(agreement.overlap().square_ref());
                    let larger = Parameters::new(Rational::from(right.gain() / &rest))?;
                    let larger = larger.with_slope(right.slope().clone())?.with_topology(right.topology())?;
                    let own = right.self_coupling().clone();
                    follow(larger.with_self_coupling(own), *agreement, saliencies, digits)
                }
                _ => predict_hebbian(case, digits),
            }),
            WrongPredictor::mistaken("the threshold of orthogonal memories", |case, digits| match case {
                Hebbian::Side { gain, .. } => Ok(vec![dwells(is_above(gain, &ratio(2, 1)))]),
                _ => predict_hebbian(case, digits),
            }),
            WrongPredictor::mistaken("the successor whatever the overlap", |case, digits| match case {
                Hebbian::Entry { .. } => Ok(vec![entered(Decided::claimed(true))]),
                _ => predict_hebbian(case, digits),
            }),
        ],
    }
}

fn predict_hebbian(case: &Hebbian, digits: Digits) -> Result<Quantities> {
    match case {
        Hebbian::Run { parameters, agreement, saliencies } => {
            follow(equivalent(parameters, &agreement.overlap())?, *agreement, saliencies, digits)
        }
        Hebbian::Side { agreement, gain } => {
            Ok(vec![dwells(is_above(gain, &reduced_threshold(&agreement.overlap())?))])
        }
        Hebbian::Entry { agreement, .. } => Ok(vec![entered(is_above(&agreement.overlap(), &Rational::new()))]),
    }
}

/// The recurrence of a ring from what the least driven classes receive, to all digits asked for.
fn follow(ring: Parameters, agreement: Agreement, saliencies: &[Rational; 2], digits: Digits) -> Result<Quantities> {
    let start = least_driven(saliencies, &agreement.overlap()).to_vec();
    predict_run(&Circle { parameters: ring.clone(), saliencies: start, transitions: TRANSITIONS }, &ring, digits)
}

/// X3, whose cases may be replaced by others.
pub fn x3() -> Claim<FirstClass> {
    Claim {
        info: Info {
            id: "X3",
            title: "leaving saturation is not escape",
            provenance: Provenance::Derived,
            statement: "Hebbian rule, three or more memories: the first class of neurons to leave saturation takes the memory with it if its share times \
                        the sum of all saliencies then exceeds theta; if the product falls short, the memory stays",
            domain: "three memories of overlaps from 1/8 to 1/2 in 32 and 64 neurons, gains from 2 to 4, nine starts with 0.79 to 0.93 and 1.17 to 1.52 of what it \
                     takes; the network without leak at eps = 1/20000, 64 fast time constants later",
            rests_on: &[FAST_LAYER],
            promises: Guarantee::Numerical,
        },
        cases: |sampler, count| Ok(first_class_cases(sampler, count)),
        predict: |case, _| predict_first_class(case),
        observe: observe_first_class,
        consequences: vec![],
        wrong_predictors: vec![
            WrongPredictor::mistaken("leaving saturation is escape", |_, _| {
                Ok(vec![first_class(Decided::claimed(true))])
            }),
            WrongPredictor::mistaken("nothing escapes by a quarter of its neurons", |_, _| {
                Ok(vec![first_class(Decided::claimed(false))])
            }),
        ],
    }
}

fn predict_first_class(case: &FirstClass) -> Result<Quantities> {
    let memories = three(case.memories.0, case.memories.1)?;
    let gram = memories.gram();
    let overlaps: Vec<Vec<Rational>> = (0..3).map(|a| (0..3).map(|b| gram[(a, b)].clone()).collect()).collect();
    // While memory 0 is retrieved memory nu has the overlap C[nu, 0] and drives nu + 1, which counts in every saliency.
    let driven = |memory: usize| -> Rational {
        let terms = (0..3).map(|nu| Rational::from(&gram[(memory, (nu + 1) % 3)] * &gram[(nu, 0)]));
        terms.sum::<Rational>() * &case.gain
    };
    let rest: Vec<Rational> = (0..3).map(driven).collect();
    let classes = memories.sign_classes().into_iter().map(|class| (class.signs, class.share));
    let classes: Vec<Class> = classes.collect();
    let lost = is_lost_with_first_class(&classes, &overlaps, &rest, &case.saliencies, &ratio(1, 1))?;
    Ok(vec![first_class(lost)])
}
