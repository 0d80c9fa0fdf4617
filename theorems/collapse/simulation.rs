//! How chains end: the integrated limit system until nothing is retrieved, and the rest that follows.

use crate::error::{Error, Result};
use crate::model::{LimitSystem, Outcome, Parameters, Run};
use crate::numerics::field::FieldBuilder;
use crate::numerics::taylor::{Settings, enclose};
use crate::numerics::{Certainty, Digits, Interval, Precision, climb};
use rug::Rational;

/// The run of a chain until it has collapsed, every time and saliency to `digits` digits.
///
/// **Errors**: [`Error::Domain`] for a chain that has not collapsed after `limit` transitions.
pub fn simulate_collapse(parameters: &Parameters, saliency: &Rational, limit: usize, digits: Digits) -> Result<Run> {
    let run = LimitSystem::new(parameters.clone()).run_to_digits(std::slice::from_ref(saliency), limit, digits)?;
    if run.outcome == Outcome::Collapsed {
        Ok(run)
    } else {
        Err(Error::domain("saliency", saliency, "a start whose chain collapses within the limit"))
    }
}

/// Number of transitions until the collapse, by the integrated system; cheap, since only decisions are asked for.
pub fn count_transitions(parameters: &Parameters, saliency: &Rational, limit: usize) -> Result<usize> {
    Ok(simulate_collapse(parameters, saliency, limit, Digits::new(10)?)?.transitions.len())
}

/// The handover map iterated in intervals until the saliency is certainly at or below the threshold: for counts that are too
/// long to integrate. With `q = e^{-T}` the escape condition is linear in `q`, so a step is three operations.
pub fn count_by_map(parameters: &Parameters, saliency: &Rational, limit: usize) -> Result<usize> {
    climb("a count of transitions", Digits::new(30)?, |precision| {
        let lift = |value: &Rational| Interval::from_rational(value, precision);
        let (gain, one) = (lift(parameters.gain()), lift(&Rational::from(1)));
        let own = lift(&Rational::from(parameters.gain() * parameters.self_coupling()));
        let threshold = lift(&parameters.threshold());
        let depth = &threshold - &own;
        let mut last = lift(saliency);
        for count in 0..limit {
            let alive = last.greater(&threshold);
            if alive == Certainty::CertainlyNot {
                return Ok(Some(count));
            }
            alive.decide("a saliency exceeds the threshold", &last)?;
            let decay = depth.divide(&(&last - &own))?;
            last = &gain * &(&one - &decay);
        }
        Err(Error::domain("saliency", saliency, "a start whose chain collapses within the limit"))
    })
}

/// A chain at rest after its collapse.
#[derive(Debug, Clone)]
pub struct Rest {
    /// Saliencies at the collapse: of the memory that was to be entered, and of all others together.
    pub at_collapse: [Interval; 2],
    /// The same after the rest.
    pub after: [Interval; 2],
    /// Whether some memory could exist again: a saliency that is not certainly falling and below the threshold.
    pub revived: bool,
}

/// Follows a chain to its collapse and lets it rest for `time`, with nothing retrieved and no drive.
pub fn simulate_rest(parameters: &Parameters, saliency: &Rational, time: &Rational, digits: Digits) -> Result<Rest> {
    const MOST_TRANSITIONS: usize = 1000;
    let system = LimitSystem::new(parameters.clone());
    climb("the rest after a collapse", digits, |precision| {
        let run = system.run(&system.start(std::slice::from_ref(saliency), precision)?, MOST_TRANSITIONS, precision)?;
        if run.outcome != Outcome::Collapsed {
            return Err(Error::domain("saliency", saliency, "a start whose chain collapses"));
        }
        let after = system.rest(&run.saliency, time, precision)?;
        let threshold = Interval::from_rational(&parameters.threshold(), precision);
        // Of the memories already visited the last one left is at the threshold and every earlier one below it.
        let falling = |now: &Interval, later: &Interval| later.less(now) == Certainty::Certainly;
        let low = run.saliency[0].less(&threshold) == Certainty::Certainly;
        let revived = !(low && falling(&run.saliency[0], &after[0]) && falling(&run.saliency[2], &after[2]));
        let rest = Rest {
            at_collapse: [run.saliency[0].clone(), run.saliency[2].clone()],
            after: [after[0].clone(), after[2].clone()],
            revived,
        };
        let tight = rest.at_collapse.iter().chain(&rest.after).all(|x| x.digits(digits.get()) >= digits.get());
        Ok(tight.then_some(rest))
    })
}

/// A fast state in the linear range of HardTanh beside a decaying saliency: `eps c' = -c + g alpha c`, `alpha' = -alpha`,
/// integrated for `time` (in units of the slow time constant).
pub fn simulate_fast_rest(
    slope: &Rational,
    state: &Rational,
    saliency: &Rational,
    time: &Rational,
    timescale_ratio: &Rational,
    digits: Digits,
) -> Result<Interval> {
    let mut builder = FieldBuilder::new(2);
    let (fast, slow) = (builder.state(0), builder.state(1));
    let driven = builder.mul(fast, slow);
    let driven = builder.scale(slope.clone(), driven);
    let change = builder.sub(driven, fast);
    let rate = builder.scale(timescale_ratio.clone().recip(), change);
    let decay = builder.neg(slow);
    let field = builder.finish(vec![rate, decay], vec![]);
    climb("the fast state at rest", digits, |precision: Precision| {
        let start = [state, saliency].map(|x| Interval::from_rational(x, precision));
        let solution = enclose(&field, &start, time, &[], precision, Settings::default())?;
        let tight = solution.state[0].digits(digits.get()) >= digits.get();
        Ok(tight.then(|| solution.state[0].clone()))
    })
}
