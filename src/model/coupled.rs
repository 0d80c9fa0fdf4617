//! The singular limit with any reasoning matrix: a memory may drive several, and the most salient of those that exist is entered.
//!
//! The flow is that of [`LimitSystem`]: while `mu` is retrieved, `tau_u alpha' = -alpha + R m` with `m` the unit vector of `mu`, until its
//! saliency falls to the threshold. What differs is the book-keeping: a saliency for every memory that has one, and the choice at every
//! escape between all memories that exist then. The most salient one's direction grows fastest in the network, so it is entered; two that
//! cannot be told apart leave the run ambiguous.

use super::couplings::Couplings;
use super::limit::{LimitSystem, Outcome, Run, Transition};
use super::parameters::{Parameters, Topology, saliency};
use crate::error::{Error, Result};
use crate::numerics::events::Direction;
use crate::numerics::taylor::{Settings, Watch, enclose};
use crate::numerics::{Certainty, Digits, Interval, Precision, climb};
use nalgebra::DMatrix;
use rug::Rational;

/// Bits spent on telling two saliencies, or one from the threshold, beyond those of the digits asked for: about 100 digits.
const BEYOND_MARGIN: u32 = 333;

/// Who drives whom.
#[derive(Debug, Clone)]
enum Drives {
    /// So many memories, by their matrix: column `mu` is what every memory receives while `mu` is retrieved.
    Matrix(DMatrix<Rational>),
    /// An endless chain.
    Chain(Couplings),
}

/// The limit system of a reasoning matrix.
///
/// ```
/// use escapement::model::{CoupledSystem, Couplings, Outcome, Parameters};
/// use escapement::numerics::{Digits, rational::ratio};
/// // A memory that drives the one after its successor more than that one skips it.
/// let couplings = Couplings::new(vec![ratio(0, 1), ratio(1, 1), ratio(3, 1)])?;
/// let system = CoupledSystem::new(Parameters::new(ratio(5, 1))?, &couplings)?;
/// let run = system.run_to_digits(&[ratio(3, 1)], 3, Digits::new(20)?)?;
/// assert_eq!(run.outcome, Outcome::Active);
/// assert_eq!(run.transitions.iter().map(|transition| transition.to).collect::<Vec<_>>(), [2, 4, 6]);
/// # Ok::<(), escapement::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct CoupledSystem {
    base: LimitSystem,
    drives: Drives,
}

/// The memories that are followed, in order, with their saliencies, and which of them is retrieved.
#[derive(Debug, Clone)]
pub struct Standing {
    memories: Vec<usize>,
    saliencies: Vec<Interval>,
    /// Place of the retrieved memory among those followed.
    retrieved: usize,
}

impl Standing {
    /// The saliency of a memory; `None` for one that is not followed, which has none or never exists again.
    pub fn of(&self, memory: usize) -> Option<&Interval> {
        self.memories.iter().position(|&other| other == memory).map(|place| &self.saliencies[place])
    }

    /// The retrieved memory.
    pub fn retrieved(&self) -> usize {
        self.memories[self.retrieved]
    }
}

/// What follows an escape.
enum Next {
    /// This memory is entered.
    Entered,
    /// The run ends.
    Ends(Outcome),
}

impl CoupledSystem {
    /// A chain or ring whose memories drive several others.
    ///
    /// **Errors**: [`Error::Domain`] for removed self-synapses, or a self-coupling that is not among the couplings.
    pub fn new(parameters: Parameters, couplings: &Couplings) -> Result<Self> {
        let drives = match parameters.topology() {
            Topology::Chain => Drives::Chain(couplings.clone()),
            topology @ Topology::Ring(memories) => {
                Drives::Matrix(couplings.reasoning(parameters.gain(), topology, memories))
            }
        };
        Self::of(parameters, drives)
    }

