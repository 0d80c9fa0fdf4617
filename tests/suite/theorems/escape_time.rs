//! Properties of the escape time, over its whole domain and with its edges drawn on purpose.

use crate::support::{
    Suite, about_zero, above_one, agree, between, bits, digits, slope, table, thirty_digits, thirty_digits_of, tight,
    time_constant, tiny, unlocked, with_reduced_gain,
};
use approx::assert_relative_eq;
use escapement::model::{LimitSystem, Outcome, Parameters, Topology};
use escapement::numerics::rational::{power, ratio};
use escapement::numerics::{Interval, Precision};
use escapement::theorems::escape_time::cases::Dwell;
use escapement::theorems::escape_time::predictor::{escape_time, is_locked, lock_gain, next_saliency};
use escapement::theorems::escape_time::simulation::simulate_dwell;
use proptest::prelude::*;
use rug::{Float, Rational};

const SUITE: Suite = Suite { id: "escape_time", regressions: "fixtures/regressions/escape_time.txt" };

/// Bits that leave more than 30 digits wherever the cases come within `10^-30` of an edge.
const BITS: u32 = 512;

fn predicted(parameters: &Parameters, saliency: &Rational) -> Interval {
    escape_time(parameters, saliency, bits(BITS)).expect("a memory that is left")
}

fn handed_on(dwell: &Dwell) -> Rational {
    next_saliency(&dwell.parameters, &dwell.saliency, &dwell.successor, Precision::DOUBLE).expect("exact")
}

/// One memory of a chain, whose successor may have some saliency already.
fn lone_dwell() -> BoxedStrategy<Dwell> {
    let successor = prop_oneof![Just(Rational::new()), between(ratio(0, 1), ratio(3, 1))];
    (unlocked(), above_one(), successor)
        .prop_map(|(parameters, factor, successor)| {
            let saliency = parameters.threshold() * factor;
            Dwell { parameters, saliency, successor, others: vec![] }
        })
        .boxed()
}

/// A memory of a ring whose other memories have saliency too, the successor up to a million times as much.
fn crowded_dwell() -> BoxedStrategy<Dwell> {
    let rival = prop_oneof![between(ratio(0, 1), ratio(1, 1)), between(ratio(2, 1), ratio(1_000_000, 1))];
    let others = prop::collection::vec(between(ratio(0, 1), ratio(1, 1)), 0..6);
    (unlocked(), above_one(), rival, others)
        .prop_map(|(parameters, factor, rival, others)| {
            let parameters = parameters.with_topology(Topology::Ring(others.len() + 2)).expect("a ring");
            let threshold = parameters.threshold();
            let saliency = &threshold * factor;
            let successor = &threshold * rival;
            let others = others.into_iter().map(|other| other * &threshold).collect();
            Dwell { parameters, saliency, successor, others }
        })
        .boxed()
}

#[test]
fn the_escape_time_is_the_dwell_of_the_integrated_system() {
    SUITE.property(lone_dwell(), |dwell| {
        let run = simulate_dwell(&dwell, digits(40))?;
        prop_assert_eq!(run.transitions.len(), 1);
        agree(&predicted(&dwell.parameters, &dwell.saliency), &run.transitions[0].dwell, 30)
    });
}

#[test]
fn twice_the_bits_give_an_enclosure_inside_the_first() {
    SUITE.property((lone_dwell(), 160u32..400), |(dwell, precision)| {
        let at = |precision| escape_time::<Interval>(&dwell.parameters, &dwell.saliency, bits(precision));
        let (coarse, fine) = (at(precision)?, at(2 * precision)?);
        prop_assert!(coarse.contains(&fine), "{coarse:.40} does not hold {fine:.40}");
        prop_assert!(fine.width() < coarse.width() || coarse.is_point());
        Ok(())
    });
}

