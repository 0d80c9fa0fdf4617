//! `escapement sweep`: predictions and simulations over a grid, side by side in a table.
//!
//! What may enter: both sides, each through its own command, and nothing that either computes with.

use super::failure::{Failure, Outcome};
use super::model::ModelArguments;
use super::output;
use super::progress::Progress;
use super::{decimals, predict, simulate};
use clap::ValueEnum;
use escapement::model::{Activation, Outcome as End};
use escapement::numerics::rational::parse;
use escapement::{Error, error::Result};
use rayon::prelude::*;
use rug::{Integer, Rational};
use serde_json::{Map, Value};
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Seek, SeekFrom, Write};

/// Most points of a grid.
const MOST: usize = 1_000_000;
/// Points after which what is done is written: however many threads there are, so that a table grows in the same steps.
const BATCH: usize = 64;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    model: ModelArguments,
    /// Number of transitions after which a simulation stops, a whole number from 0 to 1000000
    #[arg(long, value_name = "M", default_value = "10", allow_hyphen_values = true)]
    transitions: String,
    /// Form of the table: csv or jsonl (a JSON object a line)
    #[arg(long, value_enum, default_value = "csv")]
    format: Format,
    /// File to write the table to, instead of standard output
    #[arg(long, value_name = "FILE")]
    output: Option<String>,
    /// Go on with a table that is in the file already, which has to be one of the same sweep
    #[arg(long, requires = "output")]
    resume: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Csv,
    Jsonl,
}

/// What a row says, after the point and before the remark: of the prediction, by its names there.
const PREDICTED: [(&str, &str); 6] = [
    ("regime", "regime"),
    ("escape_time", "predicted_escape_time"),
    ("next_saliency", "predicted_next_saliency"),
    ("gain_threshold", "gain_threshold"),
    ("transitions", "predicted_transitions"),
    ("active_time", "predicted_active_time"),
];
/// And of the simulation.
const SIMULATED: [&str; 5] =
    ["simulated_escape_time", "simulated_next_saliency", "simulated_transitions", "simulated_active_time", "outcome"];

/// Every combination of the values of what is swept over, the last of them fastest.
struct Grid {
    model: ModelArguments,
    /// Values, by the place in [`ModelArguments::swept`]; none where nothing is given.
    axes: Vec<Vec<String>>,
}

impl Grid {
    fn new(model: &ModelArguments) -> Result<Self> {
        let mut model = model.clone();
        let given = model.swept().map(|(name, text)| text.map_or_else(|| Ok(Vec::new()), |text| values(name, text)));
        let axes: Vec<Vec<String>> = given.into_iter().collect::<Result<_>>()?;
        let grid = Self { model, axes };
        if grid.points() > MOST {
            let points = grid.axes.iter().filter(|axis| !axis.is_empty()).map(|axis| axis.len().to_string());
            let value = points.collect::<Vec<_>>().join(" x ");
            return Err(Error::domain("grid", value, "one of at most 1000000 points"));
        }
        Ok(grid)
    }

    fn points(&self) -> usize {
        self.axes.iter().fold(1, |points, axis| points.saturating_mul(axis.len().max(1)))
    }

    /// The model at a point.
    fn model(&self, mut point: usize) -> ModelArguments {
        let mut model = self.model.clone();
        for ((_, text), axis) in model.swept().into_iter().zip(&self.axes).rev() {
            if let Some(text) = text {
                text.clone_from(&axis[point % axis.len()]);
                point /= axis.len();
            }
        }
        model
    }
}

