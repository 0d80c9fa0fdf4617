//! R1 to R6 in closed form: the recurrence, the threshold as a minimum, the cycles and their stability.

use crate::error::{Error, Result};
use crate::model::{Parameters, Topology};
use crate::numerics::minima::minimum_at;
use crate::numerics::roots::{enclose_root, refine_root};
use crate::numerics::{Algebraic, Decided, Interval, Number, Precision};
use rug::{Float, Rational};
use std::cmp::Ordering;

pub mod recurrence;

/// Memories up to which sums of powers are added up term by term; above, they are quotients of powers.
const TERM_BY_TERM: usize = 64;

/// One dwell on a ring.
#[derive(Debug, Clone)]
pub struct Handover<S> {
    /// `q = e^(-T/tau_u)`: by how much every undriven saliency decays.
    pub decay: S,
    /// All saliencies at the moment the memory is lost.
    pub saliencies: Vec<S>,
}

/// The dwell of a retrieved memory; `None` when it is never left.
///
/// **Statement**: with `S` the sum of all saliencies, `q = (theta - kappa rho + kappa (1 + rho)/N)/(Z - kappa rho - (S - kappa (1 + rho))/N)`,
/// the memory keeps `kappa rho + (Z - kappa rho) q`, its successor has `kappa (1 - q) + r q`, and every other saliency is multiplied by `q`.
/// Terms with `N` only where self-synapses are removed.
///
/// **Shapes**: one saliency per memory of the ring, in order; on the chain those of the retrieved memory (`retrieved = 0`), its successor,
/// and all others together, and afterwards of the entered one, its successor, and all others. **Source**: R1, F2.
pub fn handover<S: Algebraic>(
    parameters: &Parameters,
    saliencies: &[S],
    retrieved: usize,
) -> Result<Option<Handover<S>>> {
    let classes = if let Topology::Ring(memories) = parameters.topology() { memories } else { 3 };
    if saliencies.len() != classes || retrieved >= classes {
        return Err(Error::domain("saliencies", saliencies.len(), "one per memory of a ring, three for a chain"));
    }
    let own = Rational::from(parameters.gain() * parameters.self_coupling());
    let total = Rational::from(parameters.gain() + &own);
    let share = parameters.neurons().map_or_else(Rational::new, |neurons| Rational::from((1, neurons)));
    let above = parameters.threshold() - &own + Rational::from(&total * &share);
    if above <= 0 {
        return Ok(None);
    }
    let surplus = sum(saliencies, &saliencies[retrieved]) - &total;
    let below = saliencies[retrieved].clone() - &own - surplus * &share;
    let decay = below.number(&above).over(&below)?;
    let successor = (retrieved + 1) % saliencies.len();
    let mut after: Vec<S> = saliencies.iter().map(|saliency| saliency.clone() * &decay).collect();
    let risen = -decay.clone() + 1;
    after[retrieved] = after[retrieved].clone() + risen.clone() * &own;
    after[successor] = after[successor].clone() + risen * parameters.gain();
    if parameters.topology() == Topology::Chain {
        let others = after[0].clone() + &after[2];
        after = vec![after[1].clone(), others.integer(0), others];
    }
    Ok(Some(Handover { decay, saliencies: after }))
}

/// The sum of the saliencies, of which one is at hand.
fn sum<S: Algebraic>(saliencies: &[S], any: &S) -> S {
    saliencies.iter().fold(any.integer(0), |sum, saliency| sum + saliency)
}

/// By how much what a memory's neurons see of it, `Z - S/N`, exceeds the threshold: it exists where that is positive. **Source**: F2.
pub fn exists_by<S: Algebraic>(parameters: &Parameters, saliencies: &[S], memory: usize) -> S {
    let own = saliencies[memory].clone() - &parameters.threshold();
    let Some(neurons) = parameters.neurons() else { return own };
    own - sum(saliencies, &saliencies[memory]) * &Rational::from((1, neurons))
}

/// Number `P` of memories of the ring; [`Error::Domain`] for a chain.
fn memories(parameters: &Parameters) -> Result<usize> {
    match parameters.topology() {
        Topology::Ring(memories) => Ok(memories),
        Topology::Chain => Err(Error::domain("memories", "missing", "the number of memories of a ring")),
    }
}

