//! The cases of R1 to R6, and the names of what both sides speak of.

use crate::error::{Error, Result};
use crate::evidence::{Answer, Quantities, Quantity, Sampler, quantity};
use crate::model::{Outcome, Parameters, Topology};
use crate::numerics::rational::{power, ratio};
use crate::numerics::{Decided, Interval};
use crate::theorems::draw::{critical, near_ring_threshold, self_coupling, with_reduced_gain};
use rug::{Float, Rational};
use std::fmt;

/// `2^P (4 - K)`.
pub(super) const GAP: &str = "2^P (4 - K)";
/// The time of one turn on the stable cycle.
pub(super) const PERIOD: &str = "period";
/// Number of cycles.
pub(super) const BRANCHES: &str = "branches";
/// Stability of the cycle with the smaller decay.
pub(super) const SMALLER: &str = "smaller q";
/// Stability of the other one.
pub(super) const LARGER: &str = "larger q";
/// What becomes of a ring of two.
pub(super) const FATE: &str = "fate";
/// Time after which all transitions have happened.
pub(super) const TOTAL: &str = "time of them all";
/// Whether the ring sustains itself.
pub(super) const RING: &str = "ring";
/// What becomes of the chain with the same gain.
pub(super) const CHAIN: &str = "chain";

/// What is said of a run.
const RUN: [&str; 4] = ["transitions", "time of the last", "saliency entered with", "outcome"];

/// How a run ends, as far as it is followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Course {
    /// The last memory is retrieved.
    GoesOn,
    /// No memory exists any more.
    Collapses,
    /// A memory is never left.
    Locked,
    /// Infinitely many transitions happen in a finite time.
    Accumulates,
}

impl From<Outcome> for Course {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Collapsed => Self::Collapses,
            Outcome::Locked => Self::Locked,
            Outcome::Accumulating => Self::Accumulates,
            Outcome::Active | Outcome::Marginal | Outcome::Ambiguous => Self::GoesOn,
        }
    }
}

impl Course {
    /// It in words.
    const fn word(self) -> &'static str {
        match self {
            Self::GoesOn => "goes on",
            Self::Collapses => "collapses",
            Self::Locked => "locked",
            Self::Accumulates => "accumulates",
        }
    }
}

/// A run of so many transitions, with the time of the last, the saliency that it leads to, and how it ends.
pub(in crate::theorems) fn outline(
    count: usize,
    time: Interval,
    saliency: Interval,
    course: Decided<Course>,
) -> Quantities {
    let answers = [
        Answer::count(course.map(|_| count)),
        Answer::enclosed(time),
        Answer::enclosed(saliency),
        Answer::word(course.map(Course::word)),
    ];
    RUN.into_iter().zip(answers).map(|(name, answer)| quantity(name, answer)).collect()
}

/// A run that was left open before its end.
pub(in crate::theorems) fn open_run(reason: impl fmt::Display) -> Quantities {
    RUN.map(|name| quantity(name, Answer::unknown(&reason))).to_vec()
}

/// What becomes of a ring of two.
pub(super) fn fate(course: Decided<Course>) -> Quantity {
    quantity(FATE, Answer::word(course.map(Course::word)))
}

/// Whether some saliency is handed on enlarged in steady state.
pub(in crate::theorems) fn growth(grows: Decided<bool>) -> Quantity {
    quantity("best saliency", Answer::either(grows, "grows", "shrinks"))
}

/// What becomes of a run that starts there.
pub(in crate::theorems) fn run_from_it(course: Decided<Course>) -> Quantity {
    quantity("a run from it", Answer::word(course.map(Course::word)))
}

/// Whether deviations from a cycle die out.
pub(super) fn stability(name: &'static str, stable: Decided<bool>) -> Quantity {
    quantity(name, Answer::either(stable, "stable", "unstable"))
}

