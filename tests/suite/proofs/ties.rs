//! What is proved and what is checked is the same thing: the formulas of the proofs, from the ledger, against the predictors at random
//! points of each claim's domain.
//!
//! A formula and its predictor are both enclosed, and have to determine 40 digits that agree; a count is compared as a whole
//! number, at points where it runs into the thousands.

use super::formula::Formulas;
use super::{entry, rows};
use escapement::evidence::Sampler;
use escapement::model::{Activation, Parameters, Topology};
use escapement::numerics::rational::{power, ratio};
use escapement::numerics::{Interval, Precision};
use escapement::theorems::collapse::predictor as collapse;
use escapement::theorems::escape_time::predictor as escape_time;
use escapement::theorems::finite_size::predictor as finite_size;
use escapement::theorems::gain_threshold::predictor as gain_threshold;
use escapement::theorems::memory::predictor as memory;
use escapement::theorems::ring::predictor as ring;
use rug::float::Round;
use rug::{Integer, Rational};
use serde_json::Value;
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Points per tie.
const POINTS: usize = 50;

/// A claim that is tied, and the comparison of its proof's formulas with the predictor at one random point.
struct Tie {
    folder: &'static str,
    claim: &'static str,
    compare: fn(&mut Point),
}

const TIES: &[Tie] = &[
    Tie { folder: "escape_time", claim: "E1", compare: escape },
    Tie { folder: "escape_time", claim: "E4", compare: handover },
    Tie { folder: "gain_threshold", claim: "G1", compare: threshold },
    Tie { folder: "gain_threshold", claim: "G2", compare: fixed_points },
    Tie { folder: "gain_threshold", claim: "G3", compare: orbit },
    Tie { folder: "gain_threshold", claim: "G4", compare: period },
    Tie { folder: "collapse", claim: "C1", compare: immediate },
    Tie { folder: "collapse", claim: "C2", compare: weakening },
    Tie { folder: "collapse", claim: "C3", compare: count_below },
    Tie { folder: "collapse", claim: "C4", compare: active_time },
    Tie { folder: "collapse", claim: "C5", compare: bottleneck },
    Tie { folder: "collapse", claim: "C6", compare: basin },
    Tie { folder: "collapse", claim: "C7", compare: rest },
    Tie { folder: "ring", claim: "R2", compare: ring_threshold },
    Tie { folder: "finite_size", claim: "F1", compare: finite_threshold },
    Tie { folder: "finite_size", claim: "F2", compare: finite_dwell },
    Tie { folder: "memory", claim: "M4", compare: depth },
];

fn bits() -> Precision {
    Precision::bits(320).unwrap()
}

fn enclosed(value: &Rational) -> Interval {
    Interval::from_rational(value, bits())
}

/// The formulas of the ledger, with the body of each as `edited` leaves it.
fn formulas(edited: impl Fn(&Value) -> String) -> Formulas {
    let mut formulas = Formulas::default();
    for row in rows("formulas") {
        let arguments: Vec<_> = row["arguments"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        formulas.define(entry(&row, "folder"), entry(&row, "name"), &arguments, &edited(&row));
    }
    formulas
}

/// The body of a formula as the checker printed it.
fn as_proved(row: &Value) -> String {
    entry(row, "body").to_owned()
}

/// Compares at every point of a tie; panics at the first difference.
fn hold(tie: &Tie, formulas: &Formulas) {
    const SEED: u64 = 2603;
    let mut point = Point { formulas, folder: tie.folder, sampler: Sampler::new(SEED, tie.claim) };
    for _ in 0..POINTS {
        (tie.compare)(&mut point);
    }
}

/// A random point: parameters without lock, and the formulas to evaluate there.
struct Point<'a> {
    formulas: &'a Formulas,
    folder: &'static str,
    sampler: Sampler,
}

