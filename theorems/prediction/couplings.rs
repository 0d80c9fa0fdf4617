//! What the theory says of HardTanh neurons whose memories drive several others.

use super::{Prediction, Question, Regime, Value};
use crate::error::{Error, Result};
use crate::model::{Couplings, Topology};
use crate::numerics::{Interval, Precision, climb};
use crate::theorems::couplings::predictor::sequence::{End, follow};
use crate::theorems::couplings::predictor::{Decay, Law, Minimum, Order, Threshold};
use rug::{Integer, Rational};

/// Transitions for which the book-keeping is followed.
const MOST_TRANSITIONS: usize = 200;
/// Memories of the largest ring: its law has as many coefficients.
const MOST_MEMORIES: usize = 512;

/// A prediction with what only wide couplings make a question.
#[derive(Debug, Clone, PartialEq)]
pub struct CoupledPrediction {
    /// What every prediction holds. The threshold is that of sequences in order.
    pub prediction: Prediction,
    /// Who is entered on the cycle at the threshold; `None` where there is no threshold.
    pub order: Option<Order>,
    /// What has to be said besides, in a sentence; `None` where there is nothing.
    pub remark: Option<&'static str>,
}

const NOWHERE: &str =
    "no gain sustains a sequence: C(q) = c_0 + c_1 q + c_2 q^2 + ... is positive nowhere between 0 and 1 (K1)";
const LOCKED: &str = "no gain sustains a sequence: the law has its minimum at q = 0, where g kappa c_0 = 1, so that a gain that is large enough \
                      for a cycle is one at which memories are never left (K1)";
const BROKEN: &str = "the threshold is that of a sequence in order, which the network does not keep: at it a memory beyond the successor is more \
                      salient and is entered in its place (K2)";
const TIED: &str = "at the threshold two memories are equally salient, or cannot be told apart: who is entered is undecided in the limit (K2)";

impl Question {
    /// What the closed forms say for couplings in place of self-coupling and successor.
    ///
    /// The regime is told of sequences that end within 200 transitions and of those that lock. **Errors**: [`Error::Domain`] for a ring
    /// of more than 512 memories; those of the predictors.
    pub fn predict_with_couplings(&self, couplings: &Couplings) -> Result<CoupledPrediction> {
        let p = &self.parameters;
        if let Topology::Ring(memories) = p.topology()
            && memories > MOST_MEMORIES
        {
            return Err(Error::domain("memories", memories, "a whole number from 2 to 512 with couplings"));
        }
        let law = Law::new(couplings, p.topology());
        let own = couplings.on(p.topology()).swap_remove(0);
        let lock_gain = (own > 0).then(|| Value::Rational((p.slope() * own).recip()));
        let escape_saliency = Some(Value::Rational(p.threshold()));
        let mut prediction = Prediction { lock_gain, escape_saliency, ..Prediction::default() };
        let (order, remark) = self.add_threshold(&mut prediction, &law)?;
        self.add_coupled_cycle(&mut prediction, &law)?;
        self.add_sequence(&mut prediction, couplings)?;
        Ok(CoupledPrediction { prediction, order, remark })
    }

    /// The threshold, the order at it, and what to say of either.
    fn add_threshold(&self, prediction: &mut Prediction, law: &Law) -> Result<(Option<Order>, Option<&'static str>)> {
        match climb("a threshold", self.digits, |precision| law.threshold(precision).map(Some))? {
            Minimum::Nowhere => return Ok((None, Some(NOWHERE))),
            Minimum::Locked => return Ok((None, Some(LOCKED))),
            Minimum::Attained(Threshold { exact: Some(exact), .. }) => {
                prediction.gain_threshold = Some(Value::Rational(exact / self.parameters.slope()));
            }
            Minimum::Attained(_) => {
                let unit = self.parameters.slope().clone().recip();
                let gain = |precision| Ok(attained(law, precision)?.gain * &unit);
                prediction.gain_threshold = Some(self.real("gain threshold", gain)?);
            }
        }
        let order = climb("the order at the threshold", self.digits, |precision| {
            law.order_at(&attained(law, precision)?).map(Some)
        });
        Ok(match order {
            Ok(order) => match order.into_value() {
                Order::Kept => (Some(Order::Kept), None),
                Order::Broken => (Some(Order::Broken), Some(BROKEN)),
                Order::Tied => (Some(Order::Tied), Some(TIED)),
            },
            Err(Error::PrecisionExhausted { .. }) => (Some(Order::Tied), Some(TIED)),
            Err(error) => return Err(error),
        })
    }

