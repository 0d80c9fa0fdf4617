//! Properties of wide couplings: the law against those it generalises, the cycles against the flow, the book-keeping, and ties.

use crate::support::{Checked, Suite, agree, between, bits, digits, self_coupling, slope, table, thirty_digits};
use escapement::evidence::{Campaign, Check, Claim};
use escapement::model::{CoupledSystem, Couplings, LimitSystem, Outcome, Parameters, Topology};
use escapement::numerics::rational::{power, ratio};
use escapement::numerics::{Certainty, Guarantee, Interval};
use escapement::theorems::couplings::cases::{Edge, Start};
use escapement::theorems::couplings::claims::{k1, k3};
use escapement::theorems::couplings::predictor::closed::{exponential_threshold, pair_threshold};
use escapement::theorems::couplings::predictor::sequence::follow;
use escapement::theorems::couplings::predictor::{Decay, Law, Minimum, Order, Threshold};
use escapement::theorems::couplings::simulation::simulate_run;
use escapement::theorems::ring::predictor::reduced_threshold;
use proptest::prelude::*;
use rug::Rational;

const SUITE: Suite = Suite { id: "couplings", regressions: "fixtures/regressions/couplings.txt" };

fn list<const N: usize>(numbers: [(i64, i64); N]) -> Couplings {
    Couplings::new(numbers.map(|(above, below)| ratio(above, below)).to_vec()).unwrap()
}

fn attained(couplings: &Couplings, topology: Topology, precision: u32) -> Threshold {
    match Law::new(couplings, topology).threshold(bits(precision)).unwrap() {
        Minimum::Attained(threshold) => threshold,
        other => panic!("{couplings}: {other:?}"),
    }
}

fn parameters(gain: Rational, topology: Topology) -> Parameters {
    Parameters::new(gain).unwrap().with_topology(topology).unwrap()
}

fn topology() -> BoxedStrategy<Topology> {
    prop_oneof![Just(Topology::Chain), (2usize..=9).prop_map(Topology::Ring)].boxed()
}

/// Two to six coefficients, the successor's positive.
fn couplings() -> BoxedStrategy<Couplings> {
    let beyond = prop::collection::vec(between(ratio(-1, 2), ratio(1, 2)), 0..=4);
    (between(ratio(-1, 5), ratio(1, 5)), between(ratio(3, 4), ratio(2, 1)), beyond)
        .prop_map(|(own, first, beyond)| Couplings::new([vec![own, first], beyond].concat()).unwrap())
        .boxed()
}

#[test]
fn self_coupling_and_successor_alone_give_the_thresholds_of_chains_and_rings() {
    SUITE.property((self_coupling(), 2usize..=40), |(rho, memories)| -> Checked {
        let nearest = Couplings::nearest(rho.clone());
        let chain = attained(&nearest, Topology::Chain, 256);
        // Of C = rho + q the minimum is at q = (1 - rho)/2: rational, and found to be so.
        prop_assert_eq!(chain.exact, Some(crate::support::critical(&rho)));
        let ring = attained(&nearest, Topology::Ring(memories), 256);
        let known = parameters(ratio(1, 1), Topology::Ring(memories)).with_self_coupling(rho);
        let Some(known) = reduced_threshold(&known, bits(256))? else {
            return Err(TestCaseError::fail("some gain sustains it"));
        };
        agree(&ring.gain, &known, 60)?;
        prop_assert_eq!(
            *Law::new(&nearest, Topology::Chain).order_at(&attained(&nearest, Topology::Chain, 256))?.value(),
            Order::Kept
        );
        Ok(())
    });
}

#[test]
fn no_decay_has_a_cycle_below_the_threshold_and_more_bits_find_the_same() {
    SUITE.property(
        (couplings(), topology(), between(ratio(1, 1000), ratio(999, 1000))),
        |(list, topology, q)| -> Checked {
            let (threshold, finer) = (attained(&list, topology, 160), attained(&list, topology, 320));
            agree(&threshold.gain, &finer.gain, 40)?;
            let sum = list.on(topology).iter().rev().fold(Rational::new(), |sum, coefficient| sum * &q + coefficient);
            let turns = match topology {
                Topology::Chain => Rational::from(1 - &q).recip(),
                Topology::Ring(memories) => (0..memories).fold(Rational::new(), |sum, _| sum * &q + 1u32),
            };
            if sum > 0 {
                let gain = Interval::from_rational(&(turns / sum), bits(160));
                prop_assert_ne!(threshold.gain.greater(&gain), Certainty::Certainly);
            }
            Ok(())
        },
    );
}

