//! R1 to R6: recurrence, threshold, approach to the chain, cycles, accumulation, and what follows for the paper's number.

use super::predictor::{
    Cycle, accumulation_time, cycles, exists_by, gain_threshold, handover, is_stable, reduced_threshold,
};
use super::simulation::{simulate_best_saliency, simulate_from, simulate_growth, simulate_ring, steady_state};
use crate::error::{Error, Result};
use crate::evidence::{
    Check, Claim, Control, Guarantee, Info, Provenance, Quantities, Quantity, Sampler, Value, quantity, settled,
};
use crate::model::{Outcome, Parameters, Topology};
use crate::numerics::rational::{power, ratio};
use crate::numerics::{Certainty, Digits, Interval, Precision, climb};
use crate::theorems::escape_time::claims::to_digits;
use crate::theorems::gain_threshold::claims::{observe_fate, self_coupling, with_reduced_gain};
use rug::{Float, Rational};
use std::fmt;

/// R1 to R6.
pub fn all() -> Vec<Box<dyn Check>> {
    vec![Box::new(r1()), Box::new(r2()), Box::new(r3()), Box::new(r4()), Box::new(r5()), Box::new(r6())]
}

/// A ring with the saliencies of its memories, the first of which is retrieved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Circle {
    /// The model.
    pub parameters: Parameters,
    /// Saliencies in order; zero for those left out.
    pub saliencies: Vec<Rational>,
    /// Number of transitions that are followed.
    pub transitions: usize,
}

impl fmt::Display for Circle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let saliencies: Vec<String> = self.saliencies.iter().map(ToString::to_string).collect();
        write!(f, "{}, saliencies={}", self.parameters, saliencies.join(" "))
    }
}

/// The plain ring of unit slope.
fn plain(gain: Rational, memories: usize) -> Result<Parameters> {
    Parameters::new(gain)?.with_topology(Topology::Ring(memories))
}

fn r1() -> Claim<Circle> {
    Claim {
        info: Info {
            id: "R1",
            title: "recurrence",
            provenance: Provenance::Derived,
            statement: "q_n = (theta - kappa rho)/(Z_n - kappa rho); memory and successor tend to kappa rho and kappa, all others are multiplied by q_n: \
                        Z_{n+1} = kappa (1 - 1/Z_n) + the product of 1/Z over the last P - 1 dwells for rho = 0 and unit slope",
            domain: "rings of 2 to 16 memories, any slope and rho, any saliencies below the threshold; up to two turns, transients included",
        },
        cases: transient_cases,
        predict: |circle, digits| predict_run(circle, &circle.parameters, digits),
        observe: observe_run,
        controls: vec![
            Control::SlightlyWrong,
            Control::mistaken("the chain's map: no memory of the last turn", |circle, digits| {
                let fresh = Circle { saliencies: circle.saliencies[..1].to_vec(), ..circle.clone() };
                let first = predict_orbit(&fresh, &circle.parameters, digits, true)?;
                Ok(first)
            }),
            Control::mistaken("self-coupling ignored", |circle, digits| {
                predict_run(circle, &circle.parameters.clone().with_self_coupling(Rational::new()), digits)
            }),
            Control::mistaken("one memory more on the ring", |circle, digits| {
                let Topology::Ring(memories) = circle.parameters.topology() else { return Ok(Vec::new()) };
                predict_run(circle, &circle.parameters.clone().with_topology(Topology::Ring(memories + 1))?, digits)
            }),
        ],
    }
}

/// The same, as the integrated system does it.
pub(in crate::theorems) fn observe_run(circle: &Circle, digits: Digits) -> Result<Quantities> {
    let run = simulate_ring(&circle.parameters, &circle.saliencies, circle.transitions, digits)?;
    let last = run.transitions.last().ok_or_else(|| Error::domain("case", circle, "one that is left"))?;
    Ok(outline(run.transitions.len(), last.time.clone(), last.saliency.clone(), word(run.outcome)))
}

fn outline(count: usize, time: Interval, saliency: Interval, outcome: &'static str) -> Quantities {
    vec![
        quantity("transitions", Value::Count(count.into(), Guarantee::Rigorous)),
        quantity("time of the last", Value::Enclosure(time)),
        quantity("saliency entered with", Value::Enclosure(saliency)),
        quantity("outcome", Value::rigorously(outcome)),
    ]
}

const fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Sustained => "goes on",
        Outcome::Collapsed => "collapses",
        Outcome::Locked => "locked",
        Outcome::Accumulating => "accumulates",
        Outcome::Marginal => "marginal",
        Outcome::Ambiguous => "ambiguous",
    }
}

