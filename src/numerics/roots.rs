//! Enclosed roots of functions that change their sign.

use super::{Certainty, Interval, Precision};
use crate::error::{Error, Result};
use rug::{Float, Rational};

/// The root of a continuous function between two points at which its signs differ; the one root, where it is monotone.
///
/// False position (the Illinois variant) on midpoints comes near to the root; two points around it with certain and opposite signs then
/// enclose it. **Accuracy**: an enclosure, a few bits wider than the precision allows; a root at zero, to the precision's
/// share of the bracket. **Errors**: [`Error::Undecided`] when the signs at
/// the ends, or next to the root, are not certain; those of the function.
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
    let rising = certain_sign(&at(&b)?)?;
    if certain_sign(&at(&a)?)? == rising {
        return Err(Error::Undecided {
            question: "the function changes its sign",
            value: a.to_string_radix(10, Some(12)),
        });
    }
    let (mut value_a, mut value_b) = (at(&a)?.midpoint(), at(&b)?.midpoint());
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
    let mut reach = Float::with_val(bits, root.abs_ref()) >> (bits - 6);
    if reach.is_zero() {
        // A root at zero has no size of its own: the bracket's stands for it.
        reach = Float::with_val(bits, Rational::from(high - low)) >> (bits - 6);
    }
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
