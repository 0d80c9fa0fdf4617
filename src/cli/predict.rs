//! `escapement predict`.

use super::exact::Exact;
use super::failure::{Failure, Outcome};
use super::model::{Format, ModelArguments};
use super::{decimals, output};
use escapement::model::{Parameters, Topology};
use escapement::numerics::{Digits, Interval, Precision};
use escapement::report::{Align, columns};
use escapement::theorems::collapse::predictor::{Regime, active_time, regime, transitions};
use escapement::theorems::escape_time::predictor::{escape_time, is_locked, lock_gain, next_saliency};
use escapement::theorems::gain_threshold::predictor::{cycle_dwell, fixed_points, gain_threshold};
use escapement::{Error, error::Result};
use rug::{Integer, Rational};
use serde::{Serialize, Serializer};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    model: ModelArguments,
}

/// What the theory says; `None` where it says nothing, or nothing yet. The order of the fields is that of the output.
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
    /// Of a ring's cycle: not covered by this version.
    period: Option<String>,
    /// Without a leak: not covered by this version.
    delayed_escape: Option<String>,
}

/// Saliencies that are handed on unchanged.
#[derive(Debug, Serialize)]
struct Cycle {
    stable: String,
    unstable: String,
    multiplier: String,
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
    if let Some(neurons) = &model.neurons {
        let domain = "left out: the closed forms cover networks that keep their self-synapses so far";
        return Err(Error::domain("neurons", neurons, domain).into());
    }
    let (parameters, saliency, digits) = (model.parameters()?, model.saliency()?, model.digits()?);
    let note = match parameters.topology() {
        Topology::Chain => "",
        Topology::Ring(_) => "On a ring only what its other memories cannot change is predicted so far.\n",
    };
    let prediction = Question { parameters, saliency, digits }.prediction()?;
    output::print(&match model.format {
        Format::Json => output::json(&prediction),
        Format::Text | Format::Csv => prediction.text() + note,
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
    fn prediction(&self) -> Result<Prediction> {
        let p = &self.parameters;
        let mut prediction = Prediction {
            escape_saliency: Some(self.exact("escape saliency", &p.threshold())?),
            lock_gain: lock_gain(p).map(|gain| self.exact("lock gain", &gain)).transpose()?,
            ..Prediction::default()
        };
        if p.topology() == Topology::Chain {
            self.add_cycle(&mut prediction)?;
        }
        if self.saliency <= p.threshold() {
            self.add_nothing(&mut prediction);
        } else if is_locked(p) {
            prediction.regime = Some(Regime::Locked.word());
        } else {
            self.add_first_dwell(&mut prediction)?;
            if p.topology() == Topology::Chain {
                self.add_fate(&mut prediction)?;
            }
        }
        Ok(prediction)
    }

    /// What depends on the parameters alone: the threshold and the cycle.
    fn add_cycle(&self, prediction: &mut Prediction) -> Result<()> {
        let p = &self.parameters;
        prediction.gain_threshold = gain_threshold(p).map(|gain| self.exact("gain threshold", &gain)).transpose()?;
        if fixed_points::<Interval>(p, Precision::DOUBLE)?.is_some() {
            prediction.fixed_points = Some(self.cycle()?);
            let dwell = |precision| cycle_dwell(p, precision)?.ok_or_else(|| no_cycle(p));
            prediction.dwell_time = Some(decimals::real("dwell time", self.digits, dwell)?);
        }
        Ok(())
    }

    fn cycle(&self) -> Result<Cycle> {
        let p = &self.parameters;
        let rational = fixed_points::<Exact>(p, Precision::DOUBLE)?.ok_or_else(|| no_cycle(p))?;
        let points = |precision| fixed_points::<Interval>(p, precision)?.ok_or_else(|| no_cycle(p));
        Ok(Cycle {
            stable: self.known("stable saliency", rational.stable, |precision| Ok(points(precision)?.stable))?,
            unstable: self.known(
                "unstable saliency",
                rational.unstable,
                |precision| Ok(points(precision)?.unstable),
            )?,
            multiplier: self.known("multiplier", rational.multiplier, |precision| Ok(points(precision)?.multiplier))?,
        })
    }

    /// No memory exists to begin with.
    fn add_nothing(&self, prediction: &mut Prediction) {
        prediction.regime = Some(Regime::ImmediateCollapse.word());
        prediction.transitions = Some(Integer::new());
        prediction.active_time = Some("0".to_owned());
    }

    /// The first escape, which is the same on a ring.
    fn add_first_dwell(&self, prediction: &mut Prediction) -> Result<()> {
        let (p, z) = (&self.parameters, &self.saliency);
        prediction.escape_time =
            Some(decimals::real("escape time", self.digits, |precision| escape_time(p, z, precision))?);
        let next: Rational = next_saliency(p, z, &Rational::new(), Precision::DOUBLE)?;
        prediction.next_saliency = Some(self.exact("next saliency", &next)?);
        Ok(())
    }

    /// Whether and how the chain ends.
    fn add_fate(&self, prediction: &mut Prediction) -> Result<()> {
        let (p, z) = (&self.parameters, &self.saliency);
        prediction.regime = Some(regime(p, z)?.word());
        prediction.transitions = transitions(p, z)?;
        let active = prediction
            .transitions
            .as_ref()
            .map(|count| decimals::real("active time", self.digits, |precision| active_time(p, z, count, precision)));
        prediction.active_time = active.transpose()?;
        Ok(())
    }

    fn exact(&self, name: &'static str, value: &Rational) -> Result<String> {
        decimals::exact(name, self.digits, value)
    }

    /// A number that is rounded exactly where it is known to be rational.
    fn known(&self, name: &'static str, exact: Exact, real: impl Fn(Precision) -> Result<Interval>) -> Result<String> {
        match exact.0 {
            Some(rational) => self.exact(name, &rational),
            None => decimals::real(name, self.digits, real),
        }
    }
}

fn no_cycle(parameters: &Parameters) -> Error {
    Error::domain("gain", parameters.gain(), "at least the gain threshold")
}

impl Prediction {
    /// Name, symbol and value of everything that is known.
    fn text(&self) -> String {
        let cycle = self.fixed_points.as_ref();
        let transitions = match (&self.transitions, self.regime) {
            (Some(count), _) => Some(count.to_string()),
            (None, Some("sustained" | "critical")) => Some("endless".to_owned()),
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
            ("unstable saliency", "Z-", cycle.map(|cycle| cycle.unstable.clone())),
            ("multiplier at Z+", "", cycle.map(|cycle| cycle.multiplier.clone())),
            ("dwell time on the cycle", "", self.dwell_time.clone()),
            ("transitions until collapse", "n_c", transitions),
            ("active time", "", self.active_time.clone()),
        ];
        let cells = rows.map(|(name, symbol, value)| {
            vec![name.to_owned(), symbol.to_owned(), value.unwrap_or_else(|| "-".to_owned())]
        });
        columns(&[Align::Left; 3], &cells)
    }
}
