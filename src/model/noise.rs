//! Noise that is frozen: drawn beforehand by a counter, constant on each step, so that a path is a deterministic problem.
//!
//! The component `c_mu` obeys `eps dc = (...) dt + s sqrt(eps) dB`. On a step of length `h eps` the white noise is replaced by its mean there, the
//! force `f = s xi/sqrt(h)` with a standard normal `xi`: its integral over the step is exactly the Brownian one. The variance of a component
//! that relaxes under it is smaller by the factor `(2/h) tanh(h/2) = 1 - h^2/12 + ...`.

use crate::error::{Error, Result};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use rug::float::Constant;
use rug::{Float, Integer, Rational};

/// Precision of the normal numbers.
const BITS: u32 = 64;

/// A source of standard normal numbers by their place: the ChaCha stream cipher with 8 rounds, and the Box-Muller transform at 64 bits in
/// MPFR, which rounds alike on every machine.
///
/// ```
/// use escapement::model::Normals;
/// let path = Normals::new(7, 3);
/// assert_eq!(path.pair(5, 0), Normals::new(7, 3).pair(5, 0));
/// assert_ne!(path.pair(5, 0), path.pair(6, 0));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Normals(ChaCha8Rng);

impl Normals {
    /// The stream of a path under a seed.
    pub fn new(seed: u64, path: u64) -> Self {
        let mut generator = ChaCha8Rng::seed_from_u64(seed);
        generator.set_stream(path);
        Self(generator)
    }

    /// Two independent standard normal numbers for a step; `pair` tells several of one step apart.
    pub fn pair(&self, step: u32, pair: u16) -> [Float; 2] {
        const WORDS: u128 = 4;
        let mut generator = self.0.clone();
        generator.set_word_pos(((u128::from(step) << 16) + u128::from(pair)) * WORDS);
        let (first, second) = (generator.next_u64(), generator.next_u64());
        // Never zero: the middle of one of 2^64 cells.
        let uniform = Float::with_val(BITS + 1, (u128::from(first) << 1) + 1) >> (BITS + 1);
        let radius = (Float::with_val(BITS, uniform.ln()) * -2i32).sqrt();
        let turn = Float::with_val(BITS, second) >> (BITS - 1);
        let (sine, cosine) = (turn * Float::with_val(BITS, Constant::Pi)).sin_cos(Float::new(BITS));
        [Float::with_val(BITS, &radius * cosine), radius * sine]
    }
}

/// One path of the noise on the components of a fast state, switched on at a time and off again after so many steps.
#[derive(Debug, Clone, PartialEq)]
pub struct FrozenNoise {
    normals: Normals,
    start: Rational,
    step: Rational,
    steps: u32,
    /// `s/sqrt(h)`.
    strength: Float,
}

impl FrozenNoise {
    /// Noise of spread `s` on steps of the length `eps/divisor` from `start` on.
    ///
    /// **Errors**: [`Error::Domain`] for a negative spread and a divisor of zero.
    pub fn new(
        normals: Normals,
        spread: &Rational,
        (start, timescale_ratio): (Rational, &Rational),
        (divisor, steps): (u32, u32),
    ) -> Result<Self> {
        if *spread < 0 {
            return Err(Error::domain("noise", spread, "a number that is not negative"));
        }
        if divisor == 0 {
            return Err(Error::domain("divisor", divisor, "a whole number of at least 1"));
        }
        let strength = Float::with_val(BITS, divisor).sqrt() * Float::with_val(BITS, spread);
        Ok(Self { normals, start, step: Rational::from(timescale_ratio / divisor), steps, strength })
    }

    /// Number of steps.
    pub const fn steps(&self) -> u32 {
        self.steps
    }

    /// When a step begins and ends.
    pub fn span(&self, step: u32) -> (Rational, Rational) {
        let at = |step: u32| Rational::from(&self.step * step) + &self.start;
        (at(step), at(step + 1))
    }

    /// The constant force on each of the components during a step.
    pub fn forces(&self, step: u32, components: usize) -> Vec<Float> {
        let pairs = (0..=u16::MAX).flat_map(|pair| self.normals.pair(step, pair));
        pairs.take(components).map(|normal| normal * &self.strength).collect()
    }

    /// The step that a time lies in or begins, if any, and the time at which that ends.
    pub(super) fn step_at(&self, time: &Rational) -> (Option<u32>, Option<Rational>) {
        if *time < self.start {
            return (None, Some(self.start.clone()));
        }
        let passed = Rational::from(time - &self.start) / &self.step;
        match passed.fract_floor(Integer::new()).1.to_u32().filter(|step| *step < self.steps) {
            Some(step) => (Some(step), Some(self.span(step).1)),
            None => (None, None),
        }
    }
}
