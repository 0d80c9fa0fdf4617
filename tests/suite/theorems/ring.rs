//! Properties of rings: the recurrence against the flow, the minimum that is the threshold, the cycles on either side of it.

use crate::support::{
    Checked, Suite, agree, between, bits, digits, self_coupling, slope, table, thirty_digits, time_constant,
};
use escapement::Result;
use escapement::evidence::{Answer, Campaign, CaseReport, Cases, Check, Claim, Quantities};
use escapement::model::{LimitSystem, Outcome, Parameters, Topology};
use escapement::numerics::rational::{power, ratio};
use escapement::numerics::spectrum::is_contracting;
use escapement::numerics::{Certainty, Guarantee, Interval, roots::enclose_root};
use escapement::theorems::ring::cases::Circle;
use escapement::theorems::ring::claims::{r1, r4};
use escapement::theorems::ring::predictor::{
    accumulation_time, branches, cycles, gain_threshold, handover, is_stable, reduced_threshold,
};
use escapement::theorems::ring::simulation::{simulate_cycles, simulate_growth, simulate_ring, steady_state};
use proptest::prelude::*;
use rug::Rational;

const SUITE: Suite = Suite { id: "ring", regressions: "fixtures/regressions/ring.txt" };

fn ring(memories: usize, gain: Rational, rho: Rational) -> Parameters {
    let chain = Parameters::new(gain).unwrap().with_self_coupling(rho);
    chain.with_topology(Topology::Ring(memories)).unwrap()
}

/// `(1 - q^P)/((1 - q)(q + rho))`, whose minimum the threshold is.
fn quotient(q: &Rational, memories: usize, rho: &Rational) -> Rational {
    let sum = (0..memories).fold(Rational::new(), |sum, _| Rational::from(1) + sum * q);
    sum / Rational::from(q + rho)
}

#[test]
fn the_recurrence_is_the_flow() {
    let cases = (2..=8usize, between(ratio(2, 1), ratio(9, 1)), self_coupling(), (slope(), time_constant()), above());
    SUITE.property(cases, |(memories, k, rho, (slope, tau), start)| -> Checked {
        let parameters =
            crate::support::with_reduced_gain(&k, rho / 9u32, slope, tau).with_topology(Topology::Ring(memories))?;
        let threshold = parameters.threshold();
        let mut saliencies = vec![Rational::from(&threshold * &start)];
        saliencies.resize(memories, &threshold * ratio(1, 3));
        let run = simulate_ring(&parameters, &saliencies, 2 * memories, digits(40))?;
        let mut predicted: Vec<Interval> = saliencies.iter().map(|x| Interval::from_rational(x, bits(400))).collect();
        for (step, transition) in run.transitions.iter().enumerate() {
            let Some(after) = handover(&parameters, &predicted, step % memories)? else {
                return Err(TestCaseError::fail("never left"));
            };
            predicted = after.saliencies;
            agree(&predicted[(step + 1) % memories], &transition.saliency, 39)?;
        }
        Ok(())
    });
}

/// Saliencies in units of the threshold, not so near to it that enclosures of a whole run lose their digits.
fn above() -> BoxedStrategy<Rational> {
    between(ratio(11, 10), ratio(8, 1))
}

#[test]
fn the_threshold_is_below_every_value_of_its_quotient_and_above_none_nearby() {
    let cases = (2..=70usize, self_coupling(), between(ratio(0, 1), ratio(1, 1)));
    SUITE.property(cases, |(memories, rho, share)| -> Checked {
        let parameters = ring(memories, ratio(1, 1), rho.clone());
        let (Some(threshold), Some(finer)) =
            (reduced_threshold(&parameters, bits(160))?, reduced_threshold(&parameters, bits(320))?)
        else {
            return Err(TestCaseError::fail("some gain sustains it"));
        };
        agree(&threshold, &finer, 40)?;
        let least = Rational::from(-&rho).max(Rational::new());
        let q = &least + Rational::from(1 - &least) * &share;
        if q > least {
            let value = Interval::from_rational(&quotient(&q, memories, &rho), bits(160));
            prop_assert_ne!(threshold.greater(&value), Certainty::Certainly);
        }
        Ok(())
    });
}