#[test]
fn the_escape_time_is_proportional_to_the_slow_time_constant() {
    SUITE.property((lone_dwell(), tiny(0, 6)), |(dwell, factor)| {
        let p = &dwell.parameters;
        let slower = p.clone().with_slow_time_constant(Rational::from(p.slow_time_constant() * &factor))?;
        let scaled = &predicted(p, &dwell.saliency) * &Interval::from_rational(&factor, bits(BITS));
        agree(&predicted(&slower, &dwell.saliency), &scaled, 30)?;
        let run = simulate_dwell(&Dwell { parameters: slower, ..dwell }, digits(30))?;
        agree(&run.transitions[0].dwell, &scaled, 30)
    });
}

#[test]
fn only_saliencies_in_units_of_the_threshold_matter() {
    SUITE.property((lone_dwell(), between(ratio(1, 10), ratio(10, 1))), |(dwell, factor)| {
        let p = &dwell.parameters;
        let scaled = Parameters::new(Rational::from(p.gain() / &factor))?
            .with_slope(Rational::from(p.slope() * &factor))?
            .with_slow_time_constant(p.slow_time_constant().clone())?
            .with_self_coupling(p.self_coupling().clone());
        let [saliency, successor] = [&dwell.saliency, &dwell.successor].map(|x| Rational::from(x / &factor));
        agree(&predicted(&scaled, &saliency), &predicted(p, &dwell.saliency), 30)?;
        let other = Dwell { parameters: scaled, saliency, successor, others: vec![] };
        prop_assert_eq!(handed_on(&other) * &factor, handed_on(&dwell));
        let run = simulate_dwell(&other, digits(30))?;
        agree(&run.transitions[0].dwell, &predicted(p, &dwell.saliency), 30)
    });
}

#[test]
fn the_time_between_two_saliencies_is_the_logarithm_of_their_ratio() {
    SUITE.property((unlocked(), above_one(), above_one()), |(parameters, one, other)| {
        let own = Rational::from(parameters.gain() * parameters.self_coupling());
        let [high, low] = if one > other { [one, other] } else { [other, one] };
        let [high, low] = [high, low].map(|factor| parameters.threshold() * factor);
        let quotient = Rational::from(&high - &own) / Rational::from(&low - &own);
        let tau = Interval::from_rational(parameters.slow_time_constant(), bits(BITS));
        let logarithm = &tau * &Interval::from_rational(&quotient, bits(BITS)).ln()?;
        let difference = &predicted(&parameters, &high) - &predicted(&parameters, &low);
        prop_assert!(difference.overlaps(&logarithm), "{difference:.40} and {logarithm:.40}");
        let dwell = |saliency| {
            let dwell = Dwell { parameters: parameters.clone(), saliency, successor: Rational::new(), others: vec![] };
            Ok::<_, escapement::Error>(simulate_dwell(&dwell, digits(60))?.transitions[0].dwell.clone())
        };
        let simulated = &dwell(high.clone())? - &dwell(low.clone())?;
        prop_assert!(simulated.overlaps(&logarithm), "{simulated:.40} and {logarithm:.40}");
        // Saliencies close together leave a difference of few digits.
        if high > low * ratio(1001, 1000) { agree(&simulated, &logarithm, 20) } else { Ok(()) }
    });
}

#[test]
fn the_rational_handover_is_the_integrated_one() {
    SUITE.property(prop_oneof![lone_dwell(), crowded_dwell()], |dwell| {
        let run = simulate_dwell(&dwell, digits(40))?;
        let (found, exact) = (&run.transitions[0].saliency, handed_on(&dwell));
        prop_assert!(found.contains_rational(&exact), "{found:.40} does not hold {exact}");
        tight(found, 40)?;
        let enclosed: Interval = next_saliency(&dwell.parameters, &dwell.saliency, &dwell.successor, bits(BITS))?;
        prop_assert!(enclosed.contains_rational(&exact));
        Ok(())
    });
}

