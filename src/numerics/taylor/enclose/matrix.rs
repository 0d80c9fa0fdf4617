//! Small matrices of machine words: products, orthonormal frames and their certified inverses.

use crate::numerics::series::{Bound, Word, dot};
use rug::Float;

/// Bits in which a frame is looked for; that it is one is certified afterwards.
const FRAME_BITS: u32 = 64;

/// A matrix of enclosures, row by row.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Matrix {
    rows: usize,
    columns: usize,
    entries: Vec<Word>,
}

impl Matrix {
    /// The matrix with the given entries.
    pub(super) fn new(rows: usize, columns: usize, entry: impl Fn(usize, usize) -> Word) -> Self {
        let entries = (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column)));
        Self { rows, columns, entries: entries.map(|(row, column)| entry(row, column)).collect() }
    }

    /// The identity.
    pub(super) fn identity(size: usize) -> Self {
        Self::new(size, size, |row, column| if row == column { Word::ONE } else { Word::ZERO })
    }

    /// Number of rows.
    pub(super) const fn rows(&self) -> usize {
        self.rows
    }

    /// Number of columns.
    pub(super) const fn columns(&self) -> usize {
        self.columns
    }

    /// One entry.
    pub(super) fn at(&self, row: usize, column: usize) -> Word {
        self.entries[row * self.columns + column]
    }

    /// Sets one entry.
    pub(super) fn set(&mut self, row: usize, column: usize, value: Word) {
        self.entries[row * self.columns + column] = value;
    }

    /// One row.
    pub(super) fn row(&self, row: usize) -> &[Word] {
        &self.entries[row * self.columns..(row + 1) * self.columns]
    }

    /// One column.
    fn column(&self, column: usize) -> impl Iterator<Item = &Word> + Clone {
        self.entries[column.min(self.entries.len())..].iter().step_by(self.columns.max(1))
    }

    /// The product with a matrix.
    pub(super) fn times(&self, other: &Self) -> Self {
        Self::new(self.rows, other.columns, |row, column| dot(self.row(row).iter().zip(other.column(column))))
    }

    /// The product with a vector.
    pub(super) fn apply(&self, vector: &[Word]) -> Vec<Word> {
        (0..self.rows).map(|row| dot(self.row(row).iter().zip(vector))).collect()
    }

    /// The difference.
    pub(super) fn minus(&self, other: &Self) -> Self {
        Self::new(self.rows, self.columns, |row, column| self.at(row, column) - other.at(row, column))
    }

    /// The sum.
    pub(super) fn plus(&self, other: &Self) -> Self {
        Self::new(self.rows, self.columns, |row, column| self.at(row, column) + other.at(row, column))
    }

    /// The hull, entry by entry.
    pub(super) fn hull(&self, other: &Self) -> Self {
        Self::new(self.rows, self.columns, |row, column| self.at(row, column).hull(other.at(row, column)))
    }

    /// The middles of all entries.
    pub(super) fn middle(&self) -> Self {
        Self { entries: self.entries.iter().map(|entry| entry.middle()).collect(), ..*self }
    }

    /// The transpose.
    fn transpose(&self) -> Self {
        Self::new(self.columns, self.rows, |row, column| self.at(column, row))
    }

    /// The largest sum of magnitudes in a row: the norm that goes with the largest component.
    pub(super) fn norm(&self) -> Bound {
        let sums = (0..self.rows).map(|row| self.row(row).iter().fold(Bound::ZERO, |sum, x| sum + x.magnitude()));
        sums.max().unwrap_or(Bound::ZERO)
    }
}

/// An orthonormal frame with an enclosure of its inverse.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    /// The frame, a matrix of points.
    pub(super) basis: Matrix,
    /// An enclosure of its inverse.
    pub(super) inverse: Matrix,
}

impl Frame {
    /// The axes.
    pub(super) fn axes(size: usize) -> Self {
        Self { basis: Matrix::identity(size), inverse: Matrix::identity(size) }
    }

    /// A frame whose first vectors span the heaviest columns of a square matrix: Gram and Schmidt's, with the columns in the
    /// order of their length times `weights`.
    ///
    /// Any matrix with a certified inverse would do; this one keeps the rest of a set from being sheared.
    pub(super) fn along(matrix: &Matrix, weights: &[Bound]) -> Self {
        let size = matrix.rows();
        let weight = |&column: &usize| {
            let length = matrix.column(column).map(|entry| entry.magnitude()).max().unwrap_or(Bound::ZERO);
            std::cmp::Reverse(length * weights[column])
        };
        let mut order: Vec<usize> = (0..size).collect();
        order.sort_by_key(weight);
        let columns = order.iter().map(|&column| matrix.column(column).map(|x| x.middle_float()).collect());
        let vectors = orthonormal(columns, size);
        if vectors.len() < size {
            return Self::axes(size);
        }
        let basis = Matrix::new(size, size, |row, column| Word::point(&vectors[column][row]).middle());
        match inverse(&basis) {
            Some(inverse) => Self { basis, inverse },
            None => Self::axes(size),
        }
    }
}

