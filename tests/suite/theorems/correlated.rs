//! Properties of memories that overlap: duals, the projection rule, the ring that two memories are under the Hebbian rule.

use crate::support::{Checked, Suite, agree, between, bits, digits, slope, table, thirty_digits_of};
use escapement::evidence::{Campaign, Check, Claim};
use escapement::model::{
    Activation, HebbianLimit, Memories, Network, Outcome, Parameters, Rule, Topology, Trajectory, Until,
};
use escapement::numerics::Certainty;
use escapement::numerics::rational::ratio;
use escapement::numerics::taylor::Settings;
use escapement::theorems::correlated::cases::{Agreement, FirstClass, Projected, saliencies_of, three};
use escapement::theorems::correlated::claims::{x1, x3};
use escapement::theorems::correlated::predictor::{
    equivalent, is_lost_with_first_class, least_driven, reduced_lock, reduced_threshold,
};
use escapement::theorems::ring::predictor::gain_threshold;
use escapement::theorems::ring::predictor::recurrence::follow;
use nalgebra::DMatrix;
use proptest::prelude::*;
use rug::{Float, Rational};

const SUITE: Suite = Suite { id: "correlated", regressions: "fixtures/regressions/correlated.txt" };

fn ring(gain: Rational) -> Parameters {
    Parameters::new(gain).unwrap().with_topology(Topology::Ring(2)).unwrap()
}

/// Two memories of 3 to 20 neurons that agree in more than half of them, and not in all.
fn agreement() -> BoxedStrategy<Agreement> {
    (3usize..=20)
        .prop_flat_map(|neurons| (Just(neurons), neurons / 2 + 1..neurons))
        .prop_map(|(neurons, agreeing)| Agreement { agreeing, neurons })
        .boxed()
}

/// The first transition from a single salient memory.
fn first(network: &Network) -> Trajectory<Float> {
    let alone = [ratio(3, 1), Rational::new()];
    let start = network.state(&alone, &alone).unwrap();
    let run =
        network.run_to_digits(&start, &ratio(5, 1), Until::Transitions(1), digits(25), Settings::default(), |_, _| ());
    run.unwrap()
}

fn same(one: &Trajectory<Float>, other: &Trajectory<Float>) -> Checked {
    prop_assert_eq!((one.crossings.len(), other.crossings.len()), (1, 1));
    let (a, b) = (&one.crossings[0], &other.crossings[0]);
    prop_assert_eq!(a.to, b.to);
    for (a, b) in [(&a.time, &b.time), (&a.saliency, &b.saliency), (&a.overlap, &b.overlap)] {
        let difference = Float::with_val(200, a - b).abs();
        prop_assert!(difference < 1e-24, "{a} and {b}");
    }
    Ok(())
}

#[test]
fn duals_are_one_on_their_own_memory_and_nothing_on_the_others() {
    SUITE.property((8usize..=24, 2usize..=5, any::<u64>()), |(neurons, count, seed)| -> Checked {
        let sign = |n: usize, m: usize| if seed.rotate_left((7 * n + 13 * m * m) as u32) & 1 == 1 { 1i8 } else { -1 };
        let Ok(memories) = Memories::independent(DMatrix::from_fn(neurons, count, sign)) else { return Ok(()) };
        let (gram, duals) = (memories.gram(), memories.duals()?);
        for (row, column) in (0..count).flat_map(|row| (0..count).map(move |column| (row, column))) {
            let product: Rational = (0..count).map(|k| Rational::from(&gram[(row, k)] * &duals[(k, column)])).sum();
            prop_assert_eq!(product, i32::from(row == column));
        }
        Ok(())
    });
}

#[test]
fn projected_memories_cross_as_orthogonal_ones_do_with_any_activation() {
    let activations = prop_oneof![Just(Activation::HardTanh), Just(Activation::Tanh), Just(Activation::Power(2))];
    SUITE.property(
        (agreement(), activations, between(ratio(7, 1), ratio(9, 1))),
        |(agreement, activation, gain)| -> Checked {
            let (parameters, eps) = (Parameters::new(gain)?, ratio(1, 10));
            let plain = Network::new(parameters.clone(), Memories::full(2)?, eps.clone())?;
            let plain = plain.with_leak(ratio(1, 10))?.with_activation(activation);
            let projected = Network::correlated(parameters, &agreement.memories()?, eps, Rule::Projection)?;
            same(&first(&projected.with_leak(ratio(1, 10))?.with_activation(activation)), &first(&plain))
        },
    );
}

