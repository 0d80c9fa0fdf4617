//! Runs through the kinks of a field: to a time, and to a section with the derivative of the return map.

use super::super::{Event, Settings, Solution, Watch, check_problem};
use super::crossing::Watched;
use super::doubleton::{Derivative, Doubleton};
use super::kinks::{Piecewise, pass, pieces_of};
use super::stepper::{Proved, Stepper};
use super::{Run, Stop, step};
use crate::error::{Error, Result};
use crate::numerics::events::Direction;
use crate::numerics::field::VectorField;
use crate::numerics::{Interval, Precision};
use rug::Rational;

/// The surface of a return map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Section {
    /// The surface, and the direction in which it is to be crossed.
    pub watch: Watch,
    /// Whether every start that is asked about lies on it. What is concluded holds for those that do: that they leave it is proved,
    /// and the crossing found is the first after that.
    pub starts_there: bool,
}

/// Where a set of states first meets a surface.
#[derive(Debug, Clone)]
pub struct Return {
    /// The time it takes, for every start.
    pub time: Interval,
    /// The states in which the surface is met. A run may go on from there.
    pub set: Doubleton,
    /// Their hull, component by component.
    pub state: Vec<Interval>,
    /// `derivative[i][j]`: the derivative of component `i` of that state in the initial coordinate `j`, for every start.
    pub derivative: Vec<Vec<Interval>>,
    /// Steps taken.
    pub steps: usize,
}

/// A stretch of a run: every trajectory from the set stays in the box from one time to the other.
#[derive(Debug, Clone)]
pub struct Tube {
    /// The beginning.
    pub from: Rational,
    /// The end.
    pub to: Rational,
    /// A box that holds the states in between, in 64 bits.
    pub states: Vec<Interval>,
}

/// The first return of a set to a surface, or its first arrival there, with the derivative in the initial coordinates.
///
/// Every stretch of the way is shown to `observe` with a box around all states on it, so that more can be proved of the way; an error it
/// returns ends the run. The last stretch goes beyond the section.
///
/// **Shapes**: one component per component of the field. **Accuracy**: enclosures for every start in `start`; that the crossing is the
/// first one in the section's direction is part of what is proved, and so is that it happens before `until`.
///
/// **Errors**: as [`enclose`](super::enclose), and [`Error::Undecided`] when the section is not certainly met, or not at an angle.
///
/// ```
/// use escapement::numerics::events::Direction;
/// use escapement::numerics::field::FieldBuilder;
/// use escapement::numerics::taylor::{Doubleton, Section, Settings, Watch, enclose_return};
/// use escapement::numerics::{Interval, Precision};
/// use rug::Rational;
/// // Once round the harmonic oscillator, from x = 0 upwards back to it.
/// let mut field = FieldBuilder::new(2);
/// let (x, v) = (field.state(0), field.state(1));
/// let force = field.neg(x);
/// let oscillator = field.finish(vec![v, force], vec![x]);
/// let precision = Precision::bits(128)?;
/// let start = Doubleton::of_box(&[0, 1].map(|k| Interval::from_integer(k, precision)), precision)?;
/// let watch = Watch { surface: 0, direction: Direction::Rising };
/// let section = Section { watch, starts_there: true };
/// let turn = enclose_return(
///     &oscillator, &start, section, &Rational::from(10), precision, Settings::default(), &mut |_| Ok(()),
/// )?;
/// let two_pi = &Interval::pi(precision) + &Interval::pi(precision);
/// assert!(turn.time.overlaps(&two_pi) && turn.time.digits(100) >= 35);
/// # Ok::<(), escapement::Error>(())
/// ```
pub fn enclose_return(
    system: &impl Piecewise,
    start: &Doubleton,
    section: Section,
    until: &Rational,
    precision: Precision,
    settings: Settings,
    observe: &mut dyn FnMut(&Tube) -> Result<()>,
) -> Result<Return> {
    let task = Task { section: Some(section), until, precision, settings };
    match Way::of(start, section.starts_there).go(system, &task, observe)? {
        Arrived::Met(met) => Ok(*met),
        Arrived::Ended(_) => {
            Err(Error::Undecided { question: "the section is met", value: format!("up to the time {until}") })
        }
    }
}

/// Encloses the solution at a time, through the kinks of a continuous field: [`enclose`](super::enclose) where it has none.
///
/// **Shapes**: one initial enclosure per component. **Accuracy**: an enclosure for every initial state in `initial`. **Errors**: as
/// [`enclose`](super::enclose), and [`Error::Undecided`] when a kink is not certainly passed, or not before `until`.
pub fn enclose_through(
    system: &impl Piecewise,
    initial: &[Interval],
    until: &Rational,
    precision: Precision,
    settings: Settings,
) -> Result<Solution<Interval>> {
    let task = Task { section: None, until, precision, settings };
    match Way::of(&Doubleton::of_box(initial, precision)?, false).go(system, &task, &mut |_| Ok(()))? {
        Arrived::Met(met) => Ok(Solution { time: met.time, state: met.state, event: None, steps: met.steps }),
        Arrived::Ended(end) => Ok(end),
    }
}

/// What is asked for.
struct Task<'t> {
    /// The section at which to end, where there is one.
    section: Option<Section>,
    until: &'t Rational,
    precision: Precision,
    settings: Settings,
}

/// A set on its way, from piece to piece.
struct Way {
    set: Doubleton,
    derivative: Derivative,
    time: Rational,
    steps: usize,
    starts_there: bool,
}

/// How a run ended.
enum Arrived {
    /// At the section.
    Met(Box<Return>),
    /// At the final time.
    Ended(Solution<Interval>),
}

