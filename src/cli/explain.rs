//! `escapement explain`: what a claim means, where it comes from, and where it stands, without running it.

use super::failure::{Failure, Outcome};
use super::list::Form;
use super::output::{self, Sink};
use super::selection::Selection;
use escapement::report::{Align, CLAIMS_PATH, claim, columns, wrapped};
use serde_json::{Value, json};

/// Columns of a line, and of the names before the text.
const WIDTH: usize = 100;
const NAMES: usize = 16;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Claims to explain, or theorems with all of theirs, by the names that `escapement list` shows
    #[arg(value_name = "NAME", required = true)]
    names: Vec<String>,
    /// Form of the output: text or json
    #[arg(long, value_enum, default_value = "text")]
    format: Form,
    /// File to write the output to, instead of standard output
    #[arg(long, value_name = "FILE")]
    output: Option<String>,
}

/// Prints what is known of the claims.
pub fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let selection = Selection::of(&arguments.names, &[])?;
    let sink = Sink::open(arguments.output.as_deref())?;
    let committed = committed();
    let claims: Vec<Value> =
        selection.claims().map(|(theorem, info)| with_verdict(claim(&theorem, &info, None), &committed)).collect();
    sink.write(&match arguments.format {
        Form::Text => claims.iter().map(text).collect::<Vec<_>>().join("\n"),
        Form::Json => output::answer("explain", &json!({ "names": arguments.names }), &json!({ "claims": claims })),
    })?;
    Ok(Outcome::Good)
}

/// The registry of the evidence in the current directory; null where there is none.
fn committed() -> Value {
    let text = output::read(CLAIMS_PATH).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}

/// The claim with the verdict that the registry has of it.
fn with_verdict(mut claim: Value, committed: &Value) -> Value {
    let known = committed["claims"].as_array().into_iter().flatten();
    let own = known.into_iter().find(|known| known["id"] == claim["id"]).map(|known| known["found"].clone());
    claim["found"] = own.unwrap_or_default();
    claim
}

fn text(claim: &Value) -> String {
    let word = |field: &str| claim[field].as_str().unwrap_or("-").to_owned();
    let grounds = claim["rests_on"].as_array().into_iter().flatten();
    let grounds = grounds.filter_map(|ground| ground["claim"].as_str().or_else(|| ground["assumption"].as_str()));
    let proved: Vec<&str> =
        claim["machine_checked"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let files = claim["files"].as_object().into_iter().flat_map(|files| files.values());
    let files: Vec<&str> = files
        .flat_map(|file| file.as_array().map_or_else(|| vec![file], |all| all.iter().collect()))
        .filter_map(Value::as_str)
        .collect();
    let entries = [
        ("statement", word("statement")),
        ("domain", word("domain")),
        ("source", format!("{} {}", word("source"), word("source_means"))),
        ("conclude", word("may_be_concluded")),
        ("do not conclude", word("may_not_be_concluded")),
        ("rests on", grounds.collect::<Vec<_>>().join(", ")),
        ("proved", if proved.is_empty() { "no theorem".to_owned() } else { proved.join(", ") }),
        ("verdict", verdict(claim)),
        ("files", files.join(" ")),
    ];
    let entries = entries.iter().map(|(name, text)| entry(name, text));
    format!("{}: {} ({})\n{}", word("id"), word("title"), word("theorem"), entries.collect::<String>())
}

/// A name and a paragraph beside it.
fn entry(name: &str, text: &str) -> String {
    let paragraph = wrapped(text, WIDTH - NAMES - 4, "");
    let names = std::iter::once(name).chain(std::iter::repeat(""));
    let rows = names.zip(paragraph.lines()).map(|(name, line)| vec![format!("  {name:<NAMES$}"), line.to_owned()]);
    columns(&[Align::Left; 2], &rows.collect::<Vec<_>>())
}

/// How the claim came out in the evidence of the current directory.
fn verdict(claim: &Value) -> String {
    let found = &claim["found"];
    match (found["verdict"].as_str(), found["guarantee"].as_str()) {
        (Some(verdict), guarantee) => {
            format!("{verdict}, {}, {} cases ({CLAIMS_PATH})", guarantee.unwrap_or("-"), found["cases"])
        }
        (None, _) => {
            let id = claim["id"].as_str().unwrap_or_default();
            format!("none here: there is no {CLAIMS_PATH} with it, but `escapement verify {id}` finds one")
        }
    }
}
