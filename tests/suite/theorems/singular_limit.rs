//! Properties of the finite timescale ratio: the relation of the delayed escape, the fate at its boundary, and what doubles see.

use crate::support::{Checked, Suite, agree, between, bits, table, thirty_digits};
use escapement::numerics::rational::{power, ratio};
use escapement::numerics::series::{Doubles, Floats};
use escapement::numerics::{Certainty, Interval};
use escapement::theorems::singular_limit::cases::Pair;
use escapement::theorems::singular_limit::predictor::{
    bits_needed, delay_coefficient, delay_constant, delay_slope, delayed_escape, delayed_escape_at, handed_over,
    scaled_delay, sequence_length,
};
use escapement::theorems::singular_limit::simulation::{
    simulate_crossing, simulate_entry, simulate_entry_by_neurons, simulate_sequence,
};
use proptest::prelude::*;
use rug::{Float, Rational};

const SUITE: Suite = Suite { id: "singular_limit", regressions: "fixtures/regressions/singular_limit.txt" };

fn pair(gain: Rational, saliency: Rational, seed: Rational, timescale_ratio: Rational) -> Pair {
    Pair { gain, saliency, seed, leak: Rational::new(), timescale_ratio }
}

#[test]
fn the_silence_solves_its_relation_and_is_the_first_to_do_so() {
    let cases = (between(ratio(3, 2), ratio(20, 1)), between(ratio(101, 100), ratio(12, 1)));
    SUITE.property(cases, |(gain, saliency)| -> Checked {
        let precision = bits(256);
        let next = Interval::from_rational(&handed_over(&gain, &saliency)?, precision);
        let one = Interval::from_integer(1, precision);
        let held = Interval::from_rational(&saliency, precision).ln()?;
        let Some(entry) = delayed_escape(&gain, &saliency, precision)? else {
            // The most that is ever paid falls short, at whatever time.
            for step in 1..40 {
                let s = Interval::from_rational(&ratio(step, 4), precision);
                let paid = &(&next * &(&one - &(-s.clone()).exp())) - &s;
                prop_assert_eq!(paid.less(&held), Certainty::Certainly);
            }
            return Ok(());
        };
        let paid = &(&next * &(&one - &(-entry.silence.clone()).exp())) - &entry.silence;
        agree(&paid, &held, 60)?;
        // On the way up: the successor's saliency is still above one, and half way there less has been paid.
        prop_assert_eq!(entry.next_saliency.greater(&one), Certainty::Certainly);
        let half = entry.silence.divide(&Interval::from_integer(2, precision))?;
        let paid = &(&next * &(&one - &(-half.clone()).exp())) - &half;
        prop_assert_eq!(paid.less(&held), Certainty::Certainly);
        Ok(())
    });
}

#[test]
fn precision_does_not_change_what_is_enclosed() {
    let cases = (between(ratio(6, 1), ratio(12, 1)), between(ratio(5, 2), ratio(4, 1)));
    SUITE.property(cases, |(gain, saliency)| -> Checked {
        let at = |precision| delayed_escape(&gain, &saliency, bits(precision));
        let (Some(coarse), Some(fine)) = (at(120)?, at(240)?) else { return Ok(()) };
        agree(&coarse.escape_time, &fine.escape_time, 30)?;
        agree(&coarse.next_saliency, &fine.next_saliency, 30)
    });
}

#[test]
fn the_relation_at_a_finite_ratio_tends_to_the_limit_with_its_slope() {
    let (gain, saliency, precision) = (ratio(6, 1), ratio(3, 1), bits(200));
    let limit = delayed_escape(&gain, &saliency, precision).unwrap().unwrap();
    let slope = delay_slope(&gain, &saliency, precision).unwrap().unwrap();
    for k in [20, 30, 40] {
        let at = delayed_escape_at(&gain, &saliency, &ratio(1, 10), &power(4, -k), precision).unwrap().unwrap();
        let rise =
            (&at.escape_time - &limit.escape_time).divide(&Interval::from_rational(&power(2, -k), precision)).unwrap();
        let off = (&rise - &slope).magnitude();
        // The next term of the expansion is of order sqrt(eps) = 2^-k.
        assert!(off < Float::with_val(64, Float::i_exp(1, 6 - k)), "{off} at 4^-{k}");
    }
}

