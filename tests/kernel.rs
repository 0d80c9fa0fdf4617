//! The fixed-point kernel against exact convolutions, and against floats at twice the precision.

use escapement::Error;
use escapement::numerics::Precision;
use escapement::numerics::field::{FieldBuilder, VectorField};
use escapement::numerics::rational::{power, ratio};
use escapement::numerics::series::{FixedPoint, Floats, Jet, Kernel, Unit};
use escapement::numerics::taylor::{Control, Settings, integrate};
use proptest::prelude::*;
use rug::{Float, Rational};

fn bits(precision: u32) -> Precision {
    Precision::bits(precision).expect("a legal precision")
}

/// The exact value of a coefficient.
fn coefficient<K: Kernel>(kernel: &K, series: &K::Series, k: usize) -> Rational {
    kernel.interval(series, k).midpoint().to_rational().expect("a finite coefficient")
}

/// The largest absolute value.
fn largest(values: &[Rational]) -> Rational {
    values.iter().map(|value| Rational::from(value.abs_ref())).max().unwrap_or_default()
}

/// `mantissa 2^(size - shrink k)` for the k-th mantissa: what the coefficients of a solution look like.
fn shrinking(mantissas: &[i64], size: i32, shrink: u32) -> Vec<Rational> {
    let term = |(k, &mantissa): (usize, &i64)| Rational::from(mantissa) * power(2, size - (shrink as i32) * k as i32);
    mantissas.iter().enumerate().map(term).collect()
}

/// A series with these coefficients, and the coefficients as they were rounded.
fn series(
    kernel: &mut FixedPoint,
    precision: u32,
    values: &[Rational],
) -> (<FixedPoint as Kernel>::Series, Vec<Rational>) {
    let (mut term, mut series) = (kernel.term(), kernel.series(values.len()));
    let rounded: Vec<Float> = values.iter().map(|value| Float::with_val(precision, value)).collect();
    for (k, value) in rounded.iter().enumerate() {
        kernel.load(&mut term, value).expect("a finite number");
        kernel.write(&mut series, k, &mut term);
    }
    (series, rounded.iter().map(|value| value.to_rational().expect("a finite number")).collect())
}

/// Twelve functions of two states that feed back into them, each a surface.
fn everything() -> VectorField {
    let mut f = FieldBuilder::new(2);
    let (x, y) = (f.state(0), f.state(1));
    let one = f.constant(ratio(1, 1));
    let (sum, product, square) = (f.add(x, y), f.mul(x, y), f.square(y));
    let above = f.add(one, square);
    let (tanh, quotient, root) = (f.tanh(sum), f.div(x, above), f.sqrt(above));
    let damped = f.scale(ratio(-1, 3), product);
    let (exp, ln, atan, erf) = (f.exp(damped), f.ln(above), f.atan(x), f.unit_erf(y));
    let (sine, cosine) = f.sin_cos(product);
    let gap = f.unit_erf_half_difference(x, y);
    let (left, right) = (f.sub(tanh, quotient), f.mul(exp, sine));
    let (turned, rest) = (f.neg(right), f.sub(atan, ln));
    let surfaces = vec![tanh, quotient, root, exp, ln, atan, erf, sine, cosine, gap, left, rest];
    let back = f.add(turned, rest);
    f.finish(vec![left, back], surfaces)
}

/// The coefficients of every state, then of every surface.
fn expanded<K: Kernel<Number = Float>>(
    field: &VectorField,
    kernel: K,
    state: &[Float],
    unit: Unit,
    order: usize,
) -> Vec<Vec<Rational>> {
    let mut jet = Jet::new(field, kernel, order);
    jet.expand_in(unit, state).expect("a field without singularities");
    let states = (0..field.dimension()).map(|component| jet.state(component));
    let surfaces = (0..field.surface_count()).map(|surface| jet.surface(surface));
    let read = |series| (0..=order).map(|k| coefficient(jet.kernel(), series, k)).collect();
    states.chain(surfaces).map(read).collect()
}

/// The largest error of a series relative to its largest coefficient, in units of the working precision.
fn error_in_units(found: &[Rational], reference: &[Rational], precision: u32) -> Float {
    let errors: Vec<Rational> = found.iter().zip(reference).map(|(a, b)| Rational::from(a - b)).collect();
    let size = largest(reference);
    if size == 0 {
        return Float::with_val(64, largest(&errors));
    }
    Float::with_val(64, (largest(&errors) / size) << precision)
}

