//! M3 observed: what the network passes through, and what it dissipates on the way.

HEADER
/// What a run of the network passes through, from one time to the next.
#[derive(Debug, Clone)]
pub struct Passage {
    /// The state `x` of every neuron at each time.
    pub states: Vec<Vec<Interval>>,
    /// What was dissipated per neuron up to each time, `eps tau_u (1/N) int sum_i g Psi'(g x_i) (x_i')^2 dt`.
    pub dissipated: Vec<Interval>,
}

/// Runs the network from any state of the neurons and measures what it dissipates.
///
/// **Accuracy**: an estimate: ranges as wide as a second run at another precision asks for.
pub fn passage(retrieval: &Retrieval, start: &[Rational], times: &[Rational], digits: Digits) -> Result<Passage> {
    let coarse = measured(retrieval, start, times, Precision::bits(digits.bits() + 40)?)?;
    let fine = measured(retrieval, start, times, Precision::bits(digits.bits() + 72)?)?;
    let mut estimates = coarse.iter().zip(&fine).map(|(a, b)| a.iter().zip(b).map(|(a, b)| estimated(a, b)).collect());
    let moments = estimates.by_ref().collect::<Result<Vec<Vec<Interval>>>>()?;
    let scale = |x: &Interval| x * &Interval::from_rational(&retrieval.fast_time_constant(), x.precision());
    let neurons = retrieval.neurons;
    Ok(Passage {
        dissipated: moments.iter().filter_map(|moment| moment.last()).map(scale).collect(),
        states: moments.into_iter().map(|moment| moment[..neurons].to_vec()).collect(),
    })
}

/// The state of every neuron, and last the dissipation, at each time.
fn measured(
    retrieval: &Retrieval,
    start: &[Rational],
    times: &[Rational],
    precision: Precision,
) -> Result<Vec<Vec<Float>>> {
    let network = network(retrieval)?.with_dissipation();
    let still = vec![Rational::new(); retrieval.saliencies.len()];
    let initial = network.state(&still, &retrieval.saliencies)?;
    let initial: Vec<Rational> = start.iter().chain(&initial[start.len()..]).cloned().collect();
    let mut state = floats(&initial, precision);
    let neurons = retrieval.neurons;
    let moment = |state: &[Float]| state[..neurons].iter().chain(state.last()).cloned().collect::<Vec<_>>();
    let mut moments = vec![moment(&state)];
    let mut reached = Rational::new();
    for time in times {
        let span = Rational::from(time - &reached);
        state = network.run(&Floats::new(precision), &state, &span, Until::Time, Settings::default())?.state;
        moments.push(moment(&state));
        reached.clone_from(time);
    }
    Ok(moments)
}

