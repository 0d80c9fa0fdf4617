//! Properties of unequal gains: counts against the flow and the handover in rationals, thresholds against the eigenvalues of a matrix, rings
//! against their recurrence.

use crate::support::{Checked, Suite, above_one, agree, between, bits, digits, table, thirty_digits};
use escapement::evidence::Sampler;
use escapement::model::{Outcome, Topology, UnequalGains, UnequalLimit};
use escapement::numerics::rational::{power, ratio};
use escapement::numerics::{Certainty, Interval};
use escapement::theorems::collapse::predictor as collapse;
use escapement::theorems::gain_threshold::predictor as equal;
use escapement::theorems::unequal_gains::predictor::laws::{
    angle, averaging_gap, endless_gain, endless_saliency, ladder_gain, mean_transitions, orbit, survival,
    surviving_words, third_gain, triple_sustains, weak_link,
};
use escapement::theorems::unequal_gains::predictor::ring::{decay_of_two, few_sustain, stable_cycle};
use escapement::theorems::unequal_gains::predictor::{
    active_time, critical_saliency, cycle, landing_start, least_last_gain, regime, sustains, transitions,
};
use nalgebra::DMatrix;
use proptest::prelude::*;
use rug::{Integer, Rational};

const SUITE: Suite = Suite { id: "unequal_gains", regressions: "fixtures/regressions/unequal_gains.txt" };

fn chain(gains: &[Rational], slopes: &[Rational]) -> UnequalGains {
    UnequalGains::new(gains.to_vec(), slopes.to_vec()).unwrap()
}

fn of(gains: &[(i64, i64)]) -> UnequalGains {
    let gains: Vec<Rational> = gains.iter().map(|&(numerator, denominator)| ratio(numerator, denominator)).collect();
    UnequalGains::of_unit_slope(gains).unwrap()
}

fn lists(most: usize) -> BoxedStrategy<(Vec<Rational>, Vec<Rational>)> {
    let gains = prop::collection::vec(between(ratio(6, 5), ratio(9, 1)), 1..=most);
    let slopes = prop::collection::vec(between(ratio(1, 2), ratio(2, 1)), 1..=4);
    (gains, slopes).boxed()
}

/// The handover in rationals, to the first saliency at or below its threshold; `None` after so many transitions.
fn counted(gains: &UnequalGains, saliency: &Rational, most: usize) -> Option<usize> {
    let mut saliency = saliency.clone();
    for memory in 0..=most {
        let threshold = gains.threshold(memory);
        if saliency <= threshold {
            return Some(memory);
        }
        saliency = gains.gain(memory) * (Rational::from(1) - threshold / saliency);
    }
    None
}

/// Gains at their threshold, from the excesses of a cycle whose product is one.
fn at_threshold(mut excesses: Vec<Rational>) -> (Vec<Rational>, Rational) {
    excesses.push(excesses.iter().product::<Rational>().recip());
    let count = excesses.len();
    let saliency = |memory: usize| Rational::from(&excesses[memory % count] + 1u32);
    let gain = |memory: usize| saliency(memory + 1) * saliency(memory) / &excesses[memory];
    ((0..count).map(gain).collect(), saliency(0))
}

#[test]
fn the_minors_count_what_the_handover_does() {
    SUITE.property((lists(5), above_one()), |((gains, slopes), saliency)| -> Checked {
        let gains = chain(&gains, &slopes);
        let predicted = transitions(&gains, &saliency)?.into_value();
        match counted(&gains, &saliency, 300) {
            Some(count) => prop_assert_eq!(predicted, Some(Integer::from(count))),
            None => prop_assert!(predicted.is_none_or(|count| count > 300)),
        }
        Ok(())
    });
}

#[test]
fn the_integrated_system_makes_the_predicted_transitions_in_the_predicted_time() {
    SUITE.property((lists(4), above_one()), |((gains, slopes), saliency)| -> Checked {
        let gains = chain(&gains, &slopes);
        let run = UnequalLimit::new(gains.clone()).run_to_digits(&saliency, 12, digits(30))?;
        let predicted = transitions(&gains, &saliency)?.into_value();
        match run.outcome {
            Outcome::Collapsed => {
                prop_assert_eq!(&predicted, &Some(Integer::from(run.transitions.len())));
                if let (Some(last), Some(count)) = (run.transitions.last(), predicted) {
                    agree(&active_time(&gains, &saliency, &count, bits(200))?, &last.time, 29)?;
                }
            }
            _ => prop_assert!(predicted.is_none_or(|count| count >= 12)),
        }
        Ok(())
    });
}