#[test]
fn the_unit_of_the_couplings_is_that_of_the_gain() {
    SUITE.property((couplings(), topology(), between(ratio(1, 4), ratio(4, 1))), |(list, topology, unit)| -> Checked {
        let scaled = list.coefficients().iter().map(|coefficient| Rational::from(coefficient * &unit)).collect();
        let scaled = attained(&Couplings::new(scaled)?, topology, 256).gain * &unit;
        agree(&scaled, &attained(&list, topology, 256).gain, 60)
    });
}

#[test]
fn the_cycles_of_the_law_are_those_of_the_flow() {
    let cases = (couplings(), topology(), between(ratio(3, 2), ratio(6, 1)), slope());
    SUITE.property(cases, |(list, topology, k, slope)| -> Checked {
        let law = Law::new(&list, topology);
        let own = list.on(topology).swap_remove(0);
        if Rational::from(&k * &own) >= 1 {
            return Ok(());
        }
        let predicted = law.cycles(&k, bits(256))?;
        let parameters = parameters(Rational::from(&k / &slope), topology).with_slope(slope.clone())?;
        let found = CoupledSystem::new(parameters, &list)?.steady_cycles(bits(256))?;
        prop_assert_eq!(found.guarantee(), Guarantee::Rigorous);
        prop_assert_eq!(found.value().len(), predicted.len());
        for (decay, cycle) in predicted.iter().zip(found.value().iter().rev()) {
            agree(&law.saliency(&k, decay, bits(256))?, &(&cycle.saliency * &slope), 50)?;
            let dwell = -decay.enclosure(bits(256)).ln()?;
            agree(&dwell, &cycle.dwell, 50)?;
        }
        Ok(())
    });
}

#[test]
fn the_closed_form_of_a_second_successor_is_the_minimum() {
    SUITE.property(between(ratio(-99, 100), ratio(6, 1)), |second| -> Checked {
        let list = Couplings::new(vec![Rational::new(), ratio(1, 1), second.clone()])?;
        let threshold = attained(&list, Topology::Chain, 256);
        let (decay, gain) = pair_threshold::<Interval>(&second, bits(256))?;
        agree(&threshold.gain, &gain, 60)?;
        agree(&threshold.decays[0].enclosure(bits(256)), &decay, 60)?;
        // In order iff b (1 - q) < 1.
        let kept = *Law::new(&list, Topology::Chain).order_at(&threshold)?.value() == Order::Kept;
        let rest = (-decay + 1) * &second;
        prop_assert_eq!(kept, rest.above(&ratio(1, 1)) == Certainty::CertainlyNot);
        Ok(())
    });
}

#[test]
fn a_long_list_of_exponential_range_tends_to_the_closed_form() {
    SUITE.property(between(ratio(0, 1), ratio(1, 2)), |range| -> Checked {
        let powers = std::iter::successors(Some(ratio(1, 1)), |last| Some(Rational::from(last * &range)));
        let list = Couplings::new(std::iter::once(Rational::new()).chain(powers.take(60)).collect())?;
        let (cut, whole) =
            (attained(&list, Topology::Chain, 128).gain, exponential_threshold::<Interval>(&range, bits(128))?);
        // What is cut off only drives: the threshold of the list lies above, by less than its tail.
        let excess = cut - whole;
        prop_assert!(*excess.upper() >= 0 && *excess.upper() < power(2, -50), "{excess}");
        Ok(())
    });
}

#[test]
fn the_book_keeping_is_the_flow() {
    let topology = prop_oneof![Just(Topology::Chain), (3usize..=7).prop_map(Topology::Ring)];
    let cases = (couplings(), topology, between(ratio(5, 2), ratio(9, 2)), between(ratio(3, 2), ratio(6, 1)));
    SUITE.property(cases, |(list, topology, gain, saliency)| -> Checked {
        let own = list.on(topology).swap_remove(0);
        if Rational::from(&gain * &own) >= 1 {
            return Ok(());
        }
        let start = Start {
            parameters: parameters(gain, topology),
            couplings: list,
            saliencies: vec![saliency],
            transitions: 8,
        };
        let run = simulate_run(&start, digits(40))?;
        if matches!(run.outcome, Outcome::Ambiguous | Outcome::Marginal) {
            return Ok(());
        }
        let count = run.transitions.len();
        let (sequence, _) = follow(&start.parameters, &start.couplings, &start.saliencies, count, bits(400))?;
        let Some(last) = run.transitions.last() else { return Err(TestCaseError::fail("never left")) };
        prop_assert_eq!((sequence.transitions(), sequence.retrieved()), (count, last.to));
        agree(sequence.saliency(), &last.saliency, 39)
    });
}

