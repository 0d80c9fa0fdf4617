//! For how long a memory is held, and what it hands on.

use super::cases::Dwell;
use super::predictor::{escape_time, next_saliency};
use super::simulation::simulate_dwell;
use crate::error::{Error, Result};
use crate::evidence::Figure;
use crate::evidence::plot::{Axis, Marks, Panel, Plot, Point, point};
use crate::model::{Parameters, Transition};
use crate::numerics::rational::ratio;
use crate::numerics::{Digits, Interval, Precision};
use rayon::prelude::*;
use rug::Rational;

/// Precision of what is drawn.
const BITS: Precision = Precision::DOUBLE;
/// The gain, and the largest saliency that is drawn.
const GAIN: (i64, i64) = (5, 1);
const MOST: i64 = 8;
/// Self-couplings, with the names of what is predicted for them.
const COUPLINGS: [((i64, i64), &str); 3] =
    [((-1, 5), "predicted, rho = -1/5"), ((0, 1), "predicted, rho = 0"), ((3, 20), "predicted, rho = 3/20")];

/// The dwell and the handover over the saliency.
pub fn all() -> Vec<Figure> {
    vec![Figure {
        name: "dwells",
        title: "How long a memory is held, and with what its successor is entered",
        caption: "Left: at gain 5 a memory of saliency Z is held for the logarithm of its saliency over the threshold 1 (E1), longer the more it drives \
                  itself, and for ever from rho = 1/5 on (E3). Right: the saliency of its successor then (E4), for an own saliency of 0; where the \
                  curve lies below the thin line, a memory hands on less than it got. Dots are integrated dwells of the limit system.",
        plot: dwells,
    }]
}

fn parameters((numerator, denominator): (i64, i64)) -> Result<Parameters> {
    Ok(Parameters::new(ratio(GAIN.0, GAIN.1))?.with_self_coupling(ratio(numerator, denominator)))
}

/// A curve of either number, finer near the threshold, where the dwell rises steeply.
fn curve(parameters: &Parameters, value: impl Fn(&Parameters, &Rational) -> Result<Interval>) -> Result<Vec<Point>> {
    let saliencies = (0..=120).map(|k| ratio(1, 1) + ratio((MOST - 1) * k * k, 120 * 120));
    saliencies.map(|saliency| Ok(point(&saliency, value(parameters, &saliency)?.midpoint()))).collect()
}

/// Integrated dwells.
fn simulated(parameters: &Parameters) -> Result<Vec<(Rational, Transition)>> {
    let dwell = |k: i64| -> Result<(Rational, Transition)> {
        let saliency = ratio(5, 4) + ratio(3 * k, 4);
        let (successor, others) = (Rational::new(), Vec::new());
        let dwell = Dwell { parameters: parameters.clone(), saliency: saliency.clone(), successor, others };
        let transition = simulate_dwell(&dwell, Digits::new(15)?)?.transitions.into_iter().next();
        let left = || Error::domain("saliency", &saliency, "that of a memory that is left");
        Ok((saliency.clone(), transition.ok_or_else(left)?))
    };
    (0..10).into_par_iter().map(dwell).collect()
}

fn dwells() -> Result<Plot> {
    let (mut times, mut handovers) = (Vec::new(), vec![Marks::Line(vec![point(1, 1), point(5, 5)]).unnamed()]);
    let (mut held, mut entered) = (Vec::new(), Vec::new());
    for (coupling, name) in COUPLINGS {
        let parameters = parameters(coupling)?;
        times.push(Marks::Line(curve(&parameters, |p, z| escape_time(p, z, BITS))?).named(name));
        let handover = |p: &Parameters, z: &Rational| next_saliency(p, z, &Rational::new(), BITS);
        handovers.push(Marks::Line(curve(&parameters, handover)?).named(name));
        for (saliency, transition) in simulated(&parameters)? {
            held.push(point(&saliency, transition.dwell.midpoint()));
            entered.push(point(&saliency, transition.saliency.midpoint()));
        }
    }
    times.push(Marks::Dots(held).named("simulated"));
    handovers.push(Marks::Dots(entered).named("simulated"));
    let saliency = || Axis::linear("saliency Z of the memory").between(1, MOST);
    let panel = |title, label, layers| Panel { title, x: saliency(), y: Axis::linear(label), layers };
    let panels = vec![
        panel("dwell", "escape time T, in units of tau_u", times),
        panel("handover", "saliency Z' of its successor", handovers),
    ];
    Ok(Plot { classes: Vec::new(), panels })
}
