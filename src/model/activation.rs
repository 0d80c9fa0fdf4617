//! Activations: what a neuron puts out for what it receives.
//!
//! Every one is odd, non-decreasing, concave for positive arguments, bounded by one, and has unit slope at the origin; the
//! slope `g` of the model enters as `Psi(g x)`. HardTanh and the odd powers are smooth piece by piece only: they have
//! *kinks*, and between two of them one smooth formula holds.

use crate::error::{Error, Result};
use crate::numerics::field::{Elementary, FieldBuilder, Node};
use crate::numerics::rational::ratio;
use crate::numerics::{Scalar, Transcendental};
use rug::Rational;
use std::fmt;
use std::str::FromStr;

/// An odd function `Psi` with `Psi'(0) = 1` and values between -1 and 1.
///
/// ```
/// use escapement::model::Activation;
/// use escapement::numerics::{Interval, Precision};
/// let precision = Precision::bits(128)?;
/// let one = Interval::from_integer(1, precision);
/// let half = Activation::Power(1).value(&one)?;
/// assert_eq!(half, Interval::from_rational(&rug::Rational::from((1, 2)), precision));
/// assert_eq!("algebraic".parse::<Activation>()?, Activation::Power(2));
/// assert!("sigmoid".parse::<Activation>().is_err());
/// # Ok::<(), escapement::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Activation {
    /// `clip(x, -1, 1)`.
    HardTanh,
    /// `tanh x`.
    Tanh,
    /// `erf(sqrt(pi) x / 2)`.
    Erf,
    /// `x / (1 + |x|^p)^(1/p)` for a whole `p` of at least 1; the algebraic sigmoid is `p = 2`.
    Power(u32),
}

impl Activation {
    /// The smooth activations whose numbers are printed, from the sigmoids in common use to sharp powers.
    pub const SMOOTH: [Self; 8] = [
        Self::Tanh,
        Self::Erf,
        Self::Power(2),
        Self::Power(1),
        Self::Power(3),
        Self::Power(4),
        Self::Power(6),
        Self::Power(8),
    ];

    /// Largest exponent that is accepted on the command line.
    pub const MOST_POWER: u32 = 64;

