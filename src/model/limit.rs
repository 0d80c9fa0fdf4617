//! The singular limit of the network: instantaneous retrieval, slow saliencies, one memory at a time.
//!
//! While memory `mu` is retrieved its overlap is one (HardTanh saturates) and all others vanish, so the saliencies obey
//! `tau_u alpha' = -alpha + R m` with `m` the unit vector of `mu`. The memory is lost when its saliency, less `S/N` where
//! self-synapses are removed, falls to the threshold `theta = 1/g`; its successor is then entered if its own saliency
//! exceeds the threshold, and nothing is retrieved any more if it does not.
//!
//! These equations are *integrated*: the vector field goes to [`enclose`](fn@crate::numerics::taylor::enclose), the loss of
//! a memory is an event on a surface, and every branch is taken on a three-valued comparison. No closed form is used.

use super::parameters::{Parameters, Topology};
use super::reasoning::reasoning_matrix;
use crate::error::{Error, Result};
use crate::numerics::events::Direction;
use crate::numerics::field::{FieldBuilder, Node, VectorField};
use crate::numerics::taylor::{Settings, Solution, Watch, enclose};
use crate::numerics::{Algebraic, Certainty, Decided, Digits, Interval, Precision, climb};
use nalgebra::DMatrix;
use rug::{Float, Rational};

/// Bits spent on telling a saliency from the threshold beyond those of the digits asked for: about 100 digits.
pub(super) const BEYOND_MARGIN: u32 = 333;

/// The hybrid system: linear flow of the saliencies, jumps of the retrieved memory.
///
/// ```
/// use escapement::model::{LimitSystem, Outcome, Parameters};
/// use escapement::numerics::{Interval, Precision, rational::ratio};
/// let precision = Precision::bits(128)?;
/// let system = LimitSystem::new(Parameters::new(ratio(5, 1))?);
/// let run = system.run(&system.start(&[ratio(3, 1)], precision)?, 3, precision)?;
/// assert_eq!(run.outcome, Outcome::Active);
/// assert!(run.transitions[0].dwell.overlaps(&Interval::from_integer(3, precision).ln()?));
/// # Ok::<(), escapement::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct LimitSystem {
    parameters: Parameters,
    threshold: Rational,
    reasoning: DMatrix<Rational>,
}

/// One escape and the entry that follows it.
#[derive(Debug, Clone)]
pub struct Transition {
    /// Number of this transition, from 1.
    pub index: usize,
    /// Time of the escape since the start, in the unit of the slow time constant's value.
    pub time: Interval,
    /// Time the memory was held.
    pub dwell: Interval,
    /// The memory that is left.
    pub from: usize,
    /// The memory that is driven next.
    pub to: usize,
    /// Saliency of the memory `from` at that moment.
    pub left: Interval,
    /// Saliency of the memory `to` at that moment.
    pub saliency: Interval,
}

/// One dwell, and how its end depends on its start.
#[derive(Debug, Clone)]
pub struct Passage {
    /// Saliencies at the moment of the escape.
    pub saliencies: Vec<Interval>,
    /// Row by row: the derivative of each of them in every saliency at the start.
    pub derivative: Vec<Vec<Interval>>,
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Cut off after as many transitions as asked for, with the last memory retrieved: what comes after is open.
    Active,
    /// No memory exists any more.
    Collapsed,
    /// The retrieved memory is never left: on its threshold the flow points back (proved).
    Locked,
    /// Transitions accumulate: the dwell has become shorter than half the working digits resolve.
    Accumulating,
    /// The saliency of the memory to be entered cannot be told from the threshold: on which side of it, if on any, an
    /// enclosure alone cannot say.
    Marginal,
    /// Besides the successor, another memory exists too; the singular limit does not say which is entered.
    Ambiguous,
}

/// A run of the system.
#[derive(Debug, Clone)]
pub struct Run {
    /// Every escape, in order.
    pub transitions: Vec<Transition>,
    /// How it ended.
    pub outcome: Outcome,
    /// Saliencies at the end: per memory of a ring; of the chain's retrieved memory, its successor, and all others together.
    pub saliency: Vec<Interval>,
    /// Integration steps taken.
    pub steps: usize,
}

