//! The machinery of the random laws: sets of reals with exact ends, members of them, precisions.
//!
//! Every law runs from a fixed seed; `ESCAPEMENT_EFFORT` (a positive integer) multiplies the number of cases.

use escapement::numerics::Interval;
use escapement::numerics::rational::{parse, ratio};
use escapement::{Error, error::Result};
use quickcheck::{Arbitrary, Gen};
use rug::float::{Round, Special};
use rug::{Float, Integer, Rational};

/// A whole number from `0 .. end`.
pub fn below(g: &mut Gen, end: u32) -> u32 {
    u32::arbitrary(g) % end
}

/// A dyadic number that is not zero, of either sign, of magnitude about `2^exponent`.
pub fn dyadic(g: &mut Gen, exponent: i32) -> Rational {
    let mantissa: Integer = Integer::from(i64::arbitrary(g) >> below(g, 62)) | 1;
    let length = mantissa.significant_bits() as i32;
    Rational::from(mantissa) << (exponent - length)
}

/// A dyadic number of magnitude `2^-60` to `2^60`.
pub fn spread(g: &mut Gen) -> Rational {
    let exponent = below(g, 121) as i32 - 60;
    dyadic(g, exponent)
}

/// A set of reals with exact ends, to be enclosed at any precision.
#[derive(Clone, Debug, PartialEq)]
pub struct Set {
    pub lower: Rational,
    pub upper: Rational,
}

impl Set {
    pub fn between(a: Rational, b: Rational) -> Self {
        if a <= b { Self { lower: a, upper: b } } else { Self { lower: b, upper: a } }
    }

    pub fn point(value: Rational) -> Self {
        Self { lower: value.clone(), upper: value }
    }

    /// The tightest enclosure.
    pub fn at(&self, bits: u32) -> Interval {
        interval(rounded(bits, &self.lower, Round::Down), rounded(bits, &self.upper, Round::Up))
    }

    pub fn magnitude(&self) -> Rational {
        self.lower.clone().abs().max(self.upper.clone().abs())
    }

    pub fn contains_zero(&self) -> bool {
        self.lower <= 0 && self.upper >= 0
    }

    /// The set itself, or where it holds zero one of the same size that does not.
    pub fn away_from_zero(&self) -> Self {
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
pub struct Bits(pub u32);

impl Arbitrary for Bits {
    fn arbitrary(g: &mut Gen) -> Self {
        Self(*g.choose(&[24, 53, 64, 113, 200]).expect("a choice"))
    }
}

/// Where in an interval a member lies: a fraction of 255, both ends included.
#[derive(Clone, Copy, Debug)]
pub struct Place(pub u8);

impl Arbitrary for Place {
    fn arbitrary(g: &mut Gen) -> Self {
        Self(u8::arbitrary(g))
    }
}

impl Place {
    pub fn between(self, lower: &Rational, upper: &Rational) -> Rational {
        Rational::from(upper - lower) * ratio(i64::from(self.0), 255) + lower
    }

    /// A member of a bounded interval, in general no number of its precision.
    pub fn of(self, x: &Interval) -> Rational {
        let (lower, upper) = ends(x);
        self.between(&lower, &upper)
    }
}

/// A part of a bounded interval, at the same precision.
pub fn part(x: &Interval, a: Place, b: Place) -> Interval {
    Set::between(a.of(x), b.of(x)).at(x.precision().get())
}

pub fn interval(lower: Float, upper: Float) -> Interval {
    Interval::new(lower, upper).expect("ordered ends")
}

pub fn rounded(precision: u32, value: &Rational, round: Round) -> Float {
    Float::with_val_round(precision, value, round).0
}

/// The integers `lower` and `upper` as the ends of an interval of 64 bits.
pub fn whole(lower: i64, upper: i64) -> Interval {
    Set::between(ratio(lower, 1), ratio(upper, 1)).at(64)
}

pub fn exact(value: &str) -> Rational {
    parse("value", value).expect("a number")
}

pub fn rational(value: &Float) -> Rational {
    value.to_rational().expect("a finite number")
}

pub fn ends(x: &Interval) -> (Rational, Rational) {
    (rational(x.lower()), rational(x.upper()))
}

pub fn infinity(precision: u32) -> Float {
    Float::with_val(precision, Special::Infinity)
}

/// The largest finite number of a precision.
pub fn largest(precision: u32) -> Float {
    let mut value = infinity(precision);
    value.next_down();
    value
}

/// What holds for every interval: two numbers of one precision, in order, with reals between them.
pub fn is_sound(x: &Interval) -> bool {
    let (lower, upper) = (x.lower(), x.upper());
    let finite_side = *lower != Special::Infinity && *upper != Special::NegInfinity;
    !lower.is_nan() && !upper.is_nan() && lower <= upper && lower.prec() == upper.prec() && finite_side
}

/// The operation named by [`Error::Undefined`] and whether it is certain.
pub fn undefined<T: std::fmt::Debug>(result: Result<T>) -> (&'static str, bool) {
    let error = result.expect_err("undefined");
    let Error::Undefined { operation, certainly, .. } = error else { panic!("{error:?}") };
    assert_eq!(error.may_yield_to_precision(), !certainly);
    (operation, certainly)
}

/// A fraction with a numerator and a denominator of up to 80 bits.
#[derive(Clone, Debug)]
pub struct Fraction(pub Rational);

impl Arbitrary for Fraction {
    fn arbitrary(g: &mut Gen) -> Self {
        let long = |g: &mut Gen| (Integer::from(i64::arbitrary(g)) << 16u32) + u16::arbitrary(g);
        let (numerator, denominator) = (long(g) >> below(g, 80), (long(g) >> below(g, 80)) | 1);
        Self(Rational::from((numerator, denominator)))
    }
}
