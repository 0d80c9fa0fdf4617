//! The model: its parameters, its reasoning matrix, and the dynamical systems that are integrated.
//!
//! What may enter: equations of the model as they stand. Nothing in here uses a closed form of the theory, which is what
//! makes a simulation evidence.

mod activation;
mod cycle;
mod least_gain;
mod limit;
mod memories;
mod mixture;
mod network;
mod overlaps;
mod parameters;
mod reasoning;
mod smooth_limit;
mod steady;
mod trajectory;

pub use activation::Activation;
pub use cycle::{Absence, Branch, BranchBox, Cycle, Found, Inclusion, ProvedBox, ReturnMap, SectionBox};
pub use least_gain::UnitHandover;
pub use limit::{LimitSystem, Outcome, Passage, Run, Transition, interval_start};
pub use memories::{Memories, SignClass};
pub use mixture::Mixture;
pub use network::{Coordinates, Network, Retrieved, Watched};
pub use parameters::{Parameters, Topology, saliency};
pub use reasoning::reasoning_matrix;
pub use smooth_limit::SmoothLimit;
pub use steady::SteadyCycle;
pub use trajectory::{Crossing, Trajectory, Until};