    /// As many memories as the matrix has columns, with its entries as they stand: the gain is part of them.
    ///
    /// **Errors**: [`Error::Domain`] for a matrix that is not square, and as [`CoupledSystem::new`].
    pub fn of_matrix(parameters: Parameters, reasoning: DMatrix<Rational>) -> Result<Self> {
        if reasoning.nrows() != reasoning.ncols() || reasoning.is_empty() {
            let value = format!("{} by {}", reasoning.nrows(), reasoning.ncols());
            return Err(Error::domain("reasoning matrix", value, "a square one"));
        }
        Self::of(parameters, Drives::Matrix(reasoning))
    }

    fn of(parameters: Parameters, drives: Drives) -> Result<Self> {
        if let Some(neurons) = parameters.neurons() {
            return Err(Error::domain("neurons", neurons, "left out with couplings, for which self-synapses are kept"));
        }
        if *parameters.self_coupling() != 0 {
            let domain = "0 with couplings, whose first number it is";
            return Err(Error::domain("self-coupling", parameters.self_coupling(), domain));
        }
        Ok(Self { base: LimitSystem::new(parameters), drives })
    }

    /// The parameters.
    pub const fn parameters(&self) -> &Parameters {
        self.base.parameters()
    }

    /// What a memory receives while another, or it itself, is retrieved.
    pub(super) fn drive(&self, retrieved: usize, memory: usize) -> Rational {
        match &self.drives {
            Drives::Matrix(reasoning) => reasoning[(memory, retrieved)].clone(),
            Drives::Chain(couplings) => {
                let ahead = memory.checked_sub(retrieved).and_then(|ahead| couplings.coefficients().get(ahead));
                ahead.map_or_else(Rational::new, |coefficient| Rational::from(self.parameters().gain() * coefficient))
            }
        }
    }

    /// How far ahead memories are driven: on a ring, as many as there are others.
    pub(super) fn reach(&self) -> usize {
        match &self.drives {
            Drives::Matrix(reasoning) => reasoning.ncols() - 1,
            Drives::Chain(couplings) => couplings.reach(),
        }
    }

    /// An initial state with memory 0 retrieved: the saliencies given, zero for those left out.
    ///
    /// **Errors**: [`Error::Domain`] for more saliencies than memories (on a chain: than one drives, and itself) or a negative one.
    pub fn start(&self, saliencies: &[Rational], precision: Precision) -> Result<Standing> {
        let exact = saliencies.iter().map(|value| saliency(value.clone())).collect::<Result<Vec<_>>>()?;
        self.standing(exact.iter().map(|value| Interval::from_rational(value, precision)).collect(), precision)
    }

    /// As [`CoupledSystem::start`], from enclosures, of either sign.
    ///
    /// **Errors**: [`Error::Domain`] for too many.
    pub fn standing(&self, mut saliencies: Vec<Interval>, precision: Precision) -> Result<Standing> {
        let followed = self.reach() + 1;
        if saliencies.len() > followed {
            let domain = "at most one per memory, on a chain per memory that is driven";
            return Err(Error::domain("saliencies", saliencies.len(), domain));
        }
        saliencies.resize(followed, Interval::from_integer(0, precision));
        Ok(Standing { memories: (0..followed).collect(), saliencies, retrieved: 0 })
    }