#[test]
fn self_coupling_and_successor_alone_run_as_the_plain_chain_does() {
    SUITE.property(
        (between(ratio(2, 1), ratio(8, 1)), between(ratio(3, 2), ratio(6, 1))),
        |(gain, saliency)| -> Checked {
            let (plain, start) = (parameters(gain, Topology::Chain), [saliency]);
            let coupled = CoupledSystem::new(plain.clone(), &Couplings::nearest(Rational::new()))?;
            let (one, other) = (
                coupled.run_to_digits(&start, 6, digits(40))?,
                LimitSystem::new(plain).run_to_digits(&start, 6, digits(40))?,
            );
            prop_assert_eq!((one.outcome, one.transitions.len()), (other.outcome, other.transitions.len()));
            for (a, b) in one.transitions.iter().zip(&other.transitions) {
                prop_assert_eq!((a.from, a.to), (b.from, b.to));
                agree(&a.time, &b.time, 39)?;
                agree(&a.saliency, &b.saliency, 39)?;
            }
            Ok(())
        },
    );
}

#[test]
fn thresholds_are_those_that_were_found_in_double_precision() {
    // By simulations on either side of each, before this program could do so.
    for (couplings, known) in [
        (list([(0, 1), (1, 1), (3, 10)]), "3.46365187"),
        (list([(0, 1), (1, 1), (-3, 10)]), "4.67007085"),
        (list([(1, 10), (1, 1), (1, 5)]), "3.07153087"),
        (list([(-1, 10), (1, 1), (1, 2)]), "3.67259291"),
    ] {
        assert_eq!(
            attained(&couplings, Topology::Chain, 128).gain.to_rounded_decimal(9).unwrap(),
            known,
            "{couplings}"
        );
    }
}

#[test]
fn lists_without_a_threshold_are_told_apart() {
    let minimum = |couplings: &Couplings, topology| Law::new(couplings, topology).threshold(bits(128)).unwrap();
    for (couplings, topology, expected) in [
        (list([(2, 1), (1, 1)]), Topology::Chain, Minimum::Locked),
        (list([(1, 1), (1, 1)]), Topology::Chain, Minimum::Locked),
        (list([(1, 1), (1, 1), (1, 1)]), Topology::Ring(3), Minimum::Locked),
        (list([(0, 1), (-1, 1), (-1, 2)]), Topology::Chain, Minimum::Nowhere),
        (list([(-1, 1), (1, 1)]), Topology::Chain, Minimum::Nowhere),
        // C touches zero at q = 1/2 and is negative elsewhere.
        (list([(-1, 4), (1, 1), (-1, 1)]), Topology::Chain, Minimum::Nowhere),
        (list([(0, 1), (0, 1)]), Topology::Ring(4), Minimum::Nowhere),
    ] {
        assert_eq!(minimum(&couplings, topology), expected, "{couplings}");
    }
}

#[test]
fn coefficients_that_meet_on_a_ring_are_added_up() {
    // The fourth memory after the retrieved one of a ring of three is the next one.
    let (wide, folded) = (list([(0, 1), (1, 2), (0, 1), (0, 1), (1, 2)]), list([(0, 1), (1, 1)]));
    assert_eq!(attained(&wide, Topology::Ring(3), 128), attained(&folded, Topology::Ring(3), 128));
}

#[test]
fn ties_are_undecided_everywhere() {
    let tied = list([(1, 2), (1, 1), (2, 1)]);
    let threshold = attained(&tied, Topology::Chain, 128);
    assert_eq!(
        (threshold.exact.clone(), threshold.decays.clone()),
        (Some(ratio(4, 3)), vec![Decay::Exact(ratio(1, 2))])
    );
    assert_eq!(*Law::new(&tied, Topology::Chain).order_at(&threshold).unwrap().value(), Order::Tied);
    let equal = list([(0, 1), (1, 1), (1, 1)]);
    let system = CoupledSystem::new(parameters(ratio(5, 1), Topology::Chain), &equal).unwrap();
    let run = system.run_to_digits(&[ratio(3, 1)], 3, digits(20)).unwrap();
    assert_eq!((run.outcome, run.transitions.len()), (Outcome::Ambiguous, 1));
}

