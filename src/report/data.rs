//! The evidence as data, for a program: every case with every digit, and a registry of the claims.
//!
//! Records are versioned by their schemas, which are written beside them. Numbers are text: a double would not hold them.

use super::json::{reason, standing as standing_of, support};
use super::{anchor, document, figure_path, proofs, standing};
use crate::evidence::plot::{Marks, Plot, Point};
use crate::evidence::{
    Agreement, Answer, Campaign, ClaimEvidence, Examined, Figure, Guarantee, Info, Provenance, Row, WrongReport,
};
use crate::theorems::Theorem;
use serde_json::{Value, json};

/// Folder of the data, from the root of the repository.
const FOLDER: &str = "evidence";
/// Path of the registry of the claims.
pub const CLAIMS_PATH: &str = "evidence/claims.json";
/// Path of the cases, one JSON object a line.
pub const CASES_PATH: &str = "evidence/cases.jsonl";

/// All data as files: the registry, the cases as JSON Lines and as comma-separated values, and the schemas of both.
pub fn data(
    findings: &[(Theorem, Vec<Row>)],
    evidence: &[ClaimEvidence],
    campaign: &Campaign,
) -> Vec<(String, String)> {
    let records = records(findings, evidence);
    let lines = records.iter().map(|record| format!("{record}\n")).collect();
    let rows = records.iter().map(rows);
    let header = format!("{}\n", COLUMNS.join(","));
    let files = [
        (CLAIMS_PATH.to_owned(), registry(findings, campaign)),
        (CASES_PATH.to_owned(), lines),
        (format!("{FOLDER}/cases.csv"), std::iter::once(header).chain(rows).collect()),
        (format!("{FOLDER}/schema/claims.schema.json"), include_str!("schema/claims.schema.json").to_owned()),
        (format!("{FOLDER}/schema/case.schema.json"), include_str!("schema/case.schema.json").to_owned()),
    ];
    files.into()
}

/// The registry: every claim, with the campaign that checked it.
fn registry(findings: &[(Theorem, Vec<Row>)], campaign: &Campaign) -> String {
    let claims =
        findings.iter().flat_map(|(theorem, rows)| rows.iter().map(|row| claim(theorem, &row.info, Some(row))));
    let whole = json!({
        "schema": "escapement/claims/2",
        "version": env!("CARGO_PKG_VERSION"),
        "campaign": { "digits": campaign.digits.get(), "cases": campaign.cases, "seed": campaign.seed },
        "claims": claims.collect::<Vec<Value>>(),
    });
    format!("{whole:#}\n")
}

/// What a claim says, where it stands and how it came out; `null` for the latter where it was not run.
pub fn claim(theorem: &Theorem, info: &Info, row: Option<&Row>) -> Value {
    let conclusions = theorem.conclusions(info.id);
    let folder = format!("theorems/{}", theorem.id);
    let proved = proofs::theorems_of(info.id);
    let figures: Vec<String> = (theorem.figures)().iter().map(figure_path).collect();
    json!({
        "id": info.id,
        "title": info.title,
        "theorem": theorem.id,
        "source": info.provenance.mark(),
        "source_means": source(info.provenance),
        "statement": info.statement,
        "formula": theorem.section(info.id).and_then(document::formula),
        "domain": info.domain,
        "rests_on": info.rests_on.iter().map(support).collect::<Vec<Value>>(),
        "promises": info.promises.word(),
        "may_be_concluded": conclusions.as_ref().map(|conclusions| &conclusions.allowed),
        "may_not_be_concluded": conclusions.as_ref().map(|conclusions| &conclusions.not_allowed),
        "machine_checked": proved,
        "found": row.map(found),
        "files": {
            "report": format!("REPORT.md#{}", anchor(info.id)),
            "statement": document::heading_of(theorem, info.id),
            "proof": (!proved.is_empty()).then(|| format!("{folder}/proof.v")),
            "code": folder,
            "tests": format!("tests/suite/theorems/{}.rs", theorem.id),
            "figures": figures,
        },
    })
}

