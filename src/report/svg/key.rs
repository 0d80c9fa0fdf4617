//! The key: which look stands for what, above the panels, where it covers no data.

use super::element::{element, path, through};
use super::notation::{Anchor, Label};
use super::{LINE, style};
use crate::evidence::plot::{Marks, Plot, Tone};

/// Size of the key's letters.
const LETTERS: f64 = 12.5;

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
    /// What is shown of them.
    look: Look,
    /// Number of the colour: of what is predicted, of what is simulated, or one among all other names.
    colour: usize,
    /// Number of the dash or of the mark, among the names of this kind.
    form: usize,
}

impl Key {
    pub(super) fn of(plot: &Plot) -> Self {
        let mut named: Vec<Named> = Vec::new();
        for layer in plot.panels.iter().flat_map(|panel| &panel.layers) {
            let look = match layer.marks {
                Marks::Line(_) | Marks::Steps(_) => Look::Line,
                Marks::Dots(_) => Look::Marks,
                Marks::Cells(_) => Look::Shades,
                Marks::Samples(_) => Look::Sample,
            };
            let known = |name| named.iter().any(|known| known.name == name);
            if let Some(name) = layer.label.filter(|name| !known(*name)) {
                let form = named.iter().filter(|known| known.look == look).count();
                let others = named.iter().filter(|known| style::role(known.name).is_none()).count();
                let colour = style::role(name).unwrap_or_else(|| style::other(others));
                named.push(Named { name, look, colour, form });
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
        let named = self.named.iter().map(|named| (named.name, named.look));
        let (mut x, mut y, mut out) = (left, top, String::new());
        for (name, look) in classes.chain(named) {
            let (label, swatch) = (Label::new(name, LETTERS), look.width());
            let long = swatch + 6.0 + label.width() + 14.0;
            if x > left && x + long > left + width {
                (x, y) = (left, y + LINE);
            }
            out.push_str(&self.swatch(name, look, (x, y + 9.0)));
            out.push_str(&label.draw(x + swatch + 6.0, y + 13.5, Anchor::Start, "key"));
            x += long;
        }
        (out, if x > left { y + LINE + 4.0 } else { top })
    }

    /// A sample of a look, its left end at a place.
    fn swatch(&self, name: &str, look: Look, (x, y): (f64, f64)) -> String {
        let middle = (x + look.width() / 2.0, y);
        let square = [("x", x), ("y", y - 7.0), ("width", look.width()), ("height", 14.0)];
        match look {
            Look::Line => self.line(Some(name), &through([(x, y), (x + look.width(), y)]), ""),
            Look::Marks => self.marks(Some(name), std::iter::once(middle)),
            Look::Sample => path("sample hollow", &style::circle_at(middle, 4.0), ""),
            Look::Class(k) => element("rect", &format!("{} sample", self.class(k)), &square, ""),
            Look::Shades => element("rect", "shade", &square, ""),
        }
    }
}

/// What an entry of the key shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    Line,
    Marks,
    Sample,
    Class(usize),
    Shades,
}

impl Look {
    /// Width of what is shown.
    const fn width(self) -> f64 {
        match self {
            Self::Line => 26.0,
            Self::Marks | Self::Sample => 10.0,
            Self::Class(_) | Self::Shades => 16.0,
        }
    }
}
