//! What chains do: orbits, fates, fixed points and multipliers of the integrated limit system.

use crate::error::{Error, Result};
use crate::model::{LimitSystem, Outcome, Parameters, Run, interval_start};
use crate::numerics::{Certainty, Digits, Interval, Precision, climb};
use rug::float::Round;
use rug::{Float, Rational};

/// Digits at which fates are first tried.
const FATE_DIGITS: u32 = 30;
/// Bits spent on telling a saliency from the threshold.
const MARGIN_BITS: u32 = 500;

/// What becomes of a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// No memory exists after this many transitions.
    Collapses(usize),
    /// The first memory is never left.
    Locked,
    /// It goes on for ever: a whole interval of saliencies was proved to be mapped into itself.
    Endless,
}

/// A run of the chain with every time and saliency to `digits` digits.
pub fn simulate_chain(parameters: &Parameters, saliency: &Rational, transitions: usize, digits: Digits) -> Result<Run> {
    LimitSystem::new(parameters.clone()).run_to_digits(std::slice::from_ref(saliency), transitions, digits)
}

/// Follows a chain until it has collapsed, or until a trapping interval shows that it never will.
///
/// The trap is found from the run itself: an interval about its latest saliency, wide enough to hold the previous step's
/// move several times over. When the integrated system maps all of it into its interior, no start in it ever collapses.
///
/// **Errors**: [`Error::StepLimit`] when neither has been shown after `limit` transitions.
pub fn simulate_fate(parameters: &Parameters, saliency: &Rational, limit: usize) -> Result<Fate> {
    let system = LimitSystem::new(parameters.clone());
    climb("the fate of a chain", Digits::new(FATE_DIGITS)?, |precision| {
        let mut state = system.start(std::slice::from_ref(saliency), precision)?;
        let (mut done, mut batch) = (0, 8);
        while done < limit {
            let run = system.run(&state, batch, precision)?;
            match run.outcome {
                Outcome::Collapsed => return Ok(Some(Fate::Collapses(done + run.transitions.len()))),
                Outcome::Locked => return Ok(Some(Fate::Locked)),
                Outcome::Sustained => {}
                _ if precision.get() < MARGIN_BITS => return Ok(None),
                _ => {
                    let tried = vec![precision.get()];
                    let attempted = "telling a saliency from the threshold";
                    return Err(Error::PrecisionExhausted { attempted, digits: FATE_DIGITS, tried, last: None });
                }
            }
            let last = run.transitions.iter().rev().map(|transition| &transition.saliency);
            if let [last, before] = last.take(2).collect::<Vec<_>>()[..]
                && is_trapped(&system, last, before)?
            {
                return Ok(Some(Fate::Endless));
            }
            (state, done) = (run.saliency, done + batch);
            batch *= 2;
        }
        // More precision would not shorten the chain.
        Err(Error::StepLimit { limit, time: format!("transition {done}, with neither a collapse nor a trap") })
    })
}

/// Whether an interval around the latest saliency is mapped strictly into itself.
fn is_trapped(system: &LimitSystem, last: &Interval, before: &Interval) -> Result<bool> {
    let precision = last.precision();
    let middle = last.midpoint();
    let size = Float::with_val(precision.get(), middle.abs_ref());
    let moved = (last - before).magnitude();
    for reach in [4u32, 64, 4096, 1 << 20, 1 << 30] {
        let floor = Float::with_val(precision.get(), &size >> (precision.get() / 3));
        let radius = Float::with_val(precision.get(), &moved * reach).max(&floor);
        if radius >= Float::with_val(precision.get(), &size >> 3u32) {
            break;
        }
        let lower = Float::with_val_round(precision.get(), &middle - &radius, Round::Down).0;
        let upper = Float::with_val_round(precision.get(), &middle + &radius, Round::Up).0;
        let trap = Interval::new(lower, upper)?;
        match system.run(&interval_start(system, &trap)?, 1, precision) {
            Ok(run) => match &run.transitions[..] {
                [only] if run.outcome == Outcome::Sustained && trap.contains_in_interior(&only.saliency) => {
                    return Ok(true);
                }
                _ => {}
            },
            Err(error) if error.may_yield_to_precision() => {}
            Err(error) => return Err(error),
        }
    }
    Ok(false)
}

/// A fixed point of the simulated handover and its multiplier.
#[derive(Debug, Clone)]
pub struct SimulatedFixedPoint {
    /// Saliency that is handed on unchanged; proved to exist and to be the only one in the enclosure.
    pub saliency: Interval,
    /// Derivative of the handover there.
    pub multiplier: Interval,
    /// Time for which the memory is held.
    pub dwell: Interval,
}

/// The two fixed points of the simulated handover, the larger one first; `None` when no saliency was found that grows.
///
/// The map is only ever *run*. A saliency that grows is looked for by ternary search on `F(z) - z`, the two fixed points lie
/// on either side of it, bisection comes near and interval Newton proves them.
pub fn simulate_fixed_points(parameters: &Parameters, digits: Digits) -> Result<Option<[SimulatedFixedPoint; 2]>> {
    let system = LimitSystem::new(parameters.clone());
    let coarse = Precision::bits(128)?;
    let growth = |saliency: &Rational| -> Result<Interval> {
        let run = system.run(&system.start(std::slice::from_ref(saliency), coarse)?, 1, coarse)?;
        let zero = Interval::from_integer(0, coarse);
        let handed_on = run.transitions.first().map_or(&zero, |transition| &transition.saliency);
        Ok(handed_on - &Interval::from_rational(saliency, coarse))
    };
    let threshold = parameters.threshold();
    let top = Rational::from(parameters.gain() + &threshold) * 2u32;
    let Some(growing) = growing_saliency(&threshold, &top, &growth)? else { return Ok(None) };
    let stable = bisect(&growing, &top, &growth)?;
    let unstable = bisect(&growing, &threshold, &growth)?;
    Ok(Some([newton(&system, &stable, digits)?, newton(&system, &unstable, digits)?]))
}

