//! G1 to G4 in closed form: the handover as a Moebius map.
//!
//! In units of the threshold, `z = gZ` and `k = g kappa`, the handover is `z' = k (z - 1)/(z - k rho)`; with `y = z - k rho`
//! it reads `y' = tr - det/y`, `tr = k (1 - rho)`, `det = k (1 - k rho)`, and a saliency reaches the threshold at `y = b =
//! 1 - k rho`. Everything below is exact in the parameters until a square root, an angle or a logarithm is taken.

use crate::error::{Error, Result};
use crate::model::Parameters;
use crate::numerics::rational::ratio;
use crate::numerics::{Algebraic, Decided, Precision, Scalar, Transcendental};
use crate::theorems::escape_time::predictor::is_locked;
use nalgebra::{Matrix2, Vector2};
use rug::{Integer, Rational};
use std::cmp::Ordering;

/// The handover map of a chain, exactly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moebius {
    slope: Rational,
    shift: Rational,
    pub(in crate::theorems) trace: Rational,
    pub(in crate::theorems) determinant: Rational,
    /// `b`: the shifted saliency of the threshold.
    pub(in crate::theorems) bound: Rational,
}

impl Moebius {
    /// The map of the given parameters.
    ///
    /// **Errors**: [`Error::Domain`] when memories are locked (`g kappa rho >= 1`) and nothing is ever handed over.
    pub fn new(parameters: &Parameters) -> Result<Self> {
        let (gain, rho) = (parameters.reduced_gain(), parameters.self_coupling());
        let shift = Rational::from(&gain * rho);
        let bound = Rational::from(1) - shift.clone();
        if bound <= 0 {
            return Err(Error::domain("gain", parameters.gain(), "below the lock gain 1/(slope self-coupling)"));
        }
        let trace = &gain * Rational::from(1 - rho);
        let determinant = Rational::from(&gain * &bound);
        Ok(Self { slope: parameters.slope().clone(), shift, trace, determinant, bound })
    }

    /// The map `y' = tr - det/y` by itself, with the threshold at `y = bound`.
    pub(in crate::theorems) fn of(trace: Rational, determinant: Rational, bound: Rational) -> Self {
        Self { slope: Rational::from(1), shift: Rational::new(), trace, determinant, bound }
    }

    /// `y` of a saliency `Z`.
    pub(in crate::theorems) fn shifted(&self, saliency: &Rational) -> Rational {
        Rational::from(saliency * &self.slope) - &self.shift
    }

    /// `Z` of a `y`.
    fn saliency<S: Algebraic>(&self, y: &S) -> Result<S> {
        (y.clone() + &self.shift).over(&y.number(&self.slope))
    }

    /// `tr^2 - 4 det = k^2 (1 + rho)^2 - 4 k`: its sign tells the three regimes apart.
    pub(in crate::theorems) fn discriminant(&self) -> Rational {
        Rational::from(self.trace.square_ref()) - Rational::from(&self.determinant * 4u32)
    }

    /// The fixed points `y_+ >= y_-`; [`Error::Undefined`] when they are not real.
    pub(in crate::theorems) fn roots<S: Scalar>(&self, precision: Precision) -> Result<(S, S)> {
        let [trace, determinant, discriminant] =
            [&self.trace, &self.determinant, &self.discriminant()].map(|value| S::of(value, precision));
        roots_of(&trace, &determinant, &discriminant)
    }

    /// The angles `(phi, th)` of an orbit below the threshold: [`angles_of`].
    pub(in crate::theorems) fn angles<S: Scalar>(&self, y: &Rational, precision: Precision) -> Result<(S, S)> {
        let [trace, determinant, below, y] =
            [&self.trace, &self.determinant, &-self.discriminant(), y].map(|value| S::of(value, precision));
        angles_of(&trace, &determinant, &below, &y)
    }

    /// `y_n` of the orbit from `y_0 = start`, in closed form. **Source**: G3.
    pub(in crate::theorems) fn advanced<S: Scalar>(
        &self,
        start: &Rational,
        n: &Integer,
        precision: Precision,
    ) -> Result<S> {
        match self.discriminant().cmp0() {
            Ordering::Greater => {
                let (upper, lower) = self.roots::<S>(precision)?;
                let (above, below) = (-upper.clone() + start, -lower.clone() + start);
                let decayed = lower.over(&upper)?.power(small(n)?) * above;
                (upper * &below - lower * &decayed).over(&(below - decayed))
            }
            Ordering::Equal => {
                let fixed = Rational::from(&self.trace / 2u32);
                let excess = Rational::from(start - &fixed);
                let slowed = Rational::from(1) + Rational::from(&excess * n) / &fixed;
                Ok(S::of(&(excess / slowed + fixed), precision))
            }
            Ordering::Less => {
                let (phi, theta) = self.angles::<S>(start, precision)?;
                let angle = theta + phi.clone() * &Rational::from(n);
                let root = angle.number(&self.determinant).sqrt()?;
                Ok(root * (angle.clone() + phi).sin().over(&angle.sin())?)
            }
        }
    }

