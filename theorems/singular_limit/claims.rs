//! S1 to S5: laws in the timescale ratio, fitted on ladders and counted in bits.

use super::predictor::{
    bits_needed, delay_coefficient, delay_slope, delayed_escape, delayed_escape_at, handed_over, sequence_length,
    threshold_shift_coefficient,
};
use super::simulation::{
    Pair, simulate_critical_gain, simulate_crossing, simulate_entry, simulate_entry_by_neurons, simulate_sequence,
};
use crate::error::{Error, Result};
use crate::evidence::{
    Check, Claim, Control, Guarantee, Info, Provenance, Quantities, Sampler, Value, eliminate, quantity, settled,
};
use crate::numerics::rational::{power, ratio};
use crate::numerics::series::{Arithmetic, Doubles, Floats};
use crate::numerics::{Interval, Precision};
use rayon::prelude::*;
use rug::float::Round;
use rug::{Float, Rational};
use std::fmt;

/// Bits of the predictions: far beyond any fit.
const BITS: Precision = Precision::DOUBLE;

/// S1 to S5.
pub fn all() -> Vec<Box<dyn Check>> {
    vec![Box::new(s1()), Box::new(s2()), Box::new(s3()), Box::new(s4()), Box::new(s5())]
}

/// A pair of memories along a ladder `eps = 2^-first ... 2^-last`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ladder {
    /// Gain.
    pub gain: Rational,
    /// Saliency of the retrieved memory.
    pub saliency: Rational,
    /// Component of the other memory at the start; `None` where the leak takes its place.
    pub seed: Option<Rational>,
    /// Exponents of the first and the last rung.
    pub rungs: (i32, i32),
}

impl fmt::Display for Ladder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "gain={}, saliency={}", self.gain, self.saliency)?;
        match &self.seed {
            Some(seed) => write!(f, ", leak=0, c_0={seed}")?,
            None => write!(f, ", leak=eps")?,
        }
        write!(f, ", eps=2^-{} to 2^-{}", self.rungs.0, self.rungs.1)
    }
}

impl Ladder {
    /// The pair on one rung.
    fn pair(&self, exponent: i32) -> Pair {
        let timescale_ratio = power(2, -exponent);
        let leak = if self.seed.is_none() { timescale_ratio.clone() } else { Rational::new() };
        let seed = self.seed.clone().unwrap_or_default();
        Pair { gain: self.gain.clone(), saliency: self.saliency.clone(), seed, leak, timescale_ratio }
    }

    /// What is observed on every rung, in order.
    fn climb<T: Send>(&self, observe: impl Fn(&Pair) -> Result<T> + Sync) -> Result<Vec<T>> {
        (self.rungs.0..=self.rungs.1).into_par_iter().map(|exponent| observe(&self.pair(exponent))).collect()
    }
}

/// How many rungs more the ladders have for so many cases: four in the report.
fn further_rungs(count: usize) -> i32 {
    (count.min(24) / 6) as i32
}

fn s1() -> Claim<Ladder> {
    Claim {
        info: Info {
            id: "S1",
            title: "law of the delay",
            provenance: Provenance::Derived,
            statement: "with a leak delta = eps the overlaps cross late: T_eps - ln Z = (2/(Z' - 1)) eps ln(1/eps) + O(eps)",
            domain: "HardTanh, rho = 0, g = 1, Z' = kappa (1 - 1/Z) > 1; eps from 2^-4 to 2^-16 (the last rung follows --cases)",
        },
        cases: |sampler, count| {
            let mut cases = vec![(ratio(6, 1), ratio(3, 1)), (ratio(5, 1), ratio(2, 1)), (ratio(8, 1), ratio(4, 1))];
            while cases.len() < 3 + count / 6 {
                let (gain, saliency) =
                    (sampler.between(&ratio(4, 1), &ratio(9, 1)), sampler.between(&ratio(2, 1), &ratio(6, 1)));
                cases.push((gain, saliency));
            }
            let ladder =
                |(gain, saliency)| Ladder { gain, saliency, seed: None, rungs: (4, 12 + further_rungs(count)) };
            cases.into_iter().map(ladder).collect()
        },
        predict: |ladder, _| coefficient(delay_coefficient(&ladder.gain, &ladder.saliency)?),
        observe: |ladder, _| observe_delay(ladder),
        controls: vec![
            Control::mistaken("half the coefficient: 1/(Z' - 1)", |ladder, _| {
                coefficient(delay_coefficient(&ladder.gain, &ladder.saliency)? / 2u32)
            }),
            Control::mistaken("the rate of the old memory, 2/(Z - 1)", |ladder, _| {
                coefficient(Rational::from(2) / Rational::from(&ladder.saliency - 1u32))
            }),
            Control::mistaken("both neurons' halves active: 1/(Z' - 1) + 1/2", |ladder, _| {
                coefficient(delay_coefficient(&ladder.gain, &ladder.saliency)? / 2u32 + ratio(1, 2))
            }),
            Control::mistaken("no delay", |_, _| coefficient(Rational::new())),
        ],
    }
}

