//! A1 to A7: escape, handover, thresholds, the HardTanh limit, the singular limit, and a bound for every activation.

use super::cases::{
    APPROACH, Alone, FOLLOWED, GAIN, LEFT, LOGARITHM, NEXT, Powers, Slow, Smooth, TIME, TRANSITIONS, bound_cases,
    dwell_cases, end, inequalities, slow_cases, threshold_cases, thresholds,
};
use super::predictor::{Profile, SmoothDwell, algebraic_threshold, collapses_within, threshold};
use super::simulation::{
    observe_bound, observe_escape, observe_handover, observe_powers, observe_slow, observe_threshold,
};
use crate::error::Result;
use crate::evidence::{
    Answer, Check, Claim, Guarantee, Info, Provenance, Quantities, Quantity, Support, WrongPredictor, quantity,
    to_digits,
};
use crate::model::{Activation, Mixture};
use crate::numerics::rational::{exact, ratio};
use crate::numerics::roots::bisect;
use crate::numerics::{Certainty, Decided, Digits, Interval, Precision, climb};
use crate::theorems::assumptions::{FAST_LAYER, HEURISTIC, ORTHOGONAL};
use rug::Rational;

/// A1 to A7.
pub fn all() -> Vec<Box<dyn Check>> {
    vec![Box::new(a1()), Box::new(a2()), Box::new(a3()), Box::new(a4()), Box::new(a5()), Box::new(a6()), Box::new(a7())]
}

/// A memory is lost where its successor's direction becomes unstable.
const LIMIT: &[Support] = &[Support::Claim("M2"), FAST_LAYER, ORTHOGONAL];

fn a1() -> Claim<Smooth> {
    Claim {
        info: Info {
            id: "A1",
            title: "escape of smooth memories",
            provenance: Provenance::Derived,
            statement: "a memory is lost when g Psi'(s_e) alpha_next = 1, before its saliency reaches 1/g: at a = b(s_e)/g, after T = tau_u ln(Z/a)",
            domain: "tanh, erf, algebraic and mixtures of them; any slope and slow time constant, 8 <= g kappa <= 15",
            rests_on: LIMIT,
            promises: Guarantee::Rigorous,
        },
        cases: |sampler, count| dwell_cases(sampler, count, 0),
        predict: |case, digits| only([TIME, LEFT], predict_dwell(case, digits)?),
        observe: observe_escape,
        consequences: vec![],
        wrong_predictors: vec![
            WrongPredictor::Slightly,
            WrongPredictor::mistaken("the memory is held until it no longer exists: T = ln g Z", |case, digits| {
                let time = to_digits(INTEGRAL, digits, |precision| {
                    let z =
                        Interval::from_rational(&Rational::from(&case.saliency * case.parameters.slope()), precision);
                    Ok(&z.ln()? * &Interval::from_rational(case.parameters.slow_time_constant(), precision))
                })?;
                Ok(vec![quantity(TIME, Answer::enclosed(time))])
            }),
            WrongPredictor::mistaken("the drive of HardTanh: Psi = 1 while the memory lasts", |case, digits| {
                let left =
                    to_digits(INTEGRAL, digits.min(Digits::new(20)?), |precision| saturated_escape(case, precision))?;
                Ok(vec![quantity(LEFT, Answer::enclosed(left))])
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
            rests_on: LIMIT,
            promises: Guarantee::Rigorous,
        },
        cases: |sampler, count| dwell_cases(sampler, count, 1),
        predict: |case, digits| only([NEXT], predict_dwell(case, digits)?),
        observe: observe_handover,
        consequences: vec![],
        wrong_predictors: vec![
            WrongPredictor::Slightly,
            WrongPredictor::mistaken("HardTanh's map: kappa (1 - 1/(g Z))", |case, _| {
                let kept = Rational::from(&case.saliency * case.parameters.slope()).recip();
                let next = case.parameters.gain() * (1 - kept);
                Ok(vec![quantity(NEXT, Answer::exact(next))])
            }),
            WrongPredictor::mistaken("HardTanh's drive up to the true escape: kappa (1 - a/Z)", |case, digits| {
                let next = to_digits(INTEGRAL, digits, |precision| {
                    let (dwell, slope) = (reduced_dwell(case, precision)?, case.parameters.slope());
                    let z = Interval::from_rational(&Rational::from(&case.saliency * slope), precision);
                    let kept = &Interval::from_integer(1, precision) - &dwell.left.divide(&z)?;
                    Ok(&Interval::from_rational(case.parameters.gain(), precision) * &kept)
                })?;
                Ok(vec![quantity(NEXT, Answer::enclosed(next))])
            }),
        ],
    }
}

/// What is computed, for errors.
const INTEGRAL: &str = "a certified integral";

/// The dwell in reduced units.
fn reduced_dwell(case: &Smooth, precision: Precision) -> Result<SmoothDwell> {
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
        Ok(tight.then(|| values.map(|(name, value)| quantity(name, Answer::enclosed(value))).to_vec()))
    })
}

