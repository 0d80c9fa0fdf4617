//! Closed forms for the fast network under a fixed input, in reduced units: `k = g alpha` for a saliency, `y = g s` for an
//! amplitude.

use crate::error::{Error, Result};
use crate::model::Activation;
use crate::numerics::rational::ratio;
use crate::numerics::roots::{enclose_positive_root, refine_root};
use crate::numerics::{Algebraic, Decided, Digits, Interval, Number, Precision, Scalar, Transcendental, climb};
use rug::Rational;
use rug::ops::Pow;
use std::cmp::Ordering;

/// Whether the memory of a saliency is an equilibrium away from the origin.
///
/// **Domain**: a reduced saliency `k = g alpha` of any sign. **Accuracy**: exact. **Source**: claim M1.
///
/// ```
/// use escapement::model::Activation;
/// use escapement::theorems::memory::predictor::exists;
/// let one = rug::Rational::from(1);
/// assert!(exists(Activation::HardTanh, &one).holds() && !exists(Activation::Tanh, &one).holds());
/// ```
pub fn exists(activation: Activation, reduced: &Rational) -> Decided<bool> {
    // M1: at k = 1 a HardTanh neuron just saturates; a smooth one has only the origin left.
    Decided::order(reduced, &Rational::from(1)).map(|order| match activation {
        Activation::HardTanh => order.is_ge(),
        _ => order.is_gt(),
    })
}

/// Whether a memory stands still at every smaller amplitude too: HardTanh at its threshold, exactly. **Source**: claim M2.
pub fn is_neutral(activation: Activation, reduced: &Rational) -> Decided<bool> {
    let at_threshold = Decided::order(reduced, &Rational::from(1)).map(Ordering::is_eq);
    at_threshold.map(|at_threshold| at_threshold && activation == Activation::HardTanh) // M2
}

/// The most salient memory that exists, which has the deepest well; `None` where none does.
///
/// **Accuracy**: exact. **Source**: claim M4.
pub fn deepest(activation: Activation, reduced: &[Rational]) -> Option<Decided<usize>> {
    let (memory, most) = reduced.iter().enumerate().max_by_key(|(_, reduced)| *reduced)?;
    let there = exists(activation, most);
    there.holds().then(|| there.map(|_| memory)) // M4
}

/// The rate of [`growth`] where it is rational: at the origin (`at_origin`), and at a HardTanh memory.
pub fn rational_growth(activation: Activation, at_origin: bool, rival: &Rational) -> Option<Rational> {
    match (at_origin, activation) {
        (true, _) => Some(Rational::from(rival - 1u32)),
        (false, Activation::HardTanh) => Some(Rational::from(-1)),
        (false, _) => None,
    }
}

/// Whether a deviation along a rival of that reduced saliency dies out at the memory of reduced saliency `own`; `None` is the origin.
///
/// **Accuracy**: exact where the rate is rational, else proved. **Errors**: [`Error::Domain`] for a memory that does not exist;
/// [`Error::PrecisionExhausted`] for a rate that cannot be told from zero. **Source**: claim M2.
pub fn dies_out(activation: Activation, own: Option<&Rational>, rival: &Rational) -> Result<Decided<bool>> {
    if let Some(rate) = rational_growth(activation, own.is_none(), rival) {
        return Ok(Decided::order(&rate, &Rational::new()).map(Ordering::is_lt));
    }
    climb("the sign of a rate", Digits::new(30)?, |precision| {
        let y = own.map(|own| existing_amplitude(activation, own, precision)).transpose()?;
        let rate = growth(activation, y.as_ref(), &Interval::of(rival, precision))?;
        rate.negative().decided("a deviation dies out", &rate).map(Some)
    })
}

/// The amplitude of a memory that exists: as [`amplitude`], and [`Error::Domain`] for one that does not.
pub fn existing_amplitude(activation: Activation, reduced: &Rational, precision: Precision) -> Result<Interval> {
    let absent = || Error::domain("reduced saliency", reduced, "that of a memory that exists");
    amplitude(activation, reduced, precision)?.ok_or_else(absent)
}

