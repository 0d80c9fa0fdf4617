//! Single paths of the network of two memories: under a leak alone, and under a frozen noise.

use crate::error::{Error, Result};
use crate::evidence::{Answer, Quantities, Quantity, quantity};
use crate::model::{FrozenNoise, Memories, Network, Parameters, Topology, Until};
use crate::numerics::series::Floats;
use crate::numerics::taylor::Settings;
use crate::numerics::{Decided, Digits, Interval, Precision};
use crate::theorems::noise::cases::{DELAY, Frozen, Leaky, sign};
use crate::theorems::singular_limit::cases::Pair;
use crate::theorems::singular_limit::simulation::simulate_crossing;
use rug::{Float, Rational};

/// Bits of the paths.
const BITS: u32 = 80;

/// The entry of the next memory or of its opposite: where the overlaps cross.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Time since the start.
    pub time: Float,
    /// Whether the memory is entered, and not its opposite.
    pub positive: bool,
}

/// The first crossing of the network of two memories under a frozen noise on their components.
///
/// On every step of the noise the force is constant, and the network is integrated to full precision. **Accuracy**: 80 bits without a bound.
/// **Errors**: those of the integrator; [`Error::Domain`] where there is no crossing until long after.
pub fn simulate_frozen_path(
    (gain, saliency, leak): (&Rational, &Rational, &Rational),
    timescale_ratio: &Rational,
    noise: &FrozenNoise,
) -> Result<Entry> {
    let parameters = Parameters::new(gain.clone())?.with_topology(Topology::Chain)?;
    let network = Network::new(parameters, Memories::full(2)?, timescale_ratio.clone())?
        .with_leak(leak.clone())?
        .with_noise(noise.clone())?;
    let start = network.state(&[saliency.clone(), Rational::new()], &[saliency.clone(), Rational::new()])?;
    let start: Vec<Float> = start.iter().map(|x| Float::with_val(BITS, x)).collect();
    let last = noise.span(noise.steps()).0 + gain;
    let arithmetic = Floats::new(Precision::bits(BITS)?);
    let run = network.run(&arithmetic, &start, &last, Until::Transitions(1), Settings::default())?;
    let crossing = run.crossings.into_iter().next();
    let crossing = crossing.ok_or_else(|| Error::domain("case", "no crossing", "one with a crossing"))?;
    Ok(Entry { time: crossing.time, positive: crossing.to.sign > 0 })
}

/// How late a crossing is, in units of eps.
fn delay(time: &Float, saliency: &Rational, timescale_ratio: &Rational) -> Float {
    Float::with_val(BITS, time - Float::with_val(BITS, saliency).ln()) / timescale_ratio
}

fn late(delay: Float) -> Result<Quantity> {
    Ok(quantity(DELAY, Answer::estimated(Interval::new(delay.clone(), delay)?)))
}

/// How late the overlaps cross under a leak, in units of eps. **Errors**: those of the integrator.
pub fn simulate_leaky_crossing(case: &Leaky) -> Result<Float> {
    let (leak, timescale_ratio) = (case.leak(), case.timescale_ratio());
    let (gain, saliency) = (case.gain.clone(), case.saliency.clone());
    let time = simulate_crossing(&Pair { gain, saliency, seed: Rational::new(), leak, timescale_ratio })?;
    Ok(delay(&time, &case.saliency, &case.timescale_ratio()))
}

/// How late the overlaps cross under a leak.
pub(in crate::theorems::noise) fn observe_crossing(case: &Leaky, _: Digits) -> Result<Quantities> {
    Ok(vec![late(simulate_leaky_crossing(case)?)?])
}

/// Which sign a frozen path enters the next memory with, and how late.
pub(in crate::theorems::noise) fn observe_path(case: &Frozen, _: Digits) -> Result<Quantities> {
    let timescale_ratio = Frozen::timescale_ratio();
    let entry = simulate_frozen_path((&case.gain, &case.saliency, &case.leak()), &timescale_ratio, &case.noise()?)?;
    let delay = delay(&entry.time, &case.saliency, &timescale_ratio);
    Ok(vec![sign(Decided::measured(entry.positive)), late(delay)?])
}
