//! N1 to N7: moments, amplitude, crossing, sign, sequences, mean field, and single paths.

use super::cases::{
    AFTER, ARGUMENT, Averaged, CORRECTION, DELAY, Frozen, GAIN, LOST, Ladder, Leaky, MEAN, OUTPUT, SLOPE, SURVIVAL,
    Saturated, Sequence, Sign, VARIANCE, averaged_cases, frozen_cases, ladder_cases, leaky_cases, saturated_cases,
    sequence_cases, sign, sign_cases,
};
use super::predictor::{
    Moments, amplitude, argument_square, crossing_delay, first_correction, first_law, frozen_amplitude,
    mean_field_slope, mean_field_threshold, mean_field_value, saturated_moments, sign_argument, success_probability,
    survival,
};
use super::simulation::{
    observe_amplitude, observe_crossing, observe_mean_field, observe_moments, observe_path, observe_sequence,
    observe_sign,
};
use crate::error::Result;
use crate::evidence::{
    Answer, Check, Claim, Guarantee, Info, Provenance, Quantities, Support, WrongPredictor, quantity, to_digits,
};
use crate::numerics::normal::distribution;
use crate::numerics::rational::ratio;
use crate::numerics::{Algebraic, Certainty, Decided, Digits, Interval, Precision};
use crate::theorems::assumptions::{HEURISTIC, MANY_NEURONS, ORTHOGONAL};
use rug::{Float, Rational};

/// Bits of the predictions that are held to fits and samples.
const BITS: Precision = Precision::DOUBLE;

/// N1 to N7.
pub fn all() -> Vec<Box<dyn Check>> {
    vec![Box::new(n1()), Box::new(n2()), Box::new(n3()), Box::new(n4()), Box::new(n5()), Box::new(n6()), Box::new(n7())]
}

fn n1() -> Claim<Saturated> {
    Claim {
        info: Info {
            id: "N1",
            title: "noise before the escape",
            provenance: Provenance::Derived,
            statement: "while the neurons are saturated c_next is an Ornstein-Uhlenbeck process: mean delta kappa (1 - (e^-t - eps e^(-t/eps))/(1 - eps)), \
                        variance (s^2/2) (1 - e^(-2t/eps))",
            domain: "HardTanh, rho = 0, g = 1, s = sigma/sqrt(N); eps from 1/100 to 1/2, times from 1/50 to 2, from no component at the start",
            rests_on: &[ORTHOGONAL],
            promises: Guarantee::Rigorous,
        },
        cases: |sampler, count| Ok(saturated_cases(sampler, count)),
        predict: |case, digits| predict_moments(case, digits, |moments| Ok([moments.mean, moments.variance])),
        observe: observe_moments,
        consequences: vec![],
        wrong_predictors: vec![
            WrongPredictor::Slightly,
            WrongPredictor::mistaken("variance sigma^2/N at rest", |case, digits| {
                predict_moments(case, digits, |moments| Ok([moments.mean, moments.variance * 2]))
            }),
            WrongPredictor::mistaken(
                "a mean that follows its drive at once: delta kappa (1 - e^-t)",
                |case, digits| {
                    predict_moments(case, digits, |moments| {
                        let gone = moments.mean.number(&Rational::from(-&case.time)).exp();
                        Ok([(-gone + 1) * &case.gain, moments.variance])
                    })
                },
            ),
        ],
    }
}

fn predict_moments(
    case: &Saturated,
    digits: Digits,
    of: impl Fn(Moments) -> Result<[Interval; 2]>,
) -> Result<Quantities> {
    let at = |precision| of(saturated_moments(&case.gain, &case.timescale_ratio, &case.time, precision)?);
    let mean = to_digits(MEAN, digits, |precision| Ok(at(precision)?[0].clone()))?;
    let variance = to_digits(VARIANCE, digits, |precision| Ok(at(precision)?[1].clone()))?;
    Ok(vec![quantity(MEAN, Answer::enclosed(mean)), quantity(VARIANCE, Answer::enclosed(variance))])
}

