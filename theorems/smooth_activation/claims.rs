//! A1 to A7: escape, handover, thresholds, the HardTanh limit, the singular limit, and a bound for every activation.

use super::predictor::{Dwell, Profile, algebraic_threshold, threshold};
use super::simulation::{
    simulate_smooth_chain, simulate_smooth_crossing, simulate_smooth_run, simulate_smooth_threshold,
};
use crate::error::{Error, Result};
use crate::evidence::{
    Check, Claim, Control, Guarantee, Info, Provenance, Quantities, Sampler, Value, eliminate, quantity, settled,
};
use crate::model::{Activation, Mixture, Outcome, Parameters};
use crate::numerics::rational::{power, ratio};
use crate::numerics::{Certainty, Digits, Interval, Precision, climb};
use crate::theorems::escape_time::claims::to_digits;
use rayon::prelude::*;
use rug::{Float, Rational};
use std::fmt;

/// A1 to A7.
pub fn all() -> Vec<Box<dyn Check>> {
    vec![Box::new(a1()), Box::new(a2()), Box::new(a3()), Box::new(a4()), Box::new(a5()), Box::new(a6()), Box::new(a7())]
}

/// A retrieved memory of a chain of smooth neurons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Smooth {
    /// The model.
    pub parameters: Parameters,
    /// The activation.
    pub activation: Mixture,
    /// Saliency of the memory, the only one at the start.
    pub saliency: Rational,
}

impl fmt::Display for Smooth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, activation={}, saliency={}", self.parameters, self.activation, self.saliency)
    }
}

fn a1() -> Claim<Smooth> {
    Claim {
        info: Info {
            id: "A1",
            title: "escape of smooth memories",
            provenance: Provenance::Derived,
            statement: "a memory is lost when g Psi'(s_e) alpha_next = 1, before its saliency reaches 1/g: at a = b(s_e)/g, after T = tau_u ln(Z/a)",
            domain: "tanh, erf, algebraic and mixtures of them; any slope and slow time constant, 8 <= g kappa <= 15",
        },
        cases: |sampler, count| dwell_cases(sampler, count, 0),
        predict: |case, digits| {
            Ok(predict_dwell(case, digits)?.into_iter().filter(|quantity| quantity.name != NEXT).collect())
        },
        observe: observe_dwell,
        controls: vec![
            Control::SlightlyWrong,
            Control::mistaken("the memory is held until it no longer exists: T = ln g Z", |case, digits| {
                let time = to_digits(INTEGRAL, digits, |precision| {
                    let z =
                        Interval::from_rational(&Rational::from(&case.saliency * case.parameters.slope()), precision);
                    Ok(&z.ln()? * &Interval::from_rational(case.parameters.slow_time_constant(), precision))
                })?;
                Ok(vec![quantity(TIME, Value::Enclosure(time))])
            }),
            Control::mistaken("the drive of HardTanh: Psi = 1 while the memory lasts", |case, digits| {
                let left =
                    to_digits(INTEGRAL, digits.min(Digits::new(20)?), |precision| saturated_escape(case, precision))?;
                Ok(vec![quantity(LEFT, Value::Enclosure(left))])
            }),
        ],
    }
}

fn a2() -> Claim<Smooth> {
    Claim {
        info: Info {
            id: "A2",
            title: "handover of smooth memories",
            provenance: Provenance::Derived,
            statement: "Z' = kappa b(s_e) int_{s_e}^{s_Z} (Psi^2/s^2 - Psi Psi'/s) ds = 1/(g Psi'(s_e)), b(s_Z) = g Z",
            domain: "as A1, other cases",
        },
        cases: |sampler, count| dwell_cases(sampler, count, 1),
        predict: |case, digits| {
            Ok(predict_dwell(case, digits)?.into_iter().filter(|quantity| quantity.name == NEXT).collect())
        },
        observe: observe_dwell,
        controls: vec![
            Control::SlightlyWrong,
            Control::mistaken("HardTanh's map: kappa (1 - 1/(g Z))", |case, _| {
                let kept = Rational::from(&case.saliency * case.parameters.slope()).recip();
                let next = case.parameters.gain() * (1 - kept);
                Ok(vec![quantity(NEXT, Value::Exact(next))])
            }),
            Control::mistaken("HardTanh's drive up to the true escape: kappa (1 - a/Z)", |case, digits| {
                let next = to_digits(INTEGRAL, digits, |precision| {
                    let (dwell, slope) = (reduced_dwell(case, precision)?, case.parameters.slope());
                    let z = Interval::from_rational(&Rational::from(&case.saliency * slope), precision);
                    let kept = &Interval::from_integer(1, precision) - &dwell.left.divide(&z)?;
                    Ok(&Interval::from_rational(case.parameters.gain(), precision) * &kept)
                })?;
                Ok(vec![quantity(NEXT, Value::Enclosure(next))])
            }),
        ],
    }
}

