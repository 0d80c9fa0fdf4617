//! Properties of removed self-synapses: the sum of all saliencies, the threshold and its limits, the lock.

use crate::support::{Checked, Suite, agree, between, bits, digits, self_coupling, slope, table, thirty_digits};
use escapement::model::{LimitSystem, Outcome, Parameters, Topology};
use escapement::numerics::rational::{power, ratio};
use escapement::numerics::{Certainty, Interval};
use escapement::theorems::finite_size::predictor::{
    exact_gain_threshold, fewest_neurons, first_dwell, gain_threshold, is_locked, lock_gain, stable_cycle,
};
use escapement::theorems::ring::predictor::handover;
use escapement::theorems::ring::simulation::simulate_growth;
use proptest::prelude::*;
use rug::Rational;

const SUITE: Suite = Suite { id: "finite_size", regressions: "fixtures/regressions/finite_size.txt" };

fn any_topology() -> BoxedStrategy<Topology> {
    prop_oneof![Just(Topology::Chain), (2usize..=12).prop_map(Topology::Ring)].boxed()
}

fn parameters(gain: Rational, rho: Rational, topology: Topology, neurons: Option<u64>) -> Parameters {
    let chain = Parameters::new(gain).unwrap().with_self_coupling(rho);
    chain.with_topology(topology).unwrap().with_neurons(neurons).unwrap()
}

#[test]
fn the_sum_of_all_saliencies_relaxes_at_the_rate_of_the_dwells() {
    let saliencies = prop::collection::vec(between(ratio(0, 1), ratio(2, 1)), 5);
    let cases = (between(ratio(3, 1), ratio(9, 1)), between(ratio(-1, 3), ratio(1, 10)), 12u64..=512, saliencies);
    SUITE.property(cases, |(gain, rho, neurons, mut saliencies)| -> Checked {
        saliencies[0] = ratio(8, 1);
        let ring = parameters(gain.clone(), rho.clone(), Topology::Ring(5), Some(neurons));
        let after = handover::<Rational>(&ring, &saliencies, 0)?;
        let Some(after) = after else { return Err(TestCaseError::fail("never left")) };
        let rest = gain * (Rational::from(1) + rho);
        let (before, later): (Rational, Rational) = (saliencies.iter().sum(), after.saliencies.iter().sum());
        prop_assert_eq!(later - &rest, (before - &rest) * after.decay);
        Ok(())
    });
}

#[test]
fn the_first_dwell_is_that_of_the_flow() {
    let saliencies =
        (between(ratio(3, 1), ratio(9, 1)), between(ratio(0, 1), ratio(2, 1)), between(ratio(0, 1), ratio(1, 1)));
    let cases = (between(ratio(3, 1), ratio(9, 1)), self_coupling(), saliencies, 0..=3usize, 24u64..=4096);
    SUITE.property(cases, |(gain, rho, (saliency, successor, others), given, neurons)| -> Checked {
        let chain = parameters(gain, rho / 9u32, Topology::Chain, Some(neurons));
        let start = &[saliency, successor, others][..given.max(1)];
        let run = LimitSystem::new(chain.clone()).run_to_digits(start, 1, digits(60))?;
        let dwell = first_dwell(&chain, start, bits(300))?;
        agree(&dwell.time, &run.transitions[0].dwell, 59)?;
        agree(&Interval::from_rational(&dwell.next, bits(300)), &run.transitions[0].saliency, 59)
    });
}

#[test]
fn fewer_neurons_need_a_larger_gain_and_infinitely_many_that_of_the_whole_network() {
    let cases = (self_coupling(), any_topology(), 48u64..=1000, slope());
    SUITE.property(cases, |(rho, topology, neurons, slope)| -> Checked {
        let at = |neurons: Option<u64>| -> escapement::Result<Option<Interval>> {
            gain_threshold(
                &parameters(ratio(1, 1), rho.clone(), topology, neurons).with_slope(slope.clone())?,
                bits(200),
            )
        };
        let (Some(kept), Some(many), Some(large)) = (at(None)?, at(Some(neurons + 1))?, at(Some(1 << 40))?) else {
            return Err(TestCaseError::fail("some gain suffices"));
        };
        prop_assert_eq!(kept.less(&many), Certainty::Certainly);
        if let Some(few) = at(Some(neurons))? {
            prop_assert_eq!(many.less(&few), Certainty::Certainly);
        }
        prop_assert_eq!(
            (&large - &kept).less(&Interval::from_rational(&power(10, -9), bits(200))),
            Certainty::Certainly
        );
        Ok(())
    });
}

