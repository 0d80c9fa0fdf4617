//! Enclosed roots of functions that change their sign.
//!
//! Without a derivative: [`enclose_root`] between two points, [`enclose_positive_root`] away from a trivial root at zero. With one:
//! [`refine_root`]. [`bisect`] is for whatever has two sides and no value.

use super::{Certainty, Interval, Precision};
use crate::error::{Error, Result};
use rug::{Float, Rational};

/// The root of a continuous function between two points at which its signs differ; the one root, where it is monotone.
///
/// False position (the Illinois variant) on midpoints comes near to the root; two points around it with certain and opposite signs then
/// enclose it. **Accuracy**: an enclosure, a few bits wider than the precision allows (of the bracket, for a root at zero).
/// **Errors**: [`Error::Undecided`] when the signs at the ends, or next to the root, are not certain; those of the function.
///
/// ```
/// use escapement::numerics::{Interval, Precision, rational::ratio, roots::enclose_root};
/// let precision = Precision::bits(128)?;
/// let two = Interval::from_integer(2, precision);
/// let root = enclose_root(|x| Ok(&x.square() - &two), &ratio(1, 1), &ratio(2, 1), precision)?;
/// assert!(root.overlaps(&two.sqrt()?) && root.digits(30) >= 30);
/// # Ok::<(), escapement::Error>(())
/// ```
pub fn enclose_root(
    function: impl Fn(&Interval) -> Result<Interval>,
    low: &Rational,
    high: &Rational,
    precision: Precision,
) -> Result<Interval> {
    let bits = precision.get();
    let at = |x: &Float| function(&Interval::new(x.clone(), x.clone())?);
    let (mut a, mut b) = (Float::with_val(bits, low), Float::with_val(bits, high));
    let (at_a, at_b) = (at(&a)?, at(&b)?);
    let rising = certain_sign(&at_b)?;
    if certain_sign(&at_a)? == rising {
        return Err(Error::Undecided {
            question: "the function changes its sign",
            value: a.to_string_radix(10, Some(12)),
        });
    }
    let (mut value_a, mut value_b) = (at_a.midpoint(), at_b.midpoint());
    let mut root = b.clone();
    for _ in 0..MOST_STEPS {
        let width = Float::with_val(bits, &b - &a);
        let slope = Float::with_val(bits, &value_b - &value_a) / &width;
        let next = Float::with_val(bits, &a - Float::with_val(bits, &value_a / slope));
        let next = if next > a && next < b { next } else { Float::with_val(bits, &a + (width >> 1u32)) };
        let moved = Float::with_val(bits, &next - &root).abs();
        root = next;
        let value = at(&root)?;
        // Where the sign is no longer certain, nothing more can be learned.
        if value.contains_zero() || moved < Float::with_val(bits, root.abs_ref()) >> (bits - 8) {
            break;
        }
        let value = value.midpoint();
        if (value > 0) == rising {
            // The end that stays counts half, so that both ends move.
            (b, value_b, value_a) = (root.clone(), value, value_a / 2u32);
        } else {
            (a, value_a, value_b) = (root.clone(), value, value_b / 2u32);
        }
    }
    certified(at, &root, rising, low, high)
}

/// The root of a continuous function between zero and a positive point, where its sign near zero is the opposite of that at the point.
///
/// A left end with that sign is looked for by halving; what the sign is at zero itself, where such functions often vanish too, does not
/// matter. **Accuracy**: as [`enclose_root`]. **Errors**: as [`enclose_root`], and [`Error::Undecided`] when there is no such left end
/// above the working precision's share of the point.
///
/// ```
/// use escapement::numerics::{Interval, Precision, rational::ratio, roots::enclose_positive_root};
/// // tanh s = s/2 away from the origin.
/// let excess = |s: &Interval| Ok(s.tanh() - &(s * &ratio(1, 2)));
/// let root = enclose_positive_root(excess, &ratio(2, 1), Precision::bits(128)?)?;
/// assert_eq!(root.to_rounded_decimal(12).as_deref(), Some("1.91500804815"));
/// # Ok::<(), escapement::Error>(())
/// ```
pub fn enclose_positive_root(
    function: impl Fn(&Interval) -> Result<Interval>,
    high: &Rational,
    precision: Precision,
) -> Result<Interval> {
    let at = |x: &Rational| function(&Interval::from_rational(x, precision));
    let positive = certain_sign(&at(high)?)?;
    // Strictly: a point at which the function vanishes may be the root itself.
    let opposite = |value: &Interval| if positive { value.negative() } else { value.positive() };
    let mut low = Rational::from(high / 2u32);
    for _ in 0..precision.get() {
        if opposite(&at(&low)?) == Certainty::Certainly {
            return enclose_root(function, &low, high, precision);
        }
        low /= 2u32;
    }
    Err(Error::Undecided { question: "the function changes its sign", value: high.to_string() })
}