pub(in crate::theorems) fn predict_run(circle: &Circle, parameters: &Parameters, digits: Digits) -> Result<Quantities> {
    predict_orbit(circle, parameters, digits, false)
}

/// The recurrence from the start, to all digits asked for; `forgetful` rings start every memory from zero.
fn predict_orbit(circle: &Circle, parameters: &Parameters, digits: Digits, forgetful: bool) -> Result<Quantities> {
    let memories = if let Topology::Ring(memories) = parameters.topology() { memories } else { 3 };
    // A chain is told as seen from its retrieved memory.
    let at = |step: usize| if parameters.topology() == Topology::Chain { 0 } else { step % memories };
    climb("a recurrence", digits, |precision| {
        let number = |value: &Rational| Interval::from_rational(value, precision);
        let mut saliencies = vec![number(&Rational::new()); memories];
        for (slot, saliency) in saliencies.iter_mut().zip(&circle.saliencies) {
            *slot = number(saliency);
        }
        let (mut product, mut count, mut outcome) = (number(&Rational::from(1)), 0, "goes on");
        for step in 0..circle.transitions {
            let Some(after) = handover(parameters, &saliencies, at(step))? else {
                outcome = "locked";
                break;
            };
            (product, saliencies, count) = (&product * &after.decay, after.saliencies, step + 1);
            let margin = exists_by(parameters, &saliencies, at(count));
            if !margin.positive().decide("the next memory exists", &margin)? {
                outcome = "collapses";
                break;
            }
            if forgetful {
                saliencies[at(count + 1)] = number(&Rational::new());
            }
        }
        let time = -&(&product.ln()? * &number(parameters.slow_time_constant()));
        let saliency = saliencies[at(count)].clone();
        let tight = |x: &Interval| x.digits(digits.get()) >= digits.get();
        Ok((tight(&time) && tight(&saliency)).then(|| outline(count, time, saliency, outcome)))
    })
}

/// Rings with random saliencies below the threshold, some of which collapse on the way.
pub(in crate::theorems) fn transient_cases(sampler: &mut Sampler, count: usize) -> Vec<Circle> {
    let known = [(5, 2, 3), (7, 3, 4), (4, 4, 3), (2, 2, 3)].into_iter().filter_map(|(gain, memories, saliency)| {
        let parameters = plain(ratio(gain, 1), memories).ok()?;
        Some(Circle { parameters, saliencies: vec![ratio(saliency, 1), ratio(1, 2)], transitions: 2 * memories })
    });
    let mut cases: Vec<Circle> = known.collect();
    while cases.len() < 4 + count {
        let memories = sampler.whole(2, 16) as usize;
        let k = sampler.between(&ratio(2, 1), &ratio(8, 1));
        let rho = if sampler.one_in(2) { Rational::new() } else { sampler.between(&ratio(-1, 3), &ratio(1, 9)) };
        let Ok(parameters) =
            with_reduced_gain(sampler, &k, rho).and_then(|p| p.with_topology(Topology::Ring(memories)))
        else {
            continue;
        };
        let threshold = parameters.threshold();
        let first = &threshold * sampler.between(&ratio(11, 10), &ratio(8, 1));
        let others = (1..memories).map(|_| &threshold * sampler.between(&ratio(0, 1), &ratio(19, 20)));
        let saliencies = std::iter::once(first).chain(others.collect::<Vec<_>>()).collect();
        let circle = Circle { parameters, saliencies, transitions: (2 * memories).min(20) };
        // A rival can only exist where a memory was driven beyond the threshold and left; none here is.
        cases.push(circle);
    }
    cases
}

/// A ring near its threshold: the gain is the threshold times `1 + offset`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// The model at its gain.
    pub parameters: Parameters,
    /// Relative distance to the threshold, with its sign.
    pub offset: Rational,
}

impl fmt::Display for Edge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The gain has as many digits as it takes to be that near to the threshold; the offset tells more.
        let offset = Float::with_val(53, &self.offset).to_string_radix(10, Some(3));
        write!(f, "gain=K/g (1 + {offset})")?;
        for (name, value, default) in
            [("slope", self.parameters.slope(), 1), ("self-coupling", self.parameters.self_coupling(), 0)]
        {
            if *value != default {
                write!(f, ", {name}={value}")?;
            }
        }
        if let Topology::Ring(memories) = self.parameters.topology() {
            write!(f, ", memories={memories}")?;
        }
        self.parameters.neurons().map_or(Ok(()), |neurons| write!(f, ", neurons={neurons}"))
    }
}

