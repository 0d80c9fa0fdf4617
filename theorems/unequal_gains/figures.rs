//! Which two or three gains sustain a sequence together, and how many transitions one gain gives the strongest start.

use super::predictor::laws::ladder_gain;
use super::predictor::least_last_gain;
use super::simulation::simulated_lasting;
use crate::error::{Error, Result};
use crate::evidence::Figure;
use crate::evidence::plot::{Axis, Class, Layer, Marks, Panel, Plot, Point, Sample, Tone, point};
use crate::model::{Parameters, UnequalGains};
use crate::numerics::rational::ratio;
use crate::numerics::{Interval, Precision};
use crate::theorems::collapse::simulation::count_transitions;
use rayon::prelude::*;
use rug::float::Constant;
use rug::{Float, Rational};

/// Precision of what is drawn.
const BITS: Precision = Precision::DOUBLE;

/// The plane of two gains, that of the angles of three, and the ladder.
pub fn all() -> Vec<Figure> {
    vec![
        Figure {
            name: "two_gains",
            title: "Which two alternating gains sustain a sequence",
            caption: "Two gains in turn sustain a sequence iff kappa_1^(-1/2) + kappa_2^(-1/2) <= 1 (U2): above and right of the curve, which meets \
                      equal gains at the paper's 4. A gain below 4, but above 1, is made up for by a strong one. Every circle is a pair whose \
                      rounds were integrated, filled by what was seen.",
            plot: plane,
        },
        Figure {
            name: "three_gains",
            title: "Which gains sustain a sequence with a third one of 4",
            caption: "Three gains in turn sustain a sequence iff the angles arccos kappa_i^(-1/2) add up to at least those of a triangle (U3). The third                       gain is 4, whose angle is 60 degrees: 120 are left to the other two, and equal shares are the paper's 4 again. Every circle                       is a triple whose rounds were integrated, filled by what was seen.",
            plot: triangle,
        },
        Figure {
            name: "ladder",
            title: "Transitions that the strongest start makes at one gain",
            caption: "However strong the first memory, n transitions succeed iff the gain exceeds 4 cos^2(pi/(n + 2)) (U7): 1, 2, 2.618, 3, ..., \
                      steps that crowd towards the paper's 4. Dots are integrated chains that begin with the saliency that an infinitely \
                      strong memory hands on.",
            plot: ladder,
        },
    ]
}

fn pair(first: &Rational, second: &Rational) -> Result<UnequalGains> {
    UnequalGains::of_unit_slope(vec![first.clone(), second.clone()])
}

/// The least second gain for a first one.
fn boundary(first: Rational) -> Result<Point> {
    let gains = pair(&first, &ratio(1, 1))?;
    let least = least_last_gain::<Interval>(&gains, BITS)?;
    let least = least.ok_or_else(|| Error::domain("gain", &first, "greater than 1"))?;
    Ok(point(first, least.midpoint()))
}

fn plane() -> Result<Plot> {
    let curve = (0..=120).map(|k| boundary(ratio(29, 20) + ratio(k * k, 1200))).collect::<Result<Vec<_>>>()?;
    let panel = Panel {
        title: "",
        x: Axis::linear("gain kappa_1").between(1, 10),
        y: Axis::linear("gain kappa_2").between(1, 10),
        layers: vec![
            Marks::Line(vec![point(1, 1), point(10, 10)]).unnamed(),
            Marks::Line(curve).named("predicted threshold"),
            simulated_pairs()?,
        ],
    };
    Ok(Plot { classes: sides(), panels: vec![panel] })
}

/// The angle of a gain in degrees.
fn angle(gain: &Rational) -> Float {
    let bits = BITS.get();
    let cosine = Float::with_val(bits, gain).recip_sqrt();
    cosine.acos() * 180u32 / Float::with_val(bits, Constant::Pi)
}

fn triangle() -> Result<Plot> {
    let gains = [(21, 20), (5, 4), (8, 5), (2, 1), (11, 4), (7, 2), (9, 2), (13, 2), (11, 1), (40, 1)]
        .map(|(above, below)| ratio(above, below));
    let pairs: Vec<(&Rational, &Rational)> =
        gains.iter().flat_map(|first| gains.iter().map(move |second| (first, second))).collect();
    let sample = |(first, second): (&Rational, &Rational)| -> Result<Sample> {
        let gains = UnequalGains::of_unit_slope(vec![first.clone(), second.clone(), ratio(4, 1)])?;
        let lasts = simulated_lasting(&gains)?;
        Ok(Sample { at: point(angle(first), angle(second)), class: usize::from(lasts.holds()) })
    };
    let samples = pairs.into_par_iter().map(sample).collect::<Result<_>>()?;
    let panel = Panel {
        title: "",
        x: Axis::linear("angle of kappa_1, degrees").between(0, 90),
        y: Axis::linear("angle of kappa_2, degrees").between(0, 90),
        layers: vec![
            Marks::Line(vec![point(30, 90), point(90, 30)]).named("predicted threshold"),
            Marks::Samples(samples).named("simulated"),
        ],
    };
    Ok(Plot { classes: sides(), panels: vec![panel] })
}

fn sides() -> Vec<Class> {
    vec![Class { name: "collapses", tone: Tone::Step(1) }, Class { name: "lasts", tone: Tone::Apart }]
}

/// Pairs of gains whose rounds were integrated.
fn simulated_pairs() -> Result<Layer> {
    let at = |(column, row): (i64, i64)| (ratio(155, 100) + ratio(column, 1), ratio(163, 100) + ratio(row, 1));
    let places: Vec<(i64, i64)> = (0..9).flat_map(|row| (0..9).map(move |column| (column, row))).collect();
    let sample = |place: (i64, i64)| -> Result<Sample> {
        let (first, second) = at(place);
        let lasts = simulated_lasting(&pair(&first, &second)?)?;
        Ok(Sample { at: point(first, second), class: usize::from(lasts.holds()) })
    };
    let samples = places.into_par_iter().map(sample).collect::<Result<_>>()?;
    Ok(Marks::Samples(samples).named("simulated"))
}

fn ladder() -> Result<Plot> {
    const MOST: u32 = 12;
    let steps = (1..=MOST).map(|n| point(ladder_gain::<Interval>(n, BITS).midpoint(), n));
    let steps = std::iter::once(point(ratio(1, 2), 0)).chain(steps).collect();
    // Off the round numbers, on which some steps lie.
    let gains: Vec<Rational> = (0..24).map(|k| ratio(61, 100) + ratio(k * 14, 100)).collect();
    let dots = gains.into_par_iter().map(|gain| -> Result<Point> {
        let count = count_transitions(&Parameters::new(gain.clone())?, &gain, 1 << 10)?;
        Ok(point(gain, count.into_value() as u64))
    });
    let panel = Panel {
        title: "",
        x: Axis::linear("gain kappa").between(ratio(1, 2), 4),
        y: Axis::linear("transitions that succeed").between(0, MOST),
        layers: vec![
            Marks::Line(vec![point(4, 0), point(4, MOST)]).unnamed(),
            Marks::Steps(steps).named("predicted number"),
            Marks::Dots(dots.collect::<Result<_>>()?).named("simulated"),
        ],
    };
    Ok(Plot { classes: Vec::new(), panels: vec![panel] })
}
