//! `escapement list`: the theorems, and the names and sources of their claims, without running any.

use super::failure::{Failure, Outcome};
use super::output::{self, Sink};
use clap::ValueEnum;
use escapement::report::{Align, columns, wrapped};
use escapement::theorems::{Theorem, catalogue};
use serde_json::{Value, json};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Form of the output: text or json
    #[arg(long, value_enum, default_value = "text")]
    format: Form,
    /// File to write the output to, instead of standard output
    #[arg(long, value_name = "FILE")]
    output: Option<String>,
}

/// For a reader or for a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Form {
    Text,
    Json,
}

/// Prints every theorem with its summary and its claims.
pub fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let (sink, theorems) = (Sink::open(arguments.output.as_deref())?, catalogue());
    let entries = || theorems.iter().map(entry).collect::<Vec<_>>().join("\n");
    sink.write(&match arguments.format {
        Form::Text => entries(),
        Form::Json => {
            let found = json!({ "theorems": theorems.iter().map(object).collect::<Vec<_>>() });
            output::answer("list", &json!({}), &found)
        }
    })?;
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

fn object(theorem: &Theorem) -> Value {
    let claims = (theorem.claims)();
    let claims = claims.iter().map(|claim| claim.info());
    let claims = claims.map(|info| json!({ "id": info.id, "title": info.title, "source": info.provenance.mark() }));
    json!({ "id": theorem.id, "title": theorem.title, "summary": theorem.summary, "claims": claims.collect::<Vec<_>>() })
}
