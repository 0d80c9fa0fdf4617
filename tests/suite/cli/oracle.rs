//! Predictions and simulations against values made outside this code.

use super::{agree, object, text};
use serde_json::Value;

fn oracle(key: &str) -> Vec<Value> {
    crate::support::oracle("reference")[key].as_array().expect("a list").clone()
}

fn assert_oracle(found: &Value, entry: &Value, field: &str) {
    assert!(agree(text(found), text(&entry[field]), 59), "{field}: {found} for {entry}");
}

/// The arguments of an oracle's entry.
fn arguments<'a>(entry: &'a Value, fields: &[(&'a str, &str)]) -> Vec<&'a str> {
    fields.iter().flat_map(|(option, field)| [*option, text(&entry[*field])]).collect()
}

#[test]
fn predicted_escapes_are_those_of_the_oracle() {
    let fields =
        [("--gain", "gain"), ("--saliency", "saliency"), ("--slope", "slope"), ("--self-coupling", "self_coupling")];
    for entry in oracle("escape").iter().filter(|entry| entry["neurons"].is_null()) {
        let prediction = object(&[&["predict", "--digits", "60"], &arguments(entry, &fields)[..]].concat());
        if entry["outcome"] == "locked" {
            assert_eq!(prediction["regime"], "locked", "{entry}");
        } else {
            assert_oracle(&prediction["escape_time"], entry, "escape_time");
            assert_oracle(&prediction["next_saliency"], entry, "next_saliency");
        }
    }
}

#[test]
fn simulated_escapes_are_those_of_the_oracle_with_and_without_self_synapses() {
    let fields =
        [("--gain", "gain"), ("--saliency", "saliency"), ("--slope", "slope"), ("--self-coupling", "self_coupling")];
    for entry in oracle("escape") {
        let neurons = entry["neurons"].as_u64().map(|neurons| neurons.to_string());
        let mut simulate = vec!["simulate", "--digits", "60", "--transitions", "1"];
        simulate.extend(arguments(&entry, &fields));
        simulate.extend(neurons.iter().flat_map(|neurons| ["--neurons", neurons]));
        let simulation = object(&simulate);
        if entry["outcome"] == "locked" {
            assert_eq!(simulation["outcome"], "locked", "{entry}");
        } else {
            assert_oracle(&simulation["transitions"][0]["dwell"], &entry, "escape_time");
            assert_oracle(&simulation["transitions"][0]["saliency"], &entry, "next_saliency");
        }
    }
}

#[test]
fn collapses_thresholds_and_cycles_are_those_of_the_oracle() {
    for entry in oracle("collapse") {
        let start = arguments(&entry, &[("--gain", "gain"), ("--saliency", "saliency")]);
        let prediction = object(&[&["predict", "--digits", "60"], &start[..]].concat());
        assert_eq!(prediction["transitions"].to_string(), entry["transitions"].to_string(), "{entry}");
        assert_oracle(&prediction["active_time"], &entry, "active_time");
    }
    let of_the_chain = |entry: &&Value| entry["memories"].is_null() && entry["neurons"].is_null();
    for entry in oracle("threshold").iter().filter(of_the_chain) {
        let model = arguments(entry, &[("--slope", "slope"), ("--self-coupling", "self_coupling")]);
        let base = ["predict", "--digits", "60", "--gain", "1", "--saliency", "3"];
        let prediction = object(&[&base, &model[..]].concat());
        assert_oracle(&prediction["gain_threshold"], entry, "gain_threshold");
    }
    for entry in oracle("cycle") {
        let gain = arguments(&entry, &[("--gain", "gain")]);
        let prediction = object(&[&["predict", "--digits", "60", "--saliency", "3"], &gain[..]].concat());
        assert_oracle(&prediction["fixed_points"]["stable"], &entry, "stable");
        assert_oracle(&prediction["fixed_points"]["unstable"], &entry, "unstable");
        assert_oracle(&prediction["dwell_time"], &entry, "dwell_time");
    }
}
