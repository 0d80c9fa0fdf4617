//! Frozen noise: numbers by their place, normal ones, and forces that integrate to Brownian increments.

use escapement::Error;
use escapement::model::{FrozenNoise, Normals};
use escapement::numerics::rational::ratio;

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
    let [force, other] = coarse.force(3);
    // Twice the spread, and twice the root of the divisor: powers of two are exact.
    assert_eq!(fine.force(3), [force * 4u32, other * 4u32]);
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
