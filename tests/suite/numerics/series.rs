//! The seam under the series: convolutions and single operations against exact ones.

use crate::numerics::laws::{Bits, Fraction, Place, Set, below, dyadic, is_sound, rational};
use crate::support::{bits, law};
use approx::assert_abs_diff_eq;
use escapement::numerics::Interval;
use escapement::numerics::rational::{power, ratio};
use escapement::numerics::series::{Arithmetic, Doubles, Floats, Intervals};
use quickcheck::{Arbitrary, Gen, TestResult};
use rug::Rational;

/// Two series of the same length, from 0 to 39.
#[derive(Clone, Debug)]
struct Pair(Vec<(Rational, Rational)>);

impl Arbitrary for Pair {
    fn arbitrary(g: &mut Gen) -> Self {
        let number = |g: &mut Gen| {
            let exponent = below(g, 20) as i32 - 10;
            if below(g, 8) == 0 { Rational::new() } else { dyadic(g, exponent) }
        };
        Self((0..below(g, 40)).map(|_| (number(g), number(g))).collect())
    }

    fn shrink(&self) -> Box<dyn Iterator<Item = Self>> {
        let own = self.0.clone();
        Box::new((0..own.len()).map(move |end| Self(own[..end].to_vec())))
    }
}

/// `sum_i a_i b_{n-1-i}` and the sum of the absolute values, exactly.
fn exact_convolution(a: &[Rational], b: &[Rational]) -> (Rational, Rational) {
    let terms = || a.iter().zip(b.iter().rev()).map(|(x, y)| Rational::from(x * y));
    (terms().sum(), terms().map(Rational::abs).sum())
}

/// The numbers as stored, the convolution, and the convolution with itself, all written over a stale result.
fn convolutions<A: Arithmetic>(
    mut arithmetic: A,
    a: &[Rational],
    b: &[Rational],
) -> ([Vec<A::Number>; 2], [A::Number; 2]) {
    let mut store = |values: &[Rational]| -> Vec<A::Number> {
        let mut stored = vec![arithmetic.zero(); values.len()];
        for (out, value) in stored.iter_mut().zip(values) {
            arithmetic.assign_rational(out, value);
        }
        stored
    };
    let (a, b, mut stale) = (store(a), store(b), store(&[ratio(355, 113)]));
    let mut product = stale.remove(0);
    let mut square = product.clone();
    arithmetic.convolve(&mut product, &a, &b);
    arithmetic.convolve_square(&mut square, &a);
    ([a, b], [product, square])
}

#[test]
fn convolutions_agree_with_the_exact_one_in_every_arithmetic() {
    fn property(Pair(pairs): Pair, Bits(precision): Bits) {
        let (a, b): (Vec<Rational>, Vec<Rational>) = pairs.into_iter().unzip();
        // Each product and each partial sum may be off by half a unit in the last place.
        let bound = |magnitude: &Rational, precision: u32| {
            Rational::from(magnitude * (a.len() as u32 + 1)) * power(2, 1 - precision as i32)
        };

        let ([x, y], found) = convolutions(Doubles, &a, &b);
        let stored = [x, y].map(|v| v.iter().map(|d| Rational::from_f64(*d).unwrap()).collect::<Vec<_>>());
        for (found, other) in found.iter().zip([&stored[1], &stored[0]]) {
            let (exact, magnitude) = exact_convolution(&stored[0], other);
            assert_abs_diff_eq!(*found, exact.to_f64(), epsilon = bound(&magnitude, 52).to_f64());
        }

        let ([x, y], found) = convolutions(Floats::new(bits(precision)), &a, &b);
        let stored = [x, y].map(|v| v.iter().map(rational).collect::<Vec<_>>());
        for (found, other) in found.iter().zip([&stored[1], &stored[0]]) {
            let (exact, magnitude) = exact_convolution(&stored[0], other);
            let error = (rational(found) - exact).abs();
            assert!(found.prec() == precision && error <= bound(&magnitude, precision), "{} terms", a.len());
        }

        let (stored, found) = convolutions(Intervals::new(bits(precision)), &a, &b);
        assert!(stored[0].iter().zip(&a).all(|(enclosure, value)| enclosure.contains_rational(value)));
        for (found, other) in found.iter().zip([&b, &a]) {
            let (exact, magnitude) = exact_convolution(&a, other);
            assert!(is_sound(found) && found.contains_rational(&exact), "{exact} outside {found}");
            assert!(rational(&found.width()) <= bound(&magnitude, precision) * 8, "{} terms: {found}", a.len());
        }
        if a.is_empty() {
            assert!(found.iter().all(|zero| zero.is_point() && zero.contains_zero()));
        }
    }
    law(1500, property as fn(Pair, Bits));
}

