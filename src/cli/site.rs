//! `escapement site`: the evidence as a page that opens from disk, with a small explorer of the closed forms.
//!
//! What may enter: the committed evidence, files as they are, and predictions for the explorer to be held against. Nothing is judged.

use super::failure::{Failure, Outcome};
use super::output::{self, Sink, failed};
use super::predict;
use super::progress::Ticking;
use escapement::error::Result;
use escapement::model::{Activation, Parameters};
use escapement::numerics::Digits;
use escapement::numerics::rational::ratio;
use escapement::report::{CASES_PATH, CLAIMS_PATH};
use escapement::theorems::prediction::{FixedSaliencies, Question, Value as Number};
use rayon::prelude::*;
use rug::Rational;
use serde_json::{Value, json};
use std::path::Path;

/// What is written as it is.
const ASSETS: [(&str, &str); 4] = [
    ("index.html", include_str!("../../site/index.html")),
    ("style.css", include_str!("../../site/style.css")),
    ("explorer.js", include_str!("../../site/explorer.js")),
    ("page.js", include_str!("../../site/page.js")),
];
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
    let ticking = Ticking::begin("evaluating the closed forms on a grid");
    let grid = grid()?;
    drop(ticking);
    // A page that is opened from disk may read scripts, and no other files.
    let data = [
        ("claims.js", format!("const CLAIMS = {};\n", claims.trim_end())),
        ("cases.js", format!("const CASES = [\n{}\n];\n", lines.join(",\n"))),
        ("grid.js", format!("const GRID = {};\n", Value::from(grid))),
    ];
    std::fs::create_dir_all(&arguments.output).map_err(|error| failed(&arguments.output, &error))?;
    let assets = ASSETS.map(|(name, text)| (name, text.to_owned()));
    for (name, text) in assets.into_iter().chain(data) {
        let path = Path::new(&arguments.output).join(name);
        Sink::open(Some(&path.to_string_lossy()))?.write(&text)?;
    }
    Ok(Outcome::Good)
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
    let question =
        Question { parameters, activation: Activation::HardTanh, noise: None, saliency, digits: Digits::new(DIGITS)? };
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
