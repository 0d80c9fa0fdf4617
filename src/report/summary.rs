//! Findings in a few numbers.

use crate::evidence::{Guarantee, Reach, Row, Verdict};
use crate::theorems::Theorem;

/// How many claims, how they came out, and how surely.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Number of claims.
    pub claims: usize,
    /// Those that stand.
    pub verified: usize,
    /// Those with a counterexample.
    pub refuted: usize,
    /// Those of which neither was shown.
    pub inconclusive: usize,
    /// Verified claims by the guarantee they rest on, strongest first; guarantees without any are left out.
    pub by_guarantee: Vec<(Guarantee, usize)>,
    /// Number of cases compared.
    pub cases: usize,
    /// Fewest digits of agreement in any case of an exact or rigorous claim; `None` when no numbers were compared. (A fitted
    /// law agrees to the few digits of its fit, which its own row says.)
    pub fewest_digits: Option<u32>,
    /// Number of wrong predictors.
    pub wrong_predictors: usize,
    /// Those that were caught.
    pub caught: usize,
    /// Claims by the widest ground on which they stand: proved for all parameters, covered over boxes, or sampled.
    pub by_reach: Vec<(Reach, usize)>,
}

impl Summary {
    /// The summary of these findings.
    pub fn of(findings: &[(Theorem, Vec<Row>)]) -> Self {
        let rows: Vec<&Row> = findings.iter().flat_map(|(_, rows)| rows).collect();
        let count = |wanted: fn(&Verdict) -> bool| rows.iter().filter(|row| wanted(&row.verdict)).count();
        let (verified, refuted) = (count(Verdict::is_verified), count(Verdict::is_refuted));
        Self {
            claims: rows.len(),
            verified,
            refuted,
            inconclusive: rows.len() - verified - refuted,
            by_guarantee: by_guarantee(&rows),
            cases: rows.iter().map(|row| row.cases.len()).sum(),
            fewest_digits: fewest_digits(&rows),
            wrong_predictors: rows.iter().map(|row| row.wrong_predictors.len()).sum(),
            caught: rows.iter().map(|row| row.caught()).sum(),
            by_reach: by_reach(&rows),
        }
    }

    /// Whether every claim stands, and there is one.
    pub const fn all_verified(&self) -> bool {
        self.claims > 0 && self.verified == self.claims
    }
}

/// Fewest digits of agreement where agreement is a matter of digits.
fn fewest_digits(rows: &[&Row]) -> Option<u32> {
    let proved = rows.iter().filter(|row| row.guarantee.is_some_and(|guarantee| guarantee <= Guarantee::Rigorous));
    proved.filter_map(|row| row.worst()).map(|worst| worst.1).min()
}

/// Rows by the widest of their grounds.
fn by_reach(rows: &[&Row]) -> Vec<(Reach, usize)> {
    let best: Vec<_> = rows.iter().filter_map(|row| super::standing(row).best()).collect();
    Reach::ALL.map(|reach| (reach, best.iter().filter(|own| **own == reach).count())).to_vec()
}

/// Verified rows by what they rest on.
fn by_guarantee(rows: &[&Row]) -> Vec<(Guarantee, usize)> {
    let count = |guarantee: Guarantee| {
        rows.iter().filter(|row| row.verdict.is_verified() && row.guarantee == Some(guarantee)).count()
    };
    Guarantee::ALL.map(|guarantee| (guarantee, count(guarantee))).into_iter().filter(|(_, n)| *n > 0).collect()
}
