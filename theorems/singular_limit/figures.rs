//! Figures.
/// None yet.
pub fn all() -> Vec<crate::evidence::Figure> { vec![] }
