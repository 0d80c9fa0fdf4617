//! Values computed by other programs: a second opinion on predictors and on the integrated model alike.
//!
//! `fixtures/oracle/README.md` says where they come from.

use crate::support::oracle;
use escapement::model::{LimitSystem, Mixture, Outcome, Parameters, SmoothLimit, Topology};
use escapement::numerics::rational::{parse, power};
use escapement::numerics::{Digits, Interval, Precision};
use escapement::theorems::collapse::predictor::{active_time, transitions};
use escapement::theorems::escape_time::predictor::{escape_time, is_locked, next_saliency};
use escapement::theorems::gain_threshold::predictor::{cycle_dwell, fixed_points};
use escapement::theorems::singular_limit::predictor::delayed_escape;
use escapement::theorems::smooth_activation::predictor::{Profile, threshold};
use escapement::theorems::{finite_size, ring};
use rug::{Integer, Rational};
use serde_json::Value;

/// Digits that both sides are asked for; the reference has about 107, of which the last two are a guard.
const DIGITS: u32 = 100;

fn rows(key: &str) -> Vec<Value> {
    let reference = oracle("reference");
    reference[key].as_array().unwrap().clone()
}

fn rational(row: &Value, key: &str) -> Rational {
    parse("reference", row[key].as_str().unwrap_or_else(|| panic!("{key} of {row}"))).unwrap()
}

fn bits() -> Precision {
    Precision::bits(480).unwrap()
}

/// Asserts that an enclosure is tight and agrees with the reference value to the digits asked for.
fn assert_agrees(value: &Interval, row: &Value, key: &str) {
    assert_agrees_to(DIGITS, value, row, key);
}

fn assert_agrees_to(digits: u32, value: &Interval, row: &Value, key: &str) {
    let reference = rational(row, key);
    assert!(value.digits(digits) >= digits, "{key} of {row}: {value}");
    let slack = Rational::from(reference.abs_ref()) * power(10, 2 - digits as i32);
    let precision = value.precision();
    let low = Interval::from_rational(&Rational::from(&reference - &slack), precision);
    let high = Interval::from_rational(&Rational::from(&reference + &slack), precision);
    assert!(low.hull(&high).contains(value), "{key} of {row}: {}", value.to_decimal(110));
}

fn parameters(row: &Value) -> Parameters {
    let or = |key: &str, default: i32| match row.get(key).and_then(Value::as_str) {
        Some(text) => parse("reference", text).unwrap(),
        None => Rational::from(default),
    };
    let gain = or("gain", 1);
    let plain = Parameters::new(gain).unwrap().with_slope(or("slope", 1)).unwrap();
    let memories = row.get("memories").and_then(Value::as_u64);
    let topology = memories.map_or(Topology::Chain, |memories| Topology::Ring(memories as usize));
    let neurons = row.get("neurons").and_then(Value::as_u64);
    plain.with_self_coupling(or("self_coupling", 0)).with_topology(topology).unwrap().with_neurons(neurons).unwrap()
}

#[test]
fn the_limit_system_reproduces_every_escape_with_and_without_self_synapses() {
    let rows = rows("escape");
    assert_eq!(rows.len(), 40);
    for row in &rows {
        let system = LimitSystem::new(parameters(row));
        let run = system.run_to_digits(&[rational(row, "saliency")], 1, Digits::new(DIGITS).unwrap()).unwrap();
        match row["outcome"].as_str() {
            Some("locked") => assert_eq!(run.outcome, Outcome::Locked, "{row}"),
            _ => {
                assert_agrees(&run.transitions[0].dwell, row, "escape_time");
                assert_agrees(&run.transitions[0].saliency, row, "next_saliency");
            }
        }
    }
}

#[test]
fn the_recurrence_meets_every_escape_with_and_without_self_synapses() {
    for row in &rows("escape") {
        let parameters = parameters(row);
        let locked = finite_size::predictor::is_locked(&parameters).holds();
        assert_eq!(locked, row["outcome"] == "locked", "{row}");
        if !locked {
            let dwell = finite_size::predictor::first_dwell(&parameters, &[rational(row, "saliency")], bits()).unwrap();
            assert_agrees(&dwell.time, row, "escape_time");
            assert_agrees(&Interval::from_rational(&dwell.next, bits()), row, "next_saliency");
        }
    }
}

#[test]
fn the_escape_predictor_meets_every_row_with_self_synapses() {
    let mut met = 0;
    for row in rows("escape").iter().filter(|row| row["neurons"].is_null()) {
        let parameters = parameters(row);
        let saliency = rational(row, "saliency");
        assert_eq!(is_locked(&parameters).holds(), row["outcome"] == "locked", "{row}");
        if !is_locked(&parameters).holds() {
            assert_agrees(&escape_time(&parameters, &saliency, bits()).unwrap(), row, "escape_time");
            assert_agrees(
                &next_saliency(&parameters, &saliency, &Rational::new(), bits()).unwrap(),
                row,
                "next_saliency",
            );
        }
        met += 1;
    }
    assert!(met > 0);
}

