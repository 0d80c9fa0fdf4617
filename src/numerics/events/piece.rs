//! A stretch of a step with the surface as a polynomial in the stretch's own variable.
//!
//! Every stretch carries the polynomial anew, so that ranges stay narrow however fast the solution decays along the step; halving needs
//! shifts and additions alone, and terms that no longer matter on a half are lumped together.

use crate::numerics::series::{Bound, Word};
use crate::numerics::{Interval, Precision};
use rug::Float;

/// Bits of the ends of a piece in machine words: those of the step's end, and one for every halving.
const ENDS: u32 = 128;

/// How many bits below the largest term others are slight, in machine words: some are left for the sums.
const RESOLUTION: u32 = 48;

/// An enclosure of a coefficient: a machine word for the first search, an interval for the one that must decide.
pub trait Coefficient: Clone {
    /// Enclosure of the sum.
    #[must_use]
    fn plus(&self, other: &Self) -> Self;
    /// Enclosure of a multiple.
    #[must_use]
    fn times(&self, factor: u32) -> Self;
    /// Enclosure of `2^exponent` times the coefficient.
    #[must_use]
    fn shifted(&self, exponent: i32) -> Self;
    /// Enclosure of all that lies between zero and the coefficient.
    #[must_use]
    fn down_to_zero(&self) -> Self;
    /// Enclosure of all that is nearer to the coefficient than `margin`.
    #[must_use]
    fn widened(&self, margin: Bound) -> Self;
    /// Bound of its absolute value.
    fn magnitude(&self) -> Bound;
    /// Its certain sign: `Some(true)` positive, `Some(false)` negative.
    fn sign(&self) -> Option<bool>;
    /// How many bits below the largest coefficient others count for nothing.
    fn resolution(&self) -> u32;
}

impl Coefficient for Interval {
    fn plus(&self, other: &Self) -> Self {
        self + other
    }

    fn times(&self, factor: u32) -> Self {
        self * &Self::from_integer(i64::from(factor), self.precision())
    }

    fn shifted(&self, exponent: i32) -> Self {
        let mut shifted = self.clone();
        shifted.shift(exponent);
        shifted
    }

    fn down_to_zero(&self) -> Self {
        self.hull(&Self::from_integer(0, self.precision()))
    }

    fn widened(&self, margin: Bound) -> Self {
        self + &Word::symmetric(margin).to_interval()
    }

    fn magnitude(&self) -> Bound {
        Bound::of(self.lower()).max(Bound::of(self.upper()))
    }

    fn sign(&self) -> Option<bool> {
        match () {
            () if *self.lower() > 0 => Some(true),
            () if *self.upper() < 0 => Some(false),
            () => None,
        }
    }

    fn resolution(&self) -> u32 {
        self.precision().get()
    }
}

impl Coefficient for Word {
    fn plus(&self, other: &Self) -> Self {
        *self + *other
    }

    fn times(&self, factor: u32) -> Self {
        *self * Self::integer(factor)
    }

    fn shifted(&self, exponent: i32) -> Self {
        Self::shifted(*self, exponent)
    }

    fn down_to_zero(&self) -> Self {
        Self::down_to_zero(*self)
    }

    fn widened(&self, margin: Bound) -> Self {
        Self::widened(*self, margin)
    }

    fn magnitude(&self) -> Bound {
        Self::magnitude(*self)
    }

    fn sign(&self) -> Option<bool> {
        Self::sign(*self)
    }

    fn resolution(&self) -> u32 {
        RESOLUTION
    }
}

/// A stretch of the step with the polynomial in its own variable, which runs from 0 to 1.
#[derive(Debug, Clone)]
pub struct Piece<T> {
    /// Where it begins, in the step's time.
    pub from: Float,
    /// Where it ends.
    pub to: Float,
    terms: Vec<T>,
}

impl Piece<Interval> {
    /// The whole of `[0, end]`, at a precision of its own.
    pub fn whole(terms: &[Interval], end: &Float, precision: Precision) -> Self {
        let scale = Interval::point(Float::with_val(precision.get(), end));
        let mut power = Interval::from_integer(1, precision);
        let scaled = terms.iter().map(|term| {
            let scaled = &term.with_precision(precision) * &power;
            power = &power * &scale;
            scaled
        });
        Self { from: Float::new(precision.get()), terms: scaled.collect(), to: scale.lower }
    }
}

