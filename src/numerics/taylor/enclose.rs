//! Enclosures of a solution: every number below is a bound with a proof.
//!
//! One step from an interval vector `X` over the time `h`:
//!
//! 1. *Existence.* With the Taylor coefficients `a_k` of the solution through `X` and a candidate box `B`, if
//!    `sum_{k<p} a_k(X) [0,h]^k + a_p(B) [0,h]^p` lies strictly inside `B`, then every solution that starts in `X` exists on
//!    `[0, h]` and stays in `B`: were `s < h` the last time up to which it does, Taylor's theorem with Lagrange's remainder
//!    would put the solution at `s` strictly inside `B`, and it could be continued (G. F. Corliss and R. Rihm, *Validating
//!    an a priori enclosure using high-order Taylor series*, 1996). For `p = 1` this is Picard's box.
//! 2. *Enclosure.* At `t <= h` the solution lies in `sum_{k<p} a_k(X) t^k + a_p(B) t^p`.
//! 3. *Mean value form.* The same for the midpoint `m` of `X`, plus `V(t) (X - m)` with `V` an enclosure of the derivative in
//!    the initial state, obtained by running steps 1 and 2 on the field and its linearisation together. A contracting flow
//!    thus contracts enclosures, where plain interval evaluation would expand them by the same factor. Both are intersected.
//!
//! There is no rotating frame (Lohner's QR step): wrapping is paid for in bits, and the precision is raised until the
//! result is tight.

use super::{Contact, Control, Event, Settings, Solution, Watch, check_problem, step};
use crate::error::{Error, Result};
use crate::numerics::events::{Direction, END_BITS, Polynomial, Search, first_crossing};
use crate::numerics::field::{Variations, VectorField};
use crate::numerics::series::{Arithmetic, Intervals, Jet, evaluate};
use crate::numerics::{Interval, Precision, rational};
use rug::float::Round;
use rug::ops::NegAssign;
use rug::{Float, Rational};

/// Encloses the solution from time 0 to `until`, or to the first watched event.
///
/// **Shapes**: one initial enclosure per component. **Accuracy**: an enclosure for every initial state in `initial`, of the
/// final state and, when there is an event, of its time; that no event came before is part of what is proved.
///
/// **Errors**: [`Error::Domain`] for a negative final time, a wrong number of initial values or an unknown surface, [`Error::Undefined`] where the field is,
/// [`Error::StepUnderflow`] when no step can be proved, [`Error::Undecided`] when the precision does not tell whether a
/// surface is crossed, [`Error::StepLimit`], [`Error::Contradiction`] when two enclosures of the solution do not meet, which would be a mistake here.
///
/// ```
/// use escapement::numerics::{Interval, Precision, field::FieldBuilder, taylor::{Settings, enclose}};
/// use rug::Rational;
/// let mut decay = FieldBuilder::new(1);
/// let x = decay.state(0);
/// let minus_x = decay.neg(x);
/// let field = decay.finish(vec![minus_x], vec![]);
/// let precision = Precision::bits(128)?;
/// let one = [Interval::from_integer(1, precision)];
/// let end = enclose(&field, &one, &Rational::from(1), &[], precision, Settings::default())?;
/// assert!(end.state[0].overlaps(&Interval::from_integer(-1, precision).exp()));
/// assert!(end.state[0].digits(100) >= 35);
/// # Ok::<(), escapement::Error>(())
/// ```
pub fn enclose(
    field: &VectorField,
    initial: &[Interval],
    until: &Rational,
    watch: &[Watch],
    precision: Precision,
    settings: Settings,
) -> Result<Solution<Interval>> {
    check_problem(field, initial.len(), until, watch)?;
    let variations = field.with_variations();
    let order = settings.order_at(precision);
    let mut stepper = Stepper::new(field, &variations, precision, order);
    let mut state: Vec<Interval> = initial.iter().map(|x| x.with_precision(precision)).collect();
    let (mut time, mut scale) = (Rational::new(), 0);
    for steps in 1..=settings.step_limit {
        let proved = stepper.prove(&state, scale, &time, until)?;
        let advance = match stepper.first_event(watch, &proved)? {
            Met::Nothing => proved.ratio.clone(),
            Met::At { bracket, event } => {
                // A first pass finds the event, further ones start just before it, where the enclosure is narrow.
                let near = Float::with_val(64, &proved.ratio) >> (precision.get() / 2);
                if bracket.lower <= near.max(&bracket.width()) {
                    let elapsed = &bracket.scaled(scale) + &Interval::from_rational(&time, precision);
                    let state = stepper.state_at(&state, &bracket)?;
                    return Ok(Solution { time: elapsed, state, event: Some(event), steps });
                }
                before(&bracket)?
            }
            Met::Before(ratio) => ratio,
        };
        let at = Interval::from_rational(&advance, precision);
        let next = stepper.state_at(&state, &at)?;
        let length = step::from_units(&advance, scale);
        time += &length;
        state = next;
        if time == *until {
            return Ok(Solution { time: Interval::from_rational(until, precision), state, event: None, steps });
        }
        if length <= Rational::from(1) >> (2 * precision.get()) || !state.iter().all(Interval::is_bounded) {
            return Err(stepper.underflow(&time, &length, &state));
        }
        scale = step::scale(&step::from_units(&proved.ratio, scale));
    }
    Err(Error::StepLimit { limit: settings.step_limit, time: Float::with_val(64, &time).to_string_radix(10, Some(12)) })
}