fn coefficient(value: Rational) -> Result<Quantities> {
    Ok(vec![quantity("coefficient of eps ln(1/eps)", Value::Exact(value))])
}

/// The coefficient from `d_k = (T_eps - ln Z)/eps` at `eps = 2^-k`: its increments are `a ln 2` and a remainder `2^-k` times a
/// polynomial in `k`, whose first three powers are eliminated.
fn observe_delay(ladder: &Ladder) -> Result<Quantities> {
    let crossings = ladder.climb(simulate_crossing)?;
    let held = Float::with_val(crossings[0].prec(), &ladder.saliency).ln();
    let delays: Vec<Float> = (ladder.rungs.0..).zip(&crossings).map(|(k, time)| (time.clone() - &held) << k).collect();
    Ok(vec![quantity("coefficient of eps ln(1/eps)", Value::Fitted(logarithmic_growth(&delays, 3)?))])
}

/// The coefficient of `ln(1/eps)` in a quantity that is given at `eps = 2^-k`, `2^-(k+1)`, ..., after so many eliminations.
fn logarithmic_growth(values: &[Float], eliminations: usize) -> Result<Interval> {
    let bits = values[0].prec();
    let octave = Float::with_val(bits, rug::float::Constant::Log2);
    let two = Float::with_val(bits, 2);
    let increments: Vec<Float> = values.windows(2).map(|pair| (pair[1].clone() - &pair[0]) / &octave).collect();
    settled(&(0..eliminations).fold(increments, |rest, _| eliminate(&rest, &two)))
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
        },
        cases: delayed_cases,
        predict: |ladder, _| {
            predict_entry(ladder, delayed_escape(&ladder.gain, &ladder.saliency, BITS)?, Rational::from(1))
        },
        observe: |ladder, _| observe_entry(ladder),
        controls: vec![
            Control::mistaken("escape at T = ln Z, and entry with Z'", |ladder, _| {
                if at_boundary(ladder) {
                    return Ok(vec![fate(true)]);
                }
                let held = Interval::from_rational(&ladder.saliency, BITS).ln()?;
                let next = Interval::from_rational(&handed_over(&ladder.gain, &ladder.saliency)?, BITS);
                Ok(limits(held, next, None))
            }),
            Control::mistaken("the debt paid at twice the rate", |ladder, _| {
                let doubled = Rational::from(&ladder.gain * 2u32);
                let entry = delayed_escape(&doubled, &ladder.saliency, BITS)?;
                predict_entry(ladder, entry, Rational::from(2))
            }),
            Control::mistaken("the old memory's tail ignored", |ladder, _| {
                let Some(entry) = delayed_escape(&ladder.gain, &ladder.saliency, BITS)? else { return Ok(Vec::new()) };
                Ok(limits(entry.escape_time, entry.next_saliency, Some(Interval::from_integer(0, BITS))))
            }),
            Control::mistaken("silent boundary at eps = 0 for every eps", |ladder, _| {
                if !at_boundary(ladder) {
                    return Ok(Vec::new());
                }
                Ok(vec![fate(delayed_escape(&ladder.gain, &ladder.saliency, BITS)?.is_some())])
            }),
        ],
    }
}

/// A single rung stands for a decision close to the boundary of silence.
const fn at_boundary(ladder: &Ladder) -> bool {
    ladder.rungs.0 == ladder.rungs.1
}

fn fate(entered: bool) -> crate::evidence::Quantity {
    quantity("fate", Value::Decision(if entered { "entered" } else { "silent" }, Guarantee::Numerical))
}

