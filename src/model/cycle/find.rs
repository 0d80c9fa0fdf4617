//! The numerical search for a cycle: the network settles, and Newton's method does the rest, with variational equations, in floats.

use super::ReturnMap;
use crate::error::{Error, Result};
use crate::model::trajectory::{Trajectory, Until};
use crate::numerics::eigenvalues::{Complex, eigenvalues};
use crate::numerics::events::Direction;
use crate::numerics::field::VectorField;
use crate::numerics::linear::solve;
use crate::numerics::rational::{ceiling, exact};
use crate::numerics::series::{Floats, Jet};
use crate::numerics::taylor::{Settings, Watch, integrate};
use crate::numerics::{Digits, Precision};
use rug::{Float, Rational};
use std::fmt;

/// A cycle as Newton's method finds it: nothing bounds its error.
#[derive(Debug, Clone)]
pub struct Cycle {
    /// Time from one handover to the next; the period is `P` times as long.
    pub dwell: Float,
    /// The state at the handover, in the coordinates of the section.
    pub section: Vec<Float>,
    /// The derivative of the return map there.
    pub derivative: Vec<Vec<Float>>,
    /// The last correction of Newton's method.
    pub correction: Float,
}

impl Cycle {
    /// The multipliers of the return map, the largest first.
    ///
    /// **Errors**: as [`eigenvalues`].
    pub fn multipliers(&self) -> Result<Vec<Complex>> {
        eigenvalues(&self.derivative)
    }
}

/// What a search came to.
#[derive(Debug, Clone)]
pub enum Found {
    /// A cycle.
    Cycle(Box<Cycle>),
    /// None was found, which proves nothing.
    Nothing(Absence),
}

/// Why a search found no cycle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Absence {
    /// Nothing is retrieved any more after so many transitions.
    Silent(usize),
    /// A memory is held for ever after so many transitions.
    Held(usize),
    /// At this transition another memory than the successor is entered.
    OutOfOrder(usize),
    /// After so many transitions the dwells still change.
    Unsettled(usize),
    /// Newton's method does not converge from where the network settles.
    NoConvergence,
}

impl fmt::Display for Absence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Silent(transitions) => write!(f, "the network falls silent after {transitions} transitions"),
            Self::Held(transitions) => {
                write!(f, "after {transitions} transitions the network holds one memory for ever")
            }
            Self::OutOfOrder(transition) => {
                write!(f, "transition {transition} enters another memory than the successor")
            }
            Self::Unsettled(transitions) => write!(f, "the dwells still change after {transitions} transitions"),
            Self::NoConvergence => f.write_str("Newton's method does not converge"),
        }
    }
}

/// A point of the section, one dwell later.
struct Image {
    dwell: Float,
    section: Vec<Float>,
    derivative: Vec<Vec<Float>>,
}

/// Bits of the run that settles.
const ROUGH: u32 = 64;
/// Time after which a dwell is taken to last for ever, beyond the gain, in units of the slow time constant.
const PATIENCE: u32 = 12;

impl ReturnMap {
    /// The cycle that the network settles on from memory 0 alone with the largest saliency there can be, to so many digits.
    ///
    /// **Accuracy**: an estimate; the last correction of Newton's method was below the last digit. **Errors**: those of the integrator.
    pub fn find_cycle(&self, digits: Digits) -> Result<Found> {
        match self.settle()? {
            Ok(guess) => self.refine(guess, digits),
            Err(absence) => Ok(Found::Nothing(absence)),
        }
    }

    /// The cycle near a point of the section, to so many digits: Newton's method alone.
    ///
    /// **Accuracy**, **errors**: as [`ReturnMap::find_cycle`]; [`Error::Domain`] for a point with another number of coordinates.
    pub fn find_cycle_near(&self, guess: &[Float], digits: Digits) -> Result<Found> {
        if guess.len() != self.dimension() {
            let value = format!("{} numbers", guess.len());
            return Err(Error::domain("guess", value, "one number per coordinate of the section"));
        }
        self.refine(guess.to_vec(), digits)
    }

