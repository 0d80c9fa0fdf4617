//! What sequences with unequal gains do: the limit system, integrated; its rounds, searched and solved by running them.
//!
//! A handover increases with the saliency (E4): a start that one round hands on enlarged lasts for ever, and so does every stronger one;
//! where the strongest saliency that can be handed on collapses, every start does.

mod rounds;

use super::cases::{
    ACTIVE_TIME, ANGLES, Averaging, BelowFour, CRITICAL, CYCLE, GAP, LADDER_GAIN, LASTS, LEAST_GAIN, Link, MULTIPLIER,
    PERIOD, RATIO, Round, SALIENCIES, SURVIVAL, Start, TRANSITIONS, TwoGains, WORDS, collapse_law, deficient_gain,
    floor, lasts, mean, transitions,
};
use crate::error::{Error, Result};
use crate::evidence::{Answer, Quantities, quantity};
use crate::model::{LimitSystem, Outcome, Parameters, UnequalGains, UnequalLimit};
use crate::numerics::rational::{exact, ratio};
use crate::numerics::{Decided, Digits, Interval, Precision, climb};
use rounds::{COARSE, Rounds, polished};
use rug::{Integer, Rational};

/// Most transitions that are integrated for one case.
const MOST_TRANSITIONS: usize = 1500;

/// The least first saliency that lasts: below every one that grows, handed on unchanged by a round.
///
/// **Errors**: [`Error::Domain`] where none lasts; as the integrator's.
pub fn simulated_critical_saliency(gains: &UnequalGains, digits: Digits) -> Result<Interval> {
    let rounds = Rounds::new(gains);
    let growing = rounds.growing(40)?.ok_or_else(|| Error::domain("gains", gains, "such that some sequence lasts"))?;
    rounds.fixed(&growing, &gains.threshold(0), digits)
}

/// The least last gain of a round with which some sequence lasts, the others as they are.
pub fn simulated_least_gain(gains: &UnequalGains, digits: Digits) -> Result<Interval> {
    Rounds::new(gains).least_last_gain(digits)
}

/// Whether some first saliency lasts.
pub fn simulated_lasting(gains: &UnequalGains) -> Result<Decided<bool>> {
    Rounds::new(gains).sustained()
}

/// The transitions until the collapse, with their time; or that the sequence is endless, and then without one.
fn to_the_end(start: &Start, digits: Digits) -> Result<(Decided<Option<Integer>>, Option<Interval>)> {
    let rounds = Rounds::new(&start.gains);
    if start.saliency > start.gains.threshold(0)
        && let Some(lasts) = rounds.endless(&start.saliency)?
    {
        return Ok((lasts.map(|_| None), None));
    }
    let run = rounds.system.run_to_digits(&start.saliency, MOST_TRANSITIONS, digits)?;
    let ended = run.decided()?.with(run.count());
    match run.outcome {
        Outcome::Collapsed => {
            let time = run.transitions.last().map(|last| last.time.clone());
            Ok((ended.map(|(_, count)| Some(Integer::from(count))), time))
        }
        _ => Err(Error::StepLimit { limit: MOST_TRANSITIONS, time: format!("transition {MOST_TRANSITIONS}") }),
    }
}

/// How a chain ends, and from where on it would not.
pub(super) fn observe_start(start: &Start, digits: Digits) -> Result<Quantities> {
    let mut observed = match to_the_end(start, digits) {
        Ok((count, time)) => {
            let time = time.map(|time| quantity(ACTIVE_TIME, Answer::enclosed(time)));
            std::iter::once(transitions(count)).chain(time).collect()
        }
        Err(open) => {
            let open = Answer::unless_open(Err(open))?;
            vec![quantity(TRANSITIONS, open.clone()), quantity(ACTIVE_TIME, open)]
        }
    };
    if start.critical {
        observed.push(quantity(CRITICAL, Answer::enclosed(simulated_critical_saliency(&start.gains, digits)?)));
    }
    Ok(observed)
}

