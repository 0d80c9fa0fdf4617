//! One proved step: the series of the centre, of the box and of the variations, and what they enclose.

use super::super::{Settings, step};
use super::doubleton::Doubleton;
use super::matrix::Matrix;
use crate::error::Result;
use crate::numerics::events::END_BITS;
use crate::numerics::field::{Variations, VectorField};
use crate::numerics::series::{Arithmetic, Ball, Balls, Bound, Jet, Word, Words, evaluate};
use crate::numerics::{Interval, Precision};
use rug::float::Round;
use rug::{Float, Rational};

/// A step whose box has been proved.
#[derive(Debug, Clone)]
pub(super) struct Proved {
    /// Length, in units of the scale.
    pub(super) ratio: Rational,
    /// Length up to which the box holds.
    pub(super) reach: Float,
    /// The binary exponent of the units.
    pub(super) scale: i32,
}

/// The series of a step and their storage.
pub(super) struct Stepper<'f> {
    pub(super) field: &'f VectorField,
    pub(super) variations: &'f Variations,
    pub(super) precision: Precision,
    order: usize,
    words: Words,
    /// Length of the last step that was proved.
    accepted: Option<Rational>,
    /// Order of the next step's series of the variations.
    next_low_order: usize,
    /// The field through the centre, at full precision.
    centre: Jet<'f, Balls>,
    /// The field over the box, for the remainder of the centre's series.
    over_box: Jet<'f, Words>,
    /// Field and variations through the whole set, to a lower order.
    set: Jet<'f, Words>,
    /// The same over the box.
    set_over_box: Jet<'f, Words>,
    /// The box: field, then variations.
    pub(super) tube: Vec<Word>,
}

impl<'f> Stepper<'f> {
    /// Room for the series of a field and its variations.
    pub(super) fn new(
        field: &'f VectorField,
        variations: &'f Variations,
        precision: Precision,
        settings: &Settings,
    ) -> Self {
        const LOW_ORDER: usize = 16;
        let order = settings.order.unwrap_or(precision.get() as usize * 45 / 100 + 4).max(4);
        let low = LOW_ORDER.min(order);
        Self {
            field,
            variations,
            precision,
            order,
            words: Words::new(),
            accepted: None,
            next_low_order: low,
            centre: Jet::new(field, Balls::new(precision), order),
            over_box: Jet::new(field, Words::new(), order),
            set: Jet::new(&variations.field, Words::new(), low),
            set_over_box: Jet::new(&variations.field, Words::new(), low),
            tube: Vec::new(),
        }
    }

    /// Number of components of the state.
    const fn dimension(&self) -> usize {
        self.field.derivatives.len()
    }

    /// Order of the series of the variations.
    const fn low_order(&self) -> usize {
        self.set.order()
    }

    /// A state with the identity as its derivative.
    pub(super) fn extended(&self, state: Vec<Word>) -> Vec<Word> {
        let identity = self.variations.pairs.iter().map(|(i, j)| if i == j { Word::ONE } else { Word::ZERO });
        state.into_iter().chain(identity).collect()
    }