/// The reduced amplitude `y = g s > 0` of the equilibrium `s xi`: the positive root of `y = k Psi(y)`; `None` where there is none.
///
/// **Accuracy**: an enclosure. **Errors**: [`Error::Undecided`] where the precision is too low to certify it.
/// **Source**: claim M1.
pub fn amplitude(activation: Activation, reduced: &Rational, precision: Precision) -> Result<Option<Interval>> {
    if !exists(activation, reduced).holds() {
        return Ok(None);
    }
    let root = match activation {
        Activation::HardTanh => Interval::of(reduced, precision),
        Activation::Power(p) => {
            // y = k y/(1 + y^p)^(1/p), so 1 + y^p = k^p.
            let base = Interval::of(&(Rational::from(reduced.pow(p)) - 1u32), precision);
            match p {
                1 => base,
                2 => base.sqrt()?,
                _ => (base.ln()? * &ratio(1, i64::from(p))).exp(),
            }
        }
        Activation::Tanh | Activation::Erf => certified_root(activation, reduced, precision)?,
    };
    Ok(Some(root))
}

/// The positive root of `k Psi(y) - y`, which is concave and negative at `k`: an enclosure, narrowed with the derivative.
fn certified_root(activation: Activation, reduced: &Rational, precision: Precision) -> Result<Interval> {
    let excess = |y: &Interval| Ok(activation.value(y)? * reduced - y);
    let root = enclose_positive_root(excess, reduced, precision)?;
    refine_root(&root, |y| Ok((excess(y)?, activation.derivative(y)? * reduced - 1)))
}

/// Rate, in units of the inverse fast time constant, at which a small deviation along a memory of reduced saliency `rival` grows
/// where every neuron has the reduced amplitude `y`; zero amplitude is the origin. `g alpha_nu Psi'(y) - 1`.
///
/// **Source**: claim M2.
pub fn growth<S: Scalar>(activation: Activation, amplitude: Option<&S>, rival: &S) -> Result<S> {
    let steepness = match (activation, amplitude) {
        (_, None) => rival.integer(1),
        (Activation::HardTanh, Some(_)) => rival.integer(0),
        (_, Some(y)) => activation.derivative(y)?,
    };
    Ok(steepness * rival - 1)
}

/// `beta(y) = int_0^y t Psi'(t) dt = y Psi(y) - int_0^y Psi`: what a neuron's own term adds to the energy, times `g`.
///
/// **Accuracy**: an enclosure; elementary but for the powers `p >= 3`, which are incomplete beta functions, summed with their tails
/// bounded. **Source**: claims M3 and M4.
pub fn own_energy(activation: Activation, y: &Interval) -> Result<Interval> {
    let size = Interval::new(y.mignitude(), y.magnitude())?;
    match activation {
        Activation::HardTanh => Ok(y.clamped().square() * &ratio(1, 2)),
        Activation::Tanh => {
            // ln cosh y = y + ln(1 + e^(-2y)) - ln 2.
            let log_cosh = &size + &((&size * -2).exp() + 1).ln()? - size.integer(2).ln()?;
            Ok(&size * &size.tanh() - log_cosh)
        }
        Activation::Erf => {
            let lost = -y.square().times_pi(&ratio(-1, 4)).exp() + 1;
            (lost * 2).divide(&y.integer(1).times_pi(&Rational::from(1)))
        }
        Activation::Power(1) => {
            let above = &size + 1;
            Ok(above.ln()? - size.divide(&above)?)
        }
        Activation::Power(2) => Ok(-(y.square() + 1).sqrt()?.reciprocal()? + 1),
        Activation::Power(p) => power_energy(p, &size),
    }
}

