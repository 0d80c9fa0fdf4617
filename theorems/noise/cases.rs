//! The cases of N1 to N7: moments, ladders, frozen paths, ensembles, and the names of what both sides speak of.

use crate::error::Result;
use crate::evidence::{Answer, Quantity, Sampler, quantity};
use crate::model::{FrozenNoise, Normals};
use crate::numerics::Decided;
use crate::numerics::rational::{exact, power, ratio};
use rug::{Float, Rational};
use std::fmt;

/// Mean of the next memory's component over the leak.
pub(super) const MEAN: &str = "mean over the leak";
/// Its variance over `s^2`.
pub(super) const VARIANCE: &str = "variance over s^2";
/// When both classes leave saturation.
pub(super) const LOST: &str = "(loss of saturation - T)/eps";
/// The square of the argument of `Phi`.
pub(super) const ARGUMENT: &str = "x^2 over (delta/s)^2";
/// Its first correction.
pub(super) const CORRECTION: &str = "coefficient of eps in ln x";
/// When the overlaps cross.
pub(super) const DELAY: &str = "(T_x - T)/eps";
/// How often all transitions succeed.
pub(super) const SURVIVAL: &str = "probability of success";
/// Memories that are entered after the opposite of one.
pub(super) const AFTER: &str = "memories entered after the opposite of one";
/// What neurons put out on average.
pub(super) const OUTPUT: &str = "mean output";
/// The derivative of that at zero.
pub(super) const SLOPE: &str = "slope at the origin";
/// The threshold of the mean field.
pub(super) const GAIN: &str = "gain threshold times the slope";

/// Which sign the next memory is entered with.
pub(super) fn sign(positive: Decided<bool>) -> Quantity {
    quantity("entered", Answer::either(positive, "the memory", "its opposite"))
}

/// A time before the escape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saturated {
    /// Gain.
    pub gain: Rational,
    /// Timescale ratio.
    pub timescale_ratio: Rational,
    /// The time, from a start with no component of the next memory.
    pub time: Rational,
}

impl fmt::Display for Saturated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "gain={}, eps={}, time={}", self.gain, self.timescale_ratio, self.time)
    }
}

/// Early and late times.
pub(super) fn saturated_cases(sampler: &mut Sampler, count: usize) -> Vec<Saturated> {
    let known = [(6, 20, (1, 1)), (5, 4, (1, 10)), (9, 2, (2, 1)), (4, 100, (1, 50))];
    let known = known.map(|(gain, inverse, time)| (ratio(gain, 1), ratio(1, inverse), ratio(time.0, time.1)));
    let drawn = (0..count / 4).map(|_| {
        let gain = sampler.between(&ratio(4, 1), &ratio(12, 1));
        (gain, ratio(1, sampler.whole(2, 30) as i64), sampler.between(&ratio(1, 10), &ratio(2, 1)))
    });
    let drawn: Vec<_> = drawn.collect();
    let case = |(gain, timescale_ratio, time)| Saturated { gain, timescale_ratio, time };
    known.into_iter().chain(drawn).map(case).collect()
}

/// A pair of memories along a ladder `eps = 2^-first ... 2^-last`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ladder {
    /// Gain.
    pub gain: Rational,
    /// Saliency of the retrieved memory.
    pub saliency: Rational,
    /// Exponents of the first and the last rung.
    pub rungs: (i32, i32),
}

impl fmt::Display for Ladder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { gain, saliency, rungs } = self;
        write!(f, "gain={gain}, saliency={saliency}, eps=2^-{} to 2^-{}", rungs.0, rungs.1)
    }
}

/// Pairs whose next saliency is well above one.
pub(super) fn ladder_cases(sampler: &mut Sampler, count: usize) -> Vec<Ladder> {
    let mut pairs = vec![(ratio(6, 1), ratio(3, 1)), (ratio(5, 1), ratio(2, 1))];
    while pairs.len() < 2 + count / 12 {
        pairs.push((sampler.between(&ratio(5, 1), &ratio(9, 1)), sampler.between(&ratio(2, 1), &ratio(5, 1))));
    }
    pairs.into_iter().map(|(gain, saliency)| Ladder { gain, saliency, rungs: (5, 10) }).collect()
}

