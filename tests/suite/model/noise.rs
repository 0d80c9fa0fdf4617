//! Frozen noise: numbers by their place, normal ones, and forces that integrate to Brownian increments.

use crate::support::bits;
use escapement::Error;
use escapement::model::{FrozenNoise, Memories, Network, Normals, Parameters, Topology, Until};
use escapement::numerics::rational::{exact, ratio};
use escapement::numerics::series::Floats;
use escapement::numerics::taylor::Settings;
use rug::{Float, Rational};

#[test]
fn a_number_depends_on_its_place_alone() {
    let path = Normals::new(5, 9);
    let in_order: Vec<_> = (0..20).map(|step| path.pair(step, 1)).collect();
    let backwards: Vec<_> = (0..20).rev().map(|step| Normals::new(5, 9).pair(step, 1)).collect();
    assert!(in_order.iter().eq(backwards.iter().rev()));
    for other in [Normals::new(6, 9).pair(3, 1), Normals::new(5, 8).pair(3, 1), path.pair(4, 1), path.pair(3, 0)] {
        assert_ne!(other, path.pair(3, 1));
    }
}

#[test]
fn the_numbers_have_the_moments_of_normal_ones() {
    const PAIRS: u32 = 4000;
    let numbers: Vec<[f64; 2]> = (0..PAIRS).map(|step| Normals::new(1, 0).pair(step, 0).map(|x| x.to_f64())).collect();
    let mean = |of: &dyn Fn(&[f64; 2]) -> f64| numbers.iter().map(of).sum::<f64>() / f64::from(PAIRS);
    // Five deviations of each mean: those of x, x^2, x^4 and x y are 1, sqrt(2), sqrt(96) and 1 over the root of their number.
    let root = f64::from(PAIRS).sqrt();
    for k in 0..2 {
        assert!(mean(&|pair| pair[k]).abs() < 5.0 / root);
        assert!((mean(&|pair| pair[k] * pair[k]) - 1.0).abs() < 5.0 * 1.4143 / root);
        assert!((mean(&|pair| pair[k] * pair[k] * pair[k] * pair[k]) - 3.0).abs() < 5.0 * 9.8 / root);
    }
    assert!(mean(&|pair| pair[0] * pair[1]).abs() < 5.0 / root);
}

#[test]
fn forces_grow_with_the_spread_and_with_the_root_of_the_fineness() {
    let noise = |spread, divisor| {
        FrozenNoise::new(Normals::new(2, 2), &spread, (ratio(1, 2), &ratio(1, 16)), (divisor, 8)).expect("legal")
    };
    let (coarse, fine) = (noise(ratio(1, 8), 1), noise(ratio(1, 4), 4));
    let forces = coarse.forces(3, 5);
    // Twice the spread, and twice the root of the divisor: powers of two are exact.
    assert_eq!(coarse.forces(3, 2), forces[..2]);
    assert_eq!(fine.forces(3, 5), forces.into_iter().map(|force| force * 4u32).collect::<Vec<_>>());
    assert_eq!(fine.span(3), (ratio(1, 2) + ratio(3, 64), ratio(1, 2) + ratio(4, 64)));
    assert_eq!((coarse.steps(), coarse.span(0).0), (8, ratio(1, 2)));
}

#[test]
fn noise_that_is_none_is_refused() {
    let noise = |spread, divisor| {
        FrozenNoise::new(Normals::new(0, 0), &spread, (ratio(0, 1), &ratio(1, 16)), (divisor, 1)).map(|_| ())
    };
    assert!(matches!(noise(ratio(-1, 8), 1), Err(Error::Domain { argument: "noise", .. })));
    assert!(matches!(noise(ratio(1, 8), 0), Err(Error::Domain { argument: "divisor", .. })));
}

#[test]
fn saturated_neurons_relax_under_every_step_of_their_own_noise() {
    // With the input held fixed and every output saturated, eps x_i' = -x_i + a_i + f_i: exactly solved from step to step.
    const BITS: u32 = 200;
    let (memories, epsilon) = (Memories::sylvester(8, 2).unwrap(), ratio(1, 10));
    let parameters = Parameters::new(ratio(6, 1)).unwrap().with_topology(Topology::Ring(2)).unwrap();
    let noise = FrozenNoise::new(Normals::new(4, 1), &ratio(1, 9), (ratio(1, 30), &epsilon), (3, 5)).unwrap();
    let network = Network::new(parameters, memories.clone(), epsilon.clone()).unwrap().frozen();
    let network = network.by_neurons(&memories).unwrap().with_noise(noise.clone()).unwrap();
    let saliencies = [ratio(4, 1), ratio(1, 1)];
    let start = network.state(&[ratio(4, 1), ratio(1, 2)], &saliencies).unwrap();
    let start: Vec<Float> = start.iter().map(|x| Float::with_val(BITS, x)).collect();
    // From before the noise to after it.
    let until = ratio(3, 10);
    let run = network.run(&Floats::new(bits(BITS)), &start, &until, Until::Time, Settings::default()).unwrap();
    let decay = |time: &Rational| Float::with_val(BITS, -Rational::from(time / &epsilon)).exp();
    for (neuron, began) in start.iter().take(8).enumerate() {
        // Both outputs are one: all of the first memory, nothing of the second.
        let drive = Float::with_val(BITS, 4 * i32::from(memories.patterns()[(neuron, 0)]));
        let relaxed = |x: Float, force: &Float, time: &Rational| {
            let target = Float::with_val(BITS, &drive + force);
            Float::with_val(BITS, x - &target) * decay(time) + target
        };
        let mut x = relaxed(began.clone(), &Float::new(BITS), &ratio(1, 30));
        for step in 0..noise.steps() {
            let (from, to) = noise.span(step);
            x = relaxed(x, &noise.forces(step, 8)[neuron], &(to - from));
        }
        let rest = until.clone() - noise.span(noise.steps() - 1).1;
        x = relaxed(x, &Float::new(BITS), &rest);
        let off = Float::with_val(BITS, &x - &run.state[neuron]).abs();
        assert!(exact(&off).unwrap() < Rational::from(1) >> 180u32, "neuron {neuron}: {x} {}", run.state[neuron]);
    }
}

#[test]
fn neurons_of_one_class_do_not_share_their_noise() {
    let (memories, epsilon) = (Memories::full(2).unwrap(), ratio(1, 10));
    let noise = FrozenNoise::new(Normals::new(4, 1), &ratio(1, 9), (ratio(0, 1), &epsilon), (3, 5)).unwrap();
    let parameters = Parameters::new(ratio(6, 1)).unwrap().with_topology(Topology::Ring(2)).unwrap();
    let network = Network::new(parameters, memories, epsilon).unwrap().by_classes();
    assert!(matches!(network.with_noise(noise), Err(Error::Domain { argument: "noise", .. })));
}