impl Run {
    /// How the run ended, as surely as the integration tells: proved, but for an accumulation, which is only seen.
    ///
    /// **Errors**: [`Error::Undecided`] for an end that leaves open what comes next: marginal or ambiguous.
    pub fn decided(&self) -> Result<Decided<Outcome>> {
        let open = |question| {
            let entered = self.transitions.last().map(|last| &last.saliency).or_else(|| self.saliency.first());
            let value = entered.map_or_else(|| "no saliency".to_owned(), ToString::to_string);
            Err(Error::Undecided { question, value })
        };
        match self.outcome {
            Outcome::Active | Outcome::Collapsed | Outcome::Locked => Ok(Decided::proved(self.outcome)),
            Outcome::Accumulating => Ok(Decided::measured(self.outcome)),
            Outcome::Marginal => open("the memory to be entered exists"),
            Outcome::Ambiguous => open("the successor is entered, and not another memory that exists too"),
        }
    }

    /// Number of transitions, as surely as the integration tells: every one of them was proved.
    pub const fn count(&self) -> Decided<usize> {
        Decided::proved(self.transitions.len())
    }
}

impl LimitSystem {
    /// The system with the given parameters.
    pub fn new(parameters: Parameters) -> Self {
        let (threshold, reasoning) = (parameters.threshold(), reasoning_matrix(&parameters));
        Self { parameters, threshold, reasoning }
    }

    /// The parameters.
    pub const fn parameters(&self) -> &Parameters {
        &self.parameters
    }

    /// An initial state with memory 0 retrieved: the saliencies given, zero for those left out.
    ///
    /// **Shapes**: at most one saliency per memory of a ring; for the chain those of the retrieved memory, its successor,
    /// and the sum of all others. **Errors**: [`Error::Domain`] for too many or a negative one.
    pub fn start(&self, saliencies: &[Rational], precision: Precision) -> Result<Vec<Interval>> {
        let classes = self.classes();
        if saliencies.len() > classes {
            return Err(Error::domain("saliencies", saliencies.len(), "at most one per memory"));
        }
        let mut state = vec![Interval::from_integer(0, precision); classes];
        for (slot, value) in state.iter_mut().zip(saliencies) {
            *slot = Interval::from_rational(&super::parameters::saliency(value.clone())?, precision);
        }
        Ok(state)
    }

    /// Checks that a state has one saliency per memory of the ring, or per class of the chain.
    fn check_state(&self, state: &[Interval]) -> Result<()> {
        if state.len() == self.classes() {
            return Ok(());
        }
        Err(Error::domain(
            "state",
            format!("{} saliencies", state.len()),
            "one per memory of a ring, three for a chain",
        ))
    }

    /// Number of saliencies that are followed.
    fn classes(&self) -> usize {
        match self.parameters.topology() {
            Topology::Chain => 3,
            Topology::Ring(memories) => memories,
        }
    }

    /// Runs from a state with memory 0 retrieved until `transitions` memories have been left, or the sequence ends.
    ///
    /// **Accuracy**: enclosures, for every start in `state`. **Errors**: [`Error::Undecided`] when the precision does not
    /// tell whether a rival memory exists; those of the integrator.
    pub fn run(&self, state: &[Interval], transitions: usize, precision: Precision) -> Result<Run> {
        self.check_state(state)?;
        let mut run = Run { transitions: Vec::new(), outcome: Outcome::Active, saliency: state.to_vec(), steps: 0 };
        let mut time = Interval::from_integer(0, precision);
        let (mut retrieved, mut short) = (0, 0);
        if let Some(end) = self.end(&run.saliency, 0) {
            run.outcome = end;
            return Ok(run);
        }
        for index in 1..=transitions {
            if self.is_locked(retrieved) {
                run.outcome = Outcome::Locked;
                return Ok(run);
            }
            let field = self.field(retrieved);
            let escape = self.escape(&field, &run.saliency, precision)?;
            time = &time + &escape.time;
            run.steps += escape.steps;
            let (from, left) = (retrieved, escape.state[retrieved].clone());
            (run.saliency, retrieved) = self.handover(escape.state, retrieved);
            let saliency = run.saliency[retrieved].clone();
            let (from, to) = self.labels(index, from, retrieved);
            short = if self.is_short(&escape.time) { short + 1 } else { 0 };
            run.transitions.push(Transition {
                index,
                time: time.clone(),
                dwell: escape.time,
                from,
                to,
                left,
                saliency,
            });
            if short == 2 {
                run.outcome = Outcome::Accumulating;
                return Ok(run);
            }
            if self.rival_exists(&run.saliency, from, retrieved)? {
                run.outcome = Outcome::Ambiguous;
                return Ok(run);
            }
            if let Some(end) = self.end(&run.saliency, retrieved) {
                run.outcome = end;
                return Ok(run);
            }
        }
        if transitions == 0 && self.is_locked(retrieved) {
            run.outcome = Outcome::Locked;
        }
        Ok(run)
    }