fn r2() -> Claim<Edge> {
    Claim {
        info: Info {
            id: "R2",
            title: "threshold",
            provenance: Provenance::Derived,
            statement: "g kappa_c = K(P, rho) = min over q in (max(0, -rho), 1] of (1 - q^P)/((1 - q)(q + rho)): 2, 3, 3.6107..., 3.8344... for P = 2 to 5 and \
                        rho = 0, and 4 as P -> infinity",
            domain: "rings of 2 to 64 memories, -4/5 <= rho <= 4/5; gains a relative 10^-2 to 10^-25 from the threshold on either side (at least 10^-4 above it where it is attained at q = 1): whether \
                     some saliency grows from one memory to the next in steady state, and 160 transitions from there where the offset is at least 1/200",
        },
        cases: edge_cases,
        predict: |edge, _| Ok(predict_side(edge, edge.offset > 0)),
        observe: observe_side,
        controls: vec![
            Control::mistaken("the chain's threshold on every ring", |edge, _| {
                let chain = Rational::from(4) / Rational::from(1 + edge.parameters.self_coupling()).square();
                Ok(predict_side(edge, edge.parameters.reduced_gain() > chain))
            }),
            Control::mistaken("threshold a relative 10^-24 higher", |edge, _| {
                Ok(predict_side(edge, edge.offset > power(10, -24)))
            }),
            Control::mistaken("threshold a relative 10^-24 lower", |edge, _| {
                Ok(predict_side(edge, edge.offset > -power(10, -24)))
            }),
            Control::mistaken("one memory more on the ring", |edge, _| {
                let Topology::Ring(memories) = edge.parameters.topology() else { return Ok(Vec::new()) };
                let more = edge.parameters.clone().with_topology(Topology::Ring(memories + 1))?;
                let threshold = gain_threshold(&more, Precision::bits(200)?)?;
                let above = threshold.is_some_and(|t| t.above(edge.parameters.gain()) == Certainty::CertainlyNot);
                Ok(predict_side(edge, above))
            }),
        ],
    }
}

/// Whether some saliency is handed on enlarged. That one grows is proved by it; that none does is only seen where most does.
fn growth(grows: bool) -> Quantities {
    let value = if grows { Value::rigorously("grows") } else { Value::Decision("shrinks", Guarantee::Numerical) };
    vec![quantity("best saliency", value)]
}

/// Whether a run from there collapses can be followed to its end unless the threshold is too near.
fn is_followed(edge: &Edge) -> bool {
    Rational::from(edge.offset.abs_ref()) >= ratio(1, 200)
}

fn fate(sustained: bool) -> Quantity {
    quantity("a run from it", Value::rigorously(if sustained { "goes on" } else { "collapses" }))
}

pub(in crate::theorems) fn predict_side(edge: &Edge, sustained: bool) -> Quantities {
    let mut predicted = growth(sustained);
    predicted.extend(is_followed(edge).then(|| fate(sustained)));
    predicted
}

/// The sign of the largest growth, and what becomes of a run that starts there.
pub(in crate::theorems) fn observe_side(edge: &Edge, digits: Digits) -> Result<Quantities> {
    const MOST_TRANSITIONS: usize = 160;
    let mut observed = observe_growth(&edge.parameters, digits)?;
    if is_followed(edge) {
        let sustained = climb("a run along a ring", digits, |precision| {
            let best = simulate_best_saliency(&edge.parameters, Precision::DOUBLE.plus(100))?;
            let start = steady_state(&edge.parameters, &Interval::from_rational(&best, precision))?;
            let run = simulate_from(&edge.parameters, &start, MOST_TRANSITIONS, precision)?;
            Ok(match run.outcome {
                Outcome::Sustained => Some(true),
                Outcome::Collapsed => Some(false),
                _ => None,
            })
        })?;
        observed.push(fate(sustained));
    }
    Ok(observed)
}

/// Whether the saliency that grows most grows at all: certain signs at a rational saliency.
pub(in crate::theorems) fn observe_growth(parameters: &Parameters, digits: Digits) -> Result<Quantities> {
    climb("growth once round a ring", digits, |precision| {
        let best = simulate_best_saliency(parameters, precision)?;
        let growth_there = simulate_growth(parameters, &Interval::from_rational(&best, precision))?;
        Ok(match growth_there.positive() {
            Certainty::Certainly => Some(growth(true)),
            Certainty::CertainlyNot => Some(growth(false)),
            Certainty::Unknown => None,
        })
    })
}

fn edge_cases(sampler: &mut Sampler, count: usize) -> Vec<Edge> {
    let mut cases = Vec::new();
    for (memories, exponent) in [(3, 2), (4, 25), (5, 10), (16, 25), (64, 25)] {
        for sign in [-1, 1] {
            cases.extend(edge(&Rational::new(), 1, memories, &(power(10, -exponent) * sign)));
        }
    }
    for _ in 0..count / 2 {
        let (rho, memories) = (self_coupling(sampler), sampler.whole(4, 24) as usize);
        let offset = sampler.small(2, 20) * if sampler.one_in(2) { 1 } else { -1 };
        cases.extend(edge(&rho, sampler.whole(1, 3) as i64, memories, &offset));
    }
    cases
}

