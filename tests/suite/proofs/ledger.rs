//! The ledger against the files: nothing was edited since the checker ran, nothing is missing, nothing more is assumed.

use super::{entry, ledger, read, root, rows, text};
use escapement::theorems::catalogue;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// What a theorem may rest on: the axioms of the classical reals of Coq's standard library.
const ALLOWED: [&str; 4] = [
    "ClassicalDedekindReals.sig_forall_dec",
    "ClassicalDedekindReals.sig_not_dec",
    "Classical_Prop.classic",
    "FunctionalExtensionality.functional_extensionality_dep",
];

fn sha256(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The proofs in the tree: folder and text.
fn proofs() -> BTreeMap<String, String> {
    let folders = std::fs::read_dir(root().join("theorems")).unwrap().map(|entry| entry.unwrap().path());
    let proofs = folders.filter_map(|folder| {
        let proof = folder.join("proof.v");
        proof.exists().then(|| (folder.file_name().unwrap().to_str().unwrap().to_owned(), read(&proof)))
    });
    proofs.collect()
}

/// The names of the theorems of a proof, in its order: those that begin with a claim.
fn theorems(proof: &str) -> Vec<String> {
    let names = proof.lines().filter_map(|line| line.strip_prefix("Theorem "));
    names.map(|rest| rest.split([' ', ':']).next().unwrap_or_default().to_owned()).collect()
}

/// The labels of a theorem's claims.
fn claims(folder: &str) -> Vec<&'static str> {
    let theorem = catalogue().into_iter().find(|theorem| theorem.id == folder);
    let theorem = theorem.unwrap_or_else(|| panic!("{folder} has a proof and is not in the catalogue"));
    (theorem.claims)().iter().map(|claim| claim.info().id).collect()
}

/// The claims that a proof says it leaves out.
fn left_out(proof: &str) -> Vec<&str> {
    let lists = proof.lines().filter_map(|line| line.trim_start_matches([' ', '(', '*']).strip_prefix("Left out: "));
    let is_label = |word: &&str| word.starts_with(char::is_uppercase) && word[1..].parse::<u32>().is_ok();
    lists.flat_map(|list| list.split([',', ' ', '.']).filter(|word| !word.is_empty()).take_while(is_label)).collect()
}

#[test]
fn the_ledger_is_as_the_checker_wrote_it() {
    let text = text();
    let body = text.splitn(3, '\n').nth(2).unwrap();
    assert_eq!(entry(&ledger(), "digest"), sha256(body), "fixtures/proofs.json was edited: run `make proofs`");
}

#[test]
fn every_proof_is_the_one_that_was_checked() {
    let checked = ledger()["files"].clone();
    let proofs = proofs();
    for (folder, proof) in &proofs {
        let path = format!("theorems/{folder}/proof.v");
        assert_eq!(entry(&checked, &path), sha256(proof), "{path} was edited since it was checked: run `make proofs`");
    }
    assert_eq!(checked.as_object().unwrap().len(), proofs.len(), "the ledger lists a proof that is gone");
}

#[test]
fn the_ledger_lists_the_theorems_of_the_proofs_and_no_others() {
    let rows = rows("theorems");
    let mut listed = 0;
    for (folder, proof) in proofs() {
        let path = format!("theorems/{folder}/proof.v");
        let names: Vec<_> =
            rows.iter().filter(|row| row["file"] == path.as_str()).map(|row| entry(row, "theorem")).collect();
        assert_eq!(names, theorems(&proof), "{path}");
        listed += names.len();
    }
    assert_eq!(listed, rows.len());
}

#[test]
fn every_theorem_is_named_for_a_claim_of_its_folder() {
    for row in rows("theorems") {
        let (name, claim) = (entry(&row, "theorem"), entry(&row, "claim"));
        let folder = entry(&row, "file").split('/').nth(1).unwrap();
        assert_eq!(name.split('_').next(), Some(claim), "{name}");
        assert!(claims(folder).contains(&claim), "{name}: {folder} has no claim {claim}");
    }
}

#[test]
fn a_proof_proves_every_claim_of_its_folder_or_names_it_as_left_out() {
    for (folder, proof) in proofs() {
        let (names, left_out) = (theorems(&proof), left_out(&proof));
        for claim in claims(&folder) {
            let proved = names.iter().any(|name| name.split('_').next() == Some(claim));
            assert!(proved != left_out.contains(&claim), "theorems/{folder}/proof.v, claim {claim}: proved {proved}");
        }
    }
}

#[test]
fn no_theorem_assumes_more_than_the_classical_reals() {
    for row in rows("theorems") {
        for axiom in row["assumptions"].as_array().unwrap() {
            assert!(ALLOWED.contains(&axiom.as_str().unwrap()), "{row}");
        }
    }
}