/// How a claim came out.
fn found(row: &Row) -> Value {
    let wrong =
        |wrong: &WrongReport| json!({ "name": wrong.name, "refuted_by": wrong.refuted_by, "cases": wrong.cases });
    json!({
        "verdict": row.verdict.word(),
        "reason": reason(&row.verdict),
        "guarantee": row.guarantee.map(Guarantee::word),
        "standing": standing_of(&standing(row)),
        "cases": row.cases.len(),
        "fewest_digits": row.worst().map(|worst| worst.1),
        "wrong_predictors": row.wrong_predictors.iter().map(wrong).collect::<Vec<Value>>(),
    })
}

/// Where a statement comes from, in words.
const fn source(provenance: Provenance) -> &'static str {
    match provenance {
        Provenance::Paper => "published in the paper",
        Provenance::PaperReconstructed => "announced in the paper; the formula is reconstructed here",
        Provenance::PaperExtended => {
            "published in the paper for the special case; the general statement is derived here"
        }
        Provenance::ReconstructedExtended => {
            "announced in the paper for the special case; formula and generalisation are derived here"
        }
        Provenance::Model => "published with the model that the paper builds on",
        Provenance::ModelExtended => "published with the model that the paper builds on; extended here",
        Provenance::Derived => "derived here",
    }
}

/// Every case of every claim, in order.
fn records(findings: &[(Theorem, Vec<Row>)], evidence: &[ClaimEvidence]) -> Vec<Value> {
    let all = findings.iter().flat_map(|(theorem, rows)| rows.iter().map(move |row| (theorem, row)));
    let of = |(theorem, row): (&Theorem, &Row)| -> Vec<Value> {
        let own = evidence.iter().filter(|own| own.claim == row.info.id).flat_map(|own| &own.cases);
        own.map(|examined| case(theorem, row, examined)).collect()
    };
    all.flat_map(of).collect()
}

/// The name of a case: its claim, and its number from 1.
pub fn case_id(claim: &str, number: usize) -> String {
    format!("{claim}.{}", number + 1)
}

/// One case as a record: its parameters, both sides with every digit, and the wrong predictors that it refutes; `row` names these.
pub fn case(theorem: &Theorem, row: &Row, examined: &Examined) -> Value {
    let report = &examined.report;
    let wrong = row.wrong_predictors.iter().zip(&examined.refutes).filter(|(_, refuted)| **refuted);
    json!({
        "case": case_id(row.info.id, examined.number),
        "claim": row.info.id,
        "theorem": theorem.id,
        "parameters": report.case,
        "inputs": inputs(&report.case),
        "verdict": report.verdict.word(),
        "reason": reason(&report.verdict),
        "guarantee": report.guarantee.map(Guarantee::word),
        "quantities": report.agreements.iter().map(agreement).collect::<Vec<Value>>(),
        "refutes": wrong.map(|(wrong, _)| wrong.name).collect::<Vec<_>>(),
    })
}

/// The parameters one by one; `null` where they are not all of the form `name=value`.
fn inputs(parameters: &str) -> Option<Value> {
    let pairs = parameters.split(", ").map(|pair| pair.split_once('='));
    let pairs: Option<Vec<(&str, &str)>> = pairs.collect();
    Some(Value::Object(pairs?.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect()))
}

fn agreement(agreement: &Agreement) -> Value {
    json!({
        "name": agreement.name,
        "predicted": agreement.predicted.as_ref().map(side),
        "observed": agreement.observed.as_ref().map(side),
        "follows_from": agreement.by,
        "verdict": agreement.verdict.word(),
        "guarantee": agreement.guarantee.map(Guarantee::word),
        "digits": agreement.digits,
    })
}

