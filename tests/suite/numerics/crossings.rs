//! The search for the first crossing on polynomials whose roots are known.

use crate::support::bits;
use escapement::numerics::Interval;
use escapement::numerics::events::Direction::{Either, Falling, Rising};
use escapement::numerics::events::{Direction, END_BITS, Polynomial, Search, first_crossing};
use escapement::numerics::rational::{power, ratio};
use rug::{Float, Rational};

/// Below, at and above the precision of the first search.
const PRECISIONS: [u32; 3] = [64, 128, 192];
const DIRECTIONS: [Direction; 3] = [Rising, Falling, Either];

/// Coefficients of the product of `(t - root)`, lowest first.
fn product(roots: &[Rational]) -> Vec<Rational> {
    roots.iter().fold(vec![ratio(1, 1)], |terms, root| {
        let zero = Rational::new();
        let shifted = std::iter::once(&zero).chain(&terms);
        let scaled = terms.iter().chain(std::iter::once(&zero)).map(|term| Rational::from(term * root));
        shifted.zip(scaled).map(|(a, b)| Rational::from(a - &b)).collect()
    })
}

fn search(terms: &[Rational], end: &Rational, direction: Direction, precision: u32) -> Search {
    let terms = terms.iter().map(|term| Interval::from_rational(term, bits(precision))).collect();
    first_crossing(&Polynomial::new(terms), &Float::with_val(END_BITS, end), direction)
}

/// The bracket of a crossing.
#[track_caller]
fn crossing(found: &Search) -> &Interval {
    let Search::Crossing(bracket) = found else { panic!("{found:?} is no crossing") };
    assert!(*bracket.lower() >= 0, "{bracket}");
    bracket
}

#[test]
fn the_first_simple_root_in_the_watched_direction_is_bracketed_to_the_precision() {
    let sets = [
        vec![ratio(1, 2)],
        vec![ratio(1, 4), ratio(3, 4)],
        vec![ratio(1, 3), ratio(1, 2), ratio(5, 7)],
        vec![ratio(-1, 2), ratio(1, 10), ratio(11, 10)],
        vec![ratio(1, 1000), ratio(1, 999), ratio(2, 3), ratio(9, 10)],
        vec![ratio(-1, 100), ratio(63, 64), ratio(65, 64), ratio(3, 1)],
    ];
    for roots in &sets {
        for (precision, falls) in PRECISIONS.into_iter().flat_map(|p| [(p, false), (p, true)]) {
            let sign = if falls { -1 } else { 1 };
            let terms: Vec<Rational> = product(roots).into_iter().map(|term| term * sign).collect();
            for direction in DIRECTIONS {
                // At root k of n, n - k - 1 factors are negative.
                let rises = |k: usize| ((roots.len() - k) % 2 == 1) != falls;
                let counts = |k: &usize| match direction {
                    Rising => rises(*k),
                    Falling => !rises(*k),
                    Either => true,
                };
                let inside = |k: &usize| roots[*k] > 0 && roots[*k] < 1;
                let expected = (0..roots.len()).filter(inside).find(counts).map(|k| &roots[k]);
                let found = search(&terms, &ratio(1, 1), direction, precision);
                let Some(root) = expected else {
                    assert_eq!(found, Search::Clear, "{roots:?} {direction:?} at {precision} bits");
                    continue;
                };
                let bracket = crossing(&found);
                assert!(bracket.contains_rational(root), "{roots:?} {direction:?}: {bracket} misses {root}");
                let bound = power(2, 24 - precision as i32);
                assert!(bracket.width() < bound, "{roots:?} {direction:?} at {precision} bits: {bracket:.40}");
            }
        }
    }
}

#[test]
fn brackets_are_narrow_wherever_the_roots_lie_beside_each_other() {
    // Every one, two or three of the thirteenths, on steps of different lengths.
    let places = || (1i64..13).map(|k| ratio(k, 13));
    let mut sets: Vec<Vec<Rational>> = places().map(|a| vec![a]).collect();
    for a in places() {
        for b in places().filter(|b| *b > a) {
            sets.push(vec![a.clone(), b.clone()]);
            sets.extend(places().filter(|c| *c > b).map(|c| vec![a.clone(), b.clone(), c]));
        }
    }
    for (length, precision) in [(1, 64), (8, 64)] {
        for roots in &sets {
            let roots: Vec<Rational> = roots.iter().map(|root| Rational::from(root * length)).collect();
            let end = ratio(i64::from(length), 1);
            let found = search(&product(&roots), &end, Either, precision);
            let bracket = crossing(&found);
            assert!(bracket.contains_rational(&roots[0]), "{roots:?}: {bracket}");
            assert!(bracket.width() < power(2, 20 - precision as i32), "{roots:?}: {bracket:.40}");
            // The crossing the other way is the second one.
            let other = if roots.len() % 2 == 1 { Falling } else { Rising };
            let second = search(&product(&roots), &end, other, precision);
            match roots.get(1) {
                Some(root) => assert!(crossing(&second).contains_rational(root), "{roots:?}: {second:?}"),
                None => assert_eq!(second, Search::Clear, "{roots:?}"),
            }
        }
    }
}

