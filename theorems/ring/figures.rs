//! The thresholds of rings, and how fast they approach that of the chain.

use super::claims::simulated_threshold;
use super::predictor::gain_threshold;
use crate::error::{Error, Result};
use crate::evidence::Figure;
use crate::evidence::plot::{Axis, Layer, Marks, Panel, Plot, Point, point};
use crate::model::{Parameters, Topology};
use crate::numerics::Precision;
use crate::numerics::rational::{power, ratio};
use rayon::prelude::*;
use rug::Float;

/// Memories of the largest ring that is drawn.
const MOST: usize = 40;

/// The thresholds.
pub fn all() -> Vec<Figure> {
    vec![Figure {
        name: "thresholds",
        title: "Threshold gain of a ring, and how far it is below the chain's",
        caption: "A ring remembers its last turn, so that a smaller gain sustains it: 2 for two memories, 3 for three, always below the chain's 4 (R2). \
                  The difference halves with every further memory and tends to 4 * 2^-P (R3). Simulated is the gain at which \
                  the best saliency is handed on unchanged in steady state.",
        plot: thresholds,
    }]
}

/// Precision at which the differences keep their digits.
fn precision() -> Result<Precision> {
    Precision::bits(200)
}

/// A threshold for every number of memories.
fn over(
    memories: impl ParallelIterator<Item = usize>,
    threshold: fn(usize) -> Result<Float>,
) -> Result<Vec<(u64, Float)>> {
    let mut all =
        memories.map(|count| Ok((count as u64, threshold(count)?))).collect::<Result<Vec<(u64, Float)>>>()?;
    all.sort_by_key(|(count, _)| *count);
    Ok(all)
}

/// K(P).
fn predicted(memories: usize) -> Result<Float> {
    let ring = Parameters::new(ratio(4, 1))?.with_topology(Topology::Ring(memories))?;
    let threshold = gain_threshold(&ring, precision()?)?;
    Ok(threshold.ok_or_else(|| Error::domain("memories", memories, "those of a ring with a threshold"))?.midpoint())
}

fn simulated(memories: usize) -> Result<Float> {
    simulated_threshold(memories, precision()?)
}

fn thresholds() -> Result<Plot> {
    let predicted = over((2..=MOST).into_par_iter(), predicted)?;
    // In a ring of two or three the threshold is attained by no dwell: nothing is left to simulate there.
    let simulated = over((4..=MOST).into_par_iter().filter(|count| *count <= 12 || count % 4 == 0), simulated)?;
    let points = |of: &[(u64, Float)]| of.iter().map(|(count, gain)| point(*count, gain)).collect::<Vec<Point>>();
    let gap = |(count, gain): &(u64, Float)| point(*count, Float::with_val(gain.prec(), 4u32 - gain));
    let gaps = |of: &[(u64, Float)]| of.iter().map(gap).collect::<Vec<Point>>();
    let law = [2u32, MOST as u32].map(|count| point(count, power(2, 2 - count as i32)));
    let threshold = Panel {
        title: "threshold",
        x: Axis::linear("number P of memories").between(1, 20),
        y: Axis::linear("threshold gain K(P)").between(ratio(9, 5), ratio(21, 5)),
        layers: vec![
            Marks::Line(vec![point(0, 4), point(50, 4)]).named("threshold 4 of the chain"),
            compared(points(&predicted)),
            Marks::Dots(points(&simulated)).named("simulated"),
        ],
    };
    let difference = Panel {
        title: "distance from the chain",
        x: Axis::linear("number P of memories").between(1, MOST as u32 + 1),
        y: Axis::log10("4 - K(P)"),
        layers: vec![
            Marks::Line(law.to_vec()).named("predicted law 4 * 2^-P"),
            compared(gaps(&predicted)),
            Marks::Dots(gaps(&simulated)).named("simulated"),
        ],
    };
    Ok(Plot { classes: Vec::new(), panels: vec![threshold, difference] })
}

fn compared(predicted: Vec<Point>) -> Layer {
    Marks::Dots(predicted).named("predicted")
}