#[test]
fn a_cycle_exists_just_above_the_threshold_and_none_just_below() {
    let cases = (2..=40usize, self_coupling(), 3i32..=25, slope());
    SUITE.property(cases, |(memories, rho, exponent, slope)| -> Checked {
        let unit = ring(memories, ratio(1, 1), rho).with_slope(slope)?;
        let threshold = gain_threshold(&unit, bits(256))?.and_then(|threshold| threshold.midpoint().to_rational());
        let Some(threshold) = threshold else { return Err(TestCaseError::fail("some gain sustains it")) };
        for (sign, exists) in [(1, true), (-1, false)] {
            let gain = &threshold * (Rational::from(1) + power(10, -exponent) * sign);
            let parameters = Parameters::new(gain)?
                .with_slope(unit.slope().clone())?
                .with_self_coupling(unit.self_coupling().clone())
                .with_topology(unit.topology())?;
            // Locked rings have no cycle either.
            if parameters.reduced_gain() * parameters.self_coupling() >= 1 {
                continue;
            }
            prop_assert_eq!(cycles(&parameters, bits(256))?.0.is_some(), exists);
        }
        Ok(())
    });
}

#[test]
fn both_cycles_are_handed_on_unchanged_and_the_smaller_decay_is_the_stable_one() {
    let cases = (4..=9usize, between(ratio(41, 10), ratio(8, 1)));
    SUITE.property(cases, |(memories, gain)| -> Checked {
        let parameters = ring(memories, gain.clone(), Rational::new());
        let (stable, other) = cycles(&parameters, bits(256))?;
        let Some(stable) = stable else { return Err(TestCaseError::fail("above the threshold")) };
        prop_assert_eq!(other.is_some(), gain < memories as u64);
        prop_assert!(is_stable(&parameters, &stable)?.holds());
        prop_assert!(simulate_growth(&parameters, &stable.saliency)?.contains_zero());
        if let Some(other) = other {
            prop_assert!(!is_stable(&parameters, &other)?.holds());
            prop_assert!(simulate_growth(&parameters, &other.saliency)?.contains_zero());
            prop_assert_eq!(stable.decay.less(&other.decay), Certainty::Certainly);
        }
        Ok(())
    });
}

#[test]
fn the_steady_state_followed_through_all_dwells_is_that_of_single_dwells() {
    let topologies = prop_oneof![Just(Topology::Chain), (2usize..=12).prop_map(Topology::Ring)];
    let neurons = prop_oneof![Just(None), (24u64..=512).prop_map(Some)];
    let cases = (topologies, neurons, between(ratio(1, 1), ratio(9, 1)), self_coupling(), slope());
    SUITE.property(cases, |(topology, neurons, k, rho, slope)| -> Checked {
        let parameters = crate::support::with_reduced_gain(&k, rho / 9u32, slope, ratio(5, 4));
        let parameters = parameters.with_topology(topology)?.with_neurons(neurons)?;
        let found = simulate_cycles(&parameters, digits(30))?;
        prop_assert_eq!(found.guarantee(), Guarantee::Rigorous);
        let found = found.into_value();
        if matches!(topology, Topology::Ring(_)) && neurons.is_none() {
            prop_assert_eq!(found.len(), branches(&parameters, bits(200))?.into_value());
        }
        for cycle in &found {
            prop_assert!(simulate_growth(&parameters, &cycle.saliency)?.contains_zero());
        }
        // Beyond the last cycle nothing grows, and growth changes its sign at each of them.
        let ends = found.iter().map(|cycle| cycle.saliency.clone()).collect::<Vec<_>>();
        let beyond =
            Interval::from_rational(&(parameters.gain() * ratio(3, 2) + parameters.threshold() * 2u32), bits(200));
        let between = ends.windows(2).map(|pair| &(&pair[0] + &pair[1]) * &ratio(1, 2));
        for (k, saliency) in between.chain([beyond]).collect::<Vec<_>>().into_iter().rev().enumerate() {
            let expected = if k % 2 == 0 { Certainty::CertainlyNot } else { Certainty::Certainly };
            prop_assert_eq!(simulate_growth(&parameters, &saliency)?.positive(), expected);
        }
        Ok(())
    });
}

#[test]
fn no_cycle_is_missed_that_a_dense_search_for_sign_changes_finds() {
    for (gain, memories) in [(ratio(37, 10), 4), (ratio(39, 10), 5), (ratio(9, 2), 6), (ratio(29, 10), 3)] {
        let parameters = ring(memories, gain.clone(), Rational::new());
        let found = simulate_cycles(&parameters, digits(30)).unwrap().into_value();
        let growth = |saliency: &Rational| simulate_growth(&parameters, &Interval::from_rational(saliency, bits(96)));
        let signs = (1..=400).map(|k| growth(&(ratio(1, 1) + ratio(k, 100))).unwrap().positive());
        let signs: Vec<Certainty> = signs.filter(|sign| *sign != Certainty::Unknown).collect();
        assert_eq!(found.len(), signs.windows(2).filter(|pair| pair[0] != pair[1]).count(), "gain {gain}");
        for cycle in found {
            let root = enclose_root(
                |z| simulate_growth(&parameters, z),
                &(cycle.saliency.midpoint().to_rational().unwrap() - ratio(1, 1000)),
                &(cycle.saliency.midpoint().to_rational().unwrap() + ratio(1, 1000)),
                bits(160),
            );
            assert!(root.unwrap().overlaps(&cycle.saliency));
        }
    }
}

