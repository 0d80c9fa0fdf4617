//! Which memories a retrieved one drives, and with what weight.

use super::parameters::Topology;
use crate::error::{Error, Result};
use nalgebra::DMatrix;
use rug::Rational;
use std::fmt;

/// Coefficients `c_0, c_1, ..., c_L` of the reasoning matrix: a retrieved memory drives the `j`-th one after it with the weight `c_j`, and
/// itself with `c_0`.
///
/// ```
/// use escapement::model::Couplings;
/// use escapement::numerics::rational::ratio;
/// let couplings = Couplings::new(vec![ratio(0, 1), ratio(1, 1), ratio(3, 10)])?;
/// assert_eq!(couplings.reach(), 2);
/// // On a ring of two the memory after the next is the memory itself.
/// assert_eq!(couplings.on_ring(2), [ratio(3, 10), ratio(1, 1)]);
/// assert!(Couplings::new(vec![ratio(1, 1)]).is_err());
/// # Ok::<(), escapement::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Couplings(Vec<Rational>);

impl Couplings {
    /// Most coefficients: every memory that is driven is integrated.
    pub const MOST: usize = 256;

    /// The coefficients from `c_0` on; [`Error::Domain`] for fewer than two or more than [`Couplings::MOST`]. Zeros at the end are dropped.
    pub fn new(mut coefficients: Vec<Rational>) -> Result<Self> {
        if !(2..=Self::MOST).contains(&coefficients.len()) {
            let value = format!("a list of {}", coefficients.len());
            return Err(Error::domain("couplings", value, "a list of 2 to 256 numbers c_0,c_1,c_2,..."));
        }
        while coefficients.len() > 2 && coefficients.last().is_some_and(|last| *last == 0) {
            coefficients.pop();
        }
        Ok(Self(coefficients))
    }

    /// Self-coupling and successor alone, the latter with weight one: the reasoning matrix of the other theorems.
    pub fn nearest(self_coupling: Rational) -> Self {
        Self(vec![self_coupling, Rational::from(1)])
    }

    /// All coefficients, `c_0` first.
    pub fn coefficients(&self) -> &[Rational] {
        &self.0
    }

    /// How far ahead a memory drives others: `L`, at least one.
    pub const fn reach(&self) -> usize {
        self.0.len() - 1
    }

    /// The coefficients on a ring, where memories are counted modulo their number: those that meet are added up.
    pub fn on_ring(&self, memories: usize) -> Vec<Rational> {
        let mut folded = vec![Rational::new(); memories];
        for (ahead, coefficient) in self.0.iter().enumerate() {
            folded[ahead % memories] += coefficient;
        }
        folded
    }

    /// The coefficients as they act in a topology: folded on a ring.
    pub fn on(&self, topology: Topology) -> Vec<Rational> {
        match topology {
            Topology::Chain => self.0.clone(),
            Topology::Ring(memories) => self.on_ring(memories),
        }
    }

    /// Those of a sequence that moves on by `step` memories at a time: every `step`-th one, from `c_0` on.
    ///
    /// **Errors**: as [`Couplings::new`], where nothing is driven by that step.
    pub fn every(&self, step: usize) -> Result<Self> {
        Self::new(self.0.iter().step_by(step.max(1)).cloned().collect())
    }

    /// The reasoning matrix `R[mu + j, mu] = kappa c_j` of so many memories; on a chain nothing is driven beyond the last.
    pub fn reasoning(&self, gain: &Rational, topology: Topology, memories: usize) -> DMatrix<Rational> {
        let ring = self.on_ring(memories);
        DMatrix::from_fn(memories, memories, |row, column| match topology {
            Topology::Ring(_) => Rational::from(gain * &ring[(row + memories - column) % memories]),
            Topology::Chain => {
                let ahead = row.checked_sub(column).and_then(|ahead| self.0.get(ahead));
                ahead.map_or_else(Rational::new, |coefficient| Rational::from(gain * coefficient))
            }
        })
    }
}

/// The list in the form in which it is given.
impl fmt::Display for Couplings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let numbers: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&numbers.join(","))
    }
}
