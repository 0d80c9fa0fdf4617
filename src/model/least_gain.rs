//! The least gain at which a chain of smooth neurons hands on some saliency unchanged, over all saliencies: enclosed.
//!
//! In reduced units let `q = 1/z` for a memory that is entered with saliency `z > 1`, and let a unit gain drive its successor. It starts at
//! `y_0` with `b(y_0) = z`, and a successor of its own saliency would replace it at `y_e` with `Psi'(y_e) = q`. The flow says with what
//! saliency `w` the successor arrives there. The gain `k` hands `z` on unchanged when `k w = z`, so the least gain is one over the
//! largest `G(q) = q w(q)`.
//!
//! 1. *At a point* `w` is enclosed by integrating the flow up to the event.
//! 2. *Over a box* of `q` its derivative is needed. The flow is autonomous and `y` decays along one orbit whatever the start, so a memory entered with `z + dz` is that
//!    of `z`, started earlier by `dz/z`. What the successor gains in that time, `Psi(y_0) dz/z`, decays by `b(y_e)/z` until the event. The event itself moves by
//!    `dy_e = dq/Psi''(y_e)`, which takes the time `lambda dq` with `lambda = -b'/(b Psi'')` at `y_e`, and the successor then changes at the rate `Psi(y_e) - w`:
//!
//!    ```text
//!    dw/dq = -b(y_e) Psi(y_0) + (Psi(y_e) - w) lambda.
//!    ```
//! 3. *All saliencies*, `q` in `[0, 1]`, are covered: a window around the largest value on which `G` is strictly concave, and outside of it boxes on which
//!    `G` is certainly below a value that is attained, or certainly grows towards the window. Near both ends the flow is not needed: `Psi <= 1` and `b >= 1` while the memory
//!    lasts, so `w <= 1 - e^-t <= 1 - q`.

use super::smooth_limit::{SETTINGS, SmoothLimit};
use crate::error::{Error, Result};
use crate::numerics::events::Direction;
use crate::numerics::minima::holds_on;
use crate::numerics::quadrature::Integrand;
use crate::numerics::rational::{exact, ratio};
use crate::numerics::roots::enclose_positive_root;
use crate::numerics::taylor::{Watch, enclose};
use crate::numerics::{Algebraic, Certainty, Digits, Interval, Precision, climb};
use rug::Rational;

/// Bits with which all saliencies are covered.
const COVER_BITS: u32 = 64;
/// How often a box is halved.
const HALVINGS: u32 = 16;
/// What is enclosed twice.
const ARRIVAL: &str = "what a unit gain hands on";

/// What a unit gain hands on, relative to the saliency that the memory was entered with, over a range of saliencies.
#[derive(Debug, Clone)]
pub struct UnitHandover {
    /// Its values `G`.
    pub value: Interval,
    /// The derivative in `q = 1/z`.
    pub slope: Interval,
    /// The second derivative.
    pub bend: Interval,
}

impl UnitHandover {
    /// From `w` and what its derivatives depend on.
    fn of(q: &Interval, arrival: Interval, ends: &Ends) -> Self {
        let first = ends.slope(&arrival);
        let second = ends.bend(&arrival, &first);
        Self { value: &arrival * q, slope: &first * q + &arrival, bend: first * 2 + second * q }
    }
}

