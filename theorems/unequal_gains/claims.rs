//! U1 to U8: what is predicted, and the mistakes that must be caught.

use super::cases::{
    ACTIVE_TIME, ANGLES, Averaging, BelowFour, CRITICAL, CYCLE, GAP, LADDER_GAIN, LEAST_GAIN, Link, MULTIPLIER, PERIOD,
    RATIO, Round, SALIENCIES, SURVIVAL, Start, TwoGains, WORDS, averaging_cases, below_four_cases, floor, lasts,
    link_cases, mean, ring_cases, round_cases, start_cases, transitions as counted, triple_cases, two_gains_cases,
};
use super::consequences::{end_by_handover, fixed_by_handover, ratio_by_handover};
use super::predictor::laws::{
    averaging_gap, collapse_ratio, endless_saliency, ladder_gain, orbit, survival, surviving_words, third_gain,
    triple_sustains, weak_link,
};
use super::predictor::ring::{decay_of_two, few_sustain, stable_cycle};
use super::predictor::{active_time, critical_saliency, cycle, least_last_gain, sustains, transitions};
use super::simulation::{
    observe_averaging, observe_below_four, observe_link, observe_ring, observe_round, observe_start, observe_triple,
    observe_words,
};
use crate::error::{Error, Result};
use crate::evidence::{
    Answer, Check, Claim, Consequence, Guarantee, Info, Provenance, Quantities, Support, WrongPredictor, quantity,
    real, to_digits,
};
use crate::model::UnequalGains;
use crate::numerics::rational::power;
use crate::numerics::{Decided, Digits, Interval, Precision};
use crate::theorems::assumptions::{FAST_LAYER, ORTHOGONAL, SUCCESSOR};
use rug::Rational;
use std::cmp::Ordering;

/// U1 to U8.
pub fn all() -> Vec<Box<dyn Check>> {
    vec![
        Box::new(u1()),
        Box::new(u2()),
        Box::new(u3()),
        Box::new(u4()),
        Box::new(u5()),
        Box::new(u6()),
        Box::new(u7()),
        Box::new(u8()),
    ]
}

/// The handover of single memories, step after step.
const HANDOVER: &[Support] =
    &[Support::Claim("M1"), Support::Claim("E1"), Support::Claim("E4"), FAST_LAYER, SUCCESSOR, ORTHOGONAL];
/// The same, and the orbit of a Moebius map with the count of its steps.
const ORBIT: &[Support] = &[
    Support::Claim("M1"),
    Support::Claim("E1"),
    Support::Claim("E4"),
    Support::Claim("G3"),
    Support::Claim("C3"),
    Support::Claim("C4"),
    FAST_LAYER,
    SUCCESSOR,
    ORTHOGONAL,
];
/// What special gains rest on.
const ROUNDS: &[Support] = &[Support::Claim("U1"), Support::Claim("U2"), FAST_LAYER, SUCCESSOR, ORTHOGONAL];

fn u1() -> Claim<Start> {
    Claim {
        info: Info {
            id: "U1",
            title: "chain sequences",
            provenance: Provenance::Derived,
            statement: "n_c counts the positive leading minors of the tridiagonal matrix with diagonal (1 - theta_0/Z_0, 1, 1, ...) and \
                        squared off-diagonals theta_n/kappa_(n-1), the active time is ln prod Z_n/theta_n, and the first saliencies that \
                        last are those from Z_* on",
            domain: "chain, rho = 0; one to four repeated gains from 3/2 to 16, slopes from 3/4 to 2; starts on the jumps of the count \
                     exactly and 10^-60 to either side of them",
            rests_on: ORBIT,
            promises: Guarantee::Rigorous,
        },
        cases: |sampler, count| Ok(start_cases(sampler, count)),
        predict: predict_start,
        observe: observe_start,
        consequences: vec![Consequence { from: "E4", evaluate: end_by_handover }],
        wrong_predictors: vec![
            WrongPredictor::Slightly,
            WrongPredictor::mistaken("gains shifted by one memory", |start, digits| {
                let count = start.gains.period();
                let list = |of: &dyn Fn(usize) -> Rational| (0..count).map(of).collect::<Vec<_>>();
                let gains = list(&|memory| start.gains.gain(memory + 1).clone());
                let gains = UnequalGains::new(gains, list(&|memory| start.gains.slope(memory).clone()))?;
                predict_start(&Start { gains, ..start.clone() }, digits)
            }),
            WrongPredictor::mistaken("slopes ignored", |start, digits| {
                let gains = (0..start.gains.period()).map(|memory| start.gains.gain(memory).clone()).collect();
                predict_start(&Start { gains: UnequalGains::of_unit_slope(gains)?, ..start.clone() }, digits)
            }),
            WrongPredictor::mistaken("a memory at its threshold survives", |start, digits| {
                let saliency = &start.saliency + power(10, -90);
                predict_start(&Start { saliency, ..start.clone() }, digits)
            }),
        ],
    }
}

