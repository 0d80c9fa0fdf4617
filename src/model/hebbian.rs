//! The singular limit under the Hebbian rule for memories that overlap, class by class.
//!
//! While `mu` is retrieved every neuron puts out its sign in `mu`, so the overlap of memory `nu` is `C[nu, mu]`, the input obeys
//! `tau_u u' = -u + R Psi`, hence `tau_u alpha' = -alpha + C R C e_mu`, and a neuron of sign class `s` receives
//! `s_mu sum_nu alpha_nu C[nu, mu] s_nu` in the direction of its output. It leaves saturation where that falls to the threshold; the memory
//! is taken to be lost with the first class that does. The successor is entered if every class would then be saturated in it.

use super::limit::{LimitSystem, Outcome, Run, Transition};
use super::memories::{Memories, SignClass, times};
use super::parameters::{Parameters, Topology, saliency};
use super::reasoning::network_matrix;
use crate::error::{Error, Result};
use crate::numerics::events::Direction;
use crate::numerics::field::{FieldBuilder, Node, VectorField};
use crate::numerics::taylor::Watch;
use crate::numerics::{Certainty, Digits, Interval, Precision, climb};
use nalgebra::DMatrix;
use rug::Rational;

/// The limit system of a network with the Hebbian rule.
///
/// ```
/// use escapement::model::{HebbianLimit, Memories, Outcome, Parameters, Topology};
/// use escapement::numerics::{Digits, rational::ratio};
/// use nalgebra::DMatrix;
/// // Four neurons, three of which agree in both memories: an overlap of one half.
/// let memories = Memories::independent(DMatrix::from_row_slice(4, 2, &[1, 1, 1, 1, 1, 1, 1, -1]))?;
/// let parameters = Parameters::new(ratio(5, 2))?.with_topology(Topology::Ring(2))?;
/// let run = HebbianLimit::new(parameters, &memories)?.run_to_digits(&[ratio(3, 1)], 10, Digits::new(20)?)?;
/// assert_eq!((run.outcome, run.transitions.len()), (Outcome::Active, 10));
/// # Ok::<(), escapement::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct HebbianLimit {
    base: LimitSystem,
    gram: DMatrix<Rational>,
    /// `C R C`: column `mu` is what every saliency tends to while `mu` is retrieved.
    drives: DMatrix<Rational>,
    classes: Vec<SignClass>,
}

impl HebbianLimit {
    /// The system of a ring of memories.
    ///
    /// **Errors**: [`Error::Domain`] for a chain, a ring of another number of memories, or removed self-synapses.
    pub fn new(parameters: Parameters, memories: &Memories) -> Result<Self> {
        let count = memories.count();
        if parameters.topology() != Topology::Ring(count) {
            return Err(Error::domain("memories", count, "as many as the ring has"));
        }
        if let Some(neurons) = parameters.neurons() {
            return Err(Error::domain("neurons", neurons, "left out, for self-synapses are kept"));
        }
        let gram = memories.gram();
        let drives = times(&times(&gram, &network_matrix(&parameters, count)), &gram);
        Ok(Self { base: LimitSystem::new(parameters), gram, drives, classes: memories.sign_classes() })
    }

    /// Runs from exact saliencies, memory 0 retrieved, at a precision that rises until everything is determined to `digits` digits.
    ///
    /// The saliency of a transition is what the least driven class of the memory that is entered receives. **Accuracy**: enclosures.
    /// **Errors**: [`Error::Domain`] for more saliencies than memories, or a negative one; those of the integrator;
    /// [`Error::PrecisionExhausted`].
    pub fn run_to_digits(&self, saliencies: &[Rational], transitions: usize, digits: Digits) -> Result<Run> {
        if saliencies.len() > self.gram.ncols() {
            return Err(Error::domain("saliencies", saliencies.len(), "at most one per memory"));
        }
        let exact = saliencies.iter().map(|value| saliency(value.clone())).collect::<Result<Vec<_>>>()?;
        climb("a run of the Hebbian limit", digits, |precision| {
            let mut state = vec![Interval::from_integer(0, precision); self.gram.ncols()];
            state.iter_mut().zip(&exact).for_each(|(slot, value)| *slot = Interval::from_rational(value, precision));
            let run = self.run(state, transitions, precision)?;
            let tight = |value: &Interval| value.digits(digits.get()) >= digits.get();
            let open = run.outcome == Outcome::Marginal;
            let determined = run.transitions.iter().all(|t| tight(&t.time) && tight(&t.dwell) && tight(&t.saliency));
            Ok((determined && !open).then_some(run))
        })
    }

