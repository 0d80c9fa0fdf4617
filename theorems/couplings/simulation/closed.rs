//! What pulses, branches and the couplings of the closed forms do.

use super::{observe_side, simulate_run};
use crate::error::{Error, Result};
use crate::evidence::{Answer, Quantities, quantity};
use crate::model::{CoupledSystem, Couplings, LimitSystem, Parameters, Standing, Topology};
use crate::numerics::rational::ratio;
use crate::numerics::{Decided, Digits, Interval, Precision, climb};
use crate::theorems::couplings::cases::closed::{Branch, Closed, Pulse};
use crate::theorems::couplings::cases::{ENTERED_WITH, HELD, LEFT_BEHIND, LONGEST, Start, couplings, entered, plain};
use crate::theorems::ring::cases::{Course, run_from_it};
use nalgebra::DMatrix;
use rug::Rational;

/// Transitions after which a sequence that is a hundredth off its threshold has made up its mind.
const PATIENCE: usize = 120;

/// Two rings in one network, each with its gain.
fn two_rings(pulse: &Pulse) -> Result<CoupledSystem> {
    let blocks = pulse.gains.each_ref().map(|gain| {
        let nearest = Couplings::nearest(Rational::new());
        nearest.reasoning(gain, Topology::Ring(Pulse::RING), Pulse::RING)
    });
    let size = Pulse::RING;
    let reasoning = DMatrix::from_fn(2 * size, 2 * size, |row, column| {
        let (block, other) = (row / size, column / size);
        if block == other { blocks[block][(row % size, column % size)].clone() } else { Rational::new() }
    });
    CoupledSystem::of_matrix(Parameters::new(pulse.gains[0].clone())?, reasoning)
}

/// The state just after the pulse.
fn pulsed(system: &CoupledSystem, pulse: &Pulse, precision: Precision) -> Result<Standing> {
    let start = system.start(std::slice::from_ref(&pulse.saliency), precision)?;
    let before = system.pulse(&start, (Pulse::PULSED, &Rational::new()), &pulse.begins, precision)?;
    system.pulse(&before, (Pulse::PULSED, &pulse.amplitude), &pulse.duration, precision)
}

/// The dwell of the first memory with a pulse on a member of the other ring, what is entered then, and what becomes of the ring it is on.
pub(in crate::theorems::couplings) fn observe_pulse(pulse: &Pulse, digits: Digits) -> Result<Quantities> {
    const TURNS: usize = 10 * Pulse::RING;
    let system = two_rings(pulse)?;
    let fate = climb("a run after a pulse", Digits::new(10)?, |precision| {
        Ok(system
            .run(pulsed(&system, pulse, precision)?, TURNS, precision)?
            .decided()
            .map(|end| end.map(Course::from))
            .ok())
    })?;
    climb("a dwell with a pulse", digits, |precision| {
        let run = system.run(pulsed(&system, pulse, precision)?, 1, precision)?;
        let Some(first) = run.transitions.first() else { return Ok(None) };
        let waited = Interval::from_rational(&Rational::from(&pulse.begins + &pulse.duration), precision);
        let held = &waited + &first.dwell;
        let tight = |value: &Interval| value.digits(digits.get()) >= digits.get();
        let observed = vec![
            quantity(HELD, Answer::enclosed(held.clone())),
            quantity(ENTERED_WITH, Answer::enclosed(first.saliency.clone())),
            entered(LONGEST, run.decided()?.map(|_| first.to == 1)),
            run_from_it(fate),
        ];
        Ok((tight(&held) && tight(&first.saliency)).then_some(observed))
    })
}

/// Who of two is entered, with what, and what the other has when that one is lost.
pub(in crate::theorems::couplings) fn observe_branch(branch: &Branch, digits: Digits) -> Result<Quantities> {
    let [stronger, weaker] = branch.weights.each_ref().map(|weight| Rational::from(&branch.gain * weight));
    let mut reasoning = DMatrix::from_element(3, 3, Rational::new());
    (reasoning[(1, 0)], reasoning[(2, 0)]) = (stronger, weaker);
    let parameters = Parameters::new(branch.gain.clone())?.with_slope(branch.slope.clone())?;
    let system = CoupledSystem::of_matrix(parameters, reasoning)?;
    let run = system.run_to_digits(&[branch.saliency.clone(), Rational::new(), branch.residue.clone()], 1, digits)?;
    let Some(first) = run.transitions.first() else { return Err(Error::domain("case", branch, "one that is left")) };
    let winner = run.decided()?.map(|_| first.to == 1);
    let mut observed = vec![entered(LONGEST, winner), quantity(ENTERED_WITH, Answer::enclosed(first.saliency.clone()))];
    if branch.residue == 0 {
        let behind = climb("what is left behind", digits, |precision| {
            let start = system.start(std::slice::from_ref(&branch.saliency), precision)?;
            let left = system.run(start, 2, precision)?.saliency.swap_remove(2);
            Ok((left.digits(digits.get()) >= digits.get()).then_some(left))
        })?;
        observed.push(quantity(LEFT_BEHIND, Answer::enclosed(behind)));
    }
    Ok(observed)
}

