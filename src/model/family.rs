//! The limit system for all parameters of a box at once: gain and self-coupling are states that stand still.
//!
//! Integrated from a box of saliencies, gains and self-couplings, one trajectory is all of theirs, and its linearisation is the derivative
//! of a dwell in each of them. Over a box an enclosure is as wide as what it encloses; with the value at the middle and the derivatives all over
//! it, the mean value form gives bounds that are wider only by the square of the box's width.

use crate::error::{Error, Result};
use crate::numerics::events::Direction;
use crate::numerics::field::{FieldBuilder, VectorField};
use crate::numerics::series::{Intervals, Jet};
use crate::numerics::taylor::{Settings, Watch, enclose};
use crate::numerics::{Algebraic, Certainty, Decided, Developed, Gradient, Interval};
use rug::Rational;

/// A dwell takes tens of steps. An enclosure that has grown too wide to go on would take millions.
const SETTINGS: Settings =
    Settings { step_limit: 200, order: None, control: crate::numerics::taylor::Control::Largest };

/// The saliencies of a retrieved memory, its successor and others, with HardTanh neurons of a given escape threshold.
///
/// ```
/// use escapement::model::LimitFamily;
/// use escapement::numerics::{Algebraic, Gradient, Interval, Precision, rational::ratio};
/// let precision = Precision::bits(64)?;
/// let box_of = |low, high| Interval::from_rational(&low, precision).hull(&Interval::from_rational(&high, precision));
/// let sides = [box_of(ratio(5, 1), ratio(501, 100)), box_of(ratio(3, 1), ratio(301, 100))];
/// let [gain, saliency] = &Gradient::variables(&sides)[..] else { unreachable!() };
/// let family = LimitFamily::new(ratio(1, 1));
/// let dwell = family.dwell(&[saliency.clone(), gain.number(&ratio(0, 1))], gain, None)?;
/// // Z' = kappa (1 - 1/Z).
/// assert!(dwell.saliencies[1].value().contains_rational(&ratio(10, 3)));
/// assert!(dwell.saliencies[1].slopes()[0].contains_rational(&ratio(2, 3)));
/// # Ok::<(), escapement::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct LimitFamily {
    threshold: Rational,
}

/// A dwell of every member of a family.
#[derive(Debug, Clone)]
pub struct FamilyDwell {
    /// How long the memory is held.
    pub time: Gradient,
    /// All saliencies at its escape.
    pub saliencies: Vec<Gradient>,
}

/// What becomes of the chains of a box of gains and first saliencies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Course {
    /// Every one of them collapses after so many transitions.
    Ends(Decided<usize>),
    /// None of them ever ends.
    Endless(Decided<()>),
    /// Not the same for all, or not shown: the number of the side (gain 0, saliency 1) that is to be narrowed.
    Open(usize),
}

impl LimitFamily {
    /// The family that loses its memories at that saliency.
    pub const fn new(threshold: Rational) -> Self {
        Self { threshold }
    }

