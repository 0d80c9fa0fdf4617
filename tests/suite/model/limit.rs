//! The singular-limit system: every way a run can end, rings and chains, and what it refuses.

use crate::support::bits;
use escapement::Error;
use escapement::model::{LimitSystem, Outcome, Parameters, Run, Topology, interval_start, reasoning_matrix};
use escapement::numerics::rational::{power, ratio};
use escapement::numerics::{Digits, Guarantee, Interval};
use rug::Rational;

fn chain(gain: &Rational) -> Parameters {
    Parameters::new(gain.clone()).unwrap()
}

fn ring(gain: &Rational, memories: usize) -> Parameters {
    chain(gain).with_topology(Topology::Ring(memories)).unwrap()
}

fn run(parameters: Parameters, start: &[Rational], transitions: usize) -> Run {
    LimitSystem::new(parameters).run_to_digits(start, transitions, Digits::new(40).unwrap()).unwrap()
}

#[test]
fn a_chain_above_the_threshold_makes_every_transition_asked_for() {
    let run = run(chain(&ratio(5, 1)), &[ratio(3, 1)], 25);
    assert_eq!(run.outcome, Outcome::Active);
    assert_eq!(run.transitions.len(), 25);
    for (k, transition) in run.transitions.iter().enumerate() {
        assert_eq!((transition.index, transition.from, transition.to), (k + 1, k, k + 1));
    }
}

#[test]
fn a_chain_below_the_threshold_collapses_and_a_start_without_memory_has_already() {
    let collapsed = run(chain(&ratio(3, 1)), &[ratio(10, 1)], 100);
    assert_eq!(collapsed.outcome, Outcome::Collapsed);
    assert!(collapsed.transitions.len() > 1);
    let nothing = run(chain(&ratio(3, 1)), &[ratio(1, 2)], 100);
    assert_eq!((nothing.outcome, nothing.transitions.len()), (Outcome::Collapsed, 0));
}

#[test]
fn a_memory_that_drives_itself_enough_is_locked_with_and_without_self_synapses() {
    let coupled = |rho: Rational| chain(&ratio(5, 1)).with_self_coupling(rho);
    assert_eq!(run(coupled(ratio(1, 5)), &[ratio(3, 1)], 3).outcome, Outcome::Locked);
    assert_eq!(run(coupled(ratio(1, 5) - power(10, -30)), &[ratio(3, 1)], 1).outcome, Outcome::Active);
    // Without self-synapses the condition is g kappa (rho - (1 + rho)/N) >= 1: at N = 16 rho = 1/5 no longer locks.
    let bare = coupled(ratio(1, 5)).with_neurons(Some(16)).unwrap();
    assert_ne!(run(bare, &[ratio(3, 1)], 1).outcome, Outcome::Locked);
    let locked = coupled(ratio(1, 3)).with_neurons(Some(16)).unwrap();
    assert_eq!(run(locked, &[ratio(3, 1)], 1).outcome, Outcome::Locked);
}

#[test]
fn transitions_that_accumulate_are_an_outcome_and_not_a_hang() {
    // Two memories, 1 < kappa < 2: Z - 1 shrinks by kappa - 1 or more at every transition, in a finite time.
    let system = LimitSystem::new(ring(&ratio(3, 2), 2));
    let start = system.start(&[ratio(2, 1), ratio(1, 1)], bits(160)).unwrap();
    let run = system.run(&start, 1_000_000, bits(160)).unwrap();
    assert_eq!(run.outcome, Outcome::Accumulating);
    assert!(run.transitions.len() < 200, "{}", run.transitions.len());
    let [.., before, last] = &run.transitions[..] else { panic!("no transitions") };
    assert!(last.dwell.upper() < before.dwell.lower());
    // At kappa = 2 and above the same ring goes on.
    assert_eq!(self::run(ring(&ratio(5, 2), 2), &[ratio(2, 1)], 40).outcome, Outcome::Active);
}

