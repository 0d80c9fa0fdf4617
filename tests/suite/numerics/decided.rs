//! Answers and their grounds.

use escapement::numerics::rational::ratio;
use escapement::numerics::{Decided, Guarantee};

fn known(answer: bool) -> Decided<bool> {
    Decided::order(&ratio(i64::from(answer), 1), &ratio(0, 1)).map(std::cmp::Ordering::is_gt)
}

#[test]
fn both_hold_where_each_does_on_the_weaker_ground() {
    for (a, b) in [(false, false), (false, true), (true, false), (true, true)] {
        let both = known(a).and(Decided::sampled(b));
        assert_eq!((both.holds(), both.guarantee()), (a && b, Guarantee::Statistical));
        assert_eq!((!known(a)).holds(), !a);
        assert_eq!((!Decided::measured(a)).guarantee(), Guarantee::Numerical);
    }
}

#[test]
fn a_guarantee_is_shown_as_its_word() {
    assert_eq!(
        Guarantee::ALL.map(|guarantee| guarantee.to_string()),
        Guarantee::ALL.map(|guarantee| guarantee.word().to_owned())
    );
    assert_eq!(Guarantee::Rigorous.to_string(), "rigorous");
}