#[test]
fn orthogonal_memories_are_the_same_under_either_rule() {
    let memories = Memories::sylvester(8, 2).unwrap();
    let plain = Network::new(ring(ratio(6, 1)), memories.clone(), ratio(1, 10)).unwrap().by_classes();
    for rule in [Rule::Projection, Rule::Hebbian] {
        let other = Network::correlated(ring(ratio(6, 1)), &memories, ratio(1, 10), rule).unwrap();
        let start =
            |network: &Network| network.state(&[ratio(3, 1), ratio(1, 10)], &[ratio(3, 1), ratio(1, 1)]).unwrap();
        let run = |network: &Network| {
            network.run_to_digits(
                &start(network),
                &ratio(2, 1),
                Until::Time,
                digits(20),
                Settings::default(),
                |_, _| (),
            )
        };
        let (one, other) = (run(&plain).unwrap(), run(&other).unwrap());
        for (a, b) in one.state.iter().zip(&other.state) {
            assert!(Float::with_val(100, a - b).abs() < 1e-19, "{rule:?}: {a} and {b}");
        }
    }
}

#[test]
fn neurons_and_classes_are_the_same_network_under_either_rule() {
    let agreement = Agreement { agreeing: 5, neurons: 8 };
    let memories = agreement.memories().unwrap();
    for rule in [Rule::Projection, Rule::Hebbian] {
        let classes = Network::correlated(ring(ratio(3, 1)), &memories, ratio(1, 10), rule).unwrap();
        let neurons = classes.clone().by_neurons(&memories).unwrap();
        let run = |network: &Network| {
            let start = network.state(&[ratio(2, 1), ratio(1, 10)], &[ratio(2, 1), ratio(1, 1)]).unwrap();
            network
                .run_to_digits(&start, &ratio(3, 2), Until::Time, digits(20), Settings::default(), |_, _| ())
                .unwrap()
        };
        let (one, other) = (run(&classes), run(&neurons));
        for (a, b) in one.saliencies.iter().chain(&one.overlaps).zip(other.saliencies.iter().chain(&other.overlaps)) {
            assert!(Float::with_val(100, a - b).abs() < 1e-18, "{rule:?}: {a} and {b}");
        }
    }
}

#[test]
fn two_hebbian_memories_are_the_ring_that_is_claimed() {
    let cases = (
        agreement(),
        between(ratio(3, 2), ratio(4, 1)),
        slope(),
        between(ratio(11, 10), ratio(5, 1)),
        between(ratio(0, 1), ratio(9, 10)),
    );
    SUITE.property(cases, |(agreement, gain, slope, one, other)| -> Checked {
        let overlap = agreement.overlap();
        let parameters = ring(gain / &slope).with_slope(slope)?;
        let threshold = parameters.threshold();
        let least = [one * &threshold, other * &threshold];
        let saliencies = saliencies_of(least.each_ref(), &overlap);
        prop_assert_eq!(&least_driven(&saliencies, &overlap), &least);
        let ring = equivalent(&parameters, &overlap)?;
        let run =
            HebbianLimit::new(parameters.clone(), &agreement.memories()?)?.run_to_digits(&saliencies, 6, digits(40))?;
        let locked = Rational::from(ring.gain() * ring.self_coupling()) >= threshold;
        prop_assert_eq!(run.outcome == Outcome::Locked, locked);
        if locked {
            return Ok(());
        }
        let (reached, _) = follow(&ring, &least, run.transitions.len(), bits(400))?;
        let Some(last) = run.transitions.last() else { return Err(TestCaseError::fail("never left")) };
        prop_assert_eq!(reached.transitions(), run.transitions.len());
        agree(reached.saliency(), &last.saliency, 39)?;
        agree(&reached.time()?, &last.time, 39)
    });
}

#[test]
fn the_threshold_is_that_of_the_ring_and_least_at_one_third() {
    assert_eq!(reduced_threshold(&ratio(1, 3)).unwrap(), ratio(27, 16));
    SUITE.property(between(ratio(1, 100), ratio(99, 100)), |overlap| -> Checked {
        let threshold = reduced_threshold(&overlap)?;
        prop_assert!(threshold >= ratio(27, 16) && (threshold > ratio(27, 16) || overlap == ratio(1, 3)));
        let own = equivalent(&ring(threshold.clone()), &overlap)?;
        let Some(known) = gain_threshold(&own, bits(200))? else { return Err(TestCaseError::fail("a threshold")) };
        prop_assert!(known.contains_rational(own.gain()));
        let locked = equivalent(&ring(reduced_lock(&overlap)?), &overlap)?;
        prop_assert_eq!(Rational::from(locked.gain() * locked.self_coupling()), 1);
        Ok(())
    });
}

