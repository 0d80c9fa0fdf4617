//! Figures as data: what is drawn, and not how.
//!
//! Coordinates are numbers of the suite, rounded once. Labels and captions are plain ASCII in the notation of the
//! statements: `kappa`, `Z_0`, `Z'`, `2^-P`; whoever draws them may set them as mathematics.

use crate::error::Result;
use rug::{Assign, Float};

/// Bits of a coordinate: far beyond what can be seen.
const BITS: u32 = 64;

/// A figure of a theorem: what identifies and explains it, and how its data come about.
#[derive(Debug, Clone, Copy)]
pub struct Figure {
    /// Its name, which is that of its file.
    pub name: &'static str,
    /// Its title.
    pub title: &'static str,
    /// What there is to see, in a sentence or two.
    pub caption: &'static str,
    /// Runs predictor and simulation.
    pub plot: fn() -> Result<Plot>,
}

/// The data of a figure.
#[derive(Debug, Clone, Default)]
pub struct Plot {
    /// The classes that cells and samples may belong to.
    pub classes: Vec<Class>,
    /// Its panels, side by side.
    pub panels: Vec<Panel>,
}

/// A class of cells or samples.
#[derive(Debug, Clone)]
pub struct Class {
    /// Its name in the legend.
    pub name: &'static str,
    /// Its colour.
    pub tone: Tone,
}

/// The colour of a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// A step of an ordered scale, from 0 to 5.
    Step(usize),
    /// A colour that stands apart from the scale.
    Apart,
}

/// Two axes and what is drawn between them.
#[derive(Debug, Clone)]
pub struct Panel {
    /// What sets this panel apart from the others; may be empty where there is one only.
    pub title: &'static str,
    /// The horizontal axis.
    pub x: Axis,
    /// The vertical axis.
    pub y: Axis,
    /// What is drawn, the lowest first.
    pub layers: Vec<Layer>,
}

/// An axis.
#[derive(Debug, Clone)]
pub struct Axis {
    /// Name, symbol and unit of the quantity.
    pub label: &'static str,
    /// How it is divided.
    pub scale: Scale,
    /// Its ends; those of the data where there are none.
    pub ends: Option<(Float, Float)>,
}

/// How an axis is divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// In equal differences.
    Linear,
    /// In equal ratios; what is not positive has no place on it.
    Log10,
}

impl Axis {
    /// A linear axis over the data.
    pub const fn linear(label: &'static str) -> Self {
        Self { label, scale: Scale::Linear, ends: None }
    }

    /// A logarithmic axis over the data.
    pub const fn log10(label: &'static str) -> Self {
        Self { label, scale: Scale::Log10, ends: None }
    }

    /// The same axis between fixed ends.
    #[must_use]
    pub fn between<L, H>(self, low: L, high: H) -> Self
    where
        Float: Assign<L> + Assign<H>,
    {
        Self { ends: Some((Float::with_val(BITS, low), Float::with_val(BITS, high))), ..self }
    }
}

/// One kind of marks.
#[derive(Debug, Clone)]
pub struct Layer {
    /// Its name in the legend. Layers of one name look alike; one without is drawn like an axis.
    pub label: Option<&'static str>,
    /// The marks.
    pub marks: Marks,
}

/// What is drawn.
#[derive(Debug, Clone)]
pub enum Marks {
    /// A line through points.
    Line(Vec<Point>),
    /// A mark at every point.
    Dots(Vec<Point>),
    /// A line that keeps its height until the next point.
    Steps(Vec<Point>),
    /// Filled rectangles.
    Cells(Vec<Cell>),
    /// Marks in the colours of their classes.
    Samples(Vec<Sample>),
}

impl Marks {
    /// The marks under a name in the legend.
    pub const fn named(self, label: &'static str) -> Layer {
        Layer { label: Some(label), marks: self }
    }

    /// The marks without a name.
    pub const fn unnamed(self) -> Layer {
        Layer { label: None, marks: self }
    }

    /// The points whose coordinates the marks reach.
    pub fn reach(&self) -> Vec<&Point> {
        match self {
            Self::Line(points) | Self::Dots(points) | Self::Steps(points) => points.iter().collect(),
            Self::Cells(cells) => cells.iter().flat_map(|cell| [&cell.low, &cell.high]).collect(),
            Self::Samples(samples) => samples.iter().map(|sample| &sample.at).collect(),
        }
    }
}

/// A point.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// Horizontal coordinate.
    pub x: Float,
    /// Vertical coordinate.
    pub y: Float,
}

/// The point with these coordinates, rounded.
///
/// ```
/// use escapement::evidence::plot::point;
/// use escapement::numerics::rational::ratio;
/// assert_eq!(point(2, ratio(1, 4)).y, 0.25);
/// ```
pub fn point<X, Y>(x: X, y: Y) -> Point
where
    Float: Assign<X> + Assign<Y>,
{
    Point { x: Float::with_val(BITS, x), y: Float::with_val(BITS, y) }
}

/// A rectangle.
#[derive(Debug, Clone)]
pub struct Cell {
    /// Its corner with the smaller coordinates.
    pub low: Point,
    /// Its corner with the larger ones.
    pub high: Point,
    /// What it is filled with.
    pub fill: Fill,
}

/// What a rectangle is filled with.
#[derive(Debug, Clone, PartialEq)]
pub enum Fill {
    /// The colour of a class, given by its index.
    Class(usize),
    /// A shade between that of the background, 0, and that of the text, 1.
    Shade(Float),
}

/// A point of a class.
#[derive(Debug, Clone)]
pub struct Sample {
    /// Where it is.
    pub at: Point,
    /// Index of its class.
    pub class: usize,
}
