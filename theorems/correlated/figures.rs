//! The threshold of two memories over their overlap, and what random memories do.

use super::cases::{Agreement, saliencies_of};
use super::predictor::{reduced_lock, reduced_threshold};
use super::simulation::{dwells_last, first_entry, random};
use crate::error::Result;
use crate::evidence::Figure;
use crate::evidence::plot::{Axis, Class, Layer, Marks, Panel, Plot, Point, Sample, Tone, point};
use crate::model::Parameters;
use crate::numerics::rational::ratio;
use crate::numerics::{Interval, Precision};
use crate::theorems::escape_time::predictor::escape_time;
use rayon::prelude::*;
use rug::{Float, Rational};

/// The threshold, the lock, and simulated sides.
pub fn all() -> Vec<Figure> {
    vec![
        Figure {
            name: "overlap",
            title: "Two overlapping memories under the Hebbian rule",
            caption: "Above the lower line the dwells of two memories that drive one another last, below it they vanish or the sequence ends (X2); above the upper one the first is \
                  never left. The threshold is least, 27/16, where the overlap is one third. Every circle is a run of the limit system, class by class of \
                  neurons, filled with what was observed after 60 transitions.",
            plot: overlaps,
        },
        Figure {
            name: "random_memories",
            title: "Three random memories under the Hebbian rule, measured",
            caption: "Memories are drawn at random, so that they overlap by about N^-1/2, and the network is run from a single memory of saliency 3 at gain 6 and \
                  eps = 1/400. Left: when the overlap of another memory, or of its opposite, first exceeds that of the one retrieved, with what is \
                  entered; the line is the escape time of orthogonal memories (E1). Right: by how much that time differs, beside the root law that overlaps follow. This is a measurement of twelve draws each, no claim: what is known of such memories is X3.",
            plot: random_memories,
        },
    ]
}

fn overlaps() -> Result<Plot> {
    let along = |law: fn(&Rational) -> Result<Rational>, from: i64| {
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

/// Numbers of neurons, and draws of each.
const NEURONS: [usize; 7] = [32, 64, 128, 256, 512, 1024, 4096];
const DRAWS: u64 = 12;

/// First crossings of random memories beside that of orthogonal ones.
fn random_memories() -> Result<Plot> {
    let orthogonal =
        escape_time::<Interval>(&Parameters::new(ratio(6, 1))?, &ratio(3, 1), Precision::DOUBLE)?.midpoint();
    let draws: Vec<(usize, u64)> =
        NEURONS.into_iter().flat_map(|neurons| (0..DRAWS).map(move |draw| (neurons, draw))).collect();
    let entries = draws.into_par_iter().map(|(neurons, draw)| -> Result<Option<(Point, Sample)>> {
        let Some(entry) = first_entry(&random(neurons, draw)?)? else { return Ok(None) };
        let class = match (entry.to.memory, entry.to.sign > 0) {
            (1, true) => 0,
            (1, false) => 1,
            _ => 2,
        };
        // Side by side, so that draws of one size can be told apart.
        let place = Rational::from(neurons) * (ratio(1, 1) + ratio(draw as i64 * 2 - DRAWS as i64 + 1, 64));
        let distance = Float::with_val(entry.time.prec(), &entry.time - &orthogonal).abs();
        Ok(Some((point(&place, distance), Sample { at: point(&place, &entry.time), class })))
    });
    let (distances, samples): (Vec<Point>, Vec<Sample>) =
        entries.collect::<Result<Vec<_>>>()?.into_iter().flatten().unzip();
    let ends = [NEURONS[0] / 2, NEURONS[NEURONS.len() - 1] * 2];
    let line = ends.map(|neurons| point(neurons as u64, &orthogonal));
    let law = ends.map(|neurons| point(neurons as u64, Float::with_val(64, neurons).sqrt().recip() * 4u32));
    let neurons = || Axis::log10("number N of neurons").between(ends[0] as u64, ends[1] as u64);
    let panels = vec![
        Panel {
            title: "first crossing",
            x: neurons(),
            y: Axis::linear("time, in units of tau_u").between(0, 3),
            layers: vec![
                Marks::Line(line.to_vec()).named("predicted for orthogonal memories"),
                Marks::Samples(samples).named("simulated"),
            ],
        },
        Panel {
            title: "distance from orthogonal memories",
            x: neurons(),
            y: Axis::log10("difference of the times"),
            layers: vec![
                Marks::Line(law.to_vec()).named("4/sqrt(N), for comparison"),
                Marks::Dots(distances).named("simulated"),
            ],
        },
    ];
    let classes =
        [("successor entered", Tone::Step(3)), ("its opposite", Tone::Apart), ("the third memory", Tone::Step(0))];
    Ok(Plot { classes: classes.map(|(name, tone)| Class { name, tone }).to_vec(), panels })
}