impl Interval {
    /// `self * 2^exponent`.
    fn scaled(&self, exponent: i32) -> Self {
        let mut scaled = self.clone();
        scaled.shift(exponent);
        scaled
    }
}

/// A point before a bracket by its width and some rounding errors, at least half way there from zero.
///
/// The state there is rounded in its own size, not in that of the way to it, so that a rounding error is worth as much of a whole
/// step as of the stretch up to the bracket.
fn before(bracket: &Interval) -> Result<Rational> {
    const ROUNDING_BITS: u32 = 16;
    let (lower, width) = (rational::exact(&bracket.lower)?, rational::exact(&bracket.width())?);
    let rounding = lower.clone().max(Rational::from(1)) >> (bracket.lower.prec() - ROUNDING_BITS);
    let half = Rational::from(&lower >> 1u32);
    Ok(half.max(lower - width - rounding))
}

/// A step whose box has been proved.
struct Proved {
    /// Length, in units of the scale.
    ratio: Rational,
    /// Length up to which the box holds, which is longer.
    reach: Float,
}

/// The binary exponent of `end^order`, to within one.
fn end_exponent(end: &Rational, order: usize) -> i32 {
    use rug::ops::Pow;
    Float::with_val(64, Float::with_val(64, end).pow(order as u32)).get_exp().unwrap_or(0)
}

/// What the watched surfaces do on a step.
enum Met {
    Nothing,
    At { bracket: Interval, event: Event },
    Before(Rational),
}

/// The three series of a step and their storage.
struct Stepper<'f> {
    dimension: usize,
    variations: &'f Variations,
    precision: Precision,
    order: usize,
    /// Length of the last step that was proved.
    accepted: Option<Rational>,
    /// Field and linearisation, through the whole initial enclosure.
    through: Jet<'f, Intervals>,
    /// The same, over the box.
    over_box: Jet<'f, Intervals>,
    /// The field alone, through the midpoint.
    middle: Jet<'f, Intervals>,
}

impl<'f> Stepper<'f> {
    fn new(field: &'f VectorField, variations: &'f Variations, precision: Precision, order: usize) -> Self {
        let intervals = || Intervals::new(precision);
        Self {
            dimension: field.dimension(),
            variations,
            precision,
            order,
            accepted: None,
            through: Jet::new(&variations.field, intervals(), order),
            over_box: Jet::new(&variations.field, intervals(), order),
            middle: Jet::new(field, intervals(), order),
        }
    }

    /// The initial state with the identity as its derivative.
    fn extended(&self, state: &[Interval]) -> Vec<Interval> {
        let identity =
            self.variations.pairs.iter().map(|(i, j)| Interval::from_integer(i64::from(i == j), self.precision));
        state.iter().cloned().chain(identity).collect()
    }

