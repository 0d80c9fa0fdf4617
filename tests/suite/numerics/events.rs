//! The first crossing is never missed: surfaces with many roots, close together, on solutions that vary slowly and fast.

use crate::support::{Checked, Suite};
use escapement::Error;
use escapement::numerics::events::Direction;
use escapement::numerics::field::{FieldBuilder, Node, VectorField};
use escapement::numerics::rational::{power, ratio};
use escapement::numerics::series::Floats;
use escapement::numerics::taylor::{Settings, Watch, enclose, integrate};
use escapement::numerics::{Interval, Precision};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use rug::{Float, Rational};

const SUITE: Suite = Suite { id: "events", regressions: "fixtures/regressions/events.txt" };
const BITS: u32 = 192;

fn precision() -> Precision {
    Precision::bits(BITS).expect("a legal precision")
}

/// The product of `(x - root)` over the roots.
fn product(field: &mut FieldBuilder, x: Node, roots: &[Rational]) -> Node {
    let mut value = field.constant(Rational::from(1));
    for root in roots {
        let root = field.constant(root.clone());
        let factor = field.sub(x, root);
        value = field.mul(value, factor);
    }
    value
}

/// `t' = 1` from 0.
fn clock(roots: &[Rational]) -> VectorField {
    let mut field = FieldBuilder::new(1);
    let t = field.state(0);
    let surface = product(&mut field, t, roots);
    let one = field.constant(Rational::from(1));
    field.finish(vec![one], vec![surface])
}

/// `x' = -rate x` from 1.
fn decay(rate: &Rational, levels: &[Rational]) -> VectorField {
    let mut field = FieldBuilder::new(1);
    let x = field.state(0);
    let surface = product(&mut field, x, levels);
    let change = field.scale(Rational::from(-rate), x);
    field.finish(vec![change], vec![surface])
}

/// Between one and six distinct numbers in `(0, 1)`: some anywhere, some a hair after another.
fn distinct() -> impl Strategy<Value = Vec<Rational>> {
    let anywhere = (1i64..1000).prop_map(|k| ratio(k, 1000));
    let gaps = prop::collection::vec((any::<bool>(), 4i32..14, 1i64..9), 6);
    (prop::collection::vec(anywhere, 1..=3), gaps).prop_map(|(anywhere, gaps)| {
        let mut roots = anywhere.clone();
        for (root, (near, exponent, digit)) in anywhere.iter().zip(gaps) {
            if near {
                roots.push(root + power(10, -exponent) * digit);
            }
        }
        roots.sort();
        roots.dedup();
        roots.retain(|root| *root < 1);
        roots
    })
}

/// Where both modes find the first crossing in the given direction; `None` where there is none.
fn first(field: &VectorField, start: i32, until: &Rational, direction: Direction) -> [Option<Interval>; 2] {
    let watch = [Watch { surface: 0, direction }];
    let rounded = [Float::with_val(BITS, start)];
    let rounded = integrate(Floats::new(precision()), field, &rounded, until, &watch, Settings::default()).unwrap();
    let enclosed = [Interval::from_integer(i64::from(start), precision())];
    let enclosed = enclose(field, &enclosed, until, &watch, precision(), Settings::default()).unwrap();
    let point = |time: Float| Interval::new(time.clone(), time).unwrap();
    [rounded.event.map(|_| point(rounded.time)), enclosed.event.map(|_| enclosed.time)]
}

