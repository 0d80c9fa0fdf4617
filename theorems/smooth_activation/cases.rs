//! The cases of A1 to A7, and the names of what both sides speak of.

use crate::error::Result;
use crate::evidence::{Answer, Quantities, Quantity, Sampler, quantity};
use crate::model::{Activation, Mixture, Parameters};
use crate::numerics::Decided;
use crate::numerics::rational::ratio;
use rug::Rational;
use std::fmt;

/// The time for which a memory is held.
pub(super) const TIME: &str = "escape time";
/// Its saliency at its escape.
pub(super) const LEFT: &str = "saliency at the escape";
/// The saliency of its successor then.
pub(super) const NEXT: &str = "next saliency";
/// The threshold in units of 1/g.
pub(super) const GAIN: &str = "reduced gain threshold";
/// What tends to the coefficient of 1/p.
pub(super) const APPROACH: &str = "p (g kappa_c - 4)";
/// The coefficient of the law of slow passage.
pub(super) const LOGARITHM: &str = "coefficient of ln(1/eps) in L";

/// Whether thresholds decrease along the powers.
pub(super) fn thresholds(decrease: Decided<bool>) -> Quantity {
    quantity("thresholds", Answer::either(decrease, "decrease", "do not decrease"))
}

/// The two inequalities of a dwell: whether the memory is lost above `1/g`, and whether it hands on less than with HardTanh.
pub(super) fn inequalities(above: Decided<bool>, less: Decided<bool>) -> Quantities {
    vec![
        quantity(LEFT, Answer::either(above, "above 1/g", "not above 1/g")),
        quantity(NEXT, Answer::either(less, "below HardTanh's", "not below HardTanh's")),
    ]
}

/// The largest reduced gain of a chain that is followed to see whether it collapses.
pub(super) const FOLLOWED: i32 = 5;
/// For how many transitions it is followed.
pub(super) const TRANSITIONS: usize = 8;
/// What becomes of the chain.
pub(super) const END: &str = "the chain";

/// Whether the chain collapses.
pub(super) fn end(collapses: Decided<bool>) -> Quantity {
    quantity(END, Answer::either(collapses, "collapses", "goes on"))
}

/// A retrieved memory of a chain of smooth neurons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Smooth {
    /// The model.
    pub parameters: Parameters,
    /// The activation.
    pub activation: Mixture,
    /// Saliency of the memory, the only one at the start.
    pub saliency: Rational,
}

impl fmt::Display for Smooth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, activation={}, saliency={}", self.parameters, self.activation, self.saliency)
    }
}

/// Chains whose first memory is left; `turn` tells the cases of one claim from those of another.
pub(super) fn dwell_cases(sampler: &mut Sampler, count: usize, turn: i64) -> Result<Vec<Smooth>> {
    let plain = [Activation::Tanh, Activation::Erf, Activation::Power(2)];
    let known = plain.iter().enumerate().map(|(n, activation)| {
        let parameters = Parameters::new(ratio(8 + turn, 1))?;
        Ok(Smooth { parameters, activation: Mixture::of(*activation)?, saliency: ratio(3 + n as i64, 1) })
    });
    let mut cases: Vec<Smooth> = known.collect::<Result<_>>()?;
    for _ in 0..count / 24 {
        let slope = if sampler.one_in(2) { ratio(1, 1) } else { sampler.between(&ratio(1, 4), &ratio(4, 1)) };
        let tau = if sampler.one_in(2) { ratio(1, 1) } else { sampler.between(&ratio(1, 10), &ratio(5, 1)) };
        let gain = sampler.between(&ratio(8, 1), &ratio(15, 1)) / &slope;
        let parameters = Parameters::new(gain)?.with_slope(slope.clone())?.with_slow_time_constant(tau)?;
        let saliency = sampler.between(&ratio(3, 1), &ratio(9, 1)) / slope;
        cases.push(Smooth { parameters, activation: mixture(sampler, &FAST)?, saliency });
    }
    Ok(cases)
}

