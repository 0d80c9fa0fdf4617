//! How an answer is shown, where it is an enclosure, and how it is confronted with its neighbours.

use super::{claim, word};
use escapement::Result;
use escapement::evidence::{
    Answer, Campaign, Check, Evaluate, Guarantee, Quantities, Row, Verdict, WrongPredictor, quantity, real, to_digits,
};
use escapement::numerics::rational::{power, ratio};
use escapement::numerics::{Decided, Digits, Interval, Precision};
use rug::{Float, Rational};

fn third() -> Interval {
    Interval::from_rational(&ratio(1, 3), Precision::bits(256).unwrap())
}

fn said(answer: Answer) -> Result<Quantities> {
    Ok(vec![quantity("x", answer)])
}

/// The row of a prediction and an observation, with the predictor that is slightly wrong.
fn row(predict: Evaluate<u32>, observe: Evaluate<u32>, digits: u32) -> Row {
    let mut claim = claim(observe, vec![WrongPredictor::Slightly]);
    claim.predict = predict;
    claim.check(&Campaign { digits: Digits::new(digits).unwrap(), ..Campaign::standard() })
}

/// 1/3, from so much below to so much above, in units of `10^-digits`.
fn between(low: i32, high: i32, digits: i32) -> Answer {
    let end = |k: i32| {
        let value = ratio(1, 3) + power(10, -digits) * k;
        Interval::from_rational(&value, Precision::bits(256).unwrap())
    };
    Answer::enclosed(end(low).hull(&end(high)))
}

#[test]
fn a_short_rational_is_shown_as_one_and_a_long_one_by_its_digits() {
    let shown = |value: Rational, digits| Answer::exact(value).display(digits);
    assert_eq!(shown(ratio(1, 3), 12), "1/3");
    assert_eq!(shown(power(10, 30), 12), format!("1{}", "0".repeat(30)));
    // Numerator and denominator have 38 and 2 bits, then 39 and 2.
    assert_eq!(shown(ratio(1 << 37, 3), 12), "137438953472/3");
    assert_eq!(shown(ratio(1 << 38, 3), 12), "91625968981.3");
    let long = Interval::from_rational(&ratio(1 << 38, 3), Precision::bits(400).unwrap());
    assert_eq!(shown(ratio(1 << 38, 3), 60), long.to_rounded_decimal(60).unwrap());
}

#[test]
fn an_enclosure_is_shown_by_the_digits_it_determines_a_wide_one_or_a_fit_by_its_ends() {
    assert_eq!(Answer::enclosed(third()).display(8), third().to_rounded_decimal(8).unwrap());
    let coarse = Interval::new(Float::with_val(53, 0.25), Float::with_val(53, 0.5)).unwrap();
    assert_eq!(Answer::enclosed(coarse.clone()).display(12), coarse.to_decimal(8));
    assert_eq!(Answer::fitted(third()).display(12), third().to_decimal(7));
    assert_eq!(Answer::count(Decided::measured(17)).display(3), "17");
    assert_eq!(word("sustained").display(3), "sustained");
    assert_eq!(Answer::unknown("too near").display(3), "not determined");
}

#[test]
fn only_what_is_proved_is_an_enclosure() {
    let precision = Precision::bits(256).unwrap();
    assert_eq!(Answer::exact(ratio(1, 3)).enclosure(precision), Some(third()));
    assert_eq!(Answer::enclosed(third()).enclosure(precision), Some(third()));
    let weaker = Answer::enclosed(third()).weaken(Guarantee::Numerical);
    for answer in [Answer::estimated(third()), weaker, word("yes"), Answer::unknown("too near")] {
        assert_eq!(answer.enclosure(precision), None, "{answer:?}");
    }
    assert!(Answer::exact(ratio(1, 3)).is_known());
}

#[test]
fn an_enclosure_is_as_narrow_as_the_digits_that_are_asked_for() {
    let digits = Digits::new(60).unwrap();
    let root = |precision| Interval::from_integer(2, precision).sqrt();
    assert!(to_digits("root", digits, root).unwrap().digits(60) >= 60);
    let [only] = &real("root", digits, root).unwrap()[..] else { panic!("one quantity") };
    assert_eq!((only.name, only.answer.guarantee()), ("root", Some(Guarantee::Rigorous)));
}

