//! The grounds of the proof, each by a case that fails without it, and sets on long ways.

use super::super::{Settings, Watch};
use super::crossing::Watched;
use super::stepper::Stepper;
use super::{Doubleton, Piecewise, Return, Section, enclose, enclose_return, enclose_through};
use crate::error::Error;
use crate::numerics::events::Direction;
use crate::numerics::field::{FieldBuilder, VectorField};
use crate::numerics::rational::{parse, ratio};
use crate::numerics::{Interval, Precision};
use rug::{Float, Rational};

fn bits(precision: u32) -> Precision {
    Precision::bits(precision).expect("a legal precision")
}

fn points(values: &[Rational], precision: Precision) -> Vec<Interval> {
    values.iter().map(|x| Interval::from_rational(x, precision)).collect()
}

fn two_to(exponent: i32) -> Float {
    Float::with_val(64, Float::i_exp(1, exponent))
}

/// An interval of the given radius.
fn around(value: &Rational, radius: &Rational, precision: Precision) -> Interval {
    let end = |x: Rational| Interval::from_rational(&x, precision);
    end(Rational::from(value - radius)).hull(&end(Rational::from(value + radius)))
}

/// `x' = v, v' = -x`, watched where `x` vanishes.
fn oscillator() -> VectorField {
    let mut f = FieldBuilder::new(2);
    let (x, v) = (f.state(0), f.state(1));
    let force = f.neg(x);
    f.finish(vec![v, force], vec![x])
}

/// `q'' = -sin q`, watched where `q` vanishes.
fn pendulum() -> VectorField {
    let mut f = FieldBuilder::new(2);
    let (q, p) = (f.state(0), f.state(1));
    let (sine, _) = f.sin_cos(q);
    let force = f.neg(sine);
    f.finish(vec![p, force], vec![q])
}

/// The radius `r' = r (1 - r^2)` and the angle at unit speed, in plain coordinates, watched where `y` vanishes.
fn circle() -> VectorField {
    let mut f = FieldBuilder::new(2);
    let (x, y) = (f.state(0), f.state(1));
    let (xx, yy) = (f.square(x), f.square(y));
    let square = f.add(xx, yy);
    let one = f.constant(Rational::from(1));
    let growth = f.sub(one, square);
    let (gx, gy) = (f.mul(growth, x), f.mul(growth, y));
    let derivatives = vec![f.sub(gx, y), f.add(gy, x)];
    f.finish(derivatives, vec![y])
}

/// `x' = x^2`.
fn blow_up() -> VectorField {
    let mut f = FieldBuilder::new(1);
    let x = f.state(0);
    let square = f.square(x);
    f.finish(vec![square], vec![])
}

/// `t' = 1`, `x' = max(t - 1/3, 0)`: surfaces `t - 1/3` and `x - 1/18`.
struct Ramp;

impl Piecewise for Ramp {
    fn kinks(&self) -> Vec<Vec<usize>> {
        vec![vec![0]]
    }

    fn field(&self, pieces: &[usize]) -> VectorField {
        let mut f = FieldBuilder::new(2);
        let (t, x) = (f.state(0), f.state(1));
        let (one, third, level) = (f.constant(Rational::from(1)), f.constant(ratio(1, 3)), f.constant(ratio(1, 18)));
        let past = f.sub(t, third);
        let rate = if pieces[0] == 1 { past } else { f.constant(Rational::new()) };
        let above = f.sub(x, level);
        f.finish(vec![one, rate], vec![past, above])
    }
}

fn section(surface: usize, direction: Direction, starts_there: bool) -> Section {
    Section { watch: Watch { surface, direction }, starts_there }
}

fn turn(system: &impl Piecewise, start: &Doubleton, section: Section, precision: Precision) -> Result<Return, Error> {
    enclose_return(system, start, section, &Rational::from(20), precision, Settings::default(), &mut |_| Ok(()))
}