#[test]
fn long_counts_and_times_are_those_of_the_closed_form() {
    // So near below their threshold that thousands of transitions are made.
    let cases = (prop::collection::vec(between(ratio(1, 2), ratio(2, 1)), 1..=4), 3i32..=6, above_one());
    SUITE.property(cases, |(excesses, exponent, start)| -> Checked {
        let (mut gains, fixed) = at_threshold(excesses);
        gains[0] *= Rational::from(1) - power(10, -exponent);
        let gains = chain(&gains, &[ratio(1, 1)]);
        let saliency = fixed * start;
        let count = transitions(&gains, &saliency)?.into_value().expect("it ends");
        let (mut z, mut time, mut memory) =
            (Interval::from_rational(&saliency, bits(400)), Interval::from_integer(0, bits(400)), 0);
        while z.above(&Rational::from(1)) == Certainty::Certainly {
            time = &time + &z.ln()?;
            let share = Interval::from_integer(1, bits(400)).divide(&z)?;
            z = (-share + 1) * gains.gain(memory);
            memory += 1;
        }
        prop_assert_eq!(&count, &Integer::from(memory));
        agree(&active_time(&gains, &saliency, &count, bits(400))?, &time, 50)
    });
}

#[test]
fn a_threshold_is_met_exactly_and_a_hair_decides() {
    let cases = (prop::collection::vec(between(ratio(1, 3), ratio(3, 1)), 0..=11), 1i32..=60);
    SUITE.property(cases, |(excesses, exponent)| -> Checked {
        let (gains, fixed) = at_threshold(excesses);
        let unit = [ratio(1, 1)];
        let exact = chain(&gains, &unit);
        prop_assert!(sustains(&exact).holds());
        prop_assert_eq!(regime(&exact, &fixed).into_value(), collapse::Regime::Critical);
        let least = critical_saliency::<Interval>(&exact, bits(200))?.expect("it lasts");
        prop_assert!(least.contains_rational(&fixed));
        let last = least_last_gain::<Interval>(&exact, bits(200))?.expect("some gain suffices");
        prop_assert!(last.contains_rational(&gains[gains.len() - 1]));
        for sign in [1, -1] {
            let mut moved = gains.clone();
            moved[0] *= Rational::from(1) + power(10, -exponent) * sign;
            prop_assert_eq!(sustains(&chain(&moved, &unit)).holds(), sign > 0);
        }
        Ok(())
    });
}

#[test]
fn the_eigenvalues_of_the_cyclic_matrix_say_the_same() {
    let cases = (prop::collection::vec(between(ratio(1, 3), ratio(3, 1)), 0..=11), prop::bool::ANY);
    SUITE.property(cases, |(excesses, above)| -> Checked {
        let (mut gains, _) = at_threshold(excesses);
        gains[0] *= if above { ratio(10_001, 10_000) } else { ratio(9_999, 10_000) };
        let count = gains.len();
        let mut matrix = DMatrix::<f64>::zeros(count, count);
        for (memory, gain) in gains.iter().enumerate() {
            let (weight, next) = (1.0 / gain.to_f64().sqrt(), (memory + 1) % count);
            matrix[(memory, next)] += weight;
            matrix[(next, memory)] += weight;
        }
        let largest = matrix.symmetric_eigenvalues().max();
        prop_assert_eq!(largest <= 1.0, above);
        prop_assert_eq!(sustains(&chain(&gains, &[ratio(1, 1)])).holds(), above);
        Ok(())
    });
}

#[test]
fn trace_and_determinant_alone_are_not_enough() {
    let gains = of(&[(6, 5), (6, 5), (1000, 1), (6, 5), (6, 5), (1000, 1)]);
    assert!(!sustains(&gains).holds());
    assert_eq!(transitions(&gains, &ratio(1_000_000, 1)).unwrap().into_value(), Some(Integer::from(2)));
}

