//! The report: verdicts in print, for a reader (Markdown, plain text, figures) and for a program (JSON, JUnit).
//!
//! What may enter: ways to lay out evidence that is already there. Nothing here computes or judges. Everything printed
//! depends on the evidence alone: no clock, host, path, commit or thread order.

mod consequences;
mod document;
mod drift;
mod figures;
mod json;
mod junit;
mod layout;
mod markdown;
mod summary;
mod svg;
mod text;

pub use document::render;
pub use drift::{Drift, drift};
pub use figures::{draw, figure_path};
pub use json::json;
pub use junit::junit;
pub use layout::{Align, columns, wrapped};
pub use summary::Summary;
pub use svg::{Heading, svg};
pub use text::{coloured_text, text};

use crate::evidence::{CaseReport, DIGIT_LIMIT, Info, Row, Settings};
use crate::theorems::Theorem;

/// The evidence for every claim of the theorems, in their order; `announce` hears of each claim before it is checked.
///
/// ```
/// use escapement::evidence::Settings;
/// let findings = escapement::report::gather(&[], &Settings::standard(), |_, _| ());
/// assert!(findings.is_empty());
/// ```
pub fn gather(
    theorems: &[Theorem],
    settings: &Settings,
    announce: impl FnMut(&Theorem, &Info),
) -> Vec<(Theorem, Vec<Row>)> {
    gather_chosen(theorems, settings, |_| true, announce)
}

/// The evidence for the claims that are `chosen`, as [`gather`] does it for all.
///
/// ```
/// use escapement::evidence::Settings;
/// use escapement::report::gather_chosen;
/// use escapement::theorems::catalogue;
/// let findings = gather_chosen(&catalogue(), &Settings::standard(), |claim| claim.id == "E3", |_, _| ());
/// let rows: Vec<_> = findings.iter().flat_map(|(_, rows)| rows).collect();
/// assert!(rows.len() == 1 && rows[0].verdict.is_verified());
/// ```
pub fn gather_chosen(
    theorems: &[Theorem],
    settings: &Settings,
    chosen: impl Fn(&Info) -> bool,
    mut announce: impl FnMut(&Theorem, &Info),
) -> Vec<(Theorem, Vec<Row>)> {
    let mut rows = |theorem: &Theorem| {
        let claims = (theorem.claims)();
        let rows = claims.iter().filter(|claim| chosen(claim.info())).map(|claim| {
            announce(theorem, claim.info());
            claim.check(settings)
        });
        rows.collect()
    };
    theorems.iter().map(|theorem| (*theorem, rows(theorem))).collect()
}

/// How to check one claim again on the same cases.
fn command(theorem: &Theorem, claim: &Info, settings: &Settings) -> String {
    let Settings { digits, cases, seed } = settings;
    let (theorem, claim, digits) = (theorem.id, claim.id, digits.get());
    format!("escapement verify {theorem} --claim {claim} --seed {seed} --cases {cases} --digits {digits}")
}

/// The case that says most about a row: one with its verdict when that is not *verified*, else the one that agrees to the
/// fewest digits.
fn telling_case(row: &Row) -> Option<&CaseReport> {
    let failed = |case: &&CaseReport| !case.verdict.is_verified() && case.verdict.word() == row.verdict.word();
    row.cases.iter().find(failed).or_else(|| row.worst().map(|worst| worst.0))
}

/// Digits of agreement for a table; where the two sides are the same exactly, `equal`, and where a law lies in the range of a
/// fit that does not determine a digit, `in range`.
fn shown_digits(digits: Option<u32>, equal: bool) -> String {
    match digits {
        Some(0) if equal => "in range".to_owned(),
        Some(digits) if digits < DIGIT_LIMIT => digits.to_string(),
        Some(_) => "equal".to_owned(),
        None if equal => "equal".to_owned(),
        None => "-".to_owned(),
    }
}

/// Digits of a row's worst case.
fn worst_digits(row: &Row) -> String {
    shown_digits(row.worst().map(|worst| worst.1), row.verdict.is_verified())
}

/// Wrong predictors caught, of how many.
fn power(row: &Row) -> String {
    format!("{}/{}", row.caught(), row.power.len())
}
