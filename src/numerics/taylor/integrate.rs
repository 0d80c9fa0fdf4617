//! Full working precision without a bound, in any arithmetic.

use super::{Contact, Control, Event, Settings, Solution, Watch, check_problem, step};
use crate::error::{Error, Result};
use crate::numerics::events::{END_BITS, Polynomial, Search, first_crossing};
use crate::numerics::field::VectorField;
use crate::numerics::series::{Arithmetic, Floats, Jet, Kernel, Unit};
use crate::numerics::{Digits, Interval, Precision, climb, rational};
use rug::float::Round;
use rug::{Float, Rational};

/// Integrates from time 0 to `until`, or to the first watched event.
///
/// **Shapes**: one initial value per component of the field. **Units**: those of the field. **Accuracy**: the truncation
/// error of each step is below the working precision; the result is an *estimate* whose error nothing bounds. Use
/// [`integrate_to_digits`] to have it measured, [`enclose`](fn@super::enclose) to have it proved.
///
/// **Errors**: [`Error::Domain`] for a negative final time, a wrong number of initial values or an unknown surface, [`Error::Undefined`] where the field is,
/// [`Error::StepUnderflow`] near a singularity, [`Error::StepLimit`].
///
/// ```
/// use escapement::numerics::{Precision, field::FieldBuilder, series::Floats, taylor::{Settings, integrate}};
/// use rug::{Float, Rational};
/// let mut decay = FieldBuilder::new(1);
/// let x = decay.state(0);
/// let minus_x = decay.neg(x);
/// let field = decay.finish(vec![minus_x], vec![]);
/// let one = [Float::with_val(128, 1)];
/// let end = integrate(Floats::new(Precision::bits(128)?), &field, &one, &Rational::from(1), &[], Settings::default())?;
/// assert!((end.state[0].clone() - Float::with_val(128, -1).exp()).abs() < 1e-37);
/// # Ok::<(), escapement::Error>(())
/// ```
pub fn integrate<A: Arithmetic>(
    arithmetic: A,
    field: &VectorField,
    initial: &[A::Number],
    until: &Rational,
    watch: &[Watch],
    settings: Settings,
) -> Result<Solution<A::Number>> {
    integrate_observed(arithmetic, field, initial, until, watch, settings, |_| ())
}

/// One accepted step, on which the solution is known as a polynomial: dense output.
#[derive(Debug)]
pub struct Segment<'s, 'f, A: Arithmetic> {
    /// Time at the beginning of the step.
    pub from: &'s Rational,
    /// Time at its end.
    pub to: &'s Rational,
    jet: &'s mut Jet<'f, A::Kernel>,
    unit: Unit,
    start: &'s [A::Number],
    zero: A::Number,
}

impl<A: Arithmetic> Segment<'_, '_, A> {
    /// The state at a time within the step.
    pub fn state(&mut self, time: &Rational) -> Vec<A::Number> {
        let at = self.in_units(time);
        state_at(self.jet, self.start, &at)
    }

    /// The value of one of the field's surfaces at a time within the step.
    pub fn surface(&mut self, surface: usize, time: &Rational) -> A::Number {
        let at = self.in_units(time);
        let mut value = self.zero.clone();
        self.jet.surface_at(&mut value, surface, &at);
        value
    }

    /// A time in the units of the step's series.
    fn in_units(&self, time: &Rational) -> Rational {
        Rational::from(time - self.from) / self.unit.length()
    }
}

