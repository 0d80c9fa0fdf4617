//! The integrator against problems whose answers are known in closed form, in both of its modes.

use crate::support::{bits, oracle};
use escapement::Error;
use escapement::numerics::events::Direction;
use escapement::numerics::field::{FieldBuilder, VectorField};
use escapement::numerics::rational::{parse, power, ratio};
use escapement::numerics::series::{Doubles, Floats};
use escapement::numerics::taylor::{
    Contact, Settings, Watch, enclose, integrate, integrate_observed, integrate_to_digits,
};
use escapement::numerics::{Digits, Interval, Precision};
use rug::{Float, Rational};

fn points(values: &[Rational], precision: Precision) -> Vec<Interval> {
    values.iter().map(|x| Interval::from_rational(x, precision)).collect()
}

/// `x' = v, v' = -x`, watched where `x` vanishes.
fn oscillator() -> VectorField {
    let mut f = FieldBuilder::new(2);
    let (x, v) = (f.state(0), f.state(1));
    let force = f.neg(x);
    f.finish(vec![v, force], vec![x])
}

/// `x' = x^2`: the solution through 1 is `1/(1-t)`.
fn blow_up() -> VectorField {
    let mut f = FieldBuilder::new(1);
    let x = f.state(0);
    let square = f.square(x);
    f.finish(vec![square], vec![])
}

/// `x' = x (1 - x)`.
fn logistic() -> VectorField {
    let mut f = FieldBuilder::new(1);
    let x = f.state(0);
    let one = f.constant(Rational::from(1));
    let rest = f.sub(one, x);
    let product = f.mul(x, rest);
    f.finish(vec![product], vec![])
}

/// `q'' = -sin q`, watched where `q` vanishes.
fn pendulum() -> VectorField {
    let mut f = FieldBuilder::new(2);
    let (q, p) = (f.state(0), f.state(1));
    let (sine, _) = f.sin_cos(q);
    let force = f.neg(sine);
    f.finish(vec![p, force], vec![q])
}

/// `x' = -x + 2 tanh x`.
fn bistable() -> VectorField {
    let mut f = FieldBuilder::new(1);
    let x = f.state(0);
    let tanh = f.tanh(x);
    let double = f.scale(Rational::from(2), tanh);
    let rate = f.sub(double, x);
    f.finish(vec![rate], vec![])
}

/// Two memories of a network with tanh neurons, in span coordinates `(c_1, c_2, alpha_1, alpha_2)`: gain 6, timescale ratio
/// 1/20, leak 1/1000. Half the neurons see `c_1 + c_2` and half `c_1 - c_2`.
fn two_memories() -> VectorField {
    let mut f = FieldBuilder::new(4);
    let [c1, c2, a1, a2] = [0, 1, 2, 3].map(|k| f.state(k));
    let (sum, difference) = (f.add(c1, c2), f.sub(c1, c2));
    let (agreeing, opposed) = (f.tanh(sum), f.tanh(difference));
    let (total, gap) = (f.add(agreeing, opposed), f.sub(agreeing, opposed));
    let overlaps = [f.scale(ratio(1, 2), total), f.scale(ratio(1, 2), gap)];
    let mut fast = |c, a, m| {
        let (driven, leak) = (f.mul(a, m), f.scale(ratio(1, 1000), a));
        let input = f.add(driven, leak);
        let change = f.sub(input, c);
        f.scale(ratio(20, 1), change)
    };
    let fast = [fast(c1, a1, overlaps[0]), fast(c2, a2, overlaps[1])];
    let mut slow = |a, m| {
        let drive = f.scale(ratio(6, 1), m);
        f.sub(drive, a)
    };
    // On a ring of two each memory is the other's successor.
    let slow = [slow(a1, overlaps[1]), slow(a2, overlaps[0])];
    f.finish(vec![fast[0], fast[1], slow[0], slow[1]], vec![])
}

/// A clock `t' = 1` with the surface given by a polynomial in `t`, lowest coefficient first.
fn clock(coefficients: &[Rational]) -> VectorField {
    let mut f = FieldBuilder::new(1);
    let t = f.state(0);
    let one = f.constant(Rational::from(1));
    let mut value = f.constant(Rational::new());
    for coefficient in coefficients.iter().rev() {
        let (product, constant) = (f.mul(value, t), f.constant(coefficient.clone()));
        value = f.add(product, constant);
    }
    f.finish(vec![one], vec![value])
}

