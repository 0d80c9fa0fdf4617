//! What is true of a function on a whole interval: covers by boxes on which a property is certain, and enclosed minima.
//!
//! A property is proved by adaptive bisection: a box on which it is not yet certain is halved. An unbounded domain is covered through a
//! substitution, `q = 1/z` in `(0, 1]` for all `z >= 1`.

use super::{Certainty, Interval, Precision};
use crate::error::{Error, Result};
use rug::{Float, Rational};

/// What a cover found: the property holds on the whole interval where nothing is left open.
#[derive(Debug, Clone, PartialEq)]
pub struct Cover {
    /// Number of boxes on which the property is certain.
    pub pieces: usize,
    /// Boxes on which it could not be shown in so many halvings, from left to right.
    pub undecided: Vec<Interval>,
    /// A box on which it certainly fails, where the search ended.
    pub refuted: Option<Interval>,
}

impl Cover {
    /// Whether the property was proved on the whole interval.
    pub const fn is_complete(&self) -> bool {
        self.undecided.is_empty() && self.refuted.is_none()
    }

    /// Three-valued: proved, refuted somewhere, or open.
    pub const fn certainty(&self) -> Certainty {
        match (&self.refuted, self.undecided.is_empty()) {
            (Some(_), _) => Certainty::CertainlyNot,
            (None, true) => Certainty::Certainly,
            (None, false) => Certainty::Unknown,
        }
    }
}

/// Covers a closed interval with boxes on which a property certainly holds, halving a box at most `halvings` times.
///
/// `holds` says whether the property holds at *every* point of a box ([`Certainty::Certainly`]) or at *none*
/// ([`Certainty::CertainlyNot`], which ends the search). Boxes meet at common ends and are rounded outward, so that no point is left out.
/// **Domain**: `low <= high`. **Errors**: those of the property, except those that a narrower box may cure
/// ([`Error::may_yield_to_precision`]), which leave it open; [`Error::Domain`] for ends out of order.
///
/// ```
/// use escapement::numerics::{Interval, Precision, minima::cover, rational::ratio};
/// // x^2 - x + 1/3 > 0 on [0, 1], which its enclosure over the whole interval does not show.
/// let shown = |x: &Interval| Ok((&x.square() - x + &ratio(1, 3)).positive());
/// let cover = cover(shown, (&ratio(0, 1), &ratio(1, 1)), 10, Precision::bits(64)?)?;
/// assert!(cover.is_complete() && cover.pieces > 1);
/// # Ok::<(), escapement::Error>(())
/// ```
pub fn cover(
    holds: impl Fn(&Interval) -> Result<Certainty>,
    (low, high): (&Rational, &Rational),
    halvings: u32,
    precision: Precision,
) -> Result<Cover> {
    searched(holds, (low, high), halvings, precision, usize::MAX)
}

/// Whether a property certainly holds on a whole closed interval: [`cover()`], but given up at the first box that stays open.
///
/// **Errors**: as [`cover()`].
pub fn holds_on(
    holds: impl Fn(&Interval) -> Result<Certainty>,
    range: (&Rational, &Rational),
    halvings: u32,
    precision: Precision,
) -> Result<bool> {
    Ok(searched(holds, range, halvings, precision, 1)?.is_complete())
}

/// [`cover()`], which ends once so many boxes have stayed open.
fn searched(
    holds: impl Fn(&Interval) -> Result<Certainty>,
    (low, high): (&Rational, &Rational),
    halvings: u32,
    precision: Precision,
    most_undecided: usize,
) -> Result<Cover> {
    ordered(low, high)?;
    let mut open = vec![(low.clone(), high.clone(), halvings)];
    let mut cover = Cover { pieces: 0, undecided: Vec::new(), refuted: None };
    while cover.undecided.len() < most_undecided
        && let Some((low, high, left)) = open.pop()
    {
        let range = between(&low, &high, precision);
        let answer = match holds(&range) {
            Err(error) if error.may_yield_to_precision() => Certainty::Unknown,
            answer => answer?,
        };
        match answer {
            Certainty::Certainly => cover.pieces += 1,
            Certainty::CertainlyNot => {
                cover.refuted = Some(range);
                return Ok(cover);
            }
            Certainty::Unknown if left == 0 || range.is_point() => cover.undecided.push(range),
            Certainty::Unknown => {
                let middle = Rational::from(&low + &high) / 2u32;
                open.push((middle.clone(), high, left - 1));
                open.push((low, middle, left - 1));
            }
        }
    }
    Ok(cover)
}

