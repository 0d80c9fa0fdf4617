//! Memories: orthogonal patterns of signs, and the classes of neurons that share one.

use crate::error::{Error, Result};
use nalgebra::DMatrix;
use rug::Rational;
use std::collections::BTreeMap;

/// Patterns `xi_mu` in `{-1, +1}^N`, one per column: orthogonal, or only linearly independent where they come from
/// [`Memories::independent`].
///
/// ```
/// use escapement::model::Memories;
/// let memories = Memories::sylvester(16, 3)?;
/// assert_eq!((memories.neurons(), memories.count()), (16, 3));
/// assert_eq!(memories.sign_classes().len(), 4);
/// assert!(Memories::sylvester(12, 3).is_err());
/// # Ok::<(), escapement::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Memories {
    patterns: DMatrix<i8>,
    /// Whether they are orthogonal: by construction, or because all pairs were looked at.
    orthogonal: bool,
}

/// The neurons that share one pattern of signs over the memories, up to a global sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignClass {
    /// Sign in every memory; that in the first is +1.
    pub signs: Vec<i8>,
    /// Share of all neurons.
    pub share: Rational,
}

impl Memories {
    /// Most memories whose full set of sign classes is built.
    pub const MOST_FULL: usize = 12;

    /// The patterns in the columns of a matrix.
    ///
    /// **Shapes**: `N x P`. **Errors**: [`Error::Domain`] for fewer than two memories, more memories than neurons, an entry that is
    /// no sign, or two memories that are not orthogonal; it names the offending entry or pair.
    pub fn new(patterns: DMatrix<i8>) -> Result<Self> {
        let memories = Self { patterns, orthogonal: false }.of_signs()?;
        memories.check_orthogonal()?;
        Ok(Self { orthogonal: true, ..memories })
    }

    /// Patterns that need not be orthogonal but are linearly independent.
    ///
    /// **Errors**: as [`Memories::new`], with dependent memories in place of such that are not orthogonal.
    pub fn independent(patterns: DMatrix<i8>) -> Result<Self> {
        let memories = Self { patterns, orthogonal: false }.of_signs()?;
        memories.duals()?;
        Ok(Self { orthogonal: memories.check_orthogonal().is_ok(), ..memories })
    }

    /// Checks the shape, and that every entry is a sign.
    fn of_signs(self) -> Result<Self> {
        let (neurons, count) = self.patterns.shape();
        if count < 2 {
            return Err(Error::domain("memories", count, "a whole number of at least 2"));
        }
        if count > neurons {
            let domain = "at most as many as neurons, for they are orthogonal";
            return Err(Error::domain("memories", format!("{count} of {neurons} neurons"), domain));
        }
        for ((neuron, memory), &sign) in
            (0..count).flat_map(|m| (0..neurons).map(move |n| (n, m))).zip(self.patterns.iter())
        {
            if sign.abs() != 1 {
                let value = format!("{sign} at neuron {neuron} of memory {memory}");
                return Err(Error::domain("memories", value, "-1 or 1 at every neuron"));
            }
        }
        Ok(self)
    }

    /// Checks that memories are pairwise orthogonal.
    pub(super) fn check_orthogonal(&self) -> Result<()> {
        if self.orthogonal {
            return Ok(());
        }
        let pairs = (1..self.count()).flat_map(|second| (0..second).map(move |first| (first, second)));
        for (first, second) in pairs {
            let overlap = product(&self.patterns, first, second);
            if overlap != 0 {
                let value = format!("memories {first} and {second} with product {overlap}");
                return Err(Error::domain("memories", value, "pairwise orthogonal"));
            }
        }
        Ok(())
    }

    /// The overlaps `C[mu, nu] = xi_mu . xi_nu / N`.
    pub fn gram(&self) -> DMatrix<Rational> {
        let neurons = self.neurons() as i64;
        DMatrix::from_fn(self.count(), self.count(), |a, b| Rational::from((product(&self.patterns, a, b), neurons)))
    }

    /// The inverse of [`Memories::gram`]: column `mu` holds the coefficients of the dual of memory `mu`, the pattern whose product with memory
    /// `nu` is `N` for `nu = mu` and zero otherwise.
    ///
    /// **Errors**: [`Error::Domain`] for memories that are linearly dependent.
    pub fn duals(&self) -> Result<DMatrix<Rational>> {
        inverse(self.gram()).ok_or_else(|| {
            Error::domain("memories", format!("{} that depend on one another", self.count()), "linearly independent")
        })
    }