    /// Finds a step of at most `remaining` on which a box holds; `None` when there is none. The box is to reach a little
    /// beyond the step when `beyond` is set.
    pub(super) fn prove(
        &mut self,
        set: &Doubleton,
        scale: i32,
        remaining: &Rational,
        beyond: bool,
    ) -> Result<Option<Proved>> {
        const TRIALS: u32 = 200;
        let points: Vec<Ball> = set.middle.iter().cloned().map(Ball::point).collect();
        self.centre.expand(&points, scale)?;
        let extended = self.extended(set.rough_hull());
        self.change_low_order(self.next_low_order);
        self.set.expand(&extended, scale)?;
        let tolerances = self.tolerances(set);
        let mut ratio = step::in_units(remaining, scale);
        if let Some(wanted) = self.wanted(&tolerances) {
            ratio = ratio.min(wanted);
        }
        if let Some(last) = &self.accepted {
            ratio = ratio.min(step::in_units(&(last * Rational::from((9, 8))), scale));
        }
        for _ in 0..TRIALS {
            let factor = if beyond { Rational::from((17, 16)) } else { Rational::from(1) };
            let reach = Float::with_val_round(END_BITS, &ratio * factor, Round::Up).0;
            let held = self.box_holds(&reach, scale);
            if !held || self.variations_excess(&ratio) > 0 {
                if self.raise_low_order() {
                    self.set.expand(&extended, scale)?;
                } else {
                    ratio >>= 1u32;
                }
                continue;
            }
            let excess = self.excess(&ratio, &tolerances);
            let eighths = if excess > 0 { excess * 8 / self.order as i64 + 1 } else { 0 };
            if excess > 0 {
                ratio *= step::power_of_two(-eighths);
            }
            if eighths <= 8 {
                // The box of a longer step serves a shorter one as well.
                self.accepted = Some(step::from_units(&ratio, scale));
                self.lower_low_order(&ratio);
                return Ok(Some(Proved { ratio, reach, scale }));
            }
        }
        Ok(None)
    }

    /// What the remainder of each component is to be small against: the rounding of the state, or a small part of the set's width.
    fn tolerances(&self, set: &Doubleton) -> Vec<Bound> {
        let bits = i64::from(self.precision.get());
        let of = |(middle, off): (&Float, Word)| {
            let size = i64::from(middle.get_exp().unwrap_or(0).max(0));
            Bound::power_of_two(size - bits).max(off.magnitude().shifted(-8))
        };
        set.middle.iter().zip(set.deviation()).map(of).collect()
    }

    /// The step that brings the first term left out down to the tolerance, if the series goes on as the last two terms in its upper
    /// half that do not vanish tell; `None` when all of these vanish, as those of a polynomial do.
    fn wanted(&self, tolerances: &[Bound]) -> Option<Rational> {
        let exponent =
            |component: usize, k: usize| self.centre.kernel().exponent(&self.centre.state(component)[k]).map(i64::from);
        let components = || 0..self.dimension();
        let size = components().filter_map(|component| exponent(component, 0)).max().unwrap_or(0);
        let allowed = tolerances.iter().filter_map(|bound| bound.log2()).min()? - size;
        let drop = |k: usize| Some(size - components().filter_map(|component| exponent(component, k)).max()?);
        let last = (self.order / 2..=self.order).rev().filter_map(|k| Some(drop(k)? * 8 / k as i64)).take(2);
        last.min().map(|radius| step::power_of_two(radius + allowed * 8 / self.order as i64))
    }

    /// By how many bits the largest remainder at a time exceeds its tolerance.
    fn excess(&mut self, ratio: &Rational, tolerances: &[Bound]) -> i64 {
        let power = self.power(ratio, self.order);
        let excess = |component: usize| {
            let remainder = self.over_box.state(component)[self.order].magnitude() * power;
            Some(remainder.log2()? - tolerances[component].log2().unwrap_or(i64::MIN / 2))
        };
        (0..self.dimension()).filter_map(excess).max().unwrap_or(0)
    }

    /// By how many bits the largest remainder of the variations at a time exceeds theirs: a derivative that is wider by so much
    /// widens the set by next to nothing.
    fn variations_excess(&mut self, ratio: &Rational) -> i64 {
        const TOLERANCE: i64 = -20;
        let order = self.low_order();
        let power = self.power(ratio, order);
        let components = self.dimension()..self.variations.field.dimension();
        let sizes = components.filter_map(|c| (self.set_over_box.state(c)[order].magnitude() * power).log2());
        sizes.max().map_or(i64::MIN / 2, |size| size - TOLERANCE)
    }

    /// An upper bound of a power of a time.
    fn power(&mut self, ratio: &Rational, exponent: usize) -> Bound {
        let mut at = Word::ZERO;
        self.words.assign_rational(&mut at, ratio);
        power(&at, exponent).magnitude()
    }

