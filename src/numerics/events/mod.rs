//! The first crossing of a surface within one step, isolated before it is refined: no root is stepped over.
//!
//! On a step the surface is a polynomial with interval coefficients (the Taylor coefficients, and in a proof the Lagrange
//! remainder as the last one). The step is halved until each piece is settled: the polynomial has no zero on it, or its
//! derivative has none, so the signs at the two ends decide. The first crossing is then refined by interval Newton. What cannot
//! be settled is said to be so: a tangency, or a root too close to the end.

mod piece;

use super::series::{Arithmetic, Bound, Intervals, evaluate};
use super::{Interval, Precision};
use piece::{Coefficient, Piece};
use rug::Float;

/// Bits that a search's end may have, so that every end of a piece is exact.
pub const END_BITS: u32 = 16;

/// Which crossings of a surface count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// From negative to positive. A start on the surface that goes up is a crossing at time zero.
    Rising,
    /// From positive to negative. A start on the surface that goes down is a crossing at time zero.
    Falling,
    /// Either way. A start on the surface is not a crossing: no side has been left.
    Either,
}

impl Direction {
    /// Whether a crossing that increases (or decreases) the surface counts.
    fn admits(self, increasing: bool) -> bool {
        match self {
            Self::Rising => increasing,
            Self::Falling => !increasing,
            Self::Either => true,
        }
    }
}

/// What is found on a step.
#[derive(Debug, Clone, PartialEq)]
pub enum Search {
    /// Certainly no crossing up to the end.
    Clear,
    /// Exactly one crossing in the bracket and none before it. A bracket that begins at zero without a sign known there
    /// starts on the surface.
    Crossing(Interval),
    /// In the bracket the surface touches zero, or crosses it an even number of times, as far as the precision can tell; no
    /// crossing before it.
    Tangency(Interval),
    /// No crossing up to this point; between it and the end lies one, or one just beyond the end.
    Unclear(Float),
}

/// A polynomial in the step's own time with interval coefficients, lowest first.
#[derive(Debug, Clone)]
pub struct Polynomial {
    terms: Vec<Interval>,
    precision: Precision,
}

impl Polynomial {
    /// The polynomial with these coefficients, of which there must be at least one, all of one precision.
    pub fn new(terms: Vec<Interval>) -> Self {
        let precision = terms[0].precision();
        Self { terms, precision }
    }

    /// The coefficients of its derivative.
    fn derivative(&self) -> Vec<Interval> {
        let weighted = |(k, term): (usize, &Interval)| term * &Interval::from_integer(k as i64, self.precision);
        self.terms.iter().enumerate().skip(1).map(weighted).collect()
    }

    /// Range over `at`.
    fn value(&self, at: &Interval) -> Interval {
        horner(&self.terms, at, self.precision)
    }

    /// The sign at a point, when it is certain.
    fn sign(&self, at: &Float) -> Option<bool> {
        self.value(&Interval::point(at.clone())).sign()
    }

    /// Bounds of the terms' absolute values up to `end`.
    fn sizes(&self, end: &Float) -> Vec<Bound> {
        let (mut power, end) = (Bound::integer(1), Bound::of(end));
        let bound = |term: &Interval| {
            let size = Coefficient::magnitude(term) * power;
            power = power * end;
            size
        };
        self.terms.iter().map(bound).collect()
    }

    /// Whether the constant term outweighs all others, whose sizes are given: no root.
    fn is_dominated_by_constant(&self, sizes: &[Bound]) -> bool {
        let others = sizes.iter().skip(1).fold(Bound::ZERO, |sum, &size| sum + size);
        self.terms[0].mignitude() > others.to_float()
    }

    /// Narrows a bracket that holds exactly one crossing: Newton's step where it halves the bracket, bisection where it does
    /// not, until neither can. A sign of the derivative is known at the root, hence near it.
    fn refine(&self, mut bracket: Interval) -> Interval {
        // A root at zero itself would otherwise be approached for ever.
        let resolution = Float::with_val(64, &bracket.upper >> (2 * self.precision.get()));
        let derivative = self.derivative();
        while bracket.upper > resolution {
            let middle = Interval::point(bracket.midpoint());
            let value = self.value(&middle);
            let slope = horner(&derivative, &bracket, self.precision);
            let newton = value.divide(&slope).ok().and_then(|step| (&middle - &step).intersection(&bracket));
            let halved = Float::with_val(64, bracket.width() / 2u32);
            let past = match (value.sign(), self.sign(&bracket.upper)) {
                (Some(here), Some(end)) => Some(here == end),
                _ => None,
            };
            let next = match (newton, past) {
                (Some(next), _) if next.width() < halved => next,
                (_, Some(true)) => Interval { upper: middle.upper, ..bracket.clone() },
                (_, Some(false)) => Interval { lower: middle.lower, ..bracket.clone() },
                (Some(next), _) => return next,
                // The root may lie in the very middle, where no sign is certain.
                (None, None) => match self.without_last_quarter(&bracket) {
                    Some(next) => next,
                    None => return bracket,
                },
            };
            if next.width() >= bracket.width() {
                return bracket;
            }
            bracket = next;
        }
        bracket
    }

    /// A bracket of one crossing without its last quarter; `None` unless that certainly holds none.
    fn without_last_quarter(&self, bracket: &Interval) -> Option<Interval> {
        let from = Float::with_val(bracket.upper.prec(), &bracket.midpoint() + &bracket.upper) / 2u32;
        let clear = self.sign(&from)? == self.sign(&bracket.upper)?;
        clear.then(|| Interval { lower: bracket.lower.clone(), upper: from })
    }
}

