//! Properties of the gain threshold: fixed points, orbits and fates on both sides of it, at it, and a hair from it.

use crate::support::{
    Suite, about_zero, above_one, above_threshold, agree, any_chain, at_threshold, below_threshold, between, bits,
    chain, critical, digits, slope, table, thirty_digits, tight, time_constant, with_reduced_gain,
};
use escapement::model::{LimitSystem, Outcome, Parameters};
use escapement::numerics::rational::{power, ratio};
use escapement::numerics::{Certainty, Interval, Precision};
use escapement::theorems::escape_time::predictor::{escape_time, iterate_handover, lands_on_threshold, next_saliency};
use escapement::theorems::gain_threshold::cases::Fate;
use escapement::theorems::gain_threshold::predictor::{
    FixedPoints, cycle_dwell, exact_orbit, fixed_points, gain_threshold, orbit, sustains,
};
use escapement::theorems::gain_threshold::simulation::{simulate_chain, simulate_fate, simulate_fixed_points};
use proptest::prelude::*;
use rug::Rational;

const SUITE: Suite = Suite { id: "gain_threshold", regressions: "fixtures/regressions/gain_threshold.txt" };

/// Most transitions before a fate counts as unknown.
const MOST_TRANSITIONS: usize = 4000;

fn points(parameters: &Parameters, precision: u32) -> FixedPoints<Interval> {
    fixed_points(parameters, bits(precision)).expect("precise enough").expect("a gain that sustains a sequence")
}

/// The handover in exact rationals.
fn next(parameters: &Parameters, saliency: &Rational) -> Rational {
    next_saliency(parameters, saliency, &Rational::new(), Precision::DOUBLE).expect("a memory that is left")
}

/// The ends of an enclosure as rationals.
fn ends(value: &Interval) -> [Rational; 2] {
    [value.lower(), value.upper()].map(|end| end.to_rational().expect("a finite end"))
}

/// A fixed point that is rational: `k = z^2/((1 + rho) z - 1)` for a `z` in units of the threshold.
fn rational_fixed_point() -> BoxedStrategy<(Parameters, Rational)> {
    let z = between(ratio(6, 5), ratio(5, 1));
    (z, crate::support::self_coupling(), slope(), time_constant())
        .prop_filter_map("sustained below the lock gain", |(z, rho, slope, tau)| {
            let denominator = Rational::from(&rho + 1u32) * &z - 1u32;
            if denominator <= 0 {
                return None;
            }
            let parameters = with_reduced_gain(&(Rational::from(z.square_ref()) / denominator), rho, slope, tau);
            let saliency = z * parameters.threshold();
            sustains(&parameters).holds().then_some((parameters, saliency))
        })
        .boxed()
}

#[test]
fn fixed_points_satisfy_the_quadratic_on_the_right_branch_with_the_right_multiplier() {
    SUITE.property(above_threshold((2, 20)), |parameters| {
        let (found, precision) = (points(&parameters, 512), bits(512));
        let lift = |value: &Rational| Interval::from_rational(value, precision);
        let (k, rho) = (parameters.reduced_gain(), parameters.self_coupling());
        let own = Rational::from(&k * rho);
        for (saliency, multiplier) in
            [(&found.stable, &found.multiplier), (&found.unstable, &found.unstable_multiplier)]
        {
            tight(saliency, 60)?;
            let z = saliency * &lift(parameters.slope());
            let residual = &(&z.square() - &(&z * &lift(&(Rational::from(rho + 1u32) * &k)))) + &lift(&k);
            prop_assert!(residual.contains_zero(), "{residual}");
            // The derivative of k (z - 1)/(z - k rho).
            let slope = lift(&(Rational::from(1 - &own) * &k)).divide(&(&z - &lift(&own)).square())?;
            agree(multiplier, &slope, 60)?;
        }
        prop_assert_eq!(found.stable.greater(&found.unstable), Certainty::Certainly);
        prop_assert_eq!(found.unstable.above(&parameters.threshold()), Certainty::Certainly);
        prop_assert_eq!(found.multiplier.positive(), Certainty::Certainly);
        prop_assert_eq!(found.multiplier.less(&lift(&ratio(1, 1))), Certainty::Certainly);
        prop_assert_eq!(found.unstable_multiplier.above(&ratio(1, 1)), Certainty::Certainly);
        let product = &found.stable * &found.unstable;
        prop_assert!(product.contains_rational(&Rational::from(parameters.gain() / parameters.slope())));
        Ok(())
    });
}

