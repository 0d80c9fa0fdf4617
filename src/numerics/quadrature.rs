//! Certified integrals: Taylor polynomials on panels, each with its remainder enclosed.

use super::field::{FieldBuilder, Node, VectorField};
use super::series::{Arithmetic, Ball, Balls, Intervals, Jet, Word, Words};
use super::{Algebraic, Interval, Precision};
use crate::error::{Error, Result};
use rug::{Float, Integer, Rational};

/// A function of one variable as data, to be expanded, evaluated and integrated in interval arithmetic.
///
/// ```
/// use escapement::numerics::{Interval, Precision, quadrature::Integrand, rational::ratio};
/// let exponential = Integrand::new(|field, x| field.exp(x));
/// let precision = Precision::bits(128)?;
/// let area = exponential.integral(&ratio(0, 1), &ratio(1, 1), precision)?;
/// let one = Interval::from_integer(1, precision);
/// assert!(area.overlaps(&(&one.exp() - &one)) && area.digits(35) >= 35);
/// # Ok::<(), escapement::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Integrand {
    /// `x' = 1`, so that Taylor coefficients in time are those in `x`; the function is the surface.
    field: VectorField,
}

impl Integrand {
    /// The function that `write` describes.
    pub fn new(write: impl FnOnce(&mut FieldBuilder, Node) -> Node) -> Self {
        let mut builder = FieldBuilder::new(1);
        let (x, one) = (builder.state(0), builder.constant(Rational::from(1)));
        let function = write(&mut builder, x);
        Self { field: builder.finish(vec![one], vec![function]) }
    }

    /// Taylor coefficients `0 ..= order` at every point of `x`: `f^(k)(x)/k!`.
    ///
    /// Over a range they are developed around its midpoint, so that their width is about that of the true range. **Errors**:
    /// [`Error::Undefined`] where the function is.
    pub fn coefficients(&self, x: &Interval, order: usize) -> Result<Vec<Interval>> {
        if x.is_point() {
            return self.naive_coefficients(x, order);
        }
        let total = order + EXTRA_ORDER;
        let over = self.naive_coefficients(x, total)?;
        let middle = Interval::new(x.midpoint(), x.midpoint())?;
        let (at, away) = (self.naive_coefficients(&middle, total)?, x - &middle);
        let developed = (0..=order).map(|k| {
            // f_k(x) = sum_j binomial(k + j, k) f_{k+j}(m) (x - m)^j, the last term over the whole range.
            let mut sum = x.integer(0);
            for n in (k..=total).rev() {
                let coefficient = if n == total { &over[n] } else { &at[n] };
                let binomial = Rational::from(Integer::from(n).binomial(k as u32));
                sum = sum * &away + coefficient * &binomial;
            }
            sum.meet(&over[k], "a Taylor coefficient")
        });
        developed.collect()
    }

    fn naive_coefficients(&self, x: &Interval, order: usize) -> Result<Vec<Interval>> {
        let mut jet = Jet::new(&self.field, Intervals::new(x.precision()), order);
        jet.expand(std::slice::from_ref(x), 0)?;
        Ok(jet.surface(0).to_vec())
    }

    /// The integral between two points, the first of which is not the greater one.
    ///
    /// **Accuracy**: an enclosure; the remainder of every panel is at most the working precision's share of it, or of the largest one
    /// before. **Errors**: [`Error::Undefined`] where the function is; [`Error::StepUnderflow`] near a singularity.
    pub fn integral(&self, from: &Rational, to: &Rational, precision: Precision) -> Result<Interval> {
        let mut total = Interval::from_integer(0, precision);
        self.panels(from, to, precision, |panel| {
            total = &total + &panel.integral;
            Ok(true)
        })?;
        Ok(total)
    }

    /// Shows the panels from left to right for as long as `visit` agrees.
    ///
    /// **Accuracy** and **Errors**: as [`Integrand::integral`].
    pub fn panels(
        &self,
        from: &Rational,
        to: &Rational,
        precision: Precision,
        mut visit: impl FnMut(Panel) -> Result<bool>,
    ) -> Result<()> {
        // Even, so that the remainder's power has one sign.
        let order = (precision.get() as usize / 3 + 12) & !1;
        let mut point = Jet::new(&self.field, Balls::new(precision), order);
        let mut over = Jet::new(&self.field, Words::new(), order);
        let (mut left, mut width) = (from.clone(), Rational::from((1, 4)));
        let mut largest = None;
        while left < *to {
            let right = Rational::from(&left + &width).min(to.clone());
            match Panel::new(&mut point, &mut over, &left, &right, largest) {
                Some(panel) => {
                    largest = largest.max(panel.integral.magnitude().get_exp());
                    if !visit(panel)? {
                        return Ok(());
                    }
                    (left, width) = (right, width * 2u32);
                }
                None => width /= 2u32,
            }
            if width < Rational::from(1) >> (2 * precision.get()) {
                let decimal = |x: &Rational| Float::with_val(64, x).to_string_radix(10, Some(12));
                return Err(Error::StepUnderflow { time: decimal(&left), step: decimal(&width), state: Vec::new() });
            }
        }
        Ok(())
    }