/// Whether the ring sustains itself.
pub(super) fn ring(sustained: Decided<bool>) -> Quantity {
    quantity(RING, Answer::either(sustained, "sustains itself", "collapses"))
}

/// A ring (or a chain) with the saliencies of its memories, the first of which is retrieved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Circle {
    /// The model.
    pub parameters: Parameters,
    /// Saliencies in order; zero for those left out.
    pub saliencies: Vec<Rational>,
    /// Number of transitions that are followed.
    pub transitions: usize,
}

impl fmt::Display for Circle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let saliencies: Vec<String> = self.saliencies.iter().map(ToString::to_string).collect();
        write!(f, "{}, saliencies={}", self.parameters, saliencies.join(" "))
    }
}

/// The plain ring of unit slope.
pub(super) fn plain(gain: Rational, memories: usize) -> Result<Parameters> {
    Parameters::new(gain)?.with_topology(Topology::Ring(memories))
}

/// Rings in which every parameter differs from the paper's case.
fn general_circles() -> Result<Vec<Circle>> {
    let circle = |memories: usize, rho: Rational| -> Result<Circle> {
        let parameters = Parameters::new(ratio(7, 2))?.with_slope(ratio(3, 2))?.with_slow_time_constant(ratio(5, 4))?;
        let parameters = parameters.with_self_coupling(rho).with_topology(Topology::Ring(memories))?;
        Ok(Circle { parameters, saliencies: vec![ratio(2, 1), ratio(1, 3), ratio(1, 4)], transitions: 2 * memories })
    };
    Ok(vec![circle(3, ratio(1, 9))?, circle(5, ratio(-1, 8))?])
}

/// Rings with random saliencies below the threshold, some of which collapse on the way.
pub(super) fn transient_cases(sampler: &mut Sampler, count: usize) -> Result<Vec<Circle>> {
    let known = [(5, 2, ratio(3, 1)), (7, 3, ratio(4, 1)), (4, 4, ratio(3, 1)), (2, 2, ratio(3, 1))];
    let mut cases = general_circles()?;
    for (gain, memories, saliency) in known {
        let saliencies = vec![saliency, ratio(1, 2)];
        let parameters = plain(ratio(gain, 1), memories)?;
        cases.push(Circle { parameters, saliencies, transitions: 2 * memories });
    }
    // A hair below and above the start whose successor would just fail to exist.
    for offset in [-power(10, -6), power(10, -6)] {
        let saliencies = vec![ratio(3, 2) + offset];
        cases.push(Circle { parameters: plain(ratio(3, 1), 6)?, saliencies, transitions: 1 });
    }
    for _ in 0..count {
        cases.push(transient_case(sampler)?);
    }
    Ok(cases)
}

/// A ring in which no memory but the first is above the threshold, so that none but the successor can be entered.
fn transient_case(sampler: &mut Sampler) -> Result<Circle> {
    let memories = sampler.whole(2, 16) as usize;
    let k = sampler.between(&ratio(2, 1), &ratio(8, 1));
    let rho = if sampler.one_in(2) { Rational::new() } else { sampler.between(&ratio(-1, 3), &ratio(1, 9)) };
    let parameters = with_reduced_gain(sampler, &k, rho)?.with_topology(Topology::Ring(memories))?;
    let threshold = parameters.threshold();
    let mut saliencies = vec![&threshold * sampler.between(&ratio(11, 10), &ratio(8, 1))];
    saliencies.extend((1..memories).map(|_| &threshold * sampler.between(&ratio(0, 1), &ratio(19, 20))));
    Ok(Circle { parameters, saliencies, transitions: (2 * memories).min(20) })
}

/// A chain or ring near its threshold: the gain is the threshold times `1 + offset`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// The model at its gain.
    pub parameters: Parameters,
    /// Relative distance to the threshold, with its sign.
    pub offset: Rational,
}

