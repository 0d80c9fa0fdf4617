//! A row is no stronger than what it rests on.

use escapement::evidence::{Guarantee, Info, Provenance, Row, Support, Verdict, weigh};

/// A verified, rigorous row with these supports.
fn row(id: &'static str, rests_on: &'static [Support]) -> Row {
    let info = Info {
        id,
        title: "test",
        provenance: Provenance::Derived,
        statement: "",
        domain: "",
        rests_on,
        promises: Guarantee::Rigorous,
    };
    Row {
        info,
        verdict: Verdict::Verified,
        guarantee: Some(Guarantee::Rigorous),
        cases: vec![],
        wrong_predictors: vec![],
    }
}

const ON_A: &[Support] = &[Support::Claim("A")];
const ON_B: &[Support] = &[Support::Claim("B")];

fn weighed(mut rows: Vec<Row>) -> Vec<Row> {
    weigh(&mut rows, |_| None);
    rows
}

#[test]
fn a_guarantee_is_weakened_along_the_whole_chain_whatever_the_order_of_the_rows() {
    let weak = || Row { guarantee: Some(Guarantee::Asymptotic), ..row("A", &[]) };
    for rows in [vec![weak(), row("B", ON_A), row("C", ON_B)], vec![row("C", ON_B), row("B", ON_A), weak()]] {
        assert!(weighed(rows).iter().all(|row| row.guarantee == Some(Guarantee::Asymptotic)));
    }
}

#[test]
fn a_stronger_ground_strengthens_nothing() {
    let exact = Row { guarantee: Some(Guarantee::Exact), ..row("A", &[]) };
    assert_eq!(weighed(vec![exact, row("B", ON_A)])[1].guarantee, Some(Guarantee::Rigorous));
}

#[test]
fn nothing_stands_on_a_refuted_or_inconclusive_ground() {
    for verdict in [Verdict::Refuted { case: "7".into() }, Verdict::Inconclusive { reason: "open".into() }] {
        let fallen = Row { verdict: verdict.clone(), ..row("A", &[]) };
        let rows = weighed(vec![fallen, row("B", ON_A), row("C", ON_B)]);
        assert!(rows[1].verdict.is_inconclusive() && rows[2].verdict.is_inconclusive());
        assert!(rows[1].verdict.to_string().contains(&format!("rests on A, which is {}", verdict.word())));
    }
}

#[test]
fn a_refutation_of_its_own_is_kept() {
    let fallen = Row { verdict: Verdict::Inconclusive { reason: "open".into() }, ..row("A", &[]) };
    let own = Row { verdict: Verdict::Refuted { case: "9".into() }, ..row("B", ON_A) };
    assert_eq!(weighed(vec![fallen, own])[1].verdict, Verdict::Refuted { case: "9".into() });
}

#[test]
fn a_claim_that_was_not_checked_counts_with_its_promise_and_one_that_does_not_exist_with_nothing() {
    let mut rows = vec![row("B", ON_A)];
    weigh(&mut rows, |id| (id == "A").then_some(Guarantee::Numerical));
    assert_eq!((rows[0].guarantee, rows[0].verdict.clone()), (Some(Guarantee::Numerical), Verdict::Verified));
    let lost = weighed(vec![row("B", ON_A)]);
    assert!(lost[0].verdict.is_inconclusive() && lost[0].guarantee.is_none());
}

#[test]
fn a_row_without_a_guarantee_gets_none_from_its_grounds() {
    let failed = Row { guarantee: None, ..row("B", ON_A) };
    assert_eq!(weighed(vec![row("A", &[]), failed])[1].guarantee, None);
}
