//! What the theory says of HardTanh neurons: chains and rings, with and without self-synapses.

use super::exact::Exact;
use super::{DelayedEntry, FixedSaliencies, Prediction, Question, Regime, Value};
use crate::error::{Error, Result};
use crate::model::{Parameters, Topology};
use crate::numerics::{Interval, Precision, climb};
use crate::theorems::collapse::predictor::{self as collapse, active_time, regime, transitions};
use crate::theorems::finite_size::predictor::{
    Ending, ending, equivalent, exact_gain_threshold, first_dwell, gain_threshold, is_locked, lock_gain, stable_cycle,
};
use crate::theorems::gain_threshold::predictor::fixed_points;
use crate::theorems::ring::predictor::{cycles, exists_by, handover};
use crate::theorems::singular_limit::predictor::delayed_escape;
use rug::{Integer, Rational};

/// Transitions for which a recurrence without a closed form is followed.
const MOST_TRANSITIONS: usize = 2000;
/// Bits at which it is asked on which side of a threshold a gain lies.
const SIDE: u32 = 200;

impl Question {
    /// The prediction for HardTanh.
    pub(super) fn with_hardtanh(&self) -> Result<Prediction> {
        let p = &self.parameters;
        let mut prediction = Prediction {
            gain_threshold: self.threshold()?,
            lock_gain: lock_gain(p).map(Value::Rational),
            escape_saliency: Some(Value::Rational(p.threshold())),
            ..Prediction::default()
        };
        self.add_cycle(&mut prediction)?;
        let start = self.start();
        if exists_by(p, &start, 0) <= 0 {
            prediction.add_nothing();
        } else if is_locked(p).holds() {
            prediction.regime = Some(Regime::Locked);
        } else {
            let first = first_dwell(p, &start, Precision::DOUBLE)?;
            let time = |precision| Ok(first_dwell(p, &start, precision)?.time);
            prediction.escape_time = Some(self.real("escape time", time)?);
            self.add_fate(&mut prediction, &first.next)?;
            prediction.next_saliency = Some(Value::Rational(first.next));
            prediction.escape_saliency = Some(Value::Rational(first.left));
            prediction.delayed_escape = self.delayed()?;
        }
        Ok(prediction)
    }

    /// All saliencies that are given, that of the first memory first.
    fn start(&self) -> Vec<Rational> {
        std::iter::once(&self.saliency).chain(&self.others).cloned().collect()
    }

    /// Whether the first memory is the only one with a saliency.
    pub(super) fn is_alone(&self) -> bool {
        self.others.iter().all(|saliency| *saliency == 0)
    }

    /// Whether, when the first memory is lost, a memory of a ring besides its successor may exist, so that it is not said who is entered.
    ///
    /// If none does then none ever will: until their predecessor is retrieved, saliencies only decay.
    pub(super) fn is_contested(&self) -> Result<bool> {
        let (p, Topology::Ring(memories)) = (&self.parameters, self.parameters.topology()) else { return Ok(false) };
        if self.is_alone() {
            return Ok(false);
        }
        let mut start = self.start();
        start.resize(memories.max(start.len()), Rational::new());
        let after = handover(p, &start, 0)?.map_or_else(Vec::new, |after| after.saliencies);
        Ok(after.iter().skip(2).any(|saliency| *saliency >= p.threshold()))
    }

    /// Whether it is the chain of the closed forms.
    pub(super) fn is_plain_chain(&self) -> bool {
        self.parameters.topology() == Topology::Chain && self.parameters.neurons().is_none()
    }

    fn threshold(&self) -> Result<Option<Value>> {
        let p = &self.parameters;
        if let Some(exact) = exact_gain_threshold(p) {
            return Ok(exact.map(Value::Rational));
        }
        if gain_threshold(p, Precision::bits(SIDE)?)?.is_none() {
            return Ok(None);
        }
        let value =
            |precision| Ok(gain_threshold(p, precision)?.unwrap_or_else(|| Interval::from_integer(0, precision)));
        self.real("gain threshold", value).map(Some)
    }

    /// The cycle, where there is one.
    fn add_cycle(&self, prediction: &mut Prediction) -> Result<()> {
        let p = &self.parameters;
        if is_locked(p).holds() || !self.has_cycle()? {
            return Ok(());
        }
        let stable = |precision| stable_cycle(p, precision)?.ok_or_else(|| no_cycle(p));
        prediction.dwell_time = Some(self.real("dwell time", |precision| Ok(stable(precision)?.dwell))?);
        match p.topology() {
            Topology::Chain => prediction.fixed_points = Some(self.chain_cycle(&equivalent(p)?)?),
            Topology::Ring(memories) => {
                prediction.period = Some(self.real("period", |precision| {
                    Ok(&stable(precision)?.dwell * &Interval::from_integer(memories as i64, precision))
                })?);
                let second = cycles(p, Precision::bits(SIDE)?)?.1.is_some();
                let other = |precision| cycles(p, precision)?.1.map(|cycle| cycle.saliency).ok_or_else(|| no_cycle(p));
                prediction.fixed_points = Some(FixedSaliencies {
                    stable: self.real("stable saliency", |precision| Ok(stable(precision)?.saliency))?,
                    unstable: second.then(|| self.real("unstable saliency", other)).transpose()?,
                    multiplier: None,
                });
            }
        }
        Ok(())
    }