#[test]
fn an_excess_shrinks_by_the_ratio_of_the_recurrence_and_by_none_smaller() {
    let two = LimitSystem::new(ring(2, ratio(3, 2), Rational::new()));
    let shrinks = |ratio, slowness| two.excess_shrinks(&ratio, &slowness, bits(128)).unwrap().holds();
    assert!(shrinks(ratio(1, 2) + power(10, -9), ratio(1, 1) + power(10, -9)));
    assert!(!shrinks(ratio(1, 2) - power(10, -9), ratio(2, 1)), "the ratio at the threshold is k - 1");
    assert!(!shrinks(ratio(3, 4), ratio(1, 1) - power(10, -9)), "a dwell is ln(1 + u)");
    let three = LimitSystem::new(ring(3, ratio(3, 2), Rational::new()));
    assert!(three.excess_shrinks(&ratio(1, 2), &ratio(1, 1), bits(128)).is_err());
}

#[test]
fn the_derivative_of_a_passage_is_that_of_runs_nearby() {
    let system = LimitSystem::new(ring(4, ratio(5, 1), ratio(1, 20)).with_neurons(Some(64)).unwrap());
    let start = [ratio(3, 1), ratio(1, 2), ratio(1, 4), ratio(1, 3)];
    let at = |saliencies: &[Rational]| system.start(saliencies, bits(400)).unwrap();
    let passage = system.passage(&at(&start), bits(400)).unwrap();
    for column in 0..4 {
        let mut moved = start.clone();
        moved[column] += power(10, -30);
        let nearby = system.passage(&at(&moved), bits(400)).unwrap();
        for row in 0..4 {
            let quotient = (&nearby.saliencies[row] - &passage.saliencies[row]) * &power(10, 30);
            let error = &quotient - &passage.derivative[row][column];
            assert!(error.magnitude() < power(10, -28), "row {row}, column {column}: {error}");
        }
    }
}

#[test]
fn the_roots_of_the_linearised_recurrence_and_the_return_map_agree_on_stability() {
    for (gain, memories) in [(ratio(37, 10), 4), (ratio(49, 10), 5), (ratio(9, 2), 6), (ratio(7, 1), 9)] {
        let parameters = ring(memories, gain, Rational::new());
        let (stable, other) = cycles(&parameters, bits(400)).unwrap();
        for cycle in std::iter::once(stable.unwrap()).chain(other) {
            let state = steady_state(&parameters, &cycle.saliency).unwrap();
            let mut derivative = LimitSystem::new(parameters.clone()).passage(&state, bits(400)).unwrap().derivative;
            derivative.rotate_left(1);
            let flow = is_contracting(&derivative).unwrap();
            assert_eq!(flow.holds(), is_stable(&parameters, &cycle).unwrap().holds(), "{parameters}");
        }
    }
}

/// The one case of a claim.
fn only_case<C: std::fmt::Display + Sync + Send>(claim: &Claim<C>) -> CaseReport
where
    Claim<C>: Check,
{
    claim.check(&Campaign { digits: digits(50), cases: 0, seed: 1 }).cases.remove(0)
}

/// Six memories at gain 3, a hair from the start whose successor just fails to exist.
fn near_the_last_start(offset: Rational) -> Result<Vec<Circle>> {
    let parameters = ring(6, ratio(3, 1), Rational::new());
    Ok(vec![Circle { parameters, saliencies: vec![ratio(3, 2) + offset], transitions: 12 }])
}

#[test]
fn a_start_that_no_enclosure_tells_from_the_last_one_refutes_nothing() {
    let cases: [Cases<Circle>; 3] = [
        |_, _| near_the_last_start(-power(10, -1000)),
        |_, _| near_the_last_start(power(10, -1000)),
        |_, _| near_the_last_start(Rational::new()),
    ];
    for cases in cases {
        let report = only_case(&Claim { cases, ..r1() });
        assert!(report.verdict.is_inconclusive(), "{}", report.verdict);
    }
    let report = only_case(&Claim { cases: |_, _| near_the_last_start(-power(10, -40)), ..r1() });
    assert!(report.verdict.is_verified(), "{}", report.verdict);
}