/// Whether a round sustains a sequence, its least last gain and its cycle.
pub(super) fn observe_round(round: &Round, digits: Digits) -> Result<Quantities> {
    let rounds = Rounds::new(&round.gains);
    let some = match &round.fixed {
        // At the threshold the best saliency is handed on unchanged, which no enclosure tells from a loss.
        Some(fixed) => rounds.proof(fixed),
        None => rounds.sustained(),
    };
    let mut observed = vec![quantity(LASTS, Answer::unless_open(some.map(|some| lasts(some).answer))?)];
    if round.least {
        observed.push(quantity(LEAST_GAIN, Answer::enclosed(rounds.least_last_gain(digits)?)));
    }
    if round.cycle {
        let [period, multiplier] = cycle(&rounds, digits)?;
        observed.push(quantity(PERIOD, Answer::enclosed(period)));
        observed.push(quantity(MULTIPLIER, Answer::enclosed(multiplier)));
    }
    Ok(observed)
}

/// Period and multiplier of the stable cycle: of the saliency above those that grow that is handed on unchanged.
fn cycle(rounds: &Rounds, digits: Digits) -> Result<[Interval; 2]> {
    let more = Digits::new(digits.get() + 8)?;
    let growing = rounds.growing(40)?.ok_or(Error::Undecided { question: "a saliency grows", value: String::new() })?;
    let fixed = rounds.fixed(&growing, &rounds.top, more)?;
    let run = rounds.run(&fixed)?;
    let period = run.transitions.last().map(|last| last.time.clone());
    let last = rounds.system.gains().gain(rounds.period - 1).clone();
    let open = || Error::Undecided { question: "a round is survived", value: fixed.to_string() };
    let multiplier = rounds.turns(&fixed, &last)?.map(|turn| turn.derivative);
    Ok([period.ok_or_else(open)?, multiplier.ok_or_else(open)?])
}

/// A round of three: whether it sustains a sequence, its least third gain, and the angles of the gains then.
pub(super) fn observe_triple(round: &Round, digits: Digits) -> Result<Quantities> {
    let mut observed = observe_round(&Round { least: false, ..round.clone() }, digits)?;
    if round.least {
        let third = simulated_least_gain(&round.gains, Digits::new(digits.get() + 3)?)?;
        let given = [0, 1].map(|memory| Interval::from_rational(round.gains.gain(memory), third.precision()));
        let zero = Interval::from_integer(0, third.precision());
        let sum = given.iter().chain([&third]).try_fold(zero, |sum, gain| -> Result<Interval> {
            let cosine = Interval::from_integer(1, gain.precision()).divide(&gain.sqrt()?)?;
            Ok(&sum + &cosine.acos()?)
        })?;
        observed.push(quantity(ANGLES, Answer::enclosed(sum)));
        observed.push(quantity(LEAST_GAIN, Answer::enclosed(third)));
    }
    Ok(observed)
}

/// `1/sqrt(kappa) - 1/2`.
fn excess(gain: &Interval) -> Result<Interval> {
    Ok(Interval::from_integer(1, gain.precision()).divide(&gain.sqrt()?)? - &ratio(1, 2))
}