    /// Whether the gain is above the threshold; at it, a chain has a cycle and a ring, whose dwell vanishes there, has none.
    fn has_cycle(&self) -> Result<bool> {
        let p = &self.parameters;
        match exact_gain_threshold(p) {
            Some(None) => Ok(false),
            Some(Some(threshold)) if p.topology() == Topology::Chain => Ok(*p.gain() >= threshold),
            Some(Some(threshold)) => Ok(*p.gain() > threshold),
            None => climb("the side of a threshold", self.digits, |precision| {
                let Some(threshold) = gain_threshold(p, precision)? else { return Ok(Some(false)) };
                let above = Interval::from_rational(p.gain(), precision).greater(&threshold);
                above.decide("the gain is above the threshold", &threshold).map(Some)
            }),
        }
    }

    fn chain_cycle(&self, chain: &Parameters) -> Result<FixedSaliencies> {
        let rational = fixed_points::<Exact>(chain, Precision::DOUBLE)?.ok_or_else(|| no_cycle(chain))?;
        let points = |precision| fixed_points::<Interval>(chain, precision)?.ok_or_else(|| no_cycle(chain));
        Ok(FixedSaliencies {
            stable: self.known("stable saliency", rational.stable, |precision| Ok(points(precision)?.stable))?,
            unstable: Some(
                self.known("unstable saliency", rational.unstable, |precision| Ok(points(precision)?.unstable))?,
            ),
            multiplier: Some(
                self.known("multiplier", rational.multiplier, |precision| Ok(points(precision)?.multiplier))?,
            ),
        })
    }

    /// Whether and how the sequence ends, which enters its second memory with the saliency `next`.
    fn add_fate(&self, prediction: &mut Prediction, next: &Rational) -> Result<()> {
        let (p, start) = (&self.parameters, self.start());
        if self.is_plain_chain() {
            return self.add_fate_of_chain(prediction, next);
        }
        if self.is_contested()? {
            return Ok(());
        }
        let followed =
            climb("a recurrence", self.digits, |precision| ending(p, &start, MOST_TRANSITIONS, precision).map(Some))?;
        match followed {
            Ending::Collapses(count, _) => {
                prediction.regime = Some(if count <= 1 { Regime::ImmediateCollapse } else { Regime::Transient });
                prediction.transitions = Some(Integer::from(count));
                let time = |precision| match ending(p, &start, MOST_TRANSITIONS, precision)? {
                    Ending::Collapses(_, time) => Ok(time),
                    _ => Err(no_cycle(p)),
                };
                prediction.active_time = Some(self.real("active time", time)?);
            }
            Ending::Settles => prediction.regime = Some(Regime::Sustained),
            Ending::Accumulates => prediction.regime = Some(Regime::Accumulating),
            Ending::Open => {
                let critical = exact_gain_threshold(p).flatten().is_some_and(|threshold| threshold == *p.gain());
                prediction.regime = critical.then_some(Regime::Critical);
            }
        }
        Ok(())
    }

    /// The same on the chain of the closed forms, which start where no other memory has a saliency: with the second memory, if not with the
    /// first.
    fn add_fate_of_chain(&self, prediction: &mut Prediction, next: &Rational) -> Result<()> {
        let p = &self.parameters;
        let (from, before) = if self.is_alone() { (&self.saliency, 0) } else { (next, 1) };
        let rest = transitions(p, from)?.into_value();
        prediction.transitions = rest.as_ref().map(|count| Integer::from(count + before));
        prediction.regime = Some(match &prediction.transitions {
            Some(count) if *count <= 1 => Regime::ImmediateCollapse,
            Some(_) => Regime::Transient,
            None => regime(p, from)?.into_value().into(),
        });
        let time = |count: &Integer| {
            self.real("active time", |precision| {
                let rest: Interval = active_time(p, from, count, precision)?;
                Ok(if self.is_alone() { rest } else { rest + first_dwell(p, &self.start(), precision)?.time })
            })
        };
        prediction.active_time = rest.as_ref().map(time).transpose()?;
        Ok(())
    }

    /// The escape without a leak, on the chain of the paper.
    fn delayed(&self) -> Result<Option<DelayedEntry>> {
        let (p, z) = (&self.parameters, &self.saliency);
        if !self.is_plain_chain() || !self.is_alone() || *p.slope() != 1 || *p.self_coupling() != 0 {
            return Ok(None);
        }
        let entry =
            climb("a delayed escape", self.digits, |precision| delayed_escape(p.gain(), z, precision).map(Some))?;
        if entry.is_none() {
            return Ok(None);
        }
        let entered = |precision| delayed_escape(p.gain(), z, precision)?.ok_or_else(|| no_cycle(p));
        Ok(Some(DelayedEntry {
            escape_time: self.real("delayed escape", |precision| Ok(entered(precision)?.escape_time))?,
            next_saliency: self.real("saliency then", |precision| Ok(entered(precision)?.next_saliency))?,
        }))
    }

    /// A number that is rounded exactly where it is known to be rational.
    fn known(&self, name: &'static str, exact: Exact, real: impl Fn(Precision) -> Result<Interval>) -> Result<Value> {
        match exact.0 {
            Some(rational) => Ok(Value::Rational(rational)),
            None => self.real(name, real),
        }
    }
}

fn no_cycle(parameters: &Parameters) -> Error {
    Error::domain("gain", parameters.gain(), "at least the gain threshold")
}

impl From<collapse::Regime> for Regime {
    fn from(regime: collapse::Regime) -> Self {
        match regime {
            collapse::Regime::Sustained => Self::Sustained,
            collapse::Regime::Critical => Self::Critical,
            collapse::Regime::Transient => Self::Transient,
            collapse::Regime::ImmediateCollapse => Self::ImmediateCollapse,
            collapse::Regime::Locked => Self::Locked,
        }
    }
}
