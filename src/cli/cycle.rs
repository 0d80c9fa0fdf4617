//! `escapement cycle`: finds the limit cycle of a ring and prints it, with the proof where it is asked for.

use super::certificate::Certificate;
use super::failure::{Failure, Outcome};
use super::model::{as_given, digits, not_negative, whole};
use super::output::Sink;
use super::progress::Ticking;
use super::{decimals, output};
use clap::ValueEnum;
use escapement::model::{Absence, Activation, Cycle, Found, Parameters, ReturnMap, Topology};
use escapement::numerics::eigenvalues::Complex;
use escapement::numerics::rational::{parse, power};
use escapement::numerics::{Digits, Interval};
use escapement::report::{Align, columns};
use escapement::{Error, error::Result};
use rug::Float;
use serde::{Deserialize, Serialize};

/// Significant digits of a number in a table of at most 100 columns.
const TABLE_DIGITS: u32 = 30;
/// The numbers of memories that are accepted.
const MEMORIES: &str = "a whole number from 2 to 6";
/// Most significant digits of a multiplier.
const MULTIPLIER_DIGITS: u32 = 15;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Gain kappa of the reasoning layer, a number greater than 0
    #[arg(short = 'k', long, visible_alias = "kappa", value_name = "K", allow_hyphen_values = true)]
    gain: String,
    /// Number P of memories in the ring, a whole number from 2 to 6
    #[arg(long, value_name = "P", allow_hyphen_values = true)]
    memories: String,
    /// Timescale ratio epsilon = tau_x/tau_u, a number greater than 0
    #[arg(long, value_name = "E", allow_hyphen_values = true)]
    epsilon: String,
    /// Leak delta of the input into the fast network, a number that is not negative
    #[arg(long, value_name = "D", allow_hyphen_values = true)]
    leak: String,
    /// Activation of the neurons: hardtanh, tanh, erf, algebraic, or power:p
    #[arg(long, value_name = "A", default_value = "hardtanh", allow_hyphen_values = true)]
    activation: String,
    /// Significant digits of every number, a whole number from 1 to 10000
    #[arg(long, value_name = "D", default_value = "50", allow_hyphen_values = true)]
    digits: String,
    /// Prove that the cycle exists and attracts a box around it, and print the certificate
    #[arg(long)]
    prove: bool,
    /// Form of the output: text or json
    #[arg(long, value_enum, default_value = "text")]
    format: Form,
    /// File to write the output to, instead of standard output
    #[arg(long, value_name = "FILE")]
    output: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    Text,
    Json,
}

/// A cycle in print. The order of the fields is that of the output.
#[derive(Debug, Serialize)]
struct Printed {
    version: &'static str,
    inputs: Inputs,
    period: String,
    dwell: String,
    multipliers: Vec<String>,
    section: Section,
    #[serde(skip_serializing_if = "Option::is_none")]
    certificate: Option<Certificate>,
}

/// What was asked for, exactly.
#[derive(Debug, Serialize, Deserialize)]
pub struct Inputs {
    gain: String,
    memories: usize,
    epsilon: String,
    leak: String,
    activation: String,
}

/// The state at the moment at which the components of the memory that is entered and of the one that is left are equal.
#[derive(Debug, Serialize)]
struct Section {
    entered: usize,
    left: usize,
    c: Vec<String>,
    saliency: Vec<String>,
}

/// Finds the cycle and prints it.
pub fn run(arguments: &Arguments) -> std::result::Result<Outcome, Failure> {
    let (map, digits) = (arguments.map()?, digits(&arguments.digits)?);
    let (sink, ticking) = (Sink::open(arguments.output.as_deref())?, Ticking::begin("looking for the cycle"));
    let cycle = find(&map, digits)?;
    let certificate = arguments.prove.then(|| prove(&map, &cycle)).transpose()?;
    drop(ticking);
    sink.write(&match arguments.format {
        Form::Json => output::json(&Printed { certificate, ..Printed::of(&map, &cycle, digits.get())? }),
        Form::Text => {
            let proof = certificate.map(|certificate| certificate.text()).transpose()?.unwrap_or_default();
            Printed::of(&map, &cycle, digits.get().min(TABLE_DIGITS))?.text() + &proof
        }
    })?;
    Ok(Outcome::Good)
}

/// The cycle, with guard digits so that rounding to the digits asked for is right, and with enough of them for the narrow box.
fn find(map: &ReturnMap, digits: Digits) -> std::result::Result<Cycle, Failure> {
    const OF_NARROW_BOX: u32 = 70;
    match map.find_cycle(Digits::new((digits.get() + 5).max(OF_NARROW_BOX)).unwrap_or(digits))? {
        Found::Cycle(cycle) => Ok(*cycle),
        Found::Nothing(why) => Err(Failure::Nothing(no_cycle(&why))),
    }
}

