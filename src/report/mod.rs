//! The report: verdicts in print, for a reader (Markdown, plain text, figures) and for a program (JSON, JUnit).
//!
//! What may enter: ways to lay out evidence that is already there. Nothing here computes or judges. Everything printed
//! depends on the evidence alone: no clock, host, path, commit or thread order.

mod covers;
mod data;
mod document;
mod drift;
mod figures;
mod grounds;
mod json;
mod junit;
mod layout;
mod markdown;
mod proofs;
mod standing;
mod summary;
mod svg;
mod text;

pub use covers::{COVERS_PATH, committed_cover, cover_entries, cover_entry, covers_json, map_path};
pub use data::{CASES_PATH, CLAIMS_PATH, case, case_id, claim, data, figure_data_path};
pub use document::render;
pub use drift::{Drift, drift};
pub use figures::{Drawn, GRAPH_PATH, draw, draw_graph, figure_path};
pub use json::json;
pub use junit::junit;
pub use layout::{Align, columns, wrapped};
pub use standing::standing;
pub use summary::Summary;
pub use svg::{Heading, svg};
pub use text::{coloured_text, text};

use crate::evidence::{Campaign, CaseReport, Check, ClaimEvidence, DIGIT_LIMIT, Guarantee, Info, Row, Share, weigh};
use crate::theorems::{Theorem, catalogue};
use rayon::prelude::*;
use std::sync::OnceLock;

/// The evidence for every claim of the theorems, in their order; `announce` hears of each claim when it is done.
///
/// ```
/// use escapement::evidence::Campaign;
/// let findings = escapement::report::gather(&[], &Campaign::standard(), |_| ());
/// assert!(findings.is_empty());
/// ```
pub fn gather(theorems: &[Theorem], campaign: &Campaign, announce: impl Fn(&Info) + Sync) -> Vec<(Theorem, Vec<Row>)> {
    gather_chosen(theorems, campaign, |_| true, announce)
}

/// The evidence for the claims that are `chosen`, as [`gather`] does it for all: in parallel over the claims and over the cases of each,
/// with a result that does not depend on the order.
///
/// ```
/// use escapement::evidence::Campaign;
/// use escapement::report::gather_chosen;
/// use escapement::theorems::catalogue;
/// let findings = gather_chosen(&catalogue(), &Campaign::standard(), |claim| claim.id == "E3", |_| ());
/// let rows: Vec<_> = findings.iter().flat_map(|(_, rows)| rows).collect();
/// assert!(rows.len() == 1 && rows[0].verdict.is_verified());
/// ```
pub fn gather_chosen(
    theorems: &[Theorem],
    campaign: &Campaign,
    chosen: impl Fn(&Info) -> bool,
    announce: impl Fn(&Info) + Sync,
) -> Vec<(Theorem, Vec<Row>)> {
    conclude(theorems, examine(theorems, campaign, Share::WHOLE, Schedule::Together, chosen, announce))
}

/// In which order claims are examined. What comes out does not depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Schedule {
    /// All at once, for the whole to be done as early as may be.
    Together,
    /// One after the other, each on all cores: between two announcements lies the work of one claim.
    InTurn,
}

/// The evidence that one part of a campaign has for the claims that are `chosen`, in their order; `announce` hears of each claim when it
/// is done.
pub fn examine(
    theorems: &[Theorem],
    campaign: &Campaign,
    share: Share,
    schedule: Schedule,
    chosen: impl Fn(&Info) -> bool,
    announce: impl Fn(&Info) + Sync,
) -> Vec<ClaimEvidence> {
    let claims: Vec<Box<dyn Check>> = theorems.iter().flat_map(|theorem| (theorem.claims)()).collect();
    let claims: Vec<&dyn Check> = claims.iter().map(AsRef::as_ref).filter(|claim| chosen(claim.info())).collect();
    let examine = |(index, claim): (usize, &&dyn Check)| {
        let cases = claim.examine(campaign, &|case| share.holds(index, case));
        announce(claim.info());
        ClaimEvidence { claim: claim.info().id.to_owned(), cases }
    };
    match schedule {
        Schedule::InTurn => claims.iter().enumerate().map(examine).collect(),
        Schedule::Together => {
            // The last theorems take longest: they begin first, so that no core idles at the end.
            let longest = claims.par_iter().enumerate().rev().with_max_len(1);
            let mut all: Vec<ClaimEvidence> = longest.map(examine).collect();
            all.reverse();
            all
        }
    }
}

