//! The evidence of the covers: what `escapement covers` writes, and what the report reads of it.

use super::standing::Ledger;
use crate::evidence::cover::{CoverReport, Covered, Side, percent};
use crate::evidence::{Cost, CoverSummary, Coverable, Guarantee, Row, Verdict, WrongReport};
use crate::theorems::Theorem;
use rug::float::Round;
use serde_json::{Value, json as object};

/// Path of the evidence from the root of the repository.
pub const COVERS_PATH: &str = "fixtures/covers.json";
/// Folder of the maps of those covers that are drawn.
const MAPS: &str = "fixtures/covers";

/// The committed evidence.
const EVIDENCE: &str = include_str!("../../fixtures/covers.json");

/// Path of the map of a cover, from the root of the repository.
pub fn map_path(cover: &str) -> String {
    format!("{MAPS}/{cover}.txt")
}

/// The entry of a cover in the evidence.
pub fn cover_entry(theorem: &Theorem, report: &CoverReport) -> Value {
    let info = &report.info;
    object!({
        "name": info.name,
        "theorem": theorem.id,
        "claims": info.claims,
        "shows": info.shows,
        "verdict": report.verdict().word(),
        "guarantee": report.boxes.iter().map(|one| one.guarantee).max().flatten().map(Guarantee::word),
        "halvings": info.halvings,
        "percent_asked": info.percent,
        "boxes": report.boxes.iter().map(covered).collect::<Vec<Value>>(),
        "wrong_predictors": report.wrong_predictors.iter().map(wrong_predictor).collect::<Vec<Value>>(),
    })
}

fn covered(one: &Covered) -> Value {
    let side = |side: &Side| object!({ "name": side.name, "from": side.low.to_string(), "to": side.high.to_string() });
    let bound = one.bound.as_ref().map(|bound| bound.to_string_radix_round(10, Some(4), Round::Up));
    object!({
        "of": one.of,
        "sides": one.sides.iter().map(side).collect::<Vec<Value>>(),
        "pieces": one.pieces,
        "left": one.left,
        "percent": percent(&one.share(), 4),
        "bound": bound,
        "refuted": one.refuted,
    })
}

fn wrong_predictor(wrong: &WrongReport) -> Value {
    object!({ "name": wrong.name, "refuted_by": wrong.refuted_by, "pieces": wrong.cases })
}

/// The evidence as text, from the entries of all covers.
pub fn covers_json(entries: &[Value]) -> String {
    format!("{:#}\n", object!({ "covers": entries }))
}

/// The entries of such a text; none for what is no evidence.
pub fn cover_entries(text: &str) -> Vec<Value> {
    let evidence: Value = serde_json::from_str(text).unwrap_or_default();
    evidence["covers"].as_array().cloned().unwrap_or_default()
}

/// The committed entry of a cover.
pub fn committed_cover(name: &str) -> Option<Value> {
    cover_entries(EVIDENCE).into_iter().find(|entry| entry["name"] == name)
}

/// Holds the rows to the quick covers of their claims, which are computed anew: a row whose cover does not show what it is declared to show,
/// or not what the committed evidence says, is not verified.
pub(super) fn hold(theorems: &[Theorem], rows: &mut [Row]) {
    let is_asked = |cover: &dyn Coverable| {
        let asked = |claim: &&str| rows.iter().any(|row| row.info.id == *claim);
        cover.info().cost == Cost::Quick && cover.info().claims.iter().any(asked)
    };
    let covers = theorems.iter().flat_map(|theorem| (theorem.covers)().into_iter().map(move |cover| (theorem, cover)));
    let doubts = covers.filter(|(_, cover)| is_asked(cover.as_ref()));
    let doubts: Vec<_> =
        doubts.map(|(theorem, cover)| (cover.info().claims, current(theorem, cover.as_ref()))).collect();
    for row in rows {
        for (_, verdict) in doubts.iter().filter(|(claims, _)| claims.contains(&row.info.id)) {
            let own = std::mem::replace(&mut row.verdict, Verdict::Verified);
            row.verdict = own.and(verdict.clone());
        }
    }
}

/// What a cover shows when it is computed anew, and whether that is the committed evidence.
fn current(theorem: &Theorem, cover: &dyn Coverable) -> Verdict {
    let name = cover.info().name;
    let open = |reason: String| Verdict::Inconclusive { reason: format!("the cover '{name}': {reason}") };
    match cover.cover() {
        Err(error) => open(error.to_string()),
        Ok(report) if committed_cover(name) != Some(cover_entry(theorem, &report)) => {
            report.verdict().and(open(format!("{COVERS_PATH} is not current")))
        }
        Ok(report) => report.verdict(),
    }
}

/// What the committed evidence says of the covers of every claim.
pub(super) fn ledger() -> Ledger<CoverSummary> {
    let entries = cover_entries(EVIDENCE).into_iter().filter(|entry| entry["verdict"] == "verified");
    let pairs = entries.flat_map(|entry| {
        let claims: Vec<Value> = entry["claims"].as_array().cloned().unwrap_or_default();
        let summary = summary(&entry);
        claims.into_iter().filter_map(move |claim| Some((claim.as_str()?.to_owned(), summary.clone())))
    });
    pairs.collect()
}

fn summary(entry: &Value) -> CoverSummary {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let boxes: Vec<&Value> = entry["boxes"].as_array().into_iter().flatten().collect();
    let least = boxes.iter().map(|one| text(&one["percent"])).min_by_key(|percent| (percent.len(), percent.clone()));
    CoverSummary {
        name: text(&entry["name"]),
        shows: text(&entry["shows"]),
        boxes: boxes.iter().map(|one| in_words(one)).collect(),
        pieces: boxes.iter().filter_map(|one| one["pieces"].as_u64()).sum(),
        percent: least.unwrap_or_default(),
        bound: boxes.iter().filter_map(|one| one["bound"].as_str()).map(str::to_owned).next(),
    }
}

/// A box: what is the same all over it, and its sides.
fn in_words(one: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let side = |side: &Value| format!("{} from {} to {}", text(&side["name"]), text(&side["from"]), text(&side["to"]));
    let sides = one["sides"].as_array().into_iter().flatten().map(side);
    std::iter::once(text(&one["of"])).chain(sides).collect::<Vec<_>>().join(", ")
}
