//! Numbers as decimals with a chosen number of significant digits, all of them right.

use escapement::error::Result;
use escapement::numerics::rational::power;
use escapement::numerics::{Digits, Interval, Precision, climb};
use rug::{Integer, Rational};
use std::cmp::Ordering;

/// A real number, correctly rounded: the precision rises until the enclosure determines every digit.
pub fn real(name: &'static str, digits: Digits, value: impl Fn(Precision) -> Result<Interval>) -> Result<String> {
    climb(name, digits, |precision| Ok(value(precision)?.to_rounded_decimal(digits.get())))
}

/// A rational, correctly rounded; halfway between two decimals it goes to the one with the even last digit.
pub fn exact(name: &'static str, digits: Digits, value: &Rational) -> Result<String> {
    let rounded = rounded(value, digits);
    real(name, digits, |precision| Ok(Interval::from_rational(&rounded, precision)))
}

/// The middle of an enclosure, rounded. Where the enclosure holds a number halfway between two decimals, either is right.
pub fn middle(value: &Interval, digits: u32) -> Result<String> {
    match value.to_rounded_decimal(digits) {
        Some(decimal) => Ok(decimal),
        None => {
            let middle = Interval::new(value.midpoint(), value.midpoint())?;
            Ok(middle.to_rounded_decimal(digits).unwrap_or_else(|| middle.to_string()))
        }
    }
}

/// A rational in full: as a decimal where that ends, and as a quotient where it does not.
pub fn plain(value: &Rational) -> String {
    let (rest, fives) = value.denom().clone().remove_factor(&Integer::from(5));
    let (rest, twos) = rest.remove_factor(&Integer::from(2));
    if rest != 1 {
        return value.to_string();
    }
    let places = fives.max(twos);
    let scaled = (value * power(10, places as i32)).numer().clone();
    let (sign, digits) = (if scaled < 0 { "-" } else { "" }, scaled.abs().to_string());
    let digits = format!("{digits:0>width$}", width = places as usize + 1);
    let (whole, fraction) = digits.split_at(digits.len() - places as usize);
    if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

/// The nearest number with that many significant decimal digits.
fn rounded(value: &Rational, digits: Digits) -> Rational {
    if *value == 0 {
        return Rational::new();
    }
    let unit = power(10, exponent(value) - digits.get() as i32);
    let (fraction, floor) = Rational::from(value / &unit).fract_floor(Integer::new());
    let up = match (fraction * 2u32).cmp(&Rational::from(1)) {
        Ordering::Less => false,
        Ordering::Equal => floor.is_odd(),
        Ordering::Greater => true,
    };
    (floor + u32::from(up)) * unit
}

/// The `e` with `10^(e-1) <= |value| < 10^e`.
fn exponent(value: &Rational) -> i32 {
    let magnitude = value.clone().abs();
    let length = |integer: &Integer| integer.to_string().len() as i32;
    // An n-digit number over a d-digit one lies strictly between 10^(n-d-1) and 10^(n-d+1).
    let estimate = length(magnitude.numer()) - length(magnitude.denom());
    if magnitude >= power(10, estimate) { estimate + 1 } else { estimate }
}

#[cfg(test)]
mod tests {
    use super::*;
    use escapement::numerics::rational::parse;

    #[test]
    fn a_rational_is_written_in_full() {
        for text in ["0", "7", "-7", "0.5", "-0.05", "2.125", "1/3", "-22/7", "100", "0.001", "12.5"] {
            assert_eq!(plain(&parse("a number", text).unwrap()), text);
        }
    }

    fn at(digits: u32, text: &str) -> String {
        exact("x", Digits::new(digits).expect("legal"), &parse("x", text).expect("a number")).expect("a decimal")
    }

    #[test]
    fn rationals_are_rounded_to_the_nearest_and_ties_to_even() {
        let cases = [
            (1, "3/20", "0.2"),
            (1, "1/4", "0.2"),
            (2, "29/20", "1.4"),
            (2, "31/20", "1.6"),
            (1, "-3/20", "-0.2"),
            (3, "2/3", "0.667"),
            (2, "999/1000", "1"),
            (2, "995", "1000"),
            (5, "1/2", "0.5"),
            (50, "4", "4"),
            (1, "0", "0"),
            (3, "1e-30", "1e-30"),
        ];
        for (digits, value, decimal) in cases {
            assert_eq!(at(digits, value), decimal, "{value} to {digits} digits");
        }
    }

    #[test]
    fn the_decimal_exponent_is_right_at_powers_of_ten() {
        for (text, e) in [("1", 1), ("999/1000", 0), ("1/10", 0), ("99/1000", -1), ("10", 2), ("99999/10000", 1)] {
            assert_eq!(exponent(&parse("x", text).expect("a number")), e, "{text}");
        }
    }
}