const FALLING: Watch = Watch { surface: 0, direction: Direction::Falling };
const EITHER: Watch = Watch { surface: 0, direction: Direction::Either };

#[test]
fn the_oscillator_returns_after_one_turn_in_every_arithmetic() {
    let (field, until) = (oscillator(), Rational::from(6));
    for precision in [64, 128, 256, 512, 1024] {
        let start = [Float::with_val(precision, 1), Float::with_val(precision, 0)];
        let end = integrate(Floats::new(bits(precision)), &field, &start, &until, &[], Settings::default()).unwrap();
        let error = Float::with_val(precision, &end.state[0] - Float::with_val(precision, 6).cos()).abs();
        assert!(error < Float::with_val(64, Float::i_exp(1, 8 - precision as i32)), "{precision} bits: {error}");
        let proof = enclose(
            &field,
            &points(&[ratio(1, 1), ratio(0, 1)], bits(precision)),
            &until,
            &[],
            bits(precision),
            Settings::default(),
        )
        .unwrap();
        let cosine = Interval::from_integer(6, bits(precision)).cos();
        assert!(proof.state[0].overlaps(&cosine));
        assert!(
            proof.state[0].width() < Float::with_val(64, Float::i_exp(1, 32 - precision as i32)),
            "{:?}",
            proof.state[0]
        );
    }
    let end = integrate(Doubles, &field, &[1.0, 0.0], &until, &[], Settings::default()).unwrap();
    approx::assert_relative_eq!(end.state[0], 0.960_170_286_650_366, max_relative = 1e-14);
}

#[test]
fn a_series_with_gaps_is_not_taken_for_one_that_has_ended() {
    // q = int_0^t ds/(1 + s^n) has only every n-th coefficient, so that the last two of a step from zero may both vanish.
    for n in 2..=12 {
        let mut builder = FieldBuilder::new(2);
        let (one, time) = (builder.constant(Rational::from(1)), builder.state(0));
        let power = builder.power(time, n);
        let above = builder.add(one, power);
        let rate = builder.div(one, above);
        let field = builder.finish(vec![one, rate], vec![]);
        let until = Rational::from((9, 10));
        let precision = bits(200);
        let zero = [Float::new(200), Float::new(200)];
        let end = integrate(Floats::new(precision), &field, &zero, &until, &[], Settings::default()).unwrap();
        let proved = [Interval::from_integer(0, precision), Interval::from_integer(0, precision)];
        let proved = enclose(&field, &proved, &until, &[], precision, Settings::default()).unwrap();
        let off = Float::with_val(64, &end.state[1] - proved.state[1].midpoint()).abs();
        assert!(off < Float::with_val(64, Float::i_exp(1, -185)), "n = {n}: off by {off}");
    }
}

#[test]
fn the_order_is_a_choice_and_every_choice_gives_the_same_answer() {
    let field = bistable();
    let start = [Float::with_val(160, ratio(1, 10))];
    let run = |order| {
        let settings = Settings { order: Some(order), ..Settings::default() };
        integrate(Floats::new(bits(160)), &field, &start, &Rational::from(5), &[], settings).unwrap()
    };
    let (low, high) = (run(24), run(80));
    assert!(low.steps > high.steps, "a lower order takes more steps");
    assert!(Float::with_val(160, &low.state[0] - &high.state[0]).abs() < 1e-42);
}

#[test]
fn a_solution_is_followed_to_the_brink_of_its_blow_up_and_not_beyond() {
    let field = blow_up();
    let close = ratio(999_999, 1_000_000);
    let end = integrate_to_digits(&field, &[ratio(1, 1)], &close, &[], Digits::new(50).unwrap()).unwrap();
    assert!((end.state[0].clone() - 1_000_000u32).abs() < 1e-40);
    let proof =
        enclose(&field, &points(&[ratio(1, 1)], bits(256)), &close, &[], bits(256), Settings::default()).unwrap();
    assert!(
        proof.state[0].contains_rational(&ratio(1_000_000, 1)) && proof.state[0].digits(100) > 50,
        "{:?}",
        proof.state[0]
    );
    let over =
        integrate(Floats::new(bits(128)), &field, &[Float::with_val(128, 1)], &ratio(2, 1), &[], Settings::default());
    assert!(matches!(over, Err(Error::StepUnderflow { .. })), "{over:?}");
    let over = enclose(&field, &points(&[ratio(1, 1)], bits(128)), &ratio(2, 1), &[], bits(128), Settings::default());
    assert!(matches!(over, Err(Error::StepUnderflow { .. })), "{over:?}");
}

