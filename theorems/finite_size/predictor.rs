//! F1 to F3 in closed form: what removed self-synapses do to thresholds, dwells and locks, on chains and rings alike.

use crate::error::{Error, Result};
use crate::model::{Parameters, Topology};
use crate::numerics::{Certainty, Decided, Interval, Precision};
use crate::theorems::ring::predictor::recurrence::Recurrence;
use crate::theorems::ring::predictor::{Cycle, cycles, effective_threshold, has_threshold};
use crate::theorems::{gain_threshold, ring};
use rug::{Float, Rational};
use std::cmp::Ordering;

/// The gain from which a self-sustained sequence exists, of any topology and with or without self-synapses; `None` where no gain
/// sustains one.
///
/// **Statement**: `kappa_c = K/(g (1 - (1 + rho) K/N))` with `K = 4/(1 + rho)^2` on the chain and `K(P, rho)` on a ring, without the
/// term in `N` where self-synapses are kept. **Accuracy**: an enclosure. **Errors**: [`Error::Undecided`] when the precision does not
/// tell whether `N > (1 + rho) K`. **Source**: F1 (G1, R2).
///
/// ```
/// use escapement::model::Parameters;
/// use escapement::numerics::{Precision, rational::ratio};
/// use escapement::theorems::finite_size::predictor::gain_threshold;
/// let parameters = Parameters::new(ratio(5, 1))?.with_neurons(Some(64))?;
/// let threshold = gain_threshold(&parameters, Precision::bits(128)?)?.expect("64 neurons suffice");
/// assert_eq!(threshold.to_rounded_decimal(12).as_deref(), Some("4.26666666667"));
/// # Ok::<(), escapement::Error>(())
/// ```
pub fn gain_threshold(parameters: &Parameters, precision: Precision) -> Result<Option<Interval>> {
    match exact_gain_threshold(parameters) {
        Some(threshold) => Ok(threshold.map(|threshold| Interval::from_rational(&threshold, precision))),
        None => ring::predictor::gain_threshold(parameters, precision),
    }
}

/// [`gain_threshold()`] where it is rational: on the chain, and on a ring whose cycle is born with a dwell of zero length. The
/// outer `None` means that it is not.
pub fn exact_gain_threshold(parameters: &Parameters) -> Option<Option<Rational>> {
    if !has_threshold(parameters).holds() {
        return Some(None);
    }
    let reduced = exact_reduced_threshold(parameters)?;
    let weight = Rational::from(1 + parameters.self_coupling());
    let lost = parameters.neurons().map_or_else(Rational::new, |n| weight * &reduced / Rational::from(n));
    let kept = 1 - lost;
    Some((kept > 0).then(|| reduced / (parameters.slope() * kept))) // F1
}

/// The threshold `K` with all self-synapses, in units of `1/g`, where it is rational and there is one.
fn exact_reduced_threshold(parameters: &Parameters) -> Option<Rational> {
    let total = Rational::from(1 + parameters.self_coupling());
    match parameters.topology() {
        Topology::Chain => Some(gain_threshold::predictor::gain_threshold(parameters)? * parameters.slope()),
        Topology::Ring(memories) if Rational::from(&total * (memories as u64 - 1)) <= 2 => {
            Some(Rational::from(memories as u64) / &total)
        }
        Topology::Ring(_) => None,
    }
}

/// Whether some sequence sustains itself: `kappa >= K theta'` on a chain, `kappa > K theta'` on a ring, whose threshold may be attained by
/// no dwell, with the saliency `theta' = theta + kappa (1 + rho)/N` at which memories are lost on a cycle.
///
/// **Errors**: [`Error::Undecided`] at a threshold that is not rational. **Source**: F1, multiplied out.
pub fn sustains(parameters: &Parameters, precision: Precision) -> Result<Decided<bool>> {
    let some = has_threshold(parameters);
    let exact = exact_reduced_threshold(parameters).filter(|_| some.holds());
    let Some(reduced) = exact else {
        return if some.holds() { ring::predictor::sustains(parameters, precision) } else { Ok(some) };
    };
    let order = Decided::order(parameters.gain(), &(reduced * effective_threshold(parameters)));
    let reached = if parameters.topology() == Topology::Chain { Ordering::is_ge } else { Ordering::is_gt };
    Ok(some.and(order.map(reached)))
}