    /// Rows of the Sylvester-Hadamard matrix of size `neurons`: entry `(i, row)` is `(-1)^(number of common binary ones)`.
    ///
    /// The rows 1, 2, 4, ... come first. They are independent, so as long as they suffice (`2^P <= N`) every pattern of signs
    /// occurs equally often; after them come the remaining rows in order, row 0 last.
    ///
    /// **Errors**: [`Error::Domain`] unless `neurons` is a power of two of at most `2^24` and `2 <= memories <= neurons`.
    pub fn sylvester(neurons: usize, memories: usize) -> Result<Self> {
        const MOST: usize = 1 << 24;
        if !neurons.is_power_of_two() || !(2..=MOST).contains(&neurons) {
            return Err(Error::domain("neurons", neurons, "a power of two from 2 to 16777216"));
        }
        if !(2..=neurons).contains(&memories) {
            return Err(Error::domain("memories", memories, "at least 2 and at most as many as neurons"));
        }
        if memories.saturating_mul(neurons) > MOST * 4 {
            let value = format!("{memories} of {neurons} neurons");
            return Err(Error::domain("memories", value, "few enough for 67108864 signs in all"));
        }
        let independent = (0..neurons.ilog2()).map(|bit| 1usize << bit);
        let others = (1..neurons).filter(|row| !row.is_power_of_two());
        let rows: Vec<usize> = independent.chain(others).chain([0]).take(memories).collect();
        let sign = |neuron: usize, column: usize| 1 - 2 * ((neuron & rows[column]).count_ones() % 2) as i8;
        // Orthogonal by construction.
        Ok(Self { patterns: DMatrix::from_fn(neurons, memories, sign), orthogonal: true })
    }

    /// Every pattern of signs once, up to a global sign: `2^(P-1)` neurons.
    ///
    /// **Errors**: [`Error::Domain`] for a number of memories outside 2 to [`Memories::MOST_FULL`].
    pub fn full(memories: usize) -> Result<Self> {
        if !(2..=Self::MOST_FULL).contains(&memories) {
            return Err(Error::domain("memories", memories, "a whole number from 2 to 12"));
        }
        let sign = |class: usize, memory: usize| if memory > 0 && class >> (memory - 1) & 1 == 1 { -1 } else { 1 };
        Ok(Self { patterns: DMatrix::from_fn(1 << (memories - 1), memories, sign), orthogonal: true })
    }

    /// Number `N` of neurons.
    pub fn neurons(&self) -> usize {
        self.patterns.nrows()
    }

    /// Number `P` of memories.
    pub fn count(&self) -> usize {
        self.patterns.ncols()
    }

    /// The patterns, `N x P`.
    pub const fn patterns(&self) -> &DMatrix<i8> {
        &self.patterns
    }

    /// The classes of neurons with one pattern of signs, in the order of those patterns.
    pub fn sign_classes(&self) -> Vec<SignClass> {
        let mut counts: BTreeMap<Vec<i8>, u64> = BTreeMap::new();
        for row in self.patterns.row_iter() {
            let signs: Vec<i8> = row.iter().map(|sign| sign * row[0]).collect();
            *counts.entry(signs).or_default() += 1;
        }
        let neurons = self.neurons() as u64;
        let class = |(signs, count)| SignClass { signs, share: Rational::from((count, neurons)) };
        counts.into_iter().rev().map(class).collect()
    }
}

/// The inverse of a matrix by elimination, exactly; `None` for a singular one.
pub(super) fn inverse(mut matrix: DMatrix<Rational>) -> Option<DMatrix<Rational>> {
    let size = matrix.nrows();
    let mut inverse = DMatrix::from_fn(size, size, |a, b| Rational::from(i32::from(a == b)));
    for column in 0..size {
        let pivot = (column..size).find(|&row| matrix[(row, column)] != 0)?;
        matrix.swap_rows(pivot, column);
        inverse.swap_rows(pivot, column);
        let scale = matrix[(column, column)].clone().recip();
        for half in [&mut matrix, &mut inverse] {
            half.row_mut(column).iter_mut().for_each(|entry| *entry *= &scale);
        }
        for row in (0..size).filter(|&row| row != column) {
            let factor = matrix[(row, column)].clone();
            for half in [&mut matrix, &mut inverse] {
                for k in 0..size {
                    let step = Rational::from(&half[(column, k)] * &factor);
                    half[(row, k)] -= step;
                }
            }
        }
    }
    Some(inverse)
}

/// The product of two matrices.
pub(super) fn times(a: &DMatrix<Rational>, b: &DMatrix<Rational>) -> DMatrix<Rational> {
    DMatrix::from_fn(a.nrows(), b.ncols(), |row, column| {
        (0..a.ncols()).map(|k| Rational::from(&a[(row, k)] * &b[(k, column)])).sum()
    })
}

/// `xi_first . xi_second`.
fn product(patterns: &DMatrix<i8>, first: usize, second: usize) -> i64 {
    let (first, second) = (patterns.column(first), patterns.column(second));
    first.iter().zip(second.iter()).map(|(a, b)| i64::from(a * b)).sum()
}
