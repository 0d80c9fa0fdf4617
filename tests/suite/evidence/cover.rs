//! Covers of boxes on which the truth is known.

use escapement::error::{Error, Result};
use escapement::evidence::cover::{Cost, Cover, CoverInfo, Map, Piece, Region, Said, percent, side};
use escapement::evidence::{Answer, CoverReport, Coverable, Verdict};
use escapement::numerics::rational::ratio;
use escapement::numerics::{Certainty, Gradient, Precision, Transcendental};
use rug::Rational;

const BITS: Precision = Precision::DOUBLE;

fn info(halvings: u32, percent: u32) -> CoverInfo {
    CoverInfo { name: "known", claims: &["K1"], shows: "it", halvings, percent, cost: Cost::Quick, drawn: true }
}

fn number(piece: &Piece, formula: impl Fn(&[Gradient]) -> Result<Gradient>) -> Result<Said> {
    piece.developed(BITS, formula).map(Said::Number)
}

/// `2 ln x` against `ln x^2`, and that times 1001/1000.
fn logarithm(within: fn() -> Rational) -> Cover<&'static str> {
    Cover {
        info: info(12, 100),
        regions: || vec![Region { of: "x", sides: vec![side("x", ratio(1, 1), ratio(2, 1))] }],
        within,
        predict: |_, piece| number(piece, |x| Ok(x[0].ln()? * 2)),
        observe: |_, piece| number(piece, |x| (x[0].clone() * &x[0]).ln()),
        wrong_predictors: vec![("a factor", |_, piece| number(piece, |x| Ok(x[0].ln()? * &ratio(1001, 500))))],
    }
}

/// Whether `x y > 1/3` all over a piece.
fn decided(piece: &Piece, bound: &Rational) -> Result<Said> {
    let sides = piece.ranges(BITS);
    let product = &sides[0] * &sides[1];
    Ok(match product.above(bound) {
        Certainty::Unknown => Said::Open(None),
        answer => Said::Decision(Answer::either(answer.decided("above", &product)?, "above", "below")),
    })
}

fn plane(halvings: u32, least: u32) -> Cover<&'static str> {
    Cover {
        info: info(halvings, least),
        regions: || {
            let sides = vec![side("x", ratio(0, 1), ratio(1, 1)), side("y", ratio(0, 1), ratio(1, 1))];
            vec![Region { of: "x y", sides }]
        },
        within: Rational::new,
        predict: |_, piece| decided(piece, &ratio(1, 3)),
        observe: |_, piece| decided(piece, &ratio(1, 3)),
        wrong_predictors: vec![("another bound", |_, piece| decided(piece, &ratio(2, 5)))],
    }
}

fn shown(cover: &Cover<&'static str>) -> CoverReport {
    cover.cover().expect("a cover")
}

#[test]
fn a_number_is_covered_to_within_the_bound_and_a_factor_is_refuted_by_every_piece() {
    let report = shown(&logarithm(|| ratio(1, 100)));
    assert_eq!(report.verdict(), Verdict::Verified);
    let [one] = &report.boxes[..] else { panic!("one box") };
    assert_eq!((one.left, one.share()), (0, ratio(1, 1)));
    assert!(one.pieces > 1 && *one.bound.as_ref().unwrap() <= ratio(1, 100));
    assert_eq!(report.wrong_predictors[0].refuted_by, one.pieces);
    // A narrower bound takes more pieces.
    assert!(shown(&logarithm(|| ratio(1, 1000))).pieces() > one.pieces);
}

#[test]
fn a_wrong_prediction_is_refuted_and_no_bound_makes_up_for_it() {
    let wrong = logarithm(|| ratio(100, 1));
    let (_, predict) = wrong.wrong_predictors[0];
    let report = shown(&Cover { predict, ..wrong });
    assert!(report.verdict().is_refuted());
    assert_eq!(report.pieces(), 0);
}

#[test]
fn what_a_boundary_runs_through_is_left_and_counted() {
    let (coarse, fine) = (shown(&plane(6, 50)), shown(&plane(12, 50)));
    assert_eq!(fine.verdict(), Verdict::Verified);
    assert!(coarse.share() < fine.share() && fine.share() < 1);
    // The same pieces and wrong predictors do not do for the whole box.
    let whole = shown(&plane(12, 100));
    assert_eq!((whole.share(), &whole.wrong_predictors), (fine.share(), &fine.wrong_predictors));
    assert!(whole.verdict().is_inconclusive());
    // The pieces and what is left make up the box.
    let one = &fine.boxes[0];
    let map = Map::read(&one.sides, &one.map).expect("a map");
    let area = |piece: &Piece| piece.ends().iter().map(|(low, high)| Rational::from(high - low)).product::<Rational>();
    let covered: Rational = map.pieces.iter().filter(|(_, word)| word.is_some()).map(|(piece, _)| area(piece)).sum();
    assert_eq!(covered, one.share());
    assert_eq!(map.pieces.iter().map(|(piece, _)| area(piece)).sum::<Rational>(), 1);
}

