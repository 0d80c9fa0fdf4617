//! C1 to C7, with starts on the jumps of the count and a hair to either side of them.

use super::predictor::{
    active_time, bottleneck, continuous_count, is_immediate, rested, rested_state, transitions, weakening,
};
use super::simulation::{count_by_map, count_transitions, simulate_collapse, simulate_fast_rest, simulate_rest};
use crate::error::Result;
use crate::evidence::{Check, Claim, Control, Guarantee, Info, Provenance, Quantities, Sampler, Value, quantity};
use crate::model::{Outcome, Parameters};
use crate::numerics::rational::{power, ratio};
use crate::numerics::{Certainty, Digits, Interval, Precision};
use crate::theorems::escape_time::claims::to_digits;
use crate::theorems::gain_threshold::Chain;
use crate::theorems::gain_threshold::claims::{
    critical, general_chain, observe_fate, self_coupling, with_reduced_gain,
};
use crate::theorems::gain_threshold::predictor::{Moebius, orbit};
use crate::theorems::gain_threshold::simulation::{iterate_exactly, lands_on_threshold, simulate_chain};
use rug::float::Round;
use rug::{Float, Integer, Rational};

/// Most transitions that are integrated for one case.
const MOST_TRANSITIONS: usize = 1500;

/// C1 to C7.
pub fn all() -> Vec<Box<dyn Check>> {
    vec![Box::new(c1()), Box::new(c2()), Box::new(c3()), Box::new(c4()), Box::new(c5()), Box::new(c6()), Box::new(c7())]
}

fn c1() -> Claim<Chain> {
    Claim {
        info: Info {
            id: "C1",
            title: "immediate collapse",
            provenance: Provenance::ReconstructedExtended,
            statement: "the first transition leads to no memory iff g kappa <= 1 or g Z <= g kappa (1 - rho)/(g kappa - 1)",
            domain: "chain; k from 1/5 to 8, any slope, -0.8 <= rho < 0.8; starts at the bound exactly and 10^-40 to either \
                     side of it",
        },
        cases: immediate_cases,
        predict: |chain, _| Ok(decision("end", ended(is_immediate(&chain.parameters, &chain.saliency)?))),
        observe: |chain, _| {
            let value = match lands_on_threshold(&chain.parameters, &chain.saliency) {
                Some(1) => Value::exactly(ended(true)),
                _ => {
                    let run = simulate_chain(&chain.parameters, &chain.saliency, 1, Digits::new(10)?)?;
                    Value::rigorously(ended(run.outcome == Outcome::Collapsed))
                }
            };
            Ok(vec![quantity("end", value)])
        },
        controls: vec![
            Control::mistaken("strict inequality", |chain, _| {
                let p = &chain.parameters;
                let next = super::predictor::next(p, &chain.saliency)?;
                Ok(decision("end", ended(next < p.threshold())))
            }),
            Control::mistaken("bound moved by 1e-30", |chain, _| {
                let moved = &chain.saliency * (Rational::from(1) + power(10, -30));
                Ok(decision("end", ended(is_immediate(&chain.parameters, &moved)?)))
            }),
            Control::mistaken("slope ignored", |chain, _| {
                let parameters = chain.parameters.clone().with_slope(ratio(1, 1))?;
                Ok(decision("end", ended(is_immediate(&parameters, &chain.saliency)?)))
            }),
            Control::mistaken("self-coupling ignored", |chain, _| {
                let parameters = chain.parameters.clone().with_self_coupling(Rational::new());
                Ok(decision("end", ended(is_immediate(&parameters, &chain.saliency)?)))
            }),
        ],
    }
}

