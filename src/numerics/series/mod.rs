//! Truncated power series: the Taylor coefficients of a solution, by recurrence, in any arithmetic.
//!
//! Coefficients are *scaled* from the start: [`Jet`] holds `a_k h^k` for a power of two `h`, so they shrink geometrically
//! where the step is right and no power of the step is ever formed. What may enter: an [`Arithmetic`], one file each.

mod arithmetic;
mod balls;
mod doubles;
mod floats;
mod intervals;
mod words;

pub use arithmetic::Arithmetic;
pub use balls::{Ball, Balls};
pub use doubles::Doubles;
pub use floats::Floats;
pub use intervals::Intervals;
pub use words::{Bound, Word, Words, dot};

use super::field::{Constant, Step, VectorField};
use crate::error::Result;

/// Storage and recurrences for the Taylor coefficients of every step of a [`VectorField`].
#[derive(Debug, Clone)]
pub struct Jet<'f, A: Arithmetic> {
    field: &'f VectorField,
    arithmetic: A,
    order: usize,
    /// `series[step][k]`.
    series: Vec<Vec<A::Number>>,
    /// The exact factor or constant of a step, in this arithmetic; zero where there is none.
    constants: Vec<A::Number>,
    accumulator: A::Number,
    scratch: A::Number,
}

impl<'f, A: Arithmetic> Jet<'f, A> {
    /// Room for the coefficients `0 ..= order`; the only place where a jet allocates.
    pub fn new(field: &'f VectorField, mut arithmetic: A, order: usize) -> Self {
        let zero = arithmetic.zero();
        let series = vec![vec![zero.clone(); order + 1]; field.steps.len()];
        let mut constants = vec![zero.clone(); field.steps.len()];
        for (constant, step) in constants.iter_mut().zip(&field.steps) {
            match step {
                Step::Constant(Constant::Rational(value)) | Step::Scale(Constant::Rational(value), _) => {
                    arithmetic.assign_rational(constant, value);
                }
                Step::Constant(Constant::Pi(factor)) | Step::Scale(Constant::Pi(factor), _) => {
                    arithmetic.assign_pi(constant, factor);
                }
                _ => {}
            }
        }
        Self { field, arithmetic, order, series, constants, accumulator: zero.clone(), scratch: zero }
    }

    /// The arithmetic of the coefficients.
    pub const fn arithmetic(&self) -> &A {
        &self.arithmetic
    }

    /// Highest coefficient held.
    pub const fn order(&self) -> usize {
        self.order
    }

    /// The coefficients of component `component` of the state.
    pub fn state(&self, component: usize) -> &[A::Number] {
        &self.series[self.field.states[component].0]
    }

    /// The coefficients of surface `surface`.
    pub fn surface(&self, surface: usize) -> &[A::Number] {
        &self.series[self.field.surfaces[surface].0]
    }

    /// Fills all coefficients for the solution through `state`, in units of the time `2^scale`.
    ///
    /// **Errors**: [`Error::Undefined`](crate::Error::Undefined) where a step of the field is.
    pub fn expand(&mut self, state: &[A::Number], scale: i32) -> Result<()> {
        for (node, value) in self.field.states.iter().zip(state) {
            self.arithmetic.assign(&mut self.series[node.0][0], value);
        }
        for k in 0..=self.order {
            for index in 0..self.series.len() {
                if self.coefficient(index, k)? {
                    std::mem::swap(&mut self.series[index][k], &mut self.accumulator);
                }
            }
            if k < self.order {
                self.advance_state(k, scale);
            }
        }
        Ok(())
    }

    /// `x_{k+1} = 2^scale f_k / (k + 1)` for every component.
    fn advance_state(&mut self, k: usize, scale: i32) {
        for (state, derivative) in self.field.states.iter().zip(&self.field.derivatives) {
            self.arithmetic.assign(&mut self.accumulator, &self.series[derivative.0][k]);
            self.arithmetic.div_integer(&mut self.accumulator, k as u32 + 1);
            self.arithmetic.shift(&mut self.accumulator, scale);
            std::mem::swap(&mut self.series[state.0][k + 1], &mut self.accumulator);
        }
    }