/// Whether the gain is so far above a threshold that is attained at `q = 1` that the short dwells it allows are found.
pub(in crate::theorems) fn resolves_short_dwells(offset: &Rational) -> bool {
    *offset >= power(10, -4)
}

/// The ring whose gain is its threshold times `1 + offset`; `None` where the threshold is attained at `q = 1`, by no dwell.
fn edge(rho: &Rational, slope: i64, memories: usize, offset: &Rational) -> Option<Edge> {
    let parameters =
        plain(ratio(1, 1), memories).ok()?.with_slope(ratio(slope, 1)).ok()?.with_self_coupling(rho.clone());
    let threshold = gain_threshold(&parameters, Precision::bits(256).ok()?).ok()??.midpoint().to_rational()?;
    let attained_inside = Rational::from(1 + rho) * (memories as u64 - 1) > 2;
    let gain = threshold * (Rational::from(1) + offset);
    let at = Parameters::new(gain).ok()?.with_slope(ratio(slope, 1)).ok()?.with_self_coupling(rho.clone());
    let at = at.with_topology(Topology::Ring(memories)).ok()?;
    (attained_inside || resolves_short_dwells(offset)).then(|| Edge { parameters: at, offset: offset.clone() })
}

/// A ladder in the number of memories.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sizes(usize, usize);

impl fmt::Display for Sizes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "memories={} to {}", self.0, self.1)
    }
}

fn r3() -> Claim<Sizes> {
    Claim {
        info: Info {
            id: "R3",
            title: "approach to the chain",
            provenance: Provenance::Derived,
            statement: "4 - K(P) = 4 * 2^-P (1 + o(1)) for rho = 0: 2.2e-19 at P = 64, where doubles see 4",
            domain: "P from 20 to 40; K from the gain that hands on a saliency unchanged in the simulated steady state",
        },
        cases: |_, _| vec![Sizes(20, 40)],
        predict: |_, _| scaled_gap(4),
        observe: observe_approach,
        controls: vec![
            Control::mistaken("2 * 2^-P", |_, _| scaled_gap(2)),
            Control::mistaken("16 * 4^-P, which doubles could not tell either", |_, _| scaled_gap(0)),
        ],
    }
}

fn scaled_gap(limit: i32) -> Result<Quantities> {
    Ok(vec![quantity("2^P (4 - K)", Value::Exact(limit.into()))])
}

/// `2^P (4 - K)` along the ladder: K by steering the gain until the best saliency is handed on unchanged.
fn observe_approach(sizes: &Sizes, _digits: Digits) -> Result<Quantities> {
    let precision = Precision::bits(200)?;
    let rungs = (sizes.0..=sizes.1).step_by(5).map(|memories| {
        let gain = simulated_threshold(memories, precision)?;
        Ok(Float::with_val(precision.get(), Float::with_val(precision.get(), 4u32 - gain) << memories as i32))
    });
    Ok(vec![quantity("2^P (4 - K)", Value::Fitted(settled(&rungs.collect::<Result<Vec<_>>>()?)?))])
}

/// The gain at which the largest growth in the simulated steady state vanishes, by the secant method.
pub(super) fn simulated_threshold(memories: usize, precision: Precision) -> Result<Float> {
    let best = |gain: &Rational| -> Result<Rational> {
        let parameters = plain(gain.clone(), memories)?;
        let saliency = simulate_best_saliency(&parameters, precision)?;
        let growth = simulate_growth(&parameters, &Interval::from_rational(&saliency, precision))?;
        Ok(growth.midpoint().to_rational().unwrap_or_default())
    };
    let (mut before, mut gain) = (ratio(7, 2), ratio(4, 1));
    let mut growth_before = best(&before)?;
    for _ in 0..8 {
        let growth = best(&gain)?;
        let rise = Rational::from(&growth - &growth_before);
        if rise == 0 || Rational::from(growth.abs_ref()) < power(2, -120) {
            break;
        }
        let next = &gain - growth.clone() * Rational::from(&gain - &before) / rise;
        // Rounded, so that the numbers do not grow from step to step.
        let next = Float::with_val(precision.get(), &next).to_rational().unwrap_or(next);
        (before, growth_before) = (std::mem::replace(&mut gain, next), growth);
    }
    Ok(Float::with_val(precision.get(), &gain))
}

