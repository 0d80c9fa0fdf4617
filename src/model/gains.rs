//! Gains and slopes that differ from memory to memory.

use super::parameters::Topology;
use crate::error::{Error, Result};
use rug::{Integer, Rational};
use std::fmt;

/// A gain and a slope for every memory, from two lists that repeat along the memories.
///
/// Memory `n` drives its successor with the gain `kappa_n`, nothing drives itself, and memory `n` exists while its saliency exceeds
/// `theta_n = 1/g_n`. Times are in units of the slow time constant.
///
/// ```
/// use escapement::model::UnequalGains;
/// use escapement::numerics::rational::ratio;
/// let gains = UnequalGains::new(vec![ratio(9, 4), ratio(9, 1)], vec![ratio(1, 1)])?;
/// assert_eq!((gains.gain(3), gains.period()), (&ratio(9, 1), 2));
/// assert!(UnequalGains::new(vec![], vec![ratio(1, 1)]).is_err());
/// # Ok::<(), escapement::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnequalGains {
    gains: Vec<Rational>,
    slopes: Vec<Rational>,
    topology: Topology,
}

impl UnequalGains {
    /// The chain with these gains and slopes, each list repeated.
    ///
    /// **Errors**: [`Error::Domain`] for an empty list, and a gain or slope that is not positive.
    pub fn new(gains: Vec<Rational>, slopes: Vec<Rational>) -> Result<Self> {
        Ok(Self { gains: positive("gains", gains)?, slopes: positive("slopes", slopes)?, topology: Topology::Chain })
    }

    /// The chain with these gains and unit slopes.
    ///
    /// **Errors**: as [`UnequalGains::new`].
    pub fn of_unit_slope(gains: Vec<Rational>) -> Result<Self> {
        Self::new(gains, vec![Rational::from(1)])
    }

    /// On a ring, whose memory `mu` has the entry `mu` of the repeated lists.
    ///
    /// **Errors**: [`Error::Domain`] for fewer than two memories, or fewer than a list has entries.
    pub fn with_topology(self, topology: Topology) -> Result<Self> {
        if let Topology::Ring(memories) = topology {
            if memories < 2 {
                return Err(Error::domain("memories", memories, "a whole number of at least 2"));
            }
            if memories < self.gains.len().max(self.slopes.len()) {
                return Err(Error::domain("memories", memories, "at least as many as gains, and as slopes"));
            }
        }
        Ok(Self { topology, ..self })
    }

    /// Chain or ring.
    pub const fn topology(&self) -> Topology {
        self.topology
    }

    /// Gain `kappa_n` with which a memory drives its successor.
    pub fn gain(&self, memory: usize) -> &Rational {
        let place = self.place(memory);
        &self.gains[place % self.gains.len()]
    }

    /// Slope `g_n` of a memory.
    pub fn slope(&self, memory: usize) -> &Rational {
        let place = self.place(memory);
        &self.slopes[place % self.slopes.len()]
    }

    /// The saliency `theta_n = 1/g_n` below which a memory does not exist.
    pub fn threshold(&self, memory: usize) -> Rational {
        self.slope(memory).clone().recip()
    }

    /// Number of memories after which everything repeats: those of a ring; along a chain the least common multiple of the lists' lengths.
    pub fn period(&self) -> usize {
        match self.topology {
            Topology::Ring(memories) => memories,
            Topology::Chain => {
                let common = Integer::from(self.gains.len()).lcm_u(self.slopes.len() as u32);
                common.to_usize().unwrap_or(usize::MAX)
            }
        }
    }

    /// The number of a memory on the ring.
    const fn place(&self, memory: usize) -> usize {
        match self.topology {
            Topology::Ring(memories) => memory % memories,
            Topology::Chain => memory,
        }
    }
}

/// The lists in the words of the command line.
impl fmt::Display for UnequalGains {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |numbers: &[Rational]| numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
        write!(f, "gains={}", list(&self.gains))?;
        if self.slopes != [1] {
            write!(f, ", slopes={}", list(&self.slopes))?;
        }
        match self.topology {
            Topology::Ring(memories) => write!(f, ", memories={memories}"),
            Topology::Chain => Ok(()),
        }
    }
}

/// The list, when it has entries and all of them are positive.
fn positive(argument: &'static str, list: Vec<Rational>) -> Result<Vec<Rational>> {
    const DOMAIN: &str = "a list of one or more numbers greater than 0";
    if list.is_empty() {
        return Err(Error::domain(argument, "", DOMAIN));
    }
    match list.iter().find(|value| **value <= 0) {
        Some(value) => Err(Error::domain(argument, value, DOMAIN)),
        None => Ok(list),
    }
}
