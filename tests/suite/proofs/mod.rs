//! The machine-checked proofs, without the checker: the ledger it wrote fits the files, and the formulas of the proofs are those
//! of the predictors.
//!
//! `make proofs` compiles `theorems/*/proof.v` and writes `fixtures/proofs.json`. An edited proof without a new run of it fails here.

mod formula;
mod ledger;
mod ties;

use serde_json::Value;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The ledger as text.
fn text() -> String {
    read(&root().join("fixtures/proofs.json"))
}

/// The ledger.
fn ledger() -> Value {
    serde_json::from_str(&text()).unwrap()
}

/// The rows of one of its tables.
fn rows(table: &str) -> Vec<Value> {
    ledger()[table].as_array().unwrap().clone()
}

/// A text of a row.
fn entry<'a>(row: &'a Value, key: &str) -> &'a str {
    row[key].as_str().unwrap_or_else(|| panic!("{key} of {row}"))
}
