//! The recurrence of R1 and F2, from dwell to dwell.

use super::{effective_threshold, exists_by, handover};
use crate::error::Result;
use crate::model::{Parameters, Topology};
use crate::numerics::{Algebraic, Decided, Interval, Precision};
use rug::Rational;
use std::cmp::Ordering;

/// Whether a retrieved memory is never left: `theta + kappa (1 + rho)/N <= kappa rho`. **Source**: E3, F3.
pub fn is_locked(parameters: &Parameters) -> Decided<bool> {
    let own = Rational::from(parameters.gain() * parameters.self_coupling());
    Decided::order(&effective_threshold(parameters), &own).map(Ordering::is_le)
}

/// A sequence that is followed by its recurrence, in enclosures or exactly.
#[derive(Debug, Clone)]
pub struct Recurrence<'p, S = Interval> {
    parameters: &'p Parameters,
    saliencies: Vec<S>,
    decay: S,
    transitions: usize,
}

impl<'p, S: Algebraic> Recurrence<'p, S> {
    /// The start, with the first memory retrieved, in the numbers that `number` makes; saliencies left out are zero.
    fn of(parameters: &'p Parameters, saliencies: &[Rational], number: impl Fn(&Rational) -> S) -> Self {
        let classes = if let Topology::Ring(memories) = parameters.topology() { memories } else { 3 };
        let padded = saliencies.iter().cloned().chain(std::iter::repeat(Rational::new())).take(classes);
        let saliencies = padded.map(|saliency| number(&saliency)).collect();
        Self { parameters, saliencies, decay: number(&Rational::from(1)), transitions: 0 }
    }

    /// Moves on by one dwell and returns its decay; `None` when the memory is never left.
    pub fn advance(&mut self) -> Result<Option<S>> {
        let Some(after) = handover(self.parameters, &self.saliencies, self.retrieved())? else { return Ok(None) };
        self.decay = self.decay.clone() * &after.decay;
        self.saliencies = after.saliencies;
        self.transitions += 1;
        Ok(Some(after.decay))
    }

    /// Number of the retrieved memory; a chain is told as seen from it.
    fn retrieved(&self) -> usize {
        if self.parameters.topology() == Topology::Chain { 0 } else { self.transitions % self.saliencies.len() }
    }

    /// By how much the memory that was entered last exceeds the threshold.
    fn margin(&self) -> S {
        exists_by(self.parameters, &self.saliencies, self.retrieved())
    }

    /// Number of transitions so far.
    pub const fn transitions(&self) -> usize {
        self.transitions
    }

    /// Saliency of the memory that was entered last.
    pub fn saliency(&self) -> &S {
        &self.saliencies[self.retrieved()]
    }
}

impl<'p> Recurrence<'p, Rational> {
    /// The start, exactly: numbers that grow with every transition.
    pub fn exact(parameters: &'p Parameters, saliencies: &[Rational]) -> Self {
        Self::of(parameters, saliencies, Rational::clone)
    }

    /// Whether the memory that was entered last meets the threshold exactly.
    pub fn is_at_threshold(&self) -> bool {
        self.margin() == 0
    }
}

impl<'p> Recurrence<'p> {
    /// The start in enclosures.
    pub fn new(parameters: &'p Parameters, saliencies: &[Rational], precision: Precision) -> Self {
        Self::of(parameters, saliencies, |saliency| Interval::from_rational(saliency, precision))
    }

    /// Whether the memory that was entered last exists; [`Error::Undecided`](crate::Error::Undecided) where the precision does not tell.
    pub fn exists(&self) -> Result<Decided<bool>> {
        let margin = self.margin();
        margin.positive().decided("the next memory exists", &margin)
    }

    /// Time of the last transition.
    pub fn time(&self) -> Result<Interval> {
        Ok(-(self.decay.ln()? * self.parameters.slow_time_constant()))
    }
}

/// How a recurrence that was followed for some transitions ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The last memory exists.
    Alive,
    /// The last memory does not exist.
    Collapsed,
    /// The memory is never left.
    Locked,
}

/// Follows the recurrence for so many transitions, or until it ends.
///
/// **Accuracy**: enclosures. **Errors**: [`Error::Undecided`](crate::Error::Undecided) when a memory is too near to the threshold.
/// **Source**: R1, F2.
pub fn follow<'p>(
    parameters: &'p Parameters,
    saliencies: &[Rational],
    transitions: usize,
    precision: Precision,
) -> Result<(Recurrence<'p>, Decided<End>)> {
    let mut recurrence = Recurrence::new(parameters, saliencies, precision);
    let mut end = is_locked(parameters).map(|locked| if locked { End::Locked } else { End::Alive });
    while *end.value() == End::Alive && recurrence.transitions < transitions {
        recurrence.advance()?;
        let exists = recurrence.exists()?;
        end = end.with(exists).map(|(_, exists)| if exists { End::Alive } else { End::Collapsed });
    }
    Ok((recurrence, end))
}
