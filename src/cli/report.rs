//! `escapement report`.

use super::failure::{Failure, Outcome};
use super::output::{Sink, failed};
use super::selection::Selection;
use escapement::evidence::Settings;
use escapement::report::{Summary, drift, render};

const FILE: &str = "REPORT.md";

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Write nothing; fail when REPORT.md differs from what would be written
    #[arg(long)]
    check: bool,
}

/// Writes the report, or compares it with the one that is there.
pub fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let settings = Settings::standard();
    // What can fail at once fails before the long run.
    let committed = if arguments.check { Some(read()?) } else { None };
    let findings = Selection::all().gather(&settings);
    let rendered = render(&findings, &settings);
    match committed {
        None => Sink::open(Some(FILE))?.write(&rendered)?,
        Some(committed) => {
            if let Some(drift) = drift(&committed, &rendered) {
                return Err(Failure::Drift(format!("{FILE} is not current: {drift}")));
            }
        }
    }
    Ok(if Summary::of(&findings).all_verified() { Outcome::Good } else { Outcome::Bad })
}

/// The report as it is, with what is not UTF-8 replaced: that differs from any report.
fn read() -> Result<String, Failure> {
    let bytes = std::fs::read(FILE).map_err(|error| failed(FILE, &error))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