    /// Leaves coefficient `k` of one step in the accumulator; false where it is already in its place.
    fn coefficient(&mut self, index: usize, k: usize) -> Result<bool> {
        let Self { arithmetic, series, constants, accumulator: out, scratch, .. } = self;
        let of = |node: &super::field::Node| &series[node.0];
        match &self.field.steps[index] {
            Step::State(_) => return Ok(false),
            Step::Constant(_) if k > 0 => return Ok(false),
            Step::Constant(_) => arithmetic.assign(out, &constants[index]),
            Step::Add(a, b) => arithmetic.add(out, &of(a)[k], &of(b)[k]),
            Step::Sub(a, b) => arithmetic.sub(out, &of(a)[k], &of(b)[k]),
            Step::Neg(a) => {
                arithmetic.assign(out, &of(a)[k]);
                arithmetic.negate(out);
            }
            Step::Scale(_, a) => arithmetic.mul(out, &constants[index], &of(a)[k]),
            Step::Mul(a, b) => arithmetic.convolve(out, &of(a)[..=k], &of(b)[..=k]),
            Step::Square(a) => arithmetic.convolve_square(out, &of(a)[..=k]),
            Step::Div(a, b) => {
                // q_n = (a_n - sum_{j>0} b_j q_{n-j}) / b_0
                arithmetic.convolve(out, &of(b)[1..=k], &series[index][..k]);
                arithmetic.sub(scratch, &of(a)[k], out);
                arithmetic.div(out, scratch, &of(b)[0])?;
            }
            Step::Sqrt(a) if k == 0 => arithmetic.sqrt(out, &of(a)[0])?,
            Step::Sqrt(a) => {
                // y_n = (u_n - sum_{0<j<n} y_j y_{n-j}) / (2 y_0)
                arithmetic.convolve_square(out, &series[index][1..k]);
                arithmetic.sub(scratch, &of(a)[k], out);
                arithmetic.div(out, scratch, &series[index][0])?;
                arithmetic.shift(out, -1);
            }
            Step::Weighted(a) => {
                arithmetic.assign(out, &of(a)[k]);
                arithmetic.mul_integer(out, k as u32);
            }
            Step::Chain { function, argument, .. } | Step::ChainQuotient { function, argument, .. } if k == 0 => {
                arithmetic.elementary(*function, out, &of(argument)[0])?;
            }
            Step::Chain { weighted, factor, .. } => {
                // n y_n = sum_{j>0} (j u_j) g_{n-j}
                arithmetic.convolve(out, &of(weighted)[1..=k], &of(factor)[..k]);
                arithmetic.div_integer(out, k as u32);
            }
            Step::HalfDifference { function, center, half, .. } if k == 0 => {
                arithmetic.half_difference(*function, out, &of(center)[0], &of(half)[0])?;
            }
            Step::HalfDifference { weighted_center, weighted_half, even, odd, .. } => {
                // n y_n = sum_{j>0} (j c_j) even_{n-j} + (j r_j) odd_{n-j}
                arithmetic.convolve(scratch, &of(weighted_half)[1..=k], &of(even)[..k]);
                arithmetic.convolve(out, &of(weighted_center)[1..=k], &of(odd)[..k]);
                let own = &mut series[index][k];
                arithmetic.add(own, scratch, out);
                arithmetic.div_integer(own, k as u32);
                return Ok(false);
            }
            Step::ChainQuotient { argument, divisor, own, .. } => {
                // y_n = (u_n - sum_{0<j<n} (j y_j) v_{n-j} / n) / v_0
                arithmetic.convolve(out, &of(own)[1..k], &of(divisor)[1..k]);
                arithmetic.div_integer(out, k as u32);
                arithmetic.sub(scratch, &of(argument)[k], out);
                arithmetic.div(out, scratch, &of(divisor)[0])?;
            }
        }
        Ok(true)
    }
}

/// `out = sum_k coefficients_k ratio^k` by Horner's rule.
pub fn evaluate<A: Arithmetic>(arithmetic: &mut A, out: &mut A::Number, coefficients: &[A::Number], ratio: &A::Number) {
    let mut product = arithmetic.zero();
    let Some((last, rest)) = coefficients.split_last() else { return };
    arithmetic.assign(out, last);
    for coefficient in rest.iter().rev() {
        arithmetic.mul(&mut product, out, ratio);
        arithmetic.add(out, &product, coefficient);
    }
}