/// [`integrate`], showing every accepted step to `observe`.
pub fn integrate_observed<A: Arithmetic>(
    mut arithmetic: A,
    field: &VectorField,
    initial: &[A::Number],
    until: &Rational,
    watch: &[Watch],
    settings: Settings,
    mut observe: impl FnMut(&mut Segment<A>),
) -> Result<Solution<A::Number>> {
    check_problem(field, initial.len(), until, watch)?;
    let precision = arithmetic.precision();
    let surfaces: Vec<usize> = watch.iter().map(|watch| watch.surface).collect();
    let order = settings.order_at(precision);
    let mut expansion = Expansion {
        jet: Jet::new(field, arithmetic.kernel(order), order),
        dimension: field.dimension(),
        surfaces: &surfaces,
        control: settings.control,
    };
    let mut allowed = expansion.foresee(&arithmetic, field, initial)?.or_else(|| (*until > 0).then(|| until.clone()));
    let (mut time, mut state) = (Rational::new(), initial.to_vec());
    for steps in 0..settings.step_limit {
        let remaining = Rational::from(until - &time);
        let unit;
        (unit, allowed) = expansion.expand(&state, allowed.as_ref())?;
        let length = expansion.length(unit, allowed.as_ref(), &remaining);
        let whole = &length / unit.length();
        let found = if watch.is_empty() { None } else { first_event(&expansion.jet, watch, &whole)? };
        let (ratio, event) = match found {
            Some(Found::Event { at, event }) => (at, Some(event)),
            Some(Found::Shorten(ratio)) => (ratio, None),
            None => (whole, None),
        };
        let to = &time + &ratio * unit.length();
        let next = state_at(&mut expansion.jet, &state, &ratio);
        observe(&mut Segment {
            from: &time,
            to: &to,
            jet: &mut expansion.jet,
            unit,
            start: &state,
            zero: arithmetic.zero(),
        });
        state = next;
        if event.is_some() || to == *until {
            let mut end = arithmetic.zero();
            arithmetic.assign_rational(&mut end, &to);
            return Ok(Solution { time: end, state, event, steps: steps + 1 });
        }
        if length <= resolution(&time, precision) || !state.iter().all(|x| arithmetic.is_finite(x)) {
            return Err(underflow(&arithmetic, &to, &length, &state));
        }
        time = to;
    }
    Err(Error::StepLimit { limit: settings.step_limit, time: Float::with_val(64, &time).to_string_radix(10, Some(12)) })
}

/// The expansions of one integration, each in a unit of time that fits its step.
struct Expansion<'s, 'f, K: Kernel> {
    jet: Jet<'f, K>,
    dimension: usize,
    surfaces: &'s [usize],
    control: Control,
}

impl<'f, K: Kernel> Expansion<'_, 'f, K> {
    /// Order of the series that finds the first unit.
    const FORESIGHT: usize = 8;
    /// A step must not be shorter than this part of the unit: one in so many.
    const LEAST: u32 = 4;

    /// The first step, from a short series of numbers that have an exponent each.
    fn foresee<A>(&self, arithmetic: &A, field: &'f VectorField, state: &[A::Number]) -> Result<Option<Rational>>
    where
        A: Arithmetic<Kernel = K>,
    {
        let order = self.jet.order();
        let mut short = Jet::new(field, arithmetic.clone(), Self::FORESIGHT.min(order));
        short.expand(state, 0)?;
        Ok(step::ratio_at_order(&short, order, self.dimension, self.surfaces, self.control))
    }

    /// Expands about a state, in a unit close to the step that is foreseen; the unit, and the step that the series allows,
    /// `None` when any.
    fn expand(&mut self, state: &[K::Number], foreseen: Option<&Rational>) -> Result<(Unit, Option<Rational>)> {
        let mut unit = foreseen.map_or(Unit::power_of_two(0), Unit::below);
        loop {
            self.jet.expand_in(unit, state)?;
            let ratio = step::ratio(&self.jet, self.dimension, self.surfaces, self.control);
            let allowed = ratio.as_ref().map(|ratio| ratio * unit.length());
            match (&ratio, &allowed) {
                // The coefficients grow: a shorter unit holds them better.
                (Some(ratio), Some(allowed)) if Rational::from(ratio * Self::LEAST) < 1 => unit = Unit::below(allowed),
                _ => return Ok((unit, allowed)),
            }
        }
    }

    /// The step to take: what is left, what the series allows, and as far as its digits reach.
    fn length(&self, unit: Unit, allowed: Option<&Rational>, remaining: &Rational) -> Rational {
        let Some(allowed) = allowed else { return remaining.clone() };
        let length = allowed.min(remaining).clone();
        match self.jet.kernel().reach(self.jet.order()) {
            Some(reach) => length.min(reach * unit.length()),
            None => length,
        }
    }
}

/// Integrates at two precisions and returns the better result with the digits on which both agree, raising them until that
/// is `digits` for every component and the time.
///
/// **Accuracy**: measured, not proved. **Errors**: as [`integrate`], and [`Error::PrecisionExhausted`].
pub fn integrate_to_digits(
    field: &VectorField,
    initial: &[Rational],
    until: &Rational,
    watch: &[Watch],
    digits: Digits,
) -> Result<Solution<Float>> {
    let run = |precision: Precision| {
        let start: Vec<Float> = initial.iter().map(|x| Float::with_val(precision.get(), x)).collect();
        integrate(Floats::new(precision), field, &start, until, watch, Settings::default())
    };
    climb("integration", digits, |precision| {
        let (coarse, fine) = (run(precision)?, run(precision.plus(precision.get() / 4))?);
        let pairs = fine.state.iter().zip(&coarse.state).chain([(&fine.time, &coarse.time)]);
        let agree = pairs.map(|(a, b)| agreement(a, b)).min().unwrap_or(0);
        Ok((agree >= digits.get() && fine.event == coarse.event).then_some(fine))
    })
}

