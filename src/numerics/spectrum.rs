//! Where the eigenvalues of an enclosed matrix lie, from its powers: no eigenvalue is computed.

use super::{Certainty, Decided, Interval};
use crate::error::{Error, Result};

/// Whether all eigenvalues lie inside the unit circle, for every matrix in an enclosure.
///
/// They do where a power has a norm below one (the largest sum of magnitudes along a row), and one of them does not where the trace of
/// a power, which is the sum of their powers, exceeds their number. **Shapes**: square, row by row. **Errors**: [`Error::Domain`] for
/// rows of another length; [`Error::Undecided`] when the enclosure has become too wide for both, as it must for one that holds a matrix
/// with an eigenvalue on the circle.
///
/// ```
/// use escapement::numerics::{Interval, Precision, rational::ratio, spectrum::is_contracting};
/// let precision = Precision::bits(128)?;
/// let matrix = |rows: [[i64; 2]; 2]| rows.map(|row| row.map(|x| Interval::from_rational(&ratio(x, 10), precision)).to_vec());
/// // A norm far above one, and eigenvalues 9/10 and 1/2.
/// assert!(*is_contracting(&matrix([[9, 900], [0, 5]]))?.value());
/// assert!(!*is_contracting(&matrix([[11, 0], [900, 5]]))?.value());
/// assert!(is_contracting(&matrix([[10, 0], [0, 5]])).is_err());
/// # Ok::<(), escapement::Error>(())
/// ```
pub fn is_contracting(matrix: &[Vec<Interval>]) -> Result<Decided<bool>> {
    const MOST_SQUARINGS: usize = 256;
    if matrix.iter().any(|row| row.len() != matrix.len()) {
        return Err(Error::domain("matrix", matrix.len(), "one with as many columns as rows"));
    }
    let mut power = matrix.to_vec();
    for _ in 0..MOST_SQUARINGS {
        if power.iter().all(|row| is_below_one(row)) {
            return Ok(Decided::proved(true));
        }
        if trace_exceeds_size(&power) {
            return Ok(Decided::proved(false));
        }
        power = squared(&power);
        if !power.iter().flatten().all(Interval::is_bounded) {
            break;
        }
    }
    let value = format!("a matrix of {} rows", matrix.len());
    Err(Error::Undecided { question: "all eigenvalues lie inside the unit circle", value })
}

/// Whether the magnitudes along a row certainly add up to less than one.
fn is_below_one(row: &[Interval]) -> bool {
    let precision = row[0].precision();
    let integer = |value| Interval::from_integer(value, precision);
    let magnitude = |x: &Interval| x.hull(&-x).upper().clone();
    let total = row.iter().fold(integer(0), |sum, x| &sum + &Interval::point(magnitude(x)));
    total.less(&integer(1)) == Certainty::Certainly
}

/// Whether the trace is certainly larger in magnitude than the number of rows.
fn trace_exceeds_size(matrix: &[Vec<Interval>]) -> bool {
    let Some(first) = matrix.first().and_then(|row| row.first()) else { return false };
    let integer = |value| Interval::from_integer(value, first.precision());
    let trace = matrix.iter().enumerate().fold(integer(0), |sum, (k, row)| &sum + &row[k]);
    let size = integer(matrix.len() as i64);
    trace.greater(&size) == Certainty::Certainly || (-&trace).greater(&size) == Certainty::Certainly
}

/// The matrix times itself.
fn squared(matrix: &[Vec<Interval>]) -> Vec<Vec<Interval>> {
    let entry = |row: &[Interval], column: usize| {
        let products = row.iter().zip(matrix).map(|(x, other)| x * &other[column]);
        products.reduce(|sum, product| &sum + &product).unwrap_or_else(|| row[column].clone())
    };
    matrix.iter().map(|row| (0..row.len()).map(|column| entry(row, column)).collect()).collect()
}