#[test]
fn a_saliency_that_lands_on_the_threshold_is_marginal_and_a_hair_to_either_side_is_not() {
    // kappa (1 - 1/Z) = 1 at Z = kappa/(kappa - 1).
    let start = ratio(3, 2);
    let fate = |offset: Rational| run(chain(&ratio(3, 1)), &[(&start + offset)], 1).outcome;
    assert_eq!(fate(Rational::new()), Outcome::Marginal);
    assert_eq!(fate(power(10, -60)), Outcome::Active);
    assert_eq!(fate(-power(10, -60)), Outcome::Collapsed);
}

#[test]
fn a_rival_that_exists_beside_the_successor_makes_the_entry_ambiguous() {
    let start = [ratio(2, 1), ratio(0, 1), ratio(9, 1)];
    let run = run(ring(&ratio(6, 1), 3), &start, 5);
    assert_eq!((run.outcome, run.transitions.len()), (Outcome::Ambiguous, 1));
}

#[test]
fn a_rival_on_the_threshold_itself_decides_nothing() {
    // Memory 2 stands where no enclosure can tell whether it exists when memory 0 is left: at 1 after a decay by 2.
    let system = LimitSystem::new(ring(&ratio(6, 1), 3));
    let precision = bits(128);
    let start = system.start(&[ratio(2, 1), ratio(0, 1), ratio(2, 1)], precision).unwrap();
    assert!(matches!(system.run(&start, 1, precision), Err(Error::Undecided { .. })));
}

#[test]
fn an_end_that_leaves_open_what_comes_next_is_no_answer() {
    let decided = |start: &[Rational], parameters| run(parameters, start, 1).decided();
    assert!(decided(&[ratio(3, 2)], chain(&ratio(3, 1))).is_err(), "marginal");
    assert!(decided(&[ratio(2, 1), ratio(0, 1), ratio(9, 1)], ring(&ratio(6, 1), 3)).is_err(), "ambiguous");
    let proved = decided(&[ratio(3, 1)], chain(&ratio(5, 1))).unwrap();
    assert_eq!((*proved.value(), proved.guarantee()), (Outcome::Active, Guarantee::Rigorous));
    let seen = self::run(ring(&ratio(3, 2), 2), &[ratio(2, 1), ratio(1, 1)], 10_000).decided().unwrap();
    assert_eq!((*seen.value(), seen.guarantee()), (Outcome::Accumulating, Guarantee::Numerical));
}

#[test]
fn a_ring_remembers_what_a_chain_forgets() {
    // After one turn of three the first memory comes back with saliency left over: Z_3 = kappa (1 - 1/Z_2) + 1/(Z_2 Z_1).
    let (gain, first) = (ratio(5, 1), ratio(3, 1));
    let ringed = run(ring(&gain, 3), std::slice::from_ref(&first), 4);
    let chained = run(chain(&gain), &[first], 4);
    for k in 0..2 {
        assert!(ringed.transitions[k].saliency.overlaps(&chained.transitions[k].saliency), "transition {k}");
    }
    let z = |k: usize| ringed.transitions[k - 1].saliency.clone();
    let precision = z(1).precision();
    let one = Interval::from_integer(1, precision);
    let decay = |z: &Interval| one.divide(z).unwrap();
    let fresh = &Interval::from_rational(&gain, precision) * &(&one - &decay(&z(2)));
    let left_over = &decay(&z(2)) * &decay(&z(1));
    assert!(z(3).overlaps(&(&fresh + &left_over)));
    assert!(!z(3).overlaps(&fresh));
}

#[test]
fn the_multiplier_is_the_slope_of_the_handover() {
    // d/dZ of kappa (1 - 1/Z) is kappa/Z^2.
    let system = LimitSystem::new(chain(&ratio(5, 1)));
    let precision = bits(200);
    let start = interval_start(&system, &Interval::from_integer(3, precision)).unwrap();
    let (next, multiplier) = system.handover_with_multiplier(&start, precision).unwrap();
    assert!(next.contains_rational(&ratio(10, 3)) && next.digits(60) >= 50, "{next}");
    assert!(multiplier.contains_rational(&ratio(5, 9)) && multiplier.digits(60) >= 50, "{multiplier}");
}

