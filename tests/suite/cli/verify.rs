//! `escapement verify`.

use super::{assert_fits, complains, object, printed, run, scratch, stdout, text, with};
use serde_json::Value;

#[test]
fn a_verification_prints_text_json_and_junit() {
    let verify = ["verify", "escape_time", "--cases", "24"];
    let plain = printed(&verify);
    assert!(plain.starts_with("Escape time (escape_time)\n") && plain.contains("All verified: 4 claims"), "{plain}");
    assert_fits(&plain);
    let findings = object(&verify);
    let rows = findings["rows"].as_array().expect("rows");
    let claims: Vec<&str> = rows.iter().map(|row| text(&row["id"])).collect();
    assert_eq!(claims, ["E1", "E2", "E3", "E4"]);
    for row in rows {
        assert_eq!(row["verdict"], "verified", "{row}");
        assert!(
            row["reason"].is_null() && row["guarantee"] == "rigorous" && row["cases"].as_u64() >= Some(24),
            "{row}"
        );
        assert!(row["worst"]["digits"].as_u64() >= Some(50) && row["worst"]["parameters"].is_string(), "{row}");
        let wrong = &row["wrong_predictors"];
        let each = wrong["each"].as_array().expect("wrong predictors");
        assert!(!each.is_empty() && each.iter().all(|wrong| wrong["refuted_by"].as_u64() > Some(0)), "{row}");
        assert_eq!((&wrong["tried"], &wrong["caught"]), (&each.len().into(), &each.len().into()));
        assert_eq!(row["promised_guarantee"], "rigorous");
        assert!(row["domain"].is_string() && row["provenance"].is_string(), "{row}");
        let grounds = row["rests_on"].as_array().expect("grounds");
        assert!(grounds.iter().any(|ground| ground["assumption"] == "instantaneous fast layer"), "{row}");
        for kind in ["allowed", "not_allowed"] {
            assert!(row["conclusions"][kind].as_str().is_some_and(|sentence| sentence.ends_with('.')), "{row}");
        }
    }
    assert_eq!((findings["summary"]["claims"].as_u64(), findings["settings"]["seed"].as_u64()), (Some(4), Some(2603)));
    let junit = printed(&with(&verify, &["--format", "junit"]));
    assert!(junit.starts_with("<?xml") && junit.contains("<testsuite name=\"escape_time\" tests=\"4\" failures=\"0\""));
    assert_eq!(junit.matches("<testcase ").count(), 4);
}

#[test]
fn the_output_goes_to_a_file() {
    let path = scratch("findings.json");
    let name = path.to_str().expect("a plain path");
    assert_eq!(printed(&["verify", "escape_time", "--seed", "7", "--format", "json", "--output", name]), "");
    let findings: Value = serde_json::from_str(&std::fs::read_to_string(&path).expect("the file")).expect("JSON");
    assert_eq!(findings["settings"]["seed"].as_u64(), Some(7));
}

#[test]
fn a_claim_that_is_not_verified_is_an_exit_code_of_one() {
    // Two digits are too few to bound the rest of infinitely many transitions.
    let output = run(&["verify", "ring", "--claim", "R5", "--digits", "2", "--cases", "0"]);
    assert_eq!(output.status.code(), Some(1));
    assert_fits(stdout(&output));
    assert!(stdout(&output).contains("inconclusive: ") && stdout(&output).contains("NOT all verified"));
}

#[test]
fn a_single_claim_is_checked_as_it_is_among_all() {
    let all = object(&["verify", "escape_time", "--seed", "7"]);
    let one = object(&["verify", "escape_time", "--claim", "e3", "--seed", "7"]);
    let rows = one["rows"].as_array().expect("rows");
    assert_eq!((rows.len(), &rows[0]), (1, &all["rows"][2]));
    assert_eq!((&rows[0]["id"], &one["summary"]["claims"]), (&"E3".into(), &1.into()));
}

#[test]
fn claims_are_chosen_from_the_theorems_named_or_from_all() {
    let plain = printed(&["verify", "--claim", "c1", "--claim", "E3", "--claim", "E3", "--cases", "2"]);
    assert!(plain.starts_with("Escape time (escape_time)\n") && plain.contains("All verified: 2 claims"), "{plain}");
    assert!(plain.contains("Collapse (collapse)\n") && !plain.contains("Rings"), "{plain}");
    let named = printed(&["verify", "e3", "escape-time,C1", "--claim", "C1,E3", "--cases", "2"]);
    assert!(named.contains("Collapse (collapse)\n") && named.contains("All verified: 2 claims"), "{named}");
    complains(
        &["verify", "collapse", "escape_time", "--claim", "C1"],
        2,
        &["'escape_time' holds none", "E1, E2, E3, E4"],
    );
    let junit = printed(&["verify", "--claim", "E3", "--cases", "2", "--format", "junit"]);
    assert_eq!(junit.matches("<testcase ").count(), 1);
}

#[test]
fn a_claim_must_be_one_of_the_theorems_named() {
    complains(&["verify", "--claim", "X9"], 2, &["claim is 'X9'", "E1", "G1", "S5"]);
    complains(&["verify", "--claim", "E1", "--claim", ""], 2, &["claim is ''", "E1"]);
    complains(&["verify", "collapse", "--claim", "G1"], 2, &["claim is 'G1'", "one of C1, C2, C3, C4, C5, C6, C7\n"]);
    complains(&["verify", "--claim"], 2, &["claim", "no value", "G1"]);
    complains(&["verify", "--claim", "--seed", "7"], 2, &["claim", "no value"]);
}
