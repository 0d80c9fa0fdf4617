//! Where chains end, after how many transitions, and how that number grows towards the threshold.

use super::covers::boxes;
use super::predictor::{bottleneck, transitions};
use super::simulation::count_transitions;
use crate::error::Result;
use crate::evidence::Figure;
use crate::evidence::cover::Map;
use crate::evidence::plot::{Axis, Cell, Class, Fill, Layer, Marks, Panel, Plot, Point, Sample, Tone, point};
use crate::model::Parameters;
use crate::numerics::rational::{power, ratio};
use crate::numerics::{Decided, Interval, Precision};
use crate::theorems::escape_time::predictor::count_handovers;
use crate::theorems::gain_threshold::cases::Fate;
use crate::theorems::gain_threshold::predictor::fixed_points;
use crate::theorems::gain_threshold::simulation::simulate_fate;
use rayon::prelude::*;
use rug::{Float, Integer, Rational};

/// Precision of what is drawn.
const BITS: Precision = Precision::DOUBLE;

/// The plane of gains and first saliencies, then the bottleneck at its edge.
pub fn all() -> Vec<Figure> {
    vec![
        Figure {
            name: "regimes",
            title: "Number of transitions until the collapse",
            caption: "Left of gain 4 every chain collapses, later and later towards it; right of it only chains that start below the unstable \
                      saliency Z_-. Colours are predicted (C1, C3, C6). Every circle is a simulated chain, filled with the colour of what \
                      was observed: one that stood out from the colours around it would be a contradiction.",
            plot: regimes,
        },
        Figure {
            name: "regimes_covered",
            title: "The number of transitions, certified piece by piece",
            caption: "Every rectangle is a piece of the plane on which integrated chains, all of them at once, and C3 give one and the same number of \
                      transitions, or on which no chain ever ends. What is left blank within the two boxes was not decided: pieces that a \
                      boundary runs through. Between the boxes nothing was covered.",
            plot: covered_regimes,
        },
        Figure {
            name: "bottleneck",
            title: "The bottleneck below the threshold",
            caption: "Just below gain 4 a chain lingers near saliency 2 for about 2 pi/sqrt(4 - kappa) transitions (C5), from any start above 2. \
                      The exact number (C3, a ceiling, hence the stairs at the right) approaches that law; integrated and iterated \
                      chains lie on it.",
            plot: bottlenecks,
        },
    ]
}

/// Least number of transitions of every class but the last, which has no end.
const LEAST: [u32; 6] = [0, 2, 3, 4, 7, 13];

/// Names of the classes.
const NAMES: [&str; 6] = ["at most 1", "2", "3", "4 to 6", "7 to 12", "13 or more"];

/// How the plane was cut into pieces by its cover, and what was decided of each.
const COVERED: &str = include_str!("../../fixtures/covers/regimes.txt");

fn classes() -> Vec<Class> {
    let steps = NAMES.into_iter().enumerate().map(|(k, name)| Class { name, tone: Tone::Step(k) });
    steps.chain([Class { name: "endless", tone: Tone::Apart }]).collect()
}

/// The pieces of the cover that were decided.
fn covered_regimes() -> Result<Plot> {
    let mut cells = Vec::new();
    for (sides, map) in boxes().iter().zip(COVERED.lines()) {
        let map = Map::read(sides, map)?;
        cells.extend(map.pieces.iter().filter_map(|(piece, decided)| {
            let [(left, right), (bottom, top)] = piece.ends() else { return None };
            let class = class(decided.as_ref()?.parse::<Integer>().ok().as_ref());
            Some(Cell { low: point(left, bottom), high: point(right, top), fill: Fill::Class(class) })
        }));
    }
    let panel = Panel {
        title: "",
        x: Axis::linear("gain kappa").between(1, 8),
        y: Axis::linear("saliency Z_0 of the first memory").between(1, 8),
        layers: vec![Marks::Cells(cells).unnamed()],
    };
    Ok(Plot { classes: classes(), panels: vec![panel] })
}

/// The class of a number of transitions; `None` is for ever.
fn class(count: Option<&Integer>) -> usize {
    count.map_or(LEAST.len(), |count| LEAST.iter().rposition(|least| count >= least).unwrap_or(0))
}

fn regimes() -> Result<Plot> {
    let panel = Panel {
        title: "",
        x: Axis::linear("gain kappa").between(2, 6),
        y: Axis::linear("saliency Z_0 of the first memory").between(1, 5),
        layers: [vec![predicted_counts()?], boundaries()?, vec![simulated_counts()?]].concat(),
    };
    Ok(Plot { classes: classes(), panels: vec![panel] })
}

