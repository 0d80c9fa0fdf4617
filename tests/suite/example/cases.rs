//! A saliency that decays for a while, and the name of what both sides speak of.

use escapement::error::Result;
use escapement::evidence::Sampler;
use escapement::model::Parameters;
use escapement::numerics::rational::ratio;
use rug::Rational;
use std::fmt;

/// What is left of the saliency.
pub(super) const LEFT: &str = "saliency left";

/// A saliency that nothing drives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undriven {
    /// The model.
    pub parameters: Parameters,
    /// Saliency at the start.
    pub saliency: Rational,
    /// Time for which it decays.
    pub time: Rational,
}

impl fmt::Display for Undriven {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, saliency={}, time={}", self.parameters, self.saliency, self.time)
    }
}

/// The edge first, where no time passes; then others at random.
pub(super) fn undriven_cases(sampler: &mut Sampler, count: usize) -> Result<Vec<Undriven>> {
    let slow = |tau: Rational| Parameters::new(ratio(5, 1)).and_then(|p| p.with_slow_time_constant(tau));
    let case = |tau, time| slow(tau).map(|parameters| Undriven { parameters, saliency: ratio(3, 1), time });
    let edges = [case(ratio(1, 1), Rational::new()), case(ratio(2, 1), ratio(1, 1))];
    let drawn = (0..count)
        .map(|_| case(sampler.between(&ratio(1, 2), &ratio(2, 1)), sampler.between(&ratio(0, 1), &ratio(3, 1))));
    edges.into_iter().chain(drawn).collect()
}