/// `A = 1 + q + ... + q^(P-1)` and its derivative.
fn sums(q: &Interval, memories: usize) -> Result<(Interval, Interval)> {
    if memories <= TERM_BY_TERM {
        let (mut sum, mut slope) = (q.integer(0), q.integer(0));
        for _ in 0..memories {
            slope = slope * q + &sum;
            sum = sum * q + 1;
        }
        return Ok((sum, slope));
    }
    let exact = Rational::from(memories as u64);
    if q.is_point() && q.contains_rational(&Rational::from(1)) {
        let slope = Rational::from(&exact * (memories as u64 - 1)) / 2u32;
        return Ok((q.number(&exact), q.number(&slope)));
    }
    let count = u32::try_from(memories).map_err(|_| Error::domain("memories", memories, "below 2^32"))?;
    let rest = -q + 1;
    let last = q.power(count - 1);
    let sum = (-(&last * q) + 1).divide(&rest)?;
    let slope = (&sum - &(last * &exact)).divide(&rest)?;
    Ok((sum, slope))
}

/// `h(q) = A'(q) (q + rho) - A(q)`, of the sign of the derivative of `A(q)/(q + rho)` and increasing in `q`.
fn tilt(q: &Interval, memories: usize, self_coupling: &Rational) -> Result<Interval> {
    let (sum, slope) = sums(q, memories)?;
    Ok(slope * (q + self_coupling) - sum)
}

/// The reduced gain `k = A(q)/(q + rho)` at which a cycle has the decay `q`.
fn gain_of(q: &Interval, memories: usize, self_coupling: &Rational) -> Result<Interval> {
    sums(q, memories)?.0.divide(&(q + self_coupling))
}

/// The decay at which the threshold is attained, as an enclosure or the exact end `q = 1`; `None` where no gain sustains a ring.
///
/// `h` increases, so `A(q)/(q + rho)` falls before its zero and rises after it: the zero is the only minimum, and where `h(1) <= 0`
/// the minimum is at the end.
fn critical_decay(parameters: &Parameters, precision: Precision) -> Result<Option<Option<Interval>>> {
    let (memories, rho) = (memories(parameters)?, parameters.self_coupling());
    if *rho <= -1 || *rho >= 1 {
        return Ok(None);
    }
    // h(1) = P (P - 1)/2 (1 + rho) - P.
    if Rational::from(1 + rho) * (memories as u64 - 1) <= 2 {
        return Ok(Some(None));
    }
    let start = Rational::from(-rho).max(Rational::new());
    enclose_root(|q| tilt(q, memories, rho), &start, &Rational::from(1), precision).map(|decay| Some(Some(decay)))
}

/// The threshold `K(P, rho) = g kappa_c` of a ring; `None` where no gain sustains it.
///
/// **Statement**: `K = min over q in (max(0, -rho), 1] of (1 - q^P)/((1 - q)(q + rho))`, certified: the derivative's sign changes
/// once, and the enclosure of the minimiser gives that of the minimum. **Errors**: [`Error::Domain`] for a chain. **Source**: R2.
pub fn reduced_threshold(parameters: &Parameters, precision: Precision) -> Result<Option<Interval>> {
    let (memories, rho) = (memories(parameters)?, parameters.self_coupling());
    match critical_decay(parameters, precision)? {
        None => Ok(None),
        // At q = 1 the quotient is P/(1 + rho).
        Some(None) => Ok(Some(Interval::from_rational(&at_one(parameters)?, precision))),
        Some(Some(decay)) => {
            let slope = tilt(&decay, memories, rho)?.divide(&(&decay + rho).square())?;
            minimum_at(&decay, |q| gain_of(q, memories, rho), &slope).map(Some) // R2
        }
    }
}

/// `P/(1 + rho)`, the reduced gain at which a cycle's dwell vanishes.
fn at_one(parameters: &Parameters) -> Result<Rational> {
    Rational::from(memories(parameters)? as u64).over(&Rational::from(1 + parameters.self_coupling()))
}

/// The gain above which a ring sustains itself, in units of the model; `None` where none does.
///
/// **Statement**: `K/g`, or with removed self-synapses `K/(g (1 - (1 + rho) K/N))` where that is positive. **Source**: R2, F1.
pub fn gain_threshold(parameters: &Parameters, precision: Precision) -> Result<Option<Interval>> {
    let Some(reduced) = reduced_threshold(parameters, precision)? else { return Ok(None) };
    shifted(parameters, &reduced)
}

/// Whether a ring sustains itself: `kappa >= K theta'`, with the saliency `theta'` at which memories are lost on a cycle.
///
/// **Errors**: [`Error::Undecided`] where the precision does not tell the gain from the threshold. **Source**: R2, F1.
pub fn sustains(parameters: &Parameters, precision: Precision) -> Result<Decided<bool>> {
    let Some(reduced) = reduced_threshold(parameters, precision)? else { return Ok(has_threshold(parameters)) };
    let excess = -(reduced * &effective_threshold(parameters)) + parameters.gain();
    excess.positive().decided("the gain is above the threshold", &excess)
}

