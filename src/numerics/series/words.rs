//! Enclosures in machine words, for bounds that need a few digits and no more: remainders, derivatives, boxes.
//!
//! A [`Word`] stands for every real within `radius 2^exponent` of `middle 2^exponent`. An operation computes middle and radius
//! exactly in 128 bits and drops bits only at the end: what the middle loses is added to the radius, which itself is rounded
//! up. No operation allocates, and none loses the exponent: `2^-20000` is as good a number as one.

use super::arithmetic::Arithmetic;
use super::intervals::Intervals;
use crate::error::Result;
use crate::numerics::field::Elementary;
use crate::numerics::{Interval, Precision};
use rug::float::{Round, Special};
use rug::{Float, Rational};
use std::cmp::Ordering;
use std::ops::{Add, Mul, Neg, Sub};

/// Bits of a middle or a radius.
const BITS: u32 = 62;
/// Exponents from here on stand for no bound at all.
const UNBOUNDED: i32 = 1 << 28;
/// No exponent is smaller.
const LEAST: i32 = -(1 << 28);
/// Bits of the largest term of a sum of products: as many as leave room for 2^26 terms.
const TERM_BITS: i32 = 100;

/// A number that is not negative, `mantissa 2^exponent`: a radius or a magnitude. Every operation rounds up.
#[derive(Debug, Clone, Copy)]
pub struct Bound {
    mantissa: u64,
    exponent: i32,
}

impl Bound {
    /// Zero.
    pub const ZERO: Self = Self { mantissa: 0, exponent: 0 };
    /// No bound.
    pub const INFINITE: Self = Self { mantissa: 1, exponent: UNBOUNDED };

    /// `2^exponent`.
    pub fn power_of_two(exponent: i64) -> Self {
        Self::rounded(1, exponent)
    }

    /// A whole number.
    pub fn integer(value: u32) -> Self {
        Self { mantissa: u64::from(value), exponent: 0 }
    }

    /// `self / divisor`, for a divisor that is not zero.
    #[must_use]
    pub fn over(self, divisor: u32) -> Self {
        if !self.is_finite() {
            return self;
        }
        let lifted = u128::from(self.mantissa) << BITS;
        Self::rounded(lifted.div_ceil(u128::from(divisor)), i64::from(self.exponent) - i64::from(BITS))
    }

    /// The least bound of its precision that is not below `mantissa 2^exponent`.
    fn rounded(mantissa: u128, exponent: i64) -> Self {
        if mantissa == 0 {
            return Self::ZERO;
        }
        let drop = (128 - mantissa.leading_zeros()).saturating_sub(BITS);
        let exponent = exponent + i64::from(drop);
        if exponent >= i64::from(UNBOUNDED) {
            return Self::INFINITE;
        }
        if exponent < i64::from(LEAST) {
            return Self { mantissa: 1, exponent: LEAST + BITS as i32 + 1 };
        }
        Self { mantissa: ceiling_shift(mantissa, drop) as u64, exponent: exponent as i32 }
    }

    /// An upper bound of the absolute value of a number.
    pub fn of(value: &Float) -> Self {
        if value.is_zero() {
            return Self::ZERO;
        }
        let Some((exponent, top)) = leading_bits(value) else { return Self::INFINITE };
        Self::rounded(u128::from(top) + 1, i64::from(exponent) - 64)
    }

    /// Whether it is zero.
    pub const fn is_zero(self) -> bool {
        self.mantissa == 0
    }

    /// Whether it bounds anything.
    pub const fn is_finite(self) -> bool {
        self.exponent < UNBOUNDED
    }

    /// The exponent `e` with `2^(e-1) <= self < 2^e`; `None` for zero.
    pub fn log2(self) -> Option<i64> {
        (self.mantissa != 0).then(|| i64::from(self.exponent) + i64::from(64 - self.mantissa.leading_zeros()))
    }

    /// `2^exponent self`.
    #[must_use]
    pub fn shifted(self, exponent: i64) -> Self {
        if !self.is_finite() {
            return self;
        }
        Self::rounded(u128::from(self.mantissa), i64::from(self.exponent) + exponent)
    }

