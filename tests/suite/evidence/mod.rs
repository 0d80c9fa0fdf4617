//! How evidence is weighed: one test for every rule, each of which fails when the rule is taken away.

mod answer;
mod binomial;
mod cover;
mod dependency;
mod ladder;
mod part;
mod plot;
mod record;
mod sampler;
mod standing;
mod verdict;

use escapement::evidence::{
    Answer, Campaign, Check, Claim, Consequence, Evaluate, Guarantee, Info, Provenance, Quantities, Row, Sampler,
    Support, Verdict, WrongPredictor, quantity,
};
use escapement::numerics::rational::{power, ratio};
use escapement::numerics::{Decided, Digits, Interval, Precision};
use escapement::{Error, Result};
use rug::{Float, Rational};
use std::cmp::Ordering;

fn refuted() -> Verdict {
    Verdict::Refuted { case: "a case".to_owned() }
}

fn doubtful() -> Verdict {
    Verdict::Inconclusive { reason: "a reason".to_owned() }
}

/// A claim about the number 1/3, on the cases 7 and 8.
fn claim(observe: Evaluate<u32>, wrong_predictors: Vec<WrongPredictor<u32>>) -> Claim<u32> {
    Claim {
        info: Info {
            id: "T",
            title: "test",
            provenance: Provenance::Derived,
            statement: "x = 1/3",
            domain: "two cases",
            rests_on: &[Support::Claim("U")],
            promises: Guarantee::Rigorous,
        },
        cases: |_: &mut Sampler, _| Ok(vec![7, 8]),
        predict: |_, _| Ok(vec![quantity("x", Answer::exact(ratio(1, 3)))]),
        observe,
        consequences: vec![],
        wrong_predictors,
    }
}

fn check(observe: Evaluate<u32>, wrong_predictors: Vec<WrongPredictor<u32>>) -> Row {
    claim(observe, wrong_predictors).check(&Campaign::standard())
}

/// With the wrong predictor that always fits.
fn checked(observe: Evaluate<u32>) -> Row {
    check(observe, vec![WrongPredictor::Slightly])
}

fn near(value: &Rational, bits: u32) -> Result<Quantities> {
    Ok(vec![quantity("x", Answer::enclosed(Interval::from_rational(value, Precision::bits(bits)?)))])
}

fn third(bits: u32) -> Result<Quantities> {
    near(&ratio(1, 3), bits)
}

fn word(answer: &'static str) -> Answer {
    Answer::word(Decided::order(&ratio(1, 1), &ratio(2, 1)).map(|_| answer))
}

#[test]
fn cases_that_cannot_be_built_leave_the_claim_without_evidence() {
    let broken: Claim<u32> = Claim {
        cases: |_, _| Err(Error::domain("memories", 1, "at least 2")),
        ..claim(|_, _| third(256), vec![WrongPredictor::Slightly])
    };
    let row = broken.check(&Campaign::standard());
    assert!(row.verdict.is_inconclusive() && row.guarantee.is_none(), "{}", row.verdict);
    assert!(row.verdict.to_string().contains("memories"), "{}", row.verdict);
    assert_eq!((row.cases.len(), row.caught()), (1, 0));
}

#[test]
fn the_worse_verdict_wins_whatever_the_order_and_no_evidence_is_inconclusive() {
    assert!(Verdict::of_all([]).is_inconclusive());
    assert_eq!(Verdict::of_all([Verdict::Verified, Verdict::Verified]), Verdict::Verified);
    for verdicts in [[refuted(), doubtful(), Verdict::Verified], [Verdict::Verified, doubtful(), refuted()]] {
        assert_eq!(Verdict::of_all(verdicts), refuted());
    }
    assert_eq!(doubtful().and(Verdict::Verified), doubtful());
}

#[test]
fn guarantees_are_ordered_and_only_weaken() {
    for pair in Guarantee::ALL.windows(2) {
        assert!(pair[0] < pair[1]);
        assert_eq!(pair[0].weaken(pair[1]), pair[1]);
        assert_eq!(pair[1].weaken(pair[0]), pair[1]);
    }
}

