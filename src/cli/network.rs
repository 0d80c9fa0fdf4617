//! `escapement network`: reads a start, runs the two-timescale network, and prints its transitions and its end.

mod enclosed;

use super::CUT_OFF;
use super::couplings;
use super::failure::{Failure, Outcome};
use super::model::{Format, as_given, digits, list, not_negative, whole};
use super::output::Sink;
use super::plot::{self, Canvas, Samples};
use super::progress::Progress;
use super::{decimals, output};
use escapement::model::{
    Activation, Coordinates, FrozenNoise, Memories, Network, Normals, Parameters, Topology, Trajectory, Until,
};
use escapement::numerics::rational::parse;
use escapement::numerics::series::Floats;
use escapement::numerics::taylor::Segment;
use escapement::numerics::{Interval, Precision};
use escapement::report::{Align, columns};
use escapement::{
    Error,
    error::{Result, quoted},
};
use rug::{Float, Rational};
use serde::Serialize;
use serde_json::{Map, Value};

/// Significant digits of a number in a table of at most 100 columns.
const TABLE_DIGITS: u32 = 20;
/// Most numbers that a field may need per step: sign classes times memories.
const MOST_WORK: usize = 1 << 14;

#[derive(Debug, clap::Args, Serialize)]
pub struct Arguments {
    /// Gain kappa of the reasoning layer, a number greater than 0
    #[arg(
        short = 'k',
        long,
        visible_alias = "kappa",
        value_name = "K",
        allow_hyphen_values = true,
        required_unless_present = "gains"
    )]
    gain: Option<String>,
    /// Gains of the memories one after another, 1 to 64 numbers greater than 0 separated by commas, repeated around the ring
    #[arg(long, value_name = "LIST", allow_hyphen_values = true, conflicts_with = "gain")]
    gains: Option<String>,
    /// Slopes of single memories, which a network has not
    #[arg(long, value_name = "LIST", allow_hyphen_values = true, hide = true)]
    #[serde(skip)]
    slopes: Option<String>,
    /// Number P of memories in the ring, a whole number of at least 2
    #[arg(long, value_name = "P", allow_hyphen_values = true)]
    memories: String,
    /// Timescale ratio epsilon = tau_x/tau_u, a number greater than 0
    #[arg(long, value_name = "E", allow_hyphen_values = true)]
    epsilon: String,
    /// Leak delta of the input into the fast network, a number that is not negative
    #[arg(long, value_name = "D", default_value = "0", allow_hyphen_values = true)]
    leak: String,
    /// Time at which to stop, in units of tau_u, a number that is not negative
    #[arg(long, value_name = "T", allow_hyphen_values = true)]
    until: String,
    /// Number N of neurons, a power of two: memories from the Sylvester-Hadamard matrix; all sign classes when left out
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    neurons: Option<String>,
    /// Remove the self-synapses of the neurons (W_ii = 0)
    #[arg(long, requires = "neurons")]
    remove_self_synapses: bool,
    /// Activation of the neurons: hardtanh, tanh, erf, algebraic, or power:p
    #[arg(long, value_name = "A", default_value = "hardtanh", allow_hyphen_values = true)]
    activation: String,
    /// Slope g of the activation at the origin, a number greater than 0
    #[arg(long, value_name = "g", default_value = "1", allow_hyphen_values = true)]
    slope: String,
    /// Self-coupling rho, the weight with which a memory drives itself, any number
    #[arg(long, value_name = "rho", default_value = "0", allow_hyphen_values = true)]
    self_coupling: String,
    /// Slow time constant tau_u, the unit of every time, a number greater than 0
    #[arg(long, value_name = "tau_u", default_value = "1", allow_hyphen_values = true)]
    slow_time_constant: String,
    /// Noise sigma on every neuron, which gives what it receives the stationary variance sigma^2/2, a number that is not negative: one path,
    /// constant on steps of an eighth of tau_x
    #[arg(long, value_name = "S", allow_hyphen_values = true, requires = "neurons")]
    noise: Option<String>,
    /// Seed of the noise's path, a whole number
    #[arg(long, value_name = "SEED", default_value = "2603", allow_hyphen_values = true)]
    seed: String,
    /// Weights c_0,c_1,c_2,... with which a memory drives itself, its successor, and those beyond: a list of 2 to 256 numbers
    #[arg(long, value_name = "LIST", allow_hyphen_values = true)]
    couplings: Option<String>,
    /// Saliency Z with which memory 0 starts, alone, at c_0 = Z; needed unless --initial is given
    #[arg(short = 'z', long, value_name = "Z", allow_hyphen_values = true, conflicts_with = "initial")]
    saliency: Option<String>,
    /// JSON file {"c": ["2", "0"], "saliency": ["2", "0.5"]} with the start, one number per memory in each list
    #[arg(long, value_name = "FILE")]
    initial: Option<String>,
    /// Enclose the state at the end, with a proof, instead of integrating to where two precisions agree
    #[arg(long, conflicts_with_all = ["plot", "noise", "remove_self_synapses"])]
    enclose: bool,
    /// Significant digits of every number, a whole number from 1 to 10000
    #[arg(long, value_name = "D", default_value = "15", allow_hyphen_values = true)]
    digits: String,
    /// Most integration steps of a run, a whole number from 1 to 1000000000; by default 200000 shared by the sign classes
    #[arg(long, value_name = "M", allow_hyphen_values = true)]
    steps: Option<String>,
    /// Form of the output: text, json or csv
    #[arg(long, value_enum, default_value = "text")]
    #[serde(skip)]
    format: Format,
    /// File to write the output to, instead of standard output
    #[arg(long, value_name = "FILE")]
    #[serde(skip)]
    output: Option<String>,
    /// File to draw the overlaps and saliencies over time in, as SVG
    #[arg(long, value_name = "FILE")]
    #[serde(skip)]
    plot: Option<String>,
}