    /// As a float of 64 bits, exactly.
    pub fn to_float(self) -> Float {
        if !self.is_finite() {
            return Float::with_val(64, Special::Infinity);
        }
        Float::with_val(64, self.mantissa) << self.exponent
    }
}

impl Add for Bound {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        if self.is_zero() || !other.is_finite() {
            return other;
        }
        if other.is_zero() || !self.is_finite() {
            return self;
        }
        let (high, low) = if self.exponent >= other.exponent { (self, other) } else { (other, self) };
        let gap = (high.exponent - low.exponent) as u32;
        let lift = gap.min(BITS);
        let sum = (u128::from(high.mantissa) << lift) + ceiling_shift(u128::from(low.mantissa), gap - lift);
        Self::rounded(sum, i64::from(high.exponent) - i64::from(lift))
    }
}

impl Mul for Bound {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        if self.is_zero() || other.is_zero() {
            return Self::ZERO;
        }
        if !self.is_finite() || !other.is_finite() {
            return Self::INFINITE;
        }
        let product = u128::from(self.mantissa) * u128::from(other.mantissa);
        Self::rounded(product, i64::from(self.exponent) + i64::from(other.exponent))
    }
}

impl PartialEq for Bound {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Bound {}

impl PartialOrd for Bound {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Bound {
    fn cmp(&self, other: &Self) -> Ordering {
        let finite = other.is_finite().cmp(&self.is_finite());
        finite.then(self.log2().cmp(&other.log2())).then_with(|| {
            let aligned = |bound: &Self| bound.mantissa.checked_shl(bound.mantissa.leading_zeros()).unwrap_or(0);
            if self.is_finite() { aligned(self).cmp(&aligned(other)) } else { Ordering::Equal }
        })
    }
}

/// A sum of products of bounds, rounded up.
pub fn sum_of_products(pairs: impl Iterator<Item = (Bound, Bound)> + Clone) -> Bound {
    let alive = pairs.filter(|(x, y)| x.mantissa != 0 && y.mantissa != 0);
    if alive.clone().any(|(x, y)| !x.is_finite() || !y.is_finite()) {
        return Bound::INFINITE;
    }
    let top = |(x, y): (Bound, Bound)| bits(x.mantissa) + x.exponent + bits(y.mantissa) + y.exponent;
    let Some(top) = alive.clone().map(top).max() else { return Bound::ZERO };
    let unit = top - TERM_BITS;
    let term = |(x, y): (Bound, Bound)| {
        let product = u128::from(x.mantissa) * u128::from(y.mantissa);
        let drop = unit - (x.exponent + y.exponent);
        if drop < 0 { product << -drop } else { ceiling_shift(product, drop as u32) }
    };
    Bound::rounded(alive.map(term).sum(), i64::from(unit))
}

/// Length of a mantissa.
const fn bits(mantissa: u64) -> i32 {
    (u64::BITS - mantissa.leading_zeros()) as i32
}

/// Exponent and leading 64 bits of a number that is neither zero nor infinite: `|value|` is between `top 2^(exponent - 64)` and
/// `(top + 1) 2^(exponent - 64)`.
fn leading_bits(value: &Float) -> Option<(i32, u64)> {
    let significand = value.get_significand()?;
    let top = significand.as_limbs().last().copied()?;
    Some((value.get_exp()?, top << top.leading_zeros()))
}

/// `ceil(value / 2^by)`.
const fn ceiling_shift(value: u128, by: u32) -> u128 {
    if by >= 128 {
        return (value != 0) as u128;
    }
    let kept = value >> by;
    if kept << by == value { kept } else { kept + 1 }
}

/// `floor(value / 2^by)`, and whether anything was lost.
const fn floor_shift(value: i128, by: u32) -> (i128, bool) {
    if by >= 127 {
        return if value < 0 { (-1, true) } else { (0, value != 0) };
    }
    let kept = value >> by;
    (kept, kept << by != value)
}

/// An enclosure in machine words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    middle: i64,
    radius: u64,
    exponent: i32,
}

impl Word {
    /// Zero, exactly.
    pub const ZERO: Self = Self { middle: 0, radius: 0, exponent: 0 };
    /// One, exactly.
    pub const ONE: Self = Self { middle: 1, radius: 0, exponent: 0 };
    /// Every real.
    pub const UNBOUNDED: Self = Self { middle: 0, radius: 1, exponent: UNBOUNDED };