    /// Dwell and period of the cycle with the longest dwell, where it keeps its order.
    fn add_coupled_cycle(&self, prediction: &mut Prediction, law: &Law) -> Result<()> {
        let (k, tau) = (self.parameters.reduced_gain(), self.parameters.slow_time_constant());
        let longest = |precision| Ok::<_, Error>(law.cycles(&k, precision)?.into_iter().next());
        let order = climb("the order of a cycle", self.digits, |precision| {
            Ok(Some(longest(precision)?.map(|decay| law.order(&decay)).transpose()?))
        });
        match order {
            Ok(Some(order)) if *order.value() == Order::Kept => {}
            Ok(_) | Err(Error::PrecisionExhausted { .. }) => return Ok(()),
            Err(error) => return Err(error),
        }
        let dwell = |precision: Precision| -> Result<Interval> {
            let decay = longest(precision)?.unwrap_or_else(|| Decay::Exact(Rational::from(1)));
            Ok(-(decay.enclosure(precision).ln()? * tau))
        };
        prediction.dwell_time = Some(self.real("dwell time", dwell)?);
        if let Topology::Ring(memories) = self.parameters.topology() {
            let turn = |precision| Ok(dwell(precision)? * &Rational::from(memories as u64));
            prediction.period = Some(self.real("period", turn)?);
        }
        Ok(())
    }

    /// The first dwell, and the end of the sequence where it is near.
    fn add_sequence(&self, prediction: &mut Prediction, couplings: &Couplings) -> Result<()> {
        let (p, z) = (&self.parameters, &self.saliency);
        let (coefficients, threshold) = (couplings.on(p.topology()), p.threshold());
        let own = Rational::from(p.gain() * &coefficients[0]);
        if *z <= threshold {
            prediction.add_nothing();
            return Ok(());
        }
        if own >= threshold {
            prediction.regime = Some(Regime::Locked);
            return Ok(());
        }
        let decay = Rational::from(&threshold - &own) / Rational::from(z - &own);
        let dwell = |precision| Ok(-(Interval::from_rational(&decay, precision).ln()? * p.slow_time_constant()));
        prediction.escape_time = Some(self.real("escape time", dwell)?);
        let gained = Rational::from(1 - &decay) * p.gain();
        let next = coefficients[1..].iter().map(|coefficient| Rational::from(&gained * coefficient)).max();
        prediction.next_saliency = next.map(Value::Rational);
        self.add_end_of(prediction, couplings)
    }

    /// Whether the sequence ends, where it does within the transitions that are followed.
    fn add_end_of(&self, prediction: &mut Prediction, couplings: &Couplings) -> Result<()> {
        let (p, start) = (&self.parameters, std::slice::from_ref(&self.saliency));
        let followed = |precision| follow(p, couplings, start, MOST_TRANSITIONS, precision);
        let ended = climb("a sequence", self.digits, |precision| {
            let (sequence, end) = followed(precision)?;
            Ok(Some((sequence.transitions(), end.into_value())))
        });
        match ended {
            Ok((count, End::Collapsed)) => {
                prediction.regime = Some(if count <= 1 { Regime::ImmediateCollapse } else { Regime::Transient });
                prediction.transitions = Some(Integer::from(count));
                prediction.active_time = Some(self.real("active time", |precision| followed(precision)?.0.time())?);
            }
            Ok((_, End::Alive | End::Locked)) | Err(Error::PrecisionExhausted { .. }) => {}
            Err(error) => return Err(error),
        }
        Ok(())
    }
}

/// The threshold of a law that has one.
fn attained(law: &Law, precision: Precision) -> Result<Threshold> {
    match law.threshold(precision)? {
        Minimum::Attained(threshold) => Ok(threshold),
        Minimum::Nowhere | Minimum::Locked => Err(Error::domain("couplings", "these", "ones that some gain sustains")),
    }
}
