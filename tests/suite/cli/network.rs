//! `escapement network`.

use super::{QUICK, USUAL, complains, object, printed, run, stderr, stdout, text, with};
use crate::support::oracle;
use escapement::numerics::rational::{parse, power};
use rug::Rational;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// The reference problem, but for its digits; the file of its start is in a folder of its own.
fn reference_problem(name: &str) -> (Vec<String>, Value) {
    let oracle = oracle("network");
    let problem = oracle["B"].clone();
    let path = initial_file(name, &problem["initial"].to_string());
    let text = |key: &str| problem[key].as_str().map_or_else(|| problem[key].to_string(), str::to_owned);
    let mut arguments = vec!["network".to_owned(), "--initial".to_owned(), path.to_string_lossy().into_owned()];
    for key in ["gain", "memories", "epsilon", "leak", "activation", "until"] {
        arguments.extend([format!("--{key}"), text(key)]);
    }
    (arguments, problem)
}

/// A file with a start, named after its test.
fn initial_file(name: &str, text: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.json"));
    std::fs::write(&path, text).expect("a file of the tests' own");
    path
}

#[test]
fn the_network_meets_the_reference_problem_to_ninety_digits() {
    let (arguments, problem) = reference_problem("reference");
    let mut arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    arguments.extend(["--digits", "95"]);
    let found = object(&arguments);
    for key in ["c", "saliency"] {
        for (found, expected) in
            found["final"][key].as_array().unwrap().iter().zip(problem["final"][key].as_array().unwrap())
        {
            let (found, expected) = [found, expected].map(|x| parse("x", x.as_str().unwrap()).unwrap()).into();
            let off: Rational = Rational::from(&found - &expected).abs();
            assert!(off < power(10, -90) * expected.abs(), "{key}: {found}");
        }
    }
    assert_eq!(found["outcome"], "cut off, still active");
    let crossings = found["transitions"].as_array().unwrap();
    assert_eq!(crossings.len(), 7);
    assert!(crossings.iter().all(|crossing| crossing["sign"] == 1));
}

#[test]
fn a_network_of_any_size_does_what_its_sign_classes_do() {
    let all = object(&QUICK);
    for neurons in ["2", "16", "1048576"] {
        let some = object(&with(&QUICK, &["--neurons", neurons]));
        for found in ["transitions", "final", "outcome"] {
            assert_eq!(some[found], all[found], "{neurons} neurons");
        }
    }
    let removed = object(&with(&QUICK, &["--neurons", "16", "--remove-self-synapses"]));
    assert_ne!(removed["transitions"], all["transitions"]);
    let first = |run: &Value| parse("time", run["transitions"][0]["time"].as_str().unwrap()).unwrap();
    assert!(first(&removed) < first(&all), "without self-synapses a memory is lost sooner");
}

#[test]
fn a_network_without_a_leak_falls_silent_and_says_so() {
    let arguments = [&QUICK[..7], &["--until", "9", "--saliency", "3", "--digits", "10", "--format", "json"]].concat();
    let output = run(&arguments);
    assert!(stderr(&output).starts_with("note: without a leak") && output.status.success(), "{}", stderr(&output));
    let silent: Value = serde_json::from_str(stdout(&output)).unwrap();
    assert_eq!(silent["outcome"], "collapsed");
    assert_eq!(silent["transitions"].as_array().unwrap().len(), 0);
    assert_eq!(silent["final"]["c"][1], "0");
}

#[test]
fn a_network_is_printed_as_a_table_and_as_comma_separated_values() {
    let text = printed(&QUICK);
    assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
    assert!(text.contains("outcome: cut off, still active") && text.contains("memory"), "{text}");
    let values = printed(&with(&QUICK, &["--format", "csv"]));
    let lines: Vec<&str> = values.lines().collect();
    assert_eq!(lines[0], "index,time,from,to,sign,saliency,overlap,outcome");
    assert!(lines.len() > 1 && lines[1..].iter().all(|line| line.ends_with(",\"cut off, still active\"")), "{values}");
    let simulated = printed(&["simulate", "--gain", "5", "--saliency", "3", "--transitions", "2", "--format", "csv"]);
    assert_eq!(simulated.lines().count(), 3);
}