#[test]
fn a_state_at_a_time_is_enclosed_before_and_behind_a_kink() {
    let zero = points(&[Rational::new(), Rational::new()], bits(128));
    let at = |time: &Rational, precision| enclose_through(&Ramp, &zero, time, bits(precision), Settings::default());
    for (time, height) in [(ratio(1, 4), Rational::new()), (ratio(1, 2), ratio(1, 72)), (ratio(4, 3), ratio(1, 2))] {
        let end = at(&time, 128).expect("enclosed");
        assert!(end.state[0].contains_rational(&time) && end.state[1].contains_rational(&height), "{:?}", end.state);
        assert!(end.state[1].width() < two_to(-100), "{:?}", end.state);
        assert_eq!(end.time, Interval::from_rational(&time, bits(128)));
    }
    // At the kink itself it is not said that it was passed.
    let near = ratio(1, 3) + (Rational::from(1) >> 200u32);
    assert!(matches!(at(&near, 128), Err(Error::Undecided { .. })));
    // Without kinks it is the enclosure of the smooth field.
    let (field, start) = (pendulum(), points(&[ratio(1, 2), ratio(1, 3)], bits(96)));
    let time = ratio(3, 2);
    let smooth = enclose(&field, &start, &time, &[], bits(96), Settings::default()).expect("enclosed");
    let through = enclose_through(&field, &start, &time, bits(96), Settings::default()).expect("enclosed");
    assert_eq!((through.state, through.steps), (smooth.state, smooth.steps));
}

#[test]
fn what_a_series_leaves_out_is_in_the_enclosure() {
    // x = t^8 from zero, whose first four coefficients vanish: all of it is remainder.
    let mut f = FieldBuilder::new(2);
    let (t, one) = (f.state(0), f.constant(Rational::from(1)));
    let power = f.power(t, 7);
    let rate = f.scale(Rational::from(8), power);
    let field = f.finish(vec![one, rate], vec![]);
    let settings = Settings { order: Some(4), ..Settings::default() };
    let zero = points(&[Rational::new(), Rational::new()], bits(64));
    let end = enclose(&field, &zero, &ratio(1, 1024), &[], bits(64), settings).unwrap();
    let exact = Rational::from(1) >> 80u32;
    assert!(end.state[1].contains_rational(&exact), "{:?}", end.state[1]);
    assert!(end.state[1].width() < two_to(-60), "{:?}", end.state[1]);
}

#[test]
fn what_the_middle_of_a_derivative_leaves_out_is_in_the_set() {
    // x/(1 - t x): curved over the initial box, so that its linearisation does not reach the image's end.
    let (low, high) = (ratio(1, 2), ratio(3, 4));
    let precision = bits(96);
    let start = Interval::from_rational(&low, precision).hull(&Interval::from_rational(&high, precision));
    let end = enclose(&blow_up(), &[start], &ratio(1, 2), &[], precision, Settings::default()).unwrap();
    assert!(end.state[0].contains_rational(&ratio(2, 3)) && end.state[0].contains_rational(&ratio(6, 5)));
    assert!(end.state[0].width() < 2, "{:?}", end.state[0]);
}

#[test]
fn an_oscillator_is_followed_for_a_thousand_periods() {
    let precision = bits(128);
    let start = points(&[ratio(1, 1), ratio(0, 1)], precision);
    let end = enclose(&oscillator(), &start, &Rational::from(6283), &[], precision, Settings::default()).unwrap();
    let angle = Interval::from_integer(6283, bits(192));
    let exact = [angle.cos(), -angle.sin()];
    for (found, exact) in end.state.iter().zip(&exact) {
        assert!(found.overlaps(exact) && found.width() < two_to(-100), "{found:?} for {exact:?}");
    }
}

#[test]
fn a_pendulum_keeps_its_energy_and_its_digits() {
    let precision = bits(128);
    let start = points(&[ratio(2, 1), ratio(0, 1)], precision);
    let end = enclose(&pendulum(), &start, &Rational::from(50), &[], precision, Settings::default()).unwrap();
    let mut kinetic = end.state[1].square();
    kinetic.shift(-1);
    let energy = &kinetic - &end.state[0].cos();
    assert!(energy.overlaps(&-Interval::from_integer(2, precision).cos()));
    assert!(end.state.iter().all(|x| x.width() < two_to(-108)), "{:?}", end.state);
}

#[test]
fn a_set_on_a_section_lies_on_it() {
    // The landed set has no extent across the section, and it holds the section itself.
    let precision = bits(128);
    let start = Doubleton::of_box(&points(&[ratio(1, 1), ratio(1, 3)], precision), precision).unwrap();
    let met = turn(&oscillator(), &start, section(0, Direction::Falling, false), precision).unwrap();
    assert!(met.state[0].contains_zero() && met.state[0].width() < two_to(-150), "{:?}", met.state[0]);
    let speed = -Interval::from_rational(&ratio(10, 9), precision).sqrt().unwrap();
    assert!(met.state[1].overlaps(&speed) && met.state[1].width() < two_to(-115), "{:?}", met.state[1]);
}