    /// Runs from a state until `transitions` memories have been left, or the sequence ends.
    ///
    /// **Accuracy**: enclosures, for every start in the state. **Errors**: those of the integrator.
    pub fn run(&self, start: Standing, transitions: usize, precision: Precision) -> Result<Run> {
        let mut run = Run { transitions: Vec::new(), outcome: Outcome::Active, saliency: Vec::new(), steps: 0 };
        let (mut state, mut time, mut short) = (start, Interval::from_integer(0, precision), 0);
        run.outcome = self.end(&state).unwrap_or(Outcome::Active);
        for index in 1..=transitions {
            if run.outcome != Outcome::Active {
                break;
            }
            if self.is_locked(&state) {
                run.outcome = Outcome::Locked;
                break;
            }
            let from = state.retrieved();
            let (dwell, next, steps) = self.transition(&mut state, precision)?;
            time = &time + &dwell;
            run.steps += steps;
            short = if self.base.is_short(&dwell) { short + 1 } else { 0 };
            let (to, saliency) = (state.retrieved(), state.saliencies[state.retrieved].clone());
            let left = Interval::from_rational(&self.parameters().threshold(), precision);
            run.transitions.push(Transition { index, time: time.clone(), dwell, from, to, left, saliency });
            if let Next::Ends(outcome) = next {
                run.outcome = outcome;
            } else if short == 2 {
                run.outcome = Outcome::Accumulating;
            }
        }
        if transitions == 0 && run.outcome == Outcome::Active && self.is_locked(&state) {
            run.outcome = Outcome::Locked;
        }
        run.saliency = state.saliencies;
        Ok(run)
    }

    /// [`CoupledSystem::run`] from exact saliencies, at a precision that rises until every time, dwell and saliency of the run is determined
    /// to `digits` digits. Saliencies that cannot be told apart, or from the threshold, are pursued for 100 digits more.
    ///
    /// **Errors**: as [`CoupledSystem::run`], and [`Error::PrecisionExhausted`].
    pub fn run_to_digits(&self, saliencies: &[Rational], transitions: usize, digits: Digits) -> Result<Run> {
        if saliencies.first().is_none_or(|first| *first <= self.parameters().threshold()) {
            let saliency = self.start(saliencies, Precision::DOUBLE.plus(digits.bits()))?.saliencies;
            return Ok(Run { transitions: Vec::new(), outcome: Outcome::Collapsed, saliency, steps: 0 });
        }
        climb("a run of the limit system", digits, |precision| {
            let run = self.run(self.start(saliencies, precision)?, transitions, precision)?;
            let tight = |value: &Interval| value.digits(digits.get()) >= digits.get();
            let open = matches!(run.outcome, Outcome::Marginal | Outcome::Ambiguous);
            if open && precision.get() < digits.bits() + BEYOND_MARGIN {
                return Ok(None);
            }
            let determined = run.transitions.iter().all(|t| tight(&t.time) && tight(&t.dwell) && tight(&t.saliency));
            Ok(determined.then_some(run))
        })
    }

    /// Lets the retrieved memory's drive and one more, of a memory from outside, act for a time that is shorter than its dwell.
    ///
    /// **Accuracy**: enclosures. **Errors**: [`Error::Domain`] where the retrieved memory would be left within that time; those of the
    /// integrator.
    pub fn pulse(
        &self,
        state: &Standing,
        (memory, amplitude): (usize, &Rational),
        time: &Rational,
        precision: Precision,
    ) -> Result<Standing> {
        let mut drives = self.drives_of(state);
        for (drive, _) in drives.iter_mut().zip(&state.memories).filter(|(_, other)| **other == memory) {
            *drive += amplitude;
        }
        let field = self.field(&drives, state.retrieved);
        let watch = [Watch { surface: 0, direction: Direction::Falling }];
        let reached = enclose(&field, &state.saliencies, time, &watch, precision, Settings::default())?;
        if reached.event.is_some() {
            return Err(Error::domain("time", time, "one within which the retrieved memory is not left"));
        }
        Ok(Standing { saliencies: reached.state, ..state.clone() })
    }

    /// Integrates to the escape and puts the memory that is entered in the place of the one that is left.
    fn transition(&self, state: &mut Standing, precision: Precision) -> Result<(Interval, Next, usize)> {
        let field = self.field(&self.drives_of(state), state.retrieved);
        let watch = [Watch { surface: 0, direction: Direction::Falling }];
        let escape = self.base.until_event(&field, &state.saliencies, &watch, "the memory is ever left", precision)?;
        state.saliencies = escape.state;
        let left = state.retrieved();
        let next = self.enter(state);
        if matches!(self.drives, Drives::Chain(_)) {
            self.move_window(state, left, precision);
        }
        Ok((escape.time, next, escape.steps))
    }

