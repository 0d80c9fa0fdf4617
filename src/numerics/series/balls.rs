//! Coefficients as balls: a midpoint of full precision and a radius of one machine word.
//!
//! A [`Ball`] stands for every real within `radius` of `middle`. The midpoint of a result is the operation on midpoints, rounded
//! to the nearest; the radius is a bound of what that leaves out, rounded up: what the operands' radii can do, and half a unit
//! in the last place for every rounding that was not exact. A rigorous product thus costs one product of full precision, where
//! an interval needs two to four with directed rounding. For `|x - a| <= r` and `|y - b| <= s`
//!
//! ```math
//! |x y - a b| \le |a| s + (|b| + s) r .
//! ```
//!
//! In a convolution every product and every partial sum is rounded once. All of these are below `2^e` for the largest exponent `e`
//! met, so each errs by at most `2^{e - p - 1}` at `p` bits.

use super::arithmetic::Arithmetic;
use super::intervals::Intervals;
use super::words::{Bound, Word, sum_of_products};
use crate::error::Result;
use crate::numerics::field::Elementary;
use crate::numerics::{Interval, Precision};
use rug::float::{Round, Special};
use rug::ops::{AddAssignRound, AssignRound, DivAssignRound, MulAssignRound, NegAssign};
use rug::{Assign, Float, Rational};
use std::cmp::Ordering;

/// An enclosure by midpoint and radius.
#[derive(Debug, Clone, PartialEq)]
pub struct Ball {
    middle: Float,
    radius: Bound,
    /// An upper bound of the midpoint's absolute value, which every product asks for.
    size: Bound,
}

impl Ball {
    /// One number, exactly.
    pub fn point(value: Float) -> Self {
        Self { size: Bound::of(&value), middle: value, radius: Bound::ZERO }
    }

    /// An enclosure of an interval, at a precision.
    pub fn enclosing(interval: &Interval, precision: Precision) -> Self {
        let middle = Float::with_val(precision.get(), interval.midpoint());
        let distance = |from: &Float, to: &Float| Bound::of(&Float::with_val_round(64, from - to, Round::Up).0);
        let radius = if interval.is_bounded() {
            distance(interval.upper(), &middle).max(distance(&middle, interval.lower()))
        } else {
            Bound::INFINITE
        };
        Self { size: Bound::of(&middle), middle, radius }
    }

    /// The midpoint.
    pub const fn middle(&self) -> &Float {
        &self.middle
    }

    /// The radius.
    pub const fn radius(&self) -> Bound {
        self.radius
    }

    /// The midpoint alone.
    pub fn into_middle(self) -> Float {
        self.middle
    }

    /// The sum with an enclosure in machine words.
    #[must_use]
    pub fn plus_word(&self, word: Word) -> Self {
        let mut sum = Self::point(Float::new(self.middle.prec()));
        let rounding = sum.middle.assign_round(&self.middle + &word.middle_float(), Round::Nearest);
        sum.settle(self.radius + word.radius(), rounding);
        sum
    }

    /// The ball as an interval of the midpoint's precision, rounded outward.
    pub fn to_interval(&self) -> Interval {
        let bits = self.middle.prec();
        if !self.middle.is_finite() {
            let infinite = |end| Float::with_val(bits, end);
            return Interval { lower: infinite(Special::NegInfinity), upper: infinite(Special::Infinity) };
        }
        let radius = self.radius.to_float();
        Interval {
            lower: Float::with_val_round(bits, &self.middle - &radius, Round::Down).0,
            upper: Float::with_val_round(bits, &self.middle + &radius, Round::Up).0,
        }
    }

    /// Sets the radius for a midpoint that is in place: what is given, and half a unit in the last place unless it is exact.
    fn settle(&mut self, radius: Bound, rounding: Ordering) {
        self.radius = if rounding == Ordering::Equal { radius } else { radius + half_unit(&self.middle) };
        self.size = Bound::of(&self.middle);
    }

    /// Sets the ball from an interval.
    fn enclose(&mut self, interval: &Interval) {
        *self = Self::enclosing(interval, interval.precision());
    }
}

/// The exponent that bounds a result and what rounding it lost: that of the least number for a result that became zero.
fn exponent_of(value: &Float) -> i32 {
    value.get_exp().unwrap_or_else(|| rug::float::exp_min() + value.prec() as i32 + 1)
}

/// Half a unit in the last place: what rounding to the nearest errs by at most.
fn half_unit(value: &Float) -> Bound {
    if !value.is_finite() {
        return Bound::INFINITE;
    }
    Bound::power_of_two(i64::from(exponent_of(value)) - i64::from(value.prec()) - 1)
}

/// Ball arithmetic at one precision.
#[derive(Debug, Clone)]
pub struct Balls {
    intervals: Intervals,
    value: Interval,
    product: Float,
}

impl Balls {
    /// Arithmetic with midpoints of `precision`.
    pub fn new(precision: Precision) -> Self {
        let intervals = Intervals::new(precision);
        Self { value: intervals.zero(), intervals, product: Float::new(precision.get()) }
    }
}

