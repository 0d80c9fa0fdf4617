//! Decimal output, rounded outward: what is printed encloses what was computed.

use super::Interval;
use rug::Float;
use rug::float::Round;
use std::fmt;

/// `value` with `digits` significant decimal digits, rounded as asked, in plain notation when it is short enough.
pub(crate) fn decimal(value: &Float, digits: usize, round: Round) -> String {
    if value.is_zero() {
        return "0".to_owned();
    }
    if !value.is_finite() {
        return value.to_string();
    }
    let (negative, mantissa, exponent) = value.to_sign_string_exp_round(10, Some(digits.max(1)), round);
    let exponent = exponent.unwrap_or(0);
    let mantissa = mantissa.trim_end_matches('0');
    let sign = if negative { "-" } else { "" };
    let length = mantissa.len() as i32;
    let body = match exponent {
        // The value is 0.mantissa * 10^exponent.
        e if (-5..=0).contains(&e) => format!("0.{}{mantissa}", "0".repeat(e.unsigned_abs() as usize)),
        e if (length..=length.max(21)).contains(&e) => format!("{mantissa}{}", "0".repeat((e - length) as usize)),
        e if (1..length).contains(&e) => format!("{}.{}", &mantissa[..e as usize], &mantissa[e as usize..]),
        e if length == 1 => format!("{mantissa}e{}", e - 1),
        e => format!("{}.{}e{}", &mantissa[..1], &mantissa[1..], e - 1),
    };
    format!("{sign}{body}")
}

impl Interval {
    /// The enclosure as `[lower, upper]`, each end with `digits` significant digits rounded outward.
    pub fn to_decimal(&self, digits: usize) -> String {
        format!("[{}]", self.to_decimals(digits).join(", "))
    }

    /// Both ends with `digits` significant digits, rounded outward.
    pub fn to_decimals(&self, digits: usize) -> [String; 2] {
        [decimal(&self.lower, digits, Round::Down), decimal(&self.upper, digits, Round::Up)]
    }

    /// The value rounded to `digits` significant digits, when the enclosure determines every one of them: rounding either
    /// end to the nearest gives the same decimal. `None` when more precision is needed.
    pub fn to_rounded_decimal(&self, digits: u32) -> Option<String> {
        let lower = decimal(&self.lower, digits as usize, Round::Nearest);
        let upper = decimal(&self.upper, digits as usize, Round::Nearest);
        (lower == upper).then_some(lower)
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.to_decimal(f.precision().unwrap_or(12)))
    }
}
