//! Enclosures of a solution: every number below is a bound with a proof.
//!
//! A set of states is a *doubleton*, all `x = m + C r0 + B r`: `m` a point at full precision, `C` and `B` matrices of points, `r0` the
//! initial coordinates, carried whole, and `r` a box for all that was lost on the way. `r0` and `r` are symmetric about zero,
//! so that `m` is in the set, and with any two states the segment between them is in its hull `[X]`. All but the centre is kept in
//! machine words ([`Word`](crate::numerics::series::Word)), the centre's series in balls ([`Ball`](crate::numerics::series::Ball));
//! both enclose what exact operations give. Write `phi_t` for the flow.
//!
//! # A step over the time `h`
//!
//! 1. *Existence.* Let `y = (x, V)` be the state with its derivative in that at the beginning of the step, which has a field of its
//!    own, `a_k` its Taylor coefficients, `q` an order, and `W` a box. If `sum_{k<q} a_k([X], I) [0,h]^k + a_q(W) [0,h]^q` lies strictly
//!    inside `W`, then every solution that starts in `[X]` exists on `[0, h]`, and it and its derivative stay in `W`: were `s < h` the
//!    last time up to which they do, Taylor's theorem with Lagrange's remainder would put them at `s` strictly inside `W`, and they
//!    could be continued (G. F. Corliss and R. Rihm, *Validating an a priori enclosure using high-order Taylor series*, 1996).
//!    What holds on `[0, h]` holds on every shorter stretch.
//! 2. *Centre.* `phi_t(m)` lies in `sum_{k<p} a_k(m) t^k + a_p(W) t^p` for `t <= h`, component by component, with the field's own
//!    coefficients: the sum at full precision, the remainder in words, since only a bound of it is needed.
//! 3. *Derivative.* `D phi_t(x)` lies in `A(t) = sum_{k<q} V_k([X], I) t^k + V_q(W) t^q` for every `x` in `[X]`.
//! 4. *Mean value.* `phi_t(x) - phi_t(m) = (int_0^1 D phi_t(m + s (x - m)) ds) (x - m)`. The integral is a mean of matrices of `A(t)`,
//!    which is convex, so it is one of them: `phi_t(x)` lies in `phi_t(m) + A (C r0 + B r)`, with the same `r0` and `r`.
//! 5. *Change of frame.* With `m'` a point near the centre, `D` enclosing `phi_t(m) - m'`, `C'` and `B'` any points and `B'` invertible,
//!    `A C r0 + A B r + D = C' r0 + B' ((B'^-1 A B) r + B'^-1 ((A C - C') r0 + D))`.
//!    `C'` is the middle of `A C`, `B'` an orthonormal frame along that of `A B` (R. J. Lohner's, 1987), so that rotation and shear do not
//!    wrap the box up again and again; neither choice is part of the proof. The inverse of `B'` is enclosed, not assumed to be
//!    the transpose.
//!
//! # An event
//!
//! 6. *First.* Along the step a surface `g` has the value `g(phi_t(x)) = g(phi_t(m)) + (D (g phi_t)) (x - m)`, and both terms are
//!    polynomials in `t` as in 2 and 3. [`first_crossing`](crate::numerics::events::first_crossing) isolates the first root of the sum,
//!    for all `x` at once: no root before the bracket, one within it. What it cannot decide is looked at again from nearer by, or
//!    is an error.
//! 7. *A start on the surface.* If `g(x) = 0` then `g(phi_t(x)) = t u(t)` where `u` has the coefficients of 6 from the first on. When `u(0)`
//!    is certainly not zero the surface is left at once, and the next root is the first of `u`.
//! 8. *Landing.* Let `Y = phi_t(X)` for a time `t` in the bracket, `W` a convex box around `Y` and all states in the bracket, `F = f(W)`
//!    and `G = g'(W)`. A trajectory through `y` in `Y` meets the surface after a further time `tau` of either sign, in `P(y) = y + tau F1` with
//!    `F1` in `F`, a mean of the velocity. `0 = g(P(y)) = g(y) + tau G1 F1` with `G1` in `G`, the mean of the gradient on the segment from `y` to
//!    `P(y)`. If no product of `G` and `F` vanishes, `tau = -g(y)/(G1 F1)`; with `g(y) = g(m) + G2 (y - m)` and `Q = F1/(G1 F1)`,
//!    `P(y) = m - Q g(m) + (I - Q G2)(y - m)`.
//!    The set is thus projected along the flow, to first order without loss. Its frames survive, and a run may go on from there.
//! 9. *Derivative.* `D P(x) = (I - f g'/(g' f)) D phi_T(x)` at the state `P(x)` and the time `T` of the event, which are in `W` and in the
//!    bracket. The derivative of the whole way is `V_m + B_v R` with a frame of its own, carried as in 5.
//!
//! What is concluded: every start in the initial set has its solution at the final time in the set, or meets its first event in the
//! bracket, at a state that lies on the landed set and in the states of the bracket. The two enclosures of one event are
//! intersected; were they disjoint, one would be wrong, and that is an error.