impl Point<'_> {
    /// Value of a formula of the tie's folder.
    fn formula(&self, name: &str, arguments: &[Rational]) -> Interval {
        let arguments: Vec<_> = arguments.iter().map(enclosed).collect();
        self.formulas.value(self.folder, name, &arguments, bits())
    }

    fn between(&mut self, low: (i64, i64), high: (i64, i64)) -> Rational {
        self.sampler.between(&ratio(low.0, low.1), &ratio(high.0, high.1))
    }

    /// A self-coupling, and its critical reduced gain `4/(1 + rho)^2`.
    fn self_coupling(&mut self) -> (Rational, Rational) {
        let rho = self.between((-1, 2), (1, 2));
        let critical = Rational::from(4) / Rational::from(&rho + 1u32).square();
        (rho, critical)
    }

    /// A reduced gain in the window above the critical one, which the lock closes for a positive self-coupling.
    fn gain_above(&mut self, rho: &Rational, critical: &Rational) -> Rational {
        let end = if *rho > 0 { Rational::from(rho.recip_ref()) } else { Rational::from(critical * 3u32) };
        let end = end.min(Rational::from(critical * 3u32));
        let share = self.between((1, 100), (99, 100));
        critical + share * (end - critical)
    }

    /// Parameters of a reduced gain, with a random slope and time constant.
    fn parameters(&mut self, reduced_gain: &Rational, rho: &Rational) -> Parameters {
        let (slope, tau) = (self.between((1, 3), (3, 1)), self.between((1, 3), (3, 1)));
        let parameters = Parameters::new(Rational::from(reduced_gain / &slope)).unwrap();
        let parameters = parameters.with_slope(slope).unwrap().with_self_coupling(rho.clone());
        parameters.with_slow_time_constant(tau).unwrap()
    }

    /// Parameters with no lock, anywhere.
    fn unlocked(&mut self) -> Parameters {
        let rho = self.between((-2, 1), (2, 1));
        let most = if rho > 0 { Rational::from(rho.recip_ref()) } else { Rational::from(8) };
        let gain = most * self.between((1, 100), (99, 100));
        self.parameters(&gain, &rho)
    }

    /// A saliency above the threshold, from a reduced one between the two.
    fn saliency(&mut self, parameters: &Parameters, low: (i64, i64), high: (i64, i64)) -> Rational {
        self.between(low, high) * parameters.threshold()
    }
}

/// `y = g Z - k rho`.
fn shifted(parameters: &Parameters, saliency: &Rational) -> Rational {
    let own = parameters.reduced_gain() * parameters.self_coupling();
    Rational::from(saliency * parameters.slope()) - own
}

fn assert_same(what: &str, proved: &Interval, predicted: &Interval) {
    for (side, value) in [("formula", proved), ("predictor", predicted)] {
        let zero = value.contains_zero() && value.width() < power(10, -60);
        assert!(zero || value.digits(40) == 40, "{what}: the {side} is too wide: {value}");
    }
    assert!(proved.overlaps(predicted), "{what}: the proof says {proved}, the predictor {predicted}");
}

/// The whole number that a count's formula stands for: `max(0, ceil x)`.
fn assert_counts(what: &str, proved: &Interval, predicted: Option<Integer>) {
    let ceiling = |end: &rug::Float| end.to_integer_round(Round::Up).unwrap().0.max(Integer::new());
    let (low, high) = (ceiling(proved.lower()), ceiling(proved.upper()));
    // At a jump the enclosure of the formula holds a whole number, and leaves two counts.
    let predicted = predicted.unwrap_or_else(|| panic!("{what}: endless"));
    assert!(predicted == low || predicted == high, "{what}: the proof says {proved}, the predictor {predicted}");
}

fn escape(point: &mut Point) {
    let parameters = point.unlocked();
    let saliency = point.saliency(&parameters, (1, 1), (9, 1));
    let theta = parameters.threshold();
    assert_same("theta", &point.formula("threshold", &[parameters.slope().clone()]), &enclosed(&theta));
    let arguments = [parameters.slow_time_constant(), parameters.gain(), parameters.self_coupling(), &theta, &saliency];
    let predicted = escape_time::escape_time(&parameters, &saliency, bits()).unwrap();
    assert_same("T", &point.formula("escape_time", &arguments.map(Rational::clone)), &predicted);
}

fn handover(point: &mut Point) {
    let parameters = point.unlocked();
    let saliency = point.saliency(&parameters, (1, 1), (9, 1));
    let (theta, successor) = (parameters.threshold(), point.between((0, 1), (2, 1)));
    let arguments = [parameters.gain(), parameters.self_coupling(), &theta, &saliency, &successor];
    let predicted = escape_time::next_saliency(&parameters, &saliency, &successor, bits()).unwrap();
    assert_same("Z'", &point.formula("next_saliency", &arguments.map(Rational::clone)), &predicted);
}