#[test]
fn a_cycle_is_handed_on_unchanged_and_exists_above_the_threshold_only() {
    let cases = (between(ratio(-1, 2), ratio(1, 10)), any_topology(), 48u64..=1000, 2i32..=20);
    SUITE.property(cases, |(rho, topology, neurons, exponent)| -> Checked {
        let unit = parameters(ratio(1, 1), rho.clone(), topology, Some(neurons));
        let threshold = gain_threshold(&unit, bits(256))?.and_then(|threshold| threshold.midpoint().to_rational());
        let Some(threshold) = threshold else { return Err(TestCaseError::fail("some gain suffices")) };
        let at = |sign: i32| {
            let gain = &threshold * (Rational::from(1) + power(10, -exponent) * sign);
            parameters(gain, rho.clone(), topology, Some(neurons))
        };
        prop_assert!(stable_cycle(&at(-1), bits(256))?.is_none());
        let Some(cycle) = stable_cycle(&at(1), bits(256))? else { return Err(TestCaseError::fail("no cycle")) };
        prop_assert!(simulate_growth(&at(1), &cycle.saliency)?.contains_zero());
        Ok(())
    });
}

#[test]
fn the_papers_chain_needs_five_neurons() {
    let threshold = |neurons| {
        exact_gain_threshold(&parameters(ratio(1, 1), Rational::new(), Topology::Chain, Some(neurons))).unwrap()
    };
    assert_eq!(threshold(4), None);
    assert_eq!(threshold(5), Some(ratio(20, 1)));
    assert_eq!(threshold(64), Some(ratio(256, 60)));
    let fewest =
        fewest_neurons(&parameters(ratio(1, 1), Rational::new(), Topology::Chain, None), bits(64)).unwrap().unwrap();
    assert!(fewest.contains(&Interval::from_integer(4, bits(64))));
}

#[test]
fn memories_lock_at_the_lock_gain_and_beyond_it() {
    let cases = (between(ratio(1, 4), ratio(4, 5)), 12u64..=1000, 1i32..=40);
    SUITE.property(cases, |(rho, neurons, exponent)| -> Checked {
        let Some(lock) = lock_gain(&parameters(ratio(1, 1), rho.clone(), Topology::Chain, Some(neurons))) else {
            return Err(TestCaseError::fail("some gain locks"));
        };
        for (offset, locked) in [(power(10, -exponent), true), (Rational::new(), true), (-power(10, -exponent), false)]
        {
            let chain = parameters(&lock * (Rational::from(1) + offset), rho.clone(), Topology::Chain, Some(neurons));
            prop_assert_eq!(is_locked(&chain).holds(), locked);
            let system = LimitSystem::new(chain);
            let run = system.run(&system.start(&[&lock * ratio(4, 1)], bits(250))?, 1, bits(250))?;
            prop_assert_eq!(run.outcome == Outcome::Locked, locked);
        }
        Ok(())
    });
}

#[test]
fn predictions_are_as_recorded() {
    let cases = [(None, 5, 0), (None, 64, 0), (None, 64, -3), (Some(3), 16, 0), (Some(8), 64, 2), (Some(16), 1024, 0)];
    let rows = cases.map(|(memories, neurons, tenths)| {
        let topology = memories.map_or(Topology::Chain, Topology::Ring);
        let unit = parameters(ratio(1, 1), ratio(tenths, 10), topology, Some(neurons));
        let threshold = thirty_digits(|precision| Ok(gain_threshold(&unit, precision)?.unwrap()));
        let above = parameters(ratio(25, 1), ratio(tenths, 100), topology, Some(neurons));
        let dwell = thirty_digits(|precision| Ok(stable_cycle(&above, precision)?.unwrap().dwell));
        let memories = memories.map_or_else(|| "chain".to_owned(), |memories| memories.to_string());
        [memories, neurons.to_string(), format!("{tenths}/10"), threshold, dwell]
    });
    SUITE.snapshots().bind(|| {
        insta::assert_snapshot!(
            "predictions",
            table(["memories", "neurons", "self-coupling", "gain threshold", "dwell at gain 25, a tenth of it"], &rows)
        );
    });
}