/// The numbers of a list, 2,3,5, of a range, 2:5:1, or a single one.
fn values(name: &'static str, text: &str) -> Result<Vec<String>> {
    let domain =
        "a number, numbers separated by commas, or FROM:TO:STEP with FROM not above TO and a STEP greater than 0";
    let wrong = || Error::domain(name, text, domain);
    let bounds: Vec<&str> = text.split(':').map(str::trim).collect();
    let (from, to, step) = match bounds[..] {
        [_] => return Ok(text.split(',').map(|entry| entry.trim().to_owned()).collect()),
        [from, to, step] => (parse(name, from)?, parse(name, to)?, parse(name, step)?),
        _ => return Err(wrong()),
    };
    if step <= 0 || from > to {
        return Err(wrong());
    }
    let steps = (Rational::from(&to - &from) / &step).fract_floor(Integer::new()).1;
    let steps = steps
        .to_usize()
        .filter(|steps| *steps < MOST)
        .ok_or_else(|| Error::domain(name, text, "a range of at most 1000000 numbers"))?;
    Ok((0..=steps).map(|k| decimals::plain(&(&from + Rational::from(&step * k as u64)))).collect())
}

/// Computes the table, or what a file lacks of it.
pub fn run(arguments: &Arguments) -> std::result::Result<Outcome, Failure> {
    let (grid, transitions) = (Grid::new(&arguments.model)?, simulate::transitions(&arguments.transitions)?);
    let points = grid.points();
    (0..points).into_par_iter().try_for_each(|point| simulate::check(&grid.model(point)))?;
    let row = |point: usize| arguments.format.row(&grid.model(point), transitions);
    let mut table = Table::open(arguments, points, &grid, row)?;
    let mut progress = Progress::of_steps();
    while table.rows < points {
        let done = table.rows as f64 / points as f64;
        progress.show(format_args!("{} of {points} points", table.rows), done, "predicting and simulating");
        let batch = table.rows..points.min(table.rows + BATCH);
        let rows: Vec<String> = batch.into_par_iter().map(row).collect();
        table.append(&rows)?;
    }
    Ok(Outcome::Good)
}

/// A table that grows row by row.
struct Table<'f> {
    file: Option<(&'f str, File)>,
    rows: usize,
}

impl<'f> Table<'f> {
    /// A new one with its header, or the one that is in the file, without a row that is not whole.
    fn open(
        arguments: &'f Arguments,
        points: usize,
        grid: &Grid,
        row: impl Fn(usize) -> String,
    ) -> std::result::Result<Self, Failure> {
        let header = arguments.format.header();
        let Some(path) = arguments.output.as_deref() else {
            output::print(&header)?;
            return Ok(Self { file: None, rows: 0 });
        };
        let failed = |error: &std::io::Error| output::failed(path, error);
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(!arguments.resume);
        let mut file = options.open(path).map_err(|error| failed(&error))?;
        let (mut kept, mut rows, mut last) = (0, 0, String::new());
        let mut reader = BufReader::new(&file);
        let other = |row: usize| {
            let what = if row == 0 { "its header".to_owned() } else { format!("row {row}") };
            Failure::Usage(format!(
                "output is '{path}', which holds another table ({what}); without --resume it is replaced"
            ))
        };
        loop {
            let mut line = String::new();
            let read = reader.read_line(&mut line).map_err(|error| failed(&error))?;
            if !line.ends_with('\n') {
                // A row that was being written is written again; anything else is not this table's.
                let next = match (kept == 0 && !header.is_empty(), line.is_empty() || rows == points) {
                    (true, _) => header.clone(),
                    (false, true) => String::new(),
                    (false, false) => row(rows),
                };
                if !next.starts_with(&line) {
                    return Err(other(if kept == 0 { 0 } else { rows + 1 }));
                }
                break;
            }
            if kept == 0 && !header.is_empty() {
                if line != header {
                    return Err(other(0));
                }
            } else {
                if rows == points || !line.starts_with(&arguments.format.beginning(&grid.model(rows))) {
                    return Err(other(rows + 1));
                }
                (rows, last) = (rows + 1, line);
            }
            kept += read as u64;
        }
        // The points are those of this sweep; digits and transitions show in what is computed.
        if rows > 0 && last != row(rows - 1) {
            return Err(other(rows));
        }
        file.set_len(kept).and_then(|()| file.seek(SeekFrom::Start(kept))).map_err(|error| failed(&error))?;
        let mut table = Self { file: Some((path, file)), rows };
        if kept == 0 {
            table.write(&header)?;
        }
        Ok(table)
    }

