//! The parameters of the model, validated once and exact from then on.

use crate::error::{Error, Result};
use rug::Rational;
use std::fmt;

/// How the memories follow one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topology {
    /// Endless: every memory that is entered starts from saliency zero.
    Chain,
    /// So many memories in a circle.
    Ring(usize),
}

/// Parameters of the input-driven Hopfield network, in the notation of its equations.
///
/// ```
/// use escapement::model::{Parameters, Topology};
/// use escapement::numerics::rational::ratio;
/// let parameters = Parameters::new(ratio(5, 1))?.with_slope(ratio(2, 1))?.with_topology(Topology::Ring(4))?;
/// assert_eq!(parameters.threshold(), ratio(1, 2));
/// assert!(Parameters::new(ratio(-5, 1)).is_err());
/// # Ok::<(), escapement::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Parameters {
    gain: Rational,
    slope: Rational,
    self_coupling: Rational,
    slow_time_constant: Rational,
    topology: Topology,
    neurons: Option<u64>,
}

impl Parameters {
    /// Gain `kappa > 0`; slope 1, no self-coupling, time in units of the slow time constant, a chain, self-synapses kept.
    pub fn new(gain: Rational) -> Result<Self> {
        Ok(Self {
            gain: positive("gain", gain)?,
            slope: Rational::from(1),
            self_coupling: Rational::new(),
            slow_time_constant: Rational::from(1),
            topology: Topology::Chain,
            neurons: None,
        })
    }

    /// Slope `g > 0` of HardTanh at the origin.
    pub fn with_slope(self, slope: Rational) -> Result<Self> {
        Ok(Self { slope: positive("slope", slope)?, ..self })
    }

    /// Self-coupling `rho`, any number: the share of its own drive that a memory keeps.
    #[must_use]
    pub fn with_self_coupling(self, self_coupling: Rational) -> Self {
        Self { self_coupling, ..self }
    }

    /// Slow time constant `tau_u > 0`, the unit of every time that is reported.
    pub fn with_slow_time_constant(self, slow_time_constant: Rational) -> Result<Self> {
        Ok(Self { slow_time_constant: positive("slow time constant", slow_time_constant)?, ..self })
    }

    /// Chain, or a ring of at least two memories.
    pub fn with_topology(self, topology: Topology) -> Result<Self> {
        if let Topology::Ring(memories) = topology
            && memories < 2
        {
            return Err(Error::domain("memories", memories, "a whole number of at least 2"));
        }
        Self { topology, ..self }.validated()
    }

    /// Removes the self-synapses of a network of `neurons` neurons (`W_ii = 0`); `None` keeps them.
    pub fn with_neurons(self, neurons: Option<u64>) -> Result<Self> {
        Self { neurons, ..self }.validated()
    }

    /// Checks what involves two parameters.
    fn validated(self) -> Result<Self> {
        match (self.neurons, self.topology) {
            (Some(neurons), _) if neurons < 2 => Err(Error::domain("neurons", neurons, "a whole number of at least 2")),
            (Some(neurons), Topology::Ring(memories)) if neurons < memories as u64 => {
                Err(Error::domain("neurons", neurons, "at least as many as memories, which are orthogonal"))
            }
            _ => Ok(self),
        }
    }

    /// Gain `kappa`.
    pub const fn gain(&self) -> &Rational {
        &self.gain
    }

    /// Slope `g`.
    pub const fn slope(&self) -> &Rational {
        &self.slope
    }

    /// Self-coupling `rho`.
    pub const fn self_coupling(&self) -> &Rational {
        &self.self_coupling
    }

    /// Slow time constant `tau_u`.
    pub const fn slow_time_constant(&self) -> &Rational {
        &self.slow_time_constant
    }

    /// Chain or ring.
    pub const fn topology(&self) -> Topology {
        self.topology
    }

    /// Number of neurons when their self-synapses are removed.
    pub const fn neurons(&self) -> Option<u64> {
        self.neurons
    }

    /// The saliency `theta = 1/g` below which a memory does not exist.
    pub fn threshold(&self) -> Rational {
        self.slope.clone().recip()
    }

    /// The gain in units of the threshold, `k = g kappa`.
    pub fn reduced_gain(&self) -> Rational {
        Rational::from(&self.slope * &self.gain)
    }
}

/// The gain, then whatever differs from the plain chain, in the words of the command line.
impl fmt::Display for Parameters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "gain={}", self.gain)?;
        let named = [
            ("slope", &self.slope, 1),
            ("slow-time-constant", &self.slow_time_constant, 1),
            ("self-coupling", &self.self_coupling, 0),
        ];
        for (name, value, default) in named {
            if *value != default {
                write!(f, ", {name}={value}")?;
            }
        }
        if let Topology::Ring(memories) = self.topology {
            write!(f, ", memories={memories}")?;
        }
        self.neurons.map_or(Ok(()), |neurons| write!(f, ", neurons={neurons}"))
    }
}

/// `value` when it is positive.
fn positive(argument: &'static str, value: Rational) -> Result<Rational> {
    if value > 0 { Ok(value) } else { Err(Error::domain(argument, value, "a number greater than 0")) }
}

/// `value` when it can be a saliency: not negative.
pub fn saliency(value: Rational) -> Result<Rational> {
    if value >= 0 { Ok(value) } else { Err(Error::domain("saliency", value, "a number that is not negative")) }
}
