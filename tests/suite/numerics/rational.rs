//! Exact rationals and their text.

use crate::numerics::laws::{Fraction, exact};
use crate::support::law;
use escapement::Error;
use escapement::numerics::rational::{ceiling, parse, power, ratio, simplest};
use rug::float::Special;
use rug::{Float, Integer, Rational};

#[test]
fn a_rational_survives_its_own_text() {
    fn quotients(Fraction(value): Fraction) {
        assert_eq!(parse("value", &value.to_string()), Ok(value.clone()));
        let (numerator, denominator) = (value.numer(), value.denom());
        assert_eq!(parse("value", &format!("-{}/-{denominator}", numerator.clone().abs())), Ok(value.abs()));
    }
    law(1500, quotients as fn(Fraction));
    fn decimals(mantissa: i64, places: u8, exponent: i8) {
        let value = Rational::from(mantissa) * power(10, i32::from(exponent) - i32::from(places));
        let digits = format!("{:0>width$}", mantissa.unsigned_abs(), width = usize::from(places) + 1);
        let (whole, fraction) = digits.split_at(digits.len() - usize::from(places));
        let sign = if mantissa < 0 { "-" } else { "" };
        for text in
            [format!("{sign}{whole}.{fraction}e{exponent}"), format!("{sign}00{whole}.{fraction}00E{exponent:+}")]
        {
            assert_eq!(parse("value", &text), Ok(value.clone()), "{text}");
        }
        assert_eq!(parse("value", &format!("{mantissa}e{}", i32::from(exponent) - i32::from(places))), Ok(value));
    }
    law(1500, decimals as fn(i64, u8, i8));
}

#[test]
fn text_that_is_no_number_is_a_domain_error_naming_the_argument() {
    let (long, long_fraction) = ("1".repeat(10_001), format!("1/{}", "3".repeat(10_000)));
    let short = "| |abc|1/0|0/0|1//2|--1|+-1|-+1|++1|1e|e5|1e+|1e1.5|1e2e3|1e999999999|1e99999999999999999999|1e-10001|1e10001|\
        1e-2147483648|1.2.3|.|-.|+|-|/|1/|/1|0x10|1_000| 1|1 |1\n|1\0|\u{661}|\u{ff11}|\u{2212}1|inf|-inf|infinity|nan|NaN|1/2/3|\
        1/-0|1/+0|1/000|1.5/2|1/2.5|1e1/2|1/1e1|1,5|1'000|3.-1|3.+1|1.e|.e1|-e1|1f|0b1|$1|1%|1/2e3|½";
    for text in short.split('|').chain([&*long, &long_fraction]) {
        let error = parse("saliency", text).expect_err(text);
        assert!(matches!(error, Error::Domain { argument: "saliency", .. }), "{text}: {error:?}");
        assert!(error.to_string().chars().count() < 400, "the message quotes all of a long argument");
    }
}

#[test]
fn odd_but_legal_numbers_are_read_exactly() {
    for (text, expected) in [
        (".5", ratio(1, 2)),
        ("-.5", ratio(-1, 2)),
        ("5.", ratio(5, 1)),
        ("+3", ratio(3, 1)),
        ("+3.25", ratio(13, 4)),
        ("-7/2", ratio(-7, 2)),
        ("7/-2", ratio(-7, 2)),
        ("+6/+4", ratio(3, 2)),
        ("0/5", ratio(0, 1)),
        ("1e3", ratio(1000, 1)),
        ("1e+3", ratio(1000, 1)),
        ("2E-2", ratio(1, 50)),
        ("-1.5e-1", ratio(-3, 20)),
        ("007", ratio(7, 1)),
        ("-0", ratio(0, 1)),
        ("-0.0e5", ratio(0, 1)),
        ("0.1", ratio(1, 10)),
        ("1e0", ratio(1, 1)),
        ("5.e1", ratio(50, 1)),
        ("1e0003", ratio(1000, 1)),
    ] {
        assert_eq!(parse("value", text), Ok(expected), "{text}");
    }
    assert_eq!(parse("value", "1e10000"), Ok(power(10, 10_000)));
    assert_eq!(parse("value", "1e-10000"), Ok(power(10, -10_000)));
    let longest = "9".repeat(10_000);
    assert_eq!(parse("value", &longest), Ok(power(10, 10_000) - 1u32));
}

#[test]
fn the_ceiling_is_the_least_integer_not_below() {
    for (value, expected) in [("7/2", 4), ("-7/2", -3), ("3", 3), ("-3", -3), ("0", 0), ("1/1000", 1), ("-1/1000", 0)] {
        assert_eq!(ceiling(&exact(value)), expected, "{value}");
    }
    fn property(Fraction(value): Fraction) -> bool {
        let least = ceiling(&value);
        least >= value && Integer::from(&least - 1) < value
    }
    law(1000, property as fn(Fraction) -> bool);
    assert_eq!((power(2, 10), power(2, -2), power(7, 0)), (ratio(1024, 1), ratio(1, 4), ratio(1, 1)));
}

#[test]
fn a_float_is_a_rational_exactly_and_what_is_no_number_is_refused() {
    use escapement::numerics::rational::exact;
    for value in [ratio(0, 1), ratio(-7, 8), power(2, 90) + 1u32] {
        assert_eq!(exact(&Float::with_val(100, &value)), Ok(value));
    }
    for special in [Special::Infinity, Special::NegInfinity, Special::Nan] {
        let refused = exact(&Float::with_val(53, special)).expect_err("no rational");
        assert!(matches!(refused, Error::Undefined { operation: "exact value", .. }), "{refused}");
    }
}

#[test]
fn the_simplest_rational_is_the_one_with_the_least_denominator() {
    fn property(from: i16, width: u8) -> bool {
        let low = Rational::from((i32::from(from), 700));
        let high = Rational::from(&low + &Rational::from((u32::from(width) + 1, 900)));
        let found = simplest(&low, &high);
        // With a smaller denominator there is none between the two.
        let between =
            |denominator: u32| ceiling(&Rational::from(&low * denominator)) <= Rational::from(&high * denominator);
        let denominator = found.denom().to_u32().expect("a small denominator");
        low <= found && found <= high && !(1..denominator).any(between)
    }
    law(500, property as fn(i16, u8) -> bool);
    assert_eq!(simplest(&ratio(1, 3), &ratio(1, 3)), ratio(1, 3));
    assert_eq!(simplest(&ratio(-9, 2), &ratio(-7, 2)), ratio(-4, 1));
}

#[test]
fn only_digits_stand_in_a_number() {
    for text in ["1_000", "1 000", "1/2_0", "1.0_0", "0x10", "1e1_0"] {
        assert!(parse("value", text).is_err(), "{text}");
    }
}
