//! Small dense systems of linear equations in floats.

use crate::error::{Error, Result};
use rug::Float;

/// The solution of `A x = b`, by elimination with the largest pivot of every column.
///
/// **Shapes**: `matrix` square, row by row, `right` one number per row. **Accuracy**: an estimate at the precision of the numbers; nothing
/// bounds its error. **Errors**: [`Error::Domain`] for other shapes, [`Error::Undefined`] for a matrix that is singular at that precision.
///
/// ```
/// use escapement::numerics::linear::solve;
/// use rug::Float;
/// let float = |x: i32| Float::with_val(64, x);
/// // The first pivot is zero.
/// let matrix = [vec![float(0), float(2)], vec![float(1), float(1)]];
/// assert_eq!(solve(&matrix, &[float(4), float(5)])?, [float(3), float(2)]);
/// # Ok::<(), escapement::Error>(())
/// ```
pub fn solve(matrix: &[Vec<Float>], right: &[Float]) -> Result<Vec<Float>> {
    let size = right.len();
    if matrix.len() != size || matrix.iter().any(|row| row.len() != size) {
        return Err(Error::domain("matrix", matrix.len(), "one with as many rows and columns as there are equations"));
    }
    let mut rows: Vec<Vec<Float>> =
        matrix.iter().zip(right).map(|(row, b)| row.iter().chain([b]).cloned().collect()).collect();
    for column in 0..size {
        let largest = (column..size)
            .max_by(|&a, &b| rows[a][column].cmp_abs(&rows[b][column]).unwrap_or(std::cmp::Ordering::Equal));
        rows.swap(column, largest.unwrap_or(column));
        let pivot = rows[column].clone();
        if pivot[column].is_zero() || !pivot[column].is_finite() {
            return Err(Error::Undefined {
                operation: "division by",
                argument: pivot[column].to_string(),
                certainly: false,
            });
        }
        for (_, row) in rows.iter_mut().enumerate().filter(|(k, _)| *k != column) {
            let factor = Float::with_val(row[column].prec(), &row[column] / &pivot[column]);
            for (x, p) in row.iter_mut().zip(&pivot).skip(column) {
                *x -= Float::with_val(x.prec(), &factor * p);
            }
        }
    }
    Ok(rows.into_iter().enumerate().map(|(k, row)| Float::with_val(row[size].prec(), &row[size] / &row[k])).collect())
}