fn c2() -> Claim<Chain> {
    Claim {
        info: Info {
            id: "C2",
            title: "weakening",
            provenance: Provenance::PaperExtended,
            statement: "below the threshold every transition weakens: Z' - Z = -((z - k/2)^2 + k - k^2/4)/(g z) < 0",
            domain: "chain, rho = 0; 0 < k < 4 up to 4 - 10^-3, any slope, Z > theta",
        },
        cases: |sampler, count| transient_cases(sampler, count, false),
        predict: |chain, _| predict_weakening(chain, &Rational::new()),
        observe: |chain, digits| {
            let exact = iterate_exactly(&chain.parameters, &chain.saliency, 1);
            let digits = Digits::new(digits.get() + 20)?;
            let steps = lands_on_threshold(&chain.parameters, &chain.saliency).map_or(6, |landed| landed - 1).max(1);
            let run = simulate_chain(&chain.parameters, &chain.saliency, steps, digits)?;
            let start = Interval::from_rational(&chain.saliency, run.transitions[0].saliency.precision());
            let orbit: Vec<&Interval> =
                std::iter::once(&start).chain(run.transitions.iter().map(|t| &t.saliency)).collect();
            let weakens = orbit.windows(2).all(|pair| pair[1].less(pair[0]) == Certainty::Certainly);
            Ok(vec![
                quantity("change, exact", Value::Exact(Rational::from(&exact[1] - &exact[0]))),
                quantity("change", Value::Enclosure(orbit[1] - orbit[0])),
                quantity("every step", Value::rigorously(if weakens { "weakens" } else { "does not weaken" })),
            ])
        },
        controls: vec![
            Control::SlightlyWrong,
            Control::mistaken("square completed at k", |chain, _| {
                let p = &chain.parameters;
                predict_weakening(chain, &(p.reduced_gain() / 2u32))
            }),
        ],
    }
}

fn c3() -> Claim<Chain> {
    Claim {
        info: Info {
            id: "C3",
            title: "number of transitions",
            provenance: Provenance::Derived,
            statement: "below the threshold the chain ends after n_c = max(0, ceil((psi - th)/phi)) transitions; \
                        psi = pi - 2 phi for rho = 0",
            domain: "chain; k from 1/5 to within 10^-3 of the threshold, any slope, -0.8 <= rho < 0.8; starts on the jumps \
                     of the ceiling and 10^-40, 10^-17 to either side",
        },
        cases: counted_cases,
        predict: |chain, _| Ok(count(transitions(&chain.parameters, &chain.saliency)?, Guarantee::Exact)),
        observe: |chain, _| observe_count(chain),
        controls: vec![
            Control::SlightlyWrong,
            Control::mistaken("floor instead of ceiling", |chain, _| {
                let exact = transitions(&chain.parameters, &chain.saliency)?;
                let on_jump = lands_on_threshold(&chain.parameters, &chain.saliency).is_some();
                Ok(count(exact.map(|n| if on_jump || n == 0 { n } else { n - 1u32 }), Guarantee::Exact))
            }),
            Control::mistaken("evaluated in double precision", |chain, _| {
                let map = Moebius::new(&chain.parameters)?;
                let value = continuous_count::<Float>(&map, &map.shifted(&chain.saliency), Precision::DOUBLE)?.to_f64();
                Ok(count(Integer::from_f64(value.ceil().max(0.0)), Guarantee::Numerical))
            }),
            Control::mistaken("collapse below the threshold only, not at it", |chain, _| {
                let exact = transitions(&chain.parameters, &chain.saliency)?;
                let on_jump = lands_on_threshold(&chain.parameters, &chain.saliency).is_some();
                Ok(count(exact.map(|n| if on_jump { n + 1u32 } else { n }), Guarantee::Exact))
            }),
        ],
    }
}

