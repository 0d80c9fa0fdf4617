//! What a count says of a probability.

use crate::support::law;
use escapement::Error;
use escapement::evidence::binomial_interval;
use escapement::numerics::rational::ratio;
use rug::{Integer, Rational};

#[test]
fn no_success_leaves_what_would_not_show_in_so_many_trials() {
    // (1 - p)^10 = 1/200 at p = 0.41129...
    let range = binomial_interval(0, 10, &ratio(1, 100)).unwrap();
    assert!(range.contains_zero() && range.contains_rational(&ratio(4112, 10_000)));
    assert!(!range.contains_rational(&ratio(4114, 10_000)), "{range}");
    let all = binomial_interval(10, 10, &ratio(1, 100)).unwrap();
    assert!(all.contains_rational(&ratio(1, 1)) && !all.contains_rational(&ratio(5886, 10_000)), "{all}");
}

#[test]
fn the_interval_of_an_even_count_is_the_tabulated_one() {
    // Clopper and Pearson (1934): 5 of 10 at 95% leaves 0.187 to 0.813.
    let range = binomial_interval(5, 10, &ratio(1, 20)).unwrap();
    for (probability, inside) in [(1870, false), (1872, true), (8128, true), (8130, false)] {
        assert_eq!(range.contains_rational(&ratio(probability, 10_000)), inside, "{probability} in {range}");
    }
}

#[test]
fn a_probability_is_left_out_only_where_the_count_is_unlikely() {
    fn property(successes: u8, trials: u8, share: u8) {
        let trials = u64::from(trials % 40) + 1;
        let successes = u64::from(successes) % (trials + 1);
        let (p, error) = (Rational::from((u32::from(share) + 1, 257)), ratio(1, 1000));
        let range = binomial_interval(successes, trials, &error).unwrap();
        // Both tails, by the sum of exact terms.
        let term = |k: u64| {
            let power = |base: Rational, n: u64| (0..n).fold(Rational::from(1), |product, _| product * &base);
            let ways = Integer::from(trials).binomial(k as u32);
            power(p.clone(), k) * power(Rational::from(1 - &p), trials - k) * ways
        };
        let least = (successes..=trials).map(term).sum::<Rational>().min((0..=successes).map(term).sum());
        if !range.contains_rational(&p) {
            assert!(least < error / 2u32, "{p} is left out by {successes} of {trials}");
        } else {
            // Up to the halvings, which no such p is close to.
            assert!(least * 21 / 20 > error / 2u32, "{p} is left in by {successes} of {trials}");
        }
    }
    law(60, property as fn(u8, u8, u8));
}

#[test]
fn counts_and_errors_that_are_none_are_refused() {
    assert!(matches!(binomial_interval(5, 4, &ratio(1, 10)), Err(Error::Domain { argument: "successes", .. })));
    for error in [ratio(0, 1), ratio(1, 1), ratio(-1, 2)] {
        assert!(matches!(binomial_interval(1, 4, &error), Err(Error::Domain { argument: "error", .. })));
    }
}
