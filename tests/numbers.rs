//! Laws of the numbers: enclosures, their text, exact rationals, precision, and the seam under the series.
//!
//! Every random law runs from a fixed seed; `ESCAPEMENT_EFFORT` (a positive integer) multiplies the number of cases.

use approx::{assert_abs_diff_eq, assert_relative_eq};
use escapement::numerics::interval::{MulScratch, assign_mul};
use escapement::numerics::rational::{ceiling, parse, power, ratio};
use escapement::numerics::series::{Arithmetic, Doubles, Floats, Intervals};
use escapement::numerics::{Algebraic, Certainty, Digits, Interval, Precision, Scalar, climb};
use escapement::{Error, error::Result};
use quickcheck::{Arbitrary, Gen, QuickCheck, TestResult, Testable};
use rug::float::{Constant, Round, Special};
use rug::ops::Pow;
use rug::{Float, Integer, Rational};
use std::cmp::Ordering;

// ---------------------------------------------------------------- the random laws' machinery

/// Runs a law on `cases` times the effort, always from the same seed; discarded cases do not count.
fn law(cases: u64, property: impl Testable) {
    const SEED: u64 = 0x5ca1_ab1e;
    let effort = std::env::var("ESCAPEMENT_EFFORT")
        .map_or(1, |text| text.parse::<std::num::NonZeroU32>().expect("ESCAPEMENT_EFFORT is a positive integer").get());
    let cases = cases * u64::from(effort);
    QuickCheck::new()
        .rng(Gen::from_size_and_seed(40, SEED))
        .tests(cases)
        .max_tests(cases * 20)
        .min_tests_passed(cases)
        .quickcheck(property);
}

/// A whole number from `0 .. end`.
fn below(g: &mut Gen, end: u32) -> u32 {
    u32::arbitrary(g) % end
}

/// A dyadic number that is not zero, of either sign, of magnitude about `2^exponent`.
fn dyadic(g: &mut Gen, exponent: i32) -> Rational {
    let mantissa: Integer = Integer::from(i64::arbitrary(g) >> below(g, 62)) | 1;
    let length = mantissa.significant_bits() as i32;
    Rational::from(mantissa) << (exponent - length)
}

/// A dyadic number of magnitude `2^-60` to `2^60`.
fn spread(g: &mut Gen) -> Rational {
    let exponent = below(g, 121) as i32 - 60;
    dyadic(g, exponent)
}

/// A set of reals with exact ends, to be enclosed at any precision.
#[derive(Clone, Debug, PartialEq)]
struct Set {
    lower: Rational,
    upper: Rational,
}

impl Set {
    fn between(a: Rational, b: Rational) -> Self {
        if a <= b { Self { lower: a, upper: b } } else { Self { lower: b, upper: a } }
    }

    fn point(value: Rational) -> Self {
        Self { lower: value.clone(), upper: value }
    }

    /// The tightest enclosure.
    fn at(&self, bits: u32) -> Interval {
        interval(rounded(bits, &self.lower, Round::Down), rounded(bits, &self.upper, Round::Up))
    }

    fn magnitude(&self) -> Rational {
        self.lower.clone().abs().max(self.upper.clone().abs())
    }

    fn contains_zero(&self) -> bool {
        self.lower <= 0 && self.upper >= 0
    }

    /// The set itself, or where it holds zero one of the same size that does not.
    fn away_from_zero(&self) -> Self {
        if !self.contains_zero() {
            return self.clone();
        }
        let end = if self.upper > self.lower.clone().abs() { &self.upper } else { &self.lower };
        let end = if *end == 0 { ratio(1, 1) } else { end.clone() };
        Self::between(Rational::from(&end / 3), end)
    }
}

impl Arbitrary for Set {
    fn arbitrary(g: &mut Gen) -> Self {
        match below(g, 7) {
            0 => Self::point(spread(g)),
            1 => Self::between(-spread(g).abs(), spread(g).abs()),
            2 => {
                let (value, tiny) = (spread(g), below(g, 60) + 20);
                let width = value.clone() >> tiny;
                Self::between(value.clone(), value + width)
            }
            3 => Self::between(spread(g), spread(g)),
            4 => Self::between(Rational::new(), spread(g)),
            5 => Self::point(Rational::from(below(g, 9) as i32 - 4)),
            _ => {
                let (size, width) = (below(g, 8) as i32 - 4, below(g, 12) as i32 - 8);
                let value = dyadic(g, size);
                Self::between(value.clone(), value + dyadic(g, width))
            }
        }
    }

    fn shrink(&self) -> Box<dyn Iterator<Item = Self>> {
        let points = [Self::point(self.lower.clone()), Self::point(self.upper.clone())];
        let whole = Self { lower: self.lower.clone().floor(), upper: self.upper.clone().ceil() };
        let own = self.clone();
        Box::new(points.into_iter().chain([whole]).filter(move |smaller| *smaller != own))
    }
}

/// A working precision.
#[derive(Clone, Copy, Debug)]
struct Bits(u32);

impl Arbitrary for Bits {
    fn arbitrary(g: &mut Gen) -> Self {
        Self(*g.choose(&[24, 53, 64, 113, 200]).expect("a choice"))
    }
}

/// Where in an interval a member lies: a fraction of 255, both ends included.
#[derive(Clone, Copy, Debug)]
struct Place(u8);

impl Arbitrary for Place {
    fn arbitrary(g: &mut Gen) -> Self {
        Self(u8::arbitrary(g))
    }
}

impl Place {
    fn between(self, lower: &Rational, upper: &Rational) -> Rational {
        Rational::from(upper - lower) * ratio(i64::from(self.0), 255) + lower
    }