#[test]
fn the_backward_recursion_rises_to_the_critical_saliency_and_lands_on_the_threshold() {
    for gains in [of(&[(2, 1), (16, 1)]), of(&[(5, 1)]), of(&[(6, 1), (3, 1), (9, 1)])] {
        let least = critical_saliency::<Interval>(&gains, bits(300)).unwrap().unwrap();
        let mut before = Rational::new();
        for count in 0..40 {
            let start = landing_start(&gains, count).unwrap();
            assert!(start > before && least.above(&start) == Certainty::Certainly);
            assert_eq!(transitions(&gains, &start).unwrap().into_value(), Some(Integer::from(count)));
            let above = &start + power(10, -80);
            assert_eq!(transitions(&gains, &above).unwrap().into_value(), Some(Integer::from(count + 1)));
            before = start;
        }
        assert!((least - &before).magnitude() < 1e-6);
    }
}

#[test]
fn equal_gains_are_the_theorems_of_equal_gains() {
    SUITE.property(
        (between(ratio(11, 10), ratio(8, 1)), above_one(), 1usize..=3),
        |(gain, saliency, copies)| -> Checked {
            let gains = chain(&vec![gain.clone(); copies], &[ratio(1, 1)]);
            let plain = escapement::model::Parameters::new(gain.clone())?;
            prop_assert_eq!(sustains(&gains).holds(), equal::sustains(&plain).holds());
            prop_assert_eq!(regime(&gains, &saliency).into_value(), collapse::regime(&plain, &saliency)?.into_value());
            prop_assert_eq!(
                transitions(&gains, &saliency)?.into_value(),
                collapse::transitions(&plain, &saliency)?.into_value()
            );
            if let Some(points) = equal::fixed_points::<Interval>(&plain, bits(200))? {
                let least = critical_saliency::<Interval>(&gains, bits(200))?.expect("it lasts");
                prop_assert!(least.overlaps(&points.unstable));
                let cycle = cycle::<Interval>(&gains, bits(200))?.expect("it lasts");
                prop_assert!(cycle.saliency.overlaps(&points.stable));
                prop_assert!(cycle.multiplier.overlaps(&points.multiplier.power(copies as u32)));
                prop_assert!(cycle.period.overlaps(&(points.stable.ln()? * copies as i32)));
            }
            Ok(())
        },
    );
}

#[test]
fn three_gains_at_their_threshold_make_a_triangle() {
    SUITE.property(
        (between(ratio(2, 1), ratio(9, 1)), between(ratio(5, 2), ratio(9, 1))),
        |(first, second)| -> Checked {
            let third: Interval = third_gain(&first, &second, bits(200))?;
            let gains = chain(&[first.clone(), second.clone(), ratio(1, 1)], &[ratio(1, 1)]);
            agree(&third, &least_last_gain::<Interval>(&gains, bits(200))?.expect("some gain suffices"), 40)?;
            let sum = angle::<Interval>(&first, bits(200))? + &angle::<Interval>(&second, bits(200))?;
            let cosine = Interval::from_integer(1, bits(200)).divide(&third.sqrt()?)?;
            prop_assert!((cosine.acos()? + &sum).overlaps(&Interval::pi(bits(200))));
            let near = third.midpoint().to_rational().expect("finite");
            for (factor, lasts) in [(ratio(10_001, 10_000), true), (ratio(9_999, 10_000), false)] {
                prop_assert_eq!(triple_sustains([&first, &second, &(&near * factor)], 2).holds(), lasts);
            }
            Ok(())
        },
    );
}