#[test]
fn comma_separated_values_are_those_of_the_json() {
    let simulate = ["simulate", "--gain", "5", "--saliency", "3", "--digits", "40", "--transitions", "4"];
    let network = with(&QUICK[..13], &["--digits", "25"]);
    for arguments in [&simulate[..], &network] {
        let values = printed(&with(arguments, &["--format", "csv"]));
        let mut lines = values.lines().map(|line| line.split(',').collect::<Vec<_>>());
        let header = lines.next().expect("a header");
        let json = object(arguments);
        let transitions = json["transitions"].as_array().expect("transitions");
        assert!(!transitions.is_empty() && lines.clone().count() == transitions.len(), "{values}");
        for (line, transition) in lines.zip(transitions) {
            let fields = transition.as_object().expect("a transition");
            let columns: Vec<&str> = fields.keys().map(String::as_str).chain(["outcome"]).collect();
            assert_eq!(columns, header);
            let expected: Vec<String> =
                fields.values().map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned)).collect();
            assert_eq!(line[..expected.len()], expected);
            let outcome = line[expected.len()..].join(",");
            assert_eq!(outcome.trim_matches('"'), json["outcome"]);
        }
    }
    let none = printed(&["simulate", "--gain", "5", "--saliency", "1", "--format", "csv"]);
    assert_eq!(none, "index,time,dwell,from,to,saliency,outcome\n,,,,,,\"collapsed\"\n");
    complains(&with(&["predict", "--format", "csv"], &USUAL), 2, &["format is 'csv'", "text or json"]);
}

#[test]
fn a_long_network_run_ends_in_one_line_when_its_steps_are_used_up() {
    complains(&with(&QUICK, &["--steps", "20"]), 1, &["20 steps", "time"]);
}

#[test]
fn bad_arguments_of_a_network_are_named_with_their_value_and_domain() {
    let usual = |replaced: &'static str, value: &'static str| -> Vec<&'static str> {
        let place = QUICK.iter().position(|argument| *argument == replaced).expect("an argument of the usual run");
        let mut arguments = QUICK.to_vec();
        arguments[place + 1] = value;
        arguments
    };
    complains(&usual("--epsilon", "0"), 2, &["epsilon", "'0'", "greater than 0"]);
    complains(&usual("--epsilon", "-0.5"), 2, &["epsilon", "'-0.5'"]);
    complains(&usual("--leak", "-1"), 2, &["leak", "'-1'", "not negative"]);
    complains(&usual("--until", "-2"), 2, &["until", "'-2'", "not negative"]);
    complains(&usual("--until", "soon"), 2, &["until", "'soon'"]);
    complains(&usual("--memories", "1"), 2, &["memories", "'1'", "at least 2"]);
    complains(&usual("--memories", "40"), 2, &["memories", "'40'", "--neurons"]);
    complains(&usual("--saliency", "-3"), 2, &["saliency", "'-3'"]);
    complains(&usual("--saliency", "0"), 2, &["saliency", "'0'", "greater than 0"]);
    complains(&with(&QUICK, &["--neurons", "12"]), 2, &["neurons", "'12'", "power of two"]);
    complains(&with(&usual("--memories", "9"), &["--neurons", "8"]), 2, &["memories", "'9'"]);
    complains(&with(&usual("--memories", "2048"), &["--neurons", "2048"]), 2, &["memories", "sign classes"]);
    complains(&with(&QUICK, &["--activation", "relu"]), 2, &["activation", "'relu'", "power:p"]);
    complains(&with(&QUICK, &["--remove-self-synapses"]), 2, &["neurons"]);
    complains(&with(&QUICK, &["--initial", "nowhere.json"]), 2, &["initial"]);
    complains(&QUICK[..11], 2, &["saliency", "--initial"]);
}

