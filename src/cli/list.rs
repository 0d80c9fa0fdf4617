//! `escapement list`: the theorems, and the names and sources of their claims, without running any.

use super::failure::{Failure, Outcome};
use super::output;
use escapement::report::{Align, columns, wrapped};
use escapement::theorems::{Theorem, catalogue};

/// Prints every theorem with its summary and its claims.
pub fn run() -> Result<Outcome, Failure> {
    let entries: Vec<String> = catalogue().iter().map(entry).collect();
    output::print(&entries.join("\n"))?;
    Ok(Outcome::Good)
}

fn entry(theorem: &Theorem) -> String {
    let claims = (theorem.claims)();
    let rows = claims.iter().map(|claim| {
        let info = claim.info();
        vec![format!("  {}", info.id), info.provenance.mark().to_owned(), info.title.to_owned()]
    });
    let claims = columns(&[Align::Left; 3], &rows.collect::<Vec<_>>());
    format!("{}: {}\n{}{claims}", theorem.id, theorem.title, wrapped(theorem.summary, 96, "  "))
}