fn r4() -> Claim<Parameters> {
    Claim {
        info: Info {
            id: "R4",
            title: "cycles",
            provenance: Provenance::Derived,
            statement: "above K there is a cycle with the smaller q, of period P ln(1/q), which is stable; another one, unstable, exists while \
                        g kappa < P/(1 + rho), so there is one branch for P = 2, 3 or g kappa >= P (rho = 0)",
            domain: "plain rings of 2 to 12 memories, gains from just above K to 12; stability by the roots of the linearised recurrence on one \
                     side, by deviations along three turns on the other",
        },
        cases: cycle_cases,
        predict: predict_cycles,
        observe: observe_cycles,
        controls: vec![
            Control::SlightlyWrong,
            Control::mistaken("the chain's cycle", |parameters, digits| {
                let chain = crate::theorems::gain_threshold::Chain {
                    parameters: parameters.clone().with_topology(Topology::Chain)?,
                    saliency: ratio(2, 1),
                    transitions: 1,
                };
                let Topology::Ring(memories) = parameters.topology() else { return Ok(Vec::new()) };
                let at = |precision| -> Result<Interval> {
                    let points = crate::theorems::gain_threshold::predictor::fixed_points::<Interval>(
                        &chain.parameters,
                        precision,
                    )?;
                    let points = points.ok_or_else(|| Error::domain("gain", parameters.gain(), "above 4"))?;
                    Ok(&points.stable.ln()? * &Interval::from_integer(memories as i64, precision))
                };
                Ok(vec![quantity("period", Value::Enclosure(to_digits("period", digits, at)?))])
            }),
            Control::mistaken("stability of the two branches exchanged", |_, _| {
                Ok(vec![
                    quantity("smaller q", Value::rigorously("unstable")),
                    quantity("larger q", Value::rigorously("stable")),
                ])
            }),
            Control::mistaken("two branches at every gain", |parameters, digits| {
                let mut predicted = predict_cycles(parameters, digits)?;
                predicted.retain(|quantity| quantity.name == "branches");
                for quantity in &mut predicted {
                    quantity.value = Value::Count(2.into(), Guarantee::Exact);
                }
                Ok(predicted)
            }),
        ],
    }
}

/// Both cycles with every number to so many digits.
fn cycles_to_digits(parameters: &Parameters, digits: Digits) -> Result<(Cycle, Option<Cycle>)> {
    climb("the cycles of a ring", digits, |precision| {
        let (stable, other) = cycles(parameters, precision)?;
        let Some(stable) = stable else { return Err(Error::domain("gain", parameters.gain(), "above the threshold")) };
        let tight = |cycle: &Cycle| cycle.saliency.digits(digits.get() + 30) >= digits.get() + 30;
        Ok((tight(&stable) && other.as_ref().is_none_or(tight)).then_some((stable, other)))
    })
}

fn predict_cycles(parameters: &Parameters, digits: Digits) -> Result<Quantities> {
    let Topology::Ring(memories) = parameters.topology() else { return Ok(Vec::new()) };
    let (stable, other) = cycles_to_digits(parameters, digits)?;
    let period = &stable.dwell * &Interval::from_integer(memories as i64, stable.dwell.precision());
    let stability = |cycle: &Cycle| -> Result<Value> {
        let answer = is_stable(parameters, cycle)?.decide("the cycle is stable", &cycle.saliency)?;
        Ok(Value::rigorously(if answer { "stable" } else { "unstable" }))
    };
    let mut predicted = vec![
        quantity("period", Value::Enclosure(period)),
        quantity("branches", Value::Count((1 + usize::from(other.is_some())).into(), Guarantee::Exact)),
        quantity("smaller q", stability(&stable)?),
    ];
    if let Some(other) = &other {
        predicted.push(quantity("larger q", stability(other)?));
    }
    Ok(predicted)
}

/// The simulated turn from the cycle's state, sign changes of the simulated growth, and deviations over three turns.
fn observe_cycles(parameters: &Parameters, digits: Digits) -> Result<Quantities> {
    let Topology::Ring(memories) = parameters.topology() else { return Ok(Vec::new()) };
    let precision = Precision::DOUBLE.plus(digits.bits() * 2);
    let branches = simulated_branches(parameters)?;
    let Some(largest) = branches.last() else {
        return Err(Error::domain("gain", parameters.gain(), "above the threshold"));
    };
    let saliency = refined(parameters, largest, precision)?;
    let run = simulate_from(parameters, &steady_state(parameters, &saliency)?, memories, precision)?;
    let period = run.transitions.last().map(|last| last.time.clone());
    let period = period.ok_or_else(|| Error::domain("gain", parameters.gain(), "one with a cycle"))?;
    let mut observed = vec![
        quantity("period", Value::Enclosure(period)),
        quantity("branches", Value::Count(branches.len().into(), Guarantee::Rigorous)),
        quantity("smaller q", deviations(parameters, &saliency)?),
    ];
    if let [other, _] = &branches[..] {
        observed.push(quantity("larger q", deviations(parameters, &refined(parameters, other, precision)?)?));
    }
    Ok(observed)
}