fn n2() -> Claim<Ladder> {
    Claim {
        info: Info {
            id: "N2",
            title: "effective amplitude",
            provenance: Provenance::Derived,
            statement: "saturation is lost at T - ln(1 - eps); from then on c_2 e^(-nu tau) tends to a normal number A of mean delta Z'^2/nu and variance \
                        (s^2/2) Z'/nu, nu = Z' - 1, tau in units of eps",
            domain: "HardTanh, rho = 0, g = 1, Z' >= 2, in the limit s, delta << eps -> 0; a ladder of eps from 2^-5 to 2^-10",
            rests_on: &[Support::Claim("N1"), Support::Claim("E4"), ORTHOGONAL],
            promises: Guarantee::Asymptotic,
        },
        cases: |sampler, count| Ok(ladder_cases(sampler, count)),
        predict: |ladder, _| predict_amplitude(ladder, Ok),
        observe: observe_amplitude,
        consequences: vec![],
        wrong_predictors: vec![
            WrongPredictor::mistaken("what stands at the loss of saturation: delta Z', s^2/2", |ladder, _| {
                predict_amplitude(ladder, |[mean, variance]| {
                    // Z'/nu times as much.
                    let share = Rational::from(&variance * 2u32);
                    Ok([mean / share, ratio(1, 2)])
                })
            }),
            WrongPredictor::mistaken("the noise after the loss of saturation doubled", |ladder, _| {
                predict_amplitude(ladder, |[mean, variance]| Ok([mean, variance * 2u32 - ratio(1, 2)]))
            }),
            WrongPredictor::mistaken("growth at the rate Z'", |ladder, _| {
                predict_amplitude(ladder, |[mean, variance]| {
                    let share = Rational::from(&variance * 2u32);
                    Ok([mean / &share, variance / share])
                })
            }),
        ],
    }
}

fn predict_amplitude(ladder: &Ladder, of: impl Fn([Rational; 2]) -> Result<[Rational; 2]>) -> Result<Quantities> {
    let (mean, variance) = amplitude(&ladder.gain, &ladder.saliency)?;
    let [mean, variance] = of([mean, variance])?;
    // -ln(1 - eps)/eps -> 1.
    let named = [(LOST, Rational::from(1)), (MEAN, mean), (VARIANCE, variance)];
    Ok(named.map(|(name, value)| quantity(name, Answer::exact(value))).to_vec())
}

fn n3() -> Claim<Leaky> {
    Claim {
        info: Info {
            id: "N3",
            title: "crossing",
            provenance: Provenance::Derived,
            statement: "with tau_1 the largest root of |A| e^(nu tau) = eps (tau + tau^2/2) and B = 2 tau_1 + tau_1^2 + 2 (tau_1 + 1)/nu + 4/nu^2 the overlaps \
                        cross at (T_x - T)/eps = (2/nu) ln(1/eps) + 1 + tau_1 - (2/nu) ln B + o(1): within sqrt(eps)/2 in all cases",
            domain: "HardTanh, rho = 0, g = 1; leaks eps^2 and eps^3 (A = delta Z'^2/nu), eps = 2^-8 to 2^-14 (the last follows --cases)",
            rests_on: &[Support::Claim("N2"), Support::Claim("S1"), HEURISTIC],
            promises: Guarantee::Asymptotic,
        },
        cases: |sampler, count| Ok(leaky_cases(sampler, count)),
        predict: |case, _| crossing(case, crossing_of(case)?),
        observe: observe_crossing,
        consequences: vec![],
        wrong_predictors: vec![
            WrongPredictor::mistaken("the leading term alone: ((1 + a)/nu) ln(1/eps)", |case, _| {
                let law = first_law(&case.gain, &case.saliency, case.power)?;
                let octaves = Interval::from_integer(i64::from(case.exponent), BITS);
                crossing(case, octaves * &Interval::from_integer(2, BITS).ln()? * &law)
            }),
            WrongPredictor::mistaken("the next memory's component as it stands: A = delta Z'", |case, _| {
                let (mean, variance) = amplitude(&case.gain, &case.saliency)?;
                crossing(case, delay_of(case, &(mean / (variance * 2u32)))?)
            }),
            WrongPredictor::mistaken("saturation lost at T", |case, _| crossing(case, crossing_of(case)? - 1)),
        ],
    }
}