    /// Finds a step from `time`, not beyond `until`, on which a box holds.
    fn prove(&mut self, state: &[Interval], scale: i32, time: &Rational, until: &Rational) -> Result<Proved> {
        const TRIALS: u32 = 200;
        let components = self.variations.field.dimension();
        let extended = self.extended(state);
        self.through.expand(&extended, scale)?;
        let wanted = step::ratio(&self.through, components, &[], Control::Largest);
        let remaining = step::in_units(&Rational::from(until - time), scale);
        let mut ratio = match wanted {
            Some(wanted) => wanted.min(remaining),
            None => remaining,
        };
        if let Some(last) = &self.accepted {
            ratio = ratio.min(step::in_units(&(last * Rational::from((9, 8))), scale));
        }
        for _ in 0..TRIALS {
            let reach = Float::with_val_round(END_BITS, &ratio * Rational::from((9, 8)), Round::Up).0;
            let bits = self.precision.get();
            let span = Interval { lower: Float::new(bits), upper: Float::with_val(bits, &reach) };
            if !self.box_holds(&span, scale) {
                ratio >>= 1u32;
                continue;
            }
            let excess = self.remainder_excess(&span, state);
            if excess <= 0 {
                self.accepted = Some(step::from_units(&ratio, scale));
                let middles: Vec<Interval> = state.iter().map(|x| Interval::point(x.midpoint())).collect();
                self.middle.expand(&middles, scale)?;
                return Ok(Proved { ratio, reach });
            }
            let eighths = i64::from(excess) * 8 / self.order as i64 + 1;
            ratio *= step::power_of_two(-eighths);
        }
        Err(self.underflow(time, &step::from_units(&ratio, scale), state))
    }

    /// By how many bits the largest remainder exceeds what the enclosure has lost already: the rounding of the state, or a
    /// small part of its width.
    fn remainder_excess(&self, span: &Interval, state: &[Interval]) -> i32 {
        let end = span.upper.to_rational().map_or(0, |end| end_exponent(&end, self.order));
        let excess = |component: usize| {
            let remainder = self.over_box.state(component)[self.order].magnitude().get_exp()?;
            let size = state[component].magnitude().get_exp().unwrap_or(0).max(0);
            let rounding = size - self.precision.get() as i32;
            let width = state[component].width().get_exp().map_or(rounding, |width| width - 8);
            Some(remainder + end - rounding.max(width))
        };
        (0..self.dimension).filter_map(excess).max().unwrap_or(0)
    }

    /// Tries boxes for the times `span`; on success the coefficients over the box are in place.
    fn box_holds(&mut self, span: &Interval, scale: i32) -> bool {
        const ATTEMPTS: u32 = 3;
        let components = self.variations.field.dimension();
        let mut arithmetic = Intervals::new(self.precision);
        let mut power = Interval::from_integer(1, self.precision);
        for _ in 0..self.order {
            power = &power * span;
        }
        // The part of the sum that does not depend on the box.
        let known: Vec<Interval> = (0..components)
            .map(|component| {
                let mut sum = arithmetic.zero();
                evaluate(&mut arithmetic, &mut sum, &self.through.state(component)[..self.order], span);
                sum
            })
            .collect();
        let mut candidate: Vec<Interval> = known.iter().map(|x| x.inflated(self.precision)).collect();
        for _ in 0..ATTEMPTS {
            if self.over_box.expand(&candidate, scale).is_err() {
                return false;
            }
            let image: Vec<Interval> = (0..components)
                .map(|component| &known[component] + &(&self.over_box.state(component)[self.order] * &power))
                .collect();
            if candidate.iter().zip(&image).all(|(outer, inner)| outer.contains_in_interior(inner)) {
                return true;
            }
            if !image.iter().all(Interval::is_bounded) {
                return false;
            }
            candidate = candidate.iter().zip(&image).map(|(a, b)| a.hull(b).inflated(self.precision)).collect();
        }
        false
    }

    /// Encloses the state at the times `ratio` of the proved step.
    fn state_at(&mut self, state: &[Interval], ratio: &Interval) -> Result<Vec<Interval>> {
        let mut arithmetic = Intervals::new(self.precision);
        let mut at = |series: &[Interval], remainder: &Interval| {
            let mut terms = series[..self.order].to_vec();
            terms.push(remainder.clone());
            let mut sum = arithmetic.zero();
            evaluate(&mut arithmetic, &mut sum, &terms, ratio);
            sum
        };
        let order = self.order;
        let mut direct = Vec::with_capacity(self.dimension);
        let mut central = Vec::with_capacity(self.dimension);
        for component in 0..self.dimension {
            let remainder = &self.over_box.state(component)[order];
            direct.push(at(self.through.state(component), remainder));
            central.push(at(self.middle.state(component), remainder));
        }
        for (k, &(i, j)) in self.variations.pairs.iter().enumerate() {
            let component = self.dimension + k;
            let derivative = at(self.through.state(component), &self.over_box.state(component)[order]);
            let deviation = &state[j] - &Interval::point(state[j].midpoint());
            central[i] = &central[i] + &(&derivative * &deviation);
        }
        direct.iter().zip(&central).map(|(a, b)| a.meet(b, "a component of the solution")).collect()
    }

