//! M2 and M5 observed: the spectrum at a memory and at the origin, and the flow from near them.

use super::super::cases::{
    DEVIATION, Deviation, FASTEST, MEMORY, OTHERS, RATE, RATES, Retrieval, Stability, attracting, deviation, origin,
    stability,
};
use super::equilibria::{amplitude, rests_half_way, saturated_amplitude};
use super::ray::{Ray, tangent};
use super::{estimated, floats, network};
use crate::error::{Error, Result};
use crate::evidence::{Answer, Quantities, quantity};
use crate::model::{Activation, Memories, Until, Watched};
use crate::numerics::rational::power;
use crate::numerics::series::Floats;
use crate::numerics::taylor::Settings;
use crate::numerics::{Certainty, Decided, Digits, Interval, Precision, climb};
use rug::float::Round;
use rug::ops::AddAssignRound;
use rug::{Float, Rational};

/// The spectra at the origin and at the memory, and whether they attract.
pub(in super::super) fn observe_stability(retrieval: &Retrieval, digits: Digits) -> Result<Quantities> {
    let at_origin = discs(retrieval, None, digits)?;
    let fastest = at_origin.iter().max_by(|a, b| a.upper().total_cmp(b.upper())).cloned();
    let mut observed = vec![origin(is_attracting(&at_origin)?)];
    observed.extend(fastest.map(|fastest| quantity(FASTEST, Answer::enclosed(fastest))));
    if retrieval.activation == Activation::HardTanh {
        let neutral = rests_half_way(retrieval)?;
        if neutral.holds() {
            observed.push(stability(neutral.map(|_| Stability::Neutral)));
            return Ok(observed);
        }
    }
    let there = enclosed_amplitude(retrieval, digits)?;
    let Some(amplitude) = there.value() else {
        observed.push(stability(there.map(|_| Stability::Absent)));
        return Ok(observed);
    };
    let discs = discs(retrieval, Some(amplitude), digits)?;
    observed.push(stability(is_attracting(&discs)?.with(there).map(|(attracts, _)| attracting(attracts))));
    let (along, others) = discs.split_at(retrieval.saliencies.len());
    observed.extend(RATES.iter().zip(along).map(|(name, disc)| quantity(name, Answer::enclosed(disc.clone()))));
    let hull = others.iter().cloned().reduce(|a, b| a.hull(&b));
    observed.extend(hull.map(|hull| quantity(OTHERS, Answer::enclosed(hull))));
    Ok(observed)
}

/// The amplitude of the memory, if it is there, as an enclosure.
fn enclosed_amplitude(retrieval: &Retrieval, digits: Digits) -> Result<Decided<Option<Interval>>> {
    if retrieval.activation != Activation::HardTanh {
        return amplitude(retrieval, Digits::new(digits.get() + 20)?);
    }
    let precision = Precision::DOUBLE.plus(4 * digits.get());
    Ok(saturated_amplitude(retrieval)?.map(|there| there.map(|s| Interval::from_rational(&s, precision))))
}

/// The spectrum, to so many digits of every eigenvalue; absolute for one that may be zero.
fn discs(retrieval: &Retrieval, amplitude: Option<&Interval>, digits: Digits) -> Result<Vec<Interval>> {
    climb("spectrum", digits, |precision| {
        let discs = spectrum(retrieval, amplitude, precision)?;
        let known = |disc: &Interval| if disc.contains_zero() { disc + 1 } else { disc.clone() };
        let tight = discs.iter().all(|disc| known(disc).digits(digits.get()) >= digits.get());
        Ok(tight.then_some(discs))
    })
}

/// A range for every eigenvalue of the Jacobian at `amplitude` times the memory, by Gershgorin's theorem in the basis of all rows of
/// the Sylvester matrix, in their order (the memories come first); `None` is the origin.
///
/// **Shapes**: `N` enclosures. **Accuracy**: rigorous. `m` discs that overlap hold `m` eigenvalues together and not one each, so every
/// disc is widened to all that are connected with it.
pub fn spectrum(retrieval: &Retrieval, amplitude: Option<&Interval>, precision: Precision) -> Result<Vec<Interval>> {
    let neurons = retrieval.neurons;
    let field = match amplitude {
        Some(_) => tangent(retrieval)?,
        None => {
            let middle = retrieval.activation.kinks().len().div_ceil(2);
            network(retrieval)?.field(&vec![middle; neurons], Watched::Nothing).with_tangent()
        }
    };
    let mut ray = Ray::new(retrieval, &field, precision)?;
    let amplitude = amplitude.map_or_else(|| Interval::from_integer(0, precision), |s| s.with_precision(precision));
    let basis = Memories::sylvester(neurons, neurons)?;
    let columns: Vec<Vec<i8>> = basis.patterns().column_iter().map(|column| column.iter().copied().collect()).collect();
    let disc = |(k, along): (usize, &Vec<i8>)| {
        let (_, image) = ray.expand(&amplitude, along)?;
        let mut radius = Float::new(precision.get());
        let mut center = Interval::from_integer(0, precision);
        for (l, other) in columns.iter().enumerate() {
            let entry = ray.share(&image, other);
            if l == k {
                center = entry;
            } else {
                radius.add_assign_round(entry.magnitude(), Round::Up);
            }
        }
        let ball = Interval::new(-radius.clone(), radius)?;
        Ok(&center + &ball)
    };
    let discs = columns.iter().enumerate().map(disc).collect::<Result<Vec<Interval>>>()?;
    Ok(connected(&discs))
}

