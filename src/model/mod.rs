//! The model: its parameters, its reasoning matrix, and the dynamical systems that are integrated.
//!
//! What may enter: equations of the model as they stand. Nothing in here uses a closed form of the theory, which is what
//! makes a simulation evidence.

mod activation;
mod coupled;
mod coupled_steady;
mod couplings;
mod cycle;
mod family;
mod gains;
mod hebbian;
mod least_gain;
mod limit;
mod mean_field;
mod memories;
mod mixture;
mod network;
mod noise;
mod overlaps;
mod parameters;
mod reasoning;
mod smooth_limit;
mod steady;
mod trajectory;
mod unequal_limit;

pub use activation::Activation;
pub use coupled::{CoupledSystem, Standing};
pub use coupled_steady::CoupledCycle;
pub use couplings::Couplings;
pub use cycle::{Absence, Cycle, Found, Inclusion, ProvedBox, ReturnMap, SectionBox};
pub use family::{Course, FamilyDwell, LimitFamily};
pub use gains::UnequalGains;
pub use hebbian::HebbianLimit;
pub use least_gain::UnitHandover;
pub use limit::{LimitSystem, Outcome, Passage, Run, Transition, interval_start};
pub use mean_field::MeanField;
pub use memories::{Memories, SignClass};
pub use mixture::Mixture;
pub use network::{Coordinates, Network, Retrieved, Rule, Watched};
pub use noise::{FrozenNoise, Normals};
pub use parameters::{Parameters, Topology, saliency};
pub use reasoning::reasoning_matrix;
pub use smooth_limit::SmoothLimit;
pub use steady::SteadyCycle;
pub use trajectory::{Crossing, Trajectory, Until};
pub use unequal_limit::UnequalLimit;
