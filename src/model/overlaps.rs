//! Overlaps of the fast network in the coordinates of its memories, written so that a small component keeps its digits.
//!
//! With `x = sum_nu c_nu xi_nu` a neuron of sign class `s` receives `h_s = sum_nu s_nu c_nu`, and `m_mu = sum_s w_s s_mu
//! Psi(g h_s)`. As it stands this sum loses every digit of a component of `1e-300` beside one of order one. Two ways of writing
//! it do not:
//!
//! - HardTanh is affine on every piece, so the coefficients of `m_mu` in `c` are rational and cancel exactly.
//! - Two classes that differ in the sign of `mu` alone contribute `D(r, c_mu) = (Psi(r + c_mu) - Psi(r - c_mu))/2` with `r` what
//!   they receive from the others, and `D` has the factor `c_mu` in closed form.

use super::activation::{Activation, power_root};
use super::memories::SignClass;
use crate::error::Result;
use crate::numerics::field::{FieldBuilder, Node};
use crate::numerics::rational::ratio;
use crate::numerics::{Algebraic, Transcendental};
use rug::Rational;

/// Writes `constant + sum factor * node`, leaving out what is zero.
pub(super) fn combination(
    field: &mut FieldBuilder,
    constant: &Rational,
    terms: impl IntoIterator<Item = (Rational, Node)>,
) -> Node {
    let start = (*constant != 0).then(|| field.constant(constant.clone()));
    let mut sum = start;
    for (factor, node) in terms {
        if factor == 0 {
            continue;
        }
        let negative = factor == -1 && sum.is_some();
        let term = if negative { node } else { field.scale(factor, node) };
        sum = Some(match sum {
            None => term,
            Some(sum) if negative => field.sub(sum, term),
            Some(sum) => field.add(sum, term),
        });
    }
    sum.unwrap_or_else(|| field.constant(Rational::new()))
}

/// How the overlaps are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Term by term: cheapest, and loses as many digits of a component as it is smaller than the largest one.
    Direct,
    /// Without cancellation.
    Split,
}

/// The overlaps `m_mu` for components `c`, with every class on the given piece of the activation.
pub(super) fn write_overlaps(
    field: &mut FieldBuilder,
    classes: &[SignClass],
    (activation, slope): (Activation, &Rational),
    (c, received): (&[Node], &[Node]),
    pieces: &[usize],
    form: Form,
) -> Vec<Node> {
    if activation == Activation::HardTanh {
        return (0..c.len()).map(|mu| affine(field, classes, slope, c, pieces, mu)).collect();
    }
    if form == Form::Split
        && let Some(pairs) = pairs(classes, c.len())
    {
        let scaled: Vec<Node> = c.iter().map(|&c| field.scale(slope.clone(), c)).collect();
        let overlaps = pairs.iter().enumerate().map(|(mu, pairs)| {
            let terms: Vec<(Rational, Node)> = pairs
                .iter()
                .map(|pair| {
                    let of_others = (0..c.len()).filter(|&nu| nu != mu);
                    let signs = of_others
                        .map(|nu| (sign(classes[pair.plus].signs[nu] * classes[pair.plus].signs[mu]), scaled[nu]));
                    let center = combination(field, &Rational::new(), signs);
                    (
                        pair.share.clone(),
                        half_difference(field, activation, center, scaled[mu], pair.sides(classes, pieces, mu)),
                    )
                })
                .collect();
            combination(field, &Rational::new(), terms)
        });
        return overlaps.collect();
    }
    let outputs: Vec<Node> =
        received.iter().zip(pieces).map(|(&argument, &piece)| activation.write(field, argument, piece)).collect();
    let overlap = |mu: usize| {
        let terms = classes.iter().zip(&outputs).map(|(class, &output)| (&class.share * sign(class.signs[mu]), output));
        terms.collect::<Vec<_>>()
    };
    (0..c.len()).map(|mu| weighted(field, overlap(mu))).collect()
}

/// `sum weight * node`, with one multiplication where all weights are equal but for their sign.
pub(super) fn weighted(field: &mut FieldBuilder, terms: Vec<(Rational, Node)>) -> Node {
    let Some(first) = terms.first().map(|term| term.0.clone().abs()) else { return field.constant(Rational::new()) };
    if terms.iter().any(|(weight, _)| *weight.as_abs() != first) {
        return combination(field, &Rational::new(), terms);
    }
    let signs = terms.into_iter().map(|(weight, node)| (Rational::from(weight.cmp0() as i32), node));
    let sum = combination(field, &Rational::new(), signs);
    field.scale(first, sum)
}

/// The overlap of HardTanh neurons: on given pieces an affine function with rational coefficients.
fn affine(
    field: &mut FieldBuilder,
    classes: &[SignClass],
    slope: &Rational,
    c: &[Node],
    pieces: &[usize],
    mu: usize,
) -> Node {
    let mut constant = Rational::new();
    let mut factors = vec![Rational::new(); c.len()];
    for (class, &piece) in classes.iter().zip(pieces) {
        let weight = &class.share * sign(class.signs[mu]);
        if piece == 1 {
            for (factor, &s) in factors.iter_mut().zip(&class.signs) {
                *factor += &weight * sign(s) * slope;
            }
        } else {
            constant += weight * (piece as i64 - 1);
        }
    }
    combination(field, &constant, factors.into_iter().zip(c.iter().copied()))
}

