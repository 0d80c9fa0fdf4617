//! What a count of successes says of their probability.

use crate::error::{Error, Result};
use crate::numerics::roots::bisect;
use crate::numerics::{Certainty, Interval, Precision};
use rug::{Integer, Rational};

/// Halvings of the interval from zero to one.
const HALVINGS: u32 = 20;

/// The probabilities that a count does not contradict: outside of them it, or one still further off, is less likely than half of `error`.
///
/// **Statement**: the interval of Clopper and Pearson, exact for every number of trials; it holds the true probability in all runs but a
/// share `error`. **Domain**: `0 < error < 1`, at most as many successes as trials. **Accuracy**: its ends are at most `2^-20` too far out.
/// **Errors**: [`Error::Domain`].
///
/// ```
/// use escapement::evidence::binomial_interval;
/// use escapement::numerics::rational::ratio;
/// let range = binomial_interval(480, 1000, &ratio(1, 1_000_000))?;
/// assert!(range.contains_rational(&ratio(1, 2)) && !range.contains_rational(&ratio(3, 5)));
/// # Ok::<(), escapement::Error>(())
/// ```
pub fn binomial_interval(successes: u64, trials: u64, error: &Rational) -> Result<Interval> {
    if successes > trials {
        return Err(Error::domain("successes", successes, "at most as many as trials"));
    }
    if *error <= 0 || *error >= 1 {
        return Err(Error::domain("error", error, "a number between 0 and 1"));
    }
    let precision = Precision::bits(96)?;
    let half = Rational::from(error / 2u32);
    let low = least_probability(successes, trials, &half, precision)?;
    let high = Rational::from(1) - least_probability(trials - successes, trials, &half, precision)?;
    Ok(Interval::from_rational(&low, precision).hull(&Interval::from_rational(&high, precision)))
}

/// A probability at which that many successes or more are certainly no likelier than `error`, as large as the halvings find it.
fn least_probability(successes: u64, trials: u64, error: &Rational, precision: Precision) -> Result<Rational> {
    if successes == 0 {
        return Ok(Rational::new());
    }
    let unlikely = |p: &Rational| Ok(opposite(upper_tail(successes, trials, p, precision)?.above(error)));
    Ok(bisect(unlikely, (&Rational::new(), &Rational::from(1)), HALVINGS)?.0)
}

/// The answer to the opposite question.
const fn opposite(certainty: Certainty) -> Certainty {
    match certainty {
        Certainty::Certainly => Certainty::CertainlyNot,
        Certainty::CertainlyNot => Certainty::Certainly,
        Certainty::Unknown => Certainty::Unknown,
    }
}

/// The probability of so many successes or more, for `0 < p < 1`.
fn upper_tail(successes: u64, trials: u64, p: &Rational, precision: Precision) -> Result<Interval> {
    let (p, q) = (Interval::from_rational(p, precision), Interval::from_rational(&Rational::from(1 - p), precision));
    let (n, k) = (counted(trials)?, counted(successes)?);
    let ways = Rational::from(Integer::from(n).binomial(k));
    let mut term = p.power(k) * q.power(n - k) * &ways;
    let (mut sum, odds) = (term.clone(), p.divide(&q)?);
    for j in k..n {
        let ratio = &odds * &Rational::from((n - j, j + 1));
        if (&term * &Rational::from(1u64 << 40)).less(&sum) == Certainty::Certainly {
            // The ratios fall, so that the rest is less than geometric.
            let rest = (&term * &ratio).divide(&(-&ratio + 1))?;
            return Ok(&sum + &rest.hull(&Interval::from_integer(0, precision)));
        }
        term = &term * &ratio;
        sum = sum + &term;
    }
    Ok(sum)
}

fn counted(number: u64) -> Result<u32> {
    u32::try_from(number).map_err(|_| Error::domain("trials", number, "a number of at most 32 bits"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numerics::rational::ratio;

    #[test]
    fn what_is_left_out_of_a_tail_is_in_its_enclosure() {
        // Summed whole, in rationals; the enclosure stops where a term is below 2^-40 of the sum.
        for (successes, trials, p) in [(100, 200, ratio(1, 2)), (3, 300, ratio(1, 90)), (30, 40, ratio(1, 7))] {
            let q = Rational::from(1 - &p);
            let power = |base: &Rational, n: u32| (0..n).fold(Rational::from(1), |product, _| product * base);
            let term = |k: u32| power(&p, k) * power(&q, trials - k) * Integer::from(trials).binomial(k);
            let exact: Rational = (successes..=trials).map(term).sum();
            let tail = upper_tail(successes.into(), trials.into(), &p, Precision::bits(96).unwrap()).unwrap();
            assert!(tail.contains_rational(&exact), "{successes} of {trials}: {tail}");
            assert!(tail.digits(11) >= 11, "{successes} of {trials}: {tail}");
        }
    }
}