#[test]
fn convolutions_of_wide_enclosures_hold_those_of_their_members() {
    fn property(sets: Vec<(Set, Set)>, places: Vec<(Place, Place)>, Bits(precision): Bits) {
        let length = sets.len().min(places.len());
        let (a, b): (Vec<Interval>, Vec<Interval>) =
            sets[..length].iter().map(|(x, y)| (x.at(precision), y.at(precision))).unzip();
        let members = |x: &[Interval]| x.iter().zip(&places).map(|(x, place)| place.0.of(x)).collect::<Vec<_>>();
        let (x, y) = (members(&a), members(&b));
        let mut arithmetic = Intervals::new(bits(precision));
        let (mut product, mut square) = (arithmetic.zero(), arithmetic.zero());
        arithmetic.convolve(&mut product, &a, &b);
        arithmetic.convolve_square(&mut square, &a);
        assert!(product.contains_rational(&exact_convolution(&x, &y).0));
        assert!(square.contains_rational(&exact_convolution(&x, &x).0));
        let mut plain = arithmetic.zero();
        arithmetic.convolve(&mut plain, &a, &a);
        assert!(plain.overlaps(&square));
    }
    law(750, property as fn(Vec<(Set, Set)>, Vec<(Place, Place)>, Bits));
}

#[test]
fn the_single_operations_of_the_seam_agree_with_exact_ones() {
    /// Every operation that takes one or two numbers and its exact counterpart.
    fn each<A: Arithmetic>(arithmetic: &mut A, a: &Rational, b: &Rational, factor: u32) -> Vec<(A::Number, Rational)> {
        let zero = arithmetic.zero();
        let (mut x, mut y) = (zero.clone(), zero.clone());
        arithmetic.assign_rational(&mut x, a);
        arithmetic.assign_rational(&mut y, b);
        let mut out = vec![zero; 9];
        arithmetic.add(&mut out[0], &x, &y);
        arithmetic.sub(&mut out[1], &x, &y);
        arithmetic.mul(&mut out[2], &x, &y);
        arithmetic.div(&mut out[3], &x, &y).unwrap();
        for copy in &mut out[4..] {
            arithmetic.assign(copy, &x);
        }
        arithmetic.negate(&mut out[4]);
        arithmetic.mul_integer(&mut out[5], factor);
        arithmetic.div_integer(&mut out[6], factor);
        arithmetic.shift(&mut out[7], -9);
        arithmetic.add_square(&mut out[8], &y);
        let divisor = Rational::from(factor);
        let exact = [
            Rational::from(a + b),
            Rational::from(a - b),
            Rational::from(a * b),
            Rational::from(a / b),
            Rational::from(-a),
            Rational::from(a * &divisor),
            Rational::from(a / &divisor),
            a * power(2, -9),
            b.clone().square() + a,
        ];
        out.into_iter().zip(exact).collect()
    }
    fn property(Fraction(a): Fraction, Fraction(b): Fraction, factor: u16, Bits(precision): Bits) -> TestResult {
        let (a, b, factor) = (a, if b == 0 { ratio(1, 3) } else { b }, u32::from(factor) + 1);
        let enclosed = each(&mut Intervals::new(bits(precision)), &a, &b, factor);
        assert!(
            enclosed.iter().all(|(found, exact)| is_sound(found) && found.contains_rational(exact)),
            "{enclosed:?}"
        );
        // Sums lose digits to cancellation, so errors are measured against the larger operand.
        let scale = a.clone().abs() + b.clone().abs() + b.clone().square();
        let close = |found: Rational, exact: &Rational, precision: u32| {
            let scale = scale.clone().max(exact.clone().abs());
            (found - exact).abs() <= scale * power(2, 3 - precision as i32)
        };
        for (found, exact) in each(&mut Floats::new(bits(precision)), &a, &b, factor) {
            assert!(close(rational(&found), &exact, precision), "{found} for {exact}");
        }
        for (found, exact) in each(&mut Doubles, &a, &b, factor) {
            assert!(close(Rational::from_f64(found).unwrap(), &exact, 53), "{found} for {exact}");
        }
        TestResult::passed()
    }
    law(1500, property as fn(Fraction, Fraction, u16, Bits) -> TestResult);
}