    /// [`LimitSystem::run`] from exact saliencies, at a precision that rises until every time, dwell and saliency of the run
    /// is determined to `digits` digits. A saliency that cannot be told from the threshold is pursued for 100 digits more
    /// before the outcome is [`Outcome::Marginal`]; whether the first memory exists to begin with is decided exactly.
    ///
    /// **Errors**: as [`LimitSystem::run`], and [`Error::PrecisionExhausted`].
    pub fn run_to_digits(&self, saliencies: &[Rational], transitions: usize, digits: Digits) -> Result<Run> {
        if !self.exists_at_start(saliencies) {
            let saliency = self.start(saliencies, Precision::DOUBLE.plus(digits.bits()))?;
            return Ok(Run { transitions: Vec::new(), outcome: Outcome::Collapsed, saliency, steps: 0 });
        }
        climb("a run of the limit system", digits, |precision| {
            let run = self.run(&self.start(saliencies, precision)?, transitions, precision)?;
            let tight = |value: &Interval| value.digits(digits.get()) >= digits.get();
            if run.outcome == Outcome::Marginal && precision.get() < digits.bits() + BEYOND_MARGIN {
                return Ok(None);
            }
            let determined = run.transitions.iter().all(|t| tight(&t.time) && tight(&t.dwell) && tight(&t.saliency));
            Ok(determined.then_some(run))
        })
    }

    /// One escape with the derivative of the entering saliency in that of the retrieved memory: the multiplier of the
    /// handover map.
    ///
    /// **Accuracy**, **errors**: as [`LimitSystem::passage`].
    pub fn handover_with_multiplier(&self, state: &[Interval], precision: Precision) -> Result<(Interval, Interval)> {
        let passage = self.passage(state, precision)?;
        let successor = 1 % state.len();
        Ok((passage.saliencies[successor].clone(), passage.derivative[successor][0].clone()))
    }

    /// One dwell of memory 0 with the derivative of every saliency at its end in every saliency at its start, from the linearised
    /// flow and the shift of the escape time.
    ///
    /// **Accuracy**: enclosures, for every start in `state`. **Errors**: as [`LimitSystem::run`]; [`Error::Domain`] when the memory is
    /// locked.
    pub fn passage(&self, state: &[Interval], precision: Precision) -> Result<Passage> {
        self.check_state(state)?;
        if self.is_locked(0) {
            return Err(Error::domain("gain", self.parameters.gain(), "below the lock gain"));
        }
        let variations = self.field(0).with_variations();
        let identity = variations.pairs.iter().map(|(i, j)| Interval::from_integer(i64::from(i == j), precision));
        let extended: Vec<Interval> = state.iter().cloned().chain(identity).collect();
        let mut escape = self.escape(&variations.field, &extended, precision)?;
        let tangents = escape.state.split_off(state.len());
        let saliencies = escape.state;
        let velocity = self.velocity(&saliencies);
        let slope = self.margin(&velocity, 0, &Rational::new());
        let column = |start: usize| -> Result<Vec<Interval>> {
            let along = (0..state.len()).map(|end| {
                let pair = variations.pairs.iter().position(|&pair| pair == (end, start));
                pair.map_or_else(|| Interval::from_integer(0, precision), |k| tangents[k].clone())
            });
            let along: Vec<Interval> = along.collect();
            // The escape time moves by -(grad e . V) / (grad e . f) for the surface e.
            let shift = -self.margin(&along, 0, &Rational::new()).divide(&slope)?;
            Ok(along.iter().zip(&velocity).map(|(along, velocity)| along + &(velocity * &shift)).collect())
        };
        let columns = (0..state.len()).map(column).collect::<Result<Vec<_>>>()?;
        let row = |end: usize| columns.iter().map(|column| column[end].clone()).collect();
        let derivative = (0..state.len()).map(row).collect();
        Ok(Passage { saliencies, derivative })
    }