/// What is said, before it runs, of a network that cannot move on.
const STUCK: &str = "without a leak, components that start at exactly 0 stay there: only the memory that is there at the start can \
                     ever be retrieved (--leak, or --initial with a small component of the others, lets the sequence go on)";

/// What the network did. The order of the fields is that of the output.
#[derive(Debug, Serialize)]
struct Simulation {
    transitions: Vec<Step>,
    #[serde(rename = "final")]
    end: End,
    outcome: &'static str,
    steps: usize,
}

#[derive(Debug, Serialize)]
struct Step {
    index: usize,
    time: String,
    from: usize,
    to: usize,
    sign: i8,
    saliency: String,
    overlap: String,
}

#[derive(Debug, Serialize)]
struct End {
    time: String,
    c: Vec<String>,
    saliency: Vec<String>,
}

/// Integrates and prints what happened.
pub fn run(arguments: &Arguments) -> std::result::Result<Outcome, Failure> {
    let network = arguments.network()?;
    let digits = digits(&arguments.digits)?;
    let until = not_negative("until", &arguments.until)?;
    let (c, saliencies) = arguments.initial(network.memories())?;
    let initial = network.state(&c, &saliencies)?;
    let settings = escapement::numerics::taylor::Settings {
        step_limit: arguments.step_limit(network.units().len())?,
        ..Default::default()
    };
    if arguments.enclose {
        return enclosed::run(arguments, &network, &initial, (&until, digits), settings);
    }
    let sink = Sink::open(arguments.output.as_deref())?;
    if arguments.noise.is_none() && stays_with_its_memory(&network, &c) {
        output::note(STUCK);
    }
    let canvas = Canvas::open(arguments.plot.as_deref())?;
    let mut samples = canvas.as_ref().map(|_| Samples::new(&network, &until));
    let end = Float::with_val(53, &until).to_f64();
    let mut progress = Progress::of_steps();
    let shown = |precision: Precision, began: &Rational, segment: &mut Segment<Floats>| {
        if let Some(samples) = &mut samples {
            samples.take(precision, began, segment);
        }
        let time = Float::with_val(53, Rational::from(began + segment.to)).to_f64();
        progress.show(format_args!("time {time:.3} of {end:.3}"), time / end, format_args!("{} bits", precision.get()));
    };
    // Guard digits, so that rounding to the digits asked for is right.
    let guarded = escapement::numerics::Digits::new(digits.get() + 5).unwrap_or(digits);
    let run = network.run_to_digits_observed(&initial, &until, Until::Time, guarded, settings, shown);
    drop(progress);
    let run = run?;
    if let Some((canvas, samples)) = canvas.zip(samples) {
        plot::network(canvas, &network, &run, &samples)?;
    }
    let table = digits.get().min(TABLE_DIGITS);
    sink.write(&match arguments.format {
        Format::Json => output::answer("network", arguments, &Simulation::of(&network, &run, digits.get())?),
        Format::Csv => Simulation::of(&network, &run, digits.get())?.csv(),
        Format::Text => Simulation::of(&network, &run, table)?.text(),
    })?;
    Ok(Outcome::Good)
}

