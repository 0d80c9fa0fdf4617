//! `predict --gains`: what is said of memories that differ.

use super::{Absent, decimal, whole_number};
use crate::cli::failure::{Failure, Outcome};
use crate::cli::model::{Format, ModelArguments, Printing};
use crate::cli::output::{self, Sink};
use escapement::error::Result;
use escapement::model::UnequalGains;
use escapement::report::{Align, columns};
use escapement::theorems::prediction::{Regime, UnequalQuestion, Value};
use rug::Integer;
use serde::Serialize;
use std::collections::BTreeMap;

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
    /// Why a number above is not there.
    absent: BTreeMap<&'static str, Absent>,
}

/// Evaluates the closed forms and prints them.
pub fn run(model: &ModelArguments, printing: &Printing, gains: UnequalGains) -> std::result::Result<Outcome, Failure> {
    let sink = Sink::open(printing.output.as_deref())?;
    let printed = Printed::answer(model, gains)?;
    sink.write(&match printing.format {
        Format::Json => output::answer("predict-unequal", model, &printed),
        Format::Text | Format::Csv => printed.text(),
    })?;
    Ok(Outcome::Good)
}

/// What is predicted, by the names that its JSON has.
pub fn predicted(model: &ModelArguments, gains: UnequalGains) -> Result<serde_json::Value> {
    output::value(&Printed::answer(model, gains)?)
}

impl Printed {
    fn answer(model: &ModelArguments, gains: UnequalGains) -> Result<Self> {
        Self::of(&UnequalQuestion { gains, saliency: model.saliency()?, digits: model.digits()? })
    }

    fn of(question: &UnequalQuestion) -> Result<Self> {
        let prediction = question.predict()?;
        let absent = question.absences(&prediction).into_iter().map(|(name, why)| (name, Absent::of(why)));
        let number = |number: Option<Value>| number.as_ref().map(|number| decimal(number, question.digits)).transpose();
        Ok(Self {
            regime: prediction.regime.map(Regime::word),
            escape_time: number(prediction.escape_time)?,
            next_saliency: number(prediction.next_saliency)?,
            escape_saliency: number(prediction.escape_saliency)?,
            critical_saliency: number(prediction.critical_saliency)?,
            transitions: prediction.transitions,
            active_time: number(prediction.active_time)?,
            period: number(prediction.period)?,
            absent: absent.collect(),
        })
    }

    /// Name, symbol and value of everything that is known.
    fn text(&self) -> String {
        let transitions = self.transitions.as_ref().map(ToString::to_string);
        let rows = [
            ("regime", "regime", "", self.regime.map(str::to_owned)),
            ("escape_time", "escape time", "T", self.escape_time.clone()),
            ("next_saliency", "next saliency", "Z'", self.next_saliency.clone()),
            ("escape_saliency", "escape saliency", "theta", self.escape_saliency.clone()),
            ("critical_saliency", "critical saliency", "Z_*", self.critical_saliency.clone()),
            ("period", "period of the cycle", "", self.period.clone()),
            ("transitions", "transitions until collapse", "n_c", transitions),
            ("active_time", "active time", "", self.active_time.clone()),
        ];
        let cells = rows.map(|(field, name, symbol, value)| {
            let value = value.or_else(|| self.absent.get(field).map(Absent::text));
            vec![name.to_owned(), symbol.to_owned(), value.unwrap_or_default()]
        });
        columns(&[Align::Left; 3], &cells)
    }
}
