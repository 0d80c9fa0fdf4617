//! Limits of ladders.

use escapement::Error;
use escapement::evidence::{eliminate, settled};
use rug::Float;

fn floats(values: &[i32]) -> Vec<Float> {
    values.iter().map(|value| Float::with_val(64, *value)).collect()
}

#[test]
fn a_term_that_decays_with_the_ladder_is_eliminated() {
    // 5 + 32 * 4^-k.
    assert_eq!(eliminate(&floats(&[37, 13, 7]), &Float::with_val(64, 4)), floats(&[5, 5]));
    assert_eq!(eliminate(&floats(&[37]), &Float::with_val(64, 4)), floats(&[]));
}

#[test]
fn a_settled_ladder_is_uncertain_by_twice_the_larger_of_its_last_two_changes() {
    for values in [[0, 3, 4], [0, 1, 4], [2, -1, 4 - 6]] {
        let (changes, last) = ([values[1] - values[0], values[2] - values[1]], values[2]);
        let radius = 2 * changes.map(i32::abs).into_iter().max().unwrap();
        let limit = settled(&floats(&[&[100], &values[..]].concat())).unwrap();
        assert_eq!(
            (limit.lower(), limit.upper()),
            (&Float::with_val(64, last - radius), &Float::with_val(64, last + radius))
        );
    }
    assert!(matches!(settled(&floats(&[1, 2])), Err(Error::Domain { .. })));
}
