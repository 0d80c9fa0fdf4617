//! S1 to S6: laws in the timescale ratio, fitted on ladders and counted in bits.

use super::cases::{
    BITS_NEEDED, COEFFICIENT, CONSTANT, Ladder, Pair, Resolution, Rungs, Sequence, Source, VISITED, constant_cases,
    delayed_cases, double, fate, further_rungs, leak_cases, limits, resolution_cases, sequence_cases,
};
use super::predictor::{
    DelayedEscape, bits_needed, delay_coefficient, delay_constant, delay_slope, delayed_escape, delayed_escape_at,
    handed_over, sequence_length, threshold_shift_coefficient,
};
use super::simulation::{observe_bits, observe_constant, observe_delay, observe_entry, observe_length, observe_shift};
use crate::error::{Error, Result};
use crate::evidence::{
    Answer, Check, Claim, Guarantee, Info, Provenance, Quantities, Support, WrongPredictor, quantity,
};
use crate::numerics::rational::ratio;
use crate::numerics::{Decided, Interval, Precision};
use crate::theorems::assumptions::{HEURISTIC, ORTHOGONAL};
use rug::{Float, Rational};

/// Bits of the predictions: far beyond any fit.
const BITS: Precision = Precision::DOUBLE;

/// S1 to S6.
pub fn all() -> Vec<Box<dyn Check>> {
    vec![Box::new(s1()), Box::new(s2()), Box::new(s3()), Box::new(s4()), Box::new(s5()), Box::new(s6())]
}

fn s1() -> Claim<Ladder> {
    Claim {
        info: Info {
            id: "S1",
            title: "law of the delay",
            provenance: Provenance::Derived,
            statement: "with a leak delta = eps the overlaps cross late: T_eps - ln Z = (2/(Z' - 1)) eps ln(1/eps) + O(eps)",
            domain: "HardTanh, rho = 0, g = 1, Z' = kappa (1 - 1/Z) > 1; eps from 2^-4 to 2^-16 (the last rung follows --cases)",
            rests_on: &[Support::Claim("E1"), ORTHOGONAL, HEURISTIC],
            promises: Guarantee::Asymptotic,
        },
        cases: |sampler, count| Ok(leak_cases(sampler, count)),
        predict: |ladder, _| coefficient(delay_coefficient(&ladder.gain, &ladder.saliency)?),
        observe: observe_delay,
        consequences: vec![],
        wrong_predictors: vec![
            WrongPredictor::mistaken("half the coefficient: 1/(Z' - 1)", |ladder, _| {
                coefficient(delay_coefficient(&ladder.gain, &ladder.saliency)? / 2u32)
            }),
            WrongPredictor::mistaken("the rate of the old memory, 2/(Z - 1)", |ladder, _| {
                coefficient(Rational::from(2) / Rational::from(&ladder.saliency - 1u32))
            }),
            WrongPredictor::mistaken("both neurons' halves active: 1/(Z' - 1) + 1/2", |ladder, _| {
                coefficient(delay_coefficient(&ladder.gain, &ladder.saliency)? / 2u32 + ratio(1, 2))
            }),
            WrongPredictor::mistaken("no delay", |_, _| coefficient(Rational::new())),
        ],
    }
}

fn coefficient(value: Rational) -> Result<Quantities> {
    Ok(vec![quantity(COEFFICIENT, Answer::exact(value))])
}

