//! What the theory says of smooth neurons, and of the mean field of noisy ones, on the plain chain.

use super::{FixedSaliencies, Prediction, Question, Regime, Value};
use crate::error::{Error, Result};
use crate::model::{Activation, Mixture};
use crate::numerics::{Certainty, Interval, Precision, climb};
use crate::theorems::smooth_activation::predictor::{Profile, Threshold, fixed_points, threshold};
use rug::{Integer, Rational};

/// Transitions for which the map is followed.
const MOST_TRANSITIONS: usize = 200;

impl Question {
    /// The prediction for a smooth activation.
    pub(super) fn with_smooth(&self, activation: Activation) -> Result<Prediction> {
        self.with_profile(&Profile::new(&Mixture::of(activation)?))
    }

    /// The prediction for an activation of unit slope, which the model's slope scales.
    pub(super) fn with_profile(&self, profile: &Profile) -> Result<Prediction> {
        let mut prediction = Prediction::default();
        let critical = climb("a threshold", self.digits, |precision| {
            let critical = threshold(profile, precision)?;
            let gain = self.in_model_units(&critical.gain)?;
            Ok(self.determined(gain).map(|gain| (critical, gain)))
        });
        let unstable = match critical {
            Ok((critical, gain)) => {
                prediction.gain_threshold = Some(Value::Enclosed(gain));
                Some(self.add_points(&mut prediction, profile, &critical)?)
            }
            // Not certified: nothing is said of it, nor of the end.
            Err(Error::Domain { argument: "activation", .. }) => None,
            Err(error) => return Err(error),
        };
        if !self.is_retrieved()? {
            prediction.add_nothing();
            return Ok(prediction);
        }
        self.add_dwell(&mut prediction, profile)?;
        if let Some(unstable) = unstable {
            self.add_end(&mut prediction, profile, unstable.as_ref())?;
        }
        Ok(prediction)
    }

    /// A reduced number in the units of the model.
    fn in_model_units(&self, value: &Interval) -> Result<Interval> {
        value.divide(&self.slope(value.precision())?)
    }

    /// A number of the model in reduced units.
    fn reduced(&self, value: &Rational, precision: Precision) -> Result<Interval> {
        Ok(self.slope(precision)? * value)
    }

    /// Whether the first memory exists; with noise it takes more than without.
    fn is_retrieved(&self) -> Result<bool> {
        if self.saliency <= self.parameters.threshold() || self.noise.is_none() {
            return Ok(self.saliency > self.parameters.threshold());
        }
        climb("the first memory", self.digits, |precision| {
            let excess = self.reduced(&self.saliency, precision)? - 1;
            excess.positive().decide("the first memory exists", &excess).map(Some)
        })
    }

    fn in_time(&self, value: &Interval) -> Interval {
        value * &Interval::from_rational(self.parameters.slow_time_constant(), value.precision())
    }

    /// The fixed points, and the unstable one in reduced units.
    fn add_points(
        &self,
        prediction: &mut Prediction,
        profile: &Profile,
        critical: &Threshold,
    ) -> Result<Option<Interval>> {
        climb("fixed points", self.digits, |precision| {
            let Some(points) = fixed_points(profile, critical, &self.gain_at(precision)?)? else {
                return Ok(Some(None));
            };
            let rounded = |value: Interval| self.determined(value).map(Value::Enclosed);
            let (Some(stable), Some(unstable), Some(multiplier), Some(dwell)) = (
                rounded(self.in_model_units(&points.stable)?),
                rounded(self.in_model_units(&points.unstable)?),
                rounded(points.multiplier),
                rounded(self.in_time(&points.dwell)),
            ) else {
                return Ok(None);
            };
            prediction.fixed_points =
                Some(FixedSaliencies { stable, unstable: Some(unstable), multiplier: Some(multiplier) });
            prediction.dwell_time = Some(dwell);
            Ok(Some(Some(points.unstable)))
        })
    }

    fn gain_at(&self, precision: Precision) -> Result<Interval> {
        self.reduced(self.parameters.gain(), precision)
    }

    fn add_dwell(&self, prediction: &mut Prediction, profile: &Profile) -> Result<()> {
        climb("a dwell", self.digits, |precision| {
            let dwell = profile.dwell(&self.gain_at(precision)?, &self.reduced(&self.saliency, precision)?)?;
            let rounded = |value: Interval| self.determined(value).map(Value::Enclosed);
            prediction.escape_time = rounded(self.in_time(&dwell.time));
            prediction.next_saliency = rounded(self.in_model_units(&dwell.next)?);
            prediction.escape_saliency = rounded(self.in_model_units(&dwell.left)?);
            let all = [&prediction.escape_time, &prediction.next_saliency, &prediction.escape_saliency];
            Ok(all.iter().all(|value| value.is_some()).then_some(()))
        })
    }

    /// Sustained from the unstable saliency on (the map increases); otherwise the map is followed to its end.
    fn add_end(&self, prediction: &mut Prediction, profile: &Profile, unstable: Option<&Interval>) -> Result<()> {
        if let Some(unstable) = unstable {
            let start = self.reduced(&self.saliency, unstable.precision())?;
            if start.less(unstable) == Certainty::CertainlyNot {
                prediction.regime = Some(Regime::Sustained);
                return Ok(());
            }
        }
        climb("a sequence", self.digits, |precision| self.follow(prediction, profile, precision))
    }

    /// Follows the map to the end of the sequence; `None` where the precision does not determine its time.
    fn follow(&self, prediction: &mut Prediction, profile: &Profile, precision: Precision) -> Result<Option<()>> {
        let mut z = self.reduced(&self.saliency, precision)?;
        let mut time = Interval::from_integer(0, precision);
        for count in 1..=MOST_TRANSITIONS {
            let dwell = profile.survival(&self.gain_at(precision)?, &z)?;
            time = &time + &dwell.time;
            if dwell.escape.is_none() {
                prediction.regime = Some(if count == 1 { Regime::ImmediateCollapse } else { Regime::Transient });
                prediction.transitions = Some(Integer::from(count));
                prediction.active_time = self.determined(self.in_time(&time)).map(Value::Enclosed);
                return Ok(prediction.active_time.is_some().then_some(()));
            }
            z = dwell.next;
        }
        Ok(Some(()))
    }
}
