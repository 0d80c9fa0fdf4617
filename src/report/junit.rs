//! Findings as a JUnit file, for a continuous integration server.

use super::Summary;
use crate::evidence::Row;
use crate::theorems::Theorem;

/// One suite per theorem, one test case per claim; a claim that is refuted or inconclusive is a failure of that type.
pub fn junit(findings: &[(Theorem, Vec<Row>)]) -> String {
    let suites: String = findings.iter().map(|(theorem, rows)| suite(theorem, rows)).collect();
    let Summary { claims, verified, .. } = Summary::of(findings);
    let failures = claims - verified;
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <testsuites name=\"escapement\" tests=\"{claims}\" failures=\"{failures}\" errors=\"0\">\n\
         {suites}</testsuites>\n"
    )
}

fn suite(theorem: &Theorem, rows: &[Row]) -> String {
    let failures = rows.iter().filter(|row| !row.verdict.is_verified()).count();
    let cases: String = rows.iter().map(|row| test_case(theorem, row)).collect();
    let (name, tests) = (escaped(theorem.id), rows.len());
    format!(
        "  <testsuite name=\"{name}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\">\n{cases}  </testsuite>\n"
    )
}

fn test_case(theorem: &Theorem, row: &Row) -> String {
    let name = escaped(&format!("{} {}", row.info.id, row.info.title));
    let head = format!("    <testcase classname=\"{}\" name=\"{name}\"", escaped(theorem.id));
    if row.verdict.is_verified() {
        return format!("{head}/>\n");
    }
    let (kind, message) = (row.verdict.word(), escaped(&row.verdict.to_string()));
    let body = escaped(row.info.statement);
    format!("{head}>\n      <failure type=\"{kind}\" message=\"{message}\">{body}</failure>\n    </testcase>\n")
}

/// Text for an XML attribute or element: markup escaped, and what XML 1.0 cannot hold replaced.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\n' | '\t' | '\r' => out.push(' '),
            control if control.is_control() => out.push('\u{fffd}'),
            plain => out.push(plain),
        }
    }
    out
}
