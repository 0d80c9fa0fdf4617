//! What chains do: orbits, fates, fixed points and multipliers of the integrated limit system.

use super::cases::{CONTRACTION, Chain, DWELL, FATE, Fate, INTEGRATED, fate};
use crate::error::{Error, Result};
use crate::evidence::{Answer, Quantities, quantity};
use crate::model::{LimitSystem, Outcome, Parameters, Run, interval_start};
use crate::numerics::roots::bisect;
use crate::numerics::{Certainty, Decided, Digits, Interval, Precision, climb};
use rug::float::Round;
use rug::{Float, Rational};

/// Digits at which fates are first tried.
const FATE_DIGITS: u32 = 30;
/// Bits spent on telling a saliency from the threshold.
const MARGIN_BITS: u32 = 500;

/// A run of the chain with every time and saliency to `digits` digits.
pub fn simulate_chain(parameters: &Parameters, saliency: &Rational, transitions: usize, digits: Digits) -> Result<Run> {
    LimitSystem::new(parameters.clone()).run_to_digits(std::slice::from_ref(saliency), transitions, digits)
}

/// Follows a chain until it has collapsed, or until a trapping interval shows that it never will; with the number of transitions
/// followed until then.
///
/// The trap is found from the run itself: an interval about its latest saliency, wide enough to hold the previous step's
/// move several times over. When the integrated system maps all of it into its interior, no start in it ever collapses.
///
/// **Errors**: [`Error::StepLimit`] when neither has been shown after `limit` transitions; [`Error::PrecisionExhausted`] where a saliency
/// cannot be told from the threshold, or from the one before.
pub fn simulate_fate(parameters: &Parameters, saliency: &Rational, limit: usize) -> Result<Decided<(Fate, usize)>> {
    let system = LimitSystem::new(parameters.clone());
    climb("the fate of a chain", Digits::new(FATE_DIGITS)?, |precision| {
        let mut state = system.start(std::slice::from_ref(saliency), precision)?;
        let (mut done, mut batch) = (0, 8);
        while done < limit {
            let run = system.run(&state, batch, precision)?;
            let count = done + run.transitions.len();
            match run.outcome {
                Outcome::Collapsed => return Ok(Some(run.decided()?.map(|_| (Fate::Collapses, count)))),
                Outcome::Locked => return Ok(Some(run.decided()?.map(|_| (Fate::Locked, count)))),
                Outcome::Active => {}
                _ => return beyond("telling a saliency from the threshold", precision),
            }
            let last = run.transitions.iter().rev().map(|transition| &transition.saliency);
            if let [last, before] = last.take(2).collect::<Vec<_>>()[..] {
                if let Some(trapped) = trap(&system, last, before)? {
                    return Ok(Some(trapped.map(|()| (Fate::Endless, count))));
                }
                if last.overlaps(before) {
                    return beyond("telling a saliency from the one before", precision);
                }
            }
            (state, done) = (run.saliency, count);
            batch *= 2;
        }
        // More precision would not shorten the chain.
        Err(Error::StepLimit { limit, time: format!("transition {done}, with neither a collapse nor a trap") })
    })
}

/// Asks for more precision, until that is not worth it any more.
fn beyond<T>(attempted: &'static str, precision: Precision) -> Result<Option<T>> {
    if precision.get() < MARGIN_BITS {
        return Ok(None);
    }
    Err(Error::PrecisionExhausted { attempted, digits: FATE_DIGITS, tried: vec![precision.get()], last: None })
}

/// The proof that an interval around the latest saliency is mapped strictly into itself; `None` where no such interval was found.
fn trap(system: &LimitSystem, last: &Interval, before: &Interval) -> Result<Option<Decided<()>>> {
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
        let candidate = Interval::new(lower, upper)?;
        let run = match system.run(&interval_start(system, &candidate)?, 1, precision) {
            Ok(run) => run,
            Err(error) if error.may_yield_to_precision() => continue,
            Err(error) => return Err(error),
        };
        if let ([only], Outcome::Active) = (&run.transitions[..], run.outcome)
            && let Some(inside) = Decided::inclusion(&candidate, &only.saliency)
        {
            return Ok(Some(inside.with(run.decided()?).map(|_| ())));
        }
    }
    Ok(None)
}