#[test]
fn a_guarantee_is_that_of_the_constructor_and_is_only_weakened() {
    let range = || Interval::from_rational(&ratio(1, 3), Precision::DOUBLE);
    let ordered = || Decided::order(&ratio(1, 1), &ratio(2, 1)).map(Ordering::is_lt);
    let zero = Interval::from_integer(0, Precision::DOUBLE);
    let compared = range().greater(&zero).decided("1/3 > 0", &range()).unwrap();
    let made = [
        (Answer::exact(ratio(1, 3)), Guarantee::Exact),
        (Answer::enclosed(range()), Guarantee::Rigorous),
        (Answer::estimated(range()), Guarantee::Numerical),
        (Answer::fitted(range()), Guarantee::Asymptotic),
        (Answer::either(ordered(), "below", "above"), Guarantee::Exact),
        (Answer::either(compared, "above", "below"), Guarantee::Rigorous),
        (Answer::count(Decided::measured(3)), Guarantee::Numerical),
        (Answer::count(Decided::fitted(3)), Guarantee::Asymptotic),
        (Answer::count(Decided::sampled(3)), Guarantee::Statistical),
        (Answer::either(ordered().and(Decided::measured(true)), "yes", "no"), Guarantee::Numerical),
        (Answer::either(Decided::measured(true).and(ordered()), "yes", "no"), Guarantee::Numerical),
        (Answer::either(ordered().weaken(Guarantee::Asymptotic), "yes", "no"), Guarantee::Asymptotic),
        (Answer::exact(ratio(1, 3)).weaken(Guarantee::Statistical), Guarantee::Statistical),
        (Answer::fitted(range()).weaken(Guarantee::Exact), Guarantee::Asymptotic),
    ];
    for (answer, guarantee) in made {
        assert_eq!(answer.guarantee(), Some(guarantee), "{answer:?}");
    }
    assert_eq!(Answer::unknown("nobody knows").guarantee(), None);
}

#[test]
fn a_comparison_that_overlaps_decides_nothing() {
    let wide = Interval::new(Float::with_val(53, -1), Float::with_val(53, 1)).unwrap();
    let open = wide.positive().decided("it is positive", &wide);
    assert!(matches!(open, Err(Error::Undecided { question: "it is positive", .. })));
    let answer = Answer::unless_open(open.map(|answer| Answer::either(answer, "yes", "no"))).unwrap();
    assert!(!answer.is_known());
    assert!(Answer::unless_open(Err(Error::domain("x", 1, "another"))).is_err(), "an error is not an open question");
}

#[test]
fn inclusion_is_proved_only_by_an_interior() {
    let interval = |low, high| Interval::new(Float::with_val(53, low), Float::with_val(53, high)).unwrap();
    let outer = interval(0, 4);
    assert!(Decided::inclusion(&outer, &interval(1, 3)).is_some_and(|proof| proof.guarantee() == Guarantee::Rigorous));
    for inner in [interval(0, 3), interval(1, 4), interval(3, 5), outer.clone()] {
        assert!(Decided::inclusion(&outer, &inner).is_none(), "{inner}");
    }
}

#[test]
fn agreement_is_verified_with_the_weaker_guarantee_and_counted_in_digits() {
    let row = checked(|_, _| third(256));
    assert_eq!(row.verdict, Verdict::Verified);
    assert_eq!(row.guarantee, Some(Guarantee::Rigorous));
    assert_eq!(row.worst().map(|(_, digits)| digits), Some(76));
    assert_eq!(row.caught(), 1);
    assert!(row.keeps_its_promise());
    let exact = checked(|_, _| Ok(vec![quantity("x", Answer::exact(ratio(1, 3)))]));
    assert_eq!((exact.verdict, exact.guarantee), (Verdict::Verified, Some(Guarantee::Exact)));
}

#[test]
fn a_row_is_as_weak_as_its_weakest_case_and_then_breaks_its_promise() {
    let row = checked(|case, _| {
        let range = Interval::from_rational(&ratio(1, 3), Precision::bits(256)?);
        Ok(vec![quantity("x", if *case == 7 { Answer::estimated(range) } else { Answer::enclosed(range) })])
    });
    assert_eq!((row.verdict.clone(), row.guarantee), (Verdict::Verified, Some(Guarantee::Numerical)));
    assert!(!row.keeps_its_promise());
}

