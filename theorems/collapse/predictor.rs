//! C1 to C6 in closed form, for every slope and self-coupling.

use crate::error::{Error, Result};
use crate::model::Parameters;
use crate::numerics::{Algebraic, Decided, Guarantee, Interval, Precision, Scalar, Transcendental, rational};
use crate::theorems::escape_time::predictor::{is_locked, next_saliency, next_saliency_of};
use crate::theorems::gain_threshold::predictor::{Moebius, angles_of, roots_of, small, sustains};
use rug::float::Round;
use rug::{Float, Integer, Rational};
use std::cmp::Ordering;

/// What becomes of a chain with a given first saliency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Regime {
    /// It goes on for ever and settles on the stable saliency.
    Sustained,
    /// It goes on for ever, but only just: at the threshold gain, or from the unstable saliency itself.
    Critical,
    /// It weakens and ends after at least two transitions.
    Transient,
    /// The first transition leads to no memory, or there is none to begin with.
    ImmediateCollapse,
    /// The first memory is never left.
    Locked,
}

impl Regime {
    /// Its name in output.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Sustained => "sustained",
            Self::Critical => "critical",
            Self::Transient => "transient",
            Self::ImmediateCollapse => "immediate_collapse",
            Self::Locked => "locked",
        }
    }
}

/// The regime of a chain that starts from `saliency`. Decided exactly. **Source**: E3, G1, C1, C6.
pub fn regime(parameters: &Parameters, saliency: &Rational) -> Result<Decided<Regime>> {
    let immediate = is_immediate(parameters, saliency);
    if immediate.holds() {
        return Ok(immediate.map(|_| Regime::ImmediateCollapse));
    }
    let locked = is_locked(parameters);
    if locked.holds() {
        return Ok(locked.map(|_| Regime::Locked));
    }
    let map = Moebius::new(parameters)?;
    let sustained = sustains(parameters);
    if !sustained.holds() {
        return Ok(sustained.map(|_| Regime::Transient));
    }
    let above = Decided::order(&map.discriminant(), &Rational::new());
    Ok(above.with(side_of_unstable(&map, saliency)).map(|sides| match sides {
        (_, Ordering::Less) => Regime::Transient,
        (Ordering::Greater, Ordering::Greater) => Regime::Sustained,
        _ => Regime::Critical,
    }))
}

/// Whether there is no second memory: `g Z <= 1`, or `g kappa <= 1`, or `g Z <= g kappa (1 - rho)/(g kappa - 1)`; exactly.
/// **Source**: C1; `[P~]` for rho = 0.
pub fn is_immediate(parameters: &Parameters, saliency: &Rational) -> Decided<bool> {
    let at_most = |value: &Rational, bound: &Rational| Decided::order(value, bound).map(Ordering::is_le);
    let absent = at_most(saliency, &parameters.threshold());
    let locked = is_locked(parameters);
    if absent.holds() || locked.holds() {
        return absent;
    }
    let (k, z) = (parameters.reduced_gain(), Rational::from(saliency * parameters.slope()));
    let weak = at_most(&k, &Rational::from(1));
    if weak.holds() {
        return weak; // C1
    }
    let bound = (&k * Rational::from(1 - parameters.self_coupling())) / Rational::from(&k - 1u32);
    at_most(&z, &bound) // C1
}

/// Where the start lies against the unstable fixed point (against the double one at the threshold), without a square root:
/// by the sign of the quadratic and the side of its vertex. Above the vertex counts as above.
fn side_of_unstable(map: &Moebius, saliency: &Rational) -> Decided<Ordering> {
    let y = map.shifted(saliency);
    let vertex = Decided::order(&y, &Rational::from(&map.trace / 2u32));
    if vertex.value().is_gt() {
        return vertex;
    }
    let quadratic = Rational::from(y.square_ref()) - Rational::from(&map.trace * &y) + &map.determinant;
    // Left of the vertex the quadratic falls: positive before the smaller root, negative behind it.
    Decided::order(&Rational::new(), &quadratic)
}

