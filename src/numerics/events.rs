//! The first crossing of a surface within one step, isolated before it is refined: no root is stepped over.
//!
//! On a step the surface is a polynomial with interval coefficients (the Taylor coefficients, and in a proof the Lagrange
//! remainder as the last one). The step is cut into pieces until each is settled: the polynomial has no zero on it, or its
//! derivative has none, so the signs at the two ends decide. The first crossing is then refined by interval Newton. What
//! cannot be settled is said to be so: a tangency, or a root too close to the end.

use super::series::{Arithmetic, Intervals, evaluate};
use super::{Interval, Precision};
use rug::Float;
use rug::float::Round;

/// Bits of the first search.
const COARSE: u32 = 64;

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

/// A polynomial in the step's own time with interval coefficients, lowest first, and its derivative.
#[derive(Debug, Clone)]
pub struct Polynomial {
    terms: Vec<Interval>,
    derivative: Vec<Interval>,
    precision: Precision,
}

impl Polynomial {
    /// The polynomial with these coefficients, of which there must be at least one, all of one precision.
    pub fn new(terms: Vec<Interval>) -> Self {
        let precision = terms[0].precision();
        let weighted = |(k, term): (usize, &Interval)| term * &Interval::from_integer(k as i64, precision);
        let derivative = terms.iter().enumerate().skip(1).map(weighted).collect();
        Self { terms, derivative, precision }
    }

    /// Rounded outward to another precision.
    fn with_precision(&self, precision: Precision) -> Self {
        let round = |terms: &[Interval]| terms.iter().map(|term| term.with_precision(precision)).collect();
        Self { terms: round(&self.terms), derivative: round(&self.derivative), precision }
    }

    /// Range over `at`.
    fn value(&self, at: &Interval) -> Interval {
        horner(&self.terms, at, self.precision)
    }

    /// Range of the derivative over `at`.
    fn slope(&self, at: &Interval) -> Interval {
        horner(&self.derivative, at, self.precision)
    }

    /// The sign at a point, when it is certain.
    fn sign(&self, at: &Float) -> Option<bool> {
        sign(&self.value(&Interval::point(at.clone())))
    }

    /// Whether the constant term outweighs all others up to `end`: no root, at the price of one pass in 64 bits.
    fn is_dominated_by_constant(&self, end: &Float) -> bool {
        let end = Float::with_val_round(COARSE, end, Round::Up).0;
        let mut sum = Float::new(COARSE);
        for coefficient in self.terms.iter().skip(1).rev() {
            let magnitude = Float::with_val_round(COARSE, coefficient.magnitude(), Round::Up).0;
            let outer = Float::with_val_round(COARSE, &sum + &magnitude, Round::Up).0;
            sum = Float::with_val_round(COARSE, &outer * &end, Round::Up).0;
        }
        self.terms.first().is_some_and(|constant| constant.mignitude() > sum)
    }

    /// Narrows a bracket that holds exactly one crossing: Newton's step where it halves the bracket, bisection where it does
    /// not, until neither can. A sign of the derivative is known at the root, hence near it.
    fn refine(&self, mut bracket: Interval) -> Interval {
        // A root at zero itself would otherwise be approached for ever.
        let resolution = Float::with_val(64, &bracket.upper >> (2 * self.precision.get()));
        while bracket.upper > resolution {
            let middle = Interval::point(bracket.midpoint());
            let value = self.value(&middle);
            let slope = self.slope(&bracket);
            let newton = value.divide(&slope).ok().and_then(|step| (&middle - &step).intersection(&bracket));
            let halved = Float::with_val(64, bracket.width() / 2u32);
            let past = match (sign(&value), self.sign(&bracket.upper)) {
                (Some(here), Some(end)) => Some(here == end),
                _ => None,
            };
            let next = match (newton, past) {
                (Some(next), _) if next.width() < halved => next,
                (_, Some(true)) => Interval { upper: middle.upper, ..bracket.clone() },
                (None, Some(false)) => Interval { lower: middle.lower, ..bracket.clone() },
                (Some(next), _) => return next,
                (None, None) => return bracket,
            };
            if next.width() >= bracket.width() {
                return bracket;
            }
            bracket = next;
        }
        bracket
    }
}

/// Range of a polynomial by Horner's rule.
fn horner(terms: &[Interval], at: &Interval, precision: Precision) -> Interval {
    let mut arithmetic = Intervals::new(precision);
    let mut sum = arithmetic.zero();
    evaluate(&mut arithmetic, &mut sum, terms, at);
    sum
}