/// Brackets of the saliencies that are handed on unchanged, ascending: certain sign changes of the simulated growth on a grid from
/// the threshold to the gain.
fn simulated_branches(parameters: &Parameters) -> Result<Vec<(Rational, Rational)>> {
    const GRID: u32 = 96;
    let coarse = Precision::bits(128)?;
    let threshold = parameters.threshold();
    let span = Rational::from(parameters.gain() - &threshold) + &threshold;
    let grid: Vec<Rational> = (1..=GRID)
        // Denser towards the threshold, where the smaller branch is born.
        .map(|n| &threshold + (&span * Rational::from((n * n, GRID * GRID))))
        .collect();
    let grows = |saliency: &Rational| -> Result<Option<bool>> {
        let growth = simulate_growth(parameters, &Interval::from_rational(saliency, coarse))?;
        Ok(match growth.positive() {
            Certainty::Certainly => Some(true),
            Certainty::CertainlyNot => Some(false),
            Certainty::Unknown => None,
        })
    };
    let signs = grid.iter().map(&grows).collect::<Result<Vec<_>>>()?;
    let certain: Vec<(&Rational, bool)> = grid.iter().zip(&signs).filter_map(|(z, sign)| Some((z, (*sign)?))).collect();
    let changes = certain.windows(2).filter(|pair| pair[0].1 != pair[1].1);
    Ok(changes.map(|pair| (pair[0].0.clone(), pair[1].0.clone())).collect())
}

/// The saliency within a bracket that is handed on unchanged: found by the secant method, enclosed by certain signs on both sides.
fn refined(parameters: &Parameters, (low, high): &(Rational, Rational), precision: Precision) -> Result<Interval> {
    let bits = precision.get();
    let growth = |saliency: &Rational| simulate_growth(parameters, &Interval::from_rational(saliency, precision));
    let (mut before, mut growth_before) = (low.clone(), growth(low)?);
    let rising = growth_before.positive() == Certainty::CertainlyNot;
    let (mut here, mut growth_here) = (high.clone(), growth(high)?);
    for _ in 0..40 {
        let rise = Float::with_val(bits, growth_here.midpoint() - growth_before.midpoint());
        let slope = rise / Float::with_val(bits, Rational::from(&here - &before));
        let step = Float::with_val(bits, growth_here.midpoint() / slope);
        let next = &here - step.to_rational().unwrap_or_default();
        // A step out of the bracket goes half way to its end instead.
        let next = if next <= *low {
            Rational::from(low + &here) / 2u32
        } else if next >= *high {
            Rational::from(high + &here) / 2u32
        } else {
            next
        };
        let next = Float::with_val(bits, &next).to_rational().unwrap_or(next);
        let moved = Rational::from(&next - &here).abs();
        (before, growth_before) = (here, growth_here);
        growth_here = growth(&next)?;
        here = next;
        if moved < Rational::from(&here >> (bits / 2)) {
            break;
        }
    }
    let mut reach = Rational::from(&here >> (bits - 32));
    while reach < *high {
        let (left, right) = (Rational::from(&here - &reach), Rational::from(&here + &reach));
        let signs = (growth(&left)?.positive(), growth(&right)?.positive());
        let wanted = if rising {
            (Certainty::CertainlyNot, Certainty::Certainly)
        } else {
            (Certainty::Certainly, Certainty::CertainlyNot)
        };
        if signs == wanted {
            return Ok(Interval::from_rational(&left, precision).hull(&Interval::from_rational(&right, precision)));
        }
        reach <<= 8;
    }
    Err(Error::Undecided { question: "the growth changes its sign", value: here.to_f64().to_string() })
}