#[test]
fn the_logistic_curve_is_enclosed() {
    let proof =
        enclose(&logistic(), &points(&[ratio(1, 10)], bits(256)), &ratio(7, 1), &[], bits(256), Settings::default())
            .unwrap();
    // x(t) = 1 / (1 + 9 e^{-t})
    let precision = bits(256);
    let denominator = &Interval::from_integer(1, precision)
        + &(&Interval::from_integer(9, precision) * &Interval::from_integer(-7, precision).exp());
    let exact = Interval::from_integer(1, precision).divide(&denominator).unwrap();
    assert!(proof.state[0].overlaps(&exact) && proof.state[0].digits(100) > 60, "{:?}", proof.state[0]);
}

#[test]
fn the_pendulum_swings_with_the_period_of_the_elliptic_integral() {
    // Released at rest at the angle 2, it passes the bottom after a quarter of the period 2 pi / AGM(1, cos 1).
    let digits = Digits::new(60).unwrap();
    let end =
        integrate_to_digits(&pendulum(), &[ratio(2, 1), ratio(0, 1)], &ratio(100, 1), &[FALLING], digits).unwrap();
    let precision = 640;
    let mean = Float::with_val(precision, 1).agm(&Float::with_val(precision, 1).cos());
    let quarter = Float::with_val(precision, rug::float::Constant::Pi) / (2u32 * mean);
    assert!(Float::with_val(precision, &end.time - &quarter).abs() < 1e-60, "{} against {quarter}", end.time);
    let proof = enclose(
        &pendulum(),
        &points(&[ratio(2, 1), ratio(0, 1)], bits(320)),
        &ratio(100, 1),
        &[FALLING],
        bits(320),
        Settings::default(),
    )
    .unwrap();
    assert!(
        proof.time.lower() <= &quarter && proof.time.upper() >= &quarter && proof.time.digits(100) > 60,
        "{:?}",
        proof.time
    );
}

#[test]
fn the_reference_problem_c_is_met_to_95_digits() {
    let oracle = oracle("network");
    let expected = oracle["C"]["final"][0].as_str().unwrap();
    let digits = Digits::new(100).unwrap();
    let end = integrate_to_digits(&bistable(), &[ratio(1, 10)], &ratio(20, 1), &[], digits).unwrap();
    let difference = Float::with_val(400, Float::parse(expected).unwrap()) - &end.state[0];
    assert!(difference.abs() < Float::with_val(64, Float::parse("1e-95").unwrap()));
    // And proved: an enclosure of the same value.
    let proof =
        enclose(&bistable(), &points(&[ratio(1, 10)], bits(480)), &ratio(20, 1), &[], bits(480), Settings::default())
            .unwrap();
    let value = parse("final", expected).unwrap();
    let last = parse("last digit", "1e-95").unwrap();
    let neighbourhood = Interval::new(
        Float::with_val(480, Rational::from(&value - &last)),
        Float::with_val(480, Rational::from(&value + &last)),
    )
    .unwrap();
    assert!(neighbourhood.contains(&proof.state[0]), "{:?}", proof.state[0].to_decimal(100));
}

#[test]
fn the_reference_problem_b_is_met_to_95_digits() {
    let oracle = oracle("network");
    let start = [ratio(2, 1), ratio(0, 1), ratio(2, 1), ratio(1, 2)].map(|x| Float::with_val(360, x));
    let arithmetic = Floats::new(bits(360));
    let end = integrate(arithmetic, &two_memories(), &start, &ratio(10, 1), &[], Settings::default()).unwrap();
    let expected = ["c", "saliency"].iter().flat_map(|key| oracle["B"]["final"][key].as_array().unwrap());
    for (value, expected) in end.state.iter().zip(expected) {
        let expected = Float::with_val(500, Float::parse(expected.as_str().unwrap()).unwrap());
        let difference = Float::with_val(500, &expected - value).abs();
        assert!(difference < Float::with_val(64, Float::parse("1e-95").unwrap()), "{value} against {expected}");
    }
}

