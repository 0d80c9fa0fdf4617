//! G1 to G4, on both sides of the threshold, at it, and within a hair of it.

use super::Chain;
use super::predictor::{Moebius, cycle_dwell, exact_orbit, fixed_points, gain_threshold, orbit, sustains};
use super::simulation::{
    Fate, iterate_exactly, lands_on_threshold, simulate_chain, simulate_fate, simulate_fixed_points,
};
use crate::error::{Error, Result};
use crate::evidence::{Check, Claim, Control, Info, Provenance, Quantities, Sampler, Value, quantity};
use crate::model::Parameters;
use crate::numerics::rational::{power, ratio};
use crate::numerics::{Digits, Interval};
use crate::theorems::escape_time::claims::{real, to_digits};
use crate::theorems::escape_time::predictor::is_locked;
use rug::Rational;

/// G1 to G4.
pub fn all() -> Vec<Box<dyn Check>> {
    vec![Box::new(g1()), Box::new(g2()), Box::new(g3()), Box::new(g4())]
}

fn g1() -> Claim<Chain> {
    Claim {
        info: Info {
            id: "G1",
            title: "gain threshold",
            provenance: Provenance::PaperExtended,
            statement: "a self-sustained sequence exists iff 4/(1 + rho)^2 <= g kappa, -1 < rho < 1 and g kappa rho < 1; \
                        kappa_c = 4 in the paper's case",
            domain: "chain; rho from -2 to 2, any slope; gains from far below to far above the threshold, at it exactly, \
                     and within 10^-4 of it; below it starts up to 10^6",
        },
        cases: threshold_cases,
        predict: |chain, _| Ok(fate(&chain.parameters, sustains(&chain.parameters))),
        observe: |chain, _| observe_fate(&chain.parameters, &chain.saliency),
        controls: vec![
            Control::mistaken("threshold lower by one in a thousand", |chain, _| shifted(chain, ratio(999, 1000))),
            Control::mistaken("threshold higher by one in a thousand", |chain, _| shifted(chain, ratio(1001, 1000))),
            Control::mistaken("strict inequality at the threshold", |chain, _| {
                let p = &chain.parameters;
                Ok(fate(p, gain_threshold(p).is_some_and(|threshold| *p.gain() > threshold)))
            }),
            Control::mistaken("self-coupling enters linearly", |chain, _| {
                let p = &chain.parameters;
                let sum = Rational::from(1 + p.self_coupling());
                Ok(fate(p, sum > 0 && (p.reduced_gain() * sum) >= 4))
            }),
            Control::mistaken("slope ignored", |chain, _| {
                let p = &chain.parameters;
                Ok(fate(p, sustains(&p.clone().with_slope(ratio(1, 1))?)))
            }),
            Control::mistaken("bounds on the self-coupling ignored", |chain, _| {
                let p = &chain.parameters;
                let sum = Rational::from(1 + p.self_coupling());
                Ok(fate(p, (p.reduced_gain() * sum.square()) >= 4))
            }),
        ],
    }
}

fn g2() -> Claim<Chain> {
    Claim {
        info: Info {
            id: "G2",
            title: "fixed points",
            provenance: Provenance::PaperExtended,
            statement: "z^2 - k (1 + rho) z + k = 0 for z = gZ, k = g kappa; the larger root is stable with multiplier \
                        y_-/y_+, the smaller one unstable with its inverse, and Z_+ Z_- = kappa/g",
            domain: "chain; gains from within 10^-3 of the threshold to five times it, any slope, -0.8 <= rho < 0.8",
        },
        cases: cycle_cases,
        predict: predict_fixed_points,
        observe: observe_fixed_points,
        controls: vec![
            Control::SlightlyWrong,
            Control::mistaken("the two roots exchanged", |chain, digits| {
                let mut points = predict_fixed_points(chain, digits)?;
                let (stable, unstable) = (points[0].value.clone(), points[1].value.clone());
                (points[0].value, points[1].value) = (unstable, stable);
                Ok(points)
            }),
            Control::mistaken("the two multipliers exchanged", |chain, digits| {
                let mut points = predict_fixed_points(chain, digits)?;
                let (stable, unstable) = (points[2].value.clone(), points[3].value.clone());
                (points[2].value, points[3].value) = (unstable, stable);
                Ok(points)
            }),
            Control::mistaken("sign of the self-coupling", |chain, digits| {
                let p = &chain.parameters;
                let parameters = p.clone().with_self_coupling(Rational::from(-p.self_coupling()));
                predict_fixed_points(&Chain { parameters, ..chain.clone() }, digits)
            }),
        ],
    }
}