/// Whether deviations of a relative 10^-9 from a cycle are larger or smaller after three turns, on both sides.
fn deviations(parameters: &Parameters, saliency: &Interval) -> Result<Value> {
    let Topology::Ring(memories) = parameters.topology() else {
        return Err(Error::domain("memories", "missing", "the number of memories of a ring"));
    };
    let precision = saliency.precision();
    let mut answers = [Certainty::Unknown; 2];
    for (answer, sign) in answers.iter_mut().zip([-1, 1]) {
        let relative = Interval::from_rational(&(power(10, -9) * sign), precision);
        let moved = saliency * &relative;
        let mut state = steady_state(parameters, saliency)?;
        state[0] = &state[0] + &moved;
        let run = simulate_from(parameters, &state, 3 * memories, precision)?;
        *answer = match (run.outcome, run.transitions.last()) {
            (Outcome::Sustained, Some(last)) => (&last.saliency - saliency).square().less(&moved.square()),
            // It has grown until the cycle was lost.
            (Outcome::Collapsed, _) => Certainty::CertainlyNot,
            _ => Certainty::Unknown,
        };
    }
    match answers {
        [Certainty::Certainly, Certainty::Certainly] => Ok(Value::rigorously("stable")),
        [Certainty::CertainlyNot, Certainty::CertainlyNot] => Ok(Value::rigorously("unstable")),
        _ => Err(Error::Undecided { question: "deviations from the cycle die out", value: saliency.to_string() }),
    }
}

fn cycle_cases(sampler: &mut Sampler, count: usize) -> Vec<Parameters> {
    let mut cases: Vec<Parameters> = [
        (ratio(5, 2), 2),
        (ratio(4, 1), 3),
        (ratio(37, 10), 4),
        (ratio(39, 10), 5),
        (ratio(9, 2), 6),
        (ratio(6, 1), 5),
    ]
    .into_iter()
    .filter_map(|(gain, memories)| plain(gain, memories).ok())
    .collect();
    while cases.len() < 6 + count / 6 {
        let memories = sampler.whole(4, 12) as usize;
        cases.extend(plain(sampler.between(&ratio(41, 10), &ratio(12, 1)), memories));
    }
    cases
}

fn r5() -> Claim<Circle> {
    Claim {
        info: Info {
            id: "R5",
            title: "accumulation",
            provenance: Provenance::Derived,
            statement: "P = 2, rho = 0, 1 < g kappa < 2: once the other memory stands at the threshold, as after any transition that is survived, \
                        z' - 1 = (k - 1)(1 - 1/z): no collapse ever, infinitely many transitions in a finite time; a first transition from r < theta \
                        collapses iff k (1 - 1/z) + g r/z <= 1",
            domain: "rings of two, any slope and slow time constant, 1.02 <= g kappa <= 1.6; the other memory at the threshold, or with less",
        },
        cases: zeno_cases,
        predict: predict_accumulation,
        observe: observe_accumulation,
        controls: vec![
            Control::SlightlyWrong,
            Control::mistaken("the first transition is always survived", |circle, digits| {
                let at_threshold = Circle {
                    saliencies: vec![circle.saliencies[0].clone(), circle.parameters.threshold()],
                    ..circle.clone()
                };
                predict_accumulation(&at_threshold, digits)
            }),
            Control::mistaken("a ring below its threshold collapses", |_, _| {
                Ok(vec![quantity("fate", Value::rigorously("collapses"))])
            }),
        ],
    }
}

fn predict_accumulation(circle: &Circle, digits: Digits) -> Result<Quantities> {
    let (parameters, threshold) = (&circle.parameters, circle.parameters.threshold());
    let Some(first) = handover::<Rational>(parameters, &circle.saliencies, 0)? else {
        return Ok(Vec::new());
    };
    if first.saliencies[1] <= threshold {
        return Ok(vec![quantity("fate", Value::rigorously("collapses"))]);
    }
    // After the first transition the memory just left stands at the threshold.
    let dwell = |precision| -> Result<Interval> {
        let decay = Interval::from_rational(&first.decay, precision);
        Ok(-&(&decay.ln()? * &Interval::from_rational(parameters.slow_time_constant(), precision)))
    };
    let total = to_digits("accumulation time", digits, |precision| {
        Ok(&dwell(precision)? + &accumulation_time(parameters, &first.saliencies[1], precision)?)
    })?;
    Ok(vec![quantity("fate", Value::rigorously("accumulates")), quantity("time of them all", Value::Enclosure(total))])
}

/// Transitions until a dwell is too short to matter. What is left is estimated, not bounded: by a geometric series, give or take
/// its own size.
fn observe_accumulation(circle: &Circle, digits: Digits) -> Result<Quantities> {
    let precision = Precision::DOUBLE.plus(digits.bits() * 5 / 2);
    let system = crate::model::LimitSystem::new(circle.parameters.clone());
    let run = system.run(&system.start(&circle.saliencies, precision)?, 100_000, precision)?;
    let too_short = Float::with_val(64, Float::i_exp(1, -(digits.bits() as i32) - 16));
    let end = run.transitions.iter().position(|transition| *transition.dwell.upper() < too_short);
    let Some([before, last]) = end.and_then(|end| run.transitions.get(end.checked_sub(1)?..=end)) else {
        return Ok(vec![quantity("fate", Value::rigorously(word(run.outcome)))]);
    };
    let ratio = last.dwell.divide(&before.dwell)?;
    let rest = &Interval::from_integer(1, precision) - &ratio;
    if !rest.positive().decide("the dwells shrink", &rest)? {
        return Ok(vec![quantity("fate", Value::rigorously("goes on"))]);
    }
    let most = (&last.dwell * &Interval::from_integer(2, precision)).divide(&rest)?;
    let within = Interval::new(Float::new(precision.get()), most.upper().clone())?;
    Ok(vec![
        quantity("fate", Value::Decision(word(Outcome::Accumulating), Guarantee::Numerical)),
        quantity("time of them all", Value::Estimate(&last.time + &within)),
    ])
}

