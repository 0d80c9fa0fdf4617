//! `escapement verify --partition` and `escapement merge`.

use super::{complains, object, printed, run, scratch, stderr, with};
use serde_json::{Value, json};
use std::path::Path;

/// Claims of two theorems, one of them asymptotic, in a few cases.
const CHOSEN: [&str; 9] = ["verify", "--claim", "E1", "--claim", "E3", "--claim", "S4", "--cases", "5"];

/// The parts of the campaign, each in a file whose name begins as told.
fn parts(name: &str, of: usize) -> Vec<String> {
    let part = |number: usize| {
        let path = path(&scratch(&format!("{name}-{number}.json")));
        let partition = format!("{number}/{of}");
        assert_eq!(printed(&with(&CHOSEN, &["--partition", &partition, "--output", &path])), "");
        path
    };
    (1..=of).map(part).collect()
}

fn path(path: &Path) -> String {
    path.to_str().expect("a plain path").to_owned()
}

fn merge<'a>(files: &'a [String], more: &[&'a str]) -> Vec<&'a str> {
    std::iter::once("merge").chain(files.iter().map(String::as_str)).chain(more.iter().copied()).collect()
}

/// A copy of a part with one of its fields altered.
fn altered(part: &str, name: &str, alter: impl Fn(&mut Value)) -> String {
    let mut value: Value = serde_json::from_str(&std::fs::read_to_string(part).expect("a part")).expect("JSON");
    alter(&mut value);
    let copy = path(&scratch(name));
    std::fs::write(&copy, value.to_string()).expect("a file");
    copy
}

#[test]
fn four_parts_in_any_order_merge_to_the_bytes_of_one_run() {
    let mut files = parts("merge-four", 4);
    files.reverse();
    for form in ["text", "json", "junit"] {
        let whole = printed(&with(&CHOSEN, &["--format", form]));
        assert_eq!(printed(&merge(&files, &["--format", form])), whole, "{form}");
    }
}

#[test]
fn every_part_has_some_of_the_cases_and_none_twice() {
    let whole: u64 = object(&CHOSEN)["summary"]["cases"].as_u64().expect("a number");
    let held = parts("merge-held", 3).into_iter().map(|file| {
        let part: Value = serde_json::from_str(&std::fs::read_to_string(file).expect("a part")).expect("JSON");
        let claims = part["evidence"].as_array().expect("claims").clone();
        assert_eq!(claims.len(), 3);
        claims.iter().map(|claim| claim["cases"].as_array().expect("cases").len() as u64).sum::<u64>()
    });
    let held: Vec<u64> = held.collect();
    assert!(held.iter().all(|count| *count > 0) && held.iter().sum::<u64>() == whole, "{held:?} of {whole}");
}

#[test]
fn parts_that_do_not_fit_together_are_refused_in_one_line() {
    let files = parts("merge-refused", 2);
    let [one, two] = [&files[0], &files[1]].map(String::as_str);
    complains(&["merge", one], 2, &["part 2/2 is missing"]);
    complains(&["merge", one, two, one], 2, &["part 1/2", "again", "once"]);
    let second = |name: &str, field: &str, value: Value| {
        altered(two, &format!("merge-{name}.json"), |part| part[field] = value.clone())
    };
    let older = second("version", "version", json!("0.0.9"));
    complains(&["merge", one, &older], 2, &["version", "'0.0.9'", env!("CARGO_PKG_VERSION")]);
    let seeded = second("seed", "seed", json!(7));
    complains(&["merge", one, &seeded], 2, &["seed", "'7'", "2603", one]);
    let fewer = second("cases", "cases", json!(4));
    complains(&["merge", one, &fewer], 2, &["cases", "'4'", "must be 5"]);
    let shorter = second("digits", "digits", json!(40));
    complains(&["merge", one, &shorter], 2, &["digits", "'40'", "must be 50"]);
    let thirds = second("thirds", "part", json!({ "number": 2, "of": 3 }));
    complains(&["merge", one, &thirds], 2, &["number of parts", "'3'", "must be 2"]);
    let other =
        altered(two, "merge-case.json", |part| part["evidence"][0]["cases"][0]["report"]["case"] = json!("gain=1"));
    complains(&["merge", one, &other], 2, &[&other, "part 2/2", "E1", "another build"]);
    let none = altered(two, "merge-none.json", |part| part["evidence"][0]["cases"] = json!([]));
    complains(&["merge", one, &none], 2, &["does not hold the cases", "E1"]);
    let garbled = path(&scratch("merge-garbled.json"));
    std::fs::write(&garbled, "{").expect("a file");
    complains(&["merge", one, &garbled], 2, &[&garbled, "not a part"]);
    complains(&["merge", one, "no-such-file"], 2, &["no-such-file"]);
}

#[test]
fn a_partition_is_a_part_and_their_number() {
    for wrong in ["0/4", "5/4", "4", "a/4", "1/0", "-1/4", "1/2/3"] {
        complains(&with(&CHOSEN, &["--partition", wrong]), 2, &["partition", wrong, "3/16"]);
    }
    complains(&with(&CHOSEN, &["--partition", "1/2", "--format", "json"]), 2, &["partition", "format"]);
}

#[test]
fn what_a_claim_costs_is_said_beside_the_findings() {
    let plain = printed(&CHOSEN);
    let timed = run(&with(&CHOSEN, &["--timings"]));
    assert_eq!(String::from_utf8_lossy(&timed.stdout), plain);
    let table = stderr(&timed);
    let names: Vec<&str> = table.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(names, ["claim", "escape_time", "E1", "E3", "singular_limit", "S4", "all"]);
    assert!(table.lines().skip(1).all(|line| line.split_whitespace().count() == 3), "{table}");
}