impl Piece<Word> {
    /// The whole of `[0, end]` in machine words, with `sizes` of the terms there: what is slight is lumped together at once.
    pub fn short(terms: &[Interval], sizes: &[Bound], end: &Float) -> Self {
        let (kept, margin) = without_slight(sizes.iter().copied(), RESOLUTION);
        let scale = Word::point(end);
        let mut power = Word::ONE;
        let scaled = terms[..kept].iter().map(|term| {
            let scaled = Word::enclosing(term) * power;
            power = power * scale;
            scaled
        });
        let (from, to) = (Float::new(ENDS), Float::with_val(ENDS, end));
        Self { from, to, terms: scaled.collect() }.with_margin(margin)
    }
}

/// How many terms there are without those that all in all are `resolution` bits below the largest, and the margin that the last of the
/// others needs instead.
///
/// With `m` the last that is kept and `s = sum over k > m of (k/m) |terms_k|`, the others are `x^m c` on the piece and their derivative is
/// `m x^(m-1) d`, where `|c|` and `|d|` are at most `s` at every `x`. So there is a coefficient in `terms_m + [-s, s]` with which the
/// polynomial has the same value at `x`, and one with which it has the same slope: ranges of both are enclosed, on every part of the piece.
fn without_slight(
    sizes: impl DoubleEndedIterator<Item = Bound> + ExactSizeIterator + Clone,
    resolution: u32,
) -> (usize, Bound) {
    let slight = sizes.clone().max().unwrap_or(Bound::ZERO).shifted(-i64::from(resolution));
    let (mut kept, mut weighted) = (sizes.len(), Bound::ZERO);
    for size in sizes.rev() {
        let next = weighted + size * Bound::integer(kept as u32 - 1);
        if kept <= 2 || next > slight {
            break;
        }
        (kept, weighted) = (kept - 1, next);
    }
    (kept, weighted.over((kept as u32 - 1).max(1)))
}

impl<T: Coefficient> Piece<T> {
    fn with_margin(mut self, margin: Bound) -> Self {
        if let Some(last) = self.terms.last_mut() {
            *last = last.widened(margin);
        }
        self
    }

    /// The same without its slight terms.
    fn shortened(mut self) -> Self {
        let (kept, margin) = without_slight(self.terms.iter().map(T::magnitude), self.resolution());
        self.terms.truncate(kept);
        self.with_margin(margin)
    }

    /// How many bits below the largest term others count for nothing.
    pub fn resolution(&self) -> u32 {
        self.terms[0].resolution()
    }

    /// Its length, exactly.
    pub fn length(&self) -> Float {
        Float::with_val(self.to.prec(), &self.to - &self.from)
    }

    /// Range of the polynomial.
    pub fn range(&self) -> T {
        self.terms[1..].iter().fold(self.terms[0].clone(), |sum, term| sum.plus(&term.down_to_zero()))
    }

    /// Certain sign of its derivative, if the derivative has one.
    pub fn slope(&self) -> Option<bool> {
        let first = self.terms.get(1)?.clone();
        let weighted = (2..).zip(self.terms.iter().skip(2));
        weighted.fold(first, |sum, (weight, term)| sum.plus(&term.down_to_zero().times(weight))).sign()
    }

    /// Value at the beginning.
    pub fn start(&self) -> &T {
        &self.terms[0]
    }

    /// Value at the end.
    pub fn end(&self) -> T {
        self.terms[1..].iter().fold(self.terms[0].clone(), |sum, term| sum.plus(term))
    }

