//! `escapement replay`: one case of the evidence, computed again and held against the file that it stands in.

use super::failure::{Failure, Outcome};
use super::list::Form;
use super::output::{self, Sink};
use super::progress::Ticking;
use super::selection::Selection;
use escapement::error::quoted;
use escapement::evidence::Campaign;
use escapement::report::{CASES_PATH, case, case_id};
use serde_json::Value;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Case to compute, by its name in the evidence: a claim and a number, such as G1.3
    #[arg(value_name = "CASE")]
    case: String,
    /// Form of the output: text or json
    #[arg(long, value_enum, default_value = "text")]
    format: Form,
    /// File to write the output to, instead of standard output
    #[arg(long, value_name = "FILE")]
    output: Option<String>,
}

/// Computes the case and prints it; fails where the evidence in the current directory has it otherwise.
pub fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let unknown =
        |domain: String| Failure::Usage(format!("case is '{}', but must be {domain}", quoted(&arguments.case)));
    let parts = arguments
        .case
        .split_once('.')
        .and_then(|(claim, number)| Some((claim.to_owned(), number.parse::<usize>().ok()?)));
    let (claim, number) = parts.ok_or_else(|| unknown("a claim and a number, such as G1.3".to_owned()))?;
    let selection = Selection::of(std::slice::from_ref(&claim), &[])?;
    let chosen = selection.claims().find(|(_, info)| info.id.eq_ignore_ascii_case(&claim));
    let (theorem, info) = chosen.ok_or_else(|| unknown("a claim and a number, such as G1.3".to_owned()))?;
    let check = (theorem.claims)().into_iter().find(|check| check.info().id == info.id);
    let check = check.ok_or_else(|| unknown("a case of a claim".to_owned()))?;
    let (sink, campaign) = (Sink::open(arguments.output.as_deref())?, Campaign::standard());
    let ticking = Ticking::begin("computing the case");
    let examined = check.examine(&campaign, &|own| Some(own) == number.checked_sub(1));
    drop(ticking);
    let Some(examined) = examined.into_iter().next() else {
        let last = check.cases(&campaign).len();
        return Err(unknown(format!(
            "one from {} to {}",
            case_id(info.id, 0),
            case_id(info.id, last.saturating_sub(1))
        )));
    };
    let verified = examined.report.verdict.is_verified();
    let record = case(&theorem, &check.conclude(vec![examined.clone()]), &examined);
    held_against_the_evidence(&record)?;
    sink.write(&match arguments.format {
        Form::Json => format!("{record}\n"),
        Form::Text => text(&record),
    })?;
    Ok(if verified { Outcome::Good } else { Outcome::Bad })
}

/// Whether the file of the evidence in the current directory has the same, digit by digit; where there is none, nothing is compared.
fn held_against_the_evidence(record: &Value) -> Result<(), Failure> {
    let Ok(lines) = output::read(CASES_PATH) else { return Ok(()) };
    let start = format!("{{\"case\":{},", record["case"]);
    let own = record.to_string();
    match lines.lines().find(|line| line.starts_with(&start)) {
        Some(line) if line == own => Ok(()),
        Some(_) => Err(Failure::Drift(format!("{} is not as {CASES_PATH} has it", record["case"]))),
        None => Err(Failure::Drift(format!("{CASES_PATH} has no case {}", record["case"]))),
    }
}

/// The parameters, both sides of every quantity with every digit, and what is refuted.
fn text(record: &Value) -> String {
    let word = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let side = |side: &Value| match (side["lower"].as_str(), side["upper"].as_str()) {
        (Some(lower), Some(upper)) if lower == upper => lower.to_owned(),
        (Some(lower), Some(upper)) => format!("[{lower},\n              {upper}]"),
        _ => "nothing".to_owned(),
    };
    let quantity = |quantity: &Value| {
        let verdict = word(&quantity["verdict"]);
        let digits = quantity["digits"].as_u64().map_or_else(String::new, |digits| format!(", {digits} digits"));
        let (predicted, observed) = (side(&quantity["predicted"]), side(&quantity["observed"]));
        format!(
            "  {}: {verdict}{digits}\n    predicted {predicted}\n    observed  {observed}\n",
            word(&quantity["name"])
        )
    };
    let quantities: String = record["quantities"].as_array().into_iter().flatten().map(quantity).collect();
    let refutes: Vec<String> = record["refutes"].as_array().into_iter().flatten().map(word).collect();
    let refutes = if refutes.is_empty() { "none".to_owned() } else { refutes.join("; ") };
    let (name, parameters, verdict) = (word(&record["case"]), word(&record["parameters"]), word(&record["verdict"]));
    format!("{name}: {parameters}\n{quantities}verdict: {verdict}\nwrong predictors refuted: {refutes}\n")
}
