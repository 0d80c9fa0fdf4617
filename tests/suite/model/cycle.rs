//! Limit cycles: those of another program lie in the proved boxes, and nothing that is not a cycle is taken for one.

use crate::support::{bits, digits, oracle};
use escapement::error::Result;
use escapement::model::{Absence, Activation, Cycle, Found, Parameters, ReturnMap, SectionBox, Topology};
use escapement::numerics::rational::{parse, power, ratio};
use rug::{Float, Rational};
use serde_json::Value;

fn map(gain: i64, memories: usize, eps: &Rational, leak: Rational, activation: Activation) -> ReturnMap {
    let parameters = Parameters::new(ratio(gain, 1)).and_then(|p| p.with_topology(Topology::Ring(memories)));
    parameters.and_then(|p| ReturnMap::new(p, eps.clone(), leak, activation)).expect("legal parameters")
}

/// The cycles of the other program: the map, the point on the section, the dwell, the largest multiplier.
fn known() -> Vec<(ReturnMap, Vec<Rational>, Rational, f64)> {
    let number = |value: &Value| parse("oracle", value.as_str().unwrap()).unwrap();
    let list = |value: &Value| value.as_array().unwrap().iter().map(number).collect::<Vec<_>>();
    let cycle = |entry: &Value| {
        let memories = entry["memories"].as_str().unwrap().parse().unwrap();
        let parameters = Parameters::new(number(&entry["gain"])).unwrap().with_topology(Topology::Ring(memories));
        let activation = entry["activation"].as_str().unwrap().parse().unwrap();
        let map =
            ReturnMap::new(parameters.unwrap(), number(&entry["epsilon"]), number(&entry["leak"]), activation).unwrap();
        let mut point = list(&entry["c"]);
        point.truncate(memories - 1);
        point.extend(list(&entry["saliency"]));
        // After the trivial one: '(1.0 + 8e-91j)', '(0.304634577665 - 2e-91j)', ...
        let second = entry["multipliers"].as_str().unwrap().split("'(").nth(2).unwrap();
        (map, point, number(&entry["dwell"]), second.split(' ').next().unwrap().parse().unwrap())
    };
    oracle("cycles")["cycles"].as_array().unwrap().iter().map(cycle).collect()
}

fn found(map: &ReturnMap, count: u32) -> Cycle {
    match map.find_cycle(digits(count)).expect("the search ends") {
        Found::Cycle(cycle) => *cycle,
        Found::Nothing(why) => panic!("{why}"),
    }
}

/// The cube of radius `2^exponent` around a point.
fn cube(point: &[Rational], exponent: i32, precision: u32) -> SectionBox {
    let rounded = |x: &Rational| Float::with_val(precision, x).to_rational().expect("finite");
    SectionBox { centre: point.iter().map(rounded).collect(), radii: vec![power(2, exponent); point.len()] }
}

#[test]
fn newtons_method_finds_the_cycles_of_the_other_program() {
    for (map, point, dwell, multiplier) in known() {
        let cycle = found(&map, 55);
        let off = |found: &Float, known: &Rational| (found.to_rational().unwrap() - known).abs();
        for (found, known) in cycle.section.iter().zip(&point).chain([(&cycle.dwell, &dwell)]) {
            assert!(off(found, known) < power(10, -55), "{found} and {known}");
        }
        let multipliers = cycle.multipliers().expect("they settle");
        assert_eq!(multipliers.len(), map.dimension());
        assert!((multipliers[0].real.to_f64() - multiplier).abs() < 1e-11);
    }
}

#[test]
fn the_cycles_of_the_other_program_lie_in_boxes_that_are_proved() {
    for (map, point, dwell, _) in known() {
        let wide = map.cycles_through(&cube(&point, -14, 64), bits(64)).expect("it contracts");
        assert_eq!(*wide.cycles.value(), 1);
        assert!(wide.in_order.is_some_and(|in_order| in_order.holds()), "every memory has its turn");
        assert!(wide.reach < 0.8 && wide.contraction < 0.8);
        assert!(wide.dwell.contains_rational(&dwell));
        let narrow = map.cycles_through(&cube(&point, -150, 192), bits(192)).expect("it contracts");
        assert!(narrow.dwell.contains_rational(&dwell) && narrow.dwell.digits(100) > 40);
    }
}

#[test]
fn every_activation_has_its_cycle_proved() -> Result<()> {
    for (memories, eps, leak, activation) in [
        (2, ratio(1, 10), ratio(1, 10), Activation::Erf),
        (2, ratio(1, 10), ratio(1, 1000), Activation::Power(2)),
        (2, ratio(1, 20), ratio(1, 1000), Activation::HardTanh),
        (3, ratio(1, 10), ratio(1, 10), Activation::HardTanh),
    ] {
        let map = map(8, memories, &eps, leak, activation);
        let cycle = found(&map, 20);
        let proved = map.prove_cycle(&cycle)?.inclusion;
        assert_eq!(*proved.cycles.value(), 1, "{activation}");
        assert!(proved.in_order.is_some() || !activation.kinks().is_empty(), "{activation}");
        assert!(*proved.dwell.lower() < cycle.dwell && cycle.dwell < *proved.dwell.upper(), "{activation}");
    }
    Ok(())
}

#[test]
fn no_cycle_goes_through_a_box_beside_one() -> Result<()> {
    for (map, point, _, _) in known() {
        let mut beside = point.clone();
        beside[map.memories() - 1] += power(2, -11);
        assert_eq!(*map.cycles_through(&cube(&beside, -14, 64), bits(64))?.cycles.value(), 0);
    }
    Ok(())
}

#[test]
fn a_box_that_is_too_wide_to_contract_is_left_open() {
    let (map, point, _, _) = known().remove(0);
    let open = map.cycles_through(&cube(&point, -5, 64), bits(64));
    assert!(open.is_err(), "{open:?}");
}

#[test]
fn a_box_of_another_shape_is_refused_by_name() {
    let (map, point, _, _) = known().remove(0);
    let refused = |start: &SectionBox| map.cycles_through(start, bits(64)).expect_err("it is no box").to_string();
    assert!(refused(&cube(&point[1..], -14, 64)).contains("box"));
    assert!(refused(&cube(&point, -14, 200)).contains("centre"));
    let mut flat = cube(&point, -14, 64);
    flat.radii[1] = Rational::new();
    assert!(refused(&flat).contains("radius"));
    assert!(map.find_cycle_near(&[], digits(10)).is_err());
}

#[test]
fn where_no_cycle_is_found_the_search_says_why() -> Result<()> {
    let eps = ratio(1, 20);
    for (gain, leak) in [(3, ratio(1, 1000)), (6, Rational::new())] {
        let found = map(gain, 2, &eps, leak, Activation::Tanh).find_cycle(digits(10))?;
        assert!(matches!(found, Found::Nothing(Absence::Silent(_))), "gain {gain}: {found:?}");
    }
    let chain = ReturnMap::new(Parameters::new(ratio(6, 1))?, eps.clone(), eps, Activation::Tanh);
    assert!(chain.expect_err("no ring").to_string().contains("memories"));
    Ok(())
}
