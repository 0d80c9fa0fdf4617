//! Properties of a single memory under a fixed input, over all activations and close to every threshold.

use crate::support::{
    Checked, Suite, agree, between, bits, digits, slope, table, thirty_digits, tight, time_constant, tiny,
};
use approx::{assert_abs_diff_eq, assert_relative_eq};
use escapement::evidence::Campaign;
use escapement::model::{Activation, Coordinates, Memories, Network, Until, Watched};
use escapement::numerics::field::FieldBuilder;
use escapement::numerics::rational::{power, ratio};
use escapement::numerics::series::{Doubles, Floats, Jet};
use escapement::numerics::taylor::{Settings, integrate};
use escapement::numerics::{Interval, Precision};
use escapement::theorems::memory::cases::{Path, Retrieval};
use escapement::theorems::memory::predictor::{amplitude, depth, energy, exists, growth, own_energy};
use escapement::theorems::memory::simulation::dissipation::{observe_passage, passage};
use escapement::theorems::memory::simulation::equilibria::{amplitudes, saturated_amplitude};
use escapement::theorems::memory::simulation::network;
use escapement::theorems::memory::simulation::stability::{is_attracting, spectrum};
use nalgebra::DMatrix;
use proptest::prelude::*;
use rug::{Float, Rational};

const SUITE: Suite = Suite { id: "memory", regressions: "fixtures/regressions/memory.txt" };

fn smooth() -> BoxedStrategy<Activation> {
    prop_oneof![
        Just(Activation::Tanh),
        Just(Activation::Erf),
        (1u32..=8).prop_map(Activation::Power),
        Just(Activation::Power(33)),
    ]
    .boxed()
}

fn any_activation() -> BoxedStrategy<Activation> {
    prop_oneof![1 => Just(Activation::HardTanh), 3 => smooth()].boxed()
}

/// A reduced saliency above the threshold: a hair, of order one, or large.
fn above() -> BoxedStrategy<Rational> {
    prop_oneof![
        1 => tiny(2, 30).prop_map(|gap| 1u32 + gap),
        3 => between(ratio(1001, 1000), ratio(6, 1)),
        1 => between(ratio(6, 1), ratio(40, 1)),
    ]
    .boxed()
}

/// A network of a few memories with the first one at the given reduced saliency.
fn retrieval(activation: BoxedStrategy<Activation>, first: BoxedStrategy<Rational>) -> BoxedStrategy<Retrieval> {
    let rivals = prop::collection::vec(between(ratio(0, 1), ratio(3, 1)), 1..5);
    let times = (between(ratio(1, 100), ratio(1, 5)), time_constant());
    (activation, first, rivals, slope(), 3u32..=5, times)
        .prop_map(|(activation, first, rivals, slope, bits, (timescale_ratio, slow_time_constant))| Retrieval {
            activation,
            neurons: 1 << bits,
            saliencies: std::iter::once(first).chain(rivals).map(|k| k / &slope).collect(),
            memory: 0,
            least: power(10, -3) / &slope,
            slope,
            timescale_ratio,
            slow_time_constant,
        })
        .boxed()
}

fn enclosed_amplitude(activation: Activation, k: &Rational, precision: u32) -> Interval {
    amplitude(activation, k, bits(precision)).expect("certified").expect("a memory")
}

// ---------------------------------------------------------------- closed forms

#[test]
fn the_amplitude_solves_its_equation_and_two_precisions_agree() {
    SUITE.property((any_activation(), above()), |(activation, k)| {
        let y = enclosed_amplitude(activation, &k, 512);
        agree(&y, &enclosed_amplitude(activation, &k, 768), 60)?;
        prop_assert!(y.positive() == escapement::numerics::Certainty::Certainly);
        let image = &Interval::from_rational(&k, bits(512)) * &activation.value(&y)?;
        agree(&y, &image, 60)?;
        prop_assert!(amplitude(activation, &(2u32 - k), bits(128))?.is_none());
        Ok(())
    });
}

