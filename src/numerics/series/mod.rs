//! Truncated power series: the Taylor coefficients of a solution, by recurrence, in any arithmetic.
//!
//! Coefficients are *scaled* from the start: [`Jet`] holds `a_k h^k` for a unit `h` close to the step, so they shrink geometrically
//! and no power of the step is ever formed. The numbers of a problem are an [`Arithmetic`], one file each; the series are held
//! by a [`Kernel`], which is the arithmetic itself or, for floats, [fixed point](fixed).

mod arithmetic;
mod balls;
mod doubles;
pub mod fixed;
mod floats;
mod intervals;
mod kernel;
mod rounded;
mod words;

pub use arithmetic::Arithmetic;
pub use balls::{Ball, Balls};
pub use doubles::Doubles;
pub use fixed::FixedPoint;
pub use floats::Floats;
pub use intervals::Intervals;
pub use kernel::{Kernel, Unit};
pub use rounded::Rounded;
pub use words::{Bound, Word, Words, dot};

use super::field::{Step, VectorField};
use crate::error::Result;
use rug::{Float, Rational};
use std::sync::atomic::{AtomicU64, Ordering};

/// The expansions that this process has made.
static EXPANSIONS: AtomicU64 = AtomicU64::new(0);

/// How many expansions this process has made of a field's solution, in any arithmetic: a measure of the work done that is the same on
/// every machine. A step takes one of them, a step that is proved several.
pub fn expansions() -> u64 {
    EXPANSIONS.load(Ordering::Relaxed)
}

/// Storage and recurrences for the Taylor coefficients of every step of a [`VectorField`].
#[derive(Debug, Clone)]
pub struct Jet<'f, K: Kernel> {
    field: &'f VectorField,
    kernel: K,
    order: usize,
    /// The series of every step.
    series: Vec<K::Series>,
    /// The exact factor or constant of a step, or its divisor; zero where there is none.
    constants: Vec<K::Term>,
    /// The coefficient in the making, and two on the way to it.
    terms: [K::Term; 3],
}

impl<'f, K: Kernel> Jet<'f, K> {
    /// Room for the coefficients `0 ..= order`; the only place where a jet allocates.
    pub fn new(field: &'f VectorField, mut kernel: K, order: usize) -> Self {
        let zero = kernel.term();
        let series = vec![kernel.series(order + 1); field.steps.len()];
        let mut constants = vec![zero.clone(); field.steps.len()];
        for (constant, step) in constants.iter_mut().zip(&field.steps) {
            if let Step::Constant(value) | Step::Scale(value, _) = step {
                kernel.load_constant(constant, value);
            }
        }
        Self { field, kernel, order, series, constants, terms: [zero.clone(), zero.clone(), zero] }
    }

    /// The kernel of the coefficients.
    pub const fn kernel(&self) -> &K {
        &self.kernel
    }

    /// Highest coefficient held.
    pub const fn order(&self) -> usize {
        self.order
    }

    /// The coefficients of component `component` of the state.
    pub fn state(&self, component: usize) -> &K::Series {
        &self.series[self.field.states[component].0]
    }

    /// The coefficients of surface `surface`.
    pub fn surface(&self, surface: usize) -> &K::Series {
        &self.series[self.field.surfaces[surface].0]
    }

    /// Whether a glance shows that a surface has no zero up to `end`; false says nothing.
    pub fn is_surface_dominated(&self, surface: usize, end: &Float) -> bool {
        self.kernel.is_dominated_by_constant(self.surface(surface), end)
    }

    /// `out` = component `component` of the state at a time in the units of the series.
    pub fn state_at(&mut self, out: &mut K::Number, component: usize, at: &Rational) {
        self.kernel.value(out, &self.series[self.field.states[component].0], at);
    }

    /// `out` = surface `surface` at a time in the units of the series.
    pub fn surface_at(&mut self, out: &mut K::Number, surface: usize, at: &Rational) {
        self.kernel.value(out, &self.series[self.field.surfaces[surface].0], at);
    }

    /// Fills all coefficients for the solution through `state`, in units of the time `2^scale`.
    ///
    /// **Errors**: [`Error::Undefined`](crate::Error::Undefined) where a step of the field is.
    pub fn expand(&mut self, state: &[K::Number], scale: i32) -> Result<()> {
        self.expand_in(Unit::power_of_two(scale), state)
    }

    /// [`Jet::expand`] in any unit of time.
    pub fn expand_in(&mut self, unit: Unit, state: &[K::Number]) -> Result<()> {
        EXPANSIONS.fetch_add(1, Ordering::Relaxed);
        let [out, ..] = &mut self.terms;
        for (node, value) in self.field.states.iter().zip(state) {
            self.kernel.load(out, value)?;
            self.kernel.write(&mut self.series[node.0], 0, out);
        }
        for k in 0..=self.order {
            for index in 0..self.series.len() {
                if self.coefficient(index, k)? {
                    self.kernel.write(&mut self.series[index], k, &mut self.terms[0]);
                }
            }
            if k < self.order {
                self.advance_state(k, unit);
            }
        }
        Ok(())
    }

