//! What noise does in the model: moments of the components, frozen paths, ensembles of paths, and averages over many neurons.

mod average;
mod ensemble;
mod moments;
mod path;

pub use average::simulate_mean_output;
pub use ensemble::{Setup, simulate_after_opposite, simulate_noisy_overlaps, simulate_successes};
pub use moments::{Rung, simulate_amplitude};
pub use path::{Entry, simulate_frozen_path, simulate_leaky_crossing};

pub(super) use average::observe_mean_field;
pub(super) use ensemble::observe_sequence;
pub(super) use moments::{observe_amplitude, observe_moments};
pub(super) use path::{observe_crossing, observe_path};

use super::cases::Sign;
use crate::error::Result;
use crate::evidence::Quantities;
use crate::numerics::Digits;

/// The argument of `Phi` and its first correction, or how often the next memory is entered.
pub(super) fn observe_sign(case: &Sign, _: Digits) -> Result<Quantities> {
    match case {
        Sign::Moments(ladder) => moments::argument(ladder),
        Sign::Paths(ensemble) => ensemble::frequency(ensemble),
    }
}