#[test]
fn collapses_are_counted_and_timed_as_in_the_reference_by_both_sides() {
    let rows = rows("collapse");
    assert_eq!(rows.len(), 43);
    for row in &rows {
        let (parameters, saliency) = (parameters(row), rational(row, "saliency"));
        let expected = Integer::from(row["transitions"].as_u64().unwrap());
        let count = transitions(&parameters, &saliency).unwrap().into_value();
        assert_eq!(count.as_ref(), Some(&expected), "{row}");
        if expected > 0 {
            assert_agrees(&active_time(&parameters, &saliency, &expected, bits()).unwrap(), row, "active_time");
        }
        let most = 1 + expected.to_usize().unwrap();
        if most > 120 {
            continue;
        }
        let run = LimitSystem::new(parameters).run_to_digits(&[saliency], most, Digits::new(DIGITS).unwrap()).unwrap();
        assert_eq!(run.outcome, Outcome::Collapsed, "{row}");
        assert_eq!(Integer::from(run.transitions.len()), expected, "{row}");
        if let Some(last) = run.transitions.last() {
            assert_agrees(&last.time, row, "active_time");
        }
    }
}

#[test]
fn fixed_points_and_dwells_are_those_of_the_reference() {
    let rows = rows("cycle");
    assert_eq!(rows.len(), 12);
    for row in &rows {
        let parameters = parameters(row);
        let points = fixed_points::<Interval>(&parameters, bits()).unwrap().unwrap();
        assert_agrees(&points.stable, row, "stable");
        assert_agrees(&points.unstable, row, "unstable");
        assert_agrees(&cycle_dwell(&parameters, bits()).unwrap().unwrap(), row, "dwell_time");
    }
}

#[test]
fn every_threshold_of_chains_rings_and_finite_networks_is_that_of_the_reference() {
    let rows = rows("threshold");
    assert_eq!(rows.len(), 38);
    for row in &rows {
        let threshold = finite_size::predictor::gain_threshold(&parameters(row), bits()).unwrap();
        assert_agrees(&threshold.unwrap(), row, "gain_threshold");
    }
}

#[test]
fn cycles_of_rings_have_the_saliency_and_the_period_of_the_reference() {
    let rows = rows("ring_cycle");
    assert_eq!(rows.len(), 12);
    for row in &rows {
        let memories = row["memories"].as_i64().unwrap();
        let cycle = ring::predictor::cycles(&parameters(row), bits()).unwrap().0.unwrap();
        assert_agrees(&cycle.saliency, row, "stable");
        assert_agrees(&(&cycle.dwell * &Interval::from_integer(memories, bits())), row, "period");
    }
}

#[test]
fn every_delayed_escape_and_every_silence_of_the_reference_is_predicted() {
    let rows = rows("entry_exit");
    assert_eq!(rows.len(), 12);
    for row in &rows {
        let found = delayed_escape(&rational(row, "gain"), &rational(row, "saliency"), bits()).unwrap();
        match found {
            None => assert!(row["escape_time"].is_null() && row["next_saliency"].is_null(), "{row}"),
            Some(entry) => {
                assert_agrees(&entry.escape_time, row, "escape_time");
                assert_agrees(&entry.next_saliency, row, "next_saliency");
            }
        }
    }
}

/// Digits of the rows on smooth activations; the reference has about 37 of the thresholds and 45 of the steps.
const SMOOTH_DIGITS: u32 = 34;

fn mixture(row: &Value) -> Mixture {
    Mixture::of(row["activation"].as_str().unwrap().parse().unwrap()).unwrap()
}

#[test]
fn smooth_memories_escape_and_hand_over_as_in_the_reference_on_both_sides() {
    let rows = rows("smooth_step");
    assert_eq!(rows.len(), 12);
    let precision = Precision::bits(150).unwrap();
    for row in &rows {
        let number = |key: &str| Interval::from_rational(&rational(row, key), precision);
        let dwell = Profile::new(&mixture(row)).dwell(&number("gain"), &number("saliency")).unwrap();
        let system = SmoothLimit::new(Parameters::new(rational(row, "gain")).unwrap(), mixture(row)).unwrap();
        let run = system.run(&number("saliency"), 1, precision).unwrap();
        let first = &run.transitions[0];
        for (time, next, left) in
            [(&dwell.time, &dwell.next, &dwell.left), (&first.dwell, &first.saliency, &first.left)]
        {
            assert_agrees_to(SMOOTH_DIGITS, time, row, "escape_time");
            assert_agrees_to(SMOOTH_DIGITS, next, row, "next_saliency");
            assert_agrees_to(SMOOTH_DIGITS, left, row, "escape_saliency");
        }
    }
}

#[test]
fn smooth_thresholds_are_those_of_the_reference() {
    let rows = rows("smooth_threshold");
    assert_eq!(rows.len(), 4);
    for row in &rows {
        let found = threshold(&Profile::new(&mixture(row)), Precision::bits(160).unwrap()).unwrap();
        assert_agrees_to(SMOOTH_DIGITS, &found.gain, row, "gain_threshold");
    }
}
