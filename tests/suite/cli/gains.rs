//! `--gains` and `--slopes`: what is predicted of memories that differ, what is simulated, and what may not be combined.

use super::{complains, object, text, with};

#[test]
fn a_prediction_for_unequal_gains_has_its_own_fields_in_order() {
    let prediction = object(&["predict", "--gains", "2,16", "--saliency", "4", "--digits", "20"]);
    let fields: Vec<&str> = prediction.as_object().expect("an object").keys().map(String::as_str).collect();
    let contract = [
        "schema",
        "version",
        "inputs",
        "regime",
        "escape_time",
        "next_saliency",
        "escape_saliency",
        "critical_saliency",
        "transitions",
        "active_time",
        "period",
        "absent",
    ];
    assert_eq!(fields, contract);
    assert_eq!((&prediction["regime"], &prediction["next_saliency"]), (&"sustained".into(), &"1.5".into()));
    assert!(prediction["transitions"].is_null() && prediction["active_time"].is_null());
}

/// Further arguments; regime, critical saliency, transitions and period.
type Fate<'a> = (&'a [&'a str], &'a str, Option<&'a str>, Option<u64>, Option<&'a str>);

#[test]
fn thresholds_of_unequal_gains_are_decided_exactly() {
    let fates: [Fate; 8] = [
        (&["--gains", "4", "--saliency", "2"], "critical", Some("2"), None, Some("0.6931471806")),
        (&["--gains", "2.25,9", "--saliency", "3"], "critical", Some("3"), None, Some("1.504077397")),
        (&["--gains", "9/4,9", "--saliency", "2.9"], "transient", Some("3"), Some(38), Some("1.504077397")),
        (&["--gains", "2.25,8.9999999999", "--saliency", "3"], "transient", None, Some(769530), None),
        (&["--gains", "1.2,1.2,1000,1.2,1.2,1000", "--saliency", "9"], "transient", None, Some(2), None),
        (&["--gain", "4", "--slopes", "1,1/2", "--saliency", "9"], "transient", None, None, None),
        (&["--gains", "3,5", "--slope", "2", "--saliency", "1/2"], "immediate_collapse", None, Some(0), None),
        (&["--gains", "3,7/2", "--saliency", "5", "--memories", "2"], "sustained", None, None, Some("1.609437912")),
    ];
    for (arguments, regime, critical, transitions, period) in fates {
        let prediction = object(&[&["predict", "--digits", "10"], arguments].concat());
        assert_eq!(prediction["regime"], regime, "{arguments:?}");
        if arguments[2] == "--slopes" || arguments[2] == "--slope" {
            continue;
        }
        assert_eq!(prediction["critical_saliency"].as_str(), critical, "{arguments:?}");
        assert_eq!(prediction["transitions"].as_u64(), transitions, "{arguments:?}");
        assert_eq!(prediction["period"].as_str(), period, "{arguments:?}");
    }
}

#[test]
fn what_is_predicted_of_unequal_gains_is_simulated() {
    for more in [&["--slopes", "1,2,4/5"][..], &["--memories", "4"], &["--memories", "5", "--slopes", "1,3/2"]] {
        let arguments = [&["--gains", "5,3/2", "--saliency", "3", "--digits", "15"], more].concat();
        let prediction = object(&[&["predict"], &arguments[..]].concat());
        let simulation = object(&[&["simulate", "--transitions", "40"], &arguments[..]].concat());
        let steps = simulation["transitions"].as_array().expect("transitions");
        assert_eq!(
            (&prediction["escape_time"], &prediction["next_saliency"]),
            (&steps[0]["dwell"], &steps[0]["saliency"])
        );
        if simulation["outcome"] == "collapsed" {
            assert_eq!(prediction["transitions"].as_u64(), Some(steps.len() as u64), "{more:?}");
            assert_eq!(prediction["active_time"], steps[steps.len() - 1]["time"], "{more:?}");
        }
    }
}

#[test]
fn a_network_takes_a_gain_for_every_memory() {
    let common =
        ["--memories", "2", "--epsilon", "1/10", "--leak", "1/10", "--until", "1", "--saliency", "3", "--digits", "8"];
    let equal = object(&[&["network", "--gain", "6"], &common[..]].concat());
    let listed = object(&[&["network", "--gains", "6,6"], &common[..]].concat());
    let other = object(&[&["network", "--gains", "6,4"], &common[..]].concat());
    for found in ["transitions", "final", "outcome"] {
        assert_eq!(equal[found], listed[found]);
    }
    // Memory 1, which is hardly retrieved by then, drives memory 0.
    assert_ne!(text(&equal["final"]["saliency"][0]), text(&other["final"]["saliency"][0]));
}

#[test]
fn what_may_not_be_combined_with_lists_is_said_in_one_sentence() {
    let listed = ["--gains", "5,3", "--saliency", "3"];
    for command in ["predict", "simulate"] {
        complains(&with(&[command, "--gain", "5"], &listed), 2, &["gain", "gains", "only one"]);
        complains(&with(&[command, "--self-coupling", "1/5"], &listed), 2, &["self-coupling", "'1/5'", "--gains"]);
        complains(&with(&[command, "--neurons", "64"], &listed), 2, &["neurons", "'64'", "--gains"]);
        complains(&with(&[command, "--activation", "tanh"], &listed), 2, &["activation", "'tanh'", "--gains"]);
        complains(&with(&[command, "--slope", "2", "--slopes", "1,2"], &listed), 2, &["slope", "slopes", "only one"]);
        complains(&[command, "--gains", "5,,3", "--saliency", "3"], 2, &["gains is ''", "a quotient"]);
        complains(&[command, "--gains", "5,0", "--saliency", "3"], 2, &["gains is '5,0'", "greater than 0"]);
        complains(
            &[command, "--gains", "5,3,2", "--memories", "2", "--saliency", "3"],
            2,
            &["memories", "'2'", "gains"],
        );
        complains(&[command, "--saliency", "3"], 2, &["gain", "missing"]);
    }
    let network = ["network", "--memories", "2", "--epsilon", "1", "--until", "1", "--saliency", "3"];
    complains(&with(&network, &["--gains", "1,2,3"]), 2, &["gains", "'1,2,3'", "memories"]);
    complains(&with(&network, &["--gain", "5", "--slopes", "1,2"]), 2, &["slopes", "'1,2'", "neurons"]);
}
