//! `escapement report`: writes REPORT.md and its figures, or compares them with those that are there.

use super::failure::{Failure, Outcome};
use super::output::{Sink, failed};
use super::selection::Selection;
use escapement::evidence::Campaign;
use escapement::report::{Drift, GRAPH_PATH, Summary, draw, draw_graph, drift, figure_path, render};
use escapement::theorems::catalogue;
use std::path::Path;

const FILE: &str = "REPORT.md";

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Write nothing; fail when REPORT.md or a figure differs from what would be written
    #[arg(long)]
    check: bool,
}

/// Writes the report and its figures, or compares them with those that are there.
pub fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let (campaign, theorems) = (Campaign::standard(), catalogue());
    let figures = theorems.iter().flat_map(|theorem| (theorem.figures)());
    let paths: Vec<String> =
        [FILE, GRAPH_PATH].map(str::to_owned).into_iter().chain(figures.map(|figure| figure_path(&figure))).collect();
    // What can fail at once fails before the long run.
    let committed = if arguments.check { Some(read_all(&paths)?) } else { None };
    let drawn = draw(&theorems)?;
    let findings = Selection::all().gather(&campaign);
    let written = [render(&findings, &campaign), draw_graph(&findings)];
    let current = written.into_iter().chain(drawn.into_iter().map(|(_, svg)| svg));
    let files: Vec<(String, String)> = paths.into_iter().zip(current).collect();
    match committed {
        None => write_all(&files)?,
        Some(committed) => {
            if let Some((path, drift)) = first_drift(&committed, &files) {
                return Err(Failure::Drift(format!("{path} is not current: {drift}")));
            }
        }
    }
    Ok(if Summary::of(&findings).all_verified() { Outcome::Good } else { Outcome::Bad })
}

/// The files as they are.
fn read_all(paths: &[String]) -> Result<Vec<String>, Failure> {
    paths.iter().map(|path| read(path)).collect()
}

/// A file as it is, with what is not UTF-8 replaced: that differs from anything that is written.
fn read(path: &str) -> Result<String, Failure> {
    let bytes = std::fs::read(path).map_err(|error| failed(path, &error))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Writes every file, and the folder it is in where there is none.
fn write_all(files: &[(String, String)]) -> Result<(), Failure> {
    for (path, text) in files {
        if let Some(folder) = Path::new(path).parent() {
            std::fs::create_dir_all(folder).map_err(|error| failed(path, &error))?;
        }
        Sink::open(Some(path))?.write(text)?;
    }
    Ok(())
}

/// The first file that is not what it should be, and where.
fn first_drift<'f>(committed: &[String], files: &'f [(String, String)]) -> Option<(&'f str, Drift)> {
    let drifts = committed.iter().zip(files).map(|(found, (path, expected))| (path, drift(found, expected)));
    drifts.into_iter().find_map(|(path, drift)| Some((path.as_str(), drift?)))
}
