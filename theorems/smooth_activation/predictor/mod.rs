//! A1 to A7 in closed form, up to one certified integral: escape, handover, thresholds and fixed points with smooth neurons.
//!
//! Everything is computed in reduced units, `z = g Z` and `k = g kappa`, in which the slope is one; memories are told by `s` with
//! `z = b(s) = s/Psi(s)`.

mod dwell;
mod fixed_points;
mod threshold;

pub use dwell::{SmoothDwell, collapses_within};
pub use fixed_points::{FixedPoints, fixed_points};
pub use threshold::{Threshold, algebraic_threshold, threshold};

use crate::error::{Error, Result};
use crate::model::Mixture;
use crate::numerics::quadrature::{Integrand, Primitive};
use crate::numerics::rational::{exact, ratio};
use crate::numerics::roots::enclose_positive_root;
use crate::numerics::{Algebraic, Certainty, Interval, Precision};
use rug::Rational;

/// An activation with the functions that the formulas need, as data.
#[derive(Debug, Clone)]
pub struct Profile {
    activation: Mixture,
    /// `Psi'`.
    slope: Integrand,
    /// `b = s/Psi`.
    saliency: Integrand,
    /// `f = Psi^2/s^2 - Psi Psi'/s`, the integrand of A2, at `-x`: integrals run towards smaller `s`.
    drive: Integrand,
    /// A primitive of that, where many integrals are asked for.
    table: Option<Primitive>,
}

impl Profile {
    /// The profile of an activation of unit slope.
    pub fn new(activation: &Mixture) -> Self {
        let slope = Integrand::new(|field, x| activation.write_derivative(field, x));
        let saliency = Integrand::new(|field, x| {
            let value = activation.write(field, x);
            field.div(x, value)
        });
        let drive = Integrand::new(|field, x| {
            let s = field.neg(x);
            let (value, slope) = (activation.write(field, s), activation.write_derivative(field, s));
            let share = field.div(value, s);
            let excess = field.sub(share, slope);
            field.mul(share, excess) // A2
        });
        Self { activation: activation.clone(), slope, saliency, drive, table: None }
    }

    /// The profile with the primitive of the drive from `low`, and a little below, up to the place that hands on what is lost at `high`, and a
    /// little above, to a precision.
    fn tabulated(&self, low: &Rational, high: &Rational, precision: Precision) -> Result<Self> {
        let margin = Rational::from(high - low) / 8u32;
        let low = Rational::from(low - &margin).max(Rational::from(low / 2u32));
        let last = Interval::from_rational(&(high + margin), precision);
        let z = self.slope(&last)?.reciprocal()?;
        let most = exact(self.far(&self.retrieved_at(&z)?)?.1.upper())? + ratio(1, 8);
        Ok(Self { table: Some(self.drive.primitive(&-most, &-low, precision)?), ..self.clone() })
    }

    fn saliency_at(&self, s: &Interval) -> Result<Interval> {
        Ok(self.saliency.coefficients(s, 0)?.swap_remove(0))
    }

    /// `Psi'(s)`, for `s > 0`.
    pub fn slope(&self, s: &Interval) -> Result<Interval> {
        Ok(self.slope.coefficients(s, 0)?.swap_remove(0))
    }

    fn drive_at(&self, s: &Interval) -> Result<Interval> {
        Ok(self.drive.coefficients(&-s.clone(), 0)?.swap_remove(0))
    }

    /// Where a memory of reduced saliency `z > 1` is retrieved: `b(s) = z`.
    ///
    /// **Errors**: [`Error::Domain`] for a saliency of at most one, [`Error::Undecided`] too near to it.
    pub fn retrieved_at(&self, z: &Interval) -> Result<Interval> {
        let precision = z.precision();
        if !z.above(&Rational::from(1)).decide("the memory exists", z)? {
            return Err(Error::domain("saliency", z, "greater than 1/slope"));
        }
        // s - z Psi(s) rises through zero: concave Psi.
        let excess = |s: &Interval| Ok(s - &(z * &self.activation.value(s)?));
        let high = exact(z.upper())? + ratio(1, 8);
        enclose_positive_root(excess, &high, precision)
    }

    /// `I = int_s^sigma f`, from `s` up to `sigma`. **Source**: A2.
    pub fn integral(&self, s: &Interval, sigma: &Interval) -> Result<Interval> {
        let (far, near) = self.far(sigma)?;
        if near.less(s) != Certainty::CertainlyNot {
            return self.near_integral(s, sigma);
        }
        Ok(&far + &self.near_integral(s, &near)?)
    }

    /// The integral without that part: between midpoints, and what they leave out.
    fn near_integral(&self, s: &Interval, sigma: &Interval) -> Result<Interval> {
        let (from, to) = (-exact(&sigma.midpoint())?, -exact(&s.midpoint())?);
        let known = self.table.as_ref().and_then(|table| Some((table.at(&from)?, table.at(&to)?)));
        let inner = match known {
            Some((before, after)) if before.precision() >= s.precision() => &after - &before,
            _ => self.drive.integral(&from, &to, s.precision())?,
        };
        let left_out = |x: &Interval, middle: Rational| -> Result<Interval> {
            if x.is_point() {
                return Ok(x.integer(0));
            }
            Ok((x - &middle) * self.drive_at(x)?)
        };
        Ok(inner + left_out(sigma, -from)? - left_out(s, -to)?)
    }

    /// The part of the integral below `sigma` on which the activation has saturated to working precision, and where it ends.
    ///
    /// There `Psi` lies between its value at the lower end and one, and `Psi'` between zero and its value there.
    fn far(&self, sigma: &Interval) -> Result<(Interval, Interval)> {
        let precision = sigma.precision();
        let zero = sigma.integer(0);
        for end in [16, 32, 64, 128, 256, 512] {
            let end = sigma.integer(end);
            if end.less(sigma) != Certainty::Certainly {
                break;
            }
            let slope = self.slope(&end)?;
            if slope.magnitude().get_exp().is_some_and(|exponent| exponent > -(precision.get() as i32)) {
                continue;
            }
            let value = self.activation.value(&end)?.hull(&sigma.integer(1));
            let reach = end.reciprocal()? - sigma.reciprocal()?;
            let lost = slope.hull(&zero) * sigma.divide(&end)?.ln()?;
            return Ok((value.square() * reach - lost, end));
        }
        Ok((zero, sigma.clone()))
    }
}