    /// The ball with this middle and radius, in units of `2^exponent`, rounded outward.
    fn rounded(middle: i128, radius: u128, exponent: i64) -> Self {
        let bits = 128 - middle.unsigned_abs().leading_zeros().min(radius.leading_zeros());
        if bits == 0 {
            return Self::ZERO;
        }
        let drop = bits.saturating_sub(BITS);
        let exponent = exponent + i64::from(drop);
        if exponent >= i64::from(UNBOUNDED) {
            return Self::UNBOUNDED;
        }
        if exponent < i64::from(LEAST) {
            // Middle and radius are below 2^63 units of 2^(LEAST - 1) together.
            return Self { middle: 0, radius: 1, exponent: LEAST + BITS as i32 + 1 };
        }
        let (kept, lost) = floor_shift(middle, drop);
        let radius = ceiling_shift(radius, drop) + u128::from(lost);
        Self { middle: kept as i64, radius: radius as u64, exponent: exponent as i32 }
    }

    /// A whole number, exactly.
    pub fn integer(value: u32) -> Self {
        Self { middle: i64::from(value), radius: 0, exponent: 0 }
    }

    /// Every real of absolute value at most `radius`.
    pub fn symmetric(radius: Bound) -> Self {
        Self { middle: 0, radius: radius.mantissa, exponent: radius.exponent }
    }

    /// Every real between zero and a number.
    #[must_use]
    pub fn down_to_zero(self) -> Self {
        if !self.is_bounded() {
            return self;
        }
        if self.contains_zero() {
            return self;
        }
        // Half of the end that is farther from zero, and as much around it.
        let farthest = i128::from(self.middle.unsigned_abs()) + i128::from(self.radius);
        let middle = farthest * i128::from(self.middle.signum());
        Self::rounded(middle, farthest.unsigned_abs(), i64::from(self.exponent) - 1)
    }

    /// An enclosure of an interval of any precision.
    pub fn enclosing(interval: &Interval) -> Self {
        if !interval.is_bounded() {
            return Self::UNBOUNDED;
        }
        let middle = Float::with_val(BITS, interval.lower() + interval.upper()) >> 1u32;
        let above = Float::with_val_round(BITS, interval.upper() - &middle, Round::Up).0;
        let below = Float::with_val_round(BITS, &middle - interval.lower(), Round::Up).0;
        let radius = if above > below { above } else { below };
        Self::point(&middle) + Self::symmetric(Bound::of(&radius))
    }

    /// An enclosure of one number.
    pub fn point(value: &Float) -> Self {
        if value.is_zero() {
            return Self::ZERO;
        }
        let Some((exponent, top)) = leading_bits(value) else { return Self::UNBOUNDED };
        let middle = if value.is_sign_negative() { -i128::from(top) } else { i128::from(top) };
        let radius = u128::from(!ends_after_limb(value));
        Self::rounded(middle, radius, i64::from(exponent) - 64)
    }

    /// The enclosure as an interval of 64 bits, rounded outward.
    pub fn to_interval(self) -> Interval {
        if !self.is_bounded() {
            let infinite = |end| Float::with_val(64, end);
            return Interval { lower: infinite(Special::NegInfinity), upper: infinite(Special::Infinity) };
        }
        let (middle, radius) = (i128::from(self.middle), i128::from(self.radius));
        let end = |value: i128, round| Float::with_val_round(64, value, round).0 << self.exponent;
        Interval { lower: end(middle - radius, Round::Down), upper: end(middle + radius, Round::Up) }
    }

    /// The middle alone.
    #[must_use]
    pub fn middle(self) -> Self {
        if !self.is_bounded() {
            return Self::ZERO;
        }
        Self { radius: 0, ..self }
    }

