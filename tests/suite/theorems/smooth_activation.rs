//! Properties of smooth activations: the integral, the dwell and its event, the threshold as a minimum, the bound.

use crate::support::{Checked, Suite, agree, between, bits, digits, table, thirty_digits};
use escapement::model::{Activation, Mixture, Outcome, Parameters, SmoothLimit};
use escapement::numerics::rational::ratio;
use escapement::numerics::{Certainty, Interval};
use escapement::theorems::smooth_activation::predictor::{Profile, algebraic_threshold, fixed_points, threshold};
use escapement::theorems::smooth_activation::simulation::simulate_smooth_threshold;
use proptest::prelude::*;
use rug::Rational;

const SUITE: Suite = Suite { id: "smooth_activation", regressions: "fixtures/regressions/smooth_activation.txt" };

fn quick() -> BoxedStrategy<Mixture> {
    let one = prop_oneof![Just(Activation::Tanh), Just(Activation::Erf), Just(Activation::Power(2))];
    (one.clone(), one, 1i64..=7)
        .prop_map(|(one, other, eighths)| {
            if one == other {
                return Mixture::of(one).expect("smooth");
            }
            Mixture::new(vec![(ratio(eighths, 8), one), (ratio(8 - eighths, 8), other)]).expect("of sum one")
        })
        .boxed()
}

fn any_power() -> BoxedStrategy<Mixture> {
    prop_oneof![quick(), (1u32..=6).prop_map(|p| Mixture::of(Activation::Power(p)).expect("smooth"))].boxed()
}

fn number(value: &Rational, precision: u32) -> Interval {
    Interval::from_rational(value, bits(precision))
}

#[test]
fn the_dwell_of_the_integral_is_that_of_the_flow() {
    let cases = (quick(), between(ratio(8, 1), ratio(14, 1)), between(ratio(3, 1), ratio(8, 1)));
    SUITE.property(cases, |(activation, gain, saliency)| -> Checked {
        let predicted = Profile::new(&activation).dwell(&number(&gain, 110), &number(&saliency, 110))?;
        let system = SmoothLimit::new(Parameters::new(gain)?, activation)?;
        let run = system.run(&number(&saliency, 110), 1, bits(110))?;
        agree(&predicted.time, &run.transitions[0].dwell, 25)?;
        agree(&predicted.next, &run.transitions[0].saliency, 25)?;
        agree(&predicted.left, &run.transitions[0].left, 25)
    });
}

#[test]
fn precision_does_not_change_what_is_enclosed() {
    let cases = (any_power(), between(ratio(6, 1), ratio(14, 1)), between(ratio(3, 2), ratio(9, 1)));
    SUITE.property(cases, |(activation, gain, saliency)| -> Checked {
        let profile = Profile::new(&activation);
        let at = |precision| profile.dwell(&number(&gain, precision), &number(&saliency, precision));
        let (coarse, fine) = (at(80)?, at(160)?);
        agree(&coarse.time, &fine.time, 15)?;
        agree(&coarse.next, &fine.next, 15)
    });
}

#[test]
fn a_memory_is_lost_before_it_ceases_to_exist_and_hands_on_less_than_with_hardtanh() {
    let cases = (any_power(), between(ratio(2, 1), ratio(15, 1)), between(ratio(11, 10), ratio(20, 1)));
    SUITE.property(cases, |(activation, gain, saliency)| -> Checked {
        let dwell = Profile::new(&activation).dwell(&number(&gain, 90), &number(&saliency, 90))?;
        let hard = &gain * (Rational::from(1) - saliency.clone().recip());
        prop_assert_eq!(dwell.next.less(&number(&hard, 90)), Certainty::Certainly);
        if dwell.escape.is_some() {
            prop_assert_eq!(dwell.left.above(&ratio(1, 1)), Certainty::Certainly);
        }
        Ok(())
    });
}

