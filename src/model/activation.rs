//! Activations: what a neuron puts out for what it receives.
//!
//! Every one is odd, non-decreasing, concave for positive arguments, bounded by one, and has unit slope at the origin; the
//! slope `g` of the model enters as `Psi(g x)`. HardTanh and the odd powers are smooth piece by piece only: they have
//! *kinks*, and between two of them one smooth formula holds.

use crate::error::{Error, Result};
use crate::numerics::field::{FieldBuilder, Node};
use crate::numerics::rational::ratio;
use crate::numerics::{Precision, Scalar};
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
/// let half = Activation::Power(1).value(&one, precision)?;
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
    pub fn value<S: Scalar>(self, x: &S, precision: Precision) -> Result<S> {
        Ok(match self {
            Self::HardTanh => x.clamped(),
            Self::Tanh => x.tanh(),
            Self::Erf => x.unit_erf(),
            Self::Power(p) => x.clone() * shrinking_root(&one_plus_power(x, p, precision)?, p, precision)?,
        })
    }

    /// `Psi'(x)` of a smooth activation.
    ///
    /// **Errors**: [`Error::Domain`] for HardTanh, whose derivative jumps; else as [`Activation::value`].
    pub fn derivative<S: Scalar>(self, x: &S, precision: Precision) -> Result<S> {
        match self {
            Self::HardTanh => Err(Error::domain("activation", self, "one with a continuous derivative")),
            Self::Tanh => {
                let value = x.tanh();
                Ok(S::integer(1, precision) - value.clone() * value)
            }
            Self::Erf => {
                let quarter = S::pi(precision) * S::from_rational(&ratio(-1, 4), precision);
                Ok((quarter * x.clone() * x.clone()).exp())
            }
            Self::Power(p) => {
                let base = one_plus_power(x, p, precision)?;
                shrinking_root(&base, p, precision)?.over(&base)
            }
        }
    }

    /// Writes `Psi(x)` for arguments with `piece` kinks below them.
    pub fn write(self, field: &mut FieldBuilder, x: Node, piece: usize) -> Node {
        match self {
            Self::HardTanh if piece == 1 => x,
            Self::HardTanh => field.constant(Rational::from(piece as i64 - 1)),
            Self::Tanh => field.tanh(x),
            Self::Erf => field.unit_erf(x),
            Self::Power(p) => {
                let root = write_root(field, x, p, piece);
                field.div(x, root)
            }
        }
    }

    /// Writes `Psi'(x)` for arguments with `piece` kinks below them.
    pub fn write_derivative(self, field: &mut FieldBuilder, x: Node, piece: usize) -> Node {
        let one = field.constant(Rational::from(1));
        match self {
            Self::HardTanh if piece == 1 => one,
            Self::HardTanh => field.constant(Rational::new()),
            Self::Tanh => {
                let value = field.tanh(x);
                let square = field.square(value);
                field.sub(one, square)
            }
            Self::Erf => {
                let square = field.square(x);
                let exponent = field.scale_pi(ratio(-1, 4), square);
                field.exp(exponent)
            }
            Self::Power(p) => {
                let (base, root) = (write_one_plus_power(field, x, p, piece), write_root(field, x, p, piece));
                let product = field.mul(base, root);
                field.div(one, product)
            }
        }
    }

    /// Writes `Psi(x) - x Psi'(x)` for arguments with `piece` kinks below them, for the powers without cancellation.
    pub fn write_deficit(self, field: &mut FieldBuilder, x: Node, piece: usize) -> Node {
        let value = self.write(field, x, piece);
        if let Self::Power(p) = self {
            // Psi |x|^p/(1 + |x|^p).
            let (one, base) = (field.constant(Rational::from(1)), write_one_plus_power(field, x, p, piece));
            let kept = field.div(one, base);
            let share = if p % 2 == 1 && piece == 0 {
                field.sub(one, kept)
            } else {
                let power = field.power(x, p);
                field.mul(power, kept)
            };
            return field.mul(value, share);
        }
        let slope = self.write_derivative(field, x, piece);
        let along = field.mul(x, slope);
        field.sub(value, along)
    }
}

/// `1 + |x|^p`.
fn one_plus_power<S: Scalar>(x: &S, p: u32, precision: Precision) -> Result<S> {
    let square = x.clone() * x.clone();
    let even = square.power(p / 2, precision);
    let power = if p.is_multiple_of(2) { even } else { even * square.sqrt()? };
    Ok(S::integer(1, precision) + power)
}

/// `base^(-1/p)`.
fn shrinking_root<S: Scalar>(base: &S, p: u32, precision: Precision) -> Result<S> {
    let one = S::integer(1, precision);
    match p {
        1 => one.over(base),
        2 => one.over(&base.sqrt()?),
        _ => Ok((base.ln()? * S::from_rational(&ratio(-1, i64::from(p)), precision)).exp()),
    }
}

/// `1 + |x|^p` as nodes.
fn write_one_plus_power(field: &mut FieldBuilder, x: Node, p: u32, piece: usize) -> Node {
    let one = field.constant(Rational::from(1));
    let power = field.power(x, p);
    let negative = p % 2 == 1 && piece == 0;
    if negative { field.sub(one, power) } else { field.add(one, power) }
}

/// `(1 + |x|^p)^(1/p)` as nodes.
pub(super) fn write_root(field: &mut FieldBuilder, x: Node, p: u32, piece: usize) -> Node {
    let base = write_one_plus_power(field, x, p, piece);
    match p {
        1 => base,
        2 => field.sqrt(base),
        _ => {
            let logarithm = field.ln(base);
            let share = field.scale(ratio(1, i64::from(p)), logarithm);
            field.exp(share)
        }
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