/// Certain sign of an enclosure: `Some(true)` positive, `Some(false)` negative.
fn sign(value: &Interval) -> Option<bool> {
    if value.lower > 0 {
        Some(true)
    } else if value.upper < 0 {
        Some(false)
    } else {
        None
    }
}

/// What is known to the left of the piece under examination.
#[derive(Debug, Clone)]
enum Origin {
    /// The sign was certain at `at`, and from there on the surface has only moved towards zero.
    Known { positive: bool, at: Float },
    /// The step starts on the surface; `increasing` once the first piece has told.
    OnSurface { increasing: Option<bool> },
}

/// Finds the first crossing on `[0, end]`.
///
/// The search runs on coefficients rounded outward to 64 bits, and again on the full ones when those cannot decide; the
/// bracket it finds is refined at full precision.
pub fn first_crossing(surface: &Polynomial, end: &Float, direction: Direction) -> Search {
    if surface.is_dominated_by_constant(end) {
        return Search::Clear;
    }
    let coarse = Precision::bits(COARSE).expect("64 bits are a legal precision");
    let end_above = Float::with_val_round(COARSE, end, Round::Up).0;
    let found = match isolate(&surface.with_precision(coarse), &end_above, direction) {
        Search::Tangency(_) | Search::Unclear(_) => isolate(surface, end, direction),
        settled => settled,
    };
    match found {
        Search::Crossing(bracket) => Search::Crossing(surface.refine(bracket.with_precision(surface.precision))),
        other => other,
    }
}

/// The search at the precision of the coefficients.
fn isolate(surface: &Polynomial, end: &Float, direction: Direction) -> Search {
    let precision = end.prec();
    let zero = Float::new(precision);
    let mut origin = match surface.terms.first().and_then(sign) {
        Some(positive) => Origin::Known { positive, at: zero.clone() },
        None => Origin::OnSurface { increasing: None },
    };
    // Roots closer than about the square root of the resolution cannot be told from a tangency.
    let finest = Float::with_val(precision, end >> (precision / 2 + precision / 8));
    let coarse = Float::with_val(precision, end >> 4u32);
    let mut pieces = vec![(zero, end.clone())];
    while let Some((from, to)) = pieces.pop() {
        let piece = Interval { lower: from.clone(), upper: to.clone() };
        let length = Float::with_val(precision, &to - &from);
        if let Some(positive) = sign(&surface.value(&piece)) {
            match settle(surface, &origin, positive, &from, direction) {
                Some(found) => return found,
                None => origin = Origin::Known { positive, at: to },
            }
            continue;
        }
        let split = |pieces: &mut Vec<(Float, Float)>| {
            let middle = piece.midpoint();
            pieces.push((middle.clone(), to.clone()));
            pieces.push((from.clone(), middle));
        };
        let Some(increasing) = sign(&surface.slope(&piece)) else {
            if length > finest {
                split(&mut pieces);
                continue;
            }
            return Search::Tangency(touch(&origin, &to));
        };
        let beyond = surface.sign(&to);
        if beyond.is_none() && length > coarse {
            split(&mut pieces);
            continue;
        }
        match (&origin, beyond) {
            (Origin::Known { positive, .. }, Some(sign)) if *positive == sign => {
                if surface.sign(&from) == Some(sign) {
                    origin = Origin::Known { positive: sign, at: to };
                } else {
                    // It came so near to zero that neither a crossing nor its absence can be shown.
                    return Search::Tangency(touch(&origin, &to));
                }
            }
            (Origin::Known { at, .. }, Some(sign)) => {
                if direction.admits(sign) {
                    let bracket = Interval { lower: at.clone(), upper: to.clone() };
                    return Search::Crossing(surface.refine(bracket));
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
                return Search::Crossing(
                    surface.refine(Interval { lower: Float::new(precision), upper: to }),
                );
            }
            (Origin::OnSurface { .. }, Some(sign)) => origin = Origin::Known { positive: sign, at: to },
            (Origin::OnSurface { .. }, None) => origin = Origin::OnSurface { increasing: Some(increasing) },
        }
    }
    match origin {
        Origin::Known { at, .. } if at < *end => Search::Unclear(at),
        Origin::Known { .. } => Search::Clear,
        Origin::OnSurface { .. } => Search::Unclear(Float::new(precision)),
    }
}

/// A piece without zeros, of the given sign: a change of sign before it is a crossing that happened on the way.
fn settle(surface: &Polynomial, origin: &Origin, positive: bool, from: &Float, direction: Direction) -> Option<Search> {
    match origin {
        Origin::Known { positive: before, at } if *before != positive && direction.admits(positive) => {
            Some(Search::Crossing(surface.refine(Interval { lower: at.clone(), upper: from.clone() })))
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