fn c4() -> Claim<Chain> {
    Claim {
        info: Info {
            id: "C4",
            title: "active time",
            provenance: Provenance::Derived,
            statement: "the dwells until the collapse telescope: (n_c/2) ln kappa + ln(sin(th + n_c phi)/sin th) in units of \
                        tau_u for rho = 0 and unit slope",
            domain: "chain; k from 1/5 to within 10^-3 of the threshold, any slope and slow time constant, -0.8 <= rho < 0.8",
        },
        cases: |sampler, count| transient_cases(sampler, count, true),
        predict: |chain, digits| {
            let n = transitions(&chain.parameters, &chain.saliency)?.unwrap_or_default();
            predict_active_time(chain, &chain.parameters, &n, digits)
        },
        observe: |chain, digits| {
            let run = simulate_collapse(&chain.parameters, &chain.saliency, MOST_TRANSITIONS, digits)?;
            let last = run.transitions.last().map(|transition| transition.time.clone());
            Ok(last.into_iter().map(|time| quantity("active time", Value::Enclosure(time))).collect())
        },
        controls: vec![
            Control::SlightlyWrong,
            Control::mistaken("one dwell left out", |chain, digits| {
                let n = transitions(&chain.parameters, &chain.saliency)?.unwrap_or_default() - 1u32;
                predict_active_time(chain, &chain.parameters, &n, digits)
            }),
            Control::mistaken("slow time constant ignored", |chain, digits| {
                let parameters = chain.parameters.clone().with_slow_time_constant(ratio(1, 1))?;
                let n = transitions(&parameters, &chain.saliency)?.unwrap_or_default();
                predict_active_time(chain, &parameters, &n, digits)
            }),
        ],
    }
}

fn c5() -> Claim<Ladder> {
    Claim {
        info: Info {
            id: "C5",
            title: "bottleneck",
            provenance: Provenance::Derived,
            statement: "n_c sqrt(4 - kappa) -> 2 pi as kappa -> 4 from below, for any fixed Z_0 > 2",
            domain: "chain, rho = 0, unit slope; Z_0 from 2.1 to 100; 4 - kappa = 4^-3 ... 4^-14, integrated up to 4^-5",
        },
        cases: |sampler, count| {
            let fixed = [ratio(3, 1), ratio(21, 10), ratio(100, 1)];
            let random = (0..count / 8).map(|_| sampler.between(&ratio(11, 5), &ratio(30, 1)));
            fixed.into_iter().chain(random.collect::<Vec<_>>()).map(|saliency| Ladder { saliency }).collect()
        },
        predict: |_, digits| {
            let limit = to_digits("2 pi", digits, |precision| Ok(bottleneck(precision)))?;
            Ok(law(Value::Enclosure(limit), ratio(1, 2)))
        },
        observe: |ladder, _| observe_bottleneck(ladder),
        controls: vec![
            Control::mistaken("pi instead of 2 pi", |_, digits| {
                let limit = to_digits("pi", digits, |precision| Ok(Interval::pi(precision)))?;
                Ok(law(Value::Enclosure(limit), ratio(1, 2)))
            }),
            Control::mistaken("one part in a thousand off", |_, digits| {
                let factor = |precision| Interval::from_rational(&ratio(1001, 1000), precision);
                let limit =
                    to_digits("2 pi", digits, |precision| Ok(&bottleneck::<Interval>(precision) * &factor(precision)))?;
                Ok(law(Value::Enclosure(limit), ratio(1, 2)))
            }),
            Control::mistaken("n_c inversely proportional to 4 - kappa", |_, digits| {
                let limit = to_digits("2 pi", digits, |precision| Ok(bottleneck(precision)))?;
                Ok(law(Value::Enclosure(limit), ratio(1, 1)))
            }),
        ],
    }
}

fn c6() -> Claim<Chain> {
    Claim {
        info: Info {
            id: "C6",
            title: "basin",
            provenance: Provenance::Derived,
            statement: "at and above the threshold the chain collapses iff Z_0 < Z_-, after a number of transitions and a time in \
                        closed form",
            domain: "chain; k from the threshold to five times it, any slope, -0.8 <= rho < 0.8; starts at a rational Z_- \
                     exactly, and 10^-1 ... 10^-9 to either side of it",
        },
        cases: basin_cases,
        predict: predict_basin,
        observe: |chain, digits| {
            let p = &chain.parameters;
            let mut observed = observe_fate(p, &chain.saliency)?;
            if matches!(observed[0].value, Value::Decision("collapses", _)) {
                let counted = observe_count(chain)?;
                let n = match &counted[0].value {
                    Value::Count(n, _) => n.to_usize().unwrap_or(MOST_TRANSITIONS),
                    _ => MOST_TRANSITIONS,
                };
                observed.extend(counted);
                let run = simulate_chain(p, &chain.saliency, n, digits)?;
                let last = run.transitions.into_iter().next_back();
                observed.extend(last.map(|last| quantity("active time", Value::Enclosure(last.time))));
            }
            Ok(observed)
        },
        controls: vec![
            Control::mistaken("every start above the threshold gain is sustained", |_, _| {
                Ok(decision("fate", "endless"))
            }),
            Control::mistaken("the stable saliency taken for the boundary", |chain, _| {
                let vertex = Rational::from(1 + chain.parameters.self_coupling()) * chain.parameters.gain() / 2u32;
                let map = Moebius::new(&chain.parameters)?;
                let y = map.shifted(&chain.saliency);
                let inside = Rational::from(y.square_ref()) - Rational::from(&map.trace * &y) + &map.determinant;
                let above = chain.saliency > vertex && inside >= 0;
                Ok(decision("fate", if above { "endless" } else { "collapses" }))
            }),
            Control::SlightlyWrong,
        ],
    }
}

