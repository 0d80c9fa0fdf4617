//! Eigenvalues of small matrices of floats, as the roots of the characteristic polynomial.

use crate::error::{Error, Result};
use rug::Float;

/// A complex number.
#[derive(Debug, Clone, PartialEq)]
pub struct Complex {
    /// Real part.
    pub real: Float,
    /// Imaginary part.
    pub imaginary: Float,
}

/// All eigenvalues of a square matrix, the largest first; of a pair of conjugates the one with the positive imaginary part first.
///
/// The characteristic polynomial (Faddeev and Le Verrier) is worked out with so many more bits that eigenvalues far smaller than the
/// largest keep their digits, and its roots are found all at once (O. Aberth, *Iteration methods for finding all zeros of a polynomial
/// simultaneously*, 1973). **Accuracy**: that of the matrix, as an estimate; nothing bounds the error. **Errors**: [`Error::Domain`] for a
/// matrix that is not square, [`Error::Undecided`] when the roots do not settle.
///
/// ```
/// use escapement::numerics::eigenvalues::eigenvalues;
/// use rug::Float;
/// let matrix = [[2, 1], [0, -3]].map(|row| row.map(|x| Float::with_val(64, x)).to_vec());
/// let found = eigenvalues(&matrix)?;
/// assert_eq!((found[0].real.to_f64(), found[1].real.to_f64()), (-3.0, 2.0));
/// # Ok::<(), escapement::Error>(())
/// ```
pub fn eigenvalues(matrix: &[Vec<Float>]) -> Result<Vec<Complex>> {
    let size = matrix.len();
    if matrix.iter().any(|row| row.len() != size) {
        return Err(Error::domain("matrix", size, "one with as many columns as rows"));
    }
    let Some(bits) = matrix.first().map(|row| row[0].prec()) else { return Ok(Vec::new()) };
    let working = bits.saturating_mul(size as u32 + 1);
    let mut coefficients = characteristic_polynomial(matrix, working);
    let zeros = coefficients.iter().take_while(|c| c.is_zero()).count();
    let mut roots = roots(&coefficients.split_off(zeros), bits)?;
    roots.extend((0..zeros).map(|_| Complex::real(Float::new(working))));
    // The norms of a pair of conjugates may differ in their last places.
    let size = |x: &Complex| Float::with_val(bits / 2, x.norm());
    roots.sort_by(|a, b| size(b).total_cmp(&size(a)).then(b.imaginary.total_cmp(&a.imaginary)));
    Ok(roots.into_iter().map(|root| root.rounded(bits)).collect())
}

/// The coefficients of `det(x - A)`, that of `x^0` first.
fn characteristic_polynomial(matrix: &[Vec<Float>], bits: u32) -> Vec<Float> {
    let size = matrix.len();
    let mut coefficients = vec![Float::new(bits); size + 1];
    coefficients[size] = Float::with_val(bits, 1);
    // M_k = A M_(k-1) + c_(n-k+1), c_(n-k) = -tr(A M_k)/k.
    let mut product = vec![vec![Float::new(bits); size]; size];
    for k in 1..=size {
        for (i, row) in product.iter_mut().enumerate() {
            row[i] += &coefficients[size - k + 1];
        }
        product = times(matrix, &product, bits);
        let trace = (0..size).fold(Float::new(bits), |sum, i| sum + &product[i][i]);
        coefficients[size - k] = -trace / k as u32;
    }
    coefficients
}

/// The product of two square matrices.
fn times(a: &[Vec<Float>], b: &[Vec<Float>], bits: u32) -> Vec<Vec<Float>> {
    let entry = |row: &[Float], column: usize| {
        row.iter().zip(b).fold(Float::new(bits), |sum, (x, other)| sum + Float::with_val(bits, x * &other[column]))
    };
    a.iter().map(|row| (0..b.len()).map(|column| entry(row, column)).collect()).collect()
}