fn threshold(point: &mut Point) {
    let (rho, critical) = point.self_coupling();
    let parameters = point.parameters(&critical, &rho);
    let predicted = gain_threshold::gain_threshold(&parameters).unwrap() * parameters.slope();
    assert_same("g kappa_c", &point.formula("gain_threshold", &[rho]), &enclosed(&predicted));
    let parameters = point.unlocked();
    let saliency = point.saliency(&parameters, (1, 1), (9, 1));
    let z = Rational::from(&saliency * parameters.slope());
    let predicted: Rational = escape_time::next_saliency(&parameters, &saliency, &Rational::new(), bits()).unwrap();
    let proved = point.formula("handover", &[parameters.reduced_gain(), parameters.self_coupling().clone(), z]);
    assert_same("z'", &proved, &enclosed(&(predicted * parameters.slope())));
}

fn fixed_points(point: &mut Point) {
    let (rho, critical) = point.self_coupling();
    let k = point.gain_above(&rho, &critical);
    let parameters = point.parameters(&k, &rho);
    let predicted = gain_threshold::fixed_points::<Interval>(&parameters, bits()).unwrap().unwrap();
    let slope = enclosed(parameters.slope());
    let sides = [
        ("upper", predicted.stable, predicted.multiplier),
        ("lower", predicted.unstable, predicted.unstable_multiplier),
    ];
    for (name, saliency, multiplier) in sides {
        let z = point.formula(name, &[k.clone(), rho.clone()]);
        assert_same(name, &z, &(saliency * slope.clone()));
        let proved = point.formulas.value(point.folder, "multiplier", &[enclosed(&k), enclosed(&rho), z], bits());
        assert_same("multiplier", &proved, &multiplier);
    }
}

fn orbit(point: &mut Point) {
    let (rho, critical) = point.self_coupling();
    let n = point.sampler.whole(0, 6);
    let above = point.gain_above(&rho, &critical);
    let below = &critical * point.between((1, 10), (99, 100));
    for (name, k) in [("y_above", above), ("y_at", critical), ("y_below", below)] {
        let parameters = point.parameters(&k, &rho);
        // Above both fixed points, so that no orbit meets one or ends early.
        let saliency = point.saliency(&parameters, (40, 1), (60, 1));
        let predicted: Interval = gain_threshold::orbit(&parameters, &saliency, n as u32, bits()).unwrap();
        let own = Rational::from(&k * &rho);
        let predicted = predicted * enclosed(parameters.slope()) - enclosed(&own);
        let proved = point.formula(name, &[k, rho.clone(), shifted(&parameters, &saliency), Rational::from(n)]);
        assert_same(name, &proved, &predicted);
    }
}

fn period(point: &mut Point) {
    let (rho, critical) = point.self_coupling();
    let k = point.gain_above(&rho, &critical);
    let parameters = point.parameters(&k, &rho);
    let predicted = gain_threshold::cycle_dwell::<Interval>(&parameters, bits()).unwrap().unwrap();
    assert_same("T_+", &point.formula("period", &[parameters.slow_time_constant().clone(), k, rho]), &predicted);
}

fn immediate(point: &mut Point) {
    let (rho, critical) = point.self_coupling();
    let k = point.gain_above(&rho, &critical);
    let parameters = point.parameters(&k, &rho);
    let bound = point.formula("immediate_bound", &[k, rho]).lower().to_rational().unwrap();
    let first = Some(Integer::from(1));
    for (hair, at_once) in [(-power(2, -100), true), (power(2, -100), false)] {
        let saliency = &bound * (hair + Rational::from(1)) / parameters.slope();
        assert_eq!(*collapse::transitions(&parameters, &saliency).unwrap().value() == first, at_once, "{bound}");
    }
}

fn weakening(point: &mut Point) {
    let k = point.between((1, 10), (8, 1));
    let parameters = point.parameters(&k, &Rational::new());
    let saliency = point.saliency(&parameters, (1, 1), (9, 1));
    let predicted = collapse::weakening(&parameters, &saliency).unwrap() * parameters.slope();
    let z = Rational::from(&saliency * parameters.slope());
    assert_same("z' - z", &point.formula("weakening", &[k, z]), &enclosed(&predicted));
}

/// A chain below the critical gain by a share of it down to `2^-24`, so that counts run into the thousands: its reduced gain,
/// self-coupling, parameters and first saliency.
fn collapsing(point: &mut Point, rho: Rational) -> (Rational, Parameters, Rational) {
    let critical = Rational::from(4) / Rational::from(&rho + 1u32).square();
    let octaves = point.sampler.whole(1, 24) as i32;
    let k = critical * (Rational::from(1) - power(2, -octaves));
    let parameters = point.parameters(&k, &rho);
    let saliency = point.saliency(&parameters, (1, 2), (20, 1));
    (k, parameters, saliency)
}

