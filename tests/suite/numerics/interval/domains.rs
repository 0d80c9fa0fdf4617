//! Where a function is not defined, a typed error says how far outside.

use super::functions::set;
use crate::numerics::laws::{Bits, Set, ends, infinity, interval, is_sound, undefined, whole};
use crate::support::law;
use escapement::Error;
use escapement::numerics::Interval;
use escapement::numerics::rational::ratio;
use rug::Float;
use rug::float::{Constant, Special};

#[test]
fn a_function_outside_its_domain_is_a_typed_error_that_says_how_far_outside() {
    let one = whole(1, 1);
    for (divisor, certainly) in
        [(whole(-1, 1), false), (whole(0, 1), false), (whole(-1, 0), false), (whole(0, 0), true)]
    {
        assert_eq!(undefined(one.divide(&divisor)), ("division by", certainly), "{divisor}");
        assert_eq!(undefined(divisor.divide(&divisor)), ("division by", certainly), "{divisor}");
        let mut untouched = one.clone();
        assert_eq!(undefined(untouched.assign_div(&one, &divisor)), ("division by", certainly));
        assert_eq!(untouched, one);
    }
    for (argument, certainly) in [(whole(-1, 1), false), (whole(-1, 0), false), (whole(-2, -1), true)] {
        assert_eq!(undefined(argument.sqrt()), ("square root", certainly), "{argument}");
    }
    for (argument, certainly) in
        [(whole(-1, 1), false), (whole(0, 1), false), (whole(-1, 0), true), (whole(0, 0), true)]
    {
        assert_eq!(undefined(argument.ln()), ("logarithm", certainly), "{argument}");
    }
    for (argument, certainly) in [
        (whole(0, 2), false),
        (whole(-2, 0), false),
        (whole(-2, 2), false),
        (whole(1, 2), false),
        (whole(-2, -1), false),
        (whole(2, 3), true),
        (whole(-3, -2), true),
    ] {
        assert_eq!(undefined(argument.acos()), ("arc cosine", certainly), "{argument}");
    }
    // The edges of the domains belong to them.
    assert_eq!(ends(&whole(0, 4).sqrt().unwrap()), (ratio(0, 1), ratio(2, 1)));
    assert!(whole(-1, 1).acos().unwrap().lower().is_zero());
    assert!(Set::between(ratio(1, 1), ratio(1, 1)).at(64).ln().unwrap().is_point());
    // A hair beyond an edge is beyond it.
    let mut beyond = Float::with_val(64, 1);
    beyond.next_up();
    assert_eq!(undefined(interval(beyond.clone(), beyond).acos()), ("arc cosine", true));
    let mut under = Float::new(64);
    under.next_down();
    assert_eq!(undefined(interval(under, Float::new(64)).sqrt()), ("square root", false));
}

#[test]
fn a_partial_function_is_defined_exactly_on_its_domain() {
    fn property(x: Set, Bits(precision): Bits) {
        let x = x.at(precision);
        let Set { lower, upper } = set(&x);
        let checks = [
            (x.sqrt(), lower >= 0, upper < 0),
            (x.ln(), lower > 0, upper <= 0),
            (x.acos(), lower >= -1 && upper <= 1, upper < -1 || lower > 1),
            (whole(1, 1).divide(&x), lower > 0 || upper < 0, lower == 0 && upper == 0),
        ];
        for (result, legal, certainly) in checks {
            assert_eq!(result.is_ok(), legal, "{x}: {result:?}");
            if !legal {
                assert_eq!(undefined(result).1, certainly, "{x}");
            }
        }
    }
    law(2000, property as fn(Set, Bits));
}

#[test]
fn ends_that_enclose_no_number_make_no_interval() {
    let (nan, one) = (Float::with_val(64, Special::Nan), Float::with_val(64, 1));
    for (lower, upper) in [
        (nan.clone(), one.clone()),
        (one.clone(), nan.clone()),
        (nan.clone(), nan),
        (one.clone(), Float::with_val(64, -1)),
        (infinity(64), one.clone()),
        (one.clone(), -infinity(64)),
        (infinity(64), -infinity(64)),
        (infinity(64), infinity(64)),
        (-infinity(64), -infinity(64)),
    ] {
        let result = Interval::new(lower.clone(), upper.clone());
        assert!(matches!(result, Err(Error::Domain { argument: "interval", .. })), "[{lower}, {upper}]: {result:?}");
    }
    for (lower, upper) in
        [(one.clone(), one.clone()), (-infinity(64), one.clone()), (one, infinity(64)), (-infinity(64), infinity(64))]
    {
        assert!(is_sound(&interval(lower, upper)));
    }
    let mixed = interval(Float::with_val(53, 1), Float::with_val(113, Constant::Pi));
    assert_eq!((mixed.precision().get(), *mixed.upper() == Float::with_val(113, Constant::Pi)), (113, true));
}
