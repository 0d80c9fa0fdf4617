//! The two-timescale network: its coordinates describe the same solutions, and small components keep their digits.

use crate::support::{Checked, Suite, oracle};
use escapement::model::{Activation, Memories, Network, Parameters, Retrieved, Topology, Trajectory, Until};
use escapement::numerics::rational::{parse, power, ratio};
use escapement::numerics::series::Floats;
use escapement::numerics::taylor::Settings;
use escapement::numerics::{Digits, Precision};
use proptest::prelude::*;
use rug::{Float, Rational};
use serde_json::Value;

const SUITE: Suite = Suite { id: "network", regressions: "fixtures/regressions/network.txt" };

fn ring(gain: Rational, memories: usize) -> Parameters {
    Parameters::new(gain).unwrap().with_topology(Topology::Ring(memories)).unwrap()
}

/// Largest difference of two runs in saliencies and overlaps.
fn difference(a: &Trajectory<Float>, b: &Trajectory<Float>) -> Float {
    let pairs = a.saliencies.iter().chain(&a.overlaps).zip(b.saliencies.iter().chain(&b.overlaps));
    pairs.map(|(a, b)| Float::with_val(64, a - b).abs()).fold(Float::new(64), |most, d| most.max(&d))
}

#[test]
fn the_reference_problem_is_met_to_its_last_digits() {
    let oracle = oracle("network");
    let problem = &oracle["B"];
    let number = |value: &Value| parse("oracle", value.as_str().unwrap()).unwrap();
    let numbers = |value: &Value| value.as_array().unwrap().iter().map(number).collect::<Vec<_>>();
    let memories = Memories::full(2).unwrap();
    let network = Network::new(ring(number(&problem["gain"]), 2), memories, number(&problem["epsilon"])).unwrap();
    let network = network.with_leak(number(&problem["leak"])).unwrap().with_activation(Activation::Tanh);
    let start = network.state(&numbers(&problem["initial"]["c"]), &numbers(&problem["initial"]["saliency"])).unwrap();
    let until = number(&problem["until"]);
    let run = network
        .run_to_digits(&start, &until, Until::Time, Digits::new(95).unwrap(), Settings::default(), |_, _| ())
        .unwrap();
    let mut expected = numbers(&problem["final"]["c"]);
    expected.extend(numbers(&problem["final"]["saliency"]));
    for (found, expected) in run.state.iter().zip(expected) {
        let error = (found.to_rational().unwrap() - expected).abs();
        assert!(error < power(10, -93), "off by {}", Float::with_val(53, error));
    }
    assert!(!run.crossings.is_empty());
}

/// A network with its coordinates to compare.
#[derive(Debug, Clone)]
struct Case {
    activation: Activation,
    neurons: usize,
    memories: usize,
    gain: Rational,
    leak: Rational,
    seed: u64,
}

fn cases() -> impl Strategy<Value = Case> {
    let activation = prop_oneof![
        3 => Just(Activation::HardTanh),
        1 => Just(Activation::Tanh),
        1 => Just(Activation::Erf),
        1 => (1u32..=5).prop_map(Activation::Power),
    ];
    let leak = prop_oneof![Just(Rational::new()), Just(ratio(1, 100))];
    (activation, 3u32..=6, 2usize..=4, 30i64..=90, leak, any::<u64>()).prop_map(
        |(activation, bits, memories, gain, leak, seed)| Case {
            activation,
            neurons: 1 << bits,
            memories,
            gain: ratio(gain, 10),
            leak,
            seed,
        },
    )
}

#[test]
fn span_classes_and_neurons_agree_to_the_working_precision() {
    SUITE.property(cases(), |case| -> Checked {
        let memories = Memories::sylvester(case.neurons, case.memories).unwrap();
        let network = Network::new(ring(case.gain.clone(), case.memories), memories.clone(), ratio(1, 10)).unwrap();
        let network = network.with_leak(case.leak.clone()).unwrap().with_activation(case.activation);
        let c: Vec<Rational> = (0..case.memories)
            .map(|mu| ratio(1 + (case.seed >> (4 * mu) & 15) as i64, if mu == 0 { 5 } else { 60 }))
            .collect();
        let alpha: Vec<Rational> =
            (0..case.memories).map(|mu| ratio(1 + (case.seed >> (16 + 4 * mu) & 15) as i64, 6)).collect();
        let arithmetic = Floats::new(Precision::bits(160).unwrap());
        let run = |network: &Network| {
            let start: Vec<Float> =
                network.state(&c, &alpha).unwrap().iter().map(|x| Float::with_val(160, x)).collect();
            network.run(&arithmetic, &start, &ratio(1, 2), Until::Time, Settings::default()).unwrap()
        };
        let span = run(&network);
        for other in [network.clone().by_neurons(&memories).unwrap(), network.clone().by_classes()] {
            let off = difference(&span, &run(&other));
            // 160 bits, less the growth of an error over five fast time constants.
            prop_assert!(off < Float::with_val(64, Float::i_exp(1, -120)), "{off} for {case:?}");
        }
        Ok(())
    });
}

#[test]
fn a_component_of_1e_300_keeps_its_digits_beside_one_of_order_one() {
    for activation in ["hardtanh", "tanh", "erf", "algebraic", "power:3", "power:4"] {
        let activation: Activation = activation.parse().unwrap();
        let final_component = |size: &Rational, bits: u32| {
            let network = Network::new(ring(ratio(6, 1), 2), Memories::full(2).unwrap(), ratio(1, 10)).unwrap();
            let network = network.with_activation(activation);
            let start = network.state(&[ratio(2, 1), size.clone()], &[ratio(3, 1), ratio(1, 2)]).unwrap();
            let start: Vec<Float> = start.iter().map(|x| Float::with_val(bits, x)).collect();
            let arithmetic = Floats::new(Precision::bits(bits).unwrap());
            let run = network.run(&arithmetic, &start, &ratio(1, 1), Until::Time, Settings::default()).unwrap();
            Float::with_val(bits, &run.state[1] / size)
        };
        // The small component obeys a linear equation, so twice as much stays twice as much, to all bits but a few.
        let (once, twice) = (final_component(&power(10, -300), 128), final_component(&(power(10, -300) * 2u32), 128));
        let exact = final_component(&power(10, -300), 512);
        let off = |x: &Float| Float::with_val(64, Float::with_val(600, x / &exact) - 1u32).abs();
        let bound = Float::with_val(64, Float::i_exp(1, -105));
        assert!(off(&once) < bound && off(&twice) < bound, "{activation}: {} {}", off(&once), off(&twice));
    }
}

#[test]
fn retrieved_memory_is_left_and_its_successor_entered() {
    let network = Network::new(ring(ratio(6, 1), 2), Memories::full(2).unwrap(), ratio(1, 64)).unwrap();
    let network = network.with_leak(ratio(1, 64)).unwrap();
    let start = network.state(&[ratio(3, 1), ratio(0, 1)], &[ratio(3, 1), ratio(0, 1)]).unwrap();
    let digits = Digits::new(30).unwrap();
    let run = network
        .run_to_digits(&start, &ratio(10, 1), Until::Transitions(2), digits, Settings::default(), |_, _| ())
        .unwrap();
    let path: Vec<_> = run.crossings.iter().map(|crossing| (crossing.from.memory, crossing.to)).collect();
    assert_eq!(path, [(0, Retrieved { memory: 1, sign: 1 }), (1, Retrieved { memory: 0, sign: 1 })]);
    // Near ln 3 = 1.0986, a little later.
    let time = run.crossings[0].time.to_f64();
    assert!((1.0986..1.25).contains(&time), "{time}");
}
