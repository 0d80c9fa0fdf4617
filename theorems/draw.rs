//! Random parameters that several theorems draw in the same way.

use crate::error::Result;
use crate::evidence::Sampler;
use crate::model::Parameters;
use crate::numerics::rational::ratio;
use rug::Rational;

/// Parameters with the given `k = g kappa` and rho; slope and slow time constant at random.
pub fn with_reduced_gain(sampler: &mut Sampler, k: &Rational, rho: Rational) -> Result<Parameters> {
    let slope = if sampler.one_in(2) { ratio(1, 1) } else { sampler.between(&ratio(1, 4), &ratio(4, 1)) };
    let tau = if sampler.one_in(2) { ratio(1, 1) } else { sampler.between(&ratio(1, 10), &ratio(5, 1)) };
    let gain = Rational::from(k / &slope);
    Ok(Parameters::new(gain)?.with_slope(slope)?.with_slow_time_constant(tau)?.with_self_coupling(rho))
}

/// A self-coupling: often the paper's zero.
pub fn self_coupling(sampler: &mut Sampler) -> Rational {
    if sampler.one_in(3) { Rational::new() } else { sampler.between(&ratio(-4, 5), &ratio(4, 5)) }
}

/// `4/(1 + rho)^2`.
pub fn critical(rho: &Rational) -> Rational {
    Rational::from(4) / Rational::from(1 + rho).square()
}

/// Whether memories are left at all: `g kappa rho < 1`.
pub fn is_left(parameters: &Parameters) -> bool {
    parameters.reduced_gain() * parameters.self_coupling() < 1
}
