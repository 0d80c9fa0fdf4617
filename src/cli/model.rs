//! The arguments that `predict` and `simulate` share, and the numbers in them.

use super::couplings;
use clap::ValueEnum;
use escapement::model::{Activation, Couplings, Parameters, Topology, UnequalGains, saliency};
use escapement::numerics::Digits;
use escapement::numerics::rational::parse;
use escapement::{Error, error::Result};
use rug::Rational;
use serde::Serialize;
use std::ops::RangeInclusive;
use std::str::FromStr;

#[derive(Debug, Clone, clap::Args, Serialize)]
pub struct ModelArguments {
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
    /// Saliency Z with which the first memory is entered, a number that is not negative
    #[arg(short = 'z', long, value_name = "Z", allow_hyphen_values = true)]
    saliency: String,
    #[command(flatten)]
    #[serde(flatten)]
    beside: BesideArguments,
    /// Slope g of the activation at the origin, a number greater than 0
    #[arg(long, value_name = "g", default_value = "1", allow_hyphen_values = true)]
    slope: String,
    #[command(flatten)]
    #[serde(flatten)]
    unequal: UnequalArguments,
    /// Self-coupling rho, the weight with which a memory drives itself, any number
    #[arg(long, value_name = "rho", default_value = "0", allow_hyphen_values = true)]
    self_coupling: String,
    /// Slow time constant tau_u, the unit of every time, a number greater than 0
    #[arg(long, value_name = "tau_u", default_value = "1", allow_hyphen_values = true)]
    slow_time_constant: String,
    /// Weights c_0,c_1,c_2,... with which a memory drives itself, its successor, and those beyond: a list of 2 to 256 numbers
    #[arg(long, value_name = "LIST", allow_hyphen_values = true)]
    couplings: Option<String>,
    /// Number P of memories in a ring, a whole number of at least 2; a chain without end when it is left out
    #[arg(long, value_name = "P", allow_hyphen_values = true)]
    memories: Option<String>,
    /// Number N of neurons whose self-synapses are removed, a whole number of at least 2; kept when it is left out
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    neurons: Option<String>,
    /// Activation of the neurons: hardtanh, tanh, erf, algebraic, or power:p with a whole p from 1 to 64
    #[arg(long, value_name = "A", default_value = "hardtanh", allow_hyphen_values = true)]
    activation: String,
    /// Significant digits of every number, a whole number from 1 to 10000
    #[arg(long, value_name = "D", default_value = "15", allow_hyphen_values = true)]
    digits: String,
}

/// In which form and where an answer is written.
#[derive(Debug, clap::Args)]
pub struct Printing {
    /// Form of the output: text, json, or (simulate) csv
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
    /// File to write the output to, instead of standard output
    #[arg(long, value_name = "FILE")]
    pub output: Option<String>,
}

/// Gains and slopes that differ from memory to memory.
#[derive(Debug, Clone, clap::Args, Serialize)]
struct UnequalArguments {
    /// Gains of the memories one after another, 1 to 64 numbers greater than 0 separated by commas, repeated along the chain or ring
    #[arg(long, value_name = "LIST", allow_hyphen_values = true, conflicts_with = "gain")]
    gains: Option<String>,
    /// Slopes of the memories one after another, 1 to 64 numbers greater than 0 separated by commas, repeated likewise
    #[arg(long, value_name = "LIST", allow_hyphen_values = true, conflicts_with = "slope")]
    slopes: Option<String>,
}

/// Saliencies of other memories than the first.
#[derive(Debug, Clone, clap::Args, Serialize)]
struct BesideArguments {
    /// Saliency r of its successor then, a number that is not negative; 0 when it is left out
    #[arg(long, value_name = "r", allow_hyphen_values = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    successor: Option<String>,
    /// Saliencies of the memories after that, numbers that are not negative separated by commas: at most one for each of a ring, on the chain
    /// one for all of them together; 0 for those left out
    #[arg(long, value_name = "LIST", allow_hyphen_values = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    others: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Text,
    Json,
    Csv,
}

impl ModelArguments {
    /// The parameters, validated.
    pub fn parameters(&self) -> Result<Parameters> {
        self.build().map_err(|error| self.as_given(error))
    }

