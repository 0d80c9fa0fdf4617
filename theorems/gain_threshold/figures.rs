//! Orbits and cobwebs of the handover below, at and above the threshold.

use super::predictor::{fixed_points, orbit};
use super::simulation::simulate_chain;
use crate::error::Result;
use crate::evidence::Figure;
use crate::evidence::plot::{Axis, Layer, Marks, Panel, Plot, Point, point};
use crate::model::{Parameters, Transition};
use crate::numerics::rational::ratio;
use crate::numerics::{Digits, Interval, Precision};
use crate::theorems::escape_time::predictor::next_saliency;
use rayon::prelude::*;
use rug::{Float, Rational};

/// Precision of what is drawn.
const BITS: Precision = Precision::DOUBLE;

/// Orbits, then cobwebs.
pub fn all() -> Vec<Figure> {
    vec![
        Figure {
            name: "saliencies",
            title: "Saliency from memory to memory, below, at and above the threshold gain",
            caption: "Below gain 4 the saliencies slow down near 2 and then fall below the threshold 1: the sequence ends. At 4 they \
                      approach 2 as 1/n. Above, a start on either side of the unstable saliency Z_- = 3/2 decides: just above \
                      it, or far above, they settle on Z_+ = 3, just below it they die. Dots are simulated, lines predicted (G3).",
            plot: saliencies,
        },
        Figure {
            name: "cobweb",
            title: "The handover map and its cobwebs, below, at and above the threshold gain",
            caption: "Each step of a cobweb is one simulated transition. It ends on the predicted map (E4), below the diagonal at \
                      every saliency for a gain below 4: every memory enters weaker than the one before. At 4 the map touches \
                      the diagonal, above it crosses it at Z_- and Z_+.",
            plot: cobweb,
        },
    ]
}

/// A regime: its title, its gain, and first saliencies.
struct Regime {
    title: &'static str,
    gain: Rational,
    starts: Vec<Rational>,
}

/// One panel per regime.
fn panels(regimes: &[Regime], panel: fn(&Regime) -> Result<Panel>) -> Result<Plot> {
    let panels = regimes.par_iter().map(panel).collect::<Result<_>>()?;
    Ok(Plot { classes: Vec::new(), panels })
}

/// The transitions of a chain, at most so many.
fn simulated(gain: &Rational, start: &Rational, most: usize) -> Result<Vec<Transition>> {
    Ok(simulate_chain(&Parameters::new(gain.clone())?, start, most, Digits::new(15)?)?.transitions)
}

fn saliencies() -> Result<Plot> {
    // Above the threshold the fixed points are 3/2 and 3.
    let above = [ratio(6, 1), ratio(151, 100), ratio(149, 100)];
    let regimes = [
        Regime { title: "kappa = 3.9: transient", gain: ratio(39, 10), starts: vec![ratio(6, 1)] },
        Regime { title: "kappa = 4: critical", gain: ratio(4, 1), starts: vec![ratio(6, 1)] },
        Regime { title: "kappa = 4.5: sustained", gain: ratio(9, 2), starts: above.to_vec() },
    ];
    panels(&regimes, orbits)
}

/// Saliency against the number of transitions, from every start.
fn orbits(regime: &Regime) -> Result<Panel> {
    const TRANSITIONS: u32 = 24;
    let (mut lines, mut dots) = (Vec::new(), Vec::new());
    for start in &regime.starts {
        let entered = simulated(&regime.gain, start, TRANSITIONS as usize)?;
        let seen = entered.iter().map(|transition| point(transition.index as u64, transition.saliency.midpoint()));
        dots.extend(std::iter::once(point(0, start)).chain(seen));
        let parameters = Parameters::new(regime.gain.clone())?;
        let predicted = (0..=entered.len() as u32)
            .map(|n| -> Result<Point> { Ok(point(n, orbit::<Interval>(&parameters, start, n, BITS)?.midpoint())) });
        lines.push(Marks::Line(predicted.collect::<Result<_>>()?).named("predicted"));
    }
    let threshold = Marks::Line(vec![point(0, 1), point(TRANSITIONS, 1)]).named("threshold: no memory below");
    let layers = lines.into_iter().chain([threshold, Marks::Dots(dots).named("simulated")]).collect();
    Ok(Panel {
        title: regime.title,
        x: Axis::linear("number n of transitions"),
        y: Axis::linear("saliency Z_n").between(0, ratio(31, 5)),
        layers,
    })
}

fn cobweb() -> Result<Plot> {
    // Above the threshold the fixed points are (5 - sqrt 5)/2 = 1.38... and (5 + sqrt 5)/2 = 3.61...
    let above = [ratio(6, 1), ratio(143, 100), ratio(133, 100)];
    let regimes = [
        Regime { title: "kappa = 3.4: transient", gain: ratio(17, 5), starts: vec![ratio(6, 1)] },
        Regime { title: "kappa = 4: critical", gain: ratio(4, 1), starts: vec![ratio(6, 1)] },
        Regime { title: "kappa = 5: sustained", gain: ratio(5, 1), starts: above.to_vec() },
    ];
    panels(&regimes, web)
}

/// The next saliency against this one.
fn web(regime: &Regime) -> Result<Panel> {
    let parameters = Parameters::new(regime.gain.clone())?;
    let map = (1..=110).map(|k| -> Result<Point> {
        let saliency = Rational::from(1) + ratio(k, 20);
        Ok(point(&saliency, next_saliency::<Interval>(&parameters, &saliency, &Rational::new(), BITS)?.midpoint()))
    });
    let mut layers = vec![Marks::Line(vec![point(0, 0), point(7, 7)]).unnamed()];
    for start in &regime.starts {
        layers.push(steps(&simulated(&regime.gain, start, 40)?, start));
    }
    layers.push(Marks::Line(map.collect::<Result<_>>()?).named("predicted map"));
    if let Some(fixed) = fixed_points::<Interval>(&parameters, BITS)? {
        let [low, high] = [fixed.unstable, fixed.stable].map(|saliency| saliency.midpoint());
        layers.push(Marks::Dots(vec![point(&low, &low), point(&high, &high)]).named("predicted fixed points"));
    }
    Ok(Panel {
        title: regime.title,
        x: Axis::linear("saliency Z of a memory").between(0, ratio(13, 2)),
        y: Axis::linear("saliency Z' of the next").between(0, ratio(13, 2)),
        layers,
    })
}

/// The cobweb of a run: from the diagonal up or down to the next saliency, then across to the diagonal.
fn steps(transitions: &[Transition], start: &Rational) -> Layer {
    let mut here = Float::with_val(BITS.get(), start);
    let mut corners = vec![point(&here, &here)];
    for transition in transitions {
        let next = transition.saliency.midpoint();
        corners.extend([point(&here, &next), point(&next, &next)]);
        here = next;
    }
    Marks::Line(corners).named("simulated transitions")
}
