//! Properties of noise: the mean field and its threshold, signs and the leak they need, crossings, and single paths.

use crate::support::{Checked, Suite, agree, between, bits, digits, table, thirty_digits};
use escapement::model::{Activation, FrozenNoise, MeanField, Mixture, Normals, Parameters, SmoothLimit};
use escapement::numerics::rational::{power, ratio};
use escapement::numerics::{Certainty, Interval};
use escapement::theorems::noise::cases::Leaky;
use escapement::theorems::noise::predictor::{
    amplitude, crossing_delay, expansion, first_correction, frozen_amplitude, leak_needed, mean_field_slope,
    mean_field_threshold, mean_field_value, needs_none, saturated_moments, success_probability, survival,
};
use escapement::theorems::noise::simulation::{
    Setup, simulate_after_opposite, simulate_amplitude, simulate_frozen_path, simulate_leaky_crossing,
    simulate_mean_output, simulate_successes,
};
use escapement::theorems::smooth_activation::predictor::{Profile, threshold};
use proptest::prelude::*;
use rug::{Float, Rational};

const SUITE: Suite = Suite { id: "noise", regressions: "fixtures/regressions/noise.txt" };

fn number(value: &Rational, precision: u32) -> Interval {
    Interval::from_rational(value, bits(precision))
}

#[test]
fn the_closed_form_of_the_mean_field_is_the_average_over_the_noise() {
    let cases = (between(ratio(1, 20), ratio(4, 1)), between(ratio(-3, 1), ratio(3, 1)));
    SUITE.property(cases, |(noise, input)| -> Checked {
        let (closed, averaged) =
            (mean_field_value(&noise, &input, bits(160))?, simulate_mean_output(&noise, &input, bits(160))?);
        let one = Interval::from_integer(1, bits(160));
        agree(&(&closed + &one), &(&averaged + &one), 30)
    });
}

#[test]
fn the_mean_field_is_odd_bounded_and_has_the_derivative_it_says() {
    let cases = (between(ratio(1, 20), ratio(4, 1)), between(ratio(1, 20), ratio(3, 1)));
    SUITE.property(cases, |(noise, input)| -> Checked {
        let mean_field = MeanField::new(noise.clone())?;
        let x = number(&input, 200);
        let (value, slope) = (mean_field.value(&x)?, mean_field.derivative(&x)?);
        prop_assert!((&value + &mean_field.value(&-&x)?).contains_zero());
        // Beyond, what is missing to one is less than the precision tells.
        let below_one = value.less(&Interval::from_integer(1, bits(200)));
        prop_assert_ne!(below_one, Certainty::CertainlyNot);
        prop_assert!(below_one == Certainty::Certainly || input > Rational::from(1) + noise * 5u32);
        let step = number(&power(2, -60), 200);
        let secant = (mean_field.value(&(&x + &step))? - mean_field.value(&(&x - &step))?).divide(&(step * 2))?;
        prop_assert!((&secant - &slope).magnitude() < power(2, -90));
        prop_assert!((&value - &(&x * &slope) - &mean_field.deficit(&x)?).contains_zero());
        Ok(())
    });
}

#[test]
fn the_threshold_rises_from_that_of_hardtanh_to_that_of_the_error_function() {
    let reduced = |noise: Rational| {
        mean_field_threshold(&noise, bits(120)).unwrap() * mean_field_slope(&noise, bits(64)).unwrap()
    };
    let noises = [power(10, -9), ratio(1, 100), ratio(1, 1), ratio(5, 1), ratio(100, 1)];
    let gains: Vec<Interval> = noises.map(reduced).to_vec();
    assert!(gains.windows(2).all(|pair| pair[0].less(&pair[1]) == Certainty::Certainly), "{gains:?}");
    let last = threshold(&Profile::new(&Mixture::of(Activation::Erf).unwrap()), bits(120)).unwrap().gain;
    assert_eq!(gains[0].above(&ratio(4, 1)), Certainty::Certainly);
    let gap = (last - &gains[4]).midpoint();
    // The error function is left behind by a relative sigma^-2.
    assert!(gap > 0 && gap < 1e-4, "{gap}");
}

