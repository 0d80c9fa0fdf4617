//! The machine-checked theorems of every claim, as the ledger of the proofs lists them.

use crate::theorems::Theorem;
use serde_json::Value;
use std::sync::OnceLock;

/// The ledger that the checker wrote; the tests hold it against the proofs.
const LEDGER: &str = include_str!("../../fixtures/proofs.json");

/// Names of the theorems proved of a claim, in the order of the proof.
pub(super) fn theorems_of(claim: &str) -> Vec<&'static str> {
    static ROWS: OnceLock<Vec<(String, String)>> = OnceLock::new();
    let rows = ROWS.get_or_init(|| {
        let ledger: Value = serde_json::from_str(LEDGER).unwrap_or(Value::Null);
        let rows = ledger["theorems"].as_array().into_iter().flatten();
        let pair = |row: &Value| Some((row["claim"].as_str()?.to_owned(), row["theorem"].as_str()?.to_owned()));
        rows.filter_map(pair).collect()
    });
    rows.iter().filter(|(own, _)| own == claim).map(|(_, theorem)| theorem.as_str()).collect()
}

/// The theorems of a claim with a link to their proof; a dash where there is none.
pub(super) fn linked(theorem: &Theorem, claim: &str) -> String {
    let names = theorems_of(claim);
    if names.is_empty() {
        return "-".to_owned();
    }
    let names: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    format!("[proof](theorems/{}/proof.v): {}", theorem.id, names.join(", "))
}