/// What is claimed in closed form, as the integrated systems do it.
pub(in crate::theorems::couplings) fn observe_closed(case: &Closed, digits: Digits) -> Result<Quantities> {
    match case {
        Closed::Pair(edge) => observe_side(edge, digits),
        Closed::Exponential { gain, range, saliency } => observe_exponential(gain, range, saliency, digits),
        Closed::Backward { saliency, backward } => observe_backward(saliency, backward, digits),
        Closed::Skip { gain, second } => observe_skip(gain, second, digits),
    }
}

/// One dwell with couplings of exponential range, and what becomes of the sequence.
///
/// Every memory ahead is driven `gamma` times as much as the one before it, from nothing: once a memory is entered, those ahead of it have
/// `gamma`, `gamma^2`, ... times its saliency, and the first of them is all that the next dwell asks for.
fn observe_exponential(gain: &Rational, range: &Rational, saliency: &Rational, digits: Digits) -> Result<Quantities> {
    let system = LimitSystem::new(Parameters::new(gain.clone())?);
    climb("a chain of exponential range", digits, |precision| {
        let ratio = Interval::from_rational(range, precision);
        let zero = Interval::from_integer(0, precision);
        let mut entered = Interval::from_rational(saliency, precision);
        let mut first = None;
        for _ in 0..PATIENCE {
            let run = system.run(&[entered.clone(), &entered * &ratio, zero.clone()], 1, precision)?;
            let Some(next) = run.transitions.first().map(|next| next.saliency.clone()) else { return Ok(None) };
            let handed_on = first.get_or_insert(next.clone()).clone();
            let Ok(course) = run.decided().map(|end| end.map(Course::from)) else { return Ok(None) };
            if *course.value() != Course::GoesOn {
                return Ok(told(&handed_on, course, digits));
            }
            entered = next;
        }
        let exists = (&entered - 1).positive().decided("the memory exists", &entered)?;
        Ok(first.and_then(|first| told(&first, exists.map(|_| Course::GoesOn), digits)))
    })
}

/// The saliency handed on first and the end of the sequence, where the former is determined.
fn told(first: &Interval, course: Decided<Course>, digits: Digits) -> Option<Quantities> {
    let determined = first.digits(digits.get()) >= digits.get();
    determined.then(|| vec![quantity(ENTERED_WITH, Answer::enclosed(first.clone())), run_from_it(course)])
}

/// Whether a chain with backward drive moves on, from a memory whose predecessor stands at the threshold.
fn observe_backward(saliency: &Rational, backward: &Rational, digits: Digits) -> Result<Quantities> {
    let gain = Closed::gain_of(saliency);
    // The retrieved memory, its successor, and its predecessor.
    let mut reasoning = DMatrix::from_element(3, 3, Rational::new());
    (reasoning[(1, 0)], reasoning[(2, 0)]) = (gain.clone(), Rational::from(&gain * backward));
    let system = CoupledSystem::of_matrix(Parameters::new(gain)?, reasoning)?;
    let run = system.run_to_digits(&[saliency.clone(), Rational::new(), ratio(1, 1)], 1, digits)?;
    let forward = run.transitions.first().is_some_and(|first| first.to == 1);
    Ok(vec![entered(LONGEST, run.decided()?.map(|_| forward))])
}

/// What becomes of a sequence whose memories drive the second one after them more than the first.
fn observe_skip(gain: &Rational, second: &Rational, _: Digits) -> Result<Quantities> {
    let list = Couplings::new([couplings(&[(0, 1), (1, 1)])?.coefficients(), std::slice::from_ref(second)].concat())?;
    let start = Start {
        parameters: plain(gain.clone(), Topology::Chain)?,
        couplings: list,
        saliencies: vec![ratio(4, 1)],
        transitions: PATIENCE,
    };
    let run = simulate_run(&start, Digits::new(10)?)?;
    let skips = run.transitions.iter().all(|transition| transition.to == transition.from + 2);
    let answer = if skips {
        run_from_it(run.decided()?.map(Course::from)).answer
    } else {
        Answer::unknown("not every second one is skipped")
    };
    Ok(vec![quantity("a run from it", answer)])
}

/// Whether a chain of these couplings enters the successor from its cycle with the longest dwell; `None` where no saliency is handed on
/// unchanged.
pub fn simulate_pair(couplings: &Couplings, gain: &Rational, precision: Precision) -> Result<Option<bool>> {
    let system = CoupledSystem::new(plain(gain.clone(), Topology::Chain)?, couplings)?;
    let cycles = system.steady_cycles(precision)?.into_value();
    let Some(cycle) = cycles.last() else { return Ok(None) };
    let saliencies = std::iter::once(&cycle.saliency).chain(&cycle.ahead).cloned().collect();
    let run = system.run(system.standing(saliencies, precision)?, 1, precision)?;
    let first = run.transitions.first();
    Ok(Some(first.is_some_and(|first| first.to == first.from + 1)))
}