#[test]
fn the_threshold_at_small_noise_has_the_first_terms_that_it_is_said_to_have() {
    let third = |k: i32| {
        let noise = power(2, -k);
        let rest = mean_field_threshold(&noise, bits(200)).unwrap() - expansion(&noise, bits(200)).unwrap();
        (rest * &power(2, 3 * k)).midpoint()
    };
    let (coarse, fine, finer) = (third(6), third(9), third(12));
    // The coefficient of sigma^3, approached in proportion to sigma.
    assert!(fine.clone().abs() < 1 && (coarse - &finer).abs() < 0.1, "{finer}");
    assert!((fine - &finer).abs() < 0.02, "{finer}");
}

#[test]
fn the_flow_of_the_mean_field_has_the_threshold_of_the_integrals() {
    let noise = ratio(3, 2);
    let system = SmoothLimit::new(Parameters::new(ratio(1, 1)).unwrap(), Mixture::of_noise(noise.clone()).unwrap());
    let least = system.unwrap().enclose_least_gain(digits(15)).unwrap();
    let predicted = mean_field_threshold(&noise, bits(100)).unwrap() * mean_field_slope(&noise, bits(100)).unwrap();
    agree(&predicted, &least, 15).unwrap();
}

#[test]
fn the_numbers_of_the_specification_are_met() {
    // Derived and computed in double precision elsewhere: the leak of N5, and the law of N3 beside the network.
    let cycle = (number(&ratio(3, 1), 200).sqrt().unwrap() + 3).with_precision(bits(200));
    let needed = leak_needed(&cycle, 100, &ratio(1, 100)).unwrap();
    assert_eq!(needed.to_rounded_decimal(5).as_deref(), Some("0.49336"));
    for (exponent, law, seen) in
        [(8, "4.947050", "4.950771"), (12, "7.520302", "7.519455"), (16, "10.149000", "10.148831")]
    {
        let case = Leaky { gain: ratio(6, 1), saliency: ratio(3, 1), power: 2, exponent };
        let size = number(&(amplitude(&case.gain, &case.saliency).unwrap().0 * case.leak()), 100);
        let delay = crossing_delay(&case.gain, &case.saliency, &size, &case.timescale_ratio()).unwrap();
        assert!((delay.midpoint() - law.parse::<f64>().unwrap()).abs() < 1e-6, "{delay}");
        if exponent < 16 {
            let simulated = simulate_leaky_crossing(&case).unwrap();
            assert!(Float::with_val(80, &simulated - seen.parse::<f64>().unwrap()).abs() < 1e-6, "{simulated}");
        }
    }
}

#[test]
fn precision_does_not_change_what_is_enclosed() {
    let cases =
        (between(ratio(5, 1), ratio(12, 1)), between(ratio(2, 1), ratio(6, 1)), between(ratio(0, 1), ratio(1, 1)));
    SUITE.property(cases, |(gain, saliency, leak)| -> Checked {
        let at = |precision| survival(&gain, &saliency, &number(&leak, precision), 4);
        agree(&at(80)?, &at(160)?, 20)?;
        let moments = |precision| saturated_moments(&gain, &ratio(1, 30), &ratio(1, 3), bits(precision));
        agree(&moments(100)?.mean, &moments(200)?.mean, 25)?;
        agree(&moments(100)?.variance, &moments(200)?.variance, 25)
    });
}

#[test]
fn without_a_leak_chance_decides_and_with_more_leak_more_transitions_succeed() {
    let cases =
        (between(ratio(5, 1), ratio(12, 1)), between(ratio(2, 1), ratio(6, 1)), between(ratio(1, 100), ratio(1, 1)));
    SUITE.property(cases, |(gain, saliency, leak)| -> Checked {
        let at = |leak: &Rational| survival(&gain, &saliency, &number(leak, 120), 5);
        prop_assert!(at(&Rational::new())?.contains_rational(&ratio(1, 32)));
        prop_assert_eq!(at(&leak)?.less(&at(&(leak * 2u32))?), Certainty::Certainly);
        Ok(())
    });
}