fn s2() -> Claim<Ladder> {
    Claim {
        info: Info {
            id: "S2",
            title: "delayed escape",
            provenance: Provenance::Derived,
            statement: "without a leak the next memory enters at T + s, not at T: s is the smallest positive root of Z' (1 - e^-s) - s = T, \
                        Z' e^-s the saliency; to the next order Z' + kappa sqrt(pi eps/2) and T + eps ln(1/c_0) take the places of Z' and T, up to O(eps); \
                        without a root the network falls silent",
            domain: "HardTanh, rho = 0, g = 1, delta = 0; c_0 from 10^-3 to 10^-1, negative too; eps from 2^-5 to 2^-12 (the last rung follows \
                     --cases); starts with Z - 1 within 4% of the silent boundary on either side",
            rests_on: &[ORTHOGONAL, HEURISTIC],
            promises: Guarantee::Asymptotic,
        },
        cases: |sampler, count| Ok(delayed_cases(sampler, count, |pair| enters(pair).unwrap_or(false))),
        predict: |ladder, _| {
            predict_entry(ladder, delayed_escape(&ladder.gain, &ladder.saliency, BITS)?, Rational::from(1))
        },
        observe: observe_entry,
        consequences: vec![],
        wrong_predictors: vec![
            WrongPredictor::mistaken("escape at T = ln Z, and entry with Z'", |ladder, _| {
                if ladder.at_boundary() {
                    return Ok(vec![fate(Decided::measured(true))]);
                }
                let held = Interval::from_rational(&ladder.saliency, BITS).ln()?;
                let next = Interval::from_rational(&handed_over(&ladder.gain, &ladder.saliency)?, BITS);
                Ok(limits(held, next, None))
            }),
            WrongPredictor::mistaken("the debt paid at twice the rate", |ladder, _| {
                let doubled = Rational::from(&ladder.gain * 2u32);
                let entry = delayed_escape(&doubled, &ladder.saliency, BITS)?;
                predict_entry(ladder, entry, Rational::from(2))
            }),
            WrongPredictor::mistaken("the old memory's tail ignored", |ladder, _| {
                let Some(entry) = delayed_escape(&ladder.gain, &ladder.saliency, BITS)? else { return Ok(Vec::new()) };
                Ok(limits(entry.escape_time, entry.next_saliency, Some(Interval::from_integer(0, BITS))))
            }),
            WrongPredictor::mistaken("silent boundary at eps = 0 for every eps", |ladder, _| {
                if !ladder.at_boundary() {
                    return Ok(Vec::new());
                }
                Ok(vec![fate(Decided::measured(delayed_escape(&ladder.gain, &ladder.saliency, BITS)?.is_some()))])
            }),
        ],
    }
}

/// What is predicted of a ladder, or of a decision at the boundary.
fn predict_entry(ladder: &Ladder, entry: Option<DelayedEscape>, tail: Rational) -> Result<Quantities> {
    if ladder.at_boundary() {
        return Ok(vec![fate(Decided::measured(enters(&ladder.pair(ladder.rungs.0))?))]);
    }
    let (Some(entry), Some(slope)) = (entry, delay_slope(&ladder.gain, &ladder.saliency, BITS)?) else {
        return Err(Error::domain("case", ladder, "one whose next memory is entered"));
    };
    let slope = &slope * &Interval::from_rational(&tail, BITS);
    Ok(limits(entry.escape_time, entry.next_saliency, Some(slope)))
}

/// Whether the next memory is entered at a finite timescale ratio.
fn enters(pair: &Pair) -> Result<bool> {
    let Pair { gain, saliency, seed, timescale_ratio, .. } = pair;
    Ok(delayed_escape_at(gain, saliency, seed, timescale_ratio, BITS)?.is_some())
}