#[test]
fn at_the_threshold_hardtanh_has_a_memory_and_nothing_else_does() {
    let one = ratio(1, 1);
    assert!(exists(Activation::HardTanh, &one).holds());
    SUITE.property(smooth(), |activation| {
        prop_assert!(!exists(activation, &one).holds());
        prop_assert!(amplitude(activation, &one, bits(64))?.is_none());
        Ok(())
    });
}

#[test]
fn the_own_direction_is_stable_and_the_amplitude_grows_with_the_saliency() {
    SUITE.property((any_activation(), above(), tiny(1, 6)), |(activation, k, more)| {
        let precision = bits(512);
        let (y, larger) = (enclosed_amplitude(activation, &k, 512), enclosed_amplitude(activation, &(&k + more), 512));
        prop_assert!(y.less(&larger) == escapement::numerics::Certainty::Certainly);
        let own = growth(activation, Some(&y), &Interval::from_rational(&k, precision))?;
        prop_assert!(own.upper() < &0 && own.lower() >= &-1, "{own}");
        Ok(())
    });
}

#[test]
fn a_power_hands_over_at_the_power_of_the_saliency() {
    // M2: g Psi'(g s) alpha_nu = 1 at g alpha_nu = (g alpha_mu)^(p + 1).
    SUITE.property((1u32..=8, above()), |(p, k)| {
        use rug::ops::Pow;
        let (activation, precision) = (Activation::Power(p), bits(512));
        let y = enclosed_amplitude(activation, &k, 512);
        let rival = Interval::from_rational(&Rational::from((&k).pow(p + 1)), precision);
        let rate = growth(activation, Some(&y), &rival)?;
        prop_assert!(rate.contains_zero());
        prop_assert!(rate.width() < Float::with_val(64, Float::i_exp(1, -300)), "{rate}");
        Ok(())
    });
}

/// `int_0^y t Psi'(t) dt` by the integrator.
fn integrated(activation: Activation, y: &Rational, precision: u32) -> Float {
    let mut field = FieldBuilder::new(2);
    let t = field.state(0);
    let steepness = activation.write_derivative(&mut field, t, activation.kinks().len());
    let (one, rate) = (field.constant(ratio(1, 1)), field.mul(t, steepness));
    let field = field.finish(vec![one, rate], vec![]);
    let start = [Float::new(precision), Float::new(precision)];
    let end = integrate(Floats::new(bits(precision)), &field, &start, y, &[], Settings::default()).expect("smooth");
    end.state[1].clone()
}

#[test]
fn the_own_energy_of_a_neuron_is_its_integral() {
    let argument = prop_oneof![tiny(1, 3), between(ratio(1, 100), ratio(5, 1)), Just(ratio(1, 1))];
    SUITE.property((smooth(), argument), |(activation, y)| {
        let closed = own_energy(activation, &Interval::from_rational(&y, bits(256)))?;
        tight(&closed, 60)?;
        let other = own_energy(activation, &Interval::from_rational(&Rational::from(-&y), bits(400)))?;
        prop_assert!(closed.overlaps(&other), "even, and the same at two precisions");
        let integral = integrated(activation, &y, 200);
        let off = Float::with_val(64, closed.midpoint() - &integral).abs();
        prop_assert!(off < Float::with_val(64, Float::i_exp(1, -180)), "{activation} at {y}: off by {off}");
        Ok(())
    });
}

#[test]
fn a_well_is_as_deep_as_the_energy_of_its_state() {
    SUITE.property(retrieval(any_activation(), above()), |r| {
        let precision = bits(400);
        let y = enclosed_amplitude(r.activation, &Rational::from(r.saliency() * &r.slope), 400);
        let patterns = Memories::sylvester(r.neurons, r.saliencies.len())?.patterns().clone();
        let signs: Vec<Vec<i8>> = patterns.row_iter().map(|row| row.iter().copied().collect()).collect();
        let received: Vec<Interval> =
            signs.iter().map(|signs| if signs[0] > 0 { y.clone() } else { -y.clone() }).collect();
        let [synapses, own] = energy(r.activation, &r.slope, &r.saliencies, (&received, &signs), precision)?;
        let well = depth(r.activation, &r.slope, &y)?;
        prop_assert!((&synapses + &own).overlaps(&well));
        if r.activation == Activation::HardTanh {
            prop_assert!(well.contains_rational(&((r.slope.clone().recip() - r.saliency()) / 2u32)));
        }
        Ok(())
    });
}

