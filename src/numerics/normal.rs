//! The standard normal distribution: its distribution function and quantiles, enclosed.

use super::interval::Interval;
use super::rational::ratio;
use super::roots::enclose_root;
use super::{Certainty, Precision};
use crate::error::{Error, Result};
use rug::Rational;

/// `Phi(x) = (1 + erf(x/sqrt(2)))/2`, the probability that a standard normal number is at most `x`.
///
/// **Accuracy**: an enclosure, absolute to the working precision. **Errors**: none for what is a number.
///
/// ```
/// use escapement::numerics::{Interval, Precision, normal::distribution};
/// let two = Interval::from_integer(2, Precision::bits(100)?);
/// assert_eq!(distribution(&two)?.to_rounded_decimal(12).as_deref(), Some("0.977249868052"));
/// # Ok::<(), escapement::Error>(())
/// ```
pub fn distribution(x: &Interval) -> Result<Interval> {
    // The error function of unit slope is erf(sqrt(pi) u/2).
    let scale = (Interval::pi(x.precision()) * &ratio(1, 2)).sqrt()?;
    Ok((x.divide(&scale)?.unit_erf() + 1) * &ratio(1, 2))
}

/// The `x` with `Phi(x) = probability`.
///
/// **Domain**: probabilities from 1/2 to 1, the end excluded. **Accuracy**: an enclosure; for a probability `1 - t` it loses about
/// `log2(1/t)` bits. **Errors**: [`Error::Domain`] for a probability that certainly lies elsewhere; [`Error::Undecided`] for one that is not
/// told from the ends at this precision.
///
/// ```
/// use escapement::numerics::{Interval, Precision, normal::quantile, rational::ratio};
/// let most = Interval::from_rational(&ratio(39, 40), Precision::bits(100)?);
/// assert_eq!(quantile(&most)?.to_rounded_decimal(12).as_deref(), Some("1.95996398454"));
/// # Ok::<(), escapement::Error>(())
/// ```
pub fn quantile(probability: &Interval) -> Result<Interval> {
    let (half, one) = (ratio(1, 2), Rational::from(1));
    let inside = probability.above(&half).decide("a probability is above one half", probability)?
        && (probability - &one).negative().decide("a probability is below one", probability)?;
    if !inside {
        return Err(Error::domain("probability", probability, "a number from 1/2 to 1"));
    }
    let excess = |x: &Interval| Ok(distribution(x)? - probability);
    let at = |x: &Rational| excess(&Interval::from_rational(x, probability.precision()));
    let mut high = one;
    while at(&high)?.positive() != Certainty::Certainly {
        if high > largest(probability.precision()) {
            let question = "a probability is below one";
            return Err(Error::Undecided { question, value: probability.to_string() });
        }
        high *= 2u32;
    }
    enclose_root(excess, &Rational::new(), &high, probability.precision())
}

/// Beyond this `Phi` is not told from one: `1 - Phi(x) < exp(-x^2/2)`.
fn largest(precision: Precision) -> Rational {
    Rational::from(2 * precision.get())
}
