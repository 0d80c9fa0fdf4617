//! Memories and the reasoning matrix: orthogonality, sign classes, what is refused, and the spectrum of a circulant.

use crate::support;
use approx::{assert_abs_diff_eq, assert_relative_eq};
use escapement::model::{Memories, Parameters, Topology, reasoning_matrix};
use escapement::numerics::rational::ratio;
use escapement::numerics::{Precision, Scalar, Transcendental};
use nalgebra::{Complex, DMatrix};
use quickcheck::{Arbitrary, Gen};
use rug::{Float, Rational};

/// Checks a law of one case on 60 of them.
fn law<A: Arbitrary + std::fmt::Debug>(property: fn(A) -> bool) {
    support::law(60, property);
}

/// A number from `low ..= high`.
fn within(g: &mut Gen, low: usize, high: usize) -> usize {
    low + usize::arbitrary(g) % (high - low + 1)
}

/// Rows of a Sylvester matrix, with a neuron and a memory to spoil.
#[derive(Debug, Clone)]
struct Rows {
    neurons: usize,
    memories: usize,
    neuron: usize,
    memory: usize,
}

impl Arbitrary for Rows {
    fn arbitrary(g: &mut Gen) -> Self {
        let neurons = 1 << within(g, 1, 7);
        let memories = within(g, 2, neurons.min(24));
        Self { neurons, memories, neuron: within(g, 0, neurons - 1), memory: within(g, 0, memories - 1) }
    }
}

#[test]
fn sylvester_memories_are_orthogonal_signs() {
    law(|rows: Rows| {
        let memories = Memories::sylvester(rows.neurons, rows.memories).unwrap();
        let patterns = memories.patterns().map(i64::from);
        let products = patterns.transpose() * &patterns;
        let expected = DMatrix::<i64>::identity(rows.memories, rows.memories) * rows.neurons as i64;
        products == expected && memories.patterns().iter().all(|sign| sign.abs() == 1)
    });
}

#[test]
fn sign_classes_partition_the_neurons_and_keep_orthogonality() {
    law(|rows: Rows| {
        let classes = Memories::sylvester(rows.neurons, rows.memories).unwrap().sign_classes();
        let total: Rational = classes.iter().map(|class| &class.share).sum();
        let product = |a: usize, b: usize| -> Rational {
            classes.iter().map(|class| &class.share * Rational::from(class.signs[a] * class.signs[b])).sum()
        };
        let orthogonal = (0..rows.memories).all(|a| (0..rows.memories).all(|b| product(a, b) == i32::from(a == b)));
        let mut patterns: Vec<&Vec<i8>> = classes.iter().map(|class| &class.signs).collect();
        patterns.dedup();
        total == 1 && orthogonal && patterns.len() == classes.len() && patterns.iter().all(|signs| signs[0] == 1)
    });
}

#[test]
fn as_long_as_rows_are_independent_every_sign_class_has_the_same_share() {
    for bits in 1..=7u32 {
        for memories in 2..=bits as usize {
            let classes = Memories::sylvester(1 << bits, memories).unwrap().sign_classes();
            assert_eq!(classes, Memories::full(memories).unwrap().sign_classes());
            assert_eq!(classes.len(), 1 << (memories - 1));
            assert!(classes.iter().all(|class| class.share == ratio(1, 1 << (memories - 1))));
        }
    }
}

#[test]
fn one_wrong_sign_is_refused_with_the_pair_it_spoils() {
    law(|rows: Rows| {
        let mut patterns = Memories::sylvester(rows.neurons, rows.memories).unwrap().patterns().clone();
        patterns[(rows.neuron, rows.memory)] *= -1;
        // Every pair with that memory is spoiled; pairs are looked at in the order of their second member.
        let (first, second) = if rows.memory == 0 { (0, 1) } else { (0, rows.memory) };
        let product = -2 * i32::from(patterns[(rows.neuron, first)] * -patterns[(rows.neuron, second)]);
        let error = Memories::new(patterns).unwrap_err().to_string();
        error.contains(&format!("memories {first} and {second} with product {product}"))
            && error.contains("pairwise orthogonal")
    });
}

