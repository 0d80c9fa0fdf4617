//! The shape of the tree: imports follow the arrow, simulations do not see predictors, and no double is in a proof.

use escapement::evidence::Support;
use escapement::theorems::Theorem;
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

/// Each module of the library and the modules it may use.
const ARROW: [(&str, &[&str]); 6] = [
    ("error", &[]),
    ("numerics", &["error", "Error", "Result"]),
    ("model", &["error", "Error", "Result", "numerics"]),
    ("evidence", &["error", "Error", "Result", "numerics"]),
    ("theorems", &["error", "Error", "Result", "numerics", "model", "evidence"]),
    ("report", &["error", "Error", "Result", "numerics", "model", "evidence", "theorems"]),
];

/// The rooms of a theorem's folder, and the words that must not occur in each: what may not be known there.
const WALLS: [(&str, &[&str]); 6] = [
    (
        "cases",
        &[
            "predictor",
            "simulation",
            "consequences",
            "claims",
            "taylor",
            "LimitSystem",
            "LimitFamily",
            "SmoothLimit",
            "Network",
        ],
    ),
    (
        "predictor",
        &[
            "simulation",
            "consequences",
            "claims",
            "cases",
            "evidence",
            "taylor",
            "LimitSystem",
            "LimitFamily",
            "SmoothLimit",
            "Network",
        ],
    ),
    ("simulation", &["predictor", "predict_", "consequences", "claims", "::claimed"]),
    (
        "consequences",
        &["super::predictor", "simulation", "claims", "::claimed", "taylor", "LimitSystem", "SmoothLimit", "Network"],
    ),
    ("claims", &["taylor", "LimitSystem", "LimitFamily", "SmoothLimit", "Network", "fn observe_"]),
    ("covers", &["taylor", "LimitSystem", "LimitFamily", "SmoothLimit", "Network", "fn observe_", "claims::"]),
];

/// The same for the program: what is predicted is not integrated, what is simulated is not predicted.
const PROGRAM: [(&str, &[&str]); 5] = [
    ("src/cli/predict", &["simulation", "taylor", "LimitSystem", "SmoothLimit", "Network"]),
    ("theorems/prediction", &["simulation", "taylor", "LimitSystem", "SmoothLimit", "Network"]),
    ("src/cli/simulate", &["predictor", "consequences", "theorems"]),
    ("src/cli/network", &["predictor", "consequences", "theorems"]),
    ("src/cli/sweep", &["predictor", "theorems", "taylor", "LimitSystem", "SmoothLimit", "Network"]),
];

/// Files that may call an answer proved: those that hold the proof.
const PROVERS: [&str; 2] = ["src/numerics/", "src/model/"];

/// Most lines of a file of a theorem.
const LONGEST: usize = 450;

/// Lines of code: what stands before a comment.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().map(|(k, line)| (k + 1, line.split("//").next().unwrap_or_default()))
}

/// The module of the library that a file belongs to.
fn module(path: &str) -> &str {
    let inside = path.strip_prefix("src/").unwrap_or(path);
    inside.split(['/', '.']).next().unwrap_or_default()
}

/// The room of a theorem's folder that a file stands in: `simulation` for `theorems/ring/simulation.rs` and all that is below
/// `theorems/ring/simulation/`.
fn room(path: &str) -> Option<&str> {
    let mut parts = path.strip_prefix("theorems/")?.split('/').skip(1);
    parts.next().map(|part| part.trim_end_matches(".rs"))
}

/// Words that the file must not contain.
fn forbidden(path: &str) -> Vec<&'static str> {
    let wall = WALLS.iter().filter(|(name, _)| room(path) == Some(name));
    let program = PROGRAM.iter().filter(|(prefix, _)| path.starts_with(prefix));
    let mut words: Vec<&str> = wall.chain(program).flat_map(|(_, words)| words.iter().copied()).collect();
    if !PROVERS.iter().any(|prover| path.starts_with(prover)) && !path.starts_with("tests/") {
        words.push("Decided::proved");
        words.push("Self::proved");
    }
    if path.starts_with("src/numerics/interval") {
        words.push("f64");
    }
    // An answer read back from a file is believed: no theorem may make its own that way.
    if path.starts_with("theorems/") {
        words.extend(["serde", "from_str::<"]);
    }
    words
}