/// The proof, in a wide box and in a narrow one.
fn prove(map: &ReturnMap, cycle: &Cycle) -> Result<Certificate> {
    Ok(Certificate::of(map, &[map.prove_cycle(cycle)?, map.prove_narrowly(cycle)?]))
}

fn no_cycle(why: &Absence) -> String {
    format!("no cycle found: {why}")
}

impl Arguments {
    fn map(&self) -> Result<ReturnMap> {
        let memories = whole("memories", &self.memories, 2..=6, MEMORIES)?;
        Inputs {
            gain: self.gain.clone(),
            memories,
            epsilon: self.epsilon.clone(),
            leak: self.leak.clone(),
            activation: self.activation.clone(),
        }
        .map()
    }
}

impl Inputs {
    fn of(map: &ReturnMap) -> Self {
        let network = map.network();
        Self {
            gain: network.parameters().gain().to_string(),
            memories: map.memories(),
            epsilon: network.timescale_ratio().to_string(),
            leak: network.leak().to_string(),
            activation: network.activation().to_string(),
        }
    }

    /// The return map of the network.
    pub fn map(&self) -> Result<ReturnMap> {
        if !(2..=6).contains(&self.memories) {
            return Err(Error::domain("memories", self.memories, MEMORIES));
        }
        let parameters = Parameters::new(parse("gain", &self.gain)?)
            .map_err(|error| as_given(error, &self.gain))?
            .with_topology(Topology::Ring(self.memories))?;
        let activation: Activation = self.activation.parse()?;
        let leak = not_negative("leak", &self.leak)?;
        ReturnMap::new(parameters, parse("epsilon", &self.epsilon)?, leak, activation)
            .map_err(|error| as_given(error, &self.epsilon))
    }
}

impl Printed {
    fn of(map: &ReturnMap, cycle: &Cycle, digits: u32) -> Result<Self> {
        let state = map.state(&cycle.section);
        let (c, saliency) = state.split_at(map.memories());
        let decimals = |values: &[Float]| values.iter().map(|x| decimal(x, digits)).collect::<Result<Vec<_>>>();
        let period = Float::with_val(cycle.dwell.prec(), &cycle.dwell * map.memories() as u32);
        Ok(Self {
            version: env!("CARGO_PKG_VERSION"),
            inputs: Inputs::of(map),
            period: decimal(&period, digits)?,
            dwell: decimal(&cycle.dwell, digits)?,
            multipliers: cycle.multipliers()?.iter().map(|x| multiplier(x, digits)).collect::<Result<_>>()?,
            section: Section { entered: 0, left: map.memories() - 1, c: decimals(c)?, saliency: decimals(saliency)? },
            certificate: None,
        })
    }

    /// Period, multipliers and a table of the state.
    fn text(&self) -> String {
        use Align::{Left, Right};
        let head = [
            ("dwell", self.dwell.clone()),
            ("period", self.period.clone()),
            ("multipliers", self.multipliers.join(", ")),
        ];
        let head: Vec<Vec<String>> = head.into_iter().map(|(name, value)| vec![name.to_owned(), value]).collect();
        let header = ["memory", "c", "saliency"].map(str::to_owned).to_vec();
        let Section { entered, left, c, saliency } = &self.section;
        let rows = c.iter().zip(saliency).enumerate();
        let rows = rows.map(|(memory, (c, saliency))| vec![memory.to_string(), c.clone(), saliency.clone()]);
        let table: Vec<Vec<String>> = std::iter::once(header).chain(rows).collect();
        let head = columns(&[Left, Left], &head);
        let table = columns(&[Right, Left, Left], &table);
        format!(
            "{head}state where memory {entered} is entered and memory {left} left, c_{entered} = c_{left}:\n{table}"
        )
    }
}

fn decimal(x: &Float, digits: u32) -> Result<String> {
    decimals::middle(&Interval::new(x.clone(), x.clone())?, digits)
}

/// A multiplier to what is known of it: where it is smaller than the last digit that is asked for it is printed as zero.
fn multiplier(x: &Complex, digits: u32) -> Result<String> {
    let part = |part: &Float| -> Result<String> {
        if *part.as_abs() < power(10, -(digits as i32)) {
            Ok("0".to_owned())
        } else {
            decimal(part, digits.min(MULTIPLIER_DIGITS))
        }
    };
    let real = part(&x.real)?;
    if x.imaginary.is_zero() {
        return Ok(real);
    }
    let imaginary = part(&x.imaginary)?;
    Ok(if imaginary.starts_with('-') { format!("{real}{imaginary}i") } else { format!("{real}+{imaginary}i") })
}