impl Arguments {
    fn network(&self) -> Result<Network> {
        let memories = self.memories()?;
        let count = memories.count();
        let neurons = self.remove_self_synapses.then_some(memories.neurons() as u64);
        let gains = self.gains(count)?;
        let parameters = Parameters::new(gains[0].clone())?
            .with_slope(parse("slope", &self.slope)?)
            .map_err(|error| as_given(error, &self.slope))?
            .with_self_coupling(parse("self-coupling", &self.self_coupling)?)
            .with_slow_time_constant(parse("slow time constant", &self.slow_time_constant)?)
            .map_err(|error| as_given(error, &self.slow_time_constant))?
            .with_topology(Topology::Ring(count))?
            .with_neurons(neurons)?;
        let activation: Activation = self.activation.parse()?;
        let network = Network::new(parameters, memories.clone(), parse("epsilon", &self.epsilon)?)
            .map_err(|error| as_given(error, &self.epsilon))?
            .with_leak(not_negative("leak", &self.leak)?)?
            .with_activation(activation)
            .with_gains(&gains)?;
        let network = match &self.noise {
            None => network,
            Some(noise) => network.by_neurons(&memories)?.with_noise(self.path(noise)?)?,
        };
        let network = match &self.couplings {
            None => network,
            Some(_) if self.gains.is_some() => {
                let domain = "left out with couplings, which all memories share";
                return Err(Error::domain("gains", self.gains.as_deref().unwrap_or_default(), domain));
            }
            Some(_) if parse("self-coupling", &self.self_coupling)? != 0 => {
                let domain = "left out with couplings, whose first number c_0 is the self-coupling";
                return Err(Error::domain("self-coupling", &self.self_coupling, domain));
            }
            Some(list) => network.with_couplings(&couplings::read(list)?)?,
        };
        let work = network.units().len() * count;
        if work > MOST_WORK {
            let value = format!("{count} with {} sign classes", network.units().len());
            return Err(Error::domain(
                "memories",
                value,
                "few enough that sign classes times memories is at most 16384",
            ));
        }
        Ok(network)
    }

    /// The path of the noise, from the start to the end.
    fn path(&self, noise: &str) -> Result<FrozenNoise> {
        const DIVISOR: u32 = 8;
        let seed = whole("seed", &self.seed, 0..=u64::MAX, "a whole number from 0 to 18446744073709551615")?;
        let (spread, slow) = (not_negative("noise", noise)?, parse("slow time constant", &self.slow_time_constant)?);
        let step = parse("epsilon", &self.epsilon)? * slow;
        FrozenNoise::new(Normals::new(seed, 0), &spread, (Rational::new(), &step), (DIVISOR, u32::MAX))
    }

