//! Which theorems and claims a command line names.

use super::failure::Failure;
use super::progress::Progress;
use super::timings::Timings;
use super::usage;
use escapement::error::quoted;
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
    /// What the names stand for, each once and in the catalogue's order: theorems with all their claims, and single claims, in any case and
    /// with commas between them; everything for none. Where claims are given besides, those of them alone.
    ///
    /// **Errors**: a name that is not known, a claim that is not among what is named, a name that holds none of the claims.
    pub fn of(names: &[String], claims: &[String]) -> Result<Self, Failure> {
        let catalogue = catalogue();
        let groups = words(names).map(|name| Ok((name, meant(name, &catalogue)?)));
        let groups: Vec<(&str, Vec<&'static str>)> = groups.collect::<Result<_, Failure>>()?;
        let named = |id: &&str| groups.is_empty() || groups.iter().any(|(_, own)| own.contains(id));
        let known: Vec<&'static str> = catalogue.iter().flat_map(ids).filter(named).collect();
        let only = words(claims).map(|claim| one_of("claim", claim, &known));
        let only: Vec<&'static str> = only.collect::<Result<_, Failure>>()?;
        if let Some((idle, own)) =
            groups.iter().find(|(_, own)| !only.is_empty() && only.iter().all(|id| !own.contains(id)))
        {
            let message = format!("'{}' holds none of the claims given, but {}", quoted(idle), own.join(", "));
            return Err(Failure::Usage(message));
        }
        let claims: Vec<&'static str> = known.into_iter().filter(|id| only.is_empty() || only.contains(id)).collect();
        let chosen = |theorem: &Theorem| ids(theorem).iter().any(|id| claims.contains(id));
        Ok(Self { theorems: catalogue.into_iter().filter(chosen).collect(), claims })
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

    /// The claims, each with its theorem.
    pub fn claims(&self) -> impl Iterator<Item = (Theorem, Info)> {
        let all = self
            .theorems
            .iter()
            .flat_map(|theorem| (theorem.claims)().into_iter().map(|claim| (*theorem, *claim.info())));
        all.filter(|(_, info)| self.claims.contains(&info.id))
    }

    /// The theorems, in the catalogue's order.
    pub fn theorems(&self) -> &[Theorem] {
        &self.theorems
    }
}

/// The names of a list, which may stand between commas.
fn words(names: &[String]) -> impl Iterator<Item = &str> {
    names.iter().flat_map(|name| name.split(','))
}

/// Ids of the claims that a name stands for: those of the theorem of that name, or the claim of that id.
fn meant(name: &str, theorems: &[Theorem]) -> Result<Vec<&'static str>, Failure> {
    let theorem = name.replace('-', "_");
    if let Some(theorem) = theorems.iter().find(|known| known.id.eq_ignore_ascii_case(&theorem)) {
        return Ok(ids(theorem));
    }
    let known: Vec<&'static str> =
        theorems.iter().map(|theorem| theorem.id).chain(theorems.iter().flat_map(ids)).collect();
    Ok(vec![one_of("theorem or claim", name, &known)?])
}

/// The known name that is the given one in any case.
fn one_of(argument: &str, name: &str, known: &[&'static str]) -> Result<&'static str, Failure> {
    let found = known.iter().find(|known| known.eq_ignore_ascii_case(name));
    found.copied().ok_or_else(|| unlisted(argument, name, known))
}

/// Ids of a theorem's claims.
fn ids(theorem: &Theorem) -> Vec<&'static str> {
    (theorem.claims)().iter().map(|claim| claim.info().id).collect()
}

fn unlisted(argument: &str, value: &str, known: &[&str]) -> Failure {
    let hint = usage::meant(&usage::nearest(value, known));
    Failure::Usage(format!("{argument} is '{}', but must be one of {}{hint}", quoted(value), known.join(", ")))
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
        assert_eq!(selected(&["Escape-Time,COLLAPSE"], &[]), selected(&["escape_time", "collapse"], &[]));
        assert!(selected(&["escape_time", "colapse"], &[]).is_none());
    }

    #[test]
    fn claims_are_those_of_the_theorems_named_in_any_case_and_once() {
        assert_eq!(selected(&[], &["g1", "E2", "G1"]), Some((vec!["escape_time", "gain_threshold"], vec!["E2", "G1"])));
        assert_eq!(selected(&["collapse", "gain_threshold"], &["c3"]), None, "gain_threshold does not hold C3");
        assert_eq!(selected(&["collapse"], &["c3"]), Some((vec!["collapse"], vec!["C3"])));
        assert_eq!(
            selected(&["c3,G1", "e2"], &[]),
            Some((vec!["escape_time", "gain_threshold", "collapse"], vec!["E2", "G1", "C3"]))
        );
        assert_eq!(selected(&["collapse"], &["G1"]), None);
        assert_eq!(selected(&[], &["G1 "]), None);
        assert_eq!(selected(&[], &[""]), None);
    }
}
