//! Laws of enclosed roots.

use crate::support::{bits, law};
use escapement::numerics::rational::ratio;
use escapement::numerics::roots::enclose_root;
use escapement::numerics::{Certainty, Interval};
use escapement::{Error, error::Result};
use rug::Rational;

#[test]
fn a_root_is_enclosed_with_certain_signs_on_both_sides() {
    fn holds(a: u16, falling: bool) -> bool {
        let target = Interval::from_rational(&Rational::from((u32::from(a) + 1, 4096)), bits(128));
        let cube = |x: &Interval| -> Result<Interval> {
            let value = &(&x.square() * x) - &target;
            Ok(if falling { -value } else { value })
        };
        let root = enclose_root(cube, &ratio(0, 1), &ratio(17, 1), bits(128)).expect("one root");
        let sign =
            |x: &rug::Float| cube(&Interval::new(x.clone(), x.clone()).expect("a number")).expect("defined").positive();
        let ends = (sign(root.lower()), sign(root.upper()));
        root.digits(34) >= 34 && ends.0 != ends.1 && ends.0 != Certainty::Unknown && ends.1 != Certainty::Unknown
    }
    law(60, holds as fn(u16, bool) -> bool);
}

#[test]
fn a_bracket_without_a_change_of_sign_is_refused() {
    let square = |x: &Interval| -> Result<Interval> { Ok(&x.square() + &Interval::from_integer(1, bits(64))) };
    assert!(matches!(enclose_root(square, &ratio(-1, 1), &ratio(1, 1), bits(64)), Err(Error::Undecided { .. })));
}

#[test]
fn a_root_at_zero_is_enclosed_although_it_has_no_size() {
    let power = |exponent: u32, falling: bool| {
        move |x: &Interval| -> Result<Interval> {
            let value = x.integer_power(exponent);
            Ok(if falling { -value } else { value })
        }
    };
    for precision in [24, 64, 128] {
        for (low, high) in [(ratio(-1, 1), ratio(1, 1)), (ratio(-1, 3), ratio(7, 1)), (ratio(-5, 1), ratio(1, 1000))] {
            for (exponent, falling) in [(1, false), (1, true), (3, false), (3, true)] {
                let root = enclose_root(power(exponent, falling), &low, &high, bits(precision)).expect("one root");
                let reach = Rational::from(&high - &low) >> (precision - 12);
                assert!(root.contains_zero() && *root.upper() <= reach, "x^{exponent} on [{low}, {high}]: {root}");
            }
        }
    }
}