/// What is computed, for errors.
const INTEGRAL: &str = "a certified integral";
const TIME: &str = "escape time";
const LEFT: &str = "saliency at the escape";
const NEXT: &str = "next saliency";

/// The dwell in reduced units.
fn reduced_dwell(case: &Smooth, precision: Precision) -> Result<Dwell> {
    let z = Rational::from(&case.saliency * case.parameters.slope());
    let number = |value: &Rational| Interval::from_rational(value, precision);
    Profile::new(&case.activation).dwell(&number(&case.parameters.reduced_gain()), &number(&z))
}

fn predict_dwell(case: &Smooth, digits: Digits) -> Result<Quantities> {
    climb(INTEGRAL, digits, |precision| {
        let dwell = reduced_dwell(case, precision)?;
        let (slope, tau) = (case.parameters.slope(), case.parameters.slow_time_constant());
        let unit = Interval::from_rational(&slope.clone().recip(), precision);
        let values = [
            (TIME, &dwell.time * &Interval::from_rational(tau, precision)),
            (LEFT, &dwell.left * &unit),
            (NEXT, &dwell.next * &unit),
        ];
        let tight = values.iter().all(|(_, value)| value.digits(digits.get()) >= digits.get());
        Ok(tight.then(|| values.map(|(name, value)| quantity(name, Value::Enclosure(value))).to_vec()))
    })
}

fn observe_dwell(case: &Smooth, digits: Digits) -> Result<Quantities> {
    let run = simulate_smooth_chain(&case.parameters, &case.activation, &case.saliency, 1, digits)?;
    let first = run.transitions.into_iter().next();
    let first = first.ok_or_else(|| Error::domain("case", case, "one with an escape"))?;
    let values = [(TIME, first.dwell), (LEFT, first.left), (NEXT, first.saliency)];
    Ok(values.map(|(name, value)| quantity(name, Value::Enclosure(value))).to_vec())
}

/// Where the memory would be lost if its drive were that of a saturated output: `Psi'(s) k (1 - b(s)/z) = 1`, by halving.
fn saturated_escape(case: &Smooth, precision: Precision) -> Result<Interval> {
    let number = |value: &Rational| Interval::from_rational(value, precision);
    let z = number(&Rational::from(&case.saliency * case.parameters.slope()));
    let (k, one) = (number(&case.parameters.reduced_gain()), number(&Rational::from(1)));
    let profile = Profile::new(&case.activation);
    let mut high = profile.retrieved_at(&z)?.midpoint().to_rational().unwrap_or_default();
    let mut low = Rational::from(&high / 1000u32);
    let left = |s: &Rational| -> Result<Interval> {
        let s = number(s);
        s.divide(&case.activation.value(&s)?)
    };
    for _ in 0..2 * precision.get() {
        let middle = Rational::from(&low + &high) / 2u32;
        let rest = &one - &left(&middle)?.divide(&z)?;
        let excess = &(&(&profile.slope(&number(&middle))? * &k) * &rest) - &one;
        match excess.positive() {
            Certainty::Certainly => low = middle,
            Certainty::CertainlyNot => high = middle,
            Certainty::Unknown => break,
        }
    }
    left(&low)?.hull(&left(&high)?).divide(&number(case.parameters.slope()))
}