    /// Raises the order of the variations' series by half, when it is not the highest yet.
    fn raise_low_order(&mut self) -> bool {
        let (old, new) = (self.low_order(), (self.low_order() * 3 / 2).min(self.order));
        self.change_low_order(new);
        self.next_low_order = new;
        old < new
    }

    /// Lowers the order of the next variations' series when their remainder is far smaller than it need be.
    fn lower_low_order(&mut self, ratio: &Rational) {
        const MARGIN: i64 = -24;
        const LEAST: usize = 12;
        let order = self.low_order();
        if order > LEAST && self.variations_excess(ratio) < MARGIN {
            self.next_low_order = (order - order / 8).max(LEAST);
        }
    }

    /// Makes room for the variations' series to another order.
    fn change_low_order(&mut self, order: usize) {
        if order != self.low_order() {
            self.set = Jet::new(&self.variations.field, Words::new(), order);
            self.set_over_box = Jet::new(&self.variations.field, Words::new(), order);
        }
    }

    /// Looks for a box for the times up to `reach`; on success it is in place with the series over it.
    fn box_holds(&mut self, reach: &Float, scale: i32) -> bool {
        const ATTEMPTS: u32 = 3;
        let (components, order) = (self.variations.field.dimension(), self.low_order());
        let span = Word::point(reach).down_to_zero();
        let power = power(&Word::point(reach), order).down_to_zero();
        // The part of the sum that does not depend on the box.
        let known: Vec<Word> = (0..components)
            .map(|component| {
                let mut sum = Word::ZERO;
                evaluate(&mut self.words, &mut sum, &self.set.state(component)[..order], &span);
                sum
            })
            .collect();
        self.tube = known.iter().map(|x| inflated(*x)).collect();
        for _ in 0..ATTEMPTS {
            if self.set_over_box.expand(&self.tube, scale).is_err() {
                return false;
            }
            let remainders = (0..components).map(|component| self.set_over_box.state(component)[order] * power);
            let image: Vec<Word> = known.iter().zip(remainders).map(|(known, remainder)| *known + remainder).collect();
            if self.tube.iter().zip(&image).all(|(outer, inner)| outer.contains_in_interior(*inner)) {
                return self.over_box.expand(&self.tube[..self.dimension()], scale).is_ok();
            }
            if !image.iter().all(|x| x.is_bounded()) {
                return false;
            }
            self.tube = self.tube.iter().zip(&image).map(|(a, b)| inflated(a.hull(*b))).collect();
        }
        false
    }

    /// The centre's state at times within the step, and what its series leaves out.
    pub(super) fn centre_at(&mut self, ratio: &Interval) -> (Vec<Ball>, Vec<Word>) {
        let mut balls = self.centre.kernel().clone();
        let at = Ball::enclosing(&ratio.with_precision(self.precision), self.precision);
        let power = power(&Word::enclosing(ratio), self.order);
        let mut state = Vec::with_capacity(self.dimension());
        let mut remainders = Vec::with_capacity(self.dimension());
        for component in 0..self.dimension() {
            let mut sum = balls.zero();
            evaluate(&mut balls, &mut sum, &self.centre.state(component)[..self.order], &at);
            state.push(sum);
            remainders.push(self.over_box.state(component)[self.order] * power);
        }
        (state, remainders)
    }

    /// The derivative of the state at times within the step in the state at its beginning, over the whole set.
    pub(super) fn derivative_at(&mut self, ratio: &Interval) -> Matrix {
        let (dimension, order, at) = (self.dimension(), self.low_order(), Word::enclosing(ratio));
        let mut matrix = Matrix::new(dimension, dimension, |_, _| Word::ZERO);
        for (k, &(i, j)) in self.variations.pairs.iter().enumerate() {
            let mut terms = self.set.state(dimension + k)[..order].to_vec();
            terms.push(self.set_over_box.state(dimension + k)[order]);
            let mut sum = Word::ZERO;
            evaluate(&mut self.words, &mut sum, &terms, &at);
            matrix.set(i, j, sum);
        }
        matrix
    }