fn g3() -> Claim<Chain> {
    Claim {
        info: Info {
            id: "G3",
            title: "orbit",
            provenance: Provenance::Derived,
            statement: "Z_n in closed form: two powers above the threshold, 1/(y_n - y) linear in n at it, a quotient of \
                        sines below it, until the chain collapses",
            domain: "chain; k from 1/2 to 20, at 4/(1 + rho)^2 exactly, any slope, -0.8 <= rho < 0.8, starts on both sides of \
                     the unstable saliency; n up to 8 integrated, up to 16 in exact rationals",
        },
        cases: orbit_cases,
        predict: |chain, digits| predict_orbit(chain, digits, 0),
        observe: observe_orbit,
        controls: vec![
            Control::SlightlyWrong,
            Control::mistaken("index off by one", |chain, digits| predict_orbit(chain, digits, 1)),
            Control::mistaken("sign of the self-coupling", |chain, digits| {
                let p = &chain.parameters;
                let parameters = p.clone().with_self_coupling(Rational::from(-p.self_coupling()));
                predict_orbit(&Chain { parameters, ..chain.clone() }, digits, 0)
            }),
        ],
    }
}

fn g4() -> Claim<Chain> {
    Claim {
        info: Info {
            id: "G4",
            title: "period",
            provenance: Provenance::Derived,
            statement: "on the cycle each memory is held for tau_u ln(y_+/b), b = 1 - k rho; tau_u ln Z_+ in the paper's case",
            domain: "as G2, with slow time constants from 1/10 to 5",
        },
        cases: cycle_cases,
        predict: |chain, digits| {
            real("dwell time", digits, |precision| {
                cycle_dwell(&chain.parameters, precision)?.ok_or_else(|| no_cycle(&chain.parameters))
            })
        },
        observe: |chain, digits| {
            let [stable, _] = fixed_points_of(chain, digits)?;
            Ok(vec![quantity("dwell time", Value::Enclosure(stable.dwell))])
        },
        controls: vec![
            Control::SlightlyWrong,
            Control::mistaken("dwell on the unstable cycle", |chain, digits| {
                real("dwell time", digits, |precision| {
                    let map = Moebius::new(&chain.parameters)?;
                    let (_, lower) = map.roots::<Interval>(precision)?;
                    let ratio = lower.divide(&Interval::from_rational(&map.bound, precision))?;
                    Ok(&ratio.ln()? * &Interval::from_rational(chain.parameters.slow_time_constant(), precision))
                })
            }),
            Control::mistaken("logarithm of Z_+ whatever the slope", |chain, digits| {
                real("dwell time", digits, |precision| {
                    let points = fixed_points::<Interval>(&chain.parameters, precision)?;
                    let stable = points.ok_or_else(|| no_cycle(&chain.parameters))?.stable;
                    Ok(&stable.ln()? * &Interval::from_rational(chain.parameters.slow_time_constant(), precision))
                })
            }),
        ],
    }
}

/// The fate in words: a locked memory is never left, whatever the threshold says.
fn fate(parameters: &Parameters, sustained: bool) -> Quantities {
    let word = match (is_locked(parameters), sustained) {
        (true, _) => "locked",
        (false, true) => "endless",
        (false, false) => "collapses",
    };
    vec![quantity("fate", Value::exactly(word))]
}

/// The fate if the threshold were multiplied by a factor.
fn shifted(chain: &Chain, factor: Rational) -> Result<Quantities> {
    let p = &chain.parameters;
    let sustained = gain_threshold(p).is_some_and(|threshold| *p.gain() >= (threshold * &factor));
    Ok(fate(p, sustained))
}