#[test]
fn a_box_beside_the_section_is_projected_along_the_flow() {
    // From (1, v) the oscillator comes to x = 0 with speed -sqrt(1 + v^2).
    let precision = bits(96);
    let radius = ratio(1, 1000);
    let start = [Interval::from_integer(1, precision), around(&ratio(1, 2), &radius, precision)];
    let start = Doubleton::of_box(&start, precision).unwrap();
    let met = turn(&oscillator(), &start, section(0, Direction::Falling, false), precision).unwrap();
    for v in [ratio(499, 1000), ratio(1, 2), ratio(501, 1000)] {
        let square = Interval::from_rational(&(Rational::from(&v * &v) + 1), precision);
        assert!(met.state[1].contains(&-square.sqrt().unwrap()), "{v}: {:?}", met.state[1]);
    }
    assert!(met.state[1].width() < Float::with_val(64, &ratio(1, 1000)), "{:?}", met.state[1]);
    assert!(met.state[0].contains_zero() && met.state[0].width() < Float::with_val(64, &ratio(1, 50_000)));
    // d/dv of the speed at v = 1/2 is -v/sqrt(1 + v^2) = -1/sqrt 5.
    let exact =
        -Interval::from_integer(1, precision).divide(&Interval::from_integer(5, precision).sqrt().unwrap()).unwrap();
    assert!(met.derivative[1][1].contains(&exact), "{:?}", met.derivative[1][1]);
    assert!(met.derivative[1][1].width() < Float::with_val(64, &ratio(1, 50)));
}

#[test]
fn a_circle_that_attracts_is_proved_with_its_multiplier() {
    // One turn multiplies a small distance from the unit circle by exp(-4 pi).
    let precision = bits(96);
    let middle = [Float::with_val(96, 1), Float::new(96)];
    let column = vec![Float::with_val(64, 1), Float::new(64)];
    let radius = two_to(-10);
    let start = Doubleton::spanned(&middle, &[column], std::slice::from_ref(&radius)).unwrap();
    let round = turn(&circle(), &start, section(0, Direction::Rising, true), precision).unwrap();
    let off = &round.state[0] - &Interval::from_integer(1, precision);
    assert!(off.magnitude() < radius, "the image {off:?} is not inside");
    let mut turns = Interval::pi(precision);
    turns.shift(1);
    assert!(round.time.contains(&turns) && round.time.width() < two_to(-6), "{:?}", round.time);
    turns.shift(1);
    let multiplier = (-turns).exp();
    assert!(round.derivative[0][0].contains(&multiplier), "{:?}", round.derivative[0][0]);
    assert!(round.derivative[0][0].magnitude() < two_to(-10), "{:?}", round.derivative[0][0]);
}

#[test]
fn half_a_turn_in_either_direction_is_the_first_return() {
    let precision = bits(96);
    let start = Doubleton::of_box(&points(&[ratio(0, 1), ratio(1, 1)], precision), precision).unwrap();
    let half = turn(&oscillator(), &start, section(0, Direction::Either, true), precision).unwrap();
    assert!(half.time.overlaps(&Interval::pi(precision)) && half.time.digits(60) > 24, "{:?}", half.time);
}

#[test]
fn a_start_that_does_not_leave_its_section_is_an_error() {
    // At the angle of rest the surface is touched, not left.
    let precision = bits(96);
    let start = Doubleton::of_box(&points(&[ratio(0, 1), ratio(0, 1)], precision), precision).unwrap();
    let still = turn(&oscillator(), &start, section(0, Direction::Either, true), precision);
    assert!(matches!(still, Err(Error::Undecided { .. })), "{still:?}");
}

#[test]
fn a_kink_is_passed_without_losing_the_set_or_its_derivative() {
    let precision = bits(96);
    let radius = ratio(1, 10_000);
    let start = [Interval::from_integer(0, precision), around(&Rational::new(), &radius, precision)];
    let start = Doubleton::of_box(&start, precision).unwrap();
    let met = turn(&Ramp, &start, section(1, Direction::Rising, false), precision).unwrap();
    for x in [ratio(-1, 10_000), ratio(0, 1), ratio(1, 10_000)] {
        // x + (t - 1/3)^2/2 = 1/18.
        let left = Interval::from_rational(&((ratio(1, 18) - &x) * 2u32), precision);
        let time = &Interval::from_rational(&ratio(1, 3), precision) + &left.sqrt().unwrap();
        assert!(met.time.contains(&time) && met.state[0].contains(&time), "{x}: {:?} {time:?}", met.time);
    }
    assert!(met.time.width() < Float::with_val(64, &ratio(1, 1000)), "{:?}", met.time);
    // At x = 0 the time changes by -1/(t - 1/3) = -3 times x.
    assert!(met.derivative[0][1].contains_rational(&ratio(-3, 1)), "{:?}", met.derivative[0][1]);
    assert!(met.derivative[0][1].width() < 1, "{:?}", met.derivative[0][1]);
}

