//! Runs of the two-timescale network: smooth pieces joined at the kinks of the activation, and the transitions on the way.
//!
//! Every unit that crosses a kink is an event; the field is written anew for the other side and the integration goes on from
//! there. Units that cross together, or closer together than the precision resolves, change sides in one event.

use super::network::{Network, Retrieved, Watched};
use crate::error::{Error, Result};
use crate::numerics::events::Direction;
use crate::numerics::field::VectorField;
use crate::numerics::rational::exact;
use crate::numerics::series::{Arithmetic, Floats, Jet};
use crate::numerics::taylor::{
    Contact, Control, Piecewise, Segment, Settings, Solution, Watch, enclose_through, integrate_observed,
};
use crate::numerics::{Digits, Interval, Precision};
use rug::{Float, Rational};

/// What a run stops at or takes note of, besides kinks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Until {
    /// The final time.
    Time,
    /// So many transitions.
    Transitions(usize),
    /// The overlap of this memory, with this sign, reaches one half from below: the memory is entered.
    Entered(Retrieved),
}

/// A crossing of overlaps: a rival's has reached that of the retrieved memory, or of its opposite.
#[derive(Debug, Clone)]
pub struct Crossing<N> {
    /// Time since the start.
    pub time: N,
    /// What was retrieved.
    pub from: Retrieved,
    /// What is retrieved now.
    pub to: Retrieved,
    /// Saliency of the memory entered.
    pub saliency: N,
    /// Overlap of both at that moment.
    pub overlap: N,
}

/// A run of the network.
#[derive(Debug, Clone)]
pub struct Trajectory<N> {
    /// The crossings of overlaps, in order.
    pub crossings: Vec<Crossing<N>>,
    /// The time it ended at.
    pub time: N,
    /// The state then, in the network's coordinates.
    pub state: Vec<N>,
    /// Overlaps then, one per memory.
    pub overlaps: Vec<N>,
    /// Saliencies then, one per memory.
    pub saliencies: Vec<N>,
    /// Whether it ended at what it was to stop at, before the final time.
    pub stopped: bool,
    /// Integration steps taken.
    pub steps: usize,
}

impl Piecewise for Network {
    fn kinks(&self) -> Vec<Vec<usize>> {
        let kinks = self.activation().kinks().len();
        (0..self.units().len()).map(|unit| (unit * kinks..(unit + 1) * kinks).collect()).collect()
    }

    fn field(&self, pieces: &[usize]) -> VectorField {
        Self::field(self, pieces, Watched::Nothing)
    }
}

impl Network {
    /// Integrates from time 0 to `until`, or to what `stop` names.
    ///
    /// **Shapes**: the initial state is that of [`Network::state`]. **Accuracy**: the working precision of the arithmetic, without
    /// a bound. **Errors**: those of the integrator; [`Error::Undecided`] when events repeat without time passing.
    pub fn run<A: Arithmetic>(
        &self,
        arithmetic: &A,
        initial: &[A::Number],
        until: &Rational,
        stop: Until,
        settings: Settings,
    ) -> Result<Trajectory<A::Number>> {
        self.run_observed(arithmetic, initial, until, stop, settings, |_, _| ())
    }