    /// The middle as a float of 64 bits, exactly.
    pub fn middle_float(self) -> Float {
        Float::with_val(64, self.middle().middle) << self.middle().exponent
    }

    /// The radius.
    pub fn radius(self) -> Bound {
        if !self.is_bounded() {
            return Bound::INFINITE;
        }
        Bound { mantissa: self.radius, exponent: self.exponent }
    }

    /// The largest absolute value of a member.
    pub fn magnitude(self) -> Bound {
        if !self.is_bounded() {
            return Bound::INFINITE;
        }
        Bound::rounded(u128::from(self.middle.unsigned_abs()) + u128::from(self.radius), i64::from(self.exponent))
    }

    /// Whether it is zero, exactly.
    pub const fn is_zero(self) -> bool {
        self.middle == 0 && self.radius == 0
    }

    /// Whether it bounds its members.
    pub const fn is_bounded(self) -> bool {
        self.exponent < UNBOUNDED
    }

    /// Whether zero is a member.
    pub fn contains_zero(self) -> bool {
        !self.is_bounded() || self.middle.unsigned_abs() <= self.radius
    }

    /// The sign of all members, if they have one.
    pub fn sign(self) -> Option<bool> {
        (!self.contains_zero()).then_some(self.middle > 0)
    }

    /// Whether every member of `inner` lies strictly between the ends.
    pub fn contains_in_interior(self, inner: Self) -> bool {
        let off = inner - self.middle();
        off.magnitude() < self.radius()
    }

    /// An enclosure of the members of both.
    #[must_use]
    pub fn hull(self, other: Self) -> Self {
        Self::enclosing(&self.to_interval().hull(&other.to_interval()))
    }

    /// With a radius larger by `margin`.
    #[must_use]
    pub fn widened(self, margin: Bound) -> Self {
        self + Self::symmetric(margin)
    }

    /// `2^exponent self`.
    #[must_use]
    pub fn shifted(self, exponent: i32) -> Self {
        if !self.is_bounded() {
            return self;
        }
        Self::rounded(i128::from(self.middle), u128::from(self.radius), i64::from(self.exponent) + i64::from(exponent))
    }

    /// `self / divisor`; errors as [`Interval::divide`].
    pub fn divide(self, divisor: Self) -> Result<Self> {
        Ok(Self::enclosing(&self.to_interval().divide(&divisor.to_interval())?))
    }
}

/// Whether all bits of a number's significand below its first 64 are zero.
fn ends_after_limb(value: &Float) -> bool {
    value.get_significand().is_some_and(|significand| {
        let limbs = significand.as_limbs();
        limbs.iter().rev().skip(1).all(|&limb| limb == 0)
    })
}

impl Add for Word {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        if self.is_zero() || !other.is_bounded() {
            return other;
        }
        if other.is_zero() || !self.is_bounded() {
            return self;
        }
        let (high, low) = if self.exponent >= other.exponent { (self, other) } else { (other, self) };
        let gap = (high.exponent - low.exponent) as u32;
        let lift = gap.min(BITS);
        let (moved, lost) = floor_shift(i128::from(low.middle), gap - lift);
        let radius = ceiling_shift(u128::from(low.radius), gap - lift) + u128::from(lost);
        Self::rounded(
            (i128::from(high.middle) << lift) + moved,
            (u128::from(high.radius) << lift) + radius,
            i64::from(high.exponent) - i64::from(lift),
        )
    }
}

impl Neg for Word {
    type Output = Self;
    fn neg(self) -> Self {
        Self { middle: -self.middle, ..self }
    }
}

impl Sub for Word {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self + -other
    }
}

impl Word {
    /// Length of the longer of middle and radius.
    const fn bits(self) -> i32 {
        bits(self.middle.unsigned_abs() | self.radius)
    }

    /// Middle and radius of a product, exactly, in units of the product of the units.
    const fn product(self, other: Self) -> (i128, u128) {
        let (size, other_size) = (self.middle.unsigned_abs() as u128, other.middle.unsigned_abs() as u128);
        let (radius, other_radius) = (self.radius as u128, other.radius as u128);
        let middle = self.middle as i128 * other.middle as i128;
        (middle, size * other_radius + (other_size + other_radius) * radius)
    }
}