/// How a piece was left.
enum Followed {
    Changed(Vec<usize>),
    Arrived(Arrived),
}

impl Way {
    fn of(start: &Doubleton, starts_there: bool) -> Self {
        let derivative = Derivative::of(start.spread.clone());
        Self { set: start.clone(), derivative, time: Rational::new(), steps: 0, starts_there }
    }

    /// Goes on from piece to piece.
    fn go(
        mut self,
        system: &impl Piecewise,
        task: &Task,
        observe: &mut dyn FnMut(&Tube) -> Result<()>,
    ) -> Result<Arrived> {
        let mut pieces = pieces_of(system, &self.set)?;
        loop {
            let field = system.field(&pieces);
            let own: Vec<Watch> = task.section.iter().map(|section| section.watch).collect();
            check_problem(&field, self.set.dimension(), task.until, &own)?;
            match self.follow(system, &field, task, observe)? {
                Followed::Changed(next) => pieces = next,
                Followed::Arrived(arrived) => return Ok(arrived),
            }
        }
    }

    /// Follows the field of one piece to the section, or through the next kink.
    fn follow(
        &mut self,
        system: &impl Piecewise,
        field: &VectorField,
        task: &Task,
        observe: &mut dyn FnMut(&Tube) -> Result<()>,
    ) -> Result<Followed> {
        let own = task.section.map(|section| section.watch);
        let kinks = system.kinks().into_iter().flatten();
        let kinks = kinks.map(|surface| Watch { surface, direction: Direction::Either });
        let watch: Vec<Watch> = own.into_iter().chain(kinks).collect();
        let surfaces: Vec<usize> = watch.iter().map(|watch| watch.surface).collect();
        let variations = field.with_gradients(&surfaces);
        let stepper = Stepper::new(field, &variations, task.precision, &task.settings);
        let section = own.map(|watch| watch.surface);
        let watched = Watched { watch, start: section.filter(|_| self.starts_there) };
        let mut run = Run::new(stepper, self.set.clone(), watched);
        run.derivative = section.map(|_| self.derivative.clone());
        (run.time, run.steps) = (self.time.clone(), self.steps);
        let mut show = |run: &Run, length: &Rational| {
            observe(&tube(&run.time, length, run.stepper.tube[..run.set.dimension()].iter()))
        };
        let Stop::Event { proved, bracket, event } = run.go(task.until, task.settings.step_limit, &mut show)? else {
            let time = Interval::from_rational(task.until, task.precision);
            let end = Solution { time, state: run.set.hull(), event: None, steps: run.steps };
            return Ok(Followed::Arrived(Arrived::Ended(end)));
        };
        if let Some(surface) = section.filter(|surface| event.surfaces == [*surface]) {
            let met = self.land(&mut run, &proved, &bracket, surface)?;
            return Ok(Followed::Arrived(Arrived::Met(Box::new(met))));
        }
        let changed = self.change(system, &mut run, &proved, (&bracket, &event), section)?;
        if self.time > *task.until {
            let value = format!("at the time {}", task.until);
            return Err(Error::Undecided { question: "the field has changed pieces at the final time", value });
        }
        observe(&tube(&Rational::from(&self.time - &changed.length), &changed.length, changed.tube.iter()))?;
        Ok(Followed::Changed(changed.pieces))
    }

    /// The return.
    fn land(&self, run: &mut Run, proved: &Proved, bracket: &Interval, surface: usize) -> Result<Return> {
        let landing = run.watched.land(&mut run.stepper, &run.set, bracket, proved.scale, surface)?;
        let mut within = bracket.clone();
        within.shift(proved.scale);
        let time = within.meet(&landing.time, "the time of an event")?;
        let total = landing.total(run.derivative.as_ref().unwrap_or(&self.derivative));
        let row = |row| total.row(row).iter().map(|x| x.to_interval()).collect();
        Ok(Return {
            time: &time + &Interval::from_rational(&run.time, run.stepper.precision),
            state: landing.set.hull(),
            set: landing.set,
            derivative: (0..total.rows()).map(row).collect(),
            steps: run.steps,
        })
    }

    /// Goes up to a kink and through it.
    fn change(
        &mut self,
        system: &impl Piecewise,
        run: &mut Run,
        proved: &Proved,
        (bracket, event): (&Interval, &Event),
        section: Option<usize>,
    ) -> Result<super::kinks::Passage> {
        if section.is_some_and(|section| event.surfaces.contains(&section)) {
            return Err(Error::Undecided {
                question: "the section is met before the field changes pieces",
                value: format!("at the fraction {bracket} of a step"),
            });
        }
        let starts_there = run.watched.start.is_some();
        let first = bracket.lower().to_rational().unwrap_or_default();
        let last = bracket.upper().to_rational().unwrap_or_default();
        if first == 0 && starts_there {
            return Err(Error::Undecided { question: "the surface of the start is left", value: bracket.to_string() });
        }
        run.take(&first);
        let length = step::from_units(&(last - &first), proved.scale) * Rational::from((9, 8));
        let passage = pass(system, run.stepper.field, &run.set, &length, section.as_slice())?;
        self.time = &run.time + step::from_units(&first, proved.scale) + &passage.length;
        self.set = passage.set.clone();
        self.derivative = run.derivative.as_ref().unwrap_or(&self.derivative).image(&passage.derivative);
        (self.steps, self.starts_there) = (run.steps, false);
        Ok(passage)
    }
}

/// A stretch as it is shown.
fn tube<'w>(
    from: &Rational,
    length: &Rational,
    states: impl Iterator<Item = &'w crate::numerics::series::Word>,
) -> Tube {
    Tube { from: from.clone(), to: Rational::from(from + length), states: states.map(|x| x.to_interval()).collect() }
}
