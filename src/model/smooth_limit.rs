//! The singular limit of the chain with smooth neurons: one memory retrieved, saliencies as the only slow state.
//!
//! A memory of saliency `alpha` is retrieved at the equilibrium `x = (y/g) xi` with `y = g alpha Psi(y)`. While it lasts
//!
//! ```text
//! tau_u alpha' = -alpha,    tau_u alpha_next' = -alpha_next + kappa Psi(y),
//! ```
//!
//! and the first of these is integrated as `tau_u y' = -b(y)/b'(y)`, `b(y) = y/Psi(y) = g alpha`. The memory is lost when the next one's
//! direction becomes unstable, `g Psi'(y) alpha_next = 1`, and the next one is then retrieved. A memory that reaches `y = 0` before
//! that is gone, and with it the sequence. No integral is evaluated, no closed form used.

use super::limit::{Outcome, Run, Transition};
use super::mixture::Mixture;
use super::parameters::{Parameters, Topology};
use crate::error::{Error, Result};
use crate::numerics::events::Direction;
use crate::numerics::field::{FieldBuilder, Node, VectorField};
use crate::numerics::rational::{exact, ratio};
use crate::numerics::roots::enclose_positive_root;
use crate::numerics::series::{Floats, Intervals, Jet};
use crate::numerics::taylor::{Control, Settings, Watch, enclose, integrate};
use crate::numerics::{Algebraic, Certainty, Digits, Interval, Precision, climb};
use rug::{Float, Rational};

/// A retrieved memory at `y` below one of these may have all but vanished.
const ALL_BUT_GONE: [(i32, i32); 3] = [(1, 4), (1, 32), (1, 1024)];

/// A dwell takes tens of steps. An enclosure that has grown too wide to go on would take millions.
pub(super) const SETTINGS: Settings = Settings { order: None, step_limit: 1000, control: Control::Largest };

/// The chain with a smooth activation, in the singular limit.
///
/// ```
/// use escapement::model::{Activation, Mixture, Parameters, SmoothLimit};
/// use escapement::numerics::{Interval, Precision, rational::ratio};
/// let precision = Precision::bits(96)?;
/// let system = SmoothLimit::new(Parameters::new(ratio(8, 1))?, Mixture::of(Activation::Tanh)?)?;
/// let run = system.run(&Interval::from_integer(4, precision), 2, precision)?;
/// assert_eq!(run.transitions.len(), 2);
/// # Ok::<(), escapement::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct SmoothLimit {
    parameters: Parameters,
    activation: Mixture,
}

/// The escape of one memory.
struct Escape {
    time: Interval,
    left: Interval,
    entered: Interval,
    rate: Interval,
    steps: usize,
}

/// What becomes of one memory.
enum Stay {
    Escape(Box<Escape>),
    Gone,
    Marginal,
}

impl SmoothLimit {
    /// The system with these parameters.
    ///
    /// **Errors**: [`Error::Domain`] for self-coupling, rings and removed self-synapses, which it does not cover.
    pub fn new(parameters: Parameters, activation: Mixture) -> Result<Self> {
        let domain = "left out with a smooth activation";
        if *parameters.self_coupling() != 0 {
            return Err(Error::domain("self-coupling", parameters.self_coupling(), domain));
        }
        if let Topology::Ring(memories) = parameters.topology() {
            return Err(Error::domain("memories", memories, domain));
        }
        if let Some(neurons) = parameters.neurons() {
            return Err(Error::domain("neurons", neurons, domain));
        }
        Ok(Self { parameters, activation })
    }

    /// Where a memory of the given saliency is retrieved: `y > 0` with `y = g alpha Psi(y)`, which exists iff `g alpha > 1`.
    ///
    /// **Errors**: [`Error::Domain`] for a saliency of at most `1/g`; [`Error::Undecided`] too near to it.
    pub fn equilibrium(&self, saliency: &Interval) -> Result<Interval> {
        self.retrieved_at(&(saliency * self.parameters.slope()))
    }