fn count_below(point: &mut Point) {
    let rho = point.self_coupling().0;
    let (k, parameters, saliency) = collapsing(point, rho.clone());
    let proved = point.formula("count_below", &[k, rho, shifted(&parameters, &saliency)]);
    assert_counts("n_c", &proved, collapse::transitions(&parameters, &saliency).unwrap().into_value());
    let (k, parameters, saliency) = collapsing(point, Rational::new());
    let proved = point.formula("count_paper", &[k, shifted(&parameters, &saliency)]);
    assert_counts(
        "n_c of the paper's case",
        &proved,
        collapse::transitions(&parameters, &saliency).unwrap().into_value(),
    );
}

fn active_time(point: &mut Point) {
    for (name, rho) in [("active_below", point.self_coupling().0), ("active_paper", Rational::new())] {
        let (k, parameters, saliency) = collapsing(point, rho.clone());
        let count = collapse::transitions_to_the_end(&parameters, &saliency).unwrap();
        let predicted: Interval = collapse::active_time(&parameters, &saliency, &count, bits()).unwrap();
        let (tau, y) = (parameters.slow_time_constant().clone(), shifted(&parameters, &saliency));
        let arguments = if name == "active_below" { vec![tau, k, rho, y] } else { vec![tau, k, y] };
        let arguments: Vec<_> = arguments.into_iter().chain([Rational::from(count)]).collect();
        assert_same(name, &point.formula(name, &arguments), &predicted);
    }
}

/// The limit of the paper's case, the only one with a predictor.
fn bottleneck(point: &mut Point) {
    let predicted: Interval = collapse::bottleneck(bits());
    assert_same("limit", &point.formula("bottleneck", &[Rational::new()]), &predicted);
}

fn basin(point: &mut Point) {
    let (rho, critical) = point.self_coupling();
    let above = &critical * (Rational::from(1) + power(2, -(point.sampler.whole(6, 24) as i32)));
    for (name, k) in [("count_above", above), ("count_at", critical)] {
        let parameters = point.parameters(&k, &rho);
        let predicted = gain_threshold::fixed_points::<Interval>(&parameters, bits()).unwrap().unwrap();
        let unstable = predicted.unstable.lower().to_rational().unwrap();
        let octaves = point.sampler.whole(1, 12) as i32;
        let saliency = &unstable * (Rational::from(1) - power(2, -octaves));
        let proved = point.formula(name, &[k, rho.clone(), shifted(&parameters, &saliency)]);
        assert_counts(name, &proved, collapse::transitions(&parameters, &saliency).unwrap().into_value());
    }
}

fn rest(point: &mut Point) {
    let parameters = point.unlocked();
    let (saliency, time) = (point.between((0, 1), (1, 1)), point.between((0, 1), (5, 1)));
    let predicted = collapse::rested(&parameters, &enclosed(&saliency), &time);
    let arguments = [parameters.slow_time_constant(), &saliency, &time].map(Rational::clone);
    assert_same("alpha", &point.formula("rested", &arguments), &predicted);
    let (state, ratio) = (point.between((0, 1), (1, 1)), point.between((1, 100), (1, 10)));
    let slope = parameters.slope();
    let predicted = collapse::rested_state(slope, &enclosed(&state), &enclosed(&saliency), &time, &ratio).unwrap();
    let arguments = [slope, &ratio, &saliency, &state, &time].map(Rational::clone);
    assert_same("c", &point.formula("rested_state", &arguments), &predicted);
}

fn ring_threshold(point: &mut Point) {
    let rho = point.between((-1, 4), (1, 4));
    // The least value of three memories lies inside for rho > 0, and at the edge q = 1 below.
    for (name, memories, rho) in [("two_threshold", 2, rho.clone()), ("three_threshold", 3, rho.clone().abs())] {
        let parameters = point.parameters(&ratio(1, 1), &rho).with_topology(Topology::Ring(memories)).unwrap();
        let predicted = ring::reduced_threshold(&parameters, bits()).unwrap().unwrap();
        assert_same("K", &point.formula(name, std::slice::from_ref(&rho)), &predicted);
    }
    // On a cycle the function's value at its q is the reduced gain.
    let memories = point.sampler.whole(2, 6) as usize;
    let gain = point.between((41, 10), (6, 1));
    let parameters = point.parameters(&gain, &Rational::new()).with_topology(Topology::Ring(memories)).unwrap();
    let (Some(cycle), _) = ring::cycles(&parameters, bits()).unwrap() else { panic!("no cycle at {gain}") };
    let arguments = [enclosed(&Rational::from(memories)), enclosed(&Rational::new()), cycle.decay];
    let value = point.formulas.value(point.folder, "ring_function", &arguments, bits());
    assert_same("g kappa", &value, &enclosed(&gain));
}

