//! `escapement site`: the evidence as a page that opens from disk, with its formulas set, its figures, and a small explorer of the closed forms.
//!
//! What may enter: the committed evidence, files as they are, and predictions for the explorer to be held against. Nothing is judged.

use super::failure::{Failure, Outcome};
use super::output::{self, Sink, failed};
use super::predict;
use super::progress::Ticking;
use escapement::Error;
use escapement::error::Result;
use escapement::model::{Activation, Parameters};
use escapement::numerics::Digits;
use escapement::numerics::rational::ratio;
use escapement::report::{CASES_PATH, CLAIMS_PATH, GRAPH_PATH};
use escapement::theorems::prediction::{FixedSaliencies, Question, Value as Number};
use pulldown_latex::config::{DisplayMode, RenderConfig};
use pulldown_latex::{Parser, Storage, push_mathml};
use rayon::prelude::*;
use rug::Rational;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::path::Path;

/// What is written as it is.
const ASSETS: [(&str, &str); 4] = [
    ("index.html", include_str!("../../site/index.html")),
    ("style.css", include_str!("../../site/style.css")),
    ("explorer.js", include_str!("../../site/explorer.js")),
    ("page.js", include_str!("../../site/page.js")),
];
/// Folder of the figures.
const FIGURES: &str = "figures";
/// Digits of the values that the explorer, which computes in doubles, is held against.
const DIGITS: u32 = 20;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Folder to write the page into; made where there is none
    #[arg(long, value_name = "FOLDER", default_value = "site-out")]
    output: String,
}

/// Writes the page, from the evidence in the current directory.
pub fn run(arguments: &Arguments) -> std::result::Result<Outcome, Failure> {
    let (claims, cases) = (output::read(CLAIMS_PATH)?, output::read(CASES_PATH)?);
    let lines: Vec<&str> = cases.lines().collect();
    let registry = registry(&claims)?;
    let ticking = Ticking::begin("evaluating the closed forms on a grid");
    let grid = grid()?;
    drop(ticking);
    // A page that is opened from disk may read scripts, and no other files.
    let data = [
        ("claims.js", format!("const CLAIMS = {};\n", claims.trim_end())),
        ("cases.js", format!("const CASES = [\n{}\n];\n", lines.join(",\n"))),
        ("grid.js", format!("const GRID = {};\n", Value::from(grid))),
        ("formulas.js", format!("const FORMULAS = {};\n", formulas(&registry)?)),
        ("graph.js", format!("const GRAPH = {};\n", graph(&registry)?)),
    ];
    let figures = figures(&registry)?;
    let folder = Path::new(&arguments.output).join(FIGURES);
    std::fs::create_dir_all(folder).map_err(|error| failed(&arguments.output, &error))?;
    let files = ASSETS.into_iter().map(|(name, text)| (name.to_owned(), text.to_owned()));
    let files = files.chain(data.map(|(name, text)| (name.to_owned(), text))).chain(figures);
    for (name, text) in files {
        let path = Path::new(&arguments.output).join(name);
        Sink::open(Some(&path.to_string_lossy()))?.write(&text)?;
    }
    Ok(Outcome::Good)
}

/// The claims as they stand in the evidence.
fn registry(claims: &str) -> Result<Vec<Value>> {
    let wrong = |reason: String| Error::File { path: CLAIMS_PATH.to_owned(), reason };
    let registry: Value = serde_json::from_str(claims).map_err(|error| wrong(error.to_string()))?;
    registry["claims"].as_array().cloned().ok_or_else(|| wrong("no claims in it".to_owned()))
}

/// The formula of every claim that has one, as MathML, which browsers set by themselves.
fn formulas(registry: &[Value]) -> Result<Value> {
    let set = |claim: &Value| -> Option<Result<(String, Value)>> {
        let formula = claim["formula"].as_str()?;
        Some(word(&claim["id"]).and_then(|id| Ok((id, mathml(formula)?.into()))))
    };
    registry.iter().filter_map(set).collect::<Result<Map<String, Value>>>().map(Value::from)
}