#[test]
fn a_simulated_entry_is_within_a_few_eps_of_its_relation() {
    let cases = (between(ratio(7, 1), ratio(12, 1)), between(ratio(5, 2), ratio(4, 1)), prop::bool::ANY);
    SUITE.property(cases, |(gain, saliency, negative)| -> Checked {
        let timescale_ratio = power(2, -9);
        let seed = if negative { ratio(-1, 50) } else { ratio(1, 50) };
        let found = simulate_entry(&pair(gain.clone(), saliency.clone(), seed.clone(), timescale_ratio.clone()))?;
        let predicted = delayed_escape_at(&gain, &saliency, &seed, &timescale_ratio, bits(128))?;
        let (Some(found), Some(predicted)) = (found, predicted) else {
            return Err(TestCaseError::fail("the memory is entered"));
        };
        let off = Float::with_val(64, found.time - predicted.escape_time.midpoint()).abs() << 9;
        prop_assert!(off < 8, "{off} eps");
        Ok(())
    });
}

#[test]
fn a_negative_seed_enters_the_opposite_pattern_only() {
    let start = |seed| pair(ratio(6, 1), ratio(3, 1), seed, ratio(1, 100));
    let (plus, minus) = (simulate_entry(&start(ratio(1, 10))).unwrap(), simulate_entry(&start(ratio(-1, 10))).unwrap());
    // The equations are odd in the seed: the same entry, to the last bit, with the other sign.
    assert_eq!(plus.unwrap().time, minus.unwrap().time);
}

#[test]
fn double_precision_is_right_at_one_twenty_fifth_and_wrong_below() {
    let seen = |timescale_ratio| {
        let start = pair(ratio(6, 1), ratio(3, 1), ratio(1, 10), timescale_ratio);
        let exact = simulate_entry(&start).unwrap().map(|entry| entry.time.to_f64());
        let doubles = simulate_entry_by_neurons(&start, 8, &Doubles).unwrap().map(|entry| entry.time);
        (exact.expect("entered"), doubles)
    };
    let (exact, doubles) = seen(ratio(1, 25));
    assert!((doubles.expect("entered") - exact).abs() < 0.05, "{doubles:?} against {exact}");
    for timescale_ratio in [ratio(3, 100), ratio(1, 50), ratio(1, 100)] {
        assert_eq!(seen(timescale_ratio).1, None);
    }
}

#[test]
fn the_bits_that_are_needed_do_not_depend_on_the_number_of_neurons() {
    let start = pair(ratio(6, 1), ratio(3, 1), ratio(1, 10), ratio(1, 50));
    let needed =
        bits_needed(&start.saliency, &start.seed, &start.timescale_ratio, bits(64)).unwrap().midpoint().to_f64();
    for neurons in [4, 16, 64] {
        let seen =
            |precision| simulate_entry_by_neurons(&start, neurons, &Floats::new(bits(precision))).unwrap().is_some();
        let (below, above) = (needed as u32 - 4, needed as u32 + 5);
        assert!(!seen(below) && seen(above), "{neurons} neurons: {needed} bits");
    }
}

#[test]
fn a_crossing_is_later_than_the_limit_and_the_lateness_follows_its_law() {
    let late = |k: i32| {
        let leak = power(2, -k);
        let start = Pair {
            leak: leak.clone(),
            timescale_ratio: leak,
            ..pair(ratio(5, 1), ratio(3, 1), Rational::new(), ratio(1, 1))
        };
        let time = simulate_crossing(&start).unwrap();
        Float::with_val(80, time - Float::with_val(80, 3).ln()) << k
    };
    let law = delay_coefficient(&ratio(5, 1), &ratio(3, 1)).unwrap();
    let octave = Float::with_val(80, rug::float::Constant::Log2) * &law;
    let increment = late(11) - late(10);
    assert!(
        increment > 0 && (Float::with_val(80, &increment / &octave) - 1u32).abs() < 0.03,
        "{increment} against {octave}"
    );
}

#[test]
fn a_sequence_is_as_long_with_every_further_memory_on_the_chain() {
    let start = pair(ratio(5, 1), ratio(2, 1), ratio(1, 10), ratio(1, 64));
    let predicted =
        sequence_length(&start.gain, &start.saliency, &start.seed, &start.timescale_ratio, bits(64)).unwrap();
    for memories in predicted + 1..=predicted + 2 {
        assert_eq!(simulate_sequence(&start, memories).unwrap(), Some(predicted), "{memories} memories");
    }
}

