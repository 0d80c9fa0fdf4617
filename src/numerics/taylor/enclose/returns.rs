//! Return maps with their derivative.

use super::super::{Settings, Watch, check_problem};
use super::crossing::Watched;
use super::doubleton::{Derivative, Doubleton};
use super::stepper::Stepper;
use super::{Run, Stop, common};
use crate::error::{Error, Result};
use crate::numerics::field::VectorField;
use crate::numerics::{Interval, Precision};
use rug::Rational;

/// Where a set of states meets a surface.
#[derive(Debug, Clone)]
pub struct Return {
    /// The time it takes, for every start.
    pub time: Interval,
    /// The states in which the surface is met.
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

/// The first return of a set to a surface, or its first arrival there, with its derivative in the initial coordinates.
pub fn enclose_return(
    field: &VectorField,
    start: &Doubleton,
    section: Watch,
    until: &Rational,
    precision: Precision,
    settings: Settings,
    observe: &mut dyn FnMut(&Tube) -> Result<()>,
) -> Result<Return> {
    check_problem(field, start.dimension(), until, &[section])?;
    let watched = Watched { watch: vec![section], start: Some(section.surface) };
    let variations = field.with_gradients(&[section.surface]);
    let stepper = Stepper::new(field, &variations, precision, &settings);
    let mut run = Run::new(stepper, start.clone(), watched);
    run.derivative = Some(Derivative::of(start.spread.clone()));
    let mut show = |run: &Run, length: &Rational| {
        let states = run.stepper.tube[..run.set.dimension()].iter().map(|x| x.to_interval()).collect();
        observe(&Tube { from: run.time.clone(), to: Rational::from(&run.time + length), states })
    };
    let Stop::Event { proved, bracket, .. } = run.go(until, settings.step_limit, &mut show)? else {
        return Err(Error::Undecided { question: "the section is met", value: format!("up to the time {until}") });
    };
    let watched = run.watched.clone();
    let landing = watched.land(&mut run.stepper, &run.set, &bracket, proved.scale, section.surface)?;
    let mut within = bracket.clone();
    within.shift(proved.scale);
    let time = common(&within, &landing.time)?;
    let carried = run.derivative.take().unwrap_or_else(|| Derivative::of(start.spread.clone()));
    let total = landing.total(&carried);
    let derivative = (0..total.rows()).map(|row| total.row(row).iter().map(|x| x.to_interval()).collect()).collect();
    Ok(Return {
        time: &time + &Interval::from_rational(&run.time, precision),
        state: landing.set.hull(),
        set: landing.set,
        derivative,
        steps: run.steps,
    })
}