/// [`cover()`] for the property that a function is positive; [`Cover::refuted`] is a box on which it is nowhere positive.
///
/// **Errors**: as [`cover()`].
pub fn cover_positive(
    function: impl Fn(&Interval) -> Result<Interval>,
    range: (&Rational, &Rational),
    halvings: u32,
    precision: Precision,
) -> Result<Cover> {
    cover(|x| Ok(function(x)?.positive()), range, halvings, precision)
}

/// [`cover()`] for the property that a function is negative; [`Cover::refuted`] is a box on which it is nowhere negative.
///
/// **Errors**: as [`cover()`].
pub fn cover_negative(
    function: impl Fn(&Interval) -> Result<Interval>,
    range: (&Rational, &Rational),
    halvings: u32,
    precision: Precision,
) -> Result<Cover> {
    cover(|x| Ok(function(x)?.negative()), range, halvings, precision)
}

/// A function over an interval.
#[derive(Debug, Clone)]
pub struct Bounds {
    /// Enclosure of its values.
    pub value: Interval,
    /// Enclosure of the values of its derivative, where there is one at hand.
    pub slope: Option<Interval>,
}

/// An enclosed minimum.
#[derive(Debug, Clone, PartialEq)]
pub struct Minimum {
    /// Encloses the least value.
    pub value: Interval,
    /// Boxes that hold every point at which it is attained, from left to right.
    pub places: Vec<Interval>,
}

/// The minimum of a continuous function over a closed interval, by branch and bound.
///
/// Boxes whose values are all above a value that is attained are dropped; with a derivative, boxes are also bounded by the mean value
/// form, and those on which the function is certainly monotone are reduced to an end of the interval or dropped. **Accuracy**: an
/// enclosure; the search ends when it is no wider than `width`, or after `most` boxes, whatever its width is then. Without a derivative the
/// number of boxes grows like `1/width`, with one like `1/sqrt(width)`: for all digits of an interior minimum enclose the
/// derivative's root, and ask [`minimum_at`]. **Errors**: those of the function; [`Error::Domain`] for ends out of order.
///
/// ```
/// use escapement::numerics::{Interval, Precision, minima::{Bounds, minimum}, rational::ratio};
/// // x^2 - x on [0, 3]: -1/4 at 1/2.
/// let parabola = |x: &Interval| Ok(Bounds { value: &x.square() - x, slope: Some(x * 2 - 1) });
/// let least = minimum(parabola, (&ratio(0, 1), &ratio(3, 1)), &ratio(1, 1 << 20), 10_000, Precision::bits(64)?)?;
/// assert!(least.value.contains_rational(&ratio(-1, 4)) && least.value.width() < ratio(1, 1 << 19));
/// assert!(least.places.iter().any(|place| place.contains_rational(&ratio(1, 2))));
/// # Ok::<(), escapement::Error>(())
/// ```
pub fn minimum(
    function: impl Fn(&Interval) -> Result<Bounds>,
    (low, high): (&Rational, &Rational),
    width: &Rational,
    most: usize,
    precision: Precision,
) -> Result<Minimum> {
    ordered(low, high)?;
    let mut search = Search { function, ends: (low, high), attained: None, precision };
    for end in [low, high] {
        search.attain(end)?;
    }
    let mut boxes: Vec<Piece> = search.piece(low, high)?.into_iter().collect();
    for _ in 0..most {
        let attained = search.attained()?;
        boxes.retain(|piece| *piece.least.lower() <= attained);
        // The box with the least bound; the leftmost one of several.
        let Some(next) =
            (0..boxes.len()).reduce(|a, b| if boxes[b].least.lower() < boxes[a].least.lower() { b } else { a })
        else {
            break;
        };
        let piece = &boxes[next];
        if Float::with_val(precision.get(), &attained - piece.least.lower()) <= *width || piece.low == piece.high {
            break;
        }
        let piece = boxes.remove(next);
        let middle = Rational::from(&piece.low + &piece.high) / 2u32;
        search.attain(&middle)?;
        let halves = [search.piece(&piece.low, &middle)?, search.piece(&middle, &piece.high)?];
        boxes.splice(next..next, halves.into_iter().flatten());
    }
    let attained = search.attained()?;
    boxes.retain(|piece| *piece.least.lower() <= attained);
    let least = boxes.iter().map(|piece| piece.least.lower()).min_by(|a, b| a.total_cmp(b)).unwrap_or(&attained);
    let value = Interval::new(least.clone(), attained.clone())?;
    Ok(Minimum { value, places: boxes.iter().map(|piece| between(&piece.low, &piece.high, precision)).collect() })
}