/// The means of gains along orbits and at thresholds.
pub(super) fn observe_averaging(case: &Averaging, digits: Digits) -> Result<Quantities> {
    let more = Digits::new(digits.get() + 3)?;
    match case {
        Averaging::Orbit(start, steps) => {
            let run = UnequalLimit::new(start.gains.clone()).run_to_digits(&start.saliency, *steps, more)?;
            let Some(last) = run.transitions.last() else {
                return Err(Error::domain("saliency", &start.saliency, "that of a memory"));
            };
            let precision = last.saliency.precision();
            let one = Interval::from_integer(1, precision);
            let first = Interval::from_rational(&start.saliency, precision);
            let bound = (one.divide(&last.saliency)? - one.divide(&first)?) * &ratio(1, 2);
            let sum =
                (0..*steps).try_fold(Interval::from_integer(0, precision), |sum, memory| -> Result<Interval> {
                    Ok(&sum + &excess(&Interval::from_rational(start.gains.gain(memory), precision))?)
                })?;
            Ok(vec![quantity(GAP, Answer::enclosed(&bound - &sum + 1))])
        }
        Averaging::Threshold(round) => {
            let last = simulated_least_gain(&round.gains, more)?;
            let others =
                (0..round.gains.period() - 1).map(|n| Interval::from_rational(round.gains.gain(n), last.precision()));
            let zero = Interval::from_integer(0, last.precision());
            let sum =
                others.chain([last.clone()]).try_fold(zero, |sum, gain| -> Result<_> { Ok(&sum + &excess(&gain)?) })?;
            // The mean of exponent -1/2 is above four iff the mean of 1/sqrt(kappa) is below one half.
            Ok(vec![mean(sum.negative().decided("the mean is above four", &sum)?)])
        }
        Averaging::Neighbours(start, steps) => {
            let run = UnequalLimit::new(start.gains.clone()).run_to_digits(&start.saliency, *steps, more)?;
            let above = run.transitions.iter().enumerate().map(|(memory, transition)| {
                let root = Interval::from_rational(start.gains.gain(memory), transition.saliency.precision()).sqrt()?;
                transition.saliency.greater(&root).decided("a saliency is above the root", &transition.saliency)
            });
            let all = above.reduce(|all, next| Ok(all?.and(next?)));
            let none = || Err(Error::domain("saliency", &start.saliency, "that of a memory"));
            let full = run.transitions.len() == *steps;
            Ok(vec![floor(all.unwrap_or_else(none)?.and(run.count().map(|_| full)))])
        }
    }
}

/// The explicit sequence, and how far sequences get with gains that approach four too slowly.
pub(super) fn observe_below_four(case: &BelowFour, digits: Digits) -> Result<Quantities> {
    match case {
        BelowFour::Explicit => {
            let gain = |n: i64| ratio(16 * (n + 1) * (n + 2), (2 * n + 3) * (2 * n + 3));
            let gains = UnequalGains::of_unit_slope((0..10).map(gain).collect())?;
            let run = UnequalLimit::new(gains).run_to_digits(&ratio(4, 1), 10, digits)?;
            let entered = |n: u32| run.transitions.get(n as usize - 1).map(|transition| transition.saliency.clone());
            let seen = SALIENCIES.iter().filter_map(|(n, name)| Some(quantity(name, Answer::enclosed(entered(*n)?))));
            Ok(seen.collect())
        }
        BelowFour::Deficit { integrated: false, .. } => {
            Ok(vec![quantity(RATIO, Answer::unknown("too many transitions to integrate"))])
        }
        BelowFour::Deficit { deficit, .. } => {
            const START: usize = 16;
            let end = |start: usize| -> Result<usize> {
                let gains = (start..start * 32).map(|n| deficient_gain(deficit, n)).collect();
                let system = UnequalLimit::new(UnequalGains::of_unit_slope(gains)?);
                let precision = Precision::bits(COARSE)?;
                // So strong that the next saliency is the gain, but for 2^-40.
                let first = Interval::from_rational(&(Rational::from(1) << 40u32), precision);
                let run = system.run(&system.start(&first), start * 31, precision)?;
                match run.decided()?.value() {
                    Outcome::Collapsed => Ok(start + run.transitions.len()),
                    _ => Err(Error::StepLimit { limit: start * 31, time: format!("transition {}", start * 31) }),
                }
            };
            collapse_law(START, end(START)?, end(2 * START)?)
        }
    }
}