/// What the chain does. A start that the exact map returns unchanged is a self-sustained sequence, one that it takes to the
/// threshold exactly collapses there; every other one is followed in the integrated system.
pub(in crate::theorems) fn observe_fate(parameters: &Parameters, saliency: &Rational) -> Result<Quantities> {
    const MOST_TRANSITIONS: usize = 4000;
    let unlocked = *saliency > parameters.threshold() && Moebius::new(parameters).is_ok();
    let value = if unlocked && iterate_exactly(parameters, saliency, 1).last() == Some(saliency) {
        Value::exactly("endless")
    } else if unlocked && lands_on_threshold(parameters, saliency).is_some() {
        Value::exactly("collapses")
    } else {
        Value::rigorously(match simulate_fate(parameters, saliency, MOST_TRANSITIONS)? {
            Fate::Collapses(_) => "collapses",
            Fate::Locked => "locked",
            Fate::Endless => "endless",
        })
    };
    Ok(vec![quantity("fate", value)])
}

fn no_cycle(parameters: &Parameters) -> Error {
    Error::domain("gain", parameters.gain(), "at least the gain threshold, and below the lock gain")
}

fn predict_fixed_points(chain: &Chain, digits: Digits) -> Result<Quantities> {
    let points =
        |precision| fixed_points::<Interval>(&chain.parameters, precision)?.ok_or_else(|| no_cycle(&chain.parameters));
    let stable = to_digits("Z_+", digits, |precision| Ok(points(precision)?.stable))?;
    let unstable = to_digits("Z_-", digits, |precision| Ok(points(precision)?.unstable))?;
    let p = &chain.parameters;
    Ok(vec![
        quantity("Z_+", Value::Enclosure(stable.clone())),
        quantity("Z_-", Value::Enclosure(unstable.clone())),
        quantity(
            "multiplier at Z_+",
            Value::Enclosure(to_digits("multiplier", digits, |precision| Ok(points(precision)?.multiplier))?),
        ),
        quantity(
            "multiplier at Z_-",
            Value::Enclosure(to_digits("multiplier", digits, |precision| Ok(points(precision)?.unstable_multiplier))?),
        ),
        quantity("Z_+ Z_-", Value::Exact(Rational::from(p.gain() / p.slope()))),
        // A start that is a rational fixed point, where the case is made that way: the root on its side of the vertex.
        quantity(
            "start, if fixed",
            if is_fixed(chain) { Value::Enclosure(nearer(chain, stable, unstable)) } else { Value::exactly("moves") },
        ),
    ])
}

/// Whether the start satisfies the fixed points' quadratic.
fn is_fixed(chain: &Chain) -> bool {
    let p = &chain.parameters;
    let (z, k) = (Rational::from(&chain.saliency * p.slope()), p.reduced_gain());
    let sum = Rational::from(1 + p.self_coupling()) * &k;
    Rational::from(z.square_ref()) - sum * &z + k == 0
}

/// The root on the start's side of the vertex `kappa (1 + rho)/2`.
fn nearer(chain: &Chain, stable: Interval, unstable: Interval) -> Interval {
    let vertex = Rational::from(1 + chain.parameters.self_coupling()) * chain.parameters.gain() / 2u32;
    if chain.saliency >= vertex { stable } else { unstable }
}

/// The simulated fixed points of a case that has some.
fn fixed_points_of(chain: &Chain, digits: Digits) -> Result<[super::simulation::SimulatedFixedPoint; 2]> {
    simulate_fixed_points(&chain.parameters, digits)?.ok_or_else(|| no_cycle(&chain.parameters))
}

fn observe_fixed_points(chain: &Chain, digits: Digits) -> Result<Quantities> {
    let [stable, unstable] = fixed_points_of(chain, Digits::new(digits.get() + 2)?)?;
    let fixed = iterate_exactly(&chain.parameters, &chain.saliency, 1).last() == Some(&chain.saliency);
    let start = if fixed { Value::Exact(chain.saliency.clone()) } else { Value::exactly("moves") };
    Ok(vec![
        quantity("Z_+ Z_-", Value::Enclosure(&stable.saliency * &unstable.saliency)),
        quantity("Z_+", Value::Enclosure(stable.saliency)),
        quantity("Z_-", Value::Enclosure(unstable.saliency)),
        quantity("multiplier at Z_+", Value::Enclosure(stable.multiplier)),
        quantity("multiplier at Z_-", Value::Enclosure(unstable.multiplier)),
        quantity("start, if fixed", start),
    ])
}

