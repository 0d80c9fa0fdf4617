//! Dwell and largest multiplier of the cycle over the timescale ratio.

use super::cases::Ring;
use super::predictor::{Feedback, approach};
use super::simulation::simulate_cycle;
use crate::error::Result;
use crate::evidence::Figure;
use crate::evidence::plot::{Axis, Layer, Marks, Panel, Plot, Point, point};
use crate::model::Activation;
use crate::numerics::rational::ratio;
use crate::numerics::{Digits, Precision};
use rayon::prelude::*;
use rug::Float;

/// Digits of what is drawn.
const DIGITS: u32 = 12;

/// Dwell and multiplier.
pub fn all() -> Vec<Figure> {
    vec![Figure {
        name: "cycles",
        title: "Limit cycles at a finite timescale ratio",
        caption: "Two memories on a ring, gain 6. Left, the time for which each is held, against eps: with the leak equal to eps the HardTanh \
                  network tends to the cycle of the singular limit (R4, L3), slowly. Right, the largest multiplier of the return map: it stays \
                  below one, and every other one is smaller still.",
        plot: cycles,
    }]
}

fn cycles() -> Result<Plot> {
    let networks = [("tanh", Activation::Tanh), ("hardtanh", Activation::HardTanh)];
    let (mut dwells, mut multipliers) = (limit()?, Vec::new());
    for (name, activation) in networks {
        let (times, sizes) = branch(activation)?;
        dwells.push(Marks::Dots(times).named(name));
        multipliers.push(Marks::Dots(sizes).named(name));
    }
    let ratios = || Axis::linear("timescale ratio eps, which is the leak");
    let dwells = Panel { title: "dwell", x: ratios(), y: Axis::linear("dwell T, in units of tau_u"), layers: dwells };
    let multipliers = Panel {
        title: "multiplier",
        x: ratios(),
        y: Axis::linear("largest multiplier").between(0, 1),
        layers: multipliers,
    };
    Ok(Plot { classes: Vec::new(), panels: vec![dwells, multipliers] })
}

/// The ring of the figure at `eps = 1/inverse`.
fn ring(activation: Activation, inverse: i64) -> Ring {
    let eps = ratio(1, inverse);
    Ring { gain: ratio(6, 1), memories: 2, leak: eps.clone(), timescale_ratio: eps, activation }
}

/// Dwell and largest multiplier of the cycles along `eps = 1/10 ... 1/640`.
fn branch(activation: Activation) -> Result<(Vec<Point>, Vec<Point>)> {
    let inverses = [10, 12, 15, 20, 25, 30, 40, 60, 80, 160, 320, 640];
    let points = inverses.into_par_iter().map(|inverse| -> Result<(Point, Point)> {
        let cycle = simulate_cycle(&ring(activation, inverse), Digits::new(DIGITS)?)?;
        let largest = cycle.multipliers()?.first().map_or_else(|| Float::new(53), |multiplier| multiplier.modulus());
        Ok((point(ratio(1, inverse), cycle.dwell), point(ratio(1, inverse), largest)))
    });
    Ok(points.collect::<Result<Vec<_>>>()?.into_iter().unzip())
}

/// R4's dwell.
fn limit() -> Result<Vec<Layer>> {
    let approach = approach(&ring(Activation::HardTanh, 10).parameters()?, Feedback::Kept, Precision::DOUBLE)?;
    let dwell = approach.dwell.midpoint();
    let line = vec![point(0, dwell.clone()), point(ratio(1, 10), dwell)];
    Ok(vec![Marks::Line(line).named("R4, eps -> 0")])
}
