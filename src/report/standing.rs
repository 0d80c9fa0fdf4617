//! What every claim stands on, put together from the ledger of the proofs, the evidence of the covers, and the cases.

use super::{covers, proofs};
use crate::evidence::{CoverSummary, Row, Standing};
use crate::theorems::Theorem;
use std::sync::OnceLock;

/// Claims with something that speaks for them.
pub(super) type Ledger<T> = Vec<(String, T)>;

/// What a claim stands on.
pub fn standing(row: &Row) -> Standing {
    static COVERS: OnceLock<Ledger<CoverSummary>> = OnceLock::new();
    let own = COVERS.get_or_init(covers::ledger).iter().filter(|(claim, _)| claim == row.info.id);
    Standing {
        proved: proofs::theorems_of(row.info.id),
        covered: own.map(|(_, summary)| summary.clone()).collect(),
        sampled: row.cases.len(),
    }
}

/// What a claim stands on as one paragraph: the theorems with a link to their proof, the covers with their boxes, the number of cases.
pub(super) fn in_words(theorem: &Theorem, row: &Row) -> String {
    let standing = standing(row);
    let proved = (!standing.proved.is_empty()).then(|| format!("*proved*: {}", proofs::linked(theorem, row.info.id)));
    let covered = standing.covered.iter().map(|cover| {
        let bound = cover.bound.as_ref().map_or_else(String::new, |bound| format!(", to within {bound}"));
        let CoverSummary { shows, boxes, pieces, percent, .. } = cover;
        let boxes = match &boxes[..] {
            [first, .., last] => format!("{first} ... {last} ({} boxes)", boxes.len()),
            _ => boxes.join(""),
        };
        format!("*covered*: {shows}; {boxes}: {percent} % in {pieces} [pieces]({}){bound}", covers::COVERS_PATH)
    });
    let sampled = format!("*sampled*: {} cases", standing.sampled);
    proved.into_iter().chain(covered).chain([sampled]).collect::<Vec<_>>().join("; ")
}