#[test]
fn twice_the_bits_narrow_the_fixed_points() {
    SUITE.property((above_threshold((2, 20)), 160u32..400), |(parameters, precision)| {
        let (coarse, fine) = (points(&parameters, precision), points(&parameters, 2 * precision));
        for (coarse, fine) in [
            (&coarse.stable, &fine.stable),
            (&coarse.unstable, &fine.unstable),
            (&coarse.multiplier, &fine.multiplier),
            (&coarse.unstable_multiplier, &fine.unstable_multiplier),
        ] {
            prop_assert!(coarse.contains(fine), "{coarse:.40} does not hold {fine:.40}");
        }
        Ok(())
    });
}

#[test]
fn the_handover_pulls_towards_the_stable_saliency_and_pushes_from_the_unstable_one() {
    SUITE.property(above_threshold((2, 20)), |parameters| {
        let found = points(&parameters, 256);
        // The map rises, so what it does to the ends of an enclosure it does to the fixed point within.
        let [low, high] = ends(&found.stable);
        prop_assert!(next(&parameters, &low) >= low && next(&parameters, &high) <= high);
        let [low, high] = ends(&found.unstable);
        prop_assert!(next(&parameters, &low) <= low && next(&parameters, &high) >= high);
        Ok(())
    });
}

#[test]
fn a_rational_fixed_point_is_handed_on_unchanged() {
    SUITE.property(rational_fixed_point(), |(parameters, saliency)| {
        prop_assert_eq!(&next(&parameters, &saliency), &saliency);
        prop_assert_eq!(&exact_orbit(&parameters, &saliency, 9)?, &saliency);
        let found = points(&parameters, 256);
        let vertex = Rational::from(parameters.self_coupling() + 1u32) * parameters.gain() / 2u32;
        let branch = if saliency >= vertex { &found.stable } else { &found.unstable };
        prop_assert!(branch.contains_rational(&saliency), "{branch:.40} does not hold {saliency}");
        let run = simulate_chain(&parameters, &saliency, 2, digits(30))?;
        prop_assert!(run.transitions.iter().all(|transition| transition.saliency.contains_rational(&saliency)));
        if saliency >= vertex {
            let cycle: Interval = cycle_dwell(&parameters, bits(256))?.expect("a cycle");
            agree(&cycle, &run.transitions[1].dwell, 30)?;
            agree(&cycle, &escape_time(&parameters, &saliency, bits(256))?, 30)?;
        }
        Ok(())
    });
}

#[test]
fn the_simulated_handover_has_the_predicted_fixed_points() {
    SUITE.property(above_threshold((2, 3)), |parameters| {
        let found = points(&parameters, 256);
        let [stable, unstable] = simulate_fixed_points(&parameters, digits(30))?.expect("two fixed points");
        agree(&stable.saliency, &found.stable, 30)?;
        agree(&unstable.saliency, &found.unstable, 30)?;
        agree(&stable.multiplier, &found.multiplier, 30)?;
        agree(&unstable.multiplier, &found.unstable_multiplier, 30)?;
        agree(&stable.dwell, &cycle_dwell(&parameters, bits(256))?.expect("a cycle"), 30)
    });
}

#[test]
fn the_closed_orbit_is_the_iterated_one_in_every_regime() {
    SUITE.property(any_chain(), |chain| {
        let p = &chain.parameters;
        for (n, exact) in (0u32..).zip(&iterate_handover(p, &chain.saliency, 24)?) {
            prop_assert_eq!(&exact_orbit(p, &chain.saliency, n)?, exact);
            let enclosed: Interval = orbit(p, &chain.saliency, n, bits(512))?;
            prop_assert!(enclosed.contains_rational(exact), "{n}: {enclosed:.40} does not hold {exact}");
            tight(&enclosed, 30)?;
        }
        Ok(())
    });
}

#[test]
fn the_integrated_orbit_is_the_exact_one() {
    SUITE.property(any_chain(), |chain| {
        let exact = iterate_handover(&chain.parameters, &chain.saliency, 4)?;
        let run = simulate_chain(&chain.parameters, &chain.saliency, 4, digits(20))?;
        prop_assert_eq!(run.transitions.len(), exact.len() - 1);
        for (transition, exact) in run.transitions.iter().zip(&exact[1..]) {
            prop_assert!(transition.saliency.contains_rational(exact), "{:.40} and {exact}", transition.saliency);
        }
        Ok(())
    });
}

#[test]
fn an_orbit_continues_from_where_it_stands() {
    SUITE.property((any_chain(), 0u32..12, 0u32..12), |(chain, n, m)| {
        let p = &chain.parameters;
        let alive = iterate_handover(p, &chain.saliency, 24)?.len() - 1;
        let n = n.min(u32::try_from(alive)?);
        let m = m.min(u32::try_from(alive)? - n);
        let middle = exact_orbit(p, &chain.saliency, n)?;
        prop_assert_eq!(exact_orbit(p, &middle, m)?, exact_orbit(p, &chain.saliency, n + m)?);
        let (at_once, resumed) =
            (orbit(p, &chain.saliency, n + m, bits(512))?, orbit::<Interval>(p, &middle, m, bits(512))?);
        agree(&at_once, &resumed, 30)
    });
}

