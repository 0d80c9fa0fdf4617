//! Layers between the axes.

use super::element::{number, path, through};
use super::key::Key;
use super::scale::Ruler;
use super::style::circle_at;
use crate::evidence::plot::{Cell, Fill, Layer, Marks, Point, Sample};
use std::collections::BTreeMap;

/// Shades that are told apart: more only make the file longer.
const SHADES: f64 = 20.0;

/// The two axes of a panel.
#[derive(Debug, Clone)]
pub(super) struct Axes {
    pub(super) x: Ruler,
    pub(super) y: Ruler,
}

impl Axes {
    fn place(&self, point: &Point) -> Option<(f64, f64)> {
        self.x.place(&point.x).zip(self.y.place(&point.y))
    }

    /// The places of those points that lie between the axes.
    fn inside<'p>(&self, points: impl Iterator<Item = &'p Point>) -> impl Iterator<Item = (f64, f64)> {
        points.filter_map(|point| self.place(point)).filter(|(x, y)| self.x.holds(*x) && self.y.holds(*y))
    }
}

/// A layer; `clip` names the box that lines and cells must not leave.
pub(super) fn draw(layer: &Layer, key: &Key, axes: &Axes, clip: &str) -> String {
    let clip = format!(" clip-path=\"url(#{clip})\"");
    match &layer.marks {
        Marks::Line(points) => {
            key.line(layer.label, &through(points.iter().filter_map(|point| axes.place(point))), &clip)
        }
        Marks::Steps(points) => key.line(layer.label, &stairs(points, axes), &clip),
        Marks::Dots(points) => key.marks(layer.label, axes.inside(points.iter())),
        Marks::Cells(cells) => fill(cells, key, axes, &clip),
        Marks::Samples(samples) => samples.iter().map(|sample| mark(sample, key, axes)).collect(),
    }
}

/// A line that keeps its height until the next point.
fn stairs(points: &[Point], axes: &Axes) -> String {
    let mut corners: Vec<(f64, f64)> = Vec::new();
    for (x, y) in points.iter().filter_map(|point| axes.place(point)) {
        if let Some(&(_, before)) = corners.last() {
            corners.push((x, before));
        }
        corners.push((x, y));
    }
    through(corners)
}

/// A sample of a class, outlined so that it is seen on the colour of its own class.
fn mark(sample: &Sample, key: &Key, axes: &Axes) -> String {
    let commands: String = axes.inside(std::iter::once(&sample.at)).map(|place| circle_at(place, 4.0)).collect();
    path(&format!("{} sample", key.class(sample.class)), &commands, "")
}

/// A rectangle on the page: left, right, top, bottom.
type Area = [f64; 4];

/// Rectangles: neighbours in a row that look the same are one, and all that look the same are one path.
fn fill(cells: &[Cell], key: &Key, axes: &Axes, clip: &str) -> String {
    let mut looks: BTreeMap<(String, String), Vec<Area>> = BTreeMap::new();
    for cell in cells {
        let (Some((left, bottom)), Some((right, top))) = (axes.place(&cell.low), axes.place(&cell.high)) else {
            continue;
        };
        let Some(look) = look(&cell.fill, key) else { continue };
        let areas = looks.entry(look).or_default();
        match areas.last_mut() {
            Some([_, end, above, below]) if *end == left && (*above, *below) == (top, bottom) => *end = right,
            _ => areas.push([left, right, top, bottom]),
        }
    }
    let draw = |((class, rest), areas): (&(String, String), &Vec<Area>)| {
        let commands: String = areas.iter().map(rectangle).collect();
        path(class, &commands, &format!("{rest}{clip}"))
    };
    looks.iter().map(draw).collect()
}

/// The class and further attributes of what a cell is filled with; `None` where that cannot be seen.
fn look(fill: &Fill, key: &Key) -> Option<(String, String)> {
    match fill {
        Fill::Class(class) => Some((key.class(*class), String::new())),
        Fill::Shade(shade) => {
            let level = (shade.to_f64().clamp(0.0, 1.0) * SHADES).round();
            let opacity = format!(" fill-opacity=\"{}\"", number(level / SHADES));
            (level > 0.0).then(|| ("shade".to_owned(), opacity))
        }
    }
}

fn rectangle(&[left, right, top, bottom]: &Area) -> String {
    let [right, bottom, left, top] = [right, bottom, left, top].map(number);
    format!("M{left} {top}H{right}V{bottom}H{left}Z")
}