#[test]
fn a_point_that_passes_a_kink_keeps_its_digits() {
    let precision = bits(96);
    let start = Doubleton::of_box(&points(&[Rational::new(), Rational::new()], precision), precision).unwrap();
    let met = turn(&Ramp, &start, section(1, Direction::Rising, false), precision).unwrap();
    assert!(met.time.contains_rational(&ratio(2, 3)) && met.time.digits(60) > 22, "{:?}", met.time);
}

#[test]
fn the_stretches_that_are_shown_leave_no_gap_at_a_kink() {
    let precision = bits(96);
    let start = Doubleton::of_box(&points(&[Rational::new(), Rational::new()], precision), precision).unwrap();
    let (mut seen, level) = (Vec::new(), section(1, Direction::Rising, false));
    let mut observe = |tube: &super::Tube| {
        seen.push(tube.clone());
        Ok(())
    };
    enclose_return(&Ramp, &start, level, &Rational::from(1), precision, Settings::default(), &mut observe).unwrap();
    // A step that a kink ends is shown whole; the passage, the shortest of all, is where the next one begins.
    assert!(seen.first().is_some_and(|tube| tube.from == 0));
    assert!(seen.windows(2).all(|pair| pair[0].from <= pair[1].from && pair[1].from <= pair[0].to), "{seen:?}");
    let lengths: Vec<Rational> = seen.iter().map(|tube| Rational::from(&tube.to - &tube.from)).collect();
    let passage = (0..seen.len()).min_by_key(|&k| &lengths[k]).unwrap();
    assert_eq!(seen[passage].to, seen[passage + 1].from);
    for tube in &seen {
        // The time is the first component.
        let [from, to] = [&tube.from, &tube.to].map(|time| Interval::from_rational(time, precision));
        assert!(tube.states[0].overlaps(&from) && tube.states[0].overlaps(&to), "{tube:?}");
    }
}

/// `t' = 1`, `x' = x`, watched where `t` is one.
fn growth() -> VectorField {
    let mut f = FieldBuilder::new(2);
    let (t, x, one) = (f.state(0), f.state(1), f.constant(Rational::from(1)));
    let late = f.sub(t, one);
    f.finish(vec![one, x], vec![late])
}

#[test]
fn what_the_series_of_a_derivative_leaves_out_is_in_its_enclosure() {
    // To the fourth order in many steps, and in one as long as the centre's order of 119 allows, where the derivative's series
    // goes to the 16th.
    let exact = Interval::from_integer(1, bits(96)).exp();
    for (precision, order) in [(bits(64), Some(4)), (bits(256), None)] {
        let start = Doubleton::of_box(&points(&[ratio(0, 1), ratio(1, 1)], precision), precision).unwrap();
        let (late, until) = (section(0, Direction::Rising, false), ratio(33, 32));
        let settings = Settings { order, ..Settings::default() };
        let met = enclose_return(&growth(), &start, late, &until, precision, settings, &mut |_| Ok(())).unwrap();
        let derivative = &met.derivative[1][1];
        assert!(derivative.contains(&exact) && derivative.width() < two_to(-16), "{derivative:?}");
    }
}

#[test]
fn the_image_of_a_box_under_a_linear_flow_is_not_narrower_than_it_is() {
    // x' = x, to the time 1/4 in many steps: what the middles of the columns leave out must add up to the ends of the image.
    let precision = bits(128);
    let (low, high) = (ratio(-1, 3), ratio(2, 3));
    let start = Interval::from_rational(&low, precision).hull(&Interval::from_rational(&high, precision));
    let initial = [Interval::from_integer(0, precision), start];
    let end = enclose(&growth(), &initial, &ratio(1, 4), &[], precision, Settings::default()).unwrap();
    let factor = Interval::from_rational(&ratio(1, 4), precision).exp();
    for value in [low, high] {
        assert!(end.state[1].contains(&(&factor * &Interval::from_rational(&value, precision))), "{:?}", end.state[1]);
    }
    assert!(end.state[1].width() < 1.2858, "{:?}", end.state[1]);
}