impl Arithmetic for Balls {
    type Number = Ball;
    type Kernel = Self;

    fn kernel(&self, _: usize) -> Self {
        self.clone()
    }

    fn precision(&self) -> Precision {
        self.intervals.precision()
    }

    fn zero(&self) -> Ball {
        Ball::point(Float::new(self.precision().get()))
    }

    fn assign(&mut self, out: &mut Ball, value: &Ball) {
        let rounding = out.middle.assign_round(&value.middle, Round::Nearest);
        out.settle(value.radius, rounding);
    }

    fn assign_rational(&mut self, out: &mut Ball, value: &Rational) {
        let rounding = out.middle.assign_round(value, Round::Nearest);
        out.settle(Bound::ZERO, rounding);
    }

    fn assign_pi(&mut self, out: &mut Ball, factor: &Rational) {
        let precision = self.precision();
        out.enclose(&(&Interval::pi(precision) * &Interval::from_rational(factor, precision)));
    }

    fn add(&mut self, out: &mut Ball, a: &Ball, b: &Ball) {
        let rounding = out.middle.assign_round(&a.middle + &b.middle, Round::Nearest);
        out.settle(a.radius + b.radius, rounding);
    }

    fn sub(&mut self, out: &mut Ball, a: &Ball, b: &Ball) {
        let rounding = out.middle.assign_round(&a.middle - &b.middle, Round::Nearest);
        out.settle(a.radius + b.radius, rounding);
    }

    fn negate(&mut self, out: &mut Ball) {
        out.middle.neg_assign();
    }

    fn mul(&mut self, out: &mut Ball, a: &Ball, b: &Ball) {
        let rounding = out.middle.assign_round(&a.middle * &b.middle, Round::Nearest);
        out.settle(spread(std::slice::from_ref(a), std::slice::from_ref(b)), rounding);
    }

    fn div(&mut self, out: &mut Ball, a: &Ball, b: &Ball) -> Result<()> {
        self.value.assign_div(&a.to_interval(), &b.to_interval())?;
        out.enclose(&self.value);
        Ok(())
    }

    fn mul_integer(&mut self, out: &mut Ball, factor: u32) {
        let rounding = out.middle.mul_assign_round(factor, Round::Nearest);
        out.settle(out.radius * Bound::integer(factor), rounding);
    }

    fn div_integer(&mut self, out: &mut Ball, divisor: u32) {
        let rounding = out.middle.div_assign_round(divisor, Round::Nearest);
        out.settle(out.radius.over(divisor), rounding);
    }

    fn shift(&mut self, out: &mut Ball, exponent: i32) {
        let vanished = out.middle.is_zero();
        out.middle <<= exponent;
        let exact = out.middle.is_finite() && out.middle.is_zero() == vanished;
        out.settle(out.radius.shifted(i64::from(exponent)), if exact { Ordering::Equal } else { Ordering::Less });
    }

    fn convolve(&mut self, out: &mut Ball, a: &[Ball], b: &[Ball]) {
        out.middle.assign(0u32);
        let mut rounded = Rounded::default();
        for (x, y) in a.iter().zip(b.iter().rev()) {
            rounded.note(self.product.assign_round(&x.middle * &y.middle, Round::Nearest), &self.product);
            rounded.note(out.middle.add_assign_round(&self.product, Round::Nearest), &out.middle);
        }
        let lost = rounded.loss(&out.middle);
        out.settle(spread(a, b) + lost, Ordering::Equal);
    }

    fn add_square(&mut self, out: &mut Ball, a: &Ball) {
        let mut rounded = Rounded::default();
        rounded.note(self.product.assign_round(a.middle.square_ref(), Round::Nearest), &self.product);
        rounded.note(out.middle.add_assign_round(&self.product, Round::Nearest), &out.middle);
        let lost = rounded.loss(&out.middle);
        out.settle(out.radius + spread(std::slice::from_ref(a), std::slice::from_ref(a)) + lost, Ordering::Equal);
    }

    fn elementary(&mut self, function: Elementary, out: &mut Ball, a: &Ball) -> Result<()> {
        self.intervals.elementary(function, &mut self.value, &a.to_interval())?;
        out.enclose(&self.value);
        Ok(())
    }

    fn half_difference(&mut self, function: Elementary, out: &mut Ball, center: &Ball, half: &Ball) -> Result<()> {
        self.intervals.half_difference(function, &mut self.value, &center.to_interval(), &half.to_interval())?;
        out.enclose(&self.value);
        Ok(())
    }

    fn sqrt(&mut self, out: &mut Ball, a: &Ball) -> Result<()> {
        out.enclose(&a.to_interval().sqrt()?);
        Ok(())
    }

    fn exponent(&self, a: &Ball) -> Option<i32> {
        // A coefficient that may be zero does not tell how fast a series converges.
        a.middle.get_exp()
    }

    fn is_finite(&self, a: &Ball) -> bool {
        a.middle.is_finite() && a.radius.is_finite()
    }

    fn to_interval(&self, a: &Ball) -> Interval {
        a.to_interval()
    }
}

