//! What U3 to U7 say of special gains, in closed form.

use crate::error::{Error, Result};
use crate::model::UnequalGains;
use crate::numerics::rational::ratio;
use crate::numerics::{Algebraic, Decided, Precision, Scalar};
use rug::{Integer, Rational};
use std::cmp::Ordering;

/// `1/sqrt(value)`.
fn inverse_root<S: Scalar>(value: &Rational, precision: Precision) -> Result<S> {
    S::of(value, precision).sqrt()?.reciprocal()
}

/// The angle `arccos(1/sqrt(kappa))` of a gain, `kappa >= 1`. **Source**: U3.
pub fn angle<S: Scalar>(gain: &Rational, precision: Precision) -> Result<S> {
    inverse_root::<S>(gain, precision)?.acos()
}

/// The third gain with which three repeated gains only just sustain a sequence, `1/cos^2(pi - A - B)`: the angles of the gains are those
/// of a triangle.
///
/// **Domain**: unit slope; `1/kappa_1 + 1/kappa_2 < 1`, without which no third gain suffices. **Errors**: [`Error::Domain`] otherwise.
/// **Source**: U3.
pub fn third_gain<S: Scalar>(first: &Rational, second: &Rational, precision: Precision) -> Result<S> {
    if Rational::from(first.recip_ref()) + Rational::from(second.recip_ref()) >= 1 {
        return Err(Error::domain("gains", format!("{first},{second}"), "such that 1/kappa_1 + 1/kappa_2 < 1"));
    }
    let third = S::pi(precision) - angle::<S>(first, precision)? - angle::<S>(second, precision)?;
    third.cos().square().reciprocal() // U3
}

/// Whether `a_1 + a_2 + a_3 + f sqrt(a_1 a_2 a_3) <= 1` with `a = 1/kappa`, exactly; `f = 2` decides whether three repeated gains of unit
/// slope sustain a sequence. **Source**: U3.
pub fn triple_sustains(gains: [&Rational; 3], factor: u32) -> Decided<bool> {
    let shares = gains.map(|gain| Rational::from(gain.recip_ref()));
    let rest = Rational::from(1) - shares.iter().sum::<Rational>();
    let product = shares.iter().product::<Rational>() * Rational::from(factor).square();
    let positive = Decided::order(&rest, &Rational::new()).map(Ordering::is_ge);
    positive.and(Decided::order(&rest.square(), &product).map(Ordering::is_ge)) // U3
}

/// By how much the averaging inequality is strict from saliency 0 to saliency `n` of an orbit of unit slope:
/// `(1/2) sum (sqrt(1 - 1/Z_j) - sqrt(1/Z_{j+1}))^2` over the transitions, the deficit of each mean.
///
/// **Domain**: saliencies above 1. **Source**: U4.
pub fn averaging_gap<S: Scalar>(saliencies: &[Rational], precision: Precision) -> Result<S> {
    let zero = S::of(&Rational::new(), precision);
    let gap = saliencies.windows(2).try_fold(zero, |sum, pair| -> Result<S> {
        let kept = S::of(&(Rational::from(1) - Rational::from(pair[0].recip_ref())), precision).sqrt()?;
        Ok(sum + (kept - inverse_root::<S>(&pair[1], precision)?).square()) // U4
    })?;
    Ok(gap * &ratio(1, 2))
}

/// The first saliencies of a chain, in rationals, for as long as they exceed one. **Domain**: unit slope. **Source**: U1.
pub fn orbit(gains: &UnequalGains, saliency: &Rational, most: usize) -> Vec<Rational> {
    let next = |(memory, last): &(usize, Rational)| {
        let next = (Rational::from(1) - Rational::from(last.recip_ref())) * gains.gain(*memory);
        (next > 1).then_some((memory + 1, next))
    };
    let start = (*saliency > 1).then(|| (0, saliency.clone()));
    std::iter::successors(start, next).map(|(_, saliency)| saliency).take(most + 1).collect()
}

/// The gain of memory `n` in a sequence whose gains are all below four and which never ends: `16 (n + 1)(n + 2)/(2 n + 3)^2`.
/// **Source**: U5.
pub fn endless_gain(memory: u32) -> Rational {
    let n = Rational::from(memory);
    let product = Rational::from(&n + 1u32) * Rational::from(&n + 2u32) * 16u32;
    product / (n * 2u32 + 3u32).square() // U5
}

