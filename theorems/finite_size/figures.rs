//! How removed self-synapses raise the threshold.

use super::predictor::gain_threshold;
use crate::error::Result;
use crate::evidence::Figure;
use crate::evidence::plot::{Axis, Class, Marks, Panel, Plot, Point, Sample, Tone, point};
use crate::model::{Parameters, Topology};
use crate::numerics::rational::ratio;
use crate::numerics::{Certainty, Interval, Precision};
use crate::theorems::ring::simulation::{simulate_best_saliency, simulate_growth};
use rayon::prelude::*;

/// Precision of what is drawn.
const BITS: u32 = 96;
/// Topologies with the names of their thresholds.
const LINES: [(Topology, &str); 3] = [
    (Topology::Ring(2), "predicted, ring of 2"),
    (Topology::Ring(4), "predicted, ring of 4"),
    (Topology::Chain, "predicted, chain: 4N/(N - 4)"),
];
/// Ends of the axes: neurons, and gains.
const NEURONS: (u64, u64) = (4, 128);
const GAINS: (i64, i64) = (1, 10);

/// The thresholds over the number of neurons.
pub fn all() -> Vec<Figure> {
    vec![Figure {
        name: "neurons",
        title: "The threshold gain of a network without self-synapses",
        caption: "Without self-synapses a memory's threshold rises by the mean saliency per neuron, and so does the gain that a sequence needs \
                  (F1): to 4N/(N - 4) on the chain, so that five neurons are needed to have a threshold at all (F3). With many neurons it tends to \
                  4 for the chain, and to 2 and 3.61 for rings of two and four memories. Every circle is a simulated chain in steady state, filled \
                  with whether any saliency is handed on enlarged.",
        plot: neurons,
    }]
}

fn parameters(topology: Topology, neurons: u64, gain: (i64, i64)) -> Result<Parameters> {
    Parameters::new(ratio(gain.0, gain.1))?.with_topology(topology)?.with_neurons(Some(neurons))
}

/// The thresholds within the axes, from the fewest neurons that have one.
fn thresholds(topology: Topology) -> Result<Vec<Point>> {
    let threshold = |neurons: u64| -> Result<Option<Point>> {
        let threshold = gain_threshold(&parameters(topology, neurons, (4, 1))?, Precision::bits(BITS)?)?;
        Ok(threshold.map(|gain| point(neurons, gain.midpoint())))
    };
    let points = (NEURONS.0..=NEURONS.1).map(threshold).collect::<Result<Vec<_>>>()?;
    Ok(points.into_iter().flatten().filter(|point| point.y <= GAINS.1).collect())
}

/// Chains, by whether the saliency that grows most is handed on enlarged.
fn simulated() -> Result<Vec<Sample>> {
    // Off the round numbers, on which thresholds lie.
    let gains = || (0..9).map(|row| (143 + 100 * row, 100));
    let places: Vec<(u64, (i64, i64))> = [5, 7, 10, 15, 22, 32, 48, 70, 100]
        .into_iter()
        .flat_map(|neurons| gains().map(move |gain| (neurons, gain)))
        .collect();
    let sample = |(neurons, gain): (u64, (i64, i64))| -> Result<Sample> {
        let (chain, precision) = (parameters(Topology::Chain, neurons, gain)?, Precision::bits(BITS)?);
        let best = simulate_best_saliency(&chain, precision)?;
        let growth = simulate_growth(&chain, &Interval::from_rational(&best, precision))?;
        let grows = growth.positive() == Certainty::Certainly;
        Ok(Sample { at: point(neurons, ratio(gain.0, gain.1)), class: usize::from(grows) })
    };
    places.into_par_iter().map(sample).collect()
}

fn neurons() -> Result<Plot> {
    let lines = LINES.map(|(topology, name)| Ok(Marks::Line(thresholds(topology)?).named(name)));
    let mut layers = lines.into_iter().collect::<Result<Vec<_>>>()?;
    layers.push(Marks::Samples(simulated()?).named("simulated"));
    let panel = Panel {
        title: "",
        x: Axis::log10("number N of neurons").between(NEURONS.0, NEURONS.1),
        y: Axis::linear("threshold gain kappa_c").between(GAINS.0, GAINS.1),
        layers,
    };
    let classes = [("no saliency grows on the chain", Tone::Step(0)), ("some saliency grows", Tone::Apart)];
    Ok(Plot { classes: classes.map(|(name, tone)| Class { name, tone }).to_vec(), panels: vec![panel] })
}