    /// Gains and slopes that differ, where a list is given.
    ///
    /// **Errors**: [`Error::Domain`] for what a list may not be combined with.
    pub fn unequal(&self) -> Result<Option<UnequalGains>> {
        let UnequalArguments { gains, slopes } = &self.unequal;
        if gains.is_none() && slopes.is_none() {
            return Ok(None);
        }
        if parse("self-coupling", &self.self_coupling)? != 0 {
            let domain = "0 with --gains or --slopes, whose law is known without self-coupling only";
            return Err(Error::domain("self-coupling", &self.self_coupling, domain));
        }
        if let Some(neurons) = &self.neurons {
            let domain = "left out with --gains or --slopes, whose law is known with self-synapses only";
            return Err(Error::domain("neurons", neurons, domain));
        }
        if self.activation.parse::<Activation>()? != Activation::HardTanh {
            let domain = "hardtanh with --gains or --slopes, whose law is not known for smooth ones";
            return Err(Error::domain("activation", &self.activation, domain));
        }
        let gains = list("gains", gains.as_deref().unwrap_or_else(|| self.gain()))?;
        let slopes = list("slopes", slopes.as_deref().unwrap_or(&self.slope))?;
        UnequalGains::new(gains, slopes)?.with_topology(self.topology()?).map(Some)
    }

    /// The gain as it was typed.
    fn gain(&self) -> &str {
        self.gain.as_deref().unwrap_or_default()
    }

    /// The activation; a smooth one only where the theory covers it.
    pub fn activation(&self) -> Result<Activation> {
        let activation = self.activation.parse()?;
        if activation == Activation::HardTanh {
            return Ok(activation);
        }
        let left_out = "left out with a smooth activation, which is covered on the plain chain only";
        if let Some(memories) = &self.memories {
            return Err(Error::domain("memories", memories, left_out));
        }
        if let Some(neurons) = &self.neurons {
            return Err(Error::domain("neurons", neurons, left_out));
        }
        if parse("self-coupling", &self.self_coupling)? != 0 {
            return Err(Error::domain(
                "self-coupling",
                &self.self_coupling,
                "0 with a smooth activation, which is covered on the plain chain only",
            ));
        }
        Ok(activation)
    }

    /// The couplings, where they are given and covered.
    pub fn couplings(&self) -> Result<Option<Couplings>> {
        let Some(text) = &self.couplings else { return Ok(None) };
        let (self_coupling, neurons) = (self.self_coupling.as_str(), self.neurons.as_deref());
        couplings::Beside { self_coupling, neurons, activation: self.activation.parse()? }.check()?;
        couplings::read(text).map(Some)
    }

    fn build(&self) -> Result<Parameters> {
        Parameters::new(parse("gain", self.gain())?)?
            .with_slope(parse("slope", &self.slope)?)?
            .with_self_coupling(parse("self-coupling", &self.self_coupling)?)
            .with_slow_time_constant(parse("slow time constant", &self.slow_time_constant)?)?
            .with_topology(self.topology()?)?
            .with_neurons(self.neurons()?)
    }

    fn topology(&self) -> Result<Topology> {
        let domain = "a whole number of at least 2";
        let memories = self.memories.as_deref().map(|text| whole("memories", text, 2..=usize::MAX, domain));
        Ok(memories.transpose()?.map_or(Topology::Chain, Topology::Ring))
    }

    fn neurons(&self) -> Result<Option<u64>> {
        let domain = "a whole number of at least 2";
        self.neurons.as_deref().map(|text| whole("neurons", text, 2..=u64::MAX, domain)).transpose()
    }

    /// The saliency, validated.
    pub fn saliency(&self) -> Result<Rational> {
        parse("saliency", &self.saliency).and_then(saliency).map_err(|error| self.as_given(error))
    }