/// Number of decimal digits to which two floats agree, relative to the larger one or to one, whichever is less strict.
fn agreement(a: &Float, b: &Float) -> u32 {
    let difference = Float::with_val(64, a - b).abs();
    if difference.is_zero() {
        return u32::MAX;
    }
    let size = Float::with_val(64, a.abs_ref()).max(&Float::with_val(64, 1));
    let digits = (size / difference).log10().floor();
    digits.to_u32_saturating().unwrap_or(0)
}

/// The state at a time in the units of the series; `like` gives numbers of the right kind.
fn state_at<K: Kernel>(jet: &mut Jet<K>, like: &[K::Number], at: &Rational) -> Vec<K::Number> {
    let mut state = like.to_vec();
    for (component, value) in state.iter_mut().enumerate() {
        jet.state_at(value, component, at);
    }
    state
}

/// The least step that is still told from zero beside `time`.
fn resolution(time: &Rational, precision: Precision) -> Rational {
    Rational::from(time.abs_ref()).max(Rational::from(1)) >> precision.get()
}

/// The error for a step that has become too short.
fn underflow<A: Arithmetic>(arithmetic: &A, time: &Rational, length: &Rational, state: &[A::Number]) -> Error {
    let decimal = |x: &Rational| Float::with_val(64, x).to_string_radix(10, Some(12));
    let state = state.iter().map(|x| arithmetic.to_interval(x).midpoint().to_string_radix(10, Some(12))).collect();
    Error::StepUnderflow { time: decimal(time), step: decimal(length), state }
}

/// What the watched surfaces do on a step.
enum Found {
    /// The first event, at this ratio of the scale.
    Event { at: Rational, event: Event },
    /// Step only this far: a root lies too close to the end to be decided.
    Shorten(Rational),
}

/// The first event on `[0, ratio]`; surfaces whose brackets overlap the first one are met together.
fn first_event<K: Kernel>(jet: &Jet<K>, watch: &[Watch], ratio: &Rational) -> Result<Option<Found>> {
    let precision = jet.kernel().working_precision().plus(16);
    // The series converges well beyond the step, so a root at its very end is seen whole.
    let beyond = Float::with_val_round(END_BITS, ratio * Rational::from((17, 16)), Round::Up).0;
    let mut hits: Vec<(Interval, usize, Contact)> = Vec::new();
    let mut shortest: Option<Float> = None;
    let possible = watch.iter().filter(|watch| !jet.is_surface_dominated(watch.surface, &beyond));
    for &Watch { surface, direction } in possible {
        match first_crossing(&numerical_polynomial(jet, surface, &beyond, precision), &beyond, direction) {
            Search::Crossing(bracket) if bracket.lower <= *ratio => hits.push((bracket, surface, Contact::Crossing)),
            Search::Tangency(bracket) if bracket.lower <= *ratio => hits.push((bracket, surface, Contact::Tangency)),
            Search::Unclear(until) if until < *ratio && !until.is_zero() => {
                shortest = Some(shortest.map_or_else(|| until.clone(), |known| known.min(&until)));
            }
            _ => {}
        }
    }
    let first = hits.iter().min_by(|a, b| a.0.upper.total_cmp(&b.0.upper)).cloned();
    match (first, shortest) {
        (Some(first), shortest) if shortest.as_ref().is_none_or(|limit| first.0.upper < *limit) => {
            let mut surfaces: Vec<usize> =
                hits.iter().filter(|hit| hit.0.overlaps(&first.0)).map(|hit| hit.1).collect();
            surfaces.sort_unstable();
            let at = rational::exact(&first.0.midpoint())?.min(ratio.clone());
            Ok(Some(Found::Event { at, event: Event { surfaces, contact: first.2 } }))
        }
        (_, Some(limit)) => Ok(Some(Found::Shorten(rational::exact(&limit)?))),
        _ => Ok(None),
    }
}

