//! Properties of the collapse: counts that are exact on and beside their jumps, the active time, and the decisions.

use crate::support::{
    Checked, Suite, about_zero, above_one, agree, any_chain, between, bits, chain, digits, ending_chain, self_coupling,
    slope, table, thirty_digits, time_constant, with_reduced_gain,
};
use approx::assert_relative_eq;
use escapement::Error;
use escapement::evidence::{Answer, Campaign, Cases, Check, Claim, Quantities, WrongPredictor, quantity};
use escapement::model::Parameters;
use escapement::numerics::rational::{power, ratio};
use escapement::numerics::{Decided, Digits, Guarantee, Interval, Precision};
use escapement::theorems::collapse::cases::{Ladder, law_of_counts};
use escapement::theorems::collapse::claims;
use escapement::theorems::collapse::consequences::end_by_handover;
use escapement::theorems::collapse::predictor::{
    Regime, active_time, continuous_count, is_immediate, next, regime, transitions, weakening,
};
use escapement::theorems::collapse::simulation::{count_transitions, observe_end, simulate_collapse};
use escapement::theorems::escape_time::predictor::{count_handovers, iterate_handover, lands_on_threshold};
use escapement::theorems::gain_threshold::cases::Chain;
use escapement::theorems::gain_threshold::predictor::Moebius;
use proptest::prelude::*;
use rug::{Float, Integer, Rational};

const SUITE: Suite = Suite { id: "collapse", regressions: "fixtures/regressions/collapse.txt" };

/// Most transitions that are followed in exact rationals, which grow with every one of them.
const MOST_TRANSITIONS: usize = 400;

/// The predicted number of transitions, `None` for ever.
fn count(parameters: &Parameters, saliency: &Rational) -> escapement::Result<Option<Integer>> {
    Ok(transitions(parameters, saliency)?.into_value())
}

/// The count along the exact map; `None` when it has not ended after so many transitions, and for a locked memory, which the
/// map does not hand on.
fn counted(chain: &Chain) -> Option<usize> {
    let locked = chain.parameters.reduced_gain() * chain.parameters.self_coupling() >= 1;
    if locked && chain.saliency > chain.parameters.threshold() {
        return None;
    }
    let orbit = iterate_handover(&chain.parameters, &chain.saliency, MOST_TRANSITIONS).ok()?;
    (orbit.last()? <= &chain.parameters.threshold()).then(|| orbit.len() - 1)
}

/// Compares the closed count with the exact one.
fn check_count(chain: &Chain) -> Checked {
    let predicted = count(&chain.parameters, &chain.saliency)?;
    match counted(chain) {
        Some(count) => prop_assert_eq!(predicted, Some(Integer::from(count))),
        None => prop_assert!(predicted.is_none_or(|count| count > MOST_TRANSITIONS)),
    }
    Ok(())
}

/// A chain that meets the threshold exactly after as many transitions as asked for, or as many as its gain allows: the exact
/// map inverted from the threshold on.
fn landing_chain() -> BoxedStrategy<(Chain, usize)> {
    let k = between(ratio(11, 10), ratio(6, 1));
    (k, self_coupling(), slope(), time_constant(), 1usize..=12)
        .prop_filter_map("below the lock gain", |(k, rho, slope, tau, wanted)| {
            let shift = Rational::from(&k * &rho);
            if shift >= 1 {
                return None;
            }
            let (mut z, mut steps) = (ratio(1, 1), 0);
            while steps < wanted && z < k {
                // z' (z - k rho) = k (z - 1), solved for z.
                z = (k.clone() - Rational::from(&shift * &z)) / Rational::from(&k - &z);
                steps += 1;
            }
            Some((chain(with_reduced_gain(&k, rho, slope, tau), &z), steps))
        })
        .boxed()
}

