//! U8: rings with unequal gains.
//!
//! On a cycle a memory that comes round again has the share `Q` left of the saliency with which it was entered before, `Q` the product of all
//! decays. So the ring is the periodic chain with the gains `kappa_j/(1 - Q)`, and one round of that multiplies by `prod theta/Q`, which must
//! be an eigenvalue: with `x = 1 - Q` and `T(x)` the trace of the product of `[[kappa, -kappa theta], [x, 0]]`,
//! `prod theta x^(P-1) = (1 - x)((T(x) - T(0))/x + T(0))`, a polynomial equation in `x`.

use super::{is_positive, sustains, thresholds};
use crate::error::{Error, Result};
use crate::model::{Topology, UnequalGains};
use crate::numerics::isolation::isolate;
use crate::numerics::roots::refine_root;
use crate::numerics::{Algebraic, Certainty, Decided, Interval, Precision};
use rug::{Float, Rational};

/// Boxes that are looked at for roots.
const MOST_BOXES: usize = 20_000;

/// A polynomial, from the constant term up.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Polynomial(Vec<Rational>);

impl Polynomial {
    fn constant(value: Rational) -> Self {
        Self(vec![value])
    }

    /// `self + factor x^shift other`.
    fn plus(&self, factor: &Rational, shift: usize, other: &Self) -> Self {
        let mut sum = self.0.clone();
        sum.resize(sum.len().max(other.0.len() + shift), Rational::new());
        for (slot, coefficient) in sum[shift..].iter_mut().zip(&other.0) {
            *slot += Rational::from(factor * coefficient);
        }
        Self(sum)
    }

    /// Value and derivative.
    fn evaluate(&self, x: &Interval) -> (Interval, Interval) {
        let zero = Interval::from_integer(0, x.precision());
        self.0
            .iter()
            .rev()
            .fold((zero.clone(), zero), |(value, slope), coefficient| (&value * x + coefficient, &slope * x + &value))
    }
}

/// `T(x)`: the trace of the product of `[[kappa, -kappa theta], [x, 0]]` over the ring.
fn trace(gains: &UnequalGains) -> Polynomial {
    let entry = |value: i32| Polynomial::constant(Rational::from(value));
    let mut product = [[entry(1), entry(0)], [entry(0), entry(1)]];
    for memory in 0..gains.period() {
        let gain = gains.gain(memory);
        let pull = -(gain * gains.threshold(memory));
        let column = |above: &Polynomial, below: &Polynomial| {
            let driven = entry(0).plus(gain, 0, above).plus(&pull, 0, below);
            (driven, entry(0).plus(&Rational::from(1), 1, above))
        };
        let (a, c) = column(&product[0][0], &product[1][0]);
        let (b, d) = column(&product[0][1], &product[1][1]);
        product = [[a, b], [c, d]];
    }
    product[0][0].plus(&Rational::from(1), 0, &product[1][1])
}

/// The polynomial whose zeros in `(0, 1)` are the `x = 1 - Q` of possible cycles; positive at 1.
fn condition(gains: &UnequalGains) -> Polynomial {
    let (count, one) = (gains.period(), Rational::from(1));
    let trace = trace(gains);
    let mut quotient = Polynomial(trace.0.get(1..).unwrap_or_default().to_vec());
    quotient = quotient.plus(&trace.0[0], 0, &Polynomial::constant(one.clone()));
    let balance = quotient.plus(&Rational::from(-1), 1, &quotient);
    let power = Polynomial::constant(thresholds(gains, count));
    Polynomial::constant(Rational::new()).plus(&one, count - 1, &power).plus(&Rational::from(-1), 0, &balance) // U8
}

