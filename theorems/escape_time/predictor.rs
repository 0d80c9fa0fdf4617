//! E1, E3 and E4 in closed form.

use crate::error::{Error, Result};
use crate::model::Parameters;
use crate::numerics::{Algebraic, Decided, Digits, Interval, Number, Precision, Scalar, Transcendental, climb};
use rug::Rational;
use std::cmp::Ordering;

/// Time for which a memory is held, `T`.
///
/// **Statement** (E1):
/// ```math
/// T = \tau_u \ln \frac{Z - \kappa\rho}{\theta - \kappa\rho}, \qquad \theta = 1/g
/// ```
/// **Domain**: `saliency` Z at least theta, and a gain below the lock gain, where T diverges. **Units**: those of the slow
/// time constant. **Accuracy**: that of the scalar. **Errors**: [`Error::Domain`] naming the gain at and above the lock gain,
/// and the saliency below theta.
/// **Source**: `[P~]` for rho = 0, else `[D]`.
///
/// ```
/// use escapement::model::Parameters;
/// use escapement::numerics::{Interval, Precision, rational::ratio};
/// use escapement::theorems::escape_time::predictor::escape_time;
/// let parameters = Parameters::new(ratio(5, 1))?;
/// let time: Interval = escape_time(&parameters, &ratio(3, 1), Precision::bits(128)?)?;
/// assert_eq!(time.to_rounded_decimal(12).as_deref(), Some("1.09861228867"));
/// # Ok::<(), escapement::Error>(())
/// ```
pub fn escape_time<S: Scalar>(parameters: &Parameters, saliency: &Rational, precision: Precision) -> Result<S> {
    left_in_finite_time(parameters, saliency)?;
    let excess = S::of(&(saliency - own_drive(parameters)), precision);
    Ok(held_for(&excess, &excess.number(&depth(parameters)))? * parameters.slow_time_constant())
}

/// `ln((Z - kappa rho)/(theta - kappa rho))`, in units of the slow time constant. **Source**: E1.
fn held_for<S: Transcendental>(excess: &S, depth: &S) -> Result<S> {
    excess.over(depth)?.ln() // E1
}

/// [`escape_time`] where the parameters are numbers of any kind, for unit slope and slow time constant.
pub fn escape_time_of<S: Transcendental>(gain: &S, self_coupling: &S, saliency: &S) -> Result<S> {
    let own = gain.clone() * self_coupling;
    held_for(&(saliency.clone() - &own), &(-own + 1))
}

/// Saliency `Z'` of the successor when the memory is left, from `Z` and the successor's own saliency `r` on entry.
///
/// **Statement** (E4): `Z' = kappa (1 - q) + r q` with `q = e^{-T/tau_u} = (theta - kappa rho)/(Z - kappa rho)`; for the
/// paper's case `Z' = kappa (1 - 1/Z)`. Rational in the parameters. **Domain** and **Errors**: as [`escape_time`].
/// **Source**: `[P]` for rho = r = 0, else `[D]`.
pub fn next_saliency<S: Number>(
    parameters: &Parameters,
    saliency: &Rational,
    successor: &Rational,
    precision: Precision,
) -> Result<S> {
    left_in_finite_time(parameters, saliency)?;
    let decay = S::of(&depth(parameters), precision);
    let decay = decay.over(&decay.number(&(saliency - own_drive(parameters))))?;
    Ok((-decay.clone() + 1) * parameters.gain() + decay * successor) // E4
}

/// [`next_saliency`] where the parameters are numbers of any kind, for unit slope.
pub fn next_saliency_of<S: Algebraic>(gain: &S, self_coupling: &S, saliency: &S, successor: &S) -> Result<S> {
    let own = gain.clone() * self_coupling;
    let decay = (-own.clone() + 1).over(&(saliency.clone() - own))?;
    Ok(gain.clone() - decay * &(gain.clone() - successor)) // E4
}

