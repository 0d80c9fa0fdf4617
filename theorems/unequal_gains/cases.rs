//! The cases of U1 to U8: starts on the jumps of the count, rounds exactly at their threshold and beside it, ladders and links; and the
//! names of what both sides speak of.

use crate::error::Result;
use crate::evidence::{Answer, Quantities, Quantity, Sampler, quantity};
use crate::model::{Topology, UnequalGains};
use crate::numerics::Decided;
use crate::numerics::rational::{power, ratio};
use crate::theorems::collapse::cases::range;
use rug::{Integer, Rational};
use std::fmt;

/// The number of transitions until the collapse, or that there is none.
pub(super) const TRANSITIONS: &str = "transitions";
/// The time until the collapse.
pub(super) const ACTIVE_TIME: &str = "active time";
/// The least first saliency that lasts.
pub(super) const CRITICAL: &str = "critical saliency";
/// Whether some first saliency lasts.
pub(super) const LASTS: &str = "some sequence";
/// The least last gain of a round with which one does.
pub(super) const LEAST_GAIN: &str = "least last gain";
/// Time of one round, or turn, on the cycle.
pub(super) const PERIOD: &str = "period";
/// Multiplier of one round.
pub(super) const MULTIPLIER: &str = "multiplier";
/// The sum of the angles of three gains at their threshold.
pub(super) const ANGLES: &str = "sum of the angles";
/// One more than that by which the averaging inequality is strict, which may be nothing.
pub(super) const GAP: &str = "1 + gap of the mean";
/// How the mean of the gains at a threshold compares with four.
pub(super) const MEAN: &str = "mean at the threshold";
/// Where saliencies stay when neighbouring gains are strong enough.
pub(super) const FLOOR: &str = "saliencies";
/// Saliencies of the explicit sequence.
pub(super) const SALIENCIES: [(u32, &str); 4] = [(1, "Z_1"), (2, "Z_2"), (5, "Z_5"), (9, "Z_9")];
/// What the quotient of indices tends to.
pub(super) const RATIO: &str = "index of collapse over start";
/// Number of words of gains that a sequence survives.
pub(super) const WORDS: &str = "surviving words";
/// How likely it is to survive so many random gains.
pub(super) const SURVIVAL: &str = "survival";
/// The gain above which so many transitions succeed.
pub(super) const LADDER_GAIN: &str = "ladder gain";
/// Whether a ring has a cycle.
pub(super) const CYCLE: &str = "cycle of the ring";

/// The number of transitions; `None` is a sequence without end.
pub(super) fn transitions(count: Decided<Option<Integer>>) -> Quantity {
    let answer = match count.value().clone() {
        Some(number) => Answer::count(count.map(|_| number)),
        None => Answer::word(count.map(|_| "endless")),
    };
    quantity(TRANSITIONS, answer)
}

/// Whether some first saliency lasts, in words.
pub(super) fn lasts(some: Decided<bool>) -> Quantity {
    quantity(LASTS, Answer::either(some, "lasts", "collapses"))
}

/// How a mean compares with four, in words.
pub(super) fn mean(above: Decided<bool>) -> Quantity {
    quantity(MEAN, Answer::either(above, "above four", "not above four"))
}

/// Where the saliencies stay, in words.
pub(super) fn floor(above: Decided<bool>) -> Quantity {
    quantity(FLOOR, Answer::either(above, "above the root of the gain before", "not all above it"))
}

/// A chain with unequal gains and its first saliency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Start {
    /// Gains and slopes.
    pub gains: UnequalGains,
    /// Saliency of the first memory.
    pub saliency: Rational,
    /// Whether the critical saliency is looked for too.
    pub critical: bool,
}

impl fmt::Display for Start {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, saliency={}", self.gains, self.saliency)
    }
}

/// One round of gains.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// Gains and slopes, of a chain.
    pub gains: UnequalGains,
    /// A saliency that a round hands on unchanged, where the gains stand exactly at their threshold.
    pub fixed: Option<Rational>,
    /// Whether the stable cycle is looked at.
    pub cycle: bool,
    /// Whether the least last gain is looked for.
    pub least: bool,
}

impl fmt::Display for Round {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.gains)
    }
}

/// Gains that are legal by construction.
fn chain(gains: Vec<Rational>, slopes: Vec<Rational>) -> UnequalGains {
    UnequalGains::new(gains, slopes).expect("positive gains and slopes")
}

fn ratios<const N: usize>(of: [(i64, i64); N]) -> Vec<Rational> {
    of.map(|(numerator, denominator)| ratio(numerator, denominator)).to_vec()
}

