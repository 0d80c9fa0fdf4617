//! Named values on either side of a comparison, and the comparison.

use super::verdict::{Guarantee, Verdict};
use crate::numerics::{Digits, Interval, Precision, rational};
use rug::{Integer, Rational};

/// A predicted or observed value, of a kind that says how surely it is known.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A rational, exactly.
    Exact(Rational),
    /// A real inside an enclosure.
    Enclosure(Interval),
    /// A real computed to high precision, as the range that its measured error leaves: nothing bounds that error.
    Estimate(Interval),
    /// A whole number.
    Count(Integer, Guarantee),
    /// One of finitely many answers.
    Decision(&'static str, Guarantee),
    /// A fitted value with its stated uncertainty, as the range between.
    Fitted(Interval),
}

impl Value {
    /// A decision that rests on exact comparisons of rationals.
    pub const fn exactly(answer: &'static str) -> Self {
        Self::Decision(answer, Guarantee::Exact)
    }

    /// A decision that rests on enclosures.
    pub const fn rigorously(answer: &'static str) -> Self {
        Self::Decision(answer, Guarantee::Rigorous)
    }

    /// What the value rests on.
    const fn guarantee(&self) -> Guarantee {
        match self {
            Self::Exact(_) => Guarantee::Exact,
            Self::Enclosure(_) => Guarantee::Rigorous,
            Self::Estimate(_) => Guarantee::Numerical,
            Self::Count(_, guarantee) | Self::Decision(_, guarantee) => *guarantee,
            Self::Fitted(_) => Guarantee::Asymptotic,
        }
    }

    /// The range of a real that is not known exactly.
    fn range(&self) -> Option<Interval> {
        match self {
            Self::Enclosure(range) | Self::Estimate(range) | Self::Fitted(range) => Some(range.clone()),
            Self::Exact(_) | Self::Count(..) | Self::Decision(..) => None,
        }
    }

    /// The value for a table, with `digits` significant digits.
    pub fn display(&self, digits: usize) -> String {
        match self {
            Self::Exact(value) if value.is_integer() || short(value) => value.to_string(),
            Self::Exact(value) => {
                let interval = Interval::from_rational(value, bits_for(digits));
                shown(&interval, digits)
            }
            Self::Enclosure(value) | Self::Estimate(value) => shown(value, digits),
            Self::Fitted(value) => value.to_decimal(digits.min(7)),
            Self::Count(value, _) => value.to_string(),
            Self::Decision(answer, _) => (*answer).to_owned(),
        }
    }

    /// The value with a relative error, or moved on by one: what a slightly wrong predictor would say.
    fn perturbed(&self, error: &Rational) -> Option<Self> {
        let factor = Rational::from(1 + error);
        let moved = |value: &Interval| value * &Interval::from_rational(&factor, value.precision());
        match self {
            Self::Exact(value) => Some(Self::Exact(Rational::from(value * &factor))),
            Self::Enclosure(value) => Some(Self::Enclosure(moved(value))),
            Self::Estimate(value) => Some(Self::Estimate(moved(value))),
            Self::Count(value, guarantee) => Some(Self::Count(Integer::from(value + 1), *guarantee)),
            Self::Decision(..) | Self::Fitted(_) => None,
        }
    }
}

/// Whether a rational is short enough to be printed as one.
fn short(value: &Rational) -> bool {
    value.numer().significant_bits() + value.denom().significant_bits() <= 40
}

/// Bits for that many digits and a few more.
fn bits_for(digits: usize) -> Precision {
    Precision::DOUBLE.plus(4 * digits as u32)
}

/// An enclosure by the digits it determines, or by its ends when it determines too few.
fn shown(value: &Interval, digits: usize) -> String {
    let determined = (1..=digits as u32).rev().find_map(|d| value.to_rounded_decimal(d).filter(|_| d >= 6));
    determined.unwrap_or_else(|| value.to_decimal(digits.min(8)))
}

/// A value with its name.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// Its name, the same on both sides.
    pub name: &'static str,
    /// Its value.
    pub value: Value,
}

/// The values of one side of a comparison.
pub type Quantities = Vec<Quantity>;

/// A named value.
pub const fn quantity(name: &'static str, value: Value) -> Quantity {
    Quantity { name, value }
}