    /// The set at one time within the step, and the derivative that took it there.
    pub(super) fn advance(&mut self, set: &Doubleton, ratio: &Rational) -> (Doubleton, Matrix) {
        let at = Interval::from_rational(ratio, self.precision);
        let (centre, remainders) = self.centre_at(&at);
        let derivative = self.derivative_at(&at);
        (set.image(&derivative, &centre, &remainders), derivative)
    }

    /// All states of the set at times within the step.
    pub(super) fn states_at(&mut self, set: &Doubleton, ratio: &Interval) -> Vec<Interval> {
        let (centre, remainders) = self.centre_at(ratio);
        let derivative = self.derivative_at(ratio);
        let deviation = derivative.apply(&set.deviation());
        let parts = centre.iter().zip(remainders).zip(deviation);
        parts.map(|((x, remainder), off)| x.plus_word(remainder + off).to_interval()).collect()
    }

    /// The value of a surface on the step for every state of the set, as a polynomial in time: coefficients, lowest first.
    ///
    /// `gradient` is the index of its first derivative among the surfaces of the variations.
    pub(super) fn surface(&self, set: &Doubleton, surface: usize, gradient: usize) -> Vec<Interval> {
        let mut terms: Vec<Interval> =
            self.centre.surface(surface)[..self.order].iter().map(Ball::to_interval).collect();
        terms.push(self.over_box.surface(surface)[self.order].to_interval().with_precision(self.precision));
        if set.is_point() {
            return terms;
        }
        let low = self.low_order();
        for (k, term) in terms.iter_mut().enumerate().take(low + 1) {
            let jet = if k < low { &self.set } else { &self.set_over_box };
            let row: Vec<Word> = (0..self.dimension()).map(|column| jet.surface(gradient + column)[k]).collect();
            term.accumulate(&set.along(&row).to_interval());
        }
        terms
    }
}

/// `base^exponent`.
fn power(base: &Word, exponent: usize) -> Word {
    let (mut result, mut square, mut left) = (Word::ONE, *base, exponent);
    while left > 0 {
        if left & 1 == 1 {
            result = result * square;
        }
        square = square * square;
        left >>= 1;
    }
    result
}