impl fmt::Display for Edge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The gain has as many digits as it takes to be that near to the threshold; the offset tells more.
        let offset = Float::with_val(53, &self.offset).to_string_radix(10, Some(3));
        write!(f, "gain=K/g (1 + {offset})")?;
        for (name, value, default) in
            [("slope", self.parameters.slope(), 1), ("self-coupling", self.parameters.self_coupling(), 0)]
        {
            if *value != default {
                write!(f, ", {name}={value}")?;
            }
        }
        if let Topology::Ring(memories) = self.parameters.topology() {
            write!(f, ", memories={memories}")?;
        }
        self.parameters.neurons().map_or(Ok(()), |neurons| write!(f, ", neurons={neurons}"))
    }
}

impl Edge {
    /// The shape of a model, of whatever gain, at its threshold times `1 + offset`.
    ///
    /// **Errors**: [`Error::Domain`] where it has none, because the self-synapses removed are too much of the whole.
    pub(in crate::theorems) fn near(shape: &Parameters, offset: &Rational) -> Result<Self> {
        let rho = shape.self_coupling();
        let reduced = match shape.topology() {
            Topology::Chain => critical(rho),
            Topology::Ring(memories) => near_ring_threshold(memories, rho),
        };
        let share =
            shape.neurons().map_or_else(Rational::new, |neurons| Rational::from(1 + rho) / Rational::from(neurons));
        let kept = 1 - &reduced * share;
        if kept <= 0 {
            return Err(Error::domain("neurons", shape.neurons().unwrap_or_default(), "enough for a threshold"));
        }
        let gain = reduced / (shape.slope() * kept) * Rational::from(1 + offset);
        let parameters = Parameters::new(gain)?.with_slope(shape.slope().clone())?;
        let parameters = parameters.with_self_coupling(rho.clone()).with_topology(shape.topology())?;
        Ok(Self { parameters: parameters.with_neurons(shape.neurons())?, offset: offset.clone() })
    }

    /// Whether a run can be followed until it has made up its mind: not where the threshold is too near, nor on a ring whose threshold is
    /// attained at `q = 1`, below which dwells may shrink for ever instead.
    pub(in crate::theorems) fn is_followed(&self) -> bool {
        let lasting = match self.parameters.topology() {
            Topology::Chain => true,
            Topology::Ring(memories) => Rational::from(1 + self.parameters.self_coupling()) * (memories as u64 - 1) > 2,
        };
        lasting && Rational::from(self.offset.abs_ref()) >= ratio(1, 200)
    }
}

/// The shape of a ring.
fn shape(rho: Rational, slope: u64, memories: usize) -> Result<Parameters> {
    let parameters = plain(ratio(1, 1), memories)?.with_slope(Rational::from(slope))?;
    Ok(parameters.with_self_coupling(rho))
}

pub(super) fn edge_cases(sampler: &mut Sampler, count: usize) -> Result<Vec<Edge>> {
    let mut cases = Vec::new();
    // With two and three memories the threshold is attained by a dwell of zero length.
    for (memories, exponent) in [(2, 20), (3, 12), (5, 2), (4, 25), (5, 10), (16, 25), (64, 25)] {
        for sign in [-1, 1] {
            cases.push(Edge::near(&shape(Rational::new(), 1, memories)?, &(power(10, -exponent) * sign))?);
        }
    }
    for rho in [ratio(-1, 2), ratio(1, 4)] {
        cases.push(Edge::near(&shape(rho, 2, 6)?, &power(10, -3))?);
    }
    for _ in 0..count / 2 {
        let (rho, memories) = (self_coupling(sampler), sampler.whole(2, 24) as usize);
        let offset = sampler.small(2, 20) * if sampler.one_in(2) { 1 } else { -1 };
        cases.push(Edge::near(&shape(rho, sampler.whole(1, 3), memories)?, &offset)?);
    }
    Ok(cases)
}

/// A ladder in the number of memories.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sizes(pub(super) usize, pub(super) usize);

