//! Drawings of single runs: `--plot FILE` of `simulate` and `network`.
//!
//! What may enter: numbers of the run that is printed, laid out as panels. Nothing here integrates or predicts.

use super::output::Sink;
use escapement::error::Result;
use escapement::evidence::plot::{Axis, Cell, Fill, Layer, Marks, Panel, Plot, Point, point};
use escapement::model::{Network, Parameters, Run, Trajectory};
use escapement::numerics::Precision;
use escapement::numerics::series::Floats;
use escapement::numerics::taylor::Segment;
use escapement::report::{Heading, svg};
use rug::{Float, Rational};

/// Most transitions that are drawn: more could not be told apart.
const MOST_DOTS: usize = 1000;
/// Intervals into which the time of a network is divided.
const COLUMNS: u32 = 400;
/// The memories of a network that is drawn in lines: as many as there are looks of lines.
const LINES: [&str; 6] = ["memory 0", "memory 1", "memory 2", "memory 3", "memory 4", "memory 5"];
/// Bits of a sample.
const BITS: u32 = 64;

/// The file of a drawing.
#[derive(Debug)]
pub struct Canvas(Sink);

impl Canvas {
    /// Opens the file at once, so that a long run does not end in an unwritable one; nothing where none is asked for.
    pub fn open(path: Option<&str>) -> Result<Option<Self>> {
        path.map(|path| Sink::open(Some(path)).map(Self)).transpose()
    }

    /// Draws panels under what was run and its parameters, which leave the title where they are too long for it.
    fn draw(self, (subject, parameters, caption): (&str, &str, &str), panels: Vec<Panel>) -> Result<()> {
        let whole = format!("{subject}: {parameters}");
        let title = if whole.chars().count() <= Heading::LONGEST { &whole } else { subject };
        let caption = format!("{whole}. {caption}");
        self.0.write(&svg(Heading { name: "run", title, caption: &caption }, &Plot { classes: Vec::new(), panels }))
    }
}

/// Draws saliencies on entry and dwells against the transitions of a run of the limit system.
pub fn simulation(
    canvas: Canvas,
    parameters: &Parameters,
    saliency: &Rational,
    (run, outcome): (&Run, &str),
) -> Result<()> {
    let stride = run.transitions.len().div_ceil(MOST_DOTS).max(1);
    let drawn = || run.transitions.iter().step_by(stride);
    let entered = drawn().map(|transition| point(transition.index, transition.saliency.midpoint()));
    let entered: Vec<Point> = std::iter::once(point(0, saliency)).chain(entered).collect();
    let dwells: Vec<Point> = drawn().map(|transition| point(transition.index, transition.dwell.midpoint())).collect();
    // Room for five transitions at least, so that the axis is divided at whole numbers.
    let last = Rational::from(run.transitions.len().max(5)) + Rational::from((1, 2));
    let first = Rational::from((-1, 2));
    let panel = |title, label, points: Vec<Point>, name, below: Option<Layer>| Panel {
        title,
        x: Axis::linear("transition (0: the start)").between(&first, &last),
        y: upwards(label, points.iter().chain(below.iter().flat_map(|layer| layer.marks.reach()))),
        layers: below.into_iter().chain([Marks::Dots(points).named(name)]).collect(),
    };
    let threshold = parameters.threshold();
    // Where self-synapses are removed, what is compared with the threshold is not the saliency alone.
    let threshold = parameters.neurons().is_none().then(|| {
        Marks::Line(vec![point(&first, &threshold), point(&last, &threshold)]).named("threshold of retrieval, 1/g")
    });
    let panels = vec![
        panel("Saliency", "saliency on entry", entered, "saliency of the memory driven next", threshold),
        panel("Dwell", "dwell, in units of tau_u", dwells, "time the memory before was held", None),
    ];
    let parameters = format!("kappa = {}, Z = {saliency}; {outcome}", parameters.gain());
    let every = if stride > 1 { format!(" One transition in {stride} is drawn.") } else { String::new() };
    let caption = format!(
        "Left, the saliency with which each memory is driven when the one before is left, from the start on; right, the time for which the one \
         before was held.{every}"
    );
    canvas.draw(("Limit system", &parameters, &caption), panels)
}