    /// The gains of the memories one after another, fewer than the ring has where they repeat.
    fn gains(&self, memories: usize) -> Result<Vec<Rational>> {
        if let Some(slopes) = &self.slopes {
            let domain = "left out: a slope is that of the neurons, which all memories share in a network";
            return Err(Error::domain("slopes", slopes, domain));
        }
        if let Some(gain) = &self.gain {
            let parameters = Parameters::new(parse("gain", gain)?).map_err(|error| as_given(error, gain))?;
            return Ok(vec![parameters.gain().clone()]);
        }
        let text = self.gains.as_deref().unwrap_or_default();
        let gains = list("gains", text)?;
        if gains.len() > memories {
            return Err(Error::domain("gains", text, "at most as many numbers as there are memories"));
        }
        Ok(gains)
    }

    fn memories(&self) -> Result<Memories> {
        let count = whole("memories", &self.memories, 2..=1 << 24, "a whole number of at least 2")?;
        match &self.neurons {
            None if count > Memories::MOST_FULL => {
                let domain = "a whole number from 2 to 12, or more with --neurons";
                Err(Error::domain("memories", &self.memories, domain))
            }
            None => Memories::full(count),
            Some(neurons) => {
                Memories::sylvester(whole("neurons", neurons, 2..=1 << 24, "a power of two from 2 to 16777216")?, count)
            }
        }
    }

    /// Components and saliencies at the start.
    fn initial(&self, memories: usize) -> Result<(Vec<Rational>, Vec<Rational>)> {
        match (&self.saliency, &self.initial) {
            (_, Some(path)) => read_initial(path, memories),
            (Some(saliency), None) => {
                let mut alone = vec![Rational::new(); memories];
                alone[0] = parse("saliency", saliency)?;
                // From zero, nothing would ever happen.
                if alone[0] <= 0 {
                    return Err(Error::domain("saliency", saliency, "a number greater than 0"));
                }
                Ok((alone.clone(), alone))
            }
            (None, None) => Err(Error::domain("saliency", "missing", "given, or --initial FILE in its place")),
        }
    }

    fn step_limit(&self, units: usize) -> Result<usize> {
        let domain = "a whole number from 1 to 1000000000";
        match &self.steps {
            Some(text) => whole("steps", text, 1..=1_000_000_000, domain),
            None => Ok((200_000 / units).max(200)),
        }
    }
}

/// Whether no memory but the first can ever be retrieved: nothing leaks in, and every other component is exactly zero.
fn stays_with_its_memory(network: &Network, c: &[Rational]) -> bool {
    *network.leak() == 0 && c.iter().filter(|component| **component != 0).count() <= 1
}

/// Reads a start: components of any sign, saliencies that are not negative, one of each per memory.
fn read_initial(path: &str, memories: usize) -> Result<(Vec<Rational>, Vec<Rational>)> {
    let wrong = |reason: String| Error::File { path: path.to_owned(), reason };
    let text = output::read(path)?;
    let object: Map<String, Value> = serde_json::from_str(&text).map_err(|error| wrong(error.to_string()))?;
    if let Some(unknown) = object.keys().find(|key| !["c", "saliency"].contains(&key.as_str())) {
        return Err(wrong(format!("key {:?} is not known; there must be \"c\" and \"saliency\"", quoted(unknown))));
    }
    let list = |key: &'static str| -> Result<Vec<Rational>> {
        let items = object.get(key).and_then(Value::as_array).filter(|items| items.len() == memories);
        let items =
            items.ok_or_else(|| wrong(format!("\"{key}\" must be a list of {memories} numbers, one per memory")))?;
        items.iter().map(|item| exact(key, item)).collect()
    };
    let (c, saliencies) = (list("c")?, list("saliency")?);
    if c.iter().chain(&saliencies).all(|number| *number == 0) {
        return Err(wrong("some component or saliency must differ from 0".to_owned()));
    }
    match saliencies.iter().find(|saliency| **saliency < 0) {
        Some(negative) => Err(Error::domain("saliency", negative, "a number that is not negative")),
        None => Ok((c, saliencies)),
    }
}

/// A number of a JSON file, taken exactly.
fn exact(argument: &'static str, item: &Value) -> Result<Rational> {
    match item {
        Value::String(text) => parse(argument, text),
        Value::Number(number) => parse(argument, &number.to_string()),
        other => Err(Error::domain(argument, other, "a list of numbers, or of strings that are numbers")),
    }
}

