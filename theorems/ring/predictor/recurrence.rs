//! The recurrence of R1 and F2, from dwell to dwell.

use super::{effective_threshold, exists_by, handover};
use crate::error::Result;
use crate::model::{Parameters, Topology};
use crate::numerics::{Decided, Interval, Precision};
use rug::Rational;
use std::cmp::Ordering;

/// Whether a retrieved memory is never left: `theta + kappa (1 + rho)/N <= kappa rho`. **Source**: E3, F3.
pub fn is_locked(parameters: &Parameters) -> Decided<bool> {
    let own = Rational::from(parameters.gain() * parameters.self_coupling());
    Decided::order(&effective_threshold(parameters), &own).map(Ordering::is_le)
}

/// A sequence that is followed by its recurrence.
#[derive(Debug, Clone)]
pub struct Recurrence<'p> {
    parameters: &'p Parameters,
    saliencies: Vec<Interval>,
    decay: Interval,
    transitions: usize,
}

impl<'p> Recurrence<'p> {
    /// The start, with the first memory retrieved; saliencies left out are zero.
    pub fn new(parameters: &'p Parameters, saliencies: &[Rational], precision: Precision) -> Self {
        let classes = if let Topology::Ring(memories) = parameters.topology() { memories } else { 3 };
        let padded = saliencies.iter().cloned().chain(std::iter::repeat(Rational::new())).take(classes);
        let saliencies = padded.map(|saliency| Interval::from_rational(&saliency, precision)).collect();
        Self { parameters, saliencies, decay: Interval::from_integer(1, precision), transitions: 0 }
    }

    /// Moves on by one dwell and returns its decay; `None` when the memory is never left.
    pub fn advance(&mut self) -> Result<Option<Interval>> {
        let Some(after) = handover(self.parameters, &self.saliencies, self.retrieved())? else { return Ok(None) };
        self.decay = &self.decay * &after.decay;
        self.saliencies = after.saliencies;
        self.transitions += 1;
        Ok(Some(after.decay))
    }

    /// Number of the retrieved memory; a chain is told as seen from it.
    fn retrieved(&self) -> usize {
        if self.parameters.topology() == Topology::Chain { 0 } else { self.transitions % self.saliencies.len() }
    }

    /// Whether the memory that was entered last exists; [`Error::Undecided`](crate::Error::Undecided) where the precision does not tell.
    pub fn exists(&self) -> Result<Decided<bool>> {
        let margin = exists_by(self.parameters, &self.saliencies, self.retrieved());
        margin.positive().decided("the next memory exists", &margin)
    }

    /// Number of transitions so far.
    pub const fn transitions(&self) -> usize {
        self.transitions
    }

    /// Saliency of the memory that was entered last.
    pub fn saliency(&self) -> &Interval {
        &self.saliencies[self.retrieved()]
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
