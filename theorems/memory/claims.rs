//! M1 to M5: what is predicted, what is observed, and the mistakes that must be caught.

use super::Retrieval;
use super::cases::{Deviation, Path, WINDOWS, deviations, existing_cases, paths, stability_cases, wells};
use super::predictor::{amplitude, depth, energy, exists, growth};
use super::simulation::{
    amplitudes, deepening, energy_at, estimated, growth_in_flow, is_attracting, network, rests_half_way,
    saturated_amplitude, saturated_energy, spectrum,
};
use crate::error::Result;
use crate::evidence::{Check, Claim, Control, Guarantee, Info, Provenance, Quantities, Value, quantity};
use crate::model::Activation;
use crate::numerics::rational::{power, ratio};
use crate::numerics::{Certainty, Digits, Interval, Precision, climb};
use crate::theorems::escape_time::claims::to_digits;
use rug::{Integer, Rational};

/// The rates along so many memories are told apart.
const RATES: [&str; 6] = [
    "rate along memory 0",
    "rate along memory 1",
    "rate along memory 2",
    "rate along memory 3",
    "rate along memory 4",
    "rate along memory 5",
];

/// M1 to M5.
pub fn all() -> Vec<Box<dyn Check>> {
    vec![Box::new(m1()), Box::new(m2()), Box::new(m3()), Box::new(m4()), Box::new(m5())]
}

fn m1() -> Claim<Retrieval> {
    Claim {
        info: Info {
            id: "M1",
            title: "existence",
            provenance: Provenance::ModelExtended,
            statement: "a memory is an equilibrium s xi_mu, s = alpha_mu Psi(g s), iff g alpha_mu > 1, and then one only; with \
                        HardTanh s = alpha_mu, saturated, iff g alpha_mu >= 1",
            domain: "fixed input; HardTanh, tanh, erf, powers 1, 2, 3, 6; 8 to 64 neurons, 2 to 6 memories, any slope; \
                     g alpha_mu from 1/5 to 4, at 1 exactly and 10^-40 to either side of it",
        },
        cases: existing_cases,
        predict: |retrieval, digits| predict_existence(retrieval, &retrieval.slope, digits),
        observe: observe_existence,
        controls: vec![
            Control::SlightlyWrong,
            Control::mistaken("slope left out of the threshold", |retrieval, digits| {
                predict_existence(retrieval, &ratio(1, 1), digits)
            }),
            Control::mistaken("saturated although smooth: s = alpha", |retrieval, _| {
                let found = reduced(retrieval, retrieval.memory) > 1;
                let amplitude = found.then(|| Value::Exact(retrieval.saliency().clone()));
                Ok(equilibria(amplitude, Guarantee::Exact))
            }),
            Control::mistaken("at the threshold smooth and piecewise linear alike", |retrieval, digits| {
                let at_threshold = Rational::from(retrieval.saliency() * &retrieval.slope) == 1;
                match at_threshold {
                    true => Ok(vec![quantity("equilibria", Value::Count(Integer::from(1), Guarantee::Exact))]),
                    false => predict_existence(retrieval, &retrieval.slope, digits),
                }
            }),
            Control::mistaken("strict inequality for HardTanh", |retrieval, digits| {
                let at_threshold = Rational::from(retrieval.saliency() * &retrieval.slope) == 1;
                match at_threshold {
                    true => Ok(equilibria(None, Guarantee::Exact)),
                    false => predict_existence(retrieval, &retrieval.slope, digits),
                }
            }),
        ],
    }
}

