//! The command line: one file per command, one for what the user may type wrongly, one for how numbers are printed.
//!
//! What may enter: reading arguments and choosing what to print. Every failure is one line on standard error.

mod certificate;
mod completions;
mod couplings;
mod covers;
mod cycle;
mod decimals;
mod examples;
mod explain;
mod failure;
mod list;
mod merge;
mod model;
mod network;
mod output;
mod plot;
mod predict;
mod progress;
mod replay;
mod report;
mod selection;
mod simulate;
mod site;
mod sweep;
mod timings;
mod usage;
mod verify;

use clap::{CommandFactory, Parser, Subcommand};
use failure::{Failure, Outcome};
use std::ffi::OsString;
use std::process::ExitCode;

/// Most columns of the help: what fits every other output.
const WIDTH: usize = 100;
/// How a run ended that was stopped while a memory was still retrieved, or would be: nothing is said of what comes after.
const CUT_OFF: &str = "cut off, still active";

/// Verifies, claim by claim, the dynamical theory of sequential memory retrieval in input-driven Hopfield networks.
///
/// Numbers are integers (6), decimals (5.25, 1e-3) or quotients (21/4), and are taken exactly. Exit code 0: all verified; 1:
/// something refuted or inconclusive; 2: bad usage or bad input.
#[derive(Debug, Parser)]
#[command(name = "escapement", version, after_help = examples::PROGRAM, max_term_width = WIDTH)]
struct Program {
    #[command(subcommand)]
    command: Command,
    /// Seconds after which to give up, a whole number of at least 1; without end when it is left out
    #[arg(long, global = true, value_name = "SECONDS", allow_hyphen_values = true)]
    budget: Option<String>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Runs the claims of all theorems, or of those named, and prints a verdict for each.
    #[command(after_help = examples::VERIFY)]
    Verify(verify::Arguments),
    /// Joins the parts of a campaign that `verify --partition` wrote, and prints what a single run would have printed.
    #[command(after_help = examples::MERGE)]
    Merge(merge::Arguments),
    /// Runs all claims and writes REPORT.md, its figures and the evidence as data in the current directory, or checks that they are current.
    #[command(after_help = examples::REPORT)]
    Report(report::Arguments),
    /// Covers boxes of parameters and writes the evidence, fixtures/covers.json in the current directory, or checks that it is current.
    #[command(after_help = examples::COVERS)]
    Covers(covers::Arguments),
    /// Lists the theorems and their claims.
    #[command(after_help = examples::LIST)]
    List(list::Arguments),
    /// Says what a claim means: statement, domain, source, what may be concluded, its verdict and its files.
    #[command(after_help = examples::EXPLAIN)]
    Explain(explain::Arguments),
    /// Computes one case of the evidence again, to every digit.
    #[command(after_help = examples::REPLAY)]
    Replay(replay::Arguments),
    /// Writes the evidence in the current directory as a page that opens from disk, with an explorer of the closed forms.
    #[command(after_help = examples::SITE)]
    Site(site::Arguments),
    /// Evaluates the closed forms: what the theory says of a sequence that starts with one salient memory.
    #[command(after_help = examples::PREDICT)]
    Predict(predict::Arguments),
    /// Integrates the singular-limit system from the same start, without any closed form.
    #[command(after_help = examples::SIMULATE)]
    Simulate(simulate::Arguments),
    /// Predicts and simulates at every point of a grid and writes a table, which an interrupted run resumes.
    #[command(after_help = examples::SWEEP)]
    Sweep(sweep::Arguments),
    /// Integrates the full two-timescale network: fast neurons, slow input.
    #[command(after_help = examples::NETWORK)]
    Network(network::Arguments),
    /// Finds the limit cycle of the full network on a ring of memories: its period, its multipliers and a state on it.
    #[command(after_help = examples::CYCLE)]
    Cycle(cycle::Arguments),
    /// Verifies a certificate of `cycle --prove --format json` again, from its boxes alone.
    #[command(after_help = examples::CHECK_CERTIFICATE)]
    CheckCertificate(certificate::Arguments),
    /// Prints a script with which a shell completes commands, arguments, theorems and claims.
    #[command(after_help = examples::COMPLETIONS)]
    Completions(completions::Arguments),
}

impl Program {
    fn run(&self) -> Result<Outcome, Failure> {
        if let Some(budget) = &self.budget {
            progress::limit(model::whole("budget", budget, 1..=u64::MAX, "a whole number of seconds, at least 1")?);
        }
        self.command.run()
    }
}

impl Command {
    fn run(&self) -> Result<Outcome, Failure> {
        match self {
            Self::Verify(arguments) => verify::run(arguments),
            Self::Merge(arguments) => merge::run(arguments),
            Self::Report(arguments) => report::run(arguments),
            Self::Covers(arguments) => covers::run(arguments),
            Self::List(arguments) => list::run(arguments),
            Self::Explain(arguments) => explain::run(arguments),
            Self::Replay(arguments) => replay::run(arguments),
            Self::Site(arguments) => site::run(arguments),
            Self::Predict(arguments) => predict::run(arguments),
            Self::Simulate(arguments) => simulate::run(arguments),
            Self::Sweep(arguments) => sweep::run(arguments),
            Self::Network(arguments) => network::run(arguments),
            Self::Cycle(arguments) => cycle::run(arguments),
            Self::CheckCertificate(arguments) => certificate::run(arguments),
            Self::Completions(arguments) => completions::run(arguments),
        }
    }
}

/// Runs the program on its arguments, the first of which is its own name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    match parse(arguments).and_then(|program| program.map_or(Ok(Outcome::Good), |program| program.run())) {
        Ok(outcome) => outcome.code(),
        Err(failure) => failure.report(),
    }
}

/// The command; `None` when help or the version was asked for, and printed.
fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Option<Program>, Failure> {
    use clap::error::ErrorKind::{DisplayHelp, DisplayVersion};
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    if arguments.len() < 2 {
        output::print(&Program::command().render_long_help().to_string())?;
        return Ok(None);
    }
    if let Some(complaint) = usage::complaint(&arguments) {
        return Err(Failure::Usage(complaint));
    }
    match Program::try_parse_from(&arguments) {
        Ok(program) => Ok(Some(program)),
        Err(error) if matches!(error.kind(), DisplayHelp | DisplayVersion) => {
            output::print(&error.render().to_string())?;
            Ok(None)
        }
        Err(error) => Err(Failure::Usage(usage::line(&error, &arguments))),
    }
}