fn predict_start(start: &Start, digits: Digits) -> Result<Quantities> {
    let Start { gains, saliency, critical } = start;
    let count = transitions(gains, saliency)?;
    let mut predicted = vec![counted(count.clone())];
    if let Some(number) = count.value().as_ref().filter(|number| **number > 0) {
        let time = to_digits(ACTIVE_TIME, digits, |precision| active_time(gains, saliency, number, precision))?;
        predicted.push(quantity(ACTIVE_TIME, Answer::enclosed(time)));
    }
    if *critical {
        let least = |precision| critical_saliency::<Interval>(gains, precision)?.ok_or_else(|| none_lasts(gains));
        predicted.extend(real(CRITICAL, digits, least)?);
    }
    Ok(predicted)
}

fn none_lasts(gains: &UnequalGains) -> Error {
    Error::domain("gains", gains, "such that some sequence lasts")
}

fn u2() -> Claim<Round> {
    Claim {
        info: Info {
            id: "U2",
            title: "repeated gains",
            provenance: Provenance::Derived,
            statement: "some sequence lasts iff the largest eigenvalue of the cyclic matrix with weights (theta_n/kappa_(n-1))^(1/2) is at most \
                        one; a round then takes ln(L_+/prod theta), with multiplier L_-/L_+, L the eigenvalues of the product of \
                        [[kappa, -kappa theta], [1, 0]]",
            domain: "chain, rho = 0; rounds of one to twelve gains, slopes from 1/2 to 2; last gains exactly at the threshold, 10^-3 and \
                     10^-2 to either side of it, and far from it",
            rests_on: ORBIT,
            promises: Guarantee::Rigorous,
        },
        cases: |sampler, count| Ok(round_cases(sampler, count)),
        predict: predict_round,
        observe: observe_round,
        consequences: vec![Consequence { from: "E4", evaluate: fixed_by_handover }],
        wrong_predictors: vec![
            WrongPredictor::Slightly,
            WrongPredictor::mistaken("geometric mean at least four", |round, _| {
                let product: Rational = (0..round.gains.period()).map(|n| round.gains.gain(n)).product();
                let four = power(4, i32::try_from(round.gains.period()).unwrap_or(0));
                Ok(vec![lasts(Decided::order(&product, &four).map(Ordering::is_ge))])
            }),
            WrongPredictor::mistaken("trace and determinant alone", |round, _| {
                let discriminant = super::predictor::Round::new(&round.gains).discriminant();
                Ok(vec![lasts(Decided::order(&discriminant, &Rational::new()).map(Ordering::is_ge))])
            }),
            WrongPredictor::mistaken("strict inequality", |round, digits| match round.fixed {
                Some(_) => Ok(vec![lasts(Decided::claimed(false))]),
                None => predict_round(round, digits),
            }),
            WrongPredictor::mistaken("slopes ignored", |round, digits| {
                let gains = (0..round.gains.period()).map(|memory| round.gains.gain(memory).clone()).collect();
                predict_round(&Round { gains: UnequalGains::of_unit_slope(gains)?, ..round.clone() }, digits)
            }),
        ],
    }
}

fn predict_round(round: &Round, digits: Digits) -> Result<Quantities> {
    let gains = &round.gains;
    let mut predicted = vec![lasts(sustains(gains))];
    if round.least {
        let least = |precision| least_last_gain::<Interval>(gains, precision)?.ok_or_else(|| none_lasts(gains));
        predicted.extend(real(LEAST_GAIN, digits, least)?);
    }
    if round.cycle {
        let cycle = |precision| cycle::<Interval>(gains, precision)?.ok_or_else(|| none_lasts(gains));
        predicted.extend(real(PERIOD, digits, |precision| Ok(cycle(precision)?.period))?);
        predicted.extend(real(MULTIPLIER, digits, |precision| Ok(cycle(precision)?.multiplier))?);
    }
    Ok(predicted)
}

