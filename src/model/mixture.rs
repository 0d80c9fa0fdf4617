//! Convex combinations of smooth activations, and averages of HardTanh over noise: families of admissible ones.

use super::activation::Activation;
use super::mean_field::MeanField;
use crate::error::{Error, Result};
use crate::numerics::Scalar;
use crate::numerics::field::{Expression, FieldBuilder, Node};
use rug::Rational;
use std::fmt;

/// `sum_j w_j Psi_j` with positive weights of sum one: odd, concave for positive arguments, bounded by one and of unit slope like
/// its parts. Or the continuous mixture of HardTanh's shifts that noise makes, a [`MeanField`].
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
pub struct Mixture(Shape);

/// What is mixed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Shape {
    /// Activations with their weights.
    Parts(Vec<(Rational, Activation)>),
    /// HardTanh with noise.
    Noisy(MeanField),
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
        Ok(Self(Shape::Parts(parts)))
    }

    /// One activation alone. **Errors**: [`Error::Domain`] for HardTanh.
    pub fn of(activation: Activation) -> Result<Self> {
        Self::new(vec![(Rational::from(1), activation)])
    }

    /// What HardTanh neurons put out on average under independent noise of strength `sigma`, scaled to unit slope.
    ///
    /// **Errors**: [`Error::Domain`] for noise that is not positive.
    pub fn of_noise(noise: Rational) -> Result<Self> {
        MeanField::new(noise).map(|mean_field| Self(Shape::Noisy(mean_field)))
    }

    /// `Psi(x)`.
    pub fn value<S: Scalar>(&self, x: &S) -> Result<S> {
        match &self.0 {
            Shape::Parts(parts) => {
                parts.iter().try_fold(x.integer(0), |sum, (weight, activation)| Ok(sum + activation.value(x)? * weight))
            }
            Shape::Noisy(mean_field) => mean_field.value(x),
        }
    }

    /// Writes `Psi(x)` for a positive argument.
    pub fn write(&self, field: &mut FieldBuilder, x: Node) -> Node {
        match &self.0 {
            Shape::Parts(parts) => {
                combine(parts, field, |activation, field| activation.write(field, x, sides(activation)))
            }
            Shape::Noisy(mean_field) => write(field, x, |x| mean_field.value(x)),
        }
    }

    /// Writes `Psi'(x)` for a positive argument.
    pub fn write_derivative(&self, field: &mut FieldBuilder, x: Node) -> Node {
        match &self.0 {
            Shape::Parts(parts) => {
                combine(parts, field, |activation, field| activation.write_derivative(field, x, sides(activation)))
            }
            Shape::Noisy(mean_field) => write(field, x, |x| mean_field.derivative(x)),
        }
    }

    /// Writes `Psi(x) - x Psi'(x)` for a positive argument.
    pub fn write_deficit(&self, field: &mut FieldBuilder, x: Node) -> Node {
        match &self.0 {
            Shape::Parts(parts) => {
                combine(parts, field, |activation, field| activation.write_deficit(field, x, sides(activation)))
            }
            Shape::Noisy(mean_field) => write(field, x, |x| mean_field.deficit(x)),
        }
    }
}

/// The piece of an activation on which positive arguments lie.
const fn sides(activation: Activation) -> usize {
    activation.kinks().len()
}

/// Writes a formula of one argument.
fn write(
    field: &mut FieldBuilder,
    x: Node,
    formula: impl for<'b> FnOnce(&Expression<'b>) -> Result<Expression<'b>>,
) -> Node {
    let [value] = field.record([x], |[x]| Ok([formula(&x)?]));
    value
}

/// Writes the sum of what every part writes, with their weights.
fn combine(
    parts: &[(Rational, Activation)],
    field: &mut FieldBuilder,
    mut part: impl FnMut(Activation, &mut FieldBuilder) -> Node,
) -> Node {
    let mut sum = None;
    for (weight, activation) in parts {
        let node = part(*activation, field);
        let term = field.scale(weight.clone(), node);
        sum = Some(sum.map_or(term, |sum| field.add(sum, term)));
    }
    sum.unwrap_or_else(|| field.constant(Rational::new()))
}

impl fmt::Display for Mixture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = match &self.0 {
            Shape::Noisy(mean_field) => return write!(f, "{mean_field}"),
            Shape::Parts(parts) => parts,
        };
        if let [(_, only)] = &parts[..] {
            return write!(f, "{only}");
        }
        let parts: Vec<String> = parts.iter().map(|(weight, activation)| format!("{weight} {activation}")).collect();
        f.write_str(&parts.join(" + "))
    }
}
