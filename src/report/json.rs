//! Findings as JSON, for a program.

use super::{Summary, telling_case};
use crate::evidence::{Agreement, CaseReport, ControlReport, Row, Settings, Verdict};
use crate::theorems::Theorem;
use serde_json::{Value, json as object};

/// Digits of the values that are shown.
const SHOWN: usize = 20;

/// An object with the settings, a summary, and every row with the case that says most about it: the counterexample, or
/// else the one that agrees to the fewest digits.
pub fn json(findings: &[(Theorem, Vec<Row>)], settings: &Settings) -> String {
    let rows = findings.iter().flat_map(|(theorem, rows)| rows.iter().map(|found| row(theorem, found)));
    let whole = object!({
        "settings": { "digits": settings.digits.get(), "cases": settings.cases, "seed": settings.seed },
        "summary": summary(&Summary::of(findings)),
        "rows": rows.collect::<Vec<Value>>(),
    });
    format!("{whole:#}\n")
}

fn summary(summary: &Summary) -> Value {
    let by_guarantee =
        summary.by_guarantee.iter().map(|(guarantee, count)| (guarantee.word().to_owned(), (*count).into()));
    object!({
        "claims": summary.claims,
        "verified": summary.verified,
        "refuted": summary.refuted,
        "inconclusive": summary.inconclusive,
        "verified_by_guarantee": Value::Object(by_guarantee.collect()),
        "cases": summary.cases,
        "fewest_digits": summary.fewest_digits,
        "wrong_predictors": summary.wrong_predictors,
        "caught": summary.caught,
    })
}

fn row(theorem: &Theorem, row: &Row) -> Value {
    object!({
        "theorem": theorem.id,
        "claim": row.info.id,
        "title": row.info.title,
        "provenance": row.info.provenance.mark(),
        "statement": row.info.statement,
        "domain": row.info.domain,
        "verdict": row.verdict.word(),
        "reason": reason(&row.verdict),
        "guarantee": row.guarantee.word(),
        "cases": row.cases.len(),
        "digits": row.worst().map(|worst| worst.1),
        "worst": telling_case(row).map(case),
        "power": row.power.iter().map(control).collect::<Vec<Value>>(),
    })
}

fn reason(verdict: &Verdict) -> Option<&str> {
    match verdict {
        Verdict::Verified => None,
        Verdict::Refuted { case } => Some(case),
        Verdict::Inconclusive { reason } => Some(reason),
    }
}

fn case(case: &CaseReport) -> Value {
    object!({
        "parameters": case.case,
        "verdict": case.verdict.word(),
        "digits": case.digits(),
        "quantities": case.agreements.iter().map(agreement).collect::<Vec<Value>>(),
    })
}

fn agreement(agreement: &Agreement) -> Value {
    object!({
        "name": agreement.name,
        "predicted": agreement.predicted.display(SHOWN),
        "observed": agreement.observed.display(SHOWN),
        "verdict": agreement.verdict.word(),
        "digits": agreement.digits,
    })
}

fn control(control: &ControlReport) -> Value {
    object!({ "wrong_predictor": control.name, "refuted_by": control.refuted_by, "cases": control.cases })
}