    /// Lets the saliencies decay for a time after the collapse, with nothing retrieved and no drive.
    pub fn rest(&self, state: &[Interval], time: &Rational, precision: Precision) -> Result<Vec<Interval>> {
        self.check_state(state)?;
        let undriven = vec![Rational::new(); state.len()];
        let field = self.flow(&undriven, |builder, _| builder.constant(Rational::new()));
        Ok(enclose(&field, state, time, &[], precision, Settings::default())?.state)
    }

    /// What every memory receives while one is retrieved: its column of the reasoning matrix.
    pub(super) fn drive(&self, retrieved: usize) -> Vec<Rational> {
        self.reasoning.column(retrieved).iter().cloned().collect()
    }

    /// Whether the memory is never left: where its margin vanishes, the flow does not lower it.
    pub(super) fn is_locked(&self, retrieved: usize) -> bool {
        let drive = self.drive(retrieved);
        let own = drive[retrieved].clone();
        let effective = match self.parameters.neurons() {
            Some(neurons) => own - drive.iter().sum::<Rational>() / Rational::from(neurons),
            None => own,
        };
        // On the surface (weights . alpha) = theta its derivative is (weights . drive) - theta, over tau_u.
        effective >= self.threshold
    }

    /// Integrates until the retrieved memory is lost.
    fn escape(&self, field: &VectorField, state: &[Interval], precision: Precision) -> Result<Solution<Interval>> {
        let watch = [Watch { surface: 0, direction: Direction::Falling }];
        self.until_event(field, state, &watch, "the memory is ever left", precision)
    }

    /// Integrates until a watched surface is met; [`Error::Undecided`] with the question when none is.
    pub(super) fn until_event(
        &self,
        field: &VectorField,
        state: &[Interval],
        watch: &[Watch],
        question: &'static str,
        precision: Precision,
    ) -> Result<Solution<Interval>> {
        // Nothing that is not locked is held that long at any precision this crate can reach.
        let horizon = Rational::from(self.parameters.slow_time_constant() << 60u32);
        let solution = enclose(field, state, &horizon, watch, precision, Settings::default())?;
        match solution.event {
            Some(_) => Ok(solution),
            None => Err(Error::Undecided { question, value: solution.time.to_string() }),
        }
    }

    /// The saliencies just after an escape, and which of them is the retrieved memory's.
    fn handover(&self, state: Vec<Interval>, retrieved: usize) -> (Vec<Interval>, usize) {
        match self.parameters.topology() {
            Topology::Ring(memories) => (state, (retrieved + 1) % memories),
            Topology::Chain => {
                let [left, entered, others] = <[Interval; 3]>::try_from(state).expect("a chain has three classes");
                let fresh = Interval::from_integer(0, entered.precision());
                (vec![entered, fresh, &others + &left], 0)
            }
        }
    }

    /// The numbers of the memories in a transition: along the chain they count up.
    const fn labels(&self, index: usize, from: usize, to: usize) -> (usize, usize) {
        match self.parameters.topology() {
            Topology::Ring(_) => (from, to),
            Topology::Chain => (index - 1, index),
        }
    }

    /// Whether memory 0 exists with these saliencies, exactly: what it sees, less `S/N` where self-synapses are removed, exceeds the
    /// threshold.
    fn exists_at_start(&self, saliencies: &[Rational]) -> bool {
        let own = saliencies.first().map_or_else(Rational::new, Rational::clone);
        let shared = match self.parameters.neurons() {
            Some(neurons) => saliencies.iter().sum::<Rational>() / Rational::from(neurons),
            None => Rational::new(),
        };
        own - shared > self.threshold
    }