#[test]
fn the_mean_of_gains_that_last_is_at_least_four_and_strong_neighbours_last() {
    let cases = (prop::collection::vec(between(ratio(11, 10), ratio(12, 1)), 1..=12), above_one());
    SUITE.property(cases, |(list, start)| -> Checked {
        let gains = chain(&list, &[ratio(1, 1)]);
        let inverse = |gain: &Rational| 1.0 / gain.to_f64().sqrt();
        let mean = list.iter().map(inverse).sum::<f64>() / list.len() as f64;
        prop_assert!(!sustains(&gains).holds() || mean <= 0.5 + 1e-12);
        let pairs = (0..list.len()).all(|n| inverse(&list[n]) + inverse(&list[(n + 1) % list.len()]) <= 1.0);
        prop_assert!(!pairs || sustains(&gains).holds());
        let saliencies = orbit(&gains, &(start + 1u32), 10);
        if saliencies.len() > 1 {
            let gap: Interval = averaging_gap(&saliencies, bits(128))?;
            prop_assert!(gap.upper().to_f64() >= 0.0);
        }
        Ok(())
    });
    // Equality: the cycle of two gains at their threshold.
    let gap: Interval = averaging_gap(&orbit(&of(&[(9, 4), (9, 1)]), &ratio(3, 1), 6), bits(128)).unwrap();
    assert!(gap.contains_zero());
    // The order matters from four gains on.
    assert_ne!(
        sustains(&of(&[(2, 1), (16, 1), (2, 1), (16, 1)])).holds(),
        sustains(&of(&[(2, 1), (2, 1), (16, 1), (16, 1)])).holds()
    );
}

#[test]
fn the_explicit_sequence_never_ends_below_four() {
    let mut saliency = ratio(4, 1);
    for memory in 0..200 {
        assert_eq!(saliency, endless_saliency(memory));
        assert!(endless_gain(memory) < 4);
        saliency = endless_gain(memory) * (Rational::from(1) - saliency.recip());
    }
}

#[test]
fn words_without_runs_are_counted_and_weighed_as_they_are_written_down() {
    for run in 1..=4usize {
        for letters in 0..=10usize {
            let longest = |word: u32| {
                (0..letters).fold((0, 0), |(now, most): (usize, usize), letter| {
                    let now = if word >> letter & 1 == 1 { now + 1 } else { 0 };
                    (now, most.max(now))
                })
            };
            let words: Vec<u32> = (0..1u32 << letters).filter(|word| longest(*word).1 < run).collect();
            assert_eq!(surviving_words(letters, run), words.len());
            let weak = ratio(1, 3);
            let weight = |word: &u32| {
                let count = word.count_ones();
                (0..letters)
                    .fold(ratio(1, 1), |share, k| share * if (k as u32) < count { ratio(1, 3) } else { ratio(2, 3) })
            };
            assert_eq!(survival(letters, run, &weak), words.iter().map(weight).sum::<Rational>());
        }
    }
    let fibonacci = [1, 2, 3, 5, 8, 13, 21, 34];
    assert!(fibonacci.iter().enumerate().all(|(letters, count)| surviving_words(letters, 2) == *count));
}

#[test]
fn random_gains_end_after_the_mean_number_of_transitions() {
    // Six standard deviations of a mean of 4000: one run in 10^9 would fail by chance.
    const RUNS: u32 = 4000;
    let (weak, strong) = (ratio(2, 1), ratio(16, 1));
    let mut sampler = Sampler::new(2603, "U6");
    let (mut sum, mut squares) = (0.0, 0.0);
    for _ in 0..RUNS {
        let (mut saliency, mut count) = (16.0, 0.0);
        while saliency > 1.0 {
            let gain = if sampler.one_in(2) { &weak } else { &strong };
            saliency = gain.to_f64() * (1.0 - 1.0 / saliency);
            count += 1.0;
        }
        sum += count;
        squares += count * count;
    }
    let mean = sum / f64::from(RUNS);
    let deviation = ((squares / f64::from(RUNS) - mean * mean) / f64::from(RUNS)).sqrt();
    let predicted = mean_transitions(2, &ratio(1, 2));
    assert_eq!(predicted, 6);
    assert!((mean - predicted.to_f64()).abs() < 6.0 * deviation, "{mean} and {deviation}");
}

