//! Every claim of the catalogue keeps its promise; every wrong predictor is caught.
//!
//! This is the suite itself at a size that suits every change; the report runs it in full. `ESCAPEMENT_EFFORT` multiplies
//! the number of random cases.

use crate::support::{campaign, evidence, findings};
use escapement::evidence::{Campaign, Check, Guarantee, Support};
use escapement::numerics::Digits;
use escapement::theorems::catalogue;
use std::collections::{BTreeMap, BTreeSet};

fn claims() -> Vec<Box<dyn Check>> {
    catalogue().iter().flat_map(|theorem| (theorem.claims)()).collect()
}

fn claim(id: &str) -> Box<dyn Check> {
    claims().into_iter().find(|claim| claim.info().id == id).unwrap()
}

#[test]
fn every_claim_keeps_its_promise_and_its_wrong_predictors_are_caught() {
    let broken: Vec<String> = findings()
        .iter()
        .flat_map(|(_, rows)| rows)
        .filter_map(|row| {
            let digits = row.worst().map_or(u32::MAX, |(_, digits)| digits);
            let tight = row.guarantee > Some(Guarantee::Rigorous) || digits >= 49;
            let kept = row.keeps_its_promise() && row.caught() == row.wrong_predictors.len() && tight;
            let id = row.info.id;
            let found = (row.guarantee, digits, &row.wrong_predictors);
            (!kept).then(|| format!("{id} promises {}: {}, {found:?}", row.info.promises, row.verdict))
        })
        .collect();
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn the_edges_alone_catch_every_wrong_predictor_whatever_the_seed() {
    let edges_alone = Campaign { cases: 0, seed: 12345, ..campaign() };
    for (claim, found) in claims().iter().zip(evidence()) {
        let (id, edges) = (claim.info().id, claim.cases(&edges_alone));
        let known: Vec<_> = found.cases.iter().filter(|case| edges.contains(&case.report.case)).cloned().collect();
        // Edges that a seed completes are not among the cases of another one.
        let examined = if known.len() < edges.len() { claim.examine(&edges_alone, &|_| true) } else { known };
        let caught = |k: usize| examined.iter().any(|case| case.refutes[k]);
        let survivors: Vec<usize> = (0..examined[0].refutes.len()).filter(|&k| !caught(k)).collect();
        assert!(survivors.is_empty(), "{id}: no edge refutes its wrong predictors {survivors:?}");
    }
}

#[test]
fn every_ground_exists_and_nothing_rests_on_itself() {
    let infos: BTreeMap<&str, Vec<&str>> = claims()
        .iter()
        .map(|claim| {
            let grounds = claim.info().rests_on.iter().filter_map(|support| match support {
                Support::Claim(id) => Some(*id),
                Support::Assumption(_) => None,
            });
            (claim.info().id, grounds.collect())
        })
        .collect();
    for id in infos.keys() {
        let (mut seen, mut open) = (BTreeSet::new(), infos[id].clone());
        while let Some(ground) = open.pop() {
            assert!(infos.contains_key(ground), "{id} rests on {ground}, which is no claim");
            assert_ne!(ground, *id, "{id} rests on itself");
            if seen.insert(ground) {
                open.extend(&infos[ground]);
            }
        }
    }
}

#[test]
fn no_promise_is_stronger_than_those_it_rests_on() {
    let promises: BTreeMap<&str, Guarantee> =
        claims().iter().map(|claim| (claim.info().id, claim.info().promises)).collect();
    for claim in claims() {
        for support in claim.info().rests_on {
            if let Support::Claim(ground) = support {
                let (own, other) = (claim.info().promises, promises[ground]);
                assert!(own >= other, "{} promises {own} and rests on {ground}, which is {other}", claim.info().id);
            }
        }
    }
}

#[test]
fn every_claim_says_what_may_and_what_may_not_be_concluded() {
    for theorem in catalogue() {
        for claim in (theorem.claims)() {
            let id = claim.info().id;
            let conclusions = theorem.conclusions(id).unwrap_or_else(|| panic!("{id} does not say both"));
            for sentence in [&conclusions.allowed, &conclusions.not_allowed] {
                assert!(sentence.len() > 40 && sentence.ends_with('.'), "{id}: {sentence}");
            }
        }
    }
}

#[test]
fn a_row_does_not_depend_on_the_number_of_threads() {
    let campaign = Campaign { digits: Digits::new(50).unwrap(), cases: 10, seed: 1848 };
    for id in ["E1", "C3"] {
        let run = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| claim(id).check(&campaign))
        };
        assert_eq!(run(1), run(2));
    }
}

#[test]
fn another_seed_draws_other_cases_and_the_edges_stay() {
    let claim = (catalogue()[0].claims)().remove(0);
    let draw = |seed| claim.check(&Campaign { digits: Digits::new(50).unwrap(), cases: 3, seed });
    let (one, two) = (draw(1), draw(2));
    assert_eq!(one.cases[..4], two.cases[..4]);
    assert_ne!(one.cases[4..], two.cases[4..]);
}
