//! Decimals, printed and read back.

use crate::numerics::laws::{Bits, Place, Set, ends, exact, infinity, interval, part, rational, whole};
use crate::support::{bits, law};
use escapement::numerics::Interval;
use escapement::numerics::rational::{power, ratio};
use quickcheck::TestResult;
use rug::{Float, Rational};

/// Reads `[lower, upper]` back, exactly.
fn read(text: &str) -> Set {
    let inner = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).expect("brackets");
    let (lower, upper) = inner.split_once(", ").expect("two ends");
    Set { lower: exact(lower), upper: exact(upper) }
}

/// The least `e` with `|value| < 10^e`, for a value that is not zero.
fn decimal_exponent(value: &Rational) -> i32 {
    let value = value.clone().abs();
    let mut exponent = (value.numer().significant_bits() as i32 - value.denom().significant_bits() as i32) * 3 / 10;
    while power(10, exponent) > value {
        exponent -= 1;
    }
    while power(10, exponent) <= value {
        exponent += 1;
    }
    exponent
}

/// The nearest decimals of so many significant digits: two where the value lies halfway.
fn nearest_decimals(value: &Rational, digits: u32) -> [Rational; 2] {
    if *value == 0 {
        return [Rational::new(), Rational::new()];
    }
    let unit = power(10, decimal_exponent(value) - digits as i32);
    let scaled = Rational::from(value / &unit);
    let (up, down) = ((scaled.clone() + ratio(1, 2)).floor(), (scaled - ratio(1, 2)).ceil());
    [down * &unit, up * &unit]
}

#[test]
fn printed_ends_enclose_the_computed_ones_by_less_than_a_unit_of_the_last_digit() {
    fn property(x: Set, digits: u8, Bits(precision): Bits) {
        let digits = u32::from(digits % 40) + 1;
        let x = x.at(precision);
        let text = x.to_decimal(digits as usize);
        let (printed, (lower, upper)) = (read(&text), ends(&x));
        assert!(printed.lower <= lower && printed.upper >= upper, "{text} of {lower} to {upper}");
        for (printed, value) in [(printed.lower, lower), (printed.upper, upper)] {
            if value == 0 {
                assert_eq!(printed, 0);
                continue;
            }
            let unit = power(10, decimal_exponent(&value) - digits as i32);
            assert!((printed.clone() - &value).abs() < unit, "{text}: {value} with {digits} digits");
            assert_eq!((printed / unit).denom(), &1, "{text} has more than {digits} digits");
        }
    }
    law(3000, property as fn(Set, u8, Bits));
}

#[test]
fn a_rounded_decimal_is_printed_exactly_when_both_ends_round_to_it() {
    fn property(x: Set, digits: u8, Bits(precision): Bits) -> TestResult {
        let digits = u32::from(digits % 25) + 1;
        let x = x.at(precision);
        let (lower, upper) = ends(&x);
        let ([a, b], [c, d]) = (nearest_decimals(&lower, digits), nearest_decimals(&upper, digits));
        if lower != upper && (a != b || c != d) {
            return TestResult::discard(); // Halfway: either neighbour is right.
        }
        match x.to_rounded_decimal(digits) {
            Some(text) => {
                let value = exact(&text);
                assert!([&a, &b].contains(&&value) && [&c, &d].contains(&&value), "{text} of {lower} to {upper}");
            }
            None => assert!(lower != upper && a != c, "{a} of {lower} to {upper} with {digits} digits"),
        }
        TestResult::passed()
    }
    law(3000, property as fn(Set, u8, Bits) -> TestResult);
}