impl SmoothLimit {
    /// The least gain at which any saliency is handed on unchanged: below it, none is handed on undiminished.
    ///
    /// **Accuracy**: an enclosure of so many digits, which is proved over all saliencies. **Errors**: [`Error::Undecided`] where the cover
    /// stays open, for sharp activations; those of the integrator.
    ///
    /// ```
    /// use escapement::model::{Activation, Mixture, Parameters, SmoothLimit};
    /// use escapement::numerics::{Digits, rational::ratio};
    /// let system = SmoothLimit::new(Parameters::new(ratio(1, 1))?, Mixture::of(Activation::Tanh)?)?;
    /// let least = system.enclose_least_gain(Digits::new(10)?)?;
    /// assert_eq!(least.to_rounded_decimal(5).as_deref(), Some("5.8914"));
    /// # Ok::<(), escapement::Error>(())
    /// ```
    pub fn enclose_least_gain(&self, digits: Digits) -> Result<Interval> {
        let peak = self.peak()?;
        climb("the least gain of the smooth limit", digits, |precision| {
            let near = self.approach(&peak, precision)?;
            let at = self.unit_handover(&Interval::from_rational(&near, precision))?;
            // With G'' <= -c all over the window, no value exceeds the one at hand by more than G'^2/(2 c).
            let excess = at.slope.square().divide(&(-peak.bend.with_precision(precision) * 2))?;
            let most = at.value + excess.hull(&excess.integer(0));
            let gain = (most * self.parameters().slope()).reciprocal()?;
            Ok((gain.digits(digits.get()) >= digits.get()).then_some(gain))
        })
    }

    /// What a unit gain hands on of the reduced saliencies `1/q`.
    ///
    /// **Domain**: `q` between 0 and 1, both excluded. **Accuracy**: enclosures over the whole range. **Errors**: [`Error::Undefined`] for
    /// a range with zero; those of the integrator and of the roots, near the ends of the domain.
    pub fn unit_handover(&self, q: &Interval) -> Result<UnitHandover> {
        if !q.is_point() {
            return self.developed(q);
        }
        let (arrival, ends) = (self.arrival(&exact(q.lower())?, q.precision())?, Ends::of(self, q)?);
        Ok(UnitHandover::of(q, arrival, &ends))
    }

    /// [`SmoothLimit::unit_handover`] over a range, by mean value forms around its midpoint.
    fn developed(&self, q: &Interval) -> Result<UnitHandover> {
        let (middle, ends) = (Interval::point(q.midpoint()), Ends::of(self, q)?);
        let away = q - &middle;
        let at_middle = self.arrival(&exact(middle.lower())?, q.precision())?;
        // Nothing is known of w at first but that it lies between 0 and 1.
        let any = q.integer(0).hull(&q.integer(1));
        let arrival = (ends.slope(&any) * &away + &at_middle).meet(&any, ARRIVAL)?;
        let arrival = (ends.slope(&arrival) * &away + &at_middle).meet(&arrival, ARRIVAL)?;
        let over = UnitHandover::of(q, arrival, &ends);
        let at = UnitHandover::of(&middle, at_middle, &Ends::of(self, &middle)?);
        let slope = (&over.bend * &away + at.slope).meet(&over.slope, "the slope of what a unit gain hands on")?;
        let value = (&slope * &away + at.value).meet(&over.value, ARRIVAL)?;
        Ok(UnitHandover { value, slope, bend: over.bend })
    }

    /// The saliency `w` with which the successor arrives where it would replace a memory that was entered with its saliency `1/q`.
    fn arrival(&self, q: &Rational, precision: Precision) -> Result<Interval> {
        let field = self.field(&Rational::from(1), |builder, slope, _| {
            let own = builder.constant(q.clone());
            vec![builder.sub(slope, own)]
        });
        let start = [
            self.retrieved_at(&Interval::from_rational(q, precision).reciprocal()?)?,
            Interval::from_integer(0, precision),
        ];
        let watch = [Watch { surface: 0, direction: Direction::Rising }];
        let mut end = enclose(&field, &start, &self.horizon(), &watch, precision, SETTINGS)?;
        match end.event {
            Some(_) => Ok(end.state.swap_remove(1)),
            None => Err(Error::Undecided { question: "the memory is ever left", value: q.to_string() }),
        }
    }