    /// `x_{k+1} = h f_k / (k + 1)` for every component.
    fn advance_state(&mut self, k: usize, unit: Unit) {
        let [out, ..] = &mut self.terms;
        for (state, derivative) in self.field.states.iter().zip(&self.field.derivatives) {
            self.kernel.advance(out, &self.series[derivative.0], k, unit);
            self.kernel.write(&mut self.series[state.0], k + 1, out);
        }
    }

    /// Makes coefficient `k` of one step, the first of the terms; false where it is already in its place.
    fn coefficient(&mut self, index: usize, k: usize) -> Result<bool> {
        let Self { kernel, series, constants, terms: [out, scratch, spare], .. } = self;
        let of = |node: &super::field::Node| &series[node.0];
        let is_still = |node: &super::field::Node| self.field.still[node.0];
        let constant = &mut constants[index];
        match &self.field.steps[index] {
            Step::State(_) => return Ok(false),
            _ if k > 0 && self.field.still[index] => return Ok(false),
            Step::Constant(_) => out.clone_from(constant),
            Step::Add(a, b) => kernel.sum(out, of(a), of(b), k),
            Step::Sub(a, b) => kernel.difference(out, of(a), of(b), k),
            Step::Neg(a) => {
                kernel.read(out, of(a), k);
                kernel.reverse(out);
            }
            Step::Scale(_, a) => kernel.multiple(out, constant, of(a), k),
            Step::Mul(still, b) | Step::Mul(b, still) if is_still(still) => {
                kernel.read(scratch, of(still), 0);
                kernel.multiple(out, scratch, of(b), k);
            }
            Step::Mul(a, b) => kernel.convolution(out, (of(a), 0), (of(b), 0), k + 1),
            Step::Square(a) => kernel.convolution_square(out, of(a), 0, k + 1),
            Step::Div(a, b) => {
                // q_n = (a_n - sum_{j>0} b_j q_{n-j}) / b_0
                if k == 0 {
                    kernel.read(scratch, of(b), 0);
                    kernel.prepare_divisor(constant, scratch)?;
                }
                if is_still(b) {
                    kernel.read(scratch, of(a), k);
                } else {
                    kernel.convolution(out, (of(b), 1), (&series[index], 0), k);
                    kernel.remainder(scratch, of(a), k, out);
                }
                kernel.quotient(out, scratch, constant)?;
            }
            Step::Sqrt(a) if k == 0 => {
                kernel.square_root(out, of(a))?;
                kernel.prepare_divisor(constant, out)?;
            }
            Step::Sqrt(a) => {
                // y_n = (u_n - sum_{0<j<n} y_j y_{n-j}) / (2 y_0)
                kernel.convolution_square(out, &series[index], 1, k - 1);
                kernel.remainder(scratch, of(a), k, out);
                kernel.quotient(out, scratch, constant)?;
                kernel.scale(out, -1);
            }
            Step::Weighted(a) => kernel.weighted(out, of(a), k),
            Step::Chain { function, argument, .. } if k == 0 => kernel.function(*function, out, of(argument))?,
            Step::Chain { weighted, factor, .. } => {
                // n y_n = sum_{j>0} (j u_j) g_{n-j}
                kernel.convolution(out, (of(weighted), 1), (of(factor), 0), k);
                kernel.divide_by(out, k);
            }
            Step::HalfDifference { function, center, half, .. } if k == 0 => {
                kernel.half_difference(*function, out, of(center), of(half))?;
            }
            Step::HalfDifference { weighted_center, weighted_half, even, odd, .. } => {
                // n y_n = sum_{j>0} (j c_j) even_{n-j} + (j r_j) odd_{n-j}
                kernel.convolution(scratch, (of(weighted_half), 1), (of(even), 0), k);
                kernel.convolution(spare, (of(weighted_center), 1), (of(odd), 0), k);
                kernel.sum_of_terms(out, scratch, spare);
                kernel.divide_by(out, k);
            }
            Step::ChainQuotient { function, argument, divisor, .. } if k == 0 => {
                kernel.function(*function, out, of(argument))?;
                kernel.read(scratch, of(divisor), 0);
                kernel.prepare_divisor(constant, scratch)?;
            }
            Step::ChainQuotient { argument, divisor, own, .. } => {
                // y_n = (u_n - sum_{0<j<n} (j y_j) v_{n-j} / n) / v_0
                kernel.convolution(out, (of(own), 1), (of(divisor), 1), k - 1);
                kernel.divide_by(out, k);
                kernel.remainder(scratch, of(argument), k, out);
                kernel.quotient(out, scratch, constant)?;
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
