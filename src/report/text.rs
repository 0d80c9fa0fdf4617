//! Findings as plain text, for a terminal.

use super::Align::{Left, Right};
use super::{Align, Summary, columns, power, worst_digits, wrapped};
use crate::evidence::{Row, Verdict};
use crate::theorems::Theorem;

/// Most columns of a line.
const WIDTH: usize = 100;
const ALIGN: [Align; 7] = [Left, Left, Left, Left, Right, Right, Right];

/// A table per theorem, the reason under every row that is not verified, and a summary.
pub fn text(findings: &[(Theorem, Vec<Row>)]) -> String {
    let header = ["  claim", "title", "verdict", "guarantee", "cases", "digits", "power"].map(str::to_owned).to_vec();
    let rows: Vec<&Row> = findings.iter().flat_map(|(_, rows)| rows).collect();
    let table: Vec<Vec<String>> = std::iter::once(header).chain(rows.iter().map(|row| cells(row))).collect();
    let table = columns(&ALIGN, &table);
    let (header, body) = table.split_once('\n').unwrap_or_default();
    let mut lines = body.lines();
    let sections = findings.iter().map(|(theorem, rows)| {
        let rows: String =
            rows.iter().zip(&mut lines).map(|(row, line)| format!("{line}\n{}", reason(&row.verdict))).collect();
        format!("{} ({})\n{header}\n{rows}\n", theorem.title, theorem.id)
    });
    let sections: String = sections.collect();
    format!("{sections}{}", closing(&Summary::of(findings)))
}

fn cells(row: &Row) -> Vec<String> {
    vec![
        format!("  {}", row.info.id),
        row.info.title.to_owned(),
        row.verdict.word().to_owned(),
        row.guarantee.word().to_owned(),
        row.cases.len().to_string(),
        worst_digits(row),
        power(row),
    ]
}

/// Why a row is not verified, on lines of its own.
fn reason(verdict: &Verdict) -> String {
    if verdict.is_verified() { String::new() } else { wrapped(&verdict.to_string(), WIDTH, "      ") }
}

/// The whole in four lines.
fn closing(summary: &Summary) -> String {
    let Summary { claims, verified, refuted, inconclusive, cases, caught, wrong_predictors, .. } = summary;
    let guarantees: Vec<String> = summary.by_guarantee.iter().map(|(g, count)| format!("{count} {g}")).collect();
    let guarantees = if guarantees.is_empty() { "none".to_owned() } else { guarantees.join(", ") };
    let digits =
        summary.fewest_digits.map_or_else(|| "no numbers were compared".to_owned(), |d| format!("at least {d}"));
    let answer = if summary.all_verified() { "All verified" } else { "NOT all verified" };
    let noun = if *claims == 1 { "claim" } else { "claims" };
    format!(
        "{answer}: {claims} {noun}, {verified} verified, {refuted} refuted, {inconclusive} inconclusive.\n\
         Guarantees of the verified: {guarantees}.\n\
         Digits of agreement, exact and rigorous claims: {digits}; {cases} cases in all.\n\
         Wrong predictors caught: {caught} of {wrong_predictors}.\n"
    )
}
