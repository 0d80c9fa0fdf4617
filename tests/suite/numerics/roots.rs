//! Roots: also where they are zero, of high order, or hidden behind another one.

use crate::support::{bits, law};
use escapement::error::{Error, Result};
use escapement::numerics::rational::ratio;
use escapement::numerics::roots::{bisect, enclose_positive_root, enclose_root, refine_root};
use escapement::numerics::{Certainty, Interval};
use rug::{Float, Rational};
use std::cell::Cell;

#[test]
fn a_root_at_zero_is_enclosed_to_a_share_of_its_bracket() {
    type Function = fn(&Interval) -> Interval;
    let functions: [Function; 4] = [|x| x.clone(), |x| x.power(3), |x| x.power(5) * 3, |x| -x.tanh()];
    for function in functions {
        for (low, high) in [(-1, 1), (-1, 2), (-7, 3)] {
            let root = enclose_root(|x| Ok(function(x)), &ratio(low, 1), &ratio(high, 1), bits(128)).expect("a root");
            assert!(root.contains_zero(), "{root}");
            assert!(root.width() < Rational::from(1) >> 20u32, "{root} is wide");
        }
    }
    let exact = enclose_root(|x| Ok(x.clone()), &ratio(-1, 1), &ratio(1, 1), bits(128)).unwrap();
    assert!(exact.width() <= Rational::from(1) >> 120u32, "{exact}");
}

#[test]
fn the_positive_root_is_found_behind_the_one_at_zero() {
    fn property(k: u16) {
        // x (x - 1/k) vanishes at zero too.
        let k = Rational::from(u32::from(k) + 1);
        let root = enclose_positive_root(|x| Ok(x * &(x * &k - 1)), &ratio(2, 1), bits(128)).unwrap();
        assert!(root.contains_rational(&k.clone().recip()) && root.digits(34) >= 34, "{root}");
    }
    law(60, property as fn(u16));
    let none = enclose_positive_root(|x| Ok(x + 1), &ratio(2, 1), bits(64));
    assert!(matches!(none, Err(Error::Undecided { .. })), "{none:?}");
}

#[test]
fn a_root_is_refined_to_the_precision_from_a_wide_bracket_rising_or_falling() {
    fn property(a: u16, falling: bool) {
        let (target, precision) = (Rational::from((u32::from(a) + 1, 256)), bits(192));
        // On the bracket the slope of x^3 - a x vanishes, so that the first steps must halve.
        let function = |x: &Interval| -> Result<(Interval, Interval)> {
            let (value, slope) = (x.power(3) - x * &target, x.square() * 3 - &target);
            Ok(if falling { (-value, -slope) } else { (value, slope) })
        };
        let start = Interval::from_rational(&target, precision).sqrt().unwrap();
        let bracket = (&start * &ratio(11, 20)).hull(&(&start * 9));
        assert!(function(&bracket).unwrap().1.contains_zero());
        let root = refine_root(&bracket, function).unwrap();
        assert!(bracket.contains(&root) && root.overlaps(&start) && root.digits(55) >= 55, "{root}");
    }
    law(60, property as fn(u16, bool));
}

#[test]
fn refining_a_root_at_zero_comes_to_an_end() {
    for (low, high) in [(-1, 1), (-1, 3), (-5, 2)] {
        let calls = Cell::new(0);
        let function = |x: &Interval| -> Result<(Interval, Interval)> {
            calls.set(calls.get() + 1);
            Ok((x * 2 - x.square() * 3, -(x * 6) + 2))
        };
        let bracket = Interval::from_rational(&ratio(low, 100), bits(96))
            .hull(&Interval::from_rational(&ratio(high, 100), bits(96)));
        let root = refine_root(&bracket, function).unwrap();
        assert!(root.contains_zero() && root.width() < Rational::from(1) >> 90u32, "{root}");
        assert!(calls.get() < 1000, "{} evaluations", calls.get());
    }
}

#[test]
fn what_refining_cannot_decide_it_leaves_as_wide_as_it_is() {
    let bracket = Interval::new(Float::with_val(64, -1), Float::with_val(64, 1)).unwrap();
    let blind = refine_root(&bracket, |_| Ok((bracket.clone(), bracket.clone()))).unwrap();
    assert_eq!(blind, bracket);
}

#[test]
fn bisection_keeps_the_sides_of_its_ends() {
    let third = ratio(1, 3);
    let below = |x: &Rational| Ok(if *x < third { Certainty::Certainly } else { Certainty::CertainlyNot });
    for ends in [(ratio(0, 1), ratio(1, 1)), (ratio(-5, 1), ratio(2, 3))] {
        let (first, second) = bisect(below, (&ends.0, &ends.1), 40).unwrap();
        assert!(first < third && third <= second && Rational::from(&second - &first) < Rational::from(1) >> 36u32);
    }
    let (first, second) = bisect(|_| Ok(Certainty::Unknown), (&ratio(0, 1), &ratio(1, 1)), 40).unwrap();
    assert_eq!((first, second), (ratio(0, 1), ratio(1, 1)));
}

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
            |x: &Float| cube(&Interval::new(x.clone(), x.clone()).expect("a number")).expect("defined").positive();
        let ends = (sign(root.lower()), sign(root.upper()));
        root.digits(34) >= 34 && ends.0 != ends.1 && ends.0 != Certainty::Unknown && ends.1 != Certainty::Unknown
    }
    law(60, holds as fn(u16, bool) -> bool);
}

#[test]
fn no_enclosure_leaves_its_bracket() {
    // So near to an end that the bits do not leave room for a sign on either side.
    let root = Rational::from(1) + (Rational::from(1) >> 126u32);
    for (low, high, target) in [(1, 2, root.clone()), (-2, -1, -root)] {
        let near = enclose_root(|x| Ok(x - &target), &ratio(low, 1), &ratio(high, 1), bits(128));
        assert!(matches!(near, Err(Error::Undecided { question: "a root is enclosed", .. })), "{near:?}");
    }
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
            let value = x.power(exponent);
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