/// The transitions after which an orbit is compared.
const INTEGRATED: [(u32, &str); 4] = [(1, "Z_1"), (2, "Z_2"), (4, "Z_4"), (8, "Z_8")];
/// The transitions after which it is compared with exact rationals.
const ITERATED: [(u32, &str); 3] = [(3, "Z_3, exact"), (7, "Z_7, exact"), (16, "Z_16, exact")];

/// Whether the orbit is still alive before transition `n`, so that `Z_n` is defined.
fn is_reached(chain: &Chain, n: u32) -> Result<bool> {
    let threshold = chain.parameters.threshold();
    for before in 0..n {
        if exact_orbit(&chain.parameters, &chain.saliency, before)? <= threshold {
            return Ok(false);
        }
    }
    Ok(true)
}

fn predict_orbit(chain: &Chain, digits: Digits, shift: u32) -> Result<Quantities> {
    let mut predicted = Vec::new();
    for (n, name) in INTEGRATED {
        if is_reached(chain, n)? {
            let at = |precision| orbit::<Interval>(&chain.parameters, &chain.saliency, n + shift, precision);
            predicted.push(quantity(name, Value::Enclosure(to_digits("orbit", digits, at)?)));
        }
    }
    for (n, name) in ITERATED {
        if is_reached(chain, n)? {
            predicted.push(quantity(name, Value::Exact(exact_orbit(&chain.parameters, &chain.saliency, n + shift)?)));
        }
    }
    if is_reached(chain, 6)? {
        // (Z_6 - Z_5)/(Z_5 - Z_4) = det/(y_4 y_5), which tends to the multiplier.
        let map = Moebius::new(&chain.parameters)?;
        let y = |n| Ok::<_, Error>(map.shifted(&exact_orbit(&chain.parameters, &chain.saliency, n + shift)?));
        predicted.push(quantity("contraction", Value::Exact(map.determinant.clone() / (y(4)? * y(5)?))));
    }
    Ok(predicted)
}

fn observe_orbit(chain: &Chain, digits: Digits) -> Result<Quantities> {
    let exact = iterate_exactly(&chain.parameters, &chain.saliency, 16);
    // An orbit that lands on the threshold exactly is integrated up to there; on which side it lies no enclosure can tell.
    let threshold = chain.parameters.threshold();
    let decidable = exact.iter().skip(1).position(|z| *z == threshold).map_or(8, |landed| landed.min(8));
    let run = simulate_chain(&chain.parameters, &chain.saliency, decidable, Digits::new(digits.get() + 5)?)?;
    let mut observed = Vec::new();
    for (n, name) in INTEGRATED {
        match (run.transitions.get(n as usize - 1), exact.get(n as usize)) {
            (Some(transition), _) => observed.push(quantity(name, Value::Enclosure(transition.saliency.clone()))),
            (None, Some(landed)) => observed.push(quantity(name, Value::Exact(landed.clone()))),
            (None, None) => {}
        }
    }
    for (n, name) in ITERATED {
        if let Some(z) = exact.get(n as usize) {
            observed.push(quantity(name, Value::Exact(z.clone())));
        }
    }
    if let [_, _, _, _, z4, z5, z6, ..] = &exact[..] {
        let change = Rational::from(z5 - z4);
        if change != 0 {
            observed.push(quantity("contraction", Value::Exact(Rational::from(z6 - z5) / change)));
        } else {
            // On a fixed point nothing changes; the derivative stands in for the quotient of changes.
            let map = Moebius::new(&chain.parameters)?;
            observed.push(quantity("contraction", Value::Exact(map.determinant.clone() / map.shifted(z4).square())));
        }
    }
    Ok(observed)
}

