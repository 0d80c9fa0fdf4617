//! Figures as SVG: text alone, the same bytes everywhere, in colours that the colour-blind can tell apart.
//!
//! What may enter: where things go on the page and what they look like. Nothing here computes what is drawn. Lengths are in
//! the figure's own units, about a screen's pixels.

mod element;
mod graph;
mod key;
mod marks;
mod notation;
mod panel;
mod scale;
mod style;

use crate::evidence::Figure;
use crate::evidence::plot::Plot;
use element::{element, text};
pub use graph::graph;
use key::Key;
use notation::{Anchor, Label};

/// Width of every figure.
const WIDTH: f64 = 900.0;
/// Space between the edge and what is drawn.
const MARGIN: f64 = 16.0;
/// Height of a panel's box.
const BOX_HEIGHT: f64 = 270.0;
/// Height of the figure's title and of a line of its key.
const LINE: f64 = 22.0;

/// What identifies and explains a drawing.
#[derive(Debug, Clone, Copy)]
pub struct Heading<'t> {
    /// Its name: letters, digits and hyphens.
    pub name: &'t str,
    /// Its title, of at most [`Heading::LONGEST`] characters, in the notation of the statements.
    pub title: &'t str,
    /// What there is to see, for those who cannot see it.
    pub caption: &'t str,
}

impl Heading<'_> {
    /// Most characters of a title that certainly stay on the page.
    pub const LONGEST: usize = 100;
}

impl From<&Figure> for Heading<'static> {
    fn from(figure: &Figure) -> Self {
        Self { name: figure.name, title: figure.title, caption: figure.caption }
    }
}

/// These data under a heading, such as that of a figure, as an SVG document.
pub fn svg<'t>(heading: impl Into<Heading<'t>>, plot: &Plot) -> String {
    let heading: Heading<'t> = heading.into();
    let key = Key::of(plot);
    let (legend, below) = key.draw(MARGIN, MARGIN + LINE, WIDTH - 2.0 * MARGIN);
    let share = (WIDTH - 2.0 * MARGIN) / plot.panels.len().max(1) as f64;
    let mut height = below;
    let panels: String = (0u8..)
        .zip(&plot.panels)
        .map(|(k, panel)| {
            let left = MARGIN + share * f64::from(k);
            let (drawn, bottom) =
                panel::draw(panel, &key, (left, left + share), below, &format!("{}-{k}", heading.name));
            height = bottom;
            drawn
        })
        .collect();
    let title = Label::new(heading.title, 15.0).draw(MARGIN, MARGIN + 12.0, Anchor::Start, "title");
    document(&heading, height + MARGIN / 2.0, &format!("{title}{legend}{panels}"))
}

/// The document around the drawing: its size, what it says to those who cannot see it, its colours, and its background.
fn document(heading: &Heading, height: f64, drawing: &str) -> String {
    let (width, height) = (element::number(WIDTH), element::number(height));
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\" \
         aria-labelledby=\"{name}-title {name}-desc\">\n\
         <title id=\"{name}-title\">{}</title>\n<desc id=\"{name}-desc\">{}</desc>\n<style>\n{}</style>\n{}{drawing}</svg>\n",
        text(heading.title),
        text(heading.caption),
        style::sheet(),
        element("rect", "page", &[("width", WIDTH)], " height=\"100%\""),
        name = heading.name,
    )
}