/// Where the memory would be lost if its drive were that of a saturated output: `Psi'(s) k (1 - b(s)/z) = 1`, by halving.
fn saturated_escape(case: &Smooth, precision: Precision) -> Result<Interval> {
    let number = |value: &Rational| Interval::from_rational(value, precision);
    let z = number(&Rational::from(&case.saliency * case.parameters.slope()));
    let (k, one) = (number(&case.parameters.reduced_gain()), number(&Rational::from(1)));
    let profile = Profile::new(&case.activation);
    let high = exact(&profile.retrieved_at(&z)?.midpoint())?;
    let low = Rational::from(&high / 1000u32);
    let left = |s: &Rational| -> Result<Interval> {
        let s = number(s);
        s.divide(&case.activation.value(&s)?)
    };
    let unstable = |s: &Rational| -> Result<Certainty> {
        let rest = &one - &left(s)?.divide(&z)?;
        Ok((&(&(&profile.slope(&number(s))? * &k) * &rest) - &one).positive())
    };
    let (low, high) = bisect(unstable, (&low, &high), 2 * precision.get())?;
    left(&low)?.hull(&left(&high)?).divide(&number(case.parameters.slope()))
}

fn a3() -> Claim<Alone> {
    Claim {
        info: Info {
            id: "A3",
            title: "threshold of smooth chains",
            provenance: Provenance::Derived,
            statement: "g kappa_c = min over s_e of Z/(b(s_e) I(s_e, s_Z)), Z = 1/Psi'(s_e) = b(s_Z): 5.8913... for tanh, 5.5550... for erf, 6.7093... for the \
                        algebraic sigmoid",
            domain: "tanh, erf, algebraic, power:1, 3, 4 and mixtures; both minima are enclosed, that of the integrated flow by a cover of all saliencies",
            rests_on: &[Support::Claim("A1"), Support::Claim("A2"), FAST_LAYER, ORTHOGONAL],
            promises: Guarantee::Rigorous,
        },
        cases: threshold_cases,
        predict: |case, digits| {
            let profile = Profile::new(&case.0);
            critical(to_digits(INTEGRAL, digits, |precision| Ok(threshold(&profile, precision)?.gain))?)
        },
        observe: observe_threshold,
        consequences: vec![],
        wrong_predictors: vec![
            WrongPredictor::Slightly,
            WrongPredictor::mistaken("HardTanh's threshold, 4", |_, _| {
                Ok(vec![quantity(GAIN, Answer::exact(ratio(4, 1)))])
            }),
            WrongPredictor::mistaken("lost where the memory ceases to exist: the gain at s_e = 1/2", |case, digits| {
                let profile = Profile::new(&case.0);
                critical(to_digits(INTEGRAL, digits, |precision| {
                    profile.handing_on_gain(&Interval::from_rational(&ratio(1, 2), precision))
                })?)
            }),
        ],
    }
}

fn critical(gain: Interval) -> Result<Quantities> {
    Ok(vec![quantity(GAIN, Answer::enclosed(gain))])
}

