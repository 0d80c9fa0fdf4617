//! The singular limit with a gain and a slope for every memory: [`LimitSystem`](super::LimitSystem) where memories differ.
//!
//! While memory `n` is retrieved, `alpha' = -alpha` for every saliency but that of its successor, `alpha' = -alpha + kappa_n`. The memory
//! is lost at `alpha_n = theta_n`, and its successor is entered if its own saliency exceeds `theta_{n+1}` then. The flow is integrated and
//! every branch taken on a three-valued comparison; no closed form is used.

use super::gains::UnequalGains;
use super::limit::{BEYOND_MARGIN, Outcome, Run, Transition};
use super::parameters::{Topology, saliency};
use crate::error::{Error, Result};
use crate::numerics::events::Direction;
use crate::numerics::field::{FieldBuilder, Node, VectorField};
use crate::numerics::taylor::{Settings, Solution, Watch, enclose};
use crate::numerics::{Certainty, Digits, Interval, Precision, climb};
use rug::Rational;

/// Slow time constants within which every memory is left: saliencies decay exponentially.
const HORIZON: u64 = 1 << 60;

/// The hybrid system of memories that differ in gain and slope.
///
/// The state of a chain is the saliency of the retrieved memory and of its successor, that of a ring one saliency per memory.
///
/// ```
/// use escapement::model::{Outcome, UnequalGains, UnequalLimit};
/// use escapement::numerics::{Digits, rational::ratio};
/// let gains = UnequalGains::of_unit_slope(vec![ratio(2, 1), ratio(16, 1)])?;
/// let run = UnequalLimit::new(gains).run_to_digits(&ratio(4, 1), 2, Digits::new(20)?)?;
/// assert_eq!(run.outcome, Outcome::Active);
/// assert!(run.transitions[1].saliency.contains_rational(&ratio(16, 3)));
/// # Ok::<(), escapement::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct UnequalLimit {
    gains: UnequalGains,
}

impl UnequalLimit {
    /// The system with these gains.
    pub const fn new(gains: UnequalGains) -> Self {
        Self { gains }
    }

    /// The gains and slopes.
    pub const fn gains(&self) -> &UnequalGains {
        &self.gains
    }

    /// The state in which memory 0 is retrieved with a saliency, and no other memory has any.
    pub fn start(&self, saliency: &Interval) -> Vec<Interval> {
        let mut state = vec![Interval::from_integer(0, saliency.precision()); self.classes()];
        state[0] = saliency.clone();
        state
    }

    /// Runs from a state with memory 0 retrieved until so many memories have been left, or the sequence ends.
    ///
    /// **Accuracy**: enclosures, for every start in `state`. **Errors**: [`Error::Domain`] for a state of another length;
    /// [`Error::Undecided`] when the precision does not tell whether a rival exists; those of the integrator.
    pub fn run(&self, state: &[Interval], transitions: usize, precision: Precision) -> Result<Run> {
        if state.len() != self.classes() {
            let given = format!("{} saliencies", state.len());
            return Err(Error::domain("state", given, "one per memory of a ring, two for a chain"));
        }
        let outcome = self.existence(state, 0);
        let mut run = Run { transitions: Vec::new(), outcome, saliency: state.to_vec(), steps: 0 };
        let (mut time, mut short) = (Interval::from_integer(0, precision), 0);
        while run.outcome == Outcome::Active && run.transitions.len() < transitions {
            let from = run.transitions.len();
            let escape = self.escape(from, &run.saliency, precision)?;
            time = &time + &escape.time;
            run.steps += escape.steps;
            let left = escape.state[self.class(from)].clone();
            run.saliency = self.handover(escape.state);
            short = if is_short(&escape.time) { short + 1 } else { 0 };
            run.transitions.push(Transition {
                index: from + 1,
                time: time.clone(),
                dwell: escape.time,
                from: self.label(from),
                to: self.label(from + 1),
                left,
                saliency: run.saliency[self.class(from + 1)].clone(),
            });
            run.outcome = match short {
                2 => Outcome::Accumulating,
                _ if self.rival_exists(&run.saliency, from)? => Outcome::Ambiguous,
                _ => self.existence(&run.saliency, from + 1),
            };
        }
        Ok(run)
    }

