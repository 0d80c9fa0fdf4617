//! The cases of S1 to S6: pairs of memories, ladders in the timescale ratio, and the names of what both sides speak of.

use crate::evidence::{Answer, Quantities, Quantity, Sampler, quantity};
use crate::numerics::rational::{power, ratio};
use crate::numerics::{Decided, Interval};
use rug::Rational;
use std::fmt;

/// The coefficient of a logarithmic law.
pub(super) const COEFFICIENT: &str = "coefficient of eps ln(1/eps)";
/// What the delay of an escape has beyond its logarithm, in units of eps.
pub(super) const CONSTANT: &str = "constant of the delay";
/// Bits with which a delayed escape is seen.
pub(super) const BITS_NEEDED: &str = "bits needed";
/// Memories that a sequence visits before it falls silent.
pub(super) const VISITED: &str = "memories visited";

/// Whether the next memory is entered.
pub(super) fn fate(entered: Decided<bool>) -> Quantity {
    quantity("fate", Answer::either(entered, "entered", "silent"))
}

/// Whether doubles see a delayed escape.
pub(super) fn double(enough: Decided<bool>) -> Quantity {
    quantity("double precision", Answer::either(enough, "enough", "too little"))
}

/// Limits of an entry, and the first correction to its time where it is spoken of.
pub(super) fn limits(time: Interval, saliency: Interval, slope: Option<Interval>) -> Quantities {
    let mut all = vec![
        quantity("entry time as eps -> 0", Answer::fitted(time)),
        quantity("entry saliency as eps -> 0", Answer::fitted(saliency)),
    ];
    all.extend(slope.map(|slope| quantity("coefficient of sqrt(eps) in the time", Answer::fitted(slope))));
    all
}

/// Two HardTanh memories of unit slope, memory 0 retrieved with `saliency`, the other unsalient with component `seed`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// Gain.
    pub gain: Rational,
    /// Saliency of the retrieved memory.
    pub saliency: Rational,
    /// Component `c_0` of the other memory.
    pub seed: Rational,
    /// Leak of the input.
    pub leak: Rational,
    /// Timescale ratio.
    pub timescale_ratio: Rational,
}

/// What the second memory grows from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// Its component at the start, without a leak.
    Seed(Rational),
    /// A leak of so many `eps`.
    Leak(Rational),
}

/// A pair of memories along a ladder `eps = 2^-first ... 2^-last`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ladder {
    /// Gain.
    pub gain: Rational,
    /// Saliency of the retrieved memory.
    pub saliency: Rational,
    /// What the other memory grows from.
    pub source: Source,
    /// Exponents of the first and the last rung.
    pub rungs: (i32, i32),
}

impl fmt::Display for Ladder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "gain={}, saliency={}", self.gain, self.saliency)?;
        match &self.source {
            Source::Seed(seed) => write!(f, ", leak=0, c_0={seed}")?,
            Source::Leak(share) if *share == 1 => write!(f, ", leak=eps")?,
            Source::Leak(share) => write!(f, ", leak={share} eps")?,
        }
        write!(f, ", eps=2^-{} to 2^-{}", self.rungs.0, self.rungs.1)
    }
}

impl Ladder {
    /// The pair on one rung.
    pub(super) fn pair(&self, exponent: i32) -> Pair {
        let timescale_ratio = power(2, -exponent);
        let (seed, leak) = match &self.source {
            Source::Seed(seed) => (seed.clone(), Rational::new()),
            Source::Leak(share) => (Rational::new(), Rational::from(share * &timescale_ratio)),
        };
        Pair { gain: self.gain.clone(), saliency: self.saliency.clone(), seed, leak, timescale_ratio }
    }

    /// A single rung stands for a decision close to the boundary of silence.
    pub(super) const fn at_boundary(&self) -> bool {
        self.rungs.0 == self.rungs.1
    }
}

/// How many rungs more the ladders have for so many cases: four in the report.
pub(super) fn further_rungs(count: usize) -> i32 {
    (count.min(24) / 6) as i32
}

/// Ladders in which the leak makes the escape.
pub(super) fn leak_cases(sampler: &mut Sampler, count: usize) -> Vec<Ladder> {
    let mut cases = vec![(ratio(6, 1), ratio(3, 1)), (ratio(5, 1), ratio(2, 1)), (ratio(8, 1), ratio(4, 1))];
    while cases.len() < 3 + count / 6 {
        let (gain, saliency) =
            (sampler.between(&ratio(4, 1), &ratio(9, 1)), sampler.between(&ratio(2, 1), &ratio(6, 1)));
        cases.push((gain, saliency));
    }
    let rungs = (4, 12 + further_rungs(count));
    let ladder = |(gain, saliency)| Ladder { gain, saliency, source: Source::Leak(ratio(1, 1)), rungs };
    cases.into_iter().map(ladder).collect()
}

