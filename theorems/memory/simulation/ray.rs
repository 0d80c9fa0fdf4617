//! The equations of motion on the ray of one memory, with their derivative in any direction.

use super::super::cases::Retrieval;
use super::{network, pattern, piece};
use crate::error::Result;
use crate::model::Watched;
use crate::numerics::field::VectorField;
use crate::numerics::series::{Intervals, Jet};
use crate::numerics::{Interval, Precision};
use rug::Rational;

/// The velocity of every neuron and its derivative in one direction, at states on the ray of one memory.
pub(super) struct Ray<'f> {
    jet: Jet<'f, Intervals>,
    signs: Vec<i8>,
    inputs: Vec<Interval>,
    precision: Precision,
}

impl<'f> Ray<'f> {
    pub(super) fn new(retrieval: &Retrieval, field: &'f VectorField, precision: Precision) -> Result<Self> {
        let still = vec![Rational::new(); retrieval.saliencies.len()];
        let state = network(retrieval)?.state(&still, &retrieval.saliencies)?;
        let inputs = state[retrieval.neurons..].iter().map(|u| Interval::from_rational(u, precision)).collect();
        Ok(Self { jet: Jet::new(field, Intervals::new(precision), 1), signs: pattern(retrieval)?, inputs, precision })
    }

    /// Velocities at `amplitude` times the memory, and their derivatives along a pattern of signs.
    pub(super) fn expand(&mut self, amplitude: &Interval, along: &[i8]) -> Result<(Vec<Interval>, Vec<Interval>)> {
        let neurons = self.signs.len();
        let place = |sign: &i8| if *sign > 0 { amplitude.clone() } else { -amplitude.clone() };
        let unit = |sign: &i8| Interval::from_integer(i64::from(*sign), self.precision);
        let fixed = vec![Interval::from_integer(0, self.precision); neurons];
        let positions = self.signs.iter().map(place).chain(self.inputs.iter().cloned());
        let state: Vec<Interval> = positions.chain(along.iter().map(unit)).chain(fixed).collect();
        self.jet.expand(&state, 0)?;
        let rates = |first: usize| (first..first + neurons).map(|k| self.jet.state(k)[1].clone()).collect();
        Ok((rates(0), rates(2 * neurons)))
    }

    /// The share of a vector along a pattern, `w . v / N`.
    pub(super) fn share(&self, v: &[Interval], pattern: &[i8]) -> Interval {
        let mut sum = Interval::from_integer(0, self.precision);
        for (x, sign) in v.iter().zip(pattern) {
            if *sign > 0 {
                sum.accumulate(x);
            } else {
                sum = &sum - x;
            }
        }
        &sum * &Interval::from_rational(&Rational::from((1, pattern.len() as u64)), self.precision)
    }

    /// The velocity along the ray, and its derivative.
    pub(super) fn along(&mut self, amplitude: &Interval) -> Result<(Interval, Interval)> {
        let signs = self.signs.clone();
        let (velocity, change) = self.expand(amplitude, &signs)?;
        Ok((self.share(&velocity, &signs), self.share(&change, &signs)))
    }
}

/// The equation of motion with one tangent, with every neuron on the piece of its sign in the memory.
pub(super) fn tangent(retrieval: &Retrieval) -> Result<VectorField> {
    let pieces: Vec<usize> = pattern(retrieval)?.iter().map(|&sign| piece(retrieval.activation, sign)).collect();
    Ok(network(retrieval)?.field(&pieces, Watched::Nothing).with_tangent())
}