/// The saliency with which its memory `n` is entered, `4 (n + 1)/(2 n + 1)`. **Source**: U5.
pub fn endless_saliency(memory: u32) -> Rational {
    Rational::from((u64::from(memory) * 4 + 4, u64::from(memory) * 2 + 1)) // U5
}

/// What the index of the collapse over that of the start tends to with gains `4 - c/n^2`, `exp(2 pi/sqrt(c - 1))`; `None` for `c <= 1`,
/// where sequences last from some index on. **Source**: U5.
pub fn collapse_ratio<S: Scalar>(deficit: &Rational, precision: Precision) -> Result<Option<S>> {
    if *deficit <= 1 {
        return Ok(None);
    }
    let root = S::of(&Rational::from(deficit - 1u32), precision).sqrt()?;
    Ok(Some((S::pi(precision) * 2).over(&root)?.exp())) // U5
}

/// The number of words of so many letters, weak or strong, without `run` weak letters in a row: each is the number of its last letters
/// that may be weak, summed. Fibonacci's numbers for `run = 2`. **Source**: U6.
pub fn surviving_words(letters: usize, run: usize) -> Integer {
    let mut counts = vec![Integer::from(1)];
    for length in 1..=letters {
        // The last strong letter stands at one of `run` places, or there is none yet.
        let ended: Integer = counts.iter().rev().take(run).sum();
        counts.push(if length < run { ended + 1u32 } else { ended });
    }
    counts[letters].clone()
}

/// The probability that so many letters, each weak with a probability, hold no `run` weak ones in a row. **Source**: U6.
pub fn survival(letters: usize, run: usize, weak: &Rational) -> Rational {
    // How likely it is that the word is alive and ends in so many weak letters.
    let strong = Rational::from(1 - weak);
    let mut ending = vec![Rational::new(); run];
    ending[0] = Rational::from(1);
    for _ in 0..letters {
        let alive: Rational = ending.iter().sum();
        let weaker = ending[..run - 1].iter().map(|share| Rational::from(share * weak));
        ending = std::iter::once(alive * &strong).chain(weaker).collect();
    }
    ending.iter().sum()
}

/// The mean number of transitions, `(1 - p^r)/(p^r (1 - p))`: the mean waiting time for `run` weak letters in a row.
///
/// **Domain**: `0 < p < 1`. **Source**: U6.
pub fn mean_transitions(run: u32, weak: &Rational) -> Rational {
    let all = weak.power(run);
    (Rational::from(1) - &all) / (all * Rational::from(1 - weak)) // U6
}

/// The gain above which `n` transitions succeed from an arbitrarily strong start, `4 cos^2(pi/(n + 2))`. **Source**: U7.
pub fn ladder_gain<S: Scalar>(transitions: u32, precision: Precision) -> S {
    let angle = S::of(&Rational::from(1), precision).times_pi(&Rational::from((1, transitions + 2)));
    angle.cos().square() * 4 // U7
}

/// The least gain of one memory among `m - 1` of gain `K` with which a sequence lasts,
/// `K (cosh((m - 1) eta/2)/cosh((m + 1) eta/2))^2` with `cosh eta = sqrt(K)/2`, and the same with cosines below `K = 4`; `None` where no
/// gain suffices, `K <= 4 cos^2(pi/(m + 1))`.
///
/// **Accuracy**: that of the scalar. **Source**: U7.
pub fn weak_link<S: Scalar>(gain: &Rational, memories: u32, precision: Precision) -> Result<Option<S>> {
    let half = |factor: u32| Rational::from((factor, 2));
    let (inner, outer) = (half(memories - 1), half(memories + 1));
    let root = S::of(gain, precision).sqrt()?;
    let quotient = match gain.cmp(&Rational::from(4)) {
        Ordering::Equal => root.integer(1),
        Ordering::Less => {
            let phi = (root * &ratio(1, 2)).acos()?;
            let angle = phi.clone() * &outer;
            // Beyond a right angle the cosine is negative and no gain helps.
            if (S::pi(precision) * &ratio(1, 2) - &angle).ln().is_err() {
                return Ok(None);
            }
            (phi * &inner).cos().over(&angle.cos())?
        }
        Ordering::Greater => {
            let excess = root.number(&Rational::from(gain - 4u32)).sqrt()?;
            let eta = ((root + &excess) * &ratio(1, 2)).ln()?;
            let cosh = |factor: &Rational| {
                let exponent = eta.clone() * factor;
                exponent.exp() + (-exponent).exp()
            };
            cosh(&inner).over(&cosh(&outer))?
        }
    };
    Ok(Some(quotient.square() * gain)) // U7
}
