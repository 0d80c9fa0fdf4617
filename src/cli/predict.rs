//! `escapement predict`: asks the predictors and prints what they say. No integration of the model may enter.

mod gains;
mod noise;

use super::failure::{Failure, Outcome};
use super::model::{Format, ModelArguments, Printing};
use super::output::Sink;
use super::progress::Ticking;
use super::{decimals, output};
use escapement::Error;
use escapement::error::Result;
use escapement::model::Parameters;
use escapement::numerics::Digits;
use escapement::report::{Align, columns, wrapped};
use escapement::theorems::couplings::predictor::Order;
use escapement::theorems::prediction::{
    Absence, CoupledPrediction, DelayedEntry, FixedSaliencies, Noise, Prediction, Question, Regime, Value,
};
use rug::Integer;
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;

#[derive(Debug, clap::Args, Serialize)]
pub struct Arguments {
    #[command(flatten)]
    #[serde(flatten)]
    model: ModelArguments,
    #[command(flatten)]
    #[serde(flatten)]
    noise: noise::NoiseArguments,
    #[command(flatten)]
    #[serde(skip)]
    printing: Printing,
}

/// A prediction in print; `None` where the theory says nothing. The order of the fields is that of the output.
#[derive(Debug, Serialize)]
struct Printed {
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
    /// With couplings.
    #[serde(flatten)]
    coupled: Option<Coupled>,
    /// With noise only.
    #[serde(flatten)]
    noise: Option<noise::Printed>,
    /// Why a number above is not there.
    absent: BTreeMap<&'static str, Absent>,
}

/// Why a number is not there: `none` (there is no such number), `endless`, or `not_determined`.
#[derive(Debug, Serialize)]
struct Absent {
    kind: &'static str,
    why: &'static str,
}

/// What is said of couplings only.
#[derive(Debug, Serialize)]
struct Coupled {
    /// Who is entered on the cycle at the threshold: `kept`, `broken` or `undecided`.
    order: Option<&'static str>,
    /// What has to be said besides.
    remark: Option<&'static str>,
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
    let Arguments { model, noise, printing } = arguments;
    if printing.format == Format::Csv {
        return Err(Error::domain("format", "csv", "text or json").into());
    }
    let alone = model.others()?.is_empty();
    if let Some(unequal) = model.unequal()? {
        noise.left_out_with("left out with gains or slopes of one memory each")?;
        return gains::run(model, printing, unequal);
    }
    if model.couplings()?.is_some() {
        noise.left_out_with("left out with couplings")?;
    }
    if !alone {
        noise.left_out_with("left out with saliencies of other memories than the first")?;
    }
    let (parameters, noise) = noise.apply(model.parameters()?)?;
    let (question, sink) = (question(model, parameters, noise)?, Sink::open(printing.output.as_deref())?);
    let ticking = Ticking::begin("evaluating the closed forms");
    let printed = Printed::answer(model, &question)?;
    drop(ticking);
    sink.write(&match printing.format {
        Format::Json => output::answer("predict", arguments, &printed),
        Format::Text | Format::Csv => printed.text(),
    })?;
    Ok(Outcome::Good)
}

/// What is predicted without noise, by the names that its JSON has.
pub fn predicted(model: &ModelArguments) -> Result<serde_json::Value> {
    match model.unequal()? {
        Some(unequal) => gains::predicted(model, unequal),
        None => output::value(&Printed::answer(model, &question(model, model.parameters()?, None)?)?),
    }
}

fn question(model: &ModelArguments, parameters: Parameters, noise: Option<Noise>) -> Result<Question> {
    let (saliency, others) = (model.saliency()?, model.others()?);
    Ok(Question { parameters, saliency, others, digits: model.digits()?, noise, activation: model.activation()? })
}

/// A number as a decimal, every digit right.
pub fn decimal(number: &Value, digits: Digits) -> Result<String> {
    match number {
        Value::Rational(value) => decimals::exact("a number", digits, value),
        Value::Enclosed(value) => decimals::middle(value, digits.get()),
    }
}

impl Absent {
    const fn of(absence: Absence) -> Self {
        match absence {
            Absence::None(why) => Self { kind: "none", why },
            Absence::Endless(why) => Self { kind: "endless", why },
            Absence::NotDetermined(why) => Self { kind: "not_determined", why },
        }
    }

    /// In place of a number; the reason where one could have been expected.
    fn text(&self) -> String {
        match self.kind {
            "not_determined" => format!("not determined ({})", self.why),
            kind => kind.to_owned(),
        }
    }
}

impl Printed {
    /// What is said of a question about a model, with its couplings where it has any.
    fn answer(model: &ModelArguments, question: &Question) -> Result<Self> {
        match model.couplings()? {
            None => Self::of(question, question.predict()?, None),
            Some(couplings) => Self::coupled(question, question.predict_with_couplings(&couplings)?),
        }
    }

