//! All zeros of a function on an interval, and the proof that there are no others.

use super::{Decided, Interval};
use crate::error::{Error, Result};
use rug::Float;

/// All zeros of a differentiable function on an interval, from left to right, each in a range of its own on which the function is certainly
/// monotone and changes its sign.
///
/// `function` gives enclosures of the values and of the derivative over a box. Boxes are dropped where the function cannot vanish, kept
/// where it is monotone and changes its sign, and halved otherwise, at most `most` times in all. **Domain**: zeros that are simple, and none
/// on a point at which a box is halved (where positive, the geometric mean of its ends as long as one is more than twice the other).
/// **Accuracy**: proved, number and ranges; [`refine_root`](super::roots::refine_root) narrows them. **Errors**: [`Error::Undecided`] when
/// boxes are left over or a sign is not certain; those of the function.
///
/// ```
/// use escapement::numerics::{Interval, Precision, isolation::isolate};
/// let precision = Precision::bits(64)?;
/// let range = Interval::from_integer(-3, precision).hull(&Interval::from_integer(2, precision));
/// // x^3 - 3 x + 1 has three zeros, of which two are positive.
/// let cubic = |x: &Interval| Ok((&x.square() * x - x * 3 + 1, x.square() * 3 - 3));
/// assert_eq!(isolate(cubic, &range, 1000)?.value().len(), 3);
/// # Ok::<(), escapement::Error>(())
/// ```
pub fn isolate(
    function: impl Fn(&Interval) -> Result<(Interval, Interval)>,
    range: &Interval,
    most: usize,
) -> Result<Decided<Vec<Interval>>> {
    let rises = |end: &Float| -> Result<bool> {
        let value = function(&Interval::point(end.clone()))?.0;
        value.positive().decide("the function is positive at the end of a box", &value)
    };
    let (mut boxes, mut found) = (vec![range.clone()], Vec::new());
    for _ in 0..most {
        let Some(next) = boxes.pop() else { return Ok(Decided::proved(found)) };
        let (value, slope) = over(&function, &next)?;
        if !value.contains_zero() {
            continue;
        }
        if slope.contains_zero() {
            let middle = middle(&next);
            // The left half comes next, so that zeros are found in order.
            boxes.push(Interval::new(middle.clone(), next.upper().clone())?);
            boxes.push(Interval::new(next.lower().clone(), middle)?);
        } else if rises(next.lower())? != rises(next.upper())? {
            found.push(next);
        }
    }
    let value = range.to_string();
    Err(Error::Undecided { question: "the interval holds no further zero", value })
}

/// Values and derivative over a box: as they stand, and by the mean value theorem.
fn over(
    function: impl Fn(&Interval) -> Result<(Interval, Interval)>,
    range: &Interval,
) -> Result<(Interval, Interval)> {
    let center = Interval::point(range.midpoint());
    let (direct, slope) = function(range)?;
    let central = function(&center)?.0 + &slope * &(range - &center);
    Ok((direct.intersection(&central).unwrap_or(direct), slope))
}

/// Where a box is halved.
fn middle(range: &Interval) -> Float {
    let (low, high) = (range.lower(), range.upper());
    let bits = range.precision().get();
    if *low > 0 && *high > Float::with_val(bits, low << 1u32) {
        let mean = (Float::with_val(bits, low) * high).sqrt();
        if mean > *low && mean < *high {
            return mean;
        }
    }
    range.midpoint()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numerics::rational::ratio;
    use crate::numerics::{Algebraic, Precision};

    fn range(low: (i64, i64), high: (i64, i64)) -> Interval {
        let precision = Precision::bits(96).unwrap();
        let [low, high] = [low, high].map(|(n, d)| Interval::from_rational(&ratio(n, d), precision));
        low.hull(&high)
    }

    /// `(x - 1)(x - 2)(x - 3)` with its derivative.
    fn cubic(x: &Interval) -> Result<(Interval, Interval)> {
        let value = (x - 1) * (x - 2) * (x - 3);
        Ok((value, (x - 1) * (x - 2) + (x - 1) * (x - 3) + (x - 2) * (x - 3)))
    }

    #[test]
    fn every_zero_is_found_once_and_in_order() {
        let found = isolate(cubic, &range((1, 7), (29, 7)), 1000).unwrap().into_value();
        assert_eq!(found.len(), 3);
        for (zero, box_) in (1..).zip(&found) {
            assert!(box_.contains_rational(&ratio(zero, 1)), "{zero} in {box_}");
        }
        assert!(found.windows(2).all(|pair| pair[0].upper() <= pair[1].lower()));
    }

    #[test]
    fn zeros_over_many_orders_of_magnitude_are_found() {
        // x (x - 10^-20)(x - 10) from 10^-30 on.
        let small = ratio(1, 10_000_000_000);
        let small = rug::Rational::from(small.square_ref());
        let function = |x: &Interval| {
            let (a, b) = (x - &x.number(&small), x - 10);
            Ok((&a * &b, &a + &b))
        };
        let low = range((1, 10_000_000_000), (1, 10_000_000_000));
        let low = low.square() * &low;
        let found = isolate(function, &low.hull(&range((37, 1), (37, 1))), 1000).unwrap().into_value();
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn a_double_zero_is_not_called_one_and_not_called_none() {
        let square = |x: &Interval| Ok(((x - 1).square(), (x - 1) * 2));
        assert!(matches!(isolate(square, &range((1, 7), (29, 7)), 1000), Err(Error::Undecided { .. })));
    }

    #[test]
    fn a_function_without_a_zero_has_none() {
        let found = isolate(|x| Ok((x.square() + 1, x * 2)), &range((-3, 1), (2, 1)), 1000).unwrap();
        assert!(found.value().is_empty());
    }
}