/// The roots of a polynomial whose first and last coefficients are not zero, to about `bits` bits.
fn roots(coefficients: &[Float], bits: u32) -> Result<Vec<Complex>> {
    const MOST_SWEEPS: usize = 2000;
    let degree = coefficients.len() - 1;
    let mut roots: Vec<Complex> = (0..degree).map(|k| first_guess(coefficients, k)).collect();
    for _ in 0..MOST_SWEEPS {
        let mut settled = true;
        for k in 0..degree {
            let Some(change) = change(coefficients, &roots, k) else { continue };
            settled &= change.norm() <= roots[k].norm() >> (2 * bits);
            roots[k] = roots[k].minus(&change);
        }
        if settled {
            return Ok(roots);
        }
    }
    Err(Error::Undecided {
        question: "the roots of the characteristic polynomial settle",
        value: format!("{degree} roots"),
    })
}

/// The size that a root would have if all sizes were far apart, in a direction of its own.
fn first_guess(coefficients: &[Float], k: usize) -> Complex {
    let bits = coefficients[k].prec();
    let below = coefficients[k + 1..].iter().find(|c| !c.is_zero()).unwrap_or(&coefficients[k]);
    let size = if coefficients[k].is_zero() {
        Float::with_val(bits, 1)
    } else {
        Float::with_val(bits, &coefficients[k] / below).abs()
    };
    let (sine, cosine) = Float::with_val(bits, 3 * k as u32 + 1).sin_cos(Float::new(bits));
    Complex { real: cosine * &size, imaginary: sine * size }
}

/// What the next sweep takes off a root: `w/(1 - w sum 1/(z_k - z_j))` with `w = p(z_k)/p'(z_k)`; `None` on a root.
fn change(coefficients: &[Float], roots: &[Complex], k: usize) -> Option<Complex> {
    let z = &roots[k];
    let zero = Complex::real(Float::new(z.real.prec()));
    let (mut value, mut slope) = (zero.clone(), zero.clone());
    for c in coefficients.iter().rev() {
        slope = slope.times(z).plus(&value);
        value = value.times(z).plus(&Complex::real(c.clone()));
    }
    let newton = value.over(&slope)?;
    let others = roots.iter().enumerate().filter(|(j, _)| *j != k);
    let one = Complex::real(Float::with_val(z.real.prec(), 1));
    let pull = others.filter_map(|(_, other)| one.over(&z.minus(other))).fold(zero, |sum, x| sum.plus(&x));
    newton.over(&one.minus(&newton.times(&pull)))
}

impl Complex {
    /// A real number.
    fn real(real: Float) -> Self {
        Self { imaginary: Float::new(real.prec()), real }
    }

    /// The square of the absolute value.
    fn norm(&self) -> Float {
        let bits = self.real.prec();
        Float::with_val(bits, self.real.square_ref()) + Float::with_val(bits, self.imaginary.square_ref())
    }

    /// The absolute value.
    pub fn modulus(&self) -> Float {
        self.norm().sqrt()
    }

    fn plus(&self, other: &Self) -> Self {
        let bits = self.real.prec();
        Self {
            real: Float::with_val(bits, &self.real + &other.real),
            imaginary: Float::with_val(bits, &self.imaginary + &other.imaginary),
        }
    }

    fn minus(&self, other: &Self) -> Self {
        self.plus(&Self { real: -other.real.clone(), imaginary: -other.imaginary.clone() })
    }

    fn times(&self, other: &Self) -> Self {
        let product = |a: &Float, b: &Float| Float::with_val(self.real.prec(), a * b);
        Self {
            real: product(&self.real, &other.real) - product(&self.imaginary, &other.imaginary),
            imaginary: product(&self.real, &other.imaginary) + product(&self.imaginary, &other.real),
        }
    }

    /// The quotient; `None` where the divisor is zero.
    fn over(&self, divisor: &Self) -> Option<Self> {
        let size = divisor.norm();
        if size.is_zero() {
            return None;
        }
        let conjugate = Self { real: divisor.real.clone(), imaginary: -divisor.imaginary.clone() };
        let product = self.times(&conjugate);
        Some(Self { real: product.real / &size, imaginary: product.imaginary / &size })
    }

    /// At fewer bits, and on the real axis where the imaginary part is within the rounding of a number that size.
    fn rounded(self, bits: u32) -> Self {
        let tiny = self.modulus() >> (bits - bits / 4);
        let imaginary =
            if self.imaginary.clone().abs() <= tiny { Float::new(bits) } else { Float::with_val(bits, self.imaginary) };
        Self { real: Float::with_val(bits, self.real), imaginary }
    }
}
