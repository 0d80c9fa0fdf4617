//! The widest ground of a claim.

use escapement::evidence::{CoverSummary, Reach, Standing};

fn standing(proved: bool, covered: bool, sampled: usize) -> Standing {
    let cover = CoverSummary {
        name: "known".to_owned(),
        shows: "it".to_owned(),
        boxes: vec!["x in [0, 1]".to_owned()],
        pieces: 1,
        percent: "100".to_owned(),
        bound: None,
    };
    Standing { proved: vec!["T"; usize::from(proved)], covered: vec![cover; usize::from(covered)], sampled }
}

#[test]
fn a_claim_is_counted_by_the_widest_of_its_grounds() {
    let best = |proved, covered, sampled| standing(proved, covered, sampled).best();
    assert_eq!(best(true, true, 3), Some(Reach::Proved));
    assert_eq!(best(true, false, 0), Some(Reach::Proved));
    assert_eq!(best(false, true, 3), Some(Reach::Covered));
    assert_eq!(best(false, true, 0), Some(Reach::Covered));
    assert_eq!(best(false, false, 1), Some(Reach::Sampled));
    assert_eq!(best(false, false, 0), None);
}

#[test]
fn every_ground_has_a_word_and_the_widest_comes_first() {
    assert_eq!(Reach::ALL.map(Reach::word), ["proved", "covered", "sampled"]);
    assert!(Reach::ALL.is_sorted());
}