#[test]
fn below_the_threshold_gain_every_chain_collapses() {
    SUITE.property((below_threshold((2, 3)), above_one()), |(parameters, factor)| {
        prop_assert!(!sustains(&parameters).holds());
        prop_assert!(fixed_points::<Interval>(&parameters, bits(128))?.is_none());
        prop_assert!(cycle_dwell::<Interval>(&parameters, bits(128))?.is_none());
        let chain = chain(parameters, &factor);
        // Which side of the threshold a landing chain is on, no enclosure can tell.
        if lands_on_threshold(&chain.parameters, &chain.saliency)?.is_none() {
            let counted = iterate_handover(&chain.parameters, &chain.saliency, 1000)?.len() - 1;
            let fate = simulate_fate(&chain.parameters, &chain.saliency, MOST_TRANSITIONS)?;
            prop_assert_eq!(fate.into_value(), (Fate::Collapses, counted));
        }
        Ok(())
    });
}

#[test]
fn above_the_threshold_gain_a_start_between_the_fixed_points_is_endless() {
    SUITE.property((above_threshold((2, 3)), between(ratio(1, 100), ratio(1, 1))), |(parameters, share)| {
        prop_assert!(sustains(&parameters).holds());
        let found = points(&parameters, 128);
        let ([_, low], [high, _]) = (ends(&found.unstable), ends(&found.stable));
        let saliency = &low + Rational::from(&high - &low) * share;
        prop_assert_eq!(simulate_fate(&parameters, &saliency, MOST_TRANSITIONS)?.value().0, Fate::Endless);
        Ok(())
    });
}

#[test]
fn at_the_threshold_gain_the_double_fixed_point_is_fixed() {
    SUITE.property(at_threshold(), |parameters| {
        prop_assert!(sustains(&parameters).holds());
        prop_assert_eq!(gain_threshold(&parameters), Some(parameters.gain().clone()));
        // z = k (1 + rho)/2 = 2/(1 + rho).
        let saliency = parameters.threshold() * 2u32 / Rational::from(parameters.self_coupling() + 1u32);
        prop_assert_eq!(iterate_handover(&parameters, &saliency, 3)?, vec![saliency.clone(); 4]);
        let found = points(&parameters, 256);
        prop_assert!(found.stable.contains_rational(&saliency) && found.unstable.contains_rational(&saliency));
        prop_assert!(found.multiplier.contains_rational(&ratio(1, 1)));
        let later: Interval = orbit(&parameters, &saliency, 1000, bits(256))?;
        prop_assert!(later.contains_rational(&saliency));
        // A hair less gain, and it is gone.
        let p = &parameters;
        let less = with_reduced_gain(
            &(p.reduced_gain() - power(10, -50)),
            p.self_coupling().clone(),
            p.slope().clone(),
            ratio(1, 1),
        );
        prop_assert!(!sustains(&less).holds() && next(&less, &saliency) < saliency);
        Ok(())
    });
}

#[test]
fn a_self_coupling_of_one_or_more_leaves_no_threshold() {
    let hair = || about_zero(1, 40);
    let rho = prop_oneof![
        hair().prop_map(|offset| offset + 1u32),
        hair().prop_map(|offset| offset - 1u32),
        between(ratio(-3, 1), ratio(3, 1)),
    ];
    SUITE.property((rho, between(ratio(1, 10), ratio(50, 1)), slope()), |(rho, k, slope)| {
        let inside = rho > -1 && rho < 1;
        let parameters = with_reduced_gain(&k, rho.clone(), slope, ratio(1, 1));
        let threshold = gain_threshold(&parameters);
        prop_assert_eq!(threshold.is_some(), inside);
        prop_assert_eq!(sustains(&parameters).holds(), inside && k >= critical(&rho) && Rational::from(&k * &rho) < 1);
        if let Some(threshold) = threshold {
            // The window between the threshold gain and the lock gain is never empty.
            prop_assert!(threshold * parameters.slope() * &rho < 1);
        }
        Ok(())
    });
}

#[test]
fn the_threshold_is_inversely_proportional_to_the_slope() {
    SUITE.property((above_threshold((2, 20)), between(ratio(1, 10), ratio(10, 1))), |(parameters, factor)| {
        let p = &parameters;
        let steeper = with_reduced_gain(
            &p.reduced_gain(),
            p.self_coupling().clone(),
            Rational::from(p.slope() * &factor),
            p.slow_time_constant().clone(),
        );
        let threshold = gain_threshold(&steeper).map(|threshold| threshold * &factor);
        prop_assert_eq!(threshold, gain_threshold(p));
        let (ours, theirs, lift) = (points(p, 512), points(&steeper, 512), Interval::from_rational(&factor, bits(512)));
        agree(&(&theirs.stable * &lift), &ours.stable, 60)?;
        agree(&(&theirs.unstable * &lift), &ours.unstable, 60)?;
        agree(&theirs.multiplier, &ours.multiplier, 60)?;
        let start = p.threshold() * 3u32;
        let moved = exact_orbit(&steeper, &Rational::from(&start / &factor), 5)?;
        prop_assert_eq!(moved * factor, exact_orbit(p, &start, 5)?);
        Ok(())
    });
}