/// The share of its own drive that a retrieved memory sees, `rho - (1 + rho)/N`.
fn effective_self_coupling(parameters: &Parameters) -> Rational {
    let rho = parameters.self_coupling();
    let share = parameters.neurons().map_or_else(Rational::new, |n| Rational::from(1 + rho) / Rational::from(n));
    rho - share
}

/// Whether a retrieved memory is never left: `g kappa (rho - (1 + rho)/N) >= 1`. **Source**: F3, E3.
pub fn is_locked(parameters: &Parameters) -> Decided<bool> {
    let seen = parameters.reduced_gain() * effective_self_coupling(parameters);
    Decided::order(&seen, &Rational::from(1)).map(Ordering::is_ge) // F3
}

/// The gain from which memories are never left; `None` where there is none. **Source**: F3, E3.
pub fn lock_gain(parameters: &Parameters) -> Option<Rational> {
    let seen = effective_self_coupling(parameters);
    (seen > 0).then(|| Rational::from(parameters.slope() * &seen).recip())
}

/// The chain with self-synapses that has the same cycle: its threshold is the one that removed self-synapses leave on a cycle.
///
/// **Statement**: slope `1/theta'` with `theta' = theta + kappa (1 + rho)/N`. **Source**: F1.
pub fn equivalent(parameters: &Parameters) -> Result<Parameters> {
    let slope = effective_threshold(parameters).recip();
    parameters.clone().with_neurons(None)?.with_slope(slope)
}

/// The stable cycle of a chain or a ring; `None` where there is none. **Errors**: [`Error::Undecided`] at a ring's threshold.
/// **Source**: G2, G4, R4, F1.
pub fn stable_cycle(parameters: &Parameters, precision: Precision) -> Result<Option<Cycle>> {
    if is_locked(parameters).holds() {
        return Ok(None);
    }
    if let Topology::Ring(_) = parameters.topology() {
        return Ok(cycles(parameters, precision)?.0);
    }
    let equivalent = equivalent(parameters)?;
    let points = gain_threshold::predictor::fixed_points::<Interval>(&equivalent, precision)?;
    let Some(points) = points else { return Ok(None) };
    let saliency = points.stable;
    let dwell = gain_threshold::predictor::cycle_dwell::<Interval>(&equivalent, precision)?;
    let decay = dwell
        .as_ref()
        .map(|dwell| Ok::<_, Error>((-(dwell * &Rational::from(equivalent.slow_time_constant().recip_ref()))).exp()));
    Ok(dwell.zip(decay.transpose()?).map(|(dwell, decay)| Cycle { decay, saliency, dwell }))
}

/// Number of neurons above which some gain sustains a sequence, `(1 + rho) K` (`K` of the chain or ring with its self-synapses).
///
/// **Source**: F3. `None` where not even infinitely many do.
pub fn fewest_neurons(parameters: &Parameters, precision: Precision) -> Result<Option<Interval>> {
    let kept = parameters.clone().with_neurons(None)?;
    let reduced = gain_threshold(&kept, precision)?;
    let weight = parameters.slope() * Rational::from(1 + parameters.self_coupling());
    Ok(reduced.map(|threshold| threshold * &weight))
}

/// The first dwell of a sequence.
#[derive(Debug, Clone)]
pub struct FirstDwell {
    /// Time for which the memory is held.
    pub time: Interval,
    /// Saliency of the next one then.
    pub next: Rational,
    /// Its own saliency then.
    pub left: Rational,
}