fn crossing_of(case: &Leaky) -> Result<Interval> {
    delay_of(case, &amplitude(&case.gain, &case.saliency)?.0)
}

/// The delay for an amplitude over the leak.
fn delay_of(case: &Leaky, amplitude: &Rational) -> Result<Interval> {
    let amplitude = Interval::from_rational(&(amplitude * case.leak()), BITS);
    crossing_delay(&case.gain, &case.saliency, &amplitude, &case.timescale_ratio())
}

/// The delay, give or take half of the square root of eps.
fn crossing(case: &Leaky, delay: Interval) -> Result<Quantities> {
    Ok(vec![quantity(DELAY, Answer::fitted(delay + half_root(&case.timescale_ratio())?))])
}

/// `[-sqrt(eps)/2, sqrt(eps)/2]`.
fn half_root(timescale_ratio: &Rational) -> Result<Interval> {
    let most = Float::with_val(BITS.get(), timescale_ratio).sqrt() / 2u32;
    Interval::new(-most.clone(), most)
}

fn n4() -> Claim<Sign> {
    Claim {
        info: Info {
            id: "N4",
            title: "sign",
            provenance: Provenance::Derived,
            statement: "the next memory is entered, and not its opposite, with probability Phi(x), x = (delta sqrt(N)/sigma) Z'^(3/2) sqrt(2/(Z' - 1)), times 1 + eps \
                        kappa (2 Z' - 5)/(4 Z Z' (Z' - 1)^2) + O(eps^2) as s -> 0",
            domain: "HardTanh, rho = 0, g = 1; the moments on a ladder of eps from 2^-5 to 2^-10, 1000 paths each at eps = 1/32, s = eps/50, held to probabilities \
                     that 10^-7 leaves open",
            rests_on: &[Support::Claim("N2"), ORTHOGONAL, HEURISTIC],
            promises: Guarantee::Statistical,
        },
        cases: |sampler, count| Ok(sign_cases(sampler, count)),
        predict: |case, _| predict_sign(case, |square, correction, x| Ok((square, correction, distribution(&x)?))),
        observe: observe_sign,
        consequences: vec![],
        wrong_predictors: vec![
            WrongPredictor::mistaken("a variance of s^2", |case, _| {
                predict_sign(case, |square, correction, x| {
                    let x = x.divide(&Interval::from_integer(2, BITS).sqrt()?)?;
                    Ok((square / 2u32, correction, distribution(&x)?))
                })
            }),
            WrongPredictor::mistaken(
                "the component as it stands before the escape: x = sqrt(2) Z' delta/s",
                |case, _| {
                    let next = next(case);
                    predict_sign(case, |square, correction, x| {
                        let share = Rational::from(&next - 1u32) / &next;
                        let root = Interval::from_rational(&share, BITS).sqrt()?;
                        Ok((square * share, correction, distribution(&(x * root))?))
                    })
                },
            ),
            WrongPredictor::mistaken("no correction", |case, _| {
                predict_sign(case, |square, _, x| Ok((square, Rational::new(), distribution(&x)?)))
            }),
            WrongPredictor::mistaken("the memory is always entered", |case, _| {
                predict_sign(case, |square, correction, _| Ok((square, correction, Interval::from_integer(1, BITS))))
            }),
        ],
    }
}

/// The next saliency of a case.
fn next(case: &Sign) -> Rational {
    let (gain, saliency) = match case {
        Sign::Moments(ladder) => (&ladder.gain, &ladder.saliency),
        Sign::Paths(ensemble) => (&ensemble.gain, &ensemble.saliency),
    };
    gain * (Rational::from(1) - saliency.clone().recip())
}