fn s3() -> Claim<Resolution> {
    Claim {
        info: Info {
            id: "S3",
            title: "precision law",
            provenance: Provenance::Derived,
            statement: "N neurons in p-bit arithmetic, delta = 0: the delayed escape is seen iff p ln 2 > T/eps + ln(1/|c_0|), up to 3 bits; \
                        with fewer the network falls silent",
            domain: "Sylvester-Hadamard memories, N = 4 to 16; eps from 1/20 to 1/640, 24 to 1024 bits (the smallest eps follows --cases); \
                     double precision where it is 4 bits or more from the boundary",
            rests_on: &[Support::Claim("S2"), ORTHOGONAL, HEURISTIC],
            promises: Guarantee::Asymptotic,
        },
        cases: |sampler, count| {
            let clear = |pair: &Pair| needed(pair).is_ok_and(|needed| double_suffices(&needed).is_some());
            Ok(resolution_cases(sampler, count, clear))
        },
        predict: |resolution, _| predict_bits(resolution, 1, 1),
        observe: observe_bits,
        consequences: vec![],
        wrong_predictors: vec![
            WrongPredictor::mistaken("double precision always suffices", |_, _| {
                Ok(vec![double(Decided::measured(true))])
            }),
            WrongPredictor::mistaken("T/eps taken for bits", |resolution, _| predict_bits(resolution, 7, 10)),
            WrongPredictor::mistaken("a rounding error grows by its square root", |resolution, _| {
                predict_bits(resolution, 1, 2)
            }),
        ],
    }
}

/// The bits needed, times a factor that is 1 in the law, and whether a double has them.
fn predict_bits(resolution: &Resolution, above: i64, below: i64) -> Result<Quantities> {
    let needed = &needed(&resolution.pair)? * &Interval::from_rational(&ratio(above, below), BITS);
    let slack = Interval::new(Float::with_val(53, -3), Float::with_val(53, 3))?;
    let mut all = vec![quantity(BITS_NEEDED, Answer::fitted(&needed + &slack))];
    if resolution.doubles {
        all.extend(double_suffices(&needed).map(|enough| double(Decided::measured(enough))));
    }
    Ok(all)
}

/// The bits that a pair needs.
fn needed(pair: &Pair) -> Result<Interval> {
    bits_needed(&pair.saliency, &pair.seed, &pair.timescale_ratio, BITS)
}

/// Whether 53 bits suffice, where they are 4 or more from the boundary.
fn double_suffices(needed: &Interval) -> Option<bool> {
    if *needed.upper() < 49 {
        Some(true)
    } else if *needed.lower() > 57 {
        Some(false)
    } else {
        None
    }
}

fn s4() -> Claim<Sequence> {
    Claim {
        info: Info {
            id: "S4",
            title: "extinction",
            provenance: Provenance::Derived,
            statement: "without a leak every sequence ends: a memory is entered only if Z' - 1 - ln Z' exceeds the time since the start, which \
                        grows by at least a dwell per memory, while Z' < kappa",
            domain: "HardTanh chains, rho = 0, g = 1, delta = 0, c_0 = 1/10 for every memory; kappa from 5 to 16, eps = 1/64, where a \
                     gain 3% smaller or larger has the same count",
            rests_on: &[Support::Claim("S2"), ORTHOGONAL],
            promises: Guarantee::Asymptotic,
        },
        cases: |sampler, count| {
            let short = |case: &Sequence| length(case, 0).is_ok_and(|n| n <= 4);
            Ok(sequence_cases(sampler, count, |case| short(case) && is_clear(case)))
        },
        predict: |case, _| Ok(vec![quantity(VISITED, Answer::count(Decided::measured(length(case, 0)?)))]),
        observe: observe_length,
        consequences: vec![],
        wrong_predictors: vec![
            WrongPredictor::Slightly,
            WrongPredictor::mistaken("debt forgotten at every entry", |case, _| {
                let Pair { gain, saliency, seed, timescale_ratio, .. } = &case.0;
                let enters = delayed_escape_at(gain, saliency, seed, timescale_ratio, BITS)?.is_some();
                Ok(vec![quantity(VISITED, Answer::count(Decided::measured(if enters { 1000 } else { 1 })))])
            }),
        ],
    }
}

/// The predicted number of memories, with the gain moved by so many hundredths of itself.
fn length(case: &Sequence, percent: i64) -> Result<usize> {
    let Pair { gain, saliency, seed, timescale_ratio, .. } = &case.0;
    let gain = gain * ratio(100 + percent, 100);
    sequence_length(&gain, saliency, seed, timescale_ratio, BITS)
}