/// Gains in units of the threshold, self-couplings and starts that the snapshots are made from; slope and slow time constant 1.
fn fixed_sets() -> [[Rational; 3]; 10] {
    [
        [ratio(5, 1), ratio(0, 1), ratio(3, 1)],
        [ratio(9, 2), ratio(0, 1), ratio(3, 2) + power(10, -3)],
        [ratio(9, 2), ratio(0, 1), ratio(3, 2) - power(10, -3)],
        [ratio(4, 1), ratio(0, 1), ratio(3, 1)],
        [ratio(4, 1) + power(10, -20), ratio(0, 1), ratio(2, 1)],
        [ratio(3999, 1000), ratio(0, 1), ratio(3, 1)],
        [ratio(3, 1), ratio(0, 1), ratio(10, 1)],
        [ratio(72, 25), ratio(1, 4), ratio(2, 1)],
        [ratio(20, 1), ratio(-1, 2), ratio(4, 1)],
        [ratio(19, 10), ratio(1, 2), ratio(4, 1)],
    ]
}

fn fixed_set(set: &[Rational; 3]) -> (Parameters, Rational) {
    let [k, rho, saliency] = set;
    (with_reduced_gain(k, rho.clone(), ratio(1, 1), ratio(1, 1)), saliency.clone())
}

#[test]
fn predicted_fixed_points_and_orbits_stay_what_they_were() {
    let rows = fixed_sets().map(|set| {
        let (p, saliency) = fixed_set(&set);
        let threshold = gain_threshold(&p).map_or_else(|| "none".to_owned(), |gain| gain.to_string());
        let of_points = |pick: fn(FixedPoints<Interval>) -> Interval| {
            if sustains(&p).holds() {
                thirty_digits(|precision| Ok(pick(fixed_points(&p, precision)?.expect("sustained"))))
            } else {
                "none".to_owned()
            }
        };
        let (stable, unstable) = (of_points(|points| points.stable), of_points(|points| points.unstable));
        let multiplier = of_points(|points| points.multiplier);
        let fourth = match iterate_handover(&p, &saliency, 4).unwrap().len() {
            5 => thirty_digits(|precision| orbit(&p, &saliency, 4, precision)),
            _ => "none".to_owned(),
        };
        let [gain, rho, saliency] = set.map(|x| x.to_string());
        [gain, rho, saliency, threshold, stable, unstable, multiplier, fourth]
    });
    let header = ["gain", "self-coupling", "Z_0", "threshold", "Z_+", "Z_-", "multiplier", "Z_4"];
    SUITE.snapshots().bind(|| insta::assert_snapshot!("predictions", table(header, &rows)));
}

#[test]
fn the_integrator_does_the_work_it_always_did() {
    let long = [ratio(5, 1), ratio(0, 1), power(10, 30)];
    let nearly_locked = [ratio(2, 1), ratio(1, 2) - power(10, -30), ratio(3, 1)];
    let locked = [ratio(2, 1), ratio(1, 2), ratio(3, 1)];
    let rows: Vec<[String; 7]> = fixed_sets()
        .iter()
        .chain([&long, &nearly_locked, &locked])
        .flat_map(|set| {
            let (parameters, saliency) = fixed_set(set);
            let system = LimitSystem::new(parameters);
            [128, 512].map(|precision| {
                let start = system.start(std::slice::from_ref(&saliency), bits(precision)).unwrap();
                let run = system.run(&start, 8, bits(precision)).unwrap();
                let outcome = match run.outcome {
                    Outcome::Active => "sustained",
                    Outcome::Collapsed => "collapsed",
                    Outcome::Locked => "locked",
                    other => panic!("an unexpected end: {other:?}"),
                };
                let [gain, rho, saliency] = set.clone().map(|x| x.to_string());
                let [precision, transitions, steps] =
                    [precision as usize, run.transitions.len(), run.steps].map(|count| count.to_string());
                [gain, rho, saliency, precision, transitions, steps, outcome.to_owned()]
            })
        })
        .collect();
    let header = ["gain", "self-coupling", "Z_0", "bits", "transitions", "steps", "outcome"];
    SUITE.snapshots().bind(|| insta::assert_snapshot!("work", table(header, &rows)));
}
