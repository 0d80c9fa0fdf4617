//! What chains of smooth neurons do: dwells and thresholds of the integrated limit system, first escapes of the network.

use super::cases::{
    APPROACH, Alone, FOLLOWED, GAIN, LEFT, LOGARITHM, NEXT, Powers, Slow, Smooth, TIME, TRANSITIONS, end, inequalities,
    thresholds,
};
use crate::error::{Error, Result};
use crate::evidence::{Answer, Quantities, eliminate, quantity, settled};
use crate::model::{
    Activation, Memories, Mixture, Network, Outcome, Parameters, Run, SmoothLimit, Topology, Transition, Until,
};
use crate::numerics::rational::{exact, power};
use crate::numerics::series::Floats;
use crate::numerics::taylor::Settings;
use crate::numerics::{Certainty, Decided, Digits, Interval, Precision};
use rayon::prelude::*;
use rug::{Float, Rational};

/// A run with every number to `digits` digits, from a retrieved memory that alone is salient.
pub fn simulate_smooth_chain(
    parameters: &Parameters,
    activation: &Mixture,
    saliency: &Rational,
    transitions: usize,
    digits: Digits,
) -> Result<Run> {
    SmoothLimit::new(parameters.clone(), activation.clone())?.run_to_digits(saliency, transitions, digits)
}

/// A run at a given precision, whatever that determines.
pub fn simulate_smooth_run(
    parameters: &Parameters,
    activation: &Mixture,
    saliency: &Rational,
    transitions: usize,
    precision: Precision,
) -> Result<Run> {
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
        let moved = Float::with_val(bits, &best - exact(&offset)? * width);
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
    let component = exact(&equilibrium.midpoint())?;
    let start = network.state(&[component, Rational::new()], &[saliency.clone(), Rational::new()])?;
    let start: Vec<Float> = start.iter().map(|x| Float::with_val(precision.get(), x)).collect();
    let horizon = Rational::from(12) + saliency;
    let run = network.run(&Floats::new(precision), &start, &horizon, Until::Transitions(1), Settings::default())?;
    let crossing = run.crossings.into_iter().next();
    crossing.map(|crossing| crossing.time).ok_or_else(|| Error::domain("case", "no crossing", "one with a crossing"))
}

/// The first escape.
fn first_escape(case: &Smooth, digits: Digits) -> Result<Transition> {
    let run = simulate_smooth_chain(&case.parameters, &case.activation, &case.saliency, 1, digits)?;
    let first = run.transitions.into_iter().next();
    first.ok_or_else(|| Error::domain("case", case, "one with an escape"))
}

/// When the memory is lost, and with what saliency.
pub(super) fn observe_escape(case: &Smooth, digits: Digits) -> Result<Quantities> {
    let first = first_escape(case, digits)?;
    Ok(vec![quantity(TIME, Answer::enclosed(first.dwell)), quantity(LEFT, Answer::enclosed(first.left))])
}

/// With what saliency its successor is entered.
pub(super) fn observe_handover(case: &Smooth, digits: Digits) -> Result<Quantities> {
    Ok(vec![quantity(NEXT, Answer::enclosed(first_escape(case, digits)?.saliency))])
}

/// The least gain at which any saliency is handed on unchanged, over all saliencies.
pub(super) fn observe_threshold(case: &Alone, digits: Digits) -> Result<Quantities> {
    let system = SmoothLimit::new(Parameters::new(Rational::from(1))?, case.0.clone())?;
    Ok(vec![quantity(GAIN, Answer::enclosed(system.enclose_least_gain(digits)?))])
}