/// Ladders with a leak of several shares of `eps`, where the memory that is entered stays saturated on one side.
pub(super) fn constant_cases(sampler: &mut Sampler, count: usize) -> Vec<Ladder> {
    let known = [(6, 3, 2, 1), (6, 3, 1, 2), (8, 4, 1, 1), (5, 2, 1, 1)];
    let known = known.map(|(gain, saliency, above, below)| (ratio(gain, 1), ratio(saliency, 1), ratio(above, below)));
    let drawn = (0..count / 12).map(|_| {
        let (gain, saliency) =
            (sampler.between(&ratio(5, 1), &ratio(9, 1)), sampler.between(&ratio(2, 1), &ratio(6, 1)));
        (gain, saliency, sampler.between(&ratio(1, 4), &ratio(2, 1)))
    });
    let drawn: Vec<_> = drawn.collect();
    let rungs = (4, 11 + further_rungs(count) / 2);
    let ladder = |(gain, saliency, share)| Ladder { gain, saliency, source: Source::Leak(share), rungs };
    known.into_iter().chain(drawn).map(ladder).collect()
}

/// Ladders well inside the domain, and decisions on either side of its boundary, where what `enters` says changes.
pub(super) fn delayed_cases(sampler: &mut Sampler, count: usize, enters: impl Fn(&Pair) -> bool) -> Vec<Ladder> {
    let rungs = (5, 11 + further_rungs(count) / 4);
    let known = [(6, 3, 1, 10), (8, 3, 1, 1000), (7, 5, 1, 10), (6, 3, -1, 10)];
    let mut cases: Vec<Ladder> = known
        .into_iter()
        .map(|(gain, saliency, above, below)| {
            let (gain, saliency) = (ratio(gain, 1), ratio(saliency, 1));
            Ladder { gain, saliency, source: Source::Seed(ratio(above, below)), rungs }
        })
        .collect();
    while cases.len() < 4 + count / 8 {
        let (gain, saliency) =
            (sampler.between(&ratio(7, 1), &ratio(12, 1)), sampler.between(&ratio(5, 2), &ratio(5, 1)));
        cases.push(Ladder { gain, saliency, source: Source::Seed(sampler.small(1, 3)), rungs });
    }
    for gain in [ratio(5, 1), ratio(6, 1), ratio(8, 1)] {
        cases.extend(beside_silence(&gain, &enters));
    }
    cases
}

/// Starts on either side of every change of the fate that `enters` says at `eps = 2^-9`: on the ladder `Z - 1 = 1.02^n / 20` those next
/// but one to it.
fn beside_silence(gain: &Rational, enters: impl Fn(&Pair) -> bool) -> Vec<Ladder> {
    const RUNG: i32 = 9;
    let excesses = std::iter::successors(Some(ratio(1, 20)), |excess| Some(excess * ratio(51, 50)));
    let starts = excesses.take(320).map(|excess| {
        let saliency = Rational::from(1) + excess;
        Ladder { gain: gain.clone(), saliency, source: Source::Seed(ratio(1, 10)), rungs: (RUNG, RUNG) }
    });
    let starts: Vec<Ladder> = starts.collect();
    let entered: Vec<bool> = starts.iter().map(|start| enters(&start.pair(RUNG))).collect();
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
    /// Whether doubles are tried too: where the law says clearly what they see.
    pub doubles: bool,
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

/// Timescale ratios from those that doubles resolve to far below, and others at random; `clear` says where doubles are tried.
pub(super) fn resolution_cases(sampler: &mut Sampler, count: usize, clear: impl Fn(&Pair) -> bool) -> Vec<Resolution> {
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
        Resolution { doubles: clear(&pair), pair, neurons }
    };
    known.chain(drawn).map(case).collect()
}

/// A chain without a leak.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sequence(pub Pair);

impl fmt::Display for Sequence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Pair { gain, saliency, seed, timescale_ratio, .. } = &self.0;
        write!(f, "gain={gain}, saliency={saliency}, leak=0, c_0={seed}, eps={timescale_ratio}")
    }
}

/// Chains of which `chosen` approves: four that are known, and others at random.
pub(super) fn sequence_cases(sampler: &mut Sampler, count: usize, chosen: impl Fn(&Sequence) -> bool) -> Vec<Sequence> {
    let known = [(5, 2), (6, 3), (9, 4), (12, 6)].into_iter();
    let mut cases: Vec<Sequence> = known.map(|(k, z)| sequence(ratio(k, 1), ratio(z, 1))).collect();
    for _ in 0..20 * count {
        if cases.len() >= 4 + count / 6 {
            break;
        }
        let case = sequence(sampler.between(&ratio(5, 1), &ratio(16, 1)), sampler.between(&ratio(3, 2), &ratio(7, 1)));
        if chosen(&case) {
            cases.push(case);
        }
    }
    cases
}

fn sequence(gain: Rational, saliency: Rational) -> Sequence {
    Sequence(Pair { gain, saliency, seed: ratio(1, 10), leak: Rational::new(), timescale_ratio: ratio(1, 64) })
}

/// The rungs on which the critical gain is searched for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rungs(pub i32, pub i32);

impl fmt::Display for Rungs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "leak=eps, eps=2^-{} to 2^-{}", self.0, self.1)
    }
}