/// Chains beyond the window of self-couplings too, where no gain sustains a sequence and some lock at once.
fn wide_chain() -> BoxedStrategy<Chain> {
    let rho = between(ratio(-3, 1), ratio(2, 1));
    let wide = (between(ratio(1, 10), ratio(12, 1)), rho, slope(), time_constant(), above_one())
        .prop_map(|(k, rho, slope, tau, factor)| chain(with_reduced_gain(&k, rho, slope, tau), &factor));
    prop_oneof![any_chain(), wide].boxed()
}

/// Starts at, and a hair from, a rational unstable saliency `z`, with `k = z^2/((1 + rho) z - 1)`.
fn about_the_unstable_saliency() -> BoxedStrategy<(Chain, Rational)> {
    (between(ratio(11, 10), ratio(19, 10)), self_coupling(), slope(), about_zero(2, 40))
        .prop_filter_map("the smaller of two fixed points", |(z, rho, slope, offset)| {
            let sum = Rational::from(&rho + 1u32);
            let denominator = Rational::from(&sum * &z) - 1u32;
            if denominator <= 0 {
                return None;
            }
            let k = Rational::from(z.square_ref()) / denominator;
            let sustained = Rational::from(&k * &rho) < 1 && Rational::from(&k * &sum) > Rational::from(&z * 2u32);
            sustained.then(|| (chain(with_reduced_gain(&k, rho, slope, ratio(1, 1)), &(z + &offset)), offset))
        })
        .boxed()
}

#[test]
fn the_closed_count_is_the_count_along_the_exact_map() {
    SUITE.property(prop_oneof![ending_chain(), wide_chain()], |chain| check_count(&chain));
}

#[test]
fn the_count_is_exact_on_its_jumps_and_beside_them() {
    SUITE.property((landing_chain(), 10i32..=60), |((landing, steps), exponent)| {
        prop_assert_eq!(counted(&landing), Some(steps));
        prop_assert_eq!(lands_on_threshold(&landing.parameters, &landing.saliency)?, Some(steps));
        check_count(&landing)?;
        for offset in [power(10, -exponent), -power(10, -exponent)] {
            let saliency = &landing.saliency + offset * landing.parameters.threshold();
            let beside = Chain { saliency, ..landing.clone() };
            check_count(&beside)?;
        }
        // So close that nothing else happens in between: up to the jump n, beyond it n + 1.
        let hair = power(10, -200);
        let below = count(&landing.parameters, &Rational::from(&landing.saliency - &hair))?;
        let beyond = count(&landing.parameters, &Rational::from(&landing.saliency + &hair))?;
        prop_assert_eq!((below, beyond), (Some(Integer::from(steps)), Some(Integer::from(steps + 1))));
        Ok(())
    });
}

#[test]
fn doubles_miscount_a_chain_that_meets_the_threshold_exactly() {
    // With gain 3 the saliency 2 goes to 3/2 and to the threshold: two transitions, of which doubles make three.
    let pinned = [
        (ratio(3, 1), ratio(2, 1), 2),
        (ratio(5, 2), ratio(5, 3), 1),
        (ratio(39, 10), ratio(3_494_257_299, 787_059_989), 17),
    ];
    for (gain, saliency, expected) in pinned {
        let chain = chain(with_reduced_gain(&gain, ratio(0, 1), ratio(1, 1), ratio(1, 1)), &saliency);
        let map = Moebius::new(&chain.parameters).unwrap();
        // Unit slope and no self-coupling: the map's own coordinate is the saliency.
        let double = continuous_count::<Float>(&map, &saliency, Precision::DOUBLE).unwrap().to_f64();
        assert_relative_eq!(double, f64::from(expected), max_relative = 1e-14);
        assert_relative_eq!(double.ceil(), f64::from(expected + 1));
        assert_eq!(count(&chain.parameters, &saliency).unwrap(), Some(Integer::from(expected)));
        assert_eq!(counted(&chain), usize::try_from(expected).ok());
    }
}