#[test]
fn disagreement_in_one_case_is_a_refutation_that_names_it() {
    let off = checked(|case, _| if *case == 7 { near(&(ratio(1, 3) + power(10, -60)), 256) } else { third(256) });
    assert_eq!(off.verdict, Verdict::Refuted { case: "7".to_owned() });
    let count = checked(|_, _| Ok(vec![quantity("x", Answer::count(Decided::measured(3)))]));
    assert!(count.verdict.is_inconclusive(), "a count is no answer to a rational");
}

#[test]
fn disagreement_in_one_quantity_refutes_whatever_the_others_say() {
    let mut claim =
        claim(|_, _| Ok([third(256)?, vec![quantity("y", word("no"))]].concat()), vec![WrongPredictor::Slightly]);
    claim.predict = |_, _| Ok([third(256)?, vec![quantity("y", word("yes"))]].concat());
    assert!(claim.check(&Campaign::standard()).verdict.is_refuted());
}

#[test]
fn a_wide_enclosure_and_an_error_are_in_sight() {
    assert!(checked(|_, _| third(100)).verdict.is_inconclusive());
    let failed = checked(|_, _| Err(Error::domain("x", 1, "something else")));
    let Verdict::Inconclusive { reason } = &failed.verdict else { panic!("an error is not a verdict") };
    assert!(reason.contains("x is '1'"), "{reason}");
    assert_eq!(failed.cases.len(), 2);
    assert_eq!(failed.guarantee, None, "where every case failed there is no guarantee");
    let once = checked(|case, _| if *case == 7 { Err(Error::domain("x", 1, "else")) } else { third(256) });
    assert!(once.verdict.is_inconclusive(), "one failed case is enough");
}

#[test]
fn both_sides_must_speak_of_every_quantity() {
    let silent = checked(|_, _| Ok(vec![]));
    assert!(silent.verdict.is_inconclusive() && silent.guarantee.is_none());
    let more = checked(|_, _| Ok([third(256)?, vec![quantity("y", word("unforeseen"))]].concat()));
    let Verdict::Inconclusive { reason } = &more.verdict else { panic!("an unforeseen quantity went unseen") };
    assert!(reason.contains("nothing predicted for y"), "{reason}");
}

#[test]
fn an_unknown_neither_verifies_nor_refutes_on_either_side() {
    let unknown = checked(|_, _| Ok(vec![quantity("x", Answer::unknown("too near"))]));
    assert!(unknown.verdict.is_inconclusive());
    assert_eq!(unknown.guarantee, None);
    let mut claim = claim(|_, _| Ok(vec![quantity("x", word("yes"))]), vec![]);
    claim.predict = |_, _| Ok(vec![quantity("x", Answer::unknown("cannot tell"))]);
    claim.wrong_predictors = vec![WrongPredictor::mistaken("an unknown", claim.predict)];
    let row = claim.check(&Campaign::standard());
    assert!(row.verdict.is_inconclusive());
    assert_eq!(row.caught(), 0, "nothing refutes an unknown");
}

#[test]
fn a_wrong_predictor_that_survives_or_fails_is_not_caught_and_one_is_needed() {
    let harmless =
        WrongPredictor::mistaken("nothing wrong", |_, _| Ok(vec![quantity("x", Answer::exact(ratio(1, 3)))]));
    let failing = WrongPredictor::mistaken("fails", |_, _| Err(Error::domain("x", 1, "something else")));
    let silent = WrongPredictor::mistaken("says nothing", |_, _| Ok(vec![]));
    for wrong in [harmless, failing, silent] {
        let row = check(|_, _| third(256), vec![WrongPredictor::Slightly, wrong]);
        assert!(row.verdict.is_inconclusive());
        assert_eq!((row.caught(), row.wrong_predictors.len()), (1, 2));
    }
    assert!(check(|_, _| third(256), vec![]).verdict.is_inconclusive());
}