/// The square of the argument over that of the leak, its correction, and the probability, as `of` makes them from the law's and from `x`.
fn predict_sign(
    case: &Sign,
    of: impl Fn(Rational, Rational, Interval) -> Result<(Rational, Rational, Interval)>,
) -> Result<Quantities> {
    match case {
        Sign::Moments(Ladder { gain, saliency, .. }) => {
            let square = argument_square(gain, saliency)?;
            let (square, correction, _) =
                of(square, first_correction(gain, saliency)?, Interval::from_integer(0, BITS))?;
            Ok(vec![quantity(ARGUMENT, Answer::exact(square)), quantity(CORRECTION, Answer::exact(correction))])
        }
        Sign::Paths(ensemble) => {
            let number = |value: &Rational| Interval::from_rational(value, BITS);
            let x = sign_argument(&number(&ensemble.leak_over_spread), &number(&next(case)))?;
            let (_, _, probability) = of(Rational::new(), Rational::new(), x)?;
            Ok(vec![quantity(SURVIVAL, Answer::enclosed(probability))])
        }
    }
}

fn n5() -> Claim<Sequence> {
    Claim {
        info: Info {
            id: "N5",
            title: "the opposite of a memory",
            provenance: Provenance::Derived,
            statement: "nothing follows the opposite of a memory, so that n transitions succeed with probability prod Phi(x_j): 2^-n without a leak, at any gain; on the \
                        cycle with probability 1 - p iff delta >= (sigma/sqrt(N)) sqrt(Z_+ - 1)/(sqrt(2) Z_+^(3/2)) Phi^-1((1 - p)^(1/n))",
            domain: "HardTanh chains, rho = 0, g = 1; 150 paths each at eps = 1/32, s = eps/50, held to probabilities that 10^-7 leaves open; opposites at gains \
                     from 3 to 50 with and without a leak",
            rests_on: &[Support::Claim("N4"), Support::Claim("E4"), ORTHOGONAL],
            promises: Guarantee::Statistical,
        },
        cases: |sampler, count| Ok(sequence_cases(sampler, count)),
        predict: |case, _| predict_sequence(case, 0, |probability| probability),
        observe: observe_sequence,
        consequences: vec![],
        wrong_predictors: vec![
            WrongPredictor::mistaken("opposites go on like memories", |case, _| {
                predict_sequence(case, 1, |_| Interval::from_integer(1, BITS))
            }),
            WrongPredictor::mistaken("the first transition alone decides", |case, _| match case {
                Sequence::Survival(ensemble) => {
                    let leak = Interval::from_rational(&ensemble.leak_over_spread, BITS);
                    let probability = success_probability(&ensemble.gain, &ensemble.saliency, &leak)?;
                    Ok(vec![quantity(SURVIVAL, Answer::enclosed(probability))])
                }
                Sequence::Opposite { .. } => Ok(Vec::new()),
            }),
        ],
    }
}

fn predict_sequence(case: &Sequence, after: u32, of: impl Fn(Interval) -> Interval) -> Result<Quantities> {
    match case {
        Sequence::Survival(ensemble) => {
            let leak = Interval::from_rational(&ensemble.leak_over_spread, BITS);
            let probability = survival(&ensemble.gain, &ensemble.saliency, &leak, ensemble.transitions)?;
            Ok(vec![quantity(SURVIVAL, Answer::enclosed(of(probability)))])
        }
        Sequence::Opposite { .. } => Ok(vec![quantity(AFTER, Answer::count(Decided::claimed(after)))]),
    }
}

fn n6() -> Claim<Averaged> {
    Claim {
        info: Info {
            id: "N6",
            title: "mean field",
            provenance: Provenance::Derived,
            statement: "as N -> infinity the network is the noiseless one with Psi(y) = E clip(y + sigma xi/sqrt(2), -1, 1), of slope erf(1/sigma), to which A1 to \
                        A7 apply: kappa_c(sigma) = 4 + 2 sigma/sqrt(pi) + (3/2 - pi/16) sigma^2 + O(sigma^3)",
            domain: "HardTanh, rho = 0, g = 1; mean output and slope for sigma from 1/100 to 3, the chain's threshold for sigma = 2",
            rests_on: &[Support::Claim("A3"), MANY_NEURONS],
            promises: Guarantee::Rigorous,
        },
        cases: |sampler, count| Ok(averaged_cases(sampler, count)),
        predict: |case, digits| predict_mean_field(case, &case.noise, digits),
        observe: observe_mean_field,
        consequences: vec![],
        wrong_predictors: vec![
            WrongPredictor::Slightly,
            WrongPredictor::mistaken("noise of variance sigma^2", |case, digits| {
                predict_mean_field(case, &(&case.noise * ratio(141_421, 100_000)), digits.min(Digits::new(10)?))
            }),
            WrongPredictor::mistaken("HardTanh's threshold over the slope", |case, _| {
                let four = case.chain.then(|| quantity(GAIN, Answer::exact(Rational::from(4))));
                Ok(four.into_iter().collect())
            }),
        ],
    }
}