impl fmt::Display for Sizes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "memories={} to {}", self.0, self.1)
    }
}

/// The one ladder.
pub(super) fn ladders() -> Vec<Sizes> {
    vec![Sizes(20, 40)]
}

pub(super) fn cycle_cases(sampler: &mut Sampler, count: usize) -> Result<Vec<Parameters>> {
    let known = [
        (ratio(5, 2), 2),
        (ratio(4, 1), 3),
        (ratio(37, 10), 4),
        (ratio(39, 10), 5),
        (ratio(9, 2), 6),
        (ratio(6, 1), 5),
        // Where the second branch is about to end, at a dwell of zero length.
        (ratio(49_999_999, 10_000_000), 5),
    ];
    let mut cases: Vec<Parameters> =
        known.into_iter().map(|(gain, memories)| plain(gain, memories)).collect::<Result<_>>()?;
    while cases.len() < 7 + count / 6 {
        let (memories, gain) = (sampler.whole(4, 12) as usize, sampler.between(&ratio(41, 10), &ratio(12, 1)));
        // At a gain of P itself the second branch has just ended.
        if gain != memories as u64 {
            cases.push(plain(gain, memories)?);
        }
    }
    Ok(cases)
}

pub(super) fn zeno_cases(sampler: &mut Sampler, count: usize) -> Result<Vec<Circle>> {
    let known = [(3, 2, 2, 1), (3, 2, 2, 0), (8, 5, 3, 1), (11, 10, 5, 1)];
    let circle = |(above, below, saliency, other)| {
        let parameters = plain(ratio(above, below), 2)?;
        Ok(Circle { parameters, saliencies: vec![ratio(saliency, 1), ratio(other, 1)], transitions: 0 })
    };
    let random = (0..count / 6).map(|_| zeno_case(sampler));
    known.into_iter().map(circle).chain(random).collect()
}

/// A ring of two below its threshold, the other memory at the threshold or below it.
fn zeno_case(sampler: &mut Sampler) -> Result<Circle> {
    let k = sampler.between(&ratio(51, 50), &ratio(8, 5));
    let parameters = with_reduced_gain(sampler, &k, Rational::new())?.with_topology(Topology::Ring(2))?;
    let threshold = parameters.threshold();
    let first = &threshold * sampler.between(&ratio(11, 10), &ratio(6, 1));
    let share = if sampler.one_in(2) { ratio(1, 1) } else { sampler.between(&ratio(0, 1), &ratio(1, 1)) };
    Ok(Circle { parameters, saliencies: vec![first, threshold * share], transitions: 0 })
}

pub(super) fn comparison_cases(sampler: &mut Sampler, count: usize) -> Result<Vec<Parameters>> {
    let known = [
        (ratio(5, 2), 2),
        (ratio(7, 2), 3),
        (ratio(39, 10), 4),
        (ratio(39, 10), 5),
        (ratio(4, 1), 8),
        (ratio(3, 1), 4),
    ];
    let mut cases: Vec<Parameters> =
        known.into_iter().map(|(gain, memories)| plain(gain, memories)).collect::<Result<_>>()?;
    while cases.len() < 6 + count / 3 {
        let memories = sampler.whole(2, 10) as usize;
        let gain = if sampler.one_in(2) {
            sampler.between(&ratio(4, 1), &ratio(9, 1))
        } else {
            ratio(4, 1) - power(2, -(memories as i32))
        };
        cases.push(plain(gain, memories)?);
    }
    Ok(cases)
}

/// The chain of the same gain, and a start on it that is sustained if any is: at its threshold the fixed point 2, elsewhere a generous one.
pub(super) fn chain_of(parameters: &Parameters) -> Result<(Parameters, Rational)> {
    let chain = parameters.clone().with_topology(Topology::Chain)?;
    let start = if *chain.gain() == 4 { ratio(2, 1) } else { chain.gain().clone() };
    Ok((chain, start))
}