#[test]
fn an_enclosure_is_kept_for_a_whole_set_of_initial_states() {
    // Every start in [1/10, 2/10] at once: the image must contain the images of the ends and stay inside the basin.
    let precision = bits(128);
    let wide = Interval::new(Float::with_val(128, 0.125), Float::with_val(128, 0.1875)).unwrap();
    let proof = enclose(&logistic(), &[wide], &ratio(3, 1), &[], precision, Settings::default()).unwrap();
    for start in [ratio(1, 8), ratio(3, 16), ratio(5, 32)] {
        let single =
            enclose(&logistic(), &points(&[start], precision), &ratio(3, 1), &[], precision, Settings::default())
                .unwrap();
        assert!(proof.state[0].contains(&single.state[0]));
    }
    assert!(proof.state[0].width() < 0.3, "{:?}", proof.state[0]);
}

/// Where the first crossing of a polynomial in time is found, by both modes.
fn first_crossing(coefficients: &[Rational], until: &Rational, watch: Watch) -> [Option<(f64, Contact)>; 2] {
    let field = clock(coefficients);
    let precision = bits(192);
    let rounded =
        integrate(Floats::new(precision), &field, &[Float::new(192)], until, &[watch], Settings::default()).unwrap();
    let proved =
        enclose(&field, &points(&[Rational::new()], precision), until, &[watch], precision, Settings::default());
    let proved = match proved {
        Ok(solution) => solution.event.map(|event| (solution.time.midpoint().to_f64(), event.contact)),
        Err(Error::Undecided { .. }) => Some((f64::NAN, Contact::Tangency)),
        Err(error) => panic!("{error}"),
    };
    [rounded.event.map(|event| (rounded.time.to_f64(), event.contact)), proved]
}

/// Coefficients of `(t - a)(t - b)`.
fn quadratic(a: &Rational, b: &Rational) -> Vec<Rational> {
    vec![Rational::from(a * b), -Rational::from(a + b), Rational::from(1)]
}

#[test]
fn two_close_roots_in_one_step_are_told_apart_and_the_first_is_taken() {
    for gap in [1, 1_000, 1_000_000_000, 1_000_000_000_000] {
        let (a, b) = (ratio(1, 2), ratio(1, 2) + ratio(1, gap * 10));
        let found = first_crossing(&quadratic(&a, &b), &ratio(3, 1), EITHER);
        for event in found {
            let (time, contact) = event.expect("a crossing");
            assert_eq!(contact, Contact::Crossing);
            approx::assert_abs_diff_eq!(time, 0.5, epsilon = 1e-15);
        }
        // The second root is the first that rises.
        let rising = Watch { surface: 0, direction: Direction::Rising };
        for event in first_crossing(&quadratic(&a, &b), &ratio(3, 1), rising) {
            approx::assert_abs_diff_eq!(event.expect("a crossing").0, b.to_f64(), epsilon = 1e-15);
        }
    }
}

#[test]
fn a_tangency_is_reported_as_one_and_never_as_a_proof() {
    let third = ratio(1, 3);
    let [rounded, proved] = first_crossing(&quadratic(&third, &third), &ratio(3, 1), EITHER);
    let (time, contact) = rounded.expect("a contact");
    assert_eq!(contact, Contact::Tangency);
    approx::assert_abs_diff_eq!(time, 1.0 / 3.0, epsilon = 1e-12);
    assert!(proved.expect("no proof").0.is_nan());
    // A near miss by 1e-20 is neither.
    let mut missed = quadratic(&third, &third);
    missed[0] += power(10, -20);
    assert_eq!(first_crossing(&missed, &ratio(3, 1), EITHER), [None, None]);
}

#[test]
fn a_root_at_the_very_end_of_a_step_or_of_the_run_is_found() {
    // The clock's series ends after one term, so a step is the whole run: roots at its end and a hair to either side.
    for end in [ratio(1, 1), ratio(7, 3), ratio(1, 1024)] {
        let inside = &end - ratio(1, 1_000_000_000_000);
        for root in [&end, &inside] {
            let [rounded, _] = first_crossing(&[root.clone(), ratio(-1, 1)], &end, FALLING);
            let (time, _) = rounded.expect("a crossing");
            approx::assert_abs_diff_eq!(time, root.to_f64(), epsilon = 1e-15);
        }
        let outside = &end + ratio(1, 1_000_000_000_000);
        assert_eq!(first_crossing(&[outside, ratio(-1, 1)], &end, FALLING)[0], None);
        let [_, proved] = first_crossing(&[inside.clone(), ratio(-1, 1)], &end, FALLING);
        approx::assert_abs_diff_eq!(proved.expect("a crossing").0, inside.to_f64(), epsilon = 1e-15);
    }
}