    /// Makes the most salient of the others the retrieved one, and says whether it certainly is that, and exists.
    fn enter(&self, state: &mut Standing) -> Next {
        let left = state.retrieved;
        let others = || (0..state.saliencies.len()).filter(|&place| place != left);
        let middle = |place: usize| state.saliencies[place].midpoint();
        let Some(best) = others().rev().max_by(|&a, &b| middle(a).total_cmp(&middle(b))) else {
            return Next::Ends(Outcome::Collapsed);
        };
        let rivals: Vec<usize> = others()
            .filter(|&place| place != best)
            .filter(|&place| state.saliencies[best].greater(&state.saliencies[place]) != Certainty::Certainly)
            .collect();
        let exists = |place: usize| (&state.saliencies[place] - &self.parameters().threshold()).positive();
        let next = match exists(best) {
            Certainty::Unknown => Next::Ends(Outcome::Marginal),
            // No rival is more salient but by what the enclosures leave open.
            Certainty::CertainlyNot if rivals.iter().all(|&rival| exists(rival) == Certainty::CertainlyNot) => {
                Next::Ends(Outcome::Collapsed)
            }
            Certainty::Certainly if rivals.is_empty() => Next::Entered,
            _ => Next::Ends(Outcome::Ambiguous),
        };
        state.retrieved = best;
        next
    }

    /// Follows the memories that the entered one drives, and of those behind it only what may still exist: nothing drives them any more, so
    /// that they decay, the one just left from the threshold on.
    fn move_window(&self, state: &mut Standing, left: usize, precision: Precision) {
        let entered = state.retrieved();
        let furthest = entered + self.reach();
        for memory in state.memories.last().map_or(0, |last| last + 1)..=furthest {
            state.memories.push(memory);
            state.saliencies.push(Interval::from_integer(0, precision));
        }
        let threshold = self.parameters().threshold();
        let stays = |place: usize| {
            let margin = &state.saliencies[place] - &threshold;
            let memory = state.memories[place];
            memory >= entered || memory != left && margin.positive() != Certainty::CertainlyNot
        };
        let kept: Vec<usize> = (0..state.memories.len()).filter(|&place| stays(place)).collect();
        state.memories = kept.iter().map(|&place| state.memories[place]).collect();
        state.saliencies = kept.iter().map(|&place| state.saliencies[place].clone()).collect();
        state.retrieved = state.memories.iter().position(|&memory| memory == entered).unwrap_or(0);
    }

    /// The end of a sequence whose retrieved memory does not certainly exist.
    fn end(&self, state: &Standing) -> Option<Outcome> {
        match (&state.saliencies[state.retrieved] - &self.parameters().threshold()).positive() {
            Certainty::Certainly => None,
            Certainty::CertainlyNot => Some(Outcome::Collapsed),
            Certainty::Unknown => Some(Outcome::Marginal),
        }
    }

    /// Whether the retrieved memory is never left: at the threshold the flow does not lower it.
    fn is_locked(&self, state: &Standing) -> bool {
        let retrieved = state.retrieved();
        self.drive(retrieved, retrieved) >= self.parameters().threshold()
    }

    /// What every memory that is followed receives.
    fn drives_of(&self, state: &Standing) -> Vec<Rational> {
        let retrieved = state.retrieved();
        state.memories.iter().map(|&memory| self.drive(retrieved, memory)).collect()
    }

    /// The flow under these drives, with the surface on which the retrieved memory is lost.
    fn field(&self, drives: &[Rational], retrieved: usize) -> crate::numerics::field::VectorField {
        let threshold = self.parameters().threshold();
        self.base.flow(drives, |builder, saliencies| {
            let threshold = builder.constant(threshold.clone());
            builder.sub(saliencies[retrieved], threshold)
        })
    }
}
