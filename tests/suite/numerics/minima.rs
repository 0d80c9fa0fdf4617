//! Covers and minima: what is said of a whole interval holds at every point of it.

use crate::support::{bits, law};
use escapement::error::{Error, Result};
use escapement::numerics::minima::{Bounds, cover, cover_negative, cover_positive, holds_on, minimum, minimum_at};
use escapement::numerics::rational::ratio;
use escapement::numerics::roots::enclose_root;
use escapement::numerics::{Algebraic, Certainty, Interval};
use rug::Rational;

/// `(x - a)^2 + c`, written with a dependency that a wide box cannot see through.
fn parabola(x: &Interval, a: &Rational, c: &Rational) -> Interval {
    x.square() - x * &Rational::from(a * 2u32) + &(Rational::from(a.square_ref()) + c)
}

#[test]
fn a_positive_function_is_covered_and_the_pieces_are_counted() {
    fn property(a: u8, c: u8) {
        let (a, c) = (ratio(i64::from(a), 256), ratio(i64::from(c) + 1, 1024));
        let range = (&ratio(0, 1), &ratio(1, 1));
        let found = cover_positive(|x| Ok(parabola(x, &a, &c)), range, 24, bits(64)).unwrap();
        assert_eq!((found.certainty(), found.undecided.len()), (Certainty::Certainly, 0));
        assert!(found.pieces >= 1);
        let mirrored = cover_negative(|x| Ok(-parabola(x, &a, &c)), range, 24, bits(64)).unwrap();
        assert_eq!(mirrored, found);
    }
    law(60, property as fn(u8, u8));
}

#[test]
fn what_a_cover_leaves_open_surrounds_the_zero_of_a_function_that_touches_it() {
    let (zero, one, third) = (ratio(0, 1), ratio(1, 1), ratio(1, 3));
    let touching = |x: &Interval| Ok(parabola(x, &third, &Rational::new()));
    let found = cover_positive(touching, (&zero, &one), 8, bits(64)).unwrap();
    assert!(!found.is_complete() && found.refuted.is_none());
    assert_eq!(found.certainty(), Certainty::Unknown);
    assert!(found.undecided.iter().any(|open| open.contains_rational(&third)));
    assert!(found.undecided.windows(2).all(|two| two[0].lower() <= two[1].lower()), "from left to right");
    assert!(!holds_on(|x| Ok(touching(x)?.positive()), (&zero, &one), 8, bits(64)).unwrap());
    assert!(holds_on(|x| Ok((touching(x)? + 1).positive()), (&zero, &one), 8, bits(64)).unwrap());
}

#[test]
fn a_function_that_is_negative_somewhere_is_refuted_there() {
    let sunk = |x: &Interval| Ok(parabola(x, &ratio(1, 3), &ratio(-1, 1000)));
    let found = cover_positive(sunk, (&ratio(0, 1), &ratio(1, 1)), 30, bits(64)).unwrap();
    let place = found.refuted.clone().expect("a box on which it is negative");
    assert_eq!(
        (found.certainty(), sunk(&place).unwrap().positive()),
        (Certainty::CertainlyNot, Certainty::CertainlyNot)
    );
}

#[test]
fn an_unbounded_domain_is_covered_through_the_reciprocal() {
    // kappa (1 - 1/z) < z for every z >= 1 iff kappa < 4: with q = 1/z, kappa q (1 - q) < 1 on [0, 1].
    let shrinks = |kappa: Rational| {
        let margin = move |q: &Interval| Ok(-(q * &(-q + 1)) * &kappa + 1);
        cover_positive(margin, (&ratio(0, 1), &ratio(1, 1)), 16, bits(64)).unwrap().certainty()
    };
    assert_eq!(shrinks(ratio(399, 100)), Certainty::Certainly);
    assert_eq!(shrinks(ratio(401, 100)), Certainty::CertainlyNot);
    assert_eq!(shrinks(ratio(4, 1)), Certainty::Unknown);
}