/// Whether every transition weakens the chain, whatever its start: `k < 4`, exactly. **Domain**: rho = 0. **Source**: C2, `[P]`.
pub fn always_weakens(parameters: &Parameters) -> Decided<bool> {
    Decided::order(&parameters.reduced_gain(), &Rational::from(4)).map(Ordering::is_lt) // C2
}

/// By how much the next saliency differs from this one, `Z' - Z`, in the form that shows its sign below the threshold:
/// `-((z - k/2)^2 + k - k^2/4)/(g z)`. **Domain**: rho = 0. **Errors**: [`Error::Domain`] otherwise. **Source**: C2, `[P]`.
pub fn weakening(parameters: &Parameters, saliency: &Rational) -> Result<Rational> {
    if *parameters.self_coupling() != 0 {
        return Err(Error::domain("self-coupling", parameters.self_coupling(), "0, for which the identity holds"));
    }
    let (k, z) = (parameters.reduced_gain(), Rational::from(saliency * parameters.slope()));
    let half = Rational::from(&k / 2u32);
    let square = Rational::from(&z - &half).square();
    let rest = &k - Rational::from(half.square_ref());
    (-(square + rest)).over(&(z * parameters.slope())) // C2
}

/// Number of transitions until no memory exists, `n_c`; `None` for a sequence without end and for a locked memory.
///
/// **Statement** (C3, C6): with the angles of the orbit, `n_c = max(0, ceil((psi - th)/phi))` below the threshold gain, where
/// `psi` is the angle of the threshold (`psi = pi - 2 phi` for rho = 0); at and above it the same with the parabolic and the
/// hyperbolic form of the orbit. **Accuracy**: proved, also where the ceiling jumps: there the orbit meets the threshold
/// exactly, which is decided in rationals. **Errors**: [`Error::PrecisionExhausted`] for a jump beyond reach.
/// **Source**: `[D]`.
pub fn transitions(parameters: &Parameters, saliency: &Rational) -> Result<Decided<Option<Integer>>> {
    let absent = Decided::order(saliency, &parameters.threshold()).map(Ordering::is_le);
    if absent.holds() {
        return Ok(absent.map(|_| Some(Integer::new())));
    }
    let regime = regime(parameters, saliency)?;
    match regime.value() {
        Regime::Sustained | Regime::Critical | Regime::Locked => Ok(regime.map(|_| None)),
        Regime::ImmediateCollapse => Ok(regime.map(|_| Some(Integer::from(1)))),
        Regime::Transient => {
            let map = Moebius::new(parameters)?;
            let start = map.shifted(saliency);
            match map.discriminant().cmp0() {
                Ordering::Equal => Ok(regime.map(|_| Some(parabolic_count(&map, &start)))),
                _ => Ok(regime.with(certain_ceiling(&map, &start)?).map(|(_, count)| Some(count))),
            }
        }
    }
}

/// The number of transitions of a chain that collapses.
///
/// **Errors**: as [`transitions`], and [`Error::Domain`] for a sequence without end.
pub fn transitions_to_the_end(parameters: &Parameters, saliency: &Rational) -> Result<Integer> {
    let endless = || Error::domain("saliency", saliency, "a start whose chain collapses");
    transitions(parameters, saliency)?.into_value().ok_or_else(endless)
}

/// At the threshold `1/(y - y_n)` is linear in n: a rational ceiling.
pub(in crate::theorems) fn parabolic_count(map: &Moebius, start: &Rational) -> Integer {
    let fixed = Rational::from(&map.trace / 2u32);
    let reciprocal = |y: &Rational| Rational::from(y - &fixed).recip();
    let count = (reciprocal(&map.bound) - reciprocal(start)) * &fixed;
    rational::ceiling(&count)
}

/// The real number whose ceiling is `n_c`, over any scalar: the transitions at which the continuous orbit meets the threshold.
pub fn continuous_count<S: Scalar>(map: &Moebius, start: &Rational, precision: Precision) -> Result<S> {
    let number = |value: &Rational| S::of(value, precision);
    if map.discriminant() < 0 {
        let (_, psi) = map.angles::<S>(&map.bound, precision)?;
        return elliptic_count(map.angles(start, precision)?, psi);
    }
    hyperbolic_count(map.roots::<S>(precision)?, &number(start), &number(&map.bound))
}

