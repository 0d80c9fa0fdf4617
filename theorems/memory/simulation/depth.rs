//! M4 observed: the energy of a memory by its definition, and how it deepens.

use super::super::cases::{DEEPENING, DEEPEST, ENERGY, Retrieval};
use super::equilibria::{amplitude, saturated_amplitude};
use super::{applied, pattern, piece, rationals, synapses};
use crate::error::{Error, Result};
use crate::evidence::{Answer, Quantities, quantity, to_digits};
use crate::model::Activation;
use crate::numerics::field::FieldBuilder;
use crate::numerics::rational::ratio;
use crate::numerics::taylor::{Settings, enclose};
use crate::numerics::{Decided, Digits, Interval, Precision};
use rug::Rational;
use std::cmp::Ordering;

/// The energy of a memory that is there.
#[derive(Debug, Clone)]
enum Well {
    /// With HardTanh.
    Rational(Rational),
    /// Else, with the amplitude.
    Real { energy: Interval, amplitude: Interval },
}

impl Well {
    /// Whether this well is deeper than another one of the same network.
    fn is_deeper(&self, other: &Self) -> Result<Decided<bool>> {
        match (self, other) {
            (Self::Rational(own), Self::Rational(other)) => Ok(Decided::order(own, other).map(Ordering::is_lt)),
            (Self::Real { energy: own, .. }, Self::Real { energy: other, .. }) => {
                own.less(other).decided("a well is deeper than another", own)
            }
            _ => Err(Error::domain("wells", "of two kinds", "those of one network")),
        }
    }

    fn answer(&self) -> Answer {
        match self {
            Self::Rational(energy) => Answer::exact(energy.clone()),
            Self::Real { energy, .. } => Answer::enclosed(energy.clone()),
        }
    }
}

/// The deepest well of all; energy and deepening of the memory looked at.
pub(in super::super) fn observe_wells(retrieval: &Retrieval, digits: Digits) -> Result<Quantities> {
    let mut wells = Vec::new();
    for memory in 0..retrieval.saliencies.len() {
        let there = well(&Retrieval { memory, ..retrieval.clone() }, digits)?;
        if let Some(well) = there.value().clone() {
            wells.push((there.map(|_| memory), well));
        }
    }
    let mut observed: Quantities = Vec::new();
    observed.extend(deepest(&wells)?.map(|memory| quantity(DEEPEST, Answer::count(memory))));
    if let Some((_, own)) = wells.iter().find(|(memory, _)| *memory.value() == retrieval.memory) {
        observed.push(quantity(ENERGY, own.answer()));
        observed.push(quantity(DEEPENING, deepened(retrieval, own, digits)?));
    }
    Ok(observed)
}

/// The memory with the deepest well: compared one after the other.
fn deepest(wells: &[(Decided<usize>, Well)]) -> Result<Option<Decided<usize>>> {
    let Some(((first, well), others)) = wells.split_first() else { return Ok(None) };
    let (mut deepest, mut depth) = (*first, well);
    for (memory, well) in others {
        let deeper = well.is_deeper(depth)?;
        if deeper.holds() {
            depth = well;
        }
        deepest = deepest.with(*memory).with(deeper).map(|((old, new), deeper)| if deeper { new } else { old });
    }
    Ok(Some(deepest))
}

/// The well of a memory, if it is there.
fn well(retrieval: &Retrieval, digits: Digits) -> Result<Decided<Option<Well>>> {
    if retrieval.activation == Activation::HardTanh {
        let there = saturated_amplitude(retrieval)?;
        let energy = there.value().as_ref().map(|amplitude| saturated_energy(retrieval, amplitude)).transpose()?;
        return Ok(there.map(|_| energy.map(Well::Rational)));
    }
    let there = amplitude(retrieval, Digits::new(digits.get() + 15)?)?;
    let energy = there.value().as_ref().map(|amplitude| {
        let energy = |precision| energy_at(retrieval, &amplitude.with_precision(precision), precision);
        Ok(Well::Real { energy: to_digits(ENERGY, digits, energy)?, amplitude: amplitude.clone() })
    });
    let energy = energy.transpose()?;
    Ok(there.map(|_| energy))
}

/// What the well gains in depth while its saliency grows.
fn deepened(retrieval: &Retrieval, own: &Well, digits: Digits) -> Result<Answer> {
    let more = retrieval.more_salient();
    match own {
        Well::Rational(energy) => {
            let amplitude = saturated_amplitude(&more)?.into_value();
            let amplitude = amplitude.ok_or_else(|| Error::domain("memory", more.memory, "one that is there"))?;
            Ok(Answer::exact(energy - saturated_energy(&more, &amplitude)?))
        }
        Well::Real { amplitude, .. } => {
            let ends = (retrieval.saliency(), more.saliency());
            let gained = |precision| deepening(retrieval, amplitude, ends, precision);
            Ok(Answer::enclosed(to_digits(DEEPENING, digits, gained)?))
        }
    }
}

