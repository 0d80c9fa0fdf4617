//! What the theory says of smooth neurons, on the plain chain.

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
        let profile = Profile::new(&Mixture::of(activation)?);
        let mut prediction = Prediction::default();
        let critical = climb("a threshold", self.digits, |precision| {
            let critical = threshold(&profile, precision)?;
            let gain = self.in_units(&critical.gain, -1);
            Ok(self.determined(gain).map(|gain| (critical, gain)))
        });
        let unstable = match critical {
            Ok((critical, gain)) => {
                prediction.gain_threshold = Some(Value::Enclosed(gain));
                Some(self.add_points(&mut prediction, &profile, &critical)?)
            }
            // Not certified: nothing is said of it, nor of the end.
            Err(Error::Domain { argument: "activation", .. }) => None,
            Err(error) => return Err(error),
        };
        if self.saliency <= self.parameters.threshold() {
            prediction.add_nothing();
            return Ok(prediction);
        }
        self.add_dwell(&mut prediction, &profile)?;
        if let Some(unstable) = unstable {
            self.add_end(&mut prediction, &profile, unstable.as_ref())?;
        }
        Ok(prediction)
    }

    /// A reduced number in the units of the model: times `g^power`.
    fn in_units(&self, value: &Interval, power: i32) -> Interval {
        let slope = self.parameters.slope().clone();
        let unit = if power < 0 { slope.recip() } else { slope };
        value * &Interval::from_rational(&unit, value.precision())
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
        let k = self.parameters.reduced_gain();
        climb("fixed points", self.digits, |precision| {
            let Some(points) = fixed_points(profile, critical, &k, precision)? else { return Ok(Some(None)) };
            let rounded = |value: Interval| self.determined(value).map(Value::Enclosed);
            let (Some(stable), Some(unstable), Some(multiplier), Some(dwell)) = (
                rounded(self.in_units(&points.stable, -1)),
                rounded(self.in_units(&points.unstable, -1)),
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

    fn gain_at(&self, precision: Precision) -> Interval {
        Interval::from_rational(&self.parameters.reduced_gain(), precision)
    }

    fn add_dwell(&self, prediction: &mut Prediction, profile: &Profile) -> Result<()> {
        let z = Rational::from(&self.saliency * self.parameters.slope());
        climb("a dwell", self.digits, |precision| {
            let dwell = profile.dwell(&self.gain_at(precision), &Interval::from_rational(&z, precision))?;
            let rounded = |value: Interval| self.determined(value).map(Value::Enclosed);
            prediction.escape_time = rounded(self.in_time(&dwell.time));
            prediction.next_saliency = rounded(self.in_units(&dwell.next, -1));
            prediction.escape_saliency = rounded(self.in_units(&dwell.left, -1));
            let all = [&prediction.escape_time, &prediction.next_saliency, &prediction.escape_saliency];
            Ok(all.iter().all(|value| value.is_some()).then_some(()))
        })
    }

    /// Sustained from the unstable saliency on (the map increases); otherwise the map is followed to its end.
    fn add_end(&self, prediction: &mut Prediction, profile: &Profile, unstable: Option<&Interval>) -> Result<()> {
        let exact = Rational::from(&self.saliency * self.parameters.slope());
        if unstable.is_some_and(|unstable| unstable.above(&exact) == Certainty::CertainlyNot) {
            prediction.regime = Some(Regime::Sustained);
            return Ok(());
        }
        climb("a sequence", self.digits, |precision| self.follow(prediction, profile, &exact, precision))
    }

    /// Follows the map from a reduced saliency to the end of the sequence; `None` where the precision does not determine its time.
    fn follow(
        &self,
        prediction: &mut Prediction,
        profile: &Profile,
        start: &Rational,
        precision: Precision,
    ) -> Result<Option<()>> {
        let mut z = Interval::from_rational(start, precision);
        let mut time = Interval::from_integer(0, precision);
        for count in 1..=MOST_TRANSITIONS {
            let dwell = profile.survival(&self.gain_at(precision), &z)?;
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