#[test]
fn a_slightly_wrong_predictor_is_off_by_thirty_digits_and_no_more() {
    let known = |bits| check(|_, _| third(256), vec![WrongPredictor::Slightly]).caught() == bits;
    assert!(known(1));
    // An observation that leaves 10^-29 open cannot tell it, one that leaves 10^-31 open can.
    let caught = |radius: i32| {
        let observe: Evaluate<u32> = match radius {
            29 => |_, _| around(29),
            _ => |_, _| around(31),
        };
        let row = claim(observe, vec![WrongPredictor::Slightly]).check(&Campaign::standard());
        row.caught()
    };
    assert_eq!((caught(29), caught(31)), (0, 1));
}

/// 1/3, give or take `10^-digits`.
fn around(digits: i32) -> Result<Quantities> {
    let bits = Precision::bits(256)?;
    let end = |sign: i32| Interval::from_rational(&(ratio(1, 3) + power(10, -digits) * sign), bits);
    Ok(vec![quantity("x", Answer::enclosed(end(-1).hull(&end(1))))])
}

#[test]
fn counts_and_words_of_a_slightly_wrong_predictor_are_off_by_one_and_untouched() {
    let mut claim =
        claim(|_, _| Ok(vec![quantity("n", Answer::count(Decided::measured(3)))]), vec![WrongPredictor::Slightly]);
    claim.predict = claim.observe;
    assert_eq!(claim.check(&Campaign::standard()).caught(), 1);
    claim.predict = |_, _| Ok(vec![quantity("y", word("yes"))]);
    claim.observe = claim.predict;
    assert_eq!(claim.check(&Campaign::standard()).caught(), 0, "an answer in words has no neighbour");
}

#[test]
fn fitted_values_carry_their_own_tolerance_and_are_never_more_than_asymptotic() {
    let row = check(
        |_, _| {
            let (low, high) = (Float::with_val(53, 0.25), Float::with_val(53, 0.5));
            Ok(vec![quantity("x", Answer::fitted(Interval::new(low, high)?))])
        },
        vec![WrongPredictor::mistaken("twice as large", |_, _| Ok(vec![quantity("x", Answer::exact(ratio(2, 3)))]))],
    );
    assert_eq!((row.verdict, row.guarantee), (Verdict::Verified, Some(Guarantee::Asymptotic)));
}

#[test]
fn a_consequence_stands_in_for_what_the_model_leaves_open_and_is_held_to_the_prediction_elsewhere() {
    let open: Evaluate<u32> = |_, _| Ok(vec![quantity("x", Answer::unknown("on the edge"))]);
    let mut claim = claim(open, vec![WrongPredictor::Slightly]);
    let follows: Evaluate<u32> = |_, _| Ok(vec![quantity("x", Answer::exact(ratio(1, 3)))]);
    claim.consequences = vec![Consequence { from: "U", evaluate: follows }];
    let row = claim.check(&Campaign::standard());
    assert!(row.verdict.is_verified(), "{}", row.verdict);
    assert_eq!(row.cases[0].agreements[0].by.as_deref(), Some("U"));
    // Where the model speaks too, both are compared.
    claim.observe = |_, _| third(256);
    assert_eq!(claim.check(&Campaign::standard()).cases[0].agreements.len(), 2);
    claim.observe = |_, _| near(&ratio(1, 4), 256);
    assert!(claim.check(&Campaign::standard()).verdict.is_refuted());
    claim.observe = |_, _| third(256);
    claim.consequences = vec![Consequence { from: "U", evaluate: |_, _| near(&ratio(1, 4), 256) }];
    assert!(claim.check(&Campaign::standard()).verdict.is_refuted());
}

#[test]
fn a_consequence_of_a_claim_that_is_not_declared_fails_the_row() {
    let mut claim = claim(|_, _| third(256), vec![WrongPredictor::Slightly]);
    claim.consequences = vec![Consequence { from: "V", evaluate: |_, _| third(256) }];
    let Verdict::Inconclusive { reason } = claim.check(&Campaign::standard()).verdict else { panic!("it went unseen") };
    assert!(reason.contains("rests on V without declaring it"), "{reason}");
}

#[test]
fn a_row_does_not_depend_on_the_number_of_threads() {
    let run = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| checked(|_, digits: Digits| third(digits.bits() + 40)))
    };
    assert_eq!(run(1), run(2));
}