#[test]
fn a_piece_that_is_looked_at_again_says_what_it_said() {
    let cover = plane(12, 50);
    let corner = |low: Rational| Piece::whole(&[side("x", low.clone(), ratio(1, 1)), side("y", low, ratio(1, 1))]);
    assert_eq!(cover.piece(0, &corner(ratio(3, 4))).unwrap().as_deref(), Some("above"));
    assert_eq!(cover.piece(0, &corner(ratio(1, 4))).unwrap(), None);
    assert!(matches!(cover.piece(1, &corner(ratio(3, 4))), Err(Error::Domain { argument: "box", .. })));
}

#[test]
fn every_box_is_named_with_its_sides() {
    let regions = || {
        let sides = |high| vec![side("x", ratio(0, 1), ratio(high, 1)), side("y", ratio(-1, 2), ratio(3, 1))];
        vec![Region { of: "one", sides: sides(1) }, Region { of: "other", sides: sides(2) }]
    };
    let cover = Cover { regions, ..plane(4, 50) };
    let expected = regions().into_iter().map(|region| (region.of.to_owned(), region.sides)).collect::<Vec<_>>();
    assert_eq!(cover.boxes(), expected);
    assert_eq!(cover.boxes()[1].1[0], side("x", ratio(0, 1), ratio(2, 1)));
}

#[test]
fn what_is_out_of_reach_is_left_with_all_its_smallest_pieces() {
    // Out of reach right of 1/2, for either side of the comparison.
    let beyond: fn(&&'static str, &Piece) -> Result<Said> = |_, piece| match piece.ends()[0].0 >= ratio(1, 2) {
        true => Ok(Said::Beyond),
        false => decided(piece, &ratio(1, 3)),
    };
    // What is predicted there is known, so that the observation is asked.
    let known: fn(&&'static str, &Piece) -> Result<Said> = |_, piece| match piece.ends()[0].0 >= ratio(1, 2) {
        true => decided(piece, &ratio(-1, 1)),
        false => decided(piece, &ratio(1, 3)),
    };
    let (unpredicted, unobserved) = (plane(12, 1), plane(12, 1));
    for cover in [Cover { predict: beyond, ..unpredicted }, Cover { predict: known, observe: beyond, ..unobserved }] {
        let report = shown(&cover);
        let one = &report.boxes[0];
        let map = Map::read(&one.sides, &one.map).expect("a map");
        let half = |(piece, word): &(Piece, Option<String>)| piece.ends()[0].0 >= ratio(1, 2) && word.is_none();
        assert_eq!(map.pieces.iter().filter(|one| half(one)).count(), 1, "what is out of reach is not halved");
        assert!(one.left > 1 << 11, "{}", one.left);
        assert!(one.share() < ratio(1, 2) && one.share() > ratio(2, 5), "{}", one.share());
    }
}

#[test]
fn a_wrong_decision_is_refuted_on_a_piece_that_is_named() {
    let wrong = plane(12, 50);
    let (_, predict) = wrong.wrong_predictors[0];
    let report = shown(&Cover { predict, ..wrong });
    assert!(report.verdict().is_refuted());
    assert!(report.boxes[0].refuted.as_ref().unwrap().starts_with("x in ["));
}

#[test]
fn a_right_decision_is_never_caught_as_a_wrong_one() {
    let cover = plane(12, 50);
    let report = shown(&Cover { wrong_predictors: vec![("none", cover.predict)], ..cover });
    assert_eq!(report.wrong_predictors[0].refuted_by, 0);
    assert!(report.verdict().is_inconclusive());
    let caught = shown(&plane(12, 50)).wrong_predictors[0].refuted_by;
    assert!(caught > 0 && caught < report.pieces());
}

#[test]
fn only_a_failure_that_a_narrower_piece_may_cure_leaves_it_open() {
    let fails: fn(&&'static str, &Piece) -> Result<Said> =
        |_, _| Err(Error::StepLimit { limit: 1, time: "0".to_owned() });
    assert_eq!(shown(&Cover { observe: fails, ..plane(4, 50) }).share(), 0);
    let wrong: fn(&&'static str, &Piece) -> Result<Said> = |_, _| Err(Error::domain("x", 0, "positive"));
    assert!(Cover { observe: wrong, ..plane(4, 50) }.cover().is_err());
}

#[test]
fn a_cover_does_not_depend_on_the_number_of_threads() {
    let run = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| shown(&plane(10, 50)))
    };
    assert_eq!(run(1), run(3));
}

#[test]
fn a_cover_that_no_wrong_predictor_fails_is_inconclusive() {
    let cover = Cover { wrong_predictors: vec![], ..plane(10, 50) };
    assert!(shown(&cover).verdict().is_inconclusive());
}

#[test]
fn words_that_no_cover_writes_are_refused() {
    let sides = [side("x", ratio(0, 1), ratio(1, 1))];
    for words in ["", "/0;a;", "/1;a;b;", "a;b;", "/x;a;b;"] {
        assert!(Map::read(&sides, words).is_err(), "{words}");
    }
    assert_eq!(
        Map::read(&sides, "/0;a;?;").unwrap().pieces[1],
        (Piece::whole(&[side("x", ratio(1, 2), ratio(1, 1))]), None)
    );
}

#[test]
fn percentages_are_rounded_down() {
    assert_eq!(percent(&ratio(2, 3), 2), "66.66");
    assert_eq!(percent(&ratio(1, 1), 2), "100.00");
    assert_eq!(percent(&ratio(1, 2000), 3), "0.050");
}
