//! The source of random cases.

use escapement::evidence::Sampler;
use escapement::numerics::rational::{power, ratio};
use rug::Rational;

#[test]
fn the_sampler_stays_in_range_and_repeats_itself() {
    let mut sampler = Sampler::new(5, "G1");
    for _ in 0..1000 {
        assert!((3..=9).contains(&sampler.whole(3, 9)));
        let value = sampler.between(&ratio(-1, 2), &ratio(1, 3));
        assert!(value >= ratio(-1, 2) && value <= ratio(1, 3));
        let small = sampler.small(2, 30);
        assert!(small > 0 && small <= Rational::from(9) * power(10, -2));
    }
    let draw = |claim| Sampler::new(5, claim).whole(0, u64::MAX - 1);
    assert_eq!(draw("G1"), draw("G1"));
    assert_ne!(draw("G1"), draw("G2"));
}

#[test]
fn every_whole_number_of_a_range_and_every_item_is_drawn() {
    let mut sampler = Sampler::new(5, "G1");
    let mut drawn: Vec<u64> = (0..500).map(|_| sampler.whole(3, 9)).collect();
    drawn.sort_unstable();
    drawn.dedup();
    assert_eq!(drawn, [3, 4, 5, 6, 7, 8, 9]);
    let mut picked: Vec<char> = (0..500).map(|_| *sampler.pick(&['a', 'b', 'c'])).collect();
    picked.sort_unstable();
    picked.dedup();
    assert_eq!(picked, ['a', 'b', 'c']);
}

#[test]
fn one_in_four_draws_is_about_a_quarter_of_them() {
    let mut sampler = Sampler::new(5, "G1");
    let share = (0..4000).filter(|_| sampler.one_in(4)).count();
    assert!((800..1200).contains(&share), "{share} of 4000");
    assert!((0..100).all(|_| sampler.one_in(1)));
}

#[test]
fn a_small_number_has_one_digit_and_no_exponent_outside_its_range() {
    let mut sampler = Sampler::new(5, "G1");
    for _ in 0..200 {
        let digit = sampler.small(4, 4) * power(10, 4);
        assert!(digit.is_integer() && (ratio(1, 1)..=ratio(9, 1)).contains(&digit), "{digit}");
    }
}

#[test]
fn a_rational_is_drawn_from_the_whole_of_its_range() {
    let mut sampler = Sampler::new(5, "G1");
    let drawn: Vec<Rational> = (0..500).map(|_| sampler.between(&ratio(-2, 1), &ratio(3, 1))).collect();
    assert!(drawn.iter().all(|value| Rational::from(value * 200u32).is_integer()));
    assert!(drawn.iter().any(|value| *value < ratio(-9, 5)) && drawn.iter().any(|value| *value > ratio(14, 5)));
}
