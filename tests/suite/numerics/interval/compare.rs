//! Three-valued comparisons: certain exactly when all members agree.

use super::functions::set;
use crate::numerics::laws::{Bits, Place, Set, whole};
use crate::support::law;
use escapement::Error;
use escapement::numerics::Certainty;
use escapement::numerics::rational::ratio;

/// The only right answer, from whether the statement holds for some pair of members and fails for some.
fn answer(holds_for_some: bool, fails_for_some: bool) -> Certainty {
    match (holds_for_some, fails_for_some) {
        (true, true) => Certainty::Unknown,
        (true, false) => Certainty::Certainly,
        _ => Certainty::CertainlyNot,
    }
}

#[test]
fn a_comparison_is_certain_exactly_when_all_members_agree() {
    fn property(a: Set, b: Set, places: (Place, Place), Bits(precision): Bits) {
        let (x, y) = (a.at(precision), b.at(precision));
        let (a, b) = (set(&x), set(&y));
        assert_eq!(x.less(&y), answer(a.lower < b.upper, a.upper >= b.lower), "{x} < {y}");
        assert_eq!(x.greater(&y), answer(a.upper > b.lower, a.lower <= b.upper), "{x} > {y}");
        assert_eq!(x.positive(), answer(a.upper > 0, a.lower <= 0), "{x} > 0");
        assert_eq!(x.negative(), answer(a.lower < 0, a.upper >= 0), "{x} < 0");
        for bound in [&b.lower, &b.upper, &ratio(1, 3)] {
            assert_eq!(x.above(bound), answer(a.upper > *bound, a.lower <= *bound), "{x} > {bound}");
        }
        let (p, q) = (places.0.of(&x), places.1.of(&y));
        for (certainty, holds) in [
            (x.less(&y), p < q),
            (x.greater(&y), p > q),
            (x.positive(), p > 0),
            (x.negative(), p < 0),
            (x.above(&q), p > q),
        ] {
            let wrong = if holds { Certainty::CertainlyNot } else { Certainty::Certainly };
            assert_ne!(certainty, wrong, "{p} of {x}, {q} of {y}");
        }
        assert!(x.contains_rational(&p) && (!x.contains_rational(&q) || x.overlaps(&y)));
        assert_eq!(x.contains(&y), a.lower <= b.lower && b.upper <= a.upper);
        assert_eq!(x.contains_in_interior(&y), a.lower < b.lower && b.upper < a.upper);
        assert_eq!(x.overlaps(&y), a.lower.clone().max(b.lower) <= a.upper.clone().min(b.upper));
        assert_eq!(x.contains_zero(), a.contains_zero());
    }
    law(4000, property as fn(Set, Set, (Place, Place), Bits));
}

#[test]
fn intervals_that_share_an_end_are_told_apart_from_those_that_share_more() {
    assert_eq!(whole(0, 1).less(&whole(1, 2)), Certainty::Unknown);
    assert_eq!(whole(1, 2).less(&whole(0, 1)), Certainty::CertainlyNot);
    assert_eq!(whole(1, 1).less(&whole(1, 1)), Certainty::CertainlyNot);
    assert_eq!(whole(0, 1).positive(), Certainty::Unknown);
    assert_eq!(whole(-1, 0).positive(), Certainty::CertainlyNot);
    assert_eq!(whole(0, 0).negative(), Certainty::CertainlyNot);
    assert_eq!(whole(1, 2).above(&ratio(1, 1)), Certainty::Unknown);
    assert!(whole(0, 3).contains(&whole(0, 1)) && !whole(0, 3).contains_in_interior(&whole(0, 1)));
    assert!(whole(0, 1).overlaps(&whole(1, 2)) && !whole(0, 1).overlaps(&whole(2, 3)));
}

#[test]
fn an_unknown_answer_is_decided_by_nobody() {
    let value = whole(-1, 1);
    assert_eq!(Certainty::Certainly.decide("it holds", &value), Ok(true));
    assert_eq!(Certainty::CertainlyNot.decide("it holds", &value), Ok(false));
    let undecided = Certainty::Unknown.decide("it holds", &value).unwrap_err();
    assert_eq!(undecided, Error::Undecided { question: "it holds", value: "[-1, 1]".to_owned() });
    assert!(undecided.may_yield_to_precision());
}
