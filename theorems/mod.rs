//! The theorems: one folder each, with its statement, its closed form, its simulation and its claims.
//!
//! A folder `theorems/<id>/` holds `statement.md` (hypotheses, statement, derivation, provenance), `predictor.rs` (the
//! closed form, written once over every scalar), `simulation.rs` (what the model does; it never looks at the predictor) and
//! `claims.rs` (the cases, the comparison, the wrong predictors). Where there is something to see, `figures.rs` holds prediction
//! over simulation as the data of figures. To add a theorem, add its folder and its line in [`catalogue`].

pub mod assumptions;
pub mod draw;
pub mod escape_time;
pub mod gain_threshold;

use crate::evidence::{Check, Figure};

/// A theorem of the catalogue.
#[derive(Clone, Copy)]
pub struct Theorem {
    /// Its folder, module, report section and name on the command line.
    pub id: &'static str,
    /// Its title.
    pub title: &'static str,
    /// What it says, in one plain sentence.
    pub summary: &'static str,
    /// The text of its `statement.md`.
    pub statement: &'static str,
    /// Its claims, in the order of the specification.
    pub claims: fn() -> Vec<Box<dyn Check>>,
    /// Its figures, in the order in which they are shown; may be none.
    pub figures: fn() -> Vec<Figure>,
}

impl std::fmt::Debug for Theorem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Theorem").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Every theorem, in the order of the specification.
pub fn catalogue() -> Vec<Theorem> {
    vec![
        escape_time::THEOREM,
        gain_threshold::THEOREM,
    ]
}
