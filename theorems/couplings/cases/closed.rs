//! The cases of K4 to K6: closed forms, pulses and branches.

use super::{Edge, couplings, plain};
use crate::evidence::Sampler;
use crate::model::Topology;
use crate::numerics::rational::{power, ratio};
use rug::Rational;
use std::fmt;

/// A pulse on a member of another cycle: two rings of four memories each in one network, memory 0 of the first retrieved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pulse {
    /// Gains of the two rings.
    pub gains: [Rational; 2],
    /// Saliency of the first memory.
    pub saliency: Rational,
    /// Amplitude of the pulse.
    pub amplitude: Rational,
    /// When it begins.
    pub begins: Rational,
    /// How long it lasts: it ends before the first memory is left.
    pub duration: Rational,
}

impl Pulse {
    /// Memories of each ring.
    pub const RING: usize = 4;
    /// The memory that is pulsed: the second one of the second ring.
    pub const PULSED: usize = Self::RING + 1;
}

impl fmt::Display for Pulse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { gains: [one, other], saliency, amplitude, begins, duration } = self;
        write!(f, "gains={one} {other}, saliency={saliency}, amplitude={amplitude}, from={begins}, duration={duration}")
    }
}

pub(in crate::theorems::couplings) fn pulse_cases(sampler: &mut Sampler, count: usize) -> Vec<Pulse> {
    let pulse = |gains: [i64; 2], amplitude, begins, duration| Pulse {
        gains: gains.map(|gain| ratio(gain, 1)),
        saliency: ratio(4, 1),
        amplitude,
        begins,
        duration,
    };
    // The first memory is left at ln 4 = 1.386..., its successor then has 15/4.
    let mut cases = vec![
        pulse([5, 5], ratio(8, 1), ratio(1, 2), ratio(1, 2)),
        pulse([5, 5], ratio(8, 1), ratio(1, 2), ratio(4, 5)),
        pulse([5, 3], ratio(30, 1), ratio(0, 1), ratio(1, 1)),
        pulse([3, 6], ratio(9, 2), ratio(1, 10), ratio(6, 5)),
        pulse([5, 5], ratio(1, 2), ratio(1, 2), ratio(1, 2)),
    ];
    for _ in 0..count / 3 {
        let (begins, duration) =
            (sampler.between(&ratio(0, 1), &ratio(1, 2)), sampler.between(&ratio(1, 10), &ratio(4, 5)));
        let gains = [sampler.whole(5, 8) as i64, 5];
        cases.push(pulse(gains, sampler.between(&ratio(1, 1), &ratio(24, 1)), begins, duration));
    }
    cases
}

/// What is claimed in closed form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Closed {
    /// The threshold with `c_1 = 1` and `c_2 = b`.
    Pair(Edge),
    /// One dwell with couplings of exponential range, and what becomes of the sequence.
    Exponential {
        /// The gain.
        gain: Rational,
        /// `gamma`.
        range: Rational,
        /// Saliency with which a memory is entered.
        saliency: Rational,
    },
    /// A chain whose memories drive the one before them too, at a saliency that is handed on unchanged.
    Backward {
        /// That saliency, which makes the gain.
        saliency: Rational,
        /// Weight of the memory before.
        backward: Rational,
    },
    /// A sequence that skips every second memory.
    Skip {
        /// The gain.
        gain: Rational,
        /// `c_2`.
        second: Rational,
    },
}

impl Closed {
    /// The gain at which a saliency is handed on unchanged from memory to memory, `Z = kappa (1 - 1/Z)`.
    pub fn gain_of(saliency: &Rational) -> Rational {
        Rational::from(saliency.square_ref()) / Rational::from(saliency - 1u32)
    }
}

impl fmt::Display for Closed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pair(edge) => edge.fmt(f),
            Self::Exponential { gain, range, saliency } => {
                write!(f, "gain={gain}, exponential range {range}, saliency={saliency}")
            }
            Self::Backward { saliency, backward } => {
                write!(f, "gain={}, saliency={saliency}, backward weight {backward}", Self::gain_of(saliency))
            }
            Self::Skip { gain, second } => write!(f, "gain={gain}, couplings=0,1,{second}"),
        }
    }
}

