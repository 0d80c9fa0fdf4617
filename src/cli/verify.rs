//! `escapement verify`: runs the claims that were named and prints their verdicts in the form asked for.

use super::failure::{Failure, Outcome};
use super::model::{digits, whole};
use super::output::Sink;
use super::selection::Selection;
use clap::ValueEnum;
use escapement::evidence::Campaign;
use escapement::report::{Summary, coloured_text, json, junit, text};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Theorems to verify, by the names that `escapement list` shows; all when none is given
    #[arg(value_name = "THEOREM")]
    theorems: Vec<String>,
    /// Claim to check, by the id that `escapement list` shows (such as G1); may be repeated; all when none is given
    #[arg(long = "claim", value_name = "ID", allow_hyphen_values = true)]
    claims: Vec<String>,
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
    fn campaign(&self) -> Result<Campaign, Failure> {
        Ok(Campaign {
            digits: digits(&self.digits)?,
            cases: whole("cases", &self.cases, 0..=100_000, "a whole number from 0 to 100000")?,
            seed: whole("seed", &self.seed, 0..=u64::MAX, "a whole number from 0 to 18446744073709551615")?,
        })
    }
}

/// Runs the claims and prints the findings.
pub fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let selection = Selection::of(&arguments.theorems, &arguments.claims)?;
    let campaign = arguments.campaign()?;
    let sink = Sink::open(arguments.output.as_deref())?;
    let findings = selection.gather(&campaign);
    let output = match arguments.format {
        Format::Text if sink.takes_colours() => coloured_text(&findings),
        Format::Text => text(&findings),
        Format::Json => json(&findings, &campaign),
        Format::Junit => junit(&findings),
    };
    sink.write(&output)?;
    Ok(if Summary::of(&findings).all_verified() { Outcome::Good } else { Outcome::Bad })
}
