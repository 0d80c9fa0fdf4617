//! Properties of memories that overlap: the ring that two of them are, thresholds beside one another, duals, and what is no memory.

use crate::support::{Checked, Suite, agree, between, bits, digits, table};
use escapement::Error;
use escapement::evidence::{Campaign, Check};
use escapement::model::{HebbianLimit, LimitSystem, Memories, Network, Parameters, Rule, Topology, Until};
use escapement::numerics::rational::{power, ratio};
use escapement::numerics::series::Floats;
use escapement::numerics::taylor::Settings;
use escapement::theorems::correlated::cases::{Agreement, saliencies_of, three};
use escapement::theorems::correlated::claims;
use escapement::theorems::correlated::predictor::{equivalent, least_driven, reduced_lock, reduced_threshold};
use escapement::theorems::correlated::simulation::dwells_last;
use nalgebra::DMatrix;
use proptest::prelude::*;
use rug::{Float, Rational};

const SUITE: Suite = Suite { id: "correlated", regressions: "fixtures/regressions/correlated.txt" };

/// Two memories of up to twelve neurons with a positive overlap.
fn agreement() -> BoxedStrategy<Agreement> {
    (4usize..=12)
        .prop_flat_map(|neurons| (neurons / 2 + 1..neurons).prop_map(move |agreeing| Agreement { agreeing, neurons }))
        .boxed()
}

fn ring_of_two(gain: &Rational) -> Parameters {
    Parameters::new(gain.clone()).unwrap().with_topology(Topology::Ring(2)).unwrap()
}

#[test]
fn two_overlapping_memories_run_as_the_ring_that_they_are_said_to_be() {
    let starts = (between(ratio(3, 2), ratio(4, 1)), between(ratio(1, 5), ratio(9, 10)));
    SUITE.property((agreement(), between(ratio(3, 2), ratio(3, 1)), starts), |(agreement, gain, start)| -> Checked {
        let overlap = agreement.overlap();
        let saliencies = saliencies_of([&start.0, &start.1], &overlap);
        prop_assert_eq!(least_driven(&saliencies, &overlap), [start.0.clone(), start.1.clone()]);
        let pair = HebbianLimit::new(ring_of_two(&gain), &agreement.memories()?)?;
        let pair = pair.run_to_digits(&saliencies, 4, digits(30))?;
        let ring = LimitSystem::new(equivalent(&ring_of_two(&gain), &overlap)?);
        let ring = ring.run_to_digits(&[start.0, start.1], 4, digits(30))?;
        prop_assert_eq!((pair.outcome, pair.transitions.len()), (ring.outcome, ring.transitions.len()));
        for (one, other) in pair.transitions.iter().zip(&ring.transitions) {
            agree(&one.time, &other.time, 29)?;
            agree(&one.saliency, &other.saliency, 29)?;
        }
        Ok(())
    });
}

#[test]
fn the_threshold_is_least_at_a_third_and_below_that_of_orthogonal_memories_up_to_the_golden_ratio() {
    let least = reduced_threshold(&ratio(1, 3)).unwrap();
    assert_eq!(least, ratio(27, 16));
    SUITE.property(between(ratio(1, 1000), ratio(999, 1000)), |overlap| -> Checked {
        let threshold = reduced_threshold(&overlap)?;
        prop_assert!(threshold >= least && (threshold == least) == (overlap == ratio(1, 3)));
        let golden = Rational::from(overlap.square_ref()) + &overlap < 1;
        prop_assert_eq!(threshold < 2, golden);
        prop_assert!(threshold <= reduced_lock(&overlap)?);
        Ok(())
    });
    for outside in [ratio(0, 1), ratio(1, 1), ratio(-1, 4)] {
        assert!(matches!(reduced_threshold(&outside), Err(Error::Domain { .. })), "{outside}");
    }
}