    /// The end of a sequence whose entered memory does not certainly exist: its margin must exceed the threshold.
    fn end(&self, state: &[Interval], memory: usize) -> Option<Outcome> {
        match self.margin(state, memory, &self.threshold).positive() {
            Certainty::Certainly => None,
            Certainty::CertainlyNot => Some(Outcome::Collapsed),
            Certainty::Unknown => Some(Outcome::Marginal),
        }
    }

    /// Whether a memory other than the one just left and the one now driven certainly exists.
    fn rival_exists(&self, state: &[Interval], left: usize, entered: usize) -> Result<bool> {
        if self.parameters.topology() == Topology::Chain {
            return Ok(false);
        }
        let rivals = (0..state.len()).filter(|&memory| memory != left && memory != entered);
        for memory in rivals {
            match self.margin(state, memory, &self.threshold).positive() {
                Certainty::Certainly => return Ok(true),
                Certainty::CertainlyNot => {}
                Certainty::Unknown => {
                    let question = "another memory exists too";
                    return Err(Error::Undecided { question, value: state[memory].to_string() });
                }
            }
        }
        Ok(false)
    }

    /// `x_memory - (sum x)/N - offset`: what a memory's neurons see of a vector of saliencies.
    fn margin(&self, x: &[Interval], memory: usize, offset: &Rational) -> Interval {
        let own = &x[memory] - offset;
        let Some(neurons) = self.parameters.neurons() else { return own };
        let total = x.iter().fold(own.integer(0), |sum, x| sum + x);
        own - total * &Rational::from((1, neurons))
    }

    /// Whether a dwell is shorter than half the working digits resolve.
    pub(super) fn is_short(&self, dwell: &Interval) -> bool {
        let least = Rational::from(self.parameters.slow_time_constant() >> (dwell.precision().get() / 2));
        *dwell.upper() < least
    }

    /// The saliencies' rate of change while memory 0 is retrieved.
    fn velocity(&self, state: &[Interval]) -> Vec<Interval> {
        let rate = Rational::from(self.parameters.slow_time_constant().recip_ref());
        self.drive(0).iter().zip(state).map(|(drive, x)| (-x + drive) * &rate).collect()
    }

    /// The flow while a memory is retrieved, with the surface on which it is lost.
    fn field(&self, retrieved: usize) -> VectorField {
        self.flow(&self.drive(retrieved), |builder, saliencies| {
            let mut seen = saliencies[retrieved];
            if let Some(neurons) = self.parameters.neurons() {
                let total = saliencies.iter().copied().reduce(|sum, x| builder.add(sum, x)).unwrap_or(seen);
                let share = builder.scale(Rational::from((1, neurons)), total);
                seen = builder.sub(seen, share);
            }
            let threshold = builder.constant(self.threshold.clone());
            builder.sub(seen, threshold)
        })
    }

    /// `tau_u alpha' = -alpha + drive` for every memory, with one surface.
    pub(super) fn flow(&self, drive: &[Rational], surface: impl Fn(&mut FieldBuilder, &[Node]) -> Node) -> VectorField {
        let mut builder = FieldBuilder::new(drive.len());
        let saliencies: Vec<Node> = (0..drive.len()).map(|memory| builder.state(memory)).collect();
        let rates = drive.iter().zip(&saliencies).map(|(drive, &saliency)| self.rate(&mut builder, drive, saliency));
        let derivatives = rates.collect();
        let surface = surface(&mut builder, &saliencies);
        builder.finish(derivatives, vec![surface])
    }

    /// The rate of change `(drive - saliency)/tau_u` of a saliency.
    pub(super) fn rate(&self, builder: &mut FieldBuilder, drive: &Rational, saliency: Node) -> Node {
        let change = if *drive == 0 {
            builder.neg(saliency)
        } else {
            let drive = builder.constant(drive.clone());
            builder.sub(drive, saliency)
        };
        builder.scale(self.parameters.slow_time_constant().clone().recip(), change)
    }
}

/// A start that is a whole interval of saliencies, to prove something of all of them at once.
pub fn interval_start(system: &LimitSystem, saliency: &Interval) -> Result<Vec<Interval>> {
    let precision = saliency.precision();
    let mut state = system.start(&[], precision)?;
    state[0] = Interval::new(Float::clone(saliency.lower()), Float::clone(saliency.upper()))?;
    Ok(state)
}
