//! The model: its parameters, its reasoning matrix, and the dynamical systems that are integrated.
//!
//! What may enter: equations of the model as they stand. Nothing in here uses a closed form of the theory, which is what
//! makes a simulation evidence.

mod activation;
mod limit;
mod parameters;
mod reasoning;

pub use activation::Activation;
pub use limit::{LimitSystem, Outcome, Run, Transition, interval_start};
pub use parameters::{Parameters, Topology, saliency};
pub use reasoning::reasoning_matrix;