/// `x' = x (y - x)`, `y' = -y`, `z' = z tanh y`: x and z may have any size.
fn any_size() -> VectorField {
    let mut f = FieldBuilder::new(3);
    let [x, y, z] = [0, 1, 2].map(|k| f.state(k));
    let (gap, tanh) = (f.sub(y, x), f.tanh(y));
    let (of_x, of_y, of_z) = (f.mul(x, gap), f.neg(y), f.mul(z, tanh));
    f.finish(vec![of_x, of_y, of_z], vec![])
}

proptest! {
    #![proptest_config(ProptestConfig { rng_seed: proptest::test_runner::RngSeed::Fixed(7), ..ProptestConfig::default() })]

    #[test]
    fn a_convolution_is_exact_but_for_its_last_bits(
        pairs in prop::collection::vec((any::<i64>(), any::<i64>()), 1..80),
        sizes in (-5000i32..5000, -5000i32..5000),
        shrinks in (0u32..12, 0u32..12),
        precision in prop::sample::select(vec![24u32, 64, 128, 200, 512]),
    ) {
        let (a, b): (Vec<i64>, Vec<i64>) = pairs.into_iter().unzip();
        let (a, b) = (shrinking(&a, sizes.0, shrinks.0), shrinking(&b, sizes.1, shrinks.1));
        let count = a.len();
        let mut kernel = FixedPoint::new(bits(precision), count);
        let ((x, a), (y, b)) = (series(&mut kernel, precision, &a), series(&mut kernel, precision, &b));
        let (mut term, mut out) = (kernel.term(), kernel.series(2));
        kernel.convolution(&mut term, (&x, 0), (&y, 0), count);
        kernel.write(&mut out, 0, &mut term);
        kernel.convolution_square(&mut term, &x, 0, count);
        kernel.write(&mut out, 1, &mut term);
        for (k, other) in [(0, &b), (1, &a)] {
            let exact: Rational = a.iter().zip(other.iter().rev()).map(|(x, y)| Rational::from(x * y)).sum();
            let bound = largest(&a) * largest(other) * Rational::from(count) * power(2, -4 - precision as i32);
            // The second coefficient is held in the units of the larger one.
            let bound = bound + largest(&a) * (largest(&a) + largest(&b)) * Rational::from(count) * power(2, -8 - precision as i32);
            prop_assert!((coefficient(&kernel, &out, k) - exact).abs() <= bound, "coefficient {k} of {count} terms");
        }
    }

    #[test]
    fn every_function_has_the_digits_of_floats_at_twice_the_precision(
        start in (1i64..3000, 1i64..3000),
        signs in any::<(bool, bool)>(),
        mantissa in 128u32..256,
        precision in prop::sample::select(vec![24u32, 53, 128, 256, 384]),
    ) {
        let (order, field) = (precision as usize * 35 / 100 + 4, everything());
        let number = |value: i64, negative: bool| Float::with_val(precision, ratio(if negative { -value } else { value }, 1000));
        let state = [number(start.0, signs.0), number(start.1, signs.1)];
        let unit = Unit { mantissa, exponent: -13 };
        let found = expanded(&field, FixedPoint::new(bits(precision), order), &state, unit, order);
        let reference = expanded(&field, Floats::new(bits(2 * precision)), &state, unit, order);
        for (index, (found, reference)) in found.iter().zip(&reference).enumerate() {
            let error = error_in_units(found, reference, precision);
            prop_assert!(error < 64, "series {index} is off by {error} units at {precision} bits");
        }
    }

    #[test]
    fn a_component_has_its_digits_whatever_its_size(
        sizes in (-40_000i32..20, -40_000i32..40_000),
        mantissas in (any::<u32>(), 1u32..1000, any::<u32>()),
        precision in prop::sample::select(vec![64u32, 128, 320]),
    ) {
        let (order, field) = (precision as usize * 35 / 100 + 4, any_size());
        let number = |mantissa: u32, size: i32| Float::with_val(precision, mantissa) << size;
        let state = [number(mantissas.0, sizes.0 - 32), number(mantissas.1, -9), number(mantissas.2, sizes.1)];
        let unit = Unit { mantissa: 200, exponent: -30 };
        let found = expanded(&field, FixedPoint::new(bits(precision), order), &state, unit, order);
        let reference = expanded(&field, Floats::new(bits(2 * precision)), &state, unit, order);
        for (index, (found, reference)) in found.iter().zip(&reference).enumerate() {
            let error = error_in_units(found, reference, precision);
            prop_assert!(error < 2, "component {index} is off by {error} units at {precision} bits");
        }
    }
}