/// Whether some gain sustains a sequence on an infinite network: `-1 < rho < 1`.
pub(in crate::theorems) fn has_threshold(parameters: &Parameters) -> Decided<bool> {
    Decided::order(&parameters.self_coupling().clone().abs(), &Rational::from(1)).map(Ordering::is_lt)
}

/// Number of cycles of a ring. **Errors**: as [`cycles`]. **Source**: R4.
pub fn branches(parameters: &Parameters, precision: Precision) -> Result<Decided<usize>> {
    let sustained = sustains(parameters, precision)?;
    let locked = recurrence::is_locked(parameters);
    let second = Decided::order(&equivalent_gain(parameters), &at_one(parameters)?).map(Ordering::is_lt);
    Ok(sustained.and(!locked).with(second).map(|(some, second)| usize::from(some) * (1 + usize::from(second))))
}

/// What removed self-synapses make of a reduced threshold `K`.
pub(in crate::theorems) fn shifted(parameters: &Parameters, reduced: &Interval) -> Result<Option<Interval>> {
    let slope = reduced.number(parameters.slope());
    let Some(neurons) = parameters.neurons() else { return reduced.divide(&slope).map(Some) };
    let weight = Rational::from(1 + parameters.self_coupling()) / Rational::from(neurons);
    let kept = -(reduced * &weight) + 1;
    if !kept.positive().decide("any gain suffices", &kept)? {
        return Ok(None);
    }
    reduced.divide(&(kept * parameters.slope())).map(Some) // F1
}

/// The reduced gain `k` of an equivalent ring that keeps its self-synapses.
///
/// On a cycle `S = kappa (1 + rho)`, so removed self-synapses raise the threshold `theta` by `kappa (1 + rho)/N`. **Source**: F1.
pub(in crate::theorems) fn equivalent_gain(parameters: &Parameters) -> Rational {
    parameters.gain() / effective_threshold(parameters)
}

/// The saliency below which a memory on a cycle is lost.
pub(in crate::theorems) fn effective_threshold(parameters: &Parameters) -> Rational {
    let total = parameters.gain() * (Rational::from(1) + parameters.self_coupling());
    let share = parameters.neurons().map_or_else(Rational::new, |neurons| total / Rational::from(neurons));
    parameters.threshold() + share
}

/// A cycle on a ring: every memory is entered with the same saliency and held for the same time.
#[derive(Debug, Clone)]
pub struct Cycle {
    /// `q = e^(-T/tau_u)`.
    pub decay: Interval,
    /// Saliency on entry.
    pub saliency: Interval,
    /// Time for which every memory is held.
    pub dwell: Interval,
}

/// The cycles of a ring: the one with the smaller decay, which is stable, and the other one where it exists.
///
/// **Statement**: `k = A(q)/(q + rho)` with `q < 1`: no solution below `K`, above it one with `q` below the minimiser (while `k rho <
/// 1`) and, while `k < P/(1 + rho)`, one above it. **Errors**: [`Error::Undecided`] at the threshold itself. **Source**: R4.
pub fn cycles(parameters: &Parameters, precision: Precision) -> Result<(Option<Cycle>, Option<Cycle>)> {
    let Some(minimiser) = critical_decay(parameters, precision)? else { return Ok((None, None)) };
    let Some(least) = reduced_threshold(parameters, precision)? else { return Ok((None, None)) };
    let k = equivalent_gain(parameters);
    let rho = parameters.self_coupling();
    if Rational::from(&k * rho) >= 1 {
        return Ok((None, None));
    }
    let excess = -least + &k;
    if !excess.positive().decide("the gain is above the threshold", &excess)? {
        return Ok((None, None));
    }
    let one = Rational::from(1);
    let split = minimiser.as_ref().map_or(Ok(one.clone()), |decay| to_rational(&decay.midpoint()))?;
    let start = Rational::from(-rho).max(Rational::new());
    let stable = root(parameters, &k, (&start, &split), precision)?;
    let other = if minimiser.is_some() && k < at_one(parameters)? {
        Some(root(parameters, &k, (&split, &one), precision)?)
    } else {
        None
    };
    Ok((Some(cycle(parameters, stable)?), other.map(|decay| cycle(parameters, decay)).transpose()?))
}

fn to_rational(value: &Float) -> Result<Rational> {
    value.to_rational().ok_or_else(|| Error::domain("decay", value, "a finite number"))
}

/// The decay between the two, where `A(q)/(q + rho)` is monotone, at which it equals `k`.
fn root(
    parameters: &Parameters,
    k: &Rational,
    (low, high): (&Rational, &Rational),
    precision: Precision,
) -> Result<Interval> {
    let (memories, rho) = (memories(parameters)?, parameters.self_coupling());
    // A(q) - k (q + rho) and its derivative: no division, so the left end may be a pole of the quotient.
    let excess = |q: &Interval| -> Result<(Interval, Interval)> {
        let (sum, slope) = sums(q, memories)?;
        Ok((sum - (q + rho) * k, slope - k))
    };
    refine_root(&enclose_root(|q| Ok(excess(q)?.0), low, high, precision)?, excess)
}

