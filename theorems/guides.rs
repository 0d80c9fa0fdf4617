//! What the verified statements mean for someone who simulates the model: how many bits, and which gain.

use crate::error::{Error, Result};
use crate::evidence::Guide;
use crate::evidence::guide::{Entry, Passage};
use crate::model::{Activation, Mixture, Parameters, Topology};
use crate::numerics::Precision;
use crate::numerics::rational::ratio;
use crate::theorems::finite_size::predictor::{exact_gain_threshold, gain_threshold};
use crate::theorems::singular_limit::cases::Pair;
use crate::theorems::singular_limit::predictor::{bits_needed, delay_coefficient, scaled_delay};
use crate::theorems::singular_limit::simulation::simulate_crossing;
use crate::theorems::smooth_activation::predictor::{Profile, threshold};
use rayon::prelude::*;
use rug::{Float, Integer, Rational};

/// Bits of the enclosures, more than are printed.
const BITS: u32 = 160;

/// On double precision.
pub const PRECISION: Guide = Guide { heading: "If you simulate this model in double precision", passages: precision };

/// On the gain that a network needs.
pub const THRESHOLDS: Guide = Guide { heading: "Where the threshold really is", passages: thresholds };

fn precision() -> Result<Vec<Passage>> {
    let (saliency, seed, precision) = (ratio(3, 1), ratio(1, 10), Precision::bits(BITS)?);
    let ratios = [ratio(1, 10), ratio(1, 25), ratio(3, 100), ratio(1, 50), ratio(1, 100), ratio(1, 200), ratio(1, 400)];
    let rows = ratios.iter().map(|timescale_ratio| {
        let bits = bits_needed(&saliency, &seed, timescale_ratio, precision)?;
        let whole = bits.upper().clone().ceil().to_integer();
        let whole = whole
            .ok_or_else(|| Error::domain("eps", timescale_ratio, "one at which a finite number of bits suffices"))?;
        let doubles = if whole <= Precision::DOUBLE.get() { "enough" } else { "the network falls silent" };
        Ok(vec![
            Entry::Parameter(timescale_ratio.to_string()),
            Entry::Text(whole.to_string()),
            Entry::Text(doubles.to_owned()),
        ])
    });
    let rows = rows.collect::<Result<Vec<_>>>()?;
    let table = Passage::Table { header: vec!["eps", "bits needed (S3)", "53 bits"], rows };
    Ok(vec![Passage::Text(DELAYS), delays()?, Passage::Text(BEFORE_PRECISION), table, Passage::Text(AFTER_PRECISION)])
}

/// Simulated delays beside S6 and beside the leading term of S1, in units of eps.
fn delays() -> Result<Passage> {
    let cases = [(5, 2), (6, 3), (8, 4)].into_iter().flat_map(|case| [20, 50, 100, 200, 500, 1000].map(|n| (case, n)));
    let cases: Vec<_> = cases.collect();
    let rows = cases.into_par_iter().map(|((gain, saliency), inverse)| -> Result<Vec<Entry>> {
        let (gain, saliency, eps) = (ratio(gain, 1), ratio(saliency, 1), ratio(1, inverse));
        let predicted = scaled_delay(&gain, &saliency, &ratio(1, 1), &eps, Precision::DOUBLE)?;
        let leading = Float::with_val(64, ratio(inverse, 1)).ln() * delay_coefficient(&gain, &saliency)?;
        let pair = Pair { gain, saliency, seed: Rational::new(), leak: eps.clone(), timescale_ratio: eps };
        let held = Float::with_val(64, &pair.saliency).ln();
        let observed = Float::with_val(64, simulate_crossing(&pair)? - held) / &pair.timescale_ratio;
        let parameters = [pair.gain, pair.saliency, pair.timescale_ratio].map(|x| Entry::Parameter(x.to_string()));
        let values = [observed, predicted.midpoint(), leading].map(|x| Entry::Text(hundredths(&x)));
        Ok(parameters.into_iter().chain(values).collect())
    });
    let header = vec!["kappa", "Z", "eps", "observed delay/eps", "S6", "S1 alone"];
    Ok(Passage::Table { header, rows: rows.collect::<Result<_>>()? })
}

/// A number to two places.
fn hundredths(x: &Float) -> String {
    let scaled = Float::with_val(64, x * 100u32).round().to_integer().unwrap_or_default();
    let (whole, rest) = scaled.clone().abs().div_rem(Integer::from(100));
    let sign = if scaled < 0 { "-" } else { "" };
    format!("{sign}{whole}.{:0>2}", rest.to_string())
}

const DELAYS: &str = "\
With a leak delta = eps the paper's escape times are reached as the timescale ratio eps shrinks, but not at once. S6 says by how much the overlaps cross late or, at many an eps in use, early; \
the leading term of S1, (2/(Z' - 1)) ln(1/eps) in units of eps, is no substitute. Simulated here, beside both:
";