mod crossing;
mod doubleton;
mod kinks;
mod matrix;
mod returns;
mod stepper;
#[cfg(test)]
mod tests;

pub use doubleton::Doubleton;
pub use kinks::Piecewise;
pub use returns::{Return, Section, Tube, enclose_return, enclose_through};

use super::{Event, Settings, Solution, Watch, check_problem, step};
use crate::error::{Error, Result};
use crate::numerics::field::VectorField;
use crate::numerics::series::Bound;
use crate::numerics::{Interval, Precision};
use crossing::{Met, Watched};
use doubleton::Derivative;
use rug::{Float, Rational};
use stepper::{Proved, Stepper};

/// Encloses the solution from time 0 to `until`, or to the first watched event.
///
/// **Shapes**: one initial enclosure per component. **Accuracy**: an enclosure for every initial state in `initial`, of the
/// final state and, when there is an event, of its time; that no event came before is part of what is proved.
///
/// **Errors**: [`Error::Domain`] for a negative final time, a wrong number of initial values or an unknown surface, [`Error::Undefined`] where the field is,
/// [`Error::StepUnderflow`] when no step can be proved, [`Error::Undecided`] when the precision does not tell whether a
/// surface is crossed, [`Error::StepLimit`], [`Error::Contradiction`] when two enclosures of an event do not meet, which would be a mistake here.
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
    let watched = Watched { watch: watch.to_vec(), start: None };
    let surfaces: Vec<usize> = watched.surfaces().collect();
    let variations = field.with_gradients(&surfaces);
    let stepper = Stepper::new(field, &variations, precision, &settings);
    let mut run = Run::new(stepper, Doubleton::of_box(initial, precision)?, watched);
    match run.go(until, settings.step_limit, &mut |_, _| Ok(()))? {
        Stop::End => Ok(Solution {
            time: Interval::from_rational(until, precision),
            state: run.set.hull(),
            event: None,
            steps: run.steps,
        }),
        Stop::Event { proved, bracket, event } => {
            let (time, state) = run.meet(&proved, &bracket, &event)?;
            Ok(Solution { time, state, event: Some(event), steps: run.steps })
        }
    }
}

/// Why a run has stopped.
enum Stop {
    /// The final time is reached.
    End,
    /// An event within the step that has been proved, which is not taken.
    Event { proved: Proved, bracket: Interval, event: Event },
}

/// A run in progress.
struct Run<'f> {
    stepper: Stepper<'f>,
    set: Doubleton,
    watched: Watched,
    /// The derivative in the initial coordinates, when it is wanted.
    derivative: Option<Derivative>,
    time: Rational,
    scale: i32,
    steps: usize,
}

impl<'f> Run<'f> {
    fn new(stepper: Stepper<'f>, set: Doubleton, watched: Watched) -> Self {
        Self { stepper, set, watched, derivative: None, time: Rational::new(), scale: 0, steps: 0 }
    }