/// Whether a line of a claim's declaration observes by anything but a function of the simulation's, or states a guarantee that is not a
/// promise.
fn oversteps(path: &str, line: &str) -> bool {
    let declares = matches!(room(path), Some("claims" | "covers"));
    let observes = line.split("observe: ").nth(1).is_some_and(|what| !what.starts_with("observe_"));
    let states = line.contains("Guarantee::") && !line.contains("promises: Guarantee::");
    declares && (observes || states)
}

/// Every line that imports against the arrow or mentions what its file may not know.
fn violations(path: &str, text: &str) -> Vec<String> {
    let own = module(path);
    let allowed = ARROW.iter().find(|(name, _)| *name == own).map(|(_, allowed)| *allowed);
    let forbidden = forbidden(path);
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
        let mentioned = forbidden.iter().filter(|word| line.contains(**word));
        found.extend(mentioned.map(|word| format!("{path}:{number} mentions {word}")));
        if oversteps(path, line) {
            found.push(format!("{path}:{number} observes or guarantees by itself"));
        }
    }
    if path.starts_with("theorems/") && text.lines().count() > LONGEST {
        found.push(format!("{path} has more than {LONGEST} lines"));
    }
    found
}

/// The other theorems whose predictors, simulations or consequences a file of a theorem uses.
fn borrowed<'t>(path: &str, text: &'t str) -> Vec<&'t str> {
    let argues = matches!(room(path), Some("predictor" | "simulation" | "consequences" | "claims"));
    let own = path.strip_prefix("theorems/").and_then(|rest| rest.split('/').next()).unwrap_or_default();
    let used = code(text).filter(|_| argues).flat_map(|(_, line)| line.split("theorems::").skip(1));
    let paths = used.filter_map(|rest| {
        let mut parts = rest.split("::");
        let (theorem, room) = (parts.next()?, parts.next()?);
        ["predictor", "simulation", "consequences"].iter().any(|name| room.starts_with(name)).then_some(theorem)
    });
    paths.filter(|theorem| *theorem != own).collect()
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
fn imports_follow_the_arrow_and_every_file_knows_only_what_its_room_may() {
    let found: Vec<String> =
        ["src", "theorems"].iter().flat_map(|f| sources(f)).flat_map(|(path, text)| violations(&path, &text)).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_planted_violation_of_every_wall_is_found() {
    for (path, text) in [
        ("src/numerics/roots.rs", "use crate::model::Parameters;"),
        ("src/model/limit.rs", "use crate::theorems::catalogue;"),
        ("src/evidence/claim.rs", "let p = crate::model::Parameters::new(gain);"),
        ("theorems/ring/mod.rs", "use crate::report::render;"),
        ("src/numerics/interval/mod.rs", "let width = self.width().to_f64();"),
        // An observation that calls a predictor.
        ("theorems/ring/simulation.rs", "use super::predictor::threshold;"),
        ("theorems/ring/simulation/growth.rs", "let k = crate::theorems::ring::predictor::threshold(p);"),
        ("theorems/ring/simulation.rs", "let k = predict_threshold(p);"),
        ("theorems/ring/claims.rs", "        observe: |case, digits| named(threshold(case)),"),
        ("theorems/ring/claims.rs", "fn observe_threshold(case: &Circle) -> Result<Quantities> {"),
        // A predictor that integrates, or knows how it is judged.
        ("theorems/ring/predictor.rs", "use crate::model::LimitSystem;"),
        ("theorems/ring/predictor.rs", "use crate::numerics::taylor::integrate;"),
        ("theorems/ring/predictor/threshold.rs", "use crate::evidence::Answer;"),
        ("theorems/ring/predictor.rs", "let run = super::simulation::simulate_ring(p);"),
        // Cases that look at an answer.
        ("theorems/ring/cases.rs", "use super::predictor::threshold;"),
        ("theorems/ring/cases.rs", "let growth = super::simulation::simulate_growth(p);"),
        // Declarations that compute.
        ("theorems/ring/claims.rs", "use crate::model::LimitSystem;"),
        ("theorems/ring/covers.rs", "use crate::model::LimitFamily;"),
        ("theorems/ring/covers.rs", "        observe: |_, piece| predicted(piece),"),
        // A consequence that is the prediction again.
        ("theorems/ring/consequences.rs", "use super::predictor::threshold;"),
        // A guarantee that is stated.
        ("theorems/ring/claims.rs", "let strong = Guarantee::Rigorous;"),
        ("theorems/ring/simulation.rs", "quantity(FATE, Answer::word(Decided::proved(word)))"),
        ("theorems/ring/simulation.rs", "quantity(FATE, Answer::word(Decided::claimed(word)))"),
        ("src/evidence/answer.rs", "let decided = Decided::proved(true);"),
        ("theorems/ring/simulation.rs", "let answer: Answer = serde_json::from_str(text)?;"),
        // The program.
        ("src/cli/predict/mod.rs", "use escapement::model::LimitSystem;"),
        ("theorems/prediction/hard.rs", "use crate::model::SmoothLimit;"),
        ("src/cli/sweep.rs", "use escapement::model::LimitSystem;"),
        ("src/cli/simulate.rs", "use escapement::theorems::escape_time::predictor::escape_time;"),
    ] {
        assert!(!violations(path, text).is_empty(), "{path}: {text}");
    }
    let long = "//\n".repeat(LONGEST + 1);
    assert_eq!(violations("theorems/ring/simulation.rs", &long).len(), 1);
    for (path, text) in [
        ("theorems/ring/simulation.rs", "// unlike the predictor"),
        ("theorems/ring/claims.rs", "use super::predictor::threshold;"),
        ("theorems/ring/claims.rs", "        observe: observe_threshold,"),
        ("theorems/ring/claims.rs", "            promises: Guarantee::Rigorous,"),
        ("src/numerics/roots.rs", "Ok(Decided::proved(root))"),
    ] {
        assert!(violations(path, text).is_empty(), "{path}: {text}");
    }
}

/// What a theorem uses of others without any of its claims resting on one of theirs.
fn undeclared(theorem: &Theorem, files: &[(String, String)]) -> Vec<String> {
    let declared: BTreeSet<&str> = (theorem.claims)()
        .iter()
        .flat_map(|claim| claim.info().rests_on)
        .filter_map(|support| match support {
            Support::Claim(id) => home(id),
            Support::Assumption(_) => None,
        })
        .collect();
    let own = format!("theorems/{}/", theorem.id);
    let files = files.iter().filter(|(path, _)| path.starts_with(&own));
    let used = files.flat_map(|(path, text)| borrowed(path, text).into_iter().map(move |other| (path, other)));
    used.filter(|(_, other)| !declared.contains(other)).map(|(path, other)| format!("{path} uses {other}")).collect()
}

/// The theorem that holds a claim.
fn home(id: &str) -> Option<&'static str> {
    let theorems = escapement::theorems::catalogue();
    theorems
        .iter()
        .find(|theorem| (theorem.claims)().iter().any(|claim| claim.info().id == id))
        .map(|theorem| theorem.id)
}

