//! Closed forms for the fast network under a fixed input, in reduced units: `k = g alpha` for a saliency, `y = g s` for an
//! amplitude.

use crate::error::{Error, Result};
use crate::model::Activation;
use crate::numerics::rational::ratio;
use crate::numerics::{Algebraic, Certainty, Interval, Precision, Scalar};
use rug::ops::Pow;
use rug::{Float, Rational};

/// Whether the memory of a saliency is an equilibrium away from the origin.
///
/// **Domain**: a reduced saliency `k = g alpha` of any sign. **Accuracy**: exact. **Source**: claim M1.
///
/// ```
/// use escapement::model::Activation;
/// use escapement::theorems::memory::predictor::exists;
/// let one = rug::Rational::from(1);
/// assert!(exists(Activation::HardTanh, &one) && !exists(Activation::Tanh, &one));
/// ```
pub fn exists(activation: Activation, reduced: &Rational) -> bool {
    // M1: at k = 1 a HardTanh neuron just saturates; a smooth one has only the origin left.
    if activation == Activation::HardTanh { *reduced >= 1 } else { *reduced > 1 }
}

/// The reduced amplitude `y = g s > 0` of the equilibrium `s xi`: the positive root of `y = k Psi(y)`; `None` where there is none.
///
/// **Accuracy**: an enclosure. **Errors**: [`Error::Undecided`] where the precision is too low to certify it.
/// **Source**: claim M1.
pub fn amplitude(activation: Activation, reduced: &Rational, precision: Precision) -> Result<Option<Interval>> {
    if !exists(activation, reduced) {
        return Ok(None);
    }
    let root = match activation {
        Activation::HardTanh => Interval::from_rational(reduced, precision),
        Activation::Power(p) => {
            // y = k y/(1 + y^p)^(1/p), so 1 + y^p = k^p.
            let base = Interval::from_rational(&(Rational::from(reduced.pow(p)) - 1u32), precision);
            match p {
                1 => base,
                2 => base.sqrt()?,
                _ => (&base.ln()? * &Interval::from_rational(&ratio(1, i64::from(p)), precision)).exp(),
            }
        }
        Activation::Tanh | Activation::Erf => certified_root(activation, reduced, precision)?,
    };
    Ok(Some(root))
}

/// The positive root of `k Psi(y) - y`, which is concave: Newton's method from the right, then a change of sign around its limit.
fn certified_root(activation: Activation, reduced: &Rational, precision: Precision) -> Result<Interval> {
    let bits = precision.get();
    let k = Float::with_val(bits, reduced);
    let mut y = k.clone();
    // Far from the root a step divides y by about 3/2, near it the number of digits doubles.
    for _ in 0..4 * bits {
        let excess = Float::with_val(bits, &k * activation.value(&y, precision)?) - &y;
        let steepness = Float::with_val(bits, &k * activation.derivative(&y, precision)?) - 1u32;
        let step = excess / steepness;
        y -= &step;
        let settled = Float::with_val(bits, y.abs_ref()) >> (bits / 2);
        if step.is_nan() || step.abs() <= settled {
            break;
        }
    }
    let reduced = Interval::from_rational(reduced, precision);
    let excess = |y: &Interval| Ok::<_, Error>(&(&reduced * &activation.value(y, precision)?) - y);
    let mut radius = Float::with_val(bits, &y >> (bits - 4));
    while y > 0 && Float::with_val(bits, &radius << 1u32) < y {
        let (low, high) = (Float::with_val(bits, &y - &radius), Float::with_val(bits, &y + &radius));
        let ends = [&low, &high].map(|end| Interval::new(end.clone(), end.clone()).and_then(|end| excess(&end)));
        if let [Ok(below), Ok(above)] = &ends
            && (below.positive(), above.negative()) == (Certainty::Certainly, Certainty::Certainly)
        {
            return Interval::new(low, high);
        }
        radius <<= 4u32;
    }
    Err(Error::Undecided { question: "k Psi(y) - y changes sign", value: y.to_string_radix(10, Some(12)) })
}

/// Rate, in units of the inverse fast time constant, at which a small deviation along a memory of reduced saliency `rival` grows
/// where every neuron has the reduced amplitude `y`; zero amplitude is the origin. `g alpha_nu Psi'(y) - 1`.
///
/// **Source**: claim M2.
pub fn growth<S: Scalar>(activation: Activation, amplitude: Option<&S>, rival: &S, precision: Precision) -> Result<S> {
    let one = S::integer(1, precision);
    let steepness = match (activation, amplitude) {
        (_, None) => one.clone(),
        (Activation::HardTanh, Some(_)) => S::integer(0, precision),
        (_, Some(y)) => activation.derivative(y, precision)?,
    };
    Ok(rival.clone() * steepness - one)
}

