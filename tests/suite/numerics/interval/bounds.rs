//! Intervals as sets: midpoint, width, hull, change of precision, and ends without bound.

use super::functions::{FUNCTIONS, Function, OPERATIONS, Operation, set};
use crate::numerics::laws::{
    Bits, Place, Set, ends, infinity, interval, is_sound, largest, rational, rounded, undefined, whole,
};
use crate::support::{bits, law};
use escapement::numerics::Interval;
use escapement::numerics::rational::{power, ratio};
use quickcheck::{Arbitrary, Gen};
use rug::float::Round;
use rug::{Float, Integer, Rational};

#[test]
fn the_midpoint_lies_inside_and_close_to_the_middle() {
    fn property(x: Set, Bits(precision): Bits) {
        let x = x.at(precision);
        let (middle, (lower, upper)) = (x.midpoint(), ends(&x));
        assert_eq!(middle.prec(), precision);
        let middle = rational(&middle);
        assert!(x.contains_rational(&middle), "{middle} outside {x}");
        let error = (middle - (lower + upper) / 2u32).abs();
        assert!(error <= rational(&x.magnitude()) * power(2, 1 - precision as i32), "{x}");
    }
    law(2500, property as fn(Set, Bits));
    // Between two neighbours, at the ends of the range, and without a bound.
    let mut neighbour = Float::with_val(64, 1);
    neighbour.next_up();
    let mut least = Float::new(64);
    least.next_up();
    for (lower, upper) in [
        (Float::with_val(64, 1), neighbour),
        (Float::with_val(64, &largest(64) / 2u32), largest(64)),
        (-largest(64), largest(64)),
        (Float::new(64), least.clone()),
        (-least.clone(), least),
        (largest(64), infinity(64)),
        (Float::with_val(64, 1), infinity(64)),
        (-infinity(64), Float::with_val(64, 1)),
        (-infinity(64), infinity(64)),
    ] {
        let x = interval(lower, upper);
        let middle = x.midpoint();
        assert!(middle.is_finite() && x.lower() <= &middle && x.upper() >= &middle, "{middle} of {x}");
    }
    assert!(interval(-infinity(64), infinity(64)).midpoint().is_zero());
}

#[test]
fn width_magnitude_and_mignitude_are_those_of_the_set() {
    fn property(x: Set, place: Place, Bits(precision): Bits) {
        let x = x.at(precision);
        let (lower, upper) = ends(&x);
        assert_eq!(x.width(), rounded(precision, &Rational::from(&upper - &lower), Round::Up));
        let member = place.of(&x).abs();
        assert!(rational(&x.mignitude()) <= member && member <= rational(&x.magnitude()), "{x}");
        assert!(x.contains_zero() == x.mignitude().is_zero());
        assert!(x.is_bounded() && x.is_point() == (lower == upper));
    }
    law(1500, property as fn(Set, Place, Bits));
}

#[test]
fn hull_and_intersection_are_those_of_sets_also_across_precisions() {
    fn property(a: Set, b: Set, (p, q): (Bits, Bits)) {
        let (x, y) = (a.at(p.0), b.at(q.0));
        let (a, b) = (set(&x), set(&y));
        let hull = x.hull(&y);
        assert!(is_sound(&hull), "{x} and {y}");
        assert_eq!(ends(&hull), (a.lower.clone().min(b.lower.clone()), a.upper.clone().max(b.upper.clone())));
        let common = (a.lower.max(b.lower), a.upper.min(b.upper));
        match x.intersection(&y) {
            Some(found) => assert!(is_sound(&found) && ends(&found) == common && x.overlaps(&y), "{x} and {y}"),
            None => assert!(common.0 > common.1 && !x.overlaps(&y), "{x} and {y}"),
        }
    }
    law(2000, property as fn(Set, Set, (Bits, Bits)));
}

#[test]
fn a_change_of_precision_rounds_outward_and_an_increase_changes_nothing() {
    fn property(x: Set, (p, q): (Bits, Bits)) {
        let original = x.at(p.0);
        let changed = original.with_precision(bits(q.0));
        assert_eq!(changed, set(&original).at(q.0));
        assert!(changed.precision() == bits(q.0) && changed.contains(&original));
        assert!(p.0 > q.0 || changed == original);
    }
    law(1500, property as fn(Set, (Bits, Bits)));
    let top = interval(largest(200), largest(200)).with_precision(bits(64));
    assert!(is_sound(&top) && top.lower() == &largest(64) && top.upper().is_infinite());
    assert_eq!(Interval::from_integer(i64::MAX, bits(24)).upper(), &Float::with_val(64, Float::i_exp(1, 63)));
    assert!(Interval::from_integer(i64::MIN, bits(24)).is_point());
}

