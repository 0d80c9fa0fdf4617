//! How chains end: the integrated limit system until nothing is retrieved, and the rest that follows.

use super::cases::{
    ACTIVE_TIME, CHANGE, END, ENTERED, EVERY_STEP, FAST_STATE, FIRST_RUNG, FastRest, Ladder, MOST_COVERED, SHARE,
    TRANSITIONS, end, fast_rest, law_of_counts, rest_time, revival, rung, steps, transitions,
};
use crate::error::{Error, Result};
use crate::evidence::cover::{Piece, Said};
use crate::evidence::{Answer, Quantities, quantity};
use crate::model::{Course, LimitFamily, LimitSystem, Outcome, Parameters, Run};
use crate::numerics::field::FieldBuilder;
use crate::numerics::taylor::{Settings, enclose};
use crate::numerics::{Decided, Digits, Interval, Precision, climb};
use crate::theorems::gain_threshold::cases::{Chain, FATE, Fate, fate};
use crate::theorems::gain_threshold::simulation::{simulate_chain, simulate_fate};
use rug::{Integer, Rational};

/// Most transitions that are integrated for one case.
const MOST_TRANSITIONS: usize = 4000;
/// Digits where only decisions are asked for.
const FEW_DIGITS: u32 = 10;

/// The run of a chain until it has collapsed, every time and saliency to `digits` digits.
///
/// **Errors**: [`Error::StepLimit`] for a chain that is still active after `limit` transitions, [`Error::Domain`] for one that is locked;
/// [`Error::Undecided`] where a saliency cannot be told from the threshold.
pub fn simulate_collapse(parameters: &Parameters, saliency: &Rational, limit: usize, digits: Digits) -> Result<Run> {
    let run = simulate_chain(parameters, saliency, limit, digits)?;
    match run.decided()?.value() {
        Outcome::Collapsed => Ok(run),
        Outcome::Active => Err(Error::StepLimit { limit, time: format!("transition {}", run.transitions.len()) }),
        _ => Err(Error::domain("saliency", saliency, "a start whose chain collapses")),
    }
}

/// Number of transitions until the collapse, by the integrated system; cheap, since only decisions are asked for.
///
/// **Errors**: as [`simulate_collapse`].
pub fn count_transitions(parameters: &Parameters, saliency: &Rational, limit: usize) -> Result<Decided<usize>> {
    let run = simulate_collapse(parameters, saliency, limit, Digits::new(FEW_DIGITS)?)?;
    // That the run is over rests on the outcome, how long it was on every escape.
    Ok(run.decided()?.with(run.count()).map(|(_, count)| count))
}

/// Whether the first transition leads to no memory.
pub fn observe_end(chain: &Chain, _: Digits) -> Result<Quantities> {
    let run = simulate_chain(&chain.parameters, &chain.saliency, 1, Digits::new(FEW_DIGITS)?)?;
    let seen = run.decided().map(|outcome| end(outcome.map(|outcome| outcome == Outcome::Collapsed)).answer);
    Ok(vec![quantity(END, Answer::unless_open(seen)?)])
}

/// By how much the first transition changes the saliency, and whether every one lowers it.
pub(super) fn observe_change(chain: &Chain, digits: Digits) -> Result<Quantities> {
    const STEPS: usize = 6;
    // The change of a saliency has fewer digits than itself.
    let digits = Digits::new(digits.get() + 20)?;
    let run = simulate_chain(&chain.parameters, &chain.saliency, STEPS, digits)?;
    let [first, ..] = &run.transitions[..] else {
        return Err(Error::domain("saliency", &chain.saliency, "that of a memory that is left"));
    };
    let start = Interval::from_rational(&chain.saliency, first.saliency.precision());
    let change = &first.saliency - &start;
    let orbit: Vec<&Interval> = std::iter::once(&start).chain(run.transitions.iter().map(|t| &t.saliency)).collect();
    let falls = |pair: &[&Interval]| pair[1].less(pair[0]).decided("a transition weakens the chain", pair[1]);
    let weaken = orbit.windows(2).map(falls).reduce(|all, step| Ok(all?.and(step?)));
    let weaken = weaken.into_iter().map(|weaken| Answer::unless_open(weaken.map(|weaken| steps(weaken).answer)));
    let weaken = weaken.collect::<Result<Vec<Answer>>>()?.into_iter().map(|answer| quantity(EVERY_STEP, answer));
    Ok(std::iter::once(quantity(CHANGE, Answer::enclosed(change))).chain(weaken).collect())
}

