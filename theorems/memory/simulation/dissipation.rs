//! M3 observed: what the network passes through, and what it dissipates on the way.

use super::super::cases::{Passage, Path, Retrieval, WINDOWS};
use super::{estimated, floats, network};
use crate::error::Result;
use crate::evidence::{Answer, Quantities, quantity};
use crate::model::Until;
use crate::numerics::rational::ratio;
use crate::numerics::series::Floats;
use crate::numerics::taylor::Settings;
use crate::numerics::{Digits, Interval, Precision};
use rug::{Float, Rational};

/// What is dissipated in every window.
pub(in super::super) fn observe_dissipation(path: &Path, digits: Digits) -> Result<Quantities> {
    let dissipated = observe_passage(path, digits)?.dissipated;
    let windows = WINDOWS.iter().zip(dissipated.windows(2));
    Ok(windows.map(|(window, ends)| quantity(window.2, Answer::estimated(&ends[1] - &ends[0]))).collect())
}

/// The run of the network along a path, made once for each number of digits: the states at the ends of every window, of which the energy is
/// a function, and what is dissipated up to there.
pub fn observe_passage(path: &Path, digits: Digits) -> Result<Passage> {
    path.remembered(digits, || {
        let times = WINDOWS.map(|(n, d, _)| ratio(n, d) * path.retrieval.fast_time_constant());
        passage(&path.retrieval, &path.start, &times, Digits::new(digits.get() + 10)?)
    })
}

/// The signs of every neuron in the memories, in the order of the states.
pub fn observe_signs(retrieval: &Retrieval) -> Result<Vec<Vec<i8>>> {
    Ok(network(retrieval)?.units().iter().map(|unit| unit.signs.clone()).collect())
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