#[test]
fn a_root_at_time_zero_counts_exactly_when_it_is_left_in_the_watched_direction() {
    // 0 - t falls through zero at once.
    for event in first_crossing(&[ratio(0, 1), ratio(-1, 1)], &ratio(2, 1), FALLING) {
        approx::assert_abs_diff_eq!(event.expect("a crossing").0, 0.0, epsilon = 1e-50);
    }
    // t (1 - t) rises from zero and falls through it at 1.
    let arch = [ratio(0, 1), ratio(1, 1), ratio(-1, 1)];
    for watch in [FALLING, EITHER] {
        for event in first_crossing(&arch, &ratio(2, 1), watch) {
            approx::assert_abs_diff_eq!(event.expect("a crossing").0, 1.0, epsilon = 1e-15);
        }
    }
    // Falling away from zero is no crossing for a surface watched either way.
    assert_eq!(first_crossing(&[ratio(0, 1), ratio(-1, 1)], &ratio(2, 1), EITHER), [None, None]);
}

#[test]
fn surfaces_met_at_the_same_time_are_one_event() {
    let mut f = FieldBuilder::new(1);
    let t = f.state(0);
    let one = f.constant(Rational::from(1));
    let linear = f.sub(one, t);
    let square = f.square(t);
    let quadratic = f.sub(one, square);
    let field = f.finish(vec![one], vec![linear, quadratic]);
    let watch = [FALLING, Watch { surface: 1, direction: Direction::Falling }];
    let end = integrate(Floats::new(bits(128)), &field, &[Float::new(128)], &ratio(5, 1), &watch, Settings::default())
        .unwrap();
    assert_eq!(end.event.expect("an event").surfaces, [0, 1]);
}

#[test]
fn digits_are_measured_and_not_those_of_the_working_precision() {
    // u' = 10 u - 11 v, v' = -v from u = v = 1/3: u = v, and what is added to u grows 10^43 times.
    let mut f = FieldBuilder::new(2);
    let (u, v) = (f.state(0), f.state(1));
    let (own, other, decay) = (f.scale(ratio(10, 1), u), f.scale(ratio(-11, 1), v), f.scale(ratio(-1, 1), v));
    let growth = f.add(own, other);
    let field = f.finish(vec![growth, decay], vec![]);
    let start = [ratio(1, 3), ratio(1, 3)];
    let end = integrate_to_digits(&field, &start, &ratio(10, 1), &[], Digits::new(30).unwrap()).unwrap();
    let exact = Float::with_val(256, -10).exp() / 3u32;
    for state in &end.state {
        assert!(Float::with_val(256, state - &exact).abs() < 1e-30, "{state}");
    }
}

#[test]
fn every_recurrence_agrees_with_the_function_it_stands_for() {
    // With t' = 1 from 1/2, each state y' = (d/dt) f(t) must follow f itself.
    let mut f = FieldBuilder::new(1);
    let t = f.state(0);
    let one = f.constant(Rational::from(1));
    let (sine, cosine) = f.sin_cos(t);
    let root = f.sqrt(t);
    let quotient = f.div(one, root);
    let surfaces = vec![f.exp(t), sine, cosine, f.tanh(t), f.ln(t), f.atan(t), root, quotient];
    let field = f.finish(vec![one], surfaces);
    let precision = bits(200);
    let mut jet = escapement::numerics::series::Jet::new(&field, Floats::new(precision), 120);
    jet.expand(&[Float::with_val(200, ratio(1, 2))], 0).unwrap();
    let at = Float::with_val(200, ratio(3, 16));
    let end = Float::with_val(200, ratio(11, 16));
    let exact = [
        end.clone().exp(),
        end.clone().sin(),
        end.clone().cos(),
        end.clone().tanh(),
        end.clone().ln(),
        end.clone().atan(),
        end.clone().sqrt(),
        end.clone().recip_sqrt(),
    ];
    for (surface, exact) in exact.iter().enumerate() {
        let mut value = Float::new(200);
        escapement::numerics::series::evaluate(&mut Floats::new(precision), &mut value, jet.surface(surface), &at);
        assert!(Float::with_val(200, &value - exact).abs() < 1e-48, "surface {surface}: {value} against {exact}");
    }
}