#[test]
fn a_bad_file_with_the_start_is_named_with_what_is_wrong_in_it() {
    let start = [&QUICK[..11], &["--initial"]].concat();
    complains(&with(&start, &["nowhere.json"]), 2, &["nowhere.json"]);
    let cases = [
        ("malformed", "{\"c\": [", "EOF"),
        ("unknown", "{\"c\": [1, 0], \"alpha\": [1, 0]}", "alpha"),
        ("missing", "{\"c\": [1, 0]}", "saliency"),
        ("short", "{\"c\": [1], \"saliency\": [1, 0]}", "2 numbers"),
        ("words", "{\"c\": [\"one\", 0], \"saliency\": [1, 0]}", "one"),
        ("nested", "{\"c\": [[1], 0], \"saliency\": [1, 0]}", "[1]"),
        ("negative", "{\"c\": [1, 0], \"saliency\": [1, -1]}", "saliency"),
        ("nothing", "{\"c\": [0, 0], \"saliency\": [0, 0]}", "differ from 0"),
    ];
    for (name, text, word) in cases {
        let path = initial_file(&format!("start-{name}"), text);
        complains(&with(&start, &[path.to_str().unwrap()]), 2, &[word]);
    }
    // Numbers are taken exactly: a decimal is no double.
    let path = initial_file("start-exact", "{\"c\": [3, 0.1], \"saliency\": [\"3\", \"1/10\"]}");
    let large = initial_file("start-large", &" ".repeat((1 << 24) + 1));
    complains(&with(&start, &[large.to_str().unwrap()]), 2, &["16 MiB"]);
    let still = [&QUICK[..9], &["--until", "0", "--initial", path.to_str().unwrap()]].concat();
    let found = object(&still);
    assert_eq!(found["final"]["c"][1], "0.1");
}

#[test]
fn an_enclosed_end_has_the_digits_of_the_run_and_a_proof_of_each() {
    let network = ["network", "--gain=6", "--memories=2", "--epsilon=1/20", "--leak=1/20", "--until=2", "--saliency=3"];
    let tanh = with(&network, &["--activation=tanh", "--digits=40"]);
    let (run, enclosed) = (object(&tanh), object(&with(&tanh, &["--enclose"])));
    assert_eq!(enclosed["final"], run["final"]);
    assert!(super::number(text(&enclosed["width"])) < power(10, -40), "{enclosed}");
    assert_eq!(enclosed["schema"], "escapement/network-enclosed/1");
    let table = printed(&with(&network, &["--activation=erf", "--enclose"]));
    assert!(table.contains("every digit proved") && table.contains("widest enclosure"), "{table}");
    // Through the kinks of HardTanh too, for as long as no two neurons leave saturation together.
    for memories in [
        &network[..],
        &["network", "--gain=6", "--memories=4", "--epsilon=1/20", "--leak=1/20", "--until=2", "--saliency=3"],
    ] {
        let sharp = with(memories, &["--digits=30"]);
        let (run, enclosed) = (object(&sharp), object(&with(&sharp, &["--enclose"])));
        assert_eq!(enclosed["final"], run["final"]);
        assert!(run["transitions"].as_array().is_some_and(|transitions| !transitions.is_empty()), "{run}");
    }
    let still = ["network", "--gain=6", "--memories=2", "--epsilon=1/20", "--until=3", "--saliency=3", "--enclose"];
    complains(&still, 2, &["leak is '0'", "exactly 0"]);
    complains(&with(&tanh, &["--enclose", "--format=csv"]), 2, &["format", "'csv'", "--enclose"]);
    complains(&with(&tanh, &["--enclose", "--steps=3"]), 1, &["3 steps used up"]);
}
