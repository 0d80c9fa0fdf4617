//! The functions and operations of intervals, each with what its exact range is.

use crate::numerics::laws::{Set, ends, interval};
use escapement::error::Result;
use escapement::numerics::Interval;
use escapement::numerics::rational::ceiling;
use rug::float::{Constant, Round};
use rug::{Float, Integer, Rational};
use std::cmp::Ordering;

/// How a function takes its extreme values.
#[derive(Clone, Copy, PartialEq)]
pub enum Shape {
    Increasing,
    Decreasing,
    /// Least at zero.
    Even,
    /// Maxima at `pi (phase/2 + 2j)`, minima half a period later.
    Wave(i32),
}

/// A function of one argument.
pub struct Function {
    pub name: &'static str,
    pub enclose: fn(&Interval) -> Result<Interval>,
    pub directed: fn(&mut Float, Round) -> Ordering,
    pub shape: Shape,
    /// Moves an arbitrary set into the domain.
    pub fit: fn(Set) -> Set,
}

pub fn anywhere(set: Set) -> Set {
    set
}

pub fn not_negative(set: Set) -> Set {
    let least =
        if set.contains_zero() { Rational::new() } else { set.lower.clone().abs().min(set.upper.clone().abs()) };
    Set { lower: least, upper: set.magnitude() }
}

pub fn positive(set: Set) -> Set {
    not_negative(set.away_from_zero())
}

pub fn at_most_one(set: Set) -> Set {
    let magnitude = set.magnitude();
    if magnitude <= 1 {
        return set;
    }
    let shift = ceiling(&magnitude).significant_bits();
    Set { lower: set.lower >> shift, upper: set.upper >> shift }
}

#[rustfmt::skip]
pub const FUNCTIONS: [Function; 10] = [
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
pub struct Operation {
    pub name: &'static str,
    pub enclose: fn(&Interval, &Interval) -> Result<Interval>,
    pub exact: fn(&Rational, &Rational) -> Rational,
    /// Moves an arbitrary second argument into the domain.
    pub fit: fn(&Set) -> Set,
}

pub const OPERATIONS: [Operation; 4] = [
    Operation { name: "+", enclose: |a, b| Ok(a + b), exact: |a, b| Rational::from(a + b), fit: Set::clone },
    Operation { name: "-", enclose: |a, b| Ok(a - b), exact: |a, b| Rational::from(a - b), fit: Set::clone },
    Operation { name: "*", enclose: |a, b| Ok(a * b), exact: |a, b| Rational::from(a * b), fit: Set::clone },
    Operation { name: "/", enclose: Interval::divide, exact: |a, b| Rational::from(a / b), fit: Set::away_from_zero },
];

/// The exact range of an operation that is monotone in each argument: over the four pairs of ends.
pub fn exact_range(operation: fn(&Rational, &Rational) -> Rational, a: &Set, b: &Set) -> Set {
    let pairs = [(&a.lower, &b.lower), (&a.lower, &b.upper), (&a.upper, &b.lower), (&a.upper, &b.upper)];
    let values = pairs.map(|(x, y)| operation(x, y));
    Set {
        lower: values.iter().min().expect("four values").clone(),
        upper: values.iter().max().expect("four values").clone(),
    }
}

/// The exact set that an enclosure stands for.
pub fn set(x: &Interval) -> Set {
    let (lower, upper) = ends(x);
    Set { lower, upper }
}

/// The tightest enclosure of a function's range, found apart from the code under test: ends from four times the precision,
/// extrema of the waves counted with pi to many more bits than the arguments can need.
pub fn tightest(function: &Function, x: &Interval) -> Interval {
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