#[test]
fn a_set_is_moved_onto_the_section_from_wherever_it_is_looked_at() {
    // The bracket's middle is 5/16, the crossing at 1/4.
    let precision = bits(96);
    let mut f = FieldBuilder::new(1);
    let (t, one, quarter) = (f.state(0), f.constant(Rational::from(1)), f.constant(ratio(1, 4)));
    let late = f.sub(t, quarter);
    let clock = f.finish(vec![one], vec![late]);
    let watched = Watched { watch: vec![Watch { surface: 0, direction: Direction::Rising }], start: None };
    let variations = clock.with_gradients(&[0]);
    let mut stepper = Stepper::new(&clock, &variations, precision, &Settings::default());
    let start = Doubleton::of_box(&points(&[Rational::new()], precision), precision).unwrap();
    stepper.prove(&start, 0, &Rational::from(1), true).unwrap().unwrap();
    let bracket =
        Interval::from_rational(&ratio(1, 8), precision).hull(&Interval::from_rational(&ratio(1, 2), precision));
    let landing = watched.land(&mut stepper, &start, &bracket, 0, 0).unwrap();
    let landed = &landing.set.hull()[0];
    assert!(landed.contains_rational(&ratio(1, 4)) && landed.width() < two_to(-50), "{landed:?}");
    assert!(landing.time.contains_rational(&ratio(1, 4)) && landing.time.width() < two_to(-50), "{:?}", landing.time);
}

#[test]
fn a_return_is_the_first_one_and_the_start_is_none() {
    // Upwards through x = 0 after a whole turn, although x vanishes at the start and half way.
    let precision = bits(96);
    let start = Doubleton::of_box(&points(&[ratio(0, 1), ratio(1, 1)], precision), precision).unwrap();
    let mut seen = Vec::new();
    let whole = section(0, Direction::Rising, true);
    let met = enclose_return(
        &oscillator(),
        &start,
        whole,
        &Rational::from(20),
        precision,
        Settings::default(),
        &mut |tube| {
            seen.push(tube.clone());
            Ok(())
        },
    )
    .unwrap();
    let mut two_pi = Interval::pi(precision);
    two_pi.shift(1);
    assert!(met.time.overlaps(&two_pi) && met.time.digits(60) > 24, "{:?}", met.time);
    // The stretches follow one another from the start, and each holds the solution at its beginning.
    assert!(seen.first().is_some_and(|tube| tube.from == 0));
    assert!(seen.windows(2).all(|pair| pair[0].to == pair[1].from), "{seen:?}");
    for tube in &seen {
        let at = Interval::from_rational(&tube.from, precision);
        assert!(tube.states[0].overlaps(&at.sin()) && tube.states[1].overlaps(&at.cos()), "{tube:?}");
    }
}

#[test]
fn a_start_on_either_side_of_a_section_proves_no_arrival() {
    let precision = bits(96);
    let beside = around(&Rational::new(), &ratio(1, 1000), precision);
    let start = Doubleton::of_box(&[beside, Interval::from_integer(1, precision)], precision).unwrap();
    let met = turn(&oscillator(), &start, section(0, Direction::Rising, false), precision);
    assert!(matches!(met, Err(Error::Undecided { .. })), "{met:?}");
}

#[test]
fn an_error_of_the_observer_ends_the_run() {
    let precision = bits(96);
    let start = Doubleton::of_box(&points(&[ratio(0, 1), ratio(1, 1)], precision), precision).unwrap();
    let refuse = |_: &super::Tube| Err(Error::domain("tube", "any", "none"));
    let rising = section(0, Direction::Rising, true);
    let run =
        enclose_return(&oscillator(), &start, rising, &Rational::from(20), precision, Settings::default(), &mut {
            refuse
        });
    assert!(matches!(run, Err(Error::Domain { argument: "tube", .. })), "{run:?}");
}

#[test]
fn bad_sets_are_refused() {
    let one = || Float::with_val(64, 1);
    let short = Doubleton::spanned(&[one(), one()], &[vec![one()]], &[one()]);
    assert!(matches!(short, Err(Error::Domain { argument: "columns", .. })));
    let radii = Doubleton::spanned(&[one()], &[vec![one()]], &[]);
    assert!(matches!(radii, Err(Error::Domain { argument: "radii", .. })));
    let fine = Float::with_val(100, parse("x", "1/3").unwrap());
    let long = Doubleton::spanned(&[one()], &[vec![fine]], &[one()]);
    assert!(matches!(long, Err(Error::Domain { argument: "columns", .. })));
}