const BEFORE_PRECISION: &str = "\
Without a leak the limit is a different one: the next memory \
starts from whatever is left of its component, which has shrunk like exp(-t/eps) all along, so it is entered later by a time that does not vanish with eps (S2), if at all. \
And that component is added to neurons of order one: when it has shrunk below their last bit it is gone, every neuron is exactly plus or minus the same number, and the simulated network \
stays silent for ever although the model does not. The number of bits this takes grows like 1/eps (S3). For gain 6, saliency 3 and an initial component 1/10:
";

const AFTER_PRECISION: &str = "\
What to do: keep a leak of known size and say so, and correct an escape time by S6, not by the leading term of S1 alone; or integrate in the components along the memories, where a small number keeps its digits (`escapement network` does), \
or with as many bits as the table asks for. A run in doubles that falls silent at small eps says nothing about the model.
";

fn thresholds() -> Result<Vec<Passage>> {
    Ok(vec![
        Passage::Text(RINGS),
        rings()?,
        Passage::Text(NEURONS),
        neurons()?,
        Passage::Text(ACTIVATIONS),
        activations()?,
        Passage::Text(TAKE),
    ])
}

const RINGS: &str = "\
The paper's number, kappa = 4, belongs to the endless chain of HardTanh memories of unit slope. These are the exact gain thresholds elsewhere (in units of 1/g; G1, R2, F1, A3), each as an enclosure: \
the number lies between the two printed ends.

**Topology and self-coupling.** A ring remembers its last turn and needs less; at 64 memories the difference to 4 is 2.2e-19. Self-coupling helps when it is positive.
";

const NEURONS: &str = "**Removed self-synapses.** With `W_ii = 0` small networks need more; four neurons on the chain are never enough (rho = 0).\n";

const ACTIVATIONS: &str = "\
**Smooth activations.** On the chain, with self-synapses: every smooth activation needs more than HardTanh (A7), the sharper the less (A5).
";

const TAKE: &str = "\
What to take from it: quote 4 as the threshold of the chain with HardTanh neurons and self-synapses. On a ring of few memories a sequence that sustains itself below 4 is no contradiction (R6); in a network of few neurons \
without self-synapses, one that collapses above 4 is none either, nor in a network of tanh neurons one that collapses at 5.8. Without knowing topology, size and activation no number can be quoted; with them, `escapement predict` \
gives it to as many digits as asked for.
";

/// The threshold of unit slope, or that no gain suffices.
fn entry(topology: Topology, self_coupling: Rational, neurons: Option<u64>) -> Result<Entry> {
    let parameters = Parameters::new(ratio(1, 1))?.with_self_coupling(self_coupling).with_topology(topology)?;
    let parameters = parameters.with_neurons(neurons)?;
    if let Some(Some(exact)) = exact_gain_threshold(&parameters) {
        return Ok(Entry::Exact(exact));
    }
    let threshold = gain_threshold(&parameters, Precision::bits(BITS)?)?;
    Ok(threshold.map_or_else(|| Entry::Text("none".to_owned()), Entry::Number))
}

fn rings() -> Result<Passage> {
    let couplings = [ratio(-1, 5), Rational::new(), ratio(1, 5)];
    let topologies = [2, 3, 4, 5, 6, 8, 16, 64].map(Topology::Ring).into_iter().chain([Topology::Chain]);
    let rows = topologies.map(|topology| {
        let name = match topology {
            Topology::Ring(memories) => memories.to_string(),
            Topology::Chain => "chain".to_owned(),
        };
        let entries = couplings.iter().map(|rho| entry(topology, rho.clone(), None));
        std::iter::once(Ok(Entry::Text(name))).chain(entries).collect::<Result<Vec<_>>>()
    });
    let header = vec!["memories P", "rho = -1/5", "rho = 0", "rho = 1/5"];
    Ok(Passage::Table { header, rows: rows.collect::<Result<_>>()? })
}

fn neurons() -> Result<Passage> {
    let sizes = [4, 5, 8, 16, 64, 256, 1024];
    let rows = sizes.into_iter().map(|neurons| {
        let topologies = [Topology::Chain, Topology::Ring(3), Topology::Ring(4)];
        let entries = topologies.map(|topology| entry(topology, Rational::new(), Some(neurons)));
        std::iter::once(Ok(Entry::Text(neurons.to_string()))).chain(entries).collect::<Result<Vec<_>>>()
    });
    let header = vec!["neurons N", "chain", "ring of 3", "ring of 4"];
    Ok(Passage::Table { header, rows: rows.collect::<Result<_>>()? })
}

fn activations() -> Result<Passage> {
    let rows = Activation::SMOOTH.par_iter().map(|activation| {
        let found = threshold(&Profile::new(&Mixture::of(*activation)?), Precision::bits(BITS)?)?;
        Ok(vec![Entry::Text(activation.to_string()), Entry::Number(found.gain)])
    });
    let hard = vec![Entry::Text(Activation::HardTanh.to_string()), entry(Topology::Chain, Rational::new(), None)?];
    let rows = std::iter::once(Ok(hard)).chain(rows.collect::<Vec<_>>()).collect::<Result<_>>()?;
    Ok(Passage::Table { header: vec!["activation", "g kappa_c"], rows })
}
