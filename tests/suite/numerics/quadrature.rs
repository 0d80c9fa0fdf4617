//! Laws of certified integrals.

use crate::support::{bits, law};
use escapement::Error;
use escapement::numerics::quadrature::Integrand;
use escapement::numerics::rational::{power, ratio};
use escapement::numerics::{Algebraic, Interval};
use quickcheck::TestResult;
use rug::Rational;

/// A number between -8 and 8.
fn place(number: i16) -> Rational {
    Rational::from((i32::from(number), 4096))
}

#[test]
fn the_integral_of_a_power_is_the_next_power() {
    fn holds(a: i16, b: i16, n: u8) -> TestResult {
        let (low, high) = if a <= b { (place(a), place(b)) } else { (place(b), place(a)) };
        let exponent = u32::from(n % 9) + 1;
        let function = Integrand::new(|field, x| field.power(x, exponent));
        let area = function.integral(&low, &high, bits(128)).expect("smooth");
        let primitive = |x: &Rational| x.power(exponent + 1) / Rational::from(exponent + 1);
        TestResult::from_bool(area.contains_rational(&(primitive(&high) - primitive(&low))))
    }
    law(60, holds as fn(i16, i16, u8) -> TestResult);
}

#[test]
fn two_halves_make_the_whole_and_two_precisions_overlap() {
    fn holds(a: u8, b: u8, c: u8) -> bool {
        let mut ends = [a, b, c].map(|x| ratio(i64::from(x), 32));
        ends.sort();
        let [low, middle, high] = ends;
        let function = Integrand::new(|field, x| {
            let (wave, _) = field.sin_cos(x);
            let growth = field.tanh(x);
            field.mul(wave, growth)
        });
        let part =
            |from: &Rational, to: &Rational, precision| function.integral(from, to, bits(precision)).expect("smooth");
        let whole = part(&low, &high, 100);
        let halves = &part(&low, &middle, 100) + &part(&middle, &high, 100);
        let table = function.primitive(&low, &high, bits(100)).expect("smooth");
        let within = low == high || table.at(&high).expect("inside").overlaps(&whole);
        whole.overlaps(&halves) && whole.overlaps(&part(&low, &high, 160)) && within
    }
    law(20, holds as fn(u8, u8, u8) -> bool);
}

#[test]
fn coefficients_over_a_range_hold_those_at_every_point_and_are_not_much_wider() {
    let function = Integrand::new(|field, x| field.tanh(x));
    for (low, high) in [(ratio(1, 2), ratio(9, 16)), (ratio(-1, 4), ratio(1, 4)), (ratio(3, 1), ratio(25, 8))] {
        let number = |x: &Rational| Interval::from_rational(x, bits(100));
        let over = function.coefficients(&number(&low).hull(&number(&high)), 3).expect("smooth");
        for share in 0..=4 {
            let x = &low + Rational::from(&high - &low) * ratio(share, 4);
            for (range, point) in over.iter().zip(function.coefficients(&number(&x), 3).expect("smooth")) {
                assert!(range.contains(&point), "{x}: {range} misses {point}");
            }
        }
        // tanh increases, so the range of its values is known.
        let true_range = number(&low).tanh().hull(&number(&high).tanh());
        assert!(over[0].width() < true_range.width() * 1.01, "{} against {true_range}", over[0]);
    }
}

#[test]
fn coefficients_over_a_range_are_developed_around_its_middle() {
    // x (1 - x) is largest in the middle of the range, where naive evaluation is widest.
    let function = Integrand::new(|builder, x| {
        let one = builder.constant(ratio(1, 1));
        let rest = builder.sub(one, x);
        builder.mul(x, rest)
    });
    let range = Interval::from_rational(&ratio(2, 5), bits(80)).hull(&Interval::from_rational(&ratio(3, 5), bits(80)));
    let value = &function.coefficients(&range, 2).expect("coefficients")[0];
    assert!(value.contains_rational(&ratio(1, 4)) && value.contains_rational(&ratio(6, 25)), "{value}");
    assert!(value.width() < ratio(1, 40), "{value}");
}

#[test]
fn a_singularity_is_an_error_and_an_empty_stretch_is_zero() {
    let inverse = Integrand::new(|field, x| {
        let one = field.constant(Rational::from(1));
        field.div(one, x)
    });
    assert!(matches!(inverse.integral(&ratio(-1, 1), &ratio(1, 1), bits(64)), Err(Error::StepUnderflow { .. })));
    let nothing = inverse.integral(&ratio(1, 1), &ratio(1, 1), bits(64)).expect("no panel");
    assert!(nothing.is_point() && nothing.contains_zero());
    let logarithm = inverse.integral(&ratio(1, 1), &ratio(7, 1), bits(128)).expect("smooth");
    assert!(
        logarithm.overlaps(&Interval::from_integer(7, bits(128)).ln().expect("positive")) && logarithm.digits(36) >= 36
    );
}

#[test]
fn the_remainder_is_that_of_the_whole_panel_and_not_of_its_middle() {
    // At 24 bits panels have order 20. In the middle of this one the coefficient of that order vanishes, so that what stands
    // at the middle is exact, and wrong.
    let (precision, eighth) = (bits(24), ratio(1, 8));
    for exponent in [21, 22] {
        let function = Integrand::new(|field, x| {
            let (one, scale) = (field.constant(Rational::from(1)), power(2, 38));
            let bump = field.power(x, exponent);
            let bump = field.scale(scale, bump);
            field.add(one, bump)
        });
        let primitive = |x: &Rational| {
            let bump = x.power(exponent + 1) / Rational::from(exponent + 1);
            bump * power(2, 38) + x
        };
        let start = -eighth.clone();
        let exact = |x: &Rational| primitive(x) - primitive(&start);
        let area = function.integral(&start, &eighth, precision).expect("smooth");
        assert!(area.contains_rational(&exact(&eighth)), "{exponent}: {area:.30}");
        let table = function.primitive(&start, &eighth, precision).expect("smooth");
        for k in -8..=8 {
            let x = ratio(k, 64);
            assert!(table.at(&x).expect("inside").contains_rational(&exact(&x)), "{exponent}: up to {x}");
        }
        assert!(area.digits(7) >= 6, "{area:.30}");
    }
}

#[test]
fn a_primitive_is_known_on_its_range_alone() {
    let function = Integrand::new(|field, x| field.exp(x));
    let table = function.primitive(&ratio(0, 1), &ratio(3, 1), bits(64)).expect("smooth");
    for outside in [ratio(-1, 1000), ratio(3001, 1000)] {
        assert!(table.at(&outside).is_none(), "{outside}");
    }
    assert!(table.at(&ratio(0, 1)).expect("the left end").contains_zero());
    for k in 0..=12 {
        let x = Interval::from_rational(&ratio(k, 4), bits(64));
        let expected = &x.exp() - &Interval::from_integer(1, bits(64));
        let found = table.at(&ratio(k, 4)).expect("inside");
        assert!(found.overlaps(&expected) && (k == 0 || found.digits(20) >= 16), "{k}/4: {found:.25}");
    }
}