/// Parameters with the given `k = g kappa` and rho; slope and slow time constant at random.
pub(in crate::theorems) fn with_reduced_gain(sampler: &mut Sampler, k: &Rational, rho: Rational) -> Result<Parameters> {
    let slope = if sampler.one_in(2) { ratio(1, 1) } else { sampler.between(&ratio(1, 4), &ratio(4, 1)) };
    let tau = if sampler.one_in(2) { ratio(1, 1) } else { sampler.between(&ratio(1, 10), &ratio(5, 1)) };
    let gain = Rational::from(k / &slope);
    Ok(Parameters::new(gain)?.with_slope(slope)?.with_slow_time_constant(tau)?.with_self_coupling(rho))
}

/// A self-coupling: often the paper's zero.
pub(in crate::theorems) fn self_coupling(sampler: &mut Sampler) -> Rational {
    if sampler.one_in(3) { Rational::new() } else { sampler.between(&ratio(-4, 5), &ratio(4, 5)) }
}

/// `4/(1 + rho)^2`.
pub(in crate::theorems) fn critical(rho: &Rational) -> Rational {
    Rational::from(4) / Rational::from(1 + rho).square()
}

fn threshold_cases(sampler: &mut Sampler, count: usize) -> Vec<Chain> {
    // The paper's case first: just below the threshold, at it, just above it.
    let paper = [ratio(3_999, 1_000), ratio(4, 1), ratio(4_001, 1_000)].map(|gain| {
        let saliency = Rational::from(&gain / 2u32);
        Parameters::new(gain).map(|parameters| Chain { parameters, saliency, transitions: 0 })
    });
    let mut cases: Vec<Chain> = paper.into_iter().flatten().collect();
    let mut push = |sampler: &mut Sampler, rho: Rational, k: Rational, z: Option<Rational>| {
        // In the middle between the fixed points where there are some: the vertex of their quadratic.
        let vertex = (&k * Rational::from(1 + &rho)) / 2u32;
        let start = z.unwrap_or_else(|| if vertex > 1 { vertex } else { ratio(3, 2) });
        if let Ok(parameters) = with_reduced_gain(sampler, &k, rho) {
            let saliency = start / parameters.slope();
            cases.push(Chain { parameters, saliency, transitions: 0 });
        }
    };
    for rho in [ratio(0, 1), ratio(1, 2), ratio(-1, 2)] {
        for offset in [ratio(-1, 10), ratio(-1, 1000), ratio(0, 1), ratio(1, 1000), ratio(1, 10)] {
            let k = critical(&rho) * Rational::from(1 + &offset);
            push(sampler, rho.clone(), k.clone(), None);
            if offset < 0 {
                // The map increases: when so high a start collapses, so does every lower one.
                push(sampler, rho.clone(), k, Some(ratio(1_000_000, 1)));
            }
        }
    }
    push(sampler, ratio(0, 1), critical(&ratio(0, 1)) * ratio(9_999, 10_000), None);
    push(sampler, ratio(0, 1), critical(&ratio(0, 1)) * ratio(10_001, 10_000), None);
    push(sampler, ratio(0, 1), ratio(39, 10), Some(ratio(1_000_000, 1)));
    push(sampler, ratio(0, 1), ratio(1, 2), Some(ratio(50, 1)));
    // rho beyond one, where the two bounds of the window enclose nothing; rho at and below minus one.
    for (rho, k) in [(2, ratio(47, 100)), (2, ratio(2, 1)), (1, ratio(9, 10)), (-1, ratio(9, 1)), (-2, ratio(16, 1))] {
        push(sampler, ratio(rho, 1), k, Some(ratio(7, 1)));
    }
    while cases.len() < 33 + count {
        let rho = if sampler.one_in(2) { ratio(0, 1) } else { sampler.between(&ratio(-9, 10), &ratio(3, 4)) };
        let factor = if sampler.one_in(2) {
            sampler.between(&ratio(1, 5), &ratio(99, 100))
        } else {
            sampler.between(&ratio(101, 100), &ratio(3, 1))
        };
        let k = critical(&rho) * &factor;
        let start = (factor < 1).then(|| Rational::from(1) + sampler.between(&ratio(1, 10), &ratio(40, 1)));
        if let Ok(parameters) = with_reduced_gain(sampler, &k, rho.clone()) {
            let vertex = (&k * Rational::from(1 + &rho)) / 2u32;
            let saliency = start.unwrap_or(vertex) / parameters.slope();
            cases.push(Chain { parameters, saliency, transitions: 0 });
        }
    }
    cases
}