    /// [`Network::run`], showing every step to `observe` with the time at which its piece began.
    pub fn run_observed<A: Arithmetic>(
        &self,
        arithmetic: &A,
        initial: &[A::Number],
        until: &Rational,
        stop: Until,
        settings: Settings,
        mut observe: impl FnMut(&Rational, &mut Segment<A>),
    ) -> Result<Trajectory<A::Number>> {
        let control = if self.has_small_components() { Control::Each } else { settings.control };
        let settings = Settings { control, ..settings };
        let mut run = Runner::new(self, arithmetic.clone(), initial)?;
        // Every unit may change sides in turn; more events than that at one time are a loop.
        let patience = 4 * (self.units().len() + self.memories()) + 8;
        let mut idle = 0;
        loop {
            if let Until::Transitions(count) = stop
                && run.crossings.len() >= count
            {
                return Ok(run.end(true));
            }
            let field = self.field(&run.pieces, run.watched(stop));
            let (watch, meanings) = run.watches(stop);
            let border = run.force()?.filter(|border| border < until);
            let left = Rational::from(border.as_ref().unwrap_or(until) - &run.elapsed);
            let allowance = Settings { step_limit: settings.step_limit.saturating_sub(run.steps), ..settings };
            let began = run.elapsed.clone();
            let leg = integrate_observed(arithmetic.clone(), &field, &run.state, &left, &watch, allowance, |segment| {
                observe(&began, segment);
            });
            let leg = leg.map_err(|error| since_start(error, &began, settings.step_limit))?;
            let passed = exact(&arithmetic.to_interval(&leg.time).midpoint())?;
            idle = if passed == 0 { idle + 1 } else { 0 };
            if idle > patience {
                let value = Float::with_val(64, &run.elapsed).to_string_radix(10, Some(12));
                return Err(Error::Undecided { question: "the network moves on from an event", value });
            }
            (run.elapsed, run.state, run.steps) = (run.elapsed + passed, leg.state, run.steps + leg.steps);
            let Some(event) = leg.event else {
                let Some(border) = border else { return Ok(run.end(false)) };
                run.elapsed = border;
                continue;
            };
            run.measure()?;
            for surface in event.surfaces {
                let meaning = watch.iter().zip(&meanings).find(|(watch, _)| watch.surface == surface);
                match meaning {
                    Some((_, Meaning::Kink { unit, piece })) => run.pieces[*unit] = *piece,
                    Some((_, Meaning::Rival(rival))) if event.contact == Contact::Crossing => run.enter(*rival),
                    Some((_, Meaning::Entered)) => return Ok(run.end(true)),
                    _ => {}
                }
            }
        }
    }

    /// The state at a time with a proof, for every initial state in the given box.
    ///
    /// **Shapes**: those of [`Network::state`]. **Accuracy**: an enclosure, through the kinks of the activation too. **Errors**: those of
    /// the integrator; [`Error::Undecided`] where a kink is not certainly passed.
    pub fn enclose(
        &self,
        initial: &[Interval],
        until: &Rational,
        precision: Precision,
        settings: Settings,
    ) -> Result<Solution<Interval>> {
        enclose_through(self, initial, until, precision, settings)
    }

    /// Runs at rising precisions until two of them agree to `digits` digits in every component, time and crossing; `progress`
    /// hears of the precision and the time reached at every step.
    ///
    /// **Accuracy**: measured, not proved: the result is the finer of the two. Digits are relative, so that an exponentially small
    /// component has as many as a large one. **Errors**: as [`Network::run`], and [`Error::PrecisionExhausted`].
    pub fn run_to_digits(
        &self,
        initial: &[Rational],
        until: &Rational,
        stop: Until,
        digits: Digits,
        settings: Settings,
        mut progress: impl FnMut(Precision, &Rational),
    ) -> Result<Trajectory<Float>> {
        self.run_to_digits_observed(initial, until, stop, digits, settings, |precision, began, segment| {
            progress(precision, &Rational::from(began + segment.to));
        })
    }

    /// [`Network::run_to_digits`], showing every step to `observe` with the precision and the time at which its piece began.
    ///
    /// The run that is returned is the last one; a precision unlike that of the step before announces another run.
    pub fn run_to_digits_observed(
        &self,
        initial: &[Rational],
        until: &Rational,
        stop: Until,
        digits: Digits,
        settings: Settings,
        mut observe: impl FnMut(Precision, &Rational, &mut Segment<Floats>),
    ) -> Result<Trajectory<Float>> {
        // The coarser run's error shows in its difference to one that is a little finer, and says how many bits are lost.
        const GUARD: u32 = 40;
        const FINER: u32 = 32;
        let first = Precision::DOUBLE.plus(digits.bits());
        let (mut precision, mut tried) = (first, Vec::new());
        let mut coarser: Option<Trajectory<Float>> = None;
        while precision.get() <= first.get().saturating_mul(64).min(Precision::MOST) {
            tried.push(precision.get());
            let start: Vec<Float> = initial.iter().map(|x| Float::with_val(precision.get(), x)).collect();
            let finer =
                self.run_observed(&Floats::new(precision), &start, until, stop, settings, |began, segment| {
                    observe(precision, began, segment);
                })?;
            let agreed = coarser.as_ref().map(|coarser| coarser.agreement(&finer));
            precision = match agreed {
                Some(agreed) if agreed > digits.bits() => return Ok(finer),
                Some(0) => precision.plus(precision.get()),
                Some(agreed) => precision.plus(digits.bits() - agreed + GUARD),
                None => precision.plus(FINER),
            };
            coarser = Some(finer);
        }
        Err(Error::PrecisionExhausted { attempted: "a run of the network", digits: digits.get(), tried, last: None })
    }
}

