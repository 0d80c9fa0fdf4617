//! Findings as JSON, for a program.

use super::{Summary, telling_case};
use crate::evidence::{
    Agreement, Campaign, CaseReport, CoverSummary, Guarantee, Reach, Row, Standing, Support, Verdict, WrongReport,
};
use crate::theorems::Theorem;
use serde_json::{Value, json as object};

/// Digits of the values that are shown.
const SHOWN: usize = 20;

/// An object with the settings, a summary, and every row with the case that says most about it: the counterexample, or
/// else the one that agrees to the fewest digits.
pub fn json(findings: &[(Theorem, Vec<Row>)], campaign: &Campaign) -> String {
    let rows = findings.iter().flat_map(|(theorem, rows)| rows.iter().map(|found| row(theorem, found)));
    let whole = object!({
        "schema": "escapement/verify/1",
        "version": env!("CARGO_PKG_VERSION"),
        "settings": { "digits": campaign.digits.get(), "cases": campaign.cases, "seed": campaign.seed },
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
        "by_reach": Value::Object(
            summary.by_reach.iter().map(|(reach, count)| (reach.word().to_owned(), (*count).into())).collect(),
        ),
    })
}

fn row(theorem: &Theorem, row: &Row) -> Value {
    let conclusions = theorem.conclusions(row.info.id);
    object!({
        "id": row.info.id,
        "theorem": theorem.id,
        "title": row.info.title,
        "provenance": row.info.provenance.mark(),
        "statement": row.info.statement,
        "domain": row.info.domain,
        "verdict": row.verdict.word(),
        "reason": reason(&row.verdict),
        "guarantee": row.guarantee.map(Guarantee::word),
        "promised_guarantee": row.info.promises.word(),
        "rests_on": row.info.rests_on.iter().map(support).collect::<Vec<Value>>(),
        "cases": row.cases.len(),
        "digits": row.worst().map(|worst| worst.1),
        "worst": telling_case(row).map(case),
        "wrong_predictors": {
            "tried": row.wrong_predictors.len(),
            "caught": row.caught(),
            "each": row.wrong_predictors.iter().map(wrong_predictor).collect::<Vec<Value>>(),
        },
        "standing": standing(&super::standing(row)),
        "conclusions": {
            "allowed": conclusions.as_ref().map(|conclusions| &conclusions.allowed),
            "not_allowed": conclusions.as_ref().map(|conclusions| &conclusions.not_allowed),
        },
    })
}

pub(super) fn standing(standing: &Standing) -> Value {
    let cover = |cover: &CoverSummary| {
        object!({
            "name": cover.name,
            "shows": cover.shows,
            "boxes": cover.boxes,
            "pieces": cover.pieces,
            "percent": cover.percent,
            "bound": cover.bound,
        })
    };
    object!({
        "best": standing.best().map(Reach::word),
        "proved": standing.proved,
        "covered": standing.covered.iter().map(cover).collect::<Vec<Value>>(),
        "sampled": standing.sampled,
    })
}

pub(super) fn support(support: &Support) -> Value {
    match support {
        Support::Claim(id) => object!({ "claim": id }),
        Support::Assumption(assumption) => {
            object!({ "assumption": assumption.name, "statement": assumption.statement })
        }
    }
}

pub(super) fn reason(verdict: &Verdict) -> Option<&str> {
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
        "predicted": agreement.predicted.as_ref().map(|answer| answer.display(SHOWN)),
        "observed": agreement.observed.as_ref().map(|answer| answer.display(SHOWN)),
        "follows_from": agreement.by,
        "guarantee": agreement.guarantee.map(Guarantee::word),
        "verdict": agreement.verdict.word(),
        "digits": agreement.digits,
    })
}

fn wrong_predictor(wrong: &WrongReport) -> Value {
    object!({ "name": wrong.name, "refuted_by": wrong.refuted_by, "cases": wrong.cases })
}
