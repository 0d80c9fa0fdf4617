//! R1 to R6 in closed form: the recurrence, the threshold as a minimum, the cycles and their stability.

use crate::error::{Error, Result};
use crate::model::{Parameters, Topology};
use crate::numerics::{Algebraic, Certainty, Interval, Precision};
use rug::{Float, Rational};

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
    precision: Precision,
) -> Result<Option<Handover<S>>> {
    let classes = if let Topology::Ring(memories) = parameters.topology() { memories } else { 3 };
    if saliencies.len() != classes || retrieved >= classes {
        return Err(Error::domain("saliencies", saliencies.len(), "one per memory of a ring, three for a chain"));
    }
    let number = |value: &Rational| S::from_rational(value, precision);
    let own = Rational::from(parameters.gain() * parameters.self_coupling());
    let total = Rational::from(parameters.gain() + &own);
    let share = parameters.neurons().map_or_else(Rational::new, |neurons| Rational::from((1, neurons)));
    let above = parameters.threshold() - &own + Rational::from(&total * &share);
    if above <= 0 {
        return Ok(None);
    }
    let sum = saliencies.iter().cloned().reduce(|sum, saliency| sum + saliency);
    let surplus = sum.map_or_else(|| number(&Rational::new()), |sum| sum - number(&total));
    let below = saliencies[retrieved].clone() - number(&own) - surplus * number(&share);
    let decay = number(&above).over(&below)?;
    let successor = (retrieved + 1) % saliencies.len();
    let mut after: Vec<S> = saliencies.iter().map(|saliency| saliency.clone() * decay.clone()).collect();
    let risen = number(&Rational::from(1)) - decay.clone();
    after[retrieved] = after[retrieved].clone() + number(&own) * risen.clone();
    after[successor] = after[successor].clone() + number(parameters.gain()) * risen;
    if parameters.topology() == Topology::Chain {
        let others = after[0].clone() + after[2].clone();
        after = vec![after[1].clone(), number(&Rational::new()), others];
    }
    Ok(Some(Handover { decay, saliencies: after }))
}

/// By how much what a memory's neurons see of it, `Z - S/N`, exceeds the threshold: it exists where that is positive. **Source**: F2.
pub fn exists_by<S: Algebraic>(parameters: &Parameters, saliencies: &[S], memory: usize, precision: Precision) -> S {
    let own = saliencies[memory].clone() - S::from_rational(&parameters.threshold(), precision);
    let Some(neurons) = parameters.neurons() else { return own };
    let total = saliencies.iter().cloned().fold(S::integer(0, precision), |sum, saliency| sum + saliency);
    own - total * S::from_rational(&Rational::from((1, neurons)), precision)
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
    let precision = q.precision();
    let integer = |value: usize| Interval::from_integer(value as i64, precision);
    if memories <= TERM_BY_TERM {
        let zero = integer(0);
        let (mut sum, mut slope) = (zero.clone(), zero);
        for _ in 0..memories {
            slope = &(&slope * q) + &sum;
            sum = &(&sum * q) + &integer(1);
        }
        return Ok((sum, slope));
    }
    let count = u32::try_from(memories).map_err(|_| Error::domain("memories", memories, "below 2^32"))?;
    let rest = &integer(1) - q;
    let last = q.power(count - 1, precision);
    let sum = (&integer(1) - &(&last * q)).divide(&rest)?;
    let slope = (&sum - &(&integer(memories) * &last)).divide(&rest)?;
    Ok((sum, slope))
}

/// `h(q) = A'(q) (q + rho) - A(q)`, of the sign of the derivative of `A(q)/(q + rho)` and increasing in `q`.
fn tilt(q: &Interval, memories: usize, self_coupling: &Interval) -> Result<Interval> {
    let (sum, slope) = sums(q, memories)?;
    Ok(&(&slope * &(q + self_coupling)) - &sum)
}

/// The reduced gain `k = A(q)/(q + rho)` at which a cycle has the decay `q`.
fn gain_of(q: &Interval, memories: usize, self_coupling: &Interval) -> Result<Interval> {
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
    let coupling = Interval::from_rational(rho, precision);
    let (mut low, mut high) = (Rational::from(-rho).max(Rational::new()), Rational::from(1));
    let sign = |q: &Rational| tilt(&Interval::from_rational(q, precision), memories, &coupling);
    while Rational::from(&high - &low) > Rational::from(1) >> (precision.get() + 8) {
        let middle = Rational::from(&low + &high) / 2u32;
        match sign(&middle)?.positive() {
            Certainty::Certainly => high = middle,
            Certainty::CertainlyNot => low = middle,
            Certainty::Unknown => break,
        }
    }
    // Ends whose signs are certain, as near to the zero as the precision allows.
    let half = Rational::from(&low + &high) / 2u32;
    let (low, high) = (between_certain(&low, &half, &sign, false)?, between_certain(&high, &half, &sign, true)?);
    Ok(Some(Some(Interval::from_rational(&low, precision).hull(&Interval::from_rational(&high, precision)))))
}

