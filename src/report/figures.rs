//! The figures of all theorems as files.

use super::data::figure_data;
use super::svg::{Heading, graph, svg};
use crate::error::Result;
use crate::evidence::{Figure, Row};
use crate::theorems::Theorem;
use rayon::prelude::*;

/// Folder of the figures, from the root of the repository.
const FOLDER: &str = "fixtures/figures";

/// Path of a figure's file from the root of the repository, with forward slashes.
///
/// ```
/// use escapement::evidence::{Figure, plot::Plot};
/// let figure = Figure { name: "map", title: "A map", caption: "It shows the way.", plot: || Ok(Plot::default()) };
/// assert_eq!(escapement::report::figure_path(&figure), "fixtures/figures/map.svg");
/// ```
pub fn figure_path(figure: &Figure) -> String {
    format!("{FOLDER}/{}.svg", figure.name)
}

/// Every figure of the theorems, in their order, with its data and as an SVG document; in parallel.
///
/// **Errors**: those of the predictors and simulations that the first figure which cannot be drawn runs.
pub fn draw(theorems: &[Theorem]) -> Result<Vec<Drawn>> {
    let figures: Vec<Figure> = theorems.iter().flat_map(|theorem| (theorem.figures)()).collect();
    let drawn = |figure: Figure| {
        let plot = (figure.plot)()?;
        Ok(Drawn { figure, svg: svg(&figure, &plot), data: figure_data(&plot) })
    };
    figures.into_par_iter().map(drawn).collect()
}

/// A figure as it is written.
#[derive(Debug, Clone)]
pub struct Drawn {
    /// The figure.
    pub figure: Figure,
    /// The SVG document.
    pub svg: String,
    /// What it draws, as comma-separated values.
    pub data: String,
}

/// Path of the graph of all claims.
pub const GRAPH_PATH: &str = "fixtures/figures/claims.svg";

/// Title and description of the graph of all claims.
pub(super) const GRAPH: Heading = Heading {
    name: "claims",
    title: "The claims, and what each rests on",
    caption: "A column for every theorem, a box for every claim in the colour of its guarantee, and a line from each claim to those it rests on. \
              In the file itself every box leads to its row in the report.",
};

/// The graph of all claims as an SVG document.
pub fn draw_graph(findings: &[(Theorem, Vec<Row>)]) -> String {
    graph(GRAPH, findings, |_, row| format!("../../REPORT.md#{}", super::anchor(row.info.id)))
}
