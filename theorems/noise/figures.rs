//! Survival over the leak, crossing times over the timescale ratio, and overlaps with and without a leak.

use super::cases::Leaky;
use super::predictor::{amplitude, crossing_delay, first_law, survival};
use super::simulation::{Setup, simulate_leaky_crossing, simulate_noisy_overlaps, simulate_successes};
use crate::error::Result;
use crate::evidence::Figure;
use crate::evidence::plot::{Axis, Cell, Fill, Layer, Marks, Panel, Plot, Point, point};
use crate::numerics::rational::ratio;
use crate::numerics::{Interval, Precision};
use rayon::prelude::*;
use rug::float::Constant;
use rug::{Float, Rational};

/// Bits of the curves.
const BITS: Precision = Precision::DOUBLE;

/// The figures.
pub fn all() -> Vec<Figure> {
    vec![
        Figure {
            name: "noise_survival",
            title: "How often transitions succeed under noise, over the leak",
            caption: "Gain 6, from Z = 19/4 near the cycle. Curves: the product of Phi(x) over n transitions (N4, N5). Dots: the share of 200 simulated paths that enter n \
                      memories in a row and no opposite, eps = 1/32, sigma/sqrt(N) = eps/50. Without a leak every transition is a coin's toss.",
            plot: survival_over_leak,
        },
        Figure {
            name: "noise_crossing",
            title: "When the overlaps cross, from an amplitude of order eps^2",
            caption: "Gain 6, leak eps^2, two saliencies. Dots: the integrated network. Lines: the implicit law of N3, from |A| = delta Z'^2/nu, and its leading term alone, \
                      (3/nu) ln(1/eps), which is off by about an eps or more at every ratio in use.",
            plot: crossing_times,
        },
        Figure {
            name: "noise_raster",
            title: "Overlaps of a noisy chain with its memories, without a leak and with one",
            caption: "Gain 6, Z = 3, eps = 1/32, sigma/sqrt(N) = eps/50, one path of the same noise each; the stronger the shade, the larger the overlap's size. Without a leak the path \
                      enters the opposite of a memory and falls silent (N5); with delta = (2/3) sigma/sqrt(N) it goes on.",
            plot: raster,
        },
    ]
}

/// Paths of the figures, with the leak in units of the spread.
fn setup(saliency: f64, leak_over_spread: &Rational) -> Setup {
    let timescale_ratio = 1.0 / 32.0;
    let spread = timescale_ratio / 50.0;
    Setup { gain: 6.0, leak: leak_over_spread.to_f64() * spread, spread, timescale_ratio, saliency }
}

fn survival_over_leak() -> Result<Plot> {
    const PATHS: u64 = 200;
    let curve = |transitions: usize| -> Result<Vec<Point>> {
        let points = (0..=36).map(|n| {
            let leak = ratio(n, 60);
            let share = survival(&ratio(6, 1), &ratio(19, 4), &Interval::from_rational(&leak, BITS), transitions)?;
            Ok(point(leak, share.midpoint()))
        });
        points.collect()
    };
    let dots = |transitions: usize| -> Vec<Point> {
        let leaks = (0..=5).map(|n| ratio(n, 10)).collect::<Vec<_>>();
        let share = |leak: &Rational| {
            let successes = simulate_successes(&setup(4.75, leak), transitions, PATHS);
            point(leak, Rational::from((successes, PATHS)))
        };
        leaks.par_iter().map(share).collect()
    };
    let layers = vec![
        Marks::Line(curve(1)?).named("n = 1, predicted"),
        Marks::Line(curve(3)?).named("n = 3, predicted"),
        Marks::Line(curve(30)?).named("n = 30, predicted"),
        Marks::Dots(dots(1)).named("n = 1, simulated"),
        Marks::Dots(dots(3)).named("n = 3, simulated"),
    ];
    let panel = Panel {
        title: "",
        x: Axis::linear("leak delta, in units of sigma/sqrt(N)").between(0, ratio(3, 5)),
        y: Axis::linear("probability that n transitions succeed").between(0, ratio(21, 20)),
        layers,
    };
    Ok(Plot { classes: Vec::new(), panels: vec![panel] })
}

