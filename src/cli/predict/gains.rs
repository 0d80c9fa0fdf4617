//! `predict --gains`: what is said of memories that differ.

use super::{decimal, whole_number};
use crate::cli::failure::{Failure, Outcome};
use crate::cli::model::{Format, ModelArguments};
use crate::cli::output;
use escapement::error::Result;
use escapement::model::UnequalGains;
use escapement::numerics::Digits;
use escapement::report::{Align, columns};
use escapement::theorems::prediction::{Regime, UnequalPrediction, UnequalQuestion, Value};
use rug::Integer;
use serde::Serialize;

/// A prediction in print; `None` where the theory says nothing. The order of the fields is that of the output.
#[derive(Debug, Serialize)]
struct Printed {
    regime: Option<&'static str>,
    escape_time: Option<String>,
    next_saliency: Option<String>,
    escape_saliency: Option<String>,
    /// Of a chain.
    critical_saliency: Option<String>,
    #[serde(serialize_with = "whole_number")]
    transitions: Option<Integer>,
    active_time: Option<String>,
    /// Of one round of the gains, or of the ring.
    period: Option<String>,
    #[serde(skip)]
    endless: bool,
}

/// Evaluates the closed forms and prints them.
pub fn run(model: &ModelArguments, gains: UnequalGains) -> std::result::Result<Outcome, Failure> {
    let (saliency, digits) = (model.saliency()?, model.digits()?);
    let printed = Printed::of(UnequalQuestion { gains, saliency, digits }.predict()?, digits)?;
    output::print(&match model.format {
        Format::Json => output::json(&printed),
        Format::Text | Format::Csv => printed.text(),
    })?;
    Ok(Outcome::Good)
}

impl Printed {
    fn of(prediction: UnequalPrediction, digits: Digits) -> Result<Self> {
        let number = |number: Option<Value>| number.as_ref().map(|number| decimal(number, digits)).transpose();
        Ok(Self {
            regime: prediction.regime.map(Regime::word),
            escape_time: number(prediction.escape_time)?,
            next_saliency: number(prediction.next_saliency)?,
            escape_saliency: number(prediction.escape_saliency)?,
            critical_saliency: number(prediction.critical_saliency)?,
            transitions: prediction.transitions,
            active_time: number(prediction.active_time)?,
            period: number(prediction.period)?,
            endless: prediction.regime.is_some_and(Regime::is_endless),
        })
    }

    /// Name, symbol and value of everything that is known.
    fn text(&self) -> String {
        let endless = || self.endless.then(|| "endless".to_owned());
        let transitions = self.transitions.as_ref().map(ToString::to_string).or_else(endless);
        let rows = [
            ("regime", "", self.regime.map(str::to_owned)),
            ("escape time", "T", self.escape_time.clone()),
            ("next saliency", "Z'", self.next_saliency.clone()),
            ("escape saliency", "theta", self.escape_saliency.clone()),
            ("critical saliency", "Z_*", self.critical_saliency.clone()),
            ("period of the cycle", "", self.period.clone()),
            ("transitions until collapse", "n_c", transitions),
            ("active time", "", self.active_time.clone()),
        ];
        let cells = rows.map(|(name, symbol, value)| {
            vec![name.to_owned(), symbol.to_owned(), value.unwrap_or_else(|| "-".to_owned())]
        });
        columns(&[Align::Left; 3], &cells)
    }
}