    /// A member of a bounded interval, in general no number of its precision.
    fn of(self, x: &Interval) -> Rational {
        let (lower, upper) = ends(x);
        self.between(&lower, &upper)
    }
}

/// A part of a bounded interval, at the same precision.
fn part(x: &Interval, a: Place, b: Place) -> Interval {
    Set::between(a.of(x), b.of(x)).at(x.precision().get())
}

fn bits(precision: u32) -> Precision {
    Precision::bits(precision).expect("a legal precision")
}

fn interval(lower: Float, upper: Float) -> Interval {
    Interval::new(lower, upper).expect("ordered ends")
}

fn rounded(precision: u32, value: &Rational, round: Round) -> Float {
    Float::with_val_round(precision, value, round).0
}

/// The integers `lower` and `upper` as the ends of an interval of 64 bits.
fn whole(lower: i64, upper: i64) -> Interval {
    Set::between(ratio(lower, 1), ratio(upper, 1)).at(64)
}

fn exact(value: &str) -> Rational {
    parse("value", value).expect("a number")
}

fn rational(value: &Float) -> Rational {
    value.to_rational().expect("a finite number")
}

fn ends(x: &Interval) -> (Rational, Rational) {
    (rational(x.lower()), rational(x.upper()))
}

fn infinity(precision: u32) -> Float {
    Float::with_val(precision, Special::Infinity)
}

/// The largest finite number of a precision.
fn largest(precision: u32) -> Float {
    let mut value = infinity(precision);
    value.next_down();
    value
}

/// What holds for every interval: two numbers of one precision, in order, with reals between them.
fn is_sound(x: &Interval) -> bool {
    let (lower, upper) = (x.lower(), x.upper());
    let finite_side = *lower != Special::Infinity && *upper != Special::NegInfinity;
    !lower.is_nan() && !upper.is_nan() && lower <= upper && lower.prec() == upper.prec() && finite_side
}

// ---------------------------------------------------------------- the functions and operations under test

/// How a function takes its extreme values.
#[derive(Clone, Copy, PartialEq)]
enum Shape {
    Increasing,
    Decreasing,
    /// Least at zero.
    Even,
    /// Maxima at `pi (phase/2 + 2j)`, minima half a period later.
    Wave(i32),
}

/// A function of one argument.
struct Function {
    name: &'static str,
    enclose: fn(&Interval) -> Result<Interval>,
    directed: fn(&mut Float, Round) -> Ordering,
    shape: Shape,
    /// Moves an arbitrary set into the domain.
    fit: fn(Set) -> Set,
}

fn anywhere(set: Set) -> Set {
    set
}

fn not_negative(set: Set) -> Set {
    let least =
        if set.contains_zero() { Rational::new() } else { set.lower.clone().abs().min(set.upper.clone().abs()) };
    Set { lower: least, upper: set.magnitude() }
}

fn positive(set: Set) -> Set {
    not_negative(set.away_from_zero())
}

fn at_most_one(set: Set) -> Set {
    let magnitude = set.magnitude();
    if magnitude <= 1 {
        return set;
    }
    let shift = ceiling(&magnitude).significant_bits();
    Set { lower: set.lower >> shift, upper: set.upper >> shift }
}

#[rustfmt::skip]
const FUNCTIONS: [Function; 10] = [
    Function { name: "square", enclose: |x| Ok(x.square()), directed: Float::square_round, shape: Shape::Even, fit: anywhere },
    Function { name: "sqrt", enclose: Interval::sqrt, directed: Float::sqrt_round, shape: Shape::Increasing, fit: not_negative },
    Function { name: "exp", enclose: |x| Ok(x.exp()), directed: Float::exp_round, shape: Shape::Increasing, fit: anywhere },
    Function { name: "ln", enclose: Interval::ln, directed: Float::ln_round, shape: Shape::Increasing, fit: positive },
    Function { name: "sin", enclose: |x| Ok(x.sin()), directed: Float::sin_round, shape: Shape::Wave(1), fit: anywhere },
    Function { name: "cos", enclose: |x| Ok(x.cos()), directed: Float::cos_round, shape: Shape::Wave(0), fit: anywhere },
    Function { name: "acos", enclose: Interval::acos, directed: Float::acos_round, shape: Shape::Decreasing, fit: at_most_one },
    Function { name: "atan", enclose: |x| Ok(x.atan()), directed: Float::atan_round, shape: Shape::Increasing, fit: anywhere },
    Function { name: "tanh", enclose: |x| Ok(x.tanh()), directed: Float::tanh_round, shape: Shape::Increasing, fit: anywhere },
    Function { name: "negation", enclose: |x| Ok(-x), directed: |x, _| { *x *= -1; Ordering::Equal }, shape: Shape::Decreasing, fit: anywhere },
];

/// An operation on two arguments.
struct Operation {
    name: &'static str,
    enclose: fn(&Interval, &Interval) -> Result<Interval>,
    exact: fn(&Rational, &Rational) -> Rational,
    /// Moves an arbitrary second argument into the domain.
    fit: fn(&Set) -> Set,
}

const OPERATIONS: [Operation; 4] = [
    Operation { name: "+", enclose: |a, b| Ok(a + b), exact: |a, b| Rational::from(a + b), fit: Set::clone },
    Operation { name: "-", enclose: |a, b| Ok(a - b), exact: |a, b| Rational::from(a - b), fit: Set::clone },
    Operation { name: "*", enclose: |a, b| Ok(a * b), exact: |a, b| Rational::from(a * b), fit: Set::clone },
    Operation { name: "/", enclose: Interval::divide, exact: |a, b| Rational::from(a / b), fit: Set::away_from_zero },
];