// ---------------------------------------------------------------- the network

/// The Jacobian of the network's equations of motion in doubles, column by column.
fn jacobian(r: &Retrieval, amplitude: f64) -> DMatrix<f64> {
    let network = network(r).unwrap();
    let (neurons, kinks) = (r.neurons, r.activation.kinks().len());
    let signs: Vec<i8> = network.units().iter().map(|unit| unit.signs[r.memory]).collect();
    let pieces: Vec<usize> = signs.iter().map(|&sign| if sign > 0 { kinks } else { 0 }).collect();
    let field = network.field(&pieces, Watched::Nothing).with_tangent();
    let inputs = network.state(&vec![Rational::new(); r.saliencies.len()], &r.saliencies).unwrap();
    let mut jet = Jet::new(&field, Doubles, 1);
    let mut jacobian = DMatrix::zeros(neurons, neurons);
    for column in 0..neurons {
        let positions = signs.iter().map(|&sign| amplitude * f64::from(sign));
        let state = positions.chain(inputs[neurons..].iter().map(Rational::to_f64));
        let state = state.chain((0..2 * neurons).map(|k| f64::from(u8::from(k == column))));
        jet.expand(&state.collect::<Vec<f64>>(), 0).unwrap();
        for row in 0..neurons {
            jacobian[(row, column)] = jet.state(2 * neurons + row)[1];
        }
    }
    jacobian
}

#[test]
fn the_jacobian_has_the_predicted_eigenvalues_by_a_decomposition_in_doubles() {
    SUITE.property(retrieval(any_activation(), between(ratio(11, 10), ratio(4, 1))), |r| {
        let k = |memory: usize| Rational::from(&r.saliencies[memory] * &r.slope);
        let y = enclosed_amplitude(r.activation, &k(0), 128);
        let fast = r.fast_time_constant().to_f64();
        let jacobian = jacobian(&r, (y.midpoint() / &r.slope).to_f64());
        assert_abs_diff_eq!(jacobian, jacobian.transpose(), epsilon = 1e-9 / fast);
        let mut found: Vec<f64> = jacobian.symmetric_eigenvalues().iter().map(|rate| rate * fast).collect();
        let mut expected = vec![-1.0; r.neurons - r.saliencies.len()];
        for memory in 0..r.saliencies.len() {
            let rival = Interval::from_rational(&k(memory), bits(128));
            expected.push(growth(r.activation, Some(&y), &rival)?.midpoint().to_f64());
        }
        found.sort_by(f64::total_cmp);
        expected.sort_by(f64::total_cmp);
        for (found, expected) in found.iter().zip(&expected) {
            assert_abs_diff_eq!(found, expected, epsilon = 1e-9);
        }
        Ok(())
    });
}

#[test]
fn the_enclosed_spectrum_holds_the_trace() {
    SUITE.property(retrieval(smooth(), between(ratio(11, 10), ratio(4, 1))), |r| {
        let found = amplitudes(&r, digits(30))?.into_value();
        prop_assert_eq!(found.len(), 1);
        let discs = spectrum(&r, Some(&found[0]), bits(160))?;
        let sum: f64 = discs.iter().map(|disc| disc.midpoint().to_f64()).sum();
        assert_relative_eq!(sum, jacobian(&r, found[0].midpoint().to_f64()).trace(), max_relative = 1e-10);
        Ok(())
    });
}