/// A leak `eps^power` at `eps = 2^-exponent`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaky {
    /// Gain.
    pub gain: Rational,
    /// Saliency of the retrieved memory.
    pub saliency: Rational,
    /// Exponent of the leak.
    pub power: i32,
    /// Exponent of the timescale ratio.
    pub exponent: i32,
}

impl Leaky {
    /// The timescale ratio.
    pub fn timescale_ratio(&self) -> Rational {
        power(2, -self.exponent)
    }

    /// The leak.
    pub fn leak(&self) -> Rational {
        power(2, -self.exponent * self.power)
    }
}

impl fmt::Display for Leaky {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { gain, saliency, power, exponent } = self;
        write!(f, "gain={gain}, saliency={saliency}, leak=eps^{power}, eps=2^-{exponent}")
    }
}

/// Rungs far apart; the smallest ratio follows the number of cases.
pub(super) fn leaky_cases(sampler: &mut Sampler, count: usize) -> Vec<Leaky> {
    let mut pairs = vec![(ratio(6, 1), ratio(3, 1), 2), (ratio(5, 1), ratio(3, 1), 2), (ratio(8, 1), ratio(4, 1), 3)];
    while pairs.len() < 3 + count / 12 {
        let (gain, saliency) =
            (sampler.between(&ratio(5, 1), &ratio(8, 1)), sampler.between(&ratio(5, 2), &ratio(5, 1)));
        pairs.push((gain, saliency, 2));
    }
    let last = if count >= 24 { 14 } else { 12 };
    let rungs = pairs.into_iter().flat_map(|(gain, saliency, power)| {
        [8, 10, last].map(|exponent| Leaky { gain: gain.clone(), saliency: saliency.clone(), power, exponent })
    });
    rungs.collect()
}

/// A pair of memories under one path of a frozen noise of spread `eps/128`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frozen {
    /// Gain.
    pub gain: Rational,
    /// Saliency of the retrieved memory.
    pub saliency: Rational,
    /// The leak in units of the spread.
    pub leak_over_spread: Rational,
    /// Number of the path.
    pub path: u64,
}

impl Frozen {
    /// The timescale ratio of all paths.
    pub fn timescale_ratio() -> Rational {
        power(2, -8)
    }

    /// The spread `s = sigma/sqrt(N)`.
    pub fn spread() -> Rational {
        Self::timescale_ratio() / 128u32
    }

    /// The leak.
    pub fn leak(&self) -> Rational {
        &self.leak_over_spread * Self::spread()
    }

    /// The noise: on from 12 eps before `T` on, and for 24 eps, two steps in each.
    pub fn noise(&self) -> Result<FrozenNoise> {
        const SEED: u64 = 2603;
        let held = exact(&Float::with_val(40, &self.saliency).ln())?;
        let start = held - Self::timescale_ratio() * 12u32;
        FrozenNoise::new(Normals::new(SEED, self.path), &Self::spread(), (start, &Self::timescale_ratio()), (2, 48))
    }
}

impl fmt::Display for Frozen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { gain, saliency, leak_over_spread, path } = self;
        write!(f, "gain={gain}, saliency={saliency}, eps=2^-8, s=eps/128, leak={leak_over_spread} s, path={path}")
    }
}

/// Paths whose amplitude `clear` says is not about zero.
pub(super) fn frozen_cases(sampler: &mut Sampler, count: usize, clear: impl Fn(&Frozen) -> bool) -> Vec<Frozen> {
    let mut cases = Vec::new();
    let wanted = 4 + count / 8;
    for path in 0..4 * wanted as u64 {
        let drawn = path >= wanted as u64;
        let (gain, saliency) = if drawn {
            (sampler.between(&ratio(5, 1), &ratio(8, 1)), sampler.between(&ratio(5, 2), &ratio(4, 1)))
        } else {
            (ratio(6, 1), ratio(3, 1))
        };
        let case = Frozen { gain, saliency, leak_over_spread: ratio((path % 2) as i64, 8), path };
        if clear(&case) && cases.len() < wanted {
            cases.push(case);
        }
    }
    cases
}