/// Gains exactly at their threshold, and the saliency with which memory 0 is handed on unchanged.
///
/// Choose the excesses `y_n = Z_n/theta_n - 1` of a cycle with product one and let `kappa_n = Z_{n+1}/(1 - theta_n/Z_n)`: the multiplier of a
/// round, `prod 1/y_n`, is one, so that its two fixed points coincide.
fn at_threshold(mut excesses: Vec<Rational>, slopes: &[Rational]) -> (Vec<Rational>, Rational) {
    let product: Rational = excesses.iter().product();
    excesses.push(product.recip());
    let theta = |memory: usize| Rational::from(slopes[memory % slopes.len()].recip_ref());
    let saliency = |memory: usize| {
        let memory = memory % excesses.len();
        Rational::from(&excesses[memory] + 1u32) * theta(memory)
    };
    let gain = |memory: usize| {
        let share = Rational::from(1) - theta(memory) / saliency(memory);
        saliency(memory + 1) / share
    };
    ((0..excesses.len()).map(gain).collect(), saliency(0))
}

/// A round at its threshold whose last gain is then multiplied by `1 + offset`.
fn beside(excesses: Vec<Rational>, slopes: Vec<Rational>, offset: Rational, least: bool) -> Round {
    let (mut gains, fixed) = at_threshold(excesses, &slopes);
    let last = gains.len() - 1;
    gains[last] *= Rational::from(1 + &offset);
    let cycle = offset > ratio(1, 10);
    Round { gains: chain(gains, slopes), fixed: (offset == 0).then_some(fixed), cycle, least }
}

/// Rounds at and beside their threshold, of one to twelve gains.
pub(super) fn round_cases(sampler: &mut Sampler, count: usize) -> Vec<Round> {
    let unit = || vec![ratio(1, 1)];
    let pair = || ratios([(2, 1)]);
    // (3/2)^2 and 3^2; the excess 2 of memory 0 belongs to Z_0 = 3.
    let mut cases = vec![
        beside(vec![], unit(), Rational::new(), false),
        beside(pair(), unit(), Rational::new(), true),
        beside(pair(), unit(), ratio(1, 1000), false),
        beside(pair(), unit(), ratio(-1, 1000), false),
        beside(pair(), unit(), ratio(1, 2), false),
        beside(ratios([(1, 2), (3, 1), (2, 5)]), ratios([(2, 1), (1, 1)]), Rational::new(), false),
        beside(ratios([(1, 2), (3, 1), (2, 5)]), ratios([(2, 1), (1, 1)]), ratio(-1, 100), false),
        // Trace and determinant of the product say that it lasts; a minor says that it does not.
        Round {
            gains: chain(ratios([(6, 5), (6, 5), (1000, 1), (6, 5), (6, 5), (1000, 1)]), unit()),
            fixed: None,
            cycle: false,
            least: false,
        },
    ];
    let offsets = [Rational::new(), ratio(1, 100), ratio(-1, 100), ratio(1, 2), ratio(-1, 4)];
    for case in 0..count / 3 {
        let length = if case == 0 { 11 } else { sampler.whole(1, 3) };
        let excesses = (0..length).map(|_| sampler.between(&ratio(3, 5), &ratio(9, 5))).collect();
        let slopes = (0..=length).map(|_| sampler.between(&ratio(1, 2), &ratio(2, 1))).collect();
        let slopes = if sampler.one_in(2) { unit() } else { slopes };
        cases.push(beside(excesses, slopes, sampler.pick(&offsets).clone(), false));
    }
    cases
}

/// The start from which `Z_count` is the threshold exactly, by E4 solved for the saliency before.
fn landing(gains: &UnequalGains, count: usize) -> Option<Rational> {
    (0..count).rev().try_fold(gains.threshold(count), |next, memory| {
        let left = Rational::from(1) - next / gains.gain(memory);
        (left > 0).then(|| gains.threshold(memory) / left)
    })
}