    fn append(&mut self, rows: &[String]) -> Result<()> {
        self.write(&rows.concat())?;
        self.rows += rows.len();
        Ok(())
    }

    fn write(&mut self, text: &str) -> Result<()> {
        match &mut self.file {
            None => output::print(text),
            Some((path, file)) => file
                .write_all(text.as_bytes())
                .and_then(|()| file.flush())
                .map_err(|error| output::failed(path, &error)),
        }
    }
}

impl Format {
    /// The names of the columns; nothing where every row has them.
    fn header(self) -> String {
        let names = ["gain", "saliency", "slope", "self_coupling", "memories", "neurons"].into_iter();
        let names = names.chain(PREDICTED.map(|(_, name)| name)).chain(SIMULATED).chain(["remark"]);
        match self {
            Self::Csv => names.collect::<Vec<_>>().join(",") + "\n",
            Self::Jsonl => String::new(),
        }
    }

    /// What the row of a point begins with, whatever is found there.
    fn beginning(self, model: &ModelArguments) -> String {
        let point = point(model);
        match self {
            Self::Csv => point.values().map(|value| cell(value) + ",").collect(),
            Self::Jsonl => {
                let object = Value::Object(point).to_string();
                object.trim_end_matches('}').to_owned()
            }
        }
    }

    /// The row of a point: what is predicted there, what is simulated, and what stood in the way of either.
    fn row(self, model: &ModelArguments, transitions: usize) -> String {
        let (mut row, mut remarks) = (point(model), Vec::new());
        let mut told = |found: Result<Value>| {
            found.unwrap_or_else(|error| {
                remarks.push(error.to_string());
                Value::Null
            })
        };
        let predicted = told(predict::predicted(model));
        for (there, here) in PREDICTED {
            row.insert(here.to_owned(), predicted[there].clone());
        }
        let simulated = told(outline(model, transitions));
        for name in SIMULATED {
            row.insert(name.to_owned(), simulated[name].clone());
        }
        let remark = if remarks.is_empty() { Value::Null } else { remarks.join("; ").into() };
        row.insert("remark".to_owned(), remark);
        match self {
            Self::Csv => row.values().map(cell).collect::<Vec<_>>().join(",") + "\n",
            Self::Jsonl => format!("{}\n", Value::Object(row)),
        }
    }
}

/// The point itself, as it was typed or counted.
fn point(model: &ModelArguments) -> Map<String, Value> {
    let mut model = model.clone();
    let named = model.swept().map(|(name, text)| {
        let value = text.map_or(Value::Null, |text| text.as_str().into());
        (name.replace('-', "_"), value)
    });
    named.into_iter().collect()
}

/// The first escape and the end of a run, by the names of [`SIMULATED`]. Counted and timed is only what has ended, and not with a smooth
/// activation, where the last memory dies without handing on, which the run shows but does not time.
fn outline(model: &ModelArguments, transitions: usize) -> Result<Value> {
    let (run, digits) = (simulate::simulated(model, transitions)?, model.digits()?.get());
    let (first, last) = (run.transitions.first(), run.transitions.last());
    let timed = model.activation()? == Activation::HardTanh;
    let ended = timed && matches!(run.outcome, End::Collapsed | End::Locked);
    let escape = first.map(|first| decimals::middle(&first.dwell, digits)).transpose()?;
    let next = first.map(|first| decimals::middle(&first.saliency, digits)).transpose()?;
    let active = last.map_or_else(|| Ok("0".to_owned()), |last| decimals::middle(&last.time, digits))?;
    Ok(serde_json::json!({
        "simulated_escape_time": escape,
        "simulated_next_saliency": next,
        "simulated_transitions": ended.then_some(run.transitions.len()),
        "simulated_active_time": ended.then_some(active),
        "outcome": simulate::word(run.outcome),
    }))
}

/// A value as a field of comma-separated values; nothing for what is not there.
fn cell(value: &Value) -> String {
    let text = match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    if text.contains([',', '"', '\n']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}