pub(in crate::theorems::couplings) fn closed_cases(sampler: &mut Sampler, count: usize) -> Vec<Closed> {
    let mut cases = Vec::new();
    let mut pair = |second: (i64, i64), offset: Rational| {
        let list = couplings(&[(0, 1), (1, 1), second]).ok();
        let edge = list.and_then(|list| Edge::near(&list, Topology::Chain, &ratio(1, 1), &offset));
        cases.extend(edge.map(Closed::Pair));
    };
    for (second, exponent) in [((1, 1), 25), ((-1, 2), 12), ((-99, 100), 20), ((1, 3), 2), ((0, 1), 25), ((3, 1), 20)] {
        pair(second, power(10, -exponent));
        pair(second, -power(10, -exponent));
    }
    for _ in 0..count / 6 {
        let offset = sampler.small(2, 20) * if sampler.one_in(2) { 1 } else { -1 };
        pair((sampler.whole(0, 40) as i64 - 15, 16), offset);
    }
    // (1 + sqrt(1 - gamma))^2 is 9/4 for gamma = 3/4, 2.9142... for 1/2, and 4 without range.
    for (gain, range) in [((9, 4), (3, 4)), ((2914, 1000), (1, 2)), ((4, 1), (0, 1))] {
        for offset in [ratio(99, 100), ratio(101, 100)] {
            let gain = ratio(gain.0, gain.1) * offset;
            cases.push(Closed::Exponential { gain, range: ratio(range.0, range.1), saliency: ratio(4, 1) });
        }
    }
    for (above, below) in [(2, 1), (3, 1), (4, 1), (5, 2)] {
        let saliency = ratio(above, below);
        let most = 1 - Rational::from(saliency.square_ref()).recip();
        for offset in [-power(10, -20), power(10, -20), ratio(-1, 2)] {
            cases.push(Closed::Backward { saliency: saliency.clone(), backward: &most + offset });
        }
    }
    for (second, offset) in [((2, 1), 99), ((2, 1), 101), ((3, 1), 98), ((6, 5), 102)] {
        let second = ratio(second.0, second.1);
        cases.push(Closed::Skip { gain: ratio(4 * offset, 100) / &second, second });
    }
    cases
}

/// A memory that drives two others with weights `a > b`, one of which has something already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branch {
    /// The gain.
    pub gain: Rational,
    /// The slope.
    pub slope: Rational,
    /// `a` and `b`.
    pub weights: [Rational; 2],
    /// Saliency of the memory that drives both.
    pub saliency: Rational,
    /// What the weaker one has when their driver is entered.
    pub residue: Rational,
}

impl fmt::Display for Branch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { gain, slope, weights: [a, b], saliency, residue } = self;
        write!(f, "gain={gain}, slope={slope}, weights={a} {b}, saliency={saliency}, residue={residue}")
    }
}

pub(in crate::theorems::couplings) fn branch_cases(sampler: &mut Sampler, count: usize) -> Vec<Branch> {
    let branch = |gain, slope, weights: [Rational; 2], saliency, residue| {
        plain(gain, Topology::Chain).map(|p| Branch { gain: p.gain().clone(), slope, weights, saliency, residue })
    };
    let mut cases = Vec::new();
    let mut push = |gain, slope: Rational, weights: [Rational; 2], saliency: Rational, residues: &[Rational]| {
        // Where the weaker one begins to win.
        let lead = Rational::from(&weights[0] - &weights[1]) * &gain * (Rational::from(&slope * &saliency) - 1u32);
        for residue in residues {
            let residue = Rational::from(&lead * residue);
            cases.extend(branch(Rational::clone(&gain), slope.clone(), weights.clone(), saliency.clone(), residue));
        }
    };
    let hair = power(10, -20);
    let around = [Rational::new(), 1 - hair.clone(), 1 + hair];
    push(ratio(5, 1), ratio(1, 1), [ratio(1, 1), ratio(9, 10)], ratio(3, 1), &around);
    push(ratio(6, 1), ratio(2, 1), [ratio(6, 5), ratio(1, 1)], ratio(2, 1), &around);
    for _ in 0..count / 4 {
        let stronger = sampler.between(&ratio(4, 5), &ratio(3, 2));
        let weaker = &stronger * sampler.between(&ratio(1, 2), &ratio(19, 20));
        let residues = [Rational::new(), sampler.between(&ratio(1, 10), &ratio(19, 10))];
        push(sampler.between(&ratio(5, 1), &ratio(8, 1)), ratio(1, 1), [stronger, weaker], ratio(3, 1), &residues);
    }
    cases
}
