//! How late an escape is, what it takes to see one without a leak, and what the whole network does.

use super::cases::Pair;
use super::predictor::{bits_needed, scaled_delay};
use super::simulation::{simulate_crossing, simulate_entry_by_neurons, simulate_overlaps};
use crate::error::Result;
use crate::evidence::Figure;
use crate::evidence::plot::{Axis, Cell, Class, Fill, Layer, Marks, Panel, Plot, Point, Tone, point};
use crate::model::{Memories, Network, Parameters, Topology};
use crate::numerics::rational::{power, ratio};
use crate::numerics::series::Rounded;
use crate::numerics::{Interval, Precision};
use crate::theorems::ring::predictor::handover;
use rayon::prelude::*;
use rug::{Float, Rational};

/// Precision of what is drawn.
const BITS: Precision = Precision::DOUBLE;

/// Delay, precision, raster.
pub fn all() -> Vec<Figure> {
    vec![
        Figure {
            name: "delay",
            title: "How late an escape is at a finite timescale ratio",
            caption: "With a leak delta = eps. In units of eps the delay grows as ln(1/eps) with the predicted slope 2/(Z' - 1) (S1), and S6 says \
                      where the line lies: low enough that the network can cross early at every eps in use.",
            plot: delay,
        },
        Figure {
            name: "precision",
            title: "Bits of arithmetic needed to see an escape without a leak",
            caption: "Four neurons without a leak, gain 6, Z = 3, c_0 = 1/10, simulated neuron by neuron once for every cell. Left of the \
                      predicted line p ln 2 = ln(Z)/eps + ln(1/c_0) (S3, up to 3 bits) the next memory's component is rounded away and the network \
                      falls silent for ever. Double precision, the dashed line, is too little from eps = 3/100 on down.",
            plot: precision,
        },
        Figure {
            name: "raster",
            title: "Overlaps of the full network with its memories",
            caption: "Five memories on a ring, gain 6, Z = 3, eps = 1/20; the stronger the shade, the larger the overlap. With a leak the memories \
                      follow one another at the times predicted for eps -> 0 (R1), up to a few eps. Without one, from the same start \
                      with c_0 = 1/10 for every other memory, each entry is preceded by a longer silence, until none follows (S4).",
            plot: raster,
        },
    ]
}

fn delay() -> Result<Plot> {
    let ladders = [("kappa = 5, Z = 2", 5, 2), ("kappa = 6, Z = 3", 6, 3), ("kappa = 8, Z = 4", 8, 4)];
    let layers = ladders.into_par_iter().map(|(name, gain, saliency)| ladder(name, ratio(gain, 1), ratio(saliency, 1)));
    let panel = Panel {
        title: "",
        x: Axis::linear("ln(1/eps)"),
        y: Axis::linear("delay (T_eps - ln Z)/eps"),
        layers: layers.collect::<Result<Vec<_>>>()?.concat(),
    };
    Ok(Plot { classes: Vec::new(), panels: vec![panel] })
}

/// Delays along a ladder `eps = 2^-k`, and the law.
fn ladder(name: &'static str, gain: Rational, saliency: Rational) -> Result<Vec<Layer>> {
    let octave = Float::with_val(BITS.get(), rug::float::Constant::Log2);
    let place = |k: i32| Float::with_val(BITS.get(), &octave * k);
    let delays = (2..=14).map(|k: i32| -> Result<Point> {
        let timescale_ratio = power(2, -k);
        let (leak, seed) = (timescale_ratio.clone(), Rational::new());
        let time =
            simulate_crossing(&Pair { gain: gain.clone(), saliency: saliency.clone(), seed, leak, timescale_ratio })?;
        let late = Float::with_val(time.prec(), &time - Float::with_val(time.prec(), &saliency).ln()) << k;
        Ok(point(place(k), late))
    });
    let law = [2, 14].map(|k| -> Result<Point> {
        Ok(point(place(k), scaled_delay(&gain, &saliency, &ratio(1, 1), &power(2, -k), BITS)?.midpoint()))
    });
    let (delays, law) = (delays.collect::<Result<Vec<_>>>()?, law.into_iter().collect::<Result<Vec<_>>>()?);
    Ok(vec![Marks::Line(law).named("predicted (S6)"), Marks::Dots(delays).named(name)])
}

/// The pair of memories of the precision map.
fn pair(inverse: i64) -> Pair {
    let (gain, saliency, seed) = (ratio(6, 1), ratio(3, 1), ratio(1, 10));
    Pair { gain, saliency, seed, leak: Rational::new(), timescale_ratio: ratio(1, inverse) }
}

