//! All zeros of a function on an interval, and no others.

use crate::support::{bits, law};
use escapement::error::{Error, Result};
use escapement::numerics::rational::ratio;
use escapement::numerics::{Interval, isolation::isolate};
use rug::Rational;

/// `(x - a)(x - b)(x - c)`, multiplied out so that it is wide over boxes, and its derivative.
fn cubic(roots: [&Rational; 3], x: &Interval) -> (Interval, Interval) {
    let [a, b, c] = roots;
    let (sum, product) = (Rational::from(a + b) + c, Rational::from(a * b) * c);
    let pairs = Rational::from(a * b) + Rational::from(a * c) + Rational::from(b * c);
    let value = x.power(3) - x.square() * &sum + x * &pairs - &product;
    (value, x.square() * 3 - x * &(sum * 2u32) + &pairs)
}

#[test]
fn every_zero_is_in_a_box_of_its_own_in_order() {
    fn property(a: i8, first: u8, second: u8, upside_down: bool) {
        // Three zeros, at least 1/50 apart, anywhere in the range.
        let place = |steps: i64| ratio(steps, 50) + ratio(1, 97);
        let (a, first, second) = (i64::from(a), i64::from(first) + 1, i64::from(second) + 1);
        let roots = [place(a), place(a + first), place(a + first + second)];
        let range = Interval::from_integer(-3, bits(80)).hull(&Interval::from_integer(14, bits(80)));
        let function = |x: &Interval| -> Result<(Interval, Interval)> {
            let (value, slope) = cubic([&roots[0], &roots[1], &roots[2]], x);
            Ok(if upside_down { (-value, -slope) } else { (value, slope) })
        };
        let found = isolate(function, &range, 20_000).expect("isolated zeros").into_value();
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(found.iter().zip(&roots).all(|(found, root)| found.contains_rational(root)), "{found:?} of {roots:?}");
    }
    law(40, property as fn(i8, u8, u8, bool));
}

#[test]
fn where_nothing_vanishes_nothing_is_found_and_a_zero_without_a_change_of_sign_is_left_open() {
    let range = Interval::from_integer(-3, bits(80)).hull(&Interval::from_integer(4, bits(80)));
    let above = |x: &Interval| -> Result<(Interval, Interval)> { Ok((x.square() - x + 1, x * 2 - 1)) };
    assert!(isolate(above, &range, 1000).expect("decided").value().is_empty());
    let touches = |x: &Interval| -> Result<(Interval, Interval)> { Ok((x.square() - x * 2 + 1, x * 2 - 2)) };
    assert!(matches!(isolate(touches, &range, 500), Err(Error::Undecided { .. })));
}
