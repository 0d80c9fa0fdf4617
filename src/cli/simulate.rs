//! `escapement simulate`: runs a singular-limit system and prints its transitions. No predictor may enter.

use super::CUT_OFF;
use super::failure::{Failure, Outcome};
use super::model::{Format, ModelArguments, whole};
use super::output::Sink;
use super::plot::{self, Canvas};
use super::progress::Ticking;
use super::{decimals, output};
use escapement::model::{
    Activation, CoupledSystem, LimitSystem, Mixture, Outcome as End, Parameters, Run, SmoothLimit, Topology,
    Transition, UnequalGains, UnequalLimit,
};
use escapement::numerics::Digits;
use escapement::report::{Align, columns};
use escapement::{Error, error::Result};
use rug::Rational;
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
    let model = &arguments.model;
    if let Some(gains) = model.unequal()? {
        return run_unequal(arguments, gains);
    }
    let (parameters, saliency, digits) = (model.parameters()?, model.saliency()?, model.digits()?);
    let (couplings, activation) = (model.couplings()?, model.activation()?);
    let (transitions, guarded) = (arguments.transitions()?, guarded(digits));
    check_size(parameters.topology())?;
    let sink = Sink::open(model.output.as_deref())?;
    let ticking = Ticking::begin("integrating");
    if activation != Activation::HardTanh {
        let system = SmoothLimit::new(parameters.clone(), Mixture::of(activation)?)?;
        let canvas = Canvas::open(arguments.plot.as_deref())?;
        let run = system.run_to_digits(&saliency, transitions, guarded)?;
        draw(canvas, &parameters, &saliency, &run)?;
        drop(ticking);
        return print(arguments, sink, &run, digits);
    }
    let canvas = Canvas::open(arguments.plot.as_deref())?;
    let start = std::slice::from_ref(&saliency);
    let run = match couplings {
        None => LimitSystem::new(parameters.clone()).run_to_digits(start, transitions, guarded)?,
        Some(couplings) => {
            CoupledSystem::new(parameters.clone(), &couplings)?.run_to_digits(start, transitions, guarded)?
        }
    };
    draw(canvas, &parameters, &saliency, &run)?;
    drop(ticking);
    print(arguments, sink, &run, digits)
}

/// Integrates memories that differ and prints what happened.
fn run_unequal(arguments: &Arguments, gains: UnequalGains) -> std::result::Result<Outcome, Failure> {
    let model = &arguments.model;
    let (saliency, digits) = (model.saliency()?, model.digits()?);
    if let Some(file) = &arguments.plot {
        return Err(Error::domain("plot", file, "left out with --gains or --slopes, which have no drawing").into());
    }
    check_size(gains.topology())?;
    let sink = Sink::open(model.output.as_deref())?;
    let ticking = Ticking::begin("integrating");
    let run = UnequalLimit::new(gains).run_to_digits(&saliency, arguments.transitions()?, guarded(digits))?;
    drop(ticking);
    print(arguments, sink, &run, digits)
}

/// Twenty digits more than are printed, so that rounding to the nearest is right but for ties; at least 70, with which steps are long enough
/// for the most unequal saliencies too.
fn guarded(digits: Digits) -> Digits {
    Digits::new((digits.get() + 20).max(70)).unwrap_or(digits)
}

/// Checks that a ring is not too large to be integrated.
fn check_size(topology: Topology) -> Result<()> {
    match topology {
        Topology::Ring(memories @ 1001..) => {
            Err(Error::domain("memories", memories, "a whole number from 2 to 1000, each of which is integrated"))
        }
        _ => Ok(()),
    }
}

impl Arguments {
    /// The number of transitions, validated.
    fn transitions(&self) -> Result<usize> {
        whole("transitions", &self.transitions, 0..=1_000_000, "a whole number from 0 to 1000000")
    }
}

fn draw(canvas: Option<Canvas>, parameters: &Parameters, saliency: &Rational, run: &Run) -> Result<()> {
    canvas.map_or(Ok(()), |canvas| plot::simulation(canvas, parameters, saliency, (run, word(run.outcome))))
}

fn print(arguments: &Arguments, sink: Sink, run: &Run, digits: Digits) -> std::result::Result<Outcome, Failure> {
    sink.write(&match arguments.model.format {
        Format::Json => output::answer("simulate", arguments, &Simulation::of(run, digits.get())?),
        Format::Csv => Simulation::of(run, digits.get())?.csv(),
        Format::Text => Simulation::of(run, digits.get().min(TABLE_DIGITS))?.text(),
    })?;
    Ok(Outcome::Good)
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

const fn word(end: End) -> &'static str {
    match end {
        End::Active => CUT_OFF,
        End::Collapsed => "collapsed",
        End::Locked => "locked",
        End::Accumulating => "accumulating",
        End::Marginal => "marginal",
        End::Ambiguous => "ambiguous",
    }
}