impl Mul for Word {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        if self.is_zero() || other.is_zero() {
            return Self::ZERO;
        }
        if !self.is_bounded() || !other.is_bounded() {
            return Self::UNBOUNDED;
        }
        let (middle, radius) = self.product(other);
        Self::rounded(middle, radius, i64::from(self.exponent) + i64::from(other.exponent))
    }
}

/// A sum of products of two words each.
///
/// All are added in one unit, some `2^-100` of the largest product: a term that does not end there costs the radius a unit or two.
pub fn dot<'w>(pairs: impl Iterator<Item = (&'w Word, &'w Word)> + Clone) -> Word {
    let alive = pairs.filter(|(x, y)| !x.is_zero() && !y.is_zero());
    if alive.clone().any(|(x, y)| !x.is_bounded() || !y.is_bounded()) {
        return Word::UNBOUNDED;
    }
    // Middle and radius of a product are below four times the product of two powers of two.
    let top = |(x, y): (&Word, &Word)| x.bits() + x.exponent + y.bits() + y.exponent + 2;
    let Some(top) = alive.clone().map(top).max() else { return Word::ZERO };
    let unit = top - TERM_BITS;
    let (mut middle, mut radius) = (0i128, 0u128);
    for (x, y) in alive {
        let (product, spread) = x.product(*y);
        let drop = unit - (x.exponent + y.exponent);
        if drop < 0 {
            middle += product << -drop;
            radius += spread << -drop;
        } else {
            let (product, lost) = floor_shift(product, drop as u32);
            middle += product;
            radius += ceiling_shift(spread, drop as u32) + u128::from(lost);
        }
    }
    Word::rounded(middle, radius, i64::from(unit))
}

/// Arithmetic on [`Word`]s. Elementary functions go through intervals.
#[derive(Debug, Clone)]
pub struct Words {
    intervals: Intervals,
    value: Interval,
}

impl Words {
    /// The arithmetic of machine words.
    pub fn new() -> Self {
        let intervals = Intervals::new(Precision::WORD);
        Self { value: intervals.zero(), intervals }
    }
}

impl Default for Words {
    fn default() -> Self {
        Self::new()
    }
}

impl Arithmetic for Words {
    type Number = Word;
    type Kernel = Self;

    fn kernel(&self, _: usize) -> Self {
        self.clone()
    }

    fn precision(&self) -> Precision {
        Precision::WORD
    }

    fn zero(&self) -> Word {
        Word::ZERO
    }

    fn assign(&mut self, out: &mut Word, value: &Word) {
        *out = *value;
    }

    fn assign_rational(&mut self, out: &mut Word, value: &Rational) {
        *out = Word::enclosing(&Interval::from_rational(value, self.precision()));
    }

    fn assign_pi(&mut self, out: &mut Word, factor: &Rational) {
        let precision = self.precision();
        *out = Word::enclosing(&(&Interval::pi(precision) * &Interval::from_rational(factor, precision)));
    }

    fn add(&mut self, out: &mut Word, a: &Word, b: &Word) {
        *out = *a + *b;
    }

    fn sub(&mut self, out: &mut Word, a: &Word, b: &Word) {
        *out = *a - *b;
    }

    fn negate(&mut self, out: &mut Word) {
        *out = -*out;
    }

    fn mul(&mut self, out: &mut Word, a: &Word, b: &Word) {
        *out = *a * *b;
    }

    fn div(&mut self, out: &mut Word, a: &Word, b: &Word) -> Result<()> {
        *out = a.divide(*b)?;
        Ok(())
    }

    fn mul_integer(&mut self, out: &mut Word, factor: u32) {
        *out = *out * Word { middle: i64::from(factor), radius: 0, exponent: 0 };
    }

