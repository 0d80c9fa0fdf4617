//! Everything the theory says of one start: the closed forms of all theorems, put together.
//!
//! A [`Question`] names a model and the saliency of its first memory; its [`Prediction`] holds what the predictors say of it, each number
//! determined to the digits asked for. Nothing is integrated here.

mod absence;
mod couplings;
mod exact;
mod gains;
mod hardtanh;
mod noise;
mod smooth;

pub use absence::Absence;
pub use couplings::CoupledPrediction;
pub use gains::{UnequalPrediction, UnequalQuestion};
pub use noise::{FiniteSize, Goal, Noise, NoisePrediction};

use crate::error::Result;
use crate::model::{Activation, Parameters};
use crate::numerics::{Digits, Interval, Precision, climb};
use rug::{Integer, Rational};

/// What is asked.
#[derive(Debug, Clone)]
pub struct Question {
    /// The model.
    pub parameters: Parameters,
    /// Activation of its neurons.
    pub activation: Activation,
    /// Noise on the neurons, where there is any.
    pub noise: Option<Noise>,
    /// Saliency of the first memory.
    pub saliency: Rational,
    /// Saliencies of its successor and of the memories after that, zero for those left out; on the chain of the successor and of all others
    /// together. For HardTanh without noise only.
    pub others: Vec<Rational>,
    /// Significant digits that every number of the answer determines.
    pub digits: Digits,
}

/// A number of a prediction.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Known exactly.
    Rational(Rational),
    /// An enclosure that determines every digit asked for.
    Enclosed(Interval),
}

/// What becomes of the sequence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Regime {
    /// It goes on for ever and settles on the stable saliency.
    Sustained,
    /// It goes on for ever, but only just: at the threshold gain, or from the unstable saliency itself.
    Critical,
    /// It weakens and ends after at least two transitions.
    Transient,
    /// The first transition leads to no memory, or there is none to begin with.
    ImmediateCollapse,
    /// The first memory is never left.
    Locked,
    /// Infinitely many transitions happen in a finite time.
    Accumulating,
}

impl Regime {
    /// Its name in output.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Sustained => "sustained",
            Self::Critical => "critical",
            Self::Transient => "transient",
            Self::ImmediateCollapse => "immediate_collapse",
            Self::Locked => "locked",
            Self::Accumulating => "accumulating",
        }
    }

    /// Whether the transitions never end.
    pub const fn is_endless(self) -> bool {
        matches!(self, Self::Sustained | Self::Critical | Self::Accumulating)
    }
}

/// What the theory says; `None` where it says nothing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Prediction {
    /// What becomes of the sequence.
    pub regime: Option<Regime>,
    /// Time for which the first memory is held.
    pub escape_time: Option<Value>,
    /// Saliency of its successor then.
    pub next_saliency: Option<Value>,
    /// Its own saliency then.
    pub escape_saliency: Option<Value>,
    /// The gain from which sequences sustain themselves.
    pub gain_threshold: Option<Value>,
    /// The gain from which memories are never left.
    pub lock_gain: Option<Value>,
    /// Saliencies that are handed on unchanged.
    pub fixed_points: Option<FixedSaliencies>,
    /// Value of transitions until no memory exists.
    pub transitions: Option<Integer>,
    /// Time until then.
    pub active_time: Option<Value>,
    /// Time for which each memory is held on the cycle.
    pub dwell_time: Option<Value>,
    /// Period of a ring's cycle.
    pub period: Option<Value>,
    /// The escape without a leak, on the paper's chain.
    pub delayed_escape: Option<DelayedEntry>,
    /// What noise adds, where there is any.
    pub noise: Option<NoisePrediction>,
}

/// Saliencies that are handed on unchanged.
#[derive(Debug, Clone, PartialEq)]
pub struct FixedSaliencies {
    /// The stable one.
    pub stable: Value,
    /// The unstable one, where there is a second.
    pub unstable: Option<Value>,
    /// The multiplier at the stable one, for a chain.
    pub multiplier: Option<Value>,
}

/// The entry of the next memory without a leak (S2).
#[derive(Debug, Clone, PartialEq)]
pub struct DelayedEntry {
    /// Time of the entry.
    pub escape_time: Value,
    /// Saliency then.
    pub next_saliency: Value,
}

impl Question {
    /// What the closed forms say.
    ///
    /// **Errors**: [`Error::Domain`](crate::Error::Domain) for a combination that the theory does not cover, and those of the predictors.
    pub fn predict(&self) -> Result<Prediction> {
        match (self.activation, &self.noise) {
            (_, Some(noise)) => self.with_noise(noise),
            (Activation::HardTanh, None) => self.with_hardtanh(),
            (smooth, None) => self.with_smooth(smooth),
        }
    }

    /// A real number, to every digit asked for: the precision rises until its rounding is determined.
    fn real(&self, name: &'static str, value: impl Fn(Precision) -> Result<Interval>) -> Result<Value> {
        climb(name, self.digits, |precision| Ok(self.determined(value(precision)?))).map(Value::Enclosed)
    }

    /// An enclosure, where it determines every digit asked for.
    fn determined(&self, value: Interval) -> Option<Interval> {
        value.to_rounded_decimal(self.digits.get()).is_some().then_some(value)
    }
}

impl Prediction {
    /// No memory exists to begin with.
    fn add_nothing(&mut self) {
        self.regime = Some(Regime::ImmediateCollapse);
        self.transitions = Some(Integer::new());
        self.active_time = Some(Value::Rational(Rational::new()));
    }
}
