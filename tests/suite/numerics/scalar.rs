//! One formula over every kind of number.

use crate::numerics::laws::{ends, rational, undefined};
use crate::support::{bits, law};
use approx::assert_relative_eq;
use escapement::error::Result;
use escapement::numerics::rational::{power, ratio};
use escapement::numerics::{Algebraic, Interval, Number, Precision, Scalar, Transcendental};
use rug::float::Special;
use rug::{Float, Rational};

/// A formula that uses every method of the traits.
fn formula<S: Scalar>(x: &Rational, precision: Precision) -> Result<S> {
    let x = S::of(x, precision);
    let (two, root) = (x.integer(2), (x.square() + 1).sqrt()?);
    let angle = x.tanh().acos()? + S::pi(precision);
    let wave = angle.sin() - two.cos() * x.atan();
    ((-wave).exp() + root.ln()?).over(&(root + two))
}

/// A rational formula: `(x^3 - 2 x) / (x^2 + 1)`.
fn quotient<A: Number>(x: &Rational, precision: Precision) -> Result<A> {
    let x = A::of(x, precision);
    (x.power(3) - x.clone() * 2).over(&(x.square() + &ratio(1, 1)))
}

#[test]
fn a_formula_written_once_agrees_in_doubles_floats_and_enclosures() {
    fn property(numerator: i16, denominator: u16) {
        let x = Rational::from((i32::from(numerator), 11_000 + i32::from(denominator)));
        let enclosure: Interval = formula(&x, bits(200)).unwrap();
        let float: Float = formula(&x, bits(200)).unwrap();
        let double = formula::<Float>(&x, Precision::DOUBLE).unwrap().to_f64();
        let (lower, upper) = ends(&enclosure);
        let slack = power(2, -190);
        assert!(upper.clone() - &lower < slack, "{enclosure} is wide");
        let value = rational(&float);
        assert!(lower - &slack <= value && value <= upper + slack, "{float} away from {enclosure}");
        assert_relative_eq!(double, float.to_f64(), max_relative = 1e-13);
        let finer: Interval = formula(&x, bits(400)).unwrap();
        assert!(enclosure.contains(&finer), "{finer} outside {enclosure}");
        let exact: Rational = quotient(&x, bits(200)).unwrap();
        let proved: Interval = quotient(&x, bits(200)).unwrap();
        assert!(proved.contains_rational(&exact) && proved.width() < 1e-50, "{exact} outside {proved}");
        assert_relative_eq!(
            quotient::<Float>(&x, Precision::DOUBLE).unwrap().to_f64(),
            exact.to_f64(),
            epsilon = 1e-15,
            max_relative = 1e-13
        );
        let error = rational(&quotient::<Float>(&x, bits(200)).unwrap()) - exact;
        assert!(error.abs() < power(2, -190));
    }
    law(1000, property as fn(i16, u16));
}

#[test]
fn every_kind_of_number_refuses_the_same_arguments() {
    fn refuse<S: Scalar>() {
        let number = |value| S::of(&Rational::from(value), bits(64));
        assert_eq!(undefined(number(1).over(&number(0))), ("division by", true));
        assert_eq!(undefined(number(0).over(&number(0))), ("division by", true));
        assert_eq!(undefined(number(-1).sqrt()), ("square root", true));
        assert_eq!(undefined(number(0).ln()), ("logarithm", true));
        assert_eq!(undefined(number(-1).ln()), ("logarithm", true));
        assert_eq!(undefined(number(2).acos()), ("arc cosine", true));
        assert_eq!(undefined(number(-2).acos()), ("arc cosine", true));
        assert!(number(0).sqrt().is_ok() && number(1).acos().is_ok() && number(-1).acos().is_ok());
    }
    refuse::<Float>();
    refuse::<Interval>();
    assert_eq!(undefined(Algebraic::over(&ratio(1, 2), &ratio(0, 1))), ("division by", true));
}