    /// `w_{n+1}` and `w_n` with `w_0 = 1`, `w_1 = y`, `w_{n+2} = tr w_{n+1} - det w_n`, exactly: `y_n` is their quotient.
    pub(in crate::theorems) fn weights(&self, y: &Rational, n: u32) -> Vector2<Rational> {
        let zero = Rational::new;
        let step = Matrix2::new(self.trace.clone(), -self.determinant.clone(), Rational::from(1), zero());
        let (mut power, mut square, mut left) =
            (Matrix2::new(Rational::from(1), zero(), zero(), Rational::from(1)), step, n);
        while left > 0 {
            if left & 1 == 1 {
                power = &power * &square;
            }
            left >>= 1;
            if left > 0 {
                square = &square * &square;
            }
        }
        power * Vector2::new(y.clone(), Rational::from(1))
    }
}

/// The fixed points `y_+ >= y_-` of `y' = tr - det/y`.
pub(in crate::theorems) fn roots_of<S: Transcendental>(trace: &S, determinant: &S, discriminant: &S) -> Result<(S, S)> {
    // The product of the two is det: the smaller one without cancellation when tr > 0.
    let upper = (discriminant.sqrt()? + trace) * &ratio(1, 2);
    let lower = determinant.over(&upper)?;
    Ok((upper, lower))
}

/// The angles `(phi, th)` of an orbit below the threshold: `cos phi = tr/(2 sqrt det)` and
/// `cot th = (y/sqrt det - cos phi)/sin phi` with `0 < th < pi`; `below` is `4 det - tr^2`.
pub(in crate::theorems) fn angles_of<S: Transcendental>(
    trace: &S,
    determinant: &S,
    below: &S,
    y: &S,
) -> Result<(S, S)> {
    let root = determinant.sqrt()?;
    let cosine = (trace.clone() * &ratio(1, 2)).over(&root)?;
    // sin phi = sqrt(4 det - tr^2) / (2 sqrt det), which keeps its digits near the threshold.
    let sine = (below.sqrt()? * &ratio(1, 2)).over(&root)?;
    let cotangent = (y.over(&root)? - &cosine).over(&sine)?;
    let right = root.integer(1).times_pi(&ratio(1, 2));
    let phi = right.clone() - cosine.over(&sine)?.atan();
    Ok((phi, right - cotangent.atan()))
}

/// The gain from which a self-sustained sequence exists, `kappa_c = 4/(g (1 + rho)^2)`; `None` unless `-1 < rho < 1`, where no
/// gain sustains one.
///
/// **Source**: G1; `[P]` for rho = 0 and unit slope, else `[D]`.
pub fn gain_threshold(parameters: &Parameters) -> Option<Rational> {
    let rho = parameters.self_coupling();
    let inside = *rho > -1 && *rho < 1;
    inside.then(|| {
        let sum = Rational::from(1 + rho);
        Rational::from(4) / (sum.square() * parameters.slope()) // G1
    })
}

/// Whether a self-sustained sequence exists: the gain is at least the threshold and, for rho > 0, below the lock gain; exactly.
/// **Source**: G1.
pub fn sustains(parameters: &Parameters) -> Decided<bool> {
    let reached = match gain_threshold(parameters) {
        Some(threshold) => Decided::order(parameters.gain(), &threshold).map(Ordering::is_ge),
        None => Decided::order(&parameters.self_coupling().clone().abs(), &Rational::from(1)).map(Ordering::is_lt),
    };
    (!is_locked(parameters)).and(reached)
}

/// The two fixed points of the handover with their multipliers.
#[derive(Debug, Clone, PartialEq)]
pub struct FixedPoints<S> {
    /// The stable saliency `Z_+`.
    pub stable: S,
    /// The unstable saliency `Z_-`: the least start that is sustained.
    pub unstable: S,
    /// Multiplier of the map at the stable one, below one above the threshold.
    pub multiplier: S,
    /// Multiplier at the unstable one, its inverse.
    pub unstable_multiplier: S,
}

