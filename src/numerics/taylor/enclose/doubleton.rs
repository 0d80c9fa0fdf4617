//! Sets of states: a point, the initial box carried along whole, and a frame for all that came since.

use super::matrix::{Frame, Matrix};
use crate::error::{Error, Result};
use crate::numerics::series::{Ball, Bound, Word, dot};
use crate::numerics::{Interval, Precision};
use rug::Float;

/// The set of all `m + C r0 + B r` with `r0` and `r` in boxes that hold zero: `m` at full precision, `C` and `B` points of a machine
/// word's precision.
#[derive(Debug, Clone)]
pub struct Doubleton {
    /// `m`.
    pub(super) middle: Vec<Float>,
    /// `C`.
    pub(super) spread: Matrix,
    /// `r0`.
    pub(super) initial: Vec<Word>,
    /// `B` and its inverse.
    pub(super) frame: Frame,
    /// `r`.
    pub(super) rest: Vec<Word>,
}

impl Doubleton {
    /// The box of the given intervals; the initial coordinates are the distances from their midpoints.
    ///
    /// **Errors**: [`Error::Domain`] for an interval without bounds.
    pub fn of_box(initial: &[Interval], precision: Precision) -> Result<Self> {
        if let Some(x) = initial.iter().find(|x| !x.is_bounded()) {
            return Err(Error::domain("initial", x, "an interval with two finite ends"));
        }
        let balls: Vec<Ball> = initial.iter().map(|x| Ball::enclosing(x, precision)).collect();
        let dimension = initial.len();
        Ok(Self {
            spread: Matrix::identity(dimension),
            initial: balls.iter().map(|x| Word::symmetric(x.radius())).collect(),
            middle: balls.into_iter().map(Ball::into_middle).collect(),
            frame: Frame::axes(dimension),
            rest: vec![Word::ZERO; dimension],
        })
    }

    /// The parallelepiped of all `middle + sum_j s_j columns_j` with `|s_j| <= radii_j`: a box in coordinates of one's own, as on a
    /// section. These are the initial coordinates.
    ///
    /// **Errors**: [`Error::Domain`] for a column of another length than `middle`, another number of radii than columns, a number
    /// that is not finite, or a column whose entries need more than 62 bits.
    pub fn spanned(middle: &[Float], columns: &[Vec<Float>], radii: &[Float]) -> Result<Self> {
        let dimension = middle.len();
        if let Some(column) = columns.iter().find(|column| column.len() != dimension) {
            return Err(Error::domain("columns", format!("{} numbers", column.len()), "one number per component"));
        }
        if radii.len() != columns.len() {
            return Err(Error::domain("radii", format!("{} numbers", radii.len()), "one number per column"));
        }
        if let Some(x) = middle.iter().chain(columns.iter().flatten()).chain(radii).find(|x| !x.is_finite()) {
            return Err(Error::domain("initial", x, "finite numbers"));
        }
        let spread = Matrix::new(dimension, columns.len(), |row, column| Word::point(&columns[column][row]));
        if spread != spread.middle() {
            return Err(Error::domain("columns", "a longer number", "numbers of at most 62 bits"));
        }
        Ok(Self {
            spread,
            initial: radii.iter().map(|radius| Word::symmetric(Bound::of(radius))).collect(),
            middle: middle.to_vec(),
            frame: Frame::axes(dimension),
            rest: vec![Word::ZERO; dimension],
        })
    }

    /// Number of components.
    pub fn dimension(&self) -> usize {
        self.middle.len()
    }

    /// The smallest box around the set, at the precision of its middle.
    pub fn hull(&self) -> Vec<Interval> {
        let around = |(middle, off): (&Float, Word)| {
            let precision = Precision::bits(middle.prec()).expect("a middle has a legal precision");
            &Interval::point(middle.clone()) + &off.to_interval().with_precision(precision)
        };
        self.middle.iter().zip(self.deviation()).map(around).collect()
    }

    /// A box around the set in machine words, which also holds the middle.
    pub(super) fn rough_hull(&self) -> Vec<Word> {
        self.middle.iter().zip(self.deviation()).map(|(middle, off)| Word::point(middle) + off).collect()
    }