/// The predicted class at the middle of every cell.
fn predicted_counts() -> Result<Layer> {
    const COLUMNS: i64 = 240;
    const ROWS: i64 = 120;
    let corner = |column, row| (ratio(2, 1) + ratio(4 * column, COLUMNS), ratio(1, 1) + ratio(4 * row, ROWS));
    let cell = |row: i64, column: i64| -> Result<Cell> {
        let ((left, bottom), (right, top)) = (corner(column, row), corner(column + 1, row + 1));
        let (gain, start) = (Rational::from(&left + &right) / 2u32, Rational::from(&bottom + &top) / 2u32);
        let count = transitions(&Parameters::new(gain)?, &start)?.into_value();
        Ok(Cell { low: point(left, bottom), high: point(right, top), fill: Fill::Class(class(count.as_ref())) })
    };
    let rows = (0..ROWS).into_par_iter().flat_map_iter(|row| (0..COLUMNS).map(move |column| cell(row, column)));
    Ok(Marks::Cells(rows.collect::<Result<_>>()?).unnamed())
}

/// The threshold gain, the unstable saliency, and the saliency below which the first transition is the last.
fn boundaries() -> Result<Vec<Layer>> {
    let gains = || (0..=120).map(|k| ratio(4, 1) + ratio(k * k, 7200));
    let unstable = gains().map(|gain| -> Result<Option<Point>> {
        let points = fixed_points::<Interval>(&Parameters::new(gain.clone())?, BITS)?;
        Ok(points.map(|points| point(gain, points.unstable.midpoint())))
    });
    let unstable = unstable.collect::<Result<Vec<_>>>()?.into_iter().flatten().collect();
    // C1: Z <= kappa/(kappa - 1).
    let immediate = (0..=100).map(|k| {
        let gain = ratio(2, 1) + ratio(4 * k, 100);
        point(&gain, &gain / Rational::from(&gain - 1u32))
    });
    Ok(vec![
        Marks::Line(vec![point(4, 2), point(4, 5)]).named("threshold gain 4"),
        Marks::Line(unstable).named("unstable saliency Z_-"),
        Marks::Line(immediate.collect()).named("kappa/(kappa - 1): collapse at once"),
    ])
}

/// Chains that were simulated to their end, or to where none can be.
fn simulated_counts() -> Result<Layer> {
    const PATIENCE: usize = 400;
    let starts = (0..8).flat_map(|row| (0..13).map(move |column| (column, row)));
    // Off the round numbers, on which boundaries lie.
    let at = |(column, row): (i64, i64)| (ratio(2151, 1000) + ratio(3 * column, 10), ratio(1103, 1000) + ratio(row, 2));
    let sample = |place| -> Result<Sample> {
        let (gain, start) = at(place);
        let count = match simulate_fate(&Parameters::new(gain.clone())?, &start, PATIENCE)?.into_value() {
            (Fate::Collapses, count) => Some(Integer::from(count)),
            (Fate::Endless | Fate::Locked, _) => None,
        };
        Ok(Sample { at: point(gain, start), class: class(count.as_ref()) })
    };
    let samples = starts.collect::<Vec<_>>().into_par_iter().map(sample).collect::<Result<_>>()?;
    Ok(Marks::Samples(samples).named("simulated"))
}

/// A chain so far below the threshold gain, started from saliency 4.
fn below(gap: &Rational) -> Result<(Parameters, Rational)> {
    Ok((Parameters::new(Rational::from(4 - gap))?, ratio(4, 1)))
}

fn bottlenecks() -> Result<Plot> {
    const LAST: i32 = 16;
    let law = |k: i32| -> Point {
        let gap = Float::with_val(BITS.get(), power(2, -k));
        let count = bottleneck::<Interval>(BITS).midpoint() / gap.clone().sqrt();
        point(gap, count)
    };
    // Eight rungs to the octave show the ceiling.
    let exact = (0..8 * LAST).into_par_iter().rev().map(|k| -> Result<Option<Point>> {
        let gap = power(2, -k / 8) * (Rational::from(1) - ratio(i64::from(k % 8), 16));
        let (parameters, start) = below(&gap)?;
        Ok(transitions(&parameters, &start)?.into_value().map(|count| point(&gap, count)))
    });
    let exact = exact.collect::<Result<Vec<_>>>()?.into_iter().flatten().collect();
    type Count = fn(&Parameters, &Rational, usize) -> Result<Decided<usize>>;
    let counted = |rungs: std::ops::RangeInclusive<i32>, count: Count| {
        let rungs = rungs.into_par_iter().map(|k| -> Result<Point> {
            let gap = power(2, -k);
            let (parameters, start) = below(&gap)?;
            Ok(point(&gap, count(&parameters, &start, 1 << 20)?.into_value() as u64))
        });
        rungs.collect::<Result<Vec<_>>>()
    };
    let panel = Panel {
        title: "",
        x: Axis::log10("distance 4 - kappa of the gain from the threshold"),
        y: Axis::log10("number n_c of transitions until the collapse"),
        layers: vec![
            Marks::Line(vec![law(LAST), law(0)]).named("predicted law 2 pi/sqrt(4 - kappa)"),
            Marks::Steps(exact).named("predicted number"),
            Marks::Dots(counted(0..=9, count_transitions)?).named("integrated"),
            Marks::Dots(counted(10..=LAST, count_handovers)?).named("iterated handover (E4)"),
        ],
    };
    Ok(Plot { classes: Vec::new(), panels: vec![panel] })
}