/// A chain in which slope and slow time constant differ from the paper's case too.
pub(in crate::theorems) fn general_chain(k: &Rational, rho: Rational, z: &Rational) -> Result<Chain> {
    let slope = ratio(5, 2);
    let parameters = Parameters::new(Rational::from(k / &slope))?.with_slope(slope.clone())?;
    let parameters = parameters.with_slow_time_constant(ratio(5, 4))?.with_self_coupling(rho);
    Ok(Chain { parameters, saliency: Rational::from(z / &slope), transitions: 1 })
}

/// Parameters above the threshold and below the lock, every other one with a start that is a rational fixed point.
fn cycle_cases(sampler: &mut Sampler, count: usize) -> Vec<Chain> {
    let case = |sampler: &mut Sampler, k: &Rational, rho: Rational, z: Rational| {
        let parameters = with_reduced_gain(sampler, k, rho).ok().filter(sustains)?;
        let saliency = z / parameters.slope();
        Some(Chain { parameters, saliency, transitions: 1 })
    };
    let mut cases = Vec::new();
    for (k, z) in [(ratio(5, 1), 3), (ratio(9, 2), 3), (ratio(4_004, 1_000), 2)] {
        cases.extend(case(sampler, &k, ratio(0, 1), ratio(z, 1)));
    }
    // z^2 - k (1 + rho) z + k = 0 at z = 6/5, rho = 1/4.
    cases.extend(general_chain(&ratio(72, 25), ratio(1, 4), &ratio(6, 5)));
    cases.extend(general_chain(&ratio(9, 1), ratio(1, 16), &ratio(2, 1)));
    for _ in 0..count {
        let rho = self_coupling(sampler);
        if sampler.one_in(2) {
            // The quadratic solved for k, from a rational z.
            let z = sampler.between(&ratio(6, 5), &ratio(5, 1));
            let denominator = (&z * Rational::from(1 + &rho)) - Rational::from(1);
            if denominator > 0 {
                cases.extend(case(sampler, &(Rational::from(z.square_ref()) / denominator), rho, z));
            }
        } else {
            let k = critical(&rho) * sampler.between(&ratio(1_001, 1_000), &ratio(5, 1));
            cases.extend(case(sampler, &k, rho, ratio(2, 1)));
        }
    }
    cases
}

fn orbit_cases(sampler: &mut Sampler, count: usize) -> Vec<Chain> {
    let mut cases = Vec::new();
    let mut push = |sampler: &mut Sampler, k: Rational, rho: Rational, z: Rational| {
        let Ok(parameters) = with_reduced_gain(sampler, &k, rho) else { return };
        if Moebius::new(&parameters).is_ok() {
            let saliency = z / parameters.slope();
            cases.push(Chain { parameters, saliency, transitions: 8 });
        }
    };
    for (k, z) in [(5, 3), (4, 3), (4, 2), (3, 10), (5, 1_000), (2, 3)] {
        push(sampler, ratio(k, 1), ratio(0, 1), ratio(z, 1));
    }
    push(sampler, ratio(7, 1), ratio(-1, 4), ratio(3, 1));
    // From just above and just below the unstable saliency 3/2 of k = 9/2.
    for offset in [power(10, -6), -power(10, -6)] {
        push(sampler, ratio(9, 2), ratio(0, 1), ratio(3, 2) + offset);
    }
    for _ in 0..count {
        let rho = self_coupling(sampler);
        let k = match sampler.whole(0, 3) {
            0 => critical(&rho),
            1 => critical(&rho) * (Rational::from(1) + sampler.small(2, 20)),
            _ => sampler.between(&ratio(1, 2), &ratio(20, 1)),
        };
        let z = Rational::from(1) + sampler.between(&ratio(1, 100), &ratio(9, 1));
        push(sampler, k, rho, z);
    }
    cases
}
