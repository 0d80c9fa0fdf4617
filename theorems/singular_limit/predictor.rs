//! S1 to S6 in closed form, or as the root of a scalar relation that is enclosed.

use crate::error::{Error, Result};
use crate::numerics::rational::ratio;
use crate::numerics::roots::refine_root;
use crate::numerics::{Algebraic, Certainty, Interval, Precision, Transcendental};
use rug::{Float, Rational};

/// The saliency `Z' = kappa (1 - 1/Z)` that the singular limit hands over.
///
/// **Errors**: [`Error::Domain`] unless `Z > 1`.
pub fn handed_over(gain: &Rational, saliency: &Rational) -> Result<Rational> {
    if *saliency <= 1 {
        return Err(Error::domain("saliency", saliency, "a number greater than 1"));
    }
    Ok(gain * (1 - saliency.clone().recip()))
}

/// `nu = Z' - 1`, which is positive.
fn growth(gain: &Rational, saliency: &Rational) -> Result<Rational> {
    let next = handed_over(gain, saliency)?;
    if next <= 1 {
        return Err(Error::domain("saliency", saliency, "one that hands over more than 1"));
    }
    Ok(next - Rational::from(1))
}

/// The coefficient `2/(Z' - 1)` of `eps ln(1/eps)` in the delay of an escape.
///
/// **Domain**: a leak of the order of `eps`. **Errors**: [`Error::Domain`] unless `Z' > 1`. **Source**: S1.
pub fn delay_coefficient(gain: &Rational, saliency: &Rational) -> Result<Rational> {
    Rational::from(2).over(&growth(gain, saliency)?) // S1
}

/// What the delay of an escape has beyond its logarithm, in units of `eps`.
///
/// **Statement**: `(2/nu) ln(nu^2/(2 (nu + 2))) + 1 - beta nu` with `nu = Z' - 1` and the leak `beta eps`. **Errors**: [`Error::Domain`] unless
/// `Z' > 1`. **Source**: S6.
pub fn delay_constant(
    gain: &Rational,
    saliency: &Rational,
    leak_share: &Rational,
    precision: Precision,
) -> Result<Interval> {
    let nu = growth(gain, saliency)?;
    let within = Rational::from(nu.square_ref()) / (Rational::from(&nu + 2u32) * 2u32);
    let logarithm = Interval::from_rational(&within, precision).ln()?;
    Ok(logarithm * &delay_coefficient(gain, saliency)? + 1 - &Rational::from(leak_share * &nu)) // S6
}

/// The delay `(T_eps - ln Z)/eps` of an escape at a finite timescale ratio, in units of it.
///
/// **Statement**: `(2/nu) ln(1/eps)` and [`delay_constant`]. **Accuracy**: up to `o(1)`. **Errors**: as [`delay_constant`]. **Source**: S6.
pub fn scaled_delay(
    gain: &Rational,
    saliency: &Rational,
    leak_share: &Rational,
    timescale_ratio: &Rational,
    precision: Precision,
) -> Result<Interval> {
    let logarithm = Interval::from_rational(timescale_ratio, precision).ln()?;
    let leading = -(logarithm * &delay_coefficient(gain, saliency)?);
    Ok(leading + delay_constant(gain, saliency, leak_share, precision)?)
}

/// An escape without a leak, and the entry that follows it.
#[derive(Debug, Clone)]
pub struct DelayedEscape {
    /// Time `T + s` since the memory was entered.
    pub escape_time: Interval,
    /// Time `s` for which nothing is retrieved.
    pub silence: Interval,
    /// Saliency `Z' e^-s` with which the next memory is entered.
    pub next_saliency: Interval,
}

/// The escape without a leak in the limit `eps -> 0`; `None` when the network falls silent for ever.
///
/// **Statement**: `s` is the smallest positive root of `Z' (1 - e^-s) - s = T`, `T = ln Z`. **Errors**: [`Error::Domain`] unless
/// `Z > 1`; [`Error::Undecided`] when the precision does not tell whether there is a root. **Source**: S2.
pub fn delayed_escape(gain: &Rational, saliency: &Rational, precision: Precision) -> Result<Option<DelayedEscape>> {
    let amplitude = Interval::from_rational(&handed_over(gain, saliency)?, precision);
    let held = Interval::from_rational(saliency, precision).ln()?;
    entry(&amplitude, &held, held.clone())
}

/// [`delayed_escape`] to first order in `sqrt(eps)`, and with the part of order `eps` that the seed `c_0` adds.
///
/// **Statement**: `(Z' + kappa sqrt(pi eps/2)) (1 - e^-s) - s = T + eps ln(1/|c_0|)`. **Accuracy**: `s` up to `O(eps)`. **Source**: S2.
pub fn delayed_escape_at(
    gain: &Rational,
    saliency: &Rational,
    seed: &Rational,
    timescale_ratio: &Rational,
    precision: Precision,
) -> Result<Option<DelayedEscape>> {
    let held = Interval::from_rational(saliency, precision).ln()?;
    let debt = &held + &seed_debt(seed, timescale_ratio, precision)?;
    entry(&driven(gain, saliency, timescale_ratio, precision)?, &debt, held)
}

/// `Z' + kappa sqrt(pi eps/2)`: what the old memory adds to its successor's saliency while it dies as `exp(-s^2/(2 eps))`.
fn driven(gain: &Rational, saliency: &Rational, timescale_ratio: &Rational, precision: Precision) -> Result<Interval> {
    Ok(tail(gain, timescale_ratio, precision)? + &handed_over(gain, saliency)?)
}