#[test]
fn a_memory_is_locked_exactly_when_its_own_drive_reaches_the_threshold() {
    let product = prop_oneof![
        3 => about_zero(1, 40).prop_map(|offset| offset + 1u32),
        1 => between(ratio(-5, 1), ratio(5, 1)),
    ];
    let cases = (between(ratio(1, 2), ratio(12, 1)), product, slope(), time_constant(), above_one());
    SUITE.property(cases, |(k, product, slope, tau, factor)| {
        let parameters = with_reduced_gain(&k, Rational::from(&product / &k), slope, tau);
        let saliency = parameters.threshold() * factor;
        let expected = product >= 1;
        prop_assert_eq!(is_locked(&parameters).holds(), expected);
        let reached = lock_gain(&parameters).is_some_and(|gain| *parameters.gain() >= gain);
        prop_assert_eq!(reached, expected);
        match escape_time::<Interval>(&parameters, &saliency, bits(BITS)) {
            Ok(time) => prop_assert!(!expected && *time.lower() > 0),
            Err(error) => prop_assert!(expected, "{}", error),
        }
        let dwell = Dwell { parameters, saliency, successor: Rational::new(), others: vec![] };
        let run = simulate_dwell(&dwell, digits(20))?;
        prop_assert_eq!(run.outcome == Outcome::Locked, expected);
        prop_assert_eq!(run.transitions.len(), usize::from(!expected));
        Ok(())
    });
}

#[test]
fn towards_the_lock_the_escape_time_grows_like_the_logarithm_of_the_distance() {
    let excess = between(ratio(1, 100), ratio(20, 1));
    SUITE.property((between(ratio(1, 2), ratio(12, 1)), excess, tiny(1, 60), slope()), |(k, excess, gap, slope)| {
        // With kappa rho = theta (1 - d): T - ln(1/d) - ln(Z/theta - 1) = ln(1 + d/(Z/theta - 1)).
        let rho = Rational::from(1 - &gap) / &k;
        let parameters = with_reduced_gain(&k, rho, slope, ratio(1, 1));
        let saliency = parameters.threshold() * Rational::from(&excess + 1u32);
        let leading = Interval::from_rational(&Rational::from(&excess / &gap), bits(BITS)).ln()?;
        let rest = &predicted(&parameters, &saliency) - &leading;
        prop_assert!(*rest.lower() > 0 && *rest.upper() < Rational::from(&gap / &excess), "{rest:.40}");
        Ok(())
    });
}

#[test]
fn a_memory_at_or_below_the_threshold_is_never_held() {
    let factor = prop_oneof![Just(ratio(1, 1)), tiny(1, 30).prop_map(|gap| 1u32 - gap)];
    SUITE.property((unlocked(), factor), |(parameters, factor)| {
        let saliency = parameters.threshold() * &factor;
        // Below the threshold the formula has no meaning; at it the time is zero.
        prop_assert!(factor < 1 || predicted(&parameters, &saliency).contains_zero());
        let dwell = Dwell { parameters, saliency, successor: Rational::new(), others: vec![] };
        let run = simulate_dwell(&dwell, digits(20))?;
        prop_assert!(run.transitions.is_empty());
        // A threshold that is no binary fraction cannot be told from itself by enclosures.
        let undecided = factor == 1 && run.outcome == Outcome::Marginal;
        prop_assert!(undecided || run.outcome == Outcome::Collapsed);
        Ok(())
    });
}

#[test]
fn other_memories_do_not_change_the_dwell() {
    SUITE.property(crowded_dwell(), |dwell| {
        let crowded = simulate_dwell(&dwell, digits(40))?.transitions[0].dwell.clone();
        let parameters = dwell.parameters.clone().with_topology(Topology::Chain)?;
        let alone = LimitSystem::new(parameters).run_to_digits(std::slice::from_ref(&dwell.saliency), 1, digits(40))?;
        agree(&crowded, &alone.transitions[0].dwell, 40)?;
        agree(&crowded, &predicted(&dwell.parameters, &dwell.saliency), 40)
    });
}

