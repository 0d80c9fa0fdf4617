//! What a proof of a solution rests on: that remainders are counted, boxes are tested and the first event is the first.
//!
//! Low orders, few bits, long steps and wide starts make visible what rounding would hide.

use crate::support::bits;
use escapement::Error;
use escapement::error::Result;
use escapement::numerics::events::Direction;
use escapement::numerics::field::{FieldBuilder, Node, VectorField};
use escapement::numerics::rational::{power, ratio};
use escapement::numerics::taylor::{Contact, Settings, Solution, Watch, enclose};
use escapement::numerics::{Interval, Precision};
use rug::{Float, Rational};

/// The field `x' = f(x)` of one component, with surfaces.
fn scalar(write: impl FnOnce(&mut FieldBuilder, Node) -> (Node, Vec<Node>)) -> VectorField {
    let mut field = FieldBuilder::new(1);
    let x = field.state(0);
    let (rate, surfaces) = write(&mut field, x);
    field.finish(vec![rate], surfaces)
}

/// `x' = rate x`.
fn exponential(rate: i64) -> VectorField {
    scalar(|field, x| (field.scale(Rational::from(rate), x), Vec::new()))
}

/// `t' = 1` from zero, with the surfaces `(t - root)^multiplicity`.
fn clock(surfaces: &[(Rational, u32)]) -> VectorField {
    scalar(|field, t| {
        let surface = |field: &mut FieldBuilder, (root, multiplicity): &(Rational, u32)| {
            let root = field.constant(root.clone());
            let distance = field.sub(t, root);
            field.power(distance, *multiplicity)
        };
        let surfaces = surfaces.iter().map(|of| surface(field, of)).collect();
        (field.constant(Rational::from(1)), surfaces)
    })
}

/// `x' = speed`, watched where `x` vanishes.
fn passing(speed: i64) -> VectorField {
    scalar(|field, x| (field.constant(Rational::from(speed)), vec![x]))
}

fn between(low: &Rational, high: &Rational, precision: Precision) -> Interval {
    Interval::from_rational(low, precision).hull(&Interval::from_rational(high, precision))
}

fn order(order: usize) -> Settings {
    Settings { order: Some(order), ..Settings::default() }
}

/// The clock's run, watching its surfaces in the order given.
fn timed(surfaces: &[(Rational, u32)], until: &Rational, direction: Direction) -> Result<Solution<Interval>> {
    let watch: Vec<Watch> = (0..surfaces.len()).map(|surface| Watch { surface, direction }).collect();
    let start = [Interval::from_integer(0, bits(128))];
    enclose(&clock(surfaces), &start, until, &watch, bits(128), Settings::default())
}

// ---------------------------------------------------------------- remainders

#[test]
fn the_remainder_is_all_there_is_where_the_polynomial_vanishes() {
    // t' = 1, y' = n t^(n-1): up to order n - 1 the coefficients of y at time 0 vanish, and every number here is exact. A third
    // component, large and constant, has nothing against long steps.
    for (exponent, until, precision, large) in
        [(5, 7, 32, 0), (5, 8, 40, 0), (6, 6, 40, 0), (9, 4, 40, 0), (5, 1, 64, 70)]
    {
        let mut field = FieldBuilder::new(3);
        let t = field.state(0);
        let rate = field.power(t, exponent - 1);
        let rate = field.scale(Rational::from(exponent), rate);
        let (one, zero) = (field.constant(Rational::from(1)), field.constant(Rational::new()));
        let field = field.finish(vec![one, rate, zero], Vec::new());
        let start = [ratio(0, 1), ratio(0, 1), power(2, large)].map(|x| Interval::from_rational(&x, bits(precision)));
        let until = power(2, -until);
        let end = enclose(&field, &start, &until, &[], bits(precision), order(exponent as usize - 1)).unwrap();
        let expected = (0..exponent).fold(ratio(1, 1), |product, _| product * &until);
        assert!(end.state[1].contains_rational(&expected), "t^{exponent} at {until}: {}", end.state[1]);
        assert!(end.state[0].contains_rational(&until));
        let allowed = power(2, 12 - precision as i32);
        assert!(end.state[1].width() <= allowed, "t^{exponent} at {until}: {} is wide", end.state[1]);
    }
}