/// The point nearest to `inner`, on the way from `outer`, at which the sign is certainly the one of `outer`.
fn between_certain(
    outer: &Rational,
    inner: &Rational,
    sign: &impl Fn(&Rational) -> Result<Interval>,
    positive: bool,
) -> Result<Rational> {
    let wanted = if positive { Certainty::Certainly } else { Certainty::CertainlyNot };
    let (mut sure, mut open) = (outer.clone(), inner.clone());
    for _ in 0..8 {
        let middle = Rational::from(&sure + &open) / 2u32;
        if sign(&middle)?.positive() == wanted { sure = middle } else { open = middle }
    }
    Ok(sure)
}

/// The threshold `K(P, rho) = g kappa_c` of a ring; `None` where no gain sustains it.
///
/// **Statement**: `K = min over q in (max(0, -rho), 1] of (1 - q^P)/((1 - q)(q + rho))`, certified: the derivative's sign changes
/// once, and the enclosure of the minimiser gives that of the minimum. **Errors**: [`Error::Domain`] for a chain. **Source**: R2.
pub fn reduced_threshold(parameters: &Parameters, precision: Precision) -> Result<Option<Interval>> {
    let memories = memories(parameters)?;
    let coupling = Interval::from_rational(parameters.self_coupling(), precision);
    match critical_decay(parameters, precision)? {
        None => Ok(None),
        // At q = 1 the quotient is P/(1 + rho).
        Some(None) => Ok(Some(Interval::from_rational(&at_one(parameters)?, precision))),
        Some(Some(decay)) => {
            // The minimum lies below the value at any point, and above that value less what the slope can take off.
            let middle = Interval::new(decay.midpoint(), decay.midpoint())?;
            let value = gain_of(&middle, memories, &coupling)?;
            let below = &decay + &coupling;
            let slope = tilt(&decay, memories, &coupling)?.divide(&(&below * &below))?;
            Ok(Some(&value + &(&slope * &(&decay - &middle)))) // R2
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

/// What removed self-synapses make of a reduced threshold `K`.
pub(in crate::theorems) fn shifted(parameters: &Parameters, reduced: &Interval) -> Result<Option<Interval>> {
    let precision = reduced.precision();
    let slope = Interval::from_rational(parameters.slope(), precision);
    let Some(neurons) = parameters.neurons() else { return reduced.divide(&slope).map(Some) };
    let weight = Rational::from(1 + parameters.self_coupling()) / Rational::from(neurons);
    let lost = reduced * &Interval::from_rational(&weight, precision);
    let kept = &Interval::from_integer(1, precision) - &lost;
    if !kept.positive().decide("any gain suffices", &kept)? {
        return Ok(None);
    }
    reduced.divide(&(&slope * &kept)).map(Some) // F1
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
    let exact = Interval::from_rational(&k, precision);
    if Rational::from(&k * rho) >= 1 {
        return Ok((None, None));
    }
    let excess = &exact - &least;
    if !excess.positive().decide("the gain is above the threshold", &excess)? {
        return Ok((None, None));
    }
    let one = Rational::from(1);
    let split = minimiser.as_ref().map_or(Ok(one.clone()), |decay| to_rational(&decay.midpoint()))?;
    let start = Rational::from(-rho).max(Rational::new());
    let stable = root(parameters, &k, start, split.clone(), false, precision)?;
    let other = if minimiser.is_some() && k < at_one(parameters)? {
        Some(root(parameters, &k, split, one, true, precision)?)
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
    mut low: Rational,
    mut high: Rational,
    rising: bool,
    precision: Precision,
) -> Result<Interval> {
    let (memories, exact) = (memories(parameters)?, Interval::from_rational(k, precision));
    let coupling = Interval::from_rational(parameters.self_coupling(), precision);
    // A(q) - k (q + rho): no division, so the left end may be a pole of the quotient.
    let excess = |q: &Interval| -> Result<Interval> { Ok(&sums(q, memories)?.0 - &(&exact * &(q + &coupling))) };
    while Rational::from(&high - &low) > Rational::from(1) >> (precision.get() / 2) {
        let middle = Rational::from(&low + &high) / 2u32;
        match excess(&Interval::from_rational(&middle, precision))?.positive() {
            Certainty::Certainly if rising => high = middle,
            Certainty::Certainly => low = middle,
            Certainty::CertainlyNot if rising => low = middle,
            Certainty::CertainlyNot => high = middle,
            Certainty::Unknown => break,
        }
    }
    let mut bracket = Interval::from_rational(&low, precision).hull(&Interval::from_rational(&high, precision));
    // Interval Newton: the root is in the bracket, and stays in its intersection with every step.
    loop {
        let middle = Interval::new(bracket.midpoint(), bracket.midpoint())?;
        let slope = &sums(&bracket, memories)?.1 - &exact;
        let Ok(step) = excess(&middle)?.divide(&slope) else { return Ok(bracket) };
        match bracket.intersection(&(&middle - &step)) {
            Some(next) if next.width() < bracket.width() => bracket = next,
            _ => return Ok(bracket),
        }
    }
}

/// The cycle with a given decay: `Z = kappa (1 - q) + theta' q^(P-1)` with the effective threshold `theta'`.
fn cycle(parameters: &Parameters, decay: Interval) -> Result<Cycle> {
    let precision = decay.precision();
    let count = memories(parameters)? as u32;
    let number = |value: &Rational| Interval::from_rational(value, precision);
    let one = number(&Rational::from(1));
    let remembered = &number(&effective_threshold(parameters)) * &decay.power(count - 1, precision);
    let saliency = &(&number(parameters.gain()) * &(&one - &decay)) + &remembered;
    let dwell = &one.divide(&decay)?.ln()? * &number(parameters.slow_time_constant());
    Ok(Cycle { decay, saliency, dwell })
}

/// Whether small deviations from a cycle die out; [`Certainty::Unknown`] near its boundary.
///
/// **Statement**: all roots of `l^(P-1) - (kappa Z^-2 - Z^-P) l^(P-2) + Z^-P (l^(P-3) + ... + 1)` lie in the unit disc, by the Schur-Cohn
/// recursion in intervals. **Domain**: `rho = 0`, self-synapses kept; saliencies in units of the threshold. **Source**: R4.
pub fn is_stable(parameters: &Parameters, cycle: &Cycle) -> Result<Certainty> {
    if *parameters.self_coupling() != 0 || parameters.neurons().is_some() {
        return Err(Error::domain("self-coupling", parameters.self_coupling(), "0, with self-synapses kept"));
    }
    let (count, precision) = (memories(parameters)?, cycle.saliency.precision());
    let number = |value: &Rational| Interval::from_rational(value, precision);
    let z = &cycle.saliency * &number(parameters.slope());
    let one = number(&Rational::from(1));
    let last = one.divide(&z.power(count as u32, precision))?;
    let own = &number(&parameters.reduced_gain()).divide(&(&z * &z))? - &last;
    // Lowest coefficient first.
    let mut polynomial = vec![last; count - 1];
    polynomial[count - 2] = -own;
    polynomial.push(one);
    schur_cohn(polynomial)
}

/// Whether all roots of a polynomial, lowest coefficient first, lie inside the unit circle.
///
/// `p` of degree `n` has that property iff `|a_0| < |a_n|` and `(a_n p - a_0 p*)/l`, of degree `n - 1`, has it, where `p*` has the
/// coefficients of `p` in reverse.
fn schur_cohn(mut polynomial: Vec<Interval>) -> Result<Certainty> {
    while polynomial.len() > 1 {
        let (first, last) = (polynomial[0].clone(), polynomial[polynomial.len() - 1].clone());
        let margin = &last.square() - &first.square();
        match margin.positive() {
            Certainty::Certainly => {}
            answer => return Ok(answer),
        }
        let reversed = polynomial.iter().rev();
        let next = polynomial.iter().zip(reversed).map(|(a, b)| (&(&last * a) - &(&first * b)).divide(&margin));
        polynomial = next.skip(1).collect::<Result<_>>()?;
    }
    Ok(Certainty::Certainly)
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
    let number = |value: &Rational| Interval::from_rational(value, precision);
    let one = number(&Rational::from(1));
    let (rate, rest) = (number(&Rational::from(&k - 1u32)), number(&Rational::from(2 - &k)));
    // d = z - 1, so that what is left keeps its digits.
    let mut above = number(&(Rational::from(saliency * parameters.slope()) - 1u32));
    let mut time = number(&Rational::new());
    loop {
        let tail = above.divide(&rest)?;
        if *tail.upper() < Float::with_val(64, Float::i_exp(1, -(precision.get() as i32))) {
            let within = Interval::new(Float::new(precision.get()), tail.upper().clone())?;
            return Ok(&(&time + &within) * &number(parameters.slow_time_constant()));
        }
        let z = &one + &above;
        time = &time + &z.ln()?;
        above = &rate * &above.divide(&z)?; // R5
    }
}
