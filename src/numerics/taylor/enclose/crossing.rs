//! What the watched surfaces do on a step, and where a set meets one.

use super::super::{Contact, Event, Watch};
use super::before;
use super::doubleton::{Derivative, Doubleton};
use super::matrix::Matrix;
use super::stepper::{Proved, Stepper};
use crate::error::{Error, Result};
use crate::numerics::Interval;
use crate::numerics::events::{Direction, Polynomial, Search, first_crossing};
use crate::numerics::series::{Ball, Balls, Jet, Word, Words, dot};
use rug::{Float, Rational};

/// What the watched surfaces do on a step.
#[derive(Debug)]
pub(super) enum Met {
    /// None is met.
    Nothing,
    /// The first event: its bracket in the units of the step, and a bracket for each surface of it.
    At { bracket: Interval, event: Event },
    /// A stretch that needs a closer look begins after this time.
    Before(Rational),
    /// What happens on this stretch is not told by a step of this length.
    Unclear(Interval),
}

/// A set on a surface.
#[derive(Debug)]
pub(super) struct Landing {
    /// Time since the beginning of the step.
    pub(super) time: Interval,
    /// The states in which the surface is met.
    pub(super) set: Doubleton,
    /// The derivative of that state in the one at the beginning of the step, before which comes what `set` had carried.
    pub(super) derivative: Matrix,
}

/// The watched surfaces of a run, and the one on which it starts.
#[derive(Debug, Clone)]
pub(super) struct Watched {
    /// What is watched.
    pub(super) watch: Vec<Watch>,
    /// A surface on which every start lies.
    pub(super) start: Option<usize>,
}

impl Watched {
    /// The index of a surface's gradient among the surfaces of the variations.
    fn gradient(&self, surface: usize, stepper: &Stepper) -> usize {
        let place = self.surfaces().position(|other| other == surface).unwrap_or(0);
        stepper.field.surface_count() + place * stepper.field.dimension()
    }

    /// The surfaces, in the order of the watch.
    pub(super) fn surfaces(&self) -> impl Iterator<Item = usize> {
        self.watch.iter().map(|watch| watch.surface)
    }

    /// The first event on a proved step. Whatever comes first decides: a crossing, or a stretch that needs a closer look.
    pub(super) fn first_event(&self, stepper: &Stepper, set: &Doubleton, proved: &Proved) -> Result<Met> {
        let mut hits: Vec<(Interval, usize)> = Vec::new();
        let mut doubts: Vec<Interval> = Vec::new();
        for &Watch { surface, direction } in &self.watch {
            match self.search(stepper, set, proved, surface, direction)? {
                Search::Crossing(bracket) => hits.push((bracket, surface)),
                Search::Tangency(bracket) => doubts.push(bracket),
                Search::Unclear(until) => doubts.push(Interval { lower: until, upper: proved.reach.clone() }),
                Search::Clear => {}
            }
        }
        hits.retain(|hit| hit.0.lower <= proved.ratio);
        doubts.retain(|doubt| doubt.lower <= proved.ratio);
        let doubt = doubts.into_iter().min_by(|a, b| a.lower.total_cmp(&b.lower).then(a.upper.total_cmp(&b.upper)));
        let first = hits.iter().min_by(|a, b| a.0.upper.total_cmp(&b.0.upper)).map(|hit| hit.0.clone());
        match (first, doubt) {
            (Some(first), None) => Ok(met(&hits, &first)),
            (Some(first), Some(doubt)) if first.upper < doubt.lower => Ok(met(&hits, &first)),
            (None, None) => Ok(Met::Nothing),
            // Nearer to a doubtful stretch the enclosure is narrower and may decide.
            (_, Some(doubt)) if doubt.lower > 0 && doubt.width() < Float::with_val(64, &proved.reach >> 1u32) => {
                Ok(Met::Before(before(&doubt)))
            }
            (_, Some(doubt)) => Ok(Met::Unclear(doubt)),
        }
    }