    /// The first event on the proved step. Whatever comes first decides: a crossing, or a stretch that needs a closer look.
    fn first_event(&mut self, watch: &[Watch], proved: &Proved) -> Result<Met> {
        let mut hits: Vec<(Interval, usize)> = Vec::new();
        let mut doubts: Vec<Interval> = Vec::new();
        for &Watch { surface, direction } in watch {
            let mut terms = self.through.surface(surface)[..self.order].to_vec();
            terms.push(self.over_box.surface(surface)[self.order].clone());
            let on_surface = terms[0].contains_zero() && !terms[0].is_point();
            match first_crossing(&Polynomial::new(terms), &proved.reach, direction) {
                // A start that may lie on either side of the surface may have crossed it already.
                Search::Crossing(bracket) if on_surface && bracket.lower.is_zero() => doubts.push(bracket),
                _ if on_surface && direction == Direction::Either => doubts.push(Interval::point(Float::new(53))),
                Search::Crossing(bracket) => hits.push((bracket, surface)),
                Search::Tangency(bracket) => doubts.push(bracket),
                Search::Unclear(until) => doubts.push(Interval { lower: until, upper: proved.reach.clone() }),
                Search::Clear => {}
            }
        }
        hits.retain(|hit| hit.0.lower <= proved.ratio);
        doubts.retain(|doubt| doubt.lower <= proved.ratio);
        let doubt = doubts.into_iter().min_by(|a, b| a.lower.total_cmp(&b.lower));
        let first = hits.iter().min_by(|a, b| a.0.upper.total_cmp(&b.0.upper)).map(|hit| hit.0.clone());
        let doubt = doubt.filter(|doubt| first.as_ref().is_none_or(|first| first.upper >= doubt.lower));
        match (first, doubt) {
            // Nearer to a doubtful stretch the enclosure is narrower and may decide.
            (_, Some(doubt)) if doubt.lower > 0 && doubt.width() < Float::with_val(64, &proved.reach >> 1u32) => {
                Ok(Met::Before(before(&doubt)?))
            }
            (_, Some(doubt)) => Err(Error::Undecided {
                question: "a watched surface is crossed",
                value: format!("at the fraction {doubt} of a step"),
            }),
            (Some(first), None) => {
                let mut surfaces: Vec<usize> =
                    hits.iter().filter(|hit| hit.0.overlaps(&first)).map(|hit| hit.1).collect();
                surfaces.sort_unstable();
                Ok(Met::At { bracket: first, event: Event { surfaces, contact: Contact::Crossing } })
            }
            (None, None) => Ok(Met::Nothing),
        }
    }

    /// The error for a step that has become too short.
    fn underflow(&self, time: &Rational, length: &Rational, state: &[Interval]) -> Error {
        let decimal = |x: &Rational| Float::with_val(64, x).to_string_radix(10, Some(12));
        Error::StepUnderflow {
            time: decimal(time),
            step: decimal(length),
            state: state.iter().map(ToString::to_string).collect(),
        }
    }
}

impl Interval {
    /// Wider on both sides by an eighth of the width and a little, so that an image can lie strictly inside.
    fn inflated(&self, precision: Precision) -> Self {
        let eighth = Float::with_val(64, self.width() >> 3u32);
        let size = self.magnitude().get_exp().unwrap_or(0).max(0);
        let least = Float::with_val(64, Float::i_exp(1, size - precision.get() as i32 / 2));
        let margin = eighth + least;
        let mut below = margin.clone();
        below.neg_assign();
        self + &Self {
            lower: Float::with_val_round(precision.get(), below, Round::Down).0,
            upper: Float::with_val_round(precision.get(), margin, Round::Up).0,
        }
    }
}
