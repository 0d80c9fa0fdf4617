//! The amplitudes of memories over their saliency.

use super::cases::Retrieval;
use super::predictor;
use super::simulation::equilibria::{amplitudes, saturated_amplitude};
use crate::error::Result;
use crate::evidence::Figure;
use crate::evidence::plot::{Axis, Marks, Panel, Plot, Point, point};
use crate::model::Activation;
use crate::numerics::rational::ratio;
use crate::numerics::{Digits, Precision};
use rayon::prelude::*;
use rug::Rational;

/// Activations, with the names of what is predicted for them.
const ACTIVATIONS: [(Activation, &str); 4] = [
    (Activation::HardTanh, "predicted, HardTanh"),
    (Activation::Erf, "predicted, erf"),
    (Activation::Tanh, "predicted, tanh"),
    (Activation::Power(2), "predicted, algebraic"),
];

/// The amplitudes.
pub fn all() -> Vec<Figure> {
    vec![Figure {
        name: "amplitudes",
        title: "The amplitude with which a memory stands",
        caption: "A memory is an equilibrium of the fast network where its saliency exceeds the threshold 1 (M1): with smooth neurons its amplitude \
                  grows out of the origin there, with HardTanh it is saturated at once and equal to the saliency. Dots are equilibria of a network of \
                  eight neurons and three memories, found on the ray of the most salient one.",
        plot: amplitude_plot,
    }]
}

/// What is predicted from the threshold on.
fn predicted(activation: Activation) -> Result<Vec<Point>> {
    let precision = Precision::DOUBLE_WORD;
    let place = |k: i64| -> Result<Option<Point>> {
        let saliency = ratio(1, 1) + ratio(2 * k * k, 120 * 120);
        let amplitude = predictor::amplitude(activation, &saliency, precision)?;
        Ok(amplitude.map(|amplitude| point(&saliency, amplitude.midpoint())))
    };
    let points = (0..=120).map(place).collect::<Result<Vec<_>>>()?.into_iter().flatten();
    let origin = (activation != Activation::HardTanh).then(|| point(1, 0));
    Ok(origin.into_iter().chain(points).collect())
}

/// Equilibria of networks, at saliencies on both sides of the threshold.
fn simulated(activation: Activation) -> Result<Vec<Point>> {
    let place = |k: i64| -> Result<Vec<Point>> {
        let saliency = ratio(7, 10) + ratio(k, 4);
        let others = [ratio(1, 2), ratio(1, 5)];
        let retrieval = Retrieval {
            activation,
            slope: ratio(1, 1),
            neurons: 8,
            saliencies: std::iter::once(saliency.clone()).chain(others).collect(),
            memory: 0,
            timescale_ratio: ratio(1, 20),
            slow_time_constant: ratio(1, 1),
            least: ratio(1, 100),
        };
        if activation == Activation::HardTanh {
            let amplitude: Option<Rational> = saturated_amplitude(&retrieval)?.into_value();
            return Ok(amplitude.map(|amplitude| point(&saliency, amplitude)).into_iter().collect());
        }
        let found = amplitudes(&retrieval, Digits::new(15)?)?.into_value();
        Ok(found.iter().map(|amplitude| point(&saliency, amplitude.midpoint())).collect())
    };
    Ok((0..10).into_par_iter().map(place).collect::<Result<Vec<_>>>()?.concat())
}

fn amplitude_plot() -> Result<Plot> {
    let mut layers = Vec::new();
    for (activation, name) in ACTIVATIONS {
        layers.push(Marks::Line(predicted(activation)?).named(name));
    }
    let dots = ACTIVATIONS.map(|(activation, _)| simulated(activation)).into_iter().collect::<Result<Vec<_>>>()?;
    layers.push(Marks::Dots(dots.concat()).named("simulated"));
    let panel = Panel {
        title: "",
        x: Axis::linear("saliency alpha of the memory").between(ratio(1, 2), 3),
        y: Axis::linear("amplitude s").between(0, 3),
        layers,
    };
    Ok(Plot { classes: Vec::new(), panels: vec![panel] })
}