#[test]
fn a_slightly_wrong_number_is_too_large_and_a_count_one_too_many() {
    let exact: Evaluate<u32> = |_, _| said(Answer::exact(ratio(1, 3)));
    let enclosed: Evaluate<u32> = |_, _| said(Answer::enclosed(third()));
    for predict in [exact, enclosed] {
        assert_eq!(row(predict, |_, _| said(between(0, 1, 30)), 50).caught(), 0);
        assert_eq!(row(predict, |_, _| said(between(-1, 0, 30)), 50).caught(), 1);
    }
    let three: Evaluate<u32> = |_, _| said(Answer::count(Decided::measured(3)));
    assert_eq!(row(three, |_, _| said(Answer::count(Decided::measured(4))), 50).caught(), 0);
    assert_eq!(row(three, |_, _| said(Answer::count(Decided::measured(2))), 50).caught(), 1);
}

#[test]
fn where_fewer_digits_are_asked_for_slightly_wrong_is_three_fifths_of_them() {
    let exact: Evaluate<u32> = |_, _| said(Answer::exact(ratio(1, 3)));
    assert_eq!(row(exact, |_, _| said(between(-1, 1, 11)), 20).caught(), 0);
    assert_eq!(row(exact, |_, _| said(between(-1, 1, 13)), 20).caught(), 1);
}

#[test]
fn an_estimate_has_a_neighbour_and_a_fit_has_none() {
    let observe: Evaluate<u32> = |_, _| said(Answer::enclosed(third()));
    assert_eq!(row(|_, _| said(Answer::estimated(third())), observe, 50).caught(), 1);
    assert_eq!(row(|_, _| said(Answer::fitted(third())), observe, 50).caught(), 0);
}

#[test]
fn an_enclosure_is_held_to_a_rational_and_to_an_enclosure_alike() {
    let predict: Evaluate<u32> = |_, _| said(Answer::enclosed(third()));
    let observations: [Evaluate<u32>; 2] =
        [|_, _| said(Answer::exact(ratio(1, 3))), |_, _| said(Answer::enclosed(third()))];
    for observe in observations {
        assert_eq!(row(predict, observe, 50).verdict, Verdict::Verified);
    }
    assert!(row(predict, |_, _| said(Answer::exact(ratio(1, 4))), 50).verdict.is_refuted());
}

#[test]
fn exactly_the_digits_that_are_asked_for_are_enough() {
    let predict: Evaluate<u32> = |_, _| said(Answer::enclosed(third()));
    assert_eq!(third().digits(1000), 76);
    assert!(row(predict, predict, 76).verdict.is_verified());
    assert!(row(predict, predict, 77).verdict.is_inconclusive());
}

#[test]
fn around_zero_digits_are_absolute() {
    let zero: Evaluate<u32> = |_, _| said(Answer::exact(ratio(0, 1)));
    let near: Evaluate<u32> = |_, _| {
        let end = |sign: i32| Interval::from_rational(&(power(10, -60) * sign), Precision::bits(256).unwrap());
        said(Answer::enclosed(end(-1).hull(&end(1))))
    };
    assert!(row(zero, near, 50).cases.iter().all(|case| case.verdict.is_verified()));
    assert!(row(zero, near, 70).cases.iter().all(|case| case.verdict.is_inconclusive()));
}

#[test]
fn an_unknown_keeps_its_reason_beside_what_is_known_of_another_quantity() {
    let predict: Evaluate<u32> =
        |_, _| Ok([said(Answer::exact(ratio(1, 3)))?, vec![quantity("y", word("yes"))]].concat());
    let observe: Evaluate<u32> =
        |_, _| Ok([said(Answer::unknown("too near"))?, vec![quantity("y", word("yes"))]].concat());
    let row = row(predict, observe, 50);
    let Verdict::Inconclusive { reason } = &row.cases[0].agreements[0].verdict else { panic!("an unknown decided") };
    assert!(reason.contains("too near"), "{reason}");
    assert_eq!(row.cases[0].agreements.len(), 2);
}

#[test]
fn a_refuted_row_keeps_no_promise_however_sure_it_is() {
    let off = row(|_, _| said(Answer::exact(ratio(1, 4))), |_, _| said(Answer::enclosed(third())), 50);
    assert_eq!((off.verdict.is_refuted(), off.guarantee), (true, Some(Guarantee::Rigorous)));
    assert!(!off.keeps_its_promise());
}
