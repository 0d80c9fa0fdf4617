//! The cases of X1 to X3: memories of prescribed overlaps, and the names of what both sides speak of.

use crate::error::Result;
use crate::evidence::{Answer, Quantity, Sampler, quantity};
use crate::model::{Memories, Parameters, Topology};
use crate::numerics::Decided;
use crate::numerics::rational::ratio;
use crate::theorems::draw::near_ring_threshold;
use nalgebra::DMatrix;
use rug::Rational;
use std::fmt;

/// Crossing time beyond that of orthogonal memories.
pub(super) const LATER: &str = "crossing later by";
/// Saliency on crossing beyond that of orthogonal memories.
pub(super) const STRONGER: &str = "saliency on crossing larger by";
/// Memories entered one after the other.
pub(super) const IN_ORDER: &str = "memories entered in order";
/// What the network enters first.
const ENTERED: &str = "the network enters";
/// What becomes of the dwells near a threshold.
const DWELLS: &str = "dwells";
/// What becomes of a memory when its first class of neurons leaves saturation.
const FIRST_CLASS: &str = "the memory, once a class has left saturation";

/// Which of a memory and its opposite the network enters.
pub(super) fn entered(memory: Decided<bool>) -> Quantity {
    quantity(ENTERED, Answer::either(memory, "the successor", "the opposite of the successor"))
}

/// Whether the dwells last.
pub(super) fn dwells(last: Decided<bool>) -> Quantity {
    quantity(DWELLS, Answer::either(last, "last", "vanish or end"))
}

/// Whether the memory goes with the class.
pub(super) fn first_class(lost: Decided<bool>) -> Quantity {
    quantity(FIRST_CLASS, Answer::either(lost, "is lost", "stays"))
}

/// Two memories of so many neurons, so many of which have the same sign in both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Agreement {
    /// Neurons that agree.
    pub agreeing: usize,
    /// All neurons.
    pub neurons: usize,
}

impl Agreement {
    /// `C = xi_1 . xi_2/N`.
    pub fn overlap(self) -> Rational {
        ratio(2 * self.agreeing as i64 - self.neurons as i64, self.neurons as i64)
    }

    /// The memories.
    pub fn memories(self) -> Result<Memories> {
        let sign = |neuron: usize, memory: usize| if memory == 0 || neuron < self.agreeing { 1 } else { -1 };
        Memories::independent(DMatrix::from_fn(self.neurons, 2, sign))
    }
}

impl fmt::Display for Agreement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "overlap={}, neurons={}", self.overlap(), self.neurons)
    }
}

/// Three rows of a Sylvester-Hadamard matrix, the second and third of which take over the signs of the first at so many neurons.
///
/// **Errors**: as [`Memories::independent`].
pub fn three(neurons: usize, shared: usize) -> Result<Memories> {
    let rows = Memories::sylvester(neurons, 3)?;
    let sign = |neuron: usize, memory: usize| rows.patterns()[(neuron, if neuron < shared { 0 } else { memory })];
    Memories::independent(DMatrix::from_fn(neurons, 3, sign))
}

/// The projection rule beside orthogonal memories.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Projected {
    /// The gain.
    pub gain: Rational,
    /// Saliency of the first memory.
    pub saliency: Rational,
    /// The timescale ratio, which is also the leak.
    pub timescale_ratio: Rational,
    /// Two memories, or three: neurons and how many of them are shared.
    pub memories: Stored,
}

/// Memories that are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stored {
    /// Two.
    Two(Agreement),
    /// Three, by the number of neurons and that of those they share.
    Three(usize, usize),
}

impl fmt::Display for Projected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "gain={}, saliency={}, eps=leak={}, ", self.gain, self.saliency, self.timescale_ratio)?;
        match self.memories {
            Stored::Two(agreement) => agreement.fmt(f),
            Stored::Three(neurons, shared) => write!(f, "three memories, neurons={neurons}, shared={shared}"),
        }
    }
}

pub(super) fn projected_cases(sampler: &mut Sampler, count: usize) -> Vec<Projected> {
    let case = |gain, timescale_ratio, memories| Projected {
        gain: ratio(gain, 1),
        saliency: ratio(3, 1),
        timescale_ratio: ratio(1, timescale_ratio),
        memories,
    };
    let two = |agreeing, neurons| Stored::Two(Agreement { agreeing, neurons });
    let known = [
        case(6, 10, two(6, 8)),
        case(6, 40, two(8, 10)),
        case(5, 20, two(1, 4)),
        case(6, 20, Stored::Three(16, 4)),
        case(7, 20, Stored::Three(16, 9)),
    ];
    let more = (0..count / 3).map(|_| {
        let (gain, slowness) = (sampler.whole(5, 9) as i64, sampler.whole(8, 24) as i64);
        case(gain, slowness, two(sampler.whole(3, 7) as usize, 10))
    });
    known.into_iter().chain(more).collect()
}

/// Two memories under the Hebbian rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hebbian {
    /// A run of the limit system.
    Run {
        /// The model.
        parameters: Parameters,
        /// The memories.
        agreement: Agreement,
        /// Both saliencies.
        saliencies: [Rational; 2],
    },
    /// The dwells after many transitions, near the threshold.
    Side {
        /// The memories.
        agreement: Agreement,
        /// The gain.
        gain: Rational,
    },
    /// The first transition of the network, which has no leak.
    Entry {
        /// The memories.
        agreement: Agreement,
        /// The gain.
        gain: Rational,
        /// The timescale ratio.
        timescale_ratio: Rational,
    },
}