/// The exact range of an operation that is monotone in each argument: over the four pairs of ends.
fn exact_range(operation: fn(&Rational, &Rational) -> Rational, a: &Set, b: &Set) -> Set {
    let pairs = [(&a.lower, &b.lower), (&a.lower, &b.upper), (&a.upper, &b.lower), (&a.upper, &b.upper)];
    let values = pairs.map(|(x, y)| operation(x, y));
    Set {
        lower: values.iter().min().expect("four values").clone(),
        upper: values.iter().max().expect("four values").clone(),
    }
}

/// The exact set that an enclosure stands for.
fn set(x: &Interval) -> Set {
    let (lower, upper) = ends(x);
    Set { lower, upper }
}

/// The tightest enclosure of a function's range, found apart from the code under test: ends from four times the precision,
/// extrema of the waves counted with pi to many more bits than the arguments can need.
fn tightest(function: &Function, x: &Interval) -> Interval {
    let precision = x.precision().get();
    // Rounding down twice is rounding down once, since the numbers of the precision are among those of the higher one.
    let end = |at: &Float, round| {
        let mut value = Float::with_val(4 * precision + 64, at);
        (function.directed)(&mut value, round);
        Float::with_val_round(precision, value, round).0
    };
    let (low, high) = (x.lower(), x.upper());
    let outer =
        || interval(end(low, Round::Down).min(&end(high, Round::Down)), end(low, Round::Up).max(&end(high, Round::Up)));
    match function.shape {
        Shape::Increasing => interval(end(low, Round::Down), end(high, Round::Up)),
        Shape::Decreasing => interval(end(high, Round::Down), end(low, Round::Up)),
        Shape::Even if *low <= 0 && *high >= 0 => interval(Float::new(precision), outer().upper().clone()),
        Shape::Even => outer(),
        Shape::Wave(phase) => {
            let turns = |at: &Float| {
                Float::with_val(1024, at) / Float::with_val(1024, Constant::Pi) - Float::with_val(8, phase) / 2u32
            };
            let first = turns(low).ceil().to_integer().expect("a finite number");
            let last = turns(high).floor().to_integer().expect("a finite number");
            let several = Integer::from(&last - &first) >= 1;
            let maximum = several || (first == last && first.is_even());
            let minimum = several || (first == last && first.is_odd());
            interval(
                if minimum { Float::with_val(precision, -1) } else { outer().lower().clone() },
                if maximum { Float::with_val(precision, 1) } else { outer().upper().clone() },
            )
        }
    }
}

// ---------------------------------------------------------------- inclusion, isotonicity, tightness

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

// ---------------------------------------------------------------- ring laws

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

// ---------------------------------------------------------------- comparison

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

// ---------------------------------------------------------------- typed errors

/// The operation named by [`Error::Undefined`] and whether it is certain.
fn undefined<T: std::fmt::Debug>(result: Result<T>) -> (&'static str, bool) {
    let error = result.expect_err("undefined");
    let Error::Undefined { operation, certainly, .. } = error else { panic!("{error:?}") };
    assert_eq!(error.may_yield_to_precision(), !certainly);
    (operation, certainly)
}

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

// ---------------------------------------------------------------- decimal output

/// Reads `[lower, upper]` back, exactly.
fn read(text: &str) -> Set {
    let inner = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).expect("brackets");
    let (lower, upper) = inner.split_once(", ").expect("two ends");
    Set { lower: exact(lower), upper: exact(upper) }
}

/// The least `e` with `|value| < 10^e`, for a value that is not zero.
fn decimal_exponent(value: &Rational) -> i32 {
    let value = value.clone().abs();
    let mut exponent = (value.numer().significant_bits() as i32 - value.denom().significant_bits() as i32) * 3 / 10;
    while power(10, exponent) > value {
        exponent -= 1;
    }
    while power(10, exponent) <= value {
        exponent += 1;
    }
    exponent
}

/// The nearest decimals of so many significant digits: two where the value lies halfway.
fn nearest_decimals(value: &Rational, digits: u32) -> [Rational; 2] {
    if *value == 0 {
        return [Rational::new(), Rational::new()];
    }
    let unit = power(10, decimal_exponent(value) - digits as i32);
    let scaled = Rational::from(value / &unit);
    let (up, down) = ((scaled.clone() + ratio(1, 2)).floor(), (scaled - ratio(1, 2)).ceil());
    [down * &unit, up * &unit]
}

#[test]
fn printed_ends_enclose_the_computed_ones_by_less_than_a_unit_of_the_last_digit() {
    fn property(x: Set, digits: u8, Bits(precision): Bits) {
        let digits = u32::from(digits % 40) + 1;
        let x = x.at(precision);
        let text = x.to_decimal(digits as usize);
        let (printed, (lower, upper)) = (read(&text), ends(&x));
        assert!(printed.lower <= lower && printed.upper >= upper, "{text} of {lower} to {upper}");
        for (printed, value) in [(printed.lower, lower), (printed.upper, upper)] {
            if value == 0 {
                assert_eq!(printed, 0);
                continue;
            }
            let unit = power(10, decimal_exponent(&value) - digits as i32);
            assert!((printed.clone() - &value).abs() < unit, "{text}: {value} with {digits} digits");
            assert_eq!((printed / unit).denom(), &1, "{text} has more than {digits} digits");
        }
    }
    law(3000, property as fn(Set, u8, Bits));
}

