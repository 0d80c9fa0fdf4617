//! The evidence as data: complete, as its schemas say, and with every digit.

use escapement::evidence::{Campaign, ClaimEvidence, Row, Share};
use escapement::numerics::Digits;
use escapement::numerics::rational::parse;
use escapement::report::{CASES_PATH, CLAIMS_PATH, Schedule, conclude, data, examine};
use escapement::theorems::{Theorem, catalogue};
use serde_json::Value;
use std::sync::LazyLock;

type Evidence = (Vec<(Theorem, Vec<Row>)>, Vec<ClaimEvidence>);

const CHOSEN: [&str; 3] = ["E1", "G1", "C3"];

/// Three claims on few cases.
static FILES: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let campaign = Campaign { digits: Digits::new(30).expect("legal"), cases: 2, seed: 5 };
    let (findings, evidence) = evidence(&campaign);
    data(&findings, &evidence, &campaign)
});

fn evidence(campaign: &Campaign) -> Evidence {
    let chosen = |info: &escapement::evidence::Info| CHOSEN.contains(&info.id);
    let evidence = examine(&catalogue(), campaign, Share::WHOLE, Schedule::Together, chosen, |_| ());
    (conclude(&catalogue(), evidence.clone()), evidence)
}

fn file(path: &str) -> &'static str {
    &FILES.iter().find(|(own, _)| own == path).unwrap_or_else(|| panic!("no {path}")).1
}

fn json(path: &str) -> Value {
    serde_json::from_str(file(path)).expect("JSON")
}

fn records() -> Vec<Value> {
    file(CASES_PATH).lines().map(|line| serde_json::from_str(line).expect("a record")).collect()
}

/// Holds a value against as much of JSON Schema as the schemas use.
fn assert_fits(value: &Value, schema: &Value, root: &Value) {
    if let Some(name) = schema["$ref"].as_str() {
        return assert_fits(value, &root["$defs"][name.trim_start_matches("#/$defs/")], root);
    }
    if let Some(options) = schema["enum"].as_array() {
        assert!(options.contains(value), "{value} is none of {options:?}");
    }
    let kinds = schema["type"].as_array().cloned().unwrap_or_else(|| vec![schema["type"].clone()]);
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    assert!(schema["type"].is_null() || kinds.contains(&kind.into()), "{value} is no {kinds:?}");
    for required in schema["required"].as_array().into_iter().flatten() {
        let missing = value.is_object() && value.get(required.as_str().expect("a name")).is_none();
        assert!(!missing, "{required} is missing in {value}");
    }
    for (name, own) in value.as_object().into_iter().flatten() {
        match schema["properties"].get(name) {
            Some(inner) => assert_fits(own, inner, root),
            None => assert_ne!(schema["additionalProperties"], false, "{name} is not in the schema"),
        }
    }
    for item in value.as_array().into_iter().flatten() {
        assert_fits(item, &schema["items"], root);
    }
}

#[test]
fn the_data_are_as_their_schemas_say() {
    let (claims, case) = (json("evidence/schema/claims.schema.json"), json("evidence/schema/case.schema.json"));
    assert_fits(&json(CLAIMS_PATH), &claims, &claims);
    for record in records() {
        assert_fits(&record, &case, &case);
    }
}

#[test]
#[should_panic(expected = "not in the schema")]
fn what_the_schema_does_not_know_is_found() {
    let schema = json("evidence/schema/case.schema.json");
    let mut record = records().remove(0);
    record["more"] = 1.into();
    assert_fits(&record, &schema, &schema);
}

#[test]
fn every_case_of_every_claim_is_there_once_and_numbered() {
    let registry = json(CLAIMS_PATH);
    let (records, mut seen) = (records(), 0);
    for claim in registry["claims"].as_array().expect("claims") {
        let own: Vec<&Value> = records.iter().filter(|record| record["claim"] == claim["id"]).collect();
        assert_eq!(claim["found"]["cases"].as_u64(), Some(own.len() as u64));
        for (k, record) in own.iter().enumerate() {
            assert_eq!(record["case"], format!("{}.{}", claim["id"].as_str().expect("an id"), k + 1));
        }
        // Who refutes what, and how often, are the same story.
        for wrong in claim["found"]["wrong_predictors"].as_array().expect("wrong predictors") {
            let refuting = own
                .iter()
                .filter(|record| record["refutes"].as_array().is_some_and(|all| all.contains(&wrong["name"])));
            assert_eq!(wrong["refuted_by"].as_u64(), Some(refuting.count() as u64), "{wrong}");
        }
        seen += own.len();
    }
    assert_eq!((seen, registry["claims"].as_array().map(Vec::len)), (records.len(), Some(CHOSEN.len())));
}

#[test]
fn both_sides_are_enclosed_and_every_digit_is_there() {
    for record in records().iter().filter(|record| record["claim"] == "E1") {
        for quantity in record["quantities"].as_array().expect("quantities") {
            for side in
                [&quantity["predicted"], &quantity["observed"]].into_iter().filter(|side| side["kind"] == "range")
            {
                let end = |name: &str| parse("end", side[name].as_str().expect("text")).expect("a number");
                let (lower, upper) = (end("lower"), end("upper"));
                assert!(lower <= upper, "{side}");
                assert!(side["lower"].as_str().is_some_and(|text| text.len() >= 30) || lower == upper, "{side}");
            }
        }
        let inputs = record["inputs"].as_object().expect("named parameters");
        assert!(inputs.contains_key("gain") && inputs.contains_key("saliency"), "{record}");
    }
}

#[test]
fn the_table_has_a_line_for_every_quantity_and_as_many_cells_in_each() {
    let lines: Vec<&str> = file("evidence/cases.csv").lines().collect();
    let quantities: usize = records().iter().map(|record| record["quantities"].as_array().map_or(0, Vec::len)).sum();
    assert_eq!(lines.len(), quantities + 1);
    let cells = |line: &str| {
        let mut quoted = false;
        line.chars()
            .filter(|c| {
                quoted ^= *c == '"';
                *c == ',' && !quoted
            })
            .count()
    };
    assert!(lines.iter().all(|line| cells(line) == 13), "{lines:?}");
}