/// Many paths of a chain under noise of spread `s = eps/50`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ensemble {
    /// Gain.
    pub gain: Rational,
    /// Saliency of the first memory.
    pub saliency: Rational,
    /// The leak in units of the spread.
    pub leak_over_spread: Rational,
    /// Transitions that are to succeed.
    pub transitions: usize,
    /// Number of paths.
    pub paths: u64,
}

impl fmt::Display for Ensemble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { gain, saliency, leak_over_spread, transitions, paths } = self;
        write!(
            f,
            "gain={gain}, saliency={saliency}, eps=1/32, s=eps/50, leak={leak_over_spread} s, transitions={transitions}, paths={paths}"
        )
    }
}

/// A case of N4.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sign {
    /// The moments.
    Moments(Ladder),
    /// The paths.
    Paths(Ensemble),
}

impl fmt::Display for Sign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Moments(ladder) => ladder.fmt(f),
            Self::Paths(ensemble) => ensemble.fmt(f),
        }
    }
}

/// Ladders, and first transitions with and without a leak.
pub(super) fn sign_cases(sampler: &mut Sampler, count: usize) -> Vec<Sign> {
    let ladders = ladder_cases(sampler, count).into_iter().map(Sign::Moments);
    let paths = [(6, 3, (0, 1)), (6, 3, (3, 20)), (5, 4, (1, 5))].map(|(gain, saliency, leak)| {
        let (gain, saliency, leak_over_spread) = (ratio(gain, 1), ratio(saliency, 1), ratio(leak.0, leak.1));
        Sign::Paths(Ensemble { gain, saliency, leak_over_spread, transitions: 1, paths: 1000 })
    });
    ladders.chain(paths).collect()
}

/// A case of N5.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sequence {
    /// Several transitions in a row.
    Survival(Ensemble),
    /// What follows the opposite of a memory, at a gain and with a leak, from saliency 3.
    Opposite {
        /// Gain.
        gain: Rational,
        /// Leak.
        leak: Rational,
    },
}

impl fmt::Display for Sequence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Survival(ensemble) => ensemble.fmt(f),
            Self::Opposite { gain, leak } => {
                write!(f, "gain={gain}, saliency=3, eps=1/32, leak={leak}, opposite of a memory")
            }
        }
    }
}

/// Sequences without a leak and with that for even chances of four transitions; opposites over a range of gains.
pub(super) fn sequence_cases(sampler: &mut Sampler, count: usize) -> Vec<Sequence> {
    let survival = |leak_over_spread, transitions| {
        let (gain, saliency) = (ratio(6, 1), ratio(19, 4));
        Sequence::Survival(Ensemble { gain, saliency, leak_over_spread, transitions, paths: 150 })
    };
    let opposite = |(gain, leak)| Sequence::Opposite { gain, leak };
    let known = [(ratio(3, 1), Rational::new()), (ratio(6, 1), ratio(1, 5000)), (ratio(40, 1), Rational::new())];
    let drawn = (0..count / 12).map(|_| (sampler.between(&ratio(5, 1), &ratio(50, 1)), Rational::new()));
    let opposites = known.into_iter().chain(drawn.collect::<Vec<_>>()).map(opposite);
    [survival(Rational::new(), 3), survival(ratio(1, 5), 4)].into_iter().chain(opposites).collect()
}

/// Noise on many neurons, and what they receive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Averaged {
    /// Strength `sigma` of the noise.
    pub noise: Rational,
    /// What the neurons receive.
    pub input: Rational,
    /// Whether the threshold of their chain is asked for.
    pub chain: bool,
}

impl fmt::Display for Averaged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "noise={}, input={}", self.noise, self.input)
    }
}

/// Weak and strong noise; one chain.
pub(super) fn averaged_cases(sampler: &mut Sampler, count: usize) -> Vec<Averaged> {
    let known =
        [(ratio(2, 1), ratio(3, 2), true), (ratio(1, 2), ratio(4, 5), false), (ratio(1, 100), ratio(1, 1), false)];
    let drawn = (0..count / 4).map(|_| {
        let (noise, input) =
            (sampler.between(&ratio(1, 10), &ratio(3, 1)), sampler.between(&ratio(1, 10), &ratio(3, 1)));
        (noise, input, false)
    });
    let drawn: Vec<_> = drawn.collect();
    known.into_iter().chain(drawn).map(|(noise, input, chain)| Averaged { noise, input, chain }).collect()
}