#[test]
fn a_rounded_decimal_is_printed_exactly_when_both_ends_round_to_it() {
    fn property(x: Set, digits: u8, Bits(precision): Bits) -> TestResult {
        let digits = u32::from(digits % 25) + 1;
        let x = x.at(precision);
        let (lower, upper) = ends(&x);
        let ([a, b], [c, d]) = (nearest_decimals(&lower, digits), nearest_decimals(&upper, digits));
        if lower != upper && (a != b || c != d) {
            return TestResult::discard(); // Halfway: either neighbour is right.
        }
        match x.to_rounded_decimal(digits) {
            Some(text) => {
                let value = exact(&text);
                assert!([&a, &b].contains(&&value) && [&c, &d].contains(&&value), "{text} of {lower} to {upper}");
            }
            None => assert!(lower != upper && a != c, "{a} of {lower} to {upper} with {digits} digits"),
        }
        TestResult::passed()
    }
    law(3000, property as fn(Set, u8, Bits) -> TestResult);
}

#[test]
fn decimals_look_as_expected_at_every_magnitude() {
    for (value, digits, expected) in [
        ("0", 5, "[0, 0]"),
        ("3", 5, "[3, 3]"),
        ("-1/3", 5, "[-0.33334, -0.33333]"),
        ("2/3", 1, "[0.6, 0.7]"),
        ("1/4", 1, "[0.2, 0.3]"),
        ("1", 1, "[1, 1]"),
        ("95", 1, "[90, 100]"),
        ("0.5", 12, "[0.5, 0.5]"),
        ("123456", 5, "[123450, 123460]"),
        ("999.996", 5, "[999.99, 1000]"),
        ("-999.996", 5, "[-1000, -999.99]"),
        ("1e30", 5, "[1e30, 1e30]"),
        ("-1.5e30", 5, "[-1.5e30, -1.5e30]"),
        ("1e20", 5, "[100000000000000000000, 100000000000000000000]"),
        ("1e-40", 5, "[9.9999e-41, 1.0001e-40]"),
        ("-1e-40", 5, "[-1.0001e-40, -9.9999e-41]"),
        ("0.00001", 5, "[0.0000099999, 0.000010001]"),
        ("12345.678", 8, "[12345.677, 12345.679]"),
    ] {
        let x = Interval::from_rational(&exact(value), bits(200));
        assert_eq!(x.to_decimal(digits), expected, "{value}");
    }
    let pi = Interval::pi(bits(256));
    assert_eq!(pi.to_rounded_decimal(10).as_deref(), Some("3.141592654"));
    assert_eq!(pi.to_rounded_decimal(1).as_deref(), Some("3"));
    assert_eq!(pi.to_rounded_decimal(50).as_deref(), Some("3.1415926535897932384626433832795028841971693993751"));
    assert_eq!(pi.to_rounded_decimal(90), None);
    assert_eq!(Interval::from_rational(&exact("999.9996"), bits(64)).to_rounded_decimal(6).as_deref(), Some("1000"));
    assert_eq!(whole(-1, 1).to_rounded_decimal(3), None);
    assert_eq!(whole(0, 0).to_rounded_decimal(3).as_deref(), Some("0"));
    assert_eq!(
        (pi.to_string(), format!("{pi:.3}")),
        ("[3.14159265358, 3.14159265359]".to_owned(), "[3.14, 3.15]".to_owned())
    );
    assert_eq!(interval(-infinity(64), infinity(64)).to_decimal(5), "[-inf, inf]");
}

#[test]
fn the_number_of_digits_is_what_the_width_leaves() {
    for (lower, upper, expected) in [
        (1000, 1001, 3),
        (999, 1000, 2),
        (-1001, -1000, 3),
        (1_000_000, 1_000_001, 6),
        (1, 2, 0),
        (1, 3, 0),
        (10, 11, 1),
        (-1, 1, 0),
        (0, 1, 0),
        (7, 7, 50),
        (0, 0, 50),
    ] {
        assert_eq!(whole(lower, upper).digits(50), expected, "[{lower}, {upper}]");
    }
    assert_eq!(whole(1_000_000, 1_000_001).digits(4), 4);
    assert_eq!(interval(Float::with_val(64, 1), infinity(64)).digits(50), 0);
    assert_eq!(interval(-infinity(64), infinity(64)).digits(50), 0);
    fn property(x: Set, places: (Place, Place), Bits(precision): Bits) {
        let x = x.at(precision);
        let part = part(&x, places.0, places.1);
        assert!(part.digits(80) >= x.digits(80), "{part} in {x}");
        let (width, least) = (x.upper().to_rational().unwrap() - rational(x.lower()), rational(&x.mignitude()));
        let digits = x.digits(80) as i32;
        assert!(digits == 0 || x.is_point() || width <= power(10, -digits) * &least, "{x} has not {digits} digits");
        // One more would be too many, but for the rounding of the width.
        let generous = &width * (ratio(1, 1) + power(2, 3 - precision as i32));
        assert!(digits == 80 || generous > power(10, -digits - 1) * least, "{x} has more than {digits} digits");
    }
    law(2500, property as fn(Set, (Place, Place), Bits));
}

// ---------------------------------------------------------------- intervals as sets

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

// ---------------------------------------------------------------- rationals

/// A fraction with a numerator and a denominator of up to 80 bits.
#[derive(Clone, Debug)]
struct Fraction(Rational);

impl Arbitrary for Fraction {
    fn arbitrary(g: &mut Gen) -> Self {
        let long = |g: &mut Gen| (Integer::from(i64::arbitrary(g)) << 16u32) + u16::arbitrary(g);
        let (numerator, denominator) = (long(g) >> below(g, 80), (long(g) >> below(g, 80)) | 1);
        Self(Rational::from((numerator, denominator)))
    }
}