/// Overlaps and saliencies of a network at times that divide its run evenly, read off the steps of the integration.
#[derive(Debug)]
pub struct Samples {
    until: Rational,
    /// First surface of the overlaps, and of the saliencies.
    surfaces: [usize; 2],
    memories: usize,
    precision: Option<Precision>,
    /// For every time the overlaps, then the saliencies.
    taken: Vec<[Vec<Float>; 2]>,
}

impl Samples {
    /// None yet.
    pub fn new(network: &Network, until: &Rational) -> Self {
        let surfaces = [network.overlap_surface(0), network.saliency_surface(0)];
        Self { until: until.clone(), surfaces, memories: network.memories(), precision: None, taken: Vec::new() }
    }

    /// Takes what lies within a step. Every precision is a run of its own, and starts anew: the last one gives the result.
    pub fn take(&mut self, precision: Precision, began: &Rational, segment: &mut Segment<Floats>) {
        if self.precision.replace(precision) != Some(precision) {
            self.taken.clear();
        }
        while self.taken.len() <= COLUMNS as usize {
            let within = self.time(self.taken.len()) - began;
            if within > *segment.to {
                break;
            }
            let memories = self.memories;
            let sample = self.surfaces.map(|first| {
                let values = (first..first + memories).map(|surface| segment.surface(surface, &within));
                values.map(|value| Float::with_val(BITS, value)).collect()
            });
            self.taken.push(sample);
        }
    }

    fn time(&self, sample: usize) -> Rational {
        Rational::from(&self.until * sample as u64) / COLUMNS
    }

    /// One line for every memory.
    fn lines(&self, quantity: usize) -> Vec<Layer> {
        let line = |memory: usize| {
            let points =
                self.taken.iter().enumerate().map(|(k, sample)| point(self.time(k), &sample[quantity][memory]));
            points.collect()
        };
        LINES.iter().take(self.memories).enumerate().map(|(k, name)| Marks::Line(line(k)).named(name)).collect()
    }

    /// One row of shades for every memory; what is `largest` is darkest.
    fn rows(&self, quantity: usize, largest: &Float) -> Marks {
        let half = Rational::from((1, 2));
        let middle = |k: usize| (self.time(k) + self.time(k + 1)) * &half;
        let start = |k: usize| if k == 0 { Rational::new() } else { middle(k - 1) };
        let end = |k: usize| if k == COLUMNS as usize { self.until.clone() } else { middle(k) };
        let cells = (0..self.memories).flat_map(|memory| {
            self.taken.iter().enumerate().map(move |(k, sample)| {
                let height = |tenths: i64| Rational::from((10 * memory as i64 + tenths, 10));
                let fill = Fill::Shade(Float::with_val(BITS, sample[quantity][memory].abs_ref()) / largest);
                Cell { low: point(start(k), height(-4)), high: point(end(k), height(4)), fill }
            })
        });
        Marks::Cells(cells.collect())
    }

    /// The largest size of a quantity; one where it vanishes.
    fn largest(&self, quantity: usize) -> Float {
        let sizes = self.taken.iter().flat_map(|sample| &sample[quantity]).map(|value| value.clone().abs());
        let largest = sizes.fold(Float::new(BITS), |largest, size| largest.max(&size));
        if largest == 0 { Float::with_val(BITS, 1) } else { largest }
    }
}

