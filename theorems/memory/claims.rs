//! M1 to M5: what is predicted, and the mistakes that must be caught.

use super::cases::{
    DEEPENING, DEEPEST, Deviation, ENERGY, FASTEST, OTHERS, Path, RATE, RATES, Retrieval, Stability, WINDOWS,
    attracting, deviation, deviations, equilibria, existing_cases, origin, paths, stability, stability_cases, wells,
};
use super::predictor::{
    deepest, depth, dies_out, energy, existing_amplitude, exists, growth, is_neutral, rational_growth,
};
use super::simulation::depth::observe_wells;
use super::simulation::dissipation::{observe_dissipation, observe_passage, observe_signs};
use super::simulation::equilibria::observe_existence;
use super::simulation::stability::{observe_return, observe_stability};
use crate::error::Result;
use crate::evidence::{
    Answer, Check, Claim, Guarantee, Info, Provenance, Quantities, Support, WrongPredictor, quantity, to_digits,
};
use crate::model::Activation;
use crate::numerics::rational::ratio;
use crate::numerics::{Decided, Digits, Interval, Precision};
use crate::theorems::assumptions::ORTHOGONAL;
use rug::Rational;
use std::cmp::Ordering;

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
            rests_on: &[ORTHOGONAL],
            promises: Guarantee::Rigorous,
        },
        cases: |sampler, count| Ok(existing_cases(sampler, count)),
        predict: |retrieval, digits| predict_existence(retrieval, &retrieval.slope, digits),
        observe: observe_existence,
        consequences: vec![],
        wrong_predictors: vec![
            WrongPredictor::Slightly,
            WrongPredictor::mistaken("slope left out of the threshold", |retrieval, digits| {
                predict_existence(retrieval, &ratio(1, 1), digits)
            }),
            WrongPredictor::mistaken("saturated although smooth: s = alpha", |retrieval, _| {
                let k = Rational::from(retrieval.saliency() * &retrieval.slope);
                let there = Decided::order(&k, &ratio(1, 1)).map(Ordering::is_gt);
                let amplitude = there.holds().then(|| Answer::exact(retrieval.saliency().clone()));
                Ok(equilibria(there.map(usize::from), amplitude))
            }),
            WrongPredictor::mistaken("at the threshold smooth and piecewise linear alike", |retrieval, digits| {
                miscounted_at_threshold(retrieval, 1, digits)
            }),
            WrongPredictor::mistaken("strict inequality for HardTanh", |retrieval, digits| {
                miscounted_at_threshold(retrieval, 0, digits)
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
            rests_on: &[Support::Claim("M1"), ORTHOGONAL],
            promises: Guarantee::Rigorous,
        },
        cases: |sampler, count| Ok(stability_cases(sampler, count)),
        predict: |retrieval, digits| predict_stability(retrieval, retrieval, digits),
        observe: observe_stability,
        consequences: vec![],
        wrong_predictors: vec![
            WrongPredictor::Slightly,
            WrongPredictor::mistaken("rivals never destabilise a smooth memory", |retrieval, _| {
                let reduced = retrieval.reduced();
                let own = &reduced[retrieval.memory];
                let alone = predicted_fate(retrieval.activation, own, own)?;
                Ok(vec![stability(alone)])
            }),
            WrongPredictor::mistaken("rivals as salient as the memory destabilise it", |retrieval, _| {
                let most = retrieval.saliencies.iter().max().unwrap_or_else(|| retrieval.saliency());
                let salient = Decided::order(retrieval.saliency(), most).map(Ordering::is_ge);
                Ok(vec![stability(salient.map(attracting))])
            }),
            WrongPredictor::mistaken("slope left out", |retrieval, digits| {
                predict_stability(retrieval, &Retrieval { slope: ratio(1, 1), ..retrieval.clone() }, digits)
            }),
            WrongPredictor::mistaken("slow time constant left out", |retrieval, digits| {
                predict_stability(
                    retrieval,
                    &Retrieval { slow_time_constant: ratio(1, 1), ..retrieval.clone() },
                    digits,
                )
            }),
            WrongPredictor::mistaken("HardTanh attracting at the threshold", |retrieval, digits| {
                let edge = at_threshold(retrieval);
                match edge.holds() {
                    true => Ok(vec![stability(edge.map(|_| Stability::Attracting))]),
                    false => predict_stability(retrieval, retrieval, digits),
                }
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
            rests_on: &[ORTHOGONAL],
            promises: Guarantee::Numerical,
        },
        cases: |sampler, count| Ok(paths(sampler, count)),
        predict: |path, digits| lost_energy(path, digits, |[synapses, own]| synapses + own),
        observe: observe_dissipation,
        consequences: vec![],
        wrong_predictors: vec![
            WrongPredictor::Slightly,
            WrongPredictor::mistaken("the neurons' own term left out", |path, digits| {
                lost_energy(path, digits, |[synapses, _]| synapses)
            }),
            WrongPredictor::mistaken("the factor one half left out", |path, digits| {
                lost_energy(path, digits, |[synapses, own]| synapses * 2 + own)
            }),
            WrongPredictor::mistaken("slope left out of the neurons' own term", |path, digits| {
                lost_energy(path, digits, |[synapses, own]| synapses + own * &path.retrieval.slope)
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
            rests_on: &[Support::Claim("M1"), ORTHOGONAL],
            promises: Guarantee::Rigorous,
        },
        cases: |sampler, count| Ok(wells(sampler, count)),
        predict: |retrieval, digits| predict_wells(retrieval, &retrieval.slope, digits),
        observe: observe_wells,
        consequences: vec![],
        wrong_predictors: vec![
            WrongPredictor::Slightly,
            WrongPredictor::mistaken("HardTanh's depth whatever the activation", |retrieval, _| {
                let depth = (retrieval.slope.clone().recip() - retrieval.saliency()) / 2u32;
                Ok(vec![quantity(ENERGY, Answer::exact(depth))])
            }),
            WrongPredictor::mistaken("unit slope", |retrieval, digits| predict_wells(retrieval, &ratio(1, 1), digits)),
            WrongPredictor::mistaken("the least salient well is the deepest", |retrieval, _| {
                let reduced = retrieval.reduced();
                let there = reduced.iter().enumerate().filter(|(_, k)| exists(retrieval.activation, k).holds());
                let least = there.min_by_key(|(_, k)| *k);
                let least = least.map(|(memory, k)| exists(retrieval.activation, k).map(|_| memory));
                Ok(least.into_iter().map(|memory| quantity(DEEPEST, Answer::count(memory))).collect())
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
            rests_on: &[Support::Claim("M2"), ORTHOGONAL],
            promises: Guarantee::Numerical,
        },
        cases: |sampler, count| Ok(deviations(sampler, count)),
        predict: |case, digits| predict_return(case, &case.retrieval.slope, digits),
        observe: observe_return,
        consequences: vec![],
        wrong_predictors: vec![
            WrongPredictor::Slightly,
            WrongPredictor::mistaken("slope left out", |case, digits| predict_return(case, &ratio(1, 1), digits)),
            WrongPredictor::mistaken("every memory attracts at rate 1/eps", |case, _| {
                let rate = -case.retrieval.fast_time_constant().recip();
                let returns = Decided::order(&rate, &Rational::new()).map(Ordering::is_lt);
                Ok(vec![quantity(RATE, Answer::exact(rate)), deviation(returns)])
            }),
        ],
    }
}

/// The amplitude of a memory of reduced saliency `k`.
fn predicted_amplitude(activation: Activation, k: &Rational, slope: &Rational, digits: Digits) -> Result<Interval> {
    to_digits("amplitude", digits, |precision| {
        existing_amplitude(activation, k, precision)?.divide(&Interval::from_rational(slope, precision))
    })
}

fn predict_existence(retrieval: &Retrieval, slope: &Rational, digits: Digits) -> Result<Quantities> {
    let k = Rational::from(retrieval.saliency() * slope);
    let there = exists(retrieval.activation, &k);
    let amplitude = match (there.holds(), retrieval.activation) {
        (false, _) => None,
        (true, Activation::HardTanh) => Some(Answer::exact(k / slope)),
        (true, activation) => Some(Answer::enclosed(predicted_amplitude(activation, &k, slope, digits)?)),
    };
    Ok(equilibria(there.map(usize::from), amplitude))
}

/// Whether the memory looked at stands at its threshold.
fn at_threshold(retrieval: &Retrieval) -> Decided<bool> {
    Decided::order(&Rational::from(retrieval.saliency() * &retrieval.slope), &ratio(1, 1)).map(Ordering::is_eq)
}

/// What is predicted elsewhere, and so many equilibria without an amplitude at the threshold.
fn miscounted_at_threshold(retrieval: &Retrieval, count: usize, digits: Digits) -> Result<Quantities> {
    let edge = at_threshold(retrieval);
    match edge.holds() {
        true => Ok(equilibria(edge.map(|_| count), None)),
        false => predict_existence(retrieval, &retrieval.slope, digits),
    }
}

/// Prediction for one network from the parameters of another: the same, unless a mistake is made.
fn predict_stability(there: &Retrieval, with: &Retrieval, digits: Digits) -> Result<Quantities> {
    let reduced = Retrieval { slope: with.slope.clone(), ..there.clone() }.reduced();
    let (own, unit) = (&reduced[there.memory], with.fast_time_constant().recip());
    let most = reduced.iter().max().unwrap_or(own);
    let mut predicted = vec![
        origin(dies_out(there.activation, None, most)?),
        quantity(FASTEST, predicted_rate(there.activation, None, most, &unit, digits)?),
    ];
    let what = predicted_fate(there.activation, own, most)?;
    predicted.push(stability(what));
    if matches!(what.value(), Stability::Absent | Stability::Neutral) {
        return Ok(predicted);
    }
    for (name, rival) in RATES.iter().zip(&reduced) {
        predicted.push(quantity(name, predicted_rate(there.activation, Some(own), rival, &unit, digits)?));
    }
    predicted.push(quantity(OTHERS, Answer::exact(-unit)));
    Ok(predicted)
}

/// What a memory is, beside a most salient rival.
fn predicted_fate(activation: Activation, own: &Rational, most: &Rational) -> Result<Decided<Stability>> {
    let (there, neutral) = (exists(activation, own), is_neutral(activation, own));
    if !there.holds() {
        return Ok(there.map(|_| Stability::Absent));
    }
    if neutral.holds() {
        return Ok(neutral.map(|_| Stability::Neutral));
    }
    Ok(there.with(dies_out(activation, Some(own), most)?).map(|(_, attracts)| attracting(attracts)))
}

/// The growth along a memory of reduced saliency `rival` at the memory of reduced saliency `own`, or at the origin.
fn predicted_rate(
    activation: Activation,
    own: Option<&Rational>,
    rival: &Rational,
    unit: &Rational,
    digits: Digits,
) -> Result<Answer> {
    if let Some(rate) = rational_growth(activation, own.is_none(), rival) {
        return Ok(Answer::exact(rate * unit));
    }
    let rate = to_digits(RATE, digits, |precision| {
        let y = own.map(|own| existing_amplitude(activation, own, precision)).transpose()?;
        Ok(growth(activation, y.as_ref(), &Interval::from_rational(rival, precision))? * unit)
    })?;
    Ok(Answer::enclosed(rate))
}

/// What is lost in every window of a combination of the two parts of the energy, which is a function of the states that are passed.
fn lost_energy(path: &Path, digits: Digits, total: impl Fn([Interval; 2]) -> Interval) -> Result<Quantities> {
    let Retrieval { activation, slope, saliencies, .. } = &path.retrieval;
    let signs = observe_signs(&path.retrieval)?;
    let precision = Precision::bits(digits.bits() + 120)?;
    let energies = observe_passage(path, digits)?.states.into_iter().map(|state| {
        let received: Vec<Interval> = state.iter().map(|x| &x.with_precision(precision) * slope).collect();
        Ok(total(energy(*activation, slope, saliencies, (&received, &signs), precision)?))
    });
    let energies = energies.collect::<Result<Vec<_>>>()?;
    let windows = WINDOWS.iter().zip(energies.windows(2));
    Ok(windows.map(|(window, ends)| quantity(window.2, Answer::estimated(&ends[0] - &ends[1]))).collect())
}

fn predict_wells(retrieval: &Retrieval, slope: &Rational, digits: Digits) -> Result<Quantities> {
    let activation = retrieval.activation;
    let mut predicted = Vec::new();
    predicted
        .extend(deepest(activation, &retrieval.reduced()).map(|deepest| quantity(DEEPEST, Answer::count(deepest))));
    let k = Rational::from(retrieval.saliency() * slope);
    let more = Rational::from(retrieval.more_salient().saliency() * slope);
    if !exists(activation, &k).holds() {
        return Ok(predicted);
    }
    let at = |k: &Rational, precision| depth(activation, slope, &existing_amplitude(activation, k, precision)?);
    predicted.push(quantity(ENERGY, Answer::enclosed(to_digits(ENERGY, digits, |p| at(&k, p))?)));
    let deepening = to_digits(DEEPENING, digits, |p| Ok(at(&k, p)? - at(&more, p)?))?;
    predicted.push(quantity(DEEPENING, Answer::enclosed(deepening)));
    Ok(predicted)
}

fn predict_return(case: &Deviation, slope: &Rational, digits: Digits) -> Result<Quantities> {
    let retrieval = Retrieval { slope: slope.clone(), ..case.retrieval.clone() };
    let (reduced, unit) = (retrieval.reduced(), retrieval.fast_time_constant().recip());
    let own = (!case.from_origin).then(|| &reduced[retrieval.memory]);
    let rival = &reduced[case.along];
    let rate = predicted_rate(retrieval.activation, own, rival, &unit, digits)?;
    Ok(vec![quantity(RATE, rate), deviation(dies_out(retrieval.activation, own, rival)?)])
}
