//! Every claim of the catalogue, verified; every wrong predictor, caught.
//!
//! This is the suite itself at a size that suits every change; the report runs it in full. `ESCAPEMENT_EFFORT` multiplies
//! the number of random cases.

use escapement::evidence::{Check, Guarantee, Row, Settings};
use escapement::numerics::Digits;
use escapement::theorems::catalogue;

/// A few random cases beside every edge, at the report's digits, with a seed of its own.
fn settings() -> Settings {
    let effort = std::env::var("ESCAPEMENT_EFFORT").ok().and_then(|text| text.parse().ok()).unwrap_or(1);
    Settings { digits: Digits::new(50).unwrap(), cases: 10 * effort, seed: 1848 }
}

fn rows(id: &str) -> Vec<Row> {
    let theorem = catalogue().into_iter().find(|theorem| theorem.id == id).unwrap();
    (theorem.claims)().iter().map(|claim| claim.check(&settings())).collect()
}

/// Verified, with every control caught, at a guarantee no weaker than `weakest`, to the digits asked for.
fn assert_verified(rows: &[Row], weakest: impl Fn(&str) -> Guarantee) {
    for row in rows {
        assert!(row.verdict.is_verified(), "{}: {}", row.info.id, row.verdict);
        assert!(!row.power.is_empty(), "{} has no negative control", row.info.id);
        assert_eq!(row.caught(), row.power.len(), "{}: {:?}", row.info.id, row.power);
        assert!(row.guarantee <= weakest(row.info.id), "{} is only {}", row.info.id, row.guarantee);
        if row.guarantee <= Guarantee::Rigorous {
            assert!(row.worst().is_none_or(|(_, digits)| digits >= 49), "{}: {:?}", row.info.id, row.worst());
        }
    }
}

#[test]
fn memories_are_verified_and_their_controls_are_caught() {
    assert_verified(&rows("memory"), |id| {
        if ["M3", "M5"].contains(&id) { Guarantee::Numerical } else { Guarantee::Rigorous }
    });
}

#[test]
fn escape_time_is_verified_rigorously_and_its_controls_are_caught() {
    assert_verified(&rows("escape_time"), |_| Guarantee::Rigorous);
}

#[test]
fn gain_threshold_is_verified_rigorously_and_its_controls_are_caught() {
    assert_verified(&rows("gain_threshold"), |_| Guarantee::Rigorous);
}

#[test]
fn collapse_is_verified_and_its_controls_are_caught() {
    assert_verified(&rows("collapse"), |id| if id == "C5" { Guarantee::Asymptotic } else { Guarantee::Rigorous });
}

#[test]
fn rings_are_verified_and_their_controls_are_caught() {
    assert_verified(&rows("ring"), |id| match id {
        "R2" | "R5" => Guarantee::Numerical,
        "R3" => Guarantee::Asymptotic,
        _ => Guarantee::Rigorous,
    });
}

#[test]
fn removed_self_synapses_are_verified_and_their_controls_are_caught() {
    assert_verified(&rows("finite_size"), |id| match id {
        "F1" | "F3" => Guarantee::Numerical,
        "F4" => Guarantee::Asymptotic,
        _ => Guarantee::Rigorous,
    });
}

#[test]
fn smooth_activations_are_verified_and_their_controls_are_caught() {
    assert_verified(&rows("smooth_activation"), |id| match id {
        "A3" => Guarantee::Numerical,
        "A5" | "A6" => Guarantee::Asymptotic,
        _ => Guarantee::Rigorous,
    });
}

#[test]
fn the_singular_limit_is_verified_and_its_controls_are_caught() {
    assert_verified(&rows("singular_limit"), |_| Guarantee::Asymptotic);
}

#[test]
fn a_row_does_not_depend_on_the_number_of_threads() {
    let claim = |id: &str| -> Box<dyn Check> {
        catalogue().iter().flat_map(|theorem| (theorem.claims)()).find(|claim| claim.info().id == id).unwrap()
    };
    for id in ["E1", "C3"] {
        let run = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| claim(id).check(&settings()))
        };
        assert_eq!(run(1), run(2));
    }
}

#[test]
fn another_seed_draws_other_cases_and_the_edges_stay() {
    let claim = (catalogue()[0].claims)().remove(0);
    let draw = |seed| claim.check(&Settings { cases: 3, seed, ..settings() });
    let (one, two) = (draw(1), draw(2));
    assert_eq!(one.cases[..4], two.cases[..4]);
    assert_ne!(one.cases[4..], two.cases[4..]);
}
