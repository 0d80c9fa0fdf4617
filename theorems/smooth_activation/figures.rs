//! The thresholds of smooth chains, and their approach to that of HardTanh.

use super::predictor::{Profile, threshold};
use super::simulation::simulate_smooth_threshold;
use crate::error::Result;
use crate::evidence::Figure;
use crate::evidence::plot::{Axis, Marks, Panel, Plot, Point, point};
use crate::model::{Activation, Mixture};
use crate::numerics::rational::ratio;
use crate::numerics::{Digits, Precision};
use rayon::prelude::*;
use rug::Float;
use rug::float::Constant;

/// Exponents whose thresholds are certified.
const CERTIFIED: [u32; 6] = [1, 2, 3, 4, 6, 8];
/// Exponents whose thresholds are simulated.
const SIMULATED: [u32; 9] = [1, 2, 3, 4, 6, 8, 16, 32, 64];

/// The thresholds.
pub fn all() -> Vec<Figure> {
    vec![Figure {
        name: "activations",
        title: "Gain threshold of chains of smooth neurons, and how far it is above HardTanh's",
        caption: "The sharper the activation x/(1 + |x|^p)^(1/p), the smaller the gain that sustains a chain; it tends to the 4 of HardTanh like (4 ln 2)/p (A5) and \
                  never falls below (A7). The algebraic sigmoid is p = 2. tanh and erf lie between p = 2 and p = 3. Certified thresholds come from \
                  enclosed integrals (A3), simulated ones from the integrated limit system.",
        plot: activations,
    }]
}

fn certified(activation: Activation) -> Result<Float> {
    Ok(threshold(&Profile::new(&Mixture::of(activation)?), Precision::bits(64)?)?.gain.midpoint())
}

fn simulated(activation: Activation) -> Result<Float> {
    Ok(simulate_smooth_threshold(&Mixture::of(activation)?, Digits::new(12)?)?.midpoint())
}

fn over(exponents: &[u32], of: fn(Activation) -> Result<Float>) -> Result<Vec<(u32, Float)>> {
    exponents.par_iter().map(|p| Ok((*p, of(Activation::Power(*p))?))).collect()
}

fn activations() -> Result<Plot> {
    let (certain, seen) = (over(&CERTIFIED, certified)?, over(&SIMULATED, simulated)?);
    let level = |activation| -> Result<Vec<Point>> {
        let gain = certified(activation)?;
        Ok(vec![point(1, gain.clone()), point(64, gain)])
    };
    let points = |of: &[(u32, Float)]| of.iter().map(|(p, gain)| point(*p, gain)).collect::<Vec<Point>>();
    let gaps = |of: &[(u32, Float)]| {
        of.iter().map(|(p, gain)| point(*p, Float::with_val(64, gain - 4u32))).collect::<Vec<Point>>()
    };
    let law = [1u32, 64].map(|p| point(p, Float::with_val(64, Constant::Log2) * 4u32 / p));
    let thresholds = Panel {
        title: "threshold",
        x: Axis::log10("exponent p").between(ratio(4, 5), 80),
        y: Axis::linear("threshold g kappa_c").between(3, 14),
        layers: vec![
            Marks::Line(points(&certain)).named("power:p, certified"),
            Marks::Line(level(Activation::Tanh)?).named("tanh, certified"),
            Marks::Line(level(Activation::Erf)?).named("erf, certified"),
            Marks::Line(vec![point(1, 4), point(64, 4)]).named("HardTanh"),
            Marks::Dots(points(&seen)).named("power:p, simulated"),
        ],
    };
    let distance = Panel {
        title: "distance from HardTanh's",
        x: Axis::log10("exponent p").between(ratio(4, 5), 80),
        y: Axis::log10("g kappa_c - 4"),
        layers: vec![
            Marks::Line(gaps(&certain)).named("power:p, certified"),
            Marks::Line(law.to_vec()).named("predicted law (4 ln 2)/p"),
            Marks::Dots(gaps(&seen)).named("power:p, simulated"),
        ],
    };
    Ok(Plot { classes: Vec::new(), panels: vec![thresholds, distance] })
}