#[test]
fn a_sequence_without_end_is_one_in_an_endless_regime() {
    SUITE.property(wide_chain(), |chain| {
        let (p, z) = (&chain.parameters, &chain.saliency);
        let count = count(p, z)?;
        let regime = regime(p, z)?.into_value();
        let endless = matches!(regime, Regime::Sustained | Regime::Critical | Regime::Locked);
        prop_assert_eq!(count.is_none(), endless);
        match regime {
            Regime::ImmediateCollapse => prop_assert!(count.is_some_and(|count| count <= 1)),
            Regime::Transient => prop_assert!(count.is_some_and(|count| count >= 2)),
            Regime::Locked => prop_assert!(Moebius::new(p).is_err()),
            Regime::Sustained => prop_assert!(next(p, z)? > p.threshold()),
            Regime::Critical => prop_assert!(next(p, z)? <= *z),
        }
        Ok(())
    });
}

#[test]
fn the_unstable_saliency_parts_the_endless_chains_from_the_others() {
    SUITE.property(about_the_unstable_saliency(), |(chain, offset)| {
        let (p, z) = (&chain.parameters, &chain.saliency);
        let expected = match offset.cmp0() {
            std::cmp::Ordering::Less => Regime::Transient,
            std::cmp::Ordering::Equal => Regime::Critical,
            std::cmp::Ordering::Greater => Regime::Sustained,
        };
        // A start so low that one transition ends it belongs to a regime of its own.
        if is_immediate(p, z).holds() {
            prop_assert!(offset < 0 && next(p, z)? <= p.threshold());
        } else {
            prop_assert_eq!(*regime(p, z)?.value(), expected);
        }
        check_count(&chain)
    });
}

#[test]
fn a_higher_start_never_ends_sooner() {
    SUITE.property((ending_chain(), above_one()), |(chain, factor)| {
        let higher = &chain.saliency * factor;
        let count = |saliency: &Rational| count(&chain.parameters, saliency);
        if let (Some(low), Some(high)) = (count(&chain.saliency)?, count(&higher)?) {
            prop_assert!(low <= high, "{low} transitions, {high} from the higher start");
        }
        // One transition further on, one fewer is left.
        let (now, later) = (count(&chain.saliency)?, count(&next(&chain.parameters, &chain.saliency)?)?);
        prop_assert_eq!(now, later.map(|later| later + 1u32));
        Ok(())
    });
}

#[test]
fn long_transients_are_counted_by_the_map_in_intervals() {
    let gap = (1u32..=9, 3i32..=5).prop_map(|(digit, exponent)| power(10, -exponent) * digit);
    SUITE.property((gap, between(ratio(3, 2), ratio(9, 1)), slope()), |(gap, factor, slope)| {
        let chain = chain(with_reduced_gain(&(4u32 - gap), ratio(0, 1), slope, ratio(1, 1)), &factor);
        let found = count_handovers(&chain.parameters, &chain.saliency, 100_000)?;
        prop_assert_eq!(found.guarantee(), Guarantee::Rigorous);
        prop_assert_eq!(count(&chain.parameters, &chain.saliency)?, Some(Integer::from(found.into_value())));
        Ok(())
    });
}

#[test]
fn the_active_time_is_the_sum_of_the_dwells() {
    SUITE.property(ending_chain(), |chain| {
        let p = &chain.parameters;
        let Some(count) = counted(&chain) else { return Ok(()) };
        let lift = |value: &Rational| Interval::from_rational(value, bits(512));
        let own = Rational::from(p.gain() * p.self_coupling());
        let depth = p.threshold() - &own;
        let mut sum = Interval::from_integer(0, bits(512));
        for saliency in &iterate_handover(p, &chain.saliency, count)?[..count] {
            sum = &sum + &lift(&(Rational::from(saliency - &own) / &depth)).ln()?;
        }
        let sum = &sum * &lift(p.slow_time_constant());
        let closed: Interval = active_time(p, &chain.saliency, &Integer::from(count), bits(512))?;
        agree(&closed, &sum, 30)?;
        if count <= 12 && lands_on_threshold(p, &chain.saliency)?.is_none() {
            let run = simulate_collapse(p, &chain.saliency, count + 1, digits(30))?;
            prop_assert_eq!(run.transitions.len(), count);
            agree(&run.transitions[count - 1].time, &closed, 30)?;
        }
        Ok(())
    });
}