    /// `C r0 + B r`, component by component.
    pub(super) fn deviation(&self) -> Vec<Word> {
        let sum = |(a, b): (Word, Word)| a + b;
        self.spread.apply(&self.initial).into_iter().zip(self.frame.basis.apply(&self.rest)).map(sum).collect()
    }

    /// `row (C r0 + B r)`.
    pub(super) fn along(&self, row: &[Word]) -> Word {
        let row = Matrix::new(1, row.len(), |_, column| row[column]);
        let part = |matrix: &Matrix, vector: &[Word]| dot(row.times(matrix).row(0).iter().zip(vector));
        part(&self.spread, &self.initial) + part(&self.frame.basis, &self.rest)
    }

    /// Whether the set is a point.
    pub(super) fn is_point(&self) -> bool {
        self.initial.iter().chain(&self.rest).all(|x| x.is_zero())
    }

    /// Whether all of it is bounded.
    pub(super) fn is_bounded(&self) -> bool {
        self.middle.iter().all(Float::is_finite) && self.deviation().iter().all(|x| x.is_bounded())
    }

    /// An enclosure of `{ c + d + A (x - m) }` for `x` in the set, `c` in `centre`, `d` in `offset`, `A` in `matrix`.
    ///
    /// With `c' ` the middle of what `c + d` encloses and `C' = mid(A C)`, `B'` a frame along `mid(A B)`,
    /// `A C r0 + A B r + c + d - c' = C' r0 + B' ((B'^-1 A B) r + B'^-1 ((A C - C') r0 + c + d - c'))`.
    pub(super) fn image(&self, matrix: &Matrix, centre: &[Ball], offset: &[Word]) -> Self {
        let (carried, turned) = (matrix.times(&self.spread), matrix.times(&self.frame.basis));
        let weights: Vec<Bound> = self.rest.iter().map(|x| x.magnitude()).collect();
        let frame = Frame::along(&turned.middle(), &weights);
        let spread = carried.middle();
        let lost = carried.minus(&spread).apply(&self.initial);
        let sum = |(x, off): (&Ball, &Word)| x.plus_word(*off);
        let balls: Vec<Ball> = centre.iter().zip(offset).map(sum).collect();
        let new: Vec<Word> = balls.iter().zip(&lost).map(|(x, &lost)| Word::symmetric(x.radius()) + lost).collect();
        let kept = frame.inverse.times(&turned).apply(&self.rest);
        let rest = kept.into_iter().zip(frame.inverse.apply(&new)).map(|(a, b)| a + b).collect();
        let middle = balls.into_iter().map(Ball::into_middle).collect();
        Self { middle, spread, initial: self.initial.clone(), frame, rest }
    }
}

/// The derivative of what happened to a set in its initial coordinates, `V_m + B_v R`.
#[derive(Debug, Clone)]
pub(super) struct Derivative {
    middle: Matrix,
    frame: Frame,
    rest: Matrix,
}

impl Derivative {
    /// The derivative at the start: the columns of the initial coordinates.
    pub(super) fn of(columns: Matrix) -> Self {
        let (rows, count) = (columns.rows(), columns.columns());
        Self { middle: columns, frame: Frame::axes(rows), rest: Matrix::new(rows, count, |_, _| Word::ZERO) }
    }

    /// An enclosure of `A V` for every `A` in `matrix`.
    pub(super) fn times(&self, matrix: &Matrix) -> Matrix {
        let turned = matrix.times(&self.frame.basis);
        matrix.times(&self.middle).plus(&turned.times(&self.rest))
    }

    /// What becomes of it under `V -> A V`.
    pub(super) fn image(&self, matrix: &Matrix) -> Self {
        let (carried, turned) = (matrix.times(&self.middle), matrix.times(&self.frame.basis));
        let width = |row| self.rest.row(row).iter().map(|x| x.magnitude()).max().unwrap_or(Bound::ZERO);
        let weights: Vec<Bound> = (0..self.rest.rows()).map(width).collect();
        let frame = Frame::along(&turned.middle(), &weights);
        let middle = carried.middle();
        let kept = frame.inverse.times(&turned).times(&self.rest);
        let rest = kept.plus(&frame.inverse.times(&carried.minus(&middle)));
        Self { middle, frame, rest }
    }
}
