//! Which theorems and claims a command line names.

use super::failure::Failure;
use super::progress::Progress;
use super::timings::Timings;
use escapement::evidence::{Campaign, ClaimEvidence, Info, Row, Share};
use escapement::report::{Schedule, conclude, examine};
use escapement::theorems::{Theorem, catalogue};
use std::sync::{Mutex, PoisonError};

/// Theorems, and the claims of theirs that are to be checked.
#[derive(Debug)]
pub struct Selection {
    /// Those with a claim that is to be checked, in the catalogue's order.
    theorems: Vec<Theorem>,
    /// Ids of the claims, in order.
    claims: Vec<&'static str>,
}

impl Selection {
    /// Everything.
    pub fn all() -> Self {
        let theorems = catalogue();
        Self { claims: theorems.iter().flat_map(ids).collect(), theorems }
    }

    /// The theorems of those names, each once and in the catalogue's order, and their claims of those ids; all for none.
    pub fn of(theorems: &[String], claims: &[String]) -> Result<Self, Failure> {
        let mut theorems = named(theorems)?;
        let known: Vec<&str> = theorems.iter().flat_map(ids).collect();
        let of = |claim: &str| claims.is_empty() || claims.iter().any(|id| id.eq_ignore_ascii_case(claim));
        if let Some(unknown) = claims.iter().find(|id| !known.iter().any(|claim| id.eq_ignore_ascii_case(claim))) {
            return Err(unlisted("claim", unknown, &known));
        }
        theorems.retain(|theorem| ids(theorem).into_iter().any(of));
        Ok(Self { theorems, claims: known.into_iter().filter(|claim| of(claim)).collect() })
    }

    /// The findings of the whole campaign, with the progress made.
    pub fn gather(&self, campaign: &Campaign) -> Vec<(Theorem, Vec<Row>)> {
        self.conclude(self.examine(campaign, Share::WHOLE, None))
    }

    /// The evidence of a part of the campaign, with the progress made; one claim after the other where what each costs is wanted.
    pub fn examine(&self, campaign: &Campaign, share: Share, timings: Option<&mut Timings>) -> Vec<ClaimEvidence> {
        let count = self.claims.len();
        let mut progress = Progress::of_parts();
        progress.show(format_args!("0 of {count} claims done"), 0.0, "all at once");
        let schedule = if timings.is_some() { Schedule::InTurn } else { Schedule::Together };
        let state = Mutex::new((0u32, progress, timings));
        let chosen = |claim: &Info| self.claims.contains(&claim.id);
        examine(&self.theorems, campaign, share, schedule, chosen, |claim| {
            // A line that another thread could not finish stops no work.
            let mut guard = state.lock().unwrap_or_else(PoisonError::into_inner);
            let (done, progress, timings) = &mut *guard;
            *done += 1;
            let how_far = format_args!("{done} of {count} claims done");
            progress.show(how_far, f64::from(*done) / count as f64, format_args!("{} {}", claim.id, claim.title));
            if let Some(timings) = timings {
                timings.note(claim);
            }
        })
    }

    /// What evidence for these claims says.
    pub fn conclude(&self, evidence: Vec<ClaimEvidence>) -> Vec<(Theorem, Vec<Row>)> {
        conclude(&self.theorems, evidence)
    }

    /// The theorems, in the catalogue's order.
    pub fn theorems(&self) -> &[Theorem] {
        &self.theorems
    }
}

/// The theorems of those names; all for no name.
fn named(names: &[String]) -> Result<Vec<Theorem>, Failure> {
    let mut theorems = catalogue();
    let known: Vec<&str> = theorems.iter().map(|theorem| theorem.id).collect();
    if let Some(unknown) = names.iter().find(|name| !known.contains(&name.as_str())) {
        return Err(unlisted("theorem", unknown, &known));
    }
    theorems.retain(|theorem| names.is_empty() || names.iter().any(|name| name == theorem.id));
    Ok(theorems)
}

/// Ids of a theorem's claims.
fn ids(theorem: &Theorem) -> Vec<&'static str> {
    (theorem.claims)().iter().map(|claim| claim.info().id).collect()
}

fn unlisted(argument: &str, value: &str, domain: &[&str]) -> Failure {
    Failure::Usage(format!("{argument} is '{value}', but must be one of {}", domain.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::Selection;

    type Ids = Vec<&'static str>;

    /// The theorems and claims that those names and ids select.
    fn selected(theorems: &[&str], claims: &[&str]) -> Option<(Ids, Ids)> {
        let owned = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
        let selection = Selection::of(&owned(theorems), &owned(claims)).ok()?;
        Some((selection.theorems.iter().map(|theorem| theorem.id).collect(), selection.claims))
    }

    #[test]
    fn theorems_come_once_and_in_the_order_of_the_catalogue() {
        let (theorems, claims) = selected(&["collapse", "escape_time", "collapse"], &[]).expect("a selection");
        assert_eq!(theorems, ["escape_time", "collapse"]);
        assert!(claims.starts_with(&["E1", "E2"]) && claims.contains(&"C1"));
        assert!(selected(&[], &[]).is_some_and(|(all, _)| all.len() >= 3));
        assert!(selected(&["escape_time", "Collapse"], &[]).is_none());
    }

    #[test]
    fn claims_are_those_of_the_theorems_named_in_any_case_and_once() {
        assert_eq!(selected(&[], &["g1", "E2", "G1"]), Some((vec!["escape_time", "gain_threshold"], vec!["E2", "G1"])));
        assert_eq!(selected(&["collapse", "gain_threshold"], &["c3"]), Some((vec!["collapse"], vec!["C3"])));
        assert_eq!(selected(&["collapse"], &["G1"]), None);
        assert_eq!(selected(&[], &["G1 "]), None);
        assert_eq!(selected(&[], &[""]), None);
    }
}