    /// Where a unit gain hands on the largest share, with the proof that it does so nowhere else.
    fn peak(&self) -> Result<Peak> {
        let precision = Precision::bits(COVER_BITS)?;
        let near = self.candidate(precision)?;
        let most = self.unit_handover(&Interval::from_rational(&near, precision))?.value;
        for share in [6, 16, 48, 192] {
            let reach = Rational::from(&near / share);
            let (left, right) = (Rational::from(&near - &reach), Rational::from(&near + &reach));
            let window = Interval::from_rational(&left, precision).hull(&Interval::from_rational(&right, precision));
            let bend = match self.unit_handover(&window) {
                // Over a wide window even the domain of a formula may be in doubt.
                Err(error) if error.may_yield_to_precision() => continue,
                over => over?.bend,
            };
            if bend.negative() != Certainty::Certainly {
                continue;
            }
            let rises = |over: &UnitHandover| over.slope.positive();
            let falls = |over: &UnitHandover| over.slope.negative();
            let (low, high) = rayon::join(
                || self.stays_below(&most, rises, (&Rational::new(), &left), precision),
                || self.stays_below(&most, falls, (&right, &Rational::from(1)), precision),
            );
            if low? && high? {
                return Ok(Peak { near, window, bend });
            }
        }
        let value = near.to_f64().to_string();
        Err(Error::Undecided { question: "no other saliency is handed on with less gain", value })
    }

    /// A point near the largest share: where its slope changes its sign on a grid, made better by Newton's method.
    fn candidate(&self, precision: Precision) -> Result<Rational> {
        const STEPS: i64 = 16;
        for n in 4..STEPS {
            let q = ratio(n, STEPS);
            let at = self.unit_handover(&Interval::from_rational(&q, precision))?;
            if at.slope.negative() == Certainty::Certainly {
                return (0..4).try_fold(q, |q, _| self.newton(&q, precision));
            }
        }
        Err(Error::domain("activation", self.activation(), "one with a threshold"))
    }

    /// One step of Newton's method towards the largest share.
    fn newton(&self, q: &Rational, precision: Precision) -> Result<Rational> {
        let at = self.unit_handover(&Interval::from_rational(q, precision))?;
        let step = exact(&at.slope.divide(&at.bend)?.midpoint())?;
        // Rounded, so that the next evaluation is one at a point.
        exact(&Interval::from_rational(&(q - step), precision).midpoint())
    }

    /// A point of the window as near to the largest share as half of the precision asks for.
    fn approach(&self, peak: &Peak, precision: Precision) -> Result<Rational> {
        let half = precision.get() / 2 + COVER_BITS / 4;
        let (mut near, mut bits) = (peak.near.clone(), COVER_BITS);
        while bits < half {
            bits = half.min(2 * bits - 16);
            near = self.newton(&near, Precision::bits(bits)?)?;
        }
        let inside = peak.window.contains_rational(&near);
        inside.then_some(near).ok_or_else(|| Error::Undecided {
            question: "the least gain lies in its window",
            value: peak.window.to_string(),
        })
    }

    /// Whether every box of a range certainly has a smaller share than `most`, or one that grows towards the window.
    fn stays_below(
        &self,
        most: &Interval,
        towards: impl Fn(&UnitHandover) -> Certainty,
        range: (&Rational, &Rational),
        precision: Precision,
    ) -> Result<bool> {
        let shown = |q: &Interval| -> Result<Certainty> {
            if bound(q).less(most) == Certainty::Certainly {
                return Ok(Certainty::Certainly);
            }
            if q.positive() != Certainty::Certainly || (q - 1).negative() != Certainty::Certainly {
                return Ok(Certainty::Unknown);
            }
            let over = self.unit_handover(q)?;
            let certain = [over.value.less(most), towards(&over)].contains(&Certainty::Certainly);
            Ok(if certain { Certainty::Certainly } else { Certainty::Unknown })
        };
        holds_on(shown, range, HALVINGS, precision)
    }
}

/// `q (1 - q)`, by the mean value form: no share is larger.
fn bound(q: &Interval) -> Interval {
    let middle = Interval::point(q.midpoint());
    (-&middle + 1) * &middle + (-(q * 2) + 1) * (q - &middle)
}