impl Simulation {
    fn of(network: &Network, run: &Trajectory<Float>, digits: u32) -> Result<Self> {
        let decimal = |value: &Float| decimals::middle(&Interval::new(value.clone(), value.clone())?, digits);
        let steps = run.crossings.iter().zip(1..).map(|(crossing, index)| -> Result<Step> {
            Ok(Step {
                index,
                time: decimal(&crossing.time)?,
                from: crossing.from.memory,
                to: crossing.to.memory,
                sign: crossing.to.sign,
                saliency: decimal(&crossing.saliency)?,
                overlap: decimal(&crossing.overlap)?,
            })
        });
        let end = End {
            time: decimal(&run.time)?,
            c: components(network, run).iter().map(decimal).collect::<Result<_>>()?,
            saliency: run.saliencies.iter().map(decimal).collect::<Result<_>>()?,
        };
        Ok(Self { transitions: steps.collect::<Result<_>>()?, end, outcome: outcome(network, run), steps: run.steps })
    }

    /// The transitions as comma-separated values, each with the outcome of the run; without any, the outcome alone.
    fn csv(&self) -> String {
        let rows = self.transitions.iter().map(|step| {
            let Step { index, time, from, to, sign, saliency, overlap } = step;
            format!("{index},{time},{from},{to},{sign},{saliency},{overlap}")
        });
        output::csv("index,time,from,to,sign,saliency,overlap", rows, self.outcome)
    }

    /// A table of the transitions, one of the end, and the outcome.
    fn text(&self) -> String {
        use Align::{Left, Right};
        let header = ["index", "time", "from", "to", "sign", "saliency", "overlap"].map(str::to_owned).to_vec();
        let rows = self.transitions.iter().map(|step| {
            let (index, from, to) = (step.index.to_string(), step.from.to_string(), step.to.to_string());
            let sign = if step.sign < 0 { "-" } else { "+" };
            vec![index, step.time.clone(), from, to, sign.to_owned(), step.saliency.clone(), step.overlap.clone()]
        });
        let table: Vec<Vec<String>> = std::iter::once(header).chain(rows).collect();
        let transitions = if self.transitions.is_empty() {
            "no transitions\n".to_owned()
        } else {
            columns(&[Right, Left, Right, Right, Left, Left, Left], &table)
        };
        let header = ["memory", "c", "saliency"].map(str::to_owned).to_vec();
        let states = self.end.c.iter().zip(&self.end.saliency).enumerate();
        let rows = states.map(|(memory, (c, saliency))| vec![memory.to_string(), c.clone(), saliency.clone()]);
        let end = columns(&[Right, Left, Left], &std::iter::once(header).chain(rows).collect::<Vec<_>>());
        format!("{transitions}\nat time {}\n{end}\noutcome: {}\n", self.end.time, self.outcome)
    }
}

/// The components of the fast state along the memories: `c_mu = xi_mu . x / N`.
fn components(network: &Network, run: &Trajectory<Float>) -> Vec<Float> {
    if network.coordinates() == Coordinates::Span {
        return run.state[..network.memories()].to_vec();
    }
    let along = |memory: usize| {
        let zero = Float::new(run.time.prec());
        network.units().iter().zip(&run.state).fold(zero, |sum, (unit, x)| {
            let share = Float::with_val(x.prec(), x * &unit.share);
            if unit.signs[memory] > 0 { sum + share } else { sum - share }
        })
    };
    (0..network.memories()).map(along).collect()
}

/// Collapsed when no saliency exceeds the threshold and no overlap one half: nothing is retrieved, or will be. Otherwise the run was cut
/// off at its final time, and what comes after is open.
fn outcome(network: &Network, run: &Trajectory<Float>) -> &'static str {
    let threshold = network.parameters().threshold();
    let salient = run.saliencies.iter().any(|saliency| *saliency > threshold);
    let retrieved = run.overlaps.iter().any(|overlap| overlap.clone().abs() > 0.5);
    if salient || retrieved { CUT_OFF } else { "collapsed" }
}