fn m2() -> Claim<Retrieval> {
    Claim {
        info: Info {
            id: "M2",
            title: "stability",
            provenance: Provenance::ModelExtended,
            statement: "the spectrum at s xi_mu is exactly (g Psi'(g s) alpha_nu - 1)/eps for nu = 1..P and -1/eps (N - P times): \
                        attracting iff g Psi'(g s) max alpha < 1, with HardTanh whatever the rivals; the origin iff g max alpha < 1",
            domain: "fixed input; HardTanh, tanh, erf, powers 1, 2, 3, 6; 8 to 64 neurons, 2 to 6 memories, any slope, eps and \
                     tau_u; rivals within 2e-12 of the boundary, to either side",
        },
        cases: stability_cases,
        predict: |retrieval, digits| predict_stability(retrieval, retrieval, digits),
        observe: observe_stability,
        controls: vec![
            Control::SlightlyWrong,
            Control::mistaken("rivals never destabilise a smooth memory", |retrieval, digits| {
                let predicted = predict_stability(retrieval, retrieval, digits)?;
                let there =
                    predicted.iter().any(|q| matches!(q.value, Value::Decision("repelling", _)) && q.name == "memory");
                Ok(decision("memory", if there { "attracting" } else { "absent" }))
            }),
            Control::mistaken("rivals as salient as the memory destabilise it", |retrieval, _| {
                let most = retrieval.saliencies.iter().max();
                Ok(decision("memory", if most == Some(retrieval.saliency()) { "attracting" } else { "repelling" }))
            }),
            Control::mistaken("slope left out", |retrieval, digits| {
                predict_stability(retrieval, &Retrieval { slope: ratio(1, 1), ..retrieval.clone() }, digits)
            }),
            Control::mistaken("slow time constant left out", |retrieval, digits| {
                predict_stability(
                    retrieval,
                    &Retrieval { slow_time_constant: ratio(1, 1), ..retrieval.clone() },
                    digits,
                )
            }),
            Control::mistaken("HardTanh attracting at the threshold", |retrieval, digits| {
                let mut predicted = predict_stability(retrieval, retrieval, digits)?;
                let at_threshold = Rational::from(retrieval.saliency() * &retrieval.slope) == 1;
                for q in predicted.iter_mut().filter(|q| q.name == "memory" && at_threshold) {
                    q.value = Value::exactly("attracting");
                }
                Ok(predicted)
            }),
        ],
    }
}

fn m3() -> Claim<Path> {
    Claim {
        info: Info {
            id: "M3",
            title: "energy",
            provenance: Provenance::Model,
            statement: "E(x) = -1/2 Psi^T W Psi + sum_i [x_i Psi(g x_i) - int_0^(x_i) Psi(g y) dy] loses exactly eps tau_u sum_i \
                        g Psi'(g x_i) (x_i')^2 per unit of time",
            domain: "fixed input, no leak; HardTanh, tanh, erf, powers 1, 2, 3, 6; 8 and 16 neurons from any state, in the span of \
                     the memories or not, 2 to 4 memories, any slope, eps and tau_u; three windows up to 3 fast time constants",
        },
        cases: paths,
        predict: |path, digits| lost_energy(path, digits, |[synapses, own]| Ok(&synapses + &own)),
        observe: |path, digits| {
            let dissipated = path.run(digits)?.dissipated;
            let windows = WINDOWS.iter().zip(dissipated.windows(2));
            Ok(windows.map(|(window, ends)| quantity(window.2, Value::Estimate(&ends[1] - &ends[0]))).collect())
        },
        controls: vec![
            Control::SlightlyWrong,
            Control::mistaken("the neurons' own term left out", |path, digits| {
                lost_energy(path, digits, |[synapses, _]| Ok(synapses))
            }),
            Control::mistaken("the factor one half left out", |path, digits| {
                lost_energy(path, digits, |[synapses, own]| Ok(&(&synapses + &synapses) + &own))
            }),
            Control::mistaken("slope left out of the neurons' own term", |path, digits| {
                let slope = &path.retrieval.slope;
                lost_energy(path, digits, |[synapses, own]| {
                    Ok(&synapses + &(&own * &Interval::from_rational(slope, own.precision())))
                })
            }),
        ],
    }
}

fn m4() -> Claim<Retrieval> {
    Claim {
        info: Info {
            id: "M4",
            title: "depth",
            provenance: Provenance::ModelExtended,
            statement: "E(s xi_mu)/N = s Psi(g s)/2 - int_0^s Psi(g y) dy, with HardTanh (1/g - alpha_mu)/2; dE/dalpha = -N m^2/2 < 0: \
                        the more salient memory has the deeper well",
            domain: "fixed input; HardTanh, tanh, erf, powers 1, 2, 3, 6; 8 and 16 neurons, 2 to 4 memories, any slope; \
                     g alpha from 1/2 to 4, at 1 exactly for HardTanh",
        },
        cases: wells,
        predict: |retrieval, digits| predict_wells(retrieval, &retrieval.slope, digits),
        observe: observe_wells,
        controls: vec![
            Control::SlightlyWrong,
            Control::mistaken("HardTanh's depth whatever the activation", |retrieval, _| {
                let depth = (retrieval.slope.clone().recip() - retrieval.saliency()) / 2u32;
                Ok(vec![quantity("energy per neuron", Value::Exact(depth))])
            }),
            Control::mistaken("unit slope", |retrieval, digits| predict_wells(retrieval, &ratio(1, 1), digits)),
            Control::mistaken("the least salient well is the deepest", |retrieval, _| {
                let there = existing(retrieval);
                let least = there.into_iter().min_by_key(|&memory| retrieval.saliencies[memory].clone());
                Ok(vec![quantity("deepest", Value::Count(Integer::from(least.unwrap_or_default()), Guarantee::Exact))])
            }),
        ],
    }
}