#[test]
fn predictions_are_those_of_the_snapshot() {
    let rows = [(6, 3), (8, 3), (7, 5), (20, 10), (5, 2)].map(|(gain, saliency)| {
        let (gain, saliency) = (ratio(gain, 1), ratio(saliency, 1));
        let entered = delayed_escape(&gain, &saliency, bits(256)).unwrap().is_some();
        let of = |value: fn(&Rational, &Rational, escapement::numerics::Precision) -> Interval| {
            if entered {
                thirty_digits(|precision| Ok(value(&gain, &saliency, precision)))
            } else {
                "silent".to_owned()
            }
        };
        let time =
            of(|gain, saliency, precision| delayed_escape(gain, saliency, precision).unwrap().unwrap().escape_time);
        let next =
            of(|gain, saliency, precision| delayed_escape(gain, saliency, precision).unwrap().unwrap().next_saliency);
        let slope = of(|gain, saliency, precision| delay_slope(gain, saliency, precision).unwrap().unwrap());
        let late = delay_coefficient(&gain, &saliency).unwrap().to_string();
        [gain.to_string(), saliency.to_string(), late, time, next, slope]
    });
    let header = ["gain", "saliency", "delay coefficient", "delayed escape", "entering saliency", "slope in sqrt(eps)"];
    SUITE.snapshots().bind(|| insta::assert_snapshot!("predictions", table(header, &rows)));
}

#[test]
fn what_lies_outside_the_domain_is_refused() {
    for saliency in [ratio(1, 1), ratio(1, 2), ratio(0, 1)] {
        assert!(delayed_escape(&ratio(6, 1), &saliency, bits(64)).is_err());
        assert!(delay_coefficient(&ratio(6, 1), &saliency).is_err());
    }
    assert!(delay_coefficient(&ratio(3, 2), &ratio(3, 1)).is_err(), "Z' = 1 hands over nothing");
    let seedless = delayed_escape_at(&ratio(6, 1), &ratio(3, 1), &Rational::new(), &ratio(1, 10), bits(64));
    assert!(seedless.unwrap_err().to_string().contains("seed"));
}

#[test]
fn the_delay_is_that_of_the_law_at_a_small_ratio_where_it_is_negative_too() {
    // Law and observation in units of eps = 1/10000, as another program found them in doubles: on the chain. On a ring of two the memory
    // that is entered drives the first one back while they cross, and the first of these is 10.26796.
    let eps = ratio(1, 10_000);
    for (gain, saliency, share, law, observed) in [
        (5, 2, ratio(1, 1), 10.26715, 10.26498),
        (8, 4, ratio(1, 1), -0.08394, -0.08122),
        (6, 3, ratio(2, 1), 1.06999, 1.07533),
        (6, 3, ratio(1, 10), 6.76999, 6.76973),
    ] {
        let (gain, saliency) = (ratio(gain, 1), ratio(saliency, 1));
        let predicted = scaled_delay(&gain, &saliency, &share, &eps, bits(128)).unwrap().midpoint().to_f64();
        assert!((predicted - law).abs() < 1e-5, "{predicted} and {law}");
        let leak = Rational::from(&share * &eps);
        let held = Float::with_val(80, &saliency).ln();
        let pair = Pair { gain, saliency, seed: Rational::new(), leak, timescale_ratio: eps.clone() };
        let delay = (simulate_crossing(&pair).unwrap() - held) * 10_000u32;
        assert!((delay.to_f64() - observed).abs() < 1e-5, "{delay} and {observed}");
    }
}

#[test]
fn the_constant_falls_with_the_leak_by_its_rate() {
    let constant = |share: Rational| delay_constant(&ratio(6, 1), &ratio(3, 1), &share, bits(128)).unwrap();
    // nu = Z' - 1 = 3
    let fall = constant(ratio(1, 2)) - constant(ratio(5, 2));
    assert!(fall.contains_rational(&ratio(6, 1)) && fall.digits(50) > 30);
    assert!(delay_constant(&ratio(3, 2), &ratio(3, 1), &ratio(1, 1), bits(64)).is_err(), "Z' = 1 hands over nothing");
}