/// Starts on the jumps of the count and next to them, then anywhere.
pub(super) fn start_cases(sampler: &mut Sampler, count: usize) -> Vec<Start> {
    let unit = || vec![ratio(1, 1)];
    let lists = [
        (chain(ratios([(3, 1), (2, 1)]), unit()), 2),
        (chain(ratios([(6, 1), (3, 2), (5, 2)]), ratios([(1, 1), (2, 1)])), 5),
        (chain(ratios([(9, 1), (3, 1)]), unit()), 4),
    ];
    let offsets = || [(0, 0), (1, 60), (-1, 60)];
    let jumps = lists.into_iter().flat_map(|(gains, steps)| {
        let start = landing(&gains, steps);
        let moved = start.into_iter().flat_map(move |start| {
            offsets().map(|(sign, exponent)| &start + Rational::from(sign) * power(10, -exponent))
        });
        moved.map(move |saliency| Start { gains: gains.clone(), saliency, critical: false })
    });
    let mut cases: Vec<Start> = jumps.collect();
    let lasting =
        |list: Vec<Rational>, slopes, saliency| Start { gains: chain(list, slopes), saliency, critical: true };
    cases.push(lasting(ratios([(2, 1), (16, 1)]), unit(), ratio(5, 2)));
    cases.push(lasting(ratios([(2, 1), (16, 1)]), unit(), ratio(12, 5)));
    cases.push(lasting(ratios([(5, 1)]), ratios([(1, 1), (2, 1), (4, 5)]), ratio(2, 1)));
    for _ in 0..count / 3 {
        let length = sampler.whole(1, 4);
        let gains: Vec<Rational> = (0..length).map(|_| sampler.between(&ratio(3, 2), &ratio(9, 1))).collect();
        let slopes = (0..length).map(|_| sampler.between(&ratio(3, 4), &ratio(2, 1))).collect();
        let slopes = if sampler.one_in(2) { unit() } else { slopes };
        let saliency = sampler.between(&ratio(3, 2), &ratio(9, 1));
        cases.push(Start { gains: chain(gains, slopes), saliency, critical: false });
    }
    cases
}

/// Three gains, with the third at or beside its threshold.
pub(super) fn triple_cases(sampler: &mut Sampler, count: usize) -> Vec<Round> {
    let unit = || vec![ratio(1, 1)];
    let mut cases = vec![
        beside(ratios([(1, 1), (1, 1)]), unit(), Rational::new(), false),
        beside(ratios([(1, 2), (3, 1)]), unit(), Rational::new(), true),
        beside(ratios([(1, 2), (3, 1)]), unit(), ratio(1, 1000), false),
        beside(ratios([(1, 2), (3, 1)]), unit(), ratio(-1, 1000), false),
    ];
    for case in 0..count / 12 {
        let excesses = (0..2).map(|_| sampler.between(&ratio(1, 2), &ratio(2, 1))).collect();
        let offset = sampler.between(&ratio(-1, 2), &ratio(1, 2));
        cases.push(beside(excesses, unit(), offset, case == 0));
    }
    cases.into_iter().map(|case| Round { cycle: false, ..case }).collect()
}

/// What U4 says something of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Averaging {
    /// An orbit of unit slope, over some transitions.
    Orbit(Start, usize),
    /// Gains exactly at their threshold.
    Threshold(Round),
    /// An orbit of gains of which every two neighbours are strong enough.
    Neighbours(Start, usize),
}

impl fmt::Display for Averaging {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Orbit(start, steps) => write!(f, "{start}, {steps} transitions"),
            Self::Threshold(round) => write!(f, "{round}, at the threshold"),
            Self::Neighbours(start, steps) => write!(f, "{start}, {steps} transitions, strong neighbours"),
        }
    }
}

/// Orbits, one of them on the cycle where the inequality is an equality; thresholds; neighbours that are strong enough.
pub(super) fn averaging_cases(sampler: &mut Sampler, count: usize) -> Vec<Averaging> {
    let unit = || vec![ratio(1, 1)];
    let start = |gains, saliency| Start { gains: chain(gains, unit()), saliency, critical: false };
    let mut cases = vec![
        Averaging::Orbit(start(ratios([(9, 4), (9, 1)]), ratio(3, 1)), 4),
        Averaging::Orbit(start(ratios([(5, 1), (3, 1), (8, 1)]), ratio(3, 1)), 6),
        Averaging::Threshold(beside(ratios([(1, 2), (3, 1), (1, 1)]), unit(), Rational::new(), true)),
        // 1/sqrt(5) + 1/sqrt(7/2) < 1, and the same once more.
        Averaging::Neighbours(start(ratios([(5, 1), (7, 2), (6, 1), (7, 2)]), ratio(3, 1)), 8),
    ];
    for _ in 0..count / 6 {
        let gains = (0..4).map(|_| sampler.between(&ratio(4, 1), &ratio(9, 1))).collect();
        cases.push(Averaging::Orbit(start(gains, sampler.between(&ratio(3, 1), &ratio(9, 1))), 6));
    }
    cases
}