    /// [`SmoothLimit::equilibrium`] for a reduced saliency `z = g alpha`.
    pub(super) fn retrieved_at(&self, z: &Interval) -> Result<Interval> {
        if !z.above(&Rational::from(1)).decide("the memory exists", z)? {
            return Err(Error::domain("reduced saliency", z, "greater than 1"));
        }
        // z Psi(y) - y is positive before its root and negative after it, which is below z.
        let surplus = |y: &Interval| Ok(&(z * &self.activation.value(y)?) - y);
        let high = exact(z.upper())? * ratio(9, 8);
        enclose_positive_root(surplus, &high, z.precision())
    }

    /// The parameters.
    pub const fn parameters(&self) -> &Parameters {
        &self.parameters
    }

    /// The activation.
    pub const fn activation(&self) -> &Mixture {
        &self.activation
    }

    /// Runs from a memory retrieved with `saliency`, nothing else salient, until so many memories have been left or the sequence ends.
    ///
    /// **Accuracy**: enclosures. **Errors**: those of the integrator.
    pub fn run(&self, saliency: &Interval, transitions: usize, precision: Precision) -> Result<Run> {
        let mut run =
            Run { transitions: Vec::new(), outcome: Outcome::Active, saliency: vec![saliency.clone()], steps: 0 };
        let (mut saliency, mut elapsed) = (saliency.with_precision(precision), Interval::from_integer(0, precision));
        if !saliency.above(&self.parameters.threshold()).decide("the first memory exists", &saliency)? {
            run.outcome = Outcome::Collapsed;
            return Ok(run);
        }
        while run.transitions.len() < transitions {
            match self.dwell(&saliency, precision)? {
                Stay::Escape(escape) => {
                    let Escape { time, left, entered, steps, .. } = *escape;
                    elapsed = &elapsed + &time;
                    saliency = entered.clone();
                    run.saliency = vec![entered.clone()];
                    run.steps += steps;
                    let from = run.transitions.len();
                    let (index, to, time, dwell) = (from + 1, from + 1, elapsed.clone(), time);
                    run.transitions.push(Transition { index, time, dwell, from, to, left, saliency: entered });
                }
                Stay::Gone => {
                    run.outcome = Outcome::Collapsed;
                    return Ok(run);
                }
                Stay::Marginal => {
                    run.outcome = Outcome::Marginal;
                    return Ok(run);
                }
            }
        }
        Ok(run)
    }

    /// [`SmoothLimit::run`] with every number to `digits` digits.
    pub fn run_to_digits(&self, saliency: &Rational, transitions: usize, digits: Digits) -> Result<Run> {
        climb("a run of the smooth limit", digits, |precision| {
            let run = self.run(&Interval::from_rational(saliency, precision), transitions, precision)?;
            let tight = |value: &Interval| value.digits(digits.get()) >= digits.get();
            let determined = run
                .transitions
                .iter()
                .all(|t| tight(&t.time) && tight(&t.dwell) && tight(&t.left) && tight(&t.saliency));
            Ok(determined.then_some(run))
        })
    }

    /// The gain at which a memory entered with `saliency` hands on just that saliency: the drive of a unit gain is integrated until the
    /// memory would be lost to a successor of this saliency.
    ///
    /// **Accuracy**: the working precision, without a bound. **Errors**: [`Error::Domain`] for a memory that does not exist; those of
    /// the integrator.
    pub fn handing_on_gain(&self, saliency: &Rational, precision: Precision) -> Result<Float> {
        let bits = precision.get();
        let z = Rational::from(saliency * self.parameters.slope());
        let field = self.field(&Rational::from(1), |builder, slope, _| {
            let seen = builder.scale(z, slope);
            let one = builder.constant(Rational::from(1));
            vec![builder.sub(seen, one)]
        });
        let start = [self.equilibrium(&Interval::from_rational(saliency, precision))?.midpoint(), Float::new(bits)];
        let watch = [Watch { surface: 0, direction: Direction::Rising }];
        let end = integrate(Floats::new(precision), &field, &start, &self.horizon(), &watch, SETTINGS)?;
        match end.event {
            // z/w in reduced units, the gain in those of the model.
            Some(_) => Ok(Float::with_val(bits, saliency) / &end.state[1]),
            None => Err(Error::Undecided { question: "the memory is ever left", value: saliency.to_string() }),
        }
    }

    /// Nothing is held that long: saliencies decay exponentially.
    pub(super) fn horizon(&self) -> Rational {
        Rational::from(self.parameters.slow_time_constant() << 20u32)
    }

