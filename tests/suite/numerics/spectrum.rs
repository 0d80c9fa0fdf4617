//! Where eigenvalues lie: rotations, shears, boundaries, and matrices with known eigenvalues in a skew basis.

use crate::support::bits;
use escapement::numerics::rational::ratio;
use escapement::numerics::spectrum::is_contracting;
use escapement::numerics::{Guarantee, Interval};
use rug::Rational;

fn enclosed(rows: &[Vec<Rational>]) -> Vec<Vec<Interval>> {
    let row = |row: &Vec<Rational>| row.iter().map(|x| Interval::from_rational(x, bits(200))).collect();
    rows.iter().map(row).collect()
}

/// A rotation by the angle of the triangle 3, 4, 5, times a factor.
fn rotation(factor: &Rational) -> Vec<Vec<Interval>> {
    let (c, s) = (ratio(4, 5) * factor, ratio(3, 5) * factor);
    enclosed(&[vec![c.clone(), Rational::from(-&s)], vec![s, c]])
}

#[test]
fn complex_eigenvalues_are_told_from_the_circle_on_both_sides() {
    let (inside, outside) =
        (is_contracting(&rotation(&ratio(999, 1000))).unwrap(), is_contracting(&rotation(&ratio(1001, 1000))).unwrap());
    assert!(inside.holds() && !outside.holds());
    assert_eq!((inside.guarantee(), outside.guarantee()), (Guarantee::Rigorous, Guarantee::Rigorous));
    assert!(is_contracting(&rotation(&ratio(1, 1))).is_err(), "on the circle nothing is certain");
}

#[test]
fn a_large_norm_or_a_small_trace_decides_nothing_by_itself() {
    // Eigenvalues 1/2 and -1/2 under a shear of 10^6.
    let shear = enclosed(&[vec![ratio(1, 2), ratio(1_000_000, 1)], vec![ratio(0, 1), ratio(-1, 2)]]);
    assert!(is_contracting(&shear).unwrap().holds());
    // Eigenvalues 3/2 and -3/2: the trace is zero, that of the square is not.
    let opposite = enclosed(&[vec![ratio(0, 1), ratio(9, 4)], vec![ratio(1, 1), ratio(0, 1)]]);
    assert!(!is_contracting(&opposite).unwrap().holds());
}

#[test]
fn an_enclosure_that_holds_a_matrix_of_either_kind_is_left_open() {
    let straddling =
        Interval::from_rational(&ratio(99, 100), bits(64)).hull(&Interval::from_rational(&ratio(101, 100), bits(64)));
    assert!(is_contracting(&[vec![straddling]]).is_err());
    assert!(is_contracting(&[vec![], vec![]]).is_err(), "no square");
}