    /// The state at a handover after which the dwells no longer change.
    fn settle(&self) -> Result<std::result::Result<Vec<Float>, Absence>> {
        const FIRST: usize = 24;
        const MOST: usize = 192;
        let (memories, network) = (self.memories(), self.network());
        let float = |x: &Rational| Float::with_val(ROUGH, x);
        let mut start = vec![Float::new(ROUGH); 2 * memories];
        (start[0], start[memories]) = (float(network.parameters().gain()), float(network.parameters().gain()));
        let arithmetic = Floats::new(Precision::bits(ROUGH)?);
        let mut transitions = FIRST;
        while transitions <= MOST {
            let horizon = self.patience() * Rational::from(transitions as u64);
            let wanted = Until::Transitions(transitions);
            let run = network.run(&arithmetic, &start, &horizon, wanted, self.allowance(transitions))?;
            match self.judge(&run) {
                Some(Absence::Unsettled(_)) => transitions *= 2,
                Some(absence) => return Ok(Err(absence)),
                None => return Ok(Ok(self.last_handover(&run))),
            }
        }
        Ok(Err(Absence::Unsettled(MOST)))
    }

    /// What keeps a run from having settled.
    fn judge(&self, run: &Trajectory<Float>) -> Option<Absence> {
        let crossings = &run.crossings;
        let follows = |k: usize| (crossings[k].to.memory, crossings[k].to.sign) == ((k + 1) % self.memories(), 1);
        if let Some(other) = (0..crossings.len()).find(|&k| !follows(k)) {
            return Some(Absence::OutOfOrder(other + 1));
        }
        if !run.stopped {
            let retrieved = run.overlaps.iter().any(|overlap| *overlap.as_abs() > 0.5);
            let count = crossings.len();
            return Some(if retrieved { Absence::Held(count) } else { Absence::Silent(count) });
        }
        let dwells: Vec<Float> =
            crossings.windows(2).map(|pair| Float::with_val(ROUGH, &pair[1].time - &pair[0].time)).collect();
        let close = |pair: &[Float]| {
            Float::with_val(ROUGH, &pair[1] - &pair[0]).abs() < Float::with_val(ROUGH, &pair[1] >> 16u32)
        };
        let settled = dwells.len() > self.memories() && dwells.windows(2).rev().take(self.memories()).all(close);
        (!settled).then_some(Absence::Unsettled(crossings.len()))
    }

    /// The end of a run at a handover, in the coordinates of the section.
    fn last_handover(&self, run: &Trajectory<Float>) -> Vec<Float> {
        let entered = run.crossings.last().map_or(0, |crossing| crossing.to.memory);
        self.renamed(entered).map(|component| run.state[component].clone()).collect()
    }

    /// Newton's method from a guess, at a precision that rises with what is known.
    fn refine(&self, guess: Vec<Float>, digits: Digits) -> Result<Found> {
        const GUARD: u32 = 48;
        const MOST_STEPS: usize = 24;
        let goal = digits.bits() + GUARD / 2;
        let most = digits.bits() + 2 * GUARD;
        let (mut section, mut bits) = (guess, ROUGH);
        for _ in 0..MOST_STEPS {
            section.iter_mut().for_each(|x| x.set_prec(bits));
            let Some(image) = self.image(&section)? else { break };
            let correction = newton_step(&section, &image)?;
            let size = correction.iter().map(|x| x.clone().abs()).fold(Float::new(bits), |a, b| a.max(&b));
            if !size.is_finite() || size > 1 {
                break;
            }
            section.iter_mut().zip(&correction).for_each(|(x, change)| *x += change);
            let known = size.get_exp().map_or(most, |exponent| exponent.min(0).unsigned_abs());
            if known >= goal && bits == most {
                let Image { dwell, derivative, .. } = image;
                return Ok(Found::Cycle(Box::new(Cycle { dwell, section, derivative, correction: size })));
            }
            bits = bits.max(2 * known.saturating_add(GUARD)).min(most);
        }
        Ok(Found::Nothing(Absence::NoConvergence))
    }

    /// The return of a point of the section, with its derivative; `None` when it does not return.
    fn image(&self, section: &[Float]) -> Result<Option<Image>> {
        let bits = section[0].prec();
        let arithmetic = Floats::new(Precision::bits(bits)?);
        let mut state = self.state(section);
        let mut pieces = self.network.pieces(&arithmetic, &state)?;
        let mut derivative = self.directions(bits);
        let (mut elapsed, limit) = (Rational::new(), self.patience());
        // Every unit crosses each of its kinks a few times at most.
        for _ in 0..16 * pieces.len() + 16 {
            let field = self.field(&pieces);
            let variations = field.with_variations();
            let identity = variations.pairs.iter().map(|(i, j)| Float::with_val(bits, i32::from(i == j)));
            let extended: Vec<Float> = state.iter().cloned().chain(identity).collect();
            let kinks = self.network.kink_watches(&pieces);
            let section = Watch { surface: self.section_surface(), direction: Direction::Falling };
            let watch: Vec<Watch> = kinks.iter().map(|kink| kink.0).chain([section]).collect();
            let left = Rational::from(&limit - &elapsed);
            let leg = integrate(arithmetic.clone(), &variations.field, &extended, &left, &watch, self.allowance(1))?;
            let Some(event) = leg.event else { return Ok(None) };
            elapsed += exact(&leg.time)?;
            derivative = carried(&variations.pairs, &leg.state[state.len()..], &derivative);
            state = leg.state[..state.len()].to_vec();
            if event.surfaces.contains(&section.surface) {
                return self.landed(&field, &arithmetic, (elapsed, state, derivative)).map(Some);
            }
            for (_, unit, next) in kinks.iter().filter(|kink| event.surfaces.contains(&kink.0.surface)) {
                pieces[*unit] = *next;
            }
        }
        Err(Error::Undecided { question: "the network moves on from a kink", value: elapsed.to_string() })
    }