/// Draws overlaps and saliencies over time, and upright lines at the transitions.
pub fn network(canvas: Canvas, network: &Network, run: &Trajectory<Float>, samples: &Samples) -> Result<()> {
    let parameters = format!(
        "kappa = {}, P = {}, eps = {}, delta = {}",
        network.parameters().gain(),
        network.memories(),
        network.timescale_ratio(),
        network.leak()
    );
    let panels = if samples.memories <= LINES.len() { curves(run, samples) } else { raster(run, samples) };
    let caption =
        "Overlaps, left, and saliencies, right, of every memory over time; an upright line marks a transition.";
    if samples.memories <= LINES.len() {
        return canvas.draw(("Network", &parameters, caption), panels);
    }
    let scale = format!("; darkest: alpha_mu = {}", samples.largest(1).to_string_radix(10, Some(3)));
    canvas.draw(("Network", &format!("{parameters}{scale}"), caption), panels)
}

fn curves(run: &Trajectory<Float>, samples: &Samples) -> Vec<Panel> {
    let negative = samples.taken.iter().flat_map(|sample| &sample[0]).any(|overlap| *overlap < -0.05);
    let overlaps = Axis::linear("overlap m_mu").between(if negative { -1.05 } else { -0.05 }, 1.05);
    let saliencies = samples.lines(1);
    let saliency = upwards("saliency alpha_mu", saliencies.iter().flat_map(|layer| layer.marks.reach()));
    [("Overlaps", overlaps, samples.lines(0)), ("Saliencies", saliency, saliencies)]
        .map(|(title, y, lines)| {
            // On every axis, an upright line goes on beyond the panel.
            let layers = upright(run, samples, &y).into_iter().chain(lines).collect();
            Panel { title, x: time(samples), y, layers }
        })
        .into()
}

fn raster(run: &Trajectory<Float>, samples: &Samples) -> Vec<Panel> {
    let rows = [
        ("Overlaps", samples.rows(0, &Float::with_val(BITS, 1)).named("size of the overlap m_mu, from 0 to 1")),
        ("Saliencies", samples.rows(1, &samples.largest(1)).named("saliency alpha_mu, from 0 to its largest size")),
    ];
    rows.map(|(title, rows)| {
        let ends = [-1, 2 * samples.memories as i64 - 1].map(|twice| Rational::from((twice, 2)));
        let y = Axis::linear("memory mu").between(&ends[0], &ends[1]);
        let layers = std::iter::once(rows).chain(upright(run, samples, &y)).collect();
        Panel { title, x: time(samples), y, layers }
    })
    .into()
}

fn time(samples: &Samples) -> Axis {
    let axis = Axis::linear("time t, in units of tau_u (upright lines: transitions)");
    if samples.until > 0 { axis.between(0, &samples.until) } else { axis }
}

/// A line at every transition that is told from the one drawn before it.
fn upright(run: &Trajectory<Float>, samples: &Samples, y: &Axis) -> Vec<Layer> {
    let apart = Float::with_val(BITS, &samples.until) / COLUMNS;
    let (low, high) = y.ends.clone().unwrap_or_else(|| (Float::new(BITS), Float::with_val(BITS, 1)));
    let mut times: Vec<&Float> = Vec::new();
    for crossing in &run.crossings {
        if times.last().is_none_or(|last| Float::with_val(BITS, &crossing.time - *last) >= apart) {
            times.push(&crossing.time);
        }
    }
    times.into_iter().map(|time| Marks::Line(vec![point(time, &low), point(time, &high)]).unnamed()).collect()
}

/// An axis from zero, or from the least value if that is negative; in equal ratios where the values are enormous.
fn upwards<'p>(label: &'static str, points: impl Iterator<Item = &'p Point>) -> Axis {
    const ENORMOUS: u32 = 1_000_000_000;
    let zero = Float::new(BITS);
    let (low, high) = points.fold((zero.clone(), zero), |(low, high), point| (low.min(&point.y), high.max(&point.y)));
    if high > ENORMOUS {
        Axis::log10(label)
    } else if high > low {
        let space = Float::with_val(BITS, &high - &low) / 20u32;
        let low = if low < 0 { low - &space } else { low };
        Axis::linear(label).between(low, high + space)
    } else {
        Axis::linear(label)
    }
}
