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