#[test]
fn thresholds_lie_above_four_and_the_flow_finds_them_too() {
    SUITE.property(any_power(), |activation| -> Checked {
        let gain = threshold(&Profile::new(&activation), bits(100))?.gain;
        prop_assert_eq!(gain.above(&ratio(4, 1)), Certainty::Certainly);
        agree(&gain, &simulate_smooth_threshold(&activation, digits(20))?, 19)
    });
}

#[test]
fn what_a_unit_gain_hands_on_is_enclosed_over_whole_ranges_of_saliencies() {
    let system = |activation: Mixture| SmoothLimit::new(Parameters::new(ratio(1, 1)).expect("legal"), activation);
    let cases = (quick(), between(ratio(1, 4), ratio(7, 10)), 4u32..=8);
    SUITE.property(cases, |(activation, low, fineness)| -> Checked {
        let system = system(activation)?;
        let width = Rational::from(1) >> fineness;
        let (left, right) = (number(&low, 64), number(&(low + &width), 64));
        let (at_left, at_right) = (system.unit_handover(&left)?, system.unit_handover(&right)?);
        let over = system.unit_handover(&left.hull(&right))?;
        for at in [&at_left, &at_right] {
            prop_assert!(over.value.contains(&at.value), "{} holds {}", over.value, at.value);
            prop_assert!(over.slope.overlaps(&at.slope) && over.bend.overlaps(&at.bend));
        }
        // By the mean value theorem, secants are values of the derivative somewhere between.
        let secant = |a: &Interval, b: &Interval| (b - a).divide(&(&right - &left));
        prop_assert!(over.slope.overlaps(&secant(&at_left.value, &at_right.value)?));
        prop_assert!(over.bend.overlaps(&secant(&at_left.slope, &at_right.slope)?));
        Ok(())
    });
}

#[test]
fn the_least_gain_of_the_flow_is_the_same_in_units_of_any_slope() {
    let least = |slope| {
        let parameters = Parameters::new(ratio(1, 1)).unwrap().with_slope(slope).unwrap();
        let system = SmoothLimit::new(parameters, Mixture::of(Activation::Tanh).unwrap()).unwrap();
        system.enclose_least_gain(digits(20)).unwrap()
    };
    agree(&least(ratio(1, 1)), &(least(ratio(3, 2)) * &ratio(3, 2)), 20).unwrap();
}

#[test]
fn the_least_gain_over_all_saliencies_is_the_one_that_is_measured() {
    let activation = Mixture::of(Activation::Erf).unwrap();
    let system = SmoothLimit::new(Parameters::new(ratio(1, 1)).unwrap(), activation.clone()).unwrap();
    let (enclosed, measured) =
        (system.enclose_least_gain(digits(20)).unwrap(), simulate_smooth_threshold(&activation, digits(20)).unwrap());
    agree(&enclosed, &measured, 19).unwrap();
    // The saliency that needs it is none of the ends' neighbours: any other one needs more.
    for saliency in [ratio(3, 2), ratio(2, 1), ratio(3, 1), ratio(4, 1)] {
        let gain = system.handing_on_gain(&saliency, bits(90)).unwrap();
        assert!(gain > *enclosed.upper(), "{saliency}");
    }
}

#[test]
fn the_rate_at_which_the_successor_destabilises_a_memory_is_that_of_the_flow() {
    let cases = (quick(), between(ratio(8, 1), ratio(14, 1)), between(ratio(3, 1), ratio(8, 1)));
    SUITE.property(cases, |(activation, gain, saliency)| -> Checked {
        let profile = Profile::new(&activation);
        let (k, z) = (number(&gain, 110), number(&saliency, 110));
        let escape = profile.dwell(&k, &z)?.escape.expect("these gains sustain the chain");
        let system = SmoothLimit::new(Parameters::new(gain)?, activation)?;
        let (_, rate) = system.escape_rate(&z, bits(110))?.expect("these gains sustain the chain");
        agree(&profile.instability_rate(&k, &escape)?, &rate, 20)
    });
}