    /// For how long a memory entered with `saliency` is held, and the rate at which its successor's direction becomes unstable then: the
    /// derivative of `g Psi'(y) alpha_next` along the flow; `None` for a memory that dies before.
    ///
    /// **Accuracy**: enclosures. **Errors**: those of the integrator; [`Error::Undecided`] where the end is open.
    pub fn escape_rate(&self, saliency: &Interval, precision: Precision) -> Result<Option<(Interval, Interval)>> {
        match self.dwell(&saliency.with_precision(precision), precision)? {
            Stay::Escape(escape) => Ok(Some((escape.time, escape.rate))),
            Stay::Gone => Ok(None),
            Stay::Marginal => Err(Error::Undecided { question: "the memory escapes", value: saliency.to_string() }),
        }
    }

    fn dwell(&self, saliency: &Interval, precision: Precision) -> Result<Stay> {
        for bound in ALL_BUT_GONE {
            match self.dwell_above(&Rational::from(bound), saliency, precision)? {
                Stay::Marginal => {}
                settled => return Ok(settled),
            }
        }
        Ok(Stay::Marginal)
    }

    /// The dwell as long as the memory stands above a bound, and whether what is left of it then can matter.
    fn dwell_above(&self, bound: &Rational, saliency: &Interval, precision: Precision) -> Result<Stay> {
        let field = self.field(&self.parameters.reduced_gain(), |builder, slope, [y, next]| {
            let one = builder.constant(Rational::from(1));
            let seen = builder.mul(slope, next);
            let least = builder.constant(bound.clone());
            vec![builder.sub(seen, one), builder.sub(y, least)]
        });
        let start = [self.equilibrium(saliency)?, Interval::from_integer(0, precision)];
        if start[0].above(bound) != Certainty::Certainly {
            return Ok(Stay::Marginal);
        }
        let watch =
            [Watch { surface: 0, direction: Direction::Rising }, Watch { surface: 1, direction: Direction::Falling }];
        let end = enclose(&field, &start, &self.horizon(), &watch, precision, SETTINGS)?;
        let Some(event) = end.event else {
            return Err(Error::Undecided { question: "the memory is ever left", value: saliency.to_string() });
        };
        let slope = end.time.number(self.parameters.slope());
        if event.surfaces == [0] {
            let y = &end.state[0];
            let left = y.divide(&self.activation.value(y)?)?.divide(&slope)?;
            let entered = end.state[1].divide(&slope)?;
            let mut jet = Jet::new(&field, Intervals::new(precision), 1);
            jet.expand(&end.state, 0)?;
            let rate = jet.surface(0)[1].clone();
            let escape = Escape { time: end.time, left, entered, rate, steps: end.steps };
            return Ok(Stay::Escape(Box::new(escape)));
        }
        // What is left to the memory lasts ln b(y), in which its successor gains less than k y ln b(y); it would need one at least.
        let y = Interval::from_rational(bound, precision);
        let rest = y.divide(&self.activation.value(&y)?)?.ln()?;
        let most = &end.state[1] + &(rest * &(self.parameters.reduced_gain() * bound));
        Ok(if (most - 1).negative() == Certainty::Certainly { Stay::Gone } else { Stay::Marginal })
    }

    /// The flow of `y` and the next memory's reduced saliency under a reduced gain, with surfaces written from `Psi'(y)` and the state.
    pub(super) fn field(
        &self,
        gain: &Rational,
        surfaces: impl FnOnce(&mut FieldBuilder, Node, [Node; 2]) -> Vec<Node>,
    ) -> VectorField {
        let mut builder = FieldBuilder::new(2);
        let (y, next) = (builder.state(0), builder.state(1));
        let value = self.activation.write(&mut builder, y);
        let slope = self.activation.write_derivative(&mut builder, y);
        // b/b' = y Psi/(Psi - y Psi').
        let product = builder.mul(y, value);
        let rest = self.activation.write_deficit(&mut builder, y);
        let fall = builder.div(product, rest);
        let drive = builder.scale(gain.clone(), value);
        let change = builder.sub(drive, next);
        let rate = self.parameters.slow_time_constant().clone().recip();
        let derivatives = vec![builder.scale(-rate.clone(), fall), builder.scale(rate, change)];
        let surfaces = surfaces(&mut builder, slope, [y, next]);
        builder.finish(derivatives, surfaces)
    }
}
