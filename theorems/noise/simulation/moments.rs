//! Mean and variance of the next memory's component: the moment equations (Lyapunov's) of the model's linear pieces.
//!
//! Noise and leak are taken as infinitesimal, so that the moments are those of the linearisation around the noiseless path: exact while
//! the neurons are saturated, and from then on as long as none is again.

use crate::error::{Error, Result};
use crate::evidence::{Answer, Quantities, eliminate, quantity, settled, to_digits};
use crate::numerics::events::Direction;
use crate::numerics::field::{FieldBuilder, VectorField};
use crate::numerics::series::Floats;
use crate::numerics::taylor::{Settings, Watch, enclose, integrate};
use crate::numerics::{Digits, Interval, Precision};
use crate::theorems::noise::cases::{ARGUMENT, CORRECTION, LOST, Ladder, MEAN, Saturated, VARIANCE};
use rayon::prelude::*;
use rug::{Float, Rational};

/// Bits of the ladders.
const BITS: u32 = 80;

/// Both neurons' classes saturated: `alpha_1' = -alpha_1`, `alpha_2' = kappa - alpha_2`, `eps c_1' = alpha_1 - c_1`, and of `c_2` the mean over the leak,
/// `eps m' = alpha_2 - m`, and the variance over `s^2`, `eps v' = 1 - 2 v`. The surface is `c_1 - 1`.
fn saturated(gain: &Rational, timescale_ratio: &Rational) -> VectorField {
    let mut field = FieldBuilder::new(5);
    let [first, second, component, mean, variance] = std::array::from_fn(|k| field.state(k));
    let (one, gain) = (field.constant(Rational::from(1)), field.constant(gain.clone()));
    let fast = timescale_ratio.clone().recip();
    let twice = field.scale(Rational::from(2), variance);
    let changes = [(first, component), (second, mean), (one, twice)].map(|(target, now)| field.sub(target, now));
    let [of_component, of_mean, of_variance] = changes.map(|change| field.scale(fast.clone(), change));
    let (falls, rises) = (field.neg(first), field.sub(gain, second));
    let surface = field.sub(component, one);
    field.finish(vec![falls, rises, of_component, of_mean, of_variance], vec![surface])
}

/// Neither class saturated: `m_1 = c_1`, `m_2 = c_2`. With `1/G` the inverse growth of `c_2`, `eps (1/G)' = -(alpha_2 - 1)/G`, mean and variance
/// of `c_2/G` obey `eps m' = alpha_2/G` and `eps v' = 1/G^2`.
fn released(gain: &Rational, timescale_ratio: &Rational) -> VectorField {
    let mut field = FieldBuilder::new(6);
    let [first, second, component, _, _, shrinking] = std::array::from_fn(|k| field.state(k));
    let one = field.constant(Rational::from(1));
    let fast = timescale_ratio.clone().recip();
    let (own, next) = (field.sub(first, one), field.sub(one, second));
    let products = [(own, component), (second, shrinking), (shrinking, shrinking), (next, shrinking)];
    let changes = products.map(|(a, b)| field.mul(a, b));
    let [of_component, of_mean, of_variance, of_growth] = changes.map(|change| field.scale(fast.clone(), change));
    let driven = field.scale(gain.clone(), component);
    let (falls, rises) = (field.neg(first), field.sub(driven, second));
    field.finish(vec![falls, rises, of_component, of_mean, of_variance, of_growth], vec![])
}

/// What is left of noise and leak long after the loss of saturation, at one timescale ratio.
#[derive(Debug, Clone)]
pub struct Rung {
    /// When both classes leave saturation.
    pub lost: Float,
    /// Mean of `c_2/G` over the leak.
    pub mean: Float,
    /// Its variance over `s^2`.
    pub variance: Float,
}

