//! M1 observed: the equilibria on the ray of a memory.

HEADER
/// The state that HardTanh neurons which put out the memory are driven to, as a multiple of the memory, if it saturates them all
/// with those same signs: a saturated equilibrium. In exact rationals.
pub fn saturated_amplitude(retrieval: &Retrieval) -> Result<Option<Rational>> {
    let signs = rationals(&pattern(retrieval)?);
    let target = applied(&synapses(retrieval)?, &signs);
    let consistent = target.iter().zip(&signs).all(|(x, sign)| clipped(retrieval, x) == *sign);
    Ok((consistent && is_parallel(&target, &signs)).then(|| Rational::from(&target[0] * &signs[0])))
}

/// `clip(g x, -1, 1)`.
fn clipped(retrieval: &Retrieval, x: &Rational) -> Rational {
    Rational::from(x * &retrieval.slope).clamp(&-1, &1)
}

/// Whether a vector is a multiple of a pattern of signs.
fn is_parallel(v: &[Rational], signs: &[Rational]) -> bool {
    v.iter().zip(signs).all(|(x, sign)| Rational::from(x * sign) == Rational::from(&v[0] * &signs[0]))
}

/// Whether HardTanh neurons at half the amplitude of the memory stand still as well, so that the memory does not attract along
/// its own direction. In exact rationals.
pub fn rests_half_way(retrieval: &Retrieval) -> Result<bool> {
    let (synapses, signs) = (synapses(retrieval)?, rationals(&pattern(retrieval)?));
    let half: Vec<Rational> = applied(&synapses, &signs).into_iter().map(|x| x / 2u32).collect();
    let outputs: Vec<Rational> = half.iter().map(|x| clipped(retrieval, x)).collect();
    Ok(applied(&synapses, &outputs) == half)
}

/// The amplitudes of all equilibria of a smooth network on the ray of the memory, from the least amplitude looked at upwards.
///
/// The synapses map the memory to a multiple of itself, which is checked in exact rationals, and all its neurons put out the same but
/// for their sign: so on the ray the velocity points along the ray, and vanishes with its share along it. No equilibrium has an
/// amplitude above the sum of the saliencies, because outputs are bounded by one.
///
/// **Accuracy**: enclosures of so many digits, and proof that there are no others.
pub fn amplitudes(retrieval: &Retrieval, digits: Digits) -> Result<Vec<Interval>> {
    let signs = rationals(&pattern(retrieval)?);
    if !is_parallel(&applied(&synapses(retrieval)?, &signs), &signs) {
        return Err(Error::domain("memories", retrieval.memory, "an eigenvector of the synapses"));
    }
    let most: Rational = retrieval.saliencies.iter().map(|alpha| Rational::from(alpha.abs_ref())).sum();
    let field = tangent(retrieval)?;
    climb("equilibria on a ray", digits, |precision| {
        let mut ray = Ray::new(retrieval, &field, precision)?;
        let zeros = ray.zeros(&retrieval.least, &most)?;
        let refined = zeros.into_iter().map(|zero| ray.refined(zero)).collect::<Result<Vec<_>>>()?;
        let tight = refined.iter().all(|zero| zero.digits(digits.get()) >= digits.get());
        Ok(tight.then_some(refined))
    })
}

