//! Initial value problems by Taylor series of adaptive step.
//!
//! One [`VectorField`], two modes. [`integrate`] works in any arithmetic and its error is
//! *measured*, by a second run at a higher precision ([`integrate_to_digits`]). [`enclose`](fn@enclose) works in enclosures
//! and its result is *proved*; [`enclose_through`] goes through the kinks of a field; [`enclose_return`] proves a return map with its derivative. Both stop at the first crossing of a watched surface. Nothing here knows what the field
//! describes, or that it might be linear.
//!
//! What may enter: the stages of a step. `step` chooses its length, `integrate` and `enclose` take it.

mod enclose;
mod integrate;
mod step;

pub use enclose::{Doubleton, Piecewise, Return, Section, Tube, enclose, enclose_return, enclose_through};
pub use integrate::{Segment, integrate, integrate_observed, integrate_to_digits};

use super::events::Direction;
use super::field::VectorField;
use crate::error::{Error, Result};
use rug::Rational;

/// A surface to stop at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Watch {
    /// Index among the field's surfaces.
    pub surface: usize,
    /// The crossings that count.
    pub direction: Direction,
}

/// How a trajectory met a surface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contact {
    /// It went through.
    Crossing,
    /// It touched, or crossed an even number of times closer together than the precision resolves.
    Tangency,
}

/// The event that ended an integration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The surfaces met, ascending: several when their crossings cannot be told apart in time.
    pub surfaces: Vec<usize>,
    /// How they were met.
    pub contact: Contact,
}

/// What an integration may spend, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// Order of the series; `None` takes the one at which the cost per unit of time is least: 0.42 of the bits where nothing is
    /// proved, 0.45 where it is, since the box of a step depends on its length more than its cost on the order.
    pub order: Option<usize>,
    /// Most steps before [`Error::StepLimit`].
    pub step_limit: usize,
    /// What the error of a step is small against.
    pub control: Control,
}

/// What the error of a step is small against, in the numerical mode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Control {
    /// The largest component of the state.
    Largest,
    /// Every component that is not zero, so that an exponentially small one keeps its digits.
    Each,
}

/// Checks what both modes are given: a final time, one initial value per component, surfaces that the field has.
fn check_problem(field: &VectorField, initial: usize, until: &Rational, watch: &[Watch]) -> Result<()> {
    if *until < 0 {
        return Err(Error::domain("until", until, "a time that is not negative"));
    }
    if initial != field.dimension() {
        return Err(Error::domain("initial", format!("{initial} values"), "one value per component of the field"));
    }
    match watch.iter().find(|watch| watch.surface >= field.surface_count()) {
        Some(unknown) => Err(Error::domain("watch", unknown.surface, "the index of one of the field's surfaces")),
        None => Ok(()),
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self { order: None, step_limit: 1_000_000, control: Control::Largest }
    }
}

impl Settings {
    /// The order of a plain integration at a working precision; an enclosure, whose products cost more, has its own.
    fn order_at(&self, precision: super::Precision) -> usize {
        self.order.unwrap_or(precision.get() as usize * 42 / 100).max(4)
    }
}

/// Where an integration ended.
#[derive(Debug, Clone)]
pub struct Solution<N> {
    /// The time: the final one, or that of the event.
    pub time: N,
    /// The state at that time, one number per component.
    pub state: Vec<N>,
    /// The event; `None` when the final time was reached first.
    pub event: Option<Event>,
    /// Steps taken.
    pub steps: usize,
}