/// Chains whose first memory is left; `turn` tells the cases of one claim from those of another.
fn dwell_cases(sampler: &mut Sampler, count: usize, turn: i64) -> Vec<Smooth> {
    let plain = [Activation::Tanh, Activation::Erf, Activation::Power(2)];
    let known = plain.iter().enumerate().filter_map(|(n, activation)| {
        let parameters = Parameters::new(ratio(8 + turn, 1)).ok()?;
        Some(Smooth { parameters, activation: Mixture::of(*activation).ok()?, saliency: ratio(3 + n as i64, 1) })
    });
    let mut cases: Vec<Smooth> = known.collect();
    while cases.len() < 3 + count / 24 {
        let slope = if sampler.one_in(2) { ratio(1, 1) } else { sampler.between(&ratio(1, 4), &ratio(4, 1)) };
        let tau = if sampler.one_in(2) { ratio(1, 1) } else { sampler.between(&ratio(1, 10), &ratio(5, 1)) };
        let gain = sampler.between(&ratio(8, 1), &ratio(15, 1)) / &slope;
        let parameters = Parameters::new(gain).and_then(|p| p.with_slope(slope.clone())?.with_slow_time_constant(tau));
        let saliency = sampler.between(&ratio(3, 1), &ratio(9, 1)) / slope;
        let (Ok(parameters), Ok(activation)) = (parameters, mixture(sampler, &FAST)) else { continue };
        cases.push(Smooth { parameters, activation, saliency });
    }
    cases
}

/// Activations whose flows are enclosed quickly.
const FAST: [Activation; 3] = [Activation::Tanh, Activation::Erf, Activation::Power(2)];
/// Activations over the whole class.
const MANY: [Activation; 7] = [
    Activation::Tanh,
    Activation::Erf,
    Activation::Power(1),
    Activation::Power(2),
    Activation::Power(3),
    Activation::Power(4),
    Activation::Power(6),
];

/// A smooth activation, or two of them mixed.
fn mixture(sampler: &mut Sampler, all: &[Activation]) -> Result<Mixture> {
    let (one, other) = (*sampler.pick(all), *sampler.pick(all));
    if one == other {
        return Mixture::of(one);
    }
    let weight = ratio(sampler.whole(1, 7) as i64, 8);
    Mixture::new(vec![(weight.clone(), one), (Rational::from(1) - weight, other)])
}

/// An activation alone, as a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named(Mixture);

impl fmt::Display for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "activation={}", self.0)
    }
}

fn a3() -> Claim<Named> {
    Claim {
        info: Info {
            id: "A3",
            title: "threshold of smooth chains",
            provenance: Provenance::Derived,
            statement: "g kappa_c = min over s_e of Z/(b(s_e) I(s_e, s_Z)), Z = 1/Psi'(s_e) = b(s_Z): 5.8913... for tanh, 5.5550... for erf, 6.7093... for the \
                        algebraic sigmoid",
            domain: "tanh, erf, algebraic, power:1, 3, 4 and mixtures; the minimum is certified, the simulated one is measured",
        },
        cases: |sampler, count| {
            let plain = [
                Activation::Tanh,
                Activation::Erf,
                Activation::Power(2),
                Activation::Power(1),
                Activation::Power(3),
                Activation::Power(4),
            ];
            let mut cases: Vec<Named> = plain.iter().filter_map(|a| Mixture::of(*a).ok().map(Named)).collect();
            while cases.len() < 6 + count / 8 {
                cases.extend(mixture(sampler, &MANY).map(Named));
            }
            cases
        },
        predict: |case, digits| {
            let profile = Profile::new(&case.0);
            critical(to_digits(INTEGRAL, digits, |precision| Ok(threshold(&profile, precision)?.gain))?)
        },
        observe: |case, digits| Ok(vec![quantity(GAIN, Value::Estimate(simulate_smooth_threshold(&case.0, digits)?))]),
        controls: vec![
            Control::SlightlyWrong,
            Control::mistaken("HardTanh's threshold, 4", |_, _| Ok(vec![quantity(GAIN, Value::Exact(ratio(4, 1)))])),
            Control::mistaken("lost where the memory ceases to exist: the gain at s_e = 1/2", |case, digits| {
                let profile = Profile::new(&case.0);
                critical(to_digits(INTEGRAL, digits, |precision| {
                    profile.handing_on_gain(&Interval::from_rational(&ratio(1, 2), precision))
                })?)
            }),
        ],
    }
}

const GAIN: &str = "reduced gain threshold";

fn critical(gain: Interval) -> Result<Quantities> {
    Ok(vec![quantity(GAIN, Value::Enclosure(gain))])
}

