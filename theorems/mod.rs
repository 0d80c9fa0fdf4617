//! The theorems: one folder each, with its statement, its closed form, its simulation and its claims.
//!
//! A folder `theorems/<id>/` holds `statement.md` (hypotheses, statement, derivation, provenance), `predictor.rs` (the
//! closed form, written once over every scalar), `simulation.rs` (what the model does; it never looks at the predictor) and
//! `claims.rs` (the cases, the comparison, the wrong predictors). Where there is something to see, `figures.rs` holds prediction
//! over simulation as the data of figures. To add a theorem, add its folder and its line in [`catalogue`].

pub mod assumptions;
pub mod collapse;
pub mod correlated;
pub mod couplings;
pub mod draw;
pub mod escape_time;
pub mod finite_size;
pub mod gain_threshold;
pub mod guides;
pub mod limit_cycle;
pub mod memory;
pub mod noise;
pub mod prediction;
pub mod ring;
pub mod singular_limit;
pub mod smooth_activation;
pub mod unequal_gains;

use crate::evidence::{Check, Coverable, Figure};

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
    /// Its covers; may be none.
    pub covers: fn() -> Vec<Box<dyn Coverable>>,
    /// What it leaves open, in a sentence or two each; may be none.
    pub open: &'static [&'static str],
}

/// What a claim is good for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conclusions {
    /// What may be concluded from it, in one sentence.
    pub allowed: String,
    /// What may not, in one sentence.
    pub not_allowed: String,
}

impl Theorem {
    /// What may be concluded from a claim and what may not, as its statement says below the claim's heading; `None` for a statement that
    /// does not say both.
    pub fn conclusions(&self, claim: &str) -> Option<Conclusions> {
        let section = self.section(claim)?;
        let allowed = remark(section, "May be concluded.")?;
        Some(Conclusions { allowed, not_allowed: remark(section, "May not be concluded.")? })
    }

    /// What the statement says of a claim: the text from its heading to the next.
    pub fn section(&self, claim: &str) -> Option<&'static str> {
        let sections = self.statement.split("\n### ").skip(1);
        let own = sections.map(|section| section.split("\n## ").next().unwrap_or(section));
        own.into_iter().find(|section| section.split_whitespace().next() == Some(claim))
    }
}

/// The text of the item `- *title* text` of a list, on one line.
fn remark(section: &str, title: &str) -> Option<String> {
    let text = section.split(&format!("\n- *{title}*")).nth(1)?;
    let item =
        text.lines().enumerate().take_while(|(k, line)| *k == 0 || line.starts_with("  ")).map(|(_, line)| line.trim());
    let item = item.collect::<Vec<_>>().join(" ").trim().to_owned();
    (!item.is_empty()).then_some(item)
}

impl std::fmt::Debug for Theorem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Theorem").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Every theorem, in the order of the specification.
pub fn catalogue() -> Vec<Theorem> {
    vec![
        memory::THEOREM,
        escape_time::THEOREM,
        gain_threshold::THEOREM,
        collapse::THEOREM,
        ring::THEOREM,
        finite_size::THEOREM,
        singular_limit::THEOREM,
        smooth_activation::THEOREM,
        limit_cycle::THEOREM,
        couplings::THEOREM,
        unequal_gains::THEOREM,
        noise::THEOREM,
        correlated::THEOREM,
    ]
}
