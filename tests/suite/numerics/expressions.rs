//! Formulas recorded over fields are the formulas over numbers, and half-differences keep the digits of a small half.

use crate::support::{bits, law};
use escapement::error::Result;
use escapement::model::Activation;
use escapement::numerics::field::{Elementary, FieldBuilder};
use escapement::numerics::quadrature::Integrand;
use escapement::numerics::rational::{power, ratio};
use escapement::numerics::series::{Arithmetic, Doubles, Floats, Intervals};
use escapement::numerics::{Interval, Number, Transcendental};
use rug::{Float, Rational};

/// A formula that uses every operation of an expression.
fn formula<S: Transcendental>(x: &S) -> Result<S> {
    let base = x.square() * 3 + &ratio(1, 7) + 2;
    let wave = (x.sin() - x.cos() * &ratio(2, 3)) * x.atan() - x.clone() * &base;
    let smooth = x.tanh() + x.unit_erf() - -base.ln()?.exp() * x.times_pi(&ratio(1, 5));
    (wave - 1 - &ratio(1, 3)).over(&(base.sqrt()? + base.reciprocal()?)).map(|left| left + x.power(5) + smooth)
}

#[test]
fn a_recorded_formula_has_the_values_of_the_formula() {
    fn property(numerator: i16) {
        let x = Interval::of(&Rational::from((numerator, 4096)), bits(160));
        let recorded = Integrand::new(|field, node| {
            let [value] = field.record([node], |[x]| Ok([formula(&x)?]));
            value
        });
        let (found, expected) = (recorded.coefficients(&x, 0).unwrap().swap_remove(0), formula(&x).unwrap());
        assert!(found.overlaps(&expected), "{found} against {expected}");
        assert!(found.width() < power(2, -140) && expected.width() < power(2, -140));
    }
    law(200, property as fn(i16));
}

#[test]
fn recording_keeps_the_program_that_was_there() {
    let mut field = FieldBuilder::new(2);
    let (x, y) = (field.state(0), field.state(1));
    let before = field.mul(x, y);
    let [again, sum] = field.record([x, y], |[x, y]| Ok([x * y, x * y + x]));
    assert_eq!(again, before);
    let by_hand = field.add(before, x);
    assert_eq!(sum, by_hand);
}

#[test]
fn the_derivative_of_an_elementary_function_is_the_slope_of_its_program() {
    fn property(numerator: u16) {
        use Elementary::{Atan, Cos, Exp, Ln, Sin, Tanh, UnitErf};
        let x = Interval::of(&Rational::from((u32::from(numerator) + 1, 4096)), bits(128));
        for function in [Exp, Sin, Cos, Tanh, Ln, Atan, UnitErf] {
            let recorded = Integrand::new(|field, node| {
                let [value] = field.record([node], |[x]| Ok([function.value(&x)?]));
                value
            });
            let slope = recorded.coefficients(&x, 1).unwrap().swap_remove(1);
            assert!(slope.overlaps(&function.derivative(&x).unwrap()), "{function:?}");
        }
    }
    law(60, property as fn(u16));
}

#[test]
fn an_activation_is_the_same_formula_as_a_value_and_as_a_program() {
    fn property(numerator: i16) {
        let x = Rational::from((i32::from(numerator) * 2 + 1, 4096));
        let number = Interval::of(&x, bits(128));
        for name in ["tanh", "erf", "algebraic", "power:1", "power:3", "power:4", "power:7"] {
            let activation: Activation = name.parse().unwrap();
            let piece = if activation.kinks().is_empty() { 0 } else { usize::from(x > 0) };
            let written = Integrand::new(|field, node| activation.write(field, node, piece));
            let slope = Integrand::new(|field, node| activation.write_derivative(field, node, piece));
            let deficit = Integrand::new(|field, node| activation.write_deficit(field, node, piece));
            let at = |integrand: &Integrand| integrand.coefficients(&number, 1).unwrap();
            let (value, derivative) = (activation.value(&number).unwrap(), activation.derivative(&number).unwrap());
            assert!(at(&written)[0].overlaps(&value) && at(&written)[1].overlaps(&derivative), "{name} at {x}");
            assert!(at(&slope)[0].overlaps(&derivative), "{name}' at {x}");
            assert!(at(&deficit)[0].overlaps(&(value - &number * &derivative)), "{name} at {x}");
        }
    }
    law(60, property as fn(i16));
}

#[test]
fn a_half_difference_has_all_digits_of_a_half_however_small() {
    fn property(center: i16, exponent: u16) {
        use Elementary::{Atan, Exp, Sin, Tanh, UnitErf};
        let center = Rational::from((center, 16384));
        let half = power(2, -i32::from(exponent % 1200)) * ratio(3, 4);
        for function in [Exp, Sin, Tanh, Atan, UnitErf] {
            let wide = bits(4000);
            let ends = [Rational::from(&center + &half), Rational::from(&center - &half)];
            let ends = ends.map(|end| function.value(&Interval::of(&end, wide)).unwrap());
            let exact = (&ends[0] - &ends[1]) * &ratio(1, 2);
            let number = |x: &Rational| Float::of(x, bits(128));
            let mut float = Float::new(128);
            Floats::new(bits(128)).half_difference(function, &mut float, &number(&center), &number(&half)).unwrap();
            let off = (&exact - &Interval::of(&float.to_rational().unwrap(), wide)).magnitude();
            assert!(off <= exact.magnitude() * power(2, -110), "{function:?} at {center} +- {half}: {float}");
            let mut double = 0.0;
            let (c, h) = (center.to_f64(), half.to_f64());
            if h > f64::MIN_POSITIVE {
                Doubles.half_difference(function, &mut double, &c, &h).unwrap();
                let off = (double - exact.midpoint().to_f64()).abs();
                assert!(off <= 1e-12 * double.abs(), "{function:?} at {center} +- {half}: {double}");
            }
            let enclosed = |x: &Rational| Interval::of(x, bits(128));
            let mut proved = enclosed(&Rational::new());
            Intervals::new(bits(128))
                .half_difference(function, &mut proved, &enclosed(&center), &enclosed(&half))
                .unwrap();
            assert!(proved.overlaps(&exact), "{function:?}: {proved}");
            // Between the difference and the mean value form something like half of the digits is always left.
            assert!(proved.digits(12) >= 12, "{function:?} +- {half}: {proved}");
        }
    }
    law(40, property as fn(i16, u16));
}
