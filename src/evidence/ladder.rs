//! Limits of ladders: values along a small parameter that shrinks by a constant factor from rung to rung.

use crate::error::{Error, Result};
use crate::numerics::Interval;
use rug::Float;
use rug::float::Round;

/// The ladder without its term that decays as `ratio^-k`: `(ratio v_{k+1} - v_k)/(ratio - 1)`, one rung shorter.
///
/// A term `ratio^-k` times a polynomial in `k` of degree `d`, as logarithms of the parameter make it, takes `d + 1` passes.
///
/// ```
/// use escapement::evidence::eliminate;
/// use rug::Float;
/// let float = |x: f64| Float::with_val(64, x);
/// // 3 + 2^-k
/// let values = [float(4.0), float(3.5), float(3.25)];
/// assert_eq!(eliminate(&values, &float(2.0)), [float(3.0), float(3.0)]);
/// ```
pub fn eliminate(values: &[Float], ratio: &Float) -> Vec<Float> {
    let below = Float::with_val(ratio.prec(), ratio - 1u32);
    let pairs = values.windows(2);
    pairs.map(|pair| (Float::with_val(ratio.prec(), ratio * &pair[1]) - &pair[0]) / &below).collect()
}

/// The limit of a ladder that has almost settled, with its uncertainty: the last value, give or take twice the larger of the last
/// two changes. That covers the rest as long as a change is at most two thirds of the one before.
///
/// **Errors**: [`Error::Domain`] for fewer than three rungs.
pub fn settled(values: &[Float]) -> Result<Interval> {
    let [.., before, previous, last] = values else {
        return Err(Error::domain("rungs", values.len(), "at least three after all eliminations"));
    };
    let bits = last.prec();
    let change = |a: &Float, b: &Float| Float::with_val(bits, a - b).abs();
    let radius = change(last, previous).max(&change(previous, before)) * 2u32;
    Interval::new(
        Float::with_val_round(bits, last - &radius, Round::Down).0,
        Float::with_val_round(bits, last + &radius, Round::Up).0,
    )
}