#[test]
fn decimals_look_as_expected_at_every_magnitude() {
    for (value, digits, expected) in [
        ("0", 5, "[0, 0]"),
        ("3", 5, "[3, 3]"),
        ("-1/3", 5, "[-0.33334, -0.33333]"),
        ("2/3", 1, "[0.6, 0.7]"),
        ("1/4", 1, "[0.2, 0.3]"),
        ("1", 1, "[1, 1]"),
        ("95", 1, "[90, 100]"),
        ("0.5", 12, "[0.5, 0.5]"),
        ("123456", 5, "[123450, 123460]"),
        ("999.996", 5, "[999.99, 1000]"),
        ("-999.996", 5, "[-1000, -999.99]"),
        ("1e30", 5, "[1e30, 1e30]"),
        ("-1.5e30", 5, "[-1.5e30, -1.5e30]"),
        ("1e20", 5, "[100000000000000000000, 100000000000000000000]"),
        ("1e-40", 5, "[9.9999e-41, 1.0001e-40]"),
        ("-1e-40", 5, "[-1.0001e-40, -9.9999e-41]"),
        ("0.00001", 5, "[0.0000099999, 0.000010001]"),
        ("12345.678", 8, "[12345.677, 12345.679]"),
    ] {
        let x = Interval::from_rational(&exact(value), bits(200));
        assert_eq!(x.to_decimal(digits), expected, "{value}");
    }
    let pi = Interval::pi(bits(256));
    assert_eq!(pi.to_rounded_decimal(10).as_deref(), Some("3.141592654"));
    assert_eq!(pi.to_rounded_decimal(1).as_deref(), Some("3"));
    assert_eq!(pi.to_rounded_decimal(50).as_deref(), Some("3.1415926535897932384626433832795028841971693993751"));
    assert_eq!(pi.to_rounded_decimal(90), None);
    assert_eq!(Interval::from_rational(&exact("999.9996"), bits(64)).to_rounded_decimal(6).as_deref(), Some("1000"));
    assert_eq!(whole(-1, 1).to_rounded_decimal(3), None);
    assert_eq!(whole(0, 0).to_rounded_decimal(3).as_deref(), Some("0"));
    assert_eq!(
        (pi.to_string(), format!("{pi:.3}")),
        ("[3.14159265358, 3.14159265359]".to_owned(), "[3.14, 3.15]".to_owned())
    );
    assert_eq!(format!("{pi:?}"), pi.to_string());
    assert_eq!(interval(-infinity(64), infinity(64)).to_decimal(5), "[-inf, inf]");
}

#[test]
fn the_number_of_digits_is_what_the_width_leaves() {
    for (lower, upper, expected) in [
        (1000, 1001, 3),
        (999, 1000, 2),
        (-1001, -1000, 3),
        (1_000_000, 1_000_001, 6),
        (1, 2, 0),
        (1, 3, 0),
        (10, 11, 1),
        (-1, 1, 0),
        (0, 1, 0),
        (7, 7, 50),
        (0, 0, 50),
    ] {
        assert_eq!(whole(lower, upper).digits(50), expected, "[{lower}, {upper}]");
    }
    assert_eq!(whole(1_000_000, 1_000_001).digits(4), 4);
    assert_eq!(interval(Float::with_val(64, 1), infinity(64)).digits(50), 0);
    assert_eq!(interval(-infinity(64), infinity(64)).digits(50), 0);
    fn property(x: Set, places: (Place, Place), Bits(precision): Bits) {
        let x = x.at(precision);
        let part = part(&x, places.0, places.1);
        assert!(part.digits(80) >= x.digits(80), "{part} in {x}");
        let (width, least) = (x.upper().to_rational().unwrap() - rational(x.lower()), rational(&x.mignitude()));
        let digits = x.digits(80) as i32;
        assert!(digits == 0 || x.is_point() || width <= power(10, -digits) * &least, "{x} has not {digits} digits");
        // One more would be too many, but for the rounding of the width.
        let generous = &width * (ratio(1, 1) + power(2, 3 - precision as i32));
        assert!(digits == 80 || generous > power(10, -digits - 1) * least, "{x} has more than {digits} digits");
    }
    law(2500, property as fn(Set, (Place, Place), Bits));
}
