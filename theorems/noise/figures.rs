//! Figures.
use crate::evidence::Figure;
/// None yet.
pub fn all() -> Vec<Figure> { Vec::new() }
