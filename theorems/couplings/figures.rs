//! The threshold over the weight of the memory after the successor, and where the order breaks.

use super::predictor::closed::pair_threshold;
use super::predictor::{Law, Order};
use super::simulation::closed::simulate_pair;
use crate::error::Result;
use crate::evidence::Figure;
use crate::evidence::plot::{Axis, Cell, Class, Fill, Layer, Marks, Panel, Plot, Point, Sample, Tone, point};
use crate::model::{Couplings, Topology};
use crate::numerics::rational::ratio;
use crate::numerics::{Interval, Precision};
use rayon::prelude::*;
use rug::{Float, Rational};

/// Bits of what is drawn.
const BITS: u32 = 80;
/// Ends of the axes: weights, and gains.
const WEIGHTS: (i64, i64) = (-1, 4);
const GAINS: (i64, i64) = (1, 7);

/// The plane of weights and gains.
pub fn all() -> Vec<Figure> {
    vec![Figure {
        name: "wide-couplings",
        title: "Threshold with a second successor, and where the order breaks",
        caption: "A memory drives its successor with weight 1 and the one after it with weight c_2. Above the line a sequence in order repeats itself \
                  (K1, K5); on the coloured side its most salient memory at every escape is the successor or, for larger c_2, the one after it, so that \
                  the network skips (K2). Every circle is a simulated steady state and one dwell from it, filled with what was observed. The thin line is \
                  4/c_2, above which the sequence that skips sustains itself: both may be there at once.",
        plot: plane,
    }]
}

/// Classes of a place in the plane.
const NONE: usize = 0;
const KEPT: usize = 1;
const BROKEN: usize = 2;

/// `low + (high - low) k/n`.
fn along((low, high): (i64, i64), k: i64, n: i64) -> Rational {
    ratio(low, 1) + ratio((high - low) * k, n)
}

fn pair(second: &Rational) -> Result<Couplings> {
    Couplings::new(vec![Rational::new(), ratio(1, 1), second.clone()])
}

/// The predicted class.
fn class(second: &Rational, gain: &Rational) -> Result<usize> {
    let law = Law::new(&pair(second)?, Topology::Chain);
    let cycles = law.cycles(gain, Precision::bits(BITS)?)?;
    let Some(longest) = cycles.first() else { return Ok(NONE) };
    Ok(if *law.order(longest)?.value() == Order::Kept { KEPT } else { BROKEN })
}

fn predicted() -> Result<Layer> {
    const COLUMNS: i64 = 75;
    const ROWS: i64 = 72;
    let cell = |row: i64, column: i64| -> Result<Cell> {
        let corner = |column, row| (along(WEIGHTS, column, COLUMNS), along(GAINS, row, ROWS));
        let ((left, bottom), (right, top)) = (corner(column, row), corner(column + 1, row + 1));
        let (second, gain) = (Rational::from(&left + &right) / 2u32, Rational::from(&bottom + &top) / 2u32);
        let fill = Fill::Class(class(&second, &gain)?);
        Ok(Cell { low: point(left, bottom), high: point(right, top), fill })
    };
    let rows = (0..ROWS).into_par_iter().flat_map_iter(|row| (0..COLUMNS).map(move |column| cell(row, column)));
    Ok(Marks::Cells(rows.collect::<Result<_>>()?).unnamed())
}

fn simulated() -> Result<Layer> {
    // Off the round numbers, on which boundaries lie.
    let places: Vec<(i64, i64)> = (0..9).flat_map(|column| (0..8).map(move |row| (column, row))).collect();
    let sample = |(column, row): (i64, i64)| -> Result<Sample> {
        let (second, gain) = (ratio(-69, 100) + ratio(53 * column, 100), ratio(137, 100) + ratio(73 * row, 100));
        let class = match simulate_pair(&pair(&second)?, &gain, Precision::bits(BITS)?)? {
            None => NONE,
            Some(true) => KEPT,
            Some(false) => BROKEN,
        };
        Ok(Sample { at: point(second, gain), class })
    };
    Ok(Marks::Samples(places.into_par_iter().map(sample).collect::<Result<_>>()?).named("simulated"))
}

fn plane() -> Result<Plot> {
    let threshold = (1..=150).map(|k| -> Result<Point> {
        let second = along(WEIGHTS, k, 150);
        Ok(point(&second, pair_threshold::<Interval>(&second, Precision::bits(BITS)?)?.1.midpoint()))
    });
    let skipping = (20..=100).map(|k| {
        let second = ratio(4 * k, 100).max(ratio(1, 1));
        point(&second, Float::with_val(BITS, ratio(4, 1) / &second))
    });
    let classes = [("no cycle in order", Tone::Step(0)), ("in order", Tone::Step(2)), ("order broken", Tone::Apart)];
    let panel = Panel {
        title: "",
        x: Axis::linear("weight c_2 of the memory after the successor").between(WEIGHTS.0, WEIGHTS.1),
        y: Axis::linear("gain kappa").between(GAINS.0, GAINS.1),
        layers: vec![
            predicted()?,
            Marks::Line(threshold.collect::<Result<_>>()?).named("predicted threshold (K5)"),
            Marks::Line(skipping.filter(|point| point.x > 1).collect()).named("4/c_2: the sequence that skips"),
            simulated()?,
        ],
    };
    Ok(Plot { classes: classes.map(|(name, tone)| Class { name, tone }).to_vec(), panels: vec![panel] })
}