/// `beta(y) = int_0^y t Psi'(t) dt = y Psi(y) - int_0^y Psi`: what a neuron's own term adds to the energy, times `g`.
///
/// **Accuracy**: an enclosure; elementary but for the powers `p >= 3`, which are incomplete beta functions, summed with their tails
/// bounded. **Source**: claims M3 and M4.
pub fn own_energy(activation: Activation, y: &Interval, precision: Precision) -> Result<Interval> {
    let one = Interval::from_integer(1, precision);
    let half = Interval::from_rational(&ratio(1, 2), precision);
    let size = Interval::new(y.mignitude(), y.magnitude())?;
    match activation {
        Activation::HardTanh => Ok(&y.clamped().square() * &half),
        Activation::Tanh => {
            // ln cosh y = y + ln(1 + e^(-2y)) - ln 2.
            let decay = (&Interval::from_integer(-2, precision) * &size).exp();
            let log_cosh = &(&size + &(&one + &decay).ln()?) - &Interval::from_integer(2, precision).ln()?;
            Ok(&(&size * &size.tanh()) - &log_cosh)
        }
        Activation::Erf => {
            let pi = Interval::pi(precision);
            let exponent = -&(&(&pi * &Interval::from_rational(&ratio(1, 4), precision)) * &y.square());
            (&Interval::from_integer(2, precision) * &(&one - &exponent.exp())).divide(&pi)
        }
        Activation::Power(1) => {
            let above = &one + &size;
            Ok(&above.ln()? - &size.divide(&above)?)
        }
        Activation::Power(2) => Ok(&one - &one.divide(&(&one + &y.square()).sqrt()?)?),
        Activation::Power(p) => power_energy(p, &size, precision),
    }
}

/// `beta` for `Psi = t/(1 + t^p)^(1/p)`, `p >= 3`. With `v = Psi(t)` it is `int_0^v w (1 - w^p)^(-1/p) dw`, and with `z = 1 - w^p`
/// `(1/p) int z^(-1/p) (1 - z)^(2/p - 1) dz`: two series, of which one converges at least like `2^-n`.
fn power_energy(p: u32, y: &Interval, precision: Precision) -> Result<Interval> {
    if y.contains_zero() {
        // 0 <= beta(y) <= y^2/2, since Psi' <= 1.
        let bound = &y.square() * &Interval::from_rational(&ratio(1, 2), precision);
        return Ok(bound.hull(&Interval::from_integer(0, precision)));
    }
    let one = Interval::from_integer(1, precision);
    let share = |n: i64| Interval::from_rational(&ratio(n, i64::from(p)), precision);
    // z at the end, and 1 - z without cancellation; the two series meet where both are one half.
    let power = y.power(p, precision);
    let above = &one + &power;
    let (end, rest) = (one.divide(&above)?, power.divide(&above)?);
    let half = Interval::from_rational(&ratio(1, 2), precision);
    let from_origin = |q: &Interval| {
        // sum_n (1/p)_n/n! v^(pn + 2)/(pn + 2) with v^p = q = 1 - z.
        let leading = (&q.ln()? * &share(2)).exp();
        Ok::<_, Error>(&leading * &binomial_sum(ratio(1, i64::from(p)), q, (2, p), precision)?)
    };
    if rest.upper() <= half.upper() {
        return from_origin(&rest);
    }
    let from_infinity = |z: &Interval| {
        // (1/p) sum_n (1 - 2/p)_n/n! z^(n + 1 - 1/p)/(n + 1 - 1/p), p taken into the denominator.
        let leading = (&z.ln()? * &(&one - &share(1))).exp();
        let exponent = Rational::from(1) - ratio(2, i64::from(p));
        Ok::<_, Error>(&leading * &binomial_sum(exponent, z, (i64::from(p) - 1, p), precision)?)
    };
    Ok(&(&from_origin(&half)? + &from_infinity(&half)?) - &from_infinity(&end)?)
}

/// `sum_n (a)_n/n! q^n/(p n + first)` for `0 < a < 1` and `0 < q <= 1/2` (a little more does no harm): the terms fall at least like
/// `q^n`, so what is left out is at most the first term left out over `1 - q`.
fn binomial_sum(a: Rational, q: &Interval, (first, p): (i64, u32), precision: Precision) -> Result<Interval> {
    let one = Interval::from_integer(1, precision);
    let mut power = one.clone();
    let mut sum = Interval::from_integer(0, precision);
    for n in 0..i64::from(precision.get()) + 8 {
        let below = Interval::from_integer(i64::from(p) * n + first, precision);
        sum = &sum + &power.divide(&below)?;
        let factor = (Rational::from(&a + n)) / (n + 1);
        power = &(&power * q) * &Interval::from_rational(&factor, precision);
    }
    let tail = power.divide(&(&one - q))?;
    Ok(&sum + &tail.hull(&Interval::from_integer(0, precision)))
}

/// Energy per neuron of the equilibrium of reduced amplitude `y`: `(beta(y) - y Psi(y)/2)/g`. For HardTanh `(1/g - alpha)/2`.
///
/// **Source**: claim M4.
pub fn depth(activation: Activation, slope: &Rational, y: &Interval, precision: Precision) -> Result<Interval> {
    let half = Interval::from_rational(&ratio(1, 2), precision);
    let product = &(y * &activation.value(y, precision)?) * &half;
    (&own_energy(activation, y, precision)? - &product).divide(&Interval::from_rational(slope, precision))
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
    let share = Interval::from_rational(&Rational::from((1, received.len() as u64)), precision);
    let mut own = Interval::from_integer(0, precision);
    let mut totals = vec![own.clone(); saliencies.len()];
    for (h, signs) in received.iter().zip(signs) {
        own.accumulate(&own_energy(activation, h, precision)?);
        let output = activation.value(h, precision)?;
        for (total, &sign) in totals.iter_mut().zip(signs) {
            total.accumulate(&if sign > 0 { output.clone() } else { -output.clone() });
        }
    }
    let mut synapses = Interval::from_integer(0, precision);
    for (total, saliency) in totals.iter().zip(saliencies) {
        let factor = Interval::from_rational(&(saliency * ratio(-1, 2)), precision);
        synapses.accumulate(&(&(total * &share).square() * &factor));
    }
    Ok([synapses, (&own * &share).divide(&Interval::from_rational(slope, precision))?])
}