    /// The two halves, by shifts and additions alone. What is slight on all of the piece is lumped together first.
    pub fn halves(self) -> (Self, Self) {
        let whole = self.shortened();
        let middle = Float::with_val(whole.to.prec(), &whole.from + &whole.to) >> 1u32;
        let terms = (0..).zip(&whole.terms).map(|(k, term): (i32, _)| term.shifted(-k)).collect();
        let left = Self { from: whole.from, to: middle.clone(), terms };
        let mut shifted = left.terms.clone();
        // p(1 + x) by repeated synthetic division.
        for i in 0..shifted.len() {
            for j in (i..shifted.len() - 1).rev() {
                shifted[j] = shifted[j].plus(&shifted[j + 1]);
            }
        }
        (left, Self { from: middle, to: whole.to, terms: shifted })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numerics::rational::ratio;

    /// The series of `exp(-x) - 1/100` and of its derivative, up to a power that is past all doubt on `[0, 24]`.
    fn decay(precision: Precision) -> [Vec<Interval>; 2] {
        let whole = |k: i64| Interval::from_integer(k, precision);
        let divided = |term: &Interval, k| -term.divide(&whole(k)).unwrap();
        let next = |term: &mut Interval, k: i64| Some(std::mem::replace(term, divided(term, k)));
        let series: Vec<Interval> = (1..200).scan(whole(1), next).collect();
        let slope = series.iter().map(|term| -term.clone()).collect();
        let level = Interval::from_rational(&ratio(1, 100), precision);
        [std::iter::once(&series[0] - &level).chain(series[1..].iter().cloned()).collect(), slope]
    }

    /// Halves a piece down to slivers and holds what each says of itself against the series.
    fn check<T: Coefficient + std::fmt::Debug>(
        whole: Piece<T>,
        interval: impl Fn(&T) -> Interval,
        [value, slope]: [&[Interval]; 2],
    ) {
        let precision = value[0].precision();
        let at = |series: &[Interval], x: &Float| {
            let x = Interval::point(Float::with_val(precision.get(), x));
            series.iter().rev().fold(Interval::from_integer(0, precision), |sum, term| &(&sum * &x) + term)
        };
        let mut pieces = vec![whole];
        while let Some(piece) = pieces.pop() {
            let ends = [at(value, &piece.from), at(value, &piece.to)];
            let range = interval(&piece.range());
            assert!(
                interval(piece.start()).overlaps(&ends[0]) && interval(&piece.end()).overlaps(&ends[1]),
                "{piece:?}"
            );
            assert!(ends.iter().all(|end| range.overlaps(end)), "{piece:?}");
            assert!(piece.slope().is_none_or(|rising| at(slope, &piece.from).sign() == Some(rising)), "{piece:?}");
            if piece.length() > 0.05 {
                let (left, right) = piece.halves();
                assert!(left.terms.len() == right.terms.len());
                pieces.extend([left, right]);
            }
        }
    }

    #[test]
    fn pieces_enclose_the_polynomial_however_often_they_are_halved_and_shortened() {
        let [value, slope] = decay(Precision::bits(300).unwrap());
        let end = Float::with_val(16, 24);
        let power = |k| (0..k).fold(Bound::integer(1), |power, _| power * Bound::of(&end));
        let sizes: Vec<Bound> =
            value.iter().enumerate().map(|(k, term)| Coefficient::magnitude(term) * power(k)).collect();
        let short = Piece::short(&value, &sizes, &end);
        assert!(short.terms.len() < 100 && short.resolution() == RESOLUTION);
        check(short, |word| word.to_interval(), [&value, &slope]);
        for bits in [48, 96] {
            let whole = Piece::whole(&value, &end, Precision::bits(bits).unwrap());
            check(whole, Interval::clone, [&value, &slope]);
        }
    }

    #[test]
    fn what_is_left_out_is_weighed_as_its_slope_weighs_it() {
        let sizes = [8, 4, 0, 0, 0].map(Bound::integer);
        assert_eq!(without_slight(sizes.iter().copied(), 4), (2, Bound::ZERO));
        let slight = [Bound::integer(1), Bound::integer(1), Bound::power_of_two(-10), Bound::power_of_two(-10)];
        let (kept, margin) = without_slight(slight.iter().copied(), 4);
        assert_eq!((kept, margin), (2, Bound::power_of_two(-10) * Bound::integer(5)));
        assert_eq!(without_slight(slight.iter().copied(), 10), (4, Bound::ZERO));
        assert_eq!(without_slight(std::iter::once(Bound::integer(3)), 4), (1, Bound::ZERO));
    }
}