#[test]
fn floats_of_53_bits_have_the_correctly_rounded_values_of_the_functions() {
    let number = |value: i64| Float::of(&Rational::from(value), Precision::DOUBLE);
    for (found, expected) in [
        (Transcendental::exp(&number(1)), std::f64::consts::E),
        (Transcendental::ln(&number(2)).unwrap(), std::f64::consts::LN_2),
        (Transcendental::sqrt(&number(2)).unwrap(), std::f64::consts::SQRT_2),
        (Scalar::acos(&number(0)).unwrap(), std::f64::consts::FRAC_PI_2),
        (Transcendental::atan(&number(1)), std::f64::consts::FRAC_PI_4),
        (Float::pi(Precision::DOUBLE), std::f64::consts::PI),
        (Transcendental::sin(&number(0)), 0.0),
        (Transcendental::cos(&number(0)), 1.0),
        (Transcendental::tanh(&number(100)), 1.0),
    ] {
        assert_eq!(found.to_f64().to_bits(), expected.to_bits());
    }
    assert_eq!(Float::of(&ratio(1, 10), Precision::DOUBLE).to_f64().to_bits(), 0.1_f64.to_bits());
}

#[test]
fn an_exact_operand_of_an_interval_is_enclosed_by_ends_one_rounding_away() {
    fn property(ends: (i32, i32), numerator: i32, denominator: u16, whole: i16) {
        let at = |end: i32| Interval::from_rational(&Rational::from((end, 7)), bits(64));
        let x = at(ends.0).hull(&at(ends.1));
        let exact = Rational::from((numerator, u32::from(denominator) + 1));
        let lifted = Interval::from_rational(&exact, bits(64));
        for (mixed, both) in [(&x + &exact, &x + &lifted), (&x - &exact, &x - &lifted), (&x * &exact, &x * &lifted)] {
            assert!(both.contains(&mixed), "{mixed} is wider than {both}");
        }
        let (low, high) = (rational(x.lower()), rational(x.upper()));
        for end in [&low, &high] {
            assert!((&x + &exact).contains_rational(&Rational::from(end + &exact)));
            assert!((&x - &exact).contains_rational(&Rational::from(end - &exact)));
            assert!((&x * &exact).contains_rational(&Rational::from(end * &exact)));
        }
        // Each end is the nearest number of the precision outside the exact end.
        let mut inward = (&x + &exact).lower().clone();
        inward.next_up();
        assert!((&x + &exact).is_point() || inward > Rational::from(&low + &exact));
        let small = Rational::from(whole);
        assert_eq!(&x * i32::from(whole), &x * &small);
        assert_eq!(&x + i32::from(whole), &x + &small);
        assert_eq!(&x - i32::from(whole), &x - &small);
    }
    law(1000, property as fn((i32, i32), i32, u16, i16));
}

#[test]
fn zero_times_an_unbounded_interval_is_zero() {
    let all = Interval::new(Float::with_val(64, Special::NegInfinity), Float::with_val(64, Special::Infinity)).unwrap();
    let nothing = &all * &Rational::new();
    assert!(nothing.is_point() && nothing.contains_zero());
    assert_eq!(&all * -2, all);
    assert!((&all + &ratio(1, 3)) == all && (&all - 1) == all);
}

#[test]
fn a_power_of_an_interval_is_the_range_of_the_power() {
    let across = Interval::new(Float::with_val(64, -3), Float::with_val(64, 2)).unwrap();
    let range = |low: i32, high: i32| Interval::new(Float::with_val(64, low), Float::with_val(64, high)).unwrap();
    assert_eq!(across.power(0), range(1, 1));
    assert_eq!(across.power(1), across);
    assert_eq!(across.power(2), range(0, 9));
    assert_eq!(across.power(3), range(-27, 8));
    assert_eq!(across.power(4), range(0, 81));
    assert_eq!((-&across).power(3), range(-8, 27));
}