fn u3() -> Claim<Round> {
    Claim {
        info: Info {
            id: "U3",
            title: "three gains",
            provenance: Provenance::Derived,
            statement: "three repeated gains sustain a sequence iff a_1 + a_2 + a_3 + 2 (a_1 a_2 a_3)^(1/2) <= 1, a = 1/kappa: the angles \
                        arccos(a^(1/2)) are those of a triangle at the threshold",
            domain: "chain, rho = 0, unit slope; third gains exactly at the threshold, 10^-3 to either side of it, and up to one half away",
            rests_on: &[
                Support::Claim("E4"),
                Support::Claim("U1"),
                Support::Claim("U2"),
                FAST_LAYER,
                SUCCESSOR,
                ORTHOGONAL,
            ],
            promises: Guarantee::Rigorous,
        },
        cases: |sampler, count| Ok(triple_cases(sampler, count)),
        predict: |round, digits| predict_triple(round, digits, 2),
        observe: observe_triple,
        consequences: vec![Consequence { from: "E4", evaluate: fixed_by_handover }],
        wrong_predictors: vec![
            WrongPredictor::Slightly,
            WrongPredictor::mistaken("without the root", |round, digits| predict_triple(round, digits, 0)),
            WrongPredictor::mistaken("angles of a quadrilateral", |round, digits| {
                let mut predicted = predict_triple(round, digits, 2)?;
                predicted.retain(|quantity| quantity.name != ANGLES);
                if round.least {
                    predicted.extend(real(ANGLES, digits, |precision| Ok(Interval::pi(precision) * 2))?);
                }
                Ok(predicted)
            }),
        ],
    }
}

fn predict_triple(round: &Round, digits: Digits, factor: u32) -> Result<Quantities> {
    let [first, second, third] = [0, 1, 2].map(|memory| round.gains.gain(memory));
    let mut predicted = vec![lasts(triple_sustains([first, second, third], factor))];
    if round.least {
        predicted.extend(real(LEAST_GAIN, digits, |precision| third_gain(first, second, precision))?);
        predicted.extend(real(ANGLES, digits, |precision| Ok(Interval::pi(precision)))?);
    }
    Ok(predicted)
}

fn u4() -> Claim<Averaging> {
    Claim {
        info: Info {
            id: "U4",
            title: "averaging",
            provenance: Provenance::Derived,
            statement: "while memories exist, sum (kappa^(-1/2) - 1/2) falls short of (1/Z_n - 1/Z_0)/2 by half the sum of \
                        ((1 - 1/Z_j)^(1/2) - Z_(j+1)^(-1/2))^2; so the power mean of exponent -1/2 over a round that lasts is at least 4, \
                        and above it from three gains on; gains whose neighbours satisfy kappa^(-1/2) + kappa'^(-1/2) <= 1 do last",
            domain: "chain, rho = 0, unit slope; orbits of up to eight transitions, one on a cycle with equality; a threshold of \
                     four gains",
            rests_on: ROUNDS,
            promises: Guarantee::Rigorous,
        },
        cases: |sampler, count| Ok(averaging_cases(sampler, count)),
        predict: |case, digits| predict_averaging(case, digits, 1),
        observe: observe_averaging,
        consequences: vec![],
        wrong_predictors: vec![
            WrongPredictor::Slightly,
            WrongPredictor::mistaken("gap doubled", |case, digits| predict_averaging(case, digits, 2)),
            WrongPredictor::mistaken("mean exactly four at every threshold", |case, digits| match case {
                Averaging::Threshold(_) => Ok(vec![mean(Decided::claimed(false))]),
                _ => predict_averaging(case, digits, 1),
            }),
            WrongPredictor::mistaken("strong neighbours are not enough", |case, digits| match case {
                Averaging::Neighbours(..) => Ok(vec![floor(Decided::claimed(false))]),
                _ => predict_averaging(case, digits, 1),
            }),
        ],
    }
}

