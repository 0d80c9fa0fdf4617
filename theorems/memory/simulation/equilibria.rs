//! M1 observed: the equilibria on the ray of a memory.

use super::super::cases::{Retrieval, equilibria};
use super::ray::{Ray, tangent};
use super::{applied, pattern, rationals, synapses};
use crate::error::{Error, Result};
use crate::evidence::{Answer, Quantities};
use crate::model::Activation;
use crate::numerics::isolation::isolate;
use crate::numerics::roots::refine_root;
use crate::numerics::{Decided, Digits, Interval, Number, climb};
use rug::Rational;
use std::cell::RefCell;
use std::cmp::Ordering;

/// Number and amplitudes of the equilibria on the ray of the memory.
pub(in super::super) fn observe_existence(retrieval: &Retrieval, digits: Digits) -> Result<Quantities> {
    if retrieval.activation == Activation::HardTanh {
        let there = saturated_amplitude(retrieval)?;
        let amplitude = there.value().clone().map(Answer::exact);
        return Ok(equilibria(there.map(|there| usize::from(there.is_some())), amplitude));
    }
    let found = amplitudes(retrieval, digits)?;
    let amplitudes = found.value().clone().into_iter().map(Answer::enclosed);
    Ok(equilibria(found.map(|found| found.len()), amplitudes))
}

/// The state that HardTanh neurons which put out the memory are driven to, as a multiple of the memory, if it saturates them all
/// with those same signs: a saturated equilibrium. In exact rationals.
pub fn saturated_amplitude(retrieval: &Retrieval) -> Result<Decided<Option<Rational>>> {
    let signs = rationals(&pattern(retrieval)?);
    let target = applied(&synapses(retrieval)?, &signs);
    let outputs: Vec<Rational> = target.iter().map(|x| clipped(retrieval, x)).collect();
    let there = coincide(&outputs, &signs).and(is_parallel(&target, &signs));
    Ok(there.map(|there| there.then(|| Rational::from(&target[0] * &signs[0]))))
}

/// `clip(g x, -1, 1)`.
fn clipped(retrieval: &Retrieval, x: &Rational) -> Rational {
    Rational::from(x * &retrieval.slope).clamp(&-1, &1)
}

/// Whether two vectors are the same: the sum of their squared differences vanishes.
fn coincide(a: &[Rational], b: &[Rational]) -> Decided<bool> {
    let apart: Rational = a.iter().zip(b).map(|(a, b)| Rational::from(a - b).square()).sum();
    Decided::order(&apart, &Rational::new()).map(Ordering::is_eq)
}

/// Whether a vector is a multiple of a pattern of signs.
fn is_parallel(v: &[Rational], signs: &[Rational]) -> Decided<bool> {
    let multiple: Vec<Rational> = signs.iter().map(|sign| Rational::from(&v[0] * &signs[0]) * sign).collect();
    coincide(v, &multiple)
}

/// Whether HardTanh neurons at half the amplitude of the memory stand still as well, so that the memory does not attract along
/// its own direction. In exact rationals.
pub fn rests_half_way(retrieval: &Retrieval) -> Result<Decided<bool>> {
    let (synapses, signs) = (synapses(retrieval)?, rationals(&pattern(retrieval)?));
    let half: Vec<Rational> = applied(&synapses, &signs).into_iter().map(|x| x / 2u32).collect();
    let outputs: Vec<Rational> = half.iter().map(|x| clipped(retrieval, x)).collect();
    Ok(coincide(&applied(&synapses, &outputs), &half))
}

/// The amplitudes of all equilibria of a smooth network on the ray of the memory, from the least amplitude looked at upwards.
///
/// The synapses map the memory to a multiple of itself, which is checked in exact rationals, and all its neurons put out the same but
/// for their sign: so on the ray the velocity points along the ray, and vanishes with its share along it. No equilibrium has an
/// amplitude above the sum of the saliencies, because outputs are bounded by one.
///
/// **Accuracy**: enclosures of so many digits, and proof that there are no others. **Errors**: [`Error::PrecisionExhausted`].
pub fn amplitudes(retrieval: &Retrieval, digits: Digits) -> Result<Decided<Vec<Interval>>> {
    const MOST_BOXES: usize = 20_000;
    let signs = rationals(&pattern(retrieval)?);
    let parallel = is_parallel(&applied(&synapses(retrieval)?, &signs), &signs);
    if !parallel.holds() {
        return Err(Error::domain("memories", retrieval.memory, "an eigenvector of the synapses"));
    }
    let most: Rational = retrieval.saliencies.iter().map(|alpha| Rational::from(alpha.abs_ref())).sum();
    let field = tangent(retrieval)?;
    climb("equilibria on a ray", digits, |precision| {
        let ray = RefCell::new(Ray::new(retrieval, &field, precision)?);
        let along = |amplitude: &Interval| ray.borrow_mut().along(amplitude);
        // Ends that are no round numbers: at a zero the sign of the velocity could not be told.
        let bottom = Interval::of(&(Rational::from(retrieval.least.square_ref()) / 2u32), precision).sqrt()?;
        let top = Interval::of(&(Rational::from(most.square_ref()) * 2u32), precision).sqrt()?;
        let found = isolate(along, &bottom.hull(&top), MOST_BOXES)?;
        let refined = found.value().iter().map(|zero| refine_root(zero, along)).collect::<Result<Vec<_>>>()?;
        let tight = refined.iter().all(|zero| zero.digits(digits.get()) >= digits.get());
        Ok(tight.then(|| found.with(parallel).map(|_| refined)))
    })
}

/// The memory as simulated: the amplitude of its only equilibrium, if it has one.
pub(super) fn amplitude(retrieval: &Retrieval, digits: Digits) -> Result<Decided<Option<Interval>>> {
    Ok(amplitudes(retrieval, digits)?.map(|all| all.into_iter().next()))
}