/// LaTeX as MathML.
fn mathml(formula: &str) -> Result<String> {
    let wrong = |reason: String| Error::File { path: CLAIMS_PATH.to_owned(), reason: format!("{formula}: {reason}") };
    let (storage, mut set) = (Storage::new(), String::new());
    let events = Parser::new(formula, &storage).collect::<std::result::Result<Vec<_>, _>>();
    let events = events.map_err(|error| wrong(error.to_string()))?;
    let config = RenderConfig { display_mode: DisplayMode::Block, ..RenderConfig::default() };
    let events = events.into_iter().map(Ok::<_, std::convert::Infallible>);
    push_mathml(&mut set, events, config).map_err(|error| wrong(error.to_string()))?;
    Ok(set)
}

/// The graph of the claims as a drawing whose boxes lead to the claims on the page.
fn graph(registry: &[Value]) -> Result<Value> {
    let drawing = output::read(GRAPH_PATH)?;
    let led = registry.iter().try_fold(drawing, |drawing, claim| -> Result<String> {
        let there = format!("\"../../{}\"", word(&claim["files"]["report"])?);
        Ok(drawing.replace(&there, &format!("\"#{}\"", word(&claim["id"])?)))
    })?;
    Ok(led.into())
}

/// The figures of all claims, by where they stand on the page.
fn figures(registry: &[Value]) -> Result<Vec<(String, String)>> {
    let listed = registry.iter().filter_map(|claim| claim["files"]["figures"].as_array()).flatten();
    let paths: BTreeSet<String> = listed.map(word).collect::<Result<_>>()?;
    let read = |path: String| {
        let name = path.rsplit_once('/').map_or(path.as_str(), |(_, name)| name);
        Ok((format!("{FIGURES}/{name}"), output::read(&path)?))
    };
    paths.into_iter().map(read).collect()
}

/// A string out of the evidence.
fn word(value: &Value) -> Result<String> {
    let wrong = || Error::File { path: CLAIMS_PATH.to_owned(), reason: format!("{value} where a text should be") };
    value.as_str().map(str::to_owned).ok_or_else(wrong)
}

/// A thousand chains with what the predictors say of them; their parameters are doubles exactly.
fn grid() -> Result<Vec<Value>> {
    let slopes = [ratio(1, 1), ratio(3, 2)];
    let couplings = [ratio(-1, 2), ratio(-1, 4), ratio(0, 1), ratio(1, 8), ratio(1, 4)];
    let points = (0..1000i64).map(|k| {
        let (gain, saliency) =
            (ratio(5, 8) + ratio(15, 16) * Rational::from(k % 10), ratio(5, 8) + Rational::from(k / 10 % 10));
        (gain, saliency, slopes[(k / 100 % 2) as usize].clone(), couplings[(k / 200) as usize].clone())
    });
    points
        .collect::<Vec<_>>()
        .into_par_iter()
        .map(|(gain, saliency, slope, rho)| point(gain, saliency, slope, rho))
        .collect()
}

/// One chain: its parameters, and its numbers as decimals.
fn point(gain: Rational, saliency: Rational, slope: Rational, rho: Rational) -> Result<Value> {
    let inputs = [&gain, &saliency, &slope, &rho].map(Rational::to_f64);
    let parameters = Parameters::new(gain)?.with_slope(slope)?.with_self_coupling(rho);
    let (digits, activation) = (Digits::new(DIGITS)?, Activation::HardTanh);
    let question = Question { parameters, activation, noise: None, saliency, others: Vec::new(), digits };
    let found = question.predict()?;
    let decimal = |number: Option<&Number>| number.map(|number| predict::decimal(number, question.digits)).transpose();
    let points = found.fixed_points.as_ref();
    Ok(json!({
        "gain": inputs[0], "saliency": inputs[1], "slope": inputs[2], "rho": inputs[3],
        "escape_time": decimal(found.escape_time.as_ref())?,
        "next_saliency": decimal(found.next_saliency.as_ref())?,
        "gain_threshold": decimal(found.gain_threshold.as_ref())?,
        "stable": decimal(points.map(|points: &FixedSaliencies| &points.stable))?,
        "unstable": decimal(points.and_then(|points| points.unstable.as_ref()))?,
    }))
}