/// Asserts that both modes found the root, or that neither found any. Roots may lie so close together that half the bits are
/// lost to their condition; the enclosure must hold the root all the same.
fn found([rounded, enclosed]: [Option<Interval>; 2], expected: Option<&Interval>) -> Checked {
    let Some(expected) = expected else {
        prop_assert!(rounded.is_none() && enclosed.is_none(), "{rounded:?} and {enclosed:?} for nothing");
        return Ok(());
    };
    let (Some(rounded), Some(enclosed)) = (rounded, enclosed) else {
        return Err(TestCaseError::fail(format!("nothing for {expected:.30}")));
    };
    let near =
        |time: &Interval| (time - expected).magnitude() < Float::with_val(64, Float::i_exp(1, -(BITS as i32) / 2));
    prop_assert!(near(&rounded), "{rounded:.30} for {expected:.30}");
    prop_assert!(near(&enclosed) && enclosed.overlaps(expected), "{enclosed:.30} for {expected:.30}");
    Ok(())
}

#[test]
fn the_first_of_many_roots_of_a_polynomial_in_time_is_found() {
    SUITE.property((distinct(), 1i64..40), |(roots, stretch)| {
        let roots: Vec<Rational> = roots.into_iter().map(|root| root * stretch).collect();
        let (field, until) = (clock(&roots), Rational::from(stretch));
        let lift = |root: &Rational| Interval::from_rational(root, precision());
        found(first(&field, 0, &until, Direction::Either), roots.first().map(lift).as_ref())?;
        // With n roots ahead the sign is (-1)^n: odd counts rise first, even ones fall.
        let (early, late) = if roots.len() % 2 == 1 {
            (Direction::Rising, Direction::Falling)
        } else {
            (Direction::Falling, Direction::Rising)
        };
        found(first(&field, 0, &until, early), roots.first().map(lift).as_ref())?;
        found(first(&field, 0, &until, late), roots.get(1).map(lift).as_ref())
    });
}

#[test]
fn the_first_level_that_a_decay_reaches_is_found_at_every_rate() {
    let rate = prop_oneof![(1i64..100).prop_map(|k| ratio(k, 10)), (1i64..1000).prop_map(|k| ratio(k, 1000))];
    SUITE.property((distinct(), rate), |(levels, rate)| {
        // The levels are met from the highest down, at ln(1/level)/rate.
        let field = decay(&rate, &levels);
        let highest = levels.last().unwrap();
        let reached = Interval::from_rational(highest, precision()).ln()?;
        let expected = (-reached).divide(&Interval::from_rational(&rate, precision()))?;
        found(first(&field, 1, &Rational::from(100_000), Direction::Either), Some(&expected))
    });
}

#[test]
fn a_surface_that_is_a_power_of_the_state_is_resolved_as_well_as_the_state() {
    // The cube of a decay has the shorter series: steps that suit the state alone lost half the digits of the crossing.
    let (levels, rate) = ([ratio(1, 1000), ratio(11, 10_000), ratio(9, 500)], ratio(19, 1000));
    let reached = Interval::from_rational(&levels[2], precision()).ln().unwrap();
    let expected = (-reached).divide(&Interval::from_rational(&rate, precision())).unwrap();
    let times = first(&decay(&rate, &levels), 1, &Rational::from(100_000), Direction::Either);
    found(times, Some(&expected)).unwrap();
}

#[test]
fn a_level_that_is_only_approached_is_never_reached() {
    // x' = -(x - 1/2) from 1 tends to 1/2 from above.
    let mut field = FieldBuilder::new(1);
    let x = field.state(0);
    let half = field.constant(ratio(1, 2));
    let excess = field.sub(x, half);
    let change = field.neg(excess);
    let field = field.finish(vec![change], vec![excess]);
    let watch = [Watch { surface: 0, direction: Direction::Falling }];
    let start = [Interval::from_integer(1, precision())];
    let run = enclose(&field, &start, &ratio(100, 1), &watch, precision(), Settings::default()).unwrap();
    assert_eq!(run.event, None);
    // Past the resolution of the precision it is not decided, and said so.
    let run = enclose(&field, &start, &ratio(1000, 1), &watch, precision(), Settings::default());
    assert!(matches!(run, Err(Error::Undecided { .. }) | Ok(_)), "{run:?}");
    assert!(run.is_err() || run.is_ok_and(|run| run.event.is_none()));
}