/// Energy per neuron of `amplitude` times the memory, `-1/2 Psi^T W Psi + sum_i [x_i Psi(g x_i) - int_0^{x_i} Psi(g y) dy]`, with the
/// synapses as they stand and the integral integrated.
///
/// **Accuracy**: an enclosure.
pub fn energy_at(retrieval: &Retrieval, amplitude: &Interval, precision: Precision) -> Result<Interval> {
    let signs = pattern(retrieval)?;
    let slope = Interval::from_rational(&retrieval.slope, precision);
    let state: Vec<Interval> =
        signs.iter().map(|&sign| if sign > 0 { amplitude.clone() } else { -amplitude.clone() }).collect();
    let outputs = state.iter().map(|x| retrieval.activation.value(&(&slope * x))).collect::<Result<Vec<_>>>()?;
    let synapses = synapses(retrieval)?;
    let mut energy = Interval::from_integer(0, precision);
    for (j, column) in synapses.column_iter().enumerate() {
        let mut received = Interval::from_integer(0, precision);
        for (weight, output) in column.iter().zip(&outputs) {
            received.accumulate(&(&Interval::from_rational(&(weight * ratio(-1, 2)), precision) * output));
        }
        energy.accumulate(&(&received * &outputs[j]));
    }
    // Psi is odd, so the integral does not depend on the sign of its end.
    let integral = integral_of_output(retrieval, amplitude, precision)?;
    for (x, output) in state.iter().zip(&outputs) {
        energy.accumulate(&(&(x * output) - &integral));
    }
    Ok(&energy * &Interval::from_rational(&Rational::from((1, retrieval.neurons as u64)), precision))
}

/// `int_0^s Psi(g y) dy` for a smooth activation: integrated up to a rational in the enclosure of `s`, and from there bounded by
/// the width, because outputs lie between zero and one.
fn integral_of_output(retrieval: &Retrieval, end: &Interval, precision: Precision) -> Result<Interval> {
    let mut field = FieldBuilder::new(2);
    let y = field.state(0);
    let received = field.scale(retrieval.slope.clone(), y);
    let output = retrieval.activation.write(&mut field, received, piece(retrieval.activation, 1));
    let one = field.constant(Rational::from(1));
    let field = field.finish(vec![one, output], vec![]);
    let upto = end.lower().to_rational().ok_or_else(|| Error::domain("amplitude", end, "a finite number"))?;
    let zero = Interval::from_integer(0, precision);
    let start = [zero.clone(), zero.clone()];
    let solution = enclose(&field, &start, &upto, &[], precision, Settings::default())?;
    let rest = end - &Interval::from_rational(&upto, precision);
    Ok(&solution.state[1] + &rest.hull(&zero))
}

/// Energy per neuron of a saturated HardTanh memory, exactly: a quadratic form of signs, and the integral of the clip.
pub fn saturated_energy(retrieval: &Retrieval, amplitude: &Rational) -> Result<Rational> {
    let signs = rationals(&pattern(retrieval)?);
    let received = applied(&synapses(retrieval)?, &signs);
    let form: Rational = received.iter().zip(&signs).map(|(x, sign)| Rational::from(x * sign)).sum();
    // The triangle up to saturation at 1/g, then a rectangle.
    let corner = retrieval.slope.clone().recip();
    let integral = Rational::from(&corner / 2u32) + amplitude - &corner;
    let own = Rational::from(amplitude - &integral);
    Ok(form * ratio(-1, 2) / retrieval.neurons as u64 + own)
}

/// How much deeper the wells get between two saliencies of the memory, per neuron: half the squared overlap, integrated along the branch of
/// equilibria `s = alpha Psi(g s)` by its differential equation `ds/dalpha = Psi/(1 - alpha g Psi')`.
///
/// **Accuracy**: an enclosure; `amplitude` encloses the branch at the lower saliency.
pub fn deepening(
    retrieval: &Retrieval,
    amplitude: &Interval,
    (from, to): (&Rational, &Rational),
    precision: Precision,
) -> Result<Interval> {
    let mut field = FieldBuilder::new(3);
    let (alpha, s) = (field.state(0), field.state(1));
    let received = field.scale(retrieval.slope.clone(), s);
    let side = piece(retrieval.activation, 1);
    let output = retrieval.activation.write(&mut field, received, side);
    let steepness = retrieval.activation.write_derivative(&mut field, received, side);
    let steepness = field.scale(retrieval.slope.clone(), steepness);
    let feedback = field.mul(alpha, steepness);
    let one = field.constant(Rational::from(1));
    let below = field.sub(one, feedback);
    let branch = field.div(output, below);
    let square = field.square(output);
    let half = field.scale(ratio(1, 2), square);
    let field = field.finish(vec![one, branch, half], vec![]);
    let start = [
        Interval::from_rational(from, precision),
        amplitude.with_precision(precision),
        Interval::from_integer(0, precision),
    ];
    let solution = enclose(&field, &start, &Rational::from(to - from), &[], precision, Settings::default())?;
    Ok(solution.state[2].clone())
}