#[test]
fn a_rational_survives_its_own_text() {
    fn quotients(Fraction(value): Fraction) {
        assert_eq!(parse("value", &value.to_string()), Ok(value.clone()));
        let (numerator, denominator) = (value.numer(), value.denom());
        assert_eq!(parse("value", &format!("-{}/-{denominator}", numerator.clone().abs())), Ok(value.abs()));
    }
    law(1500, quotients as fn(Fraction));
    fn decimals(mantissa: i64, places: u8, exponent: i8) {
        let value = Rational::from(mantissa) * power(10, i32::from(exponent) - i32::from(places));
        let digits = format!("{:0>width$}", mantissa.unsigned_abs(), width = usize::from(places) + 1);
        let (whole, fraction) = digits.split_at(digits.len() - usize::from(places));
        let sign = if mantissa < 0 { "-" } else { "" };
        for text in
            [format!("{sign}{whole}.{fraction}e{exponent}"), format!("{sign}00{whole}.{fraction}00E{exponent:+}")]
        {
            assert_eq!(parse("value", &text), Ok(value.clone()), "{text}");
        }
        assert_eq!(parse("value", &format!("{mantissa}e{}", i32::from(exponent) - i32::from(places))), Ok(value));
    }
    law(1500, decimals as fn(i64, u8, i8));
}

#[test]
fn text_that_is_no_number_is_a_domain_error_naming_the_argument() {
    let (long, long_fraction) = ("1".repeat(10_001), format!("1/{}", "3".repeat(10_000)));
    let short = "| |abc|1/0|0/0|1//2|--1|+-1|-+1|++1|1e|e5|1e+|1e1.5|1e2e3|1e999999999|1e99999999999999999999|1e-10001|1e10001|\
        1e-2147483648|1.2.3|.|-.|+|-|/|1/|/1|0x10|1_000| 1|1 |1\n|1\0|\u{661}|\u{ff11}|\u{2212}1|inf|-inf|infinity|nan|NaN|1/2/3|\
        1/-0|1/+0|1/000|1.5/2|1/2.5|1e1/2|1/1e1|1,5|1'000|3.-1|3.+1|1.e|.e1|-e1|1f|0b1|$1|1%|1/2e3|½";
    for text in short.split('|').chain([&*long, &long_fraction]) {
        let error = parse("saliency", text).expect_err(text);
        assert!(matches!(error, Error::Domain { argument: "saliency", .. }), "{text}: {error:?}");
        assert!(error.to_string().chars().count() < 400, "the message quotes all of a long argument");
    }
}

#[test]
fn odd_but_legal_numbers_are_read_exactly() {
    for (text, expected) in [
        (".5", ratio(1, 2)),
        ("-.5", ratio(-1, 2)),
        ("5.", ratio(5, 1)),
        ("+3", ratio(3, 1)),
        ("+3.25", ratio(13, 4)),
        ("-7/2", ratio(-7, 2)),
        ("7/-2", ratio(-7, 2)),
        ("+6/+4", ratio(3, 2)),
        ("0/5", ratio(0, 1)),
        ("1e3", ratio(1000, 1)),
        ("1e+3", ratio(1000, 1)),
        ("2E-2", ratio(1, 50)),
        ("-1.5e-1", ratio(-3, 20)),
        ("007", ratio(7, 1)),
        ("-0", ratio(0, 1)),
        ("-0.0e5", ratio(0, 1)),
        ("0.1", ratio(1, 10)),
        ("1e0", ratio(1, 1)),
        ("5.e1", ratio(50, 1)),
        ("1e0003", ratio(1000, 1)),
    ] {
        assert_eq!(parse("value", text), Ok(expected), "{text}");
    }
    assert_eq!(parse("value", "1e10000"), Ok(power(10, 10_000)));
    assert_eq!(parse("value", "1e-10000"), Ok(power(10, -10_000)));
    let longest = "9".repeat(10_000);
    assert_eq!(parse("value", &longest), Ok(power(10, 10_000) - 1u32));
}

#[test]
fn the_ceiling_is_the_least_integer_not_below() {
    for (value, expected) in [("7/2", 4), ("-7/2", -3), ("3", 3), ("-3", -3), ("0", 0), ("1/1000", 1), ("-1/1000", 0)] {
        assert_eq!(ceiling(&exact(value)), expected, "{value}");
    }
    fn property(Fraction(value): Fraction) -> bool {
        let least = ceiling(&value);
        least >= value && Integer::from(&least - 1) < value
    }
    law(1000, property as fn(Fraction) -> bool);
    assert_eq!((power(2, 10), power(2, -2), power(7, 0)), (ratio(1024, 1), ratio(1, 4), ratio(1, 1)));
}

// ---------------------------------------------------------------- precision

#[test]
fn precision_and_digits_are_checked_at_the_edges_of_their_domains() {
    for legal in [Precision::LEAST, 25, 53, Precision::MOST] {
        assert_eq!(Precision::bits(legal).map(Precision::get), Ok(legal));
    }
    for illegal in [0, 1, Precision::LEAST - 1, Precision::MOST + 1, u32::MAX] {
        assert!(matches!(Precision::bits(illegal), Err(Error::Domain { argument: "precision", .. })), "{illegal}");
    }
    for legal in [1, 2, 100, Digits::MOST] {
        assert_eq!(Digits::new(legal).map(Digits::get), Ok(legal));
    }
    for illegal in [0, Digits::MOST + 1, u32::MAX] {
        assert!(matches!(Digits::new(illegal), Err(Error::Domain { argument: "digits", .. })), "{illegal}");
    }
    assert_eq!(bits(100).plus(28), bits(128));
    assert_eq!(
        (bits(100).plus(u32::MAX), bits(Precision::MOST).plus(1)),
        (bits(Precision::MOST), bits(Precision::MOST))
    );
    // Enough bits for the digits, and hardly more.
    for digits in (1..200).chain([999, 5000, Digits::MOST]) {
        let (held, decimals) = (Digits::new(digits).unwrap().bits(), Integer::from(10).pow(digits));
        assert!(
            Integer::from(1) << held >= decimals && Integer::from(1) << (held - 2) < decimals,
            "{digits} digits in {held} bits"
        );
    }
}