/// What becomes of the chain, as far as the integrated system tells.
pub fn observe_fate(parameters: &Parameters, saliency: &Rational) -> Result<Quantities> {
    const MOST_TRANSITIONS: usize = 4000;
    let seen =
        simulate_fate(parameters, saliency, MOST_TRANSITIONS).map(|seen| fate(seen.map(|(fate, _)| fate)).answer);
    Ok(vec![quantity(FATE, Answer::unless_open(seen)?)])
}

/// What becomes of a case.
pub(super) fn observe_sequence(chain: &Chain, _: Digits) -> Result<Quantities> {
    observe_fate(&chain.parameters, &chain.saliency)
}

/// Both fixed points with their multipliers.
pub(super) fn observe_fixed_points(chain: &Chain, digits: Digits) -> Result<Quantities> {
    let [stable, unstable] = fixed_points_of(chain, Digits::new(digits.get() + 2)?)?;
    Ok(vec![
        quantity("Z_+ Z_-", Answer::enclosed(&stable.saliency * &unstable.saliency)),
        quantity("Z_+", Answer::enclosed(stable.saliency)),
        quantity("Z_-", Answer::enclosed(unstable.saliency)),
        quantity("multiplier at Z_+", Answer::enclosed(stable.multiplier)),
        quantity("multiplier at Z_-", Answer::enclosed(unstable.multiplier)),
    ])
}

/// The time for which each memory is held on the stable cycle.
pub(super) fn observe_dwell(chain: &Chain, digits: Digits) -> Result<Quantities> {
    let [stable, _] = fixed_points_of(chain, digits)?;
    Ok(vec![quantity(DWELL, Answer::enclosed(stable.dwell))])
}

/// The simulated fixed points of a case that has some.
fn fixed_points_of(chain: &Chain, digits: Digits) -> Result<[SimulatedFixedPoint; 2]> {
    let found = simulate_fixed_points(&chain.parameters, digits)?;
    found.ok_or_else(|| Error::domain("gain", chain.parameters.gain(), "one at which a saliency grows"))
}

/// The orbit as it is integrated.
pub(super) fn observe_orbit(chain: &Chain, digits: Digits) -> Result<Quantities> {
    let run = simulate_chain(&chain.parameters, &chain.saliency, chain.transitions, Digits::new(digits.get() + 5)?)?;
    let entered = |n: u32| run.transitions.get(n as usize - 1).map(|transition| &transition.saliency);
    let orbit = INTEGRATED.iter().filter_map(|(n, name)| Some(quantity(name, Answer::enclosed(entered(*n)?.clone()))));
    let mut observed: Quantities = orbit.collect();
    if let [Some(fourth), Some(fifth), Some(_)] = [4, 5, 6].map(entered)
        && fourth.overlaps(fifth)
    {
        // Where no change is seen, the quotient of two is the multiplier, somewhere in between by the mean value theorem.
        let between = fourth.hull(fifth);
        let system = LimitSystem::new(chain.parameters.clone());
        let (_, multiplier) =
            system.handover_with_multiplier(&interval_start(&system, &between)?, between.precision())?;
        observed.push(quantity(CONTRACTION, Answer::enclosed(multiplier)));
    }
    Ok(observed)
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
    let near = |shrinking: &Rational| -> Result<Rational> {
        let (inside, outside) = bisect(|z| Ok(growth(z)?.positive()), (&growing, shrinking), 24)?;
        Ok((inside + outside) / 2u32)
    };
    let (stable, unstable) = (near(&top)?, near(&threshold)?);
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
