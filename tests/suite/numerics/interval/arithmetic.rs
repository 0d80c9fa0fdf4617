//! The laws of a ring, as far as intervals obey them, and the forms that write in place.

use super::functions::{exact_range, set};
use crate::numerics::laws::{Bits, Set, ends, infinity, interval, is_sound, whole};
use crate::support::{bits, law};
use escapement::numerics::Interval;
use escapement::numerics::interval::{MulScratch, assign_mul};
use escapement::numerics::rational::{power, ratio};
use rug::Rational;

#[test]
fn sums_and_products_obey_the_laws_of_a_ring_as_far_as_intervals_can() {
    fn property(a: Set, b: Set, c: Set, Bits(precision): Bits) {
        let [a, b, c] = [a, b, c].map(|x| x.at(precision));
        let (zero, one) = (Interval::from_integer(0, bits(precision)), Interval::from_integer(1, bits(precision)));
        assert_eq!(&a + &b, &b + &a);
        assert_eq!(&a * &b, &b * &a);
        assert_eq!(-(-&a), a);
        assert_eq!(&a - &b, -(&b - &a));
        assert_eq!(&a - &b, &a + &(-&b));
        assert_eq!(-(&a * &b), &(-&a) * &b);
        assert_eq!((&a + &zero, &a * &one, &a * &zero), (a.clone(), a.clone(), zero.clone()));
        assert!((&a - &a).contains_zero());
        assert!((&a * &a).contains(&a.square()), "{} outside {}", a.square(), &a * &a);
        let sum = exact_range(|x, y| Rational::from(x + y), &set(&b), &set(&c));
        let exact = exact_range(|x, y| Rational::from(x * y), &set(&a), &sum);
        let apart = &(&a * &b) + &(&a * &c);
        assert!(apart.contains_rational(&exact.lower) && apart.contains_rational(&exact.upper), "{a} ({b} + {c})");
        assert!(apart.overlaps(&(&a * &(&b + &c))), "{a} ({b} + {c})");
        assert!((&(&a + &b) + &c).overlaps(&(&a + &(&b + &c))), "{a} + {b} + {c}");
        assert!((&(&a * &b) * &c).overlaps(&(&a * &(&b * &c))), "{a} {b} {c}");
    }
    law(2500, property as fn(Set, Set, Set, Bits));
    fn quotients(a: Set, b: Set, Bits(precision): Bits) {
        let (a, b) = (a.at(precision), b.away_from_zero().at(precision));
        assert!(b.divide(&b).unwrap().contains_rational(&ratio(1, 1)), "{b} / {b}");
        assert!((&a.divide(&b).unwrap() * &b).contains(&a), "{a} / {b} * {b}");
        assert_eq!(a.divide(&-&b).unwrap(), -a.divide(&b).unwrap());
        assert_eq!(a.divide(&Interval::from_integer(1, bits(precision))).unwrap(), a);
    }
    law(2500, quotients as fn(Set, Set, Bits));
}

#[test]
fn the_forms_in_place_and_by_value_are_those_by_reference() {
    fn property(a: Set, b: Set, stale: Set, Bits(precision): Bits) {
        let (a, b, stale) = (a.at(precision), b.away_from_zero().at(precision), stale.at(precision));
        let mut scratch = MulScratch::new(bits(precision));
        assign_mul(&mut stale.clone(), &stale, &stale, &mut scratch);
        let written = |write: &mut dyn FnMut(&mut Interval)| {
            let mut out = stale.clone();
            write(&mut out);
            out
        };
        assert_eq!(written(&mut |out| out.assign_add(&a, &b)), &a + &b);
        assert_eq!(written(&mut |out| out.assign_sub(&a, &b)), &a - &b);
        assert_eq!(written(&mut |out| assign_mul(out, &a, &b, &mut scratch)), &a * &b);
        assert_eq!(written(&mut |out| out.assign_div(&a, &b).unwrap()), a.divide(&b).unwrap());
        assert_eq!(written(&mut |out| out.accumulate(&a)), &stale + &a);
        assert_eq!(written(&mut Interval::negate), -&stale);
        assert_eq!((a.clone() + b.clone(), a.clone() - b.clone(), a.clone() * b.clone()), (&a + &b, &a - &b, &a * &b));
    }
    law(1500, property as fn(Set, Set, Set, Bits));
}

#[test]
fn a_shift_is_an_exact_product_with_a_power_of_two() {
    fn property(x: Set, exponent: i8, Bits(precision): Bits) {
        let x = x.at(precision);
        let (mut shifted, (lower, upper)) = (x.clone(), ends(&x));
        shifted.shift(i32::from(exponent));
        let factor = power(2, i32::from(exponent));
        assert_eq!(ends(&shifted), (lower * &factor, upper * &factor));
    }
    law(1000, property as fn(Set, i8, Bits));
}

#[test]
fn a_shift_past_the_range_of_exponents_remains_an_enclosure() {
    let shifted = |mut x: Interval, exponent| {
        x.shift(exponent);
        x
    };
    let one = whole(1, 1);
    let (huge, tiny) = (shifted(one.clone(), i32::MAX), shifted(one.clone(), i32::MIN));
    assert!(is_sound(&huge) && huge.lower().is_finite() && huge.upper().is_infinite(), "{huge}");
    assert!(is_sound(&tiny) && tiny.lower().is_zero() && *tiny.upper() > 0, "{tiny}");
    assert!(is_sound(&(&huge - &huge)));
    let (huge, tiny) = (shifted(-one.clone(), i32::MAX), shifted(-one, i32::MIN));
    assert!(is_sound(&huge) && huge.lower().is_infinite() && huge.upper().is_finite(), "{huge}");
    assert!(is_sound(&tiny) && *tiny.lower() < 0 && tiny.upper().is_zero(), "{tiny}");
    let everything = interval(-infinity(64), infinity(64));
    assert_eq!(shifted(everything.clone(), 7), everything);
    assert_eq!(shifted(whole(0, 0), i32::MAX), whole(0, 0));
}
