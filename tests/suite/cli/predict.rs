//! `escapement predict`.

use super::{USUAL, digit_count, number, object, printed, text, with};
use escapement::numerics::rational::power;
use rug::Rational;

#[test]
fn a_prediction_has_the_fields_of_the_contract_in_order() {
    let prediction = object(&with(&["predict"], &USUAL));
    let fields: Vec<&str> = prediction.as_object().expect("an object").keys().map(String::as_str).collect();
    let contract = [
        "schema",
        "version",
        "inputs",
        "regime",
        "escape_time",
        "next_saliency",
        "escape_saliency",
        "gain_threshold",
        "lock_gain",
        "fixed_points",
        "transitions",
        "active_time",
        "dwell_time",
        "period",
        "delayed_escape",
        "absent",
    ];
    assert_eq!(fields, contract);
    let cycle: Vec<&str> =
        prediction["fixed_points"].as_object().expect("a cycle").keys().map(String::as_str).collect();
    assert_eq!(cycle, ["stable", "unstable", "multiplier"]);
    assert_eq!(prediction["regime"], "sustained");
    assert_eq!(prediction["escape_saliency"], "1");
    assert_eq!(prediction["gain_threshold"], "4");
    assert_eq!(digit_count(text(&prediction["escape_time"])), 15);
    assert_eq!((&prediction["schema"], &prediction["inputs"]["gain"]), (&"escapement/predict/1".into(), &"5".into()));
    let delayed: Vec<&str> =
        prediction["delayed_escape"].as_object().expect("a delay").keys().map(String::as_str).collect();
    assert_eq!(delayed, ["escape_time", "next_saliency"]);
    for nothing in ["lock_gain", "transitions", "active_time", "period"] {
        assert!(prediction[nothing].is_null() && prediction["absent"][nothing]["kind"].is_string(), "{nothing}");
    }
}

#[test]
fn every_number_that_is_not_there_has_a_reason_and_no_other_has() {
    let questions: [&[&str]; 6] = [
        &["--gain", "5", "--saliency", "3"],
        &["--gain", "3", "--saliency", "3"],
        &["--gain", "5", "--saliency", "1"],
        &["-k", "5", "-z", "3", "--self-coupling", "0.2"],
        &["--kappa", "19/10", "--saliency", "6", "--memories", "2"],
        &["--gain", "8", "--saliency", "4", "--activation", "tanh"],
    ];
    for question in questions {
        let prediction = object(&with(&["predict", "--digits", "10"], question));
        let fields = prediction.as_object().expect("an object").iter().filter(|(name, _)| *name != "absent");
        for (name, value) in fields {
            assert_eq!(value.is_null(), prediction["absent"].get(name).is_some(), "{question:?}: {name}");
        }
        let text = printed(&with(&["predict", "--digits", "10"], question));
        assert!(text.lines().all(|line| line.chars().count() <= 100 && !line.ends_with(" -")), "{text}");
    }
    let kind = |question: &[&str], field: &str| object(&with(&["predict"], question))["absent"][field]["kind"].clone();
    assert_eq!(kind(questions[0], "transitions"), "endless");
    assert_eq!(kind(questions[0], "period"), "none");
    assert_eq!(kind(questions[4], "active_time"), "not_determined");
}

#[test]
fn times_are_in_units_of_the_slow_time_constant() {
    let time =
        |tau: &str| number(text(&object(&with(&["predict", "--slow-time-constant", tau], &USUAL))["escape_time"]));
    assert!((time("2") - time("1") * 2u32).abs() < power(10, -13));
}