#[test]
fn a_doubt_that_narrower_boxes_dispel_is_no_error_and_a_certain_one_is() {
    let range = (&ratio(0, 1), &ratio(1, 1));
    // Over the whole interval the divisor x^2 - x + 1/3 may vanish.
    let inverse = |x: &Interval| x.integer(1).divide(&(x.square() - x + &ratio(1, 3)));
    assert!(cover_positive(inverse, range, 10, bits(64)).unwrap().is_complete());
    let nowhere = |x: &Interval| (-x.square() - 1).sqrt();
    assert!(matches!(cover_positive(nowhere, range, 10, bits(64)), Err(Error::Undefined { certainly: true, .. })));
    let turned = cover(|_| Ok(Certainty::Certainly), (&ratio(1, 1), &ratio(0, 1)), 3, bits(64));
    assert!(matches!(turned, Err(Error::Domain { .. })));
}

#[test]
fn a_minimum_is_enclosed_with_and_without_a_derivative_inside_and_at_the_ends() {
    fn property(a: i16, c: i16) {
        let (a, c) = (Rational::from((a, 8192)), Rational::from((c, 1000)));
        let (low, high) = (ratio(-1, 1), ratio(2, 1));
        let place = a.clone().clamp(&low, &high);
        let least = Rational::from(&place - &a).square() + &c;
        for derivative in [true, false] {
            let function = |x: &Interval| -> Result<Bounds> {
                let slope = derivative.then(|| (x - &a) * 2);
                Ok(Bounds { value: parabola(x, &a, &c), slope })
            };
            let found = minimum(function, (&low, &high), &ratio(1, 1 << 8), 10_000, bits(64)).unwrap();
            assert!(found.value.contains_rational(&least), "{} without {least}", found.value);
            assert!(found.value.width() <= ratio(1, 1 << 8), "{} is wide", found.value);
            assert!(found.places.iter().any(|at| at.contains_rational(&place)), "{place} is lost");
        }
    }
    law(40, property as fn(i16, i16));
}

#[test]
fn a_minimum_far_from_the_middle_of_a_wide_interval_is_not_dropped() {
    for place in [-19, 19] {
        let target = ratio(place, 1);
        let function = |x: &Interval| -> Result<Bounds> {
            Ok(Bounds { value: parabola(x, &target, &Rational::new()), slope: Some((x - &target) * 2) })
        };
        let found = minimum(function, (&ratio(-20, 1), &ratio(20, 1)), &ratio(1, 1 << 20), 10_000, bits(64)).unwrap();
        assert!(found.value.contains_rational(&Rational::new()), "{}", found.value);
        assert!(found.places.iter().any(|found| found.contains_rational(&target)));
    }
}

#[test]
fn both_places_of_a_double_minimum_are_kept() {
    // (x^2 - 1)^2 on [-2, 2].
    let function = |x: &Interval| -> Result<Bounds> {
        let inner = x.square() - 1;
        Ok(Bounds { value: inner.square(), slope: Some(x * 4 * &inner) })
    };
    let found = minimum(function, (&ratio(-2, 1), &ratio(2, 1)), &ratio(1, 1 << 20), 10_000, bits(64)).unwrap();
    for place in [-1, 1] {
        assert!(found.places.iter().any(|at| at.contains_rational(&ratio(place, 1))));
    }
    assert!(found.value.contains_zero());
}

#[test]
fn a_minimum_at_an_enclosed_root_of_the_derivative_has_all_digits() {
    // x - ln x is least at 1.
    let precision = bits(200);
    let place = enclose_root(|x| Ok(-x.reciprocal()? + 1), &ratio(1, 3), &ratio(7, 2), precision).unwrap();
    let slope = -place.reciprocal().unwrap() + 1;
    let least = minimum_at(&place, |x| Ok(x - &x.ln()?), &slope).unwrap();
    assert!(least.contains_rational(&ratio(1, 1)) && least.digits(58) >= 58, "{least}");
}
