//! The arguments of noise, and what it adds to a prediction in print.

use crate::cli::model::whole;
use escapement::Error;
use escapement::error::Result;
use escapement::model::Parameters;
use escapement::numerics::rational::parse;
use escapement::theorems::prediction::{FiniteSize, Goal, Noise, NoisePrediction, Value};
use serde::Serialize;

#[derive(Debug, clap::Args, Serialize)]
pub struct NoiseArguments {
    /// Noise sigma on the neurons, which gives what they receive the stationary variance sigma^2/2, a number that is not negative; with
    /// --neurons that of a finite network (self-synapses kept), without it the mean field of many neurons
    #[arg(long = "noise", value_name = "S", allow_hyphen_values = true)]
    #[serde(rename = "noise")]
    strength: Option<String>,
    /// Leak delta of the input, a number that is not negative (with --noise and --neurons) [default: 0]
    #[arg(long, value_name = "D", allow_hyphen_values = true)]
    leak: Option<String>,
    /// Number n of transitions on the cycle that are to succeed, a whole number of at least 1 (with --noise, --neurons and --probability)
    #[arg(long, value_name = "n", allow_hyphen_values = true)]
    transitions: Option<String>,
    /// Probability p with which these transitions may fail, a number greater than 0 and less than 1
    #[arg(long, value_name = "p", allow_hyphen_values = true)]
    probability: Option<String>,
}

impl NoiseArguments {
    /// The noise, and the parameters without the number of neurons, which with noise says nothing of self-synapses.
    pub fn apply(&self, parameters: Parameters) -> Result<(Parameters, Option<Noise>)> {
        let finite = [("leak", &self.leak), ("transitions", &self.transitions), ("probability", &self.probability)];
        let given = finite.iter().find_map(|(name, value)| Some((*name, value.as_ref()?)));
        let Some(strength) = &self.strength else {
            return match given {
                Some((name, value)) => Err(Error::domain(name, value, "left out without noise")),
                None => Ok((parameters, None)),
            };
        };
        let strength = not_negative("noise", strength)?;
        let network = match (parameters.neurons(), given) {
            (Some(neurons), _) => Some(self.network(neurons)?),
            (None, Some((name, value))) => return Err(Error::domain(name, value, "left out without neurons")),
            (None, None) => None,
        };
        Ok((parameters.with_neurons(None)?, Some(Noise { strength, network })))
    }

    /// Checks that nothing of noise is given beside what no law of noise covers.
    pub fn left_out_with(&self, domain: &'static str) -> Result<()> {
        let all = [("noise", &self.strength), ("leak", &self.leak)];
        let all = all.into_iter().chain([("transitions", &self.transitions), ("probability", &self.probability)]);
        let given = all.into_iter().find_map(|(name, value)| Some((name, value.as_ref()?)));
        given.map_or(Ok(()), |(name, value)| Err(Error::domain(name, value, domain)))
    }

    fn network(&self, neurons: u64) -> Result<FiniteSize> {
        let leak = self.leak.as_deref().map(|text| not_negative("leak", text)).transpose()?.unwrap_or_default();
        Ok(FiniteSize { neurons, leak, goal: self.goal()? })
    }

    fn goal(&self) -> Result<Option<Goal>> {
        let domain = "a whole number of at least 1";
        match (&self.transitions, &self.probability) {
            (None, None) => Ok(None),
            (Some(transitions), Some(probability)) => {
                let transitions = whole("transitions", transitions, 1..=u64::MAX, domain)?;
                Ok(Some(Goal { transitions, failure: parse("probability", probability)? }))
            }
            (Some(transitions), None) => {
                Err(Error::domain("transitions", transitions, "given together with a probability"))
            }
            (None, Some(probability)) => {
                Err(Error::domain("probability", probability, "given together with transitions"))
            }
        }
    }
}

/// Reads a number that is not negative.
fn not_negative(argument: &'static str, text: &str) -> Result<rug::Rational> {
    let value = parse(argument, text)?;
    if value < 0 {
        return Err(Error::domain(argument, text, "a number that is not negative"));
    }
    Ok(value)
}

/// What noise adds, in print. The order of the fields is that of the output.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Printed {
    /// Of many neurons.
    MeanField { slope: Option<String> },
    /// Of a finite network.
    Sign { success_probability: Option<String>, leak_needed: Option<String> },
}

impl Printed {
    /// Every number as `print` prints it.
    pub fn of(noise: NoisePrediction, print: impl Fn(Option<Value>) -> Result<Option<String>>) -> Result<Self> {
        Ok(match noise {
            NoisePrediction::MeanField { slope } => Self::MeanField { slope: print(Some(slope))? },
            NoisePrediction::Sign { success_probability, leak_needed } => {
                Self::Sign { success_probability: print(success_probability)?, leak_needed: print(leak_needed)? }
            }
        })
    }

    /// Name, symbol and value.
    pub fn rows(&self) -> Vec<(&'static str, &'static str, Option<String>)> {
        match self {
            Self::MeanField { slope } => vec![("slope of the mean field", "erf(1/sigma)", slope.clone())],
            Self::Sign { success_probability, leak_needed } => vec![
                ("probability of the next transition", "Phi(x)", success_probability.clone()),
                ("leak needed", "delta", leak_needed.clone()),
            ],
        }
    }
}