/// Gain, saliency and further arguments; regime, transitions and active time.
type Regime<'a> = (&'a [&'a str], &'a str, Option<u64>, Option<&'a str>);

#[test]
fn regimes_and_counts_are_those_of_the_theory() {
    let regimes: [Regime; 11] = [
        (&["--gain", "5", "--saliency", "3"], "sustained", None, None),
        (&["--gain", "4", "--saliency", "2"], "critical", None, None),
        (&["--gain", "4.5", "--saliency", "3/2"], "critical", None, None),
        (&["--gain", "3", "--saliency", "3"], "transient", Some(3), Some("2.197224577")),
        (&["--gain", "5", "--saliency", "1.3"], "transient", Some(2), Some("0.4054651081")),
        (&["--gain", "3", "--saliency", "3/2"], "immediate_collapse", Some(1), Some("0.4054651081")),
        (&["--gain", "1/2", "--saliency", "9"], "immediate_collapse", Some(1), Some("2.197224577")),
        (&["--gain", "5", "--saliency", "1"], "immediate_collapse", Some(0), Some("0")),
        (&["--gain", "5", "--saliency", "0"], "immediate_collapse", Some(0), Some("0")),
        (&["--gain", "5", "--saliency", "3", "--self-coupling", "0.2"], "locked", None, None),
        (&["--gain", "5", "--saliency", "1", "--slope", "1/2"], "immediate_collapse", Some(0), Some("0")),
    ];
    for (arguments, regime, transitions, active_time) in regimes {
        let prediction = object(&[&["predict", "--digits", "10"], arguments].concat());
        assert_eq!(prediction["regime"], regime, "{arguments:?}");
        assert_eq!(prediction["transitions"].as_u64(), transitions, "{arguments:?}");
        assert_eq!(prediction["active_time"].as_str(), active_time, "{arguments:?}");
        let held = transitions != Some(0) && regime != "locked";
        assert_eq!(prediction["escape_time"].is_string(), held, "{arguments:?}");
        assert_eq!(prediction["next_saliency"].is_string(), held, "{arguments:?}");
    }
}

#[test]
fn rings_finite_networks_and_smooth_neurons_are_predicted_in_every_combination_that_is_covered() {
    let chain = object(&with(&["predict"], &USUAL));
    let ring = object(&with(&["predict", "--memories", "4"], &USUAL));
    for same in ["escape_time", "next_saliency", "escape_saliency", "lock_gain", "regime"] {
        assert_eq!(ring[same], chain[same], "{same}");
    }
    assert!(text(&ring["gain_threshold"]).starts_with("3.610718613276"));
    assert!(text(&ring["period"]).parse::<f64>().expect("a number") > 0.0);
    assert!(ring["delayed_escape"].is_null() && ring["fixed_points"]["multiplier"].is_null());
    let locked = object(&with(&["predict", "--memories", "4", "--self-coupling", "1"], &USUAL));
    assert_eq!((&locked["regime"], &locked["lock_gain"]), (&"locked".into(), &"1".into()));
    let small = object(&["predict", "--gain", "4.2", "--saliency", "3", "--neurons", "64", "--digits", "10"]);
    assert_eq!((&small["regime"], &small["transitions"]), (&"transient".into(), &22.into()));
    assert_eq!(small["gain_threshold"], "4.266666667");
    let both = ["predict", "--gain", "3", "--saliency", "3", "--memories", "3", "--neurons", "16", "--digits", "10"];
    assert_eq!(object(&both)["gain_threshold"], "3.692307692");
    let accumulating = ["predict", "--gain", "19/10", "--saliency", "6", "--memories", "2", "--digits", "10"];
    assert_eq!(object(&accumulating)["regime"], "accumulating");
}

#[test]
fn smooth_chains_are_predicted_and_simulated_alike() {
    let arguments = ["--gain", "8", "--saliency", "4", "--activation", "tanh", "--digits", "15"];
    let prediction = object(&[&["predict"], &arguments[..]].concat());
    let simulation = object(&[&["simulate", "--transitions", "1"], &arguments[..]].concat());
    let first = &simulation["transitions"][0];
    assert_eq!((&prediction["escape_time"], &prediction["next_saliency"]), (&first["dwell"], &first["saliency"]));
    assert_eq!(
        (&prediction["regime"], &prediction["gain_threshold"]),
        (&"sustained".into(), &"5.89138514235548".into())
    );
    let ending = object(&["predict", "--gain", "3", "--saliency", "3/2", "--activation", "erf", "--digits", "10"]);
    assert_eq!((&ending["regime"], &ending["transitions"]), (&"immediate_collapse".into(), &1.into()));
}

#[test]
fn every_printed_digit_is_right_and_none_is_idle() {
    // Z+ = 29/20 lies halfway between two decimals of two digits, and only exact arithmetic can tell.
    let tie = object(&["predict", "--gain", "841/180", "--saliency", "3", "--digits", "2"]);
    assert_eq!((&tie["fixed_points"]["unstable"], &tie["escape_saliency"]), (&"1.4".into(), &"1".into()));
    let short = object(&["predict", "--gain", "9/2", "--saliency", "4"]);
    let cycle = &short["fixed_points"];
    assert_eq!(
        (&cycle["stable"], &cycle["unstable"], &cycle["multiplier"]),
        (&"3".into(), &"1.5".into(), &"0.5".into())
    );
    assert_eq!(short["next_saliency"], "3.375");
    // Rounding the long value gives the short one.
    let long = object(&with(&["predict", "--digits", "200"], &USUAL));
    for digits in [1, 2, 17, 50] {
        let prediction = object(&with(&["predict", "--digits", &digits.to_string()], &USUAL));
        for field in ["escape_time", "next_saliency", "dwell_time"] {
            let (short, long) = (number(text(&prediction[field])), number(text(&long[field])));
            let half = power(10, 1 - digits) / 2u32;
            assert!(Rational::from(&short - &long).abs() <= half, "{field} to {digits} digits: {short} and {long}");
        }
    }
}

#[test]
fn numbers_are_taken_exactly_in_any_form() {
    let decimal = printed(&["predict", "--gain", "5.25", "--saliency", "3e0", "--slope", "1e0"]);
    assert_eq!(decimal, printed(&["predict", "--gain", "21/4", "--saliency", "+3", "--slope=1.0"]));
    let close = object(&["predict", "--gain", "3.9999999999999999", "--saliency", "2"]);
    assert_eq!(close["regime"], "transient");
}

#[test]
fn a_ring_that_meets_its_threshold_exactly_ends_there() {
    // From 3 to 2, 3/2 and 1, which is the threshold: as on the chain.
    for ring in [&["--memories", "4"][..], &["--memories", "7"], &["--memories", "2000"], &[]] {
        let prediction = object(&with(&["predict", "--gain", "3", "--saliency", "3"], ring));
        assert_eq!((&prediction["regime"], &prediction["transitions"]), (&"transient".into(), &3.into()), "{ring:?}");
        assert_eq!(prediction["active_time"], "2.19722457733622");
    }
}