/// What the evidence says of every claim of these theorems that it holds.
///
/// ```
/// use escapement::evidence::{Campaign, Share};
/// use escapement::report::{Schedule, conclude, examine, gather_chosen, json};
/// use escapement::theorems::catalogue;
/// let campaign = Campaign { cases: 4, ..Campaign::standard() };
/// let part = |number| {
///     let share = Share::new(number, 2).expect("one of two parts");
///     examine(&catalogue(), &campaign, share, Schedule::Together, |claim| claim.id == "E3", |_| ()).remove(0)
/// };
/// // Two halves make the whole.
/// let (mut one, other) = (part(1), part(2));
/// one.cases.extend(other.cases);
/// one.cases.sort_by_key(|case| case.number);
/// let whole = gather_chosen(&catalogue(), &campaign, |claim| claim.id == "E3", |_| ());
/// assert_eq!(json(&conclude(&catalogue(), vec![one]), &campaign), json(&whole, &campaign));
/// ```
pub fn conclude(theorems: &[Theorem], mut evidence: Vec<ClaimEvidence>) -> Vec<(Theorem, Vec<Row>)> {
    let mut of = |claim: &dyn Check| {
        let own = evidence.iter().position(|own| own.claim == claim.info().id)?;
        Some(claim.conclude(evidence.swap_remove(own).cases))
    };
    let rows = |theorem: &Theorem| (theorem.claims)().iter().filter_map(|claim| of(claim.as_ref())).collect();
    let by_theorem: Vec<Vec<Row>> = theorems.iter().map(rows).collect();
    let counts: Vec<usize> = by_theorem.iter().map(Vec::len).collect();
    let mut all: Vec<Row> = by_theorem.into_iter().flatten().collect();
    covers::hold(theorems, &mut all);
    weigh(&mut all, promise);
    let mut all = all.into_iter();
    theorems.iter().zip(counts).map(|(theorem, count)| (*theorem, all.by_ref().take(count).collect())).collect()
}

/// What the claim of that label promises, whether it is among those that were checked or not.
fn promise(id: &str) -> Option<Guarantee> {
    let claims = catalogue().into_iter().flat_map(|theorem| (theorem.claims)());
    claims.map(|claim| *claim.info()).find(|info| info.id == id).map(|info| info.promises)
}

/// Where a claim's section is found in the report: its heading, label and title, as GitHub links it.
fn anchor(claim: &str) -> String {
    static TITLES: OnceLock<Vec<(&'static str, &'static str)>> = OnceLock::new();
    let infos = || catalogue().into_iter().flat_map(|theorem| (theorem.claims)()).map(|claim| *claim.info());
    let titles = TITLES.get_or_init(|| infos().map(|info| (info.id, info.title)).collect());
    let title = titles.iter().find(|(id, _)| *id == claim).map_or("", |(_, title)| title);
    markdown::slug(format!("{claim} {title}").trim())
}

/// Whether a word is the label of a claim.
fn is_claim(word: &str) -> bool {
    static IDS: OnceLock<Vec<&'static str>> = OnceLock::new();
    let ids = || catalogue().into_iter().flat_map(|theorem| (theorem.claims)()).map(|claim| claim.info().id);
    IDS.get_or_init(|| ids().collect()).contains(&word)
}

/// How to check one claim again on the same cases.
fn command(theorem: &Theorem, claim: &Info, campaign: &Campaign) -> String {
    let Campaign { digits, cases, seed } = campaign;
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
fn caught(row: &Row) -> String {
    format!("{}/{}", row.caught(), row.wrong_predictors.len())
}

/// A row's guarantee; a dash where nothing was compared.
fn guarantee(row: &Row) -> String {
    row.guarantee.map_or_else(|| "-".to_owned(), |guarantee| guarantee.to_string())
}