fn limits(time: Interval, saliency: Interval, slope: Option<Interval>) -> Quantities {
    let mut all = vec![
        quantity("entry time as eps -> 0", Value::Fitted(time)),
        quantity("entry saliency as eps -> 0", Value::Fitted(saliency)),
    ];
    all.extend(slope.map(|slope| quantity("coefficient of sqrt(eps) in the time", Value::Fitted(slope))));
    all
}

/// What is predicted of a ladder, or of a decision at the boundary.
fn predict_entry(
    ladder: &Ladder,
    entry: Option<super::predictor::DelayedEscape>,
    tail: Rational,
) -> Result<Quantities> {
    if at_boundary(ladder) {
        return Ok(vec![fate(enters(&ladder.pair(ladder.rungs.0))?)]);
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

/// Limits and first coefficient from entries at `eps = 2^-k`, whose expansion goes in powers of `sqrt(eps)`.
fn observe_entry(ladder: &Ladder) -> Result<Quantities> {
    let entries = ladder.climb(simulate_entry)?;
    if at_boundary(ladder) {
        return Ok(vec![fate(entries[0].is_some())]);
    }
    let entries = entries.into_iter().collect::<Option<Vec<_>>>();
    let entries = entries.ok_or_else(|| Error::domain("case", ladder, "one whose next memory is entered"))?;
    let (times, saliencies): (Vec<Float>, Vec<Float>) =
        entries.into_iter().map(|entry| (entry.time, entry.saliency)).unzip();
    let bits = times[0].prec();
    let root = Float::with_val(bits, 2).sqrt();
    let powers: Vec<Float> =
        (1..=4u32).map(|n| (0..n).fold(Float::with_val(bits, 1), |power, _| power * &root)).collect();
    let limit = |values: &[Float], powers: &[Float]| {
        settled(&powers.iter().fold(values.to_vec(), |rest, power| eliminate(&rest, power)))
    };
    // The differences along the ladder over sqrt(eps_k): the coefficient times 1 - 1/sqrt(2), and higher powers.
    let share = Float::with_val(bits, 1) - root.clone().recip();
    let scaled = times.windows(2).zip(0i32..).map(|(pair, k)| {
        let mut difference = Float::with_val(bits, &pair[0] - &pair[1]) / &share;
        for _ in 0..(ladder.rungs.0 + k) {
            difference *= &root;
        }
        difference
    });
    let scaled: Vec<Float> = scaled.collect();
    Ok(limits(limit(&times, &powers)?, limit(&saliencies, &powers)?, Some(limit(&scaled, &powers[..3])?)))
}

/// Ladders well inside the domain, and decisions on either side of its boundary.
fn delayed_cases(sampler: &mut Sampler, count: usize) -> Vec<Ladder> {
    let rungs = (5, 11 + further_rungs(count) / 4);
    let known = [(6, 3, 1, 10), (8, 3, 1, 1000), (7, 5, 1, 10), (6, 3, -1, 10)];
    let mut cases: Vec<Ladder> = known
        .into_iter()
        .map(|(gain, saliency, above, below)| {
            let (gain, saliency, seed) = (ratio(gain, 1), ratio(saliency, 1), Some(ratio(above, below)));
            Ladder { gain, saliency, seed, rungs }
        })
        .collect();
    while cases.len() < 4 + count / 8 {
        let (gain, saliency) =
            (sampler.between(&ratio(7, 1), &ratio(12, 1)), sampler.between(&ratio(5, 2), &ratio(5, 1)));
        cases.push(Ladder { gain, saliency, seed: Some(sampler.small(1, 3)), rungs });
    }
    for gain in [ratio(5, 1), ratio(6, 1), ratio(8, 1)] {
        cases.extend(beside_silence(&gain));
    }
    cases
}

/// Starts on either side of every change of the predicted fate at `eps = 2^-9`: on the ladder `Z - 1 = 1.02^n / 20` those next
/// but one to it.
fn beside_silence(gain: &Rational) -> Vec<Ladder> {
    const RUNG: i32 = 9;
    let excesses = std::iter::successors(Some(ratio(1, 20)), |excess| Some(excess * ratio(51, 50)));
    let starts = excesses.take(320).map(|excess| {
        let saliency = Rational::from(1) + excess;
        Ladder { gain: gain.clone(), saliency, seed: Some(ratio(1, 10)), rungs: (RUNG, RUNG) }
    });
    let starts: Vec<Ladder> = starts.collect();
    let entered: Vec<bool> = starts.iter().map(|start| enters(&start.pair(RUNG)).unwrap_or(false)).collect();
    let changes = (1..starts.len() - 2).filter(|&n| entered[n] != entered[n + 1]);
    changes.flat_map(|n| [starts[n - 1].clone(), starts[n + 2].clone()]).collect()
}

/// A timescale ratio, and how many bits it takes to see a delayed escape there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolution {
    /// The pair of memories.
    pub pair: Pair,
    /// Number of neurons that are simulated.
    pub neurons: usize,
}

impl fmt::Display for Resolution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Pair { gain, saliency, seed, timescale_ratio, .. } = &self.pair;
        write!(
            f,
            "gain={gain}, saliency={saliency}, leak=0, c_0={seed}, eps={timescale_ratio}, neurons={}",
            self.neurons
        )
    }
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
        },
        cases: resolution_cases,
        predict: |resolution, _| predict_bits(resolution, 1, 1),
        observe: |resolution, _| observe_bits(resolution),
        controls: vec![
            Control::mistaken("double precision always suffices", |_, _| {
                Ok(vec![quantity("double precision", Value::Decision("enough", Guarantee::Numerical))])
            }),
            Control::mistaken("T/eps taken for bits", |resolution, _| predict_bits(resolution, 7, 10)),
            Control::mistaken("a rounding error grows by its square root", |resolution, _| {
                predict_bits(resolution, 1, 2)
            }),
        ],
    }
}

