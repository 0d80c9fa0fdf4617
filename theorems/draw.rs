//! Random parameters that several theorems draw in the same way.

use crate::error::Result;
use crate::evidence::Sampler;
use crate::model::Parameters;
use crate::numerics::rational::ratio;
use rug::{Float, Rational};

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

/// Where the threshold of a ring lies in units of `1/g`, to 280 bits, for cases near to it: the least
/// `(1 + q + ... + q^(P-1))/(q + rho)` over decays `q` up to one. On which side of the threshold a case then lies is for both sides to say.
pub fn near_ring_threshold(memories: usize, rho: &Rational) -> Rational {
    const BITS: u32 = 320;
    let float = |value: &Rational| Float::with_val(BITS, value);
    let (shift, one) = (float(rho), Float::with_val(BITS, 1));
    let sums = |q: &Float| {
        let zero = Float::new(BITS);
        (0..memories).fold((zero.clone(), zero), |(sum, slope), _| (sum.clone() * q + 1u32, slope * q + sum))
    };
    let falls = |q: &Float| {
        let (sum, slope) = sums(q);
        slope * (q + shift.clone()) < sum
    };
    let (mut low, mut high) = (float(&Rational::from(-rho).max(Rational::new())), one.clone());
    if falls(&one) {
        low = one;
    }
    while Float::with_val(BITS, &high - &low) > Float::with_val(BITS, Float::i_exp(1, -(BITS as i32) + 8)) {
        let middle = Float::with_val(BITS, &low + &high) / 2u32;
        if falls(&middle) { low = middle } else { high = middle }
    }
    let least = sums(&high).0 / (high + shift);
    least.to_rational().expect("a quotient of finite numbers with a positive divisor")
}
