//! The key: which look stands for what, above the panels, where it covers no data.

use super::element::{element, path, through};
use super::notation::{Anchor, Label};
use super::{LINE, style};
use crate::evidence::plot::{Marks, Plot, Tone};

/// Size of the key's letters.
const LETTERS: f64 = 12.5;
/// Width of a sample of a look.
const SWATCH: f64 = 26.0;

/// The looks of a plot: one for every name of a layer, in the order in which the names appear, and one for every class.
#[derive(Debug, Clone)]
pub(super) struct Key {
    named: Vec<Named>,
    classes: Vec<(&'static str, Tone)>,
    /// Whether lines run over coloured cells and must be seen against all of their colours.
    over_cells: bool,
}

/// The look of the layers of one name.
#[derive(Debug, Clone, Copy)]
struct Named {
    name: &'static str,
    /// Whether they are lines, and not marks.
    line: bool,
    /// Number of the colour, among all names.
    colour: usize,
    /// Number of the dash or of the mark, among the names of this kind.
    form: usize,
}

impl Key {
    pub(super) fn of(plot: &Plot) -> Self {
        let mut named: Vec<Named> = Vec::new();
        for layer in plot.panels.iter().flat_map(|panel| &panel.layers) {
            let line = matches!(layer.marks, Marks::Line(_) | Marks::Steps(_));
            let known = |name| named.iter().any(|known| known.name == name);
            if let Some(name) = layer.label.filter(|name| !known(*name)) {
                let form = named.iter().filter(|known| known.line == line).count();
                named.push(Named { name, line, colour: named.len(), form });
            }
        }
        let classes = plot.classes.iter().map(|class| (class.name, class.tone)).collect();
        Self { named, classes, over_cells: !plot.classes.is_empty() }
    }

    fn find(&self, name: Option<&str>) -> Option<&Named> {
        self.named.iter().find(|known| Some(known.name) == name)
    }

    /// A line of a layer.
    pub(super) fn line(&self, label: Option<&str>, commands: &str, rest: &str) -> String {
        match self.find(label) {
            Some(Named { form, .. }) if self.over_cells => {
                format!("{}{}", path("halo", commands, rest), path(&style::line_over_cells(*form), commands, rest))
            }
            Some(Named { colour, form, .. }) => path(&style::line(*colour, *form), commands, rest),
            None => path("plain", commands, rest),
        }
    }

    /// Marks of a layer.
    pub(super) fn marks(&self, label: Option<&str>, places: impl Iterator<Item = (f64, f64)>) -> String {
        let (colour, form) = self.find(label).map_or((0, 0), |named| (named.colour, named.form));
        let commands: String = places.map(|place| style::mark_at(form, place)).collect();
        path(&style::mark(colour), &commands, "")
    }

    /// The style class of a class of the plot.
    pub(super) fn class(&self, class: usize) -> String {
        match self.classes.get(class) {
            Some((_, Tone::Step(step))) => format!("step{}", (*step).min(5)),
            _ => "apart".to_owned(),
        }
    }

    /// The key in rows as wide as allowed, and the height at which it ends.
    pub(super) fn draw(&self, left: f64, top: f64, width: f64) -> (String, f64) {
        let classes = (0..self.classes.len()).map(|k| (self.classes[k].0, Look::Class(k)));
        let named = self.named.iter().map(|named| (named.name, if named.line { Look::Line } else { Look::Marks }));
        let (mut x, mut y, mut out) = (left, top, String::new());
        for (name, look) in classes.chain(named) {
            let label = Label::new(name, LETTERS);
            let long = SWATCH + 7.0 + label.width() + 16.0;
            if x > left && x + long > left + width {
                (x, y) = (left, y + LINE);
            }
            out.push_str(&self.swatch(name, look, (x, y + 9.0)));
            out.push_str(&label.draw(x + SWATCH + 7.0, y + 13.5, Anchor::Start, "key"));
            x += long;
        }
        (out, if x > left { y + LINE + 4.0 } else { top })
    }

    /// A sample of a look, its left end at a place.
    fn swatch(&self, name: &str, look: Look, (x, y): (f64, f64)) -> String {
        match look {
            Look::Line => self.line(Some(name), &through([(x, y), (x + SWATCH, y)]), ""),
            Look::Marks => self.marks(Some(name), std::iter::once((x + SWATCH / 2.0, y))),
            Look::Class(k) => {
                let sides = [("x", x + 5.0), ("y", y - 7.0), ("width", SWATCH - 10.0), ("height", 14.0)];
                element("rect", &format!("{} sample", self.class(k)), &sides, "")
            }
        }
    }
}

/// What an entry of the key shows.
#[derive(Debug, Clone, Copy)]
enum Look {
    Line,
    Marks,
    Class(usize),
}