/// `(psi - th)/phi` below the threshold gain, from the angles `(phi, th)` of the start and `psi` of the threshold. **Source**: C3.
fn elliptic_count<S: Transcendental>((phi, theta): (S, S), psi: S) -> Result<S> {
    (psi - theta).over(&phi) // C3
}

/// The same above it, from the fixed points. **Source**: C6.
fn hyperbolic_count<S: Transcendental>((upper, lower): (S, S), start: &S, bound: &S) -> Result<S> {
    let ratio = |y: &S| (upper.clone() - y).over(&(lower.clone() - y));
    let decay = ratio(start)?.over(&ratio(bound)?)?.ln()?;
    decay.over(&upper.over(&lower)?.ln()?) // C6
}

/// [`continuous_count`] of a chain whose gain and first saliency are numbers of any kind, in the paper's case; below the threshold gain or
/// above it. **Source**: C3, C6.
pub fn continuous_count_of<S: Transcendental>(gain: &S, saliency: &S, below: bool) -> Result<S> {
    // rho = 0: trace and determinant are the gain, and the threshold is one.
    let (one, discriminant) = (gain.integer(1), (gain.clone() - 4) * gain);
    if below {
        let angles = |y: &S| angles_of(gain, gain, &-discriminant.clone(), y);
        return elliptic_count(angles(saliency)?, angles(&one)?.1);
    }
    hyperbolic_count(roots_of(gain, gain, &discriminant)?, saliency, &one)
}

/// By how much the saliency after one transition exceeds the threshold, in the paper's case. **Source**: C1.
pub fn margin_of<S: Algebraic>(gain: &S, saliency: &S) -> Result<S> {
    Ok(next_saliency_of(gain, &gain.integer(0), saliency, &gain.integer(0))? - 1) // C1
}

/// By how much a first saliency exceeds the unstable one, in the paper's case at or above the threshold gain. **Source**: C6.
pub fn above_unstable_of<S: Transcendental>(gain: &S, saliency: &S) -> Result<S> {
    Ok(saliency.clone() - &roots_of(gain, gain, &((gain.clone() - 4) * gain))?.1) // C6
}

/// The ceiling of the continuous count. An enclosure that holds an integer is asked in exact rationals on which side of the
/// threshold the orbit stands there.
pub(in crate::theorems) fn certain_ceiling(map: &Moebius, start: &Rational) -> Result<Decided<Integer>> {
    const EXACT_BITS: u64 = 1 << 27;
    let mut tried = Vec::new();
    let mut bits = 128;
    while bits <= 1 << 15 {
        tried.push(bits);
        let precision = Precision::bits(bits)?;
        bits *= 2;
        let count = match continuous_count::<Interval>(map, start, precision) {
            Ok(count) => count,
            Err(error) if error.may_yield_to_precision() => continue,
            Err(error) => return Err(error),
        };
        if let Some(ceiling) = count.ceiling() {
            return Ok(ceiling.map(|count| count.max(Integer::new())));
        }
        let ceiling = |end: &Float| end.to_integer_round(Round::Up).map(|(value, _)| value);
        let (Some(low), Some(high)) = (ceiling(count.lower()), ceiling(count.upper())) else { continue };
        let sizes = [&map.trace, &map.determinant, start];
        let size: u32 = sizes.iter().map(|x| x.numer().significant_bits() + x.denom().significant_bits()).sum();
        if Integer::from(&high - &low) == 1 && low >= 0 && Integer::from(&low * size) < EXACT_BITS {
            let weights = map.weights(start, small(&low)?);
            // y_low <= b, with w_low > 0 because the orbit is positive up to there.
            let collapsed = Decided::order(&weights.x, &Rational::from(&weights.y * &map.bound)).map(Ordering::is_le);
            // That it is one of the two was read off an enclosure.
            let count = collapsed.map(|collapsed| if collapsed { low } else { high });
            return Ok(count.weaken(Guarantee::Rigorous));
        }
    }
    Err(Error::PrecisionExhausted { attempted: "number of transitions", digits: 1, tried, last: None })
}

