//! How a campaign is divided, and that a part is read back from its file as it was.

use super::{check, near};
use escapement::Error;
use escapement::evidence::{Campaign, ClaimEvidence, Examined, Part, Share};
use escapement::numerics::Digits;
use escapement::numerics::rational::ratio;

fn campaign() -> Campaign {
    Campaign { digits: Digits::new(30).expect("30 digits are legal"), cases: 4, seed: 9 }
}

fn part(share: Share) -> Part {
    let row = check(|_, _| near(&ratio(1, 3), 200), vec![]);
    let examined = |(number, report)| Examined { number, report, refutes: vec![true, false] };
    let cases = row.cases.into_iter().enumerate().map(examined).collect();
    Part::new(&campaign(), share, vec![ClaimEvidence { claim: "T".to_owned(), cases }])
}

#[test]
fn there_is_no_part_outside_their_number_and_no_more_parts_than_a_hundred_thousand() {
    for (number, of) in [(1, 1), (3, 16), (16, 16), (1, Share::MOST), (Share::MOST, Share::MOST)] {
        let share = Share::new(number, of).expect("a part");
        assert_eq!((share.number(), share.parts(), share.to_string()), (number, of, format!("{number}/{of}")));
    }
    for (number, of) in [(0, 0), (0, 1), (2, 1), (17, 16), (1, Share::MOST + 1)] {
        let error = Share::new(number, of).expect_err("no part");
        assert!(
            matches!(&error, Error::Domain { argument: "partition", value, .. } if *value == format!("{number}/{of}"))
        );
    }
    assert_eq!(Share::new(1, 1).expect("a part"), Share::WHOLE);
    assert_eq!(Share::MOST, 100_000);
}

#[test]
fn every_case_belongs_to_one_part_and_each_claim_begins_with_another() {
    let parts = [1, 2, 3].map(|number| Share::new(number, 3).expect("a part"));
    let owner = |claim, case| {
        let owners: Vec<_> = parts.iter().filter(|part| part.holds(claim, case)).map(|part| part.number()).collect();
        let [one] = owners[..] else { panic!("case {case} of claim {claim} has owners {owners:?}") };
        one
    };
    let owners = |claim| [0, 1, 2, 3].map(|case| owner(claim, case));
    assert_eq!((owners(0), owners(1), owners(2)), ([1, 2, 3, 1], [2, 3, 1, 2], [3, 1, 2, 3]));
    assert!((0..9).all(|case| Share::WHOLE.holds(case, 2 * case)));
}

#[test]
fn a_part_is_read_back_as_it_was_and_knows_its_campaign() {
    let part = part(Share::new(2, 5).expect("a part"));
    assert!(!part.evidence[0].cases.is_empty());
    assert_eq!((part.version.as_str(), part.part.to_string()), (env!("CARGO_PKG_VERSION"), "2/5".to_owned()));
    let again: Part = serde_json::from_str(&serde_json::to_string(&part).expect("a file")).expect("a part");
    assert_eq!(again, part);
    assert_eq!(again.campaign().expect("a campaign"), campaign());
    let error = Part { digits: 0, ..part }.campaign().expect_err("no digits");
    assert!(matches!(error, Error::Domain { argument: "digits", .. }), "{error}");
}
