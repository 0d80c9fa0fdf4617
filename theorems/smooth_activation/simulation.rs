//! What chains of smooth neurons do: dwells and thresholds of the integrated limit system, first escapes of the network.

use crate::error::{Error, Result};
use crate::model::{Activation, Memories, Mixture, Network, Parameters, SmoothLimit, SmoothRun, Topology, Until};
use crate::numerics::series::Floats;
use crate::numerics::taylor::Settings;
use crate::numerics::{Digits, Interval, Precision};
use rug::{Float, Rational};

/// A run with every number to `digits` digits, from a retrieved memory that alone is salient.
pub fn simulate_smooth_chain(
    parameters: &Parameters,
    activation: &Mixture,
    saliency: &Rational,
    transitions: usize,
    digits: Digits,
) -> Result<SmoothRun> {
    SmoothLimit::new(parameters.clone(), activation.clone())?.run_to_digits(saliency, transitions, digits)
}

/// A run at a given precision, whatever that determines.
pub fn simulate_smooth_run(
    parameters: &Parameters,
    activation: &Mixture,
    saliency: &Rational,
    transitions: usize,
    precision: Precision,
) -> Result<SmoothRun> {
    let system = SmoothLimit::new(parameters.clone(), activation.clone())?;
    system.run(&Interval::from_rational(saliency, precision), transitions, precision)
}

/// The least gain at which any saliency is handed on unchanged, for unit slope: an estimate with the range that its last refinement
/// leaves.
///
/// Parabolas through three points of the integrated system close in on the least value from a grid. Where one is `h` away from the
/// minimum, the next is about `h^2` away, and the value there is off by `h^4`.
pub fn simulate_smooth_threshold(activation: &Mixture, digits: Digits) -> Result<Interval> {
    let full = Precision::DOUBLE.plus(digits.bits() + 48);
    let system = SmoothLimit::new(Parameters::new(Rational::from(1))?, activation.clone())?;
    let at = |saliency: &Rational, precision: Precision| system.handing_on_gain(saliency, precision);
    let mut best = coarse_minimum(|saliency| at(saliency, Precision::bits(64)?))?;
    let finest = digits.bits() / 4 + 14;
    let (mut fineness, mut last): (u32, Option<Float>) = (4, None);
    loop {
        let precision = Precision::DOUBLE.plus(4 * fineness).min(full);
        let bits = precision.get();
        let width = Rational::from(1) >> fineness;
        let (left, right) = rayon::join(
            || at(&Rational::from(&best - &width), precision),
            || at(&Rational::from(&best + &width), precision),
        );
        let (left, middle, right) = (left?, at(&best, precision)?, right?);
        let bend = Float::with_val(bits, &left + &right) - Float::with_val(bits, &middle * 2u32);
        let slope = Float::with_val(bits, right - left);
        let offset = Float::with_val(bits, &slope / Float::with_val(bits, &bend * 2u32));
        // The parabola's least value, f - (f_+ - f_-)^2/(8 (f_+ - 2 f + f_-)).
        let least = middle - Float::with_val(bits, slope.square_ref()) / (bend * 8u32);
        if fineness == finest
            && let Some(last) = last
        {
            let radius = Float::with_val(bits, &least - &last).abs() * 4u32
                + Float::with_val(bits, Float::i_exp(1, 8 - bits as i32));
            return Interval::new(Float::with_val(bits, &least - &radius), least + radius);
        }
        let moved = Float::with_val(bits, &best - offset.to_rational().unwrap_or_default() * width);
        best = moved.to_rational().unwrap_or(best);
        last = (fineness == finest).then_some(least);
        fineness = (2 * fineness - 1).min(finest);
    }
}

/// The saliency of a grid at which a function is least, between 3/2 and 8.
fn coarse_minimum(function: impl Fn(&Rational) -> Result<Float>) -> Result<Rational> {
    let mut best: Option<(Rational, Float)> = None;
    for n in 12..=64 {
        let saliency = Rational::from((n, 8));
        let value = function(&saliency)?;
        match &best {
            Some((_, least)) if value >= *least => break,
            _ => best = Some((saliency, value)),
        }
    }
    best.map(|(saliency, _)| saliency).ok_or_else(|| Error::domain("activation", "unknown", "one with a threshold"))
}

/// Time at which the overlaps of two memories cross in the network with leak `delta`, the first one retrieved at its equilibrium.
///
/// **Accuracy**: 80 bits without a bound. **Errors**: [`Error::Domain`] when they never cross.
pub fn simulate_smooth_crossing(
    activation: Activation,
    gain: &Rational,
    saliency: &Rational,
    timescale_ratio: &Rational,
    leak: &Rational,
) -> Result<Float> {
    let precision = Precision::bits(80)?;
    let parameters = Parameters::new(gain.clone())?.with_topology(Topology::Chain)?;
    let network = Network::new(parameters.clone(), Memories::full(2)?, timescale_ratio.clone())?
        .with_leak(leak.clone())?
        .with_activation(activation);
    let system = SmoothLimit::new(parameters, Mixture::of(activation)?)?;
    let equilibrium = system.equilibrium(&Interval::from_rational(saliency, precision))?;
    let component = equilibrium.midpoint().to_rational().unwrap_or_default();
    let start = network.state(&[component, Rational::new()], &[saliency.clone(), Rational::new()])?;
    let start: Vec<Float> = start.iter().map(|x| Float::with_val(precision.get(), x)).collect();
    let horizon = Rational::from(12) + saliency;
    let run = network.run(&Floats::new(precision), &start, &horizon, Until::Transitions(1), Settings::default())?;
    let crossing = run.crossings.into_iter().next();
    crossing.map(|crossing| crossing.time).ok_or_else(|| Error::domain("case", "no crossing", "one with a crossing"))
}