    /// A dwell from these saliencies (of the retrieved memory, its successor, and any number of others), of which each may depend on the
    /// variables of a box, as may the gain and the self-coupling; without one it is zero.
    ///
    /// **Accuracy**: enclosures over the box. **Errors**: [`Error::Undecided`] where it is not certain that the memory is left; those of
    /// the integrator.
    pub fn dwell(
        &self,
        saliencies: &[Gradient],
        gain: &Gradient,
        self_coupling: Option<&Gradient>,
    ) -> Result<FamilyDwell> {
        self.is_left(gain, self_coupling)?;
        let field = self.field(saliencies.len(), self_coupling.is_some());
        let inputs: Vec<&Gradient> = saliencies.iter().chain([gain]).chain(self_coupling).collect();
        let state: Vec<Interval> = inputs.iter().map(|input| input.value().clone()).collect();
        let variables = gain.slopes().len();
        let watch = [Watch { surface: 0, direction: Direction::Falling }];
        let precision = state[0].precision();
        let horizon = Rational::from(1 << 20);
        let escape = |field: &VectorField, start: &[Interval]| {
            let end = enclose(field, start, &horizon, &watch, precision, SETTINGS)?;
            let never = || Error::Undecided { question: "the memory is ever left", value: start[0].to_string() };
            if end.event.is_some() { Ok(end) } else { Err(never()) }
        };
        if variables == 0 {
            let end = escape(&field, &state)?;
            let plain = |value: Interval| Gradient::new(value, Vec::new());
            let saliencies = end.state.into_iter().take(saliencies.len()).map(plain).collect();
            return Ok(FamilyDwell { time: plain(end.time), saliencies });
        }
        let variations = field.with_variations();
        let identity = variations.pairs.iter().map(|(i, j)| Interval::from_integer(i64::from(i == j), precision));
        let mut end = escape(&variations.field, &state.iter().cloned().chain(identity).collect::<Vec<_>>())?;
        let flow = end.state.split_off(state.len());
        let mut jet = Jet::new(&field, Intervals::new(precision), 1);
        jet.expand(&end.state, 0)?;
        // How the state moves along the flow, at one and the same time, with each variable.
        let along = |row: usize, variable: usize| {
            let terms = variations.pairs.iter().zip(&flow).filter(|((i, _), _)| *i == row);
            let zero = Interval::from_integer(0, precision);
            terms.fold(zero, |sum, (&(_, j), flow)| sum + flow * &inputs[j].slopes()[variable])
        };
        // The escape moves so that the surface is met again.
        let shifts = (0..variables).map(|variable| (-along(0, variable)).divide(&jet.state(0)[1]));
        let shifts = shifts.collect::<Result<Vec<_>>>()?;
        let slope = |row: usize, variable: usize| along(row, variable) + &jet.state(row)[1] * &shifts[variable];
        let slopes = |row: usize| (0..variables).map(|variable| slope(row, variable)).collect();
        let ends = end.state.iter().take(saliencies.len()).enumerate();
        let saliencies = ends.map(|(row, value)| Gradient::new(value.clone(), slopes(row))).collect();
        Ok(FamilyDwell { time: Gradient::new(end.time, shifts), saliencies })
    }

    /// What becomes of every chain with a gain and a first saliency in these ranges, followed for at most so many transitions.
    ///
    /// A chain ends where the saliency that it enters with is certainly not above the threshold. It never does where some interval of
    /// saliencies that all exceed the threshold holds one of the orbit's and is mapped into itself, for every gain of the range.
    ///
    /// **Domain**: no self-coupling. **Accuracy**: proved. **Errors**: those of the integrator that a narrower box does not cure.
    pub fn course(&self, gain: &Interval, saliency: &Interval, most: usize) -> Result<Course> {
        let bundle = Bundle::new(&[gain.clone(), saliency.clone()]);
        let [kappa, start] = &bundle.over[..] else { unreachable!("a box of two sides") };
        let (middle_gain, mut middle) = (bundle.middles[0].clone(), bundle.middles[1].clone());
        let mut orbit = start.clone();
        let mut last_move: Option<Interval> = None;
        for count in 0..=most {
            let here = Developed::new(middle.value().clone(), &orbit);
            match orbit.value().above(&self.threshold) {
                Certainty::CertainlyNot => return Ok(Course::Ends(Decided::proved(count))),
                Certainty::Unknown => return Ok(Course::Open(here.most_influential(&bundle.away).unwrap_or(0))),
                Certainty::Certainly => {}
            }
            let next =
                self.handed_on(&orbit, kappa).and_then(|over| Ok((over, self.handed_on(&middle, &middle_gain)?)));
            let (over, next_middle) = match next {
                Err(error) if error.may_yield_to_precision() => {
                    return Ok(Course::Open(here.most_influential(&bundle.away).unwrap_or(0)));
                }
                next => next?,
            };
            let range = Developed::new(next_middle.value().clone(), &over).range(&bundle.away);
            let next = over.within(&range, "a saliency")?;
            let moved = next_middle.value() - middle.value();
            let settles = |last: &Interval| (&moved.clone().hull(&-&moved) * 2).width() < last.hull(&-last).width();
            if (moved.positive() == Certainty::Certainly || last_move.as_ref().is_some_and(settles))
                && self.is_trapped(orbit.value(), next.value(), &moved, gain)
            {
                return Ok(Course::Endless(Decided::proved(())));
            }
            (orbit, middle, last_move) = (next, next_middle, Some(moved));
        }
        Ok(Course::Open(0))
    }