/// The number of transitions until the collapse.
pub(super) fn observe_count(chain: &Chain, _: Digits) -> Result<Quantities> {
    let seen = count_transitions(&chain.parameters, &chain.saliency, MOST_TRANSITIONS);
    let seen = seen.map(|count| transitions(count.map(|n| Some(Integer::from(n)))).answer);
    Ok(vec![quantity(TRANSITIONS, Answer::unless_open(seen)?)])
}

/// The time until the collapse.
pub(super) fn observe_active_time(chain: &Chain, digits: Digits) -> Result<Quantities> {
    let time = simulate_collapse(&chain.parameters, &chain.saliency, MOST_TRANSITIONS, digits).and_then(last_escape);
    Ok(vec![quantity(ACTIVE_TIME, Answer::unless_open(time)?)])
}

/// The time of the last escape, which a chain with a memory to begin with has.
fn last_escape(run: Run) -> Result<Answer> {
    let last = run.transitions.into_iter().next_back().map(|last| Answer::enclosed(last.time));
    last.ok_or_else(|| Error::domain("saliency", "one without a memory", "above the threshold"))
}

/// The law that the counts along a ladder follow, as far up as it is integrated.
pub(super) fn observe_bottleneck(ladder: &Ladder, _: Digits) -> Result<Quantities> {
    const LAST_RUNG: i32 = 8;
    let count = |j: i32| Ok((j, count_transitions(&rung(j)?, &ladder.saliency, MOST_TRANSITIONS)?));
    let counts = (FIRST_RUNG..=LAST_RUNG).map(count).collect::<Result<Vec<_>>>()?;
    law_of_counts(&counts)
}

/// What becomes of a chain; for one that collapses also after how many transitions, and when.
pub(super) fn observe_basin(chain: &Chain, digits: Digits) -> Result<Quantities> {
    let (p, start) = (&chain.parameters, &chain.saliency);
    let seen = match simulate_fate(p, start, MOST_TRANSITIONS) {
        Ok(seen) => seen,
        Err(open) => return Ok(vec![quantity(FATE, Answer::unless_open(Err(open))?)]),
    };
    let mut observed = vec![fate(seen.map(|(fate, _)| fate))];
    if let (Fate::Collapses, count) = *seen.value() {
        observed.push(transitions(seen.map(|(_, count)| Some(Integer::from(count)))));
        let run = simulate_chain(p, start, count, digits)?;
        observed.push(quantity(ACTIVE_TIME, last_escape(run)?));
    }
    Ok(observed)
}

/// What is left after the rest: of the saliencies, of a fast state, and of the chance that a memory is retrieved again.
pub(super) fn observe_rest(chain: &Chain, digits: Digits) -> Result<Quantities> {
    let more = Digits::new(digits.get() + 3)?;
    let rest = simulate_rest(&chain.parameters, &chain.saliency, &rest_time(chain), more)?;
    let share = rest.after[1].divide(&rest.at_collapse[1])?;
    let [entered, _] = rest.after;
    Ok(vec![
        quantity(ENTERED, Answer::enclosed(entered)),
        quantity(SHARE, Answer::enclosed(share)),
        quantity(FAST_STATE, Answer::enclosed(simulate_fast_rest(&fast_rest(chain), more)?)),
        revival(rest.revived),
    ])
}