fn c7() -> Claim<Chain> {
    Claim {
        info: Info {
            id: "C7",
            title: "rest",
            provenance: Provenance::Derived,
            statement: "after the collapse saliencies decay as e^(-t/tau_u), nothing is retrieved again, and a fast state decays \
                        as c_0 exp(-(t - g alpha_0 (1 - e^-t))/eps)",
            domain: "chain; k from 1/5 to within 10^-3 of the threshold, any slope and slow time constant, -0.8 <= rho < 0.8; \
                     rest for 10 tau_u; fast state over 2 tau_u at eps = 1/20",
        },
        cases: |sampler, count| transient_cases(sampler, count, true),
        predict: |chain, digits| predict_rest(chain, digits, &rest_time(chain), &fast_ratio()),
        observe: observe_rest,
        controls: vec![
            Control::SlightlyWrong,
            Control::mistaken("slow time constant ignored", |chain, digits| {
                predict_rest(chain, digits, &(rest_time(chain) * chain.parameters.slow_time_constant()), &fast_ratio())
            }),
            Control::mistaken("timescale ratio doubled", |chain, digits| {
                predict_rest(chain, digits, &rest_time(chain), &(fast_ratio() * 2u32))
            }),
        ],
    }
}

/// One decision on its own.
fn decision(name: &'static str, answer: &'static str) -> Quantities {
    vec![quantity(name, Value::exactly(answer))]
}

const fn ended(immediately: bool) -> &'static str {
    if immediately { "at once" } else { "later or never" }
}

/// A count; a sequence without end has none.
fn count(n: Option<Integer>, guarantee: Guarantee) -> Quantities {
    vec![quantity("transitions", n.map_or(Value::exactly("endless"), |n| Value::Count(n, guarantee)))]
}

/// Counted in the integrated system, or in exact rationals where the chain meets the threshold exactly.
fn observe_count(chain: &Chain) -> Result<Quantities> {
    let (n, guarantee) = match lands_on_threshold(&chain.parameters, &chain.saliency) {
        Some(landed) => (landed, Guarantee::Exact),
        None => (count_transitions(&chain.parameters, &chain.saliency, MOST_TRANSITIONS)?, Guarantee::Rigorous),
    };
    Ok(count(Some(Integer::from(n)), guarantee))
}

/// The predicted change, both as a rational and for the integrated system; `offset` moves the square's centre.
fn predict_weakening(chain: &Chain, offset: &Rational) -> Result<Quantities> {
    let moved = Rational::from(&chain.saliency + offset);
    let change = weakening(&chain.parameters, &moved)?;
    let word = if change < 0 { "weakens" } else { "does not weaken" };
    Ok(vec![
        quantity("change, exact", Value::Exact(change.clone())),
        quantity("change", Value::Exact(change)),
        quantity("every step", Value::exactly(word)),
    ])
}

/// The first saliency of a ladder in the gain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ladder {
    /// `Z_0`, above 2.
    pub saliency: Rational,
}

impl std::fmt::Display for Ladder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "saliency={}", self.saliency)
    }
}

/// A power law `n_c ~ C (4 - kappa)^-p`.
fn law(limit: Value, exponent: Rational) -> Quantities {
    vec![quantity("n_c sqrt(4 - kappa)", limit), quantity("exponent", Value::Exact(exponent))]
}