#[test]
fn every_arithmetic_evaluates_the_same_formula() {
    // Away from the edges, where doubles keep their digits.
    let cases = (between(ratio(1, 10), ratio(12, 1)), between(ratio(-5, 1), ratio(9, 10)), slope(), time_constant());
    SUITE.property((cases, between(ratio(11, 10), ratio(20, 1))), |((k, product, slope, tau), factor)| {
        let parameters = with_reduced_gain(&k, Rational::from(&product / &k), slope, tau);
        let saliency = parameters.threshold() * factor;
        let enclosed = escape_time::<Interval>(&parameters, &saliency, bits(400))?;
        let float = escape_time::<Float>(&parameters, &saliency, bits(200))?;
        let double = escape_time::<Float>(&parameters, &saliency, Precision::DOUBLE)?.to_f64();
        let error = Float::with_val(400, &float - &enclosed.midpoint()).abs() / enclosed.magnitude();
        prop_assert!(error < Float::with_val(64, Float::i_exp(1, -180)), "{error}");
        assert_relative_eq!(double, enclosed.midpoint().to_f64(), max_relative = 1e-12);
        let exact: Rational = next_saliency(&parameters, &saliency, &ratio(1, 3), Precision::DOUBLE)?;
        let double: Float = next_saliency(&parameters, &saliency, &ratio(1, 3), Precision::DOUBLE)?;
        assert_relative_eq!(double.to_f64(), exact.to_f64(), max_relative = 1e-12);
        Ok(())
    });
}

#[test]
fn predicted_dwells_stay_what_they_were() {
    // Gain, slope, self-coupling, slow time constant, saliency, saliency of the successor.
    let sets = [
        [ratio(5, 1), ratio(1, 1), ratio(0, 1), ratio(1, 1), ratio(3, 1), ratio(0, 1)],
        [ratio(4, 1), ratio(1, 1), ratio(0, 1), ratio(1, 1), ratio(2, 1), ratio(0, 1)],
        [ratio(3, 1), ratio(1, 1), ratio(0, 1), ratio(1, 1), ratio(10, 1), ratio(0, 1)],
        [ratio(5, 1), ratio(1, 1), ratio(0, 1), ratio(5, 2), ratio(3, 1), ratio(1, 2)],
        [ratio(2, 1), ratio(3, 1), ratio(0, 1), ratio(1, 1), ratio(7, 5), ratio(0, 1)],
        [ratio(5, 1), ratio(1, 1), ratio(1, 10), ratio(1, 1), ratio(3, 1), ratio(0, 1)],
        [ratio(5, 1), ratio(1, 1), ratio(-2, 5), ratio(1, 1), ratio(3, 1), ratio(2, 7)],
        [ratio(6, 1), ratio(1, 2), ratio(1, 4), ratio(1, 3), ratio(9, 4), ratio(1, 10)],
        [ratio(5, 1), ratio(1, 1), ratio(0, 1), ratio(1, 1), ratio(1, 1) + power(10, -20), ratio(0, 1)],
        [ratio(1, 1), ratio(1, 1), ratio(1, 1) - power(10, -20), ratio(1, 1), ratio(3, 1), ratio(0, 1)],
    ];
    let rows = sets.map(|set| {
        let [gain, slope, rho, tau, saliency, successor] = &set;
        let parameters = Parameters::new(gain.clone())
            .and_then(|p| p.with_slope(slope.clone())?.with_slow_time_constant(tau.clone()))
            .unwrap()
            .with_self_coupling(rho.clone());
        let time = thirty_digits(|precision| escape_time(&parameters, saliency, precision));
        let dwell = Dwell { parameters, saliency: saliency.clone(), successor: successor.clone(), others: vec![] };
        let next = thirty_digits_of(&handed_on(&dwell));
        let [gain, slope, rho, tau, saliency, successor] = set.map(|x| x.to_string());
        [gain, slope, rho, tau, saliency, successor, time, next]
    });
    let header = ["gain", "slope", "self-coupling", "tau", "saliency", "successor", "escape time", "next saliency"];
    SUITE.snapshots().bind(|| insta::assert_snapshot!("predictions", table(header, &rows)));
}