    /// The saliency that a memory of the chain hands on to its successor.
    fn handed_on(&self, saliency: &Gradient, gain: &Gradient) -> Result<Gradient> {
        let fresh = saliency.number(&Rational::new());
        Ok(self.dwell(&[saliency.clone(), fresh], gain, None)?.saliencies.swap_remove(1))
    }

    /// Whether an interval around two successive saliencies is mapped into itself; where that is not shown, it is not.
    fn is_trapped(&self, here: &Interval, next: &Interval, moved: &Interval, gain: &Interval) -> bool {
        let both = here.hull(next);
        #[expect(clippy::eq_op, reason = "what an interval takes from itself is its width, of either sign")]
        let wider = &(moved.hull(&-moved)) + &((next - next) * &Rational::from((1, 2)));
        let trap = both.hull(&(next + &wider));
        if trap.above(&self.threshold) != Certainty::Certainly {
            return false;
        }
        let bundle = Bundle::new(&[gain.clone(), trap.clone()]);
        let image = self.handed_on(&bundle.over[1], &bundle.over[0]).and_then(|over| {
            let middle = self.handed_on(&bundle.middles[1], &bundle.middles[0])?;
            Ok(Developed::new(middle.value().clone(), &over).range(&bundle.away))
        });
        image.is_ok_and(|image| trap.contains(&image))
    }

    /// Makes sure that memories are left: the retrieved one's saliency tends to one below the threshold.
    fn is_left(&self, gain: &Gradient, self_coupling: Option<&Gradient>) -> Result<()> {
        let Some(self_coupling) = self_coupling else { return Ok(()) };
        let own = gain.value() * self_coupling.value();
        let left = own.above(&self.threshold) == Certainty::CertainlyNot && !own.contains_rational(&self.threshold);
        if left { Ok(()) } else { Err(Error::Undecided { question: "the memory is left", value: own.to_string() }) }
    }

    /// The flow of the saliencies, with the parameters as further components.
    fn field(&self, saliencies: usize, self_coupled: bool) -> VectorField {
        let mut builder = FieldBuilder::new(saliencies + 1 + usize::from(self_coupled));
        let gain = builder.state(saliencies);
        let zero = builder.constant(Rational::new());
        let mut derivatives = Vec::new();
        for memory in 0..saliencies {
            let saliency = builder.state(memory);
            // alpha' = -alpha + R m, with m the unit vector of the retrieved memory.
            derivatives.push(match memory {
                0 if self_coupled => {
                    let self_coupling = builder.state(saliencies + 1);
                    let own = builder.mul(gain, self_coupling);
                    builder.sub(own, saliency)
                }
                1 => builder.sub(gain, saliency),
                _ => builder.neg(saliency),
            });
        }
        derivatives.extend(std::iter::repeat_n(zero, 1 + usize::from(self_coupled)));
        let (own, threshold) = (builder.state(0), builder.constant(self.threshold.clone()));
        let surface = builder.sub(own, threshold);
        builder.finish(derivatives, vec![surface])
    }
}

/// A box as its variables, its middle, and how far its points are from there.
struct Bundle {
    over: Vec<Gradient>,
    middles: Vec<Gradient>,
    away: Vec<Interval>,
}

impl Bundle {
    fn new(sides: &[Interval]) -> Self {
        let middles: Vec<Interval> = sides.iter().map(|side| Interval::point(side.midpoint())).collect();
        let away = sides.iter().zip(&middles).map(|(side, middle)| side - middle).collect();
        let middles = middles.into_iter().map(|middle| Gradient::new(middle, Vec::new())).collect();
        Self { over: Gradient::variables(sides), middles, away }
    }
}
