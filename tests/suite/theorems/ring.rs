//! Properties of rings: the recurrence against the flow, the minimum that is the threshold, the cycles on either side of it.

use crate::support::{
    Checked, Suite, agree, between, bits, digits, self_coupling, slope, table, thirty_digits, time_constant,
};
use escapement::model::{LimitSystem, Outcome, Parameters, Topology};
use escapement::numerics::rational::{power, ratio};
use escapement::numerics::{Certainty, Interval};
use escapement::theorems::ring::predictor::{
    accumulation_time, cycles, gain_threshold, handover, is_stable, reduced_threshold,
};
use escapement::theorems::ring::simulation::{simulate_growth, simulate_ring};
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