#[test]
fn the_ladder_is_climbed_until_the_result_is_tight_and_no_further() {
    let digits = Digits::new(30).unwrap();
    // 1 - cos(10^-60) loses some 400 bits.
    let mut tried = Vec::new();
    let found = climb("one minus cosine", digits, |precision| {
        tried.push(precision.get());
        let cosine = Interval::from_rational(&power(10, -60), precision).cos();
        let value = &Interval::from_integer(1, precision) - &cosine;
        Ok((value.digits(30) == 30).then_some(value))
    })
    .unwrap();
    assert_eq!(found.to_rounded_decimal(30).as_deref(), Some("5e-121"));
    assert!(tried[0] >= digits.bits() && tried.len() > 2, "{tried:?}");
    assert!(tried.windows(2).all(|rungs| rungs[1] == rungs[0] + rungs[0] / 2), "{tried:?}");
    assert!(tried[tried.len() - 1] >= 500 && tried[tried.len() - 2] < 600, "{tried:?}");
    // The first rung is enough where nothing is lost.
    let mut calls = 0;
    let pi = climb("pi", digits, |precision| {
        calls += 1;
        Ok(Interval::pi(precision).to_rounded_decimal(30))
    });
    assert_eq!((calls, pi), (1, Ok("3.14159265358979323846264338328".to_owned())));
}

#[test]
fn an_error_that_precision_cannot_cure_ends_the_climb_at_once() {
    for hopeless in [
        whole(0, 0).ln().unwrap_err(),
        Error::domain("gain", 3, "less than 2"),
        Error::StepLimit { limit: 1, time: "0".to_owned() },
    ] {
        let mut calls = 0;
        let result: Result<()> = climb("a value", Digits::new(5).unwrap(), |_| {
            calls += 1;
            Err(hopeless.clone())
        });
        assert_eq!((calls, result), (1, Err(hopeless)));
    }
    // One that precision may cure does not, and a later rung may succeed.
    let mut calls = 0;
    let result = climb("a value", Digits::new(5).unwrap(), |_| {
        calls += 1;
        if calls < 3 { whole(-1, 1).sqrt().map(Some) } else { Ok(Some(whole(2, 2))) }
    });
    assert_eq!((calls, result), (3, Ok(whole(2, 2))));
}

#[test]
fn a_climb_without_success_reports_every_precision_and_the_last_error() {
    let digits = Digits::new(10).unwrap();
    let mut seen = Vec::new();
    let nowhere: Result<()> = climb("a value", digits, |precision| {
        seen.push(precision.get());
        Ok(None)
    });
    let first = seen[0];
    assert_eq!(
        nowhere,
        Err(Error::PrecisionExhausted { attempted: "a value", digits: 10, tried: seen.clone(), last: None })
    );
    assert!(seen.iter().all(|&rung| rung <= 64 * first) && seen[seen.len() - 1] > 64 * first / 3 * 2, "{seen:?}");
    let mut calls = 0;
    let undecided = |call: usize| Error::Undecided { question: "it is zero", value: call.to_string() };
    let result: Result<()> = climb("a sign", digits, |_| {
        calls += 1;
        Err(undecided(calls))
    });
    let Err(Error::PrecisionExhausted { attempted: "a sign", digits: 10, tried, last }) = result else {
        panic!("{result:?}")
    };
    assert_eq!((tried, last.as_deref()), (seen.clone(), Some(&undecided(seen.len()))));
    // The most digits that may be asked for start far below the largest precision.
    let mut highest = 0;
    let _: Result<()> = climb("a value", Digits::new(Digits::MOST).unwrap(), |precision| {
        highest = precision.get();
        Ok(None)
    });
    assert!(highest <= Precision::MOST && highest > 1_000_000, "{highest}");
}

// ---------------------------------------------------------------- one formula over every number

/// A formula that uses every method of the traits.
fn formula<S: Scalar>(x: &Rational, precision: Precision) -> Result<S> {
    let (x, two) = (S::from_rational(x, precision), S::integer(2, precision));
    let root = (x.clone() * x.clone() + S::integer(1, precision)).sqrt()?;
    let angle = x.tanh().acos()? + S::pi(precision);
    let wave = angle.sin() - two.cos() * x.atan();
    ((-wave).exp() + root.ln()?).over(&(root + two))
}

/// A rational formula: `(x^3 - 2 x) / (x^2 + 1)`.
fn quotient<A: Algebraic>(x: &Rational, precision: Precision) -> Result<A> {
    let x = A::from_rational(x, precision);
    let square = x.clone() * x.clone();
    let top = x.clone() * square.clone() - A::integer(2, precision) * x;
    top.over(&(square + A::integer(1, precision)))
}