#[test]
fn the_image_of_a_wide_start_holds_the_images_of_its_ends() {
    // A wide start may have remainders of a part of its width, far above rounding.
    let precision = bits(48);
    for rate in [1, -1, 3] {
        for (low, high) in [(ratio(0, 1), ratio(1, 1)), (ratio(1, 2), ratio(3, 2)), (ratio(-1, 1), ratio(2, 1))] {
            for (steps, until) in [(4, ratio(1, 8)), (5, ratio(1, 2)), (7, ratio(1, 1))] {
                let start = [between(&low, &high, precision)];
                let end = enclose(&exponential(rate), &start, &until, &[], precision, order(steps)).unwrap();
                let growth = Interval::from_rational(&(until.clone() * rate), precision).exp();
                let images = [&low, &high].map(|x| &Interval::from_rational(x, precision) * &growth);
                let inside = images.iter().all(|image| end.state[0].contains(image));
                assert!(inside, "rate {rate}, order {steps}, until {until}: {:?} outside {:?}", images, end.state);
                let bound =
                    Float::with_val(64, growth.upper() * Float::with_val(64, Rational::from(&high - &low))) * 4u32;
                assert!(end.state[0].width() < bound, "rate {rate}, order {steps}: {:?} is wide", end.state);
            }
        }
    }
}

// ---------------------------------------------------------------- existence

#[test]
fn no_solution_is_claimed_beyond_its_blow_up_inside_a_step() {
    // x' = x^2 from x blows up at 1/x. A high order at few bits takes steps nearly as long as the radius of convergence.
    let square = scalar(|field, x| (field.square(x), Vec::new()));
    for (precision, orders) in [(24, [4, 40]), (53, [16, 80])] {
        for (low, high) in [(ratio(1, 1), ratio(1, 1)), (ratio(1, 1), ratio(5, 4)), (ratio(2, 1), ratio(9, 4))] {
            let start = [between(&low, &high, bits(precision))];
            for steps in orders {
                let settings = Settings { step_limit: 300, ..order(steps) };
                let beyond = enclose(&square, &start, &ratio(3, 2), &[], bits(precision), settings);
                assert!(beyond.is_err(), "order {steps}: {beyond:?}");
                let before = Rational::from(high.recip_ref()) / 2u32;
                let end = enclose(&square, &start, &before, &[], bits(precision), settings).unwrap();
                for x in [&low, &high] {
                    // x / (1 - x t), in enclosures.
                    let rest = Rational::from(1) - Rational::from(x * &before);
                    assert!(end.state[0].contains_rational(&(x / rest)), "order {steps}: {:?}", end.state);
                }
            }
        }
    }
}

#[test]
fn a_derivative_that_grows_unseen_by_its_first_coefficients_loses_no_solution() {
    // x' = t^8 e sin(x/e): |x'| stays below t^8 e, too small for its remainder to limit a step, while the derivative in the start
    // grows like exp(t^9/9), of which the first coefficients vanish. The third component makes the first step long.
    let (precision, tiny, start) = (bits(24), power(2, -100), power(2, -200));
    let mut field = FieldBuilder::new(3);
    let (t, x) = (field.state(0), field.state(1));
    let angle = field.scale(tiny.clone().recip(), x);
    let (wave, _) = field.sin_cos(angle);
    let swing = field.scale(tiny, wave);
    let strength = field.power(t, 8);
    let rate = field.mul(strength, swing);
    let (one, zero) = (field.constant(Rational::from(1)), field.constant(Rational::new()));
    let field = field.finish(vec![one, rate, zero], Vec::new());
    let initial = [
        Interval::from_integer(0, precision),
        between(&Rational::new(), &start, precision),
        Interval::from_rational(&power(2, 40), precision),
    ];
    let end = enclose(&field, &initial, &ratio(2, 1), &[], precision, order(4)).unwrap();
    // The upper end stays far below e, where the sine is its argument to many digits: it grows by exp(512/9).
    let grown = &Interval::from_rational(&ratio(512, 9), bits(64)).exp() * &Interval::from_rational(&start, bits(64));
    let reached = &grown * &Interval::from_rational(&ratio(1023, 1024), bits(64));
    assert!(end.state[1].contains_zero() && end.state[1].contains(&reached), "{:?} misses {reached}", end.state[1]);
}