/// Counts along `4 - kappa = 4^-j` and fits the law. With `s = 2^-j` the product `y = n_c s` is `A + B s` up to the rounding
/// of `n_c` to an integer, which adds less than `s`. From the last two rungs `A = 2 y(s/2) - y(s)`, uncertain by `s`. The
/// exponent is the slope between the last rung and the one four before it, at `s = 2^-10`: `(|B| + 2) s/A` there, over eight
/// octaves, is below `2^-10` for `|B| <= 25`, hence for `Z_0 >= 2.1`, where `B = -2 - 2/(Z_0 - 2)`.
fn observe_bottleneck(ladder: &Ladder) -> Result<Quantities> {
    const FIRST: i32 = 3;
    const LAST: i32 = 14;
    const INTEGRATED: i32 = 5;
    let mut counts = Vec::new();
    for j in FIRST..=LAST {
        let parameters = Parameters::new(Rational::from(4) - power(4, -j))?;
        let n = if j <= INTEGRATED {
            count_transitions(&parameters, &ladder.saliency, MOST_TRANSITIONS)?
        } else {
            count_by_map(&parameters, &ladder.saliency, 1 << 20)?
        };
        counts.push((j, Rational::from(n)));
    }
    let product = |k: usize| &counts[k].1 * power(2, -counts[k].0);
    let last = counts.len() - 1;
    let limit = product(last) * 2u32 - product(last - 1);
    let fitted = range(&limit, &(power(2, -LAST) * 2u32))?;
    // log2 of the ratio of two counts four rungs apart, over the eight octaves of 4 - kappa between them.
    let precision = Precision::DOUBLE;
    let growth = Interval::from_rational(&(counts[last].1.clone() / &counts[last - 4].1), precision);
    let octaves = &growth.ln()?.divide(&Interval::from_integer(2, precision).ln()?)?;
    let exponent = octaves.divide(&Interval::from_integer(8, precision))?;
    let slack = power(2, 4 - LAST);
    let exponent = &exponent + &range(&Rational::new(), &slack)?;
    Ok(vec![quantity("n_c sqrt(4 - kappa)", Value::Fitted(fitted)), quantity("exponent", Value::Fitted(exponent))])
}

/// The interval of a given radius.
fn range(middle: &Rational, radius: &Rational) -> Result<Interval> {
    let bits = Precision::DOUBLE.get();
    let lower = Float::with_val_round(bits, Rational::from(middle - radius), Round::Down).0;
    let upper = Float::with_val_round(bits, Rational::from(middle + radius), Round::Up).0;
    Interval::new(lower, upper)
}

fn predict_basin(chain: &Chain, digits: Digits) -> Result<Quantities> {
    let Some(n) = transitions(&chain.parameters, &chain.saliency)? else { return Ok(decision("fate", "endless")) };
    let mut predicted = decision("fate", "collapses");
    predicted.extend(predict_active_time(chain, &chain.parameters, &n, digits)?);
    predicted.extend(count(Some(n), Guarantee::Exact));
    Ok(predicted)
}

/// The predicted active time of so many transitions under the given parameters.
fn predict_active_time(chain: &Chain, parameters: &Parameters, n: &Integer, digits: Digits) -> Result<Quantities> {
    let at = |precision| active_time(parameters, &chain.saliency, n, precision);
    Ok(vec![quantity("active time", Value::Enclosure(to_digits("active time", digits, at)?))])
}

/// Ten slow time constants.
fn rest_time(chain: &Chain) -> Rational {
    Rational::from(chain.parameters.slow_time_constant() * 10u32)
}

/// The timescale ratio of the fast state's rest.
fn fast_ratio() -> Rational {
    ratio(1, 20)
}