    fn div_integer(&mut self, out: &mut Word, divisor: u32) {
        if out.is_zero() || !out.is_bounded() {
            return;
        }
        let lift = out.middle.unsigned_abs().leading_zeros().min(out.radius.leading_zeros()) + 32;
        let (middle, radius) = (i128::from(out.middle) << lift, u128::from(out.radius) << lift);
        let divisor = i128::from(divisor);
        let (quotient, rest) = (middle.div_euclid(divisor), middle.rem_euclid(divisor));
        let radius = radius.div_ceil(divisor.unsigned_abs()) + u128::from(rest != 0);
        *out = Word::rounded(quotient, radius, i64::from(out.exponent) - i64::from(lift));
    }

    fn shift(&mut self, out: &mut Word, exponent: i32) {
        *out = out.shifted(exponent);
    }

    fn convolve(&mut self, out: &mut Word, a: &[Word], b: &[Word]) {
        *out = dot(a.iter().zip(b.iter().rev()));
    }

    fn add_square(&mut self, out: &mut Word, a: &Word) {
        *out = *out + *a * *a;
    }

    fn elementary(&mut self, function: Elementary, out: &mut Word, a: &Word) -> Result<()> {
        self.intervals.elementary(function, &mut self.value, &a.to_interval())?;
        *out = Word::enclosing(&self.value);
        Ok(())
    }

    fn half_difference(&mut self, function: Elementary, out: &mut Word, center: &Word, half: &Word) -> Result<()> {
        self.intervals.half_difference(function, &mut self.value, &center.to_interval(), &half.to_interval())?;
        *out = Word::enclosing(&self.value);
        Ok(())
    }

    fn sqrt(&mut self, out: &mut Word, a: &Word) -> Result<()> {
        *out = Word::enclosing(&a.to_interval().sqrt()?);
        Ok(())
    }

    fn exponent(&self, a: &Word) -> Option<i32> {
        a.magnitude().log2().map(|exponent| exponent as i32)
    }

    fn is_finite(&self, a: &Word) -> bool {
        a.is_bounded()
    }

