//! `--noise` of `predict` and `network`.

use super::{USUAL, complains, object, printed, text, with};

/// A noisy network of gain 6 whose first memory has saliency 3.
const NETWORK: [&str; 11] =
    ["predict", "--gain", "6", "--saliency", "3", "--noise", "1", "--neurons", "10000", "--digits", "30"];

#[test]
fn many_noisy_neurons_have_the_threshold_and_the_slope_of_their_mean_field() {
    let prediction = object(&["predict", "--gain", "6", "--saliency", "3", "--noise", "1/2", "--digits", "20"]);
    // From an independent evaluation of the integral and its minimum with mpmath.
    assert_eq!(prediction["gain_threshold"], "4.8956566191552241268");
    assert_eq!(prediction["slope"], "0.99532226501895273416");
    assert_eq!(prediction["regime"], "sustained");
    assert!(prediction.get("success_probability").is_none());
    let none = object(&with(&["predict", "--noise", "0"], &USUAL));
    assert_eq!((&none["gain_threshold"], &none["slope"]), (&"4".into(), &"1".into()));
    assert!(
        printed(&["predict", "--gain", "1", "--saliency", "0", "--noise", "1", "--digits", "5"])
            .contains("erf(1/sigma)")
    );
}

#[test]
fn noise_and_slope_scale_together() {
    // g kappa, g Z and g sigma are all that counts.
    let unit = object(&["predict", "--gain", "6", "--saliency", "3", "--noise", "1", "--digits", "15"]);
    let half =
        object(&["predict", "--gain", "12", "--saliency", "6", "--noise", "2", "--slope", "1/2", "--digits", "15"]);
    assert_eq!((&unit["escape_time"], &unit["regime"]), (&half["escape_time"], &half["regime"]));
    let number = |value: &serde_json::Value| super::number(text(value));
    let tenth = escapement::numerics::rational::power(10, -12);
    assert!((number(&half["gain_threshold"]) - number(&unit["gain_threshold"]) * 2u32).abs() < tenth);
    assert!((number(&half["slope"]) * 2u32 - number(&unit["slope"])).abs() < tenth);
}

#[test]
fn a_finite_network_has_a_probability_of_success_and_a_leak_that_it_needs() {
    let none = object(&NETWORK);
    assert_eq!((&none["success_probability"], &none["leak_needed"]), (&"0.5".into(), &serde_json::Value::Null));
    assert!(none.get("slope").is_none() && none["delayed_escape"].is_null());
    // x = (1/100) 100 4^(3/2) sqrt(2/3) = 8 sqrt(2/3).
    let some = object(&with(&NETWORK, &["--leak", "1/1000", "--transitions", "100", "--probability", "1/100"]));
    assert!(
        text(&some["success_probability"]).starts_with("0.74318544330343796939789194"),
        "{}",
        some["success_probability"]
    );
    // 0.49336 sigma/sqrt(N).
    assert!(text(&some["leak_needed"]).starts_with("0.0049336"), "{}", some["leak_needed"]);
    let chance = object(&with(&NETWORK, &["--transitions", "2", "--probability", "3/4"]));
    assert_eq!(chance["leak_needed"], "0");
    let weak = ["predict", "--gain", "3", "--saliency", "3", "--noise", "1", "--neurons", "64", "--digits", "9"];
    let weak = object(&with(&weak, &["--transitions", "2", "--probability", "1/2"]));
    assert!(weak["leak_needed"].is_null() && weak["success_probability"].is_string());
    let last = ["predict", "--gain", "3", "--saliency", "3/2", "--noise", "1", "--neurons", "64", "--leak", "1/10"];
    assert!(object(&last)["success_probability"].is_null(), "nothing is entered next");
}

#[test]
fn what_noise_does_not_cover_is_said() {
    let noisy = |more: &[&'static str]| [&with(&["predict", "--noise", "1/2"], &USUAL)[..], more].concat();
    complains(&noisy(&["--memories", "4"]), 2, &["memories", "'4'", "noise"]);
    complains(&noisy(&["--self-coupling", "1/5"]), 2, &["self-coupling", "'1/5'", "0 with noise"]);
    complains(&noisy(&["--activation", "tanh"]), 2, &["activation", "'tanh'", "hardtanh with noise"]);
    complains(&noisy(&["--leak", "1/5"]), 2, &["leak", "'1/5'", "left out without neurons"]);
    complains(&with(&["predict", "--leak", "1/5"], &USUAL), 2, &["leak", "'1/5'", "left out without noise"]);
    complains(&with(&["predict", "--noise", "-1/5"], &USUAL), 2, &["noise", "'-1/5'", "not negative"]);
    complains(&with(&["predict", "--noise", "x"], &USUAL), 2, &["noise", "'x'", "quotient"]);
    complains(&with(&["predict", "--noise", "0", "--neurons", "9"], &USUAL), 2, &["noise", "'0'", "greater than 0"]);
    complains(&with(&NETWORK, &["--leak", "-1"]), 2, &["leak", "'-1'", "not negative"]);
    complains(&with(&NETWORK, &["--transitions", "5"]), 2, &["transitions", "'5'", "probability"]);
    complains(&with(&NETWORK, &["--probability", "1/5"]), 2, &["probability", "'1/5'", "transitions"]);
    complains(
        &with(&NETWORK, &["--transitions", "0", "--probability", "1/5"]),
        2,
        &["transitions", "'0'", "at least 1"],
    );
    complains(
        &with(&NETWORK, &["--transitions", "5", "--probability", "1"]),
        2,
        &["probability", "'1'", "less than 1"],
    );
}

/// A path of a network of two memories under noise.
fn path(more: &[&str]) -> serde_json::Value {
    let network =
        ["network", "--gain=6", "--saliency=3", "--memories=2", "--neurons=8", "--epsilon=1/10", "--digits=6"];
    object(&with(&network, more))
}

#[test]
fn without_a_leak_the_seed_decides_whether_a_memory_or_its_opposite_is_entered() {
    let sign = |seed: &str| {
        let found = path(&["--until=1.6", "--noise=1/50", "--seed", seed]);
        found["transitions"][0]["sign"].as_i64().expect("a transition")
    };
    let signs: Vec<i64> = ["1", "2", "3", "4", "5"].map(sign).to_vec();
    assert!(signs.contains(&1) && signs.contains(&-1), "{signs:?}");
    assert_eq!(sign("3"), signs[2]);
    // With more leak than noise every path goes on to the memory.
    for seed in ["1", "2", "3", "4", "5"] {
        let found = path(&["--until=1.6", "--noise=1/50", "--seed", seed, "--leak=1/10"]);
        assert_eq!(found["transitions"][0]["sign"], 1, "{seed}");
    }
}

#[test]
fn noise_of_no_strength_is_no_noise() {
    let (with_none, plain) =
        (path(&["--until=1.6", "--leak=1/10", "--noise=0"]), path(&["--until=1.6", "--leak=1/10"]));
    assert_eq!(with_none["transitions"], plain["transitions"]);
    assert_eq!(with_none["final"], plain["final"]);
    let few = ["network", "--gain=6", "--saliency=3", "--memories=2", "--epsilon=1/10", "--until=1"];
    complains(&with(&few, &["--noise=1/50"]), 2, &["neurons", "missing"]);
    complains(&with(&few, &["--neurons=8", "--noise=-1"]), 2, &["noise", "'-1'", "not negative"]);
    complains(&with(&few, &["--neurons=8", "--noise=1", "--seed=x"]), 2, &["seed", "'x'", "18446744073709551615"]);
}
