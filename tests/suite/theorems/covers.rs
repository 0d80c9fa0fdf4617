//! The covers: their evidence fits their declarations, and what can be computed quickly is what it says.

use escapement::evidence::cover::{Cost, Map, Side};
use escapement::evidence::{Coverable, Verdict};
use escapement::report::{committed_cover, cover_entries, cover_entry, map_path};
use escapement::theorems::{Theorem, catalogue};
use serde_json::Value;

fn covers() -> Vec<(Theorem, Box<dyn Coverable>)> {
    let of = |theorem: Theorem| (theorem.covers)().into_iter().map(move |cover| (theorem, cover));
    catalogue().into_iter().flat_map(of).collect()
}

fn read(path: &str) -> String {
    std::fs::read_to_string(format!("{}/{path}", env!("CARGO_MANIFEST_DIR"))).expect("committed evidence")
}

fn entry(cover: &dyn Coverable) -> Value {
    committed_cover(cover.info().name).unwrap_or_else(|| panic!("no evidence for {}", cover.info().name))
}

#[test]
fn the_evidence_lists_the_covers_that_are_declared_and_all_of_them_stand() {
    let declared: Vec<&str> = covers().iter().map(|(_, cover)| cover.info().name).collect();
    let entries = cover_entries(&read("fixtures/covers.json"));
    let listed: Vec<&str> = entries.iter().filter_map(|entry| entry["name"].as_str()).collect();
    assert_eq!(listed, declared);
    assert!(entries.iter().all(|entry| entry["verdict"] == "verified"));
}

#[test]
fn the_evidence_is_about_the_boxes_that_are_declared() {
    for (theorem, cover) in covers() {
        let (info, entry) = (*cover.info(), entry(cover.as_ref()));
        assert_eq!((&entry["theorem"], &entry["shows"]), (&theorem.id.into(), &info.shows.into()));
        assert_eq!(entry["halvings"], info.halvings);
        assert_eq!(entry["claims"], Value::from(info.claims));
        let sides = |sides: &[Side]| -> Vec<Value> {
            let side =
                |s: &Side| serde_json::json!({"name": s.name, "from": s.low.to_string(), "to": s.high.to_string()});
            sides.iter().map(side).collect()
        };
        let declared: Vec<Value> = cover.boxes().iter().map(|(of, own)| serde_json::json!([of, sides(own)])).collect();
        let boxes = entry["boxes"].as_array().expect("boxes");
        let listed: Vec<Value> = boxes.iter().map(|one| serde_json::json!([one["of"], one["sides"]])).collect();
        assert_eq!(listed, declared, "{}", info.name);
    }
}

#[test]
fn every_cover_supports_claims_of_the_catalogue() {
    let claims: Vec<&str> = catalogue().iter().flat_map(|t| (t.claims)()).map(|claim| claim.info().id).collect();
    for (_, cover) in covers() {
        let info = cover.info();
        assert!(!info.claims.is_empty() && info.claims.iter().all(|claim| claims.contains(claim)), "{}", info.name);
    }
}

#[test]
fn quick_covers_show_again_what_the_evidence_says() {
    for (theorem, cover) in covers().iter().filter(|(_, cover)| cover.info().cost == Cost::Quick) {
        let report = cover.cover().expect("a cover");
        assert_eq!(report.verdict(), Verdict::Verified);
        assert!(report.wrong_predictors.iter().all(|wrong| wrong.refuted_by > 0));
        assert_eq!(cover_entry(theorem, &report), entry(cover.as_ref()), "{}", cover.info().name);
    }
}

#[test]
fn pieces_of_the_maps_are_shown_again_and_add_up_to_the_boxes() {
    const EVERY: usize = 61;
    for (_, cover) in covers().iter().filter(|(_, cover)| cover.info().drawn) {
        let (text, entry) = (read(&map_path(cover.info().name)), entry(cover.as_ref()));
        for (region, (words, (_, sides))) in text.lines().zip(cover.boxes()).enumerate() {
            let map = Map::read(&sides, words).expect("a map");
            let shown: Vec<_> = map.pieces.iter().filter(|(_, decided)| decided.is_some()).collect();
            assert_eq!(entry["boxes"][region]["pieces"], shown.len());
            for (piece, decided) in shown.iter().step_by(EVERY) {
                assert_eq!(cover.piece(region, piece).expect("an answer"), *decided, "{piece:?}");
            }
        }
    }
}