    fn to_interval(&self, a: &Word) -> Interval {
        a.to_interval()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numerics::rational::ratio;

    /// Rationals of very different sizes, most of which no word holds exactly.
    fn numbers() -> Vec<Rational> {
        let mut numbers = vec![Rational::new(), ratio(1, 1), ratio(-7, 3), ratio(1_000_003, 7), ratio(-1, 3)];
        numbers.push(Rational::from(1) >> 300u32);
        numbers.push((ratio(-2, 3) << 200u32) + ratio(1, 7));
        numbers
    }

    fn word(value: &Rational) -> Word {
        Word::enclosing(&Interval::from_rational(value, Precision::WORD))
    }

    fn holds(word: Word, value: &Rational) -> bool {
        word.to_interval().contains_rational(value)
    }

    #[test]
    fn all_down_to_zero_ends_there_unless_it_lies_beyond() {
        let ball = |middle, radius| Word { middle, radius, exponent: -3 };
        let ends = |low: i32, high: i32| {
            Interval::from_integer(low.into(), Precision::WORD)
                .hull(&Interval::from_integer(high.into(), Precision::WORD))
        };
        assert_eq!(ball(40, 8).down_to_zero().to_interval(), ends(0, 6));
        assert_eq!(ball(-40, 8).down_to_zero().to_interval(), ends(-6, 0));
        assert_eq!(ball(8, 16).down_to_zero().to_interval(), ends(-1, 3));
    }

    #[test]
    fn operations_hold_the_exact_result() {
        for (a, b) in numbers().iter().flat_map(|a| numbers().into_iter().map(move |b| (a.clone(), b))) {
            assert!(holds(word(&a) + word(&b), &Rational::from(&a + &b)), "{a} + {b}");
            assert!(holds(word(&a) - word(&b), &Rational::from(&a - &b)), "{a} - {b}");
            assert!(holds(word(&a) * word(&b), &Rational::from(&a * &b)), "{a} * {b}");
            if b != 0 {
                assert!(holds(word(&a).divide(word(&b)).unwrap(), &Rational::from(&a / &b)), "{a} / {b}");
            }
            let wide = word(&a).hull(word(&b));
            assert!(holds(wide, &a) && holds(wide, &b) && holds(wide.down_to_zero(), &Rational::from(&a / 2u32)));
            assert!(holds(wide * wide, &Rational::from(&a * &b)), "the square of [{a}, {b}]");
        }
        for a in numbers() {
            let mut words = Words::new();
            let mut third = word(&a);
            words.div_integer(&mut third, 3);
            assert!(holds(third, &Rational::from(&a / 3u32)), "{a} / 3");
            words.mul_integer(&mut third, 3);
            assert!(holds(third, &a) && holds(third.shifted(-5), &(a.clone() / 32u32)), "{a}");
        }
    }

    #[test]
    fn a_convolution_holds_the_exact_sum() {
        let (numbers, mut sum) = (numbers(), Rational::new());
        for (a, b) in numbers.iter().zip(numbers.iter().rev()) {
            sum += Rational::from(a * b);
        }
        let words: Vec<Word> = numbers.iter().map(word).collect();
        let mut out = Word::ZERO;
        Words::new().convolve(&mut out, &words, &words);
        assert!(holds(out, &sum), "{out:?} for {sum}");
    }

    #[test]
    fn what_touches_an_end_is_not_in_the_interior() {
        let unit = Word::symmetric(Bound::integer(1));
        assert!(unit.contains_in_interior(word(&ratio(1, 2))) && unit.contains_in_interior(Word::ZERO));
        assert!(!unit.contains_in_interior(Word::ONE) && !unit.contains_in_interior(-Word::ONE));
        assert!(!unit.contains_in_interior(unit) && !unit.contains_in_interior(Word::ONE.widened(Bound::integer(1))));
        assert!(!Word::ONE.contains_in_interior(Word::ONE));
    }

    #[test]
    fn whole_numbers_are_exact() {
        let three = word(&ratio(3, 1));
        assert_eq!((three * three - word(&ratio(9, 1))).radius(), Bound::ZERO);
        assert!((three + -three).is_zero());
    }

    #[test]
    fn a_sum_of_products_is_as_narrow_as_its_largest_term_allows() {
        let (three, tiny) = (word(&ratio(3, 1)), Word::ONE.shifted(-200));
        assert_eq!(dot([(&Word::ONE, &Word::ONE), (&three, &three)].into_iter()), word(&ratio(10, 1)));
        // A term below the last bit of the largest costs a unit of 2^-100 of that, not more.
        let sum = dot([(&three, &three), (&tiny, &tiny)].into_iter());
        assert!(sum.radius() > Bound::ZERO && sum.radius() < Bound::power_of_two(-54), "{sum:?}");
        let bound = sum_of_products(
            [(Bound::integer(3), Bound::integer(5)), (Bound::integer(1), Bound::integer(1))].into_iter(),
        );
        assert_eq!(bound, Bound::integer(16));
    }

    #[test]
    fn bounds_are_ordered_as_the_numbers_they_are() {
        let bounds = [Bound::ZERO, Bound::power_of_two(-3), Bound::integer(1), Bound::integer(3), Bound::INFINITE];
        assert!(bounds.windows(2).all(|pair| pair[0] < pair[1]));
        assert_eq!(Bound::integer(4), Bound::power_of_two(2));
        assert_eq!(sum_of_products([(Bound::ZERO, Bound::INFINITE)].into_iter()), Bound::ZERO);
        assert_eq!(sum_of_products([(Bound::integer(1), Bound::INFINITE)].into_iter()), Bound::INFINITE);
    }

    #[test]
    fn what_leaves_the_range_of_exponents_is_still_enclosed() {
        let tiny = Word::ONE.shifted(LEAST - 100);
        assert!(tiny.contains_zero() && tiny.radius() > Bound::ZERO);
        assert!(!Word::ONE.shifted(UNBOUNDED - 1).shifted(100).is_bounded());
        assert!(!(Word::UNBOUNDED * Word::ONE).is_bounded() && !(Word::UNBOUNDED + Word::ONE).is_bounded());
    }
}