#[test]
fn a_polynomial_without_a_root_up_to_the_end_is_clear() {
    for terms in [
        vec![ratio(1, 1)],
        vec![ratio(-3, 1), ratio(2, 1)],
        vec![ratio(2, 1), ratio(-1, 1)],
        product(&[ratio(5, 4), ratio(3, 2)]),
        product(&[ratio(-1, 1), ratio(-1, 3)]),
        vec![ratio(1, 100), ratio(-1, 10), ratio(1, 1)],
        vec![ratio(1, 1000), ratio(0, 1), ratio(-1, 2), ratio(0, 1), ratio(63, 1)],
    ] {
        for (direction, precision) in DIRECTIONS.into_iter().flat_map(|d| PRECISIONS.map(|p| (d, p))) {
            assert_eq!(search(&terms, &ratio(1, 1), direction, precision), Search::Clear, "{terms:?} {direction:?}");
        }
    }
}

#[test]
fn roots_are_resolved_down_to_the_square_root_of_the_precision_and_no_further() {
    for (precision, gap, resolved) in
        [(64, 20, true), (64, 50, false), (128, 55, true), (128, 100, false), (192, 90, true), (192, 150, false)]
    {
        for sign in [1, -1] {
            let roots = [ratio(3, 8), ratio(3, 8) + power(2, -gap)];
            let terms: Vec<Rational> = product(&roots).into_iter().map(|term| term * sign).collect();
            let towards = if sign == 1 { Falling } else { Rising };
            for direction in [towards, Either] {
                match search(&terms, &ratio(1, 1), direction, precision) {
                    Search::Crossing(bracket) => {
                        assert!(resolved && bracket.contains_rational(&roots[0]), "2^-{gap}: {bracket:.40}");
                    }
                    Search::Tangency(bracket) => {
                        assert!(!resolved && roots.iter().all(|root| bracket.contains_rational(root)), "{bracket}");
                        // It begins where the sign was last certain.
                        let last = &roots[1] + power(2, 4 - precision as i32 / 2);
                        assert!(*bracket.upper() < last && *bracket.lower() >= 0.25, "2^-{gap}: {bracket:.40}");
                    }
                    other => panic!("2^-{gap} at {precision} bits: {other:?}"),
                }
            }
        }
    }
}

#[test]
fn a_double_root_is_a_tangency_and_a_triple_one_is_not_taken_for_simple() {
    for precision in PRECISIONS {
        for direction in DIRECTIONS {
            let double = search(&product(&[ratio(1, 3), ratio(1, 3)]), &ratio(1, 1), direction, precision);
            let Search::Tangency(bracket) = double else { panic!("{double:?}") };
            assert!(bracket.contains_rational(&ratio(1, 3)) && bracket.width() < 0.01, "{bracket}");
            // A simple root before a double one is found all the same.
            let before = search(&product(&[ratio(1, 8), ratio(1, 3), ratio(1, 3)]), &ratio(1, 1), Rising, precision);
            assert!(crossing(&before).contains_rational(&ratio(1, 8)));
        }
        let triple = search(&product(&[ratio(1, 3), ratio(1, 3), ratio(1, 3)]), &ratio(1, 1), Rising, precision);
        match triple {
            Search::Crossing(bracket) => assert!(bracket.contains_rational(&ratio(1, 3)), "{bracket}"),
            // The first stretch that cannot be told from a contact, close before the root.
            Search::Tangency(bracket) => {
                assert!(*bracket.lower() < ratio(1, 3) && *bracket.upper() > 0.33, "{bracket}")
            }
            other => panic!("{other:?}"),
        }
        let opposite = search(&product(&[ratio(1, 3), ratio(1, 3), ratio(1, 3)]), &ratio(1, 1), Falling, precision);
        assert!(matches!(opposite, Search::Tangency(_) | Search::Clear), "{opposite:?}");
    }
}

#[test]
fn a_root_at_the_end_is_left_open_from_shortly_before_it() {
    for precision in PRECISIONS {
        for end in [ratio(1, 1), ratio(3, 4), ratio(2, 1)] {
            for terms in [vec![end.clone(), ratio(-1, 1)], product(&[ratio(-1, 2), end.clone()])] {
                let found = search(&terms, &end, Either, precision);
                let Search::Unclear(until) = found else { panic!("{found:?}") };
                assert!(until < end && until >= &end * ratio(7, 8), "{until} of {end}");
            }
        }
    }
}