fn m5() -> Claim<Deviation> {
    Claim {
        info: Info {
            id: "M5",
            title: "return",
            provenance: Provenance::ModelExtended,
            statement: "in the flow a small deviation along a memory changes by exp(t/eps (g Psi'(g s) alpha_nu - 1)): with HardTanh it \
                        decays at rate 1/eps, elsewhere it returns or grows by the sign of M2",
            domain: "fixed input; HardTanh, tanh, erf, powers 1, 2, 3, 6; 8 neurons, 2 to 4 memories, any slope, eps and tau_u; from \
                     a memory or the origin, deviations below 10^-digits, over half a fast time constant",
        },
        cases: deviations,
        predict: |deviation, digits| predict_return(deviation, deviation.retrieval.slope.clone(), digits),
        observe: observe_return,
        controls: vec![
            Control::SlightlyWrong,
            Control::mistaken("slope left out", |deviation, digits| predict_return(deviation, ratio(1, 1), digits)),
            Control::mistaken("every memory attracts at rate 1/eps", |deviation, _| {
                let rate = -deviation.retrieval.fast_time_constant().recip();
                Ok(vec![quantity("rate", Value::Exact(rate)), quantity("deviation", Value::exactly("returns"))])
            }),
        ],
    }
}

// ---------------------------------------------------------------- shared

/// One decision on its own.
fn decision(name: &'static str, answer: &'static str) -> Quantities {
    vec![quantity(name, Value::exactly(answer))]
}

/// The reduced saliency `g alpha` of a memory.
fn reduced(retrieval: &Retrieval, memory: usize) -> Rational {
    Rational::from(&retrieval.saliencies[memory] * &retrieval.slope)
}

/// The reduced amplitude of the memory looked at, which must exist.
fn reduced_amplitude(retrieval: &Retrieval, precision: Precision) -> Result<Option<Interval>> {
    amplitude(retrieval.activation, &reduced(retrieval, retrieval.memory), precision)
}

/// The memories that exist.
fn existing(retrieval: &Retrieval) -> Vec<usize> {
    let there = |&memory: &usize| exists(retrieval.activation, &reduced(retrieval, memory));
    (0..retrieval.saliencies.len()).filter(there).collect()
}

/// The memory as simulated: the amplitude of its only equilibrium, if it has one.
fn observed_amplitude(retrieval: &Retrieval, digits: Digits) -> Result<Option<Interval>> {
    Ok(amplitudes(retrieval, digits)?.into_iter().next())
}

// ---------------------------------------------------------------- M1

/// None, or one of that amplitude.
fn equilibria(amplitude: Option<Value>, guarantee: Guarantee) -> Quantities {
    let count = quantity("equilibria", Value::Count(Integer::from(u32::from(amplitude.is_some())), guarantee));
    std::iter::once(count).chain(amplitude.map(|amplitude| quantity("amplitude", amplitude))).collect()
}

fn predict_existence(retrieval: &Retrieval, slope: &Rational, digits: Digits) -> Result<Quantities> {
    let k = Rational::from(retrieval.saliency() * slope);
    if !exists(retrieval.activation, &k) {
        return Ok(equilibria(None, Guarantee::Exact));
    }
    if retrieval.activation == Activation::HardTanh {
        return Ok(equilibria(Some(Value::Exact(k / slope)), Guarantee::Exact));
    }
    let found = to_digits("amplitude", digits, |precision| {
        let root = amplitude(retrieval.activation, &k, precision)?.unwrap_or(Interval::from_integer(0, precision));
        root.divide(&Interval::from_rational(slope, precision))
    })?;
    Ok(equilibria(Some(Value::Enclosure(found)), Guarantee::Exact))
}

