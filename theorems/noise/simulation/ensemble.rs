//! Many paths of a chain under noise, and what follows a wrong sign.
//!
//! A path is drawn, not bounded: it is integrated in doubles by the classical Runge-Kutta method, with sums and products alone, which are the
//! same on every machine; its normal numbers come from MPFR. The chain is seen through a window of four memories that moves on with it: the
//! one before the retrieved memory, that memory, and the two after it.

use crate::error::{Error, Result};
use crate::evidence::{Answer, Quantities, binomial_interval, quantity};
use crate::model::{Memories, Network, Normals, Parameters, Retrieved, Topology, Until};
use crate::numerics::rational::ratio;
use crate::numerics::series::Floats;
use crate::numerics::taylor::Settings;
use crate::numerics::{Decided, Digits, Precision};
use crate::theorems::noise::cases::{AFTER, Ensemble, SURVIVAL, Sequence};
use rayon::prelude::*;
use rug::{Float, Rational};

/// Memories of the window.
const WINDOW: usize = 4;
/// Steps in every eps.
const STEPS: u32 = 4;
/// Seed of all ensembles.
const SEED: u64 = 2603;

/// What all paths of an ensemble share.
#[derive(Debug, Clone)]
pub struct Setup {
    /// Gain.
    pub gain: f64,
    /// Leak.
    pub leak: f64,
    /// Spread `s` of the noise.
    pub spread: f64,
    /// Timescale ratio.
    pub timescale_ratio: f64,
    /// Saliency of the first memory.
    pub saliency: f64,
}

/// Components and saliencies in the window; the retrieved memory is the second one.
#[derive(Debug, Clone, Copy)]
struct State {
    components: [f64; WINDOW],
    saliencies: [f64; WINDOW],
}

impl State {
    /// This state and a multiple of a change.
    fn plus(&self, change: &Self, factor: f64) -> Self {
        let sum = |a: &[f64; WINDOW], b: &[f64; WINDOW]| std::array::from_fn(|k| a[k] + factor * b[k]);
        Self {
            components: sum(&self.components, &change.components),
            saliencies: sum(&self.saliencies, &change.saliencies),
        }
    }

    /// The overlaps: averages over the eight classes of neurons.
    fn overlaps(&self) -> [f64; WINDOW] {
        let mut overlaps = [0.0; WINDOW];
        for class in 0..1u32 << (WINDOW - 1) {
            let sign = |k: usize| if class >> k & 1 == 1 { -1.0 } else { 1.0 };
            let received: f64 = (0..WINDOW).map(|k| sign(k) * self.components[k]).sum();
            let output = received.clamp(-1.0, 1.0) / 8.0;
            for (k, overlap) in overlaps.iter_mut().enumerate() {
                *overlap += sign(k) * output;
            }
        }
        overlaps
    }

    /// The window one memory on.
    fn moved_on(&self) -> Self {
        let shift = |of: &[f64; WINDOW]| std::array::from_fn(|k| of.get(k + 1).copied().unwrap_or(0.0));
        Self { components: shift(&self.components), saliencies: shift(&self.saliencies) }
    }
}

impl Setup {
    /// The rate of change per unit of eps, under a force on every component.
    fn change(&self, state: &State, force: &[f64; WINDOW]) -> State {
        let overlaps = state.overlaps();
        let fast = |k: usize| state.saliencies[k] * (overlaps[k] + self.leak) - state.components[k] + force[k];
        let drive = |k: usize| if k == 0 { 0.0 } else { self.gain * overlaps[k - 1] };
        let slow = |k: usize| self.timescale_ratio * (drive(k) - state.saliencies[k]);
        State { components: std::array::from_fn(fast), saliencies: std::array::from_fn(slow) }
    }

    /// One step of the Runge-Kutta method.
    fn step(&self, state: &State, force: &[f64; WINDOW]) -> State {
        let h = 1.0 / f64::from(STEPS);
        let first = self.change(state, force);
        let second = self.change(&state.plus(&first, h / 2.0), force);
        let third = self.change(&state.plus(&second, h / 2.0), force);
        let fourth = self.change(&state.plus(&third, h), force);
        let outer = state.plus(&first, h / 6.0).plus(&fourth, h / 6.0);
        outer.plus(&second, h / 3.0).plus(&third, h / 3.0)
    }

    /// The state in which the noise is switched on: without noise until the first memory has decayed to about eight eps before its loss.
    fn start(&self) -> State {
        let mut state =
            State { components: [0.0, self.saliency, 0.0, 0.0], saliencies: [0.0, self.saliency, 0.0, 0.0] };
        while state.saliencies[1] > 1.0 + 8.0 * self.timescale_ratio {
            state = self.step(&state, &[0.0; WINDOW]);
        }
        state
    }

    /// Whether a path from a state makes so many transitions, each to the next memory and not to its opposite.
    fn succeeds(&self, start: &State, transitions: usize, path: u64) -> bool {
        let mut walk = Walk::new(self, *start, path);
        // A memory is held for ln(kappa) at most.
        let patience = (8.0 * f64::from(STEPS) / self.timescale_ratio) as u32;
        let mut last = 0;
        while walk.made < transitions && walk.steps - last < patience {
            match walk.step() {
                Some(true) => last = walk.steps,
                Some(false) => return false,
                None => {}
            }
        }
        walk.made == transitions
    }
}

/// A path in the making.
struct Walk<'s> {
    setup: &'s Setup,
    normals: Normals,
    state: State,
    /// Steps taken.
    steps: u32,
    /// Transitions made.
    made: usize,
}