#[test]
fn of_two_memories_the_first_class_always_takes_the_memory_with_it() {
    let cases = (
        agreement(),
        between(ratio(1, 1), ratio(6, 1)),
        between(ratio(11, 10), ratio(5, 1)),
        between(ratio(0, 1), ratio(9, 10)),
    );
    SUITE.property(cases, |(agreement, gain, one, other)| -> Checked {
        let (overlap, memories) = (agreement.overlap(), agreement.memories()?);
        let saliencies = saliencies_of([&one, &other], &overlap);
        let ring = equivalent(&ring(gain.clone()), &overlap)?;
        if Rational::from(ring.gain() * ring.self_coupling()) >= 1 {
            return Ok(());
        }
        let overlaps = [vec![ratio(1, 1), overlap.clone()], vec![overlap.clone(), ratio(1, 1)]];
        // C R C e_0 for a ring of two.
        let square = Rational::from(overlap.square_ref()) + 1u32;
        let rest = [Rational::from(&overlap * 2u32) * &gain, square * &gain];
        let classes: Vec<_> = memories.sign_classes().into_iter().map(|class| (class.signs, class.share)).collect();
        let lost = is_lost_with_first_class(&classes, &overlaps, &rest, &saliencies, &ratio(1, 1))?;
        let (reached, _) = follow(&ring, &[one, other], 1, bits(200))?;
        let successor = reached.saliency().above(&ratio(1, 1));
        prop_assert!(successor == Certainty::Unknown || lost.holds() == (successor == Certainty::Certainly));
        Ok(())
    });
}

#[test]
fn what_is_not_covered_is_refused() {
    let dependent = DMatrix::from_row_slice(3, 2, &[1i8, 1, 1, 1, -1, -1]);
    assert!(Memories::independent(dependent).is_err());
    let memories = Agreement { agreeing: 3, neurons: 4 }.memories().unwrap();
    assert!(Network::new(ring(ratio(3, 1)), memories.clone(), ratio(1, 10)).is_err(), "not orthogonal");
    let hebbian = Network::correlated(ring(ratio(3, 1)), &memories, ratio(1, 10), Rule::Hebbian).unwrap();
    assert!(hebbian.with_leak(ratio(1, 10)).is_err());
    assert!(HebbianLimit::new(Parameters::new(ratio(3, 1)).unwrap(), &memories).is_err(), "a chain");
    for overlap in [ratio(0, 1), ratio(1, 1), ratio(-1, 2)] {
        assert!(reduced_threshold(&overlap).is_err() && equivalent(&ring(ratio(3, 1)), &overlap).is_err());
    }
    assert_eq!(three(32, 8).unwrap().gram()[(0, 1)], ratio(1, 4));
}

#[test]
fn a_planted_mistake_is_refuted() {
    let small = Campaign { digits: digits(50), cases: 0, seed: 1 };
    let one = Claim {
        predict: |case: &Projected, digits| {
            Ok((x1().predict)(case, digits)?
                .into_iter()
                .map(|mut known| {
                    known.answer = escapement::evidence::Answer::exact(ratio(1, 1000));
                    known
                })
                .collect())
        },
        ..x1()
    };
    assert!(one.check(&small).verdict.is_refuted());
    let other = Claim {
        predict: |case: &FirstClass, digits| {
            let mut stronger = case.clone();
            stronger.saliencies[1] *= 10;
            (x3().predict)(&stronger, digits)
        },
        ..x3()
    };
    assert!(other.check(&small).verdict.is_refuted());
}

#[test]
fn predictions_are_as_recorded() {
    let rows = [(1, 8), (1, 4), (1, 3), (1, 2), (3, 5), (9, 10)].map(|(above, below)| {
        let overlap = ratio(above, below);
        let [threshold, lock] =
            [reduced_threshold(&overlap), reduced_lock(&overlap)].map(|law| thirty_digits_of(&law.unwrap()));
        [format!("{above}/{below}"), threshold, lock]
    });
    SUITE.snapshots().bind(|| {
        insta::assert_snapshot!("predictions", table(["overlap", "threshold", "lock"], &rows));
    });
}