fn predict_averaging(case: &Averaging, digits: Digits, factor: i32) -> Result<Quantities> {
    match case {
        Averaging::Orbit(start, steps) => {
            let saliencies = orbit(&start.gains, &start.saliency, *steps);
            real(GAP, digits, |precision| Ok(averaging_gap::<Interval>(&saliencies, precision)? * factor + 1))
        }
        Averaging::Threshold(_) => Ok(vec![mean(Decided::claimed(true))]),
        Averaging::Neighbours(..) => Ok(vec![floor(Decided::claimed(true))]),
    }
}

fn u5() -> Claim<BelowFour> {
    Claim {
        info: Info {
            id: "U5",
            title: "below four for ever",
            provenance: Provenance::Derived,
            statement: "with kappa_n = 16 (n + 1)(n + 2)/(2 n + 3)^2 < 4 and Z_0 = 4 a sequence never ends, Z_n = 4 (n + 1)/(2 n + 1); with \
                        4 - c/n^2 and c > 1 every sequence ends, and the index of its end over that of its start tends to \
                        exp(2 pi (c - 1)^(-1/2))",
            domain: "chain, rho = 0, unit slope; nine transitions of the explicit sequence; c = 2, 3, 5, 10",
            rests_on: HANDOVER,
            promises: Guarantee::Asymptotic,
        },
        cases: |sampler, count| Ok(below_four_cases(sampler, count)),
        predict: |case, digits| predict_below_four(case, digits, 0),
        observe: observe_below_four,
        consequences: vec![Consequence { from: "E4", evaluate: ratio_by_handover }],
        wrong_predictors: vec![
            WrongPredictor::Slightly,
            WrongPredictor::mistaken("index off by one", |case, digits| predict_below_four(case, digits, 1)),
            WrongPredictor::mistaken("root of c", |case, digits| match case {
                BelowFour::Explicit => predict_below_four(case, digits, 0),
                BelowFour::Deficit { deficit, .. } => {
                    let more = Rational::from(deficit + 1u32);
                    ratio_of(&more)
                }
            }),
        ],
    }
}

fn predict_below_four(case: &BelowFour, _: Digits, shift: u32) -> Result<Quantities> {
    match case {
        BelowFour::Explicit => {
            let exact = SALIENCIES.iter().map(|(n, name)| quantity(name, Answer::exact(endless_saliency(n + shift))));
            Ok(exact.collect())
        }
        BelowFour::Deficit { deficit, .. } => ratio_of(deficit),
    }
}

fn ratio_of(deficit: &Rational) -> Result<Quantities> {
    let limit = collapse_ratio::<Interval>(deficit, Precision::DOUBLE)?;
    let limit = limit.ok_or_else(|| Error::domain("deficit", deficit, "a number above 1"))?;
    Ok(vec![quantity(RATIO, Answer::enclosed(limit))])
}

fn u6() -> Claim<TwoGains> {
    Claim {
        info: Info {
            id: "U6",
            title: "random gains",
            provenance: Provenance::Derived,
            statement: "of the words of two gains, of which r weak ones in a row end a sequence and fewer do not, those without r weak ones in \
                        a row survive: Fibonacci many for gains 2 and 16; so independent gains end it with probability one, after \
                        (1 - p^r)/(p^r (1 - p)) transitions on average",
            domain: "chain, rho = 0, unit slope; gains 2 or 16, 1 or 16, 3 or 64; every word of up to seven gains",
            rests_on: ROUNDS,
            promises: Guarantee::Rigorous,
        },
        cases: |sampler, count| Ok(two_gains_cases(sampler, count)),
        predict: |case, _| Ok(predict_words(case, case.run)),
        observe: observe_words,
        consequences: vec![],
        wrong_predictors: vec![
            WrongPredictor::Slightly,
            WrongPredictor::mistaken("one weak gain more is survived", |case, _| Ok(predict_words(case, case.run + 1))),
        ],
    }
}

fn predict_words(case: &TwoGains, run: usize) -> Quantities {
    let words = Answer::count(Decided::claimed(surviving_words(case.letters, run)));
    vec![quantity(WORDS, words), quantity(SURVIVAL, Answer::exact(survival(case.letters, run, &case.probability)))]
}