#[test]
fn a_formula_written_once_agrees_in_doubles_floats_and_enclosures() {
    fn property(numerator: i16, denominator: u16) {
        let x = Rational::from((i32::from(numerator), 11_000 + i32::from(denominator)));
        let enclosure: Interval = formula(&x, bits(200)).unwrap();
        let float: Float = formula(&x, bits(200)).unwrap();
        let double: f64 = formula(&x, Precision::DOUBLE).unwrap();
        let (lower, upper) = ends(&enclosure);
        let slack = power(2, -190);
        assert!(upper.clone() - &lower < slack, "{enclosure} is wide");
        let value = rational(&float);
        assert!(lower - &slack <= value && value <= upper + slack, "{float} away from {enclosure}");
        assert_relative_eq!(double, float.to_f64(), max_relative = 1e-13);
        let finer: Interval = formula(&x, bits(400)).unwrap();
        assert!(enclosure.contains(&finer), "{finer} outside {enclosure}");
        let exact: Rational = quotient(&x, bits(200)).unwrap();
        let proved: Interval = quotient(&x, bits(200)).unwrap();
        assert!(proved.contains_rational(&exact) && proved.width() < 1e-50, "{exact} outside {proved}");
        assert_relative_eq!(
            quotient::<f64>(&x, Precision::DOUBLE).unwrap(),
            exact.to_f64(),
            epsilon = 1e-15,
            max_relative = 1e-13
        );
        let error = rational(&quotient::<Float>(&x, bits(200)).unwrap()) - exact;
        assert!(error.abs() < power(2, -190));
    }
    law(1000, property as fn(i16, u16));
}

#[test]
fn every_kind_of_number_refuses_the_same_arguments() {
    fn refuse<S: Scalar>() {
        let number = |value| S::integer(value, bits(64));
        assert_eq!(undefined(number(1).over(&number(0))), ("division by", true));
        assert_eq!(undefined(number(0).over(&number(0))), ("division by", true));
        assert_eq!(undefined(number(-1).sqrt()), ("square root", true));
        assert_eq!(undefined(number(0).ln()), ("logarithm", true));
        assert_eq!(undefined(number(-1).ln()), ("logarithm", true));
        assert_eq!(undefined(number(2).acos()), ("arc cosine", true));
        assert_eq!(undefined(number(-2).acos()), ("arc cosine", true));
        assert!(number(0).sqrt().is_ok() && number(1).acos().is_ok() && number(-1).acos().is_ok());
    }
    refuse::<f64>();
    refuse::<Float>();
    refuse::<Interval>();
    assert_eq!(undefined(Algebraic::over(&ratio(1, 2), &ratio(0, 1))), ("division by", true));
}

#[test]
fn doubles_have_the_correctly_rounded_values_of_the_functions() {
    for (found, expected) in [
        (Scalar::exp(&1.0), std::f64::consts::E),
        (Scalar::ln(&2.0).unwrap(), std::f64::consts::LN_2),
        (Scalar::sqrt(&2.0).unwrap(), std::f64::consts::SQRT_2),
        (Scalar::acos(&0.0).unwrap(), std::f64::consts::FRAC_PI_2),
        (Scalar::atan(&1.0), std::f64::consts::FRAC_PI_4),
        (<f64 as Scalar>::pi(Precision::DOUBLE), std::f64::consts::PI),
        (Scalar::sin(&0.0), 0.0),
        (Scalar::cos(&0.0), 1.0),
        (Scalar::tanh(&100.0), 1.0),
    ] {
        assert_eq!(found.to_bits(), expected.to_bits());
    }
    assert_eq!(f64::from_rational(&ratio(1, 10), Precision::DOUBLE).to_bits(), 0.1_f64.to_bits());
}

// ---------------------------------------------------------------- the seam under the series

/// Two series of the same length, from 0 to 39.
#[derive(Clone, Debug)]
struct Pair(Vec<(Rational, Rational)>);

impl Arbitrary for Pair {
    fn arbitrary(g: &mut Gen) -> Self {
        let number = |g: &mut Gen| {
            let exponent = below(g, 20) as i32 - 10;
            if below(g, 8) == 0 { Rational::new() } else { dyadic(g, exponent) }
        };
        Self((0..below(g, 40)).map(|_| (number(g), number(g))).collect())
    }

    fn shrink(&self) -> Box<dyn Iterator<Item = Self>> {
        let own = self.0.clone();
        Box::new((0..own.len()).map(move |end| Self(own[..end].to_vec())))
    }
}

/// `sum_i a_i b_{n-1-i}` and the sum of the absolute values, exactly.
fn exact_convolution(a: &[Rational], b: &[Rational]) -> (Rational, Rational) {
    let terms = || a.iter().zip(b.iter().rev()).map(|(x, y)| Rational::from(x * y));
    (terms().sum(), terms().map(Rational::abs).sum())
}

/// The numbers as stored, the convolution, and the convolution with itself, all written over a stale result.
fn convolutions<A: Arithmetic>(
    mut arithmetic: A,
    a: &[Rational],
    b: &[Rational],
) -> ([Vec<A::Number>; 2], [A::Number; 2]) {
    let mut store = |values: &[Rational]| -> Vec<A::Number> {
        let mut stored = vec![arithmetic.zero(); values.len()];
        for (out, value) in stored.iter_mut().zip(values) {
            arithmetic.assign_rational(out, value);
        }
        stored
    };
    let (a, b, mut stale) = (store(a), store(b), store(&[ratio(355, 113)]));
    let mut product = stale.remove(0);
    let mut square = product.clone();
    arithmetic.convolve(&mut product, &a, &b);
    arithmetic.convolve_square(&mut square, &a);
    ([a, b], [product, square])
}