#[test]
fn on_its_ray_every_start_ends_at_the_memory_or_at_rest() {
    let first = prop_oneof![between(ratio(1, 2), ratio(9, 10)), between(ratio(6, 5), ratio(4, 1))];
    let start = prop_oneof![Just(ratio(1, 10)), Just(ratio(8, 1))];
    SUITE.property((retrieval(any_activation(), first.boxed()), start), |(r, start)| {
        let k = Rational::from(r.saliency() * &r.slope);
        let memories = Memories::sylvester(r.neurons, r.saliencies.len())?;
        let network: Network = network(&r)?;
        let mut c = vec![Rational::new(); r.saliencies.len()];
        c[0] = start / &r.slope;
        let start: Vec<Float> = network.state(&c, &r.saliencies)?.iter().map(|x| Float::with_val(128, x)).collect();
        let time = r.fast_time_constant() * 100u32;
        let run = network.run(&Floats::new(bits(128)), &start, &time, Until::Time, Settings::default())?;
        let expected = match amplitude(r.activation, &k, bits(128))? {
            Some(y) => (y.midpoint() / &r.slope).to_f64(),
            None => 0.0,
        };
        for (x, row) in run.state.iter().zip(memories.patterns().row_iter()) {
            assert_abs_diff_eq!(x.to_f64() * f64::from(row[0]), expected, epsilon = 1e-3 * (1.0 + expected));
        }
        Ok(())
    });
}

#[test]
fn equilibria_of_the_equations_are_as_many_as_predicted_beside_the_threshold() {
    let beside =
        prop_oneof![tiny(2, 6).prop_map(|gap| 1u32 + gap), tiny(2, 6).prop_map(|gap| 1u32 - gap), Just(ratio(1, 1)),];
    SUITE.property(retrieval(any_activation(), beside.boxed()), |r| -> Checked {
        let r = Retrieval { neurons: 8, least: power(10, -4) / &r.slope, ..r };
        let k = Rational::from(r.saliency() * &r.slope);
        let found = match r.activation {
            Activation::HardTanh => usize::from(saturated_amplitude(&r)?.value().is_some()),
            _ => amplitudes(&r, digits(20))?.value().len(),
        };
        prop_assert_eq!(found, usize::from(exists(r.activation, &k).holds()));
        Ok(())
    });
}

#[test]
fn dissipation_is_the_same_in_all_coordinates_and_is_what_the_energy_loses() {
    SUITE.property(retrieval(any_activation(), between(ratio(1, 2), ratio(3, 1))), |r| {
        let by_neurons = network(&r)?.with_dissipation();
        prop_assert_eq!(by_neurons.coordinates(), Coordinates::Neurons);
        let memories = Memories::sylvester(r.neurons, r.saliencies.len())?;
        let parameters = by_neurons.parameters().clone();
        let span = Network::new(parameters, memories, r.timescale_ratio.clone())?
            .with_activation(r.activation)
            .frozen()
            .with_dissipation();
        let c: Vec<Rational> = (0..r.saliencies.len()).map(|mu| ratio(13 - 4 * mu as i64, 7) / &r.slope).collect();
        let dissipated = |network: &Network| -> escapement::Result<Float> {
            let start: Vec<Float> = network.state(&c, &r.saliencies)?.iter().map(|x| Float::with_val(160, x)).collect();
            let time = r.fast_time_constant();
            let run = network.run(&Floats::new(bits(160)), &start, &time, Until::Time, Settings::default())?;
            Ok(run.state[run.state.len() - 1].clone())
        };
        let reference = dissipated(&by_neurons)?;
        prop_assert!(reference > 0);
        for other in [dissipated(&span)?, dissipated(&span.clone().by_classes())?] {
            let off = Float::with_val(64, &reference - &other).abs();
            prop_assert!(off <= Float::with_val(64, &reference >> 120u32), "{off} of {reference}");
        }
        // M3 once more, on this path.
        let start = by_neurons.state(&c, &r.saliencies)?[..r.neurons].to_vec();
        let path = passage(&r, &start, &[r.fast_time_constant()], digits(30))?;
        let signs: Vec<Vec<i8>> = by_neurons.units().iter().map(|unit| unit.signs.clone()).collect();
        let slope = Interval::from_rational(&r.slope, bits(200));
        let energies = path.states.iter().map(|state| {
            let received: Vec<Interval> = state.iter().map(|x| &slope * x).collect();
            let [synapses, own] = energy(r.activation, &r.slope, &r.saliencies, (&received, &signs), bits(200))?;
            Ok(&synapses + &own)
        });
        let energies = energies.collect::<escapement::Result<Vec<Interval>>>()?;
        agree(&(&energies[0] - &energies[1]), &(&path.dissipated[1] - &path.dissipated[0]), 25)
    });
}