/// Whether the chain with the gains `kappa_j/x` has positive leading minors up to the size `P - 1`: whether its saliencies are alive.
fn is_alive(gains: &UnequalGains, x: &Interval) -> Result<bool> {
    let one = Interval::from_integer(1, x.precision());
    let (mut before, mut last) = (one.clone(), one);
    for memory in 1..gains.period() - 1 {
        let coupling = x * &(gains.threshold(memory) / gains.gain(memory - 1));
        let next = &last - &(coupling * &before);
        before = std::mem::replace(&mut last, next);
        if !last.positive().decide("a leading minor is positive", &last)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The stable cycle of a ring.
#[derive(Debug, Clone, PartialEq)]
pub struct RingCycle {
    /// `Q`: what a turn leaves of a saliency that nothing drives.
    pub decay: Interval,
    /// Time of a turn, `-ln Q`.
    pub period: Interval,
}

/// The cycle of a ring with the least `Q`; `None` where there is none.
///
/// **Accuracy**: an enclosure. **Domain**: rings; gains at which no two cycles coincide. **Errors**:
/// [`Error::Undecided`] where they may. **Source**: U8.
pub fn stable_cycle(gains: &UnequalGains, precision: Precision) -> Result<Option<RingCycle>> {
    // Of two or three memories the condition has one zero in (0, 1) or none.
    let few = gains.period() <= 3;
    if few && !few_sustain(gains).holds() {
        return Ok(None);
    }
    let condition = condition(gains);
    let floor = Rational::from(1) >> (precision.get() / 2);
    let range =
        Interval::from_rational(&floor, precision).hull(&Interval::from_rational(&live_share(gains)?, precision));
    let zeros = isolate(|x| Ok(condition.evaluate(x)), &range, MOST_BOXES)?;
    for bracket in zeros.value().iter().rev() {
        let x = refine_root(bracket, |x| Ok(condition.evaluate(x)))?;
        if is_alive(gains, &x)? {
            let decay = -x + 1;
            return Ok(Some(RingCycle { period: -decay.ln()?, decay }));
        }
    }
    if few {
        return Err(Error::Undecided { question: "the cycle's decay is below one", value: range.to_string() });
    }
    Ok(None)
}

/// An `x` up to which, and not much further, the chain with the gains `kappa_j/x` sustains a sequence: zeros of the condition beyond it,
/// which are often double, belong to no cycle.
fn live_share(gains: &UnequalGains) -> Result<Rational> {
    const HALVINGS: usize = 64;
    let list = |of: &dyn Fn(usize) -> Rational| (0..gains.period()).map(of).collect::<Vec<_>>();
    let slopes = list(&|memory| gains.slope(memory).clone());
    let lives = |x: &Rational| -> Result<bool> {
        let chain = UnequalGains::new(list(&|memory| Rational::from(gains.gain(memory) / x)), slopes.clone())?;
        Ok(sustains(&chain).holds())
    };
    let (mut low, mut high) = (Rational::new(), Rational::from(1));
    if lives(&high)? {
        return Ok(high);
    }
    for _ in 0..HALVINGS {
        let middle = Rational::from(&low + &high) / 2u32;
        if lives(&middle)? { low = middle } else { high = middle }
    }
    Ok(high)
}

/// Whether a ring of two or three memories has a cycle, exactly: `sum theta_{j+1}/kappa_j < 1`; for two also both terms below one, which is
/// implied. **Source**: U8.
pub fn few_sustain(gains: &UnequalGains) -> Decided<bool> {
    let count = gains.period();
    let shares = (0..count).map(|memory| gains.threshold((memory + 1) % count) / gains.gain(memory));
    is_positive(&(Rational::from(1) - shares.sum::<Rational>())) // U8
}

/// `Q` of a ring of two, exactly: with unit slope `1/((kappa_1 - 1)(kappa_2 - 1))`. **Domain**: rings of two with a cycle. **Source**: U8.
pub fn decay_of_two(gains: &UnequalGains) -> Rational {
    let excess = |memory: usize| gains.gain(memory) - gains.threshold(memory + 1);
    thresholds(gains, 2) / (excess(0) * excess(1)) // U8
}

/// What becomes of a ring's sequence, as far as its recurrence was followed.
#[derive(Debug, Clone)]
pub enum Ending {
    /// No memory exists after this many transitions, at this time.
    Collapses(usize, Interval),
    /// It repeats itself from turn to turn.
    Settles,
    /// Its dwells have become immeasurably short.
    Accumulates,
    /// Neither, for as long as it was followed, or another memory than the successor exists too.
    Open,
}

/// Follows the recurrence of a ring from a first saliency that no other memory has, for at most so many transitions: while memory `n` is
/// held, its successor is driven and everything else decays by `q_n = theta_n/alpha_n`.
///
/// **Accuracy**: a collapse is proved, its time enclosed; a sequence has settled when over three turns no saliency changed by more than a
/// relative `2^-16` from turn to turn. **Errors**: [`Error::Undecided`] when a memory is too near to its
/// threshold. **Source**: R1, U8.
pub fn ending(gains: &UnequalGains, saliency: &Rational, most: usize, precision: Precision) -> Result<Ending> {
    let count = match gains.topology() {
        Topology::Ring(memories) => memories,
        Topology::Chain => return Ok(Ending::Open),
    };
    let mut state = vec![Interval::from_integer(0, precision); count];
    state[0] = Interval::from_rational(saliency, precision);
    let (mut left, mut entered) = (Interval::from_integer(1, precision), vec![None; count]);
    let (mut steady, mut short) = (0, 0);
    for transition in 0..most {
        let (own, next) = (transition % count, (transition + 1) % count);
        let decay = state[own].number(&gains.threshold(own)).divide(&state[own])?;
        state = state.iter().map(|saliency| saliency * &decay).collect();
        state[next] = &state[next] + &((-&decay + 1) * gains.gain(own)); // R1
        left = &left * &decay;
        let alive =
            |memory: usize| state[memory].above(&gains.threshold(memory)).decide("a memory exists", &state[memory]);
        if (0..count)
            .filter(|memory| ![own, next].contains(memory))
            .map(alive)
            .collect::<Result<Vec<_>>>()?
            .contains(&true)
        {
            return Ok(Ending::Open);
        }
        if !alive(next)? {
            return Ok(Ending::Collapses(transition + 1, -left.ln()?));
        }
        short = if is_short(&decay) { short + 1 } else { 0 };
        let before: Option<Interval> = entered[next].replace(state[next].clone());
        steady = if before.is_some_and(|before| is_near(&state[next], &before)) { steady + 1 } else { 0 };
        if short > count {
            return Ok(Ending::Accumulates);
        }
        if steady > 3 * count {
            return Ok(Ending::Settles);
        }
    }
    Ok(Ending::Open)
}

/// Whether a saliency is within a relative `2^-16` of another.
fn is_near(saliency: &Interval, other: &Interval) -> bool {
    (saliency - other).magnitude() < Float::with_val(64, other.lower() >> 16u32)
}

/// Whether so little decays that the dwell is immeasurably short.
fn is_short(decay: &Interval) -> bool {
    decay.above(&(Rational::from(1) - (Rational::from(1) >> 40u32))) == Certainty::Certainly
}