#[test]
fn a_chain_whose_order_breaks_at_its_threshold_skips_there_and_one_that_keeps_it_does_not() {
    for (second, step) in [((1, 2), 1), ((3, 1), 2)] {
        let couplings = list([(0, 1), (1, 1), second]);
        let gain = attained(&couplings, Topology::Chain, 128).gain.midpoint().to_rational().unwrap() * ratio(3, 2);
        let system = CoupledSystem::new(parameters(gain, Topology::Chain), &couplings).unwrap();
        let run = system.run_to_digits(&[ratio(6, 1)], 12, digits(20)).unwrap();
        let late = &run.transitions[run.transitions.len() - 1];
        assert_eq!(late.to - late.from, step, "{couplings}");
    }
}

#[test]
fn systems_refuse_what_they_do_not_cover() {
    let couplings = list([(0, 1), (1, 1)]);
    let small = parameters(ratio(5, 1), Topology::Chain).with_neurons(Some(64)).unwrap();
    assert!(CoupledSystem::new(small, &couplings).is_err());
    let own = parameters(ratio(5, 1), Topology::Chain).with_self_coupling(ratio(1, 10));
    assert!(CoupledSystem::new(own, &couplings).is_err());
    assert!(Couplings::new(vec![Rational::new(); 257]).is_err());
    let system = CoupledSystem::new(parameters(ratio(5, 1), Topology::Chain), &couplings).unwrap();
    assert!(system.start(&[ratio(-1, 1)], bits(64)).is_err());
    assert!(system.start(&[ratio(1, 1), ratio(1, 1), ratio(1, 1)], bits(64)).is_err());
}

#[test]
fn a_planted_mistake_is_refuted() {
    let small = Campaign { digits: digits(50), cases: 0, seed: 1 };
    let one = Claim {
        predict: |edge: &Edge, digits| {
            (k1().predict)(&Edge { couplings: Couplings::nearest(Rational::new()), ..edge.clone() }, digits)
        },
        ..k1()
    };
    assert!(one.check(&small).verdict.is_refuted());
    let other = Claim {
        predict: |start: &Start, digits| {
            (k3().predict)(&Start { couplings: Couplings::nearest(Rational::new()), ..start.clone() }, digits)
        },
        ..k3()
    };
    assert!(other.check(&small).verdict.is_refuted());
}

#[test]
fn predictions_are_as_recorded() {
    let lists = [
        (list([(0, 1), (1, 1), (3, 10)]), Topology::Chain),
        (list([(0, 1), (1, 1), (-3, 10)]), Topology::Chain),
        (list([(1, 10), (1, 1), (1, 5)]), Topology::Chain),
        (list([(-1, 10), (1, 1), (1, 2)]), Topology::Chain),
        (list([(0, 1), (1, 1), (1, 1)]), Topology::Chain),
        (list([(0, 1), (1, 1), (3, 1)]), Topology::Chain),
        (list([(0, 1), (2, 1), (0, 1), (1, 4), (-1, 8)]), Topology::Chain),
        (list([(0, 1), (1, 1), (3, 10)]), Topology::Ring(5)),
        (list([(1, 10), (1, 1), (1, 5), (-1, 5)]), Topology::Ring(4)),
        (list([(0, 1), (1, 1), (1, 2)]), Topology::Ring(12)),
    ];
    let rows = lists.map(|(couplings, topology)| {
        let order = Law::new(&couplings, topology).order_at(&attained(&couplings, topology, 256)).unwrap();
        let memories = if let Topology::Ring(memories) = topology { memories.to_string() } else { "chain".to_owned() };
        let threshold = thirty_digits(|precision| Ok(attained(&couplings, topology, precision.get()).gain));
        [couplings.to_string(), memories, threshold, order.value().word().to_owned()]
    });
    SUITE.snapshots().bind(|| {
        insta::assert_snapshot!("predictions", table(["couplings", "memories", "threshold K", "order"], &rows));
    });
}
