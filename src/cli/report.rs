//! `escapement report`: writes REPORT.md, its figures and the data, or compares them with those that are there.

use super::failure::{Failure, Outcome};
use super::output::{Sink, failed};
use super::selection::Selection;
use escapement::evidence::{Campaign, Share};
use escapement::report::{
    CASES_PATH, CLAIMS_PATH, Drawn, Drift, GRAPH_PATH, Summary, data, draw, draw_graph, drift, figure_data_path,
    figure_path, render,
};
use std::path::Path;

const FILE: &str = "REPORT.md";

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Theorems and claims to report on, into another folder (--output); all when none is given
    #[arg(value_name = "NAME", requires = "output")]
    names: Vec<String>,
    /// Write nothing; fail when REPORT.md, a figure or a file of the data differs from what would be written
    #[arg(long, conflicts_with = "names")]
    check: bool,
    /// Folder to write into, or to compare with; the current directory when it is left out
    #[arg(long, value_name = "FOLDER")]
    output: Option<String>,
}

/// Writes the report with its figures and data, or compares them with those that are there.
pub fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let (campaign, selection) = (Campaign::standard(), Selection::of(&arguments.names, &[])?);
    let folder = arguments.output.as_deref().unwrap_or_default();
    let inside = |path: &str| Path::new(folder).join(path).to_string_lossy().into_owned();
    // What can fail at once fails before the long run.
    if arguments.check {
        let figures = selection.theorems().iter().flat_map(|theorem| (theorem.figures)());
        let figures = figures.flat_map(|figure| [figure_path(&figure), figure_data_path(&figure)]);
        let mut paths = [FILE, GRAPH_PATH, CLAIMS_PATH, CASES_PATH].map(str::to_owned).into_iter().chain(figures);
        paths.try_for_each(|path| read(&inside(&path)).map(drop))?;
    }
    let drawn = draw(selection.theorems())?;
    let evidence = selection.examine(&campaign, Share::WHOLE, None);
    let findings = selection.conclude(evidence.clone());
    let report = [(FILE.to_owned(), render(&findings, &campaign)), (GRAPH_PATH.to_owned(), draw_graph(&findings))];
    let figures = drawn
        .into_iter()
        .flat_map(|Drawn { figure, svg, data }| [(figure_path(&figure), svg), (figure_data_path(&figure), data)]);
    let files = report.into_iter().chain(figures).chain(data(&findings, &evidence, &campaign));
    let files: Vec<(String, String)> = files.map(|(path, text)| (inside(&path), text)).collect();
    if arguments.check {
        let committed = read_all(&files)?;
        if let Some((path, drift)) = first_drift(&committed, &files) {
            return Err(Failure::Drift(format!("{path} is not current: {drift}")));
        }
    } else {
        write_all(&files)?;
    }
    Ok(if Summary::of(&findings).all_verified() { Outcome::Good } else { Outcome::Bad })
}

/// The files as they are.
fn read_all(files: &[(String, String)]) -> Result<Vec<String>, Failure> {
    files.iter().map(|(path, _)| read(path)).collect()
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
