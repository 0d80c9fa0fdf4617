//! Exact rationals in and out of text. Every parameter of the suite is one; none passes through a double.

use crate::error::{Error, Result};
use rug::ops::Pow;
use rug::{Float, Integer, Rational};

/// Longest number that is read, and largest power of ten that an exponent may ask for.
const LONGEST: usize = 10_000;

/// Reads an integer, a decimal (`1.5`, `-2e-3`) or a quotient of integers (`7/2`), exactly.
///
/// **Errors**: [`Error::Domain`] naming `argument`, for text that is no number, a zero denominator, more than 10000
/// characters or an exponent beyond 10000.
///
/// ```
/// use escapement::numerics::rational::parse;
/// assert_eq!(parse("gain", "3.5")?, parse("gain", "7/2")?);
/// assert!(parse("gain", "1/0").is_err());
/// # Ok::<(), escapement::Error>(())
/// ```
pub fn parse(argument: &'static str, text: &str) -> Result<Rational> {
    const DOMAIN: &str = "an integer, a decimal or a quotient of integers with a denominator that is not zero, \
                          of at most 10000 digits and exponent (such as 6, 5.25, 21/4, 1e-3)";
    let wrong = || Error::domain(argument, text, DOMAIN);
    if text.len() > LONGEST {
        return Err(wrong());
    }
    match text.split_once('/') {
        Some((numerator, denominator)) => {
            let denominator = integer(denominator).filter(|d| *d != 0).ok_or_else(wrong)?;
            Ok(Rational::from((integer(numerator).ok_or_else(wrong)?, denominator)))
        }
        None => decimal(text).ok_or_else(wrong),
    }
}

/// A signed run of ASCII digits.
fn integer(text: &str) -> Option<Integer> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    Integer::parse(text.strip_prefix('+').unwrap_or(text)).ok().map(Integer::from)
}

/// Sign, digits, optional fraction, optional exponent.
fn decimal(text: &str) -> Option<Rational> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    if exponent.unsigned_abs() as usize > LONGEST {
        return None;
    }
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let unsigned = whole.strip_prefix(['+', '-']).unwrap_or(whole);
    if unsigned.len() + fraction.len() == 0 || !(unsigned.bytes().chain(fraction.bytes())).all(|b| b.is_ascii_digit()) {
        return None;
    }
    let magnitude = Rational::from(integer(&format!("{unsigned}{fraction}"))?);
    let power = exponent - fraction.len() as i32;
    let scale = Rational::from(Integer::from(10).pow(power.unsigned_abs()));
    let value = if power < 0 { magnitude / scale } else { magnitude * scale };
    Some(if whole.starts_with('-') { -value } else { value })
}

/// `numerator / denominator` as a rational; the denominator is a literal that is not zero.
///
/// ```
/// use escapement::numerics::rational::ratio;
/// assert_eq!(ratio(6, 4), ratio(3, 2));
/// ```
pub fn ratio(numerator: i64, denominator: i64) -> Rational {
    debug_assert!(denominator != 0, "a literal denominator is never zero");
    Rational::from((numerator, denominator))
}

/// `base^exponent` for a small whole base and any sign of the exponent: the step of a ladder.
pub fn power(base: u32, exponent: i32) -> Rational {
    let magnitude = Rational::from(Integer::from(base).pow(exponent.unsigned_abs()));
    if exponent < 0 { magnitude.recip() } else { magnitude }
}

/// The value of a float, exactly.
///
/// **Errors**: [`Error::Undefined`] for an infinity or NaN, which a default would turn into zero.
pub fn exact(value: &Float) -> Result<Rational> {
    let undefined = || Error::Undefined {
        operation: "exact value",
        argument: value.to_string_radix(10, Some(12)),
        certainly: false,
    };
    value.to_rational().ok_or_else(undefined)
}

/// The rational with the least denominator between the two, by their continued fractions.
///
/// ```
/// use escapement::numerics::rational::{ratio, simplest};
/// assert_eq!(simplest(&ratio(333, 1000), &ratio(334, 1000)), ratio(1, 3));
/// assert_eq!(simplest(&ratio(-1, 7), &ratio(1, 9)), ratio(0, 1));
/// ```
pub fn simplest(low: &Rational, high: &Rational) -> Rational {
    if *low <= 0 && *high >= 0 {
        return Rational::new();
    }
    if *high < 0 {
        return -simplest(&Rational::from(-high), &Rational::from(-low));
    }
    let whole = Rational::from(low.ceil_ref());
    if whole <= *high {
        return whole;
    }
    let floor = Rational::from(low.floor_ref());
    let beyond = simplest(&Rational::from(high - &floor).recip(), &Rational::from(low - &floor).recip());
    floor + beyond.recip()
}

/// The least integer that is not below `value`.
pub fn ceiling(value: &Rational) -> Integer {
    Rational::from(value.ceil_ref()).numer().clone()
}