fn a4() -> Claim<Alone> {
    Claim {
        info: Info {
            id: "A4",
            title: "algebraic sigmoid in closed form",
            provenance: Provenance::Derived,
            statement: "Psi = x/sqrt(1 + x^2): g kappa_c = min 2 (1 + s^2)/(F(s_Z) - F(s)), F(s) = atan s - s/(1 + s^2), 1 + s_Z^2 = (1 + s^2)^3",
            domain: "the algebraic sigmoid; the closed form against the least gain of the integrated flow over all saliencies",
            rests_on: &[Support::Claim("A1"), Support::Claim("A2"), FAST_LAYER, ORTHOGONAL],
            promises: Guarantee::Rigorous,
        },
        cases: |_, _| Ok(vec![Alone(Mixture::of(Activation::Power(2))?)]),
        predict: |_, digits| critical(to_digits(INTEGRAL, digits, algebraic_threshold)?),
        observe: observe_threshold,
        consequences: vec![],
        wrong_predictors: vec![
            WrongPredictor::Slightly,
            WrongPredictor::mistaken("the threshold of tanh", |_, digits| {
                let profile = Profile::new(&Mixture::of(Activation::Tanh)?);
                critical(to_digits(INTEGRAL, digits, |precision| Ok(threshold(&profile, precision)?.gain))?)
            }),
        ],
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
            rests_on: &[Support::Claim("A1"), Support::Claim("A2"), FAST_LAYER, ORTHOGONAL],
            promises: Guarantee::Asymptotic,
        },
        cases: |_, _| Ok(vec![Powers(6)]),
        predict: |_, _| {
            let precision = Precision::bits(128)?;
            let two = Interval::from_integer(2, precision);
            approach(&two.ln()? * &Interval::from_integer(4, precision))
        },
        observe: observe_powers,
        consequences: vec![],
        wrong_predictors: vec![
            WrongPredictor::mistaken("(2 ln 2)/p", |_, _| {
                let precision = Precision::bits(128)?;
                let two = Interval::from_integer(2, precision);
                approach(&two.ln()? * &two)
            }),
            WrongPredictor::mistaken("faster than 1/p", |_, _| {
                approach(Interval::from_integer(0, Precision::bits(128)?))
            }),
        ],
    }
}

fn approach(coefficient: Interval) -> Result<Quantities> {
    Ok(vec![quantity(APPROACH, Answer::enclosed(coefficient)), thresholds(Decided::claimed(true))])
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
            rests_on: &[Support::Claim("A1"), ORTHOGONAL, HEURISTIC],
            promises: Guarantee::Asymptotic,
        },
        cases: |_, count| Ok(slow_cases(count)),
        predict: |slow, _| Ok(logarithm(ratio(i64::from(slow.leak) * 4 - 3, 4))),
        observe: observe_slow,
        consequences: vec![],
        wrong_predictors: vec![
            WrongPredictor::mistaken("no cubic term: m - 1/2", |slow, _| {
                Ok(logarithm(ratio(i64::from(slow.leak) * 2 - 1, 2)))
            }),
            WrongPredictor::mistaken("the leak alone: m", |slow, _| Ok(logarithm(ratio(i64::from(slow.leak), 1)))),
            WrongPredictor::mistaken("a delay of order eps ln(1/eps), as S1", |_, _| Ok(logarithm(Rational::new()))),
        ],
    }
}

fn logarithm(coefficient: Rational) -> Quantities {
    vec![quantity(LOGARITHM, Answer::exact(coefficient))]
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
            rests_on: LIMIT,
            promises: Guarantee::Rigorous,
        },
        cases: bound_cases,
        predict: |case, _| {
            let dwell = reduced_dwell(case, Precision::bits(64)?)?;
            // Of a memory that dies in its dwell only the end is predicted.
            let mut all = match dwell.escape {
                Some(_) => inequalities(Decided::claimed(true), Decided::claimed(true)),
                None => Vec::new(),
            };
            all.extend(predict_end(case)?);
            Ok(all)
        },
        observe: observe_bound,
        consequences: vec![],
        wrong_predictors: vec![
            WrongPredictor::mistaken("the bound is tanh's threshold, 5.89", |case, _| {
                let bounded = case.parameters.reduced_gain() <= ratio(589, 100);
                Ok(bounded.then(|| end(Decided::claimed(true))).into_iter().collect())
            }),
            WrongPredictor::mistaken("smooth neurons hand on more than HardTanh", |_, _| {
                Ok(inequalities(Decided::claimed(true), Decided::claimed(false)))
            }),
            WrongPredictor::mistaken("memories last until they no longer exist", |_, _| {
                Ok(inequalities(Decided::claimed(false), Decided::claimed(true)))
            }),
        ],
    }
}

/// Those quantities of a dwell that a claim speaks of.
fn only<const N: usize>(names: [&str; N], quantities: Quantities) -> Result<Quantities> {
    Ok(quantities.into_iter().filter(|quantity| names.contains(&quantity.name)).collect())
}

/// The end of the chain: a collapse at and below 4, and what A2 says a little above.
fn predict_end(case: &Smooth) -> Result<Option<Quantity>> {
    let k = case.parameters.reduced_gain();
    if k <= 4 {
        return Ok(Some(end(Decided::claimed(true))));
    }
    if k > FOLLOWED {
        return Ok(None);
    }
    let precision = Precision::bits(64)?;
    let z = Rational::from(&case.saliency * case.parameters.slope());
    let number = |value: &Rational| Interval::from_rational(value, precision);
    let profile = Profile::new(&case.activation);
    Ok(Some(end(collapses_within(&profile, &number(&k), &number(&z), TRANSITIONS)?)))
}
