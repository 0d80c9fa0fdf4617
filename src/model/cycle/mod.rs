//! Limit cycles of the network on a ring of memories, as fixed points of a return map.
//!
//! The equations do not change when every memory is renamed to the next. A cycle that visits all memories alike is therefore known from
//! one dwell: it is a fixed point of `F = S^-1 Pi`, where `Pi` leads from the moment at which the component of the memory that is entered
//! reaches that of the memory that is left to the next such moment, and `S` is the shift by one memory.
//!
//! Memory 0 is the one just entered, memory `P - 1` the one just left: the section is `c_{P-1} = c_0`, and `Pi` ends where `c_1`
//! reaches `c_0`. On it the coordinates are `c_0, ..., c_{P-2}` and then `alpha_0, ..., alpha_{P-1}`, since the last component repeats the
//! first. All sign classes are there, each as often as any other, so that components and overlaps cross together.
//!
//! `find` looks for a cycle in floats and proves nothing; `prove` proves that one goes through a box, and does not care how the box was
//! found; `branch` does so for whole intervals of the timescale ratio.

mod branch;
mod find;
mod prove;

pub use branch::{Branch, BranchBox};
pub use find::{Absence, Cycle, Found};
pub use prove::{Inclusion, ProvedBox, SectionBox};

use super::activation::Activation;
use super::memories::Memories;
use super::network::{Network, Watched};
use super::parameters::{Parameters, Topology};
use crate::error::{Error, Result};
use crate::numerics::field::VectorField;
use rug::Rational;

/// The map from one handover of a ring to the next, with the memories renamed so that the one entered is number 0 again.
///
/// ```
/// use escapement::model::{Activation, Found, Parameters, ReturnMap, Topology};
/// use escapement::numerics::{Digits, rational::ratio};
/// let parameters = Parameters::new(ratio(6, 1))?.with_topology(Topology::Ring(2))?;
/// let map = ReturnMap::new(parameters, ratio(1, 20), ratio(1, 1000), Activation::Tanh)?;
/// let Found::Cycle(cycle) = map.find_cycle(Digits::new(20)?)? else { panic!("there is a cycle") };
/// assert!((cycle.dwell.to_f64() - 1.398_722_904).abs() < 1e-9);
/// # Ok::<(), escapement::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct ReturnMap {
    network: Network,
}

impl ReturnMap {
    /// The map of a ring with all sign classes, for the timescale ratio `eps`, the leak `delta` and an activation.
    ///
    /// **Errors**: [`Error::Domain`] for a chain, more than [`Memories::MOST_FULL`] memories, removed self-synapses, a timescale ratio
    /// that is not positive or a negative leak.
    pub fn new(
        parameters: Parameters,
        timescale_ratio: Rational,
        leak: Rational,
        activation: Activation,
    ) -> Result<Self> {
        let Topology::Ring(memories) = parameters.topology() else {
            return Err(Error::domain("memories", "missing", "the number of memories of a ring"));
        };
        if let Some(neurons) = parameters.neurons() {
            return Err(Error::domain("neurons", neurons, "left out: self-synapses are kept"));
        }
        let network = Network::new(parameters, Memories::full(memories)?, timescale_ratio)?;
        Ok(Self { network: network.with_leak(leak)?.with_activation(activation) })
    }

    /// The network.
    pub const fn network(&self) -> &Network {
        &self.network
    }

    /// Number `P` of memories.
    pub const fn memories(&self) -> usize {
        self.network.memories()
    }

    /// Number `2P - 1` of coordinates on the section.
    pub const fn dimension(&self) -> usize {
        2 * self.memories() - 1
    }

    /// The network's state, components and then saliencies, at a point of the section.
    pub fn state<T: Clone>(&self, section: &[T]) -> Vec<T> {
        (0..2 * self.memories()).map(|component| section[self.coordinate(component)].clone()).collect()
    }

    /// The coordinate on the section that a component of the state repeats.
    const fn coordinate(&self, component: usize) -> usize {
        let last = self.memories() - 1;
        if component < last {
            component
        } else if component == last {
            0
        } else {
            component - 1
        }
    }

    /// The components of the state at the return that become the coordinates on the section, with the memories renamed by `shift`.
    fn renamed(&self, shift: usize) -> impl Iterator<Item = usize> {
        let memories = self.memories();
        let renamed = move |memory: usize| (memory + shift) % memories;
        (0..memories - 1).map(renamed).chain((0..memories).map(move |memory| memories + renamed(memory)))
    }

    /// The field of a dwell, its last surface `c_0 - c_1`.
    fn field(&self, pieces: &[usize]) -> VectorField {
        self.network.field(pieces, Watched::Handover { from: 0, to: 1 })
    }

    /// Index of the surface `c_0 - c_1`.
    fn section_surface(&self) -> usize {
        self.network.watched_surface()
    }
}