#[test]
fn twice_the_bits_narrow_the_active_time() {
    SUITE.property((ending_chain(), 160u32..300), |(chain, precision)| {
        let Some(count) = count(&chain.parameters, &chain.saliency)? else { return Ok(()) };
        let at = |precision| active_time::<Interval>(&chain.parameters, &chain.saliency, &count, bits(precision));
        let (coarse, fine) = (at(precision)?, at(2 * precision)?);
        prop_assert!(coarse.overlaps(&fine), "{coarse:.40} and {fine:.40}");
        prop_assert!(coarse.contains(&fine) || fine.width() < coarse.width(), "{coarse:.40} and {fine:.40}");
        Ok(())
    });
}

#[test]
fn every_transition_weakens_the_chain_below_the_threshold() {
    let cases = (between(ratio(1, 100), ratio(399, 100)), slope(), above_one());
    SUITE.property(cases, |(k, slope, factor)| {
        let chain = chain(with_reduced_gain(&k, ratio(0, 1), slope, ratio(1, 1)), &factor);
        let threshold = chain.parameters.threshold();
        let orbit = iterate_handover(&chain.parameters, &chain.saliency, 10)?;
        for saliency in orbit.into_iter().filter(|saliency| *saliency > threshold) {
            let change = weakening(&chain.parameters, &saliency)?;
            prop_assert!(change < 0);
            prop_assert_eq!(next(&chain.parameters, &saliency)?, saliency + change);
        }
        Ok(())
    });
}

#[test]
fn the_weakening_changes_sign_at_the_fixed_points() {
    SUITE.property((between(ratio(11, 10), ratio(19, 10)), slope(), about_zero(2, 40)), |(z, slope, offset)| {
        // Downwards below the unstable saliency, upwards just above it; the other way round at the stable one.
        let k = Rational::from(z.square_ref()) / Rational::from(&z - 1u32);
        let stable = Rational::from(&k - &z);
        let parameters = with_reduced_gain(&k, ratio(0, 1), slope, ratio(1, 1));
        for (fixed, sign) in [(z, 1i32), (stable, -1)] {
            let chain = chain(parameters.clone(), &(fixed + &offset));
            let change = weakening(&parameters, &chain.saliency)? * sign;
            prop_assert_eq!(change.cmp0(), offset.cmp0());
        }
        Ok(())
    });
}

#[test]
fn a_collapse_is_immediate_exactly_when_the_next_saliency_is_not_above_the_threshold() {
    // At the bound z = k (1 - rho)/(k - 1) and a hair from it, where there is one above the threshold; elsewhere anywhere.
    let cases = (between(ratio(11, 10), ratio(6, 1)), self_coupling(), slope(), about_zero(5, 60));
    let at_the_bound = cases.prop_map(|(k, rho, slope, offset)| {
        let bound = &k * Rational::from(1 - &rho) / Rational::from(&k - 1u32);
        chain(with_reduced_gain(&k, rho, slope, ratio(1, 1)), &(bound + offset))
    });
    let low = (crate::support::unlocked(), about_zero(1, 40))
        .prop_map(|(parameters, offset)| chain(parameters, &(offset + 1u32)));
    SUITE.property(prop_oneof![2 => at_the_bound, 1 => wide_chain(), 1 => low], |chain| {
        let (p, z) = (&chain.parameters, &chain.saliency);
        let exists = *z > p.threshold();
        let expected = !exists || (Moebius::new(p).is_ok() && next(p, z)? <= p.threshold());
        prop_assert_eq!(is_immediate(p, z).holds(), expected);
        prop_assert_eq!(*regime(p, z)?.value() == Regime::ImmediateCollapse, expected);
        if expected {
            prop_assert_eq!(count(p, z)?, Some(Integer::from(u32::from(exists))));
        }
        Ok(())
    });
}

/// A chain in the paper's case.
fn paper_chain(gain: Rational, saliency: Rational) -> Chain {
    chain(with_reduced_gain(&gain, ratio(0, 1), ratio(1, 1), ratio(1, 1)), &saliency)
}