/// The bits needed, times a factor that is 1 in the law, and whether a double has them.
fn predict_bits(resolution: &Resolution, above: i64, below: i64) -> Result<Quantities> {
    let Pair { saliency, seed, timescale_ratio, .. } = &resolution.pair;
    let needed = bits_needed(saliency, seed, timescale_ratio, BITS)?;
    let needed = &needed * &Interval::from_rational(&ratio(above, below), BITS);
    let slack = Interval::new(Float::with_val(53, -3), Float::with_val(53, 3))?;
    let mut all = vec![quantity("bits needed", Value::Fitted(&needed + &slack))];
    all.extend(double_suffices(&needed).map(double));
    Ok(all)
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

fn double(enough: bool) -> crate::evidence::Quantity {
    quantity("double precision", Value::Decision(if enough { "enough" } else { "too little" }, Guarantee::Numerical))
}

/// The least precision at which the second memory is entered, by doubling and bisection, and what doubles see.
fn observe_bits(resolution: &Resolution) -> Result<Quantities> {
    let (mut silent, mut seen) = (Precision::LEAST, 2 * Precision::LEAST);
    while !sees(resolution, &Floats::new(Precision::bits(seen)?))? {
        (silent, seen) = (seen, 2 * seen);
    }
    while seen - silent > 1 {
        let middle = silent + (seen - silent) / 2;
        if sees(resolution, &Floats::new(Precision::bits(middle)?))? { seen = middle } else { silent = middle }
    }
    let between = Interval::new(Float::with_val(53, silent), Float::with_val_round(53, seen, Round::Up).0)?;
    Ok(vec![quantity("bits needed", Value::Fitted(between)), double(sees(resolution, &Doubles)?)])
}

/// Whether an arithmetic sees the delayed escape.
fn sees<A: Arithmetic>(resolution: &Resolution, arithmetic: &A) -> Result<bool> {
    Ok(simulate_entry_by_neurons(&resolution.pair, resolution.neurons, arithmetic)?.is_some())
}

fn resolution_cases(sampler: &mut Sampler, count: usize) -> Vec<Resolution> {
    let mut inverse = vec![(25, 1), (100, 3), (50, 1), (100, 1)];
    inverse.extend([(200, 1), (400, 1), (640, 1)].into_iter().take(count / 8));
    let known =
        inverse.into_iter().map(|(above, below)| (ratio(6, 1), ratio(3, 1), ratio(1, 10), ratio(below, above), 4));
    let drawn = (0..count / 4).map(|_| {
        let (gain, saliency) =
            (sampler.between(&ratio(7, 1), &ratio(10, 1)), sampler.between(&ratio(5, 2), &ratio(4, 1)));
        (gain, saliency, sampler.small(1, 3), ratio(1, sampler.whole(20, 90) as i64), 1 << sampler.whole(2, 4))
    });
    let drawn: Vec<_> = drawn.collect();
    let case = |(gain, saliency, seed, timescale_ratio, neurons)| {
        let pair = Pair { gain, saliency, seed, leak: Rational::new(), timescale_ratio };
        Resolution { pair, neurons }
    };
    known.chain(drawn).map(case).collect()
}

/// A chain without a leak.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sequence(Pair);

impl fmt::Display for Sequence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Pair { gain, saliency, seed, timescale_ratio, .. } = &self.0;
        write!(f, "gain={gain}, saliency={saliency}, leak=0, c_0={seed}, eps={timescale_ratio}")
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
        },
        cases: |sampler, count| {
            let mut cases: Vec<Sequence> = [(5, 2), (6, 3), (9, 4), (12, 6)]
                .into_iter()
                .map(|(k, z)| sequence(ratio(k, 1), ratio(z, 1)))
                .collect();
            for _ in 0..20 * count {
                if cases.len() >= 4 + count / 6 {
                    break;
                }
                let case =
                    sequence(sampler.between(&ratio(5, 1), &ratio(16, 1)), sampler.between(&ratio(3, 2), &ratio(7, 1)));
                if length(&case, 0).is_ok_and(|n| n <= 4) && is_clear(&case) {
                    cases.push(case);
                }
            }
            cases
        },
        predict: |case, _| {
            Ok(vec![quantity("memories visited", Value::Count(length(case, 0)?.into(), Guarantee::Numerical))])
        },
        observe: |case, _| observe_length(case),
        controls: vec![
            Control::SlightlyWrong,
            Control::mistaken("debt forgotten at every entry", |case, _| {
                let Pair { gain, saliency, seed, timescale_ratio, .. } = &case.0;
                let enters = delayed_escape_at(gain, saliency, seed, timescale_ratio, BITS)?.is_some();
                Ok(vec![quantity(
                    "memories visited",
                    Value::Count(if enters { 1000 } else { 1 }.into(), Guarantee::Exact),
                )])
            }),
        ],
    }
}