/// Wider by an eighth of the radius and a little, so that an image can lie strictly inside.
fn inflated(x: Word) -> Word {
    const LITTLE: i64 = -32;
    let size = x.magnitude().log2().unwrap_or(0).max(0);
    x.widened(x.radius().shifted(-3) + Bound::power_of_two(size + LITTLE))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numerics::field::FieldBuilder;
    use crate::numerics::rational::ratio;

    const PRECISION: Precision = Precision::DOUBLE;

    /// A stepper to the fourth order with its series in a set, and a box for the times up to `reach`.
    fn stepped<'f>(
        field: &'f VectorField,
        variations: &'f Variations,
        set: &Doubleton,
        reach: &Rational,
    ) -> Stepper<'f> {
        let settings = Settings { order: Some(4), ..Settings::default() };
        let mut stepper = Stepper::new(field, variations, PRECISION, &settings);
        let points: Vec<Ball> = set.middle.iter().cloned().map(Ball::point).collect();
        stepper.centre.expand(&points, 0).unwrap();
        let extended = stepper.extended(set.rough_hull());
        stepper.set.expand(&extended, 0).unwrap();
        assert!(stepper.box_holds(&Float::with_val_round(END_BITS, reach, Round::Up).0, 0));
        stepper
    }

    fn range(low: Rational, high: Rational) -> Interval {
        Interval::from_rational(&low, PRECISION).hull(&Interval::from_rational(&high, PRECISION))
    }

    #[test]
    fn no_box_holds_beyond_a_blow_up() {
        let mut f = FieldBuilder::new(1);
        let x = f.state(0);
        let square = f.square(x);
        let field = f.finish(vec![square], vec![]);
        let variations = field.with_gradients(&[]);
        let mut stepper = Stepper::new(&field, &variations, PRECISION, &Settings::default());
        let one = Doubleton::of_box(&[Interval::from_integer(1, PRECISION)], PRECISION).unwrap();
        let extended = stepper.extended(one.rough_hull());
        stepper.set.expand(&extended, 0).unwrap();
        assert!(stepper.box_holds(&Float::with_val(END_BITS, 0.25), 0));
        // 1/(1 - t) does not exist up to here.
        assert!(!stepper.box_holds(&Float::with_val(END_BITS, 1.25), 0));
    }

    #[test]
    fn a_box_lies_on_the_side_to_which_the_remainder_goes() {
        // x = t^4, of which a series to the third order sees nothing.
        let mut f = FieldBuilder::new(4);
        let states: Vec<_> = (1..4).map(|k| f.state(k)).collect();
        let last = f.constant(Rational::from(24));
        let field = f.finish(states.into_iter().chain([last]).collect(), vec![]);
        let variations = field.with_gradients(&[]);
        let zero = Doubleton::of_box(&vec![Interval::from_integer(0, PRECISION); 4], PRECISION).unwrap();
        let stepper = stepped(&field, &variations, &zero, &ratio(1, 1));
        assert!(stepper.tube[0].to_interval().contains_rational(&ratio(1, 1)), "{:?}", stepper.tube[0]);
    }

    #[test]
    fn every_member_of_a_set_is_in_its_states_and_its_surfaces() {
        // x' = -y, y' = x, watched by y, whose derivative in y is the second of its gradient.
        let mut f = FieldBuilder::new(2);
        let (x, y) = (f.state(0), f.state(1));
        let minus = f.neg(y);
        let field = f.finish(vec![minus, x], vec![y]);
        let variations = field.with_gradients(&[0]);
        let set =
            Doubleton::of_box(&[range(ratio(1, 1), ratio(5, 4)), range(ratio(-1, 4), ratio(1, 4))], PRECISION).unwrap();
        let mut stepper = stepped(&field, &variations, &set, &ratio(1, 8));
        let at = Interval::from_rational(&ratio(1, 8), PRECISION);
        let states = stepper.states_at(&set, &at);
        let surface = stepper.surface(&set, 0, field.surface_count());
        let value = surface.iter().rev().fold(Interval::from_integer(0, PRECISION), |sum, term| sum * &at + term);
        let (sine, cosine) = (at.sin(), at.cos());
        for (x, y) in [(ratio(1, 1), ratio(-1, 4)), (ratio(5, 4), ratio(1, 4)), (ratio(1, 1), ratio(1, 4))] {
            let end = [&cosine * &x - &(&sine * &y), &sine * &x + &cosine * &y];
            for (state, end) in states.iter().zip(&end) {
                assert!(state.overlaps(end), "{state} {end}");
            }
            assert!(value.overlaps(&end[1]), "{value} {}", end[1]);
        }
    }

    #[test]
    fn the_remainder_of_a_surface_is_that_of_the_whole_set_along_the_whole_step() {
        // x' = x^2, watched by x: its fourth coefficient is x^5, and changes with the start by 5 x^4.
        let mut f = FieldBuilder::new(1);
        let x = f.state(0);
        let square = f.square(x);
        let field = f.finish(vec![square], vec![x]);
        let variations = field.with_gradients(&[0]);
        let set = Doubleton::of_box(&[range(ratio(9, 10), ratio(11, 10))], PRECISION).unwrap();
        let stepper = stepped(&field, &variations, &set, &ratio(1, 4));
        let (gradient, low) = (field.surface_count(), stepper.low_order());
        let terms = stepper.surface(&set, 0, gradient);
        assert_eq!((low, terms.len()), (4, 5));
        let change = stepper.set_over_box.surface(gradient)[low].to_interval();
        assert!(change.contains_rational(&ratio(25, 1)), "5 x^4 at x = 3/2, which is reached: {change}");
        // Half a width of the set is a tenth.
        let all = stepper.over_box.surface(0)[low].to_interval() + change * &range(ratio(-1, 10), ratio(1, 10));
        assert!(terms[low].width() * 1001u32 > all.width() * 1000u32, "{} {all}", terms[low]);
    }
}