/// An interval with a bound on both sides, on one, or on none.
#[derive(Clone, Debug)]
struct Unbounded {
    set: Set,
    below: bool,
    above: bool,
}

impl Arbitrary for Unbounded {
    fn arbitrary(g: &mut Gen) -> Self {
        Self { set: Set::arbitrary(g), below: bool::arbitrary(g), above: bool::arbitrary(g) }
    }
}

impl Unbounded {
    fn at(&self, precision: u32) -> Interval {
        let bounded = self.set.at(precision);
        interval(
            if self.below { -infinity(precision) } else { bounded.lower().clone() },
            if self.above { infinity(precision) } else { bounded.upper().clone() },
        )
    }

    fn member(&self, place: Place) -> Rational {
        let reach = Rational::from(Integer::from(1) << 100u32);
        let lower = if self.below { Rational::from(&self.set.lower - &reach) } else { self.set.lower.clone() };
        let upper = if self.above { Rational::from(&self.set.upper + &reach) } else { self.set.upper.clone() };
        place.between(&lower, &upper)
    }
}

#[test]
fn an_end_without_bound_stays_an_enclosure_through_every_operation() {
    fn property(a: Unbounded, b: Unbounded, places: (Place, Place), Bits(precision): Bits) {
        let (x, y) = (a.at(precision), b.at(precision));
        let (p, q) = (a.member(places.0), b.member(places.1));
        for Operation { name, enclose, exact, .. } in &OPERATIONS {
            let result = enclose(&x, &y);
            if *name == "/" && y.contains_zero() {
                assert_eq!(undefined(result), ("division by", y.is_point()));
                continue;
            }
            let result = result.unwrap();
            assert!(is_sound(&result), "{x} {name} {y}: {result}");
            assert!(result.contains_rational(&exact(&p, &q)), "{x} {name} {y}: {p} {name} {q} outside {result}");
        }
        for result in
            [x.square(), x.exp(), x.sin(), x.cos(), x.atan(), x.tanh(), -&x, x.hull(&y), x.with_precision(bits(40))]
        {
            assert!(is_sound(&result), "{x}: {result}");
        }
        assert!(x.square().contains_rational(&p.clone().square()));
        assert!(!x.width().is_nan() && !x.magnitude().is_nan() && !x.mignitude().is_nan());
    }
    law(5000, property as fn(Unbounded, Unbounded, (Place, Place), Bits));
}

#[test]
fn overflow_and_underflow_lose_a_bound_but_never_a_member() {
    let large = Interval::from_rational(&power(2, 60), bits(64));
    let (huge, tiny) = (large.exp(), (-&large).exp());
    assert!(huge.lower() == &largest(64) && huge.upper().is_infinite() && !huge.is_bounded());
    assert!(tiny.lower().is_zero() && *tiny.upper() > 0);
    assert_eq!(undefined(huge.divide(&tiny)), ("division by", false));
    let (quotient, zero) = (huge.divide(&huge).unwrap(), whole(0, 0));
    assert!(quotient.contains_rational(&ratio(1, 1)));
    assert_eq!(ends(&(&huge * &zero)), (ratio(0, 1), ratio(0, 1)));
    assert!((&huge * &tiny).contains_rational(&ratio(1, 1)) && (&huge - &huge).contains_zero());
    let all = interval(-infinity(64), infinity(64));
    let operands = [
        huge.clone(),
        -&huge,
        tiny.clone(),
        -&tiny,
        zero,
        whole(-1, 2),
        all,
        huge.square(),
        interval(largest(64), largest(64)),
    ];
    for a in &operands {
        for b in &operands {
            for Operation { name, enclose, .. } in &OPERATIONS {
                if let Ok(result) = enclose(a, b) {
                    assert!(is_sound(&result), "{a} {name} {b}: {result}");
                }
            }
        }
        for Function { name, enclose, .. } in &FUNCTIONS {
            if let Ok(result) = enclose(a) {
                assert!(is_sound(&result), "{name} of {a}: {result}");
            }
        }
    }
    assert!(huge.ln().unwrap().upper().is_infinite() && huge.tanh().upper() == &1 && *huge.tanh().lower() < 1);
    assert_eq!(ends(&huge.sin()), (ratio(-1, 1), ratio(1, 1)));
}