fn u7() -> Claim<Link> {
    Claim {
        info: Info {
            id: "U7",
            title: "ladder and weak link",
            provenance: Provenance::Derived,
            statement: "from an arbitrarily strong start n transitions succeed iff kappa > 4 cos^2(pi/(n + 2)); one gain k* among m - 1 gains K \
                        sustains a sequence iff k* >= K (cosh((m - 1) eta/2)/cosh((m + 1) eta/2))^2, cosh eta = K^(1/2)/2, with cosines \
                        below K = 4",
            domain: "chain, rho = 0, unit slope; n from 1 to 5; K = 5 and 7/2 with three gains",
            rests_on: ROUNDS,
            promises: Guarantee::Rigorous,
        },
        cases: |sampler, count| Ok(link_cases(sampler, count)),
        predict: |link, digits| predict_link(link, digits, 0),
        observe: observe_link,
        consequences: vec![],
        wrong_predictors: vec![
            WrongPredictor::Slightly,
            WrongPredictor::mistaken("one memory too many", |link, digits| predict_link(link, digits, 1)),
        ],
    }
}

fn predict_link(link: &Link, digits: Digits, shift: u32) -> Result<Quantities> {
    match link {
        Link::Ladder(transitions) => {
            real(LADDER_GAIN, digits, |precision| Ok(ladder_gain::<Interval>(transitions + shift, precision)))
        }
        Link::Weak(round, gain, memories) => real(LEAST_GAIN, digits, |precision| {
            weak_link::<Interval>(gain, memories + shift, precision)?.ok_or_else(|| none_lasts(&round.gains))
        }),
    }
}

fn u8() -> Claim<Start> {
    Claim {
        info: Info {
            id: "U8",
            title: "rings with unequal gains",
            provenance: Provenance::Derived,
            statement: "a ring's cycle is that of the chain with gains kappa_j/(1 - Q), Q the share that a turn leaves, -ln Q its period; for two \
                        and three memories it exists iff sum 1/kappa_j < 1, and Q = 1/((kappa_1 - 1)(kappa_2 - 1)) for two",
            domain: "ring, rho = 0, unit slope; two to four memories, gains from 3/2 to 6, on both sides of the threshold",
            rests_on: &[Support::Claim("R1"), Support::Claim("U2"), FAST_LAYER, SUCCESSOR, ORTHOGONAL],
            promises: Guarantee::Numerical,
        },
        cases: |sampler, count| Ok(ring_cases(sampler, count)),
        predict: predict_ring,
        observe: observe_ring,
        consequences: vec![],
        wrong_predictors: vec![
            WrongPredictor::Slightly,
            WrongPredictor::mistaken("the chain's threshold", |start, digits| {
                let count = start.gains.period();
                let gains = UnequalGains::of_unit_slope((0..count).map(|n| start.gains.gain(n).clone()).collect())?;
                if sustains(&gains).holds() {
                    return predict_ring(start, digits);
                }
                Ok(vec![quantity(CYCLE, Answer::either(sustains(&gains), "exists", "does not exist"))])
            }),
            WrongPredictor::mistaken("nothing left after a turn", |start, digits| {
                let count = start.gains.period();
                let gains = UnequalGains::of_unit_slope((0..count).map(|n| start.gains.gain(n).clone()).collect())?;
                let period =
                    |precision| Ok(cycle::<Interval>(&gains, precision)?.ok_or_else(|| none_lasts(&gains))?.period);
                real(PERIOD, digits, period)
            }),
        ],
    }
}

fn predict_ring(start: &Start, digits: Digits) -> Result<Quantities> {
    let gains = &start.gains;
    let exists = match gains.period() {
        2 | 3 => few_sustain(gains),
        _ => Decided::claimed(stable_cycle(gains, Precision::DOUBLE.plus(200))?.is_some()),
    };
    let word = quantity(CYCLE, Answer::either(exists, "exists", "does not exist"));
    if !exists.holds() {
        return Ok(vec![word]);
    }
    let period = |precision| match gains.period() {
        2 => Ok(-Interval::from_rational(&decay_of_two(gains), precision).ln()?),
        _ => Ok(stable_cycle(gains, precision)?.ok_or_else(|| none_lasts(gains))?.period),
    };
    Ok(std::iter::once(word).chain(real(PERIOD, digits, period)?).collect())
}