/// Whether a gain three hundredths smaller or larger makes no difference, so that neither do terms of order eps.
fn is_clear(case: &Sequence) -> bool {
    let counts = [-3, 0, 3].map(|percent| length(case, percent).ok());
    counts[0].is_some() && counts.iter().all(|count| *count == counts[0])
}

fn s5() -> Claim<Rungs> {
    Claim {
        info: Info {
            id: "S5",
            title: "threshold shift",
            provenance: Provenance::Derived,
            statement: "kappa_c(eps) = 4 (1 - 2 eps ln(1/eps) + O(eps)) on a chain with leak delta = eps: heuristic, from S1 at the fold",
            domain: "HardTanh, rho = 0, g = 1; a ladder of eps from 2^-6 to 2^-12 (the last rung follows --cases), kappa_c measured as the \
                     least gain that hands on any saliency unchanged",
            rests_on: &[Support::Claim("S1"), Support::Claim("G1"), ORTHOGONAL, HEURISTIC],
            promises: Guarantee::Asymptotic,
        },
        cases: |_, count| Ok(vec![Rungs(6, 10 + further_rungs(count) / 2)]),
        predict: |_, _| coefficient(threshold_shift_coefficient()?),
        observe: observe_shift,
        consequences: vec![],
        wrong_predictors: vec![
            WrongPredictor::mistaken("half the shift", |_, _| coefficient(threshold_shift_coefficient()? / 2u32)),
            WrongPredictor::mistaken("twice the shift", |_, _| coefficient(threshold_shift_coefficient()? * 2u32)),
            WrongPredictor::mistaken("no shift", |_, _| coefficient(Rational::new())),
        ],
    }
}

fn s6() -> Claim<Ladder> {
    Claim {
        info: Info {
            id: "S6",
            title: "constant of the delay",
            provenance: Provenance::Derived,
            statement: "with a leak delta = beta eps and nu = Z' - 1, T_eps = ln Z + eps [(2/nu) ln(nu^2/(2 (nu + 2) eps)) + 1 - beta nu] + o(eps)",
            domain: "HardTanh, rho = 0, g = 1, nu >= 3/2, 1/4 <= beta <= 2; eps from 2^-4 to 2^-13 (the last rung follows --cases)",
            rests_on: &[Support::Claim("S1"), ORTHOGONAL, HEURISTIC],
            promises: Guarantee::Asymptotic,
        },
        cases: |sampler, count| Ok(constant_cases(sampler, count)),
        predict: |ladder, _| constant(ladder, |share| share),
        observe: observe_constant,
        consequences: vec![],
        wrong_predictors: vec![
            WrongPredictor::mistaken("without the term 1 - beta nu", |ladder, _| {
                let logarithm = delay_constant(&ladder.gain, &ladder.saliency, &Rational::new(), BITS)? - 1;
                Ok(vec![quantity(CONSTANT, Answer::enclosed(logarithm))])
            }),
            WrongPredictor::mistaken("S1's leading term alone", |_, _| {
                Ok(vec![quantity(CONSTANT, Answer::exact(Rational::new()))])
            }),
            WrongPredictor::mistaken("the leak delays: 1 + beta nu", |ladder, _| constant(ladder, |share| -share)),
            WrongPredictor::mistaken("the leak equal to eps, whatever it is", |ladder, _| {
                constant(ladder, |_| ratio(1, 1))
            }),
        ],
    }
}

/// The constant for a ladder whose leak is a changed share of eps.
fn constant(ladder: &Ladder, changed: fn(Rational) -> Rational) -> Result<Quantities> {
    let Source::Leak(share) = &ladder.source else { return Ok(Vec::new()) };
    let constant = delay_constant(&ladder.gain, &ladder.saliency, &changed(share.clone()), BITS)?;
    Ok(vec![quantity(CONSTANT, Answer::enclosed(constant))])
}