/// Every range widened to the hull of all that are connected with it by overlaps.
fn connected(ranges: &[Interval]) -> Vec<Interval> {
    let mut sorted = ranges.to_vec();
    sorted.sort_by(|a, b| a.lower().total_cmp(b.lower()));
    let mut hulls: Vec<Interval> = Vec::new();
    for range in sorted {
        match hulls.last_mut() {
            Some(hull) if hull.overlaps(&range) => *hull = hull.hull(&range),
            _ => hulls.push(range),
        }
    }
    let hull = |range: &Interval| hulls.iter().find(|hull| hull.contains(range)).unwrap_or(range).clone();
    ranges.iter().map(hull).collect()
}

/// Whether all eigenvalues are negative, or one is positive.
///
/// **Domain**: ranges as of [`spectrum`]: as many eigenvalues in every connected part as there are ranges. **Errors**:
/// [`Error::Undecided`] where an eigenvalue may be zero and none is positive; [`Error::Domain`] for no ranges.
pub fn is_attracting(spectrum: &[Interval]) -> Result<Decided<bool>> {
    if let Some(disc) = spectrum.iter().find(|disc| disc.positive() == Certainty::Certainly) {
        return Ok(!disc.positive().decided("an eigenvalue is positive", disc)?);
    }
    let negative = spectrum.iter().map(|disc| disc.negative().decided("an eigenvalue is negative", disc));
    let all = negative.reduce(|all, disc| Ok(all?.and(disc?)));
    all.unwrap_or_else(|| Err(Error::domain("spectrum", "without eigenvalues", "one per neuron")))
}

/// The rate at which a deviation grows in the flow, and whether it does.
pub(in super::super) fn observe_return(case: &Deviation, digits: Digits) -> Result<Quantities> {
    let retrieval = &case.retrieval;
    let Some(amplitude) = point_of(case, digits)? else {
        let absent = || Answer::unknown("the memory is not there");
        return Ok([MEMORY, DEVIATION].map(|name| quantity(name, absent())).into());
    };
    let time = retrieval.fast_time_constant() / 2u32;
    let run = |extra: u32| {
        let size = power(10, -(digits.get() as i32 + extra as i32));
        let precision = Precision::bits(2 * digits.bits() + 8 * extra)?;
        growth_in_flow(retrieval, &amplitude, case.along, &size, &time, precision)
    };
    let rate = estimated(&run(10)?, &run(16)?)?;
    let returns = rate.negative().decide("a deviation dies out", &rate)?;
    Ok(vec![quantity(RATE, Answer::estimated(rate)), deviation(Decided::measured(returns))])
}

/// The amplitude that the deviation starts near, to twice the digits; `None` where there is none.
fn point_of(case: &Deviation, digits: Digits) -> Result<Option<Rational>> {
    if case.from_origin {
        return Ok(Some(Rational::new()));
    }
    if case.retrieval.activation == Activation::HardTanh {
        return Ok(saturated_amplitude(&case.retrieval)?.into_value());
    }
    let found = amplitude(&case.retrieval, Digits::new(2 * digits.get() + 60)?)?.into_value();
    Ok(found.and_then(|amplitude| amplitude.midpoint().to_rational()))
}

/// The rate at which a deviation `size xi_along` from `amplitude xi_memory` grows over `time`, in the flow of the network: the logarithm
/// of what becomes of it, over the time.
///
/// **Accuracy**: an estimate, at the precision given, up to nonlinear terms of relative size `size`.
pub fn growth_in_flow(
    retrieval: &Retrieval,
    amplitude: &Rational,
    along: usize,
    size: &Rational,
    time: &Rational,
    precision: Precision,
) -> Result<Float> {
    let network = network(retrieval)?;
    let mut components = vec![Rational::new(); retrieval.saliencies.len()];
    components[retrieval.memory] += amplitude;
    components[along] += size;
    let start = floats(&network.state(&components, &retrieval.saliencies)?, precision);
    let end = network.run(&Floats::new(precision), &start, time, Until::Time, Settings::default())?.state;
    let signs = network.units().iter().map(|unit| unit.signs[along]);
    let mut component = Float::new(precision.get());
    for (x, sign) in end.iter().zip(signs) {
        component += Float::with_val(precision.get(), x * i32::from(sign));
    }
    component /= retrieval.neurons as u64;
    if along == retrieval.memory {
        component -= amplitude;
    }
    Ok((component / size).abs().ln() / time)
}