#[test]
fn a_component_that_dies_keeps_its_relative_digits_through_an_integration() {
    let field = any_size();
    let settings = Settings { control: Control::Each, ..Settings::default() };
    let run = |precision: u32| {
        let small = Float::with_val(128, 1) >> 1000u32;
        let start =
            [small, Float::with_val(128, 3), Float::with_val(128, 1) << 900u32].map(|x| Float::with_val(precision, x));
        integrate(Floats::new(bits(precision)), &field, &start, &ratio(12, 1), &[], settings).unwrap()
    };
    let (coarse, fine) = (run(128), run(256));
    for (a, b) in coarse.state.iter().zip(&fine.state) {
        let off = Float::with_val(64, (Float::with_val(256, a) - b) / b).abs();
        assert!(off < Float::with_val(64, Float::i_exp(1, -100)), "relative error {off}");
    }
}

#[test]
fn a_component_that_starts_at_zero_and_grows_finds_its_scale() {
    // x' = y, y' = x: the hyperbolic sine from zero.
    let mut f = FieldBuilder::new(2);
    let (x, y) = (f.state(0), f.state(1));
    let field = f.finish(vec![y, x], vec![]);
    for precision in [24, 128, 1024] {
        let start = [Float::new(precision), Float::with_val(precision, Float::i_exp(1, -2000))];
        let end =
            integrate(Floats::new(bits(precision)), &field, &start, &ratio(3, 1), &[], Settings::default()).unwrap();
        let exact = Float::with_val(precision, 3).sinh() >> 2000u32;
        let off = Float::with_val(64, (end.state[0].clone() - &exact) / &exact).abs();
        assert!(
            off < Float::with_val(64, Float::i_exp(1, 6 - precision as i32)),
            "{precision} bits: relative error {off}"
        );
    }
}

#[test]
fn a_first_unit_far_from_the_step_does_no_harm() {
    // x' = -rate x for rates of every size: the unit is found anew.
    for exponent in [-40, -1, 0, 7, 40] {
        let mut f = FieldBuilder::new(1);
        let x = f.state(0);
        let rate = f.scale(-power(2, exponent), x);
        let field = f.finish(vec![rate], vec![]);
        let until = power(2, -exponent) * 3u32;
        let start = [Float::with_val(192, 1)];
        let end = integrate(Floats::new(bits(192)), &field, &start, &until, &[], Settings::default()).unwrap();
        let off = Float::with_val(64, end.state[0].clone() - Float::with_val(192, -3).exp()).abs();
        assert!(
            off < Float::with_val(64, Float::i_exp(1, -184)),
            "rate 2^{exponent}: off by {off} in {} steps",
            end.steps
        );
        assert!(end.steps < 10, "{} steps", end.steps);
    }
}

#[test]
fn a_number_that_is_not_finite_is_refused() {
    let field = any_size();
    let mut jet = Jet::new(&field, FixedPoint::new(bits(64), 10), 10);
    for bad in [f64::NAN, f64::INFINITY] {
        let state = [Float::with_val(64, bad), Float::with_val(64, 1), Float::with_val(64, 1)];
        assert!(matches!(jet.expand(&state, 0), Err(Error::Undefined { .. })));
    }
}

#[test]
fn a_unit_is_a_time_rounded_down_to_eight_bits() {
    for (time, exact) in
        [(ratio(1, 1), true), (ratio(255, 1), true), (ratio(1, 3), false), (ratio(1_000_001, 7), false)]
    {
        let length = Unit::below(&time).length();
        assert!(length <= time && Rational::from(&time - &length) * 128u32 < time, "{length} for {time}");
        assert_eq!(length == time, exact);
    }
}