#[test]
fn a_theorem_that_uses_another_rests_on_it() {
    let files = sources("theorems");
    for theorem in escapement::theorems::catalogue() {
        let found = undeclared(&theorem, &files);
        assert!(found.is_empty(), "no claim of {} rests on a claim of theirs:\n{}", theorem.id, found.join("\n"));
    }
}

#[test]
fn a_ground_that_is_not_declared_is_found() {
    let theorem = escapement::theorems::catalogue().into_iter().find(|theorem| theorem.id == "escape_time").unwrap();
    let planted =
        |line: &str| undeclared(&theorem, &[("theorems/escape_time/simulation.rs".to_owned(), line.to_owned())]);
    assert_eq!(planted("use crate::theorems::ring::simulation::simulate_growth;").len(), 1);
    assert!(planted("use crate::theorems::escape_time::simulation::simulate_dwell;").is_empty());
    assert!(planted("use crate::theorems::draw::critical;").is_empty());
}

#[test]
fn every_theorem_has_its_files_and_its_line_in_the_catalogue() {
    let mut folders: Vec<String> = fs::read_dir(root().join("theorems"))
        .unwrap()
        .map(Result::unwrap)
        .filter(|entry| entry.path().is_dir() && entry.file_name() != "prediction")
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    folders.sort();
    let mut ids: Vec<&str> = escapement::theorems::catalogue().iter().map(|theorem| theorem.id).collect();
    ids.sort_unstable();
    assert_eq!(folders, ids, "a theorem is its folder, its `pub mod` line and its line in the catalogue");
    for id in ids {
        for file in ["statement.md", "mod.rs", "cases.rs", "predictor.rs", "simulation.rs", "claims.rs"] {
            let folder = root().join("theorems").join(id);
            let room = folder.join(file.trim_end_matches(".rs")).join("mod.rs");
            assert!(folder.join(file).is_file() || room.is_file(), "theorems/{id}/{file} is missing");
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