/// The moments of the component that grows, relative to the growth `G` since the loss of saturation.
///
/// **Accuracy**: 80 bits without a bound. **Errors**: those of the integrator.
pub fn simulate_amplitude(gain: &Rational, saliency: &Rational, timescale_ratio: &Rational) -> Result<Rung> {
    // By then 1/G^2 is about exp(-80): Z' - 1 is at least one.
    const SETTLED: u32 = 40;
    let arithmetic = Floats::new(Precision::bits(BITS)?);
    let number = |value: &Rational| Float::with_val(BITS, value);
    let zero = Float::new(BITS);
    let start = [number(saliency), zero.clone(), number(saliency), zero.clone(), zero];
    let watch = [Watch { surface: 0, direction: Direction::Falling }];
    let horizon = Rational::from(saliency + 1u32);
    let field = saturated(gain, timescale_ratio);
    let until = integrate(arithmetic.clone(), &field, &start, &horizon, &watch, Settings::default())?;
    if until.event.is_none() {
        return Err(Error::domain("case", saliency, "one whose memory is left"));
    }
    let state: Vec<Float> = until.state.into_iter().chain([Float::with_val(BITS, 1)]).collect();
    let rest = Rational::from(timescale_ratio * SETTLED);
    let end = integrate(arithmetic, &released(gain, timescale_ratio), &state, &rest, &[], Settings::default())?;
    let [_, _, _, mean, variance, _] = &end.state[..] else { unreachable!("the state has six components") };
    Ok(Rung { lost: until.time, mean: mean.clone(), variance: variance.clone() })
}

/// Every rung of a ladder.
fn climb(ladder: &Ladder) -> Result<Vec<Rung>> {
    let rungs = (ladder.rungs.0..=ladder.rungs.1).into_par_iter();
    rungs.map(|k| simulate_amplitude(&ladder.gain, &ladder.saliency, &(Rational::from(1) >> k))).collect()
}

/// The limit of values at `eps = 2^-k`, `2^-(k+1)`, ... that have an expansion in powers of eps.
fn limit(values: &[Float]) -> Result<Interval> {
    let ratios = [2u32, 4, 8].map(|ratio| Float::with_val(BITS, ratio));
    settled(&ratios.iter().take(values.len() - 3).fold(values.to_vec(), |rest, ratio| eliminate(&rest, ratio)))
}

/// Mean and variance at a time, enclosed.
pub(in crate::theorems::noise) fn observe_moments(case: &Saturated, digits: Digits) -> Result<Quantities> {
    let field = saturated(&case.gain, &case.timescale_ratio);
    let component = |name, index: usize| -> Result<_> {
        let value = to_digits(name, digits, |precision| {
            let number = |value: i64| Interval::from_integer(value, precision);
            // What the retrieved memory does makes no difference to the other one.
            let start = [number(9), number(0), number(9), number(0), number(0)];
            let mut end = enclose(&field, &start, &case.time, &[], precision, Settings::default())?;
            Ok(end.state.swap_remove(index))
        })?;
        Ok(quantity(name, Answer::enclosed(value)))
    };
    Ok(vec![component(MEAN, 3)?, component(VARIANCE, 4)?])
}

/// Loss of saturation and moments of the amplitude as `eps -> 0`.
pub(in crate::theorems::noise) fn observe_amplitude(ladder: &Ladder, _: Digits) -> Result<Quantities> {
    let rungs = climb(ladder)?;
    let held = Float::with_val(BITS, &ladder.saliency).ln();
    let late = |(k, rung): (i32, &Rung)| Float::with_val(BITS, &rung.lost - &held) << k;
    let of = |value: fn(&Rung) -> &Float| rungs.iter().map(|rung| value(rung).clone()).collect::<Vec<_>>();
    Ok(vec![
        quantity(LOST, Answer::fitted(limit(&(ladder.rungs.0..).zip(&rungs).map(late).collect::<Vec<_>>())?)),
        quantity(MEAN, Answer::fitted(limit(&of(|rung| &rung.mean))?)),
        quantity(VARIANCE, Answer::fitted(limit(&of(|rung| &rung.variance))?)),
    ])
}

/// The square of the mean over the variance as `eps -> 0`, and the coefficient of eps in the logarithm of its root.
pub(super) fn argument(ladder: &Ladder) -> Result<Quantities> {
    let rungs = climb(ladder)?;
    let squares: Vec<Float> =
        rungs.iter().map(|rung| Float::with_val(BITS, rung.mean.square_ref()) / &rung.variance).collect();
    // Half of ln x_k^2 - ln x_(k+1)^2 over half of eps_k.
    let increments = squares.windows(2).zip(ladder.rungs.0..).map(|(pair, k)| {
        let change = Float::with_val(BITS, &pair[0] / &pair[1]).ln();
        change << k
    });
    Ok(vec![
        quantity(ARGUMENT, Answer::fitted(limit(&squares)?)),
        quantity(CORRECTION, Answer::fitted(limit(&increments.collect::<Vec<_>>())?)),
    ])
}
