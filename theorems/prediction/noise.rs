//! What the theory says of noisy HardTanh neurons on the plain chain: their mean field, and the sign of the next memory in a finite network.

use super::{Prediction, Question, Value};
use crate::error::{Error, Result};
use crate::model::{Activation, Mixture, Parameters, Topology};
use crate::numerics::{Interval, Precision};
use crate::theorems::gain_threshold::predictor::fixed_points;
use crate::theorems::noise::predictor::{
    check_goal, leak_needed, leak_over_spread, mean_field_slope, needs_none, success_probability,
};
use crate::theorems::smooth_activation::predictor::Profile;
use rug::Rational;

/// Noise on the neurons.
#[derive(Debug, Clone)]
pub struct Noise {
    /// Its strength `sigma`: what a neuron receives has the stationary variance `sigma^2/2`.
    pub strength: Rational,
    /// The network that it is seen in; `None` for the mean field of infinitely many neurons.
    pub network: Option<FiniteSize>,
}

/// A finite network, whose noise decides about signs.
#[derive(Debug, Clone)]
pub struct FiniteSize {
    /// Number of its neurons.
    pub neurons: u64,
    /// Leak of the input.
    pub leak: Rational,
    /// What is wanted of the leak.
    pub goal: Option<Goal>,
}

/// Transitions that are all to succeed.
#[derive(Debug, Clone)]
pub struct Goal {
    /// Their number.
    pub transitions: u64,
    /// The probability with which they may fail.
    pub failure: Rational,
}

/// What noise adds to a prediction.
#[derive(Debug, Clone, PartialEq)]
pub enum NoisePrediction {
    /// Of infinitely many neurons: the slope of the mean field at the origin.
    MeanField {
        /// `erf(1/sigma)` for unit slope.
        slope: Value,
    },
    /// Of a finite network.
    Sign {
        /// Probability with which the next memory is entered, and not its opposite; `None` where none follows.
        success_probability: Option<Value>,
        /// The leak that the goal needs; `None` without a goal or a cycle.
        leak_needed: Option<Value>,
    },
}

impl Question {
    /// The prediction with noise.
    ///
    /// **Errors**: [`Error::Domain`] for anything but HardTanh neurons on the plain chain.
    pub(super) fn with_noise(&self, noise: &Noise) -> Result<Prediction> {
        self.check_noise(noise)?;
        match &noise.network {
            Some(network) => self.with_finite_noise(noise, network),
            None => self.with_mean_field(noise),
        }
    }

    fn check_noise(&self, noise: &Noise) -> Result<()> {
        let p = &self.parameters;
        if noise.strength < 0 {
            return Err(Error::domain("noise", &noise.strength, "a number that is not negative"));
        }
        if self.activation != Activation::HardTanh {
            return Err(Error::domain("activation", self.activation, "hardtanh with noise"));
        }
        if *p.self_coupling() != 0 {
            return Err(Error::domain("self-coupling", p.self_coupling(), "0 with noise"));
        }
        match p.topology() {
            Topology::Chain => Ok(()),
            Topology::Ring(memories) => Err(Error::domain("memories", memories, "left out with noise")),
        }
    }

    /// Of infinitely many neurons; without noise those of HardTanh itself.
    fn with_mean_field(&self, noise: &Noise) -> Result<Prediction> {
        let (prediction, slope) = if noise.strength == 0 {
            (self.with_hardtanh()?, Value::Rational(self.parameters.slope().clone()))
        } else {
            let mean_field = Mixture::of_noise(Rational::from(&noise.strength * self.parameters.slope()))?;
            let slope = self.real("slope", |precision| self.slope(precision))?;
            (self.with_profile(&Profile::new(&mean_field))?, slope)
        };
        Ok(Prediction { noise: Some(NoisePrediction::MeanField { slope }), ..prediction })
    }

    /// The slope of the activation at the origin: that of the mean field where there is noise.
    pub(super) fn slope(&self, precision: Precision) -> Result<Interval> {
        let own = self.parameters.slope();
        match &self.noise {
            Some(Noise { strength, network: None }) => {
                Ok(mean_field_slope(&Rational::from(strength * own), precision)? * own)
            }
            _ => Ok(Interval::from_rational(own, precision)),
        }
    }

    /// Of a finite network with little noise: the noiseless chain, and what becomes of the sign.
    fn with_finite_noise(&self, noise: &Noise, network: &FiniteSize) -> Result<Prediction> {
        if noise.strength == 0 {
            return Err(Error::domain("noise", "0", "a number greater than 0 with neurons"));
        }
        if network.leak < 0 {
            return Err(Error::domain("leak", &network.leak, "a number that is not negative"));
        }
        let mut prediction = self.with_hardtanh()?;
        let follows = match &prediction.next_saliency {
            Some(Value::Rational(next)) => *next > self.parameters.threshold(),
            _ => false,
        };
        let success_probability = follows.then(|| self.success(noise, network)).transpose()?;
        let needed = network.goal.as_ref().map(|goal| self.leak_needed(noise, network, goal));
        let leak_needed = needed.transpose()?.flatten();
        // With noise no escape has to wait for what is left of a component.
        prediction.delayed_escape = None;
        prediction.noise = Some(NoisePrediction::Sign { success_probability, leak_needed });
        Ok(prediction)
    }

    /// N4 in reduced units: saliencies, gain and noise times the slope.
    fn success(&self, noise: &Noise, network: &FiniteSize) -> Result<Value> {
        if network.leak == 0 {
            return Ok(Value::Rational(Rational::from((1, 2))));
        }
        let slope = self.parameters.slope();
        let (gain, saliency) = (self.parameters.reduced_gain(), Rational::from(&self.saliency * slope));
        let strength = Rational::from(&noise.strength * slope);
        self.real("success probability", |precision| {
            let leak = leak_over_spread(&network.leak, &strength, network.neurons, precision)?;
            success_probability(&gain, &saliency, &leak)
        })
    }

    /// N5 on the cycle; `None` where there is none.
    fn leak_needed(&self, noise: &Noise, network: &FiniteSize, goal: &Goal) -> Result<Option<Value>> {
        let slope = self.parameters.slope();
        let reduced = self.parameters.reduced_gain();
        let unit = Rational::from(&noise.strength * slope);
        check_goal(goal.transitions, &goal.failure)?;
        if reduced < 4 {
            return Ok(None);
        }
        if needs_none(goal.transitions, &goal.failure) {
            return Ok(Some(Value::Rational(Rational::new())));
        }
        let chain = Parameters::new(reduced)?;
        let needed = |precision| {
            let points = fixed_points::<Interval>(&chain, precision)?;
            let cycle =
                points.ok_or_else(|| Error::domain("gain", chain.gain(), "at least the gain threshold"))?.stable;
            let per_spread = leak_needed(&cycle, goal.transitions, &goal.failure)?;
            let root = Interval::from_rational(&Rational::from(network.neurons), precision).sqrt()?;
            (per_spread * &unit).divide(&root)
        };
        self.real("leak needed", needed).map(Some)
    }
}