/// Time until the collapse, the sum of the dwells: `tau_u (ln(w_n/w_0) - n ln b)` with `n = n_c`, which telescopes.
///
/// **Statement** (C4): `(n/2) ln kappa + ln(sin(th + n phi)/sin th)` in the paper's case, below the threshold gain.
/// **Source**: `[D]`.
pub fn active_time<S: Scalar>(
    parameters: &Parameters,
    saliency: &Rational,
    transitions: &Integer,
    precision: Precision,
) -> Result<S> {
    if *transitions == 0 {
        return Ok(S::of(&Rational::new(), precision));
    }
    let map = Moebius::new(parameters)?;
    let growth: S = growth(&map, &map.shifted(saliency), transitions, precision)?;
    let needed = growth.number(&map.bound).ln()? * &Rational::from(transitions);
    Ok((growth - needed) * parameters.slow_time_constant())
}

/// `ln(w_n/w_0)`, the sum of the logarithms of `y_0, ..., y_{n-1}`, which telescopes. **Source**: C4.
pub(in crate::theorems) fn growth<S: Scalar>(
    map: &Moebius,
    start: &Rational,
    transitions: &Integer,
    precision: Precision,
) -> Result<S> {
    let count = Rational::from(transitions);
    match map.discriminant().cmp0() {
        Ordering::Less => {
            let (phi, theta) = map.angles::<S>(start, precision)?;
            let quotient = (theta.clone() + phi * &count).sin().over(&theta.sin())?;
            Ok(quotient.number(&map.determinant).ln()? * &Rational::from(&count / 2u32) + quotient.ln()?) // C4
        }
        Ordering::Equal => {
            let fixed = Rational::from(&map.trace / 2u32);
            let slowed = Rational::from(1) + Rational::from(start - &fixed) * &count / &fixed;
            Ok(S::of(&fixed, precision).ln()? * &count + S::of(&slowed, precision).ln()?)
        }
        Ordering::Greater => {
            let (upper, lower) = map.roots::<S>(precision)?;
            let decayed = lower.over(&upper)?.power(small(transitions)?);
            let weight = (upper.clone() - start) * decayed - (lower.clone() - start);
            let weight = weight.over(&(upper.clone() - lower))?;
            Ok(upper.ln()? * &count + weight.ln()?)
        }
    }
}

/// The limit of `n_c sqrt(4 - kappa)` as the gain approaches the threshold from below, for a first saliency above 2: `2 pi`.
/// **Source**: C5, `[D]`.
pub fn bottleneck<S: Scalar>(precision: Precision) -> S {
    S::pi(precision) * 2 // C5
}

/// Whether a memory can be retrieved again after a collapse: not while saliencies fall from at most the threshold towards zero, which is
/// below it. **Source**: C7, `[D]`.
pub fn revives(parameters: &Parameters) -> Decided<bool> {
    Decided::order(&Rational::new(), &parameters.threshold()).map(Ordering::is_ge) // C7
}

/// What is left of a saliency after resting for `time`: `alpha e^{-t/tau_u}`. **Source**: C7, `[D]`.
pub fn rested<S: Scalar>(parameters: &Parameters, saliency: &S, time: &Rational) -> S {
    let elapsed = (-time.clone()) / parameters.slow_time_constant();
    saliency.number(&elapsed).exp() * saliency // C7
}

/// What is left of a fast state `c_0` in the linear range of HardTanh, beside a saliency that starts at `alpha_0`:
/// `c_0 exp(-(t - g alpha_0 (1 - e^{-t}))/eps)`, times in tau_u. **Source**: C7, `[D]`.
pub fn rested_state<S: Scalar>(
    slope: &Rational,
    state: &S,
    saliency: &S,
    time: &Rational,
    timescale_ratio: &Rational,
) -> Result<S> {
    let decayed = -saliency.number(&Rational::from(-time)).exp() + 1;
    let held = decayed * saliency * slope;
    let exponent = (held - time).over(&saliency.number(timescale_ratio))?;
    Ok(exponent.exp() * state) // C7
}

/// The saliency after one transition, exactly: what decides whether it was the last.
pub fn next(parameters: &Parameters, saliency: &Rational) -> Result<Rational> {
    next_saliency(parameters, saliency, &Rational::new(), Precision::DOUBLE)
}
