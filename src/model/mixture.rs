//! Convex combinations of smooth activations: a family of admissible ones.

use super::activation::Activation;
use crate::error::{Error, Result};
use crate::numerics::Scalar;
use crate::numerics::field::{FieldBuilder, Node};
use rug::Rational;
use std::fmt;

/// `sum_j w_j Psi_j` with positive weights of sum one: odd, concave for positive arguments, bounded by one and of unit slope like
/// its parts.
///
/// ```
/// use escapement::model::{Activation, Mixture};
/// use escapement::numerics::rational::ratio;
/// let half = Mixture::new(vec![(ratio(1, 2), Activation::Tanh), (ratio(1, 2), Activation::Power(4))])?;
/// assert_eq!(half.to_string(), "1/2 tanh + 1/2 power:4");
/// assert!(Mixture::new(vec![(ratio(1, 2), Activation::Tanh)]).is_err());
/// # Ok::<(), escapement::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mixture {
    parts: Vec<(Rational, Activation)>,
}

impl Mixture {
    /// The combination of these parts.
    ///
    /// **Errors**: [`Error::Domain`] for HardTanh, which is not smooth, and for weights that are not positive or do not add up to one.
    pub fn new(parts: Vec<(Rational, Activation)>) -> Result<Self> {
        if let Some((_, hard)) = parts.iter().find(|(_, activation)| *activation == Activation::HardTanh) {
            return Err(Error::domain("activation", hard, "a smooth one: tanh, erf, algebraic or power:p"));
        }
        let total: Rational = parts.iter().map(|(weight, _)| weight).sum();
        if total != 1 || parts.iter().any(|(weight, _)| *weight <= 0) {
            return Err(Error::domain("weights", total, "positive numbers of sum 1"));
        }
        Ok(Self { parts })
    }

    /// One activation alone. **Errors**: [`Error::Domain`] for HardTanh.
    pub fn of(activation: Activation) -> Result<Self> {
        Self::new(vec![(Rational::from(1), activation)])
    }

    /// `Psi(x)`.
    pub fn value<S: Scalar>(&self, x: &S) -> Result<S> {
        self.parts.iter().try_fold(x.integer(0), |sum, (weight, activation)| Ok(sum + activation.value(x)? * weight))
    }

    /// Writes `Psi(x)` for a positive argument.
    pub fn write(&self, field: &mut FieldBuilder, x: Node) -> Node {
        self.combine(field, |activation, field| activation.write(field, x, activation.kinks().len()))
    }

    /// Writes `Psi'(x)` for a positive argument.
    pub fn write_derivative(&self, field: &mut FieldBuilder, x: Node) -> Node {
        self.combine(field, |activation, field| activation.write_derivative(field, x, activation.kinks().len()))
    }

    /// Writes `Psi(x) - x Psi'(x)` for a positive argument.
    pub fn write_deficit(&self, field: &mut FieldBuilder, x: Node) -> Node {
        self.combine(field, |activation, field| activation.write_deficit(field, x, activation.kinks().len()))
    }

    fn combine(&self, field: &mut FieldBuilder, mut part: impl FnMut(Activation, &mut FieldBuilder) -> Node) -> Node {
        let mut sum = None;
        for (weight, activation) in &self.parts {
            let node = part(*activation, field);
            let term = field.scale(weight.clone(), node);
            sum = Some(sum.map_or(term, |sum| field.add(sum, term)));
        }
        sum.unwrap_or_else(|| field.constant(Rational::new()))
    }
}

impl fmt::Display for Mixture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let [(_, only)] = &self.parts[..] {
            return write!(f, "{only}");
        }
        let parts: Vec<String> =
            self.parts.iter().map(|(weight, activation)| format!("{weight} {activation}")).collect();
        f.write_str(&parts.join(" + "))
    }
}