fn a4() -> Claim<Named> {
    Claim {
        info: Info {
            id: "A4",
            title: "algebraic sigmoid in closed form",
            provenance: Provenance::Derived,
            statement: "Psi = x/sqrt(1 + x^2): g kappa_c = min 2 (1 + s^2)/(F(s_Z) - F(s)), F(s) = atan s - s/(1 + s^2), 1 + s_Z^2 = (1 + s^2)^3",
            domain: "the algebraic sigmoid; the closed form against the certified integral of A3, which A3 compares with the flow",
        },
        cases: |_, _| Mixture::of(Activation::Power(2)).map(Named).into_iter().collect(),
        predict: |_, digits| critical(to_digits(INTEGRAL, digits, algebraic_threshold)?),
        observe: |case, digits| {
            let profile = Profile::new(&case.0);
            critical(to_digits(INTEGRAL, digits, |precision| Ok(threshold(&profile, precision)?.gain))?)
        },
        controls: vec![
            Control::SlightlyWrong,
            Control::mistaken("the threshold of tanh", |_, digits| {
                let profile = Profile::new(&Mixture::of(Activation::Tanh)?);
                critical(to_digits(INTEGRAL, digits, |precision| Ok(threshold(&profile, precision)?.gain))?)
            }),
        ],
    }
}

/// Exponents `4, 8, ..., 2^last`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Powers(u32);

impl fmt::Display for Powers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "activation=power:4 to power:{}", 1u32 << self.0)
    }
}

fn a5() -> Claim<Powers> {
    Claim {
        info: Info {
            id: "A5",
            title: "HardTanh limit",
            provenance: Provenance::Derived,
            statement: "Psi_p = x/(1 + |x|^p)^(1/p): g kappa_c = 4 + (4 ln 2)/p + O(1/p^2), decreasing to 4 as p -> infinity",
            domain: "p from 4 to 64, thresholds of the integrated system",
        },
        cases: |_, _| vec![Powers(6)],
        predict: |_, _| {
            let precision = Precision::bits(128)?;
            let two = Interval::from_integer(2, precision);
            approach(&two.ln()? * &Interval::from_integer(4, precision))
        },
        observe: observe_powers,
        controls: vec![
            Control::mistaken("(2 ln 2)/p", |_, _| {
                let precision = Precision::bits(128)?;
                let two = Interval::from_integer(2, precision);
                approach(&two.ln()? * &two)
            }),
            Control::mistaken("faster than 1/p", |_, _| approach(Interval::from_integer(0, Precision::bits(128)?))),
        ],
    }
}

fn approach(coefficient: Interval) -> Result<Quantities> {
    Ok(vec![
        quantity("p (g kappa_c - 4)", Value::Enclosure(coefficient)),
        quantity("thresholds", Value::Decision("decrease", Guarantee::Numerical)),
    ])
}

/// `p (k_c - 4)` along the powers of two, without its terms in `1/p` and `1/p^2`.
fn observe_powers(powers: &Powers, _digits: Digits) -> Result<Quantities> {
    let digits = Digits::new(20)?;
    let exponents: Vec<u32> = (2..=powers.0).map(|exponent| 1 << exponent).collect();
    let thresholds =
        exponents.par_iter().map(|p| simulate_smooth_threshold(&Mixture::of(Activation::Power(*p))?, digits));
    let thresholds = thresholds.collect::<Result<Vec<_>>>()?;
    let falls = thresholds.windows(2).all(|pair| pair[1].less(&pair[0]) == Certainty::Certainly);
    let scaled = exponents.iter().zip(&thresholds).map(|(p, k)| (k.midpoint() - 4u32) * *p);
    let (two, four) = (Float::with_val(100, 2), Float::with_val(100, 4));
    let limit = settled(&eliminate(&eliminate(&scaled.collect::<Vec<_>>(), &two), &four))?;
    Ok(vec![
        quantity("p (g kappa_c - 4)", Value::Fitted(limit)),
        quantity(
            "thresholds",
            Value::Decision(if falls { "decrease" } else { "do not decrease" }, Guarantee::Numerical),
        ),
    ])
}

/// A pair of memories along a ladder `eps = 2^-first ... 2^-last` with leak `eps^leak`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slow {
    activation: Activation,
    gain: Rational,
    saliency: Rational,
    leak: i32,
    rungs: (i32, i32),
}

impl fmt::Display for Slow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { activation, gain, saliency, leak, rungs } = self;
        write!(
            f,
            "activation={activation}, gain={gain}, saliency={saliency}, leak=eps^{leak}, eps=2^-{} to 2^-{}",
            rungs.0, rungs.1
        )
    }
}