    /// Where the function is not smooth, ascending.
    pub const fn kinks(self) -> &'static [i32] {
        match self {
            Self::HardTanh => &[-1, 1],
            Self::Power(p) if p % 2 == 1 => &[0],
            Self::Tanh | Self::Erf | Self::Power(_) => &[],
        }
    }

    /// `Psi(x)`.
    ///
    /// **Errors**: [`Error::Undefined`] when the precision is too low for an enclosure of a root.
    pub fn value<S: Scalar>(self, x: &S) -> Result<S> {
        if self == Self::HardTanh { Ok(x.clamped()) } else { self.smooth_value(x, &self.size(x)?) }
    }

    /// `Psi'(x)` of a smooth activation.
    ///
    /// **Errors**: [`Error::Domain`] for HardTanh, whose derivative jumps; else as [`Activation::value`].
    pub fn derivative<S: Scalar>(self, x: &S) -> Result<S> {
        self.smooth_derivative(x, &self.size(x)?)
    }

    /// Writes `Psi(x)` for arguments with `piece` kinks below them.
    pub fn write(self, field: &mut FieldBuilder, x: Node, piece: usize) -> Node {
        match self {
            Self::HardTanh if piece == 1 => x,
            Self::HardTanh => field.constant(Rational::from(piece as i64 - 1)),
            _ => {
                let size = self.write_size(field, x, piece);
                let [value] = field.record([x, size], |[x, size]| Ok([self.smooth_value(&x, &size)?]));
                value
            }
        }
    }

    /// Writes `Psi'(x)` for arguments with `piece` kinks below them.
    pub fn write_derivative(self, field: &mut FieldBuilder, x: Node, piece: usize) -> Node {
        if self == Self::HardTanh {
            return field.constant(Rational::from(i32::from(piece == 1)));
        }
        let size = self.write_size(field, x, piece);
        let [slope] = field.record([x, size], |[x, size]| Ok([self.smooth_derivative(&x, &size)?]));
        slope
    }

    /// Writes `Psi(x) - x Psi'(x)` for arguments with `piece` kinks below them, for the powers without cancellation.
    pub fn write_deficit(self, field: &mut FieldBuilder, x: Node, piece: usize) -> Node {
        if self == Self::HardTanh {
            let value = if piece == 1 { 0 } else { piece as i64 - 1 };
            return field.constant(Rational::from(value));
        }
        let size = self.write_size(field, x, piece);
        let [deficit] = field.record([x, size], |[x, size]| Ok([self.smooth_deficit(&x, &size)?]));
        deficit
    }

    /// `|x|` where the formulas depend on it, else `x`.
    fn size<S: Scalar>(self, x: &S) -> Result<S> {
        if self.kinks() == [0] { x.square().sqrt() } else { Ok(x.clone()) }
    }

    /// [`Activation::size`] as a node.
    fn write_size(self, field: &mut FieldBuilder, x: Node, piece: usize) -> Node {
        if self.kinks() == [0] && piece == 0 { field.neg(x) } else { x }
    }

    /// `Psi(x)`, with `size` the absolute value where it matters.
    fn smooth_value<S: Transcendental>(self, x: &S, size: &S) -> Result<S> {
        match self {
            Self::HardTanh => Err(self.not_smooth()),
            Self::Tanh => Ok(x.tanh()),
            Self::Erf => Ok(x.unit_erf()),
            Self::Power(p) => x.over(&power_root(size, p)?),
        }
    }

    /// `Psi'(x)`.
    fn smooth_derivative<S: Transcendental>(self, x: &S, size: &S) -> Result<S> {
        match self {
            Self::HardTanh => Err(self.not_smooth()),
            Self::Tanh => Elementary::Tanh.derivative(x),
            Self::Erf => Elementary::UnitErf.derivative(x),
            Self::Power(p) => ((size.power(p) + 1) * power_root(size, p)?).reciprocal(),
        }
    }

    /// `Psi(x) - x Psi'(x)`, which for the powers is `Psi |x|^p/(1 + |x|^p)`.
    fn smooth_deficit<S: Transcendental>(self, x: &S, size: &S) -> Result<S> {
        let value = self.smooth_value(x, size)?;
        match self {
            Self::Power(p) => Ok(value * size.power(p) * (size.power(p) + 1).reciprocal()?),
            _ => Ok(value - x.clone() * self.smooth_derivative(x, size)?),
        }
    }

    fn not_smooth(self) -> Error {
        Error::domain("activation", self, "one with a continuous derivative")
    }
}

/// `(1 + size^p)^(1/p)`.
pub(super) fn power_root<S: Transcendental>(size: &S, p: u32) -> Result<S> {
    let base = size.power(p) + 1;
    match p {
        1 => Ok(base),
        2 => base.sqrt(),
        _ => Ok((base.ln()? * &ratio(1, i64::from(p))).exp()),
    }
}

impl fmt::Display for Activation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::HardTanh => f.write_str("hardtanh"),
            Self::Tanh => f.write_str("tanh"),
            Self::Erf => f.write_str("erf"),
            Self::Power(2) => f.write_str("algebraic"),
            Self::Power(p) => write!(f, "power:{p}"),
        }
    }
}

impl FromStr for Activation {
    type Err = Error;

    /// Reads a name as it is printed; `power:2` is the algebraic sigmoid.
    fn from_str(text: &str) -> Result<Self> {
        let power = |p: &str| p.parse().ok().filter(|p| (1..=Self::MOST_POWER).contains(p)).map(Self::Power);
        let known = match text {
            "hardtanh" => Some(Self::HardTanh),
            "tanh" => Some(Self::Tanh),
            "erf" => Some(Self::Erf),
            "algebraic" => Some(Self::Power(2)),
            _ => text.strip_prefix("power:").and_then(power),
        };
        known.ok_or_else(|| {
            Error::domain("activation", text, "hardtanh, tanh, erf, algebraic, or power:p with a whole p from 1 to 64")
        })
    }
}