fn predict_mean_field(case: &Averaged, noise: &Rational, digits: Digits) -> Result<Quantities> {
    let output = to_digits(OUTPUT, digits, |precision| mean_field_value(noise, &case.input, precision))?;
    let slope = to_digits(SLOPE, digits, |precision| mean_field_slope(noise, precision))?;
    let mut named = vec![(OUTPUT, output), (SLOPE, slope)];
    if case.chain {
        let reduced = |precision| Ok(mean_field_threshold(noise, precision)? * mean_field_slope(noise, precision)?);
        named.push((GAIN, to_digits(GAIN, digits, reduced)?));
    }
    Ok(named.into_iter().map(|(name, value)| quantity(name, Answer::enclosed(value))).collect())
}

fn n7() -> Claim<Frozen> {
    Claim {
        info: Info {
            id: "N7",
            title: "path by path",
            provenance: Provenance::Derived,
            statement: "A = delta Z'^2/nu + s int K dB, K = e^tau before the loss of saturation and e^(-nu tau) after it; the sign of A decides which sign the next \
                        memory is entered with, N3 the time, within sqrt(eps) where |A| > s/4",
            domain: "HardTanh, rho = 0, g = 1; paths of a noise that is constant on steps of eps/2, eps = 2^-8, s = eps/128, with and without a leak",
            rests_on: &[Support::Claim("N2"), Support::Claim("N3"), ORTHOGONAL],
            promises: Guarantee::Asymptotic,
        },
        cases: |sampler, count| Ok(frozen_cases(sampler, count, |case| is_clear(case).unwrap_or(false))),
        predict: |case, _| predict_path(case, amplitude_of(case)?),
        observe: observe_path,
        consequences: vec![],
        wrong_predictors: vec![
            WrongPredictor::mistaken("the leak decides", |case, _| {
                let leak = Interval::from_rational(&(case.leak() + Frozen::spread()), BITS);
                predict_path(case, leak)
            }),
            WrongPredictor::mistaken("the sign of A turned around", |case, _| predict_path(case, -amplitude_of(case)?)),
            WrongPredictor::mistaken("an amplitude twice as large", |case, _| {
                predict_path(case, amplitude_of(case)? * 2)
            }),
        ],
    }
}

fn amplitude_of(case: &Frozen) -> Result<Interval> {
    let model = (&case.gain, &case.saliency, &case.leak());
    frozen_amplitude(model, &case.noise()?, &Frozen::timescale_ratio(), Precision::bits(96)?)
}

/// Whether the amplitude is at least a quarter of the spread, so that neither do terms of order eps turn it around.
fn is_clear(case: &Frozen) -> Result<bool> {
    let quarter = Frozen::spread() / 4u32;
    Ok(amplitude_of(case)?.mignitude() > quarter)
}

fn predict_path(case: &Frozen, amplitude: Interval) -> Result<Quantities> {
    let positive = amplitude.positive() == Certainty::Certainly;
    let size = if positive { amplitude } else { -amplitude };
    let delay = crossing_delay(&case.gain, &case.saliency, &size, &Frozen::timescale_ratio())?;
    let slack = half_root(&Frozen::timescale_ratio())? * 2;
    Ok(vec![sign(Decided::fitted(positive)), quantity(DELAY, Answer::fitted(delay + slack))])
}
