//! The shape of the tree: imports follow the arrow, simulations do not see predictors, and no double is in a proof.

use std::fs;
use std::path::{Path, PathBuf};

/// Each module of the library and the modules it may use.
const ARROW: [(&str, &[&str]); 6] = [
    ("error", &[]),
    ("numerics", &["error", "Error", "Result"]),
    ("model", &["error", "Error", "Result", "numerics"]),
    ("evidence", &["error", "Error", "Result", "numerics"]),
    ("theorems", &["error", "Error", "Result", "numerics", "model", "evidence"]),
    ("report", &["error", "Error", "Result", "numerics", "model", "evidence", "theorems"]),
];

/// Words that a file of a theorem must not contain.
const FORBIDDEN: [(&str, &[&str]); 2] = [
    ("predictor.rs", &["simulation", "LimitSystem", "taylor", "claims", "evidence"]),
    ("simulation.rs", &["predictor", "predict_", "claims", "evidence"]),
];

/// Lines of code: what stands before a comment.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().map(|(k, line)| (k + 1, line.split("//").next().unwrap_or_default()))
}

/// The module of the library that a file belongs to.
fn module(path: &str) -> &str {
    let inside = path.strip_prefix("src/").unwrap_or(path);
    inside.split(['/', '.']).next().unwrap_or_default()
}

/// Every line that imports against the arrow or mentions what its file may not know.
fn violations(path: &str, text: &str) -> Vec<String> {
    let own = module(path);
    let allowed = ARROW.iter().find(|(name, _)| *name == own).map(|(_, allowed)| *allowed);
    let forbidden = FORBIDDEN.iter().find(|(name, _)| path.starts_with("theorems/") && path.ends_with(name));
    let mut found = Vec::new();
    for (number, line) in code(text) {
        let used = line.split("crate::").skip(1).map(|rest| {
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            &rest[..end]
        });
        for name in used {
            if allowed.is_some_and(|allowed| name != own && !allowed.contains(&name)) {
                found.push(format!("{path}:{number} imports {name} against the arrow"));
            }
        }
        for word in forbidden.map_or(&[][..], |(_, words)| words) {
            if line.contains(word) {
                found.push(format!("{path}:{number} mentions {word}"));
            }
        }
        if path.starts_with("src/numerics/interval") && line.contains("f64") {
            found.push(format!("{path}:{number} lets a double into a proof"));
        }
    }
    found
}

/// The repository's own folder.
fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file below a folder, with its path from the root.
fn sources(folder: &str) -> Vec<(String, String)> {
    let mut files = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/");
                files.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    files.sort();
    files
}

#[test]
fn imports_follow_the_arrow_and_simulations_do_not_see_predictors() {
    let found: Vec<String> =
        ["src", "theorems"].iter().flat_map(|f| sources(f)).flat_map(|(path, text)| violations(&path, &text)).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_planted_violation_is_found() {
    for (path, text) in [
        ("src/numerics/roots.rs", "use crate::model::Parameters;"),
        ("src/model/limit.rs", "use crate::theorems::catalogue;"),
        ("src/evidence/claim.rs", "let p = crate::model::Parameters::new(gain);"),
        ("theorems/ring/simulation.rs", "use super::predictor::threshold;"),
        ("theorems/ring/predictor.rs", "use crate::model::LimitSystem;"),
        ("theorems/ring/mod.rs", "use crate::report::render;"),
        ("src/numerics/interval/mod.rs", "let width = self.width().to_f64();"),
    ] {
        assert_eq!(violations(path, text).len(), 1, "{path}: {text}");
    }
    assert!(violations("theorems/ring/simulation.rs", "// unlike the predictor").is_empty());
    assert!(violations("theorems/ring/claims.rs", "use super::predictor::threshold;").is_empty());
}

#[test]
fn every_theorem_has_its_four_files_and_its_line_in_the_catalogue() {
    let mut folders: Vec<String> = fs::read_dir(root().join("theorems"))
        .unwrap()
        .map(Result::unwrap)
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    folders.sort();
    let mut ids: Vec<&str> = escapement::theorems::catalogue().iter().map(|theorem| theorem.id).collect();
    ids.sort_unstable();
    assert_eq!(folders, ids);
    for id in ids {
        for file in ["statement.md", "mod.rs", "predictor.rs", "simulation.rs", "claims.rs"] {
            let path = Path::new("theorems").join(id).join(file);
            assert!(root().join(&path).is_file(), "{} is missing", path.display());
        }
    }
}

#[test]
fn no_test_is_switched_off_and_nothing_is_left_undone() {
    let marks = [concat!("#[", "ignore"), concat!("todo", "!("), concat!("unimplemented", "!(")];
    for (path, text) in ["src", "theorems", "tests", "benches"].iter().flat_map(|f| sources(f)) {
        for mark in marks {
            assert!(!text.contains(mark), "{path} contains {mark}");
        }
    }
}

#[test]
fn claims_are_labelled_once_and_stated_in_their_theorem() {
    let mut labels = Vec::new();
    for theorem in escapement::theorems::catalogue() {
        for claim in (theorem.claims)() {
            let id = claim.info().id;
            assert!(theorem.statement.contains(&format!("### {id}")), "{id} has no heading in {}", theorem.id);
            labels.push(id);
        }
    }
    let count = labels.len();
    labels.sort_unstable();
    labels.dedup();
    assert_eq!(labels.len(), count, "a label is used twice");
}