fn predict_rest(chain: &Chain, digits: Digits, time: &Rational, timescale_ratio: &Rational) -> Result<Quantities> {
    let p = &chain.parameters;
    let n = transitions(p, &chain.saliency)?.unwrap_or_default();
    let n = n.to_u32().unwrap_or(u32::MAX);
    let entered = |precision| orbit::<Interval>(p, &chain.saliency, n, precision);
    let after = to_digits("rest", digits, |precision| Ok(rested(p, &entered(precision)?, time)))?;
    let share = to_digits("rest", digits, |precision| Ok(rested(p, &Interval::from_integer(1, precision), time)))?;
    let fast = to_digits("rest", digits, |precision| {
        let state = Interval::from_rational(&p.threshold(), precision);
        let saliency = Interval::from_rational(&fast_saliency(chain), precision);
        rested_state(p.slope(), &state, &saliency, &ratio(2, 1), timescale_ratio)
    })?;
    Ok(vec![
        quantity("entered saliency", Value::Enclosure(after)),
        quantity("share of the others", Value::Enclosure(share)),
        quantity("fast state", Value::Enclosure(fast)),
        quantity("revival", Value::exactly("none")),
    ])
}

/// A saliency below the threshold for the fast state to decay beside.
fn fast_saliency(chain: &Chain) -> Rational {
    chain.parameters.threshold() * ratio(9, 10)
}

fn observe_rest(chain: &Chain, digits: Digits) -> Result<Quantities> {
    let p = &chain.parameters;
    let more = Digits::new(digits.get() + 3)?;
    let rest = simulate_rest(p, &chain.saliency, &rest_time(chain), more)?;
    let fast = simulate_fast_rest(p.slope(), &p.threshold(), &fast_saliency(chain), &ratio(2, 1), &fast_ratio(), more)?;
    Ok(vec![
        quantity("entered saliency", Value::Enclosure(rest.after[0].clone())),
        quantity("share of the others", Value::Enclosure(rest.after[1].divide(&rest.at_collapse[1])?)),
        quantity("fast state", Value::Enclosure(fast)),
        quantity("revival", Value::rigorously(if rest.revived { "possible" } else { "none" })),
    ])
}

/// A gain below the threshold and below the lock.
fn transient_gain(sampler: &mut Sampler, rho: &Rational) -> Rational {
    let top = critical(rho);
    if sampler.one_in(4) {
        top * (Rational::from(1) - sampler.small(1, 3))
    } else {
        top * sampler.between(&ratio(1, 20), &ratio(99, 100))
    }
}

/// Chains that collapse by themselves and do not land on the threshold exactly.
fn transient_cases(sampler: &mut Sampler, count: usize, coupled: bool) -> Vec<Chain> {
    let mut cases = Vec::new();
    let published = [(ratio(3, 1), ratio(10, 1)), (ratio(3_999, 1_000), ratio(3, 1)), (ratio(1, 2), ratio(2, 1))];
    for (k, z) in published {
        if let Ok(parameters) = Parameters::new(k) {
            cases.push(Chain { parameters, saliency: z, transitions: 0 });
        }
    }
    let rho = if coupled { ratio(1, 4) } else { ratio(0, 1) };
    cases.extend(general_chain(&ratio(9, 4), rho, &ratio(5, 1)));
    while cases.len() < count + 4 {
        let rho = if coupled { self_coupling(sampler) } else { Rational::new() };
        let k = transient_gain(sampler, &rho);
        let z = Rational::from(1)
            + if sampler.one_in(4) { sampler.small(2, 20) } else { sampler.between(&ratio(1, 50), &ratio(30, 1)) };
        let Ok(parameters) = with_reduced_gain(sampler, &k, rho) else { continue };
        let saliency = z / parameters.slope();
        let chain = Chain { parameters, saliency, transitions: 0 };
        if lands_on_threshold(&chain.parameters, &chain.saliency).is_none() {
            cases.push(chain);
        }
    }
    cases
}

/// The saliency from which the chain meets the threshold exactly after `n` transitions, going back through the handover.
fn landing_start(parameters: &Parameters, n: u32) -> Option<Rational> {
    let (k, rho) = (parameters.reduced_gain(), parameters.self_coupling());
    let shift = Rational::from(&k * rho);
    let mut z = Rational::from(1);
    for _ in 0..n {
        if z >= k {
            return None;
        }
        // z' (z - k rho) = k (z - 1), solved for z.
        z = (k.clone() - Rational::from(&shift * &z)) / Rational::from(&k - &z);
    }
    (z > 1).then(|| z / parameters.slope())
}

