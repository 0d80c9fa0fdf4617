//! Inclusion, isotonicity, and ends that are the tightest of their precision.

use super::functions::{FUNCTIONS, Function, OPERATIONS, Operation, exact_range, set, tightest};
use crate::numerics::laws::{Bits, Place, Set, ends, exact, is_sound, part, whole};
use crate::support::{bits, law};
use escapement::numerics::Interval;
use escapement::numerics::rational::{power, ratio};

#[test]
fn every_function_encloses_its_value_at_every_member() {
    fn property(x: Set, place: Place, Bits(precision): Bits) {
        for Function { name, enclose, fit, .. } in &FUNCTIONS {
            let argument = fit(x.clone()).at(precision);
            let result = enclose(&argument).unwrap();
            let member = Set::point(place.of(&argument)).at(4 * precision);
            let value = enclose(&member).unwrap();
            assert!(is_sound(&result) && result.contains(&value), "{name} of {argument}: {value} outside {result}");
        }
    }
    law(2000, property as fn(Set, Place, Bits));
}

#[test]
fn every_operation_encloses_its_value_at_every_pair_of_members() {
    fn property(a: Set, b: Set, places: (Place, Place), Bits(precision): Bits) {
        for Operation { name, enclose, exact, fit } in &OPERATIONS {
            let (a, b) = (a.at(precision), fit(&b).at(precision));
            let result = enclose(&a, &b).unwrap();
            let (x, y) = (places.0.of(&a), places.1.of(&b));
            assert!(is_sound(&result), "{a} {name} {b}: {result}");
            assert!(result.contains_rational(&exact(&x, &y)), "{a} {name} {b}: {x} {name} {y} outside {result}");
            let (x, y) = (Set::point(x).at(4 * precision), Set::point(y).at(4 * precision));
            assert!(result.contains(&enclose(&x, &y).unwrap()), "{a} {name} {b}: {x} {name} {y} outside {result}");
        }
    }
    law(3000, property as fn(Set, Set, (Place, Place), Bits));
}

#[test]
fn a_part_of_the_argument_gives_a_part_of_the_result() {
    fn functions(x: Set, (a, b): (Place, Place), Bits(precision): Bits) {
        for Function { name, enclose, fit, .. } in &FUNCTIONS {
            let whole = fit(x.clone()).at(precision);
            let part = part(&whole, a, b);
            assert!(whole.contains(&part), "{part} outside {whole}");
            let (inner, outer) = (enclose(&part).unwrap(), enclose(&whole).unwrap());
            assert!(outer.contains(&inner), "{name} of {part} in {whole}: {inner} outside {outer}");
        }
    }
    law(2000, functions as fn(Set, (Place, Place), Bits));
    fn operations(a: Set, b: Set, places: [Place; 4], Bits(precision): Bits) {
        for Operation { name, enclose, fit, .. } in &OPERATIONS {
            let (a, b) = (a.at(precision), fit(&b).at(precision));
            let (c, d) = (part(&a, places[0], places[1]), part(&b, places[2], places[3]));
            let (inner, outer) = (enclose(&c, &d).unwrap(), enclose(&a, &b).unwrap());
            assert!(outer.contains(&inner), "{c} {name} {d} in {a} {name} {b}: {inner} outside {outer}");
        }
    }
    law(3000, operations as fn(Set, Set, [Place; 4], Bits));
}

#[test]
fn the_ends_of_every_function_are_the_tightest_of_their_precision() {
    fn property(x: Set, Bits(precision): Bits) {
        for function in &FUNCTIONS {
            let argument = (function.fit)(x.clone()).at(precision);
            let (found, expected) = ((function.enclose)(&argument).unwrap(), tightest(function, &argument));
            assert_eq!(found, expected, "{} of [{}, {}]", function.name, argument.lower(), argument.upper());
        }
    }
    law(2000, property as fn(Set, Bits));
}

#[test]
fn the_ends_of_every_operation_are_the_exact_ones_rounded_once() {
    fn property(a: Set, b: Set, Bits(precision): Bits) {
        for Operation { name, enclose, exact, fit } in &OPERATIONS {
            let (a, b) = (a.at(precision), fit(&b).at(precision));
            let expected = exact_range(*exact, &set(&a), &set(&b)).at(precision);
            assert_eq!(enclose(&a, &b).unwrap(), expected, "{a} {name} {b}");
        }
    }
    law(5000, property as fn(Set, Set, Bits));
}

#[test]
fn a_quotient_is_right_for_every_combination_of_signs() {
    for (a, b, expected) in [
        (whole(1, 2), whole(2, 4), (ratio(1, 4), ratio(1, 1))),
        (whole(-2, -1), whole(2, 4), (ratio(-1, 1), ratio(-1, 4))),
        (whole(-1, 2), whole(2, 4), (ratio(-1, 2), ratio(1, 1))),
        (whole(0, 2), whole(2, 4), (ratio(0, 1), ratio(1, 1))),
        (whole(1, 2), whole(-4, -2), (ratio(-1, 1), ratio(-1, 4))),
        (whole(-2, -1), whole(-4, -2), (ratio(1, 4), ratio(1, 1))),
        (whole(-1, 2), whole(-4, -2), (ratio(-1, 1), ratio(1, 2))),
        (whole(-2, 0), whole(-4, -2), (ratio(0, 1), ratio(1, 1))),
    ] {
        assert_eq!(ends(&a.divide(&b).unwrap()), expected, "{a} / {b}");
    }
}

#[test]
fn a_wave_with_an_extremum_inside_reaches_exactly_one() {
    let sine = |lower: &str, upper: &str| Set::between(exact(lower), exact(upper)).at(64).sin();
    let crest = sine("1.5", "1.75");
    assert!(*crest.upper() == 1 && *crest.lower() > 0.98 && *crest.lower() < 0.99, "{crest}");
    let trough = sine("4.5", "5");
    assert!(*trough.lower() == -1 && *trough.upper() < -0.95, "{trough}");
    // Two neighbouring extrema, with everything between them, and a whole turn.
    assert_eq!(ends(&sine("1.5", "4.75")), (ratio(-1, 1), ratio(1, 1)));
    assert_eq!(ends(&sine("100", "107")), (ratio(-1, 1), ratio(1, 1)));
    // Zero is a crest of the cosine, exactly, and neighbours no other.
    assert_eq!(ends(&whole(0, 0).cos()), (ratio(1, 1), ratio(1, 1)));
    assert!(whole(0, 1).cos().upper() == &1 && whole(0, 1).cos().lower() > &0.54);
    // A number that has to be reduced by 2^300 turns: the same bits as from a far longer significand.
    let large = Set::point(power(2, 300) + 1u32).at(64).sin();
    let far = Interval::from_rational(&power(2, 300), bits(64)).sin();
    assert!(is_sound(&large) && far.width() < 1e-18, "{far}");
    assert!(far.contains(&Interval::from_rational(&power(2, 300), bits(512)).sin()));
}