fn precision() -> Result<Plot> {
    const BITS_APART: i64 = 6;
    const RATIOS_APART: i64 = 5;
    const NEURONS: usize = 4;
    let places = (0..19).flat_map(|row| (0..25).map(move |column| (row, column))).collect::<Vec<(i64, i64)>>();
    let cell = |(row, column): (i64, i64)| -> Result<Cell> {
        let (bits, inverse) = (24 + BITS_APART * column, 10 + RATIOS_APART * row);
        let arithmetic = Rounded::new(Precision::bits(bits as u32)?);
        let entered = simulate_entry_by_neurons(&pair(inverse), NEURONS, &arithmetic)?.is_some();
        let corner =
            |side: i64| point(ratio(2 * bits + side * BITS_APART, 2), ratio(2 * inverse + side * RATIOS_APART, 2));
        Ok(Cell { low: corner(-1), high: corner(1), fill: Fill::Class(usize::from(entered)) })
    };
    let cells = places.into_par_iter().map(cell).collect::<Result<_>>()?;
    let [below, above] = [1, 200].map(|inverse| -> Result<Point> {
        let Pair { saliency, seed, timescale_ratio, .. } = pair(inverse);
        Ok(point(bits_needed(&saliency, &seed, &timescale_ratio, BITS)?.midpoint(), inverse))
    });
    // Without ends of their own the axes would follow the lines, which go on beyond the map.
    let panel = Panel {
        title: "",
        x: Axis::linear("bits p of the arithmetic").between(21, 171),
        y: Axis::linear("inverse timescale ratio 1/eps").between(ratio(15, 2), ratio(205, 2)),
        layers: vec![
            Marks::Cells(cells).unnamed(),
            Marks::Line(vec![below?, above?]).named("predicted boundary"),
            Marks::Line(vec![point(53, 0), point(53, 200)]).named("double precision, 53 bits"),
        ],
    };
    let silent = Class { name: "silent", tone: Tone::Step(1) };
    let entered = Class { name: "next memory entered", tone: Tone::Apart };
    Ok(Plot { classes: vec![silent, entered], panels: vec![panel] })
}

/// Memories of the raster.
const MEMORIES: usize = 5;
/// Time until which it is drawn.
const UNTIL: i64 = 12;

/// The ring of the raster.
fn ring() -> Result<Parameters> {
    Parameters::new(ratio(6, 1))?.with_topology(Topology::Ring(MEMORIES))
}

fn raster() -> Result<Plot> {
    let timescale_ratio = ratio(1, 20);
    let [with, without] =
        [("leak delta = eps", timescale_ratio.clone(), Rational::new()), ("no leak", Rational::new(), ratio(1, 10))]
            .map(|(title, leak, seed)| -> Result<Panel> {
                let shades = shades(&timescale_ratio, leak, &seed)?;
                Ok(Panel {
                    title,
                    x: Axis::linear("time t, in units of tau_u").between(0, UNTIL),
                    y: Axis::linear("memory mu").between(ratio(-1, 2), ratio(2 * MEMORIES as i64 - 1, 2)),
                    layers: vec![shades],
                })
            });
    let (mut with, without) = (with?, without?);
    with.layers.push(predicted()?);
    Ok(Plot { classes: Vec::new(), panels: vec![with, without] })
}

/// The overlaps over time, one row per memory.
fn shades(timescale_ratio: &Rational, leak: Rational, seed: &Rational) -> Result<Layer> {
    const COLUMNS: i64 = 400;
    let network = Network::new(ring()?, Memories::full(MEMORIES)?, timescale_ratio.clone())?.with_leak(leak)?;
    let (mut c, mut saliencies) = (vec![seed.clone(); MEMORIES], vec![Rational::new(); MEMORIES]);
    (c[0], saliencies[0]) = (ratio(3, 1), ratio(3, 1));
    let edge = |column: i64| ratio(UNTIL * column, COLUMNS);
    let middles: Vec<Rational> = (0..COLUMNS).map(|k| ratio(UNTIL * (2 * k + 1), 2 * COLUMNS)).collect();
    let overlaps = simulate_overlaps(&network, &network.state(&c, &saliencies)?, &middles)?;
    let cells = (0..MEMORIES).flat_map(|memory| {
        let overlaps = &overlaps;
        (0..).zip(overlaps).map(move |(column, overlaps)| {
            let height = |tenths: i64| ratio(10 * memory as i64 + tenths, 10);
            let fill = Fill::Shade(overlaps[memory].clone().abs());
            Cell { low: point(edge(column), height(-4)), high: point(edge(column + 1), height(4)), fill }
        })
    });
    Ok(Marks::Cells(cells.collect()).named("overlap m_mu, from 0 to 1"))
}

/// The retrieved memory over time in the singular limit.
fn predicted() -> Result<Layer> {
    let parameters = ring()?;
    let number = |value: i64| Interval::from_integer(value, BITS);
    let mut saliencies = vec![number(0); MEMORIES];
    saliencies[0] = number(3);
    let (mut time, mut steps) = (number(0), vec![point(0, 0)]);
    for transition in 1.. {
        let Some(after) = handover(&parameters, &saliencies, (transition - 1) % MEMORIES)? else { break };
        time = &time - &after.decay.ln()?;
        let midpoint = time.midpoint();
        if midpoint > UNTIL {
            break;
        }
        saliencies = after.saliencies;
        steps.push(point(midpoint, (transition % MEMORIES) as u32));
    }
    let end = steps.last().map(|last| last.y.clone());
    steps.extend(end.map(|height| point(UNTIL, height)));
    Ok(Marks::Steps(steps).named("predicted for eps -> 0"))
}