/// What U5 says something of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BelowFour {
    /// The explicit sequence.
    Explicit,
    /// Gains `4 - c/n^2`.
    Deficit {
        /// The constant `c`.
        deficit: Rational,
        /// Whether it is integrated; else it is too long for that.
        integrated: bool,
    },
}

impl fmt::Display for BelowFour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Explicit => write!(f, "gains=16 (n + 1)(n + 2)/(2 n + 3)^2, saliency=4"),
            Self::Deficit { deficit, .. } => write!(f, "gains=4 - {deficit}/n^2"),
        }
    }
}

pub(super) fn below_four_cases(_: &mut Sampler, _: usize) -> Vec<BelowFour> {
    let deficit = |c: Rational, integrated| BelowFour::Deficit { deficit: c, integrated };
    vec![
        BelowFour::Explicit,
        deficit(ratio(10, 1), true),
        deficit(ratio(5, 1), true),
        deficit(ratio(3, 1), false),
        deficit(ratio(2, 1), false),
    ]
}

/// The gain of memory `n` along a ladder: `4 - c/n^2`.
pub(super) fn deficient_gain(deficit: &Rational, memory: usize) -> Rational {
    Rational::from(4) - deficit / Rational::from(memory).square()
}

/// The limit of `end/start` from two starts, the second twice the first: the term in `1/start` drops out, and the rounding of both ends to
/// whole numbers leaves at most `2/start`; as much again is allowed for what is of higher order.
pub(super) fn collapse_law(start: usize, end: usize, later: usize) -> Result<Quantities> {
    let limit = Rational::from((later as u64, start as u64)) - Rational::from((end as u64, start as u64));
    Ok(vec![quantity(RATIO, Answer::fitted(range(&limit, &Rational::from((4, start as u64)))?))])
}

/// Gains drawn from two values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TwoGains {
    /// The weak one.
    pub weak: Rational,
    /// The strong one, which is also the first saliency.
    pub strong: Rational,
    /// So many weak ones in a row end the sequence.
    pub run: usize,
    /// The probability of a weak one.
    pub probability: Rational,
    /// Number of gains.
    pub letters: usize,
}

impl fmt::Display for TwoGains {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { weak, strong, probability, letters, .. } = self;
        write!(f, "gains {weak} with probability {probability}, else {strong}; {letters} of them")
    }
}

pub(super) fn two_gains_cases(_: &mut Sampler, _: usize) -> Vec<TwoGains> {
    let case = |(weak, strong): (i64, i64), run, probability, letters| TwoGains {
        weak: ratio(weak, 1),
        strong: ratio(strong, 1),
        run,
        probability,
        letters,
    };
    vec![
        case((2, 16), 2, ratio(1, 2), 7),
        case((2, 16), 2, ratio(1, 10), 4),
        case((1, 16), 1, ratio(1, 3), 5),
        case((3, 64), 4, ratio(1, 2), 5),
    ]
}

/// What U7 says something of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Link {
    /// So many transitions from an arbitrarily strong start, at one gain.
    Ladder(u32),
    /// One gain among others that are equal.
    Weak(Round, Rational, u32),
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ladder(transitions) => write!(f, "{transitions} transitions from the strongest start"),
            Self::Weak(_, gain, memories) => write!(f, "one gain among {} of {gain}", memories - 1),
        }
    }
}

pub(super) fn link_cases(_: &mut Sampler, _: usize) -> Vec<Link> {
    let weak = |gain: Rational, memories: u32| {
        let gains = chain(vec![gain.clone(); memories as usize], vec![ratio(1, 1)]);
        Link::Weak(Round { gains, fixed: None, cycle: false, least: true }, gain, memories)
    };
    let links = [weak(ratio(5, 1), 3), weak(ratio(7, 2), 3)];
    (1..=5).map(Link::Ladder).chain(links).collect()
}

/// A ring with its first saliency.
pub(super) fn ring_cases(_: &mut Sampler, _: usize) -> Vec<Start> {
    let ring = |gains: Vec<Rational>, memories| {
        let gains = chain(gains, vec![ratio(1, 1)]).with_topology(Topology::Ring(memories)).expect("a ring");
        Start { gains, saliency: ratio(5, 1), critical: false }
    };
    vec![
        ring(ratios([(3, 1), (7, 2)]), 2),
        ring(ratios([(3, 2), (8, 5)]), 2),
        ring(ratios([(6, 1), (3, 1), (5, 1)]), 3),
        ring(ratios([(5, 2), (3, 1), (5, 2)]), 3),
        ring(ratios([(6, 1), (4, 1)]), 4),
    ]
}
