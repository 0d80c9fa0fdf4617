//! `escapement explain`, `list --format json` and `replay`.

use super::{complains, object, printed, scratch, stderr, stdout, text};
use serde_json::Value;

#[test]
fn a_claim_is_explained_by_its_statement_domain_source_and_files() {
    let explained = printed(&["explain", "g1"]);
    for word in [
        "G1: gain threshold (gain_threshold)",
        "statement",
        "domain",
        "[P]+[D]",
        "do not conclude",
        "G1_threshold",
        "proof.v",
    ] {
        assert!(explained.contains(word), "{word}: {explained}");
    }
    super::assert_fits(&explained);
    let claims = object(&["explain", "escape-time,G1"])["claims"].as_array().expect("claims").clone();
    let ids: Vec<&str> = claims.iter().map(|claim| text(&claim["id"])).collect();
    assert_eq!(ids, ["E1", "E2", "E3", "E4", "G1"]);
    for file in ["statement", "code", "tests", "proof"] {
        let path = text(&claims[4]["files"][file]).split('#').next().expect("a path").to_owned();
        assert!(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(&path).exists(), "{path}");
    }
    complains(&["explain"], 2, &["name is missing"]);
    complains(&["explain", "G99"], 2, &["'G99'", "G1"]);
}

#[test]
fn the_list_is_there_for_programs_and_goes_to_a_file() {
    let theorems = object(&["list"])["theorems"].as_array().expect("theorems").clone();
    assert_eq!(theorems.len(), escapement::theorems::catalogue().len());
    let path = scratch("list.txt");
    assert_eq!(printed(&["list", "--output", path.to_str().expect("a plain path")]), "");
    assert_eq!(std::fs::read_to_string(&path).expect("the file"), printed(&["list"]));
}

#[test]
fn a_case_is_computed_again_to_the_digit_and_held_against_the_evidence() {
    let folder = scratch("replayed");
    std::fs::create_dir_all(folder.join("evidence")).expect("a folder");
    let line = printed(&["replay", "e3.2", "--format", "json"]);
    let record: Value = serde_json::from_str(&line).expect("a record");
    assert_eq!((&record["case"], &record["verdict"]), (&"E3.2".into(), &"verified".into()));
    assert!(printed(&["replay", "E3.2"]).starts_with("E3.2: gain="));
    let replay = || {
        super::program().args(["replay", "E3.2", "--format", "json"]).current_dir(&folder).output().expect("it runs")
    };
    std::fs::write(folder.join("evidence/cases.jsonl"), &line).expect("the evidence");
    assert_eq!((replay().status.code(), stdout(&replay()).to_owned()), (Some(0), line.clone()));
    let planted = line.replacen("verified", "refuted", 1);
    std::fs::write(folder.join("evidence/cases.jsonl"), planted).expect("the evidence");
    assert_eq!(replay().status.code(), Some(1), "{}", stderr(&replay()));
    complains(&["replay", "E3"], 2, &["case is 'E3'", "such as G1.3"]);
    complains(&["replay", "E3.0"], 2, &["'E3.0'", "from E3.1 to E3."]);
    complains(&["replay", "E3.9999"], 2, &["'E3.9999'", "from E3.1 to E3."]);
}

#[test]
fn a_run_ends_with_its_budget() {
    let long =
        ["simulate", "--gain", "5", "--saliency", "3", "--transitions", "100000", "--digits", "2000", "--budget", "1"];
    complains(&long, 1, &["budget of 1 s"]);
}