/// Transitions of a run.
pub(super) const TRANSITIONS: usize = 8;

impl fmt::Display for Hebbian {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Run { parameters, agreement, saliencies: [one, other] } => {
                write!(f, "{parameters}, {agreement}, saliencies={one} {other}")
            }
            Self::Side { agreement, gain } => write!(f, "dwells, gain={gain}, {agreement}"),
            Self::Entry { agreement, gain, timescale_ratio } => {
                write!(f, "network, gain={gain}, {agreement}, eps={timescale_ratio}")
            }
        }
    }
}

/// The saliencies for which the classes of both memories that are driven least receive so much.
pub fn saliencies_of(least: [&Rational; 2], overlap: &Rational) -> [Rational; 2] {
    let rest = 1 - Rational::from(overlap.square_ref());
    let of = |own: &Rational, other: &Rational| (own + Rational::from(other * overlap)) / &rest;
    [of(least[0], least[1]), of(least[1], least[0])]
}

pub(super) fn hebbian_cases(sampler: &mut Sampler, count: usize) -> Result<Vec<Hebbian>> {
    let agreements = [(3, 4), (5, 8), (2, 3), (8, 10), (9, 16)];
    let agreements = agreements.map(|(agreeing, neurons)| Agreement { agreeing, neurons });
    let mut cases = Vec::new();
    let mut run = |gain: Rational, slope: Rational, agreement: Agreement, least: [Rational; 2]| -> Result<()> {
        let parameters = Parameters::new(gain)?.with_slope(slope)?.with_topology(Topology::Ring(2))?;
        let saliencies = saliencies_of(least.each_ref(), &agreement.overlap());
        cases.push(Hebbian::Run { parameters, agreement, saliencies });
        Ok(())
    };
    for agreement in agreements {
        run(ratio(5, 2), ratio(1, 1), agreement, [ratio(5, 2), ratio(1, 2)])?;
    }
    run(ratio(2, 1), ratio(3, 2), agreements[1], [ratio(2, 1), ratio(1, 2)])?;
    // Too little for the second memory to be entered.
    run(ratio(5, 4), ratio(1, 1), agreements[1], [ratio(3, 2), ratio(0, 1)])?;
    for _ in 0..count / 4 {
        let gain = sampler.between(&ratio(2, 1), &ratio(5, 2));
        let least = [sampler.between(&ratio(3, 2), &ratio(4, 1)), sampler.between(&ratio(1, 5), &ratio(9, 10))];
        run(gain, ratio(1, 1), *sampler.pick(&agreements[..4]), least)?;
    }
    for agreement in &agreements[..4] {
        let overlap = agreement.overlap();
        let near = near_ring_threshold(2, &overlap) / (1 - Rational::from(overlap.square_ref()));
        for percent in [90, 110] {
            cases.push(Hebbian::Side { agreement: *agreement, gain: Rational::from(&near * percent) / 100u32 });
        }
    }
    for (agreeing, neurons) in [(3, 4), (5, 8), (8, 10), (1, 4), (3, 8)] {
        let agreement = Agreement { agreeing, neurons };
        cases.push(Hebbian::Entry { agreement, gain: ratio(5, 2), timescale_ratio: ratio(1, 50) });
    }
    Ok(cases)
}

/// Three memories under the Hebbian rule, the first retrieved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstClass {
    /// The gain.
    pub gain: Rational,
    /// Neurons, and how many of them are shared.
    pub memories: (usize, usize),
    /// Saliencies.
    pub saliencies: [Rational; 3],
}

impl fmt::Display for FirstClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ((neurons, shared), [one, two, three]) = (self.memories, &self.saliencies);
        write!(f, "gain={}, neurons={neurons}, shared={shared}, saliencies={one} {two} {three}", self.gain)
    }
}

pub(super) fn first_class_cases(_: &mut Sampler, _: usize) -> Vec<FirstClass> {
    let case = |gain, memories, saliencies: [(i64, i64); 3]| FirstClass {
        gain: ratio(gain, 1),
        memories,
        saliencies: saliencies.map(|(above, below)| ratio(above, below)),
    };
    // What the first class feeds back to itself, in units of the threshold: 0.91, 0.93, 0.87 and 0.79, then 1.17, 1.24, 1.25, 1.30 and 1.52.
    vec![
        case(4, (32, 8), [(3, 2), (1, 2), (1, 2)]),
        case(3, (32, 4), [(3, 1), (0, 1), (0, 1)]),
        case(2, (32, 8), [(3, 1), (1, 1), (1, 1)]),
        case(2, (64, 32), [(3, 1), (1, 1), (1, 1)]),
        case(3, (32, 8), [(3, 1), (1, 1), (1, 1)]),
        case(3, (32, 8), [(4, 1), (0, 1), (2, 1)]),
        case(4, (32, 8), [(2, 1), (1, 1), (1, 1)]),
        case(4, (32, 4), [(3, 1), (1, 1), (1, 1)]),
        case(4, (64, 16), [(3, 1), (1, 1), (1, 1)]),
    ]
}
