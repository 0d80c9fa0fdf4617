//! M2 and M5 observed: the spectrum at a memory and at the origin, and the flow from near it.

HEADER
/// A disc for every eigenvalue of the Jacobian at `amplitude` times the memory, by Gershgorin's theorem in the basis of all rows of
/// the Sylvester matrix, in their order (the memories come first); `None` is the origin.
///
/// **Shapes**: `N` enclosures. **Accuracy**: rigorous: discs that are apart hold one eigenvalue each, `m` that are not hold `m`.
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
    columns.iter().enumerate().map(disc).collect()
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