/// The surface's polynomial, its constant term widened by what rounding may have done to any term up to `end`.
fn numerical_polynomial<K: Kernel>(jet: &Jet<K>, surface: usize, end: &Float, precision: Precision) -> Polynomial {
    const LOST_BITS: i32 = 8;
    let (kernel, series) = (jet.kernel(), jet.surface(surface));
    let mut terms: Vec<Interval> =
        (0..=jet.order()).map(|k| kernel.interval(series, k).with_precision(precision)).collect();
    let end = end.get_exp().unwrap_or(0);
    let size = |(k, c): (usize, &Interval)| c.magnitude().get_exp().map(|exponent| exponent + k as i32 * end);
    let largest = terms.iter().enumerate().filter_map(size).max();
    // What is left out is of the size of the last term, if that.
    let left_out = terms.iter().enumerate().next_back().and_then(size);
    if let (Some(largest), Some(constant)) = (largest, terms.first_mut()) {
        let rounding = largest - kernel.working_precision().get() as i32 + LOST_BITS;
        let exponent = left_out.map_or(rounding, |last| rounding.max(last + 1));
        let radius = Float::with_val(precision.get(), Float::i_exp(1, exponent));
        let ball = Interval { lower: -radius.clone(), upper: radius };
        *constant = &*constant + &ball;
    }
    Polynomial::new(terms)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numerics::events::Direction;
    use crate::numerics::field::FieldBuilder;
    use crate::numerics::rational::ratio;

    /// What is found on the step `[0, 1]` for polynomials in time, lowest coefficient first, all watched in one direction.
    fn on_a_step(direction: Direction, surfaces: &[Vec<Rational>]) -> Option<Found> {
        let mut f = FieldBuilder::new(1);
        let (t, one, zero) = (f.state(0), f.constant(Rational::from(1)), f.constant(Rational::new()));
        let mut polynomial = |terms: &Vec<Rational>| {
            terms.iter().rev().fold(zero, |sum, term| {
                let (product, term) = (f.mul(sum, t), f.constant(term.clone()));
                f.add(product, term)
            })
        };
        let outputs = surfaces.iter().map(&mut polynomial).collect();
        let field = f.finish(vec![one], outputs);
        let precision = Precision::bits(128).unwrap();
        let mut jet = Jet::new(&field, Floats::new(precision), 12);
        jet.expand(&[Float::new(precision.get())], 0).unwrap();
        let watch = |surface| Watch { surface, direction };
        first_event(&jet, &(0..surfaces.len()).map(watch).collect::<Vec<_>>(), &ratio(1, 1)).unwrap()
    }

    /// `root - t`.
    fn falls_at(root: Rational) -> Vec<Rational> {
        vec![root, ratio(-1, 1)]
    }

    /// `(t - a)(t - b)`.
    fn quadratic(a: Rational, b: Rational) -> Vec<Rational> {
        vec![Rational::from(&a * &b), -(a + b), ratio(1, 1)]
    }

    #[test]
    fn what_touches_a_surface_beyond_the_step_is_no_event() {
        assert!(on_a_step(Direction::Either, &[quadratic(ratio(101, 100), ratio(101, 100))]).is_none());
        let touched = on_a_step(Direction::Either, &[quadratic(ratio(99, 100), ratio(99, 100))]);
        assert!(matches!(touched, Some(Found::Event { event: Event { contact: Contact::Tangency, .. }, .. })));
    }

    #[test]
    fn what_is_open_beyond_the_step_does_not_lengthen_it() {
        // A sixteenth beyond the step the search ends: a root there is open, from where the slope turns.
        assert!(on_a_step(Direction::Rising, &[quadratic(ratio(103, 100), ratio(17, 16))]).is_none());
    }

    #[test]
    fn what_is_open_shortens_the_step_unless_an_event_comes_before() {
        let open = || falls_at(ratio(17, 16));
        // The last sixteenth of the search begins at 255/256 of the step.
        let shortened = |found| matches!(found, Some(Found::Shorten(at)) if at == ratio(255, 256));
        assert!(shortened(on_a_step(Direction::Either, &[open()])));
        assert!(shortened(on_a_step(Direction::Either, &[falls_at(ratio(511, 512)), open()])));
        let before = on_a_step(Direction::Either, &[falls_at(ratio(1, 2)), open()]);
        assert!(matches!(before, Some(Found::Event { event, .. }) if event.surfaces == [0]));
    }
}