#[test]
fn the_leak_that_is_needed_is_the_least_with_which_the_goal_is_reached() {
    let cases = (between(ratio(4, 1), ratio(12, 1)), 1u64..=200, between(ratio(1, 1000), ratio(49, 100)));
    SUITE.property(cases, |(saliency, transitions, failure)| -> Checked {
        // On the cycle of the gain Z^2/(Z - 1), where every transition is the same.
        let gain = saliency.clone().square() / Rational::from(&saliency - 1u32);
        let leak = leak_needed(&number(&saliency, 200), transitions, &failure)?;
        let each = success_probability(&gain, &saliency, &leak)?;
        let all = (each.ln()? * &Rational::from(transitions)).exp();
        agree(&all, &number(&(1 - failure), 200), 30)
    });
    let two = number(&ratio(2, 1), 100);
    // One half or less of the time chance suffices.
    assert!(leak_needed(&two, 3, &ratio(7, 8)).unwrap().contains_zero() && needs_none(3, &ratio(7, 8)));
    assert!(!needs_none(3, &ratio(6, 8)) && !leak_needed(&two, 3, &ratio(6, 8)).unwrap().contains_zero());
}

#[test]
fn the_moments_of_one_rung_are_within_eps_of_their_limits() {
    let cases = (between(ratio(6, 1), ratio(10, 1)), between(ratio(5, 2), ratio(5, 1)));
    SUITE.property(cases, |(gain, saliency)| -> Checked {
        let rung = simulate_amplitude(&gain, &saliency, &power(2, -9))?;
        let (mean, variance) = amplitude(&gain, &saliency)?;
        let off =
            |seen: &Float, limit: &Rational| Float::with_val(64, seen / Float::with_val(64, limit) - 1u32).abs() << 9;
        prop_assert!(off(&rung.mean, &mean) < 4 && off(&rung.variance, &variance) < 4);
        // x/x_0 - 1 is the correction's coefficient times eps, up to the next order.
        let square = Float::with_val(64, rung.mean.square_ref()) / &rung.variance;
        let limit = mean.square() / variance;
        let share = ((square / Float::with_val(64, limit)).sqrt() - 1u32) << 9;
        let predicted = Float::with_val(64, first_correction(&gain, &saliency)?);
        prop_assert!(Float::with_val(64, &share - &predicted).abs() < 0.02, "{share} against {predicted}");
        Ok(())
    });
}

#[test]
fn the_sign_of_a_frozen_path_is_that_of_its_amplitude_and_turns_with_the_leak() {
    let (gain, saliency, timescale_ratio) = (ratio(6, 1), ratio(3, 1), power(2, -7));
    let spread = Rational::from(&timescale_ratio / 200u32);
    SUITE.property(0u64..1_000_000, |path| -> Checked {
        let held = ratio(10_986, 10_000);
        let start = held - Rational::from(&timescale_ratio * 10u32);
        let noise = FrozenNoise::new(Normals::new(11, path), &spread, (start, &timescale_ratio), (2, 40))?;
        let of = |leak: &Rational| frozen_amplitude((&gain, &saliency, leak), &noise, &timescale_ratio, bits(96));
        let alone = of(&Rational::new())?;
        // Leaks with which the amplitude is half of the spread, and of the other sign than without one or of the same.
        for wanted in [ratio(1, 2), ratio(3, 2)] {
            let leak = (Rational::from(&spread * &wanted) - alone.midpoint().to_rational().expect("finite"))
                / amplitude(&gain, &saliency)?.0;
            if leak >= 0 {
                let positive = simulate_frozen_path((&gain, &saliency, &leak), &timescale_ratio, &noise)?.positive;
                prop_assert!(positive, "leak {leak} on path {path}");
            }
        }
        let clear = alone.mignitude() > Rational::from(&spread / 4u32);
        let entered = simulate_frozen_path((&gain, &saliency, &Rational::new()), &timescale_ratio, &noise)?.positive;
        prop_assert!(!clear || entered == (alone.positive() == Certainty::Certainly), "path {path}");
        Ok(())
    });
}

