//! `escapement verify`.

use super::failure::{Failure, Outcome};
use super::model::{digits, whole};
use super::output::{Sink, progress};
use clap::ValueEnum;
use escapement::evidence::Settings;
use escapement::report::{Summary, gather, json, junit, text};
use escapement::theorems::{Theorem, catalogue};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Theorems to verify, by the names that `escapement list` shows; all when none is given
    #[arg(value_name = "THEOREM")]
    theorems: Vec<String>,
    /// Digits that prediction and simulation must both determine, a whole number from 1 to 10000
    #[arg(long, value_name = "D", default_value = "50", allow_hyphen_values = true)]
    digits: String,
    /// Random cases per claim besides the edges of its domain, a whole number from 0 to 100000
    #[arg(long, value_name = "N", default_value = "24", allow_hyphen_values = true)]
    cases: String,
    /// Seed of the random cases, a whole number from 0 to 18446744073709551615
    #[arg(long, value_name = "S", default_value = "2603", allow_hyphen_values = true)]
    seed: String,
    /// Form of the output: text, json or junit
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// File to write the output to, instead of standard output
    #[arg(long, value_name = "FILE")]
    output: Option<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Json,
    Junit,
}

impl Arguments {
    fn settings(&self) -> Result<Settings, Failure> {
        Ok(Settings {
            digits: digits(&self.digits)?,
            cases: whole("cases", &self.cases, 0..=100_000, "a whole number from 0 to 100000")?,
            seed: whole("seed", &self.seed, 0..=u64::MAX, "a whole number from 0 to 18446744073709551615")?,
        })
    }
}

/// Runs the claims and prints the findings.
pub fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let theorems = chosen(&arguments.theorems)?;
    let settings = arguments.settings()?;
    let sink = Sink::open(arguments.output.as_deref())?;
    let findings = gather(&theorems, &settings, |theorem, claim| {
        progress(&format!("{}: {} {}", theorem.id, claim.id, claim.title));
    });
    progress("");
    sink.write(&match arguments.format {
        Format::Text => text(&findings),
        Format::Json => json(&findings, &settings),
        Format::Junit => junit(&findings),
    })?;
    Ok(if Summary::of(&findings).all_verified() { Outcome::Good } else { Outcome::Bad })
}

/// The theorems of those names, each once and in the catalogue's order; all for no name.
fn chosen(names: &[String]) -> Result<Vec<Theorem>, Failure> {
    let mut theorems = catalogue();
    if let Some(unknown) = names.iter().find(|name| !theorems.iter().any(|theorem| theorem.id == **name)) {
        let known: Vec<&str> = theorems.iter().map(|theorem| theorem.id).collect();
        return Err(Failure::Usage(format!("theorem is '{unknown}', but must be one of {}", known.join(", "))));
    }
    theorems.retain(|theorem| names.is_empty() || names.iter().any(|name| name == theorem.id));
    Ok(theorems)
}

#[cfg(test)]
mod tests {
    use super::chosen;

    #[test]
    fn theorems_come_once_and_in_the_order_of_the_catalogue() {
        let ids = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(ToString::to_string).collect();
            chosen(&names).map(|theorems| theorems.iter().map(|theorem| theorem.id).collect::<Vec<_>>())
        };
        assert_eq!(ids(&["collapse", "escape_time", "collapse"]), Ok(vec!["escape_time", "collapse"]));
        assert!(ids(&[]).is_ok_and(|all| all.len() >= 3));
        assert!(ids(&["escape_time", "Collapse"]).is_err());
    }
}