#[test]
fn a_start_a_hair_below_the_bound_is_left_open_by_the_model_and_never_refutes() {
    // With gain 3 a first memory of saliency 3/2 is the last one, and of any more it is not.
    let said = |side: Quantities| side.into_iter().map(|quantity| quantity.answer).next().unwrap();
    for hair in [power(10, -200), power(10, -1000)] {
        for (start, word) in [(ratio(3, 2) - &hair, "at once"), (ratio(3, 2) + &hair, "later or never")] {
            let chain = paper_chain(ratio(3, 1), start);
            assert!(!said(observe_end(&chain, digits(50)).unwrap()).is_known());
            assert_eq!(said(end_by_handover(&chain, digits(50)).unwrap()).display(10), word);
        }
    }
    // At 10^-40 the integrated system tells by itself.
    let near = paper_chain(ratio(3, 1), ratio(3, 2) - power(10, -40));
    assert_eq!(said(observe_end(&near, digits(50)).unwrap()).display(10), "at once");
}

#[test]
fn a_chain_on_a_jump_is_counted_by_the_handover_alone() {
    let chain = paper_chain(ratio(3, 1), ratio(3, 1));
    let seen = count_transitions(&chain.parameters, &chain.saliency, 100);
    assert!(matches!(seen, Err(Error::Undecided { .. })), "{seen:?}");
    let count = count(&chain.parameters, &chain.saliency).unwrap();
    assert_eq!(count, Some(Integer::from(3)));
    let timed = claims::all().remove(3).check(&Campaign { digits: digits(50), cases: 0, seed: 1 });
    let on_jump = timed.cases.iter().find(|case| case.case == chain.to_string()).unwrap();
    assert!(
        on_jump.verdict.is_verified()
            && on_jump.agreements.iter().all(|agreement| agreement.by.as_deref() == Some("E4"))
    );
}

#[test]
fn the_edges_catch_every_wrong_predictor_of_the_cheap_claims_without_a_random_case() {
    for claim in claims::all() {
        if ["C1", "C2", "C3", "C4"].contains(&claim.info().id) {
            for seed in [1, 12345] {
                let row = claim.check(&Campaign { digits: digits(50), cases: 0, seed });
                assert!(row.keeps_its_promise(), "{}: {}", row.info.id, row.verdict);
                assert_eq!(row.caught(), row.wrong_predictors.len(), "{}: {:?}", row.info.id, row.wrong_predictors);
            }
        }
    }
}

/// C1 with a bound moved by one part in `10^30`, as a claim.
fn planted(cases: Cases<Chain>) -> Claim<Chain> {
    let info = *claims::all()[0].info();
    Claim {
        info,
        cases,
        predict: |chain: &Chain, _: Digits| {
            let moved = &chain.saliency * (Rational::from(1) + power(10, -30));
            let end = is_immediate(&chain.parameters, &moved);
            Ok(vec![quantity("end", Answer::either(end, "at once", "later or never"))])
        },
        observe: observe_end,
        consequences: vec![],
        wrong_predictors: vec![],
    }
}

#[test]
fn a_planted_wrong_bound_is_refuted_by_the_model_and_not_by_nearness() {
    let verdict =
        |claim: Claim<Chain>| claim.check(&Campaign { digits: digits(50), cases: 0, seed: 1 }).cases.remove(0);
    let refuted = verdict(planted(|_, _| Ok(vec![paper_chain(ratio(3, 1), ratio(3, 2) - power(10, -40))])));
    assert!(refuted.verdict.is_refuted(), "{}", refuted.verdict);
    let open = verdict(planted(|_, _| Ok(vec![paper_chain(ratio(3, 1), ratio(3, 2) - power(10, -200))])));
    assert!(!open.verdict.is_refuted() && !open.verdict.is_verified(), "{}", open.verdict);
}

