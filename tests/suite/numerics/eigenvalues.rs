//! Tests of `src/numerics/eigenvalues.rs` and `linear.rs`.

use escapement::numerics::eigenvalues::eigenvalues;
use escapement::numerics::linear::solve;
use rug::Float;

const BITS: u32 = 192;

fn float(x: f64) -> Float {
    Float::with_val(BITS, x)
}

/// `T D T^-1` with a unipotent `T`, whose inverse is exact.
fn turned(blocks: &[[f64; 3]; 3]) -> Vec<Vec<Float>> {
    let t = [[1, 2, -3], [0, 1, 4], [0, 0, 1]].map(|row| row.map(f64::from));
    let inverse = [[1, -2, 11], [0, 1, -4], [0, 0, 1]].map(|row| row.map(f64::from));
    let times = |a: &[[Float; 3]; 3], b: &[[f64; 3]; 3]| {
        [0, 1, 2].map(|i| {
            [0, 1, 2].map(|j| (0..3).fold(float(0.0), |sum, k| sum + Float::with_val(BITS, &a[i][k] * b[k][j])))
        })
    };
    let exact = times(&times(&t.map(|row| row.map(float)), blocks), &inverse);
    exact.map(|row| row.to_vec()).to_vec()
}

#[test]
fn eigenvalues_of_very_different_sizes_keep_their_digits() {
    let tiny = 1.0 / (1u128 << 100) as f64;
    let found = eigenvalues(&turned(&[[0.25, 0.0, 0.0], [0.0, tiny, 0.0], [0.0, 0.0, -3.0]])).expect("they settle");
    for (found, known) in found.iter().zip([-3.0, 0.25, tiny]) {
        assert!(found.imaginary.is_zero());
        assert!((found.real.clone() / known - 1u32).abs() < 1e-20, "{found:?}");
    }
}

#[test]
fn conjugate_pairs_double_ones_and_zero_are_found() {
    let pair = eigenvalues(&turned(&[[0.0, -2.0, 0.0], [2.0, 0.0, 0.0], [0.0, 0.0, 0.0]])).expect("they settle");
    let parts: Vec<(f64, f64)> = pair.iter().map(|x| (x.real.to_f64(), x.imaginary.to_f64())).collect();
    let near = |a: (f64, f64), b: (f64, f64)| (a.0 - b.0).abs() + (a.1 - b.1).abs() < 1e-30;
    assert!(near(parts[0], (0.0, 2.0)) && near(parts[1], (0.0, -2.0)) && near(parts[2], (0.0, 0.0)), "{parts:?}");
    assert!((pair[0].modulus() - 2u32).abs() < 1e-30);
    let double = eigenvalues(&turned(&[[0.5, 1.0, 0.0], [0.0, 0.5, 0.0], [0.0, 0.0, 1.0]])).expect("they settle");
    assert!((double[1].modulus() - 0.5f64).abs() < 1e-20 && (double[2].modulus() - 0.5f64).abs() < 1e-20);
    assert!(eigenvalues(&[]).expect("nothing").is_empty());
    assert!(eigenvalues(&[vec![float(1.0), float(2.0)]]).is_err());
}

#[test]
fn the_solution_of_a_system_solves_it_and_a_singular_one_is_refused() {
    let matrix = turned(&[[0.0, -2.0, 1.0], [2.0, 0.0, 5.0], [1.0, 0.0, 3.0]]);
    let right = [1.0, -7.0, 0.5].map(float);
    let solution = solve(&matrix, &right).expect("it is regular");
    for (row, b) in matrix.iter().zip(&right) {
        let sum = row.iter().zip(&solution).fold(float(0.0), |sum, (a, x)| sum + Float::with_val(BITS, a * x));
        assert!((sum - b).abs() < 1e-50);
    }
    let row = || vec![float(1.0), float(2.0)];
    assert!(solve(&[row(), row()], &[float(1.0), float(2.0)]).is_err());
    assert!(solve(&[row()], &[float(1.0)]).is_err());
}