fn crossing_times() -> Result<Plot> {
    let pairs = [("Z = 3, simulated", ratio(3, 1)), ("Z = 5, simulated", ratio(5, 1))];
    let layers = pairs.into_iter().map(|(name, saliency)| crossings(name, &saliency));
    let panel = Panel {
        title: "",
        x: Axis::linear("ln(1/eps)"),
        y: Axis::linear("delay (T_x - T)/eps"),
        layers: layers.collect::<Result<Vec<_>>>()?.concat(),
    };
    Ok(Plot { classes: Vec::new(), panels: vec![panel] })
}

/// Delays along a ladder, by the law, by its leading term, and as they are.
fn crossings(name: &'static str, saliency: &Rational) -> Result<Vec<Layer>> {
    let rungs: Vec<Leaky> =
        (8..=14).map(|exponent| Leaky { gain: ratio(6, 1), saliency: saliency.clone(), power: 2, exponent }).collect();
    let at = |rung: &Leaky| Float::with_val(BITS.get(), Constant::Log2) * rung.exponent;
    let law = |rung: &Leaky| -> Result<Point> {
        let mean = amplitude(&rung.gain, saliency)?.0 * rung.leak();
        let size = Interval::from_rational(&mean, BITS);
        Ok(point(at(rung), crossing_delay(&rung.gain, saliency, &size, &rung.timescale_ratio())?.midpoint()))
    };
    let leading = |rung: &Leaky| -> Result<Point> {
        Ok(point(at(rung), at(rung) * first_law(&rung.gain, saliency, rung.power)?))
    };
    let seen = |rung: &Leaky| -> Result<Point> { Ok(point(at(rung), simulate_leaky_crossing(rung)?)) };
    let ends: Vec<&Leaky> = rungs.first().into_iter().chain(rungs.last()).collect();
    Ok(vec![
        Marks::Line(rungs.iter().map(law).collect::<Result<_>>()?).named("implicit law"),
        Marks::Line(ends.into_iter().map(leading).collect::<Result<_>>()?).named("leading term alone"),
        Marks::Dots(rungs.par_iter().map(seen).collect::<Result<_>>()?).named(name),
    ])
}

/// Memories of the raster.
const MEMORIES: usize = 8;
/// Time until which it is drawn.
const UNTIL: i64 = 10;

fn raster() -> Result<Plot> {
    let panels = [("no leak", Rational::new()), ("leak 2/3 sigma/sqrt(N)", ratio(2, 3))].map(|(title, leak)| Panel {
        title,
        x: Axis::linear("time t, in units of tau_u").between(0, UNTIL),
        y: Axis::linear("memory mu").between(ratio(-1, 2), ratio(2 * MEMORIES as i64 - 1, 2)),
        layers: vec![shades(&leak)],
    });
    Ok(Plot { classes: Vec::new(), panels: panels.to_vec() })
}

/// The overlaps over time, one row per memory.
fn shades(leak: &Rational) -> Layer {
    // Every eps, which is 32 columns in a unit of time.
    const COLUMNS: usize = 32 * UNTIL as usize;
    const PATH: u64 = 1;
    let overlaps = simulate_noisy_overlaps(&setup(3.0, leak), PATH, MEMORIES, (4, COLUMNS));
    let cells = (0..MEMORIES).flat_map(|memory| {
        (0i64..).zip(&overlaps).map(move |(column, overlaps)| {
            let height = |tenths: i64| ratio(10 * memory as i64 + tenths, 10);
            let fill = Fill::Shade(Float::with_val(BITS.get(), overlaps[memory].abs()));
            Cell { low: point(ratio(column, 32), height(-4)), high: point(ratio(column + 1, 32), height(4)), fill }
        })
    });
    Marks::Cells(cells.collect()).named("overlap m_mu, from 0 to 1")
}