fn observe_existence(retrieval: &Retrieval, digits: Digits) -> Result<Quantities> {
    if retrieval.activation == Activation::HardTanh {
        return Ok(equilibria(saturated_amplitude(retrieval)?.map(Value::Exact), Guarantee::Exact));
    }
    let found = amplitudes(retrieval, digits)?;
    let count = quantity("equilibria", Value::Count(Integer::from(found.len()), Guarantee::Rigorous));
    let amplitudes = found.into_iter().map(|amplitude| quantity("amplitude", Value::Enclosure(amplitude)));
    Ok(std::iter::once(count).chain(amplitudes).collect())
}

// ---------------------------------------------------------------- M2

const fn attracts(yes: bool) -> &'static str {
    if yes { "attracting" } else { "repelling" }
}

/// Prediction for one network from the parameters of another: the same, unless a mistake is made.
fn predict_stability(there: &Retrieval, with: &Retrieval, digits: Digits) -> Result<Quantities> {
    let k = |memory: usize| Rational::from(&there.saliencies[memory] * &with.slope);
    let most = (0..there.saliencies.len()).map(k).max().unwrap_or_default();
    let unit = with.fast_time_constant().recip();
    let mut predicted = vec![
        quantity("origin", Value::exactly(attracts(most < 1))),
        quantity("fastest at the origin", Value::Exact(Rational::from(&most - 1u32) * &unit)),
    ];
    let own = k(there.memory);
    if !exists(there.activation, &own) {
        predicted.extend(decision("memory", "absent"));
        return Ok(predicted);
    }
    if there.activation == Activation::HardTanh && own == 1 {
        predicted.extend(decision("memory", "neutral"));
        return Ok(predicted);
    }
    let rates = (0..there.saliencies.len()).map(|rival| rate(there.activation, Some(&own), &k(rival), &unit, digits));
    let rates = rates.collect::<Result<Vec<Value>>>()?;
    let stable = rates.iter().all(|rate| match rate {
        Value::Exact(rate) => *rate < 0,
        Value::Enclosure(rate) => rate.negative() == Certainty::Certainly,
        _ => false,
    });
    predicted.push(quantity("memory", Value::rigorously(attracts(stable))));
    predicted.extend(RATES.iter().zip(rates).map(|(name, rate)| quantity(name, rate)));
    predicted.push(quantity("all other rates", Value::Exact(-unit)));
    Ok(predicted)
}

/// The growth along a memory of reduced saliency `rival` at the memory of reduced saliency `own`, or at the origin.
fn rate(
    activation: Activation,
    own: Option<&Rational>,
    rival: &Rational,
    unit: &Rational,
    digits: Digits,
) -> Result<Value> {
    if own.is_none() || activation == Activation::HardTanh {
        let steepness = u32::from(own.is_none());
        return Ok(Value::Exact((Rational::from(rival * steepness) - 1u32) * unit));
    }
    let found = to_digits("rate", digits, |precision| {
        let y = own.map(|own| amplitude(activation, own, precision)).transpose()?.flatten();
        let rival = Interval::from_rational(rival, precision);
        let growth = growth(activation, y.as_ref(), &rival)?;
        Ok(&growth * &Interval::from_rational(unit, precision))
    })?;
    Ok(Value::Enclosure(found))
}

fn observe_stability(retrieval: &Retrieval, digits: Digits) -> Result<Quantities> {
    let origin = discs(retrieval, None, digits)?;
    let memories = retrieval.saliencies.len();
    let fastest = origin.iter().max_by(|a, b| a.upper().total_cmp(b.upper())).cloned();
    let mut observed = vec![quantity("origin", Value::rigorously(attracts(is_attracting(&origin)?)))];
    observed.extend(fastest.map(|fastest| quantity("fastest at the origin", Value::Enclosure(fastest))));
    if retrieval.activation == Activation::HardTanh && rests_half_way(retrieval)? {
        observed.extend(decision("memory", "neutral"));
        return Ok(observed);
    }
    let there = match retrieval.activation {
        Activation::HardTanh => saturated_amplitude(retrieval)?
            .map(|amplitude| Interval::from_rational(&amplitude, Precision::DOUBLE.plus(4 * digits.get()))),
        _ => observed_amplitude(retrieval, Digits::new(digits.get() + 20)?)?,
    };
    let Some(amplitude) = there else {
        observed.extend(decision("memory", "absent"));
        return Ok(observed);
    };
    let discs = discs(retrieval, Some(&amplitude), digits)?;
    observed.push(quantity("memory", Value::rigorously(attracts(is_attracting(&discs)?))));
    let (along, others) = discs.split_at(memories);
    observed.extend(RATES.iter().zip(along).map(|(name, disc)| quantity(name, Value::Enclosure(disc.clone()))));
    let hull = others.iter().cloned().reduce(|a, b| a.hull(&b));
    observed.extend(hull.map(|hull| quantity("all other rates", Value::Enclosure(hull))));
    Ok(observed)
}