fn finite_threshold(point: &mut Point) {
    let (rho, critical) = point.self_coupling();
    assert_same("K", &point.formula("chain_threshold", std::slice::from_ref(&rho)), &enclosed(&critical));
    let neurons = point.sampler.whole(9, 400);
    let count = Rational::from(neurons);
    let chain = |parameters: Parameters| parameters.with_neurons(Some(neurons)).unwrap();
    let parameters = chain(point.parameters(&ratio(1, 1), &rho));
    let predicted = finite_size::gain_threshold(&parameters, bits()).unwrap().unwrap();
    let arguments = [critical, parameters.slope().clone(), rho, count.clone()];
    assert_same("kappa_c", &point.formula("threshold_gain", &arguments), &predicted);
    let papers = chain(Parameters::new(ratio(1, 1)).unwrap());
    let predicted = finite_size::gain_threshold(&papers, bits()).unwrap().unwrap();
    assert_same("4N/(N - 4)", &point.formula("paper_threshold_gain", &[count]), &predicted);
}

fn finite_dwell(point: &mut Point) {
    let rho = point.between((-1, 4), (0, 1));
    let gain = point.between((2, 1), (9, 1));
    let neurons = point.sampler.whole(16, 400);
    let parameters = point.parameters(&gain, &rho).with_topology(Topology::Ring(3)).unwrap();
    let parameters = parameters.with_neurons(Some(neurons)).unwrap();
    let first = point.saliency(&parameters, (3, 1), (9, 1));
    let saliencies = [first, point.between((0, 1), (1, 3)), point.between((0, 1), (1, 3))];
    let Some(after) = ring::handover::<Rational>(&parameters, &saliencies, 0).unwrap() else { panic!("locked") };
    let (kappa, sum) = (parameters.gain(), saliencies.iter().sum::<Rational>());
    let arguments =
        [parameters.slope(), kappa, &rho, &Rational::from(neurons), &saliencies[0], &sum].map(Rational::clone);
    assert_same("q", &point.formula("remaining", &arguments), &enclosed(&after.decay));
    let arguments = [kappa.clone(), rho, sum, after.decay.clone()];
    let next = after.saliencies.iter().sum::<Rational>();
    assert_same("S'", &point.formula("next_sum", &arguments), &enclosed(&next));
}

fn depth(point: &mut Point) {
    let (slope, reduced) = (point.between((1, 3), (3, 1)), point.between((1, 1), (9, 1)));
    let predicted = memory::depth(Activation::HardTanh, &slope, &enclosed(&reduced)).unwrap();
    let saliency = Rational::from(&reduced / &slope);
    assert_same("E/N", &point.formula("hard_tanh_depth", &[slope, saliency]), &predicted);
}

#[test]
fn the_formulas_of_the_proofs_are_those_of_the_predictors() {
    let formulas = formulas(as_proved);
    TIES.iter().for_each(|tie| hold(tie, &formulas));
}

#[test]
fn a_formula_stretched_and_shifted_by_one_in_a_thousand_is_caught() {
    for wrong in rows("formulas") {
        let off = |row: &Value| {
            if *row == wrong { format!("1001 / 1000 * ({}) + 1 / 1000", as_proved(row)) } else { as_proved(row) }
        };
        let formulas = formulas(off);
        let caught = TIES.iter().any(|tie| catch_unwind(AssertUnwindSafe(|| hold(tie, &formulas))).is_err());
        assert!(caught, "nothing holds {} of claim {}", entry(&wrong, "name"), entry(&wrong, "claim"));
    }
}

#[test]
fn the_claims_that_have_a_closed_form_and_a_proof_are_tied() {
    let tied: Vec<_> = TIES.iter().map(|tie| tie.claim).collect();
    let marked: BTreeSet<_> = rows("formulas").iter().map(|row| entry(row, "claim").to_owned()).collect();
    assert_eq!(tied.iter().map(|&claim| claim.to_owned()).collect::<BTreeSet<_>>(), marked);
    let proved: BTreeSet<_> = rows("theorems").iter().map(|row| entry(row, "claim").to_owned()).collect();
    assert!(marked.is_subset(&proved), "a formula is marked with a claim that is not proved");
}