fn sequence(gain: Rational, saliency: Rational) -> Sequence {
    Sequence(Pair { gain, saliency, seed: ratio(1, 10), leak: Rational::new(), timescale_ratio: ratio(1, 64) })
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

/// Visits counted on chains of growing length, until the sequence ends before the chain does.
fn observe_length(case: &Sequence) -> Result<Quantities> {
    const MOST: usize = 6;
    for memories in 3..=MOST {
        if let Some(visited) = simulate_sequence(&case.0, memories)? {
            return Ok(vec![quantity("memories visited", Value::Count(visited.into(), Guarantee::Numerical))]);
        }
    }
    Err(Error::StepLimit { limit: MOST, time: "the last memory of the longest chain".to_owned() })
}

/// The rungs on which the critical gain is searched for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rungs(i32, i32);

impl fmt::Display for Rungs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "leak=eps, eps=2^-{} to 2^-{}", self.0, self.1)
    }
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
        },
        cases: |_, count| vec![Rungs(6, 10 + further_rungs(count) / 2)],
        predict: |_, _| coefficient(threshold_shift_coefficient()?),
        observe: observe_shift,
        controls: vec![
            Control::mistaken("half the shift", |_, _| coefficient(threshold_shift_coefficient()? / 2u32)),
            Control::mistaken("twice the shift", |_, _| coefficient(threshold_shift_coefficient()? * 2u32)),
            Control::mistaken("no shift", |_, _| coefficient(Rational::new())),
        ],
    }
}

/// The coefficient from `(4 - kappa_c)/(4 eps)`, whose increments per octave tend to it times `ln 2`, after as many eliminations, up to two, as leave three rungs.
fn observe_shift(rungs: &Rungs, _digits: crate::numerics::Digits) -> Result<Quantities> {
    let gains = (rungs.0..=rungs.1).into_par_iter().map(|k| simulate_critical_gain(&power(2, -k)));
    let gains = gains.collect::<Result<Vec<Float>>>()?;
    let eliminations = gains.len().saturating_sub(4).min(2);
    let shifts: Vec<Float> =
        gains.iter().zip(rungs.0..).map(|(gain, k)| (Float::with_val(gain.prec(), 4u32 - gain) << k) >> 2u32).collect();
    Ok(vec![quantity("coefficient of eps ln(1/eps)", Value::Fitted(logarithmic_growth(&shifts, eliminations)?))])
}
