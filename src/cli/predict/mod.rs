//! `escapement predict`: asks the predictors and prints what they say. No integration of the model may enter.

mod hard;
mod smooth;

use super::failure::{Failure, Outcome};
use super::model::{Format, ModelArguments};
use super::{decimals, output};
use escapement::model::{Activation, Parameters};
use escapement::numerics::{Digits, Interval, Precision};
use escapement::report::{Align, columns};
use escapement::{Error, error::Result};
use rug::{Integer, Rational};
use serde::{Serialize, Serializer};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    model: ModelArguments,
}

/// What the theory says; `None` where it says nothing. The order of the fields is that of the output.
#[derive(Debug, Default, Serialize)]
struct Prediction {
    regime: Option<&'static str>,
    escape_time: Option<String>,
    next_saliency: Option<String>,
    escape_saliency: Option<String>,
    gain_threshold: Option<String>,
    lock_gain: Option<String>,
    fixed_points: Option<Cycle>,
    #[serde(serialize_with = "whole_number")]
    transitions: Option<Integer>,
    active_time: Option<String>,
    dwell_time: Option<String>,
    /// Of a ring's cycle.
    period: Option<String>,
    /// Without a leak, on the paper's chain.
    delayed_escape: Option<Delayed>,
}

/// Saliencies that are handed on unchanged.
#[derive(Debug, Serialize)]
struct Cycle {
    stable: String,
    /// Where there is a second one.
    unstable: Option<String>,
    /// Of the chain.
    multiplier: Option<String>,
}

/// S2: the escape without a leak.
#[derive(Debug, Serialize)]
struct Delayed {
    escape_time: String,
    next_saliency: String,
}

/// A whole number of any size as a JSON number.
fn whole_number<S: Serializer>(value: &Option<Integer>, serializer: S) -> std::result::Result<S::Ok, S::Error> {
    let number = value.as_ref().map(|value| value.to_string().parse::<serde_json::Number>());
    number.transpose().map_err(serde::ser::Error::custom)?.serialize(serializer)
}

/// Evaluates the closed forms and prints them.
pub fn run(arguments: &Arguments) -> std::result::Result<Outcome, Failure> {
    let model = &arguments.model;
    if model.format == Format::Csv {
        return Err(Error::domain("format", "csv", "text or json").into());
    }
    let (parameters, saliency, digits) = (model.parameters()?, model.saliency()?, model.digits()?);
    let question = Question { parameters, saliency, digits };
    let prediction = match model.activation()? {
        Activation::HardTanh => question.with_hardtanh()?,
        smooth => question.with_smooth(smooth)?,
    };
    output::print(&match model.format {
        Format::Json => output::json(&prediction),
        Format::Text | Format::Csv => prediction.text(),
    })?;
    Ok(Outcome::Good)
}

/// What is asked.
struct Question {
    parameters: Parameters,
    saliency: Rational,
    digits: Digits,
}

impl Question {
    fn exact(&self, name: &'static str, value: &Rational) -> Result<String> {
        decimals::exact(name, self.digits, value)
    }

    fn real(&self, name: &'static str, value: impl Fn(Precision) -> Result<Interval>) -> Result<String> {
        decimals::real(name, self.digits, value)
    }
}

impl Prediction {
    /// No memory exists to begin with.
    fn add_nothing(&mut self) {
        self.regime = Some("immediate_collapse");
        self.transitions = Some(Integer::new());
        self.active_time = Some("0".to_owned());
    }
}

impl Prediction {
    /// Name, symbol and value of everything that is known.
    fn text(&self) -> String {
        let (cycle, delayed) = (self.fixed_points.as_ref(), self.delayed_escape.as_ref());
        let transitions = match (&self.transitions, self.regime) {
            (Some(count), _) => Some(count.to_string()),
            (None, Some("sustained" | "critical" | "accumulating")) => Some("endless".to_owned()),
            (None, _) => None,
        };
        let rows = [
            ("regime", "", self.regime.map(str::to_owned)),
            ("escape time", "T", self.escape_time.clone()),
            ("next saliency", "Z'", self.next_saliency.clone()),
            ("escape saliency", "theta", self.escape_saliency.clone()),
            ("gain threshold", "kappa_c", self.gain_threshold.clone()),
            ("lock gain", "1/(g rho)", self.lock_gain.clone()),
            ("stable saliency", "Z+", cycle.map(|cycle| cycle.stable.clone())),
            ("unstable saliency", "Z-", cycle.and_then(|cycle| cycle.unstable.clone())),
            ("multiplier at Z+", "", cycle.and_then(|cycle| cycle.multiplier.clone())),
            ("dwell time on the cycle", "", self.dwell_time.clone()),
            ("period of the cycle", "", self.period.clone()),
            ("transitions until collapse", "n_c", transitions),
            ("active time", "", self.active_time.clone()),
            ("delayed escape without a leak", "T + s", delayed.map(|delayed| delayed.escape_time.clone())),
            ("saliency then", "Z' e^-s", delayed.map(|delayed| delayed.next_saliency.clone())),
        ];
        let cells = rows.map(|(name, symbol, value)| {
            vec![name.to_owned(), symbol.to_owned(), value.unwrap_or_else(|| "-".to_owned())]
        });
        columns(&[Align::Left; 3], &cells)
    }
}