#[test]
fn nothing_follows_the_opposite_of_a_memory_at_any_gain() {
    SUITE.property(between(ratio(3, 1), ratio(60, 1)), |gain| -> Checked {
        prop_assert_eq!(simulate_after_opposite(&gain, &Rational::new())?, 0);
        Ok(())
    });
}

#[test]
fn a_strong_leak_makes_every_transition_succeed_and_none_makes_about_half() {
    let setup = |leak: f64| Setup { gain: 6.0, leak, spread: 0.0005, timescale_ratio: 0.03125, saliency: 3.0 };
    assert_eq!(simulate_successes(&setup(0.0005), 2, 60), 60);
    // Five deviations of a fair coin.
    let fair = simulate_successes(&setup(0.0), 1, 400);
    assert!((150..=250).contains(&fair), "{fair} of 400");
}

#[test]
fn predictions_are_those_of_the_snapshot() {
    let rows = [(6, 3), (5, 2), (8, 4), (12, 6)].map(|(gain, saliency)| {
        let (gain, saliency) = (ratio(gain, 1), ratio(saliency, 1));
        let (mean, variance) = amplitude(&gain, &saliency).unwrap();
        let sign = thirty_digits(|precision| {
            success_probability(&gain, &saliency, &Interval::from_rational(&ratio(1, 5), precision))
        });
        let correction = first_correction(&gain, &saliency).unwrap();
        [gain.to_string(), saliency.to_string(), mean.to_string(), variance.to_string(), correction.to_string(), sign]
    });
    let header = ["gain", "saliency", "mean of A", "variance of A", "correction", "success at leak s/5"];
    SUITE.snapshots().bind(|| insta::assert_snapshot!("predictions", table(header, &rows)));
}

#[test]
fn thresholds_are_those_of_the_snapshot() {
    let rows = [ratio(1, 100), ratio(1, 10), ratio(1, 2), ratio(1, 1), ratio(2, 1)].map(|noise| {
        let slope = thirty_digits(|precision| mean_field_slope(&noise, precision));
        [noise.to_string(), slope, thirty_digits(|precision| mean_field_threshold(&noise, precision))]
    });
    SUITE
        .snapshots()
        .bind(|| insta::assert_snapshot!("mean_field", table(["noise", "slope", "gain threshold"], &rows)));
}

#[test]
fn what_lies_outside_the_domain_is_refused() {
    assert!(MeanField::new(Rational::new()).is_err() && Mixture::of_noise(ratio(-1, 2)).is_err());
    assert!(amplitude(&ratio(6, 1), &ratio(1, 1)).is_err(), "no memory to begin with");
    assert!(amplitude(&ratio(2, 1), &ratio(2, 1)).is_err(), "nothing is entered with Z' = 1");
    assert!(saturated_moments(&ratio(6, 1), &ratio(1, 1), &ratio(1, 1), bits(64)).is_err());
    let large = crossing_delay(&ratio(6, 1), &ratio(3, 1), &number(&ratio(1, 1), 64), &ratio(1, 100));
    assert!(large.unwrap_err().to_string().contains("amplitude"));
    let cycle = number(&ratio(3, 1), 64);
    assert!(leak_needed(&cycle, 0, &ratio(1, 2)).unwrap_err().to_string().contains("transitions"));
    for failure in [ratio(0, 1), ratio(1, 1), ratio(-1, 3)] {
        assert!(leak_needed(&cycle, 2, &failure).unwrap_err().to_string().contains("probability"));
    }
}