/// The spectrum, to so many digits of every eigenvalue; absolute for one that may be zero.
fn discs(retrieval: &Retrieval, amplitude: Option<&Interval>, digits: Digits) -> Result<Vec<Interval>> {
    climb("spectrum", digits, |precision| {
        let discs = spectrum(retrieval, amplitude, precision)?;
        let one = Interval::from_integer(1, precision);
        let known = |disc: &Interval| if disc.contains_zero() { &one + disc } else { disc.clone() };
        let tight = discs.iter().all(|disc| known(disc).digits(digits.get()) >= digits.get());
        Ok(tight.then_some(discs))
    })
}

// ---------------------------------------------------------------- M3

/// The energy at both ends of every window, and its loss.
fn lost_energy(path: &Path, digits: Digits, total: impl Fn([Interval; 2]) -> Result<Interval>) -> Result<Quantities> {
    let Retrieval { activation, slope, saliencies, .. } = &path.retrieval;
    let network = network(&path.retrieval)?;
    let signs: Vec<Vec<i8>> = network.units().iter().map(|unit| unit.signs.clone()).collect();
    let energies = path.run(digits)?.states.into_iter().map(|state| {
        let precision = Precision::bits(digits.bits() + 120)?;
        let slope_interval = Interval::from_rational(slope, precision);
        let received: Vec<Interval> = state.iter().map(|x| &slope_interval * x).collect();
        total(energy(*activation, slope, saliencies, (&received, &signs), precision)?)
    });
    let energies = energies.collect::<Result<Vec<_>>>()?;
    let windows = WINDOWS.iter().zip(energies.windows(2));
    Ok(windows.map(|(window, ends)| quantity(window.2, Value::Estimate(&ends[0] - &ends[1]))).collect())
}

// ---------------------------------------------------------------- M4

/// The memory after its saliency has grown by a quarter of a threshold.
fn more_salient(retrieval: &Retrieval) -> Retrieval {
    let mut more = retrieval.clone();
    more.saliencies[retrieval.memory] += ratio(1, 4) / &retrieval.slope;
    more
}

fn predict_wells(retrieval: &Retrieval, slope: &Rational, digits: Digits) -> Result<Quantities> {
    let there = existing(retrieval);
    let deepest = there.iter().max_by_key(|&&memory| retrieval.saliencies[memory].clone());
    let mut predicted = Vec::new();
    if let Some(&deepest) = deepest {
        predicted.push(quantity("deepest", Value::Count(Integer::from(deepest), Guarantee::Exact)));
    }
    let with = Retrieval { slope: slope.clone(), ..retrieval.clone() };
    if !exists(with.activation, &reduced(&with, with.memory)) {
        return Ok(predicted);
    }
    let more = more_salient(retrieval);
    let more = Retrieval { slope: slope.clone(), ..more };
    let at = |of: &Retrieval, precision: Precision| {
        let y = reduced_amplitude(of, precision)?.unwrap_or(Interval::from_integer(0, precision));
        depth(of.activation, slope, &y)
    };
    predicted.push(quantity("energy per neuron", Value::Enclosure(to_digits("depth", digits, |p| at(&with, p))?)));
    let deepening = to_digits("deepening", digits, |p| Ok(&at(&with, p)? - &at(&more, p)?))?;
    predicted.push(quantity("deepening", Value::Enclosure(deepening)));
    Ok(predicted)
}

fn observe_wells(retrieval: &Retrieval, digits: Digits) -> Result<Quantities> {
    let mut wells = Vec::new();
    for memory in 0..retrieval.saliencies.len() {
        let here = Retrieval { memory, ..retrieval.clone() };
        if let Some(energy) = observed_energy(&here, digits)? {
            wells.push((memory, energy));
        }
    }
    let range = |value: &Value| match value {
        Value::Exact(energy) => Interval::from_rational(energy, Precision::DOUBLE.plus(100)),
        Value::Enclosure(energy) => energy.clone(),
        _ => Interval::from_integer(0, Precision::DOUBLE),
    };
    let lowest = |energy: &Interval| {
        wells.iter().all(|(_, other)| {
            let other = range(other);
            other == *energy || energy.less(&other) == Certainty::Certainly
        })
    };
    let deepest = wells.iter().find(|(_, energy)| lowest(&range(energy)));
    let mut observed: Quantities = deepest
        .map(|(memory, _)| quantity("deepest", Value::Count(Integer::from(*memory), Guarantee::Rigorous)))
        .into_iter()
        .collect();
    let own = wells.iter().find(|(memory, _)| *memory == retrieval.memory);
    if let Some((_, energy)) = own {
        observed.push(quantity("energy per neuron", energy.clone()));
        observed.push(quantity("deepening", observed_deepening(retrieval, energy, digits)?));
    }
    Ok(observed)
}