/// The values of a field's surfaces at a state.
fn surfaces<A: Arithmetic>(arithmetic: &A, field: &VectorField, state: &[A::Number]) -> Result<Vec<A::Number>> {
    let mut jet = Jet::new(field, arithmetic.clone(), 0);
    jet.expand(state, 0)?;
    Ok((0..field.surface_count()).map(|surface| jet.surface(surface)[0].clone()).collect())
}

impl Network {
    /// The piece of its activation that every unit is on in a state: as many kinks as lie below what it receives.
    pub(super) fn pieces<A: Arithmetic>(&self, arithmetic: &A, state: &[A::Number]) -> Result<Vec<usize>> {
        let (kinks, units) = (self.activation().kinks().len(), self.units().len());
        if kinks == 0 {
            return Ok(vec![0; units]);
        }
        let values = surfaces(arithmetic, &self.kink_field(), state)?;
        let above = |value: &A::Number| usize::from(arithmetic.to_interval(value).midpoint() > 0);
        Ok(values.chunks(kinks).take(units).map(|unit| unit.iter().map(above).sum()).collect())
    }

    /// The kinks that units on the given pieces may come to: the surface to watch, the unit, and its piece beyond.
    pub(super) fn kink_watches(&self, pieces: &[usize]) -> Vec<(Watch, usize, usize)> {
        let kinks = self.activation().kinks().len();
        let watch = |surface, direction| Watch { surface, direction };
        let of_unit = |(unit, &piece): (usize, &usize)| {
            let below = piece.checked_sub(1).map(|next| (watch(unit * kinks + next, Direction::Falling), unit, next));
            let above = (piece < kinks).then(|| (watch(unit * kinks + piece, Direction::Rising), unit, piece + 1));
            below.into_iter().chain(above)
        };
        pieces.iter().enumerate().flat_map(of_unit).collect()
    }
}

impl Trajectory<Float> {
    /// Bits to which two runs agree in every number; none where they tell different stories.
    fn agreement(&self, other: &Self) -> u32 {
        let same_story = self.crossings.len() == other.crossings.len()
            && self.crossings.iter().zip(&other.crossings).all(|(a, b)| (a.from, a.to) == (b.from, b.to));
        let numbers = |run: &Self| {
            let crossings =
                run.crossings.iter().flat_map(|crossing| [crossing.time.clone(), crossing.saliency.clone()]);
            let all = crossings.chain(run.state.iter().cloned()).chain([run.time.clone()]);
            all.collect::<Vec<Float>>()
        };
        let agree = numbers(self).iter().zip(&numbers(other)).map(|(a, b)| common_bits(a, b)).min();
        if same_story { agree.unwrap_or(0) } else { 0 }
    }
}

/// Leading bits that two numbers have in common, to within one.
fn common_bits(a: &Float, b: &Float) -> u32 {
    let difference = Float::with_val(64, a - b);
    match (a.get_exp(), difference.get_exp()) {
        (_, None) => u32::MAX,
        (None, _) => 0,
        (Some(size), Some(difference)) => u32::try_from(i64::from(size) - i64::from(difference)).unwrap_or(0),
    }
}

/// What an event on a watched surface means.
enum Meaning {
    /// The unit goes over to another piece.
    Kink { unit: usize, piece: usize },
    /// The rival's overlap has reached that of the retrieved memory.
    Rival(Retrieved),
    /// The memory that is waited for has been entered.
    Entered,
}

/// A run in the making.
struct Runner<'n, A: Arithmetic> {
    network: &'n Network,
    arithmetic: A,
    elapsed: Rational,
    state: Vec<A::Number>,
    pieces: Vec<usize>,
    retrieved: Retrieved,
    overlaps: Vec<A::Number>,
    saliencies: Vec<A::Number>,
    crossings: Vec<Crossing<A::Number>>,
    steps: usize,
}

