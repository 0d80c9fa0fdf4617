//! What networks of finitely many neurons without self-synapses do: their first escape at a finite timescale ratio.
//!
//! The limit system, which covers removed self-synapses too, is run by the simulations of `ring`.

use crate::error::{Error, Result};
use crate::model::{Memories, Network, Parameters, Topology, Until};
use crate::numerics::Precision;
use crate::numerics::series::Floats;
use crate::numerics::taylor::Settings;
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