/// A saliency that certainly grows, by ternary search for the largest growth between the two.
fn growing_saliency(
    low: &Rational,
    high: &Rational,
    growth: &impl Fn(&Rational) -> Result<Interval>,
) -> Result<Option<Rational>> {
    let (mut low, mut high) = (low.clone(), high.clone());
    for _ in 0..48 {
        let third = Rational::from(&high - &low) / 3u32;
        let (left, right) = (Rational::from(&low + &third), Rational::from(&high - &third));
        let (at_left, at_right) = (growth(&left)?, growth(&right)?);
        if at_left.positive() == Certainty::Certainly {
            return Ok(Some(left));
        }
        if at_right.positive() == Certainty::Certainly {
            return Ok(Some(right));
        }
        if at_left.midpoint() < at_right.midpoint() { low = left } else { high = right }
    }
    Ok(None)
}

/// Closes in on the fixed point between a saliency that grows and one that shrinks, to about 24 bits.
fn bisect(
    growing: &Rational,
    shrinking: &Rational,
    growth: &impl Fn(&Rational) -> Result<Interval>,
) -> Result<Rational> {
    let (mut inside, mut outside) = (growing.clone(), shrinking.clone());
    for _ in 0..24 {
        let middle = Rational::from(&inside + &outside) / 2u32;
        match growth(&middle)?.positive() {
            Certainty::Certainly => inside = middle,
            Certainty::CertainlyNot => outside = middle,
            Certainty::Unknown => return Ok(middle),
        }
    }
    Ok(Rational::from(&inside + &outside) / 2u32)
}

/// Interval Newton on `F(z) - z` for the simulated handover `F`: an image strictly inside the interval proves that it holds
/// exactly one fixed point.
fn newton(system: &LimitSystem, guess: &Rational, digits: Digits) -> Result<SimulatedFixedPoint> {
    climb("a fixed point of the handover", digits, |precision| {
        let one = Interval::from_integer(1, precision);
        let mut point = Interval::from_rational(guess, precision).midpoint();
        let mut radius = Float::with_val(precision.get(), point.abs_ref()) >> 18u32;
        let mut proved: Option<Interval> = None;
        for _ in 0..64 {
            let candidate = Interval::new(
                Float::with_val_round(precision.get(), &point - &radius, Round::Down).0,
                Float::with_val_round(precision.get(), &point + &radius, Round::Up).0,
            )?;
            let middle = Interval::new(point.clone(), point.clone())?;
            let (image, _) = system.handover_with_multiplier(&interval_start(system, &middle)?, precision)?;
            let (_, slope) = system.handover_with_multiplier(&interval_start(system, &candidate)?, precision)?;
            let step = (&image - &middle).divide(&(&slope - &one))?;
            let next = &middle - &step;
            let inside = candidate.contains_in_interior(&next);
            if inside {
                let tighter = proved.is_none_or(|known: Interval| next.width() < known.width());
                proved = Some(next.clone());
                if !tighter || next.digits(digits.get() + 5) >= digits.get() + 5 {
                    break;
                }
            } else if proved.is_some() {
                break;
            }
            point = next.midpoint();
            // While nothing is proved the radius follows the step; afterwards it shrinks with the enclosure.
            let least = Float::with_val(precision.get(), point.abs_ref()) >> (precision.get() - 12);
            radius = if inside { next.width() * 2u32 } else { step.magnitude() * 4u32 }.max(&least);
        }
        let Some(saliency) = proved else {
            return Err(Error::Undecided { question: "a fixed point lies in the candidate", value: guess.to_string() });
        };
        let start = interval_start(system, &saliency)?;
        let (_, multiplier) = system.handover_with_multiplier(&start, precision)?;
        let run = system.run(&start, 1, precision)?;
        let Some(transition) = run.transitions.into_iter().next() else { return Ok(None) };
        let found = SimulatedFixedPoint { saliency, multiplier, dwell: transition.dwell };
        let tight =
            [&found.saliency, &found.multiplier, &found.dwell].iter().all(|x| x.digits(digits.get()) >= digits.get());
        Ok(tight.then_some(found))
    })
}

/// The handover iterated in exact rationals: with `q = e^{-T}` the escape condition is linear in `q`, so no transcendental
/// number enters. Stops at the first saliency at or below the threshold, or after `limit` transitions; a locked memory makes
/// none.
///
/// This is the map that E4 verifies against the integrated system, used where a decision must be exact.
pub fn iterate_exactly(parameters: &Parameters, saliency: &Rational, limit: usize) -> Vec<Rational> {
    let (gain, threshold) = (parameters.gain(), parameters.threshold());
    let own = Rational::from(gain * parameters.self_coupling());
    let mut orbit = vec![saliency.clone()];
    while own < threshold && orbit.len() <= limit {
        let last = &orbit[orbit.len() - 1];
        if *last <= threshold {
            break;
        }
        let decay = Rational::from(&threshold - &own) / Rational::from(last - &own);
        orbit.push(gain * (1 - decay));
    }
    orbit
}

/// The transition at which the exact orbit meets the threshold exactly, if it does within 256 transitions: no enclosure can
/// tell on which side it is, and exact rationals can. (They grow with every step; orbits that are made to land are short.)
pub fn lands_on_threshold(parameters: &Parameters, saliency: &Rational) -> Option<usize> {
    const LONGEST: usize = 256;
    let exact = iterate_exactly(parameters, saliency, LONGEST);
    (exact.last() == Some(&parameters.threshold())).then(|| exact.len() - 1)
}