/// Range of a polynomial by Horner's rule.
fn horner(terms: &[Interval], at: &Interval, precision: Precision) -> Interval {
    let mut arithmetic = Intervals::new(precision);
    let mut sum = arithmetic.zero();
    evaluate(&mut arithmetic, &mut sum, terms, at);
    sum
}

/// What is known to the left of the piece under examination.
#[derive(Debug, Clone)]
enum Origin {
    /// The sign was certain at `at`, and from there on the surface has only moved towards zero.
    Known { positive: bool, at: Float },
    /// The step starts on the surface; `increasing` once the first piece has told.
    OnSurface { increasing: Option<bool> },
}

/// Finds the first crossing on `[0, end]`, for an `end` of at most [`END_BITS`] bits.
///
/// The search runs in machine words, again in twice their bits when those cannot decide, and then in full; the bracket it finds is
/// refined at full precision.
pub fn first_crossing(surface: &Polynomial, end: &Float, direction: Direction) -> Search {
    let sizes = surface.sizes(end);
    if surface.is_dominated_by_constant(&sizes) {
        return Search::Clear;
    }
    let mut found = isolate(Piece::short(&surface.terms, &sizes, end), direction);
    for precision in [Precision::DOUBLE_WORD.min(surface.precision), surface.precision] {
        if matches!(found, Search::Tangency(_) | Search::Unclear(_)) {
            found = isolate(Piece::whole(&surface.terms, end, precision), direction);
        }
    }
    match found {
        Search::Crossing(bracket) => Search::Crossing(surface.refine(bracket.with_precision(surface.precision))),
        other => other,
    }
}

/// The search on a whole step.
fn isolate<T: Coefficient>(whole: Piece<T>, direction: Direction) -> Search {
    let (precision, bits) = (whole.to.prec(), whole.resolution());
    let end = whole.to.clone();
    let mut origin = match whole.start().sign() {
        Some(positive) => Origin::Known { positive, at: Float::new(precision) },
        None => Origin::OnSurface { increasing: None },
    };
    // Roots closer than about the square root of the resolution cannot be told from a tangency.
    let finest = Float::with_val(precision, &whole.to >> (bits / 2 + bits / 8));
    let coarse = Float::with_val(precision, &whole.to >> 4u32);
    let mut pieces = vec![whole];
    while let Some(piece) = pieces.pop() {
        if let Some(positive) = piece.range().sign() {
            match settle(&origin, positive, &piece.from, direction) {
                Some(found) => return found,
                None => origin = Origin::Known { positive, at: piece.to },
            }
            continue;
        }
        let length = piece.length();
        let (slope, beyond) = (piece.slope(), piece.end().sign());
        let Some(increasing) = slope.filter(|_| beyond.is_some() || length <= coarse) else {
            if length <= finest {
                return Search::Tangency(touch(&origin, &piece.to));
            }
            let (left, right) = piece.halves();
            pieces.extend([right, left]);
            continue;
        };
        let to = piece.to.clone();
        match (&origin, beyond) {
            (Origin::Known { positive, .. }, Some(sign)) if *positive == sign => {
                if piece.start().sign() == Some(sign) {
                    origin = Origin::Known { positive: sign, at: to };
                } else {
                    // It came so near to zero that neither a crossing nor its absence can be shown.
                    return Search::Tangency(touch(&origin, &to));
                }
            }
            (Origin::Known { at, .. }, Some(sign)) => {
                if direction.admits(sign) {
                    return Search::Crossing(Interval { lower: at.clone(), upper: to });
                }
                origin = Origin::Known { positive: sign, at: to };
            }
            (Origin::Known { positive, .. }, None) if *positive == increasing => {
                return Search::Tangency(touch(&origin, &to));
            }
            (Origin::Known { .. }, None) => {}
            (Origin::OnSurface { increasing: Some(before) }, _) if *before != increasing => {
                return Search::Tangency(touch(&origin, &to));
            }
            (Origin::OnSurface { .. }, Some(sign)) if sign != increasing => {
                origin = Origin::Known { positive: sign, at: to };
            }
            (Origin::OnSurface { .. }, _) if direction != Direction::Either && direction.admits(increasing) => {
                return Search::Crossing(Interval { lower: Float::new(precision), upper: to });
            }
            (Origin::OnSurface { .. }, Some(sign)) => origin = Origin::Known { positive: sign, at: to },
            (Origin::OnSurface { .. }, None) => origin = Origin::OnSurface { increasing: Some(increasing) },
        }
    }
    match origin {
        Origin::Known { at, .. } if at < end => Search::Unclear(at),
        Origin::Known { .. } => Search::Clear,
        Origin::OnSurface { .. } => Search::Unclear(Float::new(precision)),
    }
}

/// A piece without zeros, of the given sign: a change of sign before it is a crossing that happened on the way.
fn settle(origin: &Origin, positive: bool, from: &Float, direction: Direction) -> Option<Search> {
    match origin {
        Origin::Known { positive: before, at } if *before != positive && direction.admits(positive) => {
            Some(Search::Crossing(Interval { lower: at.clone(), upper: from.clone() }))
        }
        _ => None,
    }
}

/// The stretch on which a contact cannot be resolved.
fn touch(origin: &Origin, to: &Float) -> Interval {
    let lower = match origin {
        Origin::Known { at, .. } => at.clone(),
        Origin::OnSurface { .. } => Float::new(to.prec()),
    };
    Interval { lower, upper: to.clone() }
}