#[test]
fn a_ladder_of_counts_gives_back_its_law_and_a_short_one_is_refused() {
    // n = 6/s + 5 with s = 2^-j: constant 6, exponent one half.
    fn count(j: i32) -> (i32, Decided<usize>) {
        (j, Decided::measured((6usize << j) + 5))
    }
    fn law(constant: Rational) -> Quantities {
        vec![quantity("n_c sqrt(4 - kappa)", Answer::exact(constant)), quantity("exponent", Answer::exact(ratio(1, 2)))]
    }
    let claim: Claim<Ladder> = Claim {
        info: *claims::all()[4].info(),
        cases: |_, _| Ok(vec![Ladder { saliency: ratio(3, 1) }]),
        predict: |_, _| Ok(law(ratio(6, 1))),
        observe: |_, _| law_of_counts(&(3..=12).map(count).collect::<Vec<_>>()),
        consequences: vec![],
        wrong_predictors: vec![WrongPredictor::mistaken("one part in a thousand off", |_, _| {
            Ok(law(ratio(6006, 1000)))
        })],
    };
    let row = claim.check(&Campaign { digits: digits(50), cases: 0, seed: 1 });
    assert!(row.verdict.is_verified() && row.guarantee == Some(Guarantee::Asymptotic), "{}", row.verdict);
    assert!(law_of_counts(&(3..=6).map(count).collect::<Vec<_>>()).is_err());
}

#[test]
fn predicted_collapses_stay_what_they_were() {
    // Gain in units of the threshold, self-coupling, slope, slow time constant, saliency.
    let sets = [
        [ratio(3, 1), ratio(0, 1), ratio(1, 1), ratio(1, 1), ratio(10, 1)],
        [ratio(3999, 1000), ratio(0, 1), ratio(1, 1), ratio(1, 1), ratio(3, 1)],
        [4u32 - power(10, -16), ratio(0, 1), ratio(1, 1), ratio(1, 1), ratio(3, 1)],
        [ratio(1, 2), ratio(0, 1), ratio(1, 1), ratio(1, 1), ratio(2, 1)],
        [ratio(3, 1), ratio(0, 1), ratio(1, 1), ratio(1, 1), ratio(2, 1)],
        [ratio(3, 1), ratio(0, 1), ratio(1, 1), ratio(1, 1), ratio(2, 1) + power(10, -20)],
        [ratio(4, 1), ratio(0, 1), ratio(1, 1), ratio(1, 1), ratio(199, 100)],
        [ratio(4, 1), ratio(0, 1), ratio(1, 1), ratio(1, 1), ratio(2, 1)],
        [ratio(9, 2), ratio(0, 1), ratio(1, 1), ratio(1, 1), ratio(3, 2) - power(10, -9)],
        [ratio(9, 2), ratio(0, 1), ratio(1, 1), ratio(1, 1), ratio(3, 2) + power(10, -9)],
        [ratio(5, 2), ratio(1, 4), ratio(2, 1), ratio(5, 2), ratio(7, 2)],
        [ratio(8, 1), ratio(-1, 2), ratio(1, 2), ratio(1, 3), ratio(12, 1)],
        [ratio(2, 1), ratio(1, 2), ratio(1, 1), ratio(1, 1), ratio(3, 1)],
    ];
    let rows = sets.map(|set| {
        let [k, rho, slope, tau, saliency] = &set;
        let p = with_reduced_gain(k, rho.clone(), slope.clone(), tau.clone());
        let word = regime(&p, saliency).unwrap().value().word().to_owned();
        let count = count(&p, saliency).unwrap();
        let time = match &count {
            Some(count) => thirty_digits(|precision| active_time(&p, saliency, count, precision)),
            None => "endless".to_owned(),
        };
        let count = count.map_or_else(|| "endless".to_owned(), |count| count.to_string());
        let [k, rho, slope, tau, saliency] = set.map(|x| x.to_string());
        [k, rho, slope, tau, saliency, word, count, time]
    });
    let header = ["slope gain", "self-coupling", "slope", "tau", "Z_0", "regime", "transitions", "active time"];
    SUITE.snapshots().bind(|| insta::assert_snapshot!("predictions", table(header, &rows)));
}
