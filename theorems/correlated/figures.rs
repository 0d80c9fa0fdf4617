//! The threshold of two memories over their overlap.

use super::cases::{Agreement, saliencies_of};
use super::predictor::{reduced_lock, reduced_threshold};
use super::simulation::dwells_last;
use crate::error::Result;
use crate::evidence::Figure;
use crate::evidence::plot::{Axis, Class, Layer, Marks, Panel, Plot, Point, Sample, Tone, point};
use crate::numerics::rational::ratio;
use rayon::prelude::*;

/// The threshold, the lock, and simulated sides.
pub fn all() -> Vec<Figure> {
    vec![Figure {
        name: "overlap",
        title: "Two overlapping memories under the Hebbian rule",
        caption: "Above the lower line the dwells of two memories that drive one another last, below it they vanish or the sequence ends (X2); above the upper one the first is \
                  never left. The threshold is least, 27/16, where the overlap is one third. Every circle is a run of the limit system, class by class of \
                  neurons, filled with what was observed after 60 transitions.",
        plot: overlaps,
    }]
}

fn overlaps() -> Result<Plot> {
    let along = |law: fn(&rug::Rational) -> Result<rug::Rational>, from: i64| {
        (from..=90).map(move |k| Ok(point(ratio(k, 100), law(&ratio(k, 100))?))).collect::<Result<Vec<Point>>>()
    };
    let classes =
        [("dwells vanish or end", Tone::Step(1)), ("dwells last", Tone::Step(4)), ("never left", Tone::Apart)];
    let panel = Panel {
        title: "",
        x: Axis::linear("overlap C of the two memories").between(0, ratio(9, 10)),
        y: Axis::linear("gain kappa").between(1, 6),
        layers: vec![
            Marks::Line(along(reduced_threshold, 1)?).named("predicted threshold"),
            Marks::Line(along(reduced_lock, 12)?).named("predicted lock"),
            simulated()?,
        ],
    };
    Ok(Plot { classes: classes.map(|(name, tone)| Class { name, tone }).to_vec(), panels: vec![panel] })
}

/// Runs at overlaps of two memories in 16 neurons.
fn simulated() -> Result<Layer> {
    let places = (9..=15).flat_map(|agreeing| (0..9).map(move |row| (agreeing, row)));
    let sample = |(agreeing, row): (usize, i64)| -> Result<Sample> {
        let (agreement, gain) = (Agreement { agreeing, neurons: 16 }, ratio(127, 100) + ratio(57 * row, 100));
        let start = saliencies_of([&ratio(5, 2), &ratio(1, 1)], &agreement.overlap());
        let class = dwells_last(&agreement.memories()?, &gain, &start, 60)?.map_or(2, |last| usize::from(last.holds()));
        Ok(Sample { at: point(agreement.overlap(), gain), class })
    };
    let places: Vec<(usize, i64)> = places.collect();
    Ok(Marks::Samples(places.into_par_iter().map(sample).collect::<Result<_>>()?).named("simulated"))
}