/// Where the largest share is.
struct Peak {
    /// A point near it.
    near: Rational,
    /// An interval around both, outside of which every share is smaller.
    window: Interval,
    /// The second derivative over the window, which is negative.
    bend: Interval,
}

/// What the derivatives of `w` depend on, each with its own derivative in `q`.
struct Ends {
    /// `b(y_e) Psi(y_0)`: what the successor has by the start at a greater saliency.
    ahead: [Interval; 2],
    /// `Psi(y_e)`.
    drive: [Interval; 2],
    /// `lambda`: by how much later the event comes.
    later: [Interval; 2],
}

impl Ends {
    /// Both ends of a dwell, for all `q` in a range. The places are monotone in `q`, because `b` rises and `Psi'` falls.
    fn of(system: &SmoothLimit, q: &Interval) -> Result<Self> {
        let activation = system.activation();
        let value = Integrand::new(|field, y| activation.write(field, y));
        let entry = over_range(q, |q| system.retrieved_at(&q.reciprocal()?))?;
        let exit = over_range(q, |q| replaced_at(&value, q))?;
        let (at_entry, at_exit) = (value.coefficients(&entry, 1)?, value.coefficients(&exit, 3)?);
        let (first, second, third) = (&at_exit[1], &at_exit[2] * 2, &at_exit[3] * 6);
        // b = y/Psi, and b'/b with its derivative.
        let saliency = exit.divide(&at_exit[0])?;
        let share = first.divide(&at_exit[0])?;
        let fall = exit.reciprocal()? - &share;
        let fall_slope = share.square() - second.divide(&at_exit[0])? - exit.square().reciprocal()?;
        // How the places move: dy_e/dq = 1/Psi'', and dy_0/dq = -1/(q^2 b'(y_0)) with b'/b = 1/y_0 - Psi'/Psi and b q = 1.
        let exit_moves = second.reciprocal()?;
        let entry_fall = entry.reciprocal()? - at_entry[1].divide(&at_entry[0])?;
        let entry_moves = -(entry_fall * q).reciprocal()?;
        let later = -(&fall * &exit_moves);
        let later_slope = (&fall * &third * &exit_moves - fall_slope) * exit_moves.square();
        let ahead_slope = &saliency * &(&fall * &exit_moves * &at_entry[0] + &at_entry[1] * &entry_moves);
        Ok(Self {
            ahead: [saliency * &at_entry[0], ahead_slope],
            drive: [at_exit[0].clone(), first * &exit_moves],
            later: [later, later_slope],
        })
    }

    /// `dw/dq` for a `w`.
    fn slope(&self, arrival: &Interval) -> Interval {
        (&self.drive[0] - arrival) * &self.later[0] - &self.ahead[0]
    }

    /// The second derivative of `w`, for a `w` and its first one.
    fn bend(&self, arrival: &Interval, first: &Interval) -> Interval {
        let rest = (&self.drive[0] - arrival) * &self.later[1];
        (&self.drive[1] - first) * &self.later[0] + &rest - &self.ahead[1]
    }
}

/// The values of a monotone function over a range, from those at its ends.
fn over_range(range: &Interval, at: impl Fn(&Interval) -> Result<Interval>) -> Result<Interval> {
    let low = at(&Interval::point(range.lower().clone()))?;
    if range.is_point() {
        return Ok(low);
    }
    Ok(low.hull(&at(&Interval::point(range.upper().clone()))?))
}

/// Where a memory would be replaced by a successor of reduced saliency `1/q`: `Psi'(y) = q`.
fn replaced_at(value: &Integrand, q: &Interval) -> Result<Interval> {
    let surplus = |y: &Interval| Ok(&value.coefficients(y, 1)?[1] - q);
    let mut high = Rational::from(1);
    while surplus(&Interval::from_rational(&high, q.precision()))?.negative() != Certainty::Certainly {
        high *= 2u32;
    }
    enclose_positive_root(surplus, &high, q.precision())
}