    fn run(&self, state: Vec<Interval>, transitions: usize, precision: Precision) -> Result<Run> {
        let (mut retrieved, mut short) = (0, 0);
        let outcome = self.end(&state, retrieved).unwrap_or(Outcome::Active);
        let mut run = Run { transitions: Vec::new(), outcome, saliency: state, steps: 0 };
        let mut time = Interval::from_integer(0, precision);
        for index in 1..=transitions {
            if run.outcome != Outcome::Active {
                break;
            }
            if self.is_locked(retrieved) {
                run.outcome = Outcome::Locked;
                break;
            }
            let field = self.field(retrieved);
            let watch: Vec<Watch> =
                (0..self.classes.len()).map(|surface| Watch { surface, direction: Direction::Falling }).collect();
            let escape = self.base.until_event(&field, &run.saliency, &watch, "the memory is ever left", precision)?;
            (run.saliency, run.steps) = (escape.state, run.steps + escape.steps);
            time = &time + &escape.time;
            let (from, left) = (retrieved, self.least(&run.saliency, retrieved));
            retrieved = (retrieved + 1) % self.gram.ncols();
            short = if self.base.is_short(&escape.time) { short + 1 } else { 0 };
            let saliency = self.least(&run.saliency, retrieved);
            let (time, to) = (time.clone(), retrieved);
            run.transitions.push(Transition { index, time, dwell: escape.time, from, to, left, saliency });
            run.outcome = match self.end(&run.saliency, retrieved) {
                None if short == 2 => Outcome::Accumulating,
                end => end.unwrap_or(Outcome::Active),
            };
        }
        Ok(run)
    }

    /// With what sign and weight every saliency counts in what a class receives while a memory is retrieved.
    fn weights(&self, class: &SignClass, retrieved: usize) -> Vec<Rational> {
        let own = Rational::from(class.signs[retrieved]);
        let weight = |nu: usize| Rational::from(class.signs[nu]) * &own * &self.gram[(nu, retrieved)];
        (0..self.gram.ncols()).map(weight).collect()
    }

    /// What the least driven class receives, in the direction of its output.
    fn least(&self, state: &[Interval], retrieved: usize) -> Interval {
        let received = self.classes.iter().map(|class| {
            let terms = self.weights(class, retrieved).into_iter().zip(state).map(|(weight, x)| x * &weight);
            terms.reduce(|sum, term| &sum + &term).unwrap_or_else(|| state[retrieved].clone())
        });
        let smaller = |a: Interval, b: Interval| {
            let below = |x: &rug::Float, y: &rug::Float| if x < y { x.clone() } else { y.clone() };
            Interval::new(below(a.lower(), b.lower()), below(a.upper(), b.upper())).unwrap_or_else(|_| a.hull(&b))
        };
        received.reduce(smaller).unwrap_or_else(|| state[retrieved].clone())
    }

    /// The end of a sequence in whose memory not every class is certainly saturated.
    fn end(&self, state: &[Interval], memory: usize) -> Option<Outcome> {
        match (self.least(state, memory) - &self.base.parameters().threshold()).positive() {
            Certainty::Certainly => None,
            Certainty::CertainlyNot => Some(Outcome::Collapsed),
            Certainty::Unknown => Some(Outcome::Marginal),
        }
    }

    /// Whether no class ever leaves saturation: what each tends to reaches the threshold.
    fn is_locked(&self, retrieved: usize) -> bool {
        let threshold = self.base.parameters().threshold();
        let tends_to = |class: &SignClass| -> Rational {
            let weights = self.weights(class, retrieved).into_iter().enumerate();
            weights.map(|(memory, weight)| weight * &self.drives[(memory, retrieved)]).sum()
        };
        self.classes.iter().all(|class| tends_to(class) >= threshold)
    }

    /// The flow while a memory is retrieved, with a surface for every class.
    fn field(&self, retrieved: usize) -> VectorField {
        let mut builder = FieldBuilder::new(self.gram.ncols());
        let saliencies: Vec<Node> = (0..self.gram.ncols()).map(|memory| builder.state(memory)).collect();
        let column = self.drives.column(retrieved);
        let pairs = column.iter().zip(&saliencies);
        let rates: Vec<Node> = pairs.map(|(drive, &saliency)| self.base.rate(&mut builder, drive, saliency)).collect();
        let threshold = builder.constant(self.base.parameters().threshold());
        let surfaces: Vec<Node> = self
            .classes
            .iter()
            .map(|class| {
                let terms = self.weights(class, retrieved).into_iter().zip(&saliencies);
                let terms: Vec<Node> = terms.map(|(weight, &saliency)| builder.scale(weight, saliency)).collect();
                let received = terms.into_iter().reduce(|sum, term| builder.add(sum, term)).unwrap_or(threshold);
                builder.sub(received, threshold)
            })
            .collect();
        builder.finish(rates, surfaces)
    }
}
