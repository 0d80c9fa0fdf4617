//! How evidence is weighed: verdicts merge to the worse, guarantees only weaken, and a comparison can fail in every way.

use escapement::evidence::{
    Check, Claim, Control, Guarantee, Info, Provenance, Row, Sampler, Settings, Value, Verdict, quantity,
};
use escapement::numerics::rational::{power, ratio};
use escapement::numerics::{Digits, Interval, Precision};
use escapement::{Error, Result};
use rug::{Integer, Rational};

fn refuted() -> Verdict {
    Verdict::Refuted { case: "a case".to_owned() }
}

fn doubtful() -> Verdict {
    Verdict::Inconclusive { reason: "a reason".to_owned() }
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

/// A claim about the number 1/3 with the given observation and controls, on one case.
fn claim(observe: fn(&u32, Digits) -> Result<Vec<escapement::evidence::Quantity>>, controls: Vec<Control<u32>>) -> Row {
    let claim = Claim {
        info: Info {
            id: "T",
            title: "test",
            provenance: Provenance::Derived,
            statement: "x = 1/3",
            domain: "one case",
        },
        cases: |_: &mut Sampler, _| vec![7],
        predict: |_, _| Ok(vec![quantity("x", Value::Exact(ratio(1, 3)))]),
        observe,
        controls,
    };
    claim.check(&Settings::standard())
}

fn third(bits: u32) -> Result<Vec<escapement::evidence::Quantity>> {
    let value = Interval::from_rational(&ratio(1, 3), Precision::bits(bits)?);
    Ok(vec![quantity("x", Value::Enclosure(value))])
}

#[test]
fn agreement_is_verified_with_the_weaker_guarantee_and_counted_in_digits() {
    let row = claim(|_, _| third(256), vec![Control::SlightlyWrong]);
    assert_eq!(row.verdict, Verdict::Verified);
    assert_eq!(row.guarantee, Guarantee::Rigorous);
    assert_eq!(row.worst().map(|(_, digits)| digits), Some(76));
    assert_eq!(row.caught(), 1);
    let exact = claim(|_, _| Ok(vec![quantity("x", Value::Exact(ratio(1, 3)))]), vec![Control::SlightlyWrong]);
    assert_eq!((exact.verdict, exact.guarantee), (Verdict::Verified, Guarantee::Exact));
}

#[test]
fn disagreement_is_a_refutation_that_names_its_case() {
    let off = claim(
        |_, _| {
            let wrong = ratio(1, 3) + power(10, -60);
            Ok(vec![quantity("x", Value::Enclosure(Interval::from_rational(&wrong, Precision::bits(256)?)))])
        },
        vec![Control::SlightlyWrong],
    );
    assert_eq!(off.verdict, Verdict::Refuted { case: "7".to_owned() });
    let count = claim(|_, _| Ok(vec![quantity("x", Value::Count(Integer::from(3), Guarantee::Exact))]), vec![]);
    assert!(count.verdict.is_inconclusive(), "a count is no answer to a rational");
}

#[test]
fn a_wide_enclosure_a_missing_value_and_an_error_are_all_in_sight() {
    assert!(claim(|_, _| third(100), vec![Control::SlightlyWrong]).verdict.is_inconclusive());
    assert!(claim(|_, _| Ok(vec![]), vec![Control::SlightlyWrong]).verdict.is_inconclusive());
    let failed = claim(|_, _| Err(Error::domain("x", 1, "something else")), vec![Control::SlightlyWrong]);
    let Verdict::Inconclusive { reason } = failed.verdict else { panic!("an error is not a verdict") };
    assert!(reason.contains("x is '1'"), "{reason}");
    assert_eq!(failed.cases.len(), 1);
}

#[test]
fn a_control_that_survives_and_a_claim_without_controls_fail_the_row() {
    let harmless: Control<u32> =
        Control::mistaken("nothing wrong", |_, _| Ok(vec![quantity("x", Value::Exact(ratio(1, 3)))]));
    let row = claim(|_, _| third(256), vec![Control::SlightlyWrong, harmless]);
    assert!(row.verdict.is_inconclusive());
    assert_eq!((row.caught(), row.power.len()), (1, 2));
    assert!(claim(|_, _| third(256), vec![]).verdict.is_inconclusive());
}

#[test]
fn fitted_values_carry_their_own_tolerance_and_are_never_more_than_asymptotic() {
    let row = claim(
        |_, _| {
            let (low, high) = (rug::Float::with_val(53, 0.25), rug::Float::with_val(53, 0.5));
            Ok(vec![quantity("x", Value::Fitted(Interval::new(low, high)?))])
        },
        vec![Control::mistaken("twice as large", |_, _| Ok(vec![quantity("x", Value::Exact(ratio(2, 3)))]))],
    );
    assert_eq!((row.verdict, row.guarantee), (Verdict::Verified, Guarantee::Asymptotic));
}

#[test]
fn the_sampler_stays_in_range_and_repeats_itself() {
    let mut sampler = Sampler::new(5, "G1");
    for _ in 0..1000 {
        assert!((3..=9).contains(&sampler.whole(3, 9)));
        let value = sampler.between(&ratio(-1, 2), &ratio(1, 3));
        assert!(value >= ratio(-1, 2) && value <= ratio(1, 3));
        let small = sampler.small(2, 30);
        assert!(small > 0 && small <= Rational::from(9) * power(10, -2));
    }
    let draw = |claim| Sampler::new(5, claim).whole(0, u64::MAX - 1);
    assert_eq!(draw("G1"), draw("G1"));
    assert_ne!(draw("G1"), draw("G2"));
}