    /// What one surface does.
    fn search(
        &self,
        stepper: &Stepper,
        set: &Doubleton,
        proved: &Proved,
        surface: usize,
        direction: Direction,
    ) -> Result<Search> {
        let mut terms = stepper.surface(set, surface, self.gradient(surface, stepper));
        if self.start == Some(surface) {
            // The value is t times a polynomial that has the other coefficients: it vanishes again where that one does.
            terms.remove(0);
            if terms[0].contains_zero() {
                let value = terms[0].to_string();
                return Err(Error::Undecided { question: "the surface of the start is left", value });
            }
        }
        let on_surface = terms[0].contains_zero() && !terms[0].is_point();
        Ok(match first_crossing(&Polynomial::new(terms), &proved.reach, direction) {
            // A start that may lie on either side of the surface may have crossed it already.
            Search::Crossing(bracket) if on_surface && bracket.lower.is_zero() => Search::Tangency(bracket),
            _ if on_surface && direction == Direction::Either => Search::Tangency(Interval::point(Float::new(53))),
            found => found,
        })
    }
}

/// The event of the surfaces whose crossings cannot be told from the first: one of them is met before the first is met for
/// certain, and none before all of their brackets.
fn met(hits: &[(Interval, usize)], first: &Interval) -> Met {
    let together: Vec<&(Interval, usize)> = hits.iter().filter(|hit| hit.0.overlaps(first)).collect();
    let mut surfaces: Vec<usize> = together.iter().map(|hit| hit.1).collect();
    surfaces.sort_unstable();
    let lowers = together.iter().map(|hit| &hit.0.lower);
    let lower = lowers.min_by(|a, b| a.total_cmp(b)).unwrap_or(&first.lower).clone();
    let bracket = Interval { lower, upper: first.upper.clone() };
    Met::At { bracket, event: Event { surfaces, contact: Contact::Crossing } }
}

impl Watched {
    /// Where every state of the set meets a surface that it crosses within the bracket.
    ///
    /// **Errors**: [`Error::Undecided`] when the set does not certainly cross the surface at an angle.
    pub(super) fn land(
        &self,
        stepper: &mut Stepper,
        set: &Doubleton,
        bracket: &Interval,
        scale: i32,
        surface: usize,
    ) -> Result<Landing> {
        let near = bracket.midpoint().to_rational().unwrap_or_default();
        let (at, _) = stepper.advance(set, &near);
        let along = stepper.states_at(set, bracket);
        let rough: Vec<Word> = along.iter().zip(at.rough_hull()).map(|(x, y)| Word::enclosing(x).hull(y)).collect();
        let gradient = self.gradient(surface, stepper);
        let dimension = stepper.field.dimension();
        let mut jet = Jet::new(&stepper.variations.field, Words::new(), 1);
        jet.expand(&stepper.extended(rough), 0)?;
        let velocity: Vec<Word> = (0..dimension).map(|component| jet.state(component)[1]).collect();
        let slope: Vec<Word> = (0..dimension).map(|column| jet.surface(gradient + column)[0]).collect();
        let rate = dot(velocity.iter().zip(&slope));
        if rate.contains_zero() {
            let value = rate.to_interval().to_string();
            return Err(Error::Undecided { question: "the surface is crossed at an angle", value });
        }
        let shares = velocity.iter().map(|f| f.divide(rate)).collect::<Result<Vec<Word>>>()?;
        let projection = Matrix::new(dimension, dimension, |row, column| {
            let identity = if row == column { Word::ONE } else { Word::ZERO };
            identity - shares[row] * slope[column]
        });
        let value = surface_at(stepper, &at.middle, surface)?;
        let offset: Vec<Word> = shares.iter().map(|share| -(*share * value)).collect();
        let centre: Vec<Ball> = at.middle.iter().cloned().map(Ball::point).collect();
        let shift = -(value + at.along(&slope)).divide(rate)?;
        let mut time = Interval::from_rational(&near, stepper.precision);
        time.shift(scale);
        time.accumulate(&shift.to_interval());
        let flow = stepper.derivative_at(bracket);
        Ok(Landing { time, set: at.image(&projection, &centre, &offset), derivative: projection.times(&flow) })
    }
}

/// The value of a surface at a point.
fn surface_at(stepper: &Stepper, point: &[Float], surface: usize) -> Result<Word> {
    let mut jet = Jet::new(stepper.field, Balls::new(stepper.precision), 0);
    let point: Vec<Ball> = point.iter().cloned().map(Ball::point).collect();
    jet.expand(&point, 0)?;
    Ok(Word::enclosing(&jet.surface(surface)[0].to_interval()))
}

/// What a set carries with it through a landing.
impl Landing {
    /// The derivative of the state on the surface in the initial coordinates.
    pub(super) fn total(&self, carried: &Derivative) -> Matrix {
        carried.times(&self.derivative)
    }
}