/// The first dwell from the saliencies of the retrieved memory, its successor, and the others, which are zero where they are left out; a
/// ring's is that of the chain.
///
/// **Accuracy**: enclosures. **Errors**: [`Error::Domain`] for a memory that is never left. **Source**: F2.
pub fn first_dwell(parameters: &Parameters, start: &[Rational], precision: Precision) -> Result<FirstDwell> {
    let chain = parameters.clone().with_topology(Topology::Chain)?;
    // The chain tells its others together.
    let folded: Vec<Rational> = start.iter().take(2).cloned().chain([start.iter().skip(2).sum()]).collect();
    let mut sequence = Recurrence::exact(&chain, &folded);
    let saliency = sequence.saliency().clone();
    let decay = sequence.advance()?.ok_or_else(|| Error::domain("gain", parameters.gain(), "below the lock gain"))?;
    let own = Rational::from(parameters.gain() * parameters.self_coupling());
    let left = (saliency - &own) * &decay + own;
    let time = -(Interval::from_rational(&decay, precision).ln()? * parameters.slow_time_constant());
    Ok(FirstDwell { time, next: sequence.saliency().clone(), left })
}

/// What becomes of a sequence, as far as its recurrence was followed.
#[derive(Debug, Clone)]
pub enum Ending {
    /// No memory exists after this many transitions, at this time.
    Collapses(usize, Interval),
    /// It has settled on the stable cycle.
    Settles,
    /// Its dwells have become immeasurably short.
    Accumulates,
    /// Neither, for as long as it was followed.
    Open,
}

/// Follows the recurrence from the saliencies of the first memories, zero for those left out, for at most `most` transitions.
///
/// **Accuracy**: a collapse is proved, also where a memory meets the threshold exactly, its time enclosed; a sequence has settled when it stayed within a relative `2^-16` of the stable
/// cycle for a whole turn. **Errors**: [`Error::Undecided`] when a memory is too near to the threshold. **Source**: F2, R1.
pub fn ending(parameters: &Parameters, start: &[Rational], most: usize, precision: Precision) -> Result<Ending> {
    let turn = if let Topology::Ring(memories) = parameters.topology() { memories } else { 1 };
    let goal = stable_cycle(parameters, precision)?;
    let mut sequence = Recurrence::new(parameters, start, precision);
    let (mut near, mut short) = (0, 0);
    while sequence.transitions() < most {
        let Some(decay) = sequence.advance()? else { return Ok(Ending::Open) };
        let exists = match sequence.exists() {
            Err(Error::Undecided { .. }) if lands_on_threshold(parameters, start, sequence.transitions())? => false,
            exists => exists?.holds(),
        };
        if !exists {
            return Ok(Ending::Collapses(sequence.transitions(), sequence.time()?));
        }
        let settled = goal.as_ref().is_some_and(|goal| is_near(sequence.saliency(), &goal.saliency));
        near = if settled { near + 1 } else { 0 };
        short = if is_short(&decay) { short + 1 } else { 0 };
        if near > turn {
            return Ok(Ending::Settles);
        }
        if short > turn {
            return Ok(Ending::Accumulates);
        }
    }
    Ok(Ending::Open)
}

/// Whether a memory meets the threshold exactly after so many transitions: the recurrence in rationals, which grow with every one of them.
fn lands_on_threshold(parameters: &Parameters, start: &[Rational], transitions: usize) -> Result<bool> {
    const LONGEST: usize = 16;
    if transitions > LONGEST {
        return Ok(false);
    }
    let mut sequence = Recurrence::exact(parameters, start);
    while sequence.transitions() < transitions {
        if sequence.advance()?.is_none() {
            return Ok(false);
        }
    }
    Ok(sequence.is_at_threshold())
}

/// Whether a saliency is within a relative `2^-16` of another.
fn is_near(saliency: &Interval, other: &Interval) -> bool {
    (saliency - other).magnitude() < Float::with_val(64, other.lower() >> 16u32)
}

/// Whether so little decays that the dwell is immeasurably short.
fn is_short(decay: &Interval) -> bool {
    decay.above(&(Rational::from(1) - (Rational::from(1) >> 40u32))) == Certainty::Certainly
}
