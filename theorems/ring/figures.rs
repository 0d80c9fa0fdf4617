//! The thresholds of rings, and how fast they approach that of the chain.

use super::predictor::gain_threshold;
use super::simulation::simulated_threshold;
use crate::error::{Error, Result};
use crate::evidence::Figure;
use crate::evidence::plot::{Axis, Marks, Panel, Plot, Point, point};
use crate::model::{Parameters, Topology};
use crate::numerics::Precision;
use crate::numerics::rational::{power, ratio};
use rayon::prelude::*;
use rug::Float;

/// Memories of the largest ring that is drawn.
const MOST: usize = 64;
/// Rings that are simulated. With two or three memories the threshold is attained by no dwell: nothing is left to simulate.
const SIMULATED: [usize; 8] = [4, 5, 6, 7, 8, 12, 16, 24];

/// The thresholds.
pub fn all() -> Vec<Figure> {
    vec![Figure {
        name: "thresholds",
        title: "Threshold gain of a ring, and how far it is below the chain's",
        caption: "A ring remembers its last turn, so that a smaller gain sustains it: 2 for two memories, 3 for three, always below the chain's 4 (R2). \
                  The difference halves with every further memory and tends to 4 * 2^-P (R3); from P = 54 on a double cannot \
                  tell it from none. Simulated is the gain at which the best saliency is handed on unchanged in steady state.",
        plot: thresholds,
    }]
}

/// K(P), with the digits of its distance from 4.
fn predicted(memories: usize) -> Result<Float> {
    let ring = Parameters::new(ratio(4, 1))?.with_topology(Topology::Ring(memories))?;
    let threshold = gain_threshold(&ring, Precision::bits(200)?)?;
    Ok(threshold.ok_or_else(|| Error::domain("memories", memories, "those of a ring with a threshold"))?.midpoint())
}

fn simulated(memories: usize) -> Result<Float> {
    simulated_threshold(memories, Precision::bits(96)?)
}

/// A threshold for every ring, in order.
fn over(
    memories: impl IndexedParallelIterator<Item = usize>,
    threshold: fn(usize) -> Result<Float>,
) -> Result<Vec<(u32, Float)>> {
    memories.map(|count| Ok((count as u32, threshold(count)?))).collect()
}

fn thresholds() -> Result<Plot> {
    let predicted = over((2..MOST + 1).into_par_iter(), predicted)?;
    let simulated = over(SIMULATED.into_par_iter(), simulated)?;
    let points = |of: &[(u32, Float)]| of.iter().map(|(count, gain)| point(*count, gain)).collect::<Vec<Point>>();
    let gap = |(count, gain): &(u32, Float)| point(*count, Float::with_val(gain.prec(), 4u32 - gain));
    let gaps = |of: &[(u32, Float)]| of.iter().map(gap).collect::<Vec<Point>>();
    let law = [2, MOST as i32].map(|count| point(count, power(2, 2 - count)));
    // Half the distance from 4 to the double below it.
    let doubles = [1, MOST as i32].map(|count| point(count, power(2, -52)));
    let threshold = Panel {
        title: "threshold",
        x: Axis::linear("number P of memories").between(1, 13),
        y: Axis::linear("threshold gain K(P)").between(ratio(9, 5), ratio(21, 5)),
        layers: vec![
            Marks::Line(vec![point(0, 4), point(20, 4)]).unnamed(),
            Marks::Line(points(&predicted)).named("predicted threshold"),
            Marks::Dots(points(&simulated)).named("simulated"),
        ],
    };
    let difference = Panel {
        title: "distance from the chain's",
        x: Axis::linear("number P of memories").between(0, MOST as u32),
        y: Axis::log10("4 - K(P)"),
        layers: vec![
            Marks::Line(gaps(&predicted)).named("predicted threshold"),
            Marks::Line(law.to_vec()).named("predicted law 4 * 2^-P"),
            Marks::Line(doubles.to_vec()).named("what doubles resolve below 4"),
            Marks::Dots(gaps(&simulated)).named("simulated"),
        ],
    };
    Ok(Plot { classes: Vec::new(), panels: vec![threshold, difference] })
}