fn a6() -> Claim<Slow> {
    Claim {
        info: Info {
            id: "A6",
            title: "slow passage",
            provenance: Provenance::Derived,
            statement: "with leak delta = eps^m the escape of smooth memories is late by sqrt(2 eps L/lambda), L = (m - 3/4) ln(1/eps) + (ln L)/4 + O(1): \
                        of order sqrt(eps ln(1/eps)), where S1 has eps ln(1/eps)",
            domain: "tanh and algebraic, m = 2, 3 (for m = 1, L is still below 2 at the smallest eps); eps from 2^-8 to 2^-16 (the last rung follows --cases)",
        },
        cases: |_, count| {
            let last = 14 + (count.min(24) / 12) as i32;
            let pairs = [(Activation::Tanh, 8, 2), (Activation::Power(2), 10, 2), (Activation::Tanh, 8, 3)];
            let slow = |(activation, gain, leak)| Slow {
                activation,
                gain: ratio(gain, 1),
                saliency: ratio(4, 1),
                leak,
                rungs: (8, last),
            };
            pairs.map(slow).to_vec()
        },
        predict: |slow, _| Ok(logarithm(ratio(i64::from(slow.leak) * 4 - 3, 4))),
        observe: observe_slow,
        controls: vec![
            Control::mistaken("no cubic term: m - 1/2", |slow, _| {
                Ok(logarithm(ratio(i64::from(slow.leak) * 2 - 1, 2)))
            }),
            Control::mistaken("the leak alone: m", |slow, _| Ok(logarithm(ratio(i64::from(slow.leak), 1)))),
            Control::mistaken("a delay of order eps ln(1/eps), as S1", |_, _| Ok(logarithm(Rational::new()))),
        ],
    }
}

fn logarithm(coefficient: Rational) -> Quantities {
    vec![quantity("coefficient of ln(1/eps) in L", Value::Exact(coefficient))]
}

/// The growth per octave of `L - (ln L)/4`, `L = lambda (T_eps - T)^2/(2 eps)`, without its terms in `sqrt(eps)` and `sqrt(eps) ln(1/eps)`.
fn observe_slow(slow: &Slow, _digits: Digits) -> Result<Quantities> {
    let precision = Precision::bits(120)?;
    let number = |value: &Rational| Interval::from_rational(value, precision);
    let profile = Profile::new(&Mixture::of(slow.activation)?);
    let dwell = profile.dwell(&number(&slow.gain), &number(&slow.saliency))?;
    let escape = dwell.escape.ok_or_else(|| Error::domain("case", slow, "one with an escape"))?;
    let rate = profile.instability_rate(&number(&slow.gain), &escape)?.midpoint();
    let at = |exponent: &i32| -> Result<Float> {
        let (eps, leak) = (power(2, -exponent), power(2, -exponent * slow.leak));
        let crossing = simulate_smooth_crossing(slow.activation, &slow.gain, &slow.saliency, &eps, &leak)?;
        let late = crossing - dwell.time.midpoint();
        let l = (Float::with_val(120, late.square_ref()) * &rate) << (exponent - 1);
        Ok(Float::with_val(120, &l - Float::with_val(120, l.ln_ref()) / 4u32))
    };
    let exponents: Vec<i32> = (slow.rungs.0..=slow.rungs.1).rev().collect();
    let mut values = exponents.par_iter().with_max_len(1).map(at).collect::<Result<Vec<_>>>()?;
    values.reverse();
    let octave = Float::with_val(120, rug::float::Constant::Log2);
    let root = Float::with_val(120, 2).sqrt();
    let increments: Vec<Float> =
        values.windows(2).map(|pair| Float::with_val(120, &pair[1] - &pair[0]) / &octave).collect();
    let slope = settled(&eliminate(&eliminate(&increments, &root), &root))?;
    Ok(vec![quantity("coefficient of ln(1/eps) in L", Value::Fitted(slope))])
}