    /// Goes on to a time or to the first event, showing the box of every stretch to `observe`.
    fn go(
        &mut self,
        until: &Rational,
        step_limit: usize,
        observe: &mut dyn FnMut(&Self, &Rational) -> Result<()>,
    ) -> Result<Stop> {
        /// A step that does not tell what a surface does is shortened so often, to a quarter each time.
        const SHORTENINGS: u32 = 16;
        // The longest that the next step may be, and how often it has been shortened in vain.
        let (mut longest, mut shortened) = (until.clone(), 0);
        while self.steps < step_limit {
            if self.time == *until && self.steps > 0 {
                return Ok(Stop::End);
            }
            self.steps += 1;
            let remaining = Rational::from(until - &self.time).min(longest.clone());
            let watching = !self.watched.watch.is_empty();
            let Some(proved) = self.stepper.prove(&self.set, self.scale, &remaining, watching)? else {
                return Err(self.underflow(&remaining));
            };
            let advance = match self.watched.first_event(&self.stepper, &self.set, &proved)? {
                // The remainder of a shorter step is smaller, the set as wide as ever.
                Met::Unclear(stretch) if self.is_narrow() && !stretch.upper.is_zero() && shortened < SHORTENINGS => {
                    longest = step::from_units(&proved.ratio, self.scale) / 4u32;
                    shortened += 1;
                    continue;
                }
                Met::Unclear(stretch) => {
                    return Err(Error::Undecided {
                        question: "a watched surface is crossed",
                        value: format!("at the fraction {stretch} of a step"),
                    });
                }
                Met::Nothing => proved.ratio.clone(),
                Met::At { bracket, event } => {
                    // A first pass finds the event, further ones start just before it, where the enclosure is narrow.
                    let near = Float::with_val(64, &proved.ratio) >> (self.stepper.precision.get() / 2);
                    if bracket.lower <= near.max(&bracket.width()) {
                        observe(self, &step::from_units(&proved.ratio, self.scale))?;
                        return Ok(Stop::Event { proved, bracket, event });
                    }
                    before(&bracket)
                }
                Met::Before(ratio) => ratio,
            };
            (longest, shortened) = (until.clone(), 0);
            let length = step::from_units(&advance, self.scale);
            observe(self, &length)?;
            self.take(&advance);
            self.time += &length;
            if self.time != *until
                && (length <= Rational::from(1) >> (2 * self.stepper.precision.get()) || !self.set.is_bounded())
            {
                return Err(self.underflow(&length));
            }
            self.scale = step::scale(&step::from_units(&proved.ratio, self.scale));
        }
        if self.time == *until && self.steps > 0 {
            return Ok(Stop::End);
        }
        let time = Float::with_val(64, &self.time).to_string_radix(10, Some(12));
        Err(Error::StepLimit { limit: step_limit, time })
    }

    /// Whether the set is so narrow that what a surface does is left open by remainders, and not by its width.
    fn is_narrow(&self) -> bool {
        let little = Bound::power_of_two(-i64::from(self.stepper.precision.get() / 2));
        self.set.deviation().iter().all(|x| x.magnitude() <= little)
    }

    /// Takes the proved step, or a part of it.
    fn take(&mut self, ratio: &Rational) {
        let (next, flow) = self.stepper.advance(&self.set, ratio);
        self.derivative = self.derivative.take().map(|derivative| derivative.image(&flow));
        self.set = next;
        self.watched.start = None;
    }

    /// Time and state at an event.
    ///
    /// Both are in the bracket and, where the set crosses every surface of the event at an angle, on one of them.
    fn meet(&mut self, proved: &Proved, bracket: &Interval, event: &Event) -> Result<(Interval, Vec<Interval>)> {
        let mut time = bracket.clone();
        time.shift(proved.scale);
        let mut state = self.stepper.states_at(&self.set, bracket);
        let landings = event
            .surfaces
            .iter()
            .map(|&surface| self.watched.land(&mut self.stepper, &self.set, bracket, proved.scale, surface));
        match landings.collect::<Result<Vec<_>>>() {
            Ok(landings) => {
                let times = landings.iter().map(|landing| landing.time.clone());
                time = time
                    .meet(&times.reduce(|a, b| a.hull(&b)).unwrap_or_else(|| time.clone()), "the time of an event")?;
                let states = landings.iter().map(|landing| landing.set.hull());
                let hulls = |a: Vec<Interval>, b: Vec<Interval>| a.iter().zip(&b).map(|(a, b)| a.hull(b)).collect();
                if let Some(met) = states.reduce(hulls) {
                    state = state
                        .iter()
                        .zip(&met)
                        .map(|(a, b)| a.meet(b, "the state at an event"))
                        .collect::<Result<_>>()?;
                }
            }
            Err(Error::Undecided { .. } | Error::Undefined { .. }) => {}
            Err(error) => return Err(error),
        }
        Ok((&time + &Interval::from_rational(&self.time, self.stepper.precision), state))
    }

    /// The error for a step that has become too short.
    fn underflow(&self, length: &Rational) -> Error {
        let decimal = |x: &Rational| Float::with_val(64, x).to_string_radix(10, Some(12));
        let state = self.set.hull().iter().map(ToString::to_string).collect();
        Error::StepUnderflow { time: decimal(&self.time), step: decimal(length), state }
    }
}

/// A point before a bracket by its width and some rounding errors, at least half way there from zero.
///
/// The state there is rounded in its own size, not in that of the way to it, so that a rounding error is worth as much of a whole
/// step as of the stretch up to the bracket.
fn before(bracket: &Interval) -> Rational {
    const ROUNDING_BITS: u32 = 16;
    let lower = bracket.lower.to_rational().unwrap_or_default();
    let width = bracket.width().to_rational().unwrap_or_default();
    let rounding = lower.clone().max(Rational::from(1)) >> (bracket.lower.prec() - ROUNDING_BITS);
    let half = Rational::from(&lower >> 1u32);
    half.max(lower - width - rounding)
}