#[test]
fn dwells_last_above_the_threshold_and_vanish_below_it() {
    for (agreeing, neurons) in [(3, 4), (7, 10), (2, 3)] {
        let agreement = Agreement { agreeing, neurons };
        let threshold = reduced_threshold(&agreement.overlap()).unwrap();
        let start = saliencies_of([&ratio(5, 2), &ratio(1, 1)], &agreement.overlap());
        for (percent, expected) in [(60, false), (93, false), (107, true)] {
            let gain = Rational::from(&threshold * percent) / 100u32;
            let last = dwells_last(&agreement.memories().unwrap(), &gain, &start, 120).unwrap();
            assert_eq!(last.map(|last| last.holds()), Some(expected), "overlap {}, gain {gain}", agreement.overlap());
        }
        let locked = reduced_lock(&agreement.overlap()).unwrap();
        assert_eq!(dwells_last(&agreement.memories().unwrap(), &locked, &start, 3).unwrap(), None);
    }
}

#[test]
fn duals_see_one_memory_each_and_dependent_memories_have_none() {
    let memories = three(16, 9).unwrap();
    let (gram, duals) = (memories.gram(), memories.duals().unwrap());
    for (a, b) in (0..3).flat_map(|a| (0..3).map(move |b| (a, b))) {
        let product: Rational = (0..3).map(|k| Rational::from(&gram[(a, k)] * &duals[(k, b)])).sum();
        assert_eq!(product, Rational::from(i32::from(a == b)));
    }
    let opposite = DMatrix::from_row_slice(3, 2, &[1, -1, -1, 1, 1, -1]);
    let error = Memories::independent(opposite).unwrap_err().to_string();
    assert!(error.contains("memories") && error.contains("linearly independent"), "{error}");
}

#[test]
fn without_an_overlap_both_rules_are_the_network_of_orthogonal_memories() {
    let (parameters, memories) = (ring_of_two(&ratio(5, 1)), Memories::full(2).unwrap());
    let plain = Network::new(parameters.clone(), memories.clone(), ratio(1, 20)).unwrap();
    let start = [ratio(3, 1), ratio(1, 10)];
    let end = |network: &Network| -> Vec<Float> {
        let state = network.state(&start, &[ratio(3, 1), ratio(2, 1)]).unwrap();
        let state: Vec<Float> = state.iter().map(|x| Float::with_val(320, x)).collect();
        let floats = Floats::new(bits(320));
        network.run(&floats, &state, &ratio(3, 1), Until::Time, Settings::default()).unwrap().saliencies
    };
    let expected = end(&plain);
    for rule in [Rule::Projection, Rule::Hebbian] {
        let network = Network::correlated(parameters.clone(), &memories, ratio(1, 20), rule).unwrap();
        for (one, other) in end(&network).iter().zip(&expected) {
            assert!(Float::with_val(64, one - other).abs() < power(10, -40), "{rule:?}: {one} {other}");
        }
    }
}

#[test]
fn a_planted_mistake_is_refuted() {
    let small = Campaign { digits: digits(30), cases: 0, seed: 1 };
    let mut wrong = claims::x2();
    wrong.predict = |_, _| Ok(vec![]);
    assert!(!wrong.check(&small).verdict.is_verified(), "nothing is predicted");
    let mut wrong = claims::x3();
    wrong.observe = |case, digits| {
        let mut other = case.clone();
        // Those of the case with more in the other two memories, which is lost with its first class.
        if other.saliencies == [ratio(3, 2), ratio(1, 2), ratio(1, 2)] {
            other.saliencies = [ratio(2, 1), ratio(1, 1), ratio(1, 1)];
        }
        (claims::x3().observe)(&other, digits)
    };
    assert!(wrong.check(&small).verdict.is_refuted(), "another start is observed");
}

#[test]
fn predictions_are_as_recorded() {
    let rows: Vec<[String; 4]> = [(1, 8), (1, 3), (1, 2), (3, 5), (9, 10)]
        .map(|(above, below)| {
            let overlap = ratio(above, below);
            let ring = equivalent(&ring_of_two(&ratio(2, 1)), &overlap).unwrap();
            let (threshold, lock) = (reduced_threshold(&overlap).unwrap(), reduced_lock(&overlap).unwrap());
            [overlap, threshold, lock, ring.gain().clone()].map(|number| number.to_string())
        })
        .into();
    SUITE.snapshots().bind(|| {
        insta::assert_snapshot!(
            "predictions",
            table(["overlap", "threshold", "lock", "gain of the ring, at 2"], &rows)
        );
    });
}
