//! Exact values in a file are read back as they were, and what no program wrote is refused.

use super::{check, near};
use escapement::Error;
use escapement::evidence::{Answer, CaseReport, Guarantee};
use escapement::numerics::rational::ratio;
use escapement::numerics::{Decided, Interval, Precision};
use rug::Float;
use rug::float::Special;
use serde_json::{Value, json};

fn written(answer: &Answer) -> Value {
    serde_json::to_value(answer).expect("an answer is written")
}

fn read(value: Value) -> Result<Answer, String> {
    serde_json::from_value(value).map_err(|error| error.to_string())
}

/// With what stands at a pointer exchanged.
fn with(answer: &Answer, pointer: &str, entry: Value) -> Value {
    let mut value = written(answer);
    *value.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer} in {}", written(answer))) = entry;
    value
}

fn third(bits: u32) -> Answer {
    Answer::enclosed(Interval::from_rational(&ratio(1, 3), Precision::bits(bits).expect("a precision")))
}

fn counted(number: i32) -> Answer {
    Answer::count(Decided::measured(number))
}

#[test]
fn answers_of_every_kind_are_read_back_as_they_were() {
    let unbounded =
        Interval::new(Float::with_val(53, Special::NegInfinity), Float::with_val(53, 2)).expect("an interval");
    let answers = [
        Answer::exact(ratio(-7, 3)),
        third(53),
        third(333),
        Answer::sampled(Interval::from_integer(-4, Precision::DOUBLE)),
        Answer::fitted(unbounded),
        counted(12),
        Answer::unknown("too near"),
    ];
    for answer in answers {
        let text = written(&answer).to_string();
        let again = read(serde_json::from_str(&text).expect("JSON")).expect("an answer");
        assert_eq!((&again, again.guarantee()), (&answer, answer.guarantee()));
        assert_eq!(written(&again).to_string(), text, "precisions of ends too");
    }
}

#[test]
fn numbers_that_are_none_are_refused() {
    let refused = |answer: &Answer, pointer: &str, entry: Value, word: &str| {
        let error = read(with(answer, pointer, entry)).expect_err(word);
        assert!(error.contains(word), "{error}");
    };
    refused(&Answer::exact(ratio(1, 3)), "/content/Rational", json!("1/x"), "'1/x' is not a number");
    refused(&counted(3), "/content/Count", json!("3/2"), "'3/2' is not a number");
    // An end without digits, one of a precision that none has and that a few bytes must not ask for, and ends the wrong way round.
    let range = "/content/Range";
    refused(&third(53), range, json!([[53, "x.y"], [53, "1"]]), r#"(53, "x.y") is no end"#);
    for bits in [0, Precision::MOST + 1, u32::MAX] {
        refused(&third(53), range, json!([[53, "0"], [bits, "1"]]), &format!(r#"({bits}, "1") is no end"#));
    }
    refused(&third(53), range, json!([[53, "2"], [53, "1"]]), "interval");
    assert_eq!(
        read(with(&third(53), range, json!([[24, "-a.8"], [53, "1"]]))),
        Ok(Answer::enclosed(Interval::new(Float::with_val(24, -10.5), Float::with_val(53, 1)).expect("an interval")))
    );
}

#[test]
fn a_guarantee_is_one_of_the_known_words() {
    for guarantee in Guarantee::ALL {
        let answer = read(with(&third(53), "/guarantee", json!(guarantee.word())));
        assert_eq!(answer.expect("an answer").guarantee(), Some(guarantee));
    }
    let error = read(with(&third(53), "/guarantee", json!("certain"))).expect_err("no word");
    assert!(error.contains("'certain' is no guarantee"), "{error}");
}

#[test]
fn a_case_that_compared_nothing_has_no_guarantee_in_its_file_either() {
    let row = check(|_, _| Err(Error::domain("x", 0, "positive")), vec![]);
    let compared = check(|_, _| near(&ratio(1, 3), 200), vec![]);
    for (report, guarantee) in [(&row.cases[0], json!(null)), (&compared.cases[0], json!("rigorous"))] {
        let value = serde_json::to_value(report).expect("a case is written");
        assert_eq!(value["guarantee"], guarantee);
        assert_eq!(&serde_json::from_value::<CaseReport>(value).expect("a case"), report);
    }
}
