//! Why a number of a prediction is not there: there is none, there is no end to it, or it is not determined here.

use super::{Prediction, Question, Regime, UnequalPrediction, UnequalQuestion};
use crate::model::{Activation, Topology};

/// Why a prediction holds no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Absence {
    /// There is no such number, and why.
    None(&'static str),
    /// What it would count or measure never ends, and why.
    Endless(&'static str),
    /// There may be one, but it is not determined here, and why.
    NotDetermined(&'static str),
}

impl Absence {
    /// The same where a law says less than that of the plain model: what does not end still does not, and of all else it is not known why.
    #[must_use]
    pub const fn under(self, less: &'static str) -> Self {
        match self {
            Self::Endless(_) => self,
            Self::None(_) | Self::NotDetermined(_) => Self::NotDetermined(less),
        }
    }
}

/// A sequence that was followed as far as it is, to no end.
const NOT_FOLLOWED: Absence = Absence::NotDetermined("not settled as far as it was followed");
/// A sequence of which it is not said who is entered.
const CONTESTED: Absence = Absence::NotDetermined("when the first memory is lost, another one exists too");

impl Question {
    /// Why each number that the prediction does not hold is not there, under its field's name and in the order of the fields; the parts of
    /// the fixed points are named `fixed_points.unstable` and `fixed_points.multiplier`.
    ///
    /// ```
    /// use escapement::model::{Activation, Parameters};
    /// use escapement::numerics::{Digits, rational::ratio};
    /// use escapement::theorems::prediction::{Absence, Question};
    /// let parameters = Parameters::new(ratio(5, 1))?;
    /// let question = Question { parameters, activation: Activation::HardTanh, noise: None, saliency: ratio(3, 1), others: vec![], digits: Digits::new(9)? };
    /// let absences = question.absences(&question.predict()?);
    /// assert!(absences.contains(&("transitions", Absence::Endless("the sequence goes on for ever"))));
    /// assert!(absences.contains(&("period", Absence::None("a chain has no period"))));
    /// # Ok::<(), escapement::Error>(())
    /// ```
    pub fn absences(&self, prediction: &Prediction) -> Vec<(&'static str, Absence)> {
        let (smooth, start) = (self.activation != Activation::HardTanh, without_escape(prediction.regime));
        let end = if !smooth && self.is_contested().unwrap_or(false) { CONTESTED } else { NOT_FOLLOWED };
        let points = self.without_points(prediction);
        let present = prediction.fixed_points.as_ref();
        let threshold = if smooth {
            Absence::NotDetermined("no minimum is certified for it")
        } else {
            Absence::None("no gain sustains a sequence")
        };
        let escape = if prediction.regime == Some(Regime::Locked) { Absence::Endless(LOCKED) } else { start };
        let one = Absence::None("there is one such saliency only");
        let period =
            if self.parameters.topology() == Topology::Chain { Absence::None("a chain has no period") } else { points };
        let fields = [
            ("regime", prediction.regime.is_some(), end),
            ("escape_time", prediction.escape_time.is_some(), escape),
            ("next_saliency", prediction.next_saliency.is_some(), start),
            ("escape_saliency", prediction.escape_saliency.is_some(), start),
            ("gain_threshold", prediction.gain_threshold.is_some(), threshold),
            ("lock_gain", prediction.lock_gain.is_some(), Absence::None("no gain locks a memory")),
            ("fixed_points", present.is_some(), points),
            (
                "fixed_points.unstable",
                present.is_some_and(|points| points.unstable.is_some()),
                if present.is_some() { one } else { points },
            ),
            (
                "fixed_points.multiplier",
                present.is_some_and(|points| points.multiplier.is_some()),
                if present.is_some() { Absence::NotDetermined("given for chains only") } else { points },
            ),
            ("transitions", prediction.transitions.is_some(), without_end(prediction.regime).unwrap_or(end)),
            ("active_time", prediction.active_time.is_some(), without_time(prediction.regime).unwrap_or(end)),
            ("dwell_time", prediction.dwell_time.is_some(), points),
            ("period", prediction.period.is_some(), period),
            ("delayed_escape", prediction.delayed_escape.is_some(), self.without_delay(start, prediction)),
        ];
        fields.into_iter().filter(|(_, present, _)| !present).map(|(name, _, why)| (name, why)).collect()
    }

    /// Why there is no saliency that is handed on unchanged.
    fn without_points(&self, prediction: &Prediction) -> Absence {
        match (prediction.regime, self.activation) {
            (Some(Regime::Locked), _) => Absence::None(LOCKED),
            (_, Activation::HardTanh) => Absence::None("no saliency is handed on unchanged"),
            _ if prediction.gain_threshold.is_none() => Absence::NotDetermined("no threshold is certified for it"),
            _ => Absence::None("no saliency is handed on unchanged"),
        }
    }

    /// Why nothing is said of the escape without a leak.
    fn without_delay(&self, start: Absence, prediction: &Prediction) -> Absence {
        let p = &self.parameters;
        let plain = self.activation == Activation::HardTanh && self.is_plain_chain();
        if !plain || *p.slope() != 1 || *p.self_coupling() != 0 {
            return Absence::NotDetermined("derived for the paper's chain only");
        }
        if !self.is_alone() {
            return Absence::NotDetermined("derived for a start of one memory only");
        }
        if prediction.escape_time.is_some() { Absence::None("the network falls silent") } else { start }
    }
}

impl UnequalQuestion {
    /// Why each number that the prediction does not hold is not there, under its field's name and in the order of the fields.
    pub fn absences(&self, prediction: &UnequalPrediction) -> Vec<(&'static str, Absence)> {
        let start = without_escape(prediction.regime);
        let critical = match self.gains.topology() {
            Topology::Chain => Absence::None("no sequence sustains itself"),
            Topology::Ring(_) => Absence::NotDetermined("given for chains only"),
        };
        let fields = [
            ("regime", prediction.regime.is_some(), NOT_FOLLOWED),
            ("escape_time", prediction.escape_time.is_some(), start),
            ("next_saliency", prediction.next_saliency.is_some(), start),
            ("escape_saliency", prediction.escape_saliency.is_some(), start),
            ("critical_saliency", prediction.critical_saliency.is_some(), critical),
            ("transitions", prediction.transitions.is_some(), without_end(prediction.regime).unwrap_or(NOT_FOLLOWED)),
            ("active_time", prediction.active_time.is_some(), without_time(prediction.regime).unwrap_or(NOT_FOLLOWED)),
            ("period", prediction.period.is_some(), Absence::None("no sequence sustains itself")),
        ];
        fields.into_iter().filter(|(_, present, _)| !present).map(|(name, _, why)| (name, why)).collect()
    }
}

/// A memory that is never left.
const LOCKED: &str = "the first memory is never left";

/// Why there is no first escape.
const fn without_escape(regime: Option<Regime>) -> Absence {
    match regime {
        Some(Regime::Locked) => Absence::None(LOCKED),
        _ => Absence::None("no memory exists to begin with"),
    }
}

/// Why no number of transitions ends a sequence of this regime; `None` where the regime does not say.
fn without_end(regime: Option<Regime>) -> Option<Absence> {
    match regime? {
        Regime::Locked => Some(Absence::None(LOCKED)),
        regime if regime.is_endless() => Some(Absence::Endless("the sequence goes on for ever")),
        _ => None,
    }
}

/// Why there is no time after which nothing is retrieved; `None` where the regime does not say.
fn without_time(regime: Option<Regime>) -> Option<Absence> {
    match regime? {
        Regime::Locked => Some(Absence::Endless(LOCKED)),
        Regime::Sustained | Regime::Critical => Some(Absence::Endless("the sequence goes on for ever")),
        Regime::Accumulating => Some(Absence::NotDetermined("endless transitions in a finite time")),
        Regime::Transient | Regime::ImmediateCollapse => None,
    }
}