/// The words of two gains that a sequence survives: all of them are tried, letter by letter.
pub(super) fn observe_words(case: &TwoGains, digits: Digits) -> Result<Quantities> {
    let letter = |gain: &Rational| Ok::<_, Error>(UnequalLimit::new(UnequalGains::of_unit_slope(vec![gain.clone()])?));
    let letters = [letter(&case.weak)?, letter(&case.strong)?];
    let weights = [case.probability.clone(), Rational::from(1 - &case.probability)];
    let precision = Precision::DOUBLE.plus(digits.get());
    let mut alive = vec![(Interval::from_rational(&case.strong, precision), Rational::from(1))];
    let mut sure = Decided::order(&case.strong, &Rational::from(1)).map(|_| ());
    for _ in 0..case.letters {
        let mut next = Vec::new();
        for (saliency, share) in &alive {
            for (system, weight) in letters.iter().zip(&weights) {
                let run = system.run(&system.start(saliency), 1, precision)?;
                let outcome = run.decided()?;
                if *outcome.value() == Outcome::Active {
                    next.push((run.saliency[0].clone(), Rational::from(share * weight)));
                }
                sure = sure.with(outcome).map(|_| ());
            }
        }
        alive = next;
    }
    let survival: Rational = alive.iter().map(|(_, share)| share).sum();
    let exact = Answer::exact(survival).weaken(sure.guarantee());
    Ok(vec![quantity(WORDS, Answer::count(sure.map(|()| Integer::from(alive.len())))), quantity(SURVIVAL, exact)])
}

/// The gain at which so many transitions only just succeed, or the least gain of one among equals.
pub(super) fn observe_link(case: &Link, digits: Digits) -> Result<Quantities> {
    let transitions = match case {
        Link::Ladder(transitions) => *transitions as usize,
        Link::Weak(round, ..) => {
            let least = simulated_least_gain(&round.gains, digits)?;
            return Ok(vec![quantity(LEAST_GAIN, Answer::enclosed(least))]);
        }
    };
    // The strongest start hands on the gain itself.
    let margin = |gain: &Interval| -> Result<Interval> {
        let gain_exactly = exact(&gain.midpoint())?;
        let system = LimitSystem::new(Parameters::new(gain_exactly.clone())?);
        let start = system.start(std::slice::from_ref(&gain_exactly), gain.precision())?;
        let run = system.run(&start, transitions - 1, gain.precision())?;
        let missing = transitions - 1 - run.transitions.len();
        Ok(&run.saliency[0] - &Rational::from(1 + 4 * missing as u64))
    };
    let threshold = polished("a ladder's gain", margin, (&ratio(1, 2), &ratio(9, 2)), digits)?;
    Ok(vec![quantity(LADDER_GAIN, Answer::enclosed(threshold))])
}

/// Whether a ring settles on a cycle, and the time of a turn then.
pub(super) fn observe_ring(start: &Start, digits: Digits) -> Result<Quantities> {
    const TURNS: usize = 80;
    let memories = start.gains.period();
    let system = UnequalLimit::new(start.gains.clone());
    let word = |cycle| quantity(CYCLE, Answer::either(cycle, "exists", "does not exist"));
    climb("a ring", digits, |precision| {
        let first = Interval::from_rational(&start.saliency, precision);
        let run = system.run(&system.start(&first), TURNS * memories, precision)?;
        let active = run.decided()?.map(|outcome| outcome == Outcome::Active);
        if !active.holds() {
            return Ok(Some(vec![word(active)]));
        }
        let times: Vec<&Interval> = run.transitions.iter().rev().step_by(memories).map(|t| &t.time).take(3).collect();
        let [last, before, earlier] = times[..] else { return Ok(None) };
        let (turn, previous) = (last - before, before - earlier);
        // What is still to come is less than the last change, which shrinks geometrically.
        let change = (&turn - &previous).magnitude();
        let reach = Interval::new(-change.clone(), change)?;
        let settled = &turn + &reach;
        let tight = settled.digits(digits.get()) >= digits.get();
        let seen = vec![word(Decided::measured(true)), quantity(PERIOD, Answer::estimated(settled))];
        Ok(tight.then_some(seen))
    })
}