#[test]
fn the_ladder_and_the_weak_link_are_thresholds_of_the_counts() {
    for n in 1..=9u32 {
        let gain: Interval = ladder_gain(n, bits(200));
        let near = gain.midpoint().to_rational().unwrap();
        for (offset, succeeds) in [(power(10, -12), true), (-power(10, -12), false)] {
            let gain = &near + offset;
            // The strongest start hands on the gain itself.
            let count = counted(&chain(std::slice::from_ref(&gain), &[ratio(1, 1)]), &gain, 100).unwrap_or(100);
            assert_eq!(count >= n as usize, succeeds, "{n}");
        }
    }
    for (gain, memories) in
        [(ratio(5, 1), 2u32), (ratio(9, 1), 5), (ratio(4, 1), 4), (ratio(7, 2), 4), (ratio(3, 1), 3)]
    {
        let link: Interval = weak_link(&gain, memories, bits(200)).unwrap().unwrap();
        let gains = chain(&vec![gain.clone(); memories as usize], &[ratio(1, 1)]);
        let least = least_last_gain::<Interval>(&gains, bits(200)).unwrap().unwrap();
        assert!(link.overlaps(&least) && link.digits(40) >= 40, "{gain} {memories}");
    }
    // 4 cos^2(pi/4) = 2: three gains of which two are two are never sustained.
    assert!(weak_link::<Interval>(&ratio(19, 10), 3, bits(200)).unwrap().is_none());
}

#[test]
fn the_cycle_of_a_ring_is_that_of_the_chain_with_stronger_gains() {
    let cases = (2..=6usize, prop::collection::vec(between(ratio(2, 1), ratio(9, 1)), 1..=6));
    SUITE.property(cases, |(memories, mut list)| -> Checked {
        list.truncate(memories);
        let ring = chain(&list, &[ratio(1, 1)]).with_topology(Topology::Ring(memories))?;
        let found = stable_cycle(&ring, bits(200))?;
        if memories <= 3 {
            prop_assert_eq!(found.is_some(), few_sustain(&ring).holds());
        }
        let Some(found) = found else { return Ok(()) };
        if memories == 2 {
            prop_assert!(found.decay.contains_rational(&decay_of_two(&ring)));
        }
        // One round of the stronger gains multiplies by the reciprocal of that share: L_+, or L_- with the product of the gains.
        let share = found.decay.midpoint().to_rational().expect("finite");
        let stronger: Vec<Rational> = (0..memories).map(|n| ring.gain(n) / Rational::from(1 - &share)).collect();
        let product = Interval::from_rational(&stronger.iter().product(), bits(200)).ln()?;
        let upper = cycle::<Interval>(&chain(&stronger, &[ratio(1, 1)]), bits(200))?.expect("it lasts").period;
        let off = |period: &Interval| (period - &found.period).magnitude();
        prop_assert!(off(&upper) < 1e-25 || off(&(&product - &upper)) < 1e-25, "{upper} {product} {}", found.period);
        Ok(())
    });
}

#[test]
fn predictions_stay_what_they_were() {
    let sets = [
        (of(&[(4, 1)]), ratio(3, 1)),
        (of(&[(9, 4), (9, 1)]), ratio(4, 1)),
        (of(&[(2, 1), (16, 1)]), ratio(5, 2)),
        (of(&[(9, 4), (899, 100)]), ratio(4, 1)),
        (of(&[(6, 1), (3, 2), (5, 2)]), ratio(3, 1)),
        (chain(&[ratio(6, 1), ratio(3, 1)], &[ratio(1, 1), ratio(4, 5), ratio(3, 2)]), ratio(3, 1)),
    ];
    let rows: Vec<[String; 6]> = sets
        .iter()
        .map(|(gains, saliency)| {
            let none = || "none".to_owned();
            let count = transitions(gains, saliency).unwrap().into_value();
            let time = count
                .as_ref()
                .map_or_else(none, |count| thirty_digits(|precision| active_time(gains, saliency, count, precision)));
            let lasts = sustains(gains).holds();
            let critical = || thirty_digits(|precision| Ok(critical_saliency(gains, precision)?.expect("it lasts")));
            let period =
                || thirty_digits(|precision| Ok(cycle::<Interval>(gains, precision)?.expect("it lasts").period));
            let count = count.map_or_else(|| "endless".to_owned(), |count| count.to_string());
            let [critical, period] = if lasts { [critical(), period()] } else { [none(), none()] };
            [gains.to_string(), saliency.to_string(), count, time, critical, period]
        })
        .collect();
    let header = ["gains", "Z_0", "transitions", "active time", "Z_*", "period"];
    SUITE.snapshots().bind(|| insta::assert_snapshot!("predictions", table(header, &rows)));
}