/// The cycle with a given decay: `Z = kappa (1 - q) + theta' q^(P-1)` with the effective threshold `theta'`.
fn cycle(parameters: &Parameters, decay: Interval) -> Result<Cycle> {
    let count = memories(parameters)? as u32;
    let remembered = decay.power(count - 1) * &effective_threshold(parameters);
    let saliency = (-&decay + 1) * parameters.gain() + remembered;
    let dwell = decay.reciprocal()?.ln()? * parameters.slow_time_constant();
    Ok(Cycle { decay, saliency, dwell })
}

/// Whether small deviations from a cycle die out; [`Error::Undecided`] at the boundary.
///
/// **Statement**: all roots of `l^(P-1) - (kappa Z^-2 - Z^-P) l^(P-2) + Z^-P (l^(P-3) + ... + 1)` lie in the unit disc, by the Schur-Cohn
/// recursion in intervals. **Domain**: `rho = 0`, self-synapses kept; saliencies in units of the threshold. **Source**: R4.
pub fn is_stable(parameters: &Parameters, cycle: &Cycle) -> Result<Decided<bool>> {
    if *parameters.self_coupling() != 0 || parameters.neurons().is_some() {
        return Err(Error::domain("self-coupling", parameters.self_coupling(), "0, with self-synapses kept"));
    }
    let count = memories(parameters)?;
    let z = &cycle.saliency * parameters.slope();
    let last = z.power(count as u32).reciprocal()?;
    let own = z.number(&parameters.reduced_gain()).divide(&z.square())? - &last;
    // Lowest coefficient first.
    let mut polynomial = vec![last; count - 1];
    polynomial[count - 2] = -own;
    polynomial.push(z.integer(1));
    schur_cohn(polynomial)
}

/// Whether all roots of a polynomial, lowest coefficient first, lie inside the unit circle.
///
/// `p` of degree `n` has that property iff `|a_0| < |a_n|` and `(a_n p - a_0 p*)/l`, of degree `n - 1`, has it, where `p*` has the
/// coefficients of `p` in reverse.
fn schur_cohn(mut polynomial: Vec<Interval>) -> Result<Decided<bool>> {
    loop {
        let (first, last) = (polynomial[0].clone(), polynomial[polynomial.len() - 1].clone());
        let margin = &last.square() - &first.square();
        let smaller = margin.positive().decided("the cycle is stable", &margin)?;
        if polynomial.len() <= 2 || !smaller.holds() {
            return Ok(smaller);
        }
        let reversed = polynomial.iter().rev();
        let next = polynomial.iter().zip(reversed).map(|(a, b)| (&(&last * a) - &(&first * b)).divide(&margin));
        polynomial = next.skip(1).collect::<Result<_>>()?;
    }
}

/// The time after which all transitions of a Zeno ring have happened.
///
/// **Statement**: two memories, `rho = 0`, `1 < g kappa <= 2`, the other memory's saliency exactly at the threshold: `z' - 1 = (k - 1)(1 - 1/z)`, and the
/// dwells `ln z` after any `n` add up to at most `(z_n - 1)/(2 - k)`. **Errors**: [`Error::Domain`] outside. **Source**: R5.
pub fn accumulation_time(parameters: &Parameters, saliency: &Rational, precision: Precision) -> Result<Interval> {
    let k = parameters.reduced_gain();
    let covered = parameters.topology() == Topology::Ring(2) && *parameters.self_coupling() == 0;
    if !covered || k <= 1 || k >= 2 || parameters.neurons().is_some() {
        return Err(Error::domain("gain", parameters.gain(), "between 1/g and 2/g, on a plain ring of two"));
    }
    let (rate, rest) = (Rational::from(&k - 1u32), Rational::from(2 - &k));
    // d = z - 1, so that what is left keeps its digits.
    let mut above = Interval::of(&(Rational::from(saliency * parameters.slope()) - 1u32), precision);
    let mut time = above.integer(0);
    loop {
        let tail = above.divide(&above.number(&rest))?;
        if *tail.upper() < Float::with_val(64, Float::i_exp(1, -(precision.get() as i32))) {
            let within = Interval::new(Float::new(precision.get()), tail.upper().clone())?;
            return Ok((time + within) * parameters.slow_time_constant());
        }
        let z = &above + 1;
        time = time + z.ln()?;
        above = above.divide(&z)? * &rate; // R5
    }
}
