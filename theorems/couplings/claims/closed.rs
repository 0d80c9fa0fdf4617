//! K4 to K6.

use super::{is_above, plain_threshold, predict_side};
use crate::error::Result;
use crate::evidence::{
    Answer, Claim, Guarantee, Info, Provenance, Quantities, Support, WrongPredictor, quantity, to_digits,
};
use crate::model::Topology;
use crate::numerics::rational::ratio;
use crate::numerics::{Decided, Digits, Interval, Precision, climb};
use crate::theorems::assumptions::{FAST_LAYER, MOST_SALIENT, ORTHOGONAL, STEADY};
use crate::theorems::couplings::cases::closed::{Branch, Closed, Pulse, branch_cases, closed_cases, pulse_cases};
use crate::theorems::couplings::cases::{ENTERED_WITH, Edge, HELD, LEFT_BEHIND, LONGEST, entered};
use crate::theorems::couplings::predictor::Law;
use crate::theorems::couplings::predictor::closed::{
    exponential_handover, exponential_threshold, moves_forward, pair_threshold, pulse_left, pulse_switches,
    residue_wins,
};
use crate::theorems::couplings::simulation::closed::{observe_branch, observe_closed, observe_pulse};
use crate::theorems::ring::cases::{Course, growth, run_from_it};
use rug::Rational;

/// K4, whose cases may be replaced by others.
pub fn k4() -> Claim<Pulse> {
    Claim {
        info: Info {
            id: "K4",
            title: "several cycles and the switching pulse",
            provenance: Provenance::Derived,
            statement: "cycles that do not drive one another do not see one another but for which is retrieved: a pulse of amplitude A and duration tau on a \
                        member of another cycle, ended s before the escape, switches iff A (1 - e^-tau) e^-s > Z'; it never shortens the dwell, and each \
                        cycle has its own threshold",
            domain: "two rings of four memories in one network, gains from 3 to 8, pulses of amplitude 1/2 to 30 on a member that had nothing",
            rests_on: &[
                Support::Claim("E1"),
                Support::Claim("E2"),
                Support::Claim("K1"),
                FAST_LAYER,
                MOST_SALIENT,
                ORTHOGONAL,
            ],
            promises: Guarantee::Rigorous,
        },
        cases: |sampler, count| Ok(pulse_cases(sampler, count)),
        predict: |pulse, digits| predict_pulse(pulse, &pulse.duration, digits),
        observe: observe_pulse,
        consequences: vec![],
        wrong_predictors: vec![
            WrongPredictor::Slightly,
            WrongPredictor::mistaken("the amplitude alone counts", |pulse, digits| {
                predict_pulse(pulse, &ratio(1000, 1), digits)
            }),
            WrongPredictor::mistaken("both cycles have the threshold of the first", |pulse, digits| {
                let [first, _] = &pulse.gains;
                let alike = Pulse { gains: [first.clone(), first.clone()], ..pulse.clone() };
                predict_pulse(&alike, &pulse.duration, digits)
            }),
        ],
    }
}

/// The dwell, who is entered with what, and what becomes of its ring.
fn predict_pulse(pulse: &Pulse, duration: &Rational, digits: Digits) -> Result<Quantities> {
    let held = to_digits(HELD, digits, |precision| Interval::from_rational(&pulse.saliency, precision).ln())?;
    let [own, _] = &pulse.gains;
    let successor = own - Rational::from(own / &pulse.saliency);
    let left = |precision: Precision| -> Result<Interval> {
        let until = Interval::from_rational(&pulse.saliency, precision).ln()?;
        let since = until - &Rational::from(&pulse.begins + &pulse.duration);
        Ok(pulse_left(&pulse.amplitude, duration, &since))
    };
    let switches = climb("a switch", digits, |precision| pulse_switches(&left(precision)?, &successor).map(Some))?;
    let saliency = if switches.holds() {
        Answer::enclosed(to_digits(ENTERED_WITH, digits, left)?)
    } else {
        Answer::exact(successor)
    };
    let law = Law::new(&crate::model::Couplings::nearest(Rational::new()), Topology::Ring(Pulse::RING));
    let gain = &pulse.gains[usize::from(switches.holds())];
    let sustained = climb("the side of a threshold", digits, |precision| law.sustains(gain, precision).map(Some))?;
    Ok(vec![
        quantity(HELD, Answer::enclosed(held)),
        quantity(ENTERED_WITH, saliency),
        entered(LONGEST, !switches),
        run_from_it(sustained.map(|sustained| if sustained { Course::GoesOn } else { Course::Collapses })),
    ])
}

/// K5, whose cases may be replaced by others.
pub fn k5() -> Claim<Closed> {
    Claim {
        info: Info {
            id: "K5",
            title: "closed forms",
            provenance: Provenance::Derived,
            statement: "c_2 = b: q = (b - 1 + sqrt(b^2 + b + 1))/(3 b) at the minimum, 3 sqrt(3)/2 for b = 1, 3 sqrt(3) for b = -1/2; \
                        c_k = gamma^(k-1): (1 + sqrt(1 - gamma))^2; backward drive b: the map is unchanged, the sequence moves on iff b < 1 - 1/Z^2; \
                        a sequence that skips one is sustained iff kappa b >= 4",
            domain: "b from -0.99 to 3 at offsets of 10^-2 to 10^-25 in steady state; gamma = 0, 1/2, 3/4 and b = 6/5, 2, 3 a hundredth from the \
                     threshold over 120 transitions; backward weights 10^-20 around the bound at Z from 2 to 4",
            rests_on: &[Support::Claim("K1"), Support::Claim("K3"), STEADY, FAST_LAYER, MOST_SALIENT, ORTHOGONAL],
            promises: Guarantee::Rigorous,
        },
        cases: |sampler, count| Ok(closed_cases(sampler, count)),
        predict: predict_closed,
        observe: observe_closed,
        consequences: vec![],
        wrong_predictors: vec![
            WrongPredictor::Slightly,
            WrongPredictor::mistaken("4, whatever the couplings", |case, _| {
                let sides = |gain: &Rational| is_above(gain, &plain_threshold());
                Ok(match case {
                    Closed::Pair(edge) => predict_side(edge, sides(&edge.parameters.reduced_gain())),
                    Closed::Exponential { gain, .. } | Closed::Skip { gain, .. } => vec![fate(sides(gain))],
                    Closed::Backward { .. } => vec![],
                })
            }),
            WrongPredictor::mistaken(
                "backward drive below one never turns a sequence back",
                |case, digits| match case {
                    Closed::Backward { backward, .. } => Ok(vec![entered(LONGEST, is_above(&ratio(1, 1), backward))]),
                    _ => predict_closed(case, digits),
                },
            ),
        ],
    }
}