fn zeno_cases(sampler: &mut Sampler, count: usize) -> Vec<Circle> {
    let known = [(3, 2, 2, 1), (3, 2, 2, 0), (8, 5, 3, 1), (11, 10, 5, 1)].into_iter().filter_map(
        |(above, below, saliency, other)| {
            let parameters = plain(ratio(above, below), 2).ok()?;
            Some(Circle { parameters, saliencies: vec![ratio(saliency, 1), ratio(other, 1)], transitions: 0 })
        },
    );
    let mut cases: Vec<Circle> = known.collect();
    while cases.len() < 4 + count / 6 {
        let k = sampler.between(&ratio(51, 50), &ratio(8, 5));
        let Ok(parameters) =
            with_reduced_gain(sampler, &k, Rational::new()).and_then(|p| p.with_topology(Topology::Ring(2)))
        else {
            continue;
        };
        let threshold = parameters.threshold();
        let first = &threshold * sampler.between(&ratio(11, 10), &ratio(6, 1));
        let other = if sampler.one_in(2) {
            threshold.clone()
        } else {
            &threshold * sampler.between(&ratio(0, 1), &ratio(1, 1))
        };
        cases.push(Circle { parameters, saliencies: vec![first, other], transitions: 0 });
    }
    cases
}

fn r6() -> Claim<Parameters> {
    Claim {
        info: Info {
            id: "R6",
            title: "the paper's threshold on a ring",
            provenance: Provenance::Derived,
            statement: "kappa >= 4 is sufficient on every ring and necessary on none: the ring's map lies above the chain's, and K(P) < 4 for every P",
            domain: "plain rings of 2 to 10 memories; gains between K(P) and 4, and from 4 to 9",
        },
        cases: |sampler, count| {
            let mut cases = Vec::new();
            for (gain, memories) in
                [(ratio(5, 2), 2), (ratio(7, 2), 3), (ratio(39, 10), 4), (ratio(39, 10), 5), (ratio(4, 1), 8)]
            {
                cases.extend(plain(gain, memories));
            }
            while cases.len() < 5 + count / 3 {
                let memories = sampler.whole(2, 10) as usize;
                let gain = if sampler.one_in(2) {
                    sampler.between(&ratio(4, 1), &ratio(9, 1))
                } else {
                    ratio(4, 1) - power(2, -(memories as i32))
                };
                cases.extend(plain(gain, memories));
            }
            cases
        },
        predict: |parameters, _| {
            let threshold = reduced_threshold(parameters, Precision::bits(256)?)?;
            let exact = Interval::from_rational(parameters.gain(), Precision::bits(256)?);
            let ring = threshold.is_some_and(|threshold| threshold.less(&exact) == Certainty::Certainly);
            Ok(comparison(ring, *parameters.gain() >= 4))
        },
        observe: |parameters, digits| {
            let grows = observe_growth(parameters, digits)?;
            let ring = grows.first().is_some_and(|quantity| quantity.value == Value::rigorously("grows"));
            // A chain at its threshold keeps the saliency 2; otherwise a generous start decides.
            let chain = parameters.clone().with_topology(Topology::Chain)?;
            let start = if *parameters.gain() == 4 { ratio(2, 1) } else { parameters.gain().clone() };
            let fate = observe_fate(&chain, &start)?;
            Ok(comparison(ring, fate.first().is_some_and(|fate| fate.value.display(9) == "endless")))
        },
        controls: vec![
            Control::mistaken("the chain's threshold is necessary on a ring", |parameters, _| {
                let sustained = *parameters.gain() >= 4;
                Ok(comparison(sustained, sustained))
            }),
            Control::mistaken("the ring's threshold suffices on a chain", |_, _| Ok(comparison(true, true))),
        ],
    }
}

fn comparison(ring: bool, chain: bool) -> Quantities {
    let word = |sustained| Value::rigorously(if sustained { "sustains itself" } else { "collapses" });
    vec![quantity("ring", word(ring)), quantity("chain", word(chain))]
}