/// `beta` for `Psi = t/(1 + t^p)^(1/p)`, `p >= 3`. With `v = Psi(t)` it is `int_0^v w (1 - w^p)^(-1/p) dw`, and with `z = 1 - w^p`
/// `(1/p) int z^(-1/p) (1 - z)^(2/p - 1) dz`: two series, of which one converges at least like `2^-n`.
fn power_energy(p: u32, y: &Interval) -> Result<Interval> {
    if y.contains_zero() {
        // 0 <= beta(y) <= y^2/2, since Psi' <= 1.
        return Ok((y.square() * &ratio(1, 2)).hull(&y.integer(0)));
    }
    let share = |n: i64| ratio(n, i64::from(p));
    // z at the end, and 1 - z without cancellation; the two series meet where both are one half.
    let power = y.power(p);
    let above = &power + 1;
    let (end, rest) = (above.reciprocal()?, power.divide(&above)?);
    let half = y.number(&ratio(1, 2));
    let from_origin = |q: &Interval| {
        // sum_n (1/p)_n/n! v^(pn + 2)/(pn + 2) with v^p = q = 1 - z.
        Ok::<_, Error>((q.ln()? * &share(2)).exp() * &binomial_sum(share(1), q, (2, p))?)
    };
    if rest.upper() <= half.upper() {
        return from_origin(&rest);
    }
    let from_infinity = |z: &Interval| {
        // (1/p) sum_n (1 - 2/p)_n/n! z^(n + 1 - 1/p)/(n + 1 - 1/p), p taken into the denominator.
        let leading = (z.ln()? * &share(i64::from(p) - 1)).exp();
        Ok::<_, Error>(leading * binomial_sum(share(i64::from(p) - 2), z, (i64::from(p) - 1, p))?)
    };
    Ok(from_origin(&half)? + from_infinity(&half)? - from_infinity(&end)?)
}

/// `sum_n (a)_n/n! q^n/(p n + first)` for `0 < a < 1` and `0 < q <= 1/2` (a little more does no harm): the terms fall at least like
/// `q^n`, so what is left out is at most the first term left out over `1 - q`.
fn binomial_sum(a: Rational, q: &Interval, (first, p): (i64, u32)) -> Result<Interval> {
    let (mut power, mut sum) = (q.integer(1), q.integer(0));
    for n in 0..i64::from(q.precision().get()) + 8 {
        sum = sum + power.divide(&q.integer(i64::from(p) * n + first))?;
        power = power * q * &(Rational::from(&a + n) / (n + 1));
    }
    let tail = power.divide(&(-q + 1))?;
    Ok(sum + tail.hull(&q.integer(0)))
}

/// Energy per neuron of the equilibrium of reduced amplitude `y`: `(beta(y) - y Psi(y)/2)/g`. For HardTanh `(1/g - alpha)/2`.
///
/// **Source**: claim M4.
pub fn depth(activation: Activation, slope: &Rational, y: &Interval) -> Result<Interval> {
    let product = y * &activation.value(y)? * &ratio(1, 2);
    (own_energy(activation, y)? - product).divide(&y.number(slope))
}

/// Energy per neuron of any state, from what every neuron receives and its signs, in its two parts: that of the synapses,
/// `-1/2 sum alpha m^2`, and the neurons' own, `mean beta(g x)/g`.
///
/// **Shapes**: `received` has `g x_i` for every neuron, `signs` their signs in every memory. **Source**: claim M3.
pub fn energy(
    activation: Activation,
    slope: &Rational,
    saliencies: &[Rational],
    (received, signs): (&[Interval], &[Vec<i8>]),
    precision: Precision,
) -> Result<[Interval; 2]> {
    let share = Rational::from((1, received.len() as u64));
    let mut own = Interval::of(&Rational::new(), precision);
    let mut totals = vec![own.clone(); saliencies.len()];
    for (h, signs) in received.iter().zip(signs) {
        own.accumulate(&own_energy(activation, h)?);
        let output = activation.value(h)?;
        for (total, &sign) in totals.iter_mut().zip(signs) {
            total.accumulate(&(&output * i32::from(sign.signum())));
        }
    }
    let mut synapses = own.integer(0);
    for (total, saliency) in totals.iter().zip(saliencies) {
        synapses.accumulate(&((total * &share).square() * &(saliency * ratio(-1, 2))));
    }
    Ok([synapses, (&own * &share).divide(&own.number(slope))?])
}