#[test]
fn a_second_branch_that_is_about_to_end_is_counted_and_a_planted_count_is_refuted() {
    const CASES: Cases<Parameters> = |_, _| Ok(vec![ring(5, ratio(49_999_999, 10_000_000), Rational::new())]);
    let report = only_case(&Claim { cases: CASES, ..r4() });
    assert!(report.verdict.is_verified() && report.guarantee == Some(Guarantee::Rigorous), "{}", report.verdict);
    let planted: fn(&Parameters, escapement::numerics::Digits) -> escapement::Result<Quantities> =
        |parameters, digits| {
            let mut predicted = (r4().predict)(parameters, digits)?;
            predicted.retain(|quantity| quantity.name != "larger q");
            let count = branches(parameters, bits(200))?.map(|count| count - 1);
            for quantity in predicted.iter_mut().filter(|quantity| quantity.name == "branches") {
                quantity.answer = Answer::count(count);
            }
            Ok(predicted)
        };
    let report = only_case(&Claim { cases: CASES, predict: planted, ..r4() });
    assert!(report.verdict.is_refuted(), "{}", report.verdict);
}

#[test]
fn the_first_thresholds_are_those_of_two_three_and_the_roots_of_a_cubic() {
    let threshold =
        |memories| reduced_threshold(&ring(memories, ratio(1, 1), Rational::new()), bits(256)).unwrap().unwrap();
    assert!(threshold(2).contains(&Interval::from_integer(2, bits(256))));
    assert!(threshold(3).contains(&Interval::from_integer(3, bits(256))));
    // At P = 4 the minimiser solves 2 q^3 + q^2 = 1, and K = 1/q + 1 + q + q^2.
    let k = threshold(4);
    assert!(k.digits(60) >= 60);
    let text = k.to_rounded_decimal(12).unwrap();
    assert_eq!(text, "3.61071861328");
}

#[test]
fn self_couplings_beyond_one_sustain_nothing() {
    for rho in [ratio(1, 1), ratio(-1, 1), ratio(3, 2)] {
        assert!(reduced_threshold(&ring(5, ratio(1, 1), rho), bits(128)).unwrap().is_none());
    }
    assert!(reduced_threshold(&Parameters::new(ratio(5, 1)).unwrap(), bits(128)).is_err(), "a chain has no ring");
}

#[test]
fn two_memories_below_their_threshold_accumulate_and_those_above_it_do_not() {
    let start = [ratio(2, 1), ratio(1, 1)];
    let run = |gain| {
        LimitSystem::new(ring(2, gain, Rational::new())).run(
            &start.each_ref().map(|x| Interval::from_rational(x, bits(400))),
            400,
            bits(400),
        )
    };
    assert_eq!(run(ratio(3, 2)).unwrap().outcome, Outcome::Accumulating);
    assert_eq!(run(ratio(5, 2)).unwrap().transitions.len(), 400);
    let total = accumulation_time(&ring(2, ratio(3, 2), Rational::new()), &ratio(2, 1), bits(256)).unwrap();
    assert!(total.digits(60) >= 60);
    assert!(accumulation_time(&ring(2, ratio(5, 2), Rational::new()), &ratio(2, 1), bits(256)).is_err());
}

#[test]
fn predictions_are_as_recorded() {
    let thresholds = [(2, 0), (3, 0), (4, 0), (5, 0), (8, 0), (16, 0), (64, 0), (5, 1), (5, -1), (3, -2)].map(
        |(memories, tenths)| {
            let parameters = ring(memories, ratio(1, 1), ratio(tenths, 10));
            let value = thirty_digits(|precision| Ok(reduced_threshold(&parameters, precision)?.unwrap()));
            [memories.to_string(), format!("{tenths}/10"), value]
        },
    );
    let cycled =
        [(2, 5, 2), (3, 4, 1), (4, 37, 10), (5, 39, 10), (5, 6, 1), (12, 5, 1)].map(|(memories, above, below)| {
            let parameters = ring(memories, ratio(above, below), Rational::new());
            let of = |pick: fn(escapement::theorems::ring::predictor::Cycle) -> Interval| {
                thirty_digits(|precision| Ok(pick(cycles(&parameters, precision)?.0.unwrap())))
            };
            [memories.to_string(), format!("{above}/{below}"), of(|cycle| cycle.saliency), of(|cycle| cycle.dwell)]
        });
    SUITE.snapshots().bind(|| {
        insta::assert_snapshot!(
            "predictions",
            format!(
                "{}\n\n{}",
                table(["memories", "self-coupling", "threshold K"], &thresholds),
                table(["memories", "gain", "saliency on the cycle", "dwell on the cycle"], &cycled)
            )
        );
    });
}
