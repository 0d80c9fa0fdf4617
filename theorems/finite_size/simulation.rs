//! What networks of finitely many neurons without self-synapses do: their first escape at a finite timescale ratio, and their locks.
//!
//! The limit system, which covers removed self-synapses too, is run by the simulations of `ring`; they observe F1 and F2.

use super::cases::{Rungs, SALIENCY_SHIFT, Small, TIME_SHIFT, lock};
use crate::error::{Error, Result};
use crate::evidence::{Answer, Quantities, eliminate, quantity, settled};
use crate::model::{LimitSystem, Memories, Network, Outcome, Parameters, Topology, Until};
use crate::numerics::rational::power;
use crate::numerics::series::Floats;
use crate::numerics::taylor::Settings;
use crate::numerics::{Digits, Precision};
use crate::theorems::ring::simulation::observe_growth;
use rayon::prelude::*;
use rug::{Float, Rational};

/// Working precision of the ladders: far beyond the uncertainty of any fit.
const BITS: u32 = 96;

/// Time at which the overlaps of the first two memories cross, and the saliency of the second one then, in a network with leak
/// `delta = eps` that starts with the first memory retrieved.
///
/// **Shapes**: a network of two memories in any even number of neurons. **Errors**: [`Error::Domain`] when they never cross.
pub fn simulate_first_crossing(
    parameters: &Parameters,
    saliency: &Rational,
    timescale_ratio: &Rational,
) -> Result<(Float, Float)> {
    let chain = parameters.clone().with_topology(Topology::Chain)?;
    let network =
        Network::new(chain, Memories::full(2)?, timescale_ratio.clone())?.with_leak(timescale_ratio.clone())?;
    let start = network.state(&[saliency.clone(), Rational::new()], &[saliency.clone(), Rational::new()])?;
    let start: Vec<Float> = start.iter().map(|x| Float::with_val(BITS, x)).collect();
    let horizon = (Rational::from(12) + saliency) * parameters.slow_time_constant();
    let arithmetic = Floats::new(Precision::bits(BITS)?);
    let run = network.run(&arithmetic, &start, &horizon, Until::Transitions(1), Settings::default())?;
    let crossing = run.crossings.into_iter().next();
    let crossing =
        crossing.ok_or_else(|| Error::domain("case", parameters, "one in which a second memory is entered"))?;
    Ok((crossing.time, crossing.saliency))
}

/// Whether the first memory is ever left, where that is in question; else whether any saliency grows.
pub(super) fn observe_small(small: &Small, digits: Digits) -> Result<Quantities> {
    if small.offset.is_none() {
        return Ok(vec![observe_growth(&small.parameters, digits)?]);
    }
    let precision = Precision::DOUBLE.plus(200);
    let system = LimitSystem::new(small.parameters.clone());
    let generous = Rational::from(small.parameters.gain() * 2u32) + small.parameters.threshold() * 2u32;
    let run = system.run(&system.start(&[generous], precision)?, 1, precision)?;
    let locked = if run.transitions.is_empty() {
        run.decided()?.map(|outcome| outcome == Outcome::Locked)
    } else {
        run.count().map(|left| left == 0)
    };
    Ok(vec![lock(locked)])
}

/// The differences that removed self-synapses make on the ladder, at equal ratios, whose remainder is `eps` times a polynomial in
/// `ln eps`.
pub(super) fn observe_differences(rungs: &Rungs, _: Digits) -> Result<Quantities> {
    let kept = rungs.parameters.clone().with_neurons(None)?;
    let exponents: Vec<i32> = (rungs.exponents.0..=rungs.exponents.1).collect();
    let at = |exponent: &i32| -> Result<(Float, Float)> {
        let eps = power(2, -*exponent);
        let (time, saliency) = simulate_first_crossing(&rungs.parameters, &rungs.saliency, &eps)?;
        let (time_kept, saliency_kept) = simulate_first_crossing(&kept, &rungs.saliency, &eps)?;
        Ok(((time - time_kept) * rungs.neurons, (saliency - saliency_kept) * rungs.neurons))
    };
    let (times, saliencies): (Vec<Float>, Vec<Float>) =
        exponents.par_iter().map(at).collect::<Result<Vec<_>>>()?.into_iter().unzip();
    let limit = |values: Vec<Float>| -> Result<Answer> {
        let two = Float::with_val(BITS, 2);
        Ok(Answer::fitted(settled(&(0..3).fold(values, |rest, _| eliminate(&rest, &two)))?))
    };
    Ok(vec![quantity(TIME_SHIFT, limit(times)?), quantity(SALIENCY_SHIFT, limit(saliencies)?)])
}