    /// [`UnequalLimit::run`] from an exact saliency, at a precision that rises until every time, dwell and saliency is determined to `digits`
    /// digits; a saliency that cannot be told from its threshold is pursued for 100 digits more before the outcome is
    /// [`Outcome::Marginal`]. Whether the first memory exists is decided exactly.
    ///
    /// **Errors**: [`Error::Domain`] for a negative saliency; as [`UnequalLimit::run`], and [`Error::PrecisionExhausted`].
    pub fn run_to_digits(&self, first: &Rational, transitions: usize, digits: Digits) -> Result<Run> {
        let first = saliency(first.clone())?;
        climb("a run of the limit system", digits, |precision| {
            let state = self.start(&Interval::from_rational(&first, precision));
            if first <= self.gains.threshold(0) {
                let (transitions, outcome) = (Vec::new(), Outcome::Collapsed);
                return Ok(Some(Run { transitions, outcome, saliency: state, steps: 0 }));
            }
            let run = self.run(&state, transitions, precision)?;
            if run.outcome == Outcome::Marginal && precision.get() < digits.bits() + BEYOND_MARGIN {
                return Ok(None);
            }
            let tight = |value: &Interval| value.digits(digits.get()) >= digits.get();
            let determined = run.transitions.iter().all(|t| tight(&t.time) && tight(&t.dwell) && tight(&t.saliency));
            Ok(determined.then_some(run))
        })
    }

    /// Number of saliencies that are followed.
    const fn classes(&self) -> usize {
        match self.gains.topology() {
            Topology::Chain => 2,
            Topology::Ring(memories) => memories,
        }
    }

    /// Where the retrieved memory's saliency stands in the state.
    const fn class(&self, memory: usize) -> usize {
        match self.gains.topology() {
            Topology::Chain => 0,
            Topology::Ring(memories) => memory % memories,
        }
    }

    /// The number of a memory in a transition: along the chain they count up.
    const fn label(&self, memory: usize) -> usize {
        match self.gains.topology() {
            Topology::Chain => memory,
            Topology::Ring(memories) => memory % memories,
        }
    }

    /// Whether the memory to be retrieved exists.
    fn existence(&self, state: &[Interval], memory: usize) -> Outcome {
        match state[self.class(memory)].above(&self.gains.threshold(memory)) {
            Certainty::Certainly => Outcome::Active,
            Certainty::CertainlyNot => Outcome::Collapsed,
            Certainty::Unknown => Outcome::Marginal,
        }
    }

    /// Whether a memory of a ring other than the one just left and its successor certainly exists.
    fn rival_exists(&self, state: &[Interval], left: usize) -> Result<bool> {
        let Topology::Ring(memories) = self.gains.topology() else { return Ok(false) };
        for rival in left + 2..left + memories {
            let saliency = &state[rival % memories];
            if saliency.above(&self.gains.threshold(rival)).decide("another memory exists too", saliency)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The state seen from the memory that is entered.
    fn handover(&self, mut state: Vec<Interval>) -> Vec<Interval> {
        if self.gains.topology() == Topology::Chain {
            state.rotate_left(1);
            state[1] = Interval::from_integer(0, state[0].precision());
        }
        state
    }

    /// Integrates until the retrieved memory is lost.
    fn escape(&self, memory: usize, state: &[Interval], precision: Precision) -> Result<Solution<Interval>> {
        let watch = [Watch { surface: 0, direction: Direction::Falling }];
        let horizon = Rational::from(HORIZON);
        let solution = enclose(&self.field(memory), state, &horizon, &watch, precision, Settings::default())?;
        match solution.event {
            Some(_) => Ok(solution),
            None => Err(Error::Undecided { question: "the memory is ever left", value: solution.time.to_string() }),
        }
    }

    /// The flow while a memory is retrieved, with the surface on which it is lost.
    fn field(&self, memory: usize) -> VectorField {
        let (own, count) = (self.class(memory), self.classes());
        let mut builder = FieldBuilder::new(count);
        let saliencies: Vec<Node> = (0..count).map(|class| builder.state(class)).collect();
        let mut rate = |class: usize| {
            if class != (own + 1) % count {
                return builder.neg(saliencies[class]);
            }
            let drive = builder.constant(self.gains.gain(memory).clone());
            builder.sub(drive, saliencies[class])
        };
        let rates = (0..count).map(&mut rate).collect();
        let threshold = builder.constant(self.gains.threshold(memory));
        let surface = builder.sub(saliencies[own], threshold);
        builder.finish(rates, vec![surface])
    }
}

/// Whether a dwell is shorter than half the working digits resolve.
fn is_short(dwell: &Interval) -> bool {
    *dwell.upper() < Rational::from(1) >> (dwell.precision().get() / 2)
}