/// A chain at rest after its collapse.
#[derive(Debug, Clone)]
pub struct Rest {
    /// Saliencies at the collapse: of the memory that was to be entered, and of all others together.
    pub at_collapse: [Interval; 2],
    /// The same after the rest.
    pub after: [Interval; 2],
    /// Whether some memory could exist again: a saliency that is not falling or not below the threshold.
    pub revived: Decided<bool>,
}

/// Follows a chain to its collapse and lets it rest for `time`, with nothing retrieved and no drive.
///
/// **Errors**: as [`simulate_collapse`]; [`Error::PrecisionExhausted`].
pub fn simulate_rest(parameters: &Parameters, saliency: &Rational, time: &Rational, digits: Digits) -> Result<Rest> {
    let system = LimitSystem::new(parameters.clone());
    climb("the rest after a collapse", digits, |precision| {
        let start = system.start(std::slice::from_ref(saliency), precision)?;
        let run = system.run(&start, MOST_TRANSITIONS, precision)?;
        let outcome = run.decided()?;
        if *outcome.value() != Outcome::Collapsed {
            return Err(Error::domain("saliency", saliency, "a start whose chain collapses"));
        }
        let after = system.rest(&run.saliency, time, precision)?;
        let at_collapse = [run.saliency[0].clone(), run.saliency[2].clone()];
        let after = [after[0].clone(), after[2].clone()];
        // Of the memories already visited the last one left is at the threshold and every earlier one below it.
        let threshold = Interval::from_rational(&parameters.threshold(), precision);
        let below = at_collapse[0].less(&threshold).decided("no memory exists", &at_collapse[0])?;
        let falls = |k: usize| after[k].less(&at_collapse[k]).decided("a saliency falls at rest", &after[k]);
        let revived = (!below.and(falls(0)?).and(falls(1)?)).weaken(outcome.guarantee());
        let tight = at_collapse.iter().chain(&after).all(|x| x.digits(digits.get()) >= digits.get());
        Ok(tight.then_some(Rest { at_collapse, after, revived }))
    })
}

/// A fast state in the linear range of HardTanh beside a decaying saliency: `eps c' = -c + g alpha c`, `alpha' = -alpha`,
/// integrated in units of the slow time constant.
pub fn simulate_fast_rest(rest: &FastRest, digits: Digits) -> Result<Interval> {
    let mut builder = FieldBuilder::new(2);
    let (fast, slow) = (builder.state(0), builder.state(1));
    let driven = builder.mul(fast, slow);
    let driven = builder.scale(rest.slope.clone(), driven);
    let change = builder.sub(driven, fast);
    let rate = builder.scale(rest.timescale_ratio.clone().recip(), change);
    let decay = builder.neg(slow);
    let field = builder.finish(vec![rate, decay], vec![]);
    climb("the fast state at rest", digits, |precision: Precision| {
        let start = [&rest.state, &rest.saliency].map(|x| Interval::from_rational(x, precision));
        let solution = enclose(&field, &start, &rest.time, &[], precision, Settings::default())?;
        let tight = solution.state[0].digits(digits.get()) >= digits.get();
        Ok(tight.then(|| solution.state[0].clone()))
    })
}

/// The number of transitions of every chain with a gain and a first saliency in a piece, or that none of them ever ends; for unit slope.
pub(super) fn observe_courses<C>(_: &C, piece: &Piece) -> Result<Said> {
    let [gain, saliency] = &piece.ranges(Precision::DOUBLE)[..] else {
        return Err(Error::domain("sides", piece.ends().len(), "gain and first saliency"));
    };
    let counted = |count: Decided<Option<usize>>| transitions(count.map(|count| count.map(Integer::from))).answer;
    Ok(match LimitFamily::new(Rational::from(1)).course(gain, saliency, MOST_COVERED)? {
        Course::Ends(count) => Said::Decision(counted(count.map(Some))),
        Course::Endless(proof) => Said::Decision(counted(proof.map(|()| None))),
        Course::Open(side) => Said::Open(Some(side)),
    })
}
