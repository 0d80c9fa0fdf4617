//! The cases of L1 to L3: boxes on the section of a ring's return map, intervals and ladders of the timescale ratio, and the names of what both sides speak of.

use crate::error::Result;
use crate::evidence::{Answer, Quantity, Sampler, quantity};
use crate::model::{Activation, Parameters, Topology};
use crate::numerics::rational::{power, ratio};
use crate::numerics::{Decided, Interval};
use rug::Rational;
use std::fmt;

/// Saliency of the memory that is entered.
pub(super) const SALIENCY: &str = "saliency as eps -> 0";
/// Time for which every memory is held.
pub(super) const DWELL: &str = "dwell as eps -> 0";
/// The first correction to the dwell.
pub(super) const DWELL_COEFFICIENT: &str = "coefficient of eps ln(1/eps) in the dwell";
/// The first correction to the saliency.
pub(super) const SALIENCY_COEFFICIENT: &str = "coefficient of eps ln(1/eps) in the saliency";

/// How many cycles go through a box.
pub(super) fn cycles(count: Decided<u32>) -> Quantity {
    quantity("cycles through the box", Answer::count(count))
}

/// Whether the cycle visits every memory in turn.
pub(super) fn visits(in_turn: Decided<bool>) -> Quantity {
    quantity("memories", Answer::either(in_turn, "in turn", "not in turn"))
}

/// Whether there is one cycle for every ratio, and all lie on one branch.
pub(super) fn branch(connected: Decided<bool>) -> Quantity {
    quantity("cycles", Answer::either(connected, "one for every ratio, on one branch", "none for some ratio"))
}

/// Whether the dwell is shorter at the smaller ratio.
pub(super) fn trend(falls: Decided<bool>) -> Quantity {
    quantity("dwell", Answer::either(falls, "falls with eps", "does not fall"))
}

/// A fitted limit.
pub(super) fn limit(name: &'static str, range: Interval) -> Quantity {
    quantity(name, Answer::fitted(range))
}

/// A network on a ring with all sign classes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ring {
    /// Gain.
    pub gain: Rational,
    /// Number of memories.
    pub memories: usize,
    /// Timescale ratio.
    pub timescale_ratio: Rational,
    /// Leak.
    pub leak: Rational,
    /// Activation.
    pub activation: Activation,
}

impl Ring {
    /// The parameters of the model.
    pub fn parameters(&self) -> Result<Parameters> {
        Parameters::new(self.gain.clone())?.with_topology(Topology::Ring(self.memories))
    }
}

impl fmt::Display for Ring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { gain, memories, timescale_ratio, leak, activation } = self;
        write!(f, "gain={gain}, memories={memories}, eps={timescale_ratio}, leak={leak}, {activation}")
    }
}

/// Where a box of the section lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// Around a cycle that was found numerically.
    Around,
    /// Eight radii beside it in the saliency of the memory that is entered.
    Beside,
    /// Around the cycle of the same network with another gain.
    OfGain(Rational),
}

/// Whether a cycle goes through a box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Boxed {
    /// The network.
    pub ring: Ring,
    /// The box.
    pub place: Place,
}

impl fmt::Display for Boxed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Place::Around => write!(f, "{}", self.ring),
            Place::Beside => write!(f, "{}, a box beside the cycle", self.ring),
            Place::OfGain(gain) => write!(f, "{}, the box of gain {gain}", self.ring),
        }
    }
}

/// Two memories and three, smooth and not, and boxes through which no cycle goes; with more cases other activations and four memories.
pub(super) fn boxes(_: &mut Sampler, count: usize) -> Vec<Boxed> {
    let ring = |memories, activation, inverse: i64, leak| Ring {
        gain: ratio(6, 1),
        memories,
        timescale_ratio: ratio(1, inverse),
        leak,
        activation,
    };
    let small = || ratio(1, 1000);
    let around = |ring| Boxed { ring, place: Place::Around };
    let two = ring(2, Activation::Tanh, 20, small());
    let mut cases = vec![
        around(two.clone()),
        around(ring(2, Activation::HardTanh, 20, ratio(1, 20))),
        Boxed { ring: two.clone(), place: Place::Beside },
        Boxed { ring: Ring { gain: ratio(3, 1), ..two }, place: Place::OfGain(ratio(6, 1)) },
    ];
    let further = [
        ring(3, Activation::Tanh, 20, small()),
        ring(2, Activation::Erf, 10, small()),
        ring(2, Activation::Power(2), 10, ratio(1, 10)),
        ring(3, Activation::HardTanh, 10, ratio(1, 10)),
        ring(2, Activation::Tanh, 40, small()),
        ring(4, Activation::Tanh, 20, small()),
    ];
    cases.extend(further.into_iter().take(count / 12).map(around));
    cases
}

/// A network on a ring, for all timescale ratios between two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// Gain.
    pub gain: Rational,
    /// Number of memories.
    pub memories: usize,
    /// Leak.
    pub leak: Rational,
    /// Activation.
    pub activation: Activation,
    /// The least and the largest `1/eps`.
    pub inverse: (Rational, Rational),
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { gain, memories, leak, activation, inverse: (first, last) } = self;
        write!(f, "gain={gain}, memories={memories}, leak={leak}, {activation}, 1/eps from {first} to {last}")
    }
}

/// A short interval at 1/20; with 4000 cases or more all ratios from 1/40 to 1/10.
pub(super) fn intervals(_: &mut Sampler, count: usize) -> Vec<Span> {
    let inverse = if count >= 4000 {
        (ratio(10, 1), ratio(40, 1))
    } else {
        (ratio(20, 1), ratio(20, 1) + ratio(8 + count as i64 / 3, 512))
    };
    vec![Span { gain: ratio(6, 1), memories: 2, leak: ratio(1, 1000), activation: Activation::Tanh, inverse }]
}

/// Rings of HardTanh memories along a ladder `eps = 2^-first ... 2^-last`, with a leak of so many `eps`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ladder {
    /// Gain.
    pub gain: Rational,
    /// Number of memories.
    pub memories: usize,
    /// The leak over `eps`.
    pub leak_share: Rational,
    /// Exponents of the first and the last rung.
    pub rungs: (i32, i32),
}

impl fmt::Display for Ladder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { gain, memories, leak_share, rungs: (first, last) } = self;
        write!(f, "gain={gain}, memories={memories}, hardtanh, leak={leak_share} eps, eps=2^-{first} to 2^-{last}")
    }
}

impl Ladder {
    /// The ring on one rung.
    pub(super) fn ring(&self, exponent: i32) -> Ring {
        let timescale_ratio = power(2, -exponent);
        Ring {
            gain: self.gain.clone(),
            memories: self.memories,
            leak: Rational::from(&self.leak_share * &timescale_ratio),
            timescale_ratio,
            activation: Activation::HardTanh,
        }
    }
}

/// Two memories and three.
pub(super) fn ladders(_: &mut Sampler, count: usize) -> Vec<Ladder> {
    let last = 11 + (count.min(48) / 24) as i32;
    let ladder = |(gain, memories, leak_share)| Ladder { gain, memories, leak_share, rungs: (5, last) };
    [(ratio(6, 1), 2, ratio(1, 1)), (ratio(8, 1), 3, ratio(1, 2))].into_iter().map(ladder).collect()
}
