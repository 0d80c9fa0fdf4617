//! Findings as plain text, for a terminal.

use super::Align::{Left, Right};
use super::{Align, Summary, caught, columns, guarantee, worst_digits, wrapped};
use crate::evidence::{Row, Verdict};
use crate::theorems::Theorem;

/// Most columns of a line.
const WIDTH: usize = 100;
const ALIGN: [Align; 7] = [Left, Left, Left, Left, Right, Right, Right];

/// How a word is written that says a verdict.
type Paint = fn(&str, &Verdict) -> String;

/// A table per theorem, the reason under every row that is not verified, and a summary.
pub fn text(findings: &[(Theorem, Vec<Row>)]) -> String {
    laid_out(findings, |word, _| word.to_owned())
}

/// The [`text`] with its verdicts in colour: green, red and yellow, by the escape sequences of terminals.
///
/// ```
/// assert!(escapement::report::coloured_text(&[]).starts_with("\x1b[33mNOT all verified\x1b[0m: 0 claims"));
/// ```
pub fn coloured_text(findings: &[(Theorem, Vec<Row>)]) -> String {
    laid_out(findings, |word, verdict| {
        let colour = match verdict {
            Verdict::Verified => 32,
            Verdict::Refuted { .. } => 31,
            Verdict::Inconclusive { .. } => 33,
        };
        format!("\x1b[{colour}m{word}\x1b[0m")
    })
}

fn laid_out(findings: &[(Theorem, Vec<Row>)], paint: Paint) -> String {
    let header = ["  claim", "title", "verdict", "guarantee", "cases", "digits", "caught"].map(str::to_owned).to_vec();
    let rows: Vec<&Row> = findings.iter().flat_map(|(_, rows)| rows).collect();
    let table: Vec<Vec<String>> = std::iter::once(header).chain(rows.iter().map(|row| cells(row, paint))).collect();
    let table = columns(&ALIGN, &table);
    let (header, body) = table.split_once('\n').unwrap_or_default();
    let mut lines = body.lines();
    let sections = findings.iter().map(|(theorem, rows)| {
        let rows: String =
            rows.iter().zip(&mut lines).map(|(row, line)| format!("{line}\n{}", reason(&row.verdict, paint))).collect();
        format!("{} ({})\n{header}\n{rows}\n", theorem.title, theorem.id)
    });
    let sections: String = sections.collect();
    let whole = Verdict::of_all(rows.iter().map(|row| row.verdict.clone()));
    format!("{sections}{}", closing(&Summary::of(findings), |answer| paint(answer, &whole)))
}

fn cells(row: &Row, paint: Paint) -> Vec<String> {
    vec![
        format!("  {}", row.info.id),
        row.info.title.to_owned(),
        paint(row.verdict.word(), &row.verdict),
        guarantee(row),
        row.cases.len().to_string(),
        worst_digits(row),
        caught(row),
    ]
}

/// Why a row is not verified, on lines of its own.
fn reason(verdict: &Verdict, paint: Paint) -> String {
    if verdict.is_verified() {
        return String::new();
    }
    let word = verdict.word();
    wrapped(&verdict.to_string(), WIDTH, "      ").replacen(word, &paint(word, verdict), 1)
}

/// The whole in four lines.
fn closing(summary: &Summary, paint: impl Fn(&str) -> String) -> String {
    let Summary { claims, verified, refuted, inconclusive, cases, caught, wrong_predictors, .. } = summary;
    let guarantees: Vec<String> = summary.by_guarantee.iter().map(|(g, count)| format!("{count} {g}")).collect();
    let guarantees = if guarantees.is_empty() { "none".to_owned() } else { guarantees.join(", ") };
    let digits =
        summary.fewest_digits.map_or_else(|| "no numbers were compared".to_owned(), |d| format!("at least {d}"));
    let answer = paint(if summary.all_verified() { "All verified" } else { "NOT all verified" });
    let noun = if *claims == 1 { "claim" } else { "claims" };
    format!(
        "{answer}: {claims} {noun}, {verified} verified, {refuted} refuted, {inconclusive} inconclusive.\n\
         Guarantees of the verified: {guarantees}.\n\
         Digits of agreement, exact and rigorous claims: {digits}; {cases} cases in all.\n\
         Wrong predictors caught: {caught} of {wrong_predictors}.\n"
    )
}