fn a7() -> Claim<Smooth> {
    Claim {
        info: Info {
            id: "A7",
            title: "universal bound",
            provenance: Provenance::Derived,
            statement: "g kappa_c >= 4 for every odd activation, concave for x > 0, bounded by 1, of slope g: a >= 1/g and Z' <= kappa (1 - 1/(g Z)), so for \
                        g kappa < 4 its chain collapses with HardTanh's",
            domain: "tanh, erf, power:1 to 6 and mixtures of two; both inequalities for 2 <= g kappa <= 15, the collapse for g kappa <= 4",
        },
        cases: bound_cases,
        predict: |case, _| {
            let bounded = case.parameters.reduced_gain() <= 4;
            let mut all = inequalities(["above 1/g", "below HardTanh's"], bounded.then_some(true));
            // A memory that dies in its dwell escapes nowhere: of it, only the end is predicted.
            if reduced_dwell(case, Precision::bits(64)?)?.escape.is_none() {
                all.retain(|quantity| ![LEFT, NEXT].contains(&quantity.name));
            }
            Ok(all)
        },
        observe: observe_bound,
        controls: vec![
            Control::mistaken("the bound is tanh's threshold, 5.89", |case, _| {
                let bounded = case.parameters.reduced_gain() <= ratio(589, 100);
                Ok(inequalities(["above 1/g", "below HardTanh's"], bounded.then_some(true)))
            }),
            Control::mistaken("smooth neurons hand on more than HardTanh", |_, _| {
                Ok(inequalities(["above 1/g", "above HardTanh's"], None))
            }),
            Control::mistaken("memories last until they no longer exist", |_, _| {
                Ok(inequalities(["at 1/g", "below HardTanh's"], None))
            }),
        ],
    }
}

fn inequalities([left, next]: [&'static str; 2], collapses: Option<bool>) -> Quantities {
    let mut all = vec![quantity(LEFT, Value::rigorously(left)), quantity(NEXT, Value::rigorously(next))];
    all.extend(
        collapses
            .map(|collapses| quantity("the chain", Value::rigorously(if collapses { "collapses" } else { "goes on" }))),
    );
    all
}

/// Both inequalities of a first dwell, enclosed, and what becomes of the chain within 8 transitions. Of a memory that dies in its
/// dwell only the end is observed.
fn observe_bound(case: &Smooth, _digits: Digits) -> Result<Quantities> {
    let precision = Precision::bits(64)?;
    let transitions = if case.parameters.reduced_gain() <= 5 { 8 } else { 1 };
    let run = simulate_smooth_run(&case.parameters, &case.activation, &case.saliency, transitions, precision)?;
    let fate = match run.outcome {
        Outcome::Collapsed => Some(true),
        Outcome::Sustained => Some(false),
        _ => None,
    };
    let Some(first) = run.transitions.first() else {
        let mut end = inequalities(["", ""], fate);
        end.retain(|quantity| ![LEFT, NEXT].contains(&quantity.name));
        return Ok(end);
    };
    let threshold = case.parameters.threshold();
    let hard = case.parameters.gain() * (Rational::from(1) - Rational::from(&threshold / &case.saliency));
    let hard = Interval::from_rational(&hard, precision);
    let left = first.left.above(&threshold).decide("the memory is lost before it ceases to exist", &first.left)?;
    let next = first.saliency.less(&hard).decide("less is handed on than by HardTanh", &first.saliency)?;
    let words = [
        if left { "above 1/g" } else { "not above 1/g" },
        if next { "below HardTanh's" } else { "not below HardTanh's" },
    ];
    Ok(inequalities(words, fate))
}

fn bound_cases(sampler: &mut Sampler, count: usize) -> Vec<Smooth> {
    let mut cases = Vec::new();
    for (activation, gain, saliency) in [
        (Activation::Power(6), ratio(399, 100), 2),
        (Activation::Power(6), ratio(5, 1), 3),
        (Activation::Tanh, ratio(4, 1), 3),
    ] {
        let (parameters, activation) = (Parameters::new(gain), Mixture::of(activation));
        if let (Ok(parameters), Ok(activation)) = (parameters, activation) {
            cases.push(Smooth { parameters, activation, saliency: ratio(saliency, 1) });
        }
    }
    while cases.len() < 3 + count / 6 {
        let gain = if sampler.one_in(2) {
            sampler.between(&ratio(2, 1), &ratio(4, 1))
        } else {
            sampler.between(&ratio(4, 1), &ratio(15, 1))
        };
        let (parameters, activation) = (Parameters::new(gain), mixture(sampler, &MANY));
        let saliency = sampler.between(&ratio(3, 2), &ratio(9, 1));
        if let (Ok(parameters), Ok(activation)) = (parameters, activation) {
            cases.push(Smooth { parameters, activation, saliency });
        }
    }
    cases
}