/// Two classes that differ, up to a global sign, in the sign of one memory only.
struct Pair {
    plus: usize,
    minus: usize,
    /// Their share together.
    share: Rational,
}

impl Pair {
    /// The signs of `r + c_mu` and `r - c_mu`, by the pieces of an activation whose only kink is at zero.
    fn sides(&self, classes: &[SignClass], pieces: &[usize], mu: usize) -> (i8, i8) {
        let received = |class: usize| if pieces[class] > 0 { 1 } else { -1 };
        (received(self.plus) * classes[self.plus].signs[mu], -received(self.minus) * classes[self.minus].signs[mu])
    }
}

/// For every memory the classes in pairs that differ in its sign alone; `None` where one has no such partner of equal share.
fn pairs(classes: &[SignClass], memories: usize) -> Option<Vec<Vec<Pair>>> {
    let partner = |class: &SignClass, mu: usize| {
        let differs = |other: &SignClass| {
            // With the memory's own signs taken out, one pattern of the others is that of the other class, or its opposite.
            let product = |k: usize| class.signs[k] * other.signs[k];
            let others = (0..memories).filter(|&nu| nu != mu);
            let common = others.clone().next().map_or(1, product);
            others.clone().all(|nu| product(nu) == common) && product(mu) == -common
        };
        classes.iter().position(differs).filter(|&k| classes[k].share == class.share)
    };
    let of_memory = |mu: usize| {
        let found = classes.iter().enumerate().map(|(plus, class)| {
            partner(class, mu).map(|minus| Pair { plus, minus, share: Rational::from(&class.share * 2u32) })
        });
        let all = found.collect::<Option<Vec<Pair>>>()?;
        Some(all.into_iter().filter(|pair| pair.plus < pair.minus).collect())
    };
    (0..memories).map(of_memory).collect()
}

/// `D(r, c) = (Psi(r + c) - Psi(r - c))/2` with the factor `c` in sight; `sides` are the signs of `r + c` and `r - c`, where the
/// activation depends on them.
fn half_difference(field: &mut FieldBuilder, activation: Activation, r: Node, c: Node, sides: (i8, i8)) -> Node {
    let smooth = activation.kinks().is_empty();
    match activation {
        Activation::Tanh => {
            let [difference] = field.record([r, c], |[r, c]| Ok([tanh_half_difference(&r, &c)?]));
            difference
        }
        Activation::Erf => field.unit_erf_half_difference(r, c),
        Activation::Power(p) if smooth || sides.0 == sides.1 => {
            let side = if smooth { 1 } else { i32::from(sides.0) };
            let [difference] = field.record([r, c], |[r, c]| Ok([power_half_difference(&r, &c, p, side)?]));
            difference
        }
        _ => {
            // On different sides of a kink at zero the two terms do not cancel.
            let piece = |side: i8| usize::from(side > 0);
            let (u, v) = (field.add(r, c), field.sub(r, c));
            let (u, v) = (activation.write(field, u, piece(sides.0)), activation.write(field, v, piece(sides.1)));
            let difference = field.sub(u, v);
            field.scale(ratio(1, 2), difference)
        }
    }
}

/// With `A = tanh r` and `B = tanh c`: `B (1 - A^2)/(1 - A^2 B^2)`.
fn tanh_half_difference<S: Transcendental>(r: &S, c: &S) -> Result<S> {
    let (one, a, b) = (r.integer(1), r.tanh().square(), c.tanh());
    (b.clone() * (one.clone() - &a)).over(&(one - a * b.square()))
}

/// With `u = r + c`, `v = r - c` on the given side of zero and roots `U = (1 + |u|^p)^(1/p)`, `V`: `D = (c (U + V) - r (U - V))/(2 U V)`,
/// and `U - V = 2 c (sum of u^i v^j)/(sum of U^i V^j)` over `i + j = p - 1`.
fn power_half_difference<S: Transcendental>(r: &S, c: &S, p: u32, side: i32) -> Result<S> {
    let (u, v) = ((r.clone() + c) * side, (r.clone() - c) * side);
    let (of_u, of_v) = (power_root(&u, p)?, power_root(&v, p)?);
    let quotient = homogeneous(&u, &v, p - 1).over(&homogeneous(&of_u, &of_v, p - 1))?;
    let moved = r.clone() * quotient * (2 * side);
    let above = c.clone() * (of_u.clone() + &of_v - moved);
    above.over(&(of_u * of_v * 2))
}

/// `sum of u^i v^(n - i)` for `i = 0 ..= n`.
fn homogeneous<S: Algebraic>(u: &S, v: &S, n: u32) -> S {
    if n == 0 {
        return u.integer(1);
    }
    let first = (u.clone() + v, v.clone());
    let step = |(sum, power): (S, S), _| {
        let power = power * v;
        (sum * u + &power, power)
    };
    (2..=n).fold(first, step).0
}

/// A sign as a rational.
fn sign(sign: i8) -> Rational {
    Rational::from(sign)
}