/// What becomes of a run on either side of a threshold.
fn fate(sustained: Decided<bool>) -> crate::evidence::Quantity {
    run_from_it(sustained.map(|sustained| if sustained { Course::GoesOn } else { Course::Collapses }))
}

fn predict_closed(case: &Closed, digits: Digits) -> Result<Quantities> {
    match case {
        Closed::Pair(edge) => predict_pair(edge, digits),
        Closed::Exponential { gain, range, saliency } => {
            let sustained = side(gain, digits, |precision| exponential_threshold(range, precision))?;
            let handed_on = exponential_handover(gain, range, saliency);
            Ok(vec![quantity(ENTERED_WITH, Answer::exact(handed_on)), fate(sustained)])
        }
        Closed::Backward { saliency, backward } => Ok(vec![entered(LONGEST, moves_forward(backward, saliency))]),
        Closed::Skip { gain, second } => Ok(vec![fate(is_above(&Rational::from(gain * second), &plain_threshold()))]),
    }
}

/// On which side of the closed form the gain lies.
fn predict_pair(edge: &Edge, digits: Digits) -> Result<Quantities> {
    let second = edge.couplings.coefficients().get(2).cloned().unwrap_or_default();
    let gain = edge.parameters.reduced_gain();
    let sustained = side(&gain, digits, |precision| Ok(pair_threshold::<Interval>(&second, precision)?.1))?;
    let run = edge.dwell.is_some().then(|| fate(sustained));
    Ok(std::iter::once(growth(sustained)).chain(run).collect())
}

/// Whether a gain is above a threshold.
fn side(gain: &Rational, digits: Digits, threshold: impl Fn(Precision) -> Result<Interval>) -> Result<Decided<bool>> {
    climb("the side of a threshold", digits, |precision| {
        let excess = -threshold(precision)? + gain;
        excess.positive().decided("the gain is above the threshold", &excess).map(Some)
    })
}

/// K6, whose cases may be replaced by others.
pub fn k6() -> Claim<Branch> {
    Claim {
        info: Info {
            id: "K6",
            title: "branching",
            provenance: Provenance::Derived,
            statement: "of two successors driven by a > b from nothing the stronger wins, and the other stands at theta b/a when the winner is lost; with a \
                        residue r at the entry of their driver it wins iff theta r > kappa (a - b)(Z - theta)",
            domain: "slopes 1 and 2, gains from 5 to 8, b/a from 1/2 to 19/20; residues of nothing, around the bound to 10^-20, and up to twice the bound",
            rests_on: &[Support::Claim("K3"), FAST_LAYER, MOST_SALIENT, ORTHOGONAL],
            promises: Guarantee::Rigorous,
        },
        cases: |sampler, count| Ok(branch_cases(sampler, count)),
        predict: |branch, _| Ok(predict_branch(branch, wins(branch))),
        observe: observe_branch,
        consequences: vec![],
        wrong_predictors: vec![
            WrongPredictor::Slightly,
            WrongPredictor::mistaken("the stronger always wins", |branch, _| {
                Ok(predict_branch(branch, is_above(&Rational::new(), &ratio(1, 1))))
            }),
            WrongPredictor::mistaken("the residue as it is, without its decay", |branch, _| {
                let lead = Rational::from(&branch.weights[0] - &branch.weights[1]) * &branch.gain;
                Ok(predict_branch(branch, is_above(&branch.residue, &lead)))
            }),
        ],
    }
}

/// Whether the weaker one wins.
fn wins(branch: &Branch) -> Decided<bool> {
    let ([stronger, weaker], threshold) = (&branch.weights, branch.slope.clone().recip());
    residue_wins((&branch.gain, &threshold), (stronger, weaker), &branch.saliency, &branch.residue)
}

/// Who wins, with what, and what the other has then.
fn predict_branch(branch: &Branch, weaker_wins: Decided<bool>) -> Quantities {
    let ([stronger, weaker], threshold) = (&branch.weights, branch.slope.clone().recip());
    let decay = Rational::from(&threshold / &branch.saliency);
    let driven = Rational::from(1 - &decay) * &branch.gain;
    let saliency = if weaker_wins.holds() {
        Rational::from(&driven * weaker) + &branch.residue * decay
    } else {
        driven * stronger
    };
    let behind = (branch.residue == 0).then(|| {
        quantity(LEFT_BEHIND, Answer::exact(threshold * weaker / stronger)) // K6
    });
    let entered = [entered(LONGEST, !weaker_wins), quantity(ENTERED_WITH, Answer::exact(saliency))];
    entered.into_iter().chain(behind).collect()
}