/// Every value slightly wrong, by `10^-30` or, where fewer than 50 digits are asked for, by three fifths of them; `None` when
/// none of the values can be.
pub(super) fn perturbed(quantities: &Quantities, digits: Digits) -> Option<Quantities> {
    let error = rational::power(10, -(digits.get() as i32 * 3 / 5).min(30));
    let mut any = false;
    let moved = quantities.iter().map(|q| match q.value.perturbed(&error) {
        Some(value) => {
            any = true;
            quantity(q.name, value)
        }
        None => q.clone(),
    });
    let moved = moved.collect();
    any.then_some(moved)
}

/// What the comparison of one quantity says.
#[derive(Debug, Clone, PartialEq)]
pub struct Agreement {
    /// The quantity.
    pub name: &'static str,
    /// The predicted value.
    pub predicted: Value,
    /// The observed value.
    pub observed: Value,
    /// Verified, refuted or neither.
    pub verdict: Verdict,
    /// Decimal digits to which the two certainly agree; `None` where agreement is exact or not a matter of digits.
    pub digits: Option<u32>,
    /// What the comparison rests on.
    pub guarantee: Guarantee,
}

/// Most digits that are ever counted: what a single point agrees to.
pub const DIGIT_LIMIT: u32 = 100_000;

/// Compares one quantity: equal where exact, and otherwise overlapping *and* tight to `digits` on both sides.
pub(super) fn compare(case: &str, predicted: &Quantity, observed: Option<&Quantity>, digits: Digits) -> Agreement {
    let Some(observed) = observed else {
        let reason = format!("nothing observed for {}", predicted.name);
        return Agreement {
            name: predicted.name,
            predicted: predicted.value.clone(),
            observed: Value::exactly("nothing"),
            verdict: Verdict::Inconclusive { reason },
            digits: None,
            guarantee: Guarantee::Statistical,
        };
    };
    let (p, o) = (&predicted.value, &observed.value);
    let guarantee = p.guarantee().weaken(o.guarantee());
    let (verdict, digits) = match (p, o) {
        (Value::Exact(a), Value::Exact(b)) => (equal(a == b, case), None),
        (Value::Count(a, _), Value::Count(b, _)) => (equal(a == b, case), None),
        (Value::Decision(a, _), Value::Decision(b, _)) => (equal(a == b, case), None),
        _ => match p.range().zip(o.range()).or_else(|| common_range(p, o)) {
            Some((a, b)) => overlap(&a, &b, case, digits, guarantee),
            None => {
                let reason = format!("{}: the two sides are of different kinds", predicted.name);
                (Verdict::Inconclusive { reason }, None)
            }
        },
    };
    Agreement { name: predicted.name, predicted: p.clone(), observed: o.clone(), verdict, digits, guarantee }
}

/// Ranges of two values of which one is an exact rational.
fn common_range(a: &Value, b: &Value) -> Option<(Interval, Interval)> {
    match (a, b) {
        (Value::Exact(a), b) => b.range().map(|b| (Interval::from_rational(a, b.precision()), b)),
        (a, Value::Exact(b)) => a.range().map(|a| (a.clone(), Interval::from_rational(b, a.precision()))),
        _ => None,
    }
}

/// Equality of discrete values.
fn equal(same: bool, case: &str) -> Verdict {
    if same { Verdict::Verified } else { Verdict::Refuted { case: case.to_owned() } }
}

/// Disjoint ranges refute; overlapping ones verify when both are tight enough (fitted ranges carry their own tolerance).
fn overlap(a: &Interval, b: &Interval, case: &str, asked: Digits, guarantee: Guarantee) -> (Verdict, Option<u32>) {
    if !a.overlaps(b) {
        return (Verdict::Refuted { case: case.to_owned() }, Some(0));
    }
    let agree = certain_digits(&a.hull(b));
    if guarantee <= Guarantee::Numerical {
        let narrowest = certain_digits(a).min(certain_digits(b));
        if narrowest < asked.get() {
            let reason = format!("the ranges determine {narrowest} of {} digits for {case}", asked.get());
            return (Verdict::Inconclusive { reason }, Some(agree));
        }
    }
    (Verdict::Verified, Some(agree))
}

/// Digits that an enclosure determines; relative, and absolute where it holds zero.
fn certain_digits(value: &Interval) -> u32 {
    if value.contains_zero() {
        let one = Interval::from_integer(1, value.precision());
        return (&one + value).digits(DIGIT_LIMIT);
    }
    value.digits(DIGIT_LIMIT)
}