/// An enclosure of the inverse of a nearly orthogonal matrix; `None` when it is not near enough.
///
/// With the transpose `T` and `E = I - T Q`, if `e = |E| <= 1/2` in the norm of the largest row then `Q^-1 = (I - E)^-1 T`, and
/// `Q^-1 - T = E T + E^2 T + ...` is at most `e/(1 - e) <= 2 e` times the largest entry of `T`, entry by entry.
fn inverse(basis: &Matrix) -> Option<Matrix> {
    let transpose = basis.transpose();
    let defect = Matrix::identity(basis.rows()).minus(&transpose.times(basis)).norm();
    if defect > Bound::power_of_two(-1) {
        return None;
    }
    let largest = transpose.entries.iter().map(|entry| entry.magnitude()).max().unwrap_or(Bound::ZERO);
    let error = defect.shifted(1) * largest;
    Some(Matrix::new(basis.rows(), basis.rows(), |row, column| transpose.at(row, column).widened(error)))
}

/// Orthonormal vectors that span the given ones in turn, then axes, until there are `size`.
fn orthonormal(columns: impl Iterator<Item = Vec<Float>>, size: usize) -> Vec<Vec<Float>> {
    let mut found: Vec<Vec<Float>> = Vec::with_capacity(size);
    let axes = (0..size).map(|axis| (0..size).map(|row| Float::with_val(FRAME_BITS, u32::from(row == axis))).collect());
    for candidate in columns.chain(axes) {
        if found.len() < size
            && let Some(direction) = independent(candidate, &found)
        {
            found.push(direction);
        }
    }
    found
}

/// The part of a vector that is orthogonal to all of `found`, at unit length; `None` when nothing is left of it.
fn independent(mut vector: Vec<Float>, found: &[Vec<Float>]) -> Option<Vec<Float>> {
    const PASSES: u32 = 4;
    normalize(&mut vector)?;
    for _ in 0..PASSES {
        for direction in found {
            let along = product(&vector, direction);
            for (x, d) in vector.iter_mut().zip(direction) {
                *x -= Float::with_val(FRAME_BITS, d * &along);
            }
        }
        // What little a pass leaves of a vector is rounding for the most part; the next one takes that away.
        if normalize(&mut vector)? >= -4 {
            return Some(vector);
        }
    }
    None
}

/// Scales a vector to unit length and returns the binary exponent of its largest component before; `None` for zero.
fn normalize(vector: &mut [Float]) -> Option<i32> {
    let largest = vector.iter().filter_map(Float::get_exp).max()?;
    for x in vector.iter_mut() {
        *x >>= largest;
    }
    let length = product(vector, vector).sqrt();
    for x in vector.iter_mut() {
        *x /= &length;
    }
    Some(largest)
}

/// The scalar product.
fn product(a: &[Float], b: &[Float]) -> Float {
    a.iter().zip(b).fold(Float::new(FRAME_BITS), |sum, (x, y)| sum + Float::with_val(FRAME_BITS, x * y))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(value: i32) -> Word {
        Word::point(&Float::with_val(64, value))
    }

    #[test]
    fn the_inverse_of_a_frame_encloses_its_inverse() {
        let matrix = Matrix::new(3, 3, |row, column| word([[3, -1, 2], [5, 7, -2], [1, 1, 4]][row][column]));
        let frame = Frame::along(&matrix, &[Bound::integer(1); 3]);
        let product = frame.inverse.times(&frame.basis);
        for (row, column) in (0..3).flat_map(|row| (0..3).map(move |column| (row, column))) {
            let off = product.at(row, column) - if row == column { Word::ONE } else { Word::ZERO };
            assert!(off.contains_zero() && off.radius() < Bound::power_of_two(-50), "{row}, {column}: {off:?}");
        }
    }

    #[test]
    fn a_frame_exists_for_columns_that_depend_on_each_other() {
        let matrix = Matrix::new(3, 3, |row, _| word([1, 2, 3][row]));
        let frame = Frame::along(&matrix, &[Bound::integer(1); 3]);
        assert!(frame.basis != Matrix::identity(3));
        assert!(frame.inverse.times(&frame.basis).minus(&Matrix::identity(3)).norm() < Bound::power_of_two(-50));
    }

    #[test]
    fn a_matrix_that_is_no_frame_has_no_certified_inverse() {
        assert!(inverse(&Matrix::new(2, 2, |_, _| Word::ONE)).is_none());
        // The rows of I - T Q are at most 3/4: the series of its powers converges, but not within the bound.
        let halves = Matrix::new(2, 2, |row, column| word([[2, 1], [0, 2]][row][column]).shifted(-1));
        assert!(inverse(&halves).is_none());
    }
}