/// The roundings of a sum of products.
#[derive(Debug, Default)]
struct Rounded {
    count: u32,
    /// Largest exponent of a rounded result.
    largest: Option<i32>,
}

impl Rounded {
    /// Notes a result and how it was rounded.
    fn note(&mut self, rounding: Ordering, result: &Float) {
        if rounding != Ordering::Equal {
            self.count += 1;
            self.largest = self.largest.max(Some(exponent_of(result)));
        }
    }

    /// What all roundings lose together at the precision of `result`, their sum.
    fn loss(&self, result: &Float) -> Bound {
        if !result.is_finite() {
            return Bound::INFINITE;
        }
        let Some(largest) = self.largest else { return Bound::ZERO };
        Bound::integer(self.count).shifted(i64::from(largest) - i64::from(result.prec()) - 1)
    }
}

/// How far a convolution of members may lie from that of the midpoints.
fn spread(a: &[Ball], b: &[Ball]) -> Bound {
    let pairs = a.iter().zip(b.iter().rev());
    let of_second = pairs.clone().map(|(x, y)| (x.size, y.radius));
    let of_first = pairs.map(|(x, y)| (y.size, x.radius));
    // The products of two radii are far smaller, except for wide balls.
    let of_both = a.iter().zip(b.iter().rev()).map(|(x, y)| (x.radius, y.radius));
    sum_of_products(of_second.chain(of_first).chain(of_both))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numerics::rational::ratio;

    fn ball(value: &Rational, balls: &mut Balls) -> Ball {
        let mut ball = balls.zero();
        balls.assign_rational(&mut ball, value);
        ball
    }

    #[test]
    fn a_convolution_holds_the_exact_sum_and_is_nearly_as_tight_as_its_rounding() {
        let mut balls = Balls::new(Precision::WORD);
        let numbers: Vec<Rational> = (1..40).map(|k| ratio((k * 7) % 11 - 5, 3 * k)).collect();
        let exact: Rational = numbers.iter().zip(numbers.iter().rev()).map(|(a, b)| Rational::from(a * b)).sum();
        let terms: Vec<Ball> = numbers.iter().map(|x| ball(x, &mut balls)).collect();
        let (mut sum, mut square) = (balls.zero(), balls.zero());
        balls.convolve(&mut sum, &terms, &terms);
        balls.convolve_square(&mut square, &terms);
        for found in [sum, square] {
            assert!(found.to_interval().contains_rational(&exact), "{found:?} for {exact}");
            assert!(found.radius() < Bound::power_of_two(-54), "{found:?}");
        }
    }

    #[test]
    fn a_convolution_of_points_holds_what_its_roundings_lose() {
        let mut balls = Balls::new(Precision::WORD);
        let terms: Vec<Ball> = (1..20).map(|k| Ball::point(Float::with_val(64, ratio(1, 2 * k + 1)))).collect();
        let exactly = |ball: &Ball| ball.middle().to_rational().unwrap();
        let exact: Rational = terms.iter().zip(terms.iter().rev()).map(|(a, b)| exactly(a) * exactly(b)).sum();
        let mut out = balls.zero();
        balls.convolve(&mut out, &terms, &terms);
        assert!(exactly(&out) != exact && out.to_interval().contains_rational(&exact), "{out:?} for {exact}");
    }

    #[test]
    fn a_convolution_of_wide_balls_holds_those_of_their_members() {
        let mut balls = Balls::new(Precision::WORD);
        let wide = Interval::from_integer(1, Precision::WORD).hull(&Interval::from_integer(3, Precision::WORD));
        let terms = vec![Ball::enclosing(&wide, Precision::WORD); 3];
        let mut out = balls.zero();
        balls.convolve(&mut out, &terms, &terms);
        assert!([3, 12, 27].iter().all(|&sum| out.to_interval().contains_rational(&ratio(sum, 1))), "{out:?}");
    }

    #[test]
    fn exact_operations_have_no_radius() {
        let mut balls = Balls::new(Precision::WORD);
        let (a, b) = (ball(&ratio(3, 4), &mut balls), ball(&ratio(-5, 8), &mut balls));
        let mut out = balls.zero();
        balls.mul(&mut out, &a, &b);
        assert!(out.radius().is_zero() && out.to_interval().is_point());
        balls.convolve(&mut out, &[a.clone(), b.clone()], &[b, a]);
        assert!(out.radius().is_zero());
    }

    #[test]
    fn wide_balls_hold_all_products_of_their_members() {
        let mut balls = Balls::new(Precision::WORD);
        let wide =
            Interval::from_rational(&ratio(-1, 3), Precision::WORD).hull(&Interval::from_integer(2, Precision::WORD));
        let wide = Ball::enclosing(&wide, Precision::WORD);
        let mut out = balls.zero();
        balls.mul(&mut out, &wide, &wide);
        for product in [ratio(4, 1), ratio(-2, 3), ratio(1, 9)] {
            assert!(out.to_interval().contains_rational(&product), "{product} in {out:?}");
        }
    }
}
