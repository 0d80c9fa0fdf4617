//! `escapement simulate`: runs a singular-limit system and prints its transitions. No predictor may enter.

use super::CUT_OFF;
use super::failure::{Failure, Outcome};
use super::model::{Format, ModelArguments, Printing, whole};
use super::output::Sink;
use super::plot::{self, Canvas};
use super::progress::Ticking;
use super::{decimals, output};
use escapement::model::{
    Activation, CoupledSystem, LimitSystem, Mixture, Outcome as End, Run, SmoothLimit, Topology, Transition,
    UnequalLimit,
};
use escapement::numerics::Digits;
use escapement::report::{Align, columns};
use escapement::{Error, error::Result};
use serde::Serialize;

/// Significant digits of a number in a table of at most 100 columns.
const TABLE_DIGITS: u32 = 20;

#[derive(Debug, clap::Args, Serialize)]
pub struct Arguments {
    #[command(flatten)]
    #[serde(flatten)]
    model: ModelArguments,
    /// Number of transitions after which to stop, a whole number from 0 to 1000000
    #[arg(long, value_name = "M", default_value = "10", allow_hyphen_values = true)]
    transitions: String,
    /// File to draw the saliencies and the dwells in, as SVG
    #[arg(long, value_name = "FILE")]
    #[serde(skip)]
    plot: Option<String>,
    #[command(flatten)]
    #[serde(skip)]
    printing: Printing,
}

/// What the system did. The order of the fields is that of the output.
#[derive(Debug, Serialize)]
struct Simulation {
    transitions: Vec<Step>,
    outcome: &'static str,
}

#[derive(Debug, Serialize)]
struct Step {
    index: usize,
    time: String,
    dwell: String,
    from: usize,
    to: usize,
    saliency: String,
}

/// Integrates and prints what happened.
pub fn run(arguments: &Arguments) -> std::result::Result<Outcome, Failure> {
    let (model, transitions) = (&arguments.model, transitions(&arguments.transitions)?);
    if let (Some(file), Some(_)) = (&arguments.plot, model.unequal()?) {
        return Err(Error::domain("plot", file, "left out with --gains or --slopes, which have no drawing").into());
    }
    check(model)?;
    let sink = Sink::open(arguments.printing.output.as_deref())?;
    let ticking = Ticking::begin("integrating");
    let canvas = Canvas::open(arguments.plot.as_deref())?;
    let run = simulated(model, transitions)?;
    if let Some(canvas) = canvas {
        plot::simulation(canvas, &model.parameters()?, &model.saliency()?, (&run, word(run.outcome)))?;
    }
    drop(ticking);
    let digits = model.digits()?.get();
    sink.write(&match arguments.printing.format {
        Format::Json => output::answer("simulate", arguments, &Simulation::of(&run, digits)?),
        Format::Csv => Simulation::of(&run, digits)?.csv(),
        Format::Text => Simulation::of(&run, digits.min(TABLE_DIGITS))?.text(),
    })?;
    Ok(Outcome::Good)
}

/// The run of a model, as far as so many transitions.
pub fn simulated(model: &ModelArguments, transitions: usize) -> Result<Run> {
    let (saliency, others, digits) = (model.saliency()?, model.others()?, guarded(model.digits()?));
    if let Some(gains) = model.unequal()? {
        return UnequalLimit::new(gains).run_to_digits(&saliency, transitions, digits);
    }
    let (parameters, start) = (model.parameters()?, [std::slice::from_ref(&saliency), &others].concat());
    match (model.activation()?, model.couplings()?) {
        (Activation::HardTanh, None) => LimitSystem::new(parameters).run_to_digits(&start, transitions, digits),
        (Activation::HardTanh, Some(couplings)) => {
            CoupledSystem::new(parameters, &couplings)?.run_to_digits(&start, transitions, digits)
        }
        (activation, _) => {
            SmoothLimit::new(parameters, Mixture::of(activation)?)?.run_to_digits(&saliency, transitions, digits)
        }
    }
}

/// Checks all that is given of a model, and that a ring is not too large to be integrated.
pub fn check(model: &ModelArguments) -> Result<()> {
    model.saliency()?;
    model.others()?;
    model.digits()?;
    let topology = match model.unequal()? {
        Some(gains) => gains.topology(),
        None => {
            model.couplings()?;
            model.activation()?;
            model.parameters()?.topology()
        }
    };
    match topology {
        Topology::Ring(memories @ 1001..) => {
            Err(Error::domain("memories", memories, "a whole number from 2 to 1000, each of which is integrated"))
        }
        _ => Ok(()),
    }
}

/// The number of transitions, validated.
pub fn transitions(text: &str) -> Result<usize> {
    whole("transitions", text, 0..=1_000_000, "a whole number from 0 to 1000000")
}

/// Twenty digits more than are printed, so that rounding to the nearest is right but for ties; at least 70, with which steps are long enough
/// for the most unequal saliencies too.
fn guarded(digits: Digits) -> Digits {
    Digits::new((digits.get() + 20).max(70)).unwrap_or(digits)
}

impl Simulation {
    fn of(run: &Run, digits: u32) -> Result<Self> {
        let step = |transition: &Transition| -> Result<Step> {
            Ok(Step {
                index: transition.index,
                time: decimals::middle(&transition.time, digits)?,
                dwell: decimals::middle(&transition.dwell, digits)?,
                from: transition.from,
                to: transition.to,
                saliency: decimals::middle(&transition.saliency, digits)?,
            })
        };
        let transitions = run.transitions.iter().map(step).collect::<Result<_>>()?;
        Ok(Self { transitions, outcome: word(run.outcome) })
    }

    /// The transitions as comma-separated values, each with the outcome of the run; without any, the outcome alone.
    fn csv(&self) -> String {
        let rows = self.transitions.iter().map(|step| {
            let Step { index, time, dwell, from, to, saliency } = step;
            format!("{index},{time},{dwell},{from},{to},{saliency}")
        });
        output::csv("index,time,dwell,from,to,saliency", rows, self.outcome)
    }

    /// A table of the transitions and the outcome.
    fn text(&self) -> String {
        use Align::{Left, Right};
        let header = ["index", "time", "dwell", "from", "to", "saliency"].map(str::to_owned).to_vec();
        let rows = self.transitions.iter().map(|step| {
            let (index, from, to) = (step.index.to_string(), step.from.to_string(), step.to.to_string());
            vec![index, step.time.clone(), step.dwell.clone(), from, to, step.saliency.clone()]
        });
        let table: Vec<Vec<String>> = std::iter::once(header).chain(rows).collect();
        let table = if self.transitions.is_empty() {
            String::new()
        } else {
            columns(&[Right, Left, Left, Right, Right, Left], &table)
        };
        format!("{table}outcome: {}\n", self.outcome)
    }
}

/// How a run ended.
pub const fn word(end: End) -> &'static str {
    match end {
        End::Active => CUT_OFF,
        End::Collapsed => "collapsed",
        End::Locked => "locked",
        End::Accumulating => "accumulating",
        End::Marginal => "marginal",
        End::Ambiguous => "ambiguous",
    }
}