#[test]
fn fixed_points_are_handed_on_unchanged_and_the_stable_one_attracts() {
    let cases = (quick(), between(ratio(8, 1), ratio(14, 1)));
    SUITE.property(cases, |(activation, gain)| -> Checked {
        let profile = Profile::new(&activation);
        let least = threshold(&profile, bits(80))?;
        let k = number(&gain, 80);
        let Some(points) = fixed_points(&profile, &least, &k)? else {
            return Err(TestCaseError::fail("above every threshold of these"));
        };
        prop_assert!(profile.dwell(&k, &points.stable)?.next.overlaps(&points.stable));
        prop_assert!(profile.dwell(&k, &points.unstable)?.next.overlaps(&points.unstable));
        prop_assert_eq!(points.unstable.less(&points.stable), Certainty::Certainly);
        // The multiplier is the slope of the map: a secant over a small step tells it to the size of the step.
        let step = Rational::from(1) >> 30u32;
        let moved = profile.dwell(&k, &(&points.stable + &number(&step, 80)))?.next;
        let secant = (&moved - &points.stable).divide(&number(&step, 80))?;
        let off = (&secant - &points.multiplier).magnitude();
        prop_assert!(off < 1e-7, "{off}");
        prop_assert_eq!(points.multiplier.less(&Interval::from_integer(1, bits(80))), Certainty::Certainly);
        Ok(())
    });
}

#[test]
fn the_closed_form_of_the_algebraic_sigmoid_is_the_integral() {
    let integral = threshold(&Profile::new(&Mixture::of(Activation::Power(2)).unwrap()), bits(300)).unwrap().gain;
    agree(&algebraic_threshold(bits(300)).unwrap(), &integral, 80).unwrap();
}

#[test]
fn the_threshold_of_a_sharp_activation_is_enclosed_just_above_that_of_hardtanh() {
    // A5: 4 + (4 ln 2)/64, and a few times 1/64^2 more.
    let sharp = Profile::new(&Mixture::of(Activation::Power(64)).unwrap());
    let gain = threshold(&sharp, bits(100)).unwrap().gain;
    assert!(gain.digits(30) > 10 && *gain.lower() > 4.0433 && *gain.upper() < 4.0458, "{gain}");
    assert!(Mixture::of(Activation::HardTanh).is_err());
}

#[test]
fn a_dying_memory_ends_the_sequence_on_both_sides() {
    let (gain, saliency) = (ratio(3, 1), ratio(3, 2));
    let activation = Mixture::of(Activation::Tanh).unwrap();
    let predicted = Profile::new(&activation).dwell(&number(&gain, 100), &number(&saliency, 100)).unwrap();
    assert!(predicted.escape.is_none());
    assert_eq!(predicted.next.less(&Interval::from_integer(1, bits(100))), Certainty::Certainly);
    let system = SmoothLimit::new(Parameters::new(gain).unwrap(), activation).unwrap();
    assert_eq!(system.run(&number(&saliency, 100), 3, bits(100)).unwrap().outcome, Outcome::Collapsed);
}

#[test]
fn predictions_are_as_recorded() {
    let names = ["tanh", "erf", "algebraic", "power:1", "power:3", "power:4", "power:6"];
    let rows = names.map(|name| {
        let profile = Profile::new(&Mixture::of(name.parse().unwrap()).unwrap());
        let of = |value: fn(&escapement::theorems::smooth_activation::predictor::SmoothDwell) -> Interval| {
            thirty_digits(|precision| {
                let number = |value: i64| Interval::from_integer(value, precision);
                Ok(value(&profile.dwell(&number(14), &number(5))?))
            })
        };
        let least = thirty_digits(|precision| Ok(threshold(&profile, precision)?.gain));
        [name.to_owned(), least, of(|dwell| dwell.time.clone()), of(|dwell| dwell.next.clone())]
    });
    SUITE.snapshots().bind(|| {
        insta::assert_snapshot!(
            "predictions",
            table(["activation", "reduced gain threshold", "dwell at k = 14, z = 5", "handed on"], &rows)
        );
    });
}