    /// The derivative of the state in the coordinates of the section.
    fn directions(&self, bits: u32) -> Vec<Vec<Float>> {
        let row = |component: usize| {
            let own = self.coordinate(component);
            (0..self.dimension()).map(|column| Float::with_val(bits, i32::from(column == own))).collect()
        };
        (0..2 * self.memories()).map(row).collect()
    }

    /// The image on the section, whose derivative leaves out what moves along the flow: `(I - f g'/(g' f)) V`.
    fn landed(
        &self,
        field: &VectorField,
        arithmetic: &Floats,
        (elapsed, state, derivative): (Rational, Vec<Float>, Vec<Vec<Float>>),
    ) -> Result<Image> {
        let bits = state[0].prec();
        let mut jet = Jet::new(field, arithmetic.clone(), 1);
        jet.expand(&state, 0)?;
        let velocity: Vec<Float> = (0..state.len()).map(|component| jet.state(component)[1].clone()).collect();
        let rate = Float::with_val(bits, &velocity[0] - &velocity[1]);
        let slip: Vec<Float> = (0..self.dimension())
            .map(|j| Float::with_val(bits, &derivative[0][j] - &derivative[1][j]) / &rate)
            .collect();
        let row = |component: usize| -> Vec<Float> {
            let moved = derivative[component].iter().zip(&slip);
            moved.map(|(v, slip)| v - Float::with_val(bits, &velocity[component] * slip)).collect()
        };
        Ok(Image {
            dwell: Float::with_val(bits, &elapsed),
            section: self.renamed(1).map(|component| state[component].clone()).collect(),
            derivative: self.renamed(1).map(row).collect(),
        })
    }

    /// How long to wait for a return.
    pub(super) fn patience(&self) -> Rational {
        (Rational::from(PATIENCE) + self.network.parameters().gain()) * self.network.parameters().slow_time_constant()
    }

    /// What so many dwells may take, several times the steps that a cycle takes: the step is a part of the fast time constant.
    fn allowance(&self, dwells: usize) -> Settings {
        const LEAST: u32 = 256;
        const PER_FAST_TIME: u32 = 32;
        let per_dwell = Rational::from(PER_FAST_TIME) / self.network.timescale_ratio() + LEAST;
        let steps = ceiling(&(per_dwell * Rational::from(dwells as u64))).to_usize();
        Settings { step_limit: steps.unwrap_or(usize::MAX).min(Settings::default().step_limit), ..Settings::default() }
    }
}

/// `V_leg V` for the entries of `V_leg` that are not zero by structure.
fn carried(pairs: &[(usize, usize)], leg: &[Float], before: &[Vec<Float>]) -> Vec<Vec<Float>> {
    let bits = before[0][0].prec();
    let mut after = vec![vec![Float::new(bits); before[0].len()]; before.len()];
    for ((row, column), entry) in pairs.iter().zip(leg) {
        for (sum, x) in after[*row].iter_mut().zip(&before[*column]) {
            *sum += Float::with_val(bits, entry * x);
        }
    }
    after
}

/// The step `d` with `(I - DF) d = F(x) - x`.
fn newton_step(section: &[Float], image: &Image) -> Result<Vec<Float>> {
    let bits = section[0].prec();
    let residual: Vec<Float> =
        image.section.iter().zip(section).map(|(after, before)| Float::with_val(bits, after - before)).collect();
    let row = |(i, row): (usize, &Vec<Float>)| {
        row.iter().enumerate().map(|(j, x)| Float::with_val(bits, i32::from(i == j) - x)).collect()
    };
    let matrix: Vec<Vec<Float>> = image.derivative.iter().enumerate().map(row).collect();
    solve(&matrix, &residual)
}