/// An enclosure of a root, made narrower with the function's derivative: interval Newton, and bisection where the derivative may vanish.
///
/// **Domain**: `bracket` holds a root at which the function changes its sign, and no other; `function` gives the values of the function
/// and of its derivative over an interval. **Accuracy**: an enclosure within the bracket; steps are taken for as long as they halve it, and
/// towards a root at zero, which has no size of its own, until the enclosure is `4^-precision` of the bracket.
/// **Errors**: those of the function.
///
/// ```
/// use escapement::numerics::{Interval, Precision, rational::ratio, roots::refine_root};
/// let precision = Precision::bits(128)?;
/// let bracket = Interval::from_integer(1, precision).hull(&Interval::from_integer(2, precision));
/// let root = refine_root(&bracket, |x| Ok((x.square() - 2, x * 2)))?;
/// assert!(root.digits(37) >= 37);
/// # Ok::<(), escapement::Error>(())
/// ```
pub fn refine_root(
    bracket: &Interval,
    function: impl Fn(&Interval) -> Result<(Interval, Interval)>,
) -> Result<Interval> {
    let mut root = bracket.clone();
    let resolution = bracket.width() >> (2 * bracket.precision().get());
    loop {
        let middle = Interval::point(root.midpoint());
        let (value, slope) = (function(&middle)?.0, function(&root)?.1);
        let rising = match slope.positive() {
            Certainty::Unknown => rises(bracket, &function)?,
            answer => Some(answer == Certainty::Certainly),
        };
        let newton = value.divide(&slope).ok().and_then(|step| root.intersection(&(&middle - &step)));
        let halved = match (value.positive(), rising) {
            (Certainty::Unknown, _) | (_, None) => None,
            (positive, Some(rising)) if (positive == Certainty::Certainly) == rising => {
                Some(Interval::new(root.lower().clone(), middle.upper().clone())?)
            }
            _ => Some(Interval::new(middle.lower().clone(), root.upper().clone())?),
        };
        let narrower = [newton, halved].into_iter().flatten().reduce(|a, b| if b.width() < a.width() { b } else { a });
        let Some(next) = narrower else { return Ok(root) };
        // Halving may be off by the last bit of the middle.
        let fine = next.width() * 4u32 <= root.width() * 3u32;
        root = next;
        if !fine || root.is_point() || root.contains_zero() && root.width() < resolution {
            return Ok(root);
        }
    }
}

/// Whether a function that changes its sign once in a bracket rises there, by its signs at the ends; `None` where they are not certain.
fn rises(bracket: &Interval, function: impl Fn(&Interval) -> Result<(Interval, Interval)>) -> Result<Option<bool>> {
    let sign = |x: &Float| -> Result<Certainty> { Ok(function(&Interval::point(x.clone()))?.0.positive()) };
    Ok(match (sign(bracket.lower())?, sign(bracket.upper())?) {
        (Certainty::CertainlyNot, _) | (_, Certainty::Certainly) => Some(true),
        (Certainty::Certainly, _) | (_, Certainty::CertainlyNot) => Some(false),
        _ => None,
    })
}

/// Halves a bracket on a property that changes once, from its first end to its second one, at most so many times.
///
/// `holds` says whether a point is on the first end's side; the halving ends where it cannot. **Accuracy**: the property certainly holds at
/// the first point returned (unless that is the end given) and certainly not at the second one. **Errors**: those of the property.
pub fn bisect(
    holds: impl Fn(&Rational) -> Result<Certainty>,
    (first, second): (&Rational, &Rational),
    most: u32,
) -> Result<(Rational, Rational)> {
    let (mut first, mut second) = (first.clone(), second.clone());
    for _ in 0..most {
        let middle = Rational::from(&first + &second) / 2u32;
        match holds(&middle)? {
            Certainty::Certainly => first = middle,
            Certainty::CertainlyNot => second = middle,
            Certainty::Unknown => break,
        }
    }
    Ok((first, second))
}

/// Most evaluations: false position is superlinear, and halving alone would need one per bit.
const MOST_STEPS: usize = 400;

fn certain_sign(value: &Interval) -> Result<bool> {
    value.positive().decide("a function is positive at the end of a bracket", value)
}

/// The nearest pair of points around `root` with certain signs, within the bracket.
fn certified(
    at: impl Fn(&Float) -> Result<Interval>,
    root: &Float,
    rising: bool,
    low: &Rational,
    high: &Rational,
) -> Result<Interval> {
    let bits = root.prec();
    // A root at zero has no size of its own: there the bracket's counts.
    let mut reach = match root.is_zero() {
        true => Float::with_val(bits, Rational::from(high - low)) >> bits,
        false => Float::with_val(bits, root.abs_ref()) >> (bits - 6),
    };
    let wanted = if rising {
        (Certainty::CertainlyNot, Certainty::Certainly)
    } else {
        (Certainty::Certainly, Certainty::CertainlyNot)
    };
    loop {
        let (left, right) = (Float::with_val(bits, root - &reach), Float::with_val(bits, root + &reach));
        if left <= *low || right >= *high {
            return Err(Error::Undecided { question: "a root is enclosed", value: root.to_string_radix(10, Some(12)) });
        }
        if (at(&left)?.positive(), at(&right)?.positive()) == wanted {
            return Interval::new(left, right);
        }
        reach <<= 4u32;
    }
}
