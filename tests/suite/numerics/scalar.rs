//! One formula over every kind of number.

use crate::numerics::laws::{ends, rational, undefined};
use crate::support::{bits, law};
use approx::assert_relative_eq;
use escapement::error::Result;
use escapement::numerics::rational::{power, ratio};
use escapement::numerics::{Algebraic, Interval, Precision, Scalar};
use rug::{Float, Rational};

/// A formula that uses every method of the traits.
fn formula<S: Scalar>(x: &Rational, precision: Precision) -> Result<S> {
    let (x, two) = (S::from_rational(x, precision), S::integer(2, precision));
    let root = (x.clone() * x.clone() + S::integer(1, precision)).sqrt()?;
    let angle = x.tanh().acos()? + S::pi(precision);
    let wave = angle.sin() - two.cos() * x.atan();
    ((-wave).exp() + root.ln()?).over(&(root + two))
}

/// A rational formula: `(x^3 - 2 x) / (x^2 + 1)`.
fn quotient<A: Algebraic>(x: &Rational, precision: Precision) -> Result<A> {
    let x = A::from_rational(x, precision);
    let square = x.clone() * x.clone();
    let top = x.clone() * square.clone() - A::integer(2, precision) * x;
    top.over(&(square + A::integer(1, precision)))
}

#[test]
fn a_formula_written_once_agrees_in_doubles_floats_and_enclosures() {
    fn property(numerator: i16, denominator: u16) {
        let x = Rational::from((i32::from(numerator), 11_000 + i32::from(denominator)));
        let enclosure: Interval = formula(&x, bits(200)).unwrap();
        let float: Float = formula(&x, bits(200)).unwrap();
        let double: f64 = formula(&x, Precision::DOUBLE).unwrap();
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
            quotient::<f64>(&x, Precision::DOUBLE).unwrap(),
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
        let number = |value| S::integer(value, bits(64));
        assert_eq!(undefined(number(1).over(&number(0))), ("division by", true));
        assert_eq!(undefined(number(0).over(&number(0))), ("division by", true));
        assert_eq!(undefined(number(-1).sqrt()), ("square root", true));
        assert_eq!(undefined(number(0).ln()), ("logarithm", true));
        assert_eq!(undefined(number(-1).ln()), ("logarithm", true));
        assert_eq!(undefined(number(2).acos()), ("arc cosine", true));
        assert_eq!(undefined(number(-2).acos()), ("arc cosine", true));
        assert!(number(0).sqrt().is_ok() && number(1).acos().is_ok() && number(-1).acos().is_ok());
    }
    refuse::<f64>();
    refuse::<Float>();
    refuse::<Interval>();
    assert_eq!(undefined(Algebraic::over(&ratio(1, 2), &ratio(0, 1))), ("division by", true));
}

#[test]
fn doubles_have_the_correctly_rounded_values_of_the_functions() {
    for (found, expected) in [
        (Scalar::exp(&1.0), std::f64::consts::E),
        (Scalar::ln(&2.0).unwrap(), std::f64::consts::LN_2),
        (Scalar::sqrt(&2.0).unwrap(), std::f64::consts::SQRT_2),
        (Scalar::acos(&0.0).unwrap(), std::f64::consts::FRAC_PI_2),
        (Scalar::atan(&1.0), std::f64::consts::FRAC_PI_4),
        (<f64 as Scalar>::pi(Precision::DOUBLE), std::f64::consts::PI),
        (Scalar::sin(&0.0), 0.0),
        (Scalar::cos(&0.0), 1.0),
        (Scalar::tanh(&100.0), 1.0),
    ] {
        assert_eq!(found.to_bits(), expected.to_bits());
    }
    assert_eq!(f64::from_rational(&ratio(1, 10), Precision::DOUBLE).to_bits(), 0.1_f64.to_bits());
}