/// Starts on the jumps of the count and next to them, then anywhere.
fn counted_cases(sampler: &mut Sampler, count: usize) -> Vec<Chain> {
    let mut cases = Vec::new();
    let gains = [(3, 1, 0, 1, 1), (3, 1, 0, 1, 3), (39, 10, 0, 1, 7), (5, 2, 1, 4, 1), (6, 1, -1, 4, 5)];
    for (k, k_over, rho, rho_over, n) in gains {
        let Ok(parameters) = with_reduced_gain(sampler, &ratio(k, k_over), ratio(rho, rho_over)) else { continue };
        let Some(start) = landing_start(&parameters, n) else { continue };
        for offset in [ratio(0, 1), power(10, -40), -power(10, -40), power(10, -17), -power(10, -17)] {
            let saliency = &start + offset;
            cases.push(Chain { parameters: parameters.clone(), saliency, transitions: 0 });
        }
    }
    cases.extend(transient_cases(sampler, count, true));
    cases
}

fn immediate_cases(sampler: &mut Sampler, count: usize) -> Vec<Chain> {
    let mut cases = Vec::new();
    for k in [ratio(3, 1), ratio(6, 5)] {
        for rho in [ratio(0, 1), ratio(1, 4), ratio(-1, 2)] {
            let Ok(parameters) = with_reduced_gain(sampler, &k, rho) else { continue };
            let Some(start) = landing_start(&parameters, 1) else { continue };
            for offset in [ratio(0, 1), power(10, -40), -power(10, -40)] {
                let saliency = &start + offset;
                cases.push(Chain { parameters: parameters.clone(), saliency, transitions: 1 });
            }
        }
    }
    while cases.len() < count + 18 {
        let rho = self_coupling(sampler);
        let k = sampler.between(&ratio(1, 5), &ratio(8, 1));
        let z = Rational::from(1) + sampler.between(&ratio(1, 50), &ratio(4, 1));
        let Ok(parameters) = with_reduced_gain(sampler, &k, rho) else { continue };
        if Moebius::new(&parameters).is_ok() {
            let saliency = z / parameters.slope();
            cases.push(Chain { parameters, saliency, transitions: 1 });
        }
    }
    cases
}

/// Rational unstable saliencies `z` (then `k = z^2/((1 + rho) z - 1)`), and starts at and around them.
fn basin_cases(sampler: &mut Sampler, count: usize) -> Vec<Chain> {
    let mut cases = Vec::new();
    let offsets =
        [ratio(0, 1), ratio(1, 10), -ratio(1, 10), power(10, -4), -power(10, -4), power(10, -9), -power(10, -9)];
    let mut push = |sampler: &mut Sampler, k: &Rational, rho: &Rational, z: Rational, offset: &Rational| {
        let Ok(parameters) = with_reduced_gain(sampler, k, rho.clone()) else { return };
        let saliency = (z + offset) / parameters.slope();
        if saliency > parameters.threshold() && Moebius::new(&parameters).is_ok() {
            cases.push(Chain { parameters, saliency, transitions: 0 });
        }
    };
    for offset in &offsets {
        push(sampler, &ratio(9, 2), &ratio(0, 1), ratio(3, 2), offset);
        // k = z^2/((1 + rho) z - 1) with rho = 1/4, z = 6/5.
        push(sampler, &ratio(72, 25), &ratio(1, 4), ratio(6, 5), offset);
    }
    // At the threshold the two fixed points are one: below it the chain ends, slowly.
    for offset in [ratio(0, 1), -ratio(1, 10), -ratio(1, 100)] {
        push(sampler, &ratio(4, 1), &ratio(0, 1), ratio(2, 1), &offset);
    }
    for _ in 0..count {
        let rho = self_coupling(sampler);
        let k = critical(&rho) * sampler.between(&ratio(101, 100), &ratio(5, 1));
        let z = Rational::from(1) + sampler.between(&ratio(1, 100), &ratio(3, 1));
        push(sampler, &k, &rho, z, &Rational::new());
    }
    cases
}