    /// Saliencies of the successor and of the memories after that, as far as they are given.
    ///
    /// **Errors**: [`Error::Domain`] for a negative one, for more of them than there are memories, and for a model without a law for them.
    pub fn others(&self) -> Result<Vec<Rational>> {
        let BesideArguments { successor, others } = &self.beside;
        let given = [("successor", successor), ("others", others)].map(|(name, text)| Some((name, text.as_deref()?)));
        let Some((name, text)) = given.into_iter().flatten().next() else { return Ok(Vec::new()) };
        if self.unequal()?.is_some() || self.couplings()?.is_some() || self.activation()? != Activation::HardTanh {
            let domain = "left out but for HardTanh memories of one gain, each of which drives its successor";
            return Err(Error::domain(name, text, domain));
        }
        let successor = not_negative("successor", successor.as_deref().unwrap_or("0"))?;
        let Some(text) = others else { return Ok(vec![successor]) };
        let more = text.split(',').map(|entry| not_negative("others", entry.trim())).collect::<Result<Vec<_>>>()?;
        let (most, domain) = match self.topology()? {
            Topology::Chain => (1, "one number on a chain, for all memories but the first two together"),
            Topology::Ring(memories) => {
                (memories - 2, "at most one number for each memory of the ring but the first two")
            }
        };
        if more.len() > most {
            return Err(Error::domain("others", text, domain));
        }
        Ok(std::iter::once(successor).chain(more).collect())
    }

    /// The digits, validated.
    pub fn digits(&self) -> Result<Digits> {
        digits(&self.digits)
    }

    /// What is given once, but may be swept over, by name; `None` where it is left out.
    pub fn swept(&mut self) -> [(&'static str, Option<&mut String>); 6] {
        [
            ("gain", self.gain.as_mut()),
            ("saliency", Some(&mut self.saliency)),
            ("slope", Some(&mut self.slope)),
            ("self-coupling", Some(&mut self.self_coupling)),
            ("memories", self.memories.as_mut()),
            ("neurons", self.neurons.as_mut()),
        ]
    }

    /// The error with the value as it was typed: a decimal stays a decimal.
    fn as_given(&self, error: Error) -> Error {
        match error {
            Error::Domain { argument: argument @ "gain", domain, .. } => Error::domain(argument, self.gain(), domain),
            Error::Domain { argument: argument @ "slope", domain, .. } => Error::domain(argument, &self.slope, domain),
            Error::Domain { argument: argument @ "saliency", domain, .. } => {
                Error::domain(argument, &self.saliency, domain)
            }
            Error::Domain { argument: argument @ "slow time constant", domain, .. } => {
                Error::domain(argument, &self.slow_time_constant, domain)
            }
            other => other,
        }
    }
}

/// The error with the value as it was typed: a decimal stays a decimal.
pub fn as_given(error: Error, text: &str) -> Error {
    match error {
        Error::Domain { argument, domain, .. } => Error::domain(argument, text, domain),
        other => other,
    }
}

/// Reads a number that is not negative.
pub fn not_negative(argument: &'static str, text: &str) -> Result<Rational> {
    let value = parse(argument, text)?;
    if value < 0 { Err(Error::domain(argument, text, "a number that is not negative")) } else { Ok(value) }
}

/// Reads a number of digits.
pub fn digits(text: &str) -> Result<Digits> {
    Digits::new(whole("digits", text, 1..=Digits::MOST, "a whole number from 1 to 10000")?)
}

/// Most entries of a list.
const LONGEST_LIST: usize = 64;

/// Reads a list of numbers greater than 0, separated by commas.
pub fn list(argument: &'static str, text: &str) -> Result<Vec<Rational>> {
    const DOMAIN: &str = "1 to 64 numbers greater than 0, separated by commas";
    let numbers: Vec<Rational> = text.split(',').map(|entry| parse(argument, entry.trim())).collect::<Result<_>>()?;
    if numbers.len() > LONGEST_LIST || numbers.iter().any(|number| *number <= 0) {
        return Err(Error::domain(argument, text, DOMAIN));
    }
    Ok(numbers)
}

/// Reads a whole number in a range; `domain` says which.
pub fn whole<T: FromStr + PartialOrd>(
    argument: &'static str,
    text: &str,
    range: RangeInclusive<T>,
    domain: &'static str,
) -> Result<T> {
    let value = text.parse().ok().filter(|value| range.contains(value));
    value.ok_or_else(|| Error::domain(argument, text, domain))
}
