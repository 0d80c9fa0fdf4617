//! The coefficients of one series with a common exponent, stored digit by digit: all first digits, then all second ones.
//!
//! A convolution is then a sum of plain dot products of machine words, and it skips what is known to be zero: the leading
//! digits of late coefficients, and whatever is below the last digit of the result.

use super::digits::Format;

/// Bits by which a coefficient may exceed the scale of its series: `|a_k| < 2^(exponent + HEADROOM)`.
const HEADROOM: i64 = 1;

/// Bits by which the first coefficient may stay below the scale it comes with, so that no digits need to be moved.
const SLACK: i64 = 3;

/// One series. Nothing beyond coefficient `k` is read before it is written.
#[derive(Debug, Clone)]
pub struct Planes {
    format: Format,
    /// The coefficients are below about `2^exponent`; meaningless while all are zero.
    exponent: i64,
    length: usize,
    digits: Vec<i64>,
    /// Per plane: beyond which coefficient all digits are zero.
    ends: Vec<usize>,
    scratch: [Vec<i64>; 2],
}

impl Planes {
    /// Room for `length` coefficients.
    pub(super) fn new(format: Format, length: usize) -> Self {
        let scratch = vec![0; format.count];
        Self {
            format,
            exponent: 0,
            length,
            digits: vec![0; length * format.count],
            ends: vec![0; format.count],
            scratch: [scratch.clone(), scratch],
        }
    }

    /// The common exponent.
    pub(super) const fn exponent(&self) -> i64 {
        self.exponent
    }

    /// Beyond which coefficient all are zero.
    pub(super) fn end(&self) -> usize {
        self.ends.iter().copied().max().unwrap_or(0)
    }

    /// Digit `plane` of the coefficients up to the last that is not zero.
    pub(super) fn plane(&self, plane: usize) -> &[i64] {
        let from = plane * self.length;
        &self.digits[from..from + self.ends[plane]]
    }

    /// The digits of one coefficient.
    pub(super) fn coefficient(&self, k: usize) -> impl Iterator<Item = i64> {
        let digit = move |plane| if k < self.ends[plane] { self.digits[plane * self.length + k] } else { 0 };
        (0..self.format.count).map(digit)
    }

    /// Bits behind the point of [`Planes::glance`].
    pub(super) const GLANCE: u32 = 32;

    /// A bound for the size of a coefficient: `2^GLANCE |a_k|` in units of the common exponent, too large by no more than 4.
    pub(super) fn glance(&self, k: usize) -> u128 {
        let digit = |plane: usize| self.plane(plane).get(k).copied().unwrap_or(0);
        let leading = (i128::from(digit(0)) << self.format.width) + i128::from(digit(1));
        // What is cut off here and the digits that follow are below one each.
        (leading.unsigned_abs() >> (2 * self.format.width - Self::GLANCE)) + 2
    }

    /// `out = a_k`, in units of the common exponent.
    pub(super) fn read(&self, out: &mut [i64], k: usize) {
        self.coefficient(k).zip(out).for_each(|(digit, out)| *out = digit);
    }

    /// Writes coefficient `k`, which is `2^exponent` times the number of these digits. Coefficient 0 begins anew.
    pub(super) fn write(&mut self, k: usize, exponent: i64, digits: &[i64]) {
        if k == 0 {
            self.ends.fill(0);
        }
        if let Some(size) = self.format.exponent(digits.iter().copied()) {
            let size = size + exponent;
            if self.end() == 0 {
                let fits = (size - HEADROOM..=size + SLACK).contains(&exponent);
                self.exponent = if fits { exponent } else { size };
            } else if size > self.exponent + HEADROOM {
                self.raise(k, size + 1);
            }
        }
        let mut shifted = std::mem::take(&mut self.scratch[0]);
        self.format.shift(&mut shifted, digits, exponent - self.exponent);
        self.put(k, &shifted);
        self.scratch[0] = shifted;
    }

    /// Stores the digits of coefficient `k`.
    fn put(&mut self, k: usize, digits: &[i64]) {
        for (plane, &digit) in digits.iter().enumerate() {
            self.digits[plane * self.length + k] = digit;
            if digit != 0 {
                self.ends[plane] = k + 1;
            }
        }
    }

    /// Raises the common exponent of the first `count` coefficients.
    fn raise(&mut self, count: usize, exponent: i64) {
        let [mut old, mut new] = std::mem::take(&mut self.scratch);
        let shift = self.exponent - exponent;
        for k in 0..count {
            self.read(&mut old, k);
            self.format.shift(&mut new, &old, shift);
            for (plane, &digit) in new.iter().enumerate() {
                self.digits[plane * self.length + k] = digit;
            }
        }
        for plane in 0..self.format.count {
            let written = &self.digits[plane * self.length..plane * self.length + count];
            self.ends[plane] = written.iter().rposition(|&digit| digit != 0).map_or(0, |last| last + 1);
        }
        self.exponent = exponent;
        self.scratch = [old, new];
    }
}

/// Adds `sum_{i < count} a_{from_a + i} b_{from_b + count - 1 - i}` to the columns of the product.
pub(super) fn convolve(
    columns: &mut [i128],
    (a, from_a): (&Planes, usize),
    (b, from_b): (&Planes, usize),
    count: usize,
) {
    for l in 0..columns.len() {
        for m in 0..columns.len() - l {
            columns[l + m] += dot(a.plane(l), from_a, b.plane(m), from_b, count);
        }
    }
}

/// Adds the same for a series with itself: every pair once.
pub(super) fn convolve_square(columns: &mut [i128], a: &Planes, from: usize, count: usize) {
    for l in 0..columns.len() {
        for m in l + 1..columns.len() - l {
            columns[l + m] += 2 * dot(a.plane(l), from, a.plane(m), from, count);
        }
        if 2 * l < columns.len() {
            columns[2 * l] += dot_square(a.plane(l), from, count);
        }
    }
}

/// `sum_{i < count} a_{from_a + i} b_{from_b + count - 1 - i}`; what a slice lacks is zero.
fn dot(a: &[i64], from_a: usize, b: &[i64], from_b: usize, count: usize) -> i128 {
    let held_a = a.len().saturating_sub(from_a).min(count);
    let held_b = b.len().saturating_sub(from_b).min(count);
    let first = count - held_b;
    if first >= held_a {
        return 0;
    }
    let a = &a[from_a + first..from_a + held_a];
    let b = &b[from_b + count - held_a..from_b + held_b];
    sum_of_products(a, b)
}

/// The same for a slice with itself.
fn dot_square(a: &[i64], from: usize, count: usize) -> i128 {
    let held = a.len().saturating_sub(from).min(count);
    let (first, half) = (count - held, count / 2);
    let pairs = if first < half {
        sum_of_products(&a[from + first..from + half], &a[from + count - half..from + held])
    } else {
        0
    };
    let middle = if count % 2 == 1 && half < held { i128::from(a[from + half]) } else { 0 };
    2 * pairs + middle * middle
}

/// `sum_i a_i b_{n-1-i}` over slices of one length `n`.
fn sum_of_products(a: &[i64], b: &[i64]) -> i128 {
    a.iter().zip(b.iter().rev()).map(|(&x, &y)| i128::from(x) * i128::from(y)).sum()
}