impl<'n, A: Arithmetic> Runner<'n, A> {
    fn new(network: &'n Network, arithmetic: A, initial: &[A::Number]) -> Result<Self> {
        if initial.len() != network.dimension() {
            let value = format!("{} numbers", initial.len());
            return Err(Error::domain("initial", value, "one number per component of the state"));
        }
        let pieces = network.pieces(&arithmetic, initial)?;
        let mut runner = Self {
            network,
            arithmetic,
            elapsed: Rational::new(),
            state: initial.to_vec(),
            pieces,
            retrieved: Retrieved { memory: 0, sign: 1 },
            overlaps: Vec::new(),
            saliencies: Vec::new(),
            crossings: Vec::new(),
            steps: 0,
        };
        runner.measure()?;
        let size = |k: &usize| runner.arithmetic.to_interval(&runner.overlaps[*k]).magnitude();
        let largest = (0..network.memories()).rev().max_by(|a, b| size(a).total_cmp(&size(b))).unwrap_or(0);
        let negative = runner.arithmetic.to_interval(&runner.overlaps[largest]).midpoint() < 0;
        runner.retrieved = Retrieved { memory: largest, sign: if negative { -1 } else { 1 } };
        Ok(runner)
    }

    /// Sets the forces of the noise, where there is any, and says until when they hold.
    fn force(&mut self) -> Result<Option<Rational>> {
        let Some(noise) = self.network.noise() else { return Ok(None) };
        let (step, border) = noise.step_at(&self.elapsed);
        let (places, arithmetic) = (self.network.forces(), &mut self.arithmetic);
        let forces = step.map_or_else(Vec::new, |step| noise.forces(step, places.len()));
        // None where the noise is off.
        let forces = forces.iter().map(exact).chain(std::iter::repeat_with(|| Ok(Rational::new())));
        for (slot, force) in self.state[places].iter_mut().zip(forces) {
            arithmetic.assign_rational(slot, &force?);
        }
        Ok(border)
    }

    /// Reads overlaps and saliencies off the present state.
    fn measure(&mut self) -> Result<()> {
        let field = self.network.field(&self.pieces, Watched::Nothing);
        let values = surfaces(&self.arithmetic, &field, &self.state)?;
        let count = self.network.memories();
        let first = self.network.overlap_surface(0);
        self.overlaps = values[first..first + count].to_vec();
        self.saliencies = values[first + count..first + 2 * count].to_vec();
        Ok(())
    }

    /// What the field is to watch.
    const fn watched(&self, stop: Until) -> Watched {
        match stop {
            Until::Entered(wanted) => Watched::Entry(wanted),
            Until::Time | Until::Transitions(_) => Watched::Rivals(self.retrieved),
        }
    }

    /// The surfaces to watch, and what an event on each means.
    fn watches(&self, stop: Until) -> (Vec<Watch>, Vec<Meaning>) {
        let kinks = self.network.kink_watches(&self.pieces).into_iter();
        let mut watches: Vec<_> = kinks.map(|(watch, unit, piece)| (watch, Meaning::Kink { unit, piece })).collect();
        match stop {
            Until::Entered(_) => {
                let watch = Watch { surface: self.network.watched_surface(), direction: Direction::Rising };
                watches.push((watch, Meaning::Entered));
            }
            Until::Time | Until::Transitions(_) => {
                let rivals = self.network.rival_surfaces(self.retrieved).into_iter();
                watches.extend(
                    rivals.map(|(surface, rival)| {
                        (Watch { surface, direction: Direction::Falling }, Meaning::Rival(rival))
                    }),
                );
            }
        }
        watches.into_iter().unzip()
    }

    /// Notes a crossing.
    fn enter(&mut self, rival: Retrieved) {
        let from = std::mem::replace(&mut self.retrieved, rival);
        self.crossings.push(Crossing {
            time: self.time(),
            from,
            to: rival,
            saliency: self.saliencies[rival.memory].clone(),
            overlap: self.overlaps[rival.memory].clone(),
        });
    }

    /// The time since the start.
    fn time(&self) -> A::Number {
        let (mut arithmetic, mut time) = (self.arithmetic.clone(), self.arithmetic.zero());
        arithmetic.assign_rational(&mut time, &self.elapsed);
        time
    }

    fn end(mut self, stopped: bool) -> Trajectory<A::Number> {
        // The measure cannot fail where the integration has just been.
        let _ = self.measure();
        let time = self.time();
        let Self { crossings, state, overlaps, saliencies, steps, .. } = self;
        Trajectory { crossings, time, state, overlaps, saliencies, stopped, steps }
    }
}

/// An error of one piece told from the start of the whole run.
fn since_start(error: Error, began: &Rational, limit: usize) -> Error {
    match error {
        Error::StepLimit { time, .. } => {
            let within =
                Float::with_val(64, Float::parse(&time).unwrap_or_else(|_| Float::parse("0").expect("a number")));
            Error::StepLimit { limit, time: (within + began).to_string_radix(10, Some(12)) }
        }
        other => other,
    }
}