// ---------------------------------------------------------------- events

#[test]
fn of_two_surfaces_crossed_in_one_step_the_first_is_the_event() {
    for (first, second) in [(ratio(1, 100), ratio(1, 50)), (ratio(1, 4), ratio(65, 256)), (ratio(1, 4), ratio(1, 2))] {
        let (early, late) = ((first.clone(), 1), (second, 1));
        for (surfaces, index) in [([early.clone(), late.clone()], 0), ([late, early], 1)] {
            for direction in [Direction::Rising, Direction::Either] {
                let end = timed(&surfaces, &ratio(3, 1), direction).unwrap();
                let event = end.event.expect("a crossing");
                assert_eq!((event.surfaces, event.contact), (vec![index], Contact::Crossing));
                assert!(end.time.contains_rational(&first) && end.time.digits(30) == 30, "{}", end.time);
                assert!(end.state[0].contains_rational(&first) && end.state[0].digits(30) == 30, "{:?}", end.state);
            }
        }
    }
}

#[test]
fn the_remainder_of_a_surface_moves_its_crossing() {
    // t^n - 2^-8n at order n - 1: the polynomial alone crosses elsewhere.
    for exponent in [5, 6] {
        let field = scalar(|field, t| {
            let (reached, level) = (field.power(t, exponent), field.constant(power(2, -8 * exponent as i32)));
            (field.constant(Rational::from(1)), vec![field.sub(reached, level)])
        });
        let watch = [Watch { surface: 0, direction: Direction::Rising }];
        let start = [Interval::from_integer(0, bits(64))];
        let end = enclose(&field, &start, &ratio(1, 1), &watch, bits(64), order(exponent as usize - 1)).unwrap();
        assert!(end.event.is_some() && end.time.contains_rational(&power(2, -8)), "t^{exponent}: {:?}", end.time);
    }
}

#[test]
fn surfaces_that_cannot_be_told_apart_in_time_are_one_event_and_others_are_not() {
    let third = ratio(1, 3);
    let together = [(third.clone(), 1), (ratio(2, 3), 1), (third.clone(), 3)];
    let end = timed(&together[..2], &ratio(3, 1), Direction::Rising).unwrap();
    assert_eq!(end.event.expect("a crossing").surfaces, [0]);
    let same = [(ratio(2, 3), 1), (third.clone(), 1), (third.clone(), 1)];
    let end = timed(&same, &ratio(3, 1), Direction::Rising).unwrap();
    assert_eq!(end.event.expect("a crossing").surfaces, [1, 2]);
    assert!(end.time.contains_rational(&third));
}

#[test]
fn what_happens_after_the_final_time_is_no_event() {
    // A step is proved for an eighth more than its length, and the surfaces are searched as far.
    for after in [ratio(1001, 1000), ratio(21, 20), ratio(11, 10)] {
        for multiplicity in [1, 2] {
            let end = timed(&[(after.clone(), multiplicity)], &ratio(1, 1), Direction::Either).unwrap();
            assert_eq!(end.event, None, "at {after}");
            assert!(
                end.time.is_point() && end.state[0].contains_rational(&ratio(1, 1)),
                "{} {:?}",
                end.time,
                end.state
            );
        }
    }
    let before = timed(&[(ratio(999, 1000), 1)], &ratio(1, 1), Direction::Either).unwrap();
    assert!(before.event.is_some() && before.time.contains_rational(&ratio(999, 1000)));
}

#[test]
fn a_contact_that_is_not_resolved_hides_no_crossing_behind_it_and_none_before_it() {
    // A double root, which no enclosure can settle, before and after a simple one.
    let simple = (ratio(1, 2), 1);
    let doubt = timed(&[simple.clone(), (ratio(1, 4), 2)], &ratio(3, 1), Direction::Rising);
    assert!(matches!(doubt, Err(Error::Undecided { question: "a watched surface is crossed", .. })), "{doubt:?}");
    let settled = timed(&[simple, (ratio(3, 4), 2)], &ratio(3, 1), Direction::Rising).unwrap();
    assert_eq!(settled.event.expect("a crossing").surfaces, [0]);
    assert!(settled.time.contains_rational(&ratio(1, 2)));
}

