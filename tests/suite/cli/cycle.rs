//! `escapement cycle` and `escapement check-certificate`.

use super::{agree, complains, object, printed, scratch, text};
use crate::support::oracle;
use serde_json::Value;

/// A quick cycle.
const QUICK: [&str; 9] = ["cycle", "--gain", "6", "--memories", "2", "--epsilon", "1/10", "--leak", "1/10"];

#[test]
fn the_cycles_of_the_other_program_are_printed_to_the_digits_asked_for() {
    for known in oracle("cycles")["cycles"].as_array().unwrap() {
        let mut arguments = vec!["cycle".to_owned(), "--digits".to_owned(), "55".to_owned()];
        for key in ["gain", "memories", "epsilon", "leak", "activation"] {
            arguments.extend([format!("--{key}"), text(&known[key]).to_owned()]);
        }
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let found = object(&arguments);
        assert!(agree(text(&found["dwell"]), text(&known["dwell"]), 55));
        for key in ["c", "saliency"] {
            let pair = (found["section"][key].as_array().unwrap(), known[key].as_array().unwrap());
            assert_eq!(pair.0.len(), pair.1.len());
            assert!(pair.0.iter().zip(pair.1).all(|(found, known)| agree(text(found), text(known), 53)), "{found}");
        }
        assert_eq!(found["inputs"]["gain"], "6");
        assert!(found.get("certificate").is_none());
    }
}

#[test]
fn a_cycle_is_printed_as_a_table_that_fits_the_screen() {
    let table = printed(&QUICK);
    super::assert_fits(&table);
    assert!(table.contains("period") && table.contains("multipliers") && table.contains("c_0 = c_1"), "{table}");
}

/// A certificate in a file, changed before it is written.
fn certificate(name: &str, change: impl FnOnce(&mut Value)) -> String {
    let mut certificate = object(&[&QUICK[..], &["--prove"]].concat());
    change(&mut certificate);
    let path = scratch(&format!("{name}.json"));
    std::fs::write(&path, certificate.to_string()).expect("a file of the tests' own");
    path.to_string_lossy().into_owned()
}

#[test]
fn a_certificate_is_proved_again_from_its_boxes_and_a_changed_one_is_not() {
    let whole = certificate("whole", |proved| {
        let boxes = proved["certificate"]["boxes"].as_array().unwrap();
        assert!(boxes.len() == 2 && boxes.iter().all(|proved| proved["cycles"] == 1), "{proved}");
    });
    assert!(printed(&["check-certificate", &whole]).ends_with("the certificate holds\n"));
    let holds_not = "the certificate does not hold: box 1";
    let moved = certificate("moved", |proved| proved["certificate"]["boxes"][0]["centre"][1] = "5".into());
    complains(&["check-certificate", &moved], 1, &[holds_not, "no cycle"]);
    let longer = certificate("longer", |proved| {
        proved["certificate"]["boxes"][0]["period"] = serde_json::json!(["4", "5"]);
    });
    complains(&["check-certificate", &longer], 1, &[holds_not, "period"]);
    let other = certificate("other", |proved| proved["inputs"]["gain"] = "7".into());
    complains(&["check-certificate", &other], 1, &[holds_not]);
}

#[test]
fn what_is_no_certificate_is_refused_in_one_line() {
    let path = scratch("no-certificate.json");
    std::fs::write(&path, "{\"inputs\": 1}").expect("a file of the tests' own");
    complains(&["check-certificate", &path.to_string_lossy()], 2, &["no-certificate.json"]);
    complains(&["check-certificate", "nowhere.json"], 2, &["nowhere.json"]);
    let empty = certificate("empty", |proved| proved["certificate"]["boxes"] = serde_json::json!([]));
    complains(&["check-certificate", &empty], 2, &["no box"]);
}

#[test]
fn bad_parameters_of_a_cycle_are_named_and_an_absent_cycle_is_said_to_be() {
    let changed = |option: &str, value: &'static str| {
        let place = QUICK.iter().position(|argument| *argument == option).unwrap();
        let mut arguments = QUICK.to_vec();
        arguments[place + 1] = value;
        arguments
    };
    for (option, value, name) in [
        ("--gain", "-1", "gain is '-1'"),
        ("--memories", "1", "memories is '1'"),
        ("--memories", "7", "from 2 to 6"),
        ("--epsilon", "0", "epsilon is '0'"),
        ("--leak", "-1/10", "leak is '-1/10'"),
    ] {
        complains(&changed(option, value), 2, &[name]);
    }
    complains(&[&QUICK[..], &["--activation", "step"]].concat(), 2, &["activation is 'step'"]);
    let weak =
        ["cycle", "--gain", "3", "--memories", "2", "--epsilon", "1/20", "--leak", "1/1000", "--activation", "tanh"];
    complains(&weak, 1, &["no cycle found", "silent"]);
}
