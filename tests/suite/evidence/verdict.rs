//! The words of verdicts and of where a statement comes from.

use super::{doubtful, refuted};
use escapement::evidence::{Assumption, Provenance, Support, Verdict, WrongPredictor};

#[test]
fn of_two_equally_bad_verdicts_the_first_is_told() {
    let other = Verdict::Refuted { case: "another case".to_owned() };
    assert_eq!(refuted().and(other), refuted());
    let open = Verdict::Inconclusive { reason: "another reason".to_owned() };
    assert_eq!(doubtful().and(open), doubtful());
}

#[test]
fn a_verdict_has_a_word_and_a_sentence() {
    let verdicts = [(Verdict::Verified, "verified"), (refuted(), "refuted"), (doubtful(), "inconclusive")];
    let sentences = ["verified", "refuted by a case", "inconclusive: a reason"];
    for ((verdict, word), sentence) in verdicts.into_iter().zip(sentences) {
        assert_eq!((verdict.word(), verdict.to_string().as_str()), (word, sentence));
        let is = [verdict.is_verified(), verdict.is_refuted(), verdict.is_inconclusive()];
        assert_eq!(is, ["verified", "refuted", "inconclusive"].map(|other| other == word));
    }
}

#[test]
fn every_provenance_has_its_mark_and_at_most_one_source() {
    use Provenance::{Derived, Model, ModelExtended, Paper, PaperExtended, PaperReconstructed, ReconstructedExtended};
    let marks = [
        (Paper, "[P]"),
        (PaperReconstructed, "[P~]"),
        (PaperExtended, "[P]+[D]"),
        (ReconstructedExtended, "[P~]+[D]"),
        (Model, "[I]"),
        (ModelExtended, "[I]+[D]"),
        (Derived, "[D]"),
    ];
    for (provenance, mark) in marks {
        let sources = (provenance.is_of_the_paper(), provenance.is_of_the_model());
        assert_eq!((provenance.mark(), sources), (mark, (mark.contains('P'), mark.contains('I'))));
    }
}

#[test]
fn a_support_and_a_wrong_predictor_go_by_their_names() {
    let assumption = Assumption { name: "a fast layer", statement: "It has no delay." };
    assert_eq!([Support::Claim("E1").name(), Support::Assumption(assumption).name()], ["E1", "a fast layer"]);
    let wrong = vec![WrongPredictor::Slightly, WrongPredictor::mistaken("twice as large", |_, _| Ok(vec![]))];
    let row = super::check(|_, _| super::third(256), wrong);
    let names: Vec<_> = row.wrong_predictors.iter().map(|wrong| wrong.name).collect();
    assert_eq!(names, ["relative error 1e-30, counts off by one", "twice as large"]);
}