/// `p (k_c - 4)` along the powers of two, without its terms in `1/p` and `1/p^2`.
pub(super) fn observe_powers(powers: &Powers, _: Digits) -> Result<Quantities> {
    let digits = Digits::new(20)?;
    let exponents: Vec<u32> = (2..=powers.0).map(|exponent| 1 << exponent).collect();
    let gains = exponents.par_iter().map(|p| simulate_smooth_threshold(&Mixture::of(Activation::Power(*p))?, digits));
    let gains = gains.collect::<Result<Vec<_>>>()?;
    let falls = gains.windows(2).all(|pair| pair[1].less(&pair[0]) == Certainty::Certainly);
    let scaled = exponents.iter().zip(&gains).map(|(p, k)| (k.midpoint() - 4u32) * *p);
    let (two, four) = (Float::with_val(100, 2), Float::with_val(100, 4));
    let limit = settled(&eliminate(&eliminate(&scaled.collect::<Vec<_>>(), &two), &four))?;
    Ok(vec![quantity(APPROACH, Answer::fitted(limit)), thresholds(Decided::measured(falls))])
}

/// The growth per octave of `L - (ln L)/4`, `L = lambda (T_eps - T)^2/(2 eps)` with `T` and `lambda` of the integrated limit system, without its terms in `sqrt(eps)` and `sqrt(eps) ln(1/eps)`.
pub(super) fn observe_slow(slow: &Slow, _: Digits) -> Result<Quantities> {
    let precision = Precision::bits(120)?;
    let parameters = Parameters::new(slow.gain.clone())?;
    let system = SmoothLimit::new(parameters, Mixture::of(slow.activation)?)?;
    let escape = system.escape_rate(&Interval::from_rational(&slow.saliency, precision), precision)?;
    let (held, rate) = escape.ok_or_else(|| Error::domain("case", slow, "one with an escape"))?;
    let (held, rate) = (held.midpoint(), rate.midpoint());
    let at = |exponent: &i32| -> Result<Float> {
        let (eps, leak) = (power(2, -exponent), power(2, -exponent * slow.leak));
        let crossing = simulate_smooth_crossing(slow.activation, &slow.gain, &slow.saliency, &eps, &leak)?;
        let late = crossing - &held;
        let l = (Float::with_val(120, late.square_ref()) * &rate) << (exponent - 1);
        Ok(Float::with_val(120, &l - Float::with_val(120, l.ln_ref()) / 4u32))
    };
    let exponents: Vec<i32> = (slow.rungs.0..=slow.rungs.1).rev().collect();
    let mut values = exponents.par_iter().with_max_len(1).map(at).collect::<Result<Vec<_>>>()?;
    values.reverse();
    let octave = Float::with_val(120, rug::float::Constant::Log2);
    let root = Float::with_val(120, 2).sqrt();
    let increments: Vec<Float> =
        values.windows(2).map(|pair| Float::with_val(120, &pair[1] - &pair[0]) / &octave).collect();
    let slope = settled(&eliminate(&eliminate(&increments, &root), &root))?;
    Ok(vec![quantity(LOGARITHM, Answer::fitted(slope))])
}

/// Both inequalities of a first dwell, enclosed, and what becomes of the chain within 8 transitions. Of a memory that dies in its
/// dwell only the end is observed.
pub(super) fn observe_bound(case: &Smooth, _: Digits) -> Result<Quantities> {
    let precision = Precision::bits(64)?;
    let followed = case.parameters.reduced_gain() <= FOLLOWED;
    let transitions = if followed { TRANSITIONS } else { 1 };
    let run = simulate_smooth_run(&case.parameters, &case.activation, &case.saliency, transitions, precision)?;
    let mut all = Vec::new();
    if let Some(first) = run.transitions.first() {
        let threshold = case.parameters.threshold();
        let hard = case.parameters.gain() * (Rational::from(1) - Rational::from(&threshold / &case.saliency));
        let hard = Interval::from_rational(&hard, precision);
        let above =
            first.left.above(&threshold).decided("the memory is lost before it ceases to exist", &first.left)?;
        let less = first.saliency.less(&hard).decided("less is handed on than by HardTanh", &first.saliency)?;
        all.extend(inequalities(above, less));
    }
    if followed {
        all.push(end(run.decided()?.map(|outcome| outcome == Outcome::Collapsed)));
    }
    Ok(all)
}