/// The value of a function at a point of which an enclosure is known, by the mean value form: tightest where its slope
/// vanishes, at a minimum. `slope` encloses the derivative over the enclosure. **Errors**: those of the function.
pub fn minimum_at(
    place: &Interval,
    value: impl Fn(&Interval) -> Result<Interval>,
    slope: &Interval,
) -> Result<Interval> {
    let middle = Interval::point(place.midpoint());
    Ok(&value(&middle)? + &(slope * &(place - &middle)))
}

/// A box that may hold a minimum, with a lower bound of the function.
struct Piece {
    low: Rational,
    high: Rational,
    /// Encloses the least value on the box.
    least: Interval,
}

/// The function, and the least value that is known to be attained.
struct Search<'r, F> {
    function: F,
    ends: (&'r Rational, &'r Rational),
    attained: Option<Float>,
    precision: Precision,
}

impl<F: Fn(&Interval) -> Result<Bounds>> Search<'_, F> {
    /// Notes the value at a point.
    fn attain(&mut self, point: &Rational) -> Result<()> {
        let value = (self.function)(&Interval::from_rational(point, self.precision))?.value;
        if self.attained.as_ref().is_none_or(|known| value.upper() < known) {
            self.attained = Some(value.upper().clone());
        }
        Ok(())
    }

    fn attained(&self) -> Result<Float> {
        let nothing = || Error::Undecided { question: "a value is attained", value: self.ends.0.to_string() };
        self.attained.clone().ok_or_else(nothing)
    }

    /// What is left of a box; `None` where the function is monotone on it and its lower end is no end of the interval.
    fn piece(&self, low: &Rational, high: &Rational) -> Result<Option<Piece>> {
        let range = between(low, high, self.precision);
        let Bounds { value, slope } = (self.function)(&range)?;
        let Some(slope) = slope else { return Ok(Some(Piece { low: low.clone(), high: high.clone(), least: value })) };
        let end = match (slope.positive(), slope.negative()) {
            (Certainty::Certainly, _) => Some((low, self.ends.0)),
            (_, Certainty::Certainly) => Some((high, self.ends.1)),
            _ => None,
        };
        if let Some((end, outer)) = end {
            // A neighbour holds the lower end too, unless it is the last one.
            let least = (self.function)(&Interval::from_rational(end, self.precision))?.value;
            return Ok((end == outer).then(|| Piece { low: end.clone(), high: end.clone(), least }));
        }
        let middle = Interval::point(range.midpoint());
        let developed = &(self.function)(&middle)?.value + &(&slope * &(&range - &middle));
        let least = value.intersection(&developed).unwrap_or(value);
        Ok(Some(Piece { low: low.clone(), high: high.clone(), least }))
    }
}

fn ordered(low: &Rational, high: &Rational) -> Result<()> {
    if low > high {
        return Err(Error::domain("interval", format!("[{low}, {high}]"), "two ordered numbers"));
    }
    Ok(())
}

/// The enclosure of a closed interval with rational ends.
fn between(low: &Rational, high: &Rational, precision: Precision) -> Interval {
    Interval::from_rational(low, precision).hull(&Interval::from_rational(high, precision))
}