#[test]
fn what_is_no_sign_is_refused_with_its_place() {
    law(|rows: Rows| {
        let mut patterns = Memories::sylvester(rows.neurons, rows.memories).unwrap().patterns().clone();
        patterns[(rows.neuron, rows.memory)] = 3;
        let error = Memories::new(patterns).unwrap_err().to_string();
        error.contains(&format!("3 at neuron {} of memory {}", rows.neuron, rows.memory))
    });
}

#[test]
fn shapes_without_orthogonal_memories_are_refused() {
    for (neurons, memories, named) in
        [(8, 1, "memories"), (8, 9, "memories"), (12, 3, "neurons"), (0, 2, "neurons"), (1 << 25, 2, "neurons")]
    {
        let error = Memories::sylvester(neurons, memories).unwrap_err().to_string();
        assert!(error.starts_with(named), "{error}");
    }
    assert!(Memories::new(DMatrix::from_element(2, 3, 1)).unwrap_err().to_string().contains("3 of 2 neurons"));
    assert!(Memories::full(1).is_err() && Memories::full(Memories::MOST_FULL + 1).is_err());
}

/// A ring of memories and its couplings.
#[derive(Debug, Clone)]
struct Ring {
    memories: usize,
    gain: Rational,
    own: Rational,
}

impl Arbitrary for Ring {
    fn arbitrary(g: &mut Gen) -> Self {
        let gain = ratio(within(g, 1, 900) as i64, 100);
        Self { memories: within(g, 2, 13), gain, own: ratio(within(g, 0, 240) as i64 - 120, 100) }
    }
}

impl Ring {
    /// The reasoning matrix in doubles.
    fn matrix(&self) -> DMatrix<f64> {
        let parameters = Parameters::new(self.gain.clone()).unwrap().with_self_coupling(self.own.clone());
        let ring = parameters.with_topology(Topology::Ring(self.memories)).unwrap();
        reasoning_matrix(&ring).map(|entry| entry.to_f64())
    }

    /// `kappa (rho + exp(-2 pi i k/P))` for every `k`: the discrete Fourier transform of the couplings.
    fn transform(&self) -> Vec<Complex<f64>> {
        let angle = |k: usize| Float::pi(Precision::DOUBLE) * &Rational::from((-2 * k as i64, self.memories as u64));
        let root = |k: usize| {
            let (cosine, sine) = (Transcendental::cos(&angle(k)), Transcendental::sin(&angle(k)));
            Complex::new(cosine.to_f64() + self.own.to_f64(), sine.to_f64())
        };
        (0..self.memories).map(|k| root(k) * self.gain.to_f64()).collect()
    }
}

#[test]
fn the_spectrum_of_the_reasoning_matrix_is_the_transform_of_its_couplings() {
    law(|ring: Ring| {
        let found = ring.matrix().complex_eigenvalues();
        let mut left: Vec<Complex<f64>> = found.iter().copied().collect();
        for expected in ring.transform() {
            let distance = |z: &Complex<f64>| (z - expected).norm_sqr();
            let nearest = (0..left.len()).min_by(|&a, &b| distance(&left[a]).total_cmp(&distance(&left[b]))).unwrap();
            let found = left.swap_remove(nearest);
            assert_abs_diff_eq!(found.re, expected.re, epsilon = 1e-10 * ring.gain.to_f64());
            assert_abs_diff_eq!(found.im, expected.im, epsilon = 1e-10 * ring.gain.to_f64());
        }
        left.is_empty()
    });
}

#[test]
fn every_column_of_the_reasoning_matrix_sums_to_the_whole_drive() {
    law(|ring: Ring| {
        let whole = (ring.gain.clone() * (ring.own.clone() + 1u32)).to_f64();
        for column in ring.matrix().column_iter() {
            assert_relative_eq!(column.sum(), whole, epsilon = 1e-12, max_relative = 1e-12);
        }
        true
    });
}