impl<'s> Walk<'s> {
    fn new(setup: &'s Setup, state: State, path: u64) -> Self {
        Self { setup, normals: Normals::new(SEED, path), state, steps: 0, made: 0 }
    }

    /// One step under noise; whether it entered the next memory, and not its opposite, where it entered either. The window moves on with the
    /// memory and stays where it is for an opposite.
    fn step(&mut self) -> Option<bool> {
        let strength = self.setup.spread * f64::from(STEPS).sqrt();
        let [first, second] = [0, 1].map(|pair| self.normals.pair(self.steps, pair).map(|x| x.to_f64() * strength));
        self.state = self.setup.step(&self.state, &[first[0], first[1], second[0], second[1]]);
        self.steps += 1;
        let [_, own, next, _] = self.state.overlaps();
        // In silence all overlaps are about zero.
        if next.abs() < own || next.abs() < 0.25 {
            return None;
        }
        if next > 0.0 {
            (self.state, self.made) = (self.state.moved_on(), self.made + 1);
        }
        Some(next > 0.0)
    }
}

/// Overlaps of the first memories of a chain under noise, from the start of the first one, every so many steps of eps/4.
///
/// **Shapes**: one row per time, one number per memory; zero for memories that the window has not reached or has left.
pub fn simulate_noisy_overlaps(
    setup: &Setup,
    path: u64,
    memories: usize,
    (apart, times): (u32, usize),
) -> Vec<Vec<f64>> {
    let start = State { components: [0.0, setup.saliency, 0.0, 0.0], saliencies: [0.0, setup.saliency, 0.0, 0.0] };
    let mut walk = Walk::new(setup, start, path);
    let rows = (0..times).map(|_| {
        for _ in 0..apart {
            walk.step();
        }
        let overlaps = walk.state.overlaps();
        // The second memory of the window is number `made` of the chain.
        let of = |memory: usize| overlaps.get((memory + 1).wrapping_sub(walk.made)).copied().unwrap_or(0.0);
        (0..memories).map(of).collect()
    });
    rows.collect()
}

/// In how many of so many paths all transitions lead to the next memory.
pub fn simulate_successes(setup: &Setup, transitions: usize, paths: u64) -> u64 {
    let start = setup.start();
    (0..paths).into_par_iter().filter(|path| setup.succeeds(&start, transitions, *path)).count() as u64
}

/// The probability that an ensemble leaves open, with an error of `10^-7`: a claim with ten ensembles fails by chance once in a million.
pub(super) fn frequency(ensemble: &Ensemble) -> Result<Quantities> {
    let timescale_ratio = 1.0 / 32.0;
    let spread = timescale_ratio / 50.0;
    let setup = Setup {
        gain: ensemble.gain.to_f64(),
        leak: ensemble.leak_over_spread.to_f64() * spread,
        spread,
        timescale_ratio,
        saliency: ensemble.saliency.to_f64(),
    };
    let successes = simulate_successes(&setup, ensemble.transitions, ensemble.paths);
    let range = binomial_interval(successes, ensemble.paths, &ratio(1, 10_000_000))?;
    Ok(vec![quantity(SURVIVAL, Answer::sampled(range))])
}

/// How often several transitions succeed, or what follows the opposite of a memory.
pub(in crate::theorems::noise) fn observe_sequence(case: &Sequence, _: Digits) -> Result<Quantities> {
    match case {
        Sequence::Survival(ensemble) => frequency(ensemble),
        Sequence::Opposite { gain, leak } => {
            let entered = simulate_after_opposite(gain, leak)?;
            Ok(vec![quantity(AFTER, Answer::count(Decided::measured(entered)))])
        }
    }
}

/// Memories, or opposites, that a network of four enters after it has entered the opposite of its second one.
///
/// A component of that memory that is more negative than the leak stands for noise, and the others have some of either sign. **Accuracy**: 64 bits
/// without a bound. **Errors**: those of the integrator.
pub fn simulate_after_opposite(gain: &Rational, leak: &Rational) -> Result<usize> {
    const BITS: u32 = 64;
    let parameters = Parameters::new(gain.clone())?.with_topology(Topology::Chain)?;
    let network = Network::new(parameters, Memories::full(WINDOW)?, ratio(1, 32))?.with_leak(leak.clone())?;
    // Half an eps before the first memory is lost.
    let saliencies = [ratio(65, 64), gain * ratio(3, 5), Rational::new(), Rational::new()];
    let components = [ratio(65, 64), ratio(-1, 50), ratio(1, 100), ratio(-1, 100)];
    let start: Vec<Float> = network.state(&components, &saliencies)?.iter().map(|x| Float::with_val(BITS, x)).collect();
    // Every saliency has long decayed then.
    let horizon = Rational::from(12);
    let arithmetic = Floats::new(Precision::bits(BITS)?);
    let run = network.run(&arithmetic, &start, &horizon, Until::Time, Settings::default())?;
    // Crossings of what is left of the overlaps in silence are no entries.
    let entries = run.crossings.iter().filter(|crossing| crossing.overlap.clone().abs() * 4u32 > 1);
    let entries: Vec<Retrieved> = entries.map(|crossing| crossing.to).collect();
    match entries[..] {
        [Retrieved { memory: 1, sign: -1 }, ref after @ ..] => Ok(after.len()),
        _ => Err(Error::domain("gain", gain, "one at which the opposite of the second memory is entered")),
    }
}