#[test]
fn times_scale_with_the_slow_time_constant_and_saliencies_do_not() {
    let slow = chain(&ratio(5, 1)).with_slow_time_constant(ratio(7, 2)).unwrap();
    let (slow, unit) = (run(slow, &[ratio(3, 1)], 3), run(chain(&ratio(5, 1)), &[ratio(3, 1)], 3));
    for (slow, unit) in slow.transitions.iter().zip(&unit.transitions) {
        let factor = Interval::from_rational(&ratio(7, 2), unit.time.precision());
        assert!(slow.time.overlaps(&(&unit.time * &factor)));
        assert!(slow.saliency.overlaps(&unit.saliency));
    }
}

#[test]
fn the_reasoning_matrix_drives_the_successor_and_the_memory_itself() {
    let parameters = chain(&ratio(6, 1)).with_self_coupling(ratio(1, 2));
    let drive = |parameters: &Parameters, memory: usize| -> Vec<Rational> {
        reasoning_matrix(parameters).column(memory).iter().cloned().collect()
    };
    assert_eq!(drive(&parameters, 0), [ratio(3, 1), ratio(6, 1), ratio(0, 1)]);
    let ringed = parameters.with_topology(Topology::Ring(4)).unwrap();
    assert_eq!(drive(&ringed, 3), [ratio(6, 1), ratio(0, 1), ratio(0, 1), ratio(3, 1)]);
}

#[test]
fn what_is_not_a_model_is_refused_by_the_name_of_the_argument() {
    let argument = |result: Result<Parameters, Error>| match result {
        Err(Error::Domain { argument, .. }) => argument,
        other => panic!("{other:?}"),
    };
    let good = || chain(&ratio(5, 1));
    assert_eq!(argument(Parameters::new(ratio(0, 1))), "gain");
    assert_eq!(argument(good().with_slope(ratio(-1, 1))), "slope");
    assert_eq!(argument(good().with_slow_time_constant(ratio(0, 1))), "slow time constant");
    assert_eq!(argument(good().with_topology(Topology::Ring(1))), "memories");
    assert_eq!(argument(good().with_neurons(Some(1))), "neurons");
    assert_eq!(argument(ring(&ratio(5, 1), 9).with_neurons(Some(8))), "neurons");
    let system = LimitSystem::new(good());
    assert!(matches!(system.start(&[ratio(-1, 1)], bits(64)), Err(Error::Domain { argument: "saliency", .. })));
    let short = vec![Interval::from_integer(2, bits(64)); 2];
    for error in [
        system.run(&short, 1, bits(64)).err(),
        system.rest(&short, &ratio(1, 1), bits(64)).err(),
        system.handover_with_multiplier(&short, bits(64)).err(),
    ] {
        assert!(matches!(error, Some(Error::Domain { argument: "state", .. })), "{error:?}");
    }
    let too_many = vec![ratio(1, 1); 4];
    assert!(matches!(system.start(&too_many, bits(64)), Err(Error::Domain { argument: "saliencies", .. })));
}

/// The crossing comes after a small part of a step, far from the size of the state: its bracket used to be approached to within
/// the state's own rounding error, where no side could be told.
#[test]
fn a_memory_a_hair_above_the_threshold_is_left_at_once() {
    for exponent in [10, 16, 20, 60, 120] {
        let hair = escapement::numerics::rational::power(2, -exponent);
        let run = run(chain(&ratio(5, 1)), &[hair + 1u32], 1);
        assert_eq!(run.outcome, Outcome::Collapsed);
        let saliency =
            Interval::from_rational(&(escapement::numerics::rational::power(2, -exponent) + 1u32), bits(256));
        assert!(run.transitions[0].dwell.overlaps(&saliency.ln().unwrap()), "2^-{exponent}");
    }
}