    /// The primitive on a range, piece by piece: from then on, integrals within cost a polynomial each.
    pub fn primitive(&self, from: &Rational, to: &Rational, precision: Precision) -> Result<Primitive> {
        let (mut pieces, mut total) = (Vec::new(), Interval::from_integer(0, precision));
        self.panels(from, to, precision, |panel| {
            let next = &total + &panel.integral;
            pieces.push((std::mem::replace(&mut total, next), panel));
            Ok(true)
        })?;
        Ok(Primitive { pieces })
    }
}

/// A stretch on which the integrand is a polynomial up to an enclosed remainder.
#[derive(Debug, Clone)]
pub struct Panel {
    /// Its left end.
    pub left: Rational,
    /// Its right end.
    pub right: Rational,
    /// The integral over it.
    pub integral: Interval,
    /// Coefficients around its middle; the last one encloses that over all of it.
    coefficients: Vec<Interval>,
}

/// A primitive of an [`Integrand`] as a chain of [`Panel`]s.
#[derive(Debug, Clone)]
pub struct Primitive {
    /// Every panel, after its value at the left end.
    pieces: Vec<(Interval, Panel)>,
}

impl Primitive {
    /// Its value at a point; `None` outside its range.
    pub fn at(&self, x: &Rational) -> Option<Interval> {
        let index = self.pieces.partition_point(|(_, panel)| panel.right < *x);
        let (before, panel) = self.pieces.get(index).filter(|(_, panel)| panel.left <= *x)?;
        Some(before + &panel.integral_to(x))
    }
}

impl Panel {
    /// A panel; `None` where its remainder is too large beside its integral and that of the `largest` one so far, by its exponent.
    fn new(
        point: &mut Jet<Balls>,
        over: &mut Jet<Words>,
        left: &Rational,
        right: &Rational,
        largest: Option<i32>,
    ) -> Option<Self> {
        let precision = point.kernel().precision();
        let number = |x: &Rational| Interval::from_rational(x, precision);
        let order = point.order();
        over.expand(&[Word::enclosing(&number(left).hull(&number(right)))], 0).ok()?;
        let last = over.surface(0)[order].to_interval().with_precision(precision);
        let half = number(&(Rational::from(right - left) / 2u32));
        let size = |value: &Interval| value.magnitude().get_exp();
        let reach = (half.magnitude().get_exp().unwrap_or(0) - 1) * order as i32;
        // A first look spares the expansion around the middle of a panel that is too long.
        let allowed = largest.unwrap_or(0).max(0) - precision.get() as i32;
        if size(&last).is_some_and(|exponent| exponent + reach > allowed + 16) {
            return None;
        }
        let middle = number(&(Rational::from(left + right) / 2u32));
        point.expand(&[Ball::enclosing(&middle, precision)], 0).ok()?;
        let mut coefficients: Vec<Interval> = point.surface(0)[..order].iter().map(Ball::to_interval).collect();
        coefficients.push(last);
        let mut panel = Self {
            left: left.clone(),
            right: right.clone(),
            integral: Interval::from_integer(0, precision),
            coefficients,
        };
        panel.integral = panel.integral_to(right);
        let remainder = coefficient_share(&panel.coefficients[order], &half, order)?;
        let allowed = size(&panel.integral).max(largest).unwrap_or(0) - precision.get() as i32;
        let small = size(&remainder).is_none_or(|exponent| exponent <= allowed);
        (small && panel.integral.is_bounded()).then_some(panel)
    }

    /// The integral from the left end to a point of the panel.
    pub fn integral_to(&self, x: &Rational) -> Interval {
        let middle = Rational::from(&self.left + &self.right) / 2u32;
        let number = |x: &Rational| self.integral.number(&Rational::from(x - &middle));
        let (from, to) = (number(&self.left), number(x));
        let mut arithmetic = Intervals::new(self.integral.precision());
        let (mut above, mut below, mut sum) = (to.clone(), from.clone(), arithmetic.zero());
        for (k, coefficient) in self.coefficients.iter().enumerate() {
            // The last power is even, a positive weight: its coefficient is that at some point of the panel.
            let mut term = coefficient * &(&above - &below);
            arithmetic.div_integer(&mut term, k as u32 + 1);
            sum = &sum + &term;
            (above, below) = (&above * &to, &below * &from);
        }
        sum
    }
}

/// `2 c h^(n+1)/(n+1)`: what a remainder's coefficient can contribute to a panel of half width `h`.
fn coefficient_share(coefficient: &Interval, half: &Interval, order: usize) -> Option<Interval> {
    (coefficient * &half.power(order as u32 + 1)).divide(&half.integer(order as i64 + 1)).ok()
}

/// Order to which coefficients over a range are developed beyond their own.
const EXTRA_ORDER: usize = 8;