/// Whether the memory is never left: `g kappa rho >= 1`, exactly. **Source**: E3, `[D]`.
pub fn is_locked(parameters: &Parameters) -> Decided<bool> {
    let own = parameters.reduced_gain() * parameters.self_coupling();
    Decided::order(&own, &Rational::from(1)).map(Ordering::is_ge) // E3
}

/// The gain `1/(g rho)` from which memories are never left; `None` for `rho <= 0`, where there is none. **Source**: E3, `[D]`.
pub fn lock_gain(parameters: &Parameters) -> Option<Rational> {
    let rho = parameters.self_coupling();
    (*rho > 0).then(|| Rational::from(parameters.slope() * rho).recip())
}

/// The saliencies `Z_0, Z_1, ...` of a chain, exactly: E4 from the start to the first saliency at or below the threshold, or for `limit`
/// transitions; a locked memory makes none.
///
/// No transcendental number enters, so a decision may rest on it where an enclosure cannot tell. **Source**: E4.
pub fn iterate_handover(parameters: &Parameters, saliency: &Rational, limit: usize) -> Result<Vec<Rational>> {
    let mut orbit = vec![saliency.clone()];
    while !is_locked(parameters).holds() && orbit.len() <= limit {
        let last = &orbit[orbit.len() - 1];
        if *last <= parameters.threshold() {
            break;
        }
        orbit.push(next_saliency(parameters, last, &Rational::new(), Precision::DOUBLE)?);
    }
    Ok(orbit)
}

/// The transition at which a chain's saliency meets the threshold exactly, if it does within 256 transitions. **Source**: E4.
///
/// The rationals grow with every step; orbits that are made to land are short.
pub fn lands_on_threshold(parameters: &Parameters, saliency: &Rational) -> Result<Option<usize>> {
    const LONGEST: usize = 256;
    let orbit = iterate_handover(parameters, saliency, LONGEST)?;
    Ok((orbit.last() == Some(&parameters.threshold())).then(|| orbit.len() - 1))
}

/// The number of transitions until a chain's saliency is at or below the threshold: E4 iterated in enclosures, for chains that are too long
/// for rationals.
///
/// **Errors**: [`Error::Domain`] for a locked memory; [`Error::StepLimit`] for a chain that is still active after `limit` transitions;
/// [`Error::PrecisionExhausted`] where a saliency cannot be told from the threshold. **Source**: E4.
pub fn count_handovers(parameters: &Parameters, saliency: &Rational, limit: usize) -> Result<Decided<usize>> {
    left_in_finite_time(parameters, &parameters.threshold())?;
    climb("a count of transitions", Digits::new(30)?, |precision| {
        let threshold = Interval::of(&parameters.threshold(), precision);
        let (own, depth) = (own_drive(parameters), threshold.number(&depth(parameters)));
        let mut last = threshold.number(saliency);
        for count in 0..=limit {
            let alive = last.greater(&threshold).decided("a saliency exceeds the threshold", &last)?;
            if !alive.holds() {
                return Ok(Some(alive.map(|_| count)));
            }
            last = (-depth.divide(&(last - &own))? + 1) * parameters.gain(); // E4
        }
        Err(Error::StepLimit { limit, time: format!("transition {limit}") })
    })
}

/// Checks the domain of E1 and E4: a memory that exists, or just did, and that is left.
fn left_in_finite_time(parameters: &Parameters, saliency: &Rational) -> Result<()> {
    if is_locked(parameters).holds() {
        return Err(Error::domain("gain", parameters.gain(), "below the lock gain 1/(slope self-coupling)"));
    }
    if *saliency < parameters.threshold() {
        return Err(Error::domain("saliency", saliency, "at least the threshold 1/slope"));
    }
    Ok(())
}

/// `kappa rho`, where the retrieved memory's saliency tends to.
fn own_drive(parameters: &Parameters) -> Rational {
    Rational::from(parameters.gain() * parameters.self_coupling())
}

/// `theta - kappa rho`, how far below the threshold that is.
fn depth(parameters: &Parameters) -> Rational {
    parameters.threshold() - own_drive(parameters)
}
