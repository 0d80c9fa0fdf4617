//! Named answers of either side, and their comparison.

use super::answer::{Answer, Content};
use super::record;
use super::verdict::Verdict;
use crate::error::Result;
use crate::numerics::{Digits, Guarantee, Interval, Precision, climb, rational};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// An answer with its name.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// Its name, the same on both sides.
    pub name: &'static str,
    /// What is said of it.
    pub answer: Answer,
}

/// The answers of one side of a comparison.
pub type Quantities = Vec<Quantity>;

/// A named answer.
pub const fn quantity(name: &'static str, answer: Answer) -> Quantity {
    Quantity { name, answer }
}

/// A single enclosure of so many digits, with its name.
pub fn real(name: &'static str, digits: Digits, value: impl Fn(Precision) -> Result<Interval>) -> Result<Quantities> {
    Ok(vec![quantity(name, Answer::enclosed(to_digits(name, digits, value)?))])
}

/// An enclosure of so many digits, relative, or absolute for a value that may be zero.
///
/// **Errors**: those of `value`; [`Error::PrecisionExhausted`](crate::Error::PrecisionExhausted).
pub fn to_digits(
    name: &'static str,
    digits: Digits,
    value: impl Fn(Precision) -> Result<Interval>,
) -> Result<Interval> {
    climb(name, digits, |precision| {
        let value = value(precision)?;
        let tight = value.digits(digits.get()) >= digits.get();
        Ok(tight.then_some(value))
    })
}

/// Every answer slightly wrong, by `10^-30` or, where fewer than 50 digits are asked for, by three fifths of them; `None` when
/// none of the answers can be.
pub(super) fn perturbed(quantities: &[Quantity], digits: Digits) -> Option<Quantities> {
    let error = rational::power(10, -(digits.get() as i32 * 3 / 5).min(30));
    let mut any = false;
    let moved = quantities.iter().map(|q| match q.answer.perturbed(&error) {
        Some(answer) => {
            any = true;
            quantity(q.name, answer)
        }
        None => q.clone(),
    });
    let moved = moved.collect();
    any.then_some(moved)
}

/// What was observed of a quantity, and by what.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Observed {
    pub(super) quantity: Quantity,
    /// The claim it follows from; `None` where the model itself was run.
    pub(super) by: Option<&'static str>,
}

/// What the comparison of one quantity says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Agreement {
    /// The quantity.
    pub name: Cow<'static, str>,
    /// The predicted value; `None` when the predictor is silent.
    pub predicted: Option<Answer>,
    /// The observed value; `None` when the observation is silent.
    pub observed: Option<Answer>,
    /// The claim from which the observed value follows; `None` where the model itself was run.
    pub by: Option<Cow<'static, str>>,
    /// Verified, refuted or neither.
    pub verdict: Verdict,
    /// Decimal digits to which the two certainly agree; `None` where agreement is exact or not a matter of digits.
    pub digits: Option<u32>,
    /// What the comparison rests on; `None` when one side does not say.
    #[serde(with = "record::guarantee_if_any")]
    pub guarantee: Option<Guarantee>,
}

/// Most digits that are ever counted: what a single point agrees to.
pub const DIGIT_LIMIT: u32 = 100_000;

/// Compares two sides quantity by quantity. Both must speak of each: one that is missing on either side is inconclusive. Where the model
/// leaves a quantity open, what follows from another claim stands in for it.
pub(super) fn confront(case: &str, predicted: &[Quantity], observed: &[Observed], digits: Digits) -> Vec<Agreement> {
    let known = |name| observed.iter().any(|other| other.quantity.name == name && other.quantity.answer.is_known());
    let stands = |seen: &&Observed| seen.quantity.answer.is_known() || !known(seen.quantity.name);
    let mut agreements = Vec::new();
    for quantity in predicted {
        let seen: Vec<_> = observed.iter().filter(|seen| seen.quantity.name == quantity.name).filter(stands).collect();
        if seen.is_empty() {
            agreements.push(one_sided(quantity.name, Some(&quantity.answer), None, None));
        }
        agreements.extend(seen.into_iter().map(|seen| compare(case, quantity, seen, digits)));
    }
    let unforeseen =
        observed.iter().filter(|seen| predicted.iter().all(|quantity| quantity.name != seen.quantity.name));
    agreements.extend(unforeseen.map(|seen| one_sided(seen.quantity.name, None, Some(&seen.quantity.answer), seen.by)));
    agreements
}

/// A quantity of which one side says nothing.
fn one_sided(
    name: &'static str,
    predicted: Option<&Answer>,
    observed: Option<&Answer>,
    by: Option<&'static str>,
) -> Agreement {
    let silent = if predicted.is_none() { "predicted" } else { "observed" };
    Agreement {
        name: Cow::Borrowed(name),
        predicted: predicted.cloned(),
        observed: observed.cloned(),
        by: by.map(Cow::Borrowed),
        verdict: Verdict::Inconclusive { reason: format!("nothing {silent} for {name}") },
        digits: None,
        guarantee: None,
    }
}

/// Compares one quantity: equal where exact, and otherwise overlapping *and* tight to `digits` on both sides.
fn compare(case: &str, predicted: &Quantity, seen: &Observed, digits: Digits) -> Agreement {
    let (p, o) = (&predicted.answer, &seen.quantity.answer);
    let guarantee = p.guarantee().zip(o.guarantee()).map(|(a, b)| a.weaken(b));
    let (verdict, digits) = match (p.content(), o.content(), guarantee) {
        (Content::Unknown(reason), _, _) | (_, Content::Unknown(reason), _) => {
            (Verdict::Inconclusive { reason: format!("{} for {case}: {reason}", predicted.name) }, None)
        }
        (Content::Rational(a), Content::Rational(b), _) => (equal(a == b, case), None),
        (Content::Count(a), Content::Count(b), _) => (equal(a == b, case), None),
        (Content::Word(a), Content::Word(b), _) => (equal(a == b, case), None),
        (a, b, Some(guarantee)) => match ranges(a, b) {
            Some((a, b)) => overlap(&a, &b, case, digits, guarantee),
            None => (different(predicted.name), None),
        },
        (_, _, None) => (different(predicted.name), None),
    };
    Agreement {
        name: Cow::Borrowed(predicted.name),
        predicted: Some(p.clone()),
        observed: Some(o.clone()),
        by: seen.by.map(Cow::Borrowed),
        verdict,
        digits,
        guarantee,
    }
}

fn different(name: &str) -> Verdict {
    Verdict::Inconclusive { reason: format!("{name}: the two sides are of different kinds") }
}

/// Ranges of two values of which at most one is an exact rational.
fn ranges(a: &Content, b: &Content) -> Option<(Interval, Interval)> {
    match (a, b) {
        (Content::Range(a), Content::Range(b)) => Some((a.clone(), b.clone())),
        (Content::Rational(a), Content::Range(b)) => Some((Interval::from_rational(a, b.precision()), b.clone())),
        (Content::Range(a), Content::Rational(b)) => Some((a.clone(), Interval::from_rational(b, a.precision()))),
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