#[test]
fn a_start_on_both_sides_of_a_surface_proves_no_crossing() {
    // Some starts have crossed already and others have not.
    let hair = power(2, -20);
    let astride = [between(&-hair.clone(), &hair, bits(64))];
    for (speed, direction) in
        [(1, Direction::Rising), (-1, Direction::Falling), (1, Direction::Either), (-1, Direction::Either)]
    {
        let watch = [Watch { surface: 0, direction }];
        let doubt = enclose(&passing(speed), &astride, &ratio(1, 1), &watch, bits(64), Settings::default());
        assert!(matches!(doubt, Err(Error::Undecided { question: "a watched surface is crossed", .. })), "{doubt:?}");
    }
    // The doubt that comes first is the one that is told, whatever comes later.
    let field = scalar(|field, x| {
        let level = field.constant(ratio(1, 100));
        let distance = field.sub(x, level);
        (field.constant(Rational::from(1)), vec![field.square(distance), x])
    });
    let watch = [0, 1].map(|surface| Watch { surface, direction: Direction::Either });
    let doubt = enclose(&field, &astride, &ratio(1, 1), &watch, bits(64), Settings::default()).unwrap_err();
    assert!(doubt.to_string().contains("fraction [0, 0] of a step"), "{doubt}");
    // Moving away from the surface in the other direction, none of them crosses it.
    for (speed, direction) in [(1, Direction::Falling), (-1, Direction::Rising)] {
        let watch = [Watch { surface: 0, direction }];
        let end = enclose(&passing(speed), &astride, &ratio(1, 1), &watch, bits(64), Settings::default()).unwrap();
        assert_eq!(end.event, None);
    }
}

#[test]
fn the_time_of_an_event_is_enclosed_for_every_start() {
    let hair = power(2, -20);
    let (low, high) = (ratio(1, 1), ratio(1, 1) + &hair);
    for direction in [Direction::Falling, Direction::Either] {
        let watch = [Watch { surface: 0, direction }];
        let start = [between(&low, &high, bits(64))];
        let end = enclose(&passing(-1), &start, &ratio(2, 1), &watch, bits(64), Settings::default()).unwrap();
        assert!(end.event.is_some(), "{direction:?}");
        assert!(end.time.contains_rational(&low) && end.time.contains_rational(&high), "{:?}", end.time);
        assert!(end.time.width() < Float::with_val(64, &hair) * 3u32, "{:?}", end.time);
        assert!(
            end.state[0].contains_zero() && end.state[0].width() < Float::with_val(64, &hair) * 6u32,
            "{:?}",
            end.state
        );
    }
}

#[test]
fn every_surface_that_is_watched_is_seen_along_its_own_gradient() {
    // x' = 1 and y' = 0: x + 3 y reaches 1 at times from 1 - 3 y on; x alone, which is watched too, is far from 10.
    let mut f = FieldBuilder::new(2);
    let (x, y) = (f.state(0), f.state(1));
    let (one, zero) = (f.constant(ratio(1, 1)), f.constant(ratio(0, 1)));
    let (ten, three) = (f.constant(ratio(10, 1)), f.scale(ratio(3, 1), y));
    let (far, both) = (f.sub(x, ten), f.add(x, three));
    let near = f.sub(both, one);
    let field = f.finish(vec![one, zero], vec![far, near]);
    let hair = power(2, -20);
    let start = [between(&ratio(0, 1), &ratio(0, 1), bits(64)), between(&ratio(0, 1), &hair, bits(64))];
    let watch = [0, 1].map(|surface| Watch { surface, direction: Direction::Rising });
    let end = enclose(&field, &start, &ratio(2, 1), &watch, bits(64), Settings::default()).unwrap();
    assert_eq!(end.event.expect("a crossing").surfaces, [1]);
    let first = ratio(1, 1) - Rational::from(&hair * 3);
    assert!(end.time.contains_rational(&first) && end.time.contains_rational(&ratio(1, 1)), "{}", end.time);
    assert!(end.time.width() < Float::with_val(64, &hair) * 4u32, "{}", end.time);
}