/// `kappa sqrt(pi eps/2)`.
fn tail(gain: &Rational, timescale_ratio: &Rational, precision: Precision) -> Result<Interval> {
    Ok(Interval::from_rational(timescale_ratio, precision).times_pi(&ratio(1, 2)).sqrt()? * gain)
}

/// `eps ln(1/|c_0|)`.
fn seed_debt(seed: &Rational, timescale_ratio: &Rational, precision: Precision) -> Result<Interval> {
    if *seed == 0 {
        return Err(Error::domain("seed", seed, "a number other than 0"));
    }
    Ok(-(Interval::from_rational(&seed.clone().abs(), precision).ln()? * timescale_ratio))
}

/// The entry after a silence `s` with `amplitude (1 - e^-s) - s = debt`, for a memory that was held for `held`.
fn entry(amplitude: &Interval, debt: &Interval, held: Interval) -> Result<Option<DelayedEscape>> {
    let Some(silence) = silence(amplitude, debt)? else { return Ok(None) };
    let next_saliency = amplitude * &(-silence.clone()).exp();
    Ok(Some(DelayedEscape { escape_time: &held + &silence, silence, next_saliency }))
}

/// The smallest positive root of `F(s) = amplitude (1 - e^-s) - s - debt`, for a positive debt.
///
/// `F` is concave with its maximum `amplitude - 1 - ln amplitude - debt` at `s = ln amplitude`. When that is positive the
/// root lies before it, where `F` increases, and is the only one there; when it is negative, or the amplitude is at most
/// one, there is none.
fn silence(amplitude: &Interval, debt: &Interval) -> Result<Option<Interval>> {
    let rise = amplitude - 1;
    if rise.positive() == Certainty::CertainlyNot {
        return Ok(None);
    }
    let top = amplitude.ln()?;
    let most = rise - &top - debt;
    if !most.positive().decide("the next memory is ever entered", &most)? {
        return Ok(None);
    }
    let bracket = Interval::new(Float::new(top.precision().get()), top.upper().clone())?;
    let excess = |s: &Interval| {
        let decayed = (-s).exp();
        Ok(((-&decayed + 1) * amplitude - s - debt, decayed * amplitude - 1))
    };
    refine_root(&bracket, excess).map(Some)
}

/// The coefficient of `sqrt(eps)` in the time of a delayed entry.
///
/// **Statement**: `-kappa sqrt(pi/2) (1 - e^-s)/(Z' e^-s - 1)`, from the relation of [`delayed_escape_at`] to first order; `None`
/// when the network falls silent. **Source**: S2.
pub fn delay_slope(gain: &Rational, saliency: &Rational, precision: Precision) -> Result<Option<Interval>> {
    let Some(entry) = delayed_escape(gain, saliency, precision)? else { return Ok(None) };
    let drive = tail(gain, &Rational::from(1), precision)?;
    let risen = -(-entry.silence).exp() + 1;
    Ok(Some(-(drive * risen).divide(&(entry.next_saliency - 1))?))
}

/// Bits with which a network of neurons must be simulated for a delayed escape to be seen.
///
/// **Statement**: `(T/eps + ln(1/|c_0|))/ln 2`. **Accuracy**: up to a few bits. **Source**: S3.
pub fn bits_needed(
    saliency: &Rational,
    seed: &Rational,
    timescale_ratio: &Rational,
    precision: Precision,
) -> Result<Interval> {
    let ratio = Interval::from_rational(timescale_ratio, precision);
    let held = Interval::from_rational(saliency, precision).ln()?.divide(&ratio)?;
    let size = Interval::from_rational(&seed.clone().abs(), precision).ln()?;
    (held - &size).divide(&size.integer(2).ln()?) // S3
}

/// Number of memories that a chain without a leak visits before it falls silent, the first one included.
///
/// **Statement**: memory `n + 1` is entered when its silence has paid the debt `t_n + eps ln(1/|c_0|)`, with `t_n` the time at which
/// memory `n` is lost; every dwell and every silence adds to the debt, and what can be paid is bounded. **Errors**:
/// [`Error::Undecided`]; [`Error::Domain`] as [`handed_over`]. **Source**: S4, with S2's relation at finite `eps`.
pub fn sequence_length(
    gain: &Rational,
    saliency: &Rational,
    seed: &Rational,
    timescale_ratio: &Rational,
    precision: Precision,
) -> Result<usize> {
    handed_over(gain, saliency)?;
    let tail = tail(gain, timescale_ratio, precision)?;
    let (mut entered, mut saliency) = (1, Interval::from_rational(saliency, precision));
    let mut debt = seed_debt(seed, timescale_ratio, precision)?;
    loop {
        debt = debt + saliency.ln()?;
        let amplitude = (-saliency.reciprocal()? + 1) * gain + &tail;
        let Some(silence) = silence(&amplitude, &debt)? else { return Ok(entered) };
        saliency = &amplitude * &(-silence.clone()).exp();
        debt = debt + &silence;
        entered += 1;
    }
}

/// The coefficient of `eps ln(1/eps)` in `(4 - kappa_c)/4`, for a chain with leak `delta = eps`.
///
/// The delay of S1 at the fold `Z = Z' = 2` multiplies `1/Z` by `exp(-2 eps ln(1/eps))`. **Accuracy**: heuristic. **Source**: S5.
pub fn threshold_shift_coefficient() -> Result<Rational> {
    // (4 - kappa_c)/4 = c eps ln(1/eps), with c the delay's coefficient where kappa = 4 and Z = 2.
    delay_coefficient(&Rational::from(4), &Rational::from(2)) // S5
}