    /// The numbers as decimals, and why others are absent; `less` says of which law it is that says less than that of the plain model.
    fn of(question: &Question, prediction: Prediction, less: Option<&'static str>) -> Result<Self> {
        let (digits, less) =
            (question.digits, less.or_else(|| question.noise.as_ref().map(|_| "not given with noise")));
        let absences = question.absences(&prediction).into_iter();
        let absent = absences.map(|(name, why)| (name, Absent::of(less.map_or(why, |less| why.under(less)))));
        let one = |number: &Value| decimal(number, digits);
        let number = |number: Option<Value>| number.as_ref().map(one).transpose();
        let cycle = |points: FixedSaliencies| {
            Ok::<_, Error>(Cycle {
                stable: one(&points.stable)?,
                unstable: number(points.unstable)?,
                multiplier: number(points.multiplier)?,
            })
        };
        let delayed = |entry: DelayedEntry| {
            Ok::<_, Error>(Delayed { escape_time: one(&entry.escape_time)?, next_saliency: one(&entry.next_saliency)? })
        };
        Ok(Self {
            regime: prediction.regime.map(Regime::word),
            escape_time: number(prediction.escape_time)?,
            next_saliency: number(prediction.next_saliency)?,
            escape_saliency: number(prediction.escape_saliency)?,
            gain_threshold: number(prediction.gain_threshold)?,
            lock_gain: number(prediction.lock_gain)?,
            fixed_points: prediction.fixed_points.map(cycle).transpose()?,
            transitions: prediction.transitions,
            active_time: number(prediction.active_time)?,
            dwell_time: number(prediction.dwell_time)?,
            period: number(prediction.period)?,
            delayed_escape: prediction.delayed_escape.map(delayed).transpose()?,
            coupled: None,
            noise: prediction.noise.map(|noise| noise::Printed::of(noise, number)).transpose()?,
            absent: absent.collect(),
        })
    }

    fn coupled(question: &Question, predicted: CoupledPrediction) -> Result<Self> {
        let coupled = Some(Coupled { order: predicted.order.map(Order::word), remark: predicted.remark });
        Ok(Self { coupled, ..Self::of(question, predicted.prediction, Some("not given with couplings"))? })
    }

    /// Name, symbol and value of everything that is known.
    fn text(&self) -> String {
        let (cycle, delayed) = (self.fixed_points.as_ref(), self.delayed_escape.as_ref());
        let transitions = self.transitions.as_ref().map(ToString::to_string);
        let rows = [
            ("regime", "regime", "", self.regime.map(str::to_owned)),
            ("escape_time", "escape time", "T", self.escape_time.clone()),
            ("next_saliency", "next saliency", "Z'", self.next_saliency.clone()),
            ("escape_saliency", "escape saliency", "theta", self.escape_saliency.clone()),
            ("gain_threshold", "gain threshold", "kappa_c", self.gain_threshold.clone()),
            ("lock_gain", "lock gain", "1/(g rho)", self.lock_gain.clone()),
            ("fixed_points", "stable saliency", "Z+", cycle.map(|cycle| cycle.stable.clone())),
            ("fixed_points.unstable", "unstable saliency", "Z-", cycle.and_then(|cycle| cycle.unstable.clone())),
            ("fixed_points.multiplier", "multiplier at Z+", "", cycle.and_then(|cycle| cycle.multiplier.clone())),
            ("dwell_time", "dwell time on the cycle", "", self.dwell_time.clone()),
            ("period", "period of the cycle", "", self.period.clone()),
            ("transitions", "transitions until collapse", "n_c", transitions),
            ("active_time", "active time", "", self.active_time.clone()),
            (
                "delayed_escape",
                "delayed escape without a leak",
                "T + s",
                delayed.map(|delayed| delayed.escape_time.clone()),
            ),
            ("delayed_escape", "saliency then", "Z' e^-s", delayed.map(|delayed| delayed.next_saliency.clone())),
        ];
        let order = self
            .coupled
            .iter()
            .map(|coupled| ("order", "order at the threshold", "", coupled.order.map(str::to_owned)));
        let noise =
            self.noise.iter().flat_map(noise::Printed::rows).map(|(name, symbol, value)| ("", name, symbol, value));
        let cells = rows.into_iter().chain(order).chain(noise).map(|(field, name, symbol, value)| {
            let value = value.or_else(|| self.absent.get(field).map(Absent::text));
            vec![name.to_owned(), symbol.to_owned(), value.unwrap_or_else(|| "none".to_owned())]
        });
        let remark = self.coupled.as_ref().and_then(|coupled| coupled.remark);
        let remark = remark.map_or_else(String::new, |remark| wrapped(remark, super::WIDTH, ""));
        format!("{}{remark}", columns(&[Align::Left; 3], &cells.collect::<Vec<_>>()))
    }
}