/// What one side says: its kind, and the ends of the range that it leaves, which are one for what is exact.
fn side(answer: &Answer) -> Value {
    let [lower, upper] = answer.ends();
    json!({ "kind": answer.kind(), "lower": lower, "upper": upper, "guarantee": answer.guarantee().map(Guarantee::word) })
}

const COLUMNS: [&str; 14] = [
    "case",
    "theorem",
    "parameters",
    "quantity",
    "kind",
    "predicted_lower",
    "predicted_upper",
    "observed_lower",
    "observed_upper",
    "follows_from",
    "guarantee",
    "verdict",
    "digits",
    "refutes",
];

/// A record as comma-separated values, a line for every quantity; one for a case that failed.
fn rows(record: &Value) -> String {
    let text = |value: &Value| value.as_str().map_or_else(|| value_text(value), str::to_owned);
    let refutes: Vec<&str> = record["refutes"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let nothing = vec![Value::Null];
    let quantities = record["quantities"].as_array().filter(|all| !all.is_empty()).unwrap_or(&nothing);
    let line = |quantity: &Value| {
        let (predicted, observed) = (&quantity["predicted"], &quantity["observed"]);
        let verdict = if quantity.is_null() { &record["verdict"] } else { &quantity["verdict"] };
        let cells = [
            &record["case"],
            &record["theorem"],
            &record["parameters"],
            &quantity["name"],
            &observed["kind"],
            &predicted["lower"],
            &predicted["upper"],
            &observed["lower"],
            &observed["upper"],
            &quantity["follows_from"],
            &quantity["guarantee"],
            verdict,
            &quantity["digits"],
        ];
        let cells = cells.map(text).into_iter().chain([refutes.join("; ")]).map(|cell| quoted(&cell));
        format!("{}\n", cells.collect::<Vec<_>>().join(","))
    };
    quantities.iter().map(line).collect()
}

/// What is no text: a number as it is, nothing for `null`.
fn value_text(value: &Value) -> String {
    if value.is_null() { String::new() } else { value.to_string() }
}

/// A cell, in quotes where it needs them.
fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}

/// Path of the data that a figure draws.
pub fn figure_data_path(figure: &Figure) -> String {
    format!("{FOLDER}/figures/{}.csv", figure.name)
}

/// What a figure draws as comma-separated values, a line for every mark.
pub fn figure_data(plot: &Plot) -> String {
    let mut out = "panel,layer,mark,x,y,x_end,y_end,class\n".to_owned();
    for panel in &plot.panels {
        for layer in &panel.layers {
            let head = format!("{},{}", quoted(panel.title), quoted(layer.label.unwrap_or_default()));
            for line in marks(&layer.marks, plot) {
                out.push_str(&format!("{head},{line}\n"));
            }
        }
    }
    out
}

/// The marks of a layer, one a line.
fn marks(marks: &Marks, plot: &Plot) -> Vec<String> {
    let at = |point: &Point| [&point.x, &point.y].map(|number| number.to_string_radix(10, Some(17))).join(",");
    let class = |index: usize| plot.classes.get(index).map_or_else(String::new, |class| quoted(class.name));
    let all = |kind: &str, points: &[Point]| points.iter().map(|point| format!("{kind},{},,,", at(point))).collect();
    match marks {
        Marks::Line(points) => all("line", points),
        Marks::Dots(points) => all("dot", points),
        Marks::Steps(points) => all("step", points),
        Marks::Cells(cells) => cells
            .iter()
            .map(|cell| match &cell.fill {
                crate::evidence::plot::Fill::Class(index) => {
                    format!("cell,{},{},{}", at(&cell.low), at(&cell.high), class(*index))
                }
                crate::evidence::plot::Fill::Shade(shade) => {
                    format!("cell,{},{},{}", at(&cell.low), at(&cell.high), shade.to_string_radix(10, Some(6)))
                }
            })
            .collect(),
        Marks::Samples(samples) => {
            samples.iter().map(|sample| format!("sample,{},,,{}", at(&sample.at), class(sample.class))).collect()
        }
    }
}
