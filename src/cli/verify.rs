//! `escapement verify`: runs the claims that were named and prints their verdicts in the form asked for.

use super::failure::{Failure, Outcome};
use super::model::{digits, whole};
use super::output::{self, Sink};
use super::selection::Selection;
use super::timings::Timings;
use clap::ValueEnum;
use escapement::Error;
use escapement::evidence::{Campaign, Part, Row, Share};
use escapement::report::{Summary, coloured_text, json, junit, text};
use escapement::theorems::Theorem;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Theorems and claims to verify, by the names that `escapement list` shows (such as gain_threshold, G1 or g1,e1); all when none is given
    #[arg(value_name = "NAME")]
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
    /// Run only part K of M of the cases and write their evidence, as JSON for `escapement merge`
    #[arg(long, value_name = "K/M", conflicts_with = "format", allow_hyphen_values = true)]
    partition: Option<String>,
    /// Say on standard error what each claim costs; they are checked one after the other for this
    #[arg(long)]
    timings: bool,
    #[command(flatten)]
    form: Form,
}

/// How findings are printed, and where.
#[derive(Debug, clap::Args)]
pub struct Form {
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

impl Form {
    /// Opens the file, if one is named.
    pub fn sink(&self) -> Result<Sink, Failure> {
        Ok(Sink::open(self.output.as_deref())?)
    }

    /// Prints the findings, and says how they are.
    pub fn print(&self, sink: Sink, findings: &[(Theorem, Vec<Row>)], campaign: &Campaign) -> Result<Outcome, Failure> {
        let output = match self.format {
            Format::Text if sink.takes_colours() => coloured_text(findings),
            Format::Text => text(findings),
            Format::Json => json(findings, campaign),
            Format::Junit => junit(findings),
        };
        sink.write(&output)?;
        Ok(if Summary::of(findings).all_verified() { Outcome::Good } else { Outcome::Bad })
    }
}

impl Arguments {
    fn campaign(&self) -> Result<Campaign, Failure> {
        Ok(Campaign {
            digits: digits(&self.digits)?,
            cases: whole("cases", &self.cases, 0..=100_000, "a whole number from 0 to 100000")?,
            seed: whole("seed", &self.seed, 0..=u64::MAX, "a whole number from 0 to 18446744073709551615")?,
        })
    }

    /// The part that is to be run; `None` for all.
    fn share(&self) -> Result<Option<Share>, Failure> {
        self.partition.as_deref().map(share).transpose()
    }
}

/// A part and their number, such as `3/16`.
fn share(text: &str) -> Result<Share, Failure> {
    let domain = "a part and their number, such as 3/16";
    let numbers = text.split_once('/').and_then(|(number, of)| Some((number.parse().ok()?, of.parse().ok()?)));
    let (number, of) = numbers.ok_or_else(|| Error::domain("partition", text, domain))?;
    Ok(Share::new(number, of)?)
}

/// Runs the claims and prints the findings, or the evidence of a part of them.
pub fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let selection = Selection::of(&arguments.theorems, &arguments.claims)?;
    let (campaign, share) = (arguments.campaign()?, arguments.share()?);
    let sink = arguments.form.sink()?;
    let mut timings = arguments.timings.then(Timings::begin);
    let evidence = selection.examine(&campaign, share.unwrap_or(Share::WHOLE), timings.as_mut());
    if let Some(timings) = timings {
        timings.print(selection.theorems());
    }
    match share {
        None => arguments.form.print(sink, &selection.conclude(evidence), &campaign),
        Some(share) => {
            sink.write(&output::json(&Part::new(&campaign, share, evidence)))?;
            // A part has no verdict.
            Ok(Outcome::Good)
        }
    }
}