#[test]
fn a_path_is_run_again_for_more_digits_and_not_for_the_same() {
    let r = Retrieval {
        activation: Activation::Tanh,
        slope: ratio(3, 2),
        neurons: 8,
        saliencies: vec![ratio(1, 1), ratio(4, 3)],
        memory: 1,
        timescale_ratio: ratio(1, 20),
        slow_time_constant: ratio(1, 1),
        least: power(10, -3),
    };
    let path = Path::new(r, (0..8).map(|k| ratio(3 * k % 8 - 4, 5)).collect());
    let lost = |count: u32| observe_passage(&path, digits(count)).unwrap().dissipated[3].clone();
    let (few, many) = (lost(15), lost(40));
    assert!(few.digits(40) < 40 && many.digits(40) >= 40, "{few} and {many}");
    assert!(path.remembered(digits(40), || panic!("it was run before")).is_ok());
}

#[test]
fn the_sign_of_a_spectrum_is_proved_or_left_open() {
    let range =
        |low: i64, high: i64| Interval::from_integer(low, bits(64)).hull(&Interval::from_integer(high, bits(64)));
    let holds = |spectrum: &[Interval]| is_attracting(spectrum).map(|answer| answer.into_value()).ok();
    assert_eq!(holds(&[range(-3, -2), range(-2, -1)]), Some(true));
    assert_eq!(holds(&[range(-3, -2), range(1, 2)]), Some(false));
    // An eigenvalue that may vanish decides nothing, unless another one is positive.
    assert_eq!(holds(&[range(-3, -2), range(-1, 1)]), None);
    assert_eq!(holds(&[range(-1, 1), range(2, 3)]), Some(false));
    assert_eq!(holds(&[]), None);
}

#[test]
fn the_edges_catch_every_wrong_predictor_without_a_random_case() {
    for claim in escapement::theorems::memory::claims::all() {
        let row = claim.check(&Campaign { digits: digits(50), cases: 0, seed: 12345 });
        assert!(row.keeps_its_promise(), "{}: {}", row.info.id, row.verdict);
        assert_eq!(row.caught(), row.wrong_predictors.len(), "{}: {:?}", row.info.id, row.wrong_predictors);
    }
}

// ---------------------------------------------------------------- snapshot

#[test]
fn predicted_memories_stay_what_they_were() {
    let activations = ["hardtanh", "tanh", "erf", "algebraic", "power:1", "power:3", "power:6"];
    let cases = activations
        .into_iter()
        .flat_map(|name| [ratio(9, 10), ratio(1, 1), ratio(3, 2), ratio(4, 1)].map(|k| (name, k)));
    let rows: Vec<[String; 5]> = cases
        .map(|(name, k)| {
            let activation: Activation = name.parse().unwrap();
            let missing = || ["-"; 3].map(str::to_owned);
            let there = exists(activation, &k).holds();
            let [y, own, well] = if there {
                let at = |precision: Precision| Ok(amplitude(activation, &k, precision)?.expect("a memory"));
                let own = |precision: Precision| {
                    growth(activation, Some(&at(precision)?), &Interval::from_rational(&k, precision))
                };
                let well = |precision: Precision| depth(activation, &ratio(1, 1), &at(precision)?);
                let well = if k == 1 { "0".to_owned() } else { thirty_digits(well) };
                [thirty_digits(at), thirty_digits(own), well]
            } else {
                missing()
            };
            [name.to_owned(), k.to_string(), y, own, well]
        })
        .collect();
    let header = ["activation", "g alpha", "amplitude", "own rate", "depth"];
    SUITE.snapshots().bind(|| insta::assert_snapshot!("predictions", table(header, &rows)));
}