/// The energy of a memory that is there.
fn observed_energy(retrieval: &Retrieval, digits: Digits) -> Result<Option<Value>> {
    if retrieval.activation == Activation::HardTanh {
        let amplitude = saturated_amplitude(retrieval)?;
        return amplitude.map(|amplitude| Ok(Value::Exact(saturated_energy(retrieval, &amplitude)?))).transpose();
    }
    let Some(amplitude) = observed_amplitude(retrieval, Digits::new(digits.get() + 15)?)? else { return Ok(None) };
    let energy = climb("energy", digits, |precision| {
        let energy = energy_at(retrieval, &amplitude.with_precision(precision), precision)?;
        Ok((energy.digits(digits.get()) >= digits.get()).then_some(energy))
    })?;
    Ok(Some(Value::Enclosure(energy)))
}

/// What the well gains in depth while its saliency grows.
fn observed_deepening(retrieval: &Retrieval, energy: &Value, digits: Digits) -> Result<Value> {
    let more = more_salient(retrieval);
    if let (Value::Exact(energy), Some(amplitude)) = (energy, saturated_amplitude(&more)?) {
        return Ok(Value::Exact(energy - saturated_energy(&more, &amplitude)?));
    }
    let amplitude = observed_amplitude(retrieval, Digits::new(digits.get() + 15)?)?;
    let amplitude = amplitude.unwrap_or(Interval::from_integer(0, Precision::DOUBLE));
    let (from, to) = (retrieval.saliency(), more.saliency());
    Ok(Value::Enclosure(to_digits("deepening", digits, |precision| {
        deepening(retrieval, &amplitude, (from, to), precision)
    })?))
}

// ---------------------------------------------------------------- M5

fn predict_return(deviation: &Deviation, slope: Rational, digits: Digits) -> Result<Quantities> {
    let retrieval = Retrieval { slope, ..deviation.retrieval.clone() };
    let own = (!deviation.from_origin).then(|| reduced(&retrieval, retrieval.memory));
    let unit = retrieval.fast_time_constant().recip();
    let rate = rate(retrieval.activation, own.as_ref(), &reduced(&retrieval, deviation.along), &unit, digits)?;
    let returns = match &rate {
        Value::Exact(rate) => *rate < 0,
        Value::Enclosure(rate) => rate.negative() == Certainty::Certainly,
        _ => false,
    };
    Ok(vec![quantity("rate", rate), quantity("deviation", Value::rigorously(fate(returns)))])
}

const fn fate(returns: bool) -> &'static str {
    if returns { "returns" } else { "grows" }
}

fn observe_return(deviation: &Deviation, digits: Digits) -> Result<Quantities> {
    let retrieval = &deviation.retrieval;
    let exact = Digits::new(2 * digits.get() + 60)?;
    let amplitude = match (deviation.from_origin, retrieval.activation) {
        (true, _) => Some(Rational::new()),
        (false, Activation::HardTanh) => saturated_amplitude(retrieval)?,
        (false, _) => observed_amplitude(retrieval, exact)?.and_then(|s| s.midpoint().to_rational()),
    };
    let Some(amplitude) = amplitude else { return Ok(Vec::new()) };
    let time = retrieval.fast_time_constant() / 2u32;
    let run = |extra: u32| {
        let size = power(10, -(digits.get() as i32 + extra as i32));
        let precision = Precision::bits(2 * digits.bits() + 8 * extra)?;
        growth_in_flow(retrieval, &amplitude, deviation.along, &size, &time, precision)
    };
    let rate = estimated(&run(10)?, &run(16)?)?;
    let returns = rate.negative() == Certainty::Certainly;
    Ok(vec![
        quantity("rate", Value::Estimate(rate)),
        quantity("deviation", Value::Decision(fate(returns), Guarantee::Numerical)),
    ])
}
