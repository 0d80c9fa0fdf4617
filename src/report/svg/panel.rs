//! A panel: its box, its axes, and what stands at them.

use super::BOX_HEIGHT;
use super::element::{element, number, path, through};
use super::key::Key;
use super::marks::{self, Axes};
use super::notation::{Anchor, Label};
use super::scale::{Ruler, Tick};
use crate::evidence::plot::{Fill, Marks, Panel, Point};

/// Size of the letters at the axes.
const LETTERS: f64 = 12.5;
/// Height of a panel's title.
const TITLE: f64 = 22.0;
/// Space below the box for numbers and the axis' label.
const BELOW: f64 = 46.0;
/// Space right of the box, for the half of a number that sticks out.
const RIGHT: f64 = 14.0;
/// Width of the vertical axis' label, and of the space beside its numbers.
const UPRIGHT: f64 = 26.0;

/// The panel between two sides of the page, and the height at which it ends. `id` is unique on the page.
pub(super) fn draw(panel: &Panel, key: &Key, (left, right): (f64, f64), top: f64, id: &str) -> (String, f64) {
    let title = if panel.title.is_empty() { 6.0 } else { TITLE };
    let (top, bottom) = (top + title, top + title + BOX_HEIGHT);
    let points = || panel.layers.iter().flat_map(|layer| layer.marks.reach());
    let tight = panel.layers.iter().any(|layer| is_field(&layer.marks));
    let y = Ruler::new(&panel.y, points().map(|point: &Point| &point.y), tight, (bottom, top));
    let rows = y.ticks(40.0);
    let numbers = rows.iter().map(|tick| Label::new(&tick.label, LETTERS).width()).fold(0.0, f64::max);
    let (start, end) = (left + UPRIGHT + numbers + 8.0, right - RIGHT);
    let x = Ruler::new(&panel.x, points().map(|point: &Point| &point.x), tight, (start, end));
    let columns = x.ticks(52.0);
    let sides = Sides { left: start, right: end, top, bottom };
    let mut out = sides.clip(id);
    if !tight {
        out.push_str(&sides.grid(&columns, &rows));
    }
    let axes = Axes { x, y };
    out.extend(panel.layers.iter().map(|layer| marks::draw(layer, key, &axes, id)));
    out.push_str(&sides.frame());
    out.push_str(&sides.numbers(&columns, &rows));
    let middle = (start + end) / 2.0;
    out.push_str(&Label::new(panel.title, 13.0).draw(start, top - 8.0, Anchor::Start, "title"));
    out.push_str(&Label::new(panel.x.label, LETTERS).draw(middle, bottom + 38.0, Anchor::Middle, "axis"));
    out.push_str(&Label::new(panel.y.label, LETTERS).draw_upwards(left + 12.0, (top + bottom) / 2.0, "axis"));
    (out, bottom + BELOW)
}

/// Whether these are the cells of a map, which fills its box and lets no grid shine through.
fn is_field(marks: &Marks) -> bool {
    matches!(marks, Marks::Cells(cells) if cells.iter().any(|cell| matches!(cell.fill, Fill::Class(_))))
}

/// The sides of a panel's box.
struct Sides {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

impl Sides {
    fn attributes(&self) -> [(&'static str, f64); 4] {
        [("x", self.left), ("y", self.top), ("width", self.right - self.left), ("height", self.bottom - self.top)]
    }

    fn clip(&self, id: &str) -> String {
        let sides: Vec<String> =
            self.attributes().iter().map(|(name, value)| format!("{name}=\"{}\"", number(*value))).collect();
        format!("<clipPath id=\"{id}\"><rect {}/></clipPath>\n", sides.join(" "))
    }

    fn frame(&self) -> String {
        element("rect", "box", &self.attributes(), "")
    }

    fn grid(&self, columns: &[Tick], rows: &[Tick]) -> String {
        let upright = columns.iter().map(|tick| through([(tick.at, self.top), (tick.at, self.bottom)]));
        let level = rows.iter().map(|tick| through([(self.left, tick.at), (self.right, tick.at)]));
        path("grid", &upright.chain(level).collect::<String>(), "")
    }

    /// Ticks and their numbers, below and left of the box.
    fn numbers(&self, columns: &[Tick], rows: &[Tick]) -> String {
        let below = columns.iter().map(|tick| through([(tick.at, self.bottom), (tick.at, self.bottom + 4.0)]));
        let beside = rows.iter().map(|tick| through([(self.left - 4.0, tick.at), (self.left, tick.at)]));
        let mut out = path("tick", &below.chain(beside).collect::<String>(), "");
        for tick in columns {
            out.push_str(&Label::new(&tick.label, LETTERS).draw(
                tick.at,
                self.bottom + 18.0,
                Anchor::Middle,
                "tick-label",
            ));
        }
        for tick in rows {
            out.push_str(&Label::new(&tick.label, LETTERS).draw(
                self.left - 7.0,
                tick.at + 4.5,
                Anchor::End,
                "tick-label",
            ));
        }
        out
    }
}