/// Activations whose flows are enclosed quickly.
const FAST: [Activation; 3] = [Activation::Tanh, Activation::Erf, Activation::Power(2)];
/// Activations over the whole class.
const MANY: [Activation; 7] = [
    Activation::Tanh,
    Activation::Erf,
    Activation::Power(1),
    Activation::Power(2),
    Activation::Power(3),
    Activation::Power(4),
    Activation::Power(6),
];

/// A smooth activation, or two of them mixed.
fn mixture(sampler: &mut Sampler, all: &[Activation]) -> Result<Mixture> {
    let (one, other) = (*sampler.pick(all), *sampler.pick(all));
    if one == other {
        return Mixture::of(one);
    }
    let weight = ratio(sampler.whole(1, 7) as i64, 8);
    Mixture::new(vec![(weight.clone(), one), (Rational::from(1) - weight, other)])
}

/// An activation alone, as a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alone(pub Mixture);

impl fmt::Display for Alone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "activation={}", self.0)
    }
}

/// The activations in use, and mixtures.
pub(super) fn threshold_cases(sampler: &mut Sampler, count: usize) -> Result<Vec<Alone>> {
    let plain = Activation::SMOOTH.iter().take(6).map(|activation| Mixture::of(*activation));
    let mixed = (0..count / 8).map(|_| mixture(sampler, &MANY));
    plain.chain(mixed).map(|activation| activation.map(Alone)).collect()
}

/// Exponents `4, 8, ..., 2^last`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Powers(pub u32);

impl fmt::Display for Powers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "activation=power:4 to power:{}", 1u32 << self.0)
    }
}

/// A pair of memories along a ladder `eps = 2^-first ... 2^-last` with leak `eps^leak`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slow {
    /// The activation.
    pub activation: Activation,
    /// Gain.
    pub gain: Rational,
    /// Saliency of the retrieved memory.
    pub saliency: Rational,
    /// Exponent of the leak in the timescale ratio.
    pub leak: i32,
    /// Exponents of the first and the last rung.
    pub rungs: (i32, i32),
}

impl fmt::Display for Slow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { activation, gain, saliency, leak, rungs } = self;
        write!(
            f,
            "activation={activation}, gain={gain}, saliency={saliency}, leak=eps^{leak}, eps=2^-{} to 2^-{}",
            rungs.0, rungs.1
        )
    }
}

/// Escapes with leaks of several orders; the last rung follows the number of cases.
pub(super) fn slow_cases(count: usize) -> Vec<Slow> {
    let last = 14 + (count.min(24) / 12) as i32;
    let pairs = [(Activation::Tanh, 8, 2), (Activation::Power(2), 10, 2), (Activation::Tanh, 8, 3)];
    let slow = |(activation, gain, leak)| Slow {
        activation,
        gain: ratio(gain, 1),
        saliency: ratio(4, 1),
        leak,
        rungs: (8, last),
    };
    pairs.map(slow).to_vec()
}

/// Chains on both sides of the bound: sharp activations just below 4, and others at random.
pub(super) fn bound_cases(sampler: &mut Sampler, count: usize) -> Result<Vec<Smooth>> {
    let mut cases = Vec::new();
    for (activation, gain, saliency) in [
        (Activation::Power(6), ratio(399, 100), 2),
        (Activation::Power(6), ratio(5, 1), 3),
        (Activation::Tanh, ratio(4, 1), 3),
    ] {
        let (parameters, activation) = (Parameters::new(gain)?, Mixture::of(activation)?);
        cases.push(Smooth { parameters, activation, saliency: ratio(saliency, 1) });
    }
    for _ in 0..count / 6 {
        let gain = if sampler.one_in(2) {
            sampler.between(&ratio(2, 1), &ratio(4, 1))
        } else {
            sampler.between(&ratio(4, 1), &ratio(15, 1))
        };
        let (parameters, activation) = (Parameters::new(gain)?, mixture(sampler, &MANY)?);
        let saliency = sampler.between(&ratio(3, 2), &ratio(9, 1));
        cases.push(Smooth { parameters, activation, saliency });
    }
    Ok(cases)
}