#[test]
fn the_linearisation_is_the_derivative_of_the_flow() {
    // For the logistic curve dx(t)/dx(0) = e^t / (1 + x0 (e^t - 1))^2.
    let field = logistic();
    let variations = field.with_variations();
    assert_eq!(variations.pairs, [(0, 0)]);
    let start = [Float::with_val(160, ratio(1, 10)), Float::with_val(160, 1)];
    let end =
        integrate(Floats::new(bits(160)), &variations.field, &start, &ratio(2, 1), &[], Settings::default()).unwrap();
    let growth = Float::with_val(160, 2).exp();
    let exact = growth.clone() / (Float::with_val(160, ratio(9, 10)) + growth / 10u32).square();
    assert!((end.state[1].clone() - exact).abs() < 1e-44);
}

#[test]
fn what_cannot_be_integrated_is_a_typed_error() {
    let field = blow_up();
    let start = [Float::with_val(128, 1)];
    let backwards = integrate(Floats::new(bits(128)), &field, &start, &ratio(-1, 1), &[], Settings::default());
    assert!(matches!(backwards, Err(Error::Domain { argument: "until", .. })));
    let none = integrate(Floats::new(bits(128)), &field, &[], &ratio(1, 1), &[], Settings::default());
    assert!(matches!(none, Err(Error::Domain { argument: "initial", .. })));
    let two = points(&[ratio(1, 1), ratio(1, 1)], bits(128));
    let two = enclose(&field, &two, &ratio(1, 2), &[], bits(128), Settings::default());
    assert!(matches!(two, Err(Error::Domain { argument: "initial", .. })));
    let blind = integrate(Floats::new(bits(128)), &field, &start, &ratio(1, 2), &[EITHER], Settings::default());
    assert!(matches!(blind, Err(Error::Domain { argument: "watch", .. })));
    let hurried = Settings { step_limit: 2, ..Settings::default() };
    let stopped = integrate(Floats::new(bits(128)), &field, &start, &ratio(99, 100), &[], hurried);
    assert!(matches!(stopped, Err(Error::StepLimit { limit: 2, .. })));
    let mut f = FieldBuilder::new(1);
    let x = f.state(0);
    let logarithm = f.ln(x);
    let undefined = f.finish(vec![logarithm], vec![]);
    let result = integrate(
        Floats::new(bits(128)),
        &undefined,
        &[Float::with_val(128, -1)],
        &ratio(1, 1),
        &[],
        Settings::default(),
    );
    assert!(matches!(result, Err(Error::Undefined { operation: "logarithm", .. })));
}

#[test]
fn every_step_knows_the_solution_on_the_whole_of_it() {
    // x' = -3 x over several steps of odd lengths, watched by 2 x.
    let mut f = FieldBuilder::new(1);
    let x = f.state(0);
    let (rate, twice) = (f.scale(ratio(-3, 1), x), f.scale(ratio(2, 1), x));
    let field = f.finish(vec![rate], vec![twice]);
    let (mut steps, mut reached) = (0, ratio(0, 1));
    let decay = |time: &Rational| Float::with_val(160, Rational::from(time * -3)).exp();
    let near = |value: &Float, expected: &Float| Float::with_val(160, value - expected).abs() < 1e-40;
    let start = [Float::with_val(160, 1)];
    let end =
        integrate_observed(Floats::new(bits(160)), &field, &start, &ratio(5, 1), &[], Settings::default(), |step| {
            assert_eq!(*step.from, reached);
            for part in 0..=3 {
                let time = Rational::from(step.to - step.from) * ratio(part, 3) + step.from;
                let expected = decay(&time);
                assert!(near(&step.state(&time)[0], &expected), "{time}");
                assert!(near(&step.surface(0, &time), &(expected * 2u32)), "{time}");
            }
            (steps, reached) = (steps + 1, step.to.clone());
        });
    assert_eq!((end.unwrap().steps, reached), (steps, ratio(5, 1)));
    assert!(steps > 2);
    // No time is no error, and nothing moves.
    let still = integrate(Floats::new(bits(160)), &field, &start, &ratio(0, 1), &[], Settings::default()).unwrap();
    assert_eq!(still.state, start);
}