/// The fixed points, `z^2 - k (1 + rho) z + k = 0`; `None` where there is no self-sustained sequence.
///
/// **Accuracy**: that of the scalar. **Errors**: those of its operations. **Source**: G2.
pub fn fixed_points<S: Scalar>(parameters: &Parameters, precision: Precision) -> Result<Option<FixedPoints<S>>> {
    if !sustains(parameters).holds() {
        return Ok(None);
    }
    let map = Moebius::new(parameters)?;
    let (upper, lower) = map.roots::<S>(precision)?;
    Ok(Some(FixedPoints {
        stable: map.saliency(&upper)?,   // G2
        unstable: map.saliency(&lower)?, // G2
        multiplier: lower.over(&upper)?, // G2: det/y_+^2 = y_-/y_+
        unstable_multiplier: upper.over(&lower)?,
    }))
}

/// Time for which each memory is held on the cycle: `tau_u ln(y_+/b)`, `ln Z_+` in the paper's case. `None` where there is no
/// cycle. **Source**: G4.
pub fn cycle_dwell<S: Scalar>(parameters: &Parameters, precision: Precision) -> Result<Option<S>> {
    if !sustains(parameters).holds() {
        return Ok(None);
    }
    let map = Moebius::new(parameters)?;
    let (upper, _) = map.roots::<S>(precision)?;
    let decayed = upper.over(&upper.number(&map.bound))?;
    Ok(Some(decayed.ln()? * parameters.slow_time_constant())) // G4
}

/// Saliency `Z_n` after `n` transitions of an orbit that has not collapsed before.
///
/// **Statement**: above the threshold `(y_n - y_+)/(y_n - y_-) = (y_-/y_+)^n (y_0 - y_+)/(y_0 - y_-)`; at it `1/(y_n - y) =
/// 1/(y_0 - y) + n/y` with `y = tr/2`; below it `y_n = sqrt(det) sin(th + (n + 1) phi)/sin(th + n phi)`. **Source**: G3.
pub fn orbit<S: Scalar>(parameters: &Parameters, saliency: &Rational, n: u32, precision: Precision) -> Result<S> {
    let map = Moebius::new(parameters)?;
    map.saliency(&map.advanced::<S>(&map.shifted(saliency), &Integer::from(n), precision)?)
}

/// `Z_n` exactly, from the power of the map's matrix: the closed form in rationals.
pub fn exact_orbit(parameters: &Parameters, saliency: &Rational, n: u32) -> Result<Rational> {
    let map = Moebius::new(parameters)?;
    let weights = map.weights(&map.shifted(saliency), n);
    let y = weights.x.over(&weights.y)?;
    map.saliency(&y)
}

/// Whether the orbit is still alive before transition `n`, so that `Z_n` is defined.
pub fn is_reached(parameters: &Parameters, saliency: &Rational, n: u32) -> Result<bool> {
    let threshold = parameters.threshold();
    for before in 0..n {
        if exact_orbit(parameters, saliency, before)? <= threshold {
            return Ok(false);
        }
    }
    Ok(true)
}

/// `(Z_{n+2} - Z_{n+1})/(Z_{n+1} - Z_n) = det/(y_n y_{n+1})`, which tends to the multiplier; on a fixed point it is the multiplier.
/// **Source**: G3.
pub fn contraction(parameters: &Parameters, saliency: &Rational, n: u32) -> Result<Rational> {
    let map = Moebius::new(parameters)?;
    let y = |n| Ok::<_, Error>(map.shifted(&exact_orbit(parameters, saliency, n)?));
    Ok(map.determinant.clone() / (y(n)? * y(n + 1)?))
}

/// Whether a saliency satisfies the fixed points' quadratic, exactly. **Source**: G2.
pub fn is_fixed(parameters: &Parameters, saliency: &Rational) -> Decided<bool> {
    let (z, k) = (Rational::from(saliency * parameters.slope()), parameters.reduced_gain());
    let sum = Rational::from(1 + parameters.self_coupling()) * &k;
    let left = Rational::from(z.square_ref()) - sum * &z + k;
    Decided::order(&left, &Rational::new()).map(Ordering::is_eq)
}

/// Number of transitions as a `u32`, the most that a closed form is asked for.
pub(in crate::theorems) fn small(n: &Integer) -> Result<u32> {
    n.to_u32().ok_or_else(|| Error::domain("transitions", n, "below 2^32"))
}
