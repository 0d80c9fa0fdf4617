//! What the theory says of memories with gains and slopes of their own: chains and rings.

use super::exact::Exact;
use super::{Regime, Value};
use crate::error::{Error, Result};
use crate::model::{Topology, UnequalGains};
use crate::numerics::{Digits, Interval, Precision, climb};
use crate::theorems::unequal_gains::predictor::ring::{self, Ending, decay_of_two};
use crate::theorems::unequal_gains::predictor::{active_time, critical_saliency, cycle, regime, transitions};
use rug::{Integer, Rational};

/// Transitions for which a ring's recurrence is followed.
const MOST_TRANSITIONS: usize = 2000;

/// What is asked of memories that differ.
#[derive(Debug, Clone)]
pub struct UnequalQuestion {
    /// Gains and slopes, of a chain or a ring.
    pub gains: UnequalGains,
    /// Saliency of the first memory; no other has any.
    pub saliency: Rational,
    /// Significant digits that every number of the answer determines.
    pub digits: Digits,
}

/// What the theory says; `None` where it says nothing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct UnequalPrediction {
    /// What becomes of the sequence.
    pub regime: Option<Regime>,
    /// Time for which the first memory is held.
    pub escape_time: Option<Value>,
    /// Saliency of its successor then.
    pub next_saliency: Option<Value>,
    /// Its own saliency then.
    pub escape_saliency: Option<Value>,
    /// The least first saliency that lasts, of a chain.
    pub critical_saliency: Option<Value>,
    /// Transitions until no memory exists.
    pub transitions: Option<Integer>,
    /// Time until then.
    pub active_time: Option<Value>,
    /// Time of one round of the gains on the stable cycle, or of one turn of the ring.
    pub period: Option<Value>,
}

impl UnequalQuestion {
    /// What the closed forms say.
    ///
    /// **Errors**: those of the predictors.
    pub fn predict(&self) -> Result<UnequalPrediction> {
        let mut prediction = UnequalPrediction {
            escape_saliency: Some(Value::Rational(self.gains.threshold(0))),
            ..UnequalPrediction::default()
        };
        if self.saliency > self.gains.threshold(0) {
            let survival = self.gains.threshold(0) / &self.saliency;
            let time = |precision| Ok(-Interval::from_rational(&survival, precision).ln()?);
            prediction.escape_time = Some(self.real("escape time", time)?);
            let share = Rational::from(1) - &survival;
            prediction.next_saliency = Some(Value::Rational(share * self.gains.gain(0)));
        }
        match self.gains.topology() {
            Topology::Chain => self.add_chain(&mut prediction)?,
            Topology::Ring(_) => self.add_ring(&mut prediction)?,
        }
        Ok(prediction)
    }

    fn add_chain(&self, prediction: &mut UnequalPrediction) -> Result<()> {
        let (gains, saliency) = (&self.gains, &self.saliency);
        if let Some(rational) = critical_saliency::<Exact>(gains, Precision::DOUBLE)? {
            let critical = |precision| critical_saliency::<Interval>(gains, precision)?.ok_or_else(|| self.no_cycle());
            let known = rational.0.map(|rational| Ok(Value::Rational(rational)));
            prediction.critical_saliency = Some(known.unwrap_or_else(|| self.real("critical saliency", critical))?);
            let period = |precision| Ok(cycle::<Interval>(gains, precision)?.ok_or_else(|| self.no_cycle())?.period);
            prediction.period = Some(self.real("period", period)?);
        }
        prediction.regime = Some(regime(gains, saliency).into_value().into());
        prediction.transitions = transitions(gains, saliency)?.into_value();
        prediction.active_time = match &prediction.transitions {
            Some(count) if *count == 0 => Some(Value::Rational(Rational::new())),
            Some(count) => Some(self.real("active time", |precision| active_time(gains, saliency, count, precision))?),
            None => None,
        };
        Ok(())
    }

    fn add_ring(&self, prediction: &mut UnequalPrediction) -> Result<()> {
        let gains = &self.gains;
        if climb("the cycle of a ring", self.digits, |precision| ring::stable_cycle(gains, precision).map(Some))?
            .is_some()
        {
            let two = gains.period() == 2;
            let period = |precision| match ring::stable_cycle(gains, precision)? {
                _ if two => Ok(-Interval::from_rational(&decay_of_two(gains), precision).ln()?),
                cycle => Ok(cycle.ok_or_else(|| self.no_cycle())?.period),
            };
            prediction.period = Some(self.real("period", period)?);
        }
        if self.saliency <= gains.threshold(0) {
            prediction.regime = Some(Regime::ImmediateCollapse);
            prediction.transitions = Some(Integer::new());
            prediction.active_time = Some(Value::Rational(Rational::new()));
            return Ok(());
        }
        let follow = |precision| ring::ending(gains, &self.saliency, MOST_TRANSITIONS, precision);
        match climb("a recurrence", self.digits, |precision| follow(precision).map(Some))? {
            Ending::Collapses(count, _) => {
                prediction.regime = Some(if count <= 1 { Regime::ImmediateCollapse } else { Regime::Transient });
                prediction.transitions = Some(Integer::from(count));
                let time = |precision| match follow(precision)? {
                    Ending::Collapses(_, time) => Ok(time),
                    _ => Err(self.no_cycle()),
                };
                prediction.active_time = Some(self.real("active time", time)?);
            }
            Ending::Settles => prediction.regime = prediction.period.is_some().then_some(Regime::Sustained),
            Ending::Accumulates => prediction.regime = Some(Regime::Accumulating),
            Ending::Open => {}
        }
        Ok(())
    }

    /// A real number, to every digit asked for: the precision rises until its rounding is determined.
    fn real(&self, name: &'static str, value: impl Fn(Precision) -> Result<Interval>) -> Result<Value> {
        let determined = |value: Interval| value.to_rounded_decimal(self.digits.get()).is_some().then_some(value);
        climb(name, self.digits, |precision| Ok(determined(value(precision)?))).map(Value::Enclosed)
    }

    fn no_cycle(&self) -> Error {
        Error::domain("gains", &self.gains, "such that some sequence lasts")
    }
}