#[test]
fn convolutions_agree_with_the_exact_one_in_every_arithmetic() {
    fn property(Pair(pairs): Pair, Bits(precision): Bits) {
        let (a, b): (Vec<Rational>, Vec<Rational>) = pairs.into_iter().unzip();
        // Each product and each partial sum may be off by half a unit in the last place.
        let bound = |magnitude: &Rational, precision: u32| {
            Rational::from(magnitude * (a.len() as u32 + 1)) * power(2, 1 - precision as i32)
        };

        let ([x, y], found) = convolutions(Doubles, &a, &b);
        let stored = [x, y].map(|v| v.iter().map(|d| Rational::from_f64(*d).unwrap()).collect::<Vec<_>>());
        for (found, other) in found.iter().zip([&stored[1], &stored[0]]) {
            let (exact, magnitude) = exact_convolution(&stored[0], other);
            assert_abs_diff_eq!(*found, exact.to_f64(), epsilon = bound(&magnitude, 52).to_f64());
        }

        let ([x, y], found) = convolutions(Floats::new(bits(precision)), &a, &b);
        let stored = [x, y].map(|v| v.iter().map(rational).collect::<Vec<_>>());
        for (found, other) in found.iter().zip([&stored[1], &stored[0]]) {
            let (exact, magnitude) = exact_convolution(&stored[0], other);
            let error = (rational(found) - exact).abs();
            assert!(found.prec() == precision && error <= bound(&magnitude, precision), "{} terms", a.len());
        }

        let (stored, found) = convolutions(Intervals::new(bits(precision)), &a, &b);
        assert!(stored[0].iter().zip(&a).all(|(enclosure, value)| enclosure.contains_rational(value)));
        for (found, other) in found.iter().zip([&b, &a]) {
            let (exact, magnitude) = exact_convolution(&a, other);
            assert!(is_sound(found) && found.contains_rational(&exact), "{exact} outside {found}");
            assert!(rational(&found.width()) <= bound(&magnitude, precision) * 8, "{} terms: {found}", a.len());
        }
        if a.is_empty() {
            assert!(found.iter().all(|zero| zero.is_point() && zero.contains_zero()));
        }
    }
    law(1500, property as fn(Pair, Bits));
}

#[test]
fn convolutions_of_wide_enclosures_hold_those_of_their_members() {
    fn property(sets: Vec<(Set, Set)>, places: Vec<(Place, Place)>, Bits(precision): Bits) {
        let length = sets.len().min(places.len());
        let (a, b): (Vec<Interval>, Vec<Interval>) =
            sets[..length].iter().map(|(x, y)| (x.at(precision), y.at(precision))).unzip();
        let members = |x: &[Interval]| x.iter().zip(&places).map(|(x, place)| place.0.of(x)).collect::<Vec<_>>();
        let (x, y) = (members(&a), members(&b));
        let mut arithmetic = Intervals::new(bits(precision));
        let (mut product, mut square) = (arithmetic.zero(), arithmetic.zero());
        arithmetic.convolve(&mut product, &a, &b);
        arithmetic.convolve_square(&mut square, &a);
        assert!(product.contains_rational(&exact_convolution(&x, &y).0));
        assert!(square.contains_rational(&exact_convolution(&x, &x).0));
        let mut plain = arithmetic.zero();
        arithmetic.convolve(&mut plain, &a, &a);
        assert!(plain.overlaps(&square));
    }
    law(750, property as fn(Vec<(Set, Set)>, Vec<(Place, Place)>, Bits));
}

#[test]
fn the_single_operations_of_the_seam_agree_with_exact_ones() {
    /// Every operation that takes one or two numbers and its exact counterpart.
    fn each<A: Arithmetic>(arithmetic: &mut A, a: &Rational, b: &Rational, factor: u32) -> Vec<(A::Number, Rational)> {
        let zero = arithmetic.zero();
        let (mut x, mut y) = (zero.clone(), zero.clone());
        arithmetic.assign_rational(&mut x, a);
        arithmetic.assign_rational(&mut y, b);
        let mut out = vec![zero; 9];
        arithmetic.add(&mut out[0], &x, &y);
        arithmetic.sub(&mut out[1], &x, &y);
        arithmetic.mul(&mut out[2], &x, &y);
        arithmetic.div(&mut out[3], &x, &y).unwrap();
        for copy in &mut out[4..] {
            arithmetic.assign(copy, &x);
        }
        arithmetic.negate(&mut out[4]);
        arithmetic.mul_integer(&mut out[5], factor);
        arithmetic.div_integer(&mut out[6], factor);
        arithmetic.shift(&mut out[7], -9);
        arithmetic.add_square(&mut out[8], &y);
        let divisor = Rational::from(factor);
        let exact = [
            Rational::from(a + b),
            Rational::from(a - b),
            Rational::from(a * b),
            Rational::from(a / b),
            Rational::from(-a),
            Rational::from(a * &divisor),
            Rational::from(a / &divisor),
            a * power(2, -9),
            b.clone().square() + a,
        ];
        out.into_iter().zip(exact).collect()
    }
    fn property(Fraction(a): Fraction, Fraction(b): Fraction, factor: u16, Bits(precision): Bits) -> TestResult {
        let (a, b, factor) = (a, if b == 0 { ratio(1, 3) } else { b }, u32::from(factor) + 1);
        let enclosed = each(&mut Intervals::new(bits(precision)), &a, &b, factor);
        assert!(
            enclosed.iter().all(|(found, exact)| is_sound(found) && found.contains_rational(exact)),
            "{enclosed:?}"
        );
        // Sums lose digits to cancellation, so errors are measured against the larger operand.
        let scale = a.clone().abs() + b.clone().abs() + b.clone().square();
        let close = |found: Rational, exact: &Rational, precision: u32| {
            let scale = scale.clone().max(exact.clone().abs());
            (found - exact).abs() <= scale * power(2, 3 - precision as i32)
        };
        for (found, exact) in each(&mut Floats::new(bits(precision)), &a, &b, factor) {
            assert!(close(rational(&found), &exact, precision), "{found} for {exact}");
        }
        for (found, exact) in each(&mut Doubles, &a, &b, factor) {
            assert!(close(Rational::from_f64(found).unwrap(), &exact, 53), "{found} for {exact}");
        }
        TestResult::passed()
    }
    law(1500, property as fn(Fraction, Fraction, u16, Bits) -> TestResult);
}