#[test]
fn a_start_on_the_surface_is_a_crossing_when_it_is_left_in_the_watched_direction() {
    let arch = [ratio(0, 1), ratio(1, 1), ratio(-1, 1)];
    let valley = [ratio(0, 1), ratio(-1, 1), ratio(1, 1)];
    for precision in PRECISIONS {
        let run = |terms: &[Rational], direction| search(terms, &ratio(2, 1), direction, precision);
        for (terms, leaves) in [(&arch, Rising), (&valley, Falling)] {
            let at_once = run(terms, leaves);
            let bracket = crossing(&at_once);
            assert!(bracket.lower().is_zero() && *bracket.upper() < power(2, 4 - 2 * precision as i32), "{bracket}");
            let returns = if leaves == Rising { Falling } else { Rising };
            for direction in [returns, Either] {
                let later = run(terms, direction);
                assert!(crossing(&later).contains_rational(&ratio(1, 1)), "{later:?}");
            }
        }
        for (terms, leaves) in [([ratio(0, 1), ratio(1, 1)], Rising), ([ratio(0, 1), ratio(-1, 1)], Falling)] {
            for direction in DIRECTIONS.into_iter().filter(|direction| *direction != leaves) {
                assert_eq!(run(&terms, direction), Search::Clear, "{direction:?}");
            }
        }
        // A start that touches the surface and turns back.
        for (terms, direction) in DIRECTIONS.map(|d| ([ratio(0, 1), ratio(0, 1), ratio(1, 1)], d)) {
            let found = run(&terms, direction);
            let Search::Tangency(bracket) = found else { panic!("{found:?}") };
            assert!(bracket.contains_zero() && *bracket.upper() < 0.01, "{bracket}");
        }
        // The zero polynomial never leaves it.
        let never = run(&[ratio(0, 1), ratio(0, 1)], Either);
        assert!(matches!(never, Search::Tangency(_) | Search::Unclear(_)), "{never:?}");
    }
}

#[test]
fn a_bracket_holds_the_roots_of_every_member() {
    let hair = power(2, -20);
    for precision in PRECISIONS {
        let number = |x: &Rational| Interval::from_rational(x, bits(precision));
        let around = |x: &Rational| number(&Rational::from(x - &hair)).hull(&number(&Rational::from(x + &hair)));
        let end = Float::with_val(END_BITS, 1);
        let run = |terms: Vec<Interval>, direction| first_crossing(&Polynomial::new(terms), &end, direction);
        let half = ratio(1, 2);
        let found = run(vec![around(&-half.clone()), number(&ratio(1, 1))], Rising);
        let bracket = crossing(&found);
        for root in [Rational::from(&half - &hair), Rational::from(&half + &hair)] {
            assert!(bracket.contains_rational(&root), "{bracket:.20} misses {root}");
        }
        assert!(bracket.width() < Rational::from(&hair * 3u32), "{bracket:.20}");
        // Slopes from 1/2 to 3/2: roots from 1/6 to 1/2 of the way.
        let slope = number(&ratio(1, 2)).hull(&number(&ratio(3, 2)));
        let found = run(vec![number(&ratio(-1, 4)), slope], Rising);
        let bracket = crossing(&found);
        assert!(bracket.contains_rational(&ratio(1, 6)) && bracket.contains_rational(&half), "{bracket}");
        // A start that may lie on either side.
        let found = run(vec![around(&Rational::new()), number(&ratio(1, 1))], Rising);
        assert!(crossing(&found).contains_zero() && crossing(&found).contains_rational(&hair), "{found:?}");
    }
}

#[test]
fn what_some_members_cross_more_than_once_is_no_crossing_of_all() {
    let end = Float::with_val(END_BITS, 1);
    for precision in PRECISIONS {
        let number = |x: &Rational| Interval::from_rational(x, bits(precision));
        let run = |terms: &[Rational], radius: Rational, direction| {
            let mut terms: Vec<Interval> = terms.iter().map(number).collect();
            terms[0] = &terms[0] + &number(&-radius.clone()).hull(&number(&radius));
            first_crossing(&Polynomial::new(terms), &end, direction)
        };
        // It falls, rises and falls again by less than is known: once for some members, three times for others.
        let falling: Vec<Rational> =
            product(&[ratio(1, 4), ratio(5, 16), ratio(3, 8)]).into_iter().map(|term| -term).collect();
        let found = run(&falling, power(2, -11), Falling);
        assert!(matches!(found, Search::Tangency(_)), "{found:?}");
        // It starts on either side, rises and falls back: no member need cross, or it may twice.
        let arch = run(&[ratio(0, 1), ratio(1, 1), ratio(-1, 1)], ratio(1, 1), Falling);
        assert!(matches!(arch, Search::Tangency(_)), "{arch:?}");
        // It starts on either side and rises, by less than would tell on which it ends.
        let rising = run(&[ratio(0, 1), ratio(1, 1)], ratio(1, 1), Falling);
        assert!(matches!(&rising, Search::Unclear(until) if until.is_zero()), "{rising:?}");
    }
}

#[test]
fn terms_are_as_large_as_the_end_of_the_search_makes_them() {
    // 1 - t^4/64 falls at 2 sqrt(2): up to 4 its last term is four times the first, however small its coefficient.
    for precision in PRECISIONS {
        let terms = [ratio(1, 1), ratio(0, 1), ratio(0, 1), ratio(0, 1), ratio(-1, 64)];
        let found = search(&terms, &ratio(4, 1), Falling, precision);
        let bracket = crossing(&found);
        let root = Interval::from_integer(8, bits(precision)).sqrt().unwrap();
        assert!(bracket.overlaps(&root) && bracket.width() < 1e-12, "{bracket}");
        assert!(matches!(search(&terms, &ratio(2, 1), Falling, precision), Search::Clear));
    }
}
